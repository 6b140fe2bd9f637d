//! The catalogue as a table: what `bricklint rules` prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr;

use bricklint_findings::ByKey;
use bricklint_findings::outcome::UnknownName;
use bricklint_findings::{Level, RuleInfo, Scope};
use serde::Serialize;

use crate::{Report, escape};

/// The formats of the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RulesFormat {
    /// Aligned columns.
    #[default]
    Text,
    /// `bricklint.rules/1`.
    Json,
    /// A Markdown table.
    Markdown,
}

impl RulesFormat {
    /// The names that `--format` takes.
    pub const NAMES: [&'static str; 3] = ["text", "json", "markdown"];
}

impl FromStr for RulesFormat {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            _ => Err(UnknownName { given: name.to_owned(), allowed: &Self::NAMES }),
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    area: &'a str,
    severity: &'static str,
    summary: &'a str,
    level: &'static str,
    profiles: &'a [&'a str],
    scope: &'static str,
    since: Option<&'a str>,
}

/// The rules in the order given.
pub fn rules_table(rules: &[&RuleInfo], format: RulesFormat) -> String {
    match format {
        RulesFormat::Text => text(rules),
        RulesFormat::Json => escape::json(&Document {
            schema: "bricklint.rules/1",
            rules: rules.iter().map(|rule| entry(rule)).collect(),
        }),
        RulesFormat::Markdown => markdown(rules),
    }
}

/// The rules of a report in byte order of their ids: those that ran, and those of its findings.
pub(crate) fn ran(report: &Report<'_>) -> Vec<&'static RuleInfo> {
    let of_findings = report.findings.iter().map(|finding| finding.rule);
    let rules: BTreeMap<&str, &'static RuleInfo> =
        report.rules.iter().copied().chain(of_findings).map(|rule| (rule.id, rule)).by_key();
    rules.into_values().collect()
}

fn entry(rule: &RuleInfo) -> Entry<'_> {
    let (level, profiles): (_, &[&str]) = match rule.level {
        Level::Default => ("default", &[]),
        Level::Profile(names) => ("profile", names),
        Level::OptIn => ("opt-in", &[]),
    };
    let scope = match rule.scope {
        Scope::Definition => "definition",
        Scope::Instance => "instance",
        Scope::Root => "root",
        Scope::Estate => "estate",
    };
    Entry {
        id: rule.id,
        area: rule.area,
        severity: rule.severity.name(),
        summary: rule.summary,
        level,
        profiles,
        scope,
        since: rule.since,
    }
}

/// `default`, `opt-in` or the profiles that turn the rule on.
fn when(entry: &Entry<'_>) -> String {
    if entry.profiles.is_empty() { entry.level.to_owned() } else { entry.profiles.join(", ") }
}

const HEAD: [&str; 5] = ["rule", "area", "severity", "runs in", "summary"];

fn rows(rules: &[&RuleInfo]) -> Vec<[String; 5]> {
    let row = |rule: &&RuleInfo| {
        let entry = entry(rule);
        let when = when(&entry);
        [entry.id, entry.area, entry.severity, &when, entry.summary]
            .map(|cell| escape::line(cell).into_owned())
    };
    rules.iter().map(row).collect()
}

fn text(rules: &[&RuleInfo]) -> String {
    let rows = rows(rules);
    let mut widths = HEAD.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for row in std::iter::once(&HEAD.map(str::to_owned)).chain(&rows) {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(line, "{cell:width$}  ");
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn markdown(rules: &[&RuleInfo]) -> String {
    let mut out = String::from("| rule | area | severity | runs in | summary |\n|---|---|---|---|---|\n");
    for [id, area, severity, when, summary] in rows(rules) {
        let _ = writeln!(
            out,
            "| {} | {} | {severity} | {} | {} |",
            escape::markdown_code(&id),
            escape::markdown_text(&area),
            escape::markdown_text(&when),
            escape::markdown_message(&summary)
        );
    }
    out
}
