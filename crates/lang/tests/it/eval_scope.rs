//! A scope for tests: names from a map, unknowns with symbols, files from a map.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::eval::{EvalError, Scope, Step, evaluate};
use bricklint_lang::functions::{FileError, Files};
use bricklint_lang::limits::Budget;
use bricklint_lang::syntax::parse_expression;
use bricklint_lang::types::Type;
use bricklint_lang::value::{
    Blank, Cases, Marks, Provenance, Refinements, Segment, Symbol, Text, Unknown, Value,
};

/// Names of the form `root.name`; anything else is an error.
pub struct Names {
    pub values: BTreeMap<String, Value>,
    pub files: BTreeMap<String, String>,
    /// Expressions that are evaluated where they are named.
    pub expressions: BTreeMap<String, String>,
    /// What all expressions may cost together, if that has an end.
    pub budget: Option<Budget>,
    sets: RefCell<Vec<Vec<u32>>>,
}

impl Names {
    pub fn new() -> Self {
        let mut names = Self {
            values: BTreeMap::new(),
            files: BTreeMap::new(),
            expressions: BTreeMap::new(),
            budget: None,
            sets: RefCell::new(vec![vec![]]),
        };
        for (name, ty) in [
            ("b", Type::Bool),
            ("b2", Type::Bool),
            ("b3", Type::Bool),
            ("b4", Type::Bool),
            ("n", Type::Number),
            ("s", Type::String),
            ("s2", Type::String),
            ("d", Type::Dynamic),
            ("ls", Type::List(Arc::new(Type::String))),
            ("ms", Type::Map(Arc::new(Type::String))),
            ("ss", Type::Set(Arc::new(Type::String))),
        ] {
            names.unknown(&format!("u.{name}"), ty, Refinements::default());
        }
        let known = Refinements { not_null: true, ..Refinements::default() };
        names.unknown("u.id", Type::String, known);
        names.set("v.secret", Value::string("hunter2").with_marks(Marks::SENSITIVE));
        names.set("v.list", names.eval("[1, 2, 3]"));
        names.set("v.map", names.eval("{ a = 1, b = { c = [true] } }"));
        names
    }

    pub fn set(&mut self, name: &str, value: Value) {
        self.values.insert(name.into(), value);
    }

    pub fn unknown(&mut self, name: &str, ty: Type, refinements: Refinements) {
        let symbol = Symbol { stack: 0, module: "".into(), name: name.into(), path: "".into(), free: false };
        self.set(
            name,
            Value::from_unknown(Unknown {
                ty,
                refinements,
                cause: Cause::new(CauseKind::Variable, name, format!("`{name}` has no value")),
                symbol: Some(Arc::new(symbol)),
                may_be: Blank::NONE,
                cases: None,
            }),
        );
    }

    /// A provenance of these numbers.
    pub fn provenance(&self, of: &[u32]) -> Provenance {
        let mut sets = self.sets.borrow_mut();
        let at = sets.iter().position(|set| set == of).unwrap_or_else(|| {
            sets.push(of.to_vec());
            sets.len() - 1
        });
        Provenance(at as u32)
    }

    pub fn numbers(&self, of: &Value) -> Vec<u32> {
        self.sets.borrow()[of.provenance().0 as usize].clone()
    }

    pub fn try_eval(&self, text: &str) -> Result<Value, EvalError> {
        let (tree, id) = parse_expression(text);
        assert!(tree.errors.is_empty(), "{text}: {:?}", tree.errors);
        evaluate(&tree, id.unwrap(), self)
    }

