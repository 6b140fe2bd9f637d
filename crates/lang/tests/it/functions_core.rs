//! Numeric, collection and conversion functions with known, null, unknown and sensitive arguments.
//!
//! `functions_core.cases` holds one case a line, `expression ==> result`, in the notation of
//! [`crate::eval_scope::show`]. With `UPDATE=1` the results are written anew.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use bricklint_lang::functions::{Answered, catalogue};
use bricklint_lang::value::{Marks, Value};

use crate::eval_scope::{Names, show};
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
                expression => write!(text, "{expression} ==> {}", names.show(expression)).unwrap(),
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

/// Where segments, cases or provenance tell more than Terraform knows; no oracle.
#[test]
fn more_is_known_than_terraform_knows() {
    let names = Names::new();
    for (expression, expected) in [
        ("coalesce(\"a-${u.s}\", \"d\")", "<\"a-\" ?u.s>"),
        ("coalesce(\"${u.s}${u.s2}\", \"d\")", "?coalesce(\"${u.s}${u.s2}\", \"d\")"),
        ("compact([\"a-${u.s}\", \"\", \"b\"])", "list[<\"a-\" ?u.s>, \"b\"]"),
        ("concat([\"a-${u.s}\"], [1])", "[<\"a-\" ?u.s>, 1]"),
        ("merge({ a = \"x${u.s}\" }, { b = 1 })", "{a=<\"x\" ?u.s>, b=1}"),
        ("merge(u.ms, { a = \"x\" }).a", "\"x\""),
        ("merge({ a = \"y\" }, u.ms, { a = \"x\" })[\"a\"]", "\"x\""),
        ("merge(merge(u.ms, { a = \"x\", b = \"x\" }), { b = \"y\" }).a", "\"x\""),
        ("merge(merge(u.ms, { a = \"x\" }), { a = \"y\" }).a", "\"y\""),
        ("merge({ a = \"x\" }, u.ms).a", "?merge({\"a\" = \"x\"}, u.ms).a"),
        ("merge(merge(u.ms, { a = \"x\" }), u.ms).a", "?merge((merge(u.ms, {\"a\" = \"x\"})), u.ms).a"),
        ("lookup({ a = \"x${u.s}\" }, \"a\", \"d\")", "<\"x\" ?u.s>"),
        ("contains([\"a-${u.s}\"], \"b-x\")", "false"),
        ("index([\"a-${u.s}\", \"b\"], \"b\")", "1"),
        ("tolist([\"a-${u.s}\"])", "list[<\"a-\" ?u.s>]"),
        ("length([\"a-${u.s}\"])", "1"),
        ("length(u.b ? [1] : [1, 2])", "(u.b ? 1 : 2)"),
    ] {
        assert_eq!(names.show(expression), expected, "{expression}");
    }
}

/// An expression of an unknown list, why it is unknown, and what it surely holds.
#[test]
fn an_unknown_list_surely_holds_what_is_known() {
    let names = Names::new();
    for (expression, why, holds) in [
        ("concat([u.s], u.ls, [\"a\"])", "u.ls", &["?u.s", "\"a\""][..]),
        ("concat(concat(u.ls, [\"a\"]), [\"b\"])", "u.ls", &["\"a\"", "\"b\""]),
        ("flatten([[[u.s]], u.ls, [\"a\"]])", "u.ls", &["?u.s", "\"a\""]),
        ("flatten([[\"a\"], u.d])", "u.d", &["\"a\""]),
        ("compact([\"a-${u.s2}\", u.s, \"\", \"b\", null])", "u.s", &["<\"a-\" ?u.s2>", "\"b\""]),
        ("compact(concat([\"a\", \"\"], u.ls))", "u.ls", &["\"a\""]),
        ("compact([v.secret, u.s])", "u.s", &["secret(\"hunter2\")"]),
    ] {
        let value = names.eval(expression);
        assert_eq!(value.as_unknown().map(|unknown| &*unknown.cause.subject), Some(why), "{expression}");
        let items: Vec<String> = value.sure_items().iter().map(show).collect();
        assert_eq!(items, holds, "{expression}");
        assert_eq!(value.holds_secret(), expression.contains("secret"), "{expression}");
    }
    let encoded = names.eval("compact([jsonencode({ a = u.s }), \"\"])");
    assert_eq!(encoded.as_items().map(<[Value]>::len), Some(1));
    // A mark on the whole is on all that it holds, wherever it is read.
    let marked = names.eval("concat(u.ls, [\"a\"])").map_marks(&|_| Marks::SENSITIVE);
    assert!(marked.sure_items().iter().all(Value::holds_secret));
}

