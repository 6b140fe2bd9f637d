//! Expanded resources and the tree of attributes and blocks that each holds.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bricklint_findings::cause::Cause;
use bricklint_findings::source::{FileId, FileSpan, Span};
use bricklint_lang::value::{Symbol, Value};

use crate::place::Path;

/// Where an attribute or block was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// In a file: the attribute's name or block's header, and the value or whole block.
    Source {
        /// The file.
        file: FileId,
        /// Name of the attribute, or header of the block.
        key: Span,
        /// Value of the attribute, or the whole block.
        value: Span,
    },
    /// In a plan; the pointer follows from the path.
    #[default]
    Plan,
}

/// An attribute of an instance.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its value; null counts as not set.
    pub value: Value,
    /// Where it was written.
    pub origin: Origin,
    /// Whether the author wrote it, or a plan filled it in.
    pub written: bool,
    /// Whether it is written out, and so the same for every key, variable and environment: the expression refers to
    /// nothing and calls nothing.
    pub literal: bool,
}

/// A condition under which something exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The condition's symbol.
    pub condition: Arc<Symbol>,
    /// The outcome under which it exists.
    pub holds: bool,
}

/// A nested block.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its content.
    pub body: Body,
    /// Header and whole block; for a `dynamic` block those of its `content`.
    pub origin: Origin,
    /// Exists only under all of these.
    pub when: Vec<Guard>,
}

/// All blocks of one type in a body, in source order.
#[derive(Clone, Debug)]
pub struct BlockGroup {
    /// The block type.
    pub name: Arc<str>,
    /// The known ones.
    pub items: Vec<Block>,
    /// Why there can be more: a `dynamic` over an unknown collection.
    pub more: Option<Cause>,
    /// For each `dynamic` over an unknown collection a block with everything of it that does not depend on that,
    /// standing for the ones that may exist; its iterator is unknown.
    pub patterns: Vec<Block>,
}

/// Attributes and blocks.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// In source order.
    pub attributes: Vec<(Arc<str>, Slot)>,
    /// In source order of their first block.
    pub blocks: Vec<BlockGroup>,
    /// Why an attribute or block can exist that is not here: text that does not parse, a plan that is
    /// not complete.
    pub open: Option<Cause>,
}

impl Body {
    /// The attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<&Slot> {
        self.attributes.iter().find(|(n, _)| &**n == name).map(|(_, slot)| slot)
    }

    /// The blocks of type `name`.
    pub fn group(&self, name: &str) -> Option<&BlockGroup> {
        self.blocks.iter().find(|g| &*g.name == name)
    }
}

/// Decodes bodies when they are first read. Implemented by the plan loader over the shared input buffer.
pub trait DecodeBody: Send + Sync + fmt::Debug {
    /// The body with this index.
    fn decode(&self, index: u32) -> Arc<Body>;

    /// A part of the body with this index: at least the attributes and blocks of these names and, if asked for, all
    /// that hold something which flowed in from elsewhere. None where a part is as much work as the whole.
    fn part(&self, index: u32, names: &[&str], references: bool) -> Option<Arc<Body>> {
        let _ = (index, names, references);
        None
    }

    /// Whether the body with this index surely has no attribute or block of this name, nor can have one.
    fn lacks(&self, index: u32, name: &str) -> bool {
        let _ = (index, name);
        false
    }

    /// Whether the body with this index can hold a value that must not be printed.
    fn may_hold_secrets(&self, index: u32) -> bool {
        let _ = index;
        true
    }
}

/// Attributes and blocks that tell what a resource is and belongs to. Whoever goes over all resources reads these.
pub const KEYS: &[&str] = &[
    "name",
    "catalog_name",
    "schema_name",
    "catalog",
    "schema",
    "table",
    "volume",
    "function",
    "model",
    "metastore",
    "metastore_id",
    "storage_credential",
    "credential",
    "external_location",
    "foreign_connection",
    "share",
    "recipient",
    "pipeline",
    "model_service",
    "model_provider_service",
    "mcp_service",
    "principal",
    "owner",
    "provider_config",
    "force_destroy",
    "grant",
    "privileges",
    "environment",
    "tags",
    "tags_all",
    "custom_tags",
    "properties",
    "display_name",
    "cluster_name",
    "workspace_name",
    "bucket",
];

