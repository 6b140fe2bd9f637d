//! Runs rules over nodes of the graph and decides what hangs on a few conditions by trying them.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_findings::finding::{Location, Severity, Verdict};
use bricklint_findings::message_template;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::rule_info::{RuleInfo, Scope};
use bricklint_findings::source::{FileId, FileSpan};
use bricklint_lang::eval::implied;
use bricklint_lang::value::Symbol;
use bricklint_model::attr::Attr;
use bricklint_model::environment::{self, Environment};
use bricklint_model::estate::Estate;
use bricklint_model::facts::{Fact, ModuleFacts};
use bricklint_model::graph::{NodeId, NodeKind};
use bricklint_model::instance::{Change, Instance, Mode};
use bricklint_model::partial::Partial;
use bricklint_model::place::{Owner, Part, Path, Place, Step};
use bricklint_model::tri::Tri;
use bricklint_model::view::{Assignment, Block, Blocks, Field, Node, World};
use rustc_hash::FxHashSet;

use crate::outcome::{Outcome, address};
use crate::settings::Settings;

/// Most conditions that a check is split by.
const MAX_CONDITIONS: usize = 3;

/// Most conditions that are tried one by one.
const MAX_TRIED: usize = 24;

/// Most assignments to many conditions that are tried beyond those in which any two have each of their outcomes.
const MAX_SPREAD: u32 = 8;

/// A rule: plain metadata and one function.
#[derive(Debug)]
pub struct Rule {
    /// What it is.
    pub info: RuleInfo,
    /// What it looks at, and how.
    pub check: Check,
}

/// Which nodes a rule is called with.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Resources of these types.
    Resources(&'static [&'static str]),
    /// Resources of the types in these lists.
    ResourcesIn(&'static [&'static [&'static str]]),
    /// Resources and data sources of a provider, by the first word of their types.
    Provider(&'static str),
    /// Resources of these types that a plan says something of, also those that it removes.
    Changes(&'static [&'static str]),
    /// Every stack, once: the node is its first, and the rule looks at the graph.
    Root,
    /// Every module definition with something wrong, once however often it is called; see
    /// [`Check::definition`].
    Definition(DefinitionCheck),
    /// The same, and resources and data sources of a provider, by the first word of their types. What it says of one that it
    /// says of the definition too is said once; see [`Twice`].
    DefinitionAndProvider(DefinitionCheck, &'static str),
}

/// The check of one module definition.
pub type DefinitionCheck = for<'w> fn(&mut Context<'w>, Definition<'w>);

/// What the loader recorded of one module definition.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'w> {
    /// What is wrong with it.
    pub facts: &'w ModuleFacts,
    index: u32,
}

impl Definition<'_> {
    /// The place of a fact.
    pub fn place(self, fact: &Fact) -> Place {
        Place::definition(self.index, fact.at, fact.path.clone())
    }

    /// The other place of a fact.
    pub fn other(self, fact: &Fact) -> Option<Place> {
        fact.other.map(|at| Place::definition(self.index, at, Path::root()))
    }
}

/// What a rule does.
#[derive(Clone, Copy)]
pub struct Check {
    /// Called with each of these.
    pub of: Of,
    /// The check of one node. It may look anywhere in the graph and in the estate, and reports at the node
    /// it was called with.
    pub run: for<'w> fn(&mut Context<'w>, Node<'w>),
    /// Whether it looks at nothing but this node and what that refers to: where a plan leaves these as they are, it
    /// says the same before and after, and is asked once. Looking further is an error that tests notice.
    pub near: bool,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({:?})", self.of)
    }
}

impl Check {
    /// A check of module definitions.
    pub const fn definition(run: DefinitionCheck) -> Self {
        Self { of: Of::Definition(run), run: |_, _| {}, near: false }
    }

    /// Whether it judges an instance, if that exists.
    pub fn judges(&self, instance: &Instance) -> bool {
        let gone = instance.change.as_deref().is_some_and(Change::is_removal);
        self.is_for(instance.mode, &instance.type_name)
            && match self.of {
                Of::Changes(_) => instance.change.is_some(),
                _ => !gone,
            }
    }

    fn is_for(&self, mode: Mode, type_name: &str) -> bool {
        match self.of {
            Of::Resources(types) | Of::Changes(types) => mode == Mode::Managed && types.contains(&type_name),
            Of::ResourcesIn(lists) => {
                mode == Mode::Managed && lists.iter().any(|types| types.contains(&type_name))
            }
            Of::Provider(name) | Of::DefinitionAndProvider(_, name) => {
                type_name.strip_prefix(name).is_some_and(|rest| rest.starts_with('_') || rest.is_empty())
            }
            Of::Root | Of::Definition(_) => false,
        }
    }
}

/// What a rule is given beside its node, and where it reports.
pub struct Context<'w> {
    /// The world the node is in.
    pub world: &'w World<'w>,
    rule: &'static RuleInfo,
    settings: &'w Settings,
    outcomes: Vec<Outcome>,
}

