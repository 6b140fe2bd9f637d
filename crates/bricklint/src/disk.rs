//! Files on the disk.

use std::fs;
use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use bricklint_findings::Sorting;
use bricklint_load::files::{Entry, EntryKind, FileSystem, Kind, ReadError};

/// The disk. Symbolic links are followed; only regular files are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

/// Bytes that are read at a time: they stay where the processor is quick to get them.
const BLOCK: usize = 256 << 10;

impl FileSystem for Disk {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        let mut entries = Vec::new();
        let found = fs::read_dir(path).or_else(|error| match written(path) {
            Some(path) => fs::read_dir(path),
            None => Err(error),
        });
        for entry in found.map_err(|error| refused(&error))? {
            let entry = entry.map_err(|error| refused(&error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_file() => EntryKind::File,
                Ok(kind) if kind.is_dir() => EntryKind::Directory,
                Ok(kind) if kind.is_symlink() => EntryKind::Link,
                _ => EntryKind::Other,
            };
            entries.push(Entry { name, kind });
        }
        entries.put_in_order_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let (file, size) = open(path, limit)?;
        let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
        file.take(limit.saturating_add(1)).read_to_end(&mut content).map_err(|error| refused(&error))?;
        let size = content.len() as u64;
        if size > limit { Err(ReadError::TooLarge { size, limit }) } else { Ok(content) }
    }

    fn read_by_blocks(
        &self,
        path: &Path,
        limit: u64,
        take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let (mut file, _) = open(path, limit)?;
        let mut block = vec![0; BLOCK];
        let mut size = 0;
        loop {
            let length = match file.read(&mut block) {
                Ok(0) => return Ok(()),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(refused(&error)),
            };
            size += length as u64;
            if size > limit {
                return Err(ReadError::TooLarge { size, limit });
            }
            if take(block.get(..length).unwrap_or_default()).is_break() {
                return Ok(());
            }
        }
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

/// The path that something has on the disk whose name, or that of a directory around it, is not UTF-8.
fn written(path: &Path) -> Option<PathBuf> {
    let name = path.to_str().filter(|path| path.contains(char::REPLACEMENT_CHARACTER));
    let name = name.and(path.file_name()?.to_str())?;
    let above = path.parent()?;
    let above = if fs::metadata(above).is_ok() { above.to_owned() } else { written(above)? };
    let mut entries = fs::read_dir(above).ok()?.filter_map(Result::ok);
    entries.find(|entry| entry.file_name().to_string_lossy() == name).map(|entry| entry.path())
}

/// Opens a regular file of at most `limit` bytes, and says how many it has.
fn open(path: &Path, limit: u64) -> Result<(fs::File, u64), ReadError> {
    // A pipe would block when it is opened, so what it is comes first. The size is asked again of the
    // open file: in between, another could have taken its place.
    match Disk.kind(path) {
        Some(Kind::File(size)) if size > limit => return Err(ReadError::TooLarge { size, limit }),
        Some(Kind::Directory | Kind::Other) => return Err(ReadError::NotRegular),
        Some(Kind::File(_)) | None => {}
    }
    let file = fs::File::open(path).map_err(|error| refused(&error))?;
    let found = file.metadata().map_err(|error| refused(&error))?;
    if !found.is_file() {
        return Err(ReadError::NotRegular);
    }
    if found.len() > limit {
        return Err(ReadError::TooLarge { size: found.len(), limit });
    }
    Ok((file, found.len()))
}

fn refused(error: &std::io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound => ReadError::Missing,
        ErrorKind::IsADirectory | ErrorKind::NotADirectory => ReadError::NotRegular,
        ErrorKind::PermissionDenied => ReadError::Refused("the system denies access to it".to_owned()),
        _ => ReadError::Refused(error.to_string()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use bricklint_load::{DirectoryKind, Discovery, LoadOptions, discover};

    use super::*;

    fn write(root: &Path, path: &str, content: &str) {
        let path = root.join(path);
        let parent = path.parent().unwrap_or(root);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, content))
            .expect("the folder of a test is writable");
    }

    fn found(root: &Path) -> Discovery {
        let options = LoadOptions {
            project_root: root.to_path_buf(),
            paths: vec![root.to_path_buf()],
            ..LoadOptions::default()
        };
        discover(&Disk, &options)
    }

    fn kinds(discovery: &Discovery) -> Vec<(&str, DirectoryKind)> {
        discovery.directories.iter().map(|directory| (&*directory.path, directory.kind)).collect()
    }

    #[test]
    fn only_regular_files_within_the_limit_are_read() {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path();
        write(root, "b/file.tf", "12345");
        let _socket = UnixListener::bind(root.join("a.tf")).unwrap();
        symlink("b/file.tf", root.join("c.tf")).unwrap();
        symlink("nowhere", root.join("d.tf")).unwrap();
        let names: Vec<_> =
            Disk.read_dir(root).unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
        let wanted = [
            ("a.tf", EntryKind::Other),
            ("b", EntryKind::Directory),
            ("c.tf", EntryKind::Link),
            ("d.tf", EntryKind::Link),
        ];
        assert_eq!(names, wanted.map(|(name, kind)| (name.to_owned(), kind)));
        assert_eq!(Disk.read(&root.join("c.tf"), 5), Ok(b"12345".to_vec()));
        assert_eq!(Disk.read(&root.join("c.tf"), 4), Err(ReadError::TooLarge { size: 5, limit: 4 }));
        assert_eq!(Disk.read(&root.join("a.tf"), 5), Err(ReadError::NotRegular));
        assert_eq!(Disk.read(&root.join("b"), 5), Err(ReadError::NotRegular));
        assert_eq!(Disk.read(&root.join("d.tf"), 5), Err(ReadError::Missing));
        assert_eq!(Disk.read(Path::new("/dev/zero"), 5), Err(ReadError::NotRegular));
        assert_eq!(Disk.kind(&root.join("d.tf")), None);
        assert_eq!(Disk.read_dir(&root.join("nowhere")), Err(ReadError::Missing));
    }

    /// Not every system has such names.
    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_utf8_are_said() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path();
        let name = |bytes: &'static [u8]| root.join(OsStr::from_bytes(bytes));
        write(root, "main.tf", "");
        write(root, "\u{fffd}.tf", "locals {\n  real = 1\n}");
        for path in [name(b"\xff\xfe.tf"), name(b"d\xff").join("main.tf")] {
            fs::create_dir_all(path.parent().unwrap()).and_then(|()| fs::write(path, "")).unwrap();
        }
        let discovery = found(root);
        assert_eq!(kinds(&discovery), [(".", DirectoryKind::Root), ("d\u{fffd}", DirectoryKind::NotEntered)]);
        assert_eq!(discovery.directories[1].reason, "not searched: its name is not UTF-8");
        let said = |problems: &[bricklint_findings::Problem]| -> Vec<String> {
            problems.iter().map(|problem| problem.message.clone()).collect()
        };
        let at = "cannot be read: its name is not UTF-8; rename it";
        assert_eq!(said(&discovery.problems), [format!("`d\u{fffd}` {at}")]);
        let module = &discovery.modules["."];
        assert!(module.incomplete && module.locals.contains_key("real"));
        assert_eq!(
            said(&module.problems),
            ["`\u{fffd}\u{fffd}.tf` cannot be read: its name is not UTF-8; rename it"]
        );
        let options = LoadOptions {
            project_root: root.to_path_buf(),
            paths: vec![name(b"d\xff")],
            ..LoadOptions::default()
        };
        let named = discover(&Disk, &options);
        assert_eq!(said(&named.problems), ["`d\u{fffd}` cannot be read: its name is not UTF-8; rename it"]);
    }

