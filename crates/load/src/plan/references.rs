//! What a plan's expressions refer to, for each instance: through module arguments and outputs, `each` and
//! `count`. Where a plan does not say which instance or through which local value, nothing is guessed.

use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::value::{Provenance, Symbol, Value};
use bricklint_model::instance::{InstanceKey, Mode};
use bricklint_model::place::{Path, Step};
use bricklint_model::stack::Flow;
use rustc_hash::FxHashMap;

use super::address::{ModuleStep, Target, join, key_text, module_steps};
use super::body::is_identifier;
use super::configuration::{Configuration, Expr, Fields, Leaf, Resource, field};
use super::providers::Known;
use super::value::{Link, Links, plain};

/// A module instance with the definition that its expressions are read from.
#[derive(Debug)]
pub(super) struct Scope {
    /// Its address; empty for the root.
    pub(super) address: Arc<str>,
    /// Index in [`Configuration::modules`].
    pub(super) module: usize,
    /// The caller, the name of the call and which of its instances this is.
    parent: Option<(Rc<Scope>, Arc<str>, InstanceKey)>,
}

/// The definition of a resource: module instance, mode, type, name.
pub(super) type Definition = (u32, Mode, Arc<str>, Arc<str>);

/// How far a chain of variables and outputs is followed.
const MAX_DEPTH: u32 = 24;
/// How many references are followed for one expression.
const MAX_STEPS: u32 = 20_000;
/// How many module instances an output without a key is read from.
const MAX_FAN_OUT: usize = 256;

/// Resolves references and interns what they lead to.
pub(super) struct Resolver<'p> {
    configuration: &'p Configuration,
    stack: u32,
    /// Index of each module instance by address.
    modules: FxHashMap<Arc<str>, u32>,
    /// Address of each module instance.
    addresses: Vec<Arc<str>>,
    /// The module instances of each call, by address of the caller and name of the call.
    called: FxHashMap<(Arc<str>, Arc<str>), Vec<ModuleStep>>,
    /// The keys of the instances of each definition.
    instances: FxHashMap<Definition, Vec<InstanceKey>>,
    /// Data sources that compute a policy document, by definition and key.
    documents: FxHashMap<(Definition, InstanceKey), u32>,
    scopes: FxHashMap<Arc<str>, Option<Rc<Scope>>>,
    interned: FxHashMap<Vec<Flow>, Provenance>,
    /// The texts of attributes that were asked for.
    texts: FxHashMap<Flow, Option<Arc<str>>>,
    /// How many references may still be followed for the expression at hand.
    budget: u32,
    /// The sets that provenance ids stand for.
    pub(super) provenance: Vec<Vec<Flow>>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Site<'s> {
    /// The module instance.
    pub(super) scope: &'s Rc<Scope>,
    /// Which instance of its resource, or of its module call.
    pub(super) key: &'s InstanceKey,
    /// What its `for_each` or `count` refers to.
    pub(super) repetition: Option<&'s Leaf<'s>>,
}

/// A variable that nothing else stands behind.
#[derive(Debug)]
pub(super) struct Root {
    /// `module.a.var.host`
    pub(super) address: Arc<str>,
    /// Its name.
    pub(super) variable: Arc<str>,
    /// What is taken of it.
    pub(super) path: Path,
    /// The constant that it gets, where it is not one of the root.
    constant: Option<Value>,
}

impl Root {
    /// What is taken of its value.
    pub(super) fn value(&self, known: &dyn Known) -> Option<Value> {
        let whole = match &self.constant {
            Some(constant) => constant.clone(),
            None => known.variable(&self.variable)?,
        };
        let part = self.path.0.iter().try_fold(&whole, |value, step| match step {
            Step::Name(key) | Step::Key(key) => value.as_map()?.get(key),
            Step::Index(index) => value.as_items()?.get(*index),
        });
        Some(part?.clone().with_marks(whole.marks()))
    }
}

