//! Comments that silence findings: `# bricklint: ignore[rule-a] until=2026-12-31 reason text`.

use crate::source::{FileId, Span};

/// How far a suppression reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The attribute or block that starts on this line or the next; its span in bytes.
    Span(Span),
    /// The whole file.
    File,
}

/// One suppression comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The file it stands in.
    pub file: FileId,
    /// The comment.
    pub span: Span,
    /// What it covers.
    pub reach: Reach,
    /// Rule ids or areas.
    pub rules: Vec<String>,
    /// `until=YYYY-MM-DD`.
    pub until: Option<String>,
    /// Free text; required.
    pub reason: String,
}

/// What a comment that speaks to the tool says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// `ignore-file` instead of `ignore`.
    pub whole_file: bool,
    /// Rule ids or areas.
    pub rules: Vec<String>,
    /// `until=YYYY-MM-DD`.
    pub until: Option<String>,
    /// Free text.
    pub reason: String,
}

/// Reads one comment's text (with or without its comment sign); `None` when it does not speak to the
/// tool, `Err` with one clause when it does and is malformed.
pub fn parse_directive(comment: &str) -> Option<Result<Directive, String>> {
    let text = comment.trim_start_matches(['#', '/', '*', ' ', '\t']).trim_end();
    let text = text.strip_suffix("*/").unwrap_or(text).trim_end();
    let rest = text.strip_prefix("bricklint:")?.trim_start();
    let (whole_file, rest) = match (rest.strip_prefix("ignore-file"), rest.strip_prefix("ignore")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return Some(Err("expected `ignore[rule]` or `ignore-file[rule]`".to_owned())),
    };
    let Some((list, rest)) = rest.trim_start().strip_prefix('[').and_then(|r| r.split_once(']')) else {
        return Some(Err("expected a list of rules in brackets".to_owned()));
    };
    let rules: Vec<String> =
        list.split(',').map(str::trim).filter(|r| !r.is_empty()).map(str::to_owned).collect();
    if rules.is_empty() {
        return Some(Err("the list of rules is empty".to_owned()));
    }
    let mut until = None;
    let mut reason = Vec::new();
    for word in rest.split_whitespace() {
        match word.strip_prefix("until=") {
            Some(date) if is_date(date) => until = Some(date.to_owned()),
            Some(date) => return Some(Err(format!("`{date}` is not a date of the form YYYY-MM-DD"))),
            None => reason.push(word),
        }
    }
    if reason.is_empty() {
        return Some(Err("a reason is required after the list of rules".to_owned()));
    }
    Some(Ok(Directive { whole_file, rules, until, reason: reason.join(" ") }))
}

/// Whether a text is a date as `until` takes it, `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, len: usize, range: std::ops::RangeInclusive<u32>| {
        part.len() == len && part.parse().is_ok_and(|n| range.contains(&n))
    };
    matches!(parts.as_slice(), [y, m, d] if number(y, 4, 1..=9999) && number(m, 2, 1..=12) && number(d, 2, 1..=31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_full_directive() {
        let got = parse_directive("# bricklint: ignore[a, b] until=2026-12-31 legacy  job").unwrap().unwrap();
        assert_eq!(got.rules, ["a", "b"]);
        assert_eq!(got.until.as_deref(), Some("2026-12-31"));
        assert_eq!(got.reason, "legacy job");
        assert!(!got.whole_file);
    }

    #[test]
    fn says_what_is_missing() {
        assert!(parse_directive("# an ordinary comment").is_none());
        assert!(parse_directive("# bricklint: ignore[a]").unwrap().is_err());
        assert!(parse_directive("# bricklint: ignore[] why").unwrap().is_err());
        assert!(parse_directive("# bricklint: ignore[a] until=2026-13-01 why").unwrap().is_err());
        assert!(
            parse_directive("/* bricklint: ignore-file[a] generated code */").unwrap().unwrap().whole_file
        );
    }
}
