//! Evaluation where nothing can be referred to.

use std::sync::Arc;

use bricklint_lang::eval::{Scope, Step};
use bricklint_lang::functions::Files;
use bricklint_lang::value::{Provenance, Value};

/// No names at all: defaults, type constraints, settings.
pub(crate) struct Constant;

impl Scope for Constant {
    fn lookup(&self, root: &str, _: &[Step<'_>]) -> Result<(Value, usize), String> {
        Err(format!("a reference to `{root}` cannot stand here, only a constant"))
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        if a == Provenance::NONE { b } else { a }
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        Arc::from("")
    }

    fn files(&self) -> Option<&dyn Files> {
        None
    }
}
