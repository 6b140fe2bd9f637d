//! What a module definition says about itself before any value is known: names, which expressions depend
//! on what, provider names. Made once for a run and shared by all stacks.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use bricklint_findings::source::Span;
use bricklint_lang::syntax::{self, BodyId, Expr, ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::instance::{Mode, Origin, Slot};
use bricklint_model::schema::{BodySchema, Schema, hides};
use rustc_hash::FxHashMap;

use super::cycles::Needs;
use super::uses::{self, Uses};
use super::{address, schema};
use crate::module::{BodyDef, ExprRef, Module, ProviderRef};

/// Every module definition of a run.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    by_directory: FxHashMap<Arc<str>, OnceLock<Arc<Definition>>>,
    schema: Option<Arc<Schema>>,
}

impl Definitions {
    /// The definitions of these modules; each is looked at when it is first needed.
    pub(crate) fn new(modules: &BTreeMap<Arc<str>, Arc<Module>>, schema: Option<Arc<Schema>>) -> Self {
        Self { by_directory: modules.keys().map(|d| (d.clone(), OnceLock::new())).collect(), schema }
    }

    /// The definition in this directory.
    pub(crate) fn get(
        &self,
        modules: &BTreeMap<Arc<str>, Arc<Module>>,
        directory: &str,
    ) -> Option<Arc<Definition>> {
        let module = modules.get(directory)?;
        let cell = self.by_directory.get(directory)?;
        Some(cell.get_or_init(|| Arc::new(Definition::new(module.clone(), self.schema.clone()))).clone())
    }
}

/// The name of a provider and the alias of its configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ProviderName {
    /// `registry.terraform.io/databricks/databricks`
    pub(crate) source: Arc<str>,
    /// The alias.
    pub(crate) alias: Option<Arc<str>>,
}

/// The attributes that are read of `each.value`; none where it is used in another way too.
type Elements = Option<Box<[Arc<str>]>>;

/// One module definition.
#[derive(Debug)]
pub(crate) struct Definition {
    /// The blocks.
    pub(crate) module: Arc<Module>,
    managed: FxHashMap<Arc<str>, FxHashMap<Arc<str>, u32>>,
    data: FxHashMap<Arc<str>, FxHashMap<Arc<str>, u32>>,
    resources: Vec<OnceLock<CompiledBody>>,
    calls: Vec<OnceLock<CompiledBody>>,
    providers: Vec<OnceLock<CompiledBody>>,
    resource_providers: Vec<OnceLock<ProviderName>>,
    resource_elements: Vec<OnceLock<Elements>>,
    call_elements: Vec<OnceLock<Elements>>,
    /// Full sources by the local names that the module uses.
    sources: FxHashMap<Arc<str>, Arc<str>>,
    /// The names of the `provider` blocks.
    provider_names: Vec<ProviderName>,
    locals: Vec<OnceLock<Option<Value>>>,
    addresses: Vec<Arc<str>>,
    needs: OnceLock<Needs>,
    /// Provider schemas that come before those of the program.
    schema: Option<Arc<Schema>>,
}

impl Definition {
    fn new(module: Arc<Module>, schema: Option<Arc<Schema>>) -> Self {
        let mut managed: FxHashMap<Arc<str>, FxHashMap<Arc<str>, u32>> = FxHashMap::default();
        let mut data: FxHashMap<Arc<str>, FxHashMap<Arc<str>, u32>> = FxHashMap::default();
        for (at, resource) in module.resources.iter().enumerate() {
            let by_type = match resource.mode {
                Mode::Managed => &mut managed,
                Mode::Data => &mut data,
            };
            by_type
                .entry(resource.type_name.clone())
                .or_default()
                .entry(resource.name.clone())
                .or_insert(at as u32);
        }
        let empty = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        let sources = sources(&module);
        let source_of =
            |local: &Arc<str>| sources.get(local).cloned().unwrap_or_else(|| source(&module, local));
        let provider_names = module.providers.iter();
        let provider_names = provider_names
            .map(|own| ProviderName { source: source_of(&own.local), alias: own.alias.clone() })
            .collect();
        Self {
            managed,
            data,
            resources: empty(module.resources.len()),
            calls: empty(module.calls.len()),
            providers: empty(module.providers.len()),
            resource_providers: (0..module.resources.len()).map(|_| OnceLock::new()).collect(),
            resource_elements: (0..module.resources.len()).map(|_| OnceLock::new()).collect(),
            call_elements: (0..module.calls.len()).map(|_| OnceLock::new()).collect(),
            locals: (0..module.locals.len()).map(|_| OnceLock::new()).collect(),
            addresses: module
                .resources
                .iter()
                .map(|r| address::resource(r.mode, &r.type_name, &r.name).into())
                .collect(),
            needs: OnceLock::new(),
            schema,
            sources,
            provider_names,
            module,
        }
    }

