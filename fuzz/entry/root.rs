//! What holds for any bytes that are handed over as the only file of a root.

use std::path::Path;

use bricklint::inspect;
use bricklint::session::{self, Request};
use bricklint_findings::problem::ProblemKind;
use bricklint_findings::{FailOn, UndecidedMode};
use bricklint_load::LoadOptions;
use bricklint_load::files::MemoryFiles;
use bricklint_report::{Format, Options, Report};
use bricklint_rules::RULES;

/// Evaluates and checks them, as JSON where they begin like that. Returns what is wrong with them, what is found and
/// the evaluated instances.
pub(crate) fn check(bytes: &[u8]) -> (Vec<String>, Vec<String>, String) {
    let name = if bytes.first() == Some(&b'{') { "main.tf.json" } else { "main.tf" };
    let files: MemoryFiles = [
        (format!("/p/{name}"), bytes.to_vec()),
        (
            "/p/module/main.tf".to_owned(),
            b"variable \"in\" {}\noutput \"out\" {\n  value = var.in\n}\n".to_vec(),
        ),
        ("/p/template.tftpl".to_owned(), b"%{ for x in xs ~}${x},%{ endfor ~}".to_vec()),
    ]
    .into_iter()
    .collect();
    let root = Path::new("/p").to_owned();
    let request = Request {
        load: LoadOptions { project_root: root.clone(), paths: vec![root], ..LoadOptions::default() },
        rules: RULES.to_vec(),
        ..Request::default()
    };
    let run = session::run(&files, request);
    let failed = run.problems.iter().find(|problem| problem.kind == ProblemKind::InternalError);
    assert!(failed.is_none(), "{failed:?}");
    let report = Report {
        version: "0.0.0",
        summary: run.summary,
        findings: &run.findings,
        problems: &run.problems,
        sources: &run.shown,
        rules: &[],
        undecided: UndecidedMode::Ignore,
        fail_on: FailOn::Error,
        allow_parse_errors: false,
    };
    for format in [Format::Text, Format::Json] {
        assert!(!bricklint_report::write(&report, format, Options::default()).is_empty());
    }
    let problems = run.problems.iter().map(|problem| format!("{}: {}", problem.kind.name(), problem.message));
    let found = run
        .findings
        .iter()
        .map(|finding| format!("{} {} {}", finding.verdict.name(), finding.rule.id, finding.address));
    (problems.collect(), found.collect(), inspect::of(&run))
}
