//! Objects that need each other. Terraform orders whole resources, not attributes, so two resources that
//! refer to each other are a cycle even where their attributes are none.

use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::problem::ProblemKind;
use bricklint_findings::words::series;
use bricklint_lang::eval::{Reference, StaticStep, each_reference, traversal};
use bricklint_lang::syntax::{Expr, parse_expression};
use bricklint_model::instance::{Mode, Origin};
use rustc_hash::FxHashMap;

use super::definition::{CompiledBlock, CompiledBody, Definition, ProviderName};
use super::modules::{Expander, Inst, Node, Target, place_of};
use crate::module::{BlockDef, Condition, ExprRef, Module, ModuleCall, Repetition, ResourceDef, is_destroy};

/// An object of a module that others can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Object {
    Variable(u32),
    Local(u32),
    Resource(u32),
    Provider(u32),
    Output(u32),
    /// An argument of a call, by the child's variable.
    Argument(u32, u32),
    /// `count`, `for_each` and `depends_on` of a call.
    Call(u32),
    /// All that a call makes.
    Whole(u32),
    /// An output of a call.
    Result(u32, u32),
    /// A provider configuration that callers pass.
    Passed(u32),
}

/// What an output of a module needs of its callers.
#[derive(Clone, Debug, Default)]
struct Needed {
    variables: Vec<u32>,
    /// The configurations that they pass, as the module calls them.
    providers: Vec<ProviderName>,
}

/// What a module needs of its callers.
#[derive(Debug, Default)]
struct Summary {
    /// By output.
    outputs: Vec<Needed>,
    /// The configurations that anything in it needs.
    providers: Vec<ProviderName>,
}

/// What the objects of one module need from each other.
#[derive(Debug)]
pub(crate) struct Needs {
    summary: Arc<Summary>,
    circles: Vec<Circle>,
}

/// What the calls of a module need, and what they lead to; none where that cannot be read.
type Children = [Option<(Arc<Summary>, Arc<Definition>)>];

/// Where the calls of definitions lead.
pub(crate) trait Links {
    /// A definition as it is called.
    type At: Clone;
    /// What is defined there.
    fn definition<'a>(&self, at: &'a Self::At) -> &'a Arc<Definition>;
    /// Where the call at this index leads, if it can be read.
    fn child(&self, at: &Self::At, call: u32) -> Option<Self::At>;
}

/// Objects that need each other: their names, in the order in which each needs the next, and one's place.
pub(crate) type Circle = (Vec<String>, Option<Origin>);

/// What is known of the modules by directory: the circles of each, in the order in which they end.
type Found = Vec<(Arc<str>, Circle)>;

/// The circles of each module from `start` on, with the module's directory.
pub(crate) fn find<L: Links>(links: &L, start: &L::At) -> Found {
    let mut found = Vec::new();
    summary(links, start, &mut FxHashMap::default(), &mut found, 0);
    found
}

/// The modules of a root as the expansion knows them.
struct Expanded<'e, 'a>(&'e Expander<'a>);

impl Links for Expanded<'_, '_> {
    type At = Rc<Node>;

    fn definition<'a>(&self, at: &'a Rc<Node>) -> &'a Arc<Definition> {
        &at.definition
    }

    fn child(&self, at: &Rc<Node>, call: u32) -> Option<Rc<Node>> {
        match self.0.target_of(at, call) {
            Target::Module(node) => Some(node),
            Target::Opaque(_) => None,
        }
    }
}

/// Notes the circles of each module from the root on; whether there is one.
pub(crate) fn report(expander: &Expander<'_>, root: &Rc<Inst>) -> bool {
    let found = find(&Expanded(expander), &root.node);
    for (_, (names, origin)) in &found {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let message = match names.as_slice() {
            [one] => format!("{one} depends on itself"),
            [] => "objects of this module depend on each other in a circle".into(),
            several => format!("{} depend on each other in a circle", series(several)),
        };
        expander.report(ProblemKind::Invalid, origin.and_then(place_of), message);
    }
    !found.is_empty()
}

