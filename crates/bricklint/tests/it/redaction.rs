//! A secret is never printed, in any format.

use std::fmt::Write as _;
use std::path::Path;

use bricklint::session::{self, PlanFile, Run};
use bricklint::{diagram, inspect};
use bricklint_report::{Format, GraphFormat};

use crate::harness::{ROOT, lines, memory, report, request};

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
fn source_that_is_wrong_is_shown_without_the_secrets_in_it() {
    let main = r#"
module "m" {
  source = "./m"
  pin    = ["hushhush-1", { x = "hushhush-2" }]
  pim    = "hushhush-7"
}
resource "databricks_secret" "near" {
  key          = "k"
  scope        = "s"
  string_valu = "hushhush-8"
}
resource "databricks_secret" "s" {
  key          = "k"
  scope        = "s"
  string_value = "hushhush-3"
  string_value = "hushhush-4"
}
resource "databricks_token" "t" {
  comment = "c"
  secret = "hushhush-5" "hushhush-6"
}
"#;
    let module = "variable \"pin\" {\n  type      = string\n  sensitive = true\n}\n";
    let files = memory(&[("main.tf", main), ("m/main.tf", module)]);
    let run = session::run(&files, request(Path::new(ROOT), &["."]));
    assert!(run.problems.len() >= 2 && !run.findings.is_empty(), "{:?}", run.problems);
    for format in Format::ALL {
        let text = report(&run, format);
        assert!(!text.contains(MARK), "{}:\n{}", format.name(), around(&text));
    }
}

#[test]
fn values_that_do_not_parse_are_not_repeated() {
    let provider = |text: &str| {
        format!("provider \"databricks\" {{\n  host  = \"https://seaworks.example.com\"\n{text}\n}}\n")
    };
    let lines = [
        "  token = 'hushhush'",
        "  token = “hushhush”",
        "  token = `hushhush`",
        "  token = hushhush",
        "  token = hushhush-1.2.3",
        "  token = hushhush.1.abc",
        "  token = hushhush.abc.def",
        "  token = 8hushhush",
        "  token = @hushhush",
        "  token = $hushhush",
        "  token = ${hushhush}",
        "  token = \"${hushhush}\"",
        "  token = \"a-${hushhush}-b\"",
        "  token = \"%{if hushhush}a%{endif}\"",
        "  token = [hushhush, \"x\"]",
        "  token = true ? hushhush : \"x\"",
        "  token =\n  'hushhush'",
        "  token: \"hushhush\"",
        "  token \"hushhush\"",
        "  token 'hushhush'",
        "  \"token\" = \"hushhush\"",
        "  TOKEN = \"hushhush\"",
        "  username = \"x\" password = \"hushhush\"",
        "  client_secrt = hushhush",
        "  password = <<WORD\nhushhush\nHUSH = hushhush\nhushhush=\nWORDS",
        "  password = <<-WORD\n    hushhush\n  WORDS",
    ];
    let mut cases: Vec<(String, Vec<(&str, String)>)> =
        lines.iter().map(|line| ((*line).to_owned(), vec![("main.tf", provider(line))])).collect();
    let wholes = [
        "provider \"databricks\" { host = \"x\", token = \"hushhush\" }\n",
        "variable \"pin\" {\n  sensitive = true\n  default   = 'hushhush'\n}\n",
        "variable \"pin\" {\n  sensitive = true\n  default   = hushhush\n}\n",
        "variable \"db_password\" {\n  default = \"hushhush\"\n  defualt = 1\n}\n",
        "locals {\n  db_password = \"hushhush\" 1\n}\n",
        "locals {\n  db_password = hushhush\n}\n",
        "resource \"databricks_secret\" \"s\" {\n  key          = \"k\"\n  scope        = \"s\"\n  string_value = hushhush\n}\n",
        "resource \"databricks_secret\" \"s\" {\n  key = \"k\"\n  string_value = <<KEY\n-----BEGIN-----\nhushhush\nhushhush=\n-----END-----\nKEYS\n}\n",
    ];
    cases.extend(wholes.map(|text| (text.to_owned(), vec![("main.tf", text.to_owned())])));
    let json = "{\"provider\": {\"databricks\": {\"token\": hushhush}}}";
    cases.push((json.to_owned(), vec![("main.tf.json", json.to_owned())]));
    let declared = "variable \"pin\" {\n  sensitive = true\n}\n";
    let values = [
        "pin = hushhush",
        "pin = 8hushhush",
        "pin = \"${hushhush}\"",
        "pin = \"%{hushhush}\"",
        "pin = \"x\" hushhush",
        "pin = [hushhush hushhush]",
        "pin = hushhush.abc",
        "pin = hushhush(1)",
        "pin = <<KEY\n-----BEGIN-----\nhushhush\nHUSH = hushhush\nhushhush=\nKEYS",
    ];
    cases.extend(values.map(|text| {
        let files = vec![("main.tf", declared.to_owned()), ("terraform.tfvars", format!("{text}\n"))];
        (text.to_owned(), files)
    }));
    for (case, files) in &cases {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let run = session::run(&memory(&files), request(Path::new(ROOT), &["."]));
        assert!(!run.problems.is_empty() || !run.findings.is_empty(), "nothing is said of {case}");
        prints_no_secret(case, &run, &[MARK]);
        let (_, problems) =
            session::evaluate(&memory(&files), &request(Path::new(ROOT), &["."]), &["1"]).unwrap();
        assert!(problems.iter().all(|problem| !problem.message.contains(MARK)), "{case}: {problems:?}");
    }
}

