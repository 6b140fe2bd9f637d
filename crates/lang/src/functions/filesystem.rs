//! Functions that read files or take paths apart. Relative paths start at the root directory.

use std::ops::RangeInclusive;
use std::str::Chars;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bricklint_findings::Sorting;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};

use super::argument::{
    ahead, argument, bool_type, nfc, of_machine, param, pure, string, string_type, text, unknown, unknown_as,
};
use super::segments::{Piece, pieces};
use super::{CallContext, FileError, Function, Kind};
use crate::types::Type;
use crate::value::{Segment, SeqKind, Value};

const PATH: &[super::Param] = &[param("path", Kind::String)];

/// These functions.
pub(super) static TABLE: &[Function] = &[
    of_machine("abspath", PATH),
    pure("basename", &[ahead("path", Kind::String)], string_type, basename),
    pure("dirname", PATH, string_type, |args, _| Ok(string(&directory(text(args, 0)?)))),
    pure("file", PATH, string_type, file).except(OUTSIDE),
    pure("filebase64", PATH, string_type, filebase64).except(OUTSIDE),
    pure("fileexists", PATH, bool_type, fileexists).except(OUTSIDE),
    pure("fileset", &[param("path", Kind::String), param("pattern", Kind::String)], set_type, fileset)
        .except("directories outside the project root"),
    pure("pathexpand", PATH, string_type, |args, _| {
        let path = text(args, 0)?;
        Ok(if path.starts_with('~') { path_of_machine("pathexpand") } else { string(path) })
    })
    .except("paths that begin with `~`"),
];

/// What functions that read a file do not read.
pub(super) const OUTSIDE: &str = "files outside the project root";

/// The path from the root directory that a function reads where it is given one of this machine: what `abspath` made names
/// the same file on every machine, whatever its text is there.
pub(crate) fn path_here(path: &Value) -> Option<Value> {
    let of = |value: &Value| {
        let symbol = value.as_unknown()?.symbol.clone()?;
        let quoted = symbol.name.strip_prefix("abspath(")?.strip_suffix(')')?;
        // A text with `${` in it hangs on something else.
        let is_whole = symbol.path.is_empty() && !quoted.contains("${");
        serde_json::from_str::<String>(quoted).ok().filter(|_| is_whole)
    };
    let text = match path.as_segments() {
        None => of(path)?,
        Some([Segment::Hole(first), rest @ ..]) => {
            let mut text = of(first)?;
            for part in rest {
                match part {
                    Segment::Known(part) => text.push_str(part),
                    Segment::Hole(_) => return None,
                }
            }
            text
        }
        Some(_) => return None,
    };
    Some(Value::string(text).with_marks(path.marks()).with_provenance(path.provenance()))
}

#[expect(clippy::unnecessary_wraps, reason = "the type of `Function::returns`")]
fn set_type(_: &[Value]) -> Result<Type, String> {
    Ok(Type::Set(Type::String.into()))
}

/// What a file holds.
pub(super) enum Content {
    /// Its bytes.
    Known(Arc<[u8]>),
    /// It is not read.
    Unknown(Value),
}

/// The result of a function that gives a path of the machine.
pub(super) fn path_of_machine(name: &str) -> Value {
    let text = format!("`{name}` gives a path of the machine that runs Terraform");
    unknown(Type::String, Cause::new(CauseKind::OutsideTree, name, text).decided_by(DecidedBy::Plan))
}

fn outside(ty: Type, path: &str) -> Value {
    unknown(ty, Cause::new(CauseKind::OutsideTree, path, FileError::OutsideTree(path.to_owned()).to_string()))
}

/// The unknown that stands for a file which is not read, or the error that the configuration has.
fn refused(error: &FileError, ty: Type, ctx: &CallContext<'_>) -> Result<Value, String> {
    ctx.tally.missing.set(matches!(error, FileError::Missing(_)));
    match error {
        FileError::Missing(_) | FileError::NotRegular(_) => Err(error.to_string()),
        FileError::OutsideTree(path) | FileError::Unreadable(path) => {
            Ok(unknown(ty, Cause::new(CauseKind::OutsideTree, path.as_str(), error.to_string())))
        }
        FileError::TooLarge(path) => {
            Ok(unknown(ty, Cause::new(CauseKind::Limit, path.as_str(), error.to_string())))
        }
    }
}

/// The bytes of a file.
pub(super) fn bytes(path: &str, ctx: &CallContext<'_>, ty: Type) -> Result<Content, String> {
    // The home directory is not in the tree.
    if path.starts_with('~') {
        return Ok(Content::Unknown(outside(ty, path)));
    }
    let Some(files) = ctx.scope.files() else { return Ok(Content::Unknown(outside(ty, path))) };
    match files.read(path) {
        Ok(content) => Ok(Content::Known(content)),
        Err(error) => refused(&error, ty, ctx).map(Content::Unknown),
    }
}

fn file(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let path = text(args, 0)?;
    match bytes(path, ctx, Type::String)? {
        Content::Known(content) => match std::str::from_utf8(&content) {
            Ok(text) => Ok(Value::string(nfc(text))),
            Err(_) => Err(format!("`{path}` is not UTF-8; `filebase64` reads other files")),
        },
        Content::Unknown(value) => Ok(value),
    }
}

