//! Where the source is not the configuration that a plan was made from.
//!
//! The `configuration` of a plan says which definitions there are, what their arguments refer to and which are constants.
//! A definition of the source that says something else is not what the plan applies.

use std::sync::Arc;

use bricklint_findings::address::static_address;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_lang::eval::{Reference, StaticStep, each_reference};
use bricklint_lang::syntax::{Block, BodyId, Expr as Syntax, ExprId, Tree};
use bricklint_lang::tri;
use bricklint_lang::value::{Map, Value};
use bricklint_model::instance::Mode;
use bricklint_model::schema::{BodySchema, Schema};
use bricklint_model::stack::Stack;
use rustc_hash::FxHashSet;

use super::PlanInput;
use super::address::{Target, join};
use super::configuration::{Configuration, Expr, Fields, Leaf, Provider, Resource, field};
use super::json::Json;
use super::value::plain;
use crate::module::{AttributeDef, BodyDef, Module, ModuleCall, ProviderDef, ResourceDef, VariableDef};
use crate::roots::{Discovery, Resolution};
use crate::variables::{self, constant};

/// Static address of a module; mode, type and name in it.
type Definition = (Arc<str>, Mode, Arc<str>, Arc<str>);

/// What of the source was written differently when the plan was made.
#[derive(Debug, Default)]
pub struct Stale {
    definitions: FxHashSet<Definition>,
    /// The first difference, as a sentence, and how many there are.
    first: Option<String>,
    count: usize,
}

impl Stale {
    /// Compares a plan with the root that it is said to come from.
    pub fn of(plan: &PlanInput, discovery: &Discovery, root: &Arc<str>) -> Self {
        let mut out = Self::default();
        let configuration = &*plan.configuration;
        // With the dotted path of the calls, and the address.
        let mut open: Vec<(usize, Arc<str>, [Arc<str>; 2])> = vec![(0, root.clone(), Default::default())];
        if !configuration.exists {
            open.clear();
        }
        while let Some((at, directory, [path, address])) = open.pop() {
            let (Some(module), Some(own)) =
                (discovery.modules.get(&directory), configuration.modules.get(at))
            else {
                continue;
            };
            out.module(configuration, at, module, &address);
            for (name, _) in &module.calls {
                let Some(call) = own.calls.get(name) else { continue };
                let key = (root.clone(), join(&path, name));
                if let Some(Resolution::Directory(next)) = discovery.resolved.get(&key) {
                    open.push((
                        call.module,
                        next.clone(),
                        [key.1, join(&address, &format!("module.{name}"))],
                    ));
                }
            }
        }
        out
    }

    /// Takes the definitions that differ out of the source, so that the plan alone says what they hold.
    pub fn take_from(&self, source: &mut Stack) {
        if self.definitions.is_empty() {
            return;
        }
        // A plan that is not complete need not hold them.
        source.incomplete.get_or_insert_with(|| {
            let text = "the plan was made from another version of the source";
            Cause::new(CauseKind::IncompletePlan, source.root.clone(), text)
        });
        let addresses: Vec<Arc<str>> =
            source.modules.iter().map(|module| static_address(&module.address).into()).collect();
        source.instances.retain(|instance| {
            let module = addresses.get(instance.module as usize).cloned().unwrap_or_default();
            let key = (module, instance.mode, instance.type_name.clone(), instance.name.clone());
            !self.definitions.contains(&key)
        });
    }