#[test]
fn arguments_that_do_not_exist_are_hidden_by_what_they_most_likely_mean() {
    let source = r#"
resource "databricks_storage_credential" "reef" {
  name          = "reef"
  client_secret = "hushhush-1"
  azure_service_principl {
    directory_id  = "visible-1"
    client_secret = "hushhush-2"
  }
}
resource "databricks_git_credential" "bot" {
  git_username         = "visible-2"
  git_provider         = "gitHub"
  personal_acess_token = "hushhush-3"
}
resource "databricks_mws_credentials" "c" {
  credentials_name = "visible-3"
  token            = "hushhush-4"
}
resource "databricks_cluster" "c" {
  cluster_name = "c"
  comment      = "visible-4"
}
resource "other_login" "o" {
  user     = "visible-5"
  password = "hushhush-5"
}
"#;
    let json = r#"{"resource": {"databricks_storage_credential": {"tide": {
  "name": "tide", "client_secret": "hushhush-6",
  "azure_service_principal": [{"directory": "d", "client_secrt": "hushhush-7"}]
}}}}"#;
    let run = session::run(
        &memory(&[("main.tf", source), ("more.tf.json", json)]),
        request(Path::new(ROOT), &["."]),
    );
    let said = run.findings.iter().filter(|finding| finding.rule.id == "known-schema").count();
    assert!(said >= 7, "{said}: {:?}", run.findings);
    prints_no_secret("arguments", &run, &[MARK]);
    let shown = inspect::of(&run);
    for at in 1..=5 {
        assert!(shown.contains(&format!("visible-{at}")), "{at}: {shown}");
    }
    assert!(report(&run, Format::Text).contains("comment      = \"visible-4\""));
}

