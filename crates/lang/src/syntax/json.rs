//! `.tf.json` into the tree of the native syntax.
//!
//! The text is read into plain JSON first. Which properties are blocks, and which strings are templates,
//! literals or source text of expressions, is known for what Terraform itself defines and stands in the
//! tables below. What a provider defines stays attributes.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::source::Span;
use rustc_hash::FxHashSet;

use super::expression::exponent_fits;
use super::native::{MARK, too_long, utf8};
use super::scan::{MAX_DEPTH, Parser, span, too_deep};
use super::tree::{
    Attribute, Block, BodyId, Expr, ExprId, Item, Label, Run, Str, SyntaxError, Tree, UnaryOp,
};

/// What the strings of a value are.
#[derive(Clone, Copy, PartialEq)]
enum Strings {
    Template,
    Literal,
    /// Literal, except for the provider references of a `required_providers` entry.
    Requirement,
    /// Source text of expressions.
    Source,
}

/// What Terraform knows about a body.
struct Kind {
    /// Block types with the number of their labels.
    blocks: &'static [(&'static str, usize, &'static Kind)],
    /// Attributes whose strings are source text.
    source: &'static [&'static str],
    /// Attributes that Terraform reads without evaluating: their strings are no templates.
    literal: &'static [&'static str],
    /// What the strings of all other attributes are.
    strings: Strings,
}

const fn kind(
    blocks: &'static [(&'static str, usize, &'static Kind)],
    source: &'static [&'static str],
    strings: Strings,
) -> Kind {
    Kind { blocks, source, literal: &[], strings }
}

impl Kind {
    const fn literal(self, literal: &'static [&'static str]) -> Self {
        Self { literal, ..self }
    }
}

static PLAIN: Kind = kind(&[], &[], Strings::Template);
static LITERAL: Kind = kind(&[], &[], Strings::Literal);
static REQUIREMENTS: Kind = kind(&[], &[], Strings::Requirement);
static CLOUD: Kind = kind(&[("workspaces", 0, &LITERAL)], &[], Strings::Literal);
static TERRAFORM: Kind = kind(
    &[
        ("required_providers", 0, &REQUIREMENTS),
        ("backend", 1, &LITERAL),
        ("cloud", 0, &CLOUD),
        ("provider_meta", 1, &PLAIN),
    ],
    &["experiments"],
    Strings::Literal,
);
static VARIABLE: Kind = kind(&[("validation", 0, &PLAIN)], &["type"], Strings::Literal);
static OUTPUT: Kind = kind(&[("precondition", 0, &PLAIN)], &["depends_on", "type"], Strings::Template)
    .literal(&["description", "sensitive", "ephemeral"]);
static MODULE: Kind = kind(&[("_", 0, &PLAIN)], &["providers", "depends_on"], Strings::Template)
    .literal(&["source", "version"]);
static PROVIDER: Kind = kind(&[("_", 0, &PLAIN)], &[], Strings::Template).literal(&["alias", "version"]);
static ACTION_TRIGGER: Kind = kind(&[], &["events", "actions"], Strings::Template);
static LIFECYCLE: Kind = kind(
    &[("precondition", 0, &PLAIN), ("postcondition", 0, &PLAIN), ("action_trigger", 0, &ACTION_TRIGGER)],
    &["ignore_changes", "replace_triggered_by"],
    Strings::Template,
)
.literal(&["create_before_destroy", "prevent_destroy", "destroy"]);
static PROVISIONER: Kind =
    kind(&[("connection", 0, &PLAIN), ("_", 0, &PLAIN)], &["when", "on_failure"], Strings::Template);
