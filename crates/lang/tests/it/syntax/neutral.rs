//! A form of syntax trees that says what was understood and not how it is stored, so that trees of
//! different parsers can be compared.

use std::fmt::Write;

use bricklint_lang::syntax::{BinaryOp, Block, BodyId, Expr, ExprId, Part, Run, Tree, UnaryOp};

/// The attributes, then the blocks of the file.
pub fn body(tree: &Tree, id: BodyId, out: &mut String) {
    out.push('{');
    for attribute in tree.attributes(id) {
        write!(out, " {}=", tree.slice(attribute.name)).unwrap();
        expr(tree, attribute.value, out);
    }
    for entry in tree.blocks(id) {
        block(tree, entry, out);
    }
    out.push('}');
}

/// A block with its labels and body.
pub fn block(tree: &Tree, block: &Block, out: &mut String) {
    write!(out, " {}", tree.slice(block.name)).unwrap();
    if block.broken {
        out.push_str(" BROKEN");
    }
    for label in tree.labels(block) {
        out.push(' ');
        quote(label, out);
    }
    body(tree, block.body, out);
}

/// The whole file.
pub fn file(tree: &Tree) -> String {
    let mut out = String::new();
    body(tree, tree.root, &mut out);
    out
}

fn list(tree: &Tree, run: Run, out: &mut String) {
    for id in tree.list(run) {
        out.push(' ');
        expr(tree, *id, out);
    }
}

fn parts(tree: &Tree, run: Run, out: &mut String) {
    for part in tree.parts(run) {
        out.push(' ');
        match *part {
            Part::Literal(text) => quote(tree.string(text), out),
            Part::Interpolation(inner) => expr(tree, inner, out),
            Part::If { cond, yes, no } => {
                out.push_str("(%if ");
                expr(tree, cond, out);
                out.push_str(" (");
                parts(tree, yes, out);
                out.push_str(") (");
                parts(tree, no, out);
                out.push_str("))");
            }
            Part::For { key_name, value_name, collection, body } => {
                let key = key_name.map_or("_", |name| tree.slice(name));
                write!(out, "(%for {key} {} ", tree.slice(value_name)).unwrap();
                expr(tree, collection, out);
                out.push_str(" (");
                parts(tree, body, out);
                out.push_str("))");
            }
        }
    }
}

/// One expression.
pub fn expr(tree: &Tree, id: ExprId, out: &mut String) {
    match tree.expr(id) {
        Expr::Null => out.push_str("null"),
        Expr::Bool(value) => write!(out, "{value}").unwrap(),
        Expr::Number => write!(out, "{}", number(tree.source(id))).unwrap(),
        Expr::String(text) => quote(tree.string(text), out),
        Expr::Template(run) => {
            out.push_str("(tpl");
            parts(tree, run, out);
            out.push(')');
        }
        Expr::Wrapped(inner) => {
            out.push_str("(wrap ");
            expr(tree, inner, out);
            out.push(')');
        }
        Expr::Variable => write!(out, "${}", tree.source(id)).unwrap(),
        Expr::Attr { base, name } => {
            out.push_str("(. ");
            expr(tree, base, out);
            write!(out, " {})", tree.slice(name)).unwrap();
        }
        Expr::Index { base, key } => {
            out.push_str("([] ");
            expr(tree, base, out);
            out.push(' ');
            expr(tree, key, out);
            out.push(')');
        }
        Expr::Splat { base, each, full: _ } => {
            out.push_str("(splat ");
            expr(tree, base, out);
            out.push(' ');
            expr(tree, each, out);
            out.push(')');
        }
        Expr::SplatItem => out.push('@'),
        Expr::Call { name, args, expand } => {
            let name: String = tree.slice(name).split_whitespace().collect();
            write!(out, "(call {name}{}", if expand { "..." } else { "" }).unwrap();
            list(tree, args, out);
            out.push(')');
        }
        Expr::Unary { op, operand } => {
            out.push_str(if op == UnaryOp::Not { "(! " } else { "(neg " });
            expr(tree, operand, out);
            out.push(')');
        }
        Expr::Binary { op, left, right } => {
            write!(out, "({} ", operator(op)).unwrap();
            expr(tree, left, out);
            out.push(' ');
            expr(tree, right, out);
            out.push(')');
        }
        Expr::Conditional { cond, yes, no } => {
            out.push_str("(? ");
            for (i, part) in [cond, yes, no].into_iter().enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                expr(tree, part, out);
            }
            out.push(')');
        }
        Expr::Paren(inner) => {
            out.push_str("(paren ");
            expr(tree, inner, out);
            out.push(')');
        }
        Expr::Tuple(run) => {
            out.push_str("(tuple");
            list(tree, run, out);
            out.push(')');
        }
        Expr::Object(run) => {
            out.push_str("(object");
            for item in tree.items(run) {
                out.push(' ');
                expr(tree, item.key, out);
                out.push('=');
                expr(tree, item.value, out);
            }
            out.push(')');
        }
        Expr::For(index) => {
            let f = tree.for_expr(index);
            let key = f.key_name.map_or("_", |name| tree.slice(name));
            write!(out, "(for {key} {} ", tree.slice(f.value_name)).unwrap();
            expr(tree, f.collection, out);
            for part in [f.key, Some(f.value), f.cond] {
                out.push(' ');
                match part {
                    Some(part) => expr(tree, part, out),
                    None => out.push('_'),
                }
            }
            out.push_str(if f.group { " ...)" } else { ")" });
        }
        Expr::Error => out.push_str("ERROR"),
    }
}

fn operator(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "||",
        BinaryOp::And => "&&",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
    }
}

/// Numbers are compared as floats; the lexeme is what our tree keeps.
pub fn number(lexeme: &str) -> String {
    format!("#{:x}", lexeme.parse::<f64>().unwrap_or(f64::NAN).to_bits())
}

/// Text in quotes, with everything escaped that is not plain.
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' {
            out.push(c);
        } else {
            write!(out, "\\{:x};", u32::from(c)).unwrap();
        }
    }
    out.push('"');
}
