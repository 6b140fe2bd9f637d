//! Types of values, conversion between types and the common type of several.
//!
//! The rules are those of Terraform's type system: conversion is decided by the types alone where a value
//! is unknown, and by the value where a string is read as a number or bool. Marks and provenance stay
//! where they are, except that a set takes the marks of its elements.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use rustc_hash::FxHashSet;

use crate::limits;
use crate::number::Number;
use crate::tri;
use crate::types::{Defaults, Field, Type};
use crate::value::{
    Among, Blank, Cases, Map, MapKind, Marks, Provenance, Refinements, Seq, SeqKind, Symbol, Unknown, Value,
};

/// The type of a value.
pub fn type_of(value: &Value) -> Type {
    match value {
        Value::Null { ty, .. } => Type::clone(ty),
        Value::Bool { .. } => Type::Bool,
        Value::Int { .. } | Value::Decimal { .. } => Type::Number,
        Value::String { .. } => Type::String,
        Value::Seq { value, .. } => match &value.kind {
            SeqKind::List(ty) => Type::List(Arc::new(ty.clone())),
            SeqKind::Set(ty) => Type::Set(Arc::new(ty.clone())),
            SeqKind::Tuple => Type::Tuple(value.items.iter().map(type_of).collect()),
        },
        Value::Map { value, .. } => match &value.kind {
            MapKind::Map(ty) => Type::Map(Arc::new(ty.clone())),
            MapKind::Object => Type::object(
                value.entries.iter().map(|(key, value)| (Arc::clone(key), Field::required(type_of(value)))),
            ),
        },
        Value::Unknown { value, .. } => value.ty.clone(),
    }
}

/// A number or truth value as text, and anything else as it is.
pub fn as_text(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::Bool { .. } | Value::Int { .. } | Value::Decimal { .. } => {
            convert(value, &Type::String).map_or(Cow::Borrowed(value), Cow::Owned)
        }
        _ => Cow::Borrowed(value),
    }
}

/// The value as one of type `ty`; [`Type::Dynamic`] in `ty` accepts anything. The message says what is
/// wrong and where (`attribute "a": a string is required`).
pub fn convert(value: &Value, ty: &Type) -> Result<Value, String> {
    let converted = match (value, ty) {
        (_, Type::Dynamic)
        | (Value::Bool { .. }, Type::Bool)
        | (Value::Int { .. } | Value::Decimal { .. }, Type::Number)
        | (Value::String { .. }, Type::String) => return Ok(value.clone()),
        (Value::Null { ty: from, .. }, _) => Value::null_of(converted_type(from, ty)?),
        (Value::Unknown { value: unknown, .. }, _) => convert_unknown(unknown, ty)?,
        (Value::Bool { value, .. }, Type::String) => Value::string(if *value { "true" } else { "false" }),
        (Value::Int { value, .. }, Type::String) => Value::string(value.to_string()),
        (Value::Decimal { value, .. }, Type::String) => Value::string(value.to_string()),
        (Value::String { .. }, Type::Number | Type::Bool) => convert_string(value, ty)?,
        (Value::Seq { value, .. }, Type::List(element)) => match to_list(value, element)? {
            Some(list) => list,
            None => Value::unknown(Type::List(Arc::new(element_type(value))), cause_in(&value.items)),
        },
        (Value::Seq { value: seq, .. }, Type::Set(element)) => {
            if matches!(&seq.kind, SeqKind::Set(own) if same(own, element)) {
                return Ok(value.clone());
            }
            let (element, items) = elements(seq, element, true)?;
            make_set(element, items)
        }
        (Value::Seq { value, .. }, Type::Tuple(types)) => to_tuple(value, types, ty)?,
        (Value::Map { value: map, .. }, Type::Map(element)) => {
            if matches!(&map.kind, MapKind::Map(own) if same(own, element)) {
                return Ok(value.clone());
            }
            to_map(map, element, value.marks())?
        }
        (Value::Map { value, .. }, Type::Object(fields)) => to_object(value, fields)?,
        _ => return Err(mismatch(&type_of(value), ty)),
    };
    let marks = converted.marks().union(value.marks());
    Ok(converted.set_marks(marks).with_provenance(value.provenance()))
}

/// Whether a value of the element type `own` needs no conversion to `wanted`.
fn same(own: &Type, wanted: &Type) -> bool {
    *wanted == Type::Dynamic || own == wanted && !has_dynamic(wanted)
}

fn element_type(seq: &Seq) -> Type {
    match &seq.kind {
        SeqKind::List(ty) | SeqKind::Set(ty) => ty.clone(),
        SeqKind::Tuple => Type::Dynamic,
    }
}

/// The cause of the first unknown in these values.
fn cause_in(items: &[Value]) -> Cause {
    items
        .iter()
        .find_map(Value::cause)
        .cloned()
        .unwrap_or_else(|| Cause::new(CauseKind::Limit, "", "a value inside is not known"))
}

