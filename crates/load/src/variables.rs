//! Input variables: where their values come from, which wins, and what becomes of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{SourceFile, Span};
use bricklint_lang::convert::{apply_defaults, convert};
use bricklint_lang::eval::evaluate;
use bricklint_lang::syntax::{Expr, ExprId, Tree, parse, parse_expression, parse_json_values};
use bricklint_lang::types::{Defaults, Type};
use bricklint_lang::value::{Marks, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use crate::expand::uses;
use crate::files::{FileSystem, MAX_CONFIGURATION, ReadError, relative};
use crate::module::constant::Constant;
use crate::module::{Module, VariableDef};
use crate::roots::Directory;
use crate::{LoadOptions, VarInput, VariableSet};

/// The value that a root variable was given.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Before defaults of optional attributes and conversion.
    pub(crate) value: Value,
    /// Where it comes from, for people: `--var`, `TF_VAR_x`, the path of a file.
    source: Arc<str>,
    location: Option<Location>,
}

impl Input {
    /// The problem that the value does not fit.
    pub(crate) fn problem(&self, def: &VariableDef, message: &str, hidden: bool) -> Problem {
        let (name, ty, source) = (&def.name, &def.ty, &self.source);
        // The message names parts of the value, so a secret has none.
        let text = if hidden || self.value.holds_secret() {
            format!("the value of `var.{name}` from {source} does not fit its type `{ty}`")
        } else {
            format!("the value of `var.{name}` from {source} does not fit its type `{ty}`: {message}")
        };
        let problem = Problem::new(ProblemKind::VariableInvalid, text);
        match &self.location {
            Some(location) => problem.at(location.clone()),
            None => problem,
        }
    }
}

/// The values that the variables of one root were given, by name.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    by_name: FxHashMap<Arc<str>, Input>,
}

impl Inputs {
    /// The value of the variable `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&Input> {
        self.by_name.get(name)
    }

    /// Whether no variable has a value.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

/// A value in a var file.
#[derive(Clone, Debug)]
struct Assignment {
    name: Arc<str>,
    /// Absent where it does not evaluate.
    value: Option<Value>,
    location: Location,
}

/// A var file.
#[derive(Clone, Debug, Default)]
struct VarFile {
    assignments: Vec<Assignment>,
    problems: Vec<Problem>,
}

/// The var files named on the command line and in the configuration, each read once.
#[derive(Debug, Default)]
pub(crate) struct VarFiles {
    files: FxHashMap<PathBuf, VarFile>,
    problems: Vec<Problem>,
}

impl VarFiles {
    /// Reads them.
    pub(crate) fn read(fs: &dyn FileSystem, options: &LoadOptions, sets: &[&VariableSet]) -> Self {
        let mut this = Self::default();
        let given = options.vars.iter().map(|input| (input, true));
        let of_sets = sets.iter().flat_map(|set| set.vars.iter().map(|input| (input, set.outside)));
        for (input, outside) in given.chain(of_sets) {
            let VarInput::File(path) = input else { continue };
            if this.files.contains_key(path) {
                continue;
            }
            let shown = shown(options, path);
            tracing::info!(file = shown.as_str(), "var file that was named");
            let bytes = if outside {
                fs.read(path, MAX_CONFIGURATION)
            } else {
                read_inside(fs, options, path, MAX_CONFIGURATION)
            };
            let file = match bytes {
                Ok(bytes) => var_file(&shown, &bytes),
                Err(error) => {
                    let message = format!("the var file `{shown}` cannot be read: {error}");
                    let problem = Problem::new(ProblemKind::Unreadable, message);
                    VarFile { assignments: Vec::new(), problems: vec![problem] }
                }
            };
            this.problems.extend(file.problems.iter().cloned());
            this.files.insert(path.clone(), file);
        }
        this
    }

    /// What is wrong with them.
    pub(crate) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The names among these inputs that are not declared.
    pub(crate) fn undeclared(&self, inputs: &[&VarInput], declared: &FxHashSet<&str>) -> Vec<Problem> {
        let mut out = Vec::new();
        for input in inputs {
            match input {
                VarInput::Assign { name, .. } if !declared.contains(name.as_str()) => {
                    let message = format!(
                        "a value is given for the variable `{name}`, which no root declares; add a `variable \"{name}\"` block or leave the value out"
                    );
                    out.push(Problem::new(ProblemKind::VariableUndeclared, message));
                }
                VarInput::File(path) => {
                    for assignment in self.files.get(path).iter().flat_map(|f| &f.assignments) {
                        if !declared.contains(&*assignment.name) {
                            out.push(unknown_name(assignment, "no root declares"));
                        }
                    }
                }
                VarInput::Assign { .. } | VarInput::Value { .. } => {}
            }
        }
        out.dedup();
        out
    }
}

