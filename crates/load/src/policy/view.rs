//! Arguments as a policy data source reads them: blocks and lists of objects alike, null as absent.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::eval;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Map, Marks, Segment, Symbol, Text, Unknown, Value};
use bricklint_model::instance::Body;
use bricklint_model::view::condition_cause;

use super::{Refused, Unite};

/// The arguments of a data source or of one of its blocks.
pub(super) enum View<'a> {
    /// Attributes and blocks.
    Body(&'a Body),
    /// A block written as an object.
    Object(&'a Map),
}

/// The blocks of one type.
pub(super) struct Blocks<'a> {
    /// Those that exist.
    pub(super) items: Vec<Item<'a>>,
    /// Those that may exist, any number of each.
    pub(super) more: Vec<More<'a>>,
}

/// Blocks that may exist.
pub(super) struct More<'a> {
    /// Why that is not known.
    pub(super) cause: Cause,
    /// What is known of them all.
    pub(super) pattern: Option<View<'a>>,
}

/// A block that exists.
pub(super) enum Item<'a> {
    /// Its arguments.
    Known(View<'a>),
    /// None of its arguments is known.
    Unknown(Cause),
}

/// A list or set of strings.
pub(super) enum Strings {
    /// Left out, or null.
    Absent,
    /// Its elements, each possibly unknown.
    Known(Vec<Value>),
    /// Unknown as a whole.
    Unknown(Value),
}

impl<'a> View<'a> {
    /// The argument as written; `None` when it is left out or null.
    pub(super) fn get(&self, name: &str) -> Option<Value> {
        match self {
            Self::Body(body) => match (body.attribute(name), &body.open) {
                (Some(slot), _) => Some(slot.value.clone()),
                (None, Some(cause)) => Some(Value::unknown(Type::Dynamic, cause.clone())),
                (None, None) => None,
            },
            Self::Object(map) => map.get(name).cloned(),
        }
        .filter(|value| !value.is_null())
    }

    /// A string argument.
    pub(super) fn string(&self, name: &str) -> Result<Option<Value>, Refused> {
        self.get(name).map(|value| string(&value, name)).transpose()
    }

    /// A string argument that must be there.
    pub(super) fn required(&self, name: &str) -> Result<Value, Refused> {
        self.string(name)?.ok_or_else(|| Refused::new(format!("`{name}` is required")))
    }

    /// A list or set of strings.
    pub(super) fn strings(&self, name: &str) -> Result<Strings, Refused> {
        let Some(value) = self.get(name) else { return Ok(Strings::Absent) };
        match &value {
            Value::Seq { value: seq, marks, .. } => seq
                .items
                .iter()
                .map(|item| string(item, name).map(|item| item.with_marks(sealed(*marks))))
                .collect::<Result<_, _>>()
                .map(Strings::Known),
            Value::Unknown { value: unknown, .. } => {
                let sealed = seal(&value);
                if unknown.ty != Type::Dynamic || unknown.cases.is_some() {
                    return Ok(Strings::Unknown(sealed));
                }
                // It is a list all the same, and may be empty.
                let list = Unknown { ty: Type::List(Type::String.into()), ..(**unknown).clone() };
                let list = Value::from_unknown(list).with_marks(sealed.marks());
                Ok(Strings::Unknown(list.with_provenance(sealed.provenance())))
            }
            _ => Err(Refused::new(format!("`{name}` must be a list of strings"))),
        }
    }

