//! Functions over lists, sets, tuples, maps and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind};
use rustc_hash::FxHashSet;

use super::{
    CallContext, Carried, Function, Kind, Param, give_up, picked, refined_from, returns, unknown_from,
    with_own,
};
use crate::convert::{
    convert, equal_key, friendly, length_is_known, make_set, may_merge, set_key, type_of, unify, unify_iter,
    without_marks,
};
use crate::eval::{Keyed, Scope, safe_prefix};
use crate::number::Number;
use crate::tri::{Tri, terraform_equals};
use crate::types::{Field, Type};
use crate::value::{Among, Blank, Map, MapKind, Marks, Refinements, Segment, Seq, SeqKind, Unknown, Value};

const BOOLS: Param = Param::new("list", Kind::List(&Kind::Bool)).partial();
const LIST: Param = Param::new("list", Kind::Any).ahead();
const MARKED_LIST: Param = Param::new("list", Kind::Any).partial().marked();
const LIST_OF_ANY: Kind = Kind::List(&Kind::Any);
const SET_OF_ANY: Kind = Kind::Set(&Kind::Any);
const STRINGS: Kind = Kind::List(&Kind::String);
const SETS: Param = Param::new("other_sets", SET_OF_ANY).partial().marked();

/// More elements than this are not computed.
const MOST: usize = 1 << 20;

pub(super) const TABLE: &[Function] = &[
    Function::pure("alltrue", &[BOOLS], returns::bool, alltrue).not_null(),
    Function::pure("anytrue", &[BOOLS], returns::bool, anytrue).not_null(),
    Function::pure(
        "chunklist",
        &[Param::new("list", LIST_OF_ANY).partial().marked(), Param::new("size", Kind::Number).marked()],
        |args| Ok(Type::List(Arc::new(first_type(args)))),
        chunklist,
    )
    .not_null(),
    Function::pure("coalesce", &[], returns::any, coalesce)
        .rest(Param::new("vals", Kind::Any).nullable().partial().marked())
        .not_null(),
    Function::pure("coalescelist", &[], returns::any, coalescelist)
        .rest(Param::new("vals", Kind::Any).nullable().partial().marked())
        .not_null(),
    Function::pure("compact", &[Param::new("list", STRINGS).partial()], returns::strings, compact).not_null(),
    Function::pure("concat", &[], concat_type, concat)
        .rest(Param::new("seqs", Kind::Any).partial().marked())
        .not_null(),
    Function::pure("contains", &[LIST, Param::new("value", Kind::Any).ahead()], returns::bool, contains)
        .not_null(),
    Function::pure("distinct", &[Param::new("list", LIST_OF_ANY)], |args| Ok(first_type(args)), distinct)
        .not_null(),
    Function::pure(
        "element",
        &[MARKED_LIST, Param::new("index", Kind::Number).partial()],
        returns::any,
        element,
    ),
    Function::pure("flatten", &[MARKED_LIST], returns::any, flatten).not_null(),
    Function::pure("index", &[LIST, Param::new("value", Kind::Any).ahead()], returns::number, index)
        .not_null(),
    Function::pure("keys", &[Param::new("inputMap", Kind::Any).partial().marked()], returns::any, keys)
        .not_null(),
    Function::pure("length", &[Param::new("value", Kind::Any).partial().marked()], returns::number, length)
        .not_null(),
    Function::pure(
        "lookup",
        &[
            Param::new("inputMap", Kind::Any).partial().marked(),
            Param::new("key", Kind::String).partial().marked(),
        ],
        returns::any,
        lookup,
    )
    .rest(Param::new("default", Kind::Any).nullable().partial().marked()),
    Function::pure(
        "matchkeys",
        &[
            Param::new("values", LIST_OF_ANY).ahead(),
            Param::new("keys", LIST_OF_ANY).ahead(),
            Param::new("searchset", LIST_OF_ANY).ahead(),
        ],
        |args| common_keys(args).map(|_| first_type(args)),
        matchkeys,
    )
    .not_null(),
    Function::pure("merge", &[], merge_type, merge)
        .rest(Param::new("maps", Kind::Any).nullable().partial().marked())
        .not_null(),
    Function::pure("one", &[MARKED_LIST], returns::any, one),
    Function::pure("range", &[], |_| Ok(Type::List(Arc::new(Type::Number))), range)
        .rest(Param::new("params", Kind::Number))
        .not_null(),
    Function::pure("reverse", &[MARKED_LIST], reverse_type, reverse).not_null(),
    Function::pure(
        "setintersection",
        &[Param::new("first_set", SET_OF_ANY).partial().marked()],
        set_type,
        |args, ctx| combine(args, ctx, |sets, key| sets.iter().all(|set| set.contains(key))),
    )
    .rest(SETS)
    .not_null(),
    Function::pure("setproduct", &[], product_type, setproduct)
        .rest(Param::new("sets", Kind::Any).partial().marked())
        .not_null(),
    Function::pure(
        "setsubtract",
        &[Param::new("a", SET_OF_ANY).partial().marked(), Param::new("b", SET_OF_ANY).partial().marked()],
        set_type,
        |args, ctx| {
            combine(args, ctx, |sets, key| {
                sets.iter().enumerate().all(|(index, set)| set.contains(key) == (index == 0))
            })
        },
    )
    .not_null(),
    Function::pure("setunion", &[Param::new("first_set", SET_OF_ANY).partial().marked()], set_type, setunion)
        .rest(SETS)
        .not_null(),
    Function::pure(
        "slice",
        &[
            MARKED_LIST,
            Param::new("start_index", Kind::Number).partial(),
            Param::new("end_index", Kind::Number).partial(),
        ],
        returns::any,
        slice,
    )
    .not_null(),
    Function::pure("sort", &[Param::new("list", STRINGS).partial()], returns::strings, sort).not_null(),
    Function::pure(
        "transpose",
        &[Param::new("values", Kind::Map(&STRINGS))],
        |_| Ok(Type::Map(Arc::new(Type::List(Arc::new(Type::String))))),
        transpose,
    )
    .not_null(),
    Function::pure("values", &[Param::new("mapping", Kind::Any).partial().marked()], values_type, values)
        .not_null(),
    Function::pure(
        "zipmap",
        &[Param::new("keys", STRINGS).partial().marked(), Param::new("values", Kind::Any).partial().marked()],
        returns::any,
        zipmap,
    )
    .not_null(),
];

