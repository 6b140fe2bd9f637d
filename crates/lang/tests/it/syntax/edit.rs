//! The neutral form of what hcl-edit understands.

use std::fmt::Write;

use hcl_edit::Decorated;
use hcl_edit::expr::{
    BinaryOperator, Expression, ForExpr, ObjectKey, Traversal, TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::Body;
use hcl_edit::template::{Directive, Element, Strip};
use unicode_normalization::UnicodeNormalization;

use super::neutral::{number, quote};

/// The file in neutral form. `None` where hcl-edit rejects it, or where `<<-` stands before a template,
/// from which it takes other blanks than Terraform.
pub fn file(text: &str) -> Option<String> {
    let parsed = hcl_edit::parser::parse_body(text).ok()?;
    let mut writer = Writer { out: String::new(), flush: text.contains("<<-"), unclear: false };
    writer.body(&parsed);
    (!writer.unclear).then_some(writer.out)
}

struct Writer {
    out: String,
    /// Some heredoc of the file is of the kind `<<-`.
    flush: bool,
    unclear: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn quote(&mut self, text: &str) {
        quote(&text.nfc().collect::<String>(), &mut self.out);
    }

    fn body(&mut self, body: &Body) {
        self.push("{");
        for attribute in body.attributes() {
            write!(self.out, " {}=", attribute.key.as_str()).unwrap();
            self.expr(&attribute.value);
        }
        for block in body.blocks() {
            write!(self.out, " {}", block.ident.as_str()).unwrap();
            for label in &block.labels {
                self.push(" ");
                // Labels are not normalized.
                quote(label.as_str(), &mut self.out);
            }
            self.body(&block.body);
        }
        self.push("}");
    }

    fn expr(&mut self, expr: &Expression) {
        match expr {
            Expression::Null(_) => self.push("null"),
            Expression::Bool(value) => write!(self.out, "{}", value.value()).unwrap(),
            Expression::Number(value) => {
                let text = value.value().to_string();
                let form = match text.strip_prefix('-') {
                    Some(digits) => format!("(neg {})", number(digits)),
                    None => number(&text),
                };
                self.push(&form);
            }
            Expression::String(text) => self.quote(text.as_str()),
            Expression::StringTemplate(template) => {
                let elements: Vec<&Element> = template.iter().collect();
                if let [Element::Interpolation(inner)] = elements.as_slice() {
                    self.push("(wrap ");
                    self.expr(&inner.expr);
                    self.push(")");
                } else {
                    self.template(&elements, false);
                }
            }
            Expression::HeredocTemplate(heredoc) => {
                // It loses its way in what stands behind a sequence.
                let sequences = heredoc.template.iter().any(|element| !element.is_literal());
                if self.flush && sequences {
                    self.unclear = true;
                }
                self.template(&heredoc.template.iter().collect::<Vec<_>>(), true);
            }
            Expression::Parenthesis(inner) => {
                self.push("(paren ");
                self.expr(inner.inner());
                self.push(")");
            }
            Expression::Variable(name) => write!(self.out, "${}", name.as_str()).unwrap(),
            Expression::Conditional(conditional) => {
                self.push("(? ");
                self.expr(&conditional.cond_expr);
                self.push(" ");
                self.expr(&conditional.true_expr);
                self.push(" ");
                self.expr(&conditional.false_expr);
                self.push(")");
            }
            Expression::FuncCall(call) => {
                self.push("(call ");
                for namespace in &call.name.namespace {
                    write!(self.out, "{}::", namespace.as_str()).unwrap();
                }
                self.push(call.name.name.as_str());
                self.push(if call.args.expand_final() { "..." } else { "" });
                for argument in &call.args {
                    self.push(" ");
                    self.expr(argument);
                }
                self.push(")");
            }
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::UnaryOp(op) => {
                self.push(if *op.operator.value() == UnaryOperator::Not { "(! " } else { "(neg " });
                self.expr(&op.expr);
                self.push(")");
            }
            Expression::BinaryOp(op) => {
                write!(self.out, "({} ", operator(*op.operator.value())).unwrap();
                self.expr(&op.lhs_expr);
                self.push(" ");
                self.expr(&op.rhs_expr);
                self.push(")");
            }
            Expression::Array(array) => {
                self.push("(tuple");
                for element in array {
                    self.push(" ");
                    self.expr(element);
                }
                self.push(")");
            }
            Expression::Object(object) => {
                self.push("(object");
                for (key, value) in object {
                    self.push(" ");
                    match key {
                        ObjectKey::Ident(name) | ObjectKey::Expression(Expression::Variable(name)) => {
                            self.quote(name.as_str());
                        }
                        ObjectKey::Expression(Expression::Null(_)) => self.quote("null"),
                        ObjectKey::Expression(Expression::Bool(value)) => {
                            self.quote(&value.value().to_string());
                        }
                        ObjectKey::Expression(expr) => self.expr(expr),
                    }
                    self.push("=");
                    self.expr(value.expr());
                }
                self.push(")");
            }
            Expression::ForExpr(f) => self.for_expr(f),
        }
    }

    fn for_expr(&mut self, f: &ForExpr) {
        let key = f.intro.key_var.as_ref().map_or("_", |name| name.as_str());
        write!(self.out, "(for {key} {} ", f.intro.value_var.as_str()).unwrap();
        self.expr(&f.intro.collection_expr);
        for part in [f.key_expr.as_ref(), Some(&f.value_expr), f.cond.as_ref().map(|cond| &cond.expr)] {
            self.push(" ");
            match part {
                Some(part) => self.expr(part),
                None => self.push("_"),
            }
        }
        self.push(if f.grouping { " ...)" } else { ")" });
    }

    fn traversal(&mut self, traversal: &Traversal) {
        let mut base = Writer { out: String::new(), flush: self.flush, unclear: false };
        base.expr(&traversal.expr);
        let operators: Vec<&TraversalOperator> = traversal.operators.iter().map(Decorated::value).collect();
        let form = self.steps(base.out, &operators);
        self.unclear |= base.unclear;
        self.push(&form);
    }

    /// The steps over a base; a splat takes in those that belong to it.
    fn steps(&mut self, mut base: String, operators: &[&TraversalOperator]) -> String {
        let mut rest = operators;
        while let Some((first, behind)) = rest.split_first() {
            rest = behind;
            base = match first {
                TraversalOperator::GetAttr(name) => format!("(. {base} {})", name.as_str()),
                TraversalOperator::LegacyIndex(index) => {
                    format!("([] {base} {})", number(&index.value().to_string()))
                }
                TraversalOperator::Index(key) => {
                    let mut inner = Writer { out: String::new(), flush: self.flush, unclear: false };
                    inner.expr(key);
                    self.unclear |= inner.unclear;
                    format!("([] {base} {})", inner.out)
                }
                TraversalOperator::FullSplat(_) => {
                    let each = self.steps("@".into(), rest);
                    return format!("(splat {base} {each})");
                }
                TraversalOperator::AttrSplat(_) => {
                    let attribute = |op: &&TraversalOperator| {
                        matches!(op, TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_))
                    };
                    let len = rest.iter().take_while(|op| attribute(op)).count();
                    let each = self.steps("@".into(), &rest[..len]);
                    rest = &rest[len..];
                    format!("(splat {base} {each})")
                }
            };
        }
        base
    }

    fn template(&mut self, elements: &[&Element], heredoc: bool) {
        if let Some(text) = literal(elements) {
            return self.quote(&text);
        }
        self.push("(tpl");
        self.parts(elements, Strip::None, Strip::None, heredoc);
        self.push(")");
    }

    /// The parts with what `~` takes away on either side taken away.
    fn parts(&mut self, elements: &[&Element], before: Strip, after: Strip, heredoc: bool) {
        for (index, element) in elements.iter().enumerate() {
            match element {
                Element::Literal(text) => {
                    let previous = index.checked_sub(1).map_or(before, |at| right(elements[at]));
                    let next = elements.get(index + 1).map_or(after, |element| left(element));
                    let mut text = text.as_str();
                    if previous.strip_end() {
                        text = trim_start(text, heredoc);
                    }
                    if next.strip_start() {
                        text = trim_end(text, heredoc);
                    }
                    if !text.is_empty() {
                        self.push(" ");
                        self.quote(text);
                    }
                }
                Element::Interpolation(inner) => {
                    self.push(" ");
                    self.expr(&inner.expr);
                }
                Element::Directive(directive) => {
                    self.push(" ");
                    self.directive(directive, heredoc);
                }
            }
        }
    }

    fn directive(&mut self, directive: &Directive, heredoc: bool) {
        match directive {
            Directive::If(d) => {
                let (yes, end) = (&d.if_expr, d.endif_expr.strip);
                self.push("(%if ");
                self.expr(&yes.cond_expr);
                self.push(" (");
                let elements: Vec<&Element> = yes.template.iter().collect();
                let next = d.else_expr.as_ref().map_or(end, |no| no.strip);
                self.parts(&elements, yes.strip, next, heredoc);
                self.push(") (");
                if let Some(no) = &d.else_expr {
                    self.parts(&no.template.iter().collect::<Vec<_>>(), no.strip, end, heredoc);
                }
                self.push("))");
            }
            Directive::For(d) => {
                let f = &d.for_expr;
                let key = f.key_var.as_ref().map_or("_", |name| name.as_str());
                write!(self.out, "(%for {key} {} ", f.value_var.as_str()).unwrap();
                self.expr(&f.collection_expr);
                self.push(" (");
                let elements: Vec<&Element> = f.template.iter().collect();
                self.parts(&elements, f.strip, d.endfor_expr.strip, heredoc);
                self.push("))");
            }
        }
    }
}