#[test]
fn what_is_no_secret_is_shown_where_it_does_not_parse() {
    let lines = [
        ("provider \"databricks\" {\n  host = 'visible'\n}\n", "'visible'"),
        (
            "resource \"databricks_secret\" \"visible\"\n  key = \"k\"\n}\n",
            "\"databricks_secret\" \"visible\"",
        ),
        ("locals {\n  x = var.token visible\n}\n", "var.token visible"),
        ("locals {\n  x = [for token in [1] : visible visible]\n}\n", "visible visible"),
        ("resource \"databricks_user\" \"u\" {\n  user_name = visible\n}\n", "refers to `visible`"),
        (
            "locals {\n  token = databricks_token.visible.token_value\n}\n",
            "refers to `databricks_token.visible`",
        ),
    ];
    for (source, shown) in lines {
        let run = session::run(&memory(&[("main.tf", source)]), request(Path::new(ROOT), &["."]));
        let text = report(&run, Format::Text);
        assert!(text.contains(shown), "{source}: {text}");
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

#[test]
fn an_instance_named_by_a_secret_key_does_not_show_it() {
    let source = r#"
variable "given" { type = string }
variable "kept" {
  default   = "hushhush-kept"
  sensitive = true
}
variable "names" { type = set(string) }
resource "databricks_directory" "known" {
  for_each = toset(["a"])
  path     = "/${each.key}"
}
resource "databricks_directory" "unknown" {
  for_each = var.names
  path     = "/${each.key}"
}
resource "databricks_grants" "all" {
  for_each = { given = var.given, kept = var.kept }
  catalog  = databricks_directory.known[each.value].path
  grant {
    principal  = databricks_directory.unknown[each.value].path
    privileges = ["SELECT"]
  }
}
"#;
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars = vec![("given".to_owned(), "hushhush-given".to_owned())];
    let run = session::run(&memory(&[("main.tf", source)]), request);
    assert!(messages(&run).any(|message| message.contains("[…]` does not exist")), "{:?}", lines(&run));
    let text =
        Format::ALL.iter().map(|format| report(&run, *format)).collect::<String>() + &inspect::of(&run);
    assert!(!text.contains(MARK), "{}", around(&text));
}

/// What is said of problems and findings.
fn messages(run: &session::Run) -> impl Iterator<Item = &str> {
    let problems = run.problems.iter().map(|problem| &*problem.message);
    problems.chain(run.findings.iter().map(|finding| &*finding.message))
}

#[test]
fn what_fails_with_an_element_of_a_secret_collection_does_not_show_it() {
    let loops = [
        "{ for m in X : m => 1 }",
        "[for m in X : { a = 1 }[m]]",
        "[for m in X : cidrhost(m, 1)]",
        "[for m in X : file(m)]",
        "[for m in X : m if { a = true }[m]]",
        "{ for m in X : { a = \"b\" }[m] => m }",
        "[for p in setproduct(X, [\"x\"]) : { a = 1 }[p[0]]]",
        "[for k, v in { for m in X : m => m... } : { a = 1 }[k]]",
        "\"%{for m in X}${{ a = 1 }[m]}%{endfor}\"",
    ];
    let mut source = String::from(
        "variable \"given\" { type = list(string) }\nvariable \"kept\" {\n  default   = [\"hushhush\", \"hushhush\"]\n  sensitive = true\n}\nlocals {\n",
    );
    for (at, text) in loops.iter().enumerate() {
        for of in ["given", "kept"] {
            let text = text.replace('X', &format!("var.{of}"));
            let _ = writeln!(source, "  {of}_{at} = {text}");
        }
    }
    source += "}\n";
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars = vec![("given".to_owned(), "[\"hushhush\", \"hushhush\"]".to_owned())];
    let run = session::run(&memory(&[("main.tf", &source)]), request);
    assert_eq!(messages(&run).count(), 2 * loops.len(), "{:?}", lines(&run));
    let text = report(&run, Format::Text) + &report(&run, Format::Json) + &inspect::of(&run);
    assert!(!text.contains(MARK), "{}", around(&text));
}

/// A plan with secrets wherever a plan has them: in variables, in what is sensitive by its mask, by the mask of
/// what was before, by the provider's schema alone, in data sources, outputs and provider configurations.
const PLAN: &str = r#"{
  "format_version": "1.2", "terraform_version": "1.11.4",
  "variables": {"pin": {"value": "hushhush-variable"}, "open": {"value": "visible"}},
  "planned_values": {"root_module": {}},
  "resource_changes": [
    {"address": "databricks_user.a", "mode": "managed", "type": "databricks_user", "name": "a",
     "provider_name": "registry.terraform.io/databricks/databricks",
     "change": {"actions": ["update"], "before": {"user_name": "hushhush-before@example.com"},
       "after": {"user_name": "hushhush-mask@example.com"}, "after_unknown": {"id": true},
       "before_sensitive": {"user_name": true}, "after_sensitive": {"user_name": true}}},
    {"address": "databricks_grants.a", "mode": "managed", "type": "databricks_grants", "name": "a",
     "provider_name": "registry.terraform.io/databricks/databricks",
     "change": {"actions": ["create"], "before": null, "after": {"catalog": "hushhush-catalog",
       "grant": [{"principal": "hushhush-principal@example.com", "privileges": ["SELECT", "hushhush-privilege"]}]},
       "after_unknown": {"id": true}, "before_sensitive": false,
       "after_sensitive": {"catalog": true, "grant": [{"principal": true, "privileges": [false, true]}]}}},
    {"address": "databricks_job.a", "mode": "managed", "type": "databricks_job", "name": "a",
     "provider_name": "registry.terraform.io/databricks/databricks",
     "change": {"actions": ["create"], "before": null, "after": {"name": "hushhush-job",
       "task": [{"task_key": "hushhush-task", "spark_python_task": [{"python_file": "hushhush-file"}]}]},
       "after_unknown": {"id": true}, "before_sensitive": false, "after_sensitive": {"name": true, "task": true}}},
    {"address": "databricks_secret.a", "mode": "managed", "type": "databricks_secret", "name": "a",
     "provider_name": "registry.terraform.io/databricks/databricks",
     "change": {"actions": ["create"], "before": null,
       "after": {"key": "k", "scope": "s", "string_value": "hushhush-schema"}, "after_unknown": {"id": true}}}
  ],
  "output_changes": {"o": {"actions": ["create"], "before": null, "after": "hushhush-output",
    "after_unknown": false, "before_sensitive": false, "after_sensitive": true}},
  "prior_state": {"values": {"root_module": {"resources": [
    {"address": "data.databricks_group.g", "mode": "data", "type": "databricks_group", "name": "g",
     "provider_name": "registry.terraform.io/databricks/databricks",
     "values": {"display_name": "hushhush-data"}, "sensitive_values": {"display_name": true}}]}}},
  "configuration": {
    "provider_config": {"databricks": {"name": "databricks",
      "full_name": "registry.terraform.io/databricks/databricks",
      "expressions": {"host": {"constant_value": "https://accounts.cloud.databricks.com"},
        "token": {"constant_value": "hushhush-token"}, "client_secret": {"references": ["var.pin"]}}}},
    "root_module": {
      "variables": {"pin": {"sensitive": true}, "open": {}},
      "resources": [
        {"address": "databricks_user.a", "mode": "managed", "type": "databricks_user", "name": "a",
         "provider_config_key": "databricks", "expressions": {"user_name": {"references": ["var.pin"]}}},
        {"address": "databricks_grants.a", "mode": "managed", "type": "databricks_grants", "name": "a",
         "provider_config_key": "databricks", "expressions": {"catalog": {"references": ["var.pin"]}}},
        {"address": "databricks_job.a", "mode": "managed", "type": "databricks_job", "name": "a",
         "provider_config_key": "databricks", "expressions": {"name": {"references": ["var.pin"]}}},
        {"address": "databricks_secret.a", "mode": "managed", "type": "databricks_secret", "name": "a",
         "provider_config_key": "databricks", "expressions": {"string_value": {"references": ["var.pin"]}}},
        {"address": "data.databricks_group.g", "mode": "data", "type": "databricks_group", "name": "g",
         "provider_config_key": "databricks", "expressions": {"display_name": {"references": ["var.pin"]}}}]}}
}"#;

/// What `PLAN` was made from.
const PLAN_SOURCE: &str = r#"
variable "pin" {
  sensitive = true
}
variable "open" {}
resource "databricks_user" "a" {
  user_name = var.pin
}
resource "databricks_job" "a" {
  name = var.pin
  task {
    task_key = var.pin
    spark_python_task {
      python_file = var.pin
    }
  }
}
output "o" {
  value     = var.pin
  sensitive = true
}
"#;

fn prints_no_secret(name: &str, run: &Run, marks: &[&str]) {
    let check = |what: &str, text: &str| {
        for mark in marks {
            let around: Vec<&str> = text.lines().filter(|line| line.contains(mark)).collect();
            assert!(around.is_empty(), "{name}: {what}:\n{}", around.join("\n"));
        }
    };
    for format in Format::ALL {
        check(format.name(), &report(run, format));
    }
    let drawn = diagram::of(&run.estate);
    for format in [GraphFormat::Dot, GraphFormat::Mermaid, GraphFormat::Json] {
        check(&format!("{format:?}"), &bricklint_report::graph(&drawn, format));
    }
    check("inspect", &inspect::of(run));
    check("problems", &format!("{:?}", run.problems));
}

#[test]
fn no_output_holds_a_secret_of_a_plan() {
    for source in [None, Some(ROOT.into())] {
        for pieces in [PLAN.to_owned(), PLAN.replace("\"databricks_user.a\"", "\"databricks_user.a \"")] {
            let mut request = request(Path::new(ROOT), &[]);
            request.plans =
                vec![PlanFile { path: "plan.json".to_owned(), bytes: pieces.into_bytes(), lean: None }];
            request.source.clone_from(&source);
            let run = session::run(&memory(&[("main.tf", PLAN_SOURCE)]), request);
            let refused = run.problems.iter().any(|problem| problem.kind.is_fatal());
            assert_eq!(run.findings.is_empty(), refused && source.is_none(), "{:?}", run.problems);
            prints_no_secret(&format!("{source:?}"), &run, &[MARK]);
        }
    }
}

#[test]
fn no_output_holds_a_secret_of_a_plan_of_the_real_terraform() {
    let folder = crate::harness::repository().join("testdata/plans/sensitive");
    let secrets = ["s3cr3t", "contractor@example.com"];
    let file = crate::plan_files::alone("tfplan", crate::plan_files::bytes(&folder.join("tfplan")));
    assert!(!file.findings.is_empty());
    prints_no_secret("tfplan", &file, &secrets);
    for source in [None, Some(folder.clone())] {
        let mut request = request(&folder, &[]);
        request.plans = vec![crate::harness::plan(&folder.join("plan.json"))];
        request.source.clone_from(&source);
        let run = session::run(&bricklint::disk::Disk, request);
        assert!(!run.findings.is_empty());
        prints_no_secret(&format!("{source:?}"), &run, &secrets);
    }
    // Expressions see the values of a plan's variables through its source only.
    let mut request = request(&folder, &["."]);
    request.load.vars = vec![bricklint_load::VarInput::Value {
        name: "password".to_owned(),
        value: bricklint_lang::value::Value::string("s3cr3t-of-a-plan"),
    }];
    let (values, _) = session::evaluate(
        &bricklint::disk::Disk,
        &request,
        &["var.password", "{ a = var.token }", "upper(var.password)"],
    )
    .unwrap();
    for value in &values {
        let line = inspect::line(value).to_lowercase();
        assert!(!line.contains("s3cr3t"), "{line}");
    }
}

#[test]
fn what_repeats_over_the_environment_shows_it_in_addresses_alone() {
    let source = r#"
variable "teams" { type = set(string) }
variable "users" { type = map(string) }
resource "databricks_grants" "teams" {
  for_each = var.teams
  catalog  = "c"
  grant {
    principal  = "team-${each.key}@example.com"
    privileges = ["SELECT"]
  }
}
resource "databricks_grants" "users" {
  for_each = var.users
  catalog  = "c"
  grant {
    principal  = each.value
    privileges = ["SELECT"]
  }
}
"#;
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars = vec![
        ("teams".to_owned(), "[\"hushhush\"]".to_owned()),
        ("users".to_owned(), "{ u = \"hushhush@example.com\" }".to_owned()),
    ];
    let run = session::run(&memory(&[("main.tf", source)]), request);
    let text = report(&run, Format::Text);
    assert!(text.contains("databricks_grants.teams[\"hushhush\"]"), "{text}");
    let text = text.replace("[\"hushhush\"]", "");
    assert!(text.contains("grants-to-groups") && !text.contains(MARK), "{text}");
}

#[test]
fn policies_in_secret_text_do_not_show_what_they_name() {
    let statement = |role: &str| {
        format!(
            "{{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \
             \"Principal\": {{\"AWS\": \"arn:aws:iam::414351767826:role/{role}\"}}, \
             \"Condition\": {{\"StringLike\": {{\"{role}:key\": \"{role}\"}}}}}}]}}"
        )
    };
    let role = |name: &str, policy: &str| {
        format!(
            "resource \"aws_iam_role\" \"{name}\" {{\n  name = \"{name}\"\n  assume_role_policy = {policy}\n}}\n"
        )
    };
    let literal = statement("hushhush").replace('"', "\\\"");
    let source = [
        "variable \"who\" {\n  sensitive = true\n  default = \"hushhush\"\n}\nvariable \"env\" {}\n".to_owned(),
        role("heredoc", &format!("<<EOF\n{}\nEOF", statement("${var.who}"))),
        role("environment", &format!("<<EOF\n{}\nEOF", statement("${var.env}"))),
        role("whole", &format!("sensitive(\"{literal}\")")),
        role("encoded", &format!("sensitive(jsonencode(jsondecode(\"{literal}\")))")),
        role("documents", "data.aws_iam_policy_document.d.json"),
        format!(
            "data \"aws_iam_policy_document\" \"d\" {{\n  source_policy_documents = [sensitive(\"{literal}\")]\n}}\n"
        ),
    ]
    .concat();
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.env_vars = vec![("env".to_owned(), "hushhush".to_owned())];
    let run = session::run(&memory(&[("main.tf", &source)]), request);
    let wrong = run.findings.iter().filter(|finding| finding.rule.id == "trust-external-id").count();
    assert_eq!(wrong, 5, "{:?}", run.findings);
    prints_no_secret("source", &run, &[MARK]);

    let entry = serde_json::json!({
        "address": "aws_iam_role.r", "mode": "managed", "type": "aws_iam_role", "name": "r",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": ["create"], "before": null,
            "after": { "name": "r", "assume_role_policy": statement("hushhush") },
            "after_unknown": { "id": true }, "before_sensitive": false,
            "after_sensitive": { "assume_role_policy": true },
        },
    });
    let run = of_plan(&serde_json::json!({ "resource_changes": [entry] }));
    assert!(run.findings.iter().any(|finding| finding.rule.id == "trust-external-id"), "{:?}", run.problems);
    prints_no_secret("plan", &run, &[MARK]);
}

