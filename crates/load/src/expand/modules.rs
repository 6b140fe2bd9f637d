//! Module instances and everything in them that is evaluated on demand and once: variables, locals,
//! outputs, the instances of resources and calls.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileId, FileSpan, Span};
use bricklint_lang::eval::{ErrorKind, each_reference, evaluate, with_places};
use bricklint_lang::limits::Budget;
use bricklint_lang::syntax::{Expr, ExprId, Tree, parse_expression};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Provenance, Refinements, SeqKind, Symbol, Unknown, Value};
use bricklint_model::facts::{FactKind, Mistake, Misuse};
use bricklint_model::instance::{Guard, InstanceKey, Origin};
use bricklint_model::placeholder::is_placeholder;
use bricklint_model::stack::EACH_VALUE;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Shared;
use super::address;
use super::body::Iter;
use super::definition::{Definition, ProviderName};
use super::files::RootFiles;
use super::key_set::key_set;
use super::provenance::Interner;
use super::providers::Declared;
use super::refused::Noted;
use super::repeat::{self, Expanded, Identity, Repeat, Shape};
use super::resource::At;
use super::scope::ExprScope;
use super::settle::Need;
use crate::module::{ExprRef, Repetition};
use crate::roots::Resolution;
use crate::variables::{self, Inputs};

/// The most instances of resources and data sources of one stack.
const MOST_INSTANCES: u64 = 1_000_000;
/// The most module instances of one stack.
const MOST_MODULES: u64 = 100_000;
/// The most module calls inside each other.
const DEEPEST_MODULE: u32 = 64;
/// The most values that wait for each other, where what they need does not show in their text.
const DEEPEST_VALUE: u32 = 1_000;
/// Whenever so many more values wait for each other, what they need is evaluated first.
const SETTLE: u32 = 64;

/// A value that is evaluated once.
#[derive(Debug, Default)]
pub(crate) enum Memo {
    /// Not yet.
    #[default]
    Empty,
    /// Being evaluated: asking for it is a cycle.
    Busy,
    /// Evaluated.
    Done(Value),
}

/// A place in the tree of calls, without instances.
pub(crate) struct Node {
    /// `a.b` for the call `b` in the module that the call `a` leads to; empty for the root.
    pub(crate) path: String,
    /// Relative to the project root.
    pub(crate) directory: Arc<str>,
    /// What is defined there.
    pub(crate) definition: Arc<Definition>,
    /// `path.module`.
    pub(crate) from_root: Arc<str>,
    depth: u32,
    children: RefCell<FxHashMap<u32, Target>>,
}

/// Where a call leads.
#[derive(Clone)]
pub(crate) enum Target {
    /// To a module that was read.
    Module(Rc<Node>),
    /// Nowhere.
    Opaque(Rc<Opaque>),
}

/// A call that leads nowhere.
pub(crate) struct Opaque {
    pub(crate) source: Option<Arc<str>>,
    pub(crate) cause: Cause,
    pub(crate) providers: Option<Vec<Arc<str>>>,
}

/// A module call in a module instance.
#[derive(Default)]
pub(crate) struct CallState {
    expanded: RefCell<Expansion>,
    children: RefCell<Vec<Option<u32>>>,
    /// Values of the child's variables that are the same in all its instances.
    shared: OnceCell<Box<[RefCell<Memo>]>>,
}

/// A resource in a module instance.
#[derive(Default)]
pub(crate) struct ResourceState {
    /// Its instances.
    pub(crate) expanded: RefCell<Expansion>,
    /// Values of attributes that are the same in all instances.
    pub(crate) shared: OnceCell<Box<[RefCell<Memo>]>>,
    /// Values of the other attributes, by instance and attribute, where something refers to them.
    pub(crate) own: RefCell<FxHashMap<(u32, u32), Memo>>,
    /// Blocks that are the same in all instances.
    pub(crate) groups: OnceCell<Box<[OnceCell<Rc<bricklint_model::instance::BlockGroup>>]>>,
}

/// Local values with more parts than this are not looked through for unknowns without an identity.
const MOST_NAMED: u32 = 10_000;

/// The instances of something repeated, on their way.
#[derive(Default)]
pub(crate) enum Expansion {
    /// Nobody asked yet.
    #[default]
    Empty,
    /// Being found out.
    Busy,
    /// These.
    Done(Rc<Expanded>),
}

/// A module instance.
pub(crate) struct Inst {
    /// Index in the stack.
    pub(crate) index: u32,
    /// `module.a["x"]`; empty for the root.
    pub(crate) address: Arc<str>,
    /// Its place in the tree of calls.
    pub(crate) node: Rc<Node>,
    /// What is defined there.
    pub(crate) definition: Arc<Definition>,
    /// The calling instance and the index of the call in it.
    pub(crate) parent: Option<(u32, u32)>,
    /// `each` and `count` of the call.
    pub(crate) repeat: Repeat,
    /// Exists only under all of these.
    pub(crate) when: Vec<Guard>,
    /// Why it is not known whether it exists.
    pub(crate) uncertain: Option<Cause>,
    /// What all resources in it depend on.
    pub(crate) depends_on: Vec<Arc<str>>,
    /// Provider configurations that were asked for.
    pub(crate) providers: RefCell<Vec<(ProviderName, Option<u32>)>>,
    /// Provider configurations that are declared here, by index of the block.
    pub(crate) declared: Box<[Declared]>,
    pub(crate) resources: Box<[ResourceState]>,
    variables: Box<[RefCell<Memo>]>,
    locals: Box<[RefCell<Memo>]>,
    outputs: Box<[RefCell<Memo>]>,
    calls: Box<[CallState]>,
}

impl Inst {
    /// Whether there surely is this instance.
    pub(crate) fn is_certain(&self) -> bool {
        self.when.is_empty() && self.uncertain.is_none()
    }

    /// Where an expression of the module stands.
    pub(crate) fn place(&self, expr: ExprRef) -> Option<(FileId, Span)> {
        let file = self.definition.module.files.get(expr.file as usize)?;
        Some((file.file, file.tree.place(file.tree.span(expr.id))))
    }
}

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    /// `each` and `count`.
    pub(crate) repeat: &'c Repeat,
    /// Iterators of the enclosing `dynamic` blocks, innermost first.
    pub(crate) iterators: Option<&'c Iter<'c>>,
    /// The resource whose body it is in.
    pub(crate) resource: Option<u32>,
    /// What `self` stands for.
    pub(crate) itself: Option<&'c At<'c>>,
    /// The attributes that are read of the elements of its value, where those are all.
    pub(crate) elements: Option<&'c [Arc<str>]>,
    /// Whether it may be in nothing that exists, so that it may have no value.
    pub(crate) doubtful: bool,
    /// Whether Terraform evaluates it even where there is no instance of its module.
    pub(crate) always: bool,
    /// Whose value it is, for messages: `local`, `databricks_job.a`, `module.b`.
    pub(crate) owner: &'c str,
    /// The name of the value below it.
    pub(crate) name: &'c str,
}

