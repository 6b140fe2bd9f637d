//! Terraform values: known, null or unknown, with marks and provenance, in sixteen bytes.
//!
//! Cloning is a reference count. Equality ignores marks and provenance.

use std::fmt;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::Cause;
use compact_str::CompactString;

use crate::convert::type_of;
use crate::limits::Size;
use crate::number::{Decimal, Number};
use crate::types::Type;

/// Marks that travel with a value, a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Marks(u8);

impl Marks {
    /// No mark.
    pub const NONE: Self = Self(0);
    /// Must never be printed.
    pub const SENSITIVE: Self = Self(1);
    /// Never stored in state or plan.
    pub const EPHEMERAL: Self = Self(2);
    /// Came from the environment, or from what Terraform takes no mark of: usable in rules, never printed,
    /// not sensitive to Terraform.
    pub const SECRET_SOURCE: Self = Self(4);

    /// Both sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every mark of `other` is set.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These marks without those of `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The marks where Terraform forgets that something is sensitive.
    #[must_use]
    pub fn forgotten(self) -> Self {
        if self.contains(Self::SENSITIVE) {
            self.without(Self::SENSITIVE).union(Self::SECRET_SOURCE)
        } else {
            self
        }
    }

    /// Whether the value may be shown in a report.
    pub fn printable(self) -> bool {
        self.0 & (Self::SENSITIVE.0 | Self::SECRET_SOURCE.0 | Self::EPHEMERAL.0) == 0
    }
}

/// An interned set of resource attributes that flowed into a value; 0 is the empty set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Provenance(pub u32);

impl Provenance {
    /// Nothing flowed in.
    pub const NONE: Self = Self(0);
}

/// A value.
#[derive(Clone, Debug)]
pub enum Value {
    /// Null of a type; [`Type::Dynamic`] for the literal `null`.
    Null {
        /// Marks.
        marks: Marks,
        /// Provenance.
        from: Provenance,
        /// Its type.
        ty: Arc<Type>,
    },
    /// A truth value.
    Bool {
        /// Marks.
        marks: Marks,
        /// Provenance.
        from: Provenance,
        /// The value.
        value: bool,
    },
    /// An integer that fits; read numbers through [`Value::as_number`].
    Int {
        /// Marks.
        marks: Marks,
        /// Provenance.
        from: Provenance,
        /// The value.
        value: i64,
    },
    /// Any other number.
    Decimal {
        /// Marks.
        marks: Marks,
        /// Provenance.
        from: Provenance,
        /// The value.
        value: Arc<Decimal>,
    },
    /// A string, possibly with unknown parts or with the value it encodes.
    String {
        /// Marks.
        marks: Marks,
        /// Provenance.
        from: Provenance,
        /// The text.
        value: Arc<Text>,
    },
    /// A list, set or tuple.
    Seq {
        /// Marks of the whole.
        marks: Marks,
        /// Provenance of the whole.
        from: Provenance,
        /// The elements.
        value: Arc<Seq>,
    },
    /// A map or object.
    Map {
        /// Marks of the whole.
        marks: Marks,
        /// Provenance of the whole.
        from: Provenance,
        /// The entries.
        value: Arc<Map>,
    },
    /// Not known.
    Unknown {
        /// Marks.
        marks: Marks,
        /// Provenance.
        from: Provenance,
        /// What is known about it all the same.
        value: Arc<Unknown>,
    },
}

/// The text of a string value.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    /// Wholly known, in NFC.
    Plain(CompactString),
    /// Known and unknown parts in turn; to Terraform an unknown with the first known part as prefix.
    Segmented(Box<[Segment]>),
    /// What `jsonencode` or a policy data source made: the text where it is wholly known, and the value
    /// it encodes.
    Encoded {
        /// The text; absent while a part of the value is unknown.
        text: Option<Box<str>>,
        /// The encoded value.
        value: Value,
    },
}

impl Text {
    /// The whole text, where it is known.
    pub fn as_known(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Segmented(_) => None,
            Self::Encoded { text, .. } => text.as_deref(),
        }
    }

    /// How it begins, where it is not known as a whole.
    pub fn prefix(&self) -> Option<&str> {
        match self {
            Self::Segmented(parts) => match parts.first() {
                Some(Segment::Known(text)) => Some(text),
                _ => None,
            },
            Self::Encoded { text: None, value } => json_prefix(value),
            _ => None,
        }
    }
}

