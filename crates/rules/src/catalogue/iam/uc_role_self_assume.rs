//! See `uc-role-self-assume.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_lang::value::Value;
use bricklint_model::attr::Attr;
use bricklint_model::aws::iam_role::{Attached, Document, IamRole, RoleUse, SelfTrust};
use bricklint_model::aws::partition;
use bricklint_model::aws::policy::{ASSUME_ROLE, DatabricksPrincipal, Party, Policy, Statement};
use bricklint_model::aws::trust::{Admission, Caller, EXTERNAL_ID};
use bricklint_model::databricks::role_user::Purpose;
use bricklint_model::instance::Imported;
use bricklint_model::place::Place;
use bricklint_model::tri::{self, Tri};
use bricklint_model::view::{self, Node};

use super::trust_external_id;
use crate::engine::{Check, Context, Of, Rule};
use crate::outcome::Outcome;

/// A Unity Catalog role can assume itself.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "uc-role-self-assume",
        area: "iam",
        severity: Severity::Error,
        summary: "A Unity Catalog role can assume itself: its trust policy lets it, and a permission policy allows `sts:AssumeRole` on its own ARN.",
        level: Level::Default,
        scope: Scope::Estate,
        since: None,
    },
    check: Check { of: Of::Resources(&[IamRole::TYPE]), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let role = IamRole(node);
    let trust = role.trust();
    let mut credentials = role.uses();
    credentials.retain(|use_| use_.user.purpose == Purpose::UnityCatalog);
    let by_trust = match &trust {
        Attr::Known(policy) => trusts_unity_catalog(policy),
        Attr::Absent | Attr::Unknown(_) => Tri::False,
    };
    let doubt = if credentials.iter().any(|use_| use_.exact) || by_trust.is_true() {
        None
    } else if !credentials.is_empty() || by_trust.is_unknown() {
        let text = format!("it is not known whether Unity Catalog uses `{}`", node.address());
        let said = credentials.iter().find_map(|u| role.use_doubt(u.user));
        Some(said.unwrap_or_else(|| Cause::new(CauseKind::AfterApply, "role_arn", text)))
    } else {
        return;
    };
    let users: Vec<Node<'w>> = credentials.iter().map(|u| u.user.node).collect();
    match trust {
        Attr::Absent => {}
        Attr::Unknown(cause) => {
            let message = format!(
                "it is not known whether the trust policy of `{}` lets the role assume itself",
                node.address()
            );
            ctx.undecided(role.trust_policy().place(), cause, message);
        }
        Attr::Known(policy) => check_trust(ctx, role, policy, doubt.as_ref(), &credentials, &users),
    }
    check_permissions(ctx, role, doubt.as_ref(), &users);
    check_boundary(ctx, role, doubt.as_ref(), &users);
}

/// Whether it lets the role of Unity Catalog assume it.
fn trusts_unity_catalog(policy: &Policy) -> Tri {
    policy.statements.any(|statement| {
        lets_in(statement, |party| *party == Party::Databricks(DatabricksPrincipal::UnityCatalog))
    })
}

/// Whether a statement allows what names somebody of Databricks.
fn lets_databricks_in(statement: &Statement) -> Tri {
    lets_in(statement, |party| matches!(party, Party::Databricks(_)))
}

fn lets_in(statement: &Statement, is_meant: impl Fn(&Party) -> bool) -> Tri {
    // Most roles name somebody unknown; that alone does not make them suspects.
    let named = statement.principals().any(|principal| Tri::from(is_meant(&statement.party(principal))));
    statement.allows(ASSUME_ROLE).and(Tri::from(named.is_true()))
}

fn report<'c, 'w>(
    ctx: &'c mut Context<'w>,
    place: Place,
    doubt: Option<&Cause>,
    users: &[Node<'w>],
    message: String,
    words: (&str, &str),
) -> &'c mut Outcome {
    let outcome = match doubt {
        None => ctx.violated(place, message),
        Some(cause) => ctx.undecided(place, cause.clone(), message),
    };
    outcome.help(words.0).label(words.1);
    for user in users {
        outcome.related_node("Unity Catalog uses the role here", *user);
    }
    outcome
}

