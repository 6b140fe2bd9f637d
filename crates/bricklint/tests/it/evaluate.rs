use std::path::Path;

use bricklint::{inspect, session};
use bricklint_load::{VarInput, VariableSet};
use serde_json::{Value, json};

use crate::change::{change, plan};
use crate::harness::{ROOT, memory, request};

const SECRET: &str = "S3CRET";

const SOURCE: &str = r#"
variable "region" {
  default = "eu-west-1"
}
variable "none" {
  type = string
}
variable "secret" {
  sensitive = true
  default   = "S3CRET"
}
locals {
  table = { a = 1, b = 2 }
}
resource "aws_iam_role" "r" {
  name = "r"
}
module "m" {
  source = "./m"
}
"#;

pub(crate) fn evaluate(expressions: &[&str]) -> Vec<Value> {
    let files = memory(&[("main.tf", SOURCE), ("m/main.tf", "output \"o\" {\n  value = [1]\n}\n")]);
    let (values, problems) =
        session::evaluate(&files, &request(Path::new(ROOT), &["."]), expressions).unwrap();
    assert_eq!(problems, []);
    values.iter().map(|value| serde_json::from_str(&inspect::line(value)).unwrap()).collect()
}

#[test]
fn values_have_the_shapes_of_a_plan() {
    let known = |value: Value, ty: &str, mask: Value| json!({"value": value, "type": ty, "unknown": mask.clone(), "sensitive": mask});
    let cases = [
        ("1 + 1", known(json!(2), "number", json!(false))),
        ("var.region", known(json!("eu-west-1"), "string", json!(false))),
        ("upper(\"a\")", known(json!("A"), "string", json!(false))),
        ("module.m.o", known(json!([1]), "tuple([number])", json!([false]))),
        ("tolist([\"a\"])", known(json!(["a"]), "list(string)", json!([false]))),
        ("{ a = true }", known(json!({"a": true}), "object({a=bool})", json!({}))),
        ("null", known(json!(null), "any", json!(false))),
        ("[for k, v in local.table : k if v > 1]", known(json!(["b"]), "tuple([string])", json!([false]))),
    ];
    let expressions: Vec<&str> = cases.iter().map(|(text, _)| *text).collect();
    for ((text, expected), got) in cases.iter().zip(evaluate(&expressions)) {
        assert_eq!(got, *expected, "{text}");
    }
}

#[test]
fn unknowns_say_why_and_how_they_begin() {
    let got = evaluate(&["var.none", "aws_iam_role.r.arn", "\"role-${var.none}\"", "var.secret"]);
    assert_eq!((&got[0]["unknown"], &got[0]["type"]), (&json!(true), &json!("string")));
    assert_eq!(got[0].pointer("/cause/kind"), Some(&json!("variable")));
    assert_eq!(got[0].pointer("/cause/subject"), Some(&json!("var.none")));
    assert_eq!(got[1].pointer("/cause/kind"), Some(&json!("after-apply")));
    assert_eq!((&got[2]["unknown"], &got[2]["prefix"]), (&json!(true), &json!("role-")));
    assert_eq!((&got[3]["value"], &got[3]["sensitive"]), (&json!(null), &json!(true)));
}

#[test]
fn the_names_of_secret_objects_are_secret() {
    let expressions = [
        "{(var.secret) = 1}",
        "[{(var.secret) = 1}]",
        "{a = {(var.secret) = 1}}",
        "zipmap([var.secret], [1])",
        "{for k in [var.secret] : k => 1}",
        "toset([{(var.secret) = 1}])",
        "jsondecode(\"{\\\"${var.secret}\\\":1}\")",
    ];
    for (text, got) in expressions.iter().zip(evaluate(&expressions)) {
        assert!(got.get("error").is_none(), "{text}: {got}");
        assert!(!got.to_string().contains(SECRET), "{text}: {got}");
    }
}

#[test]
fn every_line_stands_for_itself() {
    let got = evaluate(&["var.nope", "1 +", "var.nope", "", "2", "local.table.c", "module.x.y", "[for"]);
    let errors: Vec<bool> = got.iter().map(|line| line.get("error").is_some()).collect();
    assert_eq!(errors, [true, true, true, true, false, true, true, true], "{got:?}");
    assert!(got[0]["error"].as_str().unwrap().contains("var.nope"));
}