    /// The blocks of type `name`.
    pub(super) fn blocks(&self, name: &str) -> Result<Blocks<'a>, Refused> {
        let mut out = Blocks { items: Vec::new(), more: Vec::new() };
        match self {
            Self::Body(body) => {
                out.more.extend(body.open.clone().map(More::any));
                if let Some(group) = body.group(name) {
                    for pattern in &group.patterns {
                        let cause = group.more.clone().unwrap_or_else(|| undecided(name));
                        out.more.push(More { cause, pattern: Some(View::Body(&pattern.body)) });
                    }
                    if group.patterns.is_empty() {
                        out.more.extend(group.more.clone().map(More::any));
                    }
                    for block in &group.items {
                        if let Some(guard) = block.when.first() {
                            let cause = condition_cause(&guard.condition);
                            out.more.push(More { cause, pattern: Some(View::Body(&block.body)) });
                        } else {
                            out.items.push(Item::Known(View::Body(&block.body)));
                        }
                    }
                }
                if let Some(slot) = body.attribute(name) {
                    objects(&slot.value, name, &mut out)?;
                }
            }
            Self::Object(map) => {
                if let Some(value) = map.get(name) {
                    objects(value, name, &mut out)?;
                }
            }
        }
        Ok(out)
    }
}

impl More<'_> {
    fn any(cause: Cause) -> Self {
        Self { cause, pattern: None }
    }

    /// A string argument that all of them have, where it is known.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let value = self.pattern.as_ref()?.string(name).ok()??;
        value.as_str().map(str::to_owned)
    }
}

/// Blocks written as a list of objects.
fn objects<'a>(value: &'a Value, name: &str, out: &mut Blocks<'a>) -> Result<(), Refused> {
    match value {
        Value::Null { .. } => {}
        Value::Map { value: map, .. } => out.items.push(Item::Known(View::Object(map))),
        Value::Seq { value: seq, .. } => {
            for item in &seq.items {
                match item {
                    Value::Map { value: map, .. } => out.items.push(Item::Known(View::Object(map))),
                    Value::Unknown { value, .. } => out.items.push(Item::Unknown(value.cause.clone())),
                    _ => return Err(Refused::new(format!("`{name}` must be a list of objects"))),
                }
            }
        }
        Value::Unknown { value, .. } => out.more.push(More::any(value.cause.clone())),
        _ => return Err(Refused::new(format!("`{name}` must be a list of objects"))),
    }
    Ok(())
}

/// The value as Terraform converts it to a string, with secrets sealed.
pub(super) fn string(value: &Value, name: &str) -> Result<Value, Refused> {
    let made = |text: String| Value::string(text).with_provenance(value.provenance());
    let made = match value {
        Value::Bool { value, .. } => made(value.to_string()),
        Value::Int { value, .. } => made(value.to_string()),
        Value::Decimal { value, .. } => made(value.to_string()),
        Value::String { value: text, .. } => match &**text {
            Text::Encoded { text: Some(text), .. } => made(text.to_string()),
            Text::Encoded { text: None, value: inner } => {
                let cause = inner.cause().cloned().unwrap_or_else(|| undecided(name));
                Value::unknown(Type::String, cause).with_provenance(value.provenance())
            }
            _ => value.clone(),
        },
        Value::Unknown { marks, from, value: unknown } if unknown.ty == Type::Dynamic => {
            Value::from_unknown(Unknown { ty: Type::String, ..Unknown::clone(unknown) })
                .with_marks(*marks)
                .with_provenance(*from)
        }
        Value::Unknown { value: unknown, .. }
            if matches!(unknown.ty, Type::String | Type::Bool | Type::Number) =>
        {
            value.clone()
        }
        Value::Null { .. } => return Err(Refused::new(format!("`{name}` holds a null"))),
        _ => return Err(Refused::new(format!("`{name}` must be a string"))),
    };
    Ok(seal(&made.with_marks(value.marks())))
}

/// Terraform takes the marks of arguments off the result of a data source, so what was sensitive no
/// longer is; it must not be printed all the same.
fn sealed(marks: Marks) -> Marks {
    if marks.printable() { Marks::NONE } else { Marks::SECRET_SOURCE }
}

/// The value with every mark on or in it turned into "not to be printed".
pub(super) fn seal(value: &Value) -> Value {
    if value.holds_secret() {
        value.map_marks(&sealed)
    } else {
        value.clone().set_marks(sealed(value.marks()))
    }
}

