//! `aws_iam_policy_document` (provider `hashicorp/aws`, `internal/service/iam/policy_document_data_source.go`
//! and `policy_model.go`).

use std::collections::{BTreeMap, BTreeSet};

use bricklint_findings::Sorting;
use bricklint_findings::cause::Cause;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Segment, Text, Value};
use bricklint_model::aws::policy::{marked_like, parse_json};
use compact_str::CompactString;

use super::document::{Layout, Node};
use super::view::{Item, Strings, View, seal, string, undecided};
use super::{Computed, Refused, Unite};

const CURRENT: &str = "2012-10-17";
const OLD: &str = "2008-10-17";

/// A document before it is written.
struct Document {
    /// `Ok("")` for none.
    version: Result<String, Cause>,
    id: Option<Value>,
    statements: Vec<Statement>,
    /// Why the statements are not known: how many there are, or which replaces which.
    open: Option<Cause>,
}

struct Statement {
    sid: Sid,
    content: Node,
}

enum Sid {
    None,
    Known(String),
    Unknown(Cause),
}

/// The data source.
pub(super) fn policy_document(view: &View<'_>, _: Unite<'_>) -> Result<Computed, Refused> {
    let mut merged = Document { version: Ok(String::new()), id: None, statements: Vec::new(), open: None };
    for name in ["source_json", "override_json"] {
        if view.string(name)?.is_some_and(|v| v.as_str().is_some_and(|t| !t.is_empty())) {
            return Err(Refused::new(format!("`{name}` must be empty")));
        }
    }
    let mut sids = BTreeSet::new();
    for document in documents(view, "source_policy_documents", &mut merged)? {
        for statement in &document.statements {
            if let Sid::Known(sid) = &statement.sid
                && !sids.insert(sid.clone())
            {
                return Err(Refused::new("two statements of the source documents have the same Sid"));
            }
        }
        merged.merge(document, 0);
    }
    let own = own(view)?;
    let default_version = view.get("version").is_none();
    let sources = merged.statements.len();
    merged.merge(own, sources);
    for document in documents(view, "override_policy_documents", &mut merged)? {
        merged.merge(document, usize::MAX);
    }
    let document = merged.node();
    let json = document.encoded(Layout::Indented);
    let id = match json.as_str() {
        Some(text) => Value::string(crc32(text.as_bytes()).to_string()),
        None => Value::unknown(Type::String, json.cause().cloned().unwrap_or_else(|| undecided("json"))),
    };
    let mut out = vec![("json", json), ("minified_json", document.encoded(Layout::Compact)), ("id", id)];
    if default_version {
        out.push(("version", Value::string(CURRENT)));
    }
    Ok(out)
}

impl Document {
    /// The statement of this Sid among the first `limit`.
    fn find(&self, sid: &str, limit: usize) -> Option<usize> {
        self.statements.iter().take(limit).position(|s| matches!(&s.sid, Sid::Known(known) if known == sid))
    }

    /// Takes over another document; its statements replace those of the same Sid among the first `limit`.
    fn merge(&mut self, other: Document, limit: usize) {
        if other.id.is_some() {
            self.id = other.id;
        }
        self.version = match (std::mem::replace(&mut self.version, Ok(String::new())), other.version) {
            (Err(cause), _) | (_, Err(cause)) => Err(cause),
            (Ok(a), Ok(b)) => Ok(a.max(b)),
        };
        self.open = self.open.take().or(other.open);
        for statement in other.statements {
            let unsure = self.statements.iter().take(limit).find_map(|s| match (&s.sid, &statement.sid) {
                (Sid::Unknown(cause), Sid::Known(_) | Sid::Unknown(_))
                | (Sid::Known(_), Sid::Unknown(cause)) => Some(cause.clone()),
                _ => None,
            });
            let at = match &statement.sid {
                Sid::Known(sid) => self.find(sid, limit),
                Sid::None | Sid::Unknown(_) => None,
            };
            if let Some(existing) = at.and_then(|at| self.statements.get_mut(at)) {
                *existing = statement;
            } else {
                self.open = self.open.take().or(unsure);
                self.statements.push(statement);
            }
        }
    }

