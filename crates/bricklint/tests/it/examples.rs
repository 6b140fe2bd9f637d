//! `broken` reports exactly what its markers say and `clean` nothing, from source, plan, and both.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bricklint::disk::Disk;
use bricklint::session::{self, Run};
use bricklint_findings::finding::Verdict;
use bricklint_rules::RULES;

use crate::harness::{plan, problems, read, repository, request, violated};

fn folders() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(repository().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    out.sort();
    assert!(out.len() >= 2);
    out
}

/// The markers of rules that exist, as `violated RULE path:line`.
fn markers(root: &Path) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            if path.extension().is_none_or(|e| e != "tf") {
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            for (number, line) in (1..).zip(read(&path).lines()) {
                let Some((_, rules)) = line.split_once("# expect:") else { continue };
                for rule in rules.split(',').map(str::trim) {
                    if RULES.iter().any(|r| r.info.id == rule) {
                        out.insert(format!("violated {rule} {name}:{number}"));
                    }
                }
            }
        }
    }
    out
}

fn source(root: &Path) -> Run {
    session::run(&Disk, request(root, &["."]))
}

fn plan_alone(root: &Path) -> Run {
    let mut request = request(root, &[]);
    request.plans = vec![plan(&root.join("plan.json"))];
    session::run(&Disk, request)
}

fn plan_with_source(root: &Path) -> Run {
    let mut request = request(root, &[]);
    request.plans = vec![plan(&root.join("plan.json"))];
    request.source = Some(root.to_path_buf());
    session::run(&Disk, request)
}

/// (rule, address) of what is violated; every instance of a group counts.
fn checks(run: &Run) -> BTreeSet<(String, String)> {
    let violated = run.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
    violated
        .flat_map(|finding| {
            assert!(finding.count <= finding.instances.len().max(1), "groups of examples are named in full");
            finding.instances.iter().map(|address| (finding.rule.id.to_owned(), address.clone()))
        })
        .collect()
}

fn fatal(run: &Run) -> Vec<String> {
    let all = run.problems.iter().zip(problems(run));
    all.filter(|(problem, _)| problem.kind.is_fatal()).map(|(_, text)| text).collect()
}

#[test]
fn broken_is_reported_where_it_says_and_clean_is_not() {
    for folder in folders() {
        for (name, run) in [("source", source as fn(&Path) -> Run), ("plan with source", plan_with_source)] {
            let broken = folder.join("broken");
            let run_broken = run(&broken);
            let found: BTreeSet<String> = violated(&run_broken).into_iter().collect();
            assert_eq!(found, markers(&broken), "{} from {name}", broken.display());
            assert_eq!(fatal(&run_broken), [""; 0], "{} from {name}", broken.display());
            let clean = run(&folder.join("clean"));
            assert_eq!(violated(&clean), [""; 0], "{} from {name}", folder.display());
            assert_eq!(fatal(&clean), [""; 0], "{} from {name}", folder.display());
        }
    }
}

#[test]
fn a_plan_alone_never_contradicts_its_source() {
    for folder in folders() {
        let broken = folder.join("broken");
        let (alone, both) = (checks(&plan_alone(&broken)), checks(&plan_with_source(&broken)));
        let extra: Vec<_> = alone.difference(&both).collect();
        assert!(extra.is_empty(), "{}: {extra:?}", broken.display());
        assert!(!alone.is_empty(), "{}: a plan shows something", broken.display());
        assert_eq!(violated(&plan_alone(&folder.join("clean"))), [""; 0], "{}", folder.display());
    }
}

#[test]
fn a_plan_with_its_source_decides_what_the_source_decides() {
    for folder in folders() {
        let broken = folder.join("broken");
        assert_eq!(checks(&source(&broken)), checks(&plan_with_source(&broken)), "{}", broken.display());
    }
}
