//! Plans as stacks: a snapshot of what each plan of `testdata/plans` and `examples` holds.

use std::fmt::Write as _;

use bricklint_lang::value::{Provenance, Segment, Value};
use bricklint_model::instance::{Body, KEYS};
use bricklint_model::stack::Stack;

use crate::plan_input::{names, plan, stack, stack_of};

/// A value as text: `?symbol` for an unknown, `!` before a sensitive one, `<- a.b.c` after one that came
/// from a resource.
pub fn show(stack: &Stack, value: &Value) -> String {
    let mut out = String::new();
    if !value.marks().printable() {
        out.push('!');
    }
    match value {
        Value::Null { .. } => out.push_str("null"),
        Value::Bool { value, .. } => write!(out, "{value}").unwrap(),
        Value::Int { value, .. } => write!(out, "{value}").unwrap(),
        Value::Decimal { .. } => write!(out, "{:?}", value.as_number()).unwrap(),
        Value::String { .. } => match (value.as_str(), value.encoded(), value.as_segments()) {
            (Some(text), ..) => write!(out, "{:?}", text.chars().take(60).collect::<String>()).unwrap(),
            (None, Some(encoded), _) => write!(out, "encoded({})", show(stack, encoded)).unwrap(),
            (None, None, segments) => {
                for segment in segments.unwrap() {
                    match segment {
                        Segment::Known(text) => write!(out, "{text:?}").unwrap(),
                        Segment::Hole(hole) => write!(out, "({})", show(stack, hole)).unwrap(),
                    }
                }
            }
        },
        Value::Seq { value, .. } => {
            let items: Vec<String> = value.items.iter().map(|item| show(stack, item)).collect();
            write!(out, "[{}]", items.join(", ")).unwrap();
        }
        Value::Map { value, .. } => {
            let items: Vec<String> =
                value.entries.iter().map(|(key, item)| format!("{key}: {}", show(stack, item))).collect();
            write!(out, "{{{}}}", items.join(", ")).unwrap();
        }
        Value::Unknown { value, .. } => match &value.symbol {
            Some(symbol) => write!(out, "?{}|{}|{}", symbol.module, symbol.name, symbol.path).unwrap(),
            None => write!(out, "? ({})", value.cause.subject).unwrap(),
        },
    }
    out + &flows(stack, value.provenance())
}

fn flows(stack: &Stack, from: Provenance) -> String {
    let flows: Vec<String> = stack
        .flows(from)
        .iter()
        .map(|flow| {
            let module = &stack.modules[flow.module as usize].address;
            format!("{module}/{:?} {}.{} {:?} {}", flow.mode, flow.type_name, flow.name, flow.key, flow.path)
        })
        .collect();
    if flows.is_empty() { String::new() } else { format!(" <- {}", flows.join(" + ")) }
}

/// A body as text; `~` before what the author did not write.
fn body(stack: &Stack, body: &Body, indent: usize, out: &mut String) {
    let pad = "  ".repeat(indent);
    if let Some(cause) = &body.open {
        writeln!(out, "{pad}open: {}", cause.subject).unwrap();
    }
    let mut computed = Vec::new();
    for (name, slot) in &body.attributes {
        if slot.written {
            writeln!(out, "{pad}{name} = {}", show(stack, &slot.value)).unwrap();
        } else {
            computed.push(format!("{name} = {}", show(stack, &slot.value)));
        }
    }
    if !computed.is_empty() {
        writeln!(out, "{pad}~ {}", computed.join("; ")).unwrap();
    }
    for group in &body.blocks {
        for block in &group.items {
            writeln!(out, "{pad}{} {{", group.name).unwrap();
            self::body(stack, &block.body, indent + 1, out);
            writeln!(out, "{pad}}}").unwrap();
        }
        if let Some(more) = &group.more {
            writeln!(out, "{pad}{} may be more: {}", group.name, more.subject).unwrap();
        }
    }
}

