//! The body of a planned instance, decoded when it is first read.

use std::sync::{Arc, Mutex};

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Provenance, Symbol, Value};
use bricklint_model::instance::{Block, BlockGroup, Body, DecodeBody, Mode, Origin, Slot};
use bricklint_model::place::{Path, Step};
use bricklint_model::schema::{BodySchema, Member, Nesting, Schema};
use memchr::memmem;
use rustc_hash::FxHashSet;

use super::configuration::{Configuration, Expr, Fields, field};
use super::given::hushed;
use super::json::Json;
use super::mask::Mask;
use super::read::{Masks, RawChange, RawPlan, Slice};
use super::value::{Link, Links, Unknowns, after_apply, members, merge};
use crate::expand::schema;
use crate::policy;

/// What the bodies of one plan's instances are decoded from.
pub(super) struct Shared {
    /// The plan.
    pub(super) raw: Arc<RawPlan>,
    /// Its configuration.
    pub(super) configuration: Arc<Configuration>,
    /// Provider schemas that come before those of the program.
    pub(super) schema: Option<Arc<Schema>>,
    /// See [`PlanInput::given`](super::PlanInput::given).
    pub(super) given: Arc<[(String, String)]>,
    /// Number of the stack.
    pub(super) stack: u32,
    /// By instance.
    pub(super) nodes: Vec<Node>,
    /// Whether any policy document is computed here.
    pub(super) documents: bool,
    /// Names of attributes; each thread takes a set of them and puts it back.
    pub(super) names: Mutex<Vec<FxHashSet<Arc<str>>>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} planned instances", self.nodes.len())
    }
}

/// Where an instance's body comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Index in [`RawPlan::changes`].
    pub(super) change: u32,
    /// Index in [`Configuration::resources`].
    pub(super) resource: Option<u32>,
    /// The links there are, by the number of the leaf.
    pub(super) links: Links,
}

/// The decoders of one plan.
#[derive(Clone, Debug)]
pub(super) struct Decoders {
    /// Of what the instances are after apply; by node.
    pub(super) after: Arc<dyn DecodeBody>,
    /// Of what they are before; by node.
    pub(super) before: Arc<dyn DecodeBody>,
    /// Of what the last apply left; by index in [`RawPlan::drift`].
    pub(super) before_drift: Arc<dyn DecodeBody>,
    /// Of what the refresh found; by index in [`RawPlan::drift`].
    pub(super) after_drift: Arc<dyn DecodeBody>,
}

impl Decoders {
    /// The decoders over what a plan's bodies are made of.
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        let of = |moment| -> Arc<dyn DecodeBody> { Arc::new(Decoder { shared: shared.clone(), moment }) };
        Self {
            after: of(Moment::After),
            before: of(Moment::Before),
            before_drift: of(Moment::BeforeDrift),
            after_drift: of(Moment::AfterDrift),
        }
    }
}

/// Which values of an instance.
#[derive(Clone, Copy, Debug)]
enum Moment {
    After,
    Before,
    BeforeDrift,
    AfterDrift,
}

#[derive(Debug)]
struct Decoder {
    shared: Arc<Shared>,
    moment: Moment,
}

impl Decoder {
    fn node(&self, index: u32) -> Option<(&Node, &RawChange)> {
        let node = self.shared.nodes.get(index as usize)?;
        Some((node, self.shared.raw.changes.get(node.change as usize)?))
    }
}

impl DecodeBody for Decoder {
    fn decode(&self, index: u32) -> Arc<Body> {
        let shared = &self.shared;
        let body = match self.moment {
            Moment::After => self.node(index).map(|(node, change)| after(shared, node, change, 0, None)),
            Moment::Before => self
                .node(index)
                .map(|(_, change)| plain(shared, change, change.before, change.before_sensitive, None)),
            Moment::BeforeDrift => shared
                .raw
                .drift
                .get(index as usize)
                .map(|drift| plain(shared, drift, drift.before, drift.before_sensitive, None)),
            Moment::AfterDrift => shared
                .raw
                .drift
                .get(index as usize)
                .map(|drift| plain(shared, drift, drift.after, drift.after_sensitive, None)),
        };
        Arc::new(body.unwrap_or_default())
    }

