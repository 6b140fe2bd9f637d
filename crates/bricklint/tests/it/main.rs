//! Tests of the whole tool, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, says what it skips, and reads its own data and environment"
)]

mod bad_input;
mod change;
mod command;
mod compatibility;
mod configuration;
mod determinism;
mod documents;
mod evaluate;
mod examples;
mod fingerprints;
mod fuzz;
mod harness;
mod layering;
mod lean;
mod monorepo;
mod plan_and_source;
mod plan_files;
mod plans;
mod redaction;
mod schemas;
mod suppression;
mod telling;
