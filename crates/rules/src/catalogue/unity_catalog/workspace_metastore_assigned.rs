//! See `workspace-metastore-assigned.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::metastore_assignment::MetastoreAssignment;
use bricklint_model::databricks::mws_workspaces::MwsWorkspace;
use bricklint_model::repetition::{differs, is_repeated};
use bricklint_model::tri::Tri;
use bricklint_model::view::Node;

use crate::engine::{Check, Context, Of, Rule};

/// One metastore assignment for each workspace.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "workspace-metastore-assigned",
        area: "unity-catalog",
        severity: Severity::Error,
        summary: "Each workspace has exactly one metastore assignment (declared, or known to be automatic).",
        level: Level::Default,
        scope: Scope::Estate,
        since: None,
    },
    check: Check {
        of: Of::Resources(&[MetastoreAssignment::TYPE, MwsWorkspace::TYPE]),
        run: check,
        near: false,
    },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    match MwsWorkspace::of(node) {
        Some(workspace) => assigned(ctx, workspace),
        None => assigned_once(ctx, MetastoreAssignment(node)),
    }
}

/// A later assignment of the same workspace overwrites the earlier one.
fn assigned_once<'w>(ctx: &mut Context<'w>, assignment: MetastoreAssignment<'w>) {
    let Some(other) = ctx.world.estate().metastores().earlier_assignment(assignment) else {
        alone(ctx, assignment);
        return;
    };
    let (mine, theirs) = (assignment.0.address(), other.node.named_beside(assignment.0));
    let field = assignment.workspace_id();
    let their_place = MetastoreAssignment(other.node).workspace_id().place();
    if other.same != Tri::True {
        let cause = other.cause.unwrap_or_else(|| field.cause_or("workspace_id"));
        let message = format!("it is not known whether `{mine}` and {theirs} are for one workspace");
        ctx.undecided(field.place(), cause, message).related("the other assignment", their_place);
        return;
    }
    let workspace = match assignment.workspace() {
        Some(workspace) => format!("`{}`", workspace.0.address()),
        None => format!("workspace {}", field.shown()),
    };
    ctx.violated(field.place(), format!("`{mine}` assigns {workspace}, which {theirs} assigns too"))
        .label("a second assignment of the same workspace")
        .help("keep one of the two: the one applied last overwrites the other")
        .related("the workspace is assigned here", their_place);
}

/// An assignment beside which no other is seen: it can be several itself, and a module that is not on disk can hold
/// another.
fn alone<'w>(ctx: &mut Context<'w>, assignment: MetastoreAssignment<'w>) {
    let (node, field) = (assignment.0, assignment.workspace_id());
    let (address, place) = (node.address(), field.place());
    let Some(value) = field.value().filter(|value| !value.is_null()) else { return };
    if is_repeated(node) && !differs(node, value) {
        let cause = node.uncertainty().unwrap_or_else(|| field.cause_or("workspace_id"));
        let message = format!("it is not known whether the instances of `{address}` are for one workspace");
        ctx.undecided(place, cause, message);
    } else if let Some(cause) = node.graph().graph.may_hide(MetastoreAssignment::TYPE).cloned() {
        let message = format!("it is not known whether `{address}` is the only assignment of its workspace");
        ctx.undecided(place, cause, message);
    }
}

fn assigned<'w>(ctx: &mut Context<'w>, workspace: MwsWorkspace<'w>) {
    let node = workspace.0;
    let (address, place) = (node.address(), node.place());
    let estate = ctx.world.estate();
    let index = estate.metastores();
    let stack = &node.graph().graph.stack;
    let other = index.assignment_of(workspace);
    if other.as_ref().is_some_and(|other| other.same.is_true()) {
        return;
    }
    let complete = estate.complete;
    let (assigns, cause) = index.assigns(node.graph());
    let severity = if complete || assigns.is_true() { Severity::Warning } else { Severity::Info };
    let not_known = format!("it is not known whether `{address}` has a metastore assignment");
    if let Some(other) = other {
        let name = other.node.address();
        let cause = other.cause.unwrap_or_else(|| {
            Cause::new(CauseKind::AfterApply, name, format!("it is not known what `{name}` assigns"))
        });
        ctx.undecided(place, cause, not_known).severity(severity).related_node("this can be it", other.node);
        return;
    }
    // What the plan lets go of stays in the account.
    if let Some((forgotten, same)) = index.forgotten_of(workspace) {
        if same.is_unknown() {
            let name = forgotten.address();
            let cause =
                Cause::new(CauseKind::AfterApply, name, format!("it is not known what `{name}` assigns"));
            let outcome = ctx.undecided(place, cause, not_known).severity(severity);
            outcome.related_node("this can be it", forgotten);
        }
        return;
    }
    if let Some(name) = stack.lets_go_of(MetastoreAssignment::TYPE) {
        let text = format!("a `removed` block leaves `{name}` in the account");
        let cause = Cause::new(CauseKind::AfterApply, name.clone(), text);
        ctx.undecided(place, cause, not_known).severity(severity);
        return;
    }
    if let Some(cause) = may_be_hidden(ctx, node) {
        ctx.undecided(place, cause, not_known).severity(severity);
        return;
    }
    let elsewhere = Cause::new(
        CauseKind::NotVisibleHere,
        address,
        "another root may declare it, or the account may assign metastores by itself",
    );
    if stack.uncalled_module {
        ctx.undecided(place, elsewhere, not_known).severity(severity);
        return;
    }
    let outcome = ctx.violated(place.clone(), format!("`{address}` has no metastore assignment"));
    outcome
        .severity(severity)
        .label("no `databricks_metastore_assignment` names this workspace")
        .help("add a `databricks_metastore_assignment` for it, or switch the rule off where the account assigns metastores by itself");
    if !complete {
        outcome.because(elsewhere);
    }
    if let Some(cause) = cause.filter(|_| !complete && assigns.is_unknown()) {
        let message =
            format!("`{address}` has no metastore assignment, and it is not known whether others have");
        ctx.undecided(place, cause, message).severity(Severity::Warning);
    }
}

/// Why an assignment can exist that is not seen: in a module that is not on disk. Where everything is said to be here, other roots count too.
fn may_be_hidden(ctx: &Context<'_>, node: Node<'_>) -> Option<Cause> {
    let own = node.graph().stack;
    let estate = ctx.world.estate();
    let mut stacks = ctx
        .world
        .graphs()
        .filter(|graph| graph.stack == own || estate.complete && estate.comparable(graph.stack, own));
    stacks.find_map(|graph| graph.graph.may_hide(MetastoreAssignment::TYPE).cloned())
}
