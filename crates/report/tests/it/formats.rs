use bricklint_findings::{FailOn, Severity, UndecidedMode};
use bricklint_report::{Format, Options, write};

use crate::fixture::{Fixture, NASTY};

fn render(format: Format, undecided: UndecidedMode) -> String {
    write(&Fixture::full().report(undecided), format, Options::default())
}

macro_rules! snapshots {
    ($($test:ident: $format:ident, $mode:ident;)*) => {
        $(#[test]
        fn $test() {
            insta::assert_snapshot!(stringify!($test), render(Format::$format, UndecidedMode::$mode));
        })*
    };
}

snapshots! {
    text: Text, Ignore;
    text_warn: Text, Warn;
    text_fail: Text, Fail;
    concise: Concise, Warn;
    json: Json, Ignore;
    sarif: Sarif, Ignore;
    github: Github, Warn;
    gitlab: Gitlab, Warn;
    junit: Junit, Ignore;
    markdown: Markdown, Warn;
    html: Html, Warn;
}

#[test]
fn names_are_those_that_parse() {
    for (format, name) in Format::ALL.into_iter().zip(Format::NAMES) {
        assert_eq!(name.parse::<Format>().unwrap(), format);
        assert_eq!(format.name(), name);
    }
    assert!("xml".parse::<Format>().unwrap_err().to_string().contains("text, concise"));
}

#[test]
fn output_is_the_same_every_time() {
    for format in Format::ALL {
        for undecided in [UndecidedMode::Ignore, UndecidedMode::Warn, UndecidedMode::Fail] {
            assert_eq!(render(format, undecided), render(format, undecided), "{format:?}");
        }
    }
}

#[test]
fn no_format_lets_control_characters_through() {
    for format in Format::ALL {
        let text = render(format, UndecidedMode::Fail);
        let bad: Vec<char> = text
            .chars()
            .filter(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c))
            .collect();
        assert!(bad.is_empty(), "{format:?} {bad:?}");
        assert!(text.ends_with('\n'), "{format:?}");
    }
}

#[test]
fn no_format_for_people_lets_markup_through() {
    for format in [Format::Html, Format::Junit] {
        let text = render(format, UndecidedMode::Fail);
        assert!(!text.contains("<script>"), "{format:?}");
    }
    let markdown = render(Format::Markdown, UndecidedMode::Fail);
    // Nothing in code is a mention or a link.
    let mut prose = String::new();
    for (i, part) in markdown.split("<code>").enumerate() {
        prose.push_str(if i == 0 { part } else { part.split_once("</code>").unwrap().1 });
    }
    assert!(prose.contains("team"));
    for live in ["@team", "[l](", "://", "<script"] {
        assert!(!prose.contains(live), "{live}");
    }
    for line in render(Format::Github, UndecidedMode::Fail).lines() {
        let commands = ["::error ", "::warning ", "::notice "];
        let is_command = commands.iter().any(|command| line.starts_with(command));
        assert!(is_command || !line.trim_start().starts_with("::"), "{line}");
    }
}

#[test]
fn json_keeps_names_exact_and_cleans_sentences() {
    let value: serde_json::Value =
        serde_json::from_str(&render(Format::Json, UndecidedMode::Ignore)).unwrap();
    let finding = value.pointer("/findings/3").unwrap();
    assert_eq!(finding.get("address").unwrap(), NASTY);
    assert_eq!(finding.pointer("/fixes/0/edits/0/text").unwrap(), NASTY);
    assert_eq!(finding.pointer("/instances/0").unwrap(), NASTY);
    let cleaned = finding.get("message").unwrap().as_str().unwrap();
    assert!(cleaned.starts_with("[31ma ::error::b"), "{cleaned}");
    assert_eq!(finding.pointer("/causes/0/text").unwrap(), cleaned);
}

#[test]
fn undecided_checks_are_listed_as_asked() {
    let lists = |format, mode| render(format, mode).contains("databricks_job.b");
    for format in Format::ALL {
        // JUnit shows them as skipped.
        let always = matches!(format, Format::Json | Format::Sarif | Format::Junit);
        assert_eq!(lists(format, UndecidedMode::Ignore), always, "{format:?}");
        assert!(lists(format, UndecidedMode::Fail), "{format:?}");
    }
}

#[test]
fn junit_fails_what_fails_the_run() {
    let fixture = Fixture::full();
    let failures = |fail_on, undecided| {
        let report = bricklint_report::Report { fail_on, ..fixture.report(undecided) };
        write(&report, Format::Junit, Options::default()).matches("<failure").count()
    };
    assert_eq!(failures(FailOn::Never, UndecidedMode::Fail), 0);
    assert_eq!(failures(FailOn::Error, UndecidedMode::Ignore), 1);
    assert_eq!(failures(FailOn::Warning, UndecidedMode::Ignore), 3);
    assert_eq!(failures(FailOn::Info, UndecidedMode::Fail), fixture.findings.len());
}

#[test]
fn github_shows_the_worst_first() {
    let text = render(Format::Github, UndecidedMode::Warn);
    let order: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
    let mut sorted = order.clone();
    sorted.sort_by_key(|name| match *name {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    });
    assert_eq!(order, sorted);
    assert!(order.contains(&"error") && order.contains(&"notice"));
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let mut fixture = Fixture::full();
    let again = fixture.findings.first().unwrap().clone();
    fixture.findings.push(again);
    let text = write(&fixture.report(UndecidedMode::Fail), Format::Gitlab, Options::default());
    let issues: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut prints: Vec<&str> =
        issues.iter().map(|issue| issue.get("fingerprint").unwrap().as_str().unwrap()).collect();
    let all = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), all);
}

#[test]
fn junit_names_are_unique() {
    let mut fixture = Fixture::full();
    let again = fixture.findings.first().unwrap().clone();
    fixture.findings.extend([again.clone(), again]);
    fixture.problems.extend(fixture.problems.clone());
    let text = write(&fixture.report(UndecidedMode::Fail), Format::Junit, Options::default());
    let cases = || text.lines().filter_map(|line| line.trim().strip_prefix("<testcase "));
    let name = |case: &str| case.split("\" file=").next().unwrap_or_default().to_owned();
    let names: std::collections::BTreeSet<String> = cases().map(name).collect();
    assert_eq!(names.len(), cases().count(), "{text}");
}

#[test]
fn markdown_stays_below_what_a_comment_holds() {
    let mut fixture = Fixture::full();
    fixture.findings = fixture.findings.iter().cycle().take(5_000).cloned().collect();
    fixture.problems = fixture.problems.iter().cycle().take(5_000).cloned().collect();
    for (i, finding) in fixture.findings.iter_mut().enumerate() {
        finding.causes.iter_mut().for_each(|cause| cause.parts_mut().text = format!("cause {i}").into());
    }
    let text = write(&fixture.report(UndecidedMode::Warn), Format::Markdown, Options::default());
    assert!(text.len() < 65_536, "{}", text.len());
    for more in ["more problems", "more findings", "more causes"] {
        assert!(text.contains(more), "{more}");
    }
}

#[test]
fn severities_of_problems_follow_the_exit_code() {
    let fixture = Fixture::full();
    let concise = |allow_parse_errors| {
        let report = bricklint_report::Report { allow_parse_errors, ..fixture.report(UndecidedMode::Ignore) };
        write(&report, Format::Concise, Options::default())
    };
    assert!(concise(false).starts_with("live/grants.tf:3:3: error[syntax]"));
    assert!(concise(true).starts_with("live/grants.tf:3:3: warning[syntax]"));
    assert!(concise(true).contains(&format!("{}[note]", Severity::Info.name())));
}
