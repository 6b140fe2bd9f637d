//! The state before a plan, as a stack of its own: what the same rules find there is what the change did not bring.

use std::borrow::Cow;
use std::sync::Arc;

use bricklint_findings::address::static_address;
use bricklint_lang::value::Value;
use rustc_hash::FxHashMap;

use crate::instance::{
    Block, BlockGroup, Body, Change, DecodeBody, Instance, LazyBody, Mode, NAMES, Origin, Slot,
};
use crate::schema::Schema;
use crate::stack::{Stack, StackKind};

/// Which state before a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What the refresh found: with what was changed outside Terraform.
    Refreshed,
    /// What the last apply left: also with what was deleted outside Terraform since.
    Applied,
}

/// The stack of a plan with the values before it: without what it creates or imports, and with what it removes.
/// A stack of a directory is the same before. `None` for a plan that does not say everything.
///
/// A value that the plan leaves alone keeps its references and where it was written; of one that it changes only the
/// value before is known.
pub fn before(stack: &Stack, state: State) -> Option<Stack> {
    if stack.kind == StackKind::Source {
        return Some(stack.clone());
    }
    if stack.incomplete.is_some() || !stack.open.is_empty() {
        return None;
    }
    let likes = likes(stack);
    let mut instances = Vec::with_capacity(stack.instances.len());
    instances.extend(stack.instances.iter().filter_map(|after| instance(after, state, &likes)));
    Some(stack.with_instances(instances))
}

/// Whether a plan changes anything at all.
pub fn changes(stack: &Stack) -> bool {
    stack.instances.iter().filter_map(|instance| instance.change.as_deref()).any(Change::is_effective)
}

/// Whether the states before differ: something was changed outside Terraform.
pub fn drifts(stack: &Stack) -> bool {
    stack.instances.iter().any(|instance| drift(instance).is_some())
}

/// Whether a plan leaves an object, and what it says of it, as it is.
pub fn keeps(instance: &Instance) -> bool {
    let Some(change) = instance.change.as_deref() else { return true };
    instance.mode == Mode::Data || !change.is_effective() && change.drift.is_none()
}

/// What the last apply left of an object that was changed outside Terraform.
fn drift(instance: &Instance) -> Option<&LazyBody> {
    instance.change.as_ref()?.drift.as_ref()?.before.as_ref()
}

/// By static address: the bodies of what stays of a definition of which other instances go.
type Likes<'s> = FxHashMap<Cow<'s, str>, Option<&'s LazyBody>>;

fn likes(stack: &Stack) -> Likes<'_> {
    let goes = |instance: &&Instance| {
        instance.change.as_deref().is_some_and(|change| change.is_removal() && !change.gone)
    };
    let mut out: Likes<'_> =
        stack.instances.iter().filter(goes).map(|one| (static_address(&one.address), None)).collect();
    if !out.is_empty() {
        for one in stack.instances.iter().filter(|one| !one.change.as_deref().is_some_and(Change::is_removal))
        {
            if let Some(like) = out.get_mut(&static_address(&one.address)) {
                like.get_or_insert(&one.body);
            }
        }
    }
    out
}

fn instance(after: &Instance, state: State, likes: &Likes<'_>) -> Option<Instance> {
    let Some(change) = &after.change else { return Some(after.clone()) };
    if after.mode == Mode::Data {
        return Some(after.clone());
    }
    let applied = drift(after).filter(|_| state == State::Applied);
    let before = applied.or(change.before.as_ref()).filter(|_| !change.importing)?;
    let body = if change.is_effective() || applied.is_some() {
        let earlier = Earlier {
            after: after.body.clone(),
            before: before.clone(),
            origin: after.origin,
            gone: change.gone.then(|| after.type_name.clone()),
            like: if change.is_removal() {
                likes.get(&static_address(&after.address)).copied().flatten().cloned()
            } else {
                None
            },
        };
        LazyBody::deferred(Arc::new(earlier), 0)
    } else {
        after.body.clone()
    };
    let change = Change {
        actions: vec!["no-op".into()],
        before: Some(body.clone()),
        gone: change.gone,
        kept: keeps(after),
        previous_address: change.previous_address.clone(),
        // It is older than the change, whatever that does about it.
        drift: change.drift.clone(),
        ..Change::default()
    };
    Some(Instance { body, change: Some(Box::new(change)), ..after.clone() })
}

/// Makes the body before a change when it is first read.
#[derive(Debug)]
struct Earlier {
    after: LazyBody,
    before: LazyBody,
    origin: Origin,
    /// Its type, where no block makes it any more.
    gone: Option<Arc<str>>,
    /// An instance that stays, where it goes and others of its block do not.
    like: Option<LazyBody>,
}

impl Earlier {
    fn body(&self, after: &Body, before: &Body, like: Option<Arc<Body>>) -> Arc<Body> {
        let mut out = body(after, before, self.origin);
        if let Some(like) = like {
            write_out(&mut out, &like);
        }
        // Of a block that is no more nobody can tell how its name was written. One that makes an object of this name under
        // another label most likely writes it in the same way.
        let name = self.gone.as_ref().and_then(|of| name_of(&out, of));
        if let Some((_, slot)) = out.attributes.iter_mut().find(|(own, _)| Some(&**own) == name) {
            slot.literal = true;
        }
        Arc::new(out)
    }
}