/// How the JSON of a value begins that is not wholly known, but not null for certain.
fn json_prefix(value: &Value) -> Option<&'static str> {
    let kind = match value {
        Value::Unknown { value, .. } if !value.refinements.not_null => return None,
        Value::Seq { .. } => return Some("["),
        Value::Map { .. } => return Some("{"),
        other => type_of(other),
    };
    match kind {
        Type::String => Some("\""),
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => Some("["),
        Type::Map(_) | Type::Object(_) => Some("{"),
        _ => None,
    }
}

/// A part of a segmented string.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Known text, in NFC.
    Known(Box<str>),
    /// An unknown string; with its provenance, marks, symbol and cause.
    Hole(Value),
}

/// The kinds of sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum SeqKind {
    /// `list(T)`.
    List(Type),
    /// `set(T)`; elements are sorted and distinct.
    Set(Type),
    /// `[…]`.
    Tuple,
}

/// A list, set or tuple.
#[derive(Clone, Debug, PartialEq)]
pub struct Seq {
    /// Which of them.
    pub kind: SeqKind,
    /// The elements.
    pub items: Vec<Value>,
    size: Size,
}

impl Seq {
    /// The items of a set must be sorted and distinct already.
    pub fn new(kind: SeqKind, items: Vec<Value>) -> Self {
        let mut size = Size::ONE;
        if let (true, SeqKind::List(ty) | SeqKind::Set(ty)) = (items.is_empty(), &kind) {
            size = size.and(Size::of_type(ty));
        }
        let size = items.iter().fold(size, |size, item| size.and(item.size())).around();
        Self { kind, items, size }
    }

    /// How much a walk over it visits.
    pub fn size(&self) -> Size {
        self.size
    }
}

/// The kinds of keyed collection.
#[derive(Clone, Debug, PartialEq)]
pub enum MapKind {
    /// `map(T)`.
    Map(Type),
    /// `{…}`.
    Object,
}

/// A map or object; entries sorted by key.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Which of them.
    pub kind: MapKind,
    /// Sorted by the bytes of the key.
    pub entries: Vec<(Arc<str>, Value)>,
    size: Size,
}

impl Map {
    /// The entries must be sorted by key and distinct already.
    pub fn new(kind: MapKind, entries: Vec<(Arc<str>, Value)>) -> Self {
        let mut size = Size::ONE;
        if let (true, MapKind::Map(ty)) = (entries.is_empty(), &kind) {
            size = size.and(Size::of_type(ty));
        }
        let size = entries
            .iter()
            .fold(size, |size, (key, item)| {
                let size = size.and(item.size());
                // Keys are short, so this seldom counts.
                if key.len() < 64 { size } else { size.and(Size::of_text(key)) }
            })
            .around();
        Self { kind, entries, size }
    }

    /// How much a walk over it visits.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The value at `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let at = self.entries.binary_search_by(|(k, _)| (**k).cmp(key)).ok()?;
        self.entries.get(at).map(|(_, v)| v)
    }

    /// The value at `key`, otherwise at one that differs from it in case alone.
    pub fn get_folded(&self, key: &str) -> Option<&Value> {
        let folded = || self.entries.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| v);
        self.get(key).or_else(folded)
    }
}

/// What is known about an unknown value.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Its type; [`Type::Dynamic`] when that is not known either.
    pub ty: Type,
    /// Terraform's refinements.
    pub refinements: Refinements,
    /// Why it is unknown.
    pub cause: Cause,
    /// Its identity: equal symbols are equal values.
    pub symbol: Option<Arc<Symbol>>,
    /// Which values that stand for nothing are visible alternatives (a branch of a conditional, a fallback, a nullable
    /// variable whose default is null). Unlike [`Refinements::not_null`] this is about what the author wrote.
    pub may_be: Blank,
    /// The two cases of a conditional whose condition is unknown.
    pub cases: Option<Box<Cases>>,
}

/// Values that stand for nothing, which an unknown can turn out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blank {
    /// Null.
    pub null: bool,
    /// The empty text.
    pub empty: bool,
}

impl Blank {
    /// Neither.
    pub const NONE: Self = Self { null: false, empty: false };