fn unknown_name(assignment: &Assignment, who: &str) -> Problem {
    let name = &assignment.name;
    let message = format!("`{name}` is set here, but {who} a variable of that name");
    Problem::new(ProblemKind::TfvarsUndeclared, message).at(assignment.location.clone())
}

/// Everything that the values of one root come from.
pub(crate) struct Given<'a> {
    /// Where files come from.
    pub(crate) fs: &'a dyn FileSystem,
    /// The command line and the environment.
    pub(crate) options: &'a LoadOptions,
    /// The environment of the configuration.
    pub(crate) set: &'a VariableSet,
    /// The root.
    pub(crate) root: &'a Directory,
    /// Its definition.
    pub(crate) module: &'a Module,
    /// The var files that were named.
    pub(crate) files: &'a VarFiles,
}

/// The values of a root's variables. Later sources win: the environment, `terraform.tfvars`,
/// `terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` by name, the variable set, the
/// command line in its order.
pub(crate) fn inputs(given: &Given<'_>) -> (Inputs, Vec<Problem>) {
    let mut inputs = Inputs::default();
    let mut problems = Vec::new();
    for (name, text) in &given.options.env_vars {
        if let Some(def) = given.module.variables.get(name.as_str()) {
            let source = format!("`TF_VAR_{name}`");
            assign(&mut inputs, &mut problems, def, text, &source, Marks::SECRET_SOURCE);
        }
    }
    for name in automatic(&given.root.var_files) {
        let path = directory(given.options, &given.root.path).join(&*name);
        let shown =
            if &*given.root.path == "." { name.to_string() } else { format!("{}/{name}", given.root.path) };
        tracing::info!(file = shown.as_str(), "var file of the root");
        let file = match read_inside(given.fs, given.options, &path, MAX_CONFIGURATION) {
            Ok(bytes) => var_file(&shown, &bytes),
            // Terraform asks whether there is such a file, and a link that leads nowhere is none.
            Err(ReadError::Missing) if FIXED.contains(&&*name) => continue,
            Err(error) => {
                let message = format!("the var file `{shown}` cannot be read: {error}");
                let problem = Problem::new(ProblemKind::Unreadable, message);
                VarFile { assignments: Vec::new(), problems: vec![problem] }
            }
        };
        problems.extend(file.problems.iter().cloned());
        for assignment in &file.assignments {
            if !given.module.variables.contains_key(&assignment.name) && !given.module.is_open() {
                problems.push(unknown_name(assignment, "the root does not declare"));
            }
        }
        take(&mut inputs, given.module, &file, &shown);
    }
    let from_set = given.set.name.as_ref().map(|name| format!("`[environments.{name}.vars]`"));
    let from_set = from_set.as_deref().unwrap_or("`--var`");
    let of_set = given.set.vars.iter().map(|input| (input, from_set));
    for (input, from) in of_set.chain(given.options.vars.iter().map(|input| (input, "`--var`"))) {
        match input {
            VarInput::Assign { name, text } => {
                if let Some(def) = given.module.variables.get(name.as_str()) {
                    assign(&mut inputs, &mut problems, def, text, from, Marks::NONE);
                }
            }
            VarInput::File(path) => {
                if let Some(file) = given.files.files.get(path) {
                    take(&mut inputs, given.module, file, &shown(given.options, path));
                }
            }
            VarInput::Value { name, value } => {
                if let Some((name, _)) = given.module.variables.get_key_value(name.as_str()) {
                    let input = Input { value: value.clone(), source: "the plan".into(), location: None };
                    inputs.by_name.insert(name.clone(), input);
                }
            }
        }
    }
    (inputs, problems)
}

/// The var files that Terraform reads where they are there.
const FIXED: [&str; 2] = ["terraform.tfvars", "terraform.tfvars.json"];

/// The var files that Terraform reads by itself, in its order.
pub fn automatic(names: &[Arc<str>]) -> Vec<Arc<str>> {
    let mut out: Vec<Arc<str>> =
        FIXED.iter().filter_map(|f| names.iter().find(|n| &***n == *f)).cloned().collect();
    let mut auto: Vec<Arc<str>> = names
        .iter()
        .filter(|n| n.ends_with(".auto.tfvars") || n.ends_with(".auto.tfvars.json"))
        .cloned()
        .collect();
    auto.put_in_order();
    out.append(&mut auto);
    out
}

