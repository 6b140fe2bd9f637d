//! Evaluation: unknown in, unknown out.

mod access;
mod call;
pub(crate) mod cases;
mod conditional;
mod iterate;
mod operator;
mod reference;
mod symbol;
mod template;

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::source::Span;
use smallvec::SmallVec;

use crate::limits::{self, Budget, Meter};
use crate::number::Number;
use crate::syntax::{BinaryOp, Expr, ExprId, Run, Tree, UnaryOp};
use crate::types::Type;
use crate::value::{Among, Blank, Marks, Provenance, Refinements, Unknown, Value};

pub use access::element_of;
pub use cases::{assume, conditions, implied};
pub use conditional::definitely_not_null;
pub(crate) use iterate::Keyed;
pub use reference::{each_reference, reads, references, traversal};
pub use symbol::with_places;
pub(crate) use template::safe_prefix;

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
    /// What went wrong.
    pub kind: ErrorKind,
    /// One sentence, lower-case start, no full stop. Never holds a sensitive value.
    pub message: String,
    /// The part of the expression that is to blame.
    pub span: Span,
}

impl EvalError {
    /// An error that is nothing but what its message says.
    pub fn new(message: impl Into<String>, span: Span) -> Self {
        Self { kind: ErrorKind::Other, message: message.into(), span }
    }
}

/// What went wrong in an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorKind {
    /// A file that is read is not there.
    MissingFile,
    /// A function does not take its arguments.
    Call,
    /// Anything else.
    #[default]
    Other,
}

/// What the names in an expression stand for.
pub trait Scope {
    /// The value of a traversal: `root` is its first name (`var`, `local`, `module`, `data`, `each`,
    /// `count`, `self`, `path`, `terraform`, or a resource type), `steps` those that follow, evaluated.
    /// Returns the value and how many steps it consumed; the rest is applied by the evaluator.
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String>;
    /// Whether there is what the first steps of a traversal lead to, such as an instance of a resource whose
    /// `count` hangs on a condition: true in the cases where there is and false in the others, or unknown without
    /// cases. `None` where there surely is.
    fn exists(&self, _root: &str, _steps: &[Step<'_>]) -> Option<Value> {
        None
    }
    /// The union of two provenance sets.
    fn unite(&self, a: Provenance, b: Provenance) -> Provenance;
    /// Number of the stack, for symbols of conditions.
    fn stack(&self) -> u32;
    /// Address of the module instance, for symbols of conditions.
    fn module(&self) -> Arc<str>;
    /// Files for `file`, `templatefile`, `fileset` and their kin; `None` where files are not to be read.
    fn files(&self) -> Option<&dyn crate::functions::Files>;
    /// Why there is no function of this name where the expression stands: `type`, or one of a provider.
    fn refuses(&self, _function: &str) -> Option<String> {
        None
    }
    /// What the expressions of the stack may cost together; `None` where each stands alone.
    fn budget(&self) -> Option<&Budget> {
        None
    }
}

/// The value of an expression.
pub fn evaluate(tree: &Tree, id: ExprId, scope: &dyn Scope) -> Result<Value, EvalError> {
    // Literals are most of what is written.
    match tree.expr(id) {
        Expr::String(text) => return Ok(Value::string(tree.string(text))),
        Expr::Bool(value) => return Ok(Value::bool(value)),
        Expr::Null => return Ok(Value::null()),
        _ => {}
    }
    let meter = Meter::new(scope.budget());
    eval(
        &Ctx { tree, scope, env: None, meter: &meter, in_template: false, hushed: false, lenient: false },
        id,
    )
}

/// A name that an expression refers to, with the steps that follow as far as they are written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The first name.
    pub root: &'t str,
    /// What follows.
    pub steps: Steps<'t>,
    /// From the first name to the last of the steps.
    pub span: Span,
}

/// The steps of a reference; few have more than this.
pub type Steps<'t> = SmallVec<[StaticStep<'t>; 4]>;

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

/// The result of evaluating an expression.
type Evaluated = Result<Value, EvalError>;

