//! What is surely sensitive, or ephemeral, whatever the inputs are: marks that go through resources, module calls and
//! functions, which Terraform sees when it plans.
//!
//! An expression counts only where every way that its value can come about keeps the mark.

use std::rc::Rc;
use std::sync::Arc;

use bricklint_lang::eval::{StaticStep, traversal};
use bricklint_lang::syntax::{BinaryOp, Block, BodyId, Expr, ExprId, Item, Part, Run, Tree};
use bricklint_lang::types::Type;
use bricklint_model::facts::{FactKind, Misuse};
use bricklint_model::instance::Mode;
use bricklint_model::schema::{BlockSchema, BodySchema, Nesting};
use rustc_hash::FxHashMap;

use super::references::written;
use super::{Checker, Owner, Shared, key_text};
use crate::expand::Definition;
use crate::module::{ExprRef, Repetition, ResourceDef};

/// Functions whose result is sensitive where an argument, or anything in it, is.
const SCALAR: &[&str] = &[
    "abs",
    "abspath",
    "alltrue",
    "anytrue",
    "base64decode",
    "base64encode",
    "base64gzip",
    "base64sha256",
    "base64sha512",
    "basename",
    "bcrypt",
    "ceil",
    "chomp",
    "cidrhost",
    "cidrnetmask",
    "cidrsubnet",
    "cidrsubnets",
    "coalescelist",
    "compact",
    "contains",
    "csvdecode",
    "dirname",
    "distinct",
    "endswith",
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "floor",
    "format",
    "formatdate",
    "formatlist",
    "indent",
    "index",
    "join",
    "jsondecode",
    "jsonencode",
    "log",
    "lower",
    "matchkeys",
    "max",
    "md5",
    "min",
    "parseint",
    "pathexpand",
    "pow",
    "range",
    "regex",
    "regexall",
    "replace",
    "rsadecrypt",
    "setintersection",
    "setsubtract",
    "setunion",
    "sha1",
    "sha256",
    "sha512",
    "signum",
    "sort",
    "split",
    "startswith",
    "strcontains",
    "strrev",
    "substr",
    "sum",
    "templatefile",
    "textdecodebase64",
    "textencodebase64",
    "timeadd",
    "timecmp",
    "title",
    "toset",
    "transpose",
    "trim",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "upper",
    "urlencode",
    "uuidv5",
    "yamldecode",
    "yamlencode",
];

/// Functions whose result holds what is sensitive in their arguments, in another place; it is sensitive where one of them is.
const COLLECTIVE: &[&str] = &["coalesce", "concat", "flatten", "reverse"];

/// Functions that hand on what they are given.
const PLAIN: &[&str] = &["tobool", "tolist", "tomap", "tonumber", "tostring"];

/// Functions that only the marks of their arguments themselves go through, also while these are not known.
const SHALLOW: &[&str] = &["element", "keys", "length", "lookup", "one", "setproduct", "slice", "values"];

/// How many names behind each other are followed.
const DEEPEST: u32 = 64;

/// How many instances of something with `count` are told apart.
const MOST_ELEMENTS: u64 = 64;

/// How many module instances are looked into for one root.
const MOST_FRAMES: usize = 256;

/// What is sensitive in a value. `late` says that a provider calls it so, and that it may be known after apply only.
#[derive(Clone, Debug)]
enum Secret {
    /// Nothing for sure.
    Open,
    /// The value itself.
    Whole { late: bool },
    /// Something in it.
    Somewhere { late: bool },
    /// These parts; others are open.
    Parts(Rc<[(Key, Secret)]>),
}

#[derive(Clone, Debug, PartialEq)]
enum Key {
    Name(Box<str>),
    Position(u64),
}

impl Key {
    /// A place that no index names.
    fn somewhere(at: u64) -> Self {
        Self::Position(u64::MAX - at)
    }
}

impl Secret {
    /// Whether the value holds what is sensitive, and whether that is late.
    fn held(&self) -> Option<bool> {
        match self {
            Self::Open => None,
            Self::Whole { late } | Self::Somewhere { late } => Some(*late),
            Self::Parts(parts) => {
                let mut held = parts.iter().filter_map(|(_, part)| part.held());
                held.next().map(|first| held.fold(first, |all, late| all && late))
            }
        }
    }

    fn whole(&self) -> Option<bool> {
        if let Self::Whole { late } = self { Some(*late) } else { None }
    }

    /// The same where the value itself is sensitive.
    fn whole_only(self) -> Self {
        if let Self::Whole { .. } = self { self } else { Self::Open }
    }

