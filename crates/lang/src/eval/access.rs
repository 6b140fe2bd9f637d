//! Names, attributes and indexes.

use std::array;
use std::sync::Arc;

use bricklint_findings::cause::CauseKind;

use super::cases::{MAX_CONDITIONS, few_conditions, split, with_cases};
use super::operator::{equality, question};
use super::reference::chain;
use super::{Ctx, EvalError, Evaluated, SPLAT_ITEM, StaticStep, Step, eval, symbol, unknown_from};
use crate::convert::convert;
use crate::number::Number;
use crate::syntax::{BinaryOp, Expr, ExprId, Part};
use crate::types::{Field, Type};
use crate::value::{Among, Blank, MapKind, Provenance, SeqKind, Symbol, Unknown, Value};

/// Chains up to this length cost no allocation.
const SHORT: usize = 6;

/// A name with the attributes and indexes behind it.
pub(super) fn traversal(cx: &Ctx<'_>, id: ExprId) -> Evaluated {
    let tree = cx.tree;
    // `var.name` and `local.name` are most of them.
    if let Expr::Attr { base, name } = tree.expr(id)
        && let Expr::Variable = tree.expr(base)
        && cx.env.is_none()
    {
        return resolve(cx, base, &[id], &[Step::Attr(tree.slice(name))]);
    }
    let mut count = 0;
    let mut root = id;
    while let Expr::Attr { base, .. } | Expr::Index { base, .. } = tree.expr(root) {
        count += 1;
        root = base;
    }
    let mut short = [id; SHORT];
    let mut long = Vec::new();
    let ids = if let Some(ids) = short.get_mut(..count) {
        ids
    } else {
        long.resize(count, id);
        long.as_mut_slice()
    };
    let mut at = id;
    for slot in ids.iter_mut().rev() {
        *slot = at;
        if let Expr::Attr { base, .. } | Expr::Index { base, .. } = tree.expr(at) {
            at = base;
        }
    }
    match tree.expr(root) {
        Expr::Variable => match cx.bound(tree.source(root)) {
            Some(value) => steps(cx, value.clone(), ids),
            None => lookup(cx, root, ids),
        },
        Expr::SplatItem => match cx.bound(SPLAT_ITEM) {
            Some(value) => steps(cx, value.clone(), ids),
            None => cx.error(root, "a splat has no element here"),
        },
        _ => steps(cx, eval(cx, root)?, ids),
    }
}

/// Applies attributes and indexes in turn.
fn steps(cx: &Ctx<'_>, mut value: Value, ids: &[ExprId]) -> Evaluated {
    for id in ids {
        value = match step(cx, *id)? {
            Step::Attr(name) => attribute(cx, &value, name),
            Step::Index(key) => index(cx, &value, &key),
        }
        .map_err(|message| EvalError::new(message, cx.tree.span(*id)))?;
    }
    Ok(value)
}

fn step<'a>(cx: &Ctx<'a>, id: ExprId) -> Result<Step<'a>, EvalError> {
    match cx.tree.expr(id) {
        Expr::Attr { name, .. } => Ok(Step::Attr(cx.tree.slice(name))),
        Expr::Index { key, .. } => Ok(Step::Index(eval(cx, key)?)),
        _ => cx.error(id, "this is neither an attribute nor an index"),
    }
}

/// Asks the scope for a name.
fn lookup(cx: &Ctx<'_>, root: ExprId, ids: &[ExprId]) -> Evaluated {
    let mut short = array::from_fn::<_, SHORT, _>(|_| Step::Attr(""));
    let mut long = Vec::new();
    let steps = if let Some(steps) = short.get_mut(..ids.len()) {
        steps
    } else {
        long.resize(ids.len(), Step::Attr(""));
        long.as_mut_slice()
    };
    let mut unknown_keys = false;
    for (slot, id) in steps.iter_mut().zip(ids) {
        *slot = step(cx, *id)?;
        unknown_keys |= matches!(slot, Step::Index(key) if key.is_unknown());
    }
    let whole = resolve(cx, root, ids, steps)?;
    if !unknown_keys {
        return Ok(whole);
    }
    // Keys that hang on a condition are looked up under each outcome.
    let keys: Vec<Value> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Index(key) => Some(key.clone()),
            Step::Attr(_) => None,
        })
        .collect();
    let again = |keys: &[Value]| {
        let mut keys = keys.iter();
        let steps: Vec<Step<'_>> = steps
            .iter()
            .map(|step| match step {
                Step::Attr(name) => Step::Attr(name),
                Step::Index(key) => Step::Index(keys.next().unwrap_or(key).clone()),
            })
            .collect();
        resolve(cx, root, ids, &steps)
    };
    Ok(split(&keys, whole, &again))
}

