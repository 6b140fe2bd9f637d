//! Functions that write and read text formats.

use std::sync::Arc;

use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use bricklint_findings::cause::{Cause, CauseKind};

use super::argument::{
    MAX_TEXT, argument, dynamic_type, impure, limit, nfc, param, partial, pure, string, string_type, text,
    too_large, unknown,
};
use super::{CallContext, Carried, Function, Kind, Param, refined_from};
use crate::convert;
use crate::json;
use crate::number::Number;
use crate::types::{Field, Type};
use crate::value::{Refinements, SeqKind, Text, Unknown, Value};

const STR: &[Param] = &[param("str", Kind::String)];

/// These functions.
pub(super) static TABLE: &[Function] = &[
    pure("base64decode", STR, string_type, base64decode),
    pure("base64encode", STR, string_type, base64encode),
    impure("base64gunzip", STR, "this tool does not unpack").since("tofu"),
    impure("base64gzip", STR, "how well it packs depends on the program"),
    pure("csvdecode", STR, csv_type, csvdecode),
    pure("jsondecode", &[partial("str", Kind::String)], dynamic_type, jsondecode),
    pure("jsonencode", &[partial("val", Kind::Any).nullable().marked()], string_type, jsonencode),
    pure(
        "textdecodebase64",
        &[param("source", Kind::String), param("encoding", Kind::String)],
        string_type,
        textdecodebase64,
    ),
    pure(
        "textencodebase64",
        &[param("string", Kind::String), param("encoding", Kind::String)],
        string_type,
        textencodebase64,
    ),
    pure("urldecode", STR, string_type, urldecode).since("tofu"),
    pure("urlencode", STR, string_type, urlencode),
];

/// Go's reading of base64: padding is required, bits left over are ignored.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&ALPHABET, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// The bytes of base64 text, in which line breaks do not count.
pub(super) fn from_base64(text: &str) -> Result<Vec<u8>, String> {
    let joined: String;
    let text = if text.contains(['\r', '\n']) {
        joined = text.replace(['\r', '\n'], "");
        &joined
    } else {
        text
    };
    // The text may be a secret, so the message does not show it.
    LENIENT.decode(text).map_err(|_| "this is not base64".to_owned())
}

fn base64decode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let bytes = from_base64(text(args, 0)?)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Value::string(nfc(text))),
        Err(_) => Err("what the base64 stands for is not UTF-8".to_owned()),
    }
}

fn base64encode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    Ok(string(&STANDARD.encode(text(args, 0)?)))
}

// ---- JSON

fn jsonencode(args: &[Value], ctx: &CallContext<'_>) -> Result<Value, String> {
    let value = argument(args, 0)?;
    let mut carried = Carried::default();
    carried.take(value, ctx.scope);
    let Carried { marks, from } = carried;
    let text = json::encode(value);
    if text.is_none() && value.is_wholly_known() {
        return Err("infinity has no JSON".to_owned());
    }
    let text = text.map(|text| nfc(&text));
    if text.as_ref().is_some_and(|text| text.len() > MAX_TEXT) {
        return Ok(too_large(Type::String).with_marks(marks).with_provenance(from));
    }
    let encoded = Value::text(Text::Encoded { text, value: value.clone() });
    // Of a value that is unknown as a whole there is nothing to carry but what it is; its cases are split.
    let is_bare = |unknown: &Unknown| unknown.symbol.is_none() || unknown.cases.is_some();
    let encoded = if value.as_unknown().is_some_and(is_bare) {
        let prefix = encoded.prefix().map(Box::from);
        refined_from(args, Type::String, Refinements { prefix, ..Refinements::default() })
    } else {
        encoded
    };
    Ok(encoded.with_marks(marks).with_provenance(from))
}

fn jsondecode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let value = argument(args, 0)?;
    if let Some(carried) = value.encoded()
        && !(value.as_str().is_some() && holds_decimal(carried))
    {
        return Ok(as_json(carried));
    }
    match value.as_str() {
        Some(text) => read_json(text),
        None if super::segments::head(value).is_some_and(|text| {
            // A single character may still join what follows.
            let text = text.trim_start().as_bytes();
            matches!(text, [first, _, ..] if !b"{[\"tfn-0123456789".contains(first))
        }) =>
        {
            Err("no JSON begins like this".to_owned())
        }
        None => Ok(Value::unknown(
            Type::Dynamic,
            value
                .cause()
                .cloned()
                .unwrap_or_else(|| Cause::new(CauseKind::Function, "jsondecode", "its text is unknown")),
        )),
    }
}