    fn node(self) -> Node {
        let mut members = Vec::new();
        match self.version {
            Ok(version) if version.is_empty() => {}
            Ok(version) => members.push(("Version", Node::text(&version))),
            Err(cause) => members.push(("Version", Node::Leaf(Value::unknown(Type::String, cause)))),
        }
        if let Some(id) = self.id {
            members.push(("Id", Node::Leaf(id)));
        }
        if let Some(cause) = self.open {
            members.push(("Statement", Node::Leaf(Value::unknown(Type::Dynamic, cause))));
        } else if !self.statements.is_empty() {
            members.push(("Statement", Node::List(self.statements.into_iter().map(|s| s.content).collect())));
        }
        Node::object(members)
    }
}

/// The document that the arguments themselves describe.
fn own(view: &View<'_>) -> Result<Document, Refused> {
    let version = match view.string("version")? {
        None => Ok(CURRENT.to_owned()),
        Some(value) => match value.as_str() {
            Some(text @ (CURRENT | OLD)) => Ok(text.to_owned()),
            Some(_) => return Err(Refused::new(format!("`version` must be `{OLD}` or `{CURRENT}`"))),
            None => Err(value.cause().cloned().unwrap_or_else(|| undecided("version"))),
        },
    };
    let old = version.as_ref().is_ok_and(|v| v == OLD);
    let id = view.string("policy_id")?.filter(|v| v.as_str() != Some(""));
    let blocks = view.blocks("statement")?;
    let mut statements: Vec<Statement> = Vec::new();
    for block in blocks.items {
        let statement = match block {
            Item::Known(view) => statement(&view, old)?,
            Item::Unknown(cause) => Statement {
                content: Node::Leaf(Value::unknown(Type::Dynamic, cause.clone())),
                sid: Sid::Unknown(cause),
            },
        };
        if let Sid::Known(sid) = &statement.sid
            && statements.iter().any(|s| matches!(&s.sid, Sid::Known(other) if other == sid))
        {
            return Err(Refused::new("two statements have the same `sid`"));
        }
        statements.push(statement);
    }
    Ok(Document { version, id, statements, open: blocks.more })
}

fn statement(view: &View<'_>, old: bool) -> Result<Statement, Refused> {
    let sid = view.string("sid")?.filter(|v| v.as_str() != Some(""));
    let effect = view.string("effect")?.unwrap_or_else(|| Value::string("Allow"));
    if effect.as_str().is_some_and(|e| e != "Allow" && e != "Deny") {
        return Err(Refused::new("`effect` must be `Allow` or `Deny`"));
    }
    let members = [
        ("Sid", sid.clone().map(Node::Leaf)),
        ("Effect", Some(Node::Leaf(effect))),
        ("Action", string_set(view, "actions", None)?),
        ("NotAction", string_set(view, "not_actions", None)?),
        ("Resource", string_set(view, "resources", Some(old))?),
        ("NotResource", string_set(view, "not_resources", Some(old))?),
        ("Principal", principals(view, "principals", old)?),
        ("NotPrincipal", principals(view, "not_principals", old)?),
        ("Condition", conditions(view, old)?),
    ];
    let sid = match sid {
        None => Sid::None,
        Some(sid) => match sid.as_str() {
            Some(text) if !text.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                return Err(Refused::new("`sid` must be of letters and digits only"));
            }
            Some(text) => Sid::Known(text.to_owned()),
            None => Sid::Unknown(sid.cause().cloned().unwrap_or_else(|| undecided("sid"))),
        },
    };
    let content = Node::object(members.into_iter().filter_map(|(k, v)| v.map(|v| (k, v))));
    Ok(Statement { sid, content })
}

