//! Addresses in `moved`, `removed` and `import` blocks and in `replace_triggered_by`, against the modules and instances
//! that they lead to. Terraform looks at most of them when it plans.

use std::sync::Arc;

use bricklint_lang::eval::{Reference, StaticStep, references, traversal};
use bricklint_lang::syntax::{Expr, ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::facts::{FactKind, Misuse, Repeated};
use bricklint_model::instance::{Mode, Origin};

use super::names::Instances;
use super::references::elements;
use super::{Checker, Place};
use crate::module::{OtherBlock, Repetition, ResourceDef};

/// The key of an instance, as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key<'t> {
    None,
    Number(u64),
    Text(&'t str),
    /// Not written out.
    Open,
}

impl<'t> Key<'t> {
    /// The key at the beginning of some steps, and the steps after it.
    fn split<'s>(steps: &'s [StaticStep<'t>]) -> (Self, &'s [StaticStep<'t>]) {
        match steps {
            [StaticStep::Key(text), rest @ ..] => (Self::Text(text), rest),
            [StaticStep::Index(index), rest @ ..] => (Self::Number(*index), rest),
            [StaticStep::Dynamic | StaticStep::Splat, rest @ ..] => (Self::Open, rest),
            rest => (Self::None, rest),
        }
    }

    /// What `each.key` or `count.index` stands for.
    fn of(value: &'t Value) -> Self {
        match (value.as_str(), value.as_number().and_then(|number| number.as_i64())) {
            (Some(text), _) => Self::Text(text),
            (None, Some(index)) => u64::try_from(index).map_or(Self::Open, Self::Number),
            (None, None) => Self::Open,
        }
    }
}

impl std::fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Number(index) => write!(f, "[{index}]"),
            Self::Text(text) => write!(f, "[{text:?}]"),
            Self::Open => f.write_str("[…]"),
        }
    }
}

/// The address of a module or of a resource.
#[derive(Clone, Debug)]
struct Address<'t> {
    text: &'t str,
    modules: Vec<(&'t str, Key<'t>)>,
    /// Type, name and key.
    resource: Option<(&'t str, &'t str, Key<'t>)>,
}

impl<'t> Address<'t> {
    fn reference(tree: &'t Tree, id: ExprId) -> Option<Reference<'t>> {
        let span = tree.span(id);
        let whole = |reference: &Reference<'t>| reference.span == span;
        traversal(tree, id).or_else(|| references(tree, id).into_iter().find(whole))
    }

    fn of(tree: &'t Tree, id: ExprId) -> Option<Self> {
        let span = tree.span(id);
        let reference = Self::reference(tree, id)?;
        let (mut root, mut steps) = (reference.root, reference.steps.as_slice());
        let mut found =
            Self { text: tree.slice(span).trim_matches('"'), modules: Vec::new(), resource: None };
        while root == "module" {
            let [StaticStep::Attr(name), rest @ ..] = steps else { return None };
            let (key, rest) = Key::split(rest);
            found.modules.push((name, key));
            match rest {
                [] => return Some(found),
                [StaticStep::Attr(word), rest @ ..] => (root, steps) = (word, rest),
                _ => return None,
            }
        }
        // The long form of the same.
        if let ("resource", [StaticStep::Attr(ty), rest @ ..]) = (root, steps)
            && let [StaticStep::Attr(_), ..] = rest
        {
            (root, steps) = (ty, rest);
        }
        let [StaticStep::Attr(name), rest @ ..] = steps else { return None };
        let (key, rest) = Key::split(rest);
        found.resource = Some((root, name, key));
        (rest.is_empty() && root != "data").then_some(found)
    }

    /// The key at its end.
    fn key(&self) -> Key<'t> {
        match (self.resource, self.modules.last().copied()) {
            (Some((.., key)), _) | (None, Some((_, key))) => key,
            (None, None) => Key::None,
        }
    }
}

