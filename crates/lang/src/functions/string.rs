//! Functions over strings.

use super::argument::{
    MAX_TEXT, ahead, argument, bool_type, characters, clusters, is_plain, nfc, param, pure, start_of, string,
    string_type, strings, strings_type, text, too_large, too_long, unknown_as, whole,
};
use super::collection::may_have_none;
use super::regexp;
use super::segments::{Parts, Piece, anonymous, begins, derived, head, pieces};
use super::{CallContext, Function, Kind};
use crate::types::Type;
use crate::value::{Blank, Value};

const STRINGS: Kind = Kind::List(&Kind::String);

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure("chomp", &[ahead("str", Kind::String)], string_type, chomp),
    pure("endswith", &[ahead("str", Kind::String), ahead("suffix", Kind::String)], bool_type, endswith)
        .since("1.3"),
    pure("indent", &[param("spaces", Kind::Number), ahead("str", Kind::String)], string_type, indent),
    pure("join", &[ahead("separator", Kind::String)], string_type, join).rest(ahead("lists", STRINGS)),
    pure("lower", &[ahead("str", Kind::String)], string_type, lower),
    pure(
        "replace",
        &[ahead("str", Kind::String), ahead("substr", Kind::String), ahead("replace", Kind::String)],
        string_type,
        replace,
    ),
    pure("split", &[param("separator", Kind::String), param("str", Kind::String)], strings_type, split),
    pure("startswith", &[ahead("str", Kind::String), ahead("prefix", Kind::String)], bool_type, startswith)
        .since("1.3"),
    pure("strcontains", &[ahead("str", Kind::String), ahead("substr", Kind::String)], bool_type, strcontains)
        .since("1.5"),
    pure("strrev", &[param("str", Kind::String)], string_type, strrev),
    pure(
        "substr",
        &[ahead("str", Kind::String), param("offset", Kind::Number), param("length", Kind::Number)],
        string_type,
        substr,
    ),
    pure("title", &[param("str", Kind::String)], string_type, title),
    pure("trim", &[ahead("str", Kind::String), param("cutset", Kind::String)], string_type, trim),
    pure("trimprefix", &[ahead("str", Kind::String), param("prefix", Kind::String)], string_type, trimprefix),
    pure("trimspace", &[ahead("str", Kind::String)], string_type, trimspace),
    pure("trimsuffix", &[ahead("str", Kind::String), param("suffix", Kind::String)], string_type, trimsuffix),
    pure("upper", &[ahead("str", Kind::String)], string_type, upper),
];

type Answered = Result<Value, String>;

fn chomp(args: &[Value], _: &CallContext<'_>) -> Answered {
    trimmed(args, &|c| matches!(c, '\r' | '\n'), false, true)
}

fn trim(args: &[Value], _: &CallContext<'_>) -> Answered {
    let cutset = text(args, 1)?;
    trimmed(args, &|c| cutset.contains(c), true, true)
}

fn trimspace(args: &[Value], _: &CallContext<'_>) -> Answered {
    trimmed(args, &char::is_whitespace, true, true)
}

/// Without the characters of a set at the start and end. A hole at the end may lose characters; where it
/// may be eaten up whole, the known text before it must not go on with characters of the set.
fn trimmed(args: &[Value], set: &dyn Fn(char) -> bool, start: bool, end: bool) -> Answered {
    let subject = argument(args, 0)?;
    if let Some(known) = subject.as_str() {
        let known = if start { known.trim_start_matches(set) } else { known };
        return Ok(string(if end { known.trim_end_matches(set) } else { known }));
    }
    let parts = pieces(subject);
    let mut out = Parts::default();
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.iter().enumerate() {
        let (at_start, at_end) = (start && index == 0, end && index == last);
        match *part {
            Piece::Known(known) => {
                let kept = if at_start { known.trim_start_matches(set) } else { known };
                let kept = if at_end { kept.trim_end_matches(set) } else { kept };
                // What stands behind text that vanishes is trimmed too, and that is a hole.
                if (at_start || at_end) && kept.is_empty() {
                    return Ok(unknown_as(Type::String, args));
                }
                out.text(kept);
            }
            Piece::Hole(hole) if at_start || at_end => {
                let inside =
                    if at_start { parts.get(1) } else { last.checked_sub(1).and_then(|i| parts.get(i)) };
                match inside {
                    Some(Piece::Known(next)) => {
                        let facing = if at_start { next.chars().next() } else { next.chars().next_back() };
                        if facing.is_some_and(set) {
                            return Ok(unknown_as(Type::String, args));
                        }
                    }
                    _ => return Ok(unknown_as(Type::String, args)),
                }
                out.hole(anonymous(hole));
            }
            Piece::Hole(hole) => out.value(hole),
        }
    }
    Ok(out.finish())
}

