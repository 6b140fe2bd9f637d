//! Where things stand: every node's span is its text, children lie in their parents, and nothing of the
//! file is left over.

use bricklint_findings::source::Span;
use bricklint_lang::syntax::{BodyId, Expr, ExprId, Part, Run, Tree, parse, parse_expression};

use super::generate::{self, Random, amount, damage, first_seed};
use super::{files, neutral};

/// The children of an expression, and the names that stand in it.
fn children(tree: &Tree, id: ExprId) -> (Vec<ExprId>, Vec<Span>) {
    let mut names = Vec::new();
    let children = match tree.expr(id) {
        Expr::Wrapped(inner) | Expr::Paren(inner) | Expr::Unary { operand: inner, .. } => vec![inner],
        Expr::Template(run) => in_parts(tree, run, &mut names),
        Expr::Attr { base, name } => {
            names.push(name);
            vec![base]
        }
        Expr::Index { base, key } => vec![base, key],
        Expr::Splat { base, each, .. } => vec![base, each],
        Expr::Call { name, args, .. } => {
            names.push(name);
            tree.list(args).to_vec()
        }
        Expr::Binary { left, right, .. } => vec![left, right],
        Expr::Conditional { cond, yes, no } => vec![cond, yes, no],
        Expr::Tuple(run) => tree.list(run).to_vec(),
        Expr::Object(run) => tree.items(run).iter().flat_map(|item| [item.key, item.value]).collect(),
        Expr::For(index) => {
            let f = tree.for_expr(index);
            names.extend(f.key_name);
            names.push(f.value_name);
            let rest = [f.key, Some(f.value), f.cond];
            [f.collection].into_iter().chain(rest.into_iter().flatten()).collect()
        }
        _ => Vec::new(),
    };
    (children, names)
}

fn in_parts(tree: &Tree, run: Run, names: &mut Vec<Span>) -> Vec<ExprId> {
    let mut out = Vec::new();
    for part in tree.parts(run) {
        match *part {
            Part::Literal(_) => {}
            Part::Interpolation(inner) => out.push(inner),
            Part::If { cond, yes, no } => {
                out.push(cond);
                out.extend(in_parts(tree, yes, names));
                out.extend(in_parts(tree, no, names));
            }
            Part::For { key_name, value_name, collection, body } => {
                names.extend(key_name);
                names.push(value_name);
                out.push(collection);
                out.extend(in_parts(tree, body, names));
            }
        }
    }
    out
}

fn inside(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

struct Walk<'t> {
    tree: &'t Tree,
    /// The bytes that some leaf, name or comment takes.
    taken: Vec<bool>,
    /// Parse the text of each node again.
    again: bool,
}

