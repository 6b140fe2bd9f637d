//! Broken text costs the item that it stands in and nothing else.

use std::fmt::Write;

use bricklint_lang::syntax::{Block, Expr, Tree, parse, parse_expression, parse_json, parse_template};
use proptest::prelude::*;

use super::generate::{self, Random, amount, damage, first_seed};
use super::{files, neutral};

/// Eight blocks and attributes of all shapes, as people lay them out.
const FILE: &str = r#"# Platform
locals {
  tags = { team = "data", "cost-center" = 42 }
  long = <<-EOT
    first ${local.tags.team}
      second
  EOT
  map  = { for k, v in local.tags : k => upper(v) if v != null }
}

variable "region" {
  type        = string
  default     = "eu-west-1"
  description = "with \"quotes\" and { braces }"

  validation {
    condition     = can(regex("^[a-z]{2}-", var.region))
    error_message = "A region."
  }
}

resource "databricks_job" "nightly" {
  name = "nightly-${var.region}"

  task {
    task_key = "a"
    libraries = [
      "x",
      "y",
    ]
    depends_on { task_key = "b" }
  }

  task {
    task_key = "b"
    policy   = jsonencode({
      Statement = [{
        Effect = "Allow"
      }]
    })
  }
}

data "aws_caller_identity" "current" {}

module "team" {
  source   = "./team"
  for_each = toset(["a", "b"])
  name     = each.key
}

output "id" { value = databricks_job.nightly.id }

provider "aws" {
  region = var.region
  default_tags {
    tags = local.tags
  }
}

resource "databricks_grants" "all" {
  catalog = "main"
  dynamic "grant" {
    for_each = { a = ["USE"] }
    content {
      principal  = grant.key
      privileges = grant.value
    }
  }
}
"#;

/// A block as text that leaves out whether it is broken.
fn form(tree: &Tree, block: &Block) -> String {
    let mut out = String::new();
    neutral::block(tree, block, &mut out);
    out
}

fn header(tree: &Tree, block: &Block) -> String {
    let mut out = tree.slice(block.name).to_owned();
    for label in tree.labels(block) {
        write!(out, ".{label}").unwrap();
    }
    out
}

/// Checks that of the broken text all blocks but `index` are as in the whole text.
fn check(whole: &Tree, index: usize, text: &str, what: &str) {
    let tree = parse(text.as_bytes());
    if tree.errors.is_empty() {
        return;
    }
    let before: Vec<String> = whole.blocks(whole.root).iter().map(|block| form(whole, block)).collect();
    let after: Vec<String> = tree.blocks(tree.root).iter().map(|block| form(&tree, block)).collect();
    let explain = || format!("{what}\n{text}\n{:?}\n{after:#?}", tree.errors);
    assert_eq!(before[..index], after[..index.min(after.len())], "before: {}", explain());
    let behind = before.len() - index - 1;
    assert!(after.len() >= index + behind, "lost: {}", explain());
    assert_eq!(before[index + 1..], after[after.len() - behind..], "behind: {}", explain());
    for block in &tree.blocks(tree.root)[index..after.len() - behind] {
        let found = form(&tree, block);
        assert!(
            block.broken || found == before[index] || found.contains("ERROR"),
            "not marked: {}",
            explain()
        );
    }
    // The block itself is still there.
    let wanted = header(whole, &whole.blocks(whole.root)[index]);
    let headers: Vec<String> = tree.blocks(tree.root).iter().map(|block| header(&tree, block)).collect();
    assert!(headers.contains(&wanted), "{wanted} is gone: {}", explain());
}

/// Lines that break the block that they are put into.
const BREAKS: &[&str] = &[
    "  x = \"unclosed",
    "  x = <<NEVER",
    "  x = <<-NEVER\n    text",
    "  x = [",
    "  x = [1, 2",
    "  x = {",
    "  x = f(",
    "  x = (1 +",
    "  x = ${var.a}",
    "  x =",
    "  = 1",
    "  x y z",
    "  @@@@",
    "  ???",
    "  x = 1 2",
    "  x = \"${\"",
    "  x = \"${a\"",
    "  x = 'a'",
    "  /* never",
    "  block {",
    "  block \"l\" {\n    y = 1",
    "  block \"l",
    "  x = a ? b",
    "  x = [for a in b",
    "  x = {a = 1\n    b = [",
    "  \"x\" = 1",
    "  x.y = 1",
    "  )",
    "  ]",
    "  x = \"%{ if a }\"",
    "  <<<<<<< HEAD",
    "  x = \"a\nb\"",
    "  x = 1,",
    "  x: 1",
    "  x == 1",
    "  block [",
    "  \u{1}",
    "  x = \"\\q\" 1",
];