/// Strings read as numbers and bools.
fn convert_string(value: &Value, ty: &Type) -> Result<Value, String> {
    let Some(text) = value.as_str() else {
        let cause = value.cause().cloned().unwrap_or_else(|| cause_in(&[]));
        let mut unknown = plain_unknown(ty.clone(), cause);
        // A string with unknown parts is never null.
        unknown.refinements.not_null = true;
        return Ok(Value::from_unknown(unknown));
    };
    if *ty == Type::Number {
        return match Number::parse(text) {
            Some(number) => Ok(Value::number(number)),
            None if Number::is_beyond(text) => Ok(Value::unknown(Type::Number, limits::exponent())),
            None => Err("a number is required".to_owned()),
        };
    }
    match text {
        "true" | "1" => Ok(Value::bool(true)),
        "false" | "0" => Ok(Value::bool(false)),
        "True" | "TRUE" => {
            Err("a bool is required; to convert from string, use lowercase \"true\"".to_owned())
        }
        "False" | "FALSE" => {
            Err("a bool is required; to convert from string, use lowercase \"false\"".to_owned())
        }
        _ => Err("a bool is required".to_owned()),
    }
}

fn plain_unknown(ty: Type, cause: Cause) -> Unknown {
    Unknown { ty, refinements: Refinements::default(), cause, symbol: None, may_be: Blank::NONE, cases: None }
}

/// What an unknown or its elements can be, where that can be converted.
fn each_converted(among: &Among, ty: &Type) -> Among {
    let mut all = Vec::new();
    if let Some(collection) = &among.0 {
        collection.each_element(&mut |item| all.extend(convert(item, ty)));
    }
    Among((!all.is_empty()).then(|| Value::tuple(all)))
}

/// An unknown keeps its cause, and as much of the rest as survives the change of type.
fn convert_unknown(unknown: &Unknown, ty: &Type) -> Result<Value, String> {
    let target = converted_type(&unknown.ty, ty)?;
    if target == unknown.ty {
        return Ok(Value::from_unknown(unknown.clone()));
    }
    let old = &unknown.refinements;
    let mut refinements = Refinements { not_null: old.not_null, ..Refinements::default() };
    match (&unknown.ty, &target) {
        (Type::Object(fields), Type::Map(_)) => {
            refinements.min_length = Some(fields.len());
            refinements.max_length = Some(fields.len());
        }
        (Type::Tuple(items), Type::List(_)) => {
            refinements.min_length = Some(items.len());
            refinements.max_length = Some(items.len());
        }
        (Type::Tuple(items), Type::Set(_)) => {
            refinements.min_length = Some(items.len().min(1));
            refinements.max_length = Some(items.len());
        }
        (from, to) if is_collection(from) && is_collection(to) => {
            let shrinks = matches!(to, Type::Set(_)) && !matches!(from, Type::Set(_));
            refinements.min_length = old.min_length.map(|n| if shrinks { n.min(1) } else { n });
            refinements.max_length = old.max_length;
        }
        (Type::Dynamic, to) if is_collection(to) => refinements.min_length = old.min_length,
        _ => {}
    }
    if let (Some(items), Type::List(element) | Type::Set(element)) = (&old.items, &target) {
        let items: Result<Vec<_>, _> = items.items.iter().map(|item| convert(item, element)).collect();
        refinements.items = items.ok().map(|items| Arc::new(Seq::new(SeqKind::Tuple, items)));
    }
    if let (Some(entries), Type::Map(element)) = (&old.entries, &target) {
        let entry = |(key, item): &(Arc<str>, Value)| Some((Arc::clone(key), convert(item, element).ok()?));
        let entries: Option<Vec<_>> = entries.entries.iter().map(entry).collect();
        refinements.entries = entries.map(|entries| Arc::new(Map::new(MapKind::Object, entries)));
    }
    refinements.among = each_converted(&old.among, ty);
    if let Type::List(element) | Type::Set(element) | Type::Map(element) = &target {
        refinements.like = each_converted(&old.like, element);
    }
    let cases = unknown.cases.as_ref().and_then(|cases| {
        let yes = convert(&cases.yes, ty).ok()?;
        let no = convert(&cases.no, ty).ok()?;
        Some(Box::new(Cases { condition: Arc::clone(&cases.condition), yes, no }))
    });
    let converted = Unknown {
        symbol: unknown.symbol.as_ref().map(|symbol| converted_symbol(symbol, &unknown.ty, &target)),
        ty: target,
        refinements,
        cause: unknown.cause.clone(),
        may_be: unknown.may_be,
        cases,
    };
    Ok(match (&unknown.ty, &converted.ty) {
        (Type::Tuple(items), Type::List(element)) if old.not_null => {
            Value::seq(SeqKind::List((**element).clone()), unknown_items(&converted, element, items.len()))
        }
        _ => Value::from_unknown(converted),
    })
}

/// The elements of a list that is unknown except for its length.
fn unknown_items(list: &Unknown, element: &Type, length: usize) -> Vec<Value> {
    let case = |case: &Value, at: usize| case.as_items().and_then(|items| items.get(at)).cloned();
    (0..length)
        .map(|at| {
            let mut item = plain_unknown(element.clone(), list.cause.clone());
            item.symbol = list.symbol.as_ref().map(|symbol| {
                let path = format!("{}[{at}]", symbol.path).into();
                Arc::new(Symbol { path, ..Symbol::clone(symbol) })
            });
            item.cases = list.cases.as_ref().and_then(|cases| {
                let (yes, no) = (case(&cases.yes, at)?, case(&cases.no, at)?);
                Some(Box::new(Cases { condition: Arc::clone(&cases.condition), yes, no }))
            });
            Value::from_unknown(item)
        })
        .collect()
}

