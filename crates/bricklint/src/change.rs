//! What the plans of a run change: which findings they bring, and which are on what they touch.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::Arc;

use bricklint_findings::finding::{ChangeSummary, Finding, Verdict};
use bricklint_findings::{GroupKey, GroupNumbers};
use bricklint_model::before::{self, State};
use bricklint_model::estate::Estate;
use bricklint_model::graph::{Graph, NodeId};
use bricklint_model::instance::{Action, Change, Instance, Mode};
use bricklint_model::place::{Owner, Place};
use bricklint_model::stack::StackKind;
use bricklint_model::view::without_keys;
use bricklint_rules::engine::{Check, Of};
use bricklint_rules::{Outcome, RULES};
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::session::graph;

/// What was before the plans of a run, and what is afterwards as far as it has been told.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// Made of the values before, for who asks what was joined to what; none where nothing was, or nothing changes.
    pub(crate) before: Option<Estate>,
    /// Whether what was before has been judged.
    judged: bool,
    /// What is violated before (see [`of_instance`]); `None` where that is what is violated afterwards.
    known: Option<FxHashSet<u128>>,
    /// What is violated before.
    past: Vec<Past>,
    /// How many violations of a stack and fingerprint are on objects that go, and nothing took over.
    gone: FxHashMap<(u32, u128), u32>,
    /// What was undecided before, where that is asked for.
    doubted: Option<FxHashSet<u128>>,
    /// What is violated afterwards.
    violated: FxHashSet<u128>,
    /// What is undecided afterwards: rule, stack and address.
    open: FxHashSet<(&'static str, u32, Arc<str>)>,
}

/// A violation before.
#[derive(Debug)]
struct Past {
    rule: &'static str,
    stack: u32,
    address: Option<Arc<str>>,
    fingerprint: u128,
    /// See [`afterwards`].
    afterwards: [Option<u128>; 2],
    /// Number of the group it is in.
    group: u32,
}

/// Takes outcomes as they are made, with what they are about.
pub(crate) type Sink<'s> = dyn FnMut(Vec<Outcome>, &Estate) + 's;

