//! Pages that are made from the program. `UPDATE=1` writes them.

use bricklint_findings::rule_info::RuleInfo;
use bricklint_report::{RulesFormat, rules_table};
use bricklint_rules::RULES;

use crate::harness::{read, repository};

#[test]
fn the_readme_lists_the_rules() {
    let path = repository().join("README.md");
    let text = read(&path);
    let mut rules: Vec<&RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    rules.sort_by_key(|rule| (rule.area, rule.id));
    let (head, rest) = text.split_once("<!-- rules -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- /rules -->").unwrap();
    let table = rules_table(&rules, RulesFormat::Markdown);
    let expected = format!("{head}<!-- rules -->\n{table}<!-- /rules -->{tail}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, expected).unwrap();
    } else {
        assert!(text == expected, "the table of rules in README.md is old; `make gen` writes it");
    }
}
