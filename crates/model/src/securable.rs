//! Identity of what privileges are granted on: (metastore, type, folded full name).
//!
//! Names may be partly unknown. `databricks_schema.x.id` is the name of the catalog, a dot and the name of
//! the schema, whatever they are (ids that are plain names: provider `catalog/resource_*.go`).

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Cases, Segment, Symbol, Text, Unknown, Value};

use crate::attr::Attr;
use crate::databricks::metastore_assignment::MetastoreAssignment;
use crate::databricks::mws_workspaces::{MwsWorkspace, is_id};
use crate::databricks::provider;
use crate::graph::{EdgeKind, NodeId};
use crate::instance::{Instance, InstanceKey, Mode};
use crate::lookup;
use crate::place::Path;
use crate::placeholder::is_placeholder;
use crate::remote_state;
use crate::stack::StackKind;
use crate::view::{Field, GraphView, Node};

/// Types of securable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecurableType {
    /// A catalog.
    Catalog,
    /// A schema.
    Schema,
    /// A table, view, materialized view or streaming table.
    Table,
    /// A volume.
    Volume,
    /// A function or a registered model: they share a namespace.
    Function,
    /// A metastore.
    Metastore,
    /// A storage credential.
    StorageCredential,
    /// A service credential.
    Credential,
    /// An external location.
    ExternalLocation,
    /// A connection.
    Connection,
    /// A share.
    Share,
    /// A recipient.
    Recipient,
    /// A pipeline.
    Pipeline,
    /// A model service.
    ModelService,
    /// A model provider service.
    ModelProviderService,
    /// An MCP service.
    McpService,
}

/// Arguments of `databricks_grants` and `databricks_grant` that name the securable (provider
/// `catalog/permissions/permissions.go`, `Mappings`).
pub const ARGUMENTS: &[(&str, SecurableType)] = &[
    ("catalog", SecurableType::Catalog),
    ("schema", SecurableType::Schema),
    ("table", SecurableType::Table),
    ("volume", SecurableType::Volume),
    ("function", SecurableType::Function),
    ("model", SecurableType::Function),
    ("metastore", SecurableType::Metastore),
    ("storage_credential", SecurableType::StorageCredential),
    ("credential", SecurableType::Credential),
    ("external_location", SecurableType::ExternalLocation),
    ("foreign_connection", SecurableType::Connection),
    ("share", SecurableType::Share),
    ("recipient", SecurableType::Recipient),
    ("pipeline", SecurableType::Pipeline),
    ("model_service", SecurableType::ModelService),
    ("model_provider_service", SecurableType::ModelProviderService),
    ("mcp_service", SecurableType::McpService),
];

impl SecurableType {
    /// How many names its full name has, joined by dots.
    pub fn levels(self) -> usize {
        match self {
            Self::Schema => 2,
            Self::Table
            | Self::Volume
            | Self::Function
            | Self::ModelService
            | Self::ModelProviderService
            | Self::McpService => 3,
            _ => 1,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Schema => "schema",
            Self::Table => "table",
            Self::Volume => "volume",
            Self::Function => "function or model",
            Self::Metastore => "metastore",
            Self::StorageCredential => "storage credential",
            Self::Credential => "credential",
            Self::ExternalLocation => "external location",
            Self::Connection => "connection",
            Self::Share => "share",
            Self::Recipient => "recipient",
            Self::Pipeline => "pipeline",
            Self::ModelService => "model service",
            Self::ModelProviderService => "model provider service",
            Self::McpService => "MCP service",
        }
    }
}

/// Types that declare securables, and the attributes that make up the full name.
const DECLARING: &[(&str, SecurableType, &[&str])] = &[
    ("databricks_catalog", SecurableType::Catalog, &["name"]),
    ("databricks_connection", SecurableType::Connection, &["name"]),
    ("databricks_credential", SecurableType::Credential, &["name"]),
    ("databricks_external_location", SecurableType::ExternalLocation, &["name"]),
    ("databricks_recipient", SecurableType::Recipient, &["name"]),
    ("databricks_registered_model", SecurableType::Function, &["catalog_name", "schema_name", "name"]),
    ("databricks_schema", SecurableType::Schema, &["catalog_name", "name"]),
    ("databricks_share", SecurableType::Share, &["name"]),
    ("databricks_sql_table", SecurableType::Table, &["catalog_name", "schema_name", "name"]),
    ("databricks_storage_credential", SecurableType::StorageCredential, &["name"]),
    ("databricks_volume", SecurableType::Volume, &["catalog_name", "schema_name", "name"]),
];

/// Types that declare securables.
pub fn declaring_types() -> impl Iterator<Item = &'static str> {
    DECLARING.iter().map(|(name, ..)| *name)
}

/// Whether a resource of this type declares a securable.
pub fn declares(type_name: &str) -> bool {
    DECLARING.iter().any(|(name, ..)| *name == type_name)
}

/// The qualifier of a securable's name: the metastore where it is known, otherwise what is known to lead to
/// one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metastore {
    /// Names of this type are unique in themselves.
    Anywhere,
    /// The id.
    Id(Arc<str>),
    /// The metastore with this symbol as its id.
    Symbol(Arc<str>),
    /// The metastore of a workspace: its address, host or id.
    Workspace(Arc<str>),
    /// The metastore that a provider configuration leads to: stack and index.
    Provider(u32, u32),
    /// That of a provider configuration of which nothing is said, as in a plan without it: stack, and index where it is
    /// said which one it is.
    Unsaid(u32, Option<u32>),
}

