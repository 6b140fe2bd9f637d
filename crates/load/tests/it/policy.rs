//! The policy data sources against documents that the real provider made.
//!
//! A case is a file of `testdata/policy`: a type, arguments, and every attribute that the provider gave.
//! `the_provider_agrees` runs the provider again where `TF_CLI_CONFIG_FILE` names a configuration that
//! installs it; with `UPDATE=1` it writes what it gave into the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bricklint_lang::value::Value;
use bricklint_load::policy;
use bricklint_model::instance::{Body, Origin, Slot};
use serde_json::{Map, Value as Json, json};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/policy")
}

fn cases() -> BTreeMap<String, Json> {
    fs::read_dir(directory())
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap())
        })
        .collect()
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::null(),
        Json::Bool(flag) => Value::bool(*flag),
        Json::Number(number) => Value::number(number.as_i64().unwrap()),
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::tuple(items.iter().map(value).collect()),
        Json::Object(members) => Value::object(members.iter().map(|(k, v)| (k.as_str().into(), value(v)))),
    }
}

fn body(arguments: &Json) -> Body {
    let slot = |v| Slot { value: value(v), origin: Origin::Plan, written: true, literal: false };
    let attributes = arguments.as_object().unwrap().iter().map(|(k, v)| (Arc::from(k.as_str()), slot(v)));
    Body { attributes: attributes.collect(), ..Body::default() }
}

/// What differs between the attributes of the provider and ours.
fn differences(name: &str, case: &Json, attributes: &Map<String, Json>) -> Vec<String> {
    let ours = policy::evaluate(case["type"].as_str().unwrap(), &body(&case["arguments"])).unwrap();
    let arguments = case["arguments"].as_object().unwrap();
    let mut out = Vec::new();
    for (key, expected) in attributes {
        let found = ours.iter().find(|(k, _)| **k == **key).map(|(_, v)| v);
        match found {
            Some(found) if *found == value(expected) => {}
            Some(found) => out.push(format!("{name}: {key} is {found:#?}, the provider has {expected:#}")),
            None if expected.is_null() || arguments.get(key).is_some_and(|a| !a.is_null()) => {}
            None => out.push(format!("{name}: {key} is not computed, the provider has {expected}")),
        }
        if key == "json" {
            let encoded = found.and_then(Value::encoded);
            let parsed = serde_json::from_str(expected.as_str().unwrap()).unwrap();
            if encoded != Some(&value(&parsed)) {
                out.push(format!("{name}: the document's value is not what its text says"));
            }
        }
    }
    out
}

#[test]
fn every_document_is_what_the_provider_made() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let differences: Vec<String> = cases
        .iter()
        .flat_map(|(name, case)| differences(name, case, case["attributes"].as_object().unwrap()))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_provider_agrees() {
    let installs = std::env::var("TF_CLI_CONFIG_FILE")
        .ok()
        .and_then(|file| fs::read_to_string(file).ok())
        .is_some_and(|text| text.contains("databricks"));
    if !installs {
        eprintln!("SKIPPED: TF_CLI_CONFIG_FILE names no configuration that installs databricks/databricks");
        return;
    }
    let mut cases = cases();
    let made = provider_attributes(&cases);
    let update = std::env::var("UPDATE").is_ok();
    let mut out = Vec::new();
    for (name, case) in &mut cases {
        let attributes = &made[name];
        if update {
            case["attributes"] = Json::Object(attributes.clone());
            let text = serde_json::to_string_pretty(case).unwrap() + "\n";
            fs::write(directory().join(format!("{name}.json")), text).unwrap();
        }
        if case["attributes"].as_object() != Some(attributes) {
            out.push(format!("{name}: the provider has something else than the file"));
        }
        out.extend(differences(name, case, attributes));
    }
    assert!(out.is_empty(), "{}", out.join("\n"));
}

/// The attributes of every case, from one plan.
fn provider_attributes(cases: &BTreeMap<String, Json>) -> BTreeMap<String, Map<String, Json>> {
    let root = tempfile::tempdir().unwrap();
    let mut data: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for (name, case) in cases {
        let arguments = Json::Object(case["arguments"].as_object().unwrap().iter().map(escape).collect());
        data.entry(case["type"].as_str().unwrap()).or_default().insert(name.clone(), arguments);
    }
    let configuration = json!({
        "terraform": { "required_providers": { "databricks": { "source": "databricks/databricks" } } },
        "provider": { "databricks": { "host": "https://example.cloud.databricks.com", "token": "x" } },
        "data": data,
        // Without a change there is nothing to plan, and data sources are read all the same.
        "resource": { "terraform_data": { "here": {} } },
    });
    fs::write(root.path().join("main.tf.json"), configuration.to_string()).unwrap();
    terraform(root.path(), &["init", "-backend=false", "-input=false"]);
    terraform(root.path(), &["plan", "-input=false", "-lock=false", "-out=p.bin"]);
    let shown = terraform(root.path(), &["show", "-json", "p.bin"]);
    let plan: Json = serde_json::from_str(&shown).unwrap();
    let resources = plan["prior_state"]["values"]["root_module"]["resources"].as_array().unwrap();
    resources
        .iter()
        .map(|r| (r["name"].as_str().unwrap().to_owned(), r["values"].as_object().unwrap().clone()))
        .collect()
}

/// Text in JSON syntax is a template.
fn escape((key, json): (&String, &Json)) -> (String, Json) {
    let text = match json {
        Json::String(text) => Json::String(text.replace("${", "$${").replace("%{", "%%{")),
        other => other.clone(),
    };
    (key.clone(), text)
}

fn terraform(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new("terraform")
        .args(arguments)
        .current_dir(directory)
        .env("CHECKPOINT_DISABLE", "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "terraform {arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
