//! What `count` and `for_each` expand to.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::convert;
use bricklint_lang::eval::element_of;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Provenance, Refinements, SeqKind, Symbol, Unknown, Value};
use bricklint_model::instance::{Guard, InstanceKey};
use rustc_hash::FxHashSet;

use super::address;
use super::body::index as index_value;

/// The most undecided conditions that one `count` or `for_each` is split over.
const DEEPEST: usize = 4;

/// Instances of which the first that surely exists is looked for.
const MOST_ASKED: usize = 1_000;

/// The values of `count` and `each` in one instance.
#[derive(Clone, Debug, Default)]
pub(crate) enum Repeat {
    /// Neither.
    #[default]
    None,
    /// `count.index`
    Index(Value),
    /// `each.key` and `each.value`
    Each(Value, Value),
}

/// What tells the values of `count` and `each` apart where keys are not known: symbol, marks and provenance of the key, and of
/// the value.
pub(crate) type Identity = [Option<(Option<Arc<Symbol>>, Marks, Provenance)>; 2];

impl Repeat {
    /// What tells it apart from others that are unknown.
    pub(crate) fn identity(&self) -> Identity {
        let of = |value: &Value| {
            let symbol = value.as_unknown().and_then(|unknown| unknown.symbol.clone());
            Some((symbol, value.marks(), value.provenance()))
        };
        match self {
            Self::None => [None, None],
            Self::Index(index) => [of(index), None],
            Self::Each(key, value) => [of(key), of(value)],
        }
    }
}

/// The instances that a `count` or `for_each` makes.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// One without key.
    One,
    /// None, and a reference to it is null.
    Off,
    /// So many, from 0.
    Count(u64),
    /// One for each key, sorted by key. The collection's own marks are on the keys.
    ForEach(Arc<[(Arc<str>, Value)]>),
    /// One or the other.
    Cases {
        /// What decides.
        condition: Arc<Symbol>,
        /// When it is true.
        yes: Box<Shape>,
        /// When it is false.
        no: Box<Shape>,
    },
    /// Not known.
    Unknown {
        /// Why.
        cause: Cause,
        /// The unknown number or collection; null after an error.
        of: Value,
        /// `for_each`, not `count`.
        each: bool,
    },
}

/// One instance among those that exist in some case only.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: InstanceKey,
    pub(crate) value: Value,
    pub(crate) when: Vec<Guard>,
    pub(crate) uncertain: Option<Cause>,
}

/// A shape with its instances in order.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// The shape.
    pub(crate) shape: Shape,
    entries: Vec<Entry>,
    /// Why a case cannot be decided.
    cause: Option<Cause>,
}

impl Expanded {
    /// The instances of a shape; `cause` says why a case cannot be decided.
    pub(crate) fn new(shape: Shape, cause: Option<&Cause>) -> Self {
        let entries = match &shape {
            Shape::Cases { .. } => entries(&shape, cause),
            _ => Vec::new(),
        };
        let cause = cause.filter(|_| !entries.is_empty()).cloned();
        Self { shape, entries, cause }
    }

    /// The same, where a plan has instances with these sorted `keys` of an unknown shape: those there surely are, and what
    /// is left of it stands before them.
    pub(crate) fn with_keys(mut self, keys: &[InstanceKey]) -> Self {
        let Shape::Unknown { cause, of, each } = &self.shape else { return self };
        let fits = |key: &&InstanceKey| match key {
            InstanceKey::Index(_) => !each,
            InstanceKey::Key(_) => *each,
            InstanceKey::None | InstanceKey::Any => false,
        };
        let entry = |key: &InstanceKey, uncertain| Entry {
            key: key.clone(),
            value: Value::null(),
            when: Vec::new(),
            uncertain,
        };
        if !of.is_null() {
            self.entries.extend(keys.iter().filter(fits).map(|key| entry(key, None)));
        }
        if !self.entries.is_empty() {
            self.entries.insert(0, entry(&InstanceKey::Any, Some(cause.clone())));
        }
        self
    }

