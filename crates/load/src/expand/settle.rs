//! Long rows of values that need each other. Evaluation follows references by recursion; before it is too
//! deep, what is still to be evaluated is found by its text and evaluated from its far end, without
//! recursion. So a value does not depend on which of them is asked for first.

use std::rc::Rc;

use bricklint_lang::eval::{Reference, StaticStep, references};
use bricklint_model::instance::Mode;
use rustc_hash::FxHashSet;

use super::modules::{Expander, Inst, Target};
use crate::module::{ExprRef, Repetition};

/// Instances of one resource that are looked through.
const MOST_INSTANCES: usize = 1_000;

/// Something that is evaluated once, by module instance and index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// A variable.
    Variable(u32, u32),
    /// A local value.
    Local(u32, u32),
    /// An output.
    Output(u32, u32),
    /// `count` or `for_each` of a call.
    Call(u32, u32),
    /// `count` or `for_each` of a resource.
    Resource(u32, u32),
    /// An attribute of a resource.
    Attribute(u32, u32, u32),
    /// An output of the instances of a call, or all outputs where there is no index.
    Result(u32, u32, Option<u32>),
}

/// A need on its way.
struct Open {
    need: Need,
    /// What must be there before; from the end.
    before: Vec<Need>,
    /// Whether everything that it needs is in `before`.
    complete: bool,
}

