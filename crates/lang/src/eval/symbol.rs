//! Identities of unknowns: canonical text of expressions over named unknowns.

use std::fmt::Write;
use std::sync::Arc;

use bricklint_findings::cause::CauseKind;

use super::Ctx;
use super::access::key_step;
use crate::json;
use crate::types::Type;
use crate::value::{Blank, MapKind, Provenance, Segment, SeqKind, Symbol, Text, Unknown, Value};

/// Longer texts are no identities: they would cost more than they decide.
const MAX_TEXT: usize = 400;

/// The text of an expression in which every unknown is named and nothing is secret.
pub(super) struct Canonical {
    out: String,
    stack: u32,
    free: bool,
    hushed: bool,
}

impl Canonical {
    /// An empty text.
    pub(super) fn new(cx: &Ctx<'_>) -> Self {
        Self { out: String::new(), stack: cx.scope.stack(), free: false, hushed: cx.hushed }
    }

    /// Adds text as it is.
    pub(super) fn text(&mut self, text: &str) -> Option<()> {
        self.out.push_str(text);
        (self.out.len() <= MAX_TEXT).then_some(())
    }

    /// Adds a value; `None` when a part of it has no name or must not be shown.
    pub(super) fn value(&mut self, value: &Value) -> Option<()> {
        if !value.is_unknown() && (self.hushed || !value.marks().printable()) {
            return None;
        }
        match value {
            Value::Null { .. } => self.text("null"),
            Value::Bool { value, .. } => self.text(if *value { "true" } else { "false" }),
            Value::Int { value, .. } => {
                write!(self.out, "{value}").ok()?;
                self.text("")
            }
            Value::Decimal { value, .. } => {
                write!(self.out, "{value}").ok()?;
                self.text("")
            }
            Value::String { value, marks, .. } => match &**value {
                Text::Plain(text) => self.quoted(text),
                Text::Encoded { text: Some(text), .. } => self.quoted(text),
                Text::Segmented(parts) => {
                    self.text("\"")?;
                    for part in parts {
                        match part {
                            Segment::Known(_) if self.hushed || !marks.printable() => return None,
                            Segment::Known(text) => {
                                let mut quoted = String::new();
                                quote(text, &mut quoted);
                                self.text(quoted.get(1..quoted.len().saturating_sub(1))?)?;
                            }
                            Segment::Hole(hole) => {
                                self.text("${")?;
                                self.value(hole)?;
                                self.text("}")?;
                            }
                        }
                    }
                    self.text("\"")
                }
                Text::Encoded { text: None, value } => {
                    self.text("jsonencode(")?;
                    self.value(value)?;
                    self.text(")")
                }
            },
            Value::Seq { value, .. } => {
                self.text(match value.kind {
                    SeqKind::List(_) => "tolist([",
                    SeqKind::Set(_) => "toset([",
                    SeqKind::Tuple => "[",
                })?;
                for (index, item) in value.items.iter().enumerate() {
                    if index > 0 {
                        self.text(", ")?;
                    }
                    self.value(item)?;
                }
                self.text(if value.kind == SeqKind::Tuple { "]" } else { "])" })
            }
            Value::Map { value, .. } => {
                let object = value.kind == MapKind::Object;
                self.text(if object { "{" } else { "tomap({" })?;
                for (index, (key, item)) in value.entries.iter().enumerate() {
                    if index > 0 {
                        self.text(", ")?;
                    }
                    self.quoted(key)?;
                    self.text(" = ")?;
                    self.value(item)?;
                }
                self.text(if object { "}" } else { "})" })
            }
            Value::Unknown { value, from, .. } => {
                self.free |= *from == Provenance::NONE;
                self.unknown(value)
            }
        }
    }

    fn quoted(&mut self, text: &str) -> Option<()> {
        if text.len() > MAX_TEXT {
            return None;
        }
        quote(text, &mut self.out);
        self.text("")
    }

    fn unknown(&mut self, unknown: &Unknown) -> Option<()> {
        if let Some(symbol) = &unknown.symbol {
            return self.symbol(symbol);
        }
        let cases = unknown.cases.as_ref()?;
        self.free = true;
        self.text("(")?;
        self.symbol(&cases.condition)?;
        self.text(" ? ")?;
        self.value(&cases.yes)?;
        self.text(" : ")?;
        self.value(&cases.no)?;
        self.text(")")
    }

