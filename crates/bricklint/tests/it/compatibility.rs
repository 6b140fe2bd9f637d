//! `docs/compatibility.md` says what is computed: each language feature with configuration that shows it, and the table of
//! functions as it is.

use std::fmt::Write as _;
use std::path::Path;

use bricklint::inspect;
use bricklint::session::{self, Phase, Run};
use bricklint_lang::functions::{self, Answered, Entry, Parameter};
use bricklint_lang::value::Value;
use bricklint_model::instance::Instance;
use bricklint_model::stack::Stack;
use serde_json::Value as Json;

use crate::documents::is_written;
use crate::harness::{ROOT, memory, problems, repository, request};

/// A language feature.
struct Feature {
    /// Its name.
    name: &'static str,
    /// What happens.
    what: &'static str,
    /// When the result is unknown or the text rejected.
    otherwise: &'static str,
    /// Files that use it: each begins with a line `--- path`, the first is `main.tf`.
    files: String,
    /// What is asked and what comes out: an expression and its value, or one of `instances`, `providers`,
    /// `depth` (the most modules inside each other), `problems` and `kinds` (of problems).
    shows: &'static [(&'static str, &'static str)],
}

/// Inputs that every root has: of each of these types one without a value, a secret one, and one from the environment.
const INPUTS: &str = r#"
variable "flag" { type = bool }
variable "text" { type = string }
variable "list" { type = list(string) }
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
variable "environment" { default = "" }
"#;

