//! The `validation` blocks of variables.

use std::rc::Rc;

use bricklint_findings::problem::ProblemKind;
use bricklint_lang::convert::convert;
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;

use super::modules::{Context, Expander, Inst, place_of};

impl Expander<'_> {
    /// Notes each validation of the variable at this index that its value fails. What is unknown fails none.
    pub(super) fn validate(&self, inst: &Rc<Inst>, at: usize) {
        let Some((name, def)) = inst.definition.module.variables.get_index(at) else { return };
        for validation in &def.validations {
            let context = Context::plain("var", name);
            // `"false"` is false, too.
            let condition = convert(&self.eval(inst, validation.condition, &context), &Type::Bool);
            if !matches!(condition, Ok(Value::Bool { value: false, .. })) {
                continue;
            }
            let mut text = if inst.address.is_empty() {
                format!("the value of `var.{name}` fails its validation")
            } else {
                format!("the value of `var.{name}` in `{}` fails its validation", inst.address)
            };
            let message = validation.message.map(|message| self.eval(inst, message, &context));
            if let Some(message) = message.as_ref().filter(|m| m.marks().printable()).and_then(Value::as_str)
            {
                text.push_str(": ");
                text.push_str(message.trim_end().trim_end_matches('.'));
            }
            self.report(ProblemKind::Invalid, place_of(def.origin), text);
        }
    }
}