impl Metastore {
    /// Whether two are the same one.
    pub fn equals(&self, other: &Self) -> Tri {
        match (self, other) {
            (Self::Unsaid(_, None), _) | (_, Self::Unsaid(_, None)) => Tri::Unknown,
            (a, b) if a == b => Tri::True,
            (Self::Id(_), Self::Id(_)) => Tri::False,
            _ => Tri::Unknown,
        }
    }

    /// Whether it may be any other because nothing is said of it.
    pub fn is_unsaid(&self) -> bool {
        matches!(self, Self::Unsaid(..))
    }

    /// Whether it is said which one it is, and not only who leads there.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Id(_) | Self::Symbol(_))
    }

    /// Whether one of two may be the other because nothing is said of it, or of what is assigned to its workspace.
    pub fn may_be_unsaid(&self, other: &Self, hides_assignments: impl Fn() -> bool) -> bool {
        let is_workspace = |one: &Self| matches!(one, Self::Workspace(_));
        let is_provider = |one: &Self| matches!(one, Self::Provider(..));
        let may_be_assigned = || {
            (is_workspace(self) || is_workspace(other))
                && !is_provider(self)
                && !is_provider(other)
                && hides_assignments()
        };
        self.is_unsaid() || other.is_unsaid() || may_be_assigned()
    }
}

/// The text by which a name is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKey {
    /// All of it is known.
    Text(Arc<str>),
    /// Every unknown part has a symbol; equal texts are equal names.
    Symbolic(Arc<str>),
}

impl NameKey {
    /// Whether it is known to be empty.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// What is granted on, or declared.
#[derive(Clone, Debug)]
pub struct Securable<'w> {
    /// Its type.
    pub kind: SecurableType,
    /// Full name: folded, without backticks, references to ids replaced by names.
    pub name: Value,
    /// Its qualifier.
    pub metastore: Metastore,
    /// Whoever names it.
    pub node: Node<'w>,
}

impl<'w> Securable<'w> {
    /// The securable that a grant resource names, and by which argument. Where more than one is set this is the
    /// first; see [`Securable::all_of_grant`].
    pub fn of_grant(node: Node<'w>) -> Option<(Self, Field<'w>)> {
        let (field, kind) = named_by(node).next()?;
        Self::by(node, field, kind)
    }

    /// The securables that a grant resource can be on: of several arguments that are set the provider takes a random
    /// one (`catalog/permissions/permissions.go`, `KeyValue`), and of several that may be set it is not known which is.
    pub fn all_of_grant(node: Node<'w>) -> Vec<(Self, Field<'w>)> {
        named_by(node).filter_map(|(field, kind)| Self::by(node, field, kind)).collect()
    }

    /// Whether a data source of its stack looks it up: another root makes it.
    pub fn is_looked_up(&self) -> bool {
        let type_name = match self.kind {
            SecurableType::Catalog => "databricks_catalog",
            SecurableType::Schema => "databricks_schema",
            _ => return false,
        };
        let graph = self.node.graph();
        graph.possible(Mode::Data, type_name).any(|node| {
            let name = node.field("name").value().map(|name| resolve(graph, name, 0));
            name.is_some_and(|name| tri::equals(&name, &self.name).is_true())
        })
    }

    /// Why it is not known on which securable a grant resource is, and the argument that says another than the first.
    pub fn unclear_of_grant(node: Node<'w>) -> Option<(Field<'w>, Cause)> {
        let mut named = named_by(node).map(|(field, _)| field);
        let (first, second) = (named.next()?, named.next()?);
        let text = format!("the provider takes one of `{}` and `{}` at random", first.path(), second.path());
        let unset = [&second, &first].into_iter().find(|field| field.is_set().is_unknown());
        let cause = unset.and_then(Field::cause);
        let chance = || Cause::new(CauseKind::AfterApply, node.address(), text);
        Some((second, cause.unwrap_or_else(chance)))
    }

    fn by(node: Node<'w>, field: Field<'w>, kind: SecurableType) -> Option<(Self, Field<'w>)> {
        let mut name = resolve(node.graph(), field.value()?, 0);
        if name.is_unknown()
            && let Some(told) = declared_by(&field, kind).or_else(|| listed_by(&field, kind))
        {
            name = told;
        }
        let metastore =
            if kind == SecurableType::Metastore { Metastore::Anywhere } else { metastore_of(node) };
        Some((Self { kind, name, metastore, node }, field))
    }

