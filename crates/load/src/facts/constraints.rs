//! What the Databricks provider asks of arguments beside its schema, as far as the text tells whether they are set.

use std::net::{IpAddr, Ipv4Addr};

use bricklint_findings::Sorting;
use bricklint_findings::source::Span;
use bricklint_lang::convert::{as_text, convert};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::facts::FactKind;
use bricklint_model::schema::{BodySchema, ConstraintKind, Schema, Takes};
use rustc_hash::FxHashMap;

use super::types::{Around, Count, Parts};
use super::{Checker, Owner};

/// Whether an argument or block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// Not, or to null.
    Absent,
    /// Here.
    Set(u32, Span),
    /// That hangs on what is not known.
    Open,
}

impl<'c> Checker<'c> {
    /// A body against what is asked of it. `counts` are its blocks, `written` the names of all that is in it.
    pub(super) fn constrained(
        &mut self,
        around: Around<'_>,
        parts: &Parts<'c>,
        counts: &FxHashMap<&str, Count>,
        written: &[&str],
    ) {
        for kind in around.constraints.map_or(&[][..], |constraints| &constraints.here) {
            let is_written = |name: &&str| written.contains(name) || counts.contains_key(name);
            let setting = |name| self.setting(name, parts, counts);
            match kind {
                ConstraintKind::Set { names, any, several } => {
                    let present: Vec<&str> = names.iter().copied().filter(is_written).collect();
                    if present.len() < 2 && !any {
                        continue;
                    }
                    let settings: Vec<_> = present.iter().map(|name| (*name, setting(name))).collect();
                    if *any && settings.iter().all(|(_, setting)| *setting == Setting::Absent) {
                        self.none_of(around, names, written);
                    }
                    if !several {
                        self.exclusive(around, &settings);
                    }
                }
                ConstraintKind::Needs { name, other } => {
                    if is_written(name)
                        && let (Setting::Set(file, span), Setting::Absent) = (setting(name), setting(other))
                    {
                        let kind = FactKind::Needs {
                            name: (*name).into(),
                            other: (*other).into(),
                            of: around.of.text(),
                        };
                        self.note(around.owner, file, span, kind);
                    }
                }
                ConstraintKind::Most { name, max } => {
                    if let Some(count) = counts.get(name).filter(|count| count.written > *max)
                        && let Some((file, span)) = count.last
                    {
                        let of = around.of.text();
                        let kind = FactKind::TooMany { name: (*name).into(), of, max: *max };
                        self.note(around.owner, file, span, kind);
                    }
                }
                ConstraintKind::Value { name, takes } if is_written(name) => {
                    self.taken(around, parts, name, takes);
                }
                ConstraintKind::Value { .. } => {}
            }
        }
    }

    fn setting(&self, name: &str, parts: &Parts<'c>, counts: &FxHashMap<&str, Count>) -> Setting {
        if let Some(count) = counts.get(name) {
            return match count.last {
                Some((file, span)) if count.written > 0 => Setting::Set(file, span),
                _ if count.open => Setting::Open,
                _ => Setting::Absent,
            };
        }
        let Some(attribute) = parts.attributes.iter().find(|attribute| attribute.name == name) else {
            return Setting::Absent;
        };
        if self.is_null(attribute) {
            return Setting::Absent;
        }
        match self.value(attribute.file, attribute.value) {
            Some(value) if !value.is_unknown() => Setting::Set(attribute.file, attribute.key),
            _ => Setting::Open,
        }
    }

    /// None of some is set, of which one has to be. What the table does not know can be one more of them.
    fn none_of(&mut self, around: Around<'_>, names: &[&str], written: &[&str]) {
        let Some(known) = self.described(around) else { return };
        if written.iter().any(|name| *name != "//" && known.member(name).is_none()) {
            return;
        }
        let kind = FactKind::NoneOf {
            names: names.iter().map(|name| (*name).into()).collect(),
            of: around.of.text(),
        };
        let (file, span) = around.header;
        self.note(around.owner, file, span, kind);
    }

