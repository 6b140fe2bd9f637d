//! Terraform's functions.
//!
//! [`call`] takes evaluated arguments with their marks and provenance and returns the result with its
//! own: conversion to parameter types, null checks, unknown arguments, marks and provenance are decided
//! here, per function. A final `...` is expanded by the caller. Forms that need their arguments
//! unevaluated or a template evaluated (`try`, `can`, `templatefile`, `templatestring`) and the mark
//! functions (`sensitive`, `nonsensitive`, `issensitive`, `ephemeralasnull`) are handled by
//! [`crate::eval`] and never arrive here, nor does a call whose only argument with undecided cases can
//! be distributed over them.

mod argument;
mod collection;
mod date;
mod encoding;
mod filesystem;
mod format;
mod hash;
mod network;
mod numeric;
mod regexp;
mod segments;
mod string;
mod types;
mod yaml;

use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_findings::words::{hint, nearest};

pub(crate) use self::filesystem::path_here;
use crate::convert::convert;
use crate::eval::Scope;
use crate::limits::MOST_STEPS;
use crate::types::Type;
use crate::value::{MapKind, Marks, Provenance, Refinements, Segment, SeqKind, Text, Unknown, Value};

/// What a function may look at besides its arguments.
#[derive(Clone, Copy)]
pub struct CallContext<'a> {
    /// The scope of the expression.
    pub scope: &'a dyn Scope,
    /// What the call takes and leaves behind.
    pub tally: &'a Tally,
}

/// What a call takes beyond going over its arguments once, and what it says beside its result.
#[derive(Debug)]
pub struct Tally {
    left: Cell<u64>,
    missing: Cell<bool>,
}

impl Default for Tally {
    fn default() -> Self {
        Self::new(MOST_STEPS)
    }
}

impl Tally {
    /// For a call that may take this many steps.
    pub fn new(steps: u64) -> Self {
        Self { left: Cell::new(steps), missing: Cell::new(false) }
    }

    /// Steps that are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// Whether the call has an error because a file is missing.
    pub fn is_missing(&self) -> bool {
        self.missing.get()
    }

    /// Takes steps away; false when there were fewer.
    pub(crate) fn take(&self, steps: u64) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(steps));
        steps <= left
    }
}