/// What an expression is evaluated in.
#[derive(Clone, Copy)]
struct Ctx<'a> {
    tree: &'a Tree,
    scope: &'a dyn Scope,
    /// Names bound by `for` around the expression.
    env: Option<&'a Env<'a>>,
    meter: &'a Meter<'a>,
    /// Inside the template of a `templatefile` or `templatestring`.
    in_template: bool,
    /// Inside something that goes over a secret collection, whose elements do not bear its mark: no known value may be
    /// shown.
    hushed: bool,
    /// The type alone is asked for: what has an error is an unknown of the type that Terraform gives it.
    lenient: bool,
}

/// A name bound by a `for`, or the element that a splat is at, under [`SPLAT_ITEM`].
struct Env<'a> {
    name: &'a str,
    value: Value,
    outer: Option<&'a Env<'a>>,
}

/// The name of the element of a splat; no identifier.
const SPLAT_ITEM: &str = "*";

impl<'a> Ctx<'a> {
    /// The value of a bound name.
    fn bound(&self, name: &str) -> Option<&'a Value> {
        let mut env = self.env;
        while let Some(frame) = env {
            if frame.name == name {
                return Some(&frame.value);
            }
            env = frame.outer;
        }
        None
    }

    /// The union of two provenance sets.
    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        if a == b || b == Provenance::NONE {
            a
        } else if a == Provenance::NONE {
            b
        } else {
            self.scope.unite(a, b)
        }
    }

    /// The same for what goes over a collection.
    fn over(&self, collection: &Value) -> Self {
        Self { hushed: self.hushed || !collection.marks().printable(), ..*self }
    }

    fn error<T>(&self, id: ExprId, message: impl Into<String>) -> Result<T, EvalError> {
        Err(EvalError::new(message, self.tree.span(id)))
    }
}

/// The marks and provenance of values that flow into one.
#[derive(Clone, Copy, Default)]
struct Flow {
    marks: Marks,
    from: Provenance,
}

impl Flow {
    /// Those of the value itself.
    fn of(value: &Value) -> Self {
        Self { marks: value.marks(), from: value.provenance() }
    }

    /// Adds those of the value itself.
    fn add(&mut self, cx: &Ctx<'_>, value: &Value) {
        self.marks = self.marks.union(value.marks());
        self.from = cx.unite(self.from, value.provenance());
    }

    /// Adds those of the value and of everything in it.
    fn add_deep(&mut self, cx: &Ctx<'_>, value: &Value) {
        self.add(cx, value);
        match value {
            Value::Seq { value, .. } => value.items.iter().for_each(|item| self.add_deep(cx, item)),
            Value::Map { value, .. } => value.entries.iter().for_each(|(_, item)| self.add_deep(cx, item)),
            _ => {}
        }
    }

    /// The value with these added to its own; Terraform forgets them for a value that is not known.
    fn onto_known(mut self, cx: &Ctx<'_>, value: Value) -> Value {
        if value.is_unknown() {
            self.marks = self.marks.forgotten();
        }
        self.onto(cx, value)
    }

    /// The value with these added to its own.
    fn onto(self, cx: &Ctx<'_>, value: Value) -> Value {
        let from = cx.unite(value.provenance(), self.from);
        value.with_marks(self.marks).with_provenance(from)
    }
}

/// An unknown that is so because of the first unknown among `inputs`.
fn unknown_from(ty: Type, not_null: bool, inputs: &[&Value]) -> Unknown {
    let cause = inputs.iter().find_map(|input| input.cause().cloned());
    Unknown {
        ty,
        refinements: Refinements { not_null, ..Refinements::default() },
        cause: cause.unwrap_or_else(|| Cause::new(CauseKind::Limit, "", "it is not evaluated")),
        symbol: None,
        may_be: Blank::NONE,
        cases: None,
    }
}

