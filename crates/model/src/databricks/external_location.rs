//! `databricks_external_location` (provider `docs/resources/external_location.md`).

use super::principal::Principal;
use crate::view::{Field, Node};

/// An external location.
#[derive(Clone, Copy, Debug)]
pub struct ExternalLocation<'w>(pub Node<'w>);

impl<'w> ExternalLocation<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_external_location";

    /// `name`
    pub fn name(self) -> Field<'w> {
        self.0.field("name")
    }

    /// `url`
    pub fn url(self) -> Field<'w> {
        self.0.field("url")
    }

    /// `credential_name`
    pub fn credential_name(self) -> Field<'w> {
        self.0.field("credential_name")
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