/// A set of strings: one alone as a string, several in descending order; unknown ones come last.
/// With `variables` the text `&{` becomes `${`, which a document of the old version (`true`) must not have.
fn string_set(view: &View<'_>, name: &str, variables: Option<bool>) -> Result<Option<Node>, Refused> {
    let values = match view.strings(name)? {
        Strings::Absent => return Ok(None),
        Strings::Unknown(value) => return Ok(Some(Node::Leaf(unknown_part(&value)))),
        Strings::Known(values) => distinct(values),
    };
    let mut values = descending(values);
    if let Some(old) = variables {
        values = values.into_iter().map(|v| with_variables(&v, name, old)).collect::<Result<_, _>>()?;
    }
    Ok(one_or_many(values))
}

fn one_or_many(mut values: Vec<Value>) -> Option<Node> {
    match values.pop() {
        None => None,
        Some(only) if values.is_empty() => Some(Node::Leaf(only)),
        Some(last) => {
            values.push(last);
            Some(Node::list(values))
        }
    }
}

/// The elements of a set: each known text once.
fn distinct(values: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        if !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

fn descending(mut values: Vec<Value>) -> Vec<Value> {
    values.put_in_order_by(|a, b| match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => b.cmp(a),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    values
}

/// `&{` stands for `${`, which Terraform would take for a template.
fn with_variables(value: &Value, name: &str, old: bool) -> Result<Value, Refused> {
    let replaced = |text: &str| -> Result<Box<str>, Refused> {
        if old && text.contains("&{") {
            return Err(Refused::new(format!("`{name}` holds `&{{`, which version {OLD} does not have")));
        }
        Ok(text.replace("&{", "${").into())
    };
    let text = match (value.as_str(), value.as_segments()) {
        (Some(text), _) if text.contains("&{") => Text::Plain(CompactString::from(replaced(text)?)),
        (_, Some(parts)) => Text::Segmented(
            parts
                .iter()
                .map(|part| match part {
                    Segment::Known(text) => replaced(text).map(Segment::Known),
                    Segment::Hole(hole) => Ok(Segment::Hole(hole.clone())),
                })
                .collect::<Result<_, _>>()?,
        ),
        _ => return Ok(value.clone()),
    };
    Ok(Value::text(text).with_marks(value.marks()).with_provenance(value.provenance()))
}

/// `principals` or `not_principals`: by type, one identifier alone as a string.
fn principals(view: &View<'_>, name: &str, old: bool) -> Result<Option<Node>, Refused> {
    let blocks = view.blocks(name)?;
    if let Some(cause) = blocks.more {
        return Ok(Some(Node::Leaf(Value::unknown(Type::Dynamic, cause))));
    }
    let mut entries: Vec<Principal> = Vec::new();
    for block in blocks.items {
        let view = match block {
            Item::Known(view) => view,
            Item::Unknown(cause) => return Ok(Some(Node::Leaf(Value::unknown(Type::Dynamic, cause)))),
        };
        let kind = view.required("type")?;
        let Some(text) = kind.as_str() else { return Ok(Some(Node::Leaf(unknown_part(&kind)))) };
        let identifiers = match view.strings("identifiers")? {
            Strings::Absent => return Err(Refused::new(format!("`identifiers` is required in `{name}`"))),
            Strings::Unknown(value) => Err(unknown_part(&value)),
            Strings::Known(values) => Ok(distinct(values)),
        };
        let hash = identifiers.as_ref().ok().and_then(|ids| principal_hash(text, ids));
        let identifiers = match identifiers {
            Err(unknown) => Identifiers::Unknown(unknown),
            Ok(values) => Identifiers::of(values, old)?,
        };
        entries.push(Principal { kind: text.to_owned(), identifiers, hash });
    }
    if entries.iter().all(|e| e.hash.is_some()) {
        // A set in the order of the provider's hashes; equal blocks are one.
        entries.put_in_order_by(|a, b| a.hash.cmp(&b.hash));
        entries.dedup_by(|a, b| a.hash == b.hash);
    }
    Ok(principal_node(entries))
}

struct Principal {
    kind: String,
    identifiers: Identifiers,
    /// The key of the block in the provider's set, where it is known.
    hash: Option<String>,
}

enum Identifiers {
    One(Value),
    Many(Vec<Value>),
    Unknown(Value),
}

impl Identifiers {
    fn of(values: Vec<Value>, old: bool) -> Result<Self, Refused> {
        let mut values = descending(values)
            .iter()
            .map(|v| with_variables(v, "identifiers", old))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(match values.pop() {
            Some(only) if values.is_empty() => Self::One(only),
            Some(last) => {
                values.push(last);
                Self::Many(values)
            }
            None => Self::Many(values),
        })
    }
}

fn principal_node(entries: Vec<Principal>) -> Option<Node> {
    if entries.is_empty() {
        return None;
    }
    if let [Principal { kind, identifiers, .. }] = entries.as_slice()
        && kind == "*"
    {
        let only = match identifiers {
            Identifiers::One(value) => Some(value),
            Identifiers::Many(values) => values.first().filter(|_| values.len() == 1),
            Identifiers::Unknown(value) => return Some(Node::Leaf(value.clone())),
        };
        match only.map(|v| (v, v.as_str())) {
            Some((_, Some("*"))) => return Some(Node::text("*")),
            Some((value, None)) => return Some(Node::Leaf(unknown_part(value))),
            _ => {}
        }
    }
    let mut by_kind: BTreeMap<String, Identifiers> = BTreeMap::new();
    for entry in entries {
        let before = by_kind.remove(&entry.kind);
        let after = match (before, entry.identifiers) {
            (Some(Identifiers::Unknown(value)), _) | (_, Identifiers::Unknown(value)) => {
                Identifiers::Unknown(value)
            }
            (None, Identifiers::One(value)) => Identifiers::One(value),
            (Some(Identifiers::One(first)), Identifiers::One(value)) => Identifiers::Many(vec![first, value]),
            (Some(Identifiers::Many(mut all)), Identifiers::One(value)) => {
                all.push(value);
                Identifiers::Many(all)
            }
            (before, Identifiers::Many(values)) => {
                let mut all = match before {
                    Some(Identifiers::One(first)) => vec![first],
                    Some(Identifiers::Many(all)) => all,
                    Some(Identifiers::Unknown(_)) | None => Vec::new(),
                };
                all.extend(descending(values));
                Identifiers::Many(all)
            }
        };
        by_kind.insert(entry.kind, after);
    }
    let members = by_kind.into_iter().map(|(kind, identifiers)| {
        let node = match identifiers {
            Identifiers::One(value) | Identifiers::Unknown(value) => Node::Leaf(value),
            Identifiers::Many(values) => Node::list(values),
        };
        (kind.into(), node)
    });
    Some(Node::Object(members.collect()))
}

/// `condition` blocks: by test and variable, the values of equal ones joined, one value alone as a string.
fn conditions(view: &View<'_>, old: bool) -> Result<Option<Node>, Refused> {
    let blocks = view.blocks("condition")?;
    if let Some(cause) = blocks.more {
        return Ok(Some(Node::Leaf(Value::unknown(Type::Dynamic, cause))));
    }
    let mut entries: Vec<Condition> = Vec::new();
    for block in blocks.items {
        let view = match block {
            Item::Known(view) => view,
            Item::Unknown(cause) => return Ok(Some(Node::Leaf(Value::unknown(Type::Dynamic, cause)))),
        };
        let (test, variable) = (view.required("test")?, view.required("variable")?);
        let (Some(test_text), Some(variable_text)) = (test.as_str(), variable.as_str()) else {
            let unknown = if test.as_str().is_none() { &test } else { &variable };
            return Ok(Some(Node::Leaf(unknown_part(unknown))));
        };
        let (values, hash) = match view.strings("values")? {
            Strings::Absent => return Err(Refused::new("`values` is required in `condition`")),
            Strings::Unknown(value) => (Err(unknown_part(&value)), None),
            Strings::Known(values) => {
                let hash = condition_hash(test_text, variable_text, &values);
                let values =
                    values.iter().map(|v| with_variables(v, "values", old)).collect::<Result<Vec<_>, _>>()?;
                (Ok(values), hash)
            }
        };
        entries.push(Condition {
            test: test_text.to_owned(),
            variable: variable_text.to_owned(),
            values,
            hash,
        });
    }
    if entries.iter().all(|e| e.hash.is_some()) {
        entries.put_in_order_by(|a, b| a.hash.cmp(&b.hash));
        entries.dedup_by(|a, b| a.hash == b.hash);
    }
    Ok(condition_node(entries))
}

struct Condition {
    test: String,
    variable: String,
    /// The values, or the unknown that stands for them.
    values: Result<Vec<Value>, Value>,
    hash: Option<String>,
}

fn condition_node(entries: Vec<Condition>) -> Option<Node> {
    if entries.is_empty() {
        return None;
    }
    let mut tests: BTreeMap<String, BTreeMap<String, Result<Vec<Value>, Value>>> = BTreeMap::new();
    for entry in entries {
        let slot =
            tests.entry(entry.test).or_default().entry(entry.variable).or_insert_with(|| Ok(Vec::new()));
        match (slot.as_mut(), entry.values) {
            (Ok(all), Ok(values)) => all.extend(values),
            (Ok(_), Err(unknown)) => *slot = Err(unknown),
            (Err(_), _) => {}
        }
    }
    let tests = tests.into_iter().map(|(test, variables)| {
        let variables = variables.into_iter().map(|(variable, values)| {
            let node = match values {
                Err(unknown) => Node::Leaf(unknown),
                Ok(values) => one_or_many(values).unwrap_or_else(|| Node::List(Vec::new())),
            };
            (variable.into(), node)
        });
        (test.into(), Node::Object(variables.collect()))
    });
    Some(Node::Object(tests.collect()))
}

/// The documents of a list argument, in order; unknown ones leave `merged` open.
fn documents(view: &View<'_>, name: &str, merged: &mut Document) -> Result<Vec<Document>, Refused> {
    let Some(value) = view.get(name) else { return Ok(Vec::new()) };
    let Some(items) = value.as_items() else {
        if !matches!(value, Value::Unknown { .. }) {
            return Err(Refused::new(format!("`{name}` must be a list of documents")));
        }
        merged.unknown(value.cause().cloned().unwrap_or_else(|| undecided(name)));
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for item in items {
        if item.is_null() {
            continue;
        }
        let content = match (item.encoded(), item.as_str()) {
            (Some(content), _) => marked_like(item, content.clone()),
            (None, Some(text)) => {
                let content = parse_json(text)
                    .ok_or_else(|| Refused::new(format!("`{name}` holds text that is not JSON")))?;
                marked_like(item, content)
            }
            (None, None) => {
                let item = string(item, name)?;
                merged.unknown(item.cause().cloned().unwrap_or_else(|| undecided(name)));
                continue;
            }
        };
        out.push(decode(&seal(&content), name)?);
    }
    Ok(out)
}

impl Document {
    /// Takes over a document of which nothing is known.
    fn unknown(&mut self, cause: Cause) {
        self.version = Err(cause.clone());
        self.id = Some(Value::unknown(Type::String, cause.clone()));
        self.open.get_or_insert(cause);
    }
}

/// A document that was written before.
fn decode(content: &Value, name: &str) -> Result<Document, Refused> {
    let refused = |what| Refused::new(format!("`{name}` holds a document {what}"));
    let mut out = Document { version: Ok(String::new()), id: None, statements: Vec::new(), open: None };
    if let Value::Unknown { value, .. } = content {
        out.unknown(value.cause.clone());
        return Ok(out);
    }
    let Some(map) = content.as_map() else { return Err(refused("that is not an object")) };
    if let Some(version) = member(map, "Version") {
        out.version = match (version.as_str(), version.cause()) {
            (Some(text), _) => Ok(text.to_owned()),
            (None, Some(cause)) => Err(cause.clone()),
            (None, None) => return Err(refused("whose Version is not a string")),
        };
    }
    if let Some(id) = member(map, "Id") {
        if !matches!(id, Value::String { .. } | Value::Unknown { .. }) {
            return Err(refused("whose Id is not a string"));
        }
        out.id = Some(id.clone()).filter(|id| id.as_str() != Some(""));
    }
    let Some(statements) = member(map, "Statement") else { return Ok(out) };
    let Some(items) = statements.as_items() else {
        let Some(cause) = statements.as_unknown().map(|u| u.cause.clone()) else {
            return Err(refused("whose Statement is not a list"));
        };
        out.open = Some(cause);
        return Ok(out);
    };
    for item in items {
        let statement = match (item, item.as_map()) {
            (_, Some(map)) => decode_statement(map).map_err(refused)?,
            (Value::Unknown { value, .. }, None) => {
                Statement { sid: Sid::Unknown(value.cause.clone()), content: Node::Leaf(item.clone()) }
            }
            _ => return Err(refused("with a statement that is not an object")),
        };
        out.statements.push(statement);
    }
    Ok(out)
}

/// The member that Go's `encoding/json` reads into a field of this name: null is none, and without the
/// exact name one in other case counts.
fn member<'a>(map: &'a bricklint_lang::value::Map, name: &str) -> Option<&'a Value> {
    map.get(name)
        .or_else(|| map.entries.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v))
        .filter(|value| !value.is_null())
}