#[test]
fn provenance_goes_where_the_value_goes() {
    let mut names = Names::new();
    for (name, number) in [("v.x", 1), ("v.y", 2), ("v.z", 3)] {
        let from = names.provenance(&[number]);
        names.set(name, Value::string(name).with_provenance(from));
    }
    // The expression, the numbers of the whole and those of its first element.
    for (expression, whole, first) in [
        ("concat([v.x], [v.y])", &[][..], &[1][..]),
        ("merge({ a = v.x }, { b = v.y })", &[], &[1]),
        ("reverse([v.x, v.y])", &[], &[2]),
        ("values({ a = v.x })", &[], &[1]),
        ("zipmap([v.x], [v.y])", &[1], &[2]),
        ("flatten([[v.x], [v.y]])", &[], &[1]),
        ("chunklist([v.x, v.y], 2)[0]", &[], &[1]),
        ("setproduct([v.x], [v.y])[0]", &[], &[1]),
        ("slice([v.x, v.y], 1, 2)", &[], &[2]),
        ("toset([v.x])", &[], &[1]),
        ("setunion([v.x], [v.y])", &[], &[1]),
        ("sort([v.x, v.y])", &[1, 2], &[]),
        ("distinct([v.x, v.y])", &[1, 2], &[]),
        ("compact([v.x, v.y])", &[1, 2], &[]),
        ("element([v.x, v.y], 1)", &[2], &[]),
        ("lookup({ a = v.x }, \"a\", v.y)", &[1], &[]),
        ("lookup({ a = v.x }, \"b\", v.y)", &[2], &[]),
        ("coalesce(v.x, v.y)", &[1], &[]),
        ("coalesce(\"\", v.y, v.z)", &[2], &[]),
        ("coalesce(u.s, v.y, v.z)", &[2, 3], &[]),
        ("contains([v.x], v.y)", &[1, 2], &[]),
        ("length([v.x])", &[], &[]),
        ("length(v.x)", &[1], &[]),
        ("keys({ a = v.x })", &[], &[]),
        ("one([v.x])", &[1], &[]),
        ("tostring(v.x)", &[1], &[]),
        ("provider::a::f(v.x, [v.y])", &[1, 2], &[]),
    ] {
        let value = names.eval(expression);
        assert_eq!(names.numbers(&value), whole, "{expression}");
        let element = match &value {
            Value::Seq { value, .. } => value.items.first(),
            Value::Map { value, .. } => value.entries.first().map(|(_, value)| value),
            _ => None,
        };
        let numbers = element.map(|element| names.numbers(element)).unwrap_or_default();
        assert_eq!(numbers, first, "{expression}");
    }
}

#[test]
fn errors_hold_nothing_secret() {
    let names = Names::new();
    for expression in [
        "tonumber(v.secret)",
        "tobool(v.secret)",
        "parseint(v.secret, 10)",
        "lookup({ a = 1 }, v.secret)",
        "index([\"a\"], v.secret)",
        "tolist(v.secret)",
        "merge(v.secret)",
        "abs(v.secret)",
        "sum([v.secret])",
        "zipmap([v.secret], [])",
        "tomap(sensitive({ hunter2 = 1, b = true }))",
        "alltrue([v.secret])",
        "range(v.secret)",
        "transpose(sensitive({ hunter2 = 1 }))",
    ] {
        let error = names.try_eval(expression).unwrap_err().to_string();
        assert!(!error.contains("hunter2"), "{expression}: {error}");
    }
}

#[test]
fn wrong_calls_say_what_is_wrong() {
    let names = Names::new();
    for (expression, expected) in [
        ("lenght([])", "there is no function named `lenght`; did you mean `length`?"),
        ("xyzzyxyz()", "there is no function named `xyzzyxyz`"),
        ("abs()", "`abs` takes 1 argument; `num` is missing"),
        ("abs(1, 2)", "`abs` takes 1 argument, not 2"),
        ("pow(1)", "`pow` takes 2 arguments; `power` is missing"),
        ("setunion()", "`setunion` takes at least 1 argument; `first_set` is missing"),
        ("abs(\"x\")", "invalid value for the parameter `num` of `abs`: a number is required"),
        ("abs(null)", "invalid value for the parameter `num` of `abs`: it must not be null"),
        ("tomap([1])", "`tomap` failed: a map of any single type is required"),
    ] {
        assert_eq!(names.show(expression), format!("error: {expected}"), "{expression}");
    }
}

#[test]
fn an_unknown_result_says_why() {
    let names = Names::new();
    for (expression, subject) in [
        ("abs(u.n)", "u.n"),
        ("max(1, u.n, 2)", "u.n"),
        ("distinct([\"a\", u.s])", "u.s"),
        ("lookup({}, u.s, 1)", "u.s"),
        ("merge({}, u.d)", "u.d"),
        ("sort([u.s])[0]", "u.s"),
        ("provider::aws::arn_parse(\"x\")", "provider::aws::arn_parse"),
    ] {
        assert_eq!(&*names.eval(expression).cause().unwrap().subject, subject, "{expression}");
    }
}

