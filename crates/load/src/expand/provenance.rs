//! Interned sets of resource attributes.

use bricklint_findings::Sorting;
use bricklint_lang::value::{Cases, MapKind, Provenance, Segment, SeqKind, Text, Unknown, Value};
use bricklint_model::instance::InstanceKey;
use bricklint_model::place::Path;
use bricklint_model::stack::Flow;
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// Sets larger than this name whole resources instead of their instances and attributes. What flows into
/// a `join` over thousands of instances is then one entry a resource.
const WIDEST: usize = 64;

/// The sets of one stack.
#[derive(Debug)]
pub(crate) struct Interner {
    /// By id.
    sets: IndexSet<Vec<Flow>, FxBuildHasher>,
    unions: FxHashMap<(u32, u32), u32>,
}

impl Default for Interner {
    fn default() -> Self {
        Self { sets: std::iter::once(Vec::new()).collect(), unions: FxHashMap::default() }
    }
}

impl Interner {
    /// The set of one attribute.
    pub(crate) fn one(&mut self, flow: Flow) -> Provenance {
        self.intern(vec![flow])
    }

    /// The union of two sets.
    pub(crate) fn unite(&mut self, a: Provenance, b: Provenance) -> Provenance {
        if a == b || b.0 == 0 {
            return a;
        }
        if a.0 == 0 {
            return b;
        }
        let key = (a.0.min(b.0), a.0.max(b.0));
        if let Some(id) = self.unions.get(&key) {
            return Provenance(*id);
        }
        let mut all: Vec<Flow> =
            [a, b].iter().filter_map(|p| self.sets.get_index(p.0 as usize)).flatten().cloned().collect();
        all.put_in_order();
        all.dedup();
        if all.len() > WIDEST {
            all = widen(all);
        }
        let id = self.intern(all);
        self.unions.insert(key, id.0);
        id
    }

    fn intern(&mut self, set: Vec<Flow>) -> Provenance {
        Provenance(self.sets.insert_full(set).0 as u32)
    }

    /// All sets, by id.
    pub(crate) fn into_sets(self) -> Vec<Vec<Flow>> {
        self.sets.into_iter().collect()
    }
}

fn widen(mut all: Vec<Flow>) -> Vec<Flow> {
    let mut instances: FxHashMap<(u32, _, _, _, Path), usize> = FxHashMap::default();
    for flow in &all {
        let key = (flow.module, flow.mode, flow.type_name.clone(), flow.name.clone(), flow.path.clone());
        *instances.entry(key).or_default() += 1;
    }
    for flow in &mut all {
        let key = (flow.module, flow.mode, flow.type_name.clone(), flow.name.clone(), flow.path.clone());
        if instances.get(&key).is_some_and(|n| *n > 1) {
            flow.key = InstanceKey::Any;
        }
    }
    all.put_in_order();
    all.dedup();
    if all.len() > WIDEST {
        for flow in &mut all {
            flow.key = InstanceKey::Any;
            flow.path = Path::root();
        }
        all.put_in_order();
        all.dedup();
    }
    all
}

/// Values of more parts than this are stamped as a whole: a copy would take apart what they share.
const LARGEST: u32 = 100_000;

/// The value with this provenance on it and on everything in it.
pub(crate) fn stamp(value: &Value, from: Provenance) -> Value {
    if value.size().values > LARGEST {
        return value.clone().with_provenance(from);
    }
    stamped(value, from)
}

fn stamped(value: &Value, from: Provenance) -> Value {
    let inner = match value {
        Value::Seq { value: seq, .. } => {
            let kind = match &seq.kind {
                SeqKind::List(ty) => SeqKind::List(ty.clone()),
                SeqKind::Set(ty) => SeqKind::Set(ty.clone()),
                SeqKind::Tuple => SeqKind::Tuple,
            };
            Value::seq(kind, seq.items.iter().map(|item| stamped(item, from)).collect())
        }
        Value::Map { value: map, .. } => {
            let kind = match &map.kind {
                MapKind::Map(ty) => MapKind::Map(ty.clone()),
                MapKind::Object => MapKind::Object,
            };
            Value::map(kind, map.entries.iter().map(|(key, item)| (key.clone(), stamped(item, from))))
        }
        Value::String { value: text, .. } => match &**text {
            Text::Segmented(parts) => {
                let parts = parts.iter().map(|part| match part {
                    Segment::Known(known) => Segment::Known(known.clone()),
                    Segment::Hole(hole) => Segment::Hole(stamped(hole, from)),
                });
                Value::text(Text::Segmented(parts.collect()))
            }
            Text::Encoded { text, value } => {
                Value::text(Text::Encoded { text: text.clone(), value: stamped(value, from) })
            }
            Text::Plain(_) => return value.clone().with_provenance(from),
        },
        Value::Unknown { value: unknown, .. } if unknown.cases.is_some() => {
            let cases = unknown.cases.as_deref().map(|cases| {
                let (yes, no) = (stamped(&cases.yes, from), stamped(&cases.no, from));
                Box::new(Cases { condition: cases.condition.clone(), yes, no })
            });
            Value::from_unknown(Unknown { cases, ..Unknown::clone(unknown) })
        }
        _ => return value.clone().with_provenance(from),
    };
    inner.with_marks(value.marks()).with_provenance(from)
}
