//! Three-valued answers, and the comparison of values that may be partly unknown.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use unicode_normalization::UnicodeNormalization;

use crate::convert::{convert, type_of, without_optional};
use crate::eval::assume;
use crate::number::Number;
use crate::types::Type;
use crate::value::{Segment, Seq, SeqKind, Symbol, Text, Unknown, Value};

/// The answer to a question about things that may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tri {
    /// No.
    False,
    /// Cannot be told.
    Unknown,
    /// Yes.
    True,
}

impl Tri {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The opposite.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    /// Whether it is [`Tri::True`].
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Whether it is [`Tri::False`].
    pub fn is_false(self) -> bool {
        self == Self::False
    }

    /// Whether it is [`Tri::Unknown`].
    pub fn is_unknown(self) -> bool {
        self == Self::Unknown
    }

    /// The answer as a truth value, where there is one.
    pub fn known(self) -> Option<bool> {
        match self {
            Self::False => Some(false),
            Self::Unknown => None,
            Self::True => Some(true),
        }
    }
}

impl std::ops::Not for Tri {
    type Output = Self;

    fn not(self) -> Self {
        self.negate()
    }
}

impl From<bool> for Tri {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// Whether two values are equal, as rules and the graph ask it: a number or bool never equals a string,
/// containers of different kinds compare by content, unknowns are equal when their symbols are, and
/// strings with unknown parts are told apart by their known ones.
pub fn equals(a: &Value, b: &Value) -> Tri {
    same(a, b, Mode::Content)
}

/// Whether two values are equal as `==` asks it: values of different types never are, and an unknown is
/// not even known to equal itself.
pub(crate) fn terraform_equals(a: &Value, b: &Value) -> Tri {
    same(a, b, Mode::Terraform)
}

/// Whether two values are certainly one and the same, of one type: known parts are equal, and unknown ones have the
/// same identity.
pub(crate) fn identical(a: &Value, b: &Value) -> bool {
    let all = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| identical(a, b));
    match (a, b) {
        (Value::Unknown { value: a, .. }, Value::Unknown { value: b, .. }) => {
            a.ty == b.ty
                && match (&a.symbol, &b.symbol) {
                    (Some(a), Some(b)) => a == b,
                    (None, None) => match (&a.cases, &b.cases) {
                        (Some(a), Some(b)) => {
                            a.condition == b.condition && identical(&a.yes, &b.yes) && identical(&a.no, &b.no)
                        }
                        _ => false,
                    },
                    _ => false,
                }
        }
        (Value::String { value: x, .. }, Value::String { value: y, .. }) => match (&**x, &**y) {
            (Text::Segmented(x), Text::Segmented(y)) => {
                x.len() == y.len()
                    && x.iter().zip(y).all(|pair| match pair {
                        (Segment::Known(x), Segment::Known(y)) => x == y,
                        (Segment::Hole(x), Segment::Hole(y)) => identical(x, y),
                        _ => false,
                    })
            }
            (Text::Encoded { text: None, value: x }, Text::Encoded { text: None, value: y }) => {
                identical(x, y)
            }
            (x, y) => x.as_known().is_some() && x.as_known() == y.as_known(),
        },
        (Value::Seq { value: a, .. }, Value::Seq { value: b, .. }) => {
            a.kind == b.kind && all(&a.items, &b.items)
        }
        (Value::Map { value: a, .. }, Value::Map { value: b, .. }) => {
            a.kind == b.kind
                && a.entries.len() == b.entries.len()
                && a.entries.iter().zip(&b.entries).all(|((x, a), (y, b))| x == y && identical(a, b))
        }
        (Value::Unknown { .. }, _) | (_, Value::Unknown { .. }) => false,
        (a, b) => a == b,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Terraform,
    Content,
}

fn same(a: &Value, b: &Value, mode: Mode) -> Tri {
    if mode == Mode::Content {
        if let Some(answer) = by_cases(a, b).or_else(|| by_cases(b, a)) {
            return answer;
        }
        if let (Value::Unknown { value: x, .. }, Value::Unknown { value: y, .. }) = (a, b)
            && x.symbol.is_some()
            && x.symbol == y.symbol
        {
            return Tri::True;
        }
    }
    match (a, b) {
        (Value::Null { .. }, Value::Null { .. }) => Tri::True,
        (Value::Null { .. }, other) | (other, Value::Null { .. }) => match other {
            Value::Unknown { value, .. } if !value.refinements.not_null => Tri::Unknown,
            _ => Tri::False,
        },
        (Value::Unknown { value: x, .. }, Value::Unknown { value: y, .. }) => both_unknown(x, y, mode),
        (Value::Unknown { value: unknown, .. }, known) | (known, Value::Unknown { value: unknown, .. }) => {
            one_unknown(unknown, known, mode)
        }
        (Value::Bool { value: x, .. }, Value::Bool { value: y, .. }) => (x == y).into(),
        (Value::Int { value: x, .. }, Value::Int { value: y, .. }) => (x == y).into(),
        (Value::Decimal { value: x, .. }, Value::Decimal { value: y, .. }) => (x == y).into(),
        // Zero has two forms.
        (Value::Int { value: 0, .. }, Value::Decimal { value, .. })
        | (Value::Decimal { value, .. }, Value::Int { value: 0, .. }) => value.is_zero().into(),
        (Value::String { value: x, .. }, Value::String { value: y, .. }) => texts(x, y, mode),
        (Value::Seq { value: x, .. }, Value::Seq { value: y, .. }) => sequences(x, y, mode),
        (Value::Map { value: x, .. }, Value::Map { value: y, .. }) => {
            if mode == Mode::Terraform && x.kind != y.kind {
                return Tri::False;
            }
            let keys = || x.entries.iter().map(|(k, _)| k).eq(y.entries.iter().map(|(k, _)| k));
            if x.entries.len() != y.entries.len() || !keys() {
                return Tri::False;
            }
            all(x.entries.iter().map(|(_, v)| v), y.entries.iter().map(|(_, v)| v), mode)
        }
        _ => Tri::False,
    }
}

/// Whether all pairs are equal.
fn all<'v>(a: impl Iterator<Item = &'v Value>, b: impl Iterator<Item = &'v Value>, mode: Mode) -> Tri {
    let mut answer = Tri::True;
    for (a, b) in a.zip(b) {
        answer = answer.and(same(a, b, mode));
        if answer.is_false() {
            break;
        }
    }
    answer
}