fn is_collection(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Set(_) | Type::Map(_))
}

/// The value as a provider reads it into an argument of type `ty`. Unlike [`convert`] it keeps the identity
/// of unknowns: what refers to one thing is equal to it, whether the provider takes a number or its text.
pub fn convert_for_provider(value: &Value, ty: &Type) -> Result<Value, String> {
    match (value, ty) {
        (Value::Seq { value: seq, .. }, Type::List(element) | Type::Set(element))
            if seq.items.iter().any(Value::is_unknown) =>
        {
            let items = seq.items.iter().map(|item| convert_for_provider(item, element));
            let items: Vec<Value> = items.collect::<Result<_, _>>()?;
            let read = Value::seq(SeqKind::Tuple, items).with_provenance(value.provenance());
            convert(&read.set_marks(value.marks()), ty)
        }
        (Value::Map { value: map, .. }, Type::Map(element))
            if map.entries.iter().any(|(_, v)| v.is_unknown()) =>
        {
            let entries = map
                .entries
                .iter()
                .map(|(key, item)| convert_for_provider(item, element).map(|item| (key.clone(), item)));
            let entries: Vec<_> = entries.collect::<Result<_, String>>()?;
            let read = Value::object(entries).with_provenance(value.provenance());
            convert(&read.set_marks(value.marks()), ty)
        }
        (Value::Unknown { value: unknown, .. }, _) => {
            let converted = convert(value, ty)?;
            let Some(made) = converted.as_unknown() else { return Ok(converted) };
            let cases = match &unknown.cases {
                Some(cases) => Some(Box::new(Cases {
                    condition: cases.condition.clone(),
                    yes: convert_for_provider(&cases.yes, ty)?,
                    no: convert_for_provider(&cases.no, ty)?,
                })),
                None => None,
            };
            let kept = Unknown { symbol: unknown.symbol.clone(), cases, ..made.clone() };
            let kept = Value::from_unknown(kept).set_marks(converted.marks());
            Ok(kept.with_provenance(converted.provenance()))
        }
        _ => convert(value, ty),
    }
}

/// The symbol of a converted unknown. It is the same symbol where the type only became known, and another
/// where the value may have changed, because equal symbols must be equal values.
fn converted_symbol(symbol: &Arc<Symbol>, from: &Type, to: &Type) -> Arc<Symbol> {
    if loosely_same(from, to) {
        return Arc::clone(symbol);
    }
    let name = format!("convert({symbol}, {to})");
    Arc::new(Symbol {
        stack: symbol.stack,
        module: Arc::clone(&symbol.module),
        name: name.into(),
        path: "".into(),
        free: symbol.free,
    })
}

/// Whether conversion from one to the other cannot change the content.
fn loosely_same(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => true,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            loosely_same(a, b)
        }
        (Type::Tuple(items), Type::List(b)) => items.iter().all(|a| loosely_same(a, b)),
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| loosely_same(a, b))
        }
        (Type::Object(fields), Type::Map(b)) => fields.values().all(|a| loosely_same(&a.ty, b)),
        (Type::Object(a), Type::Object(b)) => {
            a.len() == b.len()
                && a.iter().zip(b.iter()).all(|((x, a), (y, b))| x == y && loosely_same(&a.ty, &b.ty))
        }
        _ => from == to,
    }
}

const NOT_THE_SAME: &str = "all list elements must have the same type";

/// The elements converted for a collection of `element`, and the type that they all have. Where `any` stands in it, those
/// of a set must have the same type by themselves.
fn elements(seq: &Seq, element: &Type, set: bool) -> Result<(Type, Vec<Value>), String> {
    let own = match &seq.kind {
        SeqKind::List(own) | SeqKind::Set(own) => Some(own),
        SeqKind::Tuple => None,
    };
    if let Some(own) = own {
        if same(own, element) {
            return Ok((own.clone(), seq.items.clone()));
        }
        converted_type(own, element)?;
    }
    if *element == Type::Dynamic {
        return unified(seq.items.clone(), own.is_none(), NOT_THE_SAME);
    }
    let mut items = Vec::with_capacity(seq.items.len());
    for (index, item) in seq.items.iter().enumerate() {
        items.push(convert(item, element).map_err(|error| format!("element {index}: {error}"))?);
    }
    if has_dynamic(element) && !items.is_empty() {
        let mut types = items.iter().map(type_of).filter(|ty| *ty != Type::Dynamic);
        let first = types.next();
        if set && types.any(|ty| Some(ty) != first) && !items.iter().any(is_untyped) {
            return Err("all set elements must have the same type".to_owned());
        }
        return unified(items, false, NOT_THE_SAME);
    }
    Ok((without_optional(element), items))
}

/// Whether there is something in a value of which only a provider may say the type.
fn is_untyped(value: &Value) -> bool {
    value.provenance() != Provenance::NONE
        || value.as_unknown().is_some_and(|unknown| has_dynamic(&unknown.ty))
        || value.any_part(&mut is_untyped)
}

