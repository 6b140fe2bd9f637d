//! The entries of the fuzz targets `plan` and `root`, with their seeds.

use std::path::PathBuf;

use crate::harness::repository;

#[path = "../../../../fuzz/entry/mod.rs"]
pub(crate) mod entry;

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let files = std::fs::read_dir(repository().join("fuzz/seeds").join(target)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn a_spoilt_plan_is_refused_or_says_the_same() {
    let mut spaces = 0;
    for (path, whole) in seeds("plan") {
        let path = path.display();
        let (code, found) = entry::plan::check(&whole);
        assert!(code < 2 && !found.is_empty(), "{path} is judged: {code} {found:?}");
        for end in 0..whole.len() {
            assert_eq!(entry::plan::check(&whole[..end]).0, 2, "{path} cut at {end}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            // Neither JSON nor UTF-8, wherever it stands.
            for byte in [0x01, 0xff] {
                changed[at] = byte;
                assert_eq!(entry::plan::check(&changed).0, 2, "{path} with {byte:#x} at {at}");
            }
            // A space between two pieces says nothing.
            changed[at] = whole[at];
            changed.insert(at, b' ');
            let spoilt = entry::plan::check(&changed);
            let same = spoilt == (code, found.clone());
            spaces += usize::from(same);
            let in_text = whole[..at].split(|byte| *byte == b'"').count() % 2 == 0;
            assert!(same || spoilt.0 == 2 || in_text, "{path} with a space at {at}: {spoilt:?}");
        }
    }
    assert!(spaces > 100, "{spaces}");
}

/// Every seed whole, and every line of it cut, left out and spoilt.
#[test]
fn a_spoilt_root_is_evaluated_or_refused() {
    for (path, whole) in seeds("root") {
        let path = path.display();
        let (problems, instances) = entry::root::check(&whole);
        let instances: serde_json::Value = serde_json::from_str(&instances).unwrap();
        assert!(instances.pointer("/roots/0/instances/0").is_some(), "{path}: {problems:?} {instances}");
        // Bytes at equal distances, few enough for each to be evaluated.
        let step = whole.len() / 40;
        for at in (0..whole.len()).step_by(step.max(1)) {
            entry::root::check(&whole[..at]);
            let mut changed = whole.clone();
            changed[at] = 0xff;
            let (problems, _) = entry::root::check(&changed);
            assert!(
                problems.iter().any(|problem| problem.starts_with("syntax")),
                "{path} spoilt at {at}: {problems:?}"
            );
        }
    }
}
