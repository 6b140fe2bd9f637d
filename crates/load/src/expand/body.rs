//! Attributes and blocks of one instance, with `dynamic` blocks written out.

use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::problem::ProblemKind;
use bricklint_lang::convert::{convert_for_provider, may_merge};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Marks, Refinements, SeqKind, Symbol, Unknown, Value};
use bricklint_model::instance::{Block, BlockGroup, Body, Guard};
use bricklint_model::stack::EACH_VALUE;

use super::address;
use super::definition::{CompiledAttribute, CompiledBlock, CompiledBody, CompiledDynamic, CompiledGroup};
use super::modules::{Context, Expander, Inst, place_of};
use crate::module::ExprRef;

/// The most undecided conditions that the collection of one `dynamic` block is split over.
const DEEPEST: usize = 4;
/// The most blocks that all `dynamic` blocks of one stack make.
const MOST_BLOCKS: u64 = 1_000_000;

/// The iterator of a `dynamic` block.
pub(crate) struct Iter<'c> {
    /// Its name.
    pub(crate) name: Arc<str>,
    /// `.key`
    pub(crate) key: Value,
    /// `.value`
    pub(crate) value: Value,
    /// What it goes over.
    pub(crate) for_each: Option<ExprRef>,
    /// The iterator of the block around it.
    pub(crate) outer: Option<&'c Iter<'c>>,
}

impl Expander<'_> {
    /// The value of an attribute that is not remembered.
    pub(crate) fn attribute(
        &self,
        inst: &Rc<Inst>,
        context: &Context<'_>,
        attribute: &CompiledAttribute,
    ) -> Value {
        let context = context.named(&attribute.name);
        let eval = || {
            let value = self.eval(inst, attribute.value, &context);
            let Some(ty) = attribute.ty.as_ref().filter(|ty| !is_of(&value, ty)) else { return value };
            convert_for_provider(&value, ty).unwrap_or_else(|reason| {
                self.misfit(inst, &context, attribute, &value, &reason);
                value
            })
        };
        if !attribute.uses.is_constant() {
            return eval();
        }
        if let Some(value) = attribute.constant.get() {
            return value.clone();
        }
        let value = eval();
        // An error belongs to the stack that notes it.
        if value.is_wholly_known() {
            return attribute.constant.get_or_init(|| value).clone();
        }
        value
    }

    /// Notes a known value that the provider does not take; it stays as it is written. Null may be meant to be given a
    /// value elsewhere. Where the text of the definition shows it, a rule says so.
    fn misfit(
        &self,
        inst: &Inst,
        context: &Context<'_>,
        attribute: &CompiledAttribute,
        value: &Value,
        reason: &str,
    ) {
        if value.is_wholly_known() && !value.is_null() {
            let message = misfit(context.owner, &attribute.name, reason);
            if context.is_sure_in(inst) {
                self.doubted.set(true);
                self.misfits.set(true);
                self.report(ProblemKind::Invalid, place_of(attribute.origin), message);
            }
        }
    }

    /// A body that is not remembered.
    pub(crate) fn body(&self, inst: &Rc<Inst>, context: &Context<'_>, body: &CompiledBody) -> Body {
        let attributes = body.attributes.iter().map(|attribute| {
            let value = self.attribute(inst, context, attribute);
            (attribute.name.clone(), attribute.slot(value))
        });
        let attributes = attributes.collect();
        let blocks = body.groups.iter().map(|group| self.group(inst, context, group)).collect();
        Body { attributes, blocks, open: open(context.owner, body) }
    }

    /// The blocks of one type, not remembered.
    pub(crate) fn group(&self, inst: &Rc<Inst>, context: &Context<'_>, group: &CompiledGroup) -> BlockGroup {
        let mut out = BlockGroup {
            name: group.name.clone(),
            items: Vec::with_capacity(group.items.len()),
            more: None,
            patterns: Vec::new(),
        };
        for item in &group.items {
            match item {
                CompiledBlock::Static { body, origin } => out.items.push(Block {
                    body: self.body(inst, context, body),
                    origin: *origin,
                    when: Vec::new(),
                }),
                CompiledBlock::Dynamic(dynamic) => self.dynamic(inst, context, dynamic, &mut out),
            }
        }
        out
    }

    fn dynamic(
        &self,
        inst: &Rc<Inst>,
        context: &Context<'_>,
        dynamic: &CompiledDynamic,
        out: &mut BlockGroup,
    ) {
        let name = out.name.clone();
        let value = match dynamic.for_each {
            Some(expr) => self.eval(inst, expr, &context.named(&name)),
            None => Self::failed(context.owner, "a `dynamic` block has no `for_each`"),
        };
        let mut walk = Dynamic { expander: self, inst, context, block: dynamic, out };
        walk.over(&value, &mut Vec::new(), Marks::NONE);
    }
}

