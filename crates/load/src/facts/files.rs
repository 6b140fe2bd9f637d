//! Files that are there: what an expression reads of them is the same whatever the inputs are.

use std::sync::Arc;

use bricklint_lang::functions::{FileError, Files};
use bricklint_lang::value::Value;

use super::Checker;
use crate::expand::{RootFiles, relative};

/// The files of a root. One that is not there yet may be made before Terraform runs, so nothing is said of it.
pub(super) struct Readable<'a>(RootFiles<'a>);

impl Files for Readable<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError> {
        self.0.read(path).map_err(not_yet)
    }

    fn exists(&self, path: &str) -> Result<bool, FileError> {
        match self.0.exists(path) {
            Ok(true) => Ok(true),
            Ok(false) => Err(FileError::Unreadable(path.into())),
            Err(error) => Err(not_yet(error)),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, FileError> {
        match self.0.list(directory) {
            Ok(found) if !found.is_empty() => Ok(found),
            Ok(_) => Err(FileError::Unreadable(directory.into())),
            Err(error) => Err(not_yet(error)),
        }
    }
}

fn not_yet(error: FileError) -> FileError {
    match error {
        FileError::Missing(path) | FileError::NotRegular(path) => FileError::Unreadable(path),
        other => other,
    }
}

impl Checker<'_> {
    /// The files that expressions read; `None` where paths hang on who uses the module.
    pub(super) fn readable(&self) -> Option<&Readable<'_>> {
        let home = self.home?;
        Some(
            self.readable
                .get_or_init(|| Readable(RootFiles::new(self.shared.fs, self.shared.project_root, home))),
        )
    }

    /// `path.module` or `path.root`, where it is the same for everybody who uses the module.
    pub(super) fn path(&self, name: &str) -> Option<Value> {
        let home = self.home?;
        match name {
            "module" => Some(Value::string(&*relative(home, &self.module.directory))),
            "root" => Some(Value::string(".")),
            _ => None,
        }
    }
}
