//! Unary and binary operators.

use std::cmp::Ordering;
use std::sync::Arc;

use super::cases::{assume, few_conditions, split, with_cases};
use super::{Ctx, EvalError, Evaluated, Flow, eval, exhausted, symbol, unknown_from, walk};
use crate::convert::convert;
use crate::limits;
use crate::number::Number;
use crate::syntax::{BinaryOp, Expr, ExprId, UnaryOp};
use crate::tri::{Tri, terraform_equals};
use crate::types::Type;
use crate::value::{Symbol, Unknown, Value};

/// `!x` and `-x`; a row of them is not nested.
pub(super) fn unary(cx: &Ctx<'_>, id: ExprId) -> Evaluated {
    let mut ops = Vec::new();
    let mut at = id;
    while let Expr::Unary { op, operand } = cx.tree.expr(at) {
        ops.push(op);
        at = operand;
    }
    let mut value = eval(cx, at)?;
    while let Some(op) = ops.pop() {
        value = match op {
            UnaryOp::Not => not(cx, at, &value)?,
            UnaryOp::Negate => negate(cx, at, &value)?,
        };
    }
    Ok(value)
}

fn not(cx: &Ctx<'_>, id: ExprId, value: &Value) -> Evaluated {
    let operand = operand(cx, id, value, &Type::Bool, "`!`")?;
    let result = if let Some(known) = operand.as_bool() {
        Value::bool(!known)
    } else {
        let mut unknown = unknown_from(Type::Bool, true, &[&operand]);
        unknown.symbol = symbol::unary(cx, "!", &operand);
        negated(Value::from_unknown(unknown), &operand)
    };
    let result = Flow::of(value).onto_known(cx, result);
    let again =
        |inputs: &[Value]| inputs.first().map_or_else(|| Ok(Value::null()), |input| not(cx, id, input));
    Ok(if has_own_case(value) { result } else { split(std::slice::from_ref(value), result, &again) })
}

/// Whether it is a named unknown without cases.
fn has_own_case(value: &Value) -> bool {
    value.as_unknown().is_some_and(|unknown| unknown.symbol.is_some() && unknown.cases.is_none())
}

/// `whole`, which is the negation of `of`, with a case for each outcome of `of`.
fn negated(whole: Value, of: &Value) -> Value {
    match of.as_unknown() {
        Some(unknown) if unknown.cases.is_none() => match &unknown.symbol {
            Some(symbol) => with_cases(whole, symbol.clone(), Value::bool(false), Value::bool(true)),
            None => whole,
        },
        _ => whole,
    }
}

fn negate(cx: &Ctx<'_>, id: ExprId, value: &Value) -> Evaluated {
    let operand = operand(cx, id, value, &Type::Number, "`-`")?;
    let result = if let Some(number) = operand.as_number() {
        Value::number(number.negate())
    } else {
        let mut unknown = unknown_from(Type::Number, true, &[&operand]);
        unknown.symbol = symbol::unary(cx, "-", &operand);
        Value::from_unknown(unknown)
    };
    let result = Flow::of(value).onto_known(cx, result);
    let again =
        |inputs: &[Value]| inputs.first().map_or_else(|| Ok(Value::null()), |input| negate(cx, id, input));
    Ok(split(std::slice::from_ref(value), result, &again))
}

/// `left op right`. Operators lean to the left, and a chain of them is not nested.
pub(super) fn binary(cx: &Ctx<'_>, id: ExprId) -> Evaluated {
    let Expr::Binary { op, left, right } = cx.tree.expr(id) else {
        return eval(cx, id);
    };
    if !matches!(cx.tree.expr(left), Expr::Binary { .. }) {
        return apply(cx, At { op, left, right }, eval(cx, left));
    }
    let mut chain = vec![At { op, left, right }];
    let mut at = left;
    while let Expr::Binary { op, left, right } = cx.tree.expr(at) {
        chain.push(At { op, left, right });
        at = left;
    }
    let mut value = eval(cx, at);
    while let Some(at) = chain.pop() {
        value = apply(cx, at, value);
    }
    value
}

