//! Objects that need each other. Terraform orders whole resources, not attributes, so two resources that
//! refer to each other are a cycle even where their attributes are none.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::problem::ProblemKind;
use bricklint_findings::words::series;
use bricklint_lang::eval::{Reference, StaticStep, references};
use bricklint_lang::syntax::{Expr, ExprId};
use bricklint_model::instance::{Mode, Origin};
use rustc_hash::{FxHashMap, FxHashSet};

use super::definition::{CompiledBlock, CompiledBody, Definition};
use super::modules::{Expander, Inst, Node, Target, place_of};
use crate::module::{ExprRef, Module, ModuleCall, Repetition};

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
    /// An output of a call.
    Result(u32, u32),
}

/// For each output of a module the variables that it needs.
type Summary = Arc<Vec<Vec<u32>>>;

/// What the objects of one module need from each other.
#[derive(Debug)]
pub(crate) struct Needs {
    outputs: Summary,
    circle: Option<Circle>,
}

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

/// What is known of the modules by directory: the first circle of each, in the order in which they end.
type Found = Vec<(Arc<str>, Circle)>;

/// A circle for each module, from `start` on, whose objects need each other, with the module's directory.
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

/// Notes a cycle for each module, from the root on, whose objects need each other; whether there is one.
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

/// What the outputs of a module need, and whether that is so from every root.
fn summary<L: Links>(
    links: &L,
    at: &L::At,
    done: &mut FxHashMap<Arc<str>, (Summary, bool)>,
    found: &mut Found,
    depth: u32,
) -> (Summary, bool) {
    let definition = links.definition(at);
    let module = &definition.module;
    if let Some(summary) = done.get(&module.directory) {
        return summary.clone();
    }
    let nothing: Summary = Arc::new(vec![Vec::new(); module.outputs.len()]);
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
    found.extend(needs.circle.clone().map(|circle| (module.directory.clone(), circle)));
    done.insert(module.directory.clone(), (needs.outputs.clone(), fixed));
    (needs.outputs.clone(), fixed)
}

/// Whether a call leads to the same directory from every root.
fn is_local(module: &Module, call: &ModuleCall) -> bool {
    let source = call.source.and_then(|source| Some((module.tree(source.file)?, source.id)));
    source.is_some_and(|(tree, id)| match tree.expr(id) {
        Expr::String(text) => crate::roots::is_local(tree.string(text)),
        _ => false,
    })
}

fn look(definition: &Definition, children: &[Option<(Summary, Arc<Definition>)>]) -> Needs {
    let graph = Graph { definition, children, known: RefCell::default() };
    let mut search = Search { graph, state: FxHashMap::default(), path: Vec::new(), cycle: None };
    for object in search.graph.all() {
        search.visit(object);
    }
    let circle = search.cycle.take().map(|cycle| {
        let names = cycle.iter().filter_map(|object| search.graph.name(*object)).collect();
        let origin = cycle.iter().find_map(|object| search.graph.origin(*object));
        (names, origin)
    });
    let count = definition.module.outputs.len() as u32;
    let outputs = (0..count).map(|output| search.graph.variables(output)).collect();
    Needs { outputs: Arc::new(outputs), circle }
}

struct Graph<'g> {
    definition: &'g Definition,
    children: &'g [Option<(Summary, Arc<Definition>)>],
    known: RefCell<FxHashMap<Object, Rc<[Object]>>>,
}

