//! Lines of a pip requirements file (PEP 508, `pip install` documentation, "Requirements File Format").

use std::borrow::Cow;
use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bricklint_lang::tri::Tri;
use bricklint_lang::value::{Segment, Text, Value};

use crate::graph::{Certainty, EdgeKind, alike};
use crate::instance::Mode;
use crate::view::{Field, Link, Node, shown};

/// Stands for a part of a line that is not known.
const HOLE: char = '\u{fffc}';

/// How far a line says which release is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinning {
    /// One release: `==`, a tag or commit, a wheel; or nothing is installed by the line.
    Exact,
    /// Whatever the index has: a bare name, a range, a branch.
    Loose,
    /// Another file says it: `-r`, `-c`.
    File,
    /// Nothing is known of how the line begins, so that another file may say it.
    Open,
    /// The line is not known well enough.
    Unknown,
}

/// How far a dependency of one line says which release is installed, judged by its known parts.
pub fn pinning(dependency: &Value) -> Pinning {
    of_line(&known_parts(dependency))
}

/// The text of a dependency, with something else where a part of it is not known.
fn known_parts(dependency: &Value) -> Cow<'_, str> {
    if let Some(text) = dependency.as_str() {
        return text.into();
    }
    let mut line = String::new();
    if let Some(parts) = dependency.as_segments() {
        for part in parts {
            match part {
                Segment::Known(text) => line.push_str(text),
                Segment::Hole(_) => line.push(HOLE),
            }
        }
    } else {
        let begins = dependency.as_unknown().and_then(|unknown| unknown.refinements.prefix.as_deref());
        line.push_str(begins.unwrap_or_default());
        line.push(HOLE);
    }
    line.into()
}

/// Resources that put a file somewhere, where `source` or `content_base64` says what is in it, and what stands before
/// their `path` where a program reads the file.
const UPLOADS: &[(&str, &str)] = &[
    ("databricks_workspace_file", "/Workspace"),
    ("databricks_file", ""),
    ("databricks_dbfs_file", "/dbfs"),
];

/// Whether resources of a type put a file somewhere.
pub fn uploads(type_name: &str) -> bool {
    UPLOADS.iter().any(|(name, _)| *name == type_name)
}

/// The most bytes of a requirement file that are looked at.
pub const LONGEST: usize = 1 << 20;

/// The file that a line includes: `requirements.txt` for `-r requirements.txt`.
pub fn file(line: &str) -> Option<&str> {
    behind_option(without_comment(line)).map(str::trim).filter(|path| !path.is_empty())
}

fn behind_option(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("--requirement").or_else(|| line.strip_prefix("-r"))?;
    Some(rest.trim_start_matches(['=', ' ']))
}

/// The path of a file that one at another path includes: pip looks beside that.
pub fn beside(path: &str, mut file: &str) -> String {
    if file.starts_with('/') {
        return file.to_owned();
    }
    let mut directory = path.rsplit_once('/').map(|(directory, _)| directory);
    loop {
        if let Some(rest) = file.strip_prefix("./") {
            file = rest;
        } else if let (Some(rest), Some(own)) = (file.strip_prefix("../"), directory)
            && !own.is_empty()
            && !own.ends_with('.')
        {
            (file, directory) = (rest, own.rsplit_once('/').map(|(above, _)| above));
        } else {
            break;
        }
    }
    directory.map_or_else(|| file.to_owned(), |directory| format!("{directory}/{file}"))
}

/// What the text of a file is kept under that something in a module directory names by a relative path.
pub fn key(directory: &str, path: &str) -> String {
    format!("{directory}: {path}")
}

/// A requirement file: what it holds, and where it lies as far as that is known.
struct File<'w> {
    text: Cow<'w, str>,
    path: Option<Value>,
}

/// The file that a dependency of a job includes or is, where the tree or an upload has it.
fn included<'w>(item: &Field<'w>) -> Option<File<'w>> {
    let path = item.str().known().and_then(file);
    if let Some((path, text)) = path.and_then(|path| Some((path, in_tree(item.node, path)?))) {
        return Some(File { text: Cow::Borrowed(text), path: Some(Value::string(path)) });
    }
    let named = || path.map(Value::string).or_else(|| without(item.value()?, behind_option));
    let node = upload_of(item).or_else(|| upload_at(item.node, &named()?))?;
    Some(File { text: uploaded(node)?, path: node.field("path").value().cloned() })
}

fn in_tree<'w>(job: Node<'w>, path: &str) -> Option<&'w str> {
    let stack = &job.graph().graph.stack;
    let module = stack.modules.get(job.instance()?.module as usize)?;
    stack.requirements.get(&*key(&module.directory, path)).map(|text| &**text)
}

