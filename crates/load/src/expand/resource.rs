//! Resources and data sources: what a reference to one reads, and the instances that the stack holds.

mod blocks;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::problem::ProblemKind;
use bricklint_lang::convert;
use bricklint_lang::eval::{Reference, StaticStep, Step, reads, references, traversal};
use bricklint_lang::functions::Files;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Provenance, Refinements, Symbol, Unknown, Value};
use bricklint_model::instance::{BlockGroup, Body, Instance, InstanceKey, LazyBody, Mode, Origin, Slot};
use bricklint_model::place;
use bricklint_model::schema::{TypeSchema, is_databricks};

use super::address;
use super::body::open;
use super::definition::CompiledBody;
use super::modules::{Context, Expander, Expansion, Inst, Memo, ResourceState};
use super::provenance::stamp;
use super::refused::Asked;
use super::repeat::{Repeat, Shape};
use super::schema::{self, Known, MemberInfo};
use super::scope::{ExprScope, Selected, whole, without_symbol};
use super::settle::Need;
use crate::module::ResourceDef;
use crate::policy;

/// The computed attributes of one data instance; none where they do not follow from its arguments alone.
pub(crate) type Results = Option<Rc<[(Arc<str>, Value)]>>;

/// Types whose `source` is a file beside the configuration.
const UPLOADS: &[&str] = &[
    "databricks_dbfs_file",
    "databricks_file",
    "databricks_global_init_script",
    "databricks_notebook",
    "databricks_workspace_file",
];

/// One instance of a resource in a module instance.
#[derive(Clone)]
pub(crate) struct At<'i> {
    inst: &'i Rc<Inst>,
    def: &'i ResourceDef,
    /// Index of the resource in its module.
    resource: u32,
    /// Index among its instances.
    index: u32,
    key: InstanceKey,
    repeat: Repeat,
    /// Whether `repeat` is that of the instance at `index`; otherwise nothing is remembered.
    exact: bool,
    label: OnceCell<Label>,
}

/// How an instance is called.
#[derive(Clone)]
struct Label {
    /// Inside its module: `databricks_group.a["x"]`.
    name: Arc<str>,
    /// From the root: `module.m.databricks_group.a["x"]`.
    address: Arc<str>,
}

impl At<'_> {
    fn label(&self) -> &Label {
        self.label.get_or_init(|| {
            let mut name = self.inst.definition.address(self.resource).to_string();
            address::push_key(&mut name, &self.key);
            Label { address: address::join(&self.inst.address, &name), name: name.into() }
        })
    }

    fn state(&self) -> Option<&ResourceState> {
        self.inst.resources.get(self.resource as usize)
    }

    fn body(&self) -> Option<&CompiledBody> {
        self.inst.definition.resource_body(self.resource)
    }

    /// What its expressions are evaluated in, with `alike` those that are the same in all instances.
    fn context<'a>(&'a self, owner: &'a str, alike: bool) -> Context<'a> {
        Context {
            repeat: &self.repeat,
            resource: Some(self.resource),
            doubtful: self.is_doubtful(alike),
            ..Context::plain(owner, "")
        }
    }

    /// Whether there may be no such instance; with `alike`, whether there may be none at all.
    fn is_doubtful(&self, alike: bool) -> bool {
        let Some(state) = self.state() else { return false };
        match &*state.expanded.borrow() {
            Expansion::Done(all) if alike => !all.any_certain(),
            Expansion::Done(all) => !all.is_certain(self.index as usize),
            _ => false,
        }
    }
}

impl ExprScope<'_, '_> {
    /// The instances of another resource of the module.
    pub(crate) fn resource_named(
        &self,
        mode: Mode,
        type_name: &str,
        name: &str,
    ) -> Option<Rc<super::repeat::Expanded>> {
        let resource = self.inst.definition.resource(mode, type_name, name)?;
        (self.context.resource != Some(resource))
            .then(|| self.expander.resource_expansion(self.inst, resource))
    }

