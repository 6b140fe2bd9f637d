//! What `bricklint inspect` prints: `bricklint.inspect/1`, in the shapes of a plan.

use std::fmt;

use bricklint_findings::Sorting;
use bricklint_findings::finding::{Severity, Verdict};
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_lang::convert::type_of;
use bricklint_lang::print;
use bricklint_lang::types::{Field, Type};
use bricklint_lang::value::Value;
use bricklint_model::instance::{Body, Change, Instance, InstanceKey, Mode};
use bricklint_model::stack::{Stack, StackKind};
use bricklint_rules::{Outcome, RULES, Settings, Twice, check_definitions, check_nodes, take_said};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::redact;
use crate::session::Run;

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    attributes: Known,
    roots: Vec<Root<'r>>,
}

/// How many attribute values are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Known {
    /// Wholly known ones.
    pub known: usize,
    /// Those of which something is known: elements, the text around an unknown part, the two cases of a
    /// condition.
    pub partly: usize,
    /// Those of which nothing is known but perhaps the type.
    pub unknown: usize,
}

impl Known {
    fn add(&mut self, value: &Value) {
        if value.is_wholly_known() {
            self.known += 1;
        } else if is_partly_known(value) {
            self.partly += 1;
        } else {
            self.unknown += 1;
        }
    }

    fn add_body(&mut self, body: &Body, kind: StackKind) {
        set(body, kind).for_each(|(_, value)| self.add(value));
        let blocks = body.blocks.iter().flat_map(|group| &group.items);
        blocks.for_each(|block| self.add_body(&block.body, kind));
    }

    fn of(stack: &Stack) -> Self {
        let mut out = Self::default();
        stack.instances.iter().for_each(|instance| out.add_body(instance.body.get(), stack.kind));
        out
    }

    fn and(self, other: Self) -> Self {
        Self {
            known: self.known + other.known,
            partly: self.partly + other.partly,
            unknown: self.unknown + other.unknown,
        }
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.known + self.partly + self.unknown;
        // Rounded down, so that it says 100 only where nothing is unknown.
        let percent = |part: usize| (part * 100).checked_div(all).unwrap_or(100);
        write!(
            f,
            "{} of {all} attribute values are known ({} %), {} in part, {} not at all",
            self.known,
            percent(self.known),
            self.partly,
            self.unknown
        )
    }
}

/// The attributes that are set. An argument that is null is as if it were not written: a plan may hold a default or an
/// unknown there. In a plan null is what it knows.
fn set(body: &Body, kind: StackKind) -> impl Iterator<Item = (&str, &Value)> {
    let attributes = body.attributes.iter().map(|(name, slot)| (&**name, &slot.value));
    attributes.filter(move |(_, value)| kind != StackKind::Source || !value.is_null() || value.holds_secret())
}

/// Whether something is known of a value that is not known as a whole.
fn is_partly_known(value: &Value) -> bool {
    match value {
        Value::Seq { value: seq, .. } => {
            seq.items.iter().any(|item| item.is_wholly_known() || is_partly_known(item))
        }
        Value::Map { value: map, .. } => {
            map.entries.iter().any(|(_, item)| item.is_wholly_known() || is_partly_known(item))
        }
        Value::Unknown { value, .. } => value.cases.is_some() || value.refinements.prefix.is_some(),
        _ => true,
    }
}

/// How many attribute values of a run are known.
pub fn known(run: &Run) -> Known {
    run.estate.graphs.iter().map(|graph| Known::of(&graph.stack)).fold(Known::default(), Known::and)
}

#[derive(Serialize)]
struct Root<'r> {
    path: &'r str,
    environment: Option<&'r str>,
    workspace: &'r str,
    attributes: Known,
    instances: Vec<InstanceJson<'r>>,
    outputs: Map<String, Json>,
    problems: Vec<&'r Problem>,
}

#[derive(Serialize)]
struct InstanceJson<'r> {
    address: &'r str,
    mode: &'static str,
    #[serde(rename = "type")]
    type_name: &'r str,
    name: &'r str,
    index: Json,
    provider: Option<&'r str>,
    values: Json,
    unknown: Json,
    sensitive: Json,
}