    /// The number of instances.
    pub(crate) fn len(&self) -> usize {
        match &self.shape {
            Shape::One => 1,
            Shape::Off => 0,
            Shape::Count(count) => *count as usize,
            Shape::ForEach(entries) => entries.len(),
            Shape::Cases { .. } => self.entries.len(),
            Shape::Unknown { .. } => self.entries.len().max(1),
        }
    }

    /// The key of the instance at this index.
    pub(crate) fn key(&self, at: usize) -> InstanceKey {
        match &self.shape {
            Shape::One | Shape::Off => InstanceKey::None,
            Shape::Count(_) => InstanceKey::Index(at as u64),
            Shape::ForEach(entries) => {
                entries.get(at).map_or(InstanceKey::Any, |(key, _)| InstanceKey::Key(key.clone()))
            }
            Shape::Cases { .. } | Shape::Unknown { .. } => {
                self.entries.get(at).map_or(InstanceKey::Any, |e| e.key.clone())
            }
        }
    }

    /// The conditions under which the instance at this index exists.
    pub(crate) fn when(&self, at: usize) -> &[Guard] {
        self.entries.get(at).map_or(&[], |e| &e.when)
    }

    /// Why it is not known whether, or how often, the instance at this index exists.
    pub(crate) fn uncertain(&self, at: usize) -> Option<&Cause> {
        match &self.shape {
            Shape::Unknown { cause, .. } if self.entries.is_empty() => Some(cause),
            _ => self.entries.get(at).and_then(|e| e.uncertain.as_ref()),
        }
    }

    /// The index of the instance with this key.
    pub(crate) fn find(&self, key: &InstanceKey) -> Option<usize> {
        match (&self.shape, key) {
            (Shape::One, InstanceKey::None) | (Shape::Unknown { .. }, InstanceKey::Any) => Some(0),
            (Shape::Count(count), InstanceKey::Index(index)) => (index < count).then_some(*index as usize),
            (Shape::ForEach(entries), InstanceKey::Key(key)) => {
                entries.binary_search_by(|(k, _)| k.cmp(key)).ok()
            }
            (Shape::Cases { .. }, key) => self.entries.iter().position(|e| e.key == *key),
            (Shape::Unknown { .. }, key) => {
                let keys = self.entries.get(1..)?;
                keys.binary_search_by(|e| e.key.cmp(key)).ok().map(|at| at + 1)
            }
            _ => None,
        }
    }

    /// Whether there is an instance of this key, where that hangs on conditions or is not known; `has_key` names the
    /// condition that the repeated has the key.
    pub(crate) fn exists(
        &self,
        key: &InstanceKey,
        has_key: &dyn Fn(&Value) -> Option<Arc<Symbol>>,
    ) -> Option<Value> {
        let open = match self.shape {
            Shape::Cases { .. } => true,
            Shape::Unknown { .. } => self.find(key).is_none(),
            _ => false,
        };
        open.then(|| exists(&self.shape, key, self.cause.as_ref(), has_key)).filter(Value::is_unknown)
    }

    /// Whether there surely is the instance at this index.
    pub(crate) fn is_certain(&self, at: usize) -> bool {
        self.uncertain(at).is_none() && self.when(at).is_empty()
    }

    /// Whether there surely is an instance: one by itself, or one of two whose conditions are each other's opposite.
    pub(crate) fn any_certain(&self) -> bool {
        let mut met: FxHashSet<(&Symbol, bool)> = FxHashSet::default();
        let mut asked = (0..self.len().min(MOST_ASKED)).filter(|at| self.uncertain(*at).is_none());
        asked.any(|at| match self.when(at) {
            [] => true,
            [guard] => {
                met.insert((&*guard.condition, guard.holds));
                met.contains(&(&*guard.condition, !guard.holds))
            }
            _ => false,
        })
    }

    /// Whether there is no key.
    pub(crate) fn is_single(&self) -> bool {
        matches!(self.shape, Shape::One | Shape::Off)
            || self.entries.first().is_some_and(|entry| entry.key == InstanceKey::None)
    }

    /// Whether keys are strings.
    pub(crate) fn is_each(&self) -> bool {
        is_each(&self.shape)
    }