impl<'w> Context<'w> {
    /// Reports that the rule does not hold.
    pub fn violated(&mut self, place: Place, message: impl Into<String>) -> &mut Outcome {
        self.report(Verdict::Violated, place, message.into(), Vec::new())
    }

    /// Reports that it cannot be told whether the rule holds.
    pub fn undecided(&mut self, place: Place, cause: Cause, message: impl Into<String>) -> &mut Outcome {
        self.report(Verdict::Undecided, place, message.into(), vec![cause])
    }

    /// What was reported last.
    pub fn last(&mut self) -> Option<&mut Outcome> {
        self.outcomes.last_mut()
    }

    /// The known blocks; that there can be more is reported once as undecided.
    pub fn each(&mut self, blocks: Blocks<'w>) -> Vec<Block<'w>> {
        let (place, name) = (blocks.parent.place(), blocks.name);
        let address = blocks.parent.node.address();
        let (known, more) = blocks.partial().into_parts();
        if let Some(cause) = more {
            let message = format!("`{address}` can have more `{name}` blocks than are known");
            self.undecided(place, cause, message);
        }
        known
    }

    /// The known elements of a list or set; that there can be more is reported once as undecided.
    pub fn each_item(&mut self, field: &Field<'w>) -> Vec<Field<'w>> {
        let (known, more) = field.items().into_parts();
        if let Some(cause) = more {
            let message =
                format!("the elements of `{}` in `{}` are not known", field.path(), field.node.address());
            self.undecided(field.place(), cause, message);
        }
        known
    }

    /// The known items of any set; that there can be more is reported once as undecided, in these words.
    pub fn each_of<T>(&mut self, items: Partial<T>, place: Place, message: &str) -> Vec<T> {
        let (known, more) = items.into_parts();
        if let Some(cause) = more {
            self.undecided(place, cause, message);
        }
        known
    }

    /// The known value, if there is one; that it is unknown is reported as undecided.
    pub fn known<T>(&mut self, attr: Attr<T>, field: &Field<'w>) -> Option<T> {
        match attr {
            Attr::Absent => None,
            Attr::Known(value) => Some(value),
            Attr::Unknown(cause) => {
                let message = format!("`{}` of `{}` is not known", field.path(), field.node.address());
                self.undecided(field.place(), cause, message);
                None
            }
        }
    }

    /// The environment of a node. The rule's options `production` and `other` name variable sets, workspaces
    /// or directories that roots lie in.
    pub fn environment(&self, node: Node<'w>) -> Attr<Environment> {
        environment::of(node, &self.declared())
    }

    /// The environment that an object was in before the plan; see [`Self::environment`].
    pub fn environment_before(&self, node: Node<'w>) -> Attr<Environment> {
        environment::before(node, &self.declared())
    }

    fn declared(&self) -> environment::Declared<'_> {
        environment::Declared { production: self.list_option("production"), other: self.list_option("other") }
    }

    /// The cause that something lies where nothing is read.
    pub fn not_visible(&self, subject: &str) -> Cause {
        Cause::new(CauseKind::NotVisibleHere, subject, format!("{subject} is not visible here"))
    }

    /// The options that the configuration sets for the rule.
    pub fn option(&self, name: &str) -> Option<&'w toml::Value> {
        self.settings.option(self.rule.id, name)
    }

    /// The texts of an option that lists some.
    pub fn list_option(&self, name: &str) -> Vec<&'w str> {
        match self.option(name) {
            Some(toml::Value::Array(items)) => items.iter().filter_map(toml::Value::as_str).collect(),
            Some(toml::Value::String(text)) => vec![text.as_str()],
            _ => Vec::new(),
        }
    }

    fn report(
        &mut self,
        verdict: Verdict,
        place: Place,
        message: String,
        causes: Vec<Cause>,
    ) -> &mut Outcome {
        let at = self.outcomes.len();
        self.outcomes.push(Outcome {
            rule: self.rule,
            verdict,
            severity: self.rule.severity,
            place,
            message,
            template: String::new(),
            help: String::new(),
            label: String::new(),
            related: Vec::new(),
            causes,
            value: String::new(),
            fixes: Vec::new(),
        });
        #[expect(clippy::indexing_slicing, reason = "it was pushed just now")]
        &mut self.outcomes[at]
    }
}