    /// What the objects need from each other, where the calls lead to the same modules from every root: made
    /// once for the run.
    pub(crate) fn needs(&self, look: impl FnOnce() -> Needs) -> &Needs {
        self.needs.get_or_init(look)
    }

    /// Index of the resource or data source of this type and name.
    pub(crate) fn resource(&self, mode: Mode, type_name: &str, name: &str) -> Option<u32> {
        let by_type = match mode {
            Mode::Managed => &self.managed,
            Mode::Data => &self.data,
        };
        by_type.get(type_name)?.get(name).copied()
    }

    /// Address of the resource at this index inside its module: `databricks_group.a`.
    pub(crate) fn address(&self, at: u32) -> Arc<str> {
        self.addresses.get(at as usize).cloned().unwrap_or_else(|| "".into())
    }

    /// As [`Self::address`].
    pub(crate) fn address_text(&self, at: u32) -> &str {
        self.addresses.get(at as usize).map_or("", |address| address)
    }

    /// The body of the resource at this index.
    pub(crate) fn resource_body(&self, at: u32) -> Option<&CompiledBody> {
        let cell = self.resources.get(at as usize)?;
        let resource = self.module.resources.get(at as usize)?;
        Some(cell.get_or_init(|| {
            let ty = schema::find(self.schema.as_deref(), resource.mode, &resource.type_name);
            let ty = ty.map(|ty| ty.body);
            let mut body = compile(&self.module, &resource.body, ty);
            body.give_types(ty, ty);
            body
        }))
    }

    /// The inputs of the module call at this index.
    pub(crate) fn call_body(&self, at: u32) -> Option<&CompiledBody> {
        let cell = self.calls.get(at as usize)?;
        let (_, def) = self.module.calls.get_index(at as usize)?;
        Some(cell.get_or_init(|| compile(&self.module, &def.body, None)))
    }

    /// The attributes that the resource at this index reads of `each.value`, where those are all.
    pub(crate) fn resource_elements(&self, at: u32) -> Option<&[Arc<str>]> {
        let body = || {
            let provider = self.module.resources.get(at as usize)?.provider.as_ref();
            uses::elements(&self.module, self.resource_body(at)?, provider.into_iter())
        };
        self.resource_elements.get(at as usize)?.get_or_init(body).as_deref()
    }

    /// The attributes that the call at this index reads of `each.value`, where those are all.
    pub(crate) fn call_elements(&self, at: u32) -> Option<&[Arc<str>]> {
        let body = || {
            let (_, call) = self.module.calls.get_index(at as usize)?;
            let passed = call.providers.iter().flatten().map(|(_, from)| from);
            uses::elements(&self.module, self.call_body(at)?, passed)
        };
        self.call_elements.get(at as usize)?.get_or_init(body).as_deref()
    }

    /// The arguments of the provider block at this index.
    pub(crate) fn provider_body(&self, at: usize) -> Option<&CompiledBody> {
        let cell = self.providers.get(at)?;
        let provider = self.module.providers.get(at)?;
        Some(cell.get_or_init(|| compile(&self.module, &provider.body, None)))
    }

    /// The local value at this index if it holds no reference: evaluated once for the run.
    pub(crate) fn constant_local(
        &self,
        at: usize,
        evaluate: impl FnOnce(ExprRef) -> Option<Value>,
    ) -> Option<Value> {
        let cell = self.locals.get(at)?;
        let (_, local) = self.module.locals.get_index(at)?;
        cell.get_or_init(|| {
            let tree = self.module.tree(local.value.file)?;
            if uses::of(tree, local.value.id, &[]).is_constant() { evaluate(local.value) } else { None }
        })
        .clone()
    }

