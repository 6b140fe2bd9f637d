//! Addresses as Terraform prints them, `module.a["x"].data.aws_iam_role.r[0]`, taken apart without a copy.

use std::borrow::Cow;

/// What stands between an address and the id of an object that another one replaced and that is still to be destroyed.
pub const DEPOSED: &str = " (deposed object ";

/// A step of an address or a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A name between dots.
    Name(&'a str),
    /// What stands between brackets, as it is printed: `0`, `"x"`, `*`. See [`Key::of`].
    Key(&'a str),
    /// Which of several objects is meant: ` (deposed object 12ab)`, with the space.
    Object(&'a str),
}

/// The steps of an address or a reference; see [`steps`].
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    rest: &'a str,
}

impl<'a> Steps<'a> {
    /// What is not gone over yet, with the dot that it starts with.
    pub fn rest(&self) -> &'a str {
        self.rest
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        let text = self.rest.strip_prefix('.').unwrap_or(self.rest);
        let length = match text.bytes().next()? {
            b'[' => key_length(text),
            b' ' => text.len(),
            _ => text.find(['.', '[', ' ']).unwrap_or(text.len()),
        };
        let (step, rest) = text.split_at(length);
        self.rest = rest;
        Some(match step.bytes().next() {
            Some(b'[') => Step::Key(inner(step)),
            Some(b' ') => Step::Object(step),
            _ => Step::Name(step),
        })
    }
}

/// The steps of an address or a reference. Of a key that does not end there is what there is.
pub fn steps(address: &str) -> Steps<'_> {
    Steps { rest: address }
}

/// An instance key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// Of `count`.
    Index(u64),
    /// Of `for_each`, without quotes and escapes.
    Text(Cow<'a, str>),
    /// One that is not known: `*`.
    Any,
}

impl<'a> Key<'a> {
    /// Reads what stands between the brackets.
    pub fn of(text: &'a str) -> Self {
        match (text.strip_prefix('"'), text.parse()) {
            (Some(quoted), _) => Self::Text(unquoted(quoted)),
            (None, Ok(index)) => Self::Index(index),
            (None, Err(_)) if text == "*" => Self::Any,
            (None, Err(_)) => Self::Text(Cow::Borrowed(text)),
        }
    }
}

/// The text up to the closing quote, without escapes.
fn unquoted(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '$', '%']) {
        return Cow::Borrowed(text.split('"').next().unwrap_or_default());
    }
    let mut key = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => key.push('\n'),
                Some('r') => key.push('\r'),
                Some('t') => key.push('\t'),
                Some(escape @ ('u' | 'U')) => {
                    let digits: String = chars.by_ref().take(if escape == 'u' { 4 } else { 8 }).collect();
                    let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                    key.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Some(other) => key.push(other),
                None => break,
            },
            '$' | '%' => {
                key.push(char);
                // `${` and `%{` in a key are printed as `$${` and `%%{`.
                if chars.as_str().strip_prefix(char).is_some_and(|rest| rest.starts_with('{')) {
                    chars.next();
                }
            }
            other => key.push(other),
        }
    }
    Cow::Owned(key)
}

/// The address of an instance or a resource in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'a> {
    /// Address of the module instance that it lies in; empty for the root.
    pub module: &'a str,
    /// Whether it is a data source.
    pub data: bool,
    /// Terraform type.
    pub type_name: &'a str,
    /// Block name.
    pub name: &'a str,
    /// What stands between the brackets.
    pub key: Option<&'a str>,
}

