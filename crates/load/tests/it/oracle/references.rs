//! Which references lead nowhere: `terraform validate`, and `terraform plan` for what shows only once values are known,
//! against the facts and, for what hangs on values, the problems.

use std::collections::BTreeSet;
use std::fmt::Write;

use bricklint_findings::source::FileSpan;
use bricklint_load::{discover, facts};
use rayon::prelude::*;

use super::blocks::{PROVIDER, terraformrc};
use super::{Case, ours, refused, terraform, theirs, validated};
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

/// The lines of the facts that hold whatever the inputs are.
fn found(case: &Case) -> BTreeSet<usize> {
    let memory = memory(&case.files);
    let discovery = discover(&memory, &case.options);
    let facts = facts(&memory, &discovery, &case.options);
    let facts = facts.iter().flat_map(|module| &module.facts).filter(|fact| !fact.conditional);
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

/// What a `dynamic` block goes over, and what an argument in it is set to.
const ITERATORS: &[(&str, &str)] = &[
    ("[\"a\"]", "parameter"),
    ("[\"a\"]", "parameter.value"),
    ("[\"a\"]", "parameter.key"),
    ("[\"a\"]", "parameter.val"),
    ("[\"a\"]", "parameter[\"value\"]"),
    ("[\"a\"]", "parameter[\"val\"]"),
    ("[\"a\"]", "parameter.value.x"),
    ("[\"a\"]", "parameter.value[0]"),
    ("[\"a\"]", "try(parameter.val, \"x\")"),
    ("[\"a\"]", "jsonencode(parameter)"),
    ("[\"a\"]", "\"${parameter}\""),
    ("[\"a\"]", "\"${parameter.key}\""),
    ("[\"a\"]", "keys(parameter)"),
    ("[\"a\"]", "keys(parameter)[0]"),
    ("[\"a\"]", "{ a = 1 }[parameter.value]"),
    ("[\"a\", \"b\"]", "{ a = 1 }[parameter.value]"),
    ("[\"b\", \"a\"]", "{ a = 1 }[parameter.value]"),
    ("[\"a\", \"b\"]", "parameter.value == \"b\" ? parameter.val : \"\""),
    ("[\"a\", \"b\"]", "parameter.value == \"c\" ? parameter.val : \"\""),
    ("[\"a\", var.s]", "parameter.value.x"),
    ("[{ x = 1 }, { y = 1 }]", "parameter.value.x"),
    ("[{ x = 1 }, { x = 2 }]", "parameter.value.x"),
    ("[{ x = [1] }, { x = 2 }]", "parameter.value.x"),
    ("[{ x = 1 }]", "parameter.value"),
    ("local.list", "parameter.value.x"),
    ("local.map", "parameter.value.x"),
    ("local.map", "parameter.value.n"),
    ("local.map", "parameter.value"),
    ("local.map", "parameter.key.x"),
    ("local.none", "parameter"),
    ("local.none", "parameter.val"),
    ("var.l", "parameter"),
    ("var.l", "parameter.val"),
    ("var.l", "parameter.value.x"),
    ("toset([var.s])", "parameter.val"),
    ("toset([var.s])", "parameter.value.x"),
    ("toset([\"a\"])", "parameter.key.x"),
    ("{ a = var.s }", "parameter.value.x"),
    ("{ a = var.any }", "parameter.value.x"),
    ("{ a = var.l }", "parameter.value"),
    ("{ a = null }", "parameter.value"),
    ("{ a = null }", "parameter.value.x"),
    ("{ (var.s) = 1 }", "parameter.val"),
    ("var.on ? [\"a\"] : []", "parameter.val"),
    ("var.on ? [] : []", "parameter.val"),
    ("true ? [\"a\"] : []", "parameter.val"),
    ("[for x in var.l : x]", "parameter.val"),
    ("[for x in [\"a\"] : { v = x }]", "parameter.value.w"),
    ("sensitive([\"a\"])", "parameter.value"),
    ("[sensitive(\"a\")]", "parameter.value.x"),
    ("range(3)", "[\"a\", \"b\"][parameter.value]"),
    ("range(2)", "[\"a\", \"b\"][parameter.value]"),
    ("[\"a\"]", "upper([parameter.value])"),
    ("[\"a\"]", "parameter.value + 1"),
    ("[\"1\"]", "parameter.value + 1"),
    ("[\"a\"]", "local.map[parameter.value].x"),
    ("[\"a\"]", "local.map[parameter.value].n"),
    ("[\"a\"]", "other.value"),
    ("[\"a\"]", "each.value"),
    ("[\"a\"]", "each"),
    ("[\"a\"]", "path"),
    ("[]", "each"),
    ("[]", "path.foo"),
];

/// The same further inside.
const NESTED: &[&str] = &[
    "dynamic \"task\" {\nfor_each = [\"a\"]\ncontent {\ntask_key = task.value\ndynamic \"library\" {\nfor_each = [\"b\"]\ncontent { whl = task.val }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [\"a\"]\ncontent {\ntask_key = task.value\ndynamic \"library\" {\nfor_each = task.val\ncontent { whl = \"x\" }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [\"a\"]\ncontent {\ntask_key = task.value\ndynamic \"library\" {\nfor_each = task.value\ncontent { whl = \"x\" }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [[\"a\"]]\ncontent {\ntask_key = \"a\"\ndynamic \"library\" {\nfor_each = task.value\ncontent { whl = library.val }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [[\"a\"]]\ncontent {\ntask_key = \"a\"\ndynamic \"library\" {\nfor_each = task.value\ncontent { whl = library.value }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [[]]\ncontent {\ntask_key = \"a\"\ndynamic \"library\" {\nfor_each = task.value\ncontent { whl = library.val }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = var.l\ncontent {\ntask_key = \"a\"\ndynamic \"library\" {\nfor_each = [\"b\"]\ncontent { whl = library.val }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [\"a\"]\niterator = it\ncontent {\ntask_key = it.value\ndynamic \"library\" {\nfor_each = [\"b\"]\niterator = it\ncontent { whl = it.val }\n}\n}\n}",
    "dynamic \"task\" {\nfor_each = [\"a\"]\niterator = it\ncontent { task_key = it }\n}",
    "dynamic \"job_cluster\" {\nfor_each = [\"many\"]\ncontent {\njob_cluster_key = \"k\"\nnew_cluster {\nspark_version = \"x\"\nnum_workers = job_cluster.value\n}\n}\n}",
    "dynamic \"job_cluster\" {\nfor_each = [\"2\"]\ncontent {\njob_cluster_key = \"k\"\nnew_cluster {\nspark_version = \"x\"\nnum_workers = job_cluster.value\n}\n}\n}",
    "dynamic \"job_cluster\" {\nfor_each = var.l\ncontent {\njob_cluster_key = \"k\"\nnew_cluster {\nspark_version = \"x\"\nnum_workers = job_cluster.value\n}\n}\n}",
    "dynamic \"parameter\" {\nfor_each = { a = null, b = \"x\" }\ncontent {\nname = parameter.value\ndefault = \"x\"\n}\n}",
    "dynamic \"parameter\" {\nfor_each = parameter.value\ncontent {\nname = \"x\"\ndefault = \"x\"\n}\n}",
];

#[test]
fn iterators_are_read_as_terraform_reads_them() {
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    let mut text = format!(
        "{PROVIDER}variable \"l\" {{\n  type = list(string)\n}}\nvariable \"s\" {{\n  type = string\n}}\n\
         variable \"on\" {{\n  type = bool\n}}\nvariable \"any\" {{}}\n\
         locals {{\n  list = [\"a\"]\n  map  = {{ a = {{ n = \"x\" }} }}\n  none = []\n}}\n"
    );
    let parameter = |(over, set): &(&str, &str)| {
        format!(
            "dynamic \"parameter\" {{\nfor_each = {over}\ncontent {{\nname = \"a\"\ndefault = {set}\n}}\n}}"
        )
    };
    let bodies: Vec<String> =
        ITERATORS.iter().map(parameter).chain(NESTED.iter().map(|body| (*body).to_owned())).collect();
    let mut lines = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        let first = text.lines().count() + 1;
        writeln!(text, "resource \"databricks_job\" \"j{at}\" {{\nname = \"x\"\n{body}\n}}").unwrap();
        lines.push(first..=text.lines().count());
    }
    let env = vec![("TF_CLI_CONFIG_FILE".into(), terraformrc)];
    let case = Case { files: vec![("main.tf".into(), text)], options: options(), args: Vec::new(), env };
    let (theirs, ours) = (validated(&case, ""), found(&case));
    let mut wrong = String::new();
    let mut refused = 0;
    for (body, lines) in bodies.iter().zip(lines) {
        let is_in = |found: &BTreeSet<usize>| found.iter().any(|line| lines.contains(line));
        refused += usize::from(is_in(&theirs));
        match (is_in(&theirs), is_in(&ours)) {
            (true, false) => writeln!(wrong, "missing:\n{body}").unwrap(),
            (false, true) => writeln!(wrong, "said in vain:\n{body}").unwrap(),
            _ => {}
        }
    }
    eprintln!("{} dynamic blocks, of which Terraform refuses {refused}", bodies.len());
    assert!(wrong.is_empty() && refused > 30, "{refused} refused\n{wrong}");
}

