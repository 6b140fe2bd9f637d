//! `aws_iam_policy_document` (provider `hashicorp/aws`, `internal/service/iam/policy_document_data_source.go`
//! and `policy_model.go`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::cause::Cause;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Refinements, Segment, Seq, Text, Value};
use bricklint_model::aws::policy::{marked_like, parse_json};
use compact_str::CompactString;

use super::document::{Layout, Node, at_least, refined};
use super::view::{Item, More, Strings, View, seal, string, undecided};
use super::{Computed, Refused, Unite};

const CURRENT: &str = "2012-10-17";
const OLD: &str = "2008-10-17";

/// A document before it is written.
struct Document {
    /// `Ok("")` for none.
    version: Result<String, Cause>,
    id: Option<Value>,
    statements: Vec<Statement>,
    /// Why there can be others: how many there are, or which replaces which.
    open: Option<Cause>,
    /// Whether the others can have a Sid, and so replace what has it.
    named: bool,
}

struct Statement {
    sid: Sid,
    content: Node,
    /// Whether one that is not known may stand in its place.
    doubtful: bool,
}

enum Sid {
    None,
    Known(String),
    Unknown(Cause),
}

/// The data source.
pub(super) fn policy_document(view: &View<'_>, _: Unite<'_>) -> Result<Computed, Refused> {
    let mut merged = Document::empty();
    for name in ["source_json", "override_json"] {
        if view.string(name)?.is_some_and(|v| v.as_str().is_some_and(|t| !t.is_empty())) {
            return Err(Refused::new(format!("`{name}` must be empty")));
        }
    }
    let mut sids = BTreeSet::new();
    for document in documents(view, "source_policy_documents")? {
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
    for document in documents(view, "override_policy_documents")? {
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
    fn empty() -> Self {
        Self { version: Ok(String::new()), id: None, statements: Vec::new(), open: None, named: false }
    }

    /// One of which nothing is known.
    fn unknown(cause: Cause) -> Self {
        let id = Some(Value::unknown(Type::String, cause.clone()));
        Self { version: Err(cause.clone()), id, statements: Vec::new(), open: Some(cause), named: true }
    }

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
        if other.named {
            let named = |s: &&mut Statement| !matches!(s.sid, Sid::None);
            for statement in self.statements.iter_mut().take(limit).filter(named) {
                statement.doubtful = true;
            }
        }
        self.named |= other.named;
        self.open = self.open.take().or(other.open);
        for statement in other.statements {
            let at = match &statement.sid {
                Sid::Known(sid) => self.find(sid, limit),
                Sid::None | Sid::Unknown(_) => None,
            };
            if let Some(existing) = at.and_then(|at| self.statements.get_mut(at)) {
                *existing = statement;
                continue;
            }
            for s in self.statements.iter_mut().take(limit) {
                if let (Sid::Unknown(cause), Sid::Known(_) | Sid::Unknown(_))
                | (Sid::Known(_), Sid::Unknown(cause)) = (&s.sid, &statement.sid)
                {
                    s.doubtful = true;
                    self.open.get_or_insert_with(|| cause.clone());
                }
            }
            self.statements.push(statement);
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
            let sure = self.statements.iter().filter(|s| !s.doubtful).map(|s| s.content.value()).collect();
            let unknown = Value::unknown(Type::Dynamic, cause);
            members.push(("Statement", Node::Leaf(at_least(&unknown, sure))));
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
                doubtful: false,
            },
        };
        if let Sid::Known(sid) = &statement.sid
            && statements.iter().any(|s| matches!(&s.sid, Sid::Known(other) if other == sid))
        {
            return Err(Refused::new("two statements have the same `sid`"));
        }
        statements.push(statement);
    }
    let has_sid = |more: &More<'_>| match &more.pattern {
        Some(pattern) => !matches!(pattern.string("sid"), Ok(None)),
        None => true,
    };
    let named = blocks.more.iter().any(has_sid);
    let open = blocks.more.into_iter().next().map(|more| more.cause);
    Ok(Document { version, id, statements, open, named })
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
    Ok(Statement { sid, content, doubtful: false })
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
    let mut entries: Vec<Principal> = Vec::new();
    let mut open = None;
    for block in blocks.items {
        let view = match block {
            Item::Known(view) => view,
            Item::Unknown(cause) => {
                open.get_or_insert(Value::unknown(Type::Dynamic, cause));
                continue;
            }
        };
        let kind = view.required("type")?;
        let Some(text) = kind.as_str() else {
            open.get_or_insert(unknown_part(&kind));
            continue;
        };
        let (identifiers, hash) = match view.strings("identifiers")? {
            Strings::Absent => return Err(Refused::new(format!("`identifiers` is required in `{name}`"))),
            Strings::Unknown(value) => (Values::unknown(unknown_part(&value)), None),
            Strings::Known(values) => {
                let values = distinct(values);
                let hash = principal_hash(text, &values);
                let values = descending(values);
                (Values::known(&values, "identifiers", old)?, hash)
            }
        };
        entries.push(Principal { kind: text.to_owned(), identifiers, hash });
    }
    for more in blocks.more {
        match more.text("type") {
            Some(kind) => {
                let identifiers = Value::unknown(Type::List(Type::String.into()), more.cause);
                entries.push(Principal { kind, identifiers: Values::unknown(identifiers), hash: None });
            }
            None => {
                open.get_or_insert(Value::unknown(Type::Dynamic, more.cause));
            }
        }
    }
    if open.is_some() {
        // Their types can be these.
        for entry in &mut entries {
            entry.identifiers.open = entry.identifiers.open.take().or_else(|| open.clone());
        }
    }
    if entries.iter().all(|e| e.hash.is_some()) {
        // A set in the order of the provider's hashes; equal blocks are one.
        entries.put_in_order_by(|a, b| a.hash.cmp(&b.hash));
        entries.dedup_by(|a, b| a.hash == b.hash);
    }
    Ok(principal_node(entries, open))
}

