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
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Syntax,
        Self::Unreadable,
        Self::ModuleMissing,
        Self::ModuleNotInstalled,
        Self::ModuleStale,
        Self::VariableUndeclared,
        Self::VariableInvalid,
        Self::TfvarsUndeclared,
        Self::PlanErrored,
        Self::PlanIncomplete,
        Self::Invalid,
        Self::Limit,
        Self::Config,
        Self::InternalError,
        Self::Note,
    ];

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

impl ProblemKind {
    /// What it means, what to do, and what a problem of the kind says, for `docs/problems.md` and `bricklint explain`:
    /// Markdown.
    pub fn page(self) -> String {
        let (meaning, example) = self.told();
        let code = match self {
            Self::Syntax => "The exit code is 2, unless `--allow-parse-errors` is given.",
            _ if self.is_fatal() => "The exit code is 2.",
            _ => "The exit code is left alone.",
        };
        format!("# {}\n\n{meaning}\n\n> {example}\n\n{code}\n", self.name())
    }

    /// What it means, and an example.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Syntax => (
                "A file of configuration or values does not parse. What could be read of it counts; what may stand in the \
                 rest is not known.",
                "expected an expression, found `=`",
            ),
            Self::Unreadable => (
                "An input is not there, may not be read, or is something else than it has to be. The sentence says what it \
                 is and what to do.",
                "the var file `gone.tfvars` cannot be read: there is no such file",
            ),
            Self::ModuleMissing => (
                "A module call names a local directory that is not there, or a source that is no address of a module. What \
                 the module holds is not known.",
                "the directory of `module.m` does not exist: `./gone`, seen from `.`",
            ),
            Self::ModuleNotInstalled => (
                "A module that `terraform init` fetches is not on disk, or lies outside the project root. What it holds is \
                 not known, and checks that depend on it are undecided.",
                "`module.m` (`hashicorp/dir/template`) is not installed; run `terraform init` in `.` or pass `--module-path m=DIR`",
            ),
            Self::ModuleStale => (
                "What `terraform init` recorded of a module is not what the call asks for now, or cannot be understood. The \
                 module is not read.",
                "`module.m` is installed in version 1.0.0, but the call asks for `2.0.0`; run `terraform init` in `.`",
            ),
            Self::VariableUndeclared => (
                "`--var`, `--var-file` or the configuration file gives a value to a variable that no root declares.",
                "a value is given for the variable `x`, which no root declares; add a `variable \"x\"` block or leave the value out",
            ),
            Self::VariableInvalid => (
                "A value that this run gives to a variable does not evaluate, does not fit its type or fails its validation.",
                "the value of `var.workers` from `terraform.tfvars` does not fit its type `number`: a number is required",
            ),
            Self::TfvarsUndeclared => (
                "A var file sets a name that the root does not declare, which Terraform warns of.",
                "`aa` is set here, but the root does not declare a variable of that name",
            ),
            Self::PlanErrored => (
                "The plan is of a run that failed, so that most of it may be missing.",
                "this plan records a failed run and holds only what was planned before the error; repair the error and plan again",
            ),
            Self::PlanIncomplete => (
                "The plan says that it is not complete. What is absent from it counts as not known, and not as absent.",
                "this plan is not complete (`-target`, `-exclude` or deferred changes): what is absent from it may exist; plan without them to decide",
            ),
            Self::Invalid => (
                "Terraform rejects the configuration: when it validates it or when it plans with these values.",
                "the value of `var.n` fails its validation: at most one",
            ),
            Self::Limit => (
                "A bound of the tool was reached, which keeps every run finite. What is beyond it is not known.",
                "`databricks_group.g` brings the root to more than 1000000 instances; the rest of the root is not expanded",
            ),
            Self::Config => (
                "`bricklint.toml` says what cannot be meant.",
                "the environment `prod` is for the roots `live/*`, and this run has none of them; correct `roots` in `[environments.prod]`, or name the root of a plan with `--root`",
            ),
            Self::InternalError => (
                "A rule failed by a fault of the tool. The others have run.",
                "the rule `grant-chain-complete` failed; this is a fault of the tool, please report it",
            ),
            Self::Note => (
                "Worth knowing: a comment that silences nothing, an assumption, what a plan alone cannot say.",
                "this suppression of `users-from-idp` silences nothing; remove it",
            ),
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
