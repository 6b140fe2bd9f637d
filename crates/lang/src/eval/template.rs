//! Templates: text with interpolations and directives.

use std::fmt::Write;
use std::sync::Arc;

use compact_str::CompactString;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

use super::iterate::{Elements, elements};
use super::{Ctx, EvalError, Evaluated, Flow, cases, conditional, eval, exhausted, made, unknown_from, walk};
use crate::convert;
use crate::limits;
use crate::syntax::{ExprId, Part, Run};
use crate::types::Type;
use crate::value::{Blank, Marks, Refinements, Segment, Text, Unknown, Value};

/// Terraform keeps no more of a known prefix than this, in bytes.
const MAX_PREFIX: usize = 128;

/// A template with more than one part.
pub(super) fn template(cx: &Ctx<'_>, id: ExprId, parts: Run) -> Evaluated {
    let parts = cx.tree.parts(parts);
    // Most parts are plain text, and need not be kept as values.
    let mut plain = Joined::with_room(cx.tree.source(id).len());
    let mut flow = Flow::default();
    let mut cost = 0;
    let mut rest = parts;
    while let Some((part, after)) = rest.split_first() {
        match *part {
            Part::Literal(text) => plain.text(literal(cx, text)),
            Part::Interpolation(inner) => {
                let value = eval(cx, inner)?;
                if !plain.plain(&value) {
                    let mut values = Vec::with_capacity(rest.len() + 1);
                    let mut blame = Vec::with_capacity(rest.len() + 1);
                    if rest.len() < parts.len() {
                        values.push(finished(cx, plain, flow));
                        blame.push(id);
                    }
                    values.push(value);
                    blame.push(inner);
                    collect(cx, id, after, &mut values, &mut blame)?;
                    return joined(cx, &values, &blame);
                }
                flow.add(cx, &value);
                cost += walk(&value);
            }
            Part::If { .. } | Part::For { .. } => {
                let (mut values, mut blame) = (Vec::new(), Vec::new());
                if rest.len() < parts.len() {
                    values.push(finished(cx, plain, flow));
                    blame.push(id);
                }
                collect(cx, id, rest, &mut values, &mut blame)?;
                return joined(cx, &values, &blame);
            }
        }
        rest = after;
    }
    if !cx.meter.take(cost) {
        return Ok(flow.onto(cx, exhausted(cx)));
    }
    Ok(finished(cx, plain, flow))
}

/// The text that has been put together, unless all that is made takes too much memory.
fn finished(cx: &Ctx<'_>, joined: Joined, flow: Flow) -> Value {
    let (text, work) = joined.finish_with_work();
    if work > 0 {
        cx.meter.take(work);
    }
    let new = u64::from(text.size().values);
    made(cx, flow.onto(cx, text), new)
}

/// A part that is written out.
fn literal<'t>(cx: &Ctx<'t>, text: u32) -> &'t str {
    let text = cx.tree.string(text);
    cx.meter.take(1 + text.len() as u64 / 64);
    text
}