/// The values converted to their common type. Those of a tuple have none where some have a type and others have not,
/// unless it is a primitive one.
fn unified(items: Vec<Value>, tuple: bool, error: &str) -> Result<(Type, Vec<Value>), String> {
    if items.is_empty() {
        return Ok((Type::Dynamic, items));
    }
    let types: Vec<Type> = items.iter().map(type_of).collect();
    let mut ty = unify_iter(types.iter().cloned()).ok_or_else(|| error.to_owned())?;
    let mut items = items;
    loop {
        for item in &mut items {
            *item = convert(item, &ty)?;
        }
        // What is not known has a type that nobody says here: an attribute of a resource without a schema.
        if !has_dynamic(&ty) || items.iter().any(Value::is_unknown) {
            return Ok((ty, items));
        }
        // Those that have a type must have the same, and it is that of all.
        let mut known = items.iter().map(type_of).filter(|ty| *ty != Type::Dynamic);
        let Some(first) = known.next() else { return Ok((ty, items)) };
        if known.any(|ty| ty != first) || tuple && ty == Type::Dynamic && types.contains(&Type::Dynamic) {
            return Err(error.to_owned());
        }
        if ty == first {
            return Ok((ty, items));
        }
        ty = first;
    }
}

/// `None` for a set whose length is not known.
fn to_list(seq: &Seq, element: &Type) -> Result<Option<Value>, String> {
    if matches!(seq.kind, SeqKind::Set(_)) && !length_is_known(seq) {
        return Ok(None);
    }
    let (element, items) = elements(seq, element, false)?;
    Ok(Some(Value::seq(SeqKind::List(element), items)))
}

/// Whether a sequence has exactly the elements that are there: unknown elements of a set may turn out to
/// be one.
pub(crate) fn length_is_known(seq: &Seq) -> bool {
    !matches!(seq.kind, SeqKind::Set(_))
        || seq.items.len() <= 1
        || seq.items.iter().all(Value::is_wholly_known)
}

/// Whether elements of a set may turn out to be one once their values are given. Of what is known after apply
/// Terraform takes each for another.
pub fn may_merge(seq: &Seq) -> bool {
    fn is_given(value: &Value) -> bool {
        let given =
            |cause: &Cause| cause.kind != CauseKind::AfterApply && cause.decided_by != DecidedBy::Apply;
        value.as_unknown().is_some_and(|unknown| given(&unknown.cause)) || value.any_part(&mut is_given)
    }
    !length_is_known(seq)
        && seq.items.iter().enumerate().filter(|(_, item)| is_given(item)).any(|(at, item)| {
            let mut others = seq.items.iter().enumerate().filter(|(other, _)| *other != at);
            seq.items.len() > MOST_COMPARED || others.any(|(_, other)| !tri::equals(item, other).is_false())
        })
}

/// Sets with more elements are not looked through for those that are surely different.
const MOST_COMPARED: usize = 32;

fn to_tuple(seq: &Seq, types: &[Type], ty: &Type) -> Result<Value, String> {
    if seq.kind != SeqKind::Tuple {
        let own = Value::seq(seq.kind.clone(), Vec::new());
        return Err(mismatch(&type_of(&own), ty));
    }
    if seq.items.len() != types.len() {
        return Err(tuple_of(types.len()));
    }
    let items = seq
        .items
        .iter()
        .zip(types)
        .enumerate()
        .map(|(index, (item, ty))| convert(item, ty).map_err(|error| format!("element {index}: {error}")))
        .collect::<Result<_, _>>()?;
    Ok(Value::tuple(items))
}

fn to_map(map: &Map, element: &Type, marks: Marks) -> Result<Value, String> {
    let rebuilt = |element: Type, values: Vec<Value>| {
        let keys = map.entries.iter().map(|(key, _)| Arc::clone(key));
        Value::map(MapKind::Map(element), keys.zip(values))
    };
    let mut values = Vec::with_capacity(map.entries.len());
    match &map.kind {
        MapKind::Map(own) => {
            converted_type(own, element)?;
        }
        MapKind::Object if *element == Type::Dynamic => {
            values.extend(map.entries.iter().map(|(_, value)| value.clone()));
            let (element, values) = unified(values, false, "all map elements must have the same type")?;
            return Ok(rebuilt(element, values));
        }
        MapKind::Object => {}
    }
    for (key, value) in &map.entries {
        values.push(convert(value, element).map_err(|error| {
            // The keys of a secret map are secret.
            if marks.printable() {
                format!("element \"{key}\": {error}")
            } else {
                format!("an element: {error}")
            }
        })?);
    }
    if has_dynamic(element) && !values.is_empty() {
        let (element, values) = unified(values, false, "all map elements must have the same type")?;
        return Ok(rebuilt(element, values));
    }
    Ok(rebuilt(without_optional(element), values))
}

fn to_object(map: &Map, fields: &BTreeMap<Arc<str>, Field>) -> Result<Value, String> {
    let mut missing = Vec::new();
    let mut entries = Vec::with_capacity(fields.len());
    for (name, field) in fields {
        match map.get(name) {
            Some(value) => {
                let value =
                    convert(value, &field.ty).map_err(|error| format!("attribute \"{name}\": {error}"))?;
                entries.push((Arc::clone(name), value));
            }
            None if field.optional => {
                entries.push((Arc::clone(name), Value::null_of(without_optional(&field.ty))));
            }
            None => missing.push(name),
        }
    }
    required(&missing)?;
    Ok(Value::object(entries))
}

