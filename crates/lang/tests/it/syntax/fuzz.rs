//! The entry of the fuzz target `syntax`, with its seeds.

use std::path::Path;

#[path = "../../../../../fuzz/entry/syntax.rs"]
pub(super) mod entry;

#[test]
fn seeds_whole_cut_and_spoilt() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/syntax");
    for (name, native) in [("main.tf", true), ("main.tf.json", false)] {
        let whole = std::fs::read(seeds.join(name)).unwrap();
        let is_wrong = |bytes: &[u8]| {
            let [configuration, json, _] = entry::check(bytes);
            if native { configuration } else { json }
        };
        assert!(!is_wrong(&whole), "{name}");
        for at in 0..whole.len() {
            is_wrong(&whole[..at]);
            let mut changed = whole.clone();
            // No text, wherever it stands.
            changed[at] = 0xff;
            assert!(is_wrong(&changed), "{name} spoilt at {at}");
            for byte in *b"\0\n\"${}#" {
                changed[at] = byte;
                is_wrong(&changed);
            }
        }
    }
}
