//! What data sources look up. A data source is a function of its arguments: two of one provider configuration
//! with the same arguments are the same object, and what names the one names the other.

use bricklint_findings::{Sorting, address};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::databricks::group::Group;
use crate::databricks::principal;
use crate::estate::Estate;
use crate::graph::{EdgeKind, NodeId};
use crate::instance::{Body, InstanceKey, Mode};
use crate::place::Path;
use crate::securable::{self, NameKey};
use crate::stack::{EACH_VALUE, Flow};
use crate::view::{Field, Link, Node, World};

/// Arguments that change what is shown of an object, not which one it is (provider `docs/data-sources/group.md`,
/// `notebook.md`).
const NOT_NAMING: &[&str] = &["format", "recursive"];

/// Data sources that look up the one object of a provider configuration, without arguments (provider
/// `docs/data-sources/current_metastore.md`, `current_user.md`, `current_config.md`).
const SOLE: &[&str] =
    &["databricks_current_config", "databricks_current_metastore", "databricks_current_user"];

/// See [`LOOKED_UP`].
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Data sources that look an object up by one argument, the type of a resource that makes such objects, and its attribute
/// (provider `docs/data-sources`).
const LOOKED_UP: &[Row] = &[
    ("databricks_cluster", "cluster_id", "databricks_cluster", "id"),
    ("databricks_cluster", "cluster_name", "databricks_cluster", "cluster_name"),
    ("databricks_cluster_policy", "id", "databricks_cluster_policy", "id"),
    ("databricks_cluster_policy", "name", "databricks_cluster_policy", "name"),
    ("databricks_directory", "path", "databricks_directory", "path"),
    ("databricks_group", "display_name", "databricks_group", "display_name"),
    ("databricks_instance_pool", "name", "databricks_instance_pool", "instance_pool_name"),
    ("databricks_job", "id", "databricks_job", "id"),
    ("databricks_job", "job_id", "databricks_job", "id"),
    ("databricks_job", "job_name", "databricks_job", "name"),
    ("databricks_job", "name", "databricks_job", "name"),
    ("databricks_metastore", "metastore_id", "databricks_metastore", "id"),
    ("databricks_metastore", "name", "databricks_metastore", "name"),
    ("databricks_mlflow_experiment", "experiment_id", "databricks_mlflow_experiment", "id"),
    ("databricks_mlflow_experiment", "name", "databricks_mlflow_experiment", "name"),
    ("databricks_mlflow_model", "name", "databricks_mlflow_model", "name"),
    ("databricks_notebook", "path", "databricks_notebook", "path"),
    ("databricks_service_principal", "application_id", "databricks_service_principal", "application_id"),
    ("databricks_service_principal", "display_name", "databricks_service_principal", "display_name"),
    ("databricks_sql_warehouse", "id", "databricks_sql_endpoint", "id"),
    ("databricks_sql_warehouse", "name", "databricks_sql_endpoint", "name"),
    ("databricks_user", "user_name", "databricks_user", "user_name"),
];

/// How the texts begin of what has the elements of a list.
const SAME_ELEMENTS: &[&str] = &["convert(", "distinct(", "reverse(", "sort("];

/// The attribute that lists what a field is one of: the element of a repetition over it.
pub(crate) fn listed<'w>(field: &Field<'w>) -> Option<&'w Flow> {
    let stack = &field.node.graph().graph.stack;
    let value = field.value()?;
    let symbol = value.symbol()?;
    let named = symbol.to_string();
    let text = address::join(&symbol.module, &named);
    let (owner, part) = text.rsplit_once("[*].")?;
    let mut over: &str = stack.repetitions.get(&*[owner, "[*]", EACH_VALUE].concat())?;
    // In a module its address stands first.
    let inside = |over: &'w str, name: &&str| {
        let (module, inside) = over.split_once(*name)?;
        (module.is_empty() || module.starts_with("module.") && module.ends_with('.')).then_some(inside)
    };
    while let Some(inside) = SAME_ELEMENTS.iter().find_map(|name| inside(over, name)) {
        let inside = inside.strip_suffix(')')?;
        over = inside.rsplit_once(", ").map_or(inside, |(list, _)| list);
    }
    let [flow] = stack.flows(value.provenance()) else { return None };
    let (head, rest) = over.split_once(&*format!("{}.{}", flow.type_name, flow.name))?;
    let whole = !head.contains(['(', ' ']) && rest.strip_suffix(&*flow.path.to_string())?.ends_with('.');
    let is_element = matches!(part, "each.key" | "each.value" | "key" | "value");
    (whole && is_element).then_some(flow)
}

