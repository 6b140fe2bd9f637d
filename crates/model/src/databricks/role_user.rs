//! What in Databricks names the AWS role that Databricks assumes (provider
//! `docs/resources/storage_credential.md`, `credential.md`, `metastore_data_access.md`,
//! `mws_credentials.md`).

use bricklint_findings::Sorting;
use bricklint_lang::tri;
use bricklint_lang::value::Value;

use crate::attr::Attr;
use crate::graph::NodeId;
use crate::instance::Mode;
use crate::place::{Path, Step};
use crate::stack::{Flow, StackKind};
use crate::view::{Field, Node};

/// A resource that names an AWS role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleUser<'w> {
    /// The resource.
    pub node: Node<'w>,
    /// What it needs the role for.
    pub purpose: Purpose,
}

/// What a role is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Unity Catalog: data or services, by a credential with an external id of its own.
    UnityCatalog,
    /// The account: workspaces and log delivery, by the account id.
    Account,
}

/// So many documents are followed from one to the next.
const MOST_DOCUMENTS: usize = 4;

const UNITY_CATALOG: &[&str] =
    &["databricks_credential", "databricks_metastore_data_access", "databricks_storage_credential"];

impl<'w> RoleUser<'w> {
    /// The view of a resource of one of these types.
    pub fn of(node: Node<'w>) -> Option<Self> {
        if !node.is_managed() {
            return None;
        }
        let purpose = match node.type_name() {
            "databricks_mws_credentials" => Purpose::Account,
            name if UNITY_CATALOG.contains(&name) => Purpose::UnityCatalog,
            _ => return None,
        };
        Some(Self { node, purpose })
    }

    /// The ARN of the role; `None` where it uses no AWS role.
    pub fn role_arn(self) -> Option<Field<'w>> {
        match self.purpose {
            Purpose::Account => Some(self.node.field("role_arn")),
            Purpose::UnityCatalog => match self.node.single("aws_iam_role") {
                Attr::Known(block) => Some(block.field("role_arn")),
                Attr::Absent | Attr::Unknown(_) => None,
            },
        }
    }

    /// The external id that Unity Catalog sends, where a plan shows it.
    pub fn external_id(self) -> Option<Field<'w>> {
        self.node.single("aws_iam_role").known().map(|block| block.effective("external_id"))
    }

    /// The resources whose external id a value in the trust policy of a role is, and whether it is surely that: by the symbol of an
    /// unknown, by what it was made of where a plan knows the id, or by what flowed into it, and then one of them. Empty
    /// where it is none.
    pub fn with_external_id(role: Node<'w>, value: &Value) -> (Vec<Node<'w>>, bool) {
        let graph = role.graph();
        let is_one_of = |type_name: &str| UNITY_CATALOG.contains(&type_name);
        if let Some(symbol) = value.symbol()
            && symbol.path.ends_with("external_id")
            && let Some((type_name, _)) = symbol.name.trim_start_matches("data.").split_once('.')
            && is_one_of(type_name)
        {
            let id = graph.graph.instance_of_symbol(symbol);
            return (id.map(|id| graph.node(id)).into_iter().collect(), true);
        }
        if value.as_str().is_some() {
            // Of what a source writes out no id became a part; a plan may know the id.
            if graph.graph.stack.kind == StackKind::Source {
                return (Vec::new(), false);
            }
            let reached = Self::reached(role, value);
            if !reached.is_empty() {
                return (reached, true);
            }
        }
        let names = |flow: &&Flow| {
            let last = flow.path.0.last();
            is_one_of(&flow.type_name) && matches!(last, Some(Step::Name(name)) if &**name == "external_id")
        };
        let is_possible = |node: &Node<'w>| {
            let own = Self::of(*node).and_then(Self::external_id);
            !own.and_then(|own| own.value()).is_some_and(|own| tri::equals(own, value).is_false())
        };
        let sources = graph.flows(value).iter().filter(names).flat_map(|flow| graph.sources(flow));
        (sources.filter(is_possible).collect(), value.as_str().is_some())
    }

    /// The resources with this external id that a trust policy refers to, also through documents. That two ids are the same
    /// text is not enough: before 2024 the one of each credential was the account id.
    fn reached(role: Node<'w>, id: &Value) -> Vec<Node<'w>> {
        let graph = role.graph();
        let mut found = Vec::new();
        let (mut from, mut of_role) = (vec![role.id], true);
        for _ in 0..MOST_DOCUMENTS {
            let edges = from.iter().flat_map(|id| graph.graph.outgoing(*id));
            let of_policy = |path: &Path| matches!(path.0.first(), Some(Step::Name(name)) if &**name == "assume_role_policy");
            let edges = edges.filter(|edge| !of_role || of_policy(&edge.from_path));
            let mut to: Vec<NodeId> = edges.map(|edge| edge.to).collect();
            to.put_in_order();
            to.dedup();
            let has_id = |node: &Node<'w>| {
                let own = Self::of(*node).map_or_else(|| looked_up(*node), Self::external_id);
                own.and_then(|own| own.value()).is_some_and(|own| tri::equals(own, id).is_true())
            };
            found.extend(to.iter().map(|id| graph.node(*id)).filter(has_id));
            to.retain(|id| graph.graph.instance(*id).is_some_and(|of| of.mode == Mode::Data));
            (from, of_role) = (to, false);
        }
        found
    }
}

/// The external id of a credential that is looked up (provider `docs/data-sources/storage_credential.md`).
fn looked_up(node: Node<'_>) -> Option<Field<'_>> {
    let info = node.single("storage_credential_info").known()?;
    info.single("aws_iam_role").known().map(|block| block.field("external_id"))
}