/// Runs the rules about module definitions.
pub fn check_definitions(rules: &[&'static Rule], estate: &Estate, settings: &Settings) -> Vec<Outcome> {
    let world = World::new(estate);
    let mut out = Vec::new();
    for rule in rules {
        let (Of::Definition(run) | Of::DefinitionAndProvider(run, _)) = rule.check.of else { continue };
        for (index, facts) in (0..).zip(&estate.modules) {
            let mut context = Context { world: &world, rule: &rule.info, settings, outcomes: Vec::new() };
            run(&mut context, Definition { facts, index });
            out.append(&mut context.outcomes);
        }
    }
    out
}

/// What a rule says of a definition and of its instances at one place, or in it. The instances say more: which they are, with
/// what value, and where it comes from.
#[derive(Debug, Default)]
pub struct Twice {
    /// Sorted, each with whether an instance says it too.
    definitions: Vec<(Claim, bool)>,
}

/// Rule, label with the name that it is about, and place.
type Claim = (&'static str, String, FileSpan);

impl Twice {
    /// From what is said of definitions.
    pub fn of(definitions: &[Outcome], estate: &Estate) -> Self {
        let claims = definitions.iter().filter_map(|outcome| Some((claim(outcome, estate)?, false)));
        let mut definitions: Vec<_> = claims.collect();
        definitions.put_in_order();
        Self { definitions }
    }

    /// Takes out what is not sure of an instance and is of the definition, and what the definition places better: inside an
    /// object that the instance knows as one value.
    pub fn take_unsure(&mut self, instances: &mut Vec<Outcome>, estate: &Estate) {
        instances.retain(|outcome| {
            let Some((rule, label, at)) = claim(outcome, estate) else { return true };
            let first = self.definitions.partition_point(|((own_rule, own_label, own), _)| {
                (*own_rule, own_label, own.file, own.span.start) < (rule, &label, at.file, at.span.start)
            });
            let is_in = |((own_rule, own_label, own), _): &&mut (Claim, bool)| {
                *own_rule == rule && *own_label == label && own.file == at.file && own.span.end <= at.span.end
            };
            let is_sure = outcome.verdict == Verdict::Violated;
            let (mut is_said, mut is_placed_better) = (false, false);
            for ((_, _, own), also) in self.definitions.iter_mut().skip(first).take_while(is_in) {
                *also |= is_sure && *own == at;
                is_placed_better |= *own != at;
                is_said = true;
            }
            is_sure && !is_placed_better || !is_said
        });
    }

    /// Takes out what is said of a definition and was said of an instance.
    pub fn take_said(&self, definitions: &mut Vec<Outcome>, estate: &Estate) {
        definitions.retain(|outcome| {
            let Some(claim) = claim(outcome, estate) else { return true };
            let at = self.definitions.binary_search_by(|(own, _)| own.cmp(&claim));
            !at.ok().and_then(|at| self.definitions.get(at)).is_some_and(|(_, also)| *also)
        });
    }
}

fn claim(outcome: &Outcome, estate: &Estate) -> Option<Claim> {
    if outcome.rule.scope != Scope::Definition {
        return None;
    }
    // What is missing at one place can be several.
    let label = [&*outcome.label, " ", &*outcome.value].concat();
    Some((outcome.rule.id, label, estate.locate(&outcome.place).span?))
}

/// Takes out the problems of the loader that these findings about module definitions say too: those that stand on the line
/// of what a rule about errors says, and what a variable refuses of what a call gives it, where that is said of the call.
pub fn take_said(problems: &mut Vec<Problem>, outcomes: &[Outcome], estate: &Estate) {
    let line = |location: &Location| Some((location.span?.file, location.start?.line));
    let of_definitions = outcomes
        .iter()
        .filter(|outcome| outcome.rule.severity == Severity::Error)
        .filter(|outcome| matches!(outcome.place.owner, Owner::Definition { .. }));
    let mut said: FxHashSet<(FileId, u32)> = FxHashSet::default();
    let mut given: FxHashSet<(FileId, u32, String)> = FxHashSet::default();
    for outcome in of_definitions {
        said.extend(line(&estate.locate(&outcome.place)));
        for related in &outcome.related {
            let call = address(estate, &outcome.place);
            given.extend(line(&estate.locate(&related.place)).map(|(file, line)| (file, line, call)));
        }
    }
    // The last step of an address with the calls that lead there, without its key.
    let call_in = |message: &str| {
        let (_, calls) = message.rsplit_once("module.")?;
        let name = calls.split(['`', '[']).next()?;
        Some(format!("module.{name}"))
    };
    problems.retain(|problem| {
        let at = problem.location.as_ref().and_then(line).filter(|_| problem.kind == ProblemKind::Invalid);
        let Some((file, line)) = at else { return true };
        let call =
            problem.message.split_once("` fails its validation").and_then(|(before, _)| call_in(before));
        !said.contains(&(file, line)) && !call.is_some_and(|call| given.contains(&(file, line, call)))
    });
}

/// Runs the rules on the nodes of one stack whose indexes are in `range`.
pub fn check_nodes(
    rules: &[&'static Rule],
    estate: &Estate,
    settings: &Settings,
    stack: u32,
    range: std::ops::Range<u32>,
) -> Vec<Outcome> {
    let mut out = Vec::new();
    let Some(graph) = estate.graphs.get(stack as usize) else { return out };
    let world = World::new(estate);
    if range.start == 0 {
        for rule in rules.iter().filter(|rule| matches!(rule.check.of, Of::Root)) {
            out.extend(check_node(rule, estate, settings, &world, stack, NodeId(0)));
        }
    }
    // Instances of one type tend to stand together, so the rules of the last type are kept.
    let mut last: Option<(Mode, &str)> = None;
    let mut fitting: Vec<&'static Rule> = Vec::new();
    for id in range.map(NodeId) {
        let NodeKind::Instance(_) = graph.kind(id) else { continue };
        let Some(instance) = graph.instance(id) else { continue };
        let kind = (instance.mode, &*instance.type_name);
        if last != Some(kind) {
            last = Some(kind);
            fitting.clear();
            fitting.extend(rules.iter().filter(|rule| rule.check.is_for(kind.0, kind.1)));
        }
        let kept =
            instance.change.as_deref().is_some_and(|change| change.kept) && graph.near_is(id, was_kept);
        for rule in fitting.iter().filter(|rule| !(kept && rule.check.near)) {
            out.extend(check_node(rule, estate, settings, &world, stack, id));
        }
    }
    out
}

/// Whether an object in the state before a plan is the same afterwards.
fn was_kept(instance: &Instance) -> bool {
    instance.change.as_deref().is_none_or(|change| change.kept)
}

fn run<'w>(
    rule: &'static Rule,
    settings: &'w Settings,
    world: &'w World<'w>,
    stack: u32,
    id: NodeId,
) -> Vec<Outcome> {
    let Some(view) = world.graph(stack) else { return Vec::new() };
    let node = view.node(id);
    let deferred = node.instance().and_then(|instance| instance.uncertain.as_ref());
    let exists = match rule.check.of {
        Of::Root => Tri::True,
        Of::Changes(_) => match node.change() {
            None => return Vec::new(),
            // A removal that the plan defers is not sure.
            Some(change) if change.is_removal() && deferred.is_none() => Tri::True,
            Some(change) if change.is_removal() => Tri::Unknown,
            Some(_) => node.exists(),
        },
        _ => node.exists(),
    };
    if exists.is_false() {
        return Vec::new();
    }
    let mut context = Context { world, rule: &rule.info, settings, outcomes: Vec::new() };
    world.confine(rule.check.near.then_some((stack, id)));
    (rule.check.run)(&mut context, node);
    world.confine(None);
    if let Some(unlinked) = world.take_unlinked()
        && context.outcomes.is_empty()
    {
        let address = unlinked.address();
        let text = "the plan has no `configuration` of it, which says what it refers to";
        let cause = Cause::new(CauseKind::IncompletePlan, address, text).decided_by(DecidedBy::Source);
        let message = if address == node.address() {
            format!("it is not known what `{address}` refers to")
        } else {
            format!("it is not known what refers to `{}`", node.address())
        };
        context.undecided(node.place(), cause, message);
    }
    let mut outcomes = context.outcomes;
    // Who calls a module may have what is missing in it.
    if view.graph.stack.uncalled_module {
        let not_here = |cause: &Cause| cause.kind == CauseKind::NotVisibleHere;
        for outcome in outcomes.iter_mut().filter(|outcome| outcome.causes.iter().any(not_here)) {
            outcome.verdict = Verdict::Undecided;
        }
    }
    if exists.is_unknown()
        && let Some(cause) = node.uncertainty().or_else(|| deferred.cloned())
    {
        for outcome in &mut outcomes {
            outcome.verdict = Verdict::Undecided;
            outcome.because(cause.clone());
        }
    }
    outcomes
}

fn check_node(
    rule: &'static Rule,
    estate: &Estate,
    settings: &Settings,
    world: &World<'_>,
    stack: u32,
    id: NodeId,
) -> Vec<Outcome> {
    world.forget();
    let outcomes = run(rule, settings, world, stack, id);
    let conditions = world.seen();
    if conditions.is_empty() {
        return outcomes;
    }
    let node = At { rule, estate, settings, stack, id, outcomes: &outcomes };
    let mut split = if conditions.len() <= MAX_CONDITIONS {
        node.split(&conditions, NEAR.len())
    } else {
        node.split_by_place(&conditions)
    };
    // What is wrong under every assignment is said as it is said without one.
    for outcome in split.iter_mut().filter(|outcome| outcome.verdict == Verdict::Violated) {
        let same = |other: &&Outcome| other.place == outcome.place;
        let mut before = outcomes.iter().filter(same);
        if let (Some(one), None) = (before.next(), before.next())
            && one.verdict == Verdict::Violated
            && one.severity == outcome.severity
        {
            *outcome = one.clone();
        }
    }
    split
}

/// A rule on a node.
#[derive(Clone, Copy)]
struct At<'a> {
    rule: &'static Rule,
    estate: &'a Estate,
    settings: &'a Settings,
    stack: u32,
    id: NodeId,
    /// What it says under no assignment.
    outcomes: &'a [Outcome],
}

impl At<'_> {
    /// What the rule says under an assignment.
    fn under(&self, assignment: Assignment, seen: &mut Vec<Arc<Symbol>>) -> Vec<Outcome> {
        let world = World::assuming(self.estate, assignment);
        let outcomes = run(self.rule, self.settings, &world, self.stack, self.id);
        for symbol in world.seen() {
            if !seen.contains(&symbol) {
                seen.push(symbol);
            }
        }
        outcomes
    }

    /// Runs the rule under each assignment: what is violated in all of them is violated, what in none is not
    /// reported, and the rest is undecided and says when it would be violated. What is as near as the first of [`NEAR`]
    /// say is one thing.
    fn split(&self, conditions: &[Arc<Symbol>], near: usize) -> Vec<Outcome> {
        let worlds: Vec<u32> =
            (0..1_u32 << conditions.len()).filter(|bits| is_possible(conditions, *bits)).collect();
        let count = worlds.len() as u32;
        let mut found: Vec<Found> = Vec::new();
        let mut seen = conditions.to_vec();
        let spot_of =
            |place: &Place| if near > AT_PLACE { self.estate.as_written(place) } else { place.clone() };
        for bits in worlds {
            for outcome in self.under(assigned(conditions, bits), &mut seen) {
                let key = key_of(&outcome);
                match found.iter_mut().find(|found| found.key == key) {
                    Some(found) => found.add(&outcome, bits),
                    None => found.push(Found::new(spot_of(&key.0), key, &outcome, bits)),
                }
            }
        }
        // A branch can lead to what hangs on more.
        if seen.len() > conditions.len() && seen.len() <= MAX_CONDITIONS {
            return self.split(&seen, near);
        }
        let cases = Cases { conditions, count, certain: self.outcomes };
        for is_near in NEAR.iter().take(near) {
            cases.unite(&mut found, *is_near);
        }
        settle(&mut found, count);
        found.into_iter().map(|found| found.finish(conditions, count)).collect()
    }

    /// Where there are too many conditions for all assignments: each place is tried with those that it hangs
    /// on. One that hangs on too many is undecided.
    fn split_by_place(&self, conditions: &[Arc<Symbol>]) -> Vec<Outcome> {
        let outcomes = self.outcomes;
        let mut hanging: Vec<(Place, Vec<Arc<Symbol>>)> = Vec::new();
        let mut others: Vec<Outcome> = Vec::new();
        let tried = conditions.get(..MAX_TRIED).unwrap_or(conditions);
        for symbol in tried {
            for holds in [true, false] {
                let found = self.under(vec![(symbol.clone(), holds)], &mut Vec::new());
                for outcome in outcomes.iter().chain(&found) {
                    let of_key = |list: &[Outcome]| {
                        let key = key_of(outcome);
                        list.iter().find(|other| key_of(other) == key).map(|other| other.verdict)
                    };
                    if of_key(outcomes) == of_key(&found) {
                        continue;
                    }
                    match hanging.iter_mut().find(|(place, _)| *place == outcome.place) {
                        Some((_, on)) if on.contains(symbol) => {}
                        Some((_, on)) => on.push(symbol.clone()),
                        None => hanging.push((outcome.place.clone(), vec![symbol.clone()])),
                    }
                }
                others.extend(found);
            }
        }
        let mut out: Vec<Outcome> = Vec::new();
        let mut done: Vec<(Vec<Arc<Symbol>>, usize, Vec<Outcome>)> = Vec::new();
        let hangs = |outcome: &&Outcome| hanging.iter().any(|(place, _)| *place == outcome.place);
        for outcome in outcomes.iter().filter(|outcome| !hangs(outcome)) {
            let mut outcome = outcome.clone();
            if conditions.len() > tried.len() && outcome.verdict == Verdict::Violated {
                outcome.verdict = Verdict::Undecided;
                if let Some(symbol) = conditions.get(tried.len()) {
                    hang(&mut outcome, symbol);
                }
            }
            out.push(outcome);
        }
        let spots: Vec<Place> = hanging.iter().map(|(place, _)| self.estate.as_written(place)).collect();
        for ((place, own), spot) in hanging.iter().zip(&spots) {
            // What lies in one block is tried together, where that hangs on few enough.
            let within = |block: fn(&Place) -> Lies<'_>| {
                let mut on: Vec<Arc<Symbol>> = Vec::new();
                let beside = hanging.iter().zip(&spots).filter(|(_, other)| block(other) == block(spot));
                for symbol in beside.flat_map(|((_, others), _)| others) {
                    if !on.contains(symbol) {
                        on.push(symbol.clone());
                    }
                }
                on
            };
            let scopes = [
                (within(outermost_of), NEAR.len()),
                (within(block_of), NEAR.len() - 1),
                (own.clone(), AT_PLACE),
            ];
            let mut scopes = scopes.into_iter();
            if let Some((on, near)) = scopes.find(|(on, _)| on.len() <= MAX_CONDITIONS) {
                if !done.iter().any(|(known, how, _)| *known == on && *how == near) {
                    let outcomes = self.split(&on, near);
                    done.push((on.clone(), near, outcomes));
                }
                let made = done.iter().filter(|(known, how, _)| *known == on && *how == near);
                let made = made.flat_map(|(.., outcomes)| outcomes);
                out.extend(made.filter(|outcome| outcome.place == *place).cloned());
                continue;
            }
            let first = outcomes.iter().chain(&others).find(|outcome| outcome.place == *place);
            if let Some(mut outcome) = first.cloned() {
                outcome.verdict = Verdict::Undecided;
                for symbol in own {
                    hang(&mut outcome, symbol);
                }
                out.push(outcome);
            }
        }
        // What takes several of them is seen under no single one. Where a block has a finding this can be the same.
        let mut told: Vec<Place> = out.iter().map(|outcome| self.estate.as_written(&outcome.place)).collect();
        for bits in together(tried.len()).into_iter().filter(|bits| is_possible(tried, *bits)) {
            for mut outcome in self.under(assigned(tried, bits), &mut Vec::new()) {
                let spot = self.estate.as_written(&outcome.place);
                if !told.iter().any(|other| outermost_of(other) == outermost_of(&spot)) {
                    told.push(spot);
                    outcome.verdict = Verdict::Undecided;
                    for symbol in tried {
                        hang(&mut outcome, symbol);
                    }
                    out.push(outcome);
                }
            }
        }
        out
    }
}

