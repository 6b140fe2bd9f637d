//! The Terraform language: syntax, values, evaluation and functions. Knows no resource type.

pub mod convert;
pub mod eval;
pub mod functions;
pub mod json;
pub mod limits;
pub mod number;
pub mod print;
pub mod syntax;
pub mod tri;
pub mod types;
pub mod value;
