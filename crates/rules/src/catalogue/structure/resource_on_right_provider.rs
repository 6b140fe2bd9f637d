//! See `resource-on-right-provider.md`.

use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::level::{self, Level as ProviderNeeds};
use bricklint_model::databricks::provider::{Evidence, Provider, ProviderLevel, names_workspace};
use bricklint_model::graph::NodeId;
use bricklint_model::place::{Part, Path, Place};
use bricklint_model::stack::StackKind;
use bricklint_model::tri::Tri;
use bricklint_model::view::Node;

use crate::engine::{Check, Context, Of, Rule};

/// Account types on account providers, workspace types on workspace providers.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "resource-on-right-provider",
        area: "structure",
        severity: Severity::Error,
        summary: "Account-level resources and data sources use an account-level provider, workspace-level ones \
                  a workspace-level provider or name their workspace.",
        level: Level::Default,
        scope: Scope::Root,
        since: None,
    },
    check: Check { of: Of::Provider("databricks"), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let Some(instance) = node.instance() else { return };
    let needs = level::level(instance.mode, &instance.type_name);
    let Some(provider) = Provider::of(node) else {
        // In a plan the configuration of a resource says which provider configuration it uses.
        if node.graph().graph.stack.kind == StackKind::Plan {
            unnamed(ctx, node, needs);
        }
        return;
    };
    match needs {
        Some(ProviderNeeds::Account) => match provider.level() {
            ProviderLevel::Account(_) | ProviderLevel::Unified(_) => {}
            ProviderLevel::Workspace(evidence) => wrong(ctx, node, "an account", "workspace", &evidence),
            ProviderLevel::Elsewhere(cause) => not_known(ctx, node, provider, cause, "an account"),
            ProviderLevel::Unknown(cause) => unknown(ctx, node, provider, cause, ProviderNeeds::Account),
        },
        Some(ProviderNeeds::Workspace) => on_workspace(ctx, node, provider),
        Some(ProviderNeeds::Both) | None => {}
    }
}

fn unnamed<'w>(ctx: &mut Context<'w>, node: Node<'w>, needs: Option<ProviderNeeds>) {
    let word = match needs {
        Some(ProviderNeeds::Account) => "an account",
        Some(ProviderNeeds::Workspace) if !names_workspace(node).is_true() => "a workspace",
        Some(ProviderNeeds::Workspace | ProviderNeeds::Both) | None => return,
    };
    let address = node.address();
    let text = "the plan has no `configuration` of the resource, which names the provider configuration";
    let cause = Cause::new(CauseKind::IncompletePlan, "configuration", text).decided_by(DecidedBy::Source);
    let message = format!("it is not known whether `{address}` uses {word}-level provider");
    ctx.undecided(place(node), cause, message)
        .template(format!("{word}-level provider without configuration"));
}

fn on_workspace<'w>(ctx: &mut Context<'w>, node: Node<'w>, provider: Provider<'w>) {
    let named = names_workspace(node).or(provider.has_workspace_id());
    if named.is_true() {
        return;
    }
    match provider.level() {
        ProviderLevel::Workspace(_) | ProviderLevel::Elsewhere(_) => {}
        ProviderLevel::Account(evidence) if named.is_false() => {
            wrong(ctx, node, "a workspace", "account", &evidence);
        }
        ProviderLevel::Unified(evidence) if named.is_false() => {
            let provider = evidence.field.node.address();
            let text = format!("`{provider}` sets no `workspace_id`; the environment or a profile may");
            let cause = Cause::new(CauseKind::NotVisibleHere, format!("the workspace of {provider}"), text);
            let message = format!("it is not known to which workspace `{}` belongs", node.address());
            ctx.undecided(place(node), cause.decided_by(DecidedBy::Value), message)
                .template(format!("workspace of `{provider}`"))
                .help("name the workspace with `workspace_id`, in the configuration or in `provider_config`");
        }
        ProviderLevel::Account(_) | ProviderLevel::Unified(_) => {
            let block = provider.workspace_id();
            let cause = block.cause().or_else(|| node.blocks("provider_config").more().cloned());
            let cause = cause.unwrap_or_else(|| block.cause_or("workspace_id"));
            let message = format!("it is not known whether `{}` names its workspace", node.address());
            ctx.undecided(place(node), cause, message);
        }
        ProviderLevel::Unknown(cause) => unknown(ctx, node, provider, cause, ProviderNeeds::Workspace),
    }
}

