//! The Databricks account that resources are in, by its id.

use bricklint_lang::value::Value;

use crate::graph::NodeId;
use crate::instance::Mode;
use crate::view::{GraphView, Node};

/// Types that name their account (provider `docs/resources/mws_*.md`).
const NAMING: &[&str] = &[
    "databricks_mws_credentials",
    "databricks_mws_customer_managed_keys",
    "databricks_mws_log_delivery",
    "databricks_mws_networks",
    "databricks_mws_private_access_settings",
    "databricks_mws_storage_configurations",
    "databricks_mws_vpc_endpoint",
    "databricks_mws_workspaces",
];

/// Instances of a type that are asked; they tend to be in one account.
const ASKED: usize = 4;

/// The account ids that a stack names: in provider configurations and account-level resources.
pub fn ids(view: GraphView<'_>) -> Vec<&Value> {
    let resources = NAMING.iter().flat_map(|name| {
        view.graph.instances_of(Mode::Managed, name).iter().take(ASKED).map(|id: &NodeId| view.node(*id))
    });
    let mut out: Vec<&Value> = Vec::new();
    for value in
        provider_configurations(view).chain(resources).filter_map(|node| node.field("account_id").value())
    {
        if !value.is_null() && !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

/// The provider configurations of Databricks in a stack.
pub(crate) fn provider_configurations(view: GraphView<'_>) -> impl Iterator<Item = Node<'_>> {
    let providers = (0..).zip(&view.graph.stack.providers).filter(|(_, provider)| provider.is_databricks());
    providers.filter_map(move |(at, _)| view.graph.provider_node(at)).map(move |id| view.node(id))
}

/// The account id that a resource names, or else its provider configuration.
pub fn id_of(node: Node<'_>) -> Option<&Value> {
    let own = node.field("account_id").value().filter(|value| !value.is_null());
    own.or_else(|| node.provider()?.field("account_id").value()).filter(|value| !value.is_null())
}
