//! The configuration that a plan file carries, as files in memory.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::files::{Entry, EntryKind, FileSystem, Kind, MAX_CONFIGURATION, MemoryFiles, ReadError, clean};
use crate::variables::constant;
use bricklint_findings::Sorting;
use bricklint_lang::syntax::{Tree, parse, parse_json};
use bricklint_lang::value::Value;
use rustc_hash::FxHashSet;

/// How many directories are looked at for the one that a plan file was made in.
const MAX_SEARCHED: usize = 2_000;

/// The configuration in a plan file.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub(crate) records: Vec<Record>,
    /// The lock file.
    pub(crate) lock: Option<Vec<u8>>,
    /// The workspace that the plan was made in.
    pub(crate) workspace: Option<String>,
}

/// A module of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Dotted static module path; empty for the root.
    pub(crate) key: String,
    pub(crate) source: String,
    pub(crate) version: Option<String>,
    /// Relative to the root.
    pub(crate) directory: String,
    /// Names and contents.
    pub(crate) files: Vec<(String, Arc<[u8]>)>,
}

impl Snapshot {
    /// The workspace that the plan was made in.
    pub fn workspace(&self) -> Option<&str> {
        self.workspace.as_deref()
    }

    /// The root's variables that are sensitive, with their defaults.
    pub(crate) fn sensitive(&self) -> BTreeMap<String, Option<Value>> {
        let mut out = BTreeMap::new();
        // Most files hold none.
        let may = |content: &[u8]| memchr::memmem::find(content, b"sensitive").is_some();
        for (name, content) in self.own().filter(|(_, content)| may(content)) {
            let tree = tree(name, content);
            for block in tree.blocks(tree.root).iter().filter(|block| tree.slice(block.name) == "variable") {
                if tree.may_be_true(block.body, "sensitive")
                    && let Some(name) = tree.labels(block).next()
                {
                    let default = tree.attribute(block.body, "default");
                    out.insert(
                        name.to_owned(),
                        default.and_then(|default| constant(&tree, default.value).ok()),
                    );
                }
            }
        }
        out
    }

    /// Whether the root declares a variable that plans keep.
    pub(crate) fn declares(&self, variable: &str) -> bool {
        let may = |content: &[u8]| memchr::memmem::find(content, variable.as_bytes()).is_some();
        self.own().filter(|(_, content)| may(content)).any(|(name, content)| {
            let tree = tree(name, content);
            tree.blocks(tree.root).iter().any(|block| {
                tree.slice(block.name) == "variable"
                    && tree.labels(block).next() == Some(variable)
                    && !tree.may_be_true(block.body, "ephemeral")
            })
        })
    }

    /// The first file that is not below this root as it is in the plan file, relative to the root.
    pub fn difference(&self, fs: &dyn FileSystem, root: &Path) -> Option<String> {
        self.records.iter().find_map(|record| {
            let directory = below(root, &record.directory);
            record.files.iter().find_map(|(name, content)| {
                let same = match fs.read(&directory.join(name), MAX_CONFIGURATION) {
                    Ok(text) => {
                        text == **content
                            || essence(name, &text) == essence(name, content)
                            || is_backend(name, &text) && is_backend(name, content)
                    }
                    // Modules need not be installed.
                    Err(ReadError::Missing) => is_installed(&record.directory) || is_backend(name, content),
                    Err(_) => false,
                };
                (!same).then(|| {
                    below(Path::new(""), &record.directory).join(name).to_string_lossy().into_owned()
                })
            })
        })
    }

    /// Whether a directory holds a file of the root.
    pub fn lies_in(&self, fs: &dyn FileSystem, root: &Path) -> bool {
        self.own().any(|(name, _)| matches!(fs.kind(&root.join(name)), Some(Kind::File(_))))
    }

    /// Whether a directory holds a version of a file of the root: one that has an object in common with it, where either
    /// has any.
    pub fn is_known_in(&self, fs: &dyn FileSystem, root: &Path) -> bool {
        self.own().any(|(name, content)| {
            let Ok(text) = fs.read(&root.join(name), MAX_CONFIGURATION) else { return false };
            let (own, other) = (objects(name, content), objects(name, &text));
            own.is_empty() && other.is_empty() || !own.is_disjoint(&other)
        })
    }

