//! What the Databricks provider asks of arguments beside its schema: which of them exclude each other, which go
//! together, and which values they take. `terraform validate` checks these, and `terraform providers schema` does not
//! print them.
//!
//! The table is of `databricks/databricks` 1.128.0; `tools/make-constraints` makes it. Its head says how it is written.

use std::net::IpAddr;
use std::sync::LazyLock;

use bricklint_lang::convert::{as_text, convert};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use rustc_hash::FxHashMap;

use crate::instance::Mode;
use crate::packed::unpack;

/// The table that `tools/make-constraints` made.
static TABLE: LazyLock<String> =
    LazyLock::new(|| unpack(include_bytes!(concat!(env!("OUT_DIR"), "/constraints.deflate"))));

/// What is asked of the arguments and blocks of a body, and of the bodies in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Of this one.
    pub here: Vec<ConstraintKind>,
    /// Of the blocks in it, and of what is described like one, that something is asked of, by name.
    blocks: Vec<(&'static str, Constraints)>,
}

impl Constraints {
    /// What is asked of the blocks of a type, or of an attribute that is described like one.
    pub fn block(&self, name: &str) -> Option<&Self> {
        self.blocks.iter().find(|(other, _)| *other == name).map(|(_, inner)| inner)
    }

    /// What is asked of what is in it, by name.
    pub fn blocks(&self) -> &[(&'static str, Self)] {
        &self.blocks
    }

    /// Those of the body that a path of blocks leads to (`.` to this one), made where there are none.
    fn at(&mut self, path: &'static str) -> &mut Self {
        let mut at = self;
        for name in path.split('.').filter(|name| !name.is_empty()) {
            let found = at.blocks.iter().position(|(other, _)| *other == name);
            let index = found.unwrap_or_else(|| {
                at.blocks.push((name, Self::default()));
                at.blocks.len() - 1
            });
            #[expect(clippy::indexing_slicing, reason = "it was found or pushed just now")]
            {
                at = &mut at.blocks[index].1;
            }
        }
        at
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Which of these are set.
    Set {
        /// Arguments and blocks.
        names: Vec<&'static str>,
        /// Whether one has to be.
        any: bool,
        /// Whether two may be.
        several: bool,
    },
    /// Where the first is set, the other is too.
    Needs {
        /// An argument or block.
        name: &'static str,
        /// What it needs.
        other: &'static str,
    },
    /// How many blocks of a type there may be.
    Most {
        /// The block type.
        name: &'static str,
        /// So many.
        max: u32,
    },
    /// What the value of an argument has to be.
    Value {
        /// The argument.
        name: &'static str,
        /// Its values.
        takes: Takes,
    },
}

/// The values that an argument takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// These texts.
    OneOf {
        /// In the provider's order.
        values: Vec<&'static str>,
        /// Whether upper and lower case are the same.
        any_case: bool,
    },
    /// All but these texts.
    NoneOf(Vec<&'static str>),
    /// Numbers in these bounds, which belong to it.
    Range(Option<i64>, Option<i64>),
    /// Texts of so many bytes or lists of so many elements, or of at least so many.
    Length(usize, Option<usize>),
    /// Texts of so many letters and digits of ASCII, and of these characters.
    Letters(usize, usize, &'static str),
    /// Texts of a form that has a name in [`FORMS`].
    Form(&'static str),
    /// ARNs of resources that start with this.
    Arn(&'static str),
}

impl Takes {
    /// Whether the provider takes a value; none where that is not known. Null is as if nothing were written.
    pub fn admits(&self, value: &Value) -> Option<bool> {
        if value.is_unknown() || value.is_null() {
            return None;
        }
        if let Takes::Range(low, high) = self {
            let number = convert(value, &Type::Number).ok()?.as_number()?.as_i64()?;
            return Some(low.is_none_or(|low| low <= number) && high.is_none_or(|high| number <= high));
        }
        if let Some(items) = value.as_items() {
            return match self {
                Takes::Length(low, high) => {
                    Some(*low <= items.len() && high.is_none_or(|high| items.len() <= high))
                }
                // What is asked of a list is asked of each of its elements.
                _ => items.iter().find_map(|item| self.admits(item).filter(|taken| !taken)),
            };
        }
        let text = as_text(value);
        let text = text.as_str()?;
        Some(match self {
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
}

/// Number arguments that take fractions, sorted; of all others the provider takes whole numbers only, which its schema
/// does not say (`TypeFloat` and `Float64` in the source of `databricks/databricks` 1.126.0).
const FRACTIONS: &[&str] = &[
    "autoscaling_limit_max_cu",
    "autoscaling_limit_min_cu",
    "cluster_cores",
    "current_concurrency",
    "current_concurrency_utilization_percentage",
    "double_value",
    "estimated_completion_time_seconds",
    "lower_bound",
    "maximum_concurrency_allowed",
    "minimal_concurrency_allowed",
    "num_cores",
    "number_value",
    "percentile",
    "relative_sd",
    "requested_concurrency",
    "sampling_fraction",
    "score_threshold",
    "size",
    "spot_bid_max_price",
    "sync_progress_completion",
    "temperature",
    "upper_bound",
    "value",
];

/// Whether a number argument takes fractions; `block` is the name of the block that it stands in.
pub fn takes_fractions(block: &str, name: &str) -> bool {
    // What a rule about the health of a job compares with.
    block != "rules" && FRACTIONS.binary_search(&name).is_ok()
}

/// The forms of texts, and what is of them, in words.
pub const FORMS: &[(&str, &str)] = &[
    ("base64", "a text in base64, as `base64encode` and `filebase64` make it"),
    (
        "bucket",
        "3 to 63 small letters of ASCII, digits, `-` and `.`, the first and last of them no `-` or `.`",
    ),
    ("file-path", "a path as `/a/b`, without `dbfs:`, and `/Volumes` with its `/`"),
    ("from-root", "a path that begins with `/`"),
    ("https-url", "a URL with `https://` and a host"),
    ("ip-or-cidr", "an IPv4 address, or addresses as `10.0.0.0/8`"),
    ("not-blank", "a text that is not blank"),
    ("repo-path", "`/Repos/directory/name` where it begins with `/Repos/`"),
    ("timestamp", "a time as `2026-12-31T00:00:00Z`"),
    ("url", "a URL with `http://` or `https://` and a host"),
];

/// Whether a text has one of the forms that have a name.
fn has_form(text: &str, form: &str) -> bool {
    match form {
        "url" | "https-url" => text.split_once("://").is_some_and(|(scheme, rest)| {
            let is_scheme = |known: &str| scheme.eq_ignore_ascii_case(known);
            (is_scheme("https") || form == "url" && is_scheme("http")) && is_url(rest)
        }),
        "bucket" => {
            let is_inner = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || "-.".contains(c);
            (3..=63).contains(&text.len())
                && text.chars().all(is_inner)
                && text.trim_matches(['-', '.']) == text
        }
        "file-path" => !text.starts_with("Volume") && !text.starts_with("dbfs:") && is_clean(text),
        "from-root" => text.is_empty() || text.starts_with('/'),
        "base64" => {
            let text: Vec<u8> = text.bytes().filter(|byte| !b"\r\n".contains(byte)).collect();
            let digits = text.iter().position(|byte| *byte == b'=').unwrap_or(text.len());
            let (digits, rest) = text.split_at(digits);
            let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
            text.len().is_multiple_of(4) && digits.iter().all(is_digit) && matches!(rest, b"" | b"=" | b"==")
        }
        "ip-or-cidr" => match text.split_once('/') {
            // `::ffff:10.0.0.1` is one, too.
            None => text.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_ipv4()),
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
        "timestamp" => is_timestamp(text.as_bytes()),
        _ => true,
    }
}

/// Whether a text is a time of RFC 3339.
fn is_timestamp(text: &[u8]) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00";
    // Go reads an hour of one digit.
    let padded;
    let text = match text.split_at_checked(11) {
        Some((date, time)) if time.get(1) == Some(&b':') => {
            padded = [date, b"0", time].concat();
            &padded
        }
        _ => text,
    };
    let (Some(start), Some(rest)) = (text.get(..FORM.len()), text.get(FORM.len()..)) else { return false };
    let fits = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    let number = |text: &[u8]| text.iter().fold(0, |number, byte| number * 10 + u32::from(byte - b'0'));
    let part = |from: usize| start.get(from..from + 2).map_or(0, number);
    if !start.iter().zip(FORM).all(fits) {
        return false;
    }
    let year = start.get(..4).map_or(0, number);
    let days = match part(5) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => return false,
    };
    let fraction = rest.strip_prefix(b".").or(rest.strip_prefix(b",")).map(|rest| {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest.split_at(digits)
    });
    let (digits, zone) = fraction.unwrap_or((b"0", rest));
    let is_zone = match zone {
        b"Z" => true,
        [b'+' | b'-', hours @ .., b':', m1, m2] if hours.len() == 2 => {
            let all = [*m1, *m2];
            hours.iter().chain(&all).all(u8::is_ascii_digit) && number(hours) <= 24 && number(&all) <= 60
        }
        _ => false,
    };
    (1..=days).contains(&part(8))
        && part(11) < 24
        && part(14) < 60
        && part(17) < 60
        && !digits.is_empty()
        && is_zone
}

/// Whether Go's `url.Parse` takes what stands behind `://`, and finds a host in it.
fn is_url(text: &str) -> bool {
    let (before, _) = text.split_once('#').unwrap_or((text, ""));
    let (before, _) = before.split_once('?').unwrap_or((before, ""));
    let (authority, path) = before.find('/').map_or((before, ""), |at| before.split_at(at));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (name, port) = match host.rfind(']') {
        Some(at) if host.starts_with('[') => host.split_at(at + 1),
        _ => host.find(':').map_or((host, ""), |at| host.split_at(at)),
    };
    let fragment = text.split_once('#').map_or("", |(_, fragment)| fragment);
    let is_user = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    let digits = port.strip_prefix(':').unwrap_or(port);
    !host.is_empty()
        && !text.contains(|c: char| c.is_ascii_control())
        && !name.contains([' ', '\\', '^', '`', '{', '|', '}'])
        && (!name.starts_with('[') || name.ends_with(']'))
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (port.is_empty() || port.starts_with(':'))
        && user.chars().all(is_user)
        && [user, path, fragment, name].into_iter().all(is_escaped)
}

/// Whether each `%` has two hexadecimal digits behind it.
fn is_escaped(text: &str) -> bool {
    let is_hex = |c: &str| c.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('%').skip(1).all(|rest| rest.get(..2).is_some_and(is_hex))
}

/// Whether a path is as short as Go's `filepath.Clean` makes it.
fn is_clean(path: &str) -> bool {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let mut leads_up = !path.starts_with('/');
    inner.is_empty() && path == "/"
        || path == "."
        || inner.split('/').all(|part| {
            leads_up &= part == "..";
            !matches!(part, "" | "." | "..") || leads_up
        })
}

/// By type.
type ByType = FxHashMap<&'static str, Constraints>;

#[derive(Default)]
struct Table {
    managed: ByType,
    data: ByType,
}

impl Table {
    fn of(&mut self, mode: Mode) -> &mut ByType {
        match mode {
            Mode::Managed => &mut self.managed,
            Mode::Data => &mut self.data,
        }
    }
}

/// What the provider asks of a type.
pub fn constraints(mode: Mode, type_name: &str) -> Option<&'static Constraints> {
    static PARSED: LazyLock<Table> = LazyLock::new(parse);
    let table = match mode {
        Mode::Managed => &PARSED.managed,
        Mode::Data => &PARSED.data,
    };
    table.get(type_name)
}

fn parse() -> Table {
    let mut table = Table::default();
    let mut of = None;
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.split_once(' ') {
            Some(("resource", names)) => of = Some((Mode::Managed, names)),
            Some(("data", names)) => of = Some((Mode::Data, names)),
            Some((path, asked)) => {
                if let (Some((mode, names)), Some(kind)) = (of, kind(asked)) {
                    for name in names.split(' ') {
                        table.of(mode).entry(name).or_default().at(path).here.push(kind.clone());
                    }
                }
            }
            None => {}
        }
    }
    table
}

fn kind(text: &'static str) -> Option<ConstraintKind> {
    let mut words = text.split(' ');
    let word = words.next()?;
    Some(match word {
        "one" | "any" | "apart" => {
            ConstraintKind::Set { names: words.collect(), any: word != "apart", several: word == "any" }
        }
        "needs" => ConstraintKind::Needs { name: words.next()?, other: words.next()? },
        "most" => ConstraintKind::Most { name: words.next()?, max: words.next()?.parse().ok()? },
        _ => {
            let name = words.next()?;
            let takes = match word {
                "values" | "values-in-any-case" => {
                    Takes::OneOf { values: words.collect(), any_case: word == "values-in-any-case" }
                }
                "not" => Takes::NoneOf(words.collect()),
                "range" => {
                    let bound = |text: &str| text.parse().ok();
                    Takes::Range(bound(words.next()?), bound(words.next()?))
                }
                "length" => Takes::Length(words.next()?.parse().ok()?, words.next()?.parse().ok()),
                "arn" => Takes::Arn(words.next()?),
                "letters" => {
                    let (_, characters) = text.split_once('"')?;
                    let (low, high) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
                    Takes::Letters(low, high, characters.strip_suffix('"')?)
                }
                "form" => Takes::Form(words.next()?),
                _ => return None,
            };
            ConstraintKind::Value { name, takes }
        }
    })
}

#[cfg(test)]
mod tests {
    use bricklint_lang::value::Value;

    use super::{ConstraintKind, Constraints, FORMS, TABLE, Takes, parse};
    use crate::instance::Mode;
    use crate::schema::{BodySchema, Member, Schema};

    /// How many there are; each names what the schema has.
    fn check(of: &str, constraints: &Constraints, body: BodySchema<'_>) -> usize {
        for kind in &constraints.here {
            let names = match kind {
                ConstraintKind::Set { names, .. } => names.clone(),
                ConstraintKind::Needs { name, other } => vec![*name, *other],
                ConstraintKind::Most { name, .. } | ConstraintKind::Value { name, .. } => vec![*name],
            };
            if let ConstraintKind::Value { takes: Takes::Form(form), .. } = kind {
                assert!(FORMS.iter().any(|(name, _)| name == form), "{of}: nothing has the form {form}");
            }
            for name in names {
                assert!(body.member(name).is_some(), "{of} has no {name}");
            }
        }
        let inner = constraints.blocks.iter().map(|(name, inner)| {
            let nested = match body.member(name) {
                Some(Member::Block(block)) => Some(block.body),
                Some(Member::Attribute(attribute)) => attribute.nested.map(|(_, body)| body),
                None => None,
            };
            let nested = nested.unwrap_or_else(|| panic!("{of} has no body {name}"));
            check(&format!("{of}.{name}"), inner, nested)
        });
        constraints.here.len() + inner.sum::<usize>()
    }

    #[test]
    fn each_line_is_read_and_names_what_the_schema_has() {
        let table = parse();
        let (mut types, mut lines) = (0, 0);
        for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("resource" | "data", names)) => types = names.split(' ').count(),
                _ => lines += types,
            }
        }
        let managed = table.managed.iter().map(|(name, found)| (Mode::Managed, name, found));
        let all = managed.chain(table.data.iter().map(|(name, found)| (Mode::Data, name, found)));
        let entries = all.map(|(mode, name, found)| {
            let schema = Schema::embedded().find(mode, name).unwrap_or_else(|| panic!("no type {name}"));
            check(name, found, schema.body)
        });
        assert_eq!(entries.sum::<usize>(), lines);
    }

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
            (text("https://git.example.com:8443/a%20b?x=%zz#c"), Takes::Form("url"), Some(true)),
            (text("https://user:p%40ss@git.example.com/a"), Takes::Form("url"), Some(true)),
            (text("https://[2001:db8::1]:443/a"), Takes::Form("url"), Some(true)),
            (text("https://gît.example.com/ä b"), Takes::Form("url"), Some(true)),
            (text("https://git.example.com:/a"), Takes::Form("url"), Some(true)),
            (text("https://git.example.com:80a/a"), Takes::Form("url"), Some(false)),
            (text("https://git.example.com/%zz"), Takes::Form("url"), Some(false)),
            (text("https://git example.com/a"), Takes::Form("url"), Some(false)),
            (text("https://git.example.com/a\n"), Takes::Form("url"), Some(false)),
            (text("https://[::1"), Takes::Form("url"), Some(false)),
            (text("https://user@/x"), Takes::Form("url"), Some(false)),
            (text("my-bucket.logs"), Takes::Form("bucket"), Some(true)),
            (text("My-Bucket"), Takes::Form("bucket"), Some(false)),
            (text("-ab"), Takes::Form("bucket"), Some(false)),
            (text("ab."), Takes::Form("bucket"), Some(false)),
            (text("a_b"), Takes::Form("bucket"), Some(false)),
            (text("ab"), Takes::Form("bucket"), Some(false)),
            (text("/FileStore/app.jar"), Takes::Form("file-path"), Some(true)),
            (text("/Volumes/main/a"), Takes::Form("file-path"), Some(true)),
            (text("../a"), Takes::Form("file-path"), Some(true)),
            (text("/"), Takes::Form("file-path"), Some(true)),
            (text("dbfs:/FileStore/app.jar"), Takes::Form("file-path"), Some(false)),
            (text("Volumes/main/a"), Takes::Form("file-path"), Some(false)),
            (text("/a//b"), Takes::Form("file-path"), Some(false)),
            (text("/a/"), Takes::Form("file-path"), Some(false)),
            (text("/../a"), Takes::Form("file-path"), Some(false)),
            (text("a/../b"), Takes::Form("file-path"), Some(false)),
            (text(""), Takes::Form("file-path"), Some(false)),
            (text("/raw"), Takes::Form("from-root"), Some(true)),
            (text(""), Takes::Form("from-root"), Some(true)),
            (text("raw"), Takes::Form("from-root"), Some(false)),
            (text("::ffff:10.0.0.1"), Takes::Form("ip-or-cidr"), Some(true)),
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
            (text("2026-12-31T00:00:00Z"), Takes::Form("timestamp"), Some(true)),
            (text("2028-02-29T23:59:59.123456+05:30"), Takes::Form("timestamp"), Some(true)),
            (text("2026-02-29T00:00:00Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31T1:00:00Z"), Takes::Form("timestamp"), Some(true)),
            (text("2026-12-31T:00:00Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-13-01T00:00:00Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-00T00:00:00Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31T24:00:00Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31T00:00:00"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31T00:00:00.Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31T00:00:00+0530"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31 00:00:00Z"), Takes::Form("timestamp"), Some(false)),
            (text("2026-12-31"), Takes::Form("timestamp"), Some(false)),
            (text(""), Takes::Form("timestamp"), Some(false)),
            (Value::tuple(vec![text("a")]), Takes::Length(2, None), Some(false)),
            (Value::tuple(vec![text("a"), text("b")]), Takes::Length(2, None), Some(true)),
            (Value::tuple(vec![text("10.0.0.1"), text("x")]), Takes::Form("ip-or-cidr"), Some(false)),
            (Value::tuple(vec![text("10.0.0.1"), Value::null()]), Takes::Form("ip-or-cidr"), None),
        ] {
            assert_eq!(takes.admits(&value), taken, "{value:?} {takes:?}");
        }
    }
}
