//! Random configurations against `terraform plan` and `terraform graph`, many in one run of Terraform.
//!
//! `BRICKLINT_ORACLE` (`make oracle`) takes more of them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use bricklint_lang::print::to_json;
use bricklint_lang::value::{Marks, Segment, SeqKind, Text, Value};
use bricklint_load::VarInput;
use serde_json::Value as Json;

use super::generate::{Generated, Random, module, pass, providers};
use super::{Case, amount, amount_of_values, difference, ours, terraform, their_lines, theirs, theirs_by};
use crate::support::{PROJECT, options};

/// Configurations in one run of Terraform, whose time grows faster than their number.
const BATCH: usize = 8;

/// How deep the modules of a generated one go, in turn.
const DEPTHS: &[usize] = &[0, 0, 1, 0, 0, 1, 0, 0, 0, 2];

fn empty() -> Case {
    Case { files: Vec::new(), options: options(), args: Vec::new(), env: Vec::new() }
}

/// One root that calls each of the modules and shows what each gives.
fn root(modules: &[(usize, Generated)]) -> Case {
    let mut case = empty();
    let mut main = String::new();
    for (number, generated) in modules {
        let name = format!("c{number}");
        writeln!(main, "module \"{name}\" {{\n  source = \"./{name}\"").unwrap();
        for (argument, text) in &generated.arguments {
            writeln!(main, "  {argument} = {text}").unwrap();
        }
        writeln!(main, "}}\noutput \"{name}\" {{\n  value = module.{name}\n}}").unwrap();
        case.files
            .extend(generated.files.iter().map(|(path, text)| (format!("{name}/{path}"), text.clone())));
    }
    case.files.push(("main.tf".into(), main));
    case
}

/// What came out of a batch.
#[derive(Default)]
struct Outcome {
    /// What differs.
    wrong: String,
    /// What Terraform says of modules that it refuses.
    refused: Vec<String>,
    /// How many instances and values were compared.
    instances: usize,
    values: usize,
}

impl Outcome {
    fn and(mut self, other: Outcome) -> Outcome {
        self.wrong.push_str(&other.wrong);
        self.refused.extend(other.refused);
        self.instances += other.instances;
        self.values += other.values;
        self
    }
}

/// Compares a batch; one that Terraform refuses is halved until it is one module, of which we must say something too.
fn compare(modules: &[(usize, Generated)]) -> Outcome {
    let case = root(modules);
    match theirs(&case) {
        Ok(plan) => {
            let stack = ours(&case);
            Outcome {
                wrong: difference(&plan, &stack),
                instances: stack.instances.len(),
                values: amount_of_values(&plan),
                ..Outcome::default()
            }
        }
        Err(error) if modules.len() == 1 => {
            let text = format!("c{}: {error}\n", modules[0].0);
            let silent = ours(&case).problems.is_empty();
            let wrong = if silent {
                format!("no problem is noted where terraform says {text}")
            } else {
                String::new()
            };
            Outcome { wrong, refused: vec![text], ..Outcome::default() }
        }
        Err(_) => {
            let (a, b) = modules.split_at(modules.len() / 2);
            compare(a).and(compare(b))
        }
    }
}

#[test]
fn generated_modules_plan_the_same() {
    if !terraform() {
        return;
    }
    let all = amount(210);
    let numbers: Vec<usize> = (0..all).collect();
    let half = |numbers: &[usize]| {
        let batches = numbers.chunks(BATCH).map(|batch| {
            let generated = |n: &usize| (*n, module(&mut Random::new(*n as u64), DEPTHS[n % DEPTHS.len()]));
            compare(&batch.iter().map(generated).collect::<Vec<_>>())
        });
        batches.fold(Outcome::default(), Outcome::and)
    };
    // Two at a time: a run of Terraform takes more than one core.
    let (a, b) = numbers.split_at(all / 2);
    let outcome = std::thread::scope(|scope| {
        let first = scope.spawn(|| half(a));
        half(b).and(first.join().unwrap())
    });
    let Outcome { wrong, refused, instances, values } = outcome;
    eprintln!(
        "{all} generated modules compared with terraform, which refuses {}: {instances} instances, {values} values",
        refused.len()
    );
    for text in &refused {
        eprintln!("  {text}");
    }
    assert!(refused.len() * 20 <= all, "the generator writes too much that terraform refuses");
    assert!(wrong.is_empty(), "{wrong}");
}

