//! Everything ends: large values, shared values, long loops.

use std::fmt::Write;

use bricklint_findings::cause::CauseKind;
use bricklint_lang::limits::{Budget, MOST_STEPS, MOST_TEXT, MOST_VALUES};
use bricklint_lang::value::{Marks, Value};

use crate::eval_scope::{Names, show};

/// The cause of a value that is unknown because of a limit.
fn limit(value: &Value) -> String {
    let cause = value.cause().unwrap_or_else(|| panic!("{} is known", show(value)));
    assert_eq!(cause.kind, CauseKind::Limit, "{}", cause.text);
    cause.text.to_string()
}

/// The value of an expression that has these many steps and values, and how many of them it takes.
fn within(names: &mut Names, (steps, values): (u64, u64), text: &str) -> (Value, u64, u64) {
    names.budget = Some(Budget::new(steps, values));
    let value = names.eval(text);
    let left = names.budget.take().unwrap();
    (value, steps - left.steps(), values - left.values())
}

/// More than an expression may take.
const PLENTY: (u64, u64) = (2 * MOST_STEPS, 1 << 30);

/// Names in which `l.x` is made from itself so many times.
fn repeated(first: &str, next: &str, times: usize) -> Names {
    let mut names = Names::new();
    names.set("l.x", names.eval(first));
    for _ in 0..times {
        names.set("l.x", names.eval(next));
    }
    names
}

#[test]
fn values_end_at_a_limit() {
    let longer = "the string would be longer than 16 MiB";
    let parts = "the value would have more than 1,048,576 parts";
    let elements = "the collection would have more than 1,000,000 elements";
    let deep = "the value would have more than 300 collections inside each other";
    let cases = [
        ("\"xxxxxxxx\"", "\"${l.x}${l.x}\"", 22, longer),
        ("\"xxxxxxxx\"", "join(l.x, [l.x, l.x])", 22, longer),
        ("\"xxxxxxxx\"", "format(\"%s%s\", l.x, l.x)", 22, longer),
        ("\"xxxxxxxx\"", "replace(l.x, \"x\", \"xx\")", 22, longer),
        ("\"xxxxxxxx\"", "replace(l.x, \"/x+/\", \"$0$0\")", 22, longer),
        ("\"xxxxxxxx\"", "jsonencode([l.x, l.x])", 22, longer),
        ("\"x${u.s}\"", "\"${l.x}${l.x}\"", 22, longer),
        ("\"x${u.s}\"", "join(\",\", [l.x, l.x])", 22, longer),
        ("1", "[l.x, l.x]", 22, parts),
        ("1", "{ a = l.x, b = l.x }", 22, parts),
        ("1", "[for i in range(2) : l.x]", 22, parts),
        ("[1]", "concat(l.x, l.x)", 21, elements),
        ("1", "[l.x]", 302, deep),
        ("1", "jsondecode(jsonencode([l.x]))", 302, deep),
    ];
    for (first, next, times, expected) in cases {
        let names = repeated(first, next, times);
        assert_eq!(limit(&names.eval("l.x")), expected, "{first}, then {next}");
    }
}

/// The types of what is unknown or empty grow as values do.
#[test]
fn types_end_at_a_limit() {
    for (first, next) in [
        ("u.b ? [1] : null", "u.b2 ? [l.x, l.x] : null"),
        ("slice(tolist([\"x\"]), 0, 0)", "slice(tolist([[l.x, l.x]]), 0, 0)"),
    ] {
        let names = repeated(first, next, 60);
        assert!(names.eval("l.x").size().values <= MOST_VALUES, "{first}, then {next}");
    }
}

