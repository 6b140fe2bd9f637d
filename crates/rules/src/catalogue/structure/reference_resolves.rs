//! See `reference-resolves.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::facts::{Fact, FactKind, Missing, Misuse, Object, Repeated};

use super::{instead, violated};
use crate::engine::{Check, Context, Definition, Rule};

/// Names name something.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "reference-resolves",
        area: "structure",
        severity: Severity::Error,
        summary: "Every variable, local, resource, data source, module, module output, attribute, `each`, `count` and provider configuration that is named exists; nothing is declared twice; nothing depends on itself; every expression has a value.",
        level: Level::Default,
        scope: Scope::Definition,
        since: None,
    },
    check: Check::definition(check),
};

fn check<'w>(ctx: &mut Context<'w>, definition: Definition<'w>) {
    for fact in &definition.facts.facts {
        let Some(said) = say(fact) else { continue };
        let outcome = violated(ctx, definition, fact, said.message);
        outcome.help(said.help).label(said.label).value(said.value);
        if let Some(other) = definition.other(fact) {
            outcome.related("first declared here", other);
        }
    }
}

/// A fact in words.
struct Said {
    message: String,
    help: String,
    label: &'static str,
    value: String,
}

fn say(fact: &Fact) -> Option<Said> {
    let owner = &fact.owner;
    let (message, help, label, value) = match &fact.kind {
        FactKind::Undeclared { object, name, nearest } => (
            if owner.is_empty() {
                format!("`{name}` is not declared in this module")
            } else {
                format!("`{owner}` refers to `{name}`, which this module does not declare")
            },
            instead(nearest.as_deref(), declare(*object)),
            "not declared",
            name,
        ),
        FactKind::NoAttribute { of, name, nearest } => (
            format!("`{of}` has no attribute `{name}`"),
            instead(nearest.as_deref(), "correct the name"),
            "no such attribute",
            name,
        ),
        FactKind::NoOutput { of, name, nearest } => (
            format!("`{of}` has no output `{name}`"),
            instead(nearest.as_deref(), "declare the output in the module, or correct the name"),
            "no such output",
            name,
        ),
        FactKind::OutOfPlace { name, missing } => {
            let (needs, help) = match missing {
                Missing::ForEach => ("without `for_each`", "set `for_each`, or name the value itself"),
                Missing::Count => ("without `count`", "set `count`, or name the value itself"),
                Missing::Itself => (
                    "outside a provisioner, connection or postcondition",
                    "refer to the object by its type and name",
                ),
            };
            (format!("`{name}` stands for nothing {needs}"), help.to_owned(), "stands for nothing", name)
        }
        FactKind::InstanceKey { of, repeated } => {
            let (message, help) = match repeated {
                Repeated::Not => (
                    format!("`{of}` has neither `count` nor `for_each`, so it takes no instance key"),
                    "leave out the key".to_owned(),
                ),
                Repeated::Count => (
                    format!("`{of}` has `count` set, so a reference names one of its instances"),
                    format!("write `{of}[0]`, or `{of}[*]` for all of them"),
                ),
                Repeated::ForEach => (
                    format!("`{of}` has `for_each` set, so a reference names one of its instances"),
                    format!("write `{of}[\"key\"]`, or `{of}[each.key]` where both have the same keys"),
                ),
            };
            (message, help, "instance key", of)
        }
        FactKind::NoInstance { name, of, count, nearest } => (
            match count {
                Some(1) => format!("`{name}` does not exist: `{of}` has 1 instance"),
                Some(count) => format!("`{name}` does not exist: `{of}` has {count} instances"),
                None => format!("`{name}` does not exist: the instances of `{of}` have numbers"),
            },
            instead(nearest.as_deref(), "name one of its instances"),
            "no such instance",
            name,
        ),
        FactKind::Fails { reason, .. } => (
            match &**owner {
                "" => reason.to_string(),
                owner => format!("`{owner}`: {reason}"),
            },
            "correct the expression".to_owned(),
            "has no value",
            reason,
        ),
        FactKind::Misused { name, misuse } => {
            let (message, help) = misused(name, *misuse);
            (message, help.to_owned(), "cannot stand here", name)
        }
        FactKind::Duplicate { name, .. } => (
            format!("`{name}` is declared twice in this module"),
            "rename or remove one of them".to_owned(),
            "declared again",
            name,
        ),
        FactKind::Cycle { names } => {
            let first = names.first()?;
            let message = match names.as_slice() {
                [_] if first == owner => format!("`{first}` refers to itself"),
                [_] => format!("`{first}` depends on itself"),
                _ => {
                    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                    format!("{} depend on each other in a circle", names.join(", "))
                }
            };
            (
                message,
                "break the circle: one of them must not need the next".to_owned(),
                "needs itself",
                first,
            )
        }
        FactKind::NoConfiguration { name, nearest, passed: false } => (
            format!(
                "`{owner}` asks for the provider configuration `{name}`, which this module neither declares nor gets passed"
            ),
            instead(
                nearest.as_deref(),
                "add a `provider` block with this alias, or `configuration_aliases` to `required_providers`",
            ),
            "not configured",
            name,
        ),
        _ => return None,
    };
    Some(Said { message, help, label, value: value.to_string() })
}

