//! Reading and parsing: every file once, and every directory that a call can lead to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileId, SourceFile, Sources};
use bricklint_findings::{ByKey, Sorting};
use bricklint_lang::syntax::{Expr, Tree, parse, parse_json};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::listing::{LOCK_FILE, Listing, below, config_name, list};
use super::manifest;
use super::manifest::Manifest;
use super::search::{PARALLEL_FROM, Search};
use super::source::{Source, classify};
use crate::files::{EntryKind, FileSystem, Kind, MAX_CONFIGURATION, is_replaced, relative};
use crate::module::{Module, ModuleFile, define};

/// Where a local source leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Directory(PathBuf),
    Missing,
    Outside,
}

/// A file that was parsed.
struct Parsed {
    /// Relative to the project root.
    path: String,
    text: Arc<str>,
    tree: Arc<Tree>,
}

/// A file or why it could not be read.
type Content = Result<Parsed, Box<Problem>>;

/// A directory with configuration.
pub(super) struct Loaded {
    pub(super) listing: Listing,
    /// Index into the files, and whether it is an override file.
    files: Vec<(usize, bool)>,
    /// Links that lead nowhere or outside.
    problems: Vec<Problem>,
}

/// All that is read.
pub(super) struct Loader<'f> {
    fs: &'f dyn FileSystem,
    root: &'f Path,
    /// Directories outside the project root that were named with `--module-path`.
    named: Vec<PathBuf>,
    files: Vec<Content>,
    /// By canonical path, and whether it is JSON syntax.
    index: FxHashMap<(PathBuf, bool), usize>,
    pub(super) loaded: BTreeMap<PathBuf, Loaded>,
    targets: FxHashMap<PathBuf, Target>,
    /// Files that links in other directories lead to.
    linked: FxHashSet<PathBuf>,
    /// Manifests by root directory.
    pub(super) manifests: BTreeMap<PathBuf, Result<Manifest, String>>,
}

impl<'f> Loader<'f> {
    pub(super) fn new(fs: &'f dyn FileSystem, root: &'f Path, named: Vec<PathBuf>) -> Self {
        Self {
            fs,
            root,
            named,
            files: Vec::new(),
            index: FxHashMap::default(),
            loaded: BTreeMap::new(),
            targets: FxHashMap::default(),
            linked: FxHashSet::default(),
            manifests: BTreeMap::new(),
        }
    }

    fn inside(&self, path: &Path) -> bool {
        path.starts_with(self.root) || self.named.iter().any(|named| path.starts_with(named))
    }

    /// Where a path leads that a source or a record names. It has neither `.` nor `..`.
    pub(super) fn target(&mut self, path: PathBuf) -> Target {
        if self.loaded.contains_key(&path) {
            return Target::Directory(path);
        }
        if let Some(target) = self.targets.get(&path) {
            return target.clone();
        }
        let target = match self.fs.canonicalize(&path) {
            Ok(canonical) if !self.inside(&canonical) => Target::Outside,
            Ok(canonical) if self.fs.kind(&canonical) == Some(Kind::Directory) => {
                Target::Directory(canonical)
            }
            // What does not exist outside is outside first of all.
            _ if !self.inside(&path) => Target::Outside,
            _ => Target::Missing,
        };
        self.targets.insert(path, target.clone());
        target
    }

    /// Loads the directories that the search found, and all that their calls and manifests lead to.
    pub(super) fn load_all(&mut self, search: &mut Search) {
        let mut pending: Vec<(PathBuf, Listing)> = Vec::new();
        for (path, visited) in &mut search.visited {
            if visited.counts && !visited.listing.config.is_empty() {
                if visited.listing.initialised() {
                    self.manifests.insert(path.clone(), manifest::read(self.fs, path));
                }
                pending.push((path.clone(), visited.listing.clone()));
            }
        }
        let mut wanted: Vec<PathBuf> = self.named.clone();
        for (root, manifest) in &self.manifests {
            let Ok(manifest) = manifest else { continue };
            for record in manifest.values() {
                if !record.key.is_empty() && !matches!(classify(&record.source), Source::Local(_)) {
                    wanted.push(below(root, &record.dir));
                }
            }
        }
        loop {
            let loaded: Vec<PathBuf> = pending.iter().map(|(path, _)| path.clone()).collect();
            self.load(std::mem::take(&mut pending));
            for path in loaded {
                self.callees(&path, &mut wanted);
            }
            let mut taken: FxHashSet<PathBuf> = FxHashSet::default();
            for path in std::mem::take(&mut wanted) {
                let Target::Directory(path) = self.target(path) else { continue };
                if self.loaded.contains_key(&path) || !taken.insert(path.clone()) {
                    continue;
                }
                let listing = match search.visited.get(&path) {
                    Some(visited) => visited.listing.clone(),
                    None => list(self.fs, &path).unwrap_or_default(),
                };
                pending.push((path, listing));
            }
            if pending.is_empty() {
                return;
            }
        }
    }

