//! Calls, and the functions that need their arguments unevaluated.

use std::borrow::Cow;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::source::Span;

use super::access::{by_each_key, key_step, one_of, part_of_one, parts};
use super::cases::{few_conditions, split};
use super::{
    Ctx, ErrorKind, EvalError, Evaluated, Flow, Scope, StaticStep, Step, cut, each_reference, eval,
    exhausted, made, reference, shell, symbol, unknown_from, walk,
};
use crate::convert::{apply_defaults, convert, may_merge};
use crate::functions::{self, CallContext, FileError, Files, Tally};
use crate::limits;
use crate::syntax::{Expr, ExprId, Run, parse_template};
use crate::types::{Type, parse_type};
use crate::value::{Among, Blank, Map, MapKind, Marks, Provenance, Segment, Symbol, Text, Value};

/// `name(args…)`
pub(super) fn call(cx: &Ctx<'_>, id: ExprId, name: &str, args: Run, expand: bool) -> Evaluated {
    let name: Cow<'_, str> = if name.contains(char::is_whitespace) {
        name.split_whitespace().collect::<String>().into()
    } else {
        name.into()
    };
    let name = name.strip_prefix("core::").unwrap_or(&name);
    match name {
        "try" if !expand => return try_each(cx, id, cx.tree.list(args)),
        "can" if !expand => return can(cx, id, cx.tree.list(args)),
        "convert" => return convert_to(cx, id, cx.tree.list(args)),
        "templatestring" if !expand => return template_string(cx, id, cx.tree.list(args)),
        _ => {}
    }
    let ids = cx.tree.list(args);
    let mut values = Vec::with_capacity(ids.len());
    let (first, last) = ids.split_at(ids.len() - usize::from(expand && !ids.is_empty()));
    let last = last.first().map(|arg| eval(cx, *arg).map(|value| (*arg, value))).transpose()?;
    let rest = match last.as_ref().map(|(arg, value)| (arg, value, expanded(value))) {
        None => None,
        Some((_, _, Ok(Some(items)))) => Some(items),
        // Terraform does not look at the others.
        Some((_, value, Ok(None))) => {
            let result = Value::from_unknown(unknown_from(Type::Dynamic, false, &[value]));
            return Ok(Flow::of(value).onto_known(cx, result));
        }
        Some((arg, _, Err(message))) => return cx.error(*arg, message),
    };
    for arg in first {
        match eval(cx, *arg) {
            Err(_) if name == "try" => {}
            value => values.push(value?),
        }
    }
    values.extend(rest.into_iter().flatten());
    // Those that read single elements leave the rest alone; the others may walk over everything, and over the
    // characters of a text.
    let reads_one = reads_one(name);
    let cost = |value: &Value| match value {
        Value::String { .. } => u64::from(value.size().values.saturating_sub(1)),
        _ if reads_one => 0,
        value => walk(value),
    };
    if !cx.meter.take(values.iter().map(cost).sum::<u64>() + CALL) {
        let mut flow = Flow::default();
        for value in &values {
            flow.add(cx, value);
        }
        return Ok(flow.onto(cx, exhausted(cx)));
    }
    apply(cx, id, name, &values)
}

/// Whether a function looks at one element of its argument and leaves the rest alone.
fn reads_one(name: &str) -> bool {
    matches!(name, "element" | "lookup" | "length" | "one")
}

/// Steps of a call, whatever it does.
const CALL: u64 = 4;

/// Whether the elements of the result are those of the arguments.
fn keeps_elements(name: &str) -> bool {
    matches!(
        name,
        "concat"
            | "distinct"
            | "flatten"
            | "reverse"
            | "setunion"
            | "slice"
            | "sort"
            | "tolist"
            | "tomap"
            | "toset"
            | "values"
            | "zipmap"
    )
}

/// Results up to this size count as one step.
const LARGE: u32 = 64;

