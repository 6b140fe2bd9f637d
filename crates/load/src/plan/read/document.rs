//! A plan's document as `serde` reads it: it says what is wrong where [`super::quick`] finds something unusual.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::address::DEPOSED;
use bricklint_model::instance::InstanceKey;
use memchr::memmem;
use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{PlaceInPlan, Rare, RawChange, RawOutput, RawPlan, SHAPES, Slice, Text};
use crate::plan::json::Json;
use crate::plan::lean::MANAGED;

/// The text of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a>(pub(super) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Piece<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Self(raw.get()))
    }
}

/// A document at the top level of the input.
pub(super) struct Document<'a> {
    pub(super) format_version: Option<Cow<'a, str>>,
    pub(super) looks_like_plan: bool,
    pub(super) variables: Vec<(Cow<'a, str>, VariableEntry<'a>)>,
    pub(super) changes: Vec<Entry<'a>>,
    pub(super) drift: Vec<Entry<'a>>,
    pub(super) deferred: Vec<Deferred<'a>>,
    pub(super) outputs: Vec<(Cow<'a, str>, OutputEntry<'a>)>,
    pub(super) prior: Vec<(Arc<str>, Prior<'a>)>,
    pub(super) configuration: Option<Piece<'a>>,
    pub(super) planned_values: Option<Piece<'a>>,
    pub(super) errored: bool,
    pub(super) complete: Option<bool>,
}

#[derive(Default, Deserialize)]
pub(super) struct VariableEntry<'a> {
    #[serde(borrow, default)]
    pub(super) value: Option<Piece<'a>>,
}

#[derive(Default, Deserialize)]
pub(super) struct Entry<'a> {
    #[serde(borrow, default)]
    pub(super) address: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) previous_address: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) module_address: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) mode: Cow<'a, str>,
    #[serde(borrow, default, rename = "type")]
    pub(super) type_name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) index: Option<Piece<'a>>,
    #[serde(default)]
    pub(super) index_unknown: Option<bool>,
    #[serde(borrow, default)]
    pub(super) provider_name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) deposed: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) action_reason: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) change: Change<'a>,
}

#[derive(Default, Deserialize)]
pub(super) struct Change<'a> {
    #[serde(borrow, default)]
    pub(super) actions: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) before: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) after: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) after_unknown: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) before_sensitive: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) after_sensitive: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) replace_paths: Option<Piece<'a>>,
    #[serde(default)]
    pub(super) importing: Option<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Deferred<'a> {
    #[serde(borrow, default)]
    pub(super) reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) resource_change: Entry<'a>,
}

#[derive(Default, Deserialize)]
pub(super) struct OutputEntry<'a> {
    #[serde(borrow, default)]
    pub(super) actions: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub(super) after: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) after_unknown: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) after_sensitive: Option<Piece<'a>>,
}

#[derive(Default, Deserialize)]
pub(super) struct Prior<'a> {
    #[serde(borrow, default)]
    pub(super) address: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) mode: Cow<'a, str>,
    #[serde(borrow, default, rename = "type")]
    pub(super) type_name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) index: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) provider_name: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) values: Option<Piece<'a>>,
    #[serde(borrow, default)]
    pub(super) sensitive_values: Option<Piece<'a>>,
    #[serde(default)]
    pub(super) deposed_key: Option<IgnoredAny>,
    #[serde(skip)]
    pub(super) module: Cow<'a, str>,
}

/// The state with its data sources, or with all that it holds.
#[derive(Default, Deserialize)]
struct PriorState<'a, const ALL: bool> {
    #[serde(borrow, default)]
    values: Option<PriorValues<'a, ALL>>,
}

#[derive(Default, Deserialize)]
struct PriorValues<'a, const ALL: bool> {
    #[serde(borrow, default)]
    root_module: Option<PriorModule<'a, ALL>>,
}

#[derive(Default, Deserialize)]
struct PriorModule<'a, const ALL: bool> {
    #[serde(borrow, default)]
    address: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    resources: PriorData<'a, ALL>,
    #[serde(borrow, default)]
    child_modules: Vec<PriorModule<'a, ALL>>,
}

/// The data sources among the resources of a state, or all of them, with their positions.
#[derive(Default)]
struct PriorData<'a, const ALL: bool>(Vec<(usize, Prior<'a>)>);

