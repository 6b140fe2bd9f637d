//! `yamldecode` and `yamlencode`.

use std::fmt::Write;
use std::str::Chars;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};

use super::argument::{
    MAX_TEXT, argument, dynamic_type, limit, nfc, param, partial, pure, string_type, too_large,
};
use super::date::{Time, nanos, zone};
use super::encoding::{MAX_DEPTH, as_json, from_base64};
use super::{CallContext, Function, Kind};
use crate::number::Number;
use crate::types::Type;
use crate::value::Value;

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure("yamldecode", &[partial("src", Kind::String)], dynamic_type, yamldecode),
    pure("yamlencode", &[param("value", Kind::Any).nullable()], string_type, yamlencode),
];

/// Values that a document may stand for once its aliases are followed.
const MAX_NODES: u64 = 4_000_000;
/// Bytes that are parsed of one source, which may take several times.
const MAX_PARSED: usize = 8 << 20;
/// How many times a source is parsed.
const MAX_PASSES: usize = 64;

const CORE: &str = "tag:yaml.org,2002:";

/// Why a document is not read.
enum Refusal {
    /// It is wrong.
    Invalid(String),
    /// It is beyond a limit.
    Limit,
    /// It is written with less indentation than the parser wants in quotes and brackets, from this line on.
    Indentation(usize),
}

impl From<String> for Refusal {
    fn from(error: String) -> Self {
        Self::Invalid(error)
    }
}

fn yamldecode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let value = argument(args, 0)?;
    let Some(source) = value.as_str() else {
        if let Some(carried) = value.encoded() {
            return Ok(as_json(carried));
        }
        let cause = value.cause().cloned();
        let cause =
            cause.unwrap_or_else(|| Cause::new(CauseKind::Function, "yamldecode", "its text is unknown"));
        return Ok(Value::unknown(Type::Dynamic, cause));
    };
    match read(source) {
        Ok(value) => Ok(value),
        Err(Refusal::Invalid(error)) => Err(error),
        Err(_) => Ok(limit(Type::Dynamic, "this YAML is beyond what this tool reads")),
    }
}

/// What an anchor stands for, and how many values that is.
type Anchored = (Value, u64);

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    anchors: FxHashMap<usize, Anchored>,
    nodes: u64,
    /// Characters of a source without a line break at its end.
    unended: Option<usize>,
    /// libyaml may take what the parser refuses.
    lenient: bool,
    /// What is not read yet of a source with an escaped slash, and how many characters are.
    slashes: Option<(Chars<'t>, usize)>,
}

fn read(source: &str) -> Result<Value, Refusal> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    check(source)?;
    // They are one line break there, in scalars too.
    let mut source = source.replace("\r\n", "\n").replace(['\r', '\u{85}'], "\n");
    let width = source.lines().map(spaces).max().unwrap_or_default() + 1;
    let separated = source.contains('\t') || source.contains(SEPARATORS);
    let mut left = MAX_PARSED.max(source.len());
    for _ in 0..MAX_PASSES {
        left = left.checked_sub(source.len()).ok_or(Refusal::Limit)?;
        let read =
            if separated { spaced(&source).and_then(|source| document(&source)) } else { document(&source) };
        match read {
            Err(Refusal::Indentation(from)) => indent(&mut source, from, width)?,
            read => return read,
        }
    }
    Err(Refusal::Limit)
}

