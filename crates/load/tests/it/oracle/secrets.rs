//! Which outputs show what is sensitive, while nothing is known: `terraform validate` against the facts.

use std::fmt::Write;

use bricklint_load::{discover, facts};
use bricklint_model::facts::{FactKind, Misuse};

use super::{Case, terraform, validated};
use crate::support::{memory, options};

/// Sensitive inputs begin with an `s`, others with a `u`; sensitive local values with a `k`.
const INPUTS: &[(&str, &str)] = &[
    ("", "string"),
    ("n", "number"),
    ("b", "bool"),
    ("d", "any"),
    ("l", "list(string)"),
    ("s", "set(string)"),
    ("m", "map(string)"),
    ("o", "object({ a = string, b = list(string) })"),
];

const LOCALS: &str = r#"
locals {
  ks  = sensitive("a")
  kl  = sensitive(["a", "b"])
  kll = sensitive(tolist(["a", "b"]))
  km  = sensitive({ a = "x", b = "y" })
  kmm = sensitive(tomap({ a = "x", b = "y" }))
  kn  = sensitive(1)
  kb  = sensitive(true)
}
"#;

#[test]
fn outputs_show_secrets_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let mut text = String::new();
    for (name, ty) in INPUTS {
        writeln!(text, "variable \"s{name}\" {{\n  type = {ty}\n  sensitive = true\n}}").unwrap();
        writeln!(text, "variable \"u{name}\" {{ type = {ty} }}").unwrap();
    }
    text.push_str(LOCALS);
    let first = text.lines().count() + 1;
    let expressions: Vec<&str> = include_str!("secrets.txt").lines().collect();
    for (at, expression) in expressions.iter().enumerate() {
        writeln!(text, "output \"o{at}\" {{ value = {expression} }}").unwrap();
    }
    let case =
        Case { files: vec![("main.tf".into(), text)], options: options(), args: Vec::new(), env: Vec::new() };
    let theirs = validated(&case, "Output refers to sensitive values");
    let memory = memory(&case.files);
    let found = facts(&discover(&memory, &case.options), None);
    let is_secret = |at: usize| {
        let name = format!("output.o{at}");
        found.iter().flat_map(|module| &module.facts).any(|fact| {
            matches!(&fact.kind, FactKind::Misused { name: n, misuse: Misuse::Sensitive } if **n == *name)
        })
    };
    let mut wrong = String::new();
    for (at, expression) in expressions.iter().enumerate() {
        let there = theirs.contains(&(first + at));
        if there != is_secret(at) {
            writeln!(wrong, "{expression}: {}", if there { "missing" } else { "said in vain" }).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