fn features() -> Vec<Feature> {
    let feature = |name, what, otherwise, files: &str, shows| Feature {
        name,
        what,
        otherwise,
        files: files.to_owned(),
        shows,
    };
    vec![
        feature(
            "files: `.tf`, `.tf.json`, `.tofu`, `.tofu.json`",
            "read",
            "a `.tofu` file hides the `.tf` file of its name",
            r#"
locals { a = 1 }
--- main.tofu
locals { a = 2 }
--- b.tf.json
{ "locals": { "b": 3 } }
--- c.tofu.json
{ "locals": { "c": 4 } }
"#,
            &[("local.a", "2"), ("local.b", "3"), ("local.c", "4")],
        ),
        feature(
            "override files",
            "merged as Terraform merges them",
            "an override without a base is a problem",
            r#"
resource "terraform_data" "a" { input = 1 }
--- main_override.tf
resource "terraform_data" "a" { input = 2 }
--- override.tf
resource "terraform_data" "b" {}
"#,
            &[
                ("terraform_data.a.input", "2"),
                (
                    "problems",
                    "invalid: `terraform_data.b` stands in an override file, but no other file declares it; override files change what is declared elsewhere",
                ),
            ],
        ),
        feature(
            "test, mock, query and stack files",
            "not read",
            "they are no part of a module",
            r"
locals { a = 1 }
--- a.tftest.hcl
a = = 1
--- b.tfmock.hcl
a = = 1
--- c.tfquery.hcl
a = = 1
--- d.tfcomponent.hcl
a = = 1
",
            &[("local.a", "1"), ("problems", "")],
        ),
        feature(
            "`variable`: type, default, `optional()`, `nullable`, `sensitive`, `ephemeral`",
            "computed",
            "unknown without a value and a default: *var.x has no value*",
            r#"
variable "size" {
  type    = object({ workers = optional(number, 2), name = string })
  default = { name = "a" }
}
module "m" {
  source = "./m"
  a      = null
  b      = null
}
--- m/main.tf
variable "a" {
  default  = 1
  nullable = false
}
variable "b" { default = 1 }
output "all" { value = [var.a, var.b] }
"#,
            &[
                ("var.size", r#"{"name":"a","workers":2}"#),
                ("module.m.all", "[1,null]"),
                ("var.text", "unknown: variable, `var.text` has no value"),
                ("var.secret", "sensitive"),
            ],
        ),
        feature(
            "`validation`, `precondition`, `postcondition`",
            "evaluated",
            "one that does not hold is a problem; a `validation` of a variable that the run gives a value to makes the exit code 2; what is unknown holds",
            r#"
variable "n" {
  default = 3
  validation {
    condition     = var.n < 2
    error_message = "too large"
  }
}
variable "given" {
  validation {
    condition     = var.given < 2
    error_message = "too large"
  }
}
variable "open" {
  validation {
    condition     = var.open < 2
    error_message = "too large"
  }
}
output "o" {
  value = 1
  precondition {
    condition     = var.n == 2
    error_message = "not two"
  }
}
resource "terraform_data" "a" {
  input = 1
  lifecycle {
    precondition {
      condition     = var.flag
      error_message = "no flag"
    }
    postcondition {
      condition     = self.input == 2
      error_message = "not two"
    }
  }
}
--- terraform.tfvars
given = 4
"#,
            &[(
                "problems",
                "variable-invalid: the value of `var.given` fails its validation: too large; invalid: a postcondition of `terraform_data.a` does not hold: not two; invalid: a precondition of `output.o` does not hold: not two; invalid: the value of `var.n` fails its validation: too large",
            )],
        ),
        feature(
            "`check`",
            "evaluated",
            "an assertion is a problem where it is neither true nor false; one that has no value is a finding",
            r#"
variable "null" { default = null }
variable "one" { default = 1 }
check "a" {
  assert {
    condition     = var.one > 2
    error_message = "Terraform only warns."
  }
  assert {
    condition     = var.null
    error_message = "Terraform fails."
  }
}
"#,
            &[(
                "problems",
                "invalid: the condition of an assertion of a `check` block must be true or false, and is null",
            )],
        ),
        feature(
            "values: `terraform.tfvars`, `*.auto.tfvars`, `.json` twins, `--var`, `--var-file`, `TF_VAR_*`",
            "Terraform's precedence",
            "values from the environment are used and never printed",
            r#"
variable "a" {}
variable "b" {}
variable "c" {}
resource "terraform_data" "a" { count = var.environment == "given" ? 1 : 0 }
--- terraform.tfvars
a = 1
b = 1
c = 1
--- terraform.tfvars.json
{ "b": 2, "c": 2 }
--- a.auto.tfvars
c = 3
"#,
            &[
                ("[var.a, var.b, var.c]", "[1,2,3]"),
                ("instances", "terraform_data.a[0]"),
                ("var.environment", "sensitive"),
            ],
        ),
        feature(
            "`locals`, `output`",
            "computed",
            "a circle is a problem and its members are unknown",
            r"
locals {
  a = local.b + 1
  b = 1
  c = local.d
  d = local.c
}
",
            &[
                ("local.a", "2"),
                ("local.c", "unknown: parse-error, `local.c` depends on itself"),
                ("problems", "invalid: `local.c` and `local.d` depend on each other in a circle"),
            ],
        ),
        Feature {
            name: "`module`: local source",
            what: "expanded at any depth up to 64",
            otherwise: "a missing directory is a problem",
            files: nested_modules(66),
            shows: &[("depth", "64"), ("kinds", "module-missing, limit")],
        },
        feature(
            "`module`: registry, git or another remote source",
            "expanded where `.terraform/modules` or `--module-path` has it",
            "unknown otherwise: *run terraform init*",
            r#"
module "a" { source = "hashicorp/a/template" }
module "b" { source = "git::https://example.com/b.git" }
--- .terraform/modules/modules.json
{"Modules":[{"Key":"a","Source":"registry.terraform.io/hashicorp/a/template","Version":"1.0.0","Dir":".terraform/modules/a"}]}
--- .terraform/modules/a/main.tf
output "o" { value = 1 }
"#,
            &[
                ("module.a.o", "1"),
                ("module.b.o", "unknown: module-source, the source of `module.b` is not on disk"),
                ("kinds", "module-not-installed"),
            ],
        ),
        feature(
            "`source` and `version` with constants (Terraform 1.15)",
            "computed from defaults that nothing overrides",
            "unknown otherwise",
            r#"
variable "name" {
  default = "m"
  const   = true
}
variable "other" {
  default = "m"
  const   = true
}
module "a" { source = "./${var.name}" }
module "b" { source = "./${var.other}" }
--- terraform.tfvars
other = "gone"
--- m/main.tf
output "o" { value = 1 }
"#,
            &[
                ("module.a.o", "1"),
                (
                    "module.b.o",
                    "unknown: module-source, the source of `module.b` cannot be told: `var.other` is not known yet",
                ),
            ],
        ),
        feature(
            "`count`, `for_each`",
            "expanded",
            "one `[*]` instance where the value is unknown; both outcomes where it hangs on a condition",
            r#"
resource "terraform_data" "a" { count = 2 }
resource "terraform_data" "b" { for_each = toset(["x"]) }
resource "terraform_data" "c" { for_each = toset(var.list) }
resource "terraform_data" "d" { count = var.flag ? 2 : 0 }
"#,
            &[(
                "instances",
                "terraform_data.a[0], terraform_data.a[1], terraform_data.b[\"x\"], terraform_data.c[*], terraform_data.d[0] if var.flag, terraform_data.d[1] if var.flag",
            )],
        ),
        feature(
            "`enabled` (OpenTofu)",
            "expanded",
            "as `count`",
            r#"
resource "terraform_data" "a" {
  lifecycle { enabled = false }
}
resource "terraform_data" "b" {
  lifecycle { enabled = true }
}
--- other.tofu
"#,
            &[("instances", "terraform_data.b")],
        ),
        feature(
            "`dynamic`",
            "expanded, nested, with iterator and labels",
            "an open set of blocks where the collection is unknown",
            r#"
resource "databricks_job" "a" {
  dynamic "task" {
    for_each = ["x", "y"]
    iterator = it
    content {
      task_key = it.value
      dynamic "library" {
        for_each = [1, 2]
        content { jar = "${it.key}-${library.value}" }
      }
    }
  }
}
resource "databricks_job" "b" {
  dynamic "task" {
    for_each = var.list
    content { task_key = task.value }
  }
}
"#,
            &[
                ("databricks_job.a.task[*].task_key", r#"["x","y"]"#),
                ("databricks_job.a.task[1].library[*].jar", r#"["1-1","1-2"]"#),
                ("databricks_job.b.task", "unknown: variable, `var.list` has no value"),
            ],
        ),
        feature(
            "`provider`: alias, `configuration_aliases`, `providers = {}`, inheritance",
            "resolved as Terraform does",
            "`for_each` on a provider (OpenTofu): a configuration for each key; which of them a key without a value means is not known, nor what a plan alone uses",
            r#"
terraform {
  required_providers {
    databricks = { source = "databricks/databricks" }
  }
}
provider "databricks" {}
provider "databricks" { alias = "account" }
provider "databricks" {
  alias    = "by"
  for_each = toset(["x"])
}
resource "databricks_group" "c" {
  for_each     = toset(["x"])
  provider     = databricks.by[each.key]
  display_name = "c"
}
module "m" {
  source    = "./m"
  providers = { databricks.x = databricks.account, databricks = databricks }
}
--- m/main.tf
terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.x]
    }
  }
}
resource "databricks_group" "a" {
  display_name = "a"
  provider     = databricks.x
}
resource "databricks_group" "b" { display_name = "b" }
"#,
            &[(
                "providers",
                r#"databricks_group.c["x"] by provider["registry.terraform.io/databricks/databricks"].by["x"], module.m.databricks_group.a by provider["registry.terraform.io/databricks/databricks"].account, module.m.databricks_group.b by provider["registry.terraform.io/databricks/databricks"]"#,
            )],
        ),
        feature(
            "`data`",
            "the pure policy documents are computed",
            "unknown otherwise, with the data source as cause",
            r#"
data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}
data "databricks_group" "b" { display_name = "b" }
"#,
            &[
                ("jsondecode(data.aws_iam_policy_document.a.json).Statement[0].Action", "\"s3:GetObject\""),
                (
                    "data.databricks_group.b.id",
                    "unknown: data-source, `data.databricks_group.b.id` is read by the provider",
                ),
            ],
        ),
        feature(
            "`terraform_remote_state`",
            "unknown",
            "cause `remote-state`",
            r#"
data "terraform_remote_state" "a" {
  backend = "local"
}
"#,
            &[(
                "data.terraform_remote_state.a.outputs.x",
                "unknown: remote-state, `data.terraform_remote_state.a.outputs` is read from another state",
            )],
        ),
        feature(
            "resource attributes that only apply knows",
            "unknown, with an identity: rules see that two are one, `==` waits as in Terraform",
            "cause `after-apply`",
            r#"
resource "databricks_group" "a" { display_name = "a" }
"#,
            &[
                (
                    "databricks_group.a.id",
                    "unknown: after-apply, `databricks_group.a.id` is known after apply",
                ),
                (
                    "var.flag ? databricks_group.a.id : databricks_group.a.id",
                    "unknown: after-apply, `databricks_group.a.id` is known after apply",
                ),
                (
                    "databricks_group.a.id == databricks_group.a.id",
                    "unknown: after-apply, `databricks_group.a.id` is known after apply",
                ),
            ],
        ),
        feature(
            "`moved`, `removed`, `import`, `action`, `ephemeral`, `list`",
            "read",
            "they make no instance",
            r#"
moved {
  from = terraform_data.old
  to   = terraform_data.a
}
removed {
  from = terraform_data.gone
  lifecycle { destroy = false }
}
import {
  to = terraform_data.a
  id = "x"
}
ephemeral "random_password" "p" { length = 8 }
action "aws_sns_publish" "a" {}
resource "terraform_data" "a" {}
"#,
            &[("instances", "terraform_data.a"), ("problems", "")],
        ),
        feature(
            "`lifecycle`, `provisioner`, `connection`",
            "read",
            "`ignore_changes` and the like do not change values",
            r#"
resource "databricks_group" "a" {
  display_name = "a"
  lifecycle {
    ignore_changes  = [display_name]
    prevent_destroy = true
  }
  provisioner "local-exec" { command = "true" }
}
"#,
            &[("databricks_group.a.display_name", "\"a\""), ("problems", "")],
        ),
        feature(
            "arithmetic, comparison, logic",
            "computed with numbers of 512 bits; unknown where an exponent is beyond 12,000",
            "`&&` and `||` decide early, as since Terraform 1.12",
            "",
            &[
                ("0.1 + 0.2 == 0.3", "true"),
                ("123456789012345678901234567890 * 10", "1234567890123456789012345678900"),
                ("var.flag && false", "false"),
                ("true || var.flag", "true"),
            ],
        ),
        feature(
            "conditional",
            "computed; both branches are kept where the condition is unknown",
            "rules are tried under both outcomes",
            "",
            &[
                ("var.flag ? 1 : 1", "1"),
                ("var.flag ? 1 : 2", "1 if var.flag, otherwise 2"),
                ("upper(var.flag ? \"a\" : \"b\")", "\"A\" if var.flag, otherwise \"B\""),
                ("true ? \"a\" : 1", "\"a\""),
            ],
        ),
        feature(
            "templates, heredocs, `%{if}`, `%{for}`, `~`",
            "computed",
            "known parts are kept around unknown ones",
            r"
locals {
  heredoc = <<-EOT
    a
      b
  EOT
}
",
            &[
                ("\"a%{if true}b%{else}c%{endif}\"", "\"ab\""),
                ("\"%{for x in [1, 2]}${x},%{endfor}\"", "\"1,2,\""),
                ("\"a ${~ \"b\" ~} c\"", "\"abc\""),
                ("local.heredoc", "\"a\\n  b\\n\""),
                ("startswith(\"a-${var.text}\", \"a-\")", "true"),
                ("\"a-${var.text}\"", "unknown after \"a-\": variable, `var.text` has no value"),
            ],
        ),
        feature(
            "`for`, splat, index, attribute",
            "computed",
            "an unknown collection gives an unknown result",
            "",
            &[
                ("[for x in [1, 2] : x * 2 if x > 1]", "[4]"),
                ("[{ a = 1 }, { a = 2 }][*].a", "[1,2]"),
                ("[for x in var.list : x]", "unknown: variable, `var.list` has no value"),
            ],
        ),
        feature(
            "`sensitive`, ephemeral marks",
            "carried as Terraform carries them",
            "never printed; what a module declares sensitive is so to its callers, which Terraform 1.11 forgets when it plans",
            r#"
module "m" { source = "./m" }
--- m/main.tf
output "out" {
  value     = 1
  sensitive = true
}
"#,
            &[
                ("issensitive(module.m.out)", "true"),
                ("issensitive(\"${var.secret}!\")", "true"),
                ("issensitive(length([var.secret]))", "false"),
                ("\"${var.secret}!\"", "sensitive"),
            ],
        ),
        feature(
            "`path.module`, `path.root`, `terraform.workspace`",
            "computed; the workspace is `default` where nobody names one",
            "`path.cwd` is unknown: it is a path of the machine that runs Terraform",
            r#"
module "m" { source = "./m" }
--- m/main.tf
output "path" { value = path.module }
"#,
            &[
                ("[module.m.path, path.root, terraform.workspace]", r#"["m",".","default"]"#),
                (
                    "path.cwd",
                    "unknown: outside-tree, `path.cwd` is a path of the machine that runs Terraform",
                ),
            ],
        ),
        feature(
            "`provider::name::function`",
            "unknown",
            "cause `function`",
            "",
            &[(
                "provider::name::function(1)",
                "unknown: function, `provider::name::function` is computed by its provider",
            )],
        ),
        Feature {
            name: "nesting deeper than 256 levels",
            what: "rejected",
            otherwise: "one diagnostic, the rest of the file is read",
            files: format!(
                "locals {{\n  a = {}1{}\n}}\nlocals {{\n  b = 1\n}}\n",
                "[".repeat(300),
                "]".repeat(300)
            ),
            shows: &[("problems", "syntax: nested more than 256 levels deep"), ("local.b", "1")],
        },
        Feature {
            name: "texts of more than 16 MiB, collections of more than 1,000,000 elements or 300 levels, loops of more than 10,000,000 steps",
            what: "unknown",
            otherwise: "cause `limit`",
            files: format!(
                "locals {{\n  a = {}1{}\n  b = {}local.a{}\n}}\n",
                "[".repeat(200),
                "]".repeat(200),
                "[".repeat(101),
                "]".repeat(101)
            ),
            shows: &[
                (
                    "local.b",
                    "unknown: limit, the value would have more than 300 collections inside each other",
                ),
                ("length(local.a)", "1"),
            ],
        },
    ]
}

