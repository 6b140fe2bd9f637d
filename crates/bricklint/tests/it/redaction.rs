//! A secret is never printed, in any format.

use std::path::Path;

use bricklint::session::{self, Run};
use bricklint::{diagram, inspect};
use bricklint_report::{Format, GraphFormat};

use crate::harness::{ROOT, memory, report, request};

/// Every secret holds this text.
const MARK: &str = "hushhush";

const SOURCE: &str = r#"
variable "from_environment" {}
variable "pin" {
  sensitive = true
  default   = "hushhush-default"
}
variable "group" {}

resource "databricks_secret" "a" {
  key          = "k"
  scope        = "s"
  string_value = "hushhush-literal"
}

resource "databricks_user" "a" {
  user_name = var.from_environment
  comment   = "${var.pin} and ${sensitive("hushhush-argument")}"
}

resource "databricks_group_member" "a" {
  group_id  = var.group
  member_id = databricks_user.a.id
}

resource "databricks_grants" "a" {
  catalog = "c"
  grant {
    principal  = var.from_environment
    privileges = ["SELECT", var.pin]
  }
  grant {
    principal  = "hushhush-${var.group}@example.com"
    privileges = ["SELECT"]
  }
}

resource "databricks_grants" "b" {
  schema = "c.${var.from_environment}"
  grant {
    principal  = var.group
    privileges = ["SELECT"]
  }
}

resource "databricks_job" "a" {
  name = var.from_environment
  task {
    task_key = var.pin
    spark_python_task {
      python_file = var.from_environment
    }
    depends_on {
      task_key = var.from_environment
    }
  }
}

output "o" {
  value     = [var.pin, var.from_environment, var.group]
  sensitive = true
}
"#;

fn secret_run() -> Run {
    let source = SOURCE.replace("hushhush-${var.group}", "someone");
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars = vec![
        ("from_environment".to_owned(), "hushhush-person@example.com".to_owned()),
        ("group".to_owned(), "hushhush-group".to_owned()),
    ];
    session::run(&memory(&[("main.tf", &source)]), request)
}

fn around(text: &str) -> String {
    text.lines().filter(|line| line.contains(MARK)).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_format_of_check_prints_a_secret() {
    let run = secret_run();
    assert!(!run.findings.is_empty(), "nothing is found, so nothing is tested");
    for format in Format::ALL {
        let text = report(&run, format);
        assert!(!text.contains(MARK), "{}:\n{}", format.name(), around(&text));
    }
}

#[test]
fn no_format_of_graph_prints_a_secret() {
    let run = secret_run();
    let drawn = diagram::of(&run.estate);
    assert!(drawn.nodes.iter().any(|node| node.address.starts_with("(sensitive value")), "{drawn:?}");
    for format in [GraphFormat::Dot, GraphFormat::Mermaid, GraphFormat::Json] {
        let text = bricklint_report::graph(&drawn, format);
        assert!(!text.contains(MARK), "{format:?}:\n{}", around(&text));
    }
}

#[test]
fn inspect_shows_that_a_value_is_sensitive_and_not_which() {
    let text = inspect::of(&secret_run());
    assert!(!text.contains(MARK), "{}", around(&text));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let instances = document.pointer("/roots/0/instances").unwrap().as_array().unwrap();
    let user = instances.iter().find(|i| i["address"] == "databricks_user.a").unwrap();
    assert_eq!((&user["values"]["user_name"], &user["sensitive"]["user_name"]), (&().into(), &true.into()));
}

#[test]
fn expressions_are_no_way_around() {
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars = vec![("from_environment".to_owned(), "hushhush-person".to_owned())];
    let expressions = [
        "var.from_environment",
        "var.pin",
        "[var.pin]",
        "{ a = var.from_environment }",
        "upper(var.pin)",
        "\"${var.from_environment}-${databricks_user.a.id}\"",
        "jsonencode([var.pin])",
        "tonumber(var.pin)",
        "tonumber(var.from_environment)",
        "{}[var.from_environment]",
        "split(\"-\", var.from_environment)",
        "var.pin == \"x\" ? 1 : [var.pin]",
        "regex(\"z\", var.pin)",
    ];
    let (values, problems) =
        session::evaluate(&memory(&[("main.tf", SOURCE)]), &request, &expressions).unwrap();
    assert_eq!(values.len(), expressions.len());
    for (expression, value) in expressions.iter().zip(&values) {
        let line = inspect::line(value).to_lowercase();
        assert!(!line.contains(MARK) && !line.contains("hushhush"), "{expression}: {line}");
    }
    assert!(problems.iter().all(|problem| !problem.message.contains(MARK)), "{problems:?}");
}

#[test]
fn a_secret_that_does_not_fit_its_type_is_not_repeated() {
    let source = "variable \"n\" {\n  type = number\n}\nvariable \"l\" {\n  type = list(number)\n}\n";
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars =
        vec![("l".to_owned(), "[\"hushhush\"]".to_owned()), ("n".to_owned(), "hushhush".to_owned())];
    let run = session::run(&memory(&[("main.tf", source)]), request);
    assert_eq!(run.problems.len(), 2, "{:?}", run.problems);
    let text = report(&run, Format::Text) + &report(&run, Format::Json) + &inspect::of(&run);
    assert!(!text.contains(MARK) && text.contains("TF_VAR_n"), "{text}");
}
