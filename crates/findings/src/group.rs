//! Many findings of one line are one finding.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Location, Verdict};

/// How many instances of a group are named.
pub const MAX_INSTANCES: usize = 20;

/// Joins findings with the same rule, verdict, severity, primary location and message template, and sorts
/// the result by path, line, column, rule and address.
///
/// The finding whose address is first in byte order speaks for its group: message, related places, fixes
/// and fingerprint are its own. Environments and causes are united, `count` is the number of distinct
/// instances (root and address) and `instances` names the first [`MAX_INSTANCES`] in byte order. Grouping a
/// grouped list changes nothing, and the order of the input does not matter.
pub fn group(findings: Vec<Finding>) -> Vec<Finding> {
    // The template is computed once a finding, since sorting would ask for it many times.
    let mut keyed: Vec<(String, Finding)> =
        findings.into_iter().map(|finding| (template_of(&finding).into_owned(), finding)).collect();
    keyed.sort_by(|(at, a), (bt, b)| {
        key_order(a, b).then_with(|| at.cmp(bt)).then_with(|| member_order(a, b))
    });
    let mut grouped: Vec<Finding> = Vec::with_capacity(keyed.len());
    let mut rest = keyed.into_iter().peekable();
    while let Some((template, first)) = rest.next() {
        let mut members = vec![first];
        while let Some((_, next)) = rest.next_if(|(t, next)| {
            *t == template && members.first().is_some_and(|m| key_order(m, next) == Ordering::Equal)
        }) {
            members.push(next);
        }
        grouped.extend(join(members));
    }
    grouped.sort_by(report_order);
    grouped
}

/// The number of distinct instances with at least one violation, of findings that are not grouped yet.
pub fn instances_affected(findings: &[Finding]) -> usize {
    let affected: FxHashSet<(&str, &str)> = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Violated && !finding.address.is_empty())
        .flat_map(|finding| {
            let named = finding.instances.iter().map(String::as_str);
            named.chain([finding.address.as_str()]).map(|address| (finding.root.as_str(), address))
        })
        .collect();
    affected.len()
}

/// The message without the instance keys of the names in its code spans: what `` `a.b["x"].c` is open ``
/// and `` `a.b["y"].c` is open `` have in common. A bracket that does not follow a name (`["SELECT"]`) is a
/// value and stays.
pub fn message_template(message: &str) -> Cow<'_, str> {
    if !message.contains('`') || !message.contains('[') {
        return Cow::Borrowed(message);
    }
    let mut template = String::with_capacity(message.len());
    let mut rest = message.chars().peekable();
    let mut in_code = false;
    let mut after_name = false;
    while let Some(c) = rest.next() {
        if c == '`' {
            in_code = !in_code;
        }
        if !(c == '[' && in_code && after_name) {
            template.push(c);
            after_name = c.is_alphanumeric() || matches!(c, '_' | '-');
            continue;
        }
        // A key runs to its bracket; in quotes it may hold brackets, backticks and escaped quotes.
        let quoted = rest.next_if_eq(&'"').is_some();
        let mut in_quotes = quoted;
        while let Some(k) = rest.next() {
            match k {
                '\\' if in_quotes => {
                    rest.next();
                }
                '"' => in_quotes = !in_quotes,
                ']' if !in_quotes => break,
                '`' if !in_quotes => {
                    template.push(k);
                    in_code = false;
                    break;
                }
                _ => {}
            }
        }
        // `a["x"]["y"]`: what follows a key is still part of the name.
        after_name = in_code;
    }
    Cow::Owned(template)
}

fn template_of(finding: &Finding) -> Cow<'_, str> {
    if finding.template.is_empty() {
        message_template(&finding.message)
    } else {
        Cow::Borrowed(&finding.template)
    }
}

fn place(location: &Location) -> (&str, Option<crate::source::Position>, Option<crate::source::Position>) {
    (&location.path, location.start, location.end)
}