/// Read access for `file`, `templatefile`, `fileset` and their kin. Relative paths start at the root
/// directory.
pub trait Files {
    /// The content of a regular file.
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError>;
    /// Whether a regular file is there.
    fn exists(&self, path: &str) -> Result<bool, FileError>;
    /// The regular files under a directory at any depth, as `/`-separated paths relative to it, sorted.
    fn list(&self, directory: &str) -> Result<Vec<String>, FileError>;
    /// Whether what is not there is taken for something that may still be made, so that its absence is not known.
    fn may_come(&self) -> bool {
        false
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing is there: an error of the configuration.
    #[error("no file exists at `{0}`")]
    Missing(String),
    /// The path is a directory or another thing that is no regular file: an error of the configuration.
    #[error("`{0}` is not a regular file")]
    NotRegular(String),
    /// Outside the project root, or of this machine; the result is unknown, not an error.
    #[error("`{0}` lies outside the project root")]
    OutsideTree(String),
    /// Larger than what is read; the result is unknown, not an error.
    #[error("`{0}` is larger than this tool reads")]
    TooLarge(String),
    /// The system refused; the result is unknown, not an error.
    #[error("`{0}` cannot be read")]
    Unreadable(String),
}

/// The type that a parameter's argument is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any type; no conversion.
    Any,
    /// `string`
    String,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `list(T)`
    List(&'static Kind),
    /// `set(T)`
    Set(&'static Kind),
    /// `map(T)`
    Map(&'static Kind),
}

/// A parameter, as `terraform metadata functions -json` describes it and go-cty treats it.
#[expect(clippy::struct_excessive_bools, reason = "one for each thing that it takes")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    /// Terraform's name for it.
    pub(crate) name: &'static str,
    /// The type its argument is converted to.
    pub(crate) kind: Kind,
    /// Null is passed on instead of refused.
    pub(crate) null: bool,
    /// An unknown (or an unknown inside) is passed on instead of making the result unknown.
    pub(crate) unknown: bool,
    /// Terraform waits with the call until it is known, so nothing that the function says before is an error yet.
    pub(crate) waits: bool,
    /// Marks and provenance stay on the argument, and the function puts them where they belong; otherwise
    /// all of them, also those inside, are taken off and put on the whole result.
    pub(crate) marked: bool,
}

/// How a function is answered.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// Computed from the converted arguments.
    Pure(fn(&[Value], &CallContext<'_>) -> Result<Value, String>),
    /// Never known before apply, and why, in one clause.
    Impure(&'static str),
    /// Not known because the result names the machine that runs Terraform.
    Machine,
    /// Handled by [`crate::eval`], which sees the unevaluated arguments.
    Evaluator,
    /// Known to `terraform console` alone.
    Console,
    /// Not there any more, and what to write instead.
    Removed(&'static str),
}

/// One function.
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: &'static str,
    /// Positional parameters.
    pub(crate) params: &'static [Param],
    /// The parameter that takes all further arguments.
    pub(crate) rest: Option<Param>,
    /// The type of the result for these arguments, for an unknown result.
    pub(crate) returns: fn(&[Value]) -> Result<Type, String>,
    /// An unknown result is known not to be null.
    pub(crate) not_null: bool,
    /// `terraform` release that has it first, where that is later than 1.0; `tofu` for `OpenTofu` alone.
    pub(crate) since: Option<&'static str>,
    /// How it is answered.
    pub(crate) answer: Answer,
    /// The arguments for which it is not known although it is computed otherwise.
    pub(crate) except: Option<&'static str>,
}

impl Kind {
    /// The type it stands for.
    fn ty(self) -> Type {
        match self {
            Self::Any => Type::Dynamic,
            Self::String => Type::String,
            Self::Number => Type::Number,
            Self::Bool => Type::Bool,
            Self::List(element) => Type::List(Arc::new(element.ty())),
            Self::Set(element) => Type::Set(Arc::new(element.ty())),
            Self::Map(element) => Type::Map(Arc::new(element.ty())),
        }
    }
}

impl Param {
    /// A parameter that takes no null, no unknown and no marks.
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, null: false, unknown: false, waits: false, marked: false }
    }

    /// Null is passed on.
    pub(crate) const fn nullable(mut self) -> Self {
        self.null = true;
        self
    }

    /// Unknowns are passed on.
    pub(crate) const fn partial(mut self) -> Self {
        self.unknown = true;
        self
    }

    /// Unknowns are passed on to tell what Terraform cannot, which is never an error.
    pub(crate) const fn ahead(mut self) -> Self {
        self.unknown = true;
        self.waits = true;
        self
    }

    /// Marks and provenance are passed on.
    pub(crate) const fn marked(mut self) -> Self {
        self.marked = true;
        self
    }
}

impl Function {
    /// A function computed from its arguments, whose unknown result may be null.
    pub(crate) const fn pure(
        name: &'static str,
        params: &'static [Param],
        returns: fn(&[Value]) -> Result<Type, String>,
        compute: fn(&[Value], &CallContext<'_>) -> Result<Value, String>,
    ) -> Self {
        let answer = Answer::Pure(compute);
        Self { name, params, rest: None, returns, not_null: false, since: None, answer, except: None }
    }

    /// A further parameter that takes all remaining arguments.
    pub(crate) const fn rest(mut self, param: Param) -> Self {
        self.rest = Some(param);
        self
    }

    /// An unknown result is not null.
    pub(crate) const fn not_null(mut self) -> Self {
        self.not_null = true;
        self
    }

    /// The release that has it first.
    pub(crate) const fn since(mut self, release: &'static str) -> Self {
        self.since = Some(release);
        self
    }

    /// Arguments for which it is not known.
    pub(crate) const fn except(mut self, arguments: &'static str) -> Self {
        self.except = Some(arguments);
        self
    }

    /// Another kind of answer.
    pub(crate) const fn answered(mut self, answer: Answer) -> Self {
        self.answer = answer;
        self
    }
}

/// One table per group of functions.
static TABLES: &[&[Function]] = &[
    collection::TABLE,
    date::TABLE,
    encoding::TABLE,
    filesystem::TABLE,
    format::TABLE,
    hash::TABLE,
    network::TABLE,
    numeric::TABLE,
    regexp::TABLE,
    string::TABLE,
    types::TABLE,
    yaml::TABLE,
];

/// Functions of [`Answer::Impure`] that Terraform leaves unknown in a plan too.
const AT_APPLY: &[&str] = &["bcrypt", "timestamp", "uuid"];

/// All functions, sorted by name.
static INDEX: LazyLock<Vec<&'static Function>> = LazyLock::new(|| {
    let mut all: Vec<&Function> = TABLES.iter().flat_map(|table| table.iter()).collect();
    all.put_in_order_by_key(|function| function.name);
    all
});

fn find(name: &str) -> Option<&'static Function> {
    let at = INDEX.binary_search_by_key(&name, |function| function.name).ok()?;
    INDEX.get(at).copied()
}