/// Modules inside each other, so many.
fn nested_modules(deep: usize) -> String {
    let mut files = String::from("--- main.tf\nmodule \"gone\" {\n  source = \"./gone\"\n}\n");
    for at in 0..deep {
        let (path, from) =
            if at == 0 { ("more.tf".to_owned(), "./") } else { (format!("m{at}/main.tf"), "../") };
        let (next, resource) = (at + 1, "resource \"terraform_data\" \"a\" {}\n");
        let _ = write!(files, "--- {path}\n{resource}module \"m\" {{\n  source = \"{from}m{next}\"\n}}\n");
    }
    files + &format!("--- m{deep}/main.tf\n")
}

fn signature(entry: &Entry) -> String {
    let parameter = |p: &Parameter| format!("{}: {}", p.name, p.ty);
    let mut parts: Vec<String> = entry.params.iter().map(parameter).collect();
    parts.extend(entry.rest.as_ref().map(|p| format!("{}...", parameter(p))));
    format!("{}({})", entry.name, parts.join(", "))
}

fn page() -> String {
    let mut out = String::from(
        "# What is evaluated, and how\n\n\
         Terraform's newest release is followed. Where a value cannot be known before apply, or depends on the machine\n\
         that runs it, it is unknown for a stated reason; a rule that needs it is then *undecided*, never passed and never\n\
         violated.\n\n\
         ## Language\n\n| feature | what happens | otherwise |\n|---|---|---|\n",
    );
    for Feature { name, what, otherwise, .. } in features() {
        let _ = writeln!(out, "| {name} | {what} | {otherwise} |");
    }
    out.push_str("\n## Functions\n\n");
    let entries: Vec<Entry> = functions::catalogue().collect();
    let count = |test: fn(&Answered) -> bool| entries.iter().filter(|e| test(&e.answer)).count();
    let never = count(|a| matches!(a, Answered::Never(_) | Answered::Machine));
    let rejected = count(|a| matches!(a, Answered::Console | Answered::Rejected));
    let _ = writeln!(
        out,
        "{} functions: {} computed, {never} never known before apply, {rejected} rejected. Each is also known as `core::name`.\n",
        entries.len(),
        entries.len() - never - rejected
    );
    out.push_str("| function | since | result |\n|---|---|---|\n");
    for entry in &entries {
        let result = match (entry.answer, entry.except) {
            (Answered::Computed | Answered::Evaluator, None) => "computed".to_owned(),
            (Answered::Computed | Answered::Evaluator, Some(except)) => {
                format!("computed; unknown for {except}")
            }
            (Answered::Never(why), _) => format!("unknown: {why}"),
            (Answered::Machine, _) => "unknown: it is a path of the machine that runs Terraform".to_owned(),
            (Answered::Console, _) => "rejected: only `terraform console` has it".to_owned(),
            (Answered::Rejected, _) => "rejected: Terraform has it no longer".to_owned(),
        };
        let since = match entry.since {
            None => "",
            Some("tofu") => "OpenTofu",
            Some(version) => version,
        };
        let _ = writeln!(out, "| `{}` | {since} | {result} |", signature(entry));
    }
    out
}

