//! A configuration of the Databricks provider: its level, its account, and the evidence for both (provider
//! `docs/index.md`; Go SDK `config/config.go`, `HostType`).

use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Segment, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use super::level::{self, Level};
use super::mws_workspaces::{MwsWorkspace, is_id};
use super::principal::is_uuid;
use crate::attr::Attr;
use crate::estate::Estate;
use crate::graph::{EdgeKind, NodeId};
use crate::instance::InstanceKey;
use crate::place::Step;
use crate::placeholder::is_placeholder;
use crate::securable::{self, NameKey};
use crate::stack::StackKind;
use crate::view::{Field, GraphView, Link, Node, World};

/// Workspaces that a provider configuration leads to are followed this far.
const MAX_DEPTH: u8 = 3;

/// How the hosts of account consoles begin.
const ACCOUNT_HOSTS: &[&str] = &[
    "accounts.",
    "accounts-dod.",
    "https://accounts.",
    "https://accounts-dod.",
    "http://accounts.",
    "http://accounts-dod.",
];

/// How the hosts of workspaces end (provider `common/environment/environments.go`).
const WORKSPACE_HOSTS: &[&str] = &[
    ".azuredatabricks.net",
    ".cloud.databricks.com",
    ".cloud.databricks.mil",
    ".cloud.databricks.us",
    ".databricks.azure.cn",
    ".databricks.azure.us",
    ".gcp.databricks.com",
];

/// How the names of workspaces begin that nobody chose.
const WORKSPACE_NAMES: &[&str] = &["adb-", "dbc-"];

/// How the hosts end that serve accounts and workspaces alike (provider `CHANGELOG.md`, 1.113.0: `api.databricks.com`).
const UNIFIED_HOST: &str = ".databricks.com";

/// Types whose attributes are the address of a workspace.
const WORKSPACES: &[&str] = &[MwsWorkspace::TYPE, "azurerm_databricks_workspace"];

/// How attributes and outputs are called that are the address of a workspace.
const WORKSPACE_URL: &str = "workspace_url";

/// A provider configuration.
#[derive(Clone, Copy, Debug)]
pub struct Provider<'w>(pub Node<'w>);

/// The level of a provider configuration, with what says so.
#[derive(Clone, Debug)]
pub enum ProviderLevel<'w> {
    /// An account console.
    Account(Evidence<'w>),
    /// A workspace.
    Workspace(Evidence<'w>),
    /// A host that serves both: what belongs to a workspace has to name it.
    Unified(Evidence<'w>),
    /// A host of no known form, which may be that of a workspace or serve both.
    Elsewhere(Cause),
    /// Nothing says.
    Unknown(Cause),
}

/// The form of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HostForm {
    /// An account console.
    Account,
    /// A workspace.
    Workspace,
    /// An address of both.
    Unified,
    /// Any other name that is no console.
    Other,
}

/// What says the level of a provider configuration.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'w> {
    /// The argument.
    pub field: Field<'w>,
    /// Whether it may be the address of a workspace of the stack.
    refers: bool,
}

impl<'w> Evidence<'w> {
    /// The workspace that it refers to.
    pub fn workspace(&self) -> Option<Node<'w>> {
        if self.refers { Provider(self.field.node).host_workspace() } else { None }
    }
}

impl<'w> Provider<'w> {
    /// The configuration that a node is known to use.
    pub fn of(node: Node<'w>) -> Option<Self> {
        node.provider().filter(|_| !node.may_have_another_provider()).map(Self)
    }