/// What repeats a warehouse, and an argument of it.
const INSTANCES: &[(&str, &str)] = &[
    ("for_each = local.many", "warehouse_type = each.value.t"),
    ("for_each = toset([\"nope\"])", "warehouse_type = each.key"),
    ("for_each = toset([\"PRO\"])", "warehouse_type = each.key"),
    ("for_each = { a = \"nope\" }", "warehouse_type = each.value"),
    ("for_each = { a = \"nope\" }", "warehouse_type = each.key == \"b\" ? each.value : \"PRO\""),
    ("for_each = { a = \"nope\" }", "warehouse_type = try(each.value.x, \"PRO\")"),
    ("for_each = { a = \"nope\" }", "warehouse_type = each.value.x"),
    ("for_each = { a = { t = \"PRO\" }, b = { u = 1 } }", "warehouse_type = each.value.t"),
    ("for_each = { a = { t = \"PRO\" }, b = { t = null } }", "warehouse_type = each.value.t"),
    ("for_each = {}", "warehouse_type = each.value"),
    ("for_each = local.off ? { a = \"nope\" } : {}", "warehouse_type = each.value"),
    ("for_each = var.on ? { a = \"nope\" } : {}", "warehouse_type = each.value"),
    ("count = 2", "max_num_clusters = count.index + 1"),
    ("count = 2", "max_num_clusters = count.index + 40"),
    ("count = 2", "max_num_clusters = count.index"),
    ("count = 2", "warehouse_type = [\"PRO\", \"nope\"][count.index]"),
    ("count = 1", "warehouse_type = [\"PRO\", \"nope\"][count.index]"),
    ("count = 3", "warehouse_type = [\"PRO\", \"CLASSIC\"][count.index]"),
    ("count = 0", "warehouse_type = [\"nope\"][count.index]"),
    ("count = var.on ? 1 : 0", "warehouse_type = [\"nope\"][count.index]"),
    ("count = length(local.many)", "max_num_clusters = count.index + 40"),
    ("for_each = { a = \"many\" }", "max_num_clusters = each.value"),
    ("for_each = { a = \"4\" }", "max_num_clusters = each.value"),
    ("for_each = { a = [] }", "max_num_clusters = each.value"),
    ("for_each = { a = null }", "max_num_clusters = each.value"),
    ("for_each = { a = sensitive(\"many\") }", "max_num_clusters = each.value"),
    ("for_each = { a = \"x\" }", "tags {\ncustom_tags {\nkey = each.key\nvalue = each.value.x\n}\n}"),
    (
        "for_each = { a = [\"x\"] }",
        "tags {\ndynamic \"custom_tags\" {\nfor_each = each.value\ncontent {\nkey = custom_tags.key\nvalue = custom_tags.val\n}\n}\n}",
    ),
    (
        "for_each = { a = [\"x\"] }",
        "tags {\ndynamic \"custom_tags\" {\nfor_each = each.value\ncontent {\nkey = custom_tags.key\nvalue = custom_tags.value\n}\n}\n}",
    ),
    (
        "for_each = { a = [] }",
        "tags {\ndynamic \"custom_tags\" {\nfor_each = each.value\ncontent {\nkey = custom_tags.key\nvalue = custom_tags.val\n}\n}\n}",
    ),
];

