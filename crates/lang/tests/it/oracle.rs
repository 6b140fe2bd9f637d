//! Terraform itself as judge: `terraform console` evaluates the same expressions.
//!
//! Where the binary is not installed the comparison is left out, and says so.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use bricklint_lang::value::{MapKind, Marks, SeqKind, Value};

use crate::eval_scope::Names;

/// The names of [`Names`] as variables; one without a value is unknown in the console.
const ROOT: &str = r#"
variable "u_b" { type = bool }
variable "u_b2" { type = bool }
variable "u_n" { type = number }
variable "u_s" { type = string }
variable "u_s2" { type = string }
variable "u_d" {}
variable "u_ls" { type = list(string) }
variable "u_ms" { type = map(string) }
variable "u_ss" { type = set(string) }
variable "u_id" {
  type     = string
  nullable = false
}
variable "v_secret" {
  default   = "hunter2"
  sensitive = true
}
"#;

/// Longer lines the console drops.
const LONGEST_LINE: usize = 50_000;

/// Compares every expression: what Terraform knows we know alike, what it does not know we do not, and
/// an error is an error on both sides. `except` lists expressions with a known difference.
pub fn compare(expressions: &[&str], except: &[&str]) {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("main.tf"), ROOT).unwrap();
    if console(directory.path(), "1").is_none() {
        eprintln!("terraform is not installed: {} expressions were NOT compared", expressions.len());
        return;
    }
    let names = Names::new();
    let cases: Vec<&str> = expressions.iter().copied().filter(|text| !except.contains(text)).collect();
    let theirs = evaluate(directory.path(), &cases);
    let mut wrong = Vec::new();
    for (text, theirs) in cases.iter().zip(theirs) {
        let ours = match names.try_eval(text) {
            Ok(value) => plain(&printed(&value)),
            Err(error) => format!("error: {error}"),
        };
        let agree = match &theirs {
            Some(theirs) => *theirs == ours,
            None => ours.starts_with("error: "),
        };
        if !agree {
            let theirs = theirs.unwrap_or_else(|| "an error".into());
            wrong.push(format!("{text}\n  terraform {theirs}\n  here      {ours}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Compares values converted to a type, `None` for an error, with variables of that type and default.
pub fn compare_conversions(cases: &[(&str, &str)], found: &[Option<Value>]) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("main.tf");
    let declare = |at: usize| {
        let (ty, value) = cases[at];
        format!("variable \"c{at}\" {{\n  type = {ty}\n  default = {value}\n}}\n")
    };
    if console(directory.path(), "1").is_none() {
        eprintln!("terraform is not installed: {} conversions were NOT compared", cases.len());
        return;
    }
    let mut wrong = Vec::new();
    let valid: Vec<usize> = (0..cases.len()).filter(|at| found[*at].is_some()).collect();
    std::fs::write(&path, valid.iter().map(|at| declare(*at)).collect::<String>()).unwrap();
    let names: Vec<String> = (0..cases.len()).map(|at| format!("var.c{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for (at, theirs) in batch(directory.path(), &names, &valid, "", "") {
        let (theirs, ours) = (plain(&theirs), plain(&printed(found[at].as_ref().unwrap())));
        if theirs != ours {
            wrong.push(format!(
                "{} <- {}\n  terraform {theirs}\n  here      {ours}",
                cases[at].0, cases[at].1
            ));
        }
    }
    let invalid: Vec<usize> = (0..cases.len()).filter(|at| found[*at].is_none()).collect();
    std::fs::write(&path, invalid.iter().map(|at| declare(*at)).collect::<String>()).unwrap();
    let mut command = Command::new("terraform");
    command.args(["validate", "-json"]).current_dir(directory.path());
    command.env("TF_CLI_CONFIG_FILE", "/dev/null").env("CHECKPOINT_DISABLE", "1");
    let output = command.output().unwrap().stdout;
    let output: serde_json::Value = serde_json::from_slice(&output).unwrap();
    let lines: Vec<u64> = output["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|diagnostic| diagnostic["range"]["start"]["line"].as_u64())
        .collect();
    for (position, at) in invalid.iter().enumerate() {
        // A declaration takes four lines.
        let first = position as u64 * 4 + 1;
        if !lines.iter().any(|line| (first..first + 4).contains(line)) {
            wrong.push(format!("{} <- {}\n  is an error here alone", cases[*at].0, cases[*at].1));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// The printed value of each expression, `None` for an error.
fn evaluate(directory: &Path, cases: &[&str]) -> Vec<Option<String>> {
    let mut valid = vec![false; cases.len()];
    let all: Vec<usize> = (0..cases.len()).collect();
    for (at, answer) in batch(directory, cases, &all, "can(", ")") {
        valid[at] = answer != "false";
    }
    let chosen: Vec<usize> = (0..cases.len()).filter(|at| valid[*at]).collect();
    let mut values = vec![None; cases.len()];
    for (at, answer) in batch(directory, cases, &chosen, "", "") {
        values[at] = Some(plain(&answer));
    }
    values
}

fn batch(dir: &Path, cases: &[&str], chosen: &[usize], before: &str, after: &str) -> Vec<(usize, String)> {
    let mut answers = Vec::new();
    let mut line = String::new();
    let mut pending = Vec::new();
    for (position, at) in chosen.iter().enumerate() {
        write!(
            line,
            "{}c{at} = {before}{}{after}",
            if line.is_empty() { "" } else { ", " },
            renamed(cases[*at])
        )
        .unwrap();
        pending.push(*at);
        if line.len() > LONGEST_LINE || position + 1 == chosen.len() {
            let output = console(dir, &format!("{{ {line} }}")).unwrap();
            answers.extend(pending.drain(..).map(|at| (at, entry(&output, at))));
            line.clear();
        }
    }
    answers
}

/// The text of one entry of the printed object.
fn entry(output: &str, at: usize) -> String {
    let head = format!("\n  \"c{at}\" = ");
    let start = output.find(&head).unwrap_or_else(|| panic!("c{at} is not in {output}")) + head.len();
    let rest = &output[start..];
    let end = [rest.find("\n  \"c"), rest.find("\n}")].into_iter().flatten().min().unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// `u.name` and `v.name` as variables.
fn renamed(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let name = matches!(c, 'u' | 'v') && chars.peek() == Some(&'.');
        if name && !before.is_alphanumeric() && before != '"' {
            chars.next();
            write!(out, "var.{c}_").unwrap();
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

/// What the console prints for one line; `None` without a binary.
fn console(directory: &Path, line: &str) -> Option<String> {
    let mut child = Command::new("terraform")
        .arg("console")
        .current_dir(directory)
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{line}").unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// One space between words, and null without its type.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = words.join(" ");
    for ty in ["string", "number", "bool", "list", "set", "map"] {
        text = text.replace(&format!("to{ty}(null)"), "null");
    }
    while let Some(start) = text.find("null /*") {
        let end = text[start..].find("*/").unwrap() + start + 2;
        text.replace_range(start + 4..end, "");
    }
    text
}

/// The value as the console prints it.
fn printed(value: &Value) -> String {
    if value.is_unknown() {
        return "(known after apply)".into();
    }
    if value.marks().contains(Marks::SENSITIVE) {
        return "(sensitive value)".into();
    }
    match value {
        Value::Seq { value, .. } => {
            let items: String = value.items.iter().map(|item| printed(item) + ", ").collect();
            let list = if items.is_empty() { "[]".into() } else { format!("[ {items}]") };
            match value.kind {
                SeqKind::Tuple => list,
                SeqKind::List(_) => format!("tolist({list})"),
                SeqKind::Set(_) => format!("toset({list})"),
            }
        }
        Value::Map { value, .. } => {
            let items: String = value
                .entries
                .iter()
                .flat_map(|(key, item)| [format!("{key:?} = "), printed(item), " ".into()])
                .collect();
            let map = if items.is_empty() { "{}".into() } else { format!("{{ {items}}}") };
            match value.kind {
                MapKind::Object => map,
                MapKind::Map(_) => format!("tomap({map})"),
            }
        }
        Value::String { .. } => format!("{:?}", value.as_str().unwrap()),
        Value::Bool { value, .. } => value.to_string(),
        Value::Null { .. } => "null".into(),
        other => other.as_number().unwrap().to_string(),
    }
}