/// The answer under each outcome of the condition that `a` hangs on, where that decides.
fn by_cases(a: &Value, b: &Value) -> Option<Tri> {
    let cases = a.as_unknown()?.cases.as_ref()?;
    let under = |case: &Value, outcome| {
        let assignment: [(Arc<Symbol>, bool); 1] = [(cases.condition.clone(), outcome)];
        equals(case, &assume(b, &assignment))
    };
    let yes = under(&cases.yes, true);
    // The second question need not be asked.
    if yes.is_unknown() {
        return None;
    }
    (yes == under(&cases.no, false)).then_some(yes)
}

fn both_unknown(x: &Unknown, y: &Unknown, mode: Mode) -> Tri {
    if mode == Mode::Terraform {
        return Tri::Unknown;
    }
    // Nulls of any type are equal, so types tell unknowns apart only when one is not null.
    let never_null = x.refinements.not_null || y.refinements.not_null;
    let kinds = (kind(&x.ty), kind(&y.ty));
    if never_null && kinds.0.is_some() && kinds.1.is_some() && kinds.0 != kinds.1 {
        return Tri::False;
    }
    if let (Some(p), Some(q)) = (&x.refinements.prefix, &y.refinements.prefix)
        && never_null
        && !p.starts_with(&**q)
        && !q.starts_with(&**p)
    {
        return Tri::False;
    }
    Tri::Unknown
}

/// What must agree for values to be equal by content.
fn kind(ty: &Type) -> Option<u8> {
    match ty {
        Type::Dynamic => None,
        Type::Bool => Some(0),
        Type::Number => Some(1),
        Type::String => Some(2),
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => Some(3),
        Type::Map(_) | Type::Object(_) => Some(4),
    }
}

