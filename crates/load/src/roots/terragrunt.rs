//! Who calls modules in files that are not read: Terragrunt, which also writes files into directories before it runs
//! Terraform there, Terraform Stacks and tests.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::listing::{TEST, below, runner};
use super::search::Visited;
use super::source::is_local;
use crate::files::{FileSystem, relative};

/// Directories that were looked into, by path.
pub(super) type Looked<'s> = BTreeMap<&'s Path, &'s Visited>;

/// Largest file that is looked through, in bytes.
const LIMIT: u64 = 1 << 20;

/// What the files of Terragrunt in a tree say of directories.
#[derive(Debug, Default)]
pub(super) struct Terragrunt {
    /// Directories that hold a unit, and those that a relative path leads to from where it is written.
    directories: FxHashSet<String>,
    /// Ends of paths that are written, which stand behind what only Terragrunt knows.
    ends: FxHashSet<String>,
    /// Whether a `source` is not told by its text: it may name any module that nobody calls.
    pub(super) unread: bool,
}

/// Who calls modules in files that are not read.
#[derive(Debug, Default)]
pub(super) struct Runners {
    pub(super) terragrunt: Option<Terragrunt>,
    /// Who else does, by the directory of the module.
    others: FxHashMap<String, &'static str>,
}

impl Runners {
    /// What is said in a tree.
    pub(super) fn read(fs: &dyn FileSystem, root: &Path, looked: &Looked<'_>) -> Self {
        let mut others = FxHashMap::default();
        for (path, visited) in looked {
            for (name, who) in visited.listing.hcl.iter().filter_map(|name| Some((name, runner(name)?))) {
                let Ok(bytes) = fs.read(&path.join(name), LIMIT) else { continue };
                let text = String::from_utf8_lossy(&bytes);
                // A test without values runs with the defaults.
                if who == TEST && !text.contains("variables") {
                    continue;
                }
                let sources = text.lines().filter_map(source);
                let sources = sources.filter_map(|source| source.strip_prefix('"')?.split('"').next());
                for source in sources.filter(|source| is_local(source)) {
                    others.insert(relative(root, &below(path, source)), who);
                    // Tests lie in a directory of their own mostly, and paths start where they are run.
                    if let (TEST, Some(parent)) = (who, path.parent()) {
                        others.insert(relative(root, &below(parent, source)), who);
                    }
                }
            }
        }
        Self { terragrunt: Terragrunt::read(fs, root, looked), others }
    }

    /// Who gives the variables of a directory values, for all that is read. What says by itself that Terraform is run in
    /// it has the values that are there, whoever else calls it; only Terragrunt is what runs Terraform there.
    pub(super) fn of(&self, directory: &str, has_signs: bool) -> Option<&'static str> {
        let terragrunt = self.terragrunt.as_ref();
        if terragrunt.is_some_and(|found| found.writes_into(directory) || found.unread && !has_signs) {
            return Some("Terragrunt");
        }
        self.others.get(directory).copied().filter(|_| !has_signs)
    }
}

impl Terragrunt {
    /// What is said in a tree; none where there is no file of Terragrunt.
    fn read(fs: &dyn FileSystem, root: &Path, looked: &Looked<'_>) -> Option<Self> {
        if looked.values().all(|visited| visited.listing.terragrunt.is_none()) {
            return None;
        }
        let mut found = Self::default();
        for (path, visited) in looked {
            let is_unit = visited.listing.is_unit();
            if is_unit {
                found.directories.insert(relative(root, path));
            }
            let from = (Bound::Excluded(*path), Bound::Unbounded);
            let mut below = looked.range::<Path, _>(from).take_while(|(other, _)| other.starts_with(path));
            let is_last = is_unit && !below.any(|(_, visited)| visited.listing.is_unit());
            for name in visited.listing.hcl.iter().filter(|name| runner(name).is_none()) {
                let Ok(bytes) = fs.read(&path.join(name), LIMIT) else {
                    found.unread = true;
                    continue;
                };
                let text = String::from_utf8_lossy(&bytes);
                found.take(root, path, &text, is_last && name.starts_with("terragrunt.hcl"));
                found.unread |= !text.lines().filter_map(source).all(is_told);
            }
        }
        Some(found)
    }

    /// Takes each path of a file, whatever it stands for: a `source` is often put together from locals that other files
    /// hold. What others include means a relative path from where they are; a unit that is the `last` has none below it.
    fn take(&mut self, root: &Path, directory: &Path, text: &str, last: bool) {
        let paths = text.split(|c: char| c.is_whitespace() || "\"}".contains(c));
        for path in paths.filter(|path| path.contains('/') || *path == "..") {
            let path = path.split('?').next().unwrap_or_default();
            // Behind `//` stands the directory in what is fetched, which may be a copy of this tree.
            let path = match path.rsplit_once("//") {
                Some((remote, inside)) if remote.contains(':') => inside.to_owned(),
                Some((remote, inside)) => {
                    if !remote.starts_with('.') {
                        self.end(inside);
                    }
                    path.replace("//", "/")
                }
                None => path.to_owned(),
            };
            let is_relative = path == ".." || path.starts_with("./") || path.starts_with("../");
            if is_relative {
                self.directories.insert(relative(root, &below(directory, &path)));
            }
            if !(is_relative && last) {
                self.end(&path);
            }
        }
    }

    fn end(&mut self, path: &str) {
        let end = path.trim_start_matches(['.', '/']).trim_end_matches('/');
        if !end.is_empty() {
            self.ends.insert(end.to_owned());
        }
    }

    /// Whether it writes into a directory: into those of its units, and into the modules that these name.
    pub(super) fn writes_into(&self, directory: &str) -> bool {
        let mut ends =
            std::iter::successors(Some(directory), |path| path.split_once('/').map(|(_, rest)| rest));
        self.directories.contains(directory) || ends.any(|end| self.ends.contains(end))
    }
}

/// What a line gives an argument `source`, as written.
fn source(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with('#') || line.starts_with("//") {
        return None;
    }
    line.match_indices("source").find_map(|(at, name)| {
        let (before, after) = (line.get(..at)?, line.get(at + name.len()..)?);
        let is_name = before.is_empty() || before.ends_with([' ', '\t', '{', '"', ',']);
        let value = after.trim_start_matches('"').trim_start().strip_prefix(['=', ':'])?;
        (is_name && !value.starts_with('=')).then(|| value.trim_start())
    })
}

/// Whether the text of a `source` says where the directory lies, at least how its path ends.
fn is_told(source: &str) -> bool {
    let Some((path, _)) = source.strip_prefix('"').and_then(|rest| rest.rsplit_once('"')) else {
        return false;
    };
    let path = path.split('?').next().unwrap_or_default();
    let Some(at) = path.rfind("${") else {
        return path.is_empty() || path.contains('/') || path.starts_with('.');
    };
    let end = path.rsplit_once('}').map_or("", |(_, end)| end);
    let is_whole = end.starts_with("//") || at == 0 && end.starts_with('/');
    is_whole && !end.trim_matches(['.', '/']).is_empty()
}
