//! Static facts about a rule.

use serde::Serialize;

use crate::finding::Severity;

/// When a rule runs without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// In the default profile.
    Default,
    /// Only in the named profiles.
    Profile(&'static [&'static str]),
    /// Only when selected.
    OptIn,
}

/// What a rule looks at in one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// A module definition, once however often it is called.
    Definition,
    /// One resource instance.
    Instance,
    /// One stack.
    Root,
    /// All stacks of the run.
    Estate,
}

/// A rule's plain metadata.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// Kebab-case, says what must hold.
    pub id: &'static str,
    /// Folder of the catalogue.
    pub area: &'static str,
    /// The highest severity it can reach.
    pub severity: Severity,
    /// One sentence.
    pub summary: &'static str,
    /// Default, profile or opt-in.
    pub level: Level,
    /// What one call looks at.
    pub scope: Scope,
    /// The provider version it needs, where it depends on one.
    pub since: Option<&'static str>,
}
