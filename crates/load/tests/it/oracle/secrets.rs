//! Which outputs show what is sensitive: `terraform validate`, and `terraform plan` for what shows only once values are
//! known, against the facts.

use std::fmt::Write;

use bricklint_load::{discover, facts};
use bricklint_model::facts::{FactKind, Misuse};

use super::{Case, refused, terraform, validated};
use crate::support::{memory, options};

/// Sensitive inputs begin with an `s`, others with a `u`; sensitive local values with a `k`. With a value for the plan.
const INPUTS: &[(&str, &str, &str)] = &[
    ("", "string", "\"1\""),
    ("n", "number", "0"),
    ("b", "bool", "true"),
    ("d", "any", "[[\"a\"], [\"b\"]]"),
    ("l", "list(string)", "[\"1\", \"2\"]"),
    ("s", "set(string)", "[\"a\"]"),
    ("m", "map(string)", "{ a = \"x\" }"),
    ("o", "object({ a = string, b = list(string) })", "{ a = \"x\", b = [\"y\"] }"),
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
    let expressions: Vec<&str> = include_str!("secrets.txt").lines().collect();
    let (case, first) = case(&expressions, false);
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
    let mut further = Vec::new();
    for (at, expression) in expressions.iter().enumerate() {
        match (theirs.contains(&(first + at)), is_secret(at)) {
            (true, false) => writeln!(wrong, "{expression}: missing").unwrap(),
            (false, true) => further.push(*expression),
            _ => {}
        }
    }
    // A plan stops at what it refuses before it knows values.
    for _ in 0..2 {
        let (case, first) = self::case(&further, true);
        let theirs = refused(&case);
        let mut lines = first..;
        further.retain(|_| lines.next().is_some_and(|line| !theirs.contains(&line)));
    }
    for expression in further {
        writeln!(wrong, "{expression}: said in vain").unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A root with an output for each expression, and the line of the first.
fn case(expressions: &[&str], given: bool) -> (Case, usize) {
    let mut text = String::new();
    for (name, ty, value) in INPUTS {
        let value = if given { format!("  default = {value}\n") } else { String::new() };
        writeln!(text, "variable \"s{name}\" {{\n  type = {ty}\n{value}  sensitive = true\n}}").unwrap();
        writeln!(text, "variable \"u{name}\" {{\n  type = {ty}\n{value}}}").unwrap();
    }
    text.push_str(LOCALS);
    let first = text.lines().count() + 1;
    for (at, expression) in expressions.iter().enumerate() {
        writeln!(text, "output \"o{at}\" {{ value = {expression} }}").unwrap();
    }
    let files = vec![("main.tf".into(), text)];
    (Case { files, options: options(), args: Vec::new(), env: Vec::new() }, first)
}