impl<'c> Context<'c> {
    /// Outside any resource.
    pub(crate) fn plain(owner: &'c str, name: &'c str) -> Self {
        Self {
            repeat: &Repeat::None,
            iterators: None,
            resource: None,
            itself: None,
            elements: None,
            doubtful: false,
            always: false,
            owner,
            name,
        }
    }

    /// The same for another value of the owner.
    pub(crate) fn named(self, name: &'c str) -> Self {
        Self { name, ..self }
    }

    /// The iterator of this name, of the innermost block that has one.
    pub(crate) fn iterator(&self, name: &str) -> Option<&'c Iter<'c>> {
        std::iter::successors(self.iterators, |at| at.outer).find(|at| &*at.name == name)
    }

    /// Whether the value surely is in something that exists.
    pub(crate) fn is_sure_in(&self, inst: &Inst) -> bool {
        (inst.is_certain() || self.always) && !self.doubtful
    }

    fn subject(&self) -> String {
        if self.name.is_empty() { self.owner.to_owned() } else { format!("{}.{}", self.owner, self.name) }
    }
}

/// A resource or a call that may be repeated.
struct Repeated<'o> {
    repetition: Repetition,
    origin: Origin,
    owner: &'o str,
    /// Its index, for a resource.
    resource: Option<u32>,
}

/// Module instance, resource in it and instance of that, by index.
type Place = (u32, u32, u32);

/// Values by attribute.
type Values = Vec<(Arc<str>, Value)>;

/// What is wrong: where, and what there is to say.
type Wrong = (Option<(FileId, Span)>, String);

/// What that is guessed is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Caution {
    /// Nothing.
    None,
    /// A workspace that nobody names, and variables that are null or empty by default.
    Empty,
    /// All that have a default, what is given and not filled in, and files that are not there.
    Defaults,
}

/// A module instance, a resource of it, an attribute, and what `each` and `count` are.
pub(crate) type DocumentKey = (u32, u32, String, Identity);

/// Everything that is known while one stack is expanded.
pub(crate) struct Expander<'a> {
    pub(crate) shared: &'a Shared<'a>,
    pub(crate) root: Arc<str>,
    pub(crate) stack: u32,
    /// The name of the workspace, where somebody says it.
    pub(crate) workspace: Option<Arc<str>>,
    /// What that is guessed is unknown.
    pub(crate) caution: Caution,
    pub(crate) uncalled: bool,
    /// Whether a value hangs on the name of the workspace.
    pub(crate) reads_workspace: Cell<bool>,
    /// Whether something is wrong that may be right with other values than the guessed ones.
    pub(crate) doubted: Cell<bool>,
    /// The addresses of what is ephemeral by itself, with the attributes that a variable surely has.
    ephemeral: RefCell<FxHashSet<Arc<str>>>,
    /// What is wrong without any guess.
    pub(crate) failures: RefCell<Vec<Wrong>>,
    /// What the provider refuses without any guess.
    pub(crate) refusals: RefCell<Vec<Noted>>,
    /// What is wrong with values without any guess, by place.
    pub(crate) mistakes: RefCell<BTreeMap<FileSpan, Mistake>>,
    /// Whether a value does not convert to the type that its argument has.
    pub(super) misfits: Cell<bool>,
    pub(crate) files: RootFiles<'a>,
    pub(crate) interner: RefCell<Interner>,
    pub(crate) providers: RefCell<Vec<super::providers::Config>>,
    /// Values of resource attributes as references see them, by module instance, resource and instance.
    pub(crate) reads: RefCell<FxHashMap<Place, Values>>,
    pub(crate) policies: RefCell<FxHashMap<Place, super::resource::Results>>,
    /// What was looked up in the providers' schemas.
    pub(crate) types: RefCell<FxHashMap<(bricklint_model::instance::Mode, Arc<str>), super::schema::Members>>,
    inputs: Inputs,
    pub(super) insts: RefCell<Vec<Rc<Inst>>>,
    problems: RefCell<Vec<Problem>>,
    seen: RefCell<FxHashSet<(Option<FileSpan>, String)>>,
    /// Cycles that evaluation met.
    circles: RefCell<Vec<Wrong>>,
    expanded: Cell<u64>,
    depth: Cell<u32>,
    /// What data sources say under unknown keys.
    pub(crate) documents: RefCell<FxHashMap<DocumentKey, Option<Value>>>,
    /// The depth from which on values that need others are evaluated after them.
    settle_at: Cell<u32>,
    /// Blocks that `dynamic` blocks made.
    pub(crate) blocks: Cell<u64>,
    /// What all expressions together may cost.
    pub(crate) budget: Budget,
    /// Why nothing more is expanded.
    stopped: OnceCell<Cause>,
    /// What unknown repetitions go over.
    pub(crate) repetitions: RefCell<BTreeMap<Arc<str>, Arc<str>>>,
}

impl<'a> Expander<'a> {
    /// An expander with the root's instance and nothing in it evaluated.
    pub(crate) fn new(
        shared: &'a Shared<'a>,
        root: Arc<str>,
        stack: u32,
        workspace: Option<Arc<str>>,
        caution: Caution,
        uncalled: bool,
        inputs: Inputs,
    ) -> Option<Self> {
        let definition = shared.definition(&root)?;
        let mut files = RootFiles::new(shared.fs, &shared.options.project_root, &root);
        files.may_come = caution == Caution::Defaults;
        let this = Self {
            shared,
            stack,
            workspace,
            caution,
            uncalled,
            reads_workspace: Cell::new(false),
            doubted: Cell::new(false),
            ephemeral: RefCell::default(),
            failures: RefCell::default(),
            refusals: RefCell::default(),
            mistakes: RefCell::default(),
            misfits: Cell::new(false),
            files,
            inputs,
            interner: RefCell::default(),
            providers: RefCell::default(),
            reads: RefCell::default(),
            policies: RefCell::default(),
            types: RefCell::default(),
            insts: RefCell::default(),
            problems: RefCell::default(),
            seen: RefCell::default(),
            circles: RefCell::default(),
            expanded: Cell::new(0),
            depth: Cell::new(0),
            documents: RefCell::default(),
            settle_at: Cell::new(SETTLE),
            blocks: Cell::new(0),
            budget: Budget::default(),
            stopped: OnceCell::new(),
            repetitions: RefCell::default(),
            root: root.clone(),
        };
        let node = Rc::new(Node {
            path: String::new(),
            directory: root,
            definition: definition.clone(),
            from_root: ".".into(),
            depth: 0,
            children: RefCell::default(),
        });
        this.add_inst(node, "".into(), None, Repeat::None, Vec::new(), None, Vec::new());
        Some(this)
    }

