//! See `grants-single-authority.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::access::{Identity, OnSecurable, sets_on, singles_of, singles_on};
use bricklint_model::assignment::{ASSIGNMENT_TYPES, Assignment};
use bricklint_model::databricks::grants::{Grant, Grants};
use bricklint_model::instance::InstanceKey;
use bricklint_model::securable::{NameKey, Securable, name_key};
use bricklint_model::tri::Tri;
use bricklint_model::view::{Field, Node};

use crate::engine::{Check, Context, Of, Rule};

const TYPES: &[&str] =
    &[Grants::TYPE, Grants::SINGLE, ASSIGNMENT_TYPES[0], ASSIGNMENT_TYPES[1], ASSIGNMENT_TYPES[2]];

/// One securable, one resource.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "grants-single-authority",
        area: "grants",
        severity: Severity::Error,
        summary: "The grants on a securable, or the permissions of an object, are managed by one resource; \
                  `databricks_grants` and `databricks_grant` are not mixed on it.",
        level: Level::Default,
        scope: Scope::Estate,
        since: None,
        page: include_str!("grants-single-authority.md"),
    },
    check: Check { of: Of::Resources(TYPES), run: check },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let Some(grants) = Grants::of(node) else {
        if let Some(assignment) = Assignment::of(node) {
            check_assignment(ctx, &assignment);
        }
        return;
    };
    same_principal_twice(ctx, grants);
    let Some((securable, field)) = grants.securable() else { return };
    let mut others = sets_on(&securable);
    if grants.is_authoritative() {
        others.extend(singles_on(&securable));
    } else {
        let principal = grants.0.field("principal");
        let identity =
            Identity::of(&bricklint_model::databricks::principal::Principal::named(principal), true);
        others.extend(singles_of(&securable, &identity));
        unknown_instances(ctx, node, &field, is_alike(&securable) && identity_is_alike(&principal));
    }
    if grants.is_authoritative() {
        unknown_instances(ctx, node, &field, is_alike(&securable));
    }
    // The resource that comes first is taken as the one that should stay.
    others.retain(|on| {
        on.grants.0 != node && in_one_metastore(on, &securable) && is_before(ctx, on.grants.0, node)
    });
    let sure = others.iter().find(|on| on.certain.is_true());
    let Some(other) = sure.or_else(|| others.first()) else { return };
    report(ctx, grants, other, &securable, &field);
}

fn report<'w>(
    ctx: &mut Context<'w>,
    grants: Grants<'w>,
    other: &OnSecurable<'w>,
    securable: &Securable<'w>,
    field: &Field<'w>,
) {
    let (mine, theirs) = (grants.0.address(), other.grants.0.address());
    let kinds = (grants.is_authoritative(), other.grants.is_authoritative());
    let what = match kinds {
        (true, true) => format!("`{mine}` and `{theirs}` both manage all grants on {}", securable.shown()),
        (true, false) => {
            format!("`{mine}` manages all grants on {}, where `{theirs}` grants too", securable.shown())
        }
        (false, true) => {
            format!("`{mine}` grants on {}, where `{theirs}` manages all grants", securable.shown())
        }
        (false, false) => format!(
            "`{mine}` and `{theirs}` both manage the grants of {} on {}",
            grants.0.field("principal").shown(),
            securable.shown()
        ),
    };
    let place = field.place();
    let there = other.grants.securable().map_or_else(|| other.grants.0.place(), |(_, field)| field.place());
    let outcome = if other.certain.is_true() {
        ctx.violated(place, what)
    } else {
        let cause = other.cause.clone().unwrap_or_else(|| field.cause_or("the securable"));
        let to = if kinds == (false, false) { "to one principal " } else { "" };
        let message =
            format!("it is not known whether `{mine}` and `{theirs}` grant {to}on the same securable");
        ctx.undecided(place, cause, message)
    };
    outcome
        .template(format!("grants on one securable by two resources {kinds:?}"))
        .label("granted on twice")
        .related("the same securable", there)
        .help(
            "keep one `databricks_grants` per securable, or only `databricks_grant` with one per principal",
        );
}

/// Two provider configurations whose metastores are not known are not compared.
fn in_one_metastore(on: &OnSecurable<'_>, securable: &Securable<'_>) -> bool {
    on.grants.securable().is_some_and(|(theirs, _)| theirs.metastore.equals(&securable.metastore).is_true())
}

