//! The rewritings, on text at the places that the syntax tree names.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::Range;
use std::process::{Command, Stdio};

use bricklint_lang::syntax::parse_text;
use bricklint_lang::syntax::{Block, BodyId, Expr, ExprId, Tree};
use serde_json::{Map, Value as Json, json};

use super::{Files, Rewritten};

/// Replacements of ranges of a text, in any order.
#[derive(Default)]
struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.0.push((at as usize..at as usize, text.into()));
    }

    fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut out, mut at) = (String::new(), 0);
        for (range, new) in self.0 {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out + &text[at..]
    }
}

fn native(path: &str) -> bool {
    path.ends_with(".tf")
}

fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

fn is_override(path: &str) -> bool {
    let stem = path.rsplit('/').next().unwrap().trim_end_matches(".tf");
    stem == "override" || stem.ends_with("_override")
}

/// Each native file without syntax errors through `change`, the others as they are.
fn each(files: &Files, mut change: impl FnMut(&str, &Tree) -> String) -> Option<Rewritten> {
    let mut out = Files::new();
    let mut any = false;
    for (path, text) in files {
        let tree =
            native(path).then(|| parse_text(text.as_str().into())).filter(|tree| tree.errors.is_empty());
        let new = tree.map_or_else(|| text.clone(), |tree| change(path, &tree));
        any |= new != *text;
        out.push((path.clone(), new));
    }
    any.then_some(Rewritten { files: out, names: Vec::new() })
}

/// The blocks of a file, each with what stands before it.
fn chunks(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = 0;
    let blocks = tree.blocks(tree.root);
    for (index, block) in blocks.iter().enumerate() {
        let end = if index + 1 == blocks.len() { tree.text.len() } else { block.span.end as usize };
        out.push(tree.text[at..end].trim_start_matches('\n').to_owned() + "\n");
        at = end;
    }
    out
}

pub(super) fn reversed(files: &Files) -> Option<Rewritten> {
    each(files, |_, tree| {
        let mut chunks = chunks(tree);
        chunks.reverse();
        chunks.concat()
    })
}

pub(super) fn split(files: &Files) -> Option<Rewritten> {
    let mut out = Files::new();
    for (path, text) in files {
        if !native(path) || is_override(path) {
            out.push((path.clone(), text.clone()));
            continue;
        }
        let tree = parse_text(text.as_str().into());
        let chunks = chunks(&tree);
        if !tree.errors.is_empty() || chunks.len() < 2 {
            out.push((path.clone(), text.clone()));
            continue;
        }
        let stem = path.trim_end_matches(".tf");
        out.extend(chunks.into_iter().enumerate().map(|(n, chunk)| (format!("{stem}-{n:03}.tf"), chunk)));
    }
    (out.len() > files.len()).then_some(Rewritten { files: out, names: Vec::new() })
}

/// Every body below this one, with the block it belongs to.
fn bodies(tree: &Tree, at: BodyId, within: &mut dyn FnMut(&Block)) {
    for block in tree.blocks(at) {
        within(block);
        bodies(tree, block.body, within);
    }
}

pub(super) fn spaced(files: &Files) -> Option<Rewritten> {
    each(files, |_, tree| {
        let mut edits = Edits::default();
        bodies(tree, tree.root, &mut |block| {
            edits.insert(block.span.start, "/* here */ ");
            for attribute in tree.attributes(block.body) {
                edits.insert(attribute.name.start, "  ");
                edits.insert(attribute.name.end, " /* is */ ");
                edits.insert(tree.span(attribute.value).start, "\t");
            }
        });
        edits.apply(&tree.text)
    })
}

pub(super) fn formatted(files: &Files) -> Option<Rewritten> {
    // Off the usual form first, so that there is something to do.
    let files = spaced(files)?.files;
    each(&files, |_, tree| {
        let mut child = Command::new("terraform")
            .args(["fmt", "-"])
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .env("CHECKPOINT_DISABLE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(tree.text.as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success());
        String::from_utf8(out.stdout).unwrap()
    })
}

/// A resource or data source of a directory.
type Name = (String, String, String, String);

/// `(directory, kind, type, name)` of every resource for which `take` says so.
fn resources(files: &Files, take: impl Fn(&Tree, &Block) -> bool) -> BTreeSet<Name> {
    let mut out = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| native(path)) {
        let tree = parse_text(text.as_str().into());
        for block in tree.blocks(tree.root) {
            let kind = tree.slice(block.name);
            let labels: Vec<&str> = tree.labels(block).collect();
            if let ("resource" | "data", [of, name]) = (kind, &*labels)
                && take(&tree, block)
            {
                out.insert((directory(path).into(), kind.into(), (*of).into(), (*name).into()));
            }
        }
    }
    out
}

