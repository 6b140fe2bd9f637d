//! Many findings of one line are one finding.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::BuildHasher;
use std::num::NonZeroU32;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::Sorting;
use crate::address::without_keys;
use crate::cause::Cause;
use crate::finding::{Finding, Severity, Verdict};
use crate::source::Position;

/// How many instances of a group are named.
pub const MAX_INSTANCES: usize = 20;

/// Joins findings with the same rule, verdict, severity, primary location and message template, and sorts
/// the result by path, line, column, rule and address. See [`Groups`].
pub fn group(findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups = Groups::default();
    for finding in findings {
        groups.add(finding);
    }
    groups.finish()
}

/// Which group a finding belongs to, and whose it is there.
#[derive(Clone, Debug)]
pub struct GroupKey {
    common: Common,
    /// Hash of the instance.
    instance: u32,
    /// Hashes of the attribute and of what is said.
    attribute: u32,
    message: u32,
}

/// What the findings of one group have in common. In a plan alone nothing stands on a line; there it is the
/// definition and the attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Common {
    path: String,
    plan: Option<NonZeroU32>,
    at: At,
    rule: &'static str,
    verdict: Verdict,
    severity: Severity,
    template: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum At {
    Span(Option<Position>, Option<Position>),
    Pointer(String),
    /// Of a resource in a plan alone: its address without instance keys, and the attribute.
    Definition(String, String),
    /// Without a place (a rule about a whole root) the root and the instance itself.
    Instance(String, String),
}

impl GroupKey {
    /// The key of the group that a finding belongs to.
    pub fn of(finding: &Finding) -> Self {
        let location = &finding.location;
        let at = match &location.pointer {
            Some(_) if !finding.definition.is_empty() => {
                At::Definition(finding.definition.clone(), finding.attribute.clone())
            }
            Some(pointer) => At::Pointer(pointer.clone()),
            None if location.path.is_empty() => At::Instance(finding.root.clone(), finding.address.clone()),
            None => At::Span(location.start, location.end),
        };
        let common = Common {
            path: location.path.clone(),
            plan: location.plan,
            at,
            rule: finding.rule.id,
            verdict: finding.verdict,
            severity: finding.severity,
            template: template_of(finding).into_owned(),
        };
        let instance = FxBuildHasher.hash_one((&finding.root, &finding.environments, &finding.address));
        let hash = |text: &str| FxBuildHasher.hash_one(text) as u32;
        let (attribute, message) = (hash(&finding.attribute), hash(&finding.message));
        Self { common, instance: instance as u32, attribute, message }
    }
}

/// Numbers the groups in the order in which they are met, with what is kept of each. What the iterations of a `dynamic`
/// block make in one instance stands on one line and is not one thing where other words are said of each: the first of
/// each instance are a group, the second ones another. The findings of an instance have to come one after the other.
#[derive(Debug)]
pub struct GroupNumbers<T> {
    met: FxHashMap<Common, Met>,
    /// The group of the iterations after the first, by the group of those.
    more: FxHashMap<(u32, u32), u32>,
    /// What is kept, by number.
    pub all: Vec<T>,
}

impl<T> Default for GroupNumbers<T> {
    fn default() -> Self {
        Self { met: FxHashMap::default(), more: FxHashMap::default(), all: Vec::new() }
    }
}

/// A group, and what was put into it or into one of its iterations last.
#[derive(Debug)]
struct Met {
    group: u32,
    last: u32,
    instance: u32,
    attribute: u32,
    message: u32,
    iteration: u32,
}

impl<T> GroupNumbers<T> {
    /// The number of the group of a finding; of a new one that of what is put into `all` next.
    pub fn number(&mut self, key: &GroupKey) -> u32 {
        let next = self.all.len() as u32;
        let GroupKey { instance, attribute, message, .. } = *key;
        let Some(met) = self.met.get_mut(&key.common) else {
            let met = Met { group: next, last: next, instance, attribute, message, iteration: 0 };
            self.met.insert(key.common.clone(), met);
            return next;
        };
        if met.instance != instance {
            *met = Met { last: met.group, instance, attribute, message, iteration: 0, ..*met };
        } else if met.attribute != attribute && met.message != message {
            (met.attribute, met.message) = (attribute, message);
            met.iteration += 1;
            met.last = *self.more.entry((met.group, met.iteration)).or_insert(next);
        }
        met.last
    }
}