/// Equal for findings that may share a group, the template aside.
fn key_order(a: &Finding, b: &Finding) -> Ordering {
    place(&a.location)
        .cmp(&place(&b.location))
        .then_with(|| a.location.plan.cmp(&b.location.plan))
        .then_with(|| a.location.pointer.cmp(&b.location.pointer))
        .then_with(|| a.rule.id.cmp(b.rule.id))
        .then_with(|| a.verdict.cmp(&b.verdict))
        .then_with(|| b.severity.cmp(&a.severity))
        // Without a place (a rule about a whole root) the instance itself is the place.
        .then_with(|| {
            let at_instance = a.location.path.is_empty();
            let instance = |f: &Finding| at_instance.then(|| (f.root.clone(), f.address.clone()));
            instance(a).cmp(&instance(b))
        })
}

/// A total order on the members of a group, so that the same one speaks for it in every run.
fn member_order(a: &Finding, b: &Finding) -> Ordering {
    (&a.address, &a.root, &a.environments, &a.attribute, &a.message, &a.help, &a.fingerprint)
        .cmp(&(&b.address, &b.root, &b.environments, &b.attribute, &b.message, &b.help, &b.fingerprint))
        .then_with(|| (&a.related, &a.causes, &a.fixes).cmp(&(&b.related, &b.causes, &b.fixes)))
}

fn report_order(a: &Finding, b: &Finding) -> Ordering {
    let by = |f: &Finding| f.location.start.map(|start| (start.line, start.column));
    (a.location.path.as_str(), by(a), a.rule.id, a.address.as_str())
        .cmp(&(b.location.path.as_str(), by(b), b.rule.id, b.address.as_str()))
        .then_with(|| a.verdict.cmp(&b.verdict))
        .then_with(|| b.severity.cmp(&a.severity))
        .then_with(|| a.message.cmp(&b.message))
        .then_with(|| a.location.cmp(&b.location))
        .then_with(|| member_order(a, b))
}

