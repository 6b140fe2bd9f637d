//! `databricks_storage_credential` (provider `docs/resources/storage_credential.md`).

use super::principal::Principal;
use crate::view::{Field, Node};

/// A storage credential.
#[derive(Clone, Copy, Debug)]
pub struct StorageCredential<'w>(pub Node<'w>);

impl<'w> StorageCredential<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_storage_credential";

    /// `name`
    pub fn name(self) -> Field<'w> {
        self.0.field("name")
    }

    /// `isolation_mode`: `ISOLATION_MODE_OPEN` or `ISOLATION_MODE_ISOLATED`.
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