impl<'de: 'a, 'a, const ALL: bool> Deserialize<'de> for PriorData<'a, ALL> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Data<'a, const ALL: bool>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a, const ALL: bool> Visitor<'de> for Data<'a, ALL> {
            type Value = PriorData<'a, ALL>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of resources")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(PriorData::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut data = Vec::new();
                let mut position = 0;
                while let Some(resource) = seq.next_element::<Prior<'a>>()? {
                    if resource.mode == "data" || (ALL && resource.deposed_key.is_none()) {
                        data.push((position, resource));
                    }
                    position += 1;
                }
                Ok(PriorData(data))
            }
        }
        deserializer.deserialize_any(Data::<'_, ALL>(std::marker::PhantomData))
    }
}

impl<'a, const ALL: bool> PriorState<'a, ALL> {
    /// Where each object stands, and it.
    fn all(self) -> Vec<(Arc<str>, Prior<'a>)> {
        let mut out = Vec::new();
        if let Some(values) = self.values {
            values.collect("/prior_state/values", &mut out);
        }
        out
    }
}

impl<'a, const ALL: bool> PriorValues<'a, ALL> {
    fn collect(self, pointer: &str, out: &mut Vec<(Arc<str>, Prior<'a>)>) {
        if let Some(root) = self.root_module {
            root.collect(&format!("{pointer}/root_module"), out);
        }
    }
}

impl<'a, const ALL: bool> PriorModule<'a, ALL> {
    fn collect(self, pointer: &str, out: &mut Vec<(Arc<str>, Prior<'a>)>) {
        let module = self.address.unwrap_or_default();
        for (position, mut resource) in self.resources.0 {
            resource.module.clone_from(&module);
            out.push((format!("{pointer}/resources/{position}/values").into(), resource));
        }
        for (position, child) in self.child_modules.into_iter().enumerate() {
            child.collect(&format!("{pointer}/child_modules/{position}"), out);
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Document<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Top<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Top<'a> {
            type Value = Document<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut top = Document {
                    format_version: None,
                    looks_like_plan: false,
                    variables: Vec::new(),
                    changes: Vec::new(),
                    drift: Vec::new(),
                    deferred: Vec::new(),
                    outputs: Vec::new(),
                    prior: Vec::new(),
                    configuration: None,
                    planned_values: None,
                    errored: false,
                    complete: None,
                };
                let mut seen: Vec<Cow<'a, str>> = Vec::new();
                while let Some(key) = map.next_key::<Cow<'a, str>>()? {
                    if seen.contains(&key) {
                        return Err(serde::de::Error::custom(format_args!("the key `{key}` stands twice")));
                    }
                    if SHAPES.iter().any(|(known, _)| *known == key) {
                        seen.push(key.clone());
                    }
                    let mut is_plan = true;
                    match &*key {
                        "format_version" => {
                            is_plan = false;
                            top.format_version = map.next_value()?;
                        }
                        "variables" => {
                            top.variables = map.next_value_seed(Pairs(std::marker::PhantomData))?;
                        }
                        "resource_changes" => {
                            top.changes = map.next_value::<Option<Vec<Entry<'a>>>>()?.unwrap_or_default();
                        }
                        "resource_drift" => {
                            top.drift = map.next_value::<Option<Vec<Entry<'a>>>>()?.unwrap_or_default();
                        }
                        "deferred_changes" => {
                            top.deferred = map.next_value::<Option<Vec<Deferred<'a>>>>()?.unwrap_or_default();
                        }
                        "output_changes" => {
                            top.outputs = map.next_value_seed(Pairs(std::marker::PhantomData))?;
                        }
                        "prior_state" => {
                            let state = map.next_value::<Option<PriorState<'a, false>>>()?;
                            top.prior = state.unwrap_or_default().all();
                        }
                        "configuration" => top.configuration = map.next_value()?,
                        "planned_values" => top.planned_values = map.next_value()?,
                        "errored" => top.errored = map.next_value::<Option<bool>>()?.unwrap_or_default(),
                        "complete" => top.complete = map.next_value()?,
                        _ => {
                            is_plan = false;
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                    top.looks_like_plan |= is_plan;
                }
                Ok(top)
            }
        }
        deserializer.deserialize_map(Top(std::marker::PhantomData))
    }
}

/// The entries of an object, in the order they are written; null is none.
struct Pairs<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Pairs<T> {
    type Value = Vec<(Cow<'de, str>, T)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
    type Value = Vec<(Cow<'de, str>, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = Vec::new();
        while let Some(entry) = map.next_entry()? {
            out.push(entry);
        }
        Ok(out)
    }
}

/// All objects in the state of a plan's document.
pub(super) fn whole_state(document: &str) -> Vec<(Arc<str>, Prior<'_>)> {
    #[derive(Deserialize)]
    struct Stated<'a> {
        #[serde(borrow, default)]
        prior_state: Option<PriorState<'a, true>>,
    }
    let mut stream = serde_json::Deserializer::from_str(document).into_iter::<Stated<'_>>();
    let state = stream.next().and_then(Result::ok).and_then(|stated| stated.prior_state);
    state.unwrap_or_default().all()
}

/// How many of the resources that `planned_values` may list have a change.
pub(super) fn listed(raw: &RawPlan) -> usize {
    raw.changes.iter().filter(|change| is_listed(change) && !change.data && !change.is_removal()).count()
}

fn is_listed(change: &RawChange) -> bool {
    matches!(change.place, PlaceInPlan::Change(_))
}

/// Adds what stands in `planned_values` and whose change was left out, as filters of plans leave out what does not
/// change.
pub(super) fn add_left_out(raw: &mut RawPlan) {
    let text = raw.text.clone();
    let planned = text.get(raw.planned_values);
    let more = memmem::find_iter(planned.as_bytes(), MANAGED).nth(listed(raw)).is_some();
    if !more || !raw.changes.iter().any(is_listed) {
        return;
    }
    let mut all = Vec::new();
    let values: PriorValues<'_, true> = serde_json::from_str(planned).unwrap_or_default();
    values.collect("/planned_values", &mut all);
    let known: FxHashSet<Arc<str>> = raw.changes.iter().map(|change| change.address.clone()).collect();
    let mut placing = Placing::new(&text);
    let left_out =
        all.iter().filter(|(_, object)| object.mode != "data" && !known.contains(&*object.address));
    raw.changes.extend(left_out.map(|(pointer, object)| placing.prior(pointer.clone(), object)));
}

/// Equal strings share one allocation.
#[derive(Default)]
pub(super) struct Names(FxHashSet<Arc<str>>);

impl Names {
    pub(super) fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(name) = self.0.get(text) {
            return name.clone();
        }
        let name: Arc<str> = text.into();
        self.0.insert(name.clone());
        name
    }
}

/// Puts places in the text where a document borrows from it.
pub(super) struct Placing<'t> {
    text: &'t Text,
    names: Names,
    /// The actions of the changes so far.
    actions: Vec<Arc<[Arc<str>]>>,
}

