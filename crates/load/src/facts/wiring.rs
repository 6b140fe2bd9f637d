//! Whether a module says which Databricks provider it uses, at which version, and in which configuration.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::source::FileSpan;
use bricklint_findings::words::nearest;
use bricklint_model::facts::FactKind;
use bricklint_model::instance::{Mode, Origin};
use bricklint_model::schema::DATABRICKS;

use super::calls::DEEPEST;
use super::{Checker, place_of};
use crate::expand::{Definition, ProviderName};
use crate::module::{Module, ProviderRef, ResourceDef};
use crate::policy::is_pure;

/// What the types of the provider start with.
pub(super) const PREFIX: &str = "databricks_";

/// The registry that is meant where a source names none. Others can hold copies of the provider.
const REGISTRY: &str = "registry.terraform.io/";

/// A use of a provider: the local name, where it stands, and the resource, or none for a `provider` block.
type Use<'u> = (&'u str, FileSpan, Option<&'u ResourceDef>);

impl Checker<'_> {
    pub(super) fn wiring(&mut self) {
        if self.module.incomplete {
            return;
        }
        self.sources();
        self.versions();
        self.named();
    }

    /// Whether a resource belongs to the Databricks provider, whatever its source is said to be.
    fn is_databricks(resource: &ResourceDef) -> bool {
        resource.type_name.starts_with(PREFIX)
    }

    /// Local names whose source is another provider or none.
    fn sources(&mut self) {
        let module = self.module;
        let mut uses: Vec<Use<'_>> = Vec::new();
        // The last local name, and whether its source is another one.
        let mut last = ("", false);
        let is_other = |local: &str| is_another(&self.definition.source_of(local));
        for resource in module.resources.iter().filter(|resource| Self::is_databricks(resource)) {
            let local = resource.provider.as_ref().map_or("databricks", |provider| &*provider.local);
            if last.0 != local {
                last = (local, is_other(local));
            }
            if last.1 {
                uses.extend(place_of(resource.origin).map(|at| (local, at, Some(resource))));
            }
        }
        for provider in &module.providers {
            let local = &*provider.local;
            if local == "databricks" && is_other(local) || self.is_misspelt(local) {
                uses.extend(place_of(provider.origin).map(|at| (local, at, None)));
            }
        }
        let order = |file| module.files.iter().position(|other| other.file == file);
        uses.put_in_order_by_key(|(local, at, _)| (*local, order(at.file), at.span.start));
        uses.dedup_by_key(|(local, ..)| *local);
        for (local, first, resource) in uses {
            let owner = resource.map_or_else(|| format!("provider.{local}").into(), address);
            let entry = module.required_providers.get(local);
            if entry.is_none() && module.generated.is_some() {
                continue;
            }
            let source = entry.and_then(|entry| entry.source.clone());
            let at = entry.and_then(|entry| place_of(entry.origin));
            let kind = FactKind::NoSource { name: local.into(), source };
            match at {
                Some(at) => self.push(&Arc::from(""), at, kind, Some(first)),
                None => self.push(&owner, first, kind, None),
            }
        }
    }

    /// Whether a provider that nothing declares has nearly the name of the Databricks provider: there is none of the kind
    /// where Terraform looks for it.
    fn is_misspelt(&self, local: &str) -> bool {
        local != "databricks"
            && !self.module.required_providers.contains_key(local)
            && nearest(local, ["databricks"].into_iter()).is_some()
    }

    /// The version of the provider, which a root constrains.
    fn versions(&mut self) {
        let module = self.module;
        if !self.shared.roots.contains(&module.directory) {
            return;
        }
        for (local, required) in &module.required_providers {
            // A block of the provider may constrain it too, as in Terraform 0.12.
            let in_block = module.providers.iter().any(|own| own.local == *local && own.constrains);
            if required.version.is_none()
                && !in_block
                && *self.definition.source_of(local) == *DATABRICKS
                && let Some(at) = place_of(required.origin)
            {
                self.push(&Arc::from(""), at, FactKind::NoVersion { name: local.clone() }, None);
            }
        }
        let says_nothing = module.generated.is_none()
            && !module
                .required_providers
                .keys()
                .any(|local| *self.definition.source_of(local) == *DATABRICKS)
            && !module.providers.iter().any(|own| *own.local == *"databricks");
        if !says_nothing {
            return;
        }
        // What a root only calls for is downloaded too, and each module says which versions it takes.
        let mut first = None;
        for (name, call) in &module.calls {
            let child = self.called(module, name);
            let Some(requires) = child.and_then(|child| self.requires(&child, DEEPEST)) else { return };
            first = first.or_else(|| Some((name, place_of(call.origin)?)).filter(|_| requires));
        }
        if let Some((name, at)) = first {
            let kind = FactKind::NoVersion { name: "databricks".into() };
            self.push(&format!("module.{name}").into(), at, kind, None);
        }
    }

    /// The definition of what a module calls.
    fn called(&self, module: &Module, name: &str) -> Option<Arc<Definition>> {
        let discovery = self.shared.discovery;
        let child = self.shared.targets.child(discovery, &module.directory, name)?;
        discovery.definitions.get(&discovery.modules, &child.directory)
    }

    /// Whether a module or what it calls requires the provider; `None` where a version is constrained, or may be.
    fn requires(&self, definition: &Definition, depth: u32) -> Option<bool> {
        let module = &definition.module;
        let mut requires = false;
        for (local, required) in &module.required_providers {
            if *definition.source_of(local) == *DATABRICKS {
                let in_block = module.providers.iter().any(|own| own.local == *local && own.constrains);
                (required.version.is_none() && !in_block).then_some(())?;
                requires = true;
            }
        }
        for name in module.calls.keys() {
            let child = self.called(module, name).filter(|_| depth > 0)?;
            requires |= self.requires(&child, depth - 1)?;
        }
        (!module.incomplete).then_some(requires)
    }

    /// Where there are several configurations, resources and calls that do not say which one they mean.
    fn named(&mut self) {
        let module = self.module;
        let with_alias: Vec<(ProviderName, Arc<str>, FileSpan)> = self.with_alias();
        let Some((first, _, other)) = with_alias.first() else { return };
        let mut configurations: Vec<Arc<str>> = with_alias.iter().map(|(_, text, _)| text.clone()).collect();
        let inherited = ProviderName { source: first.source.clone(), alias: None };
        // A module that is called gets one from its caller, and Terragrunt may write one.
        let default = self.definition.configures(&inherited)
            || module.generated.is_some()
            || !self.shared.roots.contains(&module.directory);
        configurations.put_in_order();
        configurations.dedup();
        let silent = module.resources.iter().filter(|resource| {
            Self::is_databricks(resource)
                && resource.provider.is_none()
                && !(resource.mode == Mode::Data && is_pure(&resource.type_name))
                && self.definition.source_of("databricks") == first.source
        });
        let silent: Vec<&ResourceDef> = silent.collect();
        let resources: Vec<Arc<str>> = silent.iter().map(|resource| address(resource)).collect();
        if let Some(at) = silent.first().and_then(|resource| place_of(resource.origin))
            && let Some(owner) = resources.first().cloned()
        {
            let kind = FactKind::NotNamed { resources, configurations: configurations.clone(), default };
            self.push(&owner, at, kind, Some(*other));
        }
        for (name, call) in &module.calls {
            let Some(child) = self.called(module, name) else { continue };
            let inherited = ProviderName { source: first.source.clone(), alias: None };
            // That the module does not say the source of what it is handed is said elsewhere.
            let hands_over = |(inner, own): &(ProviderRef, ProviderRef)| {
                let theirs = child.provider_name(inner);
                let is_other = theirs.alias.is_none() && is_another(&theirs.source);
                theirs == inherited
                    || is_other && self.definition.provider_name(own).source == inherited.source
            };
            let passed = call.providers.iter().flatten().any(hands_over);
            if passed
                || child.configures(&inherited)
                || child.module.incomplete
                || !self.uses_outside(&child, &inherited)
            {
                continue;
            }
            if let Some(at) = place_of(call.origin) {
                let kind = FactKind::NotNamed {
                    resources: Vec::new(),
                    configurations: configurations.clone(),
                    default,
                };
                self.push(&format!("module.{name}").into(), at, kind, Some(*other));
            }
        }
    }

    /// The configurations of the Databricks provider that have an alias: those of this module and those that
    /// its callers pass, as they are referred to and with their places.
    fn with_alias(&self) -> Vec<(ProviderName, Arc<str>, FileSpan)> {
        let module = self.module;
        let mut out = Vec::new();
        for provider in &module.providers {
            let source = self.definition.source_of(&provider.local);
            let (Some(alias), Origin::Source { file, key, .. }) = (&provider.alias, provider.origin) else {
                continue;
            };
            let text = format!("{}.{alias}", provider.local).into();
            let name = ProviderName { source, alias: Some(alias.clone()) };
            out.push((name, text, FileSpan { file, span: key }));
        }
        for own in module.required_providers.values().flat_map(|required| &required.aliases) {
            if own.alias.is_none() {
                continue;
            }
            let text = own.to_string().into();
            out.push((self.definition.provider_name(own), text, FileSpan { file: own.file, span: own.span }));
        }
        // A source that is missing is said elsewhere.
        out.retain(|(name, ..)| *name.source == *DATABRICKS || is_another(&name.source));
        out
    }
}

/// Whether a source has the name of the provider or nearly so, and is another: what Terraform assumes where none is written, a
/// name the provider had until 2022, one in which a letter is missing.
fn is_another(source: &str) -> bool {
    let of = source.strip_prefix(REGISTRY).and_then(|name| name.rsplit('/').next());
    source != DATABRICKS && of.is_some_and(|of| nearest(of, ["databricks"].into_iter()).is_some())
}

fn address(resource: &ResourceDef) -> Arc<str> {
    let data = if resource.mode == Mode::Data { "data." } else { "" };
    format!("{data}{}.{}", resource.type_name, resource.name).into()
}
