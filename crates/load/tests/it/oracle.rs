//! Terraform as the judge: what `terraform plan` makes of a configuration, and what we make of it.
//!
//! Resources are `terraform_data`, which needs no provider. Without `terraform` on the path the tests say so
//! and compare nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;

use bricklint_lang::print::to_json;
use bricklint_lang::value::{Marks, Value};
use bricklint_load::LoadOptions;
use bricklint_model::stack::Stack;
use serde_json::Value as Json;

use crate::support::load_files;

mod blocks;
mod collections;
mod generate;
mod generated;
mod reads;
mod references;
mod secrets;
mod table;

/// How many random configurations a test takes: `usual`, or ten times as many with `BRICKLINT_ORACLE`
/// (`make oracle`).
fn amount(usual: usize) -> usize {
    if std::env::var_os("BRICKLINT_ORACLE").is_some() { usual * 10 } else { usual }
}

/// A root and the values for it.
#[derive(Clone)]
pub struct Case {
    pub files: Vec<(String, String)>,
    pub options: LoadOptions,
    pub args: Vec<String>,
    pub env: Vec<(String, String)>,
}

pub fn ours(case: &Case) -> Stack {
    load_files(&case.files, &case.options, &[]).remove(0)
}

/// The plan that Terraform makes; an error is what it says.
pub fn theirs(case: &Case) -> Result<Json, String> {
    theirs_by(case, &[], &[])
}

/// The same after the command `first`, where there is one; with `instead` of a plan, what that prints.
pub fn theirs_by(case: &Case, first: &[&str], instead: &[&str]) -> Result<Json, String> {
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
    if !first.is_empty() {
        run(first)?;
    }
    if !instead.is_empty() {
        return Ok(String::from_utf8(run(instead)?).unwrap().into());
    }
    let mut args = vec!["plan", "-input=false", "-no-color", "-refresh=false", "-out=p"];
    args.extend(case.args.iter().map(String::as_str));
    run(&args)?;
    Ok(serde_json::from_slice(&run(&["show", "-json", "p"])?).unwrap())
}

/// The lines of the errors with this summary, or of all where it is empty.
pub fn validated(case: &Case, summary: &str) -> BTreeSet<usize> {
    let json: Json = serde_json::from_slice(&printed(case, "validate")).unwrap();
    let said = json["diagnostics"].as_array().unwrap().iter();
    said.filter(|said| summary.is_empty() || said["summary"] == summary).filter_map(line_of).collect()
}

/// The lines of the only file at which `terraform plan` finds an error.
pub fn refused(case: &Case) -> BTreeSet<usize> {
    refused_as(case, "")
}

/// The lines of the only file at which `terraform plan` finds an error with this in its summary.
pub fn refused_as(case: &Case, summary: &str) -> BTreeSet<usize> {
    let text = String::from_utf8(printed(case, "plan")).unwrap();
    let said = text.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let said = said.map(|said| said["diagnostic"].clone());
    said.filter(|said| said["summary"].as_str().is_some_and(|s| s.contains(summary)))
        .filter_map(|said| line_of(&said))
        .collect()
}

fn line_of(said: &Json) -> Option<usize> {
    (said["severity"] == "error").then_some(said["range"]["start"]["line"].as_u64()? as usize)
}

/// What a command of Terraform prints as JSON.
fn printed(case: &Case, command: &str) -> Vec<u8> {
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
        command.envs(case.env.iter().map(|(name, value)| (name, value)));
        command.output().unwrap().stdout
    };
    run(&["init", "-input=false", "-no-color"]);
    run(&[command, "-json"])
}

