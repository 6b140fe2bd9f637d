//! The `configuration` of a plan: which resources, calls, outputs and providers there are, and what their
//! expressions refer to. Values of constants stay in the text.

use std::sync::Arc;

use bricklint_model::instance::Mode;
use rustc_hash::FxHashMap;

use super::address::{Target, maximal, target};
use super::json::Json;

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
}

/// A module.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Indexes in [`Configuration::resources`].
    pub(super) resources: FxHashMap<(Mode, Arc<str>, Arc<str>), usize>,
    /// By name.
    pub(super) calls: FxHashMap<Arc<str>, Call>,
    /// What each output refers to, sorted by name.
    pub(super) outputs: Vec<(Arc<str>, Leaf)>,
}

/// A module call.
#[derive(Debug)]
pub(super) struct Call {
    /// Index of the called module in [`Configuration::modules`].
    pub(super) module: usize,
    /// The arguments.
    pub(super) arguments: Fields,
    /// What `for_each` or `count` refers to; `None` without either.
    pub(super) repetition: Option<Leaf>,
}

/// A resource or data source.
#[derive(Debug)]
pub(super) struct Resource {
    /// Key of its provider configuration.
    pub(super) provider: Arc<str>,
    /// Arguments and blocks.
    pub(super) fields: Fields,
    /// What `for_each` or `count` refers to; `None` without either.
    pub(super) repetition: Option<Leaf>,
    /// `depends_on`, as written.
    pub(super) depends_on: Vec<Arc<str>>,
    /// The number of leaves in [`Self::fields`].
    pub(super) leaves: usize,
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
    pub(super) fields: Fields,
}

/// Arguments and blocks, sorted by name.
pub(super) type Fields = Vec<(Arc<str>, Expr)>;

/// What stands at a name.
#[derive(Debug)]
pub(super) enum Expr {
    /// An argument.
    Leaf(Leaf),
    /// Blocks.
    Blocks {
        /// In the order of the configuration.
        items: Vec<Fields>,
        /// Everything that any of them holds, for a value of which it is not known which block it is.
        any: Fields,
    },
}

/// An expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaf {
    /// Its number among the leaves of its resource or provider.
    pub(super) number: usize,
    /// The value of a constant.
    pub(super) constant: Option<Constant>,
    /// What it refers to.
    pub(super) targets: Vec<Target>,
    /// Whether it stands for several expressions, of which it is not known which one holds.
    pub(super) vague: bool,
}

/// A constant as it is compared with planned values.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constant {
    Null,
    Bool(bool),
    Number(Box<str>),
    String(Arc<str>),
    Array(Vec<Constant>),
    Object(Vec<(Box<str>, Constant)>),
}

impl Constant {
    pub(super) fn of(json: &Json<'_>) -> Self {
        match json {
            Json::Null | Json::TooDeep => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(text) => Self::Number((*text).into()),
            Json::String(text) => Self::String((&**text).into()),
            Json::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Json::Object(entries) => {
                Self::Object(entries.iter().map(|(key, value)| ((&**key).into(), Self::of(value))).collect())
            }
        }
    }
}

/// The entry at `name`.
pub(super) fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f Expr> {
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
    for (key, entry) in json.get("provider_config").map_or(&[][..], Json::entries) {
        let mut counter = 0;
        let fields = reader.fields(entry.get("expressions"), &mut counter);
        let text = |name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default();
        let local = key.rsplit(':').next().unwrap_or_default();
        let alias = match text("alias") {
            "" => local.split_once('.').map(|(_, alias)| alias),
            alias => Some(alias),
        };
        reader.out.providers.push(Provider {
            key: (&**key).into(),
            full_name: text("full_name").into(),
            alias: alias.map(Into::into),
            module: text("module_address").into(),
            fields,
        });
    }
    reader.out
}

#[derive(Default)]
struct Reader {
    out: Configuration,
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

