//! Expansion: what instances a root has and what is known about them.

use std::sync::atomic::Ordering;

use bricklint_findings::problem::ProblemKind;
use bricklint_load::files::MemoryFiles;
use bricklint_load::{Globs, LoadOptions, VarInput, VariableSet, discover, load_all, load_root};

use crate::support::{Counted, dump, files, load, memory, options, show, shows, stack, unindent};

#[test]
fn variables_locals_and_counts() {
    shows(
        r#"
        variable "n" { default = 2 }
        variable "region" {}
        locals {
          name = "job-${var.region}"
          all  = { b = 1, a = 2 }
        }
        resource "terraform_data" "counted" {
          count = var.n
          input = "x${count.index}"
        }
        resource "terraform_data" "each" {
          for_each = local.all
          input    = { key = each.key, value = each.value, name = local.name }
        }
        resource "terraform_data" "none" { count = var.n > 5 ? 1 : 0 }
        output "ids" { value = terraform_data.counted[*].input }
        output "id" { value = terraform_data.each["a"].id }
        "#,
        r#"
        terraform_data.counted[0]
          input = "x0"
        terraform_data.counted[1]
          input = "x1"
        terraform_data.each["a"]
          input = {key="a", name="job-<var.region>", value=2}
        terraform_data.each["b"]
          input = {key="b", name="job-<var.region>", value=1}
        output.id = <terraform_data.each["a"] id>
        output.ids = ["x0", "x1"]
        "#,
    );
}

#[test]
fn modules_and_what_they_pass() {
    shows(
        r#"
        variable "region" {}
        module "team" {
          source   = "./team"
          for_each = { eng = "E", fin = null }
          name     = each.key
          label    = each.value
          region   = var.region
        }
        output "names" { value = module.team["eng"].name }
        output "all" { value = [for k, t in module.team : "${k}=${t.label}"] }
        --- team/main.tf
        variable "name" {}
        variable "label" {
          default  = "none"
          nullable = false
        }
        variable "region" {}
        resource "databricks_group" "g" { display_name = "${var.name}-${path.module}" }
        output "name" { value = databricks_group.g.display_name }
        output "label" { value = var.label }
        output "region" { value = var.region }
        "#,
        r#"
        module.team["eng"].databricks_group.g (provider["registry.terraform.io/hashicorp/databricks"])
          display_name = "eng-team"
        module.team["fin"].databricks_group.g (provider["registry.terraform.io/hashicorp/databricks"])
          display_name = "fin-team"
        output.all = ["eng=E", "fin=none"]
        output.names = "eng-team"
        "#,
    );
}

#[test]
fn later_values_win() {
    let text = r#"
        variable "a" { default = "default" }
        variable "b" { default = "default" }
        variable "c" { default = "default" }
        variable "d" { default = "default" }
        variable "e" { default = "default" }
        variable "f" { default = "default" }
        variable "list" { type = list(string) }
        resource "terraform_data" "x" { input = [var.a, var.b, var.c, var.d, var.e, var.f, var.list] }
        --- terraform.tfvars
        b = "tfvars"
        c = "tfvars"
        --- terraform.tfvars.json
        {"c": "json ${x}", "nope": 1}
        --- b.auto.tfvars
        d = "b.auto"
        e = "b.auto"
        --- a.auto.tfvars
        d = "a.auto"
        --- B.auto.tfvars
        d = "B.auto"
        "#;
    let mut options = options();
    options.env_vars =
        vec![("a".into(), "env".into()), ("b".into(), "env".into()), ("list".into(), "[1]".into())];
    let assign = |name: &str, text: &str| VarInput::Assign { name: name.into(), text: text.into() };
    options.vars = vec![assign("f", "first"), assign("f", "cli"), assign("missing", "1")];
    let set = VariableSet {
        name: Some("dev".into()),
        vars: vec![assign("e", "set"), assign("f", "set")],
        ..VariableSet::default()
    };
    let stacks = load(text, &options, &[set]);
    assert_eq!(
        dump(&stacks[0]),
        unindent(
            r#"
            terraform_data.x
              input = [secret "env", "tfvars", "json ${x}", "b.auto", "set", "cli", secret ["1"]]
            variable-undeclared: a value is given for the variable `missing`, which no root declares; add a `variable "missing"` block or leave the value out
            tfvars-undeclared: `nope` is set here, but the root does not declare a variable of that name at terraform.tfvars.json:1
            "#
        )
    );
}

#[test]
fn elements_of_resources_are_as_whole_as_they_are_read() {
    shows(
        r#"
        resource "terraform_data" "a" {
          for_each = { x = 1, y = 2 }
          input    = "a-${each.value}"
        }
        resource "terraform_data" "part" {
          for_each = terraform_data.a
          input    = "${each.key} ${each.value.input}"
        }
        resource "terraform_data" "all" {
          for_each         = terraform_data.a
          input            = each.value.input
          triggers_replace = keys(each.value)
        }
        resource "terraform_data" "one" {
          input = { b = 3 }
        }
        resource "terraform_data" "attributes" {
          for_each = terraform_data.one
          input    = each.key
        }
        output "attributes" { value = [for key, it in terraform_data.one : it.b if key == "input"] }
        output "written" { value = "%{ for key, it in terraform_data.one }%{ if key == "input" }${it.b}%{ endif }%{ endfor }" }
        output "splat" { value = terraform_data.one[*].input.b }
        output "beside" { value = [terraform_data.a["x"].input, keys(terraform_data.a["x"]), values(terraform_data.a)[*].input, [for a in terraform_data.a : a.input]] }
        output "inputs" { value = { for key, a in terraform_data.a : key => a.input } }
        output "keys" { value = { for key, a in terraform_data.a : a.input => keys(a) } }
        "#,
        r#"
        terraform_data.a["x"]
          input = "a-1"
        terraform_data.a["y"]
          input = "a-2"
        terraform_data.all["x"]
          input = "a-1"
          triggers_replace = ["id", "input", "output", "triggers_replace"]
        terraform_data.all["y"]
          input = "a-2"
          triggers_replace = ["id", "input", "output", "triggers_replace"]
        terraform_data.attributes["id"]
          input = "id"
        terraform_data.attributes["input"]
          input = "input"
        terraform_data.attributes["output"]
          input = "output"
        terraform_data.attributes["triggers_replace"]
          input = "triggers_replace"
        terraform_data.one
          input = {b=3}
        terraform_data.part["x"]
          input = "x a-1"
        terraform_data.part["y"]
          input = "y a-2"
        output.attributes = [3]
        output.beside = ["a-1", ["id", "input", "output", "triggers_replace"], ["a-1", "a-2"], ["a-1", "a-2"]]
        output.inputs = {x="a-1", y="a-2"}
        output.keys = {a-1=["id", "input", "output", "triggers_replace"], a-2=["id", "input", "output", "triggers_replace"]}
        output.splat = [3]
        output.written = "3"
        "#,
    );
}