/// Groups that grow while findings are made, so that many of one kind take no more room than one.
///
/// The finding whose address is first in byte order speaks for its group: message, related places, fixes
/// and fingerprint are its own. Environments, roots and causes are united, `count` is the number of distinct
/// instances (root and address) and `instances` names the first [`MAX_INSTANCES`] in byte order. Grouping a
/// grouped list changes nothing where blocks do not repeat, and the order of the instances does not matter.
#[derive(Debug, Default)]
pub struct Groups {
    /// Boxes, because they are large and would move whenever the list grows.
    numbered: GroupNumbers<Box<Group>>,
    instances: Instances,
    /// With at least one violation.
    affected: Instances,
}

#[derive(Debug)]
struct Group {
    /// The one that speaks for it.
    first: Finding,
    /// What all of them say; none as long as there is one.
    joined: Option<Box<Joined>>,
}

impl Groups {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.add_to(&GroupKey::of(&finding), finding);
    }

    /// Adds a finding whose key is known.
    pub fn add_to(&mut self, key: &GroupKey, mut finding: Finding) {
        if finding.verdict == Verdict::Violated {
            self.affected.affect(&finding);
        }
        let number = self.numbered.number(key) as usize;
        let instances = &mut self.instances;
        let Some(group) = self.numbered.all.get_mut(number) else {
            // The key has it.
            finding.template = String::new();
            self.numbered.all.push(Box::new(Group { first: finding, joined: None }));
            return;
        };
        let joined = group.joined.get_or_insert_with(|| Box::new(Joined::of(&group.first, instances)));
        joined.add(&finding, instances);
        if member_order(&finding, &group.first) == Ordering::Less {
            finding.template = String::new();
            group.first = finding;
        }
    }

    /// The number of distinct instances with at least one violation; an instance in two environments is two.
    pub fn instances_affected(&self) -> usize {
        self.affected.count as usize
    }

    /// The groups, each as one finding, sorted.
    pub fn finish(self) -> Vec<Finding> {
        let Self { numbered: GroupNumbers { met, more, all: mut groups }, mut instances, .. } = self;
        let mut give = |at: u32, template: String| {
            if let Some(group) = groups.get_mut(at as usize) {
                group.first.template = template;
            }
        };
        #[expect(clippy::iter_over_hash_type, reason = "each knows its group")]
        for (common, met) in met {
            for iteration in 1.. {
                let Some(at) = more.get(&(met.group, iteration)) else { break };
                give(*at, common.template.clone());
            }
            give(met.group, common.template);
        }
        for group in &mut groups {
            let Group { first, joined } = &mut **group;
            let joined = joined.take().map_or_else(|| Joined::of(first, &mut instances), |joined| *joined);
            joined.finish(first);
        }
        groups.put_in_order_by(|a, b| report_order(&a.first, &b.first));
        groups.into_iter().map(|group| group.first).collect()
    }
}

/// Numbers of instances.
#[derive(Debug, Default)]
struct Instances {
    /// By root and address.
    numbers: FxHashMap<String, FxHashMap<Box<str>, u32>>,
    /// How many there are.
    count: u32,
}

impl Instances {
    fn number(&mut self, root: &str, address: &str) -> u32 {
        if !self.numbers.contains_key(root) {
            self.numbers.insert(root.to_owned(), FxHashMap::default());
        }
        let Some(numbers) = self.numbers.get_mut(root) else { return 0 };
        if let Some(number) = numbers.get(address) {
            return *number;
        }
        let number = self.count;
        self.count += 1;
        numbers.insert(address.into(), number);
        number
    }

    /// Takes in those of a finding. An instance of each environment is one by itself, as a run counts them.
    fn affect(&mut self, finding: &Finding) {
        let environments = &finding.environments;
        let stacks: Vec<Cow<'_, str>> = match environments.as_slice() {
            [] => vec![Cow::Borrowed(&finding.root)],
            all => all.iter().map(|one| Cow::Owned([&finding.root, "\n", one].concat())).collect(),
        };
        for address in named(finding) {
            for stack in &stacks {
                self.number(stack, address);
            }
        }
    }
}

/// The addresses that a finding names.
fn named(finding: &Finding) -> impl Iterator<Item = &str> {
    let address = Some(&finding.address).filter(|address| finding.instances.first() != Some(address));
    finding.instances.iter().chain(address).map(String::as_str).filter(|address| !address.is_empty())
}

