//! See `state-not-destroyed.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_findings::words::series;
use bricklint_model::attr::Attr;
use bricklint_model::environment::Environment;
use bricklint_model::instance::{Action, Change};
use bricklint_model::place::Step;
use bricklint_model::stateful::{self, Fate};
use bricklint_model::view::Node;

use crate::engine::{Check, Context, Of, Rule};

/// What holds state stays.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "state-not-destroyed",
        area: "dr",
        severity: Severity::Error,
        summary: "A plan neither deletes nor replaces what holds data or access: workspaces, metastores, catalogs, \
                  schemas, tables, volumes, models, databases, pipelines, secret scopes, shares, credentials, keys \
                  and buckets.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Changes(stateful::NAMES), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let (Some(change), Some((loss, what))) = (node.change(), stateful::loss(node)) else { return };
    let address = node.address();
    let verb = match change.action() {
        Action::Delete => "destroys",
        // The replacement of a workspace has a rule of its own.
        Action::Replace { .. } if !super::workspace_not_replaced::TYPES.contains(&node.type_name()) => {
            "replaces"
        }
        Action::Other if deletes(change) => "destroys",
        Action::Other => {
            let cause = unknown_actions(change);
            ctx.undecided(
                node.place(),
                cause,
                format!("it is not known what the plan does with `{address}`"),
            );
            return;
        }
        _ => return,
    };
    let fate = match node.before() {
        Some(before) => stateful::fate(loss, &before),
        None => Fate::Unknown(Cause::new(
            CauseKind::IncompletePlan,
            address,
            "the plan holds no values of before",
        )),
    };
    let (severity, then) = match fate {
        Fate::Nothing => return,
        Fate::Lost => (Severity::Error, format!(" with {what}")),
        Fate::Perhaps => (Severity::Warning, format!(" with {what}")),
        Fate::Later => (Severity::Warning, format!(" with {what}, which can be taken back for a while only")),
        Fate::Refused => (Severity::Warning, ", which fails while it is not empty".to_owned()),
        Fate::Kept if loss == stateful::Loss::Access => (Severity::Warning, format!(" and {what}")),
        Fate::Kept => (Severity::Warning, ", whose data stays".to_owned()),
        Fate::Unknown(cause) => {
            let message =
                format!("the plan {verb} `{address}`, and it is not known whether that loses {what}");
            ctx.undecided(node.place(), cause, message).help(help(change, address));
            return;
        }
    };
    // What is lost is what was there, whatever comes in its place.
    let trial = matches!(ctx.environment_before(node), Attr::Known(Environment::Other));
    let twin = twin(node);
    let help = match twin {
        Some(twin) => format!(
            "`{}` is created with the same name; if it is the same object, say so with \
             `moved {{ from = {address}, to = {} }}`",
            twin.address(),
            twin.address()
        ),
        None => help(change, address),
    };
    let message = format!("the plan {verb} `{address}`{then}{}", why(change));
    let outcome = ctx.violated(node.place(), message);
    outcome
        .template(format!("the plan {verb} a {}{then}", node.type_name()))
        .severity(if trial { Severity::Info } else { severity })
        .label(format!("the plan {verb} it"))
        .help(help);
    if let Some(twin) = twin {
        outcome.related_node("created with the same name", twin);
    }
}

const HELP: &str = "keep it with `prevent_destroy = true`, rename it with a `moved` block, or let go of it with \
                    `removed { lifecycle { destroy = false } }`";

/// What to do about it, by what makes the plan do it.
fn help(change: &Change, address: &str) -> String {
    if !matches!(change.action(), Action::Replace { .. }) {
        return HELP.to_owned();
    }
    match change.reason.as_deref() {
        Some("replace_because_tainted") => {
            format!("if the object is sound, say so with `terraform untaint '{address}'` and plan again")
        }
        Some("replace_by_request") => "plan without `-replace`".to_owned(),
        Some("replace_by_triggers") => {
            "take the reference out of `replace_triggered_by`, or undo the change of what it names".to_owned()
        }
        _ if change.replace_paths.is_empty() => format!("take the change back; {BESIDE}"),
        _ => {
            let paths: Vec<String> = change.replace_paths.iter().map(|path| format!("`{path}`")).collect();
            let mut arguments: Vec<String> = Vec::new();
            for path in &change.replace_paths {
                if let Some(Step::Name(name)) = path.0.first()
                    && !arguments.iter().any(|other| **other == **name)
                {
                    arguments.push(name.to_string());
                }
            }
            format!(
                "keep the old value of {}, or ignore the change with `lifecycle {{ ignore_changes = [{}] }}`; {BESIDE}",
                series(&paths),
                arguments.join(", ")
            )
        }
    }
}

const BESIDE: &str = "if another object is meant, make it beside this one under an address of its own, and move what \
                      this one holds before it goes";

/// Whether actions that are known, and never stood together before, have a deletion among them.
fn deletes(change: &Change) -> bool {
    let known = |action: &str| matches!(action, "delete" | "update" | "read" | "no-op");
    change.actions.iter().all(|action| known(action))
        && change.actions.iter().any(|action| &**action == "delete")
}

/// The cause that a plan names actions which are not known.
pub(super) fn unknown_actions(change: &Change) -> Cause {
    let words: Vec<&str> = change.actions.iter().map(|word| &**word).collect();
    let text = format!("the plan names actions that are not known: {}", words.join(", "));
    Cause::new(CauseKind::IncompletePlan, "actions", text)
}

/// Why the plan does it, in a clause.
fn why(change: &Change) -> String {
    match &*change.replace_paths {
        [] => {}
        [path] => return format!(": `{path}` changes"),
        paths => {
            let paths: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
            return format!(": {} change", series(&paths));
        }
    }
    let why = match change.reason.as_deref() {
        Some("delete_because_no_resource_config") => "its block is gone, and any `prevent_destroy` with it",
        Some("delete_because_no_module") if !change.gone => "its module has no such instance any more",
        Some("delete_because_no_module") => "its module is gone, and any `prevent_destroy` with it",
        Some("delete_because_each_key") => "its key is not in `for_each`",
        Some("delete_because_count_index") => "`count` is smaller than its index",
        Some("delete_because_wrong_repetition") => "`count` or `for_each` came or went",
        Some("delete_because_no_move_target") => "it was moved to what does not exist",
        Some("replace_because_tainted") => "it is tainted",
        Some("replace_by_request") => "`-replace` asks for it",
        Some("replace_by_triggers") => "`replace_triggered_by` asks for it",
        _ => return String::new(),
    };
    format!(": {why}")
}

/// What the same plan creates with the name of the object: the object itself at another address.
fn twin(node: Node<'_>) -> Option<Node<'_>> {
    const NAMES: [&str; 5] = ["name", "bucket", "workspace_name", "catalog_name", "schema_name"];
    if node.change().map(Change::action) != Some(Action::Delete) {
        return None;
    }
    let before = node.before()?;
    let mut candidates = node.graph().possible(bricklint_model::instance::Mode::Managed, node.type_name());
    candidates.find(|other| {
        let created = other.change().map(Change::action) == Some(Action::Create);
        let mut named = false;
        created
            && NAMES.iter().all(|name| match before.effective(name).str() {
                Attr::Known(text) => {
                    named = true;
                    other.effective(name).str() == Attr::Known(text)
                }
                _ => true,
            })
            && named
    })
}
