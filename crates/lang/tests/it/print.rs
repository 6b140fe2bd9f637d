//! Values in the shapes of a plan, as Terraform prints them.

use std::fmt::Write as _;
use std::process::Command;

use bricklint_lang::print::{json_text, to_json};
use bricklint_lang::value::{Marks, Value};
use serde_json::{Value as Json, json};

use crate::eval_scope::Names;

/// Expression, `after`, `after_unknown`, `after_sensitive`; `u.id` is unknown.
fn cases() -> Vec<(&'static str, Json, Json, Json)> {
    let no = Json::Bool(false);
    vec![
        ("\"a\"", json!("a"), no.clone(), no.clone()),
        ("true", json!(true), no.clone(), no.clone()),
        ("1.50", json!(1.5), no.clone(), no.clone()),
        ("null", Json::Null, no.clone(), no.clone()),
        ("u.id", Json::Null, json!(true), no.clone()),
        ("\"pre-${u.id}\"", Json::Null, json!(true), no.clone()),
        ("[]", json!([]), json!([]), json!([])),
        ("{}", json!({}), json!({}), json!({})),
        ("[\"a\", \"b\"]", json!(["a", "b"]), json!([false, false]), json!([false, false])),
        ("{ a = 1, b = [1] }", json!({"a": 1, "b": [1]}), json!({"b": [false]}), json!({"b": [false]})),
        ("[u.id, 1]", json!([null, 1]), json!([true, false]), json!([false, false])),
        ("{ a = u.id, b = 1 }", json!({"b": 1}), json!({"a": true}), json!({})),
        ("{ a = null, b = u.id }", json!({"a": null}), json!({"b": true}), json!({})),
        ("{ a = { b = u.id } }", json!({"a": {}}), json!({"a": {"b": true}}), json!({"a": {}})),
        ("[[u.id], []]", json!([[null], []]), json!([[true], []]), json!([[false], []])),
        ("tolist([u.id])", json!([null]), json!([true]), json!([false])),
        ("toset([\"b\", \"a\"])", json!(["a", "b"]), json!([false, false]), json!([false, false])),
        ("tomap({ b = \"x\", a = u.id })", json!({"b": "x"}), json!({"a": true}), json!({})),
        ("sensitive(\"x\")", Json::Null, no.clone(), json!(true)),
        ("[sensitive(\"x\"), \"y\"]", json!([null, "y"]), json!([false, false]), json!([true, false])),
        ("{ a = sensitive(\"x\") }", json!({"a": null}), json!({}), json!({"a": true})),
        ("sensitive([1, 2])", Json::Null, json!([false, false]), json!(true)),
        ("sensitive(u.id)", Json::Null, json!(true), json!(true)),
        (
            "{ a = sensitive(u.id), b = [1] }",
            json!({"b": [1]}),
            json!({"a": true, "b": [false]}),
            json!({"a": true, "b": [false]}),
        ),
        ("123456789012345678901234567890", number("123456789012345678901234567890"), no.clone(), no.clone()),
        ("0.1", number("0.1"), no.clone(), no),
    ]
}