fn check_trust<'w>(
    ctx: &mut Context<'w>,
    role: IamRole<'w>,
    policy: Policy,
    doubt: Option<&Cause>,
    credentials: &[RoleUse<'w>],
    users: &[Node<'w>],
) {
    let address = role.0.address();
    let place = role.trust_policy().place();
    let (statements, mut open) = policy.statements.into_parts();
    let mut trusted = false;
    let mut near: Option<Value> = None;
    let (mut denied, mut why) = (Tri::False, None);
    for statement in &statements {
        let (found, cause) = trust_denies(role, statement);
        denied = denied.or(found);
        why = why.or(cause);
    }
    // Others may put right what is wrong, once the role exists.
    let left = role.left_trust();
    let at_first = doubt;
    let doubt = doubt.or(left.as_ref());
    if denied.is_true() {
        let message = format!("the trust policy of `{address}` denies the role to assume itself");
        let help = "take the role itself out of the statement that denies";
        report(ctx, place, doubt, users, message, (help, "denied"));
        return;
    }
    if denied.is_unknown() {
        open = open.or(why);
    }
    let refuses = |statement: &Statement| trust_external_id::refuses_catalog(role, credentials, statement);
    // Where no statement lets Databricks in with the right id, the other rule says so.
    let by_databricks: Vec<&Statement> =
        statements.iter().filter(|statement| lets_databricks_in(statement).is_true()).collect();
    let is_wrong_for_all = !by_databricks.is_empty() && by_databricks.into_iter().all(refuses);
    let mut is_met = true;
    for statement in &statements {
        let allows = statement.allows(ASSUME_ROLE);
        let (principals, more) = statement.principals().into_parts();
        if !allows.is_false() {
            open = open.or(more);
        }
        for principal in &principals {
            let found = role.self_trust(statement, principal);
            let created = if matches!(found, SelfTrust::ByName) { is_created(role.0) } else { Tri::False };
            if created.is_unknown() {
                let message = format!(
                    "it is not known whether `{address}`, which its own trust policy names as a principal, exists before"
                );
                let text = "which instances an `import` block names is not known";
                ctx.undecided(place, Cause::new(CauseKind::Variable, "import", text), message);
                return;
            }
            if created.is_true() {
                let message = format!(
                    "the trust policy of `{address}` names the role itself as a principal, which does not exist before the policy does"
                );
                let help = "name the root of the account as principal, with `ArnLike` on `aws:PrincipalArn` for the role";
                report(ctx, place, at_first, users, message, (help, "the role itself"));
                return;
            }
            if allows.is_false() {
                continue;
            }
            match found {
                SelfTrust::ByName | SelfTrust::InAccount if !is_wrong_for_all && refuses(statement) => {
                    is_met = false;
                }
                SelfTrust::ByName | SelfTrust::InAccount if allows.is_true() => trusted = true,
                SelfTrust::ByName | SelfTrust::InAccount => {
                    open = open
                        .or_else(|| statement.doubt(ASSUME_ROLE))
                        .or_else(|| Some(not_known("the statements of the trust policy")));
                }
                SelfTrust::Unknown(cause) => open = open.or(Some(cause)),
                SelfTrust::No(other) => {
                    let other = other.filter(|_| !matches!(statement.party(principal), Party::Databricks(_)));
                    near = near.or(other);
                }
            }
        }
    }
    if trusted && !denied.is_unknown() {
        return;
    }
    if let Some(cause) = open {
        let message =
            format!("it is not known whether the trust policy of `{address}` lets the role assume itself");
        ctx.undecided(place, cause, message);
        return;
    }
    if !is_met {
        let message = format!(
            "the statement by which `{address}` trusts itself requires an `{EXTERNAL_ID}` that Unity Catalog does not send"
        );
        let help = "require the `external_id` of the storage credential in that statement too, or none";
        report(ctx, place, doubt, users, message, (help, "another external id"));
        return;
    }
    let help = "add a statement that allows `sts:AssumeRole` to the root of the account, with `ArnLike` on `aws:PrincipalArn` for the role's own ARN, path included";
    let Some(other) = near else {
        let message = format!("the trust policy of `{address}` does not let the role assume itself");
        report(ctx, place, doubt, users, message, (help, "no self-assume"));
        return;
    };
    let elsewhere = role.elsewhere(&other);
    let own = match (elsewhere, role.path_and_name()) {
        (Some(what), _) => format!("which is in another AWS {what}"),
        (None, Some(key)) => format!("whose path and name are {}", view::shown(&key)),
        (None, None) => "whose name is made when the role is".to_owned(),
    };
    let help = help_where(elsewhere, help);
    let other = view::shown(&other);
    let message = format!("the trust policy of `{address}` names {other} and not the role itself, {own}");
    report(ctx, place, doubt, users, message, (help, "another role"))
        .template(format!("trust of `{address}` in another {}", elsewhere.unwrap_or("role")));
}

fn help_where(elsewhere: Option<&str>, help: &'static str) -> &'static str {
    match elsewhere {
        Some("partition") => {
            "name the partition of the role; `aws_partition` of the policy data sources is `aws` where it is left out"
        }
        _ => help,
    }
}

/// Whether the role does not exist yet: a plan creates it, or there is no plan and no `import` block says otherwise.
fn is_created(node: Node<'_>) -> Tri {
    let Some(instance) = node.instance() else { return Tri::False };
    match &instance.change {
        Some(change) => Tri::from(change.creates()),
        None => match instance.lifecycle.imported {
            Imported::No => Tri::True,
            Imported::Yes => Tri::False,
            Imported::Possibly => Tri::Unknown,
        },
    }
}

fn check_permissions<'w>(
    ctx: &mut Context<'w>,
    role: IamRole<'w>,
    doubt: Option<&Cause>,
    users: &[Node<'w>],
) {
    let address = role.0.address();
    let place = role.0.place();
    let (attached, mut open) = role.permissions().into_parts();
    let mut near = None;
    for policy in attached.iter().filter(|policy| policy.exact) {
        let (denies, cause) = denies_itself(role, policy);
        match denies {
            Tri::False => {}
            Tri::True => {
                let message = format!("a policy of `{address}` denies `{ASSUME_ROLE}` on the role itself");
                let help = "take the role's own ARN out of the statement that denies";
                let doubt = doubt.or(policy.left.as_ref());
                report(ctx, place, doubt, users, message, (help, "denied"));
                return;
            }
            Tri::Unknown => {
                let message = format!(
                    "it is not known whether a policy of `{address}` denies `{ASSUME_ROLE}` on the role itself"
                );
                ctx.undecided(place, cause.unwrap_or_else(denial_not_evaluated), message);
                return;
            }
        }
    }
    if is_allowed(role, &attached, &mut near, &mut open) {
        return;
    }
    let complete = ctx.world.estate().complete;
    if open.is_none() {
        let (elsewhere, more) = role.permissions_elsewhere(complete).into_parts();
        open = more;
        if is_allowed(role, &elsewhere, &mut near, &mut open) {
            return;
        }
    }
    let left = || attached.iter().find_map(|policy| policy.left.clone());
    if let Some(cause) = open.or_else(left) {
        let message = format!(
            "it is not known whether a policy of `{address}` allows `{ASSUME_ROLE}` on the role itself"
        );
        ctx.undecided(place, cause, message);
        return;
    }
    let mut template = String::new();
    let mut help = "allow `sts:AssumeRole` on the role's own ARN, path included, in a policy of the role";
    let message = match near {
        Some(other) => {
            let elsewhere = role.elsewhere(&other);
            help = help_where(elsewhere, help);
            let own = elsewhere.map_or_else(String::new, |what| format!(", which is in another AWS {what}"));
            template = format!("`{address}` may assume another{own}");
            format!(
                "the policies of `{address}` allow `{ASSUME_ROLE}` on {} and not on the role itself{own}",
                view::shown(&other)
            )
        }
        None => format!("no policy of `{address}` allows `{ASSUME_ROLE}` on the role itself"),
    };
    let none = !attached.iter().any(|policy| policy.exact);
    report(ctx, place.clone(), doubt, users, message, (help, "no `sts:AssumeRole` on itself"))
        .template(template);
    if !none || complete {
        return;
    }
    if let Some(outcome) = ctx.last() {
        // The policies of a role can be given by another root.
        let text = "the role has no policy here; another root may give it one";
        outcome.severity(Severity::Info).because(Cause::new(CauseKind::NotVisibleHere, address, text));
    }
    // With one that does not allow it, it is worse.
    if let Some(policy) = attached.first() {
        let message = format!(
            "no policy of `{address}` allows `{ASSUME_ROLE}` on the role itself, and it is not known whether it has one here"
        );
        let cause = policy.doubt().unwrap_or_else(|| not_known("the policies of the role"));
        ctx.undecided(place, cause, message);
    }
}

/// What a role may do is what its boundary allows as well (IAM User Guide, "Permissions boundaries for IAM entities").
fn check_boundary<'w>(ctx: &mut Context<'w>, role: IamRole<'w>, doubt: Option<&Cause>, users: &[Node<'w>]) {
    let Some(boundary) = role.boundary() else { return };
    let (allows, open) = allows_itself(role, &boundary, &mut None);
    let (denies, denial) = denies_itself(role, &boundary);
    let address = role.0.address();
    let place = role.0.field("permissions_boundary").place();
    if allows.is_false() || denies.is_true() {
        let message = format!(
            "the permissions boundary of `{address}` does not allow `{ASSUME_ROLE}` on the role itself"
        );
        let help = "allow `sts:AssumeRole` on the role's own ARN in the policy that is the boundary";
        let doubt = doubt.or(boundary.left.as_ref());
        report(ctx, place, doubt, users, message, (help, "no `sts:AssumeRole` on itself"));
        return;
    }
    // One that is not here, or that asks for conditions, is taken to allow it.
    let is_value = |cause: &Cause| !matches!(cause.kind, CauseKind::NotVisibleHere | CauseKind::Limit);
    let unknown = open.filter(|_| allows.is_unknown()).or_else(|| denial.filter(|_| denies.is_unknown()));
    if let Some(cause) = unknown.filter(is_value) {
        let message = format!(
            "it is not known whether the permissions boundary of `{address}` allows `{ASSUME_ROLE}` on the role itself"
        );
        ctx.undecided(place, cause, message);
    }
}

