//! Whether resources, data sources and provider configurations fit the schemas of their providers.

use std::mem::discriminant;
use std::sync::Arc;

use bricklint_findings::source::Span;
use bricklint_findings::words::nearest;
use bricklint_lang::convert::{convert, type_of};
use bricklint_lang::eval::traversal;
use bricklint_lang::syntax::{Block, BodyId, Expr, ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::facts::{Fact, FactKind};
use bricklint_model::instance::Mode;
use bricklint_model::schema::{
    AttributeSchema, BlockSchema, BodySchema, Constraints, DATABRICKS, Member, Nesting, constraints,
    takes_fractions,
};
use rustc_hash::FxHashMap;

use super::{Checker, Owner, Within, key_text};
use crate::constraints::with_misspelt;
use crate::expand::schema::is_stored;
use crate::module::{BodyDef, OtherBlock, ProviderDef, ResourceDef};

/// Resource types that take `id` as an argument, or may.
const OWN_ID: &[&str] = &[
    "databricks_credential",
    "databricks_library",
    "databricks_notification_destination",
    "databricks_pipeline",
    "databricks_quality_monitor",
    "databricks_recipient",
    "databricks_service_principal_secret",
    "databricks_sql_endpoint",
];

/// Data sources that take `id` as an argument, or may.
const OWN_ID_OF_DATA: &[&str] = &[
    "databricks_catalog",
    "databricks_cluster",
    "databricks_cluster_policy",
    "databricks_clusters",
    "databricks_current_metastore",
    "databricks_directory",
    "databricks_external_location",
    "databricks_job",
    "databricks_metastore",
    "databricks_mlflow_experiment",
    "databricks_node_type",
    "databricks_schema",
    "databricks_service_principal",
    "databricks_spark_version",
    "databricks_sql_warehouse",
    "databricks_storage_credential",
    "databricks_table",
    "databricks_volume",
    "databricks_zones",
];

/// The name of what a body belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of<'o> {
    /// `databricks_job`
    Type(&'o str),
    /// The local name of a provider.
    Provider(&'o str),
    /// `databricks_job.task`
    Inside(&'o Of<'o>, &'o str),
}

impl std::fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Type(name) => f.write_str(name),
            Self::Provider(name) => write!(f, "provider {name}"),
            Self::Inside(of, name) => write!(f, "{of}.{name}"),
        }
    }
}

impl Of<'_> {
    /// The name of the block; nothing outside any.
    fn last(&self) -> &str {
        if let Self::Inside(_, name) = self { name } else { "" }
    }

    pub(super) fn text(&self) -> Arc<str> {
        self.to_string().into()
    }

    /// The body of this name in the schema of its type.
    pub(super) fn body_in<'s>(&self, schema: BodySchema<'s>) -> Option<BodySchema<'s>> {
        match self {
            Self::Type(_) | Self::Provider(_) => Some(schema),
            Self::Inside(of, name) => match of.body_in(schema)?.member(name)? {
                Member::Block(block) => Some(block.body),
                Member::Attribute(attribute) => attribute.nested.map(|(_, body)| body),
            },
        }
    }
}

/// The arguments and blocks of a body, wherever they are written.
#[derive(Debug, Default)]
pub(super) struct Parts<'c> {
    pub(super) attributes: Vec<Written<'c>>,
    blocks: Vec<(u32, Block)>,
    broken: bool,
}

/// `name = value`
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'c> {
    pub(super) file: u32,
    pub(super) name: &'c str,
    pub(super) key: Span,
    pub(super) value: ExprId,
}

/// What a body belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    pub(super) owner: Owner<'a>,
    pub(super) of: Of<'a>,
    /// Where the body is opened.
    pub(super) header: (u32, Span),
    /// What the provider asks of the body beside its schema.
    pub(super) constraints: Option<&'static Constraints>,
    /// Whether an override file changes the body: what the schema does not have in it, Terraform drops.
    overridden: bool,
}

impl<'a> Around<'a> {
    /// A block of this type in the body.
    fn inside<'b>(&'b self, name: &'b str, header: (u32, Span)) -> Around<'b>
    where
        'a: 'b,
    {
        Around {
            owner: self.owner,
            of: Of::Inside(&self.of, name),
            header,
            constraints: self.constraints.and_then(|constraints| constraints.block(name)),
            overridden: false,
        }
    }
}

/// How often the blocks of a type are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) written: u32,
    /// Whether a `dynamic` block makes more.
    pub(super) open: bool,
    /// The last one.
    pub(super) last: Option<(u32, Span)>,
}

