//! Undecided conditions: which a value hangs on, what it is under an assumption, and operations that
//! are done under each.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};

use super::access::one_of;
use super::template::Joined;
use super::{Evaluated, Scope, Step, evaluate};
use crate::functions::Files;
use crate::json;
use crate::syntax::parse_expression;
use crate::tri;
use crate::types::Type;
use crate::value::{
    Blank, Cases, Map, Marks, Provenance, Refinements, Segment, Seq, SeqKind, Symbol, Text, Unknown, Value,
};

/// More conditions than this are not split: each doubles the work.
pub(super) const MAX_CONDITIONS: usize = 3;

/// The value with undecided conditions replaced by their outcome, in containers, strings and encoded
/// values alike.
#[must_use]
pub fn assume(value: &Value, assignment: &[(Arc<Symbol>, bool)]) -> Value {
    if assignment.is_empty() {
        return value.clone();
    }
    changed(value, assignment).unwrap_or_else(|| value.clone())
}

fn outcome(symbol: &Arc<Symbol>, assignment: &[(Arc<Symbol>, bool)]) -> Option<bool> {
    assignment.iter().find(|(s, _)| Arc::ptr_eq(s, symbol) || s == symbol).map(|(_, outcome)| *outcome)
}

/// What an assignment says of a value by the conditions that compare it.
enum Told {
    Null,
    Not(Blank),
    Text(String),
}

/// What the assignment says of the value of a symbol: by a condition that compares it with null, or by one that
/// holds and compares it with a string.
fn told(symbol: &Symbol, assignment: &[(Arc<Symbol>, bool)]) -> Option<Told> {
    let mut not = Blank::NONE;
    for (condition, outcome) in assignment {
        let Some(with) = compared(symbol, condition) else { continue };
        match (with, *outcome) {
            ("null", true) => return Some(Told::Null),
            ("null", false) => not.null = true,
            ("\"\"" | LENGTH, false) => not.empty = true,
            (text, true) => {
                if let Ok(text) = serde_json::from_str(text) {
                    return Some(Told::Text(text));
                }
            }
            (_, false) => {}
        }
    }
    (not != Blank::NONE).then_some(Told::Not(not))
}

/// What the assignment says of an element that is null where there is none: by a condition that its list has no elements,
/// that its map has the key, or that one can read it.
fn told_of_element(unknown: &Unknown, symbol: &Symbol, assignment: &[(Arc<Symbol>, bool)]) -> Option<Told> {
    if !unknown.may_be.null {
        return None;
    }
    let mut is_only = true;
    if let Some(among) = &unknown.refinements.among.0 {
        among.each_element(&mut |item| {
            let own = item.as_unknown().and_then(|item| item.symbol.as_deref());
            is_only &= item.is_null() || own == Some(symbol);
        });
    }
    let list = symbol.path.strip_suffix("[0]").map(|path| Symbol { path: path.into(), ..symbol.clone() });
    let (map, key) = match symbol.path.strip_suffix("\"]").and_then(|path| path.rsplit_once("[\"")) {
        Some(quoted) => quoted,
        None => symbol.path.rsplit_once('.').unwrap_or(("", &symbol.path)),
    };
    let map = Symbol { path: map.into(), ..symbol.clone() };
    let key = format!("), \"{key}\")");
    let is_missing = |condition: &Symbol, outcome: bool| {
        let asks = |name: &str| condition.name.strip_prefix(name);
        let can = asks("can(").and_then(|rest| after(symbol, rest)) == Some(")");
        let contains = asks("contains(keys(").and_then(|rest| after(&map, rest)) == Some(&*key);
        if (can || contains) && condition.stack == symbol.stack {
            return Some(!outcome);
        }
        (compared(list.as_ref()?, condition)? == LENGTH).then_some(outcome)
    };
    let found = assignment.iter().find_map(|(condition, outcome)| is_missing(condition, *outcome))?;
    let told = if found { Told::Null } else { Told::Not(Blank { null: true, empty: false }) };
    is_only.then_some(told)
}

/// Stands for what a symbol is compared with by a condition that it has no length.
const LENGTH: &str = "length";

