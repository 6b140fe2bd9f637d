//! A plan together with the configuration it was made from: one stack.
//!
//! The plan decides what exists and every value that it knows. The source adds positions, the parts of
//! values that a plan leaves out, and where values come from.

use std::fmt;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::words::first_of;
use bricklint_lang::value::{Map, MapKind, Marks, Provenance, Seq, SeqKind, Text, Unknown, Value};
use bricklint_model::instance::{
    Action, Block, BlockGroup, Body, DecodeBody, Instance, InstanceKey, LazyBody, Mode, Slot,
};
use bricklint_model::schema::{BodySchema, Nesting, Schema};
use bricklint_model::stack::{Flow, ModuleInstance, ProviderConfig, Stack, StackKind};
use rustc_hash::FxHashMap;

use super::address::key_text;
use super::body::{COMPUTED_BLOCKS, is_given, unwritten};
use super::json::Json;
use super::pairs::{blocks, elements, is_same};
use super::value::{after_apply, plain, with_sources};

/// The stack of a plan and its source. Both must carry the same number, so that their symbols agree, and
/// the source must have been evaluated with the plan's variables.
pub fn merge(plan: Stack, source: Stack) -> Stack {
    let complete = plan.incomplete.is_none();
    // What is left out of a plan on purpose is as the source says.
    let partial = plan.problems.iter().any(|problem| problem.kind == ProblemKind::PlanIncomplete);
    let unsaid = if partial { source.incomplete } else { plan.incomplete };
    let shift = source.provenance.len().saturating_sub(1) as u32;
    let (modules, module_map) = modules(&plan.modules, source.modules);
    let to = |module: u32| module_map.get(module as usize).copied().unwrap_or_default();

    let mut planned = plan.provenance;
    let bare = planned.len() <= 1;
    for flow in planned.iter_mut().flatten() {
        flow.module = to(flow.module);
    }
    let known: FxHashMap<&[Flow], u32> = source.provenance.iter().map(Vec::as_slice).zip(0..).collect();
    let same: Arc<[Provenance]> =
        planned.iter().map(|flows| Provenance(known.get(&**flows).copied().unwrap_or_default())).collect();
    let join = Join { shift, same: &same, kept: None, in_set: false };
    let mut provenance = source.provenance;
    provenance.extend(planned.into_iter().skip(1));

    let mut providers = source.providers;
    let provider_map: Vec<u32> =
        plan.providers.into_iter().map(|config| provider(config, &mut providers, &to, join)).collect();

    let destroys = destroys(&plan.instances);
    let (instances, missing) = instances(
        plan.instances,
        source.instances,
        &Context {
            shift,
            same: &same,
            complete,
            incomplete: unsaid.as_ref(),
            bare,
            to: &to,
            providers: &provider_map,
        },
    );

    let mut open = plan.open;
    for definition in &mut open {
        definition.module = to(definition.module);
    }
    let mut problems = plan.problems;
    if unsaid.is_none() {
        for problem in problems.iter_mut().filter(|problem| problem.kind == ProblemKind::PlanIncomplete) {
            let kept = problem.message.split(':').next().unwrap_or_default();
            problem.message = format!("{kept}: what is absent from it is judged as the source has it");
        }
    }
    problems.extend(source.problems);
    let (first, count) = missing;
    if let Some(first) = first.filter(|_| !destroys) {
        let message = format!(
            "the source has {}, which the plan does not: the plan is older than the source, or was \
             made with other values; what only the source has is not checked",
            first_of(&first, count)
        );
        let path = plan.plan_path.as_deref().unwrap_or_default().to_owned();
        let location = Location { path, plan: plan.plan_number, ..Location::default() };
        problems.push(Problem::new(ProblemKind::Note, message).at(location));
    }
    // A complete plan says what exists, whatever could not be decided or read in the source.
    let (opaque, let_go, incomplete) = if complete {
        (Vec::new(), Vec::new(), None)
    } else {
        open.extend(source.open);
        (source.opaque, source.let_go, unsaid)
    };
    Stack {
        index: plan.index,
        kind: StackKind::PlanWithSource,
        root: source.root,
        may_be: Vec::new(),
        environment: plan.environment.or(source.environment),
        workspace: source.workspace,
        uncalled_module: false,
        plan_path: plan.plan_path,
        plan_number: plan.plan_number,
        modules,
        instances,
        open,
        opaque,
        let_go,
        providers,
        outputs: outputs(plan.outputs, source.outputs, shift),
        provenance,
        incomplete,
        refresh_only: plan.refresh_only,
        requirements: source.requirements,
        repetitions: source.repetitions,
        sources: source.sources,
        problems,
        refusals: Vec::new(),
        mistakes: Vec::new(),
    }
}

