//! `databricks_mws_vpc_endpoint`: a VPC endpoint as Databricks knows it (provider
//! `docs/resources/mws_vpc_endpoint.md`).

use crate::attr::Attr;
use crate::view::{Field, Node};

/// A registered VPC endpoint.
#[derive(Clone, Copy, Debug)]
pub struct MwsVpcEndpoint<'w>(pub Node<'w>);

impl<'w> MwsVpcEndpoint<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_mws_vpc_endpoint";

    /// `aws_vpc_endpoint_id`
    pub fn aws_vpc_endpoint_id(self) -> Field<'w> {
        self.0.field("aws_vpc_endpoint_id")
    }

    /// `region`, or `gcp_vpc_endpoint_info.endpoint_region`; `None` where neither is written.
    pub fn region(self) -> Option<Field<'w>> {
        let own = self.0.field("region");
        if own.is_set().is_true() {
            return Some(own);
        }
        let Attr::Known(block) = self.0.single("gcp_vpc_endpoint_info") else { return None };
        Some(block.field("endpoint_region")).filter(|field| field.is_set().is_true())
    }
}