/// What the members of a group say together.
#[derive(Debug, Default)]
struct Joined {
    members: usize,
    /// How many a single member counts.
    count: usize,
    /// Numbers of instances; one can be there more than once.
    instances: Vec<u32>,
    /// How many instances members that are groups already count and do not name.
    unnamed: usize,
    /// The first addresses, sorted.
    names: Vec<String>,
    /// Sorted.
    environments: Vec<String>,
    /// Sorted.
    roots: Vec<String>,
    /// Each with where it comes first.
    causes: FxHashMap<Cause, Rank>,
    introduced: Option<bool>,
}

/// Address, root and environments of a member, and the position in it.
type Rank = (String, String, Vec<String>, usize);

impl Joined {
    fn of(first: &Finding, instances: &mut Instances) -> Self {
        let mut joined = Self::default();
        joined.add(first, instances);
        joined
    }

    fn add(&mut self, member: &Finding, instances: &mut Instances) {
        self.members += 1;
        self.count = member.count;
        self.unnamed += member.count.saturating_sub(member.instances.len().max(1));
        for environment in &member.environments {
            insert(&mut self.environments, environment);
        }
        for root in member.roots.iter().chain([&member.root]) {
            insert(&mut self.roots, root);
        }
        for (at, cause) in member.causes.iter().enumerate() {
            let rank = (&member.address, &member.root, &member.environments, at);
            let known = self.causes.get(cause);
            if known.is_none_or(|(address, root, environments, at)| rank < (address, root, environments, *at))
            {
                let rank = (member.address.clone(), member.root.clone(), member.environments.clone(), at);
                self.causes.insert(cause.clone(), rank);
            }
        }
        for address in named(member) {
            let number = instances.number(&member.root, address);
            if self.instances.last() != Some(&number) {
                self.instances.push(number);
            }
            self.name(address);
        }
        // A group is as new as its newest member.
        self.introduced = self.introduced.max(member.introduced);
    }

    fn name(&mut self, address: &str) {
        let is_full = self.names.len() >= MAX_INSTANCES;
        if is_full && self.names.last().is_some_and(|last| **last <= *address) {
            return;
        }
        if let Err(at) = self.names.binary_search_by(|name| (**name).cmp(address)) {
            self.names.truncate(MAX_INSTANCES - 1);
            self.names.insert(at, address.to_owned());
        }
    }

    fn finish(mut self, first: &mut Finding) {
        self.instances.put_in_order();
        self.instances.dedup();
        let instances = self.instances.len().max(1);
        first.count = if self.members == 1 { self.count.max(instances) } else { instances + self.unnamed };
        first.instances = self.names;
        first.environments = self.environments;
        first.roots = if self.roots.len() > 1 { self.roots } else { Vec::new() };
        if first.verdict == Verdict::Undecided {
            first.numbers = self.instances;
        }
        let mut causes: Vec<(Cause, Rank)> = self.causes.into_iter().collect();
        causes.put_in_order_by(|(a, at), (b, bt)| at.cmp(bt).then_with(|| a.cmp(b)));
        first.causes = causes.into_iter().map(|(cause, _)| cause).collect();
        first.introduced = self.introduced;
    }
}

fn insert(sorted: &mut Vec<String>, text: &String) {
    if let Err(at) = sorted.binary_search(text) {
        sorted.insert(at, text.clone());
    }
}

/// The message without the instance keys of the names in its code spans: what `` `a.b["x"].c` is open ``
/// and `` `a.b["y"].c` is open `` have in common. A bracket that does not follow a name (`["SELECT"]`) is a
/// value and stays.
pub fn message_template(message: &str) -> Cow<'_, str> {
    if message.contains('`') { without_keys(message, false) } else { Cow::Borrowed(message) }
}

