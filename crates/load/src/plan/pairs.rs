//! Which written block or element each planned one is. Sets come in an order of their own, and what the plan does not
//! know is completed from the source: from the right one, or from none.

use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Provenance, Seq, SeqKind, Symbol, Value};
use bricklint_model::instance::{Block, BlockGroup, Body};
use bricklint_model::schema::Nesting;

use super::body::MAX_PAIRS;

/// Whether a planned value is a written one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is another.
    Never,
    /// The plan does not know what the source writes out: it is, only where the source writes nothing else.
    Left,
    /// It can be.
    Open,
    /// The two are known and the same.
    Exact,
}

impl From<Tri> for Fit {
    fn from(same: Tri) -> Self {
        match same {
            Tri::False => Self::Never,
            Tri::Unknown => Self::Open,
            Tri::True => Self::Exact,
        }
    }
}

/// The written block that each planned one is: the one that refers to the same, the one that holds the same, the one at
/// the same position of a list, or the only one that it can be. The pattern of a `dynamic` block is any number of blocks.
pub(super) fn blocks<'s>(
    plan: &[Block],
    source: &'s BlockGroup,
    nesting: Option<Nesting>,
    comes_from_the_same: impl Fn(&Value, &Value) -> bool,
) -> Vec<Option<&'s Block>> {
    let written: Vec<&Block> = source.items.iter().collect();
    let fits = |planned: &Block, written: &Block| body_fit(&planned.body, &written.body);
    let referring = referring(plan, &written, comes_from_the_same);
    let in_order = referring.iter().all(|(planned, at)| planned == at);
    let is_list = nesting != Some(Nesting::Set) || plan.len() == 1;
    let can_be = |(planned, written): (&Block, &&Block)| fits(planned, written) >= Fit::Open;
    if is_list && in_order && plan.len() == written.len() && plan.iter().zip(&written).all(can_be) {
        return written.into_iter().map(Some).collect();
    }
    let is_pattern = |planned: &Block| {
        let mut patterns = source.patterns.iter();
        source.more.is_some()
            && (source.patterns.is_empty() || patterns.any(|pattern| fits(planned, pattern) >= Fit::Open))
    };
    let sides = Sides {
        fit: &|a, b| plan.get(a).zip(written.get(b)).map_or(Fit::Never, |(a, b)| fits(a, b)),
        alike: &|a, b| {
            plan.get(a).zip(plan.get(b)).is_some_and(|(a, b)| is_alike(&a.body, &b.body, is_same_planned))
        },
        alike_written: &|a, b| {
            written
                .get(a)
                .zip(written.get(b))
                .is_some_and(|(a, b)| is_alike(&a.body, &b.body, is_same_written))
        },
        is_certain: &|at| written.get(at).is_some_and(|block| block.when.is_empty()),
        is_else: &|at| plan.get(at).is_some_and(is_pattern),
        one_to_one: plan.len() == written.len() && source.more.is_none(),
    };
    let mut pairing = Pairing::new(plan.len(), written.len());
    for (planned, at) in referring {
        pairing.take(planned, at);
    }
    let settled = pairing.settle(&sides);
    let free = pairing.free();
    let pattern = |planned: &Block| {
        let is_other = |at: &usize| written.get(*at).is_some_and(|block| fits(planned, block) >= Fit::Open);
        if !settled || free.iter().any(is_other) {
            return None;
        }
        match source.patterns.as_slice() {
            [only] => Some(only),
            patterns => {
                let mut fitting = patterns.iter().filter(|pattern| fits(planned, pattern) >= Fit::Open);
                fitting.next().filter(|_| fitting.next().is_none())
            }
        }
    };
    let partner = |at: usize| written.get(at).copied();
    plan.iter()
        .zip(&pairing.partners)
        .map(|(planned, at)| at.map_or_else(|| pattern(planned), partner))
        .collect()
}

/// The written element that each planned one is, by its index.
pub(super) fn elements(plan: &[Value], source: &Seq) -> Vec<Option<usize>> {
    let written = &source.items;
    let is_list = !matches!(source.kind, SeqKind::Set(_)) || plan.len() == 1;
    if is_list && plan.len() == written.len() && plan.iter().zip(written).all(|(a, b)| fit(a, b) >= Fit::Open)
    {
        return (0..plan.len()).map(Some).collect();
    }
    let mut pairing = Pairing::new(plan.len(), written.len());
    pairing.settle(&Sides {
        fit: &|a, b| plan.get(a).zip(written.get(b)).map_or(Fit::Never, |(a, b)| fit(a, b)),
        alike: &|a, b| plan.get(a).zip(plan.get(b)).is_some_and(|(a, b)| is_same_planned(a, b)),
        alike_written: &|a, b| written.get(a).zip(written.get(b)).is_some_and(|(a, b)| is_same_written(a, b)),
        is_certain: &|_| true,
        is_else: &|_| false,
        one_to_one: plan.len() == written.len(),
    });
    pairing.partners
}