/// A stack as text.
pub fn dump(stack: &Stack) -> String {
    let mut out = String::new();
    for problem in &stack.problems {
        writeln!(out, "problem {}: {}", problem.kind.name(), problem.message).unwrap();
    }
    if let Some(cause) = &stack.incomplete {
        writeln!(out, "incomplete: {}", cause.text).unwrap();
    }
    for provider in &stack.providers {
        writeln!(out, "{} in {:?} declared {}", provider.text, provider.module, provider.declared).unwrap();
        body(stack, &provider.body, 1, &mut out);
    }
    for instance in &stack.instances {
        let provider = instance.provider.map_or("none", |at| &*stack.providers[at as usize].text);
        let change = instance.change.as_ref().map_or("read".to_owned(), |change| change.actions.join("+"));
        writeln!(out, "{} ({change}) by {provider}", instance.address).unwrap();
        if !instance.depends_on.is_empty() {
            writeln!(out, "  depends on {}", instance.depends_on.join(", ")).unwrap();
        }
        if let Some(cause) = &instance.uncertain {
            writeln!(out, "  uncertain: {}", cause.text).unwrap();
        }
        body(stack, instance.body.get(), 1, &mut out);
    }
    for (name, value) in &stack.outputs {
        writeln!(out, "output {name} = {}", show(stack, value)).unwrap();
    }
    out
}

#[test]
fn plans_hold_what_they_say() {
    for name in names("testdata/plans") {
        // Broken ones.
        if name == "corpus" {
            continue;
        }
        if name != "README.md" {
            insta::assert_snapshot!(format!("plan_{name}"), dump(&stack(&name)));
        }
    }
}

#[test]
fn example_plans_are_read() {
    for path in ["serverless-jobs/broken", "serverless-jobs/clean", "enterprise-platform/clean"] {
        let plan = plan(&format!("examples/{path}/plan.json"));
        let stack = bricklint_load::plan::plan_stack(&plan, 0, path, None);
        assert!(stack.instances.len() > 5, "{path}");
        assert!(stack.instances.is_sorted_by(|a, b| a.address < b.address), "{path}");
        for instance in &stack.instances {
            assert!(instance.provider.is_some(), "{path}: {}", instance.address);
            let _ = instance.body.get();
        }
    }
}

