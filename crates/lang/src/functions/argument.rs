//! Describing functions, reading their arguments and making their results.

use bricklint_findings::cause::{Cause, CauseKind};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use super::{Answer, CallContext, Function, Kind, Param};
use crate::types::Type;
use crate::value::{Blank, Refinements, Unknown, Value};

/// Bytes of the longest text that a function makes; a longer one is unknown.
pub(super) const MAX_TEXT: usize = crate::limits::MOST_TEXT;

/// A parameter that takes known values that are not null.
pub(super) const fn param(name: &'static str, kind: Kind) -> Param {
    Param::new(name, kind)
}

/// A parameter that takes unknown values too.
pub(super) const fn partial(name: &'static str, kind: Kind) -> Param {
    Param::new(name, kind).partial()
}

/// A parameter that takes unknown values where Terraform does not.
pub(super) const fn ahead(name: &'static str, kind: Kind) -> Param {
    Param::new(name, kind).ahead()
}

/// A function of its arguments alone, whose result is never null.
pub(super) const fn pure(
    name: &'static str,
    params: &'static [Param],
    returns: fn(&[Value]) -> Result<Type, String>,
    compute: fn(&[Value], &CallContext<'_>) -> Result<Value, String>,
) -> Function {
    Function::pure(name, params, returns, compute).not_null()
}

/// A function whose result no analysis knows, and why.
pub(super) const fn impure(name: &'static str, params: &'static [Param], why: &'static str) -> Function {
    Function::pure(name, params, string_type, unanswered).not_null().answered(Answer::Impure(why))
}

/// A function whose result names the machine that runs Terraform.
pub(super) const fn of_machine(name: &'static str, params: &'static [Param]) -> Function {
    Function::pure(name, params, string_type, unanswered).not_null().answered(Answer::Machine)
}

fn unanswered(_: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    Err("this function has no known result".to_owned())
}

/// The result is a string.
#[expect(clippy::unnecessary_wraps, reason = "the type of `Function::returns`")]
pub(super) fn string_type(_: &[Value]) -> Result<Type, String> {
    Ok(Type::String)
}

/// The result is a number.
#[expect(clippy::unnecessary_wraps, reason = "the type of `Function::returns`")]
pub(super) fn number_type(_: &[Value]) -> Result<Type, String> {
    Ok(Type::Number)
}

/// The result is a truth value.
#[expect(clippy::unnecessary_wraps, reason = "the type of `Function::returns`")]
pub(super) fn bool_type(_: &[Value]) -> Result<Type, String> {
    Ok(Type::Bool)
}

/// The result is a list of strings.
#[expect(clippy::unnecessary_wraps, reason = "the type of `Function::returns`")]
pub(super) fn strings_type(_: &[Value]) -> Result<Type, String> {
    Ok(Type::List(Type::String.into()))
}

/// The type of the result hangs on the values.
#[expect(clippy::unnecessary_wraps, reason = "the type of `Function::returns`")]
pub(super) fn dynamic_type(_: &[Value]) -> Result<Type, String> {
    Ok(Type::Dynamic)
}

/// The argument at `index`.
pub(super) fn argument(args: &[Value], index: usize) -> Result<&Value, String> {
    args.get(index).ok_or_else(|| "an argument is missing".to_owned())
}

/// The text of the argument at `index`, a known string.
pub(super) fn text(args: &[Value], index: usize) -> Result<&str, String> {
    argument(args, index)?.as_str().ok_or_else(|| "a known string is required".to_owned())
}

/// The argument at `index` as a whole number.
pub(super) fn whole(args: &[Value], index: usize) -> Result<i64, String> {
    let number = argument(args, index)?.as_number().ok_or("a number is required")?;
    number.as_i64().ok_or_else(|| {
        "a whole number between -9223372036854775808 and 9223372036854775807 is required".to_owned()
    })
}

/// The text in NFC, in which every string value is.
pub(super) fn nfc(text: &str) -> Box<str> {
    if text.is_ascii() || is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

/// Where the character of this number begins, as a reader counts them; the end of the text if there are fewer.
/// `None` where finding that takes too many steps.
pub(super) fn start_of(text: &str, number: usize, ctx: &CallContext<'_>) -> Option<usize> {
    if is_plain(text) {
        return Some(number.min(text.len()));
    }
    Some(clusters(text, ctx)?.iter().take(number).map(|cluster| cluster.len()).sum())
}

/// How many characters a text has, as a reader counts them. `None` where that takes too many steps.
pub(super) fn characters(text: &str, ctx: &CallContext<'_>) -> Option<usize> {
    if is_plain(text) { Some(text.len()) } else { Some(clusters(text, ctx)?.len()) }
}

/// The characters of a text, as Terraform takes them: consonants that are written as one count apart, as they did
/// before Unicode 15.1. Each byte takes a step; `None` where those are too many.
#[inline(never)]
pub(super) fn clusters<'t>(text: &'t str, ctx: &CallContext<'_>) -> Option<Vec<&'t str>> {
    if !ctx.tally.take(text.len() as u64) {
        return None;
    }
    let mut found = Vec::new();
    let (mut start, mut before) = (0, None);
    for (place, cluster) in text.grapheme_indices(true) {
        for (offset, c) in cluster.char_indices() {
            let is_apart = matches!(c, '\u{900}'..='\u{1fff}' | '\u{a800}'..='\u{abff}' | '\u{10a00}'..='\u{11fff}')
                && before.is_some_and(extends)
                && !extends(c);
            if place + offset > start && (offset == 0 || is_apart) {
                found.extend(text.get(start..place + offset));
                start = place + offset;
            }
            before = Some(c);
        }
    }
    found.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    Some(found)
}

/// Whether a character joins the one before it, whatever that is.
#[inline(never)]
fn extends(c: char) -> bool {
    String::from_iter(['a', c]).graphemes(true).nth(1).is_none()
}

/// Whether each byte is a character: `\r\n` is one.
pub(super) fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.contains('\r')
}

/// A string value of any text.
pub(super) fn string(text: &str) -> Value {
    if text.len() > MAX_TEXT { too_large(Type::String) } else { Value::string(nfc(text)) }
}

/// A list of strings.
pub(super) fn strings(items: impl IntoIterator<Item = Value>) -> Value {
    Value::seq(crate::value::SeqKind::List(Type::String), items.into_iter().collect())
}

/// An unknown that is never null.
pub(super) fn unknown(ty: Type, cause: Cause) -> Value {
    Value::from_unknown(Unknown {
        ty,
        refinements: Refinements { not_null: true, ..Refinements::default() },
        cause,
        symbol: None,
        may_be: Blank::NONE,
        cases: None,
    })
}

/// An unknown for the reason that an argument is.
pub(super) fn unknown_as(ty: Type, args: &[Value]) -> Value {
    let cause = args
        .iter()
        .find_map(Value::cause)
        .cloned()
        .unwrap_or_else(|| Cause::new(CauseKind::Function, "", "an argument is unknown"));
    unknown(ty, cause)
}

/// An unknown because the result would be too large.
pub(super) fn too_large(ty: Type) -> Value {
    unknown(ty, crate::limits::text())
}

/// An unknown because the call would take too many steps.
pub(super) fn too_long(ty: Type) -> Value {
    limit(ty, "the call takes more steps than are left to this tool")
}

/// An unknown because of a limit of the tool.
pub(super) fn limit(ty: Type, why: &str) -> Value {
    unknown(ty, Cause::new(CauseKind::Limit, "", why))
}
