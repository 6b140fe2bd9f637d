//! Every format of one fixed list of findings, and the schemas they promise.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and its functions are read here only"
)]

mod diagram;
mod fixture;
mod formats;
mod rules;
mod schemas;
mod text;
