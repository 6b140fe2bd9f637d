//! Expressions that have no value whatever the inputs are: Terraform evaluates each of them with unknown
//! inputs when it validates a module, and so does this.

use std::ops::Range;
use std::sync::Arc;

use bricklint_findings::source::Span;
use bricklint_lang::convert::{convert, type_of};
use bricklint_lang::eval::{EvalError, StaticStep, each_reference};
use bricklint_lang::syntax::{BinaryOp, Expr, ExprId, Part, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Marks, Value};
use bricklint_model::facts::{FactKind, Misuse};
use rustc_hash::FxHashSet;

use super::scope::converts;
use super::secrets::Secrets;
use super::{Checker, Owner, Place, Shared, place_of};
use crate::module::{Condition, ExprRef, OutputDef};

/// Names that an iterator would hide, were it called so.
pub(super) const ROOTS: &[&str] = &["var", "local", "module", "data", "resource", "each", "count", "self"];

/// An error with what it says.
struct Failure {
    span: Span,
    reason: String,
}

impl<'c> Checker<'c> {
    /// Notes why an expression has no value, unless that is among the facts from `known` on, which are about
    /// its references.
    pub(super) fn has_value(&mut self, place: &Place<'_>, file: u32, id: ExprId, known: usize) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if self.is_plain(tree, id)
            || !tree.errors.is_empty()
            || place.iterators.iter().any(|iterator| ROOTS.contains(iterator))
        {
            return;
        }
        let mut failures = Vec::new();
        self.failures(tree, id, &mut failures);
        let said = known..self.facts.len();
        // What stands beside the types of another version fails as well where these are not known.
        let mut sure = Vec::new();
        if self.version.is_some() && !failures.is_empty() {
            self.without_types(|this| this.failures(tree, id, &mut sure));
            failures.retain(|failure| sure.iter().all(|sure| sure.span != failure.span));
        }
        let typed = self.version.is_some();
        for (failures, typed) in [(sure, false), (failures, typed)] {
            for failure in failures {
                self.fails(place.owner, file, failure, typed, said.clone());
            }
        }
    }

