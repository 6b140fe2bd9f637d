//! Whether a module call passes what the module asks for.

use std::collections::BTreeSet;
use std::sync::Arc;

use bricklint_findings::cause::Cause;
use bricklint_findings::source::FileSpan;
use bricklint_findings::words::nearest;
use bricklint_lang::convert::{apply_defaults, convert};
use bricklint_lang::value::{Marks, Value};
use bricklint_model::facts::FactKind;
use bricklint_model::instance::{Mode, Origin};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Checker, Owner, place_of};
use crate::expand::{Definition, ProviderName, is_assumed, provider_source};
use crate::module::{ExprRef, Module, ModuleCall, ProviderDef, ProviderRef, ResourceDef, VariableDef};
use crate::policy::is_pure;
use crate::roots::{Discovery, Resolution};

/// The directory that a call of a directory leads to, by the calling directory and the call.
type ByCall = FxHashMap<Arc<str>, FxHashMap<Arc<str>, Option<Arc<str>>>>;

/// The calling directories with the calls, by the directory that they lead to.
type Callers = FxHashMap<Arc<str>, BTreeSet<(Arc<str>, Arc<str>)>>;

/// Where the calls of each definition lead, where all roots agree on it.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// None where roots differ or there is no directory.
    by_call: ByCall,
    /// By the directory that they lead to, the calling directories with the calls.
    callers: Callers,
}

impl Targets {
    pub(super) fn of(discovery: &Discovery) -> Self {
        let mut by_call = ByCall::default();
        let mut callers = Callers::default();
        for ((root, path), resolution) in &discovery.resolved {
            let (caller, name) = match path.rsplit_once('.') {
                None => (Some(root.clone()), &**path),
                Some((above, name)) => match discovery.resolved.get(&(root.clone(), above.into())) {
                    Some(Resolution::Directory(directory)) => (Some(directory.clone()), name),
                    _ => (None, name),
                },
            };
            let Some(caller) = caller else { continue };
            let target = match resolution {
                Resolution::Directory(directory) => Some(directory.clone()),
                Resolution::Opaque { .. } => None,
            };
            if let Some(target) = &target {
                callers.entry(target.clone()).or_default().insert((caller.clone(), name.into()));
            }
            by_call
                .entry(caller)
                .or_default()
                .entry(name.into())
                .and_modify(|known| {
                    if *known != target {
                        *known = None;
                    }
                })
                .or_insert(target);
        }
        Self { by_call, callers }
    }

    /// Whether a call of a definition gives a value to the variable of this name, as far as is known.
    pub(super) fn give(&self, discovery: &Discovery, directory: &str, name: &str) -> bool {
        self.callers.get(directory).into_iter().flatten().any(|(caller, call)| {
            let call = discovery.modules.get(caller).and_then(|module| module.calls.get(call));
            call.is_none_or(|call| {
                call.body.broken || call.body.attributes.iter().any(|attribute| *attribute.name == *name)
            })
        })
    }

    /// The definition that a call leads to.
    pub(super) fn child<'d>(
        &self,
        discovery: &'d Discovery,
        directory: &str,
        call: &str,
    ) -> Option<&'d Module> {
        let target = self.by_call.get(directory)?.get(call)?.as_ref()?;
        discovery.modules.get(target).map(|module| &**module)
    }
}

/// The most module calls inside each other that are followed.
pub(super) const DEEPEST: u32 = 16;

impl<'c> Checker<'c> {
    /// Whether anything uses a provider configuration; Terraform does not look into one that nothing uses.
    pub(super) fn is_used(&self, provider: &ProviderDef) -> bool {
        let name = ProviderName {
            source: self.definition.source_of(&provider.local),
            alias: provider.alias.clone(),
        };
        self.uses(&self.definition, &name, true, DEEPEST)
    }

    /// Whether a module asks a provider configuration for more than what arguments alone decide.
    pub(super) fn uses_outside(&self, definition: &Definition, wanted: &ProviderName) -> bool {
        self.uses(definition, wanted, false, DEEPEST)
    }

    fn uses(&self, definition: &Definition, wanted: &ProviderName, pure: bool, depth: u32) -> bool {
        let module = &definition.module;
        let mut resources = (0..).zip(&module.resources);
        let counts = |def: &ResourceDef| pure || def.mode == Mode::Managed || !is_pure(&def.type_name);
        if resources.any(|(at, def)| definition.resource_provider(at) == Some(wanted) && counts(def)) {
            return true;
        }
        depth > 0
            && module.calls.iter().any(|(name, call)| {
                let discovery = self.shared.discovery;
                let child = self.shared.targets.child(discovery, &module.directory, name);
                let child =
                    child.and_then(|child| discovery.definitions.get(&discovery.modules, &child.directory));
                let Some(child) = child else { return false };
                let mut passed = call
                    .providers
                    .iter()
                    .flatten()
                    .map(|(inner, own)| (child.provider_name(inner), definition.provider_name(own)));
                let taken = passed
                    .clone()
                    .any(|(inner, own)| own == *wanted && self.uses(&child, &inner, pure, depth - 1));
                let replaced = passed.any(|(inner, _)| inner == *wanted) || child.configures(wanted);
                taken || (wanted.alias.is_none() && !replaced && self.uses(&child, wanted, pure, depth - 1))
            })
    }

