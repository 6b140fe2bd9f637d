//! IAM policy documents, read as far as they are known.
//!
//! A document is what `jsonencode` or a policy data source made (then its value is carried along), plain
//! JSON text, or JSON text with unknown parts (IAM User Guide, "IAM JSON policy elements reference").

use std::fmt::Write;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::number::Number;
use bricklint_lang::tri::Tri;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Refinements, Segment, Text, Unknown, Value};

use super::arn::{Arn, is_like_folded};
use super::partition::{self, LOG_DELIVERY_ROLE, UNITY_CATALOG_ROLE};
use crate::attr::Attr;
use crate::partial::Partial;

/// The action that trust policies allow.
pub const ASSUME_ROLE: &str = "sts:AssumeRole";

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its statements, in order.
    pub statements: Partial<Statement>,
}

impl Policy {
    /// Reads a document. Null and `""` are none; text that is no JSON object is unknown.
    pub fn read(value: &Value) -> Attr<Self> {
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Attr::Absent;
        }
        let content = match (value.encoded(), value.as_str(), value.as_segments()) {
            (Some(content), ..) => Some(content.clone()),
            (None, Some(text), _) => parse_json(text),
            (None, None, Some(parts)) => parse_parts(parts),
            (None, None, None) => return Attr::Unknown(cause_of(value)),
        };
        let Some(content) = content.map(|content| marked_like(value, content)) else {
            return Attr::Unknown(not_a_policy());
        };
        match &content {
            Value::Map { value: map, .. } => {
                Attr::Known(Self { statements: statements(map.get_folded("Statement")) })
            }
            other if other.is_unknown() => Attr::Unknown(cause_of(other)),
            _ => Attr::Unknown(not_a_policy()),
        }
    }
}