fn spaces(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// Moves the first line from there on that is not so far to the right already; in quotes and brackets that is nothing.
fn indent(source: &mut String, from: usize, width: usize) -> Result<(), Refusal> {
    let mut at = 0;
    for (line, number) in source.split_inclusive('\n').zip(1..) {
        if number >= from && spaces(line) < width {
            source.insert_str(at, &" ".repeat(width));
            return Ok(());
        }
        at += line.len();
    }
    Err(Refusal::Limit)
}

/// Characters that end lines, and stay as they are in scalars of several lines.
const SEPARATORS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// The text in which what only separates is a blank or a line break to the parser too: it does not take tabs after every
/// colon, and takes some that libyaml does not. In scalars, tabs stay.
fn spaced(source: &str) -> Result<String, Refusal> {
    let mut after_colon = false;
    let blank = |c: char| {
        after_colon = c == ':' || after_colon && matches!(c, ' ' | '\t');
        match c {
            '\t' if after_colon => ' ',
            c if SEPARATORS.contains(&c) => '\n',
            c => c,
        }
    };
    let text: String = source.chars().map(blank).collect();
    let (mut out, mut at) = (String::with_capacity(source.len()), 0);
    let mut chars = source.chars().zip(text.chars());
    let mut between = Between::default();
    for event in Parser::new_from_str(&text) {
        let (event, span) = event.map_err(|error| refused(&error, true))?;
        let (start, end) = (span.start.index(), span.end.index());
        let Event::Scalar(_, style, ..) = event else { continue };
        if start < at || start == end {
            continue;
        }
        between.pass(chars.by_ref().take(start - at), &mut out)?;
        out.extend(chars.by_ref().take(end - start).map(|(written, _)| written));
        at = end;
        between = Between {
            begins: matches!(style, ScalarStyle::Literal | ScalarStyle::Folded),
            plain: style == ScalarStyle::Plain,
            ..between
        };
    }
    between.pass(chars, &mut out)?;
    // In a scalar they stay, which the parser does not know.
    if out.contains(SEPARATORS) { Err(Refusal::Limit) } else { Ok(out) }
}

/// Where it is that no scalar is.
struct Between {
    /// Nothing but blanks since the line, or since the `-` of an entry.
    begins: bool,
    /// Nothing but blanks since a plain scalar, which may go on.
    plain: bool,
    comment: bool,
    brackets: usize,
}

impl Default for Between {
    fn default() -> Self {
        Self { begins: true, plain: false, comment: false, brackets: 0 }
    }
}

impl Between {
    /// Takes each character as it is written and as it separates.
    fn pass(&mut self, chars: impl Iterator<Item = (char, char)>, out: &mut String) -> Result<(), Refusal> {
        let mut before = ' ';
        for (written, c) in chars {
            match c {
                '\n' => (self.begins, self.comment) = (true, false),
                _ if self.comment => {}
                '\t' if self.begins && !self.plain && self.brackets == 0 => {
                    return Err("a tab cannot stand before a YAML value".to_owned().into());
                }
                ' ' | '\t' => {}
                '#' if before.is_whitespace() => (self.comment, self.plain) = (true, false),
                // Three of them begin a document.
                '-' if self.begins && before != '-' => self.plain = false,
                _ => {
                    (self.begins, self.plain) = (false, false);
                    match c {
                        '[' | '{' => self.brackets += 1,
                        ']' | '}' => self.brackets = self.brackets.saturating_sub(1),
                        _ => {}
                    }
                }
            }
            before = written;
            out.push(c);
        }
        Ok(())
    }
}

/// The one document of a source.
fn document(source: &str) -> Result<Value, Refusal> {
    let unended = (!source.ends_with('\n')).then(|| source.chars().count());
    // It takes tabs in more places, and an escaped apostrophe.
    let lenient = source.contains('\t') || source.contains("\\'");
    let slashes = source.contains("\\/").then(|| (source.chars(), 0));
    let parser = Parser::new_from_str(source);
    let mut reader = Reader { parser, anchors: FxHashMap::default(), nodes: 0, unended, lenient, slashes };
    let mut started = false;
    let first = loop {
        match reader.event()? {
            Event::StreamStart | Event::Nothing => {}
            Event::DocumentStart(_) => started = true,
            Event::StreamEnd => return Err("there is no YAML document".to_owned().into()),
            event if started => break event,
            _ => return Err("there is no YAML document".to_owned().into()),
        }
    };
    let value = reader.node(first, 0)?;
    loop {
        match reader.event()? {
            Event::DocumentEnd | Event::Nothing => {}
            Event::StreamEnd => return Ok(value),
            _ => return Err("only one YAML document is allowed".to_owned().into()),
        }
    }
}

/// What an error of the parser means; `lenient` says that it may be none to libyaml.
fn refused(error: &ScanError, lenient: bool) -> Refusal {
    let (line, info) = (error.marker().line(), error.info());
    match info {
        "invalid indentation"
        | "invalid indentation in flow construct"
        | "tab cannot be used as indentation" => Refusal::Indentation(line),
        // It stands where the quotes begin.
        "invalid indentation in quoted scalar" => Refusal::Indentation(line + 1),
        _ if lenient || info.contains("recursion limit") => Refusal::Limit,
        _ => Refusal::Invalid(format!("this is not YAML at line {line}: {info}")),
    }
}

/// What YAML 1.1 refuses or reads in another way than the parser does.
fn check(source: &str) -> Result<(), Refusal> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    if !source.chars().all(allowed) {
        return Err("YAML cannot hold control characters".to_owned().into());
    }
    if source.trim_start_matches([' ', '\n', '\r']).starts_with('\t') {
        return Err("a tab cannot begin a YAML value".to_owned().into());
    }
    for line in source.lines().take_while(|line| line.is_empty() || line.starts_with(['%', '#'])) {
        if line.strip_prefix("%YAML").is_some_and(|version| version.split_whitespace().next() != Some("1.1"))
        {
            return Err("only YAML 1.1 is read".to_owned().into());
        }
    }
    Ok(())
}