/// Whether it is a plan of `-destroy`, which has nothing of what is configured and not there. Only such deletions have
/// no reason.
fn destroys(planned: &[Instance]) -> bool {
    let mut changes = planned.iter().filter_map(|instance| instance.change.as_deref()).peekable();
    changes.peek().is_some()
        && changes.all(|change| change.action() == Action::Delete && change.reason.is_none())
}

struct Context<'c> {
    /// What is added to the provenance of a planned value.
    shift: u32,
    /// See [`Join::same`].
    same: &'c Arc<[Provenance]>,
    complete: bool,
    incomplete: Option<&'c Cause>,
    /// Whether nothing in the plan refers to anything.
    bare: bool,
    /// The merged index of a plan's module instance.
    to: &'c dyn Fn(u32) -> u32,
    /// The merged index of a plan's provider configuration.
    providers: &'c [u32],
}

/// The module instances of both, those of the source first, and where the plan's are among them.
fn modules(plan: &[ModuleInstance], source: Vec<ModuleInstance>) -> (Vec<ModuleInstance>, Vec<u32>) {
    let mut all = source;
    if all.is_empty() {
        all.push(ModuleInstance { address: "".into(), parent: None, directory: "".into(), call: None });
    }
    let mut index: FxHashMap<Arc<str>, u32> =
        all.iter().map(|module| module.address.clone()).zip(0..).collect();
    let mut map = Vec::with_capacity(plan.len());
    for module in plan {
        let at = index.get(&module.address).copied().unwrap_or_else(|| {
            let at = all.len() as u32;
            // A caller stands before what it calls: addresses are sorted.
            let parent = module.parent.and_then(|parent| map.get(parent as usize).copied());
            all.push(ModuleInstance { parent, ..module.clone() });
            index.insert(module.address.clone(), at);
            at
        });
        map.push(at);
    }
    (all, map)
}

/// Adds a provider configuration of the plan, or completes that of the source; returns its index.
fn provider(
    mut config: ProviderConfig,
    all: &mut Vec<ProviderConfig>,
    to: &dyn Fn(u32) -> u32,
    join: Join<'_>,
) -> u32 {
    // Which one of a repeated block it is, the source alone says.
    let is_one = config.key == InstanceKey::None;
    let same = is_one.then(|| all.iter().position(|other| other.text == config.text)).flatten();
    if let Some(at) = same {
        if let Some(known) = all.get_mut(at) {
            // The source says what is made of what it refers to.
            config
                .body
                .attributes
                .retain(|(name, _)| !config.inferred.contains(name) || known.body.attribute(name).is_none());
            known.body = body(&config.body, Some(&known.body), Absent::NotSaid, join);
        }
        return at as u32;
    }
    config.module = to(config.module);
    config.body = body(&config.body, None, Absent::NotSaid, join);
    all.push(config);
    all.len() as u32 - 1
}

/// The instances of both, and the first and the number of those that only the source has and that are left
/// out for it.
fn instances(
    plan: Vec<Instance>,
    source: Vec<Instance>,
    context: &Context<'_>,
) -> (Vec<Instance>, (Option<Arc<str>>, usize)) {
    let mut by_address: FxHashMap<Arc<str>, Instance> =
        source.into_iter().map(|instance| (instance.address.clone(), instance)).collect();
    let is_removed = |planned: &Instance| {
        planned.change.as_deref().is_some_and(bricklint_model::instance::Change::is_removal)
    };
    let mut all: Vec<Instance> = plan
        .into_iter()
        .map(|mut planned| {
            let written = by_address.remove(&planned.address).or_else(|| {
                let says_nothing = context.bare || planned.unlinked;
                says_nothing.then(|| pattern(&planned, &by_address)).flatten()
            });
            let from_plan = planned.provider.and_then(|at| context.providers.get(at as usize).copied());
            planned.module = (context.to)(planned.module);
            planned.provider = written.as_ref().and_then(|written| written.provider).or(from_plan);
            let removed = is_removed(&planned);
            let body = written.as_ref().map(|written| written.body.clone()).filter(|_| !removed);
            if let Some(written) = written {
                planned.origin = written.origin;
                planned.provider_origin = written.provider_origin;
                planned.depends_on = written.depends_on;
                planned.lifecycle = written.lifecycle;
                planned.unlinked = false;
            }
            planned.body = lazy(&planned, body, context);
            planned
        })
        .collect();
    let mut left: Vec<Instance> = by_address.into_values().collect();
    left.put_in_order_by(|a, b| a.address.cmp(&b.address));
    let (mut first, mut count) = (None, 0);
    for mut instance in left {
        if context.complete {
            let certain =
                instance.uncertain.is_none() && instance.when.is_empty() && instance.key != InstanceKey::Any;
            if instance.mode == Mode::Managed || !certain {
                // What the source could not decide is decided by the plan: it does not exist.
                if certain {
                    first = first.or_else(|| Some(instance.address.clone()));
                    count += 1;
                }
                continue;
            }
        } else if instance.uncertain.is_none() {
            instance.uncertain = context.incomplete.cloned();
        }
        all.push(instance);
    }
    all.put_in_order_by(|a, b| a.address.cmp(&b.address));
    (all, (first, count))
}