    fn part(&self, index: u32, names: &[&str], references: bool) -> Option<Arc<Body>> {
        let (node, change) = match self.moment {
            Moment::After => self.node(index)?,
            Moment::Before if !references => {
                let (_, change) = self.node(index)?;
                let body = plain(&self.shared, change, change.before, change.before_sensitive, Some(names));
                return Some(Arc::new(body));
            }
            _ => return None,
        };
        // What a policy says hangs on all of its arguments. A plan without values is told by the whole.
        if change.data && policy::is_pure(&change.type_name)
            || is_empty_object(self.shared.raw.text.get(change.after))
        {
            return None;
        }
        let part = Part { names, references };
        Some(Arc::new(after(&self.shared, node, change, 0, Some(part))))
    }

    fn lacks(&self, index: u32, name: &str) -> bool {
        let (Moment::After, Some((_, change))) = (self.moment, self.node(index)) else { return false };
        let text = &self.shared.raw.text;
        let (after, unknown) = (text.get(change.after), text.get(change.after_unknown));
        // What is wholly unknown, or has no values, can have anything; a name can be written with escapes.
        let is_certain = after.starts_with('{') && !is_empty_object(after) && unknown.starts_with('{');
        is_certain
            && [after, unknown].iter().all(|text| {
                memmem::find(text.as_bytes(), name.as_bytes()).is_none()
                    && memmem::find(text.as_bytes(), br"\u").is_none()
            })
    }

    fn may_hold_secrets(&self, index: u32) -> bool {
        let raw = &self.shared.raw;
        // The policy document of another instance can be a part of the body.
        if raw.unsealed || self.shared.documents || !self.shared.given.is_empty() {
            return true;
        }
        let drift = raw.drift.get(index as usize);
        let mask = match self.moment {
            Moment::After => self.node(index).map(|(_, change)| change.after_sensitive),
            Moment::Before => self.node(index).map(|(_, change)| change.before_sensitive),
            Moment::BeforeDrift => drift.map(|drift| drift.before_sensitive),
            Moment::AfterDrift => drift.map(|drift| drift.after_sensitive),
        };
        mask.is_none_or(|mask| raw.text.covers(mask))
    }
}

/// Whether a text of JSON is an object without entries.
fn is_empty_object(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('}'))
}

/// Which attributes and blocks to decode.
#[derive(Clone, Copy)]
struct Part<'n> {
    /// Those of these names.
    names: &'n [&'n str],
    /// Those that refer to something.
    references: bool,
}

/// Blocks that the Databricks provider fills in where they are not written, unknown until apply; its schema
/// does not tell them from others (`databricks/databricks` 1.128.0, plans of unwritten blocks).
pub(super) const COMPUTED_BLOCKS: &[&str] = &[
    "databricks_gcp_service_account",
    "effective_file_event_queue",
    "effective_predictive_optimization_flag",
    "error_messages",
    "provider_config",
    "provisioning_info",
    "run_as",
    "vpc_endpoints",
];

/// How many policy documents may stand inside one another.
const MAX_DOCUMENTS: u32 = 8;

fn after(shared: &Shared, node: &Node, change: &RawChange, documents: u32, part: Option<Part<'_>>) -> Body {
    let text = &shared.raw.text;
    let resource = node.resource.and_then(|at| shared.configuration.resources.get(at as usize));
    let referring: Vec<&str>;
    let mut written = None;
    let wanted = match part {
        None => None,
        Some(Part { names, references: true }) if !node.links.is_empty() => {
            written = resource.map(|resource| shared.configuration.written(resource, false));
            referring = written.as_ref().map(|w| linked(w, &node.links)).unwrap_or_default();
            Some([names, &referring].concat())
        }
        Some(Part { names, .. }) => Some(names.to_vec()),
    };
    if wanted.as_ref().is_some_and(Vec::is_empty) {
        return Body::default();
    }
    let read = |slice| Json::parse_values(text.get(slice), wanted.as_deref());
    let value = read(change.after);
    let mask = |slice| if text.covers(slice) { read(slice) } else { Json::Bool(false) };
    // What has no values has only the mask to say what there is.
    let has_values = text.get(change.after).starts_with('{') && !is_empty_object(text.get(change.after));
    let unknown = if has_values { mask(change.after_unknown) } else { read(change.after_unknown) };
    let masks = Masks::of(unknown, mask(change.after_sensitive));
    if written.is_none() {
        written = resource.map(|resource| match &wanted {
            // Without links nobody asks for the numbers of leaves.
            Some(names) if node.links.is_empty() => shared.configuration.written_some(resource, names),
            _ => shared.configuration.written(resource, false),
        });
    }
    let mut cursor = Cursor::new(shared, change, &node.links);
    cursor.documents = documents;
    cursor.stays = text.get(change.before).starts_with('{');
    let mode = change.mode();
    let schema = schema::find(shared.schema.as_deref(), mode, &change.type_name).map(|schema| schema.body);
    let mut body = cursor.body(
        Some(&value),
        masks.unknown(),
        masks.sensitive(),
        schema,
        written.as_ref().map(|written| Content { fields: written, exact: true }),
    );
    // What is null is written as null, so that this says nothing about what must be there.
    if part.is_none()
        && is_empty_object(text.get(change.after))
        && schema.is_some_and(|schema| {
            let is_known = |name: &str| !masks.unknown().field(name).covers_anything();
            schema.required().any(|attribute| is_known(attribute.name))
                || schema.blocks().any(|block| block.min > 0 && is_known(block.name))
        })
    {
        body.open =
            Some(Cause::new(CauseKind::Schema, change.address.clone(), "the plan has no values of it"));
    }
    // Without a mask only the provider's schema tells what must not be printed.
    if let (true, Some(schema)) = (shared.raw.unsealed || change.after_sensitive.is_empty(), schema) {
        schema::seal(&mut body, Some(schema));
    }
    if change.data && masks.unknown().covers_anything() {
        compute(&change.type_name, &mut body);
    }
    body
}

