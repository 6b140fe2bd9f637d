//! What of a planned value is unknown or sensitive.

use std::borrow::Cow;

use super::json::Json;

/// What a mask (`after_unknown`, `after_sensitive`) says about a value: `true` at any level covers
/// everything below it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mask<'m> {
    /// Nothing.
    None,
    /// All of it.
    All,
    /// Parts of it.
    Parts(&'m Json<'m>),
}

impl<'m> Mask<'m> {
    /// The mask that this JSON is.
    pub(super) fn of(json: &'m Json<'m>) -> Self {
        match json {
            Json::Bool(true) => Self::All,
            Json::Object(_) | Json::Array(_) => Self::Parts(json),
            _ => Self::None,
        }
    }

    /// The part for an attribute or key.
    pub(super) fn field(self, key: &str) -> Self {
        match self {
            Self::Parts(json) => json.get(key).map_or(Self::None, Self::of),
            whole => whole,
        }
    }

    /// The part for an element.
    pub(super) fn item(self, index: usize) -> Self {
        match self {
            Self::Parts(Json::Array(items)) => items.get(index).map_or(Self::None, Self::of),
            Self::Parts(_) => Self::None,
            whole => whole,
        }
    }

    /// Whether it covers anything.
    pub(super) fn covers_anything(self) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Parts(Json::Array(items)) => items.iter().any(|item| Self::of(item).covers_anything()),
            Self::Parts(json) => json.entries().iter().any(|(_, value)| Self::of(value).covers_anything()),
        }
    }

    /// The number of elements, of a mask for a list.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Parts(Json::Array(items)) => items.len(),
            _ => 0,
        }
    }

    /// Its entries, of a mask for an object.
    pub(super) fn entries(self) -> &'m [(Cow<'m, str>, Json<'m>)] {
        match self {
            Self::Parts(json) => json.entries(),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_of_true_covers_everything_below() {
        let json = Json::parse(r#"{"a":true,"b":{"c":[false,true]},"d":[{}]}"#);
        let mask = Mask::of(&json);
        assert!(matches!(mask.field("a").field("x").item(3), Mask::All));
        assert!(matches!(mask.field("b").field("c").item(1), Mask::All));
        assert!(matches!(mask.field("b").field("c").item(0), Mask::None));
        assert!(!mask.field("d").covers_anything());
        assert!(mask.field("b").covers_anything());
    }
}
