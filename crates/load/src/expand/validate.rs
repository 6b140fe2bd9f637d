//! The conditions that Terraform checks before it goes on: `validation` blocks of variables, preconditions and
//! postconditions.

use std::rc::Rc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::problem::ProblemKind;
use bricklint_findings::source::{FileId, Span};
use bricklint_lang::convert::{convert, type_of};
use bricklint_lang::eval::{StaticStep, references};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::instance::InstanceKey;

use super::address;
use super::modules::{Context, Expander, Inst, Target, place_of};
use super::repeat::Repeat;
use crate::module::{Condition, ExprRef, OtherBlock, Repetition};

/// What a condition comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// True, or not known.
    Holds,
    Fails,
    /// Neither true nor false, and why.
    Neither(&'static str),
}

impl Verdict {
    fn of(value: &Value) -> Self {
        if value.is_null() {
            return Self::Neither("is null");
        }
        // `"false"` is false, too.
        match convert(value, &Type::Bool) {
            Ok(Value::Bool { value: false, .. }) => Self::Fails,
            Ok(_) => Self::Holds,
            // Of a value that is one of several, another may do.
            Err(_) if value.is_unknown() && matches!(type_of(value), Type::String | Type::Dynamic) => {
                Self::Holds
            }
            Err(_) => Self::Neither("is of another type"),
        }
    }
}

