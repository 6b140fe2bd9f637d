use std::path::Path;

use bricklint::config::Config;
use bricklint::session::{self, Request, Run};
use bricklint_rules::RULES;
use serde_json::{Value, json};

use crate::change::{change, plan};
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
fn what_is_silenced_is_counted_as_it_would_be_reported() {
    let users = "resource \"databricks_user\" \"u\" {\n  for_each  = toset([\"a\", \"b\", \"c\"])\n  user_name = \
                 \"${each.key}@example.com\"\n}\n";
    let other = "resource \"databricks_user\" \"v\" {\n  user_name = \"v@example.com\"\n}\n";
    for (comment, reported, silent) in [
        ("", 2, 0),
        ("# bricklint: ignore[users-from-idp] why\n", 1, 1),
        ("# bricklint: ignore-file[users-from-idp] why\n", 0, 2),
    ] {
        let run = run(&[("main.tf", &format!("{comment}{users}{other}"))]);
        let warnings = run.findings.iter().filter(|finding| finding.rule.id == "users-from-idp").count();
        assert_eq!((warnings, run.summary.suppressed), (reported, silent), "{comment}: {:?}", lines(&run));
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
        lean: None,
    });
    let run = session::run(&memory(&[]), request);
    assert!(problems(&run).iter().any(|p| p.starts_with("note: comments")), "{:?}", problems(&run));
}

#[test]
fn what_is_about_definitions_is_unused_in_configuration_only() {
    let schema = json!({"catalog_name": "main", "name": "a"});
    let source =
        "resource \"databricks_schema\" \"a\" {\n  catalog_name = \"main\"\n  name         = \"a\"\n}\n";
    for (roots, beside, with_source, unused) in [
        ("roots = [\".\"]", "main.tf", false, false),
        ("roots = [\".\"]", "main.tf", true, true),
        ("", "other/main.tf", false, false),
    ] {
        let config = format!(
            "[[suppress]]\nrule = \"known-schema\"\naddress = \"databricks_schema.a\"\nreason = \"x\"\n{roots}\n"
        );
        let mut request = harness::request(Path::new(ROOT), &[]);
        request.plans = vec![plan(
            &[change("databricks_schema.a", &["create"], Value::Null, schema.clone())],
            &json!({}),
        )];
        request.source = with_source.then(|| ROOT.into());
        request.accepted = Config::parse(&config, "bricklint.toml").unwrap().suppressions(RULES).unwrap();
        let run = session::run(&memory(&[(beside, source)]), request);
        let notes = problems(&run);
        assert_eq!(notes.iter().any(|note| note.contains("silences nothing")), unused, "{roots}: {notes:?}");
    }
}

#[test]
fn an_entry_for_a_root_holds_for_the_plans_that_lie_in_it() {
    let source =
        "resource \"databricks_schema\" \"flour\" {\n  catalog_name = \"main\"\n  name = \"flour\"\n}\n";
    let before = json!({"catalog_name": "main", "name": "flour", "force_destroy": true});
    let kept = json!({"catalog_name": "main", "name": "flour"});
    for (root, files, silenced) in [
        ("mills/north", &[("mills/north/main.tf", source)][..], 1),
        ("mills/south", &[("mills/north/main.tf", source)], 0),
        ("mills/north", &[], 0),
    ] {
        let config = format!(
            "[[suppress]]\nrule = \"dr\"\naddress = \"databricks_schema.grain\"\nreason = \"x\"\nroots = [\"{root}\"]\n"
        );
        let changes = [
            change("databricks_schema.flour", &["no-op"], kept.clone(), kept.clone()),
            change("databricks_schema.grain", &["delete"], before.clone(), Value::Null),
        ];
        let mut request = harness::request(Path::new(ROOT), &[]);
        let file = plan(&changes, &json!({}));
        request.plans = vec![session::PlanFile { path: "mills/north/plan.json".to_owned(), ..file }];
        request.accepted = Config::parse(&config, "bricklint.toml").unwrap().suppressions(RULES).unwrap();
        let run = session::run(&memory(files), request);
        assert_eq!(run.summary.suppressed, silenced, "{root} {files:?}: {:?}", run.findings);
    }
}

