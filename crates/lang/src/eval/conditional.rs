//! `cond ? yes : no`.

use std::sync::Arc;

use super::access::one_of;
use super::cases::{MAX_CONDITIONS, assume, conditions, with_cases};
use super::{Ctx, Evaluated, Flow, eval, exhausted, unknown_from, walk};
use crate::convert::{convert, type_of, unify, without_optional};
use crate::syntax::{Expr, ExprId};
use crate::tri;
use crate::types::Type;
use crate::value::{Blank, Map, MapKind, Refinements, Seq, SeqKind, Symbol, Unknown, Value};

/// A conditional. Those in the last branch are not nested, so a chain of them costs no stack.
pub(super) fn conditional(cx: &Ctx<'_>, id: ExprId) -> Evaluated {
    let mut chain = Vec::new();
    let mut last = id;
    while let Expr::Conditional { cond, yes, no } = cx.tree.expr(last) {
        chain.push((last, cond, yes));
        last = no;
    }
    let mut no = eval(cx, last);
    while let Some((id, cond, yes)) = chain.pop() {
        let results = [eval(cx, yes), no];
        let failed = [type_only(cx, &results[0], yes), type_only(cx, &results[1], last)];
        no = eval(cx, cond).and_then(|condition| choose(cx, &condition, cond, results, &failed, id));
        last = id;
    }
    no
}

/// What has the type of a branch that has an error.
#[inline(never)]
fn type_only(cx: &Ctx<'_>, result: &Evaluated, id: ExprId) -> Option<Value> {
    result.as_ref().err().and_then(|_| eval(&Ctx { lenient: true, ..*cx }, id).ok())
}

/// The value of the branch that `condition` chooses, converted to the type of both. The error of a branch counts when
/// it is chosen; `failed` has what bears the type of such a branch.
pub(super) fn choose(
    cx: &Ctx<'_>,
    condition: &Value,
    cond: ExprId,
    [yes, no]: [Evaluated; 2],
    failed: &[Option<Value>; 2],
    id: ExprId,
) -> Evaluated {
    let cost: u64 = [&yes, &no].into_iter().flatten().map(walk).sum();
    let cut = || {
        let mut flow = Flow::of(condition);
        [&yes, &no].into_iter().flatten().for_each(|value| flow.add(cx, value));
        flow.onto(cx, exhausted(cx))
    };
    if !cx.meter.take(cost) {
        return Ok(cut());
    }
    let types = [yes.as_ref().ok().or(failed[0].as_ref()), no.as_ref().ok().or(failed[1].as_ref())];
    let ty = match types {
        [Some(yes), Some(no)] => match common_type(yes, no) {
            Common::Same => None,
            Common::Type(ty) => Some(ty),
            Common::None => {
                return cx.error(
                    id,
                    format!(
                        "the two results of a conditional must have one type: they are {} and {}",
                        describe(yes),
                        describe(no)
                    ),
                );
            }
        },
        _ => None,
    };
    // Both are converted to it.
    if cost > 0 && ty.is_some() {
        let new: u64 = [&yes, &no].into_iter().flatten().map(|value| u64::from(value.size().values)).sum();
        if !cx.meter.take(new) || !cx.meter.keep(new) {
            return Ok(cut());
        }
    }
    // The type of the result, also where there is none.
    let result_type = || match (&ty, types) {
        (Some(ty), _) => ty.clone(),
        (None, [Some(yes), Some(no)]) if type_of(yes) == type_of(no) => type_of(yes),
        _ => Type::Dynamic,
    };
    let converted = match condition {
        Value::Bool { .. } | Value::Unknown { .. } => None,
        _ if condition.is_unknown() => None,
        _ => match convert(condition, &Type::Bool) {
            Ok(value @ Value::Bool { .. }) => Some(value),
            _ if cx.lenient => return Ok(Value::from_unknown(unknown_from(result_type(), false, &[]))),
            _ if condition.is_null() => return cx.error(cond, "the condition is null"),
            _ => return cx.error(cond, "the condition must be of type bool"),
        },
    };
    if let Some(outcome) = converted.as_ref().unwrap_or(condition).as_bool() {
        // The marks of both branches count, those inside them do not.
        let marks =
            types.into_iter().flatten().fold(condition.marks(), |all, value| all.union(value.marks()));
        let chosen = as_type(if outcome { yes? } else { no? }, ty.as_ref());
        return match chosen {
            Ok(value) => Ok(value.with_marks(marks)),
            Err(message) => cx.error(id, message),
        };
    }
    let (Ok(yes), Ok(no)) = (&yes, &no) else {
        // Not known which: the value of one branch is not known at all.
        let not_null = types.iter().all(|value| value.is_some_and(definitely_not_null));
        let unknown = Value::from_unknown(unknown_from(result_type(), not_null, &[condition]));
        let mut flow = Flow { marks: condition.marks(), ..Flow::default() };
        for value in [&yes, &no].into_iter().flatten() {
            flow.add(cx, value);
        }
        return Ok(flow.onto(cx, unknown));
    };
    Ok(undecided(cx, condition, yes, no, ty.as_ref()))
}