fn apply(cx: &Ctx<'_>, at: At, a: Evaluated) -> Evaluated {
    if matches!(at.op, BinaryOp::And | BinaryOp::Or) {
        return logic(cx, at, &a, &eval(cx, at.right));
    }
    values(cx, at, &a?, &eval(cx, at.right)?)
}

/// An operator and where its operands stand.
#[derive(Clone, Copy)]
struct At {
    op: BinaryOp,
    left: ExprId,
    right: ExprId,
}

fn values(cx: &Ctx<'_>, at: At, a: &Value, b: &Value) -> Evaluated {
    let result = match at.op {
        BinaryOp::Equal | BinaryOp::NotEqual => {
            if !cx.meter.take(walk(a) + walk(b)) {
                return Ok(both(cx, a, b).onto(cx, exhausted(cx)));
            }
            equality(cx, at.op, a, b)
        }
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
            comparison(cx, at, a, b)?
        }
        _ => arithmetic(cx, at, a, b)?,
    };
    if !result.is_unknown() {
        return Ok(result);
    }
    let inputs = [a.clone(), b.clone()];
    let again = |inputs: &[Value]| match inputs {
        [a, b] => values(cx, at, a, b),
        _ => Ok(Value::null()),
    };
    Ok(split(&inputs, result, &again))
}

/// An operand converted to the type that the operator takes; never null.
fn operand(cx: &Ctx<'_>, id: ExprId, value: &Value, ty: &Type, side: &str) -> Evaluated {
    let is_of_type = |value: &Value| match value {
        Value::Bool { .. } => *ty == Type::Bool,
        Value::Int { .. } | Value::Decimal { .. } => *ty == Type::Number,
        Value::Unknown { value, .. } => value.ty == *ty,
        _ => false,
    };
    if is_of_type(value) {
        return Ok(value.clone());
    }
    if value.is_null() {
        return cx.error(id, format!("the operand of {side} is null"));
    }
    if value.is_unknown() {
        let inner = value.as_unknown();
        if inner.is_none_or(|unknown| matches!(unknown.ty, Type::Dynamic | Type::String)) {
            let mut converted = unknown_from(ty.clone(), true, &[value]);
            converted.symbol = inner.and_then(|unknown| unknown.symbol.clone());
            return Ok(Flow::of(value).onto(cx, Value::from_unknown(converted)));
        }
    }
    match convert(value, ty) {
        Ok(converted) if is_of_type(&converted) => Ok(converted),
        Ok(_) => cx.error(id, format!("the operand of {side} must be a {ty}")),
        Err(message) => cx.error(id, format!("the operand of {side} must be a {ty}: {message}")),
    }
}

fn name(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "||",
        BinaryOp::And => "&&",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
    }
}

fn both(cx: &Ctx<'_>, a: &Value, b: &Value) -> Flow {
    let mut flow = Flow::of(a);
    flow.add(cx, b);
    flow
}

fn arithmetic(cx: &Ctx<'_>, at: At, a: &Value, b: &Value) -> Evaluated {
    let flow = both(cx, a, b);
    let left = numeric(cx, at.left, a, at.op)?;
    let right = numeric(cx, at.right, b, at.op)?;
    let (Some(x), Some(y)) = (left.as_number(), right.as_number()) else {
        let mut unknown = unknown_from(Type::Number, true, &[&left, &right]);
        let ordered = !matches!(at.op, BinaryOp::Add | BinaryOp::Multiply);
        unknown.symbol = symbol::binary(cx, name(at.op), &left, &right, ordered);
        return Ok(flow.onto(cx, Value::from_unknown(unknown)));
    };
    let result = match at.op {
        BinaryOp::Add => x.add(&y),
        BinaryOp::Subtract => x.subtract(&y),
        BinaryOp::Multiply => x.multiply(&y),
        BinaryOp::Divide => x.divide(&y),
        _ => x.modulo(&y),
    };
    match result {
        Some(number) => Ok(flow.onto(cx, Value::number(number))),
        // Of finite numbers only zero by zero is none.
        None if !(x.is_infinite() || y.is_infinite() || x.is_zero() && y.is_zero()) => {
            Ok(flow.onto(cx, Value::unknown(Type::Number, limits::exponent())))
        }
        None => cx.error(at.right, format!("the result of `{}` is not a number", name(at.op))),
    }
}

