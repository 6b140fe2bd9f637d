//! The text of addresses.

use std::fmt::Write;
use std::sync::Arc;

use bricklint_findings::address;
use bricklint_model::instance::{InstanceKey, Mode};

/// Appends `[0]`, `["a"]`, `[*]` or nothing.
pub(crate) fn push_key(out: &mut String, key: &InstanceKey) {
    match key {
        InstanceKey::None => {}
        InstanceKey::Index(index) => {
            let _ = write!(out, "[{index}]");
        }
        InstanceKey::Key(key) => {
            out.push('[');
            push_quoted(out, key);
            out.push(']');
        }
        InstanceKey::Any => out.push_str("[*]"),
    }
}

/// Appends the text as a quoted string of the language.
#[inline(never)]
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '$' | '%' => {
                out.push(c);
                if rest.peek() == Some(&'{') {
                    out.push(c);
                }
            }
            c if !(' '..='~').contains(&c) && is_hidden(c) => {
                let _ = if (c as u32) < 0x1_0000 {
                    write!(out, "\\u{:04x}", c as u32)
                } else {
                    write!(out, "\\U{:08x}", c as u32)
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Whether Terraform does not print a character as it is: controls, spaces of other kinds, characters of format and those
/// that nobody has assigned for good.
#[inline(never)]
fn is_hidden(c: char) -> bool {
    c.is_control()
        || c.is_whitespace() && c != ' '
        || matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
            | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..)
}

/// `module.a["x"].module.b` for a call `name` below `parent`.
pub(crate) fn module(parent: &str, name: &str, key: &InstanceKey) -> Arc<str> {
    let mut out = String::with_capacity(parent.len() + name.len() + 16);
    if !parent.is_empty() {
        out.push_str(parent);
        out.push('.');
    }
    out.push_str("module.");
    out.push_str(name);
    push_key(&mut out, key);
    out.into()
}

/// `databricks_group.a`, `data.aws_region.here`.
pub(crate) fn resource(mode: Mode, type_name: &str, name: &str) -> String {
    match mode {
        Mode::Managed => [type_name, ".", name].concat(),
        Mode::Data => ["data.", type_name, ".", name].concat(),
    }
}

/// The address with the module's in front.
pub(crate) fn join(module: &str, local: &str) -> Arc<str> {
    address::join(module, local).into()
}

/// The parts after each other.
pub(crate) fn concat(parts: &[&str]) -> Arc<str> {
    parts.concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_quoted_as_in_the_language() {
        let cases = [
            ("", r#"[""]"#),
            ("a/b c", r#"["a/b c"]"#),
            ("q\"t", r#"["q\"t"]"#),
            ("${x}", r#"["$${x}"]"#),
            ("$x", r#"["$x"]"#),
            ("%{if}", r#"["%%{if}"]"#),
            ("a\nb\\", r#"["a\nb\\"]"#),
            ("é", r#"["é"]"#),
            ("\u{1}", r#"["\u0001"]"#),
        ];
        for (key, expected) in cases {
            let mut out = String::new();
            push_key(&mut out, &InstanceKey::Key(key.into()));
            assert_eq!(out, expected);
        }
    }
}