    /// `each` and `count` in the instance at this index. `symbol` is the identity of what is repeated.
    pub(crate) fn repeat(&self, at: usize, symbol: &dyn Fn() -> Symbol) -> Repeat {
        match &self.shape {
            Shape::One | Shape::Off => Repeat::None,
            Shape::Count(_) => Repeat::Index(index_value(at as u64)),
            Shape::ForEach(entries) => match entries.get(at) {
                Some((key, value)) => each(key, value),
                None => Repeat::None,
            },
            Shape::Cases { .. } => match self.entries.get(at) {
                Some(Entry { key: InstanceKey::Index(index), .. }) => Repeat::Index(index_value(*index)),
                Some(Entry { key: InstanceKey::Key(key), value, .. }) => each(key, value),
                Some(Entry { key: InstanceKey::None, .. }) => Repeat::None,
                _ => self.unknown(symbol),
            },
            Shape::Unknown { .. } => match self.entries.get(at) {
                Some(entry) if at > 0 => self.repeat_at(&entry.key, &|| {
                    let mut own = symbol();
                    let mut name = own.name.trim_end_matches("[*]").to_owned();
                    address::push_key(&mut name, &entry.key);
                    own.name = name.into();
                    own
                }),
                _ => self.unknown(symbol),
            },
        }
    }

    /// `each` and `count` in an instance of this key that an unknown shape may have.
    pub(crate) fn repeat_at(&self, key: &InstanceKey, symbol: &dyn Fn() -> Symbol) -> Repeat {
        match (self.unknown(symbol), key) {
            (Repeat::Each(own, value), InstanceKey::Key(key)) => {
                let known = Value::string(&**key);
                // Of a set the key is the value.
                let value =
                    if own == value { known.clone().with_provenance(value.provenance()) } else { value };
                Repeat::Each(known, value)
            }
            (Repeat::Index(_), InstanceKey::Index(index)) => Repeat::Index(index_value(*index)),
            (other, _) => other,
        }
    }

    /// `each` and `count` in a body that stands for all instances; `cause` is why these are not told apart.
    pub(crate) fn repeat_of_all(&self, symbol: &dyn Fn() -> Symbol, cause: &Cause) -> Repeat {
        match &self.shape {
            Shape::One | Shape::Off => Repeat::None,
            _ if self.len() == 1 => self.repeat(0, symbol),
            _ => self.unknown_because(symbol, cause.clone()),
        }
    }

    fn unknown(&self, symbol: &dyn Fn() -> Symbol) -> Repeat {
        let text = "the number is not known";
        self.unknown_because(symbol, Cause::new(CauseKind::ParseError, symbol().name, text))
    }

    fn unknown_because(&self, symbol: &dyn Fn() -> Symbol, cause: Cause) -> Repeat {
        let symbol = &symbol();
        let (cause, of) = match &self.shape {
            Shape::Unknown { cause, of, .. } => (cause.clone(), Some(of)),
            _ => (cause, None),
        };
        let unknown = |symbol: Symbol, ty: Type, not_null: bool| {
            let value = Value::from_unknown(Unknown {
                ty,
                refinements: Refinements { not_null, ..Refinements::default() },
                cause: cause.clone(),
                symbol: Some(Arc::new(symbol)),
                may_be: Blank::NONE,
                cases: None,
            });
            match of {
                Some(of) => value.with_provenance(of.provenance()),
                None => value,
            }
        };
        let part = |path: &str, ty: Type| {
            unknown(Symbol { path: path.into(), ..symbol.clone() }, ty, path != "each.value")
        };
        if self.is_each() {
            let element = match of.and_then(Value::as_unknown).map(|u| &u.ty) {
                Some(Type::Map(inner)) => (**inner).clone(),
                Some(Type::Set(_)) => {
                    let key = part("each.key", Type::String);
                    return Repeat::Each(key.clone(), key);
                }
                _ => Type::Dynamic,
            };
            let value = match of.and_then(Value::as_unknown).and_then(|of| chained(of, symbol)) {
                Some(symbol) => unknown(symbol, element, false),
                None => part("each.value", element),
            };
            let value = match of {
                Some(of) => element_of(value, of),
                None => value,
            };
            Repeat::Each(part("each.key", Type::String), value)
        } else {
            Repeat::Index(part("count.index", Type::Number))
        }
    }
}

