//! Conversions, and the functions that the evaluator answers itself.

use std::sync::Arc;

use super::argument::too_long;
use super::{Answer, CallContext, Function, Kind, Param, conversion, returns};
use crate::convert::{convert, converted_type, type_of};
use crate::types::Type;
use crate::value::{Refinements, Unknown, Value};

const V: Param = Param::new("v", Kind::Any).nullable().partial().marked();
const VALUE: Param = Param::new("value", Kind::Any).nullable().partial().marked();
const VARS: Param = Param::new("vars", Kind::Any);

pub(super) const TABLE: &[Function] = &[
    Function::pure("tobool", &[V], |args| returned(args, &Type::Bool), |args, _| to(args, &Type::Bool)),
    Function::pure(
        "tolist",
        &[V],
        |args| returned(args, &list()),
        |args, ctx| to_collection(args, &list(), ctx),
    ),
    Function::pure(
        "tomap",
        &[V],
        |args| returned(args, &map()),
        |args, ctx| to_collection(args, &map(), ctx),
    ),
    Function::pure("tonumber", &[V], |args| returned(args, &Type::Number), |args, _| to(args, &Type::Number)),
    Function::pure(
        "toset",
        &[V],
        |args| returned(args, &set()),
        |args, ctx| to_collection(args, &set(), ctx),
    ),
    Function::pure("tostring", &[V], |args| returned(args, &Type::String), |args, _| to(args, &Type::String)),
    evaluated("can", &[Param::new("expression", Kind::Any)], returns::bool),
    evaluated("convert", &[VALUE, Param::new("type", Kind::Any)], returns::any).since("1.15"),
    evaluated("ephemeralasnull", &[VALUE], returns::any).since("1.10"),
    evaluated("issensitive", &[VALUE], returns::bool).since("1.8"),
    evaluated("nonsensitive", &[VALUE], returns::any),
    evaluated("sensitive", &[VALUE], returns::any),
    evaluated("templatefile", &[Param::new("path", Kind::String), VARS], returns::any)
        .except(super::filesystem::OUTSIDE),
    evaluated("templatestring", &[Param::new("template", Kind::String), VARS], returns::string).since("1.9"),
    evaluated("try", &[], returns::any).rest(Param::new("expressions", Kind::Any)),
    evaluated("type", &[VALUE], returns::any).since("1.1").answered(Answer::Console),
    removed("list", "there is no such function since Terraform 0.15; write `tolist([ … ])`"),
    removed("map", "there is no such function since Terraform 0.15; write `tomap({ … })`"),
];

const fn evaluated(
    name: &'static str,
    params: &'static [Param],
    returns: fn(&[Value]) -> Result<Type, String>,
) -> Function {
    Function::pure(name, params, returns, unevaluated).answered(Answer::Evaluator)
}

/// Stands where the evaluator answers.
fn unevaluated(_: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    Err("the arguments must not be evaluated beforehand".to_owned())
}

const fn removed(name: &'static str, why: &'static str) -> Function {
    evaluated(name, &[], returns::any).answered(Answer::Removed(why)).rest(VALUE)
}

fn list() -> Type {
    Type::List(Arc::new(Type::Dynamic))
}

fn set() -> Type {
    Type::Set(Arc::new(Type::Dynamic))
}

fn map() -> Type {
    Type::Map(Arc::new(Type::Dynamic))
}

fn returned(args: &[Value], ty: &Type) -> Result<Type, String> {
    match args.first() {
        Some(value) => converted_type(&type_of(value), ty),
        None => Ok(ty.clone()),
    }
}

fn to_collection(args: &[Value], ty: &Type, ctx: &CallContext<'_>) -> Result<Value, String> {
    if !ctx.tally.take(args.iter().map(conversion).sum()) {
        return Ok(too_long(ty.clone()));
    }
    to(args, ty)
}

/// The argument as a value of the type. Terraform forgets what it knew about an unknown that it converts;
/// identity and cause stay.
fn to(args: &[Value], ty: &Type) -> Result<Value, String> {
    let value = args.first().ok_or("an argument is required")?;
    let converted = convert(value, ty)?;
    Ok(match &converted {
        Value::Unknown { value: unknown, marks, from } => {
            Value::from_unknown(Unknown { refinements: Refinements::default(), ..Unknown::clone(unknown) })
                .set_marks(*marks)
                .with_provenance(*from)
        }
        _ => converted,
    })
}