impl<'a> Resource<'a> {
    /// The parts; `None` where the text is no such address. Which object is meant is left out.
    pub fn of(address: &'a str) -> Option<Self> {
        let object = if address.ends_with(')') { address.rfind(DEPOSED) } else { None };
        let address = object.and_then(|at| address.get(..at)).unwrap_or(address);
        let mut local = address;
        while let Some((_, below)) = split_module(local) {
            local = below;
        }
        let module = address.get(..address.len() - local.len())?;
        let (data, rest) = local.strip_prefix("data.").map_or((false, local), |rest| (true, rest));
        let (type_name, rest) = rest.split_once('.')?;
        let (name, key) = rest.split_at(rest.find('[').unwrap_or(rest.len()));
        let is_name = |name: &str| !name.is_empty() && !name.contains(['.', '[']);
        let whole = is_name(type_name) && is_name(name) && type_name != "module" && is_key(key);
        whole.then(|| Self {
            module: module.strip_suffix('.').unwrap_or(module),
            data,
            type_name,
            name,
            key: key.starts_with('[').then(|| inner(key)),
        })
    }
}

/// The module instance that an address starts with, `module.a["x"]`, and what is below it.
pub fn split_module(address: &str) -> Option<(&str, &str)> {
    let call = address.strip_prefix("module.")?;
    let after = call.get(call.find(['.', '['])?..)?;
    let below = after.get(key_length(after)..)?.strip_prefix('.')?;
    Some((address.get(..address.len() - below.len() - 1)?, below))
}

/// The address of something in a module instance; either may be empty.
pub fn join<'a>(module: &'a str, local: &'a str) -> Cow<'a, str> {
    match (module, local) {
        ("", only) | (only, "") => Cow::Borrowed(only),
        _ => Cow::Owned([module, ".", local].concat()),
    }
}

/// Whether a text is the address of an instance, a resource or a module: a type alone names too much.
pub fn is_address(text: &str) -> bool {
    let mut local = text;
    while let Some((_, below)) = split_module(local) {
        local = below;
    }
    let call = local.strip_prefix("module.").map(|call| call.split_at(call.find('[').unwrap_or(call.len())));
    match call {
        Some((name, key)) => !name.is_empty() && !name.contains('.') && is_key(key),
        None => Resource::of(text).is_some(),
    }
}

/// Whether an address is the named one or lies in it. Instance keys that the name leaves out match all.
pub fn covers(name: &str, address: &str) -> bool {
    let mut address = steps(address);
    steps(name).all(|named| {
        let mut step = address.next();
        while matches!((named, step), (Step::Name(_) | Step::Object(_), Some(Step::Key(_)))) {
            step = address.next();
        }
        step == Some(named)
    })
}

/// An address without instance keys.
pub fn static_address(address: &str) -> Cow<'_, str> {
    without_keys(address, true)
}

/// A text without the instance keys of the names in its code spans, or, where it starts in code, in all of it. A bracket
/// that does not follow a name is a value and stays.
pub(crate) fn without_keys(text: &str, mut in_code: bool) -> Cow<'_, str> {
    if !text.contains('[') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    // All that is looked for is ASCII, and so stands at the borders of characters.
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = memchr::memchr2(b'`', b'[', bytes.get(at..).unwrap_or_default()) {
        at += found;
        if bytes.get(at) == Some(&b'`') {
            in_code = !in_code;
            at += 1;
            continue;
        }
        // `a["x"]["y"]`: what follows a key is still part of the name.
        let after_key = kept == at && at > 0;
        let before = part(0, at).chars().next_back();
        let after_name = after_key || before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if !(in_code && after_name) {
            at += 1;
            continue;
        }
        out.push_str(part(kept, at));
        at += key_length(part(at, text.len()));
        kept = at;
    }
    out.push_str(part(kept, text.len()));
    Cow::Owned(out)
}

/// Whether a text is a key in brackets, or nothing.
fn is_key(text: &str) -> bool {
    key_length(text) == text.len() && (text.is_empty() || inner(text).len() + 2 == text.len())
}

/// The key without its brackets.
fn inner(key: &str) -> &str {
    let key = key.strip_prefix('[').unwrap_or(key);
    key.strip_suffix(']').unwrap_or(key)
}