    /// What a reference to a resource and the steps after its name lead to.
    pub(crate) fn resource(
        &self,
        root: &str,
        mode: Mode,
        type_name: &str,
        name: &str,
        rest: &[Step<'_>],
    ) -> Result<(Value, usize), String> {
        let Some(resource) = self.inst.definition.resource(mode, type_name, name) else {
            let address = address::resource(mode, type_name, name);
            let what = match mode {
                Mode::Managed if !type_name.contains('_') && root != "resource" => {
                    format!("there is nothing named `{type_name}` here")
                }
                Mode::Managed => format!("`{address}` is not defined: this module has no such resource"),
                Mode::Data => format!("`{address}` is not defined: this module has no such data source"),
            };
            return Ok((self.unresolved(root, Some(name), &what), rest.len()));
        };
        let owner = self.inst.definition.address(resource);
        if self.context.resource == Some(resource) {
            let message = format!("`{owner}` refers to itself");
            return Ok((self.unresolved(root, Some(name), &message), rest.len()));
        }
        let this = self.expander;
        let expanded = this.resource_expansion(self.inst, resource);
        let Some(def) = self.inst.definition.module.resources.get(resource as usize) else {
            return Err(format!("`{owner}` does not exist"));
        };
        let symbol = || this.symbol(self.inst, &format!("{owner}[*]"), "");
        let at = |index: usize| At {
            inst: self.inst,
            def,
            resource,
            index: index as u32,
            key: expanded.key(index),
            repeat: expanded.repeat(index, &symbol),
            exact: true,
            label: OnceCell::new(),
        };
        match Self::select(&expanded, &owner, rest)? {
            Selected::One(index, used) => {
                let (value, further) = self.read(&at(index), rest.get(used..).unwrap_or_default())?;
                Ok((value, used + further))
            }
            Selected::Possible(key) => {
                let marks = match rest.first() {
                    Some(Step::Index(key)) => key.marks(),
                    _ => Marks::NONE,
                };
                let repeat = match expanded.repeat_at(&key, &symbol) {
                    Repeat::Each(key, value) => Repeat::Each(key.with_marks(marks), value),
                    Repeat::Index(index) => Repeat::Index(index.with_marks(marks)),
                    Repeat::None => Repeat::None,
                };
                let at = At {
                    inst: self.inst,
                    def,
                    resource,
                    index: 0,
                    key,
                    repeat,
                    exact: false,
                    label: OnceCell::new(),
                };
                let (value, further) = self.read(&at, rest.get(1..).unwrap_or_default())?;
                Ok((value, 1 + further))
            }
            Selected::UnknownKey(cause, key) => {
                let (path, value, used) = match rest.get(1) {
                    Some(Step::Attr(name)) => {
                        let value = self.computed_under(at(0), &expanded.shape, &key, name);
                        let value = value.unwrap_or_else(|| self.of_instance(&owner, &key, name, cause));
                        (place::Path::root().name(name), value, 2)
                    }
                    _ => (place::Path::root(), Value::unknown(Type::Dynamic, cause), 1),
                };
                let from = this.flow(self.inst, resource, InstanceKey::Any, path);
                Ok((value.with_provenance(from), used))
            }
            Selected::Whole => {
                let names = self.read_names(mode, type_name, name);
                let value = whole(&expanded.shape, &mut |key| {
                    let at = at(expanded.find(key)?);
                    Some(self.object(&at, names.as_deref()))
                });
                let value = value.unwrap_or_else(|cause| {
                    let path = match names.as_deref() {
                        Some([name]) => place::Path::root().name(name),
                        _ => place::Path::root(),
                    };
                    let from = this.flow(self.inst, resource, InstanceKey::Any, path);
                    self.symbolic(&owner, "", cause, Type::Dynamic).with_provenance(from)
                });
                Ok((value, 0))
            }
        }
    }

    /// An attribute of a data source that follows from its arguments, in the instance of the unknown key that what refers to it
    /// has itself: nothing tells the instances apart, so one stands for all.
    fn computed_under(&self, at: At<'_>, shape: &Shape, key: &Value, name: &str) -> Option<Value> {
        let (Shape::Unknown { of, .. }, Some(own)) = (shape, self.context.resource) else { return None };
        if !policy::is_pure(&at.def.type_name) {
            return None;
        }
        let same = |a: &Value, b: &Value| a.symbol().is_some() && a.symbol() == b.symbol();
        let repeat = match (&at.repeat, self.context.repeat) {
            (Repeat::Index(_), Repeat::Index(index)) if same(index, key) => Repeat::Index(key.clone()),
            (Repeat::Each(other, theirs), Repeat::Each(each, value)) if same(each, key) => {
                let over = &self.expander.resource_expansion(self.inst, own).shape;
                let is_same = matches!(over, Shape::Unknown { of: over, .. } if same(over, of));
                // Of a set the key is the value.
                let value = if other == theirs {
                    key.clone().with_provenance(theirs.provenance())
                } else if is_same {
                    value.clone()
                } else {
                    without_symbol(theirs.clone())
                };
                Repeat::Each(key.clone(), value)
            }
            _ => return None,
        };
        let documents = &self.expander.documents;
        let place = (at.inst.index, at.resource, name.to_owned(), repeat.identity());
        if let Some(known) = documents.borrow().get(&place) {
            return known.clone();
        }
        // Where it needs itself, it is not known.
        documents.borrow_mut().insert(place.clone(), None);
        let at = At { repeat, key: InstanceKey::Any, exact: false, ..at };
        let label = || (at.label().name.to_string(), at.def.origin);
        let value = self.expander.deeper(&label, || self.attribute_of(&at, name));
        let value = value.as_unknown().is_none().then_some(value);
        documents.borrow_mut().insert(place, value.clone());
        value
    }

    /// The attributes that are read from the instances of a repeated resource, where this expression reads them
    /// with splats and `for` alone, or is a `for_each` whose elements are read in what it repeats.
    fn read_names(&self, mode: Mode, type_name: &str, name: &str) -> Option<Vec<String>> {
        let tree = &self.inst.definition.module.files.get(self.expr.file as usize)?.tree;
        if let Some(elements) = self.context.elements
            && let Some(reference) = traversal(tree, self.expr.id)
            && steps_behind(&reference, mode, type_name, name).is_some_and(<[_]>::is_empty)
        {
            return Some(elements.iter().map(ToString::to_string).collect());
        }
        names_of(&reads(tree, self.expr.id), mode, type_name, name)
    }

    /// The attributes that are read from the only instance of the resource, where this expression reads it with
    /// splats alone. A `for` goes through its attributes.
    fn splat_names(&self, mode: Mode, type_name: &str, name: &str) -> Option<Vec<String>> {
        let tree = &self.inst.definition.module.files.get(self.expr.file as usize)?.tree;
        names_of(&references(tree, self.expr.id), mode, type_name, name)
    }

    /// What the steps after one instance lead to.
    pub(crate) fn read(&self, at: &At<'_>, rest: &[Step<'_>]) -> Result<(Value, usize), String> {
        let name = match rest.first() {
            None => {
                let names = self.splat_names(at.def.mode, &at.def.type_name, &at.def.name);
                return Ok((self.object(at, names.as_deref()), 0));
            }
            Some(Step::Attr(name)) => (*name).to_owned(),
            Some(Step::Index(_)) => {
                return Err(format!("`{}` is an object and takes no further key", at.label().name));
            }
        };
        let group = at.body().and_then(|b| b.group(&name));
        if let (Some(slot), [_, inner @ ..]) = (group, rest)
            && !inner.is_empty()
            && let Some((value, used)) = self.in_blocks(at, slot, &name, inner)
        {
            return Ok((value, used + 1));
        }
        Ok((self.remembered(at, &name), 1))
    }

