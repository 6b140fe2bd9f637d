//! What is wrong with the input itself, as data: loaders return it beside their result.

use serde::{Deserialize, Serialize};

use crate::finding::Location;

/// The kinds of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// A file does not parse.
    Syntax,
    /// A file or input cannot be read or understood.
    Unreadable,
    /// A module with a local source whose directory does not exist.
    ModuleMissing,
    /// A module that `terraform init` would fetch is not on disk.
    ModuleNotInstalled,
    /// The manifest's record does not match the call.
    ModuleStale,
    /// `--var` or `--var-file` names a variable that no root declares.
    VariableUndeclared,
    /// A value does not fit the variable's type or does not parse.
    VariableInvalid,
    /// A var file sets a name that the root does not declare.
    TfvarsUndeclared,
    /// The plan records a failed run.
    PlanErrored,
    /// The plan says that it is not complete.
    PlanIncomplete,
    /// The configuration is invalid in a way that Terraform rejects.
    Invalid,
    /// A limit of the tool was reached.
    Limit,
    /// The configuration file of the tool.
    Config,
    /// A fault of the tool.
    InternalError,
    /// Something worth a line that changes nothing (a recoded file, an assumption).
    Note,
}

impl ProblemKind {
    /// The name used in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Unreadable => "unreadable",
            Self::ModuleMissing => "module-missing",
            Self::ModuleNotInstalled => "module-not-installed",
            Self::ModuleStale => "module-stale",
            Self::VariableUndeclared => "variable-undeclared",
            Self::VariableInvalid => "variable-invalid",
            Self::TfvarsUndeclared => "tfvars-undeclared",
            Self::PlanErrored => "plan-errored",
            Self::PlanIncomplete => "plan-incomplete",
            Self::Invalid => "invalid",
            Self::Limit => "limit",
            Self::Config => "config",
            Self::InternalError => "internal-error",
            Self::Note => "note",
        }
    }

    /// Whether a problem of this kind makes the exit code 2.
    pub fn is_fatal(self) -> bool {
        match self {
            Self::Syntax
            | Self::Unreadable
            | Self::ModuleMissing
            | Self::VariableUndeclared
            | Self::VariableInvalid
            | Self::PlanErrored
            | Self::Limit
            | Self::Config
            | Self::InternalError => true,
            Self::ModuleNotInstalled
            | Self::ModuleStale
            | Self::TfvarsUndeclared
            | Self::PlanIncomplete
            | Self::Invalid
            | Self::Note => false,
        }
    }
}

/// One thing that went wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// One clear sentence with what to do; lower-case start, no full stop.
    pub message: String,
    /// Where, if anywhere.
    pub location: Option<Location>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), location: None }
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }
}