/// The text of the file that lies at a path.
fn text_at<'w>(job: Node<'w>, path: &Value) -> Option<Cow<'w, str>> {
    let text = path.as_str().and_then(|path| in_tree(job, path)).map(Cow::Borrowed);
    text.or_else(|| uploaded(upload_at(job, path)?))
}

/// [`beside`] a path of which the end is known.
fn beside_known_end(all: &Value, file: &str) -> Option<Value> {
    if let Some(path) = all.as_str() {
        return Some(Value::string(beside(path, file)).with_marks(all.marks()));
    }
    let (Segment::Known(end), before) = all.as_segments()?.split_last()? else { return None };
    let end = end.contains('/').then(|| Segment::Known(beside(end, file).into()))?;
    let parts = before.iter().cloned().chain([end]).collect();
    Some(Value::text(Text::Segmented(parts)).with_marks(all.marks()))
}

/// What puts a file at a path.
fn upload_at<'w>(job: Node<'w>, path: &Value) -> Option<Node<'w>> {
    let found = UPLOADS.iter().find_map(|(name, mount)| {
        let mounted = without(path, |path| path.strip_prefix(mount));
        job.graph().possible(Mode::Managed, name).find(|node| {
            let own = node.field("path").value();
            let is_own = |path| own.is_some_and(|own| alike(own, path).is_true());
            is_own(path) || mounted.as_ref().is_some_and(is_own)
        })
    });
    found.filter(|node| node.exists() == Tri::True)
}

fn uploaded(node: Node<'_>) -> Option<Cow<'_, str>> {
    if let Some(text) = node.graph().graph.stack.requirements.get(node.address()) {
        return Some(Cow::Borrowed(text));
    }
    let content = node.field("content_base64");
    let content = content.value().filter(|value| !value.holds_secret())?.as_str()?;
    let bytes = STANDARD.decode(content).ok().filter(|bytes| bytes.len() <= LONGEST)?;
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// A text without what is taken from its known beginning.
fn without(text: &Value, taken: impl Fn(&str) -> Option<&str>) -> Option<Value> {
    if let Some(text) = text.as_str() {
        return taken(text).map(Value::string);
    }
    let (Segment::Known(first), others) = text.as_segments()?.split_first()? else { return None };
    Some(match (taken(first)?, others) {
        ("", [Segment::Hole(hole)]) => hole.clone(),
        ("", others) => Value::text(Text::Segmented(others.into())),
        (rest, others) => {
            let all = std::iter::once(Segment::Known(rest.into())).chain(others.iter().cloned());
            Value::text(Text::Segmented(all.collect()))
        }
    })
}

/// What uploads the file whose path is a dependency, or a part of it: before the path can stand `-r `.
pub fn upload_of<'w>(item: &Field<'w>) -> Option<Node<'w>> {
    let names = |link: &Link<'_>| link.edge.certainty == Certainty::Exact || link.edge.kind == EdgeKind::Part;
    let is_exact = |link: &Link<'_>| names(link) && link.edge.when.is_empty();
    let mut links = item.links().filter(is_exact);
    Some(links.find(|link| uploads(link.node.type_name()))?.node)
}

/// What the lines of requirement files pin and do not.
#[derive(Debug, Default)]
pub struct Lines {
    /// The packages of which a line says the release.
    pub pinned: BTreeSet<String>,
    /// The lines that do not, and how a message calls them.
    loose: Vec<(String, String)>,
}

/// How a message calls a line.
#[derive(Clone)]
enum Called {
    /// As it is, and by what it is in.
    In(String),
    /// As it is.
    Itself,
    /// By what it is in alone, which must not be shown.
    Hidden(String),
}

impl Called {
    fn by(item: &Field<'_>, otherwise: impl FnOnce() -> Self) -> Self {
        let is_secret = item.value().is_some_and(Value::holds_secret);
        if is_secret { Self::Hidden(item.shown()) } else { otherwise() }
    }
}

impl Lines {
    /// Adds the lines of the file that a dependency of a job includes; whether all are known.
    pub fn include(&mut self, item: &Field<'_>) -> bool {
        let Some(File { text, path }) = included(item) else { return false };
        let called = Called::by(item, || {
            let named = item.str().known().and_then(file).map(|path| format!("`{path}`"));
            Called::In(named.unwrap_or_else(|| item.shown()))
        });
        self.read(item.node, &text, path, called)
    }

