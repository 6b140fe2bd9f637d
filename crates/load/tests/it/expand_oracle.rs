//! Expansion against `terraform plan` with `terraform_data`, which needs no provider download.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use bricklint_lang::print::to_json;
use bricklint_lang::value::Value;
use bricklint_load::{LoadOptions, VarInput};
use bricklint_model::stack::Stack;
use rayon::prelude::*;
use serde_json::Value as Json;

use crate::support::{files, load, options};

/// A name and files; a line `--- @var x=1`, `--- @env x=1` or `--- @file x.tfvars` gives values.
const CASES: &[(&str, &str)] = &[
    (
        "count and for_each",
        r#"
        variable "n" { default = 2 }
        locals { m = { b = 1, a = 2, "a/b c" = 3, "q\"t" = 4, "$${x}" = 5, "é" = 6, "" = 7 } }
        resource "terraform_data" "c" {
          count = var.n
          input = "c${count.index}"
        }
        resource "terraform_data" "text" { count = "2" }
        resource "terraform_data" "zero" { count = 0 }
        resource "terraform_data" "e" {
          for_each = local.m
          input    = { k = each.key, v = each.value }
        }
        resource "terraform_data" "s" {
          for_each = toset(["b", "a", "b"])
          input    = [each.key, each.value]
        }
        resource "terraform_data" "chained" {
          for_each = terraform_data.e
          input    = each.value.input.v
        }
        output "all" { value = terraform_data.c[*].input }
        output "legacy" { value = terraform_data.c.0.input }
        output "values" { value = [for k, v in terraform_data.e : "${k}=${v.input.v}"] }
        output "count" { value = length(terraform_data.c) + length(terraform_data.e) }
        output "none" { value = one(terraform_data.zero[*].input) }
        "#,
    ),
    (
        "unknown values",
        r#"
        resource "terraform_data" "u" { input = "in" }
        resource "terraform_data" "nothing" {}
        resource "terraform_data" "use" {
          input = {
            id     = terraform_data.u.id
            out    = terraform_data.u.output
            in     = terraform_data.u.input
            null   = terraform_data.nothing.output
            text   = "pre-${terraform_data.u.id}"
            isnull = terraform_data.u.id == null
            list   = [terraform_data.u.id, "known"]
            length = length([terraform_data.u.id])
          }
          triggers_replace = [terraform_data.u.id, 1]
        }
        resource "terraform_data" "each" {
          for_each = { a = terraform_data.u.id, b = "known" }
          input    = each.value
        }
        resource "terraform_data" "refined" { count = terraform_data.u.id == null ? 0 : 1 }
        output "id" { value = terraform_data.u.id }
        output "ids" { value = { for k, v in terraform_data.each : k => v.id } }
        output "whole" { value = terraform_data.u }
        output "splat" { value = values(terraform_data.each)[*].input }
        "#,
    ),
    (
        "variables and their types",
        r#"
        variable "teams" {
          type    = map(object({ enabled = optional(bool, true), roles = optional(list(string), ["SELECT"]) }))
          default = { eng = {}, old = { enabled = false }, fin = { roles = [1, true] } }
        }
        variable "nested" {
          type    = object({ a = optional(string, "A"), b = optional(object({ c = optional(number, 5) }), {}) })
          default = { b = { c = null }, extra = 1 }
        }
        variable "nn" {
          type     = string
          default  = "D"
          nullable = false
        }
        variable "nothing" { default = null }
        variable "any" { default = [1, "a"] }
        variable "set" {
          type    = set(string)
          default = ["b", "a", "b"]
        }
        variable "number" {
          type    = number
          default = "12"
        }
        variable "list" {
          type    = list
          default = [1, "a"]
        }
        locals { active = { for k, v in var.teams : k => v if v.enabled } }
        resource "terraform_data" "t" {
          for_each = local.active
          input    = "${each.key}-${join(",", each.value.roles)}"
        }
        resource "terraform_data" "v" {
          input = {
            nested = var.nested, nn = var.nn, nothing = var.nothing, any = var.any, set = var.set
            number = var.number + 1, list = var.list
          }
        }
        output "teams" { value = var.teams }
        "#,
    ),
    (
        "where values come from",
        r#"
        variable "a" { default = "default" }
        variable "b" { default = "default" }
        variable "c" { default = "default" }
        variable "d" { default = "default" }
        variable "e" { default = "default" }
        variable "f" { default = { x = 1 } }
        variable "g" {}
        variable "h" { type = any }
        variable "i" { type = list(number) }
        variable "j" { type = number }
        variable "k" { type = bool }
        variable "l" { type = string }
        variable "m" { type = map(string) }
        resource "terraform_data" "x" {
          input = [var.a, var.b, var.c, var.d, var.e, var.f, var.g, var.h, var.i, var.j, var.k, var.l, var.m]
        }
        --- terraform.tfvars
        b = "tfvars"
        c = "tfvars"
        f = { y = 2 }
        --- terraform.tfvars.json
        {"c": "json ${not} $${x}", "//": "comment"}
        --- b.auto.tfvars
        d = "b.auto"
        --- b.auto.tfvars.json
        {"d": "b.auto.json"}
        --- B.auto.tfvars
        d = "B.auto"
        --- .hidden.auto.tfvars
        d = "hidden"
        e = "hidden"
        --- extra.tfvars
        e = "extra"
        l = 5
        --- @env a=env
        --- @env b=env
        --- @env m={ b = "x" }
        --- @file extra.tfvars
        --- @var g=[1]
        --- @var h=[1]
        --- @var i=["1", 2]
        --- @var j=1e3
        --- @var k=true
        --- @var e=first
        --- @var e=005
        "#,
    ),
    (
        "null passed explicitly",
        r#"
        variable "a" { default = "D" }
        variable "b" {
          default  = "D"
          nullable = false
        }
        variable "c" {
          type    = object({ x = optional(string, "X") })
          default = {}
        }
        resource "terraform_data" "x" { input = [var.a == null ? "null" : var.a, var.b, var.c] }
        module "m" {
          source = "./m"
          a      = null
          b      = null
          c      = { x = null, y = 1 }
        }
        --- terraform.tfvars
        a = null
        b = null
        c = { x = null }
        --- m/main.tf
        variable "a" { default = "D" }
        variable "b" {
          default  = "D"
          nullable = false
        }
        variable "c" { type = object({ x = optional(string, "X") }) }
        resource "terraform_data" "x" { input = [var.a == null ? "null" : var.a, var.b, var.c] }
        "#,
    ),
    (
        "modules",
        r#"
        module "m" {
          source   = "./mod"
          for_each = toset(["k", "l"])
          name     = each.key
        }
        module "c" {
          source = "./mod"
          count  = 2
          name   = "n${count.index}"
          opt    = module.m["k"].out
        }
        module "single" {
          source = "./mod"
          name   = "s"
          opt    = null
        }
        resource "terraform_data" "modout" { input = module.m["k"].out }
        output "all" { value = [for k, m in module.m : "${k} ${m.out}"] }
        output "splat" { value = module.c[*].out }
        output "whole" { value = module.single }
        output "first" { value = module.c.0.out }
        output "path" { value = module.single.path }
        output "attr" { value = module.m.k.out }
        --- mod/main.tf
        variable "name" {}
        variable "opt" { default = "modflt" }
        resource "terraform_data" "inner" { input = "${var.name}-${var.opt == null ? "null" : var.opt}" }
        module "deep" {
          source = "../deep"
          count  = var.name == "k" ? 1 : 0
          x      = terraform_data.inner.input
        }
        output "out" { value = "o-${var.name}" }
        output "path" { value = [path.module, path.root] }
        --- deep/main.tf
        variable "x" {}
        resource "terraform_data" "d" { input = [var.x, path.module] }
        "#,
    ),
    (
        "values through modules",
        r#"
        resource "terraform_data" "u" {}
        module "a" {
          source = "./a"
          in     = terraform_data.u.id
          list   = [terraform_data.u.id, "x"]
        }
        output "out" { value = module.a.out }
        output "pair" { value = module.a.pair }
        resource "terraform_data" "x" { input = { out = module.a.out, pair = module.a.pair } }
        --- a/main.tf
        variable "in" { type = string }
        variable "list" { type = list(string) }
        resource "terraform_data" "i" {
          for_each = { for i, v in var.list : i => v }
          input    = each.value
        }
        output "out" { value = var.in }
        output "pair" { value = [for k, v in terraform_data.i : v.input] }
        "#,
    ),
    (
        "override files",
        r#"
        resource "terraform_data" "ov" { input = "base" }
        resource "terraform_data" "n" { count = 1 }
        locals { l = "base" }
        variable "v" { default = "base" }
        output "o" { value = [local.l, var.v] }
        module "m" {
          source = "./m"
          x      = "base"
        }
        --- a_override.tf
        resource "terraform_data" "ov" { input = "a" }
        locals { l = "a" }
        --- override.tf
        resource "terraform_data" "ov" { input = "plain" }
        resource "terraform_data" "n" { count = 2 }
        variable "v" { default = "override" }
        --- z_override.tf.json
        {"resource": {"terraform_data": {"ov": {"input": "json ${local.l}"}}}, "module": {"m": {"x": "override"}}}
        --- m/main.tf
        variable "x" {}
        resource "terraform_data" "t" { input = var.x }
        "#,
    ),
    (
        "json syntax",
        r#"
        --- main.tf.json
        {
          "variable": {"v": {"default": "x ${y}", "type": "string"}},
          "locals": {"l": "${var.v}!", "n": 5, "o": {"${var.v}": [1, "${1 + 1}"]}},
          "resource": {"terraform_data": {
            "c": {"count": "${local.n - 3}", "input": "i${count.index}"},
            "e": {"for_each": {"b": 1, "a": "${local.n}"}, "input": ["${each.key}", "${each.value}"]}
          }},
          "output": {"o": {"value": "${local.o}"}, "l": {"value": "${local.l}"}}
        }
        "#,
    ),
    (
        "expressions of the traps",
        r#"
        resource "terraform_data" "eq" { input = 1 == "1" ? "equal" : "different" }
        resource "terraform_data" "coal" { input = coalesce("", "second") }
        resource "terraform_data" "tern" { input = true ? 1 : "a" }
        resource "terraform_data" "try" { input = try({}.nope.roles[0], "fallback") }
        resource "terraform_data" "cidr" { input = cidrsubnet("10.0.0.0/16", 8, 2) }
        resource "terraform_data" "merge" { input = merge({ a = { x = 1 } }, { a = { y = 2 } }) }
        resource "terraform_data" "tostr" { input = "v${1.50}" }
        resource "terraform_data" "here" {
          input = <<-EOT
            a
              b ${upper("x")}
          EOT
        }
        resource "terraform_data" "esc" { input = "$${not_interp} %%{x}" }
        resource "terraform_data" "div" { input = [7 / 2, 10 % 4, 9007199254740993, 0.1] }
        resource "terraform_data" "fmt" { input = format("%03d-%s", 7, upper("x")) }
        resource "terraform_data" "set" { input = tolist(toset(["b", "a", "b"])) }
        resource "terraform_data" "ws" { input = terraform.workspace }
        resource "terraform_data" "json" { input = jsonencode({ b = [1, null], a = "<" }) }
        "#,
    ),
    (
        "files",
        r#"
        resource "terraform_data" "f" {
          input = {
            text  = file("a.txt")
            at    = file("${path.module}/a.txt")
            tpl   = templatefile("${path.module}/t.tftpl", { names = ["x", "y"] })
            set   = fileset(path.module, "*.txt")
            there = [fileexists("a.txt"), fileexists("nope.txt")]
            json  = jsondecode(file("j.json")).a
          }
        }
        module "m" { source = "./m" }
        --- a.txt
        hello
        --- j.json
        {"a": [1, {"b": null}]}
        --- t.tftpl
        %{ for n in names ~}
        name ${n}
        %{ endfor ~}
        --- m/main.tf
        resource "terraform_data" "f" { input = [file("${path.module}/b.txt"), file("a.txt")] }
        --- m/b.txt
        inner
        "#,
    ),
    (
        "sensitive values",
        r#"
        variable "s" {
          default   = "secret"
          sensitive = true
        }
        resource "terraform_data" "x" { input = { s = var.s, t = "a-${var.s}", n = "plain" } }
        resource "terraform_data" "n" { count = length(var.s) > 3 ? 1 : 0 }
        output "s" {
          value     = var.s
          sensitive = true
        }
        "#,
    ),
    (
        "locals in any order",
        r#"
        locals {
          c = local.b + 1
          b = local.a + 1
          a = 1
          grouped = { for i, x in ["a", "b", "a"] : x => i... }
          flat    = flatten([for k, v in local.grouped : [for i in v : "${k}${i}"]])
        }
        resource "terraform_data" "x" {
          for_each = { for f in local.flat : f => upper(f) }
          input    = [each.value, local.c]
        }
        "#,
    ),
    (
        "setproduct of environments",
        r#"
        locals {
          envs  = ["dev", "prod"]
          teams = { eng = ["a", "b"], fin = ["c"] }
          pairs = { for p in setproduct(local.envs, keys(local.teams)) : "${p[0]}-${p[1]}" => { env = p[0], members = local.teams[p[1]] } }
        }
        resource "terraform_data" "p" {
          for_each = local.pairs
          input    = each.value
        }
        module "m" {
          source   = "./m"
          for_each = local.pairs
          pair     = each.value
        }
        output "m" { value = { for k, m in module.m : k => m.names } }
        --- m/main.tf
        variable "pair" { type = object({ env = string, members = set(string) }) }
        resource "terraform_data" "member" {
          for_each = var.pair.members
          input    = "${var.pair.env}/${each.value}"
        }
        output "names" { value = sort([for m in terraform_data.member : m.input]) }
        "#,
    ),
    (
        "outputs of modules with unknowns",
        r#"
        module "m" {
          source = "./m"
          count  = 2
        }
        resource "terraform_data" "x" {
          input = { ids = module.m[*].id, first = module.m[0].id, names = module.m[*].name }
        }
        --- m/main.tf
        resource "terraform_data" "t" { input = "n" }
        output "id" { value = terraform_data.t.id }
        output "name" { value = terraform_data.t.input }
        "#,
    ),
    (
        "a resource by its long name",
        r#"
        resource "terraform_data" "a" { input = "x" }
        resource "terraform_data" "b" { input = resource.terraform_data.a.input }
        "#,
    ),
    (
        "numbers of any size as keys",
        r#"
        resource "terraform_data" "a" {
          for_each = { 1 = "one", "2" = "two", true = "yes" }
          input    = each.value
        }
        output "o" { value = [terraform_data.a[1].input, terraform_data.a["2"].input] }
        "#,
    ),
    (
        "conditions over unknowns",
        r#"
        resource "terraform_data" "u" { input = "x" }
        resource "terraform_data" "x" {
          input = {
            same = terraform_data.u.output == "x" ? 5 : 5
            list = terraform_data.u.output == "x" ? tolist(["a"]) : tolist(["b"])
            text = terraform_data.u.output == "x" ? "a" : "b"
          }
        }
        "#,
    ),
    (
        "modules inside modules with keys",
        r#"
        module "a" {
          source   = "./a"
          for_each = { x = 1, y = 2 }
          n        = each.value
        }
        output "deep" { value = module.a["y"].all }
        --- a/main.tf
        variable "n" {}
        module "b" {
          source = "../b"
          count  = var.n
          i      = count.index
        }
        output "all" { value = module.b[*].v }
        --- b/main.tf
        variable "i" { type = string }
        resource "terraform_data" "t" {
          for_each = toset(["k${var.i}"])
          input    = each.key
        }
        output "v" { value = terraform_data.t["k${var.i}"].input }
        "#,
    ),
    (
        "the escape block and ignored blocks",
        r#"
        resource "terraform_data" "a" {
          input = 1
          lifecycle {
            ignore_changes = [input]
            precondition {
              condition     = terraform.workspace == "default"
              error_message = "no"
            }
          }
          provisioner "local-exec" { command = "true" }
        }
        check "c" {
          assert {
            condition     = terraform_data.a.input == 1
            error_message = "no"
          }
        }
        moved {
          from = terraform_data.old
          to   = terraform_data.a
        }
        "#,
    ),
    (
        "circles of modules that are none",
        r#"
        module "m" {
          source = "./m"
          x      = module.m.free
        }
        resource "terraform_data" "a" { input = module.m.v }
        --- m/main.tf
        variable "x" {}
        resource "terraform_data" "b" { input = var.x }
        resource "terraform_data" "c" { input = 1 }
        output "v" { value = terraform_data.b.id }
        output "free" { value = terraform_data.c.input }
        "#,
    ),
    (
        "functions that wait for apply",
        r#"
        resource "terraform_data" "a" { input = [timestamp() == "x", "known"] }
        "#,
    ),
];

