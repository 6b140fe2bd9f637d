//! Operators with known, unknown, null and sensitive operands.

use bricklint_lang::types::{Field, Type};
use bricklint_lang::value::Refinements;

use crate::eval_scope::{Names, table};

#[test]
fn arithmetic() {
    table(&[
        ("1 + 2", "3"),
        ("\"5\" + \"6\"", "11"),
        ("5 / 2", "2.5"),
        ("-7 % 3", "-1"),
        ("2 * 3 - 4 * 5", "-14"),
        ("1 + 2 + 3 + 4", "10"),
        ("0.1 + 0.2 == 0.3", "true"),
        ("-\"3\"", "-3"),
        ("- -3", "3"),
        ("u.n + 1", "?u.n + 1"),
        ("1 + u.n", "?u.n + 1"),
        ("1 - u.n", "?1 - u.n"),
        ("-u.n", "?-u.n"),
        ("v.secret == \"hunter2\"", "secret(true)"),
        ("null + 1", "error: the operand of `+` is null"),
        ("1 + \"x\"", "error: the operand of `+` must be a number: a number is required"),
        ("[] + 1", "error: the operand of `+` must be a number: a number is required"),
        ("0 / 0", "error: the result of `/` is not a number"),
        ("1e20000 > 5", "?bool"),
        ("1e8000 * 1e8000", "?number"),
        ("\"1e20000\" + 1", "?number"),
        ("\"1e2x\" + 1", "error: the operand of `+` must be a number: a number is required"),
        ("(u.b ? 1 : 2) + 10", "(u.b ? 11 : 12)"),
        ("-(u.b ? 1 : 2)", "(u.b ? -1 : -2)"),
        ("(u.b ? 1 : 2) + (u.b ? 10 : 20)", "(u.b ? 11 : 22)"),
        ("(u.b ? 1 : 2) + (u.b2 ? 10 : 20)", "(u.b ? (u.b2 ? 11 : 21) : (u.b2 ? 12 : 22))"),
    ]);
}

#[test]
fn comparison_and_equality() {
    table(&[
        ("1 < 2", "true"),
        ("2 <= 2", "true"),
        ("\"10\" > 9", "true"),
        ("u.n < 5", "?u.n < 5"),
        ("5 > u.n", "?u.n < 5"),
        ("u.n >= 5", "(u.n < 5 ? false : true)"),
        ("5 <= u.n", "(u.n < 5 ? false : true)"),
        ("1 == \"1\"", "false"),
        ("1 == 1.0", "true"),
        // Zero has two forms, which print differently; sets alone tell them apart.
        ("0 == 0 * -1", "true"),
        ("tonumber(\"-0\") != 0", "false"),
        ("[0] == [-0]", "true"),
        ("{ a = -0 } == { a = 0 }", "true"),
        ("toset([0]) == toset([-0])", "false"),
        ("toset([-0]) == toset([-0])", "true"),
        ("[1, 2] == [1, 2]", "true"),
        ("[1] == [\"1\"]", "false"),
        ("{ a = 1 } == { a = 1 }", "true"),
        ("{ a = 1 } == { b = 1 }", "false"),
        ("null == null", "true"),
        ("null == 1", "false"),
        ("u.s == null", "?u.s == null"),
        ("null == u.s", "?u.s == null"),
        ("u.s != null", "(u.s == null ? false : true)"),
        ("u.id == null", "false"),
        ("u.id != null", "true"),
        ("u.s == \"a\"", "?u.s == \"a\""),
        ("\"a\" == u.s", "?u.s == \"a\""),
        ("u.s2 == u.s", "?u.s == u.s2"),
        ("u.s == 1", "false"),
        ("u.s == u.s", "?u.s == u.s"),
        ("u.b == true", "?u.b"),
        ("u.b == false", "(u.b ? false : true)"),
        ("\"x-${u.s}\" == \"y\"", "false"),
        ("[u.s, 1] == [u.s, 2]", "false"),
        ("(u.b ? \"a\" : \"b\") == \"a\"", "(u.b ? true : false)"),
        ("v.secret == u.s", "secret(?bool)"),
    ]);
}

/// What may be left out of an object that is given is there in its value.
#[test]
fn an_object_with_optional_attributes_equals_one_that_has_them_all() {
    let mut names = Names::new();
    let optional = Field { ty: Type::String, optional: true, empty: false };
    let ty = Type::object([("a".into(), optional), ("b".into(), Field::required(Type::Number))]);
    names.unknown("var.o", ty, Refinements::default());
    for (text, wanted) in [
        ("var.o == { a = \"x\", b = 1 }", "?var.o == {\"a\" = \"x\", \"b\" = 1}"),
        ("{ a = \"x\", b = u.n } == var.o", "?var.o == {\"a\" = \"x\", \"b\" = u.n}"),
        ("[var.o] == [{ a = \"x\", b = 1 }]", "?[var.o] == [{\"a\" = \"x\", \"b\" = 1}]"),
        ("var.o == { a = \"x\" }", "false"),
        ("var.o == { a = \"x\", b = \"1\" }", "false"),
    ] {
        assert_eq!(names.show(text), wanted, "{text}");
    }
}