/// What a module needs, and whether that is so from every root.
fn summary<L: Links>(
    links: &L,
    at: &L::At,
    done: &mut FxHashMap<Arc<str>, (Arc<Summary>, bool)>,
    found: &mut Found,
    depth: u32,
) -> (Arc<Summary>, bool) {
    let definition = links.definition(at);
    let module = &definition.module;
    if let Some(summary) = done.get(&module.directory) {
        return summary.clone();
    }
    let outputs = vec![Needed::default(); module.outputs.len()];
    let nothing = Arc::new(Summary { outputs, providers: Vec::new() });
    done.insert(module.directory.clone(), (nothing.clone(), false));
    if depth > 64 {
        return (nothing, false);
    }
    let mut fixed = module.calls.values().all(|call| is_local(module, call));
    let mut children = Vec::new();
    for call in 0..module.calls.len() as u32 {
        let child = links.child(at, call);
        let child = child.map(|child| {
            let (summary, alike) = summary(links, &child, done, found, depth + 1);
            fixed &= alike;
            (summary, links.definition(&child).clone())
        });
        fixed &= child.is_some();
        children.push(child);
    }
    let computed;
    let needs = if fixed {
        definition.needs(|| look(definition, &children))
    } else {
        computed = look(definition, &children);
        &computed
    };
    found.extend(needs.circles.iter().map(|circle| (module.directory.clone(), circle.clone())));
    done.insert(module.directory.clone(), (needs.summary.clone(), fixed));
    (needs.summary.clone(), fixed)
}

/// Whether a call leads to the same directory from every root.
fn is_local(module: &Module, call: &ModuleCall) -> bool {
    let source = call.source.and_then(|source| Some((module.tree(source.file)?, source.id)));
    source.is_some_and(|(tree, id)| match tree.expr(id) {
        Expr::String(text) => crate::roots::is_local(tree.string(text)),
        _ => false,
    })
}

fn look(definition: &Definition, children: &Children) -> Needs {
    let numbers = Numbers::of(&definition.module, children);
    let graph = Graph::of(definition, children, numbers);
    let circles = graph.circles().into_iter().map(|circle| {
        let objects: Vec<Object> = circle.iter().filter_map(|node| graph.numbers.object(*node)).collect();
        let mut names: Vec<String> =
            objects.iter().filter_map(|object| name(definition, children, *object)).collect();
        // A call and all that it makes are one to the reader.
        names.dedup();
        names.truncate(names.len() - usize::from(names.len() > 1 && names.first() == names.last()));
        let origin = objects.iter().find_map(|object| origin(&definition.module, *object));
        (names, origin)
    });
    let circles = circles.collect();
    let outputs = graph.outputs();
    Needs { circles, summary: Arc::new(Summary { outputs, providers: graph.passed }) }
}

/// The number of each object of a module: one kind after the other, each in the order of the module.
#[derive(Debug)]
struct Numbers {
    resources: u32,
    locals: u32,
    providers: u32,
    calls: u32,
    wholes: u32,
    /// For each call the number of its first argument and of its first result.
    members: Vec<(u32, u32)>,
    outputs: u32,
    variables: u32,
    passed: u32,
    count: u32,
}

impl Numbers {
    fn of(module: &Module, children: &Children) -> Self {
        let mut count = 0;
        let mut take = |size: usize| {
            let first = count;
            count += size as u32;
            first
        };
        let resources = take(module.resources.len());
        let locals = take(module.locals.len());
        let providers = take(module.providers.len());
        let calls = take(module.calls.len());
        let wholes = take(module.calls.len());
        let size = |child: &Option<(Arc<Summary>, Arc<Definition>)>, of: fn(&Module) -> usize| {
            child.as_ref().map_or(0, |(_, definition)| of(&definition.module))
        };
        let arguments: Vec<u32> =
            children.iter().map(|child| take(size(child, |module| module.variables.len()))).collect();
        let results = children.iter().map(|child| take(size(child, |module| module.outputs.len())));
        let members = arguments.into_iter().zip(results).collect();
        let outputs = take(module.outputs.len());
        let variables = take(module.variables.len());
        // Of these it is found out later how many there are.
        let passed = count;
        Self { resources, locals, providers, calls, wholes, members, outputs, variables, passed, count }
    }

    /// Number of an object.
    fn number(&self, object: Object) -> u32 {
        let members = |call: u32| self.members.get(call as usize).copied().unwrap_or_default();
        match object {
            Object::Resource(at) => self.resources + at,
            Object::Local(at) => self.locals + at,
            Object::Provider(at) => self.providers + at,
            Object::Call(at) => self.calls + at,
            Object::Whole(at) => self.wholes + at,
            Object::Argument(call, at) => members(call).0 + at,
            Object::Result(call, at) => members(call).1 + at,
            Object::Output(at) => self.outputs + at,
            Object::Variable(at) => self.variables + at,
            Object::Passed(at) => self.passed + at,
        }
    }

