//! Provider configurations of a plan, and which of them an instance uses.
//!
//! `provider_config_key` can name an entry that is not the one Terraform used: a module's own name for a
//! provider makes an entry without arguments. Such an entry is passed over for one of the same provider and
//! alias further up.

use std::sync::Arc;

use bricklint_findings::address::static_address;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::databricks::level::Level;
use bricklint_model::instance::{Block, BlockGroup, Body, InstanceKey, Origin, Slot};
use bricklint_model::place::{Path, Step};
use bricklint_model::stack::{Flow, ProviderConfig};
use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{Target, join};
use super::body::{is_identifier, subject};
use super::configuration::{Configuration, Expr, Fields, Leaf, Provider};
use super::references::{Resolver, Site};
use super::value::{after_apply, plain};

/// Values that a provider's arguments can refer to.
pub(super) trait Known {
    /// The value of a root variable.
    fn variable(&self, name: &str) -> Option<Value>;
    /// The planned value of a resource attribute, where it is known.
    fn planned(&self, flow: &Flow) -> Option<Value>;
}

/// Static module address, `provider_config_key` and provider name.
type Use = (Arc<str>, Arc<str>, Arc<str>);

/// The arguments of a configuration of the Databricks provider that say where it leads.
const PLACE: &[&str] = &["account_id", "azure_workspace_resource_id", "host", "profile", "workspace_id"];

/// How the hosts of account consoles begin.
const CONSOLE: &str = "accounts";

/// The provider configurations of a stack.
#[derive(Debug, Default)]
pub(super) struct Providers {
    /// In the order they were first used, declared ones first.
    pub(super) list: Vec<ProviderConfig>,
    /// By index in [`Configuration::providers`].
    entries: FxHashMap<usize, u32>,
    /// By the text of a configuration that has no entry.
    implicit: FxHashMap<Arc<str>, u32>,
    /// What was found before.
    resolved: FxHashMap<Use, u32>,
    /// What arguments are taken for.
    taken: Vec<Taken>,
}

impl Providers {
    /// The declared ones, with their arguments.
    pub(super) fn declared(
        configuration: &Configuration,
        resolver: &mut Resolver<'_>,
        modules: &FxHashMap<Arc<str>, u32>,
        known: &dyn Known,
    ) -> Self {
        let mut out = Self::default();
        for (at, provider) in configuration.providers.iter().enumerate() {
            if is_declared(provider) {
                out.add(at, provider, resolver, modules, known);
            }
        }
        out
    }

    fn add(
        &mut self,
        at: usize,
        provider: &Provider,
        resolver: &mut Resolver<'_>,
        modules: &FxHashMap<Arc<str>, u32>,
        known: &dyn Known,
    ) -> u32 {
        if let Some(index) = self.entries.get(&at) {
            return *index;
        }
        let index = self.list.len() as u32;
        let (mut body, mut inferred) = (Body::default(), Vec::new());
        if let Some(scope) = resolver.scope(&provider.module) {
            let site = Site { scope: &scope, key: &InstanceKey::None, repetition: None };
            let mut read = Arguments { site, resolver, known, variables: Vec::new(), inferred };
            body = read.body(&provider.fields);
            let taken = read.variables.into_iter();
            self.taken.extend(taken.map(|(name, variable)| Taken { config: index, name, variable }));
            inferred = read.inferred;
        }
        self.list.push(ProviderConfig {
            text: text(&provider.module, &provider.full_name, provider.alias.as_deref()),
            source: provider.full_name.clone(),
            local: local_in(&provider.key),
            alias: provider.alias.clone(),
            key: if is_repeated(&provider.fields) { InstanceKey::Any } else { InstanceKey::None },
            module: modules.get(&provider.module).copied().unwrap_or_default(),
            body,
            inferred,
            origin: Origin::Plan,
            declared: is_declared(provider),
        });
        self.entries.insert(at, index);
        index
    }

    /// Takes no argument for a variable where something else speaks against it: another configuration leads to the same
    /// place then, or what uses it is of the other level.
    pub(super) fn doubt(&mut self, uses: impl Iterator<Item = (u32, Level)>) {
        if self.taken.is_empty() {
            return;
        }
        let is_console = |config: &ProviderConfig| {
            let host = text_of(config, "host").filter(|_| config.body.attribute("workspace_id").is_none())?;
            Some(host.split_once("://").map_or(host, |(_, name)| name).starts_with(CONSOLE))
        };
        let consoles: Vec<Option<bool>> = self.list.iter().map(is_console).collect();
        let mut doubted: FxHashSet<u32> = FxHashSet::default();
        for (at, level) in uses {
            let console = consoles.get(at as usize).copied().flatten();
            let is_other = match (level, console) {
                (Level::Account, Some(console)) => !console,
                (Level::Workspace, Some(console)) => console,
                _ => false,
            };
            if is_other {
                doubted.insert(at);
            }
        }
        for at in self.taken.iter().map(|taken| taken.config) {
            let Some(config) = self.list.get(at as usize).filter(|config| config.declared) else { continue };
            let is_same = |other: &ProviderConfig| {
                other.declared
                    && other.text != config.text
                    && other.source == config.source
                    && PLACE.iter().all(|name| text_of(config, name) == text_of(other, name))
            };
            if self.list.iter().any(is_same) {
                doubted.insert(at);
            }
        }
        for Taken { config, name, variable } in &self.taken {
            if let Some(config) = self.list.get_mut(*config as usize).filter(|_| doubted.contains(config))
                && let Some((_, slot)) = config.body.attributes.iter_mut().find(|(own, _)| own == name)
            {
                slot.value = not_said(name, variable).with_marks(slot.value.marks());
            }
        }
    }

