//! One module directory as it is defined: its blocks after overrides are merged, before anything is
//! evaluated.
//!
//! A definition depends on the text of its files alone. Names, labels and bodies point into the syntax
//! trees of [`Module::files`].

pub(crate) mod constant;
mod define;
mod grammar;

use std::sync::Arc;

use bricklint_findings::address;
use bricklint_findings::cause::Cause;
use bricklint_findings::problem::Problem;
use bricklint_findings::source::{FileId, Span};
use bricklint_lang::syntax::{Attribute, Block, BodyId, Expr, ExprId, Tree};
use bricklint_lang::types::{Defaults, Type};
use bricklint_lang::value::Value;
use bricklint_model::instance::{Lifecycle as LifecycleFacts, Mode, Origin};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

pub use define::define;
pub(crate) use define::{is_destroy, is_switch};
pub(crate) use grammar::BACKENDS;

/// A map that keeps source order.
pub type Ordered<T> = IndexMap<Arc<str>, T, FxBuildHasher>;

/// One file of a module.
#[derive(Clone, Debug)]
pub struct ModuleFile {
    /// The file.
    pub file: FileId,
    /// Its tree.
    pub tree: Arc<Tree>,
}

/// An expression in one of the module's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExprRef {
    /// Index in [`Module::files`].
    pub file: u32,
    /// The expression.
    pub id: ExprId,
}

/// An attribute in one of the module's files.
#[derive(Clone, Debug)]
pub struct AttributeDef {
    /// Its name.
    pub name: Arc<str>,
    /// Index in [`Module::files`].
    pub file: u32,
    /// The attribute.
    pub attribute: Attribute,
}

/// A nested block in one of the module's files.
#[derive(Clone, Copy, Debug)]
pub struct BlockDef {
    /// Index in [`Module::files`].
    pub file: u32,
    /// The block.
    pub block: Block,
}

/// The content of a block after overrides: what is left of each file's attributes and blocks. Blocks
/// further inside are never merged and are read from the tree.
#[derive(Clone, Debug, Default)]
pub struct BodyDef {
    /// Without meta-arguments; in source order.
    pub attributes: Vec<AttributeDef>,
    /// Without `lifecycle`, `provisioner`, `connection`; a `dynamic "x"` block stays as it is.
    pub blocks: Vec<BlockDef>,
    /// Whether an error lies inside: what is not here is not known to be absent.
    pub broken: bool,
}

/// An input variable.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an argument of the block")]
pub struct VariableDef {
    /// Its name.
    pub name: Arc<str>,
    /// The block.
    pub origin: Origin,
    /// The type constraint; [`Type::Dynamic`] without one.
    pub ty: Type,
    /// Whether a `type` is written.
    pub typed: bool,
    /// Defaults of optional attributes inside the type.
    pub defaults: Defaults,
    /// The default, evaluated (it can hold no reference) and not yet converted.
    pub default: Option<Value>,
    /// Where the default is written.
    pub default_origin: Option<Origin>,
    /// Whether null is accepted; true unless the block says otherwise.
    pub nullable: bool,
    /// Marks the value as sensitive.
    pub sensitive: bool,
    /// Marks the value as ephemeral.
    pub ephemeral: bool,
    /// `validation` blocks: condition and message.
    pub validations: Vec<Condition>,
}

/// A condition with its message.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// `condition`
    pub condition: ExprRef,
    /// `error_message`
    pub message: Option<ExprRef>,
}

/// A local value.
#[derive(Clone, Debug)]
pub struct LocalDef {
    /// Its expression.
    pub value: ExprRef,
    /// Name and value.
    pub origin: Origin,
}

/// An output value.
#[derive(Clone, Debug)]
pub struct OutputDef {
    /// Its expression; absent in a broken block.
    pub value: Option<ExprRef>,
    /// Marks the value as sensitive.
    pub sensitive: bool,
    /// Marks the value as ephemeral.
    pub ephemeral: bool,
    /// `type` of Terraform 1.15, with its defaults.
    pub ty: Option<(Type, Defaults)>,
    /// `depends_on`, as written.
    pub depends_on: Vec<Arc<str>>,
    /// `precondition` blocks.
    pub preconditions: Vec<Condition>,
    /// The block.
    pub origin: Origin,
}

/// A reference to a provider configuration: local name and alias.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProviderRef {
    /// The module's own name for the provider.
    pub local: Arc<str>,
    /// The alias.
    pub alias: Option<Arc<str>>,
    /// The key behind it, as it is written in its brackets: one of the configurations of a block that OpenTofu repeats.
    pub instance: Option<(Arc<str>, ExprRef)>,
    /// Where it is written.
    pub file: FileId,
    /// Where it is written, without the key.
    pub span: Span,
}