fn holds_dynamic(ty: &Type) -> bool {
    match ty {
        Type::Dynamic => true,
        Type::Bool | Type::Number | Type::String => false,
        Type::List(inner) | Type::Set(inner) | Type::Map(inner) => holds_dynamic(inner),
        Type::Tuple(items) => items.iter().any(holds_dynamic),
        Type::Object(fields) => fields.values().any(|field| holds_dynamic(&field.ty)),
    }
}

/// An unknown against a known value that is not null.
fn one_unknown(unknown: &Unknown, known: &Value, mode: Mode) -> Tri {
    let shape = match known {
        Value::Bool { .. } => Type::Bool,
        Value::Int { .. } | Value::Decimal { .. } => Type::Number,
        Value::String { .. } => Type::String,
        _ if unknown.ty == Type::Dynamic => return Tri::Unknown,
        known => type_of(known),
    };
    if mode == Mode::Terraform {
        if holds_dynamic(&unknown.ty) {
            return Tri::Unknown;
        }
        if without_optional(&unknown.ty) != without_optional(&shape) && !known.is_unknown() {
            return Tri::False;
        }
    } else if kind(&unknown.ty).is_some_and(|expected| Some(expected) != kind(&shape)) {
        return Tri::False;
    }
    if mode == Mode::Content
        && unknown.symbol.is_some()
        && let Value::String { value, .. } = known
        && let Text::Segmented(parts) = &**value
    {
        // Text around an unknown is never the unknown itself.
        let whole = [Segment::Hole(Value::from_unknown(unknown.clone()))];
        if segments(&whole, parts, mode).is_false() {
            return Tri::False;
        }
    }
    let refinements = &unknown.refinements;
    if let Some(prefix) = &refinements.prefix
        && let Value::String { value, .. } = known
    {
        let starts = match &**value {
            Text::Segmented(parts) => match parts.first() {
                Some(Segment::Known(text)) => text.starts_with(&**prefix) || prefix.starts_with(&**text),
                _ => true,
            },
            text => text.as_known().is_none_or(|text| text.starts_with(&**prefix)),
        };
        if !starts {
            return Tri::False;
        }
    }
    if let Some(number) = known.as_number() {
        let below = |bound: &(Number, bool)| {
            let order = number.compare(&bound.0);
            order.is_lt() || order.is_eq() && !bound.1
        };
        let above = |bound: &(Number, bool)| {
            let order = number.compare(&bound.0);
            order.is_gt() || order.is_eq() && !bound.1
        };
        if refinements.min.as_ref().is_some_and(below) || refinements.max.as_ref().is_some_and(above) {
            return Tri::False;
        }
    }
    let length = match known {
        Value::Seq { value, .. } if !matches!(value.kind, SeqKind::Set(_)) || known.is_wholly_known() => {
            Some(value.items.len())
        }
        Value::Map { value, .. } => Some(value.entries.len()),
        _ => None,
    };
    if let Some(length) = length
        && (refinements.min_length.is_some_and(|min| length < min)
            || refinements.max_length.is_some_and(|max| length > max))
    {
        return Tri::False;
    }
    Tri::Unknown
}

fn sequences(x: &Seq, y: &Seq, mode: Mode) -> Tri {
    let sets = (matches!(x.kind, SeqKind::Set(_)), matches!(y.kind, SeqKind::Set(_)));
    if mode == Mode::Terraform && x.kind != y.kind {
        return Tri::False;
    }
    let known = |seq: &Seq| seq.items.iter().all(Value::is_wholly_known);
    match sets {
        (false, false) => {
            if x.items.len() != y.items.len() {
                return Tri::False;
            }
            all(x.items.iter(), y.items.iter(), mode)
        }
        // Sorted and distinct: equal sets have equal rows.
        (true, true) if known(x) && known(y) => {
            if x.items.len() != y.items.len() {
                return Tri::False;
            }
            // Sets alone tell the two zeros apart.
            let is_int = |item: &Value| matches!(item, Value::Int { .. });
            let alike = x.items.iter().map(is_int).eq(y.items.iter().map(is_int));
            Tri::from(alike).and(all(x.items.iter(), y.items.iter(), mode))
        }
        (true, false) => by_content(x, y),
        (false, true) => by_content(y, x),
        (true, true) => some_unknown(x, y, mode),
    }
}