impl<'t> Placing<'t> {
    pub(super) fn new(text: &'t Text) -> Self {
        Self { text, names: Names::default(), actions: Vec::new() }
    }

    fn slice(&self, piece: Option<Piece<'_>>) -> Slice {
        piece.map_or(Slice::default(), |piece| self.text.slice_of(piece.0))
    }

    fn actions(&mut self, words: &[Cow<'_, str>]) -> Arc<[Arc<str>]> {
        let same = |known: &&Arc<[Arc<str>]>| {
            known.len() == words.len() && known.iter().zip(words).all(|(a, b)| **a == **b)
        };
        if let Some(known) = self.actions.iter().find(same) {
            return known.clone();
        }
        let made: Arc<[Arc<str>]> = words.iter().map(|word| self.names.get(word)).collect();
        // There are a dozen at most.
        if self.actions.len() < 32 {
            self.actions.push(made.clone());
        }
        made
    }

    /// A change of `resource_changes` or `resource_drift`, or one that is deferred.
    pub(super) fn change(
        &mut self,
        entry: &Entry<'_>,
        place: PlaceInPlan,
        deferred: Option<&str>,
    ) -> RawChange {
        // What is left of an earlier replacement is only ever deleted, and stands at the address of its successor.
        let address = match (&entry.deposed, &place) {
            (Some(key), PlaceInPlan::Change(_)) => format!("{}{DEPOSED}{key})", entry.address).into(),
            _ => (&*entry.address).into(),
        };
        let rare = Rare {
            reason: entry.action_reason.as_deref().map(|reason| self.names.get(reason)),
            previous_address: entry.previous_address.as_deref().map(Arc::from),
            importing: entry.change.importing.is_some(),
            replace_paths: self.slice(entry.change.replace_paths),
            deferred: deferred.map(Arc::from),
        };
        RawChange {
            address,
            module: self.names.get(entry.module_address.as_deref().unwrap_or_default()),
            data: entry.mode == "data",
            type_name: self.names.get(&entry.type_name),
            name: self.names.get(&entry.name),
            key: if entry.index_unknown == Some(true) { InstanceKey::Any } else { key(entry.index) },
            provider: self.names.get(&entry.provider_name),
            actions: self.actions(&entry.change.actions),
            before: self.slice(entry.change.before),
            before_sensitive: self.slice(entry.change.before_sensitive),
            after: self.slice(entry.change.after),
            after_unknown: self.slice(entry.change.after_unknown),
            after_sensitive: self.slice(entry.change.after_sensitive),
            place,
            rare: (rare != Rare::default()).then(|| Box::new(rare)),
        }
    }

    /// An object of the state: a data source that was read before the plan was made, and anything of a plan that
    /// lists no resources.
    pub(super) fn prior(&mut self, pointer: Arc<str>, object: &Prior<'_>) -> RawChange {
        let (values, sensitive) = (self.slice(object.values), self.slice(object.sensitive_values));
        let managed = object.mode != "data";
        RawChange {
            address: (&*object.address).into(),
            module: self.names.get(&object.module),
            data: !managed,
            type_name: self.names.get(&object.type_name),
            name: self.names.get(&object.name),
            key: key(object.index),
            provider: self.names.get(&object.provider_name),
            actions: self.actions(if managed { &[Cow::Borrowed("no-op")] } else { &[] }),
            before: if managed { values } else { Slice::default() },
            before_sensitive: if managed { sensitive } else { Slice::default() },
            after: values,
            after_sensitive: sensitive,
            place: PlaceInPlan::Prior(Box::new(pointer)),
            ..RawChange::default()
        }
    }

    /// An object that was deleted outside: it leaves the state.
    fn gone(&mut self, change: &RawChange) -> RawChange {
        let at = if let PlaceInPlan::Change(at) = change.place { at } else { 0 };
        RawChange {
            actions: self.actions(&[Cow::Borrowed("forget")]),
            before: Slice::default(),
            before_sensitive: Slice::default(),
            place: PlaceInPlan::Prior(Box::new(format!("/resource_drift/{at}/change/before").into())),
            ..change.clone()
        }
    }

    /// A root output; none where it is gone afterwards.
    pub(super) fn output(&self, name: &str, output: &OutputEntry<'_>) -> Option<RawOutput> {
        if output.actions.iter().any(|action| action == "delete") && output.after.is_none() {
            return None;
        }
        Some(RawOutput {
            name: name.into(),
            after: self.slice(output.after),
            after_unknown: self.slice(output.after_unknown),
            after_sensitive: self.slice(output.after_sensitive),
        })
    }

    /// What was changed outside, sorted by address.
    pub(super) fn sort_drift(drift: &mut [RawChange]) {
        drift.put_in_order_by(|a, b| a.address.cmp(&b.address));
    }
}

fn key(index: Option<Piece<'_>>) -> InstanceKey {
    match index.map(|index| Json::parse(index.0)) {
        Some(Json::Number(text)) => text.parse().map_or(InstanceKey::None, InstanceKey::Index),
        Some(Json::String(text)) => InstanceKey::Key((&*text).into()),
        _ => InstanceKey::None,
    }
}

impl Document<'_> {
    /// The same by places in the text instead of borrowed values.
    pub(super) fn place(&self, text: &Text) -> RawPlan {
        let mut placing = Placing::new(text);
        let mut changes = Vec::with_capacity(self.changes.len() + self.prior.len());
        for (at, entry) in (0..).zip(&self.changes) {
            changes.push(placing.change(entry, PlaceInPlan::Change(at), None));
        }
        for (at, entry) in (0..).zip(&self.deferred) {
            let reason = entry.reason.as_deref().unwrap_or("unknown");
            changes.push(placing.change(&entry.resource_change, PlaceInPlan::Deferred(at), Some(reason)));
        }
        let drift = (0..).zip(&self.drift).filter(|(_, entry)| entry.deposed.is_none());
        let mut drift: Vec<RawChange> =
            drift.map(|(at, entry)| placing.change(entry, PlaceInPlan::Change(at), None)).collect();
        Placing::sort_drift(&mut drift);
        for (pointer, data) in &self.prior {
            changes.push(placing.prior(pointer.clone(), data));
        }
        let refresh_only = self.changes.is_empty()
            && self.deferred.is_empty()
            && (!drift.is_empty() || changes.iter().any(|change| !change.data));
        if refresh_only {
            let gone = drift.iter().filter(|change| change.is_removal());
            changes.extend(gone.map(|change| placing.gone(change)));
        }
        let outputs = self.outputs.iter().filter_map(|(name, output)| placing.output(name, output)).collect();
        let mut raw = RawPlan {
            text: text.clone(),
            changes,
            drift,
            outputs,
            configuration: placing.slice(self.configuration),
            planned_values: placing.slice(self.planned_values),
            errored: self.errored,
            complete: self.complete,
            refresh_only,
            unsealed: false,
        };
        add_left_out(&mut raw);
        raw
    }
}
