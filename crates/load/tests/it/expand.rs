//! Expansion: what instances a root has and what is known about them.

use bricklint_load::{VarInput, VariableSet};

use crate::support::{dump, load, options, shows, unindent};

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
