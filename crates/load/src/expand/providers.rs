//! Which provider configuration each resource gets.

use std::cell::RefCell;
use std::rc::Rc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::problem::ProblemKind;
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::instance::{Body, InstanceKey, Origin};
use bricklint_model::securable::{NameKey, name_key};
use bricklint_model::stack::ProviderConfig;
use rustc_hash::FxHashMap;

use super::address;
use super::definition::{ProviderName, is_assumed};
use super::modules::{Context, Expander, Expansion, Inst, place_of};
use super::repeat::{Expanded, Repeat, Shape};
use crate::module::ProviderRef;

/// A provider configuration whose arguments are not evaluated yet.
pub(crate) struct Config {
    name: ProviderName,
    /// The module instance it is configured in.
    inst: Rc<Inst>,
    /// Index of the block; none for the implicit empty configuration.
    block: Option<usize>,
    /// Which one it is of a block that is repeated.
    key: InstanceKey,
    /// `each` in the block.
    repeat: Repeat,
    /// Whether any resource has it. Terraform does not look into one that none has.
    used: bool,
}

impl Config {
    fn new(name: ProviderName, inst: &Rc<Inst>) -> Self {
        let (key, repeat) = (InstanceKey::None, Repeat::None);
        Self { name, inst: inst.clone(), block: None, key, repeat, used: false }
    }
}

/// The configurations that a `provider` block makes in a module instance.
#[derive(Default)]
pub(crate) struct Declared {
    /// The instances of its `for_each`.
    pub(crate) expanded: RefCell<Expansion>,
    /// Indexes of the configurations, by their keys; that without a key is not repeated, or any of those that are.
    by_key: RefCell<FxHashMap<Option<NameKey>, u32>>,
}