    /// The type and the folded full name of what a resource declared before apply.
    pub fn declared_before(node: Node<'w>) -> Option<(SecurableType, String)> {
        let (_, kind, names) = DECLARING.iter().find(|(name, ..)| *name == node.type_name())?;
        let part = |name: &&'static str| match node.before_with(name)?.effective(name).str() {
            Attr::Known(text) => Some(text.to_lowercase()),
            Attr::Absent | Attr::Unknown(_) => None,
        };
        let parts: Option<Vec<String>> = names.iter().map(part).collect();
        Some((*kind, parts?.join(".")))
    }

    /// What a grant resource named before apply, for messages.
    pub fn shown_before(node: Node<'w>) -> Option<String> {
        let before = node.before()?;
        ARGUMENTS.iter().find_map(|(argument, kind)| {
            let field = before.effective(argument);
            matches!(field.str(), Attr::Known(_)).then(|| named(*kind, &field.shown()))
        })
    }

    /// What a grant resource named before apply: the argument, the type and the folded name.
    pub fn granted_before(node: Node<'w>) -> Option<(SecurableType, String)> {
        ARGUMENTS.iter().find_map(|(argument, kind)| {
            match node.before_with(argument)?.effective(argument).str() {
                Attr::Known(name) => Some((*kind, name.to_lowercase())),
                Attr::Absent | Attr::Unknown(_) => None,
            }
        })
    }

    /// The securable that a resource declares.
    pub fn declared(node: Node<'w>) -> Option<Self> {
        let instance = node.instance()?;
        if instance.mode != Mode::Managed {
            return None;
        }
        let (_, kind, _) = DECLARING.iter().find(|(name, ..)| *name == &*instance.type_name)?;
        let name = full_name(node.graph(), node.id, 0)?;
        Some(Self { kind: *kind, name, metastore: metastore_of(node), node })
    }

    /// A securable above or beside it, in the same metastore.
    fn with(&self, kind: SecurableType, name: Value) -> Self {
        Self { kind, name, metastore: self.metastore.clone(), node: self.node }
    }

    /// The catalog that it is in; `None` where the name does not say.
    pub fn catalog(&self) -> Option<Self> {
        let levels = self.kind.levels();
        if self.kind == SecurableType::Catalog {
            return Some(self.clone());
        }
        if levels < 2 {
            return None;
        }
        let parts = split(&self.name);
        let first = parts.first()?;
        let told = parts.len() == levels || parts.len() > 1 && first.is_wholly_known();
        told.then(|| self.with(SecurableType::Catalog, first.clone()))
    }

    /// The schema that it is in; `None` where the name does not say.
    pub fn schema(&self) -> Option<Self> {
        let levels = self.kind.levels();
        if self.kind == SecurableType::Schema {
            return Some(self.clone());
        }
        if levels < 3 {
            return None;
        }
        let parts = split(&self.name);
        let (last, above) = parts.split_last()?;
        let told = parts.len() == levels || !above.is_empty() && last.is_wholly_known();
        told.then(|| self.with(SecurableType::Schema, join(above)))
    }

    /// Whether two are the same.
    pub fn equals(&self, other: &Securable<'_>) -> Tri {
        if self.kind != other.kind {
            return Tri::False;
        }
        self.metastore.equals(&other.metastore).and(tri::equals(&self.name, &other.name))
    }

    /// The text by which it is looked up; `None` where a part of the name is not even a symbol.
    pub fn key(&self) -> Option<NameKey> {
        name_key(&self.name)
    }

    /// Why the name is not known.
    pub fn cause(&self) -> Cause {
        self.name.cause().cloned().unwrap_or_else(|| {
            let subject = self.kind.word();
            Cause::new(CauseKind::AfterApply, subject, format!("the name of the {subject} is not known"))
        })
    }

    /// The name as a message shows it.
    pub fn shown(&self) -> String {
        named(self.kind, &crate::view::shown(&self.name))
    }
}

/// A securable in words, by its name as it is shown.
fn named(kind: SecurableType, name: &str) -> String {
    let word = kind.word();
    if name.starts_with('`') {
        return format!("{word} {name}");
    }
    let article = if word.starts_with('e') { "an" } else { "a" };
    format!("{article} {word} whose name is {name}")
}

/// The arguments of a grant resource that are or may be set.
fn named_by(node: Node<'_>) -> impl Iterator<Item = (Field<'_>, SecurableType)> {
    // All of them are [`instance::KEYS`], so that a body which has one has each.
    let block = node.block_with(ARGUMENTS.first().map_or("", |(argument, _)| argument));
    let named = ARGUMENTS.iter().filter(move |(argument, _)| block.may_hold(argument));
    let all = named.map(move |(argument, kind)| (block.field(argument), *kind));
    all.filter(|(field, _)| !field.is_set().is_false())
}

/// The name of the only resource that an unknown value is an attribute of, where that is a securable of the type
/// which the argument wants.
fn declared_by(field: &Field<'_>, kind: SecurableType) -> Option<Value> {
    let mut only = None;
    for link in field.links() {
        if matches!(link.edge.kind, EdgeKind::NaturalKey | EdgeKind::Provider | EdgeKind::DependsOn) {
            continue;
        }
        // In another branch the value is another.
        let everywhere = field.node.world().holds(&link.edge.when).is_true();
        if link.edge.kind != EdgeKind::Reference || !link.is_exact() || !everywhere {
            return None;
        }
        let id = link.edge.to_path.to_string();
        let fits = link.node.is_managed()
            && matches!(&*id, "id" | "name" | "full_name")
            && DECLARING.iter().any(|(name, of, _)| *name == link.node.type_name() && *of == kind);
        if !fits || only.is_some_and(|only| only != link.node) {
            return None;
        }
        only = Some(link.node);
    }
    let node = only?;
    full_name(node.graph(), node.id, 0)
}

