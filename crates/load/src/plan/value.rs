//! Planned values: JSON and its masks to values.

use std::cmp::Ordering;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::number::Number;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Provenance, Segment, Symbol, Text, Unknown, Value};

use super::json::Json;
use super::mask::Mask;

/// What the configuration says about where a value comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    /// The resource attributes that flowed in.
    pub(super) from: Provenance,
    /// The attribute that it equals, where it can be nothing else.
    pub(super) same_as: Option<Arc<Symbol>>,
    /// The data source whose policy document it is, as an index of the plan's instances.
    pub(super) document: Option<u32>,
}

/// By the number of the leaf, sorted.
type Numbered<T> = Arc<[(u32, T)]>;

/// What leaves lead to.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    links: Option<Numbered<Link>>,
    /// Texts that the only attribute holds that a leaf refers to, of leaves that tell one block of a set
    /// from another.
    texts: Option<Numbered<Arc<str>>>,
}

impl Links {
    /// None at all.
    pub(super) const NONE: Self = Self { links: None, texts: None };

    /// These links and texts.
    pub(super) fn new(mut links: Vec<(u32, Link)>, mut texts: Vec<(u32, Arc<str>)>) -> Self {
        links.put_in_order_by_key(|(number, _)| *number);
        texts.put_in_order_by_key(|(number, _)| *number);
        Self {
            links: (!links.is_empty()).then(|| links.into()),
            texts: (!texts.is_empty()).then(|| texts.into()),
        }
    }

    /// Whether no leaf has a link.
    pub(super) fn is_empty(&self) -> bool {
        self.links.is_none()
    }

    /// The link of a leaf.
    pub(super) fn get(&self, number: usize) -> Option<&Link> {
        find(self.links.as_deref()?, number)
    }

    /// The text of what a leaf refers to.
    pub(super) fn text(&self, number: usize) -> Option<&str> {
        find(self.texts.as_deref()?, number).map(|text| &**text)
    }
}

fn find<T>(entries: &[(u32, T)], number: usize) -> Option<&T> {
    let at = entries.binary_search_by_key(&number, |(own, _)| *own as usize).ok()?;
    entries.get(at).map(|(_, entry)| entry)
}

/// Makes unknowns for one instance.
pub(super) trait Unknowns {
    /// The unknown at the path that is being read.
    fn unknown(&mut self, link: &Link) -> Value;
    /// Goes into an attribute or key.
    fn enter_name(&mut self, name: &str);
    /// Goes into an element.
    fn enter_index(&mut self, index: usize);
    /// Goes out of it again.
    fn leave(&mut self);
    /// A shared copy of a name.
    fn name(&mut self, name: &str) -> Arc<str>;
}

/// The value of JSON and its masks. Sequences are tuples and keyed collections are objects: a plan does not
/// say which of Terraform's collections they were.
pub(super) fn merge(
    json: Option<&Json<'_>>,
    unknown: Mask<'_>,
    sensitive: Mask<'_>,
    link: &Link,
    at: &mut dyn Unknowns,
) -> Value {
    let marks = if matches!(sensitive, Mask::All) { Marks::SENSITIVE } else { Marks::NONE };
    let value = match (unknown, json) {
        (Mask::All, _) => at.unknown(link),
        (mask, Some(Json::Array(items))) => sequence(items, mask, sensitive, link, at),
        (mask, Some(Json::Object(_)) | None) if !mask.entries().is_empty() => {
            keyed(json, mask, sensitive, link, at)
        }
        (mask, None | Some(Json::Null)) if mask.covers_anything() => {
            if mask.len() > 0 {
                sequence(&[], mask, sensitive, link, at)
            } else {
                keyed(None, mask, sensitive, link, at)
            }
        }
        (mask, Some(Json::Object(_))) => keyed(json, mask, sensitive, link, at),
        (_, Some(Json::TooDeep)) => Value::unknown(
            Type::Dynamic,
            Cause::new(CauseKind::Limit, "nesting", "it is nested deeper than this tool reads"),
        ),
        (_, Some(scalar)) => plain(scalar),
        (_, None) => Value::null(),
    };
    // A document keeps the provenance of its parts.
    let value = if link.from == Provenance::NONE { value } else { value.with_provenance(link.from) };
    value.with_marks(marks)
}