/// Configurations that Terraform refuses; so do we, with some problem.
const REFUSED: &[(&str, &str)] = &[
    ("count of null", r#"resource "terraform_data" "a" { count = null }"#),
    ("count of a bool", r#"resource "terraform_data" "a" { count = true }"#),
    ("count of a fraction", r#"resource "terraform_data" "a" { count = 2.5 }"#),
    ("for_each of a list", r#"resource "terraform_data" "a" { for_each = ["a"] }"#),
    ("for_each of numbers", r#"resource "terraform_data" "a" { for_each = toset([1, 2]) }"#),
    ("for_each of null", r#"resource "terraform_data" "a" { for_each = null }"#),
    ("for_each with a null", r#"resource "terraform_data" "a" { for_each = toset(["a", null]) }"#),
    ("for_each of a secret", r#"resource "terraform_data" "a" { for_each = sensitive(toset(["a"])) }"#),
    ("a cycle", "locals {\n a = local.b\n b = local.a\n}"),
    ("a missing local", r#"output "o" { value = local.nope }"#),
    ("a missing variable caught", r#"output "o" { value = try(var.nope, 1) }"#),
    ("a missing resource", r#"output "o" { value = terraform_data.nope.id }"#),
    ("a missing module", r#"output "o" { value = module.nope.x }"#),
    ("each without for_each", r#"resource "terraform_data" "a" { input = each.key }"#),
    ("count without count", r#"resource "terraform_data" "a" { input = count.index }"#),
    ("a resource and itself", r#"resource "terraform_data" "a" { input = terraform_data.a.id }"#),
    (
        "an instance that does not exist",
        "resource \"terraform_data\" \"a\" { count = 1 }\noutput \"o\" { value = terraform_data.a[3].id }",
    ),
    (
        "an index on a single resource",
        "resource \"terraform_data\" \"a\" {}\noutput \"o\" { value = terraform_data.a[0].id }",
    ),
    (
        "a counted resource without index",
        "resource \"terraform_data\" \"a\" { count = 1 }\noutput \"o\" { value = terraform_data.a.id }",
    ),
    (
        "two resources that need each other",
        "resource \"terraform_data\" \"a\" { input = terraform_data.b.id }\nresource \"terraform_data\" \"b\" { input = terraform_data.a.id }",
    ),
    (
        "a key on a single resource",
        "resource \"terraform_data\" \"a\" {}\noutput \"o\" { value = terraform_data.a[\"id\"] }",
    ),
    (
        "an attribute for a key",
        "resource \"terraform_data\" \"a\" { for_each = { k = 1 } }\noutput \"o\" { value = terraform_data.a.k.id }",
    ),
    (
        "a circle through a module",
        "module \"m\" {\n source = \"./m\"\n x = terraform_data.a.id\n}\nresource \"terraform_data\" \"a\" { input = module.m.v }\n--- m/main.tf\nvariable \"x\" {}\nresource \"terraform_data\" \"b\" { input = var.x }\noutput \"v\" { value = terraform_data.b.id }",
    ),
    (
        "a circle through depends_on",
        "resource \"terraform_data\" \"a\" { depends_on = [terraform_data.b] }\nresource \"terraform_data\" \"b\" { input = terraform_data.a.id }",
    ),
    ("a default of the wrong type", "variable \"v\" {\n type = number\n default = \"x\"\n}"),
    ("a name that is nothing", r#"output "o" { value = nothing }"#),
    (
        "an argument the module does not have",
        "module \"m\" {\n source = \"./m\"\n x = 1\n}\n--- m/main.tf\nlocals {}",
    ),
    ("an argument the module needs", "module \"m\" { source = \"./m\" }\n--- m/main.tf\nvariable \"x\" {}"),
    (
        "an output the module does not have",
        "module \"m\" { source = \"./m\" }\noutput \"o\" { value = module.m.nope }\n--- m/main.tf\nlocals {}",
    ),
    ("a variable of the wrong type", "variable \"v\" { type = number }\n--- @var v=x"),
    ("an expression in a tfvars file", "variable \"v\" {}\n--- terraform.tfvars\nv = upper(\"x\")"),
    ("a hexadecimal number", "variable \"n\" { type = number }\n--- @var n=0x10"),
];

struct Case {
    files: Vec<(String, String)>,
    options: LoadOptions,
    args: Vec<String>,
    env: Vec<(String, String)>,
}

fn case(text: &str) -> Case {
    let mut out = Case { files: Vec::new(), options: options(), args: Vec::new(), env: Vec::new() };
    for (path, content) in files(&dedent(text)) {
        let Some(directive) = path.strip_prefix('@') else {
            out.files.push((path, content));
            continue;
        };
        let (kind, rest) = directive.split_once(' ').unwrap();
        match kind {
            "var" => {
                let (name, text) = rest.split_once('=').unwrap();
                out.args.push(format!("-var={rest}"));
                out.options.vars.push(VarInput::Assign { name: name.into(), text: text.into() });
            }
            "file" => {
                out.args.push(format!("-var-file={rest}"));
                out.options.vars.push(VarInput::File(Path::new(crate::support::PROJECT).join(rest)));
            }
            _ => {
                let (name, text) = rest.split_once('=').unwrap();
                out.env.push((format!("TF_VAR_{name}"), text.into()));
                out.options.env_vars.push((name.into(), text.into()));
            }
        }
    }
    out.options.env_vars.sort();
    out
}

fn dedent(text: &str) -> String {
    crate::support::unindent(text)
}

fn ours(case: &Case) -> Stack {
    let mut text = String::new();
    for (path, content) in &case.files {
        write!(text, "--- {path}\n{content}").unwrap();
    }
    load(&text, &case.options, &[]).remove(0)
}

/// The plan that Terraform makes; an error is what it says.
fn theirs(case: &Case) -> Result<Json, String> {
    let directory = tempfile::tempdir().unwrap();
    for (path, content) in &case.files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let run = |args: &[&str]| {
        let mut command = Command::new("terraform");
        command.current_dir(directory.path()).args(args);
        command.env("TF_CLI_CONFIG_FILE", "/dev/null").env("CHECKPOINT_DISABLE", "1");
        command.envs(case.env.iter().map(|(k, v)| (k, v)));
        let output = command.output().unwrap();
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    };
    run(&["init", "-input=false", "-no-color"])?;
    let mut args = vec!["plan", "-input=false", "-no-color", "-refresh=false", "-out=p"];
    args.extend(case.args.iter().map(String::as_str));
    run(&args)?;
    Ok(serde_json::from_slice(&run(&["show", "-json", "p"])?).unwrap())
}

fn terraform() -> bool {
    let there = Command::new("terraform").arg("version").output().is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("SKIPPED: `terraform` is not on PATH, so nothing is compared with it");
    }
    there
}

/// Removes what says nothing: `false`, empty objects and arrays of these.
fn plain(json: &Json) -> Option<Json> {
    match json {
        Json::Bool(false) | Json::Null => None,
        Json::Object(map) => {
            let map: serde_json::Map<String, Json> =
                map.iter().filter_map(|(k, v)| Some((k.clone(), plain(v)?))).collect();
            (!map.is_empty()).then_some(Json::Object(map))
        }
        Json::Array(items) => {
            let items: Vec<Json> = items.iter().map(|v| plain(v).unwrap_or(Json::Bool(false))).collect();
            items.iter().any(|i| *i != Json::Bool(false)).then_some(Json::Array(items))
        }
        other => Some(other.clone()),
    }
}

fn without_marks(value: &Value) -> Value {
    use bricklint_lang::value::Marks;
    match value {
        Value::Seq { value: seq, .. } => {
            Value::seq(seq.kind.clone(), seq.items.iter().map(without_marks).collect())
        }
        Value::Map { value: map, .. } => {
            Value::map(map.kind.clone(), map.entries.iter().map(|(k, v)| (k.clone(), without_marks(v))))
        }
        other => other.clone().set_marks(Marks::NONE),
    }
}

/// One line for each value: what is known, and what is not.
fn line(out: &mut BTreeMap<String, String>, name: String, value: &Json, unknown: &Json) {
    let unknown = plain(unknown).unwrap_or(Json::Bool(false));
    out.insert(name, format!("{} unknown {unknown}", plain_null(value)));
}

/// Without keys whose value is null: a plan leaves out what is unknown.
fn plain_null(json: &Json) -> Json {
    match json {
        Json::Object(map) => Json::Object(
            map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), plain_null(v))).collect(),
        ),
        Json::Array(items) => Json::Array(items.iter().map(plain_null).collect()),
        other => other.clone(),
    }
}

fn their_lines(plan: &Json) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let none = Json::Null;
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let address = change["address"].as_str().unwrap();
        out.insert(address.to_owned(), change["index"].to_string());
        for name in ["input", "triggers_replace"] {
            let after = change["change"]["after"].get(name).unwrap_or(&none);
            let unknown = change["change"]["after_unknown"].get(name).unwrap_or(&none);
            line(&mut out, format!("{address}.{name}"), after, unknown);
        }
    }
    for (name, change) in plan["output_changes"].as_object().into_iter().flatten() {
        line(&mut out, format!("output.{name}"), &change["after"], &change["after_unknown"]);
    }
    out
}

fn our_lines(stack: &Stack) -> BTreeMap<String, String> {
    use bricklint_model::instance::InstanceKey;
    let mut out = BTreeMap::new();
    for instance in &stack.instances {
        let index = match &instance.key {
            InstanceKey::None => Json::Null,
            InstanceKey::Index(index) => (*index).into(),
            InstanceKey::Key(key) => (&**key).into(),
            InstanceKey::Any => "*".into(),
        };
        out.insert(instance.address.to_string(), index.to_string());
        for name in ["input", "triggers_replace"] {
            let value = instance.body.get().attribute(name).map_or_else(Value::null, |s| s.value.clone());
            let printed = to_json(&without_marks(&value));
            line(&mut out, format!("{}.{name}", instance.address), &printed.value, &printed.unknown);
        }
    }
    for (name, value) in &stack.outputs {
        let printed = to_json(&without_marks(value));
        line(&mut out, format!("output.{name}"), &printed.value, &printed.unknown);
    }
    out
}

#[test]
fn terraform_plans_the_same() {
    if !terraform() {
        return;
    }
    let wrong: Vec<String> = CASES
        .par_iter()
        .filter_map(|(name, text)| {
            let case = case(text);
            let plan = match theirs(&case) {
                Ok(plan) => plan,
                Err(error) => return Some(format!("{name}: terraform refuses it: {error}")),
            };
            let stack = ours(&case);
            let (theirs, ours) = (their_lines(&plan), our_lines(&stack));
            let mut out = String::new();
            for problem in &stack.problems {
                writeln!(out, "  problem: {}", problem.message).unwrap();
            }
            for key in theirs.keys().chain(ours.keys()) {
                let (a, b) = (theirs.get(key), ours.get(key));
                if a != b && !out.contains(&format!("  {key}:")) {
                    writeln!(out, "  {key}:\n    terraform {a:?}\n    ours      {b:?}").unwrap();
                }
            }
            (!out.is_empty()).then(|| format!("{name}:\n{out}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_terraform_refuses_is_a_problem() {
    if !terraform() {
        return;
    }
    let wrong: Vec<String> = REFUSED
        .par_iter()
        .filter_map(|(name, text)| {
            let case = case(text);
            if theirs(&case).is_ok() {
                return Some(format!("{name}: terraform accepts it"));
            }
            ours(&case).problems.is_empty().then(|| format!("{name}: no problem is noted"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
