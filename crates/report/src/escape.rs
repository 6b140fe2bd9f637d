//! Cleaning and escaping of text that came from the input: the only place that does either.
//!
//! Prose ([`line()`]) loses control characters and the characters that reorder or hide text, then is escaped
//! for its format. Names that programs compare (paths, addresses, pointers, edits) stay exact in JSON, where
//! such characters are written as `\uXXXX`.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

/// Whether a character ends a line somewhere.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character is a control character, reorders text or has no width.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text on one line: line breaks and tabs become a space, other control characters and those that
/// reorder or hide text are dropped.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_break(c) {
            // A Windows line end is one break.
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_hidden(c) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text with line feeds kept, other control characters and those that reorder or hide text dropped.
pub fn lines(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| c != '\n' && is_hidden(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    Cow::Owned(kept.filter(|c| *c == '\n' || !is_hidden(*c)).collect())
}

/// Source text of the same length in bytes, so that spans stay right: what [`line()`] drops becomes a
/// character that is seen. Line ends and tabs stay.
pub fn source(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c != '\n' && c != '\t' && is_hidden(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let line_end = c == '\r' && rest.peek() == Some(&'\n');
        if matches!(c, '\n' | '\t') || line_end || !is_hidden(c) {
            out.push(c);
            continue;
        }
        out.push_str(match (c, c.len_utf8()) {
            ('\r', _) => " ",
            (_, 1) => "?",
            (_, 2) => "\u{bf}",
            (_, 3) => "\u{fffd}",
            (_, _) => "\u{fffd}?",
        });
    }
    Cow::Owned(out)
}

/// Pretty JSON that ends in a line feed. Characters that reorder or hide text are written as `\uXXXX`, so
/// that the value is exact and the text harmless.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    // Serialising plain structs to a string cannot fail.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let bad = |c: char| c != '\n' && is_hidden(c);
    let mut out = String::with_capacity(text.len() + 1);
    let mut rest = text.as_str();
    while let Some(at) = rest.find(bad) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        if let Some(c) = chars.next() {
            // Outside strings JSON is ASCII without control characters, so this one is inside.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('\n');
    out
}

/// The message of a workflow command of GitHub Actions; line feeds stay, as `%0A`.
pub fn command_data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in lines(text).chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            _ => out.push(c),
        }
    }
    out
}

/// A property of a workflow command of GitHub Actions.
pub fn command_property(text: &str) -> String {
    command_data(&line(text)).replace(':', "%3A").replace(',', "%2C")
}

/// A plain line in the log of GitHub Actions, which must not be read as a command.
pub fn log_line(text: &str) -> String {
    let text = line(text).replace("##[", "# #[");
    if text.trim_start().starts_with("::") { format!("| {text}") } else { text }
}

/// Text or an attribute value in XML and HTML, on one line.
pub fn markup(text: &str) -> String {
    entities(&line(text))
}

