//! Literals, conditionals, templates, `for`, splats, indexes and the functions that see their arguments
//! unevaluated.

use bricklint_lang::eval::ErrorKind;
use bricklint_lang::value::{Marks, Value};

use crate::eval_scope::{Names, show, table};

#[test]
fn literals_and_containers() {
    table(&[
        ("null", "null"),
        ("\"a\\n\"", "\"a\\n\""),
        ("12345678901234567890", "12345678901234567890"),
        ("1.50", "1.5"),
        ("{ a = 1, a = 2 }", "{a=2}"),
        ("{ b = 1, a = 2 }", "{a=2, b=1}"),
        ("{ (\"x\") = 1, \"y\" = 2, 3 = 4 }", "{3=4, x=1, y=2}"),
        ("{ true = 1, null = 2 }", "{null=2, true=1}"),
        ("{ (u.s) = 1 }", "?{(u.s) = 1}"),
        ("{ (v.secret) = 1 }", "secret({hunter2=1})"),
        ("{ (null) = 1 }", "error: a key cannot be null"),
        ("{ ([]) = 1 }", "error: a key must be a string"),
        (
            "{ a.b = 1 }",
            "error: a key that is a reference is written in parentheses, one with periods in quotes",
        ),
        ("[u.s, v.secret]", "[?u.s, secret(\"hunter2\")]"),
        ("\"${[1]}\"", "[1]"),
        ("\"${null}\"", "null"),
    ]);
}

#[test]
fn conditionals() {
    table(&[
        ("true ? 1 : \"a\"", "\"1\""),
        ("false ? [1] : [\"a\", \"b\"]", "list[\"a\", \"b\"]"),
        ("true ? { a = 1 } : { b = \"x\" }", "map{a=\"1\"}"),
        ("true ? null : { a = 1 }", "null(object({a=number}))"),
        ("true ? 1 : nope", "1"),
        ("false ? nope : 1", "1"),
        ("true ? nope : 1", "error: there is no `nope`"),
        ("null ? 1 : 2", "error: the condition is null"),
        ("[] ? 1 : 2", "error: the condition must be of type bool"),
        ("\"true\" ? 1 : 2", "1"),
        ("u.b ? 1 : 2", "(u.b ? 1 : 2)"),
        ("u.b ? 5 : 5", "5"),
        ("u.b ? \"a\" : \"a\"", "(u.b ? \"a\" : \"a\")"),
        ("u.b ? null : 1", "(u.b ? null(number) : 1)|null"),
        ("u.b ? null : null", "null"),
        ("!u.b ? 1 : 2", "(u.b ? 2 : 1)"),
        ("u.s == null ? \"d\" : u.s", "(u.s == null ? \"d\" : ?u.s)"),
        ("u.s != null ? u.s : \"d\"", "(u.s == null ? \"d\" : ?u.s)"),
        ("null != u.s ? u.s : \"d\"", "(u.s == null ? \"d\" : ?u.s)"),
        ("u.b ? (u.b ? 1 : 2) : 3", "(u.b ? 1 : 3)"),
        ("(u.b ? 1 : 2) == 1 ? \"x\" : \"y\"", "(u.b ? \"x\" : \"y\")"),
        ("u.b && u.b2 ? 1 : 2", "(u.b ? (u.b2 ? 1 : 2) : 2)"),
        ("u.b && u.b2 && u.b3 && u.b4 ? 1 : 2", "(((u.b && u.b2) && u.b3) && u.b4 ? 1 : 2)"),
        ("u.b ? u.s : u.s", "?u.s"),
        ("u.b ? sensitive(u.s) : u.s", "secret(?u.s)"),
        ("sensitive(u.b) ? u.s : u.s", "secret(?u.s)"),
        ("u.b ? \"a-${u.s}\" : \"a-${u.s}\"", "<\"a-\" ?u.s>"),
        ("u.s == null ? u.s : u.s", "?u.s"),
        ("u.b ? (u.b2 ? u.s : \"x\") : (u.b2 ? u.s : \"x\")", "(u.b2 ? ?u.s : \"x\")"),
        ("u.b ? [u.s][0] : u.s2", "(u.b ? ?u.s : ?u.s2)"),
        ("u.b ? v.secret : \"x\"", "secret((u.b ? secret(\"hunter2\") : \"x\"))"),
        ("v.secret == \"x\" ? 1 : 2", "secret(2)"),
        ("u.b ? nope : 1", "?any"),
        ("u.b ? { a = 1, b = \"x\" } : { a = 2, b = \"y\" }", "(u.b ? {a=1, b=\"x\"} : {a=2, b=\"y\"})"),
        ("(u.b ? { a = 1 } : { a = 2 }).a", "(u.b ? 1 : 2)"),
        (
            "true ? 1 : true",
            "error: the two results of a conditional must have one type: they are `number` and `bool`",
        ),
        ("(u.b ? v.list : v.list)[0]", "(u.b ? 1 : 1)"),
        (
            "false ? { a = 1, b = [\"x\"] } : { a = \"s\", c = null }",
            "error: the two results of a conditional must have one type: they are an object and an object",
        ),
        ("false ? { a = 1, b = 2 } : { a = \"s\", c = null }", "map{a=\"s\", c=null(string)}"),
    ]);
}

