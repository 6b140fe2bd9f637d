//! One pass over JSON by bytes. It keeps nothing and refuses what `serde_json` refuses, and more: whoever
//! uses it has a slower way for what is unusual.

use std::borrow::Cow;

/// Why the pass ends: this is no JSON, or it is nothing that is read in passing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusual;

/// What was read, unless it is unusual.
pub type Read<T> = Result<T, Unusual>;

/// A place in a text.
#[derive(Debug)]
pub struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The closing bytes of what is open in [`Self::skip`].
    open: Vec<u8>,
}

impl<'t> Scan<'t> {
    /// A pass that starts at a byte.
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, open: Vec::new() }
    }

    /// The byte that comes next.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes on at another byte.
    pub fn jump(&mut self, at: usize) {
        self.at = at;
    }

    /// The next byte that is no white space.
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Read<()> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(Unusual)
    }

    fn word(&mut self, word: &str) -> Read<()> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(Unusual)
    }

    /// Moves past `null`, if that comes next.
    pub fn null(&mut self) -> Read<bool> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    /// A truth value.
    pub fn truth(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(Unusual),
        }
    }

    /// What stands between the quotes, and whether there is an escape in it.
    fn quoted(&mut self) -> Read<(&'t str, bool)> {
        self.take(b'"')?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        loop {
            self.at = end_of_run(bytes, self.at);
            match bytes.get(self.at) {
                Some(b'"') => {
                    let content = self.text.get(start..self.at).ok_or(Unusual)?;
                    self.at += 1;
                    return Ok((content, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    match bytes.get(self.at + 1) {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
                        Some(b'u') => {
                            let digits = bytes.get(self.at + 2..self.at + 6).ok_or(Unusual)?;
                            if !digits.iter().all(u8::is_ascii_hexdigit) {
                                return Err(Unusual);
                            }
                            self.at += 6;
                        }
                        _ => return Err(Unusual),
                    }
                }
                // The text ends, or a control character stands in it.
                _ => return Err(Unusual),
            }
        }
    }

    /// A string.
    pub fn string(&mut self) -> Read<Cow<'t, str>> {
        self.peek();
        let start = self.at;
        let (content, escaped) = self.quoted()?;
        if !escaped {
            return Ok(Cow::Borrowed(content));
        }
        let whole = self.text.get(start..self.at).ok_or(Unusual)?;
        serde_json::from_str(whole).map(Cow::Owned).map_err(|_| Unusual)
    }

    /// A string or null.
    pub fn string_or_null(&mut self) -> Read<Option<Cow<'t, str>>> {
        if self.null()? { Ok(None) } else { self.string().map(Some) }
    }

    /// The name of an entry and its colon. One with an escape is unusual.
    fn name(&mut self) -> Read<&'t str> {
        match self.quoted()? {
            (name, false) => self.take(b':').map(|()| name),
            _ => Err(Unusual),
        }
    }

    /// An object: `each` reads the value of every entry.
    pub fn object(&mut self, mut each: impl FnMut(&mut Self, &'t str) -> Read<()>) -> Read<()> {
        self.take(b'{')?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let name = self.name()?;
            each(self, name)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(Unusual),
            }
            self.peek();
        }
    }

    /// A list: `each` reads every element.
    pub fn list(&mut self, each: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.list_until(usize::MAX, each).map(drop)
    }

    /// The elements of a list before the one that starts at a byte, or all where none does. Returns whether one does.
    pub fn list_until(&mut self, stop: usize, each: impl FnMut(&mut Self) -> Read<()>) -> Read<bool> {
        self.take(b'[')?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(false);
        }
        self.elements(stop, each)
    }

    /// The elements of a list from here on.
    pub fn rest_of_list(&mut self, each: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.elements(usize::MAX, each).map(drop)
    }

    fn elements(&mut self, stop: usize, mut each: impl FnMut(&mut Self) -> Read<()>) -> Read<bool> {
        loop {
            each(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(false);
                }
                _ => return Err(Unusual),
            }
            self.peek();
            if self.at == stop {
                return Ok(true);
            }
        }
    }

    /// The text of a value that is not looked into; none for null.
    pub fn value(&mut self) -> Read<Option<&'t str>> {
        if self.null()? {
            return Ok(None);
        }
        let start = self.at;
        self.skip()?;
        self.text.get(start..self.at).map(Some).ok_or(Unusual)
    }

    /// What was passed since a byte.
    pub fn since(&self, start: usize) -> Option<&'t str> {
        self.text.get(start..self.at)
    }

    /// Moves past a value of any depth.
    pub fn skip(&mut self) -> Read<()> {
        self.open.clear();
        loop {
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    if self.peek() != Some(b'}') {
                        self.quoted()?;
                        self.take(b':')?;
                        self.open.push(b'}');
                        continue;
                    }
                    self.at += 1;
                }
                Some(b'[') => {
                    self.at += 1;
                    if self.peek() != Some(b']') {
                        self.open.push(b']');
                        continue;
                    }
                    self.at += 1;
                }
                Some(b'"') => drop(self.quoted()?),
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                _ => self.number()?,
            }
            loop {
                let Some(close) = self.open.last().copied() else { return Ok(()) };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        if close == b'}' {
                            self.quoted()?;
                            self.take(b':')?;
                        }
                        break;
                    }
                    Some(byte) if byte == close => {
                        self.at += 1;
                        self.open.pop();
                    }
                    _ => return Err(Unusual),
                }
            }
        }
    }

    fn number(&mut self) -> Read<()> {
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let start = if bytes.get(self.at) == Some(&b'-') { self.at + 1 } else { self.at };
        let mut end = digits(start);
        // No digit at all, or one after a zero.
        if end == start || (bytes.get(start) == Some(&b'0') && end > start + 1) {
            return Err(Unusual);
        }
        if bytes.get(end) == Some(&b'.') {
            let first = end + 1;
            end = digits(first);
            if end == first {
                return Err(Unusual);
            }
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let first = end + if matches!(bytes.get(end + 1), Some(b'+' | b'-')) { 2 } else { 1 };
            end = digits(first);
            if end == first {
                return Err(Unusual);
            }
        }
        self.at = end;
        Ok(())
    }
}