    /// What to say about it.
    pub fn problem(&self, plan: &PlanInput) -> Option<Problem> {
        let first = self.first.as_ref()?;
        let more = match self.count {
            0 | 1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        let message = format!(
            "{first}{more}: the plan was made from another version of the source, and what differs is judged as the plan has it"
        );
        let location = Location { path: plan.path.to_string(), plan: plan.number, ..Location::default() };
        Some(Problem::new(ProblemKind::Note, message).at(location))
    }

    fn say(&mut self, sentence: String) {
        self.count += 1;
        self.first.get_or_insert(sentence);
    }

    fn module(&mut self, configuration: &Configuration, at: usize, module: &Module, address: &Arc<str>) {
        let compared = Compared { configuration, at, module };
        for def in &module.resources {
            let found = configuration.resource(at, def.mode, &def.type_name, &def.name);
            let Some((_, planned)) = found else { continue };
            if let Some(argument) = compared.difference(planned, def) {
                let data = if def.mode == Mode::Data { "data." } else { "" };
                let own = join(address, &format!("{}.{}", def.type_name, def.name));
                self.say(format!(
                    "`{argument}` of `{data}{own}` is something else in the source than in the plan"
                ));
                self.definitions.insert((address.clone(), def.mode, def.type_name.clone(), def.name.clone()));
            }
        }
        let is_whole =
            module.files.iter().all(|file| file.tree.errors.is_empty()) && module.problems.is_empty();
        if !is_whole {
            return;
        }
        for (type_name, name) in configuration.managed_in(at) {
            let is_known = module.resource(Mode::Managed, type_name, name).is_some()
                || module.others.iter().any(|other| &*other.kind == "ephemeral");
            if !is_known {
                let own = join(address, &format!("{type_name}.{name}"));
                self.say(format!("the plan has `{own}`, which the source does not"));
            }
        }
    }
}

/// Whether a root is written as the configuration of a plan says: all that it defines, and nothing else.
pub fn is_made_from(plan: &PlanInput, discovery: &Discovery, root: &Arc<str>) -> bool {
    let configuration = &*plan.configuration;
    let (Some(module), Some(own)) = (discovery.modules.get(root), configuration.modules.first()) else {
        return false;
    };
    let compared = Compared { configuration, at: 0, module };
    let providers: Vec<_> =
        configuration.providers.iter().filter(|provider| provider.module.is_empty()).collect();
    let is_configured = |theirs: &&Provider| {
        let is_same = |ours| is_of(theirs, ours) && compared.differing(&theirs.fields, &ours.body).is_none();
        module.providers.iter().any(is_same)
    };
    let is_called = |(name, ours): (&Arc<str>, &ModuleCall)| {
        let theirs = own.calls.get(name);
        theirs.is_some_and(|theirs| compared.differing(&theirs.arguments, &ours.body).is_none())
    };
    configuration.exists
        && !(module.resources.is_empty() && module.calls.is_empty())
        && configuration.resources_in(0) == module.resources.len()
        && module
            .resources
            .iter()
            .all(|def| configuration.resource(0, def.mode, &def.type_name, &def.name).is_some())
        && own.calls.len() == module.calls.len()
        && module.calls.iter().all(is_called)
        && providers.iter().filter(|provider| !provider.fields.is_empty()).all(is_configured)
        && Stale::of(plan, discovery, root).count == 0
}

/// What a root is written with another constant for than the configuration of a plan: an argument of a provider
/// configuration, a resource or a call, or a default.
pub fn other_constant(plan: &PlanInput, discovery: &Discovery, root: &Arc<str>) -> Option<String> {
    let configuration = &*plan.configuration;
    let (module, own) = (discovery.modules.get(root)?, configuration.modules.first()?);
    let compared = Compared { configuration, at: 0, module };
    let providers = configuration.providers.iter().filter(|provider| provider.module.is_empty());
    let of_provider = || {
        providers.clone().find_map(|theirs| {
            let ours = module.providers.iter().find(|ours| is_of(theirs, ours))?;
            let name = compared.differing(&theirs.fields, &ours.body)?;
            Some(format!("`{name}` of the provider configuration `{}`", theirs.key))
        })
    };
    let of_resource = || {
        module.resources.iter().find_map(|ours| {
            let (_, theirs) = configuration.resource(0, ours.mode, &ours.type_name, &ours.name)?;
            let name = compared.differing(&configuration.written(theirs, true), &ours.body)?;
            let data = if ours.mode == Mode::Data { "data." } else { "" };
            Some(format!("`{name}` of `{data}{}.{}`", ours.type_name, ours.name))
        })
    };
    let of_call = || {
        module.calls.iter().find_map(|(call, ours)| {
            let name = compared.differing(&own.calls.get(call)?.arguments, &ours.body)?;
            Some(format!("`{name}` of `module.{call}`"))
        })
    };
    let of_variable = || {
        let differs = |(name, ours): (_, &VariableDef)| {
            let theirs = plain(own.defaults.get(name)?);
            let own = ours.default.as_ref()?;
            // Terraform writes the default as the type has it, with what that fills in.
            let fitted = variables::fit(own, &ours.ty, &ours.defaults).ok()?;
            (differs(own, &theirs) && differs(&fitted, &theirs)).then_some(name)
        };
        let name: &Arc<str> = module.variables.iter().find_map(differs)?;
        Some(format!("the default of `var.{name}`"))
    };
    of_provider().or_else(of_resource).or_else(of_call).or_else(of_variable)
}

/// Whether two entries are of one provider configuration of a root.
fn is_of(theirs: &Provider, ours: &ProviderDef) -> bool {
    let local = theirs.key.split('.').next().unwrap_or_default();
    *ours.local == *local && ours.alias == theirs.alias
}

/// A module of the plan and of the source.
struct Compared<'c> {
    configuration: &'c Configuration,
    at: usize,
    module: &'c Module,
}

