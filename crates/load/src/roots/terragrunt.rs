//! Into which directories Terragrunt writes files before it runs Terraform there.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::listing::{below, relative};
use super::search::Search;
use crate::files::FileSystem;

/// Largest file that is looked through, in bytes.
const LIMIT: u64 = 1 << 20;

/// What the files of Terragrunt in a tree say of directories.
#[derive(Debug, Default)]
pub(super) struct Terragrunt {
    /// Directories that hold a unit, and those that a relative path leads to from where it is written.
    directories: FxHashSet<String>,
    /// Ends of paths that are written, which stand behind what only Terragrunt knows.
    ends: FxHashSet<String>,
}

impl Terragrunt {
    /// What is said in a tree; none where there is no file of Terragrunt.
    pub(super) fn read(fs: &dyn FileSystem, root: &Path, search: &Search) -> Option<Self> {
        if search.visited.values().all(|visited| visited.listing.terragrunt.is_none()) {
            return None;
        }
        let mut found = Self::default();
        for (path, visited) in &search.visited {
            if visited.listing.terragrunt.is_some_and(|name| name.starts_with("terragrunt.hcl")) {
                found.directories.insert(relative(root, path));
            }
            for name in &visited.listing.hcl {
                if let Ok(bytes) = fs.read(&path.join(name), LIMIT) {
                    found.take(root, path, &String::from_utf8_lossy(&bytes));
                }
            }
        }
        Some(found)
    }

    /// Takes each path of a file, whatever it stands for: a `source` is often put together from locals that other files
    /// hold.
    fn take(&mut self, root: &Path, directory: &Path, text: &str) {
        let paths = text.split(|c: char| c.is_whitespace() || "\"}".contains(c)).filter(|t| t.contains('/'));
        for path in paths {
            let path = path.split('?').next().unwrap_or_default();
            // Behind `//` stands the directory in what is fetched, which may be a copy of this tree.
            let path = match path.rsplit_once("//") {
                Some((remote, inside)) if remote.contains(':') => inside.to_owned(),
                _ => path.replace("//", "/"),
            };
            if path.starts_with("./") || path.starts_with("../") {
                self.directories.insert(relative(root, &below(directory, &path)));
            }
            let end = path.trim_start_matches(['.', '/']).trim_end_matches('/');
            if !end.is_empty() {
                self.ends.insert(end.to_owned());
            }
        }
    }

    /// Whether it writes into a directory: into those of its units, and into the modules that these name.
    pub(super) fn writes_into(&self, directory: &str) -> bool {
        let mut ends =
            std::iter::successors(Some(directory), |path| path.split_once('/').map(|(_, rest)| rest));
        self.directories.contains(directory) || ends.any(|end| self.ends.contains(end))
    }
}
