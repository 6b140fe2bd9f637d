//! JSON as a plan holds it, read from a slice of the input that is known to be valid JSON.
//!
//! Objects are sorted by key, numbers keep their text, strings borrow from the input where they hold no
//! escape. Whatever is not JSON after all is read as null: nothing here fails.

use std::borrow::Cow;

use memchr::memchr2;

use bricklint_findings::Sorting;

/// How deep values may nest; what is deeper is [`Json::TooDeep`].
pub const MAX_DEPTH: u32 = 200;

/// How many bytes of a text are looked at one by one before a search is worth its start.
const NEAR: usize = 24;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// The text of a number.
    Number(Cow<'a, str>),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object, sorted by key; of equal keys the last one.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
    /// Nested too deep to be read.
    TooDeep,
}

impl<'a> Json<'a> {
    /// The value that the text holds.
    pub fn parse(text: &'a str) -> Self {
        Reader::new(text).value(0)
    }

    /// The values of an object, or those of these names. What is null in it is left out, which is what most is.
    pub fn parse_values(text: &'a str, names: Option<&[&str]>) -> Self {
        let mut reader = Reader { lean: true, ..Reader::new(text) };
        if reader.peek() == Some(b'{') { reader.object(0, names) } else { reader.value(0) }
    }

    /// The value at `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(entries) = self else { return None };
        let at = entries.binary_search_by(|(k, _)| (**k).cmp(key)).ok()?;
        entries.get(at).map(|(_, value)| value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The same without its text.
    pub fn own(self) -> Json<'static> {
        let text = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(number) => Json::Number(text(number)),
            Self::String(string) => Json::String(text(string)),
            Self::Array(items) => Json::Array(items.into_iter().map(Self::own).collect()),
            Self::Object(entries) => {
                Json::Object(entries.into_iter().map(|(key, value)| (text(key), value.own())).collect())
            }
            Self::TooDeep => Json::TooDeep,
        }
    }

    /// The entries of an object.
    pub fn entries(&self) -> &[(Cow<'a, str>, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }
}

/// Sorts entries by their names; of equal ones the last is kept.
pub fn sort<T>(entries: &mut Vec<(Cow<'_, str>, T)>) {
    if !entries.is_sorted_by(|a, b| a.0 < b.0) {
        entries.reverse();
        entries.put_in_order_by(|a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, first| later.0 == first.0);
    }
}

/// Goes over the first document of a text as quickly as serde can and keeps nothing. Returns whether it is JSON.
pub fn pass(text: &str) -> bool {
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    documents.next().is_some_and(|document| document.is_ok())
}

/// Reads a text from its start.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The elements of the arrays that are being read, so that each is put into a list of its size.
    items: Vec<Json<'a>>,
    /// The same for objects.
    entries: Vec<(Cow<'a, str>, Json<'a>)>,
    /// Whether entries that are null are left out.
    lean: bool,
}

impl<'a> Reader<'a> {
    /// A reader of this text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, items: Vec::new(), entries: Vec::new(), lean: false }
    }

    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn value(&mut self, depth: u32) -> Json<'a> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => {
                self.skip();
                Json::TooDeep
            }
            Some(b'{') => self.object(depth, None),
            Some(b'[') => self.array(depth),
            Some(b'"') => Json::String(self.string()),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(_) => self.number(),
            None => Json::Null,
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Json<'a> {
        self.at += word.len();
        value
    }

    fn number(&mut self) -> Json<'a> {
        let start = self.at;
        while let Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        if self.at == start {
            // Not JSON: take one character, so that the reader always advances.
            self.at += self.text.get(start..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            return Json::Null;
        }
        self.text.get(start..self.at).map_or(Json::Null, |text| Json::Number(Cow::Borrowed(text)))
    }

    fn array(&mut self, depth: u32) -> Json<'a> {
        self.at += 1;
        let start = self.items.len();
        loop {
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    let item = self.value(depth + 1);
                    self.items.push(item);
                }
                None => break,
            }
        }
        let items = self.items.drain(start..).collect();
        Json::Array(items)
    }

    fn object(&mut self, depth: u32, names: Option<&[&str]>) -> Json<'a> {
        self.at += 1;
        let start = self.entries.len();
        loop {
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b'"') => {
                    let key = self.string();
                    if self.peek() == Some(b':') {
                        self.at += 1;
                    }
                    if self.lean && self.peek() == Some(b'n') {
                        self.word("null", Json::Null);
                    } else if names.is_some_and(|names| !names.contains(&&*key)) {
                        self.pass();
                    } else {
                        let value = self.value(depth + 1);
                        self.entries.push((key, value));
                    }
                }
                Some(_) => self.at += 1,
                None => break,
            }
        }
        let mut entries: Vec<_> = self.entries.drain(start..).collect();
        sort(&mut entries);
        Json::Object(entries)
    }

    /// The elements of an array, or the entries of an object, one after another: `each` reads the value.
    pub fn walk(&mut self, mut each: impl FnMut(&mut Self, Option<Cow<'a, str>>)) {
        let object = self.peek() == Some(b'{');
        self.at += 1;
        loop {
            match self.peek() {
                Some(b']' | b'}') | None => break,
                Some(b',') => self.at += 1,
                Some(b'"') if object => {
                    let key = self.string();
                    if self.peek() == Some(b':') {
                        self.at += 1;
                    }
                    each(self, Some(key));
                }
                Some(_) => each(self, None),
            }
        }
        self.at += 1;
    }

    /// Whether an array, or otherwise an object, comes next.
    pub fn opens(&mut self) -> Option<bool> {
        match self.peek()? {
            b'[' => Some(true),
            b'{' => Some(false),
            _ => None,
        }
    }

    /// The next value.
    pub fn read(&mut self) -> Json<'a> {
        self.peek();
        self.value(0)
    }

    fn string(&mut self) -> Cow<'a, str> {
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let start = self.at;
            let rest = self.text.as_bytes().get(start..).unwrap_or_default();
            // Names are short.
            let ends = |byte: &u8| matches!(byte, b'"' | b'\\');
            let near = rest.get(..NEAR).and_then(|near| near.iter().position(ends));
            let Some(length) = near.or_else(|| memchr2(b'"', b'\\', rest)) else {
                self.at = self.text.len();
                return owned.map_or(Cow::Borrowed(""), Cow::Owned);
            };
            self.at = start + length;
            let piece = self.text.get(start..self.at).unwrap_or_default();
            let closes = rest.get(length) == Some(&b'"');
            self.at += 1;
            if closes {
                return match owned {
                    None => Cow::Borrowed(piece),
                    Some(mut text) => {
                        text.push_str(piece);
                        Cow::Owned(text)
                    }
                };
            }
            let mut text = owned.take().unwrap_or_default();
            text.push_str(piece);
            text.push(self.escape());
            owned = Some(text);
        }
    }

    fn escape(&mut self) -> char {
        let Some(byte) = self.text.as_bytes().get(self.at).copied() else {
            return char::REPLACEMENT_CHARACTER;
        };
        if !byte.is_ascii() {
            return char::REPLACEMENT_CHARACTER;
        }
        self.at += 1;
        match byte {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => self.unicode(),
            other => char::from(other),
        }
    }

    fn unicode(&mut self) -> char {
        let Some(first) = self.hex() else { return char::REPLACEMENT_CHARACTER };
        if let Some(char) = char::from_u32(first) {
            return char;
        }
        let back = self.at;
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
            self.at += 2;
            if let Some(second) = self.hex()
                && let Some(Ok(char)) = char::decode_utf16([first as u16, second as u16]).next()
            {
                return char;
            }
        }
        self.at = back;
        char::REPLACEMENT_CHARACTER
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let code = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(code)
    }

    /// Moves past a value.
    pub fn pass(&mut self) {
        match self.peek() {
            Some(b'{' | b'[') => self.skip(),
            Some(b'"') => drop(self.string()),
            _ => drop(self.value(0)),
        }
    }

    /// Moves past a value of any depth.
    fn skip(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {
                    self.at +=
                        self.text.get(self.at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
                    continue;
                }
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_unescaped() {
        let rows = [
            (r#""plain""#, "plain"),
            (r#""a\nb\"c\\d\/e""#, "a\nb\"c\\d/e"),
            (r#""\u003cb\u003e \ud83d\ude00""#, "<b> 😀"),
            (r#""\ud83d lone""#, "\u{fffd} lone"),
            (r#""ünï\u00e9""#, "ünïé"),
        ];
        for (text, want) in rows {
            assert_eq!(Json::parse(text).as_str(), Some(want), "{text}");
        }
    }

    #[test]
    fn objects_are_sorted_and_the_last_of_equal_keys_wins() {
        let json = Json::parse(r#" { "b" : 1.50 , "a" : [ true , null ] , "b" : 12345678901234567890 } "#);
        assert_eq!(json.get("b"), Some(&Json::Number("12345678901234567890".into())));
        assert_eq!(json.get("a"), Some(&Json::Array(vec![Json::Bool(true), Json::Null])));
        assert_eq!(json.entries().len(), 2);
    }

    #[test]
    fn depth_is_bounded_and_what_follows_is_still_read() {
        let deep = format!(r#"{{"a":{}1{},"b":2}}"#, "[".repeat(5_000), "]".repeat(5_000));
        let json = Json::parse(&deep);
        assert_eq!(json.get("b"), Some(&Json::Number("2".into())));
        let mut at = json.get("a").unwrap();
        let mut depth = 1;
        while let Json::Array(items) = at {
            at = &items[0];
            depth += 1;
        }
        assert_eq!((at, depth), (&Json::TooDeep, MAX_DEPTH));
    }

    #[test]
    fn what_is_not_json_ends() {
        for text in
            ["", "{", "[", "\"", "{\"a", "{\"a\":", "[1,", "é", "{é:1}", "\"\\", "\"\\u12", "[[[", "}", "nul"]
        {
            let _ = Json::parse(text);
        }
    }
}