fn trimprefix(args: &[Value], _: &CallContext<'_>) -> Answered {
    let (subject, prefix) = (argument(args, 0)?, text(args, 1)?);
    if let Some(known) = subject.as_str() {
        return Ok(string(known.strip_prefix(prefix).unwrap_or(known)));
    }
    let parts = pieces(subject);
    match (parts.split_first(), begins(subject, argument(args, 1)?, false)) {
        (Some((Piece::Known(first), rest)), Some(true)) => {
            let mut out = Parts::default();
            out.text(first.strip_prefix(prefix).unwrap_or(first));
            add(&mut out, rest);
            Ok(out.finish())
        }
        (_, Some(_)) => Ok(subject.clone()),
        (_, None) => Ok(unknown_as(Type::String, args)),
    }
}

fn trimsuffix(args: &[Value], _: &CallContext<'_>) -> Answered {
    let (subject, suffix) = (argument(args, 0)?, text(args, 1)?);
    if let Some(known) = subject.as_str() {
        return Ok(string(known.strip_suffix(suffix).unwrap_or(known)));
    }
    let parts = pieces(subject);
    match (parts.split_last(), begins(subject, argument(args, 1)?, true)) {
        (Some((Piece::Known(last), rest)), Some(true)) => {
            let mut out = Parts::default();
            add(&mut out, rest);
            out.text(last.strip_suffix(suffix).unwrap_or(last));
            Ok(out.finish())
        }
        (_, Some(_)) => Ok(subject.clone()),
        (_, None) => Ok(unknown_as(Type::String, args)),
    }
}

fn add(out: &mut Parts, parts: &[Piece<'_>]) {
    for part in parts {
        match part {
            Piece::Known(text) => out.text(text),
            Piece::Hole(hole) => out.value(hole),
        }
    }
}

fn startswith(args: &[Value], _: &CallContext<'_>) -> Answered {
    Ok(begins(argument(args, 0)?, argument(args, 1)?, false)
        .map_or_else(|| unknown_as(Type::Bool, args), Value::bool))
}

fn endswith(args: &[Value], _: &CallContext<'_>) -> Answered {
    Ok(begins(argument(args, 0)?, argument(args, 1)?, true)
        .map_or_else(|| unknown_as(Type::Bool, args), Value::bool))
}

fn strcontains(args: &[Value], _: &CallContext<'_>) -> Answered {
    let subject = argument(args, 0)?;
    let Some(wanted) = argument(args, 1)?.as_str() else {
        return Ok(unknown_as(Type::Bool, args));
    };
    let found = wanted.is_empty()
        || head(subject).is_some_and(|text| text.contains(wanted))
        || pieces(subject).iter().any(|part| matches!(part, Piece::Known(text) if text.contains(wanted)));
    if found || !subject.is_unknown() {
        return Ok(Value::bool(found));
    }
    Ok(unknown_as(Type::Bool, args))
}

fn indent(args: &[Value], _: &CallContext<'_>) -> Answered {
    let spaces = usize::try_from(whole(args, 0)?)
        .map_err(|_| "the number of spaces must not be negative".to_owned())?;
    let subject = argument(args, 1)?;
    let parts = pieces(subject);
    let breaks: usize = parts
        .iter()
        .map(|part| match part {
            Piece::Known(text) => text.matches('\n').count(),
            Piece::Hole(_) => 0,
        })
        .sum();
    if breaks == 0 && !subject.is_unknown() {
        return Ok(subject.clone());
    }
    if breaks.saturating_mul(spaces) > MAX_TEXT || spaces > MAX_TEXT {
        return Ok(too_large(Type::String));
    }
    let pad = format!("\n{}", " ".repeat(spaces));
    let mut out = Parts::default();
    for part in parts {
        match part {
            Piece::Known(text) => out.text(&text.replace('\n', &pad)),
            Piece::Hole(hole) => out.hole(anonymous(hole)),
        }
    }
    Ok(out.finish())
}

fn join(args: &[Value], _: &CallContext<'_>) -> Answered {
    let (separator, lists) = args.split_first().ok_or("a separator is required")?;
    if lists.is_empty() {
        return Err("at least one list is required".to_owned());
    }
    let mut out = Parts::default();
    let mut first = true;
    for (number, list) in lists.iter().enumerate() {
        let Some(items) = list.as_items() else {
            let is_open = |list: &Value| list.as_unknown().is_some_and(may_have_none);
            let empty = separator.as_str() == Some("") && lists.iter().all(is_open);
            return Ok(unknown_as(Type::String, args).or_blank(Blank { null: false, empty }));
        };
        for (index, item) in items.iter().enumerate() {
            if item.is_null() {
                // Terraform looks for nulls once everything is known.
                if args.iter().any(|arg| !arg.is_wholly_known()) {
                    return Ok(unknown_as(Type::String, args));
                }
                return Err(if lists.len() > 1 {
                    format!("element {index} of list {} is null; null values cannot be joined", number + 1)
                } else {
                    format!("element {index} is null; null values cannot be joined")
                });
            }
            if !first {
                out.value(separator);
            }
            first = false;
            out.value(item);
        }
    }
    Ok(out.finish())
}

/// The lower-case form where that is one character, as Go has it.
pub(super) fn to_lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        // The only character whose lower case is longer.
        _ if c == '\u{130}' => 'i',
        _ => c,
    }
}

