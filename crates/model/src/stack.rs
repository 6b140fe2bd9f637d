//! A root with one variable set, or a plan: everything the loaders found, before it becomes a graph.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use bricklint_findings::cause::Cause;
use bricklint_findings::problem::Problem;
use bricklint_findings::source::Sources;
use bricklint_lang::value::{Provenance, Value};

use crate::facts::{Mistake, Refusal};
use crate::instance::{Body, Instance, InstanceKey, Mode, Origin};
use crate::place::Path;

/// A module instance; index 0 is the root.
#[derive(Clone, Debug)]
pub struct ModuleInstance {
    /// `module.a["x"].module.b`; empty for the root.
    pub address: Arc<str>,
    /// The instance that calls it.
    pub parent: Option<u32>,
    /// Directory relative to the project root.
    pub directory: Arc<str>,
    /// Where it is called: header and whole block.
    pub call: Option<Origin>,
}

/// A module call whose source is not on disk.
#[derive(Clone, Debug)]
pub struct OpaqueModule {
    /// Address of the call.
    pub address: Arc<str>,
    /// Index of the calling module instance.
    pub module: u32,
    /// The `source` argument, where known.
    pub source: Option<Arc<str>>,
    /// Where it is called.
    pub origin: Origin,
    /// Why its content is unknown.
    pub cause: Cause,
    /// The inputs.
    pub body: Body,
    /// What it can hold: names of providers (`databricks`, `aws`) or types of resources; `None` for anything.
    pub providers: Option<Vec<Arc<str>>>,
}

/// A provider configuration.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// Terraform's text: `provider["registry.terraform.io/databricks/databricks"].account`.
    pub text: Arc<str>,
    /// `registry.terraform.io/databricks/databricks`
    pub source: Arc<str>,
    /// The name that its block has for the provider: `databricks`, unless `required_providers` says otherwise.
    pub local: Arc<str>,
    /// The alias.
    pub alias: Option<Arc<str>>,
    /// Its key, where one block stands for several (`for_each` of OpenTofu); [`InstanceKey::Any`] where it is not known which
    /// of them it is, so that it may be the same as another of the block.
    pub key: InstanceKey,
    /// Index of the module instance it is configured in.
    pub module: u32,
    /// Its arguments; empty for the implicit empty configuration.
    pub body: Body,
    /// Those that a plan takes for what they refer to, because they refer to nothing else. It does not say what is made of
    /// that.
    pub inferred: Vec<Arc<str>>,
    /// The block; [`Origin::Plan`] when there is none.
    pub origin: Origin,
    /// Whether a `provider` block configures it.
    pub declared: bool,
}

impl ProviderConfig {
    /// Whether it is one of the Databricks provider, by whatever address.
    pub fn is_databricks(&self) -> bool {
        self.source.ends_with("/databricks")
    }

    /// Whether it may be another one too, because it is not known which of those of one block it is.
    pub fn may_be(&self, other: &Self) -> bool {
        (self.key == InstanceKey::Any || other.key == InstanceKey::Any)
            && self.module == other.module
            && self.source == other.source
            && self.alias == other.alias
    }
}

/// A resource attribute that flowed into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flow {
    /// Index of the module instance.
    pub module: u32,
    /// Managed or data.
    pub mode: Mode,
    /// Terraform type.
    pub type_name: Arc<str>,
    /// Block name.
    pub name: Arc<str>,
    /// The instance, or [`InstanceKey::Any`] for all of them.
    pub key: InstanceKey,
    /// The attribute; the root path for the whole object.
    pub path: Path,
}

/// Definitions whose instances are not all known: a `count` or `for_each` that cannot be decided.
#[derive(Clone, Debug)]
pub struct OpenDefinition {
    /// Index of the module instance.
    pub module: u32,
    /// Managed or data.
    pub mode: Mode,
    /// Terraform type.
    pub type_name: Arc<str>,
    /// Block name.
    pub name: Arc<str>,
    /// Why.
    pub cause: Cause,
}

/// What a stack was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackKind {
    /// A directory.
    Source,
    /// A plan alone.
    Plan,
    /// A plan with the configuration it was made from.
    PlanWithSource,
}