    fn symbol(&mut self, symbol: &Symbol) -> Option<()> {
        if symbol.stack != self.stack {
            return None;
        }
        self.free |= symbol.free;
        if !symbol.module.is_empty() {
            self.text(&symbol.module)?;
            self.text(".")?;
        }
        let compound = symbol.name.contains(' ');
        if compound {
            self.text("(")?;
        }
        self.text(&symbol.name)?;
        if compound {
            self.text(")")?;
        }
        self.text(symbol.dot())?;
        self.text(&symbol.path)
    }

    /// The symbol with this text as its name.
    pub(super) fn finish(self) -> Arc<Symbol> {
        Arc::new(Symbol {
            stack: self.stack,
            module: Arc::from(""),
            name: self.out.into(),
            path: Arc::from(""),
            free: self.free,
        })
    }
}

/// Adds text in quotes, in which nothing looks like an unknown part.
pub(super) fn quote(text: &str, out: &mut String) {
    if !text.contains("${") {
        return json::string(text, out);
    }
    let mut quoted = String::new();
    json::string(text, &mut quoted);
    out.push_str(&quoted.replace("${", "$\\u007b"));
}

/// The symbol of `left op right`, or with the operands exchanged, whichever is the one in use: operands of
/// operators that do not mind the order are sorted, unknown ones first.
pub(super) fn binary(cx: &Ctx<'_>, op: &str, a: &Value, b: &Value, ordered: bool) -> Option<Arc<Symbol>> {
    let text = |value| {
        let mut out = Canonical::new(cx);
        out.value(value)?;
        Some(out)
    };
    let (mut left, mut right) = (text(a)?, text(b)?);
    if !ordered && (b.is_unknown(), &left.out) > (a.is_unknown(), &right.out) {
        std::mem::swap(&mut left, &mut right);
    }
    let mut out = Canonical { free: left.free || right.free, ..Canonical::new(cx) };
    out.text(&left.out)?;
    out.text(" ")?;
    out.text(op)?;
    out.text(" ")?;
    out.text(&right.out)?;
    Some(out.finish())
}

/// The symbol of `op value`.
pub(super) fn unary(cx: &Ctx<'_>, op: &str, value: &Value) -> Option<Arc<Symbol>> {
    let mut out = Canonical::new(cx);
    out.text(op)?;
    out.value(value)?;
    Some(out.finish())
}

/// The symbol of a call.
pub(super) fn call(cx: &Ctx<'_>, name: &str, args: &[Value]) -> Option<Arc<Symbol>> {
    let mut out = Canonical::new(cx);
    out.text(name)?;
    out.text("(")?;
    for (index, arg) in args.iter().enumerate() {
        if index > 0 {
            out.text(", ")?;
        }
        out.value(arg)?;
    }
    out.text(")")?;
    Some(out.finish())
}

/// The symbol of `collection[key]`.
pub(super) fn element(cx: &Ctx<'_>, collection: &Value, key: &Value) -> Option<Arc<Symbol>> {
    let mut out = Canonical::new(cx);
    out.value(collection)?;
    out.text("[")?;
    out.value(key)?;
    out.text("]")?;
    Some(out.finish())
}

/// The symbol of an object, or of a `for` that makes one, of which some keys are not known.
pub(super) fn object<'v>(
    cx: &Ctx<'_>,
    group: bool,
    entries: impl Iterator<Item = (&'v Value, &'v Value)>,
) -> Option<Arc<Symbol>> {
    let mut out = Canonical::new(cx);
    out.text("{")?;
    for (index, (key, value)) in entries.enumerate() {
        out.text(if index > 0 { ", (" } else { "(" })?;
        out.value(key)?;
        out.text(") = ")?;
        out.value(value)?;
    }
    out.text(if group { "...}" } else { "}" })?;
    Some(out.finish())
}