fn misused(name: &str, misuse: Misuse) -> (String, &'static str) {
    match misuse {
        Misuse::SetIndex => (
            format!("`{name}` is a set, which has no index"),
            "take the elements with `one(…)` or a `for` expression",
        ),
        Misuse::ListKey => (
            format!("`{name}` is a list, whose elements have numbers"),
            "write `[0]`, or take the elements that are meant with a `for` expression",
        ),
        Misuse::NoElements => (
            format!("`{name}` is one value without elements, which takes no index"),
            "remove the index; of a resource with `count` or `for_each` it stands right behind the name",
        ),
        Misuse::BlockKey => (
            format!("`{name}` is a block, whose attributes stand behind a dot and not in brackets"),
            "write `.name` for `[\"name\"]`",
        ),
        Misuse::DestroyTime => (
            format!(
                "`{name}` cannot be named in what runs when the resource is destroyed, which knows only `self`, `count.index` and `each.key`"
            ),
            "keep the value in the resource, for instance in `triggers`, and refer to it with `self`",
        ),
        Misuse::OutsideCheck => (
            format!("`{name}` belongs to a `check` block, and nothing outside it can refer to it"),
            "move the data source out of the `check` block",
        ),
        Misuse::Trigger => (
            format!("`{name}` cannot be in `replace_triggered_by`, which takes only resources"),
            "keep the value in a `terraform_data` resource and name that",
        ),
        Misuse::TriggerKey => (
            format!(
                "`{name}` cannot be the key of an instance in `replace_triggered_by`, which takes only `each.key` and `count.index` there"
            ),
            "give both resources the same keys, or name the whole resource",
        ),
        Misuse::Moved => (
            format!("this `{name}` block names a module and a resource"),
            "name two resources or two modules",
        ),
        Misuse::Sensitive => (
            format!("`{name}` shows a sensitive value and is not sensitive"),
            "add `sensitive = true`, or take the value out with `nonsensitive(…)`",
        ),
        Misuse::Incomplete => (
            format!("`{name}` is no value: what it has is named behind a dot"),
            "write `var.name`, `each.value`, `count.index`, `path.module`, `data.type.name` or what else is meant",
        ),
        Misuse::Reserved => {
            (format!("`{name}` names nothing: Terraform keeps this word for itself"), "correct the name")
        }
        Misuse::OutputKey => (
            format!("`{name}` reads an output of a module, which stands behind a dot and not in brackets"),
            "write `.name` for `[\"name\"]`",
        ),
        Misuse::Ephemeral => (
            format!("`{name}` would keep a value that is ephemeral"),
            "give it where nothing is kept: to a write-only argument, a provider, or a variable or an output of a module that is `ephemeral`",
        ),
    }
}

fn declare(object: Object) -> &'static str {
    match object {
        Object::Variable => "declare it with a `variable` block, or correct the name",
        Object::Local => "declare it in `locals`, or correct the name",
        Object::Module => "add the `module` block, or correct the name",
        Object::Data => "add the `data` block, or correct the name",
        Object::Resource | Object::Output | Object::Provider => "declare it, or correct the name",
    }
}
