use bricklint_lang::number::Number;
use bricklint_lang::value::{Blank, Marks, Segment, Text};
use bricklint_model::instance::{Block, BlockGroup, Guard, Origin, Slot};
use serde_json::{Value as Json, json};

use super::*;

/// `"?x"` is an unknown string, `"?x|null"` one that may be null, `"?x|list"` an unknown list, and
/// `"a<?x>b"` a string with an unknown part.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::null(),
        Json::Bool(flag) => Value::bool(*flag),
        Json::Number(number) => Value::number(Number::parse(&number.to_string()).unwrap()),
        Json::String(text) => string(text),
        Json::Array(items) => Value::tuple(items.iter().map(value).collect()),
        Json::Object(members) => Value::object(members.iter().map(|(k, v)| (k.as_str().into(), value(v)))),
    }
}

fn string(text: &str) -> Value {
    if let Some(name) = text.strip_prefix('?') {
        let (name, kind) = name.split_once('|').unwrap_or((name, ""));
        let ty = if kind == "list" { Type::Dynamic } else { Type::String };
        return Value::from_unknown(Unknown {
            ty,
            refinements: Refinements::default(),
            cause: cause(name),
            symbol: None,
            may_be: Blank { null: kind == "null", empty: false },
            cases: None,
        });
    }
    let Some((before, rest)) = text.split_once("<?") else { return Value::string(text) };
    let (name, after) = rest.split_once('>').unwrap();
    let parts = [
        Segment::Known(before.into()),
        Segment::Hole(Value::unknown(Type::String, cause(name))),
        Segment::Known(after.into()),
    ];
    let parts = parts.into_iter().filter(|p| !matches!(p, Segment::Known(t) if t.is_empty()));
    Value::text(Text::Segmented(parts.collect()))
}

fn cause(name: &str) -> Cause {
    Cause::new(CauseKind::Variable, name, "it has no value")
}

/// The same notation, for what came out; `{"?x": …}` is an unknown that surely has these elements or entries.
fn shown(value: &Value) -> Json {
    match value {
        Value::Null { .. } => Json::Null,
        Value::Bool { value, .. } => json!(value),
        Value::Int { value, .. } => json!(value),
        Value::Decimal { value, .. } => json!(value.to_string()),
        Value::Seq { value, .. } => value.items.iter().map(shown).collect(),
        Value::Map { value, .. } => {
            Json::Object(value.entries.iter().map(|(k, v)| (k.to_string(), shown(v))).collect())
        }
        Value::Unknown { value: unknown, .. } => {
            let name = format!("?{}", unknown.cause.subject);
            match (value.sure_items(), value.sure_entries()) {
                ([], None) => json!(name),
                (items, None) => json!({ name: items.iter().map(shown).collect::<Json>() }),
                (_, Some(map)) => {
                    let entries = map.entries.iter().map(|(k, v)| (k.to_string(), shown(v)));
                    json!({ name: Json::Object(entries.collect()) })
                }
            }
        }
        Value::String { value, .. } => match &**value {
            Text::Plain(text) => json!(text.as_str()),
            Text::Encoded { value, .. } => shown(value),
            Text::Segmented(parts) => {
                let part = |part: &Segment| match part {
                    Segment::Known(text) => text.to_string(),
                    Segment::Hole(hole) => format!("<?{}>", hole.cause().unwrap().subject),
                };
                json!(parts.iter().map(part).collect::<String>())
            }
        },
    }
}

const BLOCKS: [&str; 4] = ["statement", "principals", "not_principals", "condition"];

fn slot(value: Value) -> Slot {
    Slot { value, origin: Origin::Plan, written: true, literal: false }
}

/// Lists of objects under the names of block types become blocks.
fn body(json: &Json) -> Body {
    let mut out = Body::default();
    for (name, json) in json.as_object().unwrap() {
        match json.as_array().filter(|_| BLOCKS.contains(&name.as_str())) {
            Some(items) => out.blocks.push(BlockGroup {
                name: name.as_str().into(),
                items: items.iter().map(block).collect(),
                more: None,
                patterns: Vec::new(),
            }),
            None => out.attributes.push((name.as_str().into(), slot(value(json)))),
        }
    }
    out
}

fn block(json: &Json) -> Block {
    Block { body: body(json), origin: Origin::Plan, when: Vec::new() }
}

fn attributes(json: &Json) -> Body {
    let slots = json.as_object().unwrap().iter().map(|(k, v)| (k.as_str().into(), slot(value(v))));
    Body { attributes: slots.collect(), ..Body::default() }
}

fn computed(type_name: &str, body: &Body, name: &str) -> Value {
    let all = evaluate(type_name, body).unwrap();
    all.into_iter().find(|(n, _)| &**n == name).map(|(_, v)| v).unwrap()
}