    /// The object of a number.
    fn object(&self, number: u32) -> Option<Object> {
        let within = |first: u32, end: u32| (first..end).contains(&number).then(|| number - first);
        let arguments = self.members.first().map_or(self.outputs, |(first, _)| *first);
        let results = self.members.first().map_or(self.outputs, |(_, first)| *first);
        let of_call = |member: fn(&(u32, u32)) -> u32| {
            let call = self.members.partition_point(|pair| member(pair) <= number).checked_sub(1)?;
            Some((call as u32, number - member(self.members.get(call)?)))
        };
        within(self.resources, self.locals)
            .map(Object::Resource)
            .or_else(|| within(self.locals, self.providers).map(Object::Local))
            .or_else(|| within(self.providers, self.calls).map(Object::Provider))
            .or_else(|| within(self.calls, self.wholes).map(Object::Call))
            .or_else(|| within(self.wholes, arguments).map(Object::Whole))
            .or_else(|| within(self.outputs, self.variables).map(Object::Output))
            .or_else(|| within(self.variables, self.passed).map(Object::Variable))
            .or_else(|| within(self.passed, self.count).map(Object::Passed))
            .or_else(|| {
                let is_argument = number < results;
                let (call, at) = of_call(if is_argument { |pair| pair.0 } else { |pair| pair.1 })?;
                Some(if is_argument { Object::Argument(call, at) } else { Object::Result(call, at) })
            })
    }
}

/// What each object of a module needs.
struct Graph {
    numbers: Numbers,
    /// Where the needs of each object start in `needs`, and where the last ones end.
    starts: Vec<u32>,
    needs: Vec<u32>,
    /// The provider configurations that callers pass.
    passed: Vec<ProviderName>,
}

impl Graph {
    fn of(definition: &Definition, children: &Children, numbers: Numbers) -> Self {
        let module = &*definition.module;
        let starts = Vec::with_capacity(numbers.count as usize + 1);
        let (needs, passed) = (Vec::new(), Vec::new());
        let mut finder = Finder { definition, module, children, numbers, starts, needs, passed };
        finder.all();
        let Finder { mut numbers, mut starts, needs, passed, .. } = finder;
        numbers.count += passed.len() as u32;
        // What callers pass needs nothing here.
        starts.resize(numbers.count as usize + 1, needs.len() as u32);
        Self { numbers, starts, needs, passed }
    }

    fn needs(&self, node: u32) -> &[u32] {
        let at = node as usize;
        let (Some(start), Some(end)) = (self.starts.get(at), self.starts.get(at + 1)) else { return &[] };
        self.needs.get(*start as usize..*end as usize).unwrap_or_default()
    }

    /// Circles that share no object, at least one for each set of objects that all need each other. Walks without
    /// recursion: chains can be long.
    fn circles(&self) -> Vec<Vec<u32>> {
        let mut circles = Vec::new();
        let mut in_circle = vec![false; self.numbers.count as usize];
        let mut state = vec![State::New; self.numbers.count as usize];
        // Objects and how much of what each needs is still to be visited.
        let mut path: Vec<(u32, usize)> = Vec::new();
        for start in (0..self.numbers.outputs).chain(self.numbers.variables..self.numbers.passed) {
            let mut next = Some(start);
            loop {
                if let Some(node) = next.take() {
                    match state.get_mut(node as usize) {
                        None | Some(State::Done) => {}
                        Some(State::Open) => {
                            let from = path.iter().position(|(other, _)| *other == node).unwrap_or(0);
                            let circle: Vec<u32> = path.iter().skip(from).map(|(node, _)| *node).collect();
                            let is_known = |node: &u32| in_circle.get(*node as usize) == Some(&true);
                            if !circle.iter().any(is_known) {
                                for node in &circle {
                                    if let Some(known) = in_circle.get_mut(*node as usize) {
                                        *known = true;
                                    }
                                }
                                circles.push(circle);
                            }
                        }
                        Some(state) => {
                            *state = State::Open;
                            path.push((node, self.needs(node).len()));
                        }
                    }
                }
                let Some((node, open)) = path.last_mut() else { break };
                if let Some(at) = open.checked_sub(1) {
                    *open = at;
                    next = self.needs(*node).get(at).copied();
                } else {
                    if let Some(state) = state.get_mut(*node as usize) {
                        *state = State::Done;
                    }
                    path.pop();
                }
            }
        }
        circles
    }

