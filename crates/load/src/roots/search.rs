//! The recursive search for directories with configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::problem::{Problem, ProblemKind};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::listing::{Child, Listing, is_configuration, list};
use crate::files::{Entry, EntryKind, FileSystem, Kind, clean, is_replaced, relative};
use crate::gitignore::Gitignore;
use crate::{Globs, LoadOptions};

/// Work on fewer items is not worth handing to threads.
pub(super) const PARALLEL_FROM: usize = 32;

/// Largest `.gitignore` that is read, in bytes.
const GITIGNORE_LIMIT: u64 = 1 << 20;

/// Directories that are not searched, and why.
const NOT_ENTERED: &[(&str, &str)] = &[
    (".terraform", "not searched: Terraform keeps its copies of modules and providers here"),
    (".terragrunt-cache", "not searched: copies made by Terragrunt"),
    (".databricks", "not searched: state of the Databricks CLI"),
    ("cdktf.out", "not searched: output of CDK for Terraform"),
];

/// A directory that was looked into.
#[derive(Debug)]
pub(super) struct Visited {
    pub(super) listing: Listing,
    pub(super) named: bool,
    /// Whether its configuration counts. In a directory that is only entered for `[roots] include`, only
    /// what that names does.
    pub(super) counts: bool,
}

/// What the search came upon.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// By canonical path.
    pub(super) visited: BTreeMap<PathBuf, Visited>,
    /// Directories that were not entered, with the reason, by path.
    pub(super) skipped: BTreeMap<PathBuf, Skipped>,
    pub(super) problems: Vec<Problem>,
    /// Whether the caller named anything that could be searched.
    pub(super) named_any: bool,
}

/// A directory that was not entered.
#[derive(Debug)]
pub(super) struct Skipped {
    pub(super) reason: &'static str,
    pub(super) by_git: bool,
}

/// `[roots] include` and `exclude`.
#[derive(Debug)]
pub(super) struct Patterns<'o> {
    include: &'o Globs,
    /// The directories that the patterns of `include` name before their first wildcard.
    bases: Vec<String>,
    exclude: &'o Globs,
}

impl<'o> Patterns<'o> {
    pub(super) fn new(options: &'o LoadOptions) -> Self {
        Self { include: &options.include, bases: options.include.bases(), exclude: &options.exclude }
    }

    pub(super) fn includes(&self, directory: &str) -> bool {
        self.include.is_match(directory)
    }

    pub(super) fn excludes(&self, directory: &str) -> bool {
        self.exclude.is_match(directory)
    }

    /// Whether a directory that `include` names can lie at or below this one.
    fn leads_into(&self, directory: &str) -> bool {
        self.includes(directory)
            || self.bases.iter().any(|base| base == directory || is_below(base, directory))
    }

    /// The same inside a directory that is only entered for `include`.
    fn leads_further(&self, directory: &str) -> bool {
        self.leads_into(directory) || self.bases.iter().any(|base| is_below(directory, base))
    }
}

fn is_below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.starts_with('/'))
}

/// The `.gitignore` files that decide about a directory, the nearest first.
#[derive(Debug)]
struct Ignores {
    own: Gitignore,
    outer: Option<Arc<Ignores>>,
}

fn ignored(ignores: Option<&Arc<Ignores>>, directory: &Path) -> bool {
    let mut at = ignores;
    while let Some(ignores) = at {
        if let Some(excluded) = ignores.own.excludes(directory) {
            return excluded;
        }
        at = ignores.outer.as_ref();
    }
    false
}

fn with_gitignore(
    fs: &dyn FileSystem,
    directory: &Path,
    outer: Option<Arc<Ignores>>,
) -> Option<Arc<Ignores>> {
    let Ok(content) = fs.read(&directory.join(".gitignore"), GITIGNORE_LIMIT) else { return outer };
    let own = Gitignore::new(directory, &content);
    if own.is_empty() { outer } else { Some(Arc::new(Ignores { own, outer })) }
}

