use std::path::Path;

use bricklint::session::{self, Request, Run};

use crate::harness::{self, JOB, ROOT, lines, memory, problems};

const ID: &str = "serverless-task-environment";

/// What other rules say about the job does not matter here.
fn request(root: &Path, paths: &[&str]) -> Request {
    let mut request = harness::request(root, paths);
    request.rules.retain(|rule| [ID, "users-from-idp"].contains(&rule.info.id));
    request
}

fn run(files: &[(&str, &str)]) -> Run {
    session::run(&memory(files), request(Path::new(ROOT), &["."]))
}

/// The job with a comment on the line before the first one that holds `at`, or at its end.
fn with(comment: &str, at: &str, same_line: bool) -> String {
    let mut out = String::new();
    let mut done = false;
    for line in JOB.lines() {
        if !done && line.contains(at) {
            done = true;
            let (first, gap, last) = if same_line { (line, " ", comment) } else { (comment, "\n", line) };
            out.extend([first, gap, last]);
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    assert!(done, "{at}");
    out
}

#[test]
fn without_a_comment_the_job_is_reported() {
    assert_eq!(lines(&run(&[("main.tf", JOB)])), [format!("violated {ID} main.tf:9")]);
}

#[test]
fn comments_cover_blocks_and_files() {
    let cases = [
        (with(&format!("# bricklint: ignore[{ID}] why"), "resource", false), true),
        (with(&format!("# bricklint: ignore[{ID}] why"), "resource", true), true),
        (with(&format!("// bricklint: ignore[{ID}] why"), "  task {", false), true),
        (with("/* bricklint: ignore[jobs] why */", "  task {", true), true),
        (with(&format!("# bricklint: ignore[{ID}, other] why"), "  task {", true), true),
        (with(&format!("# bricklint: ignore-file[{ID}] why"), "resource", false), true),
        (with(&format!("# bricklint: ignore[{ID}] why"), "name = ", false), false),
        (with(&format!("# bricklint: ignore[{ID}] why"), "environment {", false), false),
        (with(&format!("# bricklint: ignore[{ID}] why"), "spark_python_task", false), false),
        (with(&format!("# bricklint: ignore[{ID}]"), "  task {", false), false),
        (with("# bricklint: ignore[users-from-idp] why", "  task {", false), false),
        (with(&format!("# bricklint: ignore-file[{ID}] why"), "  task {", false), false),
    ];
    for (text, silent) in cases {
        let run = run(&[("main.tf", &text)]);
        assert_eq!(run.findings.is_empty(), silent, "{text}{:?}", lines(&run));
        assert_eq!(run.summary.suppressed, usize::from(silent), "{text}");
    }
}

#[test]
fn what_silences_nothing_is_reported_where_it_stands() {
    let cases = [
        (format!("# bricklint: ignore[{ID}]"), "a reason is required"),
        (format!("# bricklint: ignore[{ID}] why"), "silences nothing; remove it"),
        (format!("# bricklint: ignore[{ID}] until=2026-02-30x why"), "is not a date"),
        (format!("# bricklint: ignore[{ID}] until=2020-01-01 why"), "expired on 2020-01-01"),
        ("# bricklint: ignore[no-such-rule] why".to_owned(), "no rule or area named `no-such-rule`"),
        ("# bricklint: skip this".to_owned(), "expected `ignore[rule]`"),
    ];
    for (comment, expected) in cases {
        let text = with(&comment, "name = ", false);
        let mut request = request(Path::new(ROOT), &["."]);
        request.today = Some("2026-06-01".to_owned());
        let run = session::run(&memory(&[("main.tf", &text)]), request);
        let notes = problems(&run);
        assert_eq!(notes.len(), 1, "{comment}: {notes:?}");
        assert!(notes[0].starts_with("note: ") && notes[0].contains(expected), "{notes:?}");
        let location = run.problems[0].location.as_ref().unwrap();
        assert_eq!((location.path.as_str(), location.start.unwrap().line), ("main.tf", 2));
        assert_eq!(run.findings.len(), 1, "{comment}");
    }
}

#[test]
fn a_rule_that_did_not_run_leaves_its_comments_alone() {
    let text = with(&format!("# bricklint: ignore[{ID}] why"), "name = ", false);
    let mut request = request(Path::new(ROOT), &["."]);
    request.rules.retain(|rule| rule.info.id != ID);
    let run = session::run(&memory(&[("main.tf", &text)]), request);
    assert_eq!(problems(&run), [""; 0]);
}

#[test]
fn until_holds_through_its_day() {
    let text = with(&format!("# bricklint: ignore[{ID}] until=2026-06-01 why"), "  task {", false);
    for (today, silent) in [("2026-05-31", true), ("2026-06-01", true), ("2026-06-02", false)] {
        let mut request = request(Path::new(ROOT), &["."]);
        request.today = Some(today.to_owned());
        let run = session::run(&memory(&[("main.tf", &text)]), request);
        assert_eq!(run.findings.is_empty(), silent, "{today}");
        assert_eq!(run.problems.is_empty(), silent, "{today}: an expired one is reported");
    }
}

#[test]
fn on_a_module_block_everything_inside_that_call_is_covered() {
    let root = format!(
        "# bricklint: ignore[{ID}] the vendor's module\nmodule \"a\" {{\n  source = \"./m\"\n}}\n\n\
         module \"b\" {{\n  source = \"./m\"\n}}\n"
    );
    let nested = "module \"inner\" {\n  source = \"../job\"\n}\n";
    let run = run(&[("main.tf", &root), ("m/main.tf", nested), ("job/main.tf", JOB)]);
    assert_eq!(lines(&run), [format!("violated {ID} job/main.tf:9")]);
    assert_eq!(run.findings[0].instances, ["module.b.module.inner.databricks_job.a"]);
    assert_eq!(run.summary.suppressed, 1);
    assert_eq!(problems(&run), [""; 0]);
}

#[test]
fn in_json_the_key_of_two_slashes_carries_it() {
    let job = |comment: &str, inner: &str| {
        format!(
            r#"{{"resource":{{"databricks_job":{{"a":{{{comment}
                "environment":{{"environment_key":"default","spec":{{"environment_version":"3"}}}},
                "task":[{{{inner}"task_key":"t","spark_python_task":{{"python_file":"/a.py"}}}}]}}}}}}}}"#
        )
    };
    let comment = format!(r#""//":"bricklint: ignore[{ID}] why","#);
    let other = r#""//":"bricklint: ignore[users-from-idp] why","#.to_owned();
    for (text, silent) in
        [(job("", ""), false), (job(&comment, ""), true), (job("", &comment), true), (job(&other, ""), false)]
    {
        let run = run(&[("main.tf.json", &text)]);
        assert_eq!(run.findings.is_empty(), silent, "{text} {:?} {:?}", lines(&run), problems(&run));
    }
}

#[test]
fn a_plan_alone_says_that_it_has_no_comments() {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans.push(session::PlanFile {
        path: "plan.json".to_owned(),
        bytes: br#"{"format_version":"1.2","resource_changes":[]}"#.to_vec(),
    });
    let run = session::run(&memory(&[]), request);
    assert!(problems(&run).iter().any(|p| p.starts_with("note: comments")), "{:?}", problems(&run));
}
