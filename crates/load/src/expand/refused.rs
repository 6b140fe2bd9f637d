//! What the provider refuses of an instance once its values are known: `terraform plan` asks of them what
//! `terraform validate` asks of the text.

use std::fmt;
use std::sync::Arc;

use bricklint_findings::source::{FileId, Span};
use bricklint_findings::static_address;
use bricklint_lang::convert::{convert, convert_for_provider};
use bricklint_lang::eval::{StaticStep, definitely_not_null, traversal};
use bricklint_lang::value::{Map, Value};
use bricklint_model::facts::{FactKind, Misuse, Refusal};
use bricklint_model::instance::{BlockGroup, Body, Origin, Slot};
use bricklint_model::place::{Part, Path};
use bricklint_model::schema::{
    AttributeSchema, BodySchema, ConstraintKind, Constraints, Member, Nesting, constraints, takes_fractions,
};

use super::definition::{CompiledBlock, CompiledBody};
use super::modules::{Context, Expander, Inst, place_of};
use super::schema::is_stored;
use crate::constraints::{Broken, broken, with_misspelt};
use crate::facts::{brief, is_of_numbers, not_whole};
use crate::module::{ExprRef, ResourceDef};

/// Where something is written in a file.
type At = (FileId, Span);

/// An instance that is looked at.
pub(super) struct Asked<'i> {
    pub(super) inst: &'i Inst,
    pub(super) def: &'i ResourceDef,
    /// `databricks_job.etl`
    pub(super) owner: &'i str,
    /// The same from the root, with its keys.
    pub(super) address: &'i str,
    /// Whether its provider is the one that the tables are of.
    pub(super) described: bool,
}

/// What is refused, with where it is written and whether a rule says it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Noted {
    pub(crate) refusal: Refusal,
    /// `databricks_job.etl`
    pub(crate) owner: Arc<str>,
    pub(crate) place: Option<At>,
    pub(crate) described: bool,
}

impl Noted {
    /// As a problem of the input; none for what only a rule says.
    pub(crate) fn text(&self) -> Option<String> {
        let address = &self.refusal.address;
        match &self.refusal.kind {
            FactKind::ArgumentMissing { name, block: false, .. } => {
                // Once for all instances.
                Some(format!("`{}`: the required argument `{name}` is null", static_address(address)))
            }
            FactKind::ArgumentMissing { name, .. } => {
                Some(format!("`{address}` lacks the required block `{name}`"))
            }
            FactKind::TooMany { name, max, .. } => Some(format!(
                "`{address}` takes at most {max} `{name}` block{}",
                if *max == 1 { "" } else { "s" }
            )),
            _ => None,
        }
    }
}

/// A body in an instance: how it is reached, and where it is opened.
#[derive(Clone, Copy)]
struct Around<'a> {
    asked: &'a Asked<'a>,
    above: Option<(&'a Around<'a>, &'a str, Option<usize>)>,
    header: Origin,
    constraints: Option<&'static Constraints>,
}

impl Around<'_> {
    fn inside<'b>(&'b self, name: &'b str, index: Option<usize>, header: Origin) -> Around<'b> {
        let constraints = self.constraints.and_then(|constraints| constraints.block(name));
        Around { asked: self.asked, above: Some((self, name, index)), header, constraints }
    }

    fn path(&self) -> Path {
        let Some((above, name, index)) = self.above else { return Path::root() };
        let path = above.path().name(name);
        index.map_or(path.clone(), |index| path.index(index))
    }

    /// The place of an argument in the body, or of a block.
    fn place(&self, name: &str, index: Option<usize>) -> (Path, Part) {
        let path = self.path().name(name);
        match index {
            Some(index) => (path.index(index), Part::Header),
            None => (path, Part::Key),
        }
    }
}

/// As facts name it: `databricks_job.task`
impl fmt::Display for Around<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.above {
            None => f.write_str(&self.asked.def.type_name),
            Some((above, name, _)) => write!(f, "{above}.{name}"),
        }
    }
}