    /// For each output what it needs of callers.
    fn outputs(&self) -> Vec<Needed> {
        let mut seen_by = vec![u32::MAX; self.numbers.count as usize];
        let mut open = Vec::new();
        let outputs = self.numbers.outputs..self.numbers.variables;
        outputs
            .map(|output| {
                let mut out = Needed::default();
                open.push(output);
                while let Some(node) = open.pop() {
                    let Some(seen) = seen_by.get_mut(node as usize).filter(|seen| **seen != output) else {
                        continue;
                    };
                    *seen = output;
                    if let Some(passed) = node.checked_sub(self.numbers.passed) {
                        out.providers.extend(self.passed.get(passed as usize).cloned());
                    } else if let Some(variable) = node.checked_sub(self.numbers.variables) {
                        out.variables.push(variable);
                    }
                    open.extend(self.needs(node));
                }
                out.variables.put_in_order();
                out
            })
            .collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    /// On the path.
    Open,
    Done,
}

/// Finds what the objects of a module need.
struct Finder<'g> {
    definition: &'g Definition,
    module: &'g Module,
    children: &'g Children,
    numbers: Numbers,
    starts: Vec<u32>,
    needs: Vec<u32>,
    passed: Vec<ProviderName>,
}

impl Finder<'_> {
    /// All objects, in the order of their numbers.
    fn all(&mut self) {
        let (definition, module, children) = (self.definition, self.module, self.children);
        let mut expressions = Vec::new();
        let imported = self.imported();
        for (at, def) in (0..).zip(&module.resources) {
            let from = self.begin();
            self.repetition(def.repetition);
            self.depends_on(&def.depends_on);
            if let Some(body) = definition.resource_body(at) {
                self.body(body);
            }
            self.waits(def);
            imported.iter().filter(|(of, _)| *of == at).for_each(|(_, expr)| self.expr(*expr));
            if let Some(name) = definition.resource_provider(at) {
                self.provider(name);
            }
            self.others(from, Object::Resource(at));
        }
        for local in module.locals.values() {
            self.begin();
            self.expr(local.value);
        }
        for at in 0..module.providers.len() {
            self.begin();
            if let Some(body) = definition.provider_body(at) {
                self.body(body);
            }
        }
        for call in module.calls.values() {
            self.begin();
            self.repetition(call.repetition);
            self.depends_on(&call.depends_on);
        }
        for (call, child) in (0..).zip(children) {
            self.begin();
            self.push(Object::Call(call));
            let Some((summary, child)) = child else { continue };
            self.extend((0..child.module.variables.len() as u32).map(|at| Object::Argument(call, at)));
            for name in &summary.providers {
                self.handed_over(call, child, name);
            }
        }
        for (call, child) in (0..).zip(children) {
            let Some((_, child)) = child else { continue };
            // What is written for each variable.
            expressions.clear();
            expressions.resize(child.module.variables.len(), None);
            for attribute in definition.call_body(call).iter().flat_map(|body| &body.attributes) {
                let variable = child.module.variables.get_index_of(&*attribute.name);
                if let Some(slot) = variable.and_then(|at| expressions.get_mut(at)) {
                    slot.get_or_insert(attribute.value);
                }
            }
            for expr in &expressions {
                self.begin();
                if let Some(expr) = expr {
                    self.expr(*expr);
                }
                self.push(Object::Call(call));
            }
        }
        for (call, child) in (0..).zip(children) {
            let Some((summary, child)) = child else { continue };
            for output in 0..child.module.outputs.len() {
                self.begin();
                self.push(Object::Call(call));
                let Some(needed) = summary.outputs.get(output) else { continue };
                self.extend(needed.variables.iter().map(|variable| Object::Argument(call, *variable)));
                for name in &needed.providers {
                    self.handed_over(call, child, name);
                }
            }
        }
        for output in module.outputs.values() {
            self.begin();
            if let Some(value) = output.value {
                self.expr(value);
            }
            self.depends_on(&output.depends_on);
            self.conditions(&output.preconditions);
        }
        for (at, variable) in (0..).zip(module.variables.values()) {
            let from = self.begin();
            self.conditions(&variable.validations);
            self.others(from, Object::Variable(at));
        }
        self.begin();
    }

    /// What resources are imported by, each with the resource.
    fn imported(&self) -> Vec<(u32, ExprRef)> {
        let mut found = Vec::new();
        for other in self.module.others.iter().filter(|other| &*other.kind == "import") {
            let Some(tree) = self.module.tree(other.file) else { continue };
            let Some(to) = tree.attribute(other.body, "to") else { continue };
            let mut of = None;
            each_reference(tree, to.value, |reference| {
                if let Some(Object::Resource(at)) = self.object(reference) {
                    of.get_or_insert(at);
                }
            });
            let written = ["id", "for_each"].iter().filter_map(|name| tree.attribute(other.body, name));
            let written = written.map(|attribute| ExprRef { file: other.file, id: attribute.value });
            found.extend(of.into_iter().flat_map(|at| written.clone().map(move |expr| (at, expr))));
        }
        found
    }

    /// A provider configuration of the module, or of its callers.
    fn provider(&mut self, name: &ProviderName) {
        if let Some(own) = self.definition.provider_names().iter().position(|own| own == name) {
            return self.push(Object::Provider(own as u32));
        }
        let known = self.passed.iter().position(|passed| passed == name);
        let at = known.unwrap_or_else(|| {
            self.passed.push(name.clone());
            self.passed.len() - 1
        });
        self.push(Object::Passed(at as u32));
    }

    /// What a module call hands over as this configuration of the module.
    fn handed_over(&mut self, call: u32, child: &Definition, name: &ProviderName) {
        let Some((_, def)) = self.module.calls.get_index(call as usize) else { return };
        let mut passed = def.providers.iter().flatten();
        match passed.find(|(inner, _)| child.provider_name(inner) == *name) {
            Some((_, own)) => self.provider(&self.definition.provider_name(own)),
            None if name.alias.is_none() => self.provider(name),
            None => {}
        }
    }

    /// What a resource waits for beside its arguments. What runs when it is destroyed waits for nothing.
    fn waits(&mut self, def: &ResourceDef) {
        self.conditions(&def.lifecycle.preconditions);
        self.conditions(&def.lifecycle.postconditions);
        if let Some(triggers) = def.lifecycle.replace_triggered_by {
            self.expr(triggers);
        }
        for BlockDef { file, block } in def.connection.iter().chain(&def.provisioners) {
            let Some(tree) = self.module.tree(*file).filter(|tree| tree.errors.is_empty()) else { continue };
            if is_destroy(tree, block) {
                continue;
            }
            let connections = tree.blocks(block.body).iter();
            let connections = connections.filter(|inner| tree.slice(inner.name) == "connection");
            for body in std::iter::once(block.body).chain(connections.map(|inner| inner.body)) {
                for attribute in tree.attributes(body) {
                    self.expr(ExprRef { file: *file, id: attribute.value });
                }
            }
        }
    }

    fn conditions(&mut self, conditions: &[Condition]) {
        for condition in conditions {
            self.expr(condition.condition);
            if let Some(message) = condition.message {
                self.expr(message);
            }
        }
    }

    /// Leaves out of what is needed from `from` on the object itself: that is noted where it stands.
    fn others(&mut self, from: usize, object: Object) {
        let itself = self.numbers.number(object);
        let mut kept = from;
        for index in from..self.needs.len() {
            if self.needs.get(index).is_some_and(|need| *need != itself) {
                self.needs.swap(kept, index);
                kept += 1;
            }
        }
        self.needs.truncate(kept);
    }

    /// What follows belongs to the next object.
    fn begin(&mut self) -> usize {
        self.starts.push(self.needs.len() as u32);
        self.needs.len()
    }

    fn push(&mut self, object: Object) {
        self.needs.push(self.numbers.number(object));
    }

    fn extend(&mut self, objects: impl IntoIterator<Item = Object>) {
        for object in objects {
            self.push(object);
        }
    }

    fn repetition(&mut self, repetition: Repetition) {
        match repetition {
            Repetition::One => {}
            Repetition::Count(expr) | Repetition::ForEach(expr) | Repetition::Enabled(expr) => {
                self.expr(expr);
            }
        }
    }

    fn body(&mut self, body: &CompiledBody) {
        for attribute in &body.attributes {
            if !attribute.uses.is_constant() {
                self.expr(attribute.value);
            }
        }
        for block in body.groups.iter().flat_map(|g| &g.items) {
            match block {
                CompiledBlock::Static { body, .. } => self.body(body),
                CompiledBlock::Dynamic(dynamic) => {
                    if let Some(expr) = dynamic.for_each {
                        self.expr(expr);
                    }
                    self.body(&dynamic.content);
                }
            }
        }
    }

    fn expr(&mut self, expr: ExprRef) {
        if let Some(tree) = self.module.tree(expr.file) {
            each_reference(tree, expr.id, |reference| self.reference(reference));
        }
    }

    fn reference(&mut self, reference: &Reference<'_>) {
        match (reference.root, reference.steps.as_slice()) {
            ("module", [StaticStep::Attr(name), rest @ ..]) => self.call(name, rest),
            _ => self.extend(self.object(reference)),
        }
    }

    /// What a reference names, but for what calls make.
    fn object(&self, reference: &Reference<'_>) -> Option<Object> {
        let module = self.module;
        match (reference.root, reference.steps.as_slice()) {
            ("var", [StaticStep::Attr(name), ..]) => {
                module.variables.get_index_of(*name).map(|at| Object::Variable(at as u32))
            }
            ("local", [StaticStep::Attr(name), ..]) => {
                module.locals.get_index_of(*name).map(|at| Object::Local(at as u32))
            }
            ("data", [StaticStep::Attr(ty), StaticStep::Attr(name), ..]) => {
                self.definition.resource(Mode::Data, ty, name).map(Object::Resource)
            }
            ("resource", [StaticStep::Attr(ty), StaticStep::Attr(name), ..]) => {
                self.definition.resource(Mode::Managed, ty, name).map(Object::Resource)
            }
            (ty, [StaticStep::Attr(name), ..]) => {
                self.definition.resource(Mode::Managed, ty, name).map(Object::Resource)
            }
            _ => None,
        }
    }

    /// An output of a call where one is named, otherwise all that the call makes.
    fn call(&mut self, name: &str, rest: &[StaticStep<'_>]) {
        let Some(call) = self.module.calls.get_index_of(name) else { return };
        let children = self.children;
        let child = children.get(call).and_then(Option::as_ref).map(|(_, child)| &child.module);
        let output = match rest {
            [StaticStep::Attr(output), ..]
            | [StaticStep::Key(_) | StaticStep::Index(_), StaticStep::Attr(output), ..] => Some(*output),
            _ => None,
        };
        let found = output.and_then(|output| child?.outputs.get_index_of(output));
        self.push(match found {
            Some(output) => Object::Result(call as u32, output as u32),
            // What it needs may stand in what does not parse.
            None if output.is_some() && child.is_some_and(|child| child.incomplete) => {
                Object::Call(call as u32)
            }
            None => Object::Whole(call as u32),
        });
    }

    fn depends_on(&mut self, names: &[Arc<str>]) {
        for name in names {
            let (tree, id) = parse_expression(name);
            if let Some(reference) = id.and_then(|id| traversal(&tree, id)) {
                self.reference(&reference);
            }
        }
    }
}