/// The values of the parts, and the expression to blame for each.
fn collect(
    cx: &Ctx<'_>,
    id: ExprId,
    parts: &[Part],
    values: &mut Vec<Value>,
    blame: &mut Vec<ExprId>,
) -> Result<(), EvalError> {
    values.reserve(parts.len());
    blame.reserve(parts.len());
    for part in parts {
        let (value, to_blame) = match *part {
            Part::Literal(text) => (Value::string(literal(cx, text)), id),
            Part::Interpolation(inner) => (eval(cx, inner)?, inner),
            Part::If { cond, yes, no } => {
                let condition = eval(cx, cond)?;
                let results = [template(cx, cond, yes), template(cx, cond, no)];
                (conditional::choose(cx, &condition, cond, results, &[None, None], cond)?, cond)
            }
            Part::For { key_name, value_name, collection, body } => {
                let source = eval(cx, collection)?;
                let cx = &cx.over(&source);
                let mut flow = Flow::of(&source);
                let value = match elements(cx, collection, &source)? {
                    Elements::Known(items) if items.may_merge() => {
                        Value::from_unknown(unknown_from(Type::String, true, &[&source]))
                    }
                    Elements::Unknown => Value::from_unknown(unknown_from(Type::String, false, &[&source])),
                    Elements::Known(items) => {
                        let mut pieces = Vec::new();
                        let mut owners = Vec::new();
                        for (key, item) in items {
                            // What is put together waits until the end.
                            if cx.meter.is_empty() || !cx.meter.keep(body.len() as u64) {
                                break;
                            }
                            let key_name = key_name.map(|name| cx.tree.slice(name));
                            let value_name = cx.tree.slice(value_name);
                            super::iterate::bind(cx, key_name, key, value_name, item, &mut |cx| {
                                let body = cx.tree.parts(body);
                                collect(cx, collection, body, &mut pieces, &mut owners)
                            })
                            .map_err(|error| super::iterate::hide(error, &source))?;
                        }
                        if cx.meter.is_empty() {
                            exhausted(cx)
                        } else {
                            joined(cx, &pieces, &owners)
                                .map_err(|error| super::iterate::hide(error, &source))?
                        }
                    }
                };
                flow.add(cx, &value);
                (flow.onto_known(cx, value.set_marks(Marks::NONE)), collection)
            }
        };
        values.push(value);
        blame.push(to_blame);
    }
    Ok(())
}

/// The text of all parts; with cases where a part has them.
fn joined(cx: &Ctx<'_>, values: &[Value], blame: &[ExprId]) -> Evaluated {
    let mut joined = Joined::default();
    let mut flow = Flow::default();
    let mut cost = 0;
    for (value, id) in values.iter().zip(blame) {
        flow.add(cx, value);
        cost += walk(value);
        if let Err(message) = joined.value(value) {
            return cx.error(*id, message);
        }
    }
    if !cx.meter.take(cost) {
        return Ok(flow.onto(cx, exhausted(cx)));
    }
    let whole = finished(cx, joined, flow);
    Ok(cases::split(values, whole, &|values| self::joined(cx, values, blame)))
}

/// Text that is put together from known and unknown parts.
#[derive(Default)]
pub(super) struct Joined {
    parts: Vec<Segment>,
    known: CompactString,
    /// Bytes of all known text; beyond the limit no more is kept.
    bytes: usize,
    /// Steps of bringing text into NFC.
    work: u64,
}

impl Joined {
    /// With room for this many bytes of known text.
    fn with_room(bytes: usize) -> Self {
        Self { known: CompactString::with_capacity(bytes), ..Self::default() }
    }

    /// Adds known text.
    pub(super) fn text(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes <= limits::MOST_TEXT {
            self.known.push_str(text);
        }
    }

    /// Adds a value that is plain text, a whole number or a truth value; false where it is not.
    fn plain(&mut self, value: &Value) -> bool {
        match value {
            Value::String { value: text, .. } => match &**text {
                Text::Plain(text) => self.text(text),
                _ => return false,
            },
            Value::Int { value, .. } => self.int(*value),
            Value::Bool { value, .. } => self.text(if *value { "true" } else { "false" }),
            _ => return false,
        }
        true
    }

    fn int(&mut self, value: i64) {
        // Writing to a string cannot fail.
        let _ = write!(self.known, "{value}");
    }