/// The result of a conditional whose condition is unknown.
fn undecided(cx: &Ctx<'_>, condition: &Value, yes: &Value, no: &Value, ty: Option<&Type>) -> Value {
    let mut flow = Flow { marks: condition.marks(), ..Flow::default() };
    flow.add(cx, yes);
    flow.add(cx, no);
    let result_type = ty.cloned().unwrap_or_else(|| {
        let yes_type = type_of(yes);
        if yes_type == type_of(no) { yes_type } else { Type::Dynamic }
    });
    if yes.is_null() && no.is_null() {
        return flow.onto(cx, Value::null_of(result_type));
    }
    let mut unknown =
        unknown_from(result_type, definitely_not_null(yes) && definitely_not_null(no), &[condition]);
    unknown.may_be = Blank::of(yes).or(Blank::of(no));
    bounds(yes, no, &mut unknown);
    let branches = || {
        let convert = |value: &Value| as_type(value.clone(), ty).ok();
        Some((convert(yes)?, convert(no)?))
    };
    if let Some(known) = collapsed(&unknown, yes, no, condition, branches) {
        return flow.onto(cx, known);
    }
    let may_be = unknown.may_be;
    let whole = flow.onto(cx, Value::from_unknown(unknown));
    match branches() {
        Some((yes, no)) if yes.is_unknown() && tri::identical(&yes, &no) => {
            flow.onto(cx, yes.or_blank(may_be))
        }
        Some((yes, no)) => match decide_by(condition, whole, &yes, &no) {
            open @ Value::Unknown { .. } if open.as_unknown().is_some_and(|one| one.cases.is_none()) => {
                one_of(open, Value::tuple(vec![yes, no]))
            }
            decided => decided,
        },
        None => whole,
    }
}

/// The unknown with one case for each outcome of the condition.
fn decide_by(condition: &Value, whole: Value, yes: &Value, no: &Value) -> Value {
    let Value::Unknown { value: unknown, .. } = condition else {
        return whole;
    };
    if let Some(cases) = &unknown.cases {
        let mut found = Vec::new();
        conditions(condition, &mut found);
        questions(condition, &mut found);
        if found.len() <= MAX_CONDITIONS {
            let pick = |case: &Value, outcome: bool| {
                let assignment = [(cases.condition.clone(), outcome)];
                match case {
                    Value::Bool { value, .. } => assume(if *value { yes } else { no }, &assignment),
                    _ => decide_by(case, whole.clone(), &assume(yes, &assignment), &assume(no, &assignment)),
                }
            };
            let (yes, no) = (pick(&cases.yes, true), pick(&cases.no, false));
            return with_cases(whole, cases.condition.clone(), yes, no);
        }
    }
    match &unknown.symbol {
        Some(symbol) => {
            let (yes, no) = under(symbol, yes, no);
            with_cases(whole, symbol.clone(), yes, no)
        }
        None => whole,
    }
}