    /// Names and contents of the files of the root.
    fn own(&self) -> impl Iterator<Item = &(String, Arc<[u8]>)> {
        self.records.iter().filter(|record| record.key.is_empty()).flat_map(|record| &record.files)
    }

    /// The same with the comments and lines that its files have below a root now.
    #[must_use]
    pub fn as_in(&self, fs: &dyn FileSystem, root: &Path) -> Self {
        let mut out = self.clone();
        for record in &mut out.records {
            let directory = below(root, &record.directory);
            for (name, content) in &mut record.files {
                if let Ok(text) = fs.read(&directory.join(&*name), MAX_CONFIGURATION)
                    && text != **content
                    && essence(name, &text) == essence(name, content)
                {
                    *content = text.into();
                }
            }
        }
        out
    }

    /// The directories below the project root that this is the configuration of, and that lie deep enough for all modules;
    /// none where there are too many to look at.
    pub fn origins(&self, fs: &dyn FileSystem, project_root: &Path) -> Vec<PathBuf> {
        let reach = self.reach();
        let mut found = Vec::new();
        // Pipelines generate backends.
        let own = self.own().filter(|(name, text)| !is_backend(name, text));
        let names: Vec<&str> = own.map(|(name, _)| &**name).collect();
        if names.is_empty() {
            return found;
        }
        let mut open = VecDeque::from([(project_root.to_owned(), 0)]);
        let mut read = 0;
        while let Some((path, depth)) = open.pop_front() {
            read += 1;
            if read > MAX_SEARCHED {
                return Vec::new();
            }
            let entries = fs.read_dir(&path).unwrap_or_default();
            let has = |name: &str| {
                let mut files = entries.iter().filter(|entry| entry.kind == EntryKind::File);
                files.any(|entry| entry.name == name)
            };
            let is_it = depth >= reach && names.iter().all(|name| has(name));
            if is_it && self.difference(fs, &path).is_none() {
                found.push(path.clone());
            }
            let directories = entries
                .iter()
                .filter(|entry| entry.kind == EntryKind::Directory && !entry.name.starts_with('.'));
            open.extend(directories.map(|entry| (path.join(&entry.name), depth + 1)));
        }
        found
    }

    /// Whether the configuration reaches above the project root from a directory.
    pub fn leaves(&self, project_root: &Path, directory: &Path) -> bool {
        self.reach() > depth(project_root, directory)
    }

    /// How many directories above its root the configuration reaches.
    fn reach(&self) -> usize {
        let above = |record: &Record| {
            let path = clean(Path::new(&record.directory.replace('\\', "/")));
            path.components().take_while(|part| *part == Component::ParentDir).count()
        };
        self.records.iter().map(above).max().unwrap_or_default()
    }
}

fn depth(project_root: &Path, directory: &Path) -> usize {
    directory.strip_prefix(project_root).map_or(0, |inner| inner.components().count())
}

/// Files on the disk, and over them those of snapshots. A directory that a snapshot has holds what the
/// snapshot has in it and nothing else; other files beside them can still be read by their names.
pub struct Mounted<'f> {
    base: &'f dyn FileSystem,
    files: MemoryFiles,
    directories: Vec<PathBuf>,
    /// Directories, and those below them that only make room for what the roots in them reach.
    padded: Vec<(PathBuf, PathBuf)>,
}

impl std::fmt::Debug for Mounted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.directories).finish()
    }
}

impl<'f> Mounted<'f> {
    /// Nothing over `base`.
    pub fn new(base: &'f dyn FileSystem) -> Self {
        Self { base, files: MemoryFiles::default(), directories: Vec::new(), padded: Vec::new() }
    }

