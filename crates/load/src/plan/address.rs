//! Addresses and references as Terraform prints them.

use std::sync::Arc;

use bricklint_model::instance::InstanceKey;
use bricklint_model::place::{Path, Step};

/// The steps of an address or reference: `module.a["x"].b[0]`.
pub(crate) fn steps(text: &str) -> Vec<Step> {
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if rest.is_empty() {
            return out;
        }
        if let Some(quoted) = rest.strip_prefix("[\"") {
            let (key, after) = quoted_key(quoted);
            out.push(Step::Key(key.into()));
            rest = after.strip_prefix(']').unwrap_or(after);
        } else if let Some(index) = rest.strip_prefix('[') {
            let (inner, after) = index.split_once(']').unwrap_or((index, ""));
            match inner.parse() {
                Ok(number) => out.push(Step::Index(number)),
                Err(_) => out.push(Step::Key(inner.into())),
            }
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            out.push(Step::Name(name.into()));
            rest = after;
        }
    }
}

/// The text up to the closing quote, unescaped, and what follows the quote.
fn quoted_key(text: &str) -> (String, &str) {
    let mut key = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (key, text.get(at + 1..).unwrap_or_default()),
            '\\' => match chars.next() {
                Some((_, 'n')) => key.push('\n'),
                Some((_, 'r')) => key.push('\r'),
                Some((_, 't')) => key.push('\t'),
                Some((_, escape @ ('u' | 'U'))) => {
                    let length = if escape == 'u' { 4 } else { 8 };
                    let digits: String = chars.by_ref().take(length).map(|(_, c)| c).collect();
                    let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                    key.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Some((_, other)) => key.push(other),
                None => break,
            },
            // `${` and `%{` in a key are printed as `$${` and `%%{`.
            '$' | '%'
                if text.get(at + 1..).is_some_and(|t| t.starts_with([char]) && t.get(1..2) == Some("{")) =>
            {
                key.push(char);
                chars.next();
            }
            other => key.push(other),
        }
    }
    (key, "")
}

/// A key as it stands in an address, such as `[0]` and `["a"]`; empty for none.
pub(super) fn key_text(key: &InstanceKey) -> String {
    match key {
        InstanceKey::None => String::new(),
        InstanceKey::Index(index) => format!("[{index}]"),
        InstanceKey::Any => "[*]".to_owned(),
        InstanceKey::Key(key) => {
            let mut out = String::from("[\"");
            let mut chars = key.chars().peekable();
            while let Some(char) = chars.next() {
                match char {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    '$' | '%' if chars.peek() == Some(&'{') => out.extend([char, char]),
                    other => out.push(other),
                }
            }
            out.push_str("\"]");
            out
        }
    }
}

/// An address in a module: `module.a` and `b` to `module.a.b`.
pub(super) fn join(module: &str, rest: &str) -> Arc<str> {
    if module.is_empty() { rest.into() } else { format!("{module}.{rest}").into() }
}

/// A module address without instance keys.
pub(super) fn static_address(address: &str) -> Arc<str> {
    let mut out = String::new();
    for step in steps(address) {
        if let Step::Name(name) = step {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(&name);
        }
    }
    out.into()
}

/// One step of a module path: the call and which of its instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ModuleStep {
    /// Name of the call.
    pub(super) call: Arc<str>,
    /// Which instance.
    pub(super) key: InstanceKey,
    /// Address of the module instance up to here.
    pub(super) address: Arc<str>,
}

/// The steps of a module address.
pub(super) fn module_steps(address: &str) -> Vec<ModuleStep> {
    let mut out: Vec<ModuleStep> = Vec::new();
    let mut parsed = steps(address).into_iter().peekable();
    while let Some(step) = parsed.next() {
        if !matches!(&step, Step::Name(name) if &**name == "module") {
            break;
        }
        let Some(Step::Name(call)) = parsed.next() else { break };
        let key = match parsed.peek() {
            Some(Step::Index(_) | Step::Key(_)) => parsed.next().as_ref().map_or(InstanceKey::None, as_key),
            _ => InstanceKey::None,
        };
        let parent = out.last().map_or("", |step| &*step.address);
        let address = join(parent, &format!("module.{call}{}", key_text(&key)));
        out.push(ModuleStep { call, key, address });
    }
    out
}

fn as_key(step: &Step) -> InstanceKey {
    match step {
        Step::Name(name) | Step::Key(name) => InstanceKey::Key(name.clone()),
        Step::Index(index) => InstanceKey::Index(*index as u64),
    }
}