/// The row of [`LOOKED_UP`] that a data source is one of, with the value that it is given.
fn looked_up(node: Node<'_>) -> Option<(&'static Row, Value)> {
    let arguments = arguments(node)?;
    let [(argument, value)] = arguments.as_slice() else { return None };
    let row = LOOKED_UP.iter().find(|(of, by, ..)| *of == node.type_name() && by == argument)?;
    Some((row, value.clone()))
}

/// The resource of its stack that makes what a data source looks up through the same provider configuration: what names
/// the one names the other.
pub fn made(node: Node<'_>) -> Option<Node<'_>> {
    let graph = node.graph();
    let made = node.world().estate().lookups().made.get(&(graph.stack, node.id))?;
    Some(graph.node(*made))
}

/// The same, found anew: by a reference, or the only one that has the name.
fn find_made<'w>(node: Node<'w>, named: &mut Named<'w>) -> Option<Node<'w>> {
    let ((_, argument, of, attribute), value) = looked_up(node)?;
    let is_attribute = |link: &Link<'w>| {
        let path = &link.edge.to_path;
        // Types with an id of another name have it as `id` too.
        let is_at = |name: &str| *path == Path::root().name(name);
        let by_own_id = || *attribute == "id" && is_at(argument);
        link.is_exact() && link.edge.kind == EdgeKind::Reference && (is_at(attribute) || by_own_id())
    };
    let field = node.field(argument);
    let referred = field.links().find(is_attribute).map(|link| link.node);
    let found = referred.or_else(|| {
        let name = securable::name_key_in_cases(&value)?;
        let all =
            named.entry((node.graph().stack, of, attribute)).or_insert_with(|| by_name(node, of, attribute));
        *all.get(&(provider(node)?, name))?
    })?;
    (found.is_managed() && found.type_name() == *of && provider(found) == provider(node)).then_some(found)
}

/// By stack, type and attribute: the resources by provider configuration and name, none where several have it.
type Named<'w> = FxHashMap<(u32, &'static str, &'static str), ByName<'w>>;

type ByName<'w> = FxHashMap<(u32, NameKey), Option<Node<'w>>>;

fn by_name<'w>(node: Node<'w>, of: &str, attribute: &'static str) -> ByName<'w> {
    let mut all = ByName::default();
    for one in node.graph().possible(Mode::Managed, of) {
        let field = one.field(attribute);
        let Some((provider, value)) = provider(one).zip(field.value()) else { continue };
        let value = as_name(one, value);
        if let Some(name) = securable::name_key_in_cases(&value) {
            all.entry((provider, name)).and_modify(|found| *found = None).or_insert(Some(one));
        }
    }
    all
}

/// The arguments of a data source, sorted by name; none of a resource, and of a data source with blocks.
fn arguments(node: Node<'_>) -> Option<Vec<(&str, Value)>> {
    let instance = node.instance().filter(|instance| instance.mode == Mode::Data)?;
    let body = node.body();
    let in_blocks =
        |body: &Body| body.blocks.iter().flat_map(|group| &group.items).any(|b| is_written(&b.body));
    if instance.key == InstanceKey::Any || body.open.is_some() || in_blocks(body) {
        return None;
    }
    let written = body
        .attributes
        .iter()
        .filter(|(name, slot)| slot.written && !slot.value.is_null() && !NOT_NAMING.contains(&&**name));
    let mut arguments: Vec<(&str, Value)> =
        written.map(|(name, slot)| (&**name, as_name(node, &slot.value))).collect();
    arguments.put_in_order_by_key(|(name, _)| *name);
    (!arguments.is_empty() || SOLE.contains(&&*instance.type_name)).then_some(arguments)
}

fn is_written(body: &Body) -> bool {
    body.attributes.iter().any(|(_, slot)| slot.written)
        || body.blocks.iter().flat_map(|group| &group.items).any(|block| is_written(&block.body))
}

/// The id that a data source found.
fn found(node: Node<'_>) -> Option<&str> {
    node.body().attribute("id")?.value.as_str().filter(|id| !id.is_empty())
}