/// Where resources of `names` are referred to: the span's end, the name's span, and the resource.
fn references(path: &str, tree: &Tree, names: &BTreeSet<Name>) -> Vec<(u32, Range<usize>, Name)> {
    let mut out = Vec::new();
    for id in (0..tree.expr_count() as u32).map(ExprId) {
        let Expr::Attr { base, name } = tree.expr(id) else { continue };
        let (kind, of) = match tree.expr(base) {
            Expr::Variable => ("resource", tree.source(base)),
            Expr::Attr { base: first, name: of } if tree.expr(first) == Expr::Variable => {
                match tree.source(first) {
                    "data" => ("data", tree.slice(of)),
                    "resource" => ("resource", tree.slice(of)),
                    _ => continue,
                }
            }
            _ => continue,
        };
        let key = (directory(path).into(), kind.into(), of.into(), tree.slice(name).into());
        if names.contains(&key) {
            out.push((tree.span(id).end, name.start as usize..name.end as usize, key));
        }
    }
    out
}

/// Whether something beside native files or broken text names resources.
fn has_more(files: &Files) -> bool {
    let broken = |path: &str, text: &str| native(path) && !parse_text(text.into()).errors.is_empty();
    files
        .iter()
        .any(|(path, text)| path.ends_with(".tf.json") || path.ends_with(".tofu") || broken(path, text))
}

pub(super) fn renamed(files: &Files) -> Option<Rewritten> {
    if has_more(files) {
        return None;
    }
    let all = resources(files, |_, _| true);
    let mut out = each(files, |path, tree| {
        let mut edits = Edits::default();
        for block in tree.blocks(tree.root) {
            if let ("resource" | "data", [_, name]) = (tree.slice(block.name), tree.label_spans(block)) {
                let text = tree.slice(name.span);
                // Before the name, so that addresses keep their order.
                let at = name.span.start + u32::from(text.starts_with('"'));
                edits.insert(at, "zz_");
            }
        }
        for (_, name, _) in references(path, tree, &all) {
            edits.0.push((name.start..name.start, "zz_".into()));
        }
        edits.apply(&tree.text)
    })?;
    out.names.push(("zz_".into(), String::new()));
    Some(out)
}

/// Arguments whose references take no index.
const STATIC: &[&str] =
    &["depends_on", "replace_triggered_by", "ignore_changes", "provider", "providers", "from", "to"];

pub(super) fn counted(files: &Files) -> Option<Rewritten> {
    if has_more(files) || files.iter().any(|(path, _)| is_override(path)) {
        return None;
    }
    let single = resources(files, |tree, block| {
        let has = |name| tree.attribute(block.body, name).is_some();
        !has("count") && !has("for_each")
    });
    let mut out = each(files, |path, tree| {
        let mut edits = Edits::default();
        for block in tree.blocks(tree.root) {
            let labels: Vec<&str> = tree.labels(block).collect();
            let [of, name] = &*labels else { continue };
            let key = (directory(path).into(), tree.slice(block.name).into(), (*of).into(), (*name).into());
            if single.contains(&key) {
                let body = tree.body(block.body).span;
                let one_line = !tree.slice(body).contains('\n');
                edits.insert(body.start, "\ncount = 1\n");
                edits.insert(body.end, if one_line { "\n" } else { "" });
            }
        }
        let mut fixed: Vec<Range<usize>> = Vec::new();
        bodies(tree, tree.root, &mut |block| {
            for attribute in tree.attributes(block.body) {
                if STATIC.contains(&tree.slice(attribute.name)) {
                    let span = tree.span(attribute.value);
                    fixed.push(span.start as usize..span.end as usize);
                }
            }
        });
        for (end, ..) in references(path, tree, &single) {
            if !fixed.iter().any(|range| range.contains(&(end as usize - 1))) {
                edits.insert(end, "[0]");
            }
        }
        edits.apply(&tree.text)
    })?;
    for (_, _, of, name) in &single {
        out.names.push((format!("{of}.{name}[0]"), format!("{of}.{name}")));
    }
    Some(out)
}