/// Data sources that list full names, and the arguments that say what they are in (provider `docs/data-sources/tables.md`,
/// `schemas.md`, `views.md`, `volumes.md`).
const LISTING: &[(&str, SecurableType, &[&str])] = &[
    ("databricks_schemas", SecurableType::Schema, &["catalog_name"]),
    ("databricks_tables", SecurableType::Table, &["catalog_name", "schema_name"]),
    ("databricks_views", SecurableType::Table, &["catalog_name", "schema_name"]),
    ("databricks_volumes", SecurableType::Volume, &["catalog_name", "schema_name"]),
];

/// The name of one of those that a data source lists: what they are in is known, which one it is is not.
fn listed_by(field: &Field<'_>, kind: SecurableType) -> Option<Value> {
    let (graph, flow) = (field.node.graph(), lookup::listed(field)?);
    let (_, _, above) = LISTING.iter().find(|(name, of, _)| **name == *flow.type_name && *of == kind)?;
    if flow.path != Path::root().name("ids") {
        return None;
    }
    let mut sources = graph.sources(flow);
    let (source, None) = (sources.next()?, sources.next()) else { return None };
    source.instance().filter(|instance| instance.key != InstanceKey::Any)?;
    let above = above.iter().map(|name| {
        let value = &source.body_with(name).attribute(name)?.value;
        (!value.is_null()).then(|| resolve(graph, value, 0))
    });
    let mut names: Vec<Value> = above.collect::<Option<_>>()?;
    names.push(field.value()?.clone());
    Some(join(&names))
}

/// The text by which a value is looked up.
pub fn name_key(value: &Value) -> Option<NameKey> {
    key_of(value, false)
}

/// The same also for a value that hangs on conditions: the same cases make the same text.
pub(crate) fn name_key_in_cases(value: &Value) -> Option<NameKey> {
    key_of(value, true)
}

fn key_of(value: &Value, in_cases: bool) -> Option<NameKey> {
    if let Some(text) = value.as_str() {
        return Some(NameKey::Text(text.into()));
    }
    let mut out = String::new();
    match value {
        Value::Unknown { value, .. } => push_symbol(value, in_cases, &mut out)?,
        _ => {
            for part in value.as_segments()? {
                match part {
                    Segment::Known(text) => out.push_str(text),
                    Segment::Hole(hole) => push_symbol(hole.as_unknown()?, in_cases, &mut out)?,
                }
            }
        }
    }
    Some(NameKey::Symbolic(out.into()))
}

fn push_symbol(unknown: &Unknown, in_cases: bool, out: &mut String) -> Option<()> {
    if let Some(cases) = unknown.cases.as_deref() {
        if !in_cases {
            return None;
        }
        out.extend(["\u{3}", &symbol_text(&cases.condition)]);
        for case in [&cases.yes, &cases.no] {
            match key_of(case, true)? {
                NameKey::Text(text) => out.extend(["\u{3}=", &text]),
                NameKey::Symbolic(text) => out.extend(["\u{3}?", &text]),
            }
        }
        out.push('\u{3}');
        return Some(());
    }
    let symbol = unknown.symbol.as_deref()?;
    out.push('\u{1}');
    out.push_str(&symbol_text(symbol));
    out.push('\u{1}');
    Some(())
}

fn symbol_text(symbol: &Symbol) -> String {
    format!("{}\u{2}{}\u{2}{}\u{2}{}", symbol.stack, symbol.module, symbol.name, symbol.path)
}

/// References followed before a name is left as it is.
const MAX_DEPTH: u8 = 6;

/// A name: folded, with ids replaced by the names that they are.
pub fn resolve(graph: GraphView<'_>, value: &Value, depth: u8) -> Value {
    folded(value, &|value, unknown| {
        let symbol = unknown.symbol.as_deref().filter(|symbol| symbol.stack == graph.stack);
        let Some(symbol) = symbol.filter(|_| depth < MAX_DEPTH) else { return value.clone() };
        if let Some(name) = name_of_id(graph, symbol, depth) {
            return name;
        }
        // Metastores have their id by two names.
        let by_other_name = &*symbol.path == "metastore_id"
            && symbol_instance(graph, symbol)
                .is_some_and(|(_, one)| &*one.type_name == "databricks_metastore");
        if by_other_name {
            let id = renamed(value, unknown, Symbol { path: "id".into(), ..symbol.clone() });
            return resolve(graph, &id, depth);
        }
        // What one looks up is not followed any further.
        let first = Some(symbol).filter(|_| depth == 0).and_then(|symbol| looked_up_first(graph, symbol));
        let named = remote_state::output(graph, first.as_ref().unwrap_or(symbol)).or(first);
        named.map_or_else(|| value.clone(), |symbol| renamed(value, unknown, symbol))
    })
}

/// A value that is not known, by another name.
pub(crate) fn renamed(value: &Value, unknown: &Unknown, symbol: Symbol) -> Value {
    let unknown = Unknown { symbol: Some(Arc::new(symbol)), ..Unknown::clone(unknown) };
    Value::Unknown { marks: value.marks(), from: value.provenance(), value: Arc::new(unknown) }
}