/// Something that an expression refers to.
type Named = (&'static str, Arc<str>, Arc<str>);

impl Compared<'_> {
    /// The first argument that is another constant.
    fn differing<'o>(&self, theirs: &Fields<'_>, ours: &'o BodyDef) -> Option<&'o str> {
        let differs = |attribute: &&AttributeDef| {
            let Some(Expr::Leaf(leaf)) = field(theirs, &attribute.name) else { return false };
            let (Some(constant), Some(tree)) = (&leaf.constant, self.module.tree(attribute.file)) else {
                return false;
            };
            is_other(tree, attribute.attribute.value, constant)
        };
        ours.attributes.iter().find(differs).map(|attribute| &*attribute.name)
    }

    /// The first argument or block of a definition that is something else.
    fn difference(&self, planned: &Resource, def: &ResourceDef) -> Option<Arc<str>> {
        if def.body.broken {
            return None;
        }
        let tree = |file| self.module.tree(file).filter(|tree: &&Tree| !tree.json && tree.errors.is_empty());
        let mut written = Written::default();
        for attribute in &def.body.attributes {
            written.attributes.push((&attribute.name, tree(attribute.file)?, attribute.attribute.value));
        }
        for block in &def.body.blocks {
            written.add(tree(block.file)?, &block.block);
        }
        let alias = def.provider.as_ref().and_then(|own| own.alias.as_deref());
        let planned_alias = planned.provider.split_once('.').map(|(_, alias)| alias);
        // Which one a module is handed, its callers say.
        if self.at == 0
            && !planned.provider.is_empty()
            && !planned.provider.contains('/')
            && planned_alias != alias
        {
            return Some("provider".into());
        }
        let schema = Schema::embedded().find(def.mode, &def.type_name).map(|found| found.body);
        let fields = self.configuration.written(planned, true);
        // A configuration that lists nothing of a resource has been cut short.
        self.other(&fields, &written, schema, fields.is_empty())
    }

    /// The first argument or block of a body that is something else; `open` where what is not listed says nothing.
    fn other(
        &self,
        fields: &Fields<'_>,
        written: &Written<'_>,
        schema: Option<BodySchema<'_>>,
        open: bool,
    ) -> Option<Arc<str>> {
        let argument = written.attributes.iter().find(|(name, tree, id)| match field(fields, name) {
            Some(expr @ Expr::Leaf(leaf)) if says_something(leaf) => {
                self.planned_names(expr) != self.names(tree, *id)
                    || leaf.constant.as_ref().is_some_and(|constant| is_other(tree, *id, constant))
            }
            // Where it is not listed, it was written since.
            None => {
                !self.names(tree, *id).is_empty()
                    || !open && !constant(tree, *id).is_ok_and(|value| value.is_null())
            }
            _ => false,
        });
        if let Some((name, ..)) = argument {
            return Some((*name).into());
        }
        // A plan does not list what `dynamic` blocks make.
        let is_static = |kind: &str| !written.dynamic.contains(&kind);
        let mut kinds: Vec<&str> = Vec::new();
        for (kind, ..) in &written.blocks {
            if !kinds.contains(kind) && is_static(kind) {
                kinds.push(kind);
            }
        }
        let block = kinds.into_iter().find(|kind| {
            let inner = schema.and_then(|schema| schema.block(kind));
            let ours = written.blocks.iter().filter(|(own, ..)| own == kind);
            let ours: Vec<Written<'_>> = ours.map(|(_, tree, body)| Written::of(tree, *body)).collect();
            match field(fields, kind) {
                Some(Expr::Blocks { items, .. }) if !items.is_empty() => {
                    let inner = inner.map(|block| block.body);
                    let is_one = |theirs: &Fields<'_>, ours: &Written<'_>| {
                        self.other(theirs, ours, inner, false).is_none()
                    };
                    items.len() != ours.len() || !pair(items, &ours, &is_one)
                }
                // Another type of block can stand for an argument.
                None => !open && inner.is_some(),
                _ => false,
            }
        });
        block.map(Into::into).or_else(|| self.written_before(fields, written))
    }

    /// An argument or block that the plan has and the source has not.
    fn written_before(&self, fields: &Fields<'_>, written: &Written<'_>) -> Option<Arc<str>> {
        let is_there = |name: &str| {
            written.attributes.iter().any(|(own, ..)| *own == name)
                || written.blocks.iter().any(|(own, ..)| *own == name)
                || written.dynamic.contains(&name)
        };
        let says = |expr: &Expr<'_>| match expr {
            Expr::Leaf(Leaf { constant: Some(constant), .. }) => *constant != Json::Null,
            Expr::Leaf(_) => !self.planned_names(expr).is_empty(),
            Expr::Blocks { items, .. } => !items.is_empty(),
        };
        let gone = fields.iter().find(|(name, expr)| !is_there(name) && says(expr));
        gone.map(|(name, _)| (&**name).into())
    }

    fn planned_names(&self, expr: &Expr<'_>) -> FxHashSet<Named> {
        let mut out = FxHashSet::default();
        self.collect(expr, &mut out);
        out
    }

    fn collect(&self, expr: &Expr<'_>, out: &mut FxHashSet<Named>) {
        match expr {
            Expr::Leaf(leaf) => out.extend(leaf.targets.iter().filter_map(|target| match target {
                Target::Resource { data, type_name, name, .. } => {
                    let mode = if *data { Mode::Data } else { Mode::Managed };
                    self.configuration.resource(self.at, mode, type_name, name)?;
                    Some((if *data { "data" } else { "resource" }, type_name.clone(), name.clone()))
                }
                Target::Variable { name, .. } => Some(("var", name.clone(), "".into())),
                Target::Output { call, .. } => Some(("module", call.clone(), "".into())),
                Target::Local => Some(("local", "".into(), "".into())),
                Target::EachValue(_) => Some(("each.value", "".into(), "".into())),
                Target::OwnKey => Some(("each.key", "".into(), "".into())),
                Target::Nothing => None,
            })),
            Expr::Blocks { items, .. } => {
                items.iter().flatten().for_each(|(_, inner)| self.collect(inner, out));
            }
        }
    }

    fn names(&self, tree: &Tree, id: ExprId) -> FxHashSet<Named> {
        let mut out = FxHashSet::default();
        each_reference(tree, id, |reference| out.extend(self.named(reference)));
        out
    }

    fn named(&self, reference: &Reference<'_>) -> Option<Named> {
        let name = |at: usize| match reference.steps.get(at) {
            Some(StaticStep::Attr(name)) => Some(Arc::<str>::from(*name)),
            _ => None,
        };
        let resource = |mode, word, at: usize| {
            let (type_name, own) = match at {
                0 => (reference.root.into(), name(0)?),
                _ => (name(0)?, name(1)?),
            };
            self.module.resource(mode, &type_name, &own)?;
            Some((word, type_name, own))
        };
        match reference.root {
            "var" => Some(("var", name(0)?, "".into())),
            "module" => Some(("module", name(0)?, "".into())),
            "local" => Some(("local", "".into(), "".into())),
            "each" if *name(0)? == *"value" => Some(("each.value", "".into(), "".into())),
            "each" | "count" => Some(("each.key", "".into(), "".into())),
            "data" => resource(Mode::Data, "data", 1),
            "resource" => resource(Mode::Managed, "resource", 1),
            _ => resource(Mode::Managed, "resource", 0),
        }
    }
}

