//! Data sources that are pure functions of their arguments, computed without their provider.
//!
//! `aws_iam_policy_document` (provider `hashicorp/aws`, `internal/service/iam/policy_model.go`) and the
//! `databricks_aws_*_policy` family (provider `databricks/databricks`, `aws/data_aws_*.go`). Terraform
//! does not read a data source while one of its arguments is unknown, so a first plan hides the whole
//! document; here what is known of it stays known.

mod aws;
mod databricks;
mod document;
mod view;

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Cases, Provenance, Refinements, Symbol, Unknown, Value};
use bricklint_model::instance::Body;
use bricklint_model::view::condition_cause;

use view::View;

/// Conditions that a document may hang on before it counts as unknown: as many as a rule's case split.
const MAX_CONDITIONS: usize = 3;

/// Unites two sets of provenance.
pub type Unite<'a> = &'a dyn Fn(Provenance, Provenance) -> Provenance;

/// The computed attributes of a data source of this type, and the defaults of the arguments that `body`
/// leaves out; `None` for a type that is not a pure function of its arguments.
///
/// A document is an encoded string: it keeps what is known of it when a part is unknown. Arguments that
/// the provider refuses give unknowns that say why. Terraform takes the marks of the arguments off the
/// result; a secret in it stays unprintable here.
pub fn evaluate(type_name: &str, body: &Body) -> Option<Vec<(Arc<str>, Value)>> {
    evaluate_with(type_name, body, &|a, b| if a == Provenance::NONE { b } else { a })
}

/// [`evaluate`] with the union of provenance for strings made of several parts.
pub fn evaluate_with(type_name: &str, body: &Body, unite: Unite<'_>) -> Option<Vec<(Arc<str>, Value)>> {
    let source = SOURCES.iter().find(|s| s.type_name == type_name)?;
    let mut conditions = Vec::new();
    view::conditions(body, source.controls, &mut conditions);
    conditions.truncate(MAX_CONDITIONS);
    let values = under(source, body, &conditions, unite);
    Some(values.into_iter().map(|(name, value)| (Arc::from(name), value)).collect())
}

/// Whether data sources of this type are pure functions of their arguments.
pub fn is_pure(type_name: &str) -> bool {
    SOURCES.iter().any(|source| source.type_name == type_name)
}

/// A pure data source.
struct Source {
    type_name: &'static str,
    /// Arguments that decide which parts a document has, besides blocks.
    controls: &'static [&'static str],
    /// What it computes, for when its arguments are refused.
    computed: &'static [&'static str],
    compute: fn(&View<'_>, Unite<'_>) -> Result<Computed, Refused>,
}

/// Computed attributes by name.
type Computed = Vec<(&'static str, Value)>;

/// Arguments that the provider refuses, and why: one clause, never a value.
struct Refused(String);

impl Refused {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

const SOURCES: &[Source] = &[
    Source {
        type_name: "aws_iam_policy_document",
        controls: &[
            "version",
            "policy_id",
            "source_policy_documents",
            "override_policy_documents",
            "statement",
        ],
        computed: &["json", "minified_json", "id"],
        compute: aws::policy_document,
    },
    Source {
        type_name: "databricks_aws_assume_role_policy",
        controls: &["aws_partition", "for_log_delivery", "databricks_account_id"],
        computed: &["json", "id"],
        compute: databricks::assume_role,
    },
    Source {
        type_name: "databricks_aws_bucket_policy",
        controls: &["aws_partition", "databricks_e2_account_id", "full_access_role"],
        computed: &["json", "id"],
        compute: databricks::bucket,
    },
    Source {
        type_name: "databricks_aws_crossaccount_policy",
        controls: &["aws_partition", "policy_type", "pass_roles"],
        computed: &["json", "id"],
        compute: databricks::crossaccount,
    },
    Source {
        type_name: "databricks_aws_unity_catalog_assume_role_policy",
        controls: &["aws_partition", "unity_catalog_iam_arn"],
        computed: &["json", "id"],
        compute: databricks::unity_catalog_assume_role,
    },
    Source {
        type_name: "databricks_aws_unity_catalog_policy",
        controls: &["aws_partition", "kms_name"],
        computed: &["json", "id"],
        compute: databricks::unity_catalog,
    },
];

/// What the source computes, split by each of the conditions.
fn under(source: &Source, body: &Body, conditions: &[Arc<Symbol>], unite: Unite<'_>) -> Computed {
    let Some((first, rest)) = conditions.split_first() else {
        return (source.compute)(&View::Body(body), unite).unwrap_or_else(|Refused(why)| {
            let unknown =
                Value::unknown(Type::String, Cause::new(CauseKind::ParseError, source.type_name, why));
            source.computed.iter().map(|name| (*name, unknown.clone())).collect()
        });
    };
    let yes = under(source, &view::assume(body, first, true), rest, unite);
    let no = under(source, &view::assume(body, first, false), rest, unite);
    let mut out: Computed = Vec::new();
    for (name, value) in &yes {
        let other = no.iter().find(|(n, _)| n == name);
        out.push((name, either(first, value, other.map(|(_, v)| v))));
    }
    for (name, value) in no {
        if out.iter().all(|(n, _)| *n != name) {
            out.push((name, either_absent(first, value)));
        }
    }
    out
}

fn either(condition: &Arc<Symbol>, yes: &Value, no: Option<&Value>) -> Value {
    let no = no.cloned().unwrap_or_else(|| unknown_under(condition));
    if *yes == no && !yes.is_unknown() {
        return yes.clone();
    }
    cases(condition, yes.clone(), no)
}

fn either_absent(condition: &Arc<Symbol>, no: Value) -> Value {
    cases(condition, unknown_under(condition), no)
}

fn cases(condition: &Arc<Symbol>, yes: Value, no: Value) -> Value {
    Value::from_unknown(Unknown {
        ty: Type::String,
        refinements: Refinements { not_null: true, ..Refinements::default() },
        cause: refusal(&yes, &no).unwrap_or_else(|| condition_cause(condition)),
        symbol: None,
        may_be: Blank::NONE,
        cases: Some(Box::new(Cases { condition: condition.clone(), yes, no })),
    })
}

/// Why the arguments are refused whatever the condition is.
fn refusal(yes: &Value, no: &Value) -> Option<Cause> {
    let refused = |value: &Value| {
        let unknown = value.as_unknown()?;
        Some(unknown.cause.clone()).filter(|cause| cause.kind == CauseKind::ParseError)
    };
    refused(no)?;
    refused(yes)
}

fn unknown_under(condition: &Symbol) -> Value {
    Value::unknown(Type::String, condition_cause(condition))
}

#[cfg(test)]
mod tests;