    /// Reads a module and those it calls; returns its index.
    fn module(&mut self, json: &Json<'_>) -> usize {
        let index = self.out.modules.len();
        self.out.modules.push(Module::default());
        let mut module = Module::default();
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
            let mut counter = 0;
            let resource = Resource {
                provider: self.name(text("provider_config_key")),
                fields: self.fields(entry.get("expressions"), &mut counter),
                repetition: repetition(entry),
                depends_on: strings(entry.get("depends_on")).map(Into::into).collect(),
                leaves: counter,
            };
            module
                .resources
                .insert((mode, self.name(text("type")), self.name(text("name"))), self.out.resources.len());
            self.out.resources.push(resource);
        }
        for (name, entry) in json.get("outputs").map_or(&[][..], Json::entries) {
            let leaf = entry.get("expression").map(|expression| leaf(expression, 0)).unwrap_or_default();
            module.outputs.push((self.name(name), leaf));
        }
        for (name, entry) in json.get("module_calls").map_or(&[][..], Json::entries) {
            self.expect("expressions", entry.get("expressions"), false);
            let called = self.module(entry.get("module").unwrap_or(&Json::Null));
            let mut counter = 0;
            let call = Call {
                module: called,
                arguments: self.fields(entry.get("expressions"), &mut counter),
                repetition: repetition(entry),
            };
            module.calls.insert(self.name(name), call);
        }
        if let Some(slot) = self.out.modules.get_mut(index) {
            *slot = module;
        }
        index
    }

    fn fields(&mut self, json: Option<&Json<'_>>, counter: &mut usize) -> Fields {
        let entries = json.map_or(&[][..], Json::entries);
        entries.iter().map(|(name, value)| (self.name(name), self.expr(value, counter))).collect()
    }

    fn expr(&mut self, json: &Json<'_>, counter: &mut usize) -> Expr {
        let blocks: Vec<&Json<'_>> = match json {
            Json::Array(items) => items.iter().collect(),
            Json::Object(entries) if !is_leaf(entries) => {
                if entries.iter().all(|(key, _)| matches!(&**key, "constant_value" | "references")) {
                    self.out.fault.get_or_insert_with(|| "`references` is no list of texts".to_owned());
                }
                vec![json]
            }
            _ => {
                self.expect("expressions", Some(json), false);
                *counter += 1;
                return Expr::Leaf(leaf(json, *counter - 1));
            }
        };
        for block in &blocks {
            self.expect("expressions", Some(block), false);
        }
        let items: Vec<Fields> = blocks.into_iter().map(|block| self.fields(Some(block), counter)).collect();
        let any =
            if items.len() > 1 { merged(&items.iter().collect::<Vec<_>>(), counter) } else { Fields::new() };
        Expr::Blocks { items, any }
    }
}

/// Everything that any of the blocks holds.
fn merged(blocks: &[&Fields], counter: &mut usize) -> Fields {
    let mut names: Vec<&Arc<str>> =
        blocks.iter().flat_map(|block| block.iter().map(|(name, _)| name)).collect();
    names.sort();
    names.dedup();
    let mut out = Fields::new();
    for name in names {
        let mut targets: Vec<Target> = Vec::new();
        let mut inner: Vec<&Fields> = Vec::new();
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
            Expr::Leaf(Leaf { number: *counter - 1, constant: None, targets, vague: true })
        } else {
            Expr::Blocks { items: Vec::new(), any: merged(&inner, counter) }
        };
        out.push((name.clone(), expr));
    }
    out
}

/// Whether an object is an expression and not a block: it holds nothing but `constant_value` and
/// `references`.
fn is_leaf(entries: &[(std::borrow::Cow<'_, str>, Json<'_>)]) -> bool {
    entries.iter().all(|(key, value)| match &**key {
        "constant_value" => true,
        "references" => {
            value.as_array().is_some_and(|items| items.iter().all(|item| item.as_str().is_some()))
        }
        _ => false,
    })
}

fn leaf(json: &Json<'_>, number: usize) -> Leaf {
    let references: Vec<&str> = strings(json.get("references")).collect();
    Leaf {
        number,
        constant: json.get("constant_value").map(Constant::of),
        targets: maximal(references).into_iter().map(target).collect(),
        vague: false,
    }
}

fn repetition(json: &Json<'_>) -> Option<Leaf> {
    let expression = json.get("for_each_expression").or_else(|| json.get("count_expression"))?;
    Some(leaf(expression, 0))
}

fn strings<'j>(json: Option<&'j Json<'_>>) -> impl Iterator<Item = &'j str> {
    json.and_then(Json::as_array).unwrap_or_default().iter().filter_map(Json::as_str)
}