/// A directory to look into.
struct Task {
    path: PathBuf,
    ignores: Option<Arc<Ignores>>,
    named: bool,
    descend: bool,
    /// Why it would not be entered, had `[roots] include` not named something that may lie in it.
    only_included: Option<&'static str>,
}

/// What one directory led to.
#[derive(Default)]
struct Step {
    visited: Option<Visited>,
    next: Vec<Task>,
    skipped: Vec<(PathBuf, Skipped)>,
    problems: Vec<Problem>,
}

/// Searches the named paths. `root` is the canonical project root.
pub(super) fn search(
    fs: &dyn FileSystem,
    root: &Path,
    options: &LoadOptions,
    patterns: &Patterns<'_>,
) -> Search {
    let mut search = Search::default();
    let mut frontier = starts(fs, root, options, &mut search);
    let mut seen: FxHashSet<PathBuf> = frontier.iter().map(|task| task.path.clone()).collect();
    while !frontier.is_empty() {
        let look = |task: &Task| look_into(fs, root, patterns, task);
        let steps: Vec<Step> = if frontier.len() < PARALLEL_FROM {
            frontier.iter().map(look).collect()
        } else {
            frontier.par_iter().map(look).collect()
        };
        let mut next = Vec::new();
        for (task, step) in frontier.into_iter().zip(steps) {
            search.problems.extend(step.problems);
            search.skipped.extend(step.skipped);
            if let Some(visited) = step.visited {
                search.visited.insert(task.path, visited);
            }
            for task in step.next {
                if seen.insert(task.path.clone()) {
                    next.push(task);
                }
            }
        }
        frontier = next;
    }
    let Search { visited, skipped, .. } = &mut search;
    skipped.retain(|path, _| !visited.contains_key(path));
    search
}

/// The directories that were named.
fn starts(fs: &dyn FileSystem, root: &Path, options: &LoadOptions, search: &mut Search) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    for named in &options.paths {
        let shown = relative(root, &clean(named));
        let unreadable = |message: String| Problem::new(ProblemKind::Unreadable, message);
        let canonical = match fs.canonicalize(named) {
            Ok(path) => path,
            Err(error) => {
                search.problems.push(unreadable(format!("`{shown}` cannot be read: {error}")));
                continue;
            }
        };
        let (path, descend) = match fs.kind(&canonical) {
            Some(Kind::Directory) => (canonical, true),
            Some(Kind::File(_)) if is_config(&canonical) => match canonical.parent() {
                Some(parent) => (parent.to_path_buf(), false),
                None => continue,
            },
            _ => {
                let message = format!(
                    "`{shown}` is not a directory and not a `.tf` file; name a directory with configuration"
                );
                search.problems.push(unreadable(message));
                continue;
            }
        };
        if !path.starts_with(root) {
            let message = format!(
                "`{shown}` lies outside the project root; set `--project-root` to a directory that holds it"
            );
            search.problems.push(unreadable(message));
            continue;
        }
        if fs.kind(&root.join(relative(root, &path))).is_none() {
            search.problems.push(not_utf8(&shown));
            continue;
        }
        search.named_any = true;
        if let Some(task) = tasks.iter_mut().find(|task| task.path == path) {
            task.descend |= descend && !options.exact;
            continue;
        }
        let ignores = if options.exact { None } else { ignores_above(fs, root, &path) };
        tasks.push(Task {
            path,
            ignores,
            named: true,
            descend: descend && !options.exact,
            only_included: None,
        });
    }
    tasks
}

fn not_utf8(shown: &str) -> Problem {
    let message = format!("`{shown}` cannot be read: its name is not UTF-8; rename it");
    Problem::new(ProblemKind::Unreadable, message)
}

