//! See `grants-single-authority.md`.

use bricklint_findings::Sorting;
use bricklint_findings::cause::Cause;
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::access::{Identity, OnSecurable, earlier_on};
use bricklint_model::assignment::{ASSIGNMENT_TYPES, Assignment};
use bricklint_model::databricks::grants::{Grant, Grants};
use bricklint_model::placeholder::is_placeholder;
use bricklint_model::repetition::Repetition;
use bricklint_model::securable::{Metastore, Securable};
use bricklint_model::stack::StackKind;
use bricklint_model::tri::Tri;
use bricklint_model::view::{Field, Node};

use super::{identified, is_unclear, named};
use crate::engine::{Check, Context, Of, Rule};

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
    },
    check: Check { of: Of::ResourcesIn(&[Grants::TYPES, &ASSIGNMENT_TYPES]), run: check, near: false },
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
    if is_unclear(ctx, grants) {
        return;
    }
    // The resource that comes first is taken as the one that should stay, in a plan as in its source.
    let other = earlier_on(&securable, grants, |theirs, stack| in_one_metastore(theirs, stack, &securable));
    let told = unknown_instances(ctx, node, &field, |repetition| {
        let same = repetition.same_field(&securable.name, &field).and(repetition.same_metastore(&securable));
        if grants.is_authoritative() {
            return same;
        }
        let principal = node.field("principal");
        same.and(principal.value().map_or(Tri::Unknown, |value| repetition.same_field(value, &principal)))
    });
    match other.filter(|other| other.certain.is_true() || !told) {
        Some(other) => report(ctx, grants, &other, &securable, &field),
        None if !told => beside_hidden(ctx, node, &field),
        None => {}
    }
}

/// A module that is not on disk may hold another one.
fn beside_hidden<'w>(ctx: &mut Context<'w>, node: Node<'w>, field: &Field<'w>) {
    if let Some(cause) = node.graph().graph.may_hide(node.type_name()).cloned() {
        let message =
            format!("it is not known whether something else manages what `{}` does", node.address());
        ctx.undecided(field.place(), cause, message);
    }
}

fn report<'w>(
    ctx: &mut Context<'w>,
    grants: Grants<'w>,
    other: &OnSecurable<'w>,
    securable: &Securable<'w>,
    field: &Field<'w>,
) {
    let (mine, theirs) = (grants.0.address(), other.grants.0.named_beside(grants.0));
    let kinds = (grants.is_authoritative(), other.grants.is_authoritative());
    let what = match kinds {
        (true, true) => format!("`{mine}` and {theirs} both manage all grants on {}", securable.shown()),
        (true, false) => {
            format!("`{mine}` manages all grants on {}, where {theirs} grants too", securable.shown())
        }
        (false, true) => {
            format!("`{mine}` grants on {}, where {theirs} manages all grants", securable.shown())
        }
        (false, false) => format!(
            "`{mine}` and {theirs} both manage the grants of {} on {}",
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
            format!("it is not known whether `{mine}` and {theirs} grant {to}on the same securable");
        ctx.undecided(place, cause, message)
    };
    outcome
        .value(named(securable, field))
        .template(format!("grants on one securable by two resources {kinds:?}"))
        .label("granted on twice")
        .related("the same securable", there)
        .help(
            "keep one `databricks_grants` per securable, or only `databricks_grant` with one per principal",
        );
}

/// Two provider configurations whose metastores are not known are not compared, unless a plan does not say which they are.
/// Nor are names of two roots that nobody has filled in.
fn in_one_metastore(theirs: &Metastore, stack: u32, securable: &Securable<'_>) -> Tri {
    let own = securable.node.graph().stack;
    if own != stack && securable.name.as_str().is_some_and(is_placeholder) {
        return Tri::False;
    }
    let estate = securable.node.world().estate();
    let hides = || estate.hides_assignments(own) || estate.hides_assignments(stack);
    match theirs.equals(&securable.metastore) {
        Tri::Unknown if !theirs.may_be_unsaid(&securable.metastore, hides) => Tri::False,
        same => same,
    }
}

/// Two blocks that may name one principal, of which only one counts.
struct Pair<'w> {
    first: Field<'w>,
    second: Field<'w>,
    cause: Cause,
    /// Whether they do name one, and may give it the same.
    same: bool,
}