/// The text of a template without sequences.
fn literal(elements: &[&Element]) -> Option<String> {
    elements.iter().map(|element| element.as_literal().map(|text| text.as_str())).collect()
}

/// How the element strips the text before it.
fn left(element: &Element) -> Strip {
    match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(inner) => inner.strip,
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(d) => d.if_expr.strip,
            Directive::For(d) => d.for_expr.strip,
        },
    }
}

/// How the element strips the text behind it.
fn right(element: &Element) -> Strip {
    match element {
        Element::Literal(_) => Strip::None,
        Element::Interpolation(inner) => inner.strip,
        Element::Directive(directive) => match directive.as_ref() {
            Directive::If(d) => d.endif_expr.strip,
            Directive::For(d) => d.endfor_expr.strip,
        },
    }
}

/// In a heredoc each line is a literal of its own, and `~` reaches no further.
fn trim_start(text: &str, heredoc: bool) -> &str {
    let line = if heredoc { text.find('\n').map_or(text.len(), |at| at + 1) } else { text.len() };
    let kept = text[..line].trim_start().len();
    &text[line - kept..]
}

fn trim_end(text: &str, heredoc: bool) -> &str {
    let last = text.strip_suffix('\n').unwrap_or(text);
    let line = if heredoc { last.rfind('\n').map_or(0, |at| at + 1) } else { 0 };
    &text[..line + text[line..].trim_end().len()]
}

fn operator(op: BinaryOperator) -> &'static str {
    match op {
        BinaryOperator::Or => "||",
        BinaryOperator::And => "&&",
        BinaryOperator::Eq => "==",
        BinaryOperator::NotEq => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessEq => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterEq => ">=",
        BinaryOperator::Plus => "+",
        BinaryOperator::Minus => "-",
        BinaryOperator::Mul => "*",
        BinaryOperator::Div => "/",
        BinaryOperator::Mod => "%",
    }
}
