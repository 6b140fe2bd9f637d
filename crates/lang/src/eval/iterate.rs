//! `for` expressions and splats.

use std::fmt::Write;
use std::sync::Arc;

use bricklint_findings::cause::CauseKind;
use rustc_hash::FxHashMap;

use super::access::{element_of, from_container, object_key};
use super::cases::{MAX_CONDITIONS, assume, conditions, split, with_cases};
use super::operator::question;
use super::{
    Ctx, Env, EvalError, Evaluated, Flow, SPLAT_ITEM, StaticStep, around, eval, exhausted, reference, symbol,
    unknown_from,
};
use crate::convert::{convert, may_merge, type_of, unify};
use crate::syntax::{ExprId, For};
use crate::types::Type;
use crate::value::{Among, Refinements, Seq, SeqKind, Symbol, Unknown, Value};

/// What a `for` goes through.
pub(super) enum Elements<'v> {
    /// Not known.
    Unknown,
    /// The elements with their keys, in Terraform's order.
    Known(Items<'v>),
}

/// The elements of a collection.
pub(super) struct Items<'v> {
    collection: &'v Value,
    next: usize,
}

/// The key of an element.
#[derive(Clone, Copy)]
pub(super) enum Key<'v> {
    /// Of a list or tuple.
    Index(usize),
    /// Of a map or object.
    Name(&'v str),
    /// Of a set: the element itself.
    Same,
}

impl Items<'_> {
    /// Whether some of them may turn out to be one.
    pub(super) fn may_merge(&self) -> bool {
        matches!(self.collection, Value::Seq { value, .. } if may_merge(value))
    }
}

impl<'v> Iterator for Items<'v> {
    type Item = (Key<'v>, Value);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.next;
        self.next += 1;
        match self.collection {
            Value::Seq { value, .. } => {
                let key = if matches!(value.kind, SeqKind::Set(_)) { Key::Same } else { Key::Index(at) };
                value.items.get(at).map(|item| (key, own(item, self.collection)))
            }
            Value::Map { value, .. } => {
                value.entries.get(at).map(|(key, item)| (Key::Name(key), own(item, self.collection)))
            }
            _ => None,
        }
    }
}

/// An element as it is bound: the marks of the collection go to the whole result instead.
fn own(item: &Value, collection: &Value) -> Value {
    from_container(item, collection).set_marks(item.marks())
}

/// The elements of a collection.
pub(super) fn elements<'v>(cx: &Ctx<'_>, id: ExprId, source: &'v Value) -> Result<Elements<'v>, EvalError> {
    match source {
        Value::Seq { .. } | Value::Map { .. } => Ok(Elements::Known(Items { collection: source, next: 0 })),
        Value::Null { .. } => cx.error(id, "null cannot be iterated"),
        Value::Unknown { value, .. } if !matches!(value.ty, Type::Bool | Type::Number | Type::String) => {
            Ok(Elements::Unknown)
        }
        _ => cx.error(id, "only a collection can be iterated"),
    }
}