    fn remembered(&self, at: &At<'_>, name: &str) -> Value {
        if !at.exact {
            return self.attribute_of(at, name);
        }
        let place = (at.inst.index, at.resource, at.index);
        let known = |list: &[(Arc<str>, Value)]| {
            list.iter().find(|(n, _)| &**n == name).map(|(_, value)| value.clone())
        };
        if let Some(value) = self.expander.reads.borrow().get(&place).and_then(|list| known(list)) {
            return value;
        }
        let value = self.attribute_of(at, name);
        self.expander.reads.borrow_mut().entry(place).or_default().push((name.into(), value.clone()));
        value
    }

    /// The attribute as a reference sees it, with the mark that the provider's schema puts on it.
    fn attribute_of(&self, at: &At<'_>, name: &str) -> Value {
        let value = self.unmarked(at, name);
        if self.expander.known(at.def, name).sensitive { value.with_marks(Marks::SENSITIVE) } else { value }
    }

    fn unmarked(&self, at: &At<'_>, name: &str) -> Value {
        let expander = self.expander;
        let path = place::Path::root().name(name);
        let from = expander.flow(at.inst, at.resource, at.key.clone(), path.clone());
        let body = at.body();
        if let Some(slot) = body.and_then(|b| b.attribute(name)) {
            let value = expander.resource_attribute(at, slot);
            let computed = at.def.mode == Mode::Data
                || !matches!(expander.known(at.def, name).known, Known::Optional(_));
            // What is ephemeral is never read again.
            let is_kept = !expander.has_ephemeral() || !expander.is_ephemeral(&value, true);
            if is_kept && (!value.is_null() || !computed) {
                return stamp(&value, from);
            }
        } else if let Some(slot) = body.and_then(|b| b.group(name)) {
            let group = expander.resource_group(at, slot);
            return self.blocks(at, name, &path, &group);
        }
        if at.def.mode == Mode::Data
            && let Some(results) = expander.results(at)
            && let Some((_, value)) = results.iter().find(|(n, _)| &**n == name)
        {
            return stamp(value, from);
        }
        self.unwritten(at, name).with_provenance(from)
    }