/// Numbers that are not small integers may read back with another precision.
fn holds_decimal(value: &Value) -> bool {
    match value {
        Value::Decimal { .. } => true,
        Value::Seq { value, .. } => value.items.iter().any(holds_decimal),
        Value::Map { value, .. } => value.entries.iter().any(|(_, item)| holds_decimal(item)),
        _ => false,
    }
}

/// The value as it comes back from JSON: tuples, objects and nulls without a type.
pub(super) fn as_json(value: &Value) -> Value {
    let read = match value {
        Value::Null { .. } => Value::null(),
        Value::Seq { value: seq, .. } => match &seq.kind {
            // How many elements such a set will have is not known.
            SeqKind::Set(_) if seq.items.len() > 1 && !value.is_wholly_known() => Value::unknown(
                Type::Dynamic,
                value
                    .cause()
                    .cloned()
                    .unwrap_or_else(|| Cause::new(CauseKind::Function, "", "a set is not known")),
            ),
            _ => Value::tuple(seq.items.iter().map(as_json).collect()),
        },
        Value::Map { value, .. } => {
            Value::object(value.entries.iter().map(|(k, v)| (Arc::clone(k), as_json(v))))
        }
        Value::Unknown { value: unknown, .. } => {
            let primitive = matches!(unknown.ty, Type::String | Type::Number | Type::Bool);
            if primitive && unknown.refinements.not_null {
                value.clone()
            } else {
                let mut unknown = crate::value::Unknown::clone(unknown);
                unknown.ty = Type::Dynamic;
                unknown.refinements = crate::value::Refinements::default();
                unknown.cases = None;
                Value::from_unknown(unknown)
            }
        }
        Value::String { value: text, .. } => match &**text {
            // A text inside is just text once it has been through JSON, if it is known.
            Text::Encoded { text: Some(text), value } => {
                Value::text(Text::Encoded { text: Some(text.clone()), value: value.clone() })
            }
            _ => value.clone(),
        },
        _ => value.clone(),
    };
    read.set_marks(value.marks()).with_provenance(value.provenance())
}

/// How deep JSON and YAML may nest.
pub(super) const MAX_DEPTH: usize = 256;

/// Why text is not read.
enum JsonError {
    /// It is wrong.
    Invalid(String),
    /// It is beyond a limit.
    Limit,
}

fn read_json(text: &str) -> Result<Value, String> {
    let mut reader = JsonReader { text, at: 0 };
    let value = match reader.value(0) {
        Ok(value) => value,
        Err(JsonError::Invalid(error)) => return Err(error),
        Err(JsonError::Limit) => return Ok(limit(Type::Dynamic, "this JSON is beyond what this tool reads")),
    };
    reader.blank();
    // Terraform does not notice a closing bracket that is too many.
    match reader.rest().bytes().next() {
        None | Some(b']' | b'}') => Ok(value),
        Some(_) => Err("there is more after the JSON value".to_owned()),
    }
}

/// Of several values of one key the last counts, and the others must fit its type.
fn same_types(entries: &[(Arc<str>, Value)]) -> Result<(), JsonError> {
    let mut last: rustc_hash::FxHashMap<&str, &Value> = rustc_hash::FxHashMap::default();
    for (key, value) in entries.iter().rev() {
        if let Some(kept) = last.get(&**key) {
            let ty = convert::type_of(kept);
            if convert::convert(value, &ty).is_err() {
                return Err(JsonError::Invalid(format!("the key {key:?} has values of different types")));
            }
        } else {
            last.insert(key, value);
        }
    }
    Ok(())
}

struct JsonReader<'t> {
    text: &'t str,
    at: usize,
}

