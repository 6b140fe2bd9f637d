//! `format` and `formatlist`.

use std::fmt::Write;

use bricklint_findings::cause::{Cause, CauseKind};

use super::argument::{
    MAX_TEXT, characters, param, partial, pure, start_of, string_type, strings_type, text, too_large,
    too_long, unknown, unknown_as,
};
use super::segments::Parts;
use super::{CallContext, Function, Kind, Param};
use crate::convert;
use crate::json;
use crate::number::Number;
use crate::types::Type;
use crate::value::{SeqKind, Value};

const ARGS: Param = partial("args", Kind::Any).nullable();

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure("format", &[param("format", Kind::String)], string_type, format).rest(ARGS),
    pure("formatlist", &[param("format", Kind::String)], strings_type, formatlist).rest(ARGS),
];

/// Widths and precisions beyond this make the result unknown.
const MAX_WIDTH: usize = 1_000_000;

/// A literal `null` has no type, so Terraform does not look at the call before it has one.
fn has_untyped_null(args: &[Value]) -> bool {
    args.iter().any(|arg| matches!(arg, Value::Null { ty, .. } if **ty == Type::Dynamic))
}

fn untyped(ty: Type) -> Value {
    unknown(ty, Cause::new(CauseKind::Function, "null", "a `null` without a type is formatted"))
}

fn format(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (pattern, rest) = (text(args, 0)?, args.get(1..).unwrap_or(&[]));
    if has_untyped_null(rest) {
        return Ok(untyped(Type::Dynamic));
    }
    checked(pattern, rest, ctx)
}

/// The pattern with its verbs filled in; Terraform finds nothing wrong before all is known.
fn checked(pattern: &str, args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    match formatted(pattern, args, ctx) {
        Err(_) if !args.iter().all(Value::is_wholly_known) => Ok(unknown_as(Type::String, args)),
        result => result,
    }
}

fn formatlist(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (pattern, rest) = (text(args, 0)?, args.get(1..).unwrap_or(&[]));
    let list = || Type::List(Type::String.into());
    if has_untyped_null(rest) {
        return Ok(untyped(Type::Dynamic));
    }
    let mut length: Option<(usize, usize)> = None;
    let mut undecided = false;
    for (index, arg) in rest.iter().enumerate() {
        let items = match arg {
            Value::Seq { value, .. } => {
                if !convert::length_is_known(value) {
                    undecided = true;
                    continue;
                }
                value.items.len()
            }
            Value::Unknown { value, .. } => match &value.ty {
                Type::Tuple(items) => {
                    undecided = true;
                    items.len()
                }
                Type::List(_) | Type::Set(_) | Type::Dynamic => {
                    undecided = true;
                    continue;
                }
                _ => continue,
            },
            _ => continue,
        };
        match length {
            None => length = Some((items, index)),
            Some((first, _)) if first == items => {}
            Some((first, chooser)) => {
                return Err(format!(
                    "argument {} has {items} elements, but argument {} has {first}",
                    index + 1,
                    chooser + 1
                ));
            }
        }
    }
    if undecided {
        return Ok(unknown_as(list(), args));
    }
    let mut out = Vec::new();
    let mut size = 0_usize;
    for index in 0..length.map_or(1, |(items, _)| items) {
        let row: Vec<Value> = rest
            .iter()
            .map(|arg| match arg.as_items() {
                Some(items) => items.get(index).cloned().unwrap_or_else(Value::null),
                None => arg.clone(),
            })
            .collect();
        if !ctx.tally.take(1 + rest.len() as u64) {
            return Ok(too_long(list()));
        }
        let made = checked(pattern, &row, ctx).map_err(|error| format!("element {index}: {error}"))?;
        size = size.saturating_add(made.as_str().map_or(0, str::len));
        if size > MAX_TEXT {
            return Ok(too_large(list()));
        }
        out.push(made);
    }
    Ok(Value::seq(SeqKind::List(Type::String), out))
}

/// One `%…`.
#[expect(clippy::struct_excessive_bools, reason = "one for each flag that can be written")]
struct Verb<'f> {
    /// As written.
    raw: &'f str,
    /// Where it begins.
    offset: usize,
    zero: bool,
    sharp: bool,
    plus: bool,
    minus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
    mode: char,
}

