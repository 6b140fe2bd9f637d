//! Terraform types.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bricklint_findings::ByKey;

use crate::convert::{apply_defaults, convert};
use crate::eval::{self, EvalError, Scope, Step};
use crate::functions::Files;
use crate::syntax::{Expr, ExprId, Tree, parse_expression};
use crate::value::{Provenance, Value};

/// A type constraint or the type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// Not known, or `any`.
    Dynamic,
    /// `bool`.
    Bool,
    /// `number`.
    Number,
    /// `string`.
    String,
    /// `list(T)`.
    List(Arc<Type>),
    /// `set(T)`.
    Set(Arc<Type>),
    /// `map(T)`.
    Map(Arc<Type>),
    /// `tuple([…])`.
    Tuple(Arc<[Type]>),
    /// `object({…})`.
    Object(Arc<BTreeMap<Arc<str>, Field>>),
}

/// An attribute of an object type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Field {
    /// Its type.
    pub ty: Type,
    /// Declared with `optional(…)`.
    pub optional: bool,
    /// Whether an empty text is there where it is left out; in [filled](Defaults::filled) types alone.
    pub empty: bool,
}

impl Field {
    /// One that is always there.
    pub fn required(ty: Type) -> Self {
        Self { ty, optional: false, empty: false }
    }
}

/// Defaults of the optional attributes of a type, by the place where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    /// The defaults of an object type's own attributes, converted to their types.
    pub values: BTreeMap<Arc<str>, Value>,
    /// Defaults further inside: by attribute of an object, by index of a tuple, under `""` for the
    /// elements of a collection.
    pub children: BTreeMap<Arc<str>, Defaults>,
}

impl Type {
    /// `object({…})` with these attributes.
    pub fn object(fields: impl IntoIterator<Item = (Arc<str>, Field)>) -> Self {
        Self::Object(Arc::new(fields.into_iter().by_key()))
    }
}

impl Defaults {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.children.is_empty()
    }

    /// The type of values with these defaults in them: what has a default is always there.
    pub fn filled(&self, ty: &Type) -> Type {
        if self.is_empty() {
            return ty.clone();
        }
        let inside =
            |name: &str, ty: &Type| self.children.get(name).map_or_else(|| ty.clone(), |d| d.filled(ty));
        match ty {
            Type::List(of) => Type::List(inside("", of).into()),
            Type::Set(of) => Type::Set(inside("", of).into()),
            Type::Map(of) => Type::Map(inside("", of).into()),
            Type::Tuple(items) => {
                Type::Tuple(items.iter().enumerate().map(|(at, ty)| inside(&at.to_string(), ty)).collect())
            }
            Type::Object(fields) => {
                let field = |(name, field): (&Arc<str>, &Field)| {
                    let default = self.values.get(name);
                    let optional = field.optional && default.is_none_or(Value::is_null);
                    let empty = default.is_some_and(|default| default.as_str() == Some(""));
                    (name.clone(), Field { ty: inside(name, &field.ty), optional, empty })
                };
                Type::object(fields.iter().map(field))
            }
            plain => plain.clone(),
        }
    }
}

/// Terraform's words for the type: `list(object({a=string,b=optional(number)}))`, `any`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dynamic => f.write_str("any"),
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::List(inner) => write!(f, "list({inner})"),
            Self::Set(inner) => write!(f, "set({inner})"),
            Self::Map(inner) => write!(f, "map({inner})"),
            Self::Tuple(items) => {
                f.write_str("tuple([")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_str("])")
            }
            Self::Object(fields) => {
                f.write_str("object({")?;
                for (index, (name, field)) in fields.iter().enumerate() {
                    if index > 0 {
                        f.write_str(",")?;
                    }
                    if field.optional {
                        write!(f, "{name}=optional({})", field.ty)?;
                    } else {
                        write!(f, "{name}={}", field.ty)?;
                    }
                }
                f.write_str("})")
            }
        }
    }
}