fn filebase64(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    Ok(match bytes(text(args, 0)?, ctx, Type::String)? {
        Content::Known(content) => Value::string(STANDARD.encode(content)),
        Content::Unknown(value) => value,
    })
}

fn fileexists(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let path = text(args, 0)?;
    match ctx.scope.files() {
        Some(files) if !path.starts_with('~') => match files.exists(path) {
            Ok(false) | Err(FileError::Missing(_)) if files.may_come() => Ok(outside(Type::Bool, path)),
            Ok(exists) => Ok(Value::bool(exists)),
            Err(FileError::Missing(_)) => Ok(Value::bool(false)),
            Err(error) => refused(&error, Type::Bool, ctx),
        },
        _ => Ok(outside(Type::Bool, path)),
    }
}

fn fileset(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (path, pattern) = (text(args, 0)?, text(args, 1)?);
    let ty = Type::Set(Type::String.into());
    let Some(files) = ctx.scope.files().filter(|_| !path.starts_with('~')) else {
        return Ok(outside(ty, path));
    };
    let base = clean(path);
    let whole = join(path, pattern);
    let parts: Vec<&str> = whole.split('/').collect();
    // The directory is listed from the last part on that has no wildcard before it.
    let plain = parts.iter().take_while(|part| !part.contains(['*', '?', '[', '{', '\\'])).count();
    let plain = plain.min(parts.len().saturating_sub(1));
    let (fixed, wild) = parts.split_at_checked(plain).unwrap_or((&parts, &[]));
    let directory = match fixed {
        [] => ".".to_owned(),
        [""] => "/".to_owned(),
        _ => fixed.join("/"),
    };
    let found = match files.list(&directory) {
        Ok(found) => found,
        // A directory that is not there holds nothing.
        Err(FileError::Missing(_) | FileError::NotRegular(_)) => Vec::new(),
        Err(error) => return refused(&error, ty, ctx),
    };
    let mut names: Vec<Box<str>> = Vec::new();
    for name in found {
        let steps: Vec<&str> = name.split('/').collect();
        let broken = |part: &str| format!("`{part}` is not a pattern for file names");
        if matches_path(wild, &steps).map_err(broken)? {
            let full = if directory == "." { name } else { join(&directory, &name) };
            names.push(nfc(&relative(&base, &full)));
        }
    }
    if names.is_empty() && files.may_come() {
        return Ok(outside(ty, path));
    }
    names.put_in_order();
    names.dedup();
    Ok(Value::seq(SeqKind::Set(Type::String), names.into_iter().map(Value::string).collect()))
}

/// A path without `.`, `..` and doubled slashes, by its text alone.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => match steps.last() {
                Some(&"..") => steps.push(".."),
                Some(_) => {
                    steps.pop();
                }
                None if rooted => {}
                None => steps.push(".."),
            },
            _ => steps.push(step),
        }
    }
    match (rooted, steps.is_empty()) {
        (true, _) => format!("/{}", steps.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => steps.join("/"),
    }
}

fn join(a: &str, b: &str) -> String {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => String::new(),
        (true, false) => clean(b),
        (false, true) => clean(a),
        (false, false) => clean(&format!("{a}/{b}")),
    }
}

/// The way from a directory to a file, both clean and of one kind.
fn relative(from: &str, to: &str) -> String {
    let steps = |path: &str| -> Vec<String> {
        path.split('/').filter(|step| !step.is_empty() && *step != ".").map(str::to_owned).collect()
    };
    let (from, to) = (steps(from), steps(to));
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - same);
    up.chain(to.into_iter().skip(same)).collect::<Vec<_>>().join("/")
}

/// The last step is known where the text after the last unknown part holds the slash before it.
fn basename(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let path = argument(args, 0)?;
    let (known, whole) = match (path.as_str(), pieces(path).last()) {
        (Some(text), _) => (text, true),
        (None, Some(Piece::Known(end))) => (*end, false),
        (None, _) => ("", false),
    };
    let is_inside = whole || known.trim_end_matches('/').contains('/');
    Ok(if is_inside { string(base(known)) } else { unknown_as(Type::String, args) })
}

fn base(path: &str) -> &str {
    if path.is_empty() {
        return ".";
    }
    let path = path.trim_end_matches('/');
    if path.is_empty() { "/" } else { path.rsplit('/').next().unwrap_or(path) }
}

fn directory(path: &str) -> String {
    match path.rfind('/') {
        Some(at) => clean(path.get(..=at).unwrap_or("/")),
        None => ".".to_owned(),
    }
}

