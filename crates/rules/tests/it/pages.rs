//! The blocks of a rule's page are true: those under *Fails* are reported by the rule, those under *Passes*
//! by no rule of its area. A block marked `json plan` is a plan.

use bricklint_findings::finding::Verdict;
use bricklint_rules::{RULES, Rule, Settings, page};
use std::fmt::Write as _;

use crate::harness;

struct Example {
    section: String,
    text: String,
    /// Whether it is a plan.
    plan: bool,
}

fn examples(page: &str) -> Vec<Example> {
    let mut section = String::new();
    let mut out = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            title.trim().clone_into(&mut section);
        }
        let plan = line.trim() == "```json plan";
        if plan || line.trim() == "```hcl" {
            let text: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
            out.push(Example { section: section.clone(), text: text.join("\n") + "\n", plan });
        }
    }
    out
}

/// A line `# file: team/main.tf` starts another file.
fn files(text: &str) -> Vec<(String, String)> {
    let mut files = vec![("main.tf".to_owned(), String::new())];
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("# file: ") {
            files.push((path.to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    files
}

#[test]
fn every_page_has_its_sections_and_its_blocks_are_true() {
    let mut wrong = String::new();
    for rule in RULES {
        let page = page(rule.info.id);
        assert!(page.starts_with(&format!("# {}\n", rule.info.id)), "{}: title", rule.info.id);
        for section in ["Why", "Fails", "Passes", "When it cannot tell", "Fix", "References"] {
            assert!(page.contains(&format!("\n## {section}\n")), "{}: no section {section}", rule.info.id);
        }
        assert!(page.contains(rule.info.summary), "{}: the page does not hold the summary", rule.info.id);
        let area: Vec<&'static Rule> =
            RULES.iter().copied().filter(|other| other.info.area == rule.info.area).collect();
        let examples = examples(page);
        for section in ["Fails", "Passes"] {
            assert!(
                examples.iter().any(|e| e.section == section),
                "{}: no block under {section}",
                rule.info.id
            );
        }
        for example in examples {
            let files = if example.plan {
                vec![("plan.json".to_owned(), example.text.clone())]
            } else {
                files(&example.text)
            };
            let (estate, problems) = harness::estate(&files);
            if !problems.is_empty() {
                let _ = writeln!(wrong, "{}: {problems:?}\n{}", rule.info.id, example.text);
            }
            let found = harness::check(&estate, &area, &Settings::default());
            let violated: Vec<_> = found.iter().filter(|f| f.verdict == Verdict::Violated).collect();
            let reported = violated.iter().any(|f| f.rule.id == rule.info.id);
            let ok = match example.section.as_str() {
                "Fails" => reported,
                "Passes" => found.is_empty(),
                _ => true,
            };
            if !ok {
                let found = harness::texts(&found);
                let _ = writeln!(
                    wrong,
                    "{} under {}: found {found:?}\n{}",
                    rule.info.id, example.section, example.text
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn ids_are_unique_and_sorted_by_area() {
    let ids: Vec<_> = RULES.iter().map(|rule| (rule.info.area, rule.info.id)).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup_by_key(|(_, id)| *id);
    assert_eq!(ids, sorted);
}