fn sequence(
    items: &[Json<'_>],
    unknown: Mask<'_>,
    sensitive: Mask<'_>,
    link: &Link,
    at: &mut dyn Unknowns,
) -> Value {
    let length = items.len().max(unknown.len());
    // Of several elements none is known to be what the expression refers to.
    let several = Link { from: link.from, ..Link::default() };
    let link = if length == 1 { link } else { &several };
    let values = (0..length)
        .map(|index| {
            at.enter_index(index);
            let value = merge(items.get(index), unknown.item(index), sensitive.item(index), link, at);
            at.leave();
            value
        })
        .collect();
    Value::tuple(values)
}

fn keyed(
    json: Option<&Json<'_>>,
    unknown: Mask<'_>,
    sensitive: Mask<'_>,
    link: &Link,
    at: &mut dyn Unknowns,
) -> Value {
    let link = &Link { from: link.from, ..Link::default() };
    let mut entries = Vec::with_capacity(json.map_or(0, |json| json.entries().len()));
    for (name, json, unknown) in members(json, unknown) {
        at.enter_name(name);
        let value = merge(json, unknown, sensitive.field(name), link, at);
        at.leave();
        entries.push((at.name(name), value));
    }
    Value::object(entries)
}

/// The entries of a value and what is unknown of each, with those that are missing there because they are unknown;
/// sorted by name.
pub(super) fn members<'n>(
    json: Option<&'n Json<'_>>,
    unknown: Mask<'n>,
) -> impl Iterator<Item = (&'n str, Option<&'n Json<'n>>, Mask<'n>)> {
    let mut known = json.map_or(&[][..], Json::entries).iter().peekable();
    // Of a mask that covers everything nothing is an entry.
    let mut masks = unknown.entries().iter().peekable();
    let whole = if unknown.entries().is_empty() { unknown.field("") } else { Mask::None };
    std::iter::from_fn(move || {
        loop {
            let order = match (known.peek(), masks.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((name, _)), Some((masked, _))) => name.cmp(masked),
            };
            match order {
                Ordering::Less => {
                    let (name, json) = known.next()?;
                    return Some((&**name, Some(json), whole));
                }
                Ordering::Equal => {
                    let ((name, json), (_, mask)) = (known.next()?, masks.next()?);
                    return Some((&**name, Some(json), Mask::of(mask)));
                }
                Ordering::Greater => {
                    let (name, mask) = masks.next()?;
                    let mask = Mask::of(mask);
                    if mask.covers_anything() {
                        return Some((&**name, None, mask));
                    }
                }
            }
        }
    })
}

/// A value without masks.
pub(super) fn plain(json: &Json<'_>) -> Value {
    match json {
        Json::Null => Value::null(),
        Json::Bool(value) => Value::bool(*value),
        Json::Number(text) => {
            let cause = || {
                Cause::new(CauseKind::Limit, "size", "it is a number of a size that this tool does not read")
            };
            Number::parse(text).map_or_else(|| Value::unknown(Type::Number, cause()), Value::number)
        }
        Json::String(text) => Value::string(&**text),
        Json::Array(items) => Value::tuple(items.iter().map(plain).collect()),
        Json::Object(entries) => {
            Value::object(entries.iter().map(|(key, value)| (Arc::from(&**key), plain(value))))
        }
        Json::TooDeep => Value::unknown(
            Type::Dynamic,
            Cause::new(CauseKind::Limit, "nesting", "it is nested deeper than this tool reads"),
        ),
    }
}

/// An unknown that only apply decides.
pub(super) fn after_apply(subject: Arc<str>, symbol: Option<Arc<Symbol>>) -> Value {
    Value::from_unknown(Unknown {
        ty: Type::Dynamic,
        refinements: bricklint_lang::value::Refinements::default(),
        cause: Cause::new(CauseKind::AfterApply, subject, "it is known only after apply"),
        symbol,
        may_be: Blank::NONE,
        cases: None,
    })
}

/// A value in which all that says where something comes from is replaced.
pub(super) fn with_sources(value: &Value, of: &dyn Fn(Provenance) -> Provenance) -> Value {
    let inner = match value {
        Value::Seq { value: seq, .. } => {
            Value::seq(seq.kind.clone(), seq.items.iter().map(|item| with_sources(item, of)).collect())
        }
        Value::Map { value: map, .. } => Value::map(
            map.kind.clone(),
            map.entries.iter().map(|(key, item)| (key.clone(), with_sources(item, of))),
        ),
        Value::String { value: text, .. } => match &**text {
            Text::Plain(_) => value.clone(),
            Text::Segmented(parts) => Value::text(Text::Segmented(
                parts
                    .iter()
                    .map(|part| match part {
                        Segment::Known(text) => Segment::Known(text.clone()),
                        Segment::Hole(hole) => Segment::Hole(with_sources(hole, of)),
                    })
                    .collect(),
            )),
            Text::Encoded { text, value } => {
                Value::text(Text::Encoded { text: text.clone(), value: with_sources(value, of) })
            }
        },
        _ => value.clone(),
    };
    inner.set_marks(value.marks()).with_provenance(of(value.provenance()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_never_read_as_nothing() {
        for (text, known) in [("5.0", true), ("-0", true), ("1e400", true), ("1e99999999999", false)] {
            let value = plain(&Json::parse(text));
            assert_eq!((value.as_number().is_some(), value.is_null()), (known, false), "{text}");
        }
    }
}
