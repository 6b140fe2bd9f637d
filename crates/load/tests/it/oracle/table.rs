//! Configurations written by hand, each in a run of Terraform of its own.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use bricklint_load::VarInput;
use rayon::prelude::*;

use super::{Case, amount_of_values, difference, ours, terraform, theirs};
use crate::support::{files, options};

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
        "keys that cannot be printed",
        r#"
        resource "terraform_data" "a" {
          for_each = toset(["\u00a0", "\u0001", "\u0301", "\u200b", "\u2028", "\ue000", "\U000e0001", "é", "\u00ad x", "\r", "a b"])
        }
        output "o" { value = keys(terraform_data.a) }
        "#,
    ),
    (
        "validations that hold or cannot be told",
        r#"
        variable "n" {
          type    = number
          default = 3
          validation {
            condition     = var.n > 2
            error_message = "too small"
          }
          validation {
            condition     = var.n < length(var.all)
            error_message = "n is ${var.n}"
          }
        }
        variable "all" { default = [1, 2, 3, 4] }
        module "m" {
          source = "./m"
          v      = terraform_data.u.id
        }
        resource "terraform_data" "u" { input = var.n }
        output "m" { value = module.m.v }
        --- m/main.tf
        variable "v" {
          type = string
          validation {
            condition     = length(var.v) == 36
            error_message = "no identifier"
          }
        }
        output "v" { value = var.v }
        "#,
    ),
    (
        "secrets through modules, locals and functions",
        r#"
        variable "token" {
          type      = string
          sensitive = true
          default   = "t0k"
        }
        locals {
          map  = { a = var.token, b = "plain" }
          json = jsonencode(local.map)
        }
        module "m" {
          source = "./m"
          in     = local.map
          list   = [var.token, "x"]
        }
        resource "terraform_data" "x" {
          input = {
            json   = local.json
            keys   = keys(local.map)
            merged = merge(local.map, { c = 1 })
            sorted = sort([var.token, "a"])
            both   = [for k, v in local.map : "${k}=${v}"]
            length = length(local.map)
            part   = local.map.b
            open   = nonsensitive(var.token)
            is     = [issensitive(var.token), issensitive("x")]
            cond   = var.token == "t0k" ? "yes" : "no"
            plain  = module.m.plain
          }
          triggers_replace = var.token
        }
        --- m/main.tf
        variable "in" { type = map(string) }
        variable "list" {
          type      = list(string)
          sensitive = true
        }
        resource "terraform_data" "i" {
          count = length(var.list)
          input = [var.list[count.index], var.in["b"]]
        }
        output "out" {
          value     = var.in
          sensitive = true
        }
        output "plain" { value = nonsensitive(var.in["b"]) }
        "#,
    ),
    (
        "conditionals unify their branches",
        r#"
        variable "on" { default = true }
        resource "terraform_data" "u" {}
        resource "terraform_data" "x" {
          input = {
            text    = var.on ? 1 : "a"
            map     = var.on ? { a = 1 } : { b = "x" }
            object  = var.on ? { a = 1 } : { a = "x" }
            tuple   = var.on ? [1] : ["a"]
            list    = var.on ? [1] : ["a", "b"]
            set     = var.on ? toset(["b", "a"]) : ["a"]
            null    = var.on ? null : { a = 1 }
            nested  = var.on ? { l = [1], m = { k = true } } : { l = ["x"], m = { k = "no" } }
            unknown = terraform_data.u.id == "x" ? { a = 1 } : { a = 2 }
            known   = length([terraform_data.u.id]) == 1 ? "one" : terraform_data.u.id
          }
        }
        resource "terraform_data" "maybe" {
          count = var.on ? 1 : 0
          input = one(terraform_data.other[*].input)
        }
        resource "terraform_data" "other" {
          count = var.on ? 0 : 1
          input = "other"
        }
        output "either" { value = try(terraform_data.maybe[0].input, "none") }
        output "concat" { value = concat(terraform_data.maybe[*].input, terraform_data.other[*].input) }
        "#,
    ),
    (
        "override files in a module",
        r#"
        module "m" {
          source   = "./m"
          for_each = { a = 1, b = 2 }
          v        = each.value
        }
        output "m" { value = { for k, m in module.m : k => m.all } }
        --- m/main.tf
        variable "v" {
          type    = string
          default = "1"
        }
        variable "w" { default = ["base"] }
        locals {
          x = "base"
          y = "kept"
        }
        resource "terraform_data" "t" {
          count            = 1
          input            = local.x
          triggers_replace = ["base"]
        }
        output "all" { value = [var.v, var.w, local.x, local.y, terraform_data.t[*].input] }
        --- m/b_override.tf
        variable "w" { default = ["b"] }
        locals { x = "b" }
        resource "terraform_data" "t" { count = 2 }
        --- m/a_override.tf
        variable "v" { type = number }
        locals { x = "a" }
        resource "terraform_data" "t" { input = "a-${local.x}" }
        --- m/c_override.tf.json
        {"resource": {"terraform_data": {"t": {"triggers_replace": ["c", "${var.v}"]}}}}
        "#,
    ),
    (
        "types with defaults at every depth",
        r#"
        variable "apps" {
          type = map(object({
            replicas = optional(number, 2)
            ports    = optional(list(object({ port = number, proto = optional(string, "tcp") })), [{ port = 80 }])
            env      = optional(map(string), {})
            limits   = optional(object({ cpu = optional(string, "100m"), memory = optional(string) }))
            tags     = optional(set(string), ["b", "a"])
          }))
          nullable = false
          default  = { base = {} }
        }
        variable "rows" {
          type    = list(tuple([string, object({ n = optional(number, 1) })]))
          default = [["a", {}], [2, { n = "3" }]]
        }
        output "rows" { value = var.rows }
        resource "terraform_data" "app" {
          for_each = var.apps
          input    = each.value
        }
        resource "terraform_data" "port" {
          for_each = { for p in flatten([for k, a in var.apps : [for i, p in a.ports : { key = "${k}-${i}", p = p }]]) : p.key => p.p }
          input    = "${each.value.proto}/${each.value.port}"
        }
        --- terraform.tfvars
        apps = {
          web = { replicas = "3", ports = [{ port = "443" }, { port = 53, proto = "udp" }], limits = {} }
          job = { replicas = null, ports = null, limits = { memory = "1Gi" }, tags = ["z", "z"] }
          off = { ports = [], env = { A = 1, B = true } }
        }
        "#,
    ),
    (
        "names of instances that need quotes",
        r#"
        locals { names = ["a.b", "c\"d", "e\\f", "$${g}", "%%{h}", "é", "ü/ö", " ", "tab\there", "1", "日本"] }
        resource "terraform_data" "t" {
          for_each = toset(local.names)
          input    = each.key
        }
        module "m" {
          source   = "./m"
          for_each = toset(local.names)
          name     = each.key
        }
        output "keys" { value = keys(terraform_data.t) }
        output "mods" { value = { for k, m in module.m : k => m.id } }
        --- m/main.tf
        variable "name" {}
        resource "terraform_data" "t" { input = upper(var.name) }
        output "id" { value = terraform_data.t.input }
        "#,
    ),
    (
        "what depends on a resource that is not created",
        r#"
        variable "on" { default = false }
        resource "terraform_data" "a" {
          count = var.on ? 1 : 0
          input = "a"
        }
        module "m" {
          source = "./m"
          count  = var.on ? 1 : 0
          a      = terraform_data.a[0].input
        }
        output "o" {
          value = {
            splat  = terraform_data.a[*].id
            one    = one(terraform_data.a[*].id)
            length = length(terraform_data.a)
            try    = try(terraform_data.a[0].input, "off")
            can    = can(terraform_data.a[0])
            module = module.m[*].a
            none   = terraform_data.a
          }
        }
        --- m/main.tf
        variable "a" {}
        resource "terraform_data" "b" { input = var.a }
        output "a" { value = terraform_data.b.input }
        "#,
    ),
    (
        "functions that wait for apply",
        r#"
        resource "terraform_data" "a" { input = [timestamp() == "x", "known"] }
        "#,
    ),
];

