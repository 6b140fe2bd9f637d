//! Values of a definition before there are inputs: what is not written out is unknown and has a type.

use std::sync::{Arc, LazyLock};

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::{convert, type_of};
use bricklint_lang::eval::{
    EvalError, Reference, Scope, StaticStep, Step, each_reference, evaluate, references,
};
use bricklint_lang::functions::Files;
use bricklint_lang::limits::Budget;
use bricklint_lang::syntax::{BinaryOp, Expr, ExprId, Tree};
use bricklint_lang::types::{Field, Type};
use bricklint_lang::value::{Marks, Provenance, Value};
use bricklint_model::instance::Mode;
use bricklint_model::schema::Member;

use super::failures::ROOTS;
use super::references::{is_empty, iterator_of};
use super::wiring::PREFIX;
use super::{Checker, Element, Within};
use crate::module::Repetition;
use crate::variables::fit;

/// Functions that are often written and give text, if anything.
const TEXTUAL: &[&str] =
    &["format", "join", "jsonencode", "lower", "replace", "substr", "trimspace", "upper"];

/// The names of a definition.
struct Names<'n, 'c> {
    checker: &'n Checker<'c>,
}

impl Checker<'_> {
    /// The value of an expression as far as it hangs on nothing; none where it does not evaluate.
    pub(super) fn value(&self, file: u32, id: ExprId) -> Option<Value> {
        self.evaluated(self.module.tree(file)?, id).ok()
    }

    /// The same of an expression in a tree of the module, with why there is none.
    pub(super) fn evaluated(&self, tree: &Tree, id: ExprId) -> Result<Value, EvalError> {
        evaluate(tree, id, &Names { checker: self })
    }

    /// Whether Terraform has no value for an expression before there are inputs. Without a value here that is not sure:
    /// it knows the workspace and files, and more of what a value that is to come can be.
    pub(super) fn is_open(&self, file: u32, id: ExprId) -> bool {
        self.is_open_in(&self.within, file, id)
    }

    /// The same inside these blocks.
    pub(super) fn is_open_in(&self, within: &[Within], file: u32, id: ExprId) -> bool {
        let found = self.value(file, id);
        found.is_some_and(|value| value.is_unknown())
            && self.expressions_of(file, id).into_iter().all(|(tree, id)| {
                let mut sure = true;
                each_reference(tree, id, |reference| sure &= self.is_input(within, reference));
                sure && self.is_simple(tree, id)
            })
    }

    /// Whether what is named has no value before there are inputs, or is a local value.
    fn is_input(&self, within: &[Within], reference: &Reference<'_>) -> bool {
        let iterated = within.iter().rposition(|within| match within {
            Within::Dynamic(file, block) => {
                self.module.tree(*file).is_some_and(|tree| iterator_of(tree, block) == reference.root)
            }
            Within::Json(..) => false,
        });
        if let Some((around, [block, ..])) = iterated.and_then(|at| within.split_at_checked(at)) {
            // What it goes over stands outside the block.
            return self.collection(block).is_some_and(|(file, id)| self.is_open_in(around, file, id));
        }
        match (reference.root, reference.steps.first()) {
            ("path" | "terraform", _) => false,
            (ty, Some(StaticStep::Attr(name))) if !ROOTS.contains(&ty) => {
                self.definition.resource(Mode::Managed, ty, name).is_some()
            }
            _ => true,
        }
    }

    /// Whether nothing in an expression has a value without one of what it is made of: what reads files, branches that
    /// agree, and comparisons with what is partly known.
    fn is_simple(&self, tree: &Tree, id: ExprId) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let simple = match tree.expr(id) {
                Expr::Call { name, .. } => {
                    let name = tree.slice(name);
                    !name.contains("file") && !name.contains("::")
                }
                Expr::Conditional { yes, no, .. } => ![yes, no]
                    .into_iter()
                    .all(|branch| self.evaluated(tree, branch).is_ok_and(|value| is_empty(&value))),
                Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
                    [left, right].into_iter().all(|side| is_compared(tree, side))
                }
                _ => true,
            };
            if !simple {
                return false;
            }
            tree.each_inner(id, &mut |inner| open.push(inner));
        }
        true
    }

    /// A local value as far as it hangs on nothing.
    pub(super) fn local(&self, name: &str) -> Value {
        Names { checker: self }.local(name)
    }

    /// Whether what is written is of a type wherever it has a value, as its form and the names in it say
    /// without evaluating it.
    pub(super) fn is_surely(&self, tree: &Tree, id: ExprId, ty: &Type) -> bool {
        match (tree.expr(id), ty) {
            (_, Type::Dynamic)
            | (Expr::String(_) | Expr::Template(_) | Expr::Number | Expr::Bool(_), Type::String)
            | (Expr::Null, Type::String | Type::Number | Type::Bool)
            | (Expr::Number, Type::Number)
            | (Expr::Bool(_), Type::Bool) => true,
            (Expr::Call { name, .. }, Type::String) => TEXTUAL.contains(&tree.slice(name)),
            (Expr::Paren(inner) | Expr::Wrapped(inner), _) => self.is_surely(tree, inner, ty),
            (Expr::Tuple(run), Type::List(inner) | Type::Set(inner)) if is_primitive(inner) => {
                tree.list(run).iter().all(|item| self.is_surely(tree, *item, inner))
            }
            (Expr::Object(run), Type::Map(inner)) if is_primitive(inner) => {
                tree.items(run).iter().all(|item| self.is_surely(tree, item.value, inner))
            }
            (Expr::Conditional { yes, no, .. }, _) if is_primitive(ty) => {
                self.is_surely(tree, yes, ty) && self.is_surely(tree, no, ty)
            }
            (Expr::Attr { .. }, _) => self.type_of_name(tree, id).is_some_and(|from| converts(&from, ty)),
            _ => false,
        }
    }

    /// The type of a name that is not a local value, as far as it is followed by no more than an attribute of
    /// a resource.
    pub(super) fn type_of_name(&self, tree: &Tree, id: ExprId) -> Option<Type> {
        // The names, the first one last.
        let mut names = [""; 4];
        let mut at = id;
        let mut count = 0;
        while let Expr::Attr { base, name } = tree.expr(at) {
            *names.get_mut(count)? = tree.slice(name);
            count += 1;
            at = base;
        }
        if !matches!(tree.expr(at), Expr::Variable) || self.element(tree.source(at)).is_some() {
            return None;
        }
        let object = |mode, ty: &str, name: &str, attribute: &str| {
            self.attribute_type(mode, ty, name, &[Step::Attr(attribute)]).map_or(Type::Dynamic, |(ty, _)| ty)
        };
        Some(match (tree.source(at), names.get(..count)?) {
            ("var", [name]) => self.module.variables.get(*name).map_or(Type::Dynamic, |it| it.ty.clone()),
            ("each", ["key"]) => Type::String,
            // Of each value nothing is known.
            ("each", [.., "value"]) => Type::Dynamic,
            ("count", ["index"]) => Type::Number,
            ("data", [attribute, name, ty]) => object(Mode::Data, ty, name, attribute),
            ("resource", [attribute, name, ty]) => object(Mode::Managed, ty, name, attribute),
            (ty, [attribute, name]) if ty.contains('_') => object(Mode::Managed, ty, name, attribute),
            _ => return None,
        })
    }

    /// What the iterator of this name stands for, where that is known.
    pub(super) fn element(&self, name: &str) -> Option<&Element> {
        // An iterator further in that stands for nothing yet hides what has its name.
        let hidden = self.within.iter().skip(self.elements.len()).any(|within| match within {
            Within::Dynamic(file, block) => {
                self.module.tree(*file).is_none_or(|tree| iterator_of(tree, block) == name)
            }
            Within::Json(..) => true,
        });
        let mut all = self.elements.iter().rev().chain(&self.instance);
        if hidden { None } else { all.find(|element| *element.name == *name) }
    }

    /// Whether an expression names an iterator that stands for something.
    pub(super) fn names_element(&self, tree: &Tree, id: ExprId) -> bool {
        let mut found = false;
        if !self.elements.is_empty() || self.instance.is_some() {
            each_reference(tree, id, |reference| found |= self.element(reference.root).is_some());
        }
        found
    }

    /// The type of an attribute of a resource, and how many of the steps after its name lead there.
    fn attribute_type(&self, mode: Mode, ty: &str, name: &str, rest: &[Step<'_>]) -> Option<(Type, usize)> {
        let at = self.definition.resource(mode, ty, name)?;
        let def = self.module.resources.get(at as usize)?;
        if self.without_types.get() && ty.starts_with(PREFIX) {
            return None;
        }
        let (attribute, used) = match (def.repetition, rest) {
            (Repetition::One, [Step::Attr(attribute), ..]) => (*attribute, 1),
            (Repetition::Count(_) | Repetition::ForEach(_), [Step::Index(_), Step::Attr(attribute), ..]) => {
                (*attribute, 2)
            }
            _ => return None,
        };
        match self.schema_of(at)?.member(attribute)? {
            Member::Attribute(attribute) => Some((attribute.ty(), used)),
            Member::Block(_) => None,
        }
    }

    /// The type of what a module call gives: its outputs, by instance where it is repeated.
    fn type_of_call(&self, name: &str) -> Type {
        let Some((at, _, call)) = self.module.calls.get_full(name) else { return Type::Dynamic };
        if let Some(known) = self.calls.borrow().get(&at) {
            return known.clone();
        }
        let child = self.shared.targets.child(self.shared.discovery, &self.module.directory, name);
        let ty = child.filter(|child| !child.incomplete).map_or(Type::Dynamic, |child| {
            let field = Field::required(Type::Dynamic);
            let fields = child.outputs.keys().map(|name| (name.clone(), field.clone()));
            let outputs = Type::object(fields);
            match call.repetition {
                Repetition::One => outputs,
                Repetition::Count(_) => Type::List(outputs.into()),
                Repetition::ForEach(_) => Type::Map(outputs.into()),
                Repetition::Enabled(_) => Type::Dynamic,
            }
        });
        self.calls.borrow_mut().insert(at, ty.clone());
        ty
    }

    /// Why a value can never be of a type.
    pub(super) fn misfit(value: &Value, ty: &Type) -> Option<String> {
        convert(&plain(value), ty).err()
    }
}