fn numeric(cx: &Ctx<'_>, id: ExprId, value: &Value, op: BinaryOp) -> Evaluated {
    match value {
        Value::Int { .. } | Value::Decimal { .. } => Ok(value.clone()),
        _ => operand(cx, id, value, &Type::Number, &format!("`{}`", name(op))),
    }
}

fn comparison(cx: &Ctx<'_>, at: At, a: &Value, b: &Value) -> Evaluated {
    let flow = both(cx, a, b);
    let left = numeric(cx, at.left, a, at.op)?;
    let right = numeric(cx, at.right, b, at.op)?;
    if let (Some(x), Some(y)) = (left.as_number(), right.as_number()) {
        let order = x.compare(&y);
        let result = match at.op {
            BinaryOp::Less => order == Ordering::Less,
            BinaryOp::LessEqual => order == Ordering::Less || x == y,
            BinaryOp::Greater => order == Ordering::Greater,
            _ => order == Ordering::Greater || x == y,
        };
        return Ok(flow.onto(cx, Value::bool(result)));
    }
    let strict = match at.op {
        BinaryOp::Less | BinaryOp::LessEqual => less(&left, &right),
        _ => less(&right, &left),
    };
    let known = match at.op {
        BinaryOp::Less | BinaryOp::Greater => strict,
        // Terraform asks both questions and needs both answers.
        _ => match (strict, terraform_equals(&left, &right)) {
            (Tri::Unknown, _) | (_, Tri::Unknown) => Tri::Unknown,
            (strict, equal) => strict.or(equal),
        },
    };
    let result = match known {
        Tri::True => Value::bool(true),
        Tri::False => Value::bool(false),
        Tri::Unknown => {
            let mut unknown = unknown_from(Type::Bool, true, &[&left, &right]);
            // All four are one question: is the first less than the second?
            let (x, y, negated) = match at.op {
                BinaryOp::Less => (&left, &right, false),
                BinaryOp::Greater => (&right, &left, false),
                BinaryOp::LessEqual => (&right, &left, true),
                _ => (&left, &right, true),
            };
            let splits = few_conditions(&[left.clone(), right.clone()]).is_some();
            let (symbol, negated) = match least(x, y) {
                Some((number, least, is_least)) if !splits => {
                    (question(cx, number, &Value::number(least)), negated == is_least)
                }
                _ => (symbol::binary(cx, "<", x, y, true), negated),
            };
            unknown_bool(&mut unknown, symbol, negated && !splits)
        }
    };
    Ok(flow.onto(cx, result))
}

/// A number that is not known and the least that it can be, where `x < y` asks whether it is that: `0 < length(z)` does,
/// and so does `length(z) < 1`. The flag says whether it is where the answer is yes.
fn least<'v>(x: &'v Value, y: &'v Value) -> Option<(&'v Value, Number, bool)> {
    let of = |value: &Value| match &value.as_unknown()?.refinements.min {
        Some((least, true)) => Some(least.clone()),
        _ => None,
    };
    if let (Some(known), Some(least)) = (x.as_number(), of(y)) {
        return (known == least).then_some((y, least, false));
    }
    let is_length =
        |unknown: &Unknown| unknown.symbol.as_ref().is_some_and(|s| s.name.starts_with("length("));
    let (known, least) = (y.as_number()?, of(x).filter(|_| x.as_unknown().is_some_and(is_length))?);
    (known == least.add(&Number::from(1))?).then_some((x, least, true))
}

