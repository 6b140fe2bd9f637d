//! ARNs taken apart, and matching with wildcards, where parts may be unknown.

use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Segment, Value};

use crate::links;

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; each part may be unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Arn {
    /// `aws`, `aws-us-gov`
    pub partition: Value,
    /// `iam`
    pub service: Value,
    /// Empty for IAM.
    pub region: Value,
    /// Twelve digits.
    pub account: Value,
    /// `role/PATH/NAME`, `root`
    pub resource: Value,
}

impl Arn {
    /// The parts of an ARN; `None` for other text and where it cannot be told apart. An unknown part is
    /// taken not to hold a colon.
    pub fn parse(value: &Value) -> Option<Self> {
        let mut parts = Vec::with_capacity(6);
        let mut rest = value.clone();
        for _ in 0..5 {
            let after = links::after(&rest, ":")?;
            parts.push(links::before(&rest, ':'));
            rest = after;
        }
        let [arn, partition, service, region, account] = <[Value; 5]>::try_from(parts).ok()?;
        if arn.as_str() != Some("arn") {
            return None;
        }
        Some(Self { partition, service, region, account, resource: rest })
    }
}

/// Whether a value matches a pattern with `*` and `?`, as `StringLike` and `Resource` ask it. IAM's own
/// variables in the pattern (`${aws:username}`) can stand for anything.
pub fn like(pattern: &Value, value: &Value) -> Tri {
    glob(pattern, value, false)
}

/// [`like`] without regard to case, as action names are compared.
pub fn like_folded(pattern: &Value, value: &Value) -> Tri {
    glob(pattern, value, true)
}

/// Whether two texts are the same without regard to case.
pub fn equals_folded(a: &Value, b: &Value) -> Tri {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => Tri::from(a.eq_ignore_ascii_case(b)),
        _ => compared(&tokens(a, true, false), &tokens(b, true, false)),
    }
}

/// [`like_folded`] for known text.
pub fn is_like_folded(pattern: &Value, text: &str) -> Tri {
    match known(pattern, text, true) {
        Some(fits) => Tri::from(fits),
        None => like_folded(pattern, &Value::string(text)),
    }
}

/// Whether known text in ASCII matches a pattern in which nothing is open.
fn known(pattern: &Value, text: &str, fold: bool) -> Option<bool> {
    let pattern = pattern.as_str().filter(|pattern| pattern.is_ascii() && !pattern.contains("${"))?;
    text.is_ascii().then(|| fits_text(pattern.as_bytes(), text.as_bytes(), fold))
}

/// `*` takes as little as it can and more where the rest does not fit then.
fn fits_text(pattern: &[u8], text: &[u8], fold: bool) -> bool {
    let (mut at, mut here) = (0, 0);
    // Behind the last `*`: the pattern, and how much text the `*` has taken.
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let item = text.get(here);
        match (pattern.get(at), item) {
            (None, None) => return true,
            (Some(b'*'), _) => {
                at += 1;
                retry = Some((at, here));
                continue;
            }
            (Some(wanted), Some(item))
                if *wanted == b'?' || wanted == item || fold && wanted.eq_ignore_ascii_case(item) =>
            {
                at += 1;
                here += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, taken)) = retry.filter(|(_, taken)| *taken < text.len()) else { return false };
        at = after;
        here = taken + 1;
        retry = Some((after, here));
    }
}

fn glob(pattern: &Value, value: &Value, fold: bool) -> Tri {
    if pattern.as_str() == Some("*") {
        return Tri::True;
    }
    if let Some(fits) = value.as_str().and_then(|text| known(pattern, text, fold)) {
        return Tri::from(fits);
    }
    let pattern_tokens = tokens(pattern, fold, true);
    if !fold && pattern_tokens.iter().all(|token| matches!(token, Token::Char(_) | Token::Hole(Some(_)))) {
        return tri::equals(pattern, value);
    }
    compared(&pattern_tokens, &tokens(value, fold, false))
}

