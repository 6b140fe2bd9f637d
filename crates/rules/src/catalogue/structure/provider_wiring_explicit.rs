//! See `provider-wiring-explicit.md`.

use std::sync::Arc;

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_findings::words::{did_you_mean, series};
use bricklint_model::facts::FactKind;

use crate::engine::{Check, Context, Definition, Rule};

/// A module says which provider it means.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "provider-wiring-explicit",
        area: "structure",
        severity: Severity::Warning,
        summary: "Every module names the source of the Databricks provider, a root constrains its version, and where there are several configurations, resources and module calls name the one they use.",
        level: Level::Default,
        scope: Scope::Definition,
        since: None,
    },
    check: Check::definition(check),
};

/// Names that a message lists before it counts the rest.
const LISTED: usize = 3;

fn check<'w>(ctx: &mut Context<'w>, definition: Definition<'w>) {
    for fact in &definition.facts.facts {
        let owner = &fact.owner;
        let (message, help, label, other) = match &fact.kind {
            FactKind::NoSource { name, source } => (
                match source {
                    Some(source) => format!(
                        "the source of the provider `{name}` is `{source}`, which is not the Databricks provider"
                    ),
                    None => format!(
                        "`required_providers` does not name the source of the provider `{name}`, and Terraform takes it for `hashicorp/{name}`, which does not exist"
                    ),
                },
                if source.is_none() && **name != *"databricks" {
                    did_you_mean("databricks")
                } else {
                    format!(
                        "write `{name} = {{ source = \"databricks/databricks\" }}` in `required_providers`"
                    )
                },
                "another provider",
                "used here",
            ),
            FactKind::NoVersion { name } => (
                format!("this root does not constrain the version of the provider `{name}`"),
                if owner.is_empty() {
                    "add `version`, such as `~> 1.128`".to_owned()
                } else {
                    format!("add `{name}` to `required_providers`, with a `version` such as `~> 1.128`")
                },
                "any version",
                "used here",
            ),
            FactKind::NotNamed { resources, configurations, default } => (
                format!("{}{}", silent(owner, resources, *default), others(configurations, *default)),
                if resources.is_empty() {
                    "pass it in `providers`".to_owned()
                } else {
                    "add `provider = …`".to_owned()
                },
                "not named",
                "one with an alias",
            ),
            _ => continue,
        };
        let place = definition.other(fact);
        let outcome = ctx.violated(definition.place(fact), message);
        outcome.help(help).label(label);
        if let Some(place) = place {
            outcome.related(other, place);
        }
    }
}

/// Who does not name a configuration, with their count where there are many.
fn silent(owner: &str, resources: &[Arc<str>], default: bool) -> String {
    let names = if resources.is_empty() { format!("`{owner}`") } else { first(resources) };
    let (does, its, gets) =
        if resources.len() > 1 { ("do", "their", "get") } else { ("does", "its", "gets") };
    let then = if default {
        ", and ".to_owned()
    } else {
        format!(" and {gets} the one without an alias, which this module does not configure; ")
    };
    format!("{names} {does} not name {its} Databricks configuration{then}")
}

/// What else there is.
fn others(configurations: &[Arc<str>], default: bool) -> String {
    let are = if configurations.len() > 1 { "are" } else { "is" };
    let besides = if default { " besides the one without an alias" } else { "" };
    format!("there {are} {}{besides}", first(configurations))
}

/// The first names, and how many more there are.
fn first(names: &[Arc<str>]) -> String {
    let mut shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if names.len() > LISTED {
        shown.push(format!("{} more", names.len() - LISTED));
    }
    series(&shown)
}