/// What names a resource wherever it stands: the first of these that is written out is its natural key.
pub const NAMES: &[&str] =
    &["name", "display_name", "workspace_name", "user_name", "bucket", "credentials_name"];

/// Types of which rules read nearly everything.
pub const READ_WHOLE: &[&str] = &["databricks_job"];

/// A body that exists, or is decoded when first read.
#[derive(Clone, Debug)]
pub enum LazyBody {
    /// Loaded.
    Ready(Arc<Body>),
    /// Still bytes of a plan.
    Deferred {
        /// Filled at first read.
        cell: OnceLock<Arc<Body>>,
        /// The part with [`KEYS`], filled when one of them is asked for first.
        keys: OnceLock<Option<Arc<Body>>>,
        /// Makes the body.
        decoder: Arc<dyn DecodeBody>,
        /// Which body.
        index: u32,
    },
}

impl LazyBody {
    /// The body that a decoder makes for an index.
    pub fn deferred(decoder: Arc<dyn DecodeBody>, index: u32) -> Self {
        Self::Deferred { cell: OnceLock::new(), keys: OnceLock::new(), decoder, index }
    }

    /// The body, which is kept from now on.
    pub fn get(&self) -> &Body {
        self.shared()
    }

    fn shared(&self) -> &Arc<Body> {
        match self {
            Self::Ready(body) => body,
            Self::Deferred { cell, decoder, index, .. } => cell.get_or_init(|| decoder.decode(*index)),
        }
    }

    /// The body, which is not kept if it was not before.
    pub fn passing(&self) -> Arc<Body> {
        match self {
            Self::Ready(body) => body.clone(),
            Self::Deferred { cell, decoder, index, .. } => {
                cell.get().cloned().unwrap_or_else(|| decoder.decode(*index))
            }
        }
    }

    /// At least these attributes and blocks and, if asked for, all that hold something which flowed in from
    /// elsewhere; see [`DecodeBody::part`].
    pub fn part(&self, names: &[&str], references: bool) -> Arc<Body> {
        if let Self::Deferred { cell, decoder, index, .. } = self
            && cell.get().is_none()
            && let Some(part) = decoder.part(*index, names, references)
        {
            return part;
        }
        self.shared().clone()
    }

    /// A body in which this attribute or block is what it is in the whole. Of what was not decoded yet only [`KEYS`]
    /// are, if it is one of them.
    pub fn with(&self, name: &str) -> &Body {
        if let Self::Deferred { cell, keys, decoder, index } = self
            && cell.get().is_none()
            && KEYS.contains(&name)
            && let Some(part) = keys.get_or_init(|| decoder.part(*index, KEYS, false))
        {
            return part;
        }
        self.get()
    }

    /// Whether it surely has no attribute or block of this name, nor can have one, as far as that is told without
    /// decoding it.
    pub fn lacks(&self, name: &str) -> bool {
        match self {
            Self::Deferred { cell, decoder, index, .. } if cell.get().is_none() => {
                decoder.lacks(*index, name)
            }
            _ => false,
        }
    }

    /// The body, which is not kept, if it can hold a value that must not be printed.
    pub fn with_secrets(&self) -> Option<Arc<Body>> {
        match self {
            Self::Deferred { decoder, index, .. } if !decoder.may_hold_secrets(*index) => None,
            _ => Some(self.passing()),
        }
    }

    /// Drops what was decoded; it is decoded again when it is read again.
    pub fn forget(&mut self) {
        if let Self::Deferred { cell, keys, .. } = self {
            cell.take();
            keys.take();
        }
    }
}

/// Managed resource or data source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// `resource`
    Managed,
    /// `data`
    Data,
}

/// Which of its siblings an instance is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InstanceKey {
    /// Neither `count` nor `for_each`.
    None,
    /// `[0]`
    Index(u64),
    /// `["a"]`
    Key(Arc<str>),
    /// `[*]`: stands for all instances of an unknown `count` or `for_each`.
    Any,
}