    /// The provider and alias that the resource at this index asks for.
    pub(crate) fn resource_provider(&self, at: u32) -> Option<&ProviderName> {
        let cell = self.resource_providers.get(at as usize)?;
        let resource = self.module.resources.get(at as usize)?;
        Some(cell.get_or_init(|| {
            if let Some(provider) = &resource.provider {
                return self.provider_name(provider);
            }
            ProviderName { source: self.source_of(local_of(&resource.type_name)), alias: None }
        }))
    }

    /// The provider that a reference means in this module.
    pub(crate) fn provider_name(&self, provider: &ProviderRef) -> ProviderName {
        ProviderName { source: self.source_of(&provider.local), alias: provider.alias.clone() }
    }

    /// Whether a `provider` block of the module is this configuration.
    pub(crate) fn configures(&self, name: &ProviderName) -> bool {
        self.provider_names.contains(name)
    }

    /// The names of the `provider` blocks, in their order.
    pub(crate) fn provider_names(&self) -> &[ProviderName] {
        &self.provider_names
    }

    /// Whether callers pass this configuration: the module names it in `configuration_aliases`.
    pub(crate) fn is_passed(&self, name: &ProviderName) -> bool {
        self.module.required_providers.iter().any(|(local, required)| {
            self.source_of(local) == name.source && required.aliases.iter().any(|own| own.alias == name.alias)
        })
    }

    /// The full source of the provider with this local name: what `required_providers` says, otherwise the
    /// provider built into Terraform or one of `hashicorp`.
    pub(crate) fn source_of(&self, local: &str) -> Arc<str> {
        self.sources.get(local).cloned().unwrap_or_else(|| source(&self.module, local))
    }
}

/// The local name of the provider that a type belongs to where none is named.
fn local_of(type_name: &str) -> &str {
    type_name.split('_').next().unwrap_or(type_name)
}

/// The full source of each provider that the module requires, configures or has a type of.
fn sources(module: &Module) -> FxHashMap<Arc<str>, Arc<str>> {
    let mut out: FxHashMap<Arc<str>, Arc<str>> = FxHashMap::default();
    let required = module.required_providers.keys().map(|local| &**local);
    let configured = module.providers.iter().map(|own| &*own.local);
    let types = module.resources.iter().map(|resource| match &resource.provider {
        Some(provider) => &*provider.local,
        None => local_of(&resource.type_name),
    });
    for local in required.chain(configured).chain(types) {
        if !out.contains_key(local) {
            out.insert(local.into(), source(module, local));
        }
    }
    out
}

/// The full source of the provider that a local name stands for.
pub(crate) fn source(module: &Module, local: &str) -> Arc<str> {
    match module.required_providers.get(local).and_then(|r| r.source.as_deref()) {
        Some(source) => full_source(source),
        None if local == "terraform" => "terraform.io/builtin/terraform".into(),
        None => format!("registry.terraform.io/hashicorp/{}", local.to_lowercase()).into(),
    }
}

/// Whether a full source is one that Terraform assumes where none is written. What is passed under a name that a module
/// does not declare is only a warning for these.
pub(crate) fn is_assumed(source: &str) -> bool {
    source.starts_with("registry.terraform.io/hashicorp/")
}

/// `databricks/databricks` with the host and namespace that stand for themselves.
fn full_source(source: &str) -> Arc<str> {
    let source = source.trim().to_lowercase();
    match source.matches('/').count() {
        0 => format!("registry.terraform.io/hashicorp/{source}").into(),
        1 => format!("registry.terraform.io/{source}").into(),
        _ => source.into(),
    }
}

/// An attribute whose expression has been looked at.
#[derive(Debug)]
pub(crate) struct CompiledAttribute {
    /// Its name.
    pub(crate) name: Arc<str>,
    /// Its value.
    pub(crate) value: ExprRef,
    /// Where it stands.
    pub(crate) origin: Origin,
    /// The type that the provider converts it to, where the schema has one.
    pub(crate) ty: Option<Type>,
    /// What the value depends on.
    pub(crate) uses: Uses,
    /// The value of an expression that depends on nothing.
    pub(crate) constant: OnceLock<Value>,
}

impl CompiledAttribute {
    /// The attribute with this value.
    pub(crate) fn slot(&self, value: Value) -> Slot {
        Slot { value, origin: self.origin, written: true, literal: self.uses.is_literal() }
    }
}

/// The blocks of one type.
#[derive(Debug)]
pub(crate) struct CompiledGroup {
    /// The block type.
    pub(crate) name: Arc<str>,
    /// In source order.
    pub(crate) items: Vec<CompiledBlock>,
    /// What any of them depends on.
    pub(crate) uses: Uses,
}