fn aws(arguments: &Json) -> Value {
    let from_blocks = computed("aws_iam_policy_document", &body(arguments), "json");
    let from_attributes = computed("aws_iam_policy_document", &attributes(arguments), "json");
    assert_eq!(shown(&from_blocks), shown(&from_attributes), "blocks and lists of objects differ");
    from_blocks
}

/// Arguments and the document, which must be wholly known.
#[test]
fn an_aws_document_is_normalised_as_the_provider_does() {
    let statement = |arguments: Json, document: Json| {
        (json!({ "statement": [arguments] }), json!({ "Version": "2012-10-17", "Statement": [document] }))
    };
    let root = |account: &str| format!("arn:aws:iam::{account}:root");
    let (one, two) = (root("111111111111"), root("222222222222"));
    let (three, four) = (root("333333333333"), root("444444444444"));
    let condition = |values: Json| json!({ "test": "StringEquals", "variable": "aws:x", "values": values });
    let cases = [
        (json!({}), json!({ "Version": "2012-10-17" })),
        (json!({ "statement": null }), json!({ "Version": "2012-10-17" })),
        (json!({ "statement": [] }), json!({ "Version": "2012-10-17" })),
        (json!({ "version": "2008-10-17", "policy_id": "p" }), json!({ "Version": "2008-10-17", "Id": "p" })),
        (json!({ "policy_id": "" }), json!({ "Version": "2012-10-17" })),
        statement(json!({}), json!({ "Effect": "Allow" })),
        statement(
            json!({ "sid": "A1", "effect": "Deny", "actions": ["s3:*"], "resources": ["*"] }),
            json!({ "Sid": "A1", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }),
        ),
        statement(json!({ "sid": "", "actions": [] }), json!({ "Effect": "Allow" })),
        statement(
            json!({ "not_actions": ["a", "c", "b", "c"], "not_resources": ["x", "y"] }),
            json!({ "Effect": "Allow", "NotAction": ["c", "b", "a"], "NotResource": ["y", "x"] }),
        ),
        // The order is that of the text before `&{` is replaced: `&` sorts after `%`, `$` before it.
        statement(
            json!({ "actions": ["&{a}"], "resources": ["arn:&{aws:username}", "arn:%"] }),
            json!({ "Effect": "Allow", "Action": "&{a}", "Resource": ["arn:${aws:username}", "arn:%"] }),
        ),
        statement(
            json!({ "principals": [{ "type": "*", "identifiers": ["*"] }] }),
            json!({ "Effect": "Allow", "Principal": "*" }),
        ),
        statement(
            json!({ "principals": [{ "type": "AWS", "identifiers": ["*"] }] }),
            json!({ "Effect": "Allow", "Principal": { "AWS": "*" } }),
        ),
        statement(
            json!({ "not_principals": [
                { "type": "Service", "identifiers": ["ec2.amazonaws.com"] },
                { "type": "AWS", "identifiers": [one, two] },
            ] }),
            json!({ "Effect": "Allow", "NotPrincipal": { "AWS": [two, one], "Service": "ec2.amazonaws.com" } }),
        ),
        // Blocks of one type in the order of the provider's hashes.
        statement(
            json!({ "principals": [
                { "type": "AWS", "identifiers": [three, four] },
                { "type": "AWS", "identifiers": [two] },
                { "type": "AWS", "identifiers": [one] },
                { "type": "AWS", "identifiers": [one] },
            ] }),
            json!({ "Effect": "Allow", "Principal": { "AWS": [one, two, four, three] } }),
        ),
        statement(
            json!({ "condition": [
                condition(json!(["b"])),
                condition(json!(["a", "c"])),
                condition(json!(["d"])),
                condition(json!(["e"])),
            ] }),
            json!({ "Effect": "Allow", "Condition": { "StringEquals": { "aws:x": ["d", "e", "b", "a", "c"] } } }),
        ),
        statement(
            json!({ "condition": [
                { "test": "Bool", "variable": "aws:SecureTransport", "values": [false] },
                { "test": "NumericEquals", "variable": "n", "values": [] },
                { "test": "StringLike", "variable": "s", "values": ["&{aws:username}/*"] },
            ] }),
            json!({ "Effect": "Allow", "Condition": {
                "Bool": { "aws:SecureTransport": "false" },
                "NumericEquals": { "n": [] },
                "StringLike": { "s": "${aws:username}/*" },
            } }),
        ),
    ];
    for (arguments, expected) in cases {
        let found = aws(&arguments);
        assert_eq!(shown(&found), expected, "{arguments}");
        let text = found.as_str().unwrap_or_else(|| panic!("{arguments} has no text"));
        assert_eq!(serde_json::from_str::<Json>(text).unwrap(), expected, "text of {arguments}");
    }
}