/// A name with its texts folded, those of its cases too, and with something in place of what is not known.
pub(crate) fn folded(value: &Value, instead: &dyn Fn(&Value, &Unknown) -> Value) -> Value {
    match value {
        Value::String { .. } => match (value.as_str(), value.as_segments()) {
            (Some(text), _) if is_folded(text) => value.clone(),
            (Some(text), _) => Value::string(fold(text)).with_marks(value.marks()),
            (None, Some(parts)) => {
                let parts: Vec<Value> = parts
                    .iter()
                    .map(|part| match part {
                        Segment::Known(text) => Value::string(fold(text)),
                        Segment::Hole(hole) => folded(hole, instead),
                    })
                    .collect();
                concat(&parts).with_marks(value.marks())
            }
            (None, None) => value.clone(),
        },
        Value::Int { value: number, .. } => Value::string(number.to_string()),
        Value::Unknown { value: unknown, marks, from } => {
            let Some(cases) = &unknown.cases else { return instead(value, unknown) };
            let mut unknown = Unknown::clone(unknown);
            unknown.cases = Some(Box::new(Cases {
                condition: cases.condition.clone(),
                yes: folded(&cases.yes, instead),
                no: folded(&cases.no, instead),
            }));
            Value::Unknown { marks: *marks, from: *from, value: Arc::new(unknown) }
        }
        other => other.clone(),
    }
}

/// Whether [`fold`] changes nothing in a text, as for most names.
fn is_folded(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase() && b != b'`')
}

/// Lower case without backticks.
fn fold(text: &str) -> String {
    text.trim().replace('`', "").to_lowercase()
}

/// The name that an id is.
fn name_of_id(graph: GraphView<'_>, symbol: &Symbol, depth: u8) -> Option<Value> {
    let (id, instance) = symbol_instance(graph, symbol)?;
    match (instance.mode, &*symbol.path) {
        (Mode::Data, "id") if &*instance.type_name == "databricks_metastore" => {
            let id = &graph.node(id).body_with("metastore_id").attribute("metastore_id")?.value;
            (!id.is_null() && depth < MAX_DEPTH).then(|| resolve(graph, id, depth + 1))
        }
        // The name of a data source is the full name.
        (Mode::Data, "id") if is_named_by_name(&instance.type_name) => {
            let name = &graph.node(id).body_with("name").attribute("name")?.value;
            (!name.is_null()).then(|| resolve(graph, name, depth + 1))
        }
        (Mode::Managed, "id" | "full_name") if &*instance.type_name != "databricks_connection" => {
            full_name(graph, id, depth + 1)
        }
        _ => None,
    }
}

/// The symbol that an attribute of a data source has in the first one which looks up the same.
fn looked_up_first(graph: GraphView<'_>, symbol: &Symbol) -> Option<Symbol> {
    let (id, instance) = symbol_instance(graph, symbol)?;
    if instance.mode != Mode::Data {
        return None;
    }
    let first =
        lookup::first(graph.node(id)).filter(|first| first.id != id && !first.is_managed())?.instance()?;
    let module = graph.graph.stack.modules.get(first.module as usize)?.address.clone();
    let name = first.address.strip_prefix(&*module)?.trim_start_matches('.').into();
    Some(Symbol { module, name, ..symbol.clone() })
}

fn is_named_by_name(type_name: &str) -> bool {
    type_name == "databricks_table" || DECLARING.iter().any(|(name, ..)| *name == type_name)
}

/// The instance that a symbol is about.
pub(crate) fn symbol_instance<'w>(graph: GraphView<'w>, symbol: &Symbol) -> Option<(NodeId, &'w Instance)> {
    let address = if symbol.module.is_empty() {
        symbol.name.to_string()
    } else {
        format!("{}.{}", symbol.module, symbol.name)
    };
    let instances = &graph.graph.stack.instances;
    let at = instances.binary_search_by(|instance| (*instance.address).cmp(&address)).ok()?;
    Some((NodeId(u32::try_from(at).ok()?), instances.get(at)?))
}

/// The full name of what a resource declares.
fn full_name(graph: GraphView<'_>, id: NodeId, depth: u8) -> Option<Value> {
    let node = graph.node(id);
    let (_, _, parts) = DECLARING.iter().find(|(name, ..)| *name == node.type_name())?;
    let mut names = Vec::with_capacity(parts.len());
    for part in *parts {
        let value = &node.body_with(part).attribute(part)?.value;
        if value.is_null() {
            return None;
        }
        names.push(resolve(graph, value, depth));
    }
    Some(join(&names))
}

/// Names joined by dots.
fn join(names: &[Value]) -> Value {
    if let [first, rest @ ..] = names
        && let Some(text) = first.as_str()
        && rest.iter().all(|name| name.as_str().is_some())
    {
        let mut text = text.to_owned();
        for name in rest {
            text.push('.');
            text.push_str(name.as_str().unwrap_or_default());
        }
        return names.iter().fold(Value::string(text), |whole, name| whole.with_marks(name.marks()));
    }
    let mut parts = Vec::with_capacity(names.len() * 2);
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            parts.push(Value::string("."));
        }
        parts.push(name.clone());
    }
    concat(&parts)
}