#[test]
fn a_change_says_what_was_and_what_forces_it() {
    let text = r#"{"format_version": "1.2",
      "resource_drift": [
        {"address": "x_y.drifted", "mode": "managed", "type": "x_y", "name": "drifted",
         "change": {"actions": ["update"], "before": {"a": "written"}, "after": {"a": "by hand"}}},
        {"address": "x_y.gone", "mode": "managed", "type": "x_y", "name": "gone",
         "change": {"actions": ["delete"], "before": {"a": "1"}, "after": null}}],
      "resource_changes": [
        {"address": "x_y.deleted", "mode": "managed", "type": "x_y", "name": "deleted", "action_reason": "delete_because_no_module",
         "change": {"actions": ["delete"], "before": {"a": "1", "s": "secret"}, "after": null, "before_sensitive": {"s": true}}},
        {"address": "x_y.drifted", "mode": "managed", "type": "x_y", "name": "drifted",
         "change": {"actions": ["update"], "before": {"a": "by hand"}, "after": {"a": "written"}, "after_unknown": {}}},
        {"address": "x_y.first", "mode": "managed", "type": "x_y", "name": "first",
         "change": {"actions": ["create", "delete"], "before": {"a": "1"}, "after": {"a": "2"}, "after_unknown": {},
                    "replace_paths": [["a"], ["b", 0, "c"], [[1], "d"]]}},
        {"address": "x_y.gone", "mode": "managed", "type": "x_y", "name": "gone",
         "change": {"actions": ["create"], "before": null, "after": {"a": "1"}, "after_unknown": {}}},
        {"address": "x_y.taken", "previous_address": "x_y.old", "mode": "managed", "type": "x_y", "name": "taken",
         "change": {"actions": ["no-op"], "before": {"a": "1"}, "after": {"a": "1"}, "importing": {"id": "i"}}},
        {"address": "x_y.words", "mode": "managed", "type": "x_y", "name": "words",
         "change": {"actions": ["delete", "rebuild"], "before": {"a": "1"}, "after": {"a": "1"}, "after_unknown": {}}}]}"#;
    let stack = stack_of(text);
    let a = |body: Option<&bricklint_model::instance::LazyBody>| {
        body.and_then(|body| body.get().attribute("a")?.value.as_str().map(str::to_owned))
    };
    let shown: Vec<String> = stack
        .instances
        .iter()
        .map(|instance| {
            let change = instance.change.as_ref().unwrap();
            let paths: Vec<String> = change.replace_paths.iter().map(ToString::to_string).collect();
            let drift = change.drift.as_deref();
            let drift = drift.map(|d| (d.actions.join("+"), a(d.before.as_ref()), a(d.after.as_ref())));
            format!(
                "{} {:?} existed={} effective={} before={:?} after={:?} {paths:?} from={:?} importing={} {drift:?} {:?} {}",
                instance.name,
                change.action(),
                change.existed(),
                change.is_effective(),
                a(change.before.as_ref()),
                a(Some(&instance.body)),
                change.previous_address,
                change.importing,
                change.reason,
                instance.pointer.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    let before = stack.instances[0].change.as_ref().unwrap().before.as_ref().unwrap().get();
    assert!(before.attribute("s").unwrap().value.holds_secret());
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn what_a_plan_removes_stands_where_its_definition_still_is() {
    let plan = stack("actions");
    let removed =
        plan.instances.iter().find(|instance| &*instance.address == "aws_s3_bucket.each[\"gone\"]").unwrap();
    assert_eq!(removed.change.as_ref().unwrap().reason.as_deref(), Some("delete_because_each_key"));
    assert!(removed.pointer.as_deref().unwrap().ends_with("/change/before"));
}

#[test]
fn a_refresh_only_plan_is_the_state_that_the_refresh_found() {
    let object = |kind: &str, name: &str, values: &str, more: &str| {
        format!(
            r#"{{"address": "{kind}.{name}", "mode": "managed", "type": "{kind}", "name": "{name}", {more}
                "provider_name": "registry.terraform.io/databricks/databricks", {values}}}"#
        )
    };
    let drift = |name: &str, action: &str, before: &str, after: &str| {
        let values = format!(
            r#""change": {{"actions": ["{action}"], "before": {before}, "after": {after}, "after_unknown": {{}},
                "before_sensitive": false, "after_sensitive": false}}"#
        );
        object("databricks_group", name, &values, "")
    };
    let text = format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "applyable": true, "complete": true,
            "resource_drift": [{}, {}],
            "prior_state": {{"format_version": "1.0", "values": {{"root_module": {{"resources": [{}, {}, {}]}}}}}},
            "configuration": {{"root_module": {{}}}}}}"#,
        drift("z", "update", r#"{"display_name": "before"}"#, r#"{"display_name": "after"}"#),
        drift("gone", "delete", r#"{"display_name": "gone"}"#, "null"),
        object("databricks_group", "a", r#""values": {"display_name": "a"}, "sensitive_values": {}"#, ""),
        object("databricks_group", "z", r#""values": {"display_name": "after"}, "sensitive_values": {}"#, ""),
        object("databricks_group", "z", r#""values": {"display_name": "old"}"#, r#""deposed_key": "1","#),
    );
    let file = bricklint_load::plan::read_plans(text.clone().into_bytes(), "plan.json");
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    let stack = bricklint_load::plan::plan_stack(&file.plans[0], 0, "root", None);
    let found: Vec<(&str, bool, bool, &str)> = stack
        .instances
        .iter()
        .map(|instance| {
            let change = instance.change.as_ref().unwrap();
            let pointer = instance.pointer.as_deref().unwrap();
            (&*instance.address, change.is_removal(), change.drift.is_some(), pointer)
        })
        .collect();
    let values = "/prior_state/values/root_module/resources";
    assert_eq!(
        found,
        [
            ("databricks_group.a", false, false, &*format!("{values}/0/values")),
            ("databricks_group.gone", true, true, "/resource_drift/1/change/before"),
            ("databricks_group.z", false, true, &*format!("{values}/1/values")),
        ]
    );
    let name = stack.instances[2].body.get().attribute("display_name").unwrap();
    assert_eq!(name.value.as_str(), Some("after"));
    assert!(stack.incomplete.is_some(), "what is configured and not applied yet is not in it");
    let messages: Vec<&str> = stack.problems.iter().map(|problem| &*problem.message).collect();
    assert!(
        matches!(messages.as_slice(), [one] if one.starts_with("this is a refresh-only plan")),
        "{messages:?}"
    );
    // A plan that lists resources has those.
    let listed = text.replacen(
        r#""resource_drift""#,
        &format!(r#""resource_changes": [{}], "resource_drift""#, drift("a", "no-op", "{}", "{}")),
        1,
    );
    let file = bricklint_load::plan::read_plans(listed.into_bytes(), "plan.json");
    let stack = bricklint_load::plan::plan_stack(&file.plans[0], 0, "root", None);
    assert_eq!((stack.instances.len(), stack.incomplete.is_some()), (1, false));
}

#[test]
fn keys_and_names_that_are_lacking_are_those_of_the_whole_body() {
    let table = [
        ("{\"name\": \"n\"}", "{\"id\": true}", true),
        ("{\"owner\": {\"provider_config\": 1}}", "{}", false),
        ("{\"provider\\u005fconfig\": [{\"workspace_id\": \"1\"}]}", "{}", false),
        ("{\"name\": \"n\"}", "{\"provider_config\": true}", false),
        ("{\"name\": \"n\"}", "true", false),
        ("{ }", "{}", false),
    ];
    let stacks = table.iter().map(|(after, unknown, _)| {
        stack_of(&format!(
            r#"{{"format_version": "1.2", "configuration": {{"root_module": {{"resources": []}}}}, "resource_changes": [
               {{"address": "databricks_schema.a", "mode": "managed", "type": "databricks_schema", "name": "a",
                 "change": {{"actions": ["create"], "before": null, "after": {after}, "after_unknown": {unknown},
                             "before_sensitive": false, "after_sensitive": {{}}}}}}]}}"#
        ))
    });
    let stacks: Vec<Stack> = stacks.collect();
    for ((after, unknown, expected), stack) in table.iter().zip(&stacks) {
        assert_eq!(stack.instances[0].body.lacks("provider_config"), *expected, "{after} {unknown}");
    }
    let mut names = names("testdata/plans");
    names.retain(|name| !matches!(name.as_str(), "corpus" | "README.md"));
    let plans = names.iter().map(|name| stack(name));
    for stack in stacks.into_iter().chain(plans) {
        for instance in &stack.instances {
            let of = |name: &str| {
                let body = instance.body.with(name);
                let open =
                    body.open.is_some() && body.attribute(name).is_none() && body.group(name).is_none();
                format!("{:?} {:?} {open}", body.attribute(name), body.group(name))
            };
            let parts: Vec<(bool, String)> =
                KEYS.iter().map(|name| (instance.body.lacks(name), of(name))).collect();
            instance.body.get();
            for (name, (lacks, part)) in KEYS.iter().zip(parts) {
                assert_eq!(part, of(name), "{name} of {}", instance.address);
                assert!(!lacks || part == "None None false", "{name} of {}: {part}", instance.address);
            }
        }
    }
}