/// What is written in a body.
#[derive(Default)]
struct Written<'t> {
    attributes: Vec<(&'t str, &'t Tree, ExprId)>,
    blocks: Vec<(&'t str, &'t Tree, BodyId)>,
    /// The types of the blocks that `dynamic` blocks make.
    dynamic: Vec<&'t str>,
}

impl<'t> Written<'t> {
    fn of(tree: &'t Tree, body: BodyId) -> Self {
        let attributes = tree.attributes(body).iter();
        let mut out = Self {
            attributes: attributes.map(|one| (tree.slice(one.name), tree, one.value)).collect(),
            ..Self::default()
        };
        tree.blocks(body).iter().for_each(|block| out.add(tree, block));
        out
    }

    fn add(&mut self, tree: &'t Tree, block: &Block) {
        match tree.slice(block.name) {
            "dynamic" => self.dynamic.extend(tree.labels(block).next()),
            name => self.blocks.push((name, tree, block.body)),
        }
    }
}

/// Whether each one has one on the other side that is the same.
fn pair<A, B>(a: &[A], b: &[B], is_same: &dyn Fn(&A, &B) -> bool) -> bool {
    a.iter().enumerate().all(|(at, one)| b.get(at).is_some_and(|other| is_same(one, other)))
        || a.iter().all(|one| b.iter().any(|other| is_same(one, other)))
            && b.iter().all(|other| a.iter().any(|one| is_same(one, other)))
}