/// The values one after the other.
fn concat(values: &[Value]) -> Value {
    let mut out: Vec<Segment> = Vec::new();
    let mut secret = bricklint_lang::value::Marks::NONE;
    let mut push = |segment: Segment| match (out.last_mut(), &segment) {
        (_, Segment::Known(text)) if text.is_empty() => {}
        (Some(Segment::Known(last)), Segment::Known(text)) => *last = format!("{last}{text}").into(),
        _ => out.push(segment),
    };
    for value in values {
        secret = secret.union(value.marks());
        match (value.as_str(), value.as_segments()) {
            (Some(text), _) => push(Segment::Known(text.into())),
            (None, Some(parts)) => parts.iter().for_each(|part| push(part.clone())),
            (None, None) => push(Segment::Hole(value.clone())),
        }
    }
    let value = match out.as_slice() {
        [] => Value::string(""),
        [Segment::Known(text)] => Value::string(text.clone()),
        [Segment::Hole(hole)] => hole.clone(),
        _ => Value::text(Text::Segmented(out.into())),
    };
    value.with_marks(secret)
}

/// The parts between the dots that are known to be there.
fn split(value: &Value) -> Vec<Value> {
    if let Some(text) = value.as_str() {
        return text.split('.').map(|part| Value::string(part).with_marks(value.marks())).collect();
    }
    let Some(segments) = value.as_segments() else { return vec![value.clone()] };
    let mut parts: Vec<Vec<Value>> = vec![Vec::new()];
    for segment in segments {
        match segment {
            Segment::Known(text) => {
                for (at, piece) in text.split('.').enumerate() {
                    if at > 0 {
                        parts.push(Vec::new());
                    }
                    if let Some(last) = parts.last_mut() {
                        last.push(Value::string(piece));
                    }
                }
            }
            Segment::Hole(hole) => {
                if let Some(last) = parts.last_mut() {
                    last.push(hole.clone());
                }
            }
        }
    }
    parts.iter().map(|part| concat(part).with_marks(value.marks())).collect()
}

/// The metastore that a resource is made in: its own `metastore_id`, that of the workspace its
/// `provider_config` names, or that of its provider configuration.
pub fn metastore_of(node: Node<'_>) -> Metastore {
    let own = node.field("metastore_id");
    if own.is_set().is_true()
        && let Some(metastore) = own.value().and_then(|id| metastore_key(node, id))
    {
        return metastore;
    }
    let workspace = own_workspace(node);
    if let Some(field) = workspace.filter(|field| field.is_set().is_true()) {
        let keys = workspace_keys(&field);
        return assigned(node.graph(), &keys)
            .or_else(|| keys.into_iter().next().map(Metastore::Workspace))
            .unwrap_or(Metastore::Unsaid(node.graph().stack, None));
    }
    let index = node.instance().and_then(|instance| instance.provider);
    let Some(index) = index else { return Metastore::Unsaid(node.graph().stack, None) };
    let known = node.world().estate().provider_metastore(node.graph().stack, index);
    known.unwrap_or(Metastore::Provider(node.graph().stack, index))
}

/// What leads to the workspace that a resource is made in; never the metastore.
pub fn workspace_of(node: Node<'_>) -> Metastore {
    let stack = node.graph().stack;
    let own = own_workspace(node);
    if let Some(field) = own.filter(|field| field.is_set().is_true()) {
        let key = workspace_keys(&field).into_iter().next();
        return key.map_or(Metastore::Unsaid(stack, None), Metastore::Workspace);
    }
    let index = node.instance().and_then(|instance| instance.provider);
    let named = node.provider().and_then(by_provider);
    let key = named.and_then(|named| workspace_keys(&named).into_iter().next());
    let own = match (index, node.provider()) {
        (Some(index), Some(provider)) if !is_unsaid(provider) => {
            Metastore::Provider(stack, node.world().estate().first_provider(stack, index))
        }
        _ => Metastore::Unsaid(stack, index),
    };
    key.map_or(own, Metastore::Workspace)
}

