//! Whether a reference names something that exists.

use std::sync::Arc;

use bricklint_findings::source::{FileSpan, Span};
use bricklint_findings::words::nearest;
use bricklint_lang::convert::convert;
use bricklint_lang::eval::{Reference, StaticStep};
use bricklint_lang::syntax::{ExprId, Tree};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::facts::{FactKind, Missing, Misuse, Object, Repeated};
use bricklint_model::instance::Mode;
use bricklint_model::schema::{BodySchema, Member, Nesting, is_databricks};

use super::calls::unsaid;
use super::references::{Reach, written};
use super::wiring::PREFIX;
use super::{Checker, Owner, Place};
use crate::expand::is_assumed;
use crate::module::{ProviderDef, ProviderRef, Repetition, ResourceDef};

/// What follows `path` and `terraform`.
const PATHS: &[&str] = &["module", "root", "cwd"];
const TERRAFORM: &[&str] = &["workspace", "applying"];

/// What a name is looked for in: a resource, or what lies in it.
#[derive(Clone, Copy)]
enum Of<'o> {
    Resource(&'o str),
    Member(&'o Of<'o>, &'o str),
    Element(&'o Of<'o>, u64),
    Key(&'o Of<'o>, &'o str),
}

impl std::fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Resource(address) => f.write_str(address),
            Self::Member(of, name) => write!(f, "{of}.{name}"),
            Self::Element(of, index) => write!(f, "{of}[{index}]"),
            Self::Key(of, key) => write!(f, "{of}[{key:?}]"),
        }
    }
}

/// A reference with where it stands.
#[derive(Clone, Copy)]
struct Here<'r, 'p> {
    place: &'r Place<'p>,
    file: u32,
    span: Span,
    /// The expression that it is part of, where that is evaluated.
    part_of: Option<ExprId>,
    behind: Behind,
}

/// What stands before the steps of a reference that are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// What is written out, as far as Terraform looks at it before it evaluates anything.
    Names,
    /// A key that is evaluated, or one of an object.
    Key,
    /// A splat. A key behind it can be one of what the splat makes.
    Splat,
}

impl Here<'_, '_> {
    /// The same behind a key.
    fn behind_key(self) -> Self {
        let behind = if self.behind == Behind::Names { Behind::Key } else { self.behind };
        Self { behind, ..self }
    }
}

/// The instances of what is repeated, where they hang on nothing.
pub(super) enum Instances {
    Count(u64),
    Keys(Vec<Arc<str>>),
}

impl Instances {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Count(count) => *count,
            Self::Keys(keys) => keys.len() as u64,
        }
    }
}