struct Principal {
    kind: String,
    identifiers: Values,
    /// The key of the block in the provider's set, where it is known.
    hash: Option<String>,
}

/// Values of a member of a statement.
#[derive(Default)]
struct Values {
    known: Vec<Value>,
    /// Whether they are a list, be it of one.
    list: bool,
    /// The unknown that stands for others.
    open: Option<Value>,
}

impl Values {
    fn known(values: &[Value], name: &str, old: bool) -> Result<Self, Refused> {
        let known = values.iter().map(|v| with_variables(v, name, old)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { list: known.len() != 1, known, open: None })
    }

    fn unknown(open: Value) -> Self {
        Self { open: Some(open), ..Self::default() }
    }

    /// Takes over those of an equal member.
    fn extend(&mut self, other: Self) {
        self.list |= other.list || !self.known.is_empty();
        self.known.extend(other.known);
        self.open = self.open.take().or(other.open);
    }

    fn node(self) -> Node {
        match (self.open, self.known.as_slice()) {
            (Some(open), _) => Node::Leaf(at_least(&open, self.known)),
            (None, [only]) if !self.list => Node::Leaf(only.clone()),
            (None, _) => Node::list(self.known),
        }
    }
}

/// An object that can have others than these members, or exactly these.
fn object(members: Vec<(Box<str>, Node)>, open: Option<&Value>) -> Node {
    let Some(unknown) = open else { return Node::Object(members) };
    match Node::Object(members).value() {
        Value::Map { value, .. } if !value.entries.is_empty() => {
            Node::Leaf(refined(unknown, Refinements { entries: Some(value), ..Refinements::default() }))
        }
        _ => Node::Leaf(unknown.clone()),
    }
}

/// `open` is what stands for principals of other types.
fn principal_node(entries: Vec<Principal>, open: Option<Value>) -> Option<Node> {
    if entries.is_empty() {
        return open.map(Node::Leaf);
    }
    if let ([Principal { kind, identifiers, .. }], None) = (entries.as_slice(), &open)
        && kind == "*"
    {
        if let Some(unknown) = &identifiers.open {
            return Some(Node::Leaf(unknown.clone()));
        }
        match identifiers.known.as_slice() {
            [only] if only.as_str() == Some("*") => return Some(Node::text("*")),
            [only] if only.as_str().is_none() => return Some(Node::Leaf(unknown_part(only))),
            _ => {}
        }
    }
    let mut by_kind: BTreeMap<String, Values> = BTreeMap::new();
    for entry in entries {
        match by_kind.entry(entry.kind) {
            Entry::Vacant(slot) => {
                slot.insert(entry.identifiers);
            }
            Entry::Occupied(mut slot) => slot.get_mut().extend(entry.identifiers),
        }
    }
    let members = by_kind.into_iter().map(|(kind, identifiers)| (kind.into(), identifiers.node()));
    Some(object(members.collect(), open.as_ref()))
}

