//! All stacks of one run.

use std::sync::{Arc, OnceLock};

use bricklint_findings::finding::Location;
use bricklint_findings::source::Sources;
use bricklint_lang::value::Value;
use rustc_hash::FxHashSet;

use crate::access::AccessIndex;
use crate::assignment::AssignmentIndex;
use crate::aws::elsewhere::Elsewhere;
use crate::databricks::group::{self, GivenByName};
use crate::databricks::nests::Nests;
use crate::databricks::principal;
use crate::databricks::provider::{self, Use};
use crate::facts::{Fact, ModuleFacts};
use crate::graph::Graph;
use crate::lookup::Lookups;
use crate::metastores::MetastoreIndex;
use crate::place::{Owner, Place};
use crate::securable::{self, Metastore};
use crate::stack::Stack;
use crate::takeover::TakeoverIndex;
use crate::view::{World, is_sensitive};

/// Up to so many instances, the bodies that are decoded from plans are kept until the end.
const MOST_KEPT: usize = 8192;

/// The graphs of all stacks; the number of a stack is its index.
#[derive(Debug, Default)]
pub struct Estate {
    /// By number.
    pub graphs: Vec<Graph>,
    /// Whether the configuration declares that everything there is was given: nothing is elsewhere.
    pub complete: bool,
    /// Files of the run.
    pub sources: Arc<Sources>,
    /// Names of variables that the environment sets, with values that are not printed: who asks for the value is told
    /// the name.
    pub given: Vec<(String, String)>,
    /// Whether there are more instances than [`MOST_KEPT`].
    many: bool,
    /// What is wrong with module definitions; only those with something wrong.
    pub modules: Vec<ModuleFacts>,
    metastores: OnceLock<Vec<Vec<Metastore>>>,
    hidden: OnceLock<Vec<bool>>,
    persons: OnceLock<Vec<FxHashSet<String>>>,
    shared_hosts: OnceLock<FxHashSet<String>>,
    accounts: OnceLock<Vec<bool>>,
    access: OnceLock<AccessIndex>,
    assignments: OnceLock<AssignmentIndex>,
    lookups: OnceLock<Lookups>,
    provider_firsts: OnceLock<Vec<Vec<u32>>>,
    regional: OnceLock<MetastoreIndex>,
    uses: OnceLock<Vec<Vec<Use>>>,
    takeovers: OnceLock<TakeoverIndex>,
    nests: OnceLock<Nests>,
    elsewhere: OnceLock<Elsewhere>,
    given_by_name: OnceLock<GivenByName>,
}

impl Estate {
    /// An estate of these graphs, in the order of their numbers.
    pub fn new(graphs: Vec<Graph>, complete: bool, sources: Arc<Sources>) -> Self {
        let instances: usize = graphs.iter().map(|graph| graph.stack.instances.len()).sum();
        Self {
            many: instances > MOST_KEPT,
            graphs,
            complete,
            sources,
            given: Vec::new(),
            modules: Vec::new(),
            metastores: OnceLock::new(),
            hidden: OnceLock::new(),
            persons: OnceLock::new(),
            shared_hosts: OnceLock::new(),
            accounts: OnceLock::new(),
            access: OnceLock::new(),
            assignments: OnceLock::new(),
            lookups: OnceLock::new(),
            provider_firsts: OnceLock::new(),
            regional: OnceLock::new(),
            uses: OnceLock::new(),
            takeovers: OnceLock::new(),
            nests: OnceLock::new(),
            elsewhere: OnceLock::new(),
            given_by_name: OnceLock::new(),
        }
    }

    /// Which variable of the environment a value that is not printed comes from, as a message names it; `None` for a
    /// value that is sensitive by itself.
    pub fn environment_of(&self, value: &Value) -> Option<String> {
        if self.given.is_empty() || !value.holds_secret() || is_sensitive(value) {
            return None;
        }
        let text = value.as_str().map(str::to_owned).or_else(|| Some(value.as_number()?.to_string()))?;
        let whole = self.given.iter().find(|(_, given)| *given == text);
        // The longest is the least likely to be there by chance.
        let part = || {
            let parts = self.given.iter().filter(|(_, given)| !given.is_empty() && text.contains(&**given));
            parts.max_by_key(|(_, given)| given.len())
        };
        let (how, (name, _)) = match whole {
            Some(found) => ("the value of", found),
            None => ("a value made of", part()?),
        };
        Some(format!("{how} `TF_VAR_{name}`"))
    }

    /// Whether there are so few instances that bodies which are decoded from plans are kept.
    pub fn keeps_bodies(&self) -> bool {
        !self.many
    }

    /// Grants, owners and memberships, by what they are about; made when first asked for.
    pub fn access(&self) -> &AccessIndex {
        self.access.get_or_init(|| AccessIndex::build(self))
    }

    /// Workspace assignments and permissions, by what they are about; made when first asked for.
    pub(crate) fn assignments(&self) -> &AssignmentIndex {
        self.assignments.get_or_init(|| AssignmentIndex::build(self))
    }

    /// Groups that several data sources look up; made when first asked for.
    pub(crate) fn lookups(&self) -> &Lookups {
        self.lookups.get_or_init(|| Lookups::build(self))
    }

    /// Metastores and their assignments, by region and workspace; made when first asked for.
    pub fn metastores(&self) -> &MetastoreIndex {
        self.regional.get_or_init(|| MetastoreIndex::build(self))
    }