impl Checker<'_> {
    /// A reference to an object, which nothing evaluates.
    pub(super) fn reference(&mut self, place: &Place<'_>, file: u32, reference: &Reference<'_>) {
        self.resolves(
            Here { place, file, span: reference.span, part_of: None, behind: Behind::Names },
            reference,
        );
    }

    /// A reference in an expression.
    pub(super) fn reference_in(
        &mut self,
        place: &Place<'_>,
        file: u32,
        reference: &Reference<'_>,
        part_of: ExprId,
    ) {
        let part_of = Some(part_of);
        self.resolves(Here { place, file, span: reference.span, part_of, behind: Behind::Names }, reference);
    }

    fn resolves(&mut self, here: Here<'_, '_>, reference: &Reference<'_>) {
        let place = here.place;
        let steps = reference.steps.as_slice();
        let root = match reference.root {
            // OpenTofu has both names for it.
            "tofu" if self.shared.tofu => "terraform",
            root => root,
        };
        match (root, steps) {
            (
                "var" | "local" | "module" | "each" | "count" | "path" | "terraform" | "data" | "resource"
                | "ephemeral",
                []
                | [StaticStep::Key(_) | StaticStep::Index(_) | StaticStep::Dynamic | StaticStep::Splat, ..],
            )
            | (
                "data" | "resource" | "ephemeral",
                [_]
                | [_, StaticStep::Key(_) | StaticStep::Index(_) | StaticStep::Dynamic | StaticStep::Splat, ..],
            ) => self.misused(here, Misuse::Incomplete),
            ("template" | "lazy" | "arg", [StaticStep::Attr(_), ..]) => self.misused(here, Misuse::Reserved),
            ("var", [StaticStep::Attr(name), ..]) if !self.module.variables.contains_key(*name) => {
                let near = nearest(name, self.module.variables.keys().map(|name| &**name));
                self.undeclared(here, Object::Variable, "var.", name, near);
            }
            ("local", [StaticStep::Attr(name), ..]) if !self.module.locals.contains_key(*name) => {
                let near = nearest(name, self.module.locals.keys().map(|name| &**name));
                self.undeclared(here, Object::Local, "local.", name, near);
            }
            ("module", [StaticStep::Attr(name), rest @ ..]) => {
                if self.module.calls.contains_key(*name) {
                    self.output(here, name, rest);
                } else {
                    let near = nearest(name, self.module.calls.keys().map(|name| &**name));
                    self.undeclared(here, Object::Module, "module.", name, near);
                }
            }
            ("data", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => {
                self.object(here, Mode::Data, ty, name, rest);
            }
            ("resource", [StaticStep::Attr(ty), StaticStep::Attr(name), rest @ ..]) => {
                self.object(here, Mode::Managed, ty, name, rest);
            }
            ("each", [StaticStep::Attr(name), ..]) => match *name {
                "key" | "value" if matches!(place.repetition, Repetition::ForEach(_)) => {}
                "key" | "value" => self.out_of_place(here, &format!("each.{name}"), Missing::ForEach),
                _ => self.no_attribute(here, "each", name, &["key", "value"]),
            },
            ("count", [StaticStep::Attr(name), ..]) => match *name {
                "index" if matches!(place.repetition, Repetition::Count(_)) => {}
                "index" => self.out_of_place(here, "count.index", Missing::Count),
                _ => self.no_attribute(here, "count", name, &["index"]),
            },
            ("self", steps) if place.itself => self.own(here, "self", written(steps)),
            ("self", _) => self.out_of_place(here, "self", Missing::Itself),
            ("ephemeral", [StaticStep::Attr(ty), StaticStep::Attr(name), ..]) => {
                self.ephemeral(here, ty, name);
            }
            ("path", [StaticStep::Attr(name), ..]) if !PATHS.contains(name) => {
                self.no_attribute(here, "path", name, PATHS);
            }
            ("terraform", [StaticStep::Attr(name), ..]) if !TERRAFORM.contains(name) => {
                self.no_attribute(here, "terraform", name, TERRAFORM);
            }
            // Where nothing declares one, these are types of resources to the releases that do not know the words.
            ("list" | "action", [StaticStep::Attr(name), ..])
                if !self.module.others.iter().any(|other| &*other.kind == root)
                    && self.definition.resource(Mode::Managed, root, name).is_none() =>
            {
                self.undeclared(here, Object::Resource, "", &format!("{root}.{name}"), None);
            }
            (
                "var" | "local" | "path" | "terraform" | "list" | "action" | "template" | "lazy" | "arg"
                | "caller",
                _,
            ) => {}
            (ty, [StaticStep::Attr(name), rest @ ..]) => self.object(here, Mode::Managed, ty, name, rest),
            (word, []) => self.undeclared(here, Object::Resource, "", word, None),
            _ => self.misused(here, Misuse::Incomplete),
        }
    }

    /// What follows the name of a variable, against the type that the variable has. A key in brackets that is
    /// not there is found when there is a value.
    pub(super) fn variable_attribute(
        &mut self,
        place: &Place<'_>,
        file: u32,
        reference: &Reference<'_>,
        part_of: ExprId,
    ) {
        let ("var", [StaticStep::Attr(name), steps @ ..]) = (reference.root, reference.steps.as_slice())
        else {
            return;
        };
        let steps = written(steps);
        let end = steps.iter().position(|step| matches!(step, StaticStep::Key(_)));
        let steps = steps.get(..end.unwrap_or(steps.len())).unwrap_or(steps);
        let module = self.module;
        let Some(variable) = module.variables.get(*name).filter(|_| !steps.is_empty()) else { return };
        let here = Here { place, file, span: reference.span, part_of: Some(part_of), behind: Behind::Names };
        self.inside(here, Of::Member(&Of::Resource("var"), name), &variable.ty, steps);
    }

    /// A reference to a resource or data source and what follows its name.
    fn object(&mut self, here: Here<'_, '_>, mode: Mode, ty: &str, name: &str, rest: &[StaticStep<'_>]) {
        let Some(at) = self.definition.resource(mode, ty, name) else {
            let same = self.module.resources.iter().filter(|r| r.mode == mode && &*r.type_name == ty);
            let near = nearest(name, same.map(|r| &*r.name)).map(|near| format!("{ty}.{near}"));
            let types = self.module.resources.iter().filter(|r| r.mode == mode && &*r.name == name);
            let near = near
                .or_else(|| nearest(ty, types.map(|r| &*r.type_name)).map(|near| format!("{near}.{name}")));
            let (object, prefix) = match mode {
                Mode::Managed => (Object::Resource, ""),
                Mode::Data => (Object::Data, "data."),
            };
            return self.undeclared(here, object, prefix, &format!("{ty}.{name}"), near.as_deref());
        };
        if here.place.resource == Some(at) && (!here.place.itself || here.place.only_itself) {
            let kind = FactKind::Cycle { names: vec![self.definition.address(at)] };
            return self.found(here, kind);
        }
        let Some(def) = self.module.resources.get(at as usize) else { return };
        if def.in_check && self.check_around(def.origin) != here.place.check {
            let kind = FactKind::Misused { name: self.definition.address(at), misuse: Misuse::OutsideCheck };
            return self.found(here, kind);
        }
        let repeated = match def.repetition {
            Repetition::One => Repeated::Not,
            Repetition::Count(_) => Repeated::Count,
            Repetition::ForEach(_) => Repeated::ForEach,
            Repetition::Enabled(_) => return,
        };
        let (key, behind, rest) = match rest {
            [step @ (StaticStep::Key(_) | StaticStep::Index(_)), rest @ ..] => {
                self.instance(here, self.definition.address_text(at).into(), def.repetition, step);
                (Some(true), Behind::Names, rest)
            }
            // Of none there is nothing to look at.
            [StaticStep::Splat, ..]
                if repeated == Repeated::Count
                    && self.instances(def.repetition).is_some_and(|all| all.len() == 0) =>
            {
                return;
            }
            [StaticStep::Splat, rest @ ..] => (None, Behind::Splat, rest),
            [StaticStep::Dynamic, rest @ ..] => (None, Behind::Key, rest),
            [StaticStep::Attr(_), ..] => (Some(false), Behind::Names, rest),
            [] => return,
        };
        let fits = match repeated {
            Repeated::Not => key != Some(true),
            Repeated::Count | Repeated::ForEach => key != Some(false),
        };
        if !fits {
            let kind = FactKind::InstanceKey { of: self.definition.address(at), repeated };
            return self.found(here, kind);
        }
        if let Some(schema) = self.schema_of(at) {
            let definition = self.definition.clone();
            let address = definition.address_text(at);
            self.attribute(Here { behind, ..here }, Of::Resource(address), schema, written(rest));
        }
    }

    /// Attributes of the resource that the expression is part of.
    fn own(&mut self, here: Here<'_, '_>, name: &str, steps: &[StaticStep<'_>]) {
        let Some(schema) = here.place.resource.and_then(|at| self.schema_of(at)) else { return };
        self.attribute(here, Of::Resource(name), schema, steps);
    }

    /// An attribute of the resource that is named without the resource, as in `ignore_changes`.
    pub(super) fn own_attribute(&mut self, place: &Place<'_>, file: u32, reference: &Reference<'_>) {
        let here = Here { place, file, span: reference.span, part_of: None, behind: Behind::Names };
        let steps: Vec<StaticStep<'_>> = std::iter::once(StaticStep::Attr(reference.root))
            .chain(reference.steps.iter().copied())
            .collect();
        let Some(at) = place.resource else { return };
        let definition = self.definition.clone();
        self.own(here, definition.address_text(at), written(&steps));
    }

    /// A reference to an ephemeral resource.
    fn ephemeral(&mut self, here: Here<'_, '_>, ty: &str, name: &str) {
        let module = self.module;
        if here.place.only_itself
            && matches!(here.place.owner, Owner::Ephemeral(own, of) if own == ty && of == name)
        {
            return self.found(here, FactKind::Cycle { names: vec![self.text(here.place.owner)] });
        }
        let declared = module.others.iter().filter(|other| &*other.kind == "ephemeral").any(|other| {
            self.block(other.origin).is_none_or(|(file, block)| {
                module.tree(file).is_none_or(|tree| tree.labels(&block).eq([ty, name]))
            })
        });
        if !declared {
            self.undeclared(here, Object::Resource, "ephemeral.", &format!("{ty}.{name}"), None);
        }
    }

    /// The attributes behind a resource, as far as they are written out.
    fn attribute(
        &mut self,
        here: Here<'_, '_>,
        of: Of<'_>,
        schema: BodySchema<'_>,
        steps: &[StaticStep<'_>],
    ) {
        let (name, rest) = match steps {
            [StaticStep::Attr(name), rest @ ..] => (name, rest),
            _ if here.behind == Behind::Splat => return,
            [StaticStep::Index(index), ..] => {
                return self.no_attribute(here, &of.to_string(), &index.to_string(), &[]);
            }
            [StaticStep::Key(_), ..] => {
                let name = of.to_string().into();
                return self.found(here, FactKind::Misused { name, misuse: Misuse::BlockKey });
            }
            _ => return,
        };
        let Some(member) = schema.member(name) else {
            let kind = FactKind::NoAttribute {
                of: of.to_string().into(),
                name: (*name).into(),
                nearest: schema.nearest(name).map(Arc::from),
            };
            return self.found(here, kind);
        };
        let path = Of::Member(&of, name);
        match member {
            Member::Attribute(attribute) if !rest.is_empty() => {
                self.inside(here, path, &attribute.ty(), rest);
            }
            Member::Attribute(_) => {}
            Member::Block(block) => match (block.nesting, rest) {
                (Nesting::Single | Nesting::Group, _) => self.attribute(here, path, block.body, rest),
                (Nesting::List, [StaticStep::Index(index), rest @ ..]) => {
                    self.attribute(here, Of::Element(&path, *index), block.body, rest);
                }
                // The key itself Terraform looks at when it has a value.
                (Nesting::List, [StaticStep::Key(key), rest @ ..]) => {
                    self.attribute(here, Of::Key(&path, key), block.body, rest);
                }
                (Nesting::Set, [StaticStep::Index(_) | StaticStep::Key(_), ..])
                    if here.behind != Behind::Splat =>
                {
                    let name = path.to_string().into();
                    self.found(here, FactKind::Misused { name, misuse: Misuse::SetIndex });
                }
                (Nesting::List | Nesting::Set, [StaticStep::Attr(name), ..]) => {
                    self.no_attribute(here, &path.to_string(), name, &[]);
                }
                _ => {}
            },
        }
    }

    /// The steps into a value of a known type. Which keys an object has Terraform looks at when it has a value.
    fn inside(&mut self, here: Here<'_, '_>, of: Of<'_>, ty: &Type, steps: &[StaticStep<'_>]) {
        match (ty, steps) {
            (Type::Object(fields), [step @ (StaticStep::Attr(name) | StaticStep::Key(name)), rest @ ..]) => {
                let here = if let StaticStep::Key(_) = step { here.behind_key() } else { here };
                if let Some(field) = fields.get(*name) {
                    self.inside(here, Of::Member(&of, name), &field.ty, rest);
                } else {
                    let names: Vec<&str> = fields.keys().map(|name| &**name).collect();
                    self.no_attribute(here, &of.to_string(), name, &names);
                }
            }
            (Type::Object(_), [StaticStep::Index(index), ..]) if here.behind != Behind::Splat => {
                self.no_attribute(here.behind_key(), &of.to_string(), &index.to_string(), &[]);
            }
            (Type::List(inner) | Type::Map(inner), [StaticStep::Index(index), rest @ ..]) => {
                self.inside(here, Of::Element(&of, *index), inner, rest);
            }
            (Type::List(inner), [StaticStep::Key(key), rest @ ..]) => {
                if convert(&Value::string(*key), &Type::Number).is_ok() {
                    self.inside(here, Of::Key(&of, key), inner, rest);
                } else {
                    self.no_key(here, of, Misuse::ListKey);
                }
            }
            (Type::Map(inner), [StaticStep::Attr(key) | StaticStep::Key(key), rest @ ..]) => {
                self.inside(here, Of::Key(&of, key), inner, rest);
            }
            (Type::Set(_), [StaticStep::Index(_) | StaticStep::Key(_), ..]) => {
                self.no_key(here, of, Misuse::SetIndex);
            }
            (Type::Bool | Type::Number | Type::String, [StaticStep::Index(_) | StaticStep::Key(_), ..]) => {
                self.no_key(here, of, Misuse::NoElements);
            }
            (
                Type::Bool | Type::Number | Type::String | Type::List(_) | Type::Set(_),
                [StaticStep::Attr(name), ..],
            ) => self.no_attribute(here, &of.to_string(), name, &[]),
            _ => {}
        }
    }

    /// What follows the name of a module call.
    fn output(&mut self, here: Here<'_, '_>, name: &str, rest: &[StaticStep<'_>]) {
        let Some(call) = self.module.calls.get(name) else { return };
        let Some(child) = self.shared.targets.child(self.shared.discovery, &self.module.directory, name)
        else {
            return;
        };
        let Some(first) = rest.first() else { return };
        let key = |step: &StaticStep<'_>| matches!(step, StaticStep::Key(_) | StaticStep::Index(_));
        if rest.len() > 1 && rest.iter().take(2).all(key) {
            return self.misused(here, Misuse::OutputKey);
        }
        if child.incomplete || self.reached(here) == Reach::Never {
            return;
        }
        let of: Arc<str> = format!("module.{name}").into();
        let (output, sure) = match (call.repetition, rest) {
            (Repetition::One, [StaticStep::Attr(output), ..]) => (*output, true),
            // A key in brackets is looked for once there are values.
            (Repetition::One, [StaticStep::Key(output), ..]) => (*output, false),
            (Repetition::One, [StaticStep::Index(_), ..]) => ("", false),
            (Repetition::Count(_), [StaticStep::Attr(_), ..]) => {
                return self.found(here, FactKind::InstanceKey { of, repeated: Repeated::Count });
            }
            (Repetition::Count(_) | Repetition::ForEach(_), [_, StaticStep::Attr(output), ..])
                if !matches!((call.repetition, first), (Repetition::ForEach(_), StaticStep::Splat)) =>
            {
                (*output, true)
            }
            _ => return self.instance(here, of, call.repetition, first),
        };
        if child.outputs.contains_key(output) {
            if call.repetition != Repetition::One {
                self.instance(here, of, call.repetition, first);
            }
        } else if sure {
            let near = nearest(output, child.outputs.keys().map(|name| &**name));
            let kind = FactKind::NoOutput { of, name: output.into(), nearest: near.map(Arc::from) };
            self.found(here, kind);
        } else if self.is_evaluated(here) {
            self.found(here, FactKind::InstanceKey { of, repeated: Repeated::Not });
        }
    }

    /// The key of an instance, against those that there are. Terraform looks at it when it plans.
    fn instance(&mut self, here: Here<'_, '_>, of: Arc<str>, repetition: Repetition, step: &StaticStep<'_>) {
        let number;
        let key = match step {
            StaticStep::Attr(name) | StaticStep::Key(name) => *name,
            StaticStep::Index(index) => {
                number = index.to_string();
                number.as_str()
            }
            StaticStep::Dynamic | StaticStep::Splat => return,
        };
        let (count, near) = match repetition {
            Repetition::One | Repetition::Enabled(_) => return,
            // Terraform reads more texts as numbers.
            Repetition::Count(_) if !key.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
                (None, None)
            }
            Repetition::Count(_) | Repetition::ForEach(_) => {
                let Some(instances) = self.instances(repetition) else { return };
                let near = match &instances {
                    Instances::Count(count) => match key.parse::<u64>() {
                        Ok(index) if index >= *count => None,
                        _ => return,
                    },
                    Instances::Keys(keys) if keys.iter().any(|own| **own == *key) => return,
                    Instances::Keys(keys) => nearest(key, keys.iter().map(|key| &**key)).map(str::to_owned),
                };
                (Some(instances.len()), near)
            }
        };
        if !self.is_evaluated(here) {
            return;
        }
        let name = match step {
            StaticStep::Index(index) if !matches!(repetition, Repetition::ForEach(_)) => {
                format!("{of}[{index}]")
            }
            _ => format!("{of}[{key:?}]"),
        };
        let near = near.map(|key| format!("{of}[{key:?}]").into());
        self.found(here, FactKind::NoInstance { name: name.into(), of, count, nearest: near });
    }

    pub(super) fn instances(&self, repetition: Repetition) -> Option<Instances> {
        match repetition {
            Repetition::One | Repetition::Enabled(_) => None,
            Repetition::Count(expr) => {
                let count = convert(&self.value(expr.file, expr.id)?, &Type::Number).ok()?;
                Some(Instances::Count(count.as_number()?.as_i64()?.try_into().ok()?))
            }
            Repetition::ForEach(expr) => {
                let value = self.value(expr.file, expr.id)?;
                if let Some(map) = value.as_map() {
                    return Some(Instances::Keys(map.entries.iter().map(|(key, _)| key.clone()).collect()));
                }
                let keys = value.as_items()?.iter().map(|item| item.as_str().map(Arc::from));
                Some(Instances::Keys(keys.collect::<Option<_>>()?))
            }
        }
    }

    fn reached(&self, here: Here<'_, '_>) -> Reach {
        match (here.part_of, self.module.tree(here.file)) {
            (Some(id), Some(tree)) => self.reach(tree, id, here.span),
            _ => Reach::Perhaps,
        }
    }

    /// Whether a plan surely takes the value of what is named, where there is the module at all.
    fn is_evaluated(&self, here: Here<'_, '_>) -> bool {
        let Place { repetition, iterators, .. } = here.place;
        *repetition == Repetition::One
            && iterators.is_empty()
            && self.within.is_empty()
            && self.reached(here) == Reach::Always
    }

    fn misused(&mut self, here: Here<'_, '_>, misuse: Misuse) {
        let Some(tree) = self.module.tree(here.file) else { return };
        // What stands in quotes is named without them.
        let name = tree.slice(here.span).trim_matches('"').into();
        self.found(here, FactKind::Misused { name, misuse });
    }

    /// A key of what takes none of its kind. Behind another one it is only found where the value is surely taken.
    fn no_key(&mut self, here: Here<'_, '_>, of: Of<'_>, misuse: Misuse) {
        let is_taken = || here.part_of.is_some() && self.reached(here) == Reach::Always;
        if here.behind == Behind::Names || here.behind == Behind::Key && is_taken() {
            self.found(here, FactKind::Misused { name: of.to_string().into(), misuse });
        }
    }

    /// Notes what is wrong with a reference, unless it is only found where the value is taken, and nothing takes it.
    fn found(&mut self, here: Here<'_, '_>, kind: FactKind) {
        let is_taken = || here.part_of.is_some() && self.reached(here) >= Reach::Perhaps;
        if here.behind != Behind::Names && !is_taken() {
            return;
        }
        let owner = self.text(here.place.owner);
        self.add(&owner, here.file, here.span, kind);
    }

    /// Notes a name that nothing declares, unless the declaration may lie in text that does not parse.
    fn undeclared(
        &mut self,
        here: Here<'_, '_>,
        object: Object,
        prefix: &str,
        name: &str,
        near: Option<&str>,
    ) {
        if self.module.incomplete {
            return;
        }
        let kind = FactKind::Undeclared {
            object,
            name: format!("{prefix}{name}").into(),
            nearest: near.map(|near| format!("{prefix}{near}").into()),
        };
        self.found(here, kind);
    }

    fn out_of_place(&mut self, here: Here<'_, '_>, name: &str, missing: Missing) {
        // The argument that gives it a meaning may lie in what does not parse, or be one of two of which one only can
        // stand.
        if self.parses(here.file) && !(missing == Missing::ForEach && self.has_both(here.place.owner)) {
            let kind = FactKind::OutOfPlace { name: name.into(), missing };
            self.found(here, kind);
        }
    }

    /// Whether a resource or module call has `count` and `for_each`.
    fn has_both(&self, owner: Owner<'_>) -> bool {
        let module = self.module;
        let origin = match owner {
            Owner::Resource(at) => module.resources.get(at as usize).map(|def| def.origin),
            Owner::Named("module.", name) => module.calls.get(name).map(|def| def.origin),
            _ => None,
        };
        let block = origin.and_then(|origin| self.block(origin));
        block.is_some_and(|(file, block)| {
            let has = |tree: &Tree, name| tree.attribute(block.body, name).is_some();
            module.tree(file).is_some_and(|tree| has(tree, "count") && has(tree, "for_each"))
        })
    }

    fn no_attribute(&mut self, here: Here<'_, '_>, of: &str, name: &str, names: &[&str]) {
        let kind = FactKind::NoAttribute {
            of: of.into(),
            name: name.into(),
            nearest: nearest(name, names.iter().copied()).map(Arc::from),
        };
        self.found(here, kind);
    }

    /// A type of the Databricks provider whose `provider` names another one: none of those that Terraform takes for one of
    /// its own has such types.
    pub(super) fn has_type(&mut self, owner: Owner<'_>, def: &ResourceDef, wanted: &ProviderRef) {
        let module = self.module;
        let at = FileSpan { file: wanted.file, span: wanted.span };
        let source = self.definition.source_of(&wanted.local);
        if !def.type_name.starts_with(PREFIX)
            || !is_assumed(&source)
            || is_databricks(&source)
            || module.incomplete
            || self.facts.iter().any(|fact| fact.at == at)
        {
            return;
        }
        let is_declared = module.required_providers.contains_key(&wanted.local)
            || module.providers.iter().any(|own| own.local == wanted.local);
        let kind = if is_declared {
            FactKind::NoType {
                mode: def.mode,
                name: def.type_name.clone(),
                nearest: None,
                provider: Some(source),
            }
        } else {
            let names = module.required_providers.keys().map(|name| &**name).chain(["databricks"]);
            let nearest = nearest(&wanted.local, names).map(Arc::from);
            FactKind::NoConfiguration { name: wanted.to_string().into(), nearest, passed: false }
        };
        self.push(&self.text(owner), at, kind, None);
        if let Some(fact) = self.facts.last_mut() {
            fact.open = unsaid(module, &wanted.local).cloned();
        }
    }

    /// Whether the module configures a provider, or its callers pass it.
    pub(super) fn configuration(&mut self, owner: Owner<'_>, wanted: &ProviderRef, passed: bool) {
        let module = self.module;
        if module.incomplete {
            return;
        }
        let is_repeated = |own: &ProviderDef| {
            own.local == wanted.local && own.alias == wanted.alias && own.for_each.is_some()
        };
        if let Some((key, _)) = wanted.instance.as_ref().filter(|_| !module.providers.iter().any(is_repeated))
        {
            let name = format!("{wanted}{key}").into();
            let kind = FactKind::NoConfiguration { name, nearest: None, passed };
            let at = FileSpan { file: wanted.file, span: wanted.span };
            return self.push(&self.text(owner), at, kind, None);
        }
        let Some(alias) = &wanted.alias else { return };
        let source = self.definition.source_of(&wanted.local);
        let mut names: Vec<String> = Vec::new();
        for provider in &module.providers {
            let Some(own) = &provider.alias else { continue };
            if self.definition.source_of(&provider.local) == source {
                if own == alias {
                    return;
                }
                names.push(format!("{}.{own}", provider.local));
            }
        }
        for (local, required) in &module.required_providers {
            for own in required.aliases.iter().filter_map(|own| own.alias.as_ref()) {
                if self.definition.source_of(local) == source {
                    if own == alias {
                        return;
                    }
                    names.push(format!("{local}.{own}"));
                }
            }
        }
        // Of an assumed provider a module takes what its callers pass, whether it says so or not: see the calls.
        if is_assumed(&source)
            && (self.shared.discovery.may_be_called(&module.directory)
                || !self.shared.roots.contains(&module.directory))
        {
            return;
        }
        let name = wanted.to_string();
        let near = nearest(&name, names.iter().map(String::as_str)).map(Arc::from);
        let kind = FactKind::NoConfiguration { name: name.into(), nearest: near, passed };
        let file = module.files.iter().position(|file| file.file == wanted.file).unwrap_or(0);
        let owner = self.text(owner);
        self.add(&owner, file as u32, wanted.span, kind);
    }
}