/// Whether a value says the same outside its block.
fn is_free(tree: &Tree, value: ExprId) -> bool {
    let span = tree.span(value);
    let inside = |id: ExprId| tree.span(id).start >= span.start && tree.span(id).end <= span.end;
    let mut ids = (0..tree.expr_count() as u32).map(ExprId).filter(|id| inside(*id));
    ids.all(|id| tree.expr(id) != Expr::Variable || !["each", "count", "self"].contains(&tree.source(id)))
}

/// The values in a body of a resource that may stand elsewhere.
fn values(tree: &Tree, at: BodyId, out: &mut Vec<ExprId>) {
    for attribute in tree.attributes(at) {
        if !STATIC.contains(&tree.slice(attribute.name)) && is_free(tree, attribute.value) {
            out.push(attribute.value);
        }
    }
    for block in tree.blocks(at) {
        if !["dynamic", "lifecycle", "provisioner", "connection", "timeouts"]
            .contains(&tree.slice(block.name))
        {
            values(tree, block.body, out);
        }
    }
}

pub(super) fn local(files: &Files) -> Option<Rewritten> {
    let mut locals: Vec<(String, String)> = Vec::new();
    let mut out = each(files, |path, tree| {
        let (mut edits, mut found) = (Edits::default(), Vec::new());
        for block in tree.blocks(tree.root) {
            if ["resource", "data"].contains(&tree.slice(block.name)) {
                values(tree, block.body, &mut found);
            }
        }
        for value in found {
            let name = format!("zz_{}", locals.len());
            let span = tree.span(value);
            let end = if tree.source(value).ends_with('\n') { "\n" } else { "" };
            edits.0.push((span.start as usize..span.end as usize, format!("local.{name}{end}")));
            locals.push((directory(path).to_owned(), format!("  {name} = {}\n", tree.source(value))));
        }
        edits.apply(&tree.text)
    })?;
    let directories: BTreeSet<String> = locals.iter().map(|(directory, _)| directory.clone()).collect();
    for directory in directories {
        let mut text = String::from("locals {\n");
        text.extend(locals.iter().filter(|(of, _)| *of == directory).map(|(_, line)| line.as_str()));
        let path = if directory.is_empty() { "zz.tf".into() } else { format!("{directory}/zz.tf") };
        out.files.push((path, text + "}\n"));
    }
    Some(out)
}

pub(super) fn wrapped(files: &Files) -> Option<Rewritten> {
    let top = |path: &str| !path.contains('/');
    // Only a tree with one root, whose arguments are known.
    if !files.iter().any(|(path, _)| top(path) && native(path)) || has_more(files) {
        return None;
    }
    let (estate, _) = crate::harness::estate(files);
    if estate.graphs.len() != 1 || files.iter().any(|(path, _)| path.contains("/.") || path.starts_with('.'))
    {
        return None;
    }
    let (mut main, mut arguments, mut out) = (String::new(), String::new(), Files::new());
    for (path, text) in files {
        // Functions find files from the root, and by `path.module` from the module.
        if !native(path) {
            out.push((format!("zz/{path}"), text.clone()));
            out.push((path.clone(), text.clone()));
        }
        if native(path) {
            out.push((format!("zz/{path}"), text.clone()));
        }
        if !native(path) || !top(path) || is_override(path) {
            continue;
        }
        let tree = parse_text(text.as_str().into());
        for block in tree.blocks(tree.root).iter().filter(|block| tree.slice(block.name) == "variable") {
            let name = tree.labels(block).next()?;
            writeln!(main, "{}", tree.slice(block.span)).unwrap();
            writeln!(arguments, "  {name} = var.{name}").unwrap();
        }
    }
    write!(main, "module \"zz\" {{\n  source = \"./zz\"\n{arguments}}}\n").unwrap();
    out.push(("main.tf".into(), main));
    let names = [("module.zz.", ""), ("zz/", ""), ("module.zz", ""), ("zz.", "")];
    let names = names.map(|(new, old)| (new.to_owned(), old.to_owned())).to_vec();
    Some(Rewritten { files: out, names })
}

pub(super) fn json(files: &Files) -> Option<Rewritten> {
    let mut out = Files::new();
    for (path, text) in files {
        let tree = parse_text(text.as_str().into());
        if !native(path) || !tree.errors.is_empty() {
            out.push((path.clone(), text.clone()));
            continue;
        }
        let blocks: Vec<Json> =
            tree.blocks(tree.root).iter().map(|block| labelled(&tree, block, &[])).collect();
        // Beside `main.tf.json`, which may be there already, and at the same place among the files.
        let stem = path.trim_end_matches(".tf");
        let path = if is_override(path) { format!("{path}.json") } else { format!("{stem}.zz.tf.json") };
        out.push((path, serde_json::to_string_pretty(&blocks).unwrap()));
    }
    let any = out.iter().zip(files).any(|((new, _), (old, _))| new != old);
    any.then_some(Rewritten {
        files: out,
        names: vec![(".zz.tf".into(), ".tf".into()), (".tf.json".into(), ".tf".into())],
    })
}