/// The upper-case form where that is one character, as Go has it.
fn to_upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    if let (Some(one), None) = (upper.next(), upper.next()) {
        return one;
    }
    // Letters with iota subscript have a one-character form beside the long one.
    let by = match c {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => 8,
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => 9,
        _ => 0,
    };
    char::from_u32(u32::from(c) + by).unwrap_or(c)
}

fn to_title(c: char) -> char {
    match c {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => c,
        _ => to_upper(c),
    }
}

fn lower(args: &[Value], _: &CallContext<'_>) -> Answered {
    by_character(argument(args, 0)?, to_lower, "lower")
}

fn upper(args: &[Value], _: &CallContext<'_>) -> Answered {
    by_character(argument(args, 0)?, to_upper, "upper")
}

#[expect(clippy::unnecessary_wraps, reason = "the result of a function")]
fn by_character(subject: &Value, change: fn(char) -> char, name: &str) -> Answered {
    if let Some(known) = subject.as_str() {
        return Ok(string(&known.chars().map(change).collect::<String>()));
    }
    let mut out = Parts::default();
    for part in pieces(subject) {
        match part {
            Piece::Known(text) => out.text(&text.chars().map(change).collect::<String>()),
            Piece::Hole(hole) => out.hole(derived(hole, |inner| format!("{name}({inner})"))),
        }
    }
    Ok(out.finish())
}

fn title(args: &[Value], _: &CallContext<'_>) -> Answered {
    let mut previous = ' ';
    let mut out = String::new();
    for c in text(args, 0)?.chars() {
        // ASCII punctuation ends a word; of the rest only spaces do.
        let ends = if previous.is_ascii() {
            !(previous.is_ascii_alphanumeric() || previous == '_')
        } else {
            previous.is_whitespace()
        };
        out.push(if ends { to_title(c) } else { c });
        previous = c;
    }
    Ok(string(&out))
}

fn replace(args: &[Value], ctx: &CallContext<'_>) -> Answered {
    let (subject, wanted, with) = (argument(args, 0)?, argument(args, 1)?, argument(args, 2)?);
    let Some(wanted) = wanted.as_str() else {
        return Ok(unknown_as(Type::String, args));
    };
    let pattern = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    if let Some(pattern) = pattern {
        if let (Some(subject), Some(with)) = (subject.as_str(), with.as_str()) {
            return regexp::replace(pattern, subject, with, ctx);
        }
        return Ok(unknown_as(Type::String, args));
    }
    if let (Some(subject), Some(with)) = (subject.as_str(), with.as_str()) {
        return Ok(
            replaced(subject, wanted, with).map_or_else(|| too_large(Type::String), |text| string(&text))
        );
    }
    if wanted.is_empty() {
        return Ok(unknown_as(Type::String, args));
    }
    let parts = pieces(subject);
    if may_straddle(&parts, wanted) {
        return Ok(unknown_as(Type::String, args));
    }
    let mut out = Parts::default();
    for part in parts {
        match part {
            Piece::Known(text) => {
                for (index, between) in text.split(wanted).enumerate() {
                    if index > 0 {
                        out.value(with);
                    }
                    out.text(between);
                }
            }
            // The evaluator names it, which knows whether the other arguments are secret.
            Piece::Hole(hole) => out.hole(anonymous(hole)),
        }
    }
    Ok(out.finish())
}