/// The argument by which a resource itself names its workspace.
pub(crate) fn own_workspace(node: Node<'_>) -> Option<Field<'_>> {
    Some(node.single("provider_config").known()?.field("workspace_id"))
}

/// Whether the workspace that a resource is made in is written out: its id, or the host of its provider configuration.
pub(crate) fn names_workspace_as_text(node: Node<'_>) -> bool {
    let own = own_workspace(node);
    let field = own.filter(|field| !field.is_set().is_false()).or_else(|| by_provider(node.provider()?));
    field.is_some_and(|field| {
        let is_known =
            field.value().is_some_and(|value| value.as_str().is_some() || value.as_number().is_some());
        is_known && field.links().next().is_none()
    })
}

/// The argument by which a provider configuration names its workspace or may (provider `docs/index.md`): with an id,
/// `host` can be the one of the account.
pub(crate) fn may_be_by_provider(provider: Node<'_>) -> Option<Field<'_>> {
    let arguments = ["workspace_id", "azure_workspace_resource_id", "host"];
    arguments.into_iter().map(|name| provider.field(name)).find(|field| !field.is_set().is_false())
}

/// The same where it surely does.
pub(crate) fn by_provider(provider: Node<'_>) -> Option<Field<'_>> {
    let named = may_be_by_provider(provider).filter(|field| field.is_set().is_true());
    let is_text = |field: &Field<'_>| field.value().is_some_and(|value| value.as_str().is_some());
    named.filter(|field| !is_one_of_several(provider) || is_text(field))
}

fn metastore_key(node: Node<'_>, value: &Value) -> Option<Metastore> {
    match name_key(&resolve(node.graph(), value, 0))? {
        NameKey::Text(text) if is_placeholder(&text) => Some(Metastore::Symbol(filled_in(node, &text))),
        NameKey::Text(text) => Some(Metastore::Id(text.to_lowercase().into())),
        NameKey::Symbolic(text) => Some(Metastore::Symbol(text)),
    }
}

/// Text that stands for what it names: of what is not filled in, another in each root.
fn filled_in(node: Node<'_>, text: &str) -> Arc<str> {
    if is_placeholder(text) { format!("{}:{text}", node.graph().stack).into() } else { text.into() }
}

/// The metastore of a provider configuration.
pub(crate) fn metastore_of_provider(graph: GraphView<'_>, index: u32) -> Metastore {
    let Some(node) = graph.graph.provider_node(index).map(|id| graph.node(id)) else {
        return Metastore::Unsaid(graph.stack, Some(index));
    };
    let own = if is_unsaid(node) {
        Metastore::Unsaid(graph.stack, Some(index))
    } else {
        Metastore::Provider(graph.stack, graph.world().estate().first_provider(graph.stack, index))
    };
    let keys = by_provider(node).map(|field| workspace_keys(&field)).unwrap_or_default();
    if let Some(metastore) = assigned(graph, &keys) {
        return metastore;
    }
    keys.into_iter().next().map_or(own, Metastore::Workspace)
}

/// Whether nothing is said of where a provider configuration leads: a plan does not say how every argument is made.
fn is_unsaid(provider: Node<'_>) -> bool {
    let is_hidden = |cause: &Cause| cause.kind == CauseKind::IncompletePlan;
    let named = || {
        let field = may_be_by_provider(provider).unwrap_or_else(|| provider.field("profile"));
        field.value()
    };
    is_open(provider) || named().and_then(Value::cause).is_some_and(is_hidden)
}

/// Whether a provider configuration can have arguments that are not here, or is one of several.
pub(crate) fn is_open(provider: Node<'_>) -> bool {
    provider.body().open.is_some() || is_one_of_several(provider)
}

/// Whether it is not known which configuration it is of those of one block.
fn is_one_of_several(provider: Node<'_>) -> bool {
    provider.configuration().is_some_and(|config| config.key == InstanceKey::Any)
}

/// Texts that stand for the workspace that a field names: the resource that it refers to, its value.
pub(crate) fn workspace_keys(field: &Field<'_>) -> Vec<Arc<str>> {
    let mut keys: Vec<Arc<str>> = Vec::new();
    let mut nodes = field.links().filter(|link| {
        let part =
            || link.edge.kind == EdgeKind::Part && field.value().is_some_and(|v| v.as_segments().is_some());
        (link.is_exact() && link.edge.kind == EdgeKind::Reference || part())
            && matches!(
                link.node.type_name(),
                "databricks_mws_workspaces" | "azurerm_databricks_workspace" | "databricks_workspace"
            )
    });
    let mut id = None;
    if let (Some(link), None) = (nodes.next(), nodes.next()) {
        keys.push(format!("{}:{}", link.node.graph().stack, link.node.address()).into());
        id = MwsWorkspace::of(link.node).and_then(|workspace| workspace.workspace_id().value()?.as_number());
    }
    let key = field.value().and_then(|value| {
        if let Some(number) = value.as_number() {
            return Some(NameKey::Text(number.to_string().into()));
        }
        name_key(&remote_state::in_all_roots(field.node.graph(), value))
    });
    match key {
        Some(NameKey::Text(text)) => {
            let text = text.to_lowercase();
            // The path of an Azure resource is no host.
            let (name, id) = if text.starts_with('/') { (&*text, None) } else { provider::host_parts(&text) };
            let estate = field.node.world().estate();
            if id.is_none() || provider::is_of_one_workspace(name) && !estate.is_shared_host(name) {
                keys.push(filled_in(field.node, name));
            }
            keys.extend(id.map(Arc::from));
        }
        Some(NameKey::Symbolic(text)) => keys.push(text),
        None => {}
    }
    // Where a plan does not say what an id is made of, the id is all that leads there.
    keys.extend(id.map(|id| id.to_string().into()));
    keys
}

/// The metastore that is assigned to a workspace in this stack, otherwise in others, as in the root of the account: there by
/// the id that is written out.
fn assigned(graph: GraphView<'_>, keys: &[Arc<str>]) -> Option<Metastore> {
    if keys.is_empty() {
        return None;
    }
    let mut found: Option<Metastore> = None;
    for node in graph.possible(Mode::Managed, "databricks_metastore_assignment") {
        let theirs = workspace_keys(&node.field("workspace_id"));
        if !theirs.iter().any(|key| keys.contains(key)) {
            continue;
        }
        found = Some(assigned_by(node, found.as_ref())?);
    }
    let Some(id) = keys.iter().find(|key| is_id(key)).filter(|_| found.is_none()) else { return found };
    let (world, estate) = (graph.world(), graph.world().estate());
    let all = estate.metastores().assignments_to(id);
    if all.len() > MAX_ASSIGNED {
        return None;
    }
    // A root that is run in several environments makes a metastore in each.
    let environment = |stack: u32| estate.stack(stack).and_then(|stack| stack.environment.as_deref());
    for own in [true, false] {
        let is_asked = |stack: u32| (environment(stack) == environment(graph.stack)) == own;
        for (stack, id) in
            all.iter().filter(|(stack, _)| is_asked(*stack) && estate.rival(*stack, graph.stack))
        {
            let node = world.graph(*stack)?.node(*id);
            found = Some(assigned_by(node, found.as_ref()).filter(|_| node.exists().is_true())?);
        }
        if found.is_some() {
            break;
        }
    }
    found
}

/// Whether a plan alone does not say of which workspace some assignment is, or of which metastore.
pub(crate) fn hides_assignments(graph: GraphView<'_>) -> bool {
    let is_hidden = |node: Node<'_>| {
        let workspace = node.field("workspace_id");
        said(&workspace).is_none()
            || workspace_keys(&workspace).is_empty()
            || assigned_by(node, None).is_none()
    };
    let mut all = graph.possible(Mode::Managed, MetastoreAssignment::TYPE);
    graph.graph.stack.kind == StackKind::Plan && all.any(is_hidden)
}

/// Assignments of one workspace that are compared: more than one say something else than what is.
const MAX_ASSIGNED: usize = 16;

/// The value of an argument, unless a plan says of it no more than that apply gives it.
fn said<'w>(field: &Field<'w>) -> Option<&'w Value> {
    let graph = field.node.graph();
    let value = field.value()?;
    let given = value.symbol().and_then(|symbol| symbol_instance(graph, symbol));
    let is_own =
        given.is_some_and(|(id, _)| id == field.node.id) && graph.graph.stack.kind == StackKind::Plan;
    (!is_own).then_some(value)
}