/// The names at the top that something with a link stands below.
fn linked<'f>(fields: &'f Fields<'_>, links: &Links) -> Vec<&'f str> {
    let within = |expr: &Expr<'_>| {
        let mut found = false;
        super::references::walk_expr("", expr, false, &mut |_, leaf, _| {
            found |= links.get(leaf.number).is_some();
        });
        found
    };
    fields.iter().filter(|(_, expr)| within(expr)).map(|(name, _)| &**name).collect()
}

/// Fills in what a data source that is a pure function of its arguments will say when it is read.
fn compute(type_name: &str, body: &mut Body) {
    if !policy::is_pure(type_name) {
        return;
    }
    // What nobody wrote and the provider has yet to fill in is no argument.
    let mut arguments = body.clone();
    arguments.attributes.retain(|(_, slot)| slot.written || slot.value.as_unknown().is_none());
    for (name, value) in policy::evaluate(type_name, &arguments).unwrap_or_default() {
        let slot = body.attributes.iter_mut().find(|(attribute, _)| *attribute == name);
        if let Some((_, slot)) = slot
            && slot.value.as_unknown().is_some()
        {
            slot.value = value;
        }
    }
}

/// The body of values that are all known, or what has one of these names of it.
fn plain(
    shared: &Shared,
    change: &RawChange,
    values: Slice,
    sensitive: Slice,
    names: Option<&[&str]>,
) -> Body {
    let text = &shared.raw.text;
    let value = Json::parse_values(text.get(values), names);
    let sensitive = text.mask(sensitive);
    let mode = change.mode();
    let schema = schema::find(shared.schema.as_deref(), mode, &change.type_name).map(|schema| schema.body);
    let mut body = Cursor::new(shared, change, &Links::NONE).body(
        Some(&value),
        Mask::None,
        Mask::of(&sensitive),
        schema,
        None,
    );
    if let (true, Some(schema)) = (shared.raw.unsealed || sensitive == Json::Null, schema) {
        schema::seal(&mut body, Some(schema));
    }
    body
}

/// What the configuration holds for a body.
#[derive(Clone, Copy)]
struct Content<'f> {
    fields: &'f Fields<'f>,
    /// Whether the body is this very block of the configuration.
    exact: bool,
}

/// Reads one instance.
struct Cursor<'s> {
    shared: &'s Shared,
    change: &'s RawChange,
    links: &'s Links,
    path: Vec<Step>,
    /// `type.name["k"]`, made when first needed.
    own_name: Option<Arc<str>>,
    /// The unknown of all computed attributes that nothing tells apart.
    computed: Option<Value>,
    /// Whether the attribute that is being read is one of those.
    is_computed: bool,
    names: FxHashSet<Arc<str>>,
    /// How many policy documents this one stands in.
    documents: u32,
    /// Whether the object was there before: it keeps what `ignore_changes` names, which a plan does not list.
    stays: bool,
}