    /// The body as the table that the constraints are of describes it.
    pub(super) fn described(&self, around: Around<'_>) -> Option<BodySchema<'static>> {
        let Owner::Resource(at) = around.owner else { return None };
        let def = self.module.resources.get(at as usize)?;
        around.of.body_in(Schema::embedded().find(def.mode, &def.type_name)?.body)
    }

    /// Of those that are set each one after the first is one too many.
    fn exclusive(&mut self, around: Around<'_>, settings: &[(&str, Setting)]) {
        let mut set: Vec<(u32, Span, &str)> = settings
            .iter()
            .filter_map(|(name, setting)| match setting {
                Setting::Set(file, span) => Some((*file, *span, *name)),
                _ => None,
            })
            .collect();
        set.put_in_order_by(|(a, at, _), (b, other, _)| (a, at.start).cmp(&(b, other.start)));
        let Some(((first_file, first_span, first), rest)) = set.split_first() else { return };
        let other = self.at(*first_file, *first_span);
        for (file, span, name) in rest {
            let kind =
                FactKind::Exclusive { name: (*name).into(), first: (*first).into(), of: around.of.text() };
            self.add_with(&self.text(around.owner), *file, *span, kind, other);
        }
    }

    /// A value that is known against those that the provider takes.
    fn taken(&mut self, around: Around<'_>, parts: &Parts<'c>, name: &str, takes: &Takes) {
        let Some(written) = parts.attributes.iter().find(|attribute| attribute.name == name) else { return };
        let Some(tree) = self.module.tree(written.file) else { return };
        let Some(value) = self.value(written.file, written.value) else { return };
        if is_taken(&value, takes) == Some(false) {
            let kind =
                FactKind::NotTakenValue { name: name.into(), of: around.of.text(), takes: takes.clone() };
            self.note(around.owner, written.file, tree.span(written.value), kind);
        }
    }
}

/// Whether the provider takes a value; none where that is not known. Null is as if nothing were written.
fn is_taken(value: &Value, takes: &Takes) -> Option<bool> {
    if value.is_unknown() || value.is_null() {
        return None;
    }
    if let Takes::Range(low, high) = takes {
        let number = convert(value, &Type::Number).ok()?.as_number()?.as_i64()?;
        return Some(low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high));
    }
    if let Some(items) = value.as_items() {
        return match takes {
            Takes::Length(low, high) => {
                Some(*low <= items.len() && high.is_none_or(|high| items.len() <= high))
            }
            // What is asked of a list is asked of each of its elements.
            _ => items.iter().find_map(|item| is_taken(item, takes).filter(|taken| !taken)),
        };
    }
    let text = as_text(value);
    let text = text.as_str()?;
    Some(match takes {
        Takes::OneOf { values, any_case: true } => {
            values.iter().any(|taken| taken.eq_ignore_ascii_case(text))
        }
        Takes::OneOf { values, any_case: false } => values.contains(&text),
        Takes::NoneOf(values) => !values.contains(&text),
        Takes::Length(low, high) => *low <= text.len() && high.is_none_or(|high| text.len() <= high),
        // arn:partition:service:region:account:resource
        Takes::Arn(kind) => match text.splitn(6, ':').collect::<Vec<_>>().as_slice() {
            ["arn", _, _, _, _, resource] => resource.starts_with(kind),
            _ => text.is_empty() && *kind == "role",
        },
        Takes::Letters(low, high, others) => {
            let is_one = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
            (*low..=*high).contains(&text.len()) && text.chars().all(is_one)
        }
        Takes::Form(form) => has_form(text, form),
        Takes::Range(..) => return None,
    })
}