    fn parts(parts: Vec<(Key, Self)>) -> Self {
        let parts: Rc<[_]> = parts.into_iter().filter(|(_, part)| part.held().is_some()).collect();
        if parts.is_empty() { Self::Open } else { Self::Parts(parts) }
    }

    /// A part of the value, and whether it is surely there.
    fn step(self, step: &StaticStep<'_>) -> (Self, bool) {
        let found = |key: &Key| match (key, step) {
            (Key::Name(own), StaticStep::Attr(name) | StaticStep::Key(name)) => **own == **name,
            (Key::Position(own), StaticStep::Index(at)) => own == at,
            _ => false,
        };
        match self {
            Self::Whole { .. } => (self, false),
            Self::Parts(parts) => match parts.iter().find(|(key, _)| found(key)) {
                Some((_, part)) => (part.clone(), true),
                None => (Self::Open, false),
            },
            Self::Open | Self::Somewhere { .. } => (Self::Open, false),
        }
    }

    fn follow(self, steps: &[StaticStep<'_>]) -> (Self, bool) {
        steps.iter().fold((self, true), |(at, sure), step| {
            let (next, there) = at.step(step);
            (next, sure && there)
        })
    }
}

/// A definition as one call of it sees it.
struct Frame {
    definition: Arc<Definition>,
    /// The frame of the caller and the name of the call.
    caller: Option<(usize, Arc<str>)>,
    calls: FxHashMap<usize, Option<usize>>,
}

/// A thing with a value: its frame, what it is and its index there.
type Thing = (usize, Kind, usize);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Variable,
    Local,
    Output,
}

/// What is surely sensitive in a root and below, or ephemeral.
pub(super) struct Secrets<'c> {
    shared: &'c Shared<'c>,
    /// Whether it is about what is ephemeral.
    ephemeral: bool,
    frames: Vec<Frame>,
    /// None while it is looked at.
    known: FxHashMap<Thing, Option<Secret>>,
    /// What `for` gives names to, the inner ones last.
    bound: Vec<(Box<str>, Secret)>,
    depth: u32,
}

impl<'c> Checker<'c> {
    pub(super) fn secrets(&self, ephemeral: bool) -> Secrets<'c> {
        let root = Frame { definition: self.definition.clone(), caller: None, calls: FxHashMap::default() };
        Secrets {
            shared: self.shared,
            ephemeral,
            frames: vec![root],
            known: FxHashMap::default(),
            bound: Vec::new(),
            depth: 0,
        }
    }

    /// An ephemeral value for what keeps it: an argument, an output or a variable that is not ephemeral. With `whole`
    /// only the value itself counts, and not what is in it.
    pub(super) fn keeps(&mut self, owner: Owner<'_>, file: u32, id: ExprId, name: &str, whole: bool) {
        if !self.shared.ephemeral || !self.parses(file) {
            return;
        }
        let mut secrets = self.ephemeral.take().unwrap_or_else(|| self.secrets(true));
        let found = secrets.expr_at(0, ExprRef { file, id });
        self.ephemeral = Some(secrets);
        let found = if whole { found.whole() } else { found.held() };
        if let (Some(tree), Some(_)) = (self.module.tree(file), found) {
            let kind = FactKind::Misused { name: name.into(), misuse: Misuse::Ephemeral };
            self.note(owner, file, tree.span(id), kind);
        }
    }
}

