//! Terraform's functions.
//!
//! [`call`] takes evaluated arguments with their marks and provenance and returns the result with its
//! own: conversion to parameter types, null checks, unknown arguments, marks and provenance are decided
//! here, per function. A final `...` is expanded by the caller. Forms that need their arguments
//! unevaluated or a template evaluated (`try`, `can`, `templatefile`, `templatestring`) and the mark
//! functions (`sensitive`, `nonsensitive`, `issensitive`, `ephemeralasnull`) are handled by
//! [`crate::eval`] and never arrive here, nor does a call whose only argument with undecided cases can
//! be distributed over them.

use std::sync::Arc;

use crate::eval::Scope;
use crate::types::Type;
use crate::value::Value;

/// What a function may look at besides its arguments.
#[derive(Clone, Copy)]
pub struct CallContext<'a> {
    /// The scope of the expression.
    pub scope: &'a dyn Scope,
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
    /// Handled by [`crate::eval`], which sees the unevaluated arguments.
    Evaluator,
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
    /// `terraform` release that has it first, where that is later than 1.0; `tofu` for OpenTofu alone.
    pub(crate) since: Option<&'static str>,
    /// How it is answered.
    pub(crate) answer: Answer,
}

/// The result of a call of `name` (without its `core::` namespace).
pub fn call(name: &str, args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let _ = (args, ctx);
    Err(format!("there is no function named `{name}`"))
}