fn required(missing: &[&Arc<str>]) -> Result<(), String> {
    match missing {
        [] => Ok(()),
        [name] => Err(format!("attribute \"{name}\" is required")),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("\"{name}\"")).collect();
            Err(format!("attributes {} and \"{last}\" are required", first.join(", ")))
        }
    }
}

/// A set of these elements: sorted, distinct, with the marks of the elements on the whole. Elements that
/// are not wholly known are all kept, since nothing says that they are equal.
pub fn make_set(element: Type, items: Vec<Value>) -> Value {
    let mut marks = Marks::NONE;
    let mut items: Vec<Value> = items
        .into_iter()
        .map(|item| if holds_marks(&item) { without_marks(&item, &mut marks) } else { item })
        .collect();
    match element {
        Type::String | Type::Number | Type::Bool => {
            if !items.is_sorted_by(|a, b| compare_primitives(a, b) == Ordering::Less) {
                items.put_in_order_by(compare_primitives);
            }
            dedup(&mut items, |a, b| a == b);
        }
        _ => {
            let mut keyed: Vec<(String, Value)> = items
                .into_iter()
                .map(|item| {
                    let mut key = String::new();
                    set_key(&item, &mut key);
                    (key, item)
                })
                .collect();
            keyed.put_in_order_by(|(a, x), (b, y)| rank(x).cmp(&rank(y)).then_with(|| a.cmp(b)));
            keyed.dedup_by(|(later, value), (first, kept)| {
                later == first && value.is_wholly_known() && kept.is_wholly_known() && {
                    keep_provenance(kept, value);
                    true
                }
            });
            items = keyed.into_iter().map(|(_, item)| item).collect();
        }
    }
    Value::seq(SeqKind::Set(element), items).set_marks(marks)
}

fn dedup(items: &mut Vec<Value>, equal: impl Fn(&Value, &Value) -> bool) {
    items.dedup_by(|later, first| {
        !later.is_unknown() && !first.is_unknown() && equal(later, first) && {
            keep_provenance(first, later);
            true
        }
    });
}

/// Of two equal elements one stays; it takes the other's provenance if it has none.
fn keep_provenance(kept: &mut Value, dropped: &Value) {
    if kept.provenance() == Provenance::NONE && dropped.provenance() != Provenance::NONE {
        *kept = kept.clone().with_provenance(dropped.provenance());
    }
}

/// Known values come first, then null, then unknowns.
fn rank(value: &Value) -> u8 {
    if value.is_unknown() { 2 } else { u8::from(value.is_null()) }
}

fn compare_primitives(a: &Value, b: &Value) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| match (a, b) {
        (Value::Bool { value: a, .. }, Value::Bool { value: b, .. }) => a.cmp(b),
        (Value::String { .. }, Value::String { .. }) => a.as_str().cmp(&b.as_str()),
        _ => match (a.as_number(), b.as_number()) {
            (Some(a), Some(b)) => a.compare(&b),
            _ => Ordering::Equal,
        },
    })
}

/// The text by which Terraform orders elements that have no order of their own.
pub(crate) fn set_key(value: &Value, out: &mut String) {
    key(value, true, out);
}

/// The same where equal values shall have the same text: of zero there are two, which sets alone tell apart.
pub(crate) fn equal_key(value: &Value, out: &mut String) {
    key(value, false, out);
}

fn key(value: &Value, signed: bool, out: &mut String) {
    use std::fmt::Write;
    match value {
        _ if value.is_unknown() => out.push('?'),
        Value::Null { .. } => out.push('~'),
        Value::Bool { value, .. } => out.push(if *value { 'T' } else { 'F' }),
        Value::String { .. } => {
            out.push('"');
            for c in value.as_str().unwrap_or_default().chars() {
                match c {
                    '"' | '\\' => out.extend(['\\', c]),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    c if c.is_control() => {
                        let _ = write!(out, "\\x{:02x}", u32::from(c));
                    }
                    c => out.push(c),
                }
            }
            out.push('"');
        }
        Value::Seq { value, .. } => {
            let signed = signed || matches!(value.kind, SeqKind::Set(_));
            let (open, close) = if value.kind == SeqKind::Tuple { ('<', '>') } else { ('[', ']') };
            out.push(open);
            for item in &value.items {
                key(item, signed, out);
                out.push(';');
            }
            out.push(close);
        }
        Value::Map { value, .. } => {
            let object = value.kind == MapKind::Object;
            out.push(if object { '<' } else { '{' });
            for (name, item) in &value.entries {
                if !object {
                    key(&Value::string(&**name), signed, out);
                    out.push(':');
                }
                key(item, signed, out);
                out.push(';');
            }
            out.push(if object { '>' } else { '}' });
        }
        Value::Decimal { value, .. } if !signed && value.is_zero() => out.push('0'),
        _ => {
            if let Some(number) = value.as_number() {
                let _ = write!(out, "{number}");
            }
        }
    }
}

/// Whether the value or anything in it has a mark.
pub(crate) fn holds_marks(value: &Value) -> bool {
    value.marks() != Marks::NONE
        || match value {
            Value::Seq { value, .. } => value.items.iter().any(holds_marks),
            Value::Map { value, .. } => value.entries.iter().any(|(_, value)| holds_marks(value)),
            _ => false,
        }
}