    /// The configuration that a resource in the module at `module` uses.
    pub(super) fn of(
        &mut self,
        module: &str,
        key: &Arc<str>,
        full_name: &Arc<str>,
        (configuration, modules): (&Configuration, &FxHashMap<Arc<str>, u32>),
        resolver: &mut Resolver<'_>,
        known: &dyn Known,
    ) -> u32 {
        let module: Arc<str> = static_address(module).into();
        let memo = (module.clone(), key.clone(), full_name.clone());
        if let Some(index) = self.resolved.get(&memo) {
            return self.one_of(*index);
        }
        let index = match choose(&module, key, full_name, &configuration.providers) {
            Some(at) => match configuration.providers.get(at) {
                Some(provider) => self.add(at, provider, resolver, modules, known),
                None => self.implicit(full_name, None, key),
            },
            None => self.implicit(full_name, alias_in(key), key),
        };
        self.resolved.insert(memo, index);
        self.one_of(index)
    }

    /// One of the configurations that this one stands for: a plan does not say which of them each instance uses.
    fn one_of(&mut self, index: u32) -> u32 {
        let Some(config) = self.list.get(index as usize).filter(|config| config.key == InstanceKey::Any)
        else {
            return index;
        };
        let mut config = config.clone();
        for (name, slot) in &mut config.body.attributes {
            if config.inferred.contains(name) {
                slot.value = not_said(name, name).with_marks(slot.value.marks());
            }
        }
        self.list.push(config);
        self.list.len() as u32 - 1
    }

    fn implicit(&mut self, full_name: &Arc<str>, alias: Option<&str>, key: &str) -> u32 {
        let text = text("", full_name, alias);
        if let Some(index) = self.implicit.get(&text) {
            return *index;
        }
        let index = self.list.len() as u32;
        // An alias stands for a block that the plan does not show: nothing is known about its arguments.
        let open = alias.map(|_| {
            let clause = format!("the plan does not say which provider configuration `{key}` is");
            not_in_plan(key, &clause)
        });
        self.list.push(ProviderConfig {
            text: text.clone(),
            source: full_name.clone(),
            local: full_name.rsplit('/').next().unwrap_or_default().into(),
            alias: alias.map(Into::into),
            key: InstanceKey::None,
            module: 0,
            body: Body { open, ..Body::default() },
            inferred: Vec::new(),
            origin: Origin::Plan,
            declared: false,
        });
        self.implicit.insert(text, index);
        index
    }
}

/// Index of the entry that Terraform used.
fn choose(module: &str, key: &str, full_name: &str, providers: &[Provider]) -> Option<usize> {
    let entry = providers.iter().position(|provider| &*provider.key == key);
    let matching = entry.filter(|at| providers.get(*at).is_some_and(|p| *p.full_name == *full_name));
    if let Some(at) = matching
        && providers.get(at).is_some_and(is_declared)
    {
        return Some(at);
    }
    let alias = match matching.and_then(|at| providers.get(at)) {
        Some(provider) => provider.alias.as_deref(),
        None => alias_in(key),
    };
    let mut at = module;
    loop {
        let found = providers.iter().position(|provider| {
            *provider.module == *at
                && *provider.full_name == *full_name
                && provider.alias.as_deref() == alias
                && is_declared(provider)
        });
        if found.is_some() {
            return found;
        }
        if at.is_empty() {
            break;
        }
        at = at.rfind(".module.").map_or("", |end| at.get(..end).unwrap_or_default());
    }
    // Nothing is declared: the empty configuration of the root.
    let root = |provider: &Provider| {
        provider.module.is_empty() && *provider.full_name == *full_name && provider.alias.as_deref() == alias
    };
    if alias.is_none() {
        return providers.iter().position(root).or(matching);
    }
    None
}

/// Whether a block in the configuration stands behind the entry.
fn is_declared(provider: &Provider) -> bool {
    !provider.fields.is_empty() || (provider.alias.is_some() && provider.module.is_empty())
}

/// Whether the block has a `for_each` (OpenTofu), which a plan shows by what the arguments refer to.
fn is_repeated(fields: &Fields<'_>) -> bool {
    fields.iter().any(|(_, expr)| match expr {
        Expr::Leaf(leaf) => {
            leaf.targets.iter().any(|target| matches!(target, Target::OwnKey | Target::EachValue(_)))
        }
        Expr::Blocks { any, .. } => is_repeated(any),
    })
}

