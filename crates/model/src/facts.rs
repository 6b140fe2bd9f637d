//! What is wrong with a module definition whatever its inputs are: what Terraform rejects before it plans.
//!
//! The loader records facts, rules word them. A fact is there only if it can be proven from the text: what
//! lies in text that does not parse, in a module that is not on disk or outside the schema tables is not
//! judged.

use std::sync::Arc;

use bricklint_findings::cause::Cause;
use bricklint_findings::source::FileSpan;

use crate::instance::Mode;
use crate::place::{Part, Path};
use crate::schema::Takes;

/// What is wrong in one module directory, or may be no error there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModuleFacts {
    /// Relative to the project root, with `/`; `.` for the project root itself.
    pub directory: Arc<str>,
    /// By file and place.
    pub facts: Vec<Fact>,
    /// The version of the provider that is asked for, where the schema table describes another one, and not a later one of
    /// the same major version.
    pub version: Option<Arc<str>>,
    /// The version where it is an earlier one of the same major version, which may not ask for as much beside its schema.
    pub older: Option<Arc<str>>,
}

/// What is wrong with one instance of a run, whose definition may be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The instance.
    pub address: Arc<str>,
    /// Where in it.
    pub path: Path,
    /// Which part of that.
    pub part: Part,
    /// What.
    pub kind: FactKind,
    /// The first of those that exclude each other.
    pub other: Option<(Path, Part)>,
}

/// What is wrong with a definition as a run evaluates it, whatever is guessed: a value that its text alone does not have.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// The directory of the module, as in [`ModuleFacts`].
    pub directory: Arc<str>,
    /// The address of the first module instance that it is so in; empty for the root.
    pub instance: Arc<str>,
    /// As in [`Fact`].
    pub owner: Arc<str>,
    /// Where.
    pub at: FileSpan,
    /// What.
    pub kind: FactKind,
    /// As in [`Fact`].
    pub other: Option<FileSpan>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What.
    pub kind: FactKind,
    /// What it stands in: `databricks_job.etl`, `module.team`, `local.name`; empty outside any of these.
    pub owner: Arc<str>,
    /// Where.
    pub at: FileSpan,
    /// The attribute path of the place in the block around it.
    pub path: Path,
    /// The type of the resource or data source that it stands in; empty outside any.
    pub type_name: Arc<str>,
    /// The natural key of that resource, if it has one, as in [`crate::instance::NAMES`]; otherwise empty.
    pub key: Arc<str>,
    /// The other place of a relation: the first declaration, the variable that a call sets.
    pub other: Option<FileSpan>,
    /// The stack and the module instance that prove it, where the text alone does not.
    pub run: Option<(u32, u32)>,
    /// Whether it stands in the content of a `dynamic` block that Terraform looks into only when the collection is not
    /// empty, which it may be.
    pub conditional: bool,
    /// The version of the provider that is asked for, where the schema table describes another one and may
    /// be wrong about this.
    pub version: Option<Arc<str>>,
    /// Why what is missing may be there when Terraform runs.
    pub open: Option<Cause>,
}

/// What a name was meant to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Object {
    /// `var.x`
    Variable,
    /// `local.x`
    Local,
    /// `output "x"`
    Output,
    /// `type.name`
    Resource,
    /// `data.type.name`
    Data,
    /// `module.x`
    Module,
    /// A `provider` block.
    Provider,
}

/// Why `each`, `count` or `self` stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// `each` without `for_each`.
    ForEach,
    /// `count` without `count`.
    Count,
    /// `self` outside provisioners, connections and postconditions.
    Itself,
}

/// Why a reference cannot stand where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Misuse {
    /// An index into a set.
    SetIndex,
    /// A key of a list that is no number.
    ListKey,
    /// An index into what has no elements.
    NoElements,
    /// A key in place of an attribute of a block.
    BlockKey,
    /// Another object, in what runs when a resource is destroyed.
    DestroyTime,
    /// A data source of a `check` block, outside it.
    OutsideCheck,
    /// Something other than a resource, in `replace_triggered_by`.
    Trigger,
    /// Something other than `each.key` and `count.index`, in a key there.
    TriggerKey,
    /// A resource and a module, in one `moved` block.
    Moved,
    /// A sensitive value, in an output of a root that is not.
    Sensitive,
    /// An ephemeral value, in what keeps it.
    Ephemeral,
    /// The first word of names, without what it needs behind a dot.
    Incomplete,
    /// A word that Terraform keeps for itself.
    Reserved,
    /// A key in place of an output of a module.
    OutputKey,
}