/// The pattern with its verbs filled in.
fn formatted(pattern: &str, args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let mut out = Parts::default();
    let (mut next, mut highest) = (1, 0);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        out.text(before);
        if let Some(after) = after.strip_prefix('%') {
            out.text("%");
            rest = after;
            continue;
        }
        let offset = pattern.len() - after.len() - 1;
        let (verb, index, used) = parse(after, offset)?;
        let index = index.unwrap_or(next);
        highest = highest.max(index);
        let arg = index.checked_sub(1).and_then(|index| args.get(index)).ok_or_else(|| {
            format!(
                "there are not enough arguments for `{}`: it needs number {index} of {}",
                verb.raw,
                args.len()
            )
        })?;
        if verb.width.is_some_and(|width| width > MAX_WIDTH)
            || verb.precision.is_some_and(|precision| precision > MAX_WIDTH)
        {
            return Ok(too_large(Type::String));
        }
        if !write_verb(&verb, arg, &mut out, ctx)? {
            return Ok(too_long(Type::String));
        }
        next = index + 1;
        rest = after.get(used..).unwrap_or("");
    }
    out.text(rest);
    if highest < args.len() {
        return Err(match highest {
            0 => "there are too many arguments; the format has no verbs".to_owned(),
            _ => format!("there are too many arguments; the format uses only {highest}"),
        });
    }
    Ok(out.finish())
}

/// The verb after a percent sign, the number of its argument and how many bytes it takes.
fn parse(text: &str, offset: usize) -> Result<(Verb<'_>, Option<usize>, usize), String> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut verb = Verb {
        raw: text,
        offset,
        zero: false,
        sharp: false,
        plus: false,
        minus: false,
        space: false,
        width: None,
        precision: None,
        mode: ' ',
    };
    while let Some(flag) = bytes.get(at) {
        match flag {
            b'0' => verb.zero = true,
            b'#' => verb.sharp = true,
            b'-' => verb.minus = true,
            b'+' => verb.plus = true,
            b' ' => verb.space = true,
            _ => break,
        }
        at += 1;
    }
    let number = |at: &mut usize| -> Option<usize> {
        let start = *at;
        let mut value = 0_usize;
        while let Some(digit) = bytes.get(*at).filter(|b| b.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(usize::from(digit - b'0'));
            *at += 1;
        }
        (*at > start).then_some(value)
    };
    verb.width = number(&mut at);
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        verb.precision = Some(number(&mut at).unwrap_or(0));
    }
    let mut index = None;
    if bytes.get(at) == Some(&b'[') {
        let start = at + 1;
        at = start;
        index = number(&mut at);
        if index.is_none() || bytes.get(start) == Some(&b'0') || bytes.get(at) != Some(&b']') {
            return unrecognized(text, at, offset);
        }
        at += 1;
    }
    match bytes.get(at) {
        Some(mode) if mode.is_ascii_alphabetic() => verb.mode = char::from(*mode),
        _ => return unrecognized(text, at, offset),
    }
    verb.raw = text.get(..=at).unwrap_or(text);
    Ok((verb, index, at + 1))
}

fn unrecognized<T>(text: &str, at: usize, offset: usize) -> Result<T, String> {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) => Err(format!(
            "the format has `{}` at offset {}, which is no verb",
            c.escape_debug(),
            offset + 1 + at
        )),
        None => Err("the format ends inside a verb".to_owned()),
    }
}

/// Adds what a verb makes of an argument; false where that takes too many steps.
fn write_verb(verb: &Verb<'_>, arg: &Value, out: &mut Parts, ctx: &CallContext<'_>) -> Result<bool, String> {
    if verb.mode != 'v' && arg.is_null() {
        return Err(format!("`%{}` at offset {}: null cannot be formatted", verb.raw, verb.offset));
    }
    if !matches!(verb.mode, 'v' | 't' | 'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' | 's' | 'q')
    {
        return Err(format!("`%{}` at offset {} is no verb", verb.raw, verb.offset));
    }
    if !arg.is_wholly_known() {
        let plain = verb.width.is_none() && verb.precision.is_none() && !verb.sharp;
        let ty = convert::type_of(arg);
        // `%v` of a number is not the text that a string of it has.
        let as_text = match verb.mode {
            's' => matches!(ty, Type::String | Type::Dynamic | Type::Number | Type::Bool),
            'v' => matches!(ty, Type::String | Type::Bool),
            _ => false,
        };
        if plain && as_text {
            out.value(arg);
        } else {
            out.hole(unknown_as(Type::String, std::slice::from_ref(arg)));
        }
        return Ok(true);
    }
    let wrong = |error: String| format!("`%{}` at offset {}: {error}", verb.raw, verb.offset);
    match verb.mode {
        'v' => return Ok(padded(verb, &default_text(verb, arg)?, out, ctx)),
        't' => {
            let arg = convert::convert(arg, &Type::Bool).map_err(wrong)?;
            out.text(if arg.as_bool() == Some(true) { "true" } else { "false" });
        }
        's' | 'q' => {
            let arg = convert::convert(arg, &Type::String).map_err(wrong)?;
            let whole = arg.as_str().unwrap_or("");
            let cut = match verb.precision {
                Some(count) if count > 0 => {
                    let Some(end) = start_of(whole, count, ctx) else { return Ok(false) };
                    whole.get(..end).unwrap_or(whole)
                }
                _ => whole,
            };
            if verb.mode == 's' {
                return Ok(padded(verb, cut, out, ctx));
            }
            let mut quoted = String::new();
            json::string(cut, &mut quoted);
            return Ok(padded(verb, &quoted, out, ctx));
        }
        _ => {
            let arg = convert::convert(arg, &Type::Number).map_err(wrong)?;
            let number = arg.as_number().ok_or("a number is required")?;
            match verb.mode {
                'b' | 'd' | 'o' | 'x' | 'X' => {
                    out.text(
                        &integer(verb, &number)
                            .ok_or_else(|| wrong("a whole number is required".to_owned()))?,
                    );
                }
                _ => out.text(&float(verb, &number)),
            }
        }
    }
    Ok(true)
}