    /// Adds the lines of a dependency of a job that has several; whether all are known.
    pub fn add(&mut self, item: &Field<'_>) -> bool {
        let Some(value) = item.value() else { return false };
        let here = Value::string("");
        self.read(item.node, &known_parts(value), Some(here), Called::by(item, || Called::Itself))
    }

    fn read(&mut self, job: Node<'_>, text: &str, path: Option<Value>, called: Called) -> bool {
        let mut whole = true;
        let mut seen = BTreeSet::new();
        let mut open = vec![(Cow::Borrowed(text), path, called)];
        while let Some((text, path, called)) = open.pop() {
            let joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
            for line in joined.lines() {
                match of_line(line) {
                    Pinning::Exact => self.pinned.extend(package(line)),
                    Pinning::Loose => {
                        let line = without_comment(line);
                        let shown = line.replace(HOLE, "...");
                        let shown = match &called {
                            Called::In(file) => format!("`{shown}` of {file}"),
                            Called::Itself => format!("`{shown}`"),
                            Called::Hidden(text) => text.clone(),
                        };
                        if matches!(called, Called::Hidden(_))
                            && self.loose.iter().any(|(_, other)| *other == shown)
                        {
                            continue;
                        }
                        self.loose.push((line.to_owned(), shown));
                    }
                    Pinning::File => {
                        let other = path.as_ref().zip(file(line));
                        let other = other.and_then(|(path, file)| beside_known_end(path, file));
                        let text = other.as_ref().and_then(|path| text_at(job, path));
                        let (Some(path), Some(text)) = (other, text) else {
                            whole = false;
                            continue;
                        };
                        if seen.insert(known_parts(&path).into_owned()) {
                            let called = match &called {
                                Called::Hidden(_) => called.clone(),
                                _ => Called::In(shown(&path)),
                            };
                            open.push((text, Some(path), called));
                        }
                    }
                    Pinning::Open | Pinning::Unknown => whole = false,
                }
            }
        }
        whole
    }

    /// The lines that are not pinned, neither themselves nor by another line, as a message names them.
    pub fn loose(self) -> impl Iterator<Item = String> {
        let Self { pinned, loose } = self;
        let is_loose = move |line: &str| package(line).is_none_or(|package| !pinned.contains(&package));
        loose.into_iter().filter(move |(line, _)| is_loose(line)).map(|(_, shown)| shown)
    }
}

/// Whether a dependency is a text of several lines, as a file is.
pub fn has_lines(dependency: &Value) -> bool {
    known_parts(dependency).trim().contains('\n')
}

/// The name of the package that a line installs, as names are compared (PEP 503).
pub fn package(line: &str) -> Option<String> {
    let name = without_comment(line);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
    let (name, rest) = name.split_at(end.unwrap_or(name.len()));
    let plain = !name.is_empty() && !name.starts_with(['-', '.']) && !rest.starts_with(HOLE);
    plain.then(|| name.to_lowercase().replace(['_', '.'], "-"))
}

/// A line without its comment and what says that it goes on.
fn without_comment(line: &str) -> &str {
    let ends = |at: &usize| line.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace));
    let end = line.match_indices('#').map(|(at, _)| at).find(ends);
    let line = end.and_then(|end| line.get(..end)).unwrap_or(line).trim();
    line.strip_suffix('\\').unwrap_or(line).trim_end()
}

fn of_line(line: &str) -> Pinning {
    let line = without_comment(line);
    if line.is_empty() || line.starts_with('#') {
        return Pinning::Exact;
    }
    let option = |names: [&str; 2]| names.iter().any(|name| line.starts_with(name));
    if option(["-r", "--requirement"]) || option(["-c", "--constraint"]) {
        return Pinning::File;
    }
    let is_open = line.trim_start_matches('-').starts_with(HOLE);
    let editable = line.strip_prefix("-e ").or_else(|| line.strip_prefix("--editable "));
    if editable.is_none() && line.starts_with('-') {
        return if is_open { Pinning::Open } else { Pinning::Exact };
    }
    match of_requirement(editable.unwrap_or(line).trim()) {
        // A path below what is not known is no option.
        Pinning::Unknown if is_open && !line.contains('/') => Pinning::Open,
        found => found,
    }
}