impl<'p> Resolver<'p> {
    /// A resolver over the instances of a stack.
    pub(super) fn new(
        configuration: &'p Configuration,
        stack: u32,
        addresses: Vec<Arc<str>>,
        instances: FxHashMap<Definition, Vec<InstanceKey>>,
    ) -> Self {
        let mut by_call: FxHashMap<(Arc<str>, Arc<str>), Vec<ModuleStep>> = FxHashMap::default();
        for address in &addresses {
            let mut steps = module_steps(address);
            if let Some(last) = steps.pop() {
                let caller = steps.pop().map_or_else(|| "".into(), |step| step.address);
                by_call.entry((caller, last.call.clone())).or_default().push(last);
            }
        }
        let modules = addresses.iter().cloned().zip(0..).collect();
        Self {
            configuration,
            stack,
            modules,
            addresses,
            called: by_call,
            instances,
            documents: FxHashMap::default(),
            scopes: FxHashMap::default(),
            interned: FxHashMap::default(),
            texts: FxHashMap::default(),
            budget: 0,
            provenance: vec![Vec::new()],
        }
    }

    /// Says that a data source computes a policy document.
    pub(super) fn add_document(&mut self, definition: Definition, key: InstanceKey, node: u32) {
        self.documents.insert((definition, key), node);
    }

    /// Whether any data source computes a policy document.
    pub(super) fn has_documents(&self) -> bool {
        !self.documents.is_empty()
    }

    /// Number of the stack.
    pub(super) fn stack(&self) -> u32 {
        self.stack
    }

    /// The module instance at an address, if the configuration has its calls.
    pub(super) fn scope(&mut self, address: &str) -> Option<Rc<Scope>> {
        if let Some(scope) = self.scopes.get(address) {
            return scope.clone();
        }
        let steps = module_steps(address);
        let scope = match steps.split_last() {
            None => Some(Rc::new(Scope { address: "".into(), module: 0, parent: None })),
            Some((last, before)) => {
                let caller = before.last().map_or("", |step| &*step.address).to_owned();
                self.scope(&caller).and_then(|parent| {
                    let module = self.configuration.modules.get(parent.module)?;
                    let call = module.calls.get(&last.call)?;
                    Some(Rc::new(Scope {
                        address: last.address.clone(),
                        module: call.module,
                        parent: Some((parent, last.call.clone(), last.key.clone())),
                    }))
                })
            }
        };
        self.scopes.insert(address.into(), scope.clone());
        scope
    }

    /// The resource or data source of a module, with its index.
    pub(super) fn resource(
        &self,
        scope: &Scope,
        mode: Mode,
        type_name: &str,
        name: &str,
    ) -> Option<(usize, &'p Resource)> {
        self.configuration.resource(scope.module, mode, type_name, name)
    }

    /// What the leaves lead to that lead to something.
    pub(super) fn links(&mut self, site: Site<'_>, fields: &Fields<'_>, known: &dyn Known) -> Links {
        let (mut links, mut texts) = (Vec::new(), Vec::new());
        walk(fields, false, &mut |name, leaf, one_of_several| {
            if leaf.targets.is_empty() {
                return;
            }
            let link = self.link(site, name, leaf, 0);
            if one_of_several && let Some(text) = self.text(site, leaf, link.from, known) {
                texts.push((leaf.number as u32, text));
            }
            if link.from != Provenance::NONE || link.same_as.is_some() {
                links.push((leaf.number as u32, link));
            }
        });
        Links::new(links, texts)
    }

    /// The text of the one attribute or root variable that an expression refers to.
    fn text(
        &mut self,
        site: Site<'_>,
        leaf: &Leaf<'_>,
        from: Provenance,
        known: &dyn Known,
    ) -> Option<Arc<str>> {
        if let Some(root) = self.root(site.scope, leaf) {
            return root.value(known)?.as_str().map(Into::into);
        }
        let [flow] = self.provenance.get(from.0 as usize)?.as_slice() else { return None };
        if flow.key == InstanceKey::Any {
            return None;
        }
        if let Some(text) = self.texts.get(flow) {
            return text.clone();
        }
        let text: Option<Arc<str>> = known.planned(flow).and_then(|value| value.as_str().map(Into::into));
        self.texts.insert(flow.clone(), text.clone());
        text
    }

