//! Conditions of values, values under assumptions, and three-valued equality.

use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::eval::{assume, conditions, implied};
use bricklint_lang::tri::{Tri, equals};
use bricklint_lang::types::{Field, Type};
use bricklint_lang::value::{Blank, Refinements, SeqKind, Symbol, Text, Unknown, Value};

use crate::eval_scope::{Names, show, table};

fn symbol(name: &str) -> Arc<Symbol> {
    Arc::new(Symbol { stack: 0, module: "".into(), name: name.into(), path: "".into(), free: false })
}

fn encoded(value: Value) -> Value {
    Value::text(Text::Encoded { text: None, value })
}

#[test]
fn assumptions_reach_into_containers_and_strings() {
    let names = Names::new();
    for (text, yes, no) in [
        ("u.b ? 1 : 2", "1", "2"),
        ("[u.b ? 1 : 2, 3]", "[1, 3]", "[2, 3]"),
        ("{ a = { b = u.b ? 1 : 2 } }", "{a={b=1}}", "{a={b=2}}"),
        ("u.b ? (u.b2 ? 1 : 2) : 3", "(u.b2 ? 1 : 2)", "3"),
        ("u.b2 ? (u.b ? 1 : 2) : 3", "(u.b2 ? 1 : 3)", "(u.b2 ? 2 : 3)"),
        ("\"a-${u.b ? \"x\" : u.s}\"", "\"a-x\"", "<\"a-\" ?u.s>"),
        ("u.b", "true", "false"),
        ("!u.b", "false", "true"),
        ("u.b && u.b2", "?u.b2", "false"),
        ("sensitive(u.b ? 1 : 2)", "secret(1)", "secret(2)"),
        ("7", "7", "7"),
    ] {
        let value = names.eval(text);
        assert_eq!(show(&assume(&value, &[(symbol("u.b"), true)])), yes, "{text}");
        assert_eq!(show(&assume(&value, &[(symbol("u.b"), false)])), no, "{text}");
        assert_eq!(show(&assume(&value, &[(symbol("other"), true)])), show(&value), "{text}");
    }
}

#[test]
fn a_comparison_that_holds_says_the_value() {
    let names = Names::new();
    for (condition, holds, text, wanted) in [
        ("u.s == \"dev\"", true, "[u.s, u.s2]", "[\"dev\", ?u.s2]"),
        ("u.s == \"dev\"", true, "\"etl-${u.s}\"", "\"etl-dev\""),
        ("u.s == \"dev\"", false, "[u.s]", "[?u.s]"),
        ("u.d == \"a\\\"b\"", true, "[u.d]", "[\"a\\\"b\"]"),
        ("u.s == u.s2", true, "[u.s]", "[?u.s]"),
        ("u.s == \"dev\" || u.b", true, "[u.s]", "[?u.s]"),
        ("u.n == \"1\"", true, "[u.n]", "[?u.n]"),
        ("u.s == null", true, "[u.s]", "[null(string)]"),
    ] {
        let value = assume(&names.eval(text), &[(symbol(condition), holds)]);
        assert_eq!(show(&value), wanted, "{text} where {condition} is {holds}");
    }
}

#[test]
fn what_exists_under_a_condition_is_passed_over_in_the_other_case() {
    let mut names = Names::new();
    for name in ["if.b", "if.b2"] {
        names.set(name, names.eval("{ id = u.id, name = \"x\" }"));
    }
    for (text, wanted) in [
        ("try(if.b.name, \"none\")", "(u.b ? \"x\" : \"none\")"),
        ("try(if.b.name, if.b2.name, null)", "(u.b ? \"x\" : (u.b2 ? \"x\" : null)|null)|null"),
        ("try(\"${if.b.name}-${if.b2.name}\", null)", "(u.b ? (u.b2 ? \"x-x\" : null)|null : null)|null"),
        ("try(upper(if.b.name), null)", "(u.b ? \"X\" : null)|null"),
        ("try(if.b.name, nope)", "\"x\""),
        ("try(if.b.name)", "\"x\""),
        ("can(if.b.name)", "(u.b ? true : false)"),
        // Only where `u.b` is true, and then it exists.
        ("try(u.b ? if.b.name : \"off\", \"none\")", "(u.b ? \"x\" : \"off\")"),
        ("[for k in [1] : try(if.b.name, k)]", "[(u.b ? \"x\" : 1)]"),
    ] {
        assert_eq!(names.show(text), wanted, "{text}");
    }
    let exists = names.eval("can(if.b.name)");
    assert_eq!(exists.as_unknown().map(|unknown| &unknown.ty), Some(&Type::Bool));
    // What a known key leads to is that value, and no other.
    for (text, wanted) in [("try(u.ms[\"a\"], \"none\")", true), ("try(u.ms[u.s], \"none\")", false)] {
        let value = names.eval(&format!("[for k in [\"a\"] : {}]", text.replace("\"a\"", "k")));
        let first = value.as_items().and_then(|items| items.first()?.as_unknown());
        assert_eq!(first.is_some_and(|unknown| unknown.symbol.is_some()), wanted, "{text}");
    }
    let id = names.eval("try(if.b.id, null)");
    let known = assume(&id, &[(symbol("u.b"), true)]);
    assert_eq!(known.as_unknown().map(|unknown| unknown.may_be), Some(Blank::NONE), "{}", show(&known));
}