/// Adds the named unknowns that a condition comes down to in its cases.
fn questions(condition: &Value, found: &mut Vec<Arc<Symbol>>) {
    let Some(unknown) = condition.as_unknown() else {
        return;
    };
    if let Some(cases) = &unknown.cases {
        questions(&cases.yes, found);
        questions(&cases.no, found);
    } else if let Some(symbol) = &unknown.symbol
        && !found.contains(symbol)
    {
        found.push(symbol.clone());
    }
}

fn under(symbol: &Arc<Symbol>, yes: &Value, no: &Value) -> (Value, Value) {
    (assume(yes, &[(symbol.clone(), true)]), assume(no, &[(symbol.clone(), false)]))
}

/// Values that Terraform knows although it does not know which branch they come from: numbers whose
/// bounds meet, empty collections, and lists of one length.
fn collapsed(
    unknown: &Unknown,
    yes: &Value,
    no: &Value,
    condition: &Value,
    branches: impl Fn() -> Option<(Value, Value)>,
) -> Option<Value> {
    if !unknown.refinements.not_null {
        return None;
    }
    if unknown.ty == Type::Number {
        let (Some((min, true)), Some((max, true))) = (&unknown.refinements.min, &unknown.refinements.max)
        else {
            return None;
        };
        return (min.compare(max).is_eq()).then(|| Value::number(min.clone()));
    }
    let length = unknown.refinements.min_length?;
    if unknown.refinements.max_length != Some(length) {
        return None;
    }
    match &unknown.ty {
        Type::List(ty) => {
            let items = if length == 0 {
                Vec::new()
            } else {
                // Elements are known to exist, and each hangs on the condition.
                let (yes_list, no_list) = branches()?;
                let (Some(yes), Some(no)) = (yes_list.as_items(), no_list.as_items()) else {
                    return unknown_items(ty, length, condition, yes, no);
                };
                yes.iter()
                    .zip(no)
                    .map(|(yes, no)| {
                        let not_null = definitely_not_null(yes) && definitely_not_null(no);
                        let mut item = unknown_from((**ty).clone(), not_null, &[condition]);
                        item.refinements.not_null = false;
                        item.may_be = Blank::of(yes).or(Blank::of(no));
                        let marks = yes.marks().union(no.marks()).forgotten();
                        let item = Value::from_unknown(item).with_marks(marks);
                        decide_by(condition, item, yes, no)
                    })
                    .collect()
            };
            Some(Value::Seq {
                marks: crate::value::Marks::NONE,
                from: crate::value::Provenance::NONE,
                value: Arc::new(Seq::new(SeqKind::List((**ty).clone()), items)),
            })
        }
        Type::Set(ty) if length == 0 => Some(Value::seq(SeqKind::Set((**ty).clone()), Vec::new())),
        Type::Map(ty) if length == 0 => Some(Value::Map {
            marks: crate::value::Marks::NONE,
            from: crate::value::Provenance::NONE,
            value: Arc::new(Map::new(MapKind::Map((**ty).clone()), Vec::new())),
        }),
        _ => None,
    }
}

/// A list of `length` unknowns; beyond a thousand it stays unknown as a whole.
fn unknown_items(ty: &Type, length: usize, condition: &Value, yes: &Value, no: &Value) -> Option<Value> {
    if length > 1000 {
        return None;
    }
    let item = Value::from_unknown(unknown_from(ty.clone(), false, &[condition, yes, no]));
    Some(Value::seq(SeqKind::List(ty.clone()), vec![item; length]))
}

