//! Values in the shapes of a plan.

use serde_json::Value as Json;

use crate::json;
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
        // Its keys would show.
        Value::Map { .. } if hidden(value) => Json::Bool(!value.is_wholly_known()),
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
    json::encode(value)
}