    #[expect(clippy::too_many_arguments, reason = "they are the fields of the instance")]
    pub(super) fn add_inst(
        &self,
        node: Rc<Node>,
        address: Arc<str>,
        parent: Option<(u32, u32)>,
        repeat: Repeat,
        when: Vec<Guard>,
        uncertain: Option<Cause>,
        depends_on: Vec<Arc<str>>,
    ) -> u32 {
        let module = &node.definition.module;
        let memos = |count: usize| (0..count).map(|_| RefCell::default()).collect();
        let mut insts = self.insts.borrow_mut();
        let index = insts.len() as u32;
        insts.push(Rc::new(Inst {
            index,
            address,
            parent,
            repeat,
            when,
            uncertain,
            depends_on,
            providers: RefCell::default(),
            declared: module.providers.iter().map(|_| Declared::default()).collect(),
            resources: module.resources.iter().map(|_| ResourceState::default()).collect(),
            variables: memos(module.variables.len()),
            locals: memos(module.locals.len()),
            outputs: memos(module.outputs.len()),
            calls: module.calls.iter().map(|_| CallState::default()).collect(),
            definition: node.definition.clone(),
            node,
        }));
        index
    }

    /// The module instance at this index.
    pub(crate) fn inst(&self, index: u32) -> Option<Rc<Inst>> {
        self.insts.borrow().get(index as usize).cloned()
    }

    /// What went wrong so far, and everything that was interned.
    pub(crate) fn finish(self) -> (Vec<Problem>, Interner, Vec<Rc<Inst>>) {
        (self.problems.into_inner(), self.interner.into_inner(), self.insts.into_inner())
    }

    /// Whether the run gives a value to a variable of the root.
    pub(super) fn gives(&self, variable: &str) -> bool {
        self.inputs.get(variable).is_some()
    }

    /// Notes a problem, once for each place.
    pub(crate) fn report(&self, kind: ProblemKind, at: Option<(FileId, Span)>, message: String) {
        let place = at.map(|(file, span)| FileSpan { file, span });
        if !self.seen.borrow_mut().insert((place, message.clone())) {
            return;
        }
        let problem = Problem::new(kind, message);
        let problem = match place.and_then(|place| self.location(place)) {
            Some(location) => problem.at(location),
            None => problem,
        };
        self.problems.borrow_mut().push(problem);
    }

    /// Whether what is guessed is unknown.
    pub(crate) fn cautious(&self) -> bool {
        self.caution != Caution::None
    }

    /// Notes the cycles that evaluation met, unless they are `said` already.
    pub(crate) fn report_circles(&self, said: bool) {
        for (place, message) in self.circles.take() {
            if !said {
                self.report(ProblemKind::Invalid, place, message);
            }
        }
    }