    /// What a value is of it, or visibly can be.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null { .. } => Self { null: true, empty: false },
            Value::Unknown { value, .. } => value.may_be,
            Value::String { value, .. } => match &**value {
                Text::Plain(text) => Self { null: false, empty: text.is_empty() },
                Text::Segmented(parts) => {
                    let is_open =
                        |part: &Segment| matches!(part, Segment::Hole(hole) if Self::of(hole).empty);
                    Self { null: false, empty: parts.iter().all(is_open) }
                }
                Text::Encoded { .. } => Self::NONE,
            },
            _ => Self::NONE,
        }
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { null: self.null || other.null, empty: self.empty || other.empty }
    }

    /// Without null, which there is no text of.
    #[must_use]
    pub fn of_text(self) -> Self {
        Self { null: false, ..self }
    }
}

/// What Terraform itself knows about an unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refinements {
    /// Never null.
    pub not_null: bool,
    /// A string starts with this.
    pub prefix: Option<Box<str>>,
    /// A collection has at least this many elements.
    pub min_length: Option<usize>,
    /// A collection has at most this many elements.
    pub max_length: Option<usize>,
    /// A number is at least this.
    pub min: Option<(Number, bool)>,
    /// A number is at most this; the flag says whether the bound itself is possible.
    pub max: Option<(Number, bool)>,
    /// Elements that a list, tuple or set holds, whatever else it holds. Terraform itself forgets them.
    pub items: Option<Arc<Seq>>,
    /// Entries that a map or object has, whatever else it has. Terraform itself forgets them, too.
    pub entries: Option<Arc<Map>>,
    /// A collection that it is an element of, by a key that is not known. Terraform itself forgets it.
    pub among: Among,
    /// A collection of what the elements of an unknown one are like, where their number or keys are not known.
    /// Terraform itself forgets it.
    pub like: Among,
}

/// A collection that says what an unknown can be. It does not count in comparisons: what is one and the same is in the
/// same.
#[derive(Clone, Debug, Default)]
pub struct Among(pub Option<Value>);

impl PartialEq for Among {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The identity of an unknown, stable inside one run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol {
    /// Number of the stack: symbols of different stacks are never equal.
    pub stack: u32,
    /// Module instance, `module.a["x"]`; empty for the root.
    pub module: Arc<str>,
    /// `var.region`, `data.aws_region.here`, `databricks_group.eng["a"]`, or the canonical text of an
    /// expression over such names.
    pub name: Arc<str>,
    /// Attribute path below it; empty for the whole.
    pub path: Arc<str>,
    /// Whether something takes part that is no attribute of a resource (a variable without a value): the
    /// value can then be another than what flowed in.
    pub free: bool,
}

impl Symbol {
    /// What stands between the name and the path: a dot, unless the path is empty or brings its own sign.
    pub fn dot(&self) -> &'static str {
        if self.path.is_empty() || self.path.starts_with(['.', '[']) { "" } else { "." }
    }
}

/// The text in its module: name and path.
impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.name, self.dot(), self.path)
    }
}

/// A conditional that could not be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    /// The condition, without a leading negation.
    pub condition: Arc<Symbol>,
    /// The value when the condition is true.
    pub yes: Value,
    /// The value when the condition is false.
    pub no: Value,
}

macro_rules! each {
    ($self:expr, $field:ident) => {
        match $self {
            Value::Null { $field, .. }
            | Value::Bool { $field, .. }
            | Value::Int { $field, .. }
            | Value::Decimal { $field, .. }
            | Value::String { $field, .. }
            | Value::Seq { $field, .. }
            | Value::Map { $field, .. }
            | Value::Unknown { $field, .. } => $field,
        }
    };
}

impl Value {
    /// The literal `null`.
    pub fn null() -> Self {
        Self::null_of(Type::Dynamic)
    }

    /// Null of a type.
    pub fn null_of(ty: Type) -> Self {
        Self::Null { marks: Marks::NONE, from: Provenance::NONE, ty: Arc::new(ty) }
    }

    /// A truth value.
    pub fn bool(value: bool) -> Self {
        Self::Bool { marks: Marks::NONE, from: Provenance::NONE, value }
    }

    /// A number.
    pub fn number(value: impl Into<Number>) -> Self {
        match value.into() {
            Number::Int(value) => Self::Int { marks: Marks::NONE, from: Provenance::NONE, value },
            Number::Decimal(value) => Self::Decimal { marks: Marks::NONE, from: Provenance::NONE, value },
        }
    }

    /// A known string; the text must be in NFC.
    pub fn string(text: impl Into<CompactString>) -> Self {
        Self::text(Text::Plain(text.into()))
    }