#[test]
fn an_element_is_null_where_there_is_none() {
    let mut names = Names::new();
    for (name, ty) in
        [("var.l", Type::List(Arc::new(Type::String))), ("var.m", Type::Map(Arc::new(Type::String)))]
    {
        names.unknown(name, ty, Refinements::default());
    }
    for (text, condition, there, missing) in [
        ("try(var.l[0], null)", "length(var.l) == 0", "?var.l[0]", "null"),
        ("one(var.l)", "length(var.l) == 0", "?var.l[0]", "null"),
        ("one(var.l[*])", "length(var.l) == 0", "?var.l[0]", "null"),
        ("try(var.m[\"a\"], null)", "can(var.m.a)", "?var.m.a", "null"),
        ("lookup(var.m, \"a\", null)", "contains(keys(var.m), \"a\")", "?var.m.a", "null"),
        ("lookup(var.m, \"a b\", null)", "contains(keys(var.m), \"a b\")", "?var.m[\"a b\"]", "null"),
        ("lookup(var.m, \"b\", null)", "contains(keys(var.m), \"a\")", "?var.m.b|null", "?var.m.b|null"),
        // The condition asks something else, or there is something else in its place.
        ("try(var.l[1], null)", "length(var.l) == 0", "?var.l[1]|null", "?var.l[1]|null"),
        ("try(var.m.b, null)", "can(var.m.a)", "?var.m.b|null", "?var.m.b|null"),
        ("try(var.l[0], \"none\")", "length(var.l) == 0", "?var.l[0]", "?var.l[0]"),
        ("try(var.l[0], var.m[\"a\"], null)", "length(var.l) == 0", "?var.l[0]|null", "?var.l[0]|null"),
    ] {
        let value = names.eval(text);
        for (outcome, wanted) in [(true, missing), (false, there)] {
            let outcome = if condition.starts_with("length") { outcome } else { !outcome };
            let found = assume(&value, &[(symbol(condition), outcome)]);
            let shown = show(&found).replace("null(string)", "null");
            assert_eq!(shown, wanted, "{text} where {condition} is {outcome}");
        }
    }
}

#[test]
fn what_may_be_null_is_passed_over_where_it_is() {
    let mut names = Names::new();
    let object = |name: &str, ty: Type| {
        let attributes = BTreeMap::from([(Arc::from(name), Field::required(ty))]);
        Type::Object(Arc::new(attributes))
    };
    names.unknown("var.o", object("a", Type::String), Refinements::default());
    let known = Refinements { not_null: true, ..Refinements::default() };
    names.unknown("var.here", object("a", Type::String), known);
    names.unknown("var.deep", object("o", object("a", Type::String)), Refinements::default());
    names.unknown("var.map", Type::Map(Arc::new(Type::String)), Refinements::default());
    names.unknown("var.any", Type::Dynamic, Refinements::default());
    names.unknown("var.s", Type::String, Refinements::default());
    names.set("local.m", names.eval("{ a = u.s }"));
    for (text, wanted) in [
        ("try(var.o.a, null)", "(var.o == null ? null : ?var.o.a)|null"),
        ("try(var.o.a, \"x\")", "(var.o == null ? \"x\" : ?var.o.a)"),
        ("[for o in [var.o] : try(o.a, null)]", "[(var.o == null ? null : ?var.o.a)|null]"),
        (
            "try(var.deep.o.a, null)",
            "(var.deep.o == null ? null : (var.deep == null ? null : ?var.deep.o.a)|null)|null",
        ),
        ("can(var.o.a)", "(var.o == null ? false : true)"),
        ("can(var.o.b)", "false"),
        // These cannot fail, and what they lead to is not null because of `try`.
        ("try(var.here.a, null)", "?var.here.a"),
        ("try(var.s, null)", "?var.s"),
        ("[for k in [\"a\"] : try(local.m[k], null)]", "[?u.s]"),
        // These can fail for another reason.
        ("try(var.map.a, null)", "?var.map.a|null"),
        ("try(var.any.a, null)", "?any|null"),
        ("try(local.m[u.s2], null)", "(u.s2 == \"a\" ? ?any|null : null)|null"),
        ("can(var.map.a)", "?can(var.map.a)"),
    ] {
        assert_eq!(names.show(text), wanted, "{text}");
    }
}

/// What stands for nothing among what an unknown can be.
fn blank(value: &Value) -> Blank {
    match value.as_unknown().and_then(|unknown| unknown.cases.as_deref()) {
        Some(cases) => blank(&cases.yes).or(blank(&cases.no)),
        None => Blank::of(value),
    }
}