/// A set against a list or tuple with the same elements in any order.
fn by_content(set: &Seq, other: &Seq) -> Tri {
    let SeqKind::Set(ty) = &set.kind else {
        return Tri::Unknown;
    };
    let row = Value::tuple(other.items.clone());
    match convert(&row, &Type::Set(Arc::new(ty.clone()))) {
        Ok(Value::Seq { value, .. }) if matches!(value.kind, SeqKind::Set(_)) => {
            // Conversion would make a string of a number, which by content is not equal.
            let kinds = |seq: &Seq| seq.items.first().map(type_of).as_ref().and_then(kind);
            if !other.items.is_empty() && kinds(other) != kinds(set) && !set.items.is_empty() {
                return Tri::False;
            }
            sequences(set, &value, Mode::Content)
        }
        _ => Tri::False,
    }
}

/// Sets with unknown elements: different when one has a known element that no element of the other can
/// equal. Beyond a few elements the question is not asked.
fn some_unknown(x: &Seq, y: &Seq, mode: Mode) -> Tri {
    if mode == Mode::Terraform || x.items.len().max(y.items.len()) > 64 {
        return Tri::Unknown;
    }
    let lacks = |a: &Seq, b: &Seq| {
        a.items.iter().any(|item| b.items.iter().all(|other| same(item, other, mode).is_false()))
    };
    if lacks(x, y) || lacks(y, x) {
        return Tri::False;
    }
    let held = |a: &Seq, b: &Seq| {
        a.items.iter().all(|item| b.items.iter().any(|other| same(item, other, mode).is_true()))
    };
    if held(x, y) && held(y, x) { Tri::True } else { Tri::Unknown }
}

fn texts(x: &Text, y: &Text, mode: Mode) -> Tri {
    match (x.as_known(), y.as_known()) {
        (Some(x), Some(y)) => (x == y).into(),
        (Some(known), None) => known_text(known, y),
        (None, Some(known)) => known_text(known, x),
        (None, None) => match (x, y) {
            (Text::Encoded { value: x, .. }, Text::Encoded { value: y, .. }) if mode == Mode::Content => {
                equals(x, y)
            }
            (Text::Segmented(x), Text::Segmented(y)) => segments(x, y, mode),
            _ => Tri::Unknown,
        },
    }
}

/// Known text against text with unknown parts: whether the known parts occur in it, in turn.
fn known_text(known: &str, other: &Text) -> Tri {
    match other {
        Text::Segmented(parts) => match matches_parts(known, parts) {
            Tri::False if !known.is_ascii() && may_combine(known, parts) => Tri::Unknown,
            answer => answer,
        },
        _ if other.prefix().is_some_and(|prefix| !known.starts_with(prefix)) => Tri::False,
        _ => Tri::Unknown,
    }
}

/// Whether an unknown part may begin with a mark that joins the letter before it, as text is brought into NFC.
fn may_combine(known: &str, parts: &[Segment]) -> bool {
    let apart = |text: &str| text.nfd().collect::<String>();
    let opaque = Value::unknown(Type::String, Cause::new(CauseKind::Limit, "", ""));
    let part = |part: &Segment| match part {
        Segment::Known(text) => Segment::Known(apart(text).into()),
        Segment::Hole(_) => Segment::Hole(opaque.clone()),
    };
    let parts: Vec<Segment> = parts.iter().map(part).collect();
    !matches_parts(&apart(known), &parts).is_false()
}

fn matches_parts(mut known: &str, mut parts: &[Segment]) -> Tri {
    if let [Segment::Known(prefix), rest @ ..] = parts {
        let Some(after) = known.strip_prefix(&**prefix) else {
            return Tri::False;
        };
        known = after;
        parts = rest;
        if parts.is_empty() {
            return known.is_empty().into();
        }
    }
    if let [rest @ .., Segment::Known(suffix)] = parts {
        let Some(before) = known.strip_suffix(&**suffix) else {
            return Tri::False;
        };
        known = before;
        parts = rest;
    }
    for part in parts {
        if let Segment::Known(text) = part {
            let Some((_, after)) = known.split_once(&**text) else {
                return Tri::False;
            };
            known = after;
        }
    }
    match parts {
        [Segment::Hole(hole)] => same(hole, &Value::string(known), Mode::Content),
        [] => known.is_empty().into(),
        _ => Tri::Unknown,
    }
}

