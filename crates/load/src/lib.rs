//! Directories, modules and plans to the model: the only crate that knows where configuration lies.
//!
//! [`discover`] finds and parses every directory, [`load_all`] expands each root into a
//! [`Stack`](bricklint_model::stack::Stack). Whatever is wrong with the input is data beside the result;
//! nothing here aborts on it.

mod constraints;
pub mod expand;
mod facts;
pub mod files;
mod gitignore;
mod globs;
pub mod module;
pub mod plan;
pub mod policy;
pub mod roots;
pub mod snapshot;
pub mod sniff;
pub mod variables;
mod version;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use expand::{evaluate_in_root, given_to_none, load_all, load_root, load_roots, with_room};
pub use facts::{Facts, facts, only_in};
pub use globs::{GlobError, Globs};
pub use roots::{Directory, DirectoryKind, Discovery, discover};
pub use variables::automatic;

/// What to load and with which values.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The security boundary, absolute: nothing outside it is read but what is named here.
    pub project_root: PathBuf,
    /// Directories (absolute) named on the command line, or one `.tf` file's directory. A plan's
    /// `--source` belongs here too.
    pub paths: Vec<PathBuf>,
    /// Whether nobody named them: they are where to search, and no roots for that.
    pub implied: bool,
    /// `--var` and `--var-file` in command-line order.
    pub vars: Vec<VarInput>,
    /// `TF_VAR_name` as (name, text), sorted by name.
    pub env_vars: Vec<(String, String)>,
    /// `--workspace`, otherwise `TF_WORKSPACE`; without it `.terraform/environment` decides, then `default`. Of the
    /// source of a plan it is unknown then.
    pub workspace: Option<String>,
    /// `--module-path KEY=DIR`: where a module's source lies. The key is the dotted static module path,
    /// or the `source` text.
    pub module_paths: Vec<(String, PathBuf)>,
    /// What modules hold that are not here, as `[modules] contains` says: providers and resource types, by the dotted
    /// static path of the call, or the `source` text.
    pub contains: BTreeMap<String, Vec<Arc<str>>>,
    /// Globs, relative to the project root, of directories that are roots whatever else they look like.
    pub include: Globs,
    /// Globs, relative to the project root, of directories that are never roots.
    pub exclude: Globs,
    /// Provider schemas that come before those of the program.
    pub schema: Option<Arc<bricklint_model::schema::Schema>>,
    /// The only directories that are roots, when a caller has decided already (a plan's `--source`):
    /// search and guesses are off.
    pub exact: bool,
    /// What the plan that the source belongs to knows of attributes that providers fill in.
    pub planned: Option<Arc<plan::PlannedValues>>,
    /// Whether this is the source of a plan, which was made in a workspace that nobody may know.
    pub beside_plan: bool,
}

impl LoadOptions {
    /// What the configuration says that a module holds which is not here.
    pub fn contained(&self, path: &str, source: Option<&str>) -> Option<&Vec<Arc<str>>> {
        self.contains.get(path).or_else(|| self.contains.get(source?))
    }

    /// Whether the whole project is searched for roots.
    pub fn is_whole(&self, fs: &dyn files::FileSystem) -> bool {
        !self.exact && self.paths.iter().any(|path| files::is_same(fs, path, &self.project_root))
    }
}

/// A value given on the command line, in the configuration or by a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum VarInput {
    /// `--var name=text`
    Assign {
        /// The variable.
        name: String,
        /// As typed: literal text for a variable of primitive type, otherwise an expression.
        text: String,
    },
    /// `--var-file path`; absolute, may lie outside the project root.
    File(PathBuf),
    /// A value that is known already: a root variable of a plan.
    Value {
        /// The variable.
        name: String,
        /// Its value, before conversion to the variable's type.
        value: bricklint_lang::value::Value,
    },
}

/// The values of one environment, or of the single unnamed one.
#[derive(Clone, Debug, Default)]
pub struct VariableSet {
    /// Its name in `bricklint.toml`; absent without `--env` and configuration.
    pub name: Option<Arc<str>>,
    /// Globs, relative to the project root, of the roots it is for; empty for all.
    pub roots: Globs,
    /// Values, below `--var` and `--var-file` in precedence.
    pub vars: Vec<VarInput>,
    /// Whether its var files may lie outside the project root, as those of a configuration that was named may.
    pub outside: bool,
    /// `terraform.workspace` in this environment.
    pub workspace: Option<String>,
}
