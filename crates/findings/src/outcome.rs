//! What a run comes to: its counts and its exit code.

use std::str::FromStr;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::finding::{Finding, Severity, Summary, Verdict};
use crate::problem::{Problem, ProblemKind};

/// The lowest severity that makes the exit code 1: `--fail-on`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors only.
    #[default]
    Error,
    /// Warnings and errors.
    Warning,
    /// Everything.
    Info,
    /// Nothing; bad input still fails.
    Never,
}

impl FailOn {
    /// The names that `--fail-on` takes.
    pub const NAMES: [&'static str; 4] = ["error", "warning", "info", "never"];

    /// Whether a finding of this severity counts.
    pub fn counts(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// What becomes of undecided checks: `--undecided`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UndecidedMode {
    /// A line in the summary.
    #[default]
    Ignore,
    /// Listed, grouped by cause; no effect on the exit code.
    Warn,
    /// Like violations of the same severity.
    Fail,
}

impl UndecidedMode {
    /// The names that `--undecided` takes.
    pub const NAMES: [&'static str; 3] = ["ignore", "warn", "fail"];
}

/// A word that is none of those an option takes; the caller's fault.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{given}` is not one of {}", allowed.join(", "))]
pub struct UnknownName {
    /// The word given.
    pub given: String,
    /// The words allowed.
    pub allowed: &'static [&'static str],
}

impl FromStr for FailOn {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "error" => Ok(Self::Error),
            "warning" => Ok(Self::Warning),
            "info" => Ok(Self::Info),
            "never" => Ok(Self::Never),
            _ => Err(UnknownName { given: name.to_owned(), allowed: &Self::NAMES }),
        }
    }
}

impl FromStr for UndecidedMode {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "ignore" => Ok(Self::Ignore),
            "warn" => Ok(Self::Warn),
            "fail" => Ok(Self::Fail),
            _ => Err(UnknownName { given: name.to_owned(), allowed: &Self::NAMES }),
        }
    }
}

/// The counts of a run that its findings do not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Findings silenced by comments or the configuration.
    pub suppressed: usize,
    /// Findings accepted by a baseline.
    pub baselined: usize,
    /// Files read.
    pub files: usize,
    /// Roots checked.
    pub roots: usize,
    /// Instances in all stacks.
    pub instances: usize,
    /// Instances with at least one violation; see `instances_affected`.
    pub instances_affected: usize,
}

