//! See `lifecycle-protects-state.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::attr::Attr;
use bricklint_model::environment::Environment;
use bricklint_model::instance::Change;
use bricklint_model::place::{Part, Path, Place};
use bricklint_model::stateful::NAMES;
use bricklint_model::view::Node;

use crate::engine::{Check, Context, Of, Rule};

/// What holds state is protected.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "lifecycle-protects-state",
        area: "dr",
        severity: Severity::Warning,
        summary: "What holds state in production has no `force_destroy`, does not ignore all changes, and no change \
                  takes its protection away.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(NAMES), run: check, near: true },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    force_destroy(ctx, node);
    let address = node.address();
    let lifecycle = node.instance().map(|instance| instance.lifecycle).unwrap_or_default();
    if let Some(written) = lifecycle.prevent_destroy.filter(|written| !written.on) {
        let place = written_in(node, "prevent_destroy");
        if written.overridden {
            let message = format!("an override file switches off `prevent_destroy` of `{address}`");
            let outcome = in_production(ctx, node, place, message, true);
            describe(outcome, "switched off", "take the override out");
        } else if node.change().is_some_and(Change::existed) {
            let message = format!("`prevent_destroy` is switched off for `{address}`, which exists");
            let outcome = in_production(ctx, node, place, message, true);
            describe(outcome, "switched off", "switch it on again, or take the argument out");
        }
    }
    if lifecycle.ignores_all.is_some() {
        let place = written_in(node, "ignore_changes");
        let message = format!("`{address}` ignores all changes, so no plan shows what was changed by hand");
        let outcome = in_production(ctx, node, place, message, false);
        describe(outcome, "hides drift", "name the arguments that something else manages");
    }
}

fn force_destroy<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let field = node.field("force_destroy");
    let address = node.address();
    let before = || node.before_with("force_destroy").map(|before| before.effective("force_destroy").bool());
    match field.bool() {
        Attr::Absent | Attr::Known(false) => {}
        Attr::Known(true) => {
            let turned_on = matches!(before(), Some(Attr::Absent | Attr::Known(false)));
            let message = if turned_on {
                format!("the plan turns on `force_destroy` of `{address}`, which exists")
            } else {
                format!("`{address}` has `force_destroy`: its destruction does not stop at what it holds")
            };
            let outcome = in_production(ctx, node, field.place(), message, turned_on);
            describe(outcome, "destroys what is in it", "leave `force_destroy` out");
        }
        Attr::Unknown(cause) => {
            if ctx.environment(node) != Attr::Known(Environment::Other) {
                let message = format!("it is not known whether `{address}` has `force_destroy`");
                ctx.undecided(field.place(), cause, message);
            }
        }
    }
}

/// Reports what is wrong in production: elsewhere nothing, and undecided where it is not known which it is. What
/// a change does is wrong unless it is known to be elsewhere, and was no production before.
fn in_production<'c>(
    ctx: &'c mut Context<'_>,
    node: Node<'_>,
    place: Place,
    message: String,
    change: bool,
) -> Option<&'c mut crate::outcome::Outcome> {
    let was_production = change && ctx.environment_before(node) == Attr::Known(Environment::Production);
    match ctx.environment(node) {
        _ if was_production => Some(ctx.violated(place, message)),
        Attr::Known(Environment::Other) | Attr::Absent => None,
        Attr::Known(Environment::Production) => Some(ctx.violated(place, message)),
        Attr::Unknown(_) if change => Some(ctx.violated(place, message)),
        Attr::Unknown(cause) => {
            Some(ctx.undecided(place, cause, format!("{message}, if this is production")))
        }
    }
}

fn describe(outcome: Option<&mut crate::outcome::Outcome>, label: &str, help: &str) {
    if let Some(outcome) = outcome {
        outcome.label(label).help(help);
    }
}

fn written_in(node: Node<'_>, argument: &str) -> Place {
    node.place_at(Path::root().name("lifecycle").name(argument), Part::Key)
}
