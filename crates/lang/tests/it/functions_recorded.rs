//! Functions with known arguments give what Terraform gives.
//!
//! `functions_recorded.txt` holds expressions, each followed by the JSON that `terraform console` (1.11.4)
//! gives for it, by `!error` or by `!unknown`. `UPDATE=1` records the results again, with the `terraform`
//! on the path.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use base64::Engine;
use bricklint_lang::eval::{Scope, Step, evaluate};
use bricklint_lang::functions::{CallContext, FileError, Files, Tally, call};
use bricklint_lang::syntax::parse_expression;
use bricklint_lang::value::{Provenance, Value};

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/functions_recorded.txt");

/// What lies in the directory in which the expressions are evaluated.
const FILES: &[(&str, &[u8])] = &[
    ("a.txt", b"one\ntwo\n"),
    ("e.txt", "e\u{301}".as_bytes()),
    ("bin.dat", &[0xff, 0xfe, 0]),
    (".hidden", b""),
    ("sub/b.json", b"{}"),
    ("plz/größe.yml", b""),
    ("plz/ort.yml", b""),
    ("plz/örtlich.yml", b""),
    ("plz/日本.yml", b""),
    ("plz/省ab.yml", b""),
    ("sub/deep/c.txt", b"c"),
];

/// A scope without names, with the files of a directory.
struct Directory<'a>(&'a Path);

impl Scope for Directory<'_> {
    fn lookup(&self, root: &str, _: &[Step<'_>]) -> Result<(Value, usize), String> {
        Err(format!("there is no `{root}`"))
    }

    fn unite(&self, a: Provenance, _: Provenance) -> Provenance {
        a
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
}

/// The files under a directory, with their paths relative to it.
fn walk(directory: &Path, under: &str, out: &mut Vec<String>) {
    for entry in directory.read_dir().into_iter().flatten().flatten() {
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), out);
        } else {
            out.push(name);
        }
    }
}

impl Files for Directory<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError> {
        let full = self.0.join(path);
        if full.is_dir() {
            return Err(FileError::NotRegular(path.into()));
        }
        Ok(std::fs::read(full).map_err(|_| FileError::Missing(path.into()))?.into())
    }

    fn exists(&self, path: &str) -> Result<bool, FileError> {
        let full = self.0.join(path);
        if full.is_dir() { Err(FileError::NotRegular(path.into())) } else { Ok(full.exists()) }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, FileError> {
        let full = self.0.join(directory);
        if !full.is_dir() {
            return Err(FileError::Missing(directory.into()));
        }
        let mut out = Vec::new();
        walk(&full, "", &mut out);
        out.sort();
        Ok(out)
    }
}

fn ours(text: &str, scope: &dyn Scope) -> String {
    let (tree, id) = parse_expression(text);
    assert!(tree.errors.is_empty(), "{text}: {:?}", tree.errors);
    let Ok(value) = evaluate(&tree, id.unwrap(), scope) else { return "!error".into() };
    match call("jsonencode", &[value], &CallContext { scope, tally: &Tally::default() }) {
        Ok(json) => json.as_str().map_or("!unknown".into(), str::to_owned),
        Err(_) => "!error".into(),
    }
}

/// Terraform's results, asked for in as few calls as possible: one unknown makes a whole call unknown.
fn theirs(expressions: &[&str], directory: &Path, out: &mut Vec<String>) {
    if expressions.len() > 400 {
        for part in expressions.chunks(400) {
            theirs(part, directory, out);
        }
        return;
    }
    let tries: Vec<String> =
        expressions.iter().map(|e| format!("try(jsonencode({e}), \"!error\")")).collect();
    let input = format!("base64encode(jsonencode([{}]))\n", tries.join(", "));
    let answer = if input.len() < 60_000 { ask(&input, directory) } else { None };
    if let Some(results) = answer {
        out.extend(results);
    } else if expressions.len() == 1 {
        out.push("!unknown".into());
    } else {
        let (left, right) = expressions.split_at(expressions.len() / 2);
        theirs(left, directory, out);
        theirs(right, directory, out);
    }
}

fn ask(input: &str, directory: &Path) -> Option<Vec<String>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let state = format!("{}.state", file.path().display());
    std::fs::write(&file, input).unwrap();
    let output = Command::new("terraform")
        .args(["console", "-state", &state])
        .current_dir(directory)
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::from(std::fs::File::open(&file).unwrap()))
        .output()
        .expect("`terraform` is on the path");
    let text = String::from_utf8(output.stdout).unwrap();
    let encoded = text.trim().strip_prefix('"')?.strip_suffix('"')?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[test]
fn functions_give_what_terraform_gives() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("root");
    for (name, content) in FILES {
        let path = directory.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let record = std::fs::read_to_string(RECORD).unwrap();
    let lines: Vec<&str> = record.lines().collect();
    let mut cases: Vec<(&str, String)> = lines.chunks(2).map(|pair| (pair[0], pair[1].to_owned())).collect();
    if std::env::var_os("UPDATE").is_some() {
        let expressions: Vec<&str> = cases.iter().map(|(text, _)| *text).collect();
        let mut results = Vec::new();
        theirs(&expressions, &directory, &mut results);
        cases = expressions.into_iter().zip(results).collect();
        let mut text = String::new();
        for (expression, result) in &cases {
            writeln!(text, "{expression}\n{result}").unwrap();
        }
        std::fs::write(RECORD, text).unwrap();
    }
    let scope = Directory(&directory);
    let mut wrong = Vec::new();
    for (text, expected) in &cases {
        let found = ours(text, &scope);
        if found != *expected {
            wrong.push(format!("{text}\n  expected {expected}\n     found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
