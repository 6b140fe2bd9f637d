//! What holds for any bytes that are handed over as configuration.

use bricklint_lang::syntax::{
    BodyId, Expr, Tree, parse, parse_expression, parse_json, parse_json_values, parse_template,
};

/// Reads them in every way that there is, and everything that was read. Returns whether each of configuration,
/// its JSON syntax and values in JSON has an error.
pub(crate) fn check(bytes: &[u8]) -> [bool; 3] {
    let wrong = [parse, parse_json, parse_json_values].map(|parse| {
        let tree = parse(bytes);
        body(&tree, tree.root);
        for error in &tree.errors {
            tree.slice(error.span);
        }
        for comment in &tree.comments {
            tree.slice(*comment);
        }
        !tree.errors.is_empty()
    });
    if let Ok(text) = std::str::from_utf8(bytes) {
        for parse in [parse_expression, parse_template] {
            let (tree, expr) = parse(text);
            assert!(expr.is_some() || !tree.errors.is_empty());
        }
    }
    wrong
}

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