/// The value of an expression.
fn eval(cx: &Ctx<'_>, id: ExprId) -> Evaluated {
    if let Some(cause) = cx.meter.too_deep() {
        return Ok(Value::unknown(Type::Dynamic, cause));
    }
    let depth = cx.meter.depth.get();
    if !cx.meter.take(1) {
        return Ok(exhausted(cx));
    }
    cx.meter.depth.set(depth + 1);
    let result = dispatch(cx, id);
    cx.meter.depth.set(depth);
    match result {
        Err(_) if cx.lenient => Ok(failed(cx, id)),
        Ok(Value::Bool { .. } | Value::Int { .. } | Value::Decimal { .. }) | Err(_) => result,
        Ok(value) => match limits::beyond(&value) {
            None => Ok(value),
            Some(cause) => Ok(cut(cx, &value, cause)),
        },
    }
}

/// What stands for an expression with an error where its type is asked for.
#[cold]
fn failed(cx: &Ctx<'_>, mut id: ExprId) -> Value {
    while let Expr::Paren(inner) | Expr::Wrapped(inner) = cx.tree.expr(id) {
        id = inner;
    }
    let ty = match cx.tree.expr(id) {
        Expr::Template(_) => Type::String,
        Expr::Unary { op: UnaryOp::Negate, .. } => Type::Number,
        Expr::Unary { .. }
        | Expr::Binary {
            op:
                BinaryOp::Or
                | BinaryOp::And
                | BinaryOp::Equal
                | BinaryOp::NotEqual
                | BinaryOp::Less
                | BinaryOp::LessEqual
                | BinaryOp::Greater
                | BinaryOp::GreaterEqual,
            ..
        } => Type::Bool,
        Expr::Binary { .. } => Type::Number,
        _ => Type::Dynamic,
    };
    let not_null = ty == Type::String;
    Value::from_unknown(unknown_from(ty, not_null, &[]))
}

/// The steps of walking over a value; nothing for ordinary ones.
fn walk(value: &Value) -> u64 {
    match value {
        Value::Bool { .. } | Value::Int { .. } | Value::Decimal { .. } => 0,
        Value::String { .. } => u64::from(value.size().values / 16),
        value => u64::from(value.size().values / 8),
    }
}

/// A value of which this many values are new, unless all that is made takes too much memory.
fn made(cx: &Ctx<'_>, value: Value, new: u64) -> Value {
    if cx.meter.keep(new) { value } else { cut(cx, &value, limits::memory()) }
}

/// The same for one whose elements are there already.
fn around(cx: &Ctx<'_>, value: Value) -> Value {
    let new = shell(&value);
    made(cx, value, new)
}

/// The values that are new in one whose elements are there already.
fn shell(value: &Value) -> u64 {
    1 + match value {
        Value::Seq { value, .. } => value.items.len() as u64,
        Value::Map { value, .. } => value.entries.len() as u64,
        _ => 0,
    }
}

/// What stands for an expression that has no steps left.
fn exhausted(cx: &Ctx<'_>) -> Value {
    Value::unknown(Type::Dynamic, cx.meter.cause())
}

/// The unknown in place of a value that is beyond a limit, with the marks and provenance of the value and,
/// as far as that ends soon, of what is in it.
fn cut(cx: &Ctx<'_>, value: &Value, cause: Cause) -> Value {
    fn add(cx: &Ctx<'_>, value: &Value, flow: &mut Flow, left: &mut u32) {
        let Some(fewer) = left.checked_sub(1) else { return };
        *left = fewer;
        flow.add(cx, value);
        match value {
            Value::Seq { value, .. } => value.items.iter().for_each(|item| add(cx, item, flow, left)),
            Value::Map { value, .. } => value.entries.iter().for_each(|(_, item)| add(cx, item, flow, left)),
            _ => {}
        }
    }
    let mut flow = Flow::default();
    add(cx, value, &mut flow, &mut 10_000);
    let ty = if matches!(value, Value::String { .. }) { Type::String } else { Type::Dynamic };
    flow.onto(cx, Value::unknown(ty, cause))
}

