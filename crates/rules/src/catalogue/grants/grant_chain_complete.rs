//! See `grant-chain-complete.md`.

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_findings::words::series;
use bricklint_model::access::{Holder, Holding, Needs, needs};
use bricklint_model::databricks::grants::{Grant, Grants};
use bricklint_model::databricks::principal::PrincipalKind;
use bricklint_model::place::Place;
use bricklint_model::securable::{Securable, SecurableType};
use bricklint_model::tri::Tri;
use bricklint_model::view::{Field, Node};

use super::{held_by, is_unclear};
use crate::engine::{Check, Context, Of, Rule};
use crate::outcome::Outcome;

/// Who may do something below may also get there.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "grant-chain-complete",
        area: "grants",
        severity: Severity::Error,
        summary: "A principal that holds `SELECT`, `MODIFY`, `READ_VOLUME`, `EXECUTE` or the like also holds \
                  `USE_SCHEMA` and `USE_CATALOG` on the parents.",
        level: Level::Default,
        scope: Scope::Estate,
        since: None,
    },
    check: Check { of: Of::Resources(Grants::TYPES), run: check, near: false },
};

/// A privilege that is needed, on what, and whether the principal holds it.
struct Step<'w> {
    privilege: &'static str,
    on: Securable<'w>,
    holding: Holding<'w>,
}

impl Step<'_> {
    /// Whether holding it on something below is enough.
    fn is_below(&self) -> bool {
        self.privilege == "USE_SCHEMA" && self.on.kind == SecurableType::Catalog
    }
}

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let grants = Grants(node);
    let Some((securable, field)) = grants.securable() else { return };
    if is_unclear(ctx, grants) {
        return;
    }
    if securable.kind != SecurableType::Catalog && securable.kind.levels() < 2 {
        return;
    }
    let (entries, more) = grants.entries().into_parts();
    if let Some(cause) = more {
        let message = format!("`{}` can have more grants than are known", node.address());
        ctx.undecided(node.place(), cause, message);
    }
    for grant in entries {
        check_grant(ctx, &grant, &securable, &field);
    }
}

fn check_grant<'w>(ctx: &mut Context<'w>, grant: &Grant<'w>, securable: &Securable<'w>, named: &Field<'w>) {
    let privileges = grant.privileges();
    let principal = grant.principal();
    let complete = ctx.world.estate().complete;
    let who = || principal.field.shown();
    let about = held_by(&principal, securable, named);
    let (granted, more) = grant.privilege_names().into_parts();
    if let Some(cause) = more {
        let message = format!("the privileges of {} on {} are not all known", who(), securable.shown());
        ctx.undecided(privileges.place(), cause, message).value(about.as_str());
    }
    let acting: Vec<&(String, Field<'w>)> =
        granted.iter().filter(|(name, _)| needs(securable.kind, name) != Needs::Nothing).collect();
    let schema_too = acting.iter().any(|(name, _)| needs(securable.kind, name) == Needs::Schema);
    if acting.is_empty() {
        return;
    }
    let holder = Holder::new(&principal);
    let (catalog, schema) = (securable.catalog(), securable.schema());
    let mut steps: Vec<Step<'w>> = Vec::new();
    let told =
        catalog.is_some() && (!schema_too || securable.kind == SecurableType::Catalog || schema.is_some());
    if let Some(catalog) = catalog {
        steps.push(step(&holder, "USE_CATALOG", catalog.clone()));
        if schema_too && securable.kind == SecurableType::Catalog {
            let mut step = step(&holder, "USE_SCHEMA", catalog.clone());
            // Schemas that other roots make can be open to the principal.
            (step.holding.closed, step.holding.may_close) = (false, None);
            if !step.holding.answer.is_true() {
                let below = holder.uses_a_schema_of(&catalog);
                step.holding.answer = step.holding.answer.or(below.answer);
                step.holding.causes.extend(below.causes);
            }
            steps.push(step);
        }
    }
    if let Some(schema) = schema.filter(|_| schema_too) {
        steps.push(step(&holder, "USE_SCHEMA", schema));
    }
    if let PrincipalKind::Unknown(cause) = &principal.kind {
        for step in steps.iter_mut().filter(|step| step.holding.answer.is_false()) {
            step.holding.answer = Tri::Unknown;
            step.holding.causes.push(cause.clone());
        }
    }
    let missing: Vec<&Step<'w>> = steps.iter().filter(|step| step.holding.answer.is_false()).collect();
    // What is wrong for sure is enough; what is only not seen here leaves the rest open.
    let proven = missing.iter().any(|step| complete || step.holding.closed);
    // `USE_SCHEMA` is not missed by what does without.
    let held = |steps: &[&Step<'w>]| {
        let all = steps.is_empty() || steps.iter().any(|step| step.privilege == "USE_CATALOG");
        let concerned = |name: &str| all || needs(securable.kind, name) == Needs::Schema;
        let what: Vec<String> =
            acting.iter().filter(|(name, _)| concerned(name)).map(|(_, item)| item.shown()).collect();
        format!("{} is granted {} on {}", who(), series(&what), securable.shown())
    };
    if !missing.is_empty() {
        report(ctx, &missing, &held(&missing), &who(), &privileges).value(about.as_str());
        // The privilege is known to be missing where all grants are known.
        if let Some((step, cause)) =
            missing.iter().find_map(|step| Some((step, step.holding.may_close.clone()?)))
            && !proven
        {
            let on = step.on.shown();
            let what = if step.holding.lacks_owner {
                format!("{on} is made here, with its owner")
            } else {
                format!("all grants on {on} are here")
            };
            let message = format!("{}, and it is not known whether {what}", held(&missing));
            ctx.undecided(privileges.place(), cause, message).value(about.as_str());
        }
    }
    if let Some(step) = steps.iter().find(|step| step.holding.answer.is_unknown() && !proven) {
        let or_below = if step.is_below() { " or a schema of it" } else { "" };
        let message = format!(
            "{}, and it is not known whether it holds `{}` on {}{or_below}",
            held(&[step]),
            step.privilege,
            step.on.shown()
        );
        let mut causes = step.holding.causes.iter();
        let first = causes.next().cloned().unwrap_or_else(|| principal.field.cause_or("principal"));
        let outcome = ctx.undecided(privileges.place(), first, message).value(about);
        for cause in causes {
            outcome.because(cause.clone());
        }
        // Other roots can open schemas to it, so that nothing worse can be found.
        let open = |step: &Step<'w>| step.is_below() || !step.holding.answer.is_unknown();
        if !complete && steps.iter().all(open) {
            outcome.severity(Severity::Info);
        }
        name_grants(outcome, &[step]);
    } else if missing.is_empty() && !told && securable.name.is_unknown() {
        let message = format!("{}, and it is not known in which catalog and schema that is", held(&[]));
        ctx.undecided(named.place(), securable.cause(), message).value(about);
    }
}