    /// Does something without noting what is wrong with it.
    pub(crate) fn quietly<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.problems.borrow().len();
        let mistakes = self.mistakes.borrow().clone();
        let done = work();
        self.problems.borrow_mut().truncate(before);
        self.mistakes.replace(mistakes);
        done
    }

    /// Notes a problem that was found before.
    pub(crate) fn add_problem(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Takes back a problem that is said otherwise.
    pub(super) fn retract(&self, place: Option<(FileId, Span)>, message: &str) {
        let file_of = |problem: &Problem| Some(problem.location.as_ref()?.span?.file);
        let file = place.map(|(file, _)| file);
        self.problems.borrow_mut().retain(|problem| problem.message != message || file_of(problem) != file);
    }

    fn location(&self, place: FileSpan) -> Option<Location> {
        let file = self.shared.discovery.sources.get(place.file)?;
        Some(Location {
            path: file.path.clone(),
            start: Some(file.position(place.span.start)),
            end: Some(file.position(place.span.end)),
            span: Some(place),
            ..Location::default()
        })
    }

    /// The unknown that stands for what does not evaluate.
    pub(crate) fn failed(subject: &str, text: &str) -> Value {
        Value::unknown(Type::Dynamic, Cause::new(CauseKind::ParseError, subject, text))
    }

    /// The value of an expression; what is wrong with it is noted, and it is unknown then.
    pub(crate) fn eval(&self, inst: &Rc<Inst>, expr: ExprRef, context: &Context<'_>) -> Value {
        let Some(file) = inst.definition.module.files.get(expr.file as usize) else {
            return Self::failed(&context.subject(), "the expression is missing");
        };
        if matches!(file.tree.expr(expr.id), Expr::Error) {
            return Self::failed(&context.subject(), "the expression does not parse");
        }
        let scope = ExprScope { expander: self, inst, context, expr };
        match evaluate(&file.tree, expr.id, &scope) {
            Ok(value) => value,
            Err(error) => {
                let subject = context.subject();
                let text = format!("`{subject}` does not evaluate: {}", error.message);
                let place = Some((file.file, file.tree.place(error.span)));
                match error.kind {
                    ErrorKind::Other => {
                        let typed = || Self::is_typed_by_provider(inst, context, expr, error.span);
                        self.wrong_value(inst, context, place, error.message, typed);
                    }
                    _ if context.is_sure_in(inst) || is_missing_file(&file.tree, expr.id, error.kind) => {
                        self.report(ProblemKind::Invalid, place, error.message);
                    }
                    _ => {}
                }
                Self::failed(&subject, &text)
            }
        }
    }

    /// Notes what is wrong with a value, unless nothing may have it: Terraform does not evaluate what does not exist.
    pub(crate) fn wrong(
        &self,
        inst: &Inst,
        context: &Context<'_>,
        place: Option<(FileId, Span)>,
        message: String,
    ) {
        self.wrong_value(inst, context, place, message, || true);
    }

    /// The same, where it is known whether attributes of it have the types that a provider gives them.
    fn wrong_value(
        &self,
        inst: &Inst,
        context: &Context<'_>,
        place: Option<(FileId, Span)>,
        message: String,
        is_typed: impl FnOnce() -> bool,
    ) {
        if context.is_sure_in(inst) {
            let typed = message.contains("attribute") && is_typed();
            let kind = FactKind::Fails { typed, reason: message.as_str().into() };
            self.mistake(inst, context, place, kind, None);
            self.report(ProblemKind::Invalid, place, message);
        }
    }

    /// Notes what is wrong with a value as a fact about its definition, where nothing of it is guessed. Of what a check
    /// reads Terraform may have no value.
    pub(crate) fn mistake(
        &self,
        inst: &Inst,
        context: &Context<'_>,
        place: Option<(FileId, Span)>,
        kind: FactKind,
        other: Option<FileSpan>,
    ) {
        let module = &inst.definition.module;
        let owner = match context.owner {
            owner @ ("var" | "local" | "output") => [owner, ".", context.name].concat(),
            // They have no name.
            "check" | "import" => String::new(),
            owner => owner.to_owned(),
        };
        let in_check = context.resource.and_then(|at| module.resources.get(at as usize));
        let Some((file, span)) = place.filter(|_| !in_check.is_some_and(|def| def.in_check)) else { return };
        if !owner.is_empty() && !owner.contains(['.', '_']) {
            return;
        }
        if !self.cautious() {
            return self.doubted.set(true);
        }
        let at = FileSpan { file, span };
        self.mistakes.borrow_mut().entry(at).or_insert_with(|| Mistake {
            directory: inst.node.directory.clone(),
            instance: inst.address.clone(),
            owner: owner.into(),
            at,
            kind,
            other,
        });
    }

    /// The value of an expression of its own, in the scope of the root.
    pub(crate) fn evaluate_text(&self, text: &str) -> Result<Value, String> {
        let (tree, id) = parse_expression(text);
        let id = match (id, tree.errors.first()) {
            (Some(id), None) => id,
            (_, Some(error)) => return Err(error.message.clone()),
            (None, None) => return Err("an expression is missing".to_owned()),
        };
        let inst = self.inst(0).ok_or_else(|| "the root has no configuration".to_owned())?;
        let context = Context::plain("the expression", "");
        // It stands in no file of the module, so what it refers to wrongly is noted without a place.
        let scope = ExprScope {
            expander: self,
            inst: &inst,
            context: &context,
            expr: ExprRef { file: u32::MAX, id },
        };
        let value = evaluate(&tree, id, &scope).map_err(|error| error.message);
        let mut without_place = None;
        self.problems.borrow_mut().retain(|problem| {
            let keep = problem.kind != ProblemKind::Invalid || problem.location.is_some();
            if !keep {
                without_place.get_or_insert_with(|| problem.message.clone());
            }
            keep
        });
        self.seen.borrow_mut().retain(|(place, _)| place.is_some());
        match without_place {
            Some(message) => Err(message),
            None => value,
        }
    }

    /// The value in `cell`, evaluated if that did not happen yet.
    pub(crate) fn force(
        &self,
        cell: &RefCell<Memo>,
        name: &dyn Fn() -> (String, Origin),
        compute: impl FnOnce() -> Value,
    ) -> Value {
        self.forced(cell, None, name, compute)
    }

    /// The value in `cell`; what it needs is evaluated before, where that would be too deep otherwise.
    pub(crate) fn forced(
        &self,
        cell: &RefCell<Memo>,
        need: Option<Need>,
        name: &dyn Fn() -> (String, Origin),
        compute: impl FnOnce() -> Value,
    ) -> Value {
        match &*cell.borrow() {
            Memo::Done(value) => return value.clone(),
            Memo::Busy => return self.cycle(name),
            Memo::Empty => {}
        }
        *cell.borrow_mut() = Memo::Busy;
        let depth = self.depth.get();
        let value = match need {
            Some(need) if depth >= self.settle_at.get() => {
                let before = self.settle_at.replace(depth + SETTLE);
                self.depth.set(depth + 1);
                self.settle(need);
                self.depth.set(depth);
                let value = self.deeper(name, compute);
                self.settle_at.set(before);
                value
            }
            _ => self.deeper(name, compute),
        };
        *cell.borrow_mut() = Memo::Done(value.clone());
        value
    }

    pub(crate) fn cycle(&self, name: &dyn Fn() -> (String, Origin)) -> Value {
        let (name, origin) = name();
        let text = format!("`{name}` depends on itself");
        self.circles.borrow_mut().push((place_of(origin), text.clone()));
        Self::failed(&name, &text)
    }

    pub(crate) fn deeper(
        &self,
        name: &dyn Fn() -> (String, Origin),
        compute: impl FnOnce() -> Value,
    ) -> Value {
        let depth = self.depth.get();
        if depth >= DEEPEST_VALUE {
            let (name, origin) = name();
            let text = format!("more than {DEEPEST_VALUE} values depend on each other in a row at `{name}`");
            self.report(ProblemKind::Limit, place_of(origin), text.clone());
            return Value::unknown(Type::Dynamic, Cause::new(CauseKind::Limit, name, text));
        }
        self.depth.set(depth + 1);
        let value = compute();
        self.depth.set(depth);
        value
    }

    /// The symbol of something in a module instance.
    pub(crate) fn symbol(&self, inst: &Inst, name: &str, path: &str) -> Symbol {
        let (name, path) = (name.into(), path.into());
        Symbol { stack: self.stack, module: inst.address.clone(), name, path, free: false }
    }

    /// The variable at this index.
    pub(crate) fn variable(&self, inst: &Rc<Inst>, at: usize) -> Value {
        let module = &inst.definition.module;
        let (Some(cell), Some((name, def))) = (inst.variables.get(at), module.variables.get_index(at)) else {
            return Self::failed("var", "the variable is missing");
        };
        let label = || (format!("var.{name}"), def.origin);
        let need = Need::Variable(inst.index, at as u32);
        self.forced(cell, Some(need), &label, || {
            if def.ephemeral {
                self.add_ephemeral(inst, &format!("var.{name}"), Some(&def.ty));
            }
            match inst.parent {
                None => self.root_variable(inst, def),
                Some((caller, at_call)) => match self.inst(caller) {
                    Some(parent) => self.child_variable(inst, &parent, at_call, at),
                    None => self.unset(inst, def),
                },
            }
        })
    }

    fn root_variable(&self, inst: &Inst, def: &crate::module::VariableDef) -> Value {
        let given = self.inputs.get(&def.name);
        // Whoever calls the module may pass anything.
        let may_be_another = |default: &Value| match self.caution {
            Caution::None => false,
            Caution::Empty => is_empty(default),
            Caution::Defaults => true,
        };
        let is_guess = |default: &Value| self.uncalled || self.runner().is_some() || may_be_another(default);
        let is_open = match given {
            Some(given) => self.caution == Caution::Defaults && is_unfilled(&given.value),
            None => def.default.as_ref().is_none_or(is_guess),
        };
        if is_open {
            return variables::marked(def, self.unset(inst, def));
        }
        match variables::finish(def, given.map(|g| g.value.clone())) {
            Ok(Some(value)) => value,
            Ok(None) => variables::marked(def, self.unset(inst, def)),
            Err(message) => {
                let hidden = def.sensitive || def.ephemeral;
                // A default that does not fit is told with the definition.
                let marks = given.map_or(Marks::NONE, |given| {
                    self.add_problem(given.problem(def, &message, hidden));
                    given.value.marks()
                });
                variables::marked(def, self.unset(inst, def)).with_marks(marks)
            }
        }
    }

    fn child_variable(&self, inst: &Rc<Inst>, parent: &Rc<Inst>, call: u32, at: usize) -> Value {
        let Some((_, def)) = inst.definition.module.variables.get_index(at) else {
            return Self::failed("var", "the variable is missing");
        };
        let body = parent.definition.call_body(call);
        let attribute = body.and_then(|b| b.attributes.get(b.attribute(&def.name)?));
        let Some((call_name, call_def)) = parent.definition.module.calls.get_index(call as usize) else {
            return self.unset(inst, def);
        };
        let Some(attribute) = attribute else {
            if def.default.is_none() {
                if body.is_none_or(|b| !b.broken) {
                    let message =
                        format!("`module.{call_name}` does not set `{}`, which has no default", def.name);
                    self.report(ProblemKind::Invalid, place_of(call_def.origin), message);
                }
                return variables::marked(def, self.unset(inst, def));
            }
            return self.shared_variable(parent, call, at, || {
                self.finish_child(inst, def, None, call_def.origin, false, None)
            });
        };
        let owner = format!("module.{call_name}");
        let alike = !attribute.uses.per_instance();
        // What all instances share has a value where there is one of them.
        let doubtful =
            if alike { !self.call_expansion(parent, call).any_certain() } else { !inst.is_certain() };
        let compute = || {
            let context = Context { repeat: &inst.repeat, doubtful, ..Context::plain(&owner, &def.name) };
            let mut value = self.eval(parent, attribute.value, &context);
            if !def.ephemeral && inst.is_certain() && self.is_ephemeral(&value, true) {
                let name = format!("var.{}", def.name);
                value = self.kept(parent, &context, attribute.value, &name);
            }
            let doubtful = doubtful || !parent.is_certain();
            self.finish_child(inst, def, Some(value), attribute.origin, doubtful, Some((parent, &context)))
        };
        if alike { self.shared_variable(parent, call, at, compute) } else { compute() }
    }

    fn shared_variable(
        &self,
        parent: &Rc<Inst>,
        call: u32,
        at: usize,
        compute: impl FnOnce() -> Value,
    ) -> Value {
        let Some(state) = parent.calls.get(call as usize) else { return compute() };
        let count = match self.target(parent, call) {
            Target::Module(node) => node.definition.module.variables.len(),
            Target::Opaque(_) => 0,
        };
        let memos = state.shared.get_or_init(|| (0..count).map(|_| RefCell::default()).collect());
        let Some(memo) = memos.get(at) else { return compute() };
        self.force(memo, &|| ("module".into(), Origin::Plan), compute)
    }

    fn finish_child(
        &self,
        inst: &Inst,
        def: &crate::module::VariableDef,
        value: Option<Value>,
        origin: Origin,
        doubtful: bool,
        caller: Option<(&Inst, &Context<'_>)>,
    ) -> Value {
        match variables::finish(def, value) {
            Ok(Some(value)) => value,
            Ok(None) => variables::marked(def, self.unset(inst, def)),
            Err(message) => {
                let hidden = def.sensitive || def.ephemeral;
                let text = if hidden {
                    format!("the value of `var.{}` does not fit its type `{}`", def.name, def.ty)
                } else {
                    format!("the value of `var.{}` does not fit its type `{}`: {message}", def.name, def.ty)
                };
                if !doubtful {
                    if let (Some((parent, context)), Origin::Source { file, value, .. }) = (caller, origin) {
                        let reason = if hidden { "it is not of the type".into() } else { message.into() };
                        let kind = FactKind::InputType {
                            name: def.name.clone(),
                            expected: def.ty.to_string().into(),
                            reason,
                        };
                        let declared = place_of(def.origin).map(|(file, span)| FileSpan { file, span });
                        self.mistake(parent, context, Some((file, value)), kind, declared);
                    }
                    self.report(ProblemKind::Invalid, place_of(origin), text.clone());
                }
                let cause = Cause::new(CauseKind::ParseError, format!("var.{}", def.name), text);
                variables::marked(def, Value::unknown(def.ty.clone(), cause))
            }
        }
    }

    /// Who gives the variables of the root values, for all that is known.
    fn runner(&self) -> Option<&'static str> {
        self.shared.discovery.runners.get(&self.root).copied()
    }

    /// The unknown that stands for a variable without value.
    fn unset(&self, inst: &Inst, def: &crate::module::VariableDef) -> Value {
        let name = format!("var.{}", def.name);
        let text = match self.runner().filter(|_| inst.parent.is_none()) {
            Some(who) => format!("{who} may give `{name}` a value"),
            None => format!("`{name}` has no value"),
        };
        let subject = address::join(&inst.address, &name);
        Value::from_unknown(Unknown {
            ty: def.defaults.filled(&def.ty),
            refinements: Refinements { not_null: !def.nullable, ..Refinements::default() },
            cause: Cause::new(CauseKind::Variable, subject, text),
            symbol: Some(Arc::new(self.symbol(inst, &name, ""))),
            may_be: def.default.as_ref().map_or(Blank::NONE, Blank::of),
            cases: None,
        })
    }

    /// The local value at this index.
    pub(crate) fn local(&self, inst: &Rc<Inst>, at: usize) -> Value {
        let module = &inst.definition.module;
        let (Some(cell), Some((name, def))) = (inst.locals.get(at), module.locals.get_index(at)) else {
            return Self::failed("local", "the local value is missing");
        };
        let need = Need::Local(inst.index, at as u32);
        self.forced(cell, Some(need), &|| (format!("local.{name}"), def.origin), || {
            let context = Context::plain("local", name);
            let evaluate = |expr| {
                let value = self.eval(inst, expr, &context);
                value.is_wholly_known().then_some(value)
            };
            let value = match inst.definition.constant_local(at, evaluate) {
                Some(value) => return value,
                None => self.eval(inst, def.value, &context),
            };
            // However it is made, it is one value wherever it is used.
            let free = value.cause().is_some_and(|cause| cause.kind == CauseKind::Variable);
            let symbol = || Symbol { free, ..self.symbol(inst, &format!("local.{name}"), "") };
            let named = (value.size().values <= MOST_NAMED && !value.is_wholly_known())
                .then(|| with_places(&value, &symbol()));
            named.flatten().unwrap_or(value)
        })
    }

    /// The output at this index.
    pub(crate) fn output(&self, inst: &Rc<Inst>, at: usize) -> Value {
        let module = &inst.definition.module;
        let (Some(cell), Some((name, def))) = (inst.outputs.get(at), module.outputs.get_index(at)) else {
            return Self::failed("output", "the output is missing");
        };
        let need = Need::Output(inst.index, at as u32);
        self.forced(cell, Some(need), &|| (format!("output.{name}"), def.origin), || {
            let context = Context::plain("output", name);
            let mut value = match def.value {
                Some(expr) => self.eval(inst, expr, &context),
                None => Self::failed(&format!("output.{name}"), "the output has no value"),
            };
            if let Some(expr) = def.value {
                if !def.ephemeral && inst.is_certain() && self.is_ephemeral(&value, true) {
                    value = self.kept(inst, &context, expr, &format!("output.{name}"));
                } else if def.ephemeral
                    && inst.parent.is_some()
                    && value.is_wholly_known()
                    && !value.marks().contains(Marks::EPHEMERAL)
                {
                    let text = format!("`output.{name}` is ephemeral, and its value is not");
                    self.report(ProblemKind::Invalid, inst.place(expr), text);
                }
            }
            if def.ephemeral && inst.parent.is_none() && !self.uncalled {
                let text = format!("`output.{name}` is ephemeral, which an output of a root cannot be");
                self.report(ProblemKind::Invalid, place_of(def.origin), text);
            }
            if let Some((ty, defaults)) = &def.ty {
                match variables::fit(&value, ty, defaults) {
                    Ok(fitted) => value = fitted,
                    Err(message) => {
                        let text = format!("the value of `output.{name}` does not fit its type: {message}");
                        self.wrong(inst, &context, place_of(def.origin), text);
                    }
                }
            }
            if def.sensitive {
                value = value.with_marks(Marks::SENSITIVE);
            }
            if def.ephemeral {
                value = value.with_marks(Marks::EPHEMERAL);
            }
            value
        })
    }

    /// Notes that what has this name in a module instance is ephemeral.
    pub(crate) fn add_ephemeral(&self, inst: &Inst, name: &str, ty: Option<&Type>) {
        let mut known = self.ephemeral.borrow_mut();
        let address = address::join(&inst.address, name);
        if let Some(Type::Object(attributes)) = ty {
            known.extend(attributes.keys().map(|attribute| address::concat(&[&address, ".", attribute])));
        }
        known.insert(address);
    }

    /// Whether something may be ephemeral.
    pub(crate) fn has_ephemeral(&self) -> bool {
        !self.ephemeral.borrow().is_empty()
    }

    /// Whether a value is surely ephemeral, or with `within` something in it. Of what is not known, it is only what
    /// Terraform knows no more of: a function may have a result without the mark.
    pub(crate) fn is_ephemeral(&self, value: &Value, within: bool) -> bool {
        if value.marks().contains(Marks::EPHEMERAL) {
            let Some(unknown) = value.as_unknown() else { return true };
            let Some(symbol) = unknown.symbol.as_deref() else { return false };
            let known = self.ephemeral.borrow();
            let address = address::join(&symbol.module, &symbol.name);
            // Where a part may be missing, `try` may have another one.
            let is_there = symbol.name.starts_with("ephemeral.") && !symbol.path.contains('[');
            return if symbol.path.is_empty() || is_there {
                known.contains(&address)
            } else {
                known.contains(&address::concat(&[&address, ".", &symbol.path]))
            };
        }
        within && self.has_ephemeral() && value.any_part(&mut |part| self.is_ephemeral(part, true))
    }

    /// Notes an ephemeral value where it would be kept; it is unknown then.
    fn kept(&self, inst: &Inst, context: &Context<'_>, expr: ExprRef, name: &str) -> Value {
        let text = format!("the value of `{name}` is ephemeral, and `{name}` is not");
        let kind = FactKind::Misused { name: name.into(), misuse: Misuse::Ephemeral };
        self.mistake(inst, context, inst.place(expr), kind, None);
        self.report(ProblemKind::Invalid, inst.place(expr), text.clone());
        Self::failed(name, &text)
    }

    /// Whether there is nothing left to evaluate, or it is being done.
    pub(crate) fn is_settled(&self, need: Need) -> bool {
        let cell = |memos: &[RefCell<Memo>], at: u32| {
            memos.get(at as usize).is_none_or(|memo| !matches!(*memo.borrow(), Memo::Empty))
        };
        let expansion = |cell: &RefCell<Expansion>| !matches!(*cell.borrow(), Expansion::Empty);
        let (Need::Variable(inst, _)
        | Need::Local(inst, _)
        | Need::Output(inst, _)
        | Need::Call(inst, _)
        | Need::Resource(inst, _)
        | Need::Attribute(inst, ..)
        | Need::Result(inst, ..)) = need;
        let Some(inst) = self.inst(inst) else { return true };
        match need {
            Need::Variable(_, at) => cell(&inst.variables, at),
            Need::Local(_, at) => cell(&inst.locals, at),
            Need::Output(_, at) => cell(&inst.outputs, at),
            Need::Call(_, at) => inst.calls.get(at as usize).is_none_or(|call| expansion(&call.expanded)),
            Need::Resource(_, at) => {
                inst.resources.get(at as usize).is_none_or(|resource| expansion(&resource.expanded))
            }
            Need::Attribute(_, at, slot) => inst.resources.get(at as usize).is_none_or(|resource| {
                resource.shared.get().is_some_and(|shared| cell(shared, slot))
                    || resource.own.borrow().contains_key(&(0, slot))
            }),
            Need::Result(..) => false,
        }
    }

    /// The instances of the resource at this index.
    pub(crate) fn resource_expansion(&self, inst: &Rc<Inst>, at: u32) -> Rc<Expanded> {
        let (Some(state), Some(def)) =
            (inst.resources.get(at as usize), inst.definition.module.resources.get(at as usize))
        else {
            return Rc::new(Expanded::new(Shape::One, None));
        };
        let owner = inst.definition.address(at);
        let what =
            Repeated { repetition: def.repetition, origin: def.origin, owner: &owner, resource: Some(at) };
        self.expansion(inst, &state.expanded, &what, &|| inst.definition.resource_elements(at))
    }

    /// The instances of the call at this index.
    pub(crate) fn call_expansion(&self, inst: &Rc<Inst>, at: u32) -> Rc<Expanded> {
        let (Some(state), Some((name, def))) =
            (inst.calls.get(at as usize), inst.definition.module.calls.get_index(at as usize))
        else {
            return Rc::new(Expanded::new(Shape::One, None));
        };
        let owner = format!("module.{name}");
        let what = Repeated { repetition: def.repetition, origin: def.origin, owner: &owner, resource: None };
        self.expansion(inst, &state.expanded, &what, &|| inst.definition.call_elements(at))
    }

    /// The configurations of the provider block at this index, where it is repeated.
    pub(crate) fn provider_expansion(&self, inst: &Rc<Inst>, block: usize) -> Option<Rc<Expanded>> {
        let (cell, def) = (inst.declared.get(block)?, inst.definition.module.providers.get(block)?);
        let repetition = Repetition::ForEach(def.for_each?);
        let what = Repeated { repetition, origin: def.origin, owner: &def.owner(), resource: None };
        Some(self.expansion(inst, &cell.expanded, &what, &|| None))
    }

    /// `elements` are the attributes that are read of `each.value`, where those are all.
    fn expansion<'i>(
        &self,
        inst: &'i Rc<Inst>,
        cell: &RefCell<Expansion>,
        what: &Repeated<'_>,
        elements: &dyn Fn() -> Option<&'i [Arc<str>]>,
    ) -> Rc<Expanded> {
        let (repetition, owner) = (what.repetition, what.owner);
        match &*cell.borrow() {
            Expansion::Done(done) => return done.clone(),
            Expansion::Busy => {
                let value = self.cycle(&|| (owner.to_owned(), what.origin));
                let cause = value.cause().cloned().unwrap_or_else(|| {
                    Cause::new(CauseKind::ParseError, owner, format!("`{owner}` depends on itself"))
                });
                let each = matches!(repetition, Repetition::ForEach(_));
                return Rc::new(Expanded::new(Shape::Unknown { cause, of: Value::null(), each }, None));
            }
            Expansion::Empty => {}
        }
        *cell.borrow_mut() = Expansion::Busy;
        let done = Rc::new(self.expand_repetition(inst, what, elements));
        *cell.borrow_mut() = Expansion::Done(done.clone());
        done
    }

    fn expand_repetition<'i>(
        &self,
        inst: &'i Rc<Inst>,
        what: &Repeated<'_>,
        elements: &dyn Fn() -> Option<&'i [Arc<str>]>,
    ) -> Expanded {
        let &Repeated { repetition, owner, resource, .. } = what;
        let (expr, name) = match repetition {
            Repetition::One => return self.counted(Shape::One, None, owner, None, resource.is_some()),
            Repetition::Count(expr) => (expr, "count"),
            Repetition::ForEach(expr) => (expr, "for_each"),
            Repetition::Enabled(expr) => (expr, "enabled"),
        };
        let elements = matches!(repetition, Repetition::ForEach(_)).then(elements).flatten();
        let context = Context { resource, elements, ..Context::plain(owner, name) };
        let label = || (owner.to_owned(), Origin::Plan);
        let value = self.deeper(&label, || self.eval(inst, expr, &context));
        let place = inst.place(expr);
        let is_set = matches!(&value, Value::Seq { value: seq, .. } if matches!(seq.kind, SeqKind::Set(_)));
        let shape = match repetition {
            _ if self.is_ephemeral(&value, is_set) => Err(format!("`{name}` must not be ephemeral")),
            Repetition::Count(_) => repeat::count(&value),
            Repetition::Enabled(_) => {
                repeat::enabled(&value, &|| self.symbol(inst, &format!("{owner}.{name}"), ""))
            }
            _ => repeat::for_each(&value),
        };
        let each = name == "for_each";
        let shape = shape.unwrap_or_else(|message| {
            let cause = Cause::new(CauseKind::ParseError, owner, message.clone());
            self.wrong(inst, &context, place, message);
            Shape::Unknown { cause, of: Value::null(), each }
        });
        if let Shape::Unknown { of, .. } = &shape
            && !of.is_null()
            && let Some(keys) = key_set(self, inst, expr, &value, &context)
        {
            let all = address::join(&inst.address, &[owner, "[*]"].concat());
            let mut repetitions = self.repetitions.borrow_mut();
            if let Some(symbol) = of.symbol() {
                let values = address::join(&symbol.module, &symbol.to_string());
                repetitions.insert(address::concat(&[&all, EACH_VALUE]), values);
            }
            repetitions.insert(all, keys);
        }
        let keys = match (&shape, &self.shared.options.planned) {
            (Shape::Unknown { .. }, Some(planned)) => planned.keys(&address::join(&inst.address, owner)),
            _ => &[],
        };
        self.counted(shape, value.cause(), owner, place, resource.is_some()).with_keys(keys)
    }

    /// The shape with its instances, unless there are more than the tool takes. Module instances are
    /// counted again when they are made: one call is many in the instances of the module around it.
    fn counted(
        &self,
        shape: Shape,
        cause: Option<&Cause>,
        owner: &str,
        place: Option<(FileId, Span)>,
        resource: bool,
    ) -> Expanded {
        let size = repeat::size(&shape);
        let unknown = |cause: Cause| {
            let each = repeat::is_each(&shape);
            Expanded::new(Shape::Unknown { cause, of: Value::null(), each }, None)
        };
        if !resource {
            let many = self.insts.borrow().len() as u64;
            if many.saturating_add(size) > MOST_MODULES {
                return unknown(self.stop(owner, place, "module instances", MOST_MODULES));
            }
            return Expanded::new(shape, cause);
        }
        let many = self.expanded.get().saturating_add(size);
        if many > MOST_INSTANCES {
            return unknown(self.stop(owner, place, "instances", MOST_INSTANCES));
        }
        self.expanded.set(many);
        Expanded::new(shape, cause)
    }

    /// Expands nothing more, and says so once; why.
    pub(super) fn stop(&self, owner: &str, place: Option<(FileId, Span)>, what: &str, most: u64) -> Cause {
        self.stopped
            .get_or_init(|| {
                let message = format!(
                    "`{owner}` brings the root to more than {most} {what}; the rest of the root is not expanded"
                );
                self.report(ProblemKind::Limit, place, message.clone());
                Cause::new(CauseKind::Limit, owner, message)
            })
            .clone()
    }

    /// Why nothing more is expanded, where a limit was reached.
    pub(crate) fn stopped(&self) -> Option<&Cause> {
        self.stopped.get()
    }

    /// Where the call at this index leads.
    pub(crate) fn target(&self, inst: &Inst, at: u32) -> Target {
        self.target_of(&inst.node, at)
    }

    /// Where the call at this index leads from a place in the tree of calls.
    pub(crate) fn target_of(&self, node: &Node, at: u32) -> Target {
        if let Some(target) = node.children.borrow().get(&at) {
            return target.clone();
        }
        let target = self.find_target(node, at);
        node.children.borrow_mut().insert(at, target.clone());
        target
    }

    fn find_target(&self, node: &Node, at: u32) -> Target {
        let name = node.definition.module.calls.get_index(at as usize).map_or("", |(name, _)| name);
        let path = if node.path.is_empty() { name.to_owned() } else { format!("{}.{name}", node.path) };
        let opaque = |source, cause, providers| Target::Opaque(Rc::new(Opaque { source, cause, providers }));
        if node.depth > DEEPEST_MODULE {
            let text = format!("`module.{name}` is nested more than {DEEPEST_MODULE} modules deep");
            self.report(ProblemKind::Limit, None, text.clone());
            return opaque(None, Cause::new(CauseKind::Limit, format!("module.{name}"), text), None);
        }
        let key = (self.root.clone(), Arc::from(path.as_str()));
        match self.shared.discovery.resolved.get(&key) {
            Some(Resolution::Directory(directory)) => {
                if let Some(definition) = self.shared.definition(directory) {
                    return Target::Module(Rc::new(Node {
                        path,
                        directory: directory.clone(),
                        definition,
                        from_root: relative(&self.root, directory),
                        depth: node.depth + 1,
                        children: RefCell::default(),
                    }));
                }
            }
            Some(Resolution::Opaque { source, cause, providers }) => {
                return opaque(source.clone(), cause.clone(), providers.clone());
            }
            None => {}
        }
        let text = format!("the source of `module.{name}` is not on disk");
        opaque(None, Cause::new(CauseKind::ModuleSource, format!("module.{name}"), text), None)
    }

    /// The child at this index of a call's instances, where the call leads to a module.
    pub(crate) fn child(&self, inst: &Rc<Inst>, call: u32, at: usize) -> Option<Rc<Inst>> {
        let Target::Module(node) = self.target(inst, call) else { return None };
        let expanded = self.call_expansion(inst, call);
        let state = inst.calls.get(call as usize)?;
        {
            let mut children = state.children.borrow_mut();
            if children.len() < expanded.len() {
                children.resize(expanded.len(), None);
            }
            if let Some(Some(index)) = children.get(at) {
                return self.inst(*index);
            }
        }
        if at >= expanded.len() {
            return None;
        }
        let (name, def) = inst.definition.module.calls.get_index(call as usize)?;
        if self.stopped().is_some() {
            return None;
        }
        if self.insts.borrow().len() as u64 >= MOST_MODULES {
            let owner = format!("module.{name}");
            self.stop(&owner, place_of(def.origin), "module instances", MOST_MODULES);
            return None;
        }
        let key = expanded.key(at);
        let address = address::module(&inst.address, name, &key);
        let symbol = || self.symbol(inst, &format!("module.{name}[*]"), "");
        let mut when = inst.when.clone();
        when.extend_from_slice(expanded.when(at));
        let uncertain = inst.uncertain.clone().or_else(|| expanded.uncertain(at).cloned());
        let mut depends_on = inst.depends_on.clone();
        depends_on.extend(def.depends_on.iter().map(|d| address::join(&inst.address, d)));
        let repeat = expanded.repeat(at, &symbol);
        let index =
            self.add_inst(node, address, Some((inst.index, call)), repeat, when, uncertain, depends_on);
        if let Some(slot) = state.children.borrow_mut().get_mut(at) {
            *slot = Some(index);
        }
        self.inst(index)
    }

    /// The provenance of one resource attribute.
    pub(crate) fn flow(
        &self,
        inst: &Inst,
        resource: u32,
        key: InstanceKey,
        path: bricklint_model::place::Path,
    ) -> Provenance {
        let Some(def) = inst.definition.module.resources.get(resource as usize) else {
            return Provenance::NONE;
        };
        self.interner.borrow_mut().one(bricklint_model::stack::Flow {
            module: inst.index,
            mode: def.mode,
            type_name: def.type_name.clone(),
            name: def.name.clone(),
            key,
            path,
        })
    }
}

