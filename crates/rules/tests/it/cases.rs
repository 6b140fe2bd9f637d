//! The folders of `testdata/rules/<id>/<fail|pass|undecided>_<what>/`: every line that must be reported ends
//! in `# expect: RULE` or `# undecided: RULE`, and nothing else is reported by the rule. A `plan.json` is read with
//! the configuration beside it, or alone; what is reported at no line stands in `expect.txt`, one
//! `violated ADDRESS` or `undecided ADDRESS` a line, and `problems` where there are some. One snapshot a rule
//! holds the whole text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bricklint_findings::finding::Verdict;
use bricklint_findings::rule_info::Scope;
use bricklint_rules::{RULES, Settings};

use crate::harness;

type Files = Vec<(String, String)>;

fn cases(id: &str) -> BTreeMap<String, Files> {
    let mut cases: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in harness::folder(&format!("testdata/rules/{id}")) {
        let Some((case, rest)) = path.split_once('/') else { panic!("{id}/{path}: not in a case folder") };
        cases.entry(case.to_owned()).or_default().push((rest.to_owned(), text));
    }
    cases
}

fn expected(files: &Files, id: &str) -> Vec<(String, u32, &'static str)> {
    let mut out = Vec::new();
    for (path, text) in files {
        if path == "expect.txt" {
            for line in text.lines() {
                let Some((verdict, address)) = line.split_once(' ') else { continue };
                let verdict = if verdict == "violated" { "violated" } else { "undecided" };
                out.push((address.to_owned(), 0, verdict));
            }
        }
        for (number, line) in (1..).zip(text.lines()) {
            for (marker, verdict) in [("# expect:", "violated"), ("# undecided:", "undecided")] {
                if let Some((_, rules)) = line.split_once(marker)
                    && rules.split([',', ' ']).any(|rule| rule.trim() == id)
                {
                    out.push((path.clone(), number, verdict));
                }
            }
        }
    }
    out.sort();
    out
}

#[test]
fn every_case_is_reported_where_it_says_and_nowhere_else() {
    let mut wrong = String::new();
    for rule in RULES {
        let id = rule.info.id;
        let cases = cases(id);
        let mut text = String::new();
        let count = |kind: &str| cases.keys().filter(|name| name.starts_with(kind)).count();
        // What is not proven about a definition is not said.
        let decided = rule.info.scope == Scope::Definition;
        if count("fail_") < 2 || count("pass_") < 2 || (count("undecided_") < 1 && !decided) {
            let _ = writeln!(wrong, "{id}: needs two fail, two pass and one undecided case");
        }
        for (name, files) in &cases {
            let (estate, problems) = harness::estate(files);
            let found = harness::check(&estate, &[rule], &Settings::default());
            let mut got: Vec<(String, u32, &'static str)> = found
                .iter()
                .flat_map(|f| match f.location.start {
                    Some(start) => vec![(f.location.path.clone(), start.line, f.verdict.name())],
                    // Instances in a plan alone share their finding.
                    None => {
                        f.instances.iter().map(|address| (address.clone(), 0, f.verdict.name())).collect()
                    }
                })
                .collect();
            got.sort();
            got.dedup();
            let mut want = expected(files, id);
            want.dedup();
            if got != want {
                let _ = writeln!(
                    wrong,
                    "{id}/{name}:\n  want {want:?}\n  got {got:?}\n{}",
                    harness::texts(&found)
                );
            }
            let violated = found.iter().any(|f| f.verdict == Verdict::Violated);
            let kind = name.split('_').next().unwrap_or_default();
            let right = match kind {
                "fail" => violated,
                "pass" => found.is_empty(),
                "undecided" => !violated && !found.is_empty(),
                _ => false,
            };
            if !right {
                let _ = writeln!(wrong, "{id}/{name}: is no {kind} case");
            }
            if !problems.is_empty()
                && !files.iter().any(|(_, text)| text.contains("# problems") || text.starts_with("problems"))
            {
                let _ = writeln!(wrong, "{id}/{name}: {problems:?}");
            }
            let _ = write!(text, "== {name}\n{}", harness::texts(&found));
        }
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(id, text);
        });
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Each dependency of tasks that all wait for each other closes a circle; that many findings, each as long as the job has
/// tasks, help nobody.
#[test]
fn circles_of_tasks_that_all_wait_for_each_other_are_few() {
    let text = r#"
        resource "databricks_job" "j" {
          dynamic "task" {
            for_each = range(40)
            content {
              task_key = "t${task.value}"
              dynamic "depends_on" {
                for_each = [for k in range(40) : k if k != task.value]
                content {
                  task_key = "t${depends_on.value}"
                }
              }
            }
          }
        }
    "#;
    let (estate, _) = harness::estate(&[("main.tf".to_owned(), text.to_owned())]);
    let rules: Vec<_> = RULES.iter().copied().filter(|rule| rule.info.id == "task-key-resolves").collect();
    let count = harness::check(&estate, &rules, &Settings::default()).len();
    assert!((20..=40).contains(&count), "{count}");
}