/// The parameters guarantee that the arguments are there.
const MISSING: &str = "an argument is missing";

fn arg(args: &[Value], index: usize) -> Result<&Value, String> {
    args.get(index).ok_or_else(|| MISSING.to_owned())
}

fn first_type(args: &[Value]) -> Type {
    args.first().map_or(Type::Dynamic, type_of)
}

/// What [`give_up`] makes, but with the marks of the arguments themselves.
fn give_up_own(args: &[Value], ctx: &CallContext<'_>, ty: Type) -> Value {
    with_own(args, ctx, give_up(args, ctx, ty))
}

/// A whole number, such as an index.
fn whole(value: &Value) -> Result<i64, String> {
    value.as_number().and_then(|number| number.as_i64()).ok_or_else(|| {
        "a whole number between -9223372036854775808 and 9223372036854775807 is required".to_owned()
    })
}

/// Whether a string is certain not to be empty although it is not known: it is JSON, or a known part has text.
fn certainly_not_empty(value: &Value) -> bool {
    value.encoded().is_some()
        || value.as_segments().is_some_and(|parts| {
            parts.iter().any(|part| matches!(part, Segment::Known(text) if !text.is_empty()))
        })
}

fn alltrue(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let Some(items) = arg(args, 0)?.as_items() else { return Ok(unknown_from(args, Type::Bool)) };
    for item in items {
        match item.as_bool() {
            Some(true) => {}
            None if !item.is_null() => return Ok(unknown_from(args, Type::Bool)),
            _ => return Ok(Value::bool(false)),
        }
    }
    Ok(Value::bool(true))
}

fn anytrue(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let Some(items) = arg(args, 0)?.as_items() else { return Ok(unknown_from(args, Type::Bool)) };
    if items.iter().any(|item| item.as_bool() == Some(true)) {
        return Ok(Value::bool(true));
    }
    if items.iter().any(Value::is_unknown) {
        return Ok(unknown_from(args, Type::Bool));
    }
    Ok(Value::bool(false))
}

fn chunklist(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let list = arg(args, 0)?;
    let Value::Seq { value: seq, .. } = list else {
        return Ok(give_up(args, ctx, Type::List(Arc::new(first_type(args)))));
    };
    let size = usize::try_from(whole(arg(args, 1)?)?).map_err(|_| "the size must be positive".to_owned())?;
    let ty = type_of(list);
    let chunk = |items: &[Value]| Value::seq(seq.kind.clone(), items.to_vec());
    let chunks = if size == 0 {
        if seq.items.is_empty() { Vec::new() } else { vec![chunk(&seq.items)] }
    } else {
        seq.items.chunks(size).map(chunk).collect()
    };
    Ok(with_own(args, ctx, Value::seq(SeqKind::List(ty), chunks)))
}

fn coalesce(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let ty = unify_iter(args.iter().map(type_of)).ok_or("all arguments must have the same type")?;
    let mut carried = Carried::default();
    for (index, candidate) in args.iter().enumerate() {
        let mut own = Carried::default();
        let value = own.take(candidate, ctx.scope);
        carried.from = super::unite(ctx.scope, carried.from, own.from);
        let value = convert(&value, &ty)?;
        let empty = value.as_str() == Some("");
        if value.is_null() || empty {
            carried.marks = carried.marks.union(own.marks);
            continue;
        }
        // Terraform marks the result with the marks of all arguments, also of those not looked at.
        for other in args.get(index..).unwrap_or_default() {
            let mut rest = Carried::default();
            rest.take(other, ctx.scope);
            carried.marks = carried.marks.union(rest.marks);
        }
        if value.is_unknown() && !certainly_not_empty(&value) {
            for other in args.get(index..).unwrap_or_default() {
                carried.take(other, ctx.scope);
            }
            // Where nothing else is left it is the value, or there is none.
            let is_left = |other: &Value| !other.is_null() && other.as_str() != Some("");
            let alone = !args.get(index + 1..).unwrap_or_default().iter().any(is_left);
            let symbol = value.as_unknown().and_then(|unknown| unknown.symbol.clone()).filter(|_| alone);
            let mut unknown = unknown_from(&[value], ty);
            if let Value::Unknown { value, .. } = &mut unknown {
                Arc::make_mut(value).symbol = symbol;
            }
            return Ok(carried.put(unknown, ctx.scope));
        }
        return Ok(carried.put(value, ctx.scope));
    }
    Err("every argument is null or an empty string".to_owned())
}

fn coalescelist(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    if args.is_empty() {
        return Err("at least one argument is required".to_owned());
    }
    for arg in args {
        match type_of(arg) {
            Type::List(_) | Type::Tuple(_) => {}
            _ if arg.is_unknown() => break,
            _ => return Err("the arguments must be lists or tuples".to_owned()),
        }
        if arg.is_unknown() {
            break;
        }
    }
    // Terraform marks the result with the marks of all arguments.
    let mut marks = Marks::NONE;
    let bare: Vec<Value> = args.iter().map(|arg| without_marks(arg, &mut marks)).collect();
    for arg in bare {
        if arg.is_unknown() {
            let mut whole = give_up(args, ctx, Type::Dynamic).with_marks(marks);
            if let Value::Unknown { value, .. } = &mut whole {
                Arc::make_mut(value).refinements.among = Among(Some(Value::tuple(args.to_vec())));
            }
            return Ok(whole);
        }
        if arg.as_items().is_some_and(|items| !items.is_empty()) {
            return Ok(arg.with_marks(marks));
        }
    }
    Err("every argument is null or empty".to_owned())
}

fn compact(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let strings = || Type::List(Arc::new(Type::String));
    let list = arg(args, 0)?;
    let mut open = list.as_unknown().map(|_| list);
    let mut kept = Vec::new();
    for item in list.sure_items() {
        if item.is_unknown() && !certainly_not_empty(item) {
            open = open.or(Some(item));
        } else if !item.is_null() && item.as_str() != Some("") {
            kept.push(item.clone());
        }
    }
    match open {
        Some(open) => Ok(at_least(unknown_from(std::slice::from_ref(open), strings()), kept)),
        None => Ok(Value::seq(SeqKind::List(Type::String), kept)),
    }
}