/// The first byte from `at` on that ends a run of plain characters in a string: a quote, a backslash or a
/// control character; the length of the text where there is none. Eight bytes at a time: a byte of a word is
/// below another where subtracting borrows into its highest bit.
fn end_of_run(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let quote = word ^ (ONES * u64::from(b'"'));
        let quote = quote.wrapping_sub(ONES) & !quote;
        let backslash = word ^ (ONES * u64::from(b'\\'));
        let backslash = backslash.wrapping_sub(ONES) & !backslash;
        let found = (control | quote | backslash) & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| *byte >= 0x20 && !matches!(byte, b'"' | b'\\')) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    fn agrees(text: &str) {
        let mut scan = Scan::new(text, 0);
        let mut serde = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        let want = serde.next().is_some_and(|value| value.is_ok());
        let got = scan.skip().is_ok();
        // Behind a bare word or number serde wants something that ends it.
        if got && !want {
            assert!(text.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '-'), "{text}");
        } else {
            assert_eq!(got, want, "{text}");
        }
        if got && want {
            assert_eq!(scan.at(), serde.byte_offset(), "{text}");
        }
    }

    #[test]
    fn what_is_json_is_what_serde_takes() {
        for text in [
            "",
            "{",
            "[",
            "]",
            "{}",
            "[]",
            " [ ] ",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "[1 2]",
            "[0]",
            "[00]",
            "[01]",
            "[-0]",
            "[-]",
            "[1.]",
            "[.5]",
            "[1.5e]",
            "[1e+]",
            "[1E-7,2e5]",
            "[+1]",
            "[NaN]",
            "[tru]",
            "[true,false,null]",
            "[nul]",
            "\"a",
            "\"\\\"",
            "\"\\u12\"",
            "\"\\u12aG\"",
            "\"\\ud83d\"",
            "\"\\x\"",
            "\"a\nb\"",
            "\"a\u{7f}b\"",
            "\"ünï\"",
            "[[[[1]]]]",
            "{\"a\":{\"b\":[{}]}}",
            "[\"12345678\\\"9\"]",
            "[\"1234567\n\"]",
            "{1:2}",
            "[1]x",
            "{\"a\":[}",
            "[{]}",
        ] {
            agrees(text);
        }
    }

    #[test]
    fn runs_end_where_a_byte_tells() {
        for at in 0..20 {
            for byte in [b'"', b'\\', 0x1f, b'\n', 0] {
                let mut text = vec![b'x'; 20];
                text[at] = byte;
                assert_eq!(end_of_run(&text, 0), at);
            }
        }
        assert_eq!(end_of_run("ü€😀ü€😀".as_bytes(), 0), 18);
    }

    proptest! {
        #[test]
        fn texts_of_json_bytes_are_read_as_serde_reads_them(
            text in r#"[\[\]{},: "\\a-u0-3e.+\-]{0,24}"#
        ) {
            agrees(&text);
        }
    }
}