#[test]
fn logic() {
    table(&[
        ("true && false", "false"),
        ("true || nope", "true"),
        ("false && nope", "false"),
        ("true && nope", "error: there is no `nope`"),
        ("u.b && false", "false"),
        ("u.b || true", "true"),
        ("false && u.b", "false"),
        ("true && u.b", "?u.b"),
        ("u.b || false", "?u.b"),
        ("u.b && u.b2", "(u.b ? ?u.b2 : false)"),
        ("u.b || u.b2", "(u.b ? true : ?u.b2)"),
        ("u.b && u.b", "(u.b ? true : false)"),
        ("!u.b", "(u.b ? false : true)"),
        ("!!u.b", "(u.b ? true : false)"),
        ("!\"true\"", "false"),
        ("!u.b && u.b2", "(u.b ? false : ?u.b2)"),
        ("null && true", "false"),
        ("null || true", "true"),
        ("null || false", "error: the operand of `||` is null"),
        ("null || u.b", "?u.b"),
        ("nope || true", "true"),
        ("nope && true", "error: there is no `nope`"),
        ("u.b && nope", "?bool"),
        ("nope && u.b", "error: there is no `nope`"),
        ("true || 1", "error: the operand of `||` must be a bool: a bool is required"),
        ("!1", "error: the operand of `!` must be a bool: a bool is required"),
        ("true && v.secret", "error: the operand of `&&` must be a bool: a bool is required"),
    ]);
}

#[test]
fn long_chains_do_not_nest() {
    let names = Names::new();
    let sum = vec!["1"; 1400].join(" + ");
    assert_eq!(names.show(&sum), "1400");
    let chain: String = "5 == 6 ? 5 : ".repeat(1000);
    assert_eq!(names.show(&format!("{chain}7")), "7");
    let deep = format!("{}1{}", "[".repeat(250), "]".repeat(250));
    assert_eq!(names.show(&deep), deep);
    let deep = format!("{}1{}", "(1 + ".repeat(250), ")".repeat(250));
    assert_eq!(names.show(&deep), "251");
}

#[test]
fn nothing_that_parses_overflows_the_stack() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let names = Names::new();
    for depth in [100, 200, 250, 255, 300, 700, 1400] {
        for (open, inner, close) in [
            ("[", "1", "]"),
            ("(", "1", ")"),
            ("{ a = ", "1", " }"),
            ("{ (u.s) = ", "1", " }"),
            ("!", "true", ""),
            ("-", "1", ""),
            ("- -(1 + ", "u.n", ")"),
            ("(u.b ? 1 : ", "2", ")"),
            ("(u.b ? (", "2", ") : 3)"),
            ("\"a${", "u.s", "}\""),
            ("u.d[", "0", "]"),
            ("[for x in [1] : ", "x", "]"),
            ("[for x in ", "[1]", " : x]"),
            ("{ for x in [1] : x => ", "x", " }"),
            ("try(", "u.s", ")"),
            ("max(1, ", "u.n", ")"),
            ("\"%{ for x in [1] }", "${u.s}", "%{ endfor }\""),
            ("", "u.d", ".a"),
            ("", "u.d", "[0]"),
            ("", "u.d", "[*].a"),
            ("", "[1]", "[*]"),
            ("", "1", " + u.n"),
            ("", "u.b", " && u.b2"),
            ("", "u.b ? 1 : 2", " == 1 ? 1 : 2"),
            ("u.b ? 1 : u.b2 ? 2 : ", "3", ""),
        ] {
            let text = nested(open, inner, close, depth);
            let (tree, id) = bricklint_lang::syntax::parse_expression(&text);
            let Some(id) = id else {
                continue;
            };
            bricklint_lang::eval::references(&tree, id);
            bricklint_lang::eval::traversal(&tree, id);
            if let Ok(value) = bricklint_lang::eval::evaluate(&tree, id, &names) {
                let mut found = Vec::new();
                bricklint_lang::eval::conditions(&value, &mut found);
                let assignment: Vec<_> = found.into_iter().map(|symbol| (symbol, true)).collect();
                let assumed = bricklint_lang::eval::assume(&value, &assignment);
                bricklint_lang::tri::equals(&value, &assumed);
            }
        }
    }
}