/// Whether two nodes are the same object. A resource is another than every data source that is not known to look it up.
pub fn same(a: Node<'_>, b: Node<'_>) -> Tri {
    if a == b {
        return Tri::True;
    }
    if a.is_managed() != b.is_managed() {
        let (resource, looking) = if a.is_managed() { (a, b) } else { (b, a) };
        let of_name = may_make(resource, looking).or(may_list(looking, resource));
        return Tri::from(made(looking) == Some(resource)).or(of_name);
    }
    let data = |node: Node<'_>| node.instance().is_some_and(|instance| instance.mode == Mode::Data);
    if a.type_name() != b.type_name() || !data(a) || !data(b) {
        return if data(a) && data(b) { may_list(a, b).or(may_list(b, a)) } else { Tri::False };
    }
    if provider(a) == provider(b)
        && let (Some(mine), Some(theirs)) = (found(a), found(b))
    {
        return Tri::from(mine == theirs);
    }
    let (Some(mine), Some(theirs)) = (arguments(a), arguments(b)) else { return Tri::Unknown };
    // By its name and by its id.
    if !mine.iter().map(|(name, _)| name).eq(theirs.iter().map(|(name, _)| name)) {
        return Tri::Unknown;
    }
    let values = mine.iter().zip(&theirs);
    let same = values.fold(Tri::True, |same, ((_, a), (_, b))| same.and(tri::equals(a, b)));
    if provider(a) == provider(b) { same } else { same.and(Tri::Unknown) }
}

/// Unknown where a resource may have the name by which a data source looks up what its provider configuration has. The id
/// that it will get is none that something else writes out.
fn may_make(made: Node<'_>, looking: Node<'_>) -> Tri {
    let Some(((_, _, of, attribute), value)) = looked_up(looking) else { return Tri::False };
    let fits = made.type_name() == *of && *attribute != "id" && made.may_share_provider(looking);
    let name = made.field(attribute).value().filter(|name| fits && !name.is_null());
    name.map_or(Tri::False, |name| tri::equals(&as_name(made, name), &value)).and(Tri::Unknown)
}

/// Unknown where a data source lists all that one is of, so that any of what it lists may be that.
fn may_list(list: Node<'_>, one: Node<'_>) -> Tri {
    let of = list.type_name().strip_suffix('s');
    let is_of = |of: &str| {
        of == one.type_name()
            || LOOKED_UP.iter().any(|(data, _, made, _)| *data == of && *made == one.type_name())
    };
    let lists = of.is_some_and(is_of) && one.may_share_provider(list);
    if lists { Tri::Unknown } else { Tri::False }
}

/// A name as data sources look it up: those of principals fold case.
fn as_name(node: Node<'_>, name: &Value) -> Value {
    if principal::kind_of_type(node.type_name()).is_some() {
        securable::resolve(node.graph(), name, 1)
    } else {
        name.clone()
    }
}

/// What is looked up by the credentials of a configuration alone.
const OF_CREDENTIALS: &[&str] = &["databricks_current_config", "databricks_current_user"];

/// The provider configuration of a node, or the first that leads where it does.
fn provider(node: Node<'_>) -> Option<u32> {
    let index = node.instance()?.provider?;
    if OF_CREDENTIALS.contains(&node.type_name()) {
        return Some(index);
    }
    Some(node.world().estate().first_provider(node.graph().stack, index))
}

/// Whether two nodes of a stack are surely of one provider configuration, or of two that lead to the same.
pub(crate) fn share_provider(a: Node<'_>, b: Node<'_>) -> bool {
    provider(a).is_some_and(|index| provider(b) == Some(index))
}

/// Text that two data sources of a stack share exactly when they are known to be the same object.
pub fn key(node: Node<'_>) -> Option<String> {
    let mut text = format!("{}\u{1}{:?}", node.type_name(), provider(node)?);
    for (name, value) in arguments(node)? {
        let number = value.as_number().map(|number| NameKey::Text(number.to_string().into()));
        let (mark, value) = match number.or_else(|| securable::name_key_in_cases(&value))? {
            NameKey::Text(text) => ('=', text),
            NameKey::Symbolic(symbols) => ('?', symbols),
        };
        text.push('\u{1}');
        text.push_str(name);
        text.push(mark);
        text.push_str(&value);
    }
    Some(text)
}

