//! Values of a plan file: `MessagePack` as go-cty writes it (`cty/msgpack`), to JSON as a plan shows it.
//!
//! Objects, maps, lists, sets and tuples are maps and arrays. A number that no 64-bit number can hold exactly
//! is text. A value of dynamic type is an array of its type, as bytes, and itself. Unknowns are of extension
//! type 0, or 12 with what is known about them.

use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_lang::types::Type;
use bricklint_model::schema::{AttributeSchema, BodySchema, Member, parse_type};

use super::proto::Malformed;

/// How deep values may nest; what is deeper counts as unknown.
const MAX_DEPTH: u32 = 150;

/// What is known about the type of a value from elsewhere.
#[derive(Clone)]
pub(super) enum Hint<'s> {
    /// Nothing.
    None,
    /// It is a resource, or one of its blocks.
    Body(BodySchema<'s>),
    /// It is a list, set or map of blocks or nested objects, or one such object.
    Bodies(BodySchema<'s>),
    /// It is an attribute.
    Attribute(AttributeSchema<'s>),
    /// It has this type.
    Type(Type),
}

impl Hint<'_> {
    /// That for an attribute or key.
    fn field(&self, name: &str) -> Self {
        match self {
            Self::Body(body) | Self::Bodies(body) => match body.member(name) {
                Some(Member::Block(block)) => Self::Bodies(block.body),
                Some(Member::Attribute(attribute)) => match attribute.nested {
                    Some((_, body)) => Self::Bodies(body),
                    None => Self::Attribute(attribute),
                },
                // The label of a block in a map of them.
                None if matches!(self, Self::Bodies(_)) => self.clone(),
                None => Self::None,
            },
            Self::Type(Type::Map(inner)) => Self::Type((**inner).clone()),
            Self::Type(Type::Object(fields)) => {
                fields.get(name).map_or(Self::None, |field| Self::Type(field.ty.clone()))
            }
            _ => Self::None,
        }
    }

    /// That for an element.
    fn item(&self, index: usize) -> Self {
        match self {
            Self::Bodies(body) => Self::Body(*body),
            Self::Type(Type::List(inner) | Type::Set(inner)) => Self::Type((**inner).clone()),
            Self::Type(Type::Tuple(items)) => {
                items.get(index).map_or(Self::None, |ty| Self::Type(ty.clone()))
            }
            _ => Self::None,
        }
    }

    /// An attribute as its type.
    fn resolved(self) -> Self {
        match self {
            Self::Attribute(attribute) => Self::Type(attribute.ty()),
            other => other,
        }
    }
}

/// Parts of a value: those that are unknown, or those that are sensitive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Parts {
    /// Nothing.
    #[default]
    None,
    /// All of it.
    All,
    /// By attribute or key.
    Fields(BTreeMap<Arc<str>, Parts>),
    /// By position.
    Items(BTreeMap<usize, Parts>),
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// An attribute or key.
    Field(Arc<str>),
    /// A position.
    Item(usize),
    /// An element of a set.
    Other,
}

impl Parts {
    /// Adds what lies at this path.
    pub(super) fn add(&mut self, path: &[Step]) {
        let Some((first, rest)) = path.split_first() else {
            *self = Self::All;
            return;
        };
        match (&mut *self, first) {
            (Self::All, _) => {}
            (Self::Fields(parts), Step::Field(name)) => parts.entry(name.clone()).or_default().add(rest),
            (Self::Items(parts), Step::Item(index)) => parts.entry(*index).or_default().add(rest),
            (Self::None, Step::Field(name)) => {
                let mut part = Self::None;
                part.add(rest);
                *self = Self::Fields(BTreeMap::from([(name.clone(), part)]));
            }
            (Self::None, Step::Item(index)) => {
                let mut part = Self::None;
                part.add(rest);
                *self = Self::Items(BTreeMap::from([(*index, part)]));
            }
            // What cannot be told apart is all of it.
            _ => *self = Self::All,
        }
    }

    /// As a mask of a plan.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::None => out.push_str("{}"),
            Self::All => out.push_str("true"),
            Self::Fields(parts) => {
                out.push('{');
                for (at, (name, part)) in parts.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    text(name, out);
                    out.push(':');
                    part.write(out);
                }
                out.push('}');
            }
            Self::Items(parts) => {
                out.push('[');
                let length = parts.keys().next_back().map_or(0, |last| last + 1);
                for at in 0..length {
                    if at > 0 {
                        out.push(',');
                    }
                    match parts.get(&at) {
                        Some(part) => part.write(out),
                        None => out.push_str("false"),
                    }
                }
                out.push(']');
            }
        }
    }
}