#[test]
fn what_hangs_on_a_condition_says_so() {
    shows(
        r#"
        variable "on" { type = bool }
        variable "teams" {}
        resource "terraform_data" "maybe" {
          count = var.on ? 1 : 0
          input = "x"
        }
        resource "terraform_data" "more" { count = var.on ? 3 : 1 }
        resource "terraform_data" "keys" {
          for_each = var.on ? { a = 1, b = 2 } : { a = 1 }
          input    = each.value
        }
        resource "terraform_data" "teams" {
          for_each = var.teams
          input    = "team-${each.key}"
        }
        output "one" { value = one(terraform_data.maybe[*].input) }
        output "eng" { value = terraform_data.teams["eng"].input }
        output "id" { value = terraform_data.teams["eng"].id }
        "#,
        r#"
        terraform_data.keys["a"]
          input = 1
        terraform_data.keys["b"] when var.on
          input = 2
        terraform_data.maybe[0] when var.on
          input = "x"
        terraform_data.more[0]
        terraform_data.more[1] when var.on
        terraform_data.more[2] when var.on
        terraform_data.teams[*] uncertain: `var.teams` has no value
          input = "team-<terraform_data.teams[*] each.key>"
        output.eng = "team-eng"
        output.id = <terraform_data.teams["eng"] id>
        output.one = <var.on ? "x" : null>
        open: terraform_data.teams in 0: `var.teams` has no value
        "#,
    );
}

#[test]
fn modules_that_may_exist() {
    shows(
        r#"
        variable "on" { type = bool }
        variable "all" {}
        module "m" {
          count  = var.on ? 1 : 0
          source = "./m"
        }
        module "n" {
          for_each = var.all
          source   = "./m"
          name     = each.key
        }
        output "m" { value = module.m[0].name }
        output "n" { value = module.n["x"].name }
        output "fixed" { value = module.n["x"].fixed }
        --- m/main.tf
        variable "name" { default = "d" }
        resource "terraform_data" "t" { input = var.name }
        output "name" { value = terraform_data.t.input }
        output "fixed" { value = "f" }
        "#,
        r#"
        module.m[0].terraform_data.t when var.on
          input = "d"
        module.n[*].terraform_data.t uncertain: `var.all` has no value
          input = <module.n[*] each.key>
        output.fixed = "f"
        output.m = "d"
        output.n = <module.n["x"] name>
        open: terraform_data.t in 2: `var.all` has no value
        "#,
    );
}

#[test]
fn blocks_are_read_as_far_as_they_are_known() {
    shows(
        r#"
        variable "on" { type = bool }
        resource "databricks_cluster" "c" {
          spark_version = "s"
          dynamic "autoscale" {
            for_each = var.on ? [1] : []
            content { min_workers = 2 }
          }
        }
        resource "aws_s3_bucket" "b" {
          grant { type = "Group" }
        }
        data "databricks_job" "d" {
          provider_config { workspace_id = "1" }
        }
        resource "databricks_share" "s" {
          name = "s"
          object {
            name             = "o"
            data_object_type = "TABLE"
          }
        }
        resource "databricks_group" "g" {
          count        = length(databricks_cluster.c.autoscale)
          display_name = "g"
        }
        output "least" { value = try(databricks_cluster.c.autoscale[0].min_workers, 0) }
        output "other" { value = aws_s3_bucket.b.grant[0].type }
        output "others" { value = length(aws_s3_bucket.b.grant) }
        output "read" { value = data.databricks_job.d.provider_config[0].workspace_id }
        output "reads" { value = length(data.databricks_job.d.provider_config) }
        output "share" { value = databricks_share.s.object[0].name }
        output "shared" { value = databricks_share.s.object[0].comment }
        output "unwritten" { value = databricks_share.s.object[0].partition }
        "#,
        r#"
        aws_s3_bucket.b (provider["registry.terraform.io/hashicorp/aws"])
          grant
            type = "Group"
        data.databricks_job.d (provider["registry.terraform.io/hashicorp/databricks"])
          provider_config
            workspace_id = "1"
        databricks_cluster.c (provider["registry.terraform.io/hashicorp/databricks"])
          spark_version = "s"
          autoscale when var.on
            min_workers = 2
        databricks_group.g[0] (provider["registry.terraform.io/hashicorp/databricks"]) when var.on
          display_name = "g"
        databricks_share.s (provider["registry.terraform.io/hashicorp/databricks"])
          name = "s"
          object
            name = "o"
            data_object_type = "TABLE"
        output.least = <`var.on` is not known>
        output.other = "Group"
        output.others = <length(aws_s3_bucket.b.grant)>
        output.read = "1"
        output.reads = <length(data.databricks_job.d.provider_config)>
        output.share = "o"
        output.shared = <databricks_share.s object[0].comment>
        output.unwritten = <databricks_share.s object[0].partition>
        "#,
    );
}