/// A block, written out or generated.
#[derive(Debug)]
pub(crate) enum CompiledBlock {
    /// A block.
    Static {
        /// Its content.
        body: CompiledBody,
        /// Header and whole block.
        origin: Origin,
    },
    /// A `dynamic` block.
    Dynamic(Box<CompiledDynamic>),
}

/// A `dynamic` block.
#[derive(Debug)]
pub(crate) struct CompiledDynamic {
    /// What is iterated; absent where the block is broken.
    pub(crate) for_each: Option<ExprRef>,
    /// The name of the iterator.
    pub(crate) iterator: Arc<str>,
    /// What `content` holds.
    pub(crate) content: CompiledBody,
    /// Header and whole `content` block.
    pub(crate) origin: Origin,
}

/// The content of a block.
#[derive(Debug, Default)]
pub(crate) struct CompiledBody {
    /// In source order.
    pub(crate) attributes: Vec<CompiledAttribute>,
    /// In source order of their first block.
    pub(crate) groups: Vec<CompiledGroup>,
    /// Whether what is not here is not known to be absent.
    pub(crate) broken: bool,
    /// What any part depends on.
    pub(crate) uses: Uses,
    /// Whether the provider calls something that is written here sensitive.
    pub(crate) secrets: bool,
}

impl CompiledBody {
    /// Index of the attribute `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|a| &*a.name == name)
    }

    /// Index of the blocks of type `name`.
    pub(crate) fn group(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|g| &*g.name == name)
    }

    /// Gives each attribute the type that the schema has for it, and finds what is sensitive. Attributes that are described like blocks
    /// are left as they are written: what the provider computes inside them is not null.
    fn give_types(&mut self, whole: Option<BodySchema<'_>>, here: Option<BodySchema<'_>>) {
        for attribute in &mut self.attributes {
            let Some(found) = here.and_then(|here| here.attribute(&attribute.name)) else {
                self.secrets |= hides(whole, here, &attribute.name);
                continue;
            };
            self.secrets |= found.is_secret() || schema::holds_secrets(found);
            if found.nested.is_none() {
                attribute.ty = Some(found.ty()).filter(|ty| *ty != Type::Dynamic);
            }
        }
        for group in &mut self.groups {
            let inside = here.and_then(|here| here.block(&group.name)).map(|block| block.body);
            for item in &mut group.items {
                let body = match item {
                    CompiledBlock::Static { body, .. } => body,
                    CompiledBlock::Dynamic(dynamic) => &mut dynamic.content,
                };
                body.give_types(whole, inside);
                self.secrets |= body.secrets;
            }
        }
    }

    fn add_attribute(&mut self, compiler: &Compiler<'_>, attribute: syntax::Attribute) {
        self.add_named(compiler, compiler.tree.slice(attribute.name).into(), attribute, None);
    }

    fn add_named(
        &mut self,
        compiler: &Compiler<'_>,
        name: Arc<str>,
        attribute: syntax::Attribute,
        schema: Option<BodySchema<'_>>,
    ) {
        let key = compiler.tree.place(attribute.name);
        if compiler.tree.json {
            self.add_member(compiler, &name, key, attribute.value, schema);
        } else {
            self.push(compiler, name, attribute.value, key);
        }
    }

    /// A property in JSON syntax: blocks where the schema says so and the value can be some.
    fn add_member(
        &mut self,
        compiler: &Compiler<'_>,
        name: &str,
        key: Span,
        value: ExprId,
        schema: Option<BodySchema<'_>>,
    ) {
        if name == "dynamic" {
            self.add_json_dynamic(compiler, value, schema);
            return;
        }
        let block = schema.and_then(|schema| schema.block(name)).filter(|_| compiler.holds_blocks(value));
        let Some(block) = block else {
            self.push(compiler, name.into(), value, key);
            return;
        };
        for object in compiler.objects(value) {
            let body = compiler.json_body(object, Some(block.body));
            let uses = body.uses;
            let at = compiler.tree.place(compiler.tree.span(object));
            // In a list each object has a place of its own.
            let key = if object == value { key } else { Span::new(at.start, at.start + 1) };
            let origin = Origin::Source { file: compiler.file_id, key, value: at };
            self.add(name, CompiledBlock::Static { body, origin }, uses);
        }
    }

    fn push(&mut self, compiler: &Compiler<'_>, name: Arc<str>, value: ExprId, key: Span) {
        let tree = compiler.tree;
        let uses = uses::of(tree, value, &compiler.iterators);
        let origin = Origin::Source { file: compiler.file_id, key, value: tree.place(tree.span(value)) };
        self.uses = self.uses.union(uses);
        self.attributes.push(CompiledAttribute {
            name,
            value: ExprRef { file: compiler.file, id: value },
            origin,
            ty: None,
            uses,
            constant: OnceLock::new(),
        });
    }

    fn add_block(&mut self, compiler: &Compiler<'_>, block: syntax::Block) {
        let tree = compiler.tree;
        let name = tree.slice(block.name);
        if name == "dynamic" {
            let Some(label) = tree.labels(&block).next() else {
                self.broken = true;
                return;
            };
            let (dynamic, uses) = compiler.dynamic(label, &block);
            self.add(label, CompiledBlock::Dynamic(Box::new(dynamic)), uses);
            return;
        }
        let mut body = compiler.body(block.body);
        body.broken |= block.broken;
        let uses = body.uses;
        self.add(name, CompiledBlock::Static { body, origin: compiler.origin(&block) }, uses);
    }

    fn add(&mut self, name: &str, block: CompiledBlock, uses: Uses) {
        self.uses = self.uses.union(uses);
        if let Some(group) = self.groups.iter_mut().find(|g| &*g.name == name) {
            group.items.push(block);
            group.uses = group.uses.union(uses);
        } else {
            // Most bodies have one group at most.
            self.groups.reserve_exact(usize::from(self.groups.is_empty()));
            self.groups.push(CompiledGroup { name: name.into(), items: vec![block], uses });
        }
    }

    /// `"dynamic": {"task": {"for_each": …, "content": {…}}}`; each level may be a list of objects.
    fn add_json_dynamic(&mut self, compiler: &Compiler<'_>, value: ExprId, schema: Option<BodySchema<'_>>) {
        for types in compiler.objects(value) {
            for (name, _, blocks) in compiler.members(types) {
                let inner = schema.and_then(|schema| schema.block(&name)).map(|block| block.body);
                for block in compiler.objects(blocks) {
                    let (dynamic, uses) = compiler.json_dynamic(&name, block, inner);
                    self.add(&name, CompiledBlock::Dynamic(Box::new(dynamic)), uses);
                }
            }
        }
    }
}