/// The bounds that hold for both branches.
fn bounds(yes: &Value, no: &Value, unknown: &mut Unknown) {
    let refinements = &mut unknown.refinements;
    if unknown.ty == Type::Number {
        let (a, b) = (number_range(yes), number_range(no));
        refinements.min = a.0.zip(b.0).map(|(a, b)| match a.0.compare(&b.0) {
            std::cmp::Ordering::Less => a,
            std::cmp::Ordering::Greater => b,
            std::cmp::Ordering::Equal => (a.0, a.1 || b.1),
        });
        refinements.max = a.1.zip(b.1).map(|(a, b)| match a.0.compare(&b.0) {
            std::cmp::Ordering::Less => b,
            std::cmp::Ordering::Greater => a,
            std::cmp::Ordering::Equal => (a.0, a.1 || b.1),
        });
    } else if let (Some(a), Some(b)) = (length_range(yes), length_range(no))
        && type_of(yes) == type_of(no)
    {
        refinements.min_length = Some(a.0.min(b.0));
        refinements.max_length = a.1.zip(b.1).map(|(a, b)| a.max(b));
    }
}

type Bound = Option<(crate::number::Number, bool)>;

fn number_range(value: &Value) -> (Bound, Bound) {
    match value {
        Value::Unknown { value, .. } if value.ty == Type::Number => {
            (value.refinements.min.clone(), value.refinements.max.clone())
        }
        value => {
            let bound = value.as_number().map(|number| (number, true));
            (bound.clone(), bound)
        }
    }
}

/// Bounds of the length of a list, set or map.
fn length_range(value: &Value) -> Option<(usize, Option<usize>)> {
    match value {
        Value::Seq { value, .. } => {
            let length = value.items.len();
            match value.kind {
                SeqKind::Tuple => None,
                // Unknown elements may turn out to be the same.
                SeqKind::Set(_) if length > 1 && !value.items.iter().all(Value::is_wholly_known) => {
                    Some((1, Some(length)))
                }
                SeqKind::List(_) | SeqKind::Set(_) => Some((length, Some(length))),
            }
        }
        Value::Map { value, .. } if value.kind != MapKind::Object => {
            Some((value.entries.len(), Some(value.entries.len())))
        }
        Value::Unknown { value, .. } if matches!(value.ty, Type::List(_) | Type::Set(_) | Type::Map(_)) => {
            let Refinements { min_length, max_length, .. } = value.refinements;
            Some((min_length.unwrap_or(0), max_length))
        }
        _ => None,
    }
}

/// Whether Terraform knows that the value is not null.
pub fn definitely_not_null(value: &Value) -> bool {
    match value {
        Value::Null { .. } => false,
        Value::Unknown { value, .. } => value.refinements.not_null,
        _ => true,
    }
}

enum Common {
    /// No conversion is needed.
    Same,
    Type(Type),
    None,
}

/// The type of the result.
fn common_type(yes: &Value, no: &Value) -> Common {
    let dynamic_null = |value: &Value| matches!(value, Value::Null { ty, .. } if **ty == Type::Dynamic);
    match (yes, no) {
        (Value::Bool { .. }, Value::Bool { .. })
        | (Value::Int { .. } | Value::Decimal { .. }, Value::Int { .. } | Value::Decimal { .. })
        | (Value::String { .. }, Value::String { .. }) => return Common::Same,
        _ if dynamic_null(yes) => return Common::Type(type_of(no)),
        _ if dynamic_null(no) => return Common::Type(type_of(yes)),
        _ => {}
    }
    let (a, b) = (type_of(yes), type_of(no));
    if a == b || a == Type::Dynamic || b == Type::Dynamic {
        return Common::Same;
    }
    match unify(&[a, b]) {
        Some(ty) => Common::Type(ty),
        None => Common::None,
    }
}

fn as_type(value: Value, ty: Option<&Type>) -> Result<Value, String> {
    match ty {
        None | Some(Type::Dynamic) => Ok(value),
        Some(ty) => convert(&value, ty).map(|converted| {
            let flow = (value.marks(), value.provenance());
            converted.with_marks(flow.0).with_provenance(flow.1)
        }),
    }
}

/// The kind of a value for people.
fn describe(value: &Value) -> String {
    match value {
        Value::Map { value, .. } if value.kind == MapKind::Object => "an object".into(),
        Value::Seq { value, .. } if value.kind == SeqKind::Tuple => "a tuple".into(),
        value => format!("`{}`", without_optional(&type_of(value))),
    }
}