/// Runs with an element bound.
pub(super) fn bind<T>(
    cx: &Ctx<'_>,
    key_name: Option<&str>,
    key: Key<'_>,
    value_name: &str,
    value: Value,
    run: &mut dyn FnMut(&Ctx<'_>) -> T,
) -> T {
    let Some(key_name) = key_name else {
        let env = Env { name: value_name, value, outer: cx.env };
        return run(&Ctx { env: Some(&env), ..*cx });
    };
    let key = match key {
        Key::Index(at) => Value::number(at),
        Key::Name(name) => Value::string(name),
        Key::Same => value.clone(),
    };
    let key = Env { name: key_name, value: key, outer: cx.env };
    let env = Env { name: value_name, value, outer: Some(&key) };
    run(&Ctx { env: Some(&env), ..*cx })
}

/// `[for … : …]` and `{for … : … => …}`.
pub(super) fn for_expression(cx: &Ctx<'_>, f: For) -> Evaluated {
    let source = eval(cx, f.collection)?;
    for_over(cx, &f, &source)
}

fn for_over(cx: &Ctx<'_>, f: &For, source: &Value) -> Evaluated {
    let whole = under(cx, f, source, &mut Vec::new())?;
    let again =
        |inputs: &[Value]| inputs.first().map_or_else(|| Ok(Value::null()), |source| for_over(cx, f, source));
    let decided = whole.as_unknown().is_some_and(|unknown| unknown.cases.is_some());
    Ok(if decided { whole } else { split(std::slice::from_ref(source), whole, &again) })
}

/// The result under an assumption about what the `if` of elements hangs on.
fn under(cx: &Ctx<'_>, f: &For, source: &Value, assumed: &mut Vec<(Arc<Symbol>, bool)>) -> Evaluated {
    let mut open = Vec::new();
    let whole = build(cx, f, source, assumed, &mut open)?;
    if !whole.is_unknown() || open.is_empty() || open.len() + assumed.len() > MAX_CONDITIONS {
        return Ok(whole);
    }
    let condition = open.swap_remove(0);
    let mut case = |outcome| {
        assumed.push((condition.clone(), outcome));
        let result = under(cx, f, source, assumed);
        assumed.pop();
        result
    };
    match (case(true), case(false)) {
        (Ok(yes), Ok(no)) => Ok(with_cases(whole, condition, yes, no)),
        _ => Ok(whole),
    }
}

/// Evaluates all elements. Unnamed conditions are not added to `open`.
fn build(
    cx: &Ctx<'_>,
    f: &For,
    source: &Value,
    assumed: &[(Arc<Symbol>, bool)],
    open: &mut Vec<Arc<Symbol>>,
) -> Evaluated {
    let cx = &cx.over(source);
    let mut flow = Flow::of(source);
    let found = elements(cx, f.collection, source)?;
    let is_typed = source.as_unknown().is_none_or(|unknown| unknown.ty != Type::Dynamic);
    // Terraform asks the `if` about an element that is not known. Where there are some it would say the same of each.
    if let Some(cond) = f.cond
        && is_typed
        && source.as_items().is_none_or(<[Value]>::is_empty)
        && source.as_map().is_none_or(|map| map.entries.is_empty())
    {
        let unknown = Value::from_unknown(unknown_from(Type::Dynamic, false, &[source]));
        let key_name = f.key_name.map(|name| cx.tree.slice(name));
        bind(cx, key_name, Key::Same, cx.tree.slice(f.value_name), unknown, &mut |cx| {
            let condition = eval(&Ctx { lenient: false, ..*cx }, cond)?;
            included(cx, cond, &condition)?;
            if source.is_unknown() {
                flow.marks = flow.marks.union(condition.marks());
            }
            Ok(())
        })?;
    }
    let Elements::Known(items) = found else {
        return Ok(flow.onto(cx, over_unknown(cx, f, source)));
    };
    let merges = items.may_merge();
    let mut unknown = merges.then(|| source.clone());
    let mut made = Made { named: (!merges).then(Vec::new), merges, ..Made::default() };
    let key_name = f.key_name.map(|name| cx.tree.slice(name));
    let value_name = cx.tree.slice(f.value_name);
    for (key, item) in items {
        if cx.meter.is_empty() {
            return Ok(flow.onto(cx, exhausted(cx)));
        }
        bind(cx, key_name, key, value_name, item, &mut |cx| {
            let eval = |cx: &Ctx<'_>, id: ExprId| eval(cx, id).map_err(|error| hide(error, source));
            if let Some(cond) = f.cond {
                let condition = assume(&eval(cx, cond)?, assumed);
                flow.marks = flow.marks.union(condition.marks());
                match included(cx, cond, &condition) {
                    // Of conditions and keys Terraform says nothing more when one is not known.
                    Err(_) if unknown.is_some() => return Ok(()),
                    Err(error) => return Err(error),
                    Ok(Some(true)) => {}
                    Ok(Some(false)) => return Ok(()),
                    Ok(None) => {
                        name_condition(&condition, open);
                        made.possible.extend(eval(cx, f.value).map(|value| where_true(&condition, value)));
                        made.named = None;
                        unknown.get_or_insert(condition);
                        return Ok(());
                    }
                }
            }
            let Some(key) = f.key else {
                made.values.push(assume(&eval(cx, f.value)?, assumed));
                return Ok(());
            };
            let name = assume(&eval(cx, key)?, assumed);
            flow.add(cx, &name);
            let value = eval(cx, f.value).map(|value| assume(&value, assumed));
            if name.is_unknown() && (value.is_err() || object_key(&name).is_err()) {
                // Terraform leaves both alone until the key is known.
                made.named = None;
                unknown.get_or_insert(name);
                return Ok(());
            }
            let value = value?;
            match object_key(&name) {
                Ok(Some(text)) => {
                    if made.keyed.insert(text.clone(), value, f.group) || merges {
                        return Ok(());
                    }
                    let printable = name.marks().union(flow.marks).printable();
                    let shown = if printable { format!("the key `{text}`") } else { "one key".into() };
                    cx.error(key, format!("two elements give {shown}; `...` behind the value groups them"))
                }
                Ok(None) => {
                    conditions(&name, open);
                    made.possible.push(value.clone());
                    if let Some(named) = &mut made.named {
                        named.push((name.clone(), value));
                    }
                    unknown.get_or_insert(name);
                    Ok(())
                }
                Err(_) if unknown.is_some() => Ok(()),
                Err(message) => cx.error(key, message).map_err(|error| hide(error, source)),
            }
        })?;
    }
    let result = match unknown {
        Some(cause) => made.unfinished(cx, f, &mut flow, &cause),
        None if f.key.is_some() => made.keyed.finish(f.group),
        None => Value::tuple(made.values),
    };
    Ok(around(cx, flow.onto(cx, result)))
}

/// What a `for` has made of elements so far.
#[derive(Default)]
struct Made {
    /// Without keys.
    values: Vec<Value>,
    keyed: Keyed,
    /// Of elements of which the key is not known, or whether they are there.
    possible: Vec<Value>,
    /// Keys that are not known, with the values beside them, while nothing else is unknown.
    named: Option<Vec<(Value, Value)>>,
    /// Whether elements may turn out to be one.
    merges: bool,
}

impl Made {
    /// The result where something is not known of the keys or the number.
    #[inline(never)]
    fn unfinished(mut self, cx: &Ctx<'_>, f: &For, flow: &mut Flow, cause: &Value) -> Value {
        for value in self.values.iter().chain(self.keyed.entries.iter().flat_map(|(_, values)| values)) {
            flow.from = cx.unite(flow.from, value.provenance());
            self.possible.push(value.clone());
        }
        let mut unknown = unknown_from(Type::Dynamic, false, &[cause]);
        unknown.refinements.like = Among(Some(Value::tuple(self.possible)));
        if let Some(mut entries) = self.named.filter(|_| flow.marks.printable()) {
            for (key, values) in &self.keyed.entries {
                entries.extend(values.iter().map(|value| (Value::string(&**key), value.clone())));
            }
            unknown.symbol = symbol::object(cx, f.group, entries.iter().map(|(key, value)| (key, value)));
        }
        let least = if self.merges { self.values.len().min(1) } else { self.values.len() };
        unknown.refinements.min_length = Some(least).filter(|_| f.key.is_none());
        if self.merges && f.key.is_none() && flow.marks.printable() && !self.values.is_empty() {
            unknown.refinements.items = Some(Arc::new(Seq::new(SeqKind::Tuple, self.values)));
        }
        Value::from_unknown(unknown)
    }
}

/// The value where a condition holds.
fn where_true(mut condition: &Value, mut value: Value) -> Value {
    while let Some(unknown) = condition.as_unknown() {
        let (symbol, outcome, rest) = match (&unknown.cases, &unknown.symbol) {
            (Some(cases), _) if cases.yes.as_bool() == Some(false) => (&cases.condition, false, &cases.no),
            (Some(cases), _) if cases.no.as_bool() == Some(false) => (&cases.condition, true, &cases.yes),
            (None, Some(symbol)) => return assume(&value, &[(symbol.clone(), true)]),
            _ => break,
        };
        value = assume(&value, &[(symbol.clone(), outcome)]);
        condition = rest;
    }
    value
}

/// What a `for` makes of an unknown collection, with what it makes of an element.
#[inline(never)]
fn over_unknown(cx: &Ctx<'_>, f: &For, source: &Value) -> Value {
    let ty = match source.as_unknown().map(|unknown| &unknown.ty) {
        Some(Type::List(ty) | Type::Set(ty) | Type::Map(ty)) => Type::clone(ty),
        _ => Type::Dynamic,
    };
    let key = Env {
        name: f.key_name.map_or("", |name| cx.tree.slice(name)),
        value: Value::from_unknown(unknown_from(Type::Dynamic, true, &[source])),
        outer: cx.env,
    };
    let name = cx.tree.slice(f.value_name);
    let mut item = unknown_from(ty, false, &[source]);
    // What the `if` says of the element holds for what is made of it.
    item.symbol = Some(Arc::new(Symbol {
        stack: cx.scope.stack(),
        module: "".into(),
        name: format!("{SPLAT_ITEM}{name}").into(),
        path: "".into(),
        free: true,
    }));
    let env = Env { name, value: element_of(Value::from_unknown(item), source), outer: Some(&key) };
    let cx = &Ctx { env: Some(&env), lenient: false, ..*cx };
    let made = eval(cx, f.value).map(|value| match f.cond.map(|cond| eval(cx, cond)) {
        Some(Ok(condition)) => where_true(&condition, value),
        _ => value,
    });
    let mut unknown = unknown_from(Type::Dynamic, false, &[source]);
    unknown.refinements.min_length = f.cond.filter(|_| f.key.is_none()).map(|_| 0);
    unknown.refinements.like = Among(made.ok().map(|value| Value::tuple(vec![value])));
    Value::from_unknown(unknown)
}

/// What is said of an element of a collection that must not be printed: the message may show it.
pub(super) fn hide(error: EvalError, collection: &Value) -> EvalError {
    if collection.marks().printable() {
        return error;
    }
    EvalError { message: "an element of a secret collection does not evaluate".into(), ..error }
}

/// What a condition hangs on.
fn name_condition(condition: &Value, open: &mut Vec<Arc<Symbol>>) {
    let before = open.len();
    conditions(condition, open);
    if open.len() > before {
        return;
    }
    if let Some(symbol) = condition.as_unknown().and_then(|unknown| unknown.symbol.as_ref())
        && condition.as_unknown().is_some_and(|unknown| unknown.ty == Type::Bool)
        && !open.contains(symbol)
    {
        open.push(symbol.clone());
    }
}

/// Whether the `if` of an element is true; `None` when unknown.
fn included(cx: &Ctx<'_>, id: ExprId, condition: &Value) -> Result<Option<bool>, EvalError> {
    if let Some(known) = condition.as_bool() {
        return Ok(Some(known));
    }
    if condition.is_null() {
        return cx.error(id, "the condition of a `for` is null");
    }
    match convert(condition, &Type::Bool) {
        Ok(value) if !value.is_null() => Ok(value.as_bool()),
        _ => cx.error(id, "the condition of a `for` must be a bool"),
    }
}

/// Entries of an object in the order of their first appearance.
#[derive(Default)]
pub(crate) struct Keyed {
    places: FxHashMap<Arc<str>, usize>,
    entries: Vec<(Arc<str>, Vec<Value>)>,
}

impl Keyed {
    /// Adds a value; false when the key is there already and values are not grouped.
    pub(crate) fn insert(&mut self, key: Arc<str>, value: Value, group: bool) -> bool {
        if let Some(at) = self.places.get(&key) {
            if group && let Some((_, values)) = self.entries.get_mut(*at) {
                values.push(value);
            }
            return group;
        }
        self.places.insert(key.clone(), self.entries.len());
        self.entries.push((key, vec![value]));
        true
    }

    /// An object of them, or of tuples where they are grouped.
    pub(crate) fn finish(self, group: bool) -> Value {
        Value::object(self.entries.into_iter().filter_map(|(key, mut values)| {
            let value = if group { Value::tuple(values) } else { values.pop()? };
            Some((key, value))
        }))
    }
}

/// `base[*]…` and `base.*…`.
pub(super) fn splat(cx: &Ctx<'_>, id: ExprId, base: ExprId, each: ExprId) -> Evaluated {
    let strict = Ctx { lenient: false, ..*cx };
    let source = eval(&strict, base)?;
    match splat_over(&strict, id, each, &source) {
        // What an element has is not known, but what types they have.
        Err(_) if cx.lenient => {
            let whole = splat_over(cx, id, each, &source)?;
            let unknown = Value::from_unknown(unknown_from(type_of(&whole), true, &[&whole]));
            Ok(Flow::of(&whole).onto(cx, unknown))
        }
        result => result,
    }
}

fn splat_over(cx: &Ctx<'_>, id: ExprId, each: ExprId, source: &Value) -> Evaluated {
    let whole = splat_whole(cx, id, each, source)?;
    let again = |inputs: &[Value]| {
        inputs.first().map_or_else(|| Ok(Value::null()), |source| splat_over(cx, id, each, source))
    };
    Ok(split(std::slice::from_ref(source), whole, &again))
}

fn splat_whole(cx: &Ctx<'_>, id: ExprId, each: ExprId, source: &Value) -> Evaluated {
    let cx = &cx.over(source);
    let one = |item: Value| {
        let env = Env { name: SPLAT_ITEM, value: item, outer: cx.env };
        eval(&Ctx { env: Some(&env), ..*cx }, each)
    };
    let flow = Flow::of(source);
    let result = match source {
        Value::Null { ty, .. } => match **ty {
            Type::List(_) | Type::Set(_) | Type::Tuple(_) => {
                return cx.error(id, "a splat cannot be applied to a null list");
            }
            _ => Value::tuple(Vec::new()),
        },
        Value::Seq { value: seq, .. } => {
            let items: Vec<Value> =
                seq.items.iter().map(|item| one(own(item, source))).collect::<Result<_, _>>()?;
            let whole = match &seq.kind {
                SeqKind::Tuple => Value::tuple(items),
                SeqKind::List(ty) | SeqKind::Set(ty) => list(items, || {
                    Ok(type_of(&one(Value::from_unknown(unknown_from(ty.clone(), false, &[source])))?))
                })?,
            };
            match &whole {
                Value::Seq { value: all, .. } if may_merge(seq) => {
                    let ty = match &all.kind {
                        SeqKind::Tuple => Type::Dynamic,
                        _ => type_of(&whole),
                    };
                    let mut unknown = unknown_from(ty, true, &[source]);
                    unknown.refinements.min_length = Some(1);
                    unknown.refinements.max_length = Some(all.items.len());
                    unknown.refinements.items = Some(all.clone()).filter(|_| flow.marks.printable());
                    Value::from_unknown(unknown)
                }
                _ => whole,
            }
        }
        Value::Unknown { value: unknown, .. } => {
            let mut result = match &unknown.ty {
                Type::List(ty) | Type::Set(ty) => {
                    let item = Value::from_unknown(unknown_from((**ty).clone(), false, &[source]));
                    let item = one(element_of(item, source))?;
                    let mut list = unknown_from(Type::List(Arc::new(type_of(&item))), true, &[source]);
                    list.refinements = Refinements {
                        like: Among(Some(Value::tuple(vec![item.clone()]))),
                        not_null: true,
                        min_length: unknown.refinements.min_length,
                        max_length: unknown.refinements.max_length,
                        ..Refinements::default()
                    };
                    list
                }
                Type::Tuple(types) => {
                    let types = types
                        .iter()
                        .map(|ty| {
                            let item = Value::from_unknown(unknown_from(ty.clone(), false, &[source]));
                            one(item).map(|item| type_of(&item))
                        })
                        .collect::<Result<Vec<_>, _>>()?;
                    unknown_from(Type::Tuple(types.into()), false, &[source])
                }
                Type::Dynamic if !is_whole(unknown) => unknown_from(Type::Dynamic, false, &[source]),
                // No list, so it is the only element, unless it is null.
                _ => {
                    let only = Value::tuple(vec![one(source.clone())?]);
                    if unknown.refinements.not_null {
                        return Ok(flow.onto(cx, only));
                    }
                    let whole =
                        flow.onto(cx, Value::from_unknown(unknown_from(Type::Dynamic, false, &[source])));
                    let is_null = question(cx, source, &Value::null());
                    return Ok(match is_null {
                        Some(is_null) => with_cases(whole, is_null, Value::tuple(Vec::new()), only),
                        None => whole,
                    });
                }
            };
            if let Some(step) = static_text(cx, each) {
                let part = symbol::part(unknown, Type::Dynamic, &step);
                result.symbol = part.symbol;
                result.cause = part.cause;
            }
            Value::from_unknown(result)
        }
        _ => Value::tuple(vec![one(source.clone())?]),
    };
    Ok(around(cx, flow.onto(cx, result)))
}

/// Whether it is a resource without a schema, as a whole.
fn is_whole(unknown: &Unknown) -> bool {
    unknown.refinements.not_null
        && unknown.cause.kind != CauseKind::Variable
        && unknown.symbol.as_ref().is_some_and(|symbol| symbol.path.is_empty())
}

/// A list of these values, of the type they have in common.
fn list(items: Vec<Value>, empty: impl Fn() -> Result<Type, EvalError>) -> Evaluated {
    let Some(first) = items.first() else {
        return Ok(Value::seq(SeqKind::List(empty()?), items));
    };
    let ty = type_of(first);
    if items.iter().skip(1).all(|item| type_of(item) == ty) {
        return Ok(Value::seq(SeqKind::List(ty), items));
    }
    let types: Vec<Type> = items.iter().map(type_of).collect();
    let Some(ty) = unify(&types) else {
        return Ok(Value::tuple(items));
    };
    match items.iter().map(|item| convert(item, &ty)).collect::<Result<Vec<_>, _>>() {
        Ok(items) => Ok(Value::seq(SeqKind::List(ty), items)),
        Err(_) => Ok(Value::tuple(items)),
    }
}

/// The path of a splat whose steps are all written out.
fn static_text(cx: &Ctx<'_>, each: ExprId) -> Option<String> {
    let mut text = String::from("[*]");
    for step in reference::splat_steps(cx.tree, each)? {
        match step {
            StaticStep::Attr(name) => {
                text.push('.');
                text.push_str(name);
            }
            StaticStep::Index(at) => write!(text, "[{at}]").ok()?,
            StaticStep::Key(_) | StaticStep::Dynamic | StaticStep::Splat => return None,
        }
    }
    Some(text)
}