#[test]
fn a_broken_block_leaves_the_others_alone() {
    let whole = parse(FILE.as_bytes());
    assert!(whole.errors.is_empty(), "{:?}", whole.errors);
    let mut count = 0;
    for (index, block) in whole.blocks(whole.root).iter().enumerate() {
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        let text = &FILE[start..end];
        let with = |replacement: &str| format!("{}{replacement}{}", &FILE[..start], &FILE[end..]);
        if !text.contains('\n') {
            for broken in
                [text.trim_end_matches('}').to_owned(), text.replace('{', "{ ?"), text.replace('"', "")]
            {
                let broken = with(&broken);
                check(&whole, index, &broken, "one line");
                count += 1;
            }
            continue;
        }
        for line in BREAKS {
            for (at, _) in text.match_indices('\n') {
                // Only inside the block, and not into a heredoc, which would swallow it.
                if text[..at].matches("EOT").count() == 1 {
                    continue;
                }
                check(&whole, index, &with(&format!("{}\n{line}{}", &text[..at], &text[at..])), line);
                count += 1;
            }
        }
        check(&whole, index, &with(&text[..text.len() - 1]), "no closing brace");
        check(&whole, index, &with(&format!("{text}}}")), "one brace too many");
        check(&whole, index, &with(&format!("{text}\n}}")), "a brace on its own line too many");
        check(&whole, index, &with(&text.replacen('{', "", 1)), "no opening brace");
        check(&whole, index, &with(&text.replacen(" {", "\n{", 1)), "the brace on the next line");
        for line in 1..text.lines().count() {
            let lines: Vec<&str> = text.lines().collect();
            check(&whole, index, &with(&lines[..line].join("\n")), "cut off");
        }
    }
    assert!(count > 1000, "{count}");
}

/// Every single byte of a block taken away: the others stay.
#[test]
fn a_missing_byte_leaves_the_other_blocks_alone() {
    let whole = parse(FILE.as_bytes());
    for (index, block) in whole.blocks(whole.root).iter().enumerate() {
        for at in block.header.end as usize..block.span.end as usize {
            let text = format!("{}{}", &FILE[..at], &FILE[at + 1..]);
            check(&whole, index, &text, &format!("without {:?} at {at}", &FILE[at..=at]));
        }
    }
}

#[test]
fn nested_blocks_and_attributes_beside_the_error_stay() {
    let text = "resource \"a\" \"b\" {\n  x = 1\n  y = [\n  z = 3\n\n  task {\n    k = ?\n    l = 2\n  }\n  task {\n    m = 1\n  }\n}\nlocals {\n  a = 1\n}\n";
    let tree = parse(text.as_bytes());
    assert_eq!(
        neutral::file(&tree),
        "{ resource BROKEN \"a\" \"b\"{ x=#3ff0000000000000 y=ERROR z=#4008000000000000 task BROKEN{ k=ERROR l=#4000000000000000} task{ m=#3ff0000000000000}} locals{ a=#3ff0000000000000}}"
    );
    assert_eq!(tree.errors.len(), 2, "{:?}", tree.errors);
}

#[test]
fn a_file_cut_off_anywhere_keeps_the_blocks_before() {
    let whole = parse(FILE.as_bytes());
    let blocks = whole.blocks(whole.root);
    for at in 0..FILE.len() {
        let tree = parse(&FILE.as_bytes()[..at]);
        let complete = blocks.iter().filter(|block| block.span.end as usize <= at).count();
        let found = tree.blocks(tree.root);
        assert!(found.len() >= complete, "{at}");
        for (block, found) in blocks.iter().zip(found).take(complete) {
            assert_eq!(form(&whole, block), form(&tree, found), "{at}");
        }
        for block in &found[complete..] {
            assert!(block.broken, "{at}: {}", form(&tree, block));
        }
    }
}