/// `each` of an instance: in a set the key is the value, with its marks.
fn each(key: &str, value: &Value) -> Repeat {
    let is_element = value.as_str() == Some(key);
    let marks = if is_element { value.marks() } else { Marks::NONE };
    Repeat::Each(Value::string(key).with_marks(marks), value.clone())
}

/// `each.value` where `for_each` is a repeated resource or call as a whole: its instance with that key.
fn chained(of: &Unknown, repeated: &Symbol) -> Option<Symbol> {
    let of = of.symbol.as_deref()?;
    let whole = of.path.is_empty() && !of.name.starts_with("var.") && !of.name.contains(['(', ' ', '[']);
    whole.then(|| {
        let module = if of.module == repeated.module { "" } else { &*repeated.module };
        let key = address::join(module, &[&*repeated.name, ".each.key"].concat());
        Symbol { name: address::concat(&[&of.name, "[", &key, "]"]), ..of.clone() }
    })
}

/// Under which cases an instance exists.
enum Presence {
    Always,
    Never,
    Guarded(Vec<Guard>),
    Mixed,
}

fn entries(shape: &Shape, cause: Option<&Cause>) -> Vec<Entry> {
    let mut keys = Vec::new();
    collect(shape, &mut keys);
    keys.put_in_order();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let mixed = || {
                let other = || Cause::new(CauseKind::Variable, "count", "a condition is not known");
                Some(cause.cloned().unwrap_or_else(other))
            };
            let (when, uncertain) = match presence(shape, &key) {
                Presence::Always => (Vec::new(), None),
                Presence::Never => return None,
                Presence::Guarded(when) => (when, None),
                Presence::Mixed => (Vec::new(), mixed()),
            };
            let uncertain = if key == InstanceKey::Any { uncertain.or_else(mixed) } else { uncertain };
            Some(Entry { value: value_at(shape, &key).unwrap_or_else(Value::null), key, when, uncertain })
        })
        .collect()
}

fn collect(shape: &Shape, out: &mut Vec<InstanceKey>) {
    match shape {
        Shape::One => out.push(InstanceKey::None),
        Shape::Off => {}
        Shape::Count(count) => out.extend((0..*count).map(InstanceKey::Index)),
        Shape::ForEach(entries) => out.extend(entries.iter().map(|(k, _)| InstanceKey::Key(k.clone()))),
        Shape::Cases { yes, no, .. } => {
            collect(yes, out);
            collect(no, out);
        }
        Shape::Unknown { .. } => out.push(InstanceKey::Any),
    }
}

fn presence(shape: &Shape, key: &InstanceKey) -> Presence {
    let exists = match (shape, key) {
        (Shape::One, InstanceKey::None) | (Shape::Unknown { .. }, InstanceKey::Any) => true,
        (Shape::Count(count), InstanceKey::Index(index)) => index < count,
        (Shape::ForEach(entries), InstanceKey::Key(key)) => {
            entries.binary_search_by(|(k, _)| k.cmp(key)).is_ok()
        }
        (Shape::Unknown { .. }, _) => return Presence::Mixed,
        (Shape::Cases { condition, yes, no }, key) => {
            let guard = |holds| Guard { condition: condition.clone(), holds };
            let under = |holds, inner: Vec<Guard>| {
                let mut all = vec![guard(holds)];
                all.extend(inner);
                Presence::Guarded(all)
            };
            return match (presence(yes, key), presence(no, key)) {
                (Presence::Always, Presence::Always) => Presence::Always,
                (Presence::Never, Presence::Never) => Presence::Never,
                (Presence::Always, Presence::Never) => under(true, Vec::new()),
                (Presence::Never, Presence::Always) => under(false, Vec::new()),
                (Presence::Guarded(inner), Presence::Never) => under(true, inner),
                (Presence::Never, Presence::Guarded(inner)) => under(false, inner),
                (Presence::Guarded(yes), Presence::Guarded(no)) if yes == no => Presence::Guarded(yes),
                _ => Presence::Mixed,
            };
        }
        _ => false,
    };
    if exists { Presence::Always } else { Presence::Never }
}

