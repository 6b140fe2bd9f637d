//! What a fingerprint does not hang on: keys, environments, and whether it is read from the source or a plan.

use std::collections::BTreeSet;
use std::path::Path;

use bricklint::session::{self, Request, Run};
use bricklint_load::{VarInput, VariableSet};
use serde_json::{Value, json};

use crate::change::{change, plan};
use crate::harness::{ROOT, memory, request};

/// Two violations, of `serverless-task-environment` and of `task-key-resolves`.
const TASK: &str = r#"
  task {
    task_key = "a"
    spark_python_task {
      python_file = "/Workspace/x.py"
    }
  }
  task {
    task_key        = "b"
    environment_key = "nope"
    spark_python_task {
      python_file = "/Workspace/x.py"
    }
  }
"#;

fn violated(run: &Run) -> BTreeSet<&str> {
    let all = run.findings.iter().filter(|f| f.verdict == bricklint_findings::Verdict::Violated);
    all.map(|finding| finding.fingerprint.as_str()).collect()
}

fn assign(name: &str, text: &str) -> VarInput {
    VarInput::Assign { name: name.to_owned(), text: text.to_owned() }
}

/// What is wrong with a definition, no plan alone can say.
fn only_instances(request: &mut Request) {
    request.rules.retain(|rule| matches!(rule.info.area, "jobs" | "identity"));
}

fn run(source: &str, change: impl FnOnce(&mut Request)) -> Run {
    let mut request = request(Path::new(ROOT), &["."]);
    only_instances(&mut request);
    change(&mut request);
    session::run(&memory(&[("main.tf", source)]), request)
}

#[test]
fn it_does_not_hang_on_the_other_elements() {
    for name in ["team-${each.key}", "${each.key}", "team-${index(tolist(var.teams), each.key)}", "same"] {
        let source = format!(
            "variable \"teams\" {{\n  type = set(string)\n}}\nresource \"databricks_job\" \"team\" {{\n  for_each = \
             var.teams\n  name = \"{name}\"\n{TASK}}}\n"
        );
        let of = |teams: &str| run(&source, |request| request.load.vars = vec![assign("teams", teams)]);
        let all = ["[\"b\", \"c\"]", "[\"a\", \"b\", \"c\"]", "[\"c\"]"].map(of);
        let first = violated(&all[0]);
        assert!(first.len() >= 2, "{name}: {first:?}");
        assert!(all.iter().all(|run| violated(run) == first), "{name}");
    }
}

