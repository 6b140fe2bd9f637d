//! Type constraints, conversion and defaults.
//!
//! `convert.cases` holds one case a line, `type <- value ==> result`. With `UPDATE=1` the results are
//! written anew. Terraform judges them as variables with a type and a default.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::{apply_defaults, convert, make_set, type_of, unify};
use bricklint_lang::syntax::{parse_expression, parse_json};
use bricklint_lang::types::{Type, parse_type};
use bricklint_lang::value::{
    Blank, Marks, Provenance, Refinements, Segment, SeqKind, Symbol, Text, Unknown, Value,
};

use crate::eval_scope::{Names, show};
use crate::oracle;

const CASES: &str = include_str!("convert.cases");

/// Type, value, result.
fn cases() -> Vec<(&'static str, &'static str, &'static str)> {
    let lines = CASES.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (left, result) = line.split_once(" ==> ").unwrap_or((line, ""));
            let (ty, value) = left.split_once(" <- ").unwrap();
            (ty, value, result)
        })
        .collect()
}

fn converted(ty: &str, value: &str) -> Result<Value, String> {
    let (tree, id) = parse_expression(ty);
    assert!(tree.errors.is_empty(), "{ty}: {:?}", tree.errors);
    let (ty, defaults) = parse_type(&tree, id.unwrap())
        .map_err(|error| format!("type: {} at `{}`", error.message, tree.slice(error.span)))?;
    let value = Names::new().eval(value);
    convert(&apply_defaults(&value, &defaults), &ty)
}