/// A function as users know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// Positional parameters.
    pub params: Vec<Parameter>,
    /// The parameter that takes all further arguments.
    pub rest: Option<Parameter>,
    /// The release that has it first, where that is later than 1.0; `tofu` for `OpenTofu` alone.
    pub since: Option<&'static str>,
    /// How it is answered.
    pub answer: Answered,
    /// The arguments for which it is not known although it is computed otherwise.
    pub except: Option<&'static str>,
}

/// A parameter as users know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The type its argument is converted to.
    pub ty: Type,
    /// Whether it takes null.
    pub nullable: bool,
}

/// How a function is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Computed.
    Computed,
    /// Never known before apply, and why.
    Never(&'static str),
    /// Not known because the result names the machine that runs Terraform.
    Machine,
    /// Part of the evaluator, because it sees more than values.
    Evaluator,
    /// Known to `terraform console` alone.
    Console,
    /// An error wherever it is called.
    Rejected,
}

/// All functions, sorted by name.
pub fn catalogue() -> impl Iterator<Item = Entry> {
    let parameter = |param: &Param| Parameter { name: param.name, ty: param.kind.ty(), nullable: param.null };
    INDEX.iter().map(move |function| Entry {
        name: function.name,
        params: function.params.iter().map(parameter).collect(),
        rest: function.rest.as_ref().map(parameter),
        since: function.since,
        answer: match function.answer {
            Answer::Pure(_) => Answered::Computed,
            Answer::Impure(why) => Answered::Never(why),
            Answer::Machine => Answered::Machine,
            Answer::Evaluator => Answered::Evaluator,
            Answer::Console => Answered::Console,
            Answer::Removed(_) => Answered::Rejected,
        },
        except: function.except,
    })
}