fn join(members: Vec<Finding>) -> Option<Finding> {
    let mut instances: BTreeSet<(String, String)> = BTreeSet::new();
    let mut environments: BTreeSet<String> = BTreeSet::new();
    let mut causes = Vec::new();
    // A member that is a group already may count instances that it does not name.
    let mut unnamed = 0;
    for member in &members {
        unnamed += member.count.saturating_sub(member.instances.len().max(1));
        environments.extend(member.environments.iter().cloned());
        for cause in &member.causes {
            if !causes.contains(cause) {
                causes.push(cause.clone());
            }
        }
        let named = member.instances.iter().chain([&member.address]).filter(|a| !a.is_empty());
        instances.extend(named.map(|address| (address.clone(), member.root.clone())));
    }
    // A group is as new as its newest member.
    let introduced = members.iter().filter_map(|member| member.introduced).reduce(|a, b| a || b);
    let single = members.len() == 1;
    let mut first = members.into_iter().next()?;
    first.count =
        if single { first.count.max(instances.len()).max(1) } else { instances.len().max(1) + unnamed };
    let mut names: Vec<String> = instances.into_iter().map(|(address, _)| address).collect();
    names.dedup();
    names.truncate(MAX_INSTANCES);
    first.instances = names;
    first.environments = environments.into_iter().collect();
    first.causes = causes;
    first.introduced = introduced;
    Some(first)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::rule_info::{Level, RuleInfo, Scope};
    use crate::source::Position;

    static RULE: RuleInfo = RuleInfo {
        id: "job-has-owner",
        area: "jobs",
        severity: Severity::Error,
        summary: "A job has an owner.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
        page: "# job-has-owner\n",
    };

    pub(crate) fn finding(path: &str, line: u32, address: &str) -> Finding {
        Finding {
            rule: &RULE,
            severity: Severity::Error,
            verdict: Verdict::Violated,
            message: format!("`{address}` has no owner"),
            template: String::new(),
            help: "add one".to_owned(),
            label: String::new(),
            root: "live".to_owned(),
            environments: Vec::new(),
            address: address.to_owned(),
            attribute: String::new(),
            count: 1,
            instances: Vec::new(),
            location: Location {
                path: path.to_owned(),
                start: Some(Position { line, column: 1 }),
                ..Location::default()
            },
            related: Vec::new(),
            causes: Vec::new(),
            fingerprint: format!("{line:016x}"),
            fixes: Vec::new(),
            introduced: None,
        }
    }

    fn shape(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(|f| format!("{f:?}")).collect()
    }

    #[test]
    fn instances_and_environments_of_one_line_are_one_finding() {
        let mut many = Vec::new();
        for env in ["prod", "dev", "test"] {
            for i in (0..40).rev() {
                let mut one = finding("m/main.tf", 7, &format!("module.m[{i}].databricks_job.a[\"k{i}]`\"]"));
                one.environments = vec![env.to_owned()];
                many.push(one);
            }
        }
        assert_eq!(instances_affected(&many), 40);
        let got = group(many.clone());
        assert_eq!(got.len(), 1);
        let one = &got[0];
        assert_eq!((one.count, one.instances.len()), (40, MAX_INSTANCES));
        assert_eq!(one.environments, ["dev", "prod", "test"]);
        assert!(one.instances.is_sorted() && one.instances[0] == one.address);
        assert_eq!(one.address, "module.m[0].databricks_job.a[\"k0]`\"]");
        // Neither the order of the input nor a second grouping changes anything.
        many.reverse();
        assert_eq!(shape(&group(many)), shape(&got));
        assert_eq!(shape(&group(got.clone())), shape(&got));
    }

    #[test]
    fn what_differs_in_more_than_the_instance_stays_apart() {
        let base = || finding("a.tf", 1, "x.y[0]");
        let others = [
            finding("b.tf", 1, "x.y[1]"),
            finding("a.tf", 2, "x.y[1]"),
            Finding { severity: Severity::Info, ..finding("a.tf", 1, "x.y[1]") },
            Finding { verdict: Verdict::Undecided, ..finding("a.tf", 1, "x.y[1]") },
            Finding { message: "`x.y[1]` has two owners".to_owned(), ..finding("a.tf", 1, "x.y[1]") },
            Finding { template: "own".to_owned(), ..finding("a.tf", 1, "x.y[1]") },
        ];
        for other in others {
            assert_eq!(group(vec![base(), other.clone()]).len(), 2, "{other:?}");
        }
        let mut pointer = finding("plan.json", 1, "x.y[1]");
        pointer.location =
            Location { path: "plan.json".into(), pointer: Some("/a/1".into()), ..Location::default() };
        let mut other = pointer.clone();
        other.location.pointer = Some("/a/2".to_owned());
        let mut second = pointer.clone();
        second.location.plan = std::num::NonZeroU32::new(2);
        assert_eq!(group(vec![pointer.clone(), second]).len(), 2, "another plan of the file");
        assert_eq!(group(vec![pointer, other]).len(), 2);
    }

    #[test]
    fn a_rule_can_name_its_own_template() {
        let with = |name: &str| Finding {
            message: format!("job {name} has no owner"),
            template: "job has no owner".to_owned(),
            ..finding("a.tf", 1, &format!("x.y[\"{name}\"]"))
        };
        assert_eq!(group(vec![with("b"), with("a")])[0].message, "job a has no owner");
    }

    #[test]
    fn groups_of_groups_keep_the_instances_they_do_not_name() {
        let big = group((0..50).map(|i| finding("a.tf", 1, &format!("x.y[{i}]"))).collect());
        let one = finding("a.tf", 1, "x.z[0]");
        let mut same = one.clone();
        same.message = big[0].message.clone();
        let mut all = big;
        all.push(same);
        assert_eq!(group(all)[0].count, 51);
    }

    #[test]
    fn order_is_path_line_column_rule_address() {
        let got = group(vec![
            finding("b.tf", 1, "x.a"),
            finding("a.tf", 10, "x.b"),
            finding("a.tf", 9, "x.c"),
            Finding { message: "other".into(), ..finding("a.tf", 9, "x.b") },
        ]);
        let order: Vec<_> = got.iter().map(|f| f.address.as_str()).collect();
        assert_eq!(order, ["x.b", "x.c", "x.b", "x.a"]);
    }

    #[test]
    fn templates_lose_keys_and_keep_values() {
        let table = [
            ("`a.b[0].c[\"x\"]` is open", "`a.b.c` is open"),
            ("`m[\"a]`b\\\"]\"].x` is open", "`m.x` is open"),
            ("`a.b[0]` grants `[\"SELECT\"]`", "`a.b` grants `[\"SELECT\"]`"),
            ("a[0] outside code", "a[0] outside code"),
            ("`a[0", "`a"),
            ("`a[\"", "`a"),
            ("`a[0` and [x]", "`a` and [x]"),
            ("", ""),
        ];
        for (message, template) in table {
            assert_eq!(message_template(message), template);
        }
    }
}