/// Whether there is what the names in an expression lead to, one truth value for each that hangs on
/// conditions or on a key, and whether every other instance surely is there. What is evaluated under a condition of
/// its own is left out.
pub(super) fn existence(cx: &Ctx<'_>, id: ExprId) -> (Vec<Value>, bool) {
    let (mut found, mut certain) = (Vec::new(), true);
    let mut rest = vec![id];
    while let Some(id) = rest.pop() {
        match cx.tree.expr(id) {
            Expr::Paren(inner) | Expr::Wrapped(inner) => rest.push(inner),
            Expr::Call { name, args, .. } if !matches!(cx.tree.slice(name), "try" | "can") => {
                rest.extend(cx.tree.list(args).iter().rev());
            }
            Expr::Template(parts) => {
                rest.extend(cx.tree.parts(parts).iter().rev().filter_map(|part| match part {
                    Part::Interpolation(inner) => Some(*inner),
                    _ => None,
                }));
            }
            Expr::Splat { base, .. } => rest.push(base),
            Expr::Attr { .. } | Expr::Index { .. } => {
                let mut ids = Vec::new();
                let mut root = id;
                while let Expr::Attr { base, .. } | Expr::Index { base, .. } = cx.tree.expr(root) {
                    if let Expr::Index { base, key } = cx.tree.expr(root) {
                        found.extend(has_key(cx, base, key));
                    }
                    ids.push(root);
                    root = base;
                }
                if !matches!(cx.tree.expr(root), Expr::Variable) {
                    rest.push(root);
                    continue;
                }
                let name = cx.tree.source(root);
                // `data`, a type, a name and a key are the longest.
                let steps = ids.iter().rev().take(4).map_while(|id| step(cx, *id).ok());
                if cx.bound(name).is_none() {
                    let exists = cx.scope.exists(name, &steps.collect::<Vec<_>>());
                    let hangs = |exists: &Value| exists.as_unknown().is_some_and(|one| one.cases.is_some());
                    certain &= exists.as_ref().is_none_or(hangs);
                    found.extend(exists.filter(hangs));
                }
            }
            _ => {}
        }
    }
    (found, certain)
}

/// Whether a reference goes into a value: of a variable, a local or what something is repeated with.
pub(super) fn is_of_value(cx: &Ctx<'_>, root: ExprId, steps: &[StaticStep<'_>]) -> bool {
    let name = cx.tree.source(root);
    cx.bound(name).is_some()
        || matches!(name, "var" | "local" | "each")
        || matches!(steps.first(), Some(StaticStep::Attr("value")))
}

/// What must not be null for a reference into a value to lead somewhere, one truth value for each object. `None` where
/// it can lead nowhere for another reason.
pub(super) fn needs(cx: &Ctx<'_>, mut id: ExprId) -> Option<Vec<Value>> {
    let (root, steps) = chain(cx.tree, id);
    if !matches!(cx.tree.expr(root), Expr::Variable) || !is_of_value(cx, root, &steps) {
        return None;
    }
    let mut found = Vec::new();
    while id != root {
        let (base, is_known) = match cx.tree.expr(id) {
            Expr::Attr { base, .. } => (base, true),
            Expr::Index { base, key } => (base, eval(cx, key).is_ok_and(|key| key.is_wholly_known())),
            _ => return None,
        };
        // What stands before the first name is no value.
        if base == root && cx.bound(cx.tree.source(root)).is_none() {
            break;
        }
        let whole = eval(cx, base).ok().filter(|_| is_known)?;
        if whole.is_unknown() {
            let ty = &whole.as_unknown()?.ty;
            if !matches!((ty, cx.tree.expr(id)), (Type::Object(_), Expr::Attr { .. })) {
                return None;
            }
            let exists = |whole: &Value| equality(cx, BinaryOp::NotEqual, whole, &Value::null());
            let exists = distribute(cx, &whole, exists(&whole), &|whole| Ok(exists(whole)));
            if exists.as_bool() != Some(true) {
                exists.as_unknown().filter(|unknown| unknown.cases.is_some())?;
                found.push(exists);
            }
        }
        id = base;
    }
    Some(found)
}