/// Two strings with unknown parts: what is the same at either end is taken away, and the rest compared.
fn segments(x: &[Segment], y: &[Segment], mode: Mode) -> Tri {
    let (x, y) = match strip(Side { parts: x, cut: 0 }, Side { parts: y, cut: 0 }, false, mode) {
        Ok(rest) => rest,
        Err(answer) => return answer,
    };
    // What is left of both is compared from the end, with the beginning cut off.
    let (x, y) = (x.owned(), y.owned());
    let (x, y) = match strip(Side { parts: &x, cut: 0 }, Side { parts: &y, cut: 0 }, true, mode) {
        Ok((x, y)) => (x.owned_back(), y.owned_back()),
        Err(answer) => return answer,
    };
    match (x.as_slice(), y.as_slice()) {
        ([], []) => Tri::True,
        ([], rest) | (rest, []) => {
            if rest.iter().any(|part| matches!(part, Segment::Known(text) if !text.is_empty())) {
                Tri::False
            } else {
                Tri::Unknown
            }
        }
        ([Segment::Known(known)], parts) | (parts, [Segment::Known(known)]) => matches_parts(known, parts),
        ([Segment::Hole(a)], [Segment::Hole(b)]) => same(a, b, mode),
        _ => Tri::Unknown,
    }
}

/// Parts of which the first (or last) is cut by some bytes.
#[derive(Clone, Copy)]
struct Side<'s> {
    parts: &'s [Segment],
    cut: usize,
}

impl Side<'_> {
    /// What is left when cut at the beginning.
    fn owned(self) -> Vec<Segment> {
        let mut parts = self.parts.to_vec();
        if let Some(Segment::Known(text)) = parts.first_mut() {
            *text = text.get(self.cut..).unwrap_or_default().into();
        }
        parts
    }

    /// What is left when cut at the end.
    fn owned_back(self) -> Vec<Segment> {
        let mut parts = self.parts.to_vec();
        if let Some(Segment::Known(text)) = parts.last_mut() {
            *text = text.get(..text.len().saturating_sub(self.cut)).unwrap_or_default().into();
        }
        parts
    }
}

/// Takes equal text and equal unknowns away from one end; an answer when that end tells them apart.
fn strip<'s>(mut x: Side<'s>, mut y: Side<'s>, back: bool, mode: Mode) -> Result<(Side<'s>, Side<'s>), Tri> {
    loop {
        let end = |side: &Side<'s>| if back { side.parts.last() } else { side.parts.first() };
        match (end(&x), end(&y)) {
            (Some(Segment::Known(a)), Some(Segment::Known(b))) => {
                let left = |text: &'s str, cut: usize| {
                    let kept =
                        if back { text.get(..text.len().saturating_sub(cut)) } else { text.get(cut..) };
                    kept.unwrap_or_default()
                };
                let (a, b) = (left(a, x.cut), left(b, y.cut));
                let short = a.len().min(b.len());
                let agree = if back {
                    a.ends_with(b) || b.ends_with(a)
                } else {
                    a.starts_with(b) || b.starts_with(a)
                };
                if !agree {
                    return Err(Tri::False);
                }
                advance(&mut x, a.len(), short, back);
                advance(&mut y, b.len(), short, back);
            }
            (Some(Segment::Hole(a)), Some(Segment::Hole(b))) if same(a, b, mode).is_true() => {
                advance(&mut x, 0, 0, back);
                advance(&mut y, 0, 0, back);
            }
            _ => return Ok((x, y)),
        }
    }
}

/// Takes `taken` bytes of the `len` that are left of the part at the end.
fn advance(side: &mut Side<'_>, len: usize, taken: usize, back: bool) {
    if taken < len {
        side.cut += taken;
        return;
    }
    side.cut = 0;
    let rest = if back {
        side.parts.split_last().map(|(_, rest)| rest)
    } else {
        side.parts.split_first().map(|(_, rest)| rest)
    };
    side.parts = rest.unwrap_or_default();
}