impl Expander<'_> {
    /// Evaluates everything that `first` needs, as far as the text says it.
    pub(crate) fn settle(&self, first: Need) {
        let mut seen: FxHashSet<Need> = FxHashSet::default();
        seen.insert(first);
        let mut open = vec![self.opened(first)];
        while let Some(last) = open.last_mut() {
            if let Some(next) = last.before.pop() {
                if seen.insert(next) && !self.is_settled(next) {
                    let next = self.opened(next);
                    open.push(next);
                }
                continue;
            }
            let (need, complete) = (last.need, last.complete);
            if !complete {
                last.complete = true;
                last.before = self.outputs_of(need);
                continue;
            }
            open.pop();
            // The first one is being evaluated by whoever called.
            if need != first {
                self.evaluate_need(need);
            }
        }
    }

    fn opened(&self, need: Need) -> Open {
        let mut before = Vec::new();
        self.needs(need, &mut before);
        Open { need, before, complete: !matches!(need, Need::Result(..)) }
    }

    /// The outputs of a call whose instances are known.
    fn outputs_of(&self, need: Need) -> Vec<Need> {
        let Need::Result(at, call, output) = need else { return Vec::new() };
        let Some(inst) = self.inst(at) else { return Vec::new() };
        let count = self.call_expansion(&inst, call).len().min(MOST_INSTANCES);
        let children = (0..count).filter_map(|index| self.child(&inst, call, index));
        let mut out = Vec::new();
        for child in children {
            if let Some(output) = output {
                out.push(Need::Output(child.index, output));
                continue;
            }
            let outputs = child.definition.module.outputs.len() as u32;
            out.extend((0..outputs).map(|output| Need::Output(child.index, output)));
        }
        out
    }

    fn evaluate_need(&self, need: Need) {
        let (Need::Variable(at, index)
        | Need::Local(at, index)
        | Need::Output(at, index)
        | Need::Call(at, index)
        | Need::Resource(at, index)
        | Need::Attribute(at, index, _)
        | Need::Result(at, index, _)) = need;
        let Some(inst) = self.inst(at) else { return };
        match need {
            Need::Variable(..) => drop(self.variable(&inst, index as usize)),
            Need::Local(..) => drop(self.local(&inst, index as usize)),
            Need::Output(..) => drop(self.output(&inst, index as usize)),
            Need::Call(..) => drop(self.call_expansion(&inst, index)),
            Need::Resource(..) => drop(self.resource_expansion(&inst, index)),
            Need::Attribute(_, _, slot) => self.settle_attribute(&inst, index, slot as usize, MOST_INSTANCES),
            Need::Result(..) => {}
        }
    }

    /// What a need needs first.
    fn needs(&self, need: Need, out: &mut Vec<Need>) {
        match need {
            Need::Variable(at, index) => {
                let Some(inst) = self.inst(at) else { return };
                let Some((parent, call)) = inst.parent else { return };
                let Some(parent) = self.inst(parent) else { return };
                let name = inst.definition.module.variables.get_index(index as usize).map(|(name, _)| name);
                let body = parent.definition.call_body(call);
                let attribute = name.and_then(|name| body.and_then(|b| b.attributes.get(b.attribute(name)?)));
                if let Some(attribute) = attribute {
                    self.mentioned(&parent, attribute.value, out);
                }
            }
            Need::Local(at, index) => {
                let Some(inst) = self.inst(at) else { return };
                if let Some((_, local)) = inst.definition.module.locals.get_index(index as usize) {
                    self.mentioned(&inst, local.value, out);
                }
            }
            Need::Output(at, index) => {
                let Some(inst) = self.inst(at) else { return };
                let value = inst.definition.module.outputs.get_index(index as usize);
                if let Some(value) = value.and_then(|(_, output)| output.value) {
                    self.mentioned(&inst, value, out);
                }
            }
            Need::Call(at, index) => {
                let Some(inst) = self.inst(at) else { return };
                if let Some((_, call)) = inst.definition.module.calls.get_index(index as usize) {
                    self.repetition(&inst, call.repetition, out);
                }
            }
            Need::Resource(at, index) => {
                let Some(inst) = self.inst(at) else { return };
                if let Some(resource) = inst.definition.module.resources.get(index as usize) {
                    self.repetition(&inst, resource.repetition, out);
                }
            }
            Need::Attribute(at, index, slot) => {
                let Some(inst) = self.inst(at) else { return };
                out.push(Need::Resource(at, index));
                let body = inst.definition.resource_body(index);
                if let Some(attribute) = body.and_then(|body| body.attributes.get(slot as usize)) {
                    self.mentioned(&inst, attribute.value, out);
                }
            }
            Need::Result(at, index, _) => out.push(Need::Call(at, index)),
        }
    }

    fn repetition(&self, inst: &Rc<Inst>, repetition: Repetition, out: &mut Vec<Need>) {
        match repetition {
            Repetition::One => {}
            Repetition::Count(expr) | Repetition::ForEach(expr) | Repetition::Enabled(expr) => {
                self.mentioned(inst, expr, out);
            }
        }
    }

    /// What an expression refers to.
    fn mentioned(&self, inst: &Rc<Inst>, expr: ExprRef, out: &mut Vec<Need>) {
        let Some(tree) = inst.definition.module.tree(expr.file) else { return };
        for reference in references(tree, expr.id) {
            self.referred(inst, &reference, out);
        }
    }

    fn referred(&self, inst: &Rc<Inst>, reference: &Reference<'_>, out: &mut Vec<Need>) {
        let module = &inst.definition.module;
        match (reference.root, reference.steps.as_slice()) {
            ("var", [StaticStep::Attr(name), ..]) => {
                let at = module.variables.get_index_of(*name);
                out.extend(at.map(|at| Need::Variable(inst.index, at as u32)));
            }
            ("local", [StaticStep::Attr(name), ..]) => {
                let at = module.locals.get_index_of(*name);
                out.extend(at.map(|at| Need::Local(inst.index, at as u32)));
            }
            ("module", [StaticStep::Attr(name), rest @ ..]) => {
                let Some(call) = module.calls.get_index_of(*name) else { return };
                let Target::Module(node) = self.target(inst, call as u32) else { return };
                let output = first_name(rest)
                    .and_then(|name| node.definition.module.outputs.get_index_of(name))
                    .map(|output| output as u32);
                out.push(Need::Result(inst.index, call as u32, output));
            }
            ("data", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => {
                Self::attribute_of_resource(inst, Mode::Data, ty, name, rest, out);
            }
            ("resource", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => {
                Self::attribute_of_resource(inst, Mode::Managed, ty, name, rest, out);
            }
            (ty, [StaticStep::Attr(name), rest @ ..]) => {
                Self::attribute_of_resource(inst, Mode::Managed, ty, name, rest, out);
            }
            _ => {}
        }
    }

    fn attribute_of_resource(
        inst: &Rc<Inst>,
        mode: Mode,
        ty: &str,
        name: &str,
        rest: &[StaticStep<'_>],
        out: &mut Vec<Need>,
    ) {
        let Some(resource) = inst.definition.resource(mode, ty, name) else { return };
        let body = inst.definition.resource_body(resource);
        let slots = 0..body.map_or(0, |body| body.attributes.len()) as u32;
        let written = first_name(rest).map(|name| body.and_then(|body| body.attribute(name)));
        out.push(Need::Resource(inst.index, resource));
        match written {
            Some(slot) => out.extend(slot.map(|slot| Need::Attribute(inst.index, resource, slot as u32))),
            None => out.extend(slots.map(|slot| Need::Attribute(inst.index, resource, slot))),
        }
    }
}

/// The attribute that follows, behind any keys.
fn first_name<'t>(steps: &[StaticStep<'t>]) -> Option<&'t str> {
    steps.iter().find_map(|step| match step {
        StaticStep::Attr(name) => Some(*name),
        _ => None,
    })
}