impl Walk<'_> {
    fn take(&mut self, at: Span) {
        self.taken[at.start as usize..at.end as usize].fill(true);
    }

    fn body(&mut self, id: BodyId) {
        let tree = self.tree;
        let whole = tree.body(id).span;
        let mut last = whole.start;
        for attribute in tree.attributes(id) {
            let value = tree.span(attribute.value);
            assert!(inside(attribute.name, whole) && inside(value, whole), "{attribute:?}");
            assert!(last <= attribute.name.start && attribute.name.end < value.start, "{attribute:?}");
            last = value.end;
            self.name(attribute.name);
            self.expr(attribute.value, whole);
        }
        last = whole.start;
        for block in tree.blocks(id) {
            let text = tree.slice(block.span);
            assert!(inside(block.span, whole) && last <= block.span.start, "{text}");
            last = block.span.end;
            assert!(text.starts_with(tree.slice(block.name)) && text.ends_with('}'), "{text}");
            assert!(inside(block.header, block.span) && inside(block.name, block.header), "{text}");
            let body = tree.body(block.body).span;
            assert_eq!(body.end + 1, block.span.end, "{text}");
            assert!(
                block.header.end < body.start && tree.slice(block.header.to(body)).contains('{'),
                "{text}"
            );
            self.name(block.name);
            let mut end = block.name.end;
            for label in tree.label_spans(block) {
                assert!(end <= label.span.start && label.span.end <= block.header.end, "{text}");
                end = label.span.end;
                self.take(label.span);
            }
            assert_eq!(end, block.header.end, "{text}");
            self.body(block.body);
        }
    }

    fn name(&mut self, at: Span) {
        let text = self.tree.slice(at);
        assert!(
            !text.is_empty()
                && text.chars().all(|c| c.is_alphanumeric() || "_-".contains(c) || !c.is_ascii()),
            "{text:?}"
        );
        self.take(at);
    }

    fn expr(&mut self, id: ExprId, parent: Span) {
        let tree = self.tree;
        let at = tree.span(id);
        let text = tree.source(id);
        assert!(inside(at, parent), "{text:?} in {:?}", tree.slice(parent));
        let ends = |open: char, close: char| text.starts_with(open) && text.ends_with(close);
        let fits = match tree.expr(id) {
            Expr::Null => text == "null",
            Expr::Bool(value) => text == value.to_string(),
            Expr::Number => text.starts_with(|c: char| c.is_ascii_digit()),
            Expr::Paren(_) => ends('(', ')'),
            Expr::Tuple(_) => ends('[', ']'),
            Expr::Object(_) => ends('{', '}'),
            Expr::For(_) => ends('[', ']') || ends('{', '}'),
            Expr::Wrapped(_) => ends('"', '"'),
            Expr::Template(_) => ends('"', '"') || text.starts_with("<<"),
            Expr::String(_) => ends('"', '"') || text.starts_with("<<") || !text.contains(['"', ' ', '\n']),
            Expr::Variable => !text.is_empty() && !text.contains([' ', '\n', '.']),
            Expr::Attr { name, .. } => at.end == name.end,
            Expr::Index { base, key } => {
                tree.span(base).end < tree.span(key).start
                    && (text.ends_with(']') || tree.span(key).end == at.end)
            }
            Expr::Splat { .. } => text.contains('*'),
            Expr::SplatItem => text.is_empty(),
            Expr::Call { name, .. } => text.starts_with(tree.slice(name)) && text.ends_with(')'),
            Expr::Unary { operand, .. } => text.starts_with(['-', '!']) && tree.span(operand).end == at.end,
            Expr::Binary { left, right, .. } => {
                tree.span(left).start == at.start && tree.span(right).end == at.end
            }
            Expr::Conditional { cond, no, .. } => {
                tree.span(cond).start == at.start && tree.span(no).end == at.end
            }
            Expr::Error => false,
        };
        assert!(fits, "{:?} is {text:?}", tree.expr(id));
        let (children, names) = children(tree, id);
        if children.is_empty() || matches!(tree.expr(id), Expr::Template(_) | Expr::Call { .. }) {
            // Literal parts have no spans of their own.
            let end = match tree.expr(id) {
                Expr::Call { name, .. } => name.end,
                Expr::Tuple(_) | Expr::Object(_) => at.start,
                _ => at.end,
            };
            self.take(Span::new(at.start, end));
        }
        for name in names {
            assert!(inside(name, at), "{text:?}");
            self.take(name);
        }
        let mut starts = Vec::new();
        for child in &children {
            self.expr(*child, at);
            starts.push(tree.span(*child).start);
        }
        assert!(starts.is_sorted(), "{text:?}");
        if self.again && !self.in_splat(id) && !bare_key(tree, id) {
            let (other, root) = parse_expression(&format!("{text}\n"));
            let (mut first, mut second) = (String::new(), String::new());
            neutral::expr(tree, id, &mut first);
            neutral::expr(
                &other,
                root.unwrap_or_else(|| panic!("{text:?}: {:?}", other.errors)),
                &mut second,
            );
            assert_eq!(first, second, "{text:?}");
        }
    }

    /// Whether the expression is a step of a splat, which does not stand alone.
    fn in_splat(&self, id: ExprId) -> bool {
        match self.tree.expr(id) {
            Expr::SplatItem => true,
            Expr::Attr { base, .. } | Expr::Index { base, .. } | Expr::Splat { base, .. } => {
                self.in_splat(base)
            }
            _ => false,
        }
    }
}

/// The bare name that is the key of an object item; alone it would be a variable.
fn bare_key(tree: &Tree, id: ExprId) -> bool {
    matches!(tree.expr(id), Expr::String(_)) && !tree.source(id).starts_with(['"', '<'])
}

