//! Whether a root uses another version of the provider than the schema table describes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bricklint_model::facts::FactKind;
use bricklint_model::instance::Mode;
use bricklint_model::schema::{DATABRICKS, ProviderSchema, Schema, TypeSchema, described_as, is_databricks};

use super::wiring::PREFIX;
use super::{Checker, Shared};
use crate::expand::provider_source;
use crate::roots::{Discovery, Resolution};
use crate::version::{asks_between, major, meets, order};

/// The provider that is built into Terraform.
const BUILT_IN: &str = "terraform.io/builtin/terraform";

/// Where the provider lay until 2022. The table describes none of the versions there, of which 0.6.2 is the last.
const LEGACY: &str = "registry.terraform.io/databrickslabs/databricks";

/// From this version to that of the table nothing was added that excludes, or needs, another argument: the provider's source
/// of both was compared.
const RECENT: &str = "1.100.0";

/// A version of the provider that the table does not describe.
#[derive(Clone, Debug)]
pub(super) struct Version {
    /// The version, or without a lock file the constraint.
    pub(super) text: Arc<str>,
    /// Whether it is an older one of the same major version. From 1.126 to 1.128 twelve attributes of previews were
    /// lost, and nothing else changed what is taken.
    is_near: bool,
    /// Whether it is one since [`RECENT`].
    is_recent: bool,
}

impl Version {
    /// Whether it is an older one of the same major version.
    pub(super) fn is_near(&self) -> bool {
        self.is_near
    }

    /// Whether it is one before [`RECENT`] of the same major version.
    pub(super) fn is_older(&self) -> bool {
        self.is_near && !self.is_recent
    }

