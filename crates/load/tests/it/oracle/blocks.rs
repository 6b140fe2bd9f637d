//! Nested and `dynamic` blocks against plans of the real Databricks provider, whose resources have blocks.
//!
//! The provider comes from a mirror on disk: `TF_CLI_CONFIG_FILE` or `~/.cache/bricklint-oracle/terraformrc`
//! is a configuration that installs it. A plan needs no workspace.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use bricklint_lang::print::to_json;
use bricklint_lang::value::{Marks, Value};
use bricklint_model::instance::{BlockGroup, Body};
use serde_json::Value as Json;

use super::generate::Random;
use super::{Case, amount, marks, ours, plain, plain_null, remark, terraform, theirs};
use crate::support::{options, unindent};

/// Configurations in one run of Terraform; a run starts the provider three times.
const BATCH: usize = 40;

/// Blocks and attributes that are sets in the provider's schema: their order says nothing.
const SETS: &[&str] = &["grant", "privileges", "access_control"];

/// Blocks that the provider fills in by itself.
const FILLED: &[&str] = &["provider_config"];

/// What every root begins with.
pub const PROVIDER: &str = r#"terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}
provider "databricks" {
  host  = "https://example.cloud.databricks.com"
  token = "x"
}
"#;

/// Names and configurations.
const CASES: &[(&str, &str)] = &[
    (
        "blocks over an unknown collection",
        r#"
        resource "databricks_group" "u" { display_name = "u" }
        resource "databricks_job" "j" {
          name = "j"
          dynamic "task" {
            for_each = databricks_group.u.id == "x" ? ["a"] : []
            content { task_key = task.value }
          }
          dynamic "parameter" {
            for_each = toset([databricks_group.u.id, "b"])
            content {
              name    = parameter.key
              default = "d"
            }
          }
        }
        "#,
    ),
    (
        "known and unknown blocks of one type",
        r#"
        resource "databricks_group" "u" { display_name = "u" }
        resource "databricks_job" "j" {
          name = "j"
          task { task_key = "first" }
          dynamic "task" {
            for_each = ["a", databricks_group.u.id]
            content { task_key = task.value }
          }
          dynamic "task" {
            for_each = { b = databricks_group.u.id }
            content {
              task_key    = task.key
              description = "${task.value}!"
            }
          }
          task { task_key = "last" }
        }
        "#,
    ),
    (
        "an iterator hides the outer one",
        r#"
        resource "databricks_job" "j" {
          name = "j"
          dynamic "task" {
            for_each = { a = { x = "1" }, b = { x = "2" } }
            iterator = it
            content {
              task_key = it.key
              dynamic "library" {
                for_each = [it.value.x, "y"]
                iterator = it
                content { whl = "${it.key}/${it.value}" }
              }
              dynamic "depends_on" {
                for_each = [it.value.x]
                content { task_key = "${it.key}-${depends_on.key}-${depends_on.value}" }
              }
            }
          }
        }
        "#,
    ),
    (
        "blocks of a sensitive collection",
        r#"
        variable "s" {
          type      = map(string)
          default   = { k = "hunter2" }
          sensitive = true
        }
        variable "one" {
          default   = "hunter3"
          sensitive = true
        }
        resource "databricks_job" "j" {
          name = "j"
          dynamic "parameter" {
            for_each = var.s
            content {
              name    = parameter.key
              default = parameter.value
            }
          }
          dynamic "task" {
            for_each = { a = var.one, b = "plain" }
            content {
              task_key    = task.key
              description = task.value
            }
          }
        }
        "#,
    ),
    (
        "an override file replaces static and dynamic blocks",
        r#"
        resource "databricks_job" "j" {
          name = "j"
          task { task_key = "base" }
          dynamic "task" {
            for_each = ["x", "y"]
            content { task_key = task.value }
          }
          parameter {
            name    = "kept"
            default = "1"
          }
        }
        resource "databricks_job" "k" {
          name = "k"
          task { task_key = "base" }
        }
        --- a_override.tf
        resource "databricks_job" "j" {
          task { task_key = "override" }
        }
        resource "databricks_job" "k" {
          dynamic "task" {
            for_each = ["p", "q"]
            content { task_key = "${task.value}-${task.key}" }
          }
        }
        "#,
    ),
    (
        "blocks in json",
        r#"
        --- main.tf.json
        {"resource": {"databricks_job": {"j": {
          "name": "j",
          "task": [{"task_key": "a", "library": {"whl": "w"}}, {"task_key": "b", "library": [{"whl": "x"}, {"whl": "y"}]}],
          "dynamic": {"parameter": {"for_each": {"k": "v", "${upper(\"l\")}": 2}, "content": {"name": "${parameter.key}", "default": "${parameter.value}"}}}
        }}, "databricks_grants": {"g": {
          "catalog": "main",
          "grant": {"principal": "p", "privileges": ["USE_CATALOG", "SELECT"]}
        }}}}
        "#,
    ),
];

