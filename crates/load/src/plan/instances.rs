//! The instances of a plan's stack.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_model::instance::{
    Body, Change, DecodeBody, Drift, Instance, InstanceKey, LazyBody, Lifecycle, Origin,
};
use bricklint_model::place::{Path, Step};
use bricklint_model::stack::OpenDefinition;

use super::body::{Decoders, Shared};
use super::json::Json;
use super::read::{PlaceInPlan, Rare, RawChange, RawPlan, Slice};
use super::{Layout, Parts, Row};

/// The instances, and the definitions of which there may be more.
pub(super) fn of(
    layout: &Layout<'_>,
    shared: &Arc<Shared>,
    parts: Vec<Parts>,
) -> (Vec<Instance>, Vec<OpenDefinition>) {
    let context = Making {
        layout,
        shared,
        decoders: Decoders::new(shared),
        nothing: Arc::default(),
        rare: Rare::default(),
    };
    let mut instances = Vec::with_capacity(layout.rows.len());
    let mut open = Vec::new();
    for (at, ((row, change), parts)) in (0..).zip(layout.changes().zip(parts)) {
        let instance = context.instance((at, row, change), parts);
        if let (Some(cause), InstanceKey::Any) = (&instance.uncertain, &row.key) {
            open.push(OpenDefinition {
                module: instance.module,
                mode: instance.mode,
                type_name: change.type_name.clone(),
                name: change.name.clone(),
                cause: cause.clone(),
            });
        }
        instances.push(instance);
    }
    (instances, open)
}

/// What instances are made with.
struct Making<'l> {
    layout: &'l Layout<'l>,
    shared: &'l Shared,
    decoders: Decoders,
    nothing: Arc<Body>,
    /// Of a change without anything rare.
    rare: Rare,
}

impl Making<'_> {
    fn instance(
        &self,
        (at, row, change): (u32, &Row, &RawChange),
        (provider, depends_on): Parts,
    ) -> Instance {
        let raw = &self.layout.plan.raw;
        let rare = change.rare.as_deref().unwrap_or(&self.rare);
        let (pointer, planned) = place(change);
        let unwritten = self.shared.nodes.get(at as usize).is_some_and(|node| node.resource.is_none());
        Instance {
            address: change.address.clone(),
            module: self.layout.modules.get(&change.module).copied().unwrap_or_default(),
            mode: change.mode(),
            type_name: change.type_name.clone(),
            name: change.name.clone(),
            key: row.key.clone(),
            provider,
            provider_origin: Origin::Plan,
            body: if change.after.is_empty() && change.after_unknown.is_empty() {
                LazyBody::Ready(self.nothing.clone())
            } else {
                LazyBody::deferred(self.decoders.after.clone(), at)
            },
            origin: Origin::Plan,
            pointer: Some(pointer),
            when: Vec::new(),
            uncertain: rare.deferred.as_ref().map(|reason| {
                let text = format!("the plan defers `{}`: {reason}", change.address);
                Cause::new(CauseKind::IncompletePlan, change.address.clone(), text)
            }),
            change: planned.then(|| {
                Box::new(Change {
                    actions: change.actions.to_vec(),
                    reason: rare.reason.clone(),
                    before: lazy(change.before, &self.decoders.before, at),
                    replace_paths: replace_paths(raw, rare.replace_paths),
                    previous_address: rare.previous_address.clone(),
                    importing: rare.importing,
                    gone: self.layout.plan.configuration.exists && unwritten,
                    kept: false,
                    drift: self.drift(change),
                })
            }),
            lifecycle: Lifecycle::default(),
            depends_on,
            unlinked: unwritten && raw.text.covers(change.after_unknown),
        }
    }

    /// What became of the object outside of Terraform.
    fn drift(&self, change: &RawChange) -> Option<Box<Drift>> {
        let all = &self.layout.plan.raw.drift;
        let at = all.binary_search_by(|drift| drift.address.cmp(&change.address)).ok()?;
        let drift = all.get(at)?;
        Some(Box::new(Drift {
            actions: drift.actions.to_vec(),
            before: lazy(drift.before, &self.decoders.before_drift, at as u32),
            after: lazy(drift.after, &self.decoders.after_drift, at as u32),
        }))
    }
}

/// Where an instance stands in the plan, and whether it is planned. What is removed has values before only.
fn place(change: &RawChange) -> (Arc<str>, bool) {
    let side = if change.is_removal() { "before" } else { "after" };
    match &change.place {
        PlaceInPlan::Change(position) => (format!("/resource_changes/{position}/change/{side}").into(), true),
        PlaceInPlan::Deferred(position) => {
            (format!("/deferred_changes/{position}/resource_change/change/{side}").into(), true)
        }
        PlaceInPlan::Prior(pointer) => ((**pointer).clone(), !change.data),
    }
}

/// The body in a piece of the plan, where there is one.
fn lazy(values: Slice, decoder: &Arc<dyn DecodeBody>, at: u32) -> Option<LazyBody> {
    (!values.is_empty()).then(|| LazyBody::deferred(decoder.clone(), at))
}

/// The arguments that force a replacement; elements of sets are left out, since they have no path.
fn replace_paths(raw: &RawPlan, slice: Slice) -> Box<[Path]> {
    if slice.is_empty() {
        return Box::default();
    }
    let json = raw.text.json(slice);
    let paths = json.as_array().unwrap_or_default().iter().filter_map(|path| {
        let steps = path.as_array()?.iter().map_while(|step| match step {
            Json::String(name) => Some(Step::Name((&**name).into())),
            Json::Number(index) => index.parse().ok().map(Step::Index),
            _ => None,
        });
        let steps: Vec<Step> = steps.collect();
        (!steps.is_empty()).then_some(Path(steps))
    });
    paths.collect()
}
