//! Names that expressions refer to.

use std::fmt::Write;

use bricklint_lang::eval::{Reference, StaticStep, reads, references, traversal};
use bricklint_lang::syntax::parse_expression;

fn text(reference: &Reference<'_>) -> String {
    let mut out = String::from(reference.root);
    for step in &reference.steps {
        match step {
            StaticStep::Attr(name) => write!(out, ".{name}").unwrap(),
            StaticStep::Key(key) => write!(out, "[{key:?}]").unwrap(),
            StaticStep::Index(at) => write!(out, "[{at}]").unwrap(),
            StaticStep::Dynamic => out.push_str("[?]"),
            StaticStep::Splat => out.push_str("[*]"),
        }
    }
    out
}

#[test]
fn references_of_expressions() {
    for (source, expected) in [
        ("1", ""),
        ("var.a", "var.a"),
        ("aws_x.y[\"k\"].id", "aws_x.y[\"k\"].id"),
        ("aws_x.y[0].z.1", "aws_x.y[0].z[1]"),
        ("aws_x.y[each.key].id", "aws_x.y[?].id each.key"),
        ("aws_x.y[*].id", "aws_x.y[*].id"),
        ("aws_x.y.*.id[0]", "aws_x.y[*].id[0]"),
        ("aws_x.y[*].z[count.index]", "aws_x.y[*].z[?] count.index"),
        ("var.a + var.b * -var.c", "var.a var.b var.c"),
        ("var.a ? var.b : var.c", "var.a var.b var.c"),
        ("f(var.a, [var.b], { (var.c) = var.d, e = 1 })", "var.a var.b var.c var.d"),
        ("\"x${var.a}%{ if var.b }${var.c}%{ endif }\"", "var.a var.b var.c"),
        ("\"%{ for k, v in var.m }${k}${v}${local.x}%{ endfor }.\"", "var.m local.x"),
        ("[for k, v in var.m : v.id if k != var.x]", "var.m var.x"),
        ("{ for v in var.m : v => [for w in v : w + u] }", "var.m u"),
        ("[for v in v : v]", "v"),
        ("(var.a).b", "var.a"),
        ("f(var.a)[0].x", "var.a"),
        ("{ var = 1 }", ""),
        ("[convert(var.a, list(string)), var.b]", "var.a var.b"),
    ] {
        let (tree, id) = parse_expression(source);
        let found = references(&tree, id.unwrap());
        let found: Vec<String> = found.iter().map(text).collect();
        assert_eq!(found.join(" "), expected, "{source}");
    }
}

#[test]
fn what_a_for_reads_of_its_elements() {
    for (source, expected) in [
        ("[for v in x.y : v.id]", "x.y[*].id"),
        ("{ for k, v in data.x.y : k => [v.id, v[\"name\"].z] }", "data.x.y[*].id data.x.y[*].name"),
        ("[for v in x.y : v.id if v.on && w.z]", "w.z x.y[*].id x.y[*].on"),
        ("\"%{ for v in x.y }${v.id}%{ endfor }\"", "x.y[*].id"),
        // The element as it is, and an element that nobody looks at.
        ("[for v in x.y : v]", "x.y"),
        ("[for v in x.y : merge(v, { a = v.id })]", "x.y"),
        ("[for v in x.y : v[var.name]]", "x.y var.name"),
        ("[for k, v in x.y : k]", "x.y"),
        ("[for v in f(x.y) : v.id]", "x.y"),
        // A name that is bound again is another element.
        ("[for v in x.y : [for v in v.list : v.id]]", "x.y[*].list"),
        ("[for v in x.y : [for w in x.z : v.id + w.at]]", "x.z[*].at x.y[*].id"),
        ("[for v in x.y[each.key].list : v.id]", "each.key x.y[?].list[*].id"),
        ("[for v in x.y : v.id] + x.y[0].on", "x.y[*].id x.y[0].on"),
    ] {
        let (tree, id) = parse_expression(source);
        let found: Vec<String> = reads(&tree, id.unwrap()).iter().map(text).collect();
        assert_eq!(found.join(" "), expected, "{source}");
    }
}

#[test]
fn traversals() {
    for (source, expected) in [
        ("databricks.account", Some("databricks.account")),
        ("databricks", Some("databricks")),
        ("aws_x.y[\"a\"].id", Some("aws_x.y[\"a\"].id")),
        ("aws_x.y[0]", Some("aws_x.y[0]")),
        ("\"databricks.account\"", Some("databricks.account")),
        ("\"aws_x.y[\\\"a\\\"].id\"", Some("aws_x.y[\"a\"].id")),
        ("\"aws_x.y.0.id\"", Some("aws_x.y[0].id")),
        ("\"module.a\"", Some("module.a")),
        ("\"not a name\"", None),
        ("\"\"", None),
        ("\"a.\"", None),
        ("\"a[\"", None),
        ("aws_x.y[each.key]", None),
        ("aws_x.y[*].id", None),
        ("f(x)", None),
        ("1", None),
        ("a + b", None),
    ] {
        let (tree, id) = parse_expression(source);
        assert_eq!(traversal(&tree, id.unwrap()).as_ref().map(text).as_deref(), expected, "{source}");
    }
}