    /// `host`
    pub fn host(self) -> Field<'w> {
        self.0.field("host")
    }

    /// `account_id`. It says nothing about the level: workspace providers may have it too.
    pub fn account_id(self) -> Field<'w> {
        self.0.field("account_id")
    }

    /// Whether `account_id` says an account: what is no UUID is not filled in.
    pub(crate) fn says_account(self) -> bool {
        let id = self.account_id();
        id.is_set().is_true() && !id.value().is_some_and(is_open_id)
    }

    /// `workspace_id`: lets an account-level configuration manage the objects of one workspace.
    pub fn workspace_id(self) -> Field<'w> {
        self.0.field("workspace_id")
    }

    /// Whether it names a workspace by id, also in the query of its host. The word `none` stands for no id.
    pub fn has_workspace_id(self) -> Tri {
        let field = self.workspace_id();
        let by_host = || self.host().value().and_then(Value::as_str).and_then(|host| host_parts(host).1);
        if field.is_set().is_false() && by_host().is_some() {
            return Tri::True;
        }
        field.is_set().and(!field.is_text("none"))
    }

    /// The level: by `host`, or by the Azure resource id of a workspace.
    pub fn level(self) -> ProviderLevel<'w> {
        let host = self.host();
        if let Some(value) = host.value().filter(|value| !value.is_null()) {
            let form = host_form(value);
            let said = Evidence { field: host, refers: false };
            match form {
                Some(HostForm::Account) => return ProviderLevel::Account(said),
                Some(HostForm::Unified) => return ProviderLevel::Unified(said),
                Some(HostForm::Workspace) => {
                    return ProviderLevel::Workspace(Evidence { field: host, refers: true });
                }
                Some(HostForm::Other) | None => {}
            }
            if self.host_workspace().is_some() {
                return ProviderLevel::Workspace(Evidence { field: host, refers: true });
            }
            if self.is_workspace_url(value) {
                return ProviderLevel::Workspace(said);
            }
            if form == Some(HostForm::Other) {
                let text =
                    format!("the host of `{}` is not known to be that of a workspace", self.0.address());
                let subject = format!("the host of {}", self.0.address());
                return ProviderLevel::Elsewhere(
                    Cause::new(CauseKind::NotVisibleHere, subject, text).decided_by(DecidedBy::Value),
                );
            }
        }
        let azure = self.0.field("azure_workspace_resource_id");
        if azure.is_set().is_true() && host.is_set().is_false() {
            return ProviderLevel::Workspace(Evidence { field: azure, refers: false });
        }
        ProviderLevel::Unknown(self.host_cause())
    }

    fn host_cause(self) -> Cause {
        let host = self.host();
        if let Some(cause) = host.cause() {
            return cause;
        }
        let text = format!("`{}` sets no `host`; the environment or a profile does", self.0.address());
        let subject = format!("the host of {}", self.0.address());
        Cause::new(CauseKind::NotVisibleHere, subject, text).decided_by(DecidedBy::Value)
    }

    /// Whether the host is, with or without text around it, what something calls the address of a workspace: an attribute
    /// of a data source, an output of a module that is not on disk or of another state. A variable says nothing.
    fn is_workspace_url(self, value: &Value) -> bool {
        let is_it = |value: &Value| {
            let unknown = value.as_unknown().filter(|unknown| unknown.cases.is_none());
            unknown.and_then(|unknown| unknown.symbol.as_deref()).is_some_and(|symbol| {
                !symbol.name.starts_with("var.")
                    && !symbol.name.contains(['(', ' '])
                    && symbol.path.rsplit('.').next().is_some_and(|last| last.contains(WORKSPACE_URL))
            })
        };
        let in_part = |part: &Segment| matches!(part, Segment::Hole(hole) if is_it(hole));
        if is_it(value) || value.as_segments().unwrap_or_default().iter().any(in_part) {
            return true;
        }
        // A plan tells what the argument refers to.
        let host = self.host();
        let refers = |link: &Link<'w>| {
            let last = link.edge.to_path.0.last();
            link.edge.kind == EdgeKind::Reference
                && link.is_exact()
                && matches!(last, Some(Step::Name(name)) if name.contains(WORKSPACE_URL))
        };
        let mut links = host.links().peekable();
        self.0.graph().graph.stack.kind == StackKind::Plan
            && links.peek().is_some()
            && links.all(|link| refers(&link))
            && !host.may_be_another()
    }

    /// The workspace whose address the host is.
    fn host_workspace(self) -> Option<Node<'w>> {
        let host = self.host();
        let value = host.value()?;
        // A value computed from more than the workspace can be something else.
        let symbol = value.symbol();
        if symbol.is_some_and(|symbol| symbol.name.contains("var.")) {
            return None;
        }
        let mut found = None;
        // Through another resource (`time_sleep`) it still is the attribute of the workspace.
        let graph = self.0.graph().graph;
        let itself = host.links().find(|link| {
            WORKSPACES.contains(&link.node.type_name())
                && link.is_exact()
                && link.edge.kind == EdgeKind::Reference
                && graph.is_attribute(value, link.node.id, &link.edge.to_path).is_true()
        });
        if let Some(link) = itself {
            return (!link.node.is_external()).then_some(link.node);
        }
        for link in host.links() {
            if !WORKSPACES.contains(&link.node.type_name()) || link.node.is_external() {
                return None;
            }
            let any = link.node.instance().is_some_and(|instance| instance.key == InstanceKey::Any);
            let whole = link.edge.kind == EdgeKind::Reference
                && (link.edge.certainty == crate::Certainty::Exact || any);
            let part = link.edge.kind == EdgeKind::Part && value.as_segments().is_some();
            if !whole && !part {
                return None;
            }
            found = found.or(Some(link.node));
        }
        found.or_else(|| self.workspace_in(value.as_str()?))
    }

    /// The workspace that a known host was made of, and whose address stands in it.
    fn workspace_in(self, host: &str) -> Option<Node<'w>> {
        let graph = self.0.graph();
        let of_host = graph.graph.outgoing(self.0.id).filter(|edge| {
            edge.kind == EdgeKind::Part
                && matches!(edge.from_path.0.as_slice(), [Step::Name(name)] if &**name == "host")
        });
        of_host.map(|edge| graph.node(edge.to)).find(|node| {
            let url = node.effective(WORKSPACE_URL);
            let url = url.value().and_then(Value::as_str).map(|url| url.trim_start_matches("https://"));
            WORKSPACES.contains(&node.type_name())
                && !node.exists().is_false()
                && url.is_some_and(|url| !url.is_empty() && host.contains(url))
        })
    }

    /// The workspace that objects made with it belong to, where that is one of this stack.
    pub fn workspace(self) -> Option<MwsWorkspace<'w>> {
        let field = self.workspace_id();
        let by_id = || {
            let mut links = field.links().filter(|link| MwsWorkspace::of(link.node).is_some());
            match (links.next(), links.next()) {
                (Some(link), None) if link.is_exact() => MwsWorkspace::of(link.node),
                _ => None,
            }
        };
        if !field.is_set().is_false() {
            return by_id();
        }
        let workspace = self.host_workspace().and_then(MwsWorkspace::of)?;
        workspace.0.exists().is_true().then_some(workspace)
    }

    /// Whether two configurations lead to one account. What is not filled in says nothing of that of another root.
    pub fn same_account(self, other: Provider<'_>) -> Tri {
        let one_root = self.0.graph().stack == other.0.graph().stack;
        if one_root && self.0.id == other.0.id {
            return Tri::True;
        }
        let hosts = (self.host(), other.host());
        let clouds = (hosts.0.value().and_then(cloud), hosts.1.value().and_then(cloud));
        if let (Some(a), Some(b)) = clouds
            && a != b
        {
            return Tri::False;
        }
        let ids = (self.account(0), other.account(0));
        if let (Some(a), Some(b)) = ids {
            let is_said = one_root || !is_open_id(a) && !is_open_id(b);
            let [a, b] = [a, b].map(|id| securable::folded(id, &|value, _| value.clone()));
            return if is_said { tri::equals(&a, &b) } else { Tri::Unknown };
        }
        if let (Some(a), Some(b)) = (hosts.0.value(), hosts.1.value())
            && (one_root || !a.as_str().is_some_and(is_placeholder))
            && matches!(host_form(a), Some(HostForm::Workspace | HostForm::Other))
            && same_host(a, b)
        {
            return Tri::True;
        }
        let one_place = one_root && self.leads_to().is_some_and(|key| Some(key) == other.leads_to());
        if one_place { Tri::True } else { Tri::Unknown }
    }

    /// Whether it leads to an account, and to no workspace of it.
    pub(crate) fn is_of_account(self) -> bool {
        self.has_workspace_id().is_false() && matches!(self.level(), ProviderLevel::Account(_))
    }

    /// The id of its account, where that is known.
    pub(crate) fn account_text(self) -> Option<String> {
        let id = self.account(0).filter(|id| !is_open_id(id))?;
        Some(id.as_str()?.to_lowercase())
    }

    /// Text that configurations of a stack share where they surely lead to one workspace, or to one account.
    fn leads_to(self) -> Option<String> {
        if securable::is_open(self.0) {
            return None;
        }
        if self.is_of_account() {
            let host = host_parts(self.host().value()?.as_str()?).0.to_lowercase();
            let id = securable::resolve(self.0.graph(), self.account_id().value()?, 0);
            return Some(match securable::name_key(&id)? {
                NameKey::Text(id) => format!("{host}={id}"),
                NameKey::Symbolic(id) => format!("{host}?{id}"),
            });
        }
        if let Some(profile) = self.profile() {
            return Some(profile);
        }
        if !self.has_workspace_id().is_true() && !matches!(self.level(), ProviderLevel::Workspace(_)) {
            return None;
        }
        let key = securable::workspace_keys(&securable::by_provider(self.0)?).into_iter().next()?;
        Some(key.to_string())
    }

    /// Text for the profile that alone says where it leads: whatever that holds, in one run it is the same for all that name
    /// it.
    fn profile(self) -> Option<String> {
        if securable::may_be_by_provider(self.0).is_some() || self.0.field("profile").is_set().is_false() {
            return None;
        }
        let mut text = String::new();
        for name in ["profile", "config_file", "account_id"] {
            let value = self.0.field(name).value().filter(|value| !value.is_null());
            text.push('\u{1}');
            if let Some(value) = value {
                match securable::name_key_in_cases(value)? {
                    NameKey::Text(value) => text.extend(["=", &value]),
                    NameKey::Symbolic(value) => text.extend(["?", &value]),
                }
            }
        }
        Some(text)
    }

    /// Why the account is not known.
    pub fn account_cause(self) -> Cause {
        let (address, is_set) = (self.0.address(), self.account_id().is_set().is_true());
        let text = if is_set {
            format!("the `account_id` of `{address}` is not filled in")
        } else {
            format!("`{address}` sets no `account_id`")
        };
        Cause::new(CauseKind::NotVisibleHere, self.0.address(), text)
    }

    /// The account id: its own, or that of the workspace it leads to.
    fn account(self, depth: u8) -> Option<&'w Value> {
        let own = self.account_id();
        if own.is_set().is_true() {
            return own.value();
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let workspace = self.host_workspace().and_then(MwsWorkspace::of)?;
        let id = workspace.account_id();
        if id.is_set().is_true() {
            return id.value();
        }
        Provider::of(workspace.0)?.account(depth + 1)
    }
}