    pub(super) fn call(&mut self, name: &str, call: &'c ModuleCall) {
        let shared = self.shared;
        let Some(child) = shared.targets.child(shared.discovery, &self.module.directory, name) else {
            return;
        };
        if child.incomplete {
            return;
        }
        let owner: Arc<str> = format!("module.{name}").into();
        let known = self.facts.len();
        self.inputs(name, &owner, call, child);
        for instance in self.instances_of(call.repetition) {
            self.instance = Some(instance);
            self.further(known, |checker| checker.inputs(name, &owner, call, child));
        }
        self.instance = None;
        self.passed(&owner, call, child);
        self.own_providers(&owner, call, child);
    }

    /// A module that configures providers itself, or calls one that does, is called once and depends on
    /// nothing.
    fn own_providers(&mut self, owner: &Arc<str>, call: &'c ModuleCall, child: &'c Module) {
        let Some((file, block)) = self.block(call.origin) else { return };
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        let found = ["count", "for_each", "depends_on"]
            .into_iter()
            .filter(|name| *name != "depends_on" || !call.depends_on.is_empty())
            .find_map(|name| tree.attribute(block.body, name).map(|found| (name, found.name)));
        let Some((name, span)) = found else { return };
        if let Some((inside, at)) = self.configuration_below(child, &mut FxHashSet::default()) {
            let kind = FactKind::OwnProviders { argument: name.into(), inside: inside.into() };
            self.add_with(owner, file, span, kind, place_of(at));
        }
    }

    /// The first provider configuration with arguments in a module and those that it calls: the call path and
    /// where it is.
    fn configuration_below(
        &self,
        module: &'c Module,
        seen: &mut FxHashSet<&'c str>,
    ) -> Option<(String, Origin)> {
        if !seen.insert(&module.directory) {
            return None;
        }
        if let Some(def) = module.providers.iter().find(|def| is_own(def)) {
            return Some((String::new(), def.origin));
        }
        module.calls.keys().find_map(|name| {
            let shared = self.shared;
            let child = shared.targets.child(shared.discovery, &module.directory, name)?;
            let (below, at) = self.configuration_below(child, seen)?;
            let path =
                if below.is_empty() { format!("module.{name}") } else { format!("module.{name}.{below}") };
            Some((path, at))
        })
    }

    fn inputs(&mut self, name: &str, owner: &Arc<str>, call: &'c ModuleCall, child: &'c Module) {
        for attribute in &call.body.attributes {
            let (file, key) = (attribute.file, attribute.attribute.name);
            let Some(variable) = child.variables.get(&attribute.name) else {
                if call.overridden || self.is_comment(file, &attribute.name) {
                    continue;
                }
                let near = nearest(&attribute.name, child.variables.keys().map(|name| &**name));
                let kind =
                    FactKind::InputUnknown { name: attribute.name.clone(), nearest: near.map(Arc::from) };
                self.add(owner, file, key, kind);
                continue;
            };
            if !variable.ephemeral {
                let kept = format!("var.{}", variable.name);
                let owner = Owner::Named("module.", name);
                self.keeps(owner, file, attribute.attribute.value, &kept, false);
            }
            let Some(value) = self.value(file, attribute.attribute.value) else { continue };
            let reason = if value.is_null() && !variable.nullable && variable.default.is_none() {
                Some("it must not be null".to_owned())
            } else {
                Self::misfit(&apply_defaults(&value, &variable.defaults), &variable.ty)
            };
            if reason.is_none()
                && let Some(message) = self.fails_validation(child, variable, &value)
                && let Some(tree) = self.module.tree(file)
            {
                let kind = FactKind::InputInvalid { name: attribute.name.clone(), message };
                let span = tree.span(attribute.attribute.value);
                self.add_with(owner, file, span, kind, place_of(variable.origin));
            }
            if let Some(reason) = reason
                && let Some(tree) = self.module.tree(file)
            {
                let kind = FactKind::InputType {
                    name: attribute.name.clone(),
                    expected: variable.ty.to_string().into(),
                    reason: reason.into(),
                };
                let span = tree.span(attribute.attribute.value);
                self.add_with(owner, file, span, kind, place_of(variable.origin));
            }
        }
        if call.body.broken {
            return;
        }
        let Some((file, block)) = self.block(call.origin) else { return };
        let Some(tree) = self.module.tree(file) else { return };
        for (name, variable) in &child.variables {
            // What only an override file passes is asked of the block that it changes, too.
            let passed = tree.attribute(block.body, name).is_some();
            if variable.default_origin.is_none() && !passed {
                let kind = FactKind::InputMissing { name: name.clone() };
                self.add_with(owner, file, block.header, kind, place_of(variable.origin));
            }
            if let Some(default) = variable.default.as_ref().filter(|_| !is_set(call, name))
                && let Some(message) = self.fails_validation(child, variable, default)
            {
                let kind = FactKind::InputInvalid { name: name.clone(), message };
                self.add_with(owner, file, block.header, kind, place_of(variable.origin));
            }
        }
    }