impl std::fmt::Display for ProviderRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.local)?;
        self.alias.as_ref().map_or(Ok(()), |alias| write!(f, ".{alias}"))
    }
}

/// What repeats a resource or module call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repetition {
    /// Nothing.
    #[default]
    One,
    /// `count`
    Count(ExprRef),
    /// `for_each`
    ForEach(ExprRef),
    /// `enabled` in a `lifecycle` block of OpenTofu.
    Enabled(ExprRef),
}

/// The `lifecycle` block as far as it is read.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    /// `prevent_destroy`
    pub prevent_destroy: Option<ExprRef>,
    /// What rules ask of it: `prevent_destroy` where it is a literal, and where all changes are ignored.
    pub facts: LifecycleFacts,
    /// `create_before_destroy`
    pub create_before_destroy: Option<ExprRef>,
    /// `replace_triggered_by`, which an override file does not change.
    pub replace_triggered_by: Option<ExprRef>,
    /// Names in `ignore_changes`.
    pub ignore_changes: Vec<Arc<str>>,
    /// `ignore_changes = all`
    pub ignore_all: bool,
    /// `precondition` blocks.
    pub preconditions: Vec<Condition>,
    /// `postcondition` blocks.
    pub postconditions: Vec<Condition>,
}

/// A resource or data source.
#[derive(Clone, Debug)]
pub struct ResourceDef {
    /// Managed or data.
    pub mode: Mode,
    /// Terraform type.
    pub type_name: Arc<str>,
    /// Block name.
    pub name: Arc<str>,
    /// Header and whole block.
    pub origin: Origin,
    /// `provider`, where written.
    pub provider: Option<ProviderRef>,
    /// `count` or `for_each`.
    pub repetition: Repetition,
    /// The rest.
    pub body: BodyDef,
    /// `depends_on`, as written (`databricks_group.a`, `module.b`).
    pub depends_on: Vec<Arc<str>>,
    /// The `lifecycle` block.
    pub lifecycle: Lifecycle,
    /// The `connection` block.
    pub connection: Option<BlockDef>,
    /// The `provisioner` blocks. Those of an override file replace all others.
    pub provisioners: Vec<BlockDef>,
    /// Whether the block stands inside a `check` block.
    pub in_check: bool,
    /// Whether an override file changes it, so that its block does not say all.
    pub overridden: bool,
}

/// A module call.
#[derive(Clone, Debug)]
pub struct ModuleCall {
    /// Its name.
    pub name: Arc<str>,
    /// Header and whole block.
    pub origin: Origin,
    /// `source`
    pub source: Option<ExprRef>,
    /// `version`
    pub version: Option<ExprRef>,
    /// `providers`: the child's configuration and the caller's. `None` without the argument.
    pub providers: Option<Vec<(ProviderRef, ProviderRef)>>,
    /// `count` or `for_each`.
    pub repetition: Repetition,
    /// The inputs.
    pub body: BodyDef,
    /// `depends_on`, as written.
    pub depends_on: Vec<Arc<str>>,
    /// Whether an override file changes it.
    pub overridden: bool,
}

/// A provider configuration block.
#[derive(Clone, Debug)]
pub struct ProviderDef {
    /// The module's own name for the provider.
    pub local: Arc<str>,
    /// The alias.
    pub alias: Option<Arc<str>>,
    /// Header and whole block.
    pub origin: Origin,
    /// Without `alias` and `version`.
    pub body: BodyDef,
    /// Whether it constrains the version, as before Terraform 0.13.
    pub constrains: bool,
    /// `for_each` of OpenTofu.
    pub for_each: Option<ExprRef>,
    /// Whether an override file changes it.
    pub overridden: bool,
}

impl ProviderDef {
    /// What its values belong to, for messages.
    pub(crate) fn owner(&self) -> String {
        match self.alias.as_deref().filter(|_| self.for_each.is_some()) {
            Some(alias) => format!("provider.{}.{alias}", self.local),
            None => format!("provider.{}", self.local),
        }
    }

    /// Whether it only says that callers pass a configuration of this alias, as before `configuration_aliases`.
    pub(crate) fn is_proxy(&self) -> bool {
        let is_empty = self.body.attributes.is_empty() && self.body.blocks.is_empty();
        self.alias.is_some() && is_empty && !self.body.broken && !self.constrains && self.for_each.is_none()
    }
}