/// What a condition compares a symbol with, in its text.
fn compared<'c>(symbol: &Symbol, condition: &'c Symbol) -> Option<&'c str> {
    if condition.stack != symbol.stack {
        return None;
    }
    let of_length =
        || after(symbol, condition.name.strip_prefix("length(")?).filter(|rest| *rest == ") == 0");
    let with = after(symbol, &condition.name).and_then(|rest| rest.strip_prefix(" == "));
    with.or_else(|| of_length().map(|_| LENGTH))
}

/// What stands behind a symbol at the start of a text.
fn after<'c>(symbol: &Symbol, text: &'c str) -> Option<&'c str> {
    let mut rest = text;
    if !symbol.module.is_empty() {
        rest = rest.strip_prefix(&*symbol.module)?.strip_prefix('.')?;
    }
    let name = match rest.strip_prefix('(') {
        Some(inner) if symbol.name.contains(' ') => inner.strip_prefix(&*symbol.name)?.strip_prefix(')'),
        _ => rest.strip_prefix(&*symbol.name),
    };
    name?.strip_prefix(symbol.dot())?.strip_prefix(&*symbol.path)
}

/// Whether one condition is that a map has a key, and the other that one can read it.
fn has_key(contains: &str, can: &str) -> bool {
    let within = contains.strip_prefix("contains(keys(").and_then(|rest| rest.strip_suffix("\")"));
    let Some((map, key)) = within.and_then(|within| within.split_once("), \"")) else { return false };
    let read = can.strip_prefix("can(").and_then(|rest| rest.strip_prefix(map)?.strip_suffix(')'));
    read.is_some_and(|read| match read.strip_prefix('.') {
        Some(name) => name == key,
        None => read.strip_prefix("[\"").and_then(|read| read.strip_suffix("\"]")) == Some(key),
    })
}

/// The outcome that a condition has where another holds that says what something in it is: `0 < length(var.x)` is false
/// where `var.x == ""` holds. Null counts as empty where there is no other answer.
pub fn implied(condition: &Symbol, by: &Symbol) -> Option<bool> {
    let of_one = condition.stack == by.stack && condition.module == by.module;
    if of_one && (has_key(&condition.name, &by.name) || has_key(&by.name, &condition.name)) {
        return Some(true);
    }
    let (term, literal) = by.name.split_once(" == ")?;
    if !of_one || !condition.name.contains(term) || condition.name == by.name {
        return None;
    }
    let is_literal = |text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if !is_literal(literal) {
        return None;
    }
    let same_term = condition.name.strip_prefix(term).and_then(|rest| rest.strip_prefix(" == "));
    if same_term.is_some_and(is_literal) {
        return Some(false);
    }
    let told = |literal: &str| {
        let (tree, id) = parse_expression(&with_term(&condition.name, term, literal)?);
        evaluate(&tree, id?, &Nameless).ok()?.as_bool()
    };
    told(literal).or_else(|| told("\"\"").filter(|_| literal == "null"))
}

/// The text with a literal in place of a term; `None` where the term is only a part of others.
fn with_term(text: &str, term: &str, literal: &str) -> Option<String> {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let (mut out, mut rest, mut found) = (String::new(), text, false);
    while let Some((before, after)) = rest.split_once(term) {
        let is_part =
            before.ends_with(goes_on) || after.starts_with(goes_on) || after.starts_with(['[', '(']);
        out.push_str(before);
        out.push_str(if is_part { term } else { literal });
        (rest, found) = (after, found || !is_part);
    }
    out.push_str(rest);
    found.then_some(out)
}

/// Names of which nothing is known.
struct Nameless;

impl Scope for Nameless {
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        Ok((Value::unknown(Type::Dynamic, Cause::new(CauseKind::NotVisibleHere, root, "")), steps.len()))
    }

    fn unite(&self, a: Provenance, _: Provenance) -> Provenance {
        a
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        "".into()
    }

    fn files(&self) -> Option<&dyn Files> {
        None
    }
}

