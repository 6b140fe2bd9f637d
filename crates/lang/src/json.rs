//! JSON text: as `jsonencode` prints it, and read in place from a text that is large.

pub mod read;
pub mod scan;

use std::fmt::Write;

use crate::number::Number;
use crate::value::Value;

/// The JSON text of a value, the same as Terraform's to the byte; `None` while a part of it is unknown and
/// for infinities, which JSON does not have.
pub(crate) fn encode(value: &Value) -> Option<String> {
    let mut out = String::new();
    write(value, &mut out).then_some(out)
}

fn write(value: &Value, out: &mut String) -> bool {
    match value {
        Value::Null { .. } => out.push_str("null"),
        Value::Bool { value, .. } => out.push_str(if *value { "true" } else { "false" }),
        Value::Int { value, .. } => return write!(out, "{value}").is_ok(),
        Value::Decimal { value, .. } => {
            return !Number::Decimal(value.clone()).is_infinite() && write!(out, "{value}").is_ok();
        }
        Value::String { value, .. } => match value.as_known() {
            Some(text) => string(text, out),
            None => return false,
        },
        Value::Seq { value, .. } => {
            out.push('[');
            for (index, item) in value.items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                if !write(item, out) {
                    return false;
                }
            }
            out.push(']');
        }
        Value::Map { value, .. } => {
            out.push('{');
            for (index, (key, item)) in value.entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(key, out);
                out.push(':');
                if !write(item, out) {
                    return false;
                }
            }
            out.push('}');
        }
        Value::Unknown { .. } => return false,
    }
    true
}

/// Appends a JSON string as Go's `encoding/json` writes it: with `<`, `>`, `&` and the two line separators
/// escaped as well.
pub fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    // Most text has nothing to escape; only a byte that may begin something special is looked at closer.
    while rest.bytes().any(may_be_special)
        && let Some(at) = rest.find(special)
    {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = tail.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Whether a byte is a special character or the first of one.
fn may_be_special(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2)
}

fn special(c: char) -> bool {
    matches!(c, '"' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}') || c < ' '
}