/// Whether an expression is said to be a constant or to refer to something.
fn says_something(leaf: &Leaf<'_>) -> bool {
    !leaf.vague && (leaf.refers || leaf.constant.is_some())
}

/// Whether what is written out in the source is another value than the constant of the plan.
fn is_other(tree: &Tree, id: ExprId, theirs: &Json<'_>) -> bool {
    match (tree.expr(id), theirs) {
        // Of a JSON file the plan has the text before escapes of templates are read.
        (Syntax::String(text), Json::String(theirs)) => {
            tree.string(text) != &**theirs && !(tree.json && (theirs.contains("${") || theirs.contains("%{")))
        }
        (Syntax::Bool(ours), Json::Bool(theirs)) => ours != *theirs,
        (_, Json::Number(_) | Json::Array(_) | Json::Object(_)) => {
            constant(tree, id).is_ok_and(|ours| differs(&ours, &plain(theirs)))
        }
        _ => false,
    }
}

/// Whether two values certainly differ, whatever types they become: a list can be a set, and null can be left out.
fn differs(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Seq { value: a, .. }, Value::Seq { value: b, .. }) => {
            let lacks = |some: &[Value], one: &Value| some.iter().all(|other| differs(one, other));
            a.items.iter().any(|one| lacks(&b.items, one)) || b.items.iter().any(|one| lacks(&a.items, one))
        }
        (Value::Map { value: a, .. }, Value::Map { value: b, .. }) => {
            let lacks = |map: &Map, key: &str, value: &Value| match map.get(key) {
                Some(other) => differs(value, other),
                None => !value.is_null(),
            };
            a.entries.iter().any(|(key, value)| lacks(b, key, value))
                || b.entries.iter().any(|(key, value)| lacks(a, key, value))
        }
        _ => {
            let are = |is: fn(&Value) -> bool| is(a) && is(b);
            (are(|value| value.as_str().is_some())
                || are(|value| value.as_number().is_some())
                || are(|value| value.as_bool().is_some()))
                && tri::equals(a, b).is_false()
        }
    }
}