/// Whether a known map has a key that is not known, where that can be asked key by key.
fn has_key(cx: &Ctx<'_>, base: ExprId, key: ExprId) -> Option<Value> {
    let key = eval(cx, key).ok().filter(Value::is_unknown)?;
    let Value::Map { value: map, .. } = eval(cx, base).ok()? else { return None };
    let keys = map.entries.iter().map(|(name, _)| (name.clone(), Value::bool(true)));
    let unknown = Value::from_unknown(unknown_from(Type::Bool, true, &[&key]));
    Some(by_each_key(cx, &Value::object(keys), &key, unknown, Some(&Value::bool(false))))
}

fn resolve(cx: &Ctx<'_>, root: ExprId, ids: &[ExprId], steps: &[Step<'_>]) -> Evaluated {
    let blame =
        |count: usize| cx.tree.span(count.checked_sub(1).and_then(|i| ids.get(i)).copied().unwrap_or(root));
    cx.meter.enter();
    let found = cx.scope.lookup(cx.tree.source(root), steps);
    cx.meter.leave();
    let (mut value, used) = found.map_err(|message| EvalError::new(message, blame(steps.len().min(2))))?;
    for (at, step) in steps.iter().enumerate().skip(used) {
        value = match step {
            Step::Attr(name) => attribute(cx, &value, name),
            Step::Index(key) => index(cx, &value, key),
        }
        .map_err(|message| EvalError::new(message, blame(at + 1)))?;
    }
    Ok(value)
}

/// An element with what its container adds: its marks, and its provenance where the element has none.
pub(super) fn from_container(element: &Value, container: &Value) -> Value {
    let element = element.clone().with_marks(container.marks());
    if element.provenance() == Provenance::NONE {
        element.with_provenance(container.provenance())
    } else {
        element
    }
}

/// `value.name`
pub(super) fn attribute(cx: &Ctx<'_>, value: &Value, name: &str) -> Result<Value, String> {
    match value {
        Value::Map { value: map, .. } => match map.get(name) {
            Some(element) => Ok(from_container(element, value)),
            None if map.kind == MapKind::Object => Err(format!("the object has no attribute `{name}`")),
            None => Err(format!("the map has no element `{name}`")),
        },
        Value::Null { .. } => Err(format!("null has no attribute `{name}`")),
        Value::Unknown { value: unknown, .. } => {
            if let Some(element) = certain(unknown, name) {
                return Ok(from_container(element, value));
            }
            let ty = match &unknown.ty {
                Type::Dynamic => Type::Dynamic,
                Type::Map(ty) => (**ty).clone(),
                Type::Object(fields) => match fields.get(name) {
                    Some(field) => field.ty.clone(),
                    None => return Err(format!("the object has no attribute `{name}`")),
                },
                _ => return Err(format!("{} has no attribute `{name}`", describe(value))),
            };
            let mut inside = symbol::part(unknown, ty, &format!(".{name}"));
            inside.may_be = left_out(unknown, name);
            let whole = of_whole(inside, value);
            let found = distribute(cx, value, whole, &|value| attribute(cx, value, name));
            Ok(part_of_one(cx, found, value, Some(name)))
        }
        _ => Err(format!("{} has no attribute `{name}`", describe(value))),
    }
}

/// What an attribute of a variable is where whoever gives the value leaves it out.
fn left_out(unknown: &Unknown, name: &str) -> Blank {
    match &unknown.ty {
        Type::Object(fields) if unknown.cause.kind == CauseKind::Variable => {
            let blank = |field: &Field| Blank { null: field.optional, empty: field.empty };
            fields.get(name).map_or(Blank::NONE, blank)
        }
        _ => Blank::NONE,
    }
}

