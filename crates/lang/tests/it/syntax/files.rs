//! Real files: those of this repository, and those under the directory that `BRICKLINT_CORPUS` names.

use std::path::Path;

/// The path and bytes of every `.tf` file.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let repository = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let mut files = Vec::new();
    for folder in ["examples", "testdata"] {
        walk(&Path::new(repository).join(folder), &mut files);
    }
    assert!(files.len() > 80, "{} files", files.len());
    if let Some(corpus) = std::env::var_os("BRICKLINT_CORPUS") {
        walk(Path::new(&corpus), &mut files);
        eprintln!("{} files with the corpus", files.len());
    }
    files.sort();
    files
}

/// The text of every file in which Terraform finds no fault.
pub fn valid() -> Vec<(String, String)> {
    all()
        .into_iter()
        .filter(|(path, _)| !["broken-syntax", "does_not_parse"].iter().any(|broken| path.contains(broken)))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn walk(directory: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in directory.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "tf") && path.is_file() {
            out.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
