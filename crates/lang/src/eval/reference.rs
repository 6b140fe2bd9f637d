//! The names that an expression refers to, without evaluating it.

use bricklint_findings::source::Span;

use super::{Reference, StaticStep, Steps};
use crate::syntax::{Expr, ExprId, Part, Run, Tree};

/// The names that an expression refers to, in source order; not those that a `for` of its own binds.
pub fn references(tree: &Tree, id: ExprId) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    each_reference(tree, id, |reference| found.push(reference.clone()));
    found
}

/// Calls `found` with each of the [`references`] of an expression.
pub fn each_reference<'t>(tree: &'t Tree, id: ExprId, mut found: impl FnMut(&Reference<'t>)) {
    Walk { each: Some(&mut found), ..Walk::new(tree) }.expr(id);
}

/// The same, but what a `for` goes through is told by what is read from its elements: of
/// `[for g in databricks_group.all : g.id]` it is `databricks_group.all[*].id`.
pub fn reads(tree: &Tree, id: ExprId) -> Vec<Reference<'_>> {
    let mut walk = Walk { elements: Some(Vec::new()), ..Walk::new(tree) };
    walk.expr(id);
    walk.found
}

/// The expression as a static traversal such as `databricks.account` or `aws_x.y["a"].id`; a quoted
/// reference of old (`"databricks.account"`) is read too.
pub fn traversal(tree: &Tree, id: ExprId) -> Option<Reference<'_>> {
    if let Expr::String(text) = tree.expr(id) {
        return quoted(tree.string(text), tree.span(id));
    }
    let (root, steps) = chain(tree, id);
    let fixed = steps.iter().all(|step| !matches!(step, StaticStep::Dynamic | StaticStep::Splat));
    match tree.expr(root) {
        Expr::Variable if fixed => Some(Reference { root: tree.source(root), steps, span: tree.span(id) }),
        // Source text in a string that had to be decoded, as `.tf.json` writes references.
        Expr::Wrapped(inner) if steps.is_empty() => traversal(tree, inner),
        _ => None,
    }
}

/// The innermost expression that a chain of attributes and indexes stands on, and the chain. A splat
/// within the chain counts as part of it.
pub(super) fn chain(tree: &Tree, id: ExprId) -> (ExprId, Steps<'_>) {
    let mut steps = Steps::new();
    let root = chain_into(tree, id, &mut steps);
    (root, steps)
}

/// As [`chain`]; the chain replaces what is in `steps`.
fn chain_into<'t>(tree: &'t Tree, id: ExprId, steps: &mut Steps<'t>) -> ExprId {
    steps.clear();
    let mut at = id;
    loop {
        match tree.expr(at) {
            Expr::Attr { base, name } => {
                steps.push(StaticStep::Attr(tree.slice(name)));
                at = base;
            }
            Expr::Index { base, key } => {
                steps.push(static_key(tree, key));
                at = base;
            }
            Expr::Splat { base, each, .. } => {
                let (item, mut inner) = chain(tree, each);
                if matches!(tree.expr(item), Expr::SplatItem) {
                    inner.reverse();
                    steps.append(&mut inner);
                }
                steps.push(StaticStep::Splat);
                at = base;
            }
            _ => break,
        }
    }
    steps.reverse();
    at
}

fn static_key(tree: &Tree, key: ExprId) -> StaticStep<'_> {
    match tree.expr(key) {
        Expr::String(text) => StaticStep::Key(tree.string(text)),
        Expr::Number => tree.source(key).parse().map_or(StaticStep::Dynamic, StaticStep::Index),
        _ => StaticStep::Dynamic,
    }
}

