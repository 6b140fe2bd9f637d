//! Blocks, duplicates and overrides.

use std::sync::Arc;

use bricklint_load::files::MemoryFiles;
use bricklint_load::module::{BodyDef, ExprRef, Module, Repetition};
use bricklint_load::{LoadOptions, discover};
use bricklint_model::instance::{Mode, Origin};

fn module(files: &[(&str, &str)]) -> Arc<Module> {
    let memory: MemoryFiles = files.iter().map(|(name, content)| (format!("/p/{name}"), *content)).collect();
    let options =
        LoadOptions { project_root: "/p".into(), paths: vec!["/p".into()], ..LoadOptions::default() };
    discover(&memory, &options).modules["."].clone()
}

fn problems(module: &Module) -> Vec<String> {
    module
        .problems
        .iter()
        .map(|problem| {
            let start = problem.location.as_ref().and_then(|location| location.start).unwrap();
            format!("{}:{} {}", start.line, start.column, problem.message)
        })
        .collect()
}

fn source(module: &Module, expr: ExprRef) -> &str {
    module.tree(expr.file).unwrap().source(expr.id)
}

/// `name = value` and `block {}` of a body, in order.
fn content(module: &Module, body: &BodyDef) -> Vec<String> {
    let attributes = body.attributes.iter().map(|attribute| {
        let value = ExprRef { file: attribute.file, id: attribute.attribute.value };
        format!("{} = {}", attribute.name, source(module, value))
    });
    let blocks = body.blocks.iter().map(|block| {
        let tree = module.tree(block.file).unwrap();
        let labels: String = tree.labels(&block.block).flat_map(|label| [" ", label]).collect();
        let inner: Vec<&str> =
            tree.attributes(block.block.body).iter().map(|a| tree.source(a.value)).collect();
        format!("{}{labels} {{{}}}", tree.slice(block.block.name), inner.join(" "))
    });
    attributes.chain(blocks).collect()
}

#[test]
fn definitions_are_rejected_as_terraform_rejects_them() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/load/definitions.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let mut failed = Vec::new();
    let mut cases = 0;
    for case in text.split("### ").skip(1) {
        cases += 1;
        let (name, rest) = case.split_once('\n').unwrap();
        let wanted: Vec<&str> = rest.lines().filter_map(|line| line.strip_prefix("=> ")).collect();
        let body: String =
            rest.lines().filter(|line| !line.starts_with("=> ")).flat_map(|line| [line, "\n"]).collect();
        let found = problems(&module(&[("main.tf", &body), ("m/main.tf", "")]));
        if found != wanted {
            failed.push(format!("{name}: {found:#?}"));
        }
    }
    assert!(cases > 90 && failed.is_empty(), "{cases} cases\n{}", failed.join("\n"));
}

#[test]
fn of_duplicates_terraform_keeps_the_first_or_the_last() {
    let module = module(&[
        (
            "a.tf",
            "variable \"v\" {\n  default = 1\n}\nlocals {\n  l = 1\n}\noutput \"o\" {\n  value = 1\n}\nmodule \"m\" {\n  source = \"./x\"\n  i = 1\n}\nresource \"terraform_data\" \"r\" {\n  input = 1\n}\nprovider \"p\" {\n  host = 1\n}\n",
        ),
        (
            "b.tf",
            "variable \"v\" {\n  default = 2\n}\nlocals {\n  l = 2\n}\noutput \"o\" {\n  value = 2\n}\nmodule \"m\" {\n  source = \"./x\"\n  i = 2\n}\nresource \"terraform_data\" \"r\" {\n  input = 2\n}\nprovider \"p\" {\n  host = 2\n}\n",
        ),
    ]);
    assert_eq!(module.problems.len(), 6, "{:?}", problems(&module));
    let default = module.variables["v"].default.as_ref().unwrap();
    assert_eq!(default.as_number(), Some(2i64.into()));
    assert_eq!(source(&module, module.locals["l"].value), "2");
    assert_eq!(source(&module, module.outputs["o"].value.unwrap()), "2");
    assert_eq!(content(&module, &module.calls["m"].body), ["i = 2"]);
    assert_eq!(content(&module, &module.resources[0].body), ["input = 1"]);
    assert_eq!(content(&module, &module.providers[0].body), ["host = 1"]);
}

