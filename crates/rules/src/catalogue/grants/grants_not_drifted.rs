//! See `grants-not-drifted.md`.

use std::collections::BTreeMap;

use bricklint_findings::ByKey;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::grants::Grants;
use bricklint_model::instance::Action;
use bricklint_model::view::{Block, Node};

use super::grants_keep_others::{privileges, worded};
use crate::engine::{Check, Context, Of, Rule};

const PERMISSIONS: &str = "databricks_permissions";

/// Grants come from the configuration.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "grants-not-drifted",
        area: "grants",
        severity: Severity::Warning,
        summary: "Nobody changes by hand what `databricks_grants`, `databricks_grant` or `databricks_permissions` \
                  manages.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Changes(&[Grants::SINGLE, Grants::TYPE, PERMISSIONS]), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let Some(change) = node.change() else { return };
    let Some(drift) = change.drift.as_deref() else { return };
    // A refresh-only plan takes what somebody deleted out of the state.
    if change.is_removal() && change.existed() {
        return;
    }
    let address = node.address();
    let gone = drift.actions.iter().any(|action| &**action == "delete");
    let Some((before, after)) = node.drift().filter(|(_, after)| gone || after.is_some()) else {
        let cause = Cause::new(CauseKind::IncompletePlan, address, "the plan does not say what was changed");
        ctx.undecided(node.place(), cause, format!("`{address}` was changed outside Terraform"));
        return;
    };
    let (was, is) = (held(&before), after.map(|after| held(&after)).unwrap_or_default());
    let (added, removed) = (without(&is, &was), without(&was, &is));
    let after = held(&node.block());
    let stays = added.keys().all(|key| after.contains_key(key));
    let returns = removed.keys().any(|key| after.contains_key(key));
    // What the plan makes of it is surely what is known of it, and may be more.
    let is_told = returns || stays && removed.is_empty();
    let open = !is_told && holds_more(&node.block());
    let adopted = stays && !returns;
    let refresh_only = node.graph().graph.stack.refresh_only;
    let then = match change.action() {
        _ if refresh_only => "and this refresh-only plan takes nothing back",
        Action::NoOp | Action::Forget => "and the plan leaves it so",
        Action::Other => "and it is not known what the plan does about it",
        _ if open => "and it is not known whether the plan takes it back",
        _ if adopted => "and the configuration has it so by now",
        _ => "and the plan takes it back",
    };
    let what = match (added.is_empty(), removed.is_empty()) {
        (true, true) => return,
        (false, true) => format!("{} came", words(&added)),
        (true, false) => format!("{} went", words(&removed)),
        (false, false) => format!("{} came and {} went", words(&added), words(&removed)),
    };
    ctx.violated(node.place(), format!("`{address}` was changed outside Terraform: {what}, {then}"))
        .value(what)
        .label("changed by hand")
        .help(if refresh_only {
            "write the change into the configuration, or plan without `-refresh-only` and apply to take it back"
        } else if open {
            "write the change into the configuration if it should stay"
        } else if adopted {
            "make such changes in the configuration first"
        } else {
            "write the change into the configuration, or apply to take it back"
        });
}

/// What is held: of whom, as it is compared, and which privilege; with the principal as it is written and
/// whether it must not be shown.
type Held = BTreeMap<(String, String), (String, bool)>;

/// What `these` hold and `others` do not.
fn without(these: &Held, others: &Held) -> Held {
    let only = these.iter().filter(|(key, _)| !others.contains_key(*key));
    only.map(|(key, shown)| (key.clone(), shown.clone())).by_key()
}

fn words(these: &Held) -> String {
    let all = these.iter().map(|((_, privilege), (principal, secret))| worded(principal, *secret, privilege));
    all.collect::<Vec<_>>().join(", ")
}

/// Whether a resource can hold more than is known: principals and privileges can be known after apply only.
fn holds_more(block: &Block<'_>) -> bool {
    const NAMED: &[&str] =
        &["principal", "privileges", "group_name", "user_name", "service_principal_name", "permission_level"];
    let is_open = |block: &Block<'_>| {
        NAMED.iter().any(|name| block.effective(name).value().is_some_and(|value| !value.is_wholly_known()))
    };
    let in_blocks = |name| {
        let (blocks, more) = block.blocks(name).partial().into_parts();
        more.is_some() || blocks.iter().any(is_open)
    };
    is_open(block) || in_blocks("grant") || in_blocks("access_control")
}

/// All that a resource holds, whatever its type.
fn held(block: &Block<'_>) -> Held {
    let mut held = Held::new();
    let (grants, _) = block.blocks("grant").partial().into_parts();
    for (principal, secret, privilege) in grants.iter().flat_map(privileges) {
        // The case of the principal of such a block does not count (`catalog/resource_grants.go`).
        held.insert((principal.to_lowercase(), privilege), (principal, secret));
    }
    for (principal, secret, privilege) in privileges(block) {
        held.insert((principal.clone(), privilege), (principal, secret));
    }
    let (controls, _) = block.blocks("access_control").partial().into_parts();
    for control in controls {
        let text = |name: &'static str| {
            let value = control.effective(name).value()?;
            let text = value.as_str().filter(|text| !text.is_empty())?;
            Some((text.to_owned(), value.holds_secret()))
        };
        let principal = ["group_name", "user_name", "service_principal_name"].into_iter().find_map(text);
        if let (Some((principal, secret)), Some((privilege, _))) = (principal, text("permission_level")) {
            held.insert((principal.clone(), privilege), (principal, secret));
        }
    }
    held
}
