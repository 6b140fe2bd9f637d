//! `moved`, `removed` and `import` blocks against what the module declares.

use bricklint_findings::source::Span;
use bricklint_lang::convert::convert;
use bricklint_lang::eval::{StaticStep, evaluate, traversal};
use bricklint_lang::syntax::{Block, BodyId, Expr, ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::instance::{Mode, Origin};

use super::{At, Constant, Definer, call_in};

/// The address in a `moved`, `removed` or `import` block.
#[derive(PartialEq)]
struct Address {
    /// The calls that it leads through.
    modules: Vec<String>,
    /// Type and name, without which it is that of a module.
    resource: Option<(Mode, String, String)>,
    /// Whether an instance key stands anywhere in it.
    keyed: bool,
    /// As it is written, without spaces.
    text: String,
}

impl Address {
    /// None for what is no address of a resource or module.
    fn of(tree: &Tree, id: ExprId) -> Option<Self> {
        let reference = traversal(tree, id)?;
        let text = match tree.expr(id) {
            Expr::String(text) => tree.string(text),
            _ => tree.source(id),
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut found = Self { modules: Vec::new(), resource: None, keyed: false, text };
        let mut names = Vec::new();
        let words = std::iter::once(StaticStep::Attr(reference.root)).chain(reference.steps.iter().copied());
        for step in words {
            match (step, names.as_slice()) {
                (StaticStep::Attr("module"), []) => names.push("module"),
                (StaticStep::Attr(name), ["module"]) => {
                    found.modules.push(name.to_owned());
                    names.clear();
                }
                (StaticStep::Attr("resource"), []) => {}
                (StaticStep::Attr(name), [] | [_] | ["data", _]) if found.resource.is_none() => {
                    names.push(name);
                    found.resource = resource_of(&names);
                }
                (StaticStep::Key(_) | StaticStep::Index(_), [] | [_, _] | ["data", _, _]) => {
                    found.keyed = true;
                }
                _ => return None,
            }
        }
        let whole = found.resource.is_some() || names.is_empty() && !found.modules.is_empty();
        whole.then_some(found)
    }
}

fn resource_of(names: &[&str]) -> Option<(Mode, String, String)> {
    match names {
        ["data", ty, name] => Some((Mode::Data, (*ty).to_owned(), (*name).to_owned())),
        ["data", _] => None,
        [ty, name] => Some((Mode::Managed, (*ty).to_owned(), (*name).to_owned())),
        _ => None,
    }
}

impl<'a> Definer<'a> {
    /// What `moved`, `removed` and `import` blocks say of what the module declares.
    pub(super) fn statements(&mut self) {
        if self.module.incomplete {
            return;
        }
        let mut moves: Vec<(Address, Address)> = Vec::new();
        for other in self.module.others.clone() {
            let files = self.files;
            let Some(file) = files.get(other.file as usize) else { continue };
            let at = At { index: other.file, file: file.file, tree: &file.tree, overrides: false };
            let Origin::Source { key, .. } = other.origin else { continue };
            match &*other.kind {
                "moved" => {
                    if let Some(pair) = self.moved_block(at, other.body, key, &moves) {
                        moves.push(pair);
                    }
                }
                "removed" => self.removed_block(at, other.body),
                "import" => self.import_block(at, other.body),
                _ => {}
            }
        }
    }

    /// Where a declared resource or call stands.
    fn declared(&self, address: &Address) -> Option<Origin> {
        match (&address.resource, address.modules.as_slice()) {
            (Some((mode, ty, name)), []) => {
                let index = self.resources.get(&(*mode, ty.as_str(), name.as_str()))?;
                self.module.resources.get(*index).map(|found| found.origin)
            }
            (None, [call]) => self.module.calls.get(call.as_str()).map(|found| found.origin),
            _ => None,
        }
    }

    /// An address that is written out; text in quotes is one in JSON only.
    fn address(&mut self, at: At<'a>, body: BodyId, name: &str) -> Option<Address> {
        let value = at.tree.attribute(body, name)?.value;
        if matches!(at.tree.expr(value), Expr::Error) {
            return None;
        }
        let quoted = !at.tree.json && matches!(at.tree.expr(value), Expr::String(_));
        let found = Address::of(at.tree, value).filter(|_| !quoted);
        if found.is_none() {
            let message =
                format!("`{name}` is the address of a resource or module, such as `databricks_group.a`");
            self.invalid(at, at.tree.span(value), message);
        }
        found
    }

    /// One end of a move. A word of the language is no type there.
    fn end(&mut self, at: At<'a>, body: BodyId, name: &str) -> Option<Address> {
        let found = self.address(at, body, name)?;
        let value = at.tree.attribute(body, name)?.value;
        if let Some(word) = word_of(at.tree, value) {
            let message = format!(
                "`{word}` is no type of a resource; where one has this name, write `resource.{word}`"
            );
            self.invalid(at, at.tree.span(value), message);
            return None;
        }
        Some(found)
    }

    fn moved_block(
        &mut self,
        at: At<'a>,
        body: BodyId,
        header: Span,
        moves: &[(Address, Address)],
    ) -> Option<(Address, Address)> {
        let (from, to) = (self.end(at, body, "from"), self.end(at, body, "to"));
        let (from, to) = (from?, to?);
        let other = |this: &Address, other: &Address| {
            this.modules != other.modules || this.resource != other.resource
        };
        let wrong = if from.text == to.text {
            Some(format!("this `moved` block moves `{}` to itself", from.text))
        } else if !from.keyed && other(&from, &to) && self.declared(&from).is_some() {
            Some(format!("`{}` is moved to `{}` and is still declared", from.text, to.text))
        } else if moves.iter().any(|(f, t)| f.text == from.text && t.text != to.text) {
            Some(format!("`{}` is already moved to another address", from.text))
        } else if moves.iter().any(|(f, t)| t.text == to.text && f.text != from.text) {
            Some(format!("something else is already moved to `{}`", to.text))
        } else {
            circle((&from, &to), moves).map(|names| format!("{} are moved in a circle", names.join(", ")))
        };
        if let Some(message) = wrong {
            self.invalid(at, header, message);
        }
        Some((from, to))
    }

    fn removed_block(&mut self, at: At<'a>, body: BodyId) {
        let tree = at.tree;
        for block in tree.blocks(body) {
            match tree.slice(block.name) {
                "lifecycle" => self.kept(at, block),
                "provisioner" => {
                    let when = tree.attribute(block.body, "when").map(|when| word(tree, when.value));
                    if when != Some("destroy") {
                        let message =
                            "a provisioner of what is removed runs when it is destroyed: `when = destroy`";
                        self.invalid(at, block.header, message);
                    }
                }
                _ => {}
            }
        }
        let Some(from) = self.address(at, body, "from") else { return };
        let Some(span) = tree.attribute(body, "from").map(|from| tree.span(from.value)) else { return };
        if from.keyed {
            let message = "`from` is the address of a whole resource or module, without an instance key";
            self.invalid(at, span, message);
        } else if matches!(from.resource, Some((Mode::Data, ..))) {
            self.invalid(at, span, "a data source is not removed: nothing of it is kept");
        } else if let Some(Origin::Source { file, key, .. }) = self.declared(&from) {
            let files = self.files;
            let index = files.iter().position(|own| own.file == file).unwrap_or(0);
            let Some(own) = files.get(index) else { return };
            let there = At { index: index as u32, file, tree: &own.tree, overrides: false };
            self.invalid(
                there,
                key,
                format!("`{}` is removed by a `removed` block and still declared", from.text),
            );
        }
    }

    /// The `lifecycle` block of a `removed` block.
    fn kept(&mut self, at: At<'a>, block: &Block) {
        let tree = at.tree;
        for attribute in tree.attributes(block.body) {
            let name = tree.slice(attribute.name);
            if name != "destroy" {
                self.invalid(
                    at,
                    attribute.name,
                    format!("the `lifecycle` of a `removed` block has no `{name}`"),
                );
            } else if !is_switch(tree, attribute.value) {
                self.invalid(at, tree.span(attribute.value), "`destroy` must be `true` or `false`");
            }
        }
        for inner in tree.blocks(block.body) {
            let name = tree.slice(inner.name);
            let message = format!("the `lifecycle` of a `removed` block has no `{name}`");
            self.invalid(at, inner.header, message);
        }
    }

    fn import_block(&mut self, at: At<'a>, body: BodyId) {
        let tree = at.tree;
        let repeated = tree.attribute(body, "for_each").is_some();
        if let Some(id) = tree.attribute(body, "id") {
            let span = tree.span(id.value);
            match tree.expr(id.value) {
                Expr::Null => self.invalid(at, span, "the `id` of an import must not be null"),
                Expr::String(text) if tree.string(text).is_empty() => {
                    self.invalid(at, span, "the `id` of an import must not be empty");
                }
                _ => {}
            }
        }
        let Some(to) = tree.attribute(body, "to") else { return };
        if !repeated && names_each(tree, to.value) {
            let message = "`each` stands for nothing in an import without `for_each`";
            self.invalid(at, tree.span(to.value), message);
        }
        let Some(found) = Address::of(tree, to.value) else { return };
        let Some((Mode::Managed, ..)) = &found.resource else { return };
        // What is missing in the root, `terraform plan -generate-config-out` writes.
        if let Some(call) =
            found.modules.first().filter(|call| !self.module.calls.contains_key(call.as_str()))
        {
            let message = format!("`{}` is imported, and there is no `module.{call}`", found.text);
            self.invalid(at, tree.span(to.value), message);
        }
    }

    /// `when` and `on_failure` of a provisioner are words.
    pub(super) fn provisioner(&mut self, at: At<'a>, block: &Block) {
        let tree = at.tree;
        let connections = tree.blocks(block.body).iter().filter(|own| tree.slice(own.name) == "connection");
        for second in connections.skip(1) {
            self.invalid(at, second.header, "a provisioner has one `connection` block");
        }
        for (name, words) in [("when", ["create", "destroy"]), ("on_failure", ["continue", "fail"])] {
            let Some(attribute) = tree.attribute(block.body, name) else { continue };
            if tree.expr(attribute.value) != Expr::Error && !words.contains(&word(tree, attribute.value)) {
                let message = format!("`{name}` is `{}` or `{}`", words[0], words[1]);
                self.invalid(at, tree.span(attribute.value), message);
            }
        }
    }
}

/// The addresses that a move leads on to until it comes back to itself; the least of them first.
fn circle(this: (&Address, &Address), moves: &[(Address, Address)]) -> Option<Vec<String>> {
    let mut ways = vec![(this, 0)];
    let mut at = 0;
    while let Some((here, _)) = ways.get(at) {
        if at > 0 && leads_on(*here, this) {
            let mut names = Vec::new();
            while let Some((move_, before)) = ways.get(at) {
                names.insert(0, format!("`{}`", move_.0.text));
                if at == 0 {
                    break;
                }
                at = *before;
            }
            let least = (0..names.len()).min_by_key(|at| names.get(*at))?;
            names.rotate_left(least);
            return Some(names);
        }
        for (from, to) in moves {
            let is_new = |ways: &[((&Address, &Address), usize)]| {
                !ways.iter().any(|(seen, _)| std::ptr::eq(seen.0, from))
            };
            if leads_on(ways.get(at)?.0, (from, to)) && is_new(&ways) {
                ways.push(((from, to), at));
            }
        }
        at += 1;
    }
    None
}

/// Whether Terraform makes the second move after the first: its object is where the first leads to, or one of the two
/// is about something in what the other is about.
#[inline(never)]
fn leads_on(first: (&Address, &Address), second: (&Address, &Address)) -> bool {
    // With a key at either end it is about one instance.
    let is_one = |ends: (&Address, &Address)| ends.0.text.ends_with(']') || ends.1.text.ends_with(']');
    let (a, b) = (is_one(first), is_one(second));
    let is_in = |inner: &Address, is_one: bool, outer: &Address, whole: bool| {
        let rest = inner.text.strip_prefix(&*outer.text);
        match outer.resource {
            None => rest.is_some_and(|rest| rest.starts_with('.')),
            Some(_) => whole && is_one && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('[')),
        }
    };
    first.1.text == second.0.text && (a == b || first.1.resource.is_none())
        || is_in(second.0, b, first.1, !a)
        || is_in(second.1, b, first.1, !a)
        || is_in(first.0, a, second.0, !b)
        || is_in(first.1, a, second.0, !b)
}

/// Words of the language that are not taken as the type of a resource in a `moved` block.
const WORDS: &[&str] =
    &["arg", "count", "each", "lazy", "local", "path", "self", "template", "terraform", "var"];

/// The word in place of a type in an address.
fn word_of(tree: &Tree, id: ExprId) -> Option<&str> {
    let reference = traversal(tree, id)?;
    let mut steps = reference.steps.iter();
    let mut root = reference.root;
    while root == "module" {
        steps.next()?;
        root = steps.find_map(|step| match step {
            StaticStep::Attr(name) => Some(*name),
            _ => None,
        })?;
    }
    WORDS.iter().copied().find(|word| *word == root)
}

/// Whether an index in an address hangs on `each`.
fn names_each(tree: &Tree, id: ExprId) -> bool {
    match tree.expr(id) {
        Expr::Attr { base, .. } => names_each(tree, base),
        Expr::Index { base, key } => tree.source(key).starts_with("each.") || names_each(tree, base),
        _ => false,
    }
}

/// A bare word or a quoted one.
fn word(tree: &Tree, id: ExprId) -> &str {
    match tree.expr(id) {
        Expr::String(text) => tree.string(text),
        _ => tree.source(id),
    }
}

/// Whether a provisioner runs when its resource is destroyed.
pub(crate) fn is_destroy(tree: &Tree, block: &Block) -> bool {
    tree.slice(block.name) == "provisioner"
        && tree.attribute(block.body, "when").is_some_and(|when| word(tree, when.value) == "destroy")
}

/// Whether an expression is `true` or `false`, as it stands or made of constants, or does not parse.
pub(crate) fn is_switch(tree: &Tree, id: ExprId) -> bool {
    let is_bool = |value: Value| convert(&value, &Type::Bool).is_ok_and(|value| value.as_bool().is_some());
    tree.expr(id) == Expr::Error
        || call_in(tree, id).is_none() && evaluate(tree, id, &Constant).is_ok_and(is_bool)
}