/// Where we differ from Terraform, and why; a case that no longer differs leaves the list.
const DIFFERENT: &[(&str, &str, &str)] = &[
    (
        "an output of a module that is declared sensitive",
        "Terraform 1.11 forgets the declaration when it plans and prints the value; we keep the mark",
        r#"
        module "m" { source = "./m" }
        resource "terraform_data" "x" { input = module.m.out }
        --- m/main.tf
        output "out" {
          value     = "plain"
          sensitive = true
        }
        "#,
    ),
    (
        "a text of which a part is known",
        "the known parts of a text decide what Terraform leaves open",
        r#"
        resource "terraform_data" "u" {}
        resource "terraform_data" "x" {
          input = ["pre-${terraform_data.u.id}-post" == "other", endswith("${terraform_data.u.id}-post", "-post")]
        }
        "#,
    ),
];

/// Configurations that Terraform accepts, close to some that it refuses.
const ACCEPTED: &[(&str, &str)] = &[
    (
        "conditions that are not asked",
        "resource \"terraform_data\" \"a\" {\n count = var.v > 5 ? 1 : 0\n input = \"x\"\n lifecycle {\n precondition {\n condition = var.v > 5\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "conditions of no instance",
        "resource \"terraform_data\" \"a\" {\n for_each = toset([])\n input = \"x\"\n lifecycle {\n precondition {\n condition = each.key == \"z\"\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a postcondition that is known after apply",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n postcondition {\n condition = self.output == \"y\" || self.id == \"\"\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition that is known after apply",
        "output \"o\" {\n value = 1\n precondition {\n condition = terraform_data.r.id == \"y\"\n error_message = \"m\"\n }\n}\nvariable \"v\" { default = 5 }\nresource \"terraform_data\" \"r\" { input = \"x\" }",
    ),
    (
        "a precondition that is a word",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = var.v > 5 ? \"false\" : \"true\"\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "ephemeral values of what there is none",
        "module \"m\" { source = \"./m\" }\nresource \"terraform_data\" \"a\" {\n count = 0\n input = module.m.o\n}\nresource \"terraform_data\" \"b\" {\n for_each = var.on ? { a = var.e } : {}\n input = each.value\n}\nvariable \"on\" { default = false }\nvariable \"e\" {\n default = \"x\"\n ephemeral = true\n}\n--- m/main.tf\nvariable \"e\" {\n default = 1\n ephemeral = true\n}\noutput \"o\" {\n value = var.e\n ephemeral = true\n}",
    ),
    (
        "functions of a provider, and others that are caught",
        "terraform {\n required_providers {\n terraform = { source = \"terraform.io/builtin/terraform\" }\n }\n}\noutput \"o\" { value = [provider::terraform::encode_expr(1), try(type(1), 2), try(provider::none::x(1), 2)] }\noutput \"e\" { value = textencodebase64(\"a\", \"CSkoi8R\") }",
    ),
    (
        "an assertion that does not hold",
        "variable \"v\" { default = 5 }\ncheck \"c\" {\n assert {\n condition = var.v > 5\n error_message = \"m\"\n }\n}",
    ),
    (
        "imports",
        r#"
        resource "terraform_data" "a" {}
        resource "terraform_data" "c" { count = 2 }
        resource "terraform_data" "e" { for_each = toset(["x", "y", "z"]) }
        import {
          to = resource.terraform_data.a
          id = "1"
        }
        import {
          to = terraform_data.c.0
          id = "1"
        }
        import {
          to = terraform_data.c[1]
          id = "1"
        }
        import {
          for_each = toset(["x"])
          to       = terraform_data.e[each.key]
          id       = each.value
        }
        import {
          for_each = { y = "1" }
          to       = terraform_data.e[each.key]
          id       = each.value
        }
        import {
          to = terraform_data.e[ "z" ]
          id = "1"
        }
        "#,
    ),
    (
        "moves after each other",
        r#"
        moved {
          from = terraform_data.a
          to   = terraform_data.b
        }
        moved {
          from = terraform_data.b[0]
          to   = terraform_data.c[0]
        }
        moved {
          from = module.m
          to   = module.m[0]
        }
        moved {
          from = module.m[0].terraform_data.a
          to   = module.m[0].terraform_data.b
        }
        output "o" { value = 1 }
        "#,
    ),
    (
        "a value that fails its validation for a module that is not there",
        r#"
        variable "v" { default = 5 }
        module "m" {
          source = "./m"
          count  = 0
          v      = var.v
          w      = 5
        }
        --- m/main.tf
        variable "v" {
          validation {
            condition     = var.v < 5
            error_message = "m"
          }
        }
        variable "w" {
          validation {
            condition     = var.w < var.v
            error_message = "m"
          }
        }
        "#,
    ),
    (
        "conditions",
        r#"
        variable "v" {
          default = { a = 1 }
          validation {
            condition     = alltrue([for v in values(var.v) : v > 0])
            error_message = "not positive"
          }
        }
        check "workspace" {
          assert {
            condition     = terraform.workspace != ""
            error_message = "no workspace"
          }
        }
        resource "terraform_data" "a" {
          for_each = toset(["x"])
          lifecycle {
            create_before_destroy = "true"
            precondition {
              condition     = each.key != ""
              error_message = "no key"
            }
            postcondition {
              condition     = self.output == null
              error_message = "an output"
            }
          }
        }
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
    (
        "a value that fails its validation",
        "variable \"v\" {\n default = 5\n validation {\n condition = var.v < 5\n error_message = \"too much\"\n }\n}",
    ),
    (
        "a validation whose condition is a text",
        "variable \"v\" {\n default = 5\n validation {\n condition = var.v == 5 ? \"false\" : \"true\"\n error_message = \"five\"\n }\n}",
    ),
    (
        "a value in a module that fails its validation",
        "module \"m\" {\n source = \"./m\"\n v = terraform_data.a.input\n}\nresource \"terraform_data\" \"a\" { input = \"x\" }\n--- m/main.tf\nvariable \"v\" {\n validation {\n condition = can(regex(\"^y\", var.v))\n error_message = \"not y\"\n }\n}",
    ),
    (
        "a validation that compares two variables",
        "variable \"a\" { default = 1 }\nvariable \"b\" {\n default = 2\n validation {\n condition = var.b < var.a\n error_message = \"b is ${var.b}\"\n }\n}",
    ),
    (
        "a precondition that does not hold",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = var.v > 5\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition of one instance that does not hold",
        "resource \"terraform_data\" \"a\" {\n for_each = toset([\"a\", \"b\"])\n input = \"x\"\n lifecycle {\n precondition {\n condition = each.key == \"a\"\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition of an instance by number that does not hold",
        "resource \"terraform_data\" \"a\" {\n count = 2\n input = \"x\"\n lifecycle {\n precondition {\n condition = count.index == 0\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition that is null",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = var.w\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition that is a list",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = [var.v]\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition that is a number",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = length(\"${var.v}\")\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition that is a text",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = \"x${var.v}\"\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a secret precondition that does not hold",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n precondition {\n condition = sensitive(var.v > 5)\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a postcondition that does not hold",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n postcondition {\n condition = self.input == \"y\"\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a postcondition on an id that is never null",
        "resource \"terraform_data\" \"a\" {\n input = \"x\"\n lifecycle {\n postcondition {\n condition = self.id == null\n error_message = \"m\"\n }\n }\n}\nvariable \"v\" { default = 5 }\nvariable \"w\" {\n type = string\n default = null\n}",
    ),
    (
        "a precondition of an output that does not hold",
        "output \"o\" {\n value = 1\n precondition {\n condition = var.v > 5\n error_message = \"m\"\n }\n}\nvariable \"v\" { default = 5 }\nresource \"terraform_data\" \"r\" { input = \"x\" }",
    ),
    (
        "a precondition of an output on a resource",
        "output \"o\" {\n value = 1\n precondition {\n condition = terraform_data.r.input == \"y\"\n error_message = \"m\"\n }\n}\nvariable \"v\" { default = 5 }\nresource \"terraform_data\" \"r\" { input = \"x\" }",
    ),
    (
        "a precondition in a module that does not hold",
        "module \"m\" {\n source = \"./m\"\n v = 1\n}\n--- m/main.tf\nvariable \"v\" {}\noutput \"o\" {\n value = 1\n precondition {\n condition = var.v == 2\n error_message = \"m\"\n }\n}",
    ),
    (
        "a validation that is no condition",
        "variable \"v\" {\n type = list(string)\n default = []\n validation {\n condition = var.v\n error_message = \"m\"\n }\n}",
    ),
    (
        "a validation that is null",
        "variable \"v\" {\n type = string\n default = null\n validation {\n condition = var.v == null ? null : length(var.v) > 1\n error_message = \"m\"\n }\n}",
    ),
    (
        "an assertion that is no condition",
        "variable \"v\" { default = 5 }\ncheck \"c\" {\n assert {\n condition = [var.v]\n error_message = \"m\"\n }\n}",
    ),
    ("a hexadecimal number", "variable \"n\" { type = number }\n--- @var n=0x10"),
    (
        "a validation of another variable",
        "variable \"v\" {\n default = 5\n validation {\n condition = var.w < 9\n error_message = \"w\"\n }\n}\nvariable \"w\" { default = 1 }",
    ),
    (
        "a constant that fails its validation in a module that is not there",
        "module \"m\" {\n source = \"./m\"\n count = 0\n v = 5\n}\n--- m/main.tf\nvariable \"v\" {\n validation {\n condition = var.v < 5\n error_message = \"m\"\n }\n}",
    ),
    (
        "a constant that fails its validation in a module that may be there",
        "resource \"terraform_data\" \"a\" {}\nmodule \"m\" {\n source = \"./m\"\n for_each = terraform_data.a.id == \"x\" ? { a = 1 } : {}\n v = 5\n}\n--- m/main.tf\nvariable \"v\" {\n validation {\n condition = var.v < 5\n error_message = \"m\"\n }\n}",
    ),
    (
        "moves in a circle through an instance",
        "moved {\n from = terraform_data.a[0]\n to = terraform_data.b[0]\n}\nmoved {\n from = terraform_data.b\n to = terraform_data.a\n}\noutput \"o\" { value = 1 }",
    ),
    (
        "moves in a circle through a module",
        "moved {\n from = module.n.terraform_data.a\n to = module.m.terraform_data.a\n}\nmoved {\n from = module.m\n to = module.n\n}\noutput \"o\" { value = 1 }",
    ),
    (
        "moves in a circle through three instances",
        "moved {\n from = terraform_data.a[0]\n to = terraform_data.a[1]\n}\nmoved {\n from = terraform_data.a[1]\n to = terraform_data.a[2]\n}\nmoved {\n from = terraform_data.a[2]\n to = terraform_data.a[0]\n}\noutput \"o\" { value = 1 }",
    ),
    (
        "a validation of nothing",
        "variable \"v\" {\n default = 5\n validation {\n condition = 1 < 9\n error_message = \"w\"\n }\n}",
    ),
    (
        "a precondition on nothing",
        "resource \"terraform_data\" \"a\" {\n lifecycle {\n precondition {\n condition = true\n error_message = \"w\"\n }\n }\n}",
    ),
    (
        "create_before_destroy that is no switch",
        "resource \"terraform_data\" \"a\" {\n lifecycle {\n create_before_destroy = \"x\"\n }\n}",
    ),
    (
        "an import twice",
        "resource \"terraform_data\" \"a\" {}\nimport {\n to = terraform_data.a\n id = \"x\"\n}\nimport {\n to = terraform_data.a\n id = \"y\"\n}",
    ),
    ("an import to a variable", "variable \"v\" { default = 1 }\nimport {\n to = var.v\n id = \"x\"\n}"),
    (
        "an import to an attribute",
        "resource \"terraform_data\" \"a\" {}\nimport {\n to = terraform_data.a.id\n id = \"x\"\n}",
    ),
    ("a description of a list", "variable \"v\" {\n default = 5\n description = [\"w\"]\n}"),
    (
        "a description of another value",
        "variable \"v\" { default = 5 }\noutput \"o\" {\n value = 1\n description = var.v\n}",
    ),
    ("a description that is computed", "output \"o\" {\n value = 1\n description = upper(\"w\")\n}"),
    ("an import to a call", "import {\n to = upper(\"a\")\n id = \"x\"\n}"),
    (
        "an import in brackets",
        "resource \"terraform_data\" \"a\" {}\nimport {\n to = (terraform_data.a)\n id = \"x\"\n}",
    ),
    (
        "an import to a key of a key",
        "resource \"terraform_data\" \"a\" { count = 1 }\nimport {\n to = terraform_data.a[0][0]\n id = \"x\"\n}",
    ),
    (
        "an import to all",
        "resource \"terraform_data\" \"a\" { count = 1 }\nimport {\n to = terraform_data.a[*]\n id = \"x\"\n}",
    ),
    (
        "an import twice in other words",
        "resource \"terraform_data\" \"a\" {}\nimport {\n to = terraform_data.a\n id = \"x\"\n}\nimport {\n for_each = toset([\"y\"])\n to = resource.terraform_data.a\n id = each.key\n}",
    ),
    (
        "an output of a root that is ephemeral",
        "variable \"e\" {\n default = 1\n ephemeral = true\n}\noutput \"o\" {\n value = var.e\n ephemeral = true\n}",
    ),
    (
        "an ephemeral output of what is not",
        "module \"m\" { source = \"./m\" }\n--- m/main.tf\noutput \"o\" {\n value = \"x\"\n ephemeral = true\n}",
    ),
    (
        "an ephemeral output of what is so in parts",
        "module \"m\" { source = \"./m\" }\n--- m/main.tf\nvariable \"e\" {\n default = 1\n ephemeral = true\n}\noutput \"o\" {\n value = [var.e]\n ephemeral = true\n}",
    ),
    (
        "an ephemeral element of a repeated resource",
        "variable \"e\" {\n default = 1\n ephemeral = true\n}\nresource \"terraform_data\" \"a\" {\n for_each = { a = var.e }\n input = each.value\n}",
    ),
    (
        "an ephemeral output of a module in a resource",
        "module \"m\" { source = \"./m\" }\nresource \"terraform_data\" \"a\" {\n count = 1\n input = \"x ${module.m.o}\"\n}\n--- m/main.tf\nvariable \"e\" {\n default = 1\n ephemeral = true\n}\noutput \"o\" {\n value = var.e\n ephemeral = true\n}",
    ),
    ("an encoding that is none", r#"output "o" { value = textencodebase64("a", "utf8") }"#),
    ("a function of the console", r#"output "o" { value = type("a") }"#),
    ("a function of no provider", r#"output "o" { value = provider::databricks::x("a") }"#),
    (
        "a function of a provider that is implied",
        r#"output "o" { value = provider::terraform::encode_expr(1) }"#,
    ),
    ("a switch that is null", "variable \"v\" {\n default = 1\n sensitive = null\n}"),
];

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

#[test]
fn terraform_plans_the_same() {
    if !terraform() {
        return;
    }
    let values = AtomicUsize::new(0);
    let wrong: Vec<String> = CASES
        .par_iter()
        .filter_map(|(name, text)| {
            let case = case(text);
            let plan = match theirs(&case) {
                Ok(plan) => plan,
                Err(error) => return Some(format!("{name}: terraform refuses it: {error}")),
            };
            values.fetch_add(amount_of_values(&plan), Ordering::Relaxed);
            let out = difference(&plan, &ours(&case));
            (!out.is_empty()).then(|| format!("{name}:\n{out}"))
        })
        .collect();
    eprintln!(
        "{} configurations by hand compared with terraform: {} values",
        CASES.len(),
        values.into_inner()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn where_we_differ_from_terraform_we_know_why() {
    if !terraform() {
        return;
    }
    for (name, reason, text) in DIFFERENT {
        let case = case(text);
        let out = difference(&theirs(&case).unwrap(), &ours(&case));
        assert!(!out.is_empty(), "{name}: nothing differs");
        assert!(!out.contains("problem:"), "{name}: {out}");
        eprintln!("not as in terraform: {name}: {reason}");
    }
}

#[test]
fn what_terraform_accepts_is_no_problem() {
    if !terraform() {
        return;
    }
    for (name, text) in ACCEPTED {
        let case = case(text);
        assert_eq!(theirs(&case).err(), None, "{name}");
        assert_eq!(ours(&case).problems, [], "{name}");
    }
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
