//! What source, first plan and second plan of one example can decide: `docs/plan-and-source.md`. `UPDATE=1` writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use bricklint::disk::Disk;
use bricklint::session::{self, Run};
use bricklint_findings::finding::Verdict;
use bricklint_rules::engine::Of;
use bricklint_rules::{RULES, Rule};

use crate::harness::{plan, read, repository, request};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Passed,
    Undecided,
    Violated,
}

/// Rule and address to what is said of it.
type Checks = BTreeMap<(&'static str, String), State>;

const INPUTS: [&str; 5] =
    ["source", "first plan", "first plan + source", "second plan", "second plan + source"];

fn example() -> PathBuf {
    repository().join("examples/enterprise-platform/broken")
}

fn runs() -> Vec<Run> {
    let first = example().join("plan.json");
    let second = repository().join("testdata/second-plan/enterprise-platform.json");
    let with = |file: &PathBuf, source: bool| {
        let mut request = request(&example(), &[]);
        request.plans = vec![plan(file)];
        request.root = (!source).then(|| ".".to_owned());
        request.source = source.then(example);
        session::run(&Disk, request)
    };
    vec![
        session::run(&Disk, request(&example(), &["."])),
        with(&first, false),
        with(&first, true),
        with(&second, false),
        with(&second, true),
    ]
}

/// What a rule judges: addresses, or directories of modules.
fn judged(rule: &Rule, run: &Run) -> BTreeSet<String> {
    match rule.check.of {
        Of::Definition(_) | Of::DefinitionAndProvider(..) => {
            run.discovery.modules.keys().map(ToString::to_string).collect()
        }
        Of::Root => run.estate.graphs.iter().map(|graph| graph.stack.root.to_string()).collect(),
        _ => run
            .estate
            .graphs
            .iter()
            .flat_map(|graph| &graph.stack.instances)
            .filter(|instance| rule.check.judges(instance))
            .map(|instance| instance.address.to_string())
            .collect(),
    }
}

fn checks(run: &Run) -> Checks {
    let mut out = Checks::new();
    for rule in RULES {
        for address in judged(rule, run) {
            out.insert((rule.info.id, address), State::Passed);
        }
    }
    for finding in &run.findings {
        assert!(finding.count <= finding.instances.len().max(1), "groups of the example are named in full");
        let of = RULES.iter().find(|rule| rule.info.id == finding.rule.id).unwrap().check.of;
        let whole = matches!(of, Of::Definition(_) | Of::DefinitionAndProvider(..) | Of::Root);
        let own = [finding.root.clone()];
        let names = if whole { &own[..] } else { &finding.instances };
        let state = if finding.verdict == Verdict::Violated { State::Violated } else { State::Undecided };
        for name in names {
            let entry = out.entry((finding.rule.id, name.clone())).or_insert(state);
            *entry = (*entry).max(state);
        }
    }
    out
}

fn cell(checks: &Checks, rule: Option<&str>) -> String {
    let of = |state: State| {
        let mine = checks.iter().filter(|((id, _), s)| rule.is_none_or(|rule| rule == *id) && **s == state);
        mine.count()
    };
    let counts = [State::Violated, State::Undecided, State::Passed].map(of);
    if counts == [0; 3] { "–".to_owned() } else { counts.map(|n| n.to_string()).join(" / ") }
}

#[test]
fn the_page_says_what_is_decided() {
    let all: Vec<Checks> = runs().iter().map(checks).collect();
    let mut table = format!("| rule | {} |\n|---|{}\n", INPUTS.join(" | "), "---|".repeat(INPUTS.len()));
    for rule in RULES {
        let cells: Vec<String> = all.iter().map(|checks| cell(checks, Some(rule.info.id))).collect();
        let _ = writeln!(table, "| `{}` | {} |", rule.info.id, cells.join(" | "));
    }
    let cells: Vec<String> = all.iter().map(|checks| cell(checks, None)).collect();
    let _ = writeln!(table, "| **all** | {} |", cells.join(" | "));
    let path = repository().join("docs/plan-and-source.md");
    let text = read(&path);
    let (head, rest) = text.split_once("<!-- table -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- /table -->").unwrap();
    let expected = format!("{head}<!-- table -->\n{table}<!-- /table -->{tail}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, expected).unwrap();
    } else {
        assert!(text == expected, "docs/plan-and-source.md is old; `make gen` writes it");
    }
}

#[test]
fn no_input_contradicts_another_and_both_decide_what_one_decides() {
    let all: Vec<Checks> = runs().iter().map(checks).collect();
    let mut wrong = String::new();
    for (key, _) in all.iter().flatten() {
        let states: Vec<Option<State>> = all.iter().map(|checks| checks.get(key).copied()).collect();
        // Source, first plan and their union; source, second plan and their union.
        for (alone, both) in [([0, 1], 2), ([0, 3], 4)] {
            let [a, b] = alone.map(|at| states[at]);
            let contradicts = |a: Option<State>, b: Option<State>| {
                matches!(
                    (a, b),
                    (Some(State::Violated), Some(State::Passed))
                        | (Some(State::Passed), Some(State::Violated))
                )
            };
            let decided = |state: Option<State>| state.is_some_and(|state| state != State::Undecided);
            if contradicts(a, b) || contradicts(a, states[both]) || contradicts(b, states[both]) {
                let _ = writeln!(wrong, "{key:?}: {a:?} and {b:?} become {:?}", states[both]);
            } else if (decided(a) || decided(b)) && states[both] == Some(State::Undecided) {
                let _ = writeln!(wrong, "{key:?}: {a:?} and {b:?} leave it undecided");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