/// The result of a call of `name`, with or without its `core::` namespace.
pub fn call(name: &str, args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    if (name == "type" || name.starts_with("provider::"))
        && let Some(why) = ctx.scope.refuses(name)
    {
        return Err(format!("there is no function named `{name}`: {why}"));
    }
    if name.starts_with("provider::") {
        return Ok(provider_function(name, args, ctx));
    }
    let function = find(name).ok_or_else(|| no_such_function(name))?;
    check_count(function, args.len())?;
    let mut carried = Carried::default();
    let mut converted = Vec::with_capacity(args.len());
    let mut unknown = false;
    let mut untyped = false;
    let mut waits = false;
    let mut spent = false;
    for (arg, param) in args.iter().zip(function.params.iter().chain(function.rest.iter().cycle())) {
        if param.kind != Kind::Any {
            spent |= !ctx.tally.take(conversion(arg));
        }
        // Terraform looks for nulls up to the first argument without a type.
        let reads = param.name == "path"
            && function.except.is_some_and(|except| except.ends_with("outside the project root"));
        let here = if reads { path_here(arg) } else { None };
        let value = argument(function, param, here.as_ref().unwrap_or(arg), param.null || untyped)?;
        unknown |= !param.unknown && !value.is_wholly_known();
        waits |= param.waits && value.is_unknown();
        // Those of `format` may be null too, but must have a type.
        untyped |= param.kind == Kind::Any
            && (!param.null || param.unknown && !param.marked)
            && matches!(&value, Value::Unknown { value, .. } if value.ty == Type::Dynamic);
        converted.push(if param.marked { value } else { carried.take(&value, ctx.scope) });
    }
    // A function does not see the marks that were taken off, so what it says may show a secret.
    let secret = !carried.marks.printable();
    let failed = |error: String| {
        if secret { self::secret(name) } else { format!("`{name}` failed: {error}") }
    };
    let answered = match function.answer {
        _ if spent => Some(argument::too_long(Type::Dynamic)),
        Answer::Pure(_) | Answer::Impure(_) | Answer::Machine if unknown => None,
        Answer::Pure(compute) => match compute(&converted, ctx) {
            Err(_) if untyped || waits => None,
            Ok(result) if untyped && waits && result.is_unknown() => None,
            result => Some(result.map_err(failed)?),
        },
        Answer::Impure(why) => {
            let ty = (function.returns)(&converted).map_err(failed)?;
            let cause = Cause::new(CauseKind::Function, name, why);
            let planned = !AT_APPLY.contains(&function.name);
            Some(Value::unknown(ty, if planned { cause } else { cause.decided_by(DecidedBy::Apply) }))
        }
        Answer::Machine => Some(filesystem::path_of_machine(name)),
        Answer::Evaluator => Some(unknown_from(&converted, Type::Dynamic)),
        Answer::Console => {
            let cause = Cause::new(CauseKind::Function, name, "its result is a type and no value");
            Some(Value::unknown(Type::Dynamic, cause.decided_by(DecidedBy::Source)))
        }
        Answer::Removed(why) => return Err(failed(why.to_owned())),
    };
    let result = if let Some(result) = answered {
        result
    } else {
        let ty = if untyped { Type::Dynamic } else { (function.returns)(&converted).map_err(failed)? };
        give_up(&converted, ctx, ty)
    };
    let result = if secret { discreet(name, result, args) } else { result };
    let result = refined(function, result);
    let provenance = unite(ctx.scope, result.provenance(), carried.from);
    // The elements that it surely has carry them, too.
    let holds = result.as_unknown().is_some_and(|unknown| unknown.refinements.items.is_some());
    let result = if holds && carried.marks != Marks::NONE {
        result.map_marks(&|own| own.union(carried.marks))
    } else {
        result
    };
    Ok(result.with_marks(carried.marks).with_provenance(provenance))
}

/// The steps of converting a value to another type: all that is in a tuple or object is looked at and made anew.
fn conversion(value: &Value) -> u64 {
    match value {
        Value::Seq { value, .. } if value.kind == SeqKind::Tuple => u64::from(value.size().values),
        Value::Map { value, .. } if value.kind == MapKind::Object => u64::from(value.size().values),
        _ => 0,
    }
}

/// What is said of a call that fails, where what it says of itself may show an argument.
pub(crate) fn secret(name: &str) -> String {
    format!("`{name}` failed with a secret argument")
}

/// An unknown result whose cause, if it comes from the function, does not show the arguments.
pub(crate) fn discreet(name: &str, result: Value, args: &[Value]) -> Value {
    let Value::Unknown { value: unknown, .. } = &result else { return result };
    if args.iter().any(|arg| arg.cause() == Some(&unknown.cause)) {
        return result;
    }
    let text = format!("`{name}` of a secret has no known result");
    let mut hidden = Unknown::clone(unknown);
    let parts = hidden.cause.parts_mut();
    parts.subject = name.into();
    parts.text = text.into();
    Value::from_unknown(hidden).set_marks(result.marks()).with_provenance(result.provenance())
}

/// The converted argument.
fn argument(function: &Function, param: &Param, arg: &Value, null: bool) -> Result<Value, String> {
    let invalid = |error: &str| {
        Err(format!("invalid value for the parameter `{}` of `{}`: {error}", param.name, function.name))
    };
    let value = match param.kind {
        Kind::Any => arg.clone(),
        kind => match convert(arg, &kind.ty()) {
            Ok(value) => value,
            Err(error) => return invalid(&error),
        },
    };
    if value.is_null() && !null { invalid("it must not be null") } else { Ok(value) }
}

