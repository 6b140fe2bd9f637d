//! The words shared by loading errors, rules and reports.

pub mod source;