/// Whether a shape has an instance of this key, in each of its cases.
fn exists(
    shape: &Shape,
    key: &InstanceKey,
    cause: Option<&Cause>,
    has_key: &dyn Fn(&Value) -> Option<Arc<Symbol>>,
) -> Value {
    match (shape, presence(shape, key)) {
        (_, Presence::Always) => Value::bool(true),
        (_, Presence::Never) => Value::bool(false),
        (Shape::Cases { condition, yes, no }, _) => {
            let [yes, no] = [yes, no].map(|case| exists(case, key, cause, has_key));
            either_by(condition, yes, no, cause)
        }
        (Shape::Unknown { cause, of, .. }, _) => match has_key(of) {
            Some(condition) => either_by(&condition, Value::bool(true), Value::bool(false), Some(cause)),
            None => Value::unknown(Type::Bool, cause.clone()),
        },
        // The others have a presence in one case.
        _ => Value::bool(false),
    }
}

fn value_at(shape: &Shape, key: &InstanceKey) -> Option<Value> {
    match (shape, key) {
        (Shape::ForEach(entries), InstanceKey::Key(key)) => {
            let at = entries.binary_search_by(|(k, _)| k.cmp(key)).ok()?;
            entries.get(at).map(|(_, value)| value.clone())
        }
        (Shape::Cases { condition, yes, no }, key) => match (value_at(yes, key), value_at(no, key)) {
            (Some(yes), Some(no)) if yes == no => Some(yes),
            (Some(yes), Some(no)) => Some(either(condition, yes, no)),
            (one, other) => one.or(other),
        },
        _ => None,
    }
}

/// The unknown that is one or the other.
pub(crate) fn either(condition: &Arc<Symbol>, yes: Value, no: Value) -> Value {
    either_by(condition, yes, no, None)
}

/// The same; `cause` says why the condition is not known.
fn either_by(condition: &Arc<Symbol>, yes: Value, no: Value, cause: Option<&Cause>) -> Value {
    let text = format!("`{}` is not known", condition.name);
    let cause = cause
        .or_else(|| yes.cause())
        .or_else(|| no.cause())
        .cloned()
        .unwrap_or_else(|| Cause::new(CauseKind::Variable, condition.name.clone(), text));
    Value::from_unknown(Unknown {
        ty: Type::Dynamic,
        refinements: Refinements::default(),
        cause,
        symbol: None,
        may_be: Blank::of(&yes).or(Blank::of(&no)),
        cases: Some(Box::new(bricklint_lang::value::Cases { condition: condition.clone(), yes, no })),
    })
}

/// The instances that a value of `count` makes, or what is wrong with it.
pub(crate) fn count(value: &Value) -> Result<Shape, String> {
    split(value, DEEPEST, &|value| {
        let number =
            convert(value, &Type::Number).map_err(|_| "`count` must be a whole number".to_owned())?;
        if number.is_null() {
            return Err("`count` is null; it must be a whole number".into());
        }
        if let Some(unknown) = number.as_unknown() {
            return Ok(Shape::Unknown { cause: unknown.cause.clone(), of: number, each: false });
        }
        let whole = number.as_number().and_then(|n| n.as_i64());
        match whole.map(u64::try_from) {
            Some(Ok(count)) => Ok(Shape::Count(count)),
            Some(Err(_)) => Err("`count` must not be negative".into()),
            None => Err("`count` must be a whole number".into()),
        }
    })
}