/// `{ kind: { label: body } }`
fn labelled(tree: &Tree, block: &Block, above: &[&str]) -> Json {
    let kind = tree.slice(block.name);
    let above: Vec<&str> = above.iter().copied().chain([kind]).collect();
    let mut out = body(tree, block.body, &above);
    let labels: Vec<&str> = tree.labels(block).collect();
    for label in labels.iter().rev() {
        out = json!({ *label: out });
    }
    json!({ kind: out })
}

fn body(tree: &Tree, at: BodyId, above: &[&str]) -> Json {
    let mut out = Map::new();
    for attribute in tree.attributes(at) {
        let name = tree.slice(attribute.name);
        out.insert(name.to_owned(), value(tree, attribute.value, above, name));
    }
    for block in tree.blocks(at) {
        let Json::Object(inner) = labelled(tree, block, above) else { continue };
        for (name, inner) in inner {
            let list = out.entry(name).or_insert_with(|| json!([]));
            if let Json::Array(list) = list {
                list.push(inner);
            }
        }
    }
    Json::Object(out)
}

fn value(tree: &Tree, id: ExprId, above: &[&str], name: &str) -> Json {
    let first = above.first().copied().unwrap_or_default();
    let source = |id: ExprId| Json::String(tree.source(id).trim_matches('"').to_owned());
    match (first, name) {
        (_, "depends_on" | "replace_triggered_by" | "ignore_changes") => match tree.expr(id) {
            Expr::Tuple(items) => tree.list(items).iter().map(|item| source(*item)).collect(),
            _ => source(id),
        },
        ("variable", "type")
        | ("moved" | "import" | "removed", "from" | "to")
        | (
            "resource" | "data" | "ephemeral" | "import" | "removed" | "check",
            "provider" | "iterator" | "when" | "on_failure",
        ) => Json::String(tree.source(id).to_owned()),
        (_, "providers" | "configuration_aliases") => match tree.expr(id) {
            Expr::Object(items) => Json::Object(
                tree.items(items)
                    .iter()
                    .map(|item| (tree.source(item.key).to_owned(), source(item.value)))
                    .collect(),
            ),
            Expr::Tuple(items) => tree.list(items).iter().map(|item| source(*item)).collect(),
            _ => source(id),
        },
        ("terraform", _) => match tree.expr(id) {
            Expr::Object(items) => Json::Object(
                tree.items(items)
                    .iter()
                    .map(|item| {
                        let name = tree.source(item.key).trim_matches('"').to_owned();
                        let inner = value(tree, item.value, above, &name);
                        (name, inner)
                    })
                    .collect(),
            ),
            _ => data(tree, id),
        },
        ("variable", "default" | "description" | "nullable" | "sensitive") => data(tree, id),
        _ => template(tree, id),
    }
}

/// A value without expressions; its texts are no templates.
fn data(tree: &Tree, id: ExprId) -> Json {
    match tree.expr(id) {
        Expr::Null => Json::Null,
        Expr::Bool(value) => value.into(),
        Expr::String(index) => tree.string(index).into(),
        Expr::Tuple(items) => tree.list(items).iter().map(|item| data(tree, *item)).collect(),
        Expr::Object(items) => Json::Object(
            tree.items(items)
                .iter()
                .map(|item| (tree.source(item.key).trim_matches('"').to_owned(), data(tree, item.value)))
                .collect(),
        ),
        _ => serde_json::from_str(tree.source(id)).unwrap_or_else(|_| tree.source(id).into()),
    }
}

/// A value whose texts are templates: what is literal stays so, the rest is an expression in a text.
fn template(tree: &Tree, id: ExprId) -> Json {
    match tree.expr(id) {
        Expr::Null => Json::Null,
        Expr::Bool(value) => value.into(),
        Expr::String(index) => tree.string(index).replace("${", "$${").replace("%{", "%%{").into(),
        Expr::Tuple(items) => tree.list(items).iter().map(|item| template(tree, *item)).collect(),
        _ => {
            // The end of a heredoc needs a line of its own.
            let end = if tree.source(id).contains("<<") { "\n" } else { "" };
            format!("${{{}{end}}}", tree.source(id)).into()
        }
    }
}