fn concat_type(args: &[Value]) -> Result<Type, String> {
    if args.is_empty() {
        return Err("at least one argument is required".to_owned());
    }
    let types: Vec<Type> = args.iter().map(type_of).collect();
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(element) = unify_iter(types.iter().filter_map(|ty| match ty {
            Type::List(element) => Some(Type::clone(element)),
            _ => None,
        }))
    {
        return Ok(Type::List(Arc::new(element)));
    }
    let mut items = Vec::new();
    for (arg, ty) in args.iter().zip(types) {
        match ty {
            Type::Tuple(types) => items.extend(types.iter().cloned()),
            Type::List(element) => match arg.as_items() {
                Some(own) => items.extend(own.iter().map(|_| Type::clone(&element))),
                None => return Ok(Type::Dynamic),
            },
            Type::Dynamic => return Ok(Type::Dynamic),
            other => return Err(format!("all arguments must be lists or tuples, not {}", friendly(&other))),
        }
    }
    Ok(Type::Tuple(items.into()))
}

/// An unknown collection with elements that it surely has.
fn at_least(mut unknown: Value, items: Vec<Value>) -> Value {
    if let Value::Unknown { value, .. } = &mut unknown
        && !items.is_empty()
    {
        Arc::make_mut(value).refinements.items = Some(Arc::new(Seq::new(SeqKind::Tuple, items)));
    }
    unknown
}

fn concat(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    // The type of a tuple costs as much as the tuple, so it is made for the unknown result alone.
    let lists = args
        .iter()
        .all(|arg| matches!(arg, Value::Seq { value, .. } if matches!(value.kind, SeqKind::List(_))));
    let known = args
        .iter()
        .all(|arg| matches!(arg, Value::Seq { value, .. } if !matches!(value.kind, SeqKind::Set(_))));
    if args.is_empty() || !known {
        let ty = concat_type(args)?;
        let of = |list: &Value| -> Vec<Value> {
            list.sure_items().iter().map(|item| item.clone().with_marks(list.marks())).collect()
        };
        return Ok(at_least(give_up(args, ctx, ty), args.iter().flat_map(of).collect()));
    }
    let items = || args.iter().flat_map(|arg| arg.as_items().unwrap_or_default());
    let element = lists
        .then(|| {
            unify_iter(args.iter().filter_map(|arg| match arg {
                Value::Seq { value, .. } => match &value.kind {
                    SeqKind::List(element) => Some(element.clone()),
                    _ => None,
                },
                _ => None,
            }))
        })
        .flatten();
    let result = match element {
        Some(element) => {
            let items = items().map(|item| convert(item, &element)).collect::<Result<_, _>>()?;
            Value::seq(SeqKind::List(element), items)
        }
        None => Value::tuple(items().cloned().collect()),
    };
    Ok(with_own(args, ctx, result))
}

/// How many elements a list, set or tuple has at least and at most.
fn bounds(value: &Value) -> (usize, Option<usize>) {
    match (value, value.as_items()) {
        (Value::Seq { value, .. }, Some(items)) if !length_is_known(value) => (1, Some(items.len())),
        (Value::Unknown { value, .. }, _) => {
            (value.refinements.min_length.unwrap_or(0), value.refinements.max_length)
        }
        (_, items) => (items.map_or(0, <[Value]>::len), items.map(<[Value]>::len)),
    }
}

/// An unknown collection with so many elements at least and at most.
fn bounded(mut unknown: Value, (least, most): (usize, Option<usize>)) -> Value {
    if let Value::Unknown { value, .. } = &mut unknown {
        let refinements = &mut Arc::make_mut(value).refinements;
        // That there may be none is said only where it is seen.
        refinements.min_length = Some(least).filter(|least| *least > 0);
        refinements.max_length = most;
    }
    unknown
}

fn contains(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (list, wanted) = (arg(args, 0)?, arg(args, 1)?);
    let items = match list {
        Value::Seq { value, .. } => &value.items,
        Value::Unknown { value, .. }
            if matches!(value.ty, Type::Dynamic | Type::List(_) | Type::Set(_) | Type::Tuple(_)) =>
        {
            return Ok(unknown_from(args, Type::Bool));
        }
        _ => return Err("the first argument must be a list, tuple or set".to_owned()),
    };
    if matches!(wanted, Value::Unknown { .. }) {
        return Ok(unknown_from(args, Type::Bool));
    }
    let mut undecided = false;
    for item in items {
        match terraform_equals(item, wanted) {
            Tri::True => return Ok(Value::bool(true)),
            Tri::Unknown => undecided = true,
            Tri::False => {}
        }
    }
    Ok(if undecided { unknown_from(args, Type::Bool) } else { Value::bool(false) })
}

/// A text that is the same for equal values of one type and for them alone.
fn key_of(value: &Value) -> String {
    let mut key = String::new();
    equal_key(value, &mut key);
    key
}

/// The same for elements of sets.
fn row_of(value: &Value) -> String {
    let mut key = String::new();
    set_key(value, &mut key);
    key
}

/// Whether the text of each value in these can be made.
fn has_time_for_keys(values: &[&Value], ctx: &CallContext<'_>) -> bool {
    ctx.tally.take(values.iter().map(|value| u64::from(value.size().values)).sum())
}

fn distinct(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let list = arg(args, 0)?;
    let Value::Seq { value: seq, .. } = list else { return Err(MISSING.to_owned()) };
    if !has_time_for_keys(&[list], ctx) {
        return Ok(super::argument::too_long(type_of(list)));
    }
    let mut seen = FxHashSet::default();
    let items = seq.items.iter().filter(|item| seen.insert(key_of(item))).cloned().collect();
    Ok(Value::seq(seq.kind.clone(), items))
}

fn element(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (list, index) = (arg(args, 0)?, arg(args, 1)?);
    let ty = type_of(list);
    let element = match &ty {
        Type::List(element) => Type::clone(element),
        Type::Tuple(_) | Type::Dynamic => Type::Dynamic,
        other => return Err(format!("elements of {} have no index", friendly(other))),
    };
    if index.is_unknown() || list.is_unknown() && !matches!(ty, Type::Tuple(_)) {
        let blank = list.sure_items().iter().fold(Blank::NONE, |blank, item| blank.or(Blank::of(item)));
        return Ok(give_up(args, ctx, element).or_blank(blank));
    }
    let index = whole(index)?;
    let length = match (&ty, list.as_items()) {
        (_, Some(items)) => items.len(),
        (Type::Tuple(types), None) => types.len(),
        _ => return Ok(give_up(args, ctx, element)),
    };
    let at = i64::try_from(length)
        .ok()
        .filter(|length| *length > 0)
        .and_then(|length| usize::try_from(index.rem_euclid(length)).ok())
        .ok_or("an empty list has no elements")?;
    match (list.as_items().and_then(|items| items.get(at)), &ty) {
        (Some(item), _) => Ok(picked(std::slice::from_ref(list), ctx, item)),
        (None, Type::Tuple(types)) => Ok(give_up(args, ctx, types.get(at).cloned().unwrap_or(Type::Dynamic))),
        (None, _) => Ok(give_up(args, ctx, element)),
    }
}