/// The value without marks, which are added to `marks`.
pub(crate) fn without_marks(value: &Value, marks: &mut Marks) -> Value {
    if !holds_marks(value) {
        return value.clone();
    }
    *marks = marks.union(value.marks());
    let bare = match value {
        Value::Seq { value, .. } => {
            let items = value.items.iter().map(|item| without_marks(item, marks)).collect();
            Value::seq(value.kind.clone(), items)
        }
        Value::Map { value, .. } => {
            let entries =
                value.entries.iter().map(|(key, item)| (Arc::clone(key), without_marks(item, marks)));
            let entries: Vec<_> = entries.collect();
            Value::map(value.kind.clone(), entries)
        }
        other => return other.clone().set_marks(Marks::NONE),
    };
    bare.with_provenance(value.provenance())
}

/// The type that a value of type `from` has after conversion to `to`, or why there is no conversion.
/// Whether a string holds a number is not decided here.
pub fn converted_type(from: &Type, to: &Type) -> Result<Type, String> {
    let ty = match (from, to) {
        (_, Type::Dynamic) => from.clone(),
        (Type::Dynamic, _) => without_optional(to),
        (Type::Bool, Type::Bool)
        | (Type::Number, Type::Number)
        | (Type::String | Type::Bool | Type::Number, Type::String)
        | (Type::String, Type::Bool | Type::Number) => to.clone(),
        (Type::List(a) | Type::Set(a), Type::List(b)) => Type::List(Arc::new(converted_type(a, b)?)),
        (Type::List(a) | Type::Set(a), Type::Set(b)) => Type::Set(Arc::new(converted_type(a, b)?)),
        (Type::Map(a), Type::Map(b)) => Type::Map(Arc::new(converted_type(a, b)?)),
        (Type::Tuple(items), Type::List(b)) => Type::List(Arc::new(common_element(&mut items.iter(), b)?)),
        (Type::Tuple(items), Type::Set(b)) => Type::Set(Arc::new(common_element(&mut items.iter(), b)?)),
        (Type::Object(fields), Type::Map(b)) => {
            Type::Map(Arc::new(common_element(&mut fields.values().map(|field| &field.ty), b)?))
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            if a.len() != b.len() {
                return Err(tuple_of(b.len()));
            }
            let items = a.iter().zip(b.iter()).enumerate().map(|(index, (a, b))| {
                converted_type(a, b).map_err(|error| format!("element {index}: {error}"))
            });
            Type::Tuple(items.collect::<Result<_, _>>()?)
        }
        (Type::Object(a), Type::Object(b)) => {
            let missing: Vec<&Arc<str>> = b
                .iter()
                .filter(|(name, field)| !field.optional && !a.contains_key(*name))
                .map(|(name, _)| name)
                .collect();
            required(&missing)?;
            let fields = b.iter().map(|(name, field)| {
                let ty = match a.get(name) {
                    Some(own) => converted_type(&own.ty, &field.ty)
                        .map_err(|error| format!("attribute \"{name}\": {error}"))?,
                    None => without_optional(&field.ty),
                };
                Ok::<_, String>((Arc::clone(name), Field::required(ty)))
            });
            Type::object(fields.collect::<Result<Vec<_>, _>>()?)
        }
        (Type::Map(a), Type::Object(b)) => {
            let fields = b.iter().map(|(name, field)| {
                let ty = match converted_type(a, &field.ty) {
                    Ok(ty) => ty,
                    // The map need not have the key.
                    Err(_) if field.optional => without_optional(&field.ty),
                    Err(error) => return Err(format!("attribute \"{name}\": {error}")),
                };
                Ok::<_, String>((Arc::clone(name), Field::required(ty)))
            });
            Type::object(fields.collect::<Result<Vec<_>, _>>()?)
        }
        _ => return Err(mismatch(from, to)),
    };
    Ok(ty)
}

fn common_element(items: &mut dyn Iterator<Item = &Type>, element: &Type) -> Result<Type, String> {
    let converted: Vec<Type> = items.map(|item| converted_type(item, element)).collect::<Result<_, _>>()?;
    if !has_dynamic(element) || converted.is_empty() {
        return Ok(without_optional(element));
    }
    unify(&converted).ok_or_else(|| "all elements must have the same type".to_owned())
}

/// What is required where a value of another type stands.
fn mismatch(from: &Type, to: &Type) -> String {
    match to {
        Type::Bool => "a bool is required".to_owned(),
        Type::Number => "a number is required".to_owned(),
        Type::String => "a string is required".to_owned(),
        Type::Object(_) if matches!(from, Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
            format!("an object is required, not a {}", kind_name(from))
        }
        Type::Object(_) => "an object is required".to_owned(),
        _ => format!("a {} is required", friendly(to)),
    }
}

fn tuple_of(length: usize) -> String {
    let s = if length == 1 { "" } else { "s" };
    format!("a tuple of {length} element{s} is required")
}

fn kind_name(ty: &Type) -> &'static str {
    match ty {
        Type::Dynamic => "value",
        Type::Bool => "bool",
        Type::Number => "number",
        Type::String => "string",
        Type::List(_) => "list",
        Type::Set(_) => "set",
        Type::Map(_) => "map",
        Type::Tuple(_) => "tuple",
        Type::Object(_) => "object",
    }
}