    /// Notes what is wrong with a `for_each` or `count`, as far as its value says so whatever the inputs are, unless
    /// that is among the facts from `known` on.
    pub(super) fn can_repeat(
        &mut self,
        place: &Place<'_>,
        file: u32,
        id: ExprId,
        known: usize,
        wrong: fn(&Value) -> Option<&'static str>,
    ) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        let look = |this: &Self| {
            let mut value = this.value(file, id)?;
            if value.marks().contains(Marks::SENSITIVE) && this.chooses(file, id) {
                value = value.set_marks(Marks::NONE);
            }
            wrong(&value)
        };
        if let Some(reason) = look(self) {
            let failure = Failure { span: tree.span(id), reason: reason.to_owned() };
            let typed = self.hangs_on_types(|this| look(this).is_some());
            self.fails(place.owner, file, failure, typed, known..self.facts.len());
        }
    }

    /// Notes conditions of a variable or output that can never be true or false, unless that is among the facts from
    /// `known` on. Those of a resource, Terraform looks at when it plans an instance.
    pub(super) fn can_hold(&mut self, place: &Place<'_>, conditions: &[Condition], known: usize) {
        for condition in conditions {
            self.must_be(
                place,
                condition.condition,
                &Type::Bool,
                "the condition must be true or false",
                known,
            );
        }
    }

    /// The same of what an output or a `check` says where a condition does not hold: Terraform has a look at it whether
    /// that is so or not.
    pub(super) fn can_say(&mut self, place: &Place<'_>, message: ExprRef, known: usize) {
        self.must_be(place, message, &Type::String, "`error_message` must be a string", known);
    }

    fn must_be(&mut self, place: &Place<'_>, expr: ExprRef, ty: &Type, what: &str, known: usize) {
        let ExprRef { file, id } = expr;
        let Some(tree) = self.module.tree(file).filter(|tree| tree.errors.is_empty()) else { return };
        let look = |this: &Self| match this.value(file, id)? {
            value if value.is_null() => Some("is null"),
            value => Self::misfit(&value, ty).map(|_| "is of another type"),
        };
        let Some(why) = look(self) else { return };
        let failure = Failure { span: tree.span(id), reason: format!("{what}, and {why}") };
        let typed = self.hangs_on_types(|this| look(this).is_some());
        self.fails(place.owner, file, failure, typed, known..self.facts.len());
    }

    /// Whether nothing can fail but a reference, which is looked at alone: literals, names, and text made of them.
    fn is_plain(&self, tree: &Tree, id: ExprId) -> bool {
        match tree.expr(id) {
            Expr::Null | Expr::Bool(_) | Expr::Number | Expr::String(_) | Expr::Variable | Expr::Error => {
                true
            }
            Expr::Paren(inner) | Expr::Wrapped(inner) => self.is_plain(tree, inner),
            Expr::Tuple(run) => tree.list(run).iter().all(|item| self.is_plain(tree, *item)),
            Expr::Attr { base, .. } => {
                (tree.expr(base) == Expr::Variable && self.element(tree.source(base)).is_none())
                    || self.type_of_name(tree, id).is_some()
            }
            Expr::Object(run) => tree.items(run).iter().all(|item| {
                matches!(tree.expr(item.key), Expr::String(_) | Expr::Variable)
                    && self.is_plain(tree, item.value)
            }),
            Expr::Template(run) => tree.parts(run).iter().all(|part| match part {
                Part::Literal(_) => true,
                Part::Interpolation(inner) => self.is_text(tree, *inner),
                Part::If { .. } | Part::For { .. } => false,
            }),
            _ => false,
        }
    }

    /// Whether it is a name whose value can be put into text.
    fn is_text(&self, tree: &Tree, id: ExprId) -> bool {
        let ty = match tree.expr(id) {
            Expr::Attr { base, name }
                if tree.expr(base) == Expr::Variable && tree.source(base) == "local" =>
            {
                Some(self.local(tree.slice(name)))
                    .filter(|value| !value.is_null())
                    .map(|value| type_of(&value))
            }
            _ => self.type_of_name(tree, id),
        };
        ty.is_some_and(|ty| converts(&ty, &Type::String))
    }

    fn fails(&mut self, owner: Owner<'_>, file: u32, failure: Failure, typed: bool, said: Range<usize>) {
        let Some(at) = self.at(file, failure.span) else { return };
        let is_said = self.facts.get(said).unwrap_or_default().iter().any(|fact| {
            fact.at.file == at.file && fact.at.span.start <= at.span.end && at.span.start <= fact.at.span.end
        });
        if is_said {
            return;
        }
        let kind = FactKind::Fails { reason: failure.reason.into(), typed };
        self.push(&self.text(owner), at, kind, None);
    }

    /// The errors of an expression. Those of elements do not hide each other.
    fn failures(&self, tree: &Tree, id: ExprId, out: &mut Vec<Failure>) {
        let Err(EvalError { message, span, .. }) = self.evaluated(tree, id) else { return };
        let before = out.len();
        match tree.expr(id) {
            Expr::Paren(inner) | Expr::Wrapped(inner) => self.failures(tree, inner, out),
            Expr::Tuple(run) => tree.list(run).iter().for_each(|item| self.failures(tree, *item, out)),
            Expr::Object(run) => {
                tree.items(run).iter().for_each(|item| self.failures(tree, item.value, out));
            }
            _ => {}
        }
        if out.len() == before {
            out.push(Failure { span, reason: message });
        }
    }

    /// An expression and the local values that it hangs on.
    pub(super) fn expressions_of(&self, file: u32, id: ExprId) -> Vec<(&Tree, ExprId)> {
        let module = self.module;
        let mut open = vec![(file, id)];
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        let mut found = Vec::new();
        while let Some((file, id)) = open.pop() {
            let Some(tree) = module.tree(file) else { continue };
            found.push((tree, id));
            each_reference(tree, id, |reference| {
                if let ("local", Some(StaticStep::Attr(name))) = (reference.root, reference.steps.first())
                    && let Some((at, _, def)) = module.locals.get_full(*name)
                    && seen.insert(at)
                {
                    open.push((def.value.file, def.value.id));
                }
            });
        }
        found
    }

    /// Whether something is so only with the types that the table gives to attributes, where another version of the provider
    /// may give others.
    fn hangs_on_types(&self, is_so: impl FnOnce(&Self) -> bool) -> bool {
        self.version.is_some() && !self.without_types(is_so)
    }

    /// Looks at values of which it is not known what types the Databricks provider gives to attributes.
    fn without_types<T>(&self, look: impl FnOnce(&Self) -> T) -> T {
        let locals = self.locals.take();
        self.without_types.set(true);
        let found = look(self);
        self.without_types.set(false);
        self.locals.replace(locals);
        found
    }

    /// Looks at values as they are where the variables have their defaults, as far as nothing is there that may give them
    /// others.
    pub(super) fn by_default<T>(&self, look: impl FnOnce(&Self) -> T) -> T {
        self.locals.swap(&self.default_locals);
        self.with_defaults.set(true);
        let found = look(self);
        self.with_defaults.set(false);
        self.locals.swap(&self.default_locals);
        found
    }

    /// Whether a call or a run may give a value to the variable of this name. Of what no root uses, the callers are
    /// elsewhere.
    pub(super) fn may_be_given(&self, name: &str) -> bool {
        let Shared { discovery, targets, gives, run, .. } = self.shared;
        let directory = &self.module.directory;
        let found = discovery.directories.binary_search_by(|found| found.path.cmp(directory));
        *gives
            || !run.contains(directory)
            || discovery.runners.contains_key(directory)
            || found.is_ok_and(|at| discovery.directories.get(at).is_some_and(|it| !it.var_files.is_empty()))
            || targets.give(discovery, directory, name)
    }

    /// Whether it hangs on the inputs which parts of a value an expression takes, itself or through local
    /// values: what is secret may not be one of them.
    fn chooses(&self, file: u32, id: ExprId) -> bool {
        self.expressions_of(file, id).into_iter().any(|(tree, id)| chooses(tree, id))
    }

    /// An output of a root that says it is ephemeral.
    pub(super) fn shows_ephemeral(&mut self, name: &str, output: &OutputDef) {
        if output.ephemeral
            && self.shared.roots.contains(&self.module.directory)
            && let Some(at) = place_of(output.origin)
        {
            let reason = format!("`output.{name}` is ephemeral, which an output of a root cannot be").into();
            self.push(&format!("output.{name}").into(), at, FactKind::Refused { reason }, None);
        }
    }

    /// An output of a module that says it is ephemeral, and whose value hangs on nothing.
    pub(super) fn is_ephemeral(&mut self, name: &str, output: &OutputDef) {
        let Some(value) = output.value.filter(|value| output.ephemeral && self.parses(value.file)) else {
            return;
        };
        if self.shared.roots.contains(&self.module.directory) {
            return;
        }
        let mut alone = true;
        for (tree, id) in self.expressions_of(value.file, value.id) {
            each_reference(tree, id, |reference| alone &= matches!(reference.root, "local" | "path"));
        }
        if alone
            && self.value(value.file, value.id).is_some_and(|value| value.is_wholly_known())
            && let Some(tree) = self.module.tree(value.file)
        {
            let reason = format!("`output.{name}` is ephemeral, and its value is not").into();
            let owner = format!("output.{name}").into();
            self.add(&owner, value.file, tree.span(value.id), FactKind::Refused { reason });
        }
    }

    /// An output of a root that shows what is sensitive.
    pub(super) fn shows_secret(&mut self, name: &str, output: &OutputDef, secrets: &mut Option<Secrets<'c>>) {
        let Some(value) = output.value.filter(|_| !output.sensitive) else { return };
        if !self.shared.roots.contains(&self.module.directory) || !self.parses(value.file) {
            return;
        }
        let shown = self.value(value.file, value.id).is_some_and(|value| is_secret(&value))
            && !self.chooses(value.file, value.id);
        let late =
            if shown { Some(false) } else { secrets.get_or_insert_with(|| self.secrets(false)).shows(value) };
        // Only a plan looks at what is late, and a module that callers elsewhere have is never planned by itself.
        let is_said = |late: &bool| !late || !self.shared.discovery.may_be_called(&self.module.directory);
        if let Some(late) = late.filter(is_said)
            && let Some(at) = place_of(output.origin)
        {
            let name: Arc<str> = format!("output.{name}").into();
            let kind = FactKind::Misused { name: name.clone(), misuse: Misuse::Sensitive };
            self.push(&name, at, kind, None);
            if late && let (Some(version), Some(fact)) = (&self.version, self.facts.last_mut()) {
                fact.version = Some(version.text.clone());
            }
        }
    }
}