/// `databricks.account` and its kin out of a quoted string.
fn quoted(text: &str, span: Span) -> Option<Reference<'_>> {
    let (root, mut rest) = name(text)?;
    let mut steps = Steps::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            if let Some((attr, after)) = name(after) {
                steps.push(StaticStep::Attr(attr));
                rest = after;
            } else {
                let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                let (digits, after) = after.split_at(end);
                steps.push(StaticStep::Index(digits.parse().ok()?));
                rest = after;
            }
        } else {
            let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(match key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
                Some(key) if key.contains(['"', '\\', '$', '%']) => return None,
                Some(key) => StaticStep::Key(key),
                None => StaticStep::Index(key.parse().ok()?),
            });
            rest = after;
        }
    }
    Some(Reference { root, steps, span })
}

/// An identifier and what follows it.
fn name(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if !(first == '_' || unicode_ident::is_xid_start(first)) {
        return None;
    }
    let end = text.find(|c: char| c != '-' && !unicode_ident::is_xid_continue(c)).unwrap_or(text.len());
    Some(text.split_at(end))
}

struct Walk<'t, 'f> {
    tree: &'t Tree,
    /// Called with each reference, where they are not kept.
    each: Option<&'f mut dyn FnMut(&Reference<'t>)>,
    /// The last one; its room is used again.
    last: Reference<'t>,
    /// Names that `for` binds, and for an element where its uses are noted.
    bound: Vec<(&'t str, Option<usize>)>,
    found: Vec<Reference<'t>>,
    /// What is read from elements, where that is asked for.
    elements: Option<Vec<Element<'t>>>,
}

/// The uses of the element of a `for`.
#[derive(Default)]
struct Element<'t> {
    /// Attributes that are read.
    names: Vec<&'t str>,
    /// Whether it is used in another way too.
    whole: bool,
}