fn of_requirement(line: &str) -> Pinning {
    // `name @ https://host/name.tar.gz#sha256=…`
    let hashed = ["#sha256=", "#sha512=", "#sha384=", "&sha256=", "&sha512="];
    if line.contains("--hash=") || hashed.iter().any(|hash| line.contains(hash)) {
        return Pinning::Exact;
    }
    // What follows a semicolon says where the line applies.
    let line = line.split(';').next().unwrap_or(line).trim();
    if line.contains("git+") || line.contains("hg+") || line.contains("svn+") || line.contains("bzr+") {
        return of_repository(line);
    }
    let (_, location) = line.split_once('@').map_or(("", line), |(name, rest)| (name, rest.trim()));
    let rooted = ["/", "./", "../", "dbfs:/"].iter().any(|root| location.starts_with(root));
    let below_a_hole = location.starts_with(HOLE) && location.contains('/');
    if rooted || below_a_hole || location.contains("://") || is_wheel(without_extras(location)) {
        return of_file(location);
    }
    // Behind the name there is nothing but clauses, and no blank in them.
    let (name, extras) = line.split_once('[').unwrap_or((line, ""));
    let clauses = without_options(extras.split_once(']').map_or(name, |(_, clauses)| clauses));
    let is_one = clauses.split(',').skip(1).all(|clause| {
        let clause = clause.trim_start();
        clause.is_empty() || clause.starts_with(['<', '>', '=', '!', '~', HOLE])
    });
    let exact = |clause: &str| {
        let Some((_, version)) = clause.split_once("==") else { return false };
        let version = version.trim_start_matches('=').trim().trim_end_matches(')').trim_end();
        !version.contains(|c: char| c == '*' || c.is_whitespace())
    };
    if is_one && clauses.split(',').any(exact) {
        return Pinning::Exact;
    }
    if line.contains(['<', '>', '~', '!', '=']) {
        return Pinning::Loose;
    }
    match line.split_once('@') {
        Some((_, version)) => of_reference(version),
        None if line.contains(HOLE) => Pinning::Unknown,
        None => Pinning::Loose,
    }
}

/// `name @ git+https://host/owner/repository.git@v1.2#egg=name`
fn of_repository(line: &str) -> Pinning {
    let line = line.split('#').next().unwrap_or(line);
    // What stands before the path can hold a user name.
    let path = line.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
    match path.and_then(|path| path.rsplit_once('@')) {
        Some((_, reference)) => of_reference(reference),
        None if line.ends_with(HOLE) => Pinning::Unknown,
        None => Pinning::Loose,
    }
}

/// `pandas==2.2.3 --config-settings x=y` without what pip is told.
fn without_options(line: &str) -> &str {
    let start = [" --", " -C"].iter().filter_map(|option| line.find(option)).min();
    start.and_then(|start| line.get(..start)).unwrap_or(line)
}

/// Versions, tags and commits have digits; names of branches usually do not. What git calls a reference says what it is.
fn of_reference(reference: &str) -> Pinning {
    let full = reference.trim().trim_start_matches("refs/");
    let moves = full.starts_with("heads/") || full != reference.trim() && !full.starts_with("tags/");
    let exact = !moves && full.contains(|c: char| c.is_ascii_digit() || c == HOLE);
    if exact { Pinning::Exact } else { Pinning::Loose }
}

/// A path or an URL. A folder of the workspace is what was deployed there.
fn of_file(location: &str) -> Pinning {
    let location = location.split(['#', '?']).next().unwrap_or(location);
    let name = without_extras(location).rsplit('/').next().unwrap_or(location);
    let archive = [".tar.gz", ".tgz", ".zip", ".egg"].iter().any(|end| name.ends_with(end));
    if name.contains('*') {
        Pinning::Loose
    } else if is_wheel(name) {
        Pinning::Exact
    } else if location.contains("://") && location.contains("/refs/heads/") {
        Pinning::Loose
    } else if archive {
        of_reference(name)
    } else if name.ends_with(HOLE) {
        Pinning::Unknown
    } else if location.contains("://") {
        Pinning::Loose
    } else {
        Pinning::Exact
    }
}

fn is_wheel(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("whl"))
}

