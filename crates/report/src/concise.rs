//! One line a finding: `path:line:col: error[rule] message (address)`.

use std::fmt::Write as _;

use crate::{Report, escape, words};

/// Problems, violations and, where asked for, undecided checks; no summary.
pub(crate) fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for problem in report.problems {
        let place = problem.location.as_ref().and_then(words::place).map(|p| p + ": ").unwrap_or_default();
        let severity = report.severity_of(problem).name();
        let _ =
            writeln!(out, "{place}{severity}[{}] {}", problem.kind.name(), escape::line(&problem.message));
    }
    for finding in report.listed() {
        let _ = write!(
            out,
            "{}: {}[{}] {}",
            words::finding_place(finding),
            finding.severity.name(),
            finding.rule.id,
            words::message_and_where(report, finding)
        );
        let address = escape::line(&finding.address);
        match (address.is_empty(), finding.instances.len() + words::unnamed(finding)) {
            (true, _) => out.push('\n'),
            (false, 0 | 1) => {
                let _ = writeln!(out, " ({address})");
            }
            (false, n) => {
                let _ = writeln!(out, " ({address} and {} more)", n - 1);
            }
        }
    }
    for group in report.grouped_undecided() {
        for finding in &group.findings {
            let _ = writeln!(
                out,
                "{}: undecided[{}] {} ({})",
                words::finding_place(finding),
                finding.rule.id,
                escape::line(&finding.message),
                group.cause.map_or("no cause is known".into(), |cause| escape::line(&cause.text))
            );
        }
    }
    out
}