fn flatten(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let list = arg(args, 0)?;
    match type_of_kind(list) {
        _ if list.is_unknown() => return Ok(give_up(args, ctx, Type::Dynamic)),
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => {}
        // Terraform looks at the kind once everything is known.
        Type::Map(_) | Type::Object(_) if !list.is_wholly_known() => {}
        _ => return Err("only lists, sets and tuples can be flattened".to_owned()),
    }
    let mut flat = Flat { items: Vec::new(), carried: Carried::default(), scope: ctx.scope, open: None };
    let entries = list.as_map().map(|map| map.entries.iter().map(|(_, item)| item.clone()).collect());
    let values = entries.map(|items| with_own(args, ctx, Value::tuple(items)));
    flat.add(values.as_ref().unwrap_or(list), &Carried::default());
    if let Some(cause) = flat.open {
        let marks = flat.carried.marks;
        let whole = give_up(args, ctx, Type::Dynamic).with_marks(marks);
        let unknown = Value::unknown(Type::Dynamic, cause).with_marks(whole.marks());
        let items = flat.items.into_iter().map(|item| item.with_marks(marks)).collect();
        return Ok(at_least(unknown.with_provenance(whole.provenance()), items));
    }
    Ok(flat.carried.put(Value::tuple(flat.items), ctx.scope))
}

/// The kind of a value's type, without looking at elements.
fn type_of_kind(value: &Value) -> Type {
    match value {
        Value::Seq { value, .. } if value.kind == SeqKind::Tuple => Type::Tuple(Arc::from([])),
        Value::Map { value, .. } if value.kind == MapKind::Object => Type::Object(Arc::default()),
        other => type_of(other),
    }
}

/// The elements found so far. Marks of the sequences inside go to the whole result, their provenance to
/// the elements.
struct Flat<'a> {
    items: Vec<Value>,
    carried: Carried,
    scope: &'a dyn Scope,
    /// Why there can be others.
    open: Option<Cause>,
}

impl Flat<'_> {
    fn add(&mut self, value: &Value, outer: &Carried) {
        match value {
            Value::Seq { value: seq, .. } => {
                if !length_is_known(seq) {
                    self.open = self.open.take().or_else(|| value.cause().cloned());
                }
                self.carried.marks = self.carried.marks.union(value.marks());
                let mut inner = Carried { marks: outer.marks, from: outer.from };
                inner.from = super::unite(self.scope, inner.from, value.provenance());
                for item in &seq.items {
                    self.add(item, &inner);
                }
                if seq.items.is_empty() {
                    self.carried.from = super::unite(self.scope, self.carried.from, inner.from);
                }
            }
            Value::Unknown { value: unknown, .. }
                if matches!(unknown.ty, Type::Dynamic | Type::List(_) | Type::Set(_) | Type::Tuple(_)) =>
            {
                self.open = self.open.take().or_else(|| Some(unknown.cause.clone()));
                // Terraform takes what has no type for an element, whose marks stay with it.
                if unknown.ty != Type::Dynamic {
                    self.carried.marks = self.carried.marks.union(value.marks());
                }
            }
            other => {
                let from = super::unite(self.scope, other.provenance(), outer.from);
                self.items.push(other.clone().with_provenance(from));
            }
        }
    }
}

fn index(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (list, wanted) = (arg(args, 0)?, arg(args, 1)?);
    let items = match list {
        Value::Seq { value, .. } if !matches!(value.kind, SeqKind::Set(_)) => &value.items,
        Value::Unknown { .. } => return Ok(unknown_from(args, Type::Number)),
        _ => return Err("the first argument must be a list or tuple".to_owned()),
    };
    if items.is_empty() {
        return Err("an empty list has no elements".to_owned());
    }
    for (at, item) in items.iter().enumerate() {
        match terraform_equals(item, wanted) {
            Tri::True => return Ok(Value::number(at)),
            Tri::Unknown => return Ok(unknown_from(args, Type::Number)),
            Tri::False => {}
        }
    }
    Err("the list has no such element".to_owned())
}

fn keys(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let map = arg(args, 0)?;
    let names = |names: Vec<Value>| Ok(with_own(args, ctx, Value::tuple(names)));
    match map {
        Value::Map { value, .. } => {
            let keys: Vec<Value> = value.entries.iter().map(|(key, _)| Value::string(&**key)).collect();
            match value.kind {
                MapKind::Object => names(keys),
                MapKind::Map(_) => Ok(with_own(args, ctx, Value::seq(SeqKind::List(Type::String), keys))),
            }
        }
        Value::Unknown { value, .. } => match &value.ty {
            Type::Object(fields) => names(fields.keys().map(|key| Value::string(&**key)).collect()),
            Type::Map(_) => Ok(give_up_own(args, ctx, Type::List(Arc::new(Type::String)))),
            Type::Dynamic => Ok(give_up(args, ctx, Type::Dynamic)),
            _ => Err("a map or object is required".to_owned()),
        },
        _ => Err("a map or object is required".to_owned()),
    }
}