/// What is the same and what is not.
#[derive(Default)]
struct Report {
    wrong: String,
    values: usize,
    blocks: usize,
}

/// A side of a plan at one place.
#[derive(Clone, Copy)]
struct Side<'p> {
    after: &'p Json,
    unknown: &'p Json,
    sensitive: &'p Json,
}

impl<'p> Side<'p> {
    fn of(change: &'p Json) -> Side<'p> {
        let [after, unknown, sensitive] =
            ["after", "after_unknown", "after_sensitive"].map(|name| &change[name]);
        Side { after, unknown, sensitive }
    }

    fn get(self, name: &str) -> Side<'p> {
        Side { after: &self.after[name], unknown: &self.unknown[name], sensitive: &self.sensitive[name] }
    }

    fn at(self, index: usize) -> Side<'p> {
        Side { after: &self.after[index], unknown: &self.unknown[index], sensitive: &self.sensitive[index] }
    }
}

/// With every number and bool as text, as the provider's schema may want them; sets in order.
fn loose(name: &str, json: &Json) -> Json {
    match json {
        Json::Number(_) | Json::Bool(_) => Json::String(json.to_string()),
        Json::Array(items) => {
            let mut items: Vec<Json> = items.iter().map(|item| loose("", item)).collect();
            if SETS.contains(&name) {
                items.sort_by_key(ToString::to_string);
            }
            Json::Array(items)
        }
        Json::Object(map) => Json::Object(map.iter().map(|(k, v)| (k.clone(), loose("", v))).collect()),
        other => other.clone(),
    }
}

/// Compares what the author wrote; what the provider adds is its own.
fn compare_body(ours: &Body, theirs: Side<'_>, path: &str, out: &mut Report) {
    for (name, slot) in ours.attributes.iter().filter(|(_, slot)| slot.written) {
        compare_argument(name, &slot.value, theirs.get(name), &format!("{path}.{name}"), out);
    }
    for group in &ours.blocks {
        compare_group(group, theirs.get(&group.name), &format!("{path}.{}", group.name), out);
    }
    for (name, value) in theirs.after.as_object().into_iter().flatten() {
        let blocks = value.as_array().is_some_and(|items| items.iter().any(Json::is_object));
        if blocks
            && ours.group(name).is_none()
            && ours.attribute(name).is_none()
            && !FILLED.contains(&&**name)
        {
            writeln!(out.wrong, "  {path}.{name}: terraform has {value}, we have none").unwrap();
        }
    }
}

/// An argument, or blocks in JSON syntax, which only the provider's schema can tell apart.
fn compare_argument(name: &str, ours: &Value, theirs: Side<'_>, path: &str, out: &mut Report) {
    let blocks = theirs.after.as_array().filter(|items| items.iter().any(Json::is_object));
    let objects: Vec<&Value> = match ours {
        Value::Null { .. } => return,
        Value::Seq { value, .. } => value.items.iter().collect(),
        one => vec![one],
    };
    if let Some(blocks) = blocks
        && blocks.len() == objects.len()
        && objects.iter().all(|object| matches!(object, Value::Map { .. }))
    {
        for (index, object) in objects.iter().enumerate() {
            let Value::Map { value, .. } = object else { continue };
            out.blocks += 1;
            for (name, value) in &value.entries {
                let path = format!("{path}[{index}].{name}");
                compare_argument(name, value, theirs.at(index).get(name), &path, out);
            }
        }
    } else {
        compare_value(name, ours, theirs, path, out);
    }
}