/// Writes the value as JSON; returns what of it is unknown.
pub(super) fn write(bytes: &[u8], hint: Hint<'_>, out: &mut String) -> Result<Parts, Malformed> {
    let mut reader = Reader { rest: bytes };
    let unknown = reader.value(hint, out, 0)?;
    if reader.rest.is_empty() { Ok(unknown) } else { Err(Malformed) }
}

/// The text, number or truth value that a step into a map or list is.
pub(super) fn step(bytes: &[u8]) -> Result<Step, Malformed> {
    let mut out = String::new();
    write(bytes, Hint::None, &mut out)?;
    Ok(match serde_json::from_str(&out) {
        Ok(serde_json::Value::String(name)) => Step::Field(name.into()),
        Ok(serde_json::Value::Number(number)) => number.to_string().parse().map_or(Step::Other, Step::Item),
        _ => Step::Other,
    })
}

/// A string of JSON.
pub(super) fn text(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if char < ' ' => {
                use std::fmt::Write as _;
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Malformed> {
        let (byte, rest) = self.rest.split_first().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*byte)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number of this many bytes, the highest first.
    fn big(&mut self, bytes: usize) -> Result<u64, Malformed> {
        Ok(self.take(bytes)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn length(&mut self, bytes: usize) -> Result<usize, Malformed> {
        usize::try_from(self.big(bytes)?).map_err(|_| Malformed)
    }

    fn value(&mut self, hint: Hint<'_>, out: &mut String, depth: u32) -> Result<Parts, Malformed> {
        let head = self.byte()?;
        match head {
            0x00..=0x7f => number(i128::from(head), out),
            0xe0..=0xff => number(i128::from(head.cast_signed()), out),
            0x80..=0x8f => return self.map(usize::from(head & 0x0f), &hint, out, depth),
            0xde => {
                let length = self.length(2)?;
                return self.map(length, &hint, out, depth);
            }
            0xdf => {
                let length = self.length(4)?;
                return self.map(length, &hint, out, depth);
            }
            0x90..=0x9f => return self.array(usize::from(head & 0x0f), hint, out, depth),
            0xdc => {
                let length = self.length(2)?;
                return self.array(length, hint, out, depth);
            }
            0xdd => {
                let length = self.length(4)?;
                return self.array(length, hint, out, depth);
            }
            0xa0..=0xbf | 0xd9..=0xdb => {
                let value = self.string(head)?;
                scalar(value, hint, out);
            }
            0xc0 => out.push_str("null"),
            0xc2 => out.push_str("false"),
            0xc3 => out.push_str("true"),
            0xca => {
                let bits = u32::try_from(self.big(4)?).map_err(|_| Malformed)?;
                return Ok(float(f64::from(f32::from_bits(bits)), out));
            }
            0xcb => return Ok(float(f64::from_bits(self.big(8)?), out)),
            0xcc => number(i128::from(self.big(1)?), out),
            0xcd => number(i128::from(self.big(2)?), out),
            0xce => number(i128::from(self.big(4)?), out),
            0xcf => number(i128::from(self.big(8)?), out),
            0xd0 => number(i128::from((self.big(1)? as u8).cast_signed()), out),
            0xd1 => number(i128::from((self.big(2)? as u16).cast_signed()), out),
            0xd2 => number(i128::from((self.big(4)? as u32).cast_signed()), out),
            0xd3 => number(i128::from(self.big(8)?.cast_signed()), out),
            0xd4..=0xd8 => {
                let length = 1 << (head - 0xd4);
                return self.extension(length, out);
            }
            0xc7..=0xc9 => {
                let length = self.length(1 << (head - 0xc7))?;
                return self.extension(length, out);
            }
            // Bytes stand only for the type of a dynamic value; 0xc1 is never used.
            0xc1 | 0xc4..=0xc6 => return Err(Malformed),
        }
        Ok(Parts::None)
    }

    /// An unknown.
    fn extension(&mut self, length: usize, out: &mut String) -> Result<Parts, Malformed> {
        let kind = self.byte()?;
        self.take(length)?;
        if !matches!(kind, 0 | 12) {
            return Err(Malformed);
        }
        out.push_str("null");
        Ok(Parts::All)
    }

    fn string(&mut self, head: u8) -> Result<&'a str, Malformed> {
        let length = match head {
            0xa0..=0xbf => usize::from(head & 0x1f),
            0xd9..=0xdb => self.length(1 << (head - 0xd9))?,
            _ => return Err(Malformed),
        };
        std::str::from_utf8(self.take(length)?).map_err(|_| Malformed)
    }

    fn map(
        &mut self,
        length: usize,
        hint: &Hint<'_>,
        out: &mut String,
        depth: u32,
    ) -> Result<Parts, Malformed> {
        let hint = hint.clone().resolved();
        let mut unknown = BTreeMap::new();
        let too_deep = depth >= MAX_DEPTH;
        let start = out.len();
        let mut first = true;
        out.push('{');
        for _ in 0..length {
            let head = self.byte()?;
            let key = self.string(head)?;
            if too_deep {
                self.skip()?;
                continue;
            }
            let before = out.len();
            if !first {
                out.push(',');
            }
            text(key, out);
            out.push(':');
            let part = self.value(hint.field(key), out, depth + 1)?;
            if part == Parts::All {
                out.truncate(before);
            } else {
                first = false;
            }
            if part != Parts::None {
                unknown.insert(key.into(), part);
            }
        }
        out.push('}');
        if too_deep {
            return Ok(unknown_from(start, out));
        }
        Ok(if unknown.is_empty() { Parts::None } else { Parts::Fields(unknown) })
    }

    fn array(
        &mut self,
        length: usize,
        hint: Hint<'_>,
        out: &mut String,
        depth: u32,
    ) -> Result<Parts, Malformed> {
        if length == 2
            && let Some(ty) = self.dynamic()?
        {
            return self.value(Hint::Type(ty), out, depth);
        }
        let hint = hint.resolved();
        let mut unknown = BTreeMap::new();
        let too_deep = depth >= MAX_DEPTH;
        let start = out.len();
        out.push('[');
        for index in 0..length {
            if too_deep {
                self.skip()?;
                continue;
            }
            if index > 0 {
                out.push(',');
            }
            let part = self.value(hint.item(index), out, depth + 1)?;
            if part != Parts::None {
                unknown.insert(index, part);
            }
        }
        out.push(']');
        if too_deep {
            return Ok(unknown_from(start, out));
        }
        Ok(if unknown.is_empty() { Parts::None } else { Parts::Items(unknown) })
    }

    /// The type of a dynamic value, where the first of two elements is one.
    fn dynamic(&mut self) -> Result<Option<Type>, Malformed> {
        let Some(head @ 0xc4..=0xc6) = self.rest.first().copied() else { return Ok(None) };
        self.byte()?;
        let length = self.length(1 << (head - 0xc4))?;
        let text = std::str::from_utf8(self.take(length)?).map_err(|_| Malformed)?;
        Ok(Some(parse_type(text)))
    }

    /// Moves past a value of any depth.
    fn skip(&mut self) -> Result<(), Malformed> {
        let mut left = 1usize;
        while left > 0 {
            left -= 1;
            let head = self.byte()?;
            let (bytes, items) = match head {
                0x80..=0x8f => (0, usize::from(head & 0x0f).saturating_mul(2)),
                0x90..=0x9f => (0, usize::from(head & 0x0f)),
                0xa0..=0xbf => (usize::from(head & 0x1f), 0),
                0xc4 | 0xd9 => (self.length(1)?, 0),
                0xc5 | 0xda => (self.length(2)?, 0),
                0xc6 | 0xdb => (self.length(4)?, 0),
                0xc7 => (self.length(1)?.saturating_add(1), 0),
                0xc8 => (self.length(2)?.saturating_add(1), 0),
                0xc9 => (self.length(4)?.saturating_add(1), 0),
                0xcc | 0xd0 => (1, 0),
                0xcd | 0xd1 => (2, 0),
                0xca | 0xce | 0xd2 => (4, 0),
                0xcb | 0xcf | 0xd3 => (8, 0),
                0xd4..=0xd8 => ((1 << (head - 0xd4)) + 1, 0),
                0xdc => (0, self.length(2)?),
                0xdd => (0, self.length(4)?),
                0xde => (0, self.length(2)?.saturating_mul(2)),
                0xdf => (0, self.length(4)?.saturating_mul(2)),
                _ => (0, 0),
            };
            self.take(bytes)?;
            left = left.saturating_add(items);
        }
        Ok(())
    }
}

/// A string, or a number that is written as one.
fn scalar(value: &str, hint: Hint<'_>, out: &mut String) {
    let is_like_number = value.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && serde_json::from_str::<serde_json::Number>(value).is_ok();
    if is_like_number && matches!(hint.resolved(), Hint::Type(Type::Number)) {
        out.push_str(value);
    } else {
        text(value, out);
    }
}

fn number(value: i128, out: &mut String) {
    use std::fmt::Write as _;
    let _ = write!(out, "{value}");
}

fn float(value: f64, out: &mut String) -> Parts {
    use std::fmt::Write as _;
    if !value.is_finite() {
        // JSON has no word for it, and neither has a plan.
        out.push_str("null");
        return Parts::All;
    }
    let _ = write!(out, "{value}");
    Parts::None
}

/// Writes an unknown in place of what was written since `start`.
fn unknown_from(start: usize, out: &mut String) -> Parts {
    out.truncate(start);
    out.push_str("null");
    Parts::All
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(bytes: &[u8]) -> (String, String) {
        let (mut out, mut mask) = (String::new(), String::new());
        write(bytes, Hint::None, &mut out).unwrap().write(&mut mask);
        (out, mask)
    }

    #[test]
    fn values_become_json_and_unknowns_a_mask() {
        let rows: [(&[u8], &str, &str); 16] = [
            (b"\xc0", "null", "{}"),
            (b"\xc3", "true", "{}"),
            (b"\x2a", "42", "{}"),
            (b"\xff", "-1", "{}"),
            (b"\xd1\xff\x00", "-256", "{}"),
            (b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff", "18446744073709551615", "{}"),
            (b"\xd3\x80\0\0\0\0\0\0\0", "-9223372036854775808", "{}"),
            (b"\xcb\x3f\xe0\0\0\0\0\0\0", "0.5", "{}"),
            (b"\xa3a\"\x01", "\"a\\\"\\u0001\"", "{}"),
            (b"\xd9\x02hi", "\"hi\"", "{}"),
            (b"\xd4\x00\x00", "null", "true"),
            (b"\xc7\x03\x0c\x81\x01\xc2", "null", "true"),
            (b"\x82\xa1a\xd4\x00\x00\xa1b\x01", "{\"b\":1}", "{\"a\":true}"),
            (b"\x93\x01\xd4\x00\x00\x03", "[1,null,3]", "[false,true]"),
            (b"\x81\xa1a\x91\x81\xa1b\xd4\x00\x00", "{\"a\":[{}]}", "{\"a\":[{\"b\":true}]}"),
            (b"\x92\xc4\x08\"string\"\xa1x", "\"x\"", "{}"),
        ];
        for (bytes, value, mask) in rows {
            assert_eq!(json(bytes), (value.to_owned(), mask.to_owned()), "{bytes:x?}");
        }
    }

    #[test]
    fn a_number_that_is_written_as_text_is_told_by_its_type() {
        let bytes = b"\x92\xc4\x11[\"list\",\"number\"]\x92\xa30.1\xa3abc";
        assert_eq!(json(bytes).0, "[0.1,\"abc\"]");
        assert_eq!(json(b"\xa30.1").0, "\"0.1\"");
    }

    #[test]
    fn what_is_no_value_is_malformed() {
        let rows: [&[u8]; 9] = [
            b"",
            b"\xc1",
            b"\xa3ab",
            b"\x92\x01",
            b"\x81\x01\x01",
            b"\x01\x01",
            b"\xd4\x05\x00",
            b"\xa1\xff",
            b"\xdd\xff\xff\xff\xff",
        ];
        for bytes in rows {
            assert_eq!(write(bytes, Hint::None, &mut String::new()), Err(Malformed), "{bytes:x?}");
        }
        let deep: Vec<u8> = std::iter::repeat_n(0x91, 100_000).chain([0xc0]).collect();
        let (value, mask) = json(&deep);
        assert!(value.contains("null") && mask.contains("true"));
    }

    #[test]
    fn masks_are_merged() {
        let field = |name: &str| Step::Field(name.into());
        let mut parts = Parts::None;
        parts.add(&[field("a"), Step::Item(1)]);
        parts.add(&[field("b")]);
        parts.add(&[field("a"), Step::Item(1), field("c")]);
        let mut out = String::new();
        parts.write(&mut out);
        assert_eq!(out, r#"{"a":[false,true],"b":true}"#);
        parts.add(&[field("a"), Step::Other]);
        parts.add(&[]);
        assert_eq!(parts, Parts::All);
    }
}
