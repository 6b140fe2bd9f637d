//! Loads files in memory and shows stacks as text.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use bricklint_lang::print::to_json;
use bricklint_lang::value::{Segment, Text, Value};
use bricklint_load::files::{Entry, FileSystem, Kind, MemoryFiles, ReadError};
use bricklint_load::{LoadOptions, VariableSet, discover, load_all};
use bricklint_model::instance::{Body, Guard};
use bricklint_model::stack::Stack;

/// Files that count what is asked of them.
pub struct Counted {
    files: MemoryFiles,
    /// How often a path was resolved.
    pub resolved: AtomicUsize,
    /// How often it was asked what a path leads to.
    pub asked: AtomicUsize,
}

impl Counted {
    pub fn new(files: MemoryFiles) -> Self {
        Self { files, resolved: AtomicUsize::new(0), asked: AtomicUsize::new(0) }
    }
}

impl FileSystem for Counted {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        self.files.read_dir(path)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.files.read(path, limit)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.files.kind(path)
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        self.resolved.fetch_add(1, Ordering::Relaxed);
        self.files.canonicalize(path)
    }
}

/// Where the files of a test lie.
pub const PROJECT: &str = "/project";

/// Files from text: each begins with a line `--- path`.
pub fn files(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(path) = line.trim_start().strip_prefix("--- ") {
            out.push((path.trim().to_owned(), String::new()));
            continue;
        }
        if out.is_empty() {
            out.push(("main.tf".into(), String::new()));
        }
        let last = out.last_mut().unwrap();
        last.1.push_str(line);
        last.1.push('\n');
    }
    out
}

pub fn memory(files: &[(String, String)]) -> MemoryFiles {
    files.iter().map(|(path, text)| (format!("{PROJECT}/{path}"), text.clone())).collect()
}

/// Options for the files of a test.
pub fn options() -> LoadOptions {
    LoadOptions { project_root: PROJECT.into(), paths: vec![PROJECT.into()], ..LoadOptions::default() }
}

/// The stacks of these files.
pub fn load(text: &str, options: &LoadOptions, sets: &[VariableSet]) -> Vec<Stack> {
    load_files(&files(text), options, sets)
}

/// The stacks of these paths and contents.
pub fn load_files(files: &[(String, String)], options: &LoadOptions, sets: &[VariableSet]) -> Vec<Stack> {
    let memory = memory(files);
    load_all(&memory, &discover(&memory, options), options, sets, 0)
}

/// The only stack of these files.
pub fn stack(text: &str) -> Stack {
    let mut stacks = load(text, &options(), &[]);
    assert_eq!(stacks.len(), 1, "one root");
    stacks.remove(0)
}

/// Instances, outputs and problems as text.
pub fn dump(stack: &Stack) -> String {
    let mut out = String::new();
    for instance in &stack.instances {
        out.push_str(&instance.address);
        if let Some(provider) = instance.provider {
            let text = &stack.providers[provider as usize].text;
            if !text.contains("builtin/terraform") {
                write!(out, " ({text})").unwrap();
            }
        }
        guards(&mut out, &instance.when);
        if let Some(cause) = &instance.uncertain {
            write!(out, " uncertain: {}", cause.text).unwrap();
        }
        out.push('\n');
        body(&mut out, instance.body.get(), 1);
    }
    for (name, value) in &stack.outputs {
        writeln!(out, "output.{name} = {}", show(value)).unwrap();
    }
    for open in &stack.open {
        writeln!(out, "open: {}.{} in {}: {}", open.type_name, open.name, open.module, open.cause.text)
            .unwrap();
    }
    for problem in &stack.problems {
        let at = problem
            .location
            .as_ref()
            .map_or(String::new(), |l| format!(" at {}:{}", l.path, l.start.map_or(0, |s| s.line)));
        writeln!(out, "{}: {}{at}", problem.kind.name(), problem.message).unwrap();
    }
    out
}

fn guards(out: &mut String, when: &[Guard]) {
    for guard in when {
        write!(out, " when {}{}", if guard.holds { "" } else { "!" }, guard.condition.name).unwrap();
    }
}

fn body(out: &mut String, at: &Body, depth: usize) {
    let indent = "  ".repeat(depth);
    for (name, slot) in &at.attributes {
        let written = if slot.written { "" } else { " (computed)" };
        writeln!(out, "{indent}{name} = {}{written}", show(&slot.value)).unwrap();
    }
    for group in &at.blocks {
        for block in &group.items {
            write!(out, "{indent}{}", group.name).unwrap();
            guards(out, &block.when);
            out.push('\n');
            body(out, &block.body, depth + 1);
        }
        if let Some(cause) = &group.more {
            writeln!(out, "{indent}{} … {}", group.name, cause.text).unwrap();
        }
        for block in &group.patterns {
            body(out, &block.body, depth + 1);
        }
    }
    if let Some(cause) = &at.open {
        writeln!(out, "{indent}… {}", cause.text).unwrap();
    }
}

/// A value as text; unknowns in angle brackets.
pub fn show(value: &Value) -> String {
    let marks = if value.marks().printable() { "" } else { "secret " };
    let text = match value {
        Value::Unknown { value, .. } => match (&value.cases, &value.symbol) {
            (Some(cases), _) => {
                format!("<{} ? {} : {}>", cases.condition.name, show(&cases.yes), show(&cases.no))
            }
            (None, Some(symbol)) => {
                let module =
                    if symbol.module.is_empty() { String::new() } else { format!("{}:", symbol.module) };
                let path = if symbol.path.is_empty() { String::new() } else { format!(" {}", symbol.path) };
                let null = if value.may_be.null { " or null" } else { "" };
                format!("<{module}{}{path}{null}>", symbol.name)
            }
            (None, None) => format!("<{}>", value.cause.text),
        },
        Value::Seq { value, .. } => {
            let items: Vec<String> = value.items.iter().map(show).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map { value, .. } => {
            let items: Vec<String> = value.entries.iter().map(|(k, v)| format!("{k}={}", show(v))).collect();
            format!("{{{}}}", items.join(", "))
        }
        Value::String { value, .. } => match &**value {
            Text::Segmented(parts) => {
                let parts = parts.iter().map(|part| match part {
                    Segment::Known(text) => text.to_string(),
                    Segment::Hole(hole) => show(hole),
                });
                format!("\"{}\"", parts.collect::<String>())
            }
            Text::Encoded { text: None, value } => format!("encoded {}", show(value)),
            known => format!("{:?}", known.as_known().unwrap()),
        },
        Value::Null { .. } => "null".into(),
        other => to_json(&other.clone().set_marks(bricklint_lang::value::Marks::NONE)).value.to_string(),
    };
    format!("{marks}{text}")
}

/// Asserts that the stack of `text` shows as `expected`, both without indentation of the test.
#[track_caller]
pub fn shows(text: &str, expected: &str) {
    assert_eq!(dump(&stack(text)), unindent(expected), "\nfor:\n{text}");
}

/// The text without its common indentation and first line break.
pub fn unindent(text: &str) -> String {
    let lines: Vec<&str> = text.strip_prefix('\n').unwrap_or(text).lines().collect();
    let width = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|l| !l.trim().is_empty()).map(width).min().unwrap_or(0);
    let mut out: String = lines.iter().map(|l| l.get(common..).unwrap_or("").to_owned() + "\n").collect();
    while out.ends_with("\n\n") {
        out.pop();
    }
    if out.trim().is_empty() { String::new() } else { out }
}
