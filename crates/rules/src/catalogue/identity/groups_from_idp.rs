//! See `groups-from-idp.md`.

use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::group::Group;
use bricklint_model::databricks::group_member::GroupMember;
use bricklint_model::databricks::principal::PrincipalKind;
use bricklint_model::databricks::user::User;
use bricklint_model::stack::StackKind;
use bricklint_model::{Attr, Node, Tri};

use super::{is_break_glass, is_listed};
use crate::engine::{Check, Context, Of, Rule};

/// Groups of people, and who is in them, come from the identity provider.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "groups-from-idp",
        area: "identity",
        severity: Severity::Warning,
        summary: "Groups that carry access, and the people in them, come from the identity provider, and groups are not in each other in a circle.",
        level: Level::Default,
        scope: Scope::Estate,
        since: None,
    },
    check: Check { of: Of::ResourcesIn(&[Group::TYPES, GroupMember::TYPES]), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    if let Some(group) = Group::of(node) {
        check_group(ctx, group);
    } else if let Some(member) = GroupMember::of(node) {
        // What is its own member, or on a circle, is a group.
        if !check_circle(ctx, member) {
            check_member(ctx, member);
        }
    }
}

fn check_group<'w>(ctx: &mut Context<'w>, group: Group<'w>) {
    let external = group.external_id().is_set();
    if external.is_true() || is_allowed(ctx, group) {
        return;
    }
    let (node, address) = (group.0, group.0.address());
    let access = group.access();
    let severity = match &access {
        Some(access) if access.is_exact => Severity::Warning,
        _ => Severity::Info,
    };
    // A plan does not say which group stands behind a calculated key or a local value.
    let open = (severity == Severity::Info && node.graph().graph.stack.kind == StackKind::Plan)
        .then(|| match &access {
            Some(_) => {
                let text = format!("the plan does not say whether what names `{address}` does");
                Some(Cause::new(CauseKind::AfterApply, address, text).decided_by(DecidedBy::Source))
            }
            None => group.unseen_access(),
        })
        .flatten();
    let (machines, cause) = group.holds_service_principals_only();
    let cause = cause.or_else(|| external.is_unknown().then(|| group.external_id().cause_or("external_id")));
    if machines.is_true() {
        return;
    }
    if let Some(cause) = cause {
        let message =
            format!("it is not known whether `{address}` is a group of service principals or of people");
        let severity = if open.is_some() { Severity::Warning } else { severity };
        ctx.undecided(node.place(), cause, message).severity(severity);
        return;
    }
    let name = group.display_name().shown();
    let (carries, gives) = match &access {
        Some(access) if access.is_exact => (", and it carries access", "this gives it access"),
        Some(_) => (", and it may carry access", "this can give it access"),
        None => ("", ""),
    };
    let message = format!("`{address}` makes the group {name} by hand{carries}");
    let outcome = ctx.violated(node.place(), message);
    outcome
        .severity(severity)
        .template(format!("`{address}` makes groups"))
        .label("no `external_id`")
        .help("make it in the identity provider and use `data \"databricks_group\"`");
    if let Some(access) = access {
        outcome.related(gives, access.place);
    }
    if let Some(cause) = open {
        let message =
            format!("it is not known whether `{address}`, which makes a group by hand, carries access");
        ctx.undecided(node.place(), cause, message);
    }
}

fn is_allowed(ctx: &Context<'_>, group: Group<'_>) -> bool {
    let name = group.display_name().str();
    matches!(name, Attr::Known(name) if is_listed(ctx, "groups", name))
}

/// Whether the member is the group itself, or what only a circle says to be a group.
fn check_circle<'w>(ctx: &mut Context<'w>, member: GroupMember<'w>) -> bool {
    let Some(way) = member.circle() else { return false };
    let itself = way.is_empty();
    let address = member.0.address();
    let message = if itself {
        format!("`{address}` puts a group into itself")
    } else {
        format!("`{address}` puts a group into one that is already in it")
    };
    let outcome = ctx.violated(member.member_id().place(), message);
    outcome.label("a circle").help("remove one of the memberships");
    for other in way {
        outcome.related("and this leads back", other.member_id().place());
    }
    itself || matches!(member.member().kind, PrincipalKind::Unknown(_))
}

fn check_member<'w>(ctx: &mut Context<'w>, membership: GroupMember<'w>) {
    let (member, group) = (membership.member(), membership.group());
    let (address, place) = (membership.0.address(), member.field.place());
    match member.kind {
        PrincipalKind::Person => {
            let user = member.node.and_then(User::of);
            match user.map_or(Tri::False, |user| is_break_glass(ctx, user)) {
                Tri::True => return,
                Tri::Unknown => {
                    let cause = member.field.cause_or("member_id");
                    let message = format!("it is not known whether `{address}` adds a break-glass user");
                    ctx.undecided(place, cause, message);
                    return;
                }
                Tri::False => {}
            }
            let outcome = ctx.violated(place, format!("`{address}` puts a user into a group by hand"));
            outcome.label("a user").help("give the membership in the identity provider");
            if let Some(group) = group.node {
                outcome.related_node("the group", group);
            }
            if let Some(user) = member.node {
                outcome.related_node("the user", user);
            }
        }
        PrincipalKind::ServicePrincipal => {
            let Some(group) = group.node.filter(|group| !group.is_managed()) else { return };
            match Group::of(group).map_or((Tri::False, None), Group::is_made) {
                (Tri::True, _) => {}
                (_, Some(cause)) => {
                    let message = format!(
                        "it is not known whether `{address}` puts a service principal into a group that is managed elsewhere"
                    );
                    ctx.undecided(place, cause, message).severity(Severity::Info);
                }
                (_, None) => {
                    let message = format!(
                        "`{address}` puts a service principal into a group that is managed elsewhere"
                    );
                    ctx.violated(place, message)
                        .severity(Severity::Info)
                        .label("the identity provider can remove it")
                        .help("put it into a group of service principals that is made here")
                        .related_node("the group is looked up", group);
                }
            }
        }
        PrincipalKind::Group => {
            let plan = membership.0.graph().graph.stack.kind == StackKind::Plan;
            let cause = match member.node {
                // A plan does not say which group stands behind a calculated key.
                None if plan => Some(member.field.cause_or("member_id")),
                _ => membership.may_return(),
            };
            if let Some(cause) = cause {
                let message =
                    format!("it is not known whether `{address}` puts a group into one that is in it");
                ctx.undecided(place, cause, message);
            }
        }
        PrincipalKind::AccountUsers => {}
        PrincipalKind::CurrentUser => {
            let cause = member.field.cause_or("data.databricks_current_user");
            let message = format!("it is not known whether `{address}` adds a user or a service principal");
            ctx.undecided(place, cause, message);
        }
        PrincipalKind::Unknown(cause) => {
            let message = format!("it is not known whom `{address}` puts into the group");
            ctx.undecided(place, cause, message);
        }
    }
}