impl<'t> Walk<'t, '_> {
    fn new(tree: &'t Tree) -> Self {
        let last = Reference { root: "", steps: Steps::new(), span: Span::default() };
        Self { tree, each: None, last, bound: Vec::new(), found: Vec::new(), elements: None }
    }

    fn expr(&mut self, mut id: ExprId) {
        let tree = self.tree;
        loop {
            match tree.expr(id) {
                Expr::Null
                | Expr::Bool(_)
                | Expr::Number
                | Expr::String(_)
                | Expr::SplatItem
                | Expr::Error => return,
                Expr::Wrapped(inner) | Expr::Paren(inner) | Expr::Unary { operand: inner, .. } => id = inner,
                Expr::Template(parts) => return self.parts(parts),
                Expr::Variable | Expr::Attr { .. } | Expr::Index { .. } | Expr::Splat { .. } => {
                    return self.chain(id);
                }
                Expr::Call { name, args, .. } => {
                    let args = tree.list(args);
                    // What follows the value is a type, whose words are no names.
                    let values = match tree.slice(name) {
                        "convert" | "core::convert" => args.get(..1).unwrap_or(args),
                        _ => args,
                    };
                    return values.iter().for_each(|arg| self.expr(*arg));
                }
                Expr::Binary { .. } => return self.binary(id),
                Expr::Conditional { cond, yes, no } => {
                    self.expr(cond);
                    self.expr(yes);
                    id = no;
                }
                Expr::Tuple(run) => return self.list(run),
                Expr::Object(run) => {
                    for item in tree.items(run) {
                        self.expr(item.key);
                        self.expr(item.value);
                    }
                    return;
                }
                Expr::For(index) => return self.for_expr(index),
            }
        }
    }

    fn list(&mut self, run: Run) {
        for id in self.tree.list(run) {
            self.expr(*id);
        }
    }

    /// Chains of operators lean to the left and may be long.
    fn binary(&mut self, id: ExprId) {
        let mut rights = Vec::new();
        let mut at = id;
        while let Expr::Binary { left, right, .. } = self.tree.expr(at) {
            rights.push(right);
            at = left;
        }
        self.expr(at);
        while let Some(right) = rights.pop() {
            self.expr(right);
        }
    }

    fn chain(&mut self, id: ExprId) {
        let tree = self.tree;
        let root = chain_into(tree, id, &mut self.last.steps);
        if let Expr::Variable = tree.expr(root) {
            let name = tree.source(root);
            match self.bound.iter().rev().find(|(bound, _)| *bound == name) {
                None => {
                    self.last.root = name;
                    self.last.span = tree.span(id);
                    match &mut self.each {
                        Some(each) => each(&self.last),
                        None => self.found.push(self.last.clone()),
                    }
                }
                Some((_, element)) => {
                    let elements = self.elements.as_mut();
                    if let Some(element) = element.and_then(|at| elements?.get_mut(at)) {
                        match self.last.steps.first() {
                            Some(StaticStep::Attr(name) | StaticStep::Key(name)) => element.names.push(name),
                            _ => element.whole = true,
                        }
                    }
                }
            }
        } else {
            self.expr(root);
        }
        self.keys(id);
    }

    /// What stands in the brackets of a chain.
    fn keys(&mut self, id: ExprId) {
        let mut inner = Vec::new();
        let mut at = id;
        loop {
            at = match self.tree.expr(at) {
                Expr::Attr { base, .. } => base,
                Expr::Index { base, key } => {
                    inner.push((key, false));
                    base
                }
                Expr::Splat { base, each, .. } => {
                    inner.push((each, true));
                    base
                }
                _ => break,
            };
        }
        while let Some((id, each)) = inner.pop() {
            if each { self.keys(id) } else { self.expr(id) }
        }
    }

    fn for_expr(&mut self, index: u32) {
        let f = self.tree.for_expr(index);
        self.over(f.collection, f.key_name, f.value_name, &mut |walk| {
            for id in [f.key, Some(f.value), f.cond].into_iter().flatten() {
                walk.expr(id);
            }
        });
    }

    /// A collection, and what is done with each of its elements.
    fn over(
        &mut self,
        collection: ExprId,
        key_name: Option<Span>,
        value_name: Span,
        each: &mut dyn FnMut(&mut Self),
    ) {
        let tree = self.tree;
        let before = self.found.len();
        self.expr(collection);
        // What stands in brackets is found after the chain that it is in.
        let span = tree.span(collection);
        let through = self.found.get(before).is_some_and(|found| found.span == span);
        let element = self.elements.as_mut().filter(|_| through).map(|elements| {
            elements.push(Element::default());
            elements.len() - 1
        });
        let outer = self.bound.len();
        self.bound.extend(key_name.map(|name| (tree.slice(name), None)));
        self.bound.push((tree.slice(value_name), element));
        each(self);
        self.bound.truncate(outer);
        let Some(element) = element.and_then(|at| self.elements.as_mut()?.get_mut(at)).map(std::mem::take)
        else {
            return;
        };
        if element.whole || element.names.is_empty() {
            return;
        }
        let whole = self.found.remove(before);
        self.found.extend(element.names.into_iter().map(|name| {
            let mut steps = whole.steps.clone();
            steps.extend([StaticStep::Splat, StaticStep::Attr(name)]);
            Reference { steps, ..whole.clone() }
        }));
    }

    fn parts(&mut self, run: Run) {
        for part in self.tree.parts(run) {
            match *part {
                Part::Literal(_) => {}
                Part::Interpolation(id) => self.expr(id),
                Part::If { cond, yes, no } => {
                    self.expr(cond);
                    self.parts(yes);
                    self.parts(no);
                }
                Part::For { key_name, value_name, collection, body } => {
                    self.over(collection, key_name, value_name, &mut |walk| walk.parts(body));
                }
            }
        }
    }
}

/// The steps behind a splat, when nothing but steps follows.
pub(super) fn splat_steps(tree: &Tree, each: ExprId) -> Option<Steps<'_>> {
    let (item, steps) = chain(tree, each);
    matches!(tree.expr(item), Expr::SplatItem).then_some(steps)
}
