//! How large a value may be and how long an expression may take. What is beyond is unknown, and its cause
//! says which limit it was.
//!
//! Values share their parts, so a small program can make a value that is small in memory and has no end
//! when it is walked. Its size counts what a walk visits, so that every walk over a value ends.

use std::cell::Cell;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::words::grouped;

use crate::types::Type;
use crate::value::Value;

/// Bytes of the longest text.
pub const MOST_TEXT: usize = 16 << 20;
/// Elements of the longest collection.
pub const MOST_ELEMENTS: usize = 1_000_000;
/// Values in one value, with everything inside; 64 bytes of text count as one.
pub const MOST_VALUES: u32 = 1 << 20;
/// Collections inside each other.
pub const DEEPEST: u16 = 300;
/// Parts of a string with unknown parts.
pub const MOST_PARTS: usize = 1 << 16;
/// Steps of one expression. A step takes some fifty nanoseconds.
pub const MOST_STEPS: u64 = 10_000_000;
/// Steps of all expressions of a stack together.
pub const ALL_STEPS: u64 = 10 * MOST_STEPS;
/// Values that all expressions of a stack make together. None takes more than 64 bytes, so this is a gibibyte.
pub const ALL_VALUES: u64 = 16 << 20;

/// Nesting of one expression. Chains of operators, attributes and conditionals do not nest.
const DEEPEST_EXPRESSION: u32 = 600;
/// Nesting of all expressions that wait for each other, for the sake of the stack.
const DEEPEST_ROW: u32 = 40_000;
/// Steps and values of one expression that no budget pays for.
const FREE: u64 = 1_000;

/// What is left for all expressions of a stack together; ordinary ones cost nothing.
#[derive(Debug)]
pub struct Budget {
    steps: Cell<u64>,
    values: Cell<u64>,
    /// How deep in all expressions that wait for each other.
    depth: Cell<u32>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(ALL_STEPS, ALL_VALUES)
    }
}

impl Budget {
    /// A budget of these many steps and values.
    pub fn new(steps: u64, values: u64) -> Self {
        Self { steps: Cell::new(steps), values: Cell::new(values), depth: Cell::new(0) }
    }

    /// Steps that are left.
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Values that are left.
    pub fn values(&self) -> u64 {
        self.values.get()
    }
}

/// What one expression may still cost.
#[derive(Debug)]
pub(crate) struct Meter<'b> {
    /// How deep in the expression and in those that wait for it.
    pub(crate) depth: Cell<u32>,
    outer: u32,
    left: Cell<u64>,
    allowed: Cell<u64>,
    /// Steps that the budget has paid for, with those that are free.
    paid: Cell<u64>,
    values: Cell<u64>,
    /// There is no memory left.
    full: Cell<bool>,
    budget: Option<&'b Budget>,
}

impl<'b> Meter<'b> {
    /// For an expression that begins.
    pub(crate) fn new(budget: Option<&'b Budget>) -> Self {
        let allowed = budget.map_or(MOST_STEPS, |budget| MOST_STEPS.min(FREE + budget.steps.get()));
        let outer = budget.map_or(0, |budget| budget.depth.get());
        Self {
            depth: Cell::new(outer),
            outer,
            left: Cell::new(allowed),
            allowed: Cell::new(allowed),
            paid: Cell::new(FREE),
            values: Cell::new(0),
            full: Cell::new(false),
            budget,
        }
    }

    /// Why nothing can be evaluated inside of what is being evaluated.
    pub(crate) fn too_deep(&self) -> Option<Cause> {
        let depth = self.depth.get();
        if depth - self.outer >= DEEPEST_EXPRESSION {
            Some(cause(format!(
                "expressions nested more than {DEEPEST_EXPRESSION} levels deep are not evaluated"
            )))
        } else if depth >= DEEPEST_ROW {
            Some(cause("too many expressions depend on each other in a row"))
        } else {
            None
        }
    }

    /// Another expression is about to be evaluated inside of this one.
    pub(crate) fn enter(&self) {
        if let Some(budget) = self.budget {
            budget.depth.set(self.depth.get());
            self.pay(budget);
        }
    }

    /// What was evaluated inside of this one may have taken what this one could have.
    pub(crate) fn leave(&self) {
        let Some(budget) = self.budget else { return };
        let used = self.allowed.get() - self.left.get();
        let most = budget.steps.get() + self.paid.get().saturating_sub(used);
        if self.left.get() > most {
            self.left.set(most);
            self.allowed.set(used + most);
        }
    }

    /// Takes the steps from the budget that it has not paid for yet.
    fn pay(&self, budget: &Budget) {
        let used = self.allowed.get() - self.left.get();
        let due = used.saturating_sub(self.paid.get());
        if due > 0 {
            budget.steps.set(budget.steps.get().saturating_sub(due));
            self.paid.set(used);
        }
    }

