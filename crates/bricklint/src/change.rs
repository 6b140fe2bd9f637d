//! What the plans of a run change: which findings they bring, and which are on what they touch.

use std::sync::Arc;

use bricklint_findings::finding::{ChangeSummary, Finding, Verdict};
use bricklint_model::before::{self, State};
use bricklint_model::estate::Estate;
use bricklint_model::graph::{Graph, NodeId};
use bricklint_model::instance::Change;
use bricklint_model::place::{Owner, Place};
use bricklint_model::stack::StackKind;
use bricklint_rules::engine::Of;
use bricklint_rules::{Outcome, RULES};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::session::graph;

/// What was before the plans of a run.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// Made of the values before; none where nothing was, or nothing changes.
    pub(crate) before: Option<Estate>,
    /// Fingerprints of what is violated before; `None` where that is what is violated afterwards.
    known: Option<FxHashSet<String>>,
    /// On what stays.
    fixed: usize,
    /// On what is destroyed, or leaves the state.
    removed: usize,
}

impl Comparison {
    /// Runs `check` over the state before, once for the run, and once more over what the last apply left where
    /// something was changed outside Terraform since. `None` without a plan, and where one of the plans does not say
    /// everything.
    pub(crate) fn new(
        estate: &Estate,
        outcomes: &[Outcome],
        mut check: impl FnMut(&mut Estate) -> Vec<Outcome>,
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
        if !stacks().any(before::changes) {
            return Some(Self { before: None, known: None, fixed: 0, removed: 0 });
        }
        let is_old = |change: &Change| (change.existed() || change.drift.is_some()) && !change.importing;
        let existed = stacks().any(|stack| {
            stack.kind == StackKind::Source
                || stack.instances.iter().any(|instance| instance.change.as_deref().is_some_and(is_old))
        });
        if !existed {
            return Some(Self { before: None, known: Some(FxHashSet::default()), fixed: 0, removed: 0 });
        }
        let earlier = |state: State| {
            let stacks: Option<Vec<_>> = stacks().map(|stack| before::before(stack, state)).collect();
            let graphs = stacks?.into_par_iter().map(graph).collect();
            Some(Estate::new(graphs, estate.complete, estate.sources.clone()))
        };
        let mut violated_in = |estate: &mut Estate| -> Vec<Outcome> {
            check(estate).into_iter().filter(|outcome| outcome.verdict == Verdict::Violated).collect()
        };
        let mut before = earlier(State::Refreshed)?;
        let violated = violated_in(&mut before);
        let mut known: FxHashSet<String> =
            violated.par_iter().map(|outcome| outcome.fingerprint(&before)).collect();
        // What a change takes back to what was applied, it does not bring.
        if stacks().any(before::drifts) {
            let mut applied = earlier(State::Applied)?;
            known.extend(violated_in(&mut applied).iter().map(|outcome| outcome.fingerprint(&applied)));
        }
        let after: FxHashSet<String> = outcomes
            .par_iter()
            .filter(|outcome| outcome.verdict == Verdict::Violated)
            .map(|outcome| outcome.fingerprint(estate))
            .collect();
        // What cannot be told any more is not repaired.
        let open: FxHashSet<(&str, u32, Arc<str>)> = outcomes
            .iter()
            .filter(|outcome| outcome.verdict == Verdict::Undecided)
            .filter_map(|outcome| {
                Some((outcome.rule.id, outcome.place.stack, address(estate, &outcome.place)?))
            })
            .collect();
        let ended = violated
            .into_iter()
            .filter(|outcome| !after.contains(&outcome.fingerprint(&before)))
            // That something was changed by hand is over with every change.
            .filter(|outcome| !is_about_changes(outcome.rule.id))
            .filter(|outcome| {
                let address = address(&before, &outcome.place);
                address.is_none_or(|address| !open.contains(&(outcome.rule.id, outcome.place.stack, address)))
            });
        let (mut fixed, mut removed) = (Vec::new(), Vec::new());
        for outcome in ended {
            let address = address(&before, &outcome.place);
            let gone = is_removed(estate, outcome.place.stack, address.as_deref());
            let list = if gone { &mut removed } else { &mut fixed };
            list.push(outcome.into_finding(&before));
        }
        let [fixed, removed] = [fixed, removed].map(|findings| bricklint_findings::group(findings).len());
        Some(Self { before: Some(before), known: Some(known), fixed, removed })
    }

    /// Whether the plans bring it; `None` for what is not violated, and for what is said of module definitions.
    pub(crate) fn introduces(&self, outcome: &Outcome, estate: &Estate) -> Option<bool> {
        if outcome.verdict != Verdict::Violated || matches!(outcome.place.owner, Owner::Definition { .. }) {
            return None;
        }
        Some(self.known.as_ref().is_some_and(|known| !known.contains(&outcome.fingerprint(estate))))
    }

    /// The counts over grouped findings.
    pub(crate) fn summary(&self, findings: &[Finding]) -> ChangeSummary {
        let mut out = ChangeSummary { fixed: self.fixed, removed: self.removed, ..ChangeSummary::default() };
        for finding in findings {
            match finding.introduced {
                None => {}
                Some(true) => out.introduced += 1,
                Some(false) if is_about_changes(finding.rule.id) => out.drifted += 1,
                Some(false) => out.left += 1,
            }
        }
        out
    }
}

/// Whether a rule judges changes: before a plan there are none but those that were made outside Terraform.
fn is_about_changes(id: &str) -> bool {
    RULES.iter().any(|rule| rule.info.id == id && matches!(rule.check.of, Of::Changes(_)))
}

/// Whether the object at an address is gone after the plans.
fn is_removed(estate: &Estate, stack: u32, address: Option<&str>) -> bool {
    let instance = address.and_then(|address| {
        let graph = estate.graphs.get(stack as usize)?;
        graph.instance(graph.instance_at(address)?)
    });
    instance.and_then(|instance| instance.change.as_deref()).is_some_and(Change::is_removal)
}

fn address(estate: &Estate, place: &Place) -> Option<Arc<str>> {
    let Owner::Instance(at) = place.owner else { return None };
    estate.stack(place.stack)?.instances.get(at as usize).map(|instance| instance.address.clone())
}

/// What plans change, and what is joined to it by an edge.
#[derive(Debug)]
pub(crate) struct Reach {
    /// By stack; empty for a directory.
    owners: Vec<FxHashSet<Owner>>,
    /// Directories of modules with something that changes.
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
                if !instance.change.as_deref().is_some_and(Change::is_effective) {
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
