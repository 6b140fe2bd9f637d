//! Numeric, collection and conversion functions with known, null, unknown and sensitive arguments.
//!
//! `functions_core.cases` holds one case a line, `expression ==> result`, in the notation of
//! [`crate::eval_scope::show`]. With `UPDATE=1` the results are written anew.

use std::path::Path;

use crate::eval_scope::Names;
use crate::oracle;

const CASES: &str = include_str!("functions_core.cases");

fn cases() -> Vec<(&'static str, &'static str)> {
    let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(" ==> ").unwrap_or((line, ""))).collect()
}

#[test]
fn results_are_as_recorded() {
    let names = Names::new();
    if std::env::var_os("UPDATE").is_some() {
        let mut text = String::new();
        for line in CASES.lines() {
            match line.split_once(" ==> ").map_or(line, |(expression, _)| expression) {
                "" => {}
                comment if comment.starts_with('#') => text.push_str(comment),
                expression => text.push_str(&format!("{expression} ==> {}", names.show(expression))),
            }
            text.push('\n');
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/functions_core.cases");
        std::fs::write(path, text).unwrap();
        return;
    }
    let mut wrong = Vec::new();
    for (expression, expected) in cases() {
        let found = names.show(expression);
        if found != expected {
            wrong.push(format!("{expression}\n  expected {expected}\n     found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn results_are_those_of_terraform() {
    let expressions: Vec<&str> = cases().into_iter().map(|(expression, _)| expression).collect();
    oracle::compare(&expressions, DIFFERENT);
}

/// Known differences, each with its reason.
const DIFFERENT: &[&str] = &[
    // Terraform compares the attributes in an order that changes from run to run.
    "contains([{ a = u.s, b = 1 }], { a = \"x\", b = 2 })",
];