    #[test]
    fn links_are_followed_once_and_not_outside() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "m/main.tf", "");
        write(outside.path(), "secret.tf", "locals {\n  secret = 1\n}");
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path();
        write(root, "a/main.tf", "module \"m\" {\n  source = \"./linked\"\n}");
        write(root, "m/main.tf", "");
        write(root, "shared/common.tf", "locals {\n  shared = 1\n}");
        write(root, "b/main.tf", "module \"x\" {\n  source = \"./far\"\n}");
        symlink("../m", root.join("a/linked")).unwrap();
        symlink("..", root.join("a/loop")).unwrap();
        symlink("../shared/common.tf", root.join("a/common.tf")).unwrap();
        symlink("../shared/common.tf", root.join("b/common.tf")).unwrap();
        symlink(outside.path().join("m"), root.join("b/far")).unwrap();
        symlink(outside.path().join("secret.tf"), root.join("b/secret.tf")).unwrap();
        let discovery = found(root);
        assert_eq!(
            kinds(&discovery),
            [
                ("a", DirectoryKind::Root),
                ("b", DirectoryKind::Root),
                ("b/far", DirectoryKind::NotEntered),
                ("m", DirectoryKind::Module),
                ("shared", DirectoryKind::Neither),
            ]
        );
        let paths: Vec<&str> = discovery.sources.iter().map(|(_, source)| source.path.as_str()).collect();
        assert_eq!(paths, ["a/main.tf", "b/main.tf", "m/main.tf", "shared/common.tf"]);
        assert!(discovery.modules["a"].locals.contains_key("shared"));
        let b = &discovery.modules["b"];
        assert!(b.incomplete && b.locals.contains_key("shared") && !b.locals.contains_key("secret"));
        assert_eq!(
            b.problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(),
            ["`b/secret.tf` cannot be read: the link leads outside the project root; \
              set `--project-root` to a directory that holds both"]
        );
        let calls = &discovery.call_problems["b"];
        assert_eq!(calls.len(), 1);
        assert!(calls[0].message.contains("leads outside the project root"), "{}", calls[0].message);
    }

    #[test]
    fn the_project_root_may_itself_be_a_link() {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), "real/r/main.tf", "");
        symlink("real", temp.path().join("link")).unwrap();
        assert_eq!(kinds(&found(&temp.path().join("link"))), [("r", DirectoryKind::Root)]);
    }
}
