//! Which collections of `dynamic` blocks Terraform knows to be empty before there are inputs: of those alone it does not look
//! at what a block holds. `terraform validate` against the facts.

use std::collections::BTreeSet;
use std::fmt::Write;

use bricklint_findings::source::FileSpan;
use bricklint_load::{discover, facts};

use super::blocks::{PROVIDER, terraformrc};
use super::{Case, terraform, validated};
use crate::support::{memory, options};

const ROOT: &str = r#"
variable "l" {
  type    = list(string)
  default = []
}
variable "s" {
  type    = string
  default = null
}
variable "nn" {
  type     = string
  default  = "x"
  nullable = false
}
variable "b" { default = false }
variable "any" { default = null }
variable "o" {
  type    = object({ a = optional(string) })
  default = {}
}
locals {
  e  = []
  w  = terraform.workspace == "default" ? [] : [1]
  f  = fileexists("${path.module}/nope") ? [1] : []
  t  = var.b ? toset([]) : toset([])
  t2 = var.b ? [] : []
  o  = { enabled = false, x = var.s }
}
resource "terraform_data" "td" { input = [] }
module "m" { source = "./m" }
"#;

/// A job with what nothing takes in one of its blocks. Above, the iterator of another block.
const JOB: &str = r#"
resource "databricks_job" "NAME" {
  dynamic "task" {
    for_each = OUTER
    content {
      task_key = "a"
      dynamic "notebook_task" {
        for_each = INNER
        content {
          notebook_path = "/x"
          nope          = 1
        }
      }
    }
  }
}
"#;

/// Collections of a block and of one in it.
const NESTED: &[(&str, &str)] = &[
    ("[1]", "[]"),
    ("var.l", "[]"),
    ("var.l", "[1]"),
    ("var.l", "task.value"),
    ("var.l", "task.value == null ? [] : [1]"),
    ("[]", "[1]"),
    ("[]", "var.l"),
    ("[[], []]", "task.value"),
    ("[[], [1]]", "task.value"),
    ("[[], var.l]", "task.value"),
    ("[[], []]", "task.value == null ? [] : var.l"),
    ("[[], [1]]", "[for x in task.value : x]"),
    ("{ a = [] }", "task.value"),
    ("{ a = [], b = [1] }", "task.value"),
    ("local.e", "task.value"),
];

#[test]
fn what_blocks_hold_is_judged_where_terraform_looks_at_it() {
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    let plain = include_str!("collections.txt").lines().map(|collection| (collection, "[1]"));
    let rows: Vec<(&str, &str)> = plain.chain(NESTED.iter().copied()).collect();
    let mut text = PROVIDER.to_owned() + ROOT;
    let mut lines = Vec::new();
    for (at, (outer, inner)) in rows.iter().enumerate() {
        let job = JOB.replace("NAME", &format!("j{at}")).replace("OUTER", outer).replace("INNER", inner);
        let wrong = job.lines().position(|line| line.contains("nope")).unwrap();
        lines.push(text.lines().count() + wrong + 1);
        text.push_str(&job);
    }
    let files = vec![("main.tf".into(), text), ("m/main.tf".into(), "output \"o\" { value = [] }\n".into())];
    let env = vec![("TF_CLI_CONFIG_FILE".into(), terraformrc)];
    let case = Case { files, options: options(), args: Vec::new(), env };
    let theirs = validated(&case, "Unsupported argument");
    let memory = memory(&case.files);
    let discovery = discover(&memory, &case.options);
    let line = |at: FileSpan| discovery.sources.get(at.file).unwrap().position(at.span.start).line as usize;
    let found = facts(&memory, &discovery, &case.options);
    let found = found.iter().flat_map(|module| &module.facts).filter(|fact| !fact.conditional);
    let ours: BTreeSet<usize> = found.map(|fact| line(fact.at)).collect();
    let mut wrong = String::new();
    let mut missed = 0;
    for ((outer, inner), line) in rows.iter().zip(lines) {
        match (theirs.contains(&line), ours.contains(&line)) {
            (false, true) => writeln!(wrong, "{outer} and {inner}: said in vain").unwrap(),
            (true, false) => {
                eprintln!("{outer} and {inner}: missing");
                missed += 1;
            }
            _ => {}
        }
    }
    eprintln!("{} collections, of which Terraform looks behind {}", rows.len(), theirs.len());
    assert!(wrong.is_empty() && missed < 10 && theirs.len() > 30, "{missed} missing\n{wrong}");
}