#[test]
fn dynamic_blocks_are_written_out() {
    shows(
        r#"
        variable "on" { type = bool }
        variable "tags" {}
        variable "secret" {
          default   = ["s"]
          sensitive = true
        }
        resource "databricks_job" "j" {
          name = "j"
          dynamic "task" {
            for_each = { b = ["x"], a = ["y", "z"] }
            iterator = t
            content {
              task_key = t.key
              dynamic "library" {
                for_each = t.value
                content {
                  jar = "${t.key}-${library.value}-${library.key}"
                }
              }
            }
          }
          task {
            task_key = "fixed"
          }
          dynamic "environment" {
            for_each = var.on ? [1] : []
            content {
              environment_key = "e"
            }
          }
          dynamic "parameter" {
            for_each = var.tags
            content {
              name    = parameter.value.name
              default = "d"
            }
          }
          dynamic "hidden" {
            for_each = var.secret
            content {
              at = hidden.key
            }
          }
        }
        output "key" { value = databricks_job.j.task[0].task_key }
        output "none" { value = databricks_job.j.task[2].retry_on_timeout }
        "#,
        r#"
        databricks_job.j (provider["registry.terraform.io/hashicorp/databricks"])
          name = "j"
          task
            task_key = "a"
            library
              jar = "a-y-0"
            library
              jar = "a-z-1"
          task
            task_key = "b"
            library
              jar = "b-x-0"
          task
            task_key = "fixed"
          environment when var.on
            environment_key = "e"
          parameter … `var.tags` has no value
            name = <databricks_job.j parameter[*].value.name>
            default = "d"
          hidden
            at = secret 0
        output.key = "a"
        output.none = <databricks_job.j task[2].retry_on_timeout>
        "#,
    );
}

#[test]
fn json_has_blocks_where_the_schema_has_them() {
    shows(
        r#"
        variable "tags" { default = { a = "x" } }
        output "computed" { value = databricks_storage_credential.c.aws_iam_role[0].external_id }
        --- main.tf.json
        {"resource": {
          "databricks_job": {"j": {
            "name": "j",
            "tags": {"a": 1},
            "parameter": [],
            "environment": null,
            "task": [
              {"task_key": "a", "library": {"whl": "w"}, "depends_on": []},
              {"task_key": "b", "dynamic": {"library": {"for_each": ["x", "y"], "iterator": "it",
                "content": {"whl": "${it.value}", "maven": {"coordinates": "${it.key}"}}}}}
            ]
          }},
          "databricks_storage_credential": {"c": {"name": "c", "aws_iam_role": {"role_arn": "r"}}},
          "unknown_type": {"u": {"block": [{"a": 1}]}}
        }}
        "#,
        r#"
        databricks_job.j (provider["registry.terraform.io/hashicorp/databricks"])
          name = "j"
          tags = {a="1"}
          task
            task_key = "a"
            library
              whl = "w"
          task
            task_key = "b"
            library
              whl = "x"
              maven
                coordinates = "0"
            library
              whl = "y"
              maven
                coordinates = "1"
        databricks_storage_credential.c (provider["registry.terraform.io/hashicorp/databricks"])
          name = "c"
          aws_iam_role
            role_arn = "r"
        unknown_type.u (provider["registry.terraform.io/hashicorp/unknown"])
          block = [{a=1}]
        output.computed = <databricks_storage_credential.c aws_iam_role[0].external_id>
        "#,
    );
}

#[test]
fn providers_are_found_as_terraform_finds_them() {
    shows(
        r#"
        terraform {
          required_providers {
            db = { source = "databricks/databricks" }
          }
        }
        provider "db" { host = "w" }
        provider "db" {
          alias = "account"
          host  = "a"
        }
        resource "db_group" "implied" {}
        resource "databricks_group" "given" { provider = db.account }
        resource "databricks_group" "wrong" {}
        module "wrap" { source = "./wrap" }
        module "passed" {
          source    = "./leaf"
          providers = { databricks = db.account }
        }
        --- wrap/main.tf
        module "inner" { source = "../leaf" }
        --- leaf/main.tf
        terraform {
          required_providers {
            databricks = {
              source                = "databricks/databricks"
              configuration_aliases = [databricks.other]
            }
          }
        }
        resource "databricks_group" "g" {}
        resource "databricks_group" "o" { provider = databricks.other }
        "#,
        r#"
        databricks_group.given (provider["registry.terraform.io/databricks/databricks"].account)
        databricks_group.wrong (provider["registry.terraform.io/hashicorp/databricks"])
        db_group.implied (provider["registry.terraform.io/databricks/databricks"])
        module.passed.databricks_group.g (provider["registry.terraform.io/databricks/databricks"].account)
        module.passed.databricks_group.o
        module.wrap.module.inner.databricks_group.g (provider["registry.terraform.io/databricks/databricks"])
        module.wrap.module.inner.databricks_group.o
        invalid: `module.passed` does not pass the provider configuration `other` of `registry.terraform.io/databricks/databricks`, which the module asks for at main.tf:16
        invalid: `module.inner` does not pass the provider configuration `other` of `registry.terraform.io/databricks/databricks`, which the module asks for at wrap/main.tf:1
        "#,
    );
}