impl<'c> Checker<'c> {
    /// The schema of the resource or data source at this index, where everything of it is in the table.
    pub(super) fn schema_of(&self, at: u32) -> Option<BodySchema<'c>> {
        let find = || {
            let def = self.module.resources.get(at as usize)?;
            let name = self.definition.resource_provider(at)?;
            let found = self.shared.table(&name.source)?.find(def.mode, &def.type_name)?;
            found.complete.then_some(found.body)
        };
        *self.schemas.get(at as usize)?.get_or_init(find)
    }

    /// Whether Terraform looks at an argument or block of what an override file changes. What the schema does not have it
    /// drops, and with it what it refers to.
    pub(super) fn is_read(&self, owner: Owner<'_>, file: u32, name: &str, block: bool) -> bool {
        let is_json = self.module.tree(file).is_some_and(|tree| tree.json);
        let schema = match owner {
            Owner::Resource(at)
                if self.module.resources.get(at as usize).is_some_and(|def| def.overridden) =>
            {
                self.schema_of(at)
            }
            Owner::Named("module.", call)
                if self.module.calls.get(call).is_some_and(|def| def.overridden) =>
            {
                let shared = self.shared;
                let child = shared.targets.child(shared.discovery, &self.module.directory, call);
                return child.is_none_or(|child| child.incomplete || child.variables.contains_key(name));
            }
            _ => None,
        };
        schema.is_none_or(|schema| match block {
            _ if name == "dynamic" => true,
            true => !is_dropped(schema, name),
            // In JSON blocks look like arguments.
            false => schema.attribute(name).is_some() || is_json && schema.block(name).is_some(),
        })
    }

    pub(super) fn resource_schema(&mut self, at: u32, def: &'c ResourceDef) {
        let Some((file, block)) = self.block(def.origin) else { return };
        let owner = Owner::Resource(at);
        if let Some(schema) = self.schema_of(at) {
            let parts = parts_of(&def.body);
            let header = (file, block.header);
            let constraints = constraints(def.mode, &def.type_name);
            let of = Of::Type(&def.type_name);
            let around = Around { owner, of, header, constraints, overridden: def.overridden };
            let known = self.facts.len();
            self.content(around, &parts, schema);
            if def.overridden && !block.broken && self.parses(file) {
                self.left_to_overrides(around, &block, &parts, schema);
            }
            if def.mode == Mode::Data && *def.type_name == *"terraform_remote_state" {
                self.remote_state(owner, &parts);
            }
            for instance in self.instances_of(def.repetition) {
                self.instance = Some(instance);
                self.further(known, |checker| checker.content(around, &parts, schema));
            }
            self.instance = None;
            return;
        }
        let shared = self.shared;
        let Some(name) = self.definition.resource_provider(at) else { return };
        let Some(table) = shared.table(&name.source).filter(|table| table.provider.complete) else { return };
        if table.find(def.mode, &def.type_name).is_some() {
            return;
        }
        let source = table.provider.source;
        let names = table.schema.types(def.mode).filter(|found| found.provider == source);
        let names = names.map(|found| found.name);
        let kind = FactKind::NoType {
            mode: def.mode,
            name: def.type_name.clone(),
            nearest: nearest(&def.type_name, names).map(Arc::from),
            provider: None,
        };
        self.add(&self.text(owner), file, block.header, kind);
    }

    /// Required arguments that only override files write, which Terraform asks of the block that they change.
    fn left_to_overrides(
        &mut self,
        around: Around<'_>,
        block: &Block,
        parts: &Parts<'c>,
        schema: BodySchema<'c>,
    ) {
        let Some(tree) = self.module.tree(around.header.0) else { return };
        for attribute in schema.required() {
            if tree.attribute(block.body, attribute.name).is_none()
                && parts.attributes.iter().any(|written| written.name == attribute.name)
            {
                self.missing(around, attribute.name, false);
            }
        }
    }

    pub(super) fn provider_schema(&mut self, def: &'c ProviderDef) {
        let Some((file, block)) = self.block(def.origin) else { return };
        let shared = self.shared;
        let source = self.definition.source_of(&def.local);
        let Some(table) = shared.table(&source).filter(|table| table.provider.complete) else { return };
        let owner = Owner::Provider(&def.local, def.alias.as_deref());
        let parts = parts_of(&def.body);
        let of = Of::Provider(&def.local);
        let header = (file, block.header);
        let around = Around { owner, of, header, constraints: None, overridden: def.overridden };
        self.content(around, &parts, table.provider.body);
    }

    /// An ephemeral resource of a provider that has none.
    pub(super) fn ephemeral_type(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some((file, block)) = self.block(other.origin) else { return };
        let Some(tree) = module.tree(file).filter(|_| self.parses(file)) else { return };
        let labels: Vec<&str> = tree.labels(&block).collect();
        let [ty, name] = labels.as_slice() else { return };
        let local = match tree.attribute(block.body, "provider").map(|provider| tree.expr(provider.value)) {
            None => ty.split('_').next().unwrap_or(*ty),
            Some(Expr::Variable | Expr::Attr { .. }) => {
                let provider = tree.attribute(block.body, "provider").map_or("", |it| tree.source(it.value));
                provider.split('.').next().unwrap_or(provider).trim()
            }
            Some(_) => return,
        };
        let source = self.definition.source_of(local);
        if self.shared.has_only_types(&source) {
            let kind = FactKind::NoEphemeral { name: (*ty).into(), provider: local.into() };
            self.note(Owner::Ephemeral(ty, name), file, block.header, kind);
        }
    }

    /// Why there is no function of this name: its provider has none.
    pub(super) fn no_function(&self, function: &str) -> Option<String> {
        let local = function.strip_prefix("provider::")?.split("::").next()?;
        let source = self.definition.source_of(local);
        // A later version may have some.
        let is_later = self.version.as_ref().is_some_and(|version| !version.is_near());
        let has_none = *source == *DATABRICKS && self.shared.has_only_types(&source) && !is_later;
        has_none.then(|| format!("the provider `{local}` has no functions"))
    }

    fn parts_in(&self, file: u32, body: BodyId, broken: bool) -> Parts<'c> {
        let Some(tree) = self.module.tree(file) else { return Parts::default() };
        let attributes = tree.attributes(body).iter().map(|attribute| Written {
            file,
            name: tree.slice(attribute.name),
            key: attribute.name,
            value: attribute.value,
        });
        Parts {
            attributes: attributes.collect(),
            blocks: tree.blocks(body).iter().map(|block| (file, *block)).collect(),
            broken,
        }
    }

    /// A body against its schema. In a file that does not parse nothing is judged.
    fn content(&mut self, around: Around<'_>, parts: &Parts<'c>, schema: BodySchema<'c>) {
        if !self.parses(around.header.0) {
            return;
        }
        let mut counts: FxHashMap<&str, Count> = FxHashMap::default();
        let mut written: Vec<&str> = Vec::with_capacity(parts.attributes.len());
        for attribute in &parts.attributes {
            written.push(attribute.name);
            self.argument_fits(around, attribute, schema, &mut counts);
        }
        for (file, block) in &parts.blocks {
            self.block_fits(around, *file, block, schema, &mut counts, &mut written);
        }
        if parts.broken {
            return;
        }
        for attribute in schema.required() {
            let null = parts.attributes.iter().find(|a| a.name == attribute.name && self.is_null(a));
            if let Some(null) = null
                && let Some(at) = self.at(null.file, null.key)
            {
                let name = attribute.name.into();
                let kind = FactKind::ArgumentMissing { name, of: around.of.text(), block: false };
                let conditional = self.within.iter().any(|within| self.may_be_empty(within));
                self.push_if(&self.text(around.owner), at, kind, None, conditional);
            } else if !written.contains(&attribute.name) {
                self.missing(around, attribute.name, false);
            }
        }
        for block in schema.counted() {
            let count = counts.get(block.name).copied().unwrap_or_default();
            if count.written < block.min && !count.open {
                self.missing(around, block.name, true);
            }
            let max = match block.nesting {
                Nesting::Single | Nesting::Group => 1,
                _ => block.max,
            };
            if max > 0
                && count.written > max
                && let Some((file, span)) = count.last
            {
                let kind = FactKind::TooMany { name: block.name.into(), of: around.of.text(), max };
                self.note(around.owner, file, span, kind);
            }
        }
        self.constrained(around, parts, &counts, &written);
    }

    /// Whether an argument is null whatever the inputs are, which is as if it were not written.
    pub(super) fn is_null(&self, attribute: &Written<'_>) -> bool {
        let Some(tree) = self.module.tree(attribute.file) else { return false };
        match tree.expr(attribute.value) {
            Expr::Null => true,
            Expr::String(_)
            | Expr::Template(_)
            | Expr::Number
            | Expr::Bool(_)
            | Expr::Tuple(_)
            | Expr::Object(_) => false,
            // What is read of anything but a local value hangs on inputs.
            _ if traversal(tree, attribute.value)
                .is_some_and(|read| read.root != "local" && self.element(read.root).is_none()) =>
            {
                false
            }
            _ => self.value(attribute.file, attribute.value).is_some_and(|value| value.is_null()),
        }
    }

    pub(super) fn note(&mut self, owner: Owner<'_>, file: u32, span: Span, kind: FactKind) {
        self.add(&self.text(owner), file, span, kind);
    }

    fn missing(&mut self, around: Around<'_>, name: &str, block: bool) {
        let kind = FactKind::ArgumentMissing { name: name.into(), of: around.of.text(), block };
        let (file, span) = around.header;
        self.note(around.owner, file, span, kind);
    }

    fn argument_fits(
        &mut self,
        around: Around<'_>,
        written: &Written<'c>,
        schema: BodySchema<'c>,
        counts: &mut FxHashMap<&'c str, Count>,
    ) {
        let Some(tree) = self.module.tree(written.file) else { return };
        if tree.json && written.name == "//" {
            return;
        }
        if tree.json && written.name == "dynamic" {
            return self.json_dynamic(around, written, schema, counts);
        }
        if let Some(attribute) = schema.attribute(written.name) {
            return self.attribute_fits(around, written, &attribute);
        }
        match schema.block(written.name) {
            Some(block) if tree.json => {
                // Also where it is an empty list.
                counts.entry(block.name).or_default();
                for object in objects(tree, written.value) {
                    let count = counts.entry(block.name).or_default();
                    if let Some(parts) = parts_of_object(written.file, tree, object) {
                        count.written += 1;
                        let at = if count.written > 1 { tree.span(object) } else { written.key };
                        count.last = Some((written.file, at));
                        let header = (written.file, tree.span(object));
                        self.content(around.inside(block.name, header), &parts, block.body);
                    } else {
                        count.open = true;
                        if is_scalar(tree, object) {
                            let (name, of) = (written.name.into(), around.of.text());
                            let kind = FactKind::WrongForm { name, of, block: true };
                            self.note(around.owner, written.file, tree.span(object), kind);
                        }
                    }
                }
            }
            _ if around.overridden => {}
            Some(block) => {
                counts.entry(block.name).or_default().open = true;
                let kind =
                    FactKind::WrongForm { name: written.name.into(), of: around.of.text(), block: true };
                self.note(around.owner, written.file, written.key, kind);
            }
            None => self.unknown(around, written.name, (written.file, written.key), schema, false),
        }
    }

    /// Whether an attribute is the `id` that resources and data sources of the provider have beside their
    /// arguments: the schema calls it optional, and the provider refuses it.
    fn is_own_id(&self, around: Around<'_>, attribute: &AttributeSchema<'_>) -> bool {
        let (Of::Type(ty), Owner::Resource(at)) = (around.of, around.owner) else { return false };
        attribute.name == "id"
            && attribute.optional
            && attribute.computed
            && ty.starts_with("databricks_")
            && self.module.resources.get(at as usize).is_some_and(|def| {
                let own = if def.mode == Mode::Data { OWN_ID_OF_DATA } else { OWN_ID };
                !own.contains(&ty)
            })
    }

    fn unknown(
        &mut self,
        around: Around<'_>,
        name: &str,
        (file, span): (u32, Span),
        schema: BodySchema<'_>,
        block: bool,
    ) {
        let near = schema
            .nearest(name)
            .filter(|near| schema.attribute(near).is_none_or(|attribute| attribute.is_argument()))
            .or_else(|| extended(name, schema));
        let kind = FactKind::NoArgument {
            name: name.into(),
            of: around.of.text(),
            nearest: near.map(Arc::from),
            block,
        };
        self.note(around.owner, file, span, kind);
    }

    fn attribute_fits(&mut self, around: Around<'_>, written: &Written<'c>, attribute: &AttributeSchema<'c>) {
        let Some(tree) = self.module.tree(written.file) else { return };
        if !attribute.is_argument() || self.is_own_id(around, attribute) {
            if !self.value(written.file, written.value).is_some_and(|value| value.is_null()) {
                let kind = FactKind::ReadOnly { name: attribute.name.into(), of: around.of.text() };
                self.note(around.owner, written.file, written.key, kind);
            }
            return;
        }
        if let Some((_, body)) = attribute.nested {
            let inner = around.inside(attribute.name, around.header);
            self.nested(inner, written.file, tree, written.value, body);
        }
        if matches!(tree.expr(written.value), Expr::Error) {
            return;
        }
        if matches!(around.owner, Owner::Resource(_)) && is_stored(*attribute) {
            self.keeps(around.owner, written.file, written.value, written.name, false);
        }
        let ty = attribute.ty();
        let whole = is_of_numbers(&ty) && self.is_whole(around, attribute.name);
        if !whole && self.is_surely(tree, written.value, &ty) {
            return;
        }
        let Some(value) = self.value(written.file, written.value) else { return };
        if let Some(reason) = Self::misfit(&value, &ty) {
            let expected = if attribute.nested.is_some() { brief(&ty).to_owned() } else { ty.to_string() };
            let kind = FactKind::WrongType {
                name: attribute.name.into(),
                of: around.of.text(),
                expected: expected.into(),
                reason: reason.into(),
            };
            self.note(around.owner, written.file, tree.span(written.value), kind);
        } else if let Some(reason) = not_whole(&value).filter(|_| whole) {
            let kind = FactKind::WrongType {
                name: attribute.name.into(),
                of: around.of.text(),
                expected: "whole number".into(),
                reason: reason.into(),
            };
            self.note(around.owner, written.file, tree.span(written.value), kind);
        }
    }

    /// Whether an argument takes whole numbers only: one that the table describes and that takes no fractions.
    fn is_whole(&self, around: Around<'_>, name: &str) -> bool {
        let Owner::Resource(at) = around.owner else { return false };
        let def = self.module.resources.get(at as usize);
        def.is_some_and(|def| def.type_name.starts_with("databricks_"))
            && !takes_fractions(around.of.last(), name)
            && self
                .described(around)
                .and_then(|body| body.attribute(name))
                .is_some_and(|attribute| is_of_numbers(&attribute.ty()))
    }

    /// Attributes that only the provider sets, inside an attribute that is described like a block.
    fn nested(&mut self, around: Around<'_>, file: u32, tree: &'c Tree, id: ExprId, schema: BodySchema<'c>) {
        // Source text of JSON stands for what is in it.
        let inside = |id: ExprId| if let Expr::Wrapped(inner) = tree.expr(id) { inner } else { id };
        for object in objects(tree, inside(id)).into_iter().map(inside) {
            let Expr::Object(run) = tree.expr(object) else { continue };
            let parts = parts_of_object(file, tree, object).filter(|parts| !parts.broken);
            if let Some(parts) = parts.filter(|_| around.constraints.is_some()) {
                let names = parts.attributes.iter().map(|attribute| attribute.name);
                let (names, dropped): (Vec<_>, Vec<_>) =
                    names.partition(|name| schema.member(name).is_some());
                let around = Around { header: (file, tree.span(object)), ..around };
                let known = self.facts.len();
                self.constrained(around, &parts, &FxHashMap::default(), &names);
                for fact in self.facts.iter_mut().skip(known) {
                    with_misspelt(&mut fact.kind, &dropped);
                }
            }
            for item in tree.items(run) {
                let Some(name) = key_text(tree, item.key) else { continue };
                let Some(attribute) = schema.attribute(name) else { continue };
                if let Some((_, body)) = attribute.nested {
                    self.nested(around.inside(name, around.header), file, tree, item.value, body);
                }
                let written = Written { file, name, key: tree.span(item.key), value: item.value };
                if attribute.required && self.is_null(&written) {
                    let kind =
                        FactKind::ArgumentMissing { name: name.into(), of: around.of.text(), block: false };
                    self.note(around.owner, file, written.key, kind);
                }
                if !attribute.is_argument() && tree.expr(item.value) != Expr::Null {
                    let kind = FactKind::ReadOnly { name: name.into(), of: around.of.text() };
                    self.note(around.owner, file, tree.span(item.key), kind);
                }
            }
        }
    }

    fn block_fits(
        &mut self,
        around: Around<'_>,
        file: u32,
        block: &Block,
        schema: BodySchema<'c>,
        counts: &mut FxHashMap<&'c str, Count>,
        written: &mut Vec<&'c str>,
    ) {
        let Some(tree) = self.module.tree(file) else { return };
        let is_dynamic = tree.slice(block.name) == "dynamic";
        if around.overridden && !is_dynamic && is_dropped(schema, tree.slice(block.name)) {
            return;
        }
        let takes = u32::from(is_dynamic);
        if tree.labels(block).len() != takes as usize && !block.broken {
            let kind = FactKind::Labels { name: tree.slice(block.name).into(), of: around.of.text(), takes };
            self.note(around.owner, file, block.header, kind);
        }
        let (name, body, header, dynamic) = if is_dynamic {
            let Some(label) = tree.labels(block).next() else { return };
            self.dynamic_fits(around, file, block, label);
            let Some(content) = tree.blocks(block.body).iter().find(|b| tree.slice(b.name) == "content")
            else {
                counts.entry(label).or_default().open = true;
                return;
            };
            (label, *content, block.header, true)
        } else {
            (tree.slice(block.name), *block, block.header, false)
        };
        written.push(name);
        let inner = around.inside(name, (file, body.header));
        if let Some(BlockSchema { name, body: schema, .. }) = schema.block(name) {
            let made = if dynamic { self.elements(file, block) } else { Some(1) };
            let count = counts.entry(name).or_default();
            count.open |= made.is_none() || block.broken;
            if let Some(made @ 1..) = made {
                count.written += made;
                count.last = Some((file, if dynamic { body.header } else { header }));
            }
            let parts = self.parts_in(file, body.body, body.broken);
            let elements = if dynamic { self.elements_of(file, block) } else { Vec::new() };
            let known = self.facts.len();
            if dynamic {
                self.within.push(Within::Dynamic(file, *block));
            }
            self.content(inner, &parts, schema);
            for element in elements {
                self.elements.push(element);
                self.further(known, |checker| checker.content(inner, &parts, schema));
                self.elements.pop();
            }
            if dynamic {
                self.within.pop();
            }
            return;
        }
        match schema.attribute(name) {
            Some(attribute) if attribute.takes_blocks() => match attribute.ty() {
                Type::List(element) | Type::Set(element) => {
                    let parts = self.parts_in(file, body.body, body.broken);
                    self.object_block(inner, &parts, &element);
                }
                _ => {}
            },
            Some(_) => {
                let kind = FactKind::WrongForm { name: name.into(), of: around.of.text(), block: false };
                self.note(around.owner, file, header, kind);
            }
            None => self.unknown(around, name, (file, header), schema, true),
        }
    }

    /// Looks again at what was looked at, with other values: facts of a kind that one from `known` on has at the same
    /// place are not said again.
    pub(super) fn further(&mut self, known: usize, look: impl FnOnce(&mut Self)) {
        let before = self.facts.len();
        look(self);
        for fact in self.facts.split_off(before) {
            let is_same =
                |old: &&mut Fact| old.at == fact.at && discriminant(&old.kind) == discriminant(&fact.kind);
            match self.facts.get_mut(known..).unwrap_or_default().iter_mut().find(is_same) {
                // What one element proves is proven.
                Some(old) => old.conditional &= fact.conditional,
                None => self.facts.push(fact),
            }
        }
    }

    /// What Terraform takes in a `dynamic` block.
    fn dynamic_fits(&mut self, around: Around<'_>, file: u32, block: &Block, label: &str) {
        let Some(tree) = self.module.tree(file) else { return };
        let of = format!("dynamic {label}");
        self.arguments(around.owner, file, block, &of, &["for_each", "iterator"]);
        self.blocks(around.owner, file, block, &of, &["content"]);
        if let Some(iterator) = tree.attribute(block.body, "iterator")
            && !tree.json
            && !matches!(tree.expr(iterator.value), Expr::Variable | Expr::Bool(_) | Expr::Null | Expr::Error)
        {
            let kind = FactKind::WrongType {
                name: "iterator".into(),
                of: of.as_str().into(),
                expected: "name".into(),
                reason: "a name without quotes is required".into(),
            };
            self.note(around.owner, file, tree.span(iterator.value), kind);
        }
        if block.broken {
            return;
        }
        if tree.attribute(block.body, "for_each").is_none() {
            self.lacks(around.owner, file, block, &of, ("for_each", false));
        }
        let blocks = tree.blocks(block.body).iter();
        let contents: Vec<&Block> = blocks.filter(|inner| tree.slice(inner.name) == "content").collect();
        match contents.as_slice() {
            [] => self.lacks(around.owner, file, block, &of, ("content", true)),
            [_] => {}
            [.., last] => {
                let kind = FactKind::TooMany { name: "content".into(), of: of.as_str().into(), max: 1 };
                self.note(around.owner, file, last.header, kind);
            }
        }
        for content in contents.iter().filter(|content| tree.labels(content).len() > 0) {
            let kind = FactKind::Labels { name: "content".into(), of: of.as_str().into(), takes: 0 };
            self.note(around.owner, file, content.header, kind);
        }
    }

    /// How many blocks a `dynamic` block makes, where its collection says so.
    fn elements(&self, file: u32, block: &Block) -> Option<u32> {
        let tree = self.module.tree(file)?;
        let value = self.value(file, tree.attribute(block.body, "for_each")?.value)?;
        // Elements of a set that are not known can be equal.
        let is_set = matches!(type_of(&value), Type::Set(_));
        let items = value.as_items().filter(|_| !is_set || value.is_wholly_known()).map(<[_]>::len);
        let length = items.or_else(|| value.as_map().map(|map| map.entries.len()))?;
        u32::try_from(length).ok()
    }

    /// A block that stands for an object in a list or set.
    fn object_block(&mut self, around: Around<'_>, parts: &Parts<'c>, element: &Type) {
        let Type::Object(fields) = element else { return };
        if !self.parses(around.header.0) {
            return;
        }
        let unknown = |name: &str, block: bool| FactKind::NoArgument {
            name: name.into(),
            of: around.of.text(),
            nearest: nearest(name, fields.keys().map(|name| &**name)).map(Arc::from),
            block,
        };
        for attribute in &parts.attributes {
            let Some(field) = fields.get(attribute.name) else {
                self.note(around.owner, attribute.file, attribute.key, unknown(attribute.name, false));
                continue;
            };
            if let Some(value) = self.value(attribute.file, attribute.value)
                && let Some(reason) = Self::misfit(&value, &field.ty)
                && let Some(tree) = self.module.tree(attribute.file)
            {
                let kind = FactKind::WrongType {
                    name: attribute.name.into(),
                    of: around.of.text(),
                    expected: field.ty.to_string().into(),
                    reason: reason.into(),
                };
                self.note(around.owner, attribute.file, tree.span(attribute.value), kind);
            }
        }
        for (file, block) in &parts.blocks {
            let Some(tree) = self.module.tree(*file) else { continue };
            let name = match tree.slice(block.name) {
                "dynamic" => tree.labels(block).next().unwrap_or("dynamic"),
                name => name,
            };
            let takes = |ty: &Type| matches!(ty, Type::List(inner) | Type::Set(inner) if matches!(**inner, Type::Object(_)));
            if !fields.get(name).is_some_and(|field| takes(&field.ty)) {
                self.note(around.owner, *file, block.header, unknown(name, true));
            }
        }
    }

    /// `"dynamic": {"task": {"for_each": …, "content": {…}}}`
    fn json_dynamic(
        &mut self,
        around: Around<'_>,
        written: &Written<'c>,
        schema: BodySchema<'c>,
        counts: &mut FxHashMap<&'c str, Count>,
    ) {
        let Some(tree) = self.module.tree(written.file) else { return };
        for types in objects(tree, written.value) {
            let Some(types) = parts_of_object(written.file, tree, types) else { continue };
            for of_type in &types.attributes {
                let Some(block) = schema.block(of_type.name) else {
                    if schema.attribute(of_type.name).is_none() {
                        self.unknown(around, of_type.name, (of_type.file, of_type.key), schema, true);
                    }
                    continue;
                };
                counts.entry(block.name).or_default().open = true;
                let around = around.inside(block.name, around.header);
                for dynamic in objects(tree, of_type.value) {
                    self.json_content(around, written.file, tree, dynamic, block.body);
                }
            }
        }
    }

    /// `{"for_each": …, "content": {…}}`
    fn json_content(
        &mut self,
        around: Around<'_>,
        file: u32,
        tree: &'c Tree,
        dynamic: ExprId,
        schema: BodySchema<'c>,
    ) {
        let Some(dynamic) = parts_of_object(file, tree, dynamic) else { return };
        let for_each = dynamic.attributes.iter().find(|member| member.name == "for_each");
        self.within.push(Within::Json(file, for_each.map(|for_each| for_each.value)));
        for content in dynamic.attributes.iter().filter(|member| member.name == "content") {
            let found = objects(tree, content.value);
            if found.len() > 1 {
                let of = around.of.text();
                let kind = FactKind::TooMany { name: content.name.into(), of, max: 1 };
                self.note(around.owner, file, content.key, kind);
            }
            for object in found {
                if let Some(parts) = parts_of_object(file, tree, object) {
                    self.content(Around { header: (file, content.key), ..around }, &parts, schema);
                }
            }
        }
        self.within.pop();
    }

    /// Whether a block may make nothing: its collection has not surely elements.
    pub(super) fn may_be_empty(&self, within: &Within) -> bool {
        let value = self.collection(within).and_then(|(file, id)| self.value(file, id));
        value.is_none_or(|value| {
            value.as_items().is_none_or(<[_]>::is_empty)
                && value.as_map().is_none_or(|map| map.entries.is_empty())
        })
    }

    /// Whether Terraform may not even look at what arguments and blocks this block around has: its collection may be known to be
    /// empty before there are inputs.
    pub(super) fn is_passed_over(&self, at: usize) -> bool {
        let Some((around, [within, ..])) = self.within.split_at_checked(at) else { return false };
        let is_open = || self.collection(within).is_some_and(|(file, id)| self.is_open_in(around, file, id));
        self.may_be_empty(within) && !is_open()
    }

    /// The collection of a `dynamic` block.
    pub(super) fn collection(&self, within: &Within) -> Option<(u32, ExprId)> {
        match within {
            Within::Dynamic(file, block) => {
                let for_each = self.module.tree(*file)?.attribute(block.body, "for_each")?;
                Some((*file, for_each.value))
            }
            Within::Json(file, for_each) => Some((*file, (*for_each)?)),
        }
    }
}

