//! `.tf.json`: what is valid is what `terraform validate` accepts, and a file is understood as its twin
//! in native syntax.

use std::collections::BTreeSet;

use bricklint_lang::syntax::{Expr, Part, parse, parse_json, parse_json_values};

use super::{neutral, terraform, verdicts};

/// `+` or `-` and a file; `UPDATE=1` records the verdicts again.
const CASES: &str = include_str!("json.cases");
const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/syntax/json.cases");

/// Which files Terraform accepts. It is asked again until none of those left is rejected, because some
/// errors show only where there are no others.
fn accepted(files: &[String]) -> Option<Vec<bool>> {
    let directory = tempfile::tempdir().unwrap();
    let path = |index: usize| directory.path().join(format!("c{index}.tf.json"));
    for (index, text) in files.iter().enumerate() {
        std::fs::write(path(index), text.replace('@', &format!("n{index}"))).unwrap();
    }
    let mut accepted = vec![true; files.len()];
    loop {
        let output = terraform::run(directory.path(), &["validate", "-json"], files.len())?;
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut rejected = BTreeSet::new();
        for diagnostic in answer["diagnostics"].as_array().unwrap() {
            if diagnostic["severity"] != "error" {
                continue;
            }
            let name = diagnostic["range"]["filename"].as_str().unwrap_or_else(|| panic!("{diagnostic}"));
            let index: usize = name.trim_start_matches('c').trim_end_matches(".tf.json").parse().unwrap();
            rejected.insert(index);
        }
        if rejected.is_empty() {
            return Some(accepted);
        }
        for index in rejected {
            accepted[index] = false;
            std::fs::remove_file(path(index)).unwrap();
        }
    }
}

#[test]
fn recorded_json_is_judged_as_recorded() {
    verdicts::check(&verdicts::cases(CASES), |text| parse_json(text.replace('@', "n").as_bytes()));
}

#[test]
fn the_record_of_json_is_what_terraform_says() {
    let files: Vec<String> = verdicts::cases(CASES).into_iter().map(|(text, _)| text).collect();
    let Some(theirs) = accepted(&files) else { return };
    verdicts::compare_record(CASES, RECORD, &theirs);
}