fn length(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let value = arg(args, 0)?;
    let known = |count: usize| Ok(with_own(args, ctx, Value::number(count)));
    let between = |least: usize, most: Option<usize>| {
        if most == Some(least) {
            return known(least);
        }
        let refinements = Refinements {
            not_null: true,
            min: Some((Number::from(least), true)),
            max: most.map(|most| (Number::from(most), true)),
            ..Refinements::default()
        };
        Ok(with_own(args, ctx, refined_from(args, Type::Number, refinements)))
    };
    // What stands at the start of a text stays so many characters, whatever follows.
    let least = || {
        let prefix = value.prefix().and_then(safe_prefix);
        prefix.and_then(|prefix| super::argument::characters(&prefix, ctx)).unwrap_or(0)
    };
    match value {
        Value::String { .. } => match value.as_str() {
            Some(text) => match super::argument::characters(text, ctx) {
                Some(count) => known(count),
                None => Ok(with_own(args, ctx, super::argument::too_long(Type::Number))),
            },
            None => between(least(), None),
        },
        Value::Seq { .. } => {
            let (least, most) = bounds(value);
            between(least, most)
        }
        Value::Map { value, .. } => known(value.entries.len()),
        Value::Unknown { value: unknown, .. } => match &unknown.ty {
            Type::Dynamic => Ok(with_own(args, ctx, unknown_from(args, Type::Number))),
            Type::Tuple(items) => known(items.len()),
            Type::Object(fields) => known(fields.len()),
            Type::String => between(least(), None),
            Type::List(_) | Type::Set(_) | Type::Map(_) => {
                let (least, most) = bounds(value);
                between(least, most)
            }
            Type::Bool | Type::Number => Err(NO_LENGTH.to_owned()),
        },
        _ => Err(NO_LENGTH.to_owned()),
    }
}

const NO_LENGTH: &str = "a string, list, set, tuple, map or object is required";

fn lookup(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (map, key) = (arg(args, 0)?, arg(args, 1)?);
    let default = args.get(2);
    if args.len() > 3 {
        return Err(format!("two or three arguments are required, not {}", args.len()));
    }
    let ty = type_of_kind(map);
    let unknown = |ty: Type| {
        let result = give_up(args, ctx, ty);
        Ok(with_own(args.get(..2).unwrap_or_default(), ctx, result))
    };
    let element = match &ty {
        Type::Map(element) => Some(Type::clone(element)),
        Type::Object(_) => None,
        Type::Dynamic if map.is_unknown() => {
            let found = give_up(args, ctx, Type::Dynamic);
            return Ok(found.or_blank(default.map_or(Blank::NONE, Blank::of)));
        }
        _ => return Err("the first argument must be a map".to_owned()),
    };
    let default = match (default, &element) {
        (Some(default), Some(element)) => Some(
            convert(default, element)
                .map_err(|error| format!("the default must have the type of the elements: {error}"))?,
        ),
        (default, _) => default.cloned(),
    };
    let perhaps = |ty: Type| {
        let blank = default.as_ref().map_or(Blank::NONE, Blank::of);
        unknown(ty).map(|found| found.or_blank(blank))
    };
    let Some(wanted) = key.as_str() else { return perhaps(element.unwrap_or(Type::Dynamic)) };
    let own = |value: &Value| Ok(picked(args.get(..2).unwrap_or_default(), ctx, value));
    match (map, &element) {
        (Value::Map { value: map, .. }, _) => match (map.get(wanted), &default) {
            (Some(value), _) => own(value),
            (None, Some(default)) => own(default),
            (None, None) => Err(no_such_key(key, wanted)),
        },
        (_, Some(element)) => perhaps(element.clone()),
        (_, None) => match (type_of(map), default) {
            (Type::Object(fields), default) => match (fields.get(wanted), default) {
                (Some(field), _) => unknown(field.ty.clone()),
                (None, Some(default)) => own(&default),
                (None, None) => Err(no_such_key(key, wanted)),
            },
            _ => unknown(Type::Dynamic),
        },
    }
}

fn no_such_key(key: &Value, wanted: &str) -> String {
    if key.marks().printable() {
        format!("there is no key \"{wanted}\"")
    } else {
        "there is no such key".to_owned()
    }
}

/// The type of both the keys and the search set of `matchkeys`.
fn common_keys(args: &[Value]) -> Result<Type, String> {
    unify(&[type_of(arg(args, 1)?), type_of(arg(args, 2)?)])
        .ok_or_else(|| "the keys and the search set must have the same type".to_owned())
}

fn matchkeys(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (values, keys, searchset) = (arg(args, 0)?, arg(args, 1)?, arg(args, 2)?);
    let element = common_keys(args)?;
    let give_up = || Ok(unknown_from(args, first_type(args)));
    let Value::Seq { value: list, .. } = values else { return give_up() };
    let (Ok(keys), Ok(searchset)) = (convert(keys, &element), convert(searchset, &element)) else {
        return Err("the keys and the search set must have the same type".to_owned());
    };
    if !has_time_for_keys(&[&keys, &searchset], ctx) {
        return Ok(super::argument::too_long(first_type(args)));
    }
    let (Some(keys), Some(wanted)) = (keys.as_items(), searchset.as_items()) else { return give_up() };
    if list.items.len() != keys.len() {
        return Err("there must be as many keys as values".to_owned());
    }
    let result = |items: Vec<Value>| Ok(Value::seq(list.kind.clone(), items));
    if wanted.is_empty() || list.items.is_empty() {
        return result(Vec::new());
    }
    if args.iter().any(|arg| !arg.is_wholly_known()) {
        return give_up();
    }
    let wanted: FxHashSet<String> = wanted.iter().map(key_of).collect();
    result(
        list.items
            .iter()
            .zip(keys)
            .filter(|(_, key)| wanted.contains(&key_of(key)))
            .map(|(value, _)| value.clone())
            .collect(),
    )
}

fn merge_type(args: &[Value]) -> Result<Type, String> {
    let mut fields: BTreeMap<Arc<str>, Field> = BTreeMap::new();
    let mut known = true;
    for arg in args {
        match type_of(arg) {
            Type::Dynamic if arg.is_null() => {}
            Type::Dynamic => return Ok(Type::Dynamic),
            Type::Object(own) if !arg.is_null() => {
                fields.extend(own.iter().map(|(key, field)| (Arc::clone(key), field.clone())));
            }
            Type::Map(element) => match arg.as_map() {
                Some(map) => fields.extend(
                    map.entries
                        .iter()
                        .map(|(key, _)| (Arc::clone(key), Field::required(Type::clone(&element)))),
                ),
                None => known &= arg.is_null(),
            },
            Type::Object(_) => {}
            other => return Err(not_a_map(&other)),
        }
    }
    let mut types = args.iter().map(type_of);
    if let Some(first) = types.next()
        && types.all(|ty| ty == first)
    {
        return Ok(first);
    }
    Ok(if known { Type::Object(Arc::new(fields)) } else { Type::Dynamic })
}

