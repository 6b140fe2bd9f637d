//! No bytes may make a parser panic, hang or hide an error.

#![no_main]

use bricklint_lang::syntax::{
    BodyId, Expr, Tree, parse, parse_expression, parse_json, parse_json_values, parse_template,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for parse in [parse, parse_json, parse_json_values] {
        let tree = parse(bytes);
        body(&tree, tree.root);
        for error in &tree.errors {
            tree.slice(error.span);
        }
        for comment in &tree.comments {
            tree.slice(*comment);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        for parse in [parse_expression, parse_template] {
            let (tree, expr) = parse(text);
            assert!(expr.is_some() || !tree.errors.is_empty());
        }
    }
});

fn body(tree: &Tree, id: BodyId) {
    tree.slice(tree.body(id).span);
    for attribute in tree.attributes(id) {
        tree.slice(attribute.name);
        tree.source(attribute.value);
        assert!(tree.expr(attribute.value) != Expr::Error || !tree.errors.is_empty());
    }
    for block in tree.blocks(id) {
        tree.slice(block.span);
        assert!(!block.broken || !tree.errors.is_empty());
        body(tree, block.body);
    }
}
