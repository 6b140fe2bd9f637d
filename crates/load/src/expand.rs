//! Expansion of a root into instances.

use bricklint_model::stack::Stack;

use crate::files::FileSystem;
use crate::roots::{Directory, Discovery};
use crate::{LoadOptions, VariableSet};

/// Expands one root with one variable set. `index` is the stack's number in the estate.
pub fn load_root(
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    root: &Directory,
    set: &VariableSet,
    index: u32,
) -> Stack {
    let _ = (fs, discovery, options, root, set, index);
    unimplemented_stack()
}

/// Expands every root with every variable set that is for it, in parallel; ordered by root, then by
/// variable set. The stacks are numbered from `first`.
pub fn load_all(
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    sets: &[VariableSet],
    first: u32,
) -> Vec<Stack> {
    let _ = (fs, discovery, options, sets, first);
    Vec::new()
}

fn unimplemented_stack() -> Stack {
    Stack {
        index: 0,
        kind: bricklint_model::stack::StackKind::Source,
        root: "".into(),
        environment: None,
        workspace: "default".into(),
        uncalled_module: false,
        plan_path: None,
        modules: Vec::new(),
        instances: Vec::new(),
        open: Vec::new(),
        opaque: Vec::new(),
        providers: Vec::new(),
        outputs: Vec::new(),
        provenance: vec![Vec::new()],
        incomplete: None,
        sources: Default::default(),
        problems: Vec::new(),
    }
}