#[test]
fn exactly_one_root_and_set_is_needed() {
    let two = memory(&[("a/main.tf", SOURCE), ("b/main.tf", "")]);
    let error = session::evaluate(&two, &request(Path::new(ROOT), &["."]), &["1"]).unwrap_err();
    assert!(error.contains("several roots"), "{error}");
    // One that is named itself is meant, whatever lies below it.
    let below = memory(&[("main.tf", "locals {\n  a = 1\n}\n"), ("examples/one/main.tf", "")]);
    let (values, _) = session::evaluate(&below, &request(Path::new(ROOT), &["."]), &["local.a"]).unwrap();
    assert!(values[0].is_ok(), "{values:?}");
    let error = session::evaluate(&two, &request(Path::new(ROOT), &["a", "b"]), &["1"]).unwrap_err();
    assert!(error.contains("several roots"), "{error}");
    let none = memory(&[("a/readme.md", "")]);
    let error = session::evaluate(&none, &request(Path::new(ROOT), &["."]), &["1"]).unwrap_err();
    assert!(error.contains("no Terraform configuration"), "{error}");
    let set = |name: &str, region: &str| VariableSet {
        name: Some(name.into()),
        vars: vec![VarInput::Assign { name: "region".to_owned(), text: region.to_owned() }],
        ..VariableSet::default()
    };
    let one = memory(&[("main.tf", "variable \"region\" {}\n")]);
    let mut request = request(Path::new(ROOT), &["."]);
    request.sets = vec![set("dev", "d"), set("prod", "p")];
    let error = session::evaluate(&one, &request, &["1"]).unwrap_err();
    assert!(error.contains("--env"), "{error}");
    request.sets.remove(0);
    let (values, _) = session::evaluate(&one, &request, &["var.region"]).unwrap();
    assert_eq!(values[0].as_ref().unwrap().as_str(), Some("p"));
}

#[test]
fn given_schemas_tell_what_is_computed() {
    let schema = r#"{"format_version":"1.0","provider_schemas":{"registry.terraform.io/acme/acme":{
        "provider":{"version":0,"block":{}},
        "resource_schemas":{"acme_thing":{"version":0,"block":{"attributes":{
            "id":{"type":"string","computed":true},"note":{"type":"string","optional":true}}}}}}}}"#;
    let files = memory(&[("main.tf", "resource \"acme_thing\" \"a\" {\n}\n")]);
    let mut request = request(Path::new(ROOT), &["."]);
    let note = |request: &session::Request| {
        let (values, _) = session::evaluate(&files, request, &["acme_thing.a.note"]).unwrap();
        values[0].as_ref().unwrap().clone()
    };
    assert!(note(&request).is_unknown());
    request.load.schema =
        Some(std::sync::Arc::new(bricklint_model::schema::Schema::from_json(schema).unwrap()));
    assert!(note(&request).is_null());
}

#[test]
fn inspect_counts_what_is_known() {
    let files = [(
        "main.tf",
        r#"
variable "host" { type = string }

resource "databricks_job" "a" {
  name        = "a"
  description = "on ${var.host}"
  tags        = { team = "data", host = var.host }
  run_as {
    user_name = var.host
  }
}
"#,
    )];
    let run = session::run(&memory(&files), request(Path::new(ROOT), &["."]));
    assert_eq!(inspect::known(&run), inspect::Known { known: 1, partly: 2, unknown: 1 });
    assert_eq!(
        inspect::known(&run).to_string(),
        "1 of 4 attribute values are known (25 %), 2 in part, 1 not at all"
    );
}

#[test]
fn inspect_leaves_out_arguments_that_are_null() {
    let source = r#"
variable "none" {
  type    = string
  default = null
}
resource "databricks_cluster" "c" {
  spark_version           = "15.4.x-scala2.12"
  node_type_id            = var.none
  autotermination_minutes = null
  aws_attributes {
    zone_id = var.none
  }
}
"#;
    let run = session::run(&memory(&[("main.tf", source)]), request(Path::new(ROOT), &["."]));
    let document: Value = serde_json::from_str(&inspect::of(&run)).unwrap();
    let instance = document.pointer("/roots/0/instances/0").unwrap();
    let values = json!({"spark_version": "15.4.x-scala2.12", "aws_attributes": [{}]});
    assert_eq!((&instance["values"], &instance["unknown"]), (&values, &json!({"aws_attributes": [{}]})));
    assert_eq!(inspect::known(&run), inspect::Known { known: 1, partly: 0, unknown: 0 });
}