    /// The link of the expression at the attribute `name`.
    pub(super) fn link(&mut self, site: Site<'_>, name: &str, leaf: &Leaf<'_>, depth: u32) -> Link {
        if depth == 0 {
            self.budget = MAX_STEPS;
        }
        let mut flows = Vec::new();
        let certain = self.follow(site, &leaf.targets, depth, &mut flows);
        if leaf.vague {
            // `Any` says that it may be this and may be something else.
            for flow in &mut flows {
                flow.key = InstanceKey::Any;
            }
        }
        let whole = leaf.targets.iter().filter(|target| **target != Target::OwnKey).count() == 1;
        let same_as = match flows.as_slice() {
            [flow] if certain && whole && !leaf.vague => self.identity(name, flow, depth),
            _ => None,
        };
        let document = match flows.as_slice() {
            [flow] if same_as.is_some() && flow.mode == Mode::Data => {
                let definition = (flow.module, flow.mode, flow.type_name.clone(), flow.name.clone());
                self.documents.get(&(definition, flow.key.clone())).copied()
            }
            _ => None,
        };
        Link { from: self.intern(flows), same_as, document }
    }

    /// The flows that an expression leads to, sorted and without duplicates.
    pub(super) fn flows(&mut self, site: Site<'_>, leaf: &Leaf<'_>) -> Vec<Flow> {
        self.budget = MAX_STEPS;
        let mut flows = Vec::new();
        self.follow(site, &leaf.targets, 0, &mut flows);
        flows.put_in_order();
        flows.dedup();
        flows
    }

    /// The id of a set of flows.
    pub(super) fn intern(&mut self, mut flows: Vec<Flow>) -> Provenance {
        if flows.is_empty() {
            return Provenance::NONE;
        }
        flows.put_in_order();
        flows.dedup();
        if let Some(id) = self.interned.get(&flows) {
            return *id;
        }
        let id = Provenance(self.provenance.len() as u32);
        self.provenance.push(flows.clone());
        self.interned.insert(flows, id);
        id
    }

    /// The variable that an expression refers to alone, as far up as its value is passed on.
    pub(super) fn root(&self, scope: &Rc<Scope>, leaf: &Leaf<'_>) -> Option<Root> {
        let mut scope = scope.clone();
        let mut leaf = leaf;
        let mut tail = Vec::new();
        loop {
            let [Target::Variable { name, path }] = leaf.targets.as_slice() else { return None };
            tail.splice(0..0, path.0.iter().cloned());
            let mut root = |constant| Root {
                address: join(&scope.address, &format!("var.{name}")),
                variable: name.clone(),
                path: Path(std::mem::take(&mut tail)),
                constant,
            };
            let Some((parent, call, _)) = &scope.parent else { return Some(root(None)) };
            let call = self.configuration.modules.get(parent.module)?.calls.get(call)?;
            let constant = match field(&call.arguments, name) {
                Some(Expr::Leaf(argument)) if argument.constant.is_none() => {
                    leaf = argument;
                    scope = parent.clone();
                    continue;
                }
                Some(Expr::Leaf(argument)) => argument.constant.as_ref(),
                Some(Expr::Blocks { .. }) => None,
                None => self.configuration.modules.get(scope.module)?.defaults.get(name),
            };
            return Some(root(Some(plain(constant?))));
        }
    }

    /// Adds what the targets lead to; returns whether each led to one thing for certain.
    fn follow(&mut self, site: Site<'_>, targets: &[Target], depth: u32, out: &mut Vec<Flow>) -> bool {
        if depth > MAX_DEPTH || self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        // What `each.value` is of an element is the key of another as well as its own.
        let by_key = targets.contains(&Target::OwnKey);
        let mut certain = true;
        for target in targets {
            certain &= match target {
                Target::Resource { data, type_name, name, key, path } => {
                    let mode = if *data { Mode::Data } else { Mode::Managed };
                    self.resource_flow(site, (mode, type_name, name), key.as_ref(), by_key, path, out)
                }
                Target::Variable { name, path } => self.variable(site, name, path, depth, out),
                Target::Output { call, key, output, path } => {
                    self.output(site, call, key.as_ref(), output.as_ref(), path, by_key, depth, out)
                }
                Target::EachValue(path) => {
                    let repeated = site.repetition.map_or(&[][..], |leaf| &leaf.targets);
                    let mut own: Vec<Target> = repeated.to_vec();
                    // The value of one key comes from the instance of that key.
                    own.push(Target::OwnKey);
                    own.retain(|target| !matches!(target, Target::EachValue(_)));
                    let mut inner = Vec::new();
                    let certain = self.follow(site, &own, depth + 1, &mut inner);
                    extend(inner, path, out);
                    certain && repeated.len() == 1
                }
                Target::OwnKey => true,
                Target::Local | Target::Nothing => false,
            };
        }
        certain
    }

