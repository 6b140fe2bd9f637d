//! The parts put together: what the command line, the tests and editors use.

mod change;
pub mod config;
pub mod diagram;
pub mod disk;
pub mod inspect;
pub mod redact;
pub mod session;
pub mod suppress;
mod trace;