/// The element of an unknown map that it surely has.
fn certain<'v>(map: &'v Unknown, name: &str) -> Option<&'v Value> {
    map.refinements.entries.as_deref()?.get(name)
}

fn of_whole(part: Unknown, whole: &Value) -> Value {
    Value::from_unknown(part).with_marks(whole.marks()).with_provenance(whole.provenance())
}

/// More values than this are not looked through for what an unknown can be.
const MAX_ALTERNATIVES: usize = 1000;

/// Calls `each` with what a value can be, where that is one of several.
fn alternatives(value: &Value, left: &mut usize, each: &mut dyn FnMut(&Value)) {
    let Some(fewer) = left.checked_sub(1) else { return };
    *left = fewer;
    let Some(unknown) = value.as_unknown() else { return each(value) };
    if let Some(cases) = &unknown.cases {
        alternatives(&cases.yes, left, each);
        alternatives(&cases.no, left, each);
        return;
    }
    if let Some(among) = &unknown.refinements.among.0 {
        among.each_element(&mut |item| alternatives(item, left, each));
    }
    each(value);
}

/// A part of something that can be one of several, which is null where the part of one of them is. Without a name
/// it can be any part.
pub(super) fn part_of_one(cx: &Ctx<'_>, part: Value, whole: &Value, name: Option<&str>) -> Value {
    if part.as_unknown().is_none_or(|unknown| unknown.cases.is_some()) {
        return part;
    }
    let found = parts(whole, name);
    let kept = !found.is_empty() && cx.meter.keep(found.len() as u64);
    if kept { one_of(part, Value::tuple(found)) } else { part }
}

/// What is visible of what a part of something can be. Without a name it can be any part.
pub(super) fn parts(whole: &Value, name: Option<&str>) -> Vec<Value> {
    let mut found = Vec::new();
    alternatives(whole, &mut { MAX_ALTERNATIVES }, &mut |one| match (one, name) {
        (Value::Map { value: map, .. }, Some(name)) => found.extend(map.get(name).cloned()),
        _ if found.len() > MAX_ALTERNATIVES => {}
        (Value::Unknown { value: unknown, .. }, _) => {
            let blank = name.map_or(Blank::NONE, |name| left_out(unknown, name));
            found.extend(blank.null.then(Value::null));
            found.extend(blank.empty.then(|| Value::string("")));
            if let Some(like) = &unknown.refinements.like.0 {
                like.each_element(&mut |item| found.push(item.clone()));
            }
        }
        _ => one.each_element(&mut |item| found.push(item.clone())),
    });
    found
}

/// An unknown element of a collection, which can be what its elements visibly are.
#[must_use]
pub fn element_of(element: Value, collection: &Value) -> Value {
    let found = parts(collection, None);
    if found.is_empty() { element } else { one_of(element, Value::tuple(found)) }
}

/// What a value is of what stands for nothing, or visibly can be in one of its cases.
fn blank(value: &Value, left: &mut usize) -> Blank {
    match (value.as_unknown().and_then(|unknown| unknown.cases.as_deref()), left.checked_sub(1)) {
        (Some(cases), Some(fewer)) => {
            *left = fewer;
            blank(&cases.yes, left).or(blank(&cases.no, left))
        }
        _ => Blank::of(value),
    }
}

/// An unknown that is one of the elements of a collection.
pub(super) fn one_of(one: Value, among: Value) -> Value {
    let Value::Unknown { value: unknown, marks, from } = one else { return one };
    let mut unknown = Arc::unwrap_or_clone(unknown);
    let left = &mut { MAX_ALTERNATIVES };
    among.each_element(&mut |item| unknown.may_be = unknown.may_be.or(blank(item, left)));
    unknown.refinements.among = Among(Some(among));
    Value::Unknown { value: Arc::new(unknown), marks, from }
}