#[test]
fn overrides_replace_what_they_name() {
    let module = module(&[
        (
            "main.tf",
            r#"
variable "v" {
  type    = string
  default = "a"
}
variable "kept" {
  default   = "x"
  sensitive = true
}
locals {
  a = 1
  b = 2
}
output "o" {
  value = 1
}
terraform {
  required_version = ">= 1.0"
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "1.0"
    }
    aws = "5.0"
  }
}
resource "databricks_job" "j" {
  count      = 1
  name       = "a"
  timeout    = 5
  depends_on = [databricks_group.g]
  task {
    task_key = "a"
  }
  task {
    task_key = "b"
  }
  dynamic "task" {
    for_each = []
    content {}
  }
  library {
    jar = "x"
  }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [name]
  }
}
resource "databricks_group" "g" {
  for_each = {}
}
module "m" {
  source = "./x"
  input  = 1
  other  = 2
}
provider "databricks" {
  host  = "a"
  token = "b"
}
"#,
        ),
        (
            "a_override.tf",
            r#"
variable "v" {
  default = "b"
}
variable "kept" {
  default = "y"
}
locals {
  b = 3
}
output "o" {
  sensitive = true
}
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
  backend "s3" {}
}
resource "databricks_job" "j" {
  name = "b"
  dynamic "task" {
    for_each = [1]
    content {}
  }
  lifecycle {
    prevent_destroy = false
  }
}
resource "databricks_group" "g" {
  count = 2
}
module "m" {
  source = "./y"
  input  = 3
}
provider "databricks" {
  host = "c"
}
provider "aws" {
  region = "x"
}
ephemeral "random_password" "nope" {}
removed {
  from = databricks_job.gone
}
"#,
        ),
        (
            "z_override.tf.json",
            r#"{"resource": {"databricks_job": {"j": {"timeout": 9, "library": [{"whl": "y"}]}}}}"#,
        ),
    ]);
    assert_eq!(problems(&module), [""; 0]);
    assert_eq!(module.variables["v"].default.as_ref().unwrap().as_str(), Some("b"));
    assert!(module.variables["v"].typed && module.variables["kept"].sensitive);
    assert_eq!(source(&module, module.locals["b"].value), "3");
    assert!(module.outputs["o"].sensitive && module.outputs["o"].value.is_some());
    assert_eq!(module.required_version.iter().map(|v| &**v).collect::<Vec<_>>(), [">= 1.5"]);
    assert_eq!(module.required_providers["databricks"].version.as_deref(), Some("1.0"));
    let aws = &module.required_providers["aws"];
    assert_eq!((aws.source.as_deref(), aws.version.as_deref()), (Some("hashicorp/aws"), None));
    assert!(module.has_backend);
    let (_, job) = module.resource(Mode::Managed, "databricks_job", "j").unwrap();
    assert_eq!(
        content(&module, &job.body),
        ["name = \"b\"", "timeout = 9", "library = [{\"whl\": \"y\"}]", "dynamic task {[1]}"]
    );
    assert!(matches!(job.repetition, Repetition::Count(_)));
    assert_eq!(job.depends_on.iter().map(|d| &**d).collect::<Vec<_>>(), ["databricks_group.g"]);
    assert_eq!(source(&module, job.lifecycle.prevent_destroy.unwrap()), "false");
    assert_eq!(job.lifecycle.ignore_changes.len(), 1);
    let (_, group) = module.resource(Mode::Managed, "databricks_group", "g").unwrap();
    assert!(matches!(group.repetition, Repetition::Count(_)));
    let call = &module.calls["m"];
    assert_eq!(source(&module, call.source.unwrap()), "\"./y\"");
    assert_eq!(content(&module, &call.body), ["other = 2", "input = 3"]);
    assert_eq!(module.providers.len(), 2);
    assert_eq!(content(&module, &module.providers[0].body), ["token = \"b\"", "host = \"c\""]);
    assert!(module.others.iter().all(|other| &*other.kind == "backend"));
}

