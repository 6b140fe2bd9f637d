//! See `grants-to-groups.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::grants::{Grant, Grants};
use bricklint_model::databricks::principal::{Principal, PrincipalKind, is_of_person};
use bricklint_model::partial::Partial;
use bricklint_model::securable::SecurableType;
use bricklint_model::view::Node;

use crate::engine::{Check, Context, Of, Rule};

/// Privileges are granted to groups or service principals.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "grants-to-groups",
        area: "grants",
        severity: Severity::Warning,
        summary: "Unity Catalog privileges are granted to groups or service principals, not to individual users.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(Grants::TYPES), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let grants = Grants(node);
    let securable = grants.securable().map(|(securable, _)| securable);
    // A share is granted to recipients.
    if securable.as_ref().is_some_and(|securable| securable.kind == SecurableType::Share) {
        return;
    }
    let on = securable.map_or_else(|| "a securable".to_owned(), |securable| securable.shown());
    let message = format!("`{}` can have more grants than are known", node.address());
    let mut entries = grants.entries();
    // However many there are, none of them is a user.
    let patterns = grants.patterns();
    let is_open = entries.more().is_some_and(|cause| cause.kind != CauseKind::Limit);
    if is_open && !patterns.is_empty() && patterns.iter().all(is_to_nobody) {
        entries = Partial::closed(entries.into_parts().0);
    }
    for grant in ctx.each_of(entries, node.place(), &message) {
        check_grant(ctx, &grant, &on);
    }
}

/// Whether a grant gives nothing, or surely not to a user.
fn is_to_nobody(grant: &Grant<'_>) -> bool {
    let principal = grant.principal();
    grant.gives_nothing().is_true() || !is_of_person(&principal.field) && is_of_others(&principal)
}

/// Whether a principal is no user. The id of a group or of a service principal names nobody, and is no user's either.
fn is_of_others(principal: &Principal<'_>) -> bool {
    let is_other = |kind: &PrincipalKind| {
        matches!(kind, PrincipalKind::Group | PrincipalKind::ServicePrincipal | PrincipalKind::AccountUsers)
    };
    let is_unknown = || matches!(principal.kind, PrincipalKind::Unknown(_));
    is_other(&principal.kind) || is_unknown() && is_other(&Principal::with_id(principal.field).kind)
}

fn check_grant<'w>(ctx: &mut Context<'w>, grant: &Grant<'w>, on: &str) {
    if grant.gives_nothing().is_true() {
        return;
    }
    let principal = grant.principal();
    let field = principal.field;
    // Whatever is taken of a user, it is the user who is meant.
    if is_of_person(&field) {
        report(ctx, &principal, on);
        return;
    }
    if is_of_others(&principal) {
        return;
    }
    let cause = match &principal.kind {
        PrincipalKind::Group | PrincipalKind::ServicePrincipal | PrincipalKind::AccountUsers => return,
        PrincipalKind::Person => {
            report(ctx, &principal, on);
            return;
        }
        PrincipalKind::CurrentUser => {
            let text = "whoever runs Terraform is a user at a terminal and a service principal in a pipeline";
            Cause::new(CauseKind::DataSource, "data.databricks_current_user", text)
        }
        PrincipalKind::Unknown(cause) => cause.clone(),
    };
    let message =
        format!("it is not known whether {}, which gets privileges on {on}, is a user", field.shown());
    ctx.undecided(field.place(), cause, message).template("it is not known whether a principal is a user");
}

fn report<'w>(ctx: &mut Context<'w>, principal: &Principal<'w>, on: &str) {
    let field = principal.field;
    let message = format!("privileges on {on} are granted to the user {}", field.shown());
    let outcome = ctx.violated(field.place(), message);
    outcome
        .template("privileges are granted to a user")
        .label("a user")
        .help("grant to a group that the user is in, or to a service principal");
    if let Some(node) = principal.node {
        let what =
            if principal.is_managed() { "the user is made here" } else { "the user is looked up here" };
        outcome.related_node(what, node);
    }
    if let Some(value) = field.public() {
        outcome.value(value);
    }
}
