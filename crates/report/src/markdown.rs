//! A comment for a pull request: the verdict, a line a finding, the rest folded away.

use std::fmt::Write as _;

use bricklint_findings::Sorting;
use bricklint_findings::{Finding, Severity};

use crate::{Report, escape, words};

/// Where problems, findings and undecided checks end, in bytes: a comment holds 65,536 characters.
const PROBLEMS_END: usize = 16 * 1024;
const FINDINGS_END: usize = 48 * 1024;
const UNDECIDED_END: usize = 60 * 1024;

/// A heading, the summary, problems, findings and, where asked for, undecided checks.
pub(crate) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    let verdict = match report.exit_code() {
        0 => "passed",
        1 => "failed",
        _ => "could not check everything",
    };
    let _ = writeln!(out, "### bricklint: {verdict}\n");
    for (i, line) in words::summary_lines(report).iter().enumerate() {
        let end = if i == 0 { "" } else { "  \n" };
        let _ = write!(out, "{end}{}", escape::markdown_message(line));
    }
    out.push('\n');
    if !report.problems.is_empty() {
        out.push_str("\n#### Problems with the input\n\n");
        let items = report.problems.iter().map(|problem| {
            let place = problem.location.as_ref().and_then(words::place);
            let place = place.map(|place| format!(" {}", escape::markdown_code(&place))).unwrap_or_default();
            let message = escape::markdown_message(&problem.message);
            format!("- **{}**{place}: {message}\n", problem.kind.name())
        });
        list(items, PROBLEMS_END, "more problem", &mut out);
    }
    let mut findings: Vec<&Finding> = report.listed().collect();
    // Stable: report order within a severity.
    findings.put_in_order_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut severity = None;
    let items = findings.into_iter().map(|finding| {
        let mut item = String::new();
        if severity != Some(finding.severity) {
            severity = Some(finding.severity);
            let heading = match finding.severity {
                Severity::Error => "Errors",
                Severity::Warning => "Warnings",
                Severity::Info => "Info",
            };
            let _ = writeln!(item, "\n#### {heading}\n");
        }
        write_finding(report, finding, &mut item);
        item
    });
    list(items, FINDINGS_END, "more finding", &mut out);
    let undecided = report.grouped_undecided();
    if !undecided.is_empty() {
        out.push_str("\n<details>\n<summary>Undecided checks</summary>\n\n");
        let items = undecided.iter().map(|group| {
            format!(
                "- {}: {}, at {}\n",
                escape::markdown_code(group.rule),
                escape::markdown_message(&group.sentence()),
                escape::markdown_code(&group.places())
            )
        });
        list(items, UNDECIDED_END, "more cause", &mut out);
        out.push_str("\n</details>\n");
    }
    out
}

/// Writes items until `out` would be longer than `end`, then how many there are beside them.
fn list(items: impl Iterator<Item = String>, end: usize, noun: &str, out: &mut String) {
    let mut more = 0;
    for item in items {
        if more > 0 || out.len() + item.len() > end {
            more += 1;
        } else {
            out.push_str(&item);
        }
    }
    if more > 0 {
        let _ = writeln!(out, "\n{}", words::count(more, noun));
    }
}

fn write_finding(report: &Report<'_>, finding: &Finding, out: &mut String) {
    let _ = writeln!(
        out,
        "- {} {}  \n  {}",
        escape::markdown_code(&words::finding_place(finding)),
        escape::markdown_code(finding.rule.id),
        escape::markdown_message(&words::message(finding))
    );
    let mut details = Vec::new();
    for related in &finding.related {
        if let Some(place) = words::place(&related.location) {
            let place = escape::markdown_code(&place);
            details.push(format!("{place}: {}", escape::markdown_message(&related.label)));
        }
    }
    if let Some((how_many, _)) = words::instances(finding) {
        let names: Vec<String> =
            finding.instances.iter().map(|address| escape::markdown_code(address)).collect();
        let more = words::unnamed(finding);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        details.push(format!("{how_many}: {}{rest}", names.join(", ")));
    }
    let holds_in = words::holds_in(report, finding);
    if !holds_in.is_empty() {
        details.push(escape::markdown_text(&holds_in));
    }
    for cause in &finding.causes {
        details.push(escape::markdown_message(&cause.text));
    }
    if !finding.help.is_empty() {
        details.push(format!("help: {}", escape::markdown_message(&finding.help)));
    }
    if !details.is_empty() {
        out.push_str("  <details><summary>details</summary>\n\n");
        for detail in details {
            let _ = writeln!(out, "  - {detail}");
        }
        out.push_str("\n  </details>\n");
    }
}