#[test]
fn overrides_without_a_base_are_reported() {
    for (block, wanted) in [
        ("variable \"x\" {}", "`var.x` stands in an override file"),
        ("output \"x\" {}", "`output.x` stands in an override file"),
        ("locals {\n  x = 1\n}", "`local.x` stands in an override file"),
        ("module \"x\" {}", "`module.x` stands in an override file"),
        ("resource \"a\" \"x\" {}", "`a.x` stands in an override file"),
        ("data \"a\" \"x\" {}", "`data.a.x` stands in an override file"),
        ("provider \"p\" {\n  alias = \"x\"\n}", "`provider.p.x` stands in an override file"),
        ("moved {\n  from = a.b\n  to = a.c\n}", "an override file cannot hold a `moved` block"),
        ("check \"x\" {}", "an override file cannot hold a `check` block"),
        (
            "resource \"a\" \"base\" {\n  depends_on = [a.b]\n}",
            "an override file cannot change `depends_on` of `a.base`",
        ),
        ("resource \"a\" \"base\" {\n  depends_on = []\n}", ""),
        (
            "variable \"base\" {\n  validation {\n    condition = true\n    error_message = \"x\"\n  }\n}",
            "an override file cannot add a validation to `var.base`",
        ),
        ("provider \"p\" {}", ""),
        ("removed {}", ""),
    ] {
        let base = "resource \"a\" \"base\" {}\nvariable \"base\" {}";
        let module = module(&[("main.tf", base), ("override.tf", block)]);
        let found = problems(&module);
        match wanted {
            "" => assert_eq!(found, [""; 0], "{block}"),
            _ => assert!(found.len() == 1 && found[0].contains(wanted), "{block}: {found:?}"),
        }
    }
}