static CONTENT: Kind = kind(&[("dynamic", 1, &DYNAMIC)], &[], Strings::Template);
static DYNAMIC: Kind = kind(&[("content", 0, &CONTENT)], &["iterator"], Strings::Template);
static RESOURCE: Kind = kind(
    &[
        ("lifecycle", 0, &LIFECYCLE),
        ("provisioner", 1, &PROVISIONER),
        ("connection", 0, &PLAIN),
        ("dynamic", 1, &DYNAMIC),
        ("_", 0, &CONTENT),
    ],
    &["provider", "depends_on"],
    Strings::Template,
);
static MOVED: Kind = kind(&[], &["from", "to"], Strings::Template);
static IMPORT: Kind = kind(&[], &["to", "provider"], Strings::Template);
static REMOVED: Kind = kind(
    &[("lifecycle", 0, &LIFECYCLE), ("provisioner", 1, &PROVISIONER), ("connection", 0, &PLAIN)],
    &["from"],
    Strings::Template,
);
static CHECK: Kind = kind(&[("data", 2, &RESOURCE), ("assert", 0, &PLAIN)], &[], Strings::Template);
static ACTION: Kind = kind(&[("config", 0, &CONTENT)], &["provider"], Strings::Template);
static FILE: Kind = kind(
    &[
        ("terraform", 0, &TERRAFORM),
        ("provider", 1, &PROVIDER),
        ("variable", 1, &VARIABLE),
        ("locals", 0, &PLAIN),
        ("output", 1, &OUTPUT),
        ("module", 1, &MODULE),
        ("resource", 2, &RESOURCE),
        ("data", 2, &RESOURCE),
        ("ephemeral", 2, &RESOURCE),
        ("moved", 0, &MOVED),
        ("import", 0, &IMPORT),
        ("removed", 0, &REMOVED),
        ("check", 1, &CHECK),
        ("action", 2, &ACTION),
    ],
    &[],
    Strings::Template,
);

/// Parses the JSON syntax of a configuration file.
///
/// A byte order mark is an error, as it is in Terraform.
pub fn parse_json(bytes: &[u8]) -> Tree {
    parse_as(bytes, &FILE, true)
}

/// Parses `*.tfvars.json`: attributes whose strings are literal.
pub fn parse_json_values(bytes: &[u8]) -> Tree {
    parse_as(bytes, &LITERAL, false)
}

fn parse_as(bytes: &[u8], kind: &'static Kind, several: bool) -> Tree {
    let failed = |error: SyntaxError| {
        let mut tree = Tree::empty(Arc::from(""), true);
        tree.errors.push(error);
        tree.finish_empty()
    };
    if bytes.starts_with(b"\xef\xbb\xbf") {
        let message = "a JSON file must not begin with a byte order mark".to_owned();
        return failed(SyntaxError { message, span: Span::new(0, 0) });
    }
    let text = match utf8(bytes) {
        Ok(text) => text,
        Err(error) => return failed(error),
    };
    if let Some(error) = too_long(text) {
        return failed(error);
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        pos: 0,
        depth: 0,
        appended: String::new(),
        decoded: Vec::new(),
        error: None,
    };
    let root = reader.document();
    let Reader { appended, decoded, error, .. } = reader;
    let whole: Arc<str> = if appended.is_empty() { text.into() } else { format!("{text}{appended}").into() };
    let mut tree = Tree::empty(whole.clone(), true);
    tree.decoded = decoded;
    tree.errors.extend(error);
    let mut builder = Builder { parser: Parser::new(&whole, tree) };
    builder.file(&root, kind, several, text.len());
    let mut tree = builder.parser.tree;
    for index in 0..tree.errors.len() {
        let Some(at) = tree.errors.get(index).map(|error| tree.place(error.span)) else { break };
        if let Some(error) = tree.errors.get_mut(index) {
            error.span = at;
        }
    }
    tree.errors.put_in_order_by_key(|error| error.span);
    tree.comments.put_in_order();
    tree
}

/// A string: with its quotes in the file, and its decoded content in the tree's text.
#[derive(Clone, Copy, Debug)]
struct Text {
    raw: Span,
    content: Span,
}

#[derive(Debug)]
enum Value {
    Null,
    Bool(bool),
    Number,
    String(Text),
    Array(Vec<Json>),
    /// With whether an error cut it short.
    Object(Vec<(Text, Json)>, bool),
    /// Could not be read.
    Broken,
}

#[derive(Debug)]
struct Json {
    value: Value,
    at: Span,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    pos: usize,
    depth: u32,
    /// Decoded strings, in the order met; they follow the file's text.
    appended: String,
    decoded: Vec<(u32, Span)>,
    /// The first error; reading ends there.
    error: Option<SyntaxError>,
}