impl<'t> Reader<'t> {
    fn event(&mut self) -> Result<Event<'t>, Refusal> {
        match self.parser.next_event() {
            Some(Ok((Event::Scalar(text, style, anchor, tag), span)))
                if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
                    && self.unended.is_some_and(|end| span.end.index() >= end) =>
            {
                // The parser adds the line break that the source does not have.
                let text = text.strip_suffix('\n').map(|text| text.to_owned().into()).unwrap_or(text);
                Ok(Event::Scalar(text, style, anchor, tag))
            }
            Some(Ok((Event::Scalar(_, ScalarStyle::DoubleQuoted, ..), span)))
                if self.escapes_slash(span.start.index()) =>
            {
                Err("a slash cannot be escaped in YAML 1.1".to_owned().into())
            }
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => Err(refused(&error, self.lenient)),
            None => Ok(Event::StreamEnd),
        }
    }

    /// Whether a slash is escaped in the quoted scalar that begins there, behind all that were asked for.
    fn escapes_slash(&mut self, start: usize) -> bool {
        let Some((rest, at)) = &mut self.slashes else { return false };
        let mut escaped = false;
        for c in rest {
            *at += 1;
            match c {
                _ if *at <= start + 1 => {}
                '/' if escaped => return true,
                '"' if !escaped => return false,
                _ => escaped = c == '\\' && !escaped,
            }
        }
        false
    }

    fn count(&mut self, nodes: u64) -> Result<(), Refusal> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES { Err(Refusal::Limit) } else { Ok(()) }
    }

    fn node(&mut self, event: Event<'t>, depth: usize) -> Result<Value, Refusal> {
        if depth > MAX_DEPTH {
            return Err(Refusal::Limit);
        }
        let before = self.nodes;
        self.count(1)?;
        let (anchor, value) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag_name(tag.as_deref());
                let value = scalar(&text, style, tag.as_deref())?;
                // What is no plain scalar is a string, after it was read like one.
                let value = if style == ScalarStyle::Plain || tag.is_some() {
                    value
                } else {
                    crate::convert::convert(&value, &Type::String)?
                };
                (anchor, value)
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag_name(tag.as_deref()).as_deref(), "seq")?;
                let mut items = Vec::new();
                loop {
                    match self.event()? {
                        Event::SequenceEnd => break,
                        event => items.push(self.node(event, depth + 1)?),
                    }
                }
                (anchor, Value::tuple(items))
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag_name(tag.as_deref()).as_deref(), "map")?;
                (anchor, self.mapping(depth)?)
            }
            Event::Alias(anchor) => {
                let Some((value, nodes)) = self.anchors.get(&anchor).cloned() else {
                    return Err("an alias stands inside of what it names".to_owned().into());
                };
                self.count(nodes)?;
                return Ok(value);
            }
            _ => return Err("a YAML value is expected".to_owned().into()),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), self.nodes - before));
        }
        Ok(value)
    }

    fn mapping(&mut self, depth: usize) -> Result<Value, Refusal> {
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        loop {
            let (key, style, tag) = match self.event()? {
                Event::MappingEnd => return Ok(Value::object(entries)),
                Event::Scalar(key, style, _, tag) => (key, style, tag_name(tag.as_deref())),
                _ => return Err("only strings can be keys in YAML".to_owned().into()),
            };
            let merge = tag.is_none() && key == "<<"
                || tag.as_deref().is_some_and(|tag| tag == format!("{CORE}merge"));
            if merge {
                let event = self.event()?;
                let merged = self.node(event, depth + 1)?;
                match merged.as_map() {
                    Some(map) => entries.extend(map.entries.iter().cloned()),
                    None => return Err("only a mapping can be merged into another".to_owned().into()),
                }
                continue;
            }
            let key: Arc<str> = match scalar(&key, style, tag.as_deref())? {
                Value::Bool { value, .. } => Arc::from(if value { "true" } else { "false" }),
                Value::Null { .. } => return Err("a key in YAML cannot be null".to_owned().into()),
                value => match (value.as_str(), value.as_number()) {
                    (Some(text), _) => Arc::from(text),
                    (_, Some(number)) => Arc::from(number.to_string()),
                    _ => return Err("only strings can be keys in YAML".to_owned().into()),
                },
            };
            let event = self.event()?;
            let value = self.node(event, depth + 1)?;
            entries.push((key, value));
        }
    }
}

