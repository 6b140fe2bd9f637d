//! `databricks_catalog` (provider `docs/resources/catalog.md`).

use super::principal::Principal;
use crate::view::{Field, Node};

/// A catalog.
#[derive(Clone, Copy, Debug)]
pub struct Catalog<'w>(pub Node<'w>);

impl<'w> Catalog<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_catalog";

    /// `name`
    pub fn name(self) -> Field<'w> {
        self.0.field("name")
    }

    /// `storage_root`
    pub fn storage_root(self) -> Field<'w> {
        self.0.field("storage_root")
    }

    /// `isolation_mode`: `OPEN` or `ISOLATED`.
    pub fn isolation_mode(self) -> Field<'w> {
        self.0.field("isolation_mode")
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