fn name(definition: &Definition, children: &Children, object: Object) -> Option<String> {
    let module = &definition.module;
    match object {
        Object::Local(at) => Some(format!("local.{}", module.locals.get_index(at as usize)?.0)),
        Object::Resource(at) => Some(definition.address(at).to_string()),
        Object::Provider(at) => {
            let provider = module.providers.get(at as usize)?;
            Some(match &provider.alias {
                Some(alias) => format!("provider.{}.{alias}", provider.local),
                None => format!("provider.{}", provider.local),
            })
        }
        Object::Call(at) | Object::Whole(at) => {
            Some(format!("module.{}", module.calls.get_index(at as usize)?.0))
        }
        Object::Result(call, output) => {
            let (_, child) = children.get(call as usize)?.as_ref()?;
            let (name, _) = module.calls.get_index(call as usize)?;
            Some(format!("module.{name}.{}", child.module.outputs.get_index(output as usize)?.0))
        }
        Object::Variable(at) => Some(format!("var.{}", module.variables.get_index(at as usize)?.0)),
        Object::Argument(..) | Object::Output(_) | Object::Passed(_) => None,
    }
}

fn origin(module: &Module, object: Object) -> Option<Origin> {
    match object {
        Object::Local(at) => Some(module.locals.get_index(at as usize)?.1.origin),
        Object::Resource(at) => Some(module.resources.get(at as usize)?.origin),
        Object::Call(at) | Object::Whole(at) | Object::Result(at, _) | Object::Argument(at, _) => {
            Some(module.calls.get_index(at as usize)?.1.origin)
        }
        Object::Provider(at) => Some(module.providers.get(at as usize)?.origin),
        Object::Variable(at) => Some(module.variables.get_index(at as usize)?.1.origin),
        Object::Output(_) | Object::Passed(_) => None,
    }
}