/// A run over a plan that destroys three schemas, with a configuration and a `bricklint.toml`.
fn destroyed(files: &[(&str, &str)], config: &str) -> Run {
    destroyed_by(&json!({}), files, config)
}

/// The same where the plan says more.
fn destroyed_by(more: &serde_json::Value, files: &[(&str, &str)], config: &str) -> Run {
    let schema = json!({"catalog_name": "main", "name": "a", "force_destroy": true});
    let gone = |address: &str| change(address, &["delete"], schema.clone(), Value::Null);
    let kept = json!({"display_name": "team"});
    let changes = [
        change("databricks_group.kept", &["no-op"], kept.clone(), kept),
        gone("databricks_schema.a"),
        gone("module.lake.databricks_schema.b"),
        gone("module.m[\"x.y\"].databricks_schema.c"),
    ];
    let mut request = harness::request(Path::new(ROOT), &[]);
    request.plans = vec![plan(&changes, more)];
    request.source = (!files.is_empty()).then(|| ROOT.into());
    request.rules.retain(|rule| rule.info.area == "dr");
    request.accepted = Config::parse(config, "bricklint.toml").unwrap().suppressions(RULES).unwrap();
    request.today = Some("2026-06-01".to_owned());
    session::run(&memory(files), request)
}

#[test]
fn what_a_plan_removes_is_silenced_where_the_configuration_speaks_of_it() {
    let module = r#"resource "databricks_schema" "c" {
  catalog_name = "main"
  name         = "c"
}
"#;
    let root = |comments: [&str; 3]| {
        let [a, b, c] = comments.map(|given| if given.is_empty() { "# not to the tool" } else { given });
        format!(
            r#"{a}
removed {{
  from = databricks_schema.a
  lifecycle {{
    destroy = true
  }}
}}
removed {{ {b}
  from = module.lake
  lifecycle {{
    destroy = true
  }}
}}
{c}
module "m" {{
  source   = "./m"
  for_each = {{}}
}}
resource "databricks_group" "kept" {{
  display_name = "team"
}}
"#
        )
    };
    let comment = "# bricklint: ignore[state-not-destroyed] it is empty";
    let id = "violated state-not-destroyed";
    let all = [format!("{id} m/main.tf:1"), format!("{id} main.tf:2"), format!("{id} main.tf:8")];
    let cases: [([&str; 3], &[usize]); 5] = [
        (["", "", ""], &[0, 1, 2]),
        ([comment, "", ""], &[0, 2]),
        (["", comment, ""], &[0, 1]),
        (["", "", comment], &[1, 2]),
        ([comment, comment, comment], &[]),
    ];
    for (comments, left) in cases {
        let text = root(comments);
        let run = destroyed(&[("main.tf", &text), ("m/main.tf", module)], "");
        let expected: Vec<&String> = left.iter().map(|at| &all[*at]).collect();
        assert_eq!(lines(&run).iter().collect::<Vec<_>>(), expected, "{text}");
        assert_eq!((run.summary.suppressed, problems(&run)), (3 - left.len(), vec![]), "{text}");
    }
    // Another one's block silences nothing.
    let other = format!("{comment}\nremoved {{\n  from = databricks_schema.ab\n}}\n{}", root(["", "", ""]));
    let run = destroyed(&[("main.tf", &other), ("m/main.tf", module)], "");
    assert_eq!((lines(&run).len(), problems(&run).len()), (3, 1), "{:?}", problems(&run));
}