fn not_a_map(ty: &Type) -> String {
    format!("the arguments must be maps or objects, not {}", friendly(ty))
}

fn merge(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    for arg in args {
        match type_of_kind(arg) {
            // What stands behind a value without a type is not looked at.
            Type::Dynamic if !arg.is_null() => break,
            Type::Dynamic | Type::Map(_) | Type::Object(_) => {}
            other => return Err(not_a_map(&other)),
        }
    }
    if args.iter().any(Value::is_unknown) {
        let ty = merge_type(args)?;
        let mut whole = give_up(args, ctx, ty);
        if let Value::Unknown { value, .. } = &mut whole {
            let refinements = &mut Arc::make_mut(value).refinements;
            refinements.entries = certain_entries(args);
            refinements.among = possible_entries(args);
        }
        return Ok(whole);
    }
    let maps: Vec<&Map> = args.iter().filter_map(Value::as_map).collect();
    // Only maps of one type make a map; null counts with its type.
    let element = match args.first().map(type_of_kind) {
        Some(first @ Type::Map(_)) if args.iter().all(|arg| type_of_kind(arg) == first) => match first {
            Type::Map(element) => Some(Type::clone(&element)),
            _ => None,
        },
        _ => None,
    };
    let entries = maps.iter().flat_map(|map| map.entries.iter().cloned());
    let result = match element {
        Some(element) => Value::map(MapKind::Map(element), entries),
        None => Value::object(entries),
    };
    let mut carried = Carried::default();
    for arg in args.iter().filter(|arg| !arg.is_null()) {
        carried.add(arg, ctx.scope);
    }
    Ok(carried.put(result, ctx.scope))
}

/// The entries that `merge` surely has: what stands behind the last unknown wins.
fn certain_entries(args: &[Value]) -> Option<Arc<Map>> {
    let from = args.iter().rposition(Value::is_unknown)?;
    let mut all = Vec::new();
    for arg in args.get(from..)? {
        let entries = arg.sure_entries().map_or(&[][..], |map| &map.entries);
        all.extend(entries.iter().map(|(key, item)| (Arc::clone(key), item.clone().with_marks(arg.marks()))));
    }
    match Value::object(all) {
        Value::Map { value, .. } if !value.entries.is_empty() => Some(value),
        _ => None,
    }
}

/// What the entries that `merge` leaves are among: those of the known arguments that no later one replaces for certain,
/// and those that the unknown ones can have.
fn possible_entries(args: &[Value]) -> Among {
    let mut all: BTreeMap<&Arc<str>, &Value> = BTreeMap::new();
    for arg in args {
        // Null replaces nothing.
        if let Some(unknown) = arg.as_unknown()
            && let Type::Object(fields) = &unknown.ty
            && !unknown.may_be.null
        {
            all.retain(|key, _| !fields.contains_key(*key));
        }
        if let Some(map) = arg.sure_entries() {
            all.extend(map.entries.iter().map(|(key, item)| (key, item)));
        }
    }
    let known = all.into_iter().map(|(key, item)| (Arc::clone(key), item.clone()));
    let mut among = vec![Value::object(known)];
    among.extend(args.iter().filter(|arg| arg.is_unknown()).cloned());
    Among(Some(Value::tuple(among)))
}

/// Whether an unknown list visibly can be without elements: whoever sets a variable may leave it empty, what is looked up
/// may not be found, and a `for` may pass over all. What a provider makes is there.
pub(super) fn may_have_none(list: &Unknown) -> bool {
    let Refinements { min_length, items, .. } = &list.refinements;
    // What is nested in an object that was looked up is a part of it.
    let is_part = || list.symbol.as_ref().is_some_and(|symbol| symbol.path.contains(['.', '[']));
    let is_open = match list.cause.kind {
        CauseKind::Variable | CauseKind::RemoteState => true,
        CauseKind::DataSource => !is_part(),
        _ => false,
    };
    (*min_length == Some(0) || min_length.is_none() && is_open) && items.is_none()
}

fn one(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let list = arg(args, 0)?;
    let wrong = || Err("a list, set or tuple of no or one element is required".to_owned());
    match list {
        Value::Seq { value: seq, .. } => {
            let element = match &seq.kind {
                SeqKind::List(element) | SeqKind::Set(element) => element.clone(),
                SeqKind::Tuple => Type::Dynamic,
            };
            match seq.items.as_slice() {
                [] => Ok(with_own(args, ctx, Value::null_of(element))),
                [item] => Ok(picked(args, ctx, item)),
                _ if !length_is_known(seq) => Ok(give_up_own(args, ctx, element)),
                _ => wrong(),
            }
        }
        Value::Unknown { value: unknown, .. } => match &unknown.ty {
            Type::Dynamic | Type::List(_) | Type::Set(_) => {
                let element = match &unknown.ty {
                    Type::List(element) | Type::Set(element) => Type::clone(element),
                    _ => Type::Dynamic,
                };
                let found = give_up_own(args, ctx, element);
                Ok(if may_have_none(unknown) { found.or_null() } else { found })
            }
            Type::Tuple(items) => match &**items {
                [] => Ok(give_up_own(args, ctx, Type::Dynamic)),
                [item] => Ok(give_up_own(args, ctx, item.clone())),
                _ => wrong(),
            },
            _ => wrong(),
        },
        _ => wrong(),
    }
}

fn range(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let numbers: Vec<Number> = args.iter().filter_map(Value::as_number).collect();
    let zero = Number::from(0);
    let towards =
        |start: &Number, limit: &Number| Number::from(if limit.compare(start).is_lt() { -1 } else { 1 });
    let (start, limit, step) = match numbers.as_slice() {
        [limit] => (zero.clone(), limit.clone(), towards(&zero, limit)),
        [start, limit] => (start.clone(), limit.clone(), towards(start, limit)),
        [start, limit, step] => (start.clone(), limit.clone(), step.clone()),
        _ => return Err("one, two or three arguments are required".to_owned()),
    };
    let down = step.is_negative();
    if down && limit.compare(&start).is_gt() {
        return Err("the end must be less than the start when the step is negative".to_owned());
    }
    if !down && limit.compare(&start).is_lt() {
        return Err("the end must be greater than the start when the step is positive".to_owned());
    }
    let mut items = Vec::new();
    let mut number = start;
    loop {
        let order = number.compare(&limit);
        if down && order.is_le() || !down && order.is_ge() {
            return Ok(Value::seq(SeqKind::List(Type::Number), items));
        }
        if items.len() >= 1024 {
            return Err("more than 1024 values were generated; use a larger step".to_owned());
        }
        let next = number.add(&step).ok_or("the result is not a number")?;
        items.push(Value::number(number));
        number = next;
    }
}