#[test]
fn a_secret_privilege_is_hidden_in_its_usual_spelling_too() {
    let values = |privileges: &[&str]| serde_json::json!({ "catalog": "c", "principal": "etl", "privileges": privileges });
    let change = |before: &[&str], after: &[&str]| {
        serde_json::json!({
            "address": "databricks_grant.d", "mode": "managed", "type": "databricks_grant", "name": "d",
            "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {
                "actions": ["update"], "before": values(before), "after": values(after), "after_unknown": {},
                "before_sensitive": { "privileges": true }, "after_sensitive": { "privileges": true },
            },
        })
    };
    let run = of_plan(&serde_json::json!({
        "resource_drift": [change(&["USE_CATALOG"], &["USE_CATALOG", "hush hush"])],
        "resource_changes": [change(&["USE_CATALOG", "hush hush"], &["USE_CATALOG"])],
    }));
    assert!(run.findings.iter().any(|finding| finding.rule.id == "grants-not-drifted"), "{:?}", run.problems);
    prints_no_secret("drift", &run, &["hush hush", "HUSH_HUSH"]);
}

/// The run over a plan with these keys.
fn of_plan(keys: &serde_json::Value) -> Run {
    let mut plan = keys.clone();
    if let Some(plan) = plan.as_object_mut() {
        plan.insert("format_version".to_owned(), "1.2".into());
        plan.insert("terraform_version".to_owned(), "1.11.4".into());
    }
    let mut request = request(Path::new(ROOT), &[]);
    request.plans =
        vec![PlanFile { path: "plan.json".to_owned(), bytes: plan.to_string().into_bytes(), lean: None }];
    session::run(&memory(&[]), request)
}

