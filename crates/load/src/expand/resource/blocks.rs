//! What a reference reads from the nested blocks of a resource: lists and sets of objects, as far as the schema says
//! what else the objects hold.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::make_set;
use bricklint_lang::eval::Step;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Marks, SeqKind, Value};
use bricklint_model::instance::{Block, BlockGroup, Body, Guard, Mode};
use bricklint_model::place::Path;
use bricklint_model::schema::Nesting;

use super::At;
use crate::expand::provenance::stamp;
use crate::expand::repeat::either;
use crate::expand::schema::{BlockInfo, BlockMember, is_filled};
use crate::expand::scope::ExprScope;

/// The most undecided conditions that the blocks of one type are split over.
const DEEPEST: usize = 4;

/// Blocks of one type at one place.
struct Blocks<'b> {
    info: &'b BlockInfo,
    group: &'b BlockGroup,
    /// Without indexes: `task.library`.
    name: &'b str,
    /// `task[0].library`
    path: &'b Path,
}

impl ExprScope<'_, '_> {
    /// All blocks of a type as one value. `name` is the path without indexes.
    pub(super) fn blocks(&self, at: &At<'_>, name: &str, path: &Path, group: &BlockGroup) -> Value {
        let from = self.expander.flow(at.inst, at.resource, at.key.clone(), path.clone());
        let value = if let Some(cause) = &group.more {
            self.symbolic(&at.label().name, &path.to_string(), cause.clone(), Type::Dynamic)
        } else if at.def.mode == Mode::Data {
            self.unknown_of(at, &path.to_string(), Type::Dynamic, false)
        } else if let Some(info) = self.expander.blocks_of(at.def, name) {
            self.under(at, &Blocks { info: &info, group, name, path }, &mut Vec::new())
        } else {
            self.no_schema(at, path)
        };
        value.with_provenance(from)
    }

    /// The blocks under these outcomes of the conditions that they hang on.
    fn under(&self, at: &At<'_>, blocks: &Blocks<'_>, assumed: &mut Vec<Guard>) -> Value {
        let all = blocks.group.items.iter();
        let decided = |guard: &Guard| assumed.iter().any(|known| known.condition == guard.condition);
        let open = all.clone().flat_map(|block| &block.when).find(|guard| !decided(guard));
        if let Some(Guard { condition, .. }) = open {
            if assumed.len() >= DEEPEST {
                let text = format!("`{}` is not known", condition.name);
                return Value::unknown(
                    Type::Dynamic,
                    Cause::new(CauseKind::Limit, condition.name.clone(), text),
                );
            }
            let mut case = |holds| {
                assumed.push(Guard { condition: condition.clone(), holds });
                let value = self.under(at, blocks, assumed);
                assumed.pop();
                value
            };
            let (yes, no) = (case(true), case(false));
            return either(condition, yes, no);
        }
        let made =
            all.enumerate().filter(|(_, block)| block.when.iter().all(|guard| assumed.contains(guard)));
        let mut items = made.map(|(index, block)| {
            let path = match blocks.info.nesting {
                Nesting::Single | Nesting::Group => blocks.path.clone(),
                _ => blocks.path.index(index),
            };
            self.block(at, blocks.info, blocks.name, &path, block)
        });
        match blocks.info.nesting {
            Nesting::List | Nesting::Set => {
                let items: Vec<Value> = items.collect();
                if items.is_empty() {
                    self.absent(at, blocks.info.absent.as_ref(), blocks.path)
                } else if blocks.info.nesting == Nesting::List {
                    Value::seq(SeqKind::List(Type::Dynamic), items)
                } else {
                    make_set(Type::Dynamic, items)
                }
            }
            Nesting::Single | Nesting::Group => {
                items.next().unwrap_or_else(|| self.absent(at, blocks.info.absent.as_ref(), blocks.path))
            }
            Nesting::Map => self.no_schema(at, blocks.path),
        }
    }

    fn absent(&self, at: &At<'_>, absent: Option<&Value>, path: &Path) -> Value {
        absent.cloned().unwrap_or_else(|| self.unknown_of(at, &path.to_string(), Type::Dynamic, false))
    }