fn statements(value: Option<&Value>) -> Partial<Statement> {
    let mut known = Vec::new();
    let mut more = None;
    let one = |item: &Value| match item {
        Value::Map { .. } => known.push(Statement { content: item.clone() }),
        Value::Null { .. } => {}
        other => more = more.take().or_else(|| Some(cause_of(other))),
    };
    if let Some(value) = value {
        each(value).for_each(one);
    }
    Partial::new(known, more)
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Statement {
    content: Value,
}

impl Statement {
    fn get(&self, name: &str) -> Option<&Value> {
        self.content.as_map()?.get_folded(name).filter(|value| !value.is_null())
    }

    /// `Sid`, where it is known.
    pub fn sid(&self) -> Option<&str> {
        self.get("Sid")?.as_str()
    }

    /// `Allow` or `Deny`; AWS takes neither another word nor none.
    fn effect(&self) -> Option<&str> {
        self.get("Effect")?.as_str().filter(|effect| matches!(*effect, "Allow" | "Deny"))
    }

    /// Whether it has an effect on the action.
    fn has_effect(&self, effect: &str, action: &str) -> Tri {
        match self.effect().map_or(Tri::Unknown, |own| Tri::from(own == effect)) {
            Tri::False => Tri::False,
            has => has.and(self.covers(action)),
        }
    }

    /// Whether it is about the action, by `Action` or `NotAction`.
    pub fn covers(&self, action: &str) -> Tri {
        let any = |patterns: &Value| {
            each(patterns).fold(Tri::False, |found, pattern| found.or(is_like_folded(pattern, action)))
        };
        match (self.get("Action"), self.get("NotAction")) {
            (Some(patterns), _) => any(patterns),
            (None, Some(patterns)) => any(patterns).negate(),
            (None, None) => Tri::False,
        }
    }

    /// Whether it allows the action to somebody, on something, under some condition.
    pub fn allows(&self, action: &str) -> Tri {
        self.has_effect("Allow", action)
    }

    /// Whether it denies the action to somebody, on something, under some condition. An explicit denial is
    /// stronger than any permission.
    pub fn denies(&self, action: &str) -> Tri {
        self.has_effect("Deny", action)
    }

    /// Why it is not known whether it allows or denies the action: its effect, or what it is about.
    pub fn doubt(&self, action: &str) -> Option<Cause> {
        let effect =
            || self.effect().is_none().then(|| self.get("Effect").map_or_else(not_a_policy, cause_of));
        let patterns = self.get("Action").or_else(|| self.get("NotAction"));
        let open = |pattern: &&Value| is_like_folded(pattern, action).is_unknown();
        let pattern = || {
            let pattern = each(patterns?).find(open)?;
            if is_leaf(pattern) { pattern.cause().cloned() } else { Some(not_a_policy()) }
        };
        effect().or_else(pattern)
    }

    /// Whether it is about something that a pattern of `Resource` matches by `test`.
    pub fn covers_resource(&self, mut test: impl FnMut(&Value) -> Tri) -> Tri {
        let mut any = |patterns: &Value| each(patterns).fold(Tri::False, |found, item| found.or(test(item)));
        match (self.get("Resource"), self.get("NotResource")) {
            (Some(patterns), _) => any(patterns),
            (None, Some(patterns)) => any(patterns).negate(),
            (None, None) => Tri::False,
        }
    }

    /// Why it is not known on what it allows or denies something, as `why` says it of one pattern.
    pub fn resource_doubt(&self, why: impl FnMut(&Value) -> Option<Cause>) -> Option<Cause> {
        let patterns = self.get("Resource").or_else(|| self.get("NotResource"))?;
        each(patterns).find_map(why)
    }

    /// The patterns of `Resource`.
    pub fn resources(&self) -> Vec<Value> {
        self.get("Resource").map(strings).unwrap_or_default()
    }

    /// Whom it is about. `NotPrincipal` leaves it open.
    pub fn principals(&self) -> Partial<Principal> {
        let mut known = Vec::new();
        let mut more = None;
        match self.get("Principal") {
            Some(value) if value.as_str().is_some() => {
                known.push(Principal { aws: true, value: value.clone() });
            }
            Some(value) => {
                let map = value.sure_entries();
                for (kind, value) in map.map_or(&[][..], |map| &map.entries) {
                    let aws = kind.eq_ignore_ascii_case("AWS") || &**kind == "*";
                    let (one, nested): (Vec<&Value>, Vec<&Value>) =
                        each(value).partition(|item| is_leaf(item));
                    known.extend(one.into_iter().map(|value| Principal { aws, value: text_of(value) }));
                    more = more.or_else(|| nested.first().map(|_| not_a_policy()));
                }
                more = more.or_else(|| value.as_map().is_none().then(|| cause_of(value)));
            }
            None => {
                more = self.get("NotPrincipal").map(|_| {
                    Cause::new(CauseKind::Limit, "NotPrincipal", "`NotPrincipal` names everybody else")
                });
            }
        }
        Partial::new(known, more)
    }

    /// Under which conditions it holds: all of them together.
    pub fn conditions(&self) -> Partial<Condition> {
        let mut known = Vec::new();
        let mut more = None;
        // The members of an object; what is none, or can have others, leaves it open.
        let mut members = |value: &Value| -> Vec<(Arc<str>, Value)> {
            if value.as_map().is_none() && !value.is_null() {
                more.get_or_insert_with(|| cause_of(value));
            }
            value.sure_entries().map_or_else(Vec::new, |map| map.entries.clone())
        };
        let mut nested = false;
        for (operator, keys) in self.get("Condition").map_or_else(Vec::new, &mut members) {
            for (key, values) in members(&keys) {
                if each(&values).all(is_leaf) {
                    let operator = Operator::parse(&operator);
                    known.push(Condition { operator, key: key.to_string(), values: strings(&values) });
                } else {
                    nested = true;
                }
            }
        }
        Partial::new(known, more.or_else(|| nested.then(not_a_policy)))
    }
}

/// A condition: one key under one operator.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The operator.
    pub operator: Operator,
    /// The condition key as written; see [`Condition::is_about`].
    pub key: String,
    /// The values, of which one must fit; an unknown list is what it certainly holds and one unknown value.
    pub values: Vec<Value>,
}