    /// Whether a fact may not be one at this version. Newer versions add types and arguments, and an older one can have
    /// those that were removed since, which are not close to another name. `is_own` says whether a type, a resource or a
    /// body is one of this provider.
    pub(super) fn doubts(&self, kind: &FactKind, is_own: impl Fn(&str) -> bool) -> bool {
        let is_misspelt = |nearest: &Option<Arc<str>>| self.is_near && nearest.is_some();
        match kind {
            FactKind::NoAttribute { of, nearest, .. } | FactKind::NoArgument { of, nearest, .. } => {
                is_own(of) && !is_misspelt(nearest)
            }
            FactKind::NoType { name, nearest, provider, .. } => {
                provider.is_none() && is_own(name) && !is_misspelt(nearest)
            }
            FactKind::Fails { reason, typed } => *typed && (!self.is_near || reason.contains("no attribute")),
            FactKind::Misused { name, misuse } => !self.is_near && misuse.is_key() && is_own(name),
            FactKind::NoEphemeral { name, .. } => !self.is_near && is_own(name),
            // An older version may not ask for it.
            FactKind::NoneOf { of, .. } | FactKind::Exclusive { of, .. } | FactKind::Needs { of, .. } => {
                !self.is_recent && is_own(of)
            }
            // What the provider sets now could be written before: `account_id` of `databricks_mws_ncc_private_endpoint_rule`
            // until 1.114.
            FactKind::ReadOnly { of, .. } => is_own(of),
            // Newer versions take more values, and hardly ever fewer.
            FactKind::ArgumentMissing { of, .. }
            | FactKind::WrongType { of, .. }
            | FactKind::NotTakenValue { of, .. }
            | FactKind::WrongForm { of, .. }
            | FactKind::TooMany { of, .. } => !self.is_near && is_own(of),
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
    pub(super) fn of(discovery: &Discovery, schemas: &[&Schema]) -> Self {
        let version = table(schemas, DATABRICKS).and_then(|table| table.provider.version);
        let Some(version) = version else { return Self::default() };
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
            let legacy = legacy_in(discovery, directory, &roots);
            if let Some(version) = legacy.or_else(|| other_in(discovery, version, &roots)) {
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

/// The version of a module that asks for the provider where it lay before.
fn legacy_in(discovery: &Discovery, directory: &str, roots: &BTreeSet<&Arc<str>>) -> Option<Version> {
    let module = discovery.modules.get(directory)?;
    let mut required = module.required_providers.iter();
    let (_, required) = required.find(|(local, _)| *provider_source(module, local) == *LEGACY)?;
    let locked = roots.iter().find_map(|root| discovery.locks.get(*root)?.get(LEGACY)).map(String::as_str);
    let version = locked.or(required.version.as_deref());
    let text = version.map_or_else(
        || "databrickslabs/databricks".into(),
        |version| format!("databrickslabs/databricks {version}").into(),
    );
    Some(Version { text, is_near: false, is_recent: false })
}

fn other_in(discovery: &Discovery, table: &str, roots: &BTreeSet<&Arc<str>>) -> Option<Version> {
    let locks = roots.iter().filter_map(|root| discovery.locks.get(*root)?.get(DATABRICKS));
    let locks: Vec<&String> = locks.collect();
    for wanted in [Ordering::Greater, Ordering::Less] {
        if let Some(version) = locks.iter().find(|version| order(version, table) == Some(wanted)) {
            let is_near = wanted == Ordering::Less && major(version) == major(table);
            let is_recent = is_near && order(version, RECENT) != Some(Ordering::Less);
            return Some(Version { text: version.as_str().into(), is_near, is_recent });
        }
    }
    if !locks.is_empty() {
        return None;
    }
    let modules = roots.iter().filter_map(|root| discovery.modules.get(*root));
    let first_of_major = major(table)?.to_string();
    let versions = modules
        .flat_map(|module| module.required_providers.values())
        .filter(|required| {
            required.source.as_deref().is_some_and(|source| source.ends_with("databricks/databricks"))
        })
        .filter_map(|required| required.version.clone())
        .filter(|constraint| meets(table, constraint) == Some(false))
        .map(|text| Version {
            is_near: asks_between(&text, &first_of_major, table),
            is_recent: asks_between(&text, RECENT, table),
            text,
        });
    // Of several roots the one decides that is furthest away.
    versions.min_by_key(|version| (version.is_near, version.is_recent))
}

/// A provider with the schemas it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'s> {
    pub(super) schema: &'s Schema,
    pub(super) provider: ProviderSchema<'s>,
}

impl<'s> Table<'s> {
    /// A type of the provider.
    pub(super) fn find(self, mode: Mode, type_name: &str) -> Option<TypeSchema<'s>> {
        self.schema.find(mode, type_name).filter(|found| found.provider == self.provider.source)
    }
}

/// The provider of this source, in the first of these schemas that has it.
pub(super) fn table<'s>(schemas: &[&'s Schema], source: &str) -> Option<Table<'s>> {
    schemas.iter().find_map(|schema| {
        let provider = schema.providers().find(|provider| provider.source == source)?;
        Some(Table { schema, provider })
    })
}

impl Checker<'_> {
    /// Whether a type, a resource or a body is one of the Databricks provider, as facts name them that stand in a resource
    /// of the type `within`.
    pub(super) fn is_of_databricks(&self, of: &str, within: &str) -> bool {
        if let Some(local) = of.strip_prefix("provider ") {
            let local = local.split('.').next().unwrap_or(local);
            return is_databricks(&self.definition.source_of(local));
        }
        let of = of.strip_prefix("data.").unwrap_or(of);
        let of = if of.split(['.', '[']).next() == Some("self") { within } else { of };
        of.starts_with(PREFIX)
    }
}

impl<'s> Shared<'s> {
    /// Whether a provider is one of those in the tables of the program that have neither ephemeral resources nor, but
    /// for the one that is built in, functions. The tables do not hold these.
    pub(super) fn has_only_types(&self, source: &str) -> bool {
        let is_own = |table: &Table<'s>| std::ptr::eq(table.schema, Schema::embedded());
        [DATABRICKS, BUILT_IN].contains(&source)
            && self.table(source).is_some_and(|table| table.provider.complete && is_own(&table))
    }

    /// The schemas of a provider.
    pub(super) fn table(&self, source: &str) -> Option<Table<'s>> {
        table(&self.schemas, described_as(source))
    }
}