/// What is asked about planned and written items, by their indices.
struct Sides<'f> {
    fit: &'f dyn Fn(usize, usize) -> Fit,
    /// Whether it makes no difference which of two planned items is which.
    alike: &'f dyn Fn(usize, usize) -> bool,
    /// The same of two written ones.
    alike_written: &'f dyn Fn(usize, usize) -> bool,
    /// Whether a written item is certainly among the planned ones.
    is_certain: &'f dyn Fn(usize) -> bool,
    /// Whether a planned item can be something else than the written ones.
    is_else: &'f dyn Fn(usize) -> bool,
    /// Whether each written item is a planned one of its own; otherwise some of a set can be equal.
    one_to_one: bool,
}

/// Planned items that are alike, and what each of the free written ones is to them.
struct Class {
    planned: Vec<usize>,
    fits: Vec<(usize, Fit)>,
    is_else: bool,
}

impl Class {
    fn fit(&self, at: usize) -> Fit {
        self.fits.iter().find(|(other, _)| *other == at).map_or(Fit::Never, |(_, fit)| *fit)
    }
}

/// What was found out.
struct Pairing {
    partners: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairing {
    fn new(planned: usize, written: usize) -> Self {
        Self { partners: vec![None; planned], taken: vec![false; written] }
    }

    fn take(&mut self, planned: usize, at: usize) {
        if let (Some(slot), Some(taken)) = (self.partners.get_mut(planned), self.taken.get_mut(at)) {
            *slot = Some(at);
            *taken = true;
        }
    }

    fn open(&self) -> Vec<usize> {
        self.partners.iter().enumerate().filter(|(_, at)| at.is_none()).map(|(planned, _)| planned).collect()
    }

    fn free(&self) -> Vec<usize> {
        self.taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect()
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    /// Pairs what can be paired in one way only; whether that was looked for.
    fn settle(&mut self, sides: &Sides<'_>) -> bool {
        for planned in self.open() {
            // Most stand at the same place.
            let mut written = std::iter::once(planned).chain(0..self.taken.len());
            let exact = written.find(|at| self.is_free(*at) && (sides.fit)(planned, *at) == Fit::Exact);
            if let Some(at) = exact {
                self.take(planned, at);
            }
        }
        let (open, free) = (self.open(), self.free());
        if open.len().saturating_mul(free.len()) > MAX_PAIRS {
            return false;
        }
        let mut classes: Vec<Class> = Vec::new();
        for planned in open {
            let is_one =
                |class: &&mut Class| class.planned.first().is_some_and(|at| (sides.alike)(*at, planned));
            match classes.iter_mut().find(is_one) {
                Some(class) => class.planned.push(planned),
                None => classes.push(Class {
                    planned: vec![planned],
                    fits: free.iter().map(|at| (*at, (sides.fit)(planned, *at))).collect(),
                    is_else: (sides.is_else)(planned),
                }),
            }
        }
        self.force(Fit::Open, &mut classes, sides);
        // As many are left: there is nothing else that they can be.
        if self.open().len() == self.free().len() && !classes.iter().any(|class| class.is_else) {
            self.force(Fit::Left, &mut classes, sides);
        }
        true
    }

    fn force(&mut self, least: Fit, classes: &mut [Class], sides: &Sides<'_>) {
        loop {
            let before = self.free().len();
            for class in &mut *classes {
                let mut all = self.free();
                all.retain(|at| class.fit(*at) >= least);
                let is_one = all.split_first().is_some_and(|(first, others)| {
                    others.iter().all(|other| (sides.alike_written)(*first, *other))
                });
                let (planned, written) = (class.planned.len(), all.len());
                if !class.is_else && planned > 0 && (written == planned || is_one && written > planned) {
                    for (planned, at) in class.planned.drain(..).zip(all) {
                        self.take(planned, at);
                    }
                }
            }
            for at in self.free() {
                let elsewhere = |(planned, own): (usize, &Option<usize>)| {
                    own.is_some() && (sides.fit)(planned, at) >= Fit::Open
                };
                if !(sides.is_certain)(at)
                    || !sides.one_to_one && self.partners.iter().enumerate().any(elsewhere)
                {
                    continue;
                }
                let mut fitting =
                    classes.iter_mut().filter(|class| !class.planned.is_empty() && class.fit(at) >= least);
                let class = fitting.next();
                if let (Some(class), None) = (class, fitting.next()) {
                    let planned = class.planned.remove(0);
                    self.take(planned, at);
                }
            }
            if self.free().len() == before {
                break;
            }
        }
    }
}

/// The planned blocks that refer to what one written block alone refers to, which no other planned one does.
fn referring(
    plan: &[Block],
    written: &[&Block],
    comes_from_the_same: impl Fn(&Value, &Value) -> bool,
) -> Vec<(usize, usize)> {
    let refers = |planned: &Body, source: &Body| {
        source.attributes.iter().any(|(name, written)| {
            let planned = planned.attribute(name);
            planned.is_some_and(|planned| comes_from_the_same(&planned.value, &written.value))
        }) && body_fit(planned, source) >= Fit::Open
    };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    if plan.len() == 1 || plan.len().saturating_mul(written.len()) > MAX_PAIRS {
        return pairs;
    }
    for (at, planned) in plan.iter().enumerate() {
        let fitting = written.iter().enumerate().filter(|(_, source)| refers(&planned.body, &source.body));
        pairs.extend(fitting.map(|(other, _)| (at, other)));
    }
    let alone = |pair: &&(usize, usize)| {
        pairs.iter().filter(|other| other.0 == pair.0 || other.1 == pair.1).count() == 1
    };
    pairs.iter().filter(alone).copied().collect()
}

/// Whether a planned block is this written one, by its arguments.
fn body_fit(plan: &Body, source: &Body) -> Fit {
    let whole = source.blocks.is_empty() && source.open.is_none() && !source.attributes.is_empty();
    let least = if whole { Fit::Exact } else { Fit::Open };
    source.attributes.iter().fold(least, |least, (name, written)| {
        let own = match plan.attribute(name) {
            Some(planned) => fit(&planned.value, &written.value),
            None if written.value.is_null() => Fit::Exact,
            None => Fit::Open,
        };
        least.min(own)
    })
}

/// Whether a planned value is known to be a written one.
pub(super) fn is_same(plan: &Value, source: &Value) -> bool {
    fit(plan, source) == Fit::Exact
}

/// Whether a planned value is a written one, where the provider may have converted it.
fn fit(plan: &Value, source: &Value) -> Fit {
    // What is written out is known to the plan.
    let open = || if is_written_out(source) { Fit::Left } else { Fit::Open };
    match (plan, source) {
        (Value::Unknown { .. }, _) => open(),
        (Value::Seq { value: a, .. }, Value::Seq { value: b, .. }) => {
            if a.items.len() != b.items.len() {
                return if source.is_wholly_known() { Fit::Never } else { Fit::Open };
            }
            // The plan may hold a set in its own order.
            let best = |item: &Value| b.items.iter().map(|other| fit(item, other)).max();
            a.items.iter().filter_map(best).min().unwrap_or(Fit::Exact)
        }
        (Value::Map { value: a, .. }, Value::Map { value: b, .. }) => {
            b.entries.iter().fold(Fit::Exact, |least, (key, item)| {
                least.min(a.get(key).map_or(Fit::Open, |planned| fit(planned, item)))
            })
        }
        (Value::String { .. }, Value::String { .. }) => match tri::equals(plan, source) {
            Tri::Unknown if !plan.is_wholly_known() => open(),
            same => same.into(),
        },
        (Value::Bool { value: a, .. }, Value::Bool { value: b, .. }) => Tri::from(a == b).into(),
        _ if plan.as_number().is_some() && source.as_number().is_some() => {
            Tri::from(plan.as_number() == source.as_number()).into()
        }
        _ => Fit::Open,
    }
}

/// Whether a value is known and nothing that is applied has flowed into it.
fn is_written_out(value: &Value) -> bool {
    value.is_wholly_known()
        && value.provenance() == Provenance::NONE
        && !value.any_part(&mut |part| !is_written_out(part))
}

/// Whether two bodies hold the same.
fn is_alike(a: &Body, b: &Body, same: fn(&Value, &Value) -> bool) -> bool {
    a.attributes.len() == b.attributes.len()
        && a.blocks.is_empty()
        && b.blocks.is_empty()
        && a.attributes
            .iter()
            .all(|(name, slot)| b.attribute(name).is_some_and(|other| same(&slot.value, &other.value)))
}

fn is_same_written(a: &Value, b: &Value) -> bool {
    a == b && a.provenance() == b.provenance()
}

/// Whether two planned values are the same, or are both not known and may come from the same: the plan calls each of
/// those by its own path.
fn is_same_planned(a: &Value, b: &Value) -> bool {
    let is_same = match (a, b) {
        (Value::Unknown { value: a, .. }, Value::Unknown { value: b, .. }) => {
            let owner = |symbol: &Symbol| (symbol.module.clone(), symbol.name.clone());
            a.symbol.as_deref().map(owner) == b.symbol.as_deref().map(owner)
        }
        _ => a == b,
    };
    is_same && a.provenance() == b.provenance()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bricklint_lang::types::Type;
    use bricklint_model::instance::{Origin, Slot};

    use super::*;
    use crate::plan::value::after_apply;

    fn unknown(name: &str) -> Value {
        let symbol = Symbol { stack: 0, module: "".into(), name: name.into(), path: "".into(), free: false };
        after_apply(name.into(), Some(Arc::new(symbol)))
    }

    /// `?name` is not known, `=text` is known of something that is applied, anything else is written out.
    fn value(text: &str) -> Value {
        match (text.strip_prefix('?'), text.strip_prefix('=')) {
            (Some(name), _) => unknown(name),
            (_, Some(text)) => Value::string(text).with_provenance(Provenance(1)),
            _ => Value::string(text),
        }
    }

    fn values(texts: &str) -> Vec<Value> {
        texts.split_whitespace().map(value).collect()
    }

    #[test]
    fn a_planned_element_is_the_one_that_it_can_only_be() {
        let x = Some(0);
        let y = Some(1);
        for (plan, source, set, list) in [
            // What the plan does not know is not what the source writes out.
            ("x ?p", "?a x", [y, x], [y, x]),
            ("x ?p", "x ?a", [x, y], [x, y]),
            // In a set it can be either of two, in a list it is the one at its place.
            ("x ?p", "?a ?b", [None, None], [x, y]),
            ("?p ?p", "?a ?b", [x, y], [x, y]),
            ("?p ?p", "?a x", [x, y], [x, y]),
            ("x ?p", "=x =y", [x, y], [x, y]),
            ("y ?p", "=x y", [y, x], [y, x]),
            // Nothing else is left.
            ("x ?p", "y x", [y, x], [y, x]),
            ("x z", "y x", [y, None], [y, None]),
        ] {
            let kind = |set: bool| if set { SeqKind::Set(Type::String) } else { SeqKind::Tuple };
            for (is_set, want) in [(true, set), (false, list)] {
                let source = Seq::new(kind(is_set), values(source));
                assert_eq!(elements(&values(plan), &source), want, "{plan}: {:?}", source.kind);
            }
        }
    }

    #[test]
    fn two_elements_of_a_set_can_have_become_one() {
        let of = |plan: &str, source: &str| {
            elements(&values(plan), &Seq::new(SeqKind::Set(Type::String), values(source)))
        };
        // `?a` can be `x`.
        assert_eq!(of("x ?p", "?a x ?b"), [Some(1), None]);
        assert_eq!(of("x ?p", "x =z =z"), [Some(0), Some(1)]);
    }

    fn block(principal: &str, privilege: &str) -> Block {
        let slot =
            |text: &str| Slot { value: value(text), origin: Origin::Plan, written: true, literal: false };
        let attributes = vec![("principal".into(), slot(principal)), ("privilege".into(), slot(privilege))];
        Block { body: Body { attributes, ..Body::default() }, origin: Origin::Plan, when: Vec::new() }
    }

    #[test]
    fn blocks_are_told_by_all_that_they_hold() {
        let pairs = |plan: &[Block], items: Vec<Block>, patterns: Vec<Block>| -> Vec<Option<String>> {
            let more = patterns.first().map(|_| unknown("each").cause().cloned().unwrap());
            let source = BlockGroup { name: "grant".into(), items, more, patterns };
            let found = blocks(plan, &source, Some(Nesting::Set), |_, _| false);
            let name = |block: &Block| match &block.body.attributes[0].1.value {
                Value::String { value, .. } => value.as_known().unwrap().to_owned(),
                value => value.as_unknown().unwrap().cause.subject.to_string(),
            };
            found.into_iter().map(|block| block.map(name)).collect()
        };
        let some = |name: &str| Some(name.to_owned());
        let plan = [block("g", "READ"), block("?p", "READ"), block("?p", "WRITE")];
        let source = || vec![block("?a", "WRITE"), block("?b", "READ"), block("g", "READ")];
        assert_eq!(pairs(&plan, source(), vec![]), [some("g"), some("b"), some("a")]);
        // Any number of blocks more can be there.
        assert_eq!(pairs(&plan, source(), vec![block("?each", "READ")]), [some("g"), None, some("a")]);
        let source = vec![block("g", "READ")];
        let patterns = vec![block("?each", "READ")];
        assert_eq!(pairs(&plan[..2], source, patterns), [some("g"), some("each")]);
        let source = vec![block("?a", "?x"), block("?b", "?y"), block("g", "READ")];
        assert_eq!(pairs(&plan, source, vec![]), [some("g"), None, None]);
    }
}