/// The type in words: `list of string`.
pub fn friendly(ty: &Type) -> String {
    match ty {
        Type::Dynamic => "any type".to_owned(),
        Type::List(element) | Type::Set(element) | Type::Map(element) => {
            let element =
                if **element == Type::Dynamic { "any single type".to_owned() } else { friendly(element) };
            format!("{} of {element}", kind_name(ty))
        }
        _ => kind_name(ty).to_owned(),
    }
}

/// Whether `any` stands in the type.
pub fn has_dynamic(ty: &Type) -> bool {
    match ty {
        Type::Dynamic => true,
        Type::Bool | Type::Number | Type::String => false,
        Type::List(element) | Type::Set(element) | Type::Map(element) => has_dynamic(element),
        Type::Tuple(items) => items.iter().any(has_dynamic),
        Type::Object(fields) => fields.values().any(|field| has_dynamic(&field.ty)),
    }
}

fn has_optional(ty: &Type) -> bool {
    match ty {
        Type::Dynamic | Type::Bool | Type::Number | Type::String => false,
        Type::List(element) | Type::Set(element) | Type::Map(element) => has_optional(element),
        Type::Tuple(items) => items.iter().any(has_optional),
        Type::Object(fields) => {
            fields.values().any(|field| field.optional || field.empty || has_optional(&field.ty))
        }
    }
}

/// The type that a converted value has: no attribute of it is optional any more.
pub fn without_optional(ty: &Type) -> Type {
    if !has_optional(ty) {
        return ty.clone();
    }
    match ty {
        Type::List(element) => Type::List(Arc::new(without_optional(element))),
        Type::Set(element) => Type::Set(Arc::new(without_optional(element))),
        Type::Map(element) => Type::Map(Arc::new(without_optional(element))),
        Type::Tuple(items) => Type::Tuple(items.iter().map(without_optional).collect()),
        Type::Object(fields) => Type::Object(Arc::new(
            fields
                .iter()
                .map(|(name, field)| (Arc::clone(name), Field::required(without_optional(&field.ty))))
                .collect(),
        )),
        _ => ty.clone(),
    }
}

/// The type that values of all these types convert to.
pub fn unify(types: &[Type]) -> Option<Type> {
    unify_iter(types.iter().cloned())
}

/// [`unify`] over many types of which most are the same.
pub(crate) fn unify_iter(types: impl Iterator<Item = Type>) -> Option<Type> {
    // Equal types add nothing to the outcome, and ten thousand elements rarely have more than a few.
    let mut seen: FxHashSet<Type> = FxHashSet::default();
    let mut distinct: Vec<Type> = Vec::new();
    for ty in types {
        if distinct.last() != Some(&ty) && seen.insert(ty.clone()) {
            distinct.push(ty);
        }
    }
    unify_distinct(&distinct)
}

fn unify_distinct(types: &[Type]) -> Option<Type> {
    let [first, rest @ ..] = types else { return None };
    if rest.is_empty() {
        return Some(first.clone());
    }
    let count = |test: fn(&Type) -> bool| types.iter().filter(|ty| test(ty)).count();
    let dynamics = count(|ty| *ty == Type::Dynamic);
    let maps = count(|ty| matches!(ty, Type::Map(_)));
    let lists = count(|ty| matches!(ty, Type::List(_)));
    let sets = count(|ty| matches!(ty, Type::Set(_)));
    let objects = count(|ty| matches!(ty, Type::Object(_)));
    let tuples = count(|ty| matches!(ty, Type::Tuple(_)));
    let all = types.len();
    let of_one_kind = [maps, lists, sets, objects, tuples].iter().any(|n| *n > 0 && n + dynamics == all);
    if of_one_kind {
        if dynamics > 0 {
            return Some(Type::Dynamic);
        }
        return match first {
            Type::Map(_) => unify_elements(types).map(|ty| Type::Map(Arc::new(ty))),
            Type::List(_) => unify_elements(types).map(|ty| Type::List(Arc::new(ty))),
            Type::Set(_) => unify_elements(types).map(|ty| Type::Set(Arc::new(ty))),
            Type::Object(_) => unify_objects(types),
            _ => unify_tuples(types),
        };
    }
    if maps > 0 && maps + objects + dynamics == all {
        if let Some(ty @ Type::Map(_)) = unify_with(types, |ty| matches!(ty, Type::Object(_)), objects_as_map)
        {
            return Some(ty);
        }
    } else if lists > 0 && lists + tuples + dynamics == all {
        if let Some(ty @ Type::List(_)) = unify_with(types, |ty| matches!(ty, Type::Tuple(_)), tuples_as_list)
        {
            return Some(ty);
        }
    } else if objects > 0 && tuples > 0 {
        return None;
    }
    let mut order: Vec<&Type> = types.iter().collect();
    order.put_in_order_by_key(|ty| preference(ty));
    // A value has all attributes of its type, also where they may be left out of what is given to a variable.
    let mut wanted = order.into_iter().map(without_optional);
    wanted.find(|wanted| types.iter().all(|ty| converted_type(ty, wanted).is_ok()))
}