    /// A string.
    pub fn text(text: Text) -> Self {
        Self::String { marks: Marks::NONE, from: Provenance::NONE, value: Arc::new(text) }
    }

    /// A tuple.
    pub fn tuple(items: Vec<Value>) -> Self {
        Self::seq(SeqKind::Tuple, items)
    }

    /// A list, set or tuple; the items of a set must be sorted and distinct already.
    pub fn seq(kind: SeqKind, items: Vec<Value>) -> Self {
        Self::Seq { marks: Marks::NONE, from: Provenance::NONE, value: Arc::new(Seq::new(kind, items)) }
    }

    /// An object; of equal keys the last wins.
    pub fn object(entries: impl IntoIterator<Item = (Arc<str>, Value)>) -> Self {
        Self::map(MapKind::Object, entries)
    }

    /// A map or object; of equal keys the last wins.
    pub fn map(kind: MapKind, entries: impl IntoIterator<Item = (Arc<str>, Value)>) -> Self {
        let mut entries: Vec<(Arc<str>, Value)> = entries.into_iter().collect();
        if !entries.is_sorted_by(|a, b| a.0 < b.0) {
            entries.reverse();
            entries.put_in_order_by(|a, b| a.0.cmp(&b.0));
            entries.dedup_by(|later, first| later.0 == first.0);
        }
        Self::Map { marks: Marks::NONE, from: Provenance::NONE, value: Arc::new(Map::new(kind, entries)) }
    }

    /// An unknown of a type.
    pub fn unknown(ty: Type, cause: Cause) -> Self {
        Self::from_unknown(Unknown {
            ty,
            refinements: Refinements::default(),
            cause,
            symbol: None,
            may_be: Blank::NONE,
            cases: None,
        })
    }

    /// An unknown.
    pub fn from_unknown(unknown: Unknown) -> Self {
        Self::Unknown { marks: Marks::NONE, from: Provenance::NONE, value: Arc::new(unknown) }
    }

    /// How much a walk over it visits: what is in it, shared or not, with the types of unknowns and their
    /// cases.
    pub fn size(&self) -> Size {
        match self {
            Self::Bool { .. } | Self::Int { .. } | Self::Decimal { .. } => Size::ONE,
            Self::Null { ty, .. } => Size::of_type(ty),
            Self::String { value, .. } => match &**value {
                Text::Plain(text) => Size::of_text(text),
                Text::Segmented(parts) => parts.iter().fold(Size::ONE, |size, part| {
                    size.and(match part {
                        Segment::Known(text) => Size::of_text(text),
                        Segment::Hole(hole) => hole.size(),
                    })
                }),
                Text::Encoded { text, value } => {
                    value.size().and(text.as_deref().map_or(Size::ONE, Size::of_text)).around()
                }
            },
            Self::Seq { value, .. } => value.size,
            Self::Map { value, .. } => value.size,
            Self::Unknown { value, .. } => {
                let mut size = Size::of_type(&value.ty);
                // No walk goes there, but dropping it does.
                let Refinements { items, entries, among, like, .. } = &value.refinements;
                for among in [&among.0, &like.0].into_iter().flatten() {
                    size.depth = size.depth.max(among.size().depth).saturating_add(1);
                }
                if let Some(items) = items {
                    size = size.and(items.size);
                }
                if let Some(entries) = entries {
                    size = size.and(entries.size);
                }
                match &value.cases {
                    None => size,
                    Some(cases) => size.and(cases.yes.size()).and(cases.no.size()).around(),
                }
            }
        }
    }

    /// The marks of the value itself, without those of its elements.
    pub fn marks(&self) -> Marks {
        *each!(self, marks)
    }

    /// The provenance of the value itself, without that of its elements.
    pub fn provenance(&self) -> Provenance {
        *each!(self, from)
    }

    /// The value with `marks` added.
    #[must_use]
    pub fn with_marks(mut self, added: Marks) -> Self {
        let marks = each!(&mut self, marks);
        *marks = marks.union(added);
        self
    }

    /// The value with exactly these marks.
    #[must_use]
    pub fn set_marks(mut self, marks: Marks) -> Self {
        *each!(&mut self, marks) = marks;
        self
    }