/// Whatever a condition decides is only as known as its type, as in Terraform.
fn plain(value: &Value) -> Value {
    match value.as_unknown() {
        Some(known) if known.cases.is_some() => unknown(type_of(value)).set_marks(value.marks()),
        _ => value.clone(),
    }
}

fn unknown(ty: Type) -> Value {
    static CAUSE: LazyLock<Cause> =
        LazyLock::new(|| Cause::new(CauseKind::Variable, "", "it is not known before there are inputs"));
    Value::unknown(ty, CAUSE.clone())
}

impl Names<'_, '_> {
    /// The local value of this name. Each is evaluated once, and after those that it refers to: rows of them
    /// can be long.
    fn local(&self, name: &str) -> Value {
        let checker = self.checker;
        let Some(first) = checker.module.locals.get_index_of(name) else { return unknown(Type::Dynamic) };
        // Each with those that it refers to and that are still to be evaluated.
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        let enter = |at: usize, open: &mut Vec<(usize, Vec<usize>)>| {
            if !checker.locals.borrow().contains_key(&at) {
                checker.locals.borrow_mut().insert(at, None);
                open.push((at, self.locals_in(at)));
            }
        };
        enter(first, &mut open);
        while let Some((at, before)) = open.last_mut() {
            if let Some(next) = before.pop() {
                enter(next, &mut open);
                continue;
            }
            let at = *at;
            open.pop();
            let value = checker.module.locals.get_index(at).and_then(|(_, def)| {
                let tree = checker.module.tree(def.value.file)?;
                evaluate(tree, def.value.id, self).ok()
            });
            let value = value.map_or_else(|| unknown(Type::Dynamic), |value| plain(&value));
            checker.locals.borrow_mut().insert(at, Some(value));
        }
        // One that needs itself is none.
        let known = checker.locals.borrow().get(&first).cloned().flatten();
        known.unwrap_or_else(|| unknown(Type::Dynamic))
    }

