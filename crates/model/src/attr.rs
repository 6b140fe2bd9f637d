//! An attribute as a rule reads it.

use bricklint_findings::cause::Cause;

/// What the configuration says about one attribute; a `match` must say all three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attr<T> {
    /// Not set, or null.
    Absent,
    /// Set to this.
    Known(T),
    /// Not known, and why.
    Unknown(Cause),
}

impl<T> Attr<T> {
    /// The known value changed by `f`.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Attr<U> {
        match self {
            Self::Absent => Attr::Absent,
            Self::Known(value) => Attr::Known(f(value)),
            Self::Unknown(cause) => Attr::Unknown(cause),
        }
    }

    /// The known value.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown(_) => None,
        }
    }

    /// A borrowed view of the same.
    pub fn as_ref(&self) -> Attr<&T> {
        match self {
            Self::Absent => Attr::Absent,
            Self::Known(value) => Attr::Known(value),
            Self::Unknown(cause) => Attr::Unknown(cause.clone()),
        }
    }
}