    /// The value with the marks of it and of everything in it changed so.
    #[must_use]
    pub fn map_marks(&self, change: &dyn Fn(Marks) -> Marks) -> Self {
        let here = self.clone().set_marks(change(self.marks()));
        let deep = |value: &Self| value.map_marks(change);
        let seq = |seq: &Seq| Arc::new(Seq::new(seq.kind.clone(), seq.items.iter().map(deep).collect()));
        let map = |map: &Map| {
            let entries = map.entries.iter().map(|(k, v)| (k.clone(), deep(v))).collect();
            Arc::new(Map::new(map.kind.clone(), entries))
        };
        match here {
            Self::Seq { marks, from, value } => Self::Seq { marks, from, value: seq(&value) },
            Self::Map { marks, from, value } => Self::Map { marks, from, value: map(&value) },
            Self::String { marks, from, value } => {
                let text = match &*value {
                    Text::Plain(_) => return Self::String { marks, from, value },
                    Text::Segmented(parts) => {
                        let part = |part: &Segment| match part {
                            Segment::Known(text) => Segment::Known(text.clone()),
                            Segment::Hole(hole) => Segment::Hole(deep(hole)),
                        };
                        Text::Segmented(parts.iter().map(part).collect())
                    }
                    Text::Encoded { text, value } => Text::Encoded { text: text.clone(), value: deep(value) },
                };
                Self::String { marks, from, value: Arc::new(text) }
            }
            Self::Unknown { marks, from, value } => {
                let Refinements { items, entries, .. } = &value.refinements;
                if value.cases.is_none() && items.is_none() && entries.is_none() {
                    return Self::Unknown { marks, from, value };
                }
                let mut unknown = Unknown::clone(&value);
                unknown.refinements.items = items.as_deref().map(seq);
                unknown.refinements.entries = entries.as_deref().map(map);
                if let Some(cases) = &mut unknown.cases {
                    (cases.yes, cases.no) = (deep(&cases.yes), deep(&cases.no));
                }
                Self::Unknown { marks, from, value: Arc::new(unknown) }
            }
            other => other,
        }
    }

    /// The value with this provenance.
    #[must_use]
    pub fn with_provenance(mut self, provenance: Provenance) -> Self {
        *each!(&mut self, from) = provenance;
        self
    }

    /// The value, of which these are visible alternatives, too, if it is unknown.
    #[must_use]
    pub fn or_blank(self, blank: Blank) -> Self {
        match self {
            Self::Unknown { value, marks, from } if value.may_be.or(blank) != value.may_be => {
                let may_be = value.may_be.or(blank);
                let value = Arc::new(Unknown { may_be, ..Arc::unwrap_or_clone(value) });
                Self::Unknown { value, marks, from }
            }
            other => other,
        }
    }

    /// The value, of which null is a visible alternative if it is unknown.
    #[must_use]
    pub fn or_null(self) -> Self {
        self.or_blank(Blank { null: true, empty: false })
    }

    /// What an unknown value is called.
    pub fn symbol(&self) -> Option<&Symbol> {
        self.as_unknown()?.symbol.as_deref()
    }