fn reverse_type(args: &[Value]) -> Result<Type, String> {
    match first_type(args) {
        Type::Tuple(items) => Ok(Type::Tuple(items.iter().rev().cloned().collect())),
        Type::List(element) | Type::Set(element) => Ok(Type::List(element)),
        Type::Dynamic => Ok(Type::Dynamic),
        other => Err(format!("a list or tuple is required, not {}", friendly(&other))),
    }
}

fn reverse(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let seq = match arg(args, 0)? {
        Value::Seq { value, .. } if !may_merge(value) => value,
        _ => return Ok(give_up(args, ctx, reverse_type(args)?)),
    };
    let kind = match &seq.kind {
        SeqKind::Set(element) => SeqKind::List(element.clone()),
        other => other.clone(),
    };
    let items = seq.items.iter().rev().cloned().collect();
    Ok(with_own(args, ctx, Value::seq(kind, items)))
}

fn set_type(args: &[Value]) -> Result<Type, String> {
    Ok(Type::Set(Arc::new(set_element(args)?)))
}

/// The common type of the elements of sets; an empty set without a type has no say.
fn set_element(args: &[Value]) -> Result<Type, String> {
    let elements = args.iter().filter_map(|arg| match type_of(arg) {
        Type::Set(element) if *element == Type::Dynamic && !arg.is_unknown() => None,
        Type::Set(element) => Some(Type::clone(&element)),
        other => Some(other),
    });
    let elements: Vec<Type> = elements.collect();
    if elements.is_empty() {
        return Ok(Type::Dynamic);
    }
    unify(&elements).ok_or_else(|| "all sets must have elements of one type".to_owned())
}

/// The sets with elements of their common type.
fn common_sets(args: &[Value]) -> Result<(Type, Vec<Value>), String> {
    let element = set_element(args)?;
    let ty = Type::Set(Arc::new(element.clone()));
    let sets = args.iter().map(|arg| convert(arg, &ty)).collect::<Result<_, _>>()?;
    Ok((element, sets))
}

fn setunion(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (element, sets) = common_sets(args)?;
    if sets.iter().any(Value::is_unknown) {
        return Ok(give_up_own(args, ctx, Type::Set(Arc::new(element))));
    }
    let items = sets.iter().flat_map(|set| set.as_items().unwrap_or_default().iter().cloned()).collect();
    Ok(with_own(args, ctx, make_set(element, items)))
}

/// The elements of all sets whose key passes, given the keys of each set.
fn combine(
    args: &[Value],
    ctx: &CallContext<'_>,
    keep: fn(&[FxHashSet<String>], &str) -> bool,
) -> Result<Value, String> {
    let (element, sets) = common_sets(args)?;
    if sets.iter().any(|set| !set.is_wholly_known()) {
        return Ok(give_up_own(args, ctx, Type::Set(Arc::new(element))));
    }
    if !has_time_for_keys(&sets.iter().collect::<Vec<_>>(), ctx) {
        return Ok(with_own(args, ctx, super::argument::too_long(Type::Set(Arc::new(element)))));
    }
    let keys: Vec<FxHashSet<String>> =
        sets.iter().map(|set| set.as_items().unwrap_or_default().iter().map(row_of).collect()).collect();
    let items = sets.first().and_then(Value::as_items).unwrap_or_default();
    let items = items.iter().filter(|item| keep(&keys, &row_of(item))).cloned().collect();
    Ok(with_own(args, ctx, make_set(element, items)))
}

/// The element types of the factors, and whether the product is a set.
fn factors(args: &[Value]) -> Result<Option<(Vec<Type>, bool)>, String> {
    if args.len() < 2 {
        return Err("at least two arguments are required".to_owned());
    }
    let mut elements = Vec::with_capacity(args.len());
    let mut set = false;
    for arg in args {
        elements.push(match type_of(arg) {
            Type::Set(element) => {
                set = true;
                Type::clone(&element)
            }
            Type::List(element) => Type::clone(&element),
            Type::Tuple(items) if items.is_empty() => Type::Dynamic,
            Type::Tuple(items) => {
                unify(&items).ok_or_else(|| "all elements must be of the same type".to_owned())?
            }
            Type::Dynamic if arg.is_unknown() => return Ok(None),
            _ => return Err("a set or a list is required".to_owned()),
        });
    }
    Ok(Some((elements, set)))
}

fn product_type(args: &[Value]) -> Result<Type, String> {
    Ok(match factors(args)? {
        None => Type::Dynamic,
        Some((elements, set)) => {
            let tuple = Arc::new(Type::Tuple(elements.into()));
            if set { Type::Set(tuple) } else { Type::List(tuple) }
        }
    })
}

fn setproduct(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let Some((elements, set)) = factors(args)? else { return Ok(give_up(args, ctx, Type::Dynamic)) };
    let mut columns: Vec<Vec<Value>> = Vec::with_capacity(args.len());
    let mut count: usize = 1;
    for (arg, element) in args.iter().zip(&elements) {
        match arg {
            Value::Seq { value: seq, .. } if length_is_known(seq) => {
                count = count.saturating_mul(seq.items.len());
                columns.push(seq.items.iter().map(|item| convert(item, element)).collect::<Result<_, _>>()?);
            }
            _ => {
                let least = args.iter().map(|arg| bounds(arg).0).fold(1, usize::saturating_mul);
                let most = args.iter().try_fold(1, |most, arg| Some(bounds(arg).1?.saturating_mul(most)));
                return Ok(bounded(give_up_own(args, ctx, product_type(args)?), (least, most)));
            }
        }
    }
    if count.saturating_mul(args.len()) > MOST {
        let cause = Cause::new(CauseKind::Limit, "setproduct", format!("{count} combinations are too many"));
        return Ok(give_up(&[Value::unknown(Type::Dynamic, cause)], ctx, product_type(args)?));
    }
    // The last column changes first.
    let row = |number: usize| {
        let mut block = count;
        let items = columns.iter().filter_map(|column| {
            let of = block;
            block /= column.len();
            column.get(number % of / block)
        });
        Value::tuple(items.cloned().collect())
    };
    let items: Vec<Value> = (0..count).map(row).collect();
    let tuple = Type::Tuple(elements.into());
    let result = if set { make_set(tuple, items) } else { Value::seq(SeqKind::List(tuple), items) };
    Ok(with_own(args, ctx, result))
}

