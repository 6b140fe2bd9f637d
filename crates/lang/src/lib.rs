//! The Terraform language: syntax, values, evaluation and functions. Knows no resource type.

pub mod number;
pub mod syntax;
pub mod tri;
pub mod types;
pub mod value;