#[test]
fn files_cut_off_anywhere_end() {
    for (_, text) in files::valid().iter().filter(|(_, text)| text.len() < 3000).take(20) {
        for at in 0..text.len() {
            parse(&text.as_bytes()[..at]);
        }
    }
}

/// Nesting ends in an error and not in a full stack; what stands behind is still read.
#[test]
fn nesting_is_bounded() {
    let many = 100_000;
    let openings = [
        "[",
        "(",
        "{a=",
        "{(",
        "f(",
        "a[",
        "\"${",
        "-",
        "!",
        "[for a in ",
        "{for a in ",
        "a ? ",
        "a ? b : ",
        "a + ",
        "a.*.b[",
        "a[*]",
        "a.b",
        ".b",
        "[0]",
        "\"%{if a}",
        "\"%{if ",
        "${",
        "<<E\n${",
        "a::",
        "1 *",
        "(a ? ",
        "[[],",
        "!(",
        "a[*].b",
        "a&&(",
    ];
    for opening in openings {
        // `a-` is a name.
        for prefix in if opening == "-" { &["", "a "][..] } else { &["", "a"] } {
            let text = format!("{prefix}{}", opening.repeat(many));
            let (tree, _) = parse_expression(&text);
            assert!(!tree.errors.is_empty(), "{opening}");
            parse_template(&text);
            let file = parse(format!("x = {text}\ny = 1\n").as_bytes());
            assert!(!file.errors.is_empty(), "{opening}");
        }
    }
    for opening in [
        "b {\n",
        "b \"l\" {\n",
        "b {",
        "b { a = [",
        "}",
        "{",
        "\"",
        "/*",
        "<<E\n",
        "x = <<E\n",
        "x = <<A\n<<B\n",
    ] {
        let tree = parse(opening.repeat(many).as_bytes());
        assert!(!tree.errors.is_empty(), "{opening}");
        assert!(tree.errors.len() <= 200);
    }
    for opening in ["[", "{\"a\":", "[{\"a\":[", "{\"locals\":{\"a\":", "\"${"] {
        let tree = parse_json(opening.repeat(many).as_bytes());
        assert!(!tree.errors.is_empty(), "{opening}");
    }
    let nested = format!("x = {}1{}\n", "[".repeat(200), "]".repeat(200));
    assert!(parse(nested.as_bytes()).errors.is_empty());
}

/// The brace that closes a block that nests too deep is found whatever stands in it, and the rest is read.
#[test]
fn a_block_that_nests_too_deep_is_passed_over() {
    for inner in [
        "",
        "a = 1\n",
        "x {\n}\ny {\n  z {}\n}\n",
        "a = \"}\"\n",
        "a = \"\\\"}${{ b = \"}\" }.b}\"\n",
        "a = \"$${\"\n",
        "# }\n",
        "/* } */\n",
        "// }\n",
        "a = <<E\n}\nE\n",
        "a = <<-E\n  }\n  E\n",
        "a = { b = [1, 2] }\n",
        "a = = {}\n",
    ] {
        for indent in ["", "  "] {
            let mut text = String::new();
            for depth in 0..260 {
                writeln!(text, "{}b {{", indent.repeat(depth)).unwrap();
            }
            text += inner;
            for depth in (0..260).rev() {
                writeln!(text, "{}}}", indent.repeat(depth)).unwrap();
            }
            text += "last {\n}\n";
            let tree = parse(text.as_bytes());
            let places: Vec<_> = tree.errors.iter().map(|error| (&*error.message, error.span)).collect();
            let [(message, at)] = places[..] else { panic!("{inner}: {places:?}") };
            assert_eq!(message, "nested more than 256 levels deep");
            let lines = text.get(..at.start as usize).unwrap().matches('\n').count();
            assert_eq!(lines, 256, "{inner}");
            let names: Vec<&str> =
                tree.blocks(tree.root).iter().map(|block| tree.slice(block.name)).collect();
            assert_eq!(names, ["b", "last"], "{inner}");
        }
    }
}

