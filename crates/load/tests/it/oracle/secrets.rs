//! Which outputs show what is sensitive: `terraform validate`, and `terraform plan` for what shows only once values are
//! known, against the facts.

use std::collections::BTreeSet;
use std::fmt::Write;

use bricklint_load::{discover, facts};
use bricklint_model::facts::{FactKind, Misuse, ModuleFacts};

use super::blocks::{PROVIDER, terraformrc};
use super::{Case, ours, refused, refused_as, terraform, validated};
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

/// The same made from ephemeral variables.
const EPHEMERAL_LOCALS: &str = r"
locals {
  ks  = var.s
  kl  = var.sl
  kll = tolist(var.sl)
  km  = var.so
  kmm = tomap(var.sm)
  kn  = var.sn
  kb  = var.sb
}
";

#[test]
fn ephemeral_values_are_refused_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let expressions: Vec<&str> = include_str!("secrets.txt").lines().collect();
    let ephemeral = |expressions: &[&str], given: bool| {
        let (mut case, _) = case(expressions, given);
        let text = case.files[0]
            .1
            .replace(LOCALS, EPHEMERAL_LOCALS)
            .replace("  sensitive = true", "  ephemeral = true");
        let first = text.lines().position(|line| line.starts_with("output ")).unwrap() + 1;
        case.files[0].1 = text;
        (case, first)
    };
    // What is refused hides what would be refused later, so it is taken out.
    let (mut left, mut theirs, mut others) = (expressions.clone(), Vec::new(), Vec::new());
    loop {
        let (case, first) = ephemeral(&left, true);
        let other = refused(&case);
        let said = refused_as(&case, "Ephemeral value not allowed");
        let before = left.len();
        let mut lines = first..;
        left.retain(|expression| {
            let line = lines.next().unwrap();
            let is_other = other.contains(&line) && !said.contains(&line);
            theirs.extend(said.contains(&line).then_some(*expression));
            others.extend(is_other.then_some(*expression));
            !other.contains(&line)
        });
        if left.len() == before {
            break;
        }
    }
    let (mut wrong, mut found) = (String::new(), 0);
    for given in [true, false] {
        let (case, first) = ephemeral(&expressions, given);
        let problems = ours(&case).problems;
        let memory = memory(&case.files);
        let facts = facts(&memory, &discover(&memory, &case.options), &case.options);
        for (at, expression) in expressions.iter().enumerate() {
            let here: Vec<&str> = problems
                .iter()
                .filter(|problem| {
                    let start = problem.location.as_ref().and_then(|location| location.start);
                    start.is_some_and(|start| start.line as usize == first + at)
                })
                .map(|problem| &*problem.message)
                .collect();
            let is_fact = is_misused(&facts, at, Misuse::Ephemeral);
            let is_said = is_fact || here.iter().any(|message| message.contains("is ephemeral"));
            found += usize::from(is_said);
            match (theirs.contains(expression), is_said) {
                // Terraform first looks at all without any value, and takes every text for a template then.
                _ if others.contains(expression) || expression.starts_with("templatestring(var.u, {") => {}
                // With these values it may fail before.
                (true, false) if given && here.is_empty() => {
                    writeln!(wrong, "{expression}: missing").unwrap();
                }
                (false, true) => writeln!(wrong, "{expression}: said in vain ({given})").unwrap(),
                _ => {}
            }
        }
    }
    eprintln!("{} ephemeral values of {} found with values and without", found, 2 * theirs.len());
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn outputs_show_secrets_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let expressions: Vec<&str> = include_str!("secrets.txt").lines().collect();
    let (case, first) = case(&expressions, false);
    let theirs = validated(&case, "Output refers to sensitive values");
    let memory = memory(&case.files);
    let found = facts(&memory, &discover(&memory, &case.options), &case.options);
    let is_secret = |at: usize| is_misused(&found, at, Misuse::Sensitive);
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

fn is_misused(found: &[ModuleFacts], at: usize, asked: Misuse) -> bool {
    let output = format!("output.o{at}");
    found.iter().flat_map(|module| &module.facts).any(|fact| {
        matches!(&fact.kind, FactKind::Misused { name, misuse } if **name == *output && *misuse == asked)
    })
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

#[test]
fn outputs_show_secrets_in_parts_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    let expressions: Vec<&str> = include_str!("secrets_in_parts.txt").lines().collect();
    let mut text = PROVIDER.to_owned() + include_str!("secrets_in_parts.tf");
    let first = text.lines().count() + 1;
    for (at, expression) in expressions.iter().enumerate() {
        writeln!(text, "output \"o{at}\" {{ value = {expression} }}").unwrap();
    }
    let module = r#"
variable "t" {}
output "o" { value = var.t }
output "p" { value = "x" }
output "so" {
  value     = "x"
  sensitive = true
}
"#;
    let files = vec![("main.tf".into(), text), ("m/main.tf".into(), module.into())];
    let env = vec![("TF_CLI_CONFIG_FILE".into(), terraformrc)];
    let case = Case { files, options: options(), args: Vec::new(), env };
    // What is refused hides what would be refused later, so it is taken out.
    let (mut left, mut theirs) = (case.clone(), BTreeSet::new());
    loop {
        let others = refused(&left);
        theirs.extend(refused_as(&left, "Output refers to sensitive values"));
        if others.is_empty() {
            break;
        }
        let lines = (1..).zip(left.files[0].1.lines());
        let lines = lines.map(|(at, line)| if others.contains(&at) { "" } else { line });
        left.files[0].1 = lines.collect::<Vec<_>>().join("\n");
    }
    let memory = memory(&case.files);
    let found = facts(&memory, &discover(&memory, &case.options), &case.options);
    let mut wrong = String::new();
    for (at, expression) in expressions.iter().enumerate() {
        match (theirs.contains(&(first + at)), is_misused(&found, at, Misuse::Sensitive)) {
            (true, false) => writeln!(wrong, "{expression}: missing").unwrap(),
            (false, true) => writeln!(wrong, "{expression}: said in vain").unwrap(),
            _ => {}
        }
    }
    eprintln!("{} outputs of parts, of which Terraform refuses {}", expressions.len(), theirs.len());
    assert!(wrong.is_empty() && theirs.len() > 30, "{wrong}");
}