#[test]
fn instances_are_refused_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    let mut text = format!(
        "{PROVIDER}variable \"on\" {{\n  default = false\n}}\n\
         locals {{\n  off  = false\n  many = {{ a = {{ t = \"nope\" }}, b = {{ t = \"PRO\" }} }}\n}}\n"
    );
    let mut lines = Vec::new();
    for (at, (repeated, argument)) in INSTANCES.iter().enumerate() {
        let first = text.lines().count() + 1;
        let body = format!("{repeated}\nname = \"w\"\ncluster_size = \"Small\"\n{argument}");
        writeln!(text, "resource \"databricks_sql_endpoint\" \"w{at}\" {{\n{body}\n}}").unwrap();
        lines.push(first..=text.lines().count());
    }
    let env = vec![("TF_CLI_CONFIG_FILE".into(), terraformrc)];
    let case = Case { files: vec![("main.tf".into(), text)], options: options(), args: Vec::new(), env };
    let (theirs, ours) = (refused(&case), found(&case));
    let mut wrong = String::new();
    let mut amount = 0;
    for ((repeated, argument), lines) in INSTANCES.iter().zip(lines) {
        let is_in = |found: &BTreeSet<usize>| found.iter().any(|line| lines.contains(line));
        amount += usize::from(is_in(&theirs));
        if is_in(&theirs) != is_in(&ours) {
            let said = if is_in(&ours) { "said in vain" } else { "missing" };
            writeln!(wrong, "{said}: {repeated}: {argument}").unwrap();
        }
    }
    eprintln!("{} repeated resources, of which Terraform refuses {amount}", INSTANCES.len());
    assert!(wrong.is_empty() && amount > 10, "{amount} refused\n{wrong}");
}