/// The outcomes of conditions, one bit each.
fn assigned(conditions: &[Arc<Symbol>], bits: u32) -> Assignment {
    (0..).zip(conditions).map(|(at, symbol)| (symbol.clone(), bits >> at & 1 == 1)).collect()
}

/// Assignments to so many conditions in which any two have each of their outcomes: all where they are few, and a
/// spread of them otherwise.
fn together(count: usize) -> Vec<u32> {
    if count <= MAX_CONDITIONS + 1 {
        return (0..1 << count).collect();
    }
    let of = |is_true: &dyn Fn(u32) -> bool| {
        (0..count as u32).filter(|at| is_true(*at)).fold(0, |bits, at| bits | 1 << at)
    };
    let mut all = vec![of(&|_| true), 0];
    for digit in 0..=count.ilog2() {
        all.extend([of(&|at| at >> digit & 1 == 1), of(&|at| at >> digit & 1 == 0)]);
    }
    // The high bits of the multiples of an odd number look like chance.
    all.extend((1..=MAX_SPREAD).map(|at| at.wrapping_mul(0x9e37_79b9) >> 8));
    all
}

/// A finding is undecided because of a condition.
fn hang(outcome: &mut Outcome, symbol: &Symbol) {
    outcome.because(bricklint_model::view::condition_cause(symbol));
}