/// The evaluated instances of a run, as one JSON document with a line feed at its end.
pub fn of(run: &Run) -> String {
    let problems = problems(run);
    let roots = run.estate.graphs.iter().map(|graph| root(&graph.stack, &problems)).collect();
    let document = Document { schema: "bricklint.inspect/1", attributes: known(run), roots };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Rules that say what `terraform validate` rejects.
const REJECTING: [&str; 3] = ["reference-resolves", "module-call-valid", "known-schema"];

/// What is wrong with the input, and what makes Terraform reject a module, each place once.
fn problems(run: &Run) -> Vec<Problem> {
    let rules: Vec<_> = RULES.iter().filter(|rule| REJECTING.contains(&rule.info.id)).copied().collect();
    let settings = Settings::default();
    let mut outcomes = check_definitions(&rules, &run.estate, &settings);
    let mut twice = Twice::of(&outcomes, &run.estate);
    let mut of_instances = Vec::new();
    for (stack, graph) in (0..).zip(&run.estate.graphs) {
        let mut found = check_nodes(&rules, &run.estate, &settings, stack, 0..graph.nodes().count() as u32);
        twice.take_unsure(&mut found, &run.estate);
        of_instances.append(&mut found);
    }
    let rejects =
        |outcome: &Outcome| outcome.verdict == Verdict::Violated && outcome.severity == Severity::Error;
    outcomes.retain(rejects);
    of_instances.retain(rejects);
    let mut out = run.problems.clone();
    take_said(&mut out, &outcomes, &run.estate);
    twice.take_said(&mut outcomes, &run.estate);
    outcomes.append(&mut of_instances);
    out.extend(outcomes.into_iter().map(|outcome| {
        let location = run.estate.locate(&outcome.place);
        Problem::new(ProblemKind::Invalid, outcome.message).at(location)
    }));
    redact::problems(&run.discovery, &mut out, None);
    out.put_in_order();
    out.dedup();
    out
}

/// The value of an expression, or why there is none, as one line of JSON.
pub fn line(value: &Result<Value, String>) -> String {
    let json = match value {
        Err(error) => json!({ "error": error }),
        Ok(value) => {
            let printed = print::to_json(value);
            let mut json = json!({
                "value": printed.value,
                "type": shown_type(value).to_string(),
                "unknown": printed.unknown,
                "sensitive": printed.sensitive,
            });
            if let (Some(cause), Some(object)) = (value.cause(), json.as_object_mut()) {
                object.insert("cause".to_owned(), json!(cause));
                if let Some(prefix) = prefix(value) {
                    object.insert("prefix".to_owned(), json!(prefix));
                }
            }
            json
        }
    };
    format!("{json}\n")
}

/// The type of a value; `any` in place of an object type whose names may be secrets.
fn shown_type(value: &Value) -> Type {
    let ty = type_of(value);
    if !value.holds_secret() || !has_names(&ty) {
        return ty;
    }
    match (value, ty) {
        (Value::Map { value: map, .. }, Type::Object(fields)) if value.marks().printable() => {
            let shown = fields.iter().map(|(name, field)| {
                let ty = map.get(name).map_or_else(|| field.ty.clone(), shown_type);
                (name.clone(), Field { ty, ..field.clone() })
            });
            Type::object(shown)
        }
        (Value::Seq { value: seq, .. }, Type::Tuple(_)) if value.marks().printable() => {
            Type::Tuple(seq.items.iter().map(shown_type).collect())
        }
        _ => Type::Dynamic,
    }
}

/// Whether a type spells out names of attributes.
fn has_names(ty: &Type) -> bool {
    match ty {
        Type::Dynamic | Type::Bool | Type::Number | Type::String => false,
        Type::List(inner) | Type::Set(inner) | Type::Map(inner) => has_names(inner),
        Type::Tuple(items) => items.iter().any(has_names),
        Type::Object(_) => true,
    }
}

/// How an unknown text begins.
fn prefix(value: &Value) -> Option<&str> {
    if value.holds_secret() {
        return None;
    }
    value.prefix()
}

fn root<'r>(stack: &'r Stack, problems: &'r [Problem]) -> Root<'r> {
    let provider = |at: u32| stack.providers.get(at as usize).map(|provider| &*provider.text);
    // What a plan removes is no instance any more.
    let stays = |instance: &&Instance| !instance.change.as_deref().is_some_and(Change::is_removal);
    let instances = stack.instances.iter().filter(stays).map(|instance| {
        let printed = body(instance.body.get(), stack.kind);
        InstanceJson {
            address: &instance.address,
            mode: match instance.mode {
                Mode::Managed => "managed",
                Mode::Data => "data",
            },
            type_name: &instance.type_name,
            name: &instance.name,
            index: match &instance.key {
                InstanceKey::None => Json::Null,
                InstanceKey::Index(index) => Json::from(*index),
                InstanceKey::Key(key) => Json::from(&**key),
                InstanceKey::Any => Json::from("*"),
            },
            provider: instance.provider.and_then(provider),
            values: printed.value,
            unknown: printed.unknown,
            sensitive: printed.sensitive,
        }
    });
    let outputs = stack.outputs.iter().map(|(name, value)| {
        let printed = print::to_json(value);
        let output = json!({
            "value": printed.value, "unknown": printed.unknown, "sensitive": printed.sensitive,
        });
        (name.to_string(), output)
    });
    // Problems name files of the root's modules; those without a place are about the run.
    let directories: Vec<&str> = stack.modules.iter().map(|module| &*module.directory).collect();
    let here = |problem: &&Problem| match &problem.location {
        Some(location) => {
            let directory = location.path.rsplit_once('/').map_or(".", |(directory, _)| directory);
            directories.contains(&directory)
        }
        None => true,
    };
    Root {
        path: &stack.root,
        environment: stack.environment.as_deref(),
        workspace: &stack.workspace,
        attributes: Known::of(stack),
        instances: instances.collect(),
        outputs: outputs.collect(),
        problems: problems.iter().filter(here).collect(),
    }
}

/// A body as a plan shows it: blocks are arrays of objects, whatever can exist beside the known blocks of a
/// type makes the whole type unknown.
fn body(body: &Body, kind: StackKind) -> print::Printed {
    let mut value = Map::new();
    let mut unknown = Map::new();
    let mut sensitive = Map::new();
    let is_set =
        |json: &Json| !matches!(json, Json::Bool(false)) && !json.as_object().is_some_and(Map::is_empty);
    let mut add = |name: &str, printed: print::Printed| {
        // A plan leaves unknown attributes out.
        if printed.unknown != Json::Bool(true) {
            value.insert(name.to_owned(), printed.value);
        }
        if is_set(&printed.unknown) {
            unknown.insert(name.to_owned(), printed.unknown);
        }
        if is_set(&printed.sensitive) {
            sensitive.insert(name.to_owned(), printed.sensitive);
        }
    };
    for (name, value) in set(body, kind) {
        add(name, print::to_json(value));
    }
    for group in &body.blocks {
        let uncertain = group.items.iter().any(|block| !block.when.is_empty());
        if group.more.is_some() || uncertain {
            let printed =
                print::Printed { value: Json::Null, unknown: Json::Bool(true), sensitive: Json::Bool(false) };
            add(&group.name, printed);
            continue;
        }
        let blocks: Vec<print::Printed> =
            group.items.iter().map(|block| self::body(&block.body, kind)).collect();
        let all = |part: fn(print::Printed) -> Json| Json::Array(blocks.iter().cloned().map(part).collect());
        add(
            &group.name,
            print::Printed {
                value: all(|printed| printed.value),
                unknown: all(|printed| printed.unknown),
                sensitive: all(|printed| printed.sensitive),
            },
        );
    }
    print::Printed {
        value: Json::Object(value),
        unknown: Json::Object(unknown),
        sensitive: Json::Object(sensitive),
    }
}