impl JsonReader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn invalid<T>(&self) -> Result<T, JsonError> {
        Err(JsonError::Invalid(match self.rest().chars().next() {
            Some(_) => format!("this is not JSON at byte {}", self.at),
            None => "the JSON ends too early".to_owned(),
        }))
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        if depth > MAX_DEPTH {
            return Err(JsonError::Limit);
        }
        self.blank();
        match self.rest().bytes().next() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Value::string(nfc(&self.string()?))),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.eat("true") => Ok(Value::bool(true)),
            _ if self.eat("false") => Ok(Value::bool(false)),
            _ if self.eat("null") => Ok(Value::null()),
            _ => self.invalid(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        self.blank();
        if self.eat("]") {
            return Ok(Value::tuple(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.blank();
            if self.eat("]") {
                return Ok(Value::tuple(items));
            }
            if !self.eat(",") {
                return self.invalid();
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.at += 1;
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        self.blank();
        if self.eat("}") {
            return Ok(Value::object(entries));
        }
        loop {
            self.blank();
            if !self.rest().starts_with('"') {
                return self.invalid();
            }
            let key: Arc<str> = nfc(&self.string()?).into();
            self.blank();
            if !self.eat(":") {
                return self.invalid();
            }
            entries.push((key, self.value(depth + 1)?));
            self.blank();
            if self.eat("}") {
                break;
            }
            if !self.eat(",") {
                return self.invalid();
            }
        }
        same_types(&entries)?;
        Ok(Value::object(entries))
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        let digits = |this: &mut Self| {
            let count = this.rest().bytes().take_while(u8::is_ascii_digit).count();
            this.at += count;
            count > 0
        };
        self.eat("-");
        if !self.eat("0") && !digits(self) {
            return self.invalid();
        }
        if self.eat(".") && !digits(self) {
            return self.invalid();
        }
        if self.eat("e") || self.eat("E") {
            let _ = self.eat("+") || self.eat("-");
            if !digits(self) {
                return self.invalid();
            }
        }
        let lexeme = self.text.get(start..self.at).unwrap_or("");
        Number::parse(lexeme).map(Value::number).ok_or(JsonError::Limit)
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find(|c: char| c == '"' || c == '\\' || c < ' ') else {
                self.at = self.text.len();
                return self.invalid();
            };
            out.push_str(rest.get(..end).unwrap_or(""));
            let stop = rest.as_bytes().get(end).copied();
            let escape = rest.as_bytes().get(end + 1).copied();
            self.at += end;
            match (stop, escape) {
                (Some(b'"'), _) => {
                    self.at += 1;
                    return Ok(out);
                }
                (Some(b'\\'), Some(b'u')) => {
                    let Some(code) = self.unit() else { return self.invalid() };
                    let mut c = char::from_u32(code).unwrap_or('\u{fffd}');
                    if (0xd800..0xdc00).contains(&code) {
                        // Half a pair alone becomes the replacement character.
                        let before = self.at;
                        match self.unit() {
                            Some(low) if (0xdc00..0xe000).contains(&low) => {
                                let joined = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                                c = char::from_u32(joined).unwrap_or('\u{fffd}');
                            }
                            _ => self.at = before,
                        }
                    }
                    out.push(c);
                }
                (Some(b'\\'), Some(escape)) => {
                    out.push(match escape {
                        b'"' | b'\\' | b'/' => char::from(escape),
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        b'n' => '\n',
                        b'r' => '\r',
                        b't' => '\t',
                        _ => return self.invalid(),
                    });
                    self.at += 2;
                }
                _ => return self.invalid(),
            }
        }
    }

    /// `\u0041`
    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest().strip_prefix("\\u")?.get(..4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let code = u32::from_str_radix(digits, 16).ok()?;
        self.at += 6;
        Some(code)
    }
}

// ---- CSV

fn csv_type(args: &[Value]) -> Result<Type, String> {
    let Some(text) = args.first().and_then(Value::as_str) else { return Ok(Type::Dynamic) };
    let mut reader = CsvReader { rest: text, line: 1 };
    let header = reader.record()?.ok_or("the header line is missing")?;
    Ok(Type::List(row_type(&header)?.into()))
}

fn row_type(header: &[String]) -> Result<Type, String> {
    let mut fields = std::collections::BTreeMap::new();
    for name in header {
        let name: Arc<str> = nfc(name).into();
        if fields.insert(Arc::clone(&name), Field::required(Type::String)).is_some() {
            return Err(format!("there are two columns `{name}`"));
        }
    }
    Ok(Type::Object(Arc::new(fields)))
}

fn csvdecode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let mut reader = CsvReader { rest: text(args, 0)?, line: 1 };
    let header = reader.record()?.ok_or("the header line is missing")?;
    let ty = row_type(&header)?;
    let names: Vec<Arc<str>> = header.iter().map(|name| Arc::from(nfc(name))).collect();
    let mut rows = Vec::new();
    loop {
        let line = reader.line;
        let Some(fields) = reader.record()? else { break };
        if fields.len() != names.len() {
            return Err(format!("line {line} has {} fields instead of {}", fields.len(), names.len()));
        }
        rows.push(Value::object(
            names.iter().cloned().zip(fields.iter().map(|field| Value::string(nfc(field)))),
        ));
    }
    Ok(Value::seq(SeqKind::List(ty), rows))
}

/// Records as Go reads them: quotes must be quoted, empty lines do not count.
struct CsvReader<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> CsvReader<'t> {
    /// The next line without its end.
    fn next_line(&mut self) -> Option<(&'t str, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let (line, rest, ended) = match self.rest.split_once('\n') {
            Some((line, rest)) => (line.strip_suffix('\r').unwrap_or(line), rest, true),
            None => (self.rest.strip_suffix('\r').unwrap_or(self.rest), "", false),
        };
        self.rest = rest;
        Some((line, ended))
    }

    fn record(&mut self) -> Result<Option<Vec<String>>, String> {
        let (mut line, mut ended) = loop {
            match self.next_line() {
                None => return Ok(None),
                Some(("", _)) => {}
                Some(found) => break found,
            }
        };
        let mut fields = Vec::new();
        loop {
            let Some(mut quoted) = line.strip_prefix('"') else {
                let (field, more) = match line.split_once(',') {
                    Some((field, more)) => (field, Some(more)),
                    None => (line, None),
                };
                if field.contains('"') {
                    return Err(format!("line {}: a quote stands in a field without quotes", self.line - 1));
                }
                fields.push(field.to_owned());
                match more {
                    Some(more) => line = more,
                    None => return Ok(Some(fields)),
                }
                continue;
            };
            let mut field = String::new();
            loop {
                if let Some((before, after)) = quoted.split_once('"') {
                    field.push_str(before);
                    if let Some(after) = after.strip_prefix('"') {
                        field.push('"');
                        quoted = after;
                    } else if let Some(after) = after.strip_prefix(',') {
                        line = after;
                        break;
                    } else if after.is_empty() {
                        fields.push(field);
                        return Ok(Some(fields));
                    } else {
                        return Err(format!("line {}: text follows a closing quote", self.line - 1));
                    }
                } else {
                    field.push_str(quoted);
                    if ended {
                        field.push('\n');
                    }
                    match self.next_line() {
                        Some(next) => (quoted, ended) = next,
                        None => return Err(format!("line {}: a quote is not closed", self.line - 1)),
                    }
                }
            }
            fields.push(field);
        }
    }
}