impl Condition {
    /// The key as it may be printed.
    pub fn shown_key(&self) -> &str {
        if self.is_secret() { "a sensitive key" } else { &self.key }
    }

    /// Whether nothing of it must be printed, as in a document that is secret as a whole.
    pub fn is_secret(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(Value::holds_secret)
    }

    /// Whether it is about this key; keys fold case.
    pub fn is_about(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }
}

/// An operator such as `ForAnyValue:StringEqualsIfExists`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// As written.
    pub text: String,
    /// Without qualifier and suffix.
    pub test: Test,
    /// `StringNotEquals`, `ArnNotLike` and so on: it holds where no value fits.
    pub negated: bool,
    /// Whether it also holds for a request without the key: `…IfExists`, `ForAllValues:…`, and negated
    /// tests.
    pub holds_without_key: bool,
}

/// What an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// `StringEquals`
    Equals,
    /// `StringEqualsIgnoreCase`
    EqualsFolded,
    /// `StringLike`
    Like,
    /// `ArnEquals`, `ArnLike`; they do the same.
    Arn,
    /// `Null`
    Null,
    /// Any other.
    Other,
}

impl Operator {
    fn parse(written: &str) -> Self {
        let folded = written.to_ascii_lowercase();
        let (all, rest) = match folded.split_once(':') {
            Some((qualifier, rest)) => (qualifier == "forallvalues", rest),
            None => (false, folded.as_str()),
        };
        let (name, if_exists) = rest.strip_suffix("ifexists").map_or((rest, false), |name| (name, true));
        let negated = name.contains("not");
        let test = match &*name.replace("not", "") {
            "stringequals" => Test::Equals,
            "stringequalsignorecase" => Test::EqualsFolded,
            "stringlike" => Test::Like,
            "arnequals" | "arnlike" => Test::Arn,
            "null" => Test::Null,
            _ => Test::Other,
        };
        let holds_without_key = all || if_exists || negated;
        Self { text: written.to_owned(), test, negated, holds_without_key }
    }
}

/// Somebody named by a statement.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Whether it is an AWS principal, not a service or a federated one.
    pub aws: bool,
    /// An ARN, an account id, `*`.
    pub value: Value,
}

/// Who a principal is, as seen by somebody who uses Databricks.
#[derive(Clone, Debug, PartialEq)]
pub enum Party {
    /// Everybody.
    Anyone,
    /// Databricks.
    Databricks(DatabricksPrincipal),
    /// A whole account that Databricks is not known to own, by its id.
    Account(Value),
    /// Somebody else.
    Other,
    /// Not to be told.
    Unknown(Cause),
}

/// The identities that Databricks assumes roles with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabricksPrincipal {
    /// The account: for workspaces.
    Account,
    /// The role of Unity Catalog.
    UnityCatalog,
    /// The role that delivers logs.
    LogDelivery,
    /// The role of serverless SQL warehouses.
    Serverless,
}

impl DatabricksPrincipal {
    /// Who works from an account of Databricks.
    pub(super) fn of_account(id: Option<&str>) -> Self {
        if id == Some(partition::SERVERLESS_ACCOUNT) { Self::Serverless } else { Self::Account }
    }
}

impl Principal {
    /// Who it is.
    pub fn party(&self) -> Party {
        if !self.aws {
            return Party::Other;
        }
        match self.value.as_str() {
            Some("*") => return Party::Anyone,
            Some(text) if is_account_id(text) => return account(&self.value),
            _ => {}
        }
        let Some(arn) = Arn::parse(&self.value) else {
            return if is_unity_catalog(&self.value) {
                Party::Databricks(DatabricksPrincipal::UnityCatalog)
            } else if is_caller(&self.value) {
                Party::Account(self.value.clone())
            } else if self.value.is_unknown() && !is_ours(&self.value) {
                Party::Unknown(cause_of(&self.value))
            } else {
                Party::Other
            };
        };
        let owner = arn.account.as_str();
        let databricks = owner.is_some_and(partition::is_databricks_account);
        match known_head(&arn.resource) {
            "root" if arn.resource.as_str().is_some() => return account(&arn.account),
            head if head.strip_prefix("role/").is_some_and(|n| n.starts_with(UNITY_CATALOG_ROLE)) => {
                return Party::Databricks(DatabricksPrincipal::UnityCatalog);
            }
            head if head.strip_prefix("role/").is_some_and(|n| n.starts_with(LOG_DELIVERY_ROLE)) => {
                return Party::Databricks(DatabricksPrincipal::LogDelivery);
            }
            _ => {}
        }
        if databricks {
            return Party::Databricks(DatabricksPrincipal::of_account(owner));
        }
        if owner.is_none() && !is_ours(&arn.account) {
            return Party::Unknown(cause_of(&arn.account));
        }
        Party::Other
    }
}