#[test]
fn an_aws_document_is_written_in_the_order_of_the_provider() {
    let arguments = json!({
        "policy_id": "p",
        "statement": [{
            "sid": "S",
            "resources": ["*"],
            "actions": ["a:B"],
            "condition": [{ "test": "T", "variable": "<&>", "values": ["x"] }],
            "principals": [{ "type": "AWS", "identifiers": ["1", "2"] }],
        }],
    });
    let text = r#"{
  "Version": "2012-10-17",
  "Id": "p",
  "Statement": [
    {
      "Sid": "S",
      "Effect": "Allow",
      "Action": "a:B",
      "Resource": "*",
      "Principal": {
        "AWS": [
          "2",
          "1"
        ]
      },
      "Condition": {
        "T": {
          "\u003c\u0026\u003e": "x"
        }
      }
    }
  ]
}"#;
    assert_eq!(aws(&arguments).as_str(), Some(text));
    let minified = computed("aws_iam_policy_document", &body(&arguments), "minified_json");
    let compact = concat!(
        r#"{"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"S","Effect":"Allow","Action":"a:B","#,
        r#""Resource":"*","Principal":{"AWS":["2","1"]},"Condition":{"T":{"\u003c\u0026\u003e":"x"}}}]}"#
    );
    assert_eq!(minified.as_str(), Some(compact));
    let id = computed("aws_iam_policy_document", &body(&json!({})), "id");
    // CRC-32 of `{\n  "Version": "2012-10-17"\n}`.
    assert_eq!(id.as_str(), Some("1132004489"));
    assert_eq!(
        computed("aws_iam_policy_document", &body(&json!({})), "version"),
        Value::string("2012-10-17")
    );
}

#[test]
fn aws_documents_merge_by_sid() {
    let document = |json: Json| json.to_string();
    let stated = |sid: &str, action: &str| json!({ "Sid": sid, "Effect": "Allow", "Action": action });
    let old = json!({ "Version": "2008-10-17", "Id": "source", "Statement": [stated("A", "a:1"), stated("B", "b:1")] });
    let cases = [
        // The later version, the last id; own statements replace those of the sources in place.
        (
            json!({
                "source_policy_documents": [document(old.clone())],
                "statement": [{ "sid": "A", "actions": ["a:2"] }, { "actions": ["c:1"] }],
            }),
            json!({ "Version": "2012-10-17", "Id": "source",
                "Statement": [stated("A", "a:2"), stated("B", "b:1"), { "Effect": "Allow", "Action": "c:1" }] }),
        ),
        (
            json!({
                "version": "2008-10-17",
                "policy_id": "own",
                "statement": [{ "sid": "A", "actions": ["a:2"] }, { "sid": "Z", "actions": ["z:1"] }],
                "override_policy_documents": [
                    document(old.clone()),
                    null,
                    "",
                    document(json!({ "Version": "2012-10-17", "Statement": [stated("B", "b:2")] })),
                ],
            }),
            json!({ "Version": "2012-10-17", "Id": "source",
                "Statement": [stated("A", "a:1"), stated("Z", "z:1"), stated("B", "b:2")] }),
        ),
        // What is read back is normalised: lists of actions stay, principals sort, numbers vanish.
        (
            json!({ "source_policy_documents": [document(json!({ "statement": [{
                "Effect": "Deny", "Extra": 1, "Action": ["x", "y"], "Resource": ["a"], "NotAction": null,
                "Principal": { "AWS": ["1", "2"], "Service": "s" },
                "Condition": { "Bool": { "b": true, "l": ["x"], "n": 1 } },
            }, { "Principal": "anyone", "Effect": "" }, { "PRINCIPAL": { "AWS": "3" } }, {
                "notprincipal": { "AWS": "4" },
            }] }))] }),
            json!({ "Version": "2012-10-17", "Statement": [{
                "Effect": "Deny", "Action": ["x", "y"], "Resource": ["a"],
                "Principal": { "AWS": ["2", "1"], "Service": "s" },
                "Condition": { "Bool": { "b": "true", "l": "x" } },
            }, { "Principal": "*" }, { "Principal": { "AWS": "3" } }, { "NotPrincipal": { "AWS": "4" } }] }),
        ),
    ];
    for (arguments, expected) in cases {
        assert_eq!(shown(&aws(&arguments)), expected, "{arguments}");
    }
    // A document that another data source or `jsonencode` made is read from the value that it carries.
    let inner = aws(&json!({ "statement": [{ "sid": "A", "actions": ["?a"] }] }));
    assert!(inner.as_str().is_none());
    let mut outer = body(&json!({ "statement": [{ "sid": "B", "actions": ["b:1"] }] }));
    outer.attributes.push(("source_policy_documents".into(), slot(Value::tuple(vec![inner]))));
    assert_eq!(
        shown(&computed("aws_iam_policy_document", &outer, "json")),
        json!({ "Version": "2012-10-17", "Statement": [
            { "Sid": "A", "Effect": "Allow", "Action": "?a" }, { "Sid": "B", "Effect": "Allow", "Action": "b:1" } ] })
    );
}

