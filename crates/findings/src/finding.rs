//! What a rule found: one type for every report format.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::fix::Fix;
use crate::rule_info::RuleInfo;
use crate::source::{FileSpan, Position};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Info,
    /// Should be changed.
    Warning,
    /// Is wrong.
    Error,
}

impl Severity {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How a check ended; a pass makes no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The rule does not hold.
    Violated,
    /// The code cannot tell.
    Undecided,
}

impl Verdict {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Violated => "violated",
            Self::Undecided => "undecided",
        }
    }
}

/// Where a finding stands, as the machine-readable formats print it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// Relative to the project root, with `/`.
    pub path: String,
    /// Which of the plans in the file, from 1; absent where it holds one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan: Option<NonZeroU32>,
    /// First character.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub start: Option<Position>,
    /// One past the last character.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end: Option<Position>,
    /// JSON pointer into a plan.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pointer: Option<String>,
    /// The bytes, for reports that show source text.
    #[serde(skip)]
    pub span: Option<FileSpan>,
}

/// The other end of a broken relation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Related {
    /// What it is: "the group is declared here".
    pub label: String,
    /// Terraform address.
    pub address: String,
    /// Where.
    pub location: Location,
}

/// One finding, grouped: several instances with one primary location are one.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The rule's id.
    #[serde(serialize_with = "rule_id")]
    pub rule: &'static RuleInfo,
    /// Severity of this finding; at most that of the rule.
    pub severity: Severity,
    /// Violated or undecided.
    pub verdict: Verdict,
    /// One sentence that states the fact; lower-case start, no full stop.
    pub message: String,
    /// What findings of one group have in common: the message without whatever differs between instances.
    /// Empty when the message with its instance keys taken out says it (see `group`).
    #[serde(skip)]
    pub template: String,
    /// What to do.
    pub help: String,
    /// A few words for the primary label in a source snippet; empty for none.
    #[serde(skip)]
    pub label: String,
    /// Path of the root relative to the project root, or the name of a plan's root.
    pub root: String,
    /// All roots that share it, in byte order, where there is more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<String>,
    /// Names of the variable sets it holds in; empty without environments.
    pub environments: Vec<String>,
    /// Terraform address; the first in byte order where several instances share the finding.
    pub address: String,
    /// Attribute path as Terraform writes it; empty for the whole resource.
    pub attribute: String,
    /// How many instances share it.
    pub count: usize,
    /// The first twenty addresses.
    pub instances: Vec<String>,
    /// Numbers of the instances of an undecided one, in order: the same instance has the same number in all findings of a
    /// run. Empty where nobody gave any.
    #[serde(skip)]
    pub numbers: Vec<u32>,
    /// Numbers of the stack and the module instance that it lies in, for who looks for the calls that lead there.
    #[serde(skip)]
    pub module: Option<(u32, u32)>,
    /// Address without instance keys, of a resource that a plan places and no line: its instances share the
    /// finding. Empty otherwise.
    #[serde(skip)]
    pub definition: String,
    /// Primary location.
    pub location: Location,
    /// Other places.
    pub related: Vec<Related>,
    /// Why it is undecided, or what limits it.
    pub causes: Vec<Cause>,
    /// Stable across lines, environments and instance keys; see `docs/fingerprints.md`.
    pub fingerprint: String,
    /// Edits that repair it.
    pub fixes: Vec<Fix>,
    /// Whether the plan brings it, or it was there before; `None` without a plan that says what was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introduced: Option<bool>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn rule_id<S: serde::Serializer>(rule: &&'static RuleInfo, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(rule.id)
}

/// What plans do to the violations of a run. Counted are findings that places in plans have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSummary {
    /// There are none of these before.
    pub introduced: usize,
    /// There are none of these after, on objects that stay.
    pub fixed: usize,
    /// There are none of these after, because what they are on is destroyed or leaves the state.
    pub removed: usize,
    /// These are there before and after.
    pub left: usize,
    /// These say that something was changed outside Terraform, before the change.
    pub drifted: usize,
}

/// The counts of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Violated at error.
    pub errors: usize,
    /// Violated at warning.
    pub warnings: usize,
    /// Violated at info.
    pub info: usize,
    /// Undecided checks, counted by instance.
    pub undecided: usize,
    /// Findings silenced by comments or the configuration.
    pub suppressed: usize,
    /// Findings accepted by a baseline.
    pub baselined: usize,
    /// Violations that `--changed` left out: they are on what no plan changes; `None` without it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unchanged: Option<usize>,
    /// What the plans of the run do to the violations; `None` where no plan says what was before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub change: Option<ChangeSummary>,
    /// Files read.
    pub files: usize,
    /// Roots checked.
    pub roots: usize,
    /// Instances in all stacks.
    pub instances: usize,
    /// Instances with at least one violation.
    pub instances_affected: usize,
}