fn account(id: &Value) -> Party {
    if id.as_str().is_some_and(partition::is_databricks_account) {
        Party::Databricks(DatabricksPrincipal::of_account(id.as_str()))
    } else {
        Party::Account(id.clone())
    }
}

/// Whether text is the id of an AWS account.
pub fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether an unknown value comes from the account that Terraform works in: who calls, or a resource made
/// there.
pub fn is_ours(value: &Value) -> bool {
    let symbol = value.symbol();
    is_caller(value)
        || symbol.is_some_and(|symbol| {
            matches!(&*symbol.path, "arn" | "unique_id")
                && (symbol.name.starts_with(CALLER) || symbol.name.starts_with("aws_iam_"))
        })
}

/// How symbols of who calls begin.
const CALLER: &str = "data.aws_caller_identity.";

/// Whether an unknown value is the id of the account of who calls.
pub fn is_caller(value: &Value) -> bool {
    let symbol = value.symbol();
    symbol
        .is_some_and(|symbol| symbol.name.starts_with(CALLER) && matches!(&*symbol.path, "account_id" | "id"))
}

/// Whether an unknown value is the ARN that Unity Catalog comes with, as the server says it of a credential
/// (provider `docs/resources/storage_credential.md`).
pub(super) fn is_unity_catalog(value: &Value) -> bool {
    let symbol = value.symbol();
    symbol.is_some_and(|symbol| {
        let name = symbol.name.strip_prefix("data.").unwrap_or(&symbol.name);
        name.starts_with("databricks_") && symbol.path.ends_with("unity_catalog_iam_arn")
    })
}

/// An account written as a number is its digits.
pub(super) fn text_of(value: &Value) -> Value {
    value.as_number().map_or_else(|| value.clone(), |number| Value::string(number.to_string()))
}

/// The known text that a value begins with.
pub(super) fn known_head(value: &Value) -> &str {
    match (value.as_str(), value.as_segments()) {
        (Some(text), _) => text,
        (None, Some([Segment::Known(text), ..])) => text,
        _ => "",
    }
}

/// A string or the elements of a list; an unknown list is what it certainly holds and one unknown value.
fn each(value: &Value) -> impl Iterator<Item = &Value> {
    let itself = if value.as_items().is_none() { std::slice::from_ref(value) } else { &[] };
    value.sure_items().iter().chain(itself)
}

/// As [`each`].
fn strings(value: &Value) -> Vec<Value> {
    each(value).cloned().collect()
}

/// Whether a value is neither a list nor an object, which elements that list texts do not hold.
fn is_leaf(value: &Value) -> bool {
    value.as_items().is_none() && value.as_map().is_none()
}

/// Why something is unknown.
fn cause_of(value: &Value) -> Cause {
    value.cause().cloned().unwrap_or_else(not_a_policy)
}

fn not_a_policy() -> Cause {
    Cause::new(CauseKind::ParseError, "policy", "the text is not a policy document")
}

/// What a text holds, which must be printed as little as the text: what `jsonencode` made of secrets still tells the
/// parts that are none.
pub fn marked_like(text: &Value, content: Value) -> Value {
    let marks = text.marks();
    if marks.printable() || text.encoded().is_some() && content.holds_secret() {
        return content;
    }
    content.map_marks(&|own| own.union(marks))
}

