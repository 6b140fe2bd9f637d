//! Files on the disk.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use bricklint_load::files::{Entry, EntryKind, FileSystem, Kind, ReadError};

/// The disk. Symbolic links are followed; only regular files are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(path).map_err(|error| refused(&error))? {
            let entry = entry.map_err(|error| refused(&error))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_file() => EntryKind::File,
                Ok(kind) if kind.is_dir() => EntryKind::Directory,
                Ok(kind) if kind.is_symlink() => EntryKind::Link,
                _ => EntryKind::Other,
            };
            entries.push(Entry { name, kind });
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        // A pipe would block when it is opened, so what it is comes first. The size is asked again of the
        // open file: in between, another could have taken its place.
        match self.kind(path) {
            Some(Kind::File(size)) if size > limit => return Err(ReadError::TooLarge { size, limit }),
            Some(Kind::File(_)) => {}
            Some(Kind::Directory | Kind::Other) => return Err(ReadError::NotRegular),
            None => {}
        }
        let file = fs::File::open(path).map_err(|error| refused(&error))?;
        let found = file.metadata().map_err(|error| refused(&error))?;
        if !found.is_file() {
            return Err(ReadError::NotRegular);
        }
        if found.len() > limit {
            return Err(ReadError::TooLarge { size: found.len(), limit });
        }
        let mut content = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0).saturating_add(1));
        file.take(limit.saturating_add(1)).read_to_end(&mut content).map_err(|error| refused(&error))?;
        let size = content.len() as u64;
        if size > limit { Err(ReadError::TooLarge { size, limit }) } else { Ok(content) }
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let found = fs::metadata(path).ok()?;
        Some(if found.is_file() {
            Kind::File(found.len())
        } else if found.is_dir() {
            Kind::Directory
        } else {
            Kind::Other
        })
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        fs::canonicalize(path).map_err(|error| refused(&error))
    }
}

fn refused(error: &std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound => ReadError::Missing,
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => ReadError::NotRegular,
        ErrorKind::PermissionDenied => ReadError::Refused("the system denies access to it".to_owned()),
        _ => ReadError::Refused(error.to_string()),
    }
}