    /// The object that one block is.
    fn block(&self, at: &At<'_>, info: &BlockInfo, name: &str, path: &Path, block: &Block) -> Value {
        if let Some(cause) = &block.body.open {
            return Value::unknown(Type::Dynamic, cause.clone());
        }
        let members = info.members.iter().map(|member| {
            let value = self.member(at, member, name, &path.name(&member.name), &block.body);
            (Arc::clone(&member.name), value)
        });
        let from = self.expander.flow(at.inst, at.resource, at.key.clone(), path.clone());
        Value::object(members).with_provenance(from)
    }

    /// An attribute or the blocks of one type in a block; `name` is the block's.
    fn member(&self, at: &At<'_>, member: &BlockMember, name: &str, path: &Path, body: &Body) -> Value {
        if let Some(group) = body.group(&member.name)
            && member.block
        {
            return self.blocks(at, &format!("{name}.{}", member.name), path, group);
        }
        let marks = if member.sensitive { Marks::SENSITIVE } else { Marks::NONE };
        let from = || self.expander.flow(at.inst, at.resource, at.key.clone(), path.clone());
        match body.attribute(&member.name) {
            Some(slot) if !slot.value.is_null() && !member.write_only => {
                stamp(&slot.value, from()).with_marks(marks)
            }
            _ => match &member.unset {
                // What is not set has nothing of its own that flows on.
                Some(value) => value.clone().with_marks(marks),
                None => self
                    .unknown_of(at, &path.to_string(), member.ty.clone(), is_filled(name, &member.name))
                    .with_marks(marks)
                    .with_provenance(from()),
            },
        }
    }

    /// The unknown for what no schema describes.
    fn no_schema(&self, at: &At<'_>, path: &Path) -> Value {
        let subject = format!("{}.{path}", at.label().address);
        let text =
            format!("the schema of `{}` that is known does not say what is in `{subject}`", at.def.type_name);
        let cause = Cause::new(CauseKind::Schema, subject, text);
        self.symbolic(&at.label().name, &path.to_string(), cause, Type::Dynamic)
    }

    /// What the steps after a block type lead to: `[0].name`, further in each time. None where that is all blocks of
    /// the type.
    pub(super) fn in_blocks(
        &self,
        at: &At<'_>,
        slot: usize,
        name: &str,
        steps: &[Step<'_>],
    ) -> Option<(Value, usize)> {
        let group = self.expander.resource_group(at, slot);
        let mut group: &BlockGroup = &group;
        let mut path = Path::root().name(name);
        let mut name = name.to_owned();
        let mut used = 0;
        loop {
            let whole = || (used > 0).then(|| (self.blocks(at, &name, &path, group), used));
            let info = self.expander.blocks_of(at.def, &name).filter(|_| at.def.mode == Mode::Managed);
            let Some(Step::Index(index)) = steps.get(used) else { return whole() };
            let index = index.as_number().and_then(|index| usize::try_from(index.as_i64()?).ok());
            let certain = group.more.is_none() && group.items.iter().all(|block| block.when.is_empty());
            let indexed = info.as_ref().is_none_or(|info| info.nesting == Nesting::List);
            let block = index.and_then(|index| group.items.get(index)).filter(|_| certain && indexed);
            let (Some(index), Some(block)) = (index, block) else { return whole() };
            let here = path.index(index);
            let Some(Step::Attr(attribute)) = steps.get(used + 1) else {
                let info = info?;
                return Some((self.block(at, &info, &name, &here, block), used + 1));
            };
            let inner = here.name(attribute);
            if let Some(found) = block.body.group(attribute) {
                group = found;
                path = inner;
                name.push('.');
                name.push_str(attribute);
                used += 2;
                continue;
            }
            let from = || self.expander.flow(at.inst, at.resource, at.key.clone(), inner.clone());
            let value = match (&info, block.body.attribute(attribute)) {
                _ if block.body.open.is_some() => self.block(at, info.as_ref()?, &name, &here, block),
                (Some(info), _) => match info.member(attribute) {
                    Some(member) => self.member(at, member, &name, &inner, &block.body),
                    None => return Some((self.block(at, info, &name, &here, block), used + 1)),
                },
                (None, Some(slot)) if !slot.value.is_null() => stamp(&slot.value, from()),
                (None, _) if at.def.mode == Mode::Data => {
                    self.unknown_of(at, &inner.to_string(), Type::Dynamic, false).with_provenance(from())
                }
                (None, _) => self.no_schema(at, &inner).with_provenance(from()),
            };
            return Some((value, used + 2));
        }
    }
}