#[test]
fn json_defines_what_native_syntax_defines() {
    let native = module(&[(
        "main.tf",
        r#"
terraform {
  required_version = ">= 1.5"
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account]
    }
  }
  backend "s3" {
    bucket = "b"
  }
}
variable "v" {
  type    = map(object({ a = optional(string, "x") }))
  default = {}
}
locals {
  l = "${var.v}"
}
output "o" {
  value = local.l
}
provider "databricks" {
  alias = "account"
  host  = "h"
}
resource "databricks_job" "j" {
  provider   = databricks.account
  for_each   = "${var.v}"
  depends_on = [databricks_group.g, module.m]
  name       = "n"
  lifecycle {
    ignore_changes = [name]
  }
}
data "databricks_group" "g" {
  display_name = "x"
}
module "m" {
  source    = "./m"
  providers = {
    databricks.ws = databricks.account
  }
  input     = "${local.l}"
}
moved {
  from = databricks_job.a
  to   = databricks_job.j
}
"#,
    )]);
    let json = module(&[(
        "main.tf.json",
        r#"{
  "//": "a comment",
  "terraform": [{
    "required_version": ">= 1.5",
    "required_providers": {"databricks": {"source": "databricks/databricks", "configuration_aliases": ["databricks.account"]}},
    "backend": {"s3": {"bucket": "b"}}
  }],
  "variable": {"v": {"type": "map(object({ a = optional(string, \"x\") }))", "default": {}}},
  "locals": {"l": "${var.v}"},
  "output": {"o": {"value": "${local.l}"}},
  "provider": {"databricks": [{"alias": "account", "host": "h"}]},
  "resource": [{"databricks_job": {"j": {
    "provider": "databricks.account", "for_each": "${var.v}", "depends_on": ["databricks_group.g", "module.m"],
    "name": "n", "lifecycle": {"ignore_changes": ["name"]}
  }}}],
  "data": {"databricks_group": {"g": [{"display_name": "x"}]}},
  "module": {"m": {"source": "./m", "providers": {"databricks.ws": "databricks.account"}, "input": "${local.l}"}},
  "moved": {"from": "databricks_job.a", "to": "databricks_job.j"}
}"#,
    )]);
    let summary = |module: &Module| {
        let providers = |call: &bricklint_load::module::ModuleCall| {
            call.providers.as_ref().map(|pairs| {
                pairs
                    .iter()
                    .map(|(a, b)| format!("{} {:?} {} {:?}", a.local, a.alias, b.local, b.alias))
                    .collect::<Vec<_>>()
            })
        };
        let names = |body: &BodyDef| body.attributes.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
        format!(
            "{:#?}",
            (
                problems(module),
                &module.required_version,
                module
                    .required_providers
                    .iter()
                    .map(|(n, p)| (n.clone(), p.source.clone(), p.aliases.len()))
                    .collect::<Vec<_>>(),
                module.has_backend,
                module
                    .variables
                    .values()
                    .map(|v| (v.ty.to_string(), v.defaults.clone(), v.default.clone()))
                    .collect::<Vec<_>>(),
                module.locals.keys().collect::<Vec<_>>(),
                module.outputs.keys().collect::<Vec<_>>(),
                module
                    .providers
                    .iter()
                    .map(|p| (p.local.clone(), p.alias.clone(), names(&p.body)))
                    .collect::<Vec<_>>(),
                module
                    .resources
                    .iter()
                    .map(|r| {
                        let provider = r.provider.as_ref().map(|p| (p.local.clone(), p.alias.clone()));
                        (
                            r.mode,
                            r.type_name.clone(),
                            r.name.clone(),
                            provider,
                            r.depends_on.clone(),
                            names(&r.body),
                            r.lifecycle.ignore_changes.clone(),
                            matches!(r.repetition, Repetition::ForEach(_)),
                        )
                    })
                    .collect::<Vec<_>>(),
                module
                    .calls
                    .values()
                    .map(|c| (c.name.clone(), providers(c), names(&c.body)))
                    .collect::<Vec<_>>(),
                module.others.iter().map(|o| o.kind.clone()).collect::<Vec<_>>(),
            )
        )
    };
    assert_eq!(summary(&json), summary(&native));
    assert_eq!(native.problems.len(), 0);
}

#[test]
fn a_broken_block_costs_what_it_swallows() {
    let module = module(&[(
        "main.tf",
        "resource \"a\" \"x\" {\n  one = = 1\n  two = 2\n}\nresource \"a\" \"y\" {}\n",
    )]);
    assert!(module.incomplete);
    assert_eq!(module.resources.len(), 2);
    assert!(module.resources[0].body.broken && !module.resources[1].body.broken);
    assert_eq!(content(&module, &module.resources[0].body), ["one = = 1", "two = 2"]);
}

#[test]
fn data_sources_in_checks_and_escaped_arguments_are_read() {
    let module = module(&[(
        "main.tf",
        "check \"c\" {\n  data \"d\" \"x\" {\n    a = 1\n  }\n  assert {\n    condition = path.module != \"\"\n    error_message = \"m\"\n  }\n}\nresource \"r\" \"x\" {\n  count = 1\n  _ {\n    count = 5\n  }\n}\n",
    )]);
    assert_eq!(problems(&module), [""; 0]);
    assert!(module.resources[0].in_check && module.resources[0].mode == Mode::Data);
    assert_eq!(content(&module, &module.resources[1].body), ["count = 5"]);
    assert!(matches!(module.resources[1].repetition, Repetition::Count(_)));
    let Origin::Source { key, .. } = module.resources[1].origin else { panic!("a place") };
    assert_eq!(module.files[0].tree.slice(key), "resource \"r\" \"x\"");
}