/// Whether one of these certainly allows the role to assume itself; `open` is why others may.
fn is_allowed(
    role: IamRole<'_>,
    attached: &[Attached<'_>],
    near: &mut Option<Value>,
    open: &mut Option<Cause>,
) -> bool {
    for policy in attached {
        let (allows, cause) = allows_itself(role, policy, near);
        match allows {
            Tri::True if policy.exact => return true,
            Tri::False => {}
            Tri::True | Tri::Unknown => {
                let doubt = || policy.doubt().or_else(|| Some(not_known("the policies of the role")));
                *open = open.take().or(cause).or_else(doubt);
            }
        }
    }
    false
}

/// Whether a policy allows the role to assume itself; `near` is what it allows to assume instead.
fn allows_itself(
    role: IamRole<'_>,
    attached: &Attached<'_>,
    near: &mut Option<Value>,
) -> (Tri, Option<Cause>) {
    let policy = match &attached.document {
        Document::Aws(name) => {
            return match partition::allows_assume_role(name) {
                Tri::Unknown => {
                    let text = format!("what `{name}` allows is not known here");
                    (Tri::Unknown, Some(Cause::new(CauseKind::NotVisibleHere, name.clone(), text)))
                }
                known => (known, None),
            };
        }
        Document::Policy(Attr::Absent) => return (Tri::False, None),
        Document::Policy(Attr::Unknown(cause)) => return (Tri::Unknown, Some(cause.clone())),
        Document::Policy(Attr::Known(policy)) => policy,
    };
    let (statements, mut open) = policy.statements.clone().into_parts();
    let mut answer = Tri::False;
    for statement in &statements {
        let allows = statement.allows(ASSUME_ROLE);
        if allows.is_false() {
            continue;
        }
        let on_itself = statement.covers_resource(|pattern| role.is_matched_by(pattern));
        if allows.is_true() && on_itself.is_false() {
            *near = near.take().or_else(|| statement.resources().into_iter().next());
        }
        let free = if statement.conditions().is_nonempty().is_false() { Tri::True } else { Tri::Unknown };
        let found = allows.and(on_itself).and(free);
        if found.is_unknown() {
            let unknown = allows.is_unknown().then(|| statement.doubt(ASSUME_ROLE)).flatten();
            let unknown = unknown.or_else(|| role.resource_doubt(statement));
            open = open.or(unknown).or_else(|| statement.conditions().more().cloned()).or_else(|| {
                (!free.is_true()).then(|| {
                    Cause::new(
                        CauseKind::Limit,
                        "Condition",
                        "conditions of permission policies are not evaluated",
                    )
                })
            });
        }
        answer = answer.or(found);
    }
    if answer.is_false() && open.is_some() {
        answer = Tri::Unknown;
    }
    (answer, open)
}

/// Whether a policy denies the role to assume itself, and why that is not known.
fn denies_itself(role: IamRole<'_>, attached: &Attached<'_>) -> (Tri, Option<Cause>) {
    let Document::Policy(Attr::Known(policy)) = &attached.document else { return (Tri::False, None) };
    let (statements, _) = policy.statements.clone().into_parts();
    statements.iter().fold((Tri::False, None), |(found, cause), statement| {
        let denies = statement.denies(ASSUME_ROLE);
        if denies.is_false() {
            return (found, cause);
        }
        let on_itself = statement.covers_resource(|pattern| role.is_matched_by(pattern));
        let free = if statement.conditions().is_nonempty().is_false() { Tri::True } else { Tri::Unknown };
        let this = denies.and(on_itself).and(free);
        let doubt = || {
            let of_resource = on_itself.is_unknown().then(|| role.resource_doubt(statement)).flatten();
            of_resource.unwrap_or_else(|| denial(statement))
        };
        (found.or(this), cause.or_else(|| this.is_unknown().then(doubt)))
    })
}

/// Whether a statement of a trust policy denies the role to assume itself, and why that is not known: one about everybody,
/// about the account of the role, which is everybody in it, or about the role by name.
fn trust_denies(role: IamRole<'_>, statement: &Statement) -> (Tri, Option<Cause>) {
    let denies = statement.denies(ASSUME_ROLE);
    if denies.is_false() {
        return (Tri::False, None);
    }
    let (principals, mut open) = statement.principals().into_parts();
    let mut itself = if open.is_some() { Tri::Unknown } else { Tri::False };
    for principal in &principals {
        let found = match principal.party() {
            Party::Anyone => Tri::True,
            Party::Account(id) => role.has_account(&id, &tri::equals, true),
            Party::Databricks(_) => Tri::False,
            Party::Other | Party::Unknown(_) if !principal.aws => Tri::False,
            Party::Other | Party::Unknown(_)
                if role.has_account(&principal.value, &tri::equals, true).is_true() =>
            {
                Tri::True
            }
            Party::Other | Party::Unknown(_) => role.is_arn(&principal.value),
        };
        if found.is_unknown() {
            open = open.or_else(|| role.doubt(&principal.value));
        }
        itself = itself.or(found);
    }
    let applies = match statement.applies_to(&role) {
        Admission::Yes => Tri::True,
        Admission::No(_) => Tri::False,
        Admission::Unknown(cause) => {
            open = Some(cause);
            Tri::Unknown
        }
    };
    let found = denies.and(itself).and(applies);
    let doubt = || statement.doubt(ASSUME_ROLE).filter(|_| denies.is_unknown()).or(open);
    (found, found.is_unknown().then(|| doubt().unwrap_or_else(|| denial(statement))))
}

/// Why it is not known whether a statement denies.
fn denial(statement: &Statement) -> Cause {
    let doubt = statement.denies(ASSUME_ROLE).is_unknown().then(|| statement.doubt(ASSUME_ROLE)).flatten();
    doubt.unwrap_or_else(denial_not_evaluated)
}

fn denial_not_evaluated() -> Cause {
    Cause::new(CauseKind::Limit, "Deny", "the conditions of statements that deny are not evaluated")
}

fn not_known(what: &str) -> Cause {
    Cause::new(CauseKind::AfterApply, what, format!("{what} are not wholly known"))
}
