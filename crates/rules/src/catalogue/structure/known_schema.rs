//! See `known-schema.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::facts::FactKind;
use bricklint_model::instance::Mode;
use bricklint_model::schema::{FORMS, Takes};

use super::{instead, violated};
use crate::engine::{Check, Context, Definition, Rule};

/// Blocks are as the provider takes them.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "known-schema",
        area: "structure",
        severity: Severity::Error,
        summary: "Resource types, data sources, blocks and arguments exist in the provider's schema, required ones are set, read-only ones are not, those that exclude each other are not set together, and values are those that the provider takes.",
        level: Level::Default,
        scope: Scope::Definition,
        since: None,
    },
    check: Check::definition(check),
};

fn check<'w>(ctx: &mut Context<'w>, definition: Definition<'w>) {
    for fact in &definition.facts.facts {
        let owner = &fact.owner;
        let (message, help, label, value) = match &fact.kind {
            FactKind::NoType { mode, name, nearest } => {
                let what = match mode {
                    Mode::Managed => "resource type",
                    Mode::Data => "data source",
                };
                let message = format!("the provider has no {what} `{name}`");
                (message, instead(nearest.as_deref(), "correct the type"), "no such type", name)
            }
            FactKind::NoEphemeral { name, provider } => (
                format!("the provider `{provider}` has no ephemeral resource `{name}`"),
                "take a resource or data source".to_owned(),
                "no such type",
                name,
            ),
            FactKind::NoArgument { name, of, nearest, block } => {
                let what = if *block { "block" } else { "argument" };
                let message = format!("`{owner}`: `{of}` has no {what} `{name}`");
                (message, instead(nearest.as_deref(), "remove it, or correct the name"), "not known", name)
            }
            FactKind::ArgumentMissing { name, of, block } => {
                let what = if *block { "block" } else { "argument" };
                let message = format!("`{owner}`: `{of}` lacks the required {what} `{name}`");
                (message, format!("add `{name}`"), "incomplete", name)
            }
            FactKind::Refused { reason } => {
                (reason.to_string(), "correct it".to_owned(), "not accepted", reason)
            }
            FactKind::ReadOnly { name, of } => (
                format!("`{owner}`: `{name}` of `{of}` is set by the provider and cannot be written"),
                "remove it".to_owned(),
                "read-only",
                name,
            ),
            FactKind::NoneOf { names, of } => {
                let listed = listed(names);
                let message = format!("`{owner}`: `{of}` needs one of {listed}");
                (message, "set one of them".to_owned(), "incomplete", of)
            }
            FactKind::Exclusive { name, first, of } => (
                format!("`{owner}`: `{name}` and `{first}` of `{of}` exclude each other"),
                "remove one of them".to_owned(),
                "one too many",
                name,
            ),
            FactKind::Needs { name, other, of } => (
                format!("`{owner}`: `{name}` of `{of}` needs `{other}`, which is not set"),
                format!("add `{other}`"),
                "incomplete",
                name,
            ),
            FactKind::NotTakenValue { name, of, takes } => (
                format!("`{owner}`: `{name}` of `{of}` does not take this value"),
                taken(takes),
                "not taken",
                name,
            ),
            FactKind::WrongType { name, of, expected, reason } => (
                format!("`{owner}`: the value of `{name}` in `{of}` does not convert to its type: {reason}"),
                format!("it takes `{expected}`"),
                "of another type",
                name,
            ),
            FactKind::WrongForm { name, of, block: true } => (
                format!("`{owner}`: `{name}` of `{of}` is a block and is written as an argument"),
                format!("write `{name} {{ … }}`, or `dynamic \"{name}\"` for several"),
                "is a block",
                name,
            ),
            FactKind::WrongForm { name, of, block: false } => (
                format!("`{owner}`: `{name}` of `{of}` is an argument and is written as a block"),
                format!("write `{name} = …`"),
                "is an argument",
                name,
            ),
            FactKind::Labels { name, of, takes: 0 } => (
                format!("`{owner}`: the block `{name}` of `{of}` takes no label"),
                "remove the label".to_owned(),
                "no label",
                name,
            ),
            FactKind::Labels { name, of, takes } => (
                format!("`{owner}`: a block `{name}` in `{of}` takes {takes} label"),
                format!("write `{name} \"block\" {{ … }}`"),
                "a label is missing",
                name,
            ),
            FactKind::NoProvisioner { name } => (
                format!("`{owner}`: Terraform has no provisioner `{name}` any more"),
                "remove it, or run the tool with `local-exec` or `remote-exec`".to_owned(),
                "no such provisioner",
                name,
            ),
            FactKind::TooMany { name, of, max } => (
                format!(
                    "`{owner}`: `{of}` takes at most {max} `{name}` block{}",
                    if *max == 1 { "" } else { "s" }
                ),
                "remove the surplus ones".to_owned(),
                "one too many",
                name,
            ),
            _ => continue,
        };
        let outcome = violated(ctx, definition, fact, message).help(help).label(label).value(&**value);
        if let (FactKind::Exclusive { .. }, Some(first)) = (&fact.kind, definition.other(fact)) {
            outcome.related("the other one", first);
        }
    }
}

/// The names in backticks.
fn listed(names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}

/// What an argument takes, as a clause.
fn taken(takes: &Takes) -> String {
    match takes {
        Takes::OneOf { values, .. } => format!("it takes one of {}", listed(values)),
        Takes::NoneOf(values) => format!("it takes none of {}", listed(values)),
        Takes::Range(Some(low), Some(high)) => format!("it takes a number from {low} to {high}"),
        Takes::Range(Some(low), None) => format!("it takes a number from {low} on"),
        Takes::Range(_, Some(high)) => format!("it takes a number up to {high}"),
        Takes::Range(None, None) => "it takes a number".to_owned(),
        Takes::Length(low, Some(high)) => {
            format!("it takes a text of {low} to {high} bytes, or so many elements")
        }
        Takes::Length(1, None) => "it takes what is not empty".to_owned(),
        Takes::Length(low, None) => format!("it takes a text of at least {low} bytes, or so many elements"),
        Takes::Letters(low, high, others) => {
            format!("it takes {low} to {high} letters of ASCII, digits and characters of `{others}`")
        }
        Takes::Form(form) => {
            let words = FORMS.iter().find(|(name, _)| name == form).map_or(*form, |(_, words)| words);
            format!("it takes {words}")
        }
        Takes::Arn(kind) => format!("it takes `arn:partition:iam::account:{kind}/name`"),
    }
}
