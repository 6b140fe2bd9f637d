//! Files for `file`, `templatefile`, `fileset` and their kin: inside the project root, and nowhere else.

use std::cell::RefCell;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::functions::{FileError, Files};
use rustc_hash::FxHashMap;

use crate::files::{EntryKind, FileSystem, Kind, ReadError};

/// The most bytes that a file function reads.
const LIMIT: u64 = 16 << 20;
/// The most files that one directory is listed with.
const MOST: usize = 100_000;

/// The path without symbolic links, or why it is not followed.
type Resolved = Result<Arc<Path>, FileError>;

/// Read access that starts at a root directory and ends at the project root.
pub(crate) struct RootFiles<'a> {
    fs: &'a dyn FileSystem,
    project: PathBuf,
    root: PathBuf,
    /// Where paths lead, as they are written: files do not change during a run.
    resolved: RefCell<FxHashMap<Box<str>, Resolved>>,
    read: RefCell<FxHashMap<Arc<Path>, Arc<[u8]>>>,
    /// What is below directories.
    listed: RefCell<FxHashMap<Arc<Path>, Arc<[String]>>>,
    /// Whether what is not there may still be made.
    pub(crate) may_come: bool,
}

impl<'a> RootFiles<'a> {
    /// Access for the root `root` (relative) of the project at `project`.
    pub(crate) fn new(fs: &'a dyn FileSystem, project: &Path, root: &str) -> Self {
        let project = fs.canonicalize(project).unwrap_or_else(|_| project.to_path_buf());
        let root = if root == "." { project.clone() } else { project.join(root) };
        Self {
            fs,
            project,
            root,
            resolved: RefCell::default(),
            read: RefCell::default(),
            listed: RefCell::default(),
            may_come: false,
        }
    }

    /// The path without symbolic links, if it leads to something inside the project root.
    fn resolve(&self, path: &str) -> Resolved {
        if let Some(known) = self.resolved.borrow().get(path) {
            return known.clone();
        }
        let found = self.find(path).map(Arc::from);
        self.resolved.borrow_mut().insert(path.into(), found.clone());
        found
    }

    fn find(&self, path: &str) -> Result<PathBuf, FileError> {
        if path.starts_with('~') || path.contains('\0') {
            return Err(FileError::OutsideTree(path.into()));
        }
        let joined = plain(&self.root.join(path));
        if !joined.starts_with(&self.project) {
            return Err(FileError::OutsideTree(path.into()));
        }
        match self.fs.canonicalize(&joined) {
            Ok(found) if found.starts_with(&self.project) => Ok(found),
            Ok(_) => Err(FileError::OutsideTree(path.into())),
            Err(ReadError::Missing) => Err(FileError::Missing(path.into())),
            Err(_) => Err(FileError::Unreadable(path.into())),
        }
    }
}

/// The path without `.` and `..`, by its text.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

impl Files for RootFiles<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError> {
        let found = self.resolve(path)?;
        if let Some(bytes) = self.read.borrow().get(&found) {
            return Ok(bytes.clone());
        }
        let bytes: Arc<[u8]> = match self.fs.read(&found, LIMIT) {
            Ok(bytes) => bytes.into(),
            Err(ReadError::Missing) => return Err(FileError::Missing(path.into())),
            Err(ReadError::NotRegular) => return Err(FileError::NotRegular(path.into())),
            Err(ReadError::TooLarge { .. }) => return Err(FileError::TooLarge(path.into())),
            Err(ReadError::Refused(_)) => return Err(FileError::Unreadable(path.into())),
        };
        self.read.borrow_mut().insert(found, bytes.clone());
        Ok(bytes)
    }

    fn may_come(&self) -> bool {
        self.may_come
    }

    fn exists(&self, path: &str) -> Result<bool, FileError> {
        match self.resolve(path) {
            Ok(found) => match self.fs.kind(&found) {
                Some(Kind::File(_)) => Ok(true),
                Some(_) => Err(FileError::NotRegular(path.into())),
                None => Ok(false),
            },
            Err(FileError::Missing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, FileError> {
        let start = match self.resolve(directory) {
            Ok(start) => start,
            Err(FileError::Missing(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if let Some(known) = self.listed.borrow().get(&start) {
            return Ok(known.to_vec());
        }
        let mut out = Vec::new();
        let mut open = vec![(start.to_path_buf(), String::new(), vec![start.to_path_buf()])];
        while let Some((path, prefix, chain)) = open.pop() {
            let entries = match self.fs.list_dir(&path) {
                Ok(entries) => entries,
                Err(ReadError::Refused(_)) if prefix.is_empty() => {
                    return Err(FileError::Unreadable(directory.into()));
                }
                Err(_) => continue,
            };
            for entry in entries {
                let name = entry.name;
                let joined = path.join(&name);
                // What is no link lies where it stands, and `path` is without links.
                let (found, kind) = match entry.kind {
                    EntryKind::Link => {
                        let Ok(found) = self.fs.canonicalize(&joined) else { continue };
                        if !found.starts_with(&self.project) {
                            continue;
                        }
                        let kind = match self.fs.kind(&found) {
                            Some(Kind::File(_)) => EntryKind::File,
                            Some(Kind::Directory) => EntryKind::Directory,
                            _ => continue,
                        };
                        (found, kind)
                    }
                    kind => (joined, kind),
                };
                match kind {
                    EntryKind::File => out.push(format!("{prefix}{name}")),
                    // A link to a directory above would never end.
                    EntryKind::Directory if !chain.contains(&found) => {
                        let mut below = chain.clone();
                        below.push(found.clone());
                        open.push((found, format!("{prefix}{name}/"), below));
                    }
                    _ => {}
                }
            }
            if out.len() > MOST {
                return Err(FileError::TooLarge(directory.into()));
            }
        }
        out.put_in_order();
        self.listed.borrow_mut().insert(start, out.as_slice().into());
        Ok(out)
    }
}