impl Comparison {
    /// Runs `check` over the state before, once for the run, and once more over what the last apply left where
    /// something was changed outside Terraform since, and keeps it on request. `None` without a plan, and where one of
    /// the plans does not say everything.
    pub(crate) fn new(
        estate: &Estate,
        keep: bool,
        mut check: impl FnMut(&mut Estate, &mut Sink<'_>),
    ) -> Option<Self> {
        let stacks = || estate.graphs.iter().map(|graph| &graph.stack);
        if !stacks().any(|stack| stack.kind != StackKind::Source) {
            return None;
        }
        if stacks().any(|stack| {
            stack.kind != StackKind::Source && (stack.incomplete.is_some() || !stack.open.is_empty())
        }) {
            return None;
        }
        let mut out = Self {
            before: None,
            judged: false,
            known: None,
            past: Vec::new(),
            gone: FxHashMap::default(),
            doubted: None,
            violated: FxHashSet::default(),
            open: FxHashSet::default(),
        };
        if !stacks().any(before::changes) {
            return Some(out);
        }
        let mut known = FxHashSet::default();
        let is_old = |change: &Change| (change.existed() || change.drift.is_some()) && !change.importing;
        let is_there = |instance: &Instance| match instance.change.as_deref() {
            Some(change) => is_old(change),
            // What a plan of a part leaves out is as it was.
            None => instance.mode == Mode::Managed,
        };
        let existed =
            stacks().any(|stack| stack.kind == StackKind::Source || stack.instances.iter().any(is_there));
        if existed {
            let earlier = |state: State| {
                let stacks: Option<Vec<_>> = stacks().map(|stack| before::before(stack, state)).collect();
                let graphs = stacks?.into_par_iter().map(graph).collect();
                let mut earlier = Estate::new(graphs, estate.complete, estate.sources.clone());
                earlier.given.clone_from(&estate.given);
                Some(earlier)
            };
            let is_violated = |outcome: &Outcome| outcome.verdict == Verdict::Violated;
            let mut before = earlier(State::Refreshed)?;
            let mut groups: GroupNumbers<()> = GroupNumbers::default();
            out.doubted = keep.then(FxHashSet::default);
            check(&mut before, &mut |outcomes, before| {
                if let Some(doubted) = &mut out.doubted {
                    let open = outcomes.par_iter().filter(|outcome| outcome.verdict == Verdict::Undecided);
                    let ids = open.flat_map_iter(|outcome| ids(outcome, before, estate));
                    doubted.extend(ids.collect::<Vec<_>>());
                }
                let violated = outcomes.into_par_iter().filter(is_violated);
                let found: Vec<(Past, Option<GroupKey>)> =
                    violated.map(|outcome| past(outcome, before, estate)).collect();
                for (mut past, key) in found {
                    known.extend(past.ids());
                    // That something was changed by hand is over with every change.
                    let Some(key) = key else { continue };
                    past.group = groups.number(&key);
                    if past.group as usize == groups.all.len() {
                        groups.all.push(());
                    }
                    if past.is_removed(estate) {
                        *out.gone.entry((past.stack, past.fingerprint)).or_default() += 1;
                    }
                    out.past.push(past);
                }
            });
            // What a change takes back to what was applied, it does not bring.
            if stacks().any(before::drifts) {
                let mut applied = earlier(State::Applied)?;
                check(&mut applied, &mut |outcomes, applied| {
                    let violated = outcomes.par_iter().filter(|outcome| is_violated(outcome));
                    let ids = violated.flat_map_iter(|outcome| ids(outcome, applied, estate));
                    known.extend(ids.collect::<Vec<_>>());
                });
            }
            out.judged = true;
            out.before = keep.then_some(before);
        }
        out.known = Some(known);
        Some(out)
    }

    /// Whether the plans bring it; `None` for what is not violated, and for what is said of module definitions.
    pub(crate) fn introduces(&self, outcome: &Outcome, fingerprint: u128, estate: &Estate) -> Option<bool> {
        if outcome.verdict != Verdict::Violated || matches!(outcome.place.owner, Owner::Definition { .. }) {
            return None;
        }
        if self.says_the_same(outcome, estate) {
            return Some(false);
        }
        let id = of_instance(fingerprint, outcome.place.stack, address(estate, &outcome.place));
        Some(self.known.as_ref().is_some_and(|known| !known.contains(&id)))
    }

    /// Whether it was not asked before, because it says the same there.
    fn says_the_same(&self, outcome: &Outcome, estate: &Estate) -> bool {
        let kept = || {
            let Owner::Instance(at) = outcome.place.owner else { return false };
            let graph = estate.graphs.get(outcome.place.stack as usize);
            graph.is_some_and(|graph| graph.near_is(NodeId(at), before::keeps))
        };
        self.judged && looks_near(outcome.rule.id) && kept()
    }

    /// Whether it cannot be told any more, and could before.
    pub(crate) fn opens(&self, outcome: &Outcome, fingerprint: u128, estate: &Estate) -> bool {
        let id = || of_instance(fingerprint, outcome.place.stack, address(estate, &outcome.place));
        outcome.verdict == Verdict::Undecided
            && self.doubted.as_ref().is_some_and(|doubted| !doubted.contains(&id()))
            && !self.says_the_same(outcome, estate)
    }

    /// Notes what is found afterwards. What an object has in place of one that goes was there before: an element of a
    /// `count` that moves up, or a block with another label.
    pub(crate) fn note(&mut self, found: &mut Found) {
        if self.past.is_empty() {
            return;
        }
        match (found.finding.verdict, &found.address) {
            (Verdict::Violated, address) => {
                self.violated.insert(of_instance(found.fingerprint, found.stack, address.as_ref()));
                if found.finding.introduced == Some(true)
                    && take(&mut self.gone, found.stack, found.fingerprint)
                {
                    found.finding.introduced = Some(false);
                }
            }
            // What cannot be told any more is not repaired.
            (Verdict::Undecided, Some(address)) => {
                self.open.insert((found.finding.rule.id, found.stack, address.clone()));
            }
            (Verdict::Undecided, None) => {}
        }
    }

    /// The counts over all groups of the run, once everything is noted.
    pub(crate) fn summary(
        mut self,
        groups: impl Iterator<Item = (&'static str, Option<bool>)>,
        estate: &Estate,
    ) -> ChangeSummary {
        let (mut fixed, mut removed) = (FxHashSet::default(), FxHashSet::default());
        for past in &self.past {
            let is_open = |address: &Arc<str>| self.open.contains(&(past.rule, past.stack, address.clone()));
            let is_violated = past.ids().any(|id| self.violated.contains(&id));
            if is_violated || past.address.as_ref().is_some_and(is_open) {
                continue;
            }
            if !past.is_removed(estate) {
                fixed.insert(past.group);
            } else if take(&mut self.gone, past.stack, past.fingerprint) {
                removed.insert(past.group);
            }
        }
        let mut out =
            ChangeSummary { fixed: fixed.len(), removed: removed.len(), ..ChangeSummary::default() };
        for (rule, introduced) in groups {
            match introduced {
                None => {}
                Some(true) => out.introduced += 1,
                Some(false) if is_about_changes(rule) => out.drifted += 1,
                Some(false) => out.left += 1,
            }
        }
        out
    }
}

impl Past {
    fn ids(&self) -> impl Iterator<Item = u128> {
        let all = std::iter::once(self.fingerprint).chain(self.afterwards.into_iter().flatten());
        all.map(|fingerprint| of_instance(fingerprint, self.stack, self.address.as_ref()))
    }

    /// Whether the object is gone after the plans.
    fn is_removed(&self, estate: &Estate) -> bool {
        let instance = self.address.as_deref().and_then(|address| instance(estate, self.stack, address));
        instance.and_then(|instance| instance.change.as_deref()).is_some_and(Change::is_removal)
    }
}

/// Takes one of what goes with a stack and fingerprint; whether there was one.
fn take(gone: &mut FxHashMap<(u32, u128), u32>, stack: u32, fingerprint: u128) -> bool {
    let left = gone.get_mut(&(stack, fingerprint)).filter(|left| **left > 0);
    left.map(|left| *left -= 1).is_some()
}

/// What is the same before and after of a violation of one instance. Instances of one definition share a fingerprint.
fn of_instance(fingerprint: u128, stack: u32, address: Option<&Arc<str>>) -> u128 {
    let hash = FxBuildHasher.hash_one((stack, address));
    fingerprint ^ u128::from(hash) << 32
}

/// What a violation before is known by.
fn ids(outcome: &Outcome, before: &Estate, after: &Estate) -> impl Iterator<Item = u128> {
    let later = afterwards(outcome, before, after).into_iter().flatten();
    let all = std::iter::once(outcome.fingerprint(before)).chain(later);
    all.map(|fingerprint| of_instance(fingerprint, outcome.place.stack, address(before, &outcome.place)))
}

/// The fingerprints that a violation before can have afterwards: where the plan gives the object another name, and where it
/// is moved to another key and the old one is a word of what is wrong. What is put together with the key has another text
/// then, and is the same.
fn afterwards(outcome: &Outcome, before: &Estate, after: &Estate) -> [Option<u128>; 2] {
    let stack = outcome.place.stack;
    let changed = address(before, &outcome.place).and_then(|address| instance(after, stack, address));
    let Some((changed, change)) = changed.and_then(|one| Some((one, one.change.as_deref()?))) else {
        return [None; 2];
    };
    // What comes in place of what is destroyed is another object.
    let named = (change.action() == Action::Update).then_some(changed);
    let stripped = change.previous_address.as_deref().map(|earlier| without_keys(&outcome.value, earlier));
    let moved = match stripped {
        Some(Cow::Owned(value)) => Some(Outcome { value, ..outcome.clone() }),
        _ => None,
    };
    [
        named.map(|_| outcome.fingerprint_as(before, named)),
        moved.map(|outcome| outcome.fingerprint_as(before, named)),
    ]
}

fn instance<'e>(estate: &'e Estate, stack: u32, address: &str) -> Option<&'e Instance> {
    let graph = estate.graphs.get(stack as usize)?;
    graph.instance(graph.instance_at(address)?)
}