#[test]
fn it_hangs_on_what_a_task_names_wrongly() {
    let of = |second: &str, label: &str| {
        let task = |key: &str, on: [&str; 2]| {
            let on = on.map(|on| format!("depends_on {{\n task_key = \"{on}\"\n }}\n")).concat();
            format!(
                "task {{\n task_key = \"{key}\"\n {on} notebook_task {{\n notebook_path = \"/a\"\n }}\n }}\n"
            )
        };
        let tasks = task("load", ["extrct", second]) + &task("clean", ["extrct", "load"]);
        let source = format!("resource \"databricks_job\" \"{label}\" {{\n name = \"etl\"\n {tasks} }}\n");
        let run = run(&source, |request| request.rules.retain(|rule| rule.info.id == "task-key-resolves"));
        violated(&run).into_iter().map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let all = of("prepare", "one");
    assert_eq!(all.len(), 3);
    assert_eq!(of("prepare", "two"), all);
    let other = of("prepared", "one");
    assert_eq!(all.intersection(&other).count(), 2);
}

#[test]
fn it_does_not_hang_on_a_key_in_the_value() {
    let of = |source: &str, teams: &str| {
        let run = run(source, |request| {
            request.rules = bricklint_rules::RULES.to_vec();
            request.rules.retain(|rule| rule.info.id == "grant-chain-complete");
            request.load.vars = vec![assign("teams", teams)];
        });
        let all: BTreeSet<String> = violated(&run).into_iter().map(str::to_owned).collect();
        assert_eq!(all.len(), 1, "{source} {teams}");
        all
    };
    for (catalog, principal, is_same) in [
        ("cat_${each.key}", "readers", true),
        ("${upper(each.key)}", "${each.key}@x", true),
        ("main", "${each.key}", true),
        // It begins with the key and does not hold it.
        ("${each.key}at", "readers", false),
    ] {
        let source = format!(
            "variable \"teams\" {{\n  type = set(string)\n}}\nresource \"databricks_grants\" \"team\" {{\n  for_each = \
             var.teams\n  catalog = \"{catalog}\"\n  grant {{\n    principal = \"{principal}\"\n    privileges = \
             [\"SELECT\"]\n  }}\n}}\n"
        );
        let first = of(&source, "[\"b\", \"c\"]");
        for teams in ["[\"a\", \"b\", \"c\"]", "[\"c-1\"]"] {
            assert_eq!(of(&source, teams) == first, is_same, "{source} {teams}");
        }
    }
}

#[test]
fn it_does_not_hang_on_the_environment() {
    let source = format!(
        "variable \"env\" {{\n  type = string\n}}\nlocals {{\n  name = \"etl-${{var.env}}\"\n}}\nresource \
         \"databricks_job\" \"etl\" {{\n  name = local.name\n{TASK}}}\n"
    );
    let set = |name: &str| VariableSet {
        name: Some(name.into()),
        vars: vec![assign("env", name)],
        ..VariableSet::default()
    };
    let of = |names: &[&str]| {
        let sets = names.iter().map(|name| set(name)).collect();
        run(&source, |request| request.sets = sets)
    };
    let both = of(&["dev", "prod"]);
    assert!(violated(&both).len() >= 2);
    for one in ["dev", "prod"] {
        assert_eq!(violated(&of(&[one])), violated(&both), "{one}");
    }
}

#[test]
fn it_is_one_from_source_and_plan() {
    /// The name as it is written; its value in the plan and what `configuration` says of it.
    type Case<'c> = (&'c str, &'c str, Value);
    let cases: [Case<'_>; 4] = [
        ("\"etl\"", "etl", json!({"constant_value": "etl"})),
        ("\"etl-${terraform.workspace}\"", "etl-default", json!({"references": ["terraform.workspace"]})),
        ("upper(\"etl\")", "ETL", json!({})),
        ("\"a${\"b\"}\"", "ab", json!({"constant_value": "ab"})),
    ];
    for (written, value, said) in cases {
        let source = format!("resource \"databricks_job\" \"j\" {{\n  name = {written}\n{TASK}}}\n");
        let tasks = json!([
            {"task_key": "a", "spark_python_task": [{"python_file": "/Workspace/x.py"}]},
            {"task_key": "b", "environment_key": "nope", "spark_python_task": [{"python_file": "/Workspace/x.py"}]},
        ]);
        let mut planned =
            change("databricks_job.j", &["create"], Value::Null, json!({"name": value, "task": tasks}));
        planned["change"]["after_unknown"] = json!({"id": true, "url": true});
        same_from_all(&source, planned, ("name", said), written);
    }
    // What the provider fills in is not what somebody wrote.
    let source = "resource \"databricks_user\" \"u\" {\n  user_name = \"eve@example.com\"\n}\n";
    for filled in [Value::Null, json!("eve")] {
        let after = json!({"user_name": "eve@example.com", "display_name": filled});
        let mut planned = change("databricks_user.u", &["create"], Value::Null, after);
        planned["change"]["after_unknown"] = json!({"id": true, "display_name": filled.is_null()});
        let said = json!({"constant_value": "eve@example.com"});
        same_from_all(source, planned, ("user_name", said), "display_name");
    }
}

/// Of what collides in two roots the later root has the finding, whoever gives which of their plans in which order.
#[test]
fn it_does_not_hang_on_the_plans_that_are_given() {
    let source = |name: &str| {
        let provider = "provider \"databricks\" {\n  host = \"https://prod.cloud.databricks.com/\"\n}\n";
        let grant = format!("principal = \"{name}\"\n privileges = [\"USE_CATALOG\"]");
        let grants = format!("catalog = \"main\"\n grant {{\n {grant}\n }}");
        format!("{provider}resource \"databricks_grants\" \"g\" {{\n {grants}\n}}\n")
    };
    let of = |roots: &[&str]| {
        let sources = ["dev", "prod", "qa"].map(|root| (format!("{root}/main.tf"), source(root)));
        let files: Vec<(&str, &str)> = sources.iter().map(|(path, text)| (&**path, &**text)).collect();
        let mut request = request(Path::new(ROOT), &["."]);
        request.rules.retain(|rule| rule.info.id == "grants-single-authority");
        for root in roots {
            let grant = json!([{"principal": root, "privileges": ["USE_CATALOG"]}]);
            let after = json!({"catalog": "main", "grant": grant});
            let file = plan(&[change("databricks_grants.g", &["create"], Value::Null, after)], &json!({}));
            request.plans.push(session::PlanFile { path: format!("{root}/plan.json"), ..file });
        }
        session::run(&memory(&files), request)
    };
    let alone = of(&[]);
    let first = violated(&alone);
    assert_eq!(first.len(), 2, "{:?}", alone.findings);
    for roots in [&["dev"][..], &["qa"], &["qa", "dev"], &["dev", "qa"], &["qa", "prod", "dev"]] {
        let run = of(roots);
        assert_eq!(
            run.estate.graphs.iter().filter(|graph| graph.stack.plan_path.is_some()).count(),
            roots.len()
        );
        assert_eq!(violated(&run), first, "{roots:?}");
    }
}

/// Attribute and fingerprint of what is wrong with definitions.
fn of_definitions(name: &str, text: &str) -> Vec<(String, String)> {
    let run = session::run(&memory(&[(name, text)]), request(Path::new(ROOT), &["."]));
    let of = ["known-schema", "reference-resolves"];
    let all = run.findings.iter().filter(|finding| of.contains(&finding.rule.id));
    all.map(|finding| (finding.attribute.clone(), finding.fingerprint.clone())).collect()
}

#[test]
fn what_is_wrong_with_a_definition_is_told_apart_by_its_place() {
    let source = |label: &str| {
        format!(
            r#"
resource "databricks_job" "{label}" {{
  name        = "etl"
  description = var.gone
  tags = {{
    a = var.gone
  }}
  continuous {{
    pause_status = "paused"
  }}
  dynamic "library" {{
    for_each = [1]
    content {{
      jar = var.gone
    }}
  }}
  library {{
    jar = var.gone
  }}
  task {{
    task_key = "a"
    notebook_task {{
      notebook_path = "/a"
      foo           = 1
    }}
  }}
  task {{
    task_key = "b"
    foo      = 1
  }}
}}
locals {{
  part = {{ a = var.gone }}
}}
"#
        )
    };
    let found = of_definitions("main.tf", &source("etl"));
    let attributes: Vec<&str> = found.iter().map(|(attribute, _)| attribute.as_str()).collect();
    assert_eq!(
        attributes,
        [
            "description",
            "tags",
            "continuous[0].pause_status",
            "library.jar",
            "library.jar",
            "task[0].notebook_task[0].foo",
            "task[1].foo",
            "",
        ]
    );
    let of: BTreeSet<&str> = found.iter().map(|(_, fingerprint)| fingerprint.as_str()).collect();
    // Positions do not count.
    assert_eq!(of.len(), found.len() - 1);
    assert_eq!(of_definitions("main.tf", &source("nightly")), found, "the name is the key");
    let json = r#"{"resource": {"databricks_job": {"etl": {"name": "etl", "description": "${var.gone}",
        "continuous": {"pause_status": "paused"},
        "task": [{"task_key": "a", "notebook_task": {"notebook_path": "/a", "foo": 1}}, {"task_key": "b", "foo": 1}]}}},
        "locals": {"part": {"a": "${var.gone}"}}}"#;
    let in_json = of_definitions("main.tf.json", json);
    let same: BTreeSet<&str> = in_json.iter().map(|(_, fingerprint)| fingerprint.as_str()).collect();
    assert_eq!((in_json.len(), same.is_subset(&of)), (5, true), "{in_json:?}");
}

fn same_from_all(source: &str, planned: Value, (name, said): (&str, Value), what: &str) {
    let mut file = plan(&[planned], &json!({}));
    let mut document: Value = serde_json::from_slice(&file.bytes).unwrap();
    let expressions = document
        .pointer_mut("/configuration/root_module/resources/0/expressions")
        .unwrap()
        .as_object_mut()
        .unwrap();
    expressions.remove("display_name");
    expressions.insert(name.to_owned(), said);
    file.bytes = document.to_string().into_bytes();
    let from_source = run(source, |_| {});
    let first = violated(&from_source);
    assert!(!first.is_empty(), "{what}");
    for with_source in [false, true] {
        let again = session::PlanFile { path: file.path.clone(), bytes: file.bytes.clone(), lean: None };
        let mut request = request(Path::new(ROOT), &[]);
        only_instances(&mut request);
        request.plans = vec![again];
        request.root = Some(".".to_owned());
        request.source = with_source.then(|| ROOT.into());
        let run = session::run(&memory(&[("main.tf", source)]), request);
        assert_eq!(violated(&run), first, "{what}, with source: {with_source}");
    }
}
