//! What the commands print is what the schemas in `docs/schemas` describe.

use bricklint::{diagram, inspect};
use bricklint_findings::rule_info::RuleInfo;
use bricklint_report::{Format, GraphFormat, RulesFormat, rules_table};
use bricklint_rules::RULES;
use serde_json::{Value, json};

use crate::harness::{JOB, on_disk, read, report, repository, run};

fn errors(schema: &str, document: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(&read(repository().join("docs/schemas").join(schema))).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn outputs_keep_their_contracts() {
    for run in [
        on_disk("testdata/monorepo"),
        on_disk("examples/enterprise-platform/broken"),
        run(&[("main.tf", JOB)]),
        run(&[("empty.txt", "")]),
        crate::change::judged(),
    ] {
        assert_eq!(errors("check-1.schema.json", &parsed(&report(&run, Format::Json))), [""; 0]);
        let drawn = bricklint_report::graph(&diagram::of(&run.estate), GraphFormat::Json);
        assert_eq!(errors("graph-1.schema.json", &parsed(&drawn)), [""; 0]);
        assert_eq!(errors("inspect-1.schema.json", &parsed(&inspect::of(&run))), [""; 0]);
    }
}

#[test]
fn the_list_of_rules_keeps_its_contract() {
    let rules: Vec<&RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let document = parsed(&rules_table(&rules, RulesFormat::Json));
    assert_eq!(errors("rules-1.schema.json", &document), [""; 0]);
    for (pointer, wrong) in [
        ("/schema", json!("bricklint.rules/2")),
        ("/rules/0/severity", json!("fatal")),
        ("/rules/0/level", json!("sometimes")),
        ("/rules/0/id", json!("Not Kebab")),
    ] {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = wrong;
        assert_ne!(errors("rules-1.schema.json", &document), [""; 0], "{pointer}");
    }
}

#[test]
fn each_line_of_an_evaluation_keeps_its_contract() {
    let lines = crate::evaluate::evaluate(&[
        "[1, { a = true }]",
        "{ a = var.none }",
        "var.none",
        "aws_iam_role.r.arn",
        "\"role-${var.none}\"",
        "[var.secret]",
        "{ (var.secret) = 1 }",
        "null",
        "1 +",
    ]);
    for line in &lines {
        assert_eq!(errors("eval-1.schema.json", line), [""; 0], "{line}");
    }
    let causes = ["eval-1", "check-1"].map(|name| {
        let schema = parsed(&read(repository().join(format!("docs/schemas/{name}.schema.json"))));
        schema.pointer("/$defs/cause").unwrap().clone()
    });
    assert_eq!(causes[0], causes[1]);
    // Of the unknown text.
    for (pointer, wrong) in [
        ("/unknown", json!("yes")),
        ("/sensitive", json!(null)),
        ("/type", json!(["string"])),
        ("/cause/kind", json!("weather")),
        ("/cause", json!({ "kind": "variable" })),
        ("/prefix", json!(1)),
    ] {
        let mut line = lines[4].clone();
        *line.pointer_mut(pointer).unwrap() = wrong;
        assert_ne!(errors("eval-1.schema.json", &line), [""; 0], "{pointer}");
    }
    for wrong in
        [json!({}), json!({ "value": 1 }), json!({ "error": 1 }), json!({ "error": "a", "value": 1 })]
    {
        assert_ne!(errors("eval-1.schema.json", &wrong), [""; 0], "{wrong}");
    }
}