    /// An attribute that the configuration does not set.
    fn unwritten(&self, at: &At<'_>, name: &str) -> Value {
        let member = self.expander.known(at.def, name);
        if let Some(value) = &member.unset
            && at.body().is_none_or(|b| !b.broken)
        {
            return value.clone();
        }
        let (ty, not_null) = match &member.known {
            Known::Optional(ty) => (ty.clone(), false),
            Known::Default(value) => (convert::type_of(value), false),
            Known::Computed { ty, not_null } => (ty.clone(), *not_null),
            Known::Nothing => (Type::Dynamic, false),
        };
        if &*at.def.type_name == "terraform_data" && name == "output" && at.def.mode == Mode::Managed {
            let input = self.remembered(at, "input");
            if input.is_null() {
                return input;
            }
            // What is known it hands on after apply only; what is not is the same in both.
            if let Some(unknown) = input.as_unknown() {
                let refinements = Refinements::default();
                return Value::from_unknown(Unknown { refinements, ..unknown.clone() })
                    .with_marks(input.marks());
            }
        }
        let planned = || {
            let options = self.expander.shared.options;
            options.planned.as_ref()?.attribute(&at.label().address, name)
        };
        planned().unwrap_or_else(|| self.unknown_of(at, name, ty, not_null))
    }

    /// The unknown that stands for a part of an instance.
    fn unknown_of(&self, at: &At<'_>, path: &str, ty: Type, not_null: bool) -> Value {
        let Label { name, address } = at.label();
        let subject = if path.is_empty() { address.clone() } else { address::concat(&[address, ".", path]) };
        let (kind, what) = match at.def.mode {
            Mode::Data if &*at.def.type_name == "terraform_remote_state" => {
                (CauseKind::RemoteState, "` is read from another state")
            }
            Mode::Data => (CauseKind::DataSource, "` is read by the provider"),
            Mode::Managed => (CauseKind::AfterApply, "` is known after apply"),
        };
        let text = address::concat(&["`", &subject, what]);
        // One instance stands for all of them there: not the same unknown in each.
        let symbol = (at.key != InstanceKey::Any).then(|| {
            Arc::new(Symbol {
                stack: self.expander.stack,
                module: at.inst.address.clone(),
                name: name.clone(),
                path: path.into(),
                free: false,
            })
        });
        Value::from_unknown(Unknown {
            ty,
            refinements: Refinements { not_null, ..Refinements::default() },
            cause: Cause::new(kind, subject, text),
            symbol,
            may_be: Blank::NONE,
            cases: None,
        })
    }

    /// The whole instance; `names` are the only attributes that will be read from it, where that is known.
    fn object(&self, at: &At<'_>, names: Option<&[String]>) -> Value {
        let from = self.expander.flow(at.inst, at.resource, at.key.clone(), place::Path::root());
        let all = self.expander.members(at.def);
        if let Some(names) = names {
            let has =
                |name: &&String| all.as_ref().is_none_or(|all| all.iter().any(|(own, _)| **own == ***name));
            let read = names.iter().filter(has);
            return Value::object(read.map(|name| (Arc::from(name.as_str()), self.remembered(at, name))))
                .with_provenance(from);
        }
        let Some(all) = all else {
            // What is written of it is known all the same.
            let written = at.body().map_or(&[][..], |body| &body.attributes);
            let entries = written.iter().map(|slot| (slot.name.clone(), self.remembered(at, &slot.name)));
            let mut whole = self.unknown_of(at, "", Type::Dynamic, true);
            if let (Value::Unknown { value, .. }, Value::Map { value: entries, .. }) =
                (&mut whole, Value::object(entries))
            {
                Arc::make_mut(value).refinements.entries = Some(entries);
            }
            return whole.with_provenance(from);
        };
        let body = at.body();
        let written =
            |name: &str| body.is_none_or(|b| b.attribute(name).is_some() || b.group(name).is_some());
        let whole = at.def.mode == Mode::Managed && body.is_none_or(|b| !b.broken);
        Value::object(all.iter().map(|(name, member)| {
            let value = match &member.unset {
                // What is not set has nothing of its own that flows on.
                Some(value) if whole && !written(name) => value.clone(),
                _ => self.remembered(at, name),
            };
            (name.clone(), value)
        }))
        .with_provenance(from)
    }
}