// ---- URLs

fn urlencode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let text = text(args, 0)?;
    if text.len() > MAX_TEXT / 3 {
        return Ok(too_large(Type::String));
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                for nibble in [byte >> 4, byte & 15] {
                    out.push(char::from_digit(nibble.into(), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
    Ok(Value::string(out))
}

fn urldecode(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let mut out = Vec::new();
    let mut bytes = text(args, 0)?.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let mut digit = || {
                    bytes.next().and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok())
                };
                match (digit(), digit()) {
                    (Some(high), Some(low)) => out.push(high << 4 | low),
                    _ => return Err("a `%` is not followed by two hexadecimal digits".to_owned()),
                }
            }
            byte => out.push(byte),
        }
    }
    match String::from_utf8(out) {
        Ok(text) => Ok(string(&text)),
        Err(_) => Err("what the text stands for is not UTF-8".to_owned()),
    }
}

// ---- Character encodings

/// The encodings that are computed here.
#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    /// With a byte order mark when writing; without one when reading it is big-endian.
    Utf16,
    Utf16Le,
    Utf16Be,
    Ascii,
    Latin1,
    Windows1252,
}

/// The characters of the bytes 0x80 to 0x9f in Windows-1252; five bytes have none.
const WINDOWS_1252: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// An encoding by one of its IANA names, which have no case.
fn encoding(name: &str) -> Option<Encoding> {
    Some(match name.to_ascii_lowercase().as_str() {
        "utf-8" | "csutf8" => Encoding::Utf8,
        "utf-16" | "csutf16" => Encoding::Utf16,
        "utf-16le" | "csutf16le" => Encoding::Utf16Le,
        "utf-16be" | "csutf16be" => Encoding::Utf16Be,
        "us-ascii" | "iso-ir-6" | "ansi_x3.4-1968" | "ansi_x3.4-1986" | "iso_646.irv:1991" | "iso646-us"
        | "us" | "ibm367" | "cp367" | "csascii" => Encoding::Ascii,
        "iso-8859-1" | "iso_8859-1" | "iso_8859-1:1987" | "iso-ir-100" | "latin1" | "l1" | "ibm819"
        | "cp819" | "csisolatin1" => Encoding::Latin1,
        "windows-1252" | "cswindows1252" => Encoding::Windows1252,
        _ => return None,
    })
}

/// How other encodings are called that Terraform knows (`golang.org/x/text/encoding/ianaindex`), in lower case.
const FAMILIES: &[&str] = &["cs", "iso-8859-", "iso_8859-", "iso-ir-", "ibm", "windows-", "ebcdic-", "latin"];