impl Graph<'_> {
    fn module(&self) -> &Module {
        &self.definition.module
    }

    fn all(&self) -> Vec<Object> {
        let module = self.module();
        let mut out: Vec<Object> = (0..module.resources.len() as u32).map(Object::Resource).collect();
        out.extend((0..module.locals.len() as u32).map(Object::Local));
        out.extend((0..module.providers.len() as u32).map(Object::Provider));
        out.extend((0..module.calls.len() as u32).map(Object::Call));
        for (call, child) in self.children.iter().enumerate() {
            let count = child.as_ref().map_or(0, |(_, c)| c.module.variables.len());
            out.extend((0..count as u32).map(|v| Object::Argument(call as u32, v)));
        }
        out
    }

    /// What an object needs.
    fn needs(&self, object: Object) -> Rc<[Object]> {
        if let Some(known) = self.known.borrow().get(&object) {
            return known.clone();
        }
        let found: Rc<[Object]> = self.find(object).into();
        self.known.borrow_mut().insert(object, found.clone());
        found
    }

    fn find(&self, object: Object) -> Vec<Object> {
        let module = self.module();
        let mut out = Vec::new();
        match object {
            Object::Variable(_) => {}
            Object::Local(at) => {
                if let Some((_, local)) = module.locals.get_index(at as usize) {
                    self.expr(local.value, &mut out);
                }
            }
            Object::Output(at) => {
                if let Some(value) = module.outputs.get_index(at as usize).and_then(|(_, o)| o.value) {
                    self.expr(value, &mut out);
                }
            }
            Object::Resource(at) => {
                if let Some(def) = module.resources.get(at as usize) {
                    self.repetition(def.repetition, &mut out);
                    self.depends_on(&def.depends_on, &mut out);
                    if let Some(body) = self.definition.resource_body(at) {
                        self.body(body, &mut out);
                    }
                    if let Some(name) = self.definition.resource_provider(at) {
                        let provider = module.providers.iter().position(|p| {
                            p.alias == name.alias && self.definition.source_of(&p.local) == name.source
                        });
                        out.extend(provider.map(|p| Object::Provider(p as u32)));
                    }
                }
                // A reference to itself is noted where it stands.
                out.retain(|o| *o != object);
            }
            Object::Provider(at) => {
                if let Some(body) = self.definition.provider_body(at as usize) {
                    self.body(body, &mut out);
                }
            }
            Object::Call(at) => {
                if let Some((_, call)) = module.calls.get_index(at as usize) {
                    self.repetition(call.repetition, &mut out);
                    self.depends_on(&call.depends_on, &mut out);
                }
            }
            Object::Argument(call, variable) => {
                let child = self.children.get(call as usize).and_then(Option::as_ref);
                let name = child
                    .and_then(|(_, c)| c.module.variables.get_index(variable as usize))
                    .map(|(name, _)| name);
                let body = self.definition.call_body(call);
                if let (Some(name), Some(body)) = (name, body)
                    && let Some(attribute) = body.attribute(name).and_then(|at| body.attributes.get(at))
                {
                    self.expr(attribute.value, &mut out);
                }
                out.push(Object::Call(call));
            }
            Object::Result(call, output) => {
                out.push(Object::Call(call));
                if let Some((summary, _)) = self.children.get(call as usize).and_then(Option::as_ref) {
                    let variables = summary.get(output as usize).into_iter().flatten();
                    out.extend(variables.map(|variable| Object::Argument(call, *variable)));
                }
            }
        }
        out
    }

    fn repetition(&self, repetition: Repetition, out: &mut Vec<Object>) {
        match repetition {
            Repetition::One => {}
            Repetition::Count(expr) | Repetition::ForEach(expr) | Repetition::Enabled(expr) => {
                self.expr(expr, out);
            }
        }
    }

    fn body(&self, body: &CompiledBody, out: &mut Vec<Object>) {
        for attribute in &body.attributes {
            if !attribute.uses.is_constant() {
                self.expr(attribute.value, out);
            }
        }
        for block in body.groups.iter().flat_map(|g| &g.items) {
            match block {
                CompiledBlock::Static { body, .. } => self.body(body, out),
                CompiledBlock::Dynamic(dynamic) => {
                    if let Some(expr) = dynamic.for_each {
                        self.expr(expr, out);
                    }
                    self.body(&dynamic.content, out);
                }
            }
        }
    }

    fn expr(&self, expr: ExprRef, out: &mut Vec<Object>) {
        let Some(tree) = self.module().tree(expr.file) else { return };
        let id: ExprId = expr.id;
        for reference in references(tree, id) {
            self.reference(&reference, out);
        }
    }

    fn reference(&self, reference: &Reference<'_>, out: &mut Vec<Object>) {
        let module = self.module();
        let steps = reference.steps.as_slice();
        match (reference.root, steps) {
            ("var", [StaticStep::Attr(name), ..]) => {
                out.extend(module.variables.get_index_of(*name).map(|at| Object::Variable(at as u32)));
            }
            ("local", [StaticStep::Attr(name), ..]) => {
                out.extend(module.locals.get_index_of(*name).map(|at| Object::Local(at as u32)));
            }
            ("module", [StaticStep::Attr(name), rest @ ..]) => self.call(name, rest, out),
            ("data", [StaticStep::Attr(ty), StaticStep::Attr(name), ..]) => {
                out.extend(self.definition.resource(Mode::Data, ty, name).map(Object::Resource));
            }
            ("resource", [StaticStep::Attr(ty), StaticStep::Attr(name), ..]) => {
                out.extend(self.definition.resource(Mode::Managed, ty, name).map(Object::Resource));
            }
            (ty, [StaticStep::Attr(name), ..]) => {
                out.extend(self.definition.resource(Mode::Managed, ty, name).map(Object::Resource));
            }
            _ => {}
        }
    }

    fn call(&self, name: &str, rest: &[StaticStep<'_>], out: &mut Vec<Object>) {
        let Some(call) = self.module().calls.get_index_of(name) else { return };
        let output = rest.iter().find_map(|step| match step {
            StaticStep::Attr(name) => Some(*name),
            _ => None,
        });
        let Some((summary, child)) = self.children.get(call).and_then(Option::as_ref) else {
            out.push(Object::Call(call as u32));
            return;
        };
        match output.and_then(|name| child.module.outputs.get_index_of(name)) {
            Some(output) => out.push(Object::Result(call as u32, output as u32)),
            None => out.extend((0..summary.len() as u32).map(|o| Object::Result(call as u32, o))),
        }
    }

    fn depends_on(&self, names: &[Arc<str>], out: &mut Vec<Object>) {
        for name in names {
            let parts: Vec<&str> = name.split('.').collect();
            match parts.as_slice() {
                ["module", name, ..] => {
                    let name = name.split('[').next().unwrap_or(name);
                    self.call(name, &[], out);
                }
                ["data", ty, name, ..] => {
                    let name = name.split('[').next().unwrap_or(name);
                    out.extend(self.definition.resource(Mode::Data, ty, name).map(Object::Resource));
                }
                [ty, name, ..] => {
                    let name = name.split('[').next().unwrap_or(name);
                    out.extend(self.definition.resource(Mode::Managed, ty, name).map(Object::Resource));
                }
                _ => {}
            }
        }
    }

    /// The variables that an output needs.
    fn variables(&self, output: u32) -> Vec<u32> {
        let mut seen: FxHashSet<Object> = FxHashSet::default();
        let mut open = vec![Object::Output(output)];
        let mut out = Vec::new();
        while let Some(object) = open.pop() {
            if !seen.insert(object) {
                continue;
            }
            match object {
                Object::Variable(at) => out.push(at),
                _ => open.extend(self.needs(object).iter().copied()),
            }
        }
        out.sort_unstable();
        out
    }

    fn name(&self, object: Object) -> Option<String> {
        let module = self.module();
        match object {
            Object::Local(at) => Some(format!("local.{}", module.locals.get_index(at as usize)?.0)),
            Object::Resource(at) => Some(self.definition.address(at).to_string()),
            Object::Provider(at) => {
                let provider = module.providers.get(at as usize)?;
                Some(match &provider.alias {
                    Some(alias) => format!("provider.{}.{alias}", provider.local),
                    None => format!("provider.{}", provider.local),
                })
            }
            Object::Call(at) => Some(format!("module.{}", module.calls.get_index(at as usize)?.0)),
            Object::Result(call, output) => {
                let (_, child) = self.children.get(call as usize)?.as_ref()?;
                let (name, _) = module.calls.get_index(call as usize)?;
                Some(format!("module.{name}.{}", child.module.outputs.get_index(output as usize)?.0))
            }
            Object::Argument(..) | Object::Variable(_) | Object::Output(_) => None,
        }
    }

    fn origin(&self, object: Object) -> Option<Origin> {
        let module = self.module();
        match object {
            Object::Local(at) => Some(module.locals.get_index(at as usize)?.1.origin),
            Object::Resource(at) => Some(module.resources.get(at as usize)?.origin),
            Object::Call(at) | Object::Result(at, _) | Object::Argument(at, _) => {
                Some(module.calls.get_index(at as usize)?.1.origin)
            }
            Object::Provider(at) => Some(module.providers.get(at as usize)?.origin),
            Object::Variable(_) | Object::Output(_) => None,
        }
    }
}

