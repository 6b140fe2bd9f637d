//! A policy document while it is built: members in the provider's order, leaves possibly unknown.

use std::sync::Arc;

use bricklint_lang::json;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Refinements, Seq, SeqKind, Text, Unknown, Value};

use super::view::undecided;

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A string, number, truth value or null, or anything unknown.
    Leaf(Value),
    /// An array.
    List(Vec<Node>),
    /// An object; members in the order in which the provider writes them.
    Object(Vec<(Box<str>, Node)>),
}

impl Node {
    /// A known string.
    pub(super) fn text(text: &str) -> Self {
        Self::Leaf(Value::string(text))
    }

    /// An array of known strings.
    pub(super) fn texts(texts: &[&str]) -> Self {
        Self::List(texts.iter().map(|t| Self::text(t)).collect())
    }

    /// An array of strings.
    pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Self {
        Self::List(values.into_iter().map(Node::Leaf).collect())
    }

    /// An object.
    pub(super) fn object<'a>(members: impl IntoIterator<Item = (&'a str, Node)>) -> Self {
        Self::Object(members.into_iter().map(|(k, v)| (k.into(), v)).collect())
    }

    /// The value it encodes.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Leaf(value) => value.clone(),
            Self::List(items) => Value::tuple(items.iter().map(Self::value).collect()),
            Self::Object(members) => Value::object(members.iter().map(|(k, v)| ((&**k).into(), v.value()))),
        }
    }

    /// The document as the string attribute of a data source.
    pub(super) fn encoded(&self, layout: Layout) -> Value {
        let value = self.value();
        let secret = value.holds_secret();
        let mut text = String::new();
        let known = self.write(layout, 0, &mut text).is_some();
        let encoded = Value::text(Text::Encoded { text: known.then(|| text.into()), value });
        if secret { encoded.with_marks(Marks::SECRET_SOURCE) } else { encoded }
    }

    /// Writes as Go's `encoding/json` does; `None` at an unknown part.
    fn write(&self, layout: Layout, depth: usize, out: &mut String) -> Option<()> {
        match self {
            Self::Leaf(Value::Null { .. }) => out.push_str("null"),
            Self::Leaf(value) => {
                if let Some(text) = value.as_str() {
                    json::string(text, out);
                } else if let Some(flag) = value.as_bool() {
                    out.push_str(if flag { "true" } else { "false" });
                } else {
                    out.push_str(&value.as_number()?.to_string());
                }
            }
            Self::List(items) if items.is_empty() => out.push_str("[]"),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    layout.line(depth + 1, out);
                    item.write(layout, depth + 1, out)?;
                }
                layout.line(depth, out);
                out.push(']');
            }
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::Object(members) => {
                out.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    layout.line(depth + 1, out);
                    json::string(key, out);
                    out.push_str(if layout == Layout::Indented { ": " } else { ":" });
                    value.write(layout, depth + 1, out)?;
                }
                layout.line(depth, out);
                out.push('}');
            }
        }
        Some(())
    }
}

/// How a document is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A line for each member, two spaces a level.
    Indented,
    /// No white space.
    Compact,
}

impl Layout {
    fn line(self, depth: usize, out: &mut String) {
        if self == Self::Indented {
            out.push('\n');
            for _ in 0..depth {
                out.push_str("  ");
            }
        }
    }
}

/// An unknown list with elements that it surely has.
pub(super) fn at_least(unknown: &Value, mut items: Vec<Value>) -> Value {
    if items.is_empty() {
        return unknown.clone();
    }
    items.extend(unknown.sure_items().iter().cloned());
    let items = Some(Arc::new(Seq::new(SeqKind::Tuple, items)));
    refined(unknown, Refinements { items, ..Refinements::default() })
}

/// An unknown with what is known of it.
pub(super) fn refined(unknown: &Value, refinements: Refinements) -> Value {
    let of = unknown.as_unknown().map(|of| (of.ty.clone(), of.cause.clone()));
    let (ty, cause) = of.unwrap_or_else(|| (Type::Dynamic, undecided("an argument")));
    let made = Unknown { ty, refinements, cause, symbol: None, may_be: Blank::NONE, cases: None };
    Value::from_unknown(made).with_marks(unknown.marks()).with_provenance(unknown.provenance())
}
