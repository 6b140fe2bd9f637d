//! Which directories are roots, which are modules and which are neither.

use std::sync::Arc;

use bricklint_findings::problem::Problem;
use bricklint_findings::source::Sources;

use crate::LoadOptions;
use crate::files::FileSystem;

/// What a found directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectoryKind {
    /// Terraform is run here.
    Root,
    /// Called by another found directory.
    Module,
    /// Looks like a module and nobody calls it: checked once with unknown inputs.
    UncalledModule,
    /// Holds nothing that Terraform reads.
    Neither,
    /// Was not searched.
    NotEntered,
}

/// A directory that was found, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Relative to the project root, with `/`; `.` for the project root itself.
    pub path: Arc<str>,
    /// What it is.
    pub kind: DirectoryKind,
    /// Why, in one clause.
    pub reason: String,
    /// Names of the `*.tfvars` and `*.tfvars.json` files in it, in byte order.
    pub var_files: Vec<Arc<str>>,
}

/// Where a module call leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// To this directory, relative to the project root.
    Directory(Arc<str>),
    /// Nowhere that can be read.
    Opaque {
        /// The source as written, where it is known.
        source: Option<Arc<str>>,
        /// Why.
        cause: bricklint_findings::cause::Cause,
        /// Provider names whose types the module can hold by the name of its registry address; `None` for
        /// any.
        providers: Option<Vec<Arc<str>>>,
    },
}

/// Every directory that was found, with the parsed modules.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Sorted by path.
    pub directories: Vec<Directory>,
    /// Every module definition that was read, by directory relative to the project root; also those that
    /// only a manifest or `--module-path` leads to.
    pub modules: std::collections::BTreeMap<Arc<str>, Arc<crate::module::Module>>,
    /// Where the calls of each root lead: (root directory, dotted static module path) to the directory of
    /// the module, or why there is none. A call that leads nowhere has an entry too.
    pub resolved: std::collections::BTreeMap<(Arc<str>, Arc<str>), Resolution>,
    /// All files that were read, sorted by path.
    pub sources: Arc<Sources>,
    /// What is wrong with the input as a whole; a root's own problems stand in its stack.
    pub problems: Vec<Problem>,
    /// What is wrong with the calls below each root (modules that are missing, not installed or stale, too
    /// deep or circular), by root directory: the expansion adds these to the root's stack.
    pub call_problems: std::collections::BTreeMap<Arc<str>, Vec<Problem>>,
}

impl Discovery {
    /// The roots and uncalled modules, sorted by path.
    pub fn roots(&self) -> impl Iterator<Item = &Directory> {
        self.directories
            .iter()
            .filter(|d| matches!(d.kind, DirectoryKind::Root | DirectoryKind::UncalledModule))
    }
}

/// Finds the directories below the paths of `options`, parses what Terraform would read in them, and
/// decides what each is.
pub fn discover(fs: &dyn FileSystem, options: &LoadOptions) -> Discovery {
    let _ = (fs, options);
    Discovery::default()
}