/// Which type is tried first as the common one.
fn preference(ty: &Type) -> u8 {
    match ty {
        Type::String => 0,
        Type::List(_) | Type::Map(_) => 1,
        Type::Set(_) => 2,
        Type::Bool | Type::Number | Type::Tuple(_) | Type::Object(_) => 3,
        Type::Dynamic => 4,
    }
}

fn unify_elements(types: &[Type]) -> Option<Type> {
    unify_iter(types.iter().map(|ty| match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => Type::clone(element),
        other => other.clone(),
    }))
}

/// The common type after those that `structural` picks are replaced by the collection they make.
fn unify_with(
    types: &[Type],
    structural: fn(&Type) -> bool,
    collect: fn(&[Type]) -> Option<Type>,
) -> Option<Type> {
    let (picked, mut rest): (Vec<Type>, Vec<Type>) = types.iter().cloned().partition(structural);
    rest.push(collect(&picked)?);
    unify(&rest)
}

fn unify_objects(types: &[Type]) -> Option<Type> {
    let objects: Vec<&BTreeMap<Arc<str>, Field>> = types
        .iter()
        .filter_map(|ty| if let Type::Object(fields) = ty { Some(&**fields) } else { None })
        .collect();
    let first = objects.first()?;
    if !objects.iter().all(|fields| fields.keys().eq(first.keys())) {
        return objects_as_map(types);
    }
    let mut unified = BTreeMap::new();
    for name in first.keys() {
        let ty = unify_iter(objects.iter().filter_map(|fields| fields.get(name)).map(|f| f.ty.clone()))?;
        unified.insert(Arc::clone(name), Field::required(ty));
    }
    Some(Type::Object(Arc::new(unified)))
}

fn objects_as_map(types: &[Type]) -> Option<Type> {
    let fields =
        types.iter().filter_map(|ty| if let Type::Object(fields) = ty { Some(fields) } else { None });
    let element = unify_iter(fields.flat_map(|fields| fields.values().map(|field| field.ty.clone())))?;
    all_convert(types, Type::Map(Arc::new(element)))
}

/// The type, unless one of the others does not convert to it: elements of any type are to have one in each by itself.
fn all_convert(types: &[Type], ty: Type) -> Option<Type> {
    let fits = !has_dynamic(&ty) || types.iter().all(|from| converted_type(from, &ty).is_ok());
    fits.then_some(ty)
}

fn unify_tuples(types: &[Type]) -> Option<Type> {
    let tuples: Vec<&[Type]> = types
        .iter()
        .filter_map(|ty| if let Type::Tuple(items) = ty { Some(&**items) } else { None })
        .collect();
    let length = tuples.first()?.len();
    if !tuples.iter().all(|items| items.len() == length) {
        return tuples_as_list(types);
    }
    let items =
        (0..length).map(|index| unify_iter(tuples.iter().filter_map(|items| items.get(index)).cloned()));
    items.collect::<Option<Arc<[Type]>>>().map(Type::Tuple)
}

fn tuples_as_list(types: &[Type]) -> Option<Type> {
    let items = types.iter().filter_map(|ty| if let Type::Tuple(items) = ty { Some(items) } else { None });
    let element = unify_iter(items.flat_map(|items| items.iter().cloned()))?;
    all_convert(types, Type::List(Arc::new(element)))
}

/// The value with the defaults of missing and null optional attributes, before it is converted.
pub fn apply_defaults(value: &Value, defaults: &Defaults) -> Value {
    if defaults.is_empty() {
        return value.clone();
    }
    let applied = match value {
        Value::Seq { value, .. } => {
            let items = value.items.iter().enumerate().map(|(index, item)| {
                let child = match &value.kind {
                    SeqKind::Tuple => defaults.children.get(index.to_string().as_str()),
                    _ => None,
                };
                match child.or_else(|| defaults.children.get("")) {
                    Some(child) => apply_defaults(item, child),
                    None => item.clone(),
                }
            });
            // The elements may no longer have one type; conversion makes a list or set of them again.
            let items: Vec<Value> = items.collect();
            if items == value.items { Value::seq(value.kind.clone(), items) } else { Value::tuple(items) }
        }
        Value::Map { value, .. } => {
            let mut entries: Vec<(Arc<str>, Value)> = Vec::with_capacity(value.entries.len());
            for (key, item) in &value.entries {
                let item = if item.is_null() { defaults.values.get(key).unwrap_or(item) } else { item };
                let item = match defaults.children.get(key).or_else(|| defaults.children.get("")) {
                    Some(child) => apply_defaults(item, child),
                    None => item.clone(),
                };
                entries.push((Arc::clone(key), item));
            }
            for (key, default) in &defaults.values {
                if value.get(key).is_none() {
                    let default = match defaults.children.get(key) {
                        Some(child) => apply_defaults(default, child),
                        None => default.clone(),
                    };
                    entries.push((Arc::clone(key), default));
                }
            }
            let kind = match &value.kind {
                MapKind::Map(ty)
                    if entries.len() == value.entries.len()
                        && entries.iter().zip(&value.entries).all(|(a, b)| a.1 == b.1) =>
                {
                    MapKind::Map(ty.clone())
                }
                _ => MapKind::Object,
            };
            Value::map(kind, entries)
        }
        other => return other.clone(),
    };
    applied.set_marks(value.marks()).with_provenance(value.provenance())
}