    /// Adds the files of a snapshot; returns its root directory. The root is `natural`, below the project
    /// root, where that works out: it must be deep enough for all modules to lie inside the project, lead into
    /// none of the directories that are `taken`, and hold no other file. Otherwise it lies below `plan`, as
    /// if the plan file were a directory. Directories that only make it deeper are left out where paths are shown.
    pub fn add(
        &mut self,
        snapshot: &Snapshot,
        project_root: &Path,
        natural: &Path,
        plan: &Path,
        taken: &[PathBuf],
    ) -> PathBuf {
        let reach = snapshot.reach();
        let deep = |base: &Path, names: &Path| {
            let missing = reach.saturating_sub(depth(project_root, base));
            // The names of the directories that the root really lies in, or what stands for them.
            let mut above: Vec<String> = names
                .components()
                .rev()
                .filter_map(|part| match part {
                    Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
                    _ => None,
                })
                .chain(std::iter::repeat("root".to_owned()))
                .take(missing)
                .collect();
            above.reverse();
            above.iter().fold(base.to_owned(), |path, name| path.join(name))
        };
        let first = deep(natural, natural);
        let (base, root) =
            if self.fits(snapshot, &first, taken) { (natural, first) } else { (plan, deep(plan, natural)) };
        if base != root {
            self.padded.push((base.to_owned(), root.clone()));
        }
        self.mount(snapshot, &root);
        root
    }

    fn fits(&self, snapshot: &Snapshot, root: &Path, taken: &[PathBuf]) -> bool {
        snapshot.records.iter().all(|record| {
            let directory = below(root, &record.directory);
            let free =
                taken.iter().all(|other| !other.starts_with(&directory) && !directory.starts_with(other));
            // Two plans of one configuration share it.
            let same = |mounted: &PathBuf| {
                *mounted != directory
                    || self.files.read_dir(mounted).is_ok_and(|entries| {
                        let own =
                            entries.iter().filter(|e| e.kind == EntryKind::File && !e.name.starts_with('.'));
                        own.count() == record.files.len()
                            && record.files.iter().all(|(name, content)| {
                                self.files
                                    .read(&directory.join(name), u64::MAX)
                                    .is_ok_and(|c| *c == **content)
                            })
                    })
            };
            free && self.directories.iter().all(same)
        })
    }

    fn mount(&mut self, snapshot: &Snapshot, root: &Path) {
        let mut manifest = Vec::new();
        for record in &snapshot.records {
            let directory = below(root, &record.directory);
            for (name, content) in &record.files {
                self.files.insert(directory.join(name), content.to_vec());
            }
            // A directory is there because of a file in it.
            self.files.insert(directory.join(".snapshot"), Vec::new());
            manifest.push(serde_json::json!({
                "Key": record.key,
                "Source": record.source,
                "Version": record.version,
                "Dir": if record.directory.is_empty() { "." } else { &record.directory },
            }));
            self.directories.push(directory);
        }
        let manifest = serde_json::json!({ "Modules": manifest }).to_string();
        self.files.insert(root.join(".terraform/modules/modules.json"), manifest);
        if let Some(lock) = &snapshot.lock {
            self.files.insert(root.join(".terraform.lock.hcl"), lock.clone());
        }
    }

    fn is_mounted(&self, path: &Path) -> bool {
        self.directories.iter().any(|directory| path.starts_with(directory))
    }
}