#[test]
fn what_stands_for_nothing_is_an_alternative_where_it_is_written() {
    let mut names = Names::new();
    let optional = |empty: bool| Field { ty: Type::String, optional: !empty, empty };
    let fields = [("n".into(), optional(false)), ("e".into(), optional(true))];
    names.unknown("var.o", Type::object(fields.clone()), Refinements::default());
    names.unknown("var.os", Type::Map(Arc::new(Type::object(fields))), Refinements::default());
    names.unknown("var.ms", Type::Map(Arc::new(Type::String)), Refinements::default());
    for (text, wanted) in [
        ("lookup(u.ms, \"a\", \"\")", "|empty"),
        ("lookup(u.ms, \"a\", null)", "|null"),
        ("lookup(u.ms, \"a\", \"x\")", ""),
        ("try(u.d.a, \"\")", "|empty"),
        ("try(u.d.a, nope, \"\")", "|empty"),
        ("try(u.d.a, u.b ? null : \"\")", "|null|empty"),
        ("try(u.d.a, \"x\", null)", ""),
        ("var.o.n", "|null"),
        ("var.o.e", "|empty"),
        ("var.o[\"e\"]", "|empty"),
        ("lower(lookup(u.ms, \"a\", \"\"))", "|empty"),
        ("trimspace(lookup(u.ms, \"a\", \"\"))", "|empty"),
        ("replace(lookup(u.ms, \"a\", \"\"), \"x\", \"y\")", "|empty"),
        ("coalesce(lookup(u.ms, \"a\", \"\"), \"x\")", ""),
        ("join(\"\", u.ls)", "|empty"),
        ("join(\"-\", u.ls)", ""),
        ("join(\"\", [for x in u.ls : x if x != \"\"])", "|empty"),
        ("join(\"\", [for x in [u.s, \"k\"] : \"k\" if x != \"z\"])", ""),
        // What has a default that something unknown may replace.
        ("merge({ a = null, b = \"\" }, u.ms).a", "|null"),
        ("merge({ a = null, b = \"\" }, u.ms)[\"b\"]", "|empty"),
        ("merge({ a = null }, u.ms).c", ""),
        ("merge({ a = null }, { a = \"x\" }, u.ms).a", ""),
        ("merge(merge({ a = null }, u.ms), u.ms).a", "|null"),
        ("merge({ a = null }, u.ms, { a = u.s }).a", ""),
        ("merge({ n = null, e = null }, var.o).e", "|empty"),
        ("lookup(merge({ a = null }, u.ms), \"a\", \"x\")", "|null"),
        ("merge({ n = \"x\" }, var.o, u.ms).n", "|null"),
        ("merge({ n = null }, var.o, { n = \"x\" }).n", ""),
        ("merge({ n = null }, var.o, u.ms).a", ""),
        // Or what the elements of something unknown are like.
        ("{ for k, o in var.os : k => o.n }.a", "|null"),
        ("{ for k, o in var.os : k => o.e }[\"a\"]", "|empty"),
        ("{ for k, o in var.os : k => o.n if o.n != null }.a", ""),
        ("{ for k, o in var.os : k => o.n if o.e != \"\" && o.n != null }.a", ""),
        ("{ for k, o in var.os : k => o.e if length(o.e) > 0 }.a", ""),
        ("{ for k, o in var.os : k => o.n != null ? o.n : \"x\" }.a", ""),
        ("[for o in values(var.os) : o.n][0]", "|null"),
        ("(values(var.os)[*].n)[0]", "|null"),
        ("[for o in [var.o] : o.n if try(o.e != \"\", false)][0]", "|null"),
        ("{ for k, v in u.ms : k => v }.a", ""),
        ("{ (u.s) = \"x\" }.a", ""),
        ("element([null, \"x\"], u.n)", "|null"),
        ("coalescelist(u.ls, [null])[0]", "|null"),
        // Of no element `one` is null.
        ("one([for x in u.ls : x if x == \"a\"])", "|null"),
        ("one([for x in u.ls : x])", "|null"),
        ("one([for x in toset([u.s, \"k\"]) : x])", ""),
        // Where it is compared it is that no longer.
        ("lookup(u.ms, \"a\", \"\") == \"\" ? \"x\" : lookup(u.ms, \"a\", \"\")", ""),
        ("lookup(u.ms, \"a\", \"\") != \"\" ? lookup(u.ms, \"a\", \"\") : null", "|null"),
        ("length(var.o.e) > 0 ? var.o.e : \"x\"", ""),
    ] {
        let value = names.eval(text);
        let shown = show(&value);
        let blank = blank(&value);
        let found =
            [(blank.null, "|null"), (blank.empty, "|empty")].map(|(is, text)| if is { text } else { "" });
        assert_eq!(found.concat(), wanted, "{text}: {shown}");
    }
}

#[test]
fn lengths_are_asked_in_one_way() {
    for (text, condition) in [
        ("length(u.ls) > 0 ? 1 : 2", "(length(u.ls) == 0 ? 2 : 1)"),
        ("length(u.ls) >= 1 ? 1 : 2", "(length(u.ls) == 0 ? 2 : 1)"),
        ("length(u.ls) < 1 ? 1 : 2", "(length(u.ls) == 0 ? 1 : 2)"),
        ("length(u.ls) <= 0 ? 1 : 2", "(length(u.ls) == 0 ? 1 : 2)"),
        ("0 != length(u.ls) ? 1 : 2", "(length(u.ls) == 0 ? 2 : 1)"),
        ("length(u.ls) > 1 ? 1 : 2", "(1 < length(u.ls) ? 1 : 2)"),
        ("u.n > 0 ? 1 : 2", "(0 < u.n ? 1 : 2)"),
        ("u.n < 1 ? 1 : 2", "(u.n < 1 ? 1 : 2)"),
    ] {
        assert_eq!(Names::new().show(text), condition, "{text}");
    }
}

#[test]
fn a_condition_that_holds_decides_others() {
    for (condition, by, wanted) in [
        ("var.x == \"b\"", "var.x == \"a\"", Some(false)),
        ("var.x == \"a\"", "var.x == null", Some(false)),
        ("var.x == null", "var.x == \"a\"", Some(false)),
        ("0 < length(var.x)", "var.x == \"\"", Some(false)),
        ("0 < length(var.x)", "var.x == null", Some(false)),
        ("length(var.x) == 0", "var.x == null", Some(true)),
        ("startswith(var.x, \"a\")", "var.x == \"ab\"", Some(true)),
        ("contains([\"a\", \"b\"], lower(var.x))", "lower(var.x) == \"c\"", Some(false)),
        ("3 < var.n", "var.n == 2", Some(false)),
        ("var.x == \"a\" && var.y", "var.x == \"b\"", Some(false)),
        ("var.x == \"a\" && var.y", "var.x == \"a\"", None),
        ("var.x == var.y", "var.x == \"a\"", None),
        ("0 < length(var.xs)", "var.x == \"\"", None),
        ("0 < length(var.x.y)", "var.x == null", None),
        ("0 < length(module.m.var.x)", "var.x == \"\"", None),
        ("0 < length(var.x)", "var.x == var.y", None),
        ("0 < length(var.x)", "var.x", None),
        // What can be read by a key is there, and the other way round.
        ("contains(keys(var.m), \"a\")", "can(var.m.a)", Some(true)),
        ("can(var.m[\"a b\"])", "contains(keys(var.m), \"a b\")", Some(true)),
        ("can(var.m.b)", "contains(keys(var.m), \"a\")", None),
        ("can(var.n.a)", "contains(keys(var.m), \"a\")", None),
    ] {
        assert_eq!(implied(&symbol(condition), &symbol(by)), wanted, "{condition} where {by}");
    }
}