/// A file in native syntax and its twin.
const TWINS: &[(&str, &str)] = &[
    (
        "locals {\n a = 1\n b = \"x\"\n c = true\n d = null\n e = -1.5\n}\n",
        r#"{"locals":{"a":1,"b":"x","c":true,"d":null,"e":-1.5}}"#,
    ),
    (
        "locals {\n a = [1, [\"x\"], {}]\n b = { k = { l = 2 } }\n}\n",
        r#"{"locals":{"a":[1,["x"],{}],"b":{"k":{"l":2}}}}"#,
    ),
    // Templates, and what only looks like one.
    (
        "locals {\n a = \"${var.x}\"\n b = \"p-${var.x}-s\"\n c = \"$${x}\"\n d = \"%{ if true }y%{ endif }\"\n e = \"$\"\n}\n",
        r#"{"locals":{"a":"${var.x}","b":"p-${var.x}-s","c":"$${x}","d":"%{ if true }y%{ endif }","e":"$"}}"#,
    ),
    (
        "locals {\n a = \"${f(\"x\")}\"\n b = \"${[for k, v in m : \"${k}-${v}\" if v]}\"\n}\n",
        r#"{"locals":{"a":"${f(\"x\")}","b":"${[for k, v in m : \"${k}-${v}\" if v]}"}}"#,
    ),
    (
        "locals {\n a = { \"${var.k}\" = 1, \"p-${var.k}\" = 2 }\n}\n",
        r#"{"locals":{"a":{"${var.k}":1,"p-${var.k}":2}}}"#,
    ),
    ("locals {\n a = \"x\\n\\t\\\"\\\\é🧱/\"\n}\n", r#"{"locals":{"a":"x\n\t\"\\\u00e9\ud83e\uddf1\/"}}"#),
    ("locals {\n a = \"é\"\n}\n", r#"{"locals":{"a":"e\u0301"}}"#),
    ("locals {\n a = \" ${~ var.x ~} b\"\n}\n", r#"{"locals":{"a":" ${~ var.x ~} b"}}"#),
    // Backslashes and quotes inside of a template are those of the template.
    ("locals {\n a = \"\\\\n${\"a\\n\"}\"\n}\n", r#"{"locals":{"a":"\\n${\"a\\n\"}"}}"#),
    // Blocks: nested keys, lists at each level, no body.
    (
        "variable \"a\" {\n type = list(string)\n default = [\"x\"]\n}\n",
        r#"{"variable":{"a":{"type":"list(string)","default":["x"]}}}"#,
    ),
    (
        "variable \"a\" {\n type = string\n default = \"$${x}\"\n validation {\n condition = \"${var.a != \"\"}\"\n error_message = \"E.\"\n }\n}\n",
        r#"{"variable":{"a":{"type":"string","default":"${x}","validation":{"condition":"${var.a != \"\"}","error_message":"E."}}}}"#,
    ),
    (
        "resource \"t\" \"a\" {\n x = 1\n}\nresource \"t\" \"b\" {}\n",
        r#"{"resource":{"t":{"a":{"x":1},"b":{}}}}"#,
    ),
    (
        "resource \"t\" \"a\" {}\nresource \"u\" \"b\" {}\n",
        r#"{"resource":[{"t":[{"a":{}}]},{"u":{"b":[{}]}}]}"#,
    ),
    (
        "resource \"t\" \"a\" {\n depends_on = [t.b, module.c]\n provider = aws.west\n count = 2\n lifecycle {\n ignore_changes = [tags]\n create_before_destroy = true\n precondition {\n condition = \"${var.x}\"\n error_message = \"E.\"\n }\n }\n}\n",
        r#"{"resource":{"t":{"a":{"depends_on":["t.b","module.c"],"provider":"aws.west","count":2,"lifecycle":{"ignore_changes":["tags"],"create_before_destroy":true,"precondition":{"condition":"${var.x}","error_message":"E."}}}}}}"#,
    ),
    (
        "resource \"t\" \"a\" {\n lifecycle {\n ignore_changes = all\n }\n}\n",
        r#"{"resource":{"t":{"a":{"lifecycle":[{"ignore_changes":"all"}]}}}}"#,
    ),
    (
        "resource \"t\" \"a\" {\n dynamic \"g\" {\n for_each = \"${var.x}\"\n iterator = i\n content {\n v = \"${i.value}\"\n }\n }\n}\n",
        r#"{"resource":{"t":{"a":{"dynamic":{"g":{"for_each":"${var.x}","iterator":"i","content":{"v":"${i.value}"}}}}}}}"#,
    ),
    (
        "resource \"t\" \"a\" {\n provisioner \"local-exec\" {\n when = destroy\n command = \"x\"\n }\n}\n",
        r#"{"resource":{"t":{"a":{"provisioner":[{"local-exec":{"when":"destroy","command":"x"}}]}}}}"#,
    ),
    // What a provider defines stays an attribute.
    (
        "resource \"t\" \"a\" {\n task = [{ k = 1 }, { k = 2 }]\n}\n",
        r#"{"resource":{"t":{"a":{"task":[{"k":1},{"k":2}]}}}}"#,
    ),
    (
        "data \"t\" \"a\" {}\nephemeral \"t\" \"b\" {}\n",
        r#"{"data":{"t":{"a":{}}},"ephemeral":{"t":{"b":{}}}}"#,
    ),
    (
        "module \"m\" {\n source = \"./m\"\n providers = { aws = aws.west }\n x = \"${1}\"\n}\n",
        r#"{"module":{"m":{"source":"./m","providers":{"aws":"aws.west"},"x":"${1}"}}}"#,
    ),
    (
        "provider \"aws\" {\n alias = \"a\"\n}\nprovider \"aws\" {\n alias = \"b\"\n}\n",
        r#"{"provider":{"aws":[{"alias":"a"},{"alias":"b"}]}}"#,
    ),
    (
        "terraform {\n required_version = \">= 1\"\n required_providers {\n aws = { source = \"hashicorp/aws\", configuration_aliases = [aws.x] }\n }\n backend \"s3\" {\n key = \"$${k}\"\n }\n}\n",
        r#"{"terraform":{"required_version":">= 1","required_providers":{"aws":{"source":"hashicorp/aws","configuration_aliases":["aws.x"]}},"backend":{"s3":{"key":"${k}"}}}}"#,
    ),
    (
        "output \"o\" {\n value = \"${1}\"\n description = \"d\"\n sensitive = true\n depends_on = [t.a]\n}\n",
        r#"{"output":{"o":{"value":"${1}","description":"d","sensitive":true,"depends_on":["t.a"]}}}"#,
    ),
    (
        "moved {\n from = t.a\n to = t.b[\"k\"]\n}\nmoved {\n from = t.c\n to = t.d[0]\n}\n",
        r#"{"moved":[{"from":"t.a","to":"t.b[\"k\"]"},{"from":"t.c","to":"t.d[0]"}]}"#,
    ),
    ("import {\n to = t.a\n id = \"${var.i}\"\n}\n", r#"{"import":{"to":"t.a","id":"${var.i}"}}"#),
    (
        "removed {\n from = t.a\n lifecycle {\n destroy = false\n }\n}\n",
        r#"{"removed":{"from":"t.a","lifecycle":{"destroy":false}}}"#,
    ),
    (
        "check \"c\" {\n data \"t\" \"a\" {\n x = 1\n }\n assert {\n condition = \"${true}\"\n error_message = \"E.\"\n }\n}\n",
        r#"{"check":{"c":{"data":{"t":{"a":{"x":1}}},"assert":{"condition":"${true}","error_message":"E."}}}}"#,
    ),
    ("", r#"{"//":"c","locals":null,"terraform":[],"variable":{"a":null}}"#),
    ("locals {\n a = 1\n}\n", r#"[{"//":"c"},{"locals":{"//":"d","a":1}}]"#),
    // Inside of values `//` is a key like others.
    ("locals {\n a = { \"//\" = \"c\" }\n}\n", r#"{"locals":{"a":{"//":"c"}}}"#),
    ("locals {\n a = 1\n}\nlocals {\n b = 2\n}\n", r#"{"locals":{"a":1},"locals":{"b":2}}"#),
];

#[test]
fn both_syntaxes_give_one_tree() {
    let mut wrong = Vec::new();
    for (native, json) in TWINS {
        let (first, second) = (parse(native.as_bytes()), parse_json(json.as_bytes()));
        assert!(first.errors.is_empty() && !first.json, "{native}: {:?}", first.errors);
        assert!(second.errors.is_empty() && second.json, "{json}: {:?}", second.errors);
        let (first, second) = (neutral::file(&first), neutral::file(&second));
        if first != second {
            wrong.push(format!("{json}\n  native {first}\n    json {second}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_of_variables_are_literal() {
    let tree = parse_json_values(br#"{"a":"${x}","b":["%{y}"],"c":{"k":"$${z}"},"//":"c"}"#);
    assert!(tree.errors.is_empty(), "{:?}", tree.errors);
    assert_eq!(neutral::file(&tree), r#"{ a="${x}" b=(tuple "%{y}") c=(object "k"="$${z}")}"#);
}

#[test]
fn values_of_variables_are_one_object() {
    for text in ["[]", r#"[{"a":1}]"#, r#""a""#, "null"] {
        let tree = parse_json_values(text.as_bytes());
        assert_eq!(tree.errors.len(), 1, "{text}");
        assert_eq!(tree.errors[0].message, "expected an object", "{text}");
    }
    assert!(parse_json(br#"[{"locals":{"a":1}}]"#).errors.is_empty());
}

#[test]
fn the_first_of_two_attributes_stays_and_the_second_is_an_error() {
    let tree = parse_json(br#"{"locals":{"a":1,"b":2,"a":3}}"#);
    assert_eq!(neutral::file(&tree), "{ locals{ a=#3ff0000000000000 b=#4000000000000000}}");
    assert_eq!(tree.errors[0].message, "`a` is already set in this block");
    assert_eq!(tree.errors[0].span.start, 24);
}

#[test]
fn places_are_in_the_file() {
    let file = r#"{
  "//": "first",
  "locals": {
    "//": "second",
    "plain": "text", "numb\u0065r": -1.5,
    "escaped": "a\n${var.x}",
    "list": [ 1, "${y}" ], "object": { "k": null }
  }
}"#;
    let tree = parse_json(file.as_bytes());
    assert!(tree.errors.is_empty(), "{:?}", tree.errors);
    let slice = |at| {
        let at = tree.place(at);
        &file[at.start as usize..at.end as usize]
    };
    let block = &tree.blocks(tree.root)[0];
    let found: Vec<(&str, &str)> =
        tree.attributes(block.body).iter().map(|a| (slice(a.name), slice(tree.span(a.value)))).collect();
    let expected = [
        ("plain", r#""text""#),
        (r#""numb\u0065r""#, "-1.5"),
        ("escaped", r#""a\n${var.x}""#),
        ("list", r#"[ 1, "${y}" ]"#),
        ("object", r#"{ "k": null }"#),
    ];
    assert_eq!(found, expected);
    let comments: Vec<&str> = tree.comments.iter().map(|at| slice(*at)).collect();
    assert_eq!(comments, [r#""first""#, r#""second""#]);
    assert_eq!((slice(block.name), slice(block.header)), ("locals", r#""locals""#));
    assert!(slice(block.span).starts_with(r#""locals": {"#) && slice(block.span).ends_with('}'));
}

/// Without escapes, what is inside a template has its own place; with them, that of the string.
#[test]
fn places_in_templates_are_exact_where_they_can_be() {
    for (file, place) in [
        (r#"{"locals":{"a":"x-${var.name}"}}"#, "var.name"),
        (r#"{"locals":{"a":"\n${var.name}"}}"#, r#""\n${var.name}""#),
    ] {
        let tree = parse_json(file.as_bytes());
        let value = tree.attributes(tree.blocks(tree.root)[0].body)[0].value;
        let Expr::Template(parts) = tree.expr(value) else { panic!("{file}") };
        let Part::Interpolation(inner) = tree.parts(parts)[1] else { panic!("{file}") };
        assert_eq!(tree.source(inner), "var.name");
        let at = tree.place(tree.span(inner));
        assert_eq!(&file[at.start as usize..at.end as usize], place);
    }
}

#[test]
fn errors_in_json_stand_where_the_text_is_wrong() {
    let cases: &[(&str, &str, &str)] = &[
        (r#"{"locals":{"a":1,}}"#, "JSON does not allow a comma behind the last property", "}"),
        (r#"{"locals":{"a":[1,]}}"#, "JSON does not allow a comma behind the last element", "]"),
        (r#"{"locals":{"a" 1}}"#, "expected `:`", "1"),
        ("{'a': 1}", "expected the name of a property in double quotes", "'"),
        (r#"{"locals":{"a":01}}"#, "this is not a JSON number", "0"),
        (r#"{"locals":{"a":"x\qy"}}"#, "this is not an escape sequence of JSON", "\\"),
        (r#"{"locals":{"a":"x\u12"}}"#, "`\\u` must be followed by 4 hexadecimal digits", "\\"),
        (r#"{"locals":{"a":"x"#, "this string is not closed", "\""),
        (r#"{"locals":1}"#, "expected an object or a list of objects, because this is a block", "1"),
        ("{} x", "expected the end of the file behind the value", "x"),
        (r#"{"locals":{"a":"\n${1 +}"}}"#, "expected an expression, found `}`", r#""\n${1 +}""#),
    ];
    for (text, message, at) in cases {
        let tree = parse_json(text.as_bytes());
        let error = &tree.errors[0];
        assert_eq!((error.message.as_str(), tree.slice(error.span)), (*message, *at), "{text}");
    }
}

/// JSON that ends early keeps what came before, and what is cut off is marked.
#[test]
fn json_cut_off_anywhere_ends() {
    let file = r#"{"resource":{"t":{"a":{"x":1},"b":{"y":[2,{"z":"${q}"}]}}},"locals":{"c":"d\u00e9"}}"#;
    let whole = parse_json(file.as_bytes());
    assert!(whole.errors.is_empty(), "{:?}", whole.errors);
    let mut complete = 0;
    for at in 0..file.len() {
        let tree = parse_json(&file.as_bytes()[..at]);
        assert_eq!(tree.errors.len(), 1, "{at}: {:?}", tree.errors);
        neutral::file(&tree);
        complete = complete.max(tree.blocks(tree.root).iter().filter(|block| !block.broken).count());
    }
    assert_eq!(complete, whole.blocks(whole.root).len());
}
