//! Encodings, line ends and the letters of other scripts.

use bricklint_lang::syntax::{
    Expr, Tree, parse, parse_expression, parse_json, parse_json_values, parse_template,
};

/// The decoded text of the first attribute.
fn first_string(tree: &Tree) -> &str {
    assert!(tree.errors.is_empty(), "{:?}", tree.errors);
    let attribute = tree.attributes(tree.root)[0];
    match tree.expr(attribute.value) {
        Expr::String(text) => tree.string(text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn strings_are_decoded_as_terraform_decodes_them() {
    let cases: &[(&str, &str)] = &[
        ("x = \"\"", ""),
        ("x = \"a\\n\\r\\t\\\"\\\\b\"", "a\n\r\t\"\\b"),
        ("x = \"\\u00e9\\U0001F9F1\"", "é🧱"),
        ("x = \"$${a} %%{b}\"", "${a} %{b}"),
        ("x = \"$$${a}\"", "$${a}"),
        ("x = \"$a $$ % %% $$a\"", "$a $$ % %% $$a"),
        // Values are in NFC, written directly or by an escape.
        ("x = \"e\u{301}\"", "é"),
        ("x = \"e\\u0301\"", "é"),
        ("x = <<E\ne\u{301}\nE\n", "é\n"),
        ("x = \"\u{1e9b}\u{323}\"", "\u{1e9b}\u{323}"),
        // A heredoc keeps backslashes, quotes, its last newline and carriage returns.
        ("x = <<E\na\\n \"b\"\n  c\nE\n", "a\\n \"b\"\n  c\n"),
        ("x = <<E\nE\n", ""),
        ("x = <<E\n\nE\n", "\n"),
        ("x = <<E\r\na\r\n  b\r\nE\r\n", "a\r\n  b\r\n"),
        ("x = <<E\n$${a}\nE\n", "${a}\n"),
        // The marker may be indented.
        ("x = <<E\n  a\n  E\n", "  a\n"),
        // `<<-` takes off what all lines share; a blank line has no say.
        ("x = <<-E\n    a\n      b\n\n    c\n  E\n", "a\n  b\n\nc\n"),
        ("x = <<-E\n\ta\n\t\tb\nE\n", "a\n\tb\n"),
        ("x = <<-E\n  a\nb\nE\n", "  a\nb\n"),
        ("x = <<-E\n    a\n  \n    b\nE\n", "a\n  \nb\n"),
        ("x = <<-E\n  \n    a\n  E\n", "  \na\n"),
        ("x = <<-E\n  \n  E\n", "  \n"),
        ("x = <<-E\r\n  a\r\n    b\r\nE\r\n", "a\r\n  b\r\n"),
        ("x = <<-E\n  é\n   ü\nE\n", "é\n ü\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(first_string(&parse(text.as_bytes())), *expected, "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_is_left_out_of_native_syntax_and_an_error_in_json() {
    let tree = parse("\u{feff}x = \"a\"\n".as_bytes());
    assert!(tree.bom);
    assert_eq!(first_string(&tree), "a");
    assert_eq!(tree.slice(tree.attributes(tree.root)[0].name), "x");
    assert!(!parse(b"x = 1\n").bom);
    assert!(!parse("\u{feff}\u{feff}x = 1\n".as_bytes()).errors.is_empty());
    assert!(!parse("x = 1\n\u{feff}".as_bytes()).errors.is_empty());
    for parse in [parse_json, parse_json_values] {
        let tree = parse("\u{feff}{}".as_bytes());
        assert_eq!(tree.errors[0].message, "a JSON file must not begin with a byte order mark");
    }
}

/// Each string of a JSON file that is a template is read as a file of its own, and so is what stands alone.
#[test]
fn a_byte_order_mark_is_left_out_of_texts_that_are_templates() {
    let object = |text: &str| {
        let tree = parse_json(format!("{{\"locals\": {{\"x\": {text}}}}}").as_bytes());
        let block = tree.blocks(tree.root)[0];
        let value = tree.attributes(block.body)[0].value;
        match tree.expr(value) {
            Expr::String(text) => tree.string(text).to_owned(),
            other => panic!("{other:?}"),
        }
    };
    for text in ["\"\\ufeffa\"", "\"\u{feff}a\""] {
        assert_eq!(object(text), "a", "{text}");
    }
    assert_eq!(object("\"\\ufeff\\ufeffa\""), "\u{feff}a");
    for parse in [parse_expression, parse_template] {
        let (tree, id) = parse("\u{feff}x");
        assert_eq!(tree.source(id.unwrap()), "x");
    }
}

#[test]
fn other_encodings_are_named() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("x = 1".bytes().flat_map(|b| [b, 0])).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain("x = 1".bytes().flat_map(|b| [0, b])).collect();
    for bytes in [&utf16, &big] {
        for tree in [parse(bytes), parse_json(bytes)] {
            assert_eq!(tree.errors[0].message, "the file is not UTF-8 but UTF-16; save it as UTF-8");
        }
    }
    for bytes in [&b"x = \"\xff\"\n"[..], b"\xc3\x28", b"x = 1 # \xe9\n", b"x = \"\xed\xa0\x80\""] {
        for tree in [parse(bytes), parse_json(bytes)] {
            assert_eq!(tree.errors.len(), 1);
            assert!(tree.errors[0].message.starts_with("the file is not UTF-8"));
            assert!(tree.attributes(tree.root).is_empty());
        }
    }
}

#[test]
fn the_byte_null_is_no_end() {
    assert_eq!(first_string(&parse(b"x = \"a\0b\"\n")), "a\0b");
    assert_eq!(parse(b"# a\0b\nx = 1\n").comments.len(), 1);
    for text in ["x = 1\0\ny = 2\n", "\0", "x\0 = 1\ny = 2\n", "x = [\0]\ny = 2\n"] {
        let tree = parse(text.as_bytes());
        assert_eq!(tree.errors.len(), 1, "{text:?}: {:?}", tree.errors);
        assert_eq!(tree.attribute(tree.root, "y").is_some(), text.contains('y'), "{text:?}");
    }
}

#[test]
fn line_ends_of_windows_are_line_ends() {
    let text = "a \"b\" {\n  c = [\n    1, # one\n  ]\n  d = { e = 1\n    f = 2 }\n  g = <<-E\n    h\n  E\n}\n# end\n";
    let unix = parse(text.as_bytes());
    let windows = parse(text.replace('\n', "\r\n").as_bytes());
    assert!(unix.errors.is_empty() && windows.errors.is_empty(), "{:?}", windows.errors);
    let form = |tree: &Tree| super::neutral::file(tree).replace("\\d;", "");
    assert_eq!(form(&unix), form(&windows));
    let comments: Vec<&str> = windows.comments.iter().map(|at| windows.slice(*at)).collect();
    assert_eq!(comments, ["# one", "# end"]);
}

#[test]
fn names_may_hold_letters_of_any_script() {
    let tree = parse(
        "größe = été.naïve-1\nブロック \"ラベル\" {\n  値 = { ключ = 1 }\n}\ne\u{301} = 1\n".as_bytes(),
    );
    assert!(tree.errors.is_empty(), "{:?}", tree.errors);
    assert_eq!(
        super::neutral::file(&tree),
        "{ größe=(. $été naïve-1) e\u{301}=#3ff0000000000000 ブロック \"\\30e9;\\30d9;\\30eb;\"{ 値=(object \"\\43a;\\43b;\\44e;\\447;\"=#3ff0000000000000)}}"
    );
    for text in ["x = €\n", "№ = 1\n", "x = 🧱\n", "x = a\u{200b}\n", "x\u{a0}= 1\n", "x = “a”\n"] {
        let tree = parse(format!("{text}y = 2\n").as_bytes());
        assert!(!tree.errors.is_empty(), "{text:?}");
        assert!(tree.attribute(tree.root, "y").is_some(), "{text:?}");
    }
}

#[test]
fn messages_say_what_was_wanted_and_found() {
    let cases: &[(&str, &str, &str)] = &[
        ("x = \n", "expected an expression, found the end of the line", "\n"),
        ("x = [1 2]\n", "expected `,` or `]`, found `2`", "2"),
        // Where quotes are forgotten, the word can be a secret.
        ("x = 8abc\n", "expected the end of the line, found a word", "a"),
        ("x = \"${a b}\"\n", "expected `}`, found a word", "b"),
        ("x = \"a\n", "a quoted string ends on the line it starts on; use a heredoc or `\\n`", "\"a"),
        ("x = <<E\na\n", "this heredoc has no closing `E` on a line of its own", "<<E"),
        ("b {\n", "this block is not closed", "{"),
        (
            "t { r { p = 1 } }\n",
            "expected `=`, because a block on one line holds a single attribute, found `{`",
            "{",
        ),
        (
            "t { a = 1 c = 2 }\n",
            "expected `}`, because a block on one line holds a single attribute, found a word",
            "c",
        ),
        ("}\n", "this `}` closes nothing", "}"),
        ("x = 1\nx = 2\n", "`x` is already set in this block", "x"),
        ("x = 1.2.3\n", "this is not a number", "1.2.3"),
        ("x = \"\\q\"\n", "`\\q` is not an escape sequence", "\\q"),
        ("x = a ? b\n", "expected `:` and the value for the other case, found the end of the line", "\n"),
    ];
    for (text, message, at) in cases {
        let tree = parse(text.as_bytes());
        assert_eq!(
            (tree.errors[0].message.as_str(), tree.slice(tree.errors[0].span)),
            (*message, *at),
            "{text:?}"
        );
    }
}