/// Reads bodies of one file.
struct Compiler<'t> {
    tree: &'t Tree,
    file: u32,
    file_id: bricklint_findings::source::FileId,
    iterators: Vec<Arc<str>>,
}

impl<'t> Compiler<'t> {
    fn new(module: &'t Module, file: u32) -> Option<Self> {
        let at = module.files.get(file as usize)?;
        Some(Self { tree: &at.tree, file, file_id: at.file, iterators: Vec::new() })
    }

    fn within(&self, iterator: &Arc<str>) -> Self {
        let mut iterators = self.iterators.clone();
        iterators.push(iterator.clone());
        Self { tree: self.tree, file: self.file, file_id: self.file_id, iterators }
    }

    fn origin(&self, block: &syntax::Block) -> Origin {
        Origin::Source {
            file: self.file_id,
            key: self.tree.place(block.header),
            value: self.tree.place(block.span),
        }
    }

    fn body(&self, id: BodyId) -> CompiledBody {
        let attributes = Vec::with_capacity(self.tree.attributes(id).len());
        let mut out = CompiledBody { attributes, ..CompiledBody::default() };
        for attribute in self.tree.attributes(id) {
            out.add_attribute(self, *attribute);
        }
        for block in self.tree.blocks(id) {
            out.add_block(self, *block);
        }
        out
    }

    fn dynamic(&self, label: &str, block: &syntax::Block) -> (CompiledDynamic, Uses) {
        let tree = self.tree;
        let for_each = tree.attribute(block.body, "for_each").map(|a| a.value);
        let iterator = tree
            .attribute(block.body, "iterator")
            .map_or_else(|| label.into(), |a| Arc::from(self.name(a.value)));
        let content = tree.blocks(block.body).iter().find(|b| tree.slice(b.name) == "content");
        let inner = self.within(&iterator);
        let mut body = content.map(|c| inner.body(c.body)).unwrap_or_default();
        body.broken |= block.broken || content.is_none_or(|c| c.broken);
        let origin = self.origin(content.unwrap_or(block));
        self.finish(for_each, iterator, body, origin)
    }