/// The instances that a value of `for_each` makes, or what is wrong with it.
pub(crate) fn for_each(value: &Value) -> Result<Shape, String> {
    if value.marks().contains(Marks::SENSITIVE) {
        return Err("`for_each` must not be sensitive: its keys show in addresses".into());
    }
    split(value, DEEPEST, &|value| match value {
        Value::Map { value: map, from, marks } => {
            // What makes the keys also makes the elements, unless these say more themselves.
            let element = |item: &Value| {
                let item = item.clone().with_marks(*marks);
                if item.provenance().0 == 0 { item.with_provenance(*from) } else { item }
            };
            Ok(Shape::ForEach(map.entries.iter().map(|(k, v)| (k.clone(), element(v))).collect()))
        }
        Value::Seq { value: seq, marks, .. } if matches!(seq.kind, SeqKind::Set(_)) => {
            let mut entries = Vec::with_capacity(seq.items.len());
            for item in &seq.items {
                if item.marks().contains(Marks::SENSITIVE) {
                    return Err("`for_each` must not be sensitive: its keys show in addresses".into());
                }
                if let (true, Some(cause)) = (item.is_unknown(), item.cause()) {
                    return Ok(Shape::Unknown { cause: cause.clone(), of: value.clone(), each: true });
                }
                let Some(key) = item.as_str() else {
                    return Err("`for_each` must be a map or a set of strings without nulls".into());
                };
                entries.push((Arc::from(key), item.clone().with_marks(*marks)));
            }
            entries.put_in_order_by(|a: &(Arc<str>, Value), b| a.0.cmp(&b.0));
            entries.dedup_by(|a, b| a.0 == b.0);
            Ok(Shape::ForEach(entries.into()))
        }
        Value::Unknown { value: unknown, .. } => match &unknown.ty {
            Type::Dynamic | Type::Map(_) | Type::Object(_) | Type::Set(_) => {
                Ok(Shape::Unknown { cause: unknown.cause.clone(), of: value.clone(), each: true })
            }
            other => Err(format!("`for_each` must be a map or a set of strings, not `{other}`")),
        },
        Value::Null { .. } => Err("`for_each` is null; it must be a map or a set of strings".into()),
        Value::Seq { .. } => {
            Err("`for_each` must be a map or a set of strings; wrap the list in `toset(…)`".into())
        }
        _ => Err("`for_each` must be a map or a set of strings".into()),
    })
}

/// The shapes of all cases of a value, down to a depth.
fn split(
    value: &Value,
    depth: usize,
    shape: &dyn Fn(&Value) -> Result<Shape, String>,
) -> Result<Shape, String> {
    let cases = value.as_unknown().and_then(|u| u.cases.as_deref());
    let Some(cases) = cases.filter(|_| depth > 0) else { return shape(value) };
    // Terraform takes none of the instances of a case that it refuses.
    let (yes, no) = match (split(&cases.yes, depth - 1, shape), split(&cases.no, depth - 1, shape)) {
        (Err(error), Err(_)) => return Err(error),
        (yes, no) => (yes.unwrap_or(Shape::Count(0)), no.unwrap_or(Shape::Count(0))),
    };
    Ok(Shape::Cases { condition: cases.condition.clone(), yes: Box::new(yes), no: Box::new(no) })
}

/// The instances that `enabled` makes, or what is wrong with it. `symbol` is the identity of an unknown one.
pub(crate) fn enabled(value: &Value, symbol: &dyn Fn() -> Symbol) -> Result<Shape, String> {
    split(value, DEEPEST, &|value| {
        let flag = convert(value, &Type::Bool).map_err(|_| "`enabled` must be true or false".to_owned())?;
        match (flag.as_bool(), flag.as_unknown()) {
            (Some(true), _) => Ok(Shape::One),
            (Some(false), _) => Ok(Shape::Off),
            (None, Some(unknown)) => Ok(Shape::Cases {
                condition: unknown.symbol.clone().unwrap_or_else(|| Arc::new(symbol())),
                yes: Box::new(Shape::One),
                no: Box::new(Shape::Off),
            }),
            (None, None) => Err("`enabled` must be true or false".into()),
        }
    })
}

/// The number of instances of a shape.
pub(crate) fn size(shape: &Shape) -> u64 {
    match shape {
        Shape::One | Shape::Unknown { .. } => 1,
        Shape::Off => 0,
        Shape::Count(count) => *count,
        Shape::ForEach(entries) => entries.len() as u64,
        Shape::Cases { yes, no, .. } => size(yes).saturating_add(size(no)),
    }
}

/// Whether the keys of a shape are strings.
pub(crate) fn is_each(shape: &Shape) -> bool {
    match shape {
        Shape::One | Shape::Off | Shape::Count(_) => false,
        Shape::ForEach(_) => true,
        Shape::Cases { yes, no, .. } => is_each(yes) || is_each(no),
        Shape::Unknown { each, .. } => *each,
    }
}
