//! Blocks to definitions.
//!
//! Each kind of block has one function that lays what the block writes over a definition. A block of a
//! primary file is laid over an empty definition, a block of an override file over the one it overrides.

mod statements;

pub(crate) use statements::{is_destroy, is_switch};

use std::cell::OnceCell;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileId, FileSpan, SourceFile, Span};
use bricklint_lang::convert;
use bricklint_lang::eval::{EvalError, Reference, StaticStep, each_reference, evaluate, traversal};
use bricklint_lang::syntax::{Attribute, Block, BodyId, Expr, ExprId, Tree};
use bricklint_lang::types::{Defaults, Type, parse_type};
use bricklint_lang::value::Value;
use bricklint_model::instance::{IgnoredPolicies, Mode, Origin, Protection};
use rustc_hash::{FxHashMap, FxHashSet};

use super::constant::Constant;
use super::grammar::{self, Grammar, Meta};
use super::{
    AttributeDef, BlockDef, BodyDef, Condition, ExprRef, Lifecycle, LocalDef, Module, ModuleCall, ModuleFile,
    OtherBlock, OutputDef, ProviderDef, ProviderRef, Repetition, RequiredProvider, ResourceDef, VariableDef,
};
use crate::roots::is_local;
use crate::version::is_constraint;

/// The definition that these files make up, in the order Terraform reads them; `is_override` says which
/// of them are override files, `paths` where each lies relative to the project root.
pub fn define(directory: &str, files: Vec<ModuleFile>, is_override: &[bool], paths: &[String]) -> Module {
    let mut definer = Definer {
        files: &files,
        paths,
        texts: files.iter().map(|_| OnceCell::new()).collect(),
        names: FxHashMap::default(),
        resources: FxHashMap::default(),
        providers: FxHashMap::default(),
        unique: FxHashMap::default(),
        module: Module { directory: directory.into(), ..Module::default() },
    };
    let resources = |file: &ModuleFile| {
        let blocks = file.tree.blocks(file.tree.root).iter();
        blocks.filter(|block| matches!(file.tree.slice(block.name), "resource" | "data")).count()
    };
    definer.module.resources.reserve(files.iter().map(resources).sum());
    for (index, file) in files.iter().enumerate() {
        let overrides = is_override.get(index).copied().unwrap_or(false);
        let at = At { index: index as u32, file: file.file, tree: &file.tree, overrides };
        definer.syntax(at);
        definer.file(at);
    }
    definer.blocks_of_calls();
    definer.versions_of_local_modules();
    definer.statements();
    let Definer { mut module, .. } = definer;
    module.files = files;
    module
}

/// The file that is being read.
#[derive(Clone, Copy)]
struct At<'a> {
    index: u32,
    file: FileId,
    tree: &'a Tree,
    overrides: bool,
}

impl At<'_> {
    fn expr(self, id: ExprId) -> ExprRef {
        ExprRef { file: self.index, id }
    }

    fn block_origin(self, block: &Block) -> Origin {
        Origin::Source {
            file: self.file,
            key: self.tree.place(block.header),
            value: self.tree.place(block.span),
        }
    }

    fn attribute_origin(self, attribute: &Attribute) -> Origin {
        Origin::Source {
            file: self.file,
            key: self.tree.place(attribute.name),
            value: self.tree.place(self.tree.span(attribute.value)),
        }
    }
}

