//! What is wrong with module definitions whatever their inputs are.
//!
//! Each definition is looked at once, however often it is called. Only what the text proves is recorded:
//! what may lie in text that does not parse, in a module that is not on disk or outside the schema tables
//! is not judged.

mod addresses;
mod calls;
mod constraints;
mod cycles;
mod duplicates;
mod failures;
mod files;
mod names;
mod paths;
mod provisioners;
mod references;
mod remote_state;
mod scope;
mod secrets;
mod types;
mod versions;
mod wiring;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileId, FileSpan, Span};
use bricklint_findings::words::{first_of, series};
use bricklint_lang::eval::{StaticStep, traversal};
use bricklint_lang::limits::Budget;
use bricklint_lang::syntax::{Block, Expr, ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::facts::{Fact, FactKind, Mistake, Misuse, ModuleFacts};
use bricklint_model::instance::Origin;
use bricklint_model::schema::{BodySchema, Schema};
use bricklint_model::stack::{Stack, StackKind};
use memchr::memmem;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::calls::Targets;
use self::duplicates::Declared;
use self::files::Readable;
use self::paths::Standing;
use self::secrets::Secrets;
pub(crate) use self::types::{brief, is_of_numbers, not_whole};
use self::versions::{Version, Versions};
use crate::LoadOptions;
use crate::expand::Definition;
use crate::files::FileSystem;
use crate::module::{Condition, ExprRef, Module, OtherBlock, Repetition};
use crate::roots::{DirectoryKind, Discovery, Resolution};

/// What is wrong with the module definitions of a run, by directory; only those with something wrong.
/// The schemas that the options give come before those of the program.
pub fn facts(fs: &dyn FileSystem, discovery: &Discovery, options: &LoadOptions) -> Vec<ModuleFacts> {
    Facts::of(fs, discovery, options).modules
}

/// What is wrong with the module definitions of a run, to which its stacks may add.
pub struct Facts<'s> {
    shared: Shared<'s>,
    modules: Vec<ModuleFacts>,
}

/// By directory and place, what is wrong and in which runs.
type Mistaken<'s> = BTreeMap<&'s Arc<str>, BTreeMap<FileSpan, (&'s Mistake, Vec<&'s Stack>)>>;

impl<'s> Facts<'s> {
    /// See [`facts`].
    pub fn of(fs: &'s dyn FileSystem, discovery: &'s Discovery, options: &'s LoadOptions) -> Self {
        let shared = Shared::of(fs, discovery, options);
        let all: Vec<ModuleFacts> = discovery
            .modules
            .par_iter()
            .map_init(FxHashMap::default, |declared, (directory, module)| {
                declared.clear();
                let checker = Checker::new(&shared, directory, module);
                let version = |doubts: fn(&Version) -> bool| {
                    let version = checker.as_ref().and_then(|checker| checker.version.as_ref());
                    version.filter(|version| doubts(version)).map(|version| version.text.clone())
                };
                let (version, older) = (version(|it| !it.is_near()), version(Version::is_older));
                let facts = checker.map(|checker| checker.run(declared)).unwrap_or_default();
                ModuleFacts { directory: directory.clone(), facts, version, older }
            })
            .collect();
        let is_empty = |it: &ModuleFacts| it.facts.is_empty() && it.version.is_none() && it.older.is_none();
        Self { shared, modules: all.into_iter().filter(|module| !is_empty(module)).collect() }
    }

    /// With what is wrong with definitions as runs evaluate them, where no fact stands at the same place. It is said once, and
    /// of some of the environments that have the definition with their names.
    pub fn with_mistakes(mut self, stacks: &[Stack]) -> Vec<ModuleFacts> {
        let mut found: Mistaken<'_> = BTreeMap::new();
        for stack in stacks {
            for mistake in &stack.mistakes {
                let of_directory = found.entry(&mistake.directory).or_default();
                of_directory.entry(mistake.at).or_insert((mistake, Vec::new())).1.push(stack);
            }
        }
        for (directory, mistakes) in found {
            self.add(directory, mistakes, stacks);
        }
        self.modules
    }