pub fn terraform() -> bool {
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

/// The value with other marks, at every depth; a text is what it reads, whatever it was made of.
fn remark(value: &Value, marks: fn(&Value) -> Marks) -> Value {
    let out = match value {
        Value::Seq { value: seq, .. } => {
            Value::seq(seq.kind.clone(), seq.items.iter().map(|v| remark(v, marks)).collect())
        }
        Value::Map { value: map, .. } => {
            Value::map(map.kind.clone(), map.entries.iter().map(|(k, v)| (k.clone(), remark(v, marks))))
        }
        Value::String { .. } => value.as_str().map_or_else(|| value.clone(), Value::string),
        other => other.clone(),
    };
    out.set_marks(marks(value))
}

/// The marks that Terraform has: what came from the environment is no secret to it.
fn marks(value: &Value) -> Marks {
    let of_text = matches!(value, Value::String { .. }) && value.holds_secret();
    match value.marks() {
        Marks::NONE if of_text => Marks::SENSITIVE,
        marks => marks.without(Marks::SECRET_SOURCE),
    }
}

/// What one side says of a value: what is known, what is not, and what is sensitive.
fn line(out: &mut BTreeMap<String, String>, name: String, value: &Json, unknown: &Json, sensitive: &Json) {
    let [unknown, sensitive] = [unknown, sensitive].map(|mask| plain(mask).unwrap_or(Json::Bool(false)));
    out.insert(name, format!("{} unknown {unknown} sensitive {sensitive}", plain_null(value)));
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

pub fn their_lines(plan: &Json) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let none = Json::Null;
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let address = change["address"].as_str().unwrap();
        out.insert(address.to_owned(), change["index"].to_string());
        for name in ["input", "triggers_replace"] {
            let after = change["change"]["after"].get(name).unwrap_or(&none);
            let unknown = change["change"]["after_unknown"].get(name).unwrap_or(&none);
            let sensitive = change["change"]["after_sensitive"].get(name).unwrap_or(&none);
            line(&mut out, format!("{address}.{name}"), after, unknown, sensitive);
        }
    }
    for (name, change) in plan["output_changes"].as_object().into_iter().flatten() {
        // Of outputs a plan says only whether they were declared sensitive.
        line(&mut out, format!("output.{name}"), &change["after"], &change["after_unknown"], &none);
    }
    out
}

pub fn our_lines(stack: &Stack) -> BTreeMap<String, String> {
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
            let printed = to_json(&remark(&value, |_| Marks::NONE));
            let marked = to_json(&remark(&value, marks));
            let at = format!("{}.{name}", instance.address);
            line(&mut out, at, &printed.value, &printed.unknown, &marked.sensitive);
        }
    }
    for (name, value) in &stack.outputs {
        let printed = to_json(&remark(value, |_| Marks::NONE));
        line(&mut out, format!("output.{name}"), &printed.value, &printed.unknown, &Json::Null);
    }
    out
}

/// How many values of a plan are compared: the leaves that it knows and the parts that it does not.
pub fn amount_of_values(plan: &Json) -> usize {
    fn leaves(json: &Json) -> usize {
        match json {
            Json::Null | Json::Bool(false) => 0,
            Json::Object(map) => map.values().map(leaves).sum(),
            Json::Array(items) => items.iter().map(leaves).sum(),
            _ => 1,
        }
    }
    let changes = plan["resource_changes"].as_array().into_iter().flatten().map(|c| &c["change"]);
    let of_resources = changes.flat_map(|change| {
        let names = ["input", "triggers_replace"];
        names.map(|name| leaves(&change["after"][name]) + leaves(&change["after_unknown"][name]))
    });
    let outputs = plan["output_changes"].as_object().into_iter().flatten();
    of_resources.sum::<usize>()
        + outputs.map(|(_, o)| leaves(&o["after"]) + leaves(&o["after_unknown"])).sum::<usize>()
}

/// What differs, one line each side; empty when nothing does.
pub fn difference(plan: &Json, stack: &Stack) -> String {
    let (theirs, ours) = (their_lines(plan), our_lines(stack));
    let mut out = String::new();
    for problem in &stack.problems {
        writeln!(out, "  problem: {}", problem.message).unwrap();
    }
    let keys: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
    for key in keys {
        let (a, b) = (theirs.get(key), ours.get(key));
        if a != b {
            writeln!(out, "  {key}:\n    terraform {a:?}\n    ours      {b:?}").unwrap();
        }
    }
    out
}
