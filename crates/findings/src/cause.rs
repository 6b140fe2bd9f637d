//! Why a value or an answer is unknown, and what would decide it.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The closed list of reasons for an unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CauseKind {
    /// An input variable without a value.
    Variable,
    /// Known only after apply.
    AfterApply,
    /// The result of a data source.
    DataSource,
    /// The outputs of another state.
    RemoteState,
    /// A module whose source is not on disk.
    ModuleSource,
    /// A function that is impure or not implemented.
    Function,
    /// A file outside the project root, or a path of this machine.
    OutsideTree,
    /// Text that does not parse or does not evaluate.
    ParseError,
    /// A plan that says it is incomplete.
    IncompletePlan,
    /// A type or argument that the schema table does not have.
    Schema,
    /// Nothing in this root, but another root may declare it.
    NotVisibleHere,
    /// A limit of the tool.
    Limit,
}

impl CauseKind {
    /// The name used in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Variable => "variable",
            Self::AfterApply => "after-apply",
            Self::DataSource => "data-source",
            Self::RemoteState => "remote-state",
            Self::ModuleSource => "module-source",
            Self::Function => "function",
            Self::OutsideTree => "outside-tree",
            Self::ParseError => "parse-error",
            Self::IncompletePlan => "incomplete-plan",
            Self::Schema => "schema",
            Self::NotVisibleHere => "not-visible-here",
            Self::Limit => "limit",
        }
    }

    /// What usually decides an unknown of this kind.
    pub fn decided_by(self) -> DecidedBy {
        match self {
            Self::Variable => DecidedBy::Value,
            Self::AfterApply
            | Self::DataSource
            | Self::RemoteState
            | Self::Function
            | Self::IncompletePlan => DecidedBy::Plan,
            Self::ModuleSource => DecidedBy::Init,
            Self::OutsideTree | Self::ParseError | Self::Schema | Self::Limit => DecidedBy::Source,
            Self::NotVisibleHere => DecidedBy::Root,
        }
    }
}

/// What input would decide an unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecidedBy {
    /// A plan.
    Plan,
    /// A value for the subject.
    Value,
    /// `terraform init`, or `--module-path`.
    Init,
    /// The configuration beside the plan, or a corrected file.
    Source,
    /// What the plan leaves open even with its configuration is known after apply.
    Apply,
    /// The root that declares it.
    Root,
}

/// Why something is unknown. A pointer to its parts: many values share one cause, and most have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cause(Arc<CauseParts>);

/// What a cause says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CauseParts {
    /// The kind.
    pub kind: CauseKind,
    /// What it is about: `var.env`, `databricks_job.a.id`, `module.vpc`. Never a value.
    pub subject: Arc<str>,
    /// What would decide it.
    pub decided_by: DecidedBy,
    /// One clause for people: "`var.env` has no value". Never a sensitive value.
    pub text: Arc<str>,
}

impl Cause {
    /// A cause with the usual remedy of its kind.
    pub fn new(kind: CauseKind, subject: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let decided_by = kind.decided_by();
        Self(Arc::new(CauseParts { kind, subject: subject.into(), decided_by, text: text.into() }))
    }

    /// The same with another remedy.
    #[must_use]
    pub fn decided_by(mut self, decided_by: DecidedBy) -> Self {
        self.parts_mut().decided_by = decided_by;
        self
    }

    /// The same in other words.
    #[must_use]
    pub fn worded(mut self, text: impl Into<Arc<str>>) -> Self {
        self.parts_mut().text = text.into();
        self
    }

    /// The cause as a reader of a plan needs it: what a plan would decide is open in this one, with or without
    /// its configuration.
    #[must_use]
    pub fn under_a_plan(self, with_source: bool) -> Self {
        if self.decided_by != DecidedBy::Plan || self.kind == CauseKind::IncompletePlan {
            return self;
        }
        self.decided_by(if with_source { DecidedBy::Apply } else { DecidedBy::Source })
    }

    /// The parts, to be changed in this cause alone.
    pub fn parts_mut(&mut self) -> &mut CauseParts {
        Arc::make_mut(&mut self.0)
    }
}

impl Deref for Cause {
    type Target = CauseParts;

    fn deref(&self) -> &CauseParts {
        &self.0
    }
}
