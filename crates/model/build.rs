//! Deflates the table of constraints, which would take five times the room in the binary. `src/schema/constraints.rs`
//! reads it.

use std::fs::File;
use std::io::{Error, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;

#[expect(clippy::disallowed_methods, reason = "a build script reads what it builds")]
fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=data/constraints.txt");
    let out = std::env::var("OUT_DIR").map_err(Error::other)?;
    let file = File::create(Path::new(&out).join("constraints.deflate"))?;
    let mut packed = DeflateEncoder::new(file, Compression::best());
    packed.write_all(&std::fs::read("data/constraints.txt")?)?;
    packed.finish()?;
    Ok(())
}