#[test]
fn the_page_is_up_to_date() {
    is_written(&repository().join("docs/compatibility.md"), &page());
}

/// What an expression comes to, in short.
fn short(value: &Result<Value, String>) -> String {
    if let Some(cases) =
        value.as_ref().ok().and_then(Value::as_unknown).and_then(|unknown| unknown.cases.as_ref())
    {
        let [yes, no] = [&cases.yes, &cases.no].map(|case| short(&Ok(case.clone())));
        return format!("{yes} if {}, otherwise {no}", cases.condition.name);
    }
    let line: Json = serde_json::from_str(&inspect::line(value)).unwrap();
    let text = |pointer: &str| line.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    match (line.get("error"), &line["unknown"], &line["sensitive"]) {
        (Some(error), ..) => format!("error: {error}"),
        (_, Json::Bool(true), _) => {
            let after = line.get("prefix").map_or_else(String::new, |prefix| format!(" after {prefix}"));
            format!("unknown{after}: {}, {}", text("/cause/kind"), text("/cause/text"))
        }
        (_, _, Json::Bool(true)) => "sensitive".to_owned(),
        _ => line["value"].to_string(),
    }
}

/// The instances of a run, each as `told` tells it.
fn instances(run: &Run, told: impl Fn(&Stack, &Instance) -> String) -> Vec<String> {
    let stacks = run.estate.graphs.iter().map(|graph| &graph.stack);
    stacks
        .flat_map(|stack| stack.instances.iter().map(|instance| told(stack, instance)).collect::<Vec<_>>())
        .collect()
}

