//! Deflates the tables of schemas and constraints, which would take four times the room in the binary. `src/schema.rs` and
//! `src/schema/constraints.rs` read them.

use std::fs::File;
use std::io::{Error, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;

#[expect(clippy::disallowed_methods, reason = "a build script reads what it builds")]
fn main() -> Result<(), Error> {
    println!("cargo:rerun-if-changed=build.rs");
    let out = std::env::var("OUT_DIR").map_err(Error::other)?;
    for (table, deflated) in
        [("data/providers.bin", "providers.deflate"), ("data/constraints.txt", "constraints.deflate")]
    {
        println!("cargo:rerun-if-changed={table}");
        let file = File::create(Path::new(&out).join(deflated))?;
        let mut packed = DeflateEncoder::new(file, Compression::best());
        packed.write_all(&std::fs::read(table)?)?;
        packed.finish()?;
    }
    Ok(())
}