    fn add(
        &mut self,
        directory: &Arc<str>,
        mistakes: BTreeMap<FileSpan, (&Mistake, Vec<&Stack>)>,
        stacks: &[Stack],
    ) {
        let Some(module) = self.shared.discovery.modules.get(directory) else { return };
        let Some(mut checker) = Checker::new(&self.shared, directory, module) else { return };
        let at = self.modules.binary_search_by(|own| own.directory.cmp(directory)).unwrap_or_else(|at| {
            self.modules.insert(at, ModuleFacts { directory: directory.clone(), ..ModuleFacts::default() });
            at
        });
        let Some(own) = self.modules.get_mut(at) else { return };
        let has = |stack: &&Stack| {
            stack.kind == StackKind::Source && stack.modules.iter().any(|own| own.directory == *directory)
        };
        let having: Vec<&Stack> = stacks.iter().filter(has).collect();
        for (mistake, wrong) in mistakes.into_values() {
            let mut known =
                own.facts.iter_mut().chain(&mut checker.facts).filter(|fact| fact.at.meets(mistake.at));
            if let Some(fact) = known.next() {
                // The block around it has elements then.
                fact.conditional = false;
                continue;
            }
            if matches!(mistake.kind, FactKind::Undeclared { .. }) {
                continue;
            }
            let mut kind = mistake.kind.clone();
            if let FactKind::Fails { reason, .. } | FactKind::InputType { reason, .. } = &mut kind {
                *reason = [&**reason, &only_in(&wrong, &having)].concat().into();
            }
            // Another version may give what a call passes other attributes.
            let typed = matches!(&kind, FactKind::InputType { reason, .. } if reason.contains("attribute"));
            checker.push(&mistake.owner, mistake.at, kind, mistake.other);
            let Some(fact) = checker.facts.last_mut() else { continue };
            fact.run = wrong.first().and_then(|stack| {
                let instance = stack.modules.iter().position(|one| one.address == mistake.instance)?;
                let number = stacks.iter().position(|one| std::ptr::eq(one, *stack))?;
                Some((number as u32, instance as u32))
            });
            if let Some(version) = checker.version.as_ref().filter(|_| typed) {
                fact.version = Some(version.text.clone());
            }
        }
        own.facts.append(&mut checker.facts);
        own.facts.put_in_order_by(|a, b| (a.at, &a.owner).cmp(&(b.at, &b.owner)));
    }
}