#[test]
fn encoded_text_is_made_when_the_value_becomes_known() {
    let names = Names::new();
    let value = encoded(names.eval("{ b = u.b ? \"<x>\" : u.s, a = [1.5, null, true] }"));
    let known = assume(&value, &[(symbol("u.b"), true)]);
    assert_eq!(known.as_str(), Some(r#"{"a":[1.5,null,true],"b":"\u003cx\u003e"}"#));
    let unknown = assume(&value, &[(symbol("u.b"), false)]);
    assert_eq!(unknown.as_str(), None);
    assert_eq!(show(unknown.encoded().unwrap()), "{a=[1.5, null, true], b=?u.s}");
}

#[test]
fn encoded_text_survives_conditionals_and_single_interpolations() {
    let mut names = Names::new();
    names.set("v.json", encoded(names.eval("{ a = u.s }")));
    assert_eq!(names.show("\"${v.json}\""), "json({a=?u.s})");
    assert_eq!(names.show("true ? v.json : \"x\""), "json({a=?u.s})");
    assert_eq!(names.show("u.b ? v.json : \"x\""), "(u.b ? json({a=?u.s}) : \"x\")");
    assert_eq!(names.show("try(nope, v.json)"), "json({a=?u.s})");
}

#[test]
fn conditions_are_collected_once() {
    let names = Names::new();
    for (text, expected) in [
        ("1", ""),
        ("u.b", ""),
        ("u.b ? 1 : 2", "u.b"),
        ("[u.b ? 1 : 2, u.b ? 3 : 4, { a = u.s == \"x\" ? 1 : 2 }]", "u.b, u.s == \"x\""),
        ("u.b ? (u.b2 ? 1 : 2) : 3", "u.b, u.b2"),
        ("\"a${u.b ? \"x\" : u.s}\"", "u.b"),
    ] {
        let mut found = Vec::new();
        conditions(&names.eval(text), &mut found);
        let found: Vec<&str> = found.iter().map(|symbol| &*symbol.name).collect();
        assert_eq!(found.join(", "), expected, "{text}");
    }
}

#[test]
fn too_many_conditions_are_not_split() {
    let names = Names::new();
    let text = "\"${u.b ? 1 : 2}${u.b2 ? 1 : 2}${u.b3 ? 1 : 2}${u.b4 ? 1 : 2}\"";
    assert!(names.eval(text).as_segments().is_some(), "{}", names.show(text));
}

#[test]
fn equality_of_rules() {
    let mut names = Names::new();
    names.set("v.list", Value::seq(SeqKind::List(Type::Number), vec![Value::number(1), Value::number(2)]));
    names.set("v.set", Value::seq(SeqKind::Set(Type::Number), vec![Value::number(1), Value::number(2)]));
    names.set("v.e1", encoded(names.eval("{ a = u.s }")));
    names.set("v.e2", encoded(names.eval("{ a = u.s }")));
    names.set("v.e3", encoded(names.eval("{ a = u.s, b = 1 }")));
    for (a, b, expected) in [
        ("1", "1", Tri::True),
        ("1", "1.0", Tri::True),
        ("1", "\"1\"", Tri::False),
        ("true", "\"true\"", Tri::False),
        ("null", "null", Tri::True),
        ("null", "1", Tri::False),
        ("null", "u.s", Tri::Unknown),
        ("null", "u.id", Tri::False),
        ("null", "\"a${u.s}\"", Tri::False),
        ("u.s", "u.s", Tri::True),
        ("u.s", "u.s2", Tri::Unknown),
        ("u.n", "u.s", Tri::Unknown),
        ("u.n", "u.id", Tri::False),
        ("u.n", "\"1\"", Tri::False),
        ("u.d", "[1]", Tri::Unknown),
        ("u.ls", "1", Tri::False),
        ("[1, 2]", "v.list", Tri::True),
        ("[2, 1]", "v.list", Tri::False),
        ("[2, 1]", "v.set", Tri::True),
        ("[2, 1, 1]", "v.set", Tri::True),
        ("[\"2\", \"1\"]", "v.set", Tri::False),
        ("[2, 3]", "v.set", Tri::False),
        ("[u.s, 1]", "[u.s, 1]", Tri::True),
        ("[u.s, 1]", "[u.s, 2]", Tri::False),
        ("[u.s, 1]", "[u.s2, 1]", Tri::Unknown),
        ("{ a = 1 }", "{ a = 1 }", Tri::True),
        ("{ a = 1 }", "{ b = 1 }", Tri::False),
        ("u.b ? 1 : 2", "3", Tri::False),
        ("u.b ? 1 : 1.0", "1", Tri::True),
        ("u.b ? \"a\" : \"b\"", "\"a\"", Tri::Unknown),
        ("u.b ? \"a\" : \"b\"", "u.b ? \"a\" : \"b\"", Tri::True),
        ("u.b ? \"a\" : \"b\"", "u.b ? \"b\" : \"a\"", Tri::False),
        ("!u.b ? \"a\" : \"b\"", "u.b ? \"b\" : \"a\"", Tri::True),
        ("\"a-${u.s}\"", "\"a-${u.s}\"", Tri::True),
        ("\"a-${u.s}\"", "\"b-${u.s}\"", Tri::False),
        ("\"a-${u.s}\"", "\"a-${u.s2}\"", Tri::Unknown),
        ("\"a-${u.s}-x\"", "\"a-${u.s2}-y\"", Tri::False),
        ("\"a-${u.s}-${u.s2}\"", "\"a-${u.s}-b\"", Tri::Unknown),
        ("\"a-${u.s}\"", "\"a-b\"", Tri::Unknown),
        ("\"a-${u.s}\"", "\"b\"", Tri::False),
        ("\"a-${u.s}-z\"", "\"a-z\"", Tri::False),
        ("\"a-${u.s}-z\"", "\"a--z\"", Tri::Unknown),
        ("\"a-${u.s}:${u.s2}-z\"", "\"a-foo-z\"", Tri::False),
        ("\"${u.s}x\"", "\"\"", Tri::False),
        ("\"x${u.s}\"", "\"x${u.s}${u.s2}\"", Tri::Unknown),
        ("\"x${u.s}\"", "\"x${u.s}y\"", Tri::False),
        ("\"x${u.s}\"", "5", Tri::False),
        // What follows may begin with an accent.
        ("\"cafe${u.s}\"", "\"caf\u{e9}\"", Tri::Unknown),
        ("\"cafe${u.s}\"", "\"kaf\u{e9}\"", Tri::False),
        ("\"cafe-${u.s}\"", "\"caf\u{e9}-\"", Tri::False),
        ("\"x${u.s}\"", "u.n", Tri::False),
        ("\"${u.s}-x\"", "u.s", Tri::False),
        ("\"x-${u.s}\"", "u.s", Tri::False),
        ("\"x-${u.s}\"", "u.s2", Tri::Unknown),
        ("\"${u.s2}${u.s}\"", "u.s", Tri::Unknown),
        ("\"${u.s}-x\"", "u.d", Tri::Unknown),
        ("one(u.ls[*])", "u.ls[0]", Tri::True),
        ("u.n + 1", "1 + u.n", Tri::True),
        ("u.n - 1", "1 - u.n", Tri::Unknown),
        ("v.e1", "v.e2", Tri::True),
        ("v.e1", "v.e3", Tri::False),
        ("v.e1", "\"{}\"", Tri::Unknown),
        ("u.d.a", "u.d.a", Tri::True),
        ("u.d.a", "u.d[\"a\"]", Tri::True),
        ("u.d.a", "u.d.b", Tri::Unknown),
        // A function of the same arguments is the same, whatever part of the result is unknown.
        ("replace(\"a-${u.s}\", \"-\", \"_\")", "replace(\"a-${u.s}\", \"-\", \"_\")", Tri::True),
        ("replace(\"a-${u.s}\", \"-\", \"_\")", "\"a_${replace(u.s, \"-\", \"_\")}\"", Tri::True),
        ("replace(\"a${u.s}\", \"-\", \"_\")", "replace(\"a${u.s}\", \"-\", \".\")", Tri::Unknown),
        ("replace(\"a${u.s}\", \"-\", \"_\")", "\"a${u.s}\"", Tri::Unknown),
        ("replace(\"a-${u.s}\", \"-\", u.s2)", "replace(\"a-${u.s}\", \"-\", u.s2)", Tri::True),
        ("replace(\"a-${u.s}\", v.secret, \"_\")", "replace(\"a-${u.s}\", v.secret, \"_\")", Tri::Unknown),
        ("indent(2, \"a-${u.s}\")", "indent(2, \"a-${u.s}\")", Tri::True),
        ("indent(2, \"a-${u.s}\")", "indent(3, \"a-${u.s}\")", Tri::Unknown),
        ("trimspace(\"${u.s}${u.s2}\")", "trimspace(\"${u.s}${u.s2}\")", Tri::True),
        ("sort([\"a\", u.s])[0]", "sort([\"a\", u.s])[0]", Tri::True),
        ("sort([\"a\", u.s])[0]", "sort([\"a\", u.s])[1]", Tri::Unknown),
        ("keys({ for x in [u.s] : x => 1 })[0]", "keys({ for x in [u.s] : x => 1 })[0]", Tri::True),
        ("keys({ for x in [u.s] : x => 1 })[0]", "keys({ for x in [u.s2] : x => 1 })[0]", Tri::Unknown),
        ("{ (u.s) = 1 }", "{ (u.s) = 1 }", Tri::True),
        ("{ (u.s) = 1 }", "{ (u.s) = 2 }", Tri::Unknown),
        ("startswith(u.s2, \"a-$${u.s}\")", "startswith(u.s2, \"a-${u.s}\")", Tri::Unknown),
        ("strrev(\"$${u.s}-${u.n}\")", "strrev(\"${u.s}-${u.n}\")", Tri::Unknown),
        ("strrev(\"$${u.s}-${u.n}\")", "strrev(\"$${u.s}-${u.n}\")", Tri::True),
        ("strrev(\"a\\\", \\\"${u.n}\")", "strrev(\"a\\\", \\\"${u.n}\")", Tri::True),
        ("u.b ? u.s : u.s", "u.s", Tri::True),
        ("u.b ? \"a-${u.s}\" : \"a-${u.s}\"", "\"a-${u.s}\"", Tri::True),
        ("u.b ? u.s : u.s2", "u.s", Tri::Unknown),
        ("u.s == null ? u.s : u.s", "u.s", Tri::True),
    ] {
        let (x, y) = (names.eval(a), names.eval(b));
        assert_eq!(equals(&x, &y), expected, "{a} and {b}");
        assert_eq!(equals(&y, &x), expected, "{b} and {a}");
    }
}

#[test]
fn no_identity_shows_a_secret() {
    let names = Names::new();
    for text in [
        "replace(\"a-${u.s}\", v.secret, \"_\")",
        "[for x in [v.secret] : startswith(u.s, x)]",
        "[for x in sensitive([\"hunter2\"]) : startswith(u.s, x)]",
        "[for x in sensitive([\"hunter2\"]) : 1 if startswith(u.s, x)]",
        "\"%{ for x in sensitive([\"hunter2\"]) }%{ if startswith(u.s, x) }y%{ endif }%{ endfor }\"",
        "upper(\"${v.secret}-${u.s}\") == \"x\"",
        "strrev(\"${v.secret}-${u.s}\")",
        "{ (v.secret) = 1, (u.s) = 2 }",
        "{ for x in [v.secret, u.s] : x => 1 }",
        "{ for x in sensitive([\"hunter2\"]) : x => 1 if u.b }",
        "sensitive({ hunter2 = 1, b = 2 })[u.s]",
        "u.d[v.secret]",
        "sort([u.s, v.secret])",
        "templatefile(\"/${v.secret}\", {})",
    ] {
        let shown = format!("{:?}", names.eval(text));
        let inside = shown.match_indices("hunter2").map(|(at, _)| at);
        for at in inside {
            let before = shown.get(at.saturating_sub(40)..at).unwrap_or_default();
            assert!(!before.contains("name: \"") && !before.contains("path: \""), "{text}: {shown}");
            assert!(!before.contains("subject: \"") && !before.contains("text: \""), "{text}: {shown}");
        }
    }
    for text in [
        "templatefile(v.secret, {})",
        "templatefile(\"x-${v.secret}\", {})",
        "[for x in [v.secret] : templatefile(x, {})]",
    ] {
        let error = names.show(text);
        assert!(!error.contains("hunter2"), "{text}: {error}");
    }
    assert!(
        names.show("templatefile(v.secret, {})").starts_with("error: `templatefile` failed with a secret")
    );
}

#[test]
fn calls_are_distributed_over_cases() {
    table(&[
        ("length(u.b ? [1] : [1, 2])", "(u.b ? 1 : 2)"),
        ("max(u.b ? 1 : 5, 3)", "(u.b ? 3 : 5)"),
        ("max(u.b ? 1 : 5, u.b2 ? 2 : 7)", "(u.b ? (u.b2 ? 2 : 7) : (u.b2 ? 5 : 7))"),
        ("max(u.n, 3)", "?max(u.n, 3)"),
        ("contains([\"a\", u.b ? \"b\" : \"c\"], \"b\")", "(u.b ? true : false)"),
        ("merge({ a = 1 }, { b = u.b ? 1 : 2 })", "{a=1, b=(u.b ? 1 : 2)}"),
        ("merge({ a = 1 }, u.b ? { b = 1 } : {})", "(u.b ? {a=1, b=1} : {a=1})"),
        ("concat([1], u.b ? [2] : [])", "(u.b ? [1, 2] : [1])"),
        ("tostring(u.b ? 1 : 2)", "(u.b ? \"1\" : \"2\")"),
        ("keys(u.b ? { a = 1 } : { b = 1 })", "(u.b ? list[\"a\"] : list[\"b\"])"),
        ("max(u.b ? 1 : null, 3)", "?max((u.b ? 1 : null), 3)"),
        ("zzzzzzzz(1)", "error: there is no function named `zzzzzzzz`"),
    ]);
}

#[test]
fn what_differs_from_call_to_call_has_no_identity() {
    let mut names = Names::new();
    names.files.insert("id.tftpl".into(), "${uuid()}".into());
    for text in ["uuid()", "upper(uuid())", "timestamp()", "[uuid()][u.n]", "templatefile(\"id.tftpl\", {})"]
    {
        let (a, b) = (names.eval(text), names.eval(text));
        assert!(a.is_unknown(), "{text}: {}", show(&a));
        assert_eq!(equals(&a, &b), Tri::Unknown, "{text}");
    }
}

#[test]
fn elements_of_a_set_may_turn_out_to_be_one() {
    let mut names = Names::new();
    let Value::Unknown { value: made, .. } = names.eval("u.id") else { panic!("it is known") };
    for name in ["r.a", "r.b"] {
        let cause = Cause::new(CauseKind::AfterApply, name, "it is known after apply");
        let unknown = Unknown { cause, symbol: Some(symbol(name)), ..Unknown::clone(&made) };
        names.set(name, Value::from_unknown(unknown));
    }
    for (text, wanted) in [
        ("length([for x in toset([u.s, u.s2]) : x])", "?"),
        ("[for x in toset([u.s, \"k\"]) : x]", "?"),
        ("toset([u.s, \"k\"])[*]", "?"),
        ("length(toset([u.s, \"k\"])[*])", "?"),
        ("{ for x in toset([u.s, \"k\"]) : \"c\" => 1 }", "?"),
        ("{ for x in toset([u.s, \"k\"]) : \"c\" => 1... }", "?"),
        ("\"%{ for x in toset([u.s, \"k\"]) }x%{ endfor }\"", "<?string>"),
        ("max(toset([u.n, 1])...)", "?"),
        ("reverse(toset([u.s, \"k\"]))", "?"),
        // One of them stays one, and those that differ stay two.
        ("[for x in toset([u.s]) : x]", "[?u.s]"),
        ("[for x in toset([\"a-${u.s}\", \"b\"]) : 1]", "[1, 1]"),
        ("[for x in toset([{ a = 1, b = u.s }, { a = 2, b = u.s }]) : x.a]", "[1, 2]"),
        // Terraform takes these for two, too.
        ("[for x in toset([r.a, r.b]) : 1]", "[1, 1]"),
        ("reverse(toset([r.a, \"k\"]))", "list[?r.a, \"k\"]"),
        ("[for x in toset([r.a, u.s]) : 1]", "?"),
        // The elements that there are stay known.
        ("compact(toset([u.s, \"k\"])[*])", "?"),
    ] {
        let found = names.show(text);
        assert!(found.starts_with(wanted), "{text}\n  expected {wanted}\n     found {found}");
    }
    let sure = names.eval("[for x in toset([u.s, \"k\"]) : \"-${x}\"]");
    assert_eq!(sure.sure_items().len(), 2, "{}", show(&sure));
}

/// Whether a value is there: neither null nor the empty text.
fn is_set(value: &Value) -> Tri {
    match value.as_unknown() {
        Some(unknown) => match &unknown.cases {
            Some(cases) if is_set(&cases.yes) == is_set(&cases.no) => is_set(&cases.yes),
            Some(_) => Tri::Unknown,
            None => Tri::from(unknown.may_be == Blank::NONE).or(Tri::Unknown),
        },
        None if value.as_segments().is_some() => Tri::Unknown.or((!Blank::of(value).empty).into()),
        None => (!value.is_null() && value.as_str() != Some("")).into(),
    }
}

/// What is said of a value where the names in its conditions are known, and what it then is.
fn contradiction(said: &Value, is: &Value, names: &Names) -> Option<String> {
    if let Some(cases) = said.as_unknown().and_then(|unknown| unknown.cases.as_deref()) {
        let outcome = names.try_eval(&cases.condition.name).ok()?.as_bool()?;
        let case =
            assume(if outcome { &cases.yes } else { &cases.no }, &[(cases.condition.clone(), outcome)]);
        return contradiction(&case, is, names);
    }
    let differs = match (said, is) {
        (Value::Map { value: said, .. }, Value::Map { value: is, .. }) => {
            let of_key = |(key, item): &(Arc<str>, Value)| contradiction(item, is.get(key)?, names);
            return said.entries.iter().find_map(of_key);
        }
        (Value::Seq { value: said, .. }, Value::Seq { value: is, .. }) => {
            said.items.iter().zip(&is.items).any(|(a, b)| contradiction(a, b, names).is_some())
        }
        _ => !said.is_unknown() && equals(said, is).is_false(),
    };
    let is_other = is_set(said).known().zip(is_set(is).known()).is_some_and(|(said, is)| said != is);
    (differs || is_other).then(|| format!("{} is said, and it is {}", show(said), show(is)))
}

#[test]
fn what_is_known_of_the_cases_holds_in_each_of_them() {
    const FIVE: &str = "{ dev = { id = null }, test = { id = \"\" }, lab = { id = \"l\" }, stage = { id = \"s\" }, prod = { id = \"p\" } }";
    let known = |text: &str| text.replace("FIVE", FIVE);
    let names = Names::new();
    let variables: [(&str, &[&str]); 6] = [
        ("u.b", &["true", "false"]),
        ("u.b2", &["true", "false"]),
        ("u.b3", &["true", "false"]),
        ("u.b4", &["true", "false"]),
        ("u.s", &["\"dev\"", "\"test\"", "\"lab\"", "\"stage\"", "\"prod\"", "\"\""]),
        ("u.ms", &["tomap({})", "tomap({ id = \"\" })", "tomap({ id = \"x\" })", "tomap({ x = \"true\" })"]),
    ];
    let mut wrong = Vec::new();
    for text in [
        "u.b ? (u.b2 ? \"x\" : u.b3 ? \"y\" : \"z\") : (u.b4 ? null : \"w\")",
        "u.b ? \"x\" : u.b2 ? \"y\" : u.b3 ? \"z\" : u.b4 ? null : \"w\"",
        "merge({ id = \"d\" }, FIVE[u.s]).id",
        "merge({ k = u.b ? \"a\" : \"b\" }, u.b2 ? { k = u.b3 ? null : u.b4 ? \"x\" : \"y\" } : {}).k",
        "merge({ k = u.b ? \"a\" : \"b\" }, u.b2 ? { k = lookup({ dev = null, test = \"\" }, u.s, \"x\") } : null).k",
        "merge([for e in [\"dev\", \"test\", \"lab\", \"prod\"] : e == u.s ? { id = null } : { id = \"x\" }]...).id",
        "merge({ id = \"z\" }, try(FIVE[u.s], {})).id",
        "merge({ id = null }, try(length(u.ms), 0) > 0 ? { id = \"x\" } : null).id",
        "merge({ id = null }, try(tobool(u.ms.x), false) ? { id = \"x\" } : null).id",
        "merge({ id = \"y\" }, try(length(u.ms), 0) > 0 ? { id = null } : null).id",
        "merge({ id = \"y\" }, try(u.ms.x == \"true\", false) ? { id = null } : {}, { k = 1 }).id",
        "replace(\"a\", try(length(u.ms), 0) > 0 ? \"a\" : \"x\", \"\")",
        "trimsuffix(\"a\", try(length(u.ms), 0) > 0 ? \"a\" : \"x\")",
        "merge({ id = \"d\" }, { for k, v in u.ms : k => v == \"\" ? null : v }).id",
        "{ for k, v in u.ms : k => v == \"\" ? null : v }.id",
        "{ for k, v in u.ms : k => v == \"\" ? null : v }[\"id\"]",
        "lookup({ for k, v in u.ms : k => v == \"\" ? null : v }, \"id\", \"x\")",
        "[for v in values(u.ms) : v == \"\" ? null : v][0]",
        "try(coalesce(u.b ? \"x\" : null, u.b2 ? \"y\" : null), null)",
        "try(coalesce(u.b ? \"x\" : null, u.b2 ? \"y\" : null, u.b3 ? \"z\" : null), \"\")",
        "try(coalesce(u.b ? \"x\" : null, u.b2 ? \"y\" : null), \"other\")",
        "try(coalescelist(u.b ? [\"x\"] : [], u.b2 ? [\"y\"] : [])[0], \"\")",
        "try((u.b || u.b2 ? [\"x\"] : [])[0], null)",
        "try((!(u.b && u.b2) ? [\"x\"] : [])[0], null)",
        "try([for v in [\"x\"] : v if u.b || u.b2][0], null)",
        "try([for v in [\"x\"] : v if u.b || u.b2 || u.b3][0], null)",
        "try([for v in [\"x\"] : v if u.b || u.b2 || u.b3 || u.b4][0], null)",
        "try(element([for v in [\"x\"] : v if u.b || u.b2], 0), null)",
        "try({ for v in [\"x\"] : v => v if u.b || u.b2 }[\"x\"], null)",
        "try([for v in [\"x\"] : v if anytrue([u.s != \"prod\", length(u.ms) == 0])][0], null)",
        "one([for v in [\"x\"] : v if u.b || u.b2])",
        "lower(FIVE[u.s].id == null ? \"x\" : FIVE[u.s].id)",
        "trimspace(u.b ? \"a\" : u.b2 ? \"b\" : u.b3 ? \"c\" : u.b4 ? \" \" : \"d\")",
        "join(\"\", [u.b ? \"a\" : \"\", u.b2 ? \"b\" : \"\", u.b3 ? \"c\" : \"\", u.b4 ? \"d\" : \"\"])",
        "\"${u.b ? \"a\" : \"\"}${u.b2 ? \"b\" : \"\"}${u.b3 ? \"c\" : \"\"}${u.b4 ? \"d\" : \"\"}\"",
        "element([u.b ? \"a\" : null, u.b2 ? \"b\" : null], u.b3 ? 0 : u.b4 ? 1 : 0)",
        "lookup(FIVE, u.s, { id = \"o\" }).id",
        "lookup(FIVE, u.s, null) == null ? \"x\" : \"\"",
        "merge(FIVE[u.s], u.b ? {} : { id = \"x\" }).id",
        "merge({ id = \"d\" }, FIVE[u.s], { id = \"x\" }).id",
        "merge({ o = FIVE[u.s] }, u.b ? {} : { n = \"\" }).o.id",
        "merge({ o = { id = null } }, { for k, v in u.ms : k => { id = v } }).o.id",
        "{ for k, v in u.ms : k => { id = v == \"\" ? null : v } }.id.id",
        "{ for k, v in { for k, v in u.ms : k => { id = v == \"\" ? null : v } } : k => v.id }.id",
        "values({ for k, v in u.ms : k => v == \"\" ? null : v })[0]",
        "[for v in values(u.ms) : v != \"x\" ? null : v if v != \"true\"][0]",
        "{ (u.s) = null, x = \"y\" }[\"dev\"]",
        "{ (u.s) = \"\", x = \"y\" }.dev",
        "{ for v in [\"dev\", u.s] : v => v == \"dev\" ? null : v }.dev",
        "[for v in [null, \"x\"] : v if v != u.s && length(u.ms) > 1 || u.b || u.b2 || u.b3][0]",
        "[for v in [\"x\", null] : v if try(v != u.ms.x, false)][0]",
        "one([for v in [\"x\"] : v if try(length(u.ms), 0) > 0])",
        "try(u.b ? u.ms.x : \"z\", \"\")",
        "try([u.ms.x, u.ms.id]...)",
        "coalescelist(u.b ? [null] : [], u.b2 ? [\"a\"] : [], u.b3 ? [\"\"] : [], u.b4 ? [\"x\"] : [])[0]",
        "concat(u.b ? [null] : [], u.b2 ? [\"a\"] : [], u.b3 ? [\"\"] : [], u.b4 ? [\"x\"] : [])[0]",
        "flatten([u.b ? [null] : [], [for v in values(u.ms) : \"x\"]])[0]",
        "compact([u.b ? \"\" : \"a\", u.b2 ? \"\" : \"b\", u.b3 ? \"\" : \"c\", u.b4 ? \"\" : \"d\"])[0]",
        "zipmap([\"k\"], [u.b ? \"\" : u.b2 ? \"b\" : u.b3 ? \"c\" : u.b4 ? null : \"d\"]).k",
        "jsondecode(u.b ? \"null\" : u.b2 ? \"1\" : u.b3 ? \"2\" : u.b4 ? \"3\" : \"4\")",
        "(u.b && u.b2 && u.b3 && u.b4) ? null : \"x\"",
        "(u.b || u.b2 || u.b3 || u.b4) ? { id = null } : { id = \"x\" }",
        "((u.b || u.b2 || u.b3 || u.b4) ? { id = null } : { id = \"x\" }).id",
        "(try(length(u.ms), 0) > 0 ? { id = null } : { id = \"x\" }).id",
        "(try(length(u.ms), 0) > 0 ? [null] : [\"x\"])[0]",
        "[\"x\", \"\", null][u.b ? 0 : u.b2 ? 1 : u.b3 ? 2 : u.b4 ? 1 : 0]",
        "coalesce(u.b ? null : \"a\", u.b2 ? null : \"b\", u.b3 ? \"\" : \"c\", u.b4 ? null : \"d\", \"e\")",
    ] {
        let text = known(text);
        let said = names.eval(&text);
        let used: Vec<_> = variables.iter().filter(|(name, _)| text.contains(name)).collect();
        let worlds: usize = used.iter().map(|(_, values)| values.len()).product();
        for world in 0..worlds {
            let (mut there, mut rest) = (Names::new(), world);
            for (name, values) in &used {
                let value = there.eval(values[rest % values.len()]);
                there.set(name, value);
                rest /= values.len();
            }
            if let Ok(is) = there.try_eval(&text)
                && let Some(what) = contradiction(&said, &is, &there)
            {
                wrong.push(format!("{text}\n  {what}"));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