impl Unknowns for Cursor<'_> {
    fn unknown(&mut self, link: &Link) -> Value {
        if let Some(symbol) = &link.same_as {
            let document = link.document.and_then(|node| self.document(node));
            return document.unwrap_or_else(|| after_apply(subject(symbol), Some(symbol.clone())));
        }
        if self.is_computed {
            let address = &self.change.address;
            return self.computed.get_or_insert_with(|| after_apply(address.clone(), None)).clone();
        }
        let name = self
            .own_name
            .get_or_insert_with(|| local_address(&self.change.address, &self.change.module).into())
            .clone();
        let symbol = Symbol {
            stack: self.shared.stack,
            module: self.change.module.clone(),
            name,
            path: Path(self.path.clone()).to_string().into(),
            free: false,
        };
        after_apply(subject(&symbol), Some(Arc::new(symbol)))
    }

    fn enter_name(&mut self, name: &str) {
        let name = self.name(name);
        self.path.push(Step::Name(name));
    }

    fn enter_index(&mut self, index: usize) {
        self.path.push(Step::Index(index));
    }

    fn leave(&mut self) {
        self.path.pop();
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(name) = self.names.get(name) {
            return name.clone();
        }
        let name: Arc<str> = name.into();
        self.names.insert(name.clone());
        name
    }
}

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        if let Ok(mut sets) = self.shared.names.lock() {
            sets.push(std::mem::take(&mut self.names));
        }
    }
}

impl<'s> Cursor<'s> {
    fn new(shared: &'s Shared, change: &'s RawChange, links: &'s Links) -> Self {
        Self {
            shared,
            change,
            links,
            path: Vec::new(),
            own_name: None,
            computed: None,
            is_computed: false,
            names: shared.names.lock().ok().and_then(|mut sets| sets.pop()).unwrap_or_default(),
            documents: 0,
            stays: false,
        }
    }

    /// The policy document that a data source will hold, as far as it is known.
    fn document(&self, node: u32) -> Option<Value> {
        if self.documents >= MAX_DOCUMENTS {
            return None;
        }
        let node = self.shared.nodes.get(node as usize)?;
        let change = self.shared.raw.changes.get(node.change as usize)?;
        let body = after(self.shared, node, change, self.documents + 1, None);
        body.attribute("json").map(|slot| slot.value.clone()).filter(|value| value.as_unknown().is_none())
    }

    fn body(
        &mut self,
        json: Option<&Json<'_>>,
        unknown: Mask<'_>,
        sensitive: Mask<'_>,
        schema: Option<BodySchema<'_>>,
        content: Option<Content<'_>>,
    ) -> Body {
        let mut out = Body::default();
        if matches!(unknown, Mask::All) {
            out.open = Some(self.open_cause());
            return out;
        }
        for (key, json, unknown) in members(json, unknown) {
            // Most of what a provider knows is null, and nothing is made of it.
            if matches!((json, unknown), (Some(Json::Null), Mask::None)) {
                continue;
            }
            let expr = content.and_then(|content| field(content.fields, key));
            let no_blocks = matches!(json, Some(Json::Array(items)) if items.is_empty());
            if no_blocks && expr.is_none() && !unknown.covers_anything() {
                continue;
            }
            let sensitive = sensitive.field(key);
            let member = schema.and_then(|schema| schema.member(key));
            let expr = expr.filter(|expr| !matches!(expr, Expr::Blocks { .. }) || takes_blocks(member));
            self.enter_name(key);
            match expr {
                Some(Expr::Blocks { items, any }) if is_collection(json, unknown) => {
                    let exact = content.is_some_and(|content| content.exact);
                    let blocks = Listed { items, any, exact };
                    out.blocks.extend(self.group(key, json, unknown, sensitive, member, Some(blocks)));
                }
                // Whatever this is, it does not say that there is no block.
                _ if is_scalar(json)
                    && (matches!(member, Some(Member::Block(_)))
                        || matches!(expr, Some(Expr::Blocks { .. }))) =>
                {
                    let (name, more) = (self.name(key), Some(self.misfit(json)));
                    out.blocks.push(BlockGroup { name, items: Vec::new(), more, patterns: Vec::new() });
                }
                // The provider decides about it, unless someone writes it.
                None if content.is_some() && COMPUTED_BLOCKS.contains(&key) => {
                    if !matches!(unknown, Mask::All) && is_blocks(json, unknown, member) {
                        let mut blocks = self.group(key, json, unknown, sensitive, member, None);
                        blocks
                            .iter_mut()
                            .flat_map(|group| &mut group.items)
                            .for_each(|block| unwritten(&mut block.body));
                        out.blocks.extend(blocks);
                    }
                }
                None if is_blocks(json, unknown, member) => {
                    out.blocks.extend(self.group(key, json, unknown, sensitive, member, None));
                }
                _ => {
                    let leaf = match expr {
                        Some(Expr::Leaf(leaf)) => Some(leaf),
                        _ => None,
                    };
                    let mut link =
                        leaf.and_then(|leaf| self.links.get(leaf.number)).cloned().unwrap_or_default();
                    if !content.is_some_and(|content| content.exact) {
                        link.same_as = None;
                        link.document = None;
                    }
                    self.is_computed = leaf.is_none() && content.is_some() && !is_identifier(key);
                    let mut value = merge(json, unknown, sensitive, &link, self);
                    self.is_computed = false;
                    let literal =
                        leaf.is_some_and(|leaf| leaf.constant.is_some() && !leaf.refers && !leaf.vague);
                    if !literal {
                        value = hushed(value, &self.shared.given);
                    }
                    // What is not known to be what it refers to may be null: then nothing is set, or what the provider
                    // makes of that is meant.
                    let nullable = match member {
                        Some(Member::Attribute(attribute)) => {
                            link.same_as.is_none() && attribute.optional
                                || link.from == Provenance::NONE && attribute.computed
                        }
                        _ => false,
                    };
                    if leaf.is_some() && nullable {
                        value = value.or_null();
                    }
                    // An empty collection that nobody wrote is a block type without blocks.
                    let is_nothing = leaf.is_none() && is_empty_collection(&value);
                    if !value.is_null() && !is_nothing {
                        let written = match member {
                            _ if leaf.is_some() => true,
                            // The provider's: read-only, or not yet decided.
                            Some(Member::Attribute(attribute))
                                if !attribute.is_argument() || (attribute.computed && value.is_unknown()) =>
                            {
                                false
                            }
                            // No provider decides about it, whatever the configuration lists.
                            Some(Member::Attribute(attribute))
                                if attribute.required || (value.is_unknown() && !attribute.computed) =>
                            {
                                true
                            }
                            _ => content.is_none() && !is_empty(&value) || self.keeps(member, &value),
                        };
                        let slot = Slot { value, origin: Origin::Plan, written, literal };
                        out.attributes.push((self.name(key), slot));
                    }
                }
            }
            self.leave();
        }
        out
    }