/// Whether the conditions that hold leave the others the outcomes that they have here.
fn is_possible(conditions: &[Arc<Symbol>], bits: u32) -> bool {
    let outcome = |at: u32| bits >> at & 1 == 1;
    let mut holding = (0..).zip(conditions).filter(|(at, _)| outcome(*at));
    holding.all(|(_, by)| {
        (0..).zip(conditions).all(|(at, other)| implied(other, by).is_none_or(|told| told == outcome(at)))
    })
}

type Key = (Place, String, Severity);

fn key_of(outcome: &Outcome) -> Key {
    let template = if outcome.template.is_empty() { &outcome.message } else { &outcome.template };
    (outcome.place.clone(), message_template(template).into_owned(), outcome.severity)
}

/// What is said under an assignment.
#[derive(Clone)]
struct Said {
    message: String,
    help: String,
    value: String,
    bits: u32,
    violated: bool,
}

/// An outcome and what it says under which assignments.
#[derive(Clone)]
struct Found {
    key: Key,
    /// The place as it is written.
    spot: Place,
    outcome: Outcome,
    /// The assignments under which it is violated.
    seen: Vec<u32>,
    /// Whether it is undecided under another.
    open: bool,
    /// The first of each assignment.
    says: Vec<Said>,
}

impl Found {
    fn new(spot: Place, key: Key, outcome: &Outcome, bits: u32) -> Self {
        let (seen, says) = (Vec::new(), Vec::new());
        let mut new = Self { key, spot, outcome: outcome.clone(), seen, open: false, says };
        new.add(outcome, bits);
        new
    }