impl Expander<'_> {
    /// Index of the configuration that an instance of the resource at this index uses.
    pub(crate) fn resource_provider(&self, inst: &Rc<Inst>, resource: u32, repeat: &Repeat) -> Option<u32> {
        let name = inst.definition.resource_provider(resource)?;
        let def = inst.definition.module.resources.get(resource as usize);
        let key = self.key(inst, def.and_then(|def| def.provider.as_ref()), repeat);
        let found = self.provider(inst, name, key.as_ref());
        if found.is_none()
            && let Some(def) = def
        {
            let owner = inst.definition.address(resource);
            let alias = name.alias.as_deref().unwrap_or_default();
            let call = inst.parent.and_then(|(parent, call)| {
                let parent = self.inst(parent)?;
                let (call, def) = parent.definition.module.calls.get_index(call as usize)?;
                let passed = def.providers.iter().flatten();
                let mut passed = passed.filter(|(own, _)| inst.definition.provider_name(own) == *name);
                Some((call.clone(), def.origin, passed.next().map(|(_, from)| from.clone())))
            });
            let asks = inst.definition.is_passed(name) || is_assumed(&name.source);
            let (message, place) = match call.filter(|_| asks) {
                Some((call, _, Some(from))) => {
                    let alias = from.alias.as_deref().unwrap_or_default();
                    let message = format!(
                        "`module.{call}` passes the provider configuration `{}.{alias}`, which does not exist",
                        from.local
                    );
                    (message, Some((from.file, from.span)))
                }
                Some((call, origin, None)) => {
                    let message = format!(
                        "`module.{call}` does not pass the provider configuration `{alias}` of `{}`, which the module asks for",
                        name.source
                    );
                    (message, place_of(origin))
                }
                None => {
                    let message = format!(
                        "`{owner}` asks for the provider configuration `{alias}` of `{}`, which this module neither declares nor gets passed",
                        name.source
                    );
                    let place = match &def.provider {
                        Some(provider) => Some((provider.file, provider.span)),
                        None => place_of(def.origin),
                    };
                    (message, place)
                }
            };
            self.report(ProblemKind::Invalid, place, message);
        }
        found
    }

    /// The key of a reference to one of the configurations of a block that is repeated.
    fn key(&self, inst: &Rc<Inst>, provider: Option<&ProviderRef>, repeat: &Repeat) -> Option<Value> {
        let (_, key) = provider?.instance.as_ref()?;
        Some(self.eval(inst, *key, &Context { repeat, ..Context::plain("provider", "") }))
    }

    /// Index of the configuration that a name, with a key, means in a module instance.
    fn provider(&self, inst: &Rc<Inst>, name: &ProviderName, key: Option<&Value>) -> Option<u32> {
        if key.is_some() {
            return self.find_provider(inst, name, key);
        }
        if let Some((_, found)) = inst.providers.borrow().iter().find(|(n, _)| n == name) {
            return *found;
        }
        let found = self.find_provider(inst, name, None);
        inst.providers.borrow_mut().push((name.clone(), found));
        found
    }

    fn find_provider(&self, inst: &Rc<Inst>, name: &ProviderName, key: Option<&Value>) -> Option<u32> {
        let module = &inst.definition.module;
        let block = inst.definition.provider_names().iter().position(|own| own == name);
        let empty = |at: usize| {
            module.providers.get(at).is_none_or(|p| p.body.attributes.is_empty() && p.body.blocks.is_empty())
        };
        let parent = inst.parent.and_then(|(parent, call)| Some((self.inst(parent)?, call)));
        // What is passed replaces an empty block, never one with arguments.
        if let Some((parent, call)) = &parent
            && block.is_none_or(empty)
            && let Some((_, call)) = parent.definition.module.calls.get_index(*call as usize)
            && let Some(passed) = &call.providers
        {
            let pair = passed.iter().find(|(child, _)| inst.definition.provider_name(child) == *name);
            if let Some((_, from)) = pair {
                let key = self.key(parent, Some(from), &inst.repeat);
                return self.provider(parent, &parent.definition.provider_name(from), key.as_ref());
            }
        }
        if let Some(block) = block {
            let index = self.declared(inst, block, key);
            if let Some(config) = self.providers.borrow_mut().get_mut(index as usize) {
                config.used = true;
            }
            return Some(index);
        }
        match (&parent, &name.alias) {
            (Some((parent, _)), None) => self.provider(parent, name, None),
            (None, None) => Some(self.add_config(Config::new(name.clone(), inst))),
            // Whoever calls the module passes it, or Terragrunt adds it.
            (None, Some(_)) => {
                let is_given = inst.definition.is_passed(name)
                    || module.generated.is_some()
                    || (is_assumed(&name.source) && self.shared.discovery.may_be_called(&self.root));
                is_given.then(|| self.add_config(Config::new(name.clone(), inst)))
            }
            (Some(_), Some(_)) => None,
        }
    }

    /// Adds the configurations that the block at this index makes.
    pub(crate) fn declare(&self, inst: &Rc<Inst>, block: usize) {
        let Some(expanded) = self.provider_expansion(inst, block) else {
            self.declared(inst, block, None);
            return;
        };
        // A block of which there is no configuration is judged all the same.
        for at in 0..expanded.len().max(1) {
            let key = match expanded.key(at) {
                InstanceKey::Key(key) => Some(Value::string(&*key)),
                _ => None,
            };
            self.declared(inst, block, key.as_ref());
        }
    }

    /// Index of the configuration of this key that the block at this index makes. Keys without a value are the same where
    /// they surely are.
    fn declared(&self, inst: &Rc<Inst>, block: usize, key: Option<&Value>) -> u32 {
        let module = &inst.definition.module;
        let (Some(declared), Some(def)) = (inst.declared.get(block), module.providers.get(block)) else {
            return self.add_config(Config::new(ProviderName { source: "".into(), alias: None }, inst));
        };
        let key = key.filter(|_| def.for_each.is_some());
        let slot = key.map_or(Some(None), |key| name_key(key).map(Some));
        if let Some(index) = slot.as_ref().and_then(|slot| declared.by_key.borrow().get(slot).copied()) {
            return index;
        }
        let source = inst.definition.source_of(&def.local);
        let mut config = Config::new(ProviderName { source, alias: def.alias.clone() }, inst);
        config.block = Some(block);
        if let Some(expanded) = self.provider_expansion(inst, block) {
            (config.key, config.repeat) = self.one_of(inst, &expanded, &def.owner(), key);
        }
        let index = self.add_config(config);
        if let Some(slot) = slot {
            declared.by_key.borrow_mut().insert(slot, index);
        }
        index
    }

    /// Which configuration of a repeated block it is that a key leads to, and `each` in it.
    fn one_of(
        &self,
        inst: &Inst,
        expanded: &Expanded,
        owner: &str,
        key: Option<&Value>,
    ) -> (InstanceKey, Repeat) {
        let of = |key: &InstanceKey| {
            let mut name = owner.to_owned();
            address::push_key(&mut name, key);
            self.symbol(inst, &name, "")
        };
        if let Some(text) = key.filter(|key| !key.holds_secret()).and_then(Value::as_str) {
            let key = InstanceKey::Key(text.into());
            if let Some(at) = expanded.find(&key) {
                let repeat = expanded.repeat(at, &|| of(&InstanceKey::Any));
                return (key, repeat);
            }
            if matches!(expanded.shape, Shape::Unknown { .. }) {
                let repeat = expanded.repeat_at(&key, &|| of(&key));
                return (key, repeat);
            }
        }
        let cause = key.and_then(Value::cause).cloned().unwrap_or_else(|| {
            let text = match key {
                Some(_) => "its block makes no configuration of this key",
                None => "one block stands for several configurations",
            };
            Cause::new(CauseKind::Variable, of(&InstanceKey::Any).name, text)
        });
        let value = Value::unknown(Type::Dynamic, cause.clone());
        let key = key.cloned().unwrap_or_else(|| Value::unknown(Type::String, cause));
        (InstanceKey::Any, Repeat::Each(key, value))
    }

    fn add_config(&self, config: Config) -> u32 {
        let mut all = self.providers.borrow_mut();
        all.push(config);
        all.len() as u32 - 1
    }

    /// All configurations with their arguments.
    pub(crate) fn provider_configs(&self) -> Vec<ProviderConfig> {
        let configs = self.providers.take();
        configs.into_iter().map(|config| self.provider_config(config)).collect()
    }

    fn provider_config(&self, config: Config) -> ProviderConfig {
        let inst = &config.inst;
        let mut text = String::new();
        if !inst.address.is_empty() {
            text.push_str(&inst.address);
            text.push('.');
        }
        text.push_str("provider[\"");
        text.push_str(&config.name.source);
        text.push_str("\"]");
        if let Some(alias) = &config.name.alias {
            text.push('.');
            text.push_str(alias);
        }
        address::push_key(&mut text, &config.key);
        let block = config.block.and_then(|at| {
            Some((inst.definition.module.providers.get(at)?, inst.definition.provider_body(at)?))
        });
        let (body, origin) = if let Some((def, compiled)) = block {
            let owner = def.owner();
            let context = Context { repeat: &config.repeat, ..Context::plain(&owner, "") };
            let body = if config.used {
                self.body(inst, &context, compiled)
            } else {
                self.quietly(|| self.body(inst, &context, compiled))
            };
            (body, def.origin)
        } else {
            let passed = || {
                let text = "the caller of the module passes the provider configuration";
                Cause::new(CauseKind::NotVisibleHere, config.name.source.clone(), text)
            };
            let generated = inst.definition.module.generated.clone();
            let open = generated.or_else(|| (self.uncalled || config.name.alias.is_some()).then(passed));
            (Body { open, ..Body::default() }, Origin::Plan)
        };
        let block = config.block.and_then(|at| inst.definition.module.providers.get(at));
        let unnamed = || config.name.source.rsplit('/').next().unwrap_or_default().into();
        ProviderConfig {
            text: text.into(),
            local: block.map_or_else(unnamed, |def| def.local.clone()),
            source: config.name.source,
            alias: config.name.alias,
            key: config.key,
            module: inst.index,
            body,
            inferred: Vec::new(),
            origin,
            declared: config.block.is_some(),
        }
    }
}