#[test]
fn the_catalogue_is_sorted_and_whole() {
    let names: Vec<&str> = catalogue().map(|entry| entry.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    for name in ["abs", "try", "templatefile", "zipmap", "list", "convert"] {
        assert!(names.contains(&name), "{name}");
    }
    let lookup = catalogue().find(|entry| entry.name == "lookup").unwrap();
    assert_eq!(lookup.params.iter().map(|p| p.name).collect::<Vec<_>>(), ["inputMap", "key"]);
    assert!(lookup.rest.unwrap().nullable);
    assert_eq!(lookup.answer, Answered::Computed);
}

/// Terraform's own description of names, parameters and null.
#[test]
fn the_catalogue_is_that_of_terraform() {
    let mut command = Command::new("terraform");
    command.args(["metadata", "functions", "-json"]);
    command.env("TF_CLI_CONFIG_FILE", "/dev/null").env("CHECKPOINT_DISABLE", "1");
    let Ok(output) = command.output() else {
        eprintln!("terraform is not installed: the catalogue was NOT compared");
        return;
    };
    let theirs: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let parameter = |p: &serde_json::Value| {
        (p["name"].as_str().unwrap().to_owned(), p["is_nullable"].as_bool().unwrap_or(false))
    };
    for entry in catalogue() {
        let theirs = &theirs["function_signatures"][entry.name];
        if theirs.is_null() {
            assert!(entry.since.is_some() || ["list", "map"].contains(&entry.name), "{}", entry.name);
            continue;
        }
        let none = Vec::new();
        let params: Vec<_> = theirs["parameters"].as_array().unwrap_or(&none).iter().map(parameter).collect();
        let ours: Vec<_> = entry.params.iter().map(|p| (p.name.to_owned(), p.nullable)).collect();
        assert_eq!(ours, params, "{}", entry.name);
        let rest = theirs.get("variadic_parameter").map(parameter);
        assert_eq!(entry.rest.map(|p| (p.name.to_owned(), p.nullable)), rest, "{}", entry.name);
    }
}

/// Each of these is quadratic when done the obvious way, and would take minutes.
#[test]
fn large_arguments_take_linear_time() {
    let mut names = Names::new();
    let count = 50_000;
    let item = |n: usize| Value::string(format!("item-{n:05}"));
    let items: Vec<Value> = (0..count).rev().map(item).collect();
    let entries = (0..count).map(|n| (std::sync::Arc::from(format!("k{n:05}")), item(n)));
    names.set("v.items", Value::tuple(items.clone()));
    names.set("v.nested", Value::tuple(items.iter().map(|i| Value::tuple(vec![i.clone()])).collect()));
    names.set("v.object", Value::object(entries));
    for expression in [
        "length(distinct(concat(v.items, v.items)))",
        "length(toset(v.items))",
        "length(flatten(v.nested))",
        "length(keys(merge(v.object, v.object)))",
        "length(setintersection(v.items, v.items))",
        "length(matchkeys(v.items, v.items, v.items))",
        "length(zipmap(v.items, v.items))",
        "length(sort(v.items))",
        "length(compact(v.items))",
        "length(reverse(v.items))",
        "length(transpose({ a = v.items }))",
        "length(merge([for i in slice(v.items, 0, 50000) : { (i) = 1 }]...))",
    ] {
        assert_eq!(names.show(expression), count.to_string(), "{expression}");
    }
}

/// `convert` came with Terraform 1.15 and reads a type as its second argument.
#[test]
fn convert_takes_a_type() {
    let names = Names::new();
    for (expression, expected) in [
        ("convert(1, string)", "\"1\""),
        ("convert([\"b\", \"a\", \"b\"], set(string))", "set[\"a\", \"b\"]"),
        ("convert({ a = 1 }, map(string))", "map{a=\"1\"}"),
        ("convert({ a = 1, b = 2 }, object({ a = string }))", "{a=\"1\"}"),
        ("convert(u.s, string)", "?u.s"),
        ("convert(u.d, list(string))", "?u.d"),
        ("convert(null, string)", "null(string)"),
        ("convert(v.secret, string)", "secret(\"hunter2\")"),
        ("core::convert(true, any)", "true"),
        ("convert([1], number)", "error: `convert`: a number is required"),
        ("convert(1, foo)", "error: `foo` is not a type"),
        ("convert(1)", "error: `convert`: a value and a type are required"),
    ] {
        assert_eq!(names.show(expression), expected, "{expression}");
    }
}
