//! See `one-metastore-per-region.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::metastore::Metastore;
use bricklint_model::place::Place;
use bricklint_model::region::Region;
use bricklint_model::repetition::{differs, is_repeated};
use bricklint_model::tri::Tri;
use bricklint_model::view::Node;

use crate::engine::{Check, Context, Of, Rule};

/// One metastore for each region of an account.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "one-metastore-per-region",
        area: "unity-catalog",
        severity: Severity::Error,
        summary: "The account has at most one metastore per region.",
        level: Level::Default,
        scope: Scope::Estate,
        since: None,
    },
    check: Check { of: Of::Resources(&[Metastore::TYPE]), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let metastore = Metastore(node);
    let address = node.address();
    let Some(region) = Region::of(node) else { return };
    if let Region::Unsaid(by) = region
        && by == node
    {
        let text = if metastore.region().value().is_some_and(|region| !region.is_null()) {
            format!("the plan does not say whether `region` of `{address}` is null")
        } else {
            format!("`{address}` does not write its `region`")
        };
        let cause = Cause::new(CauseKind::AfterApply, format!("{address}.region"), text);
        let message = format!("it is not known whether `{address}` is the only metastore of its region");
        ctx.undecided(node.place(), cause, message).help("write `region`");
        return;
    }
    // A region that only the provider configuration has is that of what is written here.
    let (place, shown) = match region {
        Region::Said(_) => (region.place(), region.shown()),
        Region::Unsaid(_) => (metastore.region().place(), metastore.region().shown()),
    };
    let Some(other) = ctx.world.estate().metastores().earlier_in_region(metastore) else {
        if !several_instances(ctx, metastore, &region) && !left_behind(ctx, metastore, &place, &shown) {
            hidden(ctx, metastore, place);
        }
        return;
    };
    let theirs = other.node.named_beside(node);
    if other.same != Tri::True {
        let message = format!("it is not known whether `{address}` and {theirs} share a region");
        let cause = other.cause.or_else(|| region.cause()).unwrap_or_else(|| unsure(other.node.address()));
        ctx.undecided(place, cause, message).related_node("the other metastore", other.node);
        return;
    }
    let elsewhere = other.node.graph().stack != node.graph().stack;
    let named = metastore.name().equals(&Metastore(other.node).name()).is_true();
    let message = if elsewhere && named {
        format!("`{address}` declares the metastore of region {shown} that {theirs} declares too")
    } else {
        format!("`{address}` and {theirs} are both metastores of region {shown}")
    };
    let help = "keep one metastore, and separate teams by catalogs and bindings";
    let (label, their_place) = match Region::of(other.node) {
        Some(region @ Region::Said(_)) => {
            (format!("the metastore of region {} is declared here", region.shown()), region.place())
        }
        Some(Region::Unsaid(_)) => {
            let field = Metastore(other.node).region();
            (format!("the metastore of region {} is declared here", field.shown()), field.place())
        }
        None => ("the other metastore is declared here".to_owned(), other.node.place()),
    };
    ctx.violated(place, message)
        .label("the account has another metastore in this region")
        .help(help)
        .related(label, their_place);
}

/// A resource whose number of instances is not known makes several metastores of one region, unless the region
/// is another in each. Whether that was reported.
fn several_instances<'w>(ctx: &mut Context<'w>, metastore: Metastore<'w>, region: &Region<'w>) -> bool {
    let (node, field) = (metastore.0, metastore.region());
    if !is_repeated(node) || field.value().is_some_and(|value| differs(node, value)) {
        return false;
    }
    let address = node.address();
    let message = match region.name() {
        Some(_) => {
            format!("`{address}` makes two metastores of region {}, if there are two of it", region.shown())
        }
        None => format!("it is not known whether the instances of `{address}` lie in different regions"),
    };
    let cause = node.uncertainty().unwrap_or_else(|| unsure(address));
    ctx.undecided(field.place(), cause, message);
    true
}

/// What the plan lets go of stays in the account. Whether there is such a metastore in the region.
fn left_behind<'w>(ctx: &mut Context<'w>, metastore: Metastore<'w>, place: &Place, shown: &str) -> bool {
    let Some((theirs, same)) = ctx.world.estate().metastores().forgotten_in_region(metastore) else {
        return false;
    };
    let (mine, old) = (metastore.0.address(), theirs.node.address());
    let outcome = if same.is_true() {
        let message =
            format!("`{mine}` is made in region {shown}, where `{old}` stays, which the plan only forgets");
        ctx.violated(place.clone(), message)
            .help("keep the metastore that is there, or import it as the new one")
    } else {
        let message = format!(
            "it is not known whether `{mine}` and `{old}`, which the plan only forgets, share an account"
        );
        let text = format!("the plan does not say the provider configuration of `{old}`");
        ctx.undecided(place.clone(), Cause::new(CauseKind::NotVisibleHere, old, text), message)
    };
    outcome.related("this metastore is not destroyed", theirs.place());
    true
}

/// A module that is not on disk can make another metastore.
fn hidden<'w>(ctx: &mut Context<'w>, metastore: Metastore<'w>, place: Place) {
    let node = metastore.0;
    if let Some(cause) = node.graph().graph.may_hide(Metastore::TYPE).cloned() {
        let message =
            format!("it is not known whether `{}` is the only metastore of its region", node.address());
        ctx.undecided(place, cause, message);
    }
}

fn unsure(address: &str) -> Cause {
    Cause::new(CauseKind::AfterApply, address, format!("`{address}` is not known before apply"))
}