/// The sources of values in the order of their precedence, the weakest first.
const SOURCES: usize = 8;

/// A type and the values of the sources in it: as in a file, and as in the environment or on the command line.
type Typed = (&'static str, fn(usize) -> String, fn(usize) -> String);

const TYPES: &[Typed] = &[
    ("", |n| format!("\"s{n}\""), |n| format!("s{n}")),
    ("type = string", |n| n.to_string(), |n| format!("00{n}")),
    ("type = number", |n| format!("\"{n}\""), |n| format!("{n}.50")),
    ("type = bool", |n| (n % 2 == 0).to_string(), |n| (n % 2 == 0).to_string()),
    ("type = list(string)", |n| format!("[{n}, \"x\"]"), |n| format!("[{n}, true]")),
    ("type = map(number)", |n| format!("{{ \"k{n}\" = \"{n}\" }}"), |n| format!("{{k{n}={n}}}")),
    ("type = any", |n| format!("[{n}, {{ \"a\" = null }}]"), |n| format!("[{n}]")),
    (
        "type = object({ a = optional(number, 9), b = optional(string) })\nnullable = false",
        |n| if n == 3 { "null".into() } else { format!("{{ \"b\" = {n} }}") },
        |n| format!("{{a=null,b={n}}}"),
    ),
];

/// Every set of sources for a variable: two to the power of eight variables in one root.
fn precedence(files_last: bool) -> Case {
    let mut case = empty();
    let mut main = String::new();
    let names =
        ["terraform.tfvars", "terraform.tfvars.json", "a.auto.tfvars", "b.auto.tfvars.json", "given.tfvars"];
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    let (mut vars, mut inputs) = (Vec::new(), Vec::new());
    for set in 0..1_usize << SOURCES {
        let (kind, value, text) = TYPES[(set % TYPES.len()) ^ (set >> 5)];
        let name = format!("v{set}");
        let has = |source: usize| set & (1 << source) != 0;
        let default = if has(0) { format!("default = {}\n", value(0)) } else { String::new() };
        writeln!(
            main,
            "variable \"{name}\" {{\n{kind}\n{default}}}\noutput \"{name}\" {{\n  value = var.{name}\n}}"
        )
        .unwrap();
        if has(1) || set == 0 {
            case.env.push((format!("TF_VAR_{name}"), text(1)));
            case.options.env_vars.push((name.clone(), text(1)));
        }
        for (index, to) in texts.iter_mut().enumerate() {
            let source = index + 2;
            if has(source) {
                let json = names[index].contains("json");
                let value = if json { value(source).replace(" = ", ": ") } else { value(source) };
                to.push(if json { format!("\"{name}\": {value}") } else { format!("{name} = {value}") });
            }
        }
        if has(7) {
            vars.push(format!("-var={name}={}", text(7)));
            inputs.push(VarInput::Assign { name, text: text(7) });
        }
    }
    for (name, lines) in names.iter().zip(texts) {
        let json = name.contains("json");
        let text = if json { format!("{{{}}}", lines.join(",\n")) } else { lines.join("\n") + "\n" };
        case.files.push(((*name).to_owned(), text));
    }
    case.files.push(("main.tf".into(), main));
    let file = VarInput::File(Path::new(PROJECT).join("given.tfvars"));
    let flag = "-var-file=given.tfvars".to_owned();
    if files_last {
        vars.push(flag);
        inputs.push(file);
    } else {
        vars.insert(0, flag);
        inputs.insert(0, file);
    }
    case.args = vars;
    case.options.vars = inputs;
    case.options.env_vars.sort();
    case
}

#[test]
fn every_set_of_sources_of_a_variable_as_terraform_takes_it() {
    if !terraform() {
        return;
    }
    for files_last in [false, true] {
        let case = precedence(files_last);
        let plan = theirs(&case).unwrap();
        let lines = their_lines(&plan);
        assert!(lines.len() >= 1 << SOURCES, "{}", lines.len());
        let out = difference(&plan, &ours(&case));
        assert!(out.is_empty(), "command line with files last: {files_last}\n{out}");
    }
    eprintln!("{} variables with every set of sources compared with terraform", 2 << SOURCES);
}

#[test]
fn workspaces_are_read_as_terraform_reads_them() {
    if !terraform() {
        return;
    }
    let main = r#"
        locals {
          size = { default = 1, dev = 2, "prod-eu" = 3 }
          is   = terraform.workspace == "default" ? "d" : "other"
        }
        resource "terraform_data" "w" {
          count = local.size[terraform.workspace]
          input = "${terraform.workspace}-${count.index}-${local.is}"
        }
        module "m" { source = "./m" }
        output "m" { value = module.m.w }
    "#;
    let inner = "output \"w\" {\n  value = [terraform.workspace, lookup({ dev = \"x\" }, terraform.workspace, \"none\")]\n}\n";
    for name in ["default", "dev", "prod-eu"] {
        let mut case = empty();
        case.files = vec![("main.tf".into(), main.into()), ("m/main.tf".into(), inner.into())];
        let new: &[&str] = if name == "default" { &[] } else { &["workspace", "new", name] };
        let plan = theirs_by(&case, new, &[]).unwrap();
        // What `terraform workspace new` leaves behind.
        let mut selected = case.clone();
        if name != "default" {
            selected.files.push((".terraform/environment".into(), name.into()));
        }
        assert_eq!(difference(&plan, &ours(&selected)), "", "{name} selected");
        case.options.workspace = Some(name.into());
        assert_eq!(difference(&plan, &ours(&case)), "", "{name} given");
    }
}

/// A module path without instance keys: `module.a.module.b`.
fn definition(address: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in address.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Lines `resource -> provider configuration` of `terraform graph -type=plan`.
fn their_providers(graph: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for line in graph.lines() {
        let Some((from, to)) = line.trim().trim_end_matches(';').split_once(" -> ") else { continue };
        let name = |text: &str| text.trim_matches('"').trim_start_matches("[root] ").replace("\\\"", "\"");
        let (from, to) = (name(from), name(to));
        if let Some(from) = from.strip_suffix(" (expand)")
            && from.contains("terraform_data.")
            && to.contains("provider[")
        {
            out.insert(format!("{from} -> {to}"));
        }
    }
    out
}

#[test]
fn providers_are_wired_as_in_the_graph_of_terraform() {
    if !terraform() {
        return;
    }
    let all = amount(60);
    let mut compared = 0;
    for start in (0..all).step_by(BATCH) {
        let mut case = empty();
        let mut main = String::from(
            "terraform {\n  required_providers {\n    terraform = {\n      source = \"terraform.io/builtin/terraform\"\n    }\n  }\n}\nprovider \"terraform\" {}\n",
        );
        let has: Vec<String> = ["terraform", "terraform.a", "terraform.b"].map(str::to_owned).to_vec();
        for alias in ["a", "b"] {
            writeln!(main, "provider \"terraform\" {{\n  alias = \"{alias}\"\n}}").unwrap();
        }
        for number in start..all.min(start + BATCH) {
            let random = &mut Random::new(1_000_000 + number as u64);
            let generated = providers(random, number % 3, false);
            let passed = pass(random, &generated.needs, &has);
            writeln!(main, "module \"c{number}\" {{\n  source = \"./c{number}\"\n{passed}}}").unwrap();
            case.files.extend(generated.files.into_iter().map(|(p, t)| (format!("c{number}/{p}"), t)));
        }
        case.files.push(("main.tf".into(), main));
        let graph = theirs_by(&case, &[], &["graph", "-type=plan"]).unwrap();
        let theirs = their_providers(graph.as_str().unwrap());
        let stack = ours(&case);
        let ours: BTreeSet<String> = stack
            .instances
            .iter()
            .map(|instance| {
                let provider = instance.provider.map_or_else(String::new, |p| {
                    let provider = &stack.providers[p as usize];
                    let module = definition(&stack.modules[provider.module as usize].address);
                    let text = provider.text.strip_prefix(&*stack.modules[provider.module as usize].address);
                    let text = text.unwrap_or(&provider.text).trim_start_matches('.').to_owned();
                    if module.is_empty() { text } else { format!("{module}.{text}") }
                });
                format!("{} -> {provider}", definition(&instance.address))
            })
            .collect();
        let problems: Vec<&str> = stack.problems.iter().map(|p| p.message.as_str()).collect();
        let differ: Vec<&String> = theirs.symmetric_difference(&ours).collect();
        assert!(differ.is_empty() && problems.is_empty(), "{differ:#?}\n{problems:#?}");
        compared += theirs.len();
    }
    eprintln!("{compared} resources of {all} generated modules have the provider that terraform gives them");
}

/// What contradicts the value that apply came to: all that is known of ours must hold for it.
fn contradictions(ours: &Value, applied: &Json, path: &str, out: &mut String) {
    let wrong = match ours {
        Value::Unknown { value, .. } => {
            let prefix = value.refinements.prefix.as_deref().unwrap_or_default();
            let starts = applied.as_str().is_none_or(|text| text.starts_with(prefix));
            let branches = value.cases.as_ref().map(|cases| [&cases.yes, &cases.no]);
            let agrees = |branch: &&Value| {
                let mut found = String::new();
                contradictions(branch, applied, path, &mut found);
                found.is_empty()
            };
            (value.refinements.not_null && applied.is_null())
                || !starts
                || branches.is_some_and(|branches| !branches.iter().any(agrees))
        }
        Value::String { value, .. } => match (&**value, applied) {
            (Text::Segmented(parts), Json::String(text)) => !fits(parts, text),
            (Text::Encoded { text: None, value }, Json::String(text)) => {
                let Ok(decoded) = serde_json::from_str(text) else {
                    writeln!(out, "  {path}: {text} is no JSON").unwrap();
                    return;
                };
                contradictions(value, &decoded, path, out);
                false
            }
            (known, _) => known.as_known() != applied.as_str(),
        },
        Value::Seq { value, .. } => {
            let items = applied.as_array().map(Vec::as_slice).unwrap_or_default();
            if !matches!(value.kind, SeqKind::Set(_)) && items.len() == value.items.len() {
                for (index, (ours, applied)) in value.items.iter().zip(items).enumerate() {
                    contradictions(ours, applied, &format!("{path}[{index}]"), out);
                }
            }
            items.len() > value.items.len()
        }
        Value::Map { value, .. } => {
            for (key, item) in &value.entries {
                contradictions(item, &applied[&**key], &format!("{path}.{key}"), out);
            }
            applied.as_object().is_some_and(|map| map.len() != value.entries.len())
        }
        known => to_json(&known.clone().set_marks(Marks::NONE)).value != *applied,
    };
    if wrong {
        writeln!(out, "  {path}: {applied} is not {}", crate::support::show(ours)).unwrap();
    }
}

/// Whether the known parts stand in the text in their order, the first at its start and the last at its end.
fn fits(parts: &[Segment], text: &str) -> bool {
    let mut rest = text;
    for (at, part) in parts.iter().enumerate() {
        let Segment::Known(known) = part else { continue };
        let found = if at == 0 { rest.starts_with(&**known).then_some(0) } else { rest.find(&**known) };
        let Some(found) = found else { return false };
        rest = &rest[found + known.len()..];
    }
    !matches!(parts.last(), Some(Segment::Known(last)) if !text.ends_with(&**last))
}

/// The resources of a state, with those of all modules.
fn resources_of<'j>(module: &'j Json, out: &mut Vec<&'j Json>) {
    out.extend(module["resources"].as_array().into_iter().flatten());
    for child in module["child_modules"].as_array().into_iter().flatten() {
        resources_of(child, out);
    }
}

#[test]
fn what_is_known_before_apply_holds_after_it() {
    if !terraform() {
        return;
    }
    let all = amount(24);
    let (mut wrong, mut values) = (String::new(), 0);
    for start in (0..all).step_by(BATCH) {
        let generated = (start..all.min(start + BATCH)).map(|n| {
            let seed = 2_000_000 + n;
            (n, module(&mut Random::new(seed as u64), DEPTHS[n % DEPTHS.len()]))
        });
        let case = root(&generated.collect::<Vec<_>>());
        let apply = ["apply", "-auto-approve", "-input=false", "-no-color"];
        let Ok(state) = theirs_by(&case, &apply, &["show", "-json"]) else { continue };
        let state: Json = serde_json::from_str(state.as_str().unwrap()).unwrap();
        let mut resources = Vec::new();
        resources_of(&state["values"]["root_module"], &mut resources);
        let stack = ours(&case);
        assert_eq!(resources.len(), stack.instances.len());
        for resource in resources {
            let address = resource["address"].as_str().unwrap();
            let instance = stack.instances.iter().find(|i| &*i.address == address).unwrap();
            for (name, slot) in &instance.body.get().attributes {
                values += 1;
                contradictions(
                    &slot.value,
                    &resource["values"][&**name],
                    &format!("{address}.{name}"),
                    &mut wrong,
                );
            }
        }
    }
    eprintln!("{values} arguments of {all} generated modules hold after terraform apply");
    assert!(values > all, "{values} arguments were compared");
    assert!(wrong.is_empty(), "{wrong}");
}