/// Which environments and roots it is that something is wrong in, where not all that have it are; starts with a comma.
pub fn only_in(wrong: &[&Stack], having: &[&Stack]) -> String {
    let names = |stacks: &[&Stack], name: fn(&Stack) -> Option<Arc<str>>| -> BTreeSet<Arc<str>> {
        stacks.iter().filter_map(|stack| name(stack)).collect()
    };
    let mut text = String::new();
    let environments = names(wrong, |stack| stack.environment.clone());
    if (1..names(having, |stack| stack.environment.clone()).len()).contains(&environments.len()) {
        text += ", in ";
        text += &series(&environments.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
    let roots = names(wrong, |stack| Some(stack.root.clone()));
    if roots.len() < names(having, |stack| Some(stack.root.clone())).len()
        && let Some(first) = roots.first()
    {
        text += ", in root ";
        text += &first_of(first, roots.len());
    }
    text
}

impl<'s> Shared<'s> {
    fn of(fs: &'s dyn FileSystem, discovery: &'s Discovery, options: &'s LoadOptions) -> Self {
        let given = options.schema.as_deref();
        let schemas: Vec<&Schema> = given.into_iter().chain([Schema::embedded()]).collect();
        let roots = discovery.directories.iter().filter(|directory| directory.kind == DirectoryKind::Root);
        let roots: FxHashSet<Arc<str>> = roots.map(|directory| directory.path.clone()).collect();
        let mut homes: FxHashMap<Arc<str>, Option<Arc<str>>> =
            roots.iter().map(|root| (root.clone(), Some(root.clone()))).collect();
        for ((root, _), resolution) in &discovery.resolved {
            if let Resolution::Directory(directory) = resolution {
                let home = homes.entry(directory.clone()).or_insert_with(|| Some(root.clone()));
                if home.as_ref().is_some_and(|home| home != root) {
                    *home = None;
                }
            }
        }
        let is_run = |root: &Arc<str>| roots.contains(root) && !discovery.may_be_called(root);
        let called = discovery.resolved.iter().filter(|((root, _), _)| is_run(root));
        let called = called.filter_map(|(_, resolution)| match resolution {
            Resolution::Directory(directory) => Some(directory),
            Resolution::Opaque { .. } => None,
        });
        let run = roots.iter().filter(|root| is_run(root)).chain(called).cloned().collect();
        Self {
            discovery,
            fs,
            project_root: &options.project_root,
            targets: Targets::of(discovery),
            versions: Versions::of(discovery, &schemas),
            run,
            roots,
            homes,
            schemas,
            gives: !options.vars.is_empty() || !options.env_vars.is_empty(),
            ephemeral: discovery.modules.par_iter().any(|(_, module)| {
                let applies = |text: &str| memmem::find(text.as_bytes(), b"terraform.applying").is_some();
                module.variables.values().any(|variable| variable.ephemeral)
                    || module.others.iter().any(|other| &*other.kind == "ephemeral")
                    || module.files.iter().any(|file| applies(&file.tree.text))
            }),
            circles: discovery.call_problems.values().flatten().collect(),
            tofu: discovery.sources.iter().any(|(_, file)| file.path.contains(".tofu"))
                || discovery.locks.values().flat_map(|lock| lock.keys()).any(|it| it.starts_with(OPENTOFU)),
        }
    }
}

/// The registry in lock files of OpenTofu.
const OPENTOFU: &str = "registry.opentofu.org/";

/// What the definitions of one run have in common.
struct Shared<'s> {
    discovery: &'s Discovery,
    fs: &'s dyn FileSystem,
    project_root: &'s Path,
    schemas: Vec<&'s Schema>,
    targets: Targets,
    versions: Versions,
    /// The directories that Terraform is run in.
    roots: FxHashSet<Arc<str>>,
    /// The roots that are not modules of callers elsewhere, and what is called from them.
    run: FxHashSet<Arc<str>>,
    /// By definition the only root that it is used from, itself included; none where there are several.
    homes: FxHashMap<Arc<str>, Option<Arc<str>>>,
    /// Whether the command line or the environment give values to variables.
    gives: bool,
    /// Whether any module has something ephemeral.
    ephemeral: bool,
    /// Whether any file is one that only OpenTofu reads or writes.
    tofu: bool,
    /// Modules that call themselves.
    circles: Vec<&'s Problem>,
}

/// Looks at one definition.
struct Checker<'c> {
    shared: &'c Shared<'c>,
    module: &'c Module,
    definition: Arc<Definition>,
    /// The only root that the module is used from.
    home: Option<&'c Arc<str>>,
    /// The files that expressions read.
    readable: OnceCell<Readable<'c>>,
    /// By file.
    files: FxHashMap<FileId, u32>,
    /// By resource, what of it is in the table.
    schemas: Vec<OnceCell<Option<BodySchema<'c>>>>,
    /// The version of the Databricks provider, where it is not that of the table.
    version: Option<Version>,
    /// The `dynamic` blocks around what is looked at.
    within: Vec<Within>,
    /// For each of them the element that is looked at; fewer where elements are not known.
    elements: Vec<Element>,
    /// How many elements were looked at in one outermost block.
    looked: Cell<usize>,
    /// What `each` or `count` stands for, where one instance is looked at.
    instance: Option<Element>,
    /// The value that a caller gives to a variable, where that is looked at.
    given: Option<(Arc<str>, Value)>,
    /// Local values that were evaluated without inputs; none while one is.
    locals: RefCell<FxHashMap<usize, Option<Value>>>,
    /// The same where the variables have their defaults.
    default_locals: RefCell<FxHashMap<usize, Option<Value>>>,
    /// Whether the types that the Databricks provider gives to attributes count as not known.
    without_types: Cell<bool>,
    /// Whether variables have their defaults.
    with_defaults: Cell<bool>,
    /// By module call, the type of what it gives.
    calls: RefCell<FxHashMap<usize, Type>>,
    /// What is ephemeral, once it was asked for.
    ephemeral: Option<Secrets<'c>>,
    /// What all expressions together may cost.
    budget: Budget,
    facts: Vec<Fact>,
}