    /// The local values that a local value refers to.
    fn locals_in(&self, at: usize) -> Vec<usize> {
        let module = self.checker.module;
        let Some((_, def)) = module.locals.get_index(at) else { return Vec::new() };
        let Some(tree) = module.tree(def.value.file) else { return Vec::new() };
        let named = references(tree, def.value.id).into_iter().filter_map(|reference| {
            match (reference.root, reference.steps.first()) {
                ("local", Some(StaticStep::Attr(name))) => module.locals.get_index_of(*name),
                _ => None,
            }
        });
        named.collect()
    }

    /// A resource and the steps after its name.
    fn object(&self, mode: Mode, ty: &str, name: &str, rest: &[Step<'_>]) -> (Value, usize) {
        match self.checker.attribute_type(mode, ty, name, rest) {
            Some((ty, used)) => (unknown(ty), used),
            None => (unknown(Type::Dynamic), rest.len()),
        }
    }
}

/// Whether of the side of a comparison nothing is known but its type, or all.
fn is_compared(tree: &Tree, side: ExprId) -> bool {
    match tree.expr(side) {
        Expr::Paren(inner) | Expr::Wrapped(inner) => is_compared(tree, inner),
        Expr::Template(_) => false,
        Expr::Call { name, .. } => matches!(tree.slice(name), "can" | "length" | "lookup" | "try"),
        _ => true,
    }
}

fn is_primitive(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Number | Type::Bool)
}