/// The workspace that an object belongs to, where that is one of this stack: the one it names itself, or that
/// of its provider configuration.
pub fn workspace_of(node: Node<'_>) -> Option<MwsWorkspace<'_>> {
    if names_workspace(node).is_false() {
        return Provider::of(node)?.workspace();
    }
    let field = securable::own_workspace(node)?;
    let mut links = field.links().filter(|link| MwsWorkspace::of(link.node).is_some());
    match (links.next(), links.next()) {
        (Some(link), None) if link.is_exact() => MwsWorkspace::of(link.node),
        _ => None,
    }
}

/// Whether the node itself names the workspace it belongs to (`provider_config { workspace_id }`). What a
/// plan fills in does not count, but what it fills in is not known before apply: a known workspace of something
/// that is created stands in a `dynamic` block, which a plan does not list. Of what is there already, or is not
/// known, a plan alone does not tell whether it was filled in.
pub fn names_workspace(node: Node<'_>) -> Tri {
    if node.instance().is_some_and(|instance| instance.body.lacks("provider_config")) {
        return Tri::False;
    }
    let slot = node.body_with("provider_config").attribute("provider_config");
    if slot.is_some_and(|slot| !slot.written && node.is_managed()) {
        return Tri::False;
    }
    let change = node.instance().and_then(|instance| instance.change.as_ref());
    let created = change.is_some_and(|change| change.actions.iter().all(|action| &**action == "create"));
    node.blocks("provider_config").any(|block| {
        let planned = match block.effective("workspace_id").str() {
            Attr::Known(id) if created => Tri::from(!id.is_empty()),
            Attr::Absent => Tri::False,
            _ if node.graph().graph.stack.kind == StackKind::Plan && node.is_managed() => Tri::Unknown,
            _ => Tri::False,
        };
        block.field("workspace_id").is_set().or(planned)
    })
}

/// Whether the id of an account is text that is no such id, and so not filled in.
pub fn is_open_id(id: &Value) -> bool {
    id.as_str().is_some_and(|text| !is_uuid(text) || is_placeholder(text))
}

/// The name in a host, and the id of the workspace that its query names: the provider keeps nothing else (Go SDK
/// `config/config.go`, `fixHostIfNeeded`).
pub(crate) fn host_parts(host: &str) -> (&str, Option<&str>) {
    let host = host.trim();
    let bare = host.split_once("://").map_or(host, |(_, bare)| bare);
    let (name, rest) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
    let query = rest.split('#').next().and_then(|rest| Some(rest.split_once('?')?.1)).unwrap_or_default();
    let mut ids = query.split('&').filter_map(|pair| {
        let (key, id) = pair.split_once('=')?;
        (matches!(key, "o" | "workspace_id") && is_id(id)).then_some(id)
    });
    (name.strip_suffix(":443").unwrap_or(name), ids.next())
}

/// Whether two hosts are one, however they are written.
fn same_host(a: &Value, b: &Value) -> bool {
    let (Some(a), Some(b)) = (a.as_str(), b.as_str()) else { return tri::equals(a, b).is_true() };
    let ((a, one), (b, other)) = (host_parts(a), host_parts(b));
    a.eq_ignore_ascii_case(b) && (one == other || is_of_one_workspace(a))
}

/// The cloud that a host belongs to, as the end of it that consoles and workspaces share: an account has one.
fn cloud(host: &Value) -> Option<&'static str> {
    let name = match (host.as_str(), host.as_segments()) {
        (Some(text), _) => host_parts(text).0,
        (_, Some([.., Segment::Known(end)])) => host_parts(end).0,
        _ => return None,
    };
    WORKSPACE_HOSTS.iter().copied().find(|form| ends(name, form))
}