/// An unknown truth value that is `symbol`, or its opposite.
fn unknown_bool(unknown: &mut crate::value::Unknown, symbol: Option<Arc<Symbol>>, negated: bool) -> Value {
    match (symbol, negated) {
        (Some(symbol), true) => {
            let whole = Value::from_unknown(unknown.clone());
            with_cases(whole, symbol, Value::bool(false), Value::bool(true))
        }
        (symbol, _) => {
            unknown.symbol = symbol;
            Value::from_unknown(unknown.clone())
        }
    }
}

/// Whether `a < b`, by what is known of two numbers.
fn less(a: &Value, b: &Value) -> Tri {
    let order = |a: &Option<Number>, b: &Option<Number>| Some(a.as_ref()?.compare(b.as_ref()?));
    let ((a_min, a_max), (b_min, b_max)) = (range(a), range(b));
    if order(&a_max, &b_min) == Some(Ordering::Less) {
        Tri::True
    } else if order(&a_min, &b_max) == Some(Ordering::Greater) {
        Tri::False
    } else {
        Tri::Unknown
    }
}

fn range(value: &Value) -> (Option<Number>, Option<Number>) {
    match value.as_unknown() {
        Some(unknown) => (
            unknown.refinements.min.as_ref().map(|(n, _)| n.clone()),
            unknown.refinements.max.as_ref().map(|(n, _)| n.clone()),
        ),
        None => (value.as_number(), value.as_number()),
    }
}

pub(super) fn equality(cx: &Ctx<'_>, op: BinaryOp, a: &Value, b: &Value) -> Value {
    let mut flow = Flow::default();
    flow.add_deep(cx, a);
    flow.add_deep(cx, b);
    let negated = op == BinaryOp::NotEqual;
    let result = match terraform_equals(a, b) {
        Tri::True => Value::bool(!negated),
        Tri::False => Value::bool(negated),
        Tri::Unknown => {
            let mut unknown = unknown_from(Type::Bool, true, &[a, b]);
            if few_conditions(&[a.clone(), b.clone()]).is_some() {
                unknown.symbol = symbol::binary(cx, name(op), a, b, false);
                Value::from_unknown(unknown)
            } else if let Some(symbol) = compared_with(a, b, false) {
                unknown_bool(&mut unknown, Some(symbol), !negated)
            } else {
                unknown_bool(&mut unknown, question(cx, a, b), negated)
            }
        }
    };
    flow.onto(cx, result)
}

/// The symbol of `a == b`; `x == true` is `x` itself.
pub(super) fn question(cx: &Ctx<'_>, a: &Value, b: &Value) -> Option<Arc<Symbol>> {
    compared_with(a, b, true).or_else(|| symbol::binary(cx, "==", a, b, false))
}

/// The symbol of an unknown truth value that is compared with this one.
fn compared_with(a: &Value, b: &Value, other: bool) -> Option<Arc<Symbol>> {
    let is_it = |(x, y): (&Value, &Value)| {
        let unknown = x.as_unknown()?;
        let fits = unknown.ty == Type::Bool && unknown.cases.is_none() && y.as_bool() == Some(other);
        unknown.symbol.clone().filter(|_| fits)
    };
    [(a, b), (b, a)].into_iter().find_map(is_it)
}

/// `&&` and `||` as in Terraform 1.12 and later: either operand can decide alone, and then neither an
/// unknown nor an error on the other side counts; a value that is no bool always does.
fn logic(cx: &Ctx<'_>, at: At, a: &Evaluated, b: &Evaluated) -> Evaluated {
    let decisive = at.op == BinaryOp::Or;
    let left = truth(cx, at.left, a, at.op)?;
    let right = truth(cx, at.right, b, at.op)?;
    let mut flow = Flow::default();
    for value in [a, b].into_iter().flatten() {
        flow.add(cx, value);
    }
    // Null is not true, which decides `&&`.
    let decides = |truth: Truth| match truth {
        Truth::Known(known) => known == decisive,
        Truth::Null => !decisive,
        Truth::Unknown => false,
    };
    if decides(left) || decides(right) {
        return Ok(flow.onto(cx, Value::bool(decisive)));
    }
    match (left, right, a, b) {
        (Truth::Unknown, _, Ok(a), b) => {
            let Ok(b) = b else {
                let unknown = unknown_from(Type::Bool, true, &[a]);
                return Ok(flow.onto_known(cx, Value::from_unknown(unknown)));
            };
            unknown_logic(cx, at, a, b).map(|value| flow.onto_known(cx, value))
        }
        (_, Truth::Unknown, Ok(a), Ok(b)) => {
            unknown_logic(cx, at, a, b).map(|value| flow.onto_known(cx, value))
        }
        (Truth::Null, ..) => cx.error(at.left, format!("the operand of `{}` is null", name(at.op))),
        (_, Truth::Null, ..) => cx.error(at.right, format!("the operand of `{}` is null", name(at.op))),
        (_, _, Err(error), _) | (_, _, _, Err(error)) => Err(error.clone()),
        _ => Ok(flow.onto(cx, Value::bool(!decisive))),
    }
}