    /// What changes of grants and securables meet; made when first asked for.
    pub(crate) fn takeovers(&self) -> &TakeoverIndex {
        self.takeovers.get_or_init(|| TakeoverIndex::build(self))
    }

    /// Groups in groups; made when first asked for.
    pub(crate) fn nests(&self) -> &Nests {
        self.nests.get_or_init(|| Nests::build(self))
    }

    /// What roots may give the roles of others; made when first asked for.
    pub(crate) fn elsewhere(&self) -> &Elsewhere {
        self.elsewhere.get_or_init(|| Elsewhere::build(self))
    }

    /// Groups that are given access where they are only named; made when first asked for.
    pub(crate) fn given_by_name(&self) -> &GivenByName {
        self.given_by_name.get_or_init(|| group::given_by_name(self))
    }

    /// What certainly uses a provider configuration.
    pub fn provider_use(&self, stack: u32, index: u32) -> Use {
        let all = self.uses.get_or_init(|| provider::uses(self));
        all.get(stack as usize).and_then(|uses| uses.get(index as usize)).copied().unwrap_or_default()
    }

    /// The first provider configuration of a stack that surely leads where this one does.
    pub(crate) fn first_provider(&self, stack: u32, index: u32) -> u32 {
        let all = self.provider_firsts.get_or_init(|| provider::firsts(self));
        all.get(stack as usize).and_then(|firsts| firsts.get(index as usize)).copied().unwrap_or(index)
    }

    /// The metastore that a provider configuration leads to.
    pub(crate) fn provider_metastore(&self, stack: u32, index: u32) -> Option<Metastore> {
        let all = self.metastores.get_or_init(|| crate::access::metastores(self));
        all.get(stack as usize)?.get(index as usize).cloned()
    }

    /// Whether a plan alone does not say of which workspaces and metastores the assignments of a stack are.
    pub fn hides_assignments(&self, stack: u32) -> bool {
        let find = || World::new(self).graphs().map(securable::hides_assignments).collect();
        self.hidden.get_or_init(find).get(stack as usize).is_some_and(|hidden| *hidden)
    }

    /// Whether a user of a plan alone has an attribute with this text.
    pub(crate) fn is_of_person(&self, stack: u32, text: &str) -> bool {
        let find = || World::new(self).graphs().map(principal::texts_of_persons).collect();
        self.persons.get_or_init(find).get(stack as usize).is_some_and(|texts| texts.contains(text))
    }

    /// The stack of a number.
    pub fn stack(&self, index: u32) -> Option<&Stack> {
        self.graphs.get(index as usize).map(|graph| &graph.stack)
    }

    /// Whether rules across roots may compare two stacks: they are the same one, or surely of different roots.
    pub fn comparable(&self, a: u32, b: u32) -> bool {
        a == b
            || match (self.stack(a), self.stack(b)) {
                (Some(a), Some(b)) => {
                    a.root != b.root && !a.may_be.contains(&b.root) && !b.may_be.contains(&a.root)
                }
                _ => false,
            }
    }

    /// Whether one of two stacks that are applied is a plan that may be of the root of the other.
    pub(crate) fn may_be_one(&self, a: u32, b: u32) -> bool {
        match (self.stack(a), self.stack(b)) {
            (Some(a), Some(b)) => {
                !a.uncalled_module
                    && !b.uncalled_module
                    && a.root != b.root
                    && (a.may_be.contains(&b.root) || b.may_be.contains(&a.root))
            }
            _ => false,
        }
    }

    /// Whether what two stacks make can collide: they may be compared, and both are applied. A module that nobody calls is
    /// not, and only what stands in it can collide there.
    pub fn rival(&self, a: u32, b: u32) -> bool {
        let is_applied = |at: u32| self.stack(at).is_some_and(|stack| !stack.uncalled_module);
        a == b || is_applied(a) && is_applied(b) && self.comparable(a, b)
    }

    /// Whether a host serves several workspaces, as the queries of provider configurations say.
    pub(crate) fn is_shared_host(&self, name: &str) -> bool {
        self.shared_hosts.get_or_init(|| provider::shared_hosts(self)).contains(name)
    }

    /// Whether the provider configurations of a stack say more than one account, or may.
    pub(crate) fn has_accounts(&self, stack: u32) -> bool {
        let all = self.accounts.get_or_init(|| provider::have_accounts(self));
        all.get(stack as usize).is_some_and(|several| *several)
    }

    /// Where a place stands.
    pub fn locate(&self, place: &Place) -> Location {
        if let Owner::Definition { at, .. } = place.owner {
            return crate::locate::in_file(&self.sources, at);
        }
        self.stack(place.stack).map(|stack| crate::locate::locate(stack, place)).unwrap_or_default()
    }

    /// The place with one block for all that one `dynamic` makes under conditions.
    pub fn as_written(&self, place: &Place) -> Place {
        self.stack(place.stack).map_or_else(|| place.clone(), |stack| crate::locate::as_written(stack, place))
    }

    /// The fact at a place in a module definition.
    pub fn fact(&self, place: &Place) -> Option<(&ModuleFacts, Option<&Fact>)> {
        let Owner::Definition { module, at } = place.owner else { return None };
        let module = self.modules.get(module as usize)?;
        let first = module.facts.partition_point(|fact| fact.at < at);
        Some((module, module.facts.get(first).filter(|fact| fact.at == at)))
    }
}
