//! How a configuration is put together: names, calls and schemas, providers, modules, state.

pub mod known_schema;
pub mod module_call_valid;
pub mod provider_wiring_explicit;
pub mod reference_resolves;
pub mod resource_on_right_provider;

use std::fmt::Write as _;

use bricklint_findings::finding::Severity;
use bricklint_findings::words::did_you_mean;
use bricklint_model::facts::Fact;

use crate::engine::{Context, Definition};
use crate::outcome::Outcome;

/// Reports a fact: as a hint where the provider may know better, as a warning where Terraform looks at it only when a
/// collection has elements, and as undecided where what is missing may come from elsewhere.
fn violated<'c>(
    ctx: &'c mut Context<'_>,
    definition: Definition<'_>,
    fact: &Fact,
    mut message: String,
) -> &'c mut Outcome {
    let mut severity = Severity::Error;
    if fact.conditional {
        severity = Severity::Warning;
        message.push_str("; Terraform says so only when the `dynamic` block around it has elements");
    }
    if let Some(version) = &fact.version {
        severity = Severity::Info;
        doubt(&mut message, version);
    }
    let place = definition.place(fact);
    let outcome = match &fact.open {
        Some(cause) => ctx.undecided(place, cause.clone(), message),
        None => ctx.violated(place, message),
    };
    outcome.severity(severity);
    outcome
}

/// The severity of what this version of the provider, where there is one, may know better; says so.
fn doubted(message: &mut String, version: Option<&str>) -> Severity {
    let Some(version) = version else { return Severity::Error };
    doubt(message, version);
    Severity::Info
}

/// Says that a version of the provider may know better.
fn doubt(message: &mut String, version: &str) {
    let _ = write!(
        message,
        ", as far as is known: the provider is asked for at `{version}`, which the schemas of this tool do not describe"
    );
}

/// What to write instead of a name that does not exist.
fn instead(nearest: Option<&str>, otherwise: &str) -> String {
    nearest.map_or_else(|| otherwise.to_owned(), did_you_mean)
}

/// A source without the registry that is meant where none is written.
fn short(source: &str) -> &str {
    source.strip_prefix("registry.terraform.io/").unwrap_or(source)
}
