//! The cloud region that something lies in, as far as the configuration says it.

use bricklint_findings::address;
use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Provenance, Symbol, Value};

use crate::attr::Attr;
use crate::databricks::{metastore, mws_networks, mws_vpc_endpoint, mws_workspaces};
use crate::graph::EdgeKind;
use crate::instance::{InstanceKey, Mode};
use crate::place::{Place, Step};
use crate::repetition::{Index, holds_key, same_by_key};
use crate::view::{Field, Link, Node};

/// A bucket of Google Cloud.
pub const BUCKET_OF_GOOGLE: &str = "google_storage_bucket";

/// What containers of Azure lie in.
pub const STORAGE_ACCOUNT: &str = "azurerm_storage_account";

/// References are followed this far.
const MAX_DEPTH: u8 = 6;

/// The region of something.
#[expect(clippy::large_enum_variant, reason = "a field is a handle that is copied like a node")]
#[derive(Clone, Copy, Debug)]
pub enum Region<'w> {
    /// What this attribute says.
    Said(Field<'w>),
    /// Whatever the environment or the server gives this node: a provider configuration without `region`,
    /// a metastore without one.
    Unsaid(Node<'w>),
}

impl<'w> Region<'w> {
    /// The region of a node; `None` for what has none, or whose region the configuration cannot say.
    pub fn of(node: Node<'w>) -> Option<Self> {
        Self::at(node, 0)
    }

    fn at(node: Node<'w>, depth: u8) -> Option<Self> {
        let instance = node.instance()?;
        let attribute = match node.type_name() {
            metastore::Metastore::TYPE
            | "databricks_mws_network_connectivity_config"
            | "databricks_mws_private_access_settings" => "region",
            mws_workspaces::MwsWorkspace::TYPE if node.is_managed() => {
                return mws_workspaces::MwsWorkspace(node).region().map(|field| said(field, depth));
            }
            mws_vpc_endpoint::MwsVpcEndpoint::TYPE => {
                return mws_vpc_endpoint::MwsVpcEndpoint(node).region().map(|field| said(field, depth));
            }
            mws_networks::MwsNetwork::TYPE => {
                return mws_networks::MwsNetwork(node).subnet_region().map(|field| said(field, depth));
            }
            "aws_region" => return aws_region(node, depth),
            // Most buckets lie in several regions, whose names (`EU`, `NAM4`) are no regions'.
            BUCKET_OF_GOOGLE => {
                let field = node.field("location");
                let is_region = field.value()?.as_str().is_none_or(|name| name.contains('-'));
                return (node.is_managed() && is_region).then(|| said(field, depth));
            }
            STORAGE_ACCOUNT if node.is_managed() => return Some(said(node.field("location"), depth)),
            // A link says itself where the thing lies.
            name if name.starts_with("google_compute_") && node.block().is_written("self_link") => {
                return None;
            }
            // A bucket is found from any region, so where it was looked up says nothing.
            "aws_s3_bucket" if instance.mode == Mode::Data => return None,
            name if is_regional(name) => return regional(node, depth),
            _ => return None,
        };
        let field = node.effective(attribute);
        if field.is_set().is_false() || is_computed(&field) {
            return looked_up(node, depth).or(Some(Self::Unsaid(node)));
        }
        Some(said(field, depth))
    }

    /// Whether two regions are the same.
    pub fn equals(&self, other: &Region<'_>) -> Tri {
        match (self, other) {
            (Self::Said(a), Region::Said(b)) => match (a.value(), b.value()) {
                (Some(a), Some(b)) => same(a, b),
                _ => Tri::Unknown,
            },
            (Self::Unsaid(a), Region::Unsaid(b)) if a.graph().stack == b.graph().stack && a.id == b.id => {
                Tri::True
            }
            _ => Tri::Unknown,
        }
    }

    /// The name of the region where it is known, folded for comparison.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Said(field) => field.value()?.as_str().map(fold),
            Self::Unsaid(_) => None,
        }
    }

    /// The region in a message.
    pub fn shown(&self) -> String {
        match self {
            Self::Said(field) => field.shown(),
            Self::Unsaid(node) => format!("the region of `{}`", node.address()),
        }
    }

    /// Where it is said.
    pub fn place(&self) -> Place {
        match self {
            Self::Said(field) => field.place(),
            Self::Unsaid(node) => node.place(),
        }
    }

    /// Why it is not known; `None` where it is.
    pub fn cause(&self) -> Option<Cause> {
        match self {
            Self::Said(field) if field.value().is_some_and(|value| value.as_str().is_some()) => None,
            Self::Said(field) => Some(field.cause_or("region")),
            Self::Unsaid(node) if node.instance().is_some_and(|instance| instance.mode == Mode::Data) => {
                let field = format!("{}.region", node.address());
                let text = format!("`{field}` is read by the provider");
                Some(Cause::new(CauseKind::DataSource, field, text))
            }
            Self::Unsaid(node) => Some(Cause::new(
                CauseKind::NotVisibleHere,
                node.address(),
                format!("`{}` names no region", node.address()),
            )),
        }
    }
}