/// The type constraint that an expression writes, such as `list(object({ a = optional(string, "x") }))`,
/// with the defaults in it.
pub fn parse_type(tree: &Tree, id: ExprId) -> Result<(Type, Defaults), EvalError> {
    if tree.json
        && let Expr::String(text) = tree.expr(id)
    {
        // JSON syntax writes the constraint as a string.
        let (inner, expr) = parse_expression(tree.string(text));
        let outer = tree.span(id);
        let broken = || EvalError::new(KIND_OF_TYPE, outer);
        let expr = expr.filter(|_| inner.errors.is_empty()).ok_or_else(broken)?;
        return constraint(&inner, expr).map_err(|error| EvalError { span: outer, ..error });
    }
    constraint(tree, id)
}

const KIND_OF_TYPE: &str =
    "a type is `bool`, `number`, `string`, `any`, or a constructor such as `list(string)`";

fn fail<T>(tree: &Tree, id: ExprId, message: impl Into<String>) -> Result<T, EvalError> {
    Err(EvalError::new(message, tree.span(id)))
}

/// The outermost type, where two words of old are valid too.
fn constraint(tree: &Tree, id: ExprId) -> Result<(Type, Defaults), EvalError> {
    match tree.expr(id) {
        Expr::Variable if tree.source(id) == "list" => {
            Ok((Type::List(Arc::new(Type::Dynamic)), Defaults::default()))
        }
        Expr::Variable if tree.source(id) == "map" => {
            Ok((Type::Map(Arc::new(Type::Dynamic)), Defaults::default()))
        }
        Expr::String(text) => {
            let text = tree.string(text);
            let instead = match text {
                "string" => "string",
                "list" => "list(string)",
                "map" => "map(string)",
                _ => return fail(tree, id, "a type is written without quotes"),
            };
            fail(tree, id, format!("a type is written without quotes: `{instead}`"))
        }
        _ => inner_type(tree, id),
    }
}

fn inner_type(tree: &Tree, id: ExprId) -> Result<(Type, Defaults), EvalError> {
    let plain = |ty| Ok((ty, Defaults::default()));
    match tree.expr(id) {
        Expr::Variable => match tree.source(id) {
            "bool" => plain(Type::Bool),
            "number" => plain(Type::Number),
            "string" => plain(Type::String),
            "any" => plain(Type::Dynamic),
            name @ ("list" | "set" | "map") => {
                fail(tree, id, format!("`{name}` needs the type of its elements: `{name}(string)`"))
            }
            "object" => fail(tree, id, "`object` needs its attributes: `object({ name = string })`"),
            "tuple" => fail(tree, id, "`tuple` needs the types of its elements: `tuple([string, number])`"),
            "optional" => fail(tree, id, "`optional` stands only before an attribute of an object type"),
            name => fail(tree, id, format!("`{name}` is not a type")),
        },
        Expr::Null => fail(tree, id, "`null` is not a type"),
        Expr::Call { name, args, expand } => {
            let name = tree.slice(name);
            let args = tree.list(args);
            if expand {
                return fail(tree, id, "a type takes no `...`");
            }
            match name {
                "bool" | "number" | "string" | "any" => {
                    fail(tree, id, format!("`{name}` takes no arguments"))
                }
                "list" | "set" | "map" => {
                    let [element] = args else {
                        let message = format!("`{name}` takes one argument, the type of its elements");
                        return fail(tree, id, message);
                    };
                    let (ty, inner) = inner_type(tree, *element)?;
                    let ty = Arc::new(ty);
                    let ty = match name {
                        "list" => Type::List(ty),
                        "set" => Type::Set(ty),
                        _ => Type::Map(ty),
                    };
                    let mut defaults = Defaults::default();
                    if !inner.is_empty() {
                        defaults.children.insert("".into(), inner);
                    }
                    Ok((ty, defaults))
                }
                "tuple" => tuple_type(tree, id, args),
                "object" => object_type(tree, id, args),
                "optional" => fail(tree, id, "`optional` stands only before an attribute of an object type"),
                _ => fail(tree, id, format!("`{name}` is not a type")),
            }
        }
        _ => fail(tree, id, KIND_OF_TYPE),
    }
}