/// The values that are new in the result of a function.
fn new_in(name: &str, result: &Value) -> u64 {
    match name {
        "element" | "ephemeralasnull" | "lookup" | "nonsensitive" | "one" | "sensitive" | "try" => 0,
        "coalesce" | "coalescelist" | "compact" | "concat" | "distinct" | "flatten" | "matchkeys"
        | "merge" | "reverse" | "slice" | "sort" | "values" | "zipmap" => shell(result),
        _ => u64::from(result.size().values),
    }
}

/// The elements that `...` makes arguments of; `None` when unknown.
fn expanded(value: &Value) -> Result<Option<impl Iterator<Item = Value> + '_>, String> {
    match value {
        Value::Seq { value: seq, .. } if may_merge(seq) => Ok(None),
        Value::Seq { value: seq, .. } => {
            Ok(Some(seq.items.iter().map(|item| super::access::from_container(item, value))))
        }
        Value::Null { .. } => Err("the value before `...` is null".into()),
        Value::Unknown { value, .. }
            if matches!(value.ty, Type::Dynamic | Type::List(_) | Type::Set(_) | Type::Tuple(_)) =>
        {
            Ok(None)
        }
        _ => Err("the value before `...` must be a list, set or tuple".into()),
    }
}

fn apply(cx: &Ctx<'_>, id: ExprId, name: &str, args: &[Value]) -> Evaluated {
    let form = match name {
        "sensitive" => Some(one(args).map(|value| value.clone().with_marks(Marks::SENSITIVE))),
        "nonsensitive" => Some(one(args).map(|value| {
            let marks = value.marks().without(Marks::SENSITIVE);
            value.clone().set_marks(marks)
        })),
        "issensitive" => Some(one(args).map(|value| is_sensitive(cx, value))),
        "ephemeralasnull" => Some(one(args).map(ephemeral_as_null)),
        "templatefile" => Some(template_file(cx, args)),
        // The arguments have been made by `...`, so none of them has an error.
        "try" => Some(match args.first() {
            Some(value) if value.is_wholly_known() => Ok(value.clone()),
            Some(value) => {
                let unknown = Value::from_unknown(unknown_from(Type::Dynamic, false, &[value]));
                Ok(one_of(unknown, Value::tuple(args.to_vec())))
            }
            None => Err("at least one argument is required".into()),
        }),
        "can" => Some(one(args).map(|value| {
            if value.is_wholly_known() {
                return Value::bool(true);
            }
            Value::from_unknown(unknown_from(Type::Bool, true, &[value]))
        })),
        _ => None,
    };
    let is_form = form.is_some();
    let result = match form {
        // What such a function says of an argument may show it. Elements bear marks of their own.
        Some(result) if args.iter().any(|arg| !arg.marks().printable()) => result
            .map(|result| functions::discreet(name, result, args))
            .map_err(|failure| Failure { message: functions::secret(name), ..failure }),
        Some(result) => result.map_err(|failure| failure.in_what(&format!("`{name}`"))),
        None => {
            let allowed = cx.meter.left();
            let tally = Tally::new(allowed);
            let result = functions::call(name, args, &CallContext { scope: cx.scope, tally: &tally });
            cx.meter.take(allowed - tally.left());
            result.map_err(|message| {
                let kind = if tally.is_missing() { ErrorKind::MissingFile } else { ErrorKind::Call };
                Failure { kind, message }
            })
        }
    };
    let whole = match result {
        Ok(value) => value,
        Err(failure) => return failure.at(cx, id),
    };
    let size = whole.size().values;
    if size > LARGE {
        cx.meter.take(u64::from(size));
        // Text is brought into NFC.
        if whole.as_str().is_some_and(|text| !text.is_ascii()) {
            cx.meter.take(16 * u64::from(size));
        }
    }
    if !cx.meter.keep(if size > LARGE { new_in(name, &whole) } else { u64::from(size) }) {
        return Ok(cut(cx, &whole, limits::memory()));
    }
    if whole.is_unknown() {
        // Looking for undecided cases walks over all arguments.
        cx.meter.take(args.iter().map(walk).sum());
    }
    let whole = if is_form || reads_one(name) { whole } else { parts_named(cx, name, args, whole) };
    // An encoded string carries the cases of its value.
    if is_form && name != "templatefile" || !whole.is_unknown() || whole.encoded().is_some() {
        return Ok(whole);
    }
    let mut whole = named(cx, name, args, whole);
    match (name, args) {
        ("lookup", _) => whole = looked_up(cx, args, whole),
        // What these make of an empty text is empty.
        (
            "chomp" | "replace" | "strrev" | "substr" | "title" | "trim" | "trimprefix" | "trimspace"
            | "trimsuffix",
            [text, ..],
        ) => {
            whole = whole.or_blank(Blank::of(text).of_text());
        }
        _ => {}
    }
    if keeps_elements(name)
        && let Value::Unknown { value: unknown, .. } = &mut whole
    {
        let mut like: Vec<Value> = args.iter().flat_map(|arg| parts(arg, None)).collect();
        if name == "flatten" {
            like.extend(like.clone().iter().flat_map(|inner| parts(inner, None)));
        }
        if !like.is_empty() && cx.meter.keep(like.len() as u64) {
            Arc::make_mut(unknown).refinements.like = Among(Some(Value::tuple(like)));
        }
    }
    Ok(split(args, whole, &|args| apply(cx, id, name, args)))
}