#[test]
fn what_a_shared_value_is_used_for_ends() {
    // Below the limit, and still many values when it is walked.
    let names = repeated("\"x\"", "{ a = l.x, b = l.x }", 16);
    assert!(names.eval("l.x").size().values < MOST_VALUES);
    for (text, expected) in [
        ("l.x == l.x", "true"),
        ("l.x.a == l.x.b", "true"),
        ("l.x == { a = l.x.a, b = l.x.a }", "true"),
        ("length(jsonencode(l.x)) > 100000", "true"),
        ("length(toset([l.x, l.x]))", "1"),
        ("length(distinct([l.x, l.x]))", "1"),
        ("can(l.x.a)", "true"),
        ("length(tolist([l.x.a, l.x.b]))", "2"),
    ] {
        assert_eq!(names.show(text), expected, "{text}");
    }
}

#[test]
fn loops_end_at_a_limit() {
    let mut names = repeated("range(1000)", "l.x", 0);
    names.set("l.y", names.eval("flatten([for i in range(10) : l.x])"));
    names.set("l.z", names.eval("flatten([for i in range(10) : l.y])"));
    let steps = "it takes more than 10,000,000 steps to evaluate";
    for text in [
        "\"%{for a in l.y}%{for b in l.y}x%{endfor}%{endfor}\"",
        "[for a in l.y : contains(l.z, -1)]",
        "[for a in l.x : [for b in l.x : [for c in l.x : [for d in l.x : 1]]]]",
    ] {
        assert_eq!(limit(&names.eval(text)), steps, "{text}");
    }
    // Loops that a person writes do not come near it.
    assert_eq!(names.show("length(flatten([for a in l.x : [for b in l.x : a] if a < 100]))"), "100000");
    assert_eq!(names.show("length([for a in l.y : a if contains(l.x, a)])"), "10000");
}

#[test]
fn a_value_that_is_cut_stays_marked() {
    let mut names = Names::new();
    let text = "x".repeat(MOST_TEXT);
    names
        .set("l.x", Value::string(text).with_marks(Marks::SENSITIVE).with_provenance(names.provenance(&[7])));
    let value = names.eval("\"${l.x}x\"");
    limit(&value);
    assert!(value.marks().contains(Marks::SENSITIVE));
    assert_eq!(names.numbers(&value), [7]);
    assert_eq!(names.eval("\"${l.x}\"").as_str().map(str::len), Some(MOST_TEXT));
}

#[test]
fn text_that_nests_deeply_is_not_read() {
    let mut names = Names::new();
    names.set("l.deep", Value::string("[".repeat(100_000)));
    names.set("l.whole", Value::string("[".repeat(100_000) + &"]".repeat(100_000)));
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..30 {
        let aliases = vec![format!("*a{}", i - 1); 9].join(", ");
        writeln!(bomb, "a{i}: &a{i} [{aliases}]").unwrap();
    }
    names.set("l.bomb", Value::string(bomb));
    for text in [
        "jsondecode(l.deep)",
        "jsondecode(l.whole)",
        "yamldecode(l.deep)",
        "yamldecode(l.whole)",
        "yamldecode(l.bomb)",
    ] {
        let (value, steps, values) = within(&mut names, PLENTY, text);
        limit(&value);
        assert!(steps + values < 5_000, "{text} takes {steps} steps and {values} values");
    }
}