fn template_of(finding: &Finding) -> Cow<'_, str> {
    if finding.template.is_empty() {
        message_template(&finding.message)
    } else {
        Cow::Borrowed(&finding.template)
    }
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::finding::Location;
    use crate::rule_info::{Level, RuleInfo, Scope};

    static RULE: RuleInfo = RuleInfo {
        id: "job-has-owner",
        area: "jobs",
        severity: Severity::Error,
        summary: "A job has an owner.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
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
            roots: Vec::new(),
            environments: Vec::new(),
            address: address.to_owned(),
            attribute: String::new(),
            count: 1,
            instances: Vec::new(),
            numbers: Vec::new(),
            module: None,
            definition: String::new(),
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
        let mut groups = Groups::default();
        for one in &many {
            groups.add(one.clone());
        }
        assert_eq!(groups.instances_affected(), 120, "each environment has its own");
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
    fn iterations_of_one_instance_stay_apart() {
        let of = |key: usize, at: usize| Finding {
            attribute: format!("task[{at}].key"),
            message: format!("task {key}{at}"),
            template: "a task".to_owned(),
            ..finding("a.tf", 1, &format!("x.y[{key}]"))
        };
        // What is said twice, or of one attribute, is one, and instances share what they can, whatever stands before it.
        let again = Finding { message: "task 10".to_owned(), ..of(1, 1) };
        let other = Finding { message: "a clash".to_owned(), ..of(1, 2) };
        let all = vec![of(1, 0), again, of(1, 2), other, of(2, 3), of(3, 1), of(3, 2), of(3, 4)];
        let got = group(all);
        let said: Vec<_> = got.iter().map(|one| (one.message.as_str(), one.count)).collect();
        assert_eq!(said, [("a clash", 2), ("task 10", 3), ("task 34", 1)]);
        assert!(got.iter().all(|one| one.template == "a task"), "{got:?}");
        let environments = ["dev", "prod"].map(|name| Finding {
            environments: vec![name.to_owned()],
            ..of(1, usize::from(name == "prod"))
        });
        assert_eq!(group(environments.to_vec()).len(), 1, "an instance of each");
    }

    /// A finding on `x.y[key]` of a plan alone.
    fn planned(key: usize, attribute: &str) -> Finding {
        let pointer = Some(format!("/resource_changes/{key}/change/after/{attribute}"));
        Finding {
            location: Location { path: "plan.json".into(), pointer, ..Location::default() },
            definition: "x.y".to_owned(),
            attribute: attribute.to_owned(),
            ..finding("", 1, &format!("x.y[{key}]"))
        }
    }

    #[test]
    fn instances_of_a_definition_in_a_plan_alone_are_one_finding() {
        let many: Vec<Finding> =
            (0..30).rev().flat_map(|key| [planned(key, "a"), planned(key, "b")]).collect();
        let got = group(many);
        let pointers: Vec<_> = got.iter().map(|one| (one.count, one.location.pointer.as_deref())).collect();
        let first = ["/resource_changes/0/change/after/a", "/resource_changes/0/change/after/b"];
        assert_eq!(pointers, first.map(|pointer| (30, Some(pointer))));
        assert_eq!(shape(&group(got.clone())), shape(&got));
        let base = || planned(1, "a");
        let mut elsewhere = planned(2, "a");
        elsewhere.location.path = "other.json".to_owned();
        let mut second = planned(2, "a");
        second.location.plan = NonZeroU32::new(2);
        let others = [
            elsewhere,
            second,
            Finding { definition: "module.a.x.y".to_owned(), ..planned(2, "a") },
            Finding { message: "`x.y[2]` has two owners".to_owned(), ..planned(2, "a") },
            Finding { verdict: Verdict::Undecided, ..planned(2, "a") },
            Finding { severity: Severity::Info, ..planned(2, "a") },
        ];
        for other in others {
            assert_eq!(group(vec![base(), other.clone()]).len(), 2, "{other:?}");
        }
    }

    #[test]
    fn causes_are_united_in_the_order_of_the_instances() {
        let cause = |name: &str| Cause::new(crate::cause::CauseKind::Variable, name, "it has no value");
        let with = |key: usize, causes: &[&str]| Finding {
            causes: causes.iter().map(|name| cause(name)).collect(),
            introduced: (key > 1).then_some(key == 2),
            ..finding("a.tf", 1, &format!("x.y[{key}]"))
        };
        let got = group(vec![with(3, &["c", "a"]), with(2, &["b", "c"]), with(1, &["z", "b", "z"])]);
        let subjects: Vec<&str> = got[0].causes.iter().map(|cause| &*cause.subject).collect();
        assert_eq!(subjects, ["z", "b", "c", "a"]);
        assert_eq!(got[0].introduced, Some(true));
        assert_eq!(group(vec![with(3, &[]), with(1, &[])])[0].introduced, Some(false));
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
            ("`a[\"ä`\\ü]\"][1].b` ü[1]", "`a.b` ü[1]"),
            ("`ä[0]` [1] `[2]`", "`ä` [1] `[2]`"),
            ("", ""),
        ];
        for (message, template) in table {
            assert_eq!(message_template(message), template);
        }
    }
}