/// One root with one variable set, or one plan.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its number in the estate.
    pub index: u32,
    /// What it was made from.
    pub kind: StackKind,
    /// Path of the root relative to the project root (`.` for the root itself), or a plan's root name.
    pub root: Arc<str>,
    /// Roots that a plan alone may be one of: what has one address in both need not be two objects.
    pub may_be: Vec<Arc<str>>,
    /// The variable set.
    pub environment: Option<Arc<str>>,
    /// `terraform.workspace`.
    pub workspace: Arc<str>,
    /// A found directory that looks like a module nobody calls.
    pub uncalled_module: bool,
    /// Path of the plan file, for places in it.
    pub plan_path: Option<Arc<str>>,
    /// Which of the plans in that file, from 1; `None` where it holds one.
    pub plan_number: Option<NonZeroU32>,
    /// Module instances.
    pub modules: Vec<ModuleInstance>,
    /// Instances, sorted by address in byte order.
    pub instances: Vec<Instance>,
    /// Definitions with instances that are not known.
    pub open: Vec<OpenDefinition>,
    /// Module calls without source.
    pub opaque: Vec<OpaqueModule>,
    /// What `removed` blocks take out of the state and leave as it is: its type, none for a whole module, and its address.
    pub let_go: Vec<(Option<Arc<str>>, Arc<str>)>,
    /// Provider configurations.
    pub providers: Vec<ProviderConfig>,
    /// Root outputs by name.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// The sets that [`Provenance`] ids stand for; entry 0 is empty.
    pub provenance: Vec<Vec<Flow>>,
    /// Why anything at all can exist beyond what is here (a plan that is not complete, a file that does
    /// not parse).
    pub incomplete: Option<Cause>,
    /// Whether it is the state that a refresh found, of a plan that changes nothing else.
    pub refresh_only: bool,
    /// What each unknown `count` or `for_each` goes over, by the address that stands for all it makes. Two that go over
    /// the same make the same keys; a resource or call as a whole is named by its address.
    /// Under such an address with [`EACH_VALUE`] behind it is the collection itself, whose elements are equal under one key,
    /// and that of the blocks of a `dynamic`.
    pub repetitions: BTreeMap<Arc<str>, Arc<str>>,
    /// The texts of requirement files: by the path that a dependency of a job names (see [`crate::requirement::key`]),
    /// and by the address of the resource that puts one into a workspace.
    pub requirements: BTreeMap<Arc<str>, Arc<str>>,
    /// Files of the run, to turn places into locations.
    pub sources: Arc<Sources>,
    /// What is wrong with the input.
    pub problems: Vec<Problem>,
    /// What the provider refuses of instances, sorted by address.
    pub refusals: Vec<Refusal>,
    /// What is wrong with definitions as this run evaluates them, by place.
    pub mistakes: Vec<Mistake>,
}

/// The most repetitions that are followed from one to the next.
const MAX_CHAIN: usize = 16;

/// What follows the address of a repetition where [`Stack::repetitions`] says which collection its elements are of.
pub const EACH_VALUE: &str = ".each.value";

impl Stack {
    /// What a repetition goes over, or what that goes over: `databricks_catalog.c` of `for_each = databricks_catalog.c` is
    /// what makes the catalogs.
    pub fn keys_of<'s>(&'s self, all: &str) -> Option<&'s str> {
        let mut keys = self.repetitions.get(all)?;
        for _ in 0..MAX_CHAIN {
            match self.repetitions.get(&*[keys, "[*]"].concat()) {
                Some(next) => keys = next,
                None => break,
            }
        }
        Some(keys)
    }

    /// The addresses that stand for all of a repetition around an instance: of its module calls, outermost first, and
    /// its own.
    pub fn repetitions_of<'s>(&'s self, instance: &'s Instance) -> Vec<&'s str> {
        let module = |at: u32| self.modules.get(at as usize);
        let around = std::iter::successors(module(instance.module), |one| module(one.parent?));
        let mut all: Vec<&str> =
            around.map(|one| &*one.address).filter(|address| address.ends_with("[*]")).collect();
        all.reverse();
        if instance.key == InstanceKey::Any {
            all.push(&instance.address);
        }
        all
    }

    /// What the provider refuses of an instance.
    pub fn refusals_of<'s>(&'s self, address: &str) -> impl Iterator<Item = &'s Refusal> {
        let first = self.refusals.partition_point(|refusal| *refusal.address < *address);
        self.refusals.iter().skip(first).take_while(move |refusal| *refusal.address == *address)
    }

    /// The address of the first that is let go of and is, or may hold, one of a type.
    pub fn lets_go_of(&self, type_name: &str) -> Option<&Arc<str>> {
        let of_type = |(ty, _): &&(Option<Arc<str>>, _)| ty.as_deref().is_none_or(|ty| ty == type_name);
        self.let_go.iter().find(of_type).map(|(_, address)| address)
    }

    /// The resource attributes that flowed into a value.
    pub fn flows(&self, id: Provenance) -> &[Flow] {
        self.provenance.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The same with other instances, and without what is wrong with the input.
    #[must_use]
    pub fn with_instances(&self, instances: Vec<Instance>) -> Self {
        Self {
            index: self.index,
            kind: self.kind,
            root: self.root.clone(),
            may_be: self.may_be.clone(),
            environment: self.environment.clone(),
            workspace: self.workspace.clone(),
            uncalled_module: self.uncalled_module,
            plan_path: self.plan_path.clone(),
            plan_number: self.plan_number,
            modules: self.modules.clone(),
            instances,
            open: self.open.clone(),
            opaque: self.opaque.clone(),
            let_go: self.let_go.clone(),
            providers: self.providers.clone(),
            outputs: self.outputs.clone(),
            provenance: self.provenance.clone(),
            incomplete: self.incomplete.clone(),
            refresh_only: self.refresh_only,
            requirements: self.requirements.clone(),
            repetitions: self.repetitions.clone(),
            sources: self.sources.clone(),
            problems: Vec::new(),
            refusals: Vec::new(),
            mistakes: Vec::new(),
        }
    }
}