/// The text of `%v` and `%#v`.
fn default_text(verb: &Verb<'_>, arg: &Value) -> Result<String, String> {
    if !verb.sharp {
        if let Some(text) = arg.as_str() {
            return Ok(text.to_owned());
        }
        if let Some(number) = arg.as_number() {
            return Ok(general(&number, None, 'e'));
        }
    }
    json::encode(arg).ok_or_else(|| format!("`%{}` at offset {}: this has no JSON", verb.raw, verb.offset))
}

/// Adds a text, filled up to the width, in characters as a reader counts them; false where counting takes too many
/// steps.
fn padded(verb: &Verb<'_>, text: &str, out: &mut Parts, ctx: &CallContext<'_>) -> bool {
    let Some(width) = verb.width else {
        out.text(text);
        return true;
    };
    let Some(count) = characters(text, ctx) else { return false };
    let fill = if verb.zero { "0" } else { " " }.repeat(width.saturating_sub(count));
    let (before, after) = if verb.minus { (text, &*fill) } else { (&*fill, text) };
    out.text(before);
    out.text(after);
    true
}

fn sign(verb: &Verb<'_>, negative: bool) -> &'static str {
    match (negative, verb.plus, verb.space) {
        (true, _, _) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    }
}

/// A whole number in a base.
fn integer(verb: &Verb<'_>, number: &Number) -> Option<String> {
    let (negative, magnitude) = number.to_digits()?;
    let (base, prefix) = match verb.mode {
        'b' => (2, "0b"),
        'o' => (8, "0"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits = magnitude.to_str_radix(base);
    if verb.mode == 'X' {
        digits.make_ascii_uppercase();
    }
    let sign = sign(verb, negative && !number.is_zero());
    let prefix = if verb.sharp { prefix } else { "" };
    let mut zeros = 0;
    if let Some(precision) = verb.precision {
        zeros = precision.saturating_sub(digits.len());
        if digits == "0" && precision == 0 {
            return Some(String::new());
        }
    }
    let missing =
        verb.width.map_or(0, |width| width.saturating_sub(sign.len() + prefix.len() + zeros + digits.len()));
    let (mut left, mut right) = (0, 0);
    if verb.minus {
        right = missing;
    } else if verb.zero && verb.precision.is_none() {
        zeros = missing;
    } else {
        left = missing;
    }
    Some(format!("{}{sign}{prefix}{}{digits}{}", " ".repeat(left), "0".repeat(zeros), " ".repeat(right)))
}

/// A number with a point or an exponent.
fn float(verb: &Verb<'_>, number: &Number) -> String {
    let text = if number.is_infinite() {
        if number.is_negative() { "-Inf".to_owned() } else { "+Inf".to_owned() }
    } else {
        match verb.mode {
            'f' => fixed(number, verb.precision.unwrap_or(6)),
            'e' | 'E' => exponential(number, verb.precision.unwrap_or(6), verb.mode),
            'g' => general(number, verb.precision, 'e'),
            _ => general(number, verb.precision, 'E'),
        }
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => match text.strip_prefix('+') {
            Some(digits) => (if verb.space { " " } else { "+" }, digits),
            None => (sign(verb, false), text.as_str()),
        },
    };
    let missing = verb.width.map_or(0, |width| width.saturating_sub(sign.len() + digits.len()));
    if verb.zero && !verb.minus && !number.is_infinite() {
        format!("{sign}{}{digits}", "0".repeat(missing))
    } else if verb.minus {
        format!("{sign}{digits}{}", " ".repeat(missing))
    } else {
        format!("{}{sign}{digits}", " ".repeat(missing))
    }
}

/// Digits and the place of the point in them.
#[expect(clippy::struct_field_names, reason = "the digits are what it is named after")]
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    point: i64,
}

impl Digits {
    /// All of them.
    fn exact(number: &Number) -> Self {
        let (negative, digits, point) = number.exact_digits();
        Self { negative, digits, point }.trimmed()
    }

    /// As few as read back as the same number.
    fn shortest(number: &Number) -> Self {
        let text = number.to_string();
        let (negative, text) = text.strip_prefix('-').map_or((false, text.as_str()), |text| (true, text));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all = whole.bytes().chain(fraction.bytes());
        let zeros = all.clone().take_while(|b| *b == b'0').count();
        let digits: Vec<u8> = all.skip(zeros).map(|b| b - b'0').collect();
        let point = i64::try_from(whole.len()).unwrap_or(0) - i64::try_from(zeros).unwrap_or(0);
        let point = if digits.is_empty() { 0 } else { point };
        Self { negative, digits, point }.trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    /// Rounded to `count` digits, half to even.
    fn round(mut self, count: i64) -> Self {
        let Ok(keep) = usize::try_from(count) else {
            self.digits.clear();
            self.point = 0;
            return self;
        };
        let Some(next) = self.digits.get(keep).copied() else { return self };
        let half = next == 5 && keep + 1 == self.digits.len();
        let odd = keep.checked_sub(1).and_then(|at| self.digits.get(at)).is_some_and(|digit| digit % 2 == 1);
        let up = if half { odd } else { next >= 5 };
        self.digits.truncate(keep);
        if up {
            loop {
                match self.digits.pop() {
                    Some(9) => {}
                    Some(digit) => {
                        self.digits.push(digit + 1);
                        break;
                    }
                    None => {
                        self.digits.push(1);
                        self.point += 1;
                        break;
                    }
                }
            }
        }
        self.trimmed()
    }

    fn at(&self, index: i64) -> char {
        let digit =
            usize::try_from(index).ok().and_then(|index| self.digits.get(index)).copied().unwrap_or(0);
        char::from(b'0' + digit)
    }

    fn fixed(&self, places: usize) -> String {
        let mut out = String::new();
        if self.negative {
            out.push('-');
        }
        if self.point > 0 {
            out.extend((0..self.point).map(|index| self.at(index)));
        } else {
            out.push('0');
        }
        if places > 0 {
            out.push('.');
            out.extend((0..i64::try_from(places).unwrap_or(0)).map(|index| self.at(self.point + index)));
        }
        out
    }

    fn exponential(&self, places: usize, letter: char) -> String {
        let mut out = String::new();
        if self.negative {
            out.push('-');
        }
        out.push(self.at(0));
        if places > 0 {
            out.push('.');
            out.extend((1..=i64::try_from(places).unwrap_or(0)).map(|index| self.at(index)));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        // Writing to a string cannot fail.
        let _ = write!(out, "{letter}{sign}{:02}", exponent.unsigned_abs());
        out
    }
}

fn fixed(number: &Number, places: usize) -> String {
    let digits = Digits::exact(number);
    let count = digits.point.saturating_add(i64::try_from(places).unwrap_or(i64::MAX));
    digits.round(count).fixed(places)
}

fn exponential(number: &Number, places: usize, letter: char) -> String {
    let count = i64::try_from(places).unwrap_or(i64::MAX).saturating_add(1);
    Digits::exact(number).round(count).exponential(places, letter)
}

/// With an exponent where it is small or not below the precision, without otherwise.
fn general(number: &Number, precision: Option<usize>, letter: char) -> String {
    if number.is_infinite() {
        return number.to_string();
    }
    let (digits, mut threshold) = match precision {
        None => (Digits::shortest(number), 6),
        Some(precision) => {
            let count = i64::try_from(precision.max(1)).unwrap_or(i64::MAX);
            (Digits::exact(number).round(count), count)
        }
    };
    let length = i64::try_from(digits.digits.len()).unwrap_or(0);
    if precision.is_some() && threshold > length && length >= digits.point {
        threshold = length;
    }
    let exponent = digits.point - 1;
    if exponent < -4 || exponent >= threshold {
        digits.exponential(digits.digits.len().saturating_sub(1), letter)
    } else {
        let places = usize::try_from(length - digits.point).unwrap_or(0);
        digits.fixed(places)
    }
}