#[test]
fn what_is_looked_up_by_an_element_of_a_secret_list_does_not_show_it() {
    let source = r#"
variable "names" {
  type      = list(string)
  sensitive = true
  default   = ["hushhush"]
}
variable "emails" {
  type = map(string)
}
resource "databricks_grants" "g" {
  catalog = "c"
  dynamic "grant" {
    for_each = [for name in var.names : var.emails[name]]
    content {
      principal  = grant.value
      privileges = ["SELECT"]
    }
  }
}
resource "databricks_user" "u" {
  user_name = values({ for name in var.names : name => var.emails[name] })[0]
}
"#;
    let run = session::run(&memory(&[("main.tf", source)]), request(Path::new(ROOT), &["."]));
    prints_no_secret("lookups", &run, &[MARK]);
    let expressions = [
        "{ for name in var.names : name => var.emails[name] }",
        "[for name in var.names : var.emails[name]]",
    ];
    let (values, _) =
        session::evaluate(&memory(&[("main.tf", source)]), &request(Path::new(ROOT), &["."]), &expressions)
            .unwrap();
    assert!(
        values.iter().all(|value| !inspect::line(value).contains(MARK)),
        "{:?}",
        values.iter().map(inspect::line).collect::<Vec<_>>()
    );
}

#[test]
fn one_secret_of_a_set_does_not_hide_the_words_beside_it() {
    const SOURCE: &str = r#"
terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}
variable "loader" {
  type      = string
  sensitive = true
  default   = "5ec4e700-0000-4000-8000-000000000001"
}
resource "databricks_grants" "sales" {
  catalog = "sales"
  grant {
    principal  = var.loader
    privileges = ["USE_CATALOG", "SELECT"]
  }
  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_group" "analysts" {
  display_name = "analysts"
}
resource "databricks_schema" "raw" {
  catalog_name = "sales"
  name         = "raw"
}
resource "databricks_grants" "raw" {
  schema = "sales.raw"
  grant {
    principal  = "bi"
    privileges = ["SELECT"]
  }
}
"#;
    let grant = |name: &str, names: &[&str]| serde_json::json!({"principal": name, "privileges": names});
    let sales = serde_json::json!({"catalog": "sales", "grant": [
        grant("analysts", &["USE_CATALOG"]), grant("5ec4e700-0000-4000-8000-000000000001", &["SELECT", "USE_CATALOG"])]});
    let raw = serde_json::json!({"schema": "sales.raw", "grant": [grant("bi", &["SELECT"])]});
    // A set is marked as a whole, before and after.
    for again in [false, true] {
        let of = |address: &str, values: &serde_json::Value| {
            let (action, before) =
                if again { ("no-op", values.clone()) } else { ("create", serde_json::Value::Null) };
            let mut one = crate::change::change(address, &[action], before, values.clone());
            if address == "databricks_grants.sales" {
                let mark = serde_json::json!({"grant": true});
                one["change"]["after_sensitive"] = mark.clone();
                one["change"]["before_sensitive"] = if again { mark } else { false.into() };
            }
            one
        };
        let changes = [
            of("databricks_grants.raw", &raw),
            of("databricks_grants.sales", &sales),
            of("databricks_group.analysts", &serde_json::json!({"display_name": "analysts"})),
            of("databricks_schema.raw", &serde_json::json!({"catalog_name": "sales", "name": "raw"})),
        ];
        let variables =
            serde_json::json!({"variables": {"loader": {"value": "5ec4e700-0000-4000-8000-000000000001"}}});
        let mut request = request(std::path::Path::new(ROOT), &[]);
        let mut planned = crate::change::plan(&changes, &variables);
        let mut json: serde_json::Value = serde_json::from_slice(&planned.bytes).unwrap();
        let written = &mut json["configuration"]["root_module"]["resources"][1]["expressions"]["grant"];
        written[1]["principal"] = serde_json::json!({"references": ["var.loader"]});
        planned.bytes = json.to_string().into_bytes();
        request.plans = vec![planned];
        request.source = Some(ROOT.into());
        let run = session::run(&memory(&[("main.tf", SOURCE)]), request);
        let text = report(&run, Format::Text);
        for said in ["`bi` is granted `SELECT`", "does not hold `USE_CATALOG`", "makes the group `analysts`"]
        {
            assert!(text.contains(said), "{again}: {said}: {text}");
        }
        prints_no_secret("a set", &run, &["5ec4e700-0000-4000-8000-000000000001"]);
    }
}

