//! `databricks_metastore` (provider `docs/resources/metastore.md`).

use crate::view::{Field, Node};

/// A metastore.
#[derive(Clone, Copy, Debug)]
pub struct Metastore<'w>(pub Node<'w>);

impl<'w> Metastore<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_metastore";

    /// `name`
    pub fn name(self) -> Field<'w> {
        self.0.field("name")
    }

    /// `region`; the server fills it in where it is not written.
    pub fn region(self) -> Field<'w> {
        self.0.field("region")
    }

    /// `storage_root`
    pub fn storage_root(self) -> Field<'w> {
        self.0.field("storage_root")
    }
}