fn number(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn values_have_the_shapes_of_a_plan() {
    let names = Names::new();
    for (text, value, unknown, sensitive) in cases() {
        let printed = to_json(&names.eval(text));
        assert_eq!(printed.value, value, "{text}");
        assert_eq!(printed.unknown, unknown, "{text}");
        assert_eq!(printed.sensitive, sensitive, "{text}");
    }
}

/// A plan in which every case is the input of a resource.
#[test]
fn the_shapes_are_those_of_terraform() {
    let directory = tempfile::tempdir().unwrap();
    let terraform = |args: &[&str]| {
        let mut command = Command::new("terraform");
        command.args(args).current_dir(directory.path());
        command.env("TF_CLI_CONFIG_FILE", "/dev/null").env("CHECKPOINT_DISABLE", "1");
        command.output()
    };
    if terraform(&["version"]).is_err() {
        eprintln!("terraform is not installed: the shapes of a plan were NOT compared");
        return;
    }
    let mut text = "resource \"terraform_data\" \"x\" {}\n".to_owned();
    for (index, (expression, ..)) in cases().iter().enumerate() {
        let expression = expression.replace("u.id", "terraform_data.x.id");
        write!(text, "resource \"terraform_data\" \"c{index}\" {{\n  input = {expression}\n}}\n").unwrap();
    }
    std::fs::write(directory.path().join("main.tf"), text).unwrap();
    for args in [&["init"][..], &["plan", "-out=p", "-lock=false"]] {
        let output = terraform(args).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let plan: Json = serde_json::from_slice(&terraform(&["show", "-json", "p"]).unwrap().stdout).unwrap();
    for (index, (expression, mut value, unknown, sensitive)) in cases().into_iter().enumerate() {
        let name = format!("c{index}");
        let change = plan["resource_changes"].as_array().unwrap().iter().find(|r| r["name"] == name).unwrap();
        let shape =
            |kind: &str, missing: Json| change["change"][kind].get("input").cloned().unwrap_or(missing);
        let mut theirs = shape("after", Json::Null);
        hide(&mut theirs, &sensitive);
        hide(&mut value, &sensitive);
        assert_eq!(theirs, value, "{expression}");
        assert_eq!(shape("after_unknown", Json::Bool(false)), unknown, "{expression}");
        assert_eq!(shape("after_sensitive", Json::Bool(false)), sensitive, "{expression}");
    }
}

/// Nulls what is sensitive.
fn hide(value: &mut Json, sensitive: &Json) {
    match (value, sensitive) {
        (value, Json::Bool(true)) => *value = Json::Null,
        (Json::Array(items), Json::Array(flags)) => {
            items.iter_mut().zip(flags).for_each(|(item, flag)| hide(item, flag));
        }
        (Json::Object(items), Json::Object(flags)) => {
            for (key, flag) in flags {
                if let Some(item) = items.get_mut(key) {
                    hide(item, flag);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn nothing_secret_is_printed() {
    for marks in [Marks::SENSITIVE, Marks::EPHEMERAL, Marks::SECRET_SOURCE] {
        let secret = Value::string("hunter2").with_marks(marks);
        for value in [
            secret.clone(),
            Value::tuple(vec![secret.clone()]),
            Value::object([("a".into(), Value::tuple(vec![secret.clone()]))]),
            Value::tuple(vec![Value::string("hunter2")]).with_marks(marks),
            Value::object([("hunter2".into(), Value::number(1))]).with_marks(marks),
        ] {
            let printed = to_json(&value);
            assert!(!printed.value.to_string().contains("hunter2"), "{value:?}");
            assert!(printed.sensitive.to_string().contains("true"), "{value:?}");
        }
    }
}

#[test]
fn the_text_of_json() {
    let names = Names::new();
    for (expression, expected) in [
        ("\"a\"", Some("\"a\"")),
        ("1.50", Some("1.5")),
        ("1e21", Some("1000000000000000000000")),
        ("-0", Some("-0")),
        ("null", Some("null")),
        ("[1, true, null]", Some("[1,true,null]")),
        ("{ b = 1, a = [] }", Some("{\"a\":[],\"b\":1}")),
        ("\"<a & b>\"", Some("\"\\u003ca \\u0026 b\\u003e\"")),
        ("\"\\u2028\\u2029\"", Some("\"\\u2028\\u2029\"")),
        ("\"q\\\"b\\\\n\\n\\t\\u0001\\u0008\\u000c\"", Some("\"q\\\"b\\\\n\\n\\t\\u0001\\b\\f\"")),
        ("\"é\"", Some("\"é\"")),
        ("toset([\"b\", \"a\"])", Some("[\"a\",\"b\"]")),
        ("[u.s]", None),
        ("u.d", None),
        ("\"a${u.s}\"", None),
        ("1/0", None),
    ] {
        assert_eq!(json_text(&names.eval(expression)).as_deref(), expected, "{expression}");
    }
}