/// The value under the assignment; `None` where it is the same.
fn changed(value: &Value, assignment: &[(Arc<Symbol>, bool)]) -> Option<Value> {
    let new = match value {
        Value::Null { .. } | Value::Bool { .. } | Value::Int { .. } | Value::Decimal { .. } => return None,
        Value::String { value: text, .. } => match &**text {
            Text::Plain(_) => return None,
            Text::Segmented(parts) => {
                let holes = parts.iter().filter_map(|part| match part {
                    Segment::Hole(hole) => Some(hole),
                    Segment::Known(_) => None,
                });
                let mut holes = changed_all(holes, assignment)?.into_iter();
                let mut joined = Joined::default();
                for part in parts {
                    match part {
                        Segment::Known(text) => joined.text(text),
                        Segment::Hole(_) => joined.value(&holes.next()?).ok()?,
                    }
                }
                joined.finish()
            }
            Text::Encoded { value, .. } => {
                let value = changed(value, assignment)?;
                Value::text(Text::Encoded { text: json::encode(&value).map(Into::into), value })
            }
        },
        Value::Seq { value: seq, .. } => sequence(seq, changed_all(seq.items.iter(), assignment)?),
        Value::Map { value: map, .. } => {
            let items = changed_all(map.entries.iter().map(|(_, item)| item), assignment)?;
            let entries = map.entries.iter().map(|(key, _)| key.clone()).zip(items).collect();
            let map = Map::new(map.kind.clone(), entries);
            Value::Map { marks: Marks::NONE, from: Provenance::NONE, value: Arc::new(map) }
        }
        Value::Unknown { value: unknown, marks, from } => {
            if let Some(cases) = &unknown.cases {
                if let Some(outcome) = outcome(&cases.condition, assignment) {
                    let branch = assume(if outcome { &cases.yes } else { &cases.no }, assignment);
                    let own = branch.provenance();
                    let from = if own == Provenance::NONE { *from } else { own };
                    return Some(branch.with_marks(*marks).with_provenance(from));
                }
                let (yes, no) = (changed(&cases.yes, assignment), changed(&cases.no, assignment));
                if yes.is_some() || no.is_some() {
                    let mut unknown = Unknown::clone(unknown);
                    unknown.cases = Some(Box::new(Cases {
                        condition: cases.condition.clone(),
                        yes: yes.unwrap_or_else(|| cases.yes.clone()),
                        no: no.unwrap_or_else(|| cases.no.clone()),
                    }));
                    return Some(Value::Unknown { marks: *marks, from: *from, value: Arc::new(unknown) });
                }
            }
            let symbol = unknown.symbol.as_ref()?;
            let told = told(symbol, assignment).or_else(|| told_of_element(unknown, symbol, assignment));
            match (&unknown.ty, told) {
                (Type::Bool, None) => Value::bool(outcome(symbol, assignment)?),
                (ty, Some(Told::Null)) => Value::null_of(ty.clone()),
                (Type::String | Type::Dynamic, Some(Told::Text(text))) => Value::string(text),
                (_, Some(Told::Not(not)))
                    if not.null && unknown.may_be.null || not.empty && unknown.may_be.empty =>
                {
                    let mut unknown = Unknown::clone(unknown);
                    unknown.may_be.null &= !not.null;
                    unknown.may_be.empty &= !not.empty;
                    unknown.refinements.not_null |= not.null;
                    Value::from_unknown(unknown)
                }
                _ => return None,
            }
        }
    };
    Some(new.with_marks(value.marks()).with_provenance(value.provenance()))
}

/// A sequence of the same kind; sets keep their order and distinctness.
fn sequence(seq: &Seq, items: Vec<Value>) -> Value {
    match &seq.kind {
        SeqKind::Set(ty) => {
            let list = Value::seq(SeqKind::List(ty.clone()), items);
            crate::convert::convert(&list, &Type::Set(Arc::new(ty.clone()))).unwrap_or(list)
        }
        kind => Value::seq(kind.clone(), items),
    }
}

