//! Types of values, conversion between types and the common type of several.

use crate::types::{Defaults, Type};
use crate::value::Value;

/// The type of a value.
pub fn type_of(value: &Value) -> Type {
    let _ = value;
    Type::Dynamic
}

/// The value as one of type `ty`; [`Type::Dynamic`] in `ty` accepts anything. The message says what is
/// wrong and where (`attribute "a": a string is required`).
pub fn convert(value: &Value, ty: &Type) -> Result<Value, String> {
    let _ = ty;
    Ok(value.clone())
}

/// The type that values of all these types convert to.
pub fn unify(types: &[Type]) -> Option<Type> {
    types.first().cloned()
}

/// The value with the defaults of missing and null optional attributes, before it is converted.
pub fn apply_defaults(value: &Value, defaults: &Defaults) -> Value {
    let _ = defaults;
    value.clone()
}
