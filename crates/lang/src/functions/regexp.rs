//! Regular expressions in the syntax of Go, translated to that of the `regex` crate.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use regex::{Captures, Regex, RegexBuilder};

use super::argument::{MAX_TEXT, param, pure, string, text, too_large, unknown};
use super::{CallContext, Function, Kind};
use crate::types::{Field, Type};
use crate::value::{SeqKind, Value};

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure("regex", &[param("pattern", Kind::String), param("string", Kind::String)], regex_type, regex),
    pure(
        "regexall",
        &[param("pattern", Kind::String), param("string", Kind::String)],
        regexall_type,
        regexall,
    ),
];

/// Repetition counts, nested ones multiplied, go up to this.
const MAX_REPEAT: u32 = 1000;

/// Bytes of the longest pattern: the time to read one grows with the square of its length.
const MAX_PATTERN: usize = 16 << 10;

/// Bytes of the largest program that is made of a pattern.
const MAX_PROGRAM: usize = 2 << 20;

/// Bytes that a search goes over in the time of a step. Each match may have looked at all of the text.
const SCANNED: u64 = 16;

fn regex_type(args: &[Value]) -> Result<Type, String> {
    match args.first().and_then(Value::as_str) {
        Some(pattern) => result_type(&translate(pattern)?),
        None => Ok(Type::Dynamic),
    }
}

fn regexall_type(args: &[Value]) -> Result<Type, String> {
    Ok(Type::List(regex_type(args)?.into()))
}

fn regex(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (pattern, subject) = (translate(text(args, 0)?)?, text(args, 1)?);
    let ty = result_type(&pattern)?;
    let Some(program) = compile(&pattern, subject, ctx)? else { return Ok(beyond(ty)) };
    match program.captures(subject) {
        Some(found) => Ok(result(&pattern, subject, &found)),
        None => Err("the pattern matches no part of the string".to_owned()),
    }
}

fn regexall(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let (pattern, subject) = (translate(text(args, 0)?)?, text(args, 1)?);
    let ty = result_type(&pattern)?;
    let beyond = |ty: Type| Ok(beyond(Type::List(ty.into())));
    let Some(program) = compile(&pattern, subject, ctx)? else { return beyond(ty) };
    let mut found = Vec::new();
    for captures in program.captures_iter(subject) {
        if !ctx.tally.take(subject.len() as u64 / SCANNED) {
            return beyond(ty);
        }
        found.push(result(&pattern, subject, &captures));
    }
    Ok(Value::seq(SeqKind::List(ty), found))
}

/// The subject with each match replaced; `$1` and `${name}` in the replacement stand for groups.
pub(super) fn replace(
    pattern: &str,
    subject: &str,
    with: &str,
    ctx: &CallContext<'_>,
) -> Result<Value, String> {
    let pattern = translate(pattern)?;
    let Some(program) = compile(&pattern, subject, ctx)? else { return Ok(beyond(Type::String)) };
    let mut out = String::new();
    let mut end = 0;
    for found in program.captures_iter(subject) {
        let Some(whole) = found.get(0) else { continue };
        if !ctx.tally.take(subject.len() as u64 / SCANNED) {
            return Ok(beyond(Type::String));
        }
        out.push_str(subject.get(end..whole.start()).unwrap_or(""));
        expand(&pattern, subject, &found, with, &mut out);
        end = whole.end();
        if out.len() > MAX_TEXT {
            return Ok(too_large(Type::String));
        }
    }
    out.push_str(subject.get(end..).unwrap_or(""));
    Ok(string(&out))
}

fn group<'s>(subject: &'s str, found: &Captures<'_>, index: usize) -> Option<&'s str> {
    let range = found.get(index)?.range();
    subject.get(range)
}

/// Writes the replacement of one match.
fn expand(pattern: &Pattern, subject: &str, found: &Captures<'_>, template: &str, out: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let word = |text: &str| {
            text.find(|c: char| !(c.is_alphabetic() || c.is_numeric() || c == '_')).unwrap_or(text.len())
        };
        let name = match after.strip_prefix('{') {
            Some(inner) => {
                inner.split_once('}').filter(|(name, _)| !name.is_empty() && word(name) == name.len())
            }
            None => Some(after.split_at(word(after))).filter(|(name, _)| !name.is_empty()),
        };
        let Some((name, tail)) = name else {
            // No group is meant.
            out.push('$');
            rest = after;
            continue;
        };
        rest = tail;
        let numbered = name.bytes().all(|b| b.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
        let text = if numbered {
            name.parse().ok().and_then(|index| group(subject, found, index))
        } else {
            let named = |(_, given): &(usize, &Option<Box<str>>)| given.as_deref() == Some(name);
            pattern
                .names
                .iter()
                .enumerate()
                .filter(named)
                .find_map(|(index, _)| group(subject, found, index + 1))
        };
        out.push_str(text.unwrap_or(""));
    }
    out.push_str(rest);
}