fn decode_statement(map: &bricklint_lang::value::Map) -> Result<Statement, &'static str> {
    let mut members: Vec<(&str, Node)> = Vec::new();
    let mut sid = Sid::None;
    for name in ["Sid", "Effect"] {
        let Some(value) = member(map, name) else { continue };
        match (value.as_str(), value.cause()) {
            (Some(""), _) => continue,
            (Some(text), _) if name == "Sid" => sid = Sid::Known(text.to_owned()),
            (None, Some(cause)) if name == "Sid" => sid = Sid::Unknown(cause.clone()),
            (None, None) => return Err("whose Sid or Effect is not a string"),
            _ => {}
        }
        members.push((name, Node::Leaf(value.clone())));
    }
    for name in ["Action", "NotAction", "Resource", "NotResource"] {
        if let Some(value) = member(map, name) {
            members.push((name, as_written(value)));
        }
    }
    for name in ["Principal", "NotPrincipal"] {
        // A null is not left out here: the provider refuses it.
        let Some(value) = map.get(name) else { continue };
        if let Some(node) = decode_principal(value)? {
            members.push((name, node));
        }
    }
    if let Some(value) = member(map, "Condition")
        && let Some(node) = decode_condition(value)?
    {
        members.push(("Condition", node));
    }
    Ok(Statement { sid, content: Node::object(members) })
}