#[test]
fn what_has_no_block_any_more_is_accepted_by_address() {
    let entry = |address: &str, more: &str| {
        format!(
            "[[suppress]]\nrule = \"state-not-destroyed\"\naddress = '{address}'\nreason = \"empty\"\n{more}\n"
        )
    };
    // Address, further keys, how many are silenced, notes.
    let cases: [(&str, &str, usize, &[&str]); 13] = [
        ("databricks_schema.a", "", 1, &[]),
        ("module.lake", "", 1, &[]),
        ("module.lake.databricks_schema.b", "", 1, &[]),
        ("module.m.databricks_schema.c", "", 1, &[]),
        ("module.m[\"x.y\"]", "", 1, &[]),
        ("module.m", "", 1, &[]),
        ("module.m[\"x\"].databricks_schema.c", "", 0, &["silences nothing; remove it"]),
        ("databricks_schema.ab", "", 0, &["silences nothing; remove it"]),
        ("databricks_schema.a", "until = \"2026-06-01\"", 1, &[]),
        ("databricks_schema.a", "until = 2026-06-01", 1, &[]),
        ("databricks_schema.a", "until = \"2026-05-31\"", 0, &["expired on 2026-05-31"]),
        ("databricks_schema.a", "roots = [\"plan.*\"]", 1, &[]),
        ("databricks_schema.a", "roots = [\"live/*\"]", 0, &[]),
    ];
    for (address, more, silenced, notes) in cases {
        let run = destroyed(&[], &entry(address, more));
        let got = problems(&run);
        let got: Vec<&String> = got.iter().filter(|p| !p.contains("comments that silence")).collect();
        assert_eq!(
            (run.summary.suppressed, run.findings.len()),
            (silenced, 3 - silenced),
            "{address} {more}"
        );
        assert_eq!(got.len(), notes.len(), "{address}: {got:?}");
        assert!(got.iter().zip(notes).all(|(got, note)| got.contains(note)), "{got:?}");
    }
    // Another rule about the same object is not meant, and without a plan nothing is said of the entry.
    let other = entry("databricks_schema.a", "").replace("state-not-destroyed", "users-from-idp");
    assert_eq!(destroyed(&[], &other).findings.len(), 3);
    let mut request = request(Path::new(ROOT), &["."]);
    request.rules = RULES.to_vec();
    request.accepted =
        Config::parse(&entry("databricks_schema.a", ""), "c.toml").unwrap().suppressions(RULES).unwrap();
    assert_eq!(problems(&session::run(&memory(&[("main.tf", JOB)]), request)), [""; 0]);
}

/// A project with a configuration, all rules, and the paths that are named.
fn configured(files: &[(&str, &str)], config: &str, paths: &[&str]) -> Run {
    let config = Config::parse(config, "bricklint.toml").unwrap();
    let mut request = harness::request(Path::new(ROOT), paths);
    request.accepted = config.suppressions(RULES).unwrap();
    request.settings = config.settings(RULES, "bricklint.toml").unwrap();
    request.sets = config.sets(&[], Path::new(ROOT)).unwrap();
    request.load.contains = config.modules.contains;
    request
        .rules
        .retain(|rule| ["known-schema", "users-from-idp", "state-not-destroyed"].contains(&rule.info.id));
    session::run(&memory(files), request)
}

#[test]
fn a_definition_is_silenced_where_all_its_calls_are_and_by_address() {
    const BAD: &str = "resource \"databricks_job\" \"etl\" {\n  preview_flag = true\n}\n";
    let call = |name: &str, comment: bool| {
        let comment = if comment { "# bricklint: ignore[known-schema] vendored\n" } else { "" };
        format!("{comment}module \"{name}\" {{\n  source = \"./m\"\n}}\n")
    };
    let entry = |address: &str, more: &str| {
        format!("[[suppress]]\nrule = \"known-schema\"\naddress = '{address}'\nreason = \"x\"\n{more}\n")
    };
    let [both, one] = [true, false].map(|second| call("a", true) + &call("b", second));
    let none = call("a", false);
    let cases: [(&str, String, usize, usize); 10] = [
        (&both, String::new(), 0, 0),
        (&one, String::new(), 1, 0),
        (&one, entry("module.b", ""), 0, 0),
        (&none, entry("module.a", ""), 0, 0),
        (&none, entry("module.a.databricks_job.etl", ""), 0, 0),
        (&none, entry("databricks_job.etl", ""), 0, 0),
        (&none, entry("databricks_job.etl", "roots = [\"m\"]"), 0, 0),
        (&none, entry("module.a[0]", ""), 1, 1),
        (&none, entry("module.ab", ""), 1, 1),
        (BAD, entry("databricks_job.etl", ""), 0, 0),
    ];
    for (root, config, findings, notes) in cases {
        let called = root.contains("module");
        let files = [("main.tf", root), ("m/main.tf", BAD)];
        let run = configured(if called { &files } else { &files[..1] }, &config, &["."]);
        assert_eq!(
            (run.findings.len(), problems(&run).len()),
            (findings, notes),
            "{root}{config}{:?}",
            problems(&run)
        );
        assert_eq!(run.summary.suppressed, 1 - findings, "{root}{config}");
    }
}