/// The full tag of a node; `!` alone is written so.
fn tag_name(tag: Option<&saphyr_parser::Tag>) -> Option<String> {
    tag.map(|tag| format!("{}{}", tag.handle, tag.suffix))
}

fn check_tag(tag: Option<&str>, kind: &str) -> Result<(), Refusal> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.strip_prefix(CORE) == Some(kind) => Ok(()),
        Some(tag) => Err(format!("a collection in YAML cannot have the tag `{tag}`").into()),
    }
}

/// A scalar without quotes that stands for a bool or null.
fn word(text: &str) -> Option<Value> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::bool(false)
        }
        "" | "~" | "null" | "Null" | "NULL" => Value::null(),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Value::number(Number::infinity(false)),
        "-.inf" | "-.Inf" | "-.INF" => Value::number(Number::infinity(true)),
        _ => return None,
    })
}

/// The value of a scalar: block scalars are read like plain ones, quoted ones are strings.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&str>) -> Result<Value, Refusal> {
    let string = || Value::string(nfc(text));
    let short = match tag {
        None => "",
        Some(tag) => tag.strip_prefix(CORE).unwrap_or("?"),
    };
    let wrong = || Refusal::Invalid(format!("the YAML scalar is not of its type `{short}`"));
    if !matches!(short, "" | "str" | "bool" | "int" | "float" | "null" | "timestamp" | "binary") {
        return Err(format!("the tag `{}` is not supported", tag.unwrap_or("")).into());
    }
    let first = text.bytes().next();
    let hinted = match first {
        None => true,
        Some(b) => b.is_ascii_digit() || b"+-.yYnNtTfFoO~".contains(&b),
    };
    let mut short = short;
    if hinted && !matches!(short, "str" | "binary") {
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
            return Ok(string());
        }
        if let Some(value) = word(text) {
            return Ok(value);
        }
        if short.is_empty() && matches!(text, ".nan" | ".NaN" | ".NAN") {
            return Err("Terraform has no number that is not one".to_owned().into());
        }
        match first {
            Some(b'.') => {
                if let Some(number) = Number::parse(text) {
                    return Ok(Value::number(number));
                }
            }
            Some(b'+' | b'-' | b'0'..=b'9') => {
                if matches!(short, "" | "timestamp")
                    && let Some(time) = timestamp(text)
                {
                    return Ok(Value::string(time.rfc3339()));
                }
                if is_integer(text) {
                    short = "int";
                } else if is_float(text) {
                    short = "float";
                }
            }
            _ => {}
        }
    }
    match short {
        "binary" => {
            from_base64(text).map_err(|_| wrong())?;
            Ok(string())
        }
        "bool" => word(text).filter(|value| value.as_bool().is_some()).ok_or_else(wrong),
        "int" | "float" => {
            let plain = text.replace('_', "");
            if let Some(number) = Number::parse(&plain) {
                return Ok(Value::number(number));
            }
            // A decimal number that does not parse is too large.
            if is_integer(text) && !plain.starts_with("0o") && !plain.starts_with("0x") || is_float(text) {
                return Err(Refusal::Limit);
            }
            based(&plain).map(Value::number).ok_or_else(wrong)
        }
        "timestamp" => timestamp(text).map(|time| Value::string(time.rfc3339())).ok_or_else(wrong),
        "null" => Ok(Value::null()),
        _ => Ok(string()),
    }
}