/// A block around what is looked at that may make nothing.
#[derive(Clone, Copy)]
enum Within {
    /// A `dynamic` block of this file: nothing without elements.
    Dynamic(u32, Block),
    /// One in JSON, with its collection.
    Json(u32, Option<ExprId>),
}

/// What an iterator stands for.
#[derive(Clone, Debug)]
struct Element {
    name: Arc<str>,
    key: Value,
    value: Value,
}

/// As [`Fact::owner`], before anybody asks for the text.
#[derive(Clone, Copy, Debug, Default)]
enum Owner<'p> {
    /// The module itself.
    #[default]
    Module,
    /// The resource at this index.
    Resource(u32),
    /// What it is and its name.
    Named(&'static str, &'p str),
    /// Local name and alias.
    Provider(&'p str, Option<&'p str>),
    /// Type and name of an ephemeral resource.
    Ephemeral(&'p str, &'p str),
}

/// Where an expression stands.
#[derive(Clone, Debug, Default)]
struct Place<'p> {
    owner: Owner<'p>,
    /// What `each` and `count` stand for.
    repetition: Repetition,
    /// Whether `self` stands for something.
    itself: bool,
    /// Whether the resource that the expression is part of can only be named as `self`.
    only_itself: bool,
    /// The resource that the expression is part of.
    resource: Option<u32>,
    /// The `check` block that the expression is part of, by its index among the other blocks.
    check: Option<usize>,
    /// Iterators of the enclosing `dynamic` blocks.
    iterators: Vec<&'p str>,
}

impl<'p> Place<'p> {
    fn of(owner: Owner<'p>) -> Self {
        Self { owner, ..Self::default() }
    }

    fn repeated(self, repetition: Repetition) -> Self {
        Self { repetition, ..self }
    }

    /// The same in a postcondition, where `self` is the only name of what it is about.
    fn after(&self) -> Self {
        Self { only_itself: true, ..self.with_self() }
    }

    /// The same where `self` stands for something.
    fn with_self(&self) -> Self {
        Self { itself: true, ..self.clone() }
    }

    fn within(&self, iterator: &'p str) -> Self {
        let mut inner = self.clone();
        inner.iterators.push(iterator);
        inner
    }
}

impl<'c> Checker<'c> {
    fn new(shared: &'c Shared<'c>, directory: &str, module: &'c Module) -> Option<Self> {
        Some(Self {
            shared,
            module,
            definition: shared.discovery.definitions.get(&shared.discovery.modules, directory)?,
            home: shared.homes.get(directory).and_then(Option::as_ref),
            readable: OnceCell::new(),
            files: (0..).zip(&module.files).map(|(index, file)| (file.file, index)).collect(),
            schemas: module.resources.iter().map(|_| OnceCell::new()).collect(),
            version: shared.versions.other(directory),
            within: Vec::new(),
            elements: Vec::new(),
            looked: Cell::new(0),
            instance: None,
            given: None,
            locals: RefCell::default(),
            default_locals: RefCell::default(),
            without_types: Cell::default(),
            with_defaults: Cell::default(),
            calls: RefCell::default(),
            ephemeral: None,
            budget: Budget::default(),
            facts: Vec::new(),
        })
    }

