//! Deflates the pages of the rules, which would take four times the room in the binary. `src/pages.rs` reads them.

use std::fs::File;
use std::io::{Error, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

#[expect(clippy::disallowed_methods, reason = "a build script reads what it builds")]
fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/catalogue");
    let out = std::env::var("OUT_DIR").map_err(Error::other)?;
    let file = File::create(Path::new(&out).join("pages.deflate"))?;
    let mut packed = DeflateEncoder::new(file, Compression::best());
    for area in entries("src/catalogue".as_ref())?.into_iter().filter(|area| area.is_dir()) {
        for page in entries(&area)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "md")) {
            packed.write_all(&std::fs::read(page)?)?;
            packed.write_all(b"\0")?;
        }
    }
    packed.finish()?;
    Ok(())
}

/// What a directory holds, in the same order everywhere.
fn entries(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<Result<_, Error>>()?;
    found.sort();
    Ok(found)
}