fn is_integer(text: &str) -> bool {
    let all = |text: &str, digit: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|b| digit(&b));
    let signed = text.strip_prefix(['+', '-']).unwrap_or(text);
    all(signed, u8::is_ascii_digit)
        || text.strip_prefix("0o").is_some_and(|digits| all(digits, |b| (b'0'..=b'7').contains(b)))
        || text.strip_prefix("0x").is_some_and(|digits| all(digits, u8::is_ascii_hexdigit))
}

fn is_float(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(exponent)),
        None => (text, None),
    };
    let all = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mantissa = match digits.split_once('.') {
        Some((whole, fraction)) => all(whole) && all(fraction) && !(whole.is_empty() && fraction.is_empty()),
        None => !digits.is_empty() && all(digits),
    };
    mantissa
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && all(exponent)
        })
}

/// `0x1f`, `0o17`, `0b1` and `017` of at most 64 bits.
fn based(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = match lower.get(..2)? {
        "0x" => (16, lower.get(2..)?),
        "0o" => (8, lower.get(2..)?),
        "0b" => (2, lower.get(2..)?),
        _ => (8, lower.strip_prefix('0')?),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        return 0_i64.checked_sub_unsigned(magnitude).map(Number::Int);
    }
    Some(Number::whole(false, magnitude.into()))
}

/// A timestamp as YAML writes it: a date alone, or with a time after `T`, `t` or a space.
fn timestamp(text: &str) -> Option<Time> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if digits(text) != 4 {
        return None;
    }
    let number = |rest: &mut &str| -> Option<u32> {
        let count = digits(rest);
        if !(1..=2).contains(&count) {
            return None;
        }
        let (number, after) = rest.split_at(count);
        *rest = after;
        number.parse().ok()
    };
    let year: i64 = text.get(..4)?.parse().ok()?;
    let mut rest = text.get(4..)?.strip_prefix('-')?;
    let month = number(&mut rest)?;
    rest = rest.strip_prefix('-')?;
    let day = number(&mut rest)?;
    if rest.is_empty() {
        return Time::new((year, month, day), (0, 0, 0, 0), 0);
    }
    let spaced = rest.starts_with(' ');
    rest = if spaced { rest.trim_start_matches(' ') } else { rest.strip_prefix(['T', 't'])? };
    let hour = number(&mut rest)?;
    rest = rest.strip_prefix(':')?;
    let minute = number(&mut rest)?;
    rest = rest.strip_prefix(':')?;
    let second = number(&mut rest)?;
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        let count = digits(after);
        if count == 0 {
            return None;
        }
        fraction = nanos(after.get(..count)?);
        rest = after.get(count..)?;
    }
    let offset = match (spaced, rest) {
        (true, "") => 0,
        (true, _) => return None,
        (false, rest) => zone(rest, 24, 60)?,
    };
    Time::new((year, month, day), (hour, minute, second, fraction), offset)
}