    /// `declared` is room to work in, empty before.
    fn run(mut self, declared: &mut Declared<'c>) -> Vec<Fact> {
        self.duplicates(declared);
        self.cycles();
        self.wiring();
        self.backend();
        self.values();
        for (at, def) in (0..).zip(&self.module.resources) {
            self.resource_references(at, def);
            self.resource_schema(at, def);
        }
        for (name, call) in &self.module.calls {
            self.call_references(name, call);
            self.call(name, call);
        }
        for provider in &self.module.providers {
            if !self.is_used(provider) {
                continue;
            }
            self.provider_references(provider);
            self.provider_schema(provider);
        }
        self.refused();
        let mut facts = self.facts;
        facts.put_in_order_by(|a, b| (a.at, &a.owner).cmp(&(b.at, &b.owner)));
        facts.dedup();
        facts
    }

    /// What the loader found wrong in text that parses, as far as no fact that is as bad stands at the same place.
    fn refused(&mut self) {
        let advice = |fact: &&Fact| {
            matches!(
                fact.kind,
                FactKind::NoSource { .. } | FactKind::NoVersion { .. } | FactKind::NotNamed { .. }
            )
        };
        let mut said: Vec<FileSpan> =
            self.facts.iter().filter(|fact| !advice(fact)).map(|fact| fact.at).collect();
        let module = self.module;
        let circles = self.shared.circles.iter().copied();
        for problem in module.problems.iter().chain(circles) {
            let at = problem.location.as_ref().and_then(|location| location.span);
            let Some(at) = at.filter(|_| problem.kind == ProblemKind::Invalid) else { continue };
            let parses = self.files.get(&at.file).is_some_and(|file| self.parses(*file));
            if parses && !said.iter().any(|said| said.meets(at)) {
                said.push(at);
                self.push(&"".into(), at, FactKind::Refused { reason: (*problem.message).into() }, None);
            }
        }
    }

    /// Variables, locals, outputs and checks.
    fn values(&mut self) {
        let module = self.module;
        for (name, variable) in &module.variables {
            let place = Place::of(Owner::Named("var.", name));
            let known = self.facts.len();
            self.conditions(&place, &variable.validations);
            self.can_hold(&place, &variable.validations, known);
        }
        for (name, local) in &module.locals {
            self.expr(&Place::of(Owner::Named("local.", name)), local.value);
        }
        let mut secrets = None;
        for (name, output) in &module.outputs {
            let place = Place::of(Owner::Named("output.", name));
            if let Some(value) = output.value {
                self.expr(&place, value);
                self.shows_secret(name, output, &mut secrets);
                self.shows_ephemeral(name, output);
                self.is_ephemeral(name, output);
                if !output.ephemeral {
                    self.keeps(place.owner, value.file, value.id, &format!("output.{name}"), false);
                }
            }
            if let Some((file, block)) = self.block(output.origin)
                && let Some(tree) = module.tree(file)
            {
                if let Some(depends_on) = tree.attribute(block.body, "depends_on") {
                    self.whole_objects(&place, file, depends_on.value);
                }
                let known = self.facts.len();
                for inner in tree.blocks(block.body) {
                    self.body_references(&place, file, inner.body);
                }
                self.can_hold(&place, &output.preconditions, known);
                for message in output.preconditions.iter().filter_map(|condition| condition.message) {
                    self.can_say(&place, message, known);
                }
            }
        }
        for (index, other) in module.others.iter().enumerate() {
            let Some(tree) = module.tree(other.file) else { continue };
            if &*other.kind == "moved" {
                self.moved(other);
                self.moved_from(other);
            }
            if &*other.kind == "removed" {
                self.removed_from(other);
                self.removed_references(other);
            }
            if &*other.kind == "import" {
                self.imported(other);
                self.imported_key(other);
                let argument = |name: &str| tree.attribute(other.body, name).map(|found| found.value);
                let for_each = argument("for_each").map(|id| ExprRef { file: other.file, id });
                let repetition = for_each.map_or(Repetition::One, Repetition::ForEach);
                let place = Place { repetition, ..Place::default() };
                for id in [argument("id"), argument("for_each")].into_iter().flatten() {
                    self.references(&place, other.file, id);
                }
                self.imported_id(other, &place);
                self.imported_provider(other);
            }
            if &*other.kind == "ephemeral" {
                self.ephemeral_references(other);
                self.ephemeral_type(other);
            }
            if &*other.kind != "check" {
                continue;
            }
            for inner in tree.blocks(other.body) {
                if tree.slice(inner.name) == "assert" {
                    let place = Place { check: Some(index), ..Place::default() };
                    let known = self.facts.len();
                    self.body_references(&place, other.file, inner.body);
                    if let Some(message) = tree.attribute(inner.body, "error_message") {
                        self.can_say(&place, ExprRef { file: other.file, id: message.value }, known);
                    }
                }
            }
        }
    }