/// Whether a default only says that there is nothing.
fn is_empty(default: &Value) -> bool {
    default.is_null()
        || default.as_str() == Some("")
        || default.as_items().is_some_and(<[_]>::is_empty)
        || default.as_map().is_some_and(|map| map.entries.is_empty())
}

/// Whether somebody still has to write a value, or a part of it.
fn is_unfilled(value: &Value) -> bool {
    match value.as_str() {
        Some(text) => text.is_empty() || is_placeholder(text),
        None => value.any_part(&mut is_unfilled),
    }
}

/// Where to point for something that is written at `origin`.
pub(crate) fn place_of(origin: Origin) -> Option<(FileId, Span)> {
    match origin {
        Origin::Source { file, key, .. } => Some((file, key)),
        Origin::Plan => None,
    }
}

/// The modules that calls lead to from `root` on, one of each directory, as far as anybody asked for them.
pub(super) fn reached(root: &Rc<Node>) -> Vec<Rc<Node>> {
    let mut seen: FxHashSet<Arc<str>> = FxHashSet::default();
    let (mut found, mut at) = (vec![root.clone()], 0);
    while let Some(node) = found.get(at).cloned() {
        let children = node.children.borrow();
        let targets = (0..node.definition.module.calls.len() as u32).filter_map(|call| children.get(&call));
        found.extend(targets.filter_map(|target| match target {
            Target::Module(child) if seen.insert(child.directory.clone()) => Some(child.clone()),
            _ => None,
        }));
        at += 1;
    }
    found
}

