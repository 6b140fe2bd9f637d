//! Tests of the rules, in one binary.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test fails by panicking and reads its own data"
)]

mod cases;
mod harness;
mod pages;
mod relations;