/// An entry of `required_providers`.
#[derive(Clone, Debug)]
pub struct RequiredProvider {
    /// `databricks/databricks`, as written.
    pub source: Option<Arc<str>>,
    /// The version constraint, as written.
    pub version: Option<Arc<str>>,
    /// Aliases that a caller must pass.
    pub aliases: Vec<ProviderRef>,
    /// The entry.
    pub origin: Origin,
}

/// A `moved`, `removed`, `import` or `check` block and others that no instance comes from.
#[derive(Clone, Debug)]
pub struct OtherBlock {
    /// The block type.
    pub kind: Arc<str>,
    /// Header and whole block.
    pub origin: Origin,
    /// Index in [`Module::files`].
    pub file: u32,
    /// Its content.
    pub body: BodyId,
}

/// One module directory.
#[derive(Debug, Default)]
pub struct Module {
    /// Relative to the project root, with `/`; `.` for the project root itself.
    pub directory: Arc<str>,
    /// In the order Terraform reads them: primaries by name, then overrides by name.
    pub files: Vec<ModuleFile>,
    /// By name.
    pub variables: Ordered<VariableDef>,
    /// By name.
    pub locals: Ordered<LocalDef>,
    /// By name.
    pub outputs: Ordered<OutputDef>,
    /// In source order.
    pub resources: Vec<ResourceDef>,
    /// By name.
    pub calls: Ordered<ModuleCall>,
    /// In source order.
    pub providers: Vec<ProviderDef>,
    /// By local name.
    pub required_providers: Ordered<RequiredProvider>,
    /// `required_version` constraints, as written.
    pub required_version: Vec<Arc<str>>,
    /// Whether there is a `backend` or `cloud` block.
    pub has_backend: bool,
    /// Blocks that no instance comes from.
    pub others: Vec<OtherBlock>,
    /// Why anything at all may be missing: a file that does not parse.
    pub incomplete: bool,
    /// Why there may be files beside these when Terraform runs: a tool writes some before.
    pub generated: Option<Cause>,
    /// What is wrong with the definition: syntax, duplicates, overrides without a base.
    pub problems: Vec<Problem>,
}

impl Module {
    /// What its `removed` blocks take out of the state and leave as it is: the type, none for a whole module, and the
    /// address seen from here.
    pub(crate) fn let_go(&self) -> impl Iterator<Item = (Option<Arc<str>>, &str)> {
        self.others.iter().filter(|block| &*block.kind == "removed").filter_map(|block| {
            let tree = self.tree(block.file)?;
            let mut lifecycles =
                tree.blocks(block.body).iter().filter(|inner| tree.slice(inner.name) == "lifecycle");
            let destroy = tree.attribute(lifecycles.next()?.body, "destroy")?;
            let from = tree.source(tree.attribute(block.body, "from")?.value).trim_matches('"');
            let resource = address::Resource::of(from);
            let stays = !matches!(tree.expr(destroy.value), Expr::Bool(true) | Expr::Error);
            stays.then(|| (resource.map(|resource| resource.type_name.into()), from))
        })
    }

    /// The tree that an expression stands in.
    pub fn tree(&self, at: u32) -> Option<&Tree> {
        self.files.get(at as usize).map(|f| &*f.tree)
    }

    /// A provider configuration that callers have to pass: Terraform does not run a module that names an alias without a
    /// `provider` block of it, even where nothing uses the alias. What was not read may hold the block.
    pub(crate) fn required_configuration(&self) -> Option<&ProviderRef> {
        if self.is_open() {
            return None;
        }
        let mut named = self.required_providers.values().flat_map(|required| &required.aliases);
        named.find(|own| {
            let is_own = |block: &ProviderDef| block.local == own.local && block.alias == own.alias;
            own.alias.is_some() && !self.providers.iter().any(is_own)
        })
    }

    /// Whether there may be more in it than was read.
    pub(crate) fn is_open(&self) -> bool {
        self.incomplete || self.generated.is_some()
    }

    /// Why there is no function of this name in the module: `type`, or one of a provider.
    pub(crate) fn refuses(&self, function: &str) -> Option<String> {
        let Some(path) = function.strip_prefix("provider::") else {
            return Some("it is one of `terraform console`".to_owned());
        };
        let local = path.split("::").next().unwrap_or_default();
        let is_declared = self.required_providers.contains_key(local) || self.is_open();
        (!is_declared).then(|| format!("this module has no `{local}` in `required_providers`"))
    }

    /// The resource or data source of this type and name.
    pub fn resource(&self, mode: Mode, type_name: &str, name: &str) -> Option<(usize, &ResourceDef)> {
        self.resources
            .iter()
            .enumerate()
            .find(|(_, r)| r.mode == mode && &*r.type_name == type_name && &*r.name == name)
    }
}