    fn json_body(&self, object: ExprId, schema: Option<BodySchema<'_>>) -> CompiledBody {
        let mut body = CompiledBody::default();
        for (name, key, value) in self.members(object) {
            body.add_member(self, &name, key, value, schema);
        }
        body
    }

    fn json_dynamic(
        &self,
        label: &str,
        object: ExprId,
        schema: Option<BodySchema<'_>>,
    ) -> (CompiledDynamic, Uses) {
        let members = self.members(object);
        let member = |name: &str| members.iter().find(|(n, _, _)| n == name).map(|(_, _, value)| *value);
        let iterator = member("iterator").map_or_else(|| label.into(), |value| Arc::from(self.name(value)));
        let inner = self.within(&iterator);
        let content = member("content");
        let mut body = CompiledBody::default();
        for object in content.map(|c| self.objects(c)).unwrap_or_default() {
            for (name, key, value) in inner.members(object) {
                body.add_member(&inner, &name, key, value, schema);
            }
        }
        body.broken |= content.is_none();
        let span = self.tree.place(self.tree.span(content.unwrap_or(object)));
        let origin = Origin::Source { file: self.file_id, key: span, value: span };
        self.finish(member("for_each"), iterator, body, origin)
    }

    fn finish(
        &self,
        for_each: Option<ExprId>,
        iterator: Arc<str>,
        content: CompiledBody,
        origin: Origin,
    ) -> (CompiledDynamic, Uses) {
        let own = for_each.map_or(Uses::default(), |id| uses::of(self.tree, id, &self.iterators));
        let inside = uses::of_content(&content, self.tree, &self.iterators);
        let for_each = for_each.map(|id| ExprRef { file: self.file, id });
        (CompiledDynamic { for_each, iterator, content, origin }, own.union(inside))
    }

    /// A bare word or a quoted one.
    fn name(&self, id: ExprId) -> &'t str {
        match self.tree.expr(id) {
            Expr::String(at) => self.tree.string(at),
            Expr::Paren(inner) | Expr::Wrapped(inner) => self.name(inner),
            _ => self.tree.source(id),
        }
    }

    fn objects(&self, id: ExprId) -> Vec<ExprId> {
        match self.tree.expr(id) {
            Expr::Object(_) => vec![id],
            Expr::Tuple(run) => self.tree.list(run).iter().flat_map(|id| self.objects(*id)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a value in JSON can be blocks: objects, or null for none.
    fn holds_blocks(&self, id: ExprId) -> bool {
        match self.tree.expr(id) {
            Expr::Object(_) | Expr::Null => true,
            Expr::Tuple(run) => self.tree.list(run).iter().all(|id| self.holds_blocks(*id)),
            _ => false,
        }
    }

    fn members(&self, id: ExprId) -> Vec<(String, Span, ExprId)> {
        let Expr::Object(run) = self.tree.expr(id) else { return Vec::new() };
        self.tree
            .items(run)
            .iter()
            .map(|item| {
                let key = self.tree.place(self.tree.span(item.key));
                (self.name(item.key).to_owned(), key, item.value)
            })
            .filter(|(name, _, _)| name != "//")
            .collect()
    }
}

/// `schema` tells blocks from arguments in JSON syntax.
fn compile(module: &Module, def: &BodyDef, schema: Option<BodySchema<'_>>) -> CompiledBody {
    let attributes = Vec::with_capacity(def.attributes.len());
    let mut out = CompiledBody { attributes, broken: def.broken, ..CompiledBody::default() };
    for attribute in &def.attributes {
        if let Some(compiler) = Compiler::new(module, attribute.file) {
            out.add_named(&compiler, attribute.name.clone(), attribute.attribute, schema);
        }
    }
    for block in &def.blocks {
        let Some(compiler) = Compiler::new(module, block.file) else { continue };
        if compiler.tree.slice(block.block.name) == "_" {
            // The escape block: what stands in it belongs to the provider's own arguments.
            for attribute in compiler.tree.attributes(block.block.body) {
                out.add_attribute(&compiler, *attribute);
            }
            for inner in compiler.tree.blocks(block.block.body) {
                out.add_block(&compiler, *inner);
            }
        } else {
            out.add_block(&compiler, block.block);
        }
    }
    out
}
