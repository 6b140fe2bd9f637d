//! Texts and tables that lie deflated in the binary.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// The text that a build script deflated; empty for bytes that are none.
pub fn unpack(deflated: &[u8]) -> String {
    String::from_utf8(unpack_bytes(deflated)).unwrap_or_default()
}

/// The bytes that a build script deflated; empty for bytes that are none.
pub(crate) fn unpack_bytes(deflated: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    match DeflateDecoder::new(deflated).read_to_end(&mut bytes) {
        Ok(_) => bytes,
        Err(_) => Vec::new(),
    }
}