impl Expander<'_> {
    /// Notes each validation of the variable at this index that its value fails. What is unknown fails none.
    pub(super) fn validate(&self, inst: &Rc<Inst>, at: usize) {
        let Some((name, def)) = inst.definition.module.variables.get_index(at) else { return };
        for validation in &def.validations {
            // A constant Terraform validates whether there is an instance or not.
            let always = !inst.is_certain();
            if always && !self.is_constant(inst, name, validation) {
                continue;
            }
            let context = Context { always, ..Context::plain("var", name) };
            let mut text = if inst.address.is_empty() {
                format!("the value of `var.{name}` fails its validation")
            } else {
                format!("the value of `var.{name}` in `{}` fails its validation", inst.address)
            };
            match Verdict::of(&self.eval(inst, validation.condition, &context)) {
                Verdict::Holds => {}
                Verdict::Fails => {
                    self.append_message(inst, validation, &context, &mut text);
                    // What the run itself gives is wrong; a default may be replaced by another run.
                    let kind = if inst.address.is_empty() && self.gives(name) {
                        ProblemKind::VariableInvalid
                    } else {
                        ProblemKind::Invalid
                    };
                    self.may_hold_as(kind, place_of(def.origin), text);
                }
                Verdict::Neither(why) => {
                    let what = format!("a validation of `var.{name}`");
                    self.neither(inst, validation.condition, &what, why);
                }
            }
        }
    }

    /// Validates what a call without instances passes, and what the calls below it do.
    pub(super) fn validate_absent(&self, inst: &Rc<Inst>, call: u32) {
        if self.call_expansion(inst, call).len() == 0 {
            self.validate_below(inst, call);
        }
    }

    fn validate_below(&self, inst: &Rc<Inst>, call: u32) {
        let Target::Module(node) = self.target(inst, call) else { return };
        let module = node.definition.module.clone();
        let Some((name, def)) = inst.definition.module.calls.get_index(call as usize) else { return };
        let absent = Cause::new(CauseKind::Limit, &**name, "there is no instance");
        let key = if def.repetition == Repetition::One { InstanceKey::None } else { InstanceKey::Any };
        let address = address::module(&inst.address, name, &key);
        let caller = Some((inst.index, call));
        let index =
            self.add_inst(node, address, caller, Repeat::default(), Vec::new(), Some(absent), Vec::new());
        if let Some(child) = self.inst(index) {
            (0..module.variables.len()).for_each(|at| self.validate(&child, at));
            (0..module.calls.len() as u32).for_each(|call| self.validate_below(&child, call));
        }
        self.insts.borrow_mut().truncate(index as usize);
    }

    /// Whether a validation asks about this variable alone, and the call gives it, or leaves it, a value that is always the
    /// same.
    fn is_constant(&self, inst: &Inst, name: &str, validation: &Condition) -> bool {
        let parent = inst.parent.and_then(|(parent, call)| Some((self.inst(parent)?, call)));
        let body = parent.as_ref().and_then(|(parent, call)| parent.definition.call_body(*call));
        let is_constant = body.is_some_and(|body| match body.attribute(name) {
            Some(at) => body.attributes.get(at).is_some_and(|given| given.uses.is_constant()),
            None => {
                !body.broken
                    && inst.definition.module.variables.get(name).is_some_and(|def| def.default.is_some())
            }
        });
        is_constant
            && inst.definition.module.tree(validation.condition.file).is_some_and(|tree| {
                references(tree, validation.condition.id).iter().all(|found| {
                    found.root == "var"
                        && matches!(found.steps.first(), Some(StaticStep::Attr(own)) if *own == name)
                })
            })
    }

    /// Notes the first of the preconditions of the output at this index that does not hold.
    pub(super) fn check_output(&self, inst: &Rc<Inst>, at: usize) {
        let Some((name, def)) = inst.definition.module.outputs.get_index(at) else { return };
        if def.preconditions.is_empty() || !inst.is_certain() {
            return;
        }
        let address = || match &*inst.address {
            "" => format!("output.{name}"),
            module => format!("{module}.{name}"),
        };
        self.conditions(inst, &def.preconditions, &Context::plain("output", name), "precondition", &address);
    }

    /// Whether conditions hold, as far as is known; notes those that do not.
    pub(super) fn conditions(
        &self,
        inst: &Rc<Inst>,
        conditions: &[Condition],
        context: &Context<'_>,
        kind: &str,
        address: &dyn Fn() -> String,
    ) -> bool {
        let mut met = true;
        for condition in conditions {
            let value = self.eval(inst, condition.condition, context);
            match Verdict::of(&value) {
                Verdict::Holds => {}
                Verdict::Fails => {
                    let mut text = format!("a {kind} of `{}` does not hold", address());
                    self.append_message(inst, condition, context, &mut text);
                    met &= self.may_hold(inst.place(condition.condition), text);
                }
                Verdict::Neither(why) => {
                    let what = format!("a {kind} of `{}`", address());
                    met &= self.neither(inst, condition.condition, &what, why);
                }
            }
        }
        met
    }

    /// Notes the conditions of a `check` block that are neither true nor false; of one that is false Terraform only
    /// warns.
    pub(super) fn check_block(&self, inst: &Rc<Inst>, block: &OtherBlock) {
        let module = &inst.definition.module;
        let Some(tree) = module.tree(block.file).filter(|tree| tree.errors.is_empty()) else { return };
        for assert in tree.blocks(block.body).iter().filter(|inner| tree.slice(inner.name) == "assert") {
            let Some(condition) = tree.attribute(assert.body, "condition") else { continue };
            let expr = ExprRef { file: block.file, id: condition.value };
            let value = self.eval(inst, expr, &Context::plain("check", ""));
            if let Verdict::Neither(why) = Verdict::of(&value) {
                self.neither(inst, expr, "an assertion of a `check` block", why);
            }
        }
    }

    fn neither(&self, inst: &Inst, condition: ExprRef, what: &str, why: &str) -> bool {
        let text = format!("the condition of {what} must be true or false, and {why}");
        self.may_hold(inst.place(condition), text)
    }

    /// Whether a condition that does not hold may do so in another workspace than the one that is guessed; notes it
    /// otherwise.
    pub(super) fn may_hold(&self, place: Option<(FileId, Span)>, text: String) -> bool {
        self.may_hold_as(ProblemKind::Invalid, place, text)
    }

    fn may_hold_as(&self, kind: ProblemKind, place: Option<(FileId, Span)>, text: String) -> bool {
        let is_guess =
            self.workspace.is_none() && self.reads_workspace.get() && !self.shared.options.beside_plan;
        if is_guess || self.cautious() {
            self.doubt(place, text);
        } else {
            self.report(kind, place, text);
        }
        is_guess && !self.cautious()
    }

    /// Notes what is wrong if it is so without any guess.
    pub(super) fn doubt(&self, place: Option<(FileId, Span)>, text: String) {
        if self.cautious() {
            self.failures.borrow_mut().push((place, text));
        } else {
            self.doubted.set(true);
        }
    }

    /// Adds what the author of a condition says of it, unless that is secret.
    fn append_message(
        &self,
        inst: &Rc<Inst>,
        condition: &Condition,
        context: &Context<'_>,
        text: &mut String,
    ) {
        let message = condition.message.map(|message| self.quietly(|| self.eval(inst, message, context)));
        if let Some(message) = message.as_ref().filter(|m| m.marks().printable()).and_then(Value::as_str) {
            text.push_str(": ");
            text.push_str(message.trim_end().trim_end_matches('.'));
        }
    }
}