/// Whether Terraform drops a block of this type where an override file changes what it stands in.
fn is_dropped(schema: BodySchema<'_>, block: &str) -> bool {
    schema.block(block).is_none()
        && !schema.attribute(block).is_some_and(|attribute| attribute.takes_blocks())
}

/// Whether it is a number, or a list or set of numbers.
pub(crate) fn is_of_numbers(ty: &Type) -> bool {
    matches!(ty, Type::List(inner) | Type::Set(inner) if **inner == Type::Number) || *ty == Type::Number
}

/// Why a number, text that is one, or an element is no whole number that a provider takes.
pub(crate) fn not_whole(value: &Value) -> Option<&'static str> {
    if let Some(items) = value.as_items() {
        return items.iter().find_map(not_whole);
    }
    let number = convert(value, &Type::Number).ok()?;
    let number = number.as_number()?;
    match number.as_i64() {
        Some(_) => None,
        None if number.is_whole() => Some("a whole number of 64 bits is required"),
        None => Some("a whole number is required"),
    }
}

/// The content of a merged body.
fn parts_of(body: &BodyDef) -> Parts<'_> {
    let attributes = body.attributes.iter().map(|attribute| Written {
        file: attribute.file,
        name: &attribute.name,
        key: attribute.attribute.name,
        value: attribute.attribute.value,
    });
    Parts {
        attributes: attributes.collect(),
        blocks: body.blocks.iter().map(|block| (block.file, block.block)).collect(),
        broken: body.broken,
    }
}

