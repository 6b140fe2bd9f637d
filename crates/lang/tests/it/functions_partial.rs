//! Text and data functions with unknown, partly unknown and sensitive arguments, and at their limits.
//!
//! `functions_partial.cases` holds one case a line, `expression ==> result`, in the notation of
//! [`crate::eval_scope::show`], with line breaks as `\n`. With `UPDATE=1` the results are written anew.

use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use crate::eval_scope::Names;
use crate::oracle;

const CASES: &str = include_str!("functions_partial.cases");

/// Begins the comment after which cases are not compared with Terraform.
const APART: &str = "# Not compared";

fn cases(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once(" ==> ").unwrap_or((line, ""))).collect()
}

fn shown(names: &Names, expression: &str) -> String {
    names.show(expression).replace('\n', "\\n")
}

#[test]
fn results_are_as_recorded() {
    let names = Names::new();
    if std::env::var_os("UPDATE").is_some() {
        let mut text = String::new();
        for line in CASES.lines() {
            match line.split_once(" ==> ").map_or(line, |(expression, _)| expression) {
                comment if comment.starts_with('#') => text.push_str(comment),
                expression => write!(text, "{expression} ==> {}", shown(&names, expression)).unwrap(),
            }
            text.push('\n');
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/functions_partial.cases");
        std::fs::write(path, text).unwrap();
        return;
    }
    let mut wrong = Vec::new();
    for (expression, expected) in cases(CASES) {
        let found = shown(&names, expression);
        if found != expected {
            wrong.push(format!("{expression}\n  expected {expected}\n     found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn results_are_those_of_terraform() {
    let (compared, _) = CASES.split_once(APART).unwrap();
    let expressions: Vec<&str> = cases(compared).into_iter().map(|(expression, _)| expression).collect();
    oracle::compare(&expressions, &[]);
}

/// No text makes a function panic or run away.
fn survives(name: &str, text: &str) {
    let names = Names::new();
    let ctx = bricklint_lang::functions::CallContext {
        scope: &names,
        tally: &bricklint_lang::functions::Tally::default(),
    };
    let value = |text: &str| bricklint_lang::value::Value::string(text);
    let number = |n: i64| bricklint_lang::value::Value::number(n);
    let args = match name {
        "regex" | "regexall" => vec![value(text), value("ab é12")],
        "replace" => vec![value("ab é12"), value(&format!("/{text}/")), value(text)],
        "format" => vec![value(text), number(-12), value("é"), number(1 << 60)],
        "formatdate" => vec![value(text), value("2024-02-29T12:34:56+05:30")],
        "timeadd" => vec![value("2024-02-29T12:34:56Z"), value(text)],
        "timecmp" | "trim" => vec![value(text), value(text)],
        "cidrsubnet" => vec![value(text), number(3), number(5)],
        "cidrhost" => vec![value(text), number(-3)],
        "fileset" => vec![value("."), value(text)],
        "textdecodebase64" => vec![value(text), value("UTF-16")],
        _ => vec![value(text)],
    };
    let _ = bricklint_lang::functions::call(name, &args, &ctx);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(text in "\\PC{0,40}|[ -~\\t\\n]{0,60}|[-\\[\\]{}:,&*#?|>%@`'\"! a1.~<\\n]{0,40}") {
        for name in [
            "regex", "regexall", "replace", "format", "formatdate", "timeadd", "timecmp", "trim", "title", "strrev",
            "cidrsubnet", "cidrhost", "cidrnetmask", "fileset", "jsondecode", "yamldecode", "yamlencode",
            "csvdecode", "base64decode", "urldecode", "textdecodebase64", "basename", "dirname", "upper",
        ] {
            survives(name, &text);
        }
    }
}