/// Text in XML and HTML with its line feeds.
pub fn markup_lines(text: &str) -> String {
    entities(&lines(text))
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // The two that XML forbids although they are not control characters.
            '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// A message in HTML: its code spans become `<code>`.
pub fn html_message(text: &str) -> String {
    let mut out = String::new();
    for (code, part) in code_spans(&line(text)) {
        if code {
            let _ = write!(out, "<code>{}</code>", entities(part));
        } else {
            out.push_str(&entities(part));
        }
    }
    out
}

/// A message in Markdown: its code spans stay code, everything else is plain text. Mentions, references to
/// issues, links and HTML are defused.
pub fn markdown_message(text: &str) -> String {
    let mut out = String::new();
    for (code, part) in code_spans(&line(text)) {
        if code {
            out.push_str(&markdown_code(part));
        } else {
            markdown_plain(part, &mut out);
        }
    }
    out
}

/// Plain text in Markdown.
pub fn markdown_text(text: &str) -> String {
    let mut out = String::new();
    markdown_plain(&line(text), &mut out);
    out
}

/// A code span in Markdown, safe in a table too.
pub fn markdown_code(text: &str) -> String {
    let text = line(text);
    if text.is_empty() {
        return String::new();
    }
    // A pipe would end the cell of a table, and a backslash before it is visible outside of one.
    if text.contains('|') {
        return format!("<code>{}</code>", entities(&text).replace('|', "&#124;").replace('`', "&#96;"));
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn markdown_plain(text: &str, out: &mut String) {
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            // An empty comment parts what would be a mention, a reference or a link.
            '@' => out.push_str("@<!-- -->"),
            '#' if rest.peek().is_some_and(char::is_ascii_digit) => out.push_str("#<!-- -->"),
            ':' if rest.peek() == Some(&'/') => out.push_str(":<!-- -->"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("<!-- -->."),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '~' | '!' | '$' | '#' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        before = c;
    }
}

/// The parts of a message between its backticks and whether each is code. A backtick without a partner is
/// text.
fn code_spans(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else { break };
        parts.push((false, before));
        parts.push((true, code));
        rest = after;
    }
    parts.push((false, rest));
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

/// A relative path as a URI reference.
pub fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A quoted string in DOT; `\n` in the text is a line break of the label.
pub fn dot(text: &str) -> String {
    let mut out = String::from("\"");
    for c in lines(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // Labels decode entities.
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A quoted label in Mermaid; line feeds are line breaks.
pub fn mermaid(text: &str) -> String {
    let mut out = String::from("\"");
    for c in lines(text).chars() {
        match c {
            '\n' => out.push_str("<br/>"),
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_of_what_cannot_be_seen() {
        let table = [
            ("plain Grüße 日本", "plain Grüße 日本"),
            ("a\r\nb\tc\u{2028}d", "a b c d"),
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{61c}", "abcde"),
            ("a\u{9b}31m\u{85}b", "a31m b"),
            ("tag\u{e0041}", "tag"),
        ];
        for (text, expected) in table {
            assert_eq!(line(text), expected);
        }
        assert_eq!(lines("a\r\n\tb\u{1b}"), "a\n b");
    }

    #[test]
    fn source_keeps_its_length() {
        let text = "a\u{1b}b\u{85}c\u{202e}d\u{e0001}\re\r\n\té";
        let got = source(text);
        assert_eq!(got.len(), text.len());
        assert_eq!(got, "a?b¿c\u{fffd}d\u{fffd}? e\r\n\té");
    }

    #[test]
    fn json_is_exact_and_harmless() {
        let text = "a\u{202e}b\u{7f}\u{e0041}\n\"";
        let got = json(text);
        assert_eq!(got, "\"a\\u202eb\\u007f\\udb40\\udc41\\n\\\"\"\n");
        assert_eq!(serde_json::from_str::<String>(&got).unwrap(), text);
    }

    #[test]
    fn each_format_has_its_escapes() {
        assert_eq!(command_data("100%\r\n::error::x"), "100%25%0A::error::x");
        assert_eq!(command_property("a:b,c%\nd"), "a%3Ab%2Cc%25 d");
        assert_eq!(log_line("::error::x"), "| ::error::x");
        assert_eq!(log_line("a ##[error]x"), "a # #[error]x");
        assert_eq!(markup("<a href='\"&\n"), "&lt;a href=&#39;&quot;&amp; ");
        assert_eq!(html_message("`<b>` is <i> `odd"), "<code>&lt;b&gt;</code> is &lt;i&gt; `odd");
        assert_eq!(
            markdown_message("`a_b` *x* @me <b> #1"),
            "`a_b` \\*x\\* @<!-- -->me &lt;b&gt; #<!-- -->1"
        );
        assert_eq!(
            markdown_text("http://x www.x a_b [l](u)"),
            "http:<!-- -->//x www<!-- -->.x a\\_b \\[l\\](u)"
        );
        assert_eq!(markdown_code("a``b`"), "``` a``b` ```");
        assert_eq!(markdown_code("a|<"), "<code>a&#124;&lt;</code>");
        assert_eq!(uri("a b/c:d%/é.tf"), "a%20b/c%3Ad%25/%C3%A9.tf");
        assert_eq!(dot("a\"b\\\nc"), "\"a\\\"b\\\\\\nc\"");
        assert_eq!(mermaid("a\"<#\n"), "\"a#quot;#lt;#35;<br/>\"");
    }
}