/// Work that grows with the square of what is written ends too, and what people write is far from it.
#[test]
fn searches_and_products_end_at_a_limit() {
    let mut names = Names::new();
    names.set("l.text", Value::string("a".repeat(200_000)));
    names.set("l.page", Value::string("one two three four five\n".repeat(400)));
    names.set("l.n", names.eval("flatten([for i in range(100) : range(1000)])"));
    names.set("l.few", names.eval("range(1000)"));
    for text in [
        // Each match looks at the rest of the text.
        "regexall(\"a.*b|a\", l.text)",
        "replace(l.text, \"/a.*b|a/\", \"\")",
        "regexall(l.text, l.text)",
        "regex(l.text, l.text)",
        "regexall(\"\\\\pL{900}\", l.text)",
        "[for a in l.few : [for b in l.few : length(l.text)]]",
        "[for a in l.few : [for b in l.few : substr(l.text, -1, 1)]]",
    ] {
        let (value, steps, _) = within(&mut names, PLENTY, text);
        limit(&value);
        assert!(steps < MOST_STEPS, "{text} takes {steps} steps");
        // Where others have taken the steps, it does not begin.
        let (value, steps, _) = within(&mut names, (0, PLENTY.1), text);
        limit(&value);
        assert_eq!(steps, 0, "{text}");
    }
    for (text, expected) in [
        ("length(setproduct([for i in l.n : [1]]...)[0])", "100000"),
        ("length(setproduct([1, 2], [], [3]))", "0"),
        ("[length(\"a\\r\\nb\"), length(substr(\"a\\r\\nb\", 1, 1)), substr(\"abc\", 5, 1)]", "[3, 1, \"\"]"),
        (
            "join(\" \", [for c in setproduct([\"p\", \"q\"], [\"x\"], [\"a\", \"b\"]) : join(\"\", c)])",
            "\"pxa pxb qxa qxb\"",
        ),
        ("length(regexall(\"[a-z]+\", l.page))", "2000"),
        ("length(replace(l.page, \"/ .*\\n/\", \"\"))", "1200"),
        (
            "length([for i in l.few : i if can(regex(\"^arn:aws:iam::[0-9]{12}:role/[a-z]{1,64}$\", \"x${i}\"))])",
            "0",
        ),
    ] {
        assert_eq!(names.show(text), expected, "{text}");
    }
}

const MEMORY: &str = "the values of this root take more memory together than this tool uses";

/// Whatever makes values, they are counted while they are made and not when all are there.
#[test]
fn what_is_made_ends_with_the_memory() {
    let mut names = Names::new();
    names.set("l.text", Value::string("x".repeat(1 << 20)));
    names.set("l.n", names.eval("range(1000)"));
    names.set("l.long", names.eval("[for i in range(1000) : i]"));
    let values = 1 << 17;
    for text in [
        "[for i in l.n : \"${l.text}${i}\"]",
        "[for i in l.n : \"x${l.text}${u.s}\"]",
        "[for i in l.n : \"%{for j in [1]}${l.text}%{endfor}\"]",
        "[for i in l.n : \"%{if i > 0}x${l.text}%{endif}\"]",
        "{ for i in l.n : i => \"${l.text}${i}\" }",
        "\"%{for i in l.n}${length(\"x${l.text}\")}%{endfor}\"",
        "\"%{for i in l.n}%{if true}x${l.text}%{endif}%{endfor}\"",
        "\"%{for i in l.n}%{for j in l.n}x%{endfor}%{endfor}\"",
        "l.n[*] == [for i in l.n : format(\"%s%d\", l.text, i)]",
        "[for i in l.n : join(\",\", [l.text, i])]",
        "[for i in l.n : l.n[*]]",
        "[for i in l.n : [for j in l.n : j]]",
        "[for i in l.n : { for j in l.n : j => j }]",
        "[for i in l.n : true ? l.long : l.n]",
        "[for i in l.n : u.b ? l.long : l.n]",
        "[for i in l.n : tolist(l.long)]",
        "[for i in l.n : convert(l.long, set(string))]",
        "[for i in l.n : try(\"${l.text}x\", 1)]",
    ] {
        let (value, steps, taken) = within(&mut names, (PLENTY.0, values), text);
        assert_eq!(limit(&value), MEMORY, "{text}");
        assert_eq!(taken, values, "{text}");
        assert!(steps < 3_000_000, "{text} goes on for {steps} steps");
    }
    names.expressions.insert("e.text".into(), "\"x${l.text}\"".into());
    names.files.insert("text.tftpl".into(), "x${text}".into());
    for text in [
        "[for i in l.n : e.text]",
        "[for i in l.n : templatefile(\"text.tftpl\", { text = l.text })]",
        "[for i in l.n : templatestring(l.text, {})]",
    ] {
        let (value, _, taken) = within(&mut names, (PLENTY.0, values), text);
        assert_eq!((limit(&value).as_str(), taken), (MEMORY, values), "{text}");
    }
}