/// All values under the assignment; `None` when none of them changes.
fn changed_all<'v>(
    values: impl Iterator<Item = &'v Value> + Clone,
    assignment: &[(Arc<Symbol>, bool)],
) -> Option<Vec<Value>> {
    let mut rest = values.clone().enumerate();
    let (first, new) = rest.find_map(|(at, value)| changed(value, assignment).map(|new| (at, new)))?;
    let mut all: Vec<Value> = values.take(first).cloned().collect();
    all.push(new);
    all.extend(rest.map(|(_, value)| assume(value, assignment)));
    Some(all)
}

/// Adds the conditions that the value hangs on to `out`, each once.
pub fn conditions(value: &Value, out: &mut Vec<Arc<Symbol>>) {
    match value {
        Value::Null { .. } | Value::Bool { .. } | Value::Int { .. } | Value::Decimal { .. } => {}
        Value::String { value, .. } => match &**value {
            Text::Plain(_) => {}
            Text::Segmented(parts) => {
                for part in parts {
                    if let Segment::Hole(hole) = part {
                        conditions(hole, out);
                    }
                }
            }
            Text::Encoded { value, .. } => conditions(value, out),
        },
        Value::Seq { value, .. } => value.items.iter().for_each(|item| conditions(item, out)),
        Value::Map { value, .. } => value.entries.iter().for_each(|(_, item)| conditions(item, out)),
        Value::Unknown { value, .. } => {
            if let Some(cases) = &value.cases {
                if !out.contains(&cases.condition) {
                    out.push(cases.condition.clone());
                }
                conditions(&cases.yes, out);
                conditions(&cases.no, out);
            }
        }
    }
}