#[test]
fn only_a_run_over_everything_knows_what_is_unused() {
    const USER: &str = "resource \"databricks_user\" \"old\" {\n  user_name = \"old@example.com\"\n}\n";
    let module = format!(
        "variable \"on\" {{}}\n# bricklint: ignore[users-from-idp] break glass\n{}",
        USER.replace("{\n", "{\n  count = var.on ? 1 : 0\n")
    );
    let call = |on: bool| format!("module \"m\" {{\n  source = \"../m\"\n  on     = {on}\n}}\n");
    let (dev, prod) = (call(false), call(true) + USER);
    let files = [("dev/main.tf", &*dev), ("prod/main.tf", &prod), ("m/main.tf", &module)];
    let entry = |more: &str| {
        format!(
            "[[suppress]]\nrule = \"users-from-idp\"\naddress = \"databricks_user.old\"\nreason = \"x\"\n{more}\n"
        )
    };
    let unused = "silences nothing; remove it";
    let cases: [(&[&str], String, &[&str]); 6] = [
        (&["."], entry(""), &[]),
        (&["dev"], entry(""), &[]),
        (&["dev"], entry("roots = [\"prdo\"]"), &[]),
        (&["."], entry("roots = [\"dev\"]"), &[unused]),
        (&["."], entry("roots = [\"prdo\"]"), &["is for the roots `prdo`, and there are none"]),
        (&["dev", "prod"], entry("roots = [\"dev\"]"), &[unused]),
    ];
    for (paths, config, expected) in cases {
        let run = configured(&files, &config, paths);
        let notes = problems(&run);
        assert_eq!(notes.len(), expected.len(), "{paths:?} {config}: {notes:?}");
        assert!(notes.iter().zip(expected).all(|(note, part)| note.contains(part)), "{notes:?}");
    }
}

#[test]
fn what_is_about_changes_is_unused_in_plans_only() {
    let comment = "# bricklint: ignore[state-not-destroyed] agreed\n";
    let source = format!("{comment}removed {{\n  from = databricks_schema.gone\n}}\n");
    let run = configured(&[("main.tf", &source)], "", &["."]);
    assert_eq!(problems(&run), [""; 0]);
    let kept = "resource \"databricks_group\" \"kept\" {\n  display_name = \"team\"\n}\n";
    let text = format!("{source}{kept}");
    let run = destroyed(&[("main.tf", &text)], "");
    assert!(problems(&run).iter().any(|note| note.contains("silences nothing")), "{:?}", problems(&run)); // What a plan of a part leaves out can be what the comment or the entry speaks of.
    let entry = "[[suppress]]\nrule = \"state-not-destroyed\"\naddress = \"module.gone\"\nreason = \"x\"\n";
    for (complete, count) in [(true, 2), (false, 0)] {
        let run = destroyed_by(&json!({"complete": complete}), &[("main.tf", &text)], entry);
        let notes = problems(&run);
        let unused = notes.iter().filter(|note| note.contains("silences nothing")).count();
        assert_eq!(unused, count, "{complete}: {notes:?}");
    }
}