/// Whether a host is that of one workspace. The regions of Azure had hosts of their own, for all workspaces in them.
pub(crate) fn is_of_one_workspace(name: &str) -> bool {
    let of_region = ends(name, ".azuredatabricks.net") && !begins(name, "adb-");
    host_form(&Value::string(name)) == Some(HostForm::Workspace) && !of_region
}

/// The hosts that have several ids in their queries.
pub(crate) fn shared_hosts(estate: &Estate) -> FxHashSet<String> {
    let mut ids: FxHashMap<String, &str> = FxHashMap::default();
    let mut shared = FxHashSet::default();
    for provider in estate.graphs.iter().flat_map(|graph| &graph.stack.providers) {
        let host = provider.body.attribute("host").and_then(|slot| slot.value.as_str());
        if let Some((name, Some(id))) = host.map(host_parts) {
            let name = name.to_lowercase();
            if *ids.entry(name.clone()).or_insert(id) != id {
                shared.insert(name);
            }
        }
    }
    shared
}

/// Of each provider configuration, by stack and index, the first that leads to the same: one workspace, or one account
/// through one console. What the one looks up the other does.
pub(crate) fn firsts(estate: &Estate) -> Vec<Vec<u32>> {
    let world = World::new(estate);
    let of_stack = |view: GraphView<'_>| {
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        let first = |index: u32| {
            let key = view.graph.provider_node(index).and_then(|id| Provider(view.node(id)).leads_to());
            key.map_or(index, |key| *known.entry(key).or_insert(index))
        };
        (0..view.graph.stack.providers.len() as u32).map(first).collect()
    };
    world.graphs().map(of_stack).collect()
}