/// What arguments are read from.
#[derive(Clone, Copy)]
enum Content<'b> {
    Body(&'b Body),
    /// An object where a block could stand.
    Object(&'b Map),
}

/// Whether an argument or block is set, with the index of the block, none for an argument.
type Setting = crate::constraints::Setting<(Origin, Option<usize>)>;

impl<'b> Content<'b> {
    /// The names of all that is written and that a schema does not have.
    fn beside(self, schema: BodySchema<'_>) -> Vec<&'b str> {
        let names: Vec<&'b str> = match self {
            Content::Object(map) => map.entries.iter().map(|(name, _)| &**name).collect(),
            Content::Body(body) => {
                let groups = body.blocks.iter().map(|group| &*group.name);
                body.attributes.iter().map(|(name, _)| &**name).chain(groups).collect()
            }
        };
        names.into_iter().filter(|name| schema.member(name).is_none()).collect()
    }

    fn setting(self, name: &str, header: Origin) -> Setting {
        let of_value = |value: &Value, origin| match value {
            Value::Null { .. } => Setting::Absent,
            value if !value.is_unknown() => Setting::Set((origin, None)),
            value if definitely_not_null(value) => Setting::Filled((origin, None)),
            _ => Setting::Open,
        };
        match self {
            Content::Object(map) => map.get(name).map_or(Setting::Absent, |value| of_value(value, header)),
            Content::Body(body) => match (body.attribute(name), body.group(name)) {
                (Some(slot), _) => of_value(&slot.value, slot.origin),
                (None, Some(group)) => {
                    let found = group.items.iter().enumerate().rfind(|(_, item)| item.when.is_empty());
                    match found {
                        Some((index, item)) => Setting::Set((item.origin, Some(index))),
                        None if group.more.is_some() || !group.items.is_empty() => Setting::Open,
                        None => Setting::Absent,
                    }
                }
                (None, None) => Setting::Absent,
            },
        }
    }
}

impl Expander<'_> {
    /// Notes what is refused of an instance. What the text alone decides, the facts about its definition say.
    pub(super) fn refuse(&self, asked: &Asked<'_>, body: &Body, written: &CompiledBody) {
        let Some(ty) = self.schema_of(asked.def) else { return };
        let constraints = constraints(asked.def.mode, &asked.def.type_name).filter(|_| asked.described);
        let around = Around { asked, above: None, header: asked.def.origin, constraints };
        self.refuse_body(&around, body, Some(written), ty.body);
    }

    fn refuse_body(
        &self,
        around: &Around<'_>,
        body: &Body,
        written: Option<&CompiledBody>,
        schema: BodySchema<'_>,
    ) {
        for (name, slot) in &body.attributes {
            let is_odd = match &slot.value {
                Value::Null { .. } | Value::Decimal { .. } => true,
                Value::Seq { .. } | Value::Map { .. } => !slot.literal,
                _ => self.misfits.get() && !slot.literal,
            };
            if !is_odd && !self.has_ephemeral() {
                continue;
            }
            match schema.member(name) {
                Some(Member::Attribute(attribute)) => {
                    self.refuse_attribute(around, written, &attribute, slot);
                }
                // So JSON writes blocks.
                Some(Member::Block(block)) => {
                    let around = around.inside(name, None, slot.origin);
                    self.refuse_objects(&around, &slot.value, block.nesting, block.body);
                }
                None => {}
            }
        }
        for (at, group) in body.blocks.iter().enumerate() {
            let Some(block) = schema.block(&group.name) else { continue };
            let compiled = written.and_then(|written| written.groups.get(at)).map(|group| &*group.items);
            if let Some(items) = compiled {
                let most =
                    if matches!(block.nesting, Nesting::Single | Nesting::Group) { 1 } else { block.max };
                self.count(around, group, items, (block.min, most));
            }
            for (index, item) in group.items.iter().enumerate().filter(|(_, item)| item.when.is_empty()) {
                let inner = match compiled {
                    Some([CompiledBlock::Dynamic(dynamic)]) => Some(&dynamic.content),
                    Some(items) if items.len() == group.items.len() => match items.get(index) {
                        Some(CompiledBlock::Static { body, .. }) => Some(body),
                        _ => None,
                    },
                    _ => None,
                };
                let around = around.inside(&group.name, Some(index), item.origin);
                self.refuse_body(&around, &item.body, inner, block.body);
            }
        }
        if body.open.is_none() {
            self.constrain(around, Content::Body(body), schema);
        }
    }

    fn refuse_attribute(
        &self,
        around: &Around<'_>,
        written: Option<&CompiledBody>,
        attribute: &AttributeSchema<'_>,
        slot: &Slot,
    ) {
        let (name, value) = (attribute.name, &slot.value);
        let wrong = |expected: &str, reason: String| FactKind::WrongType {
            name: name.into(),
            of: around.to_string().into(),
            expected: expected.into(),
            reason: reason.into(),
        };
        if self.is_ephemeral(value, true) && is_stored(*attribute) {
            let text =
                format!("`{}`: the value of `{name}` is ephemeral and would be stored", around.asked.owner);
            let context = Context::plain(around.asked.owner, name);
            let kind = FactKind::Misused { name: name.into(), misuse: Misuse::Ephemeral };
            self.mistake(around.asked.inst, &context, value_of(slot.origin), kind, None);
            self.may_hold(value_of(slot.origin), text);
        } else if value.is_null() {
            let inst = around.asked.inst;
            if attribute.required && !written.is_some_and(|written| self.is_given(inst, written, name)) {
                self.lacks(around, name, Part::Key, slot.origin);
            }
        } else if let Some((nesting, body)) = attribute.nested {
            if slot.literal || !around.asked.described {
                return;
            }
            let ty = attribute.ty();
            if value.is_wholly_known()
                && let Err(reason) = convert(value, &ty)
            {
                let kind = wrong(brief(&ty), reason);
                return self.refused(
                    around,
                    (around.path().name(name), Part::Value),
                    slot.origin,
                    kind,
                    None,
                );
            }
            self.refuse_objects(&around.inside(name, None, slot.origin), value, nesting, body);
        } else if self.misfits.get()
            && !slot.literal
            && value.is_wholly_known()
            && let Err(reason) = convert_for_provider(value, &attribute.ty())
        {
            let kind = wrong(&attribute.ty().to_string(), reason);
            self.refused(around, (around.path().name(name), Part::Value), slot.origin, kind, None);
        } else if matches!(value, Value::Decimal { .. } | Value::Seq { .. })
            && around.asked.described
            && self.shared.options.schema.is_none()
            && is_of_numbers(&attribute.ty())
            && !takes_fractions(around.above.map_or("", |(_, name, _)| name), name)
            && let Some(reason) = not_whole(value)
        {
            let kind = wrong("whole number", reason.into());
            self.refused(around, (around.path().name(name), Part::Value), slot.origin, kind, None);
        }
    }

    /// What is in an attribute that is described like blocks.
    fn refuse_objects(&self, around: &Around<'_>, value: &Value, nesting: Nesting, schema: BodySchema<'_>) {
        if let Some(items) = value.as_items() {
            let above = around.above;
            for (index, item) in items.iter().enumerate() {
                let above = above.map(|(above, name, _)| (above, name, Some(index)));
                self.refuse_objects(&Around { above, ..*around }, item, nesting, schema);
            }
            return;
        }
        let Some(map) = value.as_map() else { return };
        if nesting == Nesting::Map {
            for (_, item) in &map.entries {
                self.refuse_objects(around, item, Nesting::Single, schema);
            }
            return;
        }
        for (name, item) in &map.entries {
            let (nesting, body) = match schema.member(name) {
                Some(Member::Attribute(AttributeSchema { required: true, .. })) if item.is_null() => {
                    self.lacks(around, name, Part::Value, around.header);
                    continue;
                }
                Some(Member::Attribute(AttributeSchema { nested: Some(nested), .. })) => nested,
                Some(Member::Block(block)) => (block.nesting, block.body),
                _ => continue,
            };
            self.refuse_objects(&around.inside(name, None, around.header), item, nesting, body);
        }
        self.constrain(around, Content::Object(map), schema);
    }

    fn lacks(&self, around: &Around<'_>, name: &str, part: Part, origin: Origin) {
        let kind =
            FactKind::ArgumentMissing { name: name.into(), of: around.to_string().into(), block: false };
        self.refused(around, (around.path().name(name), part), origin, kind, None);
    }

    /// Notes blocks of which `dynamic` ones make fewer than the provider needs, or more than it takes.
    fn count(
        &self,
        around: &Around<'_>,
        made: &BlockGroup,
        written: &[CompiledBlock],
        (min, most): (u32, u32),
    ) {
        let dynamic = |block: &CompiledBlock| match block {
            CompiledBlock::Static { .. } => None,
            CompiledBlock::Dynamic(dynamic) => Some(dynamic.for_each),
        };
        let count = made.items.len() as u32;
        let is_sure = made.more.is_none() && made.items.iter().all(|item| item.when.is_empty());
        let mut collections = written.iter().filter_map(dynamic).peekable();
        if !is_sure || collections.peek().is_none() {
            return;
        }
        let (name, of) = (made.name.clone(), around.to_string().into());
        let inst = around.asked.inst;
        if count < min {
            if !collections.flatten().any(|value| self.is_variable_of_root(inst, value)) {
                let kind = FactKind::ArgumentMissing { name, of, block: true };
                self.refused(around, (around.path(), Part::Header), around.header, kind, None);
            }
        } else if most > 0 && count > most {
            self.too_many(around, made, most);
        }
    }

    fn too_many(&self, around: &Around<'_>, made: &BlockGroup, max: u32) {
        let Some((index, last)) = made.items.iter().enumerate().next_back() else { return };
        let kind = FactKind::TooMany { name: made.name.clone(), of: around.to_string().into(), max };
        let path = around.path().name(&made.name).index(index);
        self.refused(around, (path, Part::Header), last.origin, kind, None);
    }

    /// A body against what is asked of it beside the schema.
    fn constrain(&self, around: &Around<'_>, content: Content<'_>, schema: BodySchema<'_>) {
        let of = || around.to_string().into();
        for kind in around.constraints.map_or(&[][..], |constraints| &constraints.here) {
            match kind {
                ConstraintKind::Set { .. } | ConstraintKind::Needs { .. } => {
                    let setting = |name: &str| content.setting(name, around.header);
                    let rank = |(origin, _)| place_of(origin).map(|(file, key)| (file, key.start));
                    for broken in broken(kind, &of, &setting, &rank) {
                        self.broken(around, broken, content, schema);
                    }
                }
                ConstraintKind::Most { name, max } => {
                    let group = if let Content::Body(body) = content { body.group(name) } else { None };
                    let sure =
                        |group: &&BlockGroup| group.items.iter().filter(|item| item.when.is_empty()).count();
                    if let Some(group) = group.filter(|group| sure(group) > *max as usize) {
                        self.too_many(around, group, *max);
                    }
                }
                ConstraintKind::Value { .. } => {}
            }
        }
    }

    fn broken(
        &self,
        around: &Around<'_>,
        mut broken: Broken<(Origin, Option<usize>)>,
        content: Content<'_>,
        schema: BodySchema<'_>,
    ) {
        let Some((origin, index)) = broken.at else {
            // What the table does not know can be one more of those of which one has to be set. In an object it is dropped.
            let is_object = matches!(content, Content::Object(_));
            let beside = content.beside(schema);
            if self.shared.options.schema.is_none() && (is_object || beside.is_empty()) {
                with_misspelt(&mut broken.kind, &beside);
                let part = if is_object { Part::Value } else { Part::Header };
                self.refused(around, (around.path(), part), around.header, broken.kind, None);
            }
            return;
        };
        let (place, first) = match &broken.kind {
            FactKind::Exclusive { name, first, .. } => {
                (around.place(name, index), broken.first.map(|(_, at)| around.place(first, at)))
            }
            FactKind::Needs { name, .. } => (around.place(name, index), None),
            _ => return,
        };
        self.refused(around, place, origin, broken.kind, first);
    }

    fn refused(
        &self,
        around: &Around<'_>,
        (path, part): (Path, Part),
        origin: Origin,
        kind: FactKind,
        other: Option<(Path, Part)>,
    ) {
        let asked = around.asked;
        if !matches!(origin, Origin::Source { .. }) {
            return;
        }
        if !self.cautious() {
            return self.doubted.set(true);
        }
        let place = if part == Part::Value { value_of(origin) } else { place_of(origin) };
        let refusal = Refusal { address: asked.address.into(), path, part, kind, other };
        let owner = asked.owner.into();
        self.refusals.borrow_mut().push(Noted { refusal, owner, place, described: asked.described });
    }

    /// Whether an argument is a variable of the root, through whatever modules: another run may give it a value.
    fn is_given(&self, inst: &Inst, written: &CompiledBody, name: &str) -> bool {
        let argument = written.attributes.iter().find(|attribute| &*attribute.name == name);
        argument.is_some_and(|attribute| self.is_variable_of_root(inst, attribute.value))
    }

    fn is_variable_of_root(&self, inst: &Inst, argument: ExprRef) -> bool {
        let tree = inst.definition.module.tree(argument.file);
        let reference = tree.and_then(|tree| traversal(tree, argument.id));
        let Some(("var", [StaticStep::Attr(variable)])) =
            reference.as_ref().map(|reference| (reference.root, reference.steps.as_slice()))
        else {
            return false;
        };
        let Some((caller, call)) = inst.parent else { return true };
        let parent = self.inst(caller);
        parent.is_some_and(|parent| {
            let body = parent.definition.call_body(call);
            body.is_some_and(|body| self.is_given(&parent, body, variable))
        })
    }
}

fn value_of(origin: Origin) -> Option<At> {
    if let Origin::Source { file, value, .. } = origin { Some((file, value)) } else { None }
}