#[test]
fn what_the_environment_gave_a_plan_is_named_and_not_printed() {
    let given = [
        ("env", "dev"),
        ("names", "[\"hushhush-a\", \"hushhush-b\"]"),
        ("other", "hushhush-other"),
        ("owner", "hushhush"),
    ];
    // How each user is named in the source and in the plan, what that refers to if it is no constant, and what is said of
    // it by the plan alone and with its source.
    let (whole, part) = ("the value of `TF_VAR_owner`", "a value made of `TF_VAR_owner`");
    let element = "the value of `TF_VAR_names`";
    let rows = [
        ("var.owner", "hushhush", "var.owner", [whole, whole]),
        ("\"k-${var.owner}@x.y\"", "k-hushhush@x.y", "var.owner", [part, part]),
        ("upper(var.owner)", "HUSHHUSH", "var.owner", [whole, whole]),
        ("var.names[1]", "hushhush-b", "var.names[1]", [element, element]),
        // What is written out is no secret, nor what something else than the environment gave.
        ("\"un-hushhush-ed\"", "un-hushhush-ed", "", ["the user `un-hushhush-ed`"; 2]),
        ("local.public", "un-hushhush-ed", "local.public", [part, "the user `un-hushhush-ed`"]),
        ("var.other", "public", "var.other", ["the user `public`"; 2]),
        // Too short to be looked for in other texts.
        ("\"in-${var.env}\"", "in-dev", "var.env", ["the user `in-dev`", "a value made of `TF_VAR_env`"]),
    ];
    let mut source = String::from("locals {\n  public = \"un-hushhush-ed\"\n}\n");
    for (name, _) in given {
        let _ = writeln!(source, "variable \"{name}\" {{}}");
    }
    let (mut changes, mut resources) = (Vec::new(), Vec::new());
    for (at, (written, planned, reference, _)) in rows.iter().enumerate() {
        let _ = writeln!(source, "resource \"databricks_user\" \"u{at}\" {{\n  user_name = {written}\n}}");
        let about = serde_json::json!({
            "address": format!("databricks_user.u{at}"), "mode": "managed", "type": "databricks_user",
            "name": format!("u{at}"), "provider_name": "registry.terraform.io/databricks/databricks",
        });
        let mut change = about.clone();
        change["change"] = serde_json::json!({
            "actions": ["create"], "before": null, "after": { "user_name": planned },
            "after_unknown": { "id": true }, "before_sensitive": false, "after_sensitive": {},
        });
        changes.push(change);
        let mut resource = about;
        resource["provider_config_key"] = "databricks".into();
        resource["expressions"] = if reference.is_empty() {
            serde_json::json!({ "user_name": { "constant_value": planned } })
        } else {
            serde_json::json!({ "user_name": { "references": [reference] } })
        };
        resources.push(resource);
    }
    let plan = serde_json::json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes,
        "variables": {
            "env": { "value": "dev" }, "names": { "value": ["hushhush-a", "hushhush-b"] },
            "other": { "value": "public" }, "owner": { "value": "hushhush" },
        },
        "output_changes": { "o": {
            "actions": ["create"], "before": null, "after": ["by-hushhush"], "after_unknown": false,
            "before_sensitive": false, "after_sensitive": false,
        } },
        "configuration": { "root_module": { "resources": resources } },
    });
    for (at, source_of) in [None, Some(ROOT.into())].into_iter().enumerate() {
        let mut request = request(Path::new(ROOT), &[]);
        request.rules.retain(|rule| rule.info.id == "users-from-idp");
        request.load.env_vars = given.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        request.plans =
            vec![PlanFile { path: "plan.json".to_owned(), bytes: plan.to_string().into_bytes(), lean: None }];
        request.source = source_of;
        let run = session::run(&memory(&[("main.tf", &source)]), request);
        for (row, (written, .., said)) in rows.iter().enumerate() {
            let address = format!("databricks_user.u{row}");
            let found = run.findings.iter().find(|finding| finding.address == address).unwrap();
            let said = said[at].replace("the user ", "");
            let want = format!("`{address}` makes the user {said} by hand");
            assert_eq!(found.message, want, "{written}");
        }
        prints_no_secret(
            "plan",
            &run,
            &["HUSH", "k-hush", "by-hush", "hushhush-a", "hushhush-b", "hushhush-o"],
        );
    }
}

