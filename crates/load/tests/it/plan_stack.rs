//! Plans as stacks: a snapshot of what each plan of `testdata/plans` and `examples` holds.

use std::fmt::Write as _;

use bricklint_lang::value::{Provenance, Segment, Value};
use bricklint_model::instance::Body;
use bricklint_model::stack::Stack;

use crate::plan_input::{names, plan, stack};

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