impl Expander<'_> {
    /// What the schema says about an attribute or block.
    fn known(&self, def: &ResourceDef, name: &str) -> Rc<MemberInfo> {
        let types = &mut *self.types.borrow_mut();
        let members = types.entry((def.mode, def.type_name.clone())).or_default();
        if let Some(member) = members.by_name.get(name) {
            return member.clone();
        }
        let given = self.shared.options.schema.as_deref();
        let member = Rc::new(schema::member(given, def.mode, &def.type_name, name));
        members.by_name.insert(name.into(), member.clone());
        member
    }

    /// What the schema says about the blocks of a managed resource at a path without indexes.
    fn blocks_of(&self, def: &ResourceDef, path: &str) -> Option<Rc<schema::BlockInfo>> {
        let types = &mut *self.types.borrow_mut();
        let members = types.entry((def.mode, def.type_name.clone())).or_default();
        if let Some(known) = members.blocks.get(path) {
            return known.clone();
        }
        let given = self.shared.options.schema.as_deref();
        let found = schema::block(given, &def.type_name, path).map(Rc::new);
        members.blocks.insert(path.into(), found.clone());
        found
    }

    /// All attributes and blocks of a type, sorted, where the schema has them.
    fn members(&self, def: &ResourceDef) -> Option<schema::AllMembers> {
        let key = (def.mode, def.type_name.clone());
        if let Some(all) = self.types.borrow().get(&key).and_then(|t| t.all.get().cloned()) {
            return all;
        }
        let given = self.shared.options.schema.as_deref();
        let all = schema::names(given, def.mode, &def.type_name).map(|mut names| {
            names.put_in_order();
            names.into_iter().map(|name| (Arc::from(name), self.known(def, name))).collect()
        });
        self.types.borrow_mut().entry(key).or_default().all.get_or_init(|| all).clone()
    }

    /// An attribute of an instance as it is written.
    fn resource_attribute(&self, at: &At<'_>, slot: usize) -> Value {
        let (Some(state), Some(body)) = (at.state(), at.body()) else { return Value::null() };
        let Some(attribute) = body.attributes.get(slot) else { return Value::null() };
        let owner = at.inst.definition.address(at.resource);
        let context = at.context(&owner, !attribute.uses.per_instance());
        let compute = || self.attribute(at.inst, &context, attribute);
        if attribute.uses.is_constant() {
            return compute();
        }
        let label = || (format!("{owner}.{}", attribute.name), attribute.origin);
        if !attribute.uses.per_instance() {
            let cells =
                state.shared.get_or_init(|| body.attributes.iter().map(|_| RefCell::default()).collect());
            return match cells.get(slot) {
                Some(cell) => {
                    let need = Need::Attribute(at.inst.index, at.resource, slot as u32);
                    self.forced(cell, Some(need), &label, compute)
                }
                None => compute(),
            };
        }
        if !at.exact {
            return self.deeper(&label, compute);
        }
        let place = (at.index, slot as u32);
        match state.own.borrow().get(&place) {
            Some(Memo::Done(value)) => return value.clone(),
            Some(Memo::Busy) => return self.cycle(&label),
            Some(Memo::Empty) | None => {}
        }
        state.own.borrow_mut().insert(place, Memo::Busy);
        let value = self.deeper(&label, compute);
        state.own.borrow_mut().insert(place, Memo::Done(value.clone()));
        value
    }

    /// Evaluates an attribute in all instances, up to so many.
    pub(crate) fn settle_attribute(&self, inst: &Rc<Inst>, resource: u32, slot: usize, most: usize) {
        let Some(def) = inst.definition.module.resources.get(resource as usize) else { return };
        let expanded = self.resource_expansion(inst, resource);
        let owner = inst.definition.address(resource);
        let symbol = || self.symbol(inst, &format!("{owner}[*]"), "");
        for index in 0..expanded.len().min(most) {
            let at = At {
                inst,
                def,
                resource,
                index: index as u32,
                key: expanded.key(index),
                repeat: expanded.repeat(index, &symbol),
                exact: true,
                label: OnceCell::new(),
            };
            self.resource_attribute(&at, slot);
        }
    }

    /// The blocks of one type of an instance.
    fn resource_group(&self, at: &At<'_>, slot: usize) -> Rc<BlockGroup> {
        let none =
            || Rc::new(BlockGroup { name: "".into(), items: Vec::new(), more: None, patterns: Vec::new() });
        let (Some(state), Some(body)) = (at.state(), at.body()) else { return none() };
        let Some(group) = body.groups.get(slot) else { return none() };
        let owner = at.inst.definition.address(at.resource);
        let context = at.context(&owner, !group.uses.per_instance());
        let mut made = None;
        let label = || (format!("{owner}.{}", group.name), at.def.origin);
        let cells = (!group.uses.per_instance())
            .then(|| state.groups.get_or_init(|| body.groups.iter().map(|_| OnceCell::new()).collect()));
        if let Some(done) = cells.and_then(|c| c.get(slot)).and_then(OnceCell::get) {
            return done.clone();
        }
        self.deeper(&label, || {
            made = Some(self.group(at.inst, &context, group));
            Value::null()
        });
        let Some(made) = made.map(Rc::new) else {
            let text = format!("too many values depend on each other at `{owner}`");
            let more = Some(Cause::new(CauseKind::Limit, &*owner, text));
            return Rc::new(BlockGroup {
                name: group.name.clone(),
                items: Vec::new(),
                more,
                patterns: Vec::new(),
            });
        };
        match cells.and_then(|c| c.get(slot)) {
            Some(cell) => cell.get_or_init(|| made).clone(),
            None => made,
        }
    }

    /// Attributes and blocks of an instance.
    fn resource_body(&self, at: &At<'_>) -> Body {
        let Some(body) = at.body() else { return Body::default() };
        let owner = at.inst.definition.address(at.resource);
        let context = at.context(&owner, false);
        let referred = at.state().is_some_and(|s| !s.own.borrow().is_empty());
        let attributes = body.attributes.iter().enumerate().map(|(slot, attribute)| {
            let value = if attribute.uses.per_instance() && !referred {
                self.attribute(at.inst, &context, attribute)
            } else {
                self.resource_attribute(at, slot)
            };
            (attribute.name.clone(), attribute.slot(value))
        });
        let attributes = attributes.collect();
        let blocks = body.groups.iter().enumerate().map(|(slot, group)| {
            let known = at.state().and_then(|state| state.groups.get()?.get(slot)?.get());
            // Where there is one instance, there is nobody to share the blocks with.
            match known {
                Some(known) if !group.uses.per_instance() => BlockGroup::clone(known),
                _ if group.uses.per_instance() || at.key == InstanceKey::None => {
                    self.group(at.inst, &context, group)
                }
                _ => (*self.resource_group(at, slot)).clone(),
            }
        });
        let blocks = blocks.collect();
        let mut out = Body { attributes, blocks, open: open(&owner, body) };
        if body.secrets {
            schema::seal(&mut out, self.schema_of(at.def).map(|ty| ty.body));
        }
        out
    }

    pub(super) fn schema_of(&self, def: &ResourceDef) -> Option<TypeSchema<'_>> {
        schema::find(self.shared.options.schema.as_deref(), def.mode, &def.type_name)
    }

    /// Notes a `source` that names a file of the tree which is not there: the provider looks for it before it does anything
    /// (provider `workspace/file_resource.go`).
    fn find_source(&self, def: &ResourceDef, owner: &str, body: &Body) {
        if def.mode != Mode::Managed || self.uncalled || !UPLOADS.contains(&&*def.type_name) {
            return;
        }
        let source = body.attributes.iter().find(|(name, _)| **name == *"source").map(|(_, slot)| slot);
        // What a resource names, it may make.
        if let Some(Slot { value, origin: Origin::Source { file, value: at, .. }, .. }) = source
            && let Some(path) = value.as_str()
            && value.provenance() == Provenance::NONE
            && value.marks().printable()
            && (path.is_empty() || self.files.exists(path) == Ok(false))
        {
            let text = format!("`{owner}`: no file exists at `{path}`");
            self.report(ProblemKind::Invalid, Some((*file, *at)), text);
        }
    }

    /// What a data source computes from its arguments alone.
    fn results(&self, at: &At<'_>) -> Results {
        if policy::is_pure(&at.def.type_name) { self.results_of(at, &self.resource_body(at)) } else { None }
    }

    /// What a data source with these arguments computes from them alone.
    fn results_of(&self, at: &At<'_>, body: &Body) -> Results {
        if !policy::is_pure(&at.def.type_name) {
            return None;
        }
        let place = (at.inst.index, at.resource, at.index);
        if let Some(done) = self.policies.borrow().get(&place).filter(|_| at.exact) {
            return done.clone();
        }
        let unite = |a, b| self.interner.borrow_mut().unite(a, b);
        let results = policy::evaluate_with(&at.def.type_name, body, &unite).map(Rc::from);
        if at.exact {
            self.policies.borrow_mut().insert(place, results.clone());
        }
        results
    }

    /// Notes the first condition of a resource that one of its instances does not meet.
    pub(crate) fn check_resource(&self, inst: &Rc<Inst>, resource: u32) {
        let Some(def) = inst.definition.module.resources.get(resource as usize) else { return };
        let (before, after) = (&def.lifecycle.preconditions, &def.lifecycle.postconditions);
        // What is wrong in a `check` block Terraform only warns of.
        if before.len() + after.len() == 0 || def.in_check || !inst.is_certain() {
            return;
        }
        let expanded = self.resource_expansion(inst, resource);
        let owner = inst.definition.address(resource);
        let symbol = || self.symbol(inst, &format!("{owner}[*]"), "");
        for index in 0..expanded.len() {
            let key = expanded.key(index);
            if key == InstanceKey::Any
                || !expanded.when(index).is_empty()
                || expanded.uncertain(index).is_some()
            {
                continue;
            }
            let repeat = expanded.repeat(index, &symbol);
            let at = At {
                inst,
                def,
                resource,
                index: index as u32,
                key,
                repeat,
                exact: true,
                label: OnceCell::new(),
            };
            let context =
                Context { repeat: &at.repeat, resource: Some(resource), ..Context::plain(&owner, "") };
            let address = || at.label().address.to_string();
            let met = self.conditions(inst, before, &context, "precondition", &address);
            // What does not get that far has no postcondition.
            let met = met
                && self.conditions(
                    inst,
                    after,
                    &Context { itself: Some(&at), ..context },
                    "postcondition",
                    &address,
                );
            if !met {
                return;
            }
        }
    }

    /// Adds the instances of one resource; none of them is `None`.
    pub(crate) fn add_instances(&self, inst: &Rc<Inst>, resource: u32, out: &mut Vec<Option<Instance>>) {
        let Some(def) = inst.definition.module.resources.get(resource as usize) else { return };
        let expanded = self.resource_expansion(inst, resource);
        if expanded.len() == 0 {
            return;
        }
        let owner = inst.definition.address(resource);
        let symbol = || self.symbol(inst, &format!("{owner}[*]"), "");
        let mut address = String::with_capacity(inst.address.len() + owner.len() + 32);
        if !inst.address.is_empty() {
            address.push_str(&inst.address);
            address.push('.');
        }
        address.push_str(&owner);
        let prefix = address.len();
        let each_has_its_own = def.provider.as_ref().is_some_and(|provider| provider.instance.is_some());
        let provider =
            if each_has_its_own { None } else { self.resource_provider(inst, resource, &Repeat::None) };
        let mut depends_on = inst.depends_on.clone();
        depends_on.extend(def.depends_on.iter().map(|d| address::join(&inst.address, d)));
        let body = inst.definition.resource_body(resource);
        let alike = body.is_none_or(|b| !b.uses.per_instance()) && !policy::is_pure(&def.type_name);
        // What the text decides is said of the definition.
        let mut written = body.filter(|body| !body.uses.is_constant());
        let source = inst.definition.resource_provider(resource).map(|name| &name.source);
        let described = source.is_some_and(|source| is_databricks(source));
        let mut shared: Option<Arc<Body>> = None;
        for index in 0..expanded.len() {
            let key = expanded.key(index);
            address.truncate(prefix);
            address::push_key(&mut address, &key);
            let at = At {
                inst,
                def,
                resource,
                index: index as u32,
                key: key.clone(),
                repeat: if alike { Repeat::None } else { expanded.repeat(index, &symbol) },
                exact: true,
                label: OnceCell::new(),
            };
            let body = match &shared {
                Some(body) if alike => body.clone(),
                _ => {
                    let mut body = self.resource_body(&at);
                    if def.mode == Mode::Data
                        && let Some(results) = self.results_of(&at, &body)
                    {
                        body.attributes.extend(results.iter().map(|(name, value)| {
                            let slot = Slot {
                                value: value.clone(),
                                origin: Origin::Plan,
                                written: false,
                                literal: false,
                            };
                            (name.clone(), slot)
                        }));
                    }
                    let body = Arc::new(body);
                    shared = Some(body.clone());
                    body
                }
            };
            let mut when = inst.when.clone();
            when.extend_from_slice(expanded.when(index));
            let uncertain = inst.uncertain.clone().or_else(|| expanded.uncertain(index).cloned());
            if key != InstanceKey::Any && when.is_empty() && uncertain.is_none() {
                // To know that something is refused is enough, as long as it is not looked at carefully.
                let is_known = !self.cautious() && self.doubted.get() && !self.has_ephemeral();
                if let Some(body_def) = written.filter(|_| !is_known) {
                    let asked = Asked { inst, def, owner: &owner, address: &address, described };
                    self.refuse(&asked, &body, body_def);
                    written = written.filter(|_| self.cautious() || !alike);
                }
                self.find_source(def, &owner, &body);
            }
            out.push(Some(Instance {
                address: address.as_str().into(),
                module: inst.index,
                mode: def.mode,
                type_name: def.type_name.clone(),
                name: def.name.clone(),
                key,
                provider: if each_has_its_own {
                    self.resource_provider(inst, resource, &expanded.repeat(index, &symbol))
                } else {
                    provider
                },
                provider_origin: def.provider.as_ref().map_or(Origin::Plan, |provider| Origin::Source {
                    file: provider.file,
                    key: provider.span,
                    value: provider.span,
                }),
                body: LazyBody::Ready(body),
                origin: def.origin,
                pointer: None,
                when,
                uncertain,
                change: None,
                lifecycle: def.lifecycle.facts,
                depends_on: depends_on.clone(),
                unlinked: false,
            }));
        }
    }

    /// Why not all instances of a resource are known.
    pub(crate) fn open_cause(&self, inst: &Rc<Inst>, resource: u32) -> Option<Cause> {
        if let Some(cause) = &inst.uncertain {
            return Some(cause.clone());
        }
        unknown_shape(&self.resource_expansion(inst, resource).shape).cloned()
    }
}

