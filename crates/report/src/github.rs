//! Workflow commands of GitHub Actions, which become annotations of a pull request.
//!
//! GitHub shows ten annotations of each level for a step, so the worst come first; the log has them all.

use std::fmt::Write as _;

use bricklint_findings::Sorting;
use bricklint_findings::{Location, Severity};

use crate::{Report, escape, words};

/// Problems, violations and, where asked for, undecided checks; the summary as plain lines.
pub(crate) fn render(report: &Report<'_>) -> String {
    let mut commands: Vec<(Severity, String)> = Vec::new();
    for problem in report.problems {
        let severity = report.severity_of(problem);
        let title = format!("bricklint {}", problem.kind.name());
        commands.push((
            severity,
            command(severity, problem.location.as_ref(), &title, &escape::line(&problem.message)),
        ));
    }
    for finding in report.listed() {
        let mut body = words::message(finding);
        let mut add = |text: &str| {
            if !text.is_empty() {
                let _ = write!(body, "\n{}", escape::line(text));
            }
        };
        for related in &finding.related {
            if let Some(place) = words::place(&related.location) {
                add(&format!("{place}: {}", related.label));
            }
        }
        if let Some((how_many, names)) = words::instances(finding) {
            add(&format!("{how_many}: {names}"));
        }
        add(&words::holds_in(report, finding));
        for cause in &finding.causes {
            add(&cause.text);
        }
        if !finding.help.is_empty() {
            add(&format!("help: {}", finding.help));
        }
        let title = format!("bricklint {}", finding.rule.id);
        commands.push((finding.severity, command(finding.severity, Some(&finding.location), &title, &body)));
    }
    for group in report.grouped_undecided() {
        let location = group.findings.first().map(|finding| &finding.location);
        let title = format!("bricklint {}", group.rule);
        commands.push((Severity::Info, command(Severity::Info, location, &title, &group.sentence())));
    }
    // Stable: report order within a severity.
    commands.put_in_order_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    let mut out = String::new();
    for (_, command) in commands {
        out.push_str(&command);
        out.push('\n');
    }
    for line in words::summary_lines(report) {
        out.push_str(&escape::log_line(&line));
        out.push('\n');
    }
    out
}

fn command(severity: Severity, location: Option<&Location>, title: &str, body: &str) -> String {
    let name = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    let mut body = body.to_owned();
    if let Some(location) = location.filter(|location| !location.path.is_empty()) {
        properties.push(format!("file={}", escape::command_property(&location.path)));
        if let Some(start) = location.start {
            let end = location.end.unwrap_or(start);
            properties.push(format!("line={},endLine={}", start.line, end.line));
            // Columns are refused for more than one line.
            if start.line == end.line {
                properties.push(format!("col={},endColumn={}", start.column, end.column));
            }
        } else if let (Some(_), Some(place)) = (location.plan, words::place(location)) {
            let _ = write!(body, "\nat {place}");
        } else if let Some(pointer) = &location.pointer {
            let _ = write!(body, "\nat {}", escape::line(pointer));
        }
    }
    properties.push(format!("title={}", escape::command_property(title)));
    format!("::{name} {}::{}", properties.join(","), escape::command_data(&body))
}
