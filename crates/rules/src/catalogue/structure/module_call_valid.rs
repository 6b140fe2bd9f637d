//! See `module-call-valid.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::facts::FactKind;

use super::{instead, short, violated};
use crate::engine::{Check, Context, Definition, Rule};

/// Calls pass what their modules ask for.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "module-call-valid",
        area: "structure",
        severity: Severity::Error,
        summary: "A module call sets every required input, no unknown one, with values of the declared types; `providers` names configurations that exist, that the module asks for, and of the provider that it means.",
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
            FactKind::InputMissing { name } => (
                format!("`{owner}` does not set `{name}`, which the module requires"),
                format!("set `{name}`, or give the variable a default"),
                "an input is missing",
                name,
            ),
            FactKind::InputUnknown { name, nearest } => (
                format!("`{owner}` sets `{name}`, which the module does not declare"),
                instead(nearest.as_deref(), "remove it, or declare the variable in the module"),
                "no such input",
                name,
            ),
            FactKind::InputType { name, expected, reason } => (
                format!("the value of `{name}` in `{owner}` does not fit the type of the variable: {reason}"),
                format!("the module declares `{expected}`"),
                "of another type",
                name,
            ),
            FactKind::InputInvalid { name, message } => {
                let why = if message.is_empty() { String::new() } else { format!(": {message}") };
                (
                    format!("the value of `{name}` in `{owner}` fails a validation of the variable{why}"),
                    "give it a value that the module takes".to_owned(),
                    "not taken",
                    name,
                )
            }
            FactKind::NoConfiguration { name, nearest, passed: true } => (
                format!("`{owner}` passes the provider configuration `{name}`, which does not exist here"),
                instead(nearest.as_deref(), "add a `provider` block with this alias"),
                "not configured",
                name,
            ),
            FactKind::OwnProviders { argument, inside } => (
                format!(
                    "`{owner}` has `{argument}`, but {} configures a provider itself",
                    if inside.is_empty() { "its module".to_owned() } else { format!("`{owner}.{inside}`") }
                ),
                format!(
                    "move the `provider` block to the root and pass it in `providers`, or remove `{argument}`"
                ),
                "cannot stand here",
                argument,
            ),
            FactKind::OtherProvider { name, wanted, given } => (
                format!(
                    "`{owner}` passes a configuration of `{}` as `{name}`, which stands for `{}` in the module",
                    short(given),
                    short(wanted)
                ),
                "pass it under the name that the module gives this provider".to_owned(),
                "another provider",
                name,
            ),
            FactKind::AssumedProvider { name, given, nearest } => (
                format!(
                    "`{owner}` passes the provider `{name}`, which this module does not declare; Terraform passes `{given}` and warns"
                ),
                instead(nearest.as_deref(), "declare it in `required_providers`, or correct the name"),
                "not declared",
                name,
            ),
            FactKind::OnlyInherited { name } => (
                format!(
                    "`{owner}` passes on the provider configuration `{name}`, which this module is not passed itself"
                ),
                format!("add `{name} = …` to `providers` where this module is called"),
                "only inherited",
                name,
            ),
            FactKind::Overrides { name } => (
                format!(
                    "`{owner}` passes a provider configuration as `{name}`, which the module configures itself"
                ),
                "remove the `provider` block of the module, or do not pass this configuration".to_owned(),
                "configured by the module",
                name,
            ),
            FactKind::NotTaken { name, nearest } => (
                format!(
                    "`{owner}` passes a provider configuration as `{name}`, which the module does not ask for"
                ),
                instead(
                    nearest.as_deref(),
                    "add it to `configuration_aliases` in the module's `required_providers`, or remove it",
                ),
                "not asked for",
                name,
            ),
            FactKind::NotPassed { name } => (
                format!(
                    "`{owner}` does not pass the provider configuration `{name}`, which the module asks for"
                ),
                format!("add `{name} = …` to `providers`"),
                "a provider configuration is missing",
                name,
            ),
            _ => continue,
        };
        let other_label = match fact.kind {
            FactKind::NotPassed { .. } => "asked for here",
            FactKind::OwnProviders { .. } | FactKind::Overrides { .. } => "configured here",
            FactKind::OnlyInherited { .. } => "called without one here",
            _ => "the variable is declared here",
        };
        let outcome = violated(ctx, definition, fact, message);
        outcome.help(help).label(label).value(&**value);
        if matches!(fact.kind, FactKind::AssumedProvider { .. }) {
            outcome.severity(Severity::Warning);
        }
        if let Some(other) = definition.other(fact) {
            outcome.related(other_label, other);
        }
    }
}