#[test]
fn the_value_before_one_that_is_not_printed_is_not_printed() {
    let quay = serde_json::json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {"quay": {"value": "hushhush-new"}},
        "resource_changes": [{
            "address": "databricks_mws_workspaces.quay", "mode": "managed", "type": "databricks_mws_workspaces",
            "name": "quay", "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {
                "actions": ["delete", "create"],
                "before": {"workspace_name": "quay", "aws_region": "hushhush-old"},
                "after": {"workspace_name": "quay", "aws_region": "hushhush-new"},
                "after_unknown": {}, "before_sensitive": {}, "after_sensitive": {},
                "replace_paths": [["aws_region"]],
            },
        }],
        "configuration": {"root_module": {"resources": [{
            "address": "databricks_mws_workspaces.quay", "mode": "managed", "type": "databricks_mws_workspaces",
            "name": "quay", "provider_config_key": "databricks",
            "expressions": {
                "workspace_name": {"constant_value": "quay"}, "aws_region": {"references": ["var.quay"]},
            },
        }]}},
    });
    let mut request = request(Path::new(ROOT), &[]);
    request.load.env_vars = vec![("quay".to_owned(), "hushhush-new".to_owned())];
    request.plans = vec![PlanFile::new("plan.json", quay.to_string())];
    let run = session::run(&memory(&[]), request);
    let words = "because `aws_region` changes to a value that is not printed";
    assert!(
        messages(&run).any(|message| message.contains(words)),
        "{:?}",
        messages(&run).collect::<Vec<_>>()
    );
    prints_no_secret("plan", &run, &[MARK]);
}