fn slice(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (list, start, end) = (arg(args, 0)?, arg(args, 1)?, arg(args, 2)?);
    let ty = type_of_kind(list);
    match ty {
        Type::List(_) | Type::Tuple(_) => {}
        Type::Dynamic if list.is_unknown() => return Ok(give_up(args, ctx, Type::Dynamic)),
        Type::Set(_) => return Err("the elements of a set have no index; convert it to a list".to_owned()),
        _ => return Err("a list or tuple is required".to_owned()),
    }
    let unknown = |args: &[Value]| {
        give_up(args, ctx, if matches!(ty, Type::List(_)) { type_of(list) } else { Type::Dynamic })
    };
    let bound = |value: &Value, name: &str| -> Result<Option<usize>, String> {
        if value.is_unknown() {
            return Ok(None);
        }
        let index = whole(value).map_err(|error| format!("the {name} index is invalid: {error}"))?;
        usize::try_from(index).map(Some).map_err(|_| format!("the {name} index must not be less than zero"))
    };
    let (start, end) = (bound(start, "start")?, bound(end, "end")?);
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err("the start index must not be greater than the end index".to_owned());
    }
    let length = match (list, type_of(list)) {
        (Value::Seq { value, .. }, _) => Some(value.items.len()),
        (_, Type::Tuple(items)) => Some(items.len()),
        _ => None,
    };
    for (bound, name) in [(start, "start"), (end, "end")] {
        if let (Some(bound), Some(length)) = (bound, length)
            && bound > length
        {
            return Err(format!("the {name} index must not be greater than the length of the list"));
        }
    }
    let (Value::Seq { value: seq, .. }, Some(start), Some(end)) = (list, start, end) else {
        return Ok(match (type_of(list), start, end) {
            (Type::Tuple(types), Some(start), Some(end)) => {
                let types = types.get(start..end).unwrap_or_default();
                give_up(args, ctx, Type::Tuple(types.into()))
            }
            _ => unknown(args),
        });
    };
    let items = seq.items.get(start..end).unwrap_or_default().to_vec();
    Ok(with_own(std::slice::from_ref(list), ctx, Value::seq(seq.kind.clone(), items)))
}

fn sort(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let list = arg(args, 0)?;
    let Some(items) = list.as_items() else {
        return Ok(bounded(unknown_from(args, Type::List(Arc::new(Type::String))), bounds(list)));
    };
    if !list.is_wholly_known() {
        // Their number is known and their order is not: each is one of them.
        let item = if items.iter().all(Value::is_unknown) {
            give_up(args, ctx, Type::String)
        } else {
            unknown_from(args, Type::String)
        };
        let items = vec![item; items.len()];
        return Ok(Value::seq(SeqKind::List(Type::String), items));
    }
    if let Some(at) = items.iter().position(Value::is_null) {
        return Err(format!("element {at} is null, which has no order"));
    }
    let mut items = items.to_vec();
    items.put_in_order_by(|a, b| a.as_str().cmp(&b.as_str()));
    Ok(Value::seq(SeqKind::List(Type::String), items))
}

fn transpose(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let map = arg(args, 0)?.as_map().ok_or(MISSING)?;
    let mut turned = Keyed::default();
    for (key, list) in &map.entries {
        let items = list.as_items().ok_or("the map must not hold a null list")?;
        for item in items {
            let name = item.as_str().ok_or("the lists must not hold a null string")?;
            turned.insert(name.into(), Value::string(&**key), true);
        }
    }
    convert(&turned.finish(true), &Type::Map(Arc::new(Type::List(Arc::new(Type::String)))))
}

fn values_type(args: &[Value]) -> Result<Type, String> {
    match first_type(args) {
        Type::Map(element) => Ok(Type::List(element)),
        Type::Object(fields) => Ok(Type::Tuple(fields.values().map(|field| field.ty.clone()).collect())),
        Type::Dynamic => Ok(Type::Dynamic),
        _ => Err("a map or object is required".to_owned()),
    }
}

fn values(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let Value::Map { value: map, .. } = arg(args, 0)? else {
        return Ok(give_up(args, ctx, values_type(args)?));
    };
    let items = map.entries.iter().map(|(_, value)| value.clone()).collect();
    let kind = match &map.kind {
        MapKind::Map(element) => SeqKind::List(element.clone()),
        MapKind::Object => SeqKind::Tuple,
    };
    Ok(with_own(args, ctx, Value::seq(kind, items)))
}

fn zipmap(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (keys, values) = (arg(args, 0)?, arg(args, 1)?);
    let kind = match (values, type_of_kind(values)) {
        (_, Type::List(element)) => MapKind::Map(Type::clone(&element)),
        (_, Type::Tuple(_)) => MapKind::Object,
        (Value::Unknown { .. }, Type::Dynamic) => return Ok(give_up(args, ctx, Type::Dynamic)),
        _ => return Err("the values must be a list or tuple".to_owned()),
    };
    let unknown = |args: &[Value]| {
        give_up(
            args,
            ctx,
            match &kind {
                MapKind::Map(element) => Type::Map(Arc::new(element.clone())),
                MapKind::Object => Type::Dynamic,
            },
        )
    };
    let Some(names) = keys.as_items().filter(|names| names.iter().all(|name| !name.is_unknown())) else {
        return Ok(unknown(args));
    };
    let same = |count: usize| {
        if names.len() == count {
            return Ok(());
        }
        Err(format!("there are {} keys and {count} values", names.len()))
    };
    let Some(items) = values.as_items() else {
        if let Some(Type::Tuple(types)) = values.as_unknown().map(|unknown| &unknown.ty) {
            same(types.len())?;
        }
        return Ok(unknown(args));
    };
    if let Some(at) = names.iter().position(Value::is_null) {
        return Err(format!("key {at} is null"));
    }
    same(items.len())?;
    let entries = names
        .iter()
        .zip(items)
        .filter_map(|(name, value)| Some((Arc::<str>::from(name.as_str()?), value.clone())));
    let result = with_own(args, ctx, Value::map(kind, entries));
    Ok(with_own(names, ctx, result))
}