    fn add(&mut self, outcome: &Outcome, bits: u32) {
        let violated = outcome.verdict == Verdict::Violated;
        self.open |= !violated;
        if violated && self.seen.last() != Some(&bits) {
            self.seen.push(bits);
        }
        if self.says.last().is_none_or(|said| said.bits != bits) {
            let (message, help, value) =
                (outcome.message.clone(), outcome.help.clone(), outcome.value.clone());
            self.says.push(Said { message, help, value, bits, violated });
        }
    }

    /// Whether it is violated under some assignments, and passes under the others.
    fn is_conditional(&self, count: u32) -> bool {
        !self.open && !self.seen.is_empty() && (self.seen.len() as u32) < count
    }

    /// The assignments under which it is violated, a bit for each.
    fn worlds(&self) -> u32 {
        self.seen.iter().map(|bits| 1 << bits).sum()
    }

    /// Whether it depends on the condition at `index`.
    fn hangs_on(&self, conditions: &[Arc<Symbol>], index: usize) -> bool {
        let state = |bits: u32| self.says.iter().find(|said| said.bits == bits).map(|said| said.violated);
        self.says.iter().any(|said| {
            let other = said.bits ^ 1 << index;
            is_possible(conditions, other) && state(other) != Some(said.violated)
        })
    }

