//! What a plan must hold to be judged: a piece that is missing or has the wrong type is said and never read
//! as if nothing stood there.

use super::{PlaceInPlan, RawChange, RawOutput, RawPlan, Slice, Text};
use crate::plan::json::{Json, MAX_DEPTH, Reader};
use bricklint_findings::address::{Key, Resource};
use bricklint_model::instance::InstanceKey;
use rustc_hash::FxHashSet;

/// Keys that only a plan holds. Where they stand in text that is passed over, a part of a plan is lost.
const PARTS: &[&str] =
    &["\"resource_changes\"", "\"planned_values\"", "\"prior_state\"", "\"configuration\"", "\"change\""];

/// Whether text that is no plan holds a part of one.
pub(super) fn is_part_of_a_plan(text: &str) -> bool {
    PARTS.iter().any(|part| memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some())
}

/// The first thing in a plan that cannot be judged as it is, as the middle of a sentence.
pub(super) fn fault(raw: &RawPlan) -> Option<String> {
    for at in &raw.changes {
        if let Some(what) = change(&raw.text, at, false) {
            return Some(format!("{} {what}", name(at)));
        }
    }
    for at in &raw.drift {
        if let Some(what) = change(&raw.text, at, true) {
            return Some(format!("`{}` of `resource_drift` in this plan {what}", at.address));
        }
    }
    for at in &raw.outputs {
        if let Some(what) = output(&raw.text, at) {
            return Some(format!("`output_changes.{}` in this plan {what}", at.name));
        }
    }
    if raw.refresh_only {
        let there: FxHashSet<&str> = raw.changes.iter().map(|change| &*change.address).collect();
        if let Some(lost) = raw.drift.iter().find(|drift| !there.contains(&*drift.address)) {
            return Some(format!(
                "`{}` of `resource_drift` in this plan stands neither in `resource_changes` nor in `prior_state`",
                lost.address
            ));
        }
    }
    if !has_changes(raw) {
        let planned = raw.text.json(raw.planned_values);
        let resources = planned.get("root_module").map_or(0, managed);
        if resources > 0 {
            let s = if resources == 1 { "" } else { "s" };
            return Some(format!(
                "this plan lists {resources} resource{s} in `planned_values` and no `resource_changes`, which \
                 alone tell null from unknown"
            ));
        }
    }
    None
}

/// Whether something is planned; what only stands in the state is not.
fn has_changes(raw: &RawPlan) -> bool {
    raw.changes.iter().any(|change| !matches!(change.place, PlaceInPlan::Prior(_)))
}

/// Whether a plan holds none of the resources of its configuration and none of the parts that would, as the middle
/// of a sentence. Terraform writes `planned_values` into each plan, also where nothing is planned.
pub(super) fn lost(raw: &RawPlan, configured: usize) -> Option<String> {
    if configured == 0 || !raw.planned_values.is_empty() || has_changes(raw) {
        return None;
    }
    let s = if configured == 1 { "" } else { "s" };
    Some(format!(
        "this plan lists {configured} resource{s} in `configuration`, and neither `resource_changes` nor \
         `planned_values`"
    ))
}

/// How a change is called.
fn name(change: &RawChange) -> String {
    let place = match &change.place {
        PlaceInPlan::Change(at) => format!("`resource_changes[{at}]`"),
        PlaceInPlan::Deferred(at) => format!("`deferred_changes[{at}]`"),
        PlaceInPlan::Prior(_) => "`prior_state`".to_owned(),
    };
    if change.address.is_empty() {
        format!("an entry of {place} in this plan")
    } else {
        format!("`{}` of {place} in this plan", change.address)
    }
}

fn change(text: &Text, change: &RawChange, drift: bool) -> Option<String> {
    for (key, value) in [("address", &change.address), ("type", &change.type_name), ("name", &change.name)] {
        if value.is_empty() {
            return Some(format!("has no `{key}`"));
        }
    }
    if !is_address(change) {
        return Some("does not fit its own module, mode, type, name and index".to_owned());
    }
    let after = Shape::of(text, change.after);
    if matches!(change.place, PlaceInPlan::Prior(_)) {
        // What was deleted outside stands in `resource_drift`, which is looked at too.
        if change.is_removal() {
            return None;
        }
        return match after {
            Shape::Object => mask(text, "sensitive_values", change.after_sensitive),
            Shape::Missing => Some("has no `values`".to_owned()),
            other => Some(other.instead_of("values", "an object")),
        };
    }
    if change.actions.is_empty() {
        return Some("has no `actions`".to_owned());
    }
    let is = |name: &str| change.actions.iter().any(|action| &**action == name);
    let removal = (is("delete") || is("forget")) && !is("create");
    let unknown = Shape::of(text, change.after_unknown);
    if change.is_deposed()
        && is("no-op")
        && after == Shape::Missing
        && Shape::of(text, change.before) == Shape::Missing
    {
        // It was deleted outside.
        return None;
    }
    match after {
        Shape::Object => {}
        Shape::Missing if removal || drift || unknown == Shape::True => {}
        Shape::Missing => return Some("has no `after`".to_owned()),
        other => return Some(other.instead_of("after", "an object")),
    }
    match Shape::of(text, change.before) {
        Shape::Object => {}
        Shape::Missing if drift || !(is("update") || is("delete") || is("no-op")) => {}
        Shape::Missing => {
            return Some(format!("is planned to `{}` and has no `before`", change.actions.join(", ")));
        }
        other => return Some(other.instead_of("before", "an object")),
    }
    // What does not change is known, and so is what was changed already.
    if !removal && !drift && !is("no-op") && unknown == Shape::Missing {
        return Some("has no `after_unknown`".to_owned());
    }
    let masks = [
        ("after_unknown", change.after_unknown),
        ("after_sensitive", change.after_sensitive),
        ("before_sensitive", change.before_sensitive),
    ];
    masks.into_iter().find_map(|(key, slice)| mask(text, key, slice))
}