/// `condition` blocks: by test and variable, the values of equal ones joined, one value alone as a string.
fn conditions(view: &View<'_>, old: bool) -> Result<Option<Node>, Refused> {
    let blocks = view.blocks("condition")?;
    let mut found = Conditions::default();
    for block in blocks.items {
        let view = match block {
            Item::Known(view) => view,
            Item::Unknown(cause) => {
                found.open(Value::unknown(Type::Dynamic, cause), None, None);
                continue;
            }
        };
        let (test, variable) = (view.required("test")?, view.required("variable")?);
        let (Some(test_text), Some(variable_text)) = (test.as_str(), variable.as_str()) else {
            let unknown = if test.as_str().is_none() { &test } else { &variable };
            let known = |value: &Value| value.as_str().map(str::to_owned);
            found.open(unknown_part(unknown), known(&test), known(&variable));
            continue;
        };
        let (values, hash) = match view.strings("values")? {
            Strings::Absent => return Err(Refused::new("`values` is required in `condition`")),
            Strings::Unknown(value) => (Values::unknown(unknown_part(&value)), None),
            Strings::Known(values) => {
                let hash = condition_hash(test_text, variable_text, &values);
                (Values::known(&values, "values", old)?, hash)
            }
        };
        found.known.push(Condition {
            test: test_text.to_owned(),
            variable: variable_text.to_owned(),
            values,
            hash,
        });
    }
    for more in blocks.more {
        let (test, variable) = (more.text("test"), more.text("variable"));
        found.open(Value::unknown(Type::Dynamic, more.cause), test, variable);
    }
    let entries = &mut found.known;
    if entries.iter().all(|e| e.hash.is_some()) {
        entries.put_in_order_by(|a, b| a.hash.cmp(&b.hash));
        entries.dedup_by(|a, b| a.hash == b.hash);
    }
    Ok(found.node())
}

#[derive(Default)]
struct Conditions {
    known: Vec<Condition>,
    /// The test and the variable, as far as they are known, of those that there may be.
    more: Vec<(Option<String>, Option<String>)>,
    /// The unknown that stands for these.
    open: Option<Value>,
}

struct Condition {
    test: String,
    variable: String,
    values: Values,
    hash: Option<String>,
}

impl Conditions {
    fn open(&mut self, unknown: Value, test: Option<String>, variable: Option<String>) {
        self.open.get_or_insert(unknown);
        self.more.push((test, variable));
    }

    fn node(self) -> Option<Node> {
        let Self { known, more, open } = self;
        if known.is_empty() {
            return open.map(Node::Leaf);
        }
        let may_be = |name: &Option<String>, is: &str| name.as_deref().is_none_or(|name| name == is);
        let mut tests: BTreeMap<String, BTreeMap<String, Values>> = BTreeMap::new();
        for entry in known {
            let test = tests.entry(entry.test).or_default();
            match test.entry(entry.variable) {
                Entry::Vacant(slot) => {
                    slot.insert(entry.values);
                }
                Entry::Occupied(mut slot) => slot.get_mut().extend(entry.values),
            }
        }
        let tests = tests.into_iter().map(|(test, variables)| {
            let more: Vec<_> = more.iter().filter(|(of, _)| may_be(of, &test)).collect();
            let variables = variables.into_iter().map(|(variable, mut values)| {
                if more.iter().any(|(_, of)| may_be(of, &variable)) {
                    values.open = values.open.or_else(|| open.clone());
                }
                (variable.into(), values.node())
            });
            let variables = variables.collect();
            (test.into(), object(variables, open.as_ref().filter(|_| !more.is_empty())))
        });
        Some(object(tests.collect(), open.as_ref()))
    }
}

/// The documents of a list argument, in order. An empty text is none, as null is.
fn documents(view: &View<'_>, name: &str) -> Result<Vec<Document>, Refused> {
    let Some(value) = view.get(name) else { return Ok(Vec::new()) };
    if value.as_items().is_none() && value.as_unknown().is_none() {
        return Err(Refused::new(format!("`{name}` must be a list of documents")));
    }
    let mut out = Vec::new();
    for item in value.sure_items() {
        if item.is_null() || item.as_str() == Some("") {
            continue;
        }
        let item = item.clone().with_marks(value.marks());
        let content = match (item.encoded(), item.as_str()) {
            (Some(content), _) => marked_like(&item, content.clone()),
            (None, Some(text)) => {
                let content = parse_json(text)
                    .ok_or_else(|| Refused::new(format!("`{name}` holds text that is not JSON")))?;
                marked_like(&item, content)
            }
            (None, None) => {
                let item = string(&item, name)?;
                out.push(Document::unknown(item.cause().cloned().unwrap_or_else(|| undecided(name))));
                continue;
            }
        };
        out.push(decode(&seal(&content), name)?);
    }
    if let Some(unknown) = value.as_unknown() {
        out.push(Document::unknown(unknown.cause.clone()));
    }
    Ok(out)
}