    fn group(
        &mut self,
        name: &str,
        json: Option<&Json<'_>>,
        unknown: Mask<'_>,
        sensitive: Mask<'_>,
        member: Option<Member<'_>>,
        listed: Option<Listed<'_>>,
    ) -> Option<BlockGroup> {
        let (nesting, schema) = match member {
            Some(Member::Block(block)) => (Some(block.nesting), Some(block.body)),
            Some(Member::Attribute(attribute)) => match attribute.nested {
                Some((nesting, body)) => (Some(nesting), Some(body)),
                None => (None, None),
            },
            None => (None, None),
        };
        let mut group =
            BlockGroup { name: self.name(name), items: Vec::new(), more: None, patterns: Vec::new() };
        if matches!(unknown, Mask::All) {
            group.more = Some(self.open_cause());
            return Some(group);
        }
        let single = std::slice::from_ref(json.unwrap_or(&Json::Null));
        let is_list = matches!(json, Some(Json::Array(_))) || unknown.len() > 0;
        let values = match json {
            Some(Json::Array(items)) => items,
            Some(Json::Object(_)) => single,
            _ => &[],
        };
        let length = values.len().max(unknown.len());
        let length = if !is_list && length == 0 && unknown.covers_anything() { 1 } else { length };
        let contents = listed.map_or_else(
            || vec![None; length],
            |listed| listed.align(values, unknown, length, nesting, (self.links, self.stays)),
        );
        for (index, content) in contents.into_iter().enumerate() {
            let (unknown, sensitive) =
                if is_list { (unknown.item(index), sensitive.item(index)) } else { (unknown, sensitive) };
            if is_list {
                self.enter_index(index);
            }
            let mut body = self.body(values.get(index), unknown, sensitive, schema, content);
            let is_block = matches!(values.get(index), Some(Json::Object(_)));
            if !is_block && !matches!(unknown, Mask::All) {
                body.open = Some(self.misfit(values.get(index)));
            }
            if is_list {
                self.leave();
            }
            group.items.push(Block { body, origin: Origin::Plan, when: Vec::new() });
        }
        (!group.items.is_empty()).then_some(group)
    }

    /// Whether a value that is not listed was given to the object earlier, and stays.
    fn keeps(&self, member: Option<Member<'_>>, value: &Value) -> bool {
        let Some(Member::Attribute(attribute)) = member.filter(|_| self.stays) else { return false };
        let names = self.path.iter().filter_map(|step| match step {
            Step::Name(name) => Some(&**name),
            _ => None,
        });
        !attribute.computed && is_given(self.change.mode(), &self.change.type_name, names, value)
    }