struct Definer<'a> {
    files: &'a [ModuleFile],
    paths: &'a [String],
    /// The files again, for lines and columns of problems.
    texts: Vec<OnceCell<SourceFile>>,
    /// Every name once.
    names: FxHashMap<&'a str, Arc<str>>,
    /// Index of each resource.
    resources: FxHashMap<(Mode, &'a str, &'a str), usize>,
    /// Index of each provider configuration.
    providers: FxHashMap<(&'a str, Option<Arc<str>>), usize>,
    /// Where blocks stand that may stand only once, by kind and name.
    unique: FxHashMap<(&'static str, String), (u32, Span)>,
    module: Module,
}

impl<'a> Definer<'a> {
    fn name(&mut self, name: &'a str) -> Arc<str> {
        self.names.entry(name).or_insert_with(|| name.into()).clone()
    }

    fn location(&self, index: u32, span: Span) -> Location {
        let (Some(file), Some(cell)) = (self.files.get(index as usize), self.texts.get(index as usize))
        else {
            return Location::default();
        };
        let text = cell.get_or_init(|| {
            let path = self.paths.get(index as usize).cloned().unwrap_or_default();
            SourceFile::new(path, file.tree.text.clone())
        });
        let span = file.tree.place(span);
        Location {
            path: text.path.clone(),
            start: Some(text.position(span.start)),
            end: Some(text.position(span.end)),
            span: Some(FileSpan { file: file.file, span }),
            ..Location::default()
        }
    }

    fn problem(&mut self, kind: ProblemKind, at: At<'a>, span: Span, message: impl Into<String>) {
        let location = self.location(at.index, span);
        self.module.problems.push(Problem::new(kind, message).at(location));
    }

    fn invalid(&mut self, at: At<'a>, span: Span, message: impl Into<String>) {
        self.problem(ProblemKind::Invalid, at, span, message);
    }

    fn failed(&mut self, at: At<'a>, what: &str, error: &EvalError) {
        self.invalid(at, error.span, format!("{what}: {}", error.message));
    }

    fn syntax(&mut self, at: At<'a>) {
        for error in &at.tree.errors {
            self.module.incomplete = true;
            self.problem(ProblemKind::Syntax, at, error.span, error.message.clone());
        }
    }

    /// `path:line` of something met before.
    fn before(&self, index: u32, span: Span) -> String {
        let location = self.location(index, span);
        match location.start {
            Some(start) => format!("{}:{}", location.path, start.line),
            None => location.path,
        }
    }

    /// Reports a second block of a kind; `true` for the first.
    fn first(&mut self, at: At<'a>, kind: &'static str, name: &str, what: &str, span: Span) -> bool {
        let key = (kind, name.to_owned());
        if let Some((index, earlier)) = self.unique.get(&key).copied() {
            let place = self.before(index, earlier);
            self.invalid(
                at,
                span,
                format!("{what} is already declared at {place}; rename or remove one of them"),
            );
            return false;
        }
        self.unique.insert(key, (at.index, span));
        true
    }

    fn file(&mut self, at: At<'a>) {
        let tree = at.tree;
        for attribute in tree.attributes(tree.root) {
            let name = tree.slice(attribute.name);
            if tree.json && grammar::is_top_level(name) {
                continue;
            }
            self.invalid(
                at,
                attribute.name,
                format!("`{name}` is not expected here; at the top of a file stand blocks, values belong into `locals`"),
            );
        }
        for block in tree.blocks(tree.root) {
            self.block(at, block);
        }
    }

    /// The labels of a block, when there are as many as its type asks for.
    fn labels<const N: usize>(
        &mut self,
        at: At<'a>,
        block: &Block,
        wanted: [&str; N],
    ) -> Option<[&'a str; N]> {
        let tree = at.tree;
        let mut found = [""; N];
        let count = tree.label_spans(block).len();
        if count != N {
            if !block.broken {
                let kind = tree.slice(block.name);
                let message = match N {
                    0 => format!("a `{kind}` block has no labels"),
                    _ => format!(
                        "a `{kind}` block has {N} label{}: {}",
                        if N == 1 { "" } else { "s" },
                        wanted.join(", ")
                    ),
                };
                self.invalid(at, block.header, message);
            }
            return None;
        }
        for ((slot, label), span) in found.iter_mut().zip(tree.labels(block)).zip(tree.label_spans(block)) {
            if !grammar::is_name(label) {
                let message = format!("`{label}` is not a name: {}", grammar::NAME_RULE);
                self.invalid(at, span.span, message);
            }
            *slot = label;
        }
        Some(found)
    }

    /// Reports what a body of a fixed grammar must not or must hold.
    fn check(&mut self, at: At<'a>, body: BodyId, grammar: &Grammar, what: &str, whole: Option<&Block>) {
        let tree = at.tree;
        for attribute in tree.attributes(body) {
            let name = tree.slice(attribute.name);
            if !grammar.attributes.contains(&name) {
                self.invalid(at, attribute.name, format!("{what} has no argument `{name}`"));
            }
        }
        for block in tree.blocks(body) {
            let name = tree.slice(block.name);
            if !grammar.blocks.contains(&name) {
                self.invalid(at, block.header, format!("{what} has no block `{name}`"));
                continue;
            }
            match name {
                // With its own labels like one at the top.
                "data" => {}
                "backend" | "provisioner" | "provider_meta" | "state_store" => {
                    self.labels(at, block, ["its type"]);
                }
                _ => {
                    self.labels(at, block, []);
                }
            }
        }
        if let Some(block) = whole
            && !block.broken
            && !at.overrides
        {
            for name in grammar.required {
                if tree.attribute(body, name).is_none() {
                    self.invalid(at, block.header, format!("{what} lacks the argument `{name}`"));
                }
            }
        }
    }

    fn block(&mut self, at: At<'a>, block: &'a Block) {
        let kind = at.tree.slice(block.name);
        match kind {
            "variable" => self.variable(at, block),
            "locals" => self.locals(at, block),
            "output" => self.output(at, block),
            "resource" => self.resource(at, block, Mode::Managed, false),
            "data" => self.resource(at, block, Mode::Data, false),
            "module" => self.call(at, block),
            "provider" => self.provider(at, block),
            "terraform" => self.terraform(at, block),
            "check" => self.check_block(at, block),
            "moved" | "import" => {
                if at.overrides {
                    self.invalid(at, block.header, format!("an override file cannot hold a `{kind}` block"));
                    return;
                }
                if self.labels(at, block, []).is_some() {
                    let grammar = if kind == "moved" { &grammar::MOVED } else { &grammar::IMPORT };
                    self.check(at, block.body, grammar, &format!("a `{kind}` block"), Some(block));
                    if kind == "import" {
                        self.import(at, block);
                    }
                    self.other(at, block, kind);
                }
            }
            "removed" => {
                if !at.overrides && self.labels(at, block, []).is_some() {
                    self.check(at, block.body, &grammar::REMOVED, "a `removed` block", Some(block));
                    self.other(at, block, kind);
                }
            }
            "ephemeral" | "action" | "list" => {
                if !at.overrides
                    && let Some([type_name, name]) = self.labels(at, block, ["its type", "its name"])
                {
                    let what = format!("`{kind}.{type_name}.{name}`");
                    let key = format!("{kind}.{type_name}.{name}");
                    if self.first(at, "object", &key, &what, block.header) {
                        self.other(at, block, kind);
                    }
                    if kind == "ephemeral" {
                        self.repetition(at, block.body, &what, &mut Repetition::One);
                        self.kept_nowhere(at, block, &what);
                    }
                }
            }
            "language" => self.other(at, block, kind),
            _ => self.invalid(
                at,
                block.header,
                format!("Terraform has no block `{kind}` at the top of a file"),
            ),
        }
    }

    /// What the `lifecycle` of an ephemeral resource, of which nothing is kept, cannot hold.
    fn kept_nowhere(&mut self, at: At<'a>, block: &Block, what: &str) {
        let tree = at.tree;
        for inner in tree.blocks(block.body).iter().filter(|inner| tree.slice(inner.name) == "lifecycle") {
            for name in grammar::MANAGED_LIFECYCLE {
                if let Some(attribute) = tree.attribute(inner.body, name) {
                    self.invalid(at, attribute.name, format!("{what} is ephemeral and has no `{name}`"));
                }
            }
        }
    }

    fn other(&mut self, at: At<'a>, block: &Block, kind: &'a str) {
        let kind = self.name(kind);
        self.module.others.push(OtherBlock {
            kind,
            origin: at.block_origin(block),
            file: at.index,
            body: block.body,
        });
    }

    // Values that Terraform reads before it evaluates anything.

    fn constant(&mut self, at: At<'a>, attribute: &Attribute, what: &str) -> Option<Value> {
        match evaluate(at.tree, attribute.value, &Constant) {
            Ok(value) => Some(value),
            Err(error) => {
                self.failed(at, what, &error);
                None
            }
        }
    }

    fn flag(&mut self, at: At<'a>, body: BodyId, name: &str, slot: &mut bool) {
        let Some(attribute) = at.tree.attribute(body, name) else { return };
        match at.tree.expr(attribute.value) {
            Expr::Bool(value) => *slot = value,
            Expr::Error => {}
            _ => {
                let what = format!("`{name}`");
                self.no_calls(at, name, attribute.value);
                let Some(value) = self.constant(at, attribute, &what) else { return };
                if let Some(value) =
                    convert::convert(&value, &Type::Bool).ok().and_then(|value| value.as_bool())
                {
                    *slot = value;
                } else {
                    let span = at.tree.span(attribute.value);
                    self.invalid(at, span, format!("{what} must be `true` or `false`"));
                }
            }
        }
    }

    /// Reports a function call in a setting that Terraform reads before it has functions.
    fn no_calls(&mut self, at: At<'a>, name: &str, id: ExprId) -> bool {
        let call = call_in(at.tree, id);
        if let Some(call) = call {
            self.invalid(at, call, format!("functions cannot be called in `{name}`"));
        }
        call.is_none()
    }

    /// The text of a setting, which can hold no reference and no function call.
    fn text(&mut self, at: At<'a>, name: &str, id: ExprId) -> Option<Arc<str>> {
        match at.tree.expr(id) {
            Expr::String(index) => return Some(self.name(at.tree.string(index))),
            Expr::Error => return None,
            _ => {}
        }
        let is_plain = self.no_calls(at, name, id);
        let value = match evaluate(at.tree, id, &Constant) {
            Ok(value) => value,
            Err(error) => {
                if is_plain {
                    self.failed(at, &format!("`{name}`"), &error);
                }
                return None;
            }
        };
        let text = convert::convert(&value, &Type::String).ok();
        let text = text.as_ref().and_then(Value::as_str);
        if text.is_none() && is_plain {
            self.invalid(at, at.tree.span(id), format!("`{name}` must be a string"));
        }
        text.map(Arc::from)
    }

    /// The same where nothing is converted: a number is no text.
    fn exact_text(&mut self, at: At<'a>, name: &str, id: ExprId) -> Option<Arc<str>> {
        if evaluate(at.tree, id, &Constant).is_ok_and(|value| value.as_str().is_none())
            && call_in(at.tree, id).is_none()
        {
            self.invalid(at, at.tree.span(id), format!("`{name}` must be a string"));
            return None;
        }
        self.text(at, name, id)
    }

    /// A description is a text that is written out.
    fn description(&mut self, at: At<'a>, body: BodyId) {
        if let Some(attribute) = at.tree.attribute(body, "description") {
            self.text(at, "description", attribute.value);
        }
    }

    fn constraint(&mut self, at: At<'a>, name: &str, id: ExprId) -> Option<Arc<str>> {
        let text = self.text(at, name, id)?;
        self.is_constraint(at, &text, id);
        Some(text)
    }

    fn is_constraint(&mut self, at: At<'a>, text: &str, id: ExprId) {
        if !is_constraint(text) {
            let message = format!("`{text}` is not a version constraint such as `>= 1.2, < 2.0`");
            self.invalid(at, at.tree.span(id), message);
        }
    }

    fn condition(&mut self, at: At<'a>, block: &Block, what: &str) -> Option<Condition> {
        self.check(at, block.body, &grammar::CONDITION, what, Some(block));
        let condition = at.tree.attribute(block.body, "condition")?;
        if lacks(at.tree, condition.value, |_| true) {
            let span = at.tree.span(condition.value);
            self.invalid(
                at,
                span,
                format!("the condition of {what} refers to nothing, so it checks nothing"),
            );
        }
        let message = at.tree.attribute(block.body, "error_message");
        Some(Condition {
            condition: at.expr(condition.value),
            message: message.map(|message| at.expr(message.value)),
        })
    }

    /// The parts of a list of references, as written.
    fn references(&mut self, at: At<'a>, attribute: &Attribute) -> Vec<Arc<str>> {
        let tree = at.tree;
        let name = tree.slice(attribute.name);
        let Expr::Tuple(run) = tree.expr(attribute.value) else {
            if tree.expr(attribute.value) != Expr::Error {
                let span = tree.span(attribute.value);
                self.invalid(at, span, format!("`{name}` must be a list of references"));
            }
            return Vec::new();
        };
        let mut out = Vec::with_capacity(run.len());
        for id in tree.list(run) {
            match tree.expr(*id) {
                Expr::Error => {}
                // What it stood for once is said elsewhere.
                Expr::String(index) if tree.string(index) == "*" => out.push("*".into()),
                Expr::String(_) | Expr::Attr { .. } | Expr::Index { .. } | Expr::Splat { .. }
                    if traversal(tree, *id).is_none() =>
                {
                    let message = format!("`{name}` takes references without splats and with fixed keys");
                    self.invalid(at, tree.span(*id), message);
                }
                Expr::String(index) => out.push(self.name(tree.string(index))),
                Expr::Variable | Expr::Attr { .. } | Expr::Index { .. } | Expr::Splat { .. } => {
                    out.push(self.name(tree.source(*id)));
                }
                _ => {
                    let message =
                        format!("`{name}` takes references such as `databricks_group.a`, not expressions");
                    self.invalid(at, tree.span(*id), message);
                }
            }
        }
        out
    }

    fn depends_on(&mut self, at: At<'a>, body: BodyId, what: &str) -> Option<Vec<Arc<str>>> {
        let attribute = at.tree.attribute(body, "depends_on")?;
        let is_empty = matches!(at.tree.expr(attribute.value), Expr::Tuple(run) if run.is_empty());
        if at.overrides && is_empty {
            return None;
        }
        if at.overrides {
            self.invalid(
                at,
                attribute.name,
                format!("an override file cannot change `depends_on` of {what}"),
            );
            return None;
        }
        let mut names = self.references(at, attribute);
        for name in &mut names {
            // `resource.type.name` is the long form of `type.name`.
            if let Some(short) = name.strip_prefix("resource.") {
                *name = short.into();
            }
        }
        Some(names)
    }

    fn provider_ref(&mut self, at: At<'a>, id: ExprId) -> Option<ProviderRef> {
        let tree = at.tree;
        // Here keywords are names: there is a provider `null`.
        let is_name = |id| matches!(tree.expr(id), Expr::Variable | Expr::Null | Expr::Bool(_));
        let (local, alias) = match tree.expr(id) {
            _ if is_name(id) => (tree.source(id), None),
            Expr::Attr { base, name } if is_name(base) => (tree.source(base), Some(tree.slice(name))),
            // `databricks.by_workspace[each.key]` of OpenTofu
            Expr::Index { base, key } => {
                let mut found = self.provider_ref(at, base)?;
                let text = tree.slice(Span::new(tree.span(base).end, tree.span(id).end));
                found.instance.get_or_insert_with(|| (self.name(text), at.expr(key)));
                return Some(found);
            }
            Expr::String(index) => match tree.string(index).split_once('.') {
                Some((local, alias)) => (local, Some(alias)),
                None => (tree.string(index), None),
            },
            Expr::Error => return None,
            _ => {
                let message =
                    "expected a provider configuration such as `databricks` or `databricks.account`";
                self.invalid(at, tree.span(id), message);
                return None;
            }
        };
        Some(ProviderRef {
            local: self.name(local),
            alias: alias.map(|alias| self.name(alias)),
            instance: None,
            file: at.file,
            span: tree.place(tree.span(id)),
        })
    }

    fn repetition(&mut self, at: At<'a>, body: BodyId, what: &str, slot: &mut Repetition) {
        let tree = at.tree;
        let count = tree.attribute(body, "count");
        let for_each = tree.attribute(body, "for_each");
        if let (Some(_), Some(for_each)) = (count, for_each) {
            self.invalid(
                at,
                for_each.name,
                format!("{what} has both `count` and `for_each`; only one of them may stand"),
            );
        }
        // Where an override leaves both, Terraform looks at `count` first.
        if let Some(count) = count {
            *slot = Repetition::Count(at.expr(count.value));
        } else if let Some(for_each) = for_each
            && !matches!(slot, Repetition::Count(_))
        {
            *slot = Repetition::ForEach(at.expr(for_each.value));
        }
    }

    /// Lays the content of a block over `slot`, without what is in `meta`.
    fn body(&mut self, at: At<'a>, block: &'a Block, meta: &Meta, slot: &mut BodyDef) {
        let fresh = slot.attributes.is_empty() && slot.blocks.is_empty();
        let mut new = BodyDef { broken: block.broken, ..BodyDef::default() };
        self.collect(at, block.body, meta, &mut new);
        if fresh {
            new.broken |= slot.broken;
            *slot = new;
        } else {
            self.lay_over(slot, new);
        }
    }

    fn collect(&mut self, at: At<'a>, body: BodyId, meta: &Meta, new: &mut BodyDef) {
        let tree = at.tree;
        let mut escaped = false;
        let attributes = tree.attributes(body);
        new.attributes.reserve_exact(attributes.len());
        for attribute in attributes {
            let name = tree.slice(attribute.name);
            // In JSON a block can be read as an argument.
            if meta.arguments.contains(&name) || (tree.json && meta.blocks.contains(&name)) {
                continue;
            }
            let name = self.name(name);
            new.attributes.push(AttributeDef { name, file: at.index, attribute: *attribute });
        }
        for block in tree.blocks(body) {
            let name = tree.slice(block.name);
            if name == "_" && tree.label_spans(block).is_empty() {
                if std::mem::replace(&mut escaped, true) {
                    self.invalid(at, block.header, "only one block `_` can stand here");
                }
                new.broken |= block.broken;
                for attribute in tree.attributes(block.body) {
                    let name = tree.slice(attribute.name);
                    if new.attributes.iter().any(|other| *other.name == *name) {
                        let message = format!("`{name}` already stands outside the block `_`");
                        self.invalid(at, attribute.name, message);
                    }
                }
                self.collect(at, block.body, &grammar::NO_META, new);
            } else if !meta.blocks.contains(&name) {
                new.blocks.push(BlockDef { file: at.index, block: *block });
            }
        }
    }

    /// What an override writes replaces what it overrides: an attribute the attribute of its name, blocks
    /// all blocks of their type, `dynamic` ones too. In JSON a block cannot be told from an attribute, so
    /// each replaces the other.
    fn lay_over(&self, base: &mut BodyDef, new: BodyDef) {
        let written: FxHashSet<&str> = new
            .attributes
            .iter()
            .map(|attribute| &*attribute.name)
            .chain(new.blocks.iter().filter_map(|block| self.block_type(block)))
            .collect();
        base.attributes.retain(|attribute| !written.contains(&*attribute.name));
        base.blocks.retain(|block| self.block_type(block).is_none_or(|name| !written.contains(name)));
        base.attributes.extend(new.attributes);
        base.blocks.extend(new.blocks);
        base.broken |= new.broken;
    }

    /// The type of the blocks that a block or a `dynamic` block stands for.
    fn block_type(&self, block: &BlockDef) -> Option<&'a str> {
        let tree = &self.files.get(block.file as usize)?.tree;
        match tree.slice(block.block.name) {
            "dynamic" => tree.labels(&block.block).next().or(Some("dynamic")),
            name => Some(name),
        }
    }

    // One function for each kind of block.

    /// It says by one argument what is imported, and its `to` is the address of one instance.
    fn import(&mut self, at: At<'a>, block: &Block) {
        let tree = at.tree;
        match (tree.attribute(block.body, "id"), tree.attribute(block.body, "identity")) {
            (None, None) if !block.broken => {
                self.invalid(at, block.header, "an `import` block lacks the argument `id` or `identity`");
            }
            (Some(_), Some(_)) => {
                self.invalid(at, block.header, "an `import` block has `id` or `identity`, not both");
            }
            _ => {}
        }
        let Some(to) = tree.attribute(block.body, "to") else { return };
        let id = match tree.expr(to.value) {
            Expr::Error => return,
            // Source text of JSON.
            Expr::Wrapped(inner) if tree.json => inner,
            _ => to.value,
        };
        let span = tree.span(to.value);
        let mut address = None;
        each_reference(tree, id, |reference| {
            if reference.span == tree.span(id) {
                address = resource_address(reference);
            }
        });
        match address {
            Some((address, true)) => {
                self.first(at, "import", &address, &format!("the import of `{address}`"), span);
            }
            Some(_) => {}
            None => self.invalid(at, span, "`to` is the address of a resource, such as `databricks_group.a`"),
        }
    }

    fn variable(&mut self, at: At<'a>, block: &'a Block) {
        let Some([name]) = self.labels(at, block, ["its name"]) else { return };
        let what = format!("`var.{name}`");
        self.check(at, block.body, &grammar::VARIABLE, &what, Some(block));
        if grammar::RESERVED_VARIABLES.contains(&name) {
            self.invalid(at, block.header, format!("`{name}` cannot be the name of a variable: a `module` block gives it a meaning of its own"));
        }
        let mut def = if at.overrides {
            match self.module.variables.get(name) {
                Some(def) => def.clone(),
                None => return self.nothing_to_override(at, block, &what),
            }
        } else {
            self.first(at, "variable", name, &what, block.header);
            VariableDef {
                name: self.name(name),
                origin: at.block_origin(block),
                ty: Type::Dynamic,
                typed: false,
                defaults: Defaults::default(),
                default: None,
                default_origin: None,
                nullable: true,
                sensitive: false,
                ephemeral: false,
                validations: Vec::new(),
            }
        };
        let tree = at.tree;
        if let Some(ty) = tree.attribute(block.body, "type") {
            match parse_type(tree, ty.value) {
                Ok((ty, defaults)) => (def.ty, def.defaults, def.typed) = (ty, defaults, true),
                Err(_) if tree.expr(ty.value) == Expr::Error => {}
                Err(error) => self.failed(at, &format!("the type of {what}"), &error),
            }
        }
        if let Some(default) = tree.attribute(block.body, "default")
            && tree.expr(default.value) != Expr::Error
        {
            if let Some(call) = call_in(tree, default.value) {
                let message =
                    format!("the default of {what} is a constant; functions cannot be called in it");
                self.invalid(at, call, message);
                def.default = evaluate(tree, default.value, &Constant).ok();
            } else {
                def.default = self.constant(at, default, &format!("the default of {what}"));
            }
            def.default_origin = Some(at.attribute_origin(default));
        }
        self.description(at, block.body);
        self.flag(at, block.body, "nullable", &mut def.nullable);
        self.flag(at, block.body, "sensitive", &mut def.sensitive);
        self.flag(at, block.body, "ephemeral", &mut def.ephemeral);
        if let Some(default) = &def.default
            && (at.tree.attribute(block.body, "default").is_some() || at.overrides)
        {
            let given = convert::apply_defaults(default, &def.defaults);
            let span = tree.attribute(block.body, "default").map_or(block.header, |a| tree.span(a.value));
            if default.is_null() && !def.nullable {
                self.invalid(
                    at,
                    span,
                    format!("the default of {what} is null, which `nullable = false` excludes"),
                );
            } else if let Err(error) = convert::convert(&given, &def.ty) {
                self.invalid(at, span, format!("the default of {what} does not fit its type: {error}"));
            }
        }
        for inner in tree.blocks(block.body) {
            if tree.slice(inner.name) != "validation" {
                continue;
            }
            if at.overrides {
                self.invalid(at, inner.header, format!("an override file cannot add a validation to {what}"));
            } else if let Some(condition) = self.condition(at, inner, "a `validation` block") {
                let own = |reference: &Reference<'_>| {
                    reference.root == "var"
                        && matches!(reference.steps.first(), Some(StaticStep::Attr(own)) if *own == name)
                };
                let id = condition.condition.id;
                let refers = !lacks(tree, id, |_| true);
                if refers && lacks(tree, id, own) {
                    let message = format!("a validation of {what} does not refer to it");
                    self.invalid(at, tree.span(id), message);
                }
                def.validations.push(condition);
            }
        }
        self.module.variables.insert(def.name.clone(), def);
    }

    fn nothing_to_override(&mut self, at: At<'a>, block: &Block, what: &str) {
        self.invalid(
            at,
            block.header,
            format!("{what} stands in an override file, but no other file declares it; override files change what is declared elsewhere"),
        );
    }

    fn locals(&mut self, at: At<'a>, block: &'a Block) {
        if self.labels(at, block, []).is_none() {
            return;
        }
        let tree = at.tree;
        for inner in tree.blocks(block.body) {
            self.invalid(at, inner.header, "`locals` holds values, not blocks; write `=` after the name");
        }
        for attribute in tree.attributes(block.body) {
            let name = tree.slice(attribute.name);
            let what = format!("`local.{name}`");
            if !grammar::is_name(name) {
                self.invalid(at, attribute.name, format!("`{name}` is not a name: {}", grammar::NAME_RULE));
            }
            let name = self.name(name);
            if at.overrides {
                if !self.module.locals.contains_key(&name) {
                    let message = format!("{what} stands in an override file, but no other file declares it");
                    self.invalid(at, attribute.name, message);
                    continue;
                }
            } else if let Some(earlier) = self.module.locals.get(&name) {
                let Origin::Source { key, .. } = earlier.origin else { continue };
                let place = self.before(earlier.value.file, key);
                let message = format!("{what} is already declared at {place}; rename or remove one of them");
                self.invalid(at, attribute.name, message);
            }
            let def = LocalDef { value: at.expr(attribute.value), origin: at.attribute_origin(attribute) };
            self.module.locals.insert(name, def);
        }
    }

    fn output(&mut self, at: At<'a>, block: &'a Block) {
        let Some([name]) = self.labels(at, block, ["its name"]) else { return };
        let what = format!("`output.{name}`");
        self.description(at, block.body);
        self.check(at, block.body, &grammar::OUTPUT, &what, Some(block));
        let mut def = if at.overrides {
            match self.module.outputs.get(name) {
                Some(def) => def.clone(),
                None => return self.nothing_to_override(at, block, &what),
            }
        } else {
            self.first(at, "output", name, &what, block.header);
            OutputDef {
                value: None,
                sensitive: false,
                ephemeral: false,
                ty: None,
                depends_on: Vec::new(),
                preconditions: Vec::new(),
                origin: at.block_origin(block),
            }
        };
        let tree = at.tree;
        if let Some(value) = tree.attribute(block.body, "value") {
            def.value = Some(at.expr(value.value));
        }
        self.flag(at, block.body, "sensitive", &mut def.sensitive);
        self.flag(at, block.body, "ephemeral", &mut def.ephemeral);
        if let Some(ty) = tree.attribute(block.body, "type") {
            match parse_type(tree, ty.value) {
                Ok(parsed) => def.ty = Some(parsed),
                Err(error) => self.failed(at, &format!("the type of {what}"), &error),
            }
        }
        if let Some(depends_on) = self.depends_on(at, block.body, &what) {
            def.depends_on = depends_on;
        }
        for inner in tree.blocks(block.body) {
            if tree.slice(inner.name) == "precondition" {
                if at.overrides {
                    self.invalid(
                        at,
                        inner.header,
                        format!("an override file cannot add a precondition to {what}"),
                    );
                } else if let Some(condition) = self.condition(at, inner, "a `precondition` block") {
                    def.preconditions.push(condition);
                }
            }
        }
        let name = self.name(name);
        self.module.outputs.insert(name, def);
    }

    fn resource(&mut self, at: At<'a>, block: &'a Block, mode: Mode, in_check: bool) {
        let Some([type_name, name]) = self.labels(at, block, ["its type", "its name"]) else { return };
        let prefix = match mode {
            Mode::Managed => "",
            Mode::Data => "data.",
        };
        let what = format!("`{prefix}{type_name}.{name}`");
        let index = self.resources.get(&(mode, type_name, name)).copied();
        if at.overrides {
            let Some(index) = index else { return self.nothing_to_override(at, block, &what) };
            let Some(slot) = self.module.resources.get_mut(index) else { return };
            // Taken out for the time of the change; nothing looks at it meanwhile.
            let empty = ResourceDef {
                mode,
                type_name: slot.type_name.clone(),
                name: slot.name.clone(),
                origin: slot.origin,
                provider: None,
                repetition: Repetition::One,
                body: BodyDef::default(),
                depends_on: Vec::new(),
                lifecycle: Lifecycle::default(),
                connection: None,
                provisioners: Vec::new(),
                in_check: false,
                overridden: true,
            };
            let mut def = std::mem::replace(slot, empty);
            def.overridden = true;
            self.resource_content(at, block, &what, &mut def);
            if let Some(slot) = self.module.resources.get_mut(index) {
                *slot = def;
            }
            return;
        }
        if let Some(earlier) = index.and_then(|index| self.module.resources.get(index)) {
            if let Origin::Source { file, key, .. } = earlier.origin {
                let place = self.place_of(file, key);
                let message = format!("{what} is already declared at {place}; rename or remove one of them");
                self.invalid(at, block.header, message);
            }
            return;
        }
        let mut def = ResourceDef {
            mode,
            type_name: self.name(type_name),
            name: self.name(name),
            origin: at.block_origin(block),
            provider: None,
            repetition: Repetition::One,
            body: BodyDef::default(),
            depends_on: Vec::new(),
            lifecycle: Lifecycle::default(),
            connection: None,
            provisioners: Vec::new(),
            in_check,
            overridden: false,
        };
        self.resource_content(at, block, &what, &mut def);
        self.resources.insert((mode, type_name, name), self.module.resources.len());
        self.module.resources.push(def);
    }

    fn place_of(&self, file: FileId, span: Span) -> String {
        let index = self.files.iter().position(|f| f.file == file).unwrap_or(0);
        self.before(index as u32, span)
    }

    fn resource_content(&mut self, at: At<'a>, block: &'a Block, what: &str, def: &mut ResourceDef) {
        let tree = at.tree;
        if def.in_check {
            self.scoped(at, block, what);
        }
        self.repetition(at, block.body, what, &mut def.repetition);
        if let Some(provider) = tree.attribute(block.body, "provider")
            && let Some(provider) = self.provider_ref(at, provider.value)
        {
            def.provider = Some(provider);
        }
        if let Some(depends_on) = self.depends_on(at, block.body, what) {
            def.depends_on = depends_on;
        }
        let (mut seen, mut provisioned, mut connected) = (false, false, false);
        for inner in tree.blocks(block.body) {
            let kind = tree.slice(inner.name);
            let own = BlockDef { file: at.index, block: *inner };
            match kind {
                "connection" => {
                    self.labels(at, inner, []);
                    if std::mem::replace(&mut connected, true) {
                        self.invalid(at, inner.header, format!("{what} has a second `connection` block"));
                    }
                    def.connection = Some(own);
                }
                "provisioner" => {
                    self.labels(at, inner, ["its type"]);
                    if !std::mem::replace(&mut provisioned, true) {
                        def.provisioners.clear();
                    }
                    if def.mode == Mode::Managed {
                        self.provisioner(at, inner);
                    }
                    def.provisioners.push(own);
                }
                _ => {}
            }
            if def.mode == Mode::Data && matches!(kind, "provisioner" | "connection") {
                self.invalid(at, inner.header, format!("{what} is a data source and has no block `{kind}`"));
            }
            if kind != "lifecycle" {
                continue;
            }
            if std::mem::replace(&mut seen, true) {
                self.invalid(at, inner.header, format!("{what} has a second `lifecycle` block"));
                continue;
            }
            self.labels(at, inner, []);
            self.lifecycle(at, inner, what, def);
        }
        self.body(at, block, &grammar::RESOURCE_META, &mut def.body);
    }

    /// What a data source of a `check` block cannot hold.
    fn scoped(&mut self, at: At<'a>, block: &Block, what: &str) {
        let tree = at.tree;
        let arguments = ["count", "for_each"].map(|name| tree.attribute(block.body, name));
        for attribute in arguments.into_iter().flatten() {
            let name = tree.slice(attribute.name);
            let message = format!("{what} belongs to a `check` block and has no `{name}`");
            self.invalid(at, attribute.name, message);
        }
        for inner in tree.blocks(block.body) {
            if tree.slice(inner.name) == "lifecycle" {
                let message = format!("{what} belongs to a `check` block and has no block `lifecycle`");
                self.invalid(at, inner.header, message);
            }
        }
    }

    fn lifecycle(&mut self, at: At<'a>, block: &'a Block, what: &str, def: &mut ResourceDef) {
        let tree = at.tree;
        let body = block.body;
        self.check(at, body, &grammar::LIFECYCLE, "a `lifecycle` block", None);
        if def.mode == Mode::Data {
            for name in grammar::MANAGED_LIFECYCLE {
                if let Some(attribute) = tree.attribute(body, name) {
                    self.invalid(at, attribute.name, format!("{what} is a data source and has no `{name}`"));
                }
            }
        }
        let expr = |name: &str| tree.attribute(body, name).map(|attribute| at.expr(attribute.value));
        if let Some(attribute) = tree.attribute(body, "prevent_destroy") {
            def.lifecycle.prevent_destroy = Some(at.expr(attribute.value));
            let before = def.lifecycle.facts.prevent_destroy.is_some_and(|before| before.on);
            def.lifecycle.facts.prevent_destroy = match tree.source(attribute.value).trim_matches('"') {
                word @ ("true" | "false") => {
                    let on = word == "true";
                    let at_span = FileSpan { file: at.file, span: attribute.name };
                    Some(Protection { on, at: at_span, overridden: at.overrides && before && !on })
                }
                _ => None,
            };
        }
        self.flag(at, body, "create_before_destroy", &mut false);
        if let Some(value) = expr("create_before_destroy") {
            def.lifecycle.create_before_destroy = Some(value);
        }
        if let Some(value) = expr("enabled")
            && def.repetition == Repetition::One
        {
            def.repetition = Repetition::Enabled(value);
        }
        if let Some(value) = expr("replace_triggered_by").filter(|_| !at.overrides) {
            def.lifecycle.replace_triggered_by = Some(value);
        }
        if let Some(attribute) = tree.attribute(body, "ignore_changes") {
            let all = match tree.expr(attribute.value) {
                Expr::Variable => tree.source(attribute.value) == "all",
                Expr::String(index) => tree.json && tree.string(index) == "all",
                _ => false,
            };
            let names = if all { Vec::new() } else { self.references(at, attribute) };
            let star = names.iter().any(|name| &**name == "*");
            if star {
                let span = tree.span(attribute.value);
                self.invalid(at, span, "`[\"*\"]` is not accepted any more; write `ignore_changes = all`");
            }
            def.lifecycle.ignore_all = all || star;
            let here = FileSpan { file: at.file, span: attribute.name };
            def.lifecycle.facts.ignores = all || !names.is_empty();
            def.lifecycle.facts.ignores_all = (all || star).then_some(here);
            let begins = |name: &str, with: &str| name.split(['.', '[']).next() == Some(with);
            let ignores = |argument: &str| all || star || names.iter().any(|name| begins(name, argument));
            def.lifecycle.facts.ignores_access = ignores("grant") || ignores("owner");
            def.lifecycle.facts.ignored_policies = IgnoredPolicies::of(ignores);
            def.lifecycle.ignore_changes = names;
        }
        for inner in tree.blocks(body) {
            let kind = tree.slice(inner.name);
            if !matches!(kind, "precondition" | "postcondition") {
                continue;
            }
            if at.overrides {
                self.invalid(at, inner.header, format!("an override file cannot add a {kind} to {what}"));
            } else if let Some(condition) = self.condition(at, inner, &format!("a `{kind}` block")) {
                if kind == "precondition" {
                    def.lifecycle.preconditions.push(condition);
                } else {
                    def.lifecycle.postconditions.push(condition);
                }
            }
        }
    }

    fn call(&mut self, at: At<'a>, block: &'a Block) {
        let Some([name]) = self.labels(at, block, ["its name"]) else { return };
        let what = format!("`module.{name}`");
        let tree = at.tree;
        let mut def = if at.overrides {
            match self.module.calls.get(name) {
                Some(def) => def.clone(),
                None => return self.nothing_to_override(at, block, &what),
            }
        } else {
            self.first(at, "module", name, &what, block.header);
            if !block.broken && tree.attribute(block.body, "source").is_none() {
                self.invalid(at, block.header, format!("{what} lacks the argument `source`"));
            }
            ModuleCall {
                name: self.name(name),
                origin: at.block_origin(block),
                source: None,
                version: None,
                providers: None,
                repetition: Repetition::One,
                body: BodyDef::default(),
                depends_on: Vec::new(),
                overridden: false,
            }
        };
        def.overridden |= at.overrides;
        for (argument, slot) in [("source", &mut def.source), ("version", &mut def.version)] {
            if let Some(attribute) = tree.attribute(block.body, argument) {
                *slot = Some(at.expr(attribute.value));
            }
        }
        if let Some(source) = tree.attribute(block.body, "source")
            && let Ok(value) = evaluate(tree, source.value, &Constant)
            && (value.is_null() || convert::convert(&value, &Type::String).is_err())
            && tree.expr(source.value) != Expr::Error
        {
            self.invalid(at, tree.span(source.value), format!("the `source` of {what} must be a string"));
        }
        // It may be computed since Terraform 1.15. Null is as if nothing were written.
        if let Some(version) = tree.attribute(block.body, "version")
            && let Ok(value) = evaluate(tree, version.value, &Constant)
            && value.is_wholly_known()
            && !value.is_null()
            && tree.expr(version.value) != Expr::Error
        {
            let text = convert::convert(&value, &Type::String).ok();
            if let Some(text) = text.as_ref().and_then(Value::as_str) {
                self.is_constraint(at, text, version.value);
            } else {
                let span = tree.span(version.value);
                self.invalid(at, span, format!("the `version` of {what} must be a string"));
            }
        }
        self.repetition(at, block.body, &what, &mut def.repetition);
        if let Some(depends_on) = self.depends_on(at, block.body, &what) {
            def.depends_on = depends_on;
        }
        if let Some(attribute) = tree.attribute(block.body, "providers") {
            def.providers = Some(self.passed_providers(at, attribute));
        }
        for inner in tree.blocks(block.body) {
            match tree.slice(inner.name) {
                // OpenTofu 1.11
                "lifecycle" => {
                    self.labels(at, inner, []);
                    if let Some(enabled) = tree.attribute(inner.body, "enabled")
                        && def.repetition == Repetition::One
                    {
                        def.repetition = Repetition::Enabled(at.expr(enabled.value));
                    }
                    let arguments = tree.attributes(inner.body).iter();
                    let mut others =
                        arguments.map(|own| tree.slice(own.name)).filter(|own| *own != "enabled");
                    if let Some(other) = others.next() {
                        let message = format!("the `lifecycle` of {what} has no argument `{other}`");
                        self.invalid(at, inner.header, message);
                    }
                }
                // Of others it hangs on override files whether Terraform looks at them.
                kind @ ("locals" | "provider") => {
                    self.invalid(at, inner.header, format!("{what} has no block `{kind}`"));
                }
                _ => {}
            }
        }
        self.body(at, block, &grammar::MODULE_META, &mut def.body);
        self.module.calls.insert(def.name.clone(), def);
    }

    /// A module call has no blocks. Those of one that an override file changes, Terraform drops.
    fn blocks_of_calls(&mut self) {
        let calls = self.module.calls.values().filter(|call| !call.overridden);
        let found: Vec<(Arc<str>, BlockDef)> =
            calls.flat_map(|call| call.body.blocks.iter().map(|block| (call.name.clone(), *block))).collect();
        let files = self.files;
        for (call, BlockDef { file: index, block }) in found {
            let Some(file) = files.get(index as usize) else { continue };
            let at = At { index, file: file.file, tree: &file.tree, overrides: false };
            let kind = at.tree.slice(block.name);
            if !matches!(kind, "locals" | "provider") {
                let message = format!("`module.{call}` has no block `{kind}`; inputs are written with `=`");
                self.invalid(at, block.header, message);
            }
        }
    }

    /// Only what comes from a registry has versions.
    fn versions_of_local_modules(&mut self) {
        let mut wrong = Vec::new();
        for call in self.module.calls.values() {
            let Some(source) = call.source.filter(|_| call.version.is_some()) else { continue };
            let Some(file) = self.files.get(source.file as usize) else { continue };
            if let Expr::String(index) = file.tree.expr(source.id)
                && is_local(file.tree.string(index))
            {
                let message =
                    format!("`module.{}` has a local source, so it cannot have a `version`", call.name);
                wrong.push(
                    Problem::new(ProblemKind::Invalid, message)
                        .at(self.location(source.file, file.tree.span(source.id))),
                );
            }
        }
        self.module.problems.extend(wrong);
    }

    fn passed_providers(&mut self, at: At<'a>, attribute: &Attribute) -> Vec<(ProviderRef, ProviderRef)> {
        let tree = at.tree;
        let Expr::Object(run) = tree.expr(attribute.value) else {
            if tree.expr(attribute.value) != Expr::Error {
                let message =
                    "`providers` is a map from the module's provider configurations to those of the caller";
                self.invalid(at, tree.span(attribute.value), message);
            }
            return Vec::new();
        };
        let mut out: Vec<(ProviderRef, ProviderRef)> = Vec::with_capacity(run.len());
        for item in tree.items(run) {
            let (Some(child), Some(own)) =
                (self.provider_ref(at, item.key), self.provider_ref(at, item.value))
            else {
                continue;
            };
            if out.iter().any(|(other, _)| other.local == child.local && other.alias == child.alias) {
                let name = tree.source(item.key);
                self.invalid(at, tree.span(item.key), format!("`{name}` is passed twice"));
                continue;
            }
            out.push((child, own));
        }
        out
    }

    fn provider(&mut self, at: At<'a>, block: &'a Block) {
        let Some([local]) = self.labels(at, block, ["the name of the provider"]) else { return };
        let tree = at.tree;
        self.local_name(at, local, block.header);
        let alias = tree.attribute(block.body, "alias");
        let alias = alias.and_then(|alias| {
            let text = self.text(at, "alias", alias.value)?;
            if !grammar::is_name(&text) {
                let message = format!("`{text}` cannot be an alias: {}", grammar::NAME_RULE);
                self.invalid(at, tree.span(alias.value), message);
            }
            Some(text)
        });
        let what = match &alias {
            Some(alias) => format!("`provider.{local}.{alias}`"),
            None => format!("`provider.{local}`"),
        };
        for name in ["count", "depends_on", "source"] {
            if let Some(attribute) = tree.attribute(block.body, name) {
                self.invalid(at, attribute.name, format!("a `provider` block cannot hold `{name}`"));
            }
        }
        for inner in tree.blocks(block.body) {
            if let kind @ ("lifecycle" | "locals") = tree.slice(inner.name) {
                self.invalid(at, inner.header, format!("a `provider` block cannot hold a block `{kind}`"));
            }
        }
        let key = (local, alias.clone());
        let index = self.providers.get(&key).copied();
        let for_each = tree.attribute(block.body, "for_each").map(|attribute| at.expr(attribute.value));
        let version = tree.attribute(block.body, "version");
        let constrains = version.is_some();
        // Null is as if nothing were written.
        if let Some(version) = version.filter(|version| tree.expr(version.value) != Expr::Null) {
            self.constraint(at, "version", version.value);
        }
        match index
            .and_then(|index| self.module.providers.get(index))
            .map(|def| (def.origin, def.body.clone()))
        {
            Some((_, mut body)) if at.overrides => {
                self.body(at, block, &grammar::PROVIDER_META, &mut body);
                if let Some(slot) = index.and_then(|index| self.module.providers.get_mut(index)) {
                    slot.body = body;
                    slot.overridden = true;
                    slot.constrains |= constrains;
                    slot.for_each = for_each.or(slot.for_each);
                }
            }
            Some((Origin::Source { file, key, .. }, _)) => {
                let place = self.place_of(file, key);
                let help = if alias.is_some() { "" } else { "; a second configuration needs an `alias`" };
                self.invalid(at, block.header, format!("{what} is already configured at {place}{help}"));
            }
            Some(_) => {}
            None if at.overrides && alias.is_some() => self.nothing_to_override(at, block, &what),
            None => {
                let mut body = BodyDef::default();
                self.body(at, block, &grammar::PROVIDER_META, &mut body);
                let local = self.name(local);
                self.providers.insert(key, self.module.providers.len());
                self.module.providers.push(ProviderDef {
                    local,
                    alias,
                    origin: at.block_origin(block),
                    body,
                    constrains,
                    for_each,
                    overridden: false,
                });
            }
        }
    }

    fn terraform(&mut self, at: At<'a>, block: &'a Block) {
        if self.labels(at, block, []).is_none() {
            return;
        }
        let tree = at.tree;
        self.check(at, block.body, &grammar::TERRAFORM, "a `terraform` block", None);
        if let Some(attribute) = tree.attribute(block.body, "required_version")
            // Null is as if nothing were written.
            && tree.expr(attribute.value) != Expr::Null
            && let Some(version) = self.constraint(at, "required_version", attribute.value)
        {
            // The constraints of an override file replace all others.
            if at.overrides
                && self
                    .unique
                    .insert(("versions", at.index.to_string()), (at.index, attribute.name))
                    .is_none()
            {
                self.module.required_version.clear();
            }
            self.module.required_version.push(version);
        }
        for inner in tree.blocks(block.body) {
            match tree.slice(inner.name) {
                "required_providers" => {
                    if !at.overrides {
                        self.first(
                            at,
                            "setting",
                            "required_providers",
                            "`required_providers` of this module",
                            inner.header,
                        );
                    }
                    for attribute in tree.attributes(inner.body) {
                        self.required_provider(at, attribute);
                    }
                    for wrong in tree.blocks(inner.body) {
                        self.invalid(
                            at,
                            wrong.header,
                            "`required_providers` holds entries, not blocks; write `=` after the name",
                        );
                    }
                }
                kind @ ("backend" | "cloud" | "state_store") => {
                    self.module.has_backend = true;
                    if !at.overrides && !self.one_backend(at, kind, inner.header) {
                        continue;
                    }
                    self.other(at, inner, kind);
                }
                _ => {}
            }
        }
    }

    /// Reports a second place for the state; `true` for the first. Of a backend and a `cloud` block it is the backend
    /// that Terraform refuses.
    fn one_backend(&mut self, at: At<'a>, kind: &str, span: Span) -> bool {
        if !self.first(at, "setting", kind, "the backend of this module", span) {
            return false;
        }
        let mut others = ["backend", "cloud", "state_store"].into_iter().filter(|other| *other != kind);
        let earlier =
            others.find_map(|other| Some((other, *self.unique.get(&("setting", other.to_owned()))?)));
        let Some((other, (index, before))) = earlier else { return true };
        let files = self.files;
        let (there, span) = match files.get(index as usize).filter(|_| (kind, other) == ("cloud", "backend"))
        {
            Some(file) => (At { index, file: file.file, tree: &file.tree, overrides: false }, before),
            None => (at, span),
        };
        let mut kinds = [kind, other];
        kinds.put_in_order();
        let [first, second] = kinds;
        let message = format!("this module has a `{first}` and a `{second}` block; remove one of them");
        self.invalid(there, span, message);
        false
    }

    /// The name of a provider in this module.
    fn local_name(&mut self, at: At<'a>, name: &str, span: Span) {
        if grammar::is_name(name) && name.contains(|c: char| c == '_' || c.is_ascii_uppercase()) {
            let message = format!(
                "`{name}` cannot name a provider: small letters, digits and dashes make up such a name"
            );
            self.invalid(at, span, message);
        }
    }

    fn required_provider(&mut self, at: At<'a>, attribute: &Attribute) {
        let tree = at.tree;
        let name = tree.slice(attribute.name);
        self.local_name(at, name, attribute.name);
        let mut def = RequiredProvider {
            source: None,
            version: None,
            aliases: Vec::new(),
            origin: at.attribute_origin(attribute),
        };
        match tree.expr(attribute.value) {
            Expr::Object(run) => {
                for item in tree.items(run) {
                    let key = match tree.expr(item.key) {
                        Expr::String(index) => tree.string(index),
                        _ => tree.source(item.key),
                    };
                    match (key, tree.expr(item.value)) {
                        ("source", _) => {
                            def.source = self.exact_text(at, key, item.value);
                            if let Some(wrong) = def.source.as_deref().and_then(wrong_source) {
                                self.invalid(at, tree.span(item.value), wrong);
                            }
                        }
                        ("version", _) => {
                            def.version = self.exact_text(at, key, item.value);
                            if let Some(version) = def.version.clone() {
                                self.is_constraint(at, &version, item.value);
                            }
                        }
                        ("configuration_aliases", Expr::Tuple(run)) => {
                            for id in tree.list(run) {
                                if let Some(alias) = self.alias(at, name, *id) {
                                    def.aliases.push(alias);
                                }
                            }
                        }
                        ("//", _) | (_, Expr::Error) => {}
                        ("configuration_aliases", _) => {
                            self.invalid(at, tree.span(item.value), "`configuration_aliases` is a list of references such as `databricks.account`");
                        }
                        _ => {
                            let message = format!(
                                "an entry of `required_providers` has `source`, `version` and `configuration_aliases`, not `{key}`"
                            );
                            self.invalid(at, tree.span(item.key), message);
                        }
                    }
                }
            }
            Expr::Tuple(_) => {
                let message =
                    format!("`{name}` in `required_providers` must be an object with `source` and `version`");
                self.invalid(at, tree.span(attribute.value), message);
            }
            Expr::Null => {
                let message = format!("`{name}` in `required_providers` must not be null");
                self.invalid(at, tree.span(attribute.value), message);
            }
            // The form of old: a version alone.
            _ => def.version = self.constraint(at, name, attribute.value),
        }
        let name = self.name(name);
        if !at.overrides
            && let Some(earlier) = self.module.required_providers.get(&name)
        {
            if let Origin::Source { file, key, .. } = earlier.origin {
                let place = self.place_of(file, key);
                self.invalid(at, attribute.name, format!("`{name}` is already required at {place}"));
            }
            return;
        }
        self.module.required_providers.insert(name, def);
    }

    /// An element of `configuration_aliases`: a configuration of the provider that it stands at.
    fn alias(&mut self, at: At<'a>, provider: &str, id: ExprId) -> Option<ProviderRef> {
        let found = self.provider_ref(at, id)?;
        let tree = at.tree;
        if matches!(tree.expr(id), Expr::String(_)) && !tree.json {
            let message = format!(
                "`configuration_aliases` holds references such as `{provider}.account`, without quotes"
            );
            self.invalid(at, tree.span(id), message);
        } else if *found.local != *provider {
            let own = &found.local;
            let message =
                format!("`configuration_aliases` of `{provider}` cannot hold a configuration of `{own}`");
            self.invalid(at, tree.span(id), message);
        }
        Some(found)
    }

    fn check_block(&mut self, at: At<'a>, block: &'a Block) {
        let Some([name]) = self.labels(at, block, ["its name"]) else { return };
        if at.overrides {
            return self.invalid(at, block.header, "an override file cannot hold a `check` block");
        }
        let what = format!("`check.{name}`");
        if !self.first(at, "check", name, &what, block.header) {
            return;
        }
        self.check(at, block.body, &grammar::CHECK, &what, None);
        let tree = at.tree;
        let (mut data, mut asserts) = (0, 0);
        for inner in tree.blocks(block.body) {
            match tree.slice(inner.name) {
                "data" => {
                    data += 1;
                    if data > 1 {
                        self.invalid(at, inner.header, format!("{what} holds more than one data source"));
                    }
                    self.resource(at, inner, Mode::Data, true);
                }
                "assert" => {
                    asserts += 1;
                    self.condition(at, inner, "an `assert` block");
                }
                _ => {}
            }
        }
        if asserts == 0 && !block.broken {
            self.invalid(at, block.header, format!("{what} has no `assert` block"));
        }
        self.other(at, block, "check");
    }
}

