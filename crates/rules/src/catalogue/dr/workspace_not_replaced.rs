//! See `workspace-not-replaced.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_lang::value::Value;
use bricklint_model::instance::{Action, Body, Change};
use bricklint_model::place::{Part, Path, Place, Step};
use bricklint_model::view::{Node, shown};

use super::state_not_destroyed::unknown_actions;
use crate::engine::{Check, Context, Of, Rule};

/// A workspace stays the workspace it is.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "workspace-not-replaced",
        area: "dr",
        severity: Severity::Error,
        summary: "A plan does not replace a workspace: the new one has another id and URL and nothing in it.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Changes(TYPES), run: check, near: true },
};

/// Workspaces.
pub(super) const TYPES: &[&str] = &["azurerm_databricks_workspace", "databricks_mws_workspaces"];

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let Some(change) = node.change() else { return };
    let address = node.address();
    match change.action() {
        Action::Replace { .. } => {}
        Action::ForgetAndCreate => {
            let message = format!(
                "the plan lets go of the workspace `{address}`, which lives on, and makes another in its place"
            );
            ctx.violated(place(node, change), message)
                .severity(Severity::Warning)
                .label("makes another workspace")
                .help("take the change back, unless the old workspace is to live on outside Terraform");
            return;
        }
        Action::Other => {
            let message = format!("it is not known whether the plan replaces the workspace `{address}`");
            ctx.undecided(node.place(), unknown_actions(change), message);
            return;
        }
        _ => return,
    }
    let message = match &*change.replace_paths {
        [] => {
            let why = match change.reason.as_deref() {
                Some("replace_because_tainted") => ", which is tainted",
                Some("replace_by_request") => ", as `-replace` asks",
                Some("replace_by_triggers") => ", as `replace_triggered_by` asks",
                _ => "",
            };
            format!("the plan replaces the workspace `{address}`{why}")
        }
        paths => {
            let words: Vec<String> = paths.iter().map(|path| difference(node, change, path)).collect();
            format!("the plan replaces the workspace `{address}`, because {}", words.join(" and "))
        }
    };
    let outcome = ctx.violated(place(node, change), message);
    outcome.template("the plan replaces a workspace").label("forces another workspace").help(
        "take the change back, or make the new workspace beside the old one and move its content before the \
             old one goes",
    );
}

/// The argument that forces it, or the workspace.
fn place(node: Node<'_>, change: &Change) -> Place {
    match &*change.replace_paths {
        [path, ..] => node.place_at(path.clone(), Part::Value),
        [] => node.place(),
    }
}

const LATER: &str = "what only apply knows";

/// What changes, as a clause.
fn difference(node: Node<'_>, change: &Change, path: &Path) -> String {
    let at = |body: &Body| {
        let known = |value| if Value::is_wholly_known(value) { shown(value) } else { LATER.to_owned() };
        bricklint_model::graph::at_path(body, path).map(known)
    };
    let before = change.before.as_ref().and_then(|before| at(before.get()));
    let after = at(node.body());
    let leaf = matches!(path.0.as_slice(), [Step::Name(_)]);
    // What comes from the same place now is not printed, so what came before is not either.
    let hidden = bricklint_model::graph::at_path(node.body(), path).is_some_and(Value::holds_secret);
    match (before, after) {
        (_, Some(after)) if leaf && hidden => format!("`{path}` changes to {after}"),
        (Some(before), Some(after)) if leaf && before != after => {
            format!("`{path}` changes from {before} to {after}")
        }
        (Some(before), None) if leaf => format!("`{path}` changes from {before}"),
        _ => format!("`{path}` changes"),
    }
}
