//! The `configuration` of a plan: which resources, calls, outputs and providers there are, and what their
//! expressions refer to. Values of constants stay in the text.

pub(super) mod quick;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_model::instance::Mode;
use rustc_hash::{FxHashMap, FxHasher};

use super::address::{Target, maximal, target};
use super::json::{self, Json};
use super::read::{Slice, Text};

/// The whole of it.
#[derive(Debug, Default)]
pub(super) struct Configuration {
    /// Whether the plan has one.
    pub(super) exists: bool,
    /// The modules; the root is the first.
    pub(super) modules: Vec<Module>,
    /// The resources and data sources of all modules.
    pub(super) resources: Vec<Resource>,
    /// By their keys, sorted.
    pub(super) providers: Vec<Provider>,
    /// What has the wrong type in it, as the start of a sentence.
    pub(super) fault: Option<String>,
    /// What the slices are of.
    pub(super) text: Text,
}

/// A module.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// By the hash of mode, type and name: the last of those in [`Configuration::resources`].
    resources: FxHashMap<u64, u32>,
    /// By name.
    pub(super) calls: FxHashMap<Arc<str>, Call>,
    /// What each output refers to, sorted by name.
    pub(super) outputs: Vec<(Arc<str>, Leaf<'static>)>,
    /// The defaults of variables.
    pub(super) defaults: FxHashMap<Arc<str>, Json<'static>>,
}

/// A module call.
#[derive(Debug)]
pub(super) struct Call {
    /// Index of the called module in [`Configuration::modules`].
    pub(super) module: usize,
    /// The arguments.
    pub(super) arguments: Fields<'static>,
    /// What `for_each` or `count` refers to; `None` without either.
    pub(super) repetition: Option<Leaf<'static>>,
}

/// A resource or data source. Its expressions stay in the text.
#[derive(Debug)]
pub(super) struct Resource {
    /// Key of its provider configuration.
    pub(super) provider: Arc<str>,
    mode: Mode,
    type_name: Arc<str>,
    name: Name,
    expressions: Slice,
    /// Whether an expression refers to something that a plan can hold.
    pub(super) refers: bool,
    /// What most have nothing of.
    rare: Option<Box<Rare>>,
    /// The next one with the same hash.
    next: Option<u32>,
}

#[derive(Debug)]
enum Name {
    Text(Slice),
    /// Of one that is not read in passing.
    Own(Box<Own>),
}

#[derive(Debug)]
struct Own {
    name: Arc<str>,
    fields: Fields<'static>,
}

#[derive(Debug, Default)]
struct Rare {
    repetition: Option<Leaf<'static>>,
    depends_on: Vec<Arc<str>>,
}

impl Resource {
    /// What `for_each` or `count` refers to; `None` without either.
    pub(super) fn repetition(&self) -> Option<&Leaf<'static>> {
        self.rare.as_ref()?.repetition.as_ref()
    }

    /// `depends_on`, as written.
    pub(super) fn depends_on(&self) -> &[Arc<str>] {
        self.rare.as_ref().map_or(&[], |rare| &rare.depends_on)
    }
}

impl Configuration {
    /// How many managed resources it declares.
    pub(super) fn managed(&self) -> usize {
        self.resources.iter().filter(|resource| resource.mode == Mode::Managed).count()
    }

    /// How many resources and data sources a module declares.
    pub(super) fn resources_in(&self, module: usize) -> usize {
        let firsts = self.modules.get(module).into_iter().flat_map(|module| module.resources.values());
        let chain = |first: &u32| {
            let at = |at: u32| self.resources.get(at as usize);
            std::iter::successors(at(*first), |resource| at(resource.next?)).count()
        };
        firsts.map(chain).sum()
    }

