//! Lines of a pip requirements file (PEP 508, `pip install` documentation, "Requirements File Format").

use std::collections::BTreeSet;

use bricklint_lang::value::{Segment, Value};

use crate::graph::{Certainty, EdgeKind};
use crate::instance::Mode;
use crate::view::{Field, Link, Node};

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

/// How far a dependency says which release is installed, judged by its known parts.
pub fn pinning(dependency: &Value) -> Pinning {
    if let Some(text) = dependency.as_str() {
        return of_line(text);
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
    of_line(&line)
}

/// Resources that put a file somewhere, where `source` or `content_base64` says what is in it.
pub const UPLOADS: &[&str] = &["databricks_workspace_file", "databricks_file", "databricks_dbfs_file"];

/// The file that a line includes: `requirements.txt` for `-r requirements.txt`.
pub fn file(line: &str) -> Option<&str> {
    let line = without_comment(line);
    let rest = line.strip_prefix("--requirement").or_else(|| line.strip_prefix("-r"))?;
    let path = rest.trim_start_matches(['=', ' ']).trim();
    (!path.is_empty()).then_some(path)
}

/// What the text of a file is kept under that something in a module directory names by a relative path.
pub fn key(directory: &str, path: &str) -> String {
    format!("{directory}: {path}")
}

/// The text of the file that a dependency of a job includes, where the tree has it.
pub fn text_of<'w>(item: &Field<'w>) -> Option<&'w str> {
    let graph = item.node.graph();
    let texts = &graph.graph.stack.requirements;
    let path = item.str().known().and_then(file);
    let module =
        item.node.instance().and_then(|instance| graph.graph.stack.modules.get(instance.module as usize));
    if let (Some(path), Some(module)) = (path, module)
        && let Some(text) = texts.get(&*key(&module.directory, path))
    {
        return Some(text);
    }
    let uploaded = |node: Node<'w>| texts.get(node.address()).map(|text| &**text);
    if let Some(node) = upload_of(item) {
        return uploaded(node);
    }
    let path = path?;
    let mut ids = UPLOADS.iter().flat_map(|name| graph.graph.instances_of(Mode::Managed, name));
    ids.find_map(|id| {
        let node = graph.node(*id);
        let own = node.field("path").str().known()?;
        (own == path || path.strip_prefix("/Workspace") == Some(own)).then(|| uploaded(node))?
    })
}

/// What uploads the file whose path is a dependency, or a part of it: before the path can stand `-r `.
pub fn upload_of<'w>(item: &Field<'w>) -> Option<Node<'w>> {
    let names = |link: &Link<'_>| link.edge.certainty == Certainty::Exact || link.edge.kind == EdgeKind::Part;
    let is_exact = |link: &Link<'_>| names(link) && link.edge.when.is_empty();
    let mut links = item.links().filter(is_exact);
    Some(links.find(|link| UPLOADS.contains(&link.node.type_name()))?.node)
}

/// The lines of a requirement file that are not pinned, neither themselves nor by another line, and whether all lines
/// are known. What the file pins is added to `pinned`.
pub fn loose_lines(text: &str, pinned: &mut BTreeSet<String>) -> (Vec<String>, bool) {
    let joined = text.replace("\\\r\n", " ").replace("\\\n", " ");
    let mut loose = Vec::new();
    let mut whole = true;
    for line in joined.lines() {
        match of_line(line) {
            Pinning::Exact => pinned.extend(package(line)),
            Pinning::Loose => loose.push(without_comment(line).to_owned()),
            Pinning::File | Pinning::Open | Pinning::Unknown => whole = false,
        }
    }
    loose.retain(|line| package(line).is_none_or(|name| !pinned.contains(&name)));
    (loose, whole)
}

/// The name of the package that a line installs, as names are compared (PEP 503).
pub fn package(line: &str) -> Option<String> {
    let name = without_comment(line);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')));
    let name = name.get(..end.unwrap_or(name.len()))?;
    let plain = !name.is_empty() && !name.starts_with(['-', '.']);
    plain.then(|| name.to_lowercase().replace(['_', '.'], "-"))
}

fn without_comment(line: &str) -> &str {
    line.split_once(" #").map_or(line, |(line, _)| line).trim()
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
    let exact = |clause: &str| clause.split_once("==").is_some_and(|(_, version)| !version.contains('*'));
    if line.split(',').any(exact) {
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

/// Versions, tags and commits have digits; names of branches usually do not.
fn of_reference(reference: &str) -> Pinning {
    let exact = reference.contains(|c: char| c.is_ascii_digit() || c == HOLE);
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