fn tuple_type(tree: &Tree, id: ExprId, args: &[ExprId]) -> Result<(Type, Defaults), EvalError> {
    let [list] = args else {
        return fail(tree, id, "`tuple` takes one argument, a list of types");
    };
    let Expr::Tuple(items) = tree.expr(*list) else {
        return fail(tree, *list, "`tuple` takes a list of types: `tuple([string, number])`");
    };
    let mut types = Vec::new();
    let mut defaults = Defaults::default();
    for (index, item) in tree.list(items).iter().enumerate() {
        let (ty, inner) = inner_type(tree, *item)?;
        types.push(ty);
        if !inner.is_empty() {
            defaults.children.insert(index.to_string().into(), inner);
        }
    }
    Ok((Type::Tuple(types.into()), defaults))
}

fn object_type(tree: &Tree, id: ExprId, args: &[ExprId]) -> Result<(Type, Defaults), EvalError> {
    let [object] = args else {
        return fail(tree, id, "`object` takes one argument, its attributes and their types");
    };
    let Expr::Object(items) = tree.expr(*object) else {
        return fail(tree, *object, "`object` takes attributes and their types: `object({ name = string })`");
    };
    let mut fields = BTreeMap::new();
    let mut defaults = Defaults::default();
    for item in tree.items(items) {
        let name: Arc<str> = match tree.expr(item.key) {
            Expr::String(text) if !tree.source(item.key).starts_with('"') => tree.string(text).into(),
            _ => return fail(tree, item.key, "an attribute of an object type is a plain name"),
        };
        if fields.contains_key(&name) {
            return fail(tree, item.key, format!("the attribute `{name}` is there twice"));
        }
        let (ty, inner, default) = attribute_type(tree, item.value)?;
        if !inner.is_empty() {
            defaults.children.insert(Arc::clone(&name), inner);
        }
        if let Some(Some(default)) = &default {
            defaults.values.insert(Arc::clone(&name), default.clone());
        }
        fields.insert(name, Field { ty, optional: default.is_some(), empty: false });
    }
    Ok((Type::Object(Arc::new(fields)), defaults))
}

/// Type, defaults inside, and for an optional attribute its default if it has one.
type Attribute = (Type, Defaults, Option<Option<Value>>);

fn attribute_type(tree: &Tree, id: ExprId) -> Result<Attribute, EvalError> {
    let args = match tree.expr(id) {
        Expr::Call { name, args, expand: false } if tree.slice(name) == "optional" => tree.list(args),
        _ => {
            let (ty, inner) = inner_type(tree, id)?;
            return Ok((ty, inner, None));
        }
    };
    let (ty, default) = match args {
        [ty] => (*ty, None),
        [ty, default] => (*ty, Some(*default)),
        [] => return fail(tree, id, "`optional` needs the type of the attribute"),
        _ => return fail(tree, id, "`optional` takes a type and a default"),
    };
    let (ty, inner) = inner_type(tree, ty)?;
    let Some(default) = default else { return Ok((ty, inner, Some(None))) };
    if let Some(call) = call_in(tree, default) {
        return fail(tree, call, "a default cannot call functions");
    }
    let value = eval::evaluate(tree, default, &Constants)?;
    let value = convert(&apply_defaults(&value, &inner), &ty).map_err(|error| {
        let message = format!("the default does not fit the type of the attribute: {error}");
        EvalError::new(message, tree.span(default))
    })?;
    Ok((ty, inner, Some(Some(value))))
}

/// A call in the expression. Nodes inside an expression come before it in the table.
fn call_in(tree: &Tree, id: ExprId) -> Option<ExprId> {
    let outer = tree.span(id);
    (0..=id.0)
        .rev()
        .map(ExprId)
        .take_while(|inner| tree.span(*inner).start >= outer.start)
        .find(|inner| matches!(tree.expr(*inner), Expr::Call { .. }))
}

/// The scope of defaults, in which no name stands for anything.
struct Constants;

impl Scope for Constants {
    fn lookup(&self, root: &str, _steps: &[Step<'_>]) -> Result<(Value, usize), String> {
        Err(format!("a default cannot refer to `{root}`"))
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
        None
    }
}