/// A document that was written before.
fn decode(content: &Value, name: &str) -> Result<Document, Refused> {
    let refused = |what| Refused::new(format!("`{name}` holds a document {what}"));
    let mut out = Document::empty();
    if let Value::Unknown { value, .. } = content {
        return Ok(Document::unknown(value.cause.clone()));
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
    out.open = statements.as_unknown().map(|unknown| unknown.cause.clone());
    out.named = out.open.is_some();
    if statements.as_items().is_none() && !out.named {
        return Err(refused("whose Statement is not a list"));
    }
    for item in statements.sure_items() {
        let statement = match (item, item.as_map()) {
            (_, Some(map)) => decode_statement(map).map_err(refused)?,
            (Value::Unknown { value, .. }, None) => Statement {
                sid: Sid::Unknown(value.cause.clone()),
                content: Node::Leaf(item.clone()),
                doubtful: false,
            },
            _ => return Err(refused("with a statement that is not an object")),
        };
        out.statements.push(statement);
    }
    Ok(out)
}

/// The member that Go's `encoding/json` reads into a field of this name: null is none, and without the
/// exact name one in other case counts.
fn member<'a>(map: &'a bricklint_lang::value::Map, name: &str) -> Option<&'a Value> {
    map.get_folded(name).filter(|value| !value.is_null())
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
        let Some(value) = map.get_folded(name) else { continue };
        if let Some(node) = decode_principal(value)? {
            members.push((name, node));
        }
    }
    if let Some(value) = member(map, "Condition")
        && let Some(node) = decode_condition(value)?
    {
        members.push(("Condition", node));
    }
    Ok(Statement { sid, content: Node::object(members), doubtful: false })
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
    let open = open_of(value);
    if value.as_map().is_none() && open.is_none() {
        return Err(WRONG);
    }
    let mut entries = Vec::new();
    for (kind, value) in members(value) {
        let identifiers = match value {
            _ if is_string(value) => Values { known: vec![value.clone()], ..Values::default() },
            Value::Seq { value: seq, .. } => {
                Values { known: descending(strings_of(seq).ok_or(WRONG)?), list: true, open: None }
            }
            Value::Unknown { .. } => Values::unknown(value.clone()),
            _ => return Err(WRONG),
        };
        entries.push(Principal { kind: kind.to_string(), identifiers, hash: None });
    }
    Ok(principal_node(entries, open))
}

/// The members of an object that are known.
fn members(value: &Value) -> &[(Arc<str>, Value)] {
    value.sure_entries().map_or(&[], |map| &map.entries)
}

fn is_string(value: &Value) -> bool {
    matches!(value, Value::String { .. })
        || value.as_unknown().is_some_and(|unknown| unknown.ty == Type::String)
}

/// The elements of a list of strings.
fn strings_of(seq: &Seq) -> Option<Vec<Value>> {
    let may_be = |item: &Value| is_string(item) || item.is_unknown();
    seq.items.iter().all(may_be).then(|| seq.items.clone())
}

fn decode_condition(value: &Value) -> Result<Option<Node>, &'static str> {
    const WRONG: &str = "with a Condition that is not an object of objects of strings and lists of strings";
    if value.as_map().is_none() && !value.is_unknown() {
        return Err(WRONG);
    }
    let mut tests = Vec::new();
    for (test, variables) in members(value) {
        if variables.is_null() {
            continue;
        }
        if variables.as_map().is_none() && !variables.is_unknown() {
            return Err(WRONG);
        }
        let mut found = Vec::new();
        for (variable, value) in members(variables) {
            let known = match value {
                _ if is_string(value) => vec![value.clone()],
                Value::Bool { value, .. } => vec![Value::string(value.to_string())],
                Value::Seq { value: seq, .. } => strings_of(seq).ok_or(WRONG)?,
                Value::Unknown { .. } => Vec::new(),
                // The provider drops anything else without a word.
                _ => continue,
            };
            let open = value.as_unknown().filter(|_| known.is_empty()).map(|_| value.clone());
            found.push(((&**variable).into(), Values { list: known.len() != 1, known, open }.node()));
        }
        if !found.is_empty() || variables.is_unknown() {
            tests.push(((&**test).into(), object(found, open_of(variables).as_ref())));
        }
    }
    let open = open_of(value);
    Ok((!tests.is_empty() || open.is_some()).then(|| object(tests, open.as_ref())))
}

/// What stands for the members of an object that are not known.
fn open_of(value: &Value) -> Option<Value> {
    value.is_unknown().then(|| unknown_part(value))
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