/// The length of the key in brackets that a text starts with; 0 without one. In quotes it may hold brackets, backticks and
/// escaped quotes; outside of them it ends where the code span around it does.
fn key_length(text: &str) -> usize {
    if !text.starts_with('[') {
        return 0;
    }
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return at + 1,
            b'`' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that is told of one address.
    struct Case {
        address: &'static str,
        /// Names and keys.
        steps: &'static [&'static str],
        without_keys: &'static str,
        /// Module, type and name, `data.` before the type of a data source.
        resource: Option<(&'static str, &'static str, &'static str)>,
        /// Whether it is one as a whole.
        is_address: bool,
    }

    const CASES: &[Case] = &[
        Case {
            address: "x.a",
            steps: &["x", "a"],
            without_keys: "x.a",
            resource: Some(("", "x", "a")),
            is_address: true,
        },
        Case {
            address: "data.x.a[0]",
            steps: &["data", "x", "a", "[0]"],
            without_keys: "data.x.a",
            resource: Some(("", "data.x", "a")),
            is_address: true,
        },
        Case {
            address: r#"module.m["x.y]"].module.n[3].data.x.a["k.]\"["]"#,
            steps: &["module", "m", r#"["x.y]"]"#, "module", "n", "[3]", "data", "x", "a", r#"["k.]\"["]"#],
            without_keys: "module.m.module.n.data.x.a",
            resource: Some((r#"module.m["x.y]"].module.n[3]"#, "data.x", "a")),
            is_address: true,
        },
        Case {
            address: r#"x.a["$${b.c[0]}`\\"]"#,
            steps: &["x", "a", r#"["$${b.c[0]}`\\"]"#],
            without_keys: "x.a",
            resource: Some(("", "x", "a")),
            is_address: true,
        },
        Case {
            address: r#"x.a["k"] (deposed object 12ab)"#,
            steps: &["x", "a", r#"["k"]"#, " (deposed object 12ab)"],
            without_keys: "x.a (deposed object 12ab)",
            resource: Some(("", "x", "a")),
            is_address: true,
        },
        Case {
            address: "module.m",
            steps: &["module", "m"],
            without_keys: "module.m",
            resource: None,
            is_address: true,
        },
        Case {
            address: "module.m[0].module.n[*]",
            steps: &["module", "m", "[0]", "module", "n", "[*]"],
            without_keys: "module.m.module.n",
            resource: None,
            is_address: true,
        },
        Case {
            address: "x.a[0].b",
            steps: &["x", "a", "[0]", "b"],
            without_keys: "x.a.b",
            resource: None,
            is_address: false,
        },
        Case {
            address: "x.a[\"k",
            steps: &["x", "a", "[\"k]"],
            without_keys: "x.a",
            resource: None,
            is_address: false,
        },
        Case {
            address: "ä.b[\"\\",
            steps: &["ä", "b", "[\"\\]"],
            without_keys: "ä.b",
            resource: None,
            is_address: false,
        },
        Case { address: "x", steps: &["x"], without_keys: "x", resource: None, is_address: false },
        Case {
            address: "data.x",
            steps: &["data", "x"],
            without_keys: "data.x",
            resource: None,
            is_address: false,
        },
        Case {
            address: "module.m[0].x",
            steps: &["module", "m", "[0]", "x"],
            without_keys: "module.m.x",
            resource: None,
            is_address: false,
        },
        Case {
            address: "module.",
            steps: &["module"],
            without_keys: "module.",
            resource: None,
            is_address: false,
        },
        Case {
            address: "x..a",
            steps: &["x", "", "a"],
            without_keys: "x..a",
            resource: None,
            is_address: false,
        },
        Case { address: "[0]", steps: &["[0]"], without_keys: "[0]", resource: None, is_address: false },
        Case { address: "", steps: &[], without_keys: "", resource: None, is_address: false },
    ];

    #[test]
    fn addresses_are_taken_apart() {
        for case in CASES {
            let address = case.address;
            let shown = steps(address).map(|step| match step {
                Step::Name(text) | Step::Object(text) => text.to_owned(),
                Step::Key(key) => format!("[{key}]"),
            });
            assert_eq!(shown.collect::<Vec<_>>(), case.steps, "{address}");
            assert_eq!(static_address(address), case.without_keys, "{address}");
            assert_eq!(is_address(address), case.is_address, "{address}");
            let resource = Resource::of(address).map(|found| {
                let data = if found.data { "data." } else { "" };
                (found.module, format!("{data}{}", found.type_name), found.name)
            });
            let wanted = case.resource.map(|(module, kind, name)| (module, kind.to_owned(), name));
            assert_eq!(resource, wanted, "{address}");
        }
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        let text = |text: &'static str| Key::Text(text.into());
        let cases = [
            ("0", Key::Index(0)),
            ("*", Key::Any),
            ("\"*\"", text("*")),
            ("\"0\"", text("0")),
            (r#""a.b""#, text("a.b")),
            (r#""q\"]\\ \n\t\r\u00e9\U0001F600""#, text("q\"]\\ \n\t\ré😀")),
            (r#""\ud800""#, text("\u{fffd}")),
            (r#""$${x} %%{y} $$ %z""#, text("${x} %{y} $$ %z")),
            (r#""é$${x}""#, text("é${x}")),
            ("\"open", text("open")),
            ("\"open\\", text("open")),
        ];
        for (key, wanted) in cases {
            assert_eq!(Key::of(key), wanted, "{key}");
        }
        assert!(matches!(Key::of("\"plain\""), Key::Text(Cow::Borrowed("plain"))));
    }

    #[test]
    fn modules_are_taken_off_one_after_the_other() {
        let cases = [
            ("module.a.x.b", Some(("module.a", "x.b"))),
            ("module.a[\"k.l\"].module.b", Some(("module.a[\"k.l\"]", "module.b"))),
            ("module.b", None),
            ("module.b[0]", None),
            ("x.module.b.c", None),
        ];
        for (address, wanted) in cases {
            assert_eq!(split_module(address), wanted, "{address}");
        }
    }

    #[test]
    fn a_module_stands_before_what_is_in_it() {
        for (module, local, joined) in [
            ("module.a", "x.y", "module.a.x.y"),
            ("", "x.y", "x.y"),
            ("module.a", "", "module.a"),
            ("", "", ""),
        ] {
            assert_eq!(join(module, local), joined);
        }
    }

    #[test]
    fn an_address_covers_itself_and_what_is_below() {
        let cases = [
            ("x.a", "x.a", true),
            ("x.a", "x.ab", false),
            ("x.ab", "x.a", false),
            ("x.a", "x.a[0]", true),
            ("x.a", "x.a (deposed object 12ab)", true),
            ("x.a", "x.a[0] (deposed object 12ab)", true),
            ("x.a (deposed object 12ab)", "x.a[0] (deposed object 12ab)", true),
            ("x.a (deposed object 12ab)", "x.a (deposed object 34cd)", false),
            ("x.a (deposed object 12ab)", "x.a", false),
            ("x.a[0]", "x.a[0]", true),
            ("x.a[0]", "x.a[01]", false),
            ("x.a[0]", "x.a", false),
            ("module.m", "module.m[\"k\"].x.a", true),
            ("module.m.x.a", "module.m[\"k.l\"].module.n.x.a", false),
            ("module.m.module.n.x.a", "module.m[\"k.l\"].module.n[1].x.a[\"\\\"]\"]", true),
            ("module.m[\"k\"]", "module.m[\"l\"].x.a", false),
            // What looks like a key inside a key is none.
            ("x.a[\"pq\"]", "x.a[\"p[0]q\"]", false),
            ("x.a[\"p[0]q\"]", "x.a[\"p[0]q\"]", true),
            ("x.a[\"$${k}\"]", "x.a[\"$${k}\"]", true),
        ];
        for (name, address, wanted) in cases {
            assert_eq!(covers(name, address), wanted, "{name} {address}");
        }
    }
}
