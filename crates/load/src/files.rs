//! Reading files: the disk, memory, and an overlay for editors, behind one trait.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::Sorting;

/// Most bytes of a file of configuration, values or modules.
pub const MAX_CONFIGURATION: u64 = 64 << 20;

/// What a path leads to, after symbolic links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file of this many bytes.
    File(u64),
    /// A directory.
    Directory,
    /// A device, socket or pipe: never read.
    Other,
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It is a directory, device, socket or pipe.
    #[error("it is not a regular file")]
    NotRegular,
    /// It is larger than the caller allows.
    #[error("it has {size} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// The system refuses.
    #[error("{0}")]
    Refused(String),
}

/// What a directory entry is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link; [`FileSystem::canonicalize`] and [`FileSystem::kind`] say where it leads.
    Link,
    /// A device, socket or pipe: never read.
    Other,
}

/// A directory entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name; what is not UTF-8 in it is replaced, and no file can be read under it then.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Where files come from.
pub trait FileSystem: Send + Sync {
    /// The entries of a directory, sorted by the bytes of their names.
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError>;
    /// The same for what a configuration lists: all that lies there, and not its own files alone.
    fn list_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        self.read_dir(path)
    }
    /// The content of a regular file of at most `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError>;
    /// The same piece by piece, as long as `take` goes on.
    fn read_by_blocks(
        &self,
        path: &Path,
        limit: u64,
        take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let _ = take(&self.read(path, limit)?);
        Ok(())
    }
    /// What a path leads to; `None` when it leads nowhere.
    fn kind(&self, path: &Path) -> Option<Kind>;
    /// The path without symbolic links.
    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError>;
    /// What a path is called in reports.
    fn shown<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        Cow::Borrowed(path)
    }
}

/// Files in memory, by absolute path. Directories are those that a file lies in.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl MemoryFiles {
    /// Adds a file, or replaces its content.
    pub fn insert(&mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) {
        self.files.insert(clean(path.as_ref()), content.into().into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: impl AsRef<Path>) {
        self.files.remove(&clean(path.as_ref()));
    }

    /// The files at or below `path`.
    fn below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = (&'a PathBuf, &'a Arc<[u8]>)> {
        // A path sorts by its components, so all that begin with `path` stand together.
        self.files
            .range::<Path, _>((Bound::Included(path), Bound::Unbounded))
            .take_while(move |(file, _)| file.starts_with(path))
    }
}

impl<P: AsRef<Path>, C: Into<Vec<u8>>> FromIterator<(P, C)> for MemoryFiles {
    fn from_iter<I: IntoIterator<Item = (P, C)>>(files: I) -> Self {
        let mut memory = Self::default();
        for (path, content) in files {
            memory.insert(path, content);
        }
        memory
    }
}

impl FileSystem for MemoryFiles {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        let path = clean(path);
        match self.kind(&path) {
            Some(Kind::Directory) => {}
            Some(_) => return Err(ReadError::NotRegular),
            None => return Err(ReadError::Missing),
        }
        let mut entries: Vec<Entry> = Vec::new();
        for (file, _) in self.below(&path) {
            let Ok(rest) = file.strip_prefix(&path) else { continue };
            let mut parts = rest.components();
            let Some(name) = parts.next().and_then(|part| part.as_os_str().to_str()) else { continue };
            let kind = if parts.next().is_some() { EntryKind::Directory } else { EntryKind::File };
            if entries.last().is_none_or(|last| last.name != name) {
                entries.push(Entry { name: name.to_owned(), kind });
            }
        }
        Ok(entries)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let path = clean(path);
        let Some(content) = self.files.get(&path) else {
            let directory = self.kind(&path).is_some();
            return Err(if directory { ReadError::NotRegular } else { ReadError::Missing });
        };
        let size = content.len() as u64;
        if size > limit {
            return Err(ReadError::TooLarge { size, limit });
        }
        Ok(content.to_vec())
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let path = clean(path);
        let (file, content) = self.below(&path).next()?;
        Some(if *file == path { Kind::File(content.len() as u64) } else { Kind::Directory })
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        let path = clean(path);
        if self.kind(&path).is_some() { Ok(path) } else { Err(ReadError::Missing) }
    }
}

/// Files in memory over others: what an editor has open and not saved.
#[derive(Clone, Debug, Default)]
pub struct Overlay<F> {
    /// What lies below.
    pub base: F,
    /// The files that hide those of `base`, by canonical path.
    pub files: MemoryFiles,
}

impl<F: FileSystem> FileSystem for Overlay<F> {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        let mut entries = match (self.base.read_dir(path), self.files.read_dir(path)) {
            (Ok(mut base), Ok(own)) => {
                base.retain(|entry| own.iter().all(|other| other.name != entry.name));
                base.extend(own);
                base
            }
            (Ok(entries), Err(_)) | (Err(_), Ok(entries)) => entries,
            (Err(error), Err(_)) => return Err(error),
        };
        entries.put_in_order_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.files.read(path, limit) {
            Err(ReadError::Missing | ReadError::NotRegular) => self.base.read(path, limit),
            result => result,
        }
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        match self.files.kind(path) {
            Some(kind @ Kind::File(_)) => Some(kind),
            own => self.base.kind(path).or(own),
        }
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        self.base.canonicalize(path).or_else(|error| self.files.canonicalize(path).map_err(|_| error))
    }
}

/// Whether the name of a file or directory, as [`FileSystem::read_dir`] gives it, only stands for one that is not UTF-8.
pub(crate) fn is_replaced(fs: &dyn FileSystem, path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.contains(char::REPLACEMENT_CHARACTER)) && fs.kind(path).is_none()
}

/// The path relative to the project root, with `/`; absolute where it lies elsewhere.
pub fn relative(project_root: &Path, path: &Path) -> String {
    let shown = path.strip_prefix(project_root).unwrap_or(path);
    if shown.as_os_str().is_empty() {
        return ".".to_owned();
    }
    let text = shown.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") }
}

/// Whether two paths lead to one place.
pub fn is_same(fs: &dyn FileSystem, path: &Path, other: &Path) -> bool {
    fs.canonicalize(path).is_ok_and(|path| fs.canonicalize(other) == Ok(path))
}

/// The path without `.` and `..`, by its text alone.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !matches!(out.components().next_back(), None | Some(Component::ParentDir)) {
                    out.pop();
                } else if !path.has_root() {
                    out.push("..");
                }
            }
            part => out.push(part),
        }
    }
    out
}