    /// What a variable of a module says of a value that it refuses; nothing where that is not known, or secret.
    fn fails_validation(&self, child: &'c Module, variable: &VariableDef, value: &Value) -> Option<Arc<str>> {
        if variable.validations.is_empty() || !value.is_wholly_known() {
            return None;
        }
        let value = convert(&apply_defaults(value, &variable.defaults), &variable.ty).ok()?;
        // Null stands for the default then.
        if value.is_null() && !variable.nullable {
            return None;
        }
        let mut inner = Checker::new(self.shared, &child.directory, child)?;
        inner.given = Some((variable.name.clone(), value));
        let failed = variable.validations.iter().find(|condition| {
            let ExprRef { file, id } = condition.condition;
            inner.value(file, id).is_some_and(|holds| holds.as_bool() == Some(false))
        })?;
        let message = failed.message.and_then(|message| inner.value(message.file, message.id));
        let message = message.filter(|text| !variable.sensitive && text.marks() == Marks::NONE);
        Some(message.as_ref().and_then(Value::as_str).unwrap_or_default().into())
    }

    /// In JSON the property `//` is a comment.
    pub(super) fn is_comment(&self, file: u32, name: &str) -> bool {
        name == "//" && self.module.tree(file).is_some_and(|tree| tree.json)
    }

    fn passed(&mut self, owner: &Arc<str>, call: &'c ModuleCall, child: &Module) {
        let asked: Vec<&ProviderRef> =
            child.required_providers.values().flat_map(|required| &required.aliases).collect();
        let configured = |wanted: &ProviderRef| {
            child.providers.iter().any(|own| own.local == wanted.local && own.alias == wanted.alias)
        };
        let same = |a: &ProviderRef, b: &ProviderRef| a.local == b.local && a.alias == b.alias;
        for (inner, own) in call.providers.iter().flatten() {
            let file = self.module.files.iter().position(|file| file.file == inner.file).unwrap_or(0) as u32;
            let wanted = provider_source(child, &inner.local);
            let mut given = provider_source(self.module, &own.local);
            if wanted != given && inner.alias.is_none() && self.passes_its_own(inner, own, &wanted) {
                let names = self.module.required_providers.keys().map(|name| &**name);
                let kind = FactKind::AssumedProvider {
                    name: own.local.clone(),
                    given: inner.local.clone(),
                    nearest: nearest(&own.local, names).map(Arc::from),
                };
                self.push(owner, FileSpan { file: own.file, span: own.span }, kind, None);
                given = wanted.clone();
            }
            if wanted != given && !self.module.incomplete {
                let kind = FactKind::OtherProvider { name: inner.local.clone(), wanted, given };
                let known = self.facts.len();
                self.add(owner, file, inner.span, kind);
                if let Some(fact) = self.facts.get_mut(known) {
                    fact.open =
                        unsaid(child, &inner.local).or_else(|| unsaid(self.module, &own.local)).cloned();
                }
                continue;
            }
            if own.alias.is_none() && own.instance.is_none() {
                self.inherited(owner, own, &given);
            }
            if let Some(own) = child
                .providers
                .iter()
                .find(|own| own.local == inner.local && own.alias == inner.alias && is_own(own))
            {
                let kind = FactKind::Overrides { name: inner.to_string().into() };
                self.add_with(owner, file, inner.span, kind, place_of(own.origin));
                continue;
            }
            let taken = inner.alias.is_none()
                || is_assumed(&wanted)
                || configured(inner)
                || asked.iter().any(|own| same(own, inner));
            if !taken {
                let name = inner.to_string();
                let names: Vec<String> = asked.iter().map(ToString::to_string).collect();
                let near = nearest(&name, names.iter().map(String::as_str)).map(Arc::from);
                let kind = FactKind::NotTaken { name: name.into(), nearest: near };
                self.add(owner, file, inner.span, kind);
            }
        }
        let Some((file, block)) = self.block(call.origin).filter(|(_, block)| !block.broken) else { return };
        let means = |inner: &ProviderRef, wanted: &ProviderRef| {
            inner.alias == wanted.alias
                && provider_source(child, &inner.local) == provider_source(child, &wanted.local)
        };
        let is_passed = |matches: &dyn Fn(&ProviderRef) -> bool| {
            call.providers.iter().flatten().any(|(inner, _)| matches(inner))
        };
        let mut implied = implied(child);
        implied.retain(|wanted| !is_passed(&|inner| means(inner, wanted)));
        for wanted in asked.into_iter().chain(implied) {
            if !is_passed(&|inner| same(inner, wanted)) && !configured(wanted) {
                let kind = FactKind::NotPassed { name: wanted.to_string().into() };
                let other = FileSpan { file: wanted.file, span: wanted.span };
                self.add_with(owner, file, block.header, kind, Some(other));
            }
        }
    }

