//! Reading files: the disk, memory, and an overlay for editors, behind one trait.

use std::path::{Path, PathBuf};

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

/// Where files come from.
pub trait FileSystem: Send + Sync {
    /// The names in a directory, in byte order.
    fn read_dir(&self, path: &Path) -> Result<Vec<String>, ReadError>;
    /// The content of a regular file of at most `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError>;
    /// What a path leads to; `None` when it leads nowhere.
    fn kind(&self, path: &Path) -> Option<Kind>;
    /// The path without symbolic links.
    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError>;
}