    /// Takes steps away; false when there are none left.
    pub(crate) fn take(&self, steps: u64) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(steps));
        steps <= left
    }

    /// Steps that are left.
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }

    /// Whether there are no steps or no memory left.
    pub(crate) fn is_empty(&self) -> bool {
        self.left.get() == 0 || self.full.get()
    }

    /// Counts values that are made; false when all of them together take too much memory.
    #[inline]
    pub(crate) fn keep(&self, values: u64) -> bool {
        let before = self.values.get();
        self.values.set(before + values);
        before + values <= FREE || self.keep_more(before, values)
    }

    #[inline(never)]
    fn keep_more(&self, before: u64, values: u64) -> bool {
        let fits = match self.budget {
            None => before + values <= FREE + ALL_VALUES,
            Some(budget) => {
                let due = values - FREE.saturating_sub(before).min(values);
                let left = budget.values.get();
                budget.values.set(left.saturating_sub(due));
                due <= left
            }
        };
        if !fits {
            self.full.set(true);
        }
        fits
    }

    /// Why an expression that took too much is unknown.
    pub(crate) fn cause(&self) -> Cause {
        if self.full.get() {
            memory()
        } else if self.allowed.get() < MOST_STEPS {
            cause("the expressions of this root take more steps together than this tool does")
        } else {
            cause(format!("it takes more than {} steps to evaluate", grouped(MOST_STEPS as usize)))
        }
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        if let Some(budget) = self.budget {
            budget.depth.set(self.outer);
            self.pay(budget);
        }
    }
}

/// The cause of an unknown that is beyond a limit.
pub(crate) fn cause(text: impl Into<std::sync::Arc<str>>) -> Cause {
    Cause::new(CauseKind::Limit, "", text)
}

/// Why values beyond [`Budget`] are unknown.
pub(crate) fn memory() -> Cause {
    cause("the values of this root take more memory together than this tool uses")
}

/// Why text beyond [`MOST_TEXT`] is unknown.
pub(crate) fn text() -> Cause {
    cause(format!("the string would be longer than {} MiB", MOST_TEXT >> 20))
}

/// Why a number is unknown whose text would be longer than anyone reads.
pub(crate) fn exponent() -> Cause {
    cause("the exponent of the number is larger than this tool computes with")
}

/// What is too large about a value, if something is.
pub(crate) fn beyond(value: &Value) -> Option<Cause> {
    let (elements, size) = match value {
        Value::Seq { value, .. } => (value.items.len(), value.size()),
        Value::Map { value, .. } => (value.entries.len(), value.size()),
        Value::String { value: text, .. } => match text.as_known() {
            Some(text) => return (text.len() > MOST_TEXT).then(self::text),
            None => (0, value.size()),
        },
        Value::Unknown { .. } | Value::Null { .. } => (0, value.size()),
        Value::Bool { .. } | Value::Int { .. } | Value::Decimal { .. } => return None,
    };
    if elements > MOST_ELEMENTS {
        Some(cause(format!("the collection would have more than {} elements", grouped(MOST_ELEMENTS))))
    } else if size.values > MOST_VALUES {
        Some(cause(format!("the value would have more than {} parts", grouped(MOST_VALUES as usize))))
    } else if size.depth > DEEPEST {
        Some(cause(format!("the value would have more than {DEEPEST} collections inside each other")))
    } else {
        None
    }
}

/// How much a walk over something visits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Values, itself included.
    pub values: u32,
    /// Collections inside each other, itself included.
    pub depth: u16,
}

impl Size {
    /// Something without parts.
    pub(crate) const ONE: Self = Self { values: 1, depth: 0 };

    /// With another part.
    #[must_use]
    pub(crate) fn and(self, part: Self) -> Self {
        Self { values: self.values.saturating_add(part.values), depth: self.depth.max(part.depth) }
    }

    /// One collection further out.
    #[must_use]
    pub(crate) fn around(self) -> Self {
        Self { depth: self.depth.saturating_add(1), ..self }
    }

    /// A text.
    pub(crate) fn of_text(text: &str) -> Self {
        Self { values: u32::try_from(1 + text.len() / 64).unwrap_or(u32::MAX), depth: 0 }
    }

    /// A type, counted as far as it matters.
    pub(crate) fn of_type(ty: &Type) -> Self {
        let mut size = Self::default();
        add_type(ty, 0, &mut size);
        size
    }
}

/// Sizes follow from what they are the sizes of, so they never make a difference.
impl PartialEq for Size {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn add_type(ty: &Type, depth: u16, size: &mut Size) {
    size.values = size.values.saturating_add(1);
    size.depth = size.depth.max(depth);
    if size.values > MOST_VALUES || depth > DEEPEST {
        return;
    }
    match ty {
        Type::Dynamic | Type::Bool | Type::Number | Type::String => {}
        Type::List(inner) | Type::Set(inner) | Type::Map(inner) => add_type(inner, depth + 1, size),
        Type::Tuple(items) => items.iter().for_each(|item| add_type(item, depth + 1, size)),
        Type::Object(fields) => fields.values().for_each(|field| add_type(&field.ty, depth + 1, size)),
    }
}