/// What an operand of `&&` or `||` amounts to; unknown when it has an error.
#[derive(Clone, Copy)]
enum Truth {
    Known(bool),
    Null,
    Unknown,
}

fn truth(cx: &Ctx<'_>, id: ExprId, value: &Evaluated, op: BinaryOp) -> Result<Truth, EvalError> {
    let Ok(value) = value else {
        return Ok(Truth::Unknown);
    };
    if let Value::Null { ty, .. } = value
        && matches!(**ty, Type::Dynamic | Type::Bool | Type::String)
    {
        return Ok(Truth::Null);
    }
    if let Some(known) = value.as_bool() {
        return Ok(Truth::Known(known));
    }
    let converted = operand(cx, id, value, &Type::Bool, &format!("`{}`", name(op)))?;
    Ok(converted.as_bool().map_or(Truth::Unknown, Truth::Known))
}

/// The result when no operand decides and one is unknown.
fn unknown_logic(cx: &Ctx<'_>, at: At, a: &Value, b: &Value) -> Evaluated {
    let side = format!("`{}`", name(at.op));
    let bool_of = |id, value: &Value| {
        if value.is_null() { Ok(value.clone()) } else { operand(cx, id, value, &Type::Bool, &side) }
    };
    let (left, right) = (bool_of(at.left, a)?, bool_of(at.right, b)?);
    let mut unknown = unknown_from(Type::Bool, true, &[&left, &right]);
    // An operand that does not decide leaves the other.
    let rest = match (left.is_unknown(), right.is_unknown()) {
        (false, true) => right.as_unknown(),
        (true, false) => left.as_unknown(),
        _ => None,
    };
    if let Some(rest) = rest {
        unknown.symbol.clone_from(&rest.symbol);
        unknown.cases.clone_from(&rest.cases);
    } else {
        unknown.symbol = symbol::binary(cx, name(at.op), &left, &right, false);
    }
    Ok(logic_cases(cx, at, Value::from_unknown(unknown), a, b, &left, &right))
}

/// The cases of a logical operator: those of its operands, or else the outcomes of a named one.
fn logic_cases(
    cx: &Ctx<'_>,
    at: At,
    whole: Value,
    a: &Value,
    b: &Value,
    left: &Value,
    right: &Value,
) -> Value {
    if few_conditions(&[a.clone(), b.clone()]).is_some() {
        let again = |inputs: &[Value]| match inputs {
            [a, b] => logic(cx, at, &Ok(a.clone()), &Ok(b.clone())),
            _ => Ok(Value::null()),
        };
        return split(&[a.clone(), b.clone()], whole, &again);
    }
    let decisive = at.op == BinaryOp::Or;
    match (left.as_unknown(), right.as_unknown()) {
        (Some(unknown), Some(_)) if unknown.cases.is_none() => match &unknown.symbol {
            Some(symbol) => {
                let rest = assume(right, &[(symbol.clone(), !decisive)]);
                let decided = Value::bool(decisive);
                let (yes, no) = if decisive { (decided, rest) } else { (rest, decided) };
                with_cases(whole, symbol.clone(), yes, no)
            }
            None => whole,
        },
        _ => whole,
    }
}
