//! Tests of the whole tool, in one binary.

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