/// What is written of each instance of a definition, where the source does not know which there are: what differs from
/// one to the other is not known of any.
fn pattern(planned: &Instance, source: &FxHashMap<Arc<str>, Instance>) -> Option<Instance> {
    let base = planned.address.strip_suffix(&*key_text(&planned.key))?;
    let found = source.get(&*format!("{base}{}", key_text(&InstanceKey::Any)))?;
    let mut body = (*found.body.passing()).clone();
    open_keys(&mut body);
    Some(Instance { body: LazyBody::Ready(body.into()), ..found.clone() })
}

fn open_keys(body: &mut Body) {
    for (name, slot) in &mut body.attributes {
        if hangs_on_key(&slot.value) {
            let from = slot.value.provenance();
            slot.value = after_apply(name.clone(), None).with_provenance(from).with_marks(slot.value.marks());
        }
    }
    for block in body.blocks.iter_mut().flat_map(|group| group.items.iter_mut().chain(&mut group.patterns)) {
        open_keys(&mut block.body);
    }
}

fn hangs_on_key(value: &Value) -> bool {
    let symbol = value.symbol();
    symbol.is_some_and(|symbol| {
        [&symbol.module, &symbol.name, &symbol.path].iter().any(|part| part.contains("[*]"))
    }) || value.any_part(&mut hangs_on_key)
}

fn outputs(
    plan: Vec<(Arc<str>, Value)>,
    source: Vec<(Arc<str>, Value)>,
    shift: u32,
) -> Vec<(Arc<str>, Value)> {
    let mut all = source;
    for (name, planned) in plan {
        match all.iter_mut().find(|(other, _)| *other == name) {
            Some((_, value)) => *value = join(&planned, Some(value), shift),
            None => all.push((name, join(&planned, None, shift))),
        }
    }
    all.put_in_order_by(|a, b| a.0.cmp(&b.0));
    all
}

fn lazy(planned: &Instance, written: Option<LazyBody>, context: &Context<'_>) -> LazyBody {
    let decoder = Arc::new(Merged {
        mode: planned.mode,
        type_name: planned.type_name.clone(),
        planned: planned.body.clone(),
        written,
        shift: context.shift,
        same: context.same.clone(),
        keeps: planned.lifecycle.ignores
            && planned.change.as_deref().is_some_and(|change| change.before.is_some()),
    });
    LazyBody::deferred(decoder, 0)
}

/// Decodes the planned body and completes it from the written one.
struct Merged {
    mode: Mode,
    type_name: Arc<str>,
    planned: LazyBody,
    written: Option<LazyBody>,
    shift: u32,
    same: Arc<[Provenance]>,
    /// Whether the object was there before, and keeps what `ignore_changes` names.
    keeps: bool,
}

impl fmt::Debug for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a planned body with its source")
    }
}

impl DecodeBody for Merged {
    fn decode(&self, _: u32) -> Arc<Body> {
        // The planned body alone is not kept.
        let planned = self.planned.passing();
        let schema = Schema::embedded().find(self.mode, &self.type_name).map(|found| found.body);
        let written = self.written.as_ref().map(LazyBody::get);
        let kept = self.keeps.then_some(Kept { of: (self.mode, &self.type_name), within: None });
        Arc::new(body(
            &planned,
            written,
            Absent::Null(schema),
            Join { shift: self.shift, same: &self.same, kept, in_set: false },
        ))
    }
}