/// What the var files say that Terraform reads by itself in a directory; of a name that stands twice the last counts.
pub(crate) fn written(
    fs: &dyn FileSystem,
    options: &LoadOptions,
    directory: &Path,
) -> Vec<(Arc<str>, Value)> {
    let entries = fs.read_dir(directory).unwrap_or_default();
    let names: Vec<Arc<str>> = entries.iter().map(|entry| entry.name.as_str().into()).collect();
    let files = automatic(&names).into_iter().filter_map(|name| {
        let bytes = read_inside(fs, options, &directory.join(&*name), MAX_CONFIGURATION).ok()?;
        Some(var_file(&name, &bytes))
    });
    files.flat_map(|file| file.assignments).filter_map(|one| Some((one.name, one.value?))).collect()
}

/// What an environment gives variables, whatever somebody types beside it, or why that is not known; of a name that stands
/// twice the last counts. Which of them are texts, numbers or truth values the plan knows.
pub(crate) fn of_set(
    fs: &dyn FileSystem,
    options: &LoadOptions,
    set: &VariableSet,
    is_literal: impl Fn(&str) -> bool,
) -> Result<Vec<(Arc<str>, Value)>, String> {
    let options = LoadOptions { vars: Vec::new(), ..options.clone() };
    let files = VarFiles::read(fs, &options, &[set]);
    if let Some(problem) = files.problems.first() {
        return Err(problem.message.clone());
    }
    let mut out: Vec<(Arc<str>, Value)> = Vec::new();
    for input in &set.vars {
        match input {
            VarInput::Assign { name, text } => {
                let value = of_text(text, is_literal(name)).unwrap_or_else(|_| Value::string(&**text));
                out.push((name.as_str().into(), value));
            }
            VarInput::Value { name, value } => out.push((name.as_str().into(), value.clone())),
            VarInput::File(path) => {
                let assignments = files.files.get(path).into_iter().flat_map(|file| &file.assignments);
                out.extend(assignments.filter_map(|one| Some((one.name.clone(), one.value.clone()?))));
            }
        }
    }
    Ok(out)
}

fn take(inputs: &mut Inputs, module: &Module, file: &VarFile, shown: &str) {
    let source: Arc<str> = format!("`{shown}`").into();
    for assignment in &file.assignments {
        let Some((name, _)) = module.variables.get_key_value(&*assignment.name) else { continue };
        match &assignment.value {
            Some(value) => {
                let input = Input {
                    value: value.clone(),
                    source: source.clone(),
                    location: Some(assignment.location.clone()),
                };
                inputs.by_name.insert(name.clone(), input);
            }
            // It is set, and not known to what: an earlier source does not hold.
            None => {
                inputs.by_name.remove(name);
            }
        }
    }
}

/// A value given as text.
fn assign(
    inputs: &mut Inputs,
    problems: &mut Vec<Problem>,
    def: &VariableDef,
    text: &str,
    source: &str,
    marks: Marks,
) {
    let literal = !def.typed || matches!(def.ty, Type::Bool | Type::Number | Type::String);
    let value = of_text(text, literal);
    match value {
        Ok(value) => {
            let input = Input { value: value.with_marks(marks), source: source.into(), location: None };
            inputs.by_name.insert(def.name.clone(), input);
        }
        Err(message) => {
            inputs.by_name.remove(&def.name);
            let name = &def.name;
            let hidden = def.sensitive || def.ephemeral || marks != Marks::NONE;
            let text = if hidden {
                format!("the value of `var.{name}` from {source} is no expression of the type `{}`", def.ty)
            } else {
                format!("the value of `var.{name}` from {source} does not evaluate: {message}")
            };
            problems.push(Problem::new(ProblemKind::VariableInvalid, text));
        }
    }
}

/// A value given as text: literal for a primitive or missing type, otherwise an expression without
/// variables and functions.
fn of_text(text: &str, literal: bool) -> Result<Value, String> {
    if literal {
        return Ok(Value::string(text.nfc().collect::<String>()));
    }
    let (tree, id) = parse_expression(text);
    match (id, tree.errors.first()) {
        (Some(id), None) => constant(&tree, id).map_err(|(message, _)| message),
        (_, Some(error)) => Err(error.message.clone()),
        (None, None) => Err("an expression is missing".into()),
    }
}