    fn conditions(&mut self, place: &Place<'_>, conditions: &[Condition]) {
        for condition in conditions {
            self.expr(place, condition.condition);
            if let Some(message) = condition.message {
                self.expr(place, message);
            }
        }
    }

    /// The block that was written at an origin, with the index of its file.
    fn block(&self, origin: Origin) -> Option<(u32, Block)> {
        let Origin::Source { file, key, .. } = origin else { return None };
        let index = *self.files.get(&file)?;
        let tree = self.module.tree(index)?;
        let blocks = tree.blocks(tree.root);
        let found = block_at(tree, blocks, key.start).or_else(|| {
            let outer = block_before(tree, blocks, key.start)?;
            let is_check = tree.slice(outer.name) == "check";
            block_at(tree, if is_check { tree.blocks(outer.body) } else { &[] }, key.start)
        });
        found.map(|found| (index, found))
    }

    /// The `check` block around something, by its index among the other blocks.
    fn check_around(&self, origin: Origin) -> Option<usize> {
        let Origin::Source { file, key, .. } = origin else { return None };
        self.module.others.iter().position(|other| {
            let Origin::Source { file: own, value, .. } = other.origin else { return false };
            &*other.kind == "check" && own == file && value.start <= key.start && key.end <= value.end
        })
    }