fn step<'w>(holder: &Holder<'w>, privilege: &'static str, on: Securable<'w>) -> Step<'w> {
    Step { privilege, holding: holder.holds(privilege, &on), on }
}

fn report<'c, 'w>(
    ctx: &'c mut Context<'w>,
    missing: &[&Step<'w>],
    held: &str,
    who: &str,
    privileges: &Field<'w>,
) -> &'c mut Outcome {
    let complete = ctx.world.estate().complete;
    // What is proven to be missing, and what is not seen here.
    let (proven, unseen): (Vec<&Step<'w>>, Vec<&Step<'w>>) =
        missing.iter().copied().partition(|step| complete || step.holding.closed);
    let closed = !proven.is_empty();
    let needed = |steps: &[&Step<'w>]| {
        let each = steps.iter().map(|step| format!("`{}` on {}", step.privilege, step.on.shown()));
        series(&each.collect::<Vec<_>>())
    };
    let (message, advice) = match (closed, unseen.is_empty()) {
        (true, true) => (
            format!("{held} and does not hold {}", needed(&proven)),
            format!("grant {} to {who}", needed(&proven)),
        ),
        (true, false) => (
            format!(
                "{held} and does not hold {}, and nothing here gives it {}",
                needed(&proven),
                needed(&unseen)
            ),
            format!(
                "grant {} to {who}, and {} where nothing else gives it",
                needed(&proven),
                needed(&unseen)
            ),
        ),
        (false, _) => (
            format!("{held}, and nothing here gives it {}", needed(&unseen)),
            format!("grant {} to {who}", needed(&unseen)),
        ),
    };
    let outcome = ctx.violated(privileges.place(), message);
    let privileges_missing: Vec<&str> = missing.iter().map(|step| step.privilege).collect();
    outcome.template(format!("a principal does not hold {}", privileges_missing.join(" and ")));
    outcome.label("cannot be used").help(advice);
    name_grants(outcome, missing);
    if !closed {
        let first = missing.first();
        let subject = first.map_or_else(String::new, |step| step.on.shown());
        let text = if first.is_some_and(|step| step.is_below()) {
            format!("another root may grant it on a schema of {subject}")
        } else if first.is_some_and(|step| step.holding.lacks_owner) {
            format!("another root may say who owns {subject}")
        } else {
            format!("another root may manage the grants on {subject}")
        };
        outcome.severity(Severity::Info).because(Cause::new(
            CauseKind::NotVisibleHere,
            subject.replace('`', ""),
            text,
        ));
    }
    outcome
}

/// Names the grants that do not give what some steps need.
fn name_grants(outcome: &mut Outcome, steps: &[&Step<'_>]) {
    let sets = steps.iter().flat_map(|step| &step.holding.sets);
    let mut sets: Vec<(String, Place)> = sets.map(|(on, set)| (on.shown(), set.place())).collect();
    sets.put_in_order();
    sets.dedup();
    for (on, place) in sets {
        outcome.related(format!("these are the grants on {on}"), place);
    }
}
