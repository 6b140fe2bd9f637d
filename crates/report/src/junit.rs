//! XML as `JUnit` writes it: a suite for each rule, so that rules which hold are seen as passed.
//!
//! A finding fails its case when it makes the exit code 1; below the threshold its case passes and its text
//! stands in `system-out`. Undecided checks are skipped cases unless they count like violations.

use std::fmt::Write as _;

use bricklint_findings::{Finding, Location, Severity, UndecidedMode, Verdict};
use rustc_hash::FxHashMap;

use crate::{Report, TOOL_NAME, escape, words};

struct Suite {
    name: String,
    cases: Vec<Case>,
}

struct Case {
    class: String,
    name: String,
    file: Option<(String, Option<u32>)>,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Told(String),
    Failed { kind: &'static str, message: String, text: String },
    Error { kind: &'static str, message: String, text: String },
    Skipped(String),
}

/// One suite for problems, if there are any, and one for each rule that ran.
pub(crate) fn render(report: &Report<'_>) -> String {
    let suites = suites(report);
    let total = |test: fn(&Outcome) -> bool| {
        suites.iter().flat_map(|suite| &suite.cases).filter(|case| test(&case.outcome)).count()
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"{TOOL_NAME}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        total(|_| true),
        total(is_failed),
        total(is_error)
    );
    for suite in &suites {
        let count =
            |test: fn(&Outcome) -> bool| suite.cases.iter().filter(|case| test(&case.outcome)).count();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
            escape::markup(&suite.name),
            suite.cases.len(),
            count(is_failed),
            count(is_error),
            count(|outcome| matches!(outcome, Outcome::Skipped(_)))
        );
        for case in &suite.cases {
            write_case(case, &mut out);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn is_failed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Failed { .. })
}

fn is_error(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Error { .. })
}

fn suites(report: &Report<'_>) -> Vec<Suite> {
    let mut suites = Vec::new();
    let input: Vec<Case> = report.problems.iter().map(|problem| problem_case(report, problem)).collect();
    if !input.is_empty() {
        suites.push(Suite { name: "input".to_owned(), cases: input });
    }
    for rule in crate::rules::ran(report) {
        let findings = report.findings.iter().filter(|finding| finding.rule.id == rule.id);
        let mut cases: Vec<Case> = findings.map(|finding| finding_case(report, finding)).collect();
        if cases.is_empty() {
            let class = format!("{TOOL_NAME}.{}", rule.area);
            cases.push(Case { class, name: rule.id.to_owned(), file: None, outcome: Outcome::Passed });
        }
        suites.push(Suite { name: rule.id.to_owned(), cases });
    }
    // Readers tell cases apart by class and name; the second of one name gets a number.
    let mut seen: FxHashMap<(String, String), usize> = FxHashMap::default();
    for case in suites.iter_mut().flat_map(|suite| &mut suite.cases) {
        let n = seen.entry((case.class.clone(), case.name.clone())).or_insert(0);
        *n += 1;
        if *n > 1 {
            let _ = write!(case.name, " #{n}");
        }
    }
    suites
}

fn problem_case(report: &Report<'_>, problem: &bricklint_findings::Problem) -> Case {
    let kind = problem.kind.name();
    let message = escape::line(&problem.message).into_owned();
    let place = problem.location.as_ref().and_then(words::place);
    let text = place.as_ref().map_or_else(|| message.clone(), |place| format!("{place}: {message}"));
    Case {
        class: format!("{TOOL_NAME}.input"),
        name: place.map_or_else(|| kind.to_owned(), |place| format!("{kind} {place}")),
        file: problem.location.as_ref().and_then(file),
        outcome: if report.severity_of(problem) == Severity::Error {
            Outcome::Error { kind, message, text }
        } else {
            Outcome::Told(text)
        },
    }
}

fn finding_case(report: &Report<'_>, finding: &Finding) -> Case {
    let subject = words::subject(finding);
    let place = words::finding_place(finding);
    let message = words::message(finding);
    let outcome = if report.fails(finding) {
        Outcome::Failed { kind: finding.severity.name(), message, text: details(report, finding) }
    } else if finding.verdict == Verdict::Undecided && report.undecided != UndecidedMode::Fail {
        let causes: Vec<String> =
            finding.causes.iter().map(|cause| escape::line(&cause.text).into_owned()).collect();
        Outcome::Skipped(if causes.is_empty() {
            message
        } else {
            format!("undecided: {}", causes.join("; "))
        })
    } else {
        Outcome::Told(format!("{}: {}", finding.severity.name(), details(report, finding)))
    };
    Case {
        class: format!("{TOOL_NAME}.{}.{}", finding.rule.area, finding.rule.id),
        name: if subject.is_empty() { place } else { format!("{subject} ({place})") },
        file: file(&finding.location),
        outcome,
    }
}

fn file(location: &Location) -> Option<(String, Option<u32>)> {
    (!location.path.is_empty()).then(|| (location.path.clone(), location.start.map(|start| start.line)))
}

/// What a person reads under a failed case.
fn details(report: &Report<'_>, finding: &Finding) -> String {
    let mut text = format!("{}: {}", words::finding_place(finding), words::message(finding));
    let mut add = |line: String| {
        if !line.is_empty() {
            text.push('\n');
            text.push_str(&escape::line(&line));
        }
    };
    for related in &finding.related {
        if let Some(place) = words::place(&related.location) {
            add(format!("{place}: {}", related.label));
        }
    }
    if let Some((how_many, names)) = words::instances(finding) {
        add(format!("{how_many}: {names}"));
    }
    add(words::holds_in(report, finding));
    for cause in &finding.causes {
        add(cause.text.to_string());
    }
    if !finding.help.is_empty() {
        add(format!("help: {}", finding.help));
    }
    text
}

fn write_case(case: &Case, out: &mut String) {
    let _ = write!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\"",
        escape::markup(&case.class),
        escape::markup(&case.name)
    );
    if let Some((path, line)) = &case.file {
        let _ = write!(out, " file=\"{}\"", escape::markup(path));
        if let Some(line) = line {
            let _ = write!(out, " line=\"{line}\"");
        }
    }
    let element = match &case.outcome {
        Outcome::Passed => {
            out.push_str("/>\n");
            return;
        }
        Outcome::Told(text) => format!("<system-out>{}</system-out>", escape::markup_lines(text)),
        Outcome::Skipped(message) => format!("<skipped message=\"{}\"/>", escape::markup(message)),
        Outcome::Failed { kind, message, text } => bad("failure", kind, message, text),
        Outcome::Error { kind, message, text } => bad("error", kind, message, text),
    };
    let _ = writeln!(out, ">\n      {element}\n    </testcase>");
}

fn bad(element: &str, kind: &str, message: &str, text: &str) -> String {
    format!(
        "<{element} type=\"{}\" message=\"{}\">{}</{element}>",
        escape::markup(kind),
        escape::markup(message),
        escape::markup_lines(text)
    )
}