    /// A `moved` block names two resources or two modules.
    fn moved(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file) else { return };
        let is = |name: &str| is_module(tree, tree.attribute(other.body, name)?.value);
        if let (Some(from), Some(to)) = (is("from"), is("to"))
            && from != to
            && let Some((file, block)) = self.block(other.origin)
        {
            let kind = FactKind::Misused { name: "moved".into(), misuse: Misuse::Moved };
            self.add(&self.text(Owner::Module), file, block.header, kind);
        }
    }

    /// Whether the file has no error in it.
    fn parses(&self, file: u32) -> bool {
        self.module.tree(file).is_some_and(|tree| tree.errors.is_empty())
    }

    fn at(&self, file: u32, span: Span) -> Option<FileSpan> {
        let file = self.module.files.get(file as usize)?;
        Some(FileSpan { file: file.file, span: file.tree.place(span) })
    }

    fn add(&mut self, owner: &Arc<str>, file: u32, span: Span, kind: FactKind) {
        self.add_with(owner, file, span, kind, None);
    }

    fn add_with(&mut self, owner: &Arc<str>, file: u32, span: Span, kind: FactKind, other: Option<FileSpan>) {
        if let Some(at) = self.at(file, span) {
            self.push(owner, at, kind, other);
        }
    }

    fn push(&mut self, owner: &Arc<str>, at: FileSpan, kind: FactKind, other: Option<FileSpan>) {
        let of_form = matches!(
            kind,
            FactKind::NoArgument { .. }
                | FactKind::ArgumentMissing { .. }
                | FactKind::WrongForm { .. }
                | FactKind::Labels { .. }
        );
        // What a body holds is looked at too where the collection has no value yet, and what refers to itself wherever it
        // stands.
        let is_conditional =
            |(at, within)| if of_form { self.is_passed_over(at) } else { self.may_be_empty(within) };
        let conditional =
            !matches!(kind, FactKind::Cycle { .. }) && self.within.iter().enumerate().any(is_conditional);
        self.push_if(owner, at, kind, other, conditional);
    }

    fn push_if(
        &mut self,
        owner: &Arc<str>,
        at: FileSpan,
        kind: FactKind,
        other: Option<FileSpan>,
        conditional: bool,
    ) {
        let is_absence = matches!(kind, FactKind::Undeclared { .. } | FactKind::NoConfiguration { .. });
        let open = self.module.generated.clone().filter(|_| is_absence);
        let Standing { path, type_name, key } = self.standing(at);
        let is_own = |of: &str| self.is_of_databricks(of, &type_name);
        let version = self.version.as_ref().filter(|version| version.doubts(&kind, is_own));
        let version = version.map(|version| version.text.clone());
        let owner = owner.clone();
        let run = None;
        self.facts.push(Fact {
            kind,
            owner,
            at,
            path,
            type_name,
            key,
            other,
            run,
            conditional,
            version,
            open,
        });
    }

    /// The owner as facts name it.
    fn text(&self, owner: Owner<'_>) -> Arc<str> {
        match owner {
            Owner::Module => "".into(),
            Owner::Resource(at) => self.definition.address(at),
            Owner::Named(kind, name) => format!("{kind}{name}").into(),
            Owner::Provider(local, Some(alias)) => format!("provider.{local}.{alias}").into(),
            Owner::Provider(local, None) => format!("provider.{local}").into(),
            Owner::Ephemeral(ty, name) => format!("ephemeral.{ty}.{name}").into(),
        }
    }

    fn expr(&mut self, place: &Place<'_>, expr: ExprRef) {
        self.references(place, expr.file, expr.id);
    }
}

/// Whether an address is that of a module, not of a resource; none for what is no address.
fn is_module(tree: &Tree, id: ExprId) -> Option<bool> {
    let reference = traversal(tree, id)?;
    let mut steps = reference.steps.iter().peekable();
    let mut root = reference.root;
    loop {
        if root != "module" {
            return Some(false);
        }
        steps.next()?;
        steps.next_if(|step| !matches!(step, StaticStep::Attr(_)));
        match steps.next() {
            None => return Some(true),
            Some(StaticStep::Attr(name)) => root = *name,
            Some(_) => return None,
        }
    }
}

/// The last block whose header starts at `start`.
fn block_at(tree: &Tree, blocks: &[Block], start: u32) -> Option<Block> {
    let before = block_before(tree, blocks, start);
    let starts_here = |block: &&Block| tree.place(block.header).start == start;
    let found = before.as_ref().filter(starts_here).copied();
    // In JSON, text that had to be decoded can stand elsewhere.
    found.or_else(|| blocks.iter().rfind(|block| tree.json && starts_here(block)).copied())
}

/// The last block that starts at `start` or before it.
fn block_before(tree: &Tree, blocks: &[Block], start: u32) -> Option<Block> {
    let after = blocks.partition_point(|block| tree.place(block.header).start <= start);
    blocks.get(after.checked_sub(1)?).copied()
}

/// Where to point for something that is written at `origin`.
fn place_of(origin: Origin) -> Option<FileSpan> {
    match origin {
        Origin::Source { file, key, .. } => Some(FileSpan { file, span: key }),
        Origin::Plan => None,
    }
}

/// The text of an object's key, where it is written out.
fn key_text(tree: &Tree, key: ExprId) -> Option<&str> {
    match tree.expr(key) {
        Expr::String(text) => Some(tree.string(text)),
        Expr::Paren(inner) | Expr::Wrapped(inner) => match tree.expr(inner) {
            Expr::String(text) => Some(tree.string(text)),
            _ => None,
        },
        _ => None,
    }
}
