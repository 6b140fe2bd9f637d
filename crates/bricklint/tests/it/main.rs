//! Tests of the whole tool, in one binary.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test relies on may fail loudly")]

mod change;
mod command;
mod configuration;
mod determinism;
mod documents;
mod evaluate;
mod examples;
mod harness;
mod layering;
mod monorepo;
mod plans;
mod redaction;
mod schemas;
mod suppression;