impl Reader<'_> {
    fn document(&mut self) -> Json {
        let value = self.value();
        self.blanks();
        if self.pos < self.bytes.len() {
            self.fail("expected the end of the file behind the value");
        }
        value
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.pos += 1;
        }
    }

    fn fail(&mut self, message: &str) {
        let start = self.pos.min(self.text.len());
        let width = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.error
            .get_or_insert(SyntaxError { message: message.to_owned(), span: span(start, start + width) });
    }

    fn value(&mut self) -> Json {
        self.blanks();
        let start = self.pos;
        let value = match self.peek() {
            b'"' => self.string().map_or(Value::Broken, Value::String),
            b'{' | b'[' if self.depth >= MAX_DEPTH => {
                self.fail(&too_deep());
                Value::Broken
            }
            b'{' => {
                self.depth += 1;
                let value = self.object();
                self.depth -= 1;
                value
            }
            b'[' => {
                self.depth += 1;
                let value = self.array();
                self.depth -= 1;
                value
            }
            b'-' | b'0'..=b'9' => self.number(),
            b'a'..=b'z' => {
                let rest = self.bytes.get(start..).unwrap_or_default();
                let len =
                    rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
                let value = match rest.get(..len) {
                    Some(b"true") => Value::Bool(true),
                    Some(b"false") => Value::Bool(false),
                    Some(b"null") => Value::Null,
                    _ => {
                        self.fail("expected a JSON value; strings stand in double quotes");
                        Value::Broken
                    }
                };
                self.pos += len;
                value
            }
            _ => {
                self.fail("expected a JSON value");
                Value::Broken
            }
        };
        Json { value, at: span(start, self.pos) }
    }

    fn number(&mut self) -> Value {
        let start = self.pos;
        while matches!(self.peek(), b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') {
            self.pos += 1;
        }
        let text = self.bytes.get(start..self.pos).unwrap_or_default();
        let message = match is_json_number(text) {
            true if exponent_fits(text) => return Value::Number,
            true => "the exponent of this number is too large",
            false => "this is not a JSON number",
        };
        self.pos = start;
        self.fail(message);
        Value::Broken
    }

    fn array(&mut self) -> Value {
        self.pos += 1;
        let mut elements = Vec::new();
        self.blanks();
        if self.peek() == b']' {
            self.pos += 1;
            return Value::Array(elements);
        }
        loop {
            elements.push(self.value());
            if self.error.is_some() {
                return Value::Array(elements);
            }
            self.blanks();
            match self.peek() {
                b',' => self.pos += 1,
                b']' => {
                    self.pos += 1;
                    return Value::Array(elements);
                }
                _ => {
                    self.fail("expected `,` or `]`");
                    return Value::Array(elements);
                }
            }
            self.blanks();
            if self.peek() == b']' {
                self.fail("JSON does not allow a comma behind the last element");
                return Value::Array(elements);
            }
        }
    }

    fn object(&mut self) -> Value {
        self.pos += 1;
        let mut properties = Vec::new();
        self.blanks();
        if self.peek() == b'}' {
            self.pos += 1;
            return Value::Object(properties, false);
        }
        loop {
            self.blanks();
            if self.peek() != b'"' {
                self.fail("expected the name of a property in double quotes");
                return Value::Object(properties, true);
            }
            let Some(name) = self.string() else { return Value::Object(properties, true) };
            self.blanks();
            if self.peek() != b':' {
                self.fail("expected `:`");
                return Value::Object(properties, true);
            }
            self.pos += 1;
            let value = self.value();
            properties.push((name, value));
            if self.error.is_some() {
                return Value::Object(properties, true);
            }
            self.blanks();
            match self.peek() {
                b',' => self.pos += 1,
                b'}' => {
                    self.pos += 1;
                    return Value::Object(properties, false);
                }
                _ => {
                    self.fail("expected `,` or `}`");
                    return Value::Object(properties, true);
                }
            }
            self.blanks();
            if self.peek() == b'}' {
                self.fail("JSON does not allow a comma behind the last property");
                return Value::Object(properties, true);
            }
        }
    }

    fn string(&mut self) -> Option<Text> {
        let start = self.pos;
        let mut escaped = false;
        let mut end = start + 1;
        loop {
            match self.bytes.get(end).copied() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    end += 2;
                }
                Some(byte) if byte >= 0x20 => end += 1,
                Some(_) => {
                    self.pos = end;
                    self.fail("control characters in a string must be escaped");
                    return None;
                }
                None => {
                    self.fail("this string is not closed");
                    return None;
                }
            }
        }
        let raw = span(start, end + 1);
        let mut content = span(start + 1, end);
        if escaped {
            let at = self.text.len() + self.appended.len();
            self.decode(start + 1, end)?;
            content = span(at, self.text.len() + self.appended.len());
            self.decoded.push((at as u32, raw));
        }
        self.pos = end + 1;
        Some(Text { raw, content })
    }

    /// Appends the decoded text from `start` to `end`.
    fn decode(&mut self, start: usize, end: usize) -> Option<()> {
        let text = self.text.get(start..end)?;
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            self.appended.push_str(rest.get(..at)?);
            let selector = rest.as_bytes().get(at + 1).copied().unwrap_or(0);
            let mut len = 2;
            let c = match selector {
                b'"' | b'\\' | b'/' => char::from(selector),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => {
                    let tail = rest.get(at..)?;
                    let Some(unit) = code_unit(tail) else {
                        self.pos = end - tail.len();
                        self.fail("`\\u` must be followed by 4 hexadecimal digits");
                        return None;
                    };
                    len = 6;
                    let low = tail.get(6..).and_then(code_unit).filter(|low| (0xdc00..0xe000).contains(low));
                    match (unit, low) {
                        (0xd800..0xdc00, Some(low)) => {
                            len = 12;
                            char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
                        }
                        _ => char::from_u32(unit),
                    }
                    .unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                _ => {
                    self.pos = end - rest.len() + at;
                    self.fail("this is not an escape sequence of JSON");
                    return None;
                }
            };
            self.appended.push(c);
            rest = rest.get(at + len..)?;
        }
        self.appended.push_str(rest);
        Some(())
    }
}