/// The names of the others.
const OTHERS: &str = "437 850 852 855 860 862 863 865 866 arabic asmo-708 big5 ccsid00858 ccsid01140 cp00858 cp01140 cp037 \
     cp437 cp850 cp852 cp855 cp860 cp862 cp863 cp865 cp866 cp936 cyrillic ecma-114 ecma-118 elot_928 \
     euc-jp euc-kr extended_unix_code_packed_format_for_japanese gb18030 gbk greek greek8 hebrew \
     hz-gb-2312 iso-2022-jp iso-celtic koi8-r koi8-u l10 l2 l3 l4 l5 l6 l8 mac macintosh ms936 ms_kanji \
     pc-multilingual-850+euro shift_jis";

fn other_encoding(name: &str) -> Result<Value, String> {
    let lower = name.to_ascii_lowercase();
    if !OTHERS.split(' ').any(|other| other == lower)
        && !FAMILIES.iter().any(|family| lower.starts_with(family))
    {
        return Err(format!("`{name}` is no IANA name of an encoding that Terraform supports"));
    }
    let text = format!("the encoding `{name}` is not computed by this tool");
    Ok(unknown(Type::String, Cause::new(CauseKind::Function, name, text)))
}

fn textencodebase64(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (text, name) = (text(args, 0)?, text(args, 1)?);
    let Some(encoding) = encoding(name) else { return other_encoding(name) };
    let units = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
    let single = |of: &dyn Fn(char) -> Option<u8>| -> Result<Vec<u8>, String> {
        text.chars()
            .map(|c| of(c).ok_or_else(|| format!("the string has characters that `{name}` does not have")))
            .collect()
    };
    let bytes = match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16 => [&[0xfe, 0xff][..], &units(u16::to_be_bytes)].concat(),
        Encoding::Utf16Le => units(u16::to_le_bytes),
        Encoding::Utf16Be => units(u16::to_be_bytes),
        Encoding::Ascii => single(&|c| u8::try_from(c).ok().filter(u8::is_ascii))?,
        Encoding::Latin1 => single(&|c| u8::try_from(c).ok())?,
        Encoding::Windows1252 => single(&|c| {
            let place = WINDOWS_1252.iter().position(|other| *other == Some(c));
            match place {
                Some(place) => u8::try_from(0x80 + place).ok(),
                None => u8::try_from(c).ok().filter(|byte| !(0x80..0xa0).contains(byte)),
            }
        })?,
    };
    Ok(string(&STANDARD.encode(bytes)))
}

fn textdecodebase64(args: &[Value], _: &CallContext<'_>) -> Result<Value, String> {
    let (source, name) = (text(args, 0)?, text(args, 1)?);
    let bytes = from_base64(source)?;
    let Some(encoding) = encoding(name) else { return other_encoding(name) };
    let wrong = || format!("the bytes are not text in `{name}`");
    let units = |bytes: &[u8], from: fn([u8; 2]) -> u16| -> Result<String, String> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(wrong());
        }
        char::decode_utf16(pairs.iter().map(|pair| from(*pair)))
            .collect::<Result<_, _>>()
            .map_err(|_| wrong())
    };
    let single = |of: &dyn Fn(u8) -> Option<char>| -> Result<String, String> {
        bytes.iter().map(|byte| of(*byte).ok_or_else(wrong)).collect()
    };
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).map_err(|_| wrong())?,
        Encoding::Utf16 => match bytes.get(..2) {
            Some([0xff, 0xfe]) => units(bytes.get(2..).unwrap_or(&[]), u16::from_le_bytes)?,
            Some([0xfe, 0xff]) => units(bytes.get(2..).unwrap_or(&[]), u16::from_be_bytes)?,
            _ => units(&bytes, u16::from_be_bytes)?,
        },
        Encoding::Utf16Le => units(&bytes, u16::from_le_bytes)?,
        Encoding::Utf16Be => units(&bytes, u16::from_be_bytes)?,
        Encoding::Ascii => single(&|byte| byte.is_ascii().then(|| char::from(byte)))?,
        Encoding::Latin1 => single(&|byte| Some(char::from(byte)))?,
        Encoding::Windows1252 => single(&|byte| match byte.checked_sub(0x80) {
            Some(place) if place < 32 => WINDOWS_1252.get(usize::from(place)).copied().flatten(),
            _ => Some(char::from(byte)),
        })?,
    };
    Ok(string(&text))
}
