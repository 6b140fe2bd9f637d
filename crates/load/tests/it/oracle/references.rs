//! Which references lead nowhere: `terraform validate`, and `terraform plan` for what shows only once values are known,
//! against the facts and, for what hangs on values, the problems.

use std::collections::BTreeSet;
use std::fmt::Write;

use bricklint_findings::source::FileSpan;
use bricklint_load::{discover, facts};

use super::{Case, ours, refused, terraform, validated};
use crate::support::{memory, options};

const ROOT: &str = r#"
variable "n" {
  type    = number
  default = 2
}
variable "l" {
  type    = set(string)
  default = ["x", "y"]
}
variable "q" {
  type    = string
  default = "x"
}
locals {
  q   = "a"
  off = false
}
module "c" {
  source = "./m"
  count  = 2
}
module "e" {
  source   = "./m"
  for_each = toset(["x", "y"])
}
module "s" {
  source = "./m"
}
module "vc" {
  source = "./m"
  count  = var.n
}
module "ve" {
  source   = "./m"
  for_each = var.l
}
module "none" {
  source = "./m"
  count  = local.off ? 1 : 0
}
resource "terraform_data" "c" { count = 2 }
resource "terraform_data" "e" { for_each = { x = 1, y = 2 } }
resource "terraform_data" "s" {}
resource "terraform_data" "vc" { count = var.n }
resource "terraform_data" "ve" { for_each = var.l }
"#;

const MODULE: &str = r#"
output "a" { value = "x" }
output "w" { value = { y = 1 } }
"#;

/// A root with an output for each expression, and the line of the first.
fn case(expressions: &[&str]) -> (Case, usize) {
    let mut text = ROOT.to_owned();
    let first = text.lines().count() + 1;
    for (at, expression) in expressions.iter().enumerate() {
        writeln!(text, "output \"o{at}\" {{ value = {expression} }}").unwrap();
    }
    let files = vec![("main.tf".into(), text), ("m/main.tf".into(), MODULE.into())];
    (Case { files, options: options(), args: Vec::new(), env: Vec::new() }, first)
}

/// The lines of the facts.
fn found(case: &Case) -> BTreeSet<usize> {
    let memory = memory(&case.files);
    let discovery = discover(&memory, &case.options);
    let facts = facts(&discovery, None);
    let facts = facts.iter().flat_map(|module| &module.facts);
    let line = |at: FileSpan| discovery.sources.get(at.file).unwrap().position(at.span.start).line as usize;
    facts.map(|fact| line(fact.at)).collect()
}

#[test]
fn references_lead_nowhere_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let expressions: Vec<&str> = include_str!("references.txt").lines().collect();
    let (case, first) = self::case(&expressions);
    let (validated, found) = (validated(&case, ""), found(&case));
    let problems: BTreeSet<usize> = ours(&case)
        .problems
        .iter()
        .filter_map(|problem| Some(problem.location.as_ref()?.start?.line as usize))
        .collect();
    // What is refused hides what would be refused later, so it is taken out.
    let mut left = expressions.clone();
    loop {
        let (case, first) = self::case(&left);
        let refused = refused(&case);
        let before = left.len();
        let mut lines = first..;
        left.retain(|_| !lines.next().is_some_and(|line| refused.contains(&line)));
        if left.len() == before {
            break;
        }
    }
    let mut wrong = String::new();
    for (line, expression) in (first..).zip(&expressions) {
        let is_planned = left.contains(expression);
        match (validated.contains(&line), found.contains(&line)) {
            (true, false) => writeln!(wrong, "{expression}: missing").unwrap(),
            (false, true) if is_planned => writeln!(wrong, "{expression}: said in vain").unwrap(),
            (false, false) if is_planned == problems.contains(&line) => {
                writeln!(wrong, "{expression}: {} problem", if is_planned { "a" } else { "no" }).unwrap();
            }
            _ => {}
        }
    }
    eprintln!(
        "{} expressions, of which Terraform refuses {}",
        expressions.len(),
        expressions.len() - left.len()
    );
    assert!(wrong.is_empty(), "{wrong}");
}