#[test]
fn templates() {
    table(&[
        ("\"a${1}b${true}\"", "\"a1btrue\""),
        ("\"a${null}\"", "error: null cannot be part of a string"),
        ("\"a${[1]}\"", "error: only a string can be part of a string: a string is required"),
        ("\"a-${u.s}-b\"", "<\"a-\" ?u.s \"-b\">"),
        ("\"${u.n}${u.b}\"", "<?u.n ?u.b>"),
        ("\"x${\"a-${u.s}-b\"}y\"", "<\"xa-\" ?u.s \"-by\">"),
        ("\"a-${v.secret}\"", "secret(\"a-hunter2\")"),
        ("\"a-${u.b ? \"x\" : \"y\"}-b\"", "(u.b ? \"a-x-b\" : \"a-y-b\")"),
        ("\"a-${u.b ? u.s : \"y\"}-b\"", "(u.b ? <\"a-\" ?u.s \"-b\"> : \"a-y-b\")"),
        ("\"${u.b ? \"x\" : \"y\"}${!u.b ? 1 : 2}\"", "(u.b ? \"x2\" : \"y1\")"),
        ("\"%{ if true }yes%{ else }no%{ endif }!\"", "\"yes!\""),
        ("\"%{ if false }yes%{ endif }!\"", "\"!\""),
        ("\"%{ if u.b }yes%{ else }no%{ endif }!\"", "(u.b ? \"yes!\" : \"no!\")"),
        ("\"%{ for k, x in { a = 1, b = 2 } }${k}=${x};%{ endfor }\"", "\"a=1;b=2;\""),
        ("\"%{ for i, x in [\"p\", \"q\"] }${i}${x}%{ endfor }.\"", "\"0p1q.\""),
        ("\"%{ for x in [u.s, \"z\"] }(${x})%{ endfor }\"", "<\"(\" ?u.s \")(z)\">"),
        ("\"%{ for x in u.ls }${x}%{ endfor }.\"", "<?string \".\">"),
        ("\"%{ for x in null }${x}%{ endfor }.\"", "error: null cannot be iterated"),
        ("\"e${\"\\u0301\"}\"", "\"é\""),
    ]);
}