#[test]
fn inspect_leaves_out_what_a_plan_removes() {
    let group = json!({"display_name": "millers"});
    let of = |name: &str, actions: &[&str]| {
        let after = if actions.contains(&"create") { group.clone() } else { Value::Null };
        let before = if actions == ["create"] { Value::Null } else { group.clone() };
        change(&format!("databricks_group.{name}"), actions, before, after)
    };
    let changes = [
        of("came", &["create"]),
        of("ended", &["delete"]),
        of("left", &["forget"]),
        of("made_again", &["delete", "create"]),
    ];
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![plan(&changes, &json!({}))];
    let run = session::run(&memory(&[]), request);
    let document: Value = serde_json::from_str(&inspect::of(&run)).unwrap();
    let instances = document.pointer("/roots/0/instances").unwrap().as_array().unwrap();
    let addresses: Vec<&str> = instances.iter().filter_map(|instance| instance["address"].as_str()).collect();
    assert_eq!(addresses, ["databricks_group.came", "databricks_group.made_again"]);
}

#[test]
fn problems_hold_what_terraform_rejects() {
    let source = "check \"c\" {\n  assert {\n    condition     = var.nope == 2\n    error_message = \"x\"\n  }\n}\n\
                  resource \"databricks_volume\" \"v\" {\n  name         = \"v\"\n  catalog_name = \"c\"\n  \
                  schema_name  = \"s\"\n  volume_type  = \"managed\"\n}\n";
    let files = memory(&[("main.tf", source)]);
    let mut request = request(Path::new(ROOT), &["."]);
    request.stop_after = Some(session::Phase::Graph);
    let run = session::run(&files, request);
    let document: Value = serde_json::from_str(&inspect::of(&run)).unwrap();
    let problems = document.pointer("/roots/0/problems").unwrap().as_array().unwrap();
    let line = |problem: &Value| problem.pointer("/location/start/line").and_then(Value::as_u64);
    let lines: std::collections::BTreeSet<_> = problems.iter().filter_map(line).collect();
    assert_eq!((problems.len(), lines), (2, [3, 11].into()), "{problems:?}");
}

#[test]
fn values_that_a_provider_does_not_take_are_told_where_they_are_written() {
    let source = r#"
variable "workers" {
  default = "many"
}
variable "secrets" {
  type    = map(object({ key = optional(string) }))
  default = { a = {}, b = { key = "k" } }
}
variable "none" {
  type = string
}
resource "databricks_cluster" "c" {
  spark_version = "15.4.x-scala2.12"
  num_workers   = var.workers
  node_type_id  = var.none
}
resource "databricks_secret" "s" {
  for_each     = var.secrets
  scope        = "s"
  key          = each.value.key
  string_value = var.none
}
resource "databricks_job" "j" {
  name = "j"
  dynamic "task" {
    for_each = { a = var.workers, b = "2" }
    content {
      task_key    = task.key
      max_retries = task.value
    }
  }
}
"#;
    let run = session::run(&memory(&[("main.tf", source)]), request(Path::new(ROOT), &["."]));
    let told: Vec<(u32, &str)> = run
        .problems
        .iter()
        .filter(|problem| problem.message.starts_with('`'))
        .filter_map(|problem| Some((problem.location.as_ref()?.start?.line, &*problem.message)))
        .collect();
    assert_eq!(
        told,
        [
            (
                14,
                "`databricks_cluster.c`: the value of `num_workers` does not convert to its type: a number is required"
            ),
            (
                29,
                "`databricks_job.j`: the value of `max_retries` does not convert to its type: a number is required"
            ),
            (20, "`databricks_secret.s`: the required argument `key` is null"),
        ],
        "each once, what is not known not at all"
    );
}

#[test]
fn a_text_that_there_cannot_be_in_one_case_ends_nothing() {
    let values = evaluate(&[
        r#"lower("x-${var.none == "a" ? null : var.none}")"#,
        r#""x${var.none == null ? null : var.none}" == var.none"#,
        r#"lower("${var.none == "a" ? var.none : var.none}${var.none == null ? "a" : var.none}")"#,
    ]);
    assert!(values.iter().all(|value| value["unknown"] == json!(true)), "{values:?}");
}
