//! The Terraform language: syntax, values, evaluation and functions. Knows no resource type.

pub mod syntax;
