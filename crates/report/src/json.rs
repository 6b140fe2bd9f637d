//! `bricklint.check/1`, described by `docs/schemas/check-1.schema.json`.
//!
//! Everything is in it, undecided checks too, whatever the options say. Sentences are cleaned; paths,
//! addresses, pointers and edits are exact.

use bricklint_findings::{Finding, Problem, Summary};
use serde::{Serialize, Serializer};

use crate::{Report, TOOL_NAME, escape};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool<'a>,
    summary: Summary,
    #[serde(serialize_with = "findings")]
    findings: &'a [Finding],
    #[serde(serialize_with = "problems")]
    problems: &'a [Problem],
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

/// The report as pretty JSON with keys in a fixed order.
pub(crate) fn render(report: &Report<'_>) -> String {
    escape::json(&Document {
        schema: "bricklint.check/1",
        tool: Tool { name: TOOL_NAME, version: report.version },
        summary: report.summary,
        findings: report.findings,
        problems: report.problems,
    })
}

fn findings<S: Serializer>(findings: &[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(|finding| {
        let mut finding = finding.clone();
        clean(&mut finding.message);
        clean(&mut finding.help);
        finding.related.iter_mut().for_each(|related| clean(&mut related.label));
        finding.fixes.iter_mut().for_each(|fix| clean(&mut fix.title));
        finding.causes.iter_mut().for_each(|cause| {
            *cause = cause.clone().worded(escape::line(&cause.text).as_ref());
        });
        finding
    }))
}

fn problems<S: Serializer>(problems: &[Problem], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(problems.iter().map(|problem| {
        let mut problem = problem.clone();
        clean(&mut problem.message);
        problem
    }))
}

fn clean(text: &mut String) {
    if let std::borrow::Cow::Owned(cleaned) = escape::line(text) {
        *text = cleaned;
    }
}
