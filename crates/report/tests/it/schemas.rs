use bricklint_findings::{ProblemKind, UndecidedMode};
use bricklint_report::{Format, GraphFormat, Options, graph, write};
use serde_json::{Value, json};

use crate::diagram::diagram;
use crate::fixture::Fixture;

const CHECK: &str = include_str!("../../../../docs/schemas/check-1.schema.json");
const GRAPH: &str = include_str!("../../../../docs/schemas/graph-1.schema.json");
const INSPECT: &str = include_str!("../../../../docs/schemas/inspect-1.schema.json");
const SARIF: &str = include_str!("sarif-emitted.schema.json");

/// What the schema has against the document, by place.
fn errors(schema: &str, document: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

fn parsed(fixture: &Fixture, format: Format) -> Value {
    let text = write(&fixture.report(UndecidedMode::Ignore), format, Options::default());
    serde_json::from_str(&text).unwrap()
}

/// The document with the value at `pointer` replaced.
fn with(document: &Value, pointer: &str, value: Value) -> Value {
    let mut document = document.clone();
    *document.pointer_mut(pointer).unwrap() = value;
    document
}

#[test]
fn json_keeps_its_contract() {
    for fixture in [Fixture::full(), Fixture::empty()] {
        assert_eq!(errors(CHECK, &parsed(&fixture, Format::Json)), [""; 0]);
    }
    let document = parsed(&Fixture::full(), Format::Json);
    for (pointer, wrong) in [
        ("/schema", json!("bricklint.check/2")),
        ("/summary/undecided", json!(-1)),
        ("/findings/0/verdict", json!("passed")),
        ("/findings/0/location/start/column", json!(0)),
        ("/findings/0/related/0", json!({})),
        ("/findings/4/causes/0/kind", json!("weather")),
        ("/findings/0/fixes/0/safety", json!(null)),
        ("/problems/0/kind", json!("oops")),
        ("/problems/0/location", json!({})),
    ] {
        assert_ne!(errors(CHECK, &with(&document, pointer, wrong)), [""; 0], "{pointer}");
    }
}

#[test]
fn the_contract_lists_every_kind_of_problem() {
    let schema: Value = serde_json::from_str(CHECK).unwrap();
    let kinds = schema.pointer("/$defs/problem/properties/kind/enum").unwrap().as_array().unwrap();
    for kind in kinds {
        let kind: ProblemKind = serde_json::from_value(kind.clone()).unwrap();
        let fatal = schema.pointer("/$defs/problem/properties/kind/description").unwrap().as_str().unwrap();
        assert_eq!(fatal.contains(&format!("`{}`", kind.name())), kind.is_fatal(), "{}", kind.name());
    }
    assert_eq!(kinds.len(), ProblemKind::ALL.len());
}

#[test]
fn graph_keeps_its_contract() {
    let document: Value = serde_json::from_str(&graph(&diagram(), GraphFormat::Json)).unwrap();
    assert_eq!(errors(GRAPH, &document), [""; 0]);
    for (pointer, wrong) in [
        ("/schema", json!("bricklint.graph/2")),
        ("/nodes/0/kind", json!("thing")),
        ("/edges/0/certainty", json!("maybe")),
        ("/edges/0/via", json!("local.a")),
    ] {
        assert_ne!(errors(GRAPH, &with(&document, pointer, wrong)), [""; 0], "{pointer}");
    }
}

#[test]
fn inspect_has_a_contract() {
    let document = json!({
        "schema": "bricklint.inspect/1",
        "roots": [{
            "path": "live",
            "environment": null,
            "workspace": "default",
            "instances": [{
                "address": "databricks_job.a[\"x\"]",
                "mode": "managed",
                "type": "databricks_job",
                "name": "a",
                "index": "x",
                "provider": "provider[\"registry.terraform.io/databricks/databricks\"]",
                "values": { "name": "a", "task": [{ "task_key": null }] },
                "unknown": { "id": true, "task": [{ "task_key": true }] },
                "sensitive": { "task": [{}] },
            }],
            "outputs": { "id": { "value": null, "unknown": true, "sensitive": false } },
            "problems": [{ "kind": "syntax", "message": "m", "location": { "path": "a.tf" } }],
        }],
    });
    assert_eq!(errors(INSPECT, &document), [""; 0]);
    for (pointer, wrong) in [
        ("/roots/0/instances/0/mode", json!("virtual")),
        ("/roots/0/instances/0/unknown/id", json!("yes")),
        ("/roots/0/instances/0/values", json!([])),
        ("/roots/0/outputs/id", json!({ "value": 1 })),
        ("/roots/0/problems/0/location", json!("a.tf")),
    ] {
        assert_ne!(errors(INSPECT, &with(&document, pointer, wrong)), [""; 0], "{pointer}");
    }
}

#[test]
fn sarif_is_what_the_standard_describes() {
    for fixture in [Fixture::full(), Fixture::empty()] {
        let document = parsed(&fixture, Format::Sarif);
        assert_eq!(errors(SARIF, &document), [""; 0]);
        let run = document.pointer("/runs/0").unwrap();
        let rules = run.pointer("/tool/driver/rules").unwrap().as_array().unwrap();
        for result in run.get("results").unwrap().as_array().unwrap() {
            let index = result.get("ruleIndex").unwrap().as_u64().unwrap();
            let rule = rules.get(usize::try_from(index).unwrap()).unwrap();
            assert_eq!(rule.get("id"), result.get("ruleId"));
        }
        let base = document.pointer("/runs/0/originalUriBaseIds").unwrap();
        assert!(base.get("%SRCROOT%").is_some());
    }
}

#[test]
fn sarif_tells_violations_from_open_questions() {
    let document = parsed(&Fixture::full(), Format::Sarif);
    let at = |pointer: &str| document.pointer(&format!("/runs/0/results/{pointer}")).unwrap().clone();
    assert_eq!((at("0/kind"), at("0/level")), (json!("fail"), json!("error")));
    assert_eq!((at("2/kind"), at("2/level")), (json!("fail"), json!("note")));
    assert_eq!((at("4/kind"), at("4/level")), (json!("open"), json!("none")));
    assert_eq!(at("0/properties/environments"), json!(["dev", "prod"]));
    assert_eq!(at("0/fixes/0/artifactChanges/0/replacements/0/deletedRegion/startColumn"), json!(20));
    assert_eq!(
        at("2/locations/0/logicalLocations/1/fullyQualifiedName"),
        json!("/planned_values/root_module/resources/0/values/region")
    );
    assert_eq!(document.pointer("/runs/0/invocations/0/executionSuccessful").unwrap(), &json!(false));
}
