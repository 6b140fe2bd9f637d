//! Identities of unknown results: the canonical text of a call over known values and symbols.

use std::fmt::Write;
use std::sync::Arc;

use crate::eval::Scope;
use crate::value::{MapKind, Segment, SeqKind, Symbol, Text, Value};

/// Text beyond this names nothing that a rule compares.
const LONGEST: usize = 1024;

/// The identity of `name(args…)`, if every argument is known or has an identity. Two calls with equal
/// symbols have equal results. Values that must not be printed have no text.
pub(super) fn of_call(name: &str, args: &[Value], scope: &dyn Scope) -> Option<Arc<Symbol>> {
    let mut home = None;
    let mut shared = true;
    for arg in args {
        find_home(arg, &mut home, &mut shared)?;
    }
    let (stack, module) = match home {
        Some((stack, module)) if shared => (stack, module),
        Some((stack, _)) => (stack, Arc::from("")),
        None => (scope.stack(), Arc::from("")),
    };
    let mut writer = Writer { out: String::new(), qualified: !shared };
    writer.out.push_str(name);
    writer.list('(', args.iter(), ')')?;
    Some(Arc::new(Symbol { stack, module, name: writer.out.into(), path: "".into() }))
}

/// The stack and module of the symbols inside; `None` when there are several stacks or something unknown
/// without a symbol.
fn find_home(value: &Value, home: &mut Option<(u32, Arc<str>)>, shared: &mut bool) -> Option<()> {
    match value {
        Value::Unknown { value, .. } => {
            let symbol = value.symbol.as_ref()?;
            match home {
                None => *home = Some((symbol.stack, Arc::clone(&symbol.module))),
                Some((stack, _)) if *stack != symbol.stack => return None,
                Some((_, module)) => *shared &= *module == symbol.module,
            }
        }
        Value::Seq { value, .. } => {
            for item in &value.items {
                find_home(item, home, shared)?;
            }
        }
        Value::Map { value, .. } => {
            for (_, item) in &value.entries {
                find_home(item, home, shared)?;
            }
        }
        Value::String { value, .. } => match &**value {
            Text::Segmented(parts) => {
                for part in parts {
                    if let Segment::Hole(hole) = part {
                        find_home(hole, home, shared)?;
                    }
                }
            }
            Text::Encoded { text: None, value } => find_home(value, home, shared)?,
            Text::Plain(_) | Text::Encoded { .. } => {}
        },
        _ => {}
    }
    Some(())
}

struct Writer {
    out: String,
    /// Symbols are of several modules, so each names its own.
    qualified: bool,
}

impl Writer {
    fn list<'a>(&mut self, open: char, items: impl Iterator<Item = &'a Value>, close: char) -> Option<()> {
        self.out.push(open);
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            self.value(item)?;
        }
        self.out.push(close);
        Some(())
    }

    fn value(&mut self, value: &Value) -> Option<()> {
        if self.out.len() > LONGEST {
            return None;
        }
        match value {
            Value::Unknown { value, .. } => {
                let symbol = value.symbol.as_ref()?;
                if self.qualified && !symbol.module.is_empty() {
                    write!(self.out, "{}:", symbol.module).ok()?;
                }
                write!(self.out, "{}{}", symbol.name, symbol.path).ok()?;
            }
            _ if !value.marks().printable() => return None,
            Value::Null { .. } => self.out.push_str("null"),
            Value::Bool { value, .. } => write!(self.out, "{value}").ok()?,
            Value::Int { value, .. } => write!(self.out, "{value}").ok()?,
            Value::Decimal { value, .. } => write!(self.out, "{value}").ok()?,
            Value::String { value: text, .. } => match (&**text, text.as_known()) {
                (_, Some(_)) if value.holds_secret() => return None,
                (_, Some(known)) => write!(self.out, "{known:?}").ok()?,
                (Text::Segmented(parts), _) => {
                    self.out.push('"');
                    for part in parts {
                        match part {
                            Segment::Known(text) => write!(self.out, "{}", text.escape_debug()).ok()?,
                            Segment::Hole(hole) => {
                                self.out.push_str("${");
                                self.value(hole)?;
                                self.out.push('}');
                            }
                        }
                    }
                    self.out.push('"');
                }
                (Text::Encoded { value, .. }, _) => {
                    self.out.push_str("encode(");
                    self.value(value)?;
                    self.out.push(')');
                }
                (Text::Plain(_), None) => return None,
            },
            Value::Seq { value, .. } => {
                self.out.push_str(match value.kind {
                    SeqKind::List(_) => "list",
                    SeqKind::Set(_) => "set",
                    SeqKind::Tuple => "",
                });
                self.list('[', value.items.iter(), ']')?;
            }
            Value::Map { value, .. } => {
                if value.kind != MapKind::Object {
                    self.out.push_str("map");
                }
                self.out.push('{');
                for (index, (key, item)) in value.entries.iter().enumerate() {
                    if index > 0 {
                        self.out.push_str(", ");
                    }
                    write!(self.out, "{key:?} = ").ok()?;
                    self.value(item)?;
                }
                self.out.push('}');
            }
        }
        (self.out.len() <= LONGEST).then_some(())
    }
}