    pub fn eval(&self, text: &str) -> Value {
        self.try_eval(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// The value as text, or the error.
    pub fn show(&self, text: &str) -> String {
        match self.try_eval(text) {
            Ok(value) => show(&value),
            Err(error) => format!("error: {error}"),
        }
    }
}

impl Scope for Names {
    fn lookup(&self, root: &str, steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        if let Some(Step::Attr(name)) = steps.first()
            && let Some(value) = self.values.get(&format!("{root}.{name}"))
        {
            return Ok((value.clone(), 1));
        }
        if let Some(Step::Attr(name)) = steps.first()
            && let Some(text) = self.expressions.get(&format!("{root}.{name}"))
        {
            return self.try_eval(text).map(|value| (value, 1)).map_err(|error| error.message);
        }
        Err(format!("there is no `{root}`"))
    }

    /// What is under `if` exists where `u.NAME` is true.
    fn exists(&self, root: &str, steps: &[Step<'_>]) -> Option<Value> {
        match steps.first() {
            Some(Step::Attr(name)) if root == "if" => {
                let condition = self.values.get(&format!("u.{name}"))?.as_unknown()?.symbol.clone()?;
                let mut unknown = self.values.get("u.b")?.as_unknown()?.clone();
                let (yes, no) = (Value::bool(true), Value::bool(false));
                unknown.cases = Some(Box::new(Cases { condition, yes, no }));
                Some(Value::from_unknown(Unknown { symbol: None, ..unknown }))
            }
            _ => None,
        }
    }

    fn unite(&self, a: Provenance, b: Provenance) -> Provenance {
        let mut union = self.sets.borrow()[a.0 as usize].clone();
        union.extend(&self.sets.borrow()[b.0 as usize]);
        union.sort_unstable();
        union.dedup();
        self.provenance(&union)
    }

    fn stack(&self) -> u32 {
        0
    }

    fn module(&self) -> Arc<str> {
        "".into()
    }

    fn files(&self) -> Option<&dyn Files> {
        Some(self)
    }

    fn budget(&self) -> Option<&Budget> {
        self.budget.as_ref()
    }
}

impl Files for Names {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError> {
        match self.files.get(path) {
            Some(text) => Ok(text.as_bytes().into()),
            None if path.starts_with('/') => Err(FileError::OutsideTree(path.into())),
            None => Err(FileError::Missing(path.into())),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, FileError> {
        if path.starts_with('/') {
            return Err(FileError::OutsideTree(path.into()));
        }
        Ok(self.files.contains_key(path))
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, FileError> {
        if directory.starts_with('/') {
            return Err(FileError::OutsideTree(directory.into()));
        }
        Ok(self.files.keys().cloned().collect())
    }
}

/// A short text of a value: known parts as in HCL, unknown ones as `?type`, cases as `(cond ? yes : no)`,
/// marks as `secret(…)`.
pub fn show(value: &Value) -> String {
    let text = match value {
        Value::Null { ty, .. } if **ty == Type::Dynamic => "null".into(),
        Value::Null { ty, .. } => format!("null({ty})"),
        Value::Bool { value, .. } => value.to_string(),
        Value::Int { value, .. } => value.to_string(),
        Value::Decimal { value, .. } => value.to_string(),
        Value::String { value, .. } => match &**value {
            Text::Plain(text) => format!("{text:?}"),
            Text::Segmented(parts) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|part| match part {
                        Segment::Known(text) => format!("{text:?}"),
                        Segment::Hole(hole) => show(hole),
                    })
                    .collect();
                format!("<{}>", parts.join(" "))
            }
            Text::Encoded { text: Some(text), .. } => format!("json:{text}"),
            Text::Encoded { text: None, value } => format!("json({})", show(value)),
        },
        Value::Seq { value, .. } => {
            let items: Vec<String> = value.items.iter().map(show).collect();
            let kind = match value.kind {
                bricklint_lang::value::SeqKind::List(_) => "list",
                bricklint_lang::value::SeqKind::Set(_) => "set",
                bricklint_lang::value::SeqKind::Tuple => "",
            };
            format!("{kind}[{}]", items.join(", "))
        }
        Value::Map { value, .. } => {
            let items: Vec<String> =
                value.entries.iter().map(|(key, item)| format!("{key}={}", show(item))).collect();
            let kind = match value.kind {
                bricklint_lang::value::MapKind::Map(_) => "map",
                bricklint_lang::value::MapKind::Object => "",
            };
            format!("{kind}{{{}}}", items.join(", "))
        }
        Value::Unknown { value, .. } => {
            let name = |symbol: &Symbol| format!("{}{}{}", symbol.name, symbol.dot(), symbol.path);
            let mut text = match (&value.cases, &value.symbol) {
                (Some(cases), _) => {
                    format!("({} ? {} : {})", name(&cases.condition), show(&cases.yes), show(&cases.no))
                }
                (None, Some(symbol)) => format!("?{}", name(symbol)),
                (None, None) => format!("?{}", value.ty),
            };
            if value.may_be.null {
                text.push_str("|null");
            }
            if value.may_be.empty {
                text.push_str("|empty");
            }
            text
        }
    };
    if value.marks().contains(Marks::SENSITIVE) { format!("secret({text})") } else { text }
}

/// Compares the shown values of expressions, and lists all that differ.
#[track_caller]
pub fn table(cases: &[(&str, &str)]) {
    let names = Names::new();
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let found = names.show(text);
        if found != *expected {
            wrong.push(format!("{text}\n  expected {expected}\n     found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
