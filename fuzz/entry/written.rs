//! What holds for any run, whatever was handed over.

use bricklint::session::Run;
use bricklint_findings::problem::ProblemKind;
use bricklint_findings::{FailOn, UndecidedMode};
use bricklint_report::{Format, Options, Report};

/// The report of a run in which no rule failed, after it was written.
pub(super) fn report(run: &Run) -> Report<'_> {
    let failed = run.problems.iter().find(|problem| problem.kind == ProblemKind::InternalError);
    assert!(failed.is_none(), "{failed:?}");
    let report = Report {
        version: "0.0.0",
        summary: run.summary,
        findings: &run.findings,
        problems: &run.problems,
        sources: &run.shown,
        rules: &[],
        page: bricklint_rules::page,
        undecided: UndecidedMode::Ignore,
        fail_on: FailOn::Error,
        allow_parse_errors: false,
    };
    for format in [Format::Text, Format::Json] {
        assert!(!bricklint_report::write(&report, format, Options::default()).is_empty());
    }
    report
}
