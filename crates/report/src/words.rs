//! The sentences that several formats share: counts, where a finding holds, and what would decide the
//! undecided checks.

use std::collections::BTreeMap;

use bricklint_findings::Sorting;
use bricklint_findings::address::Resource;
use bricklint_findings::group::MAX_INSTANCES;
use bricklint_findings::outcome::{Checks, checks};
use bricklint_findings::words::{grouped, series};
use bricklint_findings::{
    Cause, CauseKind, DecidedBy, Finding, Location, Severity, Summary, UndecidedMode, Verdict,
};

use crate::Report;
use crate::escape;

/// How many addresses or places a line names.
const NAMED: usize = 5;
/// Abbreviations in the names of types.
const ABBREVIATIONS: &[&str] = &["iam", "ip", "kms", "ncc", "s3", "sql", "vpc"];
/// How many variables the summary names.
const NAMED_VALUES: usize = 3;

/// `1 error`, `2 errors`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { noun.to_owned() } else { plural(noun) })
}

/// The plural of an English noun, as far as Terraform's type names need it.
pub fn plural(noun: &str) -> String {
    let consonant_y =
        noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']) && !stem.is_empty());
    if let Some(stem) = consonant_y {
        format!("{stem}ies")
    } else if noun.ends_with("ss") || noun.ends_with(['x', 'z']) || noun.ends_with("ch") {
        format!("{noun}es")
    } else if noun.ends_with('s') || noun == "info" {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

/// The first few names and how many more there are of `total`.
fn some_of<'n>(names: impl Iterator<Item = &'n str>, total: usize) -> String {
    let first: Vec<&str> = names.take(NAMED).collect();
    let text = first.join(", ");
    match total.saturating_sub(first.len()) {
        0 => text,
        more => format!("{text} and {} more", grouped(more)),
    }
}

/// `12 instances` and their first addresses; `None` for a finding of one instance.
pub fn instances(finding: &Finding) -> Option<(String, String)> {
    if finding.count < 2 {
        return None;
    }
    let names =
        some_of(finding.instances.iter().map(String::as_str), finding.instances.len() + unnamed(finding));
    Some((count(finding.count, "instance"), escape::line(&names).into_owned()))
}

/// How many addresses a finding does not name. Roots that call a module by one name have them in common.
pub fn unnamed(finding: &Finding) -> usize {
    let all_named = finding.roots.len() > 1 && finding.instances.len() < MAX_INSTANCES;
    if all_named { 0 } else { finding.count.saturating_sub(finding.instances.len()) }
}

/// `in dev, prod`, and the roots where the path does not show them; empty if there is nothing to say.
pub fn holds_in(report: &Report<'_>, finding: &Finding) -> String {
    let environments = finding.environments.join(", ");
    let root = finding.root.trim_matches('/');
    let shown = root.is_empty()
        || finding.location.path.is_empty()
        || root == "."
        || report.summary.roots < 2
        || finding.location.path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    let roots = if finding.roots.len() > 1 {
        format!("roots {}", some_of(finding.roots.iter().map(String::as_str), finding.roots.len()))
    } else if shown {
        String::new()
    } else {
        format!("root {root}")
    };
    let text = match (environments.is_empty(), roots.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("in {environments}"),
        (true, false) => format!("in {roots}"),
        (false, false) => format!("in {environments} of {roots}"),
    };
    escape::line(&text).into_owned()
}

/// The message of a finding, and in which environments and root it holds.
pub fn message_and_where(report: &Report<'_>, finding: &Finding) -> String {
    let (mut text, holds) = (message(finding), holds_in(report, finding));
    if !holds.is_empty() {
        text.push_str(", ");
        text.push_str(&holds);
    }
    text
}

/// The message of a finding, marked where the check is undecided.
pub fn message(finding: &Finding) -> String {
    let text = escape::line(&finding.message);
    match finding.verdict {
        Verdict::Violated => text.into_owned(),
        Verdict::Undecided => format!("undecided: {text}"),
    }
}

/// `path:line:column`, `plan.json#/pointer`, `plans.json#2/pointer` or the path; `None` without any.
pub fn place(location: &Location) -> Option<String> {
    if location.path.is_empty() && location.pointer.is_none() {
        return None;
    }
    let path = &location.path;
    let text = match (location.start, within(location)) {
        (Some(start), _) => format!("{path}:{}:{}", start.line, start.column),
        (None, Some(within)) => format!("{path}#{within}"),
        (None, None) => path.clone(),
    };
    Some(escape::line(&text).into_owned())
}

/// What in a plan file is meant: `/pointer` or, where it holds several plans, the number of the plan before it.
pub fn within(location: &Location) -> Option<String> {
    let pointer = location.pointer.as_deref();
    match location.plan {
        Some(number) => Some(format!("{number}{}", pointer.unwrap_or_default())),
        None => pointer.map(str::to_owned),
    }
}

/// The place of a finding, or its root if it has none.
pub fn finding_place(finding: &Finding) -> String {
    place(&finding.location).unwrap_or_else(|| {
        let root = if finding.root.is_empty() { "." } else { &finding.root };
        escape::line(root).into_owned()
    })
}

/// What the finding is about: the address, with the attribute.
pub fn subject(finding: &Finding) -> String {
    let text = match (finding.address.is_empty(), finding.attribute.is_empty()) {
        (false, false) => format!("{}.{}", finding.address, finding.attribute),
        (false, true) => finding.address.clone(),
        (true, _) => finding.attribute.clone(),
    };
    escape::line(&text).into_owned()
}

/// What would decide a cause, to follow "by".
pub fn remedy(cause: &Cause) -> String {
    match cause.decided_by {
        DecidedBy::Plan if cause.kind == CauseKind::IncompletePlan => "a complete plan".to_owned(),
        DecidedBy::Plan => "a plan".to_owned(),
        DecidedBy::Apply => "apply".to_owned(),
        DecidedBy::Value if cause.subject.is_empty() => "a value".to_owned(),
        DecidedBy::Value => format!("a value for {}", escape::line(&cause.subject)),
        DecidedBy::Init => "`terraform init`".to_owned(),
        DecidedBy::Root => "the root that declares what is not here".to_owned(),
        DecidedBy::Source => match cause.kind {
            CauseKind::ParseError => "a corrected file".to_owned(),
            CauseKind::Schema => "a provider schema (--schema)".to_owned(),
            CauseKind::OutsideTree => "a file inside the project root".to_owned(),
            CauseKind::Limit => "a look at the code".to_owned(),
            // The configuration knows the parts around what only apply knows.
            CauseKind::AfterApply | CauseKind::DataSource | CauseKind::RemoteState | CauseKind::Function => {
                "the configuration (--source) or apply".to_owned()
            }
            _ => "the configuration (--source)".to_owned(),
        },
    }
}

/// The cause that stands for a finding: the one that asks for most. A plan holds the values of variables
/// and the resources of modules too, so it decides a finding that hangs on those as well.
fn leading_cause(finding: &Finding) -> Option<&Cause> {
    let rank = |cause: &Cause| match cause.decided_by {
        DecidedBy::Value => 0,
        DecidedBy::Init => 1,
        DecidedBy::Plan => 2,
        DecidedBy::Source => 3,
        DecidedBy::Apply => 4,
        DecidedBy::Root => 5,
    };
    // Of equals the first speaks.
    finding.causes.iter().rev().max_by_key(|cause| rank(cause))
}

/// `9 by a plan, 3 by a value for var.env`: what would decide the undecided checks, most first.
pub fn decided_by(findings: &[Finding]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut values: BTreeMap<String, usize> = BTreeMap::new();
    let mut checks = Checks::default();
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Undecided) {
        let n = checks.count(finding);
        // Its instances have been counted for another cause.
        if n == 0 {
            continue;
        }
        match leading_cause(finding) {
            Some(cause) if cause.decided_by == DecidedBy::Value => {
                *values.entry(remedy(cause)).or_default() += n;
            }
            Some(cause) => *counts.entry(remedy(cause)).or_default() += n,
            None => *counts.entry("a look at the code".to_owned()).or_default() += n,
        }
    }
    let mut values: Vec<(String, usize)> = values.into_iter().collect();
    by_count(&mut values);
    // One variable more is named rather than counted.
    if values.len() > NAMED_VALUES + 1 {
        let rest = values.split_off(NAMED_VALUES);
        let checks = rest.iter().map(|(_, n)| n).sum();
        values.push((format!("values for {} other variables", grouped(rest.len())), checks));
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().chain(values).collect();
    by_count(&mut all);
    let parts: Vec<String> = all.into_iter().map(|(by, n)| format!("{} by {by}", grouped(n))).collect();
    parts.join(", ")
}

/// The largest first, equals in byte order.
fn by_count(parts: &mut [(String, usize)]) {
    parts.put_in_order_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
}

/// Undecided checks of one rule for one cause.
#[derive(Clone, Debug)]
pub struct UndecidedGroup<'a> {
    /// The findings, in report order; at least one.
    pub findings: Vec<&'a Finding>,
    /// The rule's id.
    pub rule: &'static str,
    /// Checks, counted by instance.
    pub count: usize,
    /// The cause that stands for them.
    pub cause: Option<&'a Cause>,
}