/// The comments of a valid text, found by a scan that knows quotes, templates and heredocs only.
fn comments(text: &str) -> Vec<(usize, usize)> {
    #[derive(Clone, PartialEq)]
    enum Mode {
        /// With the number of open braces.
        Code(usize),
        Quoted,
        Heredoc(String),
    }
    let mut stack = vec![Mode::Code(0)];
    let mut found = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let rest = &text[i..];
        let first = rest.chars().next().unwrap();
        let mode = stack.last_mut().unwrap();
        match mode {
            Mode::Code(open) => {
                if rest.starts_with('#') || rest.starts_with("//") {
                    let end = rest.find('\n').unwrap_or(rest.len());
                    found.push((i, i + rest[..end].strip_suffix('\r').map_or(end, str::len)));
                    i += end;
                    continue;
                }
                if rest.starts_with("/*") {
                    let end = rest.find("*/").unwrap() + 2;
                    found.push((i, i + end));
                    i += end;
                    continue;
                }
                match first {
                    '"' => stack.push(Mode::Quoted),
                    '{' => *open += 1,
                    '}' if *open == 0 => drop(stack.pop()),
                    '}' => *open -= 1,
                    '<' if rest.starts_with("<<") => {
                        let line = rest.find('\n').unwrap();
                        let marker = rest[2..line].trim_start_matches('-').trim_end();
                        stack.push(Mode::Heredoc(marker.to_owned()));
                        i += line;
                        continue;
                    }
                    _ => {}
                }
                i += first.len_utf8();
            }
            Mode::Quoted | Mode::Heredoc(_) => {
                let quoted = *mode == Mode::Quoted;
                if let Mode::Heredoc(marker) = mode
                    && let Some(line) = rest.strip_prefix('\n')
                    && line.lines().next().unwrap_or_default().trim() == marker
                {
                    i += 1 + line.find('\n').unwrap();
                    stack.pop();
                } else if quoted && first == '\\' {
                    i += 1 + rest[1..].chars().next().unwrap().len_utf8();
                } else if matches!(first, '$' | '%') {
                    let run = rest.len() - rest.trim_start_matches(first).len();
                    i += run;
                    if rest[run..].starts_with('{') {
                        i += 1;
                        if run == 1 {
                            stack.push(Mode::Code(0));
                        }
                    }
                } else {
                    if quoted && first == '"' {
                        stack.pop();
                    }
                    i += first.len_utf8();
                }
            }
        }
    }
    found
}

/// Checks a valid tree.
fn check(tree: &Tree, again: bool) {
    let root = tree.body(tree.root).span;
    assert_eq!(root, Span::new(0, tree.text.len() as u32));
    let found: Vec<_> = tree.comments.iter().map(|at| (at.start as usize, at.end as usize)).collect();
    assert_eq!(found, comments(&tree.text));
    let mut walk = Walk { tree, taken: vec![false; tree.text.len()], again };
    walk.body(tree.root);
    for comment in &tree.comments {
        walk.take(*comment);
    }
    let rest: String = tree
        .text
        .bytes()
        .zip(&walk.taken)
        .map(|(byte, taken)| if *taken { ' ' } else { char::from(byte) })
        .collect();
    for word in rest.split(|c: char| c.is_ascii_whitespace() || "{}[]().,:=?!+-*/%<>&|~$\"".contains(c)) {
        assert!(matches!(word, "" | "for" | "in" | "if"), "{word:?} is in no node");
    }
}

#[test]
fn spans_of_real_files_are_their_text() {
    let mut comments = 0;
    for (path, text) in files::valid() {
        let tree = parse(text.as_bytes());
        assert!(tree.errors.is_empty(), "{path}: {:?}", tree.errors);
        check(&tree, true);
        comments += tree.comments.len();
    }
    assert!(comments > 50, "{comments}");
}

#[test]
fn spans_of_generated_files_are_their_text() {
    let mut checked = 0;
    for seed in (first_seed()..).take(amount(1000) as usize) {
        let tree = parse(generate::file(seed).as_bytes());
        if tree.errors.is_empty() {
            eprintln!("seed {seed}");
            check(&tree, true);
            checked += 1;
        }
    }
    assert!(checked > 300, "{checked}");
}

/// In a broken file spans still slice the text and errors are sorted and inside.
#[test]
fn spans_of_broken_files_are_inside_the_text() {
    for seed in (first_seed()..).take(amount(3000) as usize) {
        let text = damage(&generate::file(seed), &mut Random(seed));
        let tree = parse(text.as_bytes());
        let len = tree.text.len() as u32;
        assert!(tree.errors.is_sorted_by_key(|error| error.span), "seed {seed}");
        assert!(tree.comments.is_sorted(), "seed {seed}: {:?}", tree.comments);
        let spans = tree.errors.iter().map(|error| error.span).chain(tree.comments.iter().copied());
        for at in spans {
            assert!(at.start <= at.end && at.end <= len, "seed {seed}");
            assert!(tree.text.get(at.start as usize..at.end as usize).is_some(), "seed {seed}: {text:?}");
        }
        broken_body(&tree, tree.root, seed);
    }
}

fn broken_body(tree: &Tree, id: BodyId, seed: u64) {
    let whole = tree.body(id).span;
    assert!(tree.text.get(whole.start as usize..whole.end as usize).is_some(), "seed {seed}");
    for attribute in tree.attributes(id) {
        assert!(inside(attribute.name, whole) && inside(tree.span(attribute.value), whole), "seed {seed}");
        let mut out = String::new();
        neutral::expr(tree, attribute.value, &mut out);
    }
    let mut last = whole.start;
    for block in tree.blocks(id) {
        assert!(
            inside(block.span, whole),
            "seed {seed}: {:?} in {:?}",
            tree.slice(block.span),
            tree.slice(whole)
        );
        assert!(inside(tree.body(block.body).span, block.span) && last <= block.span.start, "seed {seed}");
        last = block.span.end;
        broken_body(tree, block.body, seed);
    }
}