fn compared(pattern: &[Token<'_>], value: &[Token<'_>]) -> Tri {
    if matches(pattern, value, false) {
        Tri::True
    } else if matches(pattern, value, true) {
        Tri::Unknown
    } else {
        Tri::False
    }
}

#[derive(Clone, Copy, Debug)]
enum Token<'v> {
    Char(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// An unknown part.
    Hole(Option<&'v Value>),
}

fn tokens(value: &Value, fold: bool, wildcards: bool) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    if let Some(text) = value.as_str() {
        text_tokens(text, fold, wildcards, &mut out);
    } else if let Some(parts) = value.as_segments() {
        for part in parts {
            match part {
                Segment::Known(text) => text_tokens(text, fold, wildcards, &mut out),
                Segment::Hole(hole) => out.push(Token::Hole(Some(hole))),
            }
        }
    } else {
        out.push(Token::Hole(Some(value)));
    }
    out
}

fn text_tokens(text: &str, fold: bool, wildcards: bool, out: &mut Vec<Token<'_>>) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '*' if wildcards => out.push(Token::Any),
            '?' if wildcards => out.push(Token::One),
            '$' if wildcards && rest.starts_with("${") => {
                taken = rest.find('}').map_or(rest.len(), |end| end + 1);
                out.push(Token::Hole(None));
            }
            c if fold => out.extend(c.to_lowercase().map(Token::Char)),
            c => out.push(Token::Char(c)),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
}

/// Whether the tokens match: whatever the unknown parts are, or for some content of them.
fn matches(pattern: &[Token<'_>], value: &[Token<'_>], some: bool) -> bool {
    let (mut pattern, mut value) = (pattern, value);
    // What is written out on both sides is most of it.
    while let ([Token::Char(a), pattern_rest @ ..], [Token::Char(b), value_rest @ ..]) = (pattern, value) {
        if a != b {
            return false;
        }
        (pattern, value) = (pattern_rest, value_rest);
    }
    // `row` holds, for the pattern so far, which heads of the value it matches.
    let mut row = vec![false; value.len() + 1];
    if let Some(first) = row.first_mut() {
        *first = true;
    }
    spread(&mut row, value, some);
    let mut next = row.clone();
    for token in pattern {
        let open = matches!(token, Token::Any) || some && matches!(token, Token::Hole(_));
        let mut reached = false;
        for (at, slot) in next.iter_mut().enumerate() {
            let here = row.get(at).copied().unwrap_or_default();
            if open {
                reached |= here;
                *slot = reached;
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| Some((*row.get(at)?, *value.get(at)?)));
            let consumed = before.is_some_and(|(matched, item)| matched && fits(token, &item));
            // The unknown part of the value can hold what the pattern says.
            let inside = some && before.is_some_and(|(_, item)| matches!(item, Token::Hole(_))) && here;
            *slot = consumed || inside;
        }
        spread(&mut next, value, some);
        std::mem::swap(&mut row, &mut next);
    }
    row.last().copied().unwrap_or_default()
}

