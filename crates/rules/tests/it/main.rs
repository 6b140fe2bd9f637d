//! Tests of the rules, in one binary.

mod cases;
mod harness;
mod pages;