/// Why a function has no result, before it is known where the call stands.
struct Failure {
    kind: ErrorKind,
    message: String,
}

impl Failure {
    /// The same with what it happened in before the message.
    fn in_what(self, what: &str) -> Self {
        Self { message: format!("{what}: {}", self.message), ..self }
    }

    fn at<T>(self, cx: &Ctx<'_>, id: ExprId) -> Result<T, EvalError> {
        Err(EvalError { kind: self.kind, message: self.message, span: cx.tree.span(id) })
    }
}

impl<T: Into<String>> From<T> for Failure {
    fn from(message: T) -> Self {
        Self { kind: ErrorKind::Other, message: message.into() }
    }
}

/// What `lookup` finds by an unknown key, as one case for each key.
fn looked_up(cx: &Ctx<'_>, args: &[Value], whole: Value) -> Value {
    if let [map @ Value::Unknown { .. }, key, ..] = args {
        return match key.as_str() {
            Some(name) => part_of_one(cx, whole, map, Some(name)),
            None => whole,
        };
    }
    let [map @ Value::Map { value, .. }, key, rest @ ..] = args else { return whole };
    if !key.is_unknown() || few_conditions(args).is_some() {
        return whole;
    }
    let as_element = |default: &Value| match &value.kind {
        MapKind::Map(ty) => convert(default, ty).unwrap_or_else(|_| default.clone()),
        MapKind::Object => default.clone(),
    };
    by_each_key(cx, map, key, whole, rest.first().map(as_element).as_ref())
}

/// Whether a function differs from call to call; a template can call such.
fn varies(name: &str) -> bool {
    matches!(name, "timestamp" | "uuid" | "bcrypt" | "templatefile")
}

/// The result in which what is unknown in a text or list has an identity: the same arguments make the same.
fn parts_named(cx: &Ctx<'_>, name: &str, args: &[Value], result: Value) -> Value {
    let is_open = match &result {
        Value::String { .. } => result.as_segments().is_some(),
        Value::Seq { value, .. } => value.items.iter().any(Value::is_unknown),
        _ => false,
    };
    if !is_open || varies(name) {
        return result;
    }
    let result = match (name, args) {
        // The unknown parts of the subject stay where they are, and each by itself is replaced in.
        ("replace", [subject, wanted, with]) if with.as_str().is_some() => {
            let each = |hole: &Value| symbol::call(cx, name, &[hole.clone(), wanted.clone(), with.clone()]);
            holes_named(&result, subject, &each).unwrap_or(result)
        }
        _ => result,
    };
    let Some(whole) = symbol::call(cx, name, args) else { return result };
    symbol::with_places(&result, &whole).unwrap_or(result)
}

