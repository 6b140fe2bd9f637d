//! Text to tree: our own recovering parser for native syntax and `.tf.json`.
//!
//! Broken text costs the attribute or block it stands in and nothing else: every error is recorded in
//! [`Tree::errors`] and parsing goes on.

mod expression;
mod json;
mod native;
mod scan;
mod template;
pub mod tree;

pub use json::{parse_json, parse_json_values};
pub use native::{parse, parse_expression, parse_template, parse_text};
pub use tree::*;
