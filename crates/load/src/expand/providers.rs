//! Which provider configuration each resource gets.

use std::rc::Rc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::problem::ProblemKind;
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::instance::{Body, Origin};
use bricklint_model::stack::ProviderConfig;

use super::definition::{ProviderName, is_assumed};
use super::modules::{Context, Expander, Inst, place_of};
use super::repeat::Repeat;

/// A provider configuration whose arguments are not evaluated yet.
pub(crate) struct Config {
    name: ProviderName,
    /// The module instance it is configured in.
    inst: Rc<Inst>,
    /// Index of the block; none for the implicit empty configuration.
    block: Option<usize>,
    /// Whether any resource has it. Terraform does not look into one that none has.
    used: bool,
}

impl Expander<'_> {
    /// Index of the configuration that the resource at this index uses.
    pub(crate) fn resource_provider(&self, inst: &Rc<Inst>, resource: u32) -> Option<u32> {
        let name = inst.definition.resource_provider(resource)?;
        let found = self.provider(inst, name);
        if found.is_none()
            && let Some(def) = inst.definition.module.resources.get(resource as usize)
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

    /// Index of the configuration that a name means in a module instance.
    fn provider(&self, inst: &Rc<Inst>, name: &ProviderName) -> Option<u32> {
        if let Some((_, found)) = inst.providers.borrow().iter().find(|(n, _)| n == name) {
            return *found;
        }
        let found = self.find_provider(inst, name);
        inst.providers.borrow_mut().push((name.clone(), found));
        found
    }

    fn find_provider(&self, inst: &Rc<Inst>, name: &ProviderName) -> Option<u32> {
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
                return self.provider(parent, &parent.definition.provider_name(from));
            }
        }
        if let Some(block) = block {
            let index = self.declared(inst, block);
            if let Some(config) = self.providers.borrow_mut().get_mut(index as usize) {
                config.used = true;
            }
            return Some(index);
        }
        match (&parent, &name.alias) {
            (Some((parent, _)), None) => self.provider(parent, name),
            (None, None) => Some(self.add_config(name.clone(), inst, None)),
            // Whoever calls the module passes it, or Terragrunt adds it.
            (None, Some(_)) => {
                let is_given = inst.definition.is_passed(name)
                    || module.generated.is_some()
                    || (is_assumed(&name.source) && self.shared.discovery.may_be_called(&self.root));
                is_given.then(|| self.add_config(name.clone(), inst, None))
            }
            (Some(_), Some(_)) => None,
        }
    }

    /// Index of the configuration that the block at this index makes.
    pub(crate) fn declared(&self, inst: &Rc<Inst>, block: usize) -> u32 {
        if let Some(Some(index)) = inst.declared.borrow().get(block) {
            return *index;
        }
        let name = inst.definition.module.providers.get(block).map_or_else(
            || ProviderName { source: "".into(), alias: None },
            |def| ProviderName { source: inst.definition.source_of(&def.local), alias: def.alias.clone() },
        );
        let index = self.add_config(name, inst, Some(block));
        if let Some(slot) = inst.declared.borrow_mut().get_mut(block) {
            *slot = Some(index);
        }
        index
    }

    fn add_config(&self, name: ProviderName, inst: &Rc<Inst>, block: Option<usize>) -> u32 {
        let mut all = self.providers.borrow_mut();
        all.push(Config { name, inst: inst.clone(), block, used: false });
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
        let block = config.block.and_then(|at| {
            Some((inst.definition.module.providers.get(at)?, inst.definition.provider_body(at)?))
        });
        let (body, origin) = if let Some((def, compiled)) = block {
            let owner = format!("provider.{}", def.local);
            let symbol = self.symbol(inst, &format!("{owner}[*]"), "");
            let repeat = if def.for_each.is_some() { each(&symbol) } else { Repeat::None };
            let context = Context { repeat: &repeat, ..Context::plain(&owner, "") };
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
            module: inst.index,
            body,
            inferred: Vec::new(),
            origin,
            declared: config.block.is_some(),
        }
    }
}

/// `each` in a provider block with `for_each`, which stands for all its configurations.
fn each(symbol: &bricklint_lang::value::Symbol) -> Repeat {
    let cause =
        Cause::new(CauseKind::Variable, symbol.name.clone(), "one block stands for several configurations");
    Repeat::Each(Value::unknown(Type::String, cause.clone()), Value::unknown(Type::Dynamic, cause))
}