// ---- Writing

fn yamlencode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let mut writer = Writer {
        out: String::new(),
        column: 0,
        whitespace: true,
        indention: true,
        open_ended: false,
        indent: -1,
    };
    writer.node(argument(args, 0)?, Place { root: true, mapping: false, key: false })?;
    writer.indent = -1;
    writer.new_line();
    if writer.open_ended {
        writer.indicator("...", true, false, false);
        writer.new_line();
    }
    if writer.out.len() > MAX_TEXT {
        return Ok(too_large(Type::String));
    }
    Ok(Value::string(nfc(&writer.out)))
}

/// Columns after which a quoted string is folded.
const WIDTH: i64 = 80;
/// Bytes of the longest key that stands on one line with its value.
const SIMPLE_KEY: usize = 128;

/// Where a node stands.
#[derive(Clone, Copy)]
struct Place {
    root: bool,
    mapping: bool,
    key: bool,
}

/// Writes YAML with the layout of libyaml: blocks of two spaces, every string in quotes or as a block.
struct Writer {
    out: String,
    column: i64,
    /// The last character was blank or an indicator that needs none after it.
    whitespace: bool,
    /// Only indentation stands on the line so far.
    indention: bool,
    /// The text would go on if more followed.
    open_ended: bool,
    indent: i64,
}

impl Writer {
    fn put(&mut self, c: char) {
        if c == '\n' {
            self.column = 0;
        } else {
            self.column += 1;
        }
        // What is too large is thrown away at the end.
        if self.out.len() <= MAX_TEXT {
            self.out.push(c);
        }
    }