    /// The outcome of all assignments together.
    fn finish(self, conditions: &[Arc<Symbol>], count: u32) -> Outcome {
        let message = self.message(conditions, count);
        let help = self.help(conditions);
        let on: Vec<&Arc<Symbol>> = conditions
            .iter()
            .enumerate()
            .filter(|(at, _)| self.hangs_on(conditions, *at))
            .map(|(_, symbol)| symbol)
            .collect();
        let Self { mut outcome, seen, open, says, .. } = self;
        outcome.message = message;
        outcome.help = help;
        if says.iter().any(|said| said.value != outcome.value) {
            outcome.value.clear();
        }
        if seen.len() as u32 == count {
            outcome.verdict = Verdict::Violated;
            return outcome;
        }
        if !seen.is_empty() {
            if !open {
                outcome.causes.clear();
            }
            for symbol in on {
                hang(&mut outcome, symbol);
            }
        }
        outcome.verdict = Verdict::Undecided;
        outcome
    }

    /// What is said where it is violated, or anywhere if it never is, each text once with its assignments.
    fn texts(&self, text: fn(&Said) -> &str) -> Vec<(&str, Vec<u32>)> {
        let mut texts: Vec<(&str, Vec<u32>)> = Vec::new();
        for said in self.says.iter().filter(|said| said.violated || self.seen.is_empty()) {
            match texts.iter_mut().find(|(known, _)| *known == text(said)) {
                Some((_, bits)) => bits.push(said.bits),
                None => texts.push((text(said), vec![said.bits])),
            }
        }
        texts
    }

    /// The message: one for all assignments, or what is said under each. One that is not said under all says
    /// under which.
    fn message(&self, conditions: &[Arc<Symbol>], count: u32) -> String {
        match self.texts(|said| &said.message).as_slice() {
            [(text, bits)] if bits.len() as u32 == count => (*text).to_owned(),
            texts => conditional(texts, conditions),
        }
    }

    fn help(&self, conditions: &[Arc<Symbol>]) -> String {
        match self.texts(|said| &said.help).as_slice() {
            [(text, _)] => (*text).to_owned(),
            texts => conditional(texts, conditions),
        }
    }
}

/// Texts with when each holds.
fn conditional(texts: &[(&str, Vec<u32>)], conditions: &[Arc<Symbol>]) -> String {
    let texts = texts.iter().filter(|(text, _)| !text.is_empty());
    let words: Vec<String> =
        texts.map(|(text, bits)| format!("{text}, when {}", branch(conditions, bits))).collect();
    words.join("; ")
}

/// How near two have to be to be one thing that is violated, nearest first: the same of one place, anything of one place,
/// anything of one block, anything of one block of the resource.
const NEAR: [fn(&Found, &Found) -> bool; 4] = [
    is_same,
    |a, b| a.spot == b.spot,
    |a, b| block_of(&a.spot) == block_of(&b.spot),
    |a, b| outermost_of(&a.spot) == outermost_of(&b.spot),
];

/// How many of these ask for one place.
const AT_PLACE: usize = 2;

fn is_same(a: &Found, b: &Found) -> bool {
    a.spot == b.spot && a.key.1 == b.key.1
}

/// Stack, owner and path of a block.
type Lies<'p> = (u32, Owner, &'p [Step]);

/// The block that a place is or lies in.
fn block_of(place: &Place) -> Lies<'_> {
    let mut steps = place.path.0.as_slice();
    if place.part != Part::Header {
        while let [outer @ .., Step::Index(_) | Step::Key(_)] = steps {
            steps = outer;
        }
        while let [outer @ .., Step::Name(_)] = steps {
            steps = outer;
        }
    }
    (place.stack, place.owner, steps)
}

/// The block of the resource that a place is or lies in.
fn outermost_of(place: &Place) -> Lies<'_> {
    let (stack, owner, steps) = block_of(place);
    let end = steps.iter().position(|step| !matches!(step, Step::Name(_))).map_or(steps.len(), |at| at + 1);
    (stack, owner, steps.get(..end).unwrap_or_default())
}

/// The assignments of some conditions, and what is said without any.
struct Cases<'a> {
    conditions: &'a [Arc<Symbol>],
    count: u32,
    certain: &'a [Outcome],
}

