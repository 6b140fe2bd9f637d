//! Objects that need each other.

use std::sync::Arc;

use bricklint_model::facts::FactKind;

use super::{Checker, Shared, place_of};
use crate::expand::{Definition, Links, find_cycles};

impl Links for Shared<'_> {
    type At = Arc<Definition>;

    fn definition<'a>(&self, at: &'a Arc<Definition>) -> &'a Arc<Definition> {
        at
    }

    fn child(&self, at: &Arc<Definition>, call: u32) -> Option<Arc<Definition>> {
        let (name, _) = at.module.calls.get_index(call as usize)?;
        let child = self.targets.child(self.discovery, &at.module.directory, name)?;
        self.discovery.definitions.get(&self.discovery.modules, &child.directory)
    }
}

impl Checker<'_> {
    /// The circles of this module; those of the modules it calls are their own.
    pub(super) fn cycles(&mut self) {
        let found = find_cycles(self.shared, &self.definition);
        for (directory, (names, origin)) in found {
            let Some(at) = origin.and_then(place_of).filter(|_| directory == self.module.directory) else {
                continue;
            };
            let names: Vec<Arc<str>> = names.into_iter().map(Arc::from).collect();
            let Some(owner) = names.first().cloned() else { continue };
            self.push(&owner, at, FactKind::Cycle { names }, None);
        }
    }
}
