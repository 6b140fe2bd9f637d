//! `databricks_mws_storage_configurations`: a workspace's root bucket (provider
//! `docs/resources/mws_storage_configurations.md`).

use crate::view::{Field, Node};

/// A storage configuration.
#[derive(Clone, Copy, Debug)]
pub struct MwsStorageConfiguration<'w>(pub Node<'w>);

impl<'w> MwsStorageConfiguration<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_mws_storage_configurations";

    /// `bucket_name`
    pub fn bucket_name(self) -> Field<'w> {
        self.0.field("bucket_name")
    }
}
