//! `databricks_policy_info`: what holds for those objects below a securable that fit its conditions (provider
//! `docs/resources/policy_info.md`).

use bricklint_lang::tri::Tri;
use bricklint_lang::value::Value;

use super::grants::normalize;
use crate::partial::Partial;
use crate::view::{Field, Node};

/// A policy by attributes.
#[derive(Clone, Copy, Debug)]
pub struct PolicyInfo<'w>(pub Node<'w>);

impl<'w> PolicyInfo<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_policy_info";

    /// `on_securable_type`: `CATALOG`, `SCHEMA` or `TABLE`.
    pub fn on_securable_type(self) -> Field<'w> {
        self.0.field("on_securable_type")
    }

    /// `on_securable_fullname`
    pub fn on_securable_fullname(self) -> Field<'w> {
        self.0.field("on_securable_fullname")
    }

    /// `to_principals`
    pub fn to_principals(self) -> Partial<Field<'w>> {
        self.0.field("to_principals").items()
    }

    /// Whether it gives a privilege to somebody, on something.
    pub fn gives(self, is_it: impl Fn(&str) -> bool) -> Tri {
        let kind = self.0.field("policy_type").is_text("POLICY_TYPE_GRANT");
        let privileges = self.0.field("grant").value().and_then(|grant| grant.as_map()?.get("privileges"));
        let of_item = |item: &Value| match item.as_str() {
            Some(text) => Tri::from(is_it(&normalize(text))),
            None => Tri::Unknown,
        };
        let named = match privileges.and_then(Value::as_items) {
            Some(items) => items.iter().fold(Tri::False, |found, item| found.or(of_item(item))),
            None => Tri::Unknown,
        };
        kind.and(named)
    }
}