/// The attribute that names an object of a type, and that the provider does not fill in where another one does.
fn name_of(body: &Body, type_name: &str) -> Option<&'static str> {
    let schema = Schema::embedded().find(Mode::Managed, type_name);
    let is_computed = |name: &str| {
        schema.and_then(|schema| schema.body.attribute(name)).is_some_and(|attribute| attribute.computed)
    };
    let names = || {
        let is_set = |name: &&str| body.attribute(name).is_some_and(|slot| !is_nothing(&slot.value));
        NAMES.iter().copied().filter(is_set)
    };
    names().find(|name| !is_computed(name)).or_else(|| names().next())
}

impl DecodeBody for Earlier {
    fn decode(&self, _: u32) -> Arc<Body> {
        let like = self.like.as_ref().map(LazyBody::passing);
        self.body(&self.after.passing(), &self.before.passing(), like)
    }

    fn part(&self, _: u32, names: &[&str], references: bool) -> Option<Arc<Body>> {
        // What refers to something afterwards may not be in a part of what was before.
        let of = |body: &LazyBody| body.part(names, false);
        (!references).then(|| self.body(&of(&self.after), &of(&self.before), self.like.as_ref().map(of)))
    }
}

/// Takes for written out what is in another instance of the same block.
fn write_out(body: &mut Body, like: &Body) {
    for (name, slot) in &mut body.attributes {
        slot.literal |= like.attribute(name).is_some_and(|other| other.literal);
    }
    for group in &mut body.blocks {
        let others = like.group(&group.name).map_or(&[][..], |other| &other.items);
        if others.len() == group.items.len() {
            group
                .items
                .iter_mut()
                .zip(others)
                .for_each(|(block, other)| write_out(&mut block.body, &other.body));
        }
    }
}

fn body(after: &Body, before: &Body, origin: Origin) -> Body {
    let attributes = before.attributes.iter().map(|(name, slot)| {
        let slot = match after.attribute(name) {
            None => slot.clone(),
            Some(after) if same(&after.value, &slot.value) => after.clone(),
            Some(after) => {
                // What it refers to is the same where only what becomes of it is not known yet. So it most likely is of a
                // document of which another part changes: what is in it is compared by value.
                let is_open = !after.value.is_wholly_known();
                let value = slot.value.clone();
                let stays = is_open || is_document(&value);
                let value = if stays { value.with_provenance(after.value.provenance()) } else { value };
                Slot { value, written: after.written || slot.written && !is_open, ..after.clone() }
            }
        };
        (name.clone(), slot)
    });
    let blocks = before.blocks.iter().map(|group| match after.group(&group.name) {
        Some(after) => blocks(after, group, origin),
        None => group.clone(),
    });
    Body { attributes: attributes.collect(), blocks: blocks.collect(), open: None }
}

fn blocks(after: &BlockGroup, before: &BlockGroup, origin: Origin) -> BlockGroup {
    let aligned = after.items.len() == before.items.len();
    let items = before.items.iter().enumerate().map(|(index, block)| {
        let equal = after.items.iter().find(|other| same_body(&other.body, &block.body));
        let other = equal.or_else(|| after.items.get(index).filter(|_| aligned));
        match other {
            Some(other) => Block {
                body: body(&other.body, &block.body, other.origin),
                origin: other.origin,
                when: Vec::new(),
            },
            None => Block { body: block.body.clone(), origin, when: Vec::new() },
        }
    });
    BlockGroup { name: before.name.clone(), items: items.collect(), more: None, patterns: Vec::new() }
}

/// Whether a value is the text of an object in JSON, as policies are.
fn is_document(value: &Value) -> bool {
    let inside = value.as_str().and_then(|text| text.trim_start().strip_prefix('{'));
    inside.is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// Whether two bodies hold the same, where null, empty text and empty collections count as nothing.
fn same_body(a: &Body, b: &Body) -> bool {
    let within = |a: &Body, b: &Body| {
        a.attributes.iter().all(|(name, slot)| match b.attribute(name) {
            Some(other) => same(&slot.value, &other.value),
            None => is_nothing(&slot.value),
        })
    };
    let groups = |a: &Body, b: &Body| {
        a.blocks.iter().all(|group| {
            let other = b.group(&group.name).map_or(&[][..], |other| &other.items);
            group.items.len() == other.len()
                && group.items.iter().zip(other).all(|(a, b)| same_body(&a.body, &b.body))
        })
    };
    within(a, b) && within(b, a) && groups(a, b) && groups(b, a)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null()
        || value.as_str() == Some("")
        || value.as_items().is_some_and(<[Value]>::is_empty)
        || value.as_map().is_some_and(|map| map.entries.is_empty())
}

/// Whether two known values are the same, whatever collections they are.
fn same(a: &Value, b: &Value) -> bool {
    if !a.is_wholly_known() || !b.is_wholly_known() {
        return false;
    }
    if let (Some(a), Some(b)) = (a.as_items(), b.as_items()) {
        return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b));
    }
    if let (Some(a), Some(b)) = (a.as_map(), b.as_map()) {
        return a.entries.len() == b.entries.len()
            && a.entries.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)));
    }
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => match (a.as_number(), b.as_number()) {
            (Some(a), Some(b)) => a == b,
            _ => a == b,
        },
        _ => false,
    }
}