#[test]
fn for_expressions() {
    table(&[
        ("[for x in [1, 2, 3] : x * 2]", "[2, 4, 6]"),
        ("[for i, x in [\"a\", \"b\"] : \"${i}${x}\"]", "[\"0a\", \"1b\"]"),
        ("[for k, x in { b = 1, a = 2 } : \"${k}${x}\"]", "[\"a2\", \"b1\"]"),
        ("[for x in [1, 2, 3] : x if x > 1]", "[2, 3]"),
        ("{ for x in [\"a\", \"b\"] : x => 1 }", "{a=1, b=1}"),
        (
            "{ for x in [\"a\", \"b\", \"aa\"] : \"${x == \"b\" ? 1 : 2}\" => x... }",
            "{1=[\"b\"], 2=[\"a\", \"aa\"]}",
        ),
        (
            "{ for x in [1, 1] : x => x }",
            "error: two elements give the key `1`; `...` behind the value groups them",
        ),
        ("{ for x in [1] : null => x }", "error: a key cannot be null"),
        ("[for x in null : x]", "error: null cannot be iterated"),
        ("[for x in 1 : x]", "error: only a collection can be iterated"),
        ("[for x in u.ls : x]", "?any"),
        ("[for x in u.d : x]", "?any"),
        ("[for x in u.s : x]", "error: only a collection can be iterated"),
        ("[for x in [1, u.s] : x]", "[1, ?u.s]"),
        ("[for x in [1, 2] : x if u.b]", "(u.b ? [1, 2] : [])"),
        ("[for x in [1, 2] : x if u.s == \"a\" || x == 1]", "(u.s == \"a\" ? [1, 2] : [1])"),
        ("[for x in [u.b, u.b2] : 1 if x]", "(u.b ? (u.b2 ? [1, 1] : [1]) : (u.b2 ? [1] : []))"),
        ("[for x in [{ n = 1, on = u.b ? true : false }] : x.n if x.on]", "(u.b ? [1] : [])"),
        ("{ for x in [\"a\", u.s] : x => 1 }", "?{(u.s) = 1, (\"a\") = 1}"),
        ("[for x in (u.b ? [1] : [2, 3]) : x + 1]", "(u.b ? [2] : [3, 4])"),
        ("[for x in [v.secret] : x]", "[secret(\"hunter2\")]"),
        ("[for x in [1] : x if v.secret == \"hunter2\"]", "secret([1])"),
        ("[for x in [[1, 2], [3]] : [for y in x : y + 1]]", "[[2, 3], [4]]"),
        ("[for x in [1] : x if null]", "error: the condition of a `for` is null"),
        ("[for u in [{ s = 1 }] : u.s]", "[1]"),
    ]);
}

#[test]
fn splats() {
    table(&[
        ("[{ a = 1 }, { a = 2 }][*].a", "[1, 2]"),
        ("[{ a = [1] }, { a = [2] }][*].a[0]", "[1, 2]"),
        ("[{ a = [1] }, { a = [2] }].*.a[0]", "[1]"),
        ("null[*]", "[]"),
        ("null[*].a", "[]"),
        ("\"x\"[*]", "[\"x\"]"),
        ("{ a = 1 }[*].a", "[1]"),
        ("v.list[*]", "[1, 2, 3]"),
        ("u.ls[*]", "?u.ls[*]"),
        ("u.d[*].id", "?u.d[*].id"),
        ("u.s[*]", "(u.s == null ? [] : [?u.s])"),
        ("u.id[*]", "[?u.id]"),
        ("[u.d][*].id", "[?u.d.id]"),
        ("(u.b ? null : { a = 1 })[*].a", "(u.b ? [] : [1])"),
        ("(u.b ? [{ a = 1 }] : [])[*].a", "(u.b ? list[1] : list[])"),
        ("[{ a = 1 }][*].b", "error: the object has no attribute `b`"),
    ]);
}