/// How what flowed into planned values is read.
#[derive(Clone, Copy)]
struct Join<'m> {
    /// What is added to the provenance of a planned value.
    shift: u32,
    /// The source's provenance of the same attributes, by that of the plan; none where the source has none.
    same: &'m [Provenance],
    /// Where values count that the source does not write.
    kept: Option<Kept<'m>>,
    /// Whether it is in a set of blocks: there a plan marks all of them where it would mark a value of one.
    in_set: bool,
}

/// A body of an object that keeps values of its own.
#[derive(Clone, Copy)]
struct Kept<'k> {
    /// Mode and type of the object.
    of: (Mode, &'k str),
    /// The body that it is in, and the type of its block.
    within: Option<(&'k Kept<'k>, &'k str)>,
}

impl Kept<'_> {
    /// Whether a value that the source does not write was given to the object earlier.
    fn holds(&self, name: &str, slot: &Slot, absent: Absent) -> bool {
        let Absent::Null(Some(schema)) = absent else { return false };
        let mut names = vec![name];
        let mut at = self;
        while let Some((outer, block)) = at.within {
            names.push(block);
            at = outer;
        }
        let (mode, type_name) = self.of;
        slot.written
            && schema.attribute(name).is_some_and(|attribute| !attribute.computed)
            && is_given(mode, type_name, names.into_iter().rev(), &slot.value)
    }
}

impl Join<'_> {
    /// Whether a planned and a written value are known to come from the same attributes.
    fn comes_from_the_same(self, plan: &Value, source: &Value) -> bool {
        let from = self.same.get(plan.provenance().0 as usize).copied();
        from.is_some_and(|from| from != Provenance::NONE && from == source.provenance())
    }
}

/// What it means that a plan does not show an argument that the source writes.
#[derive(Clone, Copy)]
enum Absent {
    /// It is null, unless the schema of the body, where there is one, says that it is write-only.
    Null(Option<BodySchema<'static>>),
    /// Nothing: a plan shows constants of provider configurations only, and what it shows is written.
    NotSaid,
}

impl Absent {
    /// Whether the source's value of the argument stands.
    fn leaves(self, name: &str) -> bool {
        match self {
            Self::Null(schema) => {
                schema.and_then(|schema| schema.attribute(name)).is_some_and(|found| found.write_only)
            }
            Self::NotSaid => true,
        }
    }

    /// How the blocks of a type are kept, where that is known.
    fn nesting(self, name: &str) -> Option<Nesting> {
        match self {
            Self::Null(schema) => Some(schema?.block(name)?.nesting),
            Self::NotSaid => None,
        }
    }

