//! Whether an expression over an attribute that apply decides still is that attribute.

use bricklint_lang::value::Symbol;

use crate::instance::Instance;
use crate::place::Path;

/// What may be taken off the address of something.
const AROUND: &[&str] = &["\"https://\"", "\"http://\"", "\"/\""];

/// Whether a symbol is the text of an expression that gives back an attribute of an instance, or what alone names
/// the instance in it: `trimspace(a.b.id)`, `trimsuffix(a.b.url, "/")`, `one(a.b[*].id)`.
pub(super) fn is_attribute(symbol: &Symbol, instance: &Instance, path: &Path) -> bool {
    if !symbol.name.contains('(') {
        return false;
    }
    let text = symbol.to_string();
    let Some(inner) = unwrapped(&text) else { return false };
    // Of one that is not repeated a splat has one element.
    let inner = inner.replacen("[*]", "", 1);
    let attribute = format!("{}.{path}", instance.address);
    let module = &*symbol.module;
    inner == attribute || !module.is_empty() && format!("{module}.{inner}") == attribute
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