/// What a plan does with an instance, as Terraform names it: `create`, `read`, `update`, `delete`,
/// `no-op`, `forget`; other words are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// In Terraform's order.
    pub actions: Vec<Arc<str>>,
    /// `action_reason`.
    pub reason: Option<Arc<str>>,
    /// The values before, where there were any: in the state after refresh, or of what is imported.
    pub before: Option<LazyBody>,
    /// The arguments that force a replacement, as `replace_paths` names them.
    pub replace_paths: Box<[Path]>,
    /// The address before a move.
    pub previous_address: Option<Arc<str>>,
    /// Whether the object is taken into the state.
    pub importing: bool,
    /// Whether the plan's configuration has no block for it any more.
    pub gone: bool,
    /// In the state before a plan: whether that leaves the object as it is.
    pub kept: bool,
    /// What was changed outside Terraform since the last apply.
    pub drift: Option<Box<Drift>>,
}

/// What a refresh found changed outside Terraform: an entry of `resource_drift`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// `update` or `delete`; other words are kept.
    pub actions: Vec<Arc<str>>,
    /// The values that the last apply left.
    pub before: Option<LazyBody>,
    /// The values that the refresh found; none where the object is gone.
    pub after: Option<LazyBody>,
}

/// The actions of a change in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A new object.
    Create,
    /// A data source is read.
    Read,
    /// An object is changed in place.
    Update,
    /// An object is destroyed and another takes its place.
    Replace {
        /// Whether the new one is created first.
        create_first: bool,
    },
    /// Another object takes its place, and the old one leaves the state only.
    ForgetAndCreate,
    /// An object is destroyed.
    Delete,
    /// An object leaves the state and stays.
    Forget,
    /// Nothing.
    NoOp,
    /// Words that are not known.
    Other,
}

/// What the source says of the life of a resource in a `lifecycle` and an `import` block, as far as rules ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// `prevent_destroy`, where it is written.
    pub prevent_destroy: Option<Protection>,
    /// `ignore_changes = all`
    pub ignores_all: Option<FileSpan>,
    /// Whether `ignore_changes` leaves to others who has access: it names `grant` or `owner`, or all.
    pub ignores_access: bool,
    /// Which arguments with policies it leaves to others.
    pub ignored_policies: IgnoredPolicies,
    /// Whether `ignore_changes` names anything.
    pub ignores: bool,
    /// Whether an `import` block takes it into the state.
    pub imported: Imported,
}

/// The arguments with policies of AWS that `ignore_changes` leaves to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IgnoredPolicies(u8);

impl IgnoredPolicies {
    /// Arguments that hold a policy, or name one.
    const ARGUMENTS: [&str; 7] = [
        "assume_role_policy",
        "inline_policy",
        "managed_policy_arns",
        "permissions_boundary",
        "policy",
        "policy_arn",
        "policy_arns",
    ];

    /// Those that are ignored.
    pub fn of(is_ignored: impl Fn(&str) -> bool) -> Self {
        let bit = |(at, name): (usize, &&str)| u8::from(is_ignored(name)) << at;
        Self(Self::ARGUMENTS.iter().enumerate().map(bit).sum())
    }

    /// Whether an argument is one of them.
    pub fn contains(self, argument: &str) -> bool {
        Self::ARGUMENTS.iter().position(|name| *name == argument).is_some_and(|at| self.0 >> at & 1 == 1)
    }
}

/// Whether an `import` block names an instance, which exists before apply then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Imported {
    /// None does.
    #[default]
    No,
    /// One does.
    Yes,
    /// A key in one is not known.
    Possibly,
}

/// `prevent_destroy` as the source writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    /// Whether it is on.
    pub on: bool,
    /// Where it was written last.
    pub at: FileSpan,
    /// Where it is on in the file and an override file switches it off.
    pub overridden: bool,
}

