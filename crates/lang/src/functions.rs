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

/// The result of a call of `name` (without its `core::` namespace).
pub fn call(name: &str, args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let _ = (args, ctx);
    Err(format!("there is no function named `{name}`"))
}