impl UndecidedGroup<'_> {
    /// ``12 jobs undecided: `var.cluster_id` has no value``.
    pub fn sentence(&self) -> String {
        let what = count(self.count, &self.noun());
        match self.cause {
            Some(cause) if !cause.text.is_empty() => {
                format!("{what} undecided: {}", escape::line(&cause.text))
            }
            Some(cause) => format!("{what} undecided: {} is unknown", escape::line(&cause.subject)),
            None => format!("{what} undecided"),
        }
    }

    /// The first places.
    pub fn places(&self) -> String {
        let mut places: Vec<String> = Vec::with_capacity(self.findings.len());
        for place in self.findings.iter().map(|finding| finding_place(finding)) {
            // In report order, equal ones stand together.
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        some_of(places.iter().map(String::as_str), places.len())
    }

    /// `job` where all addresses are of `databricks_job`, otherwise `check`; so is one `databricks_grants`, whose type has
    /// the name of several.
    fn noun(&self) -> String {
        let mut types = self.findings.iter().map(|finding| type_of(&finding.address));
        let first = types.next().flatten();
        let noun = first.filter(|first| types.all(|other| other == Some(*first))).and_then(|name| {
            let (_, noun) = name.split_once('_')?;
            let words: Vec<String> = noun.split('_').map(word).collect();
            (!noun.is_empty() && !noun.ends_with('s')).then(|| words.join(" "))
        });
        noun.map_or_else(|| "check".to_owned(), |noun| escape::line(&noun).into_owned())
    }
}