/// JSON text as a value.
pub fn parse_json(text: &str) -> Option<Value> {
    from_json(serde_json::from_str(text).ok()?, &mut |text| Some(Value::string(text)))
}

fn from_json(json: serde_json::Value, string: &mut dyn FnMut(String) -> Option<Value>) -> Option<Value> {
    Some(match json {
        serde_json::Value::Null => Value::null(),
        serde_json::Value::Bool(flag) => Value::bool(flag),
        serde_json::Value::Number(number) => Value::number(Number::parse(&number.to_string())?),
        serde_json::Value::String(text) => string(text)?,
        serde_json::Value::Array(items) => {
            Value::tuple(items.into_iter().map(|item| from_json(item, string)).collect::<Option<_>>()?)
        }
        serde_json::Value::Object(members) => {
            let mut entries = Vec::with_capacity(members.len());
            let mut open = None;
            for (key, value) in members {
                let value = from_json(value, string)?;
                if !key.contains(MARK) {
                    entries.push((key.into(), value));
                    continue;
                }
                open = open.or(Some(string(key)?));
            }
            let object = Value::object(entries);
            match open {
                None => object,
                Some(key) => with_unknown_key(&key, object),
            }
        }
    })
}

/// An object that has a member of which the key is not known, beside others.
fn with_unknown_key(key: &Value, others: Value) -> Value {
    let entries = if let Value::Map { value, .. } = others { Some(value) } else { None };
    let made = Unknown {
        ty: Type::Dynamic,
        refinements: Refinements { entries, ..Refinements::default() },
        cause: cause_of(key),
        symbol: None,
        may_be: Blank::NONE,
        cases: None,
    };
    Value::from_unknown(made).with_marks(key.marks()).with_provenance(key.provenance())
}

/// Encloses the number of an unknown part while the text around it is parsed.
const MARK: char = '\u{f8ff}';

/// JSON text with unknown parts. One inside a string is taken to hold no quote; one outside is a whole
/// value.
fn parse_parts(parts: &[Segment]) -> Option<Value> {
    let mut text = String::new();
    let mut holes: Vec<&Value> = Vec::new();
    let (mut inside, mut escaped) = (false, false);
    for part in parts {
        match part {
            Segment::Known(known) => {
                if known.contains(MARK) {
                    return None;
                }
                for c in known.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' if inside => escaped = true,
                        '"' => inside = !inside,
                        _ => {}
                    }
                }
                text.push_str(known);
            }
            Segment::Hole(hole) => {
                let quote = if inside { "" } else { "\"" };
                let kind = if inside { 's' } else { 'v' };
                write!(text, "{quote}{MARK}{kind}{}{MARK}{quote}", holes.len()).ok()?;
                holes.push(hole);
            }
        }
    }
    from_json(serde_json::from_str(&text).ok()?, &mut |text| with_holes(&text, &holes))
}