/// The resource that makes what a data source looks up, or else the first data source of its stack, by its address, that
/// is known to be the same object.
pub(crate) fn first(node: Node<'_>) -> Option<Node<'_>> {
    if let Some(made) = made(node) {
        return Some(made);
    }
    let graph = node.graph();
    let first = node.world().estate().lookups().first.get(&(graph.stack, key(node)?))?;
    Some(graph.node(*first))
}

/// The same by what was found, where that is known.
fn found_key(node: Node<'_>) -> Option<String> {
    let id = found(node)?;
    Some(format!("{}\u{1}{:?}\u{1}{id}", node.type_name(), provider(node)?))
}

/// Whether the node can be the same object as one with another [`key`].
pub fn is_open(node: Node<'_>) -> bool {
    if node.is_managed() {
        return has_open_name(node);
    }
    let data = node.instance().is_some_and(|instance| instance.mode == Mode::Data);
    let is_open = || arguments(node).is_none_or(|all| all.iter().any(|(_, value)| !value.is_wholly_known()));
    data && (is_looked_up_otherwise(node) || is_open())
}

/// Whether others of its type and stack look up by other arguments, so that they can find what it does.
pub(crate) fn is_looked_up_otherwise(node: Node<'_>) -> bool {
    node.world().estate().lookups().otherwise.contains(&(node.graph().stack, node.id))
}

/// Whether a data source of its stack can look a resource up by a name without a value.
fn has_open_name(node: Node<'_>) -> bool {
    LOOKED_UP.iter().any(|(data, _, of, attribute)| {
        *of == node.type_name()
            && *attribute != "id"
            && node.field(attribute).value().is_some_and(|name| !name.is_wholly_known())
            && node.graph().possible(Mode::Data, data).next().is_some()
    })
}

/// What data sources of Databricks look up, by stack and [`key`].
#[derive(Debug, Default)]
pub(crate) struct Lookups {
    /// The first of those that several look up.
    first: FxHashMap<(u32, String), NodeId>,
    /// The resources that make what is looked up, by stack and data source.
    made: FxHashMap<(u32, NodeId), NodeId>,
    /// The other way: the data sources that look up what a resource makes.
    lookers: FxHashMap<(u32, NodeId), Vec<NodeId>>,
    /// Groups that several look up, also by what was found.
    groups: FxHashMap<(u32, String), Vec<NodeId>>,
    /// Those of types that are looked up by other arguments too.
    otherwise: FxHashSet<(u32, NodeId)>,
}

impl Lookups {
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        let mut all: FxHashMap<(u32, String), Vec<NodeId>> = FxHashMap::default();
        let mut groups: FxHashMap<(u32, String), Vec<NodeId>> = FxHashMap::default();
        let (mut made, mut lookers) = (FxHashMap::default(), FxHashMap::default());
        let mut named = Named::default();
        let mut otherwise = FxHashSet::default();
        for graph in world.graphs() {
            let types = graph.graph.types_of(Mode::Data).filter(|name| name.starts_with("databricks_"));
            let types: Vec<Vec<_>> = types.map(|name| graph.possible(Mode::Data, name).collect()).collect();
            for nodes in &types {
                let arguments_of = |node: &Node<'_>| -> Option<Vec<String>> {
                    let given = arguments(*node)?.into_iter().map(|(name, _)| name.to_owned());
                    // It says where to ask, and not for what.
                    Some(given.filter(|name| name != "api").collect())
                };
                let mut all = nodes.iter().filter_map(arguments_of);
                if all.next().is_some_and(|first| all.any(|other| other != first)) {
                    otherwise.extend(nodes.iter().map(|node| (graph.stack, node.id)));
                }
            }
            for node in types.into_iter().flatten() {
                if let Some(found) = find_made(node, &mut named) {
                    made.insert((graph.stack, node.id), found.id);
                    lookers.entry((graph.stack, found.id)).or_insert_with(Vec::new).push(node.id);
                }
                let by_arguments = key(node);
                if let Some(key) = &by_arguments {
                    all.entry((graph.stack, key.clone())).or_default().push(node.id);
                }
                if Group::TYPES.contains(&node.type_name()) {
                    for key in by_arguments.into_iter().chain(found_key(node)) {
                        groups.entry((graph.stack, key)).or_default().push(node.id);
                    }
                }
            }
        }
        groups.retain(|_, ids| ids.len() > 1);
        all.retain(|_, ids| ids.len() > 1);
        let first = all.into_iter().filter_map(|(key, ids)| Some((key, ids.into_iter().min()?))).collect();
        Self { first, made, lookers, groups, otherwise }
    }
}

/// The nodes that are known to be the same group, in the order of their addresses; the node itself among them.
pub fn twins(group: Node<'_>) -> Vec<Node<'_>> {
    let lookups = group.world().estate().lookups();
    let stack = group.graph().stack;
    let group = made(group).unwrap_or(group);
    let mut ids: Vec<NodeId> = if group.is_managed() {
        lookups.lookers.get(&(stack, group.id)).cloned().unwrap_or_default()
    } else {
        let index = &lookups.groups;
        keys(group).filter_map(|key| index.get(&(stack, key))).flatten().copied().collect()
    };
    ids.push(group.id);
    ids.put_in_order();
    ids.dedup();
    ids.into_iter().map(|id| group.graph().node(id)).collect()
}

fn keys(node: Node<'_>) -> impl Iterator<Item = String> {
    key(node).into_iter().chain(found_key(node))
}
