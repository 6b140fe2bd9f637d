//! The rule engine and the catalogue.
//!
//! A rule sees the graph and nothing else: no syntax, no files, no clock. It cannot fail.

pub mod catalogue;
pub mod engine;
pub mod outcome;
mod pages;
pub mod settings;

pub use catalogue::RULES;
pub use engine::{Check, Context, Definition, Of, Rule, Twice, check_definitions, check_nodes, take_said};
pub use outcome::{Outcome, RelatedPlace};
pub use pages::page;
pub use settings::{Selection, Settings, SettingsError};