/// Whether any unknown of one type can be of another.
pub(super) fn converts(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Dynamic, _)
        | (_, Type::Dynamic)
        | (Type::String | Type::Number | Type::Bool, Type::String)
        | (Type::String | Type::Number, Type::Number)
        | (Type::String | Type::Bool, Type::Bool) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => is_primitive(to) && converts(from, to),
        _ => false,
    }
}

impl Scope for Names<'_, '_> {
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        if let Some(Element { key, value, .. }) = self.checker.element(root) {
            return match steps.first() {
                Some(Step::Attr("index")) if root == "count" => Ok((key.clone(), 1)),
                Some(Step::Attr("key")) => Ok((key.clone(), 1)),
                Some(Step::Attr("value")) => Ok((value.clone(), 1)),
                Some(Step::Attr(_)) => Err(format!("`{root}` has only `key` and `value`")),
                _ => {
                    let parts = [("key".into(), key.clone()), ("value".into(), value.clone())];
                    Ok((Value::object(parts), 0))
                }
            };
        }
        let ty = match (root, steps) {
            ("var", [Step::Attr(name), ..])
                if self.checker.given.as_ref().is_some_and(|(given, _)| **given == **name) =>
            {
                let given = self.checker.given.as_ref().map(|(_, value)| value.clone());
                return Ok((given.unwrap_or_else(|| unknown(Type::Dynamic)), 1));
            }
            ("var", [Step::Attr(name), ..]) => {
                let variable = self.checker.module.variables.get(*name);
                let has_default = self.checker.with_defaults.get() && !self.checker.may_be_given(name);
                let default = variable.filter(|_| has_default).and_then(|variable| {
                    fit(variable.default.as_ref()?, &variable.ty, &variable.defaults).ok()
                });
                let value = default.unwrap_or_else(|| {
                    unknown(variable.map_or(Type::Dynamic, |variable| variable.ty.clone()))
                });
                let secret = variable.is_some_and(|variable| variable.sensitive);
                return Ok((if secret { value.set_marks(Marks::SENSITIVE) } else { value }, 1));
            }
            ("local", [Step::Attr(name), ..]) => return Ok((self.local(name), 1)),
            ("module", [Step::Attr(name), ..]) => {
                return Ok((unknown(self.checker.type_of_call(name)), 1));
            }
            ("data", [Step::Attr(ty), Step::Attr(name), rest @ ..]) => {
                let (value, used) = self.object(Mode::Data, ty, name, rest);
                return Ok((value, used + 2));
            }
            ("resource", [Step::Attr(ty), Step::Attr(name), rest @ ..]) => {
                let (value, used) = self.object(Mode::Managed, ty, name, rest);
                return Ok((value, used + 2));
            }
            ("each", [Step::Attr("key"), ..]) | ("terraform", [Step::Attr("workspace"), ..]) => {
                return Ok((unknown(Type::String), 1));
            }
            ("path", [Step::Attr(name), ..]) => {
                return Ok((self.checker.path(name).unwrap_or_else(|| unknown(Type::String)), 1));
            }
            ("count", [Step::Attr("index"), ..]) => return Ok((unknown(Type::Number), 1)),
            (ty, [Step::Attr(name), rest @ ..]) if ty.contains('_') => {
                let (value, used) = self.object(Mode::Managed, ty, name, rest);
                return Ok((value, used + 1));
            }
            _ => Type::Dynamic,
        };
        Ok((unknown(ty), steps.len()))
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        if a == Provenance::NONE { b } else { a }
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        "".into()
    }

    fn files(&self) -> Option<&dyn Files> {
        self.checker.readable().map(|files| files as &dyn Files)
    }

    fn refuses(&self, function: &str) -> Option<String> {
        self.checker.module.refuses(function).or_else(|| self.checker.no_function(function))
    }

    fn budget(&self) -> Option<&Budget> {
        Some(&self.checker.budget)
    }
}
