//! From symbolic places to locations: the only place that does so.

use bricklint_findings::finding::Location;
use bricklint_findings::source::{FileId, FileSpan, Sources, Span};

use crate::instance::{Block, Body, Origin};
use crate::place::{Owner, Part, Path, Place, Step};
use crate::stack::{Stack, StackKind};

/// The location of a place: the nearest enclosing thing that was written somewhere.
pub fn locate(stack: &Stack, place: &Place) -> Location {
    let (body, origin, pointer) = match place.owner {
        Owner::Instance(at) => match stack.instances.get(at as usize) {
            // Nothing in a plan alone was written in a file.
            Some(instance) => {
                let body = (stack.kind != StackKind::Plan).then(|| instance.body.get());
                (body, instance.origin, instance.pointer.as_deref())
            }
            None => return Location::default(),
        },
        Owner::Provider(at) => match stack.providers.get(at as usize) {
            Some(provider) => (Some(&provider.body), provider.origin, None),
            None => return Location::default(),
        },
        Owner::Module(at) => match stack.opaque.get(at as usize) {
            Some(module) => (Some(&module.body), module.origin, None),
            None => return Location::default(),
        },
        Owner::Definition { at, .. } => return in_file(&stack.sources, at),
        Owner::External(_) | Owner::Root => return Location::default(),
    };
    if let Owner::Instance(at) = place.owner
        && let [Step::Name(block), Step::Name(name)] = place.path.0.as_slice()
        && &**block == "lifecycle"
        && let Some(instance) = stack.instances.get(at as usize)
        && let Some(at) = match &**name {
            "prevent_destroy" => instance.lifecycle.prevent_destroy.map(|written| written.at),
            "ignore_changes" => instance.lifecycle.ignores_all,
            _ => None,
        }
    {
        return in_file(&stack.sources, at);
    }
    let mut found = (origin, Part::Header);
    if let Owner::Instance(at) = place.owner
        && matches!(place.path.0.as_slice(), [Step::Name(name)] if &**name == "provider")
        && let Some(instance) = stack.instances.get(at as usize)
        && matches!(instance.provider_origin, Origin::Source { .. })
    {
        found = (instance.provider_origin, Part::Value);
    } else if let Some(inner) = body.and_then(|body| walk(body, &place.path))
        && matches!(inner.0, Origin::Source { .. })
    {
        found = inner;
    }
    match found.0 {
        Origin::Source { file, key, value } => {
            // What only an enclosing block shows is shown at its header.
            let whole = found.1 != Part::Header && place.part == Part::Value;
            let span = if whole { value } else { key };
            location(stack, file, span)
        }
        Origin::Plan => Location {
            path: stack.plan_path.as_deref().unwrap_or_default().to_owned(),
            plan: stack.plan_number,
            pointer: Some(in_plan(stack, place, pointer.unwrap_or_default())),
            ..Location::default()
        },
    }
}

/// The place with the first of the blocks that one `dynamic` makes under conditions for all of them: two that exist under
/// different conditions are one block as it is written.
pub fn as_written(stack: &Stack, place: &Place) -> Place {
    let mut place = place.clone();
    let Owner::Instance(at) = place.owner else { return place };
    let Some(instance) = stack.instances.get(at as usize) else { return place };
    let mut body = instance.body.get();
    let mut steps = place.path.0.iter_mut();
    while let (Some(Step::Name(name)), Some(Step::Index(index))) = (steps.next(), steps.next()) {
        let Some(items) = body.group(name).map(|group| &group.items) else { break };
        let Some(block) = items.get(*index) else { break };
        if !block.when.is_empty() {
            let is_one = |other: &Block| !other.when.is_empty() && other.origin == block.origin;
            *index = items.iter().position(is_one).unwrap_or(*index);
        }
        body = &block.body;
    }
    place
}

/// The JSON pointer to a place in an instance whose values are at `base`: to the part of the plan that is nearest.
/// What an instance will only be after apply stands beside its values.
fn in_plan(stack: &Stack, place: &Place, base: &str) -> String {
    let path = &place.path.0;
    let instance = match place.owner {
        Owner::Instance(at) => stack.instances.get(at as usize),
        _ => None,
    };
    let (Some(instance), Some(Step::Name(first))) = (instance, path.first()) else {
        return base.to_owned();
    };
    // No plan says them of an instance.
    if matches!(&**first, "provider" | "lifecycle" | "depends_on" | "count" | "for_each") {
        return base.to_owned();
    }
    let below = |base: &str, depth: usize| {
        let steps = path.iter().take(depth).cloned().collect();
        format!("{base}{}", Path(steps).pointer())
    };
    let Some(outer) = base.strip_suffix("/after") else { return below(base, path.len()) };
    match depth_in(&instance.body.part(&[&**first], false), path) {
        (depth, true) => below(base, depth),
        (depth, false) => below(&format!("{outer}/after_unknown"), depth),
    }
}

/// How far a path leads in a body, and whether what is there is known.
fn depth_in(body: &Body, path: &[Step]) -> (usize, bool) {
    let mut body = body;
    let mut depth = 0;
    while let Some(Step::Name(name)) = path.get(depth) {
        if let Some(slot) = body.attribute(name) {
            let mut value = &slot.value;
            depth += 1;
            while !value.is_unknown()
                && let Some(inner) = path.get(depth).and_then(|step| match step {
                    Step::Name(name) | Step::Key(name) => value.as_map()?.get(name),
                    Step::Index(index) => value.as_items()?.get(*index),
                })
            {
                value = inner;
                depth += 1;
            }
            return (depth, !value.is_unknown());
        }
        // What is null has its name in the plan, and no more.
        let Some(group) = body.group(name) else { return (depth + 1, body.open.is_none()) };
        depth += 1;
        let Some(Step::Index(index)) = path.get(depth) else { return (depth, group.more.is_none()) };
        let Some(block) = group.items.get(*index) else { return (depth, group.more.is_none()) };
        depth += 1;
        if block.body.open.is_some() {
            return (depth, false);
        }
        body = &block.body;
    }
    (depth, true)
}

/// The location of a stretch of a file.
pub fn location(stack: &Stack, file: FileId, span: Span) -> Location {
    in_file(&stack.sources, FileSpan { file, span })
}

/// The location of a stretch of one of these files.
pub fn in_file(sources: &Sources, at: FileSpan) -> Location {
    let Some(source) = sources.get(at.file) else { return Location::default() };
    Location {
        path: source.path.clone(),
        start: Some(source.position(at.span.start)),
        end: Some(source.position(at.span.end)),
        span: Some(at),
        ..Location::default()
    }
}

/// Origin of the innermost thing on the path that was written, and whether it is a block.
fn walk(body: &Body, path: &Path) -> Option<(Origin, Part)> {
    let mut body = body;
    let mut found = None;
    let mut steps = path.0.iter().peekable();
    while let Some(Step::Name(name)) = steps.next() {
        if let Some(slot) = body.attribute(name) {
            return Some((slot.origin, Part::Value));
        }
        let group = body.group(name)?;
        let index = match steps.peek() {
            Some(Step::Index(index)) => {
                steps.next();
                *index
            }
            _ => 0,
        };
        let pattern = || {
            let at = index.checked_sub(group.items.len())?;
            group.patterns.get(at).or(group.patterns.first())
        };
        let block = group.items.get(index).or_else(pattern)?;
        found = Some((block.origin, Part::Header));
        body = &block.body;
    }
    found
}