fn check_count(function: &Function, count: usize) -> Result<(), String> {
    let (name, wanted) = (function.name, function.params.len());
    if let Some(missing) = function.params.get(count) {
        let least = if function.rest.is_some() { "at least " } else { "" };
        let s = if wanted == 1 { "" } else { "s" };
        return Err(format!("`{name}` takes {least}{wanted} argument{s}; `{}` is missing", missing.name));
    }
    if function.rest.is_none() && count > wanted {
        let s = if wanted == 1 { "" } else { "s" };
        return Err(format!("`{name}` takes {wanted} argument{s}, not {count}"));
    }
    Ok(())
}

/// The result, which is not null where the function never returns null. The evaluator gives it a symbol.
fn refined(function: &Function, result: Value) -> Value {
    match result {
        Value::Unknown { marks, from, value }
            if function.not_null && !value.refinements.not_null && value.ty != Type::Dynamic =>
        {
            let mut unknown = Arc::unwrap_or_clone(value);
            unknown.refinements.not_null = true;
            Value::Unknown { marks, from, value: Arc::new(unknown) }
        }
        other => other,
    }
}

fn provider_function(name: &str, args: &[Value], ctx: &CallContext<'_>) -> Value {
    let mut carried = Carried::default();
    for arg in args {
        carried.take(arg, ctx.scope);
    }
    let text = format!("`{name}` is computed by its provider");
    Value::unknown(Type::Dynamic, Cause::new(CauseKind::Function, name, text))
        .with_marks(carried.marks)
        .with_provenance(carried.from)
}

fn no_such_function(name: &str) -> String {
    let near = nearest(name, INDEX.iter().map(|function| function.name));
    format!("there is no function named `{name}`{}", hint(near))
}

/// Marks and provenance on their way from arguments to a result.
#[derive(Default)]
pub(crate) struct Carried {
    /// Marks of the values taken.
    pub(crate) marks: Marks,
    /// Provenance of the values taken.
    pub(crate) from: Provenance,
}

impl Carried {
    /// The value without marks and provenance, also inside, which are added here. What is unknown keeps where it comes
    /// from, as it does inside a string: it can become a part of the result.
    pub(crate) fn take(&mut self, value: &Value, scope: &dyn Scope) -> Value {
        if is_bare(value) {
            return value.clone();
        }
        self.add(value, scope);
        match value {
            Value::Seq { value, .. } => {
                let items = value.items.iter().map(|item| self.take(item, scope)).collect();
                Value::seq(value.kind.clone(), items)
            }
            Value::Map { value, .. } => {
                let entries =
                    value.entries.iter().map(|(key, item)| (Arc::clone(key), self.take(item, scope)));
                let entries: Vec<_> = entries.collect();
                Value::map(value.kind.clone(), entries)
            }
            Value::String { value: text, .. } => {
                self.take_text(text, scope);
                value.clone().set_marks(Marks::NONE).with_provenance(Provenance::NONE)
            }
            Value::Unknown { .. } => value.clone().set_marks(Marks::NONE),
            other => other.clone().set_marks(Marks::NONE).with_provenance(Provenance::NONE),
        }
    }

    /// Adds the marks and provenance of the value itself.
    pub(crate) fn add(&mut self, value: &Value, scope: &dyn Scope) {
        self.marks = self.marks.union(value.marks());
        self.from = unite(scope, self.from, value.provenance());
    }

    /// The unknown parts of a string stay as they are; what they carry is added.
    fn take_text(&mut self, text: &Text, scope: &dyn Scope) {
        match text {
            Text::Plain(_) => {}
            Text::Segmented(parts) => {
                for part in parts {
                    if let Segment::Hole(hole) = part {
                        self.add(hole, scope);
                    }
                }
            }
            Text::Encoded { value, .. } => {
                self.take(value, scope);
            }
        }
    }