impl FileSystem for Mounted<'_> {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        match self.files.read_dir(path) {
            Ok(entries) if self.directories.iter().any(|directory| directory == path) => Ok(entries),
            Ok(own) => {
                let mut entries = self.base.read_dir(path).unwrap_or_default();
                entries.retain(|entry| own.iter().all(|other| other.name != entry.name));
                entries.extend(own);
                entries.put_in_order_by(|a, b| a.name.cmp(&b.name));
                Ok(entries)
            }
            Err(_) => self.base.read_dir(path),
        }
    }

    fn list_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        if !self.directories.iter().any(|directory| directory == path) {
            return self.read_dir(path);
        }
        // Where the plan was made, its configuration is too.
        let all = self.base.read_dir(path).unwrap_or_default();
        let mut own = self.files.read_dir(path).unwrap_or_default().into_iter();
        let is_there = |name: &String| all.binary_search_by(|entry| entry.name.cmp(name)).is_ok();
        if own.all(|entry| entry.name.starts_with('.') || is_there(&entry.name)) {
            Ok(all)
        } else {
            Err(not_carried())
        }
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.files.read(path, limit) {
            Err(ReadError::Missing | ReadError::NotRegular) => self.base.read(path, limit),
            result => result,
        }
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        self.files.kind(path).or_else(|| self.base.kind(path))
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        let found = self.files.canonicalize(path).or_else(|_| self.base.canonicalize(path));
        match found {
            // Only the plan file is at hand: what it was made from can have had the file.
            Err(ReadError::Missing | ReadError::NotRegular) if self.is_mounted(&clean(path)) => {
                Err(not_carried())
            }
            found => found,
        }
    }

    fn shown<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        let padded = self.padded.iter().find_map(|(base, root)| {
            let room = root.strip_prefix(base).ok()?;
            let own = path.strip_prefix(base).ok()?;
            let same = room.components().zip(own.components()).take_while(|(a, b)| a == b).count();
            (same > 0).then(|| base.join(own.components().skip(same).collect::<PathBuf>()))
        });
        padded.map_or(Cow::Borrowed(path), Cow::Owned)
    }
}

/// Why a file beside the configuration cannot be read.
fn not_carried() -> ReadError {
    ReadError::Refused("a plan file holds nothing but configuration".to_owned())
}

fn tree(name: &str, content: &[u8]) -> Tree {
    if Path::new(name).extension().is_some_and(|extension| extension == "json") {
        parse_json(content)
    } else {
        parse(content)
    }
}

/// Types and labels of the blocks that make, look up or call something.
fn objects(name: &str, content: &[u8]) -> FxHashSet<Vec<String>> {
    let tree = tree(name, content);
    let all = tree.blocks(tree.root).iter();
    all.map(|block| {
        std::iter::once(tree.slice(block.name)).chain(tree.labels(block)).map(str::to_owned).collect()
    })
    .filter(|words: &Vec<String>| {
        matches!(words.first().map(String::as_str), Some("resource" | "data" | "module"))
    })
    .collect()
}

/// Whether a file says where the state lies and nothing that is judged.
fn is_backend(name: &str, content: &[u8]) -> bool {
    let tree = tree(name, content);
    tree.blocks(tree.root).iter().all(|block| tree.slice(block.name) == "terraform")
}

/// Whether a module lies where `terraform init` puts it.
fn is_installed(directory: &str) -> bool {
    directory.replace('\\', "/").starts_with(".terraform/")
}

/// A file without its comments and without white space outside of texts.
fn essence(name: &str, content: &[u8]) -> String {
    if let Ok(json) = serde_json::from_slice::<serde_json::Value>(content) {
        return json.to_string();
    }
    let tree = tree(name, content);
    let mut kept: Vec<(u32, u32)> = tree.texts().map(|span| (span.start, span.end)).collect();
    kept.put_in_order();
    let mut out = String::with_capacity(tree.text.len());
    let mut at = 0;
    let plain = |from: u32, to: u32, out: &mut String| {
        let mut at = from;
        let comments = tree.comments.iter().filter(|comment| comment.start >= from && comment.end <= to);
        for comment in comments {
            out.extend(
                tree.text.get(at as usize..comment.start as usize).unwrap_or_default().split_whitespace(),
            );
            at = comment.end;
        }
        out.extend(tree.text.get(at as usize..to as usize).unwrap_or_default().split_whitespace());
    };
    for (start, end) in kept {
        if start >= at {
            plain(at, start, &mut out);
            out.push_str(tree.text.get(start as usize..end as usize).unwrap_or_default());
            at = end;
        }
    }
    plain(at, tree.text.len() as u32, &mut out);
    out
}

/// A directory of a snapshot below its root.
fn below(root: &Path, directory: &str) -> PathBuf {
    clean(&root.join(directory.replace('\\', "/")))
}