/// The steps behind a resource, where the reference is to it.
fn steps_behind<'r, 't>(
    reference: &'r Reference<'t>,
    mode: Mode,
    type_name: &str,
    name: &str,
) -> Option<&'r [StaticStep<'t>]> {
    match (mode, reference.root, reference.steps.as_slice()) {
        (Mode::Data, "data", [StaticStep::Attr(ty), StaticStep::Attr(n), steps @ ..])
        | (Mode::Managed, "resource", [StaticStep::Attr(ty), StaticStep::Attr(n), steps @ ..])
            if *ty == type_name && *n == name =>
        {
            Some(steps)
        }
        (Mode::Managed, ty, [StaticStep::Attr(n), steps @ ..]) if ty == type_name && *n == name => {
            Some(steps)
        }
        _ => None,
    }
}

/// The attributes that references read from the instances of a resource; none where one reads it in another way
/// than by splats and by attributes of single instances.
fn names_of(references: &[Reference<'_>], mode: Mode, type_name: &str, name: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for steps in references.iter().filter_map(|reference| steps_behind(reference, mode, type_name, name)) {
        match steps {
            [StaticStep::Splat, StaticStep::Attr(name), ..] => names.push((*name).to_owned()),
            [StaticStep::Index(_) | StaticStep::Key(_) | StaticStep::Dynamic, StaticStep::Attr(_), ..] => {}
            _ => return None,
        }
    }
    names.put_in_order();
    names.dedup();
    (!names.is_empty()).then_some(names)
}

/// Why the instances of a shape are not all known.
fn unknown_shape(shape: &Shape) -> Option<&Cause> {
    match shape {
        Shape::Unknown { cause, .. } => Some(cause),
        Shape::Cases { yes, no, .. } => unknown_shape(yes).or_else(|| unknown_shape(no)),
        _ => None,
    }
}
