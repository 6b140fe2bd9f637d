//! `databricks_schema` (provider `docs/resources/schema.md`).

use super::principal::Principal;
use crate::view::{Field, Node};

/// A schema.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'w>(pub Node<'w>);

impl<'w> Schema<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_schema";

    /// `name`
    pub fn name(self) -> Field<'w> {
        self.0.field("name")
    }

    /// `catalog_name`
    pub fn catalog_name(self) -> Field<'w> {
        self.0.field("catalog_name")
    }

    /// `storage_root`
    pub fn storage_root(self) -> Field<'w> {
        self.0.field("storage_root")
    }

    /// `owner`; the identity that applies where it is not set.
    pub fn owner(self) -> Field<'w> {
        self.0.field("owner")
    }

    /// The owner.
    pub fn owner_principal(self) -> Principal<'w> {
        Principal::named(self.owner())
    }
}