    fn new_line(&mut self) {
        let indent = self.indent.max(0);
        if !self.indention || self.column > indent || self.column == indent && !self.whitespace {
            self.put('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn indicator(&mut self, text: &str, apart: bool, whitespace: bool, indention: bool) {
        if apart && !self.whitespace {
            self.put(' ');
        }
        for c in text.chars() {
            self.put(c);
        }
        self.whitespace = whitespace;
        self.indention = self.indention && indention;
        self.open_ended = false;
    }

    fn deeper(&self, flow: bool, indentless: bool) -> i64 {
        if self.indent < 0 {
            if flow { 2 } else { 0 }
        } else if indentless {
            self.indent
        } else {
            self.indent + 2
        }
    }

    fn node(&mut self, value: &Value, place: Place) -> Result<(), String> {
        match value {
            Value::Seq { value, .. } if value.items.is_empty() => self.empty("[", "]"),
            Value::Map { value, .. } if value.entries.is_empty() => self.empty("{", "}"),
            Value::Seq { value, .. } => {
                let outer = self.indent;
                self.indent = self.deeper(false, place.mapping && !self.indention);
                for item in &value.items {
                    self.new_line();
                    self.indicator("-", true, false, true);
                    self.node(item, Place { root: false, mapping: false, key: false })?;
                }
                self.indent = outer;
            }
            Value::Map { value, .. } => {
                let outer = self.indent;
                self.indent = self.deeper(false, false);
                for (key, item) in &value.entries {
                    self.new_line();
                    if key.len() <= SIMPLE_KEY && !key.contains(is_break) {
                        self.text(key, true);
                        self.indicator(":", false, false, false);
                    } else {
                        self.indicator("?", true, false, true);
                        self.text(key, false);
                        self.new_line();
                        self.indicator(":", true, false, true);
                    }
                    self.node(item, Place { root: false, mapping: true, key: false })?;
                }
                self.indent = outer;
            }
            Value::String { value, .. } => match value.as_known() {
                Some(text) => self.text(text, place.key),
                None => return Err("a known value is required".to_owned()),
            },
            Value::Null { .. } => self.plain("null", place),
            Value::Bool { value, .. } => self.plain(if *value { "true" } else { "false" }, place),
            Value::Int { value, .. } => self.plain(&value.to_string(), place),
            Value::Decimal { value, .. } => self.plain(&value.to_string(), place),
            Value::Unknown { .. } => return Err("a known value is required".to_owned()),
        }
        Ok(())
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, true, false);
        self.indicator(close, false, false, false);
    }

    fn plain(&mut self, text: &str, place: Place) {
        if !self.whitespace {
            self.put(' ');
        }
        for c in text.chars() {
            self.put(c);
        }
        self.whitespace = false;
        self.indention = false;
        if place.root {
            self.open_ended = true;
        }
    }

    /// A string: as a block where it has line breaks and nothing that blocks cannot hold, else in quotes.
    fn text(&mut self, text: &str, key: bool) {
        let outer = self.indent;
        self.indent = self.deeper(true, false);
        if !key && text.contains('\n') && fits_block(text) {
            self.block(text);
        } else {
            self.quoted(text, !key);
        }
        self.indent = outer;
    }

    fn quoted(&mut self, text: &str, fold: bool) {
        self.indicator("\"", true, false, false);
        let mut spaces = false;
        // A byte order mark at the start makes every character an escape.
        let mark = text.starts_with('\u{feff}');
        for (at, c) in text.char_indices() {
            let last = at + c.len_utf8() >= text.len();
            if !is_printable(c) || mark || is_break(c) || c == '"' || c == '\\' {
                self.put('\\');
                self.escape(c);
                spaces = false;
            } else if c == ' ' {
                if fold && !spaces && self.column > WIDTH && at > 0 && !last {
                    self.new_line();
                    if text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')) {
                        self.put('\\');
                    }
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else {
                self.put(c);
                spaces = false;
            }
        }
        self.indicator("\"", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }

    fn escape(&mut self, c: char) {
        let short = match c {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\u{1b}' => 'e',
            '"' => '"',
            '\\' => '\\',
            '\u{85}' => 'N',
            '\u{a0}' => '_',
            '\u{2028}' => 'L',
            '\u{2029}' => 'P',
            _ => {
                let code = u32::from(c);
                let mut text = String::new();
                // Writing to a string cannot fail.
                let _ = match code {
                    0..=0xff => write!(text, "x{code:02X}"),
                    0x100..=0xffff => write!(text, "u{code:04X}"),
                    _ => write!(text, "U{code:08X}"),
                };
                text.chars().for_each(|c| self.put(c));
                return;
            }
        };
        self.put(short);
    }

    fn block(&mut self, text: &str) {
        self.indicator("|", true, false, false);
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.indicator("2", false, false, false);
        }
        let mut ends = text.chars().rev();
        match (ends.next().map(is_break), ends.next().map(is_break)) {
            (Some(true), None | Some(true)) => self.indicator("+", false, false, false),
            (Some(true), Some(false)) => {}
            _ => self.indicator("-", false, false, false),
        }
        self.put('\n');
        self.indention = true;
        self.whitespace = true;
        let mut breaks = true;
        for c in text.chars() {
            if is_break(c) {
                self.put(c);
                self.column = 0;
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.new_line();
                }
                self.put(c);
                self.indention = false;
                breaks = false;
            }
        }
    }
}

/// Whether a block can hold the text: it has no space before a break or at the end, and no character that
/// needs an escape.
fn fits_block(text: &str) -> bool {
    let mut after_space = false;
    for c in text.chars() {
        if !is_printable(c) || after_space && is_break(c) {
            return false;
        }
        after_space = c == ' ';
    }
    !after_space
}

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}