/// Of each stack, whether its configurations say accounts that are not surely one.
pub(crate) fn have_accounts(estate: &Estate) -> Vec<bool> {
    let world = World::new(estate);
    let several = |view: GraphView<'_>| {
        let configurations = (0..view.graph.stack.providers.len() as u32)
            .filter_map(|index| Some(view.node(view.graph.provider_node(index)?)));
        let mut ids = configurations.filter_map(|node| {
            let id = node.field("account_id").value().filter(|id| !id.is_null())?;
            Some(securable::resolve(view, id, 0))
        });
        ids.next().is_some_and(|first| ids.any(|id| !tri::equals(&first, &id).is_true()))
    };
    world.graphs().map(several).collect()
}

/// The form that a host has, as far as its known beginning and end tell.
fn host_form(value: &Value) -> Option<HostForm> {
    let (text, whole, rest) = match (value.as_str(), value.as_segments(), value.as_unknown()) {
        (Some(text), ..) => (text, true, ""),
        (_, Some([Segment::Known(text), .., Segment::Known(rest)]), _) => (&**text, false, &**rest),
        (_, Some([Segment::Known(text), ..]), _) => (&**text, false, ""),
        (.., Some(unknown)) => (unknown.refinements.prefix.as_deref()?, false, ""),
        _ => return None,
    };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    // Most hosts are those of workspaces; a look at one letter tells.
    let bare = text.split_once("://").map_or(text, |(_, bare)| bare);
    let starts_like_one = bare.starts_with(['a', 'A']);
    if starts_like_one && ACCOUNT_HOSTS.iter().any(|begin| begins(text, begin)) {
        return Some(HostForm::Account);
    }
    if !whole && ACCOUNT_HOSTS.iter().any(|host| begins(host, text)) {
        return None;
    }
    let end = if whole { bare } else { rest };
    let end = end.trim().split(['/', '?', '#']).next().unwrap_or_default();
    let end = end.split_once(':').map_or(end, |(name, _)| name);
    let is_workspace = WORKSPACE_HOSTS.iter().any(|form| ends(end, form))
        || WORKSPACE_NAMES.iter().any(|name| begins(bare, name));
    Some(if is_workspace {
        HostForm::Workspace
    } else if ends(end, UNIFIED_HOST) {
        HostForm::Unified
    } else {
        HostForm::Other
    })
}