/// Whether a path matches a pattern, step by step, or the step of the pattern that is none; `**` stands for any number of
/// steps, at the end for one at least, and one behind it for a single one. Whether Terraform notices further down what is
/// no pattern hangs on the order in which the system lists a directory.
fn matches_path<'p>(pattern: &[&'p str], path: &[&str]) -> Result<bool, &'p str> {
    // `reach[i]` says whether the pattern so far matches the first `i` steps.
    let mut reach = vec![false; path.len() + 1];
    if let Some(start) = reach.first_mut() {
        *start = true;
    }
    let mut deep = false;
    for (at, part) in pattern.iter().enumerate() {
        deep = *part == "**" && !deep;
        let least = usize::from(at + 1 == pattern.len());
        let mut next = vec![false; path.len() + 1];
        let mut any = false;
        for (index, reached) in reach.iter().enumerate() {
            if deep {
                any |= reached;
                if let Some(slot) = next.get_mut(index + least) {
                    *slot = any;
                }
            } else if *reached
                && let Some(step) = path.get(index)
                && matches_step(part, step.as_bytes(), vec![0], index > 0, &mut 10_000).ok_or(*part)?
                && let Some(slot) = next.get_mut(index + 1)
            {
                *slot = true;
            }
        }
        reach = next;
    }
    Ok(reach.last().copied().unwrap_or(false))
}

/// Whether one step of a path matches one of a pattern from one of these places on, as the library tells it that Terraform
/// uses (doublestar 1.1.5): a `*` goes on by as many bytes as the character has at which it begins, so that `*b` is not `öab`.
/// `None` where the pattern is none, unless that may go unnoticed, as it does behind a `*`. The number of alternatives tried is
/// bounded.
fn matches_step(
    mut pattern: &str,
    name: &[u8],
    mut places: Vec<usize>,
    mut lenient: bool,
    budget: &mut u32,
) -> Option<bool> {
    let first = |place: usize| name.get(place..).and_then(first);
    loop {
        if matches!(pattern, "" | "*" | "**") && places.contains(&name.len()) {
            return Some(true);
        }
        places.retain(|place| *place < name.len());
        let mut rest = pattern.chars();
        let Some(wanted) = rest.next().filter(|_| !places.is_empty()) else { return Some(false) };
        pattern = rest.as_str();
        let none = lenient.then_some(false);
        let mut class = None;
        let wanted = match wanted {
            '*' if pattern.is_empty() => return Some(true),
            '*' => {
                let reaches = |from: usize, to: usize| {
                    first(from).is_some_and(|(_, width)| (to - from).is_multiple_of(width))
                };
                let is_reached = |to: &usize| places.iter().any(|from| from <= to && reaches(*from, *to));
                places = (0..name.len()).filter(is_reached).collect();
                lenient = true;
                continue;
            }
            '{' => {
                let Some((mut options, after)) = cut(pattern, '}') else { return none };
                loop {
                    let Some(left) = budget.checked_sub(1) else { return Some(false) };
                    *budget = left;
                    let (option, others) = cut(options, ',').map_or((options, None), |(a, b)| (a, Some(b)));
                    if matches_step(&format!("{option}{after}"), name, places.clone(), lenient, budget)? {
                        return Some(true);
                    }
                    let Some(others) = others else { return Some(false) };
                    options = others;
                }
            }
            '[' => {
                let Some((inside, after)) = cut(pattern, ']') else { return none };
                let Some(ranges) = ranges(inside) else { return none };
                class = Some((inside.starts_with('^'), ranges));
                pattern = after;
                None
            }
            '\\' => {
                let Some(escaped) = rest.next() else { return none };
                pattern = rest.as_str();
                Some(escaped)
            }
            '?' => None,
            plain => Some(plain),
        };
        let fits = |c: char| match &class {
            Some((negative, ranges)) => ranges.iter().any(|range| range.contains(&c)) != *negative,
            None => wanted.is_none_or(|wanted| wanted == c),
        };
        let after = |place: usize| first(place).filter(|(c, _)| fits(*c)).map(|(_, width)| place + width);
        places = places.into_iter().filter_map(after).collect();
    }
}

/// The first character and how many bytes it has; what is none stands for itself.
fn first(bytes: &[u8]) -> Option<(char, usize)> {
    let c = bytes.get(..bytes.len().min(4))?.utf8_chunks().next()?.valid().chars().next();
    Some(c.map_or((char::REPLACEMENT_CHARACTER, 1), |c| (c, c.len_utf8())))
}

/// What stands before and after the first of this character that has no `\` before it.
fn cut(text: &str, c: char) -> Option<(&str, &str)> {
    let mut parts =
        text.match_indices(c).filter_map(|(at, c)| Some((text.get(..at)?, text.get(at + c.len()..)?)));
    parts.find(|(before, _)| !before.ends_with('\\'))
}

/// The characters that stand in brackets.
fn ranges(class: &str) -> Option<Vec<RangeInclusive<char>>> {
    let end = |chars: &mut Chars<'_>| match chars.next()? {
        '-' => None,
        '\\' => chars.next(),
        c => Some(c),
    };
    let mut chars = class.strip_prefix('^').unwrap_or(class).chars();
    let mut ranges = Vec::new();
    while !chars.as_str().is_empty() {
        let low = end(&mut chars)?;
        let high = match chars.as_str().strip_prefix('-') {
            Some(after) => {
                chars = after.chars();
                end(&mut chars)?
            }
            None => low,
        };
        ranges.push(low..=high);
    }
    (!class.is_empty()).then_some(ranges)
}