fn dispatch(cx: &Ctx<'_>, mut id: ExprId) -> Evaluated {
    let tree = cx.tree;
    loop {
        return match tree.expr(id) {
            Expr::Paren(inner) | Expr::Wrapped(inner) => {
                id = inner;
                continue;
            }
            Expr::Null => Ok(Value::null()),
            Expr::Bool(value) => Ok(Value::bool(value)),
            Expr::Number => Ok(number(cx, id)),
            Expr::String(text) => {
                let text = tree.string(text);
                Ok(made(cx, Value::string(text), 1 + text.len() as u64 / 64))
            }
            Expr::Template(parts) => template::template(cx, id, parts),
            Expr::Variable | Expr::Attr { .. } | Expr::Index { .. } | Expr::SplatItem => {
                access::traversal(cx, id)
            }
            Expr::Splat { base, each, .. } => iterate::splat(cx, id, base, each),
            Expr::Call { name, args, expand } => {
                // A call whose arguments have an error has no type.
                call::call(&Ctx { lenient: false, ..*cx }, id, tree.slice(name), args, expand)
            }
            Expr::Unary { .. } => operator::unary(cx, id),
            Expr::Binary { .. } => operator::binary(cx, id),
            Expr::Conditional { .. } => conditional::conditional(cx, id),
            Expr::Tuple(run) => {
                let items = tree.list(run).iter().map(|item| eval(cx, *item)).collect::<Result<_, _>>()?;
                Ok(around(cx, Value::tuple(items)))
            }
            Expr::Object(run) => object(cx, run),
            Expr::For(index) => iterate::for_expression(cx, tree.for_expr(index)),
            Expr::Error => cx.error(id, "the expression does not parse"),
        };
    }
}

fn number(cx: &Ctx<'_>, id: ExprId) -> Value {
    match Number::parse(cx.tree.source(id)) {
        Some(number) => Value::number(number),
        None => Value::unknown(Type::Number, limits::exponent()),
    }
}

/// `{ key = value }`; an unknown key makes the whole unknown.
fn object(cx: &Ctx<'_>, run: Run) -> Evaluated {
    let tree = cx.tree;
    let mut flow = Flow::default();
    let mut entries = Vec::with_capacity(run.len());
    let mut unknown: Vec<(usize, Value)> = Vec::new();
    for item in tree.items(run) {
        let key: Arc<str> = if let Expr::String(text) = tree.expr(item.key) {
            tree.string(text).into()
        } else {
            if matches!(tree.expr(item.key), Expr::Attr { .. } | Expr::Index { .. })
                && reference::traversal(tree, item.key).is_some()
            {
                return cx.error(
                    item.key,
                    "a key that is a reference is written in parentheses, one with periods in quotes",
                );
            }
            let key = eval(cx, item.key)?;
            flow.add(cx, &key);
            match access::object_key(&key) {
                Ok(Some(key)) => key,
                Ok(None) => {
                    unknown.push((entries.len(), key));
                    "".into()
                }
                Err(message) => return cx.error(item.key, message),
            }
        };
        let value = eval(cx, item.value)?;
        entries.push((key, value));
    }
    if let Some((_, key)) = unknown.first() {
        for (_, value) in &entries {
            flow.from = cx.unite(flow.from, value.provenance());
        }
        let mut result = unknown_from(Type::Dynamic, false, &[key]);
        let values = entries.iter().map(|(_, value)| value.clone());
        result.refinements.like = Among(Some(Value::tuple(values.collect())));
        let mut keys: Vec<Value> = entries.iter().map(|(key, _)| Value::string(&**key)).collect();
        for (at, key) in unknown {
            if let Some(slot) = keys.get_mut(at) {
                *slot = key;
            }
        }
        if flow.marks.printable() {
            let values = entries.iter().map(|(_, value)| value);
            result.symbol = symbol::object(cx, false, keys.iter().zip(values));
        }
        let result = Value::from_unknown(result);
        return Ok(flow.onto_known(cx, result));
    }
    Ok(around(cx, flow.onto(cx, Value::object(entries))))
}