fn compare_value(name: &str, ours: &Value, theirs: Side<'_>, path: &str, out: &mut Report) {
    let mine = to_json(&remark(ours, |_| Marks::NONE));
    let secret = to_json(&remark(ours, marks)).sensitive;
    let (a, b) = (plain_null(&loose(name, theirs.after)), plain_null(&loose(name, &mine.value)));
    let (ua, ub) = (plain(theirs.unknown), plain(&mine.unknown));
    out.values += 1;
    if a != b || ua != ub {
        writeln!(out.wrong, "  {path}:\n    terraform {a} unknown {ua:?}\n    ours      {b} unknown {ub:?}")
            .unwrap();
    }
    // The schema marks more than the configuration.
    if plain(&secret).is_some() && plain(theirs.sensitive).is_none() {
        writeln!(out.wrong, "  {path}: sensitive here only").unwrap();
    }
}

fn compare_group(ours: &BlockGroup, theirs: Side<'_>, path: &str, out: &mut Report) {
    let open = *theirs.unknown == Json::Bool(true);
    // What we know of the conditions Terraform does not.
    let here = ours.more.is_some() || ours.items.iter().any(|block| !block.when.is_empty());
    if open != here {
        writeln!(out.wrong, "  {path}: open in terraform {open}, here {here}").unwrap();
    }
    if open {
        out.blocks += 1;
        return;
    }
    let count = theirs.after.as_array().map_or(0, Vec::len);
    if count != ours.items.len() {
        writeln!(out.wrong, "  {path}: {count} in terraform, {} here", ours.items.len()).unwrap();
        return;
    }
    let mut left: Vec<usize> = (0..count).collect();
    for (index, block) in ours.items.iter().enumerate() {
        let at = format!("{path}[{index}]");
        let fits = |i: &usize| {
            let mut report = Report::default();
            compare_body(&block.body, theirs.at(*i), &at, &mut report);
            report.wrong.is_empty()
        };
        let same = if SETS.contains(&&*ours.name) { left.iter().position(fits) } else { None };
        let with = left.remove(same.unwrap_or(0));
        out.blocks += 1;
        compare_body(&block.body, theirs.at(with), &at, out);
    }
}

/// Compares a run of these modules, each of which is called once.
fn run(modules: &[(String, Vec<(String, String)>)], terraformrc: &str) -> Report {
    let mut case = Case { files: Vec::new(), options: options(), args: Vec::new(), env: Vec::new() };
    case.env.push(("TF_CLI_CONFIG_FILE".into(), terraformrc.into()));
    let required = PROVIDER.split("provider \"").next().unwrap();
    let mut main = PROVIDER.to_owned();
    for (name, files) in modules {
        writeln!(main, "module \"{name}\" {{\n  source = \"./{name}\"\n}}").unwrap();
        case.files.push((format!("{name}/required.tf"), required.to_owned()));
        case.files.extend(files.iter().map(|(path, text)| (format!("{name}/{path}"), text.clone())));
    }
    case.files.push(("main.tf".into(), main));
    let mut out = Report::default();
    let plan = theirs(&case).unwrap();
    let stack = ours(&case);
    for problem in &stack.problems {
        writeln!(out.wrong, "  problem: {}", problem.message).unwrap();
    }
    let changes = plan["resource_changes"].as_array().into_iter().flatten();
    let mut theirs: BTreeMap<&str, &Json> =
        changes.map(|c| (c["address"].as_str().unwrap(), &c["change"])).collect();
    for instance in &stack.instances {
        match theirs.remove(&*instance.address) {
            Some(change) => compare_body(instance.body.get(), Side::of(change), &instance.address, &mut out),
            None => writeln!(out.wrong, "  {}: not in terraform", instance.address).unwrap(),
        }
    }
    for address in theirs.keys() {
        writeln!(out.wrong, "  {address}: only in terraform").unwrap();
    }
    out
}