/// A word of a type's name, abbreviations in capitals.
fn word(part: &str) -> String {
    if ABBREVIATIONS.contains(&part) { part.to_uppercase() } else { part.to_owned() }
}

/// The resource type in a Terraform address.
fn type_of(address: &str) -> Option<&str> {
    Resource::of(address).map(|resource| resource.type_name)
}

/// Undecided findings by rule and cause, rules in byte order, the most frequent cause first.
pub fn undecided_groups(findings: &[Finding]) -> Vec<UndecidedGroup<'_>> {
    let mut groups: BTreeMap<(&str, Option<&Cause>), UndecidedGroup<'_>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Undecided) {
        let cause = leading_cause(finding);
        let group = groups.entry((finding.rule.id, cause)).or_insert_with(|| UndecidedGroup {
            findings: Vec::new(),
            rule: finding.rule.id,
            count: 0,
            cause,
        });
        group.findings.push(finding);
    }
    let mut groups: Vec<UndecidedGroup<'_>> = groups.into_values().collect();
    for group in &mut groups {
        group.count = checks(group.findings.iter().copied());
    }
    groups.put_in_order_by(|a, b| a.rule.cmp(b.rule).then_with(|| b.count.cmp(&a.count)));
    groups
}

/// `3 errors, 1 warning and 2 info`; empty if there are none.
pub fn violations(summary: &Summary) -> String {
    let kinds = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.info, "info")];
    let parts: Vec<String> =
        kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(n, noun)).collect();
    series(&parts)
}