    /// Type and name of the managed resources of a module, sorted.
    pub(super) fn managed_in(&self, module: usize) -> Vec<(&str, &str)> {
        let mut out = Vec::new();
        for first in self.modules.get(module).into_iter().flat_map(|module| module.resources.values()) {
            let mut next = Some(*first);
            while let Some(resource) = next.and_then(|at| self.resources.get(at as usize)) {
                if resource.mode == Mode::Managed {
                    out.push((&*resource.type_name, self.name(resource)));
                }
                next = resource.next;
            }
        }
        out.put_in_order();
        out
    }

    fn name<'c>(&'c self, resource: &'c Resource) -> &'c str {
        match &resource.name {
            Name::Text(slice) => self.text.get(*slice),
            Name::Own(own) => &own.name,
        }
    }

    /// The resource or data source of a module, with its index in [`Self::resources`].
    pub(super) fn resource(
        &self,
        module: usize,
        mode: Mode,
        type_name: &str,
        name: &str,
    ) -> Option<(usize, &Resource)> {
        let mut next = self.modules.get(module)?.resources.get(&hash(mode, type_name, name)).copied();
        while let Some(at) = next {
            let resource = self.resources.get(at as usize)?;
            if self.name(resource) == name && resource.mode == mode && *resource.type_name == *type_name {
                return Some((at as usize, resource));
            }
            next = resource.next;
        }
        None
    }

    /// The arguments and blocks of a resource with what they refer to; for comparing values with them, without.
    pub(super) fn written<'c>(&'c self, resource: &'c Resource, targets: bool) -> Cow<'c, Fields<'c>> {
        match &resource.name {
            Name::Own(own) => Cow::Borrowed(&own.fields),
            Name::Text(_) => {
                let text = self.text.get(resource.expressions);
                let mut leaves = Leaves { count: 0, targets };
                Cow::Owned(if text.is_empty() {
                    Fields::new()
                } else {
                    leaves.read(&mut json::Reader::new(text))
                })
            }
        }
    }

    /// The arguments and blocks of these names, with leaves that nothing tells apart.
    pub(super) fn written_some<'c>(&'c self, resource: &'c Resource, names: &[&str]) -> Cow<'c, Fields<'c>> {
        match &resource.name {
            Name::Own(own) => Cow::Borrowed(&own.fields),
            Name::Text(_) => {
                let text = self.text.get(resource.expressions);
                let mut leaves = Leaves { count: 0, targets: false };
                let mut fields = Fields::new();
                let mut reader = json::Reader::new(text);
                if reader.opens() == Some(false) {
                    reader.walk(|reader, name| match name {
                        Some(name) if names.contains(&&*name) => {
                            let value = leaves.read_expr(reader);
                            fields.push((name, value));
                        }
                        _ => reader.pass(),
                    });
                    json::sort(&mut fields);
                }
                Cow::Owned(fields)
            }
        }
    }

    /// The expression of one argument of a resource.
    pub(super) fn argument<'c>(&'c self, resource: &'c Resource, name: &str) -> Option<Cow<'c, Leaf<'c>>> {
        match &resource.name {
            Name::Own(own) => match field(&own.fields, name)? {
                Expr::Leaf(leaf) => Some(Cow::Borrowed(leaf)),
                Expr::Blocks { .. } => None,
            },
            Name::Text(_) => {
                let text = self.text.get(resource.expressions);
                // Most often it is computed, and nobody writes it.
                memchr::memmem::find(text.as_bytes(), name.as_bytes())?;
                let Json::Object(entries) = Json::parse(text) else { return None };
                let (_, json) = entries.into_iter().find(|(key, _)| key == name)?;
                match (Leaves { count: 0, targets: true }).expr(json) {
                    Expr::Leaf(leaf) => Some(Cow::Owned(leaf)),
                    Expr::Blocks { .. } => None,
                }
            }
        }
    }

    fn add(&mut self, module: usize, mut resource: Resource, name: &str) {
        let Some(module) = self.modules.get_mut(module) else { return };
        let hash = hash(resource.mode, &resource.type_name, name);
        resource.next = module.resources.insert(hash, self.resources.len() as u32);
        self.resources.push(resource);
    }
}