fn output(text: &Text, output: &RawOutput) -> Option<String> {
    let unknown = Shape::of(text, output.after_unknown);
    if unknown == Shape::Missing {
        return Some("has no `after_unknown`".to_owned());
    }
    let masks = [("after_unknown", output.after_unknown), ("after_sensitive", output.after_sensitive)];
    masks.into_iter().find_map(|(key, slice)| match Shape::of(text, slice) {
        Shape::List => parts(text, key, slice),
        _ => mask(text, key, slice),
    })
}

/// What is wrong with the mask of an object.
fn mask(text: &Text, key: &str, slice: Slice) -> Option<String> {
    match Shape::of(text, slice) {
        Shape::Missing | Shape::True | Shape::False => None,
        Shape::Object => parts(text, key, slice),
        other => Some(other.instead_of(key, "an object or a truth value")),
    }
}

/// What is wrong inside a mask: there are truth values only, and what is none would be taken for `false`.
fn parts(text: &Text, key: &str, slice: Slice) -> Option<String> {
    let found = misplaced(&mut Reader::new(text.get(slice)), 0)?;
    Some(format!("has {found} in `{key}` where a truth value belongs"))
}

/// The first value in what comes next that is no truth value, as far as masks are read.
fn misplaced(reader: &mut Reader<'_>, depth: u32) -> Option<&'static str> {
    if reader.opens().is_none() {
        return match reader.read() {
            Json::Bool(_) => None,
            Json::Null => Some("null"),
            Json::String(_) => Some("a string"),
            _ => Some("a number"),
        };
    }
    if depth >= MAX_DEPTH {
        reader.pass();
        return None;
    }
    let mut found = None;
    reader.walk(|reader, _| {
        let inner = misplaced(reader, depth + 1);
        found = found.or(inner);
    });
    found
}

/// Whether the address says the same as the parts beside it.
fn is_address(change: &RawChange) -> bool {
    let Some(found) = Resource::of(&change.address) else { return false };
    let stated = (&*change.module, change.data, &*change.type_name, &*change.name);
    (found.module, found.data, found.type_name, found.name) == stated
        && match (found.key.map(Key::of), &change.key) {
            (_, InstanceKey::Any) | (None, InstanceKey::None) => true,
            (Some(Key::Index(at)), InstanceKey::Index(number)) => at == *number,
            (Some(Key::Text(at)), InstanceKey::Key(own)) => *at == **own,
            _ => false,
        }
}

/// The managed resources below a module of `planned_values`.
fn managed(module: &Json<'_>) -> usize {
    let list = |key: &str| module.get(key).and_then(Json::as_array).unwrap_or_default();
    let own = list("resources")
        .iter()
        .filter(|resource| resource.get("mode").and_then(Json::as_str) != Some("data"));
    own.count() + list("child_modules").iter().map(managed).sum::<usize>()
}

/// What stands at a key, told by its first character; null is nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Missing,
    True,
    False,
    Object,
    List,
    Text,
    Number,
}

impl Shape {
    fn of(text: &Text, slice: Slice) -> Self {
        match text.get(slice).as_bytes().first() {
            None => Self::Missing,
            Some(b't') => Self::True,
            Some(b'f') => Self::False,
            Some(b'{') => Self::Object,
            Some(b'[') => Self::List,
            Some(b'"') => Self::Text,
            Some(_) => Self::Number,
        }
    }

    fn instead_of(self, key: &str, want: &str) -> String {
        let found = match self {
            Self::Missing => "nothing",
            Self::True | Self::False => "a truth value",
            Self::Object => "an object",
            Self::List => "a list",
            Self::Text => "a string",
            Self::Number => "a number",
        };
        format!("has {found} as `{key}` where {want} belongs")
    }
}
