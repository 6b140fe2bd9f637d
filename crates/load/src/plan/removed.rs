//! Where the configuration speaks of what a plan removes: the definition that is still there, the module call, or a
//! `removed` block.

use std::sync::Arc;

use bricklint_model::instance::{Change, Instance, Origin};
use bricklint_model::stack::Stack;

use super::PlanInput;
use super::address::{module_steps, steps};
use crate::module::Module;
use crate::roots::{Discovery, Resolution};

/// Gives what the plan removes the places that the source has for it, so that findings stand there and comments
/// reach them.
///
/// Whether a block is gone the source says where the plan has no configuration of its own, as a plan file.
pub fn place_removed(stack: &mut Stack, discovery: &Discovery, plan: &PlanInput) {
    let is_removed = |instance: &Instance| instance.change.as_deref().is_some_and(Change::is_removal);
    if !stack.instances.iter().any(is_removed) {
        return;
    }
    place_calls(stack, discovery);
    let definition = |directory: &str| -> Option<&Arc<Module>> { discovery.modules.get(directory) };
    let modules = &stack.modules;
    for instance in stack.instances.iter_mut().filter(|instance| is_removed(instance)) {
        if instance.origin != Origin::Plan {
            continue;
        }
        let own = modules.get(instance.module as usize);
        let found = own
            .and_then(|module| definition(&module.directory))
            .and_then(|module| Some(module.resource(instance.mode, &instance.type_name, &instance.name)?.1));
        if let Some(found) = found {
            instance.origin = found.origin;
            instance.lifecycle = found.lifecycle.facts;
            continue;
        }
        let is_known = own.is_some_and(|module| {
            module.call == Some(Origin::Plan) || definition(&module.directory).is_some()
        });
        if let Some(change) = instance.change.as_mut().filter(|_| is_known && !plan.configuration.exists) {
            change.gone = true;
        }
        // Blocks in the module itself and in those that call it, which name it from where they stand.
        let mut from = format!("{}.{}", instance.type_name, instance.name);
        let mut at = own;
        while let Some(module) = at {
            let block = definition(&module.directory).and_then(|module| removed_block(module, &from));
            if let Some(origin) = block {
                instance.origin = origin;
                break;
            }
            if let Some(step) = module_steps(&module.address).last() {
                from = format!("module.{}.{from}", step.call);
            }
            at = module.parent.and_then(|parent| modules.get(parent as usize));
        }
    }
}

/// Gives the module instances that are gone the call that is still there.
fn place_calls(stack: &mut Stack, discovery: &Discovery) {
    for at in 0..stack.modules.len() {
        let Some(module) = stack.modules.get(at).filter(|module| module.call == Some(Origin::Plan)) else {
            continue;
        };
        let path = module_steps(&module.address);
        let parent = module.parent.and_then(|parent| stack.modules.get(parent as usize));
        let caller = parent.and_then(|parent| discovery.modules.get(&parent.directory));
        let call = path.last().and_then(|step| caller?.calls.get(&step.call)).map(|call| call.origin);
        let key: Vec<&str> = path.iter().map(|step| &*step.call).collect();
        let directory = match discovery.resolved.get(&(stack.root.clone(), key.join(".").into())) {
            Some(Resolution::Directory(directory)) => Some(directory.clone()),
            _ => None,
        };
        if let (Some(module), Some(call)) = (stack.modules.get_mut(at), call) {
            module.call = Some(call);
            module.directory = directory.unwrap_or_default();
        }
    }
}

/// The `removed` block of a module that names this resource, or a module that it is in; `address` is seen from the
/// module, without instance keys.
fn removed_block(module: &Module, address: &str) -> Option<Origin> {
    let wanted = steps(address);
    module.others.iter().filter(|block| &*block.kind == "removed").find_map(|block| {
        let tree = module.tree(block.file)?;
        let text = tree.slice(tree.span(tree.attribute(block.body, "from")?.value));
        let named = steps(text.trim_matches('"'));
        (!named.is_empty() && wanted.starts_with(&named)).then_some(block.origin)
    })
}
