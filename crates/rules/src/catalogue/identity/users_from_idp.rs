//! See `users-from-idp.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_lang::value::Value;
use bricklint_model::databricks::user::User;
use bricklint_model::{Node, Tri};

use super::is_break_glass;
use crate::engine::{Check, Context, Of, Rule};

/// People are not made in Terraform.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "users-from-idp",
        area: "identity",
        severity: Severity::Warning,
        summary: "Users come from the identity provider; Terraform looks them up and does not make them.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(User::TYPES), run: check, near: true },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let user = User(node);
    let break_glass = is_break_glass(ctx, user);
    if break_glass.is_true() {
        return;
    }
    if break_glass == Tri::Unknown {
        let cause = user.user_name().cause_or("user_name");
        let message = format!("it is not known whether `{}` is a break-glass user", node.address());
        let copied = user.external_id().is_set().is_true();
        let severity = if copied { Severity::Info } else { Severity::Warning };
        ctx.undecided(node.place(), cause, message).severity(severity);
        return;
    }
    let name = user.user_name();
    let address = node.address();
    let who = match name.value() {
        Some(value) if is_known(value) => format!("the user {}", name.shown()),
        None if name.cause().is_none() => format!("a user without a `{}`", name.path()),
        _ => format!("a user, whose `{}` is not known,", name.path()),
    };
    let copied = user.external_id().is_set();
    if copied == Tri::Unknown {
        let message = format!("it is not known whether `{address}` makes {who} by hand or copies it");
        ctx.undecided(node.place(), user.external_id().cause_or("external_id"), message);
    } else if copied.is_false() {
        let message = format!("`{address}` makes {who} by hand");
        ctx.violated(node.place(), message)
            .template(format!("`{address}` makes users"))
            .label("not from the identity provider")
            .help("assign the user in the identity provider and use `data \"databricks_user\"`");
    } else {
        let message = format!("`{address}` copies {who} from the identity provider");
        ctx.violated(node.place(), message)
            .severity(Severity::Info)
            .template(format!("`{address}` copies users"))
            .label("made twice")
            .help("let SCIM or automatic identity management make it and use `data \"databricks_user\"`");
    }
}

/// Whether a value is known in each of its cases.
fn is_known(value: &Value) -> bool {
    let cases = value.as_unknown().and_then(|unknown| unknown.cases.as_deref());
    cases.map_or(value.is_wholly_known(), |cases| is_known(&cases.yes) && is_known(&cases.no))
}
