//! Values in the shapes of a plan.

use serde_json::Value as Json;

use crate::value::Value;

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

/// The shapes of a value.
pub fn to_json(value: &Value) -> Printed {
    let _ = value;
    Printed { value: Json::Null, unknown: Json::Bool(false), sensitive: Json::Bool(false) }
}