fn hash(mode: Mode, type_name: &str, name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (mode, type_name, name).hash(&mut hasher);
    hasher.finish()
}

/// A provider configuration.
#[derive(Debug)]
pub(super) struct Provider {
    /// `databricks.account`, `module.a:databricks`
    pub(super) key: Arc<str>,
    /// `registry.terraform.io/databricks/databricks`
    pub(super) full_name: Arc<str>,
    /// The alias; where the entry has none, the one in the key.
    pub(super) alias: Option<Arc<str>>,
    /// Static address of its module; empty for the root.
    pub(super) module: Arc<str>,
    /// The arguments.
    pub(super) fields: Fields<'static>,
}

/// Arguments and blocks, sorted by name.
pub(super) type Fields<'t> = Vec<(Cow<'t, str>, Expr<'t>)>;

/// What stands at a name.
#[derive(Clone, Debug)]
pub(super) enum Expr<'t> {
    /// An argument.
    Leaf(Leaf<'t>),
    /// Blocks.
    Blocks {
        /// In the order of the configuration.
        items: Vec<Fields<'t>>,
        /// Everything that any of them holds, for a value of which it is not known which block it is.
        any: Fields<'t>,
    },
}

/// An expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaf<'t> {
    /// Its number among the leaves of its resource or provider.
    pub(super) number: usize,
    /// The value of a constant.
    pub(super) constant: Option<Json<'t>>,
    /// Whether it refers to anything.
    pub(super) refers: bool,
    /// What it refers to, where that was asked for.
    pub(super) targets: Vec<Target>,
    /// Whether it stands for several expressions, of which it is not known which one holds.
    pub(super) vague: bool,
}

impl Leaf<'_> {
    fn own(self) -> Leaf<'static> {
        let constant = self.constant.map(Json::own);
        Leaf { number: self.number, constant, refers: self.refers, targets: self.targets, vague: self.vague }
    }
}

fn own(fields: Fields<'_>) -> Fields<'static> {
    let expr = |expr| match expr {
        Expr::Leaf(leaf) => Expr::Leaf(leaf.own()),
        Expr::Blocks { items, any } => {
            Expr::Blocks { items: items.into_iter().map(own).collect(), any: own(any) }
        }
    };
    fields.into_iter().map(|(name, value)| (Cow::Owned(name.into_owned()), expr(value))).collect()
}

/// The entry at `name`.
pub(super) fn field<'f, 't>(fields: &'f Fields<'t>, name: &str) -> Option<&'f Expr<'t>> {
    let at = fields.binary_search_by(|(key, _)| (**key).cmp(name)).ok()?;
    fields.get(at).map(|(_, expr)| expr)
}

/// The configuration in this JSON.
pub(super) fn read(json: &Json<'_>) -> Configuration {
    let mut reader = Reader::default();
    if !matches!(json, Json::Null) {
        reader.expect("configuration", Some(json), false);
        reader.expect("configuration.root_module", json.get("root_module"), false);
        reader.expect("configuration.provider_config", json.get("provider_config"), false);
    }
    if let Some(root) = json.get("root_module") {
        reader.out.exists = true;
        reader.module(root);
    } else {
        reader.out.modules.push(Module::default());
    }
    if let Some(providers) = json.get("provider_config") {
        reader.providers(providers);
    }
    reader.out
}

/// Reads a configuration, and what is wrong in it.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) out: Configuration,
    names: rustc_hash::FxHashSet<Arc<str>>,
}

