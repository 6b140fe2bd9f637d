//! The words shared by loading errors, rules and reports: where something is, what is wrong with it and
//! why a check could not be decided.

pub mod address;
pub mod cause;
pub mod diagram;
pub mod finding;
pub mod fix;
pub mod group;
pub mod outcome;
pub mod problem;
pub mod rule_info;
pub mod sorting;
pub mod source;
pub mod suppression;
pub mod words;

pub use address::static_address;
pub use cause::{Cause, CauseKind, CauseParts, DecidedBy};
pub use finding::{Finding, Location, Related, Severity, Summary, Verdict};
pub use group::{GroupKey, GroupNumbers, Groups, MAX_INSTANCES, group, message_template};
pub use outcome::{FailOn, Totals, UndecidedMode, exit_code, summarize};
pub use problem::{Problem, ProblemKind};
pub use rule_info::{Level, RuleInfo, Scope};
pub use sorting::{ByKey, Sorting};