/// The code unit that `\uXXXX` at the start of `text` stands for.
fn code_unit(text: &str) -> Option<u32> {
    let hex = text.strip_prefix("\\u")?.get(..4)?;
    hex.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(hex, 16).ok())?
}

fn is_json_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(text);
    if whole == 0 || (whole > 1 && text.first() == Some(&b'0')) {
        return false;
    }
    let mut rest = text.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let len = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = fraction.get(len..).unwrap_or_default();
    }
    let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) else {
        return rest.is_empty();
    };
    let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
    !exponent.is_empty() && digits(exponent) == exponent.len()
}

/// What a block must be.
const BODY: &str = "an object or a list of objects, because this is a block";

struct Builder<'t> {
    parser: Parser<'t>,
}

/// A block type with the labels that were read so far.
struct Header<'k> {
    name: Text,
    labels: Vec<Text>,
    missing: usize,
    kind: &'k Kind,
}

impl Builder<'_> {
    /// `several`: whether it can be an array of objects too, which are one after the other.
    fn file(&mut self, root: &Json, kind: &Kind, several: bool, len: usize) {
        match &root.value {
            Value::Object(..) => self.properties(root, kind),
            Value::Array(elements) if several => {
                for element in elements {
                    if matches!(element.value, Value::Object(..)) {
                        self.properties(element, kind);
                    } else {
                        self.wrong(element, "an object");
                    }
                }
            }
            Value::Broken => {}
            _ => self.wrong(root, "an object"),
        }
        let root = self.parser.finish_body(0, 0, span(0, len));
        self.parser.tree.root = root;
    }

    fn wrong(&mut self, json: &Json, wanted: &str) {
        if !matches!(json.value, Value::Broken) {
            self.parser.report(format!("expected {wanted}"), json.at.start as usize, json.at.end as usize);
        }
    }

    /// The attributes and blocks of one object.
    fn properties(&mut self, object: &Json, kind: &Kind) {
        let Value::Object(properties, _) = &object.value else { return };
        for (name, value) in properties {
            let key = self.parser.slice(name.content);
            if key == "//" {
                self.comment(value);
                continue;
            }
            if let Some((_, labels, inner)) = kind.blocks.iter().find(|(block, _, _)| *block == key) {
                let mut header = Header { name: *name, labels: Vec::new(), missing: *labels, kind: inner };
                self.blocks(&mut header, value);
                continue;
            }
            let strings = if kind.source.contains(&key) {
                Strings::Source
            } else if kind.literal.contains(&key) {
                Strings::Literal
            } else {
                kind.strings
            };
            let value = self.expression(value, strings);
            self.parser.attribute_stack.push(Attribute { name: name.content, value });
        }
    }

    fn comment(&mut self, value: &Json) {
        if let Value::String(text) = value.value {
            self.parser.tree.comments.push(text.raw);
        }
    }

    /// The blocks that `value` holds, below the labels in `header`.
    fn blocks(&mut self, header: &mut Header<'_>, value: &Json) {
        if header.missing > 0 {
            return self.labels(header, value);
        }
        match &value.value {
            Value::Array(elements) => {
                for element in elements {
                    self.block(header, element);
                }
            }
            Value::Null => {}
            _ => self.block(header, value),
        }
    }

    /// The blocks below each property of `value`, which is a label.
    fn labels(&mut self, header: &mut Header<'_>, value: &Json) {
        let objects = match &value.value {
            Value::Array(elements) => elements.as_slice(),
            Value::Null => &[],
            _ => std::slice::from_ref(value),
        };
        let mut labelled = false;
        for object in objects {
            let Value::Object(properties, broken) = &object.value else {
                labelled = true;
                self.wrong(object, BODY);
                continue;
            };
            labelled |= *broken;
            for (label, inner) in properties {
                labelled = true;
                if self.parser.slice(label.content) == "//" {
                    let (start, end) = (label.raw.start as usize, label.raw.end as usize);
                    self.parser.report(
                        "a comment is not allowed here, because labels stand here",
                        start,
                        end,
                    );
                    continue;
                }
                header.labels.push(*label);
                header.missing -= 1;
                self.blocks(header, inner);
                header.missing += 1;
                header.labels.pop();
            }
        }
        if !labelled {
            let name = self.parser.slice(header.name.content);
            let message = format!("a label of this `{name}` block is missing");
            self.parser.report(message, value.at.start as usize, value.at.end as usize);
        }
    }

    fn block(&mut self, header: &Header<'_>, value: &Json) {
        let attributes = self.parser.attribute_stack.len();
        let blocks = self.parser.block_stack.len();
        let mut broken = false;
        // These hold arguments of any name, which are not gathered from several objects.
        let single = matches!(self.parser.slice(header.name.content), "locals" | "required_providers");
        match &value.value {
            Value::Object(_, cut) => {
                broken = *cut;
                self.properties(value, header.kind);
            }
            Value::Array(objects) if !single => {
                for object in objects {
                    if let Value::Object(_, cut) = object.value {
                        broken |= cut;
                        self.properties(object, header.kind);
                    } else {
                        broken = true;
                        self.wrong(object, BODY);
                    }
                }
            }
            Value::Null if !single => {}
            _ => return self.wrong(value, BODY),
        }
        let body: BodyId = self.parser.finish_body(attributes, blocks, value.at);
        let first = self.parser.tree.labels.len() as u32;
        for label in &header.labels {
            let text = self.parser.push_string(Str::Slice(label.content));
            self.parser.tree.labels.push(Label { span: label.raw, text });
        }
        let opening = header.labels.last().unwrap_or(&header.name).raw;
        self.parser.block_stack.push(Block {
            name: header.name.content,
            labels: Run { start: first, end: self.parser.tree.labels.len() as u32 },
            header: opening,
            span: opening.to(value.at),
            body,
            broken,
        });
    }

    fn expression(&mut self, json: &Json, strings: Strings) -> ExprId {
        let (start, end) = (json.at.start as usize, json.at.end as usize);
        match &json.value {
            Value::Null => self.parser.push(Expr::Null, start, end),
            Value::Bool(value) => self.parser.push(Expr::Bool(*value), start, end),
            Value::Number => self.number(start, end),
            Value::String(text) => self.string(*text, strings),
            Value::Broken => self.parser.push(Expr::Error, start, end),
            Value::Array(elements) => {
                let elements: Vec<_> =
                    elements.iter().map(|element| self.expression(element, strings)).collect();
                let tree = &mut self.parser.tree;
                let first = tree.lists.len() as u32;
                tree.lists.extend(elements);
                let run = Run { start: first, end: tree.lists.len() as u32 };
                self.parser.push(Expr::Tuple(run), start, end)
            }
            Value::Object(properties, broken) => {
                self.redefined(properties);
                let mut items = Vec::with_capacity(properties.len());
                for (name, value) in properties {
                    if self.parser.slice(name.content) == "//" {
                        self.comment(value);
                    }
                    let inner = match strings {
                        Strings::Requirement
                            if self.parser.slice(name.content) == "configuration_aliases" =>
                        {
                            Strings::Source
                        }
                        other => other,
                    };
                    let key = self.key(*name, strings);
                    let value = self.expression(value, inner);
                    items.push(Item { key, value });
                }
                if *broken {
                    return self.parser.push(Expr::Error, start, end);
                }
                let tree = &mut self.parser.tree;
                let first = tree.items.len() as u32;
                tree.items.extend(items);
                let run = Run { start: first, end: tree.items.len() as u32 };
                self.parser.push(Expr::Object(run), start, end)
            }
        }
    }

    /// Reports keys that stand twice in one object.
    fn redefined(&mut self, properties: &[(Text, Json)]) {
        let mut seen = FxHashSet::default();
        for (name, _) in properties {
            let key = self.parser.slice(name.content);
            if !seen.insert(key) {
                let (start, end) = (name.raw.start as usize, name.raw.end as usize);
                self.parser.report(format!("`{key}` is already set in this object"), start, end);
            }
        }
    }

    /// A number; the tree knows none with a sign.
    fn number(&mut self, start: usize, end: usize) -> ExprId {
        if self.parser.at(start) != b'-' {
            return self.parser.push(Expr::Number, start, end);
        }
        let operand = self.parser.push(Expr::Number, start + 1, end);
        self.parser.push(Expr::Unary { op: UnaryOp::Negate, operand }, start, end)
    }

    /// The key of an object: source text that is a bare name stands for itself.
    fn key(&mut self, name: Text, strings: Strings) -> ExprId {
        let (start, end) = (name.content.start as usize, name.content.end as usize);
        if strings == Strings::Source && self.parser.ident_end(start) != end {
            return self.string(name, strings);
        }
        self.string(name, if strings == Strings::Source { Strings::Literal } else { strings })
    }

    fn string(&mut self, mut text: Text, strings: Strings) -> ExprId {
        let mut content = self.parser.slice(text.content);
        if matches!(strings, Strings::Template | Strings::Source)
            && let Some(rest) = content.strip_prefix(MARK)
        {
            content = rest;
            text.content.start += MARK.len_utf8() as u32;
        }
        let (start, end) = (text.raw.start as usize, text.raw.end as usize);
        let in_template = memchr::memmem::find(content.as_bytes(), b"${").is_some()
            || memchr::memmem::find(content.as_bytes(), b"%{").is_some();
        match strings {
            Strings::Source => {
                return self.within(text, |parser| {
                    parser.newlines = false;
                    let expr = parser.expression()?;
                    if parser.at_end() { Ok(expr) } else { parser.expected("the end of the expression") }
                });
            }
            Strings::Template if in_template => {
                #[expect(
                    clippy::redundant_closure_for_method_calls,
                    reason = "the method is not general enough over its lifetime"
                )]
                let expr = self.within(text, |parser| parser.bare_template());
                if let Some(at) = self.parser.tree.spans.get_mut(expr.0 as usize) {
                    *at = text.raw;
                }
                return expr;
            }
            Strings::Template | Strings::Literal | Strings::Requirement => {}
        }
        let content = self.parser.normal(Str::Slice(text.content));
        let index = self.parser.push_string(content);
        self.parser.push(Expr::String(index), start, end)
    }

    /// Parses the content of a string as if it stood alone.
    fn within(
        &mut self,
        text: Text,
        parse: impl FnOnce(&mut Parser<'_>) -> super::scan::Parsed<ExprId>,
    ) -> ExprId {
        let parser = &mut self.parser;
        let mark = parser.mark();
        let whole = parser.bytes;
        parser.bytes = whole.get(..text.content.end as usize).unwrap_or(whole);
        parser.pos = text.content.start as usize;
        parser.newlines = true;
        parser.height = 0;
        let result = parse(parser);
        parser.bytes = whole;
        parser.newlines = true;
        result.unwrap_or_else(|_| {
            parser.rewind(&mark);
            if let Some(error) = parser.error.take() {
                parser.record(error);
            }
            parser.push(Expr::Error, text.raw.start as usize, text.raw.end as usize)
        })
    }
}