/// What a reference in a plan's `configuration` leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A resource or data source.
    Resource {
        /// Whether it is a data source.
        data: bool,
        /// Terraform type.
        type_name: Arc<str>,
        /// Block name.
        name: Arc<str>,
        /// The instance, where it is written.
        key: Option<InstanceKey>,
        /// The attribute.
        path: Path,
    },
    /// `var.name`
    Variable {
        /// The variable.
        name: Arc<str>,
        /// What follows.
        path: Path,
    },
    /// `module.call.output`
    Output {
        /// The call.
        call: Arc<str>,
        /// The instance, where it is written.
        key: Option<InstanceKey>,
        /// The output; all of them without.
        output: Option<Arc<str>>,
        /// What follows.
        path: Path,
    },
    /// `each.key`, `count.index`
    OwnKey,
    /// `each.value`
    EachValue(Path),
    /// A local value: a plan does not hold what it is.
    Local,
    /// `path`, `terraform`, `self` and whatever else comes from no resource.
    Nothing,
}

/// Where the reference leads.
pub(super) fn target(text: &str) -> Target {
    let steps = steps(text);
    let (data, at) = match steps.first() {
        Some(Step::Name(name)) if &**name == "data" => (true, 1),
        _ => (false, 0),
    };
    let (Some(Step::Name(root)), second) = (steps.get(at), steps.get(at + 1)) else { return Target::Nothing };
    let name = match second {
        Some(Step::Name(name)) => Some(name.clone()),
        _ => None,
    };
    let rest = |from: usize| Path(steps.get(from..).unwrap_or_default().to_vec());
    if !data {
        match (&**root, &name) {
            ("var", Some(name)) => return Target::Variable { name: name.clone(), path: rest(2) },
            ("local", _) => return Target::Local,
            ("each", Some(name)) if &**name == "value" => return Target::EachValue(rest(2)),
            ("each" | "count", _) => return Target::OwnKey,
            ("module", Some(call)) => {
                let (key, at) = key_at(&steps, 2);
                let output = match steps.get(at) {
                    Some(Step::Name(output)) => Some(output.clone()),
                    _ => None,
                };
                return Target::Output { call: call.clone(), key, output, path: rest(at + 1) };
            }
            ("path" | "terraform" | "self" | "var" | "module" | "ephemeral", _) => return Target::Nothing,
            _ => {}
        }
    }
    let Some(name) = name else { return Target::Nothing };
    let (key, from) = key_at(&steps, at + 2);
    Target::Resource { data, type_name: root.clone(), name, key, path: rest(from) }
}

fn key_at(steps: &[Step], at: usize) -> (Option<InstanceKey>, usize) {
    match steps.get(at) {
        Some(step @ (Step::Index(_) | Step::Key(_))) => (Some(as_key(step)), at + 1),
        _ => (None, at),
    }
}

/// The references that are not a prefix of the one before them: what was written, without the shorter
/// forms that Terraform lists after each.
pub(super) fn maximal<'a>(references: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept: Vec<&str> = Vec::new();
    for reference in references {
        let shorter = kept.last().is_some_and(|last| {
            last.strip_prefix(reference).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        if !shorter && !kept.contains(&reference) {
            kept.push(reference);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_addresses_round_trip() {
        for address in [
            "module.a",
            "module.a[0].module.b",
            "module.us[\"a.b\"].module.schema[1]",
            "module.x[\"q\\\"]\\\\ $${y}\"]",
        ] {
            let steps = module_steps(address);
            assert_eq!(&*steps.last().unwrap().address, address);
        }
        let steps = module_steps("module.us[\"a.b\"].module.schema[1]");
        assert_eq!(steps[0].key, InstanceKey::Key("a.b".into()));
        assert_eq!((&*steps[1].call, &steps[1].key), ("schema", &InstanceKey::Index(1)));
        assert!(module_steps("").is_empty());
    }

    #[test]
    fn only_what_was_written_is_left_of_references() {
        let rows: [(&[&str], &[&str]); 3] = [
            (
                &["module.t[\"eng\"].g[\"S\"]", "module.t[\"eng\"].g", "module.t[\"eng\"]"],
                &["module.t[\"eng\"].g[\"S\"]"],
            ),
            (&["a_b.c[0].id", "a_b.c[0]", "a_b.c"], &["a_b.c[0].id"]),
            (&["a_b.c.id", "a_b.c", "a_b.cd.id", "a_b.cd", "var.x"], &["a_b.c.id", "a_b.cd.id", "var.x"]),
        ];
        for (given, want) in rows {
            assert_eq!(maximal(given.iter().copied()), want);
        }
    }

    #[test]
    fn references_are_told_apart() {
        let named = |text: &str| format!("{:?}", target(text));
        assert!(named("data.aws_region.here.name").contains("data: true"));
        assert!(named("databricks_group.eng[\"a\"].id").contains("Key(\"a\")"));
        assert_eq!(target("each.key"), Target::OwnKey);
        assert_eq!(target("each.value.id"), Target::EachValue(Path::root().name("id")));
        assert_eq!(target("local.x.y"), Target::Local);
        assert_eq!(target("path.module"), Target::Nothing);
        assert_eq!(target(""), Target::Nothing);
        assert!(named("module.c[0].o.x").contains("output: Some(\"o\")"));
    }
}