/// A part that is kept as it is; members of objects in order of their names.
fn as_written(value: &Value) -> Node {
    match value {
        Value::Seq { value, .. } => Node::List(value.items.iter().map(as_written).collect()),
        Value::Map { value, .. } => {
            Node::Object(value.entries.iter().map(|(k, v)| ((&**k).into(), as_written(v))).collect())
        }
        _ => Node::Leaf(value.clone()),
    }
}

fn decode_principal(value: &Value) -> Result<Option<Node>, &'static str> {
    const WRONG: &str =
        "with a Principal that is neither a string nor an object of strings and lists of strings";
    if value.as_str().is_some() {
        return Ok(Some(Node::text("*")));
    }
    if value.is_unknown() {
        return Ok(Some(Node::Leaf(unknown_part(value))));
    }
    let map = value.as_map().ok_or(WRONG)?;
    let mut entries = Vec::new();
    for (kind, value) in &map.entries {
        let identifiers = match value {
            Value::String { .. } => Identifiers::One(value.clone()),
            Value::Seq { value: seq, .. } => {
                if seq.items.iter().any(|i| !matches!(i, Value::String { .. } | Value::Unknown { .. })) {
                    return Err(WRONG);
                }
                Identifiers::Many(seq.items.clone())
            }
            Value::Unknown { .. } => Identifiers::Unknown(value.clone()),
            _ => return Err(WRONG),
        };
        entries.push(Principal { kind: kind.to_string(), identifiers, hash: None });
    }
    Ok(principal_node(entries))
}