#[test]
fn what_does_not_evaluate_is_unknown_and_said() {
    shows(
        r#"
        locals {
          a      = local.b
          b      = local.a
          broken = [1][5]
          caught = try([1][5], "fallback")
          gone   = try(local.missing, "not caught")
        }
        resource "terraform_data" "cycle" { input = local.a }
        resource "terraform_data" "self" { input = terraform_data.self.id }
        resource "terraform_data" "x" {
          input = { broken = local.broken, caught = local.caught, gone = local.gone, v = var.nope }
        }
        resource "terraform_data" "bad" { count = -1 }
        resource "terraform_data" "list" { for_each = ["a"] }
        resource "terraform_data" "key" { input = terraform_data.pair.id }
        resource "terraform_data" "pair" { count = 2 }
        "#,
        r#"
        terraform_data.bad[*] uncertain: `count` must not be negative
        terraform_data.cycle
          input = <`local.a` depends on itself>
        terraform_data.key
          input = <`terraform_data.key.input` does not evaluate: `terraform_data.pair` has `count` set, so `.id` needs an instance: `terraform_data.pair[0].id`>
        terraform_data.list[*] uncertain: `for_each` must be a map or a set of strings; wrap the list in `toset(…)`
        terraform_data.pair[0]
        terraform_data.pair[1]
        terraform_data.self
          input = <`terraform_data.self` refers to itself>
        terraform_data.x
          input = {broken=<`local.broken` does not evaluate: the tuple has 1 element, none of them at index 5>, caught="fallback", gone=<`local.missing` is not defined: this module has no such local value>, v=<`var.nope` is not defined: this module has no such input variable>}
        open: terraform_data.bad in 0: `count` must not be negative
        open: terraform_data.list in 0: `for_each` must be a map or a set of strings; wrap the list in `toset(…)`
        invalid: `terraform_data.self` refers to itself at main.tf:10
        invalid: the tuple has 1 element, none of them at index 5 at main.tf:5
        invalid: `local.missing` is not defined: this module has no such local value at main.tf:7
        invalid: `var.nope` is not defined: this module has no such input variable at main.tf:12
        invalid: `count` must not be negative at main.tf:14
        invalid: `for_each` must be a map or a set of strings; wrap the list in `toset(…)` at main.tf:15
        invalid: `terraform_data.pair` has `count` set, so `.id` needs an instance: `terraform_data.pair[0].id` at main.tf:16
        invalid: `local.a` and `local.b` depend on each other in a circle at main.tf:3
        "#,
    );
}

#[test]
fn data_sources_and_opaque_modules() {
    shows(
        r#"
        data "aws_caller_identity" "me" {}
        data "aws_iam_policy_document" "doc" {
          statement {
            actions   = ["s3:GetObject"]
            resources = ["arn:aws:s3:::${data.aws_caller_identity.me.account_id}/*"]
          }
        }
        data "terraform_remote_state" "net" { backend = "s3" }
        module "vpc" {
          source = "terraform-aws-modules/vpc/aws"
          name   = "v"
        }
        resource "aws_s3_bucket" "b" {
          bucket = data.terraform_remote_state.net.outputs.bucket
          policy = data.aws_iam_policy_document.doc.json
          vpc    = module.vpc.vpc_id
          first  = module.vpc.subnets[0]
        }
        "#,
        r#"
        aws_s3_bucket.b (provider["registry.terraform.io/hashicorp/aws"])
          bucket = <data.terraform_remote_state.net outputs.bucket>
          policy = encoded {Statement=[{Action="s3:GetObject", Effect="Allow", Resource="arn:aws:s3:::<data.aws_caller_identity.me account_id>/*"}], Version="2012-10-17"}
          vpc = <module.vpc vpc_id>
          first = <module.vpc subnets[0]>
        data.aws_caller_identity.me (provider["registry.terraform.io/hashicorp/aws"])
        data.aws_iam_policy_document.doc (provider["registry.terraform.io/hashicorp/aws"])
          json = encoded {Statement=[{Action="s3:GetObject", Effect="Allow", Resource="arn:aws:s3:::<data.aws_caller_identity.me account_id>/*"}], Version="2012-10-17"} (computed)
          minified_json = encoded {Statement=[{Action="s3:GetObject", Effect="Allow", Resource="arn:aws:s3:::<data.aws_caller_identity.me account_id>/*"}], Version="2012-10-17"} (computed)
          id = <`data.aws_caller_identity.me.account_id` is read by the provider> (computed)
          version = "2012-10-17" (computed)
          statement
            actions = ["s3:GetObject"]
            resources = ["arn:aws:s3:::<data.aws_caller_identity.me account_id>/*"]
        data.terraform_remote_state.net
          backend = "s3"
        module-not-installed: `module.vpc` (`terraform-aws-modules/vpc/aws`) is not installed; run `terraform init` in `.` or pass `--module-path vpc=DIR` at main.tf:10
        "#,
    );
}

#[test]
fn a_case_that_terraform_refuses_has_no_instance() {
    shows(
        r#"
        variable "flag" { type = bool }
        variable "secret" {
          type      = string
          sensitive = true
        }
        resource "terraform_data" "each" { for_each = var.flag ? null : { x = 1 } }
        resource "terraform_data" "count" { count = var.flag ? 1 : null }
        resource "terraform_data" "neither" { count = var.flag ? -1 : null }
        resource "terraform_data" "perhaps" { for_each = toset(try(split(",", var.secret), [])) }
        resource "terraform_data" "secret" { for_each = toset(split(",", var.secret)) }
        "#,
        r#"
        terraform_data.count[0] when var.flag
        terraform_data.each["x"] when !var.flag
        terraform_data.neither[*] uncertain: `count` must not be negative
        terraform_data.perhaps[*] uncertain: `var.secret` has no value
        terraform_data.secret[*] uncertain: `for_each` must not be sensitive: its keys show in addresses
        open: terraform_data.neither in 0: `count` must not be negative
        open: terraform_data.perhaps in 0: `var.secret` has no value
        open: terraform_data.secret in 0: `for_each` must not be sensitive: its keys show in addresses
        invalid: `count` must not be negative at main.tf:9
        invalid: `for_each` must not be sensitive: its keys show in addresses at main.tf:11
        "#,
    );
}

