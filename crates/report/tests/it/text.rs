use bricklint_findings::source::{FileId, FileSpan, Span};
use bricklint_findings::{Finding, Location, UndecidedMode};
use bricklint_report::{Format, Options, write};

use crate::fixture::{ENVIRONMENT, Fixture, finding, position};

fn text(fixture: &Fixture) -> String {
    write(&fixture.report(UndecidedMode::Ignore), Format::Text, Options::default())
}

#[test]
fn nothing_found_is_said() {
    assert_eq!(text(&Fixture::empty()), "no findings in 1,204 instances (3 files, 2 roots)\n");
}

#[test]
fn what_counts_is_not_denied() {
    let mut fixture = Fixture::full();
    fixture.problems.clear();
    fixture.findings.retain(|finding| finding.verdict == bricklint_findings::Verdict::Undecided);
    let last = |mode| {
        let text = write(&fixture.report(mode), Format::Text, Options::default());
        text.rsplit("\n\n").next().unwrap().to_owned()
    };
    let undecided = "13 checks undecided: 9 by a plan, 3 by a value for var.env, 1 by `terraform init`\n\
         1 finding suppressed and 2 findings accepted by the baseline\n";
    let read = "in 1,204 instances (3 files, 2 roots)";
    assert_eq!(last(UndecidedMode::Fail), format!("no violations {read}\n{undecided}"));
    assert_eq!(
        last(UndecidedMode::Ignore),
        format!("no findings {read}\n{undecided}`--undecided warn` lists the undecided checks\n")
    );
}

#[test]
fn without_a_span_no_source_is_shown() {
    let mut fixture = Fixture::empty();
    let file = fixture.add_file("a.tf", "token = \"secret\"\n");
    let location = Location { span: None, ..fixture.at(file, "\"secret\"") };
    fixture.findings = vec![finding(&ENVIRONMENT, "x.y", location)];
    for format in Format::ALL {
        let text = write(&fixture.report(UndecidedMode::Ignore), format, Options::default());
        assert!(!text.contains("secret") && text.contains("a.tf"), "{format:?}");
    }
}

#[test]
fn colour_only_when_asked() {
    let fixture = Fixture::full();
    let report = fixture.report(UndecidedMode::Warn);
    let colored = write(&report, Format::Text, Options { color: true, width: 100 });
    assert!(colored.contains("\u{1b}["));
    assert!(!write(&report, Format::Text, Options::default()).contains('\u{1b}'));
}

#[test]
fn spans_that_do_not_fit_are_shown_as_far_as_they_do() {
    let mut fixture = Fixture::empty();
    let file = fixture.add_file("a.tf", "é = 1\nb = 2");
    let empty = fixture.add_file("empty.tf", "");
    for (file, start, end) in [
        (file, 0, 0),
        (file, 1, 1),
        (file, 7, 3),
        (file, 0, 9_000),
        (file, 12, 13),
        (file, u32::MAX, u32::MAX),
        (empty, 0, 0),
        (empty, 5, 9),
        (99, 0, 1),
    ] {
        let location = Location {
            path: "a.tf".to_owned(),
            start: Some(position(1, 1)),
            span: Some(FileSpan { file: FileId(file), span: Span::new(start, end) }),
            ..Location::default()
        };
        let message = format!("{file} {start} {end}");
        fixture.findings = vec![Finding { message, ..finding(&ENVIRONMENT, "x.y", location) }];
        assert!(text(&fixture).contains("--> a.tf:"), "{}", text(&fixture));
    }
}

#[test]
fn a_marked_stretch_of_many_lines_is_marked_on_its_first() {
    let mut fixture = Fixture::empty();
    let body = "policy = jsonencode({\n  a = 1\n  b = 2\n  c = 3\n})";
    let file = fixture.add_file("a.tf", &format!("x = 1\n{body}\ny = 2\n"));
    fixture.findings = vec![finding(&ENVIRONMENT, "x.y", fixture.at(file, body))];
    let text = text(&fixture);
    assert!(text.contains("2 | policy = jsonencode({\n  | ^^^^^^^^^^^^^^^^^^^^^\n"), "{text}");
    assert!(!text.contains("c = 3"), "{text}");
}

#[test]
fn a_file_on_one_line_shows_no_source() {
    let mut fixture = Fixture::empty();
    let file = fixture.add_file("a.tf.json", &format!("{{\"a\":\"{}\",\"b\":1}}", "x".repeat(100_000)));
    fixture.findings = vec![finding(&ENVIRONMENT, "x.y", fixture.at(file, "\"b\""))];
    let text = text(&fixture);
    assert!(text.contains("--> a.tf.json:1:100009") && text.len() < 500, "{text}");
}

#[test]
fn places_far_apart_get_a_snippet_each() {
    let mut fixture = Fixture::empty();
    let file = fixture.add_file("a.tf", &format!("first = 1\n{}last = 2\n", "\n".repeat(5_000)));
    let related = bricklint_findings::Related {
        label: "there".to_owned(),
        address: String::new(),
        location: fixture.at(file, "last"),
    };
    fixture.findings =
        vec![Finding { related: vec![related], ..finding(&ENVIRONMENT, "x.y", fixture.at(file, "first")) }];
    let text = text(&fixture);
    assert!(text.contains("::: a.tf:5002:1") && text.contains("there"), "{text}");
}

#[test]
fn many_findings_are_rendered() {
    let mut fixture = Fixture::empty();
    let line = "  name = \"a\"\n";
    let file = fixture.add_file("a.tf", &line.repeat(10_000));
    fixture.findings = (0..10_000)
        .map(|i| {
            let start = i * line.len() as u32 + 2;
            let location = Location {
                path: "a.tf".to_owned(),
                start: Some(position(i + 1, 3)),
                span: Some(FileSpan { file: FileId(file), span: Span::new(start, start + 4) }),
                ..Location::default()
            };
            Finding { message: format!("number {i}"), ..finding(&ENVIRONMENT, "x.y", location) }
        })
        .collect();
    let text = text(&fixture);
    assert_eq!(text.matches("error[serverless-task-environment]").count(), 10_000);
    assert!(text.contains("10,000 errors in 1,204 instances"));
}

#[test]
fn every_span_of_odd_text_is_rendered() {
    let odd = "\u{feff}\té\u{202e}\r\n\r\n日\u{300}x\u{0}\n\n a\rb";
    let mut fixture = Fixture::empty();
    let file = fixture.add_file("a.tf", odd);
    let at = |start, end| Location {
        path: "a.tf".to_owned(),
        span: Some(FileSpan { file: FileId(file), span: Span::new(start, end) }),
        ..Location::default()
    };
    let len = odd.len() as u32 + 1;
    for start in 0..len {
        for end in start..len {
            let related = bricklint_findings::Related {
                label: "l".to_owned(),
                address: String::new(),
                location: at(len - end, len - start),
            };
            let one = Finding { related: vec![related], ..finding(&ENVIRONMENT, "x.y", at(start, end)) };
            fixture.findings.push(Finding { label: "p".to_owned(), ..one });
        }
    }
    for width in [0, 1, 4, 30, usize::MAX] {
        let options = Options { color: width == 30, width };
        let text = write(&fixture.report(UndecidedMode::Ignore), Format::Text, options);
        assert!(!text.contains(['\u{202e}', '\u{0}', '\r']), "{width}");
    }
}