/// The metastore of an assignment, where others say the same.
fn assigned_by(node: Node<'_>, others: Option<&Metastore>) -> Option<Metastore> {
    let metastore = said(&node.field("metastore_id")).and_then(|id| metastore_key(node, id))?;
    others.is_none_or(|other| *other == metastore).then_some(metastore)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricklint_lang::types::Type;
    use bricklint_lang::value::Blank;

    #[test]
    fn what_a_grant_names_is_read_together() {
        for (argument, _) in ARGUMENTS {
            assert!(crate::instance::KEYS.contains(argument), "{argument}");
        }
    }

    fn unknown(path: &str) -> Value {
        let cause = Cause::new(CauseKind::Variable, "var.x", "`var.x` has no value");
        let symbol =
            Symbol { stack: 0, module: "".into(), name: "var.x".into(), path: path.into(), free: false };
        Value::from_unknown(Unknown {
            ty: Type::String,
            refinements: bricklint_lang::value::Refinements::default(),
            cause,
            symbol: Some(Arc::new(symbol)),
            may_be: Blank::NONE,
            cases: None,
        })
    }

    #[test]
    fn names_are_split_at_the_dots_that_are_known() {
        let text = |text: &str| Value::string(text);
        assert_eq!(split(&text("a.b.c")), vec![text("a"), text("b"), text("c")]);
        let name = concat(&[unknown("a"), text(".b."), unknown("c")]);
        assert_eq!(split(&name), vec![unknown("a"), text("b"), unknown("c")]);
        assert_eq!(join(&split(&name)), name);
        assert_eq!(split(&unknown("a")), vec![unknown("a")]);
        let part = concat(&[text("dev_"), unknown("a"), text("_x.b")]);
        assert_eq!(split(&part), vec![concat(&[text("dev_"), unknown("a"), text("_x")]), text("b")]);
    }

    #[test]
    fn names_have_one_key_exactly_when_they_are_known_to_be_equal() {
        let dev = |value: Value| concat(&[Value::string("dev_"), value]);
        assert_eq!(name_key(&dev(unknown("a"))), name_key(&dev(unknown("a"))));
        assert_ne!(name_key(&dev(unknown("a"))), name_key(&dev(unknown("b"))));
        assert_ne!(name_key(&dev(unknown("a"))), name_key(&unknown("a")));
        let cause = Cause::new(CauseKind::Function, "uuid()", "it differs each time");
        assert_eq!(name_key(&dev(Value::unknown(Type::String, cause))), None);
    }

    #[test]
    fn metastores_differ_only_when_both_ids_are_known() {
        let id = |text: &str| Metastore::Id(text.into());
        assert_eq!(id("a").equals(&id("a")), Tri::True);
        assert_eq!(id("a").equals(&id("b")), Tri::False);
        assert_eq!(id("a").equals(&Metastore::Symbol("a".into())), Tri::Unknown);
        assert_eq!(Metastore::Provider(0, 0).equals(&Metastore::Provider(0, 0)), Tri::True);
        assert_eq!(Metastore::Provider(0, 0).equals(&Metastore::Provider(1, 0)), Tri::Unknown);
    }
}