impl Reader {
    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(name) = self.names.get(text) {
            return name.clone();
        }
        let name: Arc<str> = text.into();
        self.names.insert(name.clone());
        name
    }

    /// Notes a value that is there and is no list or no object, as it should be.
    fn expect(&mut self, what: &str, json: Option<&Json<'_>>, list: bool) {
        let fits = match json {
            None | Some(Json::Null) => true,
            Some(Json::Array(_)) => list,
            Some(Json::Object(_)) => !list,
            Some(_) => false,
        };
        if !fits && self.out.fault.is_none() {
            let want = if list { "list" } else { "object" };
            self.out.fault = Some(format!("`{what}` is no {want}"));
        }
    }

    fn providers(&mut self, json: &Json<'_>) {
        for (key, entry) in json.entries() {
            let fields = self.fields(entry.get("expressions"));
            let text = |name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default();
            let local = key.rsplit(':').next().unwrap_or_default();
            let alias = match text("alias") {
                "" => local.split_once('.').map(|(_, alias)| alias),
                alias => Some(alias),
            };
            self.out.providers.push(Provider {
                key: (&**key).into(),
                full_name: text("full_name").into(),
                alias: alias.map(Into::into),
                module: text("module_address").into(),
                fields,
            });
        }
    }

    /// Reads a module and those it calls; returns its index.
    fn module(&mut self, json: &Json<'_>) -> usize {
        let index = self.begin_module();
        self.expect("module", Some(json), false);
        self.expect("resources", json.get("resources"), true);
        self.expect("outputs", json.get("outputs"), false);
        self.expect("module_calls", json.get("module_calls"), false);
        for entry in json.get("resources").and_then(Json::as_array).unwrap_or_default() {
            let text = |name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default();
            let mode = if text("mode") == "data" { Mode::Data } else { Mode::Managed };
            if text("type").is_empty() || text("name").is_empty() {
                self.out
                    .fault
                    .get_or_insert_with(|| "a resource in `configuration` has no type or no name".to_owned());
            }
            self.expect("expressions", entry.get("expressions"), false);
            self.expect("depends_on", entry.get("depends_on"), true);
            let fields = self.fields(entry.get("expressions"));
            let name = self.name(text("name"));
            let repetition =
                entry.get("for_each_expression").or_else(|| entry.get("count_expression")).map(repetition);
            let resource = Resource {
                provider: self.name(text("provider_config_key")),
                mode,
                type_name: self.name(text("type")),
                name: Name::Own(Box::new(Own { name: name.clone(), fields })),
                expressions: Slice::default(),
                refers: true,
                rare: rare(repetition, strings(entry.get("depends_on")).map(Into::into).collect()),
                next: None,
            };
            self.out.add(index, resource, &name);
        }
        if let Some(outputs) = json.get("outputs") {
            self.outputs(index, outputs);
        }
        if let Some(variables) = json.get("variables") {
            self.defaults(index, variables);
        }
        for (name, entry) in json.get("module_calls").map_or(&[][..], Json::entries) {
            let called = self.module(entry.get("module").unwrap_or(&Json::Null));
            let repetition =
                entry.get("for_each_expression").or_else(|| entry.get("count_expression")).map(repetition);
            self.call(index, name, called, entry.get("expressions"), repetition);
        }
        index
    }

    fn begin_module(&mut self) -> usize {
        self.out.modules.push(Module::default());
        self.out.modules.len() - 1
    }

    fn outputs(&mut self, module: usize, json: &Json<'_>) {
        for (name, entry) in json.entries() {
            let leaf = entry.get("expression").map(|expression| leaf(expression, 0).own());
            let name = self.name(name);
            if let Some(module) = self.out.modules.get_mut(module) {
                module.outputs.push((name, leaf.unwrap_or_default()));
            }
        }
    }

    fn defaults(&mut self, module: usize, json: &Json<'_>) {
        for (name, entry) in json.entries() {
            let name = self.name(name);
            if let (Some(default), Some(module)) = (entry.get("default"), self.out.modules.get_mut(module)) {
                module.defaults.insert(name, default.clone().own());
            }
        }
    }

    fn call(
        &mut self,
        module: usize,
        name: &str,
        called: usize,
        expressions: Option<&Json<'_>>,
        repetition: Option<Leaf<'static>>,
    ) {
        self.expect("expressions", expressions, false);
        let arguments = self.fields(expressions);
        let name = self.name(name);
        if let Some(module) = self.out.modules.get_mut(module) {
            module.calls.insert(name, Call { module: called, arguments, repetition });
        }
    }

    /// Arguments and blocks. Notes what is none.
    fn fields(&mut self, json: Option<&Json<'_>>) -> Fields<'static> {
        for (_, value) in json.map_or(&[][..], Json::entries) {
            self.check(value);
        }
        let mut leaves = Leaves { count: 0, targets: true };
        json.map(|json| own(leaves.fields(json.clone()))).unwrap_or_default()
    }

    fn check(&mut self, json: &Json<'_>) {
        let blocks = match json {
            Json::Array(items) => items.as_slice(),
            Json::Object(entries) if !is_leaf(entries) => {
                if entries.iter().all(|(key, _)| matches!(&**key, "constant_value" | "references")) {
                    self.out.fault.get_or_insert_with(|| "`references` is no list of texts".to_owned());
                }
                std::slice::from_ref(json)
            }
            _ => return self.expect("expressions", Some(json), false),
        };
        for block in blocks {
            self.expect("expressions", Some(block), false);
        }
        for (_, value) in blocks.iter().flat_map(Json::entries) {
            self.check(value);
        }
    }
}

