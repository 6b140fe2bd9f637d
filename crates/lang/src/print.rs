//! Values in the shapes of a plan.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::value::{Marks, Value};

/// A value in the three shapes in which a plan shows one.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// As `after`: unknown parts are absent from objects and `null` elsewhere; sensitive leaves are `null`.
    pub value: Json,
    /// As `after_unknown`: `true` where unknown, absent or `false` elsewhere.
    pub unknown: Json,
    /// As `after_sensitive`: `true` where sensitive.
    pub sensitive: Json,
}

/// The shapes of a value. Anything that must not be printed counts as sensitive, and what is sensitive as
/// a whole prints as `null`.
pub fn to_json(value: &Value) -> Printed {
    Printed {
        value: after(value).unwrap_or(Json::Null),
        unknown: after_unknown(value),
        sensitive: after_sensitive(value),
    }
}

/// `None` where unknown.
fn after(value: &Value) -> Option<Json> {
    if value.is_unknown() {
        return None;
    }
    if hidden(value) {
        return Some(Json::Null);
    }
    Some(match value {
        Value::Null { .. } | Value::Unknown { .. } => Json::Null,
        Value::Bool { value, .. } => Json::Bool(*value),
        Value::Int { value, .. } => Json::Number((*value).into()),
        Value::Decimal { value, .. } => number(&value.to_string()),
        Value::String { .. } => Json::String(value.as_str()?.to_owned()),
        Value::Seq { value, .. } => {
            Json::Array(value.items.iter().map(|item| after(item).unwrap_or(Json::Null)).collect())
        }
        Value::Map { value, .. } => Json::Object(
            value.entries.iter().filter_map(|(key, item)| Some((key.to_string(), after(item)?))).collect(),
        ),
    })
}

/// A number without loss; `null` for an infinity, which JSON does not have.
fn number(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or(Json::Null)
}

fn after_unknown(value: &Value) -> Json {
    match value {
        Value::Seq { value, .. } => Json::Array(value.items.iter().map(after_unknown).collect()),
        Value::Map { value, .. } => Json::Object(
            value
                .entries
                .iter()
                .map(|(key, item)| (key.to_string(), after_unknown(item)))
                .filter(|(_, flag)| *flag != Json::Bool(false))
                .collect(),
        ),
        _ => Json::Bool(value.is_unknown()),
    }
}

fn after_sensitive(value: &Value) -> Json {
    if hidden(value) {
        return Json::Bool(true);
    }
    match value {
        Value::Seq { value, .. } => Json::Array(value.items.iter().map(after_sensitive).collect()),
        Value::Map { value, .. } => Json::Object(
            value
                .entries
                .iter()
                .map(|(key, item)| (key.to_string(), after_sensitive(item)))
                .filter(|(_, flag)| *flag != Json::Bool(false))
                .collect(),
        ),
        _ => Json::Bool(false),
    }
}

/// Whether the value itself must not be shown; for a string also because of what it was made of.
fn hidden(value: &Value) -> bool {
    match value {
        Value::String { .. } => value.holds_secret(),
        _ => value.marks() != Marks::NONE && !value.marks().printable(),
    }
}

/// The text that `jsonencode` makes: no spaces, keys sorted, `<`, `>`, `&`, U+2028 and U+2029 escaped.
/// `None` while anything in the value is unknown, and for infinities.
pub fn json_text(value: &Value) -> Option<String> {
    let mut out = String::new();
    write_json(value, &mut out)?;
    Some(out)
}

fn write_json(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Unknown { .. } => return None,
        Value::Null { .. } => out.push_str("null"),
        Value::Bool { value, .. } => out.push_str(if *value { "true" } else { "false" }),
        Value::Int { value, .. } => write!(out, "{value}").ok()?,
        Value::Decimal { value, .. } => {
            let text = value.to_string();
            if text.ends_with("Inf") {
                return None;
            }
            out.push_str(&text);
        }
        Value::String { .. } => write_json_string(value.as_str()?, out),
        Value::Seq { value, .. } => {
            out.push('[');
            for (index, item) in value.items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json(item, out)?;
            }
            out.push(']');
        }
        Value::Map { value, .. } => {
            out.push('{');
            for (index, (key, item)) in value.entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json_string(key, out);
                out.push(':');
                write_json(item, out)?;
            }
            out.push('}');
        }
    }
    Some(())
}

/// A JSON string with the escapes that `jsonencode` writes.
pub(crate) fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let escape = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => "",
            _ => continue,
        };
        out.push_str(text.get(plain..at).unwrap_or_default());
        plain = at + c.len_utf8();
        if escape.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(text.get(plain..).unwrap_or_default());
    out.push('"');
}