fn decode_condition(value: &Value) -> Result<Option<Node>, &'static str> {
    const WRONG: &str = "with a Condition that is not an object of objects of strings and lists of strings";
    if value.is_unknown() {
        return Ok(Some(Node::Leaf(unknown_part(value))));
    }
    let mut entries = Vec::new();
    for (test, variables) in &value.as_map().ok_or(WRONG)?.entries {
        if variables.is_null() {
            continue;
        }
        if variables.is_unknown() {
            return Ok(Some(Node::Leaf(unknown_part(variables))));
        }
        for (variable, value) in &variables.as_map().ok_or(WRONG)?.entries {
            let values = match value {
                Value::String { .. } => Ok(vec![value.clone()]),
                Value::Bool { value, .. } => Ok(vec![Value::string(value.to_string())]),
                Value::Seq { value: seq, .. } => {
                    if seq.items.iter().any(|i| !matches!(i, Value::String { .. } | Value::Unknown { .. })) {
                        return Err(WRONG);
                    }
                    Ok(seq.items.clone())
                }
                Value::Unknown { .. } => Err(value.clone()),
                // The provider drops anything else without a word.
                _ => continue,
            };
            entries.push(Condition {
                test: test.to_string(),
                variable: variable.to_string(),
                values,
                hash: None,
            });
        }
    }
    Ok(condition_node(entries))
}