/// An unknown part of the value can be empty.
fn spread(row: &mut [bool], value: &[Token<'_>], some: bool) {
    if !some {
        return;
    }
    let mut before = false;
    for (at, slot) in row.iter_mut().enumerate() {
        let hole =
            at.checked_sub(1).and_then(|at| value.get(at)).is_some_and(|t| matches!(t, Token::Hole(_)));
        *slot |= before && hole;
        before = *slot;
    }
}

fn fits(pattern: &Token<'_>, value: &Token<'_>) -> bool {
    match (pattern, value) {
        (Token::Char(a), Token::Char(b)) => a == b,
        (Token::One, Token::Char(_)) => true,
        (Token::Hole(Some(a)), Token::Hole(Some(b))) => tri::equals(a, b).is_true(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bricklint_findings::cause::{Cause, CauseKind};
    use bricklint_lang::types::Type;
    use bricklint_lang::value::{Blank, Refinements, Symbol, Text, Unknown};

    use super::*;

    fn unknown(name: &str) -> Value {
        Value::from_unknown(Unknown {
            ty: Type::String,
            refinements: Refinements { not_null: true, ..Refinements::default() },
            cause: Cause::new(CauseKind::Variable, name, "no value"),
            symbol: Some(Arc::new(Symbol {
                stack: 0,
                module: "".into(),
                name: name.into(),
                path: "".into(),
                free: false,
            })),
            may_be: Blank::NONE,
            cases: None,
        })
    }

    /// Text with `<name>` for unknown parts.
    fn text(source: &str) -> Value {
        let mut parts = Vec::new();
        for (at, piece) in source.split(['<', '>']).enumerate() {
            if at % 2 == 1 {
                parts.push(Segment::Hole(unknown(piece)));
            } else if !piece.is_empty() {
                parts.push(Segment::Known(piece.into()));
            }
        }
        match parts.as_slice() {
            [] => Value::string(""),
            [Segment::Known(text)] => Value::string(text.clone()),
            [Segment::Hole(hole)] => hole.clone(),
            _ => Value::text(Text::Segmented(parts.into())),
        }
    }

    #[test]
    fn patterns_match_whatever_is_unknown_or_for_some_content() {
        let cases = [
            ("*", "anything", Tri::True),
            ("a*c", "abbc", Tri::True),
            ("a?c", "abc", Tri::True),
            ("a?c", "ac", Tri::False),
            ("a*", "<x>", Tri::Unknown),
            ("a*", "b<x>", Tri::False),
            ("role/*", "role/<x>", Tri::True),
            ("role/<x>*", "role/<x>-uc", Tri::True),
            ("role/<x>*", "role/<y>-uc", Tri::Unknown),
            ("role/?", "role/<x>", Tri::Unknown),
            ("role/*-uc", "role/<x>-catalog", Tri::False),
            ("role/<x>", "role/<x>", Tri::True),
            ("role/<x>", "role/<y>", Tri::Unknown),
            ("role/${aws:username}", "role/a", Tri::Unknown),
            ("", "a", Tri::False),
            ("", "", Tri::True),
            ("a*b*c", "a-b-b-c", Tri::True),
            ("a*b*c", "a-b-c-d", Tri::False),
            ("*a?", "aab", Tri::True),
            ("*ab", "aab", Tri::True),
            ("a**", "a", Tri::True),
            ("a*?", "a", Tri::False),
            ("A*", "a", Tri::False),
            ("é*", "éa", Tri::True),
            ("<x>", "", Tri::Unknown),
        ];
        for (pattern, value, want) in cases {
            assert_eq!(like(&text(pattern), &text(value)), want, "{pattern} on {value}");
        }
        assert_eq!(like_folded(&text("STS:assume*"), &text("sts:AssumeRole")), Tri::True);
        assert_eq!(like_folded(&text("sts:assumerole"), &text("sts:AssumeRole")), Tri::True);
        assert_eq!(like_folded(&text("s3:*"), &text("sts:AssumeRole")), Tri::False);
        assert_eq!(like_folded(&text("<x>"), &text("sts:AssumeRole")), Tri::Unknown);
        assert_eq!(equals_folded(&text("role/UC-<x>"), &text("role/uc-<x>")), Tri::True);
        assert_eq!(equals_folded(&text("role/UC-<x>"), &text("role/other")), Tri::False);
        assert_eq!(equals_folded(&text("role/*"), &text("role/uc")), Tri::False);
    }

    #[test]
    fn an_arn_has_six_parts() {
        let arn = Arn::parse(&text("arn:<p>:iam::<a>:role/x/y:z")).unwrap();
        assert_eq!(arn.partition, unknown("p"));
        assert_eq!(arn.account, unknown("a"));
        assert_eq!(arn.region, Value::string(""));
        assert_eq!(arn.resource, Value::string("role/x/y:z"));
        for other in ["arn:aws:iam", "urn:a:b:c:d:e", "<x>", "<x>:iam::1:role/a:b"] {
            assert_eq!(Arn::parse(&text(other)), None, "{other}");
        }
    }
}