/// What is violated before, and the key of its group; none for what judges changes.
fn past(outcome: Outcome, before: &Estate, after: &Estate) -> (Past, Option<GroupKey>) {
    let (fingerprint, afterwards) = (outcome.fingerprint(before), afterwards(&outcome, before, after));
    let (rule, stack, address) =
        (outcome.rule.id, outcome.place.stack, address(before, &outcome.place).cloned());
    let key = (!is_about_changes(rule)).then(|| GroupKey::of(&outcome.with_fingerprint(fingerprint, before)));
    (Past { rule, stack, address, fingerprint, afterwards, group: 0 }, key)
}

/// What was found of one instance, before it is grouped.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) finding: Finding,
    /// Whether it is reported.
    pub(crate) reported: bool,
    pub(crate) fingerprint: u128,
    pub(crate) stack: u32,
    pub(crate) address: Option<Arc<str>>,
}

impl Found {
    /// The finding of an outcome, and what tells it from others.
    pub(crate) fn new(outcome: Outcome, fingerprint: u128, estate: &Estate) -> Self {
        let (stack, address) = (outcome.place.stack, address(estate, &outcome.place).cloned());
        let finding = outcome.with_fingerprint(fingerprint, estate);
        Self { finding, reported: true, fingerprint, stack, address }
    }
}

