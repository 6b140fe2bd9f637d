//! Keys by which blocks of one resource name each other: `environment_key`, `job_cluster_key`, `task_key`.

use std::collections::BTreeMap;

use bricklint_findings::cause::Cause;
use bricklint_lang::tri::Tri;

use crate::attr::Attr;
use crate::partial::Partial;
use crate::view::{Block, Field};

/// The keys that blocks declare, and why there can be more.
#[derive(Debug)]
pub struct Keys<'w> {
    /// By text; several where a key is declared twice.
    known: BTreeMap<&'w str, Vec<Block<'w>>>,
    /// Blocks whose key is not known.
    unknown: Vec<(Field<'w>, Block<'w>)>,
    more: Option<Cause>,
    attribute: &'static str,
}

impl<'w> Keys<'w> {
    /// The keys that these blocks hold in an attribute.
    pub fn new(blocks: Partial<Block<'w>>, attribute: &'static str) -> Self {
        let (blocks, more) = blocks.into_parts();
        let mut keys = Self { known: BTreeMap::new(), unknown: Vec::new(), more, attribute };
        for block in blocks {
            let key = block.field(attribute);
            match key.str() {
                Attr::Known(text) => keys.known.entry(text).or_default().push(block),
                Attr::Unknown(_) => keys.unknown.push((key, block)),
                Attr::Absent => {}
            }
        }
        keys
    }

    /// The block that a key names; absent where none can.
    pub fn find(&self, key: &Field<'w>) -> Attr<Block<'w>> {
        let mut cause = None;
        match key.str() {
            Attr::Known(text) => {
                if let Some(block) = self.known.get(text).and_then(|blocks| blocks.first()) {
                    return Attr::Known(*block);
                }
            }
            Attr::Absent => return Attr::Absent,
            Attr::Unknown(unknown) => {
                let declared = self.known.values().flatten();
                match candidates(key, declared.map(|block| (block.field(self.attribute), *block))) {
                    Attr::Known(block) => return Attr::Known(block),
                    Attr::Unknown(_) => cause = Some(unknown),
                    Attr::Absent => {}
                }
            }
        }
        match candidates(key, self.unknown.iter().copied()) {
            Attr::Known(block) => return Attr::Known(block),
            Attr::Unknown(unknown) => cause = cause.or(Some(unknown)),
            Attr::Absent => {}
        }
        match cause.or_else(|| self.more.clone()) {
            Some(cause) => Attr::Unknown(cause),
            None => Attr::Absent,
        }
    }

    /// Keys that are declared more than once: the first block and the others.
    pub fn repeated(&self) -> impl Iterator<Item = (Block<'w>, Vec<Block<'w>>)> {
        let known = self.known.values().filter_map(|blocks| {
            let (first, others) = blocks.split_first()?;
            (!others.is_empty()).then(|| (*first, others.to_vec()))
        });
        // Of unknown keys it is known that two are equal where they come from one place.
        let unknown = self.unknown.iter().enumerate().filter_map(|(at, (key, block))| {
            let earlier = self.unknown.iter().take(at);
            let mut equal = earlier.filter(|(other, _)| key.equals(other).is_true());
            equal.next().map(|(_, first)| (*first, vec![*block]))
        });
        known.chain(unknown)
    }

    /// A key that can be one that another block has, and why that is not known; none where two are known to be equal.
    pub fn may_repeat(&self) -> Option<(Field<'w>, Cause)> {
        if self.repeated().next().is_some() {
            return None;
        }
        let known = || self.known.values().flatten().map(|block| self.of(block));
        for (at, (key, _)) in self.unknown.iter().enumerate() {
            let others = known().chain(self.unknown.iter().take(at).map(|(other, _)| *other));
            for other in others.filter(|other| key.equals(other).is_unknown()) {
                if let Some(cause) = key.cause().or_else(|| other.cause()) {
                    return Some((*key, cause));
                }
            }
        }
        let last = known().chain(self.unknown.iter().map(|(key, _)| *key)).last()?;
        Some((last, self.more.clone()?))
    }

    /// The known keys that may be shown, sorted.
    pub fn public(&self) -> impl Iterator<Item = &'w str> {
        let shown = |blocks: &[Block<'w>]| {
            blocks.iter().all(|block| self.of(block).value().is_some_and(|value| !value.holds_secret()))
        };
        self.known.iter().filter(move |(_, blocks)| shown(blocks)).map(|(key, _)| *key)
    }

    /// The key of a block.
    pub fn of(&self, block: &Block<'w>) -> Field<'w> {
        block.field(self.attribute)
    }
}

/// The first block whose key is equal; unknown where one can be.
fn candidates<'w>(
    key: &Field<'w>,
    declared: impl Iterator<Item = (Field<'w>, Block<'w>)>,
) -> Attr<Block<'w>> {
    let mut cause = None;
    for (other, block) in declared {
        match key.equals(&other) {
            Tri::True => return Attr::Known(block),
            Tri::Unknown => cause = cause.or_else(|| other.cause()).or_else(|| key.cause()),
            Tri::False => {}
        }
    }
    cause.map_or(Attr::Absent, Attr::Unknown)
}