/// The configuration of Terraform's command line that installs the provider.
pub fn terraformrc() -> Option<String> {
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache/bricklint-oracle/terraformrc"));
    let given = std::env::var_os("TF_CLI_CONFIG_FILE").map(PathBuf::from);
    let installs =
        |path: &PathBuf| std::fs::read_to_string(path).is_ok_and(|text| text.contains("databricks"));
    let path = given.into_iter().chain(home).find(installs);
    if path.is_none() {
        eprintln!(
            "SKIPPED: neither TF_CLI_CONFIG_FILE nor ~/.cache/bricklint-oracle/terraformrc installs \
             databricks/databricks, so no block is compared with it"
        );
    }
    path?.to_str().map(str::to_owned)
}

#[test]
fn blocks_are_those_of_a_plan_with_the_provider() {
    if !terraform() {
        return;
    }
    let Some(terraformrc) = terraformrc() else { return };
    let by_hand = CASES
        .iter()
        .enumerate()
        .map(|(n, (_, text))| (format!("h{n}"), crate::support::files(&unindent(text))));
    let generated = (0..amount(34))
        .map(|n| (format!("g{n}"), vec![("main.tf".into(), module(&mut Random::new(n as u64)))]));
    let all: Vec<(String, Vec<(String, String)>)> = by_hand.chain(generated).collect();
    let (mut wrong, mut values, mut blocks) = (String::new(), 0, 0);
    for batch in all.chunks(BATCH) {
        let report = run(batch, &terraformrc);
        wrong.push_str(&report.wrong);
        values += report.values;
        blocks += report.blocks;
    }
    eprintln!(
        "{} configurations with blocks compared with the provider: {blocks} blocks, {values} arguments",
        all.len()
    );
    assert!(blocks > 1000, "{blocks} blocks are few");
    assert!(wrong.is_empty(), "hN is case N by hand, gN comes from seed N\n{wrong}");
}

/// A module with a job and grants whose blocks come from collections of many forms.
fn module(random: &mut Random) -> String {
    let mut items = String::new();
    for name in ["a", "b", "c d", "é"].iter().take(1 + random.below(4)) {
        let n = random.pick(&["", ", n = 2", ", n = \"7\""]);
        let on = random.pick(&["", ", on = false", ", on = null"]);
        let libs = random.pick(&["", ", libs = [\"x\", \"y\"]", ", libs = []"]);
        let note = random.pick(&["", ", note = \"n\"", ", note = null"]);
        writeln!(items, "    {{ name = \"{name}\"{n}{on}{libs}{note} }},").unwrap();
    }
    let on = random.one_in(2);
    let mut out = format!(
        r#"variable "items" {{
  type    = list(object({{ name = string, n = optional(number, 1), on = optional(bool, true), libs = optional(list(string), []), note = optional(string) }}))
  default = [
{items}  ]
}}
variable "names" {{
  type    = set(string)
  default = ["q", "p", "q"]
}}
variable "on" {{ default = {on} }}
locals {{
  map  = {{ for i in var.items : i.name => i }}
  kept = [for i in var.items : i if i.on]
}}
resource "databricks_group" "u" {{
  display_name = "u"
}}
"#
    );
    let (repeat, key) = match random.below(4) {
        0 => ("  count = 2\n", "count.index"),
        1 => ("  for_each = var.names\n", "each.key"),
        2 => ("  for_each = local.map\n", "each.value.name"),
        _ => ("", "\"j\""),
    };
    write!(out, "resource \"databricks_job\" \"j\" {{\n{repeat}  name = \"job-${{{key}}}\"\n").unwrap();
    for _ in 0..=random.below(2) {
        if random.one_in(3) {
            out.push_str("  task {\n    task_key = \"static\"\n  }\n");
        }
        task(random, &mut out, key);
    }
    dynamic(random, &mut out, "parameter", |random, it| {
        let default = text(random, it);
        format!("name = \"p-${{{it}.key}}\"\ndefault = {default}\n")
    });
    let (items, _) = objects(random);
    write!(
        out,
        "  dynamic \"environment\" {{\n    for_each = {items}\n    iterator = env\n    content {{\n      environment_key = env.value.name\n      spec {{\n        client = env.value.n\n        dependencies = env.value.libs\n      }}\n    }}\n  }}\n}}\n"
    )
    .unwrap();
    out.push_str("resource \"databricks_grants\" \"g\" {\n  catalog = \"main\"\n  grant {\n    principal = \"always\"\n    privileges = [\"USE_CATALOG\"]\n  }\n");
    dynamic(random, &mut out, "grant", |_, it| {
        format!(
            "principal = \"p-${{{it}.key}}\"\nprivileges = [for x in [\"select\", \"modify\"] : upper(x)]\n"
        )
    });
    out + "}\n"
}

