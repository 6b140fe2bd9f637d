//! No bytes may make the check of a plan panic, or pass as a plan that is none.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../entry/plan.rs"]
mod entry;

fuzz_target!(|bytes: &[u8]| {
    entry::check(bytes);
});