impl Secrets<'_> {
    /// Whether an expression of the root surely holds what is sensitive, and whether that hangs on what providers call
    /// sensitive.
    pub(super) fn shows(&mut self, expr: ExprRef) -> Option<bool> {
        self.expr_at(0, expr).held()
    }

    fn definition(&self, frame: usize) -> Option<Arc<Definition>> {
        self.frames.get(frame).map(|frame| frame.definition.clone())
    }

    fn expr_at(&mut self, frame: usize, expr: ExprRef) -> Secret {
        let Some(definition) = self.definition(frame) else { return Secret::Open };
        let Some(tree) = definition.module.tree(expr.file).filter(|tree| tree.errors.is_empty()) else {
            return Secret::Open;
        };
        if self.depth >= DEEPEST {
            return Secret::Open;
        }
        self.depth += 1;
        let bound = std::mem::take(&mut self.bound);
        let found = self.expr(frame, tree, expr.id, &Secret::Open);
        self.bound = bound;
        self.depth -= 1;
        found
    }

    /// `item` is the element that a splat is at.
    fn expr(&mut self, frame: usize, tree: &Tree, id: ExprId, item: &Secret) -> Secret {
        match tree.expr(id) {
            Expr::Wrapped(inner) | Expr::Paren(inner) => self.expr(frame, tree, inner, item),
            Expr::SplatItem => item.clone(),
            Expr::Variable => self.reference(frame, tree.source(id), &[]).0,
            Expr::Attr { base, .. } | Expr::Index { base, .. } => {
                if let Some(reference) = traversal(tree, id) {
                    return self.reference(frame, reference.root, &reference.steps).0;
                }
                let base = self.expr(frame, tree, base, item);
                match tree.expr(id) {
                    Expr::Attr { name, .. } => base.step(&StaticStep::Attr(tree.slice(name))).0,
                    Expr::Index { key, .. } => match tree.expr(key) {
                        Expr::String(text) => base.step(&StaticStep::Key(tree.string(text))).0,
                        Expr::Number => match tree.source(key).parse() {
                            Ok(at) => base.step(&StaticStep::Index(at)).0,
                            Err(_) => base.step(&StaticStep::Dynamic).0,
                        },
                        _ => base.step(&StaticStep::Dynamic).0,
                    },
                    _ => Secret::Open,
                }
            }
            Expr::Splat { base, each, .. } => self.splat(frame, tree, base, each, item),
            Expr::Template(run) => match self.template(frame, tree, run, item) {
                Some(late) => Secret::Whole { late },
                None => Secret::Open,
            },
            Expr::Unary { operand, .. } => self.expr(frame, tree, operand, item).whole_only(),
            // Since Terraform 1.12 the left side may decide alone.
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, left, .. } => {
                self.expr(frame, tree, left, item).whole_only()
            }
            Expr::Binary { left, right, .. } => match self.expr(frame, tree, left, item).whole_only() {
                Secret::Open => self.expr(frame, tree, right, item).whole_only(),
                found => found,
            },
            Expr::Conditional { cond, yes, no } => {
                if let found @ Secret::Whole { .. } = self.expr(frame, tree, cond, item) {
                    return found;
                }
                let (yes, no) = (self.expr(frame, tree, yes, item), self.expr(frame, tree, no, item));
                match (yes.whole(), no.whole(), yes.held(), no.held()) {
                    (Some(yes), Some(no), ..) => Secret::Whole { late: yes || no },
                    (_, _, Some(yes), Some(no)) => Secret::Somewhere { late: yes || no },
                    _ => Secret::Open,
                }
            }
            Expr::Tuple(run) => {
                let items = tree.list(run).iter().enumerate();
                let items =
                    items.map(|(at, id)| (Key::Position(at as u64), self.expr(frame, tree, *id, item)));
                Secret::parts(items.collect())
            }
            Expr::Object(run) => self.object(frame, tree, run, item),
            Expr::For(index) => self.for_expr(frame, tree, index, item),
            Expr::Call { name, args, .. } => {
                let name = tree.slice(name);
                self.call(frame, tree, name.strip_prefix("core::").unwrap_or(name), args, item)
            }
            _ => Secret::Open,
        }
    }

    /// The result is marked as what it goes through, as what chooses its elements and as their keys, and holds what is made of
    /// each element.
    fn for_expr(&mut self, frame: usize, tree: &Tree, index: u32, item: &Secret) -> Secret {
        let each = tree.for_expr(index);
        let made = match self.expr(frame, tree, each.collection, item) {
            found @ Secret::Whole { .. } => return found,
            // What is held in parts is surely there.
            Secret::Parts(parts) => parts.iter().map(|(_, part)| part.clone()).collect(),
            _ => {
                let definition = self.definition(frame);
                let keys = definition.and_then(|it| elements(&it, tree, each.collection, 0));
                if keys.is_some_and(|keys| !keys.is_empty()) { vec![Secret::Open] } else { Vec::new() }
            }
        };
        let mut held = None;
        for element in made {
            let outer = self.bound.len();
            let key = each.key_name.map(|name| (tree.slice(name).into(), Secret::Open));
            self.bound.extend(key);
            self.bound.push((tree.slice(each.value_name).into(), element));
            let mut whole = each.cond.and_then(|cond| self.expr(frame, tree, cond, item).whole());
            // What the condition leaves out has neither key nor value.
            if each.cond.is_none() {
                whole = each.key.and_then(|key| self.expr(frame, tree, key, item).whole());
                held = held.or_else(|| self.expr(frame, tree, each.value, item).held());
            }
            self.bound.truncate(outer);
            if let Some(late) = whole {
                return Secret::Whole { late };
            }
        }
        held.map_or(Secret::Open, |late| Secret::Somewhere { late })
    }

    fn splat(&mut self, frame: usize, tree: &Tree, base: ExprId, each: ExprId, item: &Secret) -> Secret {
        match self.expr(frame, tree, base, item) {
            found @ Secret::Whole { .. } => found,
            Secret::Parts(parts) if parts.iter().all(|(key, _)| matches!(key, Key::Position(_))) => {
                let mut items = Vec::new();
                for (key, part) in parts.iter() {
                    items.push((key.clone(), self.expr(frame, tree, each, part)));
                }
                Secret::parts(items)
            }
            // An object counts as one element.
            found @ Secret::Parts(_) => {
                Secret::parts(vec![(Key::Position(0), self.expr(frame, tree, each, &found))])
            }
            _ => Secret::Open,
        }
    }

    fn template(&mut self, frame: usize, tree: &Tree, run: Run, item: &Secret) -> Option<bool> {
        tree.parts(run).iter().find_map(|part| match *part {
            Part::Literal(_) => None,
            Part::Interpolation(id) | Part::For { collection: id, .. } => {
                self.expr(frame, tree, id, item).whole()
            }
            Part::If { cond, yes, no } => self.expr(frame, tree, cond, item).whole().or_else(|| {
                let (yes, no) =
                    (self.template(frame, tree, yes, item)?, self.template(frame, tree, no, item)?);
                Some(yes || no)
            }),
        })
    }

    /// A sensitive key makes the whole object sensitive.
    fn object(&mut self, frame: usize, tree: &Tree, run: Run, item: &Secret) -> Secret {
        let mut parts: Vec<(Key, Secret)> = Vec::new();
        let mut somewhere = None;
        for entry in tree.items(run) {
            if key_text(tree, entry.key).is_none()
                && let found @ Secret::Whole { .. } = self.expr(frame, tree, entry.key, item)
            {
                return found;
            }
            let value = self.expr(frame, tree, entry.value, item);
            if let Some(name) = key_text(tree, entry.key) {
                // A later entry replaces an earlier one.
                parts.retain(|(key, _)| *key != Key::Name(name.into()));
                parts.push((Key::Name(name.into()), value));
            } else {
                // It may replace any that was before.
                parts.clear();
                somewhere = value.held();
            }
        }
        match (Secret::parts(parts), somewhere) {
            (Secret::Open, Some(late)) => Secret::Somewhere { late },
            (parts, _) => parts,
        }
    }

    fn call(&mut self, frame: usize, tree: &Tree, name: &str, args: Run, item: &Secret) -> Secret {
        let args = tree.list(args);
        if name == "sensitive" && !self.ephemeral {
            return Secret::Whole { late: false };
        }
        if name == "try" {
            // What is known after apply has no mark there before.
            let first = args.first().and_then(|first| self.sure(frame, tree, *first));
            return first.filter(|found| found.held() == Some(false)).unwrap_or(Secret::Open);
        }
        if PLAIN.contains(&name) || self.ephemeral && matches!(name, "sensitive" | "nonsensitive") {
            return args.first().map_or(Secret::Open, |first| self.expr(frame, tree, *first, item));
        }
        if name == "values"
            && let Some(first) = args.first()
            && let Secret::Parts(parts) = self.expr(frame, tree, *first, item)
        {
            // Which place each has is not told.
            let items = (0..).zip(parts.iter()).map(|(at, (_, part))| (Key::somewhere(at), part.clone()));
            return Secret::parts(items.collect());
        }
        // Of equal keys the last one counts.
        if name == "zipmap"
            && let [keys, values] = args
            && let (Expr::Tuple(keys), Expr::Tuple(values)) = (tree.expr(*keys), tree.expr(*values))
            && tree.list(keys).iter().all(|key| matches!(tree.expr(*key), Expr::String(_)))
            && let Some(last) = tree.list(values).last()
        {
            let held = self.expr(frame, tree, *last, item).held();
            return held.map_or(Secret::Open, |late| Secret::Somewhere { late });
        }
        let (scalar, collective) = (SCALAR.contains(&name), COLLECTIVE.contains(&name));
        if collective || SHALLOW.contains(&name) {
            let args = match name {
                // What it gives otherwise may not be asked for.
                "lookup" => args.get(..2),
                // A list that is not known loses its mark.
                "slice" => args.get(1..),
                _ => None,
            }
            .unwrap_or(args);
            let whole = args.iter().find_map(|arg| self.expr(frame, tree, *arg, item).whole());
            if let Some(late) = whole {
                return Secret::Whole { late };
            }
        }
        if name == "flatten"
            && let [list] = args
        {
            let mut parts = Vec::new();
            self.flat(frame, tree, *list, item, &mut parts);
            if let found @ Secret::Parts(_) = Secret::parts(parts) {
                return found;
            }
        }
        if !scalar && !collective {
            return Secret::Open;
        }
        let held = args.iter().find_map(|arg| self.expr(frame, tree, *arg, item).held());
        match held {
            Some(late) if scalar => Secret::Whole { late },
            Some(late) => Secret::Somewhere { late },
            None => Secret::Open,
        }
    }

    /// The elements that surely stand at their place in a flattened list; whether all do.
    fn flat(
        &mut self,
        frame: usize,
        tree: &Tree,
        id: ExprId,
        item: &Secret,
        out: &mut Vec<(Key, Secret)>,
    ) -> bool {
        if let Expr::Tuple(run) = tree.expr(id) {
            return tree.list(run).iter().all(|id| self.flat(frame, tree, *id, item, out));
        }
        let key = Key::Position(out.len() as u64);
        let found = self.expr(frame, tree, id, item);
        out.push((key, found));
        matches!(tree.expr(id), Expr::String(_) | Expr::Template(_) | Expr::Number | Expr::Object(_))
    }

    /// What is sensitive in a name that is surely there.
    fn sure(&mut self, frame: usize, tree: &Tree, id: ExprId) -> Option<Secret> {
        let reference = traversal(tree, id)?;
        let (found, sure) = self.reference(frame, reference.root, &reference.steps);
        sure.then_some(found)
    }

    /// What is sensitive in what a reference leads to, and whether it surely leads somewhere.
    fn reference(&mut self, frame: usize, root: &str, steps: &[StaticStep<'_>]) -> (Secret, bool) {
        let open = (Secret::Open, false);
        if written(steps).len() < steps.len() {
            return open;
        }
        if let Some((_, bound)) = self.bound.iter().rev().find(|(name, _)| **name == *root) {
            return bound.clone().follow(steps);
        }
        match (root, steps) {
            ("var", [StaticStep::Attr(name), rest @ ..]) => self.variable(frame, name).follow(rest),
            ("local", [StaticStep::Attr(name), rest @ ..]) => self.local(frame, name).follow(rest),
            ("ephemeral", [_, _, _, ..]) | ("terraform", [StaticStep::Attr("applying")])
                if self.ephemeral =>
            {
                (Secret::Whole { late: false }, false)
            }
            // What is stored is not ephemeral, and what comes out of a module only a plan shows.
            _ if self.ephemeral => open,
            ("module", [StaticStep::Attr(name), rest @ ..]) => self.module(frame, name, rest),
            ("data", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => {
                self.resource(frame, Mode::Data, ty, name, rest)
            }
            ("resource", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => {
                self.resource(frame, Mode::Managed, ty, name, rest)
            }
            (ty, [StaticStep::Attr(name), rest @ ..]) if ty.contains('_') => {
                self.resource(frame, Mode::Managed, ty, name, rest)
            }
            _ => open,
        }
    }

    /// Once for each thing; one that needs itself is open.
    fn once(&mut self, thing: Thing, find: impl FnOnce(&mut Self) -> Secret) -> Secret {
        if let Some(known) = self.known.get(&thing) {
            return known.clone().unwrap_or(Secret::Open);
        }
        self.known.insert(thing, None);
        let found = find(self);
        self.known.insert(thing, Some(found.clone()));
        found
    }

    fn local(&mut self, frame: usize, name: &str) -> Secret {
        let Some(definition) = self.definition(frame) else { return Secret::Open };
        let Some((at, _, def)) = definition.module.locals.get_full(name) else { return Secret::Open };
        self.once((frame, Kind::Local, at), |this| this.expr_at(frame, def.value))
    }

    fn variable(&mut self, frame: usize, name: &str) -> Secret {
        let Some(definition) = self.definition(frame) else { return Secret::Open };
        let Some((at, _, def)) = definition.module.variables.get_full(name) else { return Secret::Open };
        if self.ephemeral {
            // Another one is refused what is ephemeral.
            return if def.ephemeral { Secret::Whole { late: false } } else { Secret::Open };
        }
        if def.sensitive {
            return Secret::Whole { late: false };
        }
        let Some((above, call)) = self.frames.get(frame).and_then(|frame| frame.caller.clone()) else {
            return Secret::Open;
        };
        self.once((frame, Kind::Variable, at), |this| {
            let Some(caller) = this.definition(above) else { return Secret::Open };
            let call = caller.module.calls.get(&call);
            let passed =
                call.and_then(|call| call.body.attributes.iter().find(|passed| *passed.name == *name));
            let Some(passed) = passed else { return Secret::Open };
            let found = this.expr_at(above, ExprRef { file: passed.file, id: passed.attribute.value });
            match (&def.ty, found) {
                (Type::Dynamic, found) | (_, found @ Secret::Whole { .. }) => found,
                // What is sensitive may be an attribute that the type does not have.
                _ => Secret::Open,
            }
        })
    }

    fn module(&mut self, frame: usize, name: &str, rest: &[StaticStep<'_>]) -> (Secret, bool) {
        let open = (Secret::Open, false);
        let Some(definition) = self.definition(frame) else { return open };
        let Some(call) = definition.module.calls.get(name) else { return open };
        let (rest, sure) = match (call.repetition, rest) {
            (Repetition::One, rest) => (rest, true),
            (_, [StaticStep::Index(_) | StaticStep::Key(_), rest @ ..]) => (rest, false),
            (repetition, []) => {
                let Some(keys) = keys(&definition, repetition) else { return open };
                let whole = self.outputs(frame, &definition, name);
                return (Secret::parts(keys.into_iter().map(|key| (key, whole.clone())).collect()), true);
            }
            _ => return open,
        };
        let Some(child) = self.child(frame, &definition, name) else { return open };
        let Some(below) = self.definition(child) else { return open };
        if let [StaticStep::Attr(output), rest @ ..] = rest {
            let (found, there) = self.output(child, &below, output).follow(rest);
            return (found, sure && there);
        }
        if !rest.is_empty() {
            return open;
        }
        (self.outputs(frame, &definition, name), sure)
    }

    /// One instance of a module call as a whole.
    fn outputs(&mut self, frame: usize, definition: &Definition, call: &str) -> Secret {
        let Some(child) = self.child(frame, definition, call) else { return Secret::Open };
        let Some(below) = self.definition(child) else { return Secret::Open };
        let names = below.module.outputs.keys();
        let parts = names.map(|name| (Key::Name((**name).into()), self.output(child, &below, name)));
        Secret::parts(parts.collect())
    }

    fn output(&mut self, frame: usize, definition: &Definition, name: &str) -> Secret {
        let Some((at, _, def)) = definition.module.outputs.get_full(name) else { return Secret::Open };
        // Calling it sensitive marks nothing in the caller (1.11.4), and its type may leave out what is.
        let Some(value) = def.value.filter(|_| def.ty.is_none()) else { return Secret::Open };
        self.once((frame, Kind::Output, at), |this| this.expr_at(frame, value))
    }

    fn child(&mut self, frame: usize, definition: &Definition, name: &str) -> Option<usize> {
        let call = definition.module.calls.get_index_of(name)?;
        if let Some(known) = self.frames.get(frame)?.calls.get(&call) {
            return *known;
        }
        let discovery = self.shared.discovery;
        let target = self.shared.targets.child(discovery, &definition.module.directory, name);
        let target = target.filter(|target| !target.incomplete && self.frames.len() < MOST_FRAMES);
        let found =
            target.and_then(|target| discovery.definitions.get(&discovery.modules, &target.directory));
        let child = found.map(|definition| {
            let caller = Some((frame, name.into()));
            self.frames.push(Frame { definition, caller, calls: FxHashMap::default() });
            self.frames.len() - 1
        });
        self.frames.get_mut(frame)?.calls.insert(call, child);
        child
    }

    fn resource(
        &mut self,
        frame: usize,
        mode: Mode,
        ty: &str,
        name: &str,
        rest: &[StaticStep<'_>],
    ) -> (Secret, bool) {
        let open = (Secret::Open, false);
        let Some(definition) = self.definition(frame) else { return open };
        let Some(at) = definition.resource(mode, ty, name) else { return open };
        let Some(def) = definition.module.resources.get(at as usize) else { return open };
        let (rest, sure) = match (def.repetition, rest) {
            (Repetition::One, rest) => (rest, true),
            (_, [StaticStep::Index(_) | StaticStep::Key(_), rest @ ..]) => (rest, false),
            (repetition, []) => {
                let Some(keys) = keys(&definition, repetition) else { return open };
                let whole = self.whole(frame, &definition, at, def);
                return (Secret::parts(keys.into_iter().map(|key| (key, whole.clone())).collect()), true);
            }
            _ => return open,
        };
        if let [StaticStep::Attr(attribute), rest @ ..] = rest {
            let (found, there) = self.attribute(frame, &definition, at, def, attribute).follow(rest);
            return (found, sure && there);
        }
        if !rest.is_empty() {
            return open;
        }
        (self.whole(frame, &definition, at, def), sure)
    }

    /// One instance of a resource as a whole.
    fn whole(&mut self, frame: usize, definition: &Definition, at: u32, def: &ResourceDef) -> Secret {
        let mut parts: Vec<(Key, Secret)> = Vec::new();
        let blocks = def.body.blocks.iter().filter_map(|block| {
            let tree = definition.module.tree(block.file)?;
            Some(block_type(tree, &block.block))
        });
        for name in def.body.attributes.iter().map(|written| &*written.name).chain(blocks) {
            if !parts.iter().any(|(key, _)| *key == Key::Name(name.into())) {
                let found = self.attribute(frame, definition, at, def, name);
                parts.push((Key::Name(name.into()), found));
            }
        }
        for name in self.sensitive(definition, at, def) {
            if !parts.iter().any(|(key, _)| *key == Key::Name(name.into())) {
                parts.push((Key::Name(name.into()), Secret::Whole { late: true }));
            }
        }
        Secret::parts(parts)
    }

    /// An attribute: sensitive where the provider says so, and as far as what is written is.
    fn attribute(
        &mut self,
        frame: usize,
        definition: &Definition,
        at: u32,
        def: &ResourceDef,
        name: &str,
    ) -> Secret {
        if self.sensitive(definition, at, def).contains(&name) {
            return Secret::Whole { late: true };
        }
        if def.body.broken {
            return Secret::Open;
        }
        if let Some(written) = def.body.attributes.iter().find(|written| *written.name == *name) {
            let found = self.expr_at(frame, ExprRef { file: written.file, id: written.attribute.value });
            // Blocks in JSON. A set shows what is in it by what it is.
            let block = schema(self.shared, definition, at, def).and_then(|schema| schema.block(name));
            return match found.held() {
                Some(late) if block.is_some_and(|block| block.nesting == Nesting::Set) => {
                    Secret::Whole { late }
                }
                _ => found,
            };
        }
        let Some(schema) = schema(self.shared, definition, at, def).and_then(|schema| schema.block(name))
        else {
            return Secret::Open;
        };
        let blocks: Vec<(u32, Block)> =
            def.body.blocks.iter().map(|block| (block.file, block.block)).collect();
        self.blocks(frame, definition, &blocks, schema)
    }

    /// The blocks of one type among those of a body, as a plan holds them: a list, a set or one object.
    fn blocks(
        &mut self,
        frame: usize,
        definition: &Definition,
        blocks: &[(u32, Block)],
        schema: BlockSchema<'_>,
    ) -> Secret {
        let mut parts: Vec<(Key, Secret)> = Vec::new();
        // The place of the next one, where it is known.
        let mut place = Some(0);
        for (at, (file, block)) in (0..).zip(blocks) {
            let Some(tree) = definition.module.tree(*file) else { return Secret::Open };
            if block_type(tree, block) != schema.name {
                continue;
            }
            if block.broken || !tree.errors.is_empty() {
                return Secret::Open;
            }
            if tree.slice(block.name) != "dynamic" {
                let found = self.block(frame, definition, *file, block.body, schema.body);
                parts.push((place.map_or_else(|| Key::somewhere(at), Key::Position), found));
                place = place.map(|place| place + 1);
                continue;
            }
            let for_each = tree.attribute(block.body, "for_each");
            let elements = for_each.and_then(|it| elements(definition, tree, it.value, 0));
            let content = tree.blocks(block.body).iter().find(|inner| tree.slice(inner.name) == "content");
            let (Some(elements), Some(content)) = (elements, content) else {
                place = None;
                continue;
            };
            let found = self.block(frame, definition, *file, content.body, schema.body);
            for next in 0..elements.len() as u64 {
                let key = place.map_or_else(|| Key::somewhere(at), |place| Key::Position(place + next));
                parts.push((key, found.clone()));
            }
            place = place.map(|place| place + elements.len() as u64);
        }
        match (schema.nesting, Secret::parts(parts)) {
            (Nesting::List, found) => found,
            // A set shows what is in it by what it is.
            (Nesting::Set, found) => match found.held() {
                Some(late) => Secret::Whole { late },
                None => Secret::Open,
            },
            (Nesting::Single | Nesting::Group, Secret::Parts(parts)) => {
                parts.first().map_or(Secret::Open, |(_, part)| part.clone())
            }
            _ => Secret::Open,
        }
    }

    /// One block.
    fn block(
        &mut self,
        frame: usize,
        definition: &Definition,
        file: u32,
        body: BodyId,
        schema: BodySchema<'_>,
    ) -> Secret {
        let Some(tree) = definition.module.tree(file) else { return Secret::Open };
        let mut parts: Vec<(Key, Secret)> = Vec::new();
        for attribute in tree.attributes(body) {
            let name = tree.slice(attribute.name);
            let found = match schema.attribute(name) {
                Some(attribute) if attribute.write_only => continue,
                Some(attribute) if attribute.sensitive => Secret::Whole { late: true },
                _ => self.expr_at(frame, ExprRef { file, id: attribute.value }),
            };
            parts.push((Key::Name(name.into()), found));
        }
        let blocks: Vec<(u32, Block)> = tree.blocks(body).iter().map(|block| (file, *block)).collect();
        for (_, block) in &blocks {
            let name = block_type(tree, block);
            if let Some(schema) = schema.block(name)
                && !parts.iter().any(|(key, _)| *key == Key::Name(name.into()))
            {
                let found = self.blocks(frame, definition, &blocks, schema);
                parts.push((Key::Name(name.into()), found));
            }
        }
        // What the provider calls sensitive is so where nothing is written, too.
        for name in sensitive(schema) {
            if !parts.iter().any(|(key, _)| *key == Key::Name(name.into())) {
                parts.push((Key::Name(name.into()), Secret::Whole { late: true }));
            }
        }
        Secret::parts(parts)
    }

    /// The attributes that the provider calls sensitive.
    fn sensitive(&self, definition: &Definition, at: u32, def: &ResourceDef) -> Vec<&str> {
        schema(self.shared, definition, at, def).map_or_else(Vec::new, sensitive)
    }
}

/// The attributes of a body that the provider calls sensitive.
fn sensitive(schema: BodySchema<'_>) -> Vec<&str> {
    schema.attributes().filter(|it| it.sensitive && !it.write_only).map(|it| it.name).collect()
}

/// The schema of a resource or data source, where it is in a table.
fn schema<'s>(
    shared: &'s Shared<'s>,
    definition: &Definition,
    at: u32,
    def: &ResourceDef,
) -> Option<BodySchema<'s>> {
    let table = shared.table(&definition.resource_provider(at)?.source)?;
    Some(table.find(def.mode, &def.type_name)?.body)
}

/// What a block makes: its type, or what a `dynamic` one is labelled with.
fn block_type<'t>(tree: &'t Tree, block: &Block) -> &'t str {
    match tree.slice(block.name) {
        "dynamic" => tree.labels(block).next().unwrap_or_default(),
        name => name,
    }
}

