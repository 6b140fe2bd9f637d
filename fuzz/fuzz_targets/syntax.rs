//! No bytes may make a parser panic, hang or hide an error.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../entry/syntax.rs"]
mod entry;

fuzz_target!(|bytes: &[u8]| {
    entry::check(bytes);
});