/// The region that an attribute says, through references to the regions of other things.
fn said(field: Field<'_>, depth: u8) -> Region<'_> {
    let own = Region::Said(field);
    if depth > MAX_DEPTH || field.value().is_none_or(|value| value.as_unknown().is_none()) {
        return own;
    }
    let mut links = field.links().filter(is_region_of);
    match (links.next(), links.next()) {
        (Some(link), None) => Region::at(link.node, depth + 1).unwrap_or(own),
        _ => own,
    }
}

/// Whether the value is the other end's region.
fn is_region_of(link: &Link<'_>) -> bool {
    let [Step::Name(name)] = link.edge.to_path.0.as_slice() else { return false };
    let data_region = link.node.type_name() == "aws_region" && matches!(&**name, "name" | "id");
    link.is_exact()
        && link.edge.kind == EdgeKind::Reference
        && (data_region || matches!(&**name, "region" | "aws_region" | "location"))
}

/// `data.aws_region` is the region it names, otherwise that of its provider.
fn aws_region(node: Node<'_>, depth: u8) -> Option<Region<'_>> {
    let named = node.field("name");
    if named.is_set().is_true() && !is_computed(&named) {
        return Some(said(named, depth));
    }
    regional(node, depth)
}

/// The region of what this stack makes and looks up again, by its id or its name.
fn looked_up(node: Node<'_>, depth: u8) -> Option<Region<'_>> {
    if node.is_managed() || depth > MAX_DEPTH {
        return None;
    }
    ["metastore_id", "name"].into_iter().find_map(|name| {
        let is_it = |link: &Link<'_>| {
            link.is_exact()
                && link.edge.kind == EdgeKind::Reference
                && link.node.type_name() == node.type_name()
        };
        let link = node.field(name).links().find(is_it)?;
        Region::at(link.node, depth + 1)
    })
}

/// A resource lies in its own `region` (that of AWS since provider 6) or in that of its provider configuration.
fn regional(node: Node<'_>, depth: u8) -> Option<Region<'_>> {
    let own = node.effective("region");
    if own.is_set().is_true() && !is_computed(&own) {
        return Some(said(own, depth));
    }
    let provider = node.provider().filter(|_| !node.may_have_another_provider())?;
    let region = provider.field("region");
    if region.is_set().is_false() || region.value().is_none() {
        return Some(asked(provider).map_or(Region::Unsaid(provider), Region::Said));
    }
    Some(said(region, depth))
}

/// The region that a data source has got from a provider configuration, as a plan shows it.
fn asked(provider: Node<'_>) -> Option<Field<'_>> {
    let graph = provider.graph();
    let mut all = graph.graph.instances_of(Mode::Data, "aws_region").iter().map(|id| graph.node(*id));
    all.find_map(|node| {
        let block = node.block();
        let is_own = ["region", "name", "endpoint"].iter().all(|name| !block.is_written(name));
        if !is_own || node.provider() != Some(provider) {
            return None;
        }
        let fields = ["region", "name", "id"].map(|name| node.effective(name));
        fields.into_iter().find(|field| field.value().is_some_and(|value| value.as_str().is_some()))
    })
}

/// Whether only the server knows the value: an unknown that stands for the attribute itself.
fn is_computed(field: &Field<'_>) -> bool {
    let Some(unknown) = field.value().and_then(Value::as_unknown) else { return false };
    let path = field.path().to_string();
    if !field.node.block().is_written(&path) {
        return unknown.cases.is_none();
    }
    // In a plan, what is written and known after apply like that which is not may be null.
    let from = field.value().map_or(Provenance::NONE, Value::provenance);
    unknown.symbol.as_deref().is_some_and(|symbol| {
        unknown.may_be.null
            && from == Provenance::NONE
            && *symbol.path == *path
            && address::join(&symbol.module, &symbol.name) == *field.node.address()
    })
}

/// Types that lie in one region, and data sources that look into one.
fn is_regional(type_name: &str) -> bool {
    matches!(
        type_name,
        "aws_s3_bucket"
            | "aws_vpc"
            | "aws_vpcs"
            | "aws_default_security_group"
            | "aws_default_subnet"
            | "aws_default_vpc"
            | "aws_subnet"
            | "aws_subnets"
            | "aws_security_group"
            | "aws_security_groups"
            | "aws_vpc_endpoint"
            | "google_client_config"
            | "google_compute_address"
            | "google_compute_forwarding_rule"
            | "google_compute_subnetwork"
    )
}

fn same(a: &Value, b: &Value) -> Tri {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => Tri::from(fold(a) == fold(b)),
        _ => tri::equals(a, b),
    }
}

/// Azure writes `West Europe` and `westeurope`.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// What a field names that has a region.
#[derive(Clone, Debug)]
pub enum Ends<'w> {
    /// Nothing, something outside, or something that is not judged.
    None,
    /// These: more than one where it is not known which.
    Some(Vec<End<'w>>),
    /// Not to be told.
    Unknown(Cause),
}

/// One thing that a field names.
#[derive(Clone, Copy, Debug)]
pub struct End<'w> {
    /// The thing.
    pub node: Node<'w>,
    /// Its region.
    pub region: Region<'w>,
    /// Whether the field names it, or one of those beside it, for certain.
    pub exact: bool,
    /// What the field takes it by from those of its resource.
    index: Option<Index<'w>>,
}

impl End<'_> {
    /// Whether it lies in the same region as another.
    pub fn lies_with(&self, other: &Self) -> Tri {
        match (&self.region, &other.region) {
            // What surely is joined where all instances stand together has one key.
            (Region::Said(x), Region::Said(y)) if self.exact && other.exact && same_by_key(x, y) => Tri::True,
            _ if self.is_taken_by_region_of(other) || other.is_taken_by_region_of(self) => Tri::True,
            _ => self.region.equals(&other.region),
        }
    }

    /// Whether it is the one whose key is the region of another, and lies in the region that its key names:
    /// `databricks_metastore.m[var.region]` beside what lies in `var.region`, or is taken by the same.
    fn is_taken_by_region_of(&self, other: &Self) -> bool {
        let own_region = |end: &Self| match &end.region {
            Region::Said(field) => field.node == end.node && holds_key(field),
            Region::Unsaid(_) => false,
        };
        let (Some(index), Region::Said(theirs)) = (&self.index, &other.region) else { return false };
        own_region(self)
            && (index.is_value_of(theirs, other.exact)
                || other.index.is_some_and(|other_index| index.is(&other_index)) && own_region(other))
    }

    /// Whether only one of the two can be meant: they are taken by the same and have different keys.
    pub fn excludes(&self, other: &Self) -> bool {
        let key = |end: &Self| end.node.instance().map(|instance| instance.key.clone());
        self.index.zip(other.index).is_some_and(|(a, b)| a.is(&b))
            && match (key(self), key(other)) {
                (Some(InstanceKey::Key(a)), Some(InstanceKey::Key(b))) => a != b,
                (Some(InstanceKey::Index(a)), Some(InstanceKey::Index(b))) => a != b,
                _ => false,
            }
    }
}

impl<'w> Ends<'w> {
    /// What a field names among these types.
    pub fn of(field: Field<'w>, types: &[&str]) -> Self {
        let mut ends: Vec<End<'w>> = Vec::new();
        let mut without = None;
        let mut foreign = false;
        // What the field surely names leaves no room for what only a name could make it.
        let named = |link: &Link<'w>| types.contains(&link.node.type_name()) && !link.node.is_external();
        let sure = field.links().any(|link| named(&link) && link.is_exact());
        // What a known value itself names leaves none for what it could come from.
        let is_key = |link: &Link<'w>| link.edge.kind == EdgeKind::NaturalKey;
        let known = field.value().is_some_and(|value| !value.is_unknown());
        let by_key = known && field.links().any(|link| named(&link) && link.is_exact() && is_key(&link));
        for link in field.links() {
            if sure && is_key(&link) && !link.is_exact() || by_key && !is_key(&link) {
                continue;
            }
            let name = link.node.type_name();
            if !types.contains(&name) {
                foreign |= ["azurerm_", "azapi_", "google_"].iter().any(|prefix| name.starts_with(prefix));
                continue;
            }
            if link.node.is_external() {
                continue;
            }
            match Region::of(link.node) {
                Some(region) => match ends.iter_mut().find(|end| end.node == link.node) {
                    Some(end) => end.exact |= link.is_exact(),
                    None => ends.push(End {
                        node: link.node,
                        region,
                        exact: link.is_exact(),
                        index: Index::of(field, link.node),
                    }),
                },
                None if name == BUCKET_OF_GOOGLE => foreign = true,
                None => without = Some(link.node),
            }
        }
        if let Some(node) = without {
            let text = format!("`{}` does not say its region", node.address());
            return Self::Unknown(Cause::new(CauseKind::DataSource, node.address(), text));
        }
        let told = !field.may_be_another() || ends.iter().any(|end| end.exact);
        if told && !ends.is_empty() {
            // Of several that are all written out it is one for certain, unless some of them are taken away.
            let written_out = |value: &Value| {
                let flows = field.node.graph().graph.stack.flows(value.provenance());
                let takes_away = |symbol: &Symbol| {
                    ["setsubtract(", "matchkeys("].iter().any(|name| symbol.name.contains(name))
                };
                flows.len() > 1
                    && flows.iter().all(|flow| flow.key != InstanceKey::Any)
                    && !value.symbol().is_some_and(takes_away)
            };
            // An element of a list of ids lies where the others do.
            let is_element = || {
                let symbol = field.value().and_then(Value::symbol);
                !field.may_be_another() && symbol.is_some_and(|symbol| symbol.path.starts_with("ids["))
            };
            let sure = if ends.len() > 1 { field.value().is_some_and(written_out) } else { is_element() };
            for end in &mut ends {
                end.exact |= sure;
            }
            return Self::Some(ends);
        }
        if foreign { Self::None } else { Self::unseen(field) }
    }

    /// What a field names that is not seen: not to be told, where it is not known.
    pub fn unseen(field: Field<'w>) -> Self {
        let unknown = match field.value() {
            Some(value) if !value.is_null() && !value.is_wholly_known() => value.cause().cloned(),
            None => match field.known_value() {
                Attr::Unknown(cause) => Some(cause),
                Attr::Absent | Attr::Known(_) => None,
            },
            Some(_) => None,
        };
        unknown.map_or(Self::None, Self::Unknown)
    }

    /// What the elements of a list name among these types, of each by itself where they are known.
    pub fn each(list: Field<'w>, types: &[&str]) -> Vec<Self> {
        if list.value().is_some_and(Value::is_unknown) {
            return vec![Self::of(list, types)];
        }
        let (items, open) = list.items().into_parts();
        let mut found: Vec<Self> = items.iter().map(|item| Self::of(*item, types)).collect();
        found.extend(open.into_iter().map(Self::Unknown));
        if found.iter().any(|ends| matches!(ends, Self::Some(_))) {
            return found;
        }
        // A plan does not say which element comes from which instance, but its ids do.
        let (graph, path) = (list.node.graph(), list.path());
        let edges = graph.graph.outgoing(list.node.id).filter(|edge| edge.from_path.0.starts_with(&path.0));
        let is_one = |id: &Field<'w>| items.iter().any(|item| item.equals(id).is_true());
        let named = edges.map(|edge| graph.node(edge.to)).filter(|node| {
            types.contains(&node.type_name())
                && (is_one(&node.effective("id"))
                    || node.effective("ids").items().into_parts().0.iter().any(is_one))
        });
        found.extend(named.map(Self::node));
        found
    }

    /// Makes the ends uncertain where the way to them is.
    pub fn weaken(&mut self, exact: bool) {
        if let Self::Some(ends) = self {
            for end in ends {
                end.exact &= exact;
                end.index = end.index.filter(|_| exact);
            }
        }
    }

    /// The node itself.
    pub fn node(node: Node<'w>) -> Self {
        match Region::of(node) {
            Some(region) => Self::Some(vec![End { node, region, exact: true, index: None }]),
            None => Self::None,
        }
    }
}
