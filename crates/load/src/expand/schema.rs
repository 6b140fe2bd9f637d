//! What the providers' schemas say about attributes that the configuration does not set.

use bricklint_lang::types::Type;
use bricklint_model::instance::Mode;

/// An attribute or block of a resource type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    /// The type is not in the table, or has no such attribute there.
    Nothing,
    /// Null where it is not set.
    Optional(Type),
    /// The provider fills it in where it is not set.
    Computed {
        /// Its type.
        ty: Type,
        /// Never null.
        not_null: bool,
    },
}

/// What is known about an attribute.
pub(crate) fn attribute(mode: Mode, type_name: &str, name: &str) -> Known {
    if (mode, type_name) == (Mode::Managed, "terraform_data") {
        return match name {
            "input" | "triggers_replace" => Known::Optional(Type::Dynamic),
            "output" => Known::Computed { ty: Type::Dynamic, not_null: false },
            "id" => Known::Computed { ty: Type::String, not_null: true },
            _ => Known::Nothing,
        };
    }
    Known::Nothing
}

/// The names of all attributes and blocks of a type, where the table has it.
pub(crate) fn names(mode: Mode, type_name: &str) -> Option<Vec<&'static str>> {
    ((mode, type_name) == (Mode::Managed, "terraform_data"))
        .then(|| vec!["id", "input", "output", "triggers_replace"])
}