/// The path of `directory` as seen from `root`, both relative to the project root.
pub(crate) fn relative(root: &str, directory: &str) -> Arc<str> {
    let parts = |path: &str| -> Vec<String> {
        path.split('/').filter(|p| !p.is_empty() && *p != ".").map(str::to_owned).collect()
    };
    let (from, to) = (parts(root), parts(directory));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut out: Vec<&str> = vec![".."; from.len() - common];
    out.extend(to.iter().skip(common).map(String::as_str));
    if out.is_empty() { ".".into() } else { out.join("/").into() }
}

/// Whether an expression reads a file that is not there whatever the inputs are, which Terraform says also of what may
/// not exist.
fn is_missing_file(tree: &Tree, id: ExprId, kind: ErrorKind) -> bool {
    let mut is_fixed = kind == ErrorKind::MissingFile;
    if is_fixed {
        each_reference(tree, id, |reference| is_fixed &= reference.root == "path");
    }
    is_fixed
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn a_module_is_named_as_seen_from_its_root() {
        let cases = [
            (".", "modules/a", "modules/a"),
            ("envs/dev", "modules/a", "../../modules/a"),
            ("envs/dev", "envs/dev/sub", "sub"),
            ("a", "a", "."),
            ("a/b", "a", ".."),
        ];
        for (root, directory, expected) in cases {
            assert_eq!(&*relative(root, directory), expected);
        }
    }
}