    /// The value with the marks and provenance taken so far added to its own.
    pub(crate) fn put(&self, value: Value, scope: &dyn Scope) -> Value {
        let from = unite(scope, value.provenance(), self.from);
        value.with_marks(self.marks).with_provenance(from)
    }
}

/// Whether nothing in the value has marks or provenance.
fn is_bare(value: &Value) -> bool {
    value.marks() == Marks::NONE
        && value.provenance() == Provenance::NONE
        && match value {
            Value::Seq { value, .. } => value.items.iter().all(is_bare),
            Value::Map { value, .. } => value.entries.iter().all(|(_, item)| is_bare(item)),
            Value::String { value, .. } => match &**value {
                Text::Plain(_) => true,
                Text::Segmented(parts) => {
                    parts.iter().all(|part| !matches!(part, Segment::Hole(hole) if !is_bare(hole)))
                }
                Text::Encoded { value, .. } => is_bare(value),
            },
            _ => true,
        }
}

fn unite(scope: &dyn Scope, a: Provenance, b: Provenance) -> Provenance {
    if a == b || b == Provenance::NONE {
        a
    } else if a == Provenance::NONE {
        b
    } else {
        scope.unite(a, b)
    }
}

/// An unknown of a type because of the first argument that is unknown as a whole, or else the first unknown in one.
pub(crate) fn unknown_from(args: &[Value], ty: Type) -> Value {
    let whole = args.iter().filter(|arg| arg.is_unknown()).find_map(Value::cause);
    let cause = whole.or_else(|| args.iter().find_map(Value::cause)).cloned();
    let cause =
        cause.unwrap_or_else(|| Cause::new(CauseKind::Limit, "", "what it is computed from is not known"));
    Value::unknown(ty, cause)
}

/// An unknown of a type with the provenance of all arguments. Terraform forgets their marks.
pub(crate) fn give_up(args: &[Value], ctx: &CallContext<'_>, ty: Type) -> Value {
    let mut carried = Carried::default();
    for arg in args {
        carried.take(arg, ctx.scope);
    }
    carried.marks = carried.marks.forgotten();
    carried.put(unknown_from(args, ty), ctx.scope)
}

/// The result with the marks and provenance of the arguments themselves, without those of their elements.
pub(crate) fn with_own(args: &[Value], ctx: &CallContext<'_>, result: Value) -> Value {
    let mut carried = Carried::default();
    for arg in args {
        carried.add(arg, ctx.scope);
    }
    carried.put(result, ctx.scope)
}

/// An element that arguments lead to: with their marks, and with their provenance where it has none, as by an index.
pub(crate) fn picked(args: &[Value], ctx: &CallContext<'_>, element: &Value) -> Value {
    if element.provenance() == Provenance::NONE {
        return with_own(args, ctx, element.clone());
    }
    args.iter().fold(element.clone(), |element, arg| element.with_marks(arg.marks()))
}

/// [`unknown_from`] with refinements.
pub(crate) fn refined_from(args: &[Value], ty: Type, refinements: Refinements) -> Value {
    let value = unknown_from(args, ty);
    match value.as_unknown() {
        Some(unknown) => Value::from_unknown(Unknown { refinements, ..unknown.clone() }),
        None => value,
    }
}

/// Return types that do not depend on the arguments.
#[expect(clippy::unnecessary_wraps, reason = "the type of every function that computes a return type")]
pub(crate) mod returns {
    use super::{Arc, Type, Value};

    /// Not known beforehand.
    pub(crate) fn any(_: &[Value]) -> Result<Type, String> {
        Ok(Type::Dynamic)
    }

    /// `string`
    pub(crate) fn string(_: &[Value]) -> Result<Type, String> {
        Ok(Type::String)
    }

    /// `number`
    pub(crate) fn number(_: &[Value]) -> Result<Type, String> {
        Ok(Type::Number)
    }

    /// `bool`
    pub(crate) fn bool(_: &[Value]) -> Result<Type, String> {
        Ok(Type::Bool)
    }

    /// `list(string)`
    pub(crate) fn strings(_: &[Value]) -> Result<Type, String> {
        Ok(Type::List(Arc::new(Type::String)))
    }
}