impl Cases<'_> {
    /// Makes one of outcomes that are near each other, each violated under some assignments, and leave none out: something
    /// is wrong there whatever holds. Of several under one assignment the first counts.
    fn unite(&self, found: &mut Vec<Found>, is_near: fn(&Found, &Found) -> bool) {
        let mut at = 0;
        while let Some(first) = found.get(at) {
            let mut covered = 0;
            let mut taken: Vec<&Found> = Vec::new();
            for other in found.iter().skip(at).filter(|_| first.is_conditional(self.count)) {
                let is_one = other.key.2 == first.key.2 && is_near(first, other);
                if is_one && other.is_conditional(self.count) && other.worlds() & !covered != 0 {
                    covered |= other.worlds();
                    taken.push(other);
                }
            }
            if covered.count_ones() == self.count {
                let one = self.one_of(&taken);
                let is_said = |other: &Found| {
                    let same = |one: &&Found| is_same(one, other) && one.key.2 == other.key.2;
                    other.is_conditional(self.count) && taken.iter().any(same)
                };
                let mut said = found.iter().map(is_said).collect::<Vec<bool>>().into_iter();
                found.retain(|_| said.next() != Some(true));
                found.splice(at..at, one);
            }
            at += 1;
        }
    }

    /// What is said of all of them at the place of the first, or of one where something is said without any assignment.
    fn one_of(&self, taken: &[&Found]) -> Option<Found> {
        let is_certain = |place: &Place| {
            let mut violated = self.certain.iter().filter(|outcome| outcome.verdict == Verdict::Violated);
            violated.any(|outcome| outcome.place == *place)
        };
        let main = taken.iter().find(|one| is_certain(&one.outcome.place)).or(taken.first())?;
        let mut one = Found::clone(main);
        let when = |found: &Found| {
            let comma = if found.outcome.label.is_empty() { "" } else { ", " };
            format!("{}{comma}when {}", found.outcome.label, branch(self.conditions, &found.seen))
        };
        for other in taken.iter().filter(|other| other.spot != main.spot) {
            one.outcome.label = when(main);
            one.outcome.related(when(other), other.outcome.place.clone());
        }
        if taken.iter().any(|other| other.outcome.fixes != main.outcome.fixes) {
            one.outcome.fixes.clear();
        }
        one.says = taken.iter().flat_map(|other| &other.says).cloned().collect();
        one.says.put_in_order_by_key(|said| said.bits);
        one.says.dedup_by_key(|said| said.bits);
        one.seen = one.says.iter().map(|said| said.bits).collect();
        Some(one)
    }
}

/// What is violated under every assignment and not always as gravely is violated at the lowest severity; at the others
/// it is undecided.
fn settle(found: &mut [Found], count: u32) {
    for at in 0..found.len() {
        let Some(one) = found.get(at) else { continue };
        let all: Vec<&Found> = found.iter().filter(|other| is_same(one, other)).collect();
        let lowest = all.iter().all(|other| one.key.2 <= other.key.2);
        let mut seen: Vec<u32> = all.iter().flat_map(|other| &other.seen).copied().collect();
        seen.put_in_order();
        seen.dedup();
        if all.len() < 2 || !lowest || seen.len() as u32 != count {
            continue;
        }
        let Some(one) = found.get_mut(at) else { continue };
        if let Some(said) = one.says.iter().find(|said| said.violated).cloned() {
            one.says = seen.iter().map(|bits| Said { bits: *bits, ..said.clone() }).collect();
            one.seen = seen;
        }
    }
}

/// The assignments in words: the conditions that have one outcome in all of them.
fn branch(conditions: &[Arc<Symbol>], seen: &[u32]) -> String {
    let ones = |at: u32| seen.iter().filter(|bits| *bits >> at & 1 == 1).count();
    let hold: Vec<&Arc<Symbol>> =
        (0..).zip(conditions).filter(|(at, _)| ones(*at) == seen.len()).map(|(_, symbol)| symbol).collect();
    let mut words: Vec<String> = Vec::new();
    for (at, symbol) in (0..).zip(conditions) {
        if hold.contains(&symbol) {
            words.push(format!("{} is true", written(symbol)));
        } else if ones(at) == 0 && !hold.iter().any(|other| implied(symbol, other) == Some(false)) {
            words.push(format!("{} is false", written(symbol)));
        }
    }
    if words.is_empty() {
        let names: Vec<String> = conditions.iter().map(|symbol| written(symbol)).collect();
        return format!("{} have certain values", names.join(" and "));
    }
    words.join(" and ")
}

/// A condition in code quotes, as the configuration writes it: `` `var.a[each.key]` of `databricks_grants.g` `` where the
/// text is `var.a[databricks_grants.g[*].each.key]`.
fn written(symbol: &Symbol) -> String {
    let (mut text, mut of) = (symbol.to_string(), String::new());
    // All comparisons are one question; that with a number begins with the other side.
    if let Some((number, other)) = text.split_once(" < ").filter(|(left, _)| left.parse::<f64>().is_ok()) {
        text = format!("{other} > {number}");
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    while let Some(at) = ["[*].each.", "[*].count."].iter().find_map(|key| text.find(key)) {
        let before = text.get(..at).unwrap_or_default();
        let start = before.trim_end_matches(is_name).len();
        of = before.get(start..).map(|owner| format!(" of `{owner}`")).unwrap_or_default();
        text.replace_range(start..at + "[*].".len(), "");
    }
    format!("`{text}`{of}")
}