/// What is there already is not made again.
#[test]
fn values_that_are_shared_take_no_memory() {
    let mut names = Names::new();
    names.set("l.text", Value::string("x".repeat(1 << 16)));
    names.set("l.n", names.eval("range(500)"));
    names.set("l.map", names.eval("{ a = l.text }"));
    for text in [
        "[for i in l.n : l.text]",
        "{ for i in l.n : i => l.text }",
        "[for i in l.n : l.map[\"a\"]]",
        "[for i in l.n : lookup(l.map, \"a\")]",
        "concat([for i in l.n : l.text], [l.text])",
    ] {
        let (value, _, taken) = within(&mut names, PLENTY, text);
        assert!(!value.is_unknown() && taken < 1_500, "{text} takes {taken} values");
    }
}

/// Going over characters as a reader counts them, normalizing and comparing take the steps that they take.
#[test]
fn what_is_slow_takes_more_steps() {
    let mut names = Names::new();
    names.set("l.text", Value::string("\u{e9}".repeat(100_000)));
    names.set("l.end", Value::string("x\u{301}"));
    names.set("l.lists", names.eval("[for i in range(100) : [for j in range(1000) : j]]"));
    for (text, least) in [
        ("strrev(l.text)", 200_000),
        ("length(l.text)", 200_000),
        ("substr(l.text, 1, 5)", 200_000),
        ("substr(l.text, -5, -1)", 400_000),
        ("format(\"%.5s\", l.text)", 200_000),
        ("format(\"%5s\", l.text)", 200_000),
        ("format(\"%-5q\", l.text)", 200_000),
        ("formatlist(\"%.5s\", [l.text, l.text])", 400_000),
        ("\"${l.text}x\"", 200_000 / 16),
        ("\"${l.text}${l.end}\"", 200_000),
        ("upper(l.text)", 200_000 / 4),
        ("length(distinct(l.lists))", 100_000),
        ("length(toset(l.lists))", 100_000),
        ("length(setintersection([l.lists], [l.lists]))", 100_000),
    ] {
        let (value, steps, _) = within(&mut names, PLENTY, text);
        assert!(!value.is_unknown(), "{text}");
        // A thousand steps are free.
        assert!(steps + 1_000 >= least, "{text} takes {steps} steps");
        let (value, ..) =
            within(&mut names, (least / 2, PLENTY.1), &format!("[{text}, [for i in [1, 2] : i]]"));
        let last = value.as_items().and_then(|items| items.last()).unwrap_or(&value);
        assert!(last.is_unknown(), "{text}");
    }
}

/// Expressions that wait for each other have one budget and not one each.
#[test]
fn a_row_of_expressions_takes_from_one_budget() {
    let mut names = Names::new();
    names.set("l.n", names.eval("range(1000)"));
    for i in 0..50 {
        let (before, next) = ("length([for i in l.n : i + 1])", format!("e.x{}", i + 1));
        names.expressions.insert(format!("e.x{i}"), format!("[{before}, {next}, {before}]"));
    }
    names.set("e.x50", Value::number(1));
    let (value, steps, values) = within(&mut names, PLENTY, "e.x0");
    assert!(!value.is_unknown());
    assert!(steps > 200_000 && values > 50_000, "{steps} {values}");
    let (_, all, _) = within(&mut names, (20_000, PLENTY.1), "e.x0");
    assert_eq!(all, 20_000);
    // Without steps the loops of all but the first few end at their beginning.
    let (_, _, few) = within(&mut names, (20_000, PLENTY.1), "e.x0");
    assert!(few < values / 5, "{few} of {values}");
}