/// Whether a text ends with another, in capitals or not.
fn ends(text: &str, with: &str) -> bool {
    let at = text.len().checked_sub(with.len());
    at.and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(with))
}

/// Whether a text begins with another, in capitals or not.
fn begins(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// What certainly uses one provider configuration, by the level that it needs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Use {
    /// Number of account-level resources and data sources, and the first.
    pub account: (u32, Option<NodeId>),
    /// Number of workspace-level ones that do not name their workspace themselves, and the first.
    pub workspace: (u32, Option<NodeId>),
}

/// The use of each provider configuration, by stack and index.
pub(crate) fn uses(estate: &Estate) -> Vec<Vec<Use>> {
    let world = World::new(estate);
    let mut all = Vec::with_capacity(estate.graphs.len());
    for view in world.graphs() {
        let stack = &view.graph.stack;
        let mut uses = vec![Use::default(); stack.providers.len()];
        for (at, instance) in (0..).zip(&stack.instances) {
            let Some(level) = level::level(instance.mode, &instance.type_name) else { continue };
            let Some(entry) = instance.provider.and_then(|at| uses.get_mut(at as usize)) else { continue };
            let node = view.node(NodeId(at));
            if !node.exists().is_true() || node.may_have_another_provider() {
                continue;
            }
            let counter = match level {
                Level::Account => &mut entry.account,
                Level::Workspace if names_workspace(node).is_false() => &mut entry.workspace,
                Level::Workspace | Level::Both => continue,
            };
            counter.0 += 1;
            counter.1 = counter.1.or(Some(node.id));
        }
        all.push(uses);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_host_the_name_and_the_id_count() {
        for (host, name, id) in [
            ("https://a.cloud.databricks.com", "a.cloud.databricks.com", None),
            ("a.cloud.databricks.com/", "a.cloud.databricks.com", None),
            ("https://a.cloud.databricks.com/?o=12", "a.cloud.databricks.com", Some("12")),
            (
                "https://a.cloud.databricks.com:443/jobs?a=x&workspace_id=12#job/1",
                "a.cloud.databricks.com",
                Some("12"),
            ),
            ("https://a.cloud.databricks.com?o=x", "a.cloud.databricks.com", None),
            ("https://a.cloud.databricks.com/#job/1?o=12", "a.cloud.databricks.com", None),
            ("12", "12", None),
            ("", "", None),
        ] {
            assert_eq!(host_parts(host), (name, id), "{host}");
        }
        for (name, one) in [
            ("a.cloud.databricks.com", true),
            ("adb-1.2.azuredatabricks.net", true),
            ("westeurope.azuredatabricks.net", false),
            ("accounts.cloud.databricks.com", false),
            ("acme.databricks.com", false),
            ("lake.example.com", false),
        ] {
            assert_eq!(is_of_one_workspace(name), one, "{name}");
        }
    }

    #[test]
    fn hosts_are_one_however_they_are_written() {
        let same = |a: &str, b: &str| same_host(&Value::string(a), &Value::string(b));
        assert!(same("https://a.cloud.databricks.com", "A.cloud.databricks.com/?o=1"));
        assert!(same("https://north.azuredatabricks.net/?o=1", "north.azuredatabricks.net?o=1"));
        assert!(!same("https://north.azuredatabricks.net/?o=1", "https://north.azuredatabricks.net/?o=2"));
        assert!(!same("https://a.cloud.databricks.com", "https://b.cloud.databricks.com"));
        for (host, form) in [
            ("https://accounts.gcp.databricks.com/", Some(".gcp.databricks.com")),
            ("adb-1.2.azuredatabricks.net", Some(".azuredatabricks.net")),
            ("acme.databricks.com", None),
            ("https://accounts.example.com", None),
        ] {
            assert_eq!(cloud(&Value::string(host)), form, "{host}");
        }
    }

    #[test]
    fn a_host_says_its_level_by_its_form() {
        let form = |text: &str| host_form(&Value::string(text));
        for account in [
            "https://accounts.cloud.databricks.com",
            "accounts.gcp.databricks.com",
            "https://ACCOUNTS.azuredatabricks.net/",
            "https://accounts-dod.cloud.databricks.mil",
        ] {
            assert_eq!(form(account), Some(HostForm::Account), "{account}");
        }
        for workspace in [
            "https://adb-1.2.azuredatabricks.net",
            "dbc-1.cloud.databricks.com",
            "https://my-accounts.cloud.databricks.com",
            "https://account.cloud.databricks.com",
            "https://ACME.Cloud.Databricks.com/?o=1",
            "https://1234.5.gcp.databricks.com:443/",
            "adb-1.2.databricks.azure.us",
        ] {
            assert_eq!(form(workspace), Some(HostForm::Workspace), "{workspace}");
        }
        for unified in ["https://api.databricks.com", "https://acme.databricks.com/", "API.DATABRICKS.COM"] {
            assert_eq!(form(unified), Some(HostForm::Unified), "{unified}");
        }
        for other in [
            "https://lake.example.com",
            "https://databricks.com.example.com",
            "databricks.com",
            "https://example.com/x.cloud.databricks.com",
        ] {
            assert_eq!(form(other), Some(HostForm::Other), "{other}");
        }
        assert_eq!(form(" "), None);
    }
}