struct Dynamic<'e, 'a, 'o> {
    expander: &'e Expander<'a>,
    inst: &'e Rc<Inst>,
    context: &'e Context<'e>,
    block: &'e CompiledDynamic,
    out: &'o mut BlockGroup,
}

impl Dynamic<'_, '_, '_> {
    fn over(&mut self, value: &Value, when: &mut Vec<Guard>, marks: Marks) {
        let marks = marks.union(value.marks());
        match value {
            Value::Seq { value: seq, .. } => {
                let set = matches!(seq.kind, SeqKind::Set(_));
                let merges = may_merge(seq);
                for (at, item) in seq.items.iter().enumerate() {
                    let key = if set { item.clone() } else { index(at as u64) };
                    match item.cause() {
                        // It may be the same as one before it.
                        Some(cause) if merges && at > 0 => {
                            self.pattern(key, item.clone(), when, marks, cause);
                        }
                        _ => self.push(key, item.clone(), when, marks),
                    }
                }
            }
            Value::Map { value: map, .. } => {
                for (key, item) in &map.entries {
                    self.push(Value::string(&**key), item.clone(), when, marks);
                }
            }
            Value::Unknown { value: unknown, .. } => match unknown.cases.as_deref() {
                Some(cases) if when.len() < DEEPEST => {
                    for (holds, branch) in [(true, &cases.yes), (false, &cases.no)] {
                        when.push(Guard { condition: cases.condition.clone(), holds });
                        self.over(branch, when, marks);
                        when.pop();
                    }
                }
                _ => self.unknown(value, &unknown.cause, &unknown.ty, when, marks),
            },
            Value::Null { .. } => self.wrong(value, when, "is null"),
            _ => self.wrong(value, when, "is neither a collection nor an object"),
        }
    }

    fn push(&mut self, key: Value, value: Value, when: &[Guard], marks: Marks) {
        match self.block(key, value, when, marks, !when.is_empty()) {
            Ok(block) => self.out.items.push(block),
            Err(cause) => self.out.more = Some(cause),
        }
    }

    /// What there may be any number of.
    fn pattern(&mut self, key: Value, value: Value, when: &[Guard], marks: Marks, cause: &Cause) {
        match self.block(key, value, when, marks, true) {
            Ok(block) => {
                self.out.more.get_or_insert_with(|| cause.clone());
                self.out.patterns.push(block);
            }
            Err(cause) => self.out.more = Some(cause),
        }
    }

    /// `doubtful` says whether there may be none such; an error, why there are no more of any.
    fn block(
        &self,
        key: Value,
        value: Value,
        when: &[Guard],
        marks: Marks,
        doubtful: bool,
    ) -> Result<Block, Cause> {
        let made = self.expander.blocks.get();
        if made >= MOST_BLOCKS {
            let place = self.block.for_each.and_then(|expr| self.inst.place(expr));
            return Err(self.expander.stop(self.context.owner, place, "`dynamic` blocks", MOST_BLOCKS));
        }
        self.expander.blocks.set(made + 1);
        let iterator = Iter {
            name: self.block.iterator.clone(),
            key: key.with_marks(marks),
            value: value.with_marks(marks),
            for_each: self.block.for_each,
            outer: self.context.iterators,
        };
        let doubtful = self.context.doubtful || doubtful;
        let context = Context { iterators: Some(&iterator), doubtful, ..*self.context };
        let mut body = self.expander.body(self.inst, &context, &self.block.content);
        if marks != Marks::NONE {
            mark(&mut body, marks);
        }
        Ok(Block { body, origin: self.block.origin, when: when.to_vec() })
    }

    fn unknown(&mut self, value: &Value, cause: &Cause, ty: &Type, when: &[Guard], marks: Marks) {
        let part = |path: &str, ty: Type| {
            let symbol = Symbol {
                path: format!("{}[*].{path}", self.out.name).into(),
                ..self.expander.symbol(self.inst, self.context.owner, "")
            };
            Value::from_unknown(Unknown {
                ty,
                refinements: Refinements::default(),
                cause: cause.clone(),
                symbol: Some(Arc::new(symbol)),
                may_be: Blank::NONE,
                cases: None,
            })
            .with_provenance(value.provenance())
        };
        let (key, item) = match ty {
            Type::List(inner) => (part("key", Type::Number), part("value", (**inner).clone())),
            Type::Map(inner) => (part("key", Type::String), part("value", (**inner).clone())),
            // The key of an element of a set is the element.
            Type::Set(inner) => {
                let item = part("key", (**inner).clone());
                (item.clone(), item)
            }
            _ => (part("key", Type::Dynamic), part("value", Type::Dynamic)),
        };
        if let Some(over) = value.symbol() {
            let owner =
                address::join(&self.inst.address, &[self.context.owner, ".", &self.out.name, "[*]"].concat());
            let over = address::join(&over.module, &over.to_string());
            let mut repetitions = self.expander.repetitions.borrow_mut();
            repetitions.insert(address::concat(&[&owner, EACH_VALUE]), over);
        }
        self.pattern(key, item, when, marks, cause);
    }

    fn wrong(&mut self, value: &Value, when: &[Guard], what: &str) {
        let message = format!("the `for_each` of `dynamic \"{}\"` {what}", self.out.name);
        let place = self.block.for_each.and_then(|expr| self.inst.place(expr));
        let cause = Cause::new(CauseKind::ParseError, self.context.owner, message.clone());
        if when.is_empty() {
            self.expander.wrong(self.inst, self.context, place, message);
        }
        self.unknown(value, &cause, &Type::Dynamic, when, Marks::NONE);
    }
}

/// A value that the provider does not take, as a problem.
pub(super) fn misfit(owner: &str, name: &str, reason: &str) -> String {
    format!("`{owner}`: the value of `{name}` does not convert to its type: {reason}")
}

/// Whether a value is of a type already, where that is seen at once.
fn is_of(value: &Value, ty: &Type) -> bool {
    matches!(
        (value, ty),
        (Value::Bool { .. }, Type::Bool)
            | (Value::Int { .. }, Type::Number)
            | (Value::String { .. }, Type::String)
    )
}

/// An index as a value.
pub(crate) fn index(at: u64) -> Value {
    Value::number(i64::try_from(at).unwrap_or(i64::MAX))
}

fn mark(body: &mut Body, marks: Marks) {
    for (_, slot) in &mut body.attributes {
        slot.value = slot.value.clone().with_marks(marks);
    }
    for block in body.blocks.iter_mut().flat_map(|g| &mut g.items) {
        mark(&mut block.body, marks);
    }
}

/// Why an attribute or block can exist that the body does not show.
pub(crate) fn open(owner: &str, body: &CompiledBody) -> Option<Cause> {
    body.broken
        .then(|| Cause::new(CauseKind::ParseError, owner, format!("a part of `{owner}` does not parse")))
}
