//! Whether a root uses another version of the provider than the schema table describes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bricklint_model::facts::FactKind;
use bricklint_model::schema::Schema;

use super::Shared;
use crate::roots::{Discovery, Resolution};
use crate::version::meets;

/// The provider whose table is complete.
pub(super) const DATABRICKS: &str = "registry.terraform.io/databricks/databricks";

/// A version of the provider that the table does not describe.
#[derive(Clone, Debug)]
pub(super) struct Version {
    /// The version, or without a lock file the constraint.
    pub(super) text: Arc<str>,
    /// Whether a lock file says that it is older than the table.
    older: bool,
}

impl Version {
    /// Whether a fact may not be one at this version. Names that the table does not know come with newer
    /// versions; what is required or read-only changes either way.
    pub(super) fn doubts(&self, kind: &FactKind) -> bool {
        match kind {
            FactKind::NoType { .. } | FactKind::NoArgument { .. } => !self.older,
            FactKind::NoAttribute { of, .. } => of.contains('_') && !self.older,
            FactKind::ArgumentMissing { .. }
            | FactKind::ReadOnly { .. }
            | FactKind::WrongType { .. }
            | FactKind::WrongForm { .. }
            | FactKind::TooMany { .. } => true,
            _ => false,
        }
    }
}

/// The versions that differ from the table's, by directory.
#[derive(Debug, Default)]
pub(super) struct Versions {
    others: BTreeMap<Arc<str>, Version>,
}

impl Versions {
    pub(super) fn of(discovery: &Discovery, schema: &Schema) -> Self {
        let Some(table) = schema.provider_version(DATABRICKS) else { return Self::default() };
        let mut roots: BTreeMap<&Arc<str>, BTreeSet<&Arc<str>>> = BTreeMap::new();
        for ((root, _), resolution) in &discovery.resolved {
            if let Resolution::Directory(directory) = resolution {
                roots.entry(directory).or_default().insert(root);
            }
        }
        let mut others = BTreeMap::new();
        for directory in discovery.modules.keys() {
            let mut roots = roots.remove(directory).unwrap_or_default();
            roots.insert(directory);
            if let Some(version) = other_in(discovery, table, &roots) {
                others.insert(directory.clone(), version);
            }
        }
        Self { others }
    }

    /// The version of the Databricks provider that a directory is used with, where it is not the table's.
    pub(super) fn other(&self, directory: &str) -> Option<Version> {
        self.others.get(directory).cloned()
    }
}

fn other_in(discovery: &Discovery, table: &str, roots: &BTreeSet<&Arc<str>>) -> Option<Version> {
    let locks = roots.iter().filter_map(|root| discovery.locks.get(*root)?.get(DATABRICKS));
    let locks: Vec<&String> = locks.collect();
    for (operator, older) in [(">", false), ("<", true)] {
        let differs = |version: &&&String| meets(version, &format!("{operator} {table}")) == Some(true);
        if let Some(version) = locks.iter().find(differs) {
            return Some(Version { text: version.as_str().into(), older });
        }
    }
    if !locks.is_empty() {
        return None;
    }
    let modules = roots.iter().filter_map(|root| discovery.modules.get(*root));
    modules
        .flat_map(|module| module.required_providers.values())
        .filter(|required| {
            required.source.as_deref().is_some_and(|source| source.ends_with("databricks/databricks"))
        })
        .filter_map(|required| required.version.clone())
        .find(|constraint| meets(table, constraint) == Some(false))
        .map(|text| Version { text, older: false })
}

impl Shared<'_> {
    /// The source by which the schema tables name a provider. Without `required_providers` Terraform looks
    /// below `hashicorp`, which is not what anybody means by `databricks`.
    pub(super) fn table<'n>(&self, source: &'n str) -> Option<&'n str> {
        match source {
            "registry.terraform.io/hashicorp/databricks"
            | "registry.terraform.io/databrickslabs/databricks"
            | "registry.opentofu.org/databricks/databricks" => Some(DATABRICKS),
            _ => self.schema.providers().any(|provider| provider.source == source).then_some(source),
        }
    }
}