#[test]
fn what_is_off_is_null_and_takes_no_key() {
    shows(
        r#"
        variable "on" { type = bool }
        resource "terraform_data" "off" {
          input = "a"
          lifecycle { enabled = false }
        }
        resource "terraform_data" "perhaps" {
          input = "a"
          lifecycle { enabled = var.on }
        }
        resource "terraform_data" "unnamed" {
          input = "a"
          lifecycle { enabled = timestamp() != "" }
        }
        output "whole" { value = terraform_data.off }
        output "other" { value = terraform_data.off != null ? terraform_data.off.input : "none" }
        output "tried" { value = try(terraform_data.off.input, "none") }
        output "fails" { value = terraform_data.off.input }
        output "input" { value = terraform_data.perhaps.input }
        output "or" { value = try(terraform_data.perhaps.input, "none") }
        output "is" { value = terraform_data.perhaps == null }
        output "keyed" { value = terraform_data.perhaps[0].input }
        output "unnamed" { value = terraform_data.unnamed.input }
        "#,
        r#"
        terraform_data.perhaps when var.on
          input = "a"
        terraform_data.unnamed when terraform_data.unnamed.enabled
          input = "a"
        output.fails = <`output.fails` does not evaluate: null has no attribute `input`>
        output.input = "a"
        output.is = <var.on ? false : true>
        output.keyed = <`output.keyed` does not evaluate: `terraform_data.perhaps` has neither `count` nor `for_each`, so it takes no instance key>
        output.or = <var.on ? "a" : "none">
        output.other = "none"
        output.tried = "none"
        output.unnamed = "a"
        output.whole = null
        invalid: null has no attribute `input` at main.tf:18
        invalid: `terraform_data.perhaps` has neither `count` nor `for_each`, so it takes no instance key at main.tf:22
        "#,
    );
}

#[test]
fn try_falls_back_for_the_keys_that_a_map_does_not_have() {
    shows(
        r#"
        variable "env" {}
        locals {
          sizes = { dev = 1, prod = 2 }
          many  = { a = 1, b = 2, c = 3, d = 4 }
        }
        output "one" { value = try({ a = 1 }[var.env], "") }
        output "two" { value = try(local.sizes[var.env], 3) }
        output "deep" { value = try({ a = { x = 1 }, b = { x = 2 } }[var.env].x, null) }
        output "many" { value = try(local.many[var.env], 5) }
        output "can" { value = can(local.sizes[var.env]) ? "known" : "other" }
        output "only" { value = { a = 1 }[var.env] }
        "#,
        r#"
        output.can = <var.env == "dev" ? "known" : <var.env == "prod" ? "known" : "other">>
        output.deep = <var.env == "a" ? 1 : <var.env == "b" ? 2 : null>>
        output.many = <`var.env` has no value>
        output.one = <var.env == "a" ? 1 : "">
        output.only = <var.env == "a" ? 1 : 1>
        output.two = <var.env == "dev" ? 1 : <var.env == "prod" ? 2 : 3>>
        "#,
    );
}

#[test]
fn the_first_element_is_the_same_however_it_is_named() {
    shows(
        r#"
        resource "foo_bar" "x" {}
        data "foo_bar" "d" {}
        variable "object" { type = object({ y = string }) }
        variable "list" { type = list(object({ y = string })) }
        variable "any" { nullable = false }
        locals {
          x = foo_bar.x
          d = data.foo_bar.d
        }
        output "whole" { value = [foo_bar.x.id, one(foo_bar.x[*].id), one(local.x[*].id), one(local.d[*].id)] }
        output "object" { value = one(var.object[*].y) }
        output "any" { value = one(var.any[*].y) }
        output "list" { value = [var.list[0].y, one(var.list[*].y), one(var.list).y, var.list.*.y[0]] }
        output "block" {
          value = [
            foo_bar.x.sub[0].id, one(foo_bar.x.sub[*].id), one(foo_bar.x.sub).id, element(foo_bar.x.sub, 0).id,
            foo_bar.x.sub.*.id[0], foo_bar.x.sub[*].id[0], element(foo_bar.x.sub, 1).id,
          ]
        }
        "#,
        r#"
        data.foo_bar.d (provider["registry.terraform.io/hashicorp/foo"])
        foo_bar.x (provider["registry.terraform.io/hashicorp/foo"])
        output.any = <var.any [0].y or null>
        output.block = [<foo_bar.x sub[0].id>, <foo_bar.x sub[0].id>, <foo_bar.x sub[0].id>, <foo_bar.x sub[0].id>, <foo_bar.x sub[0].id>, <foo_bar.x sub[*].id[0]>, <element(foo_bar.x.sub, 1) id>]
        output.list = [<var.list [0].y>, <var.list [0].y or null>, <var.list [0].y>, <var.list [0].y>]
        output.object = <var.object == null ? null : <var.object y>>
        output.whole = [<foo_bar.x id>, <foo_bar.x id>, <foo_bar.x id>, <data.foo_bar.d id>]
        "#,
    );
}

#[test]
fn what_terraform_data_hands_on_is_its_input() {
    shows(
        r#"
        resource "databricks_group" "g" { display_name = "g" }
        resource "terraform_data" "id" { input = databricks_group.g.id }
        resource "terraform_data" "arn" { input = "group/${databricks_group.g.id}" }
        resource "terraform_data" "name" { input = databricks_group.g.display_name }
        output "id" { value = terraform_data.id.output }
        output "arn" { value = terraform_data.arn.output }
        output "name" { value = terraform_data.name.output }
        "#,
        r#"
        databricks_group.g (provider["registry.terraform.io/hashicorp/databricks"])
          display_name = "g"
        terraform_data.arn
          input = "group/<databricks_group.g id>"
        terraform_data.id
          input = <databricks_group.g id>
        terraform_data.name
          input = "g"
        output.arn = <terraform_data.arn output>
        output.id = <databricks_group.g id>
        output.name = <terraform_data.name output>
        "#,
    );
}