/// Whether a text has one of the forms that have a name.
fn has_form(text: &str, form: &str) -> bool {
    match form {
        "url" | "https-url" => text.split_once("://").is_some_and(|(scheme, rest)| {
            let is_scheme = |known: &str| scheme.eq_ignore_ascii_case(known);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            (is_scheme("https") || form == "url" && is_scheme("http")) && !host.is_empty()
        }),
        "base64" => {
            let text: Vec<u8> = text.bytes().filter(|byte| !b"\r\n".contains(byte)).collect();
            let digits = text.iter().position(|byte| *byte == b'=').unwrap_or(text.len());
            let (digits, rest) = text.split_at(digits);
            let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
            text.len().is_multiple_of(4) && digits.iter().all(is_digit) && matches!(rest, b"" | b"=" | b"==")
        }
        "ip-or-cidr" => match text.split_once('/') {
            None => text.parse::<Ipv4Addr>().is_ok(),
            Some((address, length)) => {
                let bits = address.parse::<IpAddr>().map(|address| if address.is_ipv4() { 32 } else { 128 });
                bits.is_ok_and(|bits| length.parse::<u8>().is_ok_and(|length| length <= bits))
            }
        },
        "not-blank" => !text.trim().is_empty(),
        // `/Repos/directory/name`, with or without a slash behind it.
        "repo-path" => {
            !text.starts_with("/Repos/") || text.strip_suffix('/').unwrap_or(text).split('/').count() == 4
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use bricklint_lang::value::Value;
    use bricklint_model::schema::Takes;

    use super::is_taken;

    #[test]
    fn values_are_taken_as_the_provider_takes_them() {
        let one = |any_case| Takes::OneOf { values: vec!["PRO", "CLASSIC"], any_case };
        let text = |text: &str| Value::string(text);
        let profile = "arn:aws:iam::123456789012:instance-profile/x";
        for (value, takes, taken) in [
            (text("PRO"), one(false), Some(true)),
            (text("pro"), one(false), Some(false)),
            (text("pro"), one(true), Some(true)),
            (text(""), one(true), Some(false)),
            (Value::number(5), one(false), Some(false)),
            (Value::null(), one(false), None),
            (Value::number(40), Takes::Range(Some(1), Some(40)), Some(true)),
            (Value::number(41), Takes::Range(Some(1), Some(40)), Some(false)),
            (text("0"), Takes::Range(Some(1), None), Some(false)),
            (text("many"), Takes::Range(Some(1), None), None),
            (text("ab"), Takes::Length(3, Some(30)), Some(false)),
            (text("äb"), Takes::Length(3, Some(30)), Some(true)),
            (text(""), Takes::Length(1, None), Some(false)),
            (text(profile), Takes::Arn("instance-profile"), Some(true)),
            (text(profile), Takes::Arn("role"), Some(false)),
            (text("arn:aws:iam"), Takes::Arn("role"), Some(false)),
            (text(""), Takes::Arn("role"), Some(true)),
            (text(""), Takes::Arn("instance-profile"), Some(false)),
            (text("data_platform.x"), Takes::Letters(1, 128, "_.@/-"), Some(true)),
            (text("data platform"), Takes::Letters(1, 128, "_.@/-"), Some(false)),
            (text("größe"), Takes::Letters(1, 128, "_.@/-"), Some(false)),
            (text("a"), Takes::Letters(2, 128, ""), Some(false)),
            (text("https://github.com/acme/etl.git"), Takes::Form("url"), Some(true)),
            (text("HTTP://x"), Takes::Form("url"), Some(true)),
            (text("http://x"), Takes::Form("https-url"), Some(false)),
            (text("git@github.com:acme/etl.git"), Takes::Form("url"), Some(false)),
            (text("ssh://git@github.com/acme"), Takes::Form("url"), Some(false)),
            (text("https:///acme"), Takes::Form("url"), Some(false)),
            (text("aGVsbG8="), Takes::Form("base64"), Some(true)),
            (text("aGVs\nbG8h"), Takes::Form("base64"), Some(true)),
            (text(""), Takes::Form("base64"), Some(true)),
            (text("aGVsbG8"), Takes::Form("base64"), Some(false)),
            (text("aG=sbG8="), Takes::Form("base64"), Some(false)),
            (text("print(1)"), Takes::Form("base64"), Some(false)),
            (text("10.20.30.0/24"), Takes::Form("ip-or-cidr"), Some(true)),
            (text("10.20.30.40"), Takes::Form("ip-or-cidr"), Some(true)),
            (text("2001:db8::/129"), Takes::Form("ip-or-cidr"), Some(false)),
            (text("2001:db8::/32"), Takes::Form("ip-or-cidr"), Some(true)),
            (text("2001:db8::1"), Takes::Form("ip-or-cidr"), Some(false)),
            (text("10.20.30.0/33"), Takes::Form("ip-or-cidr"), Some(false)),
            (text(" \t"), Takes::Form("not-blank"), Some(false)),
            (text("/Repos/platform/etl/"), Takes::Form("repo-path"), Some(true)),
            (text("/Repos/platform/prod/etl"), Takes::Form("repo-path"), Some(false)),
            (text("/Repos/etl"), Takes::Form("repo-path"), Some(false)),
            (text("/Workspace/a/b/c/d"), Takes::Form("repo-path"), Some(true)),
            (Value::tuple(vec![text("a")]), Takes::Length(2, None), Some(false)),
            (Value::tuple(vec![text("a"), text("b")]), Takes::Length(2, None), Some(true)),
            (Value::tuple(vec![text("10.0.0.1"), text("x")]), Takes::Form("ip-or-cidr"), Some(false)),
            (Value::tuple(vec![text("10.0.0.1"), Value::null()]), Takes::Form("ip-or-cidr"), None),
        ] {
            assert_eq!(is_taken(&value, &takes), taken, "{value:?} {takes:?}");
        }
    }
}