fn with_holes(text: &str, holes: &[&Value]) -> Option<Value> {
    if !text.contains(MARK) {
        return Some(Value::string(text));
    }
    let mut parts = Vec::new();
    for (at, piece) in text.split(MARK).enumerate() {
        if at % 2 == 0 {
            if !piece.is_empty() {
                parts.push(Segment::Known(piece.into()));
            }
            continue;
        }
        let hole = *holes.get(piece.get(1..)?.parse::<usize>().ok()?)?;
        if piece.starts_with('v') {
            return Some(match hole.encoded() {
                Some(content) => content.clone(),
                None => Value::unknown(Type::Dynamic, cause_of(hole)).with_provenance(hole.provenance()),
            });
        }
        parts.push(Segment::Hole(hole.clone()));
    }
    Some(match parts.as_slice() {
        [Segment::Hole(hole)] => hole.clone(),
        _ => Value::text(Text::Segmented(parts.into())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(name: &str) -> Value {
        Value::unknown(Type::String, Cause::new(CauseKind::Variable, name, "no value"))
    }

    fn one(text: &str) -> Statement {
        let Attr::Known(policy) = Policy::read(&Value::string(text)) else { panic!("{text}") };
        let (mut known, more) = policy.statements.into_parts();
        assert!(more.is_none(), "{text}");
        known.pop().unwrap()
    }

    #[test]
    fn elements_may_be_single_or_lists() {
        let statement = one(r#"{"Statement":{"Effect":"Allow","Action":["STS:*","s3:Get*"],"Principal":"*",
                "Condition":{"StringEqualsIfExists":{"STS:externalid":"x"}}}}"#);
        assert_eq!(statement.allows(ASSUME_ROLE), Tri::True);
        assert_eq!(statement.allows("s3:PutObject"), Tri::False);
        let (principals, more) = statement.principals().into_parts();
        assert!(more.is_none());
        assert_eq!(principals.iter().map(Principal::party).collect::<Vec<_>>(), [Party::Anyone]);
        let (conditions, _) = statement.conditions().into_parts();
        assert!(conditions.iter().all(|c| c.is_about("sts:ExternalId") && c.operator.holds_without_key));
    }

    #[test]
    fn not_action_inverts_and_deny_allows_nothing() {
        let statement = one(r#"{"Statement":[{"Effect":"Allow","NotAction":"s3:*"}]}"#);
        assert_eq!(statement.allows(ASSUME_ROLE), Tri::True);
        assert_eq!(statement.allows("S3:GetObject"), Tri::False);
        let statement = one(r#"{"Statement":[{"Effect":"Deny","Action":"*"}]}"#);
        assert_eq!(statement.allows(ASSUME_ROLE), Tri::False);
    }

    #[test]
    fn what_aws_does_not_read_is_not_known() {
        for effect in ["", r#""Effect":"allow","#, r#""Effect":["Allow"],"#] {
            let statement = one(&format!(r#"{{"Statement":[{{{effect}"Action":"sts:*"}}]}}"#));
            let found = (statement.allows(ASSUME_ROLE), statement.denies(ASSUME_ROLE));
            assert_eq!(found, (Tri::Unknown, Tri::Unknown), "{effect}");
            assert_eq!(statement.doubt(ASSUME_ROLE), Some(not_a_policy()), "{effect}");
        }
        let statement = one(r#"{"Statement":[{"Effect":"Allow","Action":[["sts:*"]]}]}"#);
        assert_eq!(statement.allows(ASSUME_ROLE), Tri::Unknown);
        assert_eq!(statement.doubt(ASSUME_ROLE), Some(not_a_policy()));
        let statement = one(
            r#"{"Statement":{"Principal":{"AWS":["1",["2"]]},"Condition":{"StringEquals":{"a":"1","b":[["2"]]}}}}"#,
        );
        let (principals, more) = statement.principals().into_parts();
        assert_eq!((principals.len(), more), (1, Some(not_a_policy())));
        let (conditions, more) = statement.conditions().into_parts();
        let keys: Vec<_> = conditions.iter().map(|condition| &*condition.key).collect();
        assert_eq!((keys.as_slice(), more), (&["a"][..], Some(not_a_policy())));
    }

    #[test]
    fn operators_say_whether_they_need_the_key() {
        let cases = [
            ("StringEquals", Test::Equals, false),
            ("stringequalsignorecase", Test::EqualsFolded, false),
            ("ForAnyValue:StringLike", Test::Like, false),
            ("ForAllValues:StringEquals", Test::Equals, true),
            ("ArnLikeIfExists", Test::Arn, true),
            ("ArnNotEquals", Test::Arn, true),
            ("StringNotEqualsIgnoreCase", Test::EqualsFolded, true),
            ("NotIpAddress", Test::Other, true),
            ("Null", Test::Null, false),
            ("NumericEquals", Test::Other, false),
        ];
        for (text, test, without) in cases {
            let operator = Operator::parse(text);
            assert_eq!((operator.test, operator.holds_without_key), (test, without), "{text}");
        }
    }

    #[test]
    fn principals_are_known_by_account_and_role() {
        use DatabricksPrincipal::{Account, LogDelivery, UnityCatalog};
        let cases = [
            ("414351767826", Party::Databricks(Account)),
            ("arn:aws:iam::414351767826:root", Party::Databricks(Account)),
            ("arn:aws-us-gov:iam::044793339203:root", Party::Databricks(Account)),
            ("arn:aws:iam::414351767826:user/x", Party::Databricks(Account)),
            ("arn:aws:iam::123456789012:root", Party::Account(Value::string("123456789012"))),
            ("arn:aws:iam::123456789012:role/x", Party::Other),
            ("AROAEXAMPLE", Party::Other),
        ];
        let number = one(r#"{"Statement":{"Principal":{"AWS":414351767826}}}"#).principals().into_parts().0;
        assert_eq!(number.iter().map(Principal::party).collect::<Vec<_>>(), [Party::Databricks(Account)]);
        let party = |value: Value| Principal { aws: true, value }.party();
        for (text, want) in cases {
            assert_eq!(party(Value::string(text)), want, "{text}");
        }
        for partition in &partition::PARTITIONS {
            assert_eq!(party(Value::string(partition.unity_catalog)), Party::Databricks(UnityCatalog));
            assert_eq!(party(Value::string(partition.log_delivery)), Party::Databricks(LogDelivery));
        }
        assert!(matches!(party(unknown("var.arn")), Party::Unknown(_)));
        assert_eq!(Principal { aws: false, value: Value::string("ec2.amazonaws.com") }.party(), Party::Other);
    }

    #[test]
    fn text_with_unknown_parts_is_read_around_them() {
        let parts = [
            Segment::Known(r#"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::"#.into()),
            Segment::Hole(unknown("var.account")),
            Segment::Known(r#":root"},"Condition":"#.into()),
            Segment::Hole(unknown("var.condition")),
            Segment::Known("}]}".into()),
        ];
        let Attr::Known(policy) = Policy::read(&Value::text(Text::Segmented(parts.into()))) else { panic!() };
        let (known, more) = policy.statements.into_parts();
        assert!(more.is_none());
        let statement = known.first().unwrap();
        assert_eq!(statement.allows(ASSUME_ROLE), Tri::True);
        assert!(statement.conditions().more().is_some());
        let (principals, _) = statement.principals().into_parts();
        assert_eq!(principals.first().unwrap().party(), Party::Account(unknown("var.account")));
    }

    #[test]
    fn an_object_with_an_unknown_key_holds_at_least_the_others() {
        let read = |before: &str, after: &str| {
            let (before, after) = (Segment::Known(before.into()), Segment::Known(after.into()));
            let parts = [before, Segment::Hole(unknown("var.word")), after];
            Policy::read(&Value::text(Text::Segmented(parts.into())))
        };
        let statement = |before: &str, after: &str| {
            let Attr::Known(policy) = read(before, after) else { panic!("{before}{after}") };
            policy.statements.into_parts()
        };
        for (before, after) in [("", ":"), (r#""x"#, r#"":"#)] {
            let before = format!(r#"{{"Statement":[{{"Principal":{{{before}"#);
            let (known, _) = statement(&before, &format!(r#"{after}"a","AWS":"*"}}}}]}}"#));
            let (known, more) = known.first().unwrap().principals().into_parts();
            assert_eq!(known.iter().map(Principal::party).collect::<Vec<_>>(), [Party::Anyone]);
            assert!(more.is_some());
        }
        let (known, more) = statement(r#"{"Statement":[{"Effect":"Allow",""#, r#"":"sts:AssumeRole"}]}"#);
        assert!(known.is_empty() && more.is_some());
        assert!(matches!(read(r#"{"Statement":[],""#, r#"":1}"#), Attr::Unknown(_)));
    }

    #[test]
    fn what_is_no_document_is_unknown_and_nothing_is_absent() {
        for text in ["[]", "no json", "{", "\"x\""] {
            assert!(matches!(Policy::read(&Value::string(text)), Attr::Unknown(_)), "{text}");
        }
        assert!(matches!(Policy::read(&Value::null()), Attr::Absent));
        assert!(matches!(Policy::read(&Value::string(" ")), Attr::Absent));
        assert!(matches!(Policy::read(&unknown("var.policy")), Attr::Unknown(_)));
    }
}