/// `None` when the result would be too large.
fn replaced(subject: &str, wanted: &str, with: &str) -> Option<String> {
    let times = if wanted.is_empty() { subject.len() + 1 } else { subject.matches(wanted).count() };
    let size = subject.len().saturating_add(times.saturating_mul(with.len()));
    (size <= MAX_TEXT).then(|| subject.replace(wanted, with))
}

/// Whether a match may begin in one piece and end in another.
fn may_straddle(parts: &[Piece<'_>], wanted: &str) -> bool {
    if wanted.chars().nth(1).is_none() {
        return false;
    }
    let cuts = || wanted.char_indices().map(|(at, _)| at).skip(1);
    for (index, part) in parts.iter().enumerate() {
        let before = index.checked_sub(1).is_some();
        let after = index + 1 < parts.len();
        match part {
            Piece::Hole(_) => {
                if matches!(parts.get(index + 1), Some(Piece::Hole(_))) {
                    return true;
                }
            }
            Piece::Known(text) => {
                let head = cuts().any(|at| wanted.get(..at).is_some_and(|head| text.ends_with(head)));
                let tail = cuts().any(|at| wanted.get(at..).is_some_and(|tail| text.starts_with(tail)));
                if after && head || before && tail || before && after && wanted.contains(text) {
                    return true;
                }
            }
        }
    }
    false
}

fn split(args: &[Value], _: &CallContext<'_>) -> Answered {
    let (separator, subject) = (text(args, 0)?, text(args, 1)?);
    if separator.is_empty() {
        return Ok(strings(subject.chars().map(|c| string(c.encode_utf8(&mut [0; 4])))));
    }
    Ok(strings(subject.split(separator).map(string)))
}

fn strrev(args: &[Value], ctx: &CallContext<'_>) -> Answered {
    let subject = text(args, 0)?;
    if is_plain(subject) {
        return Ok(Value::string(subject.chars().rev().collect::<String>()));
    }
    let Some(clusters) = clusters(subject, ctx) else { return Ok(too_long(Type::String)) };
    Ok(string(&clusters.into_iter().rev().collect::<String>()))
}

fn substr(args: &[Value], ctx: &CallContext<'_>) -> Answered {
    let (subject, offset, length) = (argument(args, 0)?, whole(args, 1)?, whole(args, 2)?);
    let Some(subject) = subject.as_str() else {
        let head = known_head(subject, offset, length, ctx);
        return Ok(head.unwrap_or_else(|| unknown_as(Type::String, args)));
    };
    if offset >= 0 && length == 0 {
        return Ok(Value::string(""));
    }
    Ok(part(subject, offset, length, ctx).map_or_else(|| too_long(Type::String), string))
}

/// The part of a text; `None` where finding it takes too many steps.
fn part<'t>(subject: &'t str, offset: i64, length: i64, ctx: &CallContext<'_>) -> Option<&'t str> {
    let start = if offset < 0 {
        let count = i64::try_from(characters(subject, ctx)?).unwrap_or(i64::MAX);
        offset.saturating_add(count).max(0)
    } else {
        offset
    };
    let skip = usize::try_from(start).unwrap_or(usize::MAX);
    let rest = subject.get(start_of(subject, skip, ctx)?..).unwrap_or("");
    // A length of zero after a negative offset takes everything, as a negative length does.
    let Some(count) = usize::try_from(length).ok().filter(|count| *count > 0) else { return Some(rest) };
    Some(rest.get(..start_of(rest, count, ctx)?).unwrap_or(rest))
}

/// A part of a string that lies wholly in its known start. The last character there may still combine
/// with what follows.
fn known_head(subject: &Value, offset: i64, length: i64, ctx: &CallContext<'_>) -> Option<Value> {
    let head = head(subject)?;
    let (offset, length) = (usize::try_from(offset).ok()?, usize::try_from(length).ok()?);
    if length == 0 {
        return Some(Value::string(""));
    }
    let end = offset.checked_add(length)?;
    let characters = clusters(head, ctx)?;
    (end < characters.len())
        .then(|| Value::string(nfc(&characters.into_iter().skip(offset).take(length).collect::<String>())))
}