impl PartialEq for LazyBody {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Deferred { decoder: a, index: i, .. }, Self::Deferred { decoder: b, index: j, .. }) => {
                Arc::ptr_eq(a, b) && i == j
            }
            _ => std::ptr::eq(self.get(), other.get()),
        }
    }
}

impl Eq for LazyBody {}

impl Change {
    /// The actions in one word.
    pub fn action(&self) -> Action {
        let mut words = [""; 2];
        for (word, action) in words.iter_mut().zip(&self.actions) {
            *word = action;
        }
        if self.actions.len() > words.len() {
            return Action::Other;
        }
        match words {
            ["create", ""] => Action::Create,
            ["read", ""] => Action::Read,
            ["update", ""] => Action::Update,
            ["delete", "create"] => Action::Replace { create_first: false },
            ["create", "delete"] => Action::Replace { create_first: true },
            ["create", "forget"] | ["forget", "create"] => Action::ForgetAndCreate,
            ["delete", ""] => Action::Delete,
            ["forget", ""] => Action::Forget,
            ["no-op", ""] => Action::NoOp,
            _ => Action::Other,
        }
    }

    /// Whether it makes a new object, also in place of one.
    pub fn creates(&self) -> bool {
        self.actions.iter().any(|action| &**action == "create")
    }

    /// Whether there was an object before.
    pub fn existed(&self) -> bool {
        self.before.is_some()
    }

    /// Whether apply does anything with the object: it creates, changes, replaces or destroys it, or takes it
    /// into the state or out of it. Words that are not known count.
    pub fn is_effective(&self) -> bool {
        self.importing || !matches!(self.action(), Action::NoOp | Action::Read)
    }

    /// Whether there is a new object afterwards.
    pub fn makes(&self) -> bool {
        matches!(self.action(), Action::Create | Action::Replace { .. }) && !self.importing
    }

    /// Whether the instance is gone afterwards.
    pub fn is_removal(&self) -> bool {
        removes(&self.actions)
    }
}

impl Instance {
    /// Drops the bodies that were decoded from a plan; see [`LazyBody::forget`].
    pub fn forget(&mut self) {
        self.body.forget();
        let Some(change) = &mut self.change else { return };
        change.before.iter_mut().for_each(LazyBody::forget);
        if let Some(drift) = &mut change.drift {
            drift.before.iter_mut().chain(&mut drift.after).for_each(LazyBody::forget);
        }
    }
}

/// Whether an object is gone, from the state at least, after these actions. Words that are not known may make it
/// again.
pub fn removes(actions: &[Arc<str>]) -> bool {
    !actions.is_empty() && actions.iter().all(|action| matches!(&**action, "delete" | "forget"))
}

/// One expanded resource or data source.
#[derive(Clone, Debug)]
pub struct Instance {
    /// `module.a["x"].databricks_job.etl[0]`
    pub address: Arc<str>,
    /// Index of its module instance in [`crate::stack::Stack::modules`].
    pub module: u32,
    /// Managed or data.
    pub mode: Mode,
    /// Terraform type.
    pub type_name: Arc<str>,
    /// Block name.
    pub name: Arc<str>,
    /// Which of its siblings.
    pub key: InstanceKey,
    /// Index of its provider configuration in [`crate::stack::Stack::providers`].
    pub provider: Option<u32>,
    /// Where `provider` was written; [`Origin::Plan`] where it was not.
    pub provider_origin: Origin,
    /// Attributes and blocks.
    pub body: LazyBody,
    /// Header and whole block.
    pub origin: Origin,
    /// JSON pointer of the instance's `after`, for one that came from a plan.
    pub pointer: Option<Arc<str>>,
    /// Exists only under all of these.
    pub when: Vec<Guard>,
    /// Why it is not known whether, or how often, it exists.
    pub uncertain: Option<Cause>,
    /// What a plan does with it.
    pub change: Option<Box<Change>>,
    /// What the source says of its life.
    pub lifecycle: Lifecycle,
    /// Addresses named by `depends_on`, without instance keys where none were written.
    pub depends_on: Vec<Arc<str>>,
    /// Whether it has unknown values and nothing says what they refer to: a plan without its configuration.
    pub unlinked: bool,
}