/// A function call inside an expression.
fn call_in(tree: &Tree, id: ExprId) -> Option<Span> {
    if !tree.source(id).contains('(') {
        return None;
    }
    let whole = tree.span(id);
    let all = (0..tree.expr_count() as u32).map(ExprId);
    all.filter(|id| matches!(tree.expr(*id), Expr::Call { .. }))
        .map(|id| tree.span(id))
        .find(|span| span.start >= whole.start && span.end <= whole.end)
}

/// What is wrong with the source of a provider.
fn wrong_source(source: &str) -> Option<String> {
    if !is_provider_source(source) {
        return Some(format!("`{source}` is not the source of a provider, `[HOST/][NAMESPACE/]NAME`"));
    }
    let name = source.rsplit('/').next().unwrap_or(source).to_lowercase();
    let short = name.strip_prefix("terraform-")?;
    let short = short.strip_prefix("provider-").unwrap_or(short);
    Some(format!("`{source}` is not the source of a provider, whose name is `{short}`"))
}

/// Whether the text is `[HOST/][NAMESPACE/]NAME`.
fn is_provider_source(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let is_part = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
    };
    (1..=3).contains(&parts.len()) && parts.iter().all(is_part)
}

/// Whether no reference of the expression is `wanted`; of a file that does not parse nobody knows.
fn lacks(tree: &Tree, id: ExprId, wanted: impl Fn(&Reference<'_>) -> bool) -> bool {
    let mut found = !tree.errors.is_empty();
    each_reference(tree, id, |reference| found |= wanted(reference));
    !found
}

/// Names that cannot be the type of a resource in an address.
const NO_TYPE: &[&str] = &[
    "arg",
    "count",
    "data",
    "each",
    "ephemeral",
    "lazy",
    "local",
    "module",
    "path",
    "resource",
    "self",
    "template",
    "terraform",
    "var",
];

/// The address of a managed resource or of an instance of it that a reference is, and whether its keys are written out.
fn resource_address(reference: &Reference<'_>) -> Option<(String, bool)> {
    use StaticStep::{Attr, Dynamic, Index, Key};
    let all: Vec<_> = std::iter::once(Attr(reference.root)).chain(reference.steps.iter().copied()).collect();
    let (mut parts, mut is_fixed) = (Vec::new(), true);
    let mut steps = all.as_slice();
    loop {
        let (kind, name, rest) = match steps {
            [Attr("module"), Attr(name), rest @ ..] => ("module", *name, rest),
            [Attr("resource"), Attr(kind), Attr(name), rest @ ..] | [Attr(kind), Attr(name), rest @ ..]
                if !NO_TYPE.contains(kind) =>
            {
                (*kind, *name, rest)
            }
            _ => return None,
        };
        let key = match rest.first() {
            Some(Key(key)) => Some(format!("[{key:?}]")),
            Some(Index(index)) => Some(format!("[{index}]")),
            Some(Dynamic) => {
                is_fixed = false;
                Some("[…]".to_owned())
            }
            _ => None,
        };
        steps = rest.get(usize::from(key.is_some())..).unwrap_or_default();
        parts.push([kind, ".", name, key.as_deref().unwrap_or_default()].concat());
        if kind != "module" {
            return steps.is_empty().then(|| (parts.join("."), is_fixed));
        }
    }
}