/// The operation under each outcome of the conditions that the value hangs on.
fn distribute(
    cx: &Ctx<'_>,
    value: &Value,
    whole: Value,
    again: &dyn Fn(&Value) -> Result<Value, String>,
) -> Value {
    let again = |inputs: &[Value]| {
        inputs
            .first()
            .map_or_else(|| Ok(Value::null()), again)
            .map_err(|message| EvalError::new(message, cx.tree.span(ExprId(0))))
    };
    split(std::slice::from_ref(value), whole, &again)
}

/// `collection[key]`
pub(super) fn index(cx: &Ctx<'_>, collection: &Value, key: &Value) -> Result<Value, String> {
    if collection.is_null() {
        return Err("null cannot be indexed".into());
    }
    if key.is_null() {
        return Err("null cannot be a key".into());
    }
    // What is indexed by something of unknown type is not looked at.
    if key.as_unknown().is_some_and(|unknown| unknown.ty == Type::Dynamic)
        && !matches!(collection, Value::Map { .. })
        && !matches!(collection, Value::Seq { value, .. } if !matches!(value.kind, SeqKind::Set(_)))
    {
        return Ok(by_unknown_key(cx, collection, key));
    }
    if let Value::Unknown { value: unknown, .. } = collection {
        if let Some(element) = key.as_str().and_then(|name| certain(unknown, name)) {
            return Ok(from_container(element, collection).with_marks(key.marks()));
        }
        let whole = index_unknown(unknown, collection, key, cx)?;
        let found = distribute(cx, collection, whole, &|collection| index(cx, collection, key));
        return Ok(part_of_one(cx, found, collection, object_key(key).ok().flatten().as_deref()));
    }
    let found = match collection {
        Value::Seq { value: seq, .. } => {
            if matches!(seq.kind, SeqKind::Set(_)) {
                return Err("the elements of a set have no index".into());
            }
            let Some(position) = number_key(key)? else {
                return Ok(by_unknown_key(cx, collection, key));
            };
            let element = position.as_i64().and_then(|n| seq.items.get(usize::try_from(n).ok()?));
            element.ok_or_else(|| {
                let kind = if seq.kind == SeqKind::Tuple { "tuple" } else { "list" };
                let count = seq.items.len();
                let elements = if count == 1 { "element" } else { "elements" };
                if key.marks().printable() {
                    format!("the {kind} has {count} {elements}, none of them at index {position}")
                } else {
                    format!("the {kind} has {count} {elements}, none of them at this index")
                }
            })?
        }
        Value::Map { value: map, .. } => {
            let Some(name) = object_key(key)? else {
                return Ok(by_unknown_key(cx, collection, key));
            };
            let kind =
                if map.kind == MapKind::Object { "object has no attribute" } else { "map has no element" };
            map.get(&name).ok_or_else(|| {
                if key.marks().printable() {
                    format!("the {kind} `{name}`")
                } else {
                    format!("the {kind} of this name")
                }
            })?
        }
        _ => return Err(format!("{} cannot be indexed", describe(collection))),
    };
    let found = from_container(found, collection);
    // An attribute found by a marked name is not marked, unlike an element of a map.
    let is_object = matches!(collection, Value::Map { value, .. } if value.kind == MapKind::Object);
    Ok(if is_object { found } else { found.with_marks(key.marks()) })
}

/// An element of a known collection by an unknown key. Terraform does not look into the collection by a key of
/// unknown type.
fn by_unknown_key(cx: &Ctx<'_>, collection: &Value, key: &Value) -> Value {
    let ty = match collection {
        _ if key.as_unknown().is_some_and(|key| key.ty == Type::Dynamic) => Type::Dynamic,
        Value::Seq { value, .. } => match &value.kind {
            SeqKind::List(ty) | SeqKind::Set(ty) => ty.clone(),
            SeqKind::Tuple => Type::Dynamic,
        },
        Value::Map { value, .. } => match &value.kind {
            MapKind::Map(ty) => ty.clone(),
            MapKind::Object => Type::Dynamic,
        },
        _ => Type::Dynamic,
    };
    let mut unknown = unknown_from(ty, false, &[key, collection]);
    unknown.symbol = symbol::element(cx, collection, key);
    // Any of the elements may be it, so none of them marks it.
    let mut flow = super::Flow::of(collection);
    add_key(cx, &mut flow, key);
    collection.each_element(&mut |item| {
        flow.from = cx.unite(flow.from, item.provenance());
        unknown.may_be = unknown.may_be.or(Blank::of(item));
    });
    let whole = flow.onto(cx, Value::from_unknown(unknown));
    if few_conditions(std::slice::from_ref(key)).is_some() {
        return distribute(cx, key, whole, &|key| index(cx, collection, key));
    }
    by_each_key(cx, collection, key, whole, None)
}