    /// The directories that local sources in `path` can mean.
    fn callees(&self, path: &Path, out: &mut Vec<PathBuf>) {
        let Some(loaded) = self.loaded.get(path) else { return };
        let mut computed = false;
        for (index, _) in &loaded.files {
            let Some(Ok(file)) = self.files.get(*index) else { continue };
            let tree = &file.tree;
            for block in tree.blocks(tree.root) {
                if tree.slice(block.name) != "module" {
                    continue;
                }
                let Some(source) = tree.attribute(block.body, "source") else { continue };
                match tree.expr(source.value) {
                    Expr::String(index) => {
                        if let Source::Local(source) = classify(tree.string(index)) {
                            out.push(below(path, source));
                        }
                    }
                    _ => computed = true,
                }
            }
        }
        if computed {
            let module = self.definition(path, loaded, &|_| FileId(0));
            for call in module.calls.values() {
                if let Some(Ok(source)) = call.source.map(|source| module.static_text(source, &|_| false))
                    && let Source::Local(source) = classify(&source)
                {
                    out.push(below(path, source));
                }
            }
        }
    }

    /// Reads and parses the files of these directories that are not read yet.
    fn load(&mut self, directories: Vec<(PathBuf, Listing)>) {
        let mut new: Vec<(PathBuf, bool)> = Vec::new();
        for (path, listing) in directories {
            let mut loaded = Loaded { listing, files: Vec::new(), problems: Vec::new() };
            for config in &loaded.listing.config {
                let mut file = path.join(&config.name);
                match config.kind {
                    _ if is_replaced(self.fs, &file) => {
                        let why = "its name is not UTF-8; rename it";
                        loaded.problems.push(unreadable(self.root, &file, why));
                        continue;
                    }
                    EntryKind::File => {}
                    EntryKind::Link => match self.fs.canonicalize(&file) {
                        Ok(target) if self.inside(&target) => {
                            self.link(&path, &target);
                            file = target;
                        }
                        Ok(_) => {
                            let why = "the link leads outside the project root; set `--project-root` to a directory that holds both";
                            loaded.problems.push(unreadable(self.root, &file, why));
                            continue;
                        }
                        Err(error) => {
                            loaded.problems.push(unreadable(self.root, &file, &error.to_string()));
                            continue;
                        }
                    },
                    EntryKind::Directory | EntryKind::Other => {
                        loaded.problems.push(unreadable(self.root, &file, "it is not a regular file"));
                        continue;
                    }
                }
                let json = config_name(&config.name).is_some_and(|name| name.json);
                let next = self.files.len() + new.len();
                let index = *self.index.entry((file, json)).or_insert_with_key(|key| {
                    new.push(key.clone());
                    next
                });
                loaded.files.push((index, config.overrides));
            }
            for name in &loaded.listing.links {
                if let Ok(target) = self.fs.canonicalize(&path.join(name)) {
                    self.link(&path, &target);
                }
            }
            self.loaded.insert(path, loaded);
        }
        let (fs, root) = (self.fs, self.root);
        let read = |(path, json): &(PathBuf, bool)| read(fs, root, path, *json);
        if new.len() < PARALLEL_FROM {
            self.files.extend(new.iter().map(read));
        } else {
            self.files.par_extend(new.par_iter().map(read));
        }
    }

    fn link(&mut self, from: &Path, target: &Path) {
        if target.parent() != Some(from) {
            self.linked.insert(target.to_owned());
        }
    }

