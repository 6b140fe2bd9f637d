//! Texts that lie deflated in the binary.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// The text that a build script deflated; empty for bytes that are none.
pub fn unpack(deflated: &[u8]) -> String {
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(deflated).read_to_end(&mut bytes);
    read.ok().and_then(|_| String::from_utf8(bytes).ok()).unwrap_or_default()
}