fn result(ty: &str, value: &str) -> String {
    match converted(ty, value) {
        Ok(value) => format!("{} as {}", show(&value), type_of(&value)),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn results_are_as_recorded() {
    if std::env::var_os("UPDATE").is_some() {
        let mut text = String::new();
        for line in CASES.lines() {
            let left = line.split_once(" ==> ").map_or(line, |(left, _)| left);
            match left.split_once(" <- ") {
                Some((ty, value)) => writeln!(text, "{left} ==> {}", result(ty, value)).unwrap(),
                None => writeln!(text, "{left}").unwrap(),
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/convert.cases");
        std::fs::write(path, text).unwrap();
        return;
    }
    let mut wrong = Vec::new();
    for (ty, value, expected) in cases() {
        let found = result(ty, value);
        if found != expected {
            wrong.push(format!("{ty} <- {value}\n  expected {expected}\n     found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn results_are_those_of_terraform() {
    let cases = cases();
    let found: Vec<Option<Value>> = cases.iter().map(|(ty, value, _)| converted(ty, value).ok()).collect();
    let cases: Vec<(&str, &str)> = cases.into_iter().map(|(ty, value, _)| (ty, value)).collect();
    oracle::compare_conversions(&cases, &found);
}

fn ty(text: &str) -> Type {
    let (tree, id) = parse_expression(text);
    parse_type(&tree, id.unwrap()).unwrap().0
}

#[test]
fn json_writes_a_type_as_a_string() {
    let read = |text: &str| {
        let tree = parse_json(format!(r#"{{"variable": {{"x": {{"type": "{text}"}}}}}}"#).as_bytes());
        let block = tree.blocks(tree.root)[0];
        let attribute = *tree.attribute(block.body, "type").unwrap();
        parse_type(&tree, attribute.value).map(|(ty, _)| ty).map_err(|error| {
            assert_eq!(tree.slice(error.span).trim_matches('"'), text);
            error.message
        })
    };
    assert_eq!(read("list(string)"), Ok(ty("list(string)")));
    assert_eq!(read("string"), Ok(Type::String));
    assert_eq!(read("object({ a = optional(number) })"), Ok(ty("object({ a = optional(number) })")));
    assert_eq!(read("foo"), Err("`foo` is not a type".into()));
    assert!(read("list(").is_err());
}

#[test]
fn the_common_type_of_several() {
    for (types, expected) in [
        ("string", "string"),
        ("string, number", "string"),
        ("number, bool", "none"),
        ("number, bool, string", "string"),
        ("any, number", "number"),
        ("any, number, bool", "any"),
        ("list(string), list(number)", "list(string)"),
        ("list(string), any", "any"),
        ("list(string), tuple([number])", "list(string)"),
        ("list(string), tuple([])", "list(string)"),
        ("list(string), set(string)", "list(string)"),
        ("set(string), tuple([string])", "set(string)"),
        ("list(number), map(number)", "none"),
        ("map(string), object({ a = number })", "map(string)"),
        ("map(number), object({ a = bool })", "none"),
        ("object({ a = number }), object({ a = string })", "object({a=string})"),
        ("object({ a = number }), object({ b = string })", "map(string)"),
        ("object({ a = number }), object({ b = bool })", "none"),
        ("object({ a = number, b = bool }), object({ a = bool, b = bool })", "none"),
        ("tuple([number]), tuple([string])", "tuple([string])"),
        ("tuple([number]), tuple([string, bool])", "list(string)"),
        ("tuple([number]), object({ a = string })", "none"),
        ("tuple([]), tuple([])", "tuple([])"),
        ("object({}), object({ a = bool })", "map(bool)"),
        ("list(any), list(string)", "list(string)"),
        // What may be left out of what is given is there in a value.
        ("list(object({ a = string, b = optional(list(string)) })), tuple([object({ a = string })])", "none"),
        ("object({ a = optional(string) }), map(object({ a = string }))", "none"),
        ("set(object({ a = optional(string) })), list(object({ a = string }))", "list(object({a=string}))"),
    ] {
        let Type::Tuple(list) = ty(&format!("tuple([{types}])")) else { unreachable!() };
        let found = unify(&list).map_or("none".into(), |ty| ty.to_string());
        assert_eq!(found, expected, "{types}");
    }
    assert_eq!(unify(&[]), None);
}

fn unknown(ty: Type) -> Unknown {
    let name = "var.x";
    Unknown {
        ty,
        refinements: Refinements { not_null: true, ..Refinements::default() },
        cause: Cause::new(CauseKind::Variable, name, "`var.x` has no value"),
        symbol: Some(Arc::new(Symbol {
            stack: 0,
            module: "".into(),
            name: name.into(),
            path: "".into(),
            free: false,
        })),
        may_be: Blank { null: true, empty: false },
        cases: None,
    }
}

#[test]
fn an_unknown_keeps_what_survives() {
    for (from, to, expected, symbol) in [
        ("string", "string", "string", "var.x"),
        ("any", "string", "string", "var.x"),
        ("any", "list(string)", "list(string)", "var.x"),
        ("number", "string", "string", "convert(var.x, string)"),
        ("string", "number", "number", "convert(var.x, number)"),
        ("list(number)", "list(string)", "list(string)", "convert(var.x, list(string))"),
        ("list(string)", "set(string)", "set(string)", "convert(var.x, set(string))"),
        ("list(string)", "list(any)", "list(string)", "var.x"),
        ("tuple([number, string])", "set(any)", "set(string)", "convert(var.x, set(string))"),
        ("object({ a = string })", "map(string)", "map(string)", "var.x"),
        (
            "object({ a = string, b = number })",
            "object({ a = string })",
            "object({a=string})",
            "convert(var.x, object({a=string}))",
        ),
        (
            "object({})",
            "object({ a = optional(string) })",
            "object({a=string})",
            "convert(var.x, object({a=string}))",
        ),
        ("map(string)", "object({ a = number })", "object({a=number})", "convert(var.x, object({a=number}))"),
    ] {
        let value = Value::from_unknown(unknown(ty(from))).with_marks(Marks::SENSITIVE);
        let value = convert(&value, &ty(to)).unwrap();
        assert_eq!(value.marks(), Marks::SENSITIVE);
        let found = value.as_unknown().unwrap();
        assert_eq!(found.ty.to_string(), expected, "{from} to {to}");
        assert_eq!(&*found.symbol.as_ref().unwrap().name, symbol, "{from} to {to}");
        assert_eq!(&*found.cause.subject, "var.x");
        assert!(found.refinements.not_null && found.may_be.null);
    }
    for (from, to) in [
        ("bool", "number"),
        ("list(string)", "string"),
        ("list(string)", "map(string)"),
        ("list(list(string))", "list(string)"),
        ("object({})", "object({ a = string })"),
        ("tuple([string])", "tuple([])"),
        ("set(string)", "tuple([string])"),
        ("list(bool)", "list(number)"),
        ("tuple([number, bool])", "list(any)"),
    ] {
        assert!(convert(&Value::from_unknown(unknown(ty(from))), &ty(to)).is_err(), "{from} to {to}");
        assert!(convert(&Value::null_of(ty(from)), &ty(to)).is_err(), "null {from} to {to}");
    }
}

#[test]
fn the_length_of_an_unknown_follows_its_type() {
    let bounds = |from: &str, to: &str, least, most| {
        let mut whole = unknown(ty(from));
        whole.refinements.min_length = least;
        whole.refinements.max_length = most;
        let value = convert(&Value::from_unknown(whole), &ty(to)).unwrap();
        let refinements = value.as_unknown().unwrap().refinements.clone();
        (refinements.min_length, refinements.max_length)
    };
    assert_eq!(bounds("tuple([string, string])", "set(string)", None, None), (Some(1), Some(2)));
    assert_eq!(bounds("object({ a = string })", "map(string)", None, None), (Some(1), Some(1)));
    assert_eq!(bounds("list(number)", "list(string)", Some(2), Some(3)), (Some(2), Some(3)));
    assert_eq!(bounds("list(number)", "set(string)", Some(2), Some(3)), (Some(1), Some(3)));
}

#[test]
fn a_tuple_that_is_not_null_becomes_a_list_of_unknowns() {
    let tuple = unknown(ty("tuple([string, string])"));
    let list = convert(&Value::from_unknown(tuple.clone()), &ty("list(string)")).unwrap();
    assert_eq!(show(&list), "list[?var.x[0], ?var.x[1]]");
    let nullable = Unknown { refinements: Refinements::default(), ..tuple };
    let list = convert(&Value::from_unknown(nullable), &ty("list(string)")).unwrap();
    let refinements = &list.as_unknown().unwrap().refinements;
    assert_eq!((refinements.min_length, refinements.max_length), (Some(2), Some(2)));
}

#[test]
fn strings_with_unknown_parts_stay_as_they_are() {
    let hole = Value::from_unknown(unknown(Type::String));
    let parts = [Segment::Known("arn:".into()), Segment::Hole(hole.clone())];
    let segmented = Value::text(Text::Segmented(parts.into()));
    assert_eq!(convert(&segmented, &Type::String), Ok(segmented.clone()));
    let number = convert(&segmented, &Type::Number).unwrap();
    assert_eq!(&*number.cause().unwrap().subject, "var.x");
    assert!(number.as_unknown().unwrap().refinements.not_null);
    let encoded = Value::text(Text::Encoded { text: None, value: Value::tuple(vec![hole]) });
    let list = convert(&Value::tuple(vec![encoded.clone()]), &ty("list(string)")).unwrap();
    assert_eq!(list.as_items().unwrap()[0], encoded);
}

#[test]
fn marks_and_provenance_stay_with_the_elements() {
    let names = Names::new();
    let from = names.provenance(&[7]);
    let secret = Value::number(1).with_marks(Marks::SENSITIVE).with_provenance(from);
    let tuple = Value::tuple(vec![secret.clone(), Value::string("b")]);
    let list = convert(&tuple, &ty("list(string)")).unwrap();
    let items = list.as_items().unwrap();
    assert_eq!(list.marks(), Marks::NONE);
    assert_eq!((items[0].marks(), items[0].provenance()), (Marks::SENSITIVE, from));
    assert_eq!(items[1].marks(), Marks::NONE);
    let set = convert(&tuple, &ty("set(string)")).unwrap();
    assert_eq!(set.marks(), Marks::SENSITIVE);
    let items = set.as_items().unwrap();
    assert_eq!((items[0].marks(), items[0].provenance()), (Marks::NONE, from));
    let object = Value::object([("a".into(), secret)]);
    let map = convert(&object, &ty("map(string)")).unwrap();
    assert_eq!(map.as_map().unwrap().get("a").unwrap().marks(), Marks::SENSITIVE);
}

#[test]
fn a_set_keeps_unknown_elements_apart() {
    let names = Names::new();
    let items = ["u.s", "\"b\"", "u.s", "null", "\"a\"", "\"b\""];
    let set = make_set(Type::String, items.iter().map(|item| names.eval(item)).collect());
    assert_eq!(show(&set), r#"set["a", "b", null, ?u.s, ?u.s]"#);
    let list = convert(&set, &ty("list(string)")).unwrap();
    assert!(list.is_unknown(), "unknown elements may turn out to be one");
    let one = make_set(Type::String, vec![names.eval("u.s")]);
    assert!(matches!(convert(&one, &ty("list(string)")), Ok(Value::Seq { .. })));
}

#[test]
fn types_that_a_provider_may_say_are_not_told_apart() {
    let set = ty("set(object({ key = any }))");
    let of = |other: Value| {
        let element = |key: Value| Value::object([(Arc::from("key"), key)]);
        convert(&Value::tuple(vec![element(Value::string("z")), element(other)]), &set)
    };
    assert!(of(Value::number(7)).is_err());
    assert!(of(Value::number(7).with_provenance(Provenance(3))).is_ok());
    assert!(of(Value::null().with_provenance(Provenance(3))).is_ok());
    let names = Names::new();
    assert!(of(names.eval("u.d")).is_ok());
    assert!(of(names.eval("u.n")).is_err());
}

#[test]
fn large_collections_take_linear_time() {
    let count = 20_000;
    let items: Vec<Value> = (0..count).rev().map(|n| Value::string(format!("item-{n:05}"))).collect();
    let set = convert(&Value::tuple(items.clone()), &ty("set(any)")).unwrap();
    assert_eq!(set.as_items().unwrap().len(), count);
    // Every element has a type of its own.
    let objects: Vec<Value> = items
        .iter()
        .map(|item| Value::object([(Arc::from(item.as_str().unwrap()), Value::number(1))]))
        .collect();
    let list = convert(&Value::tuple(objects), &ty("list(any)")).unwrap();
    assert_eq!(type_of(&list).to_string(), "list(map(number))");
    let Value::Seq { value, .. } = list else { unreachable!() };
    assert!(matches!(value.kind, SeqKind::List(_)));
}
