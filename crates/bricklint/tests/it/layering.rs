//! The crates know only those below them, and the map names only what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Normal dependencies inside the workspace; a dev-dependency may point anywhere.
const ALLOWED: &[(&str, &[&str])] = &[
    ("findings", &[]),
    ("lang", &["findings"]),
    ("model", &["findings", "lang"]),
    ("load", &["findings", "lang", "model"]),
    ("rules", &["findings", "lang", "model"]),
    ("report", &["findings"]),
    ("bricklint", &["findings", "lang", "load", "model", "report", "rules"]),
];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "the test looks at the project's own files")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn crates_depend_only_on_those_below_them() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(project().join("crates")).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let manifest: toml::Table = read(&entry.path().join("Cargo.toml")).parse().unwrap();
        let mut edges = BTreeSet::new();
        for section in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = manifest.get(section).and_then(toml::Value::as_table) else { continue };
            edges.extend(dependencies.keys().filter_map(|d| d.strip_prefix("bricklint-")).map(str::to_owned));
        }
        let allowed: BTreeSet<String> = allowed
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} is a new crate"))
            .iter()
            .map(|d| (*d).to_owned())
            .collect();
        let extra: Vec<_> = edges.difference(&allowed).collect();
        assert!(extra.is_empty(), "{name} must not depend on {extra:?}");
        found.insert(name);
    }
    assert_eq!(found.len(), allowed.len(), "{found:?}");
}

#[test]
fn every_path_that_the_map_names_exists() {
    let text = read(&project().join("ARCHITECTURE.md"));
    assert!(text.lines().count() < 200, "ARCHITECTURE.md is a map, not a book");
    let mut missing = Vec::new();
    for word in text.split('`').skip(1).step_by(2) {
        let looks_like_a_path =
            ["crates/", "docs/", "examples/", "testdata/", "tools/"].iter().any(|p| word.starts_with(p));
        if looks_like_a_path && !word.contains(['<', '*']) && !project().join(word).exists() {
            missing.push(word.to_owned());
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// The files and folders of a crate's source, but for its entrances.
fn modules(of: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(project().join(of).join("src")).unwrap().flatten();
    let names = entries.map(|entry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned());
    names.filter(|name| !["lib", "main"].contains(&name.as_str())).collect()
}

#[test]
fn the_map_names_every_room() {
    let text = read(&project().join("ARCHITECTURE.md"));
    let (_, rooms) = text.split_once("\n## The rooms\n").unwrap();
    let mut crates = BTreeSet::new();
    for row in rooms
        .lines()
        .skip_while(|line| !line.starts_with("| `crates/"))
        .take_while(|line| line.starts_with('|'))
    {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let name = cells[1].trim_matches('`');
        let words = cells[3].split('`').skip(1).step_by(2);
        let named: BTreeSet<String> = words.map(|word| word.trim_end_matches('/').to_owned()).collect();
        assert_eq!(named, modules(name), "the row of {name}");
        crates.insert(name.to_owned());
    }
    let all = ALLOWED.iter().map(|(name, _)| format!("crates/{name}")).collect();
    assert_eq!(crates, all);
}

#[test]
fn all_sorting_is_that_of_findings() {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(project().join("crates")).unwrap().flatten() {
        let mut directories = vec![entry.path().join("src")];
        while let Some(directory) = directories.pop() {
            for entry in std::fs::read_dir(&directory).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    directories.push(path);
                    continue;
                }
                let text = read(&path);
                let shipped = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
                let sorts =
                    [".sort(", ".sort_by", ".sort_unstable"].iter().any(|sort| shipped.contains(sort));
                if sorts && !path.ends_with("findings/src/sorting.rs") {
                    found.push(path);
                }
            }
        }
    }
    assert!(found.is_empty(), "each copy of the standard sort is six kilobytes; use `Sorting`: {found:?}");
}