    /// Adds a value, converted to a string.
    pub(super) fn value(&mut self, value: &Value) -> Result<(), String> {
        match value {
            Value::String { value: text, .. } => match &**text {
                Text::Segmented(parts) => {
                    for part in parts {
                        match part {
                            Segment::Known(text) => self.text(text),
                            Segment::Hole(hole) => {
                                let hole = hole.clone().with_marks(value.marks());
                                self.hole(hole);
                            }
                        }
                    }
                }
                text => match text.as_known() {
                    Some(text) => self.text(text),
                    None => self.hole(value.clone()),
                },
            },
            Value::Int { value, .. } => self.int(*value),
            Value::Bool { value, .. } => self.text(if *value { "true" } else { "false" }),
            Value::Null { .. } => return Err("null cannot be part of a string".into()),
            Value::Unknown { .. } => self.hole(as_string(value)),
            Value::Decimal { value, .. } => self.text(&value.to_string()),
            Value::Seq { .. } | Value::Map { .. } => {
                let converted = convert::convert(value, &Type::String)
                    .map_err(|message| format!("only a string can be part of a string: {message}"))?;
                match converted.as_str() {
                    Some(text) => self.text(text),
                    None => return Err("only a string can be part of a string".into()),
                }
            }
        }
        Ok(())
    }

    fn hole(&mut self, hole: Value) {
        if self.parts.len() >= limits::MOST_PARTS {
            self.bytes = usize::MAX;
            return;
        }
        if !self.known.is_empty() {
            let text = nfc(std::mem::take(&mut self.known), &mut self.work);
            self.parts.push(Segment::Known(text.into()));
        }
        self.parts.push(Segment::Hole(hole));
    }

    /// The string; without marks and provenance.
    pub(super) fn finish(self) -> Value {
        self.finish_with_work().0
    }

    /// The same, and the steps that it took to bring the text into NFC.
    fn finish_with_work(mut self) -> (Value, u64) {
        if self.bytes > limits::MOST_TEXT {
            return (too_long(), self.work);
        }
        let last = nfc(self.known, &mut self.work);
        if self.parts.is_empty() {
            return (Value::string(last), self.work);
        }
        if !last.is_empty() {
            self.parts.push(Segment::Known(last.into()));
        }
        (Value::text(Text::Segmented(self.parts.into())), self.work)
    }
}

/// The string that is longer than the limit.
fn too_long() -> Value {
    let refinements = Refinements { not_null: true, ..Refinements::default() };
    Value::from_unknown(Unknown {
        ty: Type::String,
        refinements,
        cause: limits::text(),
        symbol: None,
        may_be: Blank::NONE,
        cases: None,
    })
}

/// An unknown as an unknown string with the same identity.
fn as_string(value: &Value) -> Value {
    match value {
        Value::Unknown { value: unknown, marks, from } if unknown.ty != Type::String => {
            let unknown = Unknown {
                ty: Type::String,
                refinements: Refinements { not_null: true, ..Refinements::default() },
                cause: unknown.cause.clone(),
                symbol: unknown.symbol.clone(),
                may_be: unknown.may_be.of_text(),
                cases: unknown.cases.clone(),
            };
            Value::Unknown { marks: *marks, from: *from, value: Arc::new(unknown) }
        }
        value => value.clone(),
    }
}

/// Text in NFC, with the steps that it takes. Parts are in NFC already, but a part may begin with a combining mark.
fn nfc(text: CompactString, work: &mut u64) -> CompactString {
    if text.is_ascii() {
        return text;
    }
    let bytes = text.len() as u64;
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        *work += bytes / 16;
        text
    } else {
        *work += bytes;
        text.nfc().collect()
    }
}

/// What Terraform keeps of a known prefix: at most 128 bytes, and without its last character unless
/// nothing that follows can join with it.
pub(crate) fn safe_prefix(text: &str) -> Option<Box<str>> {
    let mut end = text.len().min(MAX_PREFIX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end)?;
    let (at, last) = text.grapheme_indices(true).next_back()?;
    let delimiter =
        last.len() == 1 && last.bytes().all(|b| (b' '..0x7f).contains(&b) && !b.is_ascii_alphanumeric());
    let kept = if delimiter { text } else { text.get(..at)? };
    (!kept.is_empty()).then(|| kept.into())
}
