//! Rules of evaluation that surprise, by subject: what they come to here, and that Terraform agrees.

use std::fmt::Write as _;

use crate::eval_scope::Names;
use crate::oracle;

/// A subject, and expressions with their values as `eval_scope::show` writes them.
type Subject = (&'static str, &'static [(&'static str, &'static str)]);

const SUBJECTS: &[Subject] = &[
    (
        "marks do not travel everywhere",
        &[
            ("issensitive({ hunter2 = 1 }[v.secret])", "false"),
            ("issensitive(tomap({ hunter2 = 1 })[v.secret])", "true"),
            ("issensitive([1][sensitive(0)])", "true"),
            ("issensitive(lookup({ hunter2 = 1 }, v.secret, 2))", "true"),
            ("issensitive(try(sensitive({ a = 1 }).b, 2))", "false"),
            ("issensitive(can(sensitive({ a = 1 }).b))", "false"),
            ("issensitive(merge({ a = sensitive(1) }, { a = 2 }).a)", "false"),
            (r#"true ? [v.secret] : ["x"]"#, r#"[secret("hunter2")]"#),
            (r#"issensitive(sort([v.secret, "a"]))"#, "true"),
            (r#"issensitive(formatlist("%s", [v.secret]))"#, "true"),
            (r#"issensitive(concat([v.secret], ["a"]))"#, "false"),
            (r#"issensitive(concat([v.secret], ["a"])[1])"#, "false"),
            (r#"issensitive(length(sensitive(["a"])))"#, "true"),
            ("issensitive(u.s)", "?bool"),
        ],
    ),
    (
        "a literal null has no type",
        &[
            (r#"format("%s", null)"#, r#"?format("%s", null)"#),
            (
                r#"format("%s", tostring(null))"#,
                "error: `format` failed: `%s` at offset 0: null cannot be formatted",
            ),
            ("coalesce(null, 1, true)", "1"),
            ("coalesce(tobool(null), 1)", "error: `coalesce` failed: all arguments must have the same type"),
            ("null[*]", "[]"),
            ("tolist(null)[*]", "error: a splat cannot be applied to a null list"),
            (r#""${null}""#, "null"),
            (r#""a${null}""#, "error: null cannot be part of a string"),
            ("try(null, 1)", "null"),
            ("true ? null : { a = 1 }", "null(object({a=number}))"),
        ],
    ),
    (
        "both branches of an unknown condition",
        &[
            ("u.b ? 5 : 5", "5"),
            ("u.b ? tomap({}) : tomap({})", "map{}"),
            (r#"u.b ? "a" : "a""#, r#"(u.b ? "a" : "a")"#),
            ("u.b ? [] : []", "(u.b ? [] : [])"),
            (r#"length(u.b ? tolist(["a"]) : tolist(["b"]))"#, "1"),
            ("keys(u.b ? { a = 1 } : { a = 2 })", r#"["a"]"#),
            (
                "true ? 1 : true",
                "error: the two results of a conditional must have one type: they are `number` and `bool`",
            ),
            (r#"true ? { a = 1 } : { b = "x" }"#, r#"map{a="1"}"#),
            (
                "true ? { a = 1, b = [1] } : { a = 1 }",
                "error: the two results of a conditional must have one type: they are an object and an object",
            ),
            (
                "true ? [] : {}",
                "error: the two results of a conditional must have one type: they are a tuple and an object",
            ),
        ],
    ),
    (
        "what is known of an unknown",
        &[
            ("length(u.ls) > -1", "true"),
            (r#"startswith("abc${u.id}", "abc")"#, "true"),
            (r#"startswith("abc${u.id}", "ab")"#, "true"),
            (r#"startswith("abc-${u.id}", "abc-")"#, "true"),
            (r#"startswith(format("pre-%s", u.id), "pre")"#, "true"),
            ("u.id == null", "false"),
            ("u.s == null", "?u.s == null"),
            ("tostring(u.id) == null", "?u.id == null"),
            ("alltrue([false, u.b])", "false"),
            ("anytrue([true, u.b])", "true"),
            (r#"contains(["a", u.s], "a")"#, "true"),
            (r#"index(["a", u.s], "a")"#, "0"),
            ("length([u.s])", "1"),
            ("length(toset([u.s]))", "1"),
            (r#"length(toset([u.s, "b"]))"#, r#"?length(toset(["b", u.s]))"#),
            ("length(compact([u.s]))", "?length(compact([u.s]))"),
            ("keys({ a = u.s })", r#"["a"]"#),
            (r#"coalesce("d", u.s)"#, r#""d""#),
            (r#"coalesce(u.s, "d")"#, r#"?coalesce(u.s, "d")"#),
            (r#"try(u.s, "z")"#, "?u.s"),
            (r#"try({}.x, "z")"#, r#""z""#),
            ("[for v in [1, 2] : v if u.b]", "(u.b ? [1, 2] : [])"),
            ("{ (u.s) = 1 }", "?{(u.s) = 1}"),
            ("one([u.s])", "?u.s"),
        ],
    ),
    (
        "numbers",
        &[
            ("0.1 + 0.2 == 0.3", "true"),
            ("1.1 + 2.2 == 3.3", "false"),
            ("0.1 + 0.2 > 0.3", "false"),
            ("tostring(pow(2, 64))", r#""18446744073709550000""#),
            ("pow(2, 64) == 18446744073709551616", "true"),
            ("1 % 0", "1"),
            ("-7 % 3", "-1"),
            ("tostring(-0)", r#""-0""#),
            (
                "signum(0.5)",
                "error: `signum` failed: the value must be a whole number between -9223372036854775808 and 9223372036854775807",
            ),
            ("parseint(12, 8)", "error: `parseint` failed: the first argument must be a string"),
            ("range(4, 1)", "list[4, 3, 2]"),
            (r#""${1.50}""#, "1.5"),
            ("tostring(1e21)", r#""1000000000000000000000""#),
            (r#""5" + "6""#, "11"),
            (r#"!"true""#, "false"),
            ("5 / 2", "2.5"),
        ],
    ),
    (
        "equality never converts",
        &[
            (r#"1 == "1""#, "false"),
            (r#"["a"] == tolist(["a"])"#, "false"),
            ("{ a = 1 } == tomap({ a = 1 })", "false"),
            (r#"contains(["1"], 1)"#, "false"),
            (r#"distinct([1, "1", 1])"#, r#"list["1"]"#),
            (r#""e\u0301" == "é""#, "true"),
        ],
    ),
    (
        "types that unify",
        &[
            ("tomap({ a = 1, b = true })", "error: `tomap` failed: all map elements must have the same type"),
            (
                r#"lookup(tomap({ a = 1 }), "b", "x")"#,
                "error: `lookup` failed: the default must have the type of the elements: a number is required",
            ),
            (r#"lookup({ a = 1 }, "b", "x")"#, r#""x""#),
            (r#"concat(tolist(["a"]), [1])"#, r#"["a", 1]"#),
            (r#"tolist([1, "a", true])"#, r#"list["1", "a", "true"]"#),
            ("merge({ a = { x = 1 } }, { a = { y = 2 } })", "{a={y=2}}"),
            ("{ a = 1, a = 2 }", "{a=2}"),
            (r#"{ upper("x") = 1 }"#, "{X=1}"),
        ],
    ),
    (
        "text",
        &[
            (r#"split("", "añ")"#, r#"list["a", "ñ"]"#),
            (r#"length("👨‍👩‍👧")"#, "1"),
            (r#"title("it's")"#, r#""It'S""#),
            (r#"format("%d", 5.7)"#, "error: `format` failed: `%d` at offset 0: a whole number is required"),
            (
                r#"format("%s", "a", "b")"#,
                "error: `format` failed: there are too many arguments; the format uses only 1",
            ),
            (r#"format("%d", "3")"#, r#""3""#),
            (r#"replace("hello", "//", "x")"#, r#""xhxexlxlxox""#),
            (r#"replace("a.b", "/\\./", "-")"#, r#""a-b""#),
            (r#"split(",", "")"#, r#"list[""]"#),
            ("sort([2, 10, 1])", r#"list["1", "10", "2"]"#),
            (r#"base64decode("YQ==\n")"#, r#""a""#),
            (r#"jsonencode({ b = "<", a = 1.50 })"#, r#"json:{"a":1.5,"b":"\u003c"}"#),
        ],
    ),
    (
        "splats and indexes",
        &[
            ("{ a = 1 }[*].a", "[1]"),
            ("[{ a = [1] }, { a = [2] }].*.a[0]", "[1]"),
            ("[{ a = [1] }, { a = [2] }][*].a[0]", "[1, 2]"),
            ("u.ls[-1]", "?u.ls[-1]"),
            ("[1, 2][5]", "error: the tuple has 2 elements, none of them at index 5"),
            ("u.d.a.b", "?u.d.a.b"),
        ],
    ),
    (
        "yaml and networks",
        &[
            (r#"yamldecode("[x, y]")"#, r#"["x", true]"#),
            (r#"yamldecode("on: 1")"#, "{true=1}"),
            (r#"yamldecode("0o14")"#, "12"),
            (r#"yamldecode("0777")"#, "777"),
            (r#"yamldecode("1_000")"#, r#""1_000""#),
            (r#"yamldecode("a: 1\na: 2")"#, "{a=2}"),
            (r#"yamlencode(1) == "1\n...\n""#, "true"),
            (r#"cidrsubnet("10.0.0.0/8", -1, 0)"#, r#""10.0.0.0/7""#),
            (r#"cidrsubnet("10.0.0.0/16", 8, -1)"#, r#""0.0.1.0/24""#),
            (r#"cidrhost("010.0.0.0/8", 1)"#, r#""10.0.0.1""#),
            (r#"cidrhost("10.0.0.0/24", -1)"#, r#""10.0.0.255""#),
        ],
    ),
];

/// Where we know more than Terraform: the known part of a text is whole, and what may not be null is not.
const MORE: &[&str] = &[r#"startswith("abc${u.id}", "abc")"#, "u.id == null"];

#[test]
fn surprising_values_are_as_recorded() {
    let names = Names::new();
    let mut wrong = String::new();
    for (subject, cases) in SUBJECTS {
        for (expression, expected) in *cases {
            let shown = names.show(expression);
            if shown != *expected {
                writeln!(wrong, "{subject}: {expression}\n  want {expected}\n  have {shown}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn surprising_values_are_those_of_terraform() {
    let expressions: Vec<&str> =
        SUBJECTS.iter().flat_map(|(_, cases)| cases.iter().map(|(text, _)| *text)).collect();
    oracle::compare(&expressions, MORE);
}