/// Long is not deep: these are valid, and their trees have no long branch.
#[test]
fn long_lists_and_chains_of_operators_are_read() {
    let list = format!("x = [{}]\n", "1, ".repeat(100_000));
    assert!(parse(list.as_bytes()).errors.is_empty());
    let sum = format!("x = 1{}\n", " + 1".repeat(1000));
    assert!(parse(sum.as_bytes()).errors.is_empty());
    let many = "a {\n  b = 1\n}\n".repeat(50_000);
    let tree = parse(many.as_bytes());
    assert_eq!((tree.blocks(tree.root).len(), tree.errors.len()), (50_000, 0));
}

#[test]
fn a_heredoc_without_an_end_costs_the_block_around_it() {
    let text = "a \"b\" {\n  x = 1\n  y = <<KEY\nfirst line\nz = 2\n-last=\nKEYS\n}\nc \"d\" {\n  x = 1\n}\n";
    let tree = parse(text.as_bytes());
    assert_eq!(tree.errors.len(), 1, "{:?}", tree.errors);
    let names = |block: &Block| -> Vec<&str> {
        tree.attributes(block.body).iter().map(|attribute| tree.slice(attribute.name)).collect()
    };
    let blocks: Vec<_> = tree.blocks(tree.root).iter().map(|block| (names(block), block.broken)).collect();
    assert_eq!(blocks, [(vec!["x", "y"], true), (vec!["x"], false)]);
}

/// Broken in every line: a parser that reads the rest again for each error would take hours.
#[test]
fn errors_everywhere_are_read_in_one_go() {
    for line in [
        "x = <<E\n",
        "a {\n",
        "x = \"\n",
        "  }\n",
        "x = [\n",
        "a \"b\" {\n  c {\n",
        "x = <<-E\n  <<F\n",
        "  x = <<E\n",
        "x = {\n",
        "x = \"${\n",
        "a { x = [ }\n",
        "a { /*\n",
    ] {
        let tree = parse(line.repeat(40_000).as_bytes());
        assert!(!tree.errors.is_empty());
    }
}

#[test]
fn damaged_files_end_without_a_panic() {
    let files = files::valid();
    for seed in (first_seed()..).take(amount(2000) as usize) {
        let mut random = Random(seed);
        let text =
            if random.one_in(2) { generate::file(seed) } else { files[random.below(files.len())].1.clone() };
        let text = damage(&text, &mut random);
        let tree = parse(text.as_bytes());
        neutral::file(&tree);
        parse_template(&text);
        parse_expression(&text);
        parse_json(text.as_bytes());
    }
}

/// No attribute of a tree without errors is an error.
fn no_hidden_error(tree: &Tree) {
    let text = neutral::file(tree);
    assert!(!tree.errors.is_empty() || !(text.contains("ERROR") || text.contains("BROKEN")), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        no_hidden_error(&parse(&bytes));
        super::fuzz::entry::check(&bytes);
    }

    #[test]
    fn any_text_ends(text in "\\PC{0,200}") {
        no_hidden_error(&parse(text.as_bytes()));
        parse_template(&text);
        let (tree, expr) = parse_expression(&text);
        prop_assert!(expr.is_some() || !tree.errors.is_empty());
        if let Some(expr) = expr {
            prop_assert!(!tree.errors.is_empty() || tree.expr(expr) != Expr::Error);
        }
    }

    #[test]
    fn any_tokens_end(tokens in proptest::collection::vec(
        proptest::sample::select(vec![
            "a", "b", "\"", "${", "%{", "}", "{", "[", "]", "(", ")", "\n", "=", ".", "*", "<<E\n", "E\n", "<<-E\n", "if ",
            "else", "endif", "for ", "in ", "endfor", ",", ":", "?", "~", "#", "/*", "*/", " ", "1", "é", "\r\n", "\\", "...",
        ]), 0..120)) {
        let text = tokens.concat();
        no_hidden_error(&parse(text.as_bytes()));
        parse_template(&text);
        parse_expression(&text);
    }
}