/// `databricks` of `module.a:databricks.account`.
fn local_in(key: &str) -> Arc<str> {
    let local = key.rsplit(':').next().unwrap_or_default();
    local.split_once('.').map_or(local, |(local, _)| local).into()
}

fn alias_in(key: &str) -> Option<&str> {
    key.rsplit(':').next().and_then(|local| local.split_once('.')).map(|(_, alias)| alias)
}

/// Terraform's text for a provider configuration.
fn text(module: &str, full_name: &str, alias: Option<&str>) -> Arc<str> {
    let alias = alias.map(|alias| format!(".{alias}")).unwrap_or_default();
    join(module, &format!("provider[\"{full_name}\"]{alias}"))
}

fn not_in_plan(subject: &str, clause: &str) -> Cause {
    Cause::new(CauseKind::IncompletePlan, subject, clause).decided_by(DecidedBy::Source)
}

/// What an argument of a configuration is taken for, because it refers to nothing else.
#[derive(Debug)]
struct Taken {
    /// Index of the configuration.
    config: u32,
    /// The argument.
    name: Arc<str>,
    /// The variable.
    variable: Arc<str>,
}

/// Reads the arguments of one configuration.
struct Arguments<'a, 'p> {
    site: Site<'a>,
    resolver: &'a mut Resolver<'p>,
    known: &'a dyn Known,
    /// Those that are taken for a variable, with its address.
    variables: Vec<(Arc<str>, Arc<str>)>,
    /// Those that are taken for anything that they refer to.
    inferred: Vec<Arc<str>>,
}

impl Arguments<'_, '_> {
    fn body(&mut self, fields: &Fields<'_>) -> Body {
        let mut body = Body::default();
        for (name, expr) in fields {
            let name: Arc<str> = (&**name).into();
            match expr {
                Expr::Leaf(leaf) => {
                    let value = self.argument(&name, leaf);
                    if !value.is_null() {
                        body.attributes.push((
                            name,
                            Slot { value, origin: Origin::Plan, written: true, literal: false },
                        ));
                    }
                }
                Expr::Blocks { items, .. } => {
                    let items = items
                        .iter()
                        .map(|fields| Block {
                            body: self.body(fields),
                            origin: Origin::Plan,
                            when: Vec::new(),
                        })
                        .collect();
                    body.blocks.push(BlockGroup { name, items, more: None, patterns: Vec::new() });
                }
            }
        }
        body
    }

    fn argument(&mut self, name: &Arc<str>, leaf: &Leaf<'_>) -> Value {
        if let Some(constant) = &leaf.constant {
            return plain(constant);
        }
        if let Some(root) = self.resolver.root(self.site.scope, leaf)
            && let Some(value) = root.value(self.known)
        {
            if !value.is_null() && !is_plausible(name, &root.variable, &root.path, &value) {
                return not_said(name, &root.address).with_marks(value.marks());
            }
            self.inferred.push(name.clone());
            self.variables.push((name.clone(), root.address));
            return value;
        }
        let link = self.resolver.link(self.site, name, leaf, 0);
        let flows = self.resolver.flows(self.site, leaf);
        if let (Some(_), [flow]) = (&link.same_as, flows.as_slice())
            && let Some(value) = self.known.planned(flow)
        {
            self.inferred.push(name.clone());
            return value.with_provenance(link.from);
        }
        let value = match (&link.same_as, flows.first()) {
            (Some(symbol), _) => after_apply(subject(symbol), Some(symbol.clone())),
            (None, Some(flow)) => not_said(name, &format!("{}.{}", flow.type_name, flow.name)),
            (None, None) => Value::unknown(
                Type::Dynamic,
                not_in_plan(name, &format!("the plan does not hold the value of `{name}`")),
            ),
        };
        value.with_provenance(link.from)
    }
}

fn text_of<'c>(config: &'c ProviderConfig, name: &str) -> Option<&'c str> {
    config.body.attribute(name)?.value.as_str()
}

fn not_said(name: &str, source: &str) -> Value {
    let clause = format!("the plan does not say how `{name}` is made from `{source}`");
    Value::unknown(Type::Dynamic, not_in_plan(source, &clause))
}

/// Whether an argument that refers to a variable may be that variable: a plan lists what an expression refers to, not
/// what it does with it, and names and texts are often put together.
fn is_plausible(argument: &str, variable: &str, path: &Path, value: &Value) -> bool {
    let text = value.as_str();
    match argument {
        "host" => text.is_some_and(|text| text.starts_with("https://") || text.contains('.')),
        "account_id" => text.is_some_and(|text| text.len() == 36 && text.matches('-').count() == 4),
        _ => {
            let last = match path.0.last() {
                Some(Step::Name(name) | Step::Key(name)) => &**name,
                _ => variable,
            };
            is_identifier(argument) && last.ends_with(argument)
        }
    }
}