/// The value in which each unknown without an identity has that of its place in the whole, as have the unknown
/// parts of texts; `None` where nothing changes. What `whole` names is one value, so its places are too. Elements of
/// sets have no place, nor have those of secret collections, whose keys must not be shown.
pub fn with_places(value: &Value, whole: &Symbol) -> Option<Value> {
    let below = |step: &str| {
        let step = if whole.path.is_empty() { step.strip_prefix('.').unwrap_or(step) } else { step };
        Symbol { path: [&*whole.path, step].concat().into(), ..whole.clone() }
    };
    let new = match value {
        Value::Unknown { value: unknown, .. } => {
            if !is_nameless(unknown) {
                return None;
            }
            Value::from_unknown(Unknown { symbol: Some(Arc::new(whole.clone())), ..Unknown::clone(unknown) })
        }
        Value::String { value: text, .. } => {
            let Text::Segmented(parts) = &**text else { return None };
            let mut changed = false;
            let named = parts.iter().enumerate().map(|(at, part)| {
                let new = match part {
                    Segment::Known(_) => None,
                    Segment::Hole(hole) => with_places(hole, &below(&format!("[#{at}]"))),
                };
                changed |= new.is_some();
                new.map_or_else(|| part.clone(), Segment::Hole)
            });
            let named: Vec<Segment> = named.collect();
            if !changed {
                return None;
            }
            Value::text(Text::Segmented(named.into()))
        }
        Value::Seq { value: seq, marks, .. } if !matches!(seq.kind, SeqKind::Set(_)) && marks.printable() => {
            let items = replaced(seq.items.iter().enumerate(), &|at| below(&format!("[{at}]")))?;
            Value::seq(seq.kind.clone(), items)
        }
        Value::Map { value: map, marks, .. } if marks.printable() => {
            let entries = map.entries.iter();
            let items = replaced(entries.map(|(key, item)| (key, item)), &|key| below(&key_step(key)))?;
            Value::map(map.kind.clone(), map.entries.iter().map(|(key, _)| key.clone()).zip(items))
        }
        _ => return None,
    };
    Some(new.with_marks(value.marks()).with_provenance(value.provenance()))
}

/// All elements, with the identities of their places; `None` where none of them changes.
fn replaced<'v, K>(
    items: impl Iterator<Item = (K, &'v Value)> + Clone,
    place: &dyn Fn(K) -> Symbol,
) -> Option<Vec<Value>> {
    if !items.clone().any(|(_, item)| is_open(item)) {
        return None;
    }
    Some(items.map(|(key, item)| with_places(item, &place(key)).unwrap_or_else(|| item.clone())).collect())
}

/// Whether an unknown has no identity and can have one. What is wrong has no value at all.
fn is_nameless(unknown: &Unknown) -> bool {
    unknown.symbol.is_none() && unknown.cases.is_none() && unknown.cause.kind != CauseKind::ParseError
}

/// Whether an unknown in it has no identity.
fn is_open(value: &Value) -> bool {
    match value {
        Value::Unknown { value, .. } => is_nameless(value),
        Value::Seq { value, .. } => !matches!(value.kind, SeqKind::Set(_)) && value.items.iter().any(is_open),
        Value::Map { value, .. } => value.entries.iter().any(|(_, item)| is_open(item)),
        Value::String { value, .. } => match &**value {
            Text::Segmented(parts) => {
                parts.iter().any(|part| matches!(part, Segment::Hole(hole) if is_open(hole)))
            }
            _ => false,
        },
        _ => false,
    }
}

/// A part of an unknown: its type is `ty`, its symbol and the subject of its cause are those of the whole
/// with `step` behind them.
pub(super) fn part(whole: &Unknown, ty: Type, step: &str) -> Unknown {
    let symbol = whole.symbol.as_ref().map(|symbol| {
        // A path begins without a dot, however the part is reached.
        let step = if symbol.path.is_empty() { step.strip_prefix('.').unwrap_or(step) } else { step };
        Arc::new(Symbol {
            stack: symbol.stack,
            module: symbol.module.clone(),
            name: symbol.name.clone(),
            path: match symbol.path.split_once("[*]") {
                // An element of a splat is a part of an element.
                Some((list, part)) if step.starts_with('[') && !step.starts_with("[*]") => {
                    format!("{list}{step}{part}").into()
                }
                _ => format!("{}{step}", symbol.path).into(),
            },
            free: symbol.free,
        })
    });
    let mut cause = whole.cause.clone();
    // The cause of a derived value is about another value, whose parts these are not.
    if let Some(symbol) = &whole.symbol
        && cause
            .subject
            .strip_suffix(&*symbol.path)
            .is_some_and(|rest| rest.strip_suffix('.').unwrap_or(rest).ends_with(&*symbol.name))
    {
        let subject = format!("{}{step}", cause.subject).into();
        cause.parts_mut().subject = subject;
    }
    Unknown {
        ty,
        refinements: crate::value::Refinements::default(),
        cause,
        symbol,
        may_be: Blank::NONE,
        cases: None,
    }
}