/// What is found in a small map by an unknown key, as one case for each key of it. `otherwise` is found by any
/// other; without it there is an error then, and the last key is the only one that is left.
pub(super) fn by_each_key(
    cx: &Ctx<'_>,
    collection: &Value,
    key: &Value,
    whole: Value,
    otherwise: Option<&Value>,
) -> Value {
    let found = each_key(cx, collection, key, &whole, otherwise);
    found.unwrap_or_else(|| match otherwise {
        None => one_of(whole, collection.clone()),
        Some(otherwise) => {
            let mut all = vec![otherwise.clone()];
            collection.each_element(&mut |item| all.push(item.clone()));
            one_of(whole, Value::tuple(all))
        }
    })
}

fn each_key(
    cx: &Ctx<'_>,
    collection: &Value,
    key: &Value,
    whole: &Value,
    otherwise: Option<&Value>,
) -> Option<Value> {
    let Value::Map { value: map, marks, .. } = collection else { return None };
    // The conditions would show the keys.
    if !marks.printable() {
        return None;
    }
    let is_text = key.as_unknown().is_some_and(|key| matches!(key.ty, Type::String | Type::Dynamic));
    let alternatives = map.entries.len() + usize::from(otherwise.is_some());
    if !is_text || map.entries.is_empty() || alternatives > MAX_CONDITIONS + 1 {
        return None;
    }
    let mut cases: Vec<(Arc<Symbol>, Value)> = Vec::with_capacity(alternatives);
    for (name, _) in &map.entries {
        let name = Value::string(&**name);
        let (Some(condition), Ok(found)) = (question(cx, key, &name), index(cx, collection, &name)) else {
            return None;
        };
        cases.push((condition, found));
    }
    let last = match (otherwise, cases.as_slice()) {
        (Some(otherwise), _) => otherwise.clone(),
        (None, [(_, only)]) => only.clone(),
        _ => match cases.pop() {
            Some((_, found)) => found,
            None => return None,
        },
    };
    let add = |rest, (condition, found)| with_cases(whole.clone(), condition, found, rest);
    Some(cases.into_iter().rev().fold(last, add))
}

/// An element of an unknown collection.
fn index_unknown(unknown: &Unknown, whole: &Value, key: &Value, cx: &Ctx<'_>) -> Result<Value, String> {
    let (ty, step) = match &unknown.ty {
        Type::Dynamic => {
            let step = match key {
                Value::Int { value, .. } => Some(format!("[{value}]")),
                _ => key.as_str().map(key_step),
            };
            (Type::Dynamic, step)
        }
        Type::List(_) | Type::Tuple(_) => {
            let position = number_key(key)?;
            let at = position.as_ref().and_then(Number::as_i64);
            let ty = match (&unknown.ty, &position) {
                (Type::List(ty), _) => {
                    let outside = |n: i64| {
                        unknown
                            .refinements
                            .max_length
                            .is_some_and(|max| usize::try_from(n).is_ok_and(|n| n >= max))
                    };
                    if at.is_some_and(outside) {
                        return Err("the list has no element at this index".into());
                    }
                    (**ty).clone()
                }
                (Type::Tuple(types), Some(_)) => at
                    .and_then(|n| types.get(usize::try_from(n).ok()?))
                    .ok_or("the tuple has no element at this index")?
                    .clone(),
                _ => Type::Dynamic,
            };
            (ty, at.map(|n| format!("[{n}]")))
        }
        Type::Map(_) | Type::Object(_) => {
            let name = object_key(key)?;
            let ty = match (&unknown.ty, &name) {
                (Type::Map(ty), _) => (**ty).clone(),
                // Terraform looks at the attributes when the object is known.
                _ => Type::Dynamic,
            };
            (ty, name.map(|name| key_step(&name)))
        }
        Type::Set(_) => return Err("the elements of a set have no index".into()),
        _ => return Err(format!("{} cannot be indexed", describe(whole))),
    };
    // The name of a part would show a secret key.
    if let Some(step) = step.filter(|_| key.marks().printable() && !cx.hushed) {
        let mut inside = symbol::part(unknown, ty, &step);
        if let Some(name) = key.as_str() {
            inside.may_be = left_out(unknown, name);
        }
        return Ok(of_whole(inside, whole).with_marks(key.marks().forgotten()));
    }
    let mut element = unknown_from(ty, false, &[whole, key]);
    element.symbol = symbol::element(cx, whole, key);
    let mut flow = super::Flow::of(whole);
    add_key(cx, &mut flow, key);
    Ok(flow.onto(cx, Value::from_unknown(element)))
}