/// `acme-1.0-py3-none-any.whl[extra]` without the brackets.
fn without_extras(location: &str) -> &str {
    location
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['))
        .map_or(location, |(path, _)| path.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_how_far_they_pin() {
        for (line, want) in [
            ("pandas==2.2.3", Pinning::Exact),
            ("pandas == 2.2.3 ; python_version >= '3.11'", Pinning::Exact),
            ("pandas[excel]===2.2.3", Pinning::Exact),
            ("pandas>=2,==2.2.3", Pinning::Exact),
            ("pandas (==2.2.3)", Pinning::Exact),
            ("pandas[excel,plot]==2.2.3", Pinning::Exact),
            ("pandas==2.2.3 --config-settings x=y", Pinning::Exact),
            ("pandas==2.2.3 -C x=y", Pinning::Exact),
            ("pandas==2.2.3\t# via x", Pinning::Exact),
            ("pandas==2.2.3 \\", Pinning::Exact),
            ("pandas \\", Pinning::Loose),
            ("pandas==2.2.3 numpy", Pinning::Loose),
            ("pandas, numpy==1.26.4", Pinning::Loose),
            ("pandas==2.2.3, numpy==1.26.4", Pinning::Loose),
            ("pandas==2.*", Pinning::Loose),
            ("pandas>=2", Pinning::Loose),
            ("pandas~=2.2", Pinning::Loose),
            ("pandas!=2.0", Pinning::Loose),
            ("pandas", Pinning::Loose),
            ("pandas ; python_version == '3.11'", Pinning::Loose),
            ("pandas @ 2.2.3", Pinning::Exact),
            ("acme @ https://host/acme.tar.gz#sha256=0f1e", Pinning::Exact),
            ("/Volumes/main/libs/acme-1.0.0-py3-none-any.whl", Pinning::Exact),
            ("/Volumes/main/libs/acme.whl[spark]", Pinning::Exact),
            ("dbfs:/libs/acme-1.0.whl", Pinning::Exact),
            ("./dist/*.whl", Pinning::Loose),
            ("/Workspace/Production/etl/package", Pinning::Exact),
            ("acme @ https://host/acme-1.0-py3-none-any.whl", Pinning::Exact),
            ("https://host/archive/main.zip", Pinning::Loose),
            ("https://host/archive/1.2.0.zip", Pinning::Exact),
            ("git+https://github.com/acme/etl.git@v1.2.0", Pinning::Exact),
            ("acme @ git+ssh://git@github.com/acme/etl.git@3f2a9c1#egg=acme", Pinning::Exact),
            ("git+ssh://git@github.com/acme/etl.git", Pinning::Loose),
            ("git+https://github.com/acme/etl@main", Pinning::Loose),
            ("git+https://github.com/acme/etl@refs/heads/release-1.2", Pinning::Loose),
            ("git+https://github.com/acme/etl@refs/pull/7/head", Pinning::Loose),
            ("git+https://github.com/acme/etl@heads/v1", Pinning::Loose),
            ("git+https://github.com/acme/etl@refs/tags/v1", Pinning::Exact),
            ("git+https://github.com/acme/etl@release/1.2", Pinning::Exact),
            ("https://host/acme/etl/archive/refs/heads/v1.zip", Pinning::Loose),
            ("https://host/acme/etl/archive/refs/tags/v1.zip", Pinning::Exact),
            ("-r /Workspace/Production/requirements.txt", Pinning::File),
            ("-c constraints.txt", Pinning::File),
            ("--index-url https://host/simple", Pinning::Exact),
            ("-e ./package", Pinning::Exact),
            ("# nothing", Pinning::Exact),
            ("pandas # 2.2.3", Pinning::Loose),
            ("requests --hash=sha256:abc", Pinning::Exact),
            ("", Pinning::Exact),
        ] {
            assert_eq!(of_line(line), want, "{line}");
        }
    }

    #[test]
    fn files_are_looked_for_beside_what_includes_them() {
        for (path, file, want) in [
            ("", "b.txt", "b.txt"),
            ("a.txt", "b.txt", "b.txt"),
            ("a.txt", "../b.txt", "../b.txt"),
            ("./a.txt", "../b.txt", "./../b.txt"),
            ("needs/a.txt", "./b.txt", "needs/b.txt"),
            ("needs/deep/a.txt", ".././b.txt", "needs/b.txt"),
            ("needs/a.txt", "../b.txt", "b.txt"),
            ("/needs/a.txt", "../b.txt", "/b.txt"),
            ("/needs/a.txt", "/other/b.txt", "/other/b.txt"),
        ] {
            assert_eq!(beside(path, file), want, "{file} beside {path}");
        }
    }

    #[test]
    fn known_parts_decide() {
        for (line, want) in [
            ("?/acme-?-py3-none-any.whl", Pinning::Exact),
            ("pandas==?", Pinning::Exact),
            ("pandas>=?", Pinning::Loose),
            ("pandas?", Pinning::Unknown),
            ("?", Pinning::Open),
            ("--?", Pinning::Open),
            ("?pandas", Pinning::Open),
            ("?==2.2.3", Pinning::Exact),
            ("-e ?", Pinning::Unknown),
            ("git+https://github.com/acme/etl@?", Pinning::Exact),
            ("?/dist/?", Pinning::Unknown),
        ] {
            assert_eq!(of_line(&line.replace('?', &HOLE.to_string())), want, "{line}");
        }
    }
}