    /// Whether it is a known null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null { .. })
    }

    /// Whether Terraform would call it unknown: an unknown, or a string with an unknown part.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Unknown { .. } => true,
            Self::String { value, .. } => value.as_known().is_none(),
            _ => false,
        }
    }

    /// Whether it and everything in it is known.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Seq { value, .. } => value.items.iter().all(Self::is_wholly_known),
            Self::Map { value, .. } => value.entries.iter().all(|(_, v)| v.is_wholly_known()),
            _ => !self.is_unknown(),
        }
    }

    /// Whether it or anything in it must not be printed.
    pub fn holds_secret(&self) -> bool {
        !self.marks().printable() || self.any_part(&mut Self::holds_secret)
    }

    /// Whether something is so of a value in it: an element, or what a text was made of.
    pub fn any_part(&self, is: &mut dyn FnMut(&Self) -> bool) -> bool {
        match self {
            Self::Seq { value, .. } => value.items.iter().any(is),
            Self::Map { value, .. } => value.entries.iter().any(|(_, v)| is(v)),
            Self::String { value, .. } => match &**value {
                Text::Plain(_) => false,
                Text::Segmented(parts) => parts.iter().any(|p| matches!(p, Segment::Hole(hole) if is(hole))),
                Text::Encoded { value, .. } => is(value),
            },
            Self::Unknown { .. } => {
                self.sure_items().iter().any(&mut *is)
                    || self.sure_entries().is_some_and(|map| map.entries.iter().any(|(_, v)| is(v)))
            }
            _ => false,
        }
    }

    /// The text of a wholly known string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String { value, .. } => value.as_known(),
            _ => None,
        }
    }

    /// How a text begins that is not known as a whole.
    pub fn prefix(&self) -> Option<&str> {
        match self {
            Self::String { value, .. } => value.prefix(),
            _ => self.as_unknown()?.refinements.prefix.as_deref(),
        }
    }

    /// A known truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool { value, .. } => Some(*value),
            _ => None,
        }
    }

    /// A known number.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Int { value, .. } => Some(Number::Int(*value)),
            Self::Decimal { value, .. } => Some(Number::Decimal(value.clone())),
            _ => None,
        }
    }

    /// The elements of a list, set or tuple.
    pub fn as_items(&self) -> Option<&[Value]> {
        match self {
            Self::Seq { value, .. } => Some(&value.items),
            _ => None,
        }
    }

    /// A map or object.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Calls `each` with the elements of a known collection.
    pub fn each_element<'v>(&'v self, each: &mut dyn FnMut(&'v Self)) {
        match self {
            Self::Seq { value, .. } => value.items.iter().for_each(each),
            Self::Map { value, .. } => value.entries.iter().for_each(|(_, item)| each(item)),
            _ => {}
        }
    }

    /// The elements of a list, set or tuple, or those that an unknown one surely has.
    pub fn sure_items(&self) -> &[Value] {
        let sure = || Some(&*self.as_unknown()?.refinements.items.as_deref()?.items);
        self.as_items().or_else(sure).unwrap_or_default()
    }

    /// A map or object, or the entries that an unknown one surely has.
    pub fn sure_entries(&self) -> Option<&Map> {
        self.as_map().or_else(|| self.as_unknown()?.refinements.entries.as_deref())
    }

    /// What is known about an unknown.
    pub fn as_unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The parts of a string with unknown parts.
    pub fn as_segments(&self) -> Option<&[Segment]> {
        match self {
            Self::String { value, .. } => match &**value {
                Text::Segmented(parts) => Some(parts),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value that an encoded string carries.
    pub fn encoded(&self) -> Option<&Value> {
        match self {
            Self::String { value, .. } => match &**value {
                Text::Encoded { value, .. } => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Why it is unknown: its own cause, or that of the first unknown part.
    pub fn cause(&self) -> Option<&Cause> {
        match self {
            Self::Unknown { value, .. } => Some(&value.cause),
            Self::String { value, .. } => match &**value {
                Text::Plain(_) | Text::Encoded { text: Some(_), .. } => None,
                Text::Segmented(parts) => parts.iter().find_map(|part| match part {
                    Segment::Known(_) => None,
                    Segment::Hole(hole) => hole.cause(),
                }),
                Text::Encoded { value, .. } => value.cause(),
            },
            Self::Seq { value, .. } => value.items.iter().find_map(Self::cause),
            Self::Map { value, .. } => value.entries.iter().find_map(|(_, v)| v.cause()),
            _ => None,
        }
    }
}

/// Structural equality; marks and provenance do not count, unknowns are equal when all that is known
/// about them is.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null { ty: a, .. }, Self::Null { ty: b, .. }) => a == b,
            (Self::Bool { value: a, .. }, Self::Bool { value: b, .. }) => a == b,
            (Self::Int { value: a, .. }, Self::Int { value: b, .. }) => a == b,
            (Self::Decimal { value: a, .. }, Self::Decimal { value: b, .. }) => a == b,
            (Self::String { value: a, .. }, Self::String { value: b, .. }) => {
                match (a.as_known(), b.as_known()) {
                    (Some(a), Some(b)) => a == b,
                    (None, None) => a == b,
                    _ => false,
                }
            }
            (Self::Seq { value: a, .. }, Self::Seq { value: b, .. }) => Arc::ptr_eq(a, b) || a == b,
            (Self::Map { value: a, .. }, Self::Map { value: b, .. }) => Arc::ptr_eq(a, b) || a == b,
            (Self::Unknown { value: a, .. }, Self::Unknown { value: b, .. }) => a == b,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_sixteen_bytes() {
        assert_eq!(size_of::<Value>(), 16);
    }

    #[test]
    fn of_equal_keys_the_last_wins() {
        let map = Value::object([
            ("b".into(), Value::bool(true)),
            ("a".into(), Value::number(1)),
            ("a".into(), Value::number(2)),
        ]);
        let map = map.as_map().unwrap();
        assert_eq!(map.entries.len(), 2);
        assert_eq!(map.get("a"), Some(&Value::number(2)));
    }
}
