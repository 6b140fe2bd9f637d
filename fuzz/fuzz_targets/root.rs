//! No bytes may make the evaluation or the check of a root panic, hang or take all memory.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../entry/mod.rs"]
#[allow(dead_code, reason = "each target calls one of these")]
mod entry;

fuzz_target!(|bytes: &[u8]| {
    entry::root::check(bytes);
});