/// The keys of what is repeated, as far as they are written out.
fn keys(definition: &Definition, repetition: Repetition) -> Option<Vec<Key>> {
    let (Repetition::Count(expr) | Repetition::ForEach(expr)) = repetition else { return None };
    elements(definition, definition.module.tree(expr.file)?, expr.id, 0)
}

/// The keys of the elements of a collection that is written out, itself or as a local value; a number counts as that
/// many. There is no other element.
fn elements(definition: &Definition, tree: &Tree, id: ExprId, depth: u32) -> Option<Vec<Key>> {
    match tree.expr(id) {
        Expr::Paren(inner) | Expr::Wrapped(inner) => elements(definition, tree, inner, depth),
        Expr::Number => {
            let count: u64 = tree.source(id).parse().ok()?;
            Some((0..count.min(MOST_ELEMENTS)).map(Key::Position).collect())
        }
        Expr::Tuple(run) => Some((0..tree.list(run).len() as u64).map(Key::Position).collect()),
        Expr::Object(run) => {
            let key = |item: &Item| Some(Key::Name(key_text(tree, item.key)?.into()));
            tree.items(run).iter().map(key).collect()
        }
        Expr::Call { name, args, .. } => match (tree.slice(name), tree.list(args)) {
            ("tomap", [map]) => elements(definition, tree, *map, depth),
            ("toset", [list]) => match tree.expr(*list) {
                Expr::Tuple(run) => {
                    let mut found: Vec<Key> = Vec::new();
                    for item in tree.list(run) {
                        let Expr::String(text) = tree.expr(*item) else { return None };
                        let key = Key::Name(tree.string(text).into());
                        if !found.contains(&key) {
                            found.push(key);
                        }
                    }
                    Some(found)
                }
                _ => None,
            },
            _ => None,
        },
        Expr::Attr { base, name } if tree.expr(base) == Expr::Variable && tree.source(base) == "local" => {
            let local = definition.module.locals.get(tree.slice(name)).filter(|_| depth < DEEPEST)?;
            elements(definition, definition.module.tree(local.value.file)?, local.value.id, depth + 1)
        }
        _ => None,
    }
}
