//! Integration tests of the language crate.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::print_stderr,
    reason = "a test fails by panicking, and its functions are read here only"
)]

mod compatibility;
mod convert;
mod eval_cases;
mod eval_forms;
mod eval_operators;
mod eval_oracle;
mod eval_references;
mod eval_scope;
mod functions_core;
mod functions_partial;
mod functions_recorded;
mod limits;
mod oracle;
mod print;
mod syntax;
mod traps;