    /// The same for the blocks of a type.
    fn below(self, name: &str) -> Self {
        match self {
            Self::Null(schema) => Self::Null(schema.and_then(|schema| Some(schema.block(name)?.body))),
            Self::NotSaid => Self::NotSaid,
        }
    }
}

/// A planned body, completed from the written one.
fn body(plan: &Body, source: Option<&Body>, absent: Absent, with: Join<'_>) -> Body {
    let shift = with.shift;
    let Some(source) = source else {
        return Body {
            attributes: plan
                .attributes
                .iter()
                .map(|(name, slot)| {
                    (name.clone(), Slot { value: join(&slot.value, None, shift), ..slot.clone() })
                })
                .collect(),
            blocks: plan.blocks.iter().map(|planned| group(planned, None, absent, with)).collect(),
            open: plan.open.clone(),
        };
    };
    let mut out = Body { open: plan.open.clone().and(source.open.clone()), ..Body::default() };
    // In the order of the source, then what only the plan has.
    for (name, written) in &source.attributes {
        match (plan.attribute(name), plan.group(name)) {
            (Some(planned), _) => {
                let value = join(&planned.value, Some(&written.value), shift);
                out.attributes.push((name.clone(), Slot { value, written: true, ..written.clone() }));
            }
            // Written as an attribute that holds objects, planned as blocks.
            (None, Some(planned)) => {
                let mut blocks = group(planned, None, absent, with);
                for (index, block) in blocks.items.iter_mut().enumerate() {
                    block.origin = written.origin;
                    let object = written.value.as_items().and_then(|items| items.get(index));
                    let map = object.or(Some(&written.value)).and_then(Value::as_map);
                    for (name, slot) in &mut block.body.attributes {
                        slot.written = map.is_none_or(|map| map.get(name).is_some());
                    }
                }
                out.blocks.push(blocks);
            }
            // The plan says null, as what is written does, or it is the plan that will be applied.
            (None, None) if plan.open.is_some() || absent.leaves(name) || written.value.is_null() => {
                out.attributes.push((name.clone(), written.clone()));
            }
            (None, None) => {}
        }
    }
    for (name, planned) in &plan.attributes {
        if source.attribute(name).is_some() {
            continue;
        }
        if source.group(name).is_some() && planned.value.as_unknown().is_some() {
            continue;
        }
        let written = planned.written && (source.open.is_some() || matches!(absent, Absent::NotSaid))
            || with.kept.is_some_and(|kept| kept.holds(name, planned, absent));
        let value = join(&planned.value, None, shift);
        out.attributes.push((name.clone(), Slot { value, written, ..planned.clone() }));
    }
    for written in &source.blocks {
        match (plan.group(&written.name), plan.attribute(&written.name)) {
            (Some(planned), _) => out.blocks.push(group(planned, Some(written), absent, with)),
            (None, Some(planned)) if planned.value.as_unknown().is_none() => {}
            (None, Some(_)) => out.blocks.push(written.clone()),
            (None, None) if plan.open.is_some() => out.blocks.push(written.clone()),
            (None, None) if matches!(absent, Absent::NotSaid) => out.blocks.push(written.clone()),
            // What the provider may fill in is not in the plan where it is not known, and a plan does not list what a
            // `dynamic` block makes.
            (None, None) if COMPUTED_BLOCKS.contains(&&*written.name) => out.blocks.push(written.clone()),
            // The plan has none of them.
            (None, None) => {}
        }
    }
    for planned in &plan.blocks {
        if source.group(&planned.name).is_none() && source.attribute(&planned.name).is_none() {
            // Nobody wrote it, and the provider has yet to decide about it.
            if planned.more.is_some() && source.open.is_none() && COMPUTED_BLOCKS.contains(&&*planned.name) {
                continue;
            }
            let mut blocks = group(planned, None, absent, with);
            // A plan shows of provider configurations what is written, and of an object what it keeps.
            let is_kept = matches!(absent, Absent::NotSaid)
                || with.kept.is_some() && !COMPUTED_BLOCKS.contains(&&*planned.name);
            if source.open.is_none() && !is_kept {
                blocks.items.iter_mut().for_each(|block| unwritten(&mut block.body));
            }
            out.blocks.push(blocks);
        }
    }
    out
}

fn group(plan: &BlockGroup, source: Option<&BlockGroup>, absent: Absent, with: Join<'_>) -> BlockGroup {
    let nesting = absent.nesting(&plan.name);
    let absent = absent.below(&plan.name);
    let kept = with.kept.as_ref().map(|kept| Kept { of: kept.of, within: Some((kept, &plan.name)) });
    let with = Join { kept, in_set: with.in_set || nesting == Some(Nesting::Set), ..with };
    if let (Some(_), Some(source)) = (&plan.more, source) {
        // How many there are is known to neither; the source knows more about each.
        return source.clone();
    }
    let partners = match source {
        Some(source) => blocks(&plan.items, source, nesting, |a, b| with.comes_from_the_same(a, b)),
        None => vec![None; plan.items.len()],
    };
    let items = plan
        .items
        .iter()
        .zip(partners)
        .map(|(planned, written)| {
            let mut body = body(&planned.body, written.map(|block| &block.body), absent, with);
            if let Some(written) = written.filter(|_| with.in_set) {
                unmask(&mut body, &written.body);
            }
            Block { body, origin: written.map_or(planned.origin, |block| block.origin), when: Vec::new() }
        })
        .collect();
    BlockGroup { name: plan.name.clone(), items, more: plan.more.clone(), patterns: Vec::new() }
}

/// Takes for no secret what the source says is none, where the plan says the same.
fn unmask(body: &mut Body, written: &Body) {
    for (name, slot) in body.attributes.iter_mut().filter(|(_, slot)| slot.value.holds_secret()) {
        let open =
            written.attribute(name).map(|written| &written.value).filter(|value| !value.holds_secret());
        if let Some(open) = open.filter(|open| is_same(&slot.value, open)) {
            slot.value = open.clone();
        }
    }
}

/// A planned value, completed from the written one: what the plan knows is what it is, and where it comes
/// from is what the source says.
fn join(plan: &Value, source: Option<&Value>, shift: u32) -> Value {
    let moved = |from: Provenance| if from == Provenance::NONE { from } else { Provenance(from.0 + shift) };
    let Some(source) = source else {
        return shifted(plan, shift);
    };
    let marks = marks(plan, source);
    let from = match source.provenance() {
        Provenance::NONE => moved(plan.provenance()),
        from => from,
    };
    let value = match (plan, source) {
        (Value::Unknown { value: planned, .. }, Value::Unknown { value: unknown, .. }) => {
            // Neither knows it. The source says more, unless it cannot even tell what it is or comes from.
            let resolved = matches!(unknown.cause.kind, CauseKind::AfterApply | CauseKind::DataSource)
                && source.provenance() != Provenance::NONE;
            return if unknown.symbol.is_some() || unknown.cases.is_some() {
                source.clone().set_marks(marks)
            } else if resolved {
                let symbol = planned.symbol.clone();
                let whole = Value::from_unknown(Unknown { symbol, ..(**unknown).clone() });
                whole.with_provenance(from).set_marks(marks)
            } else {
                shifted(plan, shift).set_marks(marks)
            };
        }
        (Value::Unknown { .. }, _) => return source.clone().set_marks(marks),
        (Value::Seq { value: a, .. }, Value::Seq { value: b, .. }) => sequence(a, b, shift),
        (Value::Map { value: a, .. }, Value::Map { value: b, .. }) => keyed(a, b, shift),
        (Value::String { value: text, .. }, Value::String { .. }) => {
            match (text.as_known(), source.encoded()) {
                (Some(text), Some(encoded)) => document(text, encoded),
                (None, _) => return source.clone().set_marks(marks),
                _ => plan.clone(),
            }
        }
        // What was made of a plan that leaves parts open; the source has each of its cases.
        (Value::String { value: text, .. }, Value::Unknown { value: unknown, .. })
            if text.as_known().is_none() && unknown.cases.is_some() =>
        {
            return source.clone().set_marks(marks);
        }
        _ => shifted(plan, shift),
    };
    value.set_marks(marks).with_provenance(from)
}

/// The marks of both. What stands in a planned text can stand there by chance, and the source knows what it is made of.
fn marks(plan: &Value, source: &Value) -> Marks {
    let is_known =
        || !source.holds_secret() && source.as_str().is_some_and(|text| plan.as_str() == Some(text));
    let own = plan.marks();
    let own = if own.contains(Marks::SECRET_SOURCE) && is_known() {
        own.without(Marks::SECRET_SOURCE)
    } else {
        own
    };
    own.union(source.marks())
}

/// A planned text that the source made of a value: the text holds, and the parts of the value keep where
/// they come from.
fn document(text: &str, encoded: &Value) -> Value {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
        return Value::string(text);
    }
    let planned = plain(&Json::parse(text));
    let value = join(&planned, Some(encoded), 0);
    Value::text(Text::Encoded { text: Some(text.into()), value })
}

fn sequence(plan: &Seq, source: &Seq, shift: u32) -> Value {
    let partners = elements(&plan.items, source);
    let items: Vec<Value> = plan
        .items
        .iter()
        .zip(&partners)
        .map(|(item, partner)| join(item, partner.and_then(|at| source.items.get(at)), shift))
        .collect();
    let is_whole = items.len() == source.items.len()
        && (matches!(source.kind, SeqKind::Set(_))
            || partners.iter().zip(0..).all(|(at, own)| *at == Some(own)));
    let kind = if is_whole { source.kind.clone() } else { SeqKind::Tuple };
    Value::seq(kind, items)
}

fn keyed(plan: &Map, source: &Map, shift: u32) -> Value {
    let entries: Vec<(Arc<str>, Value)> =
        plan.entries.iter().map(|(key, value)| (key.clone(), join(value, source.get(key), shift))).collect();
    let kind = if plan.entries.len() == source.entries.len() { source.kind.clone() } else { MapKind::Object };
    Value::map(kind, entries)
}

/// A planned value with its provenance moved behind that of the source.
fn shifted(value: &Value, shift: u32) -> Value {
    with_sources(value, &|from| if from == Provenance::NONE { from } else { Provenance(from.0 + shift) })
}