fn result_type(pattern: &Pattern) -> Result<Type, String> {
    let named = pattern.names.iter().flatten().count();
    if pattern.names.is_empty() {
        return Ok(Type::String);
    }
    if named == 0 {
        return Ok(Type::Tuple(pattern.names.iter().map(|_| Type::String).collect()));
    }
    if named < pattern.names.len() {
        return Err("a pattern cannot have both named and unnamed groups".to_owned());
    }
    let field = |name: &str| (Arc::from(name), Field::required(Type::String));
    Ok(Type::object(pattern.names.iter().filter_map(|name| name.as_deref().map(field))))
}

/// What one match gives: its text, a tuple of its groups or an object of them.
fn result(pattern: &Pattern, subject: &str, found: &Captures<'_>) -> Value {
    let take = |index: usize| match group(subject, found, index) {
        Some(text) => string(text),
        None => Value::null_of(Type::String),
    };
    if pattern.names.is_empty() {
        return take(0);
    }
    if pattern.names.iter().all(Option::is_none) {
        return Value::tuple((1..=pattern.names.len()).map(take).collect());
    }
    // Of two groups with one name the last counts.
    Value::object(
        pattern
            .names
            .iter()
            .enumerate()
            .filter_map(|(index, name)| name.as_deref().map(|name| (Arc::from(name), take(index + 1)))),
    )
}

fn beyond(ty: Type) -> Value {
    let text = "the regular expression is beyond what this tool computes";
    unknown(ty, Cause::new(CauseKind::Limit, "regular expression", text))
}

/// The program, or `None` where it is too large or its meaning would differ.
fn compile(pattern: &Pattern, subject: &str, ctx: &CallContext<'_>) -> Result<Option<Regex>, String> {
    // The crate has no ASCII form of `\B` for text; in ASCII text both are the same.
    if pattern.inside && !subject.is_ascii() || pattern.text.len() > MAX_PATTERN {
        return Ok(None);
    }
    let (length, repeated) = (pattern.text.len() as u64, u64::from(pattern.repeated));
    let steps = length * repeated + length * length / 256 + subject.len() as u64 * repeated / (256 * SCANNED);
    if !ctx.tally.take(steps) {
        return Ok(None);
    }
    match RegexBuilder::new(&pattern.text).nest_limit(1_000).size_limit(MAX_PROGRAM).build() {
        Ok(program) => Ok(Some(program)),
        Err(regex::Error::CompiledTooBig(_)) => Ok(None),
        Err(_) => Err("the pattern is not a regular expression".to_owned()),
    }
}

/// A pattern in the syntax of the `regex` crate.
struct Pattern {
    text: String,
    /// The names of the groups in order; the groups themselves are unnamed.
    names: Vec<Option<Box<str>>>,
    /// `\B` occurs.
    inside: bool,
    /// The largest product of repetition counts.
    repeated: u32,
}

/// An open group.
#[derive(Default)]
struct Open {
    /// Flags in force when it began.
    flags: Flags,
    /// The largest product of repetition counts in it.
    weight: u32,
}

/// The flags that change how a pattern is read here.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `(?i)`
    fold: bool,
}

/// The last thing written, to which a repetition applies.
#[derive(Clone, Copy)]
enum Last {
    /// Nothing that can be repeated.
    Nothing,
    /// Something, with the product of the repetition counts in it.
    Item(u32),
    /// A repetition.
    Repeated,
}

struct Translator<'p> {
    pattern: &'p str,
    at: usize,
    out: String,
    /// Flags that hold from the next item on.
    pending: String,
    names: Vec<Option<Box<str>>>,
    inside: bool,
    repeated: u32,
}

fn translate(pattern: &str) -> Result<Pattern, String> {
    let mut translator = Translator {
        pattern,
        at: 0,
        out: String::with_capacity(pattern.len() + 16),
        pending: String::new(),
        names: Vec::new(),
        inside: false,
        repeated: 1,
    };
    translator.run()?;
    let Translator { out: text, names, inside, repeated, .. } = translator;
    Ok(Pattern { text, names, inside, repeated })
}