#[test]
fn what_may_not_exist_has_no_wrong_values() {
    let stack = stack(
        r#"
        variable "launch" { type = bool }
        variable "many" { type = bool }
        variable "any" { type = list(string) }
        variable "opts" {
          type    = object({ engine = string })
          default = null
        }
        module "m" {
          source = "./m"
          count  = var.launch ? 1 : 0
          engine = var.opts.engine
        }
        resource "terraform_data" "count" {
          count = var.launch ? 1 : 0
          input = var.opts.engine
        }
        resource "terraform_data" "each" {
          for_each = var.launch ? toset(["a"]) : toset([])
          input    = "${each.key}-${var.opts.engine}"
        }
        resource "terraform_data" "any" {
          count = length(var.any)
          input = var.opts.engine
        }
        resource "databricks_job" "blocks" {
          name = "x"
          dynamic "environment" {
            for_each = var.launch ? ["a"] : []
            content { environment_key = var.opts.engine }
          }
        }
        resource "terraform_data" "sure" { input = var.opts.engine }
        resource "terraform_data" "first_is_sure" {
          count = var.many ? 2 : 1
          input = "x${var.opts.engine}"
        }
        resource "terraform_data" "either" {
          for_each = var.many ? { a = 1 } : { b = 1 }
          input    = var.opts.engine
        }
        resource "terraform_data" "file" {
          count = var.launch ? 1 : 0
          input = [file("${path.module}/nope.txt"), file("${var.opts.engine}.txt")]
        }
        resource "terraform_data" "no_file" {
          count = var.launch ? 1 : 0
          input = file("${path.module}/nope.txt")
        }
        output "used" { value = terraform_data.count[*].input }
        --- m/main.tf
        variable "engine" { type = string }
        variable "opts" {
          type    = object({ engine = string })
          default = null
          validation {
            condition     = var.opts != null
            error_message = "no"
          }
        }
        locals { inside = var.opts.engine }
        resource "terraform_data" "inside" { for_each = local.inside == "x" ? null : var.opts }
        resource "terraform_data" "none" { count = var.opts }
        output "inside" { value = local.inside }
        "#,
    );
    let mut lines: Vec<_> = stack
        .problems
        .iter()
        .map(|problem| problem.location.as_ref().and_then(|at| at.start).map_or(0, |at| at.line))
        .collect();
    lines.sort_unstable();
    // A default is validated whether there is an instance or not.
    assert_eq!(lines, [2, 33, 36, 40, 48], "{:#?}", stack.problems);
    // It has no known value for that, so nothing passes for it.
    let value = stack.instances.iter().find(|at| &*at.address == "terraform_data.count[0]").unwrap();
    assert!(value.body.get().attribute("input").unwrap().value.is_unknown());
}

#[test]
fn instances_of_a_module_that_is_not_installed_share_a_body() {
    let stack = stack(
        r#"
        module "each" {
          source   = "example/team/any"
          version  = "1.0.0"
          for_each = { red = { size = 1 }, blue = { size = 2 } }
          name     = "team-${each.key}"
          size     = each.value.size
        }
        module "count" {
          source  = "example/team/any"
          version = "1.0.0"
          count   = 2
          name    = ["a", "b"][count.index]
          first   = count.index == 0
        }
        module "one" {
          source   = "example/team/any"
          version  = "1.0.0"
          for_each = { red = { size = 1 } }
          name     = "team-${each.key}"
        }
        "#,
    );
    let invalid: Vec<_> =
        stack.problems.iter().filter(|problem| problem.kind == ProblemKind::Invalid).collect();
    assert!(invalid.is_empty(), "{invalid:#?}");
    let shown = |at: usize| {
        let body = &stack.opaque[at].body;
        body.attributes
            .iter()
            .map(|(name, slot)| format!("{name} = {}", show(&slot.value)))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(0),
        ["name = \"team-<module.each[*] each.key>\"", "size = <module.each[*] each.value.size>"]
    );
    assert!(shown(1).iter().all(|line| line.contains("count.index")), "{:?}", shown(1));
    assert_eq!(shown(2), ["name = \"team-red\""]);
}

#[test]
fn each_path_is_resolved_once() {
    let resolved = |instances: usize| {
        let text = r#"
        module "m" {
          source = "./m"
          count  = COUNT
          scope  = count.index
        }
        --- m/main.tf
        variable "scope" {}
        locals {
          all  = [for f in fileset("${path.module}/lib", "**/*.json") : templatefile("${path.module}/lib/${f}", { s = var.scope })]
          gone = [fileexists("${path.module}/gone"), try(file("${path.module}/gone"), var.scope), try(file("../gone"), var.scope)]
        }
        output "all" { value = [local.all, local.gone] }
        --- m/lib/a.json
        {}
        --- m/lib/b/c.json
        {}
        "#;
        let files = memory(&files(&text.replace("COUNT", &instances.to_string())));
        let files = Counted::new(files);
        let found = discover(&files, &options());
        let before = files.resolved.load(Ordering::Relaxed);
        let stacks = load_all(&files, &found, &options(), &[], 0);
        assert!(stacks[0].problems.is_empty(), "{:#?}", stacks[0].problems);
        files.resolved.load(Ordering::Relaxed) - before
    };
    assert_eq!(resolved(1), resolved(20));
}

#[test]
fn a_local_value_is_the_same_wherever_it_is_used() {
    shows(
        r#"
        variable "names" { type = list(string) }
        variable "s" {}
        locals {
          upper = [for name in var.names : upper(name)]
          keyed = { for name in [var.s] : name => 1 if name != "x" }
          parts = { a = [for name in var.names : name], b = 1, "c d" = [for name in var.names : "x"] }
        }
        output "upper" { value = local.upper }
        output "first" { value = local.upper[0] }
        output "keyed" { value = local.keyed }
        output "parts" { value = local.parts }
        "#,
        r#"
        output.first = <local.upper [0]>
        output.keyed = <var.s == "x" ? {} : <{(var.s) = 1}>>
        output.parts = {a=<local.parts a>, b=1, c d=<local.parts ["c d"]>}
        output.upper = <local.upper>
        "#,
    );
}

#[test]
fn what_is_given_all_that_it_requires_is_no_uncalled_module() {
    let configuration =
        "variable \"env\" {}\nvariable \"on\" { default = true }\noutput \"on\" { value = var.on }\n";
    let fs: MemoryFiles = [("/p/jobs/main.tf", configuration.as_bytes())].into_iter().collect();
    let options =
        LoadOptions { project_root: "/p".into(), paths: vec!["/p".into()], ..LoadOptions::default() };
    let discovery = discover(&fs, &options);
    let root = discovery.roots().next().expect("one");
    for (name, uncalled) in [("env", false), ("other", true)] {
        let vars = vec![VarInput::Assign { name: name.into(), text: "dev".into() }];
        let set = VariableSet { vars, ..VariableSet::default() };
        let stack = load_root(&fs, &discovery, &options, root, &set, 0);
        assert_eq!(stack.uncalled_module, uncalled, "{name}");
        assert_eq!(stack.outputs[0].1.is_unknown(), uncalled, "{name}");
    }
}

