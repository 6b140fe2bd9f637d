//! Integration tests of the loading crate.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a test fails by panicking, reads its own data, and its functions are read here only"
)]

mod define;
mod discover;
mod expand;
mod limits;
mod oracle;
mod plan_file;
mod plan_input;
mod plan_merge;
mod plan_references;
mod plan_robust;
mod plan_shape;
mod plan_stack;
mod policy;
mod sniff;
mod support;
mod traps;
