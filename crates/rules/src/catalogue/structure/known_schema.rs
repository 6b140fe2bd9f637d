//! See `known-schema.md`.

use std::fmt::Write as _;
use std::sync::Arc;

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::facts::FactKind;
use bricklint_model::instance::Mode;
use bricklint_model::place::Step;
use bricklint_model::schema::{ConstraintKind, Constraints, FORMS, Takes, constraints, is_databricks};
use bricklint_model::stack::StackKind;
use bricklint_model::view::{Block, Field, Node};

use super::{doubted, instead, short, violated};
use crate::engine::{Check, Context, Definition, Of, Rule};

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
    check: Check { of: Of::DefinitionAndProvider(check, "databricks"), run: values, near: true },
};

fn check<'w>(ctx: &mut Context<'w>, definition: Definition<'w>) {
    for fact in &definition.facts.facts {
        let Some(said) = said(&fact.owner, &fact.kind) else { continue };
        let outcome = violated(ctx, definition, fact, said.message);
        outcome.help(said.help).label(said.label).value(said.value);
        if let (FactKind::Exclusive { .. }, Some(first)) = (&fact.kind, definition.other(fact)) {
            outcome.related("the other one", first);
        }
    }
}

/// What is said of a fact.
struct Said<'k> {
    message: String,
    help: String,
    label: &'static str,
    /// The name that it is about.
    value: &'k str,
}

fn said<'k>(owner: &str, kind: &'k FactKind) -> Option<Said<'k>> {
    let (message, help, label, value): (String, String, &'static str, &Arc<str>) = match kind {
        FactKind::NoType { mode, name, nearest, provider } => {
            let what = match mode {
                Mode::Managed => "resource type",
                Mode::Data => "data source",
            };
            let (of, otherwise) = match provider {
                Some(source) => {
                    (format!(" `{}`", short(source)), "name another provider, or correct the type")
                }
                None => (String::new(), "correct the type"),
            };
            let message = format!("the provider{of} has no {what} `{name}`");
            (message, instead(nearest.as_deref(), otherwise), "no such type", name)
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
        FactKind::Refused { reason } => (reason.to_string(), "correct it".to_owned(), "not accepted", reason),
        FactKind::ReadOnly { name, of } => (
            format!("`{owner}`: `{name}` of `{of}` is set by the provider and cannot be written"),
            "remove it".to_owned(),
            "read-only",
            name,
        ),
        FactKind::NoneOf { names, of, misspelt } => {
            let listed = listed(names);
            let mut message = format!("`{owner}`: `{of}` needs one of {listed}");
            let nearest = misspelt.as_ref().map(|(written, nearest)| {
                let _ = write!(message, ", and `{written}` is none of them");
                &**nearest
            });
            (message, instead(nearest, "set one of them"), "incomplete", of)
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
        _ => return None,
    };
    Some(Said { message, help, label, value })
}

/// The values of an instance, wherever they come from; what there is no instance of is judged with its definition. A plan has
/// none that its provider refuses.
fn values<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let stack = &node.graph().graph.stack;
    let Some(instance) = node.instance().filter(|_| stack.kind == StackKind::Source) else { return };
    refusals(ctx, node);
    let Some(asked) = constraints(instance.mode, &instance.type_name) else { return };
    let provider = instance.provider.and_then(|at| stack.providers.get(at as usize));
    if provider.is_some_and(|provider| is_databricks(&provider.source)) {
        values_in(ctx, &node.block(), asked);
    }
}

/// What is wrong with an instance as a whole, not with a value.
fn refusals<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    for refusal in node.graph().graph.stack.refusals_of(node.address()) {
        let Some(Said { mut message, help, label, value }) = said(node.address(), &refusal.kind) else {
            continue;
        };
        let is_asked_lately = matches!(
            refusal.kind,
            FactKind::NoneOf { .. } | FactKind::Exclusive { .. } | FactKind::Needs { .. }
        );
        let version = if is_asked_lately { node.version_or_older() } else { node.version() };
        let severity = doubted(&mut message, version);
        let outcome = ctx.violated(node.place_at(refusal.path.clone(), refusal.part), message);
        outcome.severity(severity).help(help).label(label).value(value);
        if let Some((path, part)) = &refusal.other {
            outcome.related("the other one", node.place_at(path.clone(), *part));
        }
    }
}

fn values_in<'w>(ctx: &mut Context<'w>, block: &Block<'w>, asked: &Constraints) {
    for kind in &asked.here {
        if let ConstraintKind::Value { name, takes } = kind {
            let field = block.field(name);
            if field.value().and_then(|value| takes.admits(value)) == Some(false) {
                not_taken(ctx, block, &field, name, takes);
            }
        }
    }
    for (name, inner) in asked.blocks() {
        // What is in an object that is written out, its definition places better.
        if block.has_evaluated(name) {
            let (known, _) = block.blocks(name).partial().into_parts();
            for block in known {
                values_in(ctx, &block, inner);
            }
        }
    }
}

fn not_taken<'w>(ctx: &mut Context<'w>, block: &Block<'w>, field: &Field<'w>, name: &str, takes: &Takes) {
    let node = block.node;
    // Of a list it is one of the elements.
    let (items, _) = field.items().into_parts();
    let is_wrong = |item: &Field<'w>| item.value().and_then(|value| takes.admits(value)) == Some(false);
    let wrong = items.into_iter().find(is_wrong).unwrap_or(*field);
    let mut of = node.type_name().to_owned();
    for step in block.path().0 {
        if let Step::Name(name) = step {
            of.push('.');
            of.push_str(&name);
        }
    }
    let shown = match wrong.value() {
        // The content of a file says nothing in one line.
        _ if *takes == Takes::Form("base64") => "this value".to_owned(),
        Some(value) if value.as_items().is_some() => "this value".to_owned(),
        Some(value) if value.as_str() == Some("") => "an empty text".to_owned(),
        _ => wrong.shown(),
    };
    // Elements with other wrong values belong to the same finding.
    let what = format!("`{}`: `{name}` of `{of}` does not take", node.address());
    let mut message = format!("{what} {shown}");
    let severity = doubted(&mut message, node.version());
    let outcome = ctx.violated(field.place(), message).severity(severity);
    outcome.help(taken(takes)).label("not taken").value(name).template(what);
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