fn var_file(shown: &str, bytes: &[u8]) -> VarFile {
    let json = Path::new(shown).extension().is_some_and(|e| e == "json");
    let tree = if json { parse_json_values(bytes) } else { parse(bytes) };
    let source = SourceFile::new(shown, tree.text.clone());
    let at = |span: Span| {
        let span = tree.place(span);
        Location {
            path: shown.to_owned(),
            start: Some(source.position(span.start)),
            end: Some(source.position(span.end)),
            span: None,
            ..Location::default()
        }
    };
    let mut problems: Vec<Problem> = tree
        .errors
        .iter()
        .map(|e| Problem::new(ProblemKind::Syntax, e.message.clone()).at(at(e.span)))
        .collect();
    for block in tree.blocks(tree.root) {
        let message = "a var file holds no blocks, only `name = value`";
        problems.push(Problem::new(ProblemKind::Syntax, message).at(at(block.header)));
    }
    let breaks =
        |span: Span| tree.errors.iter().any(|error| (span.start..=span.end).contains(&error.span.start));
    // Behind a heredoc without an end stands its text, which names nothing.
    let unclosed = tree.errors.iter().find(|error| !json && tree.slice(error.span).starts_with("<<"));
    let mut assignments = Vec::new();
    for attribute in tree.attributes(tree.root) {
        let name: Arc<str> = tree.slice(attribute.name).into();
        if json && &*name == "//" || unclosed.is_some_and(|error| error.span.start < attribute.name.start) {
            continue;
        }
        let value = match constant(&tree, attribute.value) {
            Ok(value) => Some(value),
            // What does not parse is said already.
            Err(_) if tree.expr(attribute.value) == Expr::Error => None,
            Err(_) if breaks(attribute.name.to(tree.span(attribute.value))) => None,
            Err((message, span)) => {
                let text = format!("the value of `{name}` does not evaluate: {message}");
                problems.push(Problem::new(ProblemKind::VariableInvalid, text).at(at(span)));
                None
            }
        };
        assignments.push(Assignment { name, value, location: at(attribute.name) });
    }
    VarFile { assignments, problems }
}

/// The value of an expression in which neither variables nor functions may stand.
pub(crate) fn constant(tree: &Tree, id: ExprId) -> Result<Value, (String, Span)> {
    if uses(tree, id, &[]).calls() {
        return Err(("functions may not be called here".into(), tree.span(id)));
    }
    evaluate(tree, id, &Constant).map_err(|error| (error.message, error.span))
}

/// The value of a variable that was given `value`, or its default; none where there is neither. A message
/// says why the value does not fit.
pub(crate) fn finish(def: &VariableDef, value: Option<Value>) -> Result<Option<Value>, String> {
    let Some(value) = value.or_else(|| def.default.clone()) else { return Ok(None) };
    let mut fitted = fit(&value, &def.ty, &def.defaults)?;
    if fitted.is_null() && !def.nullable {
        match def.default.as_ref().filter(|d| !d.is_null()) {
            Some(default) => fitted = fit(default, &def.ty, &def.defaults)?,
            None => return Err("null is not accepted".into()),
        }
    }
    // Which attributes may be left out stays known, as it is of a variable without a value.
    if let Value::Unknown { value, .. } = &mut fitted
        && matches!(def.ty, Type::Object(_))
    {
        Arc::make_mut(value).ty = def.defaults.filled(&def.ty);
    }
    Ok(Some(marked(def, fitted)))
}

/// The value with the defaults of optional attributes, as one of the type.
pub(crate) fn fit(value: &Value, ty: &Type, defaults: &Defaults) -> Result<Value, String> {
    if defaults.is_empty() {
        return convert(value, ty);
    }
    convert(&apply_defaults(value, defaults), ty)
}

/// The value with the marks that the variable's block asks for.
pub(crate) fn marked(def: &VariableDef, value: Value) -> Value {
    let mut marks = Marks::NONE;
    if def.sensitive {
        marks = marks.union(Marks::SENSITIVE);
    }
    if def.ephemeral {
        marks = marks.union(Marks::EPHEMERAL);
    }
    if marks == Marks::NONE { value } else { value.with_marks(marks) }
}

/// The directory of a root.
pub(crate) fn directory(options: &LoadOptions, root: &str) -> PathBuf {
    if root == "." { options.project_root.clone() } else { options.project_root.join(root) }
}

/// The path as people know it: relative to the project root where it lies inside.
fn shown(options: &LoadOptions, path: &Path) -> String {
    relative(&options.project_root, path)
}

/// The content of a file that lies inside the project root after symbolic links.
pub(crate) fn read_inside(
    fs: &dyn FileSystem,
    options: &LoadOptions,
    path: &Path,
    limit: u64,
) -> Result<Vec<u8>, ReadError> {
    let found = fs.canonicalize(path)?;
    let project = fs.canonicalize(&options.project_root).unwrap_or_else(|_| options.project_root.clone());
    if !found.starts_with(&project) {
        return Err(ReadError::Refused("it lies outside the project root".into()));
    }
    fs.read(&found, limit)
}