/// Groups that are counted and not kept: rule, verdict and whether the plans bring any of them.
#[derive(Debug, Default)]
pub(crate) struct Tally(GroupNumbers<(&'static str, Verdict, Option<bool>)>);

impl Tally {
    /// Adds a finding of a group.
    pub(crate) fn add(&mut self, key: &GroupKey, finding: &Finding) {
        let number = self.0.number(key) as usize;
        match self.0.all.get_mut(number) {
            Some((.., introduced)) => *introduced = (*introduced).max(finding.introduced),
            None => self.0.all.push((finding.rule.id, finding.verdict, finding.introduced)),
        }
    }

    /// Rule of each group and whether the plans bring any of it.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&'static str, Option<bool>)> {
        self.0.all.iter().map(|(rule, _, introduced)| (*rule, *introduced))
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.0.all.len()
    }

    /// How many groups are violated.
    pub(crate) fn violated(&self) -> usize {
        self.0.all.iter().filter(|(_, verdict, _)| *verdict == Verdict::Violated).count()
    }
}

/// Whether a rule judges changes: before a plan there are none but those that were made outside Terraform.
fn is_about_changes(id: &str) -> bool {
    check_of(id).is_some_and(|check| matches!(check.of, Of::Changes(_)))
}

/// Whether a rule looks at nothing but the object that it judges and what that refers to.
fn looks_near(id: &str) -> bool {
    check_of(id).is_some_and(|check| check.near)
}

fn check_of(id: &str) -> Option<&'static Check> {
    RULES.iter().find(|rule| rule.info.id == id).map(|rule| &rule.check)
}

fn address<'e>(estate: &'e Estate, place: &Place) -> Option<&'e Arc<str>> {
    let Owner::Instance(at) = place.owner else { return None };
    estate.stack(place.stack)?.instances.get(at as usize).map(|instance| &instance.address)
}

/// What plans change, what was changed outside Terraform before them, and what is joined to it by an edge.
#[derive(Debug)]
pub(crate) struct Reach {
    /// By stack; empty for a directory.
    owners: Vec<FxHashSet<Owner>>,
    /// Directories of modules with any of it.
    directories: FxHashSet<Arc<str>>,
}

impl Reach {
    /// The reach of all plans of a run. What is removed has its edges in the state before.
    pub(crate) fn new(estate: &Estate, before: Option<&Estate>) -> Self {
        let mut reach = Self { owners: Vec::new(), directories: FxHashSet::default() };
        for (at, graph) in estate.graphs.iter().enumerate() {
            let mut owners = FxHashSet::default();
            let before = before.and_then(|before| before.graphs.get(at));
            for (id, instance) in (0..).map(NodeId).zip(&graph.stack.instances) {
                let touched = |change: &Change| change.is_effective() || change.drift.is_some();
                if !instance.change.as_deref().is_some_and(touched) {
                    continue;
                }
                owners.insert(graph.owner(id));
                owners.extend(neighbours(graph, id).map(|id| graph.owner(id)));
                if let Some(before) = before
                    && let Some(id) = before.instance_at(&instance.address)
                {
                    let addresses = neighbours(before, id).filter_map(|id| before.instance(id));
                    let still = addresses.filter_map(|other| graph.instance_at(&other.address));
                    owners.extend(still.map(|id| graph.owner(id)));
                }
                if let Some(module) = graph.stack.modules.get(instance.module as usize) {
                    reach.directories.insert(module.directory.clone());
                }
            }
            if !owners.is_empty() {
                owners.insert(Owner::Root);
            }
            reach.owners.push(owners);
        }
        reach
    }

    /// Whether an outcome is on something in reach, or shows something in reach.
    pub(crate) fn holds(&self, outcome: &Outcome, estate: &Estate) -> bool {
        let places = outcome.related.iter().map(|related| &related.place);
        std::iter::once(&outcome.place).chain(places).any(|place| match place.owner {
            Owner::Definition { .. } => {
                estate.fact(place).is_some_and(|(module, _)| self.directories.contains(&module.directory))
            }
            owner => self.owners.get(place.stack as usize).is_some_and(|owners| owners.contains(&owner)),
        })
    }
}

fn neighbours(graph: &Graph, id: NodeId) -> impl Iterator<Item = NodeId> {
    graph.outgoing(id).map(|edge| edge.to).chain(graph.incoming(id).map(|edge| edge.from))
}