/// How many undecided checks no finding tells of: those in modules that nobody calls.
pub fn unlisted(report: &Report<'_>) -> usize {
    report.summary.undecided.saturating_sub(checks(report.findings.iter()))
}

/// The lines at the end of a report: what was found in what, what is undecided and what would decide it,
/// what is not shown.
pub fn summary_lines(report: &Report<'_>) -> Vec<String> {
    let summary = &report.summary;
    let read = format!("{}, {}", count(summary.files, "file"), count(summary.roots, "root"));
    let found = violations(summary);
    let mut lines = Vec::new();
    let instances = count(summary.instances, "instance");
    lines.push(if found.is_empty() {
        // Where undecided checks count, "findings" would deny them.
        let counted = report.undecided == UndecidedMode::Fail && summary.undecided > 0;
        let what = if counted { "violations" } else { "findings" };
        format!("no {what} in {instances} ({read})")
    } else if summary.instances_affected > 0 {
        format!("{found} in {} of {instances} ({read})", grouped(summary.instances_affected))
    } else {
        format!("{found} in {instances} ({read})")
    });
    let fatal =
        report.problems.iter().filter(|problem| report.severity_of(problem) == Severity::Error).count();
    if fatal > 0 {
        lines.push(format!("{} with the input: not everything was checked", count(fatal, "problem")));
    }
    if summary.undecided > 0 {
        let mut by = decided_by(report.findings);
        // What cannot be told about a module that nobody calls is counted and not listed.
        let unlisted = unlisted(report);
        if unlisted > 0 {
            let before = if by.is_empty() { "" } else { ", " };
            by.extend([before, &grouped(unlisted), " in modules that nobody calls"]);
        }
        let checks = count(summary.undecided, "check");
        lines.push(if by.is_empty() {
            format!("{checks} undecided")
        } else {
            format!("{checks} undecided: {by}")
        });
    }
    if let Some(change) = &summary.change {
        let mut line = format!(
            "this change introduces {}, fixes {} and leaves {}",
            count(change.introduced, "finding"),
            grouped(change.fixed),
            grouped(change.left)
        );
        let beside = [
            (change.removed, "goes with what it removes", "go with what it removes"),
            (change.drifted, "comes from outside Terraform", "come from outside Terraform"),
        ];
        let beside: Vec<String> = beside
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| format!("{} {}", grouped(n), if n == 1 { one } else { many }))
            .collect();
        if !beside.is_empty() {
            line.push_str("; ");
            line.push_str(&series(&beside));
        }
        lines.push(line);
    }
    let hidden = [
        (summary.unchanged.unwrap_or_default(), "left out: on what no plan changes"),
        (summary.suppressed, "suppressed"),
        (summary.baselined, "accepted by the baseline"),
    ];
    let hidden: Vec<String> = hidden
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, how)| format!("{} {how}", count(n, "finding")))
        .collect();
    if !hidden.is_empty() {
        lines.push(series(&hidden));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        let table = [
            (0, "error", "0 errors"),
            (1, "error", "1 error"),
            (2, "info", "2 info"),
            (1_234_567, "instance", "1,234,567 instances"),
            (2, "iam policy", "2 iam policies"),
            (2, "grants", "2 grants"),
            (2, "address", "2 addresses"),
            (3, "display", "3 displays"),
        ];
        for (n, noun, expected) in table {
            assert_eq!(count(n, noun), expected);
        }
    }
}