    fn resource_flow(
        &mut self,
        site: Site<'_>,
        (mode, type_name, name): (Mode, &Arc<str>, &Arc<str>),
        written: Option<&InstanceKey>,
        by_key: bool,
        path: &Path,
        out: &mut Vec<Flow>,
    ) -> bool {
        let Some(module) = self.modules.get(&site.scope.address).copied() else { return false };
        let definition = (module, mode, type_name.clone(), name.clone());
        let keys = self.instances.get(&definition).map_or(&[][..], Vec::as_slice);
        let key = match written {
            Some(key) => key.clone(),
            None if keys.is_empty() || *keys == [InstanceKey::None] => {
                let repeated = self
                    .resource(site.scope, mode, type_name, name)
                    .is_some_and(|(_, r)| r.repetition().is_some());
                if repeated { InstanceKey::Any } else { InstanceKey::None }
            }
            None if by_key && keys.contains(site.key) => site.key.clone(),
            None => InstanceKey::Any,
        };
        let certain = key != InstanceKey::Any;
        let (_, mode, type_name, name) = definition;
        out.push(Flow { module, mode, type_name, name, key, path: path.clone() });
        certain
    }

    fn variable(&mut self, site: Site<'_>, name: &str, path: &Path, depth: u32, out: &mut Vec<Flow>) -> bool {
        let Some((parent, call, key)) = &site.scope.parent else { return false };
        let configuration = self.configuration;
        let call = configuration.modules.get(parent.module).and_then(|module| module.calls.get(call));
        let Some(call) = call else { return false };
        let Some(Expr::Leaf(argument)) = field(&call.arguments, name) else { return false };
        let site = Site { scope: parent, key, repetition: call.repetition.as_ref() };
        let mut inner = Vec::new();
        let certain = self.follow(site, &argument.targets, depth + 1, &mut inner);
        let whole = argument.targets.iter().filter(|target| **target != Target::OwnKey).count() == 1;
        extend(inner, path, out);
        certain && whole
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a reference and where it stands")]
    fn output(
        &mut self,
        site: Site<'_>,
        call_name: &Arc<str>,
        written: Option<&InstanceKey>,
        output: Option<&Arc<str>>,
        path: &Path,
        by_key: bool,
        depth: u32,
        out: &mut Vec<Flow>,
    ) -> bool {
        let configuration = self.configuration;
        let Some(call) = configuration.modules.get(site.scope.module).and_then(|m| m.calls.get(call_name))
        else {
            return false;
        };
        let of =
            |key: &InstanceKey| join(&site.scope.address, &format!("module.{call_name}{}", key_text(key)));
        let known =
            self.called.get(&(site.scope.address.clone(), call_name.clone())).cloned().unwrap_or_default();
        let addresses: Vec<Arc<str>> = match written {
            Some(key) => vec![of(key)],
            None if call.repetition.is_none() => vec![of(&InstanceKey::None)],
            None if by_key && known.iter().any(|step| step.key == *site.key) => vec![of(site.key)],
            None => known.into_iter().take(MAX_FAN_OUT).map(|step| step.address).collect(),
        };
        let mut certain = addresses.len() == 1;
        // A key that is not written out can have chosen any of several, as with instances of a resource.
        let one_of_several = addresses.len() > 1;
        let before = out.len();
        let Some(module) = configuration.modules.get(call.module) else { return false };
        for address in addresses {
            let Some(scope) = self.scope(&address) else { return false };
            let inside = Site { scope: &scope, key: &InstanceKey::None, repetition: None };
            let outputs =
                module.outputs.iter().filter(|(name, _)| output.is_none_or(|output| output == name));
            let mut found = 0;
            for (_, leaf) in outputs {
                found += 1;
                let mut inner = Vec::new();
                certain &= self.follow(inside, &leaf.targets, depth + 1, &mut inner);
                certain &= leaf.targets.len() == 1;
                extend(inner, path, out);
            }
            certain &= found == 1;
        }
        if one_of_several {
            out.iter_mut().skip(before).for_each(|flow| flow.key = InstanceKey::Any);
        }
        certain
    }

    /// The symbol of a resource attribute: its own, or that of what it is set to itself.
    fn identity(&mut self, site: &str, flow: &Flow, depth: u32) -> Option<Arc<Symbol>> {
        let last = flow.path.0.last();
        let Some(Step::Name(last)) = last else { return None };
        if !is_taken_whole(site, last) || depth > MAX_DEPTH {
            return None;
        }
        let address = self.addresses.get(flow.module as usize)?.clone();
        if let ([Step::Name(attribute)], Some(scope)) = (flow.path.0.as_slice(), self.scope(&address))
            && let Some((_, resource)) = self.resource(&scope, flow.mode, &flow.type_name, &flow.name)
            && resource.refers
            && let Some(leaf) = self.configuration.argument(resource, attribute)
        {
            let site = Site { scope: &scope, key: &flow.key, repetition: resource.repetition() };
            if let Some(symbol) = self.link(site, attribute, &leaf, depth + 1).same_as {
                return Some(symbol);
            }
        }
        let data = if flow.mode == Mode::Data { "data." } else { "" };
        let name = format!("{data}{}.{}{}", flow.type_name, flow.name, key_text(&flow.key));
        Some(Arc::new(Symbol {
            stack: self.stack,
            module: address,
            name: name.into(),
            path: flow.path.to_string().into(),
            free: false,
        }))
    }
}

/// Arguments that name a service principal by its application id.
const NAMES_PRINCIPAL: &[&str] = &["owner", "principal", "service_principal_name"];

/// Whether an attribute that refers to another is that other, by what the two are: a plan lists what an
/// expression refers to, not what it does with it, and names and texts are often put together. Identifiers
/// and whole policy documents are not.
fn is_taken_whole(site: &str, attribute: &str) -> bool {
    (is_identifier(site) && is_identifier(attribute))
        || (attribute == "json" && site.contains("policy"))
        || (attribute == "application_id" && NAMES_PRINCIPAL.contains(&site))
        || (attribute == "acl_principal_id" && site == "principals")
}

/// Adds the flows with a path below those that are whole objects.
fn extend(inner: Vec<Flow>, path: &Path, out: &mut Vec<Flow>) {
    let single = inner.len() == 1;
    for mut flow in inner {
        if single && flow.path.0.is_empty() {
            flow.path = path.clone();
        }
        out.push(flow);
    }
}

/// What is done with a leaf: the name it stands at, the leaf, and whether it stands in one of several blocks
/// of a type.
type Visit<'v, 'f> = &'v mut dyn FnMut(&'f str, &'f Leaf<'f>, bool);

/// Every leaf. `several` says that the fields are one of several blocks.
pub(super) fn walk<'f>(fields: &'f Fields<'f>, several: bool, visit: Visit<'_, 'f>) {
    for (name, expr) in fields {
        walk_expr(name, expr, several, visit);
    }
}

/// Every leaf of an expression or of blocks.
pub(super) fn walk_expr<'f>(name: &'f str, expr: &'f Expr<'f>, several: bool, visit: Visit<'_, 'f>) {
    match expr {
        Expr::Leaf(leaf) => visit(name, leaf, several),
        Expr::Blocks { items, any } => {
            for block in items {
                walk(block, several || items.len() > 1, visit);
            }
            walk(any, false, visit);
        }
    }
}

/// Whether an expression in there differs between the instances of one resource.
pub(super) fn depends_on_key(fields: &Fields<'_>) -> bool {
    let mut found = false;
    walk(fields, false, &mut |_, leaf, _| {
        found |= leaf.targets.iter().any(|t| matches!(t, Target::OwnKey | Target::EachValue(_)));
    });
    found
}
