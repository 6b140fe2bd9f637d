//! Evaluation: unknown in, unknown out.

use std::sync::Arc;

use bricklint_findings::source::Span;

use crate::syntax::{ExprId, Tree};
use crate::value::{Provenance, Symbol, Value};

/// One step into a value.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    /// `.name`
    Attr(&'a str),
    /// `[key]`, evaluated; may be unknown.
    Index(Value),
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EvalError {
    /// One sentence, lower-case start, no full stop. Never holds a sensitive value.
    pub message: String,
    /// The part of the expression that is to blame.
    pub span: Span,
}

/// What the names in an expression stand for.
pub trait Scope {
    /// The value of a traversal: `root` is its first name (`var`, `local`, `module`, `data`, `each`,
    /// `count`, `self`, `path`, `terraform`, or a resource type), `steps` those that follow, evaluated.
    /// Returns the value and how many steps it consumed; the rest is applied by the evaluator.
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String>;
    /// The union of two provenance sets.
    fn unite(&self, a: Provenance, b: Provenance) -> Provenance;
    /// Number of the stack, for symbols of conditions.
    fn stack(&self) -> u32;
    /// Address of the module instance, for symbols of conditions.
    fn module(&self) -> Arc<str>;
    /// Files for `file`, `templatefile`, `fileset` and their kin; `None` where files are not to be read.
    fn files(&self) -> Option<&dyn crate::functions::Files>;
}

/// The value of an expression.
pub fn evaluate(tree: &Tree, id: ExprId, scope: &dyn Scope) -> Result<Value, EvalError> {
    let _ = scope;
    Err(EvalError { message: "not evaluated".into(), span: tree.span(id) })
}

/// A name that an expression refers to, with the steps that follow as far as they are written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The first name.
    pub root: &'t str,
    /// What follows.
    pub steps: Vec<StaticStep<'t>>,
    /// From the first name to the last of the steps.
    pub span: Span,
}

/// One step of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaticStep<'t> {
    /// `.name`
    Attr(&'t str),
    /// `["key"]`
    Key(&'t str),
    /// `[0]`, `.0`
    Index(u64),
    /// `[expr]`
    Dynamic,
    /// `[*]`, `.*`
    Splat,
}

/// The names that an expression refers to, in source order; not those that a `for` of its own binds.
pub fn references(tree: &Tree, id: ExprId) -> Vec<Reference<'_>> {
    let _ = (tree, id);
    Vec::new()
}

/// The expression as a static traversal such as `databricks.account` or `aws_x.y["a"].id`; a quoted
/// reference of old (`"databricks.account"`) is read too.
pub fn traversal(tree: &Tree, id: ExprId) -> Option<Reference<'_>> {
    let _ = (tree, id);
    None
}

/// The value with undecided conditions replaced by their outcome, in containers, strings and encoded
/// values alike.
#[must_use]
pub fn assume(value: &Value, assignment: &[(Arc<Symbol>, bool)]) -> Value {
    let _ = assignment;
    value.clone()
}

/// Adds the conditions that the value hangs on to `out`, each once.
pub fn conditions(value: &Value, out: &mut Vec<Arc<Symbol>>) {
    let _ = (value, out);
}