/// The conditions of several values, where there are some and few enough to split.
pub(super) fn few_conditions(values: &[Value]) -> Option<Vec<Arc<Symbol>>> {
    let mut found = Vec::new();
    for value in values {
        conditions(value, &mut found);
        if found.len() > MAX_CONDITIONS {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Does an operation under each outcome of the conditions that its inputs hang on. `whole` is the
/// result without an assumption; it is returned as it is unless it is unknown and something is gained.
pub(super) fn split(inputs: &[Value], whole: Value, again: &dyn Fn(&[Value]) -> Evaluated) -> Value {
    if !whole.is_unknown() {
        return whole;
    }
    let Some(condition) = few_conditions(inputs).and_then(|found| found.into_iter().next()) else {
        return one_of_outcomes(inputs, whole, again);
    };
    let under = |outcome| {
        let assignment = [(condition.clone(), outcome)];
        let inputs: Vec<Value> = inputs.iter().map(|input| assume(input, &assignment)).collect();
        // A text that there cannot be under an outcome stays as it is.
        let mut left = Vec::new();
        for input in &inputs {
            conditions(input, &mut left);
        }
        (!left.contains(&condition)).then(|| again(&inputs))
    };
    match (under(true), under(false)) {
        (Some(Ok(yes)), Some(Ok(no))) => with_cases(whole, condition, yes, no),
        _ => whole,
    }
}

/// Results more than this are not made to see what one can be.
const MAX_OUTCOMES: usize = 32;

/// Values more than this are not looked at to see whether one stands for nothing.
const MAX_SEEN: usize = 1000;

/// What is not split, as one of the results that there can be.
fn one_of_outcomes(inputs: &[Value], whole: Value, again: &dyn Fn(&[Value]) -> Evaluated) -> Value {
    let mut all = Vec::new();
    if !matches!(whole, Value::Unknown { .. }) || !is_several(inputs) {
        return whole;
    }
    match outcomes(inputs, again, &mut { MAX_OUTCOMES }, &mut all) {
        Some(()) if all.is_empty() => whole,
        Some(()) => one_of(whole, Value::tuple(all)),
        None => inputs.iter().fold(whole, |whole, input| whole.or_blank(blank_in(input, &mut { MAX_SEEN }))),
    }
}

/// Whether an input hangs on conditions, or is one of several values.
fn is_several(inputs: &[Value]) -> bool {
    let mut found = Vec::new();
    inputs.iter().any(|input| {
        conditions(input, &mut found);
        !found.is_empty() || among(input).is_some()
    })
}

/// The values of which an unknown is one.
fn among(value: &Value) -> Option<&Value> {
    value.as_unknown().filter(|unknown| unknown.cases.is_none())?.refinements.among.0.as_ref()
}

/// Adds the results for what the inputs can be; `None` where there are too many.
fn outcomes(
    inputs: &[Value],
    again: &dyn Fn(&[Value]) -> Evaluated,
    left: &mut usize,
    out: &mut Vec<Value>,
) -> Option<()> {
    let mut found = Vec::new();
    for input in inputs {
        conditions(input, &mut found);
    }
    if let Some(condition) = found.get(MAX_CONDITIONS).and(found.first()) {
        return [true, false].into_iter().try_for_each(|outcome| {
            let assignment = [(condition.clone(), outcome)];
            let inputs: Vec<Value> = inputs.iter().map(|input| assume(input, &assignment)).collect();
            *left = left.checked_sub(1)?;
            outcomes(&inputs, again, left, out)
        });
    }
    let one = inputs.iter().enumerate().find_map(|(at, input)| Some((at, input, among(input)?)));
    let Some((at, input, among)) = one.filter(|_| found.is_empty()) else {
        *left = left.checked_sub(1)?;
        out.extend(again(inputs));
        return Some(());
    };
    let mut all = Vec::new();
    among.each_element(&mut |item| all.push(item.clone().with_marks(input.marks())));
    all.into_iter().try_for_each(|item| {
        let mut inputs = inputs.to_vec();
        *inputs.get_mut(at)? = item;
        *left = left.checked_sub(1)?;
        outcomes(&inputs, again, left, out)
    })
}

/// What stands for nothing in a value, or in one that it can be; all of it where that is not seen soon.
fn blank_in(value: &Value, left: &mut usize) -> Blank {
    let Some(fewer) = left.checked_sub(1) else { return Blank { null: true, empty: true } };
    *left = fewer;
    let mut blank = Blank::of(value);
    let mut add = |part: &Value| {
        blank = blank.or(blank_in(part, left));
        false
    };
    value.any_part(&mut add);
    if let Some(unknown) = value.as_unknown() {
        let cases = unknown.cases.iter().flat_map(|cases| [&cases.yes, &cases.no]);
        for part in cases.chain(&unknown.refinements.among.0) {
            add(part);
        }
    }
    blank
}

/// An unknown value with its cases.
pub(super) fn with_cases(whole: Value, mut condition: Arc<Symbol>, mut yes: Value, mut no: Value) -> Value {
    if yes.is_unknown() && yes == no {
        // Where it is one unknown under both outcomes, it is that. One that only hangs on conditions has no name.
        let is_named = whole.as_unknown().is_some_and(|unknown| unknown.symbol.is_some());
        let has_none = yes.as_unknown().is_some_and(|unknown| unknown.symbol.is_none());
        if !(is_named && has_none) && tri::identical(&yes, &no) {
            let marks = whole.marks().union(yes.marks()).union(no.marks());
            return yes.or_blank(Blank::of(&whole)).with_marks(marks).with_provenance(whole.provenance());
        }
        // What has a name of its own hangs on what that hangs on.
        let Some(cases) = yes.as_unknown().and_then(|unknown| unknown.cases.as_deref()) else { return whole };
        let cases = cases.clone();
        (condition, yes, no) = (cases.condition, cases.yes, cases.no);
    }
    let flow = (whole.marks(), whole.provenance());
    let mut unknown = match &whole {
        Value::Unknown { value, .. } => Unknown::clone(value),
        Value::String { .. } => {
            let Some(cause) = whole.cause().cloned() else {
                return whole;
            };
            let prefix = whole.prefix().and_then(super::safe_prefix);
            Unknown {
                ty: Type::String,
                refinements: Refinements { not_null: true, prefix, ..Refinements::default() },
                cause,
                symbol: None,
                may_be: Blank::NONE,
                cases: None,
            }
        }
        _ => return whole,
    };
    unknown.may_be = unknown.may_be.or(Blank::of(&yes)).or(Blank::of(&no));
    unknown.cases = Some(Box::new(Cases { condition, yes, no }));
    Value::from_unknown(unknown).with_marks(flow.0).with_provenance(flow.1)
}