/// The provider keeps one of two blocks with one principal: the last of the set, whose order nobody sees
/// (`catalog/resource_grants.go`). Where their spelling of it differs both count, and two that give the same are one.
fn same_principal_twice<'w>(ctx: &mut Context<'w>, grants: Grants<'w>) {
    if !grants.is_authoritative() {
        return;
    }
    let address = grants.0.address();
    let (mut entries, more) = grants.entries().into_parts();
    // A plan has them in the order of a set, and its source in that in which they are read.
    if grants.0.graph().graph.stack.kind == StackKind::PlanWithSource {
        entries
            .put_in_order_by_key(|grant| ctx.world.estate().locate(&grant.principal().field.place()).start);
    }
    let mut possible: Option<Pair<'w>> = None;
    let mut seen: Vec<(Identity, Grant<'w>)> = Vec::with_capacity(entries.len());
    for grant in entries {
        let principal = grant.principal();
        let (identity, field) = (Identity::of(&principal, true), principal.field);
        let mut found: Option<(Field<'w>, bool)> = None;
        for (other, first) in &seen {
            let same = identity.equals(other);
            if same.is_false() {
                continue;
            }
            match same.and(!grant.gives_the_same(first)) {
                Tri::True => {
                    let theirs = first.principal().field;
                    let spelled_alike = !field.equals(&theirs).is_false();
                    found =
                        found.filter(|(_, alike)| *alike || !spelled_alike).or(Some((theirs, spelled_alike)));
                }
                Tri::Unknown if possible.is_none() => possible = Some(pair(first, &grant, same)),
                Tri::Unknown | Tri::False => {}
            }
        }
        if let Some((other, spelled_alike)) = found {
            let (one, help) = (field.shown(), "put all privileges of the principal into one block");
            let outcome = if spelled_alike {
                let message =
                    format!("two `grant` blocks of `{address}` name {one}, and only one of them counts");
                ctx.violated(field.place(), message)
            } else {
                let message = format!(
                    "two `grant` blocks of `{address}` spell one principal {} and {one}",
                    other.shown()
                );
                ctx.violated(field.place(), message).severity(Severity::Warning)
            };
            let outcome = outcome.value(identified(&principal)).label("named twice").help(help);
            outcome.related("the other block", other.place());
        }
        seen.push((identity, grant));
    }
    let patterns = grants.patterns();
    possible = possible.or_else(|| {
        let found = among_patterns(grants, &patterns, &mut seen)?;
        // How many there are is what is not known first.
        Some(Pair { cause: more.clone().unwrap_or(found.cause), ..found })
    });
    if let Some(Pair { first, second, cause, same }) = possible {
        let message = if same {
            let who = second.shown();
            format!("it is not known whether two `grant` blocks of `{address}` give {who} the same")
        } else {
            format!("it is not known whether two `grant` blocks of `{address}` name one principal")
        };
        let outcome = ctx.undecided(second.place(), cause, message);
        if first.place() != second.place() {
            outcome.related("the other block", first.place());
        }
    } else if let Some(cause) = more.filter(|_| patterns.is_empty()) {
        let message = format!("it is not known whether two `grant` blocks of `{address}` name one principal");
        ctx.undecided(grants.0.place(), cause, message);
    }
}

/// Two blocks of which one at least is made by a `dynamic` over an unknown collection.
fn among_patterns<'w>(
    grants: Grants<'w>,
    patterns: &[Grant<'w>],
    seen: &mut Vec<(Identity, Grant<'w>)>,
) -> Option<Pair<'w>> {
    let blocks = Repetition::of_blocks(grants.0, "grant")?;
    for grant in patterns {
        let principal = grant.principal();
        let (identity, field) = (Identity::of(&principal, true), principal.field);
        for (other, first) in seen.iter() {
            let same = identity.equals(other);
            if !same.and(!grant.gives_the_same(first)).is_false() {
                return Some(pair(first, grant, same));
            }
        }
        let same = field.value().map_or(Tri::Unknown, |value| blocks.same_field(value, &field));
        let privileges = grant.privileges();
        let alike = privileges.value().map_or(Tri::Unknown, |value| blocks.same(value));
        if !same.and(!alike).is_false() {
            return Some(pair(grant, grant, same));
        }
        seen.push((identity, *grant));
    }
    None
}

fn pair<'w>(first: &Grant<'w>, second: &Grant<'w>, same: Tri) -> Pair<'w> {
    let (one, other) = (first.principal().field, second.principal().field);
    let cause = if same.is_true() {
        let open = |grant: &Grant<'w>| grant.privilege_names().more().cloned();
        open(second).or_else(|| open(first)).unwrap_or_else(|| second.privileges().cause_or("privileges"))
    } else {
        other.cause().or_else(|| one.cause()).unwrap_or_else(|| other.cause_or("principal"))
    };
    Pair { first: one, second: other, cause, same: same.is_true() }
}

fn check_assignment<'w>(ctx: &mut Context<'w>, assignment: &Assignment<'w>) {
    let node = assignment.node;
    let told = unknown_instances(ctx, node, &assignment.field, |repetition| assignment.is_alike(repetition));
    let earlier = assignment.earlier().filter(|(_, same)| same.is_true() || !told);
    let Some((other, same)) = earlier else {
        if !told {
            beside_hidden(ctx, node, &assignment.field);
        }
        return;
    };
    let (mine, theirs, what) = (node.address(), other.node.named_beside(node), assignment.what);
    let place = assignment.field.place();
    let outcome = if same.is_true() {
        ctx.violated(place, format!("`{mine}` and {theirs} both manage {what}"))
    } else {
        // Which workspace it is in, the provider configuration says.
        let host = |node: Node<'w>| node.provider()?.field("host").cause();
        let cause = other.node.uncertainty().or_else(|| assignment.field.cause());
        let cause = cause.or_else(|| [node, other.node].into_iter().find_map(host));
        let cause = cause.unwrap_or_else(|| other.field.cause_or(&other.field.path().to_string()));
        ctx.undecided(place, cause, format!("it is not known whether `{mine}` and {theirs} manage {what}"))
    };
    outcome
        .template(format!("two resources manage {what}"))
        .label("managed twice")
        .related("the same object", other.field.place())
        .help("keep one of the two resources, with everything that both give");
}

/// Of an unknown number of instances that name the same, each overwrites the others. Whether there was anything to
/// report.
fn unknown_instances<'w>(
    ctx: &mut Context<'w>,
    node: Node<'w>,
    field: &Field<'w>,
    same: impl Fn(&Repetition<'w>) -> Tri,
) -> bool {
    let all = Repetition::around(node);
    let Some(same) = all.iter().map(same).filter(|same| !same.is_false()).max() else {
        return false;
    };
    let Some(cause) = node.uncertainty() else { return false };
    let address = node.address();
    let message = if same.is_true() {
        format!("`{address}` can have more than one instance, and all of them name the same")
    } else {
        format!("`{address}` can have more than one instance, and it is not known whether two name the same")
    };
    ctx.undecided(field.place(), cause, message);
    true
}