    /// Whether what a call passes has a name that nothing declares, and Terraform passes what the name in the module stands
    /// for here, with a warning.
    fn passes_its_own(&self, inner: &ProviderRef, own: &ProviderRef, wanted: &str) -> bool {
        let required = &self.module.required_providers;
        !self.module.incomplete
            && self.module.generated.is_none()
            && own.alias.is_none()
            && !required.contains_key(&own.local)
            && required.contains_key(&inner.local)
            && *provider_source(self.module, &inner.local) == *wanted
    }

    /// A configuration without an alias that a module passes on and has only inherited: Terraform looks for what is passed
    /// in `providers` and in `provider` blocks. That OpenTofu does is not known.
    fn inherited(&mut self, owner: &Arc<str>, own: &ProviderRef, source: &Arc<str>) {
        let module = self.module;
        let shared = self.shared;
        let name = ProviderName { source: source.clone(), alias: None };
        if module.incomplete || shared.tofu || self.definition.configures(&name) {
            return;
        }
        let Some(callers) = shared.targets.callers.get(&module.directory) else { return };
        let first = callers.iter().find_map(|(directory, call)| {
            let caller = shared.discovery.modules.get(directory).filter(|caller| !caller.incomplete)?;
            let call = caller.calls.get(call)?;
            let mut passed = call.providers.iter().flatten();
            let is_passed = passed.any(|(inner, _)| self.definition.provider_name(inner) == name);
            if is_passed { None } else { place_of(call.origin) }
        });
        if let Some(first) = first {
            let kind = FactKind::OnlyInherited { name: own.local.clone() };
            self.push(owner, FileSpan { file: own.file, span: own.span }, kind, Some(first));
            if let Some(fact) = self.facts.last_mut() {
                fact.open.clone_from(&module.generated);
            }
        }
    }
}

/// Why a provider may have another source than what its name alone says: the module does not write it itself.
pub(super) fn unsaid<'m>(module: &'m Module, local: &str) -> Option<&'m Cause> {
    let is_written = module.required_providers.get(local).is_some_and(|required| required.source.is_some());
    module.generated.as_ref().filter(|_| !is_written)
}

/// Whether a call sets a variable.
fn is_set(call: &ModuleCall, name: &str) -> bool {
    call.body.attributes.iter().any(|attribute| *attribute.name == *name)
}

/// Whether a `provider` block configures anything. What an override file leaves of one is not judged.
fn is_own(def: &ProviderDef) -> bool {
    let is_empty = def.body.attributes.is_empty() && def.body.blocks.is_empty();
    !def.overridden && (def.constrains || !is_empty)
}

/// The configurations of assumed providers that a module uses or passes on without declaring them: its callers have to
/// pass them.
fn implied(child: &Module) -> Vec<&ProviderRef> {
    let used = child.resources.iter().filter_map(|resource| resource.provider.as_ref());
    let passed_on = child.calls.values().flat_map(|call| call.providers.iter().flatten()).map(|(_, own)| own);
    let source = |local: &str| provider_source(child, local);
    let mut found: Vec<&ProviderRef> = Vec::new();
    for wanted in used.chain(passed_on).filter(|wanted| wanted.alias.is_some()) {
        let wanted_source = source(&wanted.local);
        let is_same =
            |local: &str, alias: &Option<Arc<str>>| *alias == wanted.alias && source(local) == wanted_source;
        let declared = child.required_providers.iter();
        let mut declared =
            declared.flat_map(|(local, required)| required.aliases.iter().map(move |own| (local, own)));
        if is_assumed(&wanted_source)
            && !declared.any(|(local, own)| is_same(local, &own.alias))
            && !child.providers.iter().any(|own| is_same(&own.local, &own.alias))
            && !found.iter().any(|other| is_same(&other.local, &other.alias))
        {
            found.push(wanted);
        }
    }
    found
}