/// The text in which each unknown part without an identity has the one that `name` gives the part in the same place of
/// another text; `None` where the parts do not match.
fn holes_named(text: &Value, other: &Value, name: &dyn Fn(&Value) -> Option<Arc<Symbol>>) -> Option<Value> {
    let holes = |part: &Segment| match part {
        Segment::Hole(hole) => Some(hole.clone()),
        Segment::Known(_) => None,
    };
    let (parts, others) = (text.as_segments()?, other.as_segments()?);
    let others: Vec<Value> = others.iter().filter_map(holes).collect();
    if parts.iter().filter_map(holes).count() != others.len() {
        return None;
    }
    let mut others = others.iter();
    let mut named = Vec::with_capacity(parts.len());
    for part in parts {
        named.push(match part {
            Segment::Known(_) => part.clone(),
            Segment::Hole(hole) => {
                let symbol = others.next().and_then(name);
                Segment::Hole(
                    symbol
                        .and_then(|symbol| symbol::with_places(hole, &symbol))
                        .unwrap_or_else(|| hole.clone()),
                )
            }
        });
    }
    let named = Value::text(Text::Segmented(named.into()));
    Some(named.with_marks(text.marks()).with_provenance(text.provenance()))
}

/// Gives an unknown result its identity, unless it has one or differs from call to call.
fn named(cx: &Ctx<'_>, name: &str, args: &[Value], result: Value) -> Value {
    let Value::Unknown { value: unknown, marks, from } = &result else {
        return result;
    };
    if varies(name) || unknown.symbol.is_some() || unknown.cases.is_some() {
        return result;
    }
    let Some(symbol) = element_taken(name, args).or_else(|| symbol::call(cx, name, args)) else {
        return result;
    };
    let (marks, from) = (*marks, *from);
    let Value::Unknown { value: unknown, .. } = result else {
        return result;
    };
    let mut unknown = Arc::unwrap_or_clone(unknown);
    unknown.symbol = Some(symbol);
    Value::Unknown { marks, from, value: Arc::new(unknown) }
}

/// The identity of the element that a function takes: the first, which is what `one` and `element` with 0 do, or that of a
/// key.
fn element_taken(name: &str, args: &[Value]) -> Option<Arc<Symbol>> {
    let list = match (name, args) {
        // Where there is none, `map[key]` is an error.
        ("lookup", [map, key] | [map, key, Value::Null { .. }]) if key.marks().printable() => {
            return symbol::part(map.as_unknown()?, Type::Dynamic, &key_step(key.as_str()?)).symbol;
        }
        ("one", [list]) | ("element", [list, Value::Int { value: 0, .. }]) => list.as_unknown()?,
        _ => return None,
    };
    symbol::part(list, Type::Dynamic, "[0]").symbol
}

fn one(args: &[Value]) -> Result<&Value, Failure> {
    match args {
        [value] => Ok(value),
        _ => Err("one argument is required".into()),
    }
}

fn is_sensitive(cx: &Ctx<'_>, value: &Value) -> Value {
    if value.marks().contains(Marks::SENSITIVE) {
        Value::bool(true)
    } else if value.is_unknown() {
        let unknown = unknown_from(Type::Bool, true, &[value]);
        Value::from_unknown(unknown).with_provenance(cx.unite(value.provenance(), Provenance::NONE))
    } else {
        Value::bool(false)
    }
}

fn ephemeral_as_null(value: &Value) -> Value {
    if value.marks().contains(Marks::EPHEMERAL) {
        return Value::null_of(crate::convert::type_of(value))
            .with_marks(value.marks().without(Marks::EPHEMERAL));
    }
    let inner = match value {
        Value::Seq { value, .. } => {
            Value::seq(value.kind.clone(), value.items.iter().map(ephemeral_as_null).collect())
        }
        Value::Map { value, .. } => {
            let entries = value.entries.iter().map(|(k, v)| (k.clone(), ephemeral_as_null(v))).collect();
            Value::Map {
                marks: Marks::NONE,
                from: Provenance::NONE,
                value: Arc::new(Map::new(value.kind.clone(), entries)),
            }
        }
        value => return value.clone(),
    };
    inner.with_marks(value.marks()).with_provenance(value.provenance())
}

