//! Strings with unknown parts: taking them apart and putting them together.

use std::sync::Arc;

use unicode_normalization::is_nfc;

use super::argument::{MAX_TEXT, nfc, too_large};
use crate::convert;
use crate::limits::MOST_PARTS;
use crate::types::Type;
use crate::value::{Blank, Segment, Symbol, Text, Unknown, Value};

/// A string under construction.
#[derive(Default)]
pub(super) struct Parts {
    done: Vec<Segment>,
    /// Known text since the last hole.
    open: String,
    bytes: usize,
}

impl Parts {
    /// Adds known text.
    pub(super) fn text(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes <= MAX_TEXT {
            self.open.push_str(text);
        }
    }

    /// Adds a string value, or an unknown of a type that converts to one.
    pub(super) fn value(&mut self, value: &Value) {
        if let Some(text) = value.as_str() {
            self.text(text);
        } else if let Some(parts) = value.as_segments() {
            for part in parts {
                match part {
                    Segment::Known(text) => self.text(text),
                    Segment::Hole(hole) => self.hole(hole.clone()),
                }
            }
        } else if let Ok(text) = convert::convert(value, &Type::String) {
            self.hole(text);
        } else {
            self.hole(value.clone());
        }
    }

    /// Adds an unknown string.
    pub(super) fn hole(&mut self, hole: Value) {
        if self.done.len() >= MOST_PARTS {
            self.bytes = usize::MAX;
            return;
        }
        self.close();
        self.done.push(Segment::Hole(hole));
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.done.push(Segment::Known(nfc(&self.open)));
            self.open.clear();
        }
    }

    /// The string.
    pub(super) fn finish(mut self) -> Value {
        if self.bytes > MAX_TEXT {
            return too_large(Type::String);
        }
        if self.done.is_empty() {
            let text = if is_nfc(&self.open) { self.open.into() } else { nfc(&self.open) };
            return Value::string(text);
        }
        self.close();
        if self.done.len() == 1
            && let Some(Segment::Hole(hole)) = self.done.first()
        {
            return hole.clone();
        }
        Value::text(Text::Segmented(self.done.into()))
    }
}

/// Known text or a hole.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'a> {
    /// Known text, not empty.
    Known(&'a str),
    /// An unknown string.
    Hole(&'a Value),
}

/// The pieces of a string value.
pub(super) fn pieces(value: &Value) -> Vec<Piece<'_>> {
    if let Some(text) = value.as_str() {
        return if text.is_empty() { Vec::new() } else { vec![Piece::Known(text)] };
    }
    if let Some(parts) = value.as_segments() {
        return parts
            .iter()
            .filter_map(|part| match part {
                Segment::Known(text) if text.is_empty() => None,
                Segment::Known(text) => Some(Piece::Known(text)),
                Segment::Hole(hole) => Some(Piece::Hole(hole)),
            })
            .collect();
    }
    vec![Piece::Hole(value)]
}

/// The known text that a string begins with.
pub(super) fn head(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.prefix()).filter(|text| !text.is_empty())
}

/// The unknown that a function makes of another: equal symbols stay equal. `name` makes the text of the
/// call of the text of the argument.
pub(super) fn derived(hole: &Value, name: impl FnOnce(&str) -> String) -> Value {
    let (marks, from) = (hole.marks(), hole.provenance());
    let Some(unknown) = hole.as_unknown() else {
        return anonymous(hole);
    };
    let symbol = unknown.symbol.as_deref().map(|symbol| {
        let inner = symbol.to_string();
        Arc::new(Symbol {
            stack: symbol.stack,
            module: Arc::clone(&symbol.module),
            name: name(&inner).into(),
            path: "".into(),
            free: symbol.free,
        })
    });
    let refinements = crate::value::Refinements { not_null: true, ..Default::default() };
    Value::from_unknown(Unknown {
        ty: Type::String,
        refinements,
        cause: unknown.cause.clone(),
        symbol,
        may_be: unknown.may_be.of_text(),
        cases: None,
    })
    .set_marks(marks)
    .with_provenance(from)
}

/// An unknown string of which no more is known than why, whence and how secret.
pub(super) fn anonymous(hole: &Value) -> Value {
    super::argument::unknown_as(Type::String, std::slice::from_ref(hole))
        .or_blank(Blank::of(hole).of_text())
        .set_marks(hole.marks())
        .with_provenance(hole.provenance())
}

fn same(a: &Value, b: &Value) -> bool {
    match (a.as_unknown(), b.as_unknown()) {
        (Some(a), Some(b)) => a.symbol.is_some() && a.symbol == b.symbol,
        _ => false,
    }
}

/// Whether the string starts with the other (ends with it, when `backwards`), where that is certain.
pub(super) fn begins(string: &Value, with: &Value, backwards: bool) -> Option<bool> {
    if !backwards && let (Some(given), Some(wanted)) = (head(string), head(with)) {
        let length = given.len().min(wanted.len());
        if given.as_bytes().get(..length) != wanted.as_bytes().get(..length) {
            return Some(false);
        }
        if with.as_str().is_some_and(|whole| given.starts_with(whole)) {
            return Some(true);
        }
    }
    let (mut left, mut right) = (pieces(string), pieces(with));
    if !backwards {
        left.reverse();
        right.reverse();
    }
    loop {
        let Some(wanted) = right.pop() else { return Some(true) };
        let Some(given) = left.pop() else {
            // Nothing is left of the string: known text cannot follow, a hole may be empty.
            let known = right.iter().chain([&wanted]).any(|piece| matches!(piece, Piece::Known(_)));
            return known.then_some(false);
        };
        match (given, wanted) {
            (Piece::Known(a), Piece::Known(b)) => {
                let length = a.len().min(b.len());
                let (x, y) = if backwards {
                    (a.as_bytes().get(a.len() - length..), b.as_bytes().get(b.len() - length..))
                } else {
                    (a.as_bytes().get(..length), b.as_bytes().get(..length))
                };
                if x != y {
                    return Some(false);
                }
                let rest = |text: &'_ str| -> Option<(usize, usize)> {
                    (text.len() > length).then_some(if backwards {
                        (0, text.len() - length)
                    } else {
                        (length, text.len())
                    })
                };
                // Equal bytes up to here, so both cuts fall on a character boundary of the shorter text.
                if let Some((from, to)) = rest(a) {
                    match a.get(from..to) {
                        Some(text) => left.push(Piece::Known(text)),
                        None => return Some(false),
                    }
                }
                if let Some((from, to)) = rest(b) {
                    match b.get(from..to) {
                        Some(text) => right.push(Piece::Known(text)),
                        None => return Some(false),
                    }
                }
            }
            (Piece::Hole(a), Piece::Hole(b)) if same(a, b) => {}
            _ => return None,
        }
    }
}