/// The members of a JSON object.
fn parts_of_object(file: u32, tree: &Tree, id: ExprId) -> Option<Parts<'_>> {
    let Expr::Object(run) = tree.expr(id) else { return None };
    let mut parts = Parts::default();
    for item in tree.items(run) {
        match key_text(tree, item.key) {
            Some(name) => {
                parts.attributes.push(Written { file, name, key: tree.span(item.key), value: item.value });
            }
            None => parts.broken = true,
        }
    }
    Some(parts)
}

/// The objects that a value is written out as: itself, or its elements.
pub(super) fn objects(tree: &Tree, id: ExprId) -> Vec<ExprId> {
    match tree.expr(id) {
        Expr::Tuple(run) => tree.list(run).iter().flat_map(|id| objects(tree, *id)).collect(),
        Expr::Null => Vec::new(),
        Expr::Paren(inner) => objects(tree, inner),
        _ => vec![id],
    }
}

/// The only argument or block whose name ends in `_name` where `name` is written, or the other way round:
/// `key` for `environment_key`.
fn extended<'s>(name: &str, schema: BodySchema<'s>) -> Option<&'s str> {
    let longer = |candidate: &&str| {
        let rest = candidate.strip_suffix(name).or_else(|| candidate.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with('_') || rest.ends_with('_'))
    };
    let arguments = schema.attributes().filter(AttributeSchema::is_argument).map(|attribute| attribute.name);
    let mut found = arguments.chain(schema.blocks().map(|block| block.name)).filter(longer);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether what JSON holds is neither an object nor an array, nor null.
fn is_scalar(tree: &Tree, id: ExprId) -> bool {
    matches!(
        tree.expr(id),
        Expr::String(_) | Expr::Template(_) | Expr::Wrapped(_) | Expr::Number | Expr::Bool(_)
    )
}

/// A type without what is in it.
pub(crate) fn brief(ty: &Type) -> &'static str {
    match ty {
        Type::Object(_) => "object",
        Type::Map(_) => "map of objects",
        Type::List(_) => "list of objects",
        Type::Set(_) => "set of objects",
        _ => "value of another type",
    }
}