/// Where the provider is named; the header of a resource that takes the default one.
fn place(node: Node<'_>) -> Place {
    node.place_at(Path::root().name("provider"), Part::Value)
}

fn wrong<'w>(ctx: &mut Context<'w>, node: Node<'w>, needs: &str, has: &str, evidence: &Evidence<'w>) {
    let provider = evidence.field.node;
    let message = format!(
        "`{}` needs {needs}-level provider, and `{}` is {} {has}-level one",
        node.address(),
        name(provider),
        if has == "account" { "an" } else { "a" }
    );
    let help = if has == "account" {
        "use the provider of a workspace, or name one with `provider_config { workspace_id }`"
    } else {
        "use a provider whose `host` is the account console"
    };
    let said = match evidence.workspace() {
        Some(workspace) => format!("`{}` is the address of `{}`", evidence.field.path(), workspace.address()),
        None if has == "account" => format!("`{}` is an account console", evidence.field.path()),
        None => format!("`{}` is a workspace", evidence.field.path()),
    };
    ctx.violated(place(node), message)
        .label(format!("{has}-level provider"))
        .help(help)
        .related(said, evidence.field.place());
}

/// Without evidence nothing is wrong for certain, except where types of both levels share the configuration:
/// then the fewer are taken as the wrong ones.
fn unknown<'w>(
    ctx: &mut Context<'w>,
    node: Node<'w>,
    provider: Provider<'w>,
    cause: Cause,
    needs: ProviderNeeds,
) {
    let index = node.instance().and_then(|instance| instance.provider).unwrap_or(u32::MAX);
    let uses = ctx.world.estate().provider_use(node.graph().stack, index);
    let (mine, theirs) = match needs {
        ProviderNeeds::Account => (uses.account, uses.workspace),
        ProviderNeeds::Workspace | ProviderNeeds::Both => (uses.workspace, uses.account),
    };
    let (mine_word, their_word) = match needs {
        ProviderNeeds::Account => ("an account", "a workspace"),
        ProviderNeeds::Workspace | ProviderNeeds::Both => ("a workspace", "an account"),
    };
    // A configuration of an account with a workspace id serves both, and where the source says what the plan leaves out
    // it tells which of them is wrong.
    let open = provider.has_workspace_id() != Tri::False || cause.decided_by == DecidedBy::Source;
    let other: Option<NodeId> = theirs.1.filter(|_| mine.0 <= theirs.0 && !open);
    if let Some(other) = other.map(|id| node.graph().node(id)) {
        let message = format!(
            "`{}` needs {mine_word}-level provider and `{}` {their_word}-level one, but both use `{}`",
            node.address(),
            other.address(),
            name(provider.0)
        );
        ctx.violated(place(node), message)
            .label("types of both levels share this provider")
            .help("give each level a provider configuration of its own")
            .related(format!("this needs {their_word}-level provider"), place(other));
        return;
    }
    not_known(ctx, node, provider, cause, mine_word);
}

fn not_known<'w>(ctx: &mut Context<'w>, node: Node<'w>, provider: Provider<'w>, cause: Cause, word: &str) {
    let message = format!(
        "it is not known whether `{}`, which `{}` uses, is {word}-level provider",
        name(provider.0),
        node.address()
    );
    ctx.undecided(place(node), cause, message).template(format!("level of `{}`", provider.0.address()));
}

/// `databricks.account`, as a configuration is named in `provider`.
fn name(provider: Node<'_>) -> String {
    let address = provider.address();
    let (Some(config), Some((path, rest))) = (provider.configuration(), address.split_once("provider[\""))
    else {
        return address.to_owned();
    };
    format!("{path}{}{}", config.local, rest.split_once("\"]").map_or("", |(_, alias)| alias))
}