fn invalid<T>(what: &str, part: &str) -> Result<T, String> {
    Err(format!("the pattern is not a regular expression: {what}: `{part}`"))
}

impl<'p> Translator<'p> {
    fn rest(&self) -> &'p str {
        self.pattern.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn item(&mut self, text: &str) {
        self.out.push_str(&self.pending);
        self.pending.clear();
        self.out.push_str(text);
    }

    fn literal(&mut self, c: char) {
        self.item(&escaped(c));
    }

    fn run(&mut self) -> Result<(), String> {
        let mut open: Vec<Open> = Vec::new();
        let mut weight = 0;
        let mut last = Last::Nothing;
        let mut flags = Flags::default();
        while let Some(c) = self.peek() {
            let start = self.at;
            match c {
                '(' => {
                    let Some(next) = self.group(flags)? else { continue };
                    open.push(Open { flags, weight });
                    if open.len() > 1_000 {
                        return invalid("it nests too deeply", "(");
                    }
                    flags = next;
                    weight = 0;
                    last = Last::Nothing;
                    continue;
                }
                ')' => {
                    self.next();
                    let Some(outer) = open.pop() else { return invalid("unexpected", ")") };
                    self.pending.clear();
                    self.out.push(')');
                    last = Last::Item(weight.max(1));
                    weight = weight.max(outer.weight);
                    flags = outer.flags;
                    continue;
                }
                '|' => {
                    self.next();
                    self.out.push('|');
                    last = Last::Nothing;
                    continue;
                }
                '*' | '+' | '?' => {
                    self.next();
                    let lazy = self.eat("?");
                    let Last::Item(_) = last else { return self.misplaced(last, start) };
                    self.out.push(c);
                    if lazy {
                        self.out.push('?');
                    }
                    last = Last::Repeated;
                    continue;
                }
                '{' => {
                    if let Some((min, max)) = self.counts() {
                        let lazy = self.eat("?");
                        let Last::Item(inner) = last else { return self.misplaced(last, start) };
                        let most = max.unwrap_or(min);
                        let product = inner.saturating_mul(most.max(1));
                        if max.is_some_and(|max| max < min) || min > MAX_REPEAT || product > MAX_REPEAT {
                            return invalid(
                                "a repetition count",
                                self.pattern.get(start..self.at).unwrap_or(""),
                            );
                        }
                        weight = weight.max(product);
                        let text = self.pattern.get(start..self.at).unwrap_or("");
                        let text = text.strip_suffix('?').filter(|_| lazy).unwrap_or(text).to_owned();
                        self.out.push_str(&text);
                        if lazy {
                            self.out.push('?');
                        }
                        last = Last::Repeated;
                        continue;
                    }
                    self.next();
                    self.literal('{');
                }
                '[' => self.class()?,
                '\\' => {
                    if self.eat("\\Q") {
                        let (text, used) = match self.rest().split_once("\\E") {
                            Some((text, _)) => (text.to_owned(), text.len() + 2),
                            None => (self.rest().to_owned(), self.rest().len()),
                        };
                        self.at += used;
                        for c in text.chars() {
                            self.literal(c);
                        }
                        if text.is_empty() {
                            continue;
                        }
                    } else {
                        self.escape()?;
                    }
                }
                '.' | '^' | '$' => {
                    self.next();
                    self.item(c.encode_utf8(&mut [0; 4]));
                }
                _ => {
                    self.next();
                    self.literal(c);
                }
            }
            last = Last::Item(1);
        }
        self.repeated = weight.max(1);
        if open.is_empty() { Ok(()) } else { invalid("a parenthesis is not closed", self.pattern) }
    }

    fn misplaced<T>(&self, last: Last, start: usize) -> Result<T, String> {
        let part = self.pattern.get(start..self.at).unwrap_or("");
        match last {
            Last::Repeated => invalid("a repetition of a repetition", part),
            _ => invalid("nothing stands before the repetition", part),
        }
    }