#[test]
fn what_a_provider_makes_of_something_sensitive_is_not_printed() {
    let policy = |id: &str| {
        serde_json::json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": "arn:aws:iam::414351767826:root"},
            "Condition": {"StringEquals": {"sts:ExternalId": id}}}]})
        .to_string()
        .replace('&', "\\u0026")
    };
    // The id, whether the variable is sensitive, whether the argument of the document is, and whether the id is hidden.
    let (uuid, escaped) = ("5ec7e700-5e44-4c97-a497-ef015f91254a", "acme&id-123456");
    for (id, variable, argument, is_hidden) in [
        (uuid, true, true, true),
        (uuid, true, false, true),
        (uuid, false, true, true),
        (uuid, false, false, false),
        (escaped, true, false, true),
        (escaped, false, true, true),
        (escaped, false, false, false),
    ] {
        let document = serde_json::json!({
            "address": "data.databricks_aws_assume_role_policy.w", "mode": "data",
            "type": "databricks_aws_assume_role_policy", "name": "w",
            "provider_name": "registry.terraform.io/databricks/databricks",
            "values": {"external_id": id, "id": id, "json": policy(id)},
            "sensitive_values": if argument { serde_json::json!({"external_id": true}) } else { serde_json::json!({}) }});
        let made = |address: &str, values: serde_json::Value| {
            crate::change::change(address, &["create"], serde_json::Value::Null, values)
        };
        let role = made(
            "aws_iam_role.w",
            serde_json::json!({"name": "workspace", "assume_role_policy": policy(id)}),
        );
        let mut credentials =
            made("databricks_mws_credentials.w", serde_json::json!({"credentials_name": "w"}));
        credentials["change"]["after_unknown"] = serde_json::json!({"role_arn": true});
        let more = serde_json::json!({
            "variables": {"id": {"value": id}, "short": {"value": "sts:"}},
            "prior_state": {"format_version": "1.0", "terraform_version": "1.11.4",
                            "values": {"root_module": {"resources": [document]}}},
            "configuration": {"root_module": {
                "variables": {"id": {"sensitive": variable}, "short": {"sensitive": true}},
                "resources": [
                    {"address": "aws_iam_role.w", "mode": "managed", "type": "aws_iam_role", "name": "w",
                     "provider_config_key": "aws", "expressions": {
                        "name": {"constant_value": "workspace"},
                        "assume_role_policy": {"references": [
                            "data.databricks_aws_assume_role_policy.w.json",
                            "data.databricks_aws_assume_role_policy.w"]}}},
                    {"address": "databricks_mws_credentials.w", "mode": "managed",
                     "type": "databricks_mws_credentials", "name": "w", "provider_config_key": "databricks",
                     "expressions": {
                        "credentials_name": {"constant_value": "w"},
                        "role_arn": {"references": ["aws_iam_role.w.arn", "aws_iam_role.w"]}}},
                    {"address": "data.databricks_aws_assume_role_policy.w", "mode": "data",
                     "type": "databricks_aws_assume_role_policy", "name": "w", "provider_config_key": "databricks",
                     "expressions": {"external_id": {"references": ["var.id"]}}}]},
                "provider_config": {"databricks": {
                    "name": "databricks", "full_name": "registry.terraform.io/databricks/databricks",
                    "expressions": {"account_id": {"constant_value": "0d26daa6-5e44-4c97-a497-ef015f91254a"},
                                    "host": {"constant_value": "https://accounts.cloud.databricks.com"}}}}}});
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![crate::change::plan(&[role, credentials], &more)];
        request.rules.retain(|rule| rule.info.area == "iam");
        let run = session::run(&memory(&[]), request);
        let case = format!("{id} {variable} {argument}");
        if is_hidden {
            prints_no_secret(&case, &run, &[id]);
        }
        let said = if is_hidden { "a value that is not printed".to_owned() } else { format!("`{id}`") };
        let text = report(&run, Format::Text);
        assert!(text.contains(&format!("requires {said} as `sts:ExternalId`")), "{case}: {text}");
    }
}

#[test]
fn what_is_sensitive_somewhere_in_a_plan_is_not_printed_elsewhere() {
    let text = "acme_quiet_merger";
    let marked = |name: &str| serde_json::json!({ name: true });
    // Type and values of the object that holds the text, the mask, the id that a provider made, and whether that is hidden.
    let rows = [
        ("databricks_catalog", serde_json::json!({ "name": text }), marked("name"), text, true),
        (
            "databricks_catalog",
            serde_json::json!({ "name": text.to_uppercase() }),
            marked("name"),
            text,
            true,
        ),
        (
            "databricks_job",
            serde_json::json!({ "task": [{ "task_key": "a" }, { "task_key": text }] }),
            serde_json::json!({ "task": [{}, { "task_key": true }] }),
            text,
            true,
        ),
        ("databricks_catalog", serde_json::json!({ "name": text }), serde_json::json!({}), text, false),
        ("databricks_catalog", serde_json::json!({ "name": "merger" }), marked("name"), "merger", false),
        // Of a whole set or map nobody knows which word it is.
        (
            "databricks_catalog",
            serde_json::json!({ "properties": { "a": text } }),
            marked("properties"),
            text,
            false,
        ),
        // The provider calls each of its values sensitive, whatever it is.
        (
            "databricks_secret",
            serde_json::json!({ "string_value": text, "key": "k", "scope": "s" }),
            marked("string_value"),
            text,
            false,
        ),
    ];
    for (type_name, values, mask, id, is_hidden) in rows {
        for moment in ["after", "before"] {
            let address = format!("{type_name}.a");
            let mut holder = crate::change::change(&address, &["no-op"], values.clone(), values.clone());
            holder["change"][format!("{moment}_sensitive")] = mask.clone();
            let grants = serde_json::json!({ "schema": format!("{id}.raw"),
                "grant": [{ "principal": "ann@example.com", "privileges": ["SELECT"] }] });
            let grants =
                crate::change::change("databricks_grants.g", &["create"], serde_json::Value::Null, grants);
            let more = serde_json::json!({ "configuration": { "root_module": { "resources": [
                { "address": address, "mode": "managed", "type": type_name, "name": "a",
                  "provider_config_key": "databricks", "expressions": {} },
                { "address": "databricks_grants.g", "mode": "managed", "type": "databricks_grants", "name": "g",
                  "provider_config_key": "databricks", "expressions": {
                    "schema": { "references": ["var.schema"] },
                    "grant": [{ "principal": { "constant_value": "ann@example.com" },
                                "privileges": { "constant_value": ["SELECT"] } }] } },
            ] } } });
            let mut request = request(Path::new(ROOT), &[]);
            request.plans = vec![crate::change::plan(&[holder, grants], &more)];
            request.rules.retain(|rule| rule.info.id == "grants-keep-others");
            let run = session::run(&memory(&[]), request);
            let case = format!("{type_name} {mask} {moment}");
            let shown = report(&run, Format::Json).contains(&format!("{id}.raw"));
            assert_eq!((run.findings.len(), shown), (1, !is_hidden), "{case}");
            if is_hidden {
                prints_no_secret(&case, &run, &[id, &id.to_uppercase()]);
            }
        }
    }
}