/// The values of an environment are for the roots, where there are some and it does not name others.
#[test]
fn an_environment_for_all_makes_no_root_of_a_module() {
    let configuration =
        "variable \"env\" {}\nvariable \"on\" { default = true }\noutput \"on\" { value = var.on }\n";
    let (root, unit) = ("provider \"databricks\" {}\n", "terraform {\n  source = \"../jobs\"\n}\n");
    for (file, content, roots, uncalled) in [
        ("note.md", "", &[][..], false),
        ("live/main.tf", root, &[], true),
        ("live/main.tf", root, &["jobs"], false),
        ("live/terragrunt.hcl", unit, &[], true),
        ("live/terragrunt.hcl", unit, &["jobs"], true),
    ] {
        let files = [("/p/jobs/main.tf".to_owned(), configuration), (format!("/p/{file}"), content)];
        let fs: MemoryFiles = files.into_iter().collect();
        let options =
            LoadOptions { project_root: "/p".into(), paths: vec!["/p".into()], ..LoadOptions::default() };
        let discovery = discover(&fs, &options);
        let jobs = discovery.roots().find(|root| &*root.path == "jobs").expect("found");
        let vars = vec![VarInput::Assign { name: "env".into(), text: "dev".into() }];
        let roots = Globs::new(roots.iter().map(|glob| (*glob).to_owned()).collect()).expect("globs");
        let set = VariableSet { name: Some("dev".into()), vars, roots, ..VariableSet::default() };
        let stack = load_root(&fs, &discovery, &options, jobs, &set, 0);
        assert_eq!(stack.uncalled_module, uncalled, "{file} {set:?}");
        assert_eq!(stack.outputs[0].1.is_unknown(), uncalled, "{file} {set:?}");
    }
}

/// Who names a directory runs it with its defaults, and need not give it anything.
#[test]
fn an_environment_that_names_a_directory_makes_it_a_root() {
    let content = |aliases: &str| {
        format!(
            r#"
            terraform {{
              required_providers {{
                databricks = {{
                  source                = "databricks/databricks"
                  configuration_aliases = [{aliases}]
                }}
              }}
            }}
            variable "berths" {{ default = "many" }}
            resource "databricks_job" "moor" {{ max_concurrent_runs = var.berths }}
            output "berths" {{ value = var.berths }}
            "#
        )
    };
    for (aliases, roots, uncalled, refused) in [
        ("", &[][..], false, 0),
        ("", &["pier"], false, 1),
        ("databricks.quay", &[], true, 0),
        ("databricks.quay", &["pier"], false, 1),
        ("databricks.quay", &["p*"], false, 1),
    ] {
        let fs: MemoryFiles =
            [("/p/pier/main.tf".to_owned(), content(aliases).into_bytes())].into_iter().collect();
        let options =
            LoadOptions { project_root: "/p".into(), paths: vec!["/p".into()], ..LoadOptions::default() };
        let discovery = discover(&fs, &options);
        let root = discovery.roots().next().expect("one");
        let globs = Globs::new(roots.iter().map(|glob| (*glob).to_owned()).collect()).expect("globs");
        let set = VariableSet { name: Some("dev".into()), roots: globs, ..VariableSet::default() };
        let stack = load_root(&fs, &discovery, &options, root, &set, 0);
        assert_eq!(stack.uncalled_module, uncalled, "{aliases} {roots:?}");
        assert_eq!(stack.outputs[0].1.is_unknown(), uncalled, "{aliases} {roots:?}");
        assert_eq!(stack.refusals.len(), refused, "{aliases} {roots:?}");
    }
}

fn sorted_messages(text: &str) -> Vec<String> {
    let mut messages: Vec<String> = stack(text).problems.iter().map(|p| p.message.clone()).collect();
    messages.sort_unstable();
    messages
}