    /// `{2}`, `{2,}` or `{2,3}`; anything else in braces is literal text.
    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        let (inner, _) = self.rest().strip_prefix('{')?.split_once('}')?;
        let used = inner.len() + 2;
        let number = |text: &str| {
            let valid = !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_digit())
                && (text == "0" || !text.starts_with('0'));
            valid.then(|| text.parse().unwrap_or(u32::MAX))
        };
        let (min, max) = match inner.split_once(',') {
            None => {
                let count = number(inner)?;
                (count, Some(count))
            }
            Some((min, "")) => (number(min)?, None),
            Some((min, max)) => (number(min)?, Some(number(max)?)),
        };
        self.at += used;
        Some((min, max))
    }

    /// An opening parenthesis and what follows it; `None` for flags that open no group.
    fn group(&mut self, mut flags: Flags) -> Result<Option<Flags>, String> {
        self.next();
        if !self.eat("?") {
            self.names.push(None);
            self.item("(");
            return Ok(Some(flags));
        }
        if self.eat("P<") || self.rest().starts_with('<') && !self.rest().starts_with("<=") && self.eat("<") {
            let name = match self.rest().split_once('>') {
                Some((name, _)) => name.to_owned(),
                None => return invalid("a group name", self.rest()),
            };
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                return invalid("a group name", &name);
            }
            self.at += name.len() + 1;
            self.names.push(Some(name.into()));
            self.item("(");
            return Ok(Some(flags));
        }
        let mut text = String::from("(?");
        let (mut negative, mut any) = (false, false);
        loop {
            match self.next() {
                Some(c @ ('i' | 'm' | 's' | 'U')) => {
                    if c == 'i' {
                        flags.fold = !negative;
                    }
                    any = true;
                    text.push(c);
                }
                Some('-') if !negative => {
                    negative = true;
                    any = false;
                    text.push('-');
                }
                Some(c @ (':' | ')')) if any || !negative => {
                    text.push(c);
                    if c == ':' {
                        self.item(&text);
                        return Ok(Some(flags));
                    }
                    if text != "(?)" {
                        self.pending.push_str(&text);
                    }
                    return Ok(None);
                }
                _ => return invalid("a group", &text),
            }
        }
    }

    /// An escape outside of brackets.
    fn escape(&mut self) -> Result<(), String> {
        let rest = self.rest();
        let simple = match rest.as_bytes().get(1) {
            Some(b'd') => "[0-9]",
            Some(b'D') => "[^0-9]",
            Some(b's') => r"[\t\n\x0c\r ]",
            Some(b'S') => r"[^\t\n\x0c\r ]",
            Some(b'w') => "[0-9A-Za-z_]",
            Some(b'W') => "[^0-9A-Za-z_]",
            Some(b'b') => r"(?-u:\b)",
            Some(b'B') => r"\B",
            Some(b'A') => r"\A",
            Some(b'z') => r"\z",
            _ => "",
        };
        if !simple.is_empty() {
            self.inside |= rest.starts_with(r"\B");
            self.at += 2;
            self.item(simple);
            return Ok(());
        }
        if let Some(class) = self.unicode_class()? {
            self.item(&class);
            return Ok(());
        }
        let c = self.character()?;
        self.literal(c);
        Ok(())
    }

    /// `\pL`, `\p{Greek}` and their negations.
    fn unicode_class(&mut self) -> Result<Option<String>, String> {
        let rest = self.rest();
        if !rest.starts_with(r"\p") && !rest.starts_with(r"\P") {
            return Ok(None);
        }
        let mut negative = rest.starts_with(r"\P");
        let after = rest.get(2..).unwrap_or("");
        let (mut name, used) = match after.strip_prefix('{') {
            Some(inner) => match inner.split_once('}') {
                Some((name, _)) => (name, name.len() + 4),
                None => return invalid("a character class", rest),
            },
            None => match after.chars().next() {
                Some(c) => (after.get(..c.len_utf8()).unwrap_or(""), c.len_utf8() + 2),
                None => return invalid("a character class", rest),
            },
        };
        if let Some(inner) = name.strip_prefix('^') {
            negative = !negative;
            name = inner;
        }
        // Names are written one way only in Go: `Lu`, `Greek`, `Old_Italic`.
        let proper = name.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
            && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
        let class = format!("\\{}{{{name}}}", if negative { 'P' } else { 'p' });
        if !proper || Regex::new(&class).is_err() {
            return invalid("a character class", rest.get(..used).unwrap_or(rest));
        }
        self.at += used;
        Ok(Some(class))
    }

    /// An escaped character, in brackets or outside.
    fn character(&mut self) -> Result<char, String> {
        let start = self.at;
        self.next();
        let wrong =
            |this: &Self| invalid("an escape sequence", this.pattern.get(start..this.at).unwrap_or(""));
        let Some(c) = self.next() else { return invalid("a backslash at the end", self.pattern) };
        let value = match c {
            'a' => '\u{7}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '0'..='7' => {
                // A digit alone would be a reference to a group, which there is not.
                if c != '0' && !self.peek().is_some_and(|next| matches!(next, '0'..='7')) {
                    return wrong(self);
                }
                let mut code = c.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|next| next.to_digit(8)) else { break };
                    self.next();
                    code = code * 8 + digit;
                }
                char::from_u32(code).unwrap_or('\0')
            }
            'x' => {
                let digits = if self.eat("{") {
                    let (digits, _) = self.rest().split_once('}').unwrap_or(("", ""));
                    let digits = digits.to_owned();
                    self.at += digits.len() + 1;
                    digits
                } else {
                    let digits = self.rest().get(..2).unwrap_or("").to_owned();
                    self.at += digits.len();
                    digits
                };
                let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| valid);
                match code {
                    // Half of a surrogate pair is a code that no text has; it never matches.
                    Some(code @ 0xd800..=0xdfff) => {
                        return invalid("half of a surrogate pair", &format!("{code:x}"));
                    }
                    Some(code) => match char::from_u32(code) {
                        Some(c) => c,
                        None => return wrong(self),
                    },
                    None => return wrong(self),
                }
            }
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => c,
            _ => return wrong(self),
        };
        Ok(value)
    }

    /// Brackets.
    fn class(&mut self) -> Result<(), String> {
        let start = self.at;
        self.next();
        let mut text = String::from("[");
        if self.eat("^") {
            text.push('^');
        }
        let mut first = true;
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return invalid("a bracket is not closed", self.pattern.get(start..).unwrap_or(""));
            }
            if !first && self.eat("]") {
                text.push(']');
                self.item(&text);
                return Ok(());
            }
            first = false;
            if rest.starts_with("[:")
                && let Some((inner, _)) = rest.get(2..).and_then(|inner| inner.split_once(":]"))
            {
                let name = inner.strip_prefix('^').unwrap_or(inner);
                let known = matches!(
                    name,
                    "alnum"
                        | "alpha"
                        | "ascii"
                        | "blank"
                        | "cntrl"
                        | "digit"
                        | "graph"
                        | "lower"
                        | "print"
                        | "punct"
                        | "space"
                        | "upper"
                        | "word"
                        | "xdigit"
                );
                if !known {
                    return invalid("a character class", inner);
                }
                text.push_str("[:");
                text.push_str(inner);
                text.push_str(":]");
                self.at += inner.len() + 4;
                continue;
            }
            let simple = match rest.as_bytes().get(..2) {
                Some(b"\\d") => "0-9",
                Some(b"\\D") => "[^0-9]",
                Some(b"\\s") => r"\t\n\x0c\r ",
                Some(b"\\S") => r"[^\t\n\x0c\r ]",
                Some(b"\\w") => "0-9A-Za-z_",
                Some(b"\\W") => "[^0-9A-Za-z_]",
                _ => "",
            };
            if !simple.is_empty() {
                text.push_str(simple);
                self.at += 2;
                continue;
            }
            if let Some(class) = self.unicode_class()? {
                text.push_str(&class);
                continue;
            }
            let from = self.member()?;
            text.push_str(&coded(from));
            let range = self
                .rest()
                .strip_prefix('-')
                .is_some_and(|after| !after.is_empty() && !after.starts_with(']'));
            if range {
                let at = self.at;
                self.next();
                let to = self.member()?;
                if to < from {
                    return invalid("a range of characters", self.pattern.get(at..self.at).unwrap_or(""));
                }
                text.push('-');
                text.push_str(&coded(to));
            }
        }
    }

    fn member(&mut self) -> Result<char, String> {
        if self.peek() == Some('\\') {
            return self.character();
        }
        self.next().ok_or_else(|| "a bracket is not closed".to_owned())
    }
}

/// A character as itself outside of brackets.
fn escaped(c: char) -> String {
    if c.is_ascii_alphanumeric() || !c.is_ascii() || c == '_' { c.to_string() } else { coded(c) }
}

/// A character by its number.
fn coded(c: char) -> String {
    format!("\\x{{{:x}}}", u32::from(c))
}