/// An unknown part of a document for the same reason.
fn unknown_part(value: &Value) -> Value {
    if let Value::Unknown { .. } = value {
        return value.clone();
    }
    let cause = value.cause().cloned().unwrap_or_else(|| undecided("an argument"));
    Value::unknown(Type::Dynamic, cause).with_marks(value.marks()).with_provenance(value.provenance())
}

/// The key of a `principals` block in the provider's set: terraform-plugin-sdk orders sets by the decimal
/// text of a CRC-32 over the serialized element.
fn principal_hash(kind: &str, identifiers: &[Value]) -> Option<String> {
    let keyed = |text: &str| {
        let member = format!("{text};");
        (set_key(&member), member)
    };
    let mut members = identifiers.iter().map(|v| v.as_str().map(keyed)).collect::<Option<Vec<_>>>()?;
    members.put_in_order_by(|(a, _), (b, _)| a.cmp(b));
    let members: String = members.iter().map(|(_, member)| member.as_str()).collect();
    Some(set_key(&format!("identifiers:{{{members}}};type:{kind};")))
}

/// The key of a `condition` block in the provider's set.
fn condition_hash(test: &str, variable: &str, values: &[Value]) -> Option<String> {
    let members =
        values.iter().map(|v| v.as_str().map(|text| format!("{text};"))).collect::<Option<Vec<_>>>()?;
    Some(set_key(&format!("test:{test};values:({});variable:{variable};", members.concat())))
}

fn set_key(serialized: &str) -> String {
    crc32(serialized.as_bytes()).to_string()
}

/// CRC-32 with the IEEE polynomial, reflected.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = crc & 1 == 1;
            crc >>= 1;
            if carry {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    !crc
}