#[test]
fn dynamic_blocks_are_counted() {
    let messages = sorted_messages(
        r#"
        variable "env" { default = "prd" }
        variable "open" {}
        variable "none" { default = [] }
        variable "jobs" {
          default = {
            etl    = { crons = ["0 0 6 * * ?", "0 0 18 * * ?"] }
            report = { crons = ["0 0 7 * * ?"] }
          }
        }
        locals {
          perms = {
            bronze = { dev = { engineers = ["USE_CATALOG"] } }
            silver = { prd = { analysts = ["USE_CATALOG"] } }
          }
        }
        resource "databricks_grants" "c" {
          for_each = local.perms
          catalog  = each.key
          dynamic "grant" {
            for_each = try(each.value[var.env], {})
            content {
              principal  = grant.key
              privileges = grant.value
            }
          }
        }
        resource "databricks_grants" "both" {
          catalog = "x"
          grant {
            principal  = "x"
            privileges = ["USE_CATALOG"]
          }
          dynamic "grant" {
            for_each = try(local.perms.bronze[var.env], {})
            content {
              principal  = grant.key
              privileges = grant.value
            }
          }
        }
        resource "databricks_job" "j" {
          for_each = var.jobs
          name     = each.key
          dynamic "schedule" {
            for_each = each.value.crons
            content {
              quartz_cron_expression = schedule.value
              timezone_id            = "UTC"
            }
          }
        }
        resource "databricks_job" "inner" {
          dynamic "task" {
            for_each = var.jobs
            content {
              task_key = task.key
              dynamic "notebook_task" {
                for_each = task.value.crons
                content { notebook_path = "/x" }
              }
            }
          }
        }
        # Another run may give it elements, and what hangs on what is not known is not counted.
        resource "databricks_grants" "given" {
          catalog = "x"
          dynamic "grant" {
            for_each = var.none
            content {
              principal  = grant.value
              privileges = []
            }
          }
        }
        resource "databricks_grants" "open" {
          catalog = "x"
          dynamic "grant" {
            for_each = var.open == "x" ? [] : var.open
            content {
              principal  = grant.value
              privileges = []
            }
          }
        }
        resource "databricks_job" "cases" {
          dynamic "schedule" {
            for_each = var.open == "x" ? ["a"] : ["a", "b"]
            content {
              quartz_cron_expression = schedule.value
              timezone_id            = "UTC"
            }
          }
        }
        "#,
    );
    let expected = [
        "`databricks_grants.c[\"bronze\"]` lacks the required block `grant`",
        "`databricks_job.inner` takes at most 1 `notebook_task` block",
        "`databricks_job.j[\"etl\"]` takes at most 1 `schedule` block",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn a_source_that_is_not_there_is_a_problem() {
    let messages = sorted_messages(
        r#"
        variable "open" {}
        variable "hidden" {
          default   = "missing.py"
          sensitive = true
        }
        resource "databricks_notebook" "missing" {
          source = "${path.module}/missing.py"
          path   = "/x"
        }
        resource "databricks_global_init_script" "script" {
          source = "none.sh"
          name   = "x"
        }
        resource "databricks_notebook" "blank" {
          source = ""
          path   = "/x"
        }
        resource "databricks_file" "each" {
          for_each = toset(["a.csv", "b.csv"])
          source   = each.key
          path     = "/Volumes/a/b/c/${each.key}"
        }
        resource "databricks_workspace_file" "empty" {
          source = "${path.module}/a.csv"
          path   = "/x"
        }
        resource "databricks_dbfs_file" "open" {
          source = var.open
          path   = "/x"
        }
        resource "databricks_dbfs_file" "outside" {
          source = "/etc/none"
          path   = "/x"
        }
        resource "databricks_dbfs_file" "hidden" {
          source = var.hidden
          path   = "/x"
        }
        resource "terraform_data" "made" { input = "made.py" }
        resource "databricks_notebook" "made" {
          source = terraform_data.made.input
          path   = "/x"
        }
        resource "databricks_notebook" "none" {
          count  = 0
          source = "missing.py"
          path   = "/x"
        }
        --- a.csv
        "#,
    );
    let expected = [
        "`databricks_file.each`: no file exists at `b.csv`",
        "`databricks_global_init_script.script`: no file exists at `none.sh`",
        "`databricks_notebook.blank`: no file exists at ``",
        "`databricks_notebook.missing`: no file exists at `./missing.py`",
    ];
    assert_eq!(messages, expected);
}

#[test]
fn what_is_called_zero_times_is_read_all_the_same() {
    let stack = stack(
        r#"
        variable "size" { default = "small" }
        module "alarms" {
          source = "./alarms"
          count  = var.size == "large" ? 1 : 0
        }
        module "other" {
          source   = "./alarms"
          for_each = toset([])
        }
        output "size" { value = var.size }
        --- alarms/main.tf
        locals { a = 1 }
        locals { a = 2 }
        module "inner" { source = "../inner" }
        --- inner/main.tf
        output "x" { value = }
        "#,
    );
    let messages: Vec<&str> = stack.problems.iter().map(|p| &*p.message).collect();
    let expected = [
        "`local.a` is already declared at alarms/main.tf:1; rename or remove one of them",
        "expected an expression, found `}`",
    ];
    assert_eq!(messages, expected);
    assert!(stack.incomplete.is_none());
}

#[test]
fn a_required_argument_that_is_null_is_a_problem_where_it_surely_is() {
    let stack = stack(
        r#"
        variable "null" { default = null }
        variable "given" {}
        # A call may leave out what has a default, and a run of Terraform may give it a value.
        locals { null = null }
        variable "teams" {
          type    = map(object({ name = optional(string) }))
          default = { a = {}, b = { name = "b" } }
        }
        locals { cases = { default = null } }
        resource "databricks_secret_scope" "null" { name = local.null }
        resource "databricks_secret_scope" "default" { name = var.null }
        resource "databricks_secret_scope" "each" {
          for_each = var.teams
          name     = each.value.name
        }
        resource "databricks_job" "blocks" {
          name = local.null
          task { task_key = local.null }
          dynamic "environment" {
            for_each = var.teams
            content { environment_key = environment.value.name }
          }
        }
        data "databricks_group" "read" { display_name = sensitive(local.null) }
        module "m" { source = "./m" }

        resource "databricks_secret_scope" "given" { name = var.given }
        resource "databricks_secret_scope" "maybe" {
          count = var.given == "x" ? 1 : 0
          name  = local.null
        }
        resource "databricks_secret_scope" "none" {
          count = 0
          name  = local.null
        }
        resource "databricks_secret_scope" "guessed" { name = lookup(local.cases, terraform.workspace, "x") }
        resource "databricks_job" "maybe" {
          dynamic "task" {
            for_each = var.given == "x" ? ["x"] : []
            content { task_key = local.null }
          }
        }
        resource "databricks_artifact_allowlist" "set" {
          artifact_type = "INIT_SCRIPT"
          artifact_matcher {
            artifact   = local.null
            match_type = "PREFIX_MATCH"
          }
        }
        resource "unknown_thing" "x" { name = local.null }
        --- m/main.tf
        variable "name" { default = null }
        resource "databricks_secret_scope" "inner" { name = var.name }
        "#,
    );
    let mut messages: Vec<&str> = stack.problems.iter().map(|p| &*p.message).collect();
    messages.sort_unstable();
    // Nothing says that Terraform is run here: who calls it may give other teams.
    let expected = [
        "`databricks_job.blocks`: the required argument `environment_key` is null",
        "`databricks_secret_scope.each`: the required argument `name` is null",
    ];
    assert_eq!(messages, expected);
    let refused = stack.refusals.iter().map(|refusal| format!("{} {}", refusal.address, refusal.path));
    let expected = [
        "data.databricks_group.read display_name",
        "databricks_artifact_allowlist.set artifact_matcher[0].artifact",
        "databricks_job.blocks task[0].task_key",
        "databricks_secret_scope.null name",
        "module.m.databricks_secret_scope.inner name",
    ];
    assert_eq!(refused.collect::<Vec<_>>(), expected);
}