struct Search<'g> {
    graph: Graph<'g>,
    /// Whether an object is finished; on the path otherwise.
    state: FxHashMap<Object, bool>,
    /// Objects, what each needs and how much of that is still to be visited.
    path: Vec<(Object, Rc<[Object]>, usize)>,
    cycle: Option<Vec<Object>>,
}

impl Search<'_> {
    /// Walks everything that the object needs, without recursion: chains can be long.
    fn visit(&mut self, start: Object) {
        if self.state.contains_key(&start) {
            return;
        }
        self.enter(start);
        while let Some((object, needs, open)) = self.path.last_mut() {
            let object = *object;
            let next = open.checked_sub(1).and_then(|at| {
                *open = at;
                needs.get(at).copied()
            });
            match next {
                None => {
                    self.state.insert(object, true);
                    self.path.pop();
                }
                Some(next) => match self.state.get(&next) {
                    Some(true) => {}
                    Some(false) => {
                        if self.cycle.is_none() {
                            let from = self.path.iter().position(|(o, ..)| *o == next).unwrap_or(0);
                            self.cycle = Some(self.path.iter().skip(from).map(|(o, ..)| *o).collect());
                        }
                    }
                    None => self.enter(next),
                },
            }
        }
    }

    fn enter(&mut self, object: Object) {
        self.state.insert(object, false);
        let needs = self.graph.needs(object);
        let count = needs.len();
        self.path.push((object, needs, count));
    }
}