/// Why a module is not looked into.
enum Lost {
    /// Nothing calls it.
    NoCall(Arc<str>),
    /// It is not on disk, or not whole.
    Open,
}

/// Both, where one that is not known leaves it open.
fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(false) || b == Some(false) { Some(false) } else { a.zip(b).map(|_| true) }
}

impl<'c> Checker<'c> {
    /// Whether there is an instance with this key; none where that hangs on inputs.
    fn presence(&self, repetition: Repetition, key: Key<'_>) -> Option<bool> {
        match (repetition, key) {
            (_, Key::Open) | (Repetition::Enabled(_), _) => None,
            (Repetition::One, key) => Some(key == Key::None),
            (Repetition::Count(_), Key::None | Key::Text(_))
            | (Repetition::ForEach(_), Key::None | Key::Number(_)) => Some(false),
            (_, key) => match (self.instances(repetition)?, key) {
                (Instances::Count(count), Key::Number(index)) => Some(index < count),
                (Instances::Keys(keys), Key::Text(text)) => Some(keys.iter().any(|own| **own == *text)),
                _ => None,
            },
        }
    }

    /// Looks at the module that some calls lead to, with whether that instance of it is there.
    fn at_module<R>(
        &self,
        calls: &[(&str, Key<'_>)],
        there: Option<bool>,
        look: &mut dyn FnMut(&Checker<'c>, Option<bool>) -> R,
    ) -> Result<R, Lost> {
        let [(name, key), rest @ ..] = calls else { return Ok(look(self, there)) };
        let Some(call) = self.module.calls.get(*name) else {
            return Err(if self.module.incomplete { Lost::Open } else { Lost::NoCall((*name).into()) });
        };
        let there = and(there, self.presence(call.repetition, *key));
        let shared = self.shared;
        let child = shared.targets.child(shared.discovery, &self.module.directory, name);
        let child = child.filter(|child| !child.incomplete);
        let child = child.and_then(|child| Checker::new(shared, &child.directory, child));
        child.ok_or(Lost::Open)?.at_module(rest, there, look)
    }

    fn managed(&self, ty: &str, name: &str) -> Option<&'c ResourceDef> {
        self.module.resources.get(self.definition.resource(Mode::Managed, ty, name)? as usize)
    }

    fn refuse(&mut self, other: &OtherBlock, at: Option<ExprId>, reason: String) {
        let Some(tree) = self.module.tree(other.file) else { return };
        let kind = FactKind::Refused { reason: reason.into() };
        match (at, other.origin) {
            (Some(id), _) => self.add(&"".into(), other.file, tree.span(id), kind),
            (None, Origin::Source { key, file, .. }) => {
                self.push(&"".into(), bricklint_findings::source::FileSpan { file, span: key }, kind, None);
            }
            (None, Origin::Plan) => {}
        }
    }

    /// What is moved must not be there any more.
    pub(super) fn moved_from(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file).filter(|_| self.parses(other.file)) else { return };
        let address = |name: &str| Address::of(tree, tree.attribute(other.body, name)?.value);
        let (Some(from), Some(to)) = (address("from"), address("to")) else { return };
        if from.text == to.text || from.resource.is_some() != to.resource.is_some() {
            return;
        }
        // Without keys it is about all instances.
        let whole = from.key() == Key::None && to.key() == Key::None;
        let mut calls = from.modules.as_slice();
        let object = if let Some((ty, name, key)) = from.resource {
            (Some(ty), name, key)
        } else {
            let Some(((name, key), above)) = calls.split_last() else { return };
            calls = above;
            (None, *name, *key)
        };
        let (ty, name, key) = object;
        let mut look = |checker: &Checker<'c>, there| {
            let repetition = match ty {
                Some(ty) => checker.managed(ty, name)?.repetition,
                None => checker.module.calls.get(name)?.repetition,
            };
            and(there, if whole { Some(true) } else { checker.presence(repetition, key) })
        };
        if let Ok(Some(true)) = self.at_module(calls, Some(true), &mut look) {
            let reason = format!("`{}` is moved to `{}` and is still declared", from.text, to.text);
            self.refuse(other, None, reason);
        }
    }