/// Whether `a` stands before `b`: in another stack, file or line; by address where both stand in one line.
fn is_before(ctx: &Context<'_>, a: Node<'_>, b: Node<'_>) -> bool {
    let estate = ctx.world.estate();
    let key = |node: Node<'_>| {
        let location = estate.locate(&node.place());
        let line = location.start.map_or(0, |start| start.line);
        (node.graph().stack, location.path, line, node.address().to_owned())
    };
    key(a) < key(b)
}

/// The provider keeps the last of two blocks with one principal. Two that give the same are one.
fn same_principal_twice<'w>(ctx: &mut Context<'w>, grants: Grants<'w>) {
    if !grants.is_authoritative() {
        return;
    }
    let (entries, _) = grants.entries().into_parts();
    let mut seen: Vec<(Identity, Grant<'w>)> = Vec::with_capacity(entries.len());
    for grant in entries {
        let principal = grant.principal();
        let (identity, field) = (Identity::of(&principal, true), principal.field);
        let mut possible = None;
        let mut found = None;
        for (other, first) in &seen {
            let same = identity.equals(other);
            if same.is_false() {
                continue;
            }
            match same.and(!grant.gives_the_same(first)) {
                Tri::True => found = found.or(Some(*first)),
                Tri::Unknown => possible = possible.or(Some((*first, same))),
                Tri::False => {}
            }
        }
        let address = grants.0.address();
        if let Some(first) = found {
            let message = format!(
                "two `grant` blocks of `{address}` name {}, and only the last of them counts",
                field.shown()
            );
            ctx.violated(field.place(), message)
                .label("named before")
                .related("the first block", first.principal().field.place())
                .help("put all privileges of the principal into one block");
        } else if let Some((first, same)) = possible {
            let other = first.principal().field;
            let (cause, message) = if same.is_true() {
                let cause = grant.privilege_names().more().cloned();
                let cause = cause.or_else(|| first.privilege_names().more().cloned());
                (
                    cause.unwrap_or_else(|| grant.privileges().cause_or("privileges")),
                    format!(
                        "it is not known whether two `grant` blocks of `{address}` give {} the same",
                        field.shown()
                    ),
                )
            } else {
                let cause = field.cause().or_else(|| other.cause());
                (
                    cause.unwrap_or_else(|| field.cause_or("principal")),
                    format!("it is not known whether two `grant` blocks of `{address}` name one principal"),
                )
            };
            ctx.undecided(field.place(), cause, message).related("the other block", other.place());
        }
        seen.push((identity, grant));
    }
}

fn check_assignment<'w>(ctx: &mut Context<'w>, assignment: &Assignment<'w>) {
    let node = assignment.node;
    unknown_instances(ctx, node, &assignment.field, assignment.is_alike());
    let mut others = assignment.others();
    others.retain(|(other, _)| is_before(ctx, other.node, node));
    let sure = others.iter().find(|(_, same)| same.is_true());
    let Some((other, same)) = sure.or_else(|| others.first()) else { return };
    let (mine, theirs, what) = (node.address(), other.node.address(), assignment.what);
    let place = assignment.field.place();
    let outcome = if same.is_true() {
        ctx.violated(place, format!("`{mine}` and `{theirs}` both manage {what}"))
    } else {
        let cause = other.node.uncertainty().or_else(|| assignment.field.cause());
        let cause = cause.unwrap_or_else(|| other.field.cause_or(&other.field.path().to_string()));
        ctx.undecided(place, cause, format!("it is not known whether `{mine}` and `{theirs}` manage {what}"))
    };
    outcome
        .template(format!("two resources manage {what}"))
        .label("managed twice")
        .related("the same object", other.field.place())
        .help("keep one of the two resources, with everything that both give");
}

/// Of an unknown number of instances that all name the same, each overwrites the others.
fn unknown_instances<'w>(ctx: &mut Context<'w>, node: Node<'w>, field: &Field<'w>, alike: bool) {
    let stands_for_all = node.instance().is_some_and(|instance| instance.key == InstanceKey::Any);
    if alike
        && stands_for_all
        && let Some(cause) = node.uncertainty()
    {
        let message =
            format!("`{}` can have more than one instance, and all of them name the same", node.address());
        ctx.undecided(field.place(), cause, message);
    }
}

fn is_alike(securable: &Securable<'_>) -> bool {
    match securable.key() {
        Some(NameKey::Text(_)) => true,
        Some(NameKey::Symbolic(text)) => !text.contains("[*]"),
        None => false,
    }
}

fn identity_is_alike(principal: &Field<'_>) -> bool {
    match principal.value().and_then(name_key) {
        Some(NameKey::Text(_)) => true,
        Some(NameKey::Symbolic(text)) => !text.contains("[*]"),
        None => false,
    }
}