/// `try(a, b, …)`: the first without an error; unknown when a part of it is. What exists under a condition
/// only is passed over in the other case.
fn try_each(cx: &Ctx<'_>, id: ExprId, args: &[ExprId]) -> Evaluated {
    let mut first_error = None;
    for (position, arg) in args.iter().enumerate() {
        match eval(cx, *arg) {
            Ok(value) => {
                let rest = args.get(position + 1..).unwrap_or_default();
                if rest.is_empty() {
                    return Ok(taken(cx, *arg, value, rest, true));
                }
                let needs = if value.is_wholly_known() { None } else { super::access::needs(cx, *arg) };
                let (mut exists, certain) = super::access::existence(cx, *arg);
                let leads = certain && (needs.is_some() || always_leads_to(cx, *arg, &value));
                let taken = taken(cx, *arg, value, rest, leads);
                exists.extend(needs.into_iter().flatten());
                if exists.is_empty() {
                    return Ok(taken);
                }
                return Ok(match try_each(cx, id, rest) {
                    Ok(other) => where_it_exists(cx, Type::Dynamic, &exists, taken, other),
                    Err(_) => taken,
                });
            }
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    match first_error {
        Some(EvalError { kind, message, .. }) => {
            Failure { kind, message }.in_what("no argument of `try` has a value").at(cx, id)
        }
        None => cx.error(id, "`try`: at least one argument is required"),
    }
}

/// What `try` makes of an argument without an error. `leads` says that there is such a value where what it needs is there.
fn taken(cx: &Ctx<'_>, arg: ExprId, value: Value, rest: &[ExprId], leads: bool) -> Value {
    if value.is_wholly_known() {
        return value;
    }
    // A reference that leads to something known does not fail later, whatever is unknown inside.
    let is_reference = || reference::traversal(cx.tree, arg).is_some();
    if (!value.is_unknown() || matches!(value, Value::String { .. })) && is_reference() {
        return value;
    }
    let mut unknown = unknown_from(Type::Dynamic, false, &[&value]);
    // Nor does one to a value whose type is known, and then it is that value, whatever names the key.
    if let Value::Unknown { value, .. } = &value
        && value.ty != Type::Dynamic
        && has_known_keys(cx, arg)
    {
        unknown.symbol.clone_from(&value.symbol);
    }
    let mut all = vec![value.clone()];
    if !leads {
        for arg in rest {
            let Ok(other) = eval(cx, *arg) else { continue };
            let is_last = other.is_wholly_known();
            all.push(other);
            if is_last {
                break;
            }
        }
    }
    let mut flow = Flow::default();
    flow.add_deep(cx, &value);
    let whole = one_of(flow.onto_known(cx, Value::from_unknown(unknown)), Value::tuple(all.clone()));
    let again = |inputs: &[Value]| {
        let value = inputs.first().cloned().unwrap_or_else(Value::null);
        if value.is_wholly_known() {
            return Ok(value);
        }
        let unknown = Value::from_unknown(unknown_from(Type::Dynamic, false, &[&value]));
        let mut all = all.clone();
        if let Some(first) = all.first_mut() {
            *first = value;
        }
        Ok(one_of(unknown, Value::tuple(all)))
    };
    split(&[value], whole, &again)
}

/// Whether an expression is a reference in which each key is known.
fn has_known_keys(cx: &Ctx<'_>, id: ExprId) -> bool {
    match cx.tree.expr(id) {
        Expr::Variable => true,
        Expr::Paren(inner) | Expr::Wrapped(inner) => has_known_keys(cx, inner),
        Expr::Attr { base, .. } => has_known_keys(cx, base),
        Expr::Index { base, key } => {
            eval(cx, key).is_ok_and(|key| key.is_wholly_known()) && has_known_keys(cx, base)
        }
        _ => false,
    }
}

/// Whether an expression names an attribute of an instance or an output of a module, which are there wherever
/// the instance is.
fn always_leads_to(cx: &Ctx<'_>, arg: ExprId, value: &Value) -> bool {
    let typed = value.as_unknown().is_some_and(|unknown| unknown.ty != Type::Dynamic);
    let (root, steps) = reference::chain(cx.tree, arg);
    if !typed || !matches!(cx.tree.expr(root), Expr::Variable) || super::access::is_of_value(cx, root, &steps)
    {
        return false;
    }
    let key = match cx.tree.source(root) {
        "count" | "self" | "ephemeral" => return false,
        "data" | "resource" => 2,
        _ => 1,
    };
    let leads = |(at, step): (usize, &StaticStep<'_>)| match step {
        StaticStep::Attr(_) => true,
        StaticStep::Key(_) | StaticStep::Index(_) => at == key,
        StaticStep::Dynamic => at == key && has_known_keys(cx, arg),
        StaticStep::Splat => false,
    };
    steps.len() > key && steps.iter().enumerate().all(leads)
}

/// A value in the cases where all it needs exists, and another in the rest.
fn where_it_exists(cx: &Ctx<'_>, ty: Type, exists: &[Value], value: Value, other: Value) -> Value {
    if !cx.meter.take(walk(&value) + walk(&other)) {
        return value;
    }
    let mut inputs = exists.to_vec();
    let parts: Vec<&Value> = exists.iter().chain([&value, &other]).collect();
    let unknown = unknown_from(ty, false, &parts);
    let mut flow = Flow::default();
    for value in [&value, &other] {
        flow.add_deep(cx, value);
    }
    let whole = flow.onto(cx, Value::from_unknown(unknown));
    let whole = one_of(whole, Value::tuple(vec![value.clone(), other.clone()]));
    inputs.extend([value, other]);
    chosen(&inputs, &whole)
}

/// Of inputs that end with a value and another, the one that the truth values before them choose.
fn chosen(inputs: &[Value], whole: &Value) -> Value {
    split(inputs, whole.clone(), &|inputs| {
        let [exists @ .., value, other] = inputs else { return Ok(whole.clone()) };
        Ok(if exists.iter().any(|exists| exists.as_bool() == Some(false)) {
            other.clone()
        } else if exists.iter().all(|exists| exists.as_bool() == Some(true)) {
            value.clone()
        } else {
            chosen(inputs, whole)
        })
    })
}

/// `can(x)`: whether it has no error; unknown when a part of it is. That is never a secret.
fn can(cx: &Ctx<'_>, id: ExprId, args: &[ExprId]) -> Evaluated {
    let [arg] = args else {
        return cx.error(id, "`can`: one argument is required");
    };
    let mut exists = Vec::new();
    let can = match eval(cx, *arg) {
        Err(_) => return Ok(Value::bool(false)),
        Ok(value) if value.is_wholly_known() => Value::bool(true),
        Ok(value) => {
            exists = super::access::needs(cx, *arg).unwrap_or_default();
            let mut flow = Flow::default();
            flow.add_deep(cx, &value);
            flow.marks = Marks::default();
            let mut unknown = unknown_from(Type::Bool, false, &[&value]);
            unknown.symbol = symbol::call(cx, "can", std::slice::from_ref(&value));
            let whole = flow.onto(cx, Value::from_unknown(unknown));
            split(&[value], whole.clone(), &|inputs| {
                let known = inputs.iter().all(Value::is_wholly_known);
                Ok(if known { Value::bool(true) } else { whole.clone() })
            })
        }
    };
    let can = if exists.is_empty() { can } else { Value::bool(true) };
    exists.extend(super::access::existence(cx, *arg).0);
    if exists.is_empty() {
        return Ok(can);
    }
    Ok(where_it_exists(cx, Type::Bool, &exists, can, Value::bool(false)))
}

/// `convert(value, type)`, whose second argument is a type constraint and no value.
fn convert_to(cx: &Ctx<'_>, id: ExprId, args: &[ExprId]) -> Evaluated {
    let [value, ty] = args else {
        return cx.error(id, "`convert`: a value and a type are required");
    };
    let (ty, defaults) = parse_type(cx.tree, *ty)?;
    let value = apply_defaults(&eval(cx, *value)?, &defaults);
    cx.meter.take(walk(&value));
    match convert(&value, &ty) {
        Ok(value) => {
            let new = u64::from(value.size().values);
            Ok(made(cx, value, new))
        }
        Err(error) => cx.error(id, format!("`convert`: {error}")),
    }
}

fn not_given(name: &str) -> String {
    format!("the template is given no variable `{name}`")
}

/// The names that a template may use.
struct TemplateScope<'a> {
    names: &'a Map,
    outer: &'a dyn Scope,
}

impl Scope for TemplateScope<'_> {
    fn lookup(&self, root: &str, _: &[Step<'_>]) -> Result<(Value, usize), String> {
        match self.names.get(root) {
            Some(value) => Ok((value.clone(), 0)),
            None => Err(not_given(root)),
        }
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        self.outer.unite(a, b)
    }

    fn stack(&self) -> u32 {
        self.outer.stack()
    }

    fn module(&self) -> Arc<str> {
        self.outer.module()
    }

    fn files(&self) -> Option<&dyn Files> {
        self.outer.files()
    }
}

/// `templatefile(path, variables)`
fn template_file(cx: &Ctx<'_>, args: &[Value]) -> Result<Value, Failure> {
    let [path, names] = args else {
        return Err("a path and the variables are required".into());
    };
    if cx.in_template {
        return Err("a template cannot render another one".into());
    }
    if path.is_null() {
        return Err("the path is null".into());
    }
    let mut flow = Flow::of(path);
    flow.add(cx, names);
    let unknown = |cause: Cause| Ok(flow.onto(cx, Value::unknown(Type::Dynamic, cause)));
    let converted = functions::path_here(path).map_or_else(|| convert(path, &Type::String), Ok)?;
    if names.is_null() {
        return Err("the variables are null".into());
    }
    // The file is not looked for before the variables are known.
    let Some(file) = converted.as_str().filter(|_| !names.is_unknown()) else {
        return unknown(unknown_from(Type::Dynamic, false, &[path, names]).cause);
    };
    let Some(files) = cx.scope.files() else {
        return unknown(Cause::new(CauseKind::OutsideTree, file, format!("`{file}` is not read")));
    };
    let bytes = match files.read(file) {
        Ok(bytes) => bytes,
        Err(error @ FileError::Missing(_)) => {
            return Err(Failure { kind: ErrorKind::MissingFile, message: error.to_string() });
        }
        Err(error @ FileError::NotRegular(_)) => return Err(error.to_string().into()),
        Err(error @ FileError::TooLarge(_)) => {
            return unknown(Cause::new(CauseKind::Limit, file, error.to_string()));
        }
        Err(error) => return unknown(Cause::new(CauseKind::OutsideTree, file, error.to_string())),
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("`{file}` is not UTF-8"))?;
    let rendered = render(cx, text, names, &format!("`{file}`"))?;
    Ok(flow.onto(cx, rendered))
}

/// `templatestring(reference, variables)`
fn template_string(cx: &Ctx<'_>, id: ExprId, args: &[ExprId]) -> Evaluated {
    let [template, names] = args else {
        return cx.error(id, "`templatestring`: a reference and the variables are required");
    };
    if cx.in_template {
        return cx.error(id, "`templatestring`: a template cannot render another one");
    }
    let names = eval(cx, *names)?;
    if let Value::Unknown { value, .. } = &names {
        let ty = if value.ty == Type::Dynamic { Type::Dynamic } else { Type::String };
        let result = Value::from_unknown(unknown_from(ty, false, &[&names]));
        return Ok(Flow::of(&names).onto(cx, result));
    }
    // A template that is written here is none that comes from elsewhere.
    if matches!(cx.tree.expr(*template), Expr::String(_) | Expr::Wrapped(_))
        || reference::traversal(cx.tree, *template).is_none() && !is_chain(cx, *template)
    {
        return cx.error(*template, "`templatestring`: the template must be a reference to a string");
    }
    let text = eval(cx, *template)?;
    let mut flow = Flow::of(&text);
    if text.is_unknown() {
        flow.marks = flow.marks.forgotten();
        flow.add_deep(cx, &names);
    }
    flow.add(cx, &names);
    if text.is_null() {
        return cx.error(*template, "`templatestring`: the template is null");
    }
    if text.is_unknown() {
        let unknown = unknown_from(Type::String, true, &[&text]);
        return Ok(flow.onto(cx, Value::from_unknown(unknown)));
    }
    let rendered = text
        .as_str()
        .ok_or_else(|| "the template must be a string".into())
        .and_then(|text| render(cx, text, &names, "the string"))
        .and_then(|value| Ok(convert(&value, &Type::String)?));
    match rendered {
        Ok(value) => Ok(flow.onto(cx, value)),
        Err(failure) if !text.marks().printable() || !names.marks().printable() => {
            Failure { message: functions::secret("templatestring"), ..failure }.at(cx, id)
        }
        Err(failure) => failure.in_what("`templatestring`").at(cx, id),
    }
}

/// Whether it is a reference, possibly with computed indexes.
fn is_chain(cx: &Ctx<'_>, mut id: ExprId) -> bool {
    loop {
        match cx.tree.expr(id) {
            Expr::Attr { base, .. } | Expr::Index { base, .. } => id = base,
            Expr::Variable => return true,
            _ => return false,
        }
    }
}

/// Evaluates a template with the given variables.
fn render(cx: &Ctx<'_>, text: &str, names: &Value, what: &str) -> Result<Value, Failure> {
    let map = match names {
        Value::Map { value, .. } => value,
        Value::Null { .. } => return Err("the variables are null".into()),
        _ => return Err("the variables must be a map or an object".into()),
    };
    if let Some((name, _)) = map.entries.iter().find(|(name, _)| !is_variable_name(name)) {
        return Err(format!("`{name}` cannot be the name of a variable").into());
    }
    let (tree, root) = parse_template(text);
    let at = |offset: u32| {
        let before = tree.text.get(..offset as usize).unwrap_or_default();
        format!("line {}", before.matches('\n').count() + 1)
    };
    if let Some(error) = tree.errors.first() {
        return Err(format!("{what}, {}: {}", at(error.span.start), error.message).into());
    }
    let Some(root) = root else {
        return Err(format!("{what} is not a template").into());
    };
    let failed = |kind, message: &str, span: Span| Failure {
        kind,
        message: format!("{what}, {}: {message}", at(span.start)),
    };
    // Terraform looks for all names first, also for those in what it does not evaluate then.
    let mut missing = None;
    each_reference(&tree, root, |name| {
        if missing.is_none() && map.get(name.root).is_none() {
            missing = Some(failed(ErrorKind::Other, &not_given(name.root), name.span));
        }
    });
    if let Some(failure) = missing {
        return Err(failure);
    }
    let scope = TemplateScope { names: map, outer: cx.scope };
    let inner = Ctx { tree: &tree, scope: &scope, env: None, in_template: true, ..cx.over(names) };
    let rendered = eval(&inner, root).map_err(|error| failed(error.kind, &error.message, error.span))?;
    if rendered.is_null() { Err(format!("the result of {what} is null").into()) } else { Ok(rendered) }
}

/// What Terraform accepts: a letter, then letters, digits and underscores.
fn is_variable_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(unicode_ident::is_xid_start)
        && chars.all(|c| c == '-' || unicode_ident::is_xid_continue(c))
}