/// Adds what an unknown key brings with it. It does not mark what is found by it.
fn add_key(cx: &Ctx<'_>, flow: &mut super::Flow, key: &Value) {
    flow.from = cx.unite(flow.from, key.provenance());
    flow.marks = flow.marks.union(key.marks().forgotten());
}

/// The path step of a string key, the same for `["name"]` and `.name`.
pub(super) fn key_step(key: &str) -> String {
    let mut chars = key.chars();
    let is_name = chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(|c| c == '-' || unicode_ident::is_xid_continue(c));
    if is_name {
        return format!(".{key}");
    }
    let mut step = String::from("[");
    symbol::quote(key, &mut step);
    step.push(']');
    step
}

/// A key as a number; `None` when it is unknown.
fn number_key(key: &Value) -> Result<Option<Number>, String> {
    if let Some(number) = key.as_number() {
        return Ok(Some(number));
    }
    if let Value::Unknown { value, .. } = key
        && !matches!(value.ty, Type::Dynamic | Type::Number | Type::String)
    {
        return Err("the index must be a number".into());
    }
    if key.is_unknown() {
        return Ok(None);
    }
    let converted = convert(key, &Type::Number).ok();
    converted.and_then(|key| key.as_number()).map(Some).ok_or_else(|| "the index must be a number".into())
}

/// A key as a string; `None` when it is unknown.
pub(super) fn object_key(key: &Value) -> Result<Option<Arc<str>>, String> {
    match key {
        Value::Null { .. } => Err("a key cannot be null".into()),
        Value::String { value, .. } => Ok(value.as_known().map(Into::into)),
        Value::Int { value, .. } => Ok(Some(value.to_string().into())),
        Value::Decimal { value, .. } => Ok(Some(value.to_string().into())),
        Value::Bool { value, .. } => Ok(Some(if *value { "true".into() } else { "false".into() })),
        Value::Unknown { value, .. } => match value.ty {
            Type::Dynamic | Type::Bool | Type::Number | Type::String => Ok(None),
            _ => Err("a key must be a string".into()),
        },
        Value::Seq { .. } | Value::Map { .. } => Err("a key must be a string".into()),
    }
}

/// The kind of a value for people.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null { .. } => "null",
        Value::Bool { .. } => "a bool",
        Value::Int { .. } | Value::Decimal { .. } => "a number",
        Value::String { .. } => "a string",
        Value::Seq { value, .. } => match value.kind {
            SeqKind::List(_) => "a list",
            SeqKind::Set(_) => "a set",
            SeqKind::Tuple => "a tuple",
        },
        Value::Map { value, .. } => match value.kind {
            MapKind::Map(_) => "a map",
            MapKind::Object => "an object",
        },
        Value::Unknown { value, .. } => match value.ty {
            Type::Dynamic => "an unknown value",
            Type::Bool => "a bool",
            Type::Number => "a number",
            Type::String => "a string",
            Type::List(_) => "a list",
            Type::Set(_) => "a set",
            Type::Map(_) => "a map",
            Type::Tuple(_) => "a tuple",
            Type::Object(_) => "an object",
        },
    }
}