    /// Why nothing is said about blocks that are something else in the plan.
    fn misfit(&self, json: Option<&Json<'_>>) -> Cause {
        let subject = format!("{}.{}", self.change.address, Path(self.path.clone()));
        match json {
            Some(Json::TooDeep) => {
                Cause::new(CauseKind::Limit, subject, "it is nested deeper than this tool reads")
            }
            _ => Cause::new(CauseKind::Schema, subject, "the plan holds something else where blocks belong"),
        }
    }

    fn open_cause(&mut self) -> Cause {
        let value = self.unknown(&Link::default());
        value.cause().cloned().unwrap_or_else(|| {
            Cause::new(CauseKind::AfterApply, self.change.address.clone(), "it is known only after apply")
        })
    }
}

/// The blocks of one type that the configuration lists.
#[derive(Clone, Copy)]
struct Listed<'f> {
    items: &'f [Fields<'f>],
    any: &'f Fields<'f>,
    exact: bool,
}

/// Comparing more pairs than this is not worth what it tells.
pub(super) const MAX_PAIRS: usize = 40_000;

impl<'f> Listed<'f> {
    /// Which block of the configuration each planned block is. Sets come in an order of their own, and
    /// `dynamic` blocks are not listed, so that blocks are told by the constants in them and by the texts of
    /// what they refer to.
    fn align(
        self,
        values: &[Json<'_>],
        unknown: Mask<'_>,
        length: usize,
        nesting: Option<Nesting>,
        (links, stays): (&Links, bool),
    ) -> Vec<Option<Content<'f>>> {
        let exact = |fields| Some(Content { fields, exact: self.exact });
        let one_of = |fields| Some(Content { fields, exact: false });
        // What an object keeps is not what is configured.
        let is_it =
            |(at, fields): (usize, &Fields<'_>)| !stays || can_be(fields, values.get(at), unknown.item(at));
        match self.items {
            // None is listed: they come from `dynamic` blocks.
            [] if self.any.is_empty() => return vec![None; length],
            [] => return vec![one_of(self.any); length],
            [only] if length == 1 && is_it((0, only)) => return vec![exact(only)],
            // A list keeps its order, and without more blocks than are listed there is no `dynamic` among them.
            items
                if items.len() == length
                    && nesting == Some(Nesting::List)
                    && items.iter().enumerate().all(is_it) =>
            {
                return items.iter().map(exact).collect();
            }
            _ => {}
        }
        if self.items.len().saturating_mul(length) > MAX_PAIRS {
            return vec![one_of(self.any); length];
        }
        let mut candidates: Vec<Vec<usize>> = (0..length)
            .map(|value| {
                let matches = |fields| can_be(fields, values.get(value), unknown.item(value));
                (0..).zip(self.items).filter(|(_, fields)| matches(fields)).map(|(item, _)| item).collect()
            })
            .collect();
        let mut settled: Vec<Option<usize>> = vec![None; self.items.len()];
        for (item, value) in self.named(&candidates, values, links) {
            if let (Some(slot), Some(list)) = (settled.get_mut(item), candidates.get_mut(value)) {
                *slot = Some(value);
                *list = vec![item];
            }
            // It is this one and no other.
            for (_, list) in candidates.iter_mut().enumerate().filter(|(other, _)| *other != value) {
                list.retain(|other| *other != item);
            }
        }
        // Each block of the configuration is one of the planned ones: where only one is left for it, it is
        // that one, and no other is.
        loop {
            let open = (0..self.items.len()).find_map(|item| {
                let mut left =
                    (0..length).filter(|value| candidates.get(*value).is_some_and(|c| c.contains(&item)));
                let value = left.next()?;
                let is_new = settled.get(item).is_some_and(Option::is_none);
                (left.next().is_none() && is_new).then_some((item, value))
            });
            let Some((item, value)) = open else { break };
            if let (Some(slot), Some(list)) = (settled.get_mut(item), candidates.get_mut(value)) {
                *slot = Some(value);
                *list = vec![item];
            }
        }
        for (item, value) in alike(&candidates, values, unknown) {
            if let (Some(slot), Some(list)) = (settled.get_mut(item), candidates.get_mut(value)) {
                *slot = Some(value);
                *list = vec![item];
            }
        }
        candidates
            .iter()
            .zip(0..)
            .map(|(list, value)| match list.as_slice() {
                [] => None,
                [only] => {
                    let fields = self.items.get(*only)?;
                    if settled.get(*only) == Some(&Some(value)) { exact(fields) } else { one_of(self.any) }
                }
                _ => one_of(self.any),
            })
            .collect()
    }

    /// The blocks of the configuration that hold what they refer to in one planned block alone, which holds
    /// what no other refers to.
    fn named(self, candidates: &[Vec<usize>], values: &[Json<'_>], links: &Links) -> Vec<(usize, usize)> {
        let names = |item: usize, value: usize| {
            self.items.get(item).is_some_and(|fields| holds(fields, values.get(value), links))
        };
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (value, list) in candidates.iter().enumerate() {
            pairs.extend(list.iter().filter(|item| names(**item, value)).map(|item| (*item, value)));
        }
        let alone = |pair: &&(usize, usize)| {
            pairs.iter().filter(|other| other.0 == pair.0 || other.1 == pair.1).count() == 1
        };
        pairs.iter().filter(alone).copied().collect()
    }
}

/// Where as many planned blocks as blocks of the configuration can be each other and nothing tells the planned
/// ones apart, any order of them is the right one.
fn alike(candidates: &[Vec<usize>], values: &[Json<'_>], unknown: Mask<'_>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (first, list) in candidates.iter().enumerate().filter(|(_, list)| list.len() > 1) {
        let group: Vec<usize> = (0..candidates.len())
            .filter(|value| {
                candidates.get(*value).is_some_and(|own| own.iter().any(|item| list.contains(item)))
            })
            .collect();
        let same = |value: &usize| {
            candidates.get(*value) == Some(list)
                && values.get(*value) == values.get(first)
                && unknown.item(*value) == unknown.item(first)
        };
        if group.first() == Some(&first) && group.len() == list.len() && group.iter().all(same) {
            pairs.extend(list.iter().copied().zip(group));
        }
    }
    pairs
}

/// Whether a planned block holds each text that this block of the configuration refers to; where it refers
/// to none, it does not.
fn holds(fields: &Fields<'_>, value: Option<&Json<'_>>, links: &Links) -> bool {
    let mut texts = fields
        .iter()
        .filter_map(|(name, expr)| match expr {
            Expr::Leaf(leaf) => Some((name, links.text(leaf.number)?)),
            Expr::Blocks { .. } => None,
        })
        .peekable();
    texts.peek().is_some()
        && texts.all(|(name, text)| value.and_then(|value| value.get(name)?.as_str()) == Some(text))
}

/// Whether a planned block can be this block of the configuration.
fn can_be(fields: &Fields<'_>, value: Option<&Json<'_>>, unknown: Mask<'_>) -> bool {
    fields.iter().all(|(name, expr)| {
        let value = value.and_then(|value| value.get(name));
        let unknown = unknown.field(name);
        match expr {
            Expr::Leaf(leaf) => match &leaf.constant {
                Some(constant) if !leaf.refers => {
                    !matches!(unknown, Mask::All) && agrees(constant, value.unwrap_or(&Json::Null))
                }
                _ => true,
            },
            Expr::Blocks { items, .. } => {
                let planned = match value {
                    Some(Json::Array(values)) => values.len(),
                    Some(Json::Object(_)) => 1,
                    _ => 0,
                };
                matches!(unknown, Mask::All) || planned.max(unknown.len()) >= items.len().min(1)
            }
        }
    })
}

/// Whether a constant can have become this value. A provider's types may have converted it, and lists may
/// have become sets.
fn agrees(constant: &Json<'_>, value: &Json<'_>) -> bool {
    match (constant, value) {
        // What is set to null may be computed.
        (Json::Null | Json::TooDeep, _) => true,
        (Json::Bool(a), Json::Bool(b)) => a == b,
        (Json::Bool(a), Json::String(b)) => a.to_string() == **b,
        (Json::String(a), Json::Bool(b)) => **a == b.to_string(),
        (Json::Number(a) | Json::String(a), Json::Number(b) | Json::String(b)) => a == b,
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().all(|item| b.iter().any(|value| agrees(item, value)))
        }
        (Json::Object(a), Json::Object(_)) => {
            a.iter().all(|(key, item)| agrees(item, value.get(key).unwrap_or(&Json::Null)))
        }
        _ => false,
    }
}

/// Whether the configuration can list blocks at a name; what is not known can be anything.
fn takes_blocks(member: Option<Member<'_>>) -> bool {
    match member {
        Some(Member::Attribute(attribute)) => {
            attribute.nested.is_some()
                || !matches!(attribute.ty(), Type::String | Type::Number | Type::Bool)
                    && !matches!(attribute.ty(), Type::List(inner) | Type::Set(inner) | Type::Map(inner)
                    if matches!(*inner, Type::String | Type::Number | Type::Bool))
        }
        Some(Member::Block(_)) | None => true,
    }
}

/// Whether this is a value that can be no blocks.
fn is_scalar(json: Option<&Json<'_>>) -> bool {
    !matches!(json, None | Some(Json::Null | Json::Array(_) | Json::Object(_)))
}

/// Whether this can be read as blocks.
fn is_collection(json: Option<&Json<'_>>, unknown: Mask<'_>) -> bool {
    match (json, unknown) {
        (_, Mask::All) | (Some(Json::Array(_) | Json::Object(_)), _) => true,
        (None | Some(Json::Null), mask) => mask.covers_anything(),
        _ => false,
    }
}

/// Whether this, which the configuration does not list, are blocks all the same: by the provider's schema,
/// otherwise by its shape.
fn is_blocks(json: Option<&Json<'_>>, unknown: Mask<'_>, member: Option<Member<'_>>) -> bool {
    match member {
        Some(Member::Block(block)) => match json {
            Some(Json::Array(items)) => !items.is_empty() || unknown.covers_anything(),
            Some(Json::Object(_)) => matches!(block.nesting, Nesting::Single | Nesting::Group),
            _ => unknown.covers_anything(),
        },
        Some(Member::Attribute(_)) => false,
        None => is_list_of_objects(json, unknown),
    }
}

/// Whether this is a list of objects, as nested blocks are planned.
fn is_list_of_objects(json: Option<&Json<'_>>, unknown: Mask<'_>) -> bool {
    match (json, unknown) {
        (_, Mask::All) => false,
        (Some(Json::Array(items)), _) if !items.is_empty() => {
            items.iter().all(|item| matches!(item, Json::Object(_)))
        }
        (None | Some(Json::Null | Json::Array(_)), Mask::Parts(Json::Array(items))) => {
            !items.is_empty() && items.iter().all(|item| matches!(item, Json::Object(_)))
        }
        _ => false,
    }
}

/// Marks everything in a body as not written.
pub(super) fn unwritten(body: &mut Body) {
    for (_, slot) in &mut body.attributes {
        slot.written = false;
    }
    for block in body.blocks.iter_mut().flat_map(|group| &mut group.items) {
        unwritten(&mut block.body);
    }
}

/// Whether a value is what a provider fills in for something that nobody wrote: `""`, `[]`, `{}`.
fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(str::is_empty) || is_empty_collection(value)
}

/// Whether a value is more than a provider fills in for something that nobody wrote. The names lead to its argument.
pub(super) fn is_given<'n>(
    mode: Mode,
    type_name: &str,
    names: impl Iterator<Item = &'n str>,
    value: &Value,
) -> bool {
    match bricklint_model::schema::default(mode, type_name, &names.collect::<Vec<_>>().join(".")) {
        Some(default) => default.value() != *value,
        None => !is_empty(value) && value.as_bool() != Some(false) && *value != Value::number(0),
    }
}

fn is_empty_collection(value: &Value) -> bool {
    value.as_items().is_some_and(<[Value]>::is_empty)
        || value.as_map().is_some_and(|map| map.entries.is_empty())
}

/// Whether an attribute of this name holds the identity of something, so that a reference in it is the
/// whole of it and not a part of a text.
pub(super) fn is_identifier(name: &str) -> bool {
    matches!(name, "id" | "ids" | "arn" | "arns" | "host" | "url")
        || ["_id", "_ids", "_arn", "_arns", "_url"].iter().any(|suffix| name.ends_with(suffix))
}

/// The address without its module.
pub(super) fn local_address<'a>(address: &'a str, module: &str) -> &'a str {
    address.strip_prefix(module).map_or(address, |rest| rest.strip_prefix('.').unwrap_or(rest))
}

/// A symbol as people name it: `module.a.databricks_group.eng.id`.
pub(super) fn subject(symbol: &Symbol) -> Arc<str> {
    let mut out = String::with_capacity(symbol.module.len() + symbol.name.len() + symbol.path.len() + 2);
    for part in [&symbol.module, &symbol.name, &symbol.path] {
        if !out.is_empty() && !part.is_empty() {
            out.push('.');
        }
        out.push_str(part);
    }
    out.into()
}