/// Whether a string argument is set and not empty: `None` when that is not known. An unknown counts as
/// set unless null or an empty text is a visible alternative.
pub(super) fn is_set(value: Option<&Value>) -> Option<bool> {
    let Some(value) = value else { return Some(false) };
    match value {
        Value::Unknown { value, .. } => {
            (value.may_be == Blank::NONE && value.cases.is_none()).then_some(true)
        }
        _ if value.is_unknown() => (!Blank::of(value).empty).then_some(true),
        _ => Some(value.as_str() != Some("")),
    }
}

/// A part of a string.
pub(super) enum Piece<'a> {
    /// Literal text.
    Text(&'a str),
    /// A string, possibly unknown.
    Value(&'a Value),
}

/// The parts as one string; unknown parts stay holes in it.
pub(super) fn join(pieces: &[Piece<'_>], unite: Unite<'_>) -> Value {
    let mut parts: Vec<Segment> = Vec::new();
    let mut marks = Marks::NONE;
    let mut from = bricklint_lang::value::Provenance::NONE;
    for piece in pieces {
        match piece {
            Piece::Text(text) => push(&mut parts, text),
            Piece::Value(value) => {
                marks = marks.union(value.marks());
                from = match (from, value.provenance()) {
                    (a, b) if a == b => a,
                    (a, b) => unite(a, b),
                };
                match (value.as_str(), value.as_segments()) {
                    (Some(text), _) => push(&mut parts, text),
                    (None, Some(inner)) => {
                        for part in inner {
                            match part {
                                Segment::Known(text) => push(&mut parts, text),
                                Segment::Hole(hole) => parts.push(Segment::Hole(hole.clone())),
                            }
                        }
                    }
                    (None, None) => parts.push(Segment::Hole((*value).clone())),
                }
            }
        }
    }
    let value = match parts.pop() {
        None => Value::string(""),
        Some(Segment::Known(text)) if parts.is_empty() => Value::string(text),
        Some(Segment::Hole(hole)) if parts.is_empty() => hole,
        Some(last) => {
            parts.push(last);
            Value::text(Text::Segmented(parts.into()))
        }
    };
    value.set_marks(marks).with_provenance(from)
}

fn push(parts: &mut Vec<Segment>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Segment::Known(last)) = parts.last_mut() {
        *last = format!("{last}{text}").into();
    } else {
        parts.push(Segment::Known(text.into()));
    }
}

/// A cause for an unknown that carries none.
pub(super) fn undecided(name: &str) -> Cause {
    Cause::new(CauseKind::DataSource, name, format!("`{name}` is not known"))
}

/// Adds the conditions that decide which parts a document has: guards of blocks, and conditionals where
/// an argument decides more than the text of one leaf.
pub(super) fn conditions(body: &Body, controls: &[&str], out: &mut Vec<Arc<Symbol>>) {
    for name in controls {
        if let Some(slot) = body.attribute(name) {
            eval::conditions(&slot.value, out);
        }
    }
    for group in &body.blocks {
        for block in &group.items {
            for guard in &block.when {
                if !out.contains(&guard.condition) {
                    out.push(guard.condition.clone());
                }
            }
            // A condition on one string of a list stays a leaf; one on a whole list or on a name decides
            // what the statement holds.
            for (name, slot) in &block.body.attributes {
                if &**name != "effect" && matches!(slot.value, Value::Unknown { .. }) {
                    eval::conditions(&slot.value, out);
                }
            }
            conditions(&block.body, &[], out);
        }
    }
}

/// The body with one condition decided.
pub(super) fn assume(body: &Body, condition: &Arc<Symbol>, outcome: bool) -> Body {
    let assignment = [(condition.clone(), outcome)];
    let mut body = body.clone();
    for (_, slot) in &mut body.attributes {
        slot.value = eval::assume(&slot.value, &assignment);
    }
    for group in &mut body.blocks {
        group.items.retain_mut(|block| {
            let exists = block.when.iter().all(|g| g.condition != *condition || g.holds == outcome);
            block.when.retain(|g| g.condition != *condition);
            if exists {
                block.body = assume(&block.body, condition, outcome);
            }
            exists
        });
    }
    body
}