fn rare(repetition: Option<Leaf<'static>>, depends_on: Vec<Arc<str>>) -> Option<Box<Rare>> {
    (repetition.is_some() || !depends_on.is_empty()).then(|| Box::new(Rare { repetition, depends_on }))
}

/// Turns JSON into expressions and numbers the leaves.
struct Leaves {
    count: usize,
    /// Whether to find out what they refer to.
    targets: bool,
}

impl Leaves {
    fn fields<'t>(&mut self, json: Json<'t>) -> Fields<'t> {
        let Json::Object(entries) = json else { return Fields::new() };
        entries.into_iter().map(|(name, value)| (name, self.expr(value))).collect()
    }

    /// The same as [`Self::fields`], from text that [`quick`] went over.
    fn read<'t>(&mut self, reader: &mut json::Reader<'t>) -> Fields<'t> {
        let mut fields = Fields::new();
        let is_plain = reader.opens() == Some(false);
        if !is_plain {
            reader.pass();
            return fields;
        }
        reader.walk(|reader, name| {
            let value = self.read_expr(reader);
            if let Some(name) = name {
                fields.push((name, value));
            }
        });
        json::sort(&mut fields);
        fields
    }

    fn read_expr<'t>(&mut self, reader: &mut json::Reader<'t>) -> Expr<'t> {
        let mut items: Vec<Fields<'t>> = Vec::new();
        match reader.opens() {
            Some(true) => reader.walk(|reader, _| items.push(self.read(reader))),
            Some(false) => {
                let mut block = Fields::new();
                let mut leaf = Leaf::default();
                reader.walk(|reader, name| match name.as_deref() {
                    Some("constant_value") => leaf.constant = Some(reader.read()),
                    Some("references") => {
                        let references = reader.read();
                        let texts = references.as_array().unwrap_or_default().iter();
                        leaf.refers = !references.as_array().unwrap_or_default().is_empty();
                        if self.targets {
                            let texts = texts.filter_map(Json::as_str);
                            leaf.targets = maximal(texts).into_iter().map(target).collect();
                        }
                    }
                    _ => {
                        let value = self.read_expr(reader);
                        block.extend(name.map(|name| (name, value)));
                    }
                });
                if block.is_empty() {
                    leaf.number = self.count;
                    self.count += 1;
                    return Expr::Leaf(leaf);
                }
                json::sort(&mut block);
                items.push(block);
            }
            None => {
                reader.pass();
                self.count += 1;
                return Expr::Leaf(Leaf { number: self.count - 1, ..Leaf::default() });
            }
        }
        let any = if items.len() > 1 {
            merged(&items.iter().collect::<Vec<_>>(), &mut self.count)
        } else {
            Fields::new()
        };
        Expr::Blocks { items, any }
    }

    fn expr<'t>(&mut self, json: Json<'t>) -> Expr<'t> {
        let blocks = match json {
            Json::Array(items) => items,
            Json::Object(entries) if !is_leaf(&entries) => vec![Json::Object(entries)],
            _ => {
                self.count += 1;
                return Expr::Leaf(self.leaf(json));
            }
        };
        let items: Vec<Fields<'t>> = blocks.into_iter().map(|block| self.fields(block)).collect();
        let any = if items.len() > 1 {
            merged(&items.iter().collect::<Vec<_>>(), &mut self.count)
        } else {
            Fields::new()
        };
        Expr::Blocks { items, any }
    }

    fn leaf<'t>(&self, json: Json<'t>) -> Leaf<'t> {
        let number = self.count - 1;
        if self.targets {
            let mut leaf = leaf(&json, number);
            leaf.constant = constant(json);
            return leaf;
        }
        let refers = strings(json.get("references")).next().is_some();
        Leaf { number, constant: constant(json), refers, ..Leaf::default() }
    }
}