fn with_conditions(_: &Stack, instance: &Instance) -> String {
    let conditions = instance
        .when
        .iter()
        .map(|guard| format!(" if {}{}", if guard.holds { "" } else { "not " }, guard.condition.name));
    instance.address.to_string() + &conditions.collect::<String>()
}

fn with_provider(stack: &Stack, instance: &Instance) -> String {
    format!("{} by {}", instance.address, stack.providers[instance.provider.unwrap() as usize].text)
}

/// What each row of the page says comes out.
#[test]
fn features_are_as_the_page_says() {
    let mut wrong = String::new();
    for feature in features() {
        assert!(!feature.shows.is_empty(), "nothing shows {}", feature.name);
        let mut files = vec![("inputs.tf", INPUTS.to_owned()), ("main.tf", String::new())];
        for line in feature.files.lines() {
            match (line.strip_prefix("--- "), files.last_mut()) {
                (Some(path), _) => files.push((path, String::new())),
                (None, Some((_, text))) => text.extend([line, "\n"]),
                (None, None) => {}
            }
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let files = memory(&files);
        let asked = || {
            let mut request = request(Path::new(ROOT), &["."]);
            request.load.env_vars.push(("environment".to_owned(), "given".to_owned()));
            request
        };
        let mut to_graph = asked();
        to_graph.stop_after = Some(Phase::Graph);
        let run = session::run(&files, to_graph);
        for (question, expected) in feature.shows {
            let found = match *question {
                "instances" => instances(&run, with_conditions).join(", "),
                "providers" => instances(&run, with_provider).join(", "),
                "depth" => {
                    let modules = instances(&run, |_, instance| {
                        instance.address.matches("module.").count().to_string()
                    });
                    modules.into_iter().max_by_key(|count| count.parse::<usize>().unwrap()).unwrap()
                }
                "problems" => problems(&run).join("; "),
                "kinds" => {
                    run.problems.iter().map(|problem| problem.kind.name()).collect::<Vec<_>>().join(", ")
                }
                expression => {
                    let (values, _) = session::evaluate(&files, &asked(), &[expression]).unwrap();
                    short(&values[0])
                }
            };
            if found != *expected {
                let _ = writeln!(wrong, "{}: {question}\n  is  {found}\n  not {expected}", feature.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