#[test]
fn what_the_aws_provider_refuses_is_unknown_and_says_why() {
    let twice = json!({ "Statement": [{ "Sid": "A" }] }).to_string();
    let cases = [
        (json!({ "version": "2020-01-01" }), "version"),
        (json!({ "source_json": "{}" }), "source_json"),
        (json!({ "statement": [{ "effect": "allow" }] }), "effect"),
        (json!({ "statement": [{ "sid": "a-b" }] }), "sid"),
        (json!({ "statement": [{ "sid": "a" }, { "sid": "a" }] }), "sid"),
        (json!({ "statement": [{ "actions": "s3:*" }] }), "actions"),
        (json!({ "statement": [{ "actions": [null] }] }), "actions"),
        (json!({ "statement": [{ "condition": [{ "test": "a", "variable": "b" }] }] }), "values"),
        (json!({ "statement": [{ "principals": [{ "identifiers": ["*"] }] }] }), "type"),
        (json!({ "version": "2008-10-17", "statement": [{ "resources": ["&{x}"] }] }), "resources"),
        (json!({ "source_policy_documents": [twice, twice] }), "Sid"),
        (json!({ "source_policy_documents": ["not JSON"] }), "source_policy_documents"),
        (json!({ "source_policy_documents": ["[]"] }), "source_policy_documents"),
        (json!({ "override_policy_documents": [r#"{"Statement":{"Effect":"Allow"}}"#] }), "Statement"),
        (json!({ "override_policy_documents": [r#"{"Statement":[{"Principal":null}]}"#] }), "Principal"),
        (json!({ "override_policy_documents": [r#"{"statement":[{"principal":null}]}"#] }), "Principal"),
    ];
    for (arguments, word) in cases {
        let found = aws(&arguments);
        let cause = found.cause().unwrap_or_else(|| panic!("{arguments} is accepted: {found:?}"));
        assert_eq!(cause.kind, CauseKind::ParseError);
        assert!(cause.text.contains(word), "{arguments}: {}", cause.text);
    }
}

#[test]
fn an_unknown_part_leaves_the_rest_of_an_aws_document_known() {
    let statement = |arguments: Json, document: Json| {
        (json!({ "statement": [arguments] }), json!({ "Version": "2012-10-17", "Statement": [document] }))
    };
    let test = json!({ "test": "T", "variable": "v", "values": ["?x"] });
    let cases = [
        statement(json!({ "sid": "?s", "effect": "?e" }), json!({ "Sid": "?s", "Effect": "?e" })),
        statement(
            json!({ "actions": ["?a"], "resources": ["arn:<?r>/*", "b", "c"] }),
            json!({ "Effect": "Allow", "Action": "?a", "Resource": ["c", "b", "arn:<?r>/*"] }),
        ),
        statement(json!({ "actions": "?a|list" }), json!({ "Effect": "Allow", "Action": "?a" })),
        statement(
            json!({ "principals": [{ "type": "AWS", "identifiers": ["arn:aws:iam::<?account>:root"] }] }),
            json!({ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::<?account>:root" } }),
        ),
        statement(
            json!({ "principals": [{ "type": "?t", "identifiers": ["*"] }] }),
            json!({ "Effect": "Allow", "Principal": "?t" }),
        ),
        statement(
            json!({ "principals": [{ "type": "*", "identifiers": ["?i"] }] }),
            json!({ "Effect": "Allow", "Principal": "?i" }),
        ),
        statement(
            json!({ "condition": [test, { "test": "T", "variable": "w", "values": "?l|list" }] }),
            json!({ "Effect": "Allow", "Condition": { "T": { "v": "?x", "w": "?l" } } }),
        ),
        statement(
            json!({ "condition": [{ "test": "?t", "variable": "v", "values": [] }] }),
            json!({ "Effect": "Allow", "Condition": "?t" }),
        ),
        // What is known beside an unknown block stays, as wide as that can make it.
        statement(
            json!({ "condition": [
                { "test": "?t", "variable": "v", "values": [] },
                { "test": "T", "variable": "v", "values": ["a"] },
                { "test": "T", "variable": "w", "values": ["a", "b"] },
            ] }),
            json!({ "Effect": "Allow", "Condition": { "?t": { "T": { "?t": { "v": { "?t": ["a"] }, "w": ["a", "b"] } } } } }),
        ),
        statement(
            json!({ "condition": [
                { "test": "T", "variable": "v", "values": "?l|list" },
                { "test": "T", "variable": "v", "values": ["a"] },
            ] }),
            json!({ "Effect": "Allow", "Condition": { "T": { "v": { "?l": ["a"] } } } }),
        ),
        statement(
            json!({ "principals": [
                { "type": "AWS", "identifiers": ["1"] },
                { "type": "?t", "identifiers": ["2"] },
            ] }),
            json!({ "Effect": "Allow", "Principal": { "?t": { "AWS": { "?t": ["1"] } } } }),
        ),
        statement(
            json!({ "principals": [
                { "type": "AWS", "identifiers": "?l|list" },
                { "type": "AWS", "identifiers": ["1"] },
            ] }),
            json!({ "Effect": "Allow", "Principal": { "AWS": { "?l": ["1"] } } }),
        ),
        // How many statements there are, or which replaces which, is not known.
        (json!({ "statement": "?s|list" }), json!({ "Version": "2012-10-17", "Statement": "?s" })),
        (
            json!({ "source_policy_documents": ["?d"], "statement": [{}] }),
            json!({ "Version": "?d", "Id": "?d", "Statement": { "?d": [{ "Effect": "Allow" }] } }),
        ),
        (
            json!({ "statement": [{ "sid": "?s" }], "override_policy_documents": [r#"{"Statement":[{"Sid":"A"}]}"#] }),
            json!({ "Version": "2012-10-17", "Statement": { "?s": [{ "Sid": "A" }] } }),
        ),
        // An unknown document replaces what has a Sid, and only where it stands behind.
        (
            json!({ "source_policy_documents": ["?d"], "statement": [{ "sid": "A" }] }),
            json!({ "Version": "?d", "Id": "?d", "Statement": { "?d": [{ "Sid": "A", "Effect": "Allow" }] } }),
        ),
        (
            json!({
                "statement": [{ "sid": "A" }, { "effect": "Deny" }],
                "override_policy_documents": [r#"{"Statement":[{"Sid":"B"}]}"#, "?d", r#"{"Statement":[{"Sid":"C"}]}"#],
            }),
            json!({ "Version": "?d", "Id": "?d", "Statement": { "?d": [{ "Effect": "Deny" }, { "Sid": "C" }] } }),
        ),
        (
            json!({ "statement": [{ "sid": "?s" }, { "sid": "A" }] }),
            json!({ "Version": "2012-10-17",
                "Statement": [{ "Sid": "?s", "Effect": "Allow" }, { "Sid": "A", "Effect": "Allow" }] }),
        ),
    ];
    for (arguments, expected) in cases {
        let found = aws(&arguments);
        assert_eq!(shown(&found), expected, "{arguments}");
        assert!(found.is_unknown(), "{arguments} has a text");
        assert!(computed("aws_iam_policy_document", &body(&arguments), "id").is_unknown());
    }
}

/// Statements of a document that may have others; a pattern of these, and what surely is there.
#[test]
fn blocks_that_may_exist_leave_the_statements_open() {
    let source = json!({ "Statement": [{ "Sid": "S" }, { "Effect": "Deny" }] }).to_string();
    let own = json!({ "Sid": "A", "Effect": "Allow" });
    let cases = [
        (None, json!([{ "Effect": "Deny" }, own])),
        (Some(json!({ "sid": "?s" })), json!([{ "Effect": "Deny" }, own])),
        (Some(json!({ "actions": ["?a"] })), json!([{ "Sid": "S" }, { "Effect": "Deny" }, own])),
    ];
    for (pattern, sure) in cases {
        let mut open = body(&json!({ "source_policy_documents": [source], "statement": [{ "sid": "A" }] }));
        more(&mut open, "statement", pattern.as_slice());
        let expected = json!({ "Version": "2012-10-17", "Statement": { "?each": sure } });
        assert_eq!(shown(&computed("aws_iam_policy_document", &open, "json")), expected);
    }
    let mut broken = body(&json!({ "statement": [{ "sid": "A" }] }));
    broken.open = Some(cause("text"));
    let found = shown(&computed("aws_iam_policy_document", &broken, "json"));
    assert_eq!(found["Statement"], json!("?text"));
}

/// Lets a body have more blocks.
fn more(body: &mut Body, name: &str, patterns: &[Json]) {
    let group = body.blocks.iter_mut().find(|group| &*group.name == name).unwrap();
    group.more = Some(cause("each"));
    group.patterns = patterns.iter().map(block).collect();
}

/// Patterns of principals or conditions that may exist beside a known one, and what the statement then has.
#[test]
fn blocks_that_may_exist_leave_the_known_ones_in_a_statement() {
    let condition =
        |test: &str, variable: &str| json!({ "test": test, "variable": variable, "values": ["?v"] });
    let cases = [
        ("principals", vec![], json!({ "?each": { "AWS": { "?each": ["1"] } } })),
        (
            "principals",
            vec![json!({ "type": "Service", "identifiers": ["?v"] })],
            json!({ "AWS": "1", "Service": "?each" }),
        ),
        (
            "principals",
            vec![json!({ "type": "AWS", "identifiers": ["?v"] })],
            json!({ "AWS": { "?each": ["1"] } }),
        ),
        ("condition", vec![], json!({ "?each": { "T": { "?each": { "v": { "?each": ["x"] } } } } })),
        ("condition", vec![condition("T", "w")], json!({ "?each": { "T": { "?each": { "v": "x" } } } })),
        ("condition", vec![condition("U", "v")], json!({ "?each": { "T": { "v": "x" } } })),
        (
            "condition",
            vec![condition("U", "v"), condition("T", "?v")],
            json!({ "?each": { "T": { "?each": { "v": { "?each": ["x"] } } } } }),
        ),
    ];
    for (name, patterns, expected) in cases {
        let mut open = body(&json!({ "statement": [{
            "principals": [{ "type": "AWS", "identifiers": ["1"] }],
            "condition": [{ "test": "T", "variable": "v", "values": ["x"] }],
        }] }));
        more(&mut open.blocks[0].items[0].body, name, &patterns);
        let found = computed("aws_iam_policy_document", &open, "json");
        let member = if name == "condition" { "Condition" } else { "Principal" };
        assert_eq!(shown(&found)["Statement"][0][member], expected, "{patterns:?}");
        // What reads the document back reads the same.
        let mut outer = body(&json!({}));
        outer.attributes.push(("source_policy_documents".into(), slot(Value::tuple(vec![found.clone()]))));
        assert_eq!(
            shown(&computed("aws_iam_policy_document", &outer, "json")),
            shown(&found),
            "{patterns:?}"
        );
    }
}

fn symbol(name: &str) -> Arc<Symbol> {
    Arc::new(Symbol { stack: 0, module: "".into(), name: name.into(), path: "".into(), free: false })
}

#[test]
fn arguments_that_are_refused_in_every_case_say_why() {
    for (last, refused) in [("A", true), ("B", false)] {
        let sids = json!({ "statement": [{ "sid": "A" }, { "sid": last }, { "sid": "C" }, { "sid": "D" }] });
        let mut arguments = body(&sids);
        arguments.blocks[0].items[2].when = vec![Guard { condition: symbol("var.a"), holds: true }];
        arguments.blocks[0].items[3].when = vec![Guard { condition: symbol("var.b"), holds: false }];
        let found = computed("aws_iam_policy_document", &arguments, "json");
        let cause = found.cause().expect("it hangs on conditions");
        assert_eq!(cause.kind == CauseKind::ParseError, refused, "{}", cause.text);
        assert_eq!(cause.text.contains("sid"), refused, "{}", cause.text);
    }
}

#[test]
fn a_block_under_a_condition_makes_two_cases() {
    let guarded = |name: &str, holds: bool| vec![Guard { condition: symbol(name), holds }];
    let mut arguments = body(&json!({ "statement": [{ "sid": "A" }, { "sid": "B" }, { "sid": "C" }] }));
    arguments.blocks[0].items[0].when = guarded("var.a", true);
    arguments.blocks[0].items[1].when = guarded("var.a", false);
    let found = computed("aws_iam_policy_document", &arguments, "json");
    let cases = found.as_unknown().unwrap().cases.as_ref().unwrap();
    assert_eq!(cases.condition, symbol("var.a"));
    let sids = |value: &Value| -> Vec<Json> {
        let document = shown(value);
        document["Statement"].as_array().unwrap().iter().map(|s| s["Sid"].clone()).collect()
    };
    assert_eq!(sids(&cases.yes), ["A", "C"]);
    assert_eq!(sids(&cases.no), ["B", "C"]);
    assert_eq!(found.cause().unwrap().kind, CauseKind::Variable);
    // Several conditions nest; with more than a rule is split by, the statements are open.
    arguments.blocks[0].items[1].when = guarded("var.b", true);
    let nested = computed("aws_iam_policy_document", &arguments, "json");
    let outer = nested.as_unknown().unwrap().cases.as_ref().unwrap();
    let inner = outer.no.as_unknown().unwrap().cases.as_ref().unwrap();
    assert_eq!(sids(&inner.yes), ["B", "C"]);
    assert_eq!(sids(&inner.no), ["C"]);
    let names = ["var.a", "var.b", "var.c", "var.d"];
    let many: Vec<Json> = names.iter().map(|_| json!({})).collect();
    let mut many = body(&json!({ "statement": many }));
    for (block, name) in many.blocks[0].items.iter_mut().zip(names) {
        block.when = guarded(name, true);
    }
    let mut found = computed("aws_iam_policy_document", &many, "json");
    for _ in 0..MAX_CONDITIONS {
        found = found.as_unknown().unwrap().cases.as_ref().unwrap().yes.clone();
    }
    let sure = json!({ "?var.d": [{ "Effect": "Allow" }, { "Effect": "Allow" }, { "Effect": "Allow" }] });
    assert_eq!(shown(&found), json!({ "Version": "2012-10-17", "Statement": sure }));
}

#[test]
fn a_guarded_condition_block_makes_two_cases() {
    let mut arguments = body(&json!({ "statement": [{ "condition": [
        { "test": "T", "variable": "v", "values": ["x"] }
    ] }] }));
    arguments.blocks[0].items[0].body.blocks[0].items[0].when =
        vec![Guard { condition: symbol("var.a"), holds: true }];
    let found = computed("aws_iam_policy_document", &arguments, "json");
    let cases = found.as_unknown().unwrap().cases.as_ref().unwrap();
    assert_eq!(shown(&cases.yes)["Statement"][0]["Condition"], json!({ "T": { "v": "x" } }));
    assert_eq!(shown(&cases.no)["Statement"][0], json!({ "Effect": "Allow" }));
}

/// Type, arguments, JSON pointer into the document, what stands there.
#[test]
fn an_unknown_part_leaves_the_rest_of_a_databricks_document_known() {
    let uc = |more: Json| {
        let mut all =
            json!({ "aws_account_id": "?account", "bucket_name": "?bucket", "role_name": "role-<?env>" });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let restricted = json!({ "policy_type": "restricted", "aws_account_id": "?account", "vpc_id": "?vpc",
        "region": "eu-west-1", "security_group_id": "sg-<?group>" });
    let cases = [
        (
            "assume_role",
            json!({ "external_id": "?id" }),
            "/Statement/0/Condition/StringEquals/sts:ExternalId",
            json!("?id"),
        ),
        (
            "assume_role",
            json!({ "external_id": "?id" }),
            "/Statement/0/Principal/AWS",
            json!("arn:aws:iam::414351767826:root"),
        ),
        (
            "assume_role",
            json!({ "external_id": "x", "aws_partition": "?p" }),
            "/Statement/0/Principal/AWS",
            json!("arn:<?p>:iam::<?p>:root"),
        ),
        (
            "assume_role",
            json!({ "external_id": "x", "for_log_delivery": "?l" }),
            "/Statement/0/Principal/AWS",
            json!("?l"),
        ),
        (
            "assume_role",
            json!({ "external_id": "x", "databricks_account_id": "?a" }),
            "/Statement/0/Principal/AWS",
            json!("arn:aws:iam::<?a>:root"),
        ),
        ("assume_role", json!({}), "", json!("?databricks_aws_assume_role_policy")),
        (
            "assume_role",
            json!({ "external_id": "x", "aws_partition": "aws-cn" }),
            "",
            json!("?databricks_aws_assume_role_policy"),
        ),
        (
            "bucket",
            json!({ "bucket": "?b" }),
            "/Statement/0/Resource",
            json!(["arn:aws:s3:::<?b>/*", "arn:aws:s3:::<?b>"]),
        ),
        (
            "bucket",
            json!({ "bucket": "?b", "databricks_e2_account_id": "?e" }),
            "/Statement/0/Condition/StringEquals/aws:PrincipalTag~1DatabricksAccountId",
            json!("?e"),
        ),
        (
            "bucket",
            json!({ "bucket": "?b", "databricks_e2_account_id": "?e|null" }),
            "/Statement/0/Condition",
            json!("?e"),
        ),
        (
            "bucket",
            json!({ "bucket": "?b", "full_access_role": "?r" }),
            "/Statement/0/Principal/AWS",
            json!("?r"),
        ),
        ("bucket", json!({ "bucket": "Upper_Case" }), "", json!("?databricks_aws_bucket_policy")),
        (
            "unity_catalog",
            uc(json!({})),
            "/Statement/1/Resource/0",
            json!("arn:aws:iam::<?account>:role/role-<?env>"),
        ),
        ("unity_catalog", uc(json!({})), "/Statement/2/Sid", json!("ManagedFileEventsSetupStatement")),
        (
            "unity_catalog",
            uc(json!({ "kms_name": "arn:aws:kms:<?key>" })),
            "/Statement/2/Resource",
            json!(["arn:aws:kms:<?key>"]),
        ),
        (
            "unity_catalog",
            uc(json!({ "kms_name": "alias/<?key>" })),
            "/Statement/2/Resource",
            json!(["arn:aws:kms:alias/<?key>"]),
        ),
        ("unity_catalog", uc(json!({ "kms_name": "?key" })), "/Statement/2/Resource", json!(["?key"])),
        // Without the name of a key there is one statement less.
        (
            "unity_catalog",
            uc(json!({ "kms_name": "?key|null" })),
            "/Statement/?key/1/Action",
            json!(["sts:AssumeRole"]),
        ),
        (
            "unity_catalog",
            uc(json!({ "kms_name": "?key|null" })),
            "/Statement/?key/2/Sid",
            json!("ManagedFileEventsSetupStatement"),
        ),
        (
            "unity_catalog_assume_role",
            json!({ "aws_account_id": "?a", "role_name": "?r", "external_id": "?e" }),
            "/Statement/1/Condition/ArnLike/aws:PrincipalArn",
            json!("arn:aws:iam::<?a>:role/<?r>"),
        ),
        (
            "unity_catalog_assume_role",
            json!({ "aws_account_id": "?a", "role_name": "?r", "external_id": "?e", "unity_catalog_iam_arn": "?m" }),
            "/Statement/0/Principal/AWS",
            json!("?m"),
        ),
        ("crossaccount", json!({ "policy_type": "?t" }), "/Statement", json!("?t")),
        ("crossaccount", json!({ "pass_roles": ["?r"] }), "/Statement/2/Resource", json!(["?r"])),
        ("crossaccount", json!({ "pass_roles": "?r|list" }), "/Statement/?r/0/Resource", json!("*")),
        ("crossaccount", json!({ "policy_type": "own" }), "", json!("?databricks_aws_crossaccount_policy")),
        (
            "crossaccount",
            restricted.clone(),
            "/Statement/5/Condition/StringEquals/ec2:vpc",
            json!("arn:aws:ec2:eu-west-1:<?account>:vpc/<?vpc>"),
        ),
        (
            "crossaccount",
            restricted,
            "/Statement/11/Resource",
            json!("arn:aws:ec2:eu-west-1:<?account>:security-group/sg-<?group>"),
        ),
        (
            "crossaccount",
            json!({ "policy_type": "restricted" }),
            "",
            json!("?databricks_aws_crossaccount_policy"),
        ),
    ];
    for (kind, arguments, pointer, expected) in cases {
        let found = computed(&format!("databricks_aws_{kind}_policy"), &attributes(&arguments), "json");
        let shown = shown(&found);
        assert_eq!(shown.pointer(pointer), Some(&expected), "{kind} {arguments} {pointer}: {shown:#}");
        assert!(found.is_unknown(), "{kind} {arguments} has a text");
    }
}

#[test]
fn a_secret_argument_makes_the_document_unprintable_and_not_sensitive() {
    let mut arguments = attributes(&json!({ "external_id": "x" }));
    arguments.attributes[0].1.value = Value::string("hush").with_marks(Marks::SENSITIVE);
    for name in ["json", "id"] {
        let found = computed("databricks_aws_assume_role_policy", &arguments, name);
        assert!(found.holds_secret(), "{name}");
        assert!(!found.marks().contains(Marks::SENSITIVE), "{name}");
    }
    let json = computed("databricks_aws_assume_role_policy", &arguments, "json");
    assert!(json.encoded().unwrap().holds_secret());
}

#[test]
fn provenance_of_the_parts_is_kept() {
    let mut arguments = attributes(&json!({ "bucket": "b<?x>" }));
    let value = arguments.attributes[0].1.value.clone().with_provenance(Provenance(7));
    arguments.attributes[0].1.value = value;
    let found = computed("databricks_aws_bucket_policy", &arguments, "json");
    let document = found.encoded().unwrap().as_map().unwrap().clone();
    let statement = document.get("Statement").unwrap().as_items().unwrap()[0].clone();
    let resource = statement.as_map().unwrap().get("Resource").unwrap().as_items().unwrap()[0].clone();
    assert_eq!(resource.provenance(), Provenance(7));
}

#[test]
fn other_types_are_not_pure() {
    assert!(evaluate("databricks_group", &Body::default()).is_none());
    assert!(evaluate("aws_iam_policy", &Body::default()).is_none());
}

/// A conditional in an argument that decides which parts there are makes two documents, one in the text
/// of a leaf stays there.
#[test]
fn a_conditional_argument_is_split_where_it_decides_the_parts() {
    let conditional = |yes: Value, no: Value| {
        Value::from_unknown(Unknown {
            ty: Type::String,
            refinements: Refinements::default(),
            cause: cause("var.a"),
            symbol: None,
            may_be: Blank { null: true, empty: false },
            cases: Some(Box::new(Cases { condition: symbol("var.a"), yes, no })),
        })
    };
    let mut arguments = attributes(&json!({ "aws_account_id": "1", "bucket_name": "abc", "role_name": "r" }));
    let key = conditional(Value::string("alias/x"), Value::null());
    arguments.attributes.push(("kms_name".into(), slot(key)));
    let found = computed("databricks_aws_unity_catalog_policy", &arguments, "json");
    let cases = found.as_unknown().unwrap().cases.as_ref().unwrap();
    let count = |value: &Value| {
        assert!(value.as_str().is_some());
        shown(value)["Statement"].as_array().unwrap().len()
    };
    assert_eq!((count(&cases.yes), count(&cases.no)), (6, 5));
    // The id does not depend on it.
    let id = computed("databricks_aws_unity_catalog_policy", &arguments, "id");
    assert_eq!(id, Value::string("abc-1-r"));

    let mut leaf = attributes(&json!({ "aws_account_id": "1", "bucket_name": "abc" }));
    let role = conditional(Value::string("a"), Value::string("b"));
    leaf.attributes.push(("role_name".into(), slot(role)));
    let found = computed("databricks_aws_unity_catalog_policy", &leaf, "json");
    assert_eq!(shown(&found)["Statement"].as_array().unwrap().len(), 5);
}