fn constant(json: Json<'_>) -> Option<Json<'_>> {
    let Json::Object(entries) = json else { return None };
    entries.into_iter().find(|(key, _)| key == "constant_value").map(|(_, value)| value)
}

/// Everything that any of the blocks holds.
fn merged<'t>(blocks: &[&Fields<'t>], counter: &mut usize) -> Fields<'t> {
    let mut names: Vec<&Cow<'t, str>> =
        blocks.iter().flat_map(|block| block.iter().map(|(name, _)| name)).collect();
    names.put_in_order();
    names.dedup();
    let mut out = Fields::new();
    for name in names {
        let mut targets: Vec<Target> = Vec::new();
        let mut inner: Vec<&Fields<'t>> = Vec::new();
        let mut is_leaf = false;
        for expr in blocks.iter().filter_map(|block| field(block, name)) {
            match expr {
                Expr::Leaf(leaf) => {
                    is_leaf = true;
                    for target in &leaf.targets {
                        if !targets.contains(target) {
                            targets.push(target.clone());
                        }
                    }
                }
                Expr::Blocks { items, .. } => inner.extend(items),
            }
        }
        let expr = if is_leaf {
            *counter += 1;
            let refers = !targets.is_empty();
            Expr::Leaf(Leaf { number: *counter - 1, constant: None, refers, targets, vague: true })
        } else {
            Expr::Blocks { items: Vec::new(), any: merged(&inner, counter) }
        };
        out.push((name.clone(), expr));
    }
    out
}

/// Whether an object is an expression and not a block: it holds nothing but `constant_value` and
/// `references`.
fn is_leaf(entries: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    entries.iter().all(|(key, value)| match &**key {
        "constant_value" => true,
        "references" => {
            value.as_array().is_some_and(|items| items.iter().all(|item| item.as_str().is_some()))
        }
        _ => false,
    })
}

/// The leaf that an expression is, without its constant.
fn leaf(json: &Json<'_>, number: usize) -> Leaf<'static> {
    let references: Vec<&str> = strings(json.get("references")).collect();
    let targets: Vec<Target> = maximal(references).into_iter().map(target).collect();
    Leaf { number, constant: None, refers: !targets.is_empty(), targets, vague: false }
}

fn repetition(expression: &Json<'_>) -> Leaf<'static> {
    leaf(expression, 0)
}

fn strings<'j>(json: Option<&'j Json<'_>>) -> impl Iterator<Item = &'j str> {
    json.and_then(Json::as_array).unwrap_or_default().iter().filter_map(Json::as_str)
}