/// Whether configuration lies in or below a directory of which only the names can be read.
fn holds_configuration(fs: &dyn FileSystem, root: &Path, patterns: &Patterns<'_>, path: &Path) -> bool {
    let entries = fs.read_dir(path).unwrap_or_default();
    let is_here = |entry: &Entry| entry.kind == EntryKind::File && is_configuration(&entry.name);
    let is_below = |entry: &Entry| {
        entry.kind == EntryKind::Directory
            && !entry.name.starts_with('.')
            && holds_configuration(fs, root, patterns, &path.join(&entry.name))
    };
    !patterns.excludes(&relative(root, path)) && entries.iter().any(is_here) || entries.iter().any(is_below)
}

fn is_config(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| super::listing::config_name(name).is_some())
}

/// The `.gitignore` files between the project root and a named directory, without its own. None of them
/// where they exclude the directory itself: who names it wants it.
fn ignores_above(fs: &dyn FileSystem, root: &Path, directory: &Path) -> Option<Arc<Ignores>> {
    let mut above: Vec<&Path> = directory.ancestors().take_while(|path| path.starts_with(root)).collect();
    above.reverse();
    let mut ignores = None;
    for pair in above.windows(2) {
        let [outer, inner] = pair else { continue };
        ignores = with_gitignore(fs, outer, ignores);
        if ignored(ignores.as_ref(), inner) {
            return None;
        }
    }
    ignores
}

fn look_into(fs: &dyn FileSystem, root: &Path, patterns: &Patterns<'_>, task: &Task) -> Step {
    let mut step = Step::default();
    let listing = match list(fs, &task.path) {
        Ok(listing) => listing,
        Err(error) => {
            let shown = relative(root, &task.path);
            let message = format!("the directory `{shown}` cannot be read: {error}");
            step.problems.push(Problem::new(ProblemKind::Unreadable, message));
            return step;
        }
    };
    if task.descend {
        let ignores = if listing.gitignore {
            with_gitignore(fs, &task.path, task.ignores.clone())
        } else {
            task.ignores.clone()
        };
        for child in &listing.children {
            enter(fs, root, patterns, task, child, ignores.as_ref(), &mut step);
        }
    }
    let counts = task.only_included.is_none() || patterns.includes(&relative(root, &task.path));
    step.visited = Some(Visited { listing, named: task.named, counts });
    step
}

/// Decides whether a directory in a directory is searched.
fn enter(
    fs: &dyn FileSystem,
    root: &Path,
    patterns: &Patterns<'_>,
    task: &Task,
    child: &Child,
    ignores: Option<&Arc<Ignores>>,
    step: &mut Step,
) {
    if child.name == ".git" {
        return;
    }
    let path = task.path.join(&child.name);
    let shown = relative(root, &path);
    let mut only_included = task.only_included;
    if let Some(reason) = only_included {
        if !patterns.leads_further(&shown) {
            step.skipped.push((path, Skipped { reason, by_git: false }));
            return;
        }
    } else {
        let known = NOT_ENTERED.iter().find(|(name, _)| *name == child.name).map(|(_, reason)| *reason);
        let by_git = known.is_none() && ignored(ignores, &path);
        only_included = known
            .or_else(|| child.name.starts_with('.').then_some("not searched: hidden"))
            .or_else(|| by_git.then_some("not searched: git ignores it"));
        if let Some(reason) = only_included {
            step.skipped.push((path.clone(), Skipped { reason, by_git }));
            if !patterns.leads_into(&shown) {
                return;
            }
        }
    }
    if is_replaced(fs, &path) {
        if !child.link && holds_configuration(fs, root, patterns, &path) {
            step.problems.push(not_utf8(&shown));
        }
        step.skipped.push((path, Skipped { reason: "not searched: its name is not UTF-8", by_git: false }));
        return;
    }
    let mut target = path;
    if child.link {
        match fs.canonicalize(&target) {
            Ok(path) if path.starts_with(root) => target = path,
            Ok(_) => {
                let reason = "not searched: the link leads outside the project root";
                step.skipped.push((target, Skipped { reason, by_git: false }));
                return;
            }
            Err(_) => return,
        }
    }
    step.next.push(Task {
        path: target,
        ignores: ignores.cloned(),
        named: false,
        descend: true,
        only_included,
    });
}