impl Misuse {
    /// Whether it is about a key behind an attribute, of which the schema says what it takes.
    pub fn is_key(self) -> bool {
        matches!(self, Self::SetIndex | Self::ListKey | Self::NoElements | Self::BlockKey)
    }
}

/// What repeats an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeated {
    /// Nothing.
    Not,
    /// `count`
    Count,
    /// `for_each`
    ForEach,
}

/// The kinds of fact. Names are as they are written; `nearest` is the existing name that is closest, where
/// one is close.
#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    /// A reference to something that the module does not declare.
    Undeclared {
        /// What it would be.
        object: Object,
        /// `var.regoin`, `data.databricks_group.x`
        name: Arc<str>,
        /// As `name`.
        nearest: Option<Arc<str>>,
    },
    /// A reference to an attribute that its object does not have.
    NoAttribute {
        /// `databricks_job.etl`, `path`
        of: Arc<str>,
        /// The attribute.
        name: Arc<str>,
        /// Another attribute.
        nearest: Option<Arc<str>>,
    },
    /// A reference to an output that a module does not have.
    NoOutput {
        /// `module.team`
        of: Arc<str>,
        /// The output.
        name: Arc<str>,
        /// Another output.
        nearest: Option<Arc<str>>,
    },
    /// `each`, `count` or `self` where there is none.
    OutOfPlace {
        /// `each.key`
        name: Arc<str>,
        /// Why.
        missing: Missing,
    },
    /// A reference with an instance key to something that is not repeated, or without one to something
    /// that is.
    InstanceKey {
        /// `databricks_group.a`
        of: Arc<str>,
        /// What repeats it.
        repeated: Repeated,
    },
    /// A reference to an instance that is never there.
    NoInstance {
        /// `module.team["data"]`
        name: Arc<str>,
        /// `module.team`
        of: Arc<str>,
        /// How many instances there are; none where they have numbers and this is none.
        count: Option<u64>,
        /// Another instance.
        nearest: Option<Arc<str>>,
    },
    /// An expression that has no value, whatever its inputs are.
    Fails {
        /// Why; never holds a secret.
        reason: Arc<str>,
        /// Whether that hangs on the types that a provider gives to attributes.
        typed: bool,
    },
    /// A reference that Terraform does not take where it stands.
    Misused {
        /// As it is written.
        name: Arc<str>,
        /// Why.
        misuse: Misuse,
    },
    /// A second declaration; [`Fact::other`] is the first.
    Duplicate {
        /// What.
        object: Object,
        /// `databricks_job.etl`
        name: Arc<str>,
    },
    /// Objects that need each other; one that needs itself.
    Cycle {
        /// In the order in which each needs the next.
        names: Vec<Arc<str>>,
    },
    /// A provider configuration that nothing in the module configures and no caller passes.
    NoConfiguration {
        /// `databricks.account`
        name: Arc<str>,
        /// Another configuration.
        nearest: Option<Arc<str>>,
        /// Whether it is named in `providers` of a module call.
        passed: bool,
    },
    /// A call that does not set a required variable; [`Fact::other`] is the variable.
    InputMissing {
        /// The variable.
        name: Arc<str>,
    },
    /// A call that sets a variable that the module does not declare.
    InputUnknown {
        /// The variable.
        name: Arc<str>,
        /// Another variable.
        nearest: Option<Arc<str>>,
    },
    /// A value that does not fit the variable; [`Fact::other`] is the variable.
    InputType {
        /// The variable.
        name: Arc<str>,
        /// Its type, in Terraform's words.
        expected: Arc<str>,
        /// What is wrong; never holds the value.
        reason: Arc<str>,
    },
    /// A value that a validation of the variable refuses; [`Fact::other`] is the variable.
    InputInvalid {
        /// The variable.
        name: Arc<str>,
        /// What the variable says of it, where that is known; never holds a secret.
        message: Arc<str>,
    },
    /// A call that is repeated, or depends on something, and leads to a module that configures providers itself;
    /// [`Fact::other`] is the configuration.
    OwnProviders {
        /// `count`, `for_each` or `depends_on`.
        argument: Arc<str>,
        /// The call path below this one, empty for the called module itself.
        inside: Arc<str>,
    },
    /// A provider configuration that a module call passes under a name that stands for another provider.
    OtherProvider {
        /// The name in the module.
        name: Arc<str>,
        /// The source that the name stands for.
        wanted: Arc<str>,
        /// The source of what is passed.
        given: Arc<str>,
    },
    /// A provider that a module call passes and that nothing declares; Terraform passes that of the module's name for it and
    /// warns.
    AssumedProvider {
        /// The name of what is passed.
        name: Arc<str>,
        /// The name in the module, which stands for the same provider here.
        given: Arc<str>,
        /// A provider that is declared.
        nearest: Option<Arc<str>>,
    },
    /// A provider configuration that a module call passes and that its own module only inherits; [`Fact::other`] is a call of
    /// that which does not pass one.
    OnlyInherited {
        /// `databricks`
        name: Arc<str>,
    },
    /// A provider configuration that is passed under the name of one that the module configures itself;
    /// [`Fact::other`] is the module's own.
    Overrides {
        /// `databricks`
        name: Arc<str>,
    },
    /// A provider configuration that is passed to a module that does not ask for it.
    NotTaken {
        /// `databricks.account`
        name: Arc<str>,
        /// One that it asks for.
        nearest: Option<Arc<str>>,
    },
    /// A provider configuration that a module asks for and the call does not pass; [`Fact::other`] is
    /// where it asks.
    NotPassed {
        /// `databricks.account`
        name: Arc<str>,
    },
    /// A resource type or data source that the provider does not have.
    NoType {
        /// Resource or data source.
        mode: Mode,
        /// The type.
        name: Arc<str>,
        /// Another type.
        nearest: Option<Arc<str>>,
        /// The source of another provider than the type's, where `provider` names that.
        provider: Option<Arc<str>>,
    },
    /// An ephemeral resource of a provider that has none.
    NoEphemeral {
        /// The type.
        name: Arc<str>,
        /// The local name of the provider.
        provider: Arc<str>,
    },
    /// An argument or block that the type does not have.
    NoArgument {
        /// The argument or block type.
        name: Arc<str>,
        /// Where it is missing: `databricks_job`, `databricks_job.task`, `provider databricks`.
        of: Arc<str>,
        /// Another argument or block type.
        nearest: Option<Arc<str>>,
        /// Whether it is written as a block.
        block: bool,
    },
    /// A required argument or block that is not written.
    ArgumentMissing {
        /// The argument or block type.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// Whether it is a block.
        block: bool,
    },
    /// Arguments and blocks of which one is needed and none is written.
    NoneOf {
        /// Their names.
        names: Vec<Arc<str>>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// What is written and not known, with that of the names that is close to it.
        misspelt: Option<(Arc<str>, Arc<str>)>,
    },
    /// Two of which one only can be set; [`Fact::other`] is the first of them.
    Exclusive {
        /// The second one, an argument or block.
        name: Arc<str>,
        /// The first one.
        first: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
    },
    /// An argument or block that needs another one, which is not written.
    Needs {
        /// What is written.
        name: Arc<str>,
        /// What is not.
        other: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
    },
    /// A value that the provider does not take.
    NotTakenValue {
        /// The argument.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// What it takes.
        takes: Takes,
    },
    /// An argument that only the provider sets.
    ReadOnly {
        /// The attribute.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
    },
    /// A value that does not convert to the type of its argument.
    WrongType {
        /// The argument.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// Its type, in Terraform's words.
        expected: Arc<str>,
        /// What is wrong; never holds the value.
        reason: Arc<str>,
    },
    /// A block that is written as an argument, or an argument that is written as a block.
    WrongForm {
        /// Its name.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// Whether the provider has a block of this name.
        block: bool,
    },
    /// A block with more or fewer labels than it takes.
    Labels {
        /// The block type.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// How many it takes.
        takes: u32,
    },
    /// What Terraform refuses when it reads a configuration, or whatever values it plans with.
    Refused {
        /// Why.
        reason: Arc<str>,
    },
    /// A type of provisioner that no version of Terraform still has.
    NoProvisioner {
        /// The type.
        name: Arc<str>,
    },
    /// More blocks than the provider takes.
    TooMany {
        /// The block type.
        name: Arc<str>,
        /// As in [`FactKind::NoArgument`].
        of: Arc<str>,
        /// How many it takes.
        max: u32,
    },
    /// The Databricks provider is used under a local name whose source is another one. The place is the entry
    /// of `required_providers`, and without one the first use.
    NoSource {
        /// `databricks`
        name: Arc<str>,
        /// The source that is written.
        source: Option<Arc<str>>,
    },
    /// A root does not constrain the version of the Databricks provider.
    NoVersion {
        /// `databricks`
        name: Arc<str>,
    },
    /// Where there are several Databricks configurations, some resources of a module, or a module call, do not
    /// say which one they use; [`Fact::other`] is one with an alias.
    NotNamed {
        /// Their addresses in the module, at least one; none for a call, which is the owner.
        resources: Vec<Arc<str>>,
        /// Those with an alias: `databricks.account`.
        configurations: Vec<Arc<str>>,
        /// Whether the module configures one without an alias, or its callers may.
        default: bool,
    },
}