    /// Whether all that lies in a directory, by its path relative to the project root, is linked into others: a store of
    /// files that Terraform reads there. A file that is a link itself is neither here nor there.
    pub(super) fn is_store(&self, directory: &str, listing: &Listing) -> bool {
        let path = crate::files::clean(&self.root.join(directory));
        let config = listing.config.iter().filter(|file| file.kind != EntryKind::Link);
        let config = config.map(|file| &*file.name);
        let values = listing.var_files.iter().map(|name| &**name);
        let values = values.chain(listing.lock_file.then_some(LOCK_FILE));
        let mut values = values.filter(|name| listing.links.iter().all(|link| link != name));
        let is_linked = |name: &str| self.linked.contains(&path.join(name));
        config.clone().next().is_some() && config.clone().all(is_linked) && values.all(is_linked)
    }

    /// The var files in a directory, by its path relative to the project root.
    pub(super) fn var_files(&self, directory: &str) -> Vec<Arc<str>> {
        let path = crate::files::clean(&self.root.join(directory));
        self.loaded.get(&path).map(|loaded| loaded.listing.var_files.clone()).unwrap_or_default()
    }

    /// The files sorted by path, with the number of each.
    pub(super) fn sources(&self) -> (Sources, Vec<FileId>) {
        let mut order: Vec<(usize, &Parsed)> = self
            .files
            .iter()
            .enumerate()
            .filter_map(|(index, file)| Some((index, file.as_ref().ok()?)))
            .collect();
        order.put_in_order_by(|a, b| a.1.path.cmp(&b.1.path));
        let mut sources = Sources::default();
        let mut ids = vec![FileId(0); self.files.len()];
        for (index, file) in order {
            let id = sources.add(Arc::new(SourceFile::new(file.path.clone(), file.text.clone())));
            if let Some(slot) = ids.get_mut(index) {
                *slot = id;
            }
        }
        (sources, ids)
    }

    /// The definitions of all directories.
    pub(super) fn define_all(&self, ids: &[FileId]) -> BTreeMap<Arc<str>, Arc<Module>> {
        let id = |index: usize| ids.get(index).copied().unwrap_or(FileId(0));
        let define = |(path, loaded): (&PathBuf, &Loaded)| {
            let module = self.definition(path, loaded, &id);
            (module.directory.clone(), Arc::new(module))
        };
        if self.loaded.len() < PARALLEL_FROM {
            self.loaded.iter().map(define).by_key()
        } else {
            let all: Vec<_> = self.loaded.par_iter().map(define).collect();
            all.into_iter().by_key()
        }
    }

    fn definition(&self, path: &Path, loaded: &Loaded, id: &dyn Fn(usize) -> FileId) -> Module {
        let mut files = Vec::with_capacity(loaded.files.len());
        let mut overrides = Vec::with_capacity(loaded.files.len());
        let mut paths = Vec::with_capacity(loaded.files.len());
        let mut problems = loaded.problems.clone();
        for (index, is_override) in &loaded.files {
            match self.files.get(*index) {
                Some(Ok(file)) => {
                    files.push(ModuleFile { file: id(*index), tree: file.tree.clone() });
                    overrides.push(*is_override);
                    paths.push(file.path.clone());
                }
                Some(Err(problem)) => problems.push((**problem).clone()),
                None => {}
            }
        }
        let mut module = define(&relative(self.root, path), files, &overrides, &paths);
        module.incomplete |= !problems.is_empty();
        module.problems.extend(problems);
        module
    }
}

fn read(fs: &dyn FileSystem, root: &Path, path: &Path, json: bool) -> Content {
    let bytes = fs
        .read(path, MAX_CONFIGURATION)
        .map_err(|error| Box::new(unreadable(root, path, &error.to_string())))?;
    let tree = if json { parse_json(&bytes) } else { parse(&bytes) };
    // Behind the text of a JSON file stands what its strings decode to; that is not part of the file.
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) if json && text.len() != tree.text.len() => text.into(),
        _ => tree.text.clone(),
    };
    Ok(Parsed { path: relative(root, &fs.shown(path)), text, tree: Arc::new(tree) })
}

fn unreadable(root: &Path, path: &Path, why: &str) -> Problem {
    let path = relative(root, path);
    Problem::new(ProblemKind::Unreadable, format!("`{path}` cannot be read: {why}"))
        .at(Location { path, ..Location::default() })
}
