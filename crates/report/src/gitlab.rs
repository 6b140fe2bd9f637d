//! GitLab's code quality report: a list of issues with fingerprints that tell old from new.

use bricklint_findings::{Finding, Location, Severity};
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{Report, escape, words};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
}

/// Problems, violations and, where asked for, undecided checks.
pub(crate) fn render(report: &Report<'_>) -> String {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    // The report drops issues that share a fingerprint; the second of one kind gets a number.
    let mut unique = |fingerprint: String| {
        let n = seen.entry(fingerprint.clone()).or_insert(0);
        *n += 1;
        if *n == 1 { fingerprint } else { format!("{fingerprint}-{n}") }
    };
    let mut issues = Vec::new();
    for problem in report.problems {
        let nowhere = Location::default();
        let location = problem.location.as_ref().unwrap_or(&nowhere);
        issues.push(Issue {
            description: escape::line(&problem.message).into_owned(),
            check_name: problem.kind.name().to_owned(),
            fingerprint: unique(format!("{}:{}", problem.kind.name(), location.path)),
            severity: match report.severity_of(problem) {
                Severity::Error => "blocker",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: place(location, "."),
        });
    }
    let mut add = |finding: &Finding, severity: &'static str| {
        let mut description = words::message_and_where(report, finding);
        if finding.count > 1 {
            description = format!("{description} ({})", words::count(finding.count, "instance"));
        }
        // The format's location has lines only.
        if let (Some(_), Some(place)) = (finding.location.plan, words::place(&finding.location)) {
            description = format!("{description} ({place})");
        }
        if !finding.help.is_empty() {
            description = format!("{description}; {}", escape::line(&finding.help));
        }
        issues.push(Issue {
            description,
            check_name: finding.rule.id.to_owned(),
            fingerprint: unique(finding.fingerprint.clone()),
            severity,
            location: place(&finding.location, &finding.root),
        });
    };
    for finding in report.listed() {
        add(
            finding,
            match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Info => "info",
            },
        );
    }
    for group in report.grouped_undecided() {
        for finding in group.findings {
            add(finding, "info");
        }
    }
    escape::json(&issues)
}

/// A path and a line, which the format requires; what has none gets the root and line 1.
fn place(location: &Location, root: &str) -> Place {
    let path = match (location.path.is_empty(), root.is_empty()) {
        (false, _) => location.path.clone(),
        (true, false) => root.to_owned(),
        (true, true) => ".".to_owned(),
    };
    let begin = location.start.map_or(1, |start| start.line);
    Place { path, lines: Lines { begin, end: location.end.map(|end| end.line) } }
}
