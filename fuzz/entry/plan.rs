//! What holds for any bytes that are handed over as a plan.

use std::collections::BTreeSet;
use std::path::Path;

use bricklint::session::{self, PlanFile, Request};
use bricklint_load::LoadOptions;
use bricklint_load::files::MemoryFiles;
use bricklint_rules::RULES;

/// What came of a check: its exit code, and verdict, rule and address of each finding.
pub(crate) fn check(bytes: &[u8]) -> (u8, BTreeSet<(String, String, String)>) {
    let request = Request {
        load: LoadOptions { project_root: Path::new("/p").to_owned(), ..LoadOptions::default() },
        plans: vec![PlanFile::new("plan.json", bytes)],
        rules: RULES.to_vec(),
        ..Request::default()
    };
    let run = session::run(&MemoryFiles::default(), request);
    let code = super::written::report(&run).exit_code();
    // What was not read is said, and never passes.
    if run.estate.graphs.is_empty() {
        assert_eq!(code, 2);
        assert!(run.problems.iter().any(|problem| problem.kind.is_fatal() && !problem.message.is_empty()));
    }
    let found = run.findings.iter().map(|finding| {
        (finding.verdict.name().to_owned(), finding.rule.id.to_owned(), finding.address.clone())
    });
    (code, found.collect())
}
