//! `databricks_mws_networks`: the customer's network as a workspace uses it (provider
//! `docs/resources/mws_networks.md`).

use bricklint_lang::value::Value;

use crate::attr::Attr;
use crate::view::{Field, Node};

/// A network configuration.
#[derive(Clone, Copy, Debug)]
pub struct MwsNetwork<'w>(pub Node<'w>);

impl<'w> MwsNetwork<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_mws_networks";

    /// `vpc_id`
    pub fn vpc_id(self) -> Field<'w> {
        self.0.field("vpc_id")
    }

    /// `subnet_ids` and `security_group_ids`
    pub fn parts(self) -> impl Iterator<Item = Field<'w>> {
        ["subnet_ids", "security_group_ids"].into_iter().map(move |name| self.0.field(name))
    }

    /// `gcp_network_info.subnet_region`
    pub fn subnet_region(self) -> Option<Field<'w>> {
        let Attr::Known(block) = self.0.single("gcp_network_info") else { return None };
        Some(block.field("subnet_region")).filter(|field| field.is_set().is_true())
    }

    /// Ids of the VPC endpoints: elements of `vpc_endpoints.rest_api` and `.dataplane_relay`, as far as they
    /// are known; the argument itself where nothing of it is.
    pub fn vpc_endpoints(self) -> Vec<Field<'w>> {
        let Attr::Known(block) = self.0.single("vpc_endpoints") else { return Vec::new() };
        // A plan alone does not list what a `dynamic` block makes as written.
        ["rest_api", "dataplane_relay"].into_iter().flat_map(|name| elements(block.effective(name))).collect()
    }
}

/// The known elements of an argument, or the argument where it is not known as a whole.
fn elements(field: Field<'_>) -> Vec<Field<'_>> {
    if field.value().is_some_and(Value::is_unknown) { vec![field] } else { field.items().into_parts().0 }
}