    /// What is removed from a module must not be declared there any more.
    pub(super) fn removed_from(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file).filter(|_| self.parses(other.file)) else { return };
        let Some(attribute) = tree.attribute(other.body, "from") else { return };
        let Some(from) = Address::of(tree, attribute.value) else { return };
        let (calls, declared) = match (from.resource, from.modules.split_last()) {
            (Some((ty, name, Key::None)), Some(_)) => {
                let mut look = |checker: &Checker<'c>, _| checker.managed(ty, name).is_some();
                (from.modules.len(), self.at_module(&from.modules, None, &mut look))
            }
            (None, Some(((name, Key::None), above))) => {
                let mut look = |checker: &Checker<'c>, _| checker.module.calls.contains_key(*name);
                (above.len(), self.at_module(above, None, &mut look))
            }
            _ => return,
        };
        // What the module itself declares is said where it is declared.
        if calls > 0 && declared.is_ok_and(|declared| declared) {
            let reason = format!("`{}` is removed by a `removed` block and still declared", from.text);
            self.refuse(other, Some(attribute.value), reason);
        }
    }

    /// What is imported is an instance that is there. What is missing in a root, Terraform can write, unless it is one
    /// instance of several.
    pub(super) fn imported(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file).filter(|_| self.parses(other.file)) else { return };
        let Some(attribute) = tree.attribute(other.body, "to") else { return };
        let Some(to) = Address::of(tree, attribute.value) else { return };
        let Some((ty, name, key)) = to.resource else { return };
        let each = self.imported_keys(tree, other, attribute.value);
        let inside = !to.modules.is_empty();
        if !inside && matches!(key, Key::Number(_) | Key::Text(_)) && self.managed(ty, name).is_none() {
            if tree.attribute(other.body, "for_each").is_none()
                && let Some(reference) = Address::reference(tree, attribute.value)
            {
                self.reference(&Place::default(), other.file, &reference);
            }
            return;
        }
        let mut look = |checker: &Checker<'c>, there: Option<bool>| {
            let Some(def) = checker.managed(ty, name) else {
                return inside.then(|| "which the module does not declare".to_owned());
            };
            let wrong = match (def.repetition, key) {
                (Repetition::One, Key::Number(_) | Key::Text(_)) => {
                    Some("which has neither `count` nor `for_each`")
                }
                (Repetition::Count(_), Key::None | Key::Text(_)) => {
                    Some("whose instances have numbers, since it has `count` set")
                }
                (Repetition::ForEach(_), Key::None | Key::Number(_)) => {
                    Some("whose instances have names, since it has `for_each` set")
                }
                _ => None,
            };
            let gone = "which is never there".to_owned();
            let missing =
                each.iter().map(Key::of).find(|key| checker.presence(def.repetition, *key) == Some(false));
            wrong.map(str::to_owned).or_else(|| match missing {
                Some(missing) => Some(format!("and there is no instance `{missing}`")),
                None if and(there, checker.presence(def.repetition, key)) == Some(false) => Some(gone),
                None => None,
            })
        };
        let why = match self.at_module(&to.modules, Some(true), &mut look) {
            Ok(why) => why,
            // Of the first one the loader says it.
            Err(Lost::NoCall(call)) if to.modules.first().is_some_and(|(first, _)| **first != *call) => {
                Some(format!("and there is no `module.{call}`"))
            }
            Err(_) => None,
        };
        if let Some(why) = why {
            self.refuse(other, Some(attribute.value), format!("`{}` is imported, {why}", to.text));
        }
    }

    /// What stands in the brackets of the address of an import: constants, and what `each` stands for. OpenTofu takes more.
    pub(super) fn imported_key(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file).filter(|_| self.parses(other.file)) else { return };
        let Some(to) = tree.attribute(other.body, "to").filter(|_| !self.shared.tofu) else { return };
        let repeated = tree.attribute(other.body, "for_each").is_some();
        let mut at = to.value;
        loop {
            at = match tree.expr(at) {
                Expr::Wrapped(inner) => inner,
                Expr::Attr { base, .. } => base,
                Expr::Index { base, key } => {
                    // The loader says that a bare `each` stands for nothing.
                    let is_each = tree.source(key).starts_with("each.");
                    let is_wrong =
                        |reference: &Reference<'_>| reference.root != "each" || !repeated && !is_each;
                    if references(tree, key).iter().any(is_wrong) {
                        let reason = "a key in the address of what is imported is written out, or made of `each` where the import has `for_each`";
                        self.refuse(other, Some(key), reason.to_owned());
                    }
                    base
                }
                _ => return,
            };
        }
    }

    /// The `id` of an import: text that does not come from what is imported.
    pub(super) fn imported_id(&mut self, other: &OtherBlock, place: &Place<'_>) {
        let module = self.module;
        let Some(tree) = module.tree(other.file).filter(|_| self.parses(other.file)) else { return };
        let Some(id) = tree.attribute(other.body, "id").map(|found| found.value) else { return };
        // Of what a module imports not every version of Terraform looks at the value.
        if !self.shared.roots.contains(&module.directory) {
            return;
        }
        let to = tree.attribute(other.body, "to").and_then(|to| Address::of(tree, to.value));
        if let Some(Address { modules, resource: Some((ty, name, _)), .. }) = to
            && modules.is_empty()
        {
            let is_itself = |reference: &Reference<'_>| match reference.steps.as_slice() {
                [StaticStep::Attr(own), ..] => reference.root == ty && *own == name,
                _ => false,
            };
            if references(tree, id).iter().any(is_itself) {
                let reason =
                    format!("the `id` of an import cannot come from what is imported, `{ty}.{name}`");
                return self.refuse(other, Some(id), reason);
            }
        }
        if place.repetition == Repetition::One {
            return self.is_id(other, id);
        }
        let known = self.facts.len();
        for instance in self.instances_of(place.repetition) {
            self.instance = Some(instance);
            self.further(known, |checker| {
                checker.has_value(place, other.file, id, known);
                checker.is_id(other, id);
            });
        }
        self.instance = None;
    }

    fn is_id(&mut self, other: &OtherBlock, id: ExprId) {
        let Some(value) = self.value(other.file, id) else { return };
        if value.is_null() {
            self.refuse(other, Some(id), "the `id` of an import must not be null".to_owned());
        } else if let Some(reason) = Self::misfit(&value, &Type::String) {
            self.refuse(other, Some(id), format!("the `id` of an import is text: {reason}"));
        }
    }

    /// An import into a resource that is written says nothing of its provider that the resource does not say.
    pub(super) fn imported_provider(&mut self, other: &OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file).filter(|_| self.parses(other.file)) else { return };
        let Some(provider) = tree.attribute(other.body, "provider") else { return };
        let to = tree.attribute(other.body, "to").and_then(|to| Address::of(tree, to.value));
        let Some(Address { modules, resource: Some((ty, name, _)), .. }) = to else { return };
        let reason = if modules.is_empty() {
            let Some(def) = self.managed(ty, name) else { return };
            let written = tree.source(provider.value).trim_matches('"');
            if def.provider.as_ref().is_some_and(|own| own.instance.is_some() || own.to_string() == written) {
                return;
            }
            format!(
                "`{ty}.{name}` itself says which provider configuration it has, so its import cannot say another"
            )
        } else {
            "an import into a module cannot say which provider configuration it has".to_owned()
        };
        self.refuse(other, Some(provider.value), reason);
    }

    /// The keys of an import with `for_each` whose address ends in `[each.key]`.
    fn imported_keys(&self, tree: &Tree, other: &OtherBlock, to: ExprId) -> Vec<Value> {
        let for_each = tree.attribute(other.body, "for_each");
        match (tree.expr(to), for_each) {
            (Expr::Index { key, .. }, Some(for_each)) if tree.source(key) == "each.key" => {
                let value = self.value(other.file, for_each.value);
                value
                    .map_or_else(Vec::new, |value| elements("each", &value))
                    .into_iter()
                    .map(|it| it.key)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// An element of `replace_triggered_by`: one reference, whose instance is there and is named by nothing but
    /// `each.key` and `count.index`.
    pub(super) fn trigger(&mut self, place: &Place<'_>, file: u32, tree: &Tree, id: ExprId) {
        let own = place.resource.and_then(|at| self.module.resources.get(at as usize));
        let Some(own) = own.filter(|own| !own.overridden) else { return };
        let owner = self.text(place.owner);
        let span = tree.span(id);
        let known = self.facts.len();
        for reference in references(tree, id) {
            let is_key = matches!(
                (reference.root, reference.steps.as_slice()),
                ("each", [StaticStep::Attr("key")]) | ("count", [StaticStep::Attr("index")])
            );
            if reference.span != span && !is_key {
                let kind =
                    FactKind::Misused { name: tree.slice(reference.span).into(), misuse: Misuse::TriggerKey };
                self.add(&owner, file, reference.span, kind);
            }
        }
        if self.facts.len() > known {
            return;
        }
        let Ok(key) = trigger_key(tree, id) else {
            let reason = "`replace_triggered_by` takes references as they are, with keys that are written out, `each.key` or `count.index`";
            let kind = FactKind::Refused { reason: format!("`{owner}`: {reason}").into() };
            return self.add(&owner, file, span, kind);
        };
        let found = references(tree, id).into_iter().find(|reference| reference.span == span);
        let (Some(key), Some(found)) = (key, found) else { return };
        let (ty, name, steps) = match (found.root, found.steps.as_slice()) {
            ("data", _) => return,
            ("resource", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => (*ty, *name, rest),
            (ty, [StaticStep::Attr(name), rest @ ..]) => (ty, *name, rest),
            _ => return,
        };
        let Some(def) = self.managed(ty, name) else { return };
        let instances = self.instances_of(own.repetition);
        let written = Key::split(steps).0;
        let mut keys = match (tree.source(key), own.repetition) {
            ("each.key", Repetition::ForEach(_)) | ("count.index", Repetition::Count(_)) => {
                instances.iter().map(|instance| Key::of(&instance.key)).collect()
            }
            ("each.key" | "count.index", _) => Vec::new(),
            _ if instances.is_empty() && own.repetition != Repetition::One => Vec::new(),
            _ => vec![written],
        }
        .into_iter();
        let of: Arc<str> = format!("{ty}.{name}").into();
        let Some(key) = keys.find(|key| self.presence(def.repetition, *key) == Some(false)) else { return };
        let kind = if def.repetition == Repetition::One {
            FactKind::InstanceKey { of, repeated: Repeated::Not }
        } else {
            let count = self.instances(def.repetition).map(|instances| instances.len());
            FactKind::NoInstance { name: format!("{of}{key}").into(), of, count, nearest: None }
        };
        self.add(&owner, file, span, kind);
    }
}

/// The first key of an element of `replace_triggered_by`, where it has one; an error where Terraform does not take it.
fn trigger_key(tree: &Tree, id: ExprId) -> Result<Option<ExprId>, ()> {
    match tree.expr(id) {
        Expr::Variable | Expr::Paren(_) | Expr::Wrapped(_) | Expr::String(_) | Expr::Error => Ok(None),
        Expr::Attr { base, .. } => trigger_key(tree, base),
        Expr::Index { base, key } => {
            let is_static = matches!(tree.expr(key), Expr::String(_) | Expr::Number)
                || matches!(tree.source(key), "each.key" | "count.index");
            let first = trigger_key(tree, base)?;
            if is_static { Ok(first.or(Some(key))) } else { Err(()) }
        }
        _ => Err(()),
    }
}
