//! Equality as the operator `==` has it: values of different types are never equal.

use crate::convert::{has_dynamic, type_of};
use crate::tri::Tri;
use crate::types::Type;
use crate::value::{MapKind, Segment, SeqKind, Text, Value};

/// Whether two values are equal; unknown where either may still turn out so.
pub(super) fn equal(a: &Value, b: &Value) -> Tri {
    match (a, b) {
        (Value::Null { .. }, Value::Null { .. }) => return Tri::True,
        (Value::Unknown { value, .. }, other) | (other, Value::Unknown { value, .. }) => {
            return match other {
                Value::Unknown { .. } => Tri::Unknown,
                Value::Null { .. } if value.refinements.not_null => Tri::False,
                Value::Null { .. } => Tri::Unknown,
                _ if may_become(&value.ty, &type_of(other)) => Tri::Unknown,
                _ => Tri::False,
            };
        }
        // A string with unknown parts is never null.
        (Value::Null { .. }, _) | (_, Value::Null { .. }) => return Tri::False,
        _ => {}
    }
    match (a, b) {
        (Value::Bool { value: a, .. }, Value::Bool { value: b, .. }) => Tri::from(a == b),
        (Value::String { value: a, .. }, Value::String { value: b, .. }) => texts(a, b),
        (Value::Seq { value: a, .. }, Value::Seq { value: b, .. }) => {
            if !kinds_agree(&a.kind, &b.kind) {
                return Tri::False;
            }
            let sets = matches!(a.kind, SeqKind::Set(_));
            let known = |items: &[Value]| items.iter().all(Value::is_wholly_known);
            if sets && !(known(&a.items) && known(&b.items)) {
                return Tri::Unknown;
            }
            if a.items.len() != b.items.len() {
                return Tri::False;
            }
            all(a.items.iter().zip(&b.items).map(|(a, b)| equal(a, b)))
        }
        (Value::Map { value: a, .. }, Value::Map { value: b, .. }) => {
            let kinds = match (&a.kind, &b.kind) {
                (MapKind::Object, MapKind::Object) => true,
                (MapKind::Map(a), MapKind::Map(b)) => may_become(a, b) || may_become(b, a),
                _ => false,
            };
            if !kinds || a.entries.len() != b.entries.len() {
                return Tri::False;
            }
            all(a.entries.iter().zip(&b.entries).map(
                |((x, a), (y, b))| {
                    if x == y { equal(a, b) } else { Tri::False }
                },
            ))
        }
        _ => match (a.as_number(), b.as_number()) {
            (Some(a), Some(b)) => Tri::from(a == b),
            _ => Tri::False,
        },
    }
}

fn all(answers: impl Iterator<Item = Tri>) -> Tri {
    let mut result = Tri::True;
    for answer in answers {
        result = result.and(answer);
        if result.is_false() {
            break;
        }
    }
    result
}

fn kinds_agree(a: &SeqKind, b: &SeqKind) -> bool {
    match (a, b) {
        (SeqKind::Tuple, SeqKind::Tuple) => true,
        (SeqKind::List(a), SeqKind::List(b)) | (SeqKind::Set(a), SeqKind::Set(b)) => {
            may_become(a, b) || may_become(b, a)
        }
        _ => false,
    }
}

/// Whether a value of type `from`, with `any` where it is not known, may turn out to be of type `to`.
fn may_become(from: &Type, to: &Type) -> bool {
    if from == to {
        return true;
    }
    match (from, to) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => true,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            may_become(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| may_become(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            (has_dynamic(from) || has_dynamic(to))
                && a.len() == b.len()
                && a.iter().zip(b.iter()).all(|((x, a), (y, b))| x == y && may_become(&a.ty, &b.ty))
        }
        _ => false,
    }
}

/// Strings with unknown parts differ for sure where their known ends do.
fn texts(a: &Text, b: &Text) -> Tri {
    if let (Some(a), Some(b)) = (a.as_known(), b.as_known()) {
        return Tri::from(a == b);
    }
    let differ = |a: &[u8], b: &[u8]| a.iter().zip(b).any(|(a, b)| a != b);
    let (a_start, a_end, a_least) = ends(a);
    let (b_start, b_end, b_least) = ends(b);
    let reversed = |text: &str| text.bytes().rev().collect::<Vec<u8>>();
    let too_short = |text: &Text, least: usize| text.as_known().is_some_and(|known| known.len() < least);
    if differ(a_start.as_bytes(), b_start.as_bytes())
        || differ(&reversed(a_end), &reversed(b_end))
        || too_short(a, b_least)
        || too_short(b, a_least)
    {
        Tri::False
    } else {
        Tri::Unknown
    }
}

/// The known start, the known end and the least number of bytes.
fn ends(text: &Text) -> (&str, &str, usize) {
    if let Some(known) = text.as_known() {
        return (known, known, known.len());
    }
    let Text::Segmented(parts) = text else { return ("", "", 0) };
    let known = |part: Option<&'_ Segment>| match part {
        Some(Segment::Known(text)) => text.len(),
        _ => 0,
    };
    let least = parts.iter().map(|part| known(Some(part))).sum();
    let start = match parts.first() {
        Some(Segment::Known(text)) => stable_start(text),
        _ => "",
    };
    let end = match parts.last() {
        Some(Segment::Known(text)) => stable_end(text),
        _ => "",
    };
    (start, end, least)
}

/// The text without a last character that could join with what follows (`e` with an accent).
fn stable_start(text: &str) -> &str {
    let delimiter = |c: char| matches!(c, '-' | '/' | ':' | '.' | '_' | ' ' | ',' | ';');
    match text.char_indices().next_back() {
        Some((at, last)) if !delimiter(last) => text.get(..at).unwrap_or_default(),
        _ => text,
    }
}

/// The text without first characters that could join with what precedes.
fn stable_end(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_ascii())
}