#[test]
fn indexes_and_attributes() {
    table(&[
        ("v.map.b.c[0]", "true"),
        ("v.map[\"a\"]", "1"),
        ("v.list[\"1\"]", "2"),
        ("v.list.1", "2"),
        ("v.list[3]", "error: the tuple has 3 elements, none of them at index 3"),
        ("v.list[-1]", "error: the tuple has 3 elements, none of them at index -1"),
        ("v.list[0.5]", "error: the tuple has 3 elements, none of them at index 0.5"),
        ("v.list[\"x\"]", "error: the index must be a number"),
        ("v.map.x", "error: the object has no attribute `x`"),
        ("v.map[\"x\"]", "error: the object has no attribute `x`"),
        ("null.a", "error: null has no attribute `a`"),
        ("null[0]", "error: null cannot be indexed"),
        ("v.list[null]", "error: null cannot be a key"),
        ("1[0]", "error: a number cannot be indexed"),
        ("\"x\".a", "error: a string has no attribute `a`"),
        ("u.s.a", "error: a string has no attribute `a`"),
        ("u.ls[0]", "?u.ls[0]"),
        ("u.ls[u.n]", "?u.ls[u.n]"),
        ("{ a = 1, b = null }[u.s]", r#"(u.s == "a" ? 1 : null)|null"#),
        ("{ a = 1, b = 2, c = 3 }[u.s]", r#"(u.s == "a" ? 1 : (u.s == "b" ? 2 : 3))"#),
        (
            "{ a = 1, b = 2, c = 3, d = 4, e = 5 }[u.s]",
            r#"?{"a" = 1, "b" = 2, "c" = 3, "d" = 4, "e" = 5}[u.s]"#,
        ),
        // What is the same by each key is that, with what it hangs on itself.
        ("{ a = u.s, b = u.s }[u.s2]", "?u.s"),
        ("{ a = \"x-${u.s}\", b = \"x-${u.s}\" }[u.s2]", "<\"x-\" ?u.s>"),
        (
            "{ a = { c = { n = 1 }, d = { n = 2 } }, b = { c = { n = 1 }, d = { n = 2 } } }[u.s][u.s2].n",
            r#"(u.s2 == "c" ? 1 : 2)"#,
        ),
        // The part of one of many may be null where that of one of them is.
        (
            "{ a = { n = 1 }, b = { n = null }, c = {}, d = {}, e = {} }[u.s].n",
            r#"?{"a" = {"n" = 1}, "b" = {"n" = null}, "c" = {}, "d" = {}, "e" = {}}[u.s].n|null"#,
        ),
        (
            "lookup({ a = { n = 1 }, b = {}, c = {}, d = {}, e = {} }, u.s, { n = null }).n",
            r#"?lookup({"a" = {"n" = 1}, "b" = {}, "c" = {}, "d" = {}, "e" = {}}, u.s, {"n" = null}).n|null"#,
        ),
        ("u.ms[\"k\"]", "?u.ms.k"),
        ("u.ms[\"a b\"]", "?u.ms[\"a b\"]"),
        ("u.ms.k", "?u.ms.k"),
        ("u.d.a[0].b", "?u.d.a[0].b"),
        ("u.ss[0]", "error: the elements of a set have no index"),
        ("[1, 2][u.n]", "?[1, 2][u.n]"),
        ("{ a = 1, b = 2 }[u.b ? \"a\" : \"b\"]", "(u.b ? 1 : 2)"),
        ("v.list[u.b ? 0 : 1]", "(u.b ? 1 : 2)"),
        ("v.map[u.b ? \"a\" : \"b\"]", "(u.b ? 1 : {c=[true]})"),
        ("{ hunter2 = 1 }[v.secret]", "1"),
        ("sensitive({ a = 1 }).a", "secret(1)"),
        ("[v.secret, 1][1]", "1"),
        ("nope.x", "error: there is no `nope`"),
    ]);
}

#[test]
fn forms() {
    table(&[
        ("try(nope, 1)", "1"),
        ("try({}.x, \"z\")", "\"z\""),
        ("try(u.s, \"z\")", "?u.s"),
        ("try(null, 1)", "null"),
        ("try(u.s, null)", "?u.s|null"),
        ("try(v.map.b, null)", "{c=[true]}"),
        ("try({ a = [u.s] }.a, null)", "?any|null"),
        ("try(u.b ? 1 : 2, 3)", "(u.b ? 1 : 2)"),
        ("try(nope, nada)", "error: no argument of `try` has a value: there is no `nope`"),
        ("can(nope)", "false"),
        ("can(1)", "true"),
        ("can(u.s)", "?can(u.s)"),
        ("can(sensitive(u.s))", "?can(u.s)"),
        ("{ a = sensitive(1), b = 2, c = 3, d = 4, e = 5 }[u.s]", "?any"),
        (
            "{ a = 1, b = 2, c = 3, d = 4, e = 5 }[sensitive(u.s)]",
            "?{\"a\" = 1, \"b\" = 2, \"c\" = 3, \"d\" = 4, \"e\" = 5}[u.s]",
        ),
        (
            "tomap({ a = 1, b = 2, c = 3, d = 4, e = 5 })[sensitive(u.s)]",
            "?tomap({\"a\" = 1, \"b\" = 2, \"c\" = 3, \"d\" = 4, \"e\" = 5})[u.s]",
        ),
        (
            "tomap({ a = 1, b = 2, c = 3, d = 4, e = 5 })[u.d].x",
            "?tomap({\"a\" = 1, \"b\" = 2, \"c\" = 3, \"d\" = 4, \"e\" = 5})[u.d].x",
        ),
        ("[sensitive(1), 2][u.n]", "?any"),
        ("sensitive(1)", "secret(1)"),
        ("nonsensitive(v.secret)", "\"hunter2\""),
        ("issensitive(v.secret)", "true"),
        ("issensitive(1)", "false"),
        ("issensitive(u.s)", "?bool"),
        ("core::sensitive(1)", "secret(1)"),
        ("try(sensitive({ a = 1 }).b, 2)", "2"),
        ("sensitive(1, 2)", "error: `sensitive`: one argument is required"),
        ("sensitive([1]...)", "secret(1)"),
        ("sensitive(null...)", "error: the value before `...` is null"),
        ("sensitive(1...)", "error: the value before `...` must be a list, set or tuple"),
        ("sensitive(u.ls...)", "?any"),
    ]);
}

#[test]
fn template_functions() {
    let mut names = Names::new();
    names.files.insert("t.tftpl".into(), "a-${x}\n%{ for y in ys ~}\n${y}\n%{ endfor ~}\n".into());
    names.files.insert("one.tftpl".into(), "${x}".into());
    names.files.insert("nested.tftpl".into(), "${templatefile(\"one.tftpl\", {})}!".into());
    names.files.insert("marked.tftpl".into(), "\u{feff}<${x}>\u{feff}".into());
    names.files.insert("binds.tftpl".into(), "%{ for x in [1] }${x}%{ endfor }${{ y = 2 }.y}".into());
    for (name, text) in [
        ("tried", "${try(x, 1)}"),
        ("skipped", "%{ if false }${x}%{ endif }"),
        ("chosen", "\n${true ? 1 : x}"),
        ("empty", "%{ for y in [] }${x}%{ endfor }"),
        ("key", "${[1][*].a[x]}"),
        ("shadowed", "%{ for x in x }${x}%{ endfor }"),
    ] {
        names.set(&format!("v.{name}"), Value::string(text));
    }
    names.set("v.text", Value::string("<${x}>"));
    names.set("v.marked", Value::string("\u{feff}${x}"));
    let missing = |line| {
        format!("error: `templatestring`: the string, line {line}: the template is given no variable `x`")
    };
    for (name, line) in
        [("tried", 1), ("skipped", 1), ("chosen", 2), ("empty", 1), ("key", 1), ("shadowed", 1)]
    {
        assert_eq!(names.show(&format!("templatestring(v.{name}, {{ z = 1 }})")), missing(line), "{name}");
    }
    for (text, expected) in [
        ("templatefile(\"marked.tftpl\", { x = 1 })", r#""<1>\u{feff}""#),
        ("templatestring(v.marked, { x = \"a\" })", "\"a\""),
        ("templatefile(\"binds.tftpl\", {})", "\"12\""),
        ("templatestring(v.tried, { x = 2 })", "\"2\""),
        ("try(templatestring(v.tried, {}), 3)", "3"),
        ("templatefile(\"t.tftpl\", { x = 1, ys = [2, 3] })", r#""a-1\n2\n3\n""#),
        ("templatefile(\"one.tftpl\", { x = [1] })", "[1]"),
        ("templatefile(\"t.tftpl\", { x = u.s, ys = [] })", r#"<"a-" ?u.s "\n">"#),
        (
            "templatefile(\"t.tftpl\", { ys = [] })",
            "error: `templatefile`: `t.tftpl`, line 1: the template is given no variable `x`",
        ),
        ("templatefile(\"none\", {})", "error: `templatefile`: no file exists at `none`"),
        ("templatefile(\"/etc/x\", {})", "?any"),
        (
            "templatefile(\"nested.tftpl\", {})",
            "error: `templatefile`: `nested.tftpl`, line 1: `templatefile`: a template cannot render another one",
        ),
        ("templatefile(u.s, {})", "?any"),
        ("templatefile(u.b ? \"one.tftpl\" : \"t.tftpl\", { x = 1, ys = [] })", r#"(u.b ? 1 : "a-1\n")"#),
        ("templatestring(v.text, { x = 1 })", "\"<1>\""),
        ("templatestring(v.text, { x = v.secret })", "secret(\"<hunter2>\")"),
        (
            "templatestring(\"x\", {})",
            "error: `templatestring`: the template must be a reference to a string",
        ),
    ] {
        assert_eq!(names.show(text), expected, "{text}");
    }
}

/// The text of an absolute path is one of the machine, and what it names in the tree is not.
#[test]
fn files_of_the_tree_are_read_by_their_absolute_paths() {
    let mut names = Names::new();
    names.files.insert("a.txt".into(), "text".into());
    names.files.insert("m/t.tftpl".into(), "<${x}>".into());
    names.set("v.path", Value::string("m"));
    names.set("v.secrets", Value::string("a.txt").with_marks(Marks::SENSITIVE));
    for (text, expected) in [
        ("file(abspath(\"a.txt\"))", "\"text\""),
        ("filesha1(abspath(\"a.txt\")) == filesha1(\"a.txt\")", "true"),
        ("fileexists(abspath(\"a.txt\"))", "true"),
        ("fileexists(abspath(\"b.txt\"))", "false"),
        ("fileset(abspath(\".\"), \"*.txt\")", "set[\"a.txt\"]"),
        ("templatefile(\"${abspath(v.path)}/t.tftpl\", { x = 1 })", "\"<1>\""),
        ("file(abspath(\"none\"))", "error: `file` failed: no file exists at `none`"),
        ("abspath(\"a.txt\")", "?abspath(\"a.txt\")"),
        ("abspath(\"a.txt\") == \"a.txt\"", "?abspath(\"a.txt\") == \"a.txt\""),
        ("pathexpand(abspath(\"a.txt\"))", "?pathexpand(abspath(\"a.txt\"))"),
        ("file(abspath(u.s))", "?file(abspath(u.s))"),
        ("file(abspath(\"x/${u.s}\"))", "?file(abspath(\"x/${u.s}\"))"),
        ("file(\"${abspath(v.path)}/${u.s}\")", "?file(\"${abspath(\"m\")}/${u.s}\")"),
        ("file(\"x${abspath(v.path)}\")", "?file(\"x${abspath(\"m\")}\")"),
    ] {
        assert_eq!(names.show(text), expected, "{text}");
    }
    assert!(names.eval("file(abspath(v.secrets))").is_unknown());
}

/// Wherever a file is missing the error says so, and not its message alone.
#[test]
fn errors_of_missing_files_are_of_a_kind() {
    let mut names = Names::new();
    names.files.insert("reads.tftpl".into(), "${file(\"none\")}".into());
    names.files.insert("fails.tftpl".into(), "${abs(\"no file exists at\")}".into());
    names.files.insert("a.txt".into(), "x".into());
    names.set("v.text", Value::string("${file(\"none\")}"));
    names.set("v.secrets", names.eval("sensitive([\"none\"])"));
    for (text, kind) in [
        ("file(\"none\")", ErrorKind::MissingFile),
        ("\"a${filemd5(\"none\")}\"", ErrorKind::MissingFile),
        ("templatefile(\"none\", {})", ErrorKind::MissingFile),
        ("templatefile(\"reads.tftpl\", {})", ErrorKind::MissingFile),
        ("templatestring(v.text, {})", ErrorKind::MissingFile),
        ("[for name in v.secrets : file(name)]", ErrorKind::MissingFile),
        ("try(file(\"none\"), abs(\"x\"))", ErrorKind::MissingFile),
        ("try(abs(\"x\"), file(\"none\"))", ErrorKind::Call),
        ("abs(\"no file exists at\")", ErrorKind::Call),
        ("templatefile(\"fails.tftpl\", {})", ErrorKind::Call),
        ("abs(try(file(\"none\"), \"x\"))", ErrorKind::Call),
        ("abs(fileexists(\"none\") ? 1 : \"x\")", ErrorKind::Call),
        ("file(\"a.txt\") + 1", ErrorKind::Other),
    ] {
        let error = names.try_eval(text).expect_err(text);
        assert_eq!(error.kind, kind, "{text}: {}", error.message);
    }
}

#[test]
fn provenance_unites_in_operators_and_stays_with_elements() {
    let mut names = Names::new();
    let (one, two) = (names.provenance(&[1]), names.provenance(&[2]));
    names.set("v.one", Value::number(1).with_provenance(one));
    names.set("v.two", Value::number(2).with_provenance(two));
    for (text, expected) in [
        ("v.one + v.two", vec![1, 2]),
        ("\"${v.one}-${v.two}\"", vec![1, 2]),
        ("[v.one, v.two][0]", vec![1]),
        ("{ a = v.one, b = v.two }.b", vec![2]),
        ("[v.one, v.two]", vec![]),
        ("[v.one, v.two] == [1, 2]", vec![1, 2]),
        ("true ? v.one : v.two", vec![1]),
        ("u.b ? v.one : v.two", vec![1, 2]),
        ("[for x in [v.one, v.two] : x][1]", vec![2]),
        ("[v.one, v.two][u.n]", vec![1, 2]),
        ("{ (v.one) = v.two }", vec![1]),
    ] {
        assert_eq!(names.numbers(&names.eval(text)), expected, "{text}");
    }
}

#[test]
fn causes_and_symbols_follow_the_path() {
    let names = Names::new();
    let value = names.eval("u.d.a[\"x y\"]");
    let unknown = value.as_unknown().unwrap();
    assert_eq!(&*unknown.cause.subject, "u.d.a[\"x y\"]");
    assert_eq!(&*unknown.symbol.as_ref().unwrap().path, "a[\"x y\"]");
    assert!(names.try_eval("(u.n + u.n).x").is_err(), "{}", show(&value));
}

#[test]
fn errors_never_show_secrets() {
    let mut names = Names::new();
    names.set("v.number", Value::number(4711).with_marks(Marks::SENSITIVE));
    for text in [
        "v.map[v.secret]",
        "v.list[v.number]",
        "{ for x in [v.secret, v.secret] : x => 1 }",
        "v.secret + 1",
        "v.secret && true",
        "true ? v.secret : []",
        "[for x in v.secret : x]",
        "v.secret.x",
        "\"${[v.secret]}x\"",
    ] {
        let error = names.try_eval(text).expect_err(text).to_string();
        assert!(!error.contains("hunter2") && !error.contains("4711"), "{text}: {error}");
    }
}