/// What the addresses lead to.
const ADDRESSED: &str = r#"
variable "k" { default = "x" }
variable "s" { default = ["x"] }
resource "terraform_data" "e" { for_each = { x = 1, y = 2 } }
resource "terraform_data" "c" { count = 2 }
resource "terraform_data" "s" { input = 1 }
resource "terraform_data" "ve" { for_each = toset(var.s) }
module "m" { source = "./m" }
module "me" {
  source   = "./m"
  for_each = toset(["x"])
}
module "mc" {
  source = "./m"
  count  = 2
}
"#;

/// A module with another one.
const NESTING: &str = r#"
resource "terraform_data" "i" { input = 1 }
resource "terraform_data" "ie" { for_each = toset(["a"]) }
module "n" { source = "./n" }
output "o" { value = 1 }
"#;

#[test]
fn addresses_lead_nowhere_where_terraform_says_so() {
    if !terraform() {
        return;
    }
    let rows: Vec<&str> = include_str!("addresses.txt").lines().collect();
    let wrong: Vec<String> = rows
        .par_iter()
        .filter_map(|row| {
            let files = vec![
                ("main.tf".into(), ADDRESSED.to_owned() + &row.replace("\\n", "\n")),
                ("m/main.tf".into(), NESTING.into()),
                ("m/n/main.tf".into(), "resource \"terraform_data\" \"d\" { input = 1 }\n".into()),
            ];
            let case = Case { files, options: options(), args: Vec::new(), env: Vec::new() };
            match (theirs(&case).err(), found(&case).is_empty()) {
                (Some(error), true) => Some(format!("{row}: missing: {error}")),
                (None, false) => Some(format!("{row}: said in vain")),
                _ => None,
            }
        })
        .collect();
    eprintln!("{} addresses compared with terraform", rows.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
