//! Whether an expression over an attribute that apply decides still is that attribute.

use bricklint_findings::address;
use bricklint_lang::value::Symbol;

use super::{NodeId, path_of};
use crate::instance::Instance;
use crate::place::Path;
use crate::stack::Stack;

/// What may be taken off the address of something.
const AROUND: &[&str] = &["\"https://\"", "\"http://\"", "\"/\""];

/// Whether a symbol is the text of an expression that gives back an attribute of an instance, or what alone names
/// the instance in it: `trimspace(a.b.id)`, `trimsuffix(a.b.url, "/")`, `one(a.b[*].id)`.
pub(super) fn is_attribute(symbol: &Symbol, instance: &Instance, path: &Path) -> bool {
    attribute(symbol).is_some_and(|text| text == format!("{}.{path}", instance.address))
}

/// The attribute that such a text gives back, with the address before it.
pub(super) fn attribute(symbol: &Symbol) -> Option<String> {
    if !symbol.name.contains('(') {
        return None;
    }
    let text = symbol.to_string();
    // Of one that is not repeated a splat has one element.
    let inner = unwrapped(&text)?.replacen("[*]", "", 1);
    Some(address::join(&symbol.module, &inner).into_owned())
}

/// The instance and its attribute that a symbol names, in functions that leave it or without any.
pub(super) fn find(stack: &Stack, symbol: &Symbol) -> Option<(NodeId, Path)> {
    let of = |address: &str| {
        let at = stack.instances.binary_search_by(|instance| (*instance.address).cmp(address)).ok()?;
        Some(NodeId(u32::try_from(at).ok()?))
    };
    if symbol.stack != stack.index {
        return None;
    }
    if !symbol.name.contains('(') {
        return Some((of(&address::join(&symbol.module, &symbol.name))?, path_of(&symbol.path)));
    }
    let text = attribute(symbol)?;
    let mut splits = text.rmatch_indices('.');
    splits.find_map(|(at, _)| Some((of(text.get(..at)?)?, path_of(text.get(at + 1..)?))))
}

/// What stands in functions that leave what it names.
fn unwrapped(text: &str) -> Option<&str> {
    let mut text = text.trim();
    while let Some((function, rest)) = text.split_once('(') {
        let (arguments, index) = rest.rsplit_once(')')?;
        let arguments = split(arguments);
        let (first, others) = arguments.split_first()?;
        text = match (function, others, index) {
            ("chomp" | "coalesce" | "convert" | "one" | "tonumber" | "tostring" | "trimspace", _, "") => {
                first
            }
            ("replace" | "trim" | "trimprefix" | "trimsuffix", [taken, ..], "") if AROUND.contains(taken) => {
                first
            }
            ("join", [list], "") if *first == "\"\"" && list.contains("[*]") => list,
            ("basename", [], "") if is_composite(first) => first,
            ("element", [index], "") if *index == "1" => cut(first)?,
            ("split", _, "[1]") => cut(text.strip_suffix("[1]")?)?,
            // What has a space in it stands in brackets.
            ("", [], "") => first,
            ("", [], "[1]") => cut(first)?,
            _ => return None,
        };
    }
    Some(text)
}

/// The id of which `split("/", id)` has the object's own id as its second part.
fn cut(text: &str) -> Option<&str> {
    let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let id = bare.strip_prefix("split(\"/\", ")?.strip_suffix(')')?;
    is_composite(id).then_some(id)
}

/// Whether this is an id that is made of the account's and the object's own (provider
/// `docs/resources/mws_workspaces.md`).
fn is_composite(text: &str) -> bool {
    text.strip_suffix(".id").is_some()
        && (text.starts_with("databricks_mws_")
            || text.starts_with("module.") && text.contains(".databricks_mws_"))
}

/// The arguments of a call.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut out = Vec::new();
    for (at, char) in text.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                out.extend(text.get(start..at).map(str::trim));
                start = at + 1;
            }
            _ => {}
        }
    }
    out.extend(text.get(start..).map(str::trim).filter(|last| !last.is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn functions_that_leave_an_identifier_are_seen_through() {
        let id = "databricks_mws_workspaces.w.id";
        for (text, want) in [
            ("trimspace(a.b.id)", Some("a.b.id")),
            ("convert(coalesce(a.b.id, \"x\"), number)", Some("a.b.id")),
            ("trimsuffix(a.b.url, \"/\")", Some("a.b.url")),
            ("trimsuffix(a.b.id, \"_prod\")", None),
            ("replace(a.b.id, \"a\", \"b\")", None),
            ("one(a.b[*].id)", Some("a.b[*].id")),
            ("join(\"\", a.b[*].id)", Some("a.b[*].id")),
            ("convert(split(\"/\", databricks_mws_workspaces.w.id)[1], number)", Some(id)),
            ("element((split(\"/\", databricks_mws_workspaces.w.id)), 1)", Some(id)),
            ("trimspace((element((split(\"/\", databricks_mws_workspaces.w.id)), 1)))", Some(id)),
            ("element((split(\"/\", databricks_mws_workspaces.w.id)), 0)", None),
            ("split(\"/\", databricks_mws_workspaces.w.id)[0]", None),
            ("split(\"/\", databricks_catalog.c.id)[1]", None),
            ("distinct([a.b.id, \"x\"])[1]", None),
            ("a.b.id + 1", Some("a.b.id + 1")),
        ] {
            assert_eq!(unwrapped(text), want, "{text}");
        }
    }
}
