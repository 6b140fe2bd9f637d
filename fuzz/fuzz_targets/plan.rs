//! No bytes may make the check of a plan panic, or pass as a plan that is none.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../entry/mod.rs"]
#[allow(dead_code, reason = "each target calls one of these")]
mod entry;

fuzz_target!(|bytes: &[u8]| {
    entry::plan::check(bytes);
});