/// Counts undecided checks: an instance that a rule judges is one, however many findings it has.
#[derive(Debug, Default)]
pub struct Checks(FxHashSet<(&'static str, u32)>);

impl Checks {
    /// How many checks a finding adds to those of the findings before it.
    pub fn count(&mut self, finding: &Finding) -> usize {
        if finding.numbers.is_empty() {
            return finding.count.max(1);
        }
        let unnumbered = finding.count.saturating_sub(finding.numbers.len());
        let added = finding.numbers.iter().filter(|number| self.0.insert((finding.rule.id, **number)));
        added.count() + unnumbered
    }
}

/// How many checks of these findings are undecided.
pub fn checks<'f>(findings: impl Iterator<Item = &'f Finding>) -> usize {
    let mut checks = Checks::default();
    findings
        .filter(|finding| finding.verdict == Verdict::Undecided)
        .map(|finding| checks.count(finding))
        .sum()
}

/// The summary of a run: violations counted by (grouped) finding, undecided checks by instance.
pub fn summarize(findings: &[Finding], totals: Totals) -> Summary {
    let mut summary = Summary {
        suppressed: totals.suppressed,
        baselined: totals.baselined,
        files: totals.files,
        roots: totals.roots,
        instances: totals.instances,
        instances_affected: totals.instances_affected,
        undecided: checks(findings.iter()),
        ..Summary::default()
    };
    for finding in findings {
        match (finding.verdict, finding.severity) {
            (Verdict::Undecided, _) => {}
            (Verdict::Violated, Severity::Error) => summary.errors += 1,
            (Verdict::Violated, Severity::Warning) => summary.warnings += 1,
            (Verdict::Violated, Severity::Info) => summary.info += 1,
        }
    }
    summary
}

/// Whether a problem means that the job could not be done.
pub fn is_fatal(problem: &Problem, allow_parse_errors: bool) -> bool {
    problem.kind.is_fatal() && !(allow_parse_errors && problem.kind == ProblemKind::Syntax)
}

/// The exit code of a run: 0 nothing at or above the threshold, 1 findings at or above it, 2 the job could
/// not be done. 2 wins over 1, and `FailOn::Never` silences 1 only.
pub fn exit_code(
    findings: &[Finding],
    problems: &[Problem],
    fail_on: FailOn,
    undecided: UndecidedMode,
    allow_parse_errors: bool,
) -> u8 {
    if problems.iter().any(|problem| is_fatal(problem, allow_parse_errors)) {
        return 2;
    }
    let fails = findings.iter().any(|finding| {
        let listed = finding.verdict == Verdict::Violated || undecided == UndecidedMode::Fail;
        listed && fail_on.counts(finding.severity)
    });
    u8::from(fails)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::tests::finding;

    const KINDS: [ProblemKind; 15] = [
        ProblemKind::Syntax,
        ProblemKind::Unreadable,
        ProblemKind::ModuleMissing,
        ProblemKind::ModuleNotInstalled,
        ProblemKind::ModuleStale,
        ProblemKind::VariableUndeclared,
        ProblemKind::VariableInvalid,
        ProblemKind::TfvarsUndeclared,
        ProblemKind::PlanErrored,
        ProblemKind::PlanIncomplete,
        ProblemKind::Invalid,
        ProblemKind::Limit,
        ProblemKind::Config,
        ProblemKind::InternalError,
        ProblemKind::Note,
    ];

    #[test]
    fn exit_code_of_findings_follows_the_threshold() {
        use Severity::{Error, Info, Warning};
        use UndecidedMode::{Fail, Ignore, Warn};
        use Verdict::{Undecided, Violated};
        // (verdict, severity, mode, codes for fail-on error, warning, info, never)
        let table = [
            (Violated, Error, Ignore, [1, 1, 1, 0]),
            (Violated, Warning, Ignore, [0, 1, 1, 0]),
            (Violated, Info, Ignore, [0, 0, 1, 0]),
            (Violated, Info, Fail, [0, 0, 1, 0]),
            (Undecided, Error, Ignore, [0, 0, 0, 0]),
            (Undecided, Error, Warn, [0, 0, 0, 0]),
            (Undecided, Error, Fail, [1, 1, 1, 0]),
            (Undecided, Warning, Fail, [0, 1, 1, 0]),
            (Undecided, Info, Fail, [0, 0, 1, 0]),
        ];
        for (verdict, severity, mode, codes) in table {
            for (name, code) in FailOn::NAMES.iter().zip(codes) {
                let one = [crate::Finding { severity, verdict, ..finding("a.tf", 1, "x.y") }];
                let fail_on = name.parse().unwrap();
                assert_eq!(
                    exit_code(&one, &[], fail_on, mode, false),
                    code,
                    "{verdict:?} {severity:?} {mode:?} --fail-on {name}"
                );
                // A problem that stops the job wins over every threshold.
                let broken = [Problem::new(ProblemKind::Unreadable, "x")];
                assert_eq!(exit_code(&one, &broken, fail_on, mode, false), 2);
            }
        }
    }

    #[test]
    fn exit_code_of_problems_follows_their_kind() {
        let harmless =
            ["module-not-installed", "module-stale", "tfvars-undeclared", "plan-incomplete", "note"];
        for kind in KINDS {
            let problem = [Problem::new(kind, "x")];
            let code = exit_code(&[], &problem, FailOn::Never, UndecidedMode::Ignore, false);
            let expected = if harmless.contains(&kind.name()) || !kind.is_fatal() { 0 } else { 2 };
            assert_eq!(code, expected, "{}", kind.name());
            let lenient = exit_code(&[], &problem, FailOn::Never, UndecidedMode::Ignore, true);
            let expected = if kind == ProblemKind::Syntax { 0 } else { expected };
            assert_eq!(lenient, expected, "{} --allow-parse-errors", kind.name());
        }
        assert_eq!(exit_code(&[], &[], FailOn::Info, UndecidedMode::Fail, false), 0);
    }

    #[test]
    fn summary_counts_violations_by_finding_and_undecided_by_instance() {
        let findings = [
            crate::Finding { severity: Severity::Error, count: 40, ..finding("a.tf", 1, "x.a") },
            crate::Finding { severity: Severity::Info, ..finding("a.tf", 2, "x.b") },
            crate::Finding { verdict: Verdict::Undecided, count: 12, ..finding("a.tf", 3, "x.c") },
        ];
        let got = summarize(&findings, Totals { files: 3, suppressed: 1, ..Totals::default() });
        assert_eq!((got.errors, got.warnings, got.info, got.undecided), (1, 0, 1, 12));
        assert_eq!((got.files, got.suppressed), (3, 1));
    }

    #[test]
    fn names_are_those_that_parse() {
        for name in UndecidedMode::NAMES {
            assert!(name.parse::<UndecidedMode>().is_ok());
        }
        assert_eq!(
            "nevr".parse::<FailOn>().unwrap_err().to_string(),
            "`nevr` is not one of error, warning, info, never"
        );
    }
}