/// Why a value cannot be the `count` of a resource or module call. A sensitive one can.
pub(super) fn wrong_count(value: &Value) -> Option<&'static str> {
    const WHOLE: &str = "`count` must be a whole number";
    if Checker::misfit(value, &Type::Number).is_some() {
        return Some(WHOLE);
    }
    let number = convert(value, &Type::Number).ok()?;
    if number.is_null() {
        return Some("`count` must not be null");
    }
    match number.as_number()?.as_i64() {
        None => Some(WHOLE),
        Some(..0) => Some("`count` must not be negative"),
        Some(_) => None,
    }
}

/// Why a value cannot be the `for_each` of a resource or module call.
pub(super) fn wrong_keys(value: &Value) -> Option<&'static str> {
    match type_of(value) {
        _ if value.is_null() => Some("`for_each` must not be null"),
        _ if value.marks().contains(Marks::SENSITIVE) => {
            Some("`for_each` must not be sensitive: its keys show in addresses")
        }
        Type::List(_) | Type::Tuple(_) => {
            Some("`for_each` must be a map or a set of strings; wrap the list in `toset(…)`")
        }
        Type::Bool | Type::Number | Type::String => Some("`for_each` must be a map or a set of strings"),
        // One that is not known may turn out to be empty, which Terraform takes whatever its type.
        Type::Set(element)
            if !matches!(*element, Type::String | Type::Dynamic)
                && value.as_items().is_some_and(|items| !items.is_empty()) =>
        {
            Some("`for_each` must be a map or a set of strings")
        }
        // A set with an element that is not known is not known itself.
        Type::Set(_)
            if value.is_wholly_known()
                && value.as_items().is_some_and(|items| items.iter().any(Value::is_null)) =>
        {
            Some("`for_each` must be a map or a set of strings without nulls")
        }
        _ => None,
    }
}

/// Why a value cannot be the `for_each` of a `dynamic` block, which takes lists too.
pub(super) fn wrong_elements(value: &Value) -> Option<&'static str> {
    match type_of(value) {
        _ if value.is_null() => Some("the `for_each` of a `dynamic` block must not be null"),
        Type::Bool | Type::Number | Type::String => {
            Some("the `for_each` of a `dynamic` block must be a collection or an object")
        }
        _ => None,
    }
}

/// Whether a value or anything in it is marked as sensitive.
fn is_secret(value: &Value) -> bool {
    value.marks().contains(Marks::SENSITIVE)
        || value.as_items().is_some_and(|items| items.iter().any(is_secret))
        || value.as_map().is_some_and(|map| map.entries.iter().any(|(_, item)| is_secret(item)))
}

/// Whether an expression has `&&` or `||`. Since Terraform 1.12 they do not look at what is behind them where what
/// is before them decides.
fn chooses(tree: &Tree, id: ExprId) -> bool {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        match tree.expr(id) {
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => return true,
            _ => tree.each_inner(id, &mut |inner| open.push(inner)),
        }
    }
    false
}