/// A collection of objects, and what its keys are.
fn objects(random: &mut Random) -> (&'static str, bool) {
    let forms = [
        ("var.items", false),
        ("local.map", true),
        ("local.kept", false),
        ("{ for k, v in local.map : upper(k) => v if v.n > 1 }", true),
        ("values(local.map)", false),
        ("concat(local.kept, [{ name = \"extra\", n = 9, on = true, libs = [\"z\"], note = null }])", false),
        ("var.on ? local.kept : []", false),
        ("[for i in var.items : merge(i, { libs = reverse(i.libs) })]", false),
        ("slice(var.items, 0, 1)", false),
    ];
    forms[random.below(forms.len())]
}

/// A collection of texts.
fn texts(random: &mut Random) -> &'static str {
    let forms = [
        "var.names",
        "toset([\"x\", \"x\"])",
        "[\"b\", \"a\"]",
        "var.on ? [\"one\"] : []",
        "var.on ? { k = \"v\" } : {}",
        "keys(local.map)",
        "split(\",\", \"p,q\")",
        "[]",
        "[databricks_group.u.id, \"known\"]",
        "{ for n in var.names : n => databricks_group.u.id }",
        "{ for i, x in var.items : i => x.name }",
        "flatten(var.items[*].libs)",
    ];
    forms[random.below(forms.len())]
}

/// A text from the iterator.
fn text(random: &mut Random, it: &str) -> String {
    let forms = [
        format!("{it}.value"),
        format!("\"<${{{it}.value}}>\""),
        format!("upper({it}.key)"),
        format!("{it}.key == \"a\" ? \"first\" : \"other\""),
        format!("try({it}.value.nope, \"none\")"),
    ];
    forms[random.below(forms.len())].clone()
}

fn dynamic(random: &mut Random, out: &mut String, name: &str, content: impl Fn(&mut Random, &str) -> String) {
    let (iterator, it) = if random.one_in(2) { ("iterator = it\n", "it") } else { ("", name) };
    let collection = texts(random);
    let body = content(random, it);
    write!(out, "dynamic \"{name}\" {{\nfor_each = {collection}\n{iterator}content {{\n{body}}}\n}}\n")
        .unwrap();
}

fn task(random: &mut Random, out: &mut String, key: &str) {
    let (items, _) = objects(random);
    let (iterator, it) = if random.one_in(2) { ("iterator = t\n", "t") } else { ("", "task") };
    write!(
        out,
        "dynamic \"task\" {{\nfor_each = {items}\n{iterator}content {{\ntask_key = \"${{{it}.key}}-${{{it}.value.name}}-${{{key}}}\"\nmax_retries = {it}.value.n\ndescription = {it}.value.note\n"
    )
    .unwrap();
    match random.below(3) {
        0 => out.push_str("existing_cluster_id = databricks_group.u.id\n"),
        1 => writeln!(out, "existing_cluster_id = {it}.value.on ? \"c-${{databricks_group.u.id}}\" : \"d\"")
            .unwrap(),
        _ => {}
    }
    write!(out, "dynamic \"library\" {{\nfor_each = {it}.value.libs\ncontent {{\nwhl = \"/${{library.key}}/${{library.value}}/${{{it}.key}}\"\n}}\n}}\n").unwrap();
    dynamic(random, out, "depends_on", |random, inner| format!("task_key = {}\n", text(random, inner)));
    write!(
        out,
        "dynamic \"notebook_task\" {{\nfor_each = {it}.value.on ? [{it}.value] : []\ncontent {{\nnotebook_path = \"/n/${{notebook_task.value.name}}\"\nbase_parameters = {{ k = {it}.value.n, l = \"x\" }}\n}}\n}}\n}}\n}}\n"
    )
    .unwrap();
}
