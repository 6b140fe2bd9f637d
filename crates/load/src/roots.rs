//! Which directories are roots, which are modules and which are neither.

mod calls;
mod listing;
mod loading;
mod lock;
mod manifest;
mod reason;
mod search;
mod source;
mod terragrunt;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::ByKey;
use bricklint_findings::cause::{Cause, CauseKind, DecidedBy};
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::Sources;
use bricklint_findings::words::first_of;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use self::calls::{Calls, Goal, Goals, Installed, Place, Resolved};
pub use self::listing::is_configuration;
use self::listing::{Listing, below, parent};
pub(crate) use self::listing::{foreign, is_override};
use self::loading::{Loader, Target};
pub use self::lock::Lock;
use self::reason::Reason;
use self::search::{PARALLEL_FROM, Patterns, Search, search};
pub(crate) use self::source::is_local;
use self::terragrunt::{Looked, Runners, Terragrunt};
use self::text::Texts;
use crate::expand::Definitions;
use crate::files::{FileSystem, Kind, relative};
use crate::module::Module;
use crate::{LoadOptions, VarInput};

/// Largest var file that is looked through, in bytes.
const VAR_FILE_LIMIT: u64 = 16 << 20;

/// What a found directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectoryKind {
    /// Terraform is run here.
    Root,
    /// Called by another found directory.
    Module,
    /// Looks like a module and nobody calls it: checked once with unknown inputs.
    UncalledModule,
    /// Holds nothing that Terraform reads.
    Neither,
    /// Was not searched.
    NotEntered,
}

/// A directory that was found, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Relative to the project root, with `/`; `.` for the project root itself.
    pub path: Arc<str>,
    /// What it is.
    pub kind: DirectoryKind,
    /// Why, in one clause.
    pub reason: String,
    /// Names of the `*.tfvars` and `*.tfvars.json` files in it, in byte order.
    pub var_files: Vec<Arc<str>>,
}

/// Where a module call leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// To this directory, relative to the project root.
    Directory(Arc<str>),
    /// Nowhere that can be read.
    Opaque {
        /// The source as written, where it is known.
        source: Option<Arc<str>>,
        /// Why.
        cause: bricklint_findings::cause::Cause,
        /// Provider names whose types the module can hold by the name of its registry address; `None` for
        /// any.
        providers: Option<Vec<Arc<str>>>,
    },
}

/// Every directory that was found, with the parsed modules.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Sorted by path.
    pub directories: Vec<Directory>,
    /// Every module definition that was read, by directory relative to the project root; also those that
    /// only a manifest or `--module-path` leads to.
    pub modules: BTreeMap<Arc<str>, Arc<Module>>,
    /// Where the calls of each root lead: (root directory, dotted static module path) to the directory of
    /// the module, or why there is none. A call that leads nowhere has an entry too.
    pub resolved: BTreeMap<(Arc<str>, Arc<str>), Resolution>,
    /// All files that were read, sorted by path.
    pub sources: Arc<Sources>,
    /// What is wrong with the input as a whole; a root's own problems stand in its stack.
    pub problems: Vec<Problem>,
    /// What is wrong with the calls below each root (modules that are missing, not installed or stale, too
    /// deep or circular), by root directory: the expansion adds these to the root's stack.
    pub call_problems: BTreeMap<Arc<str>, Vec<Problem>>,
    /// The lock files of the directories that were searched.
    pub locks: BTreeMap<Arc<str>, Lock>,
    /// Roots that are ones only because they were named: nothing in them says that Terraform is run there.
    pub(crate) named_only: BTreeSet<Arc<str>>,
    /// Who gives variables values in files that are not read, by the directory that is run or called: what has no other
    /// value there has not its default either.
    pub(crate) runners: BTreeMap<Arc<str>, &'static str>,
    /// Directories in which nothing says that Terraform is run there.
    pub(crate) unsigned: BTreeSet<Arc<str>>,
    /// What the modules say about themselves, once somebody asked.
    pub(crate) definitions: Definitions,
}

impl Discovery {
    /// The roots and uncalled modules, sorted by path.
    pub fn roots(&self) -> impl Iterator<Item = &Directory> {
        self.directories
            .iter()
            .filter(|d| matches!(d.kind, DirectoryKind::Root | DirectoryKind::UncalledModule))
    }

    /// Whether nobody is known to call a directory, and nothing says that Terraform is run in it: it may be a module of
    /// callers that are elsewhere.
    pub(crate) fn may_be_called(&self, directory: &str) -> bool {
        let found = self.directories.binary_search_by(|found| (*found.path).cmp(directory));
        found.ok().and_then(|at| self.directories.get(at)).is_some_and(|found| match found.kind {
            DirectoryKind::UncalledModule => true,
            DirectoryKind::Root => self.named_only.contains(directory),
            _ => false,
        })
    }

    /// Notes into which modules Terragrunt may write files.
    fn generated(&mut self, terragrunt: &Terragrunt) {
        let written: Vec<Arc<str>> = self
            .modules
            .keys()
            .filter(|directory| {
                terragrunt.writes_into(directory) || terragrunt.unread && self.may_be_called(directory)
            })
            .cloned()
            .collect();
        for directory in written {
            let text = format!("Terragrunt may write files into `{directory}`");
            let cause = Cause::new(CauseKind::NotVisibleHere, directory.clone(), text);
            if let Some(module) = self.modules.get_mut(&directory).and_then(Arc::get_mut) {
                module.generated = Some(cause.decided_by(DecidedBy::Plan));
            }
        }
    }
}

/// Finds the directories below the paths of `options`, parses what Terraform would read in them, and
/// decides what each is.
pub fn discover(fs: &dyn FileSystem, options: &LoadOptions) -> Discovery {
    let mut problems = Vec::new();
    let root = match fs.canonicalize(&options.project_root) {
        Ok(root) => root,
        Err(error) => {
            let shown = options.project_root.display();
            let message = format!("the project root `{shown}` cannot be read: {error}");
            problems.push(Problem::new(ProblemKind::Unreadable, message));
            return Discovery { problems, ..Discovery::default() };
        }
    };
    let patterns = Patterns::new(options);
    let mut search = search(fs, &root, options, &patterns);
    problems.append(&mut search.problems);

    let named = module_paths(fs, &root, options, &mut problems);
    let mut loader = Loader::new(fs, &root, named.iter().filter_map(|(_, path)| path.clone()).collect());
    loader.load_all(&mut search);
    let (sources, ids) = loader.sources();
    let mut modules = loader.define_all(&ids);

    let goals: BTreeMap<Arc<str>, Goals> = modules
        .iter()
        .map(|(path, module)| (path.clone(), calls::goals(&mut loader, &root, module)))
        .by_key();
    let module_paths: Vec<(String, Place)> = named
        .into_iter()
        .map(|(key, path)| {
            (key, path.map_or(Place::Missing, |path| Place::of(&root, Target::Directory(path))))
        })
        .collect();
    let installed = installed(&mut loader, &root);
    let assigned =
        |root_directory: &str, name: &str| assigned(fs, &root, options, &search, root_directory, name);
    let shared = Calls {
        modules: &modules,
        goals: &goals,
        installed: &installed,
        module_paths: &module_paths,
        options,
        sources: &sources,
        assigned: &assigned,
    };

    // Units elsewhere in the project may name what was searched.
    let elsewhere = (!options.exact && !search.visited.contains_key(&root)).then(|| {
        let everything = LoadOptions { paths: vec![root.clone()], ..LoadOptions::default() };
        search::search(fs, &root, &everything, &patterns).visited
    });
    let everywhere: Looked<'_> =
        elsewhere.iter().flatten().chain(&search.visited).map(|(path, visited)| (&**path, visited)).collect();
    let runners = Runners::read(fs, &root, &everywhere);
    let tree = Tree {
        root: &root,
        options,
        patterns: &patterns,
        search: &search,
        runners: &runners,
        loader: &loader,
    };
    let (mut directories, named_only) = classify(&tree, &modules, &goals);
    let starts: Vec<Arc<str>> =
        directories.iter().filter(|(_, found)| found.is_root()).map(|(path, _)| path.clone()).collect();
    let mut all: Vec<(Arc<str>, Resolved)> = if starts.len() < PARALLEL_FROM {
        starts.into_iter().map(|start| (start.clone(), calls::resolve(&shared, &start))).collect()
    } else {
        starts.into_par_iter().map(|start| (start.clone(), calls::resolve(&shared, &start))).collect()
    };
    demote(options, &root, &patterns, &mut directories, &mut all);
    name_reached(&loader, &mut directories, &all);
    skipped(fs, &root, &search, &mut directories);

    for (index, (key, place)) in module_paths.iter().enumerate() {
        if matches!(place, Place::Directory(_)) && all.iter().all(|(_, found)| !found.used.contains(&index)) {
            let message = format!("`--module-path {key}` matches no module call that needs it");
            problems.push(Problem::new(ProblemKind::Note, message));
        }
    }
    nothing_found(fs, options, &root, &search, &directories, &mut problems);
    foreign_found(&directories, &mut problems);
    modules.retain(|path, _| {
        directories.get(path).is_some_and(|directory| {
            !matches!(directory.kind, DirectoryKind::Neither | DirectoryKind::NotEntered)
        })
    });
    let locked = search.visited.iter().filter(|(_, visited)| visited.listing.lock_file);
    let mut locks = BTreeMap::new();
    let mut lock_problems = BTreeMap::new();
    for (path, _) in locked {
        let (lock, found) = lock::read(fs, &root, path);
        let directory: Arc<str> = relative(&root, path).into();
        lock_problems.insert(directory.clone(), found);
        locks.insert(directory, lock);
    }
    tracing::info!(project_root = %root.display(), files = sources.iter().count(), "read configuration");
    let directories: Vec<Directory> = directories.into_iter().map(|(path, found)| found.at(path)).collect();
    for directory in &directories {
        let (path, kind) = (&*directory.path, directory.kind);
        tracing::info!(path, ?kind, reason = directory.reason.as_str(), "directory");
    }
    let mut resolved = Vec::new();
    let mut call_problems = BTreeMap::new();
    for (start, found) in all {
        for (call, to) in &found.calls {
            tracing::debug!(root = &*start, call = &**call, ?to, "module");
        }
        resolved.extend(found.calls.into_iter().map(|(path, to)| ((start.clone(), path), to)));
        let mut problems = found.problems;
        problems.extend(lock_problems.remove(&start).unwrap_or_default());
        if !problems.is_empty() {
            call_problems.insert(start, problems);
        }
    }
    let mut unsigned = BTreeSet::new();
    let run_by = directories.iter().filter_map(|found| {
        let module = modules.get(&found.path)?;
        let listing = &search.visited.get(&crate::files::clean(&root.join(&*found.path)))?.listing;
        let has_signs = !signs(module, listing).is_empty();
        if !has_signs && !patterns.includes(&found.path) {
            unsigned.insert(found.path.clone());
        }
        Some((found.path.clone(), runners.of(&found.path, has_signs)?))
    });
    let run_by = run_by.by_key();
    let mut discovery = Discovery {
        definitions: Definitions::default(),
        directories,
        modules,
        resolved: resolved.into_iter().by_key(),
        sources: Arc::new(sources),
        problems,
        call_problems,
        locks,
        named_only,
        runners: run_by,
        unsigned,
    };
    if let Some(terragrunt) = &runners.terragrunt {
        discovery.generated(terragrunt);
    }
    discovery.definitions = Definitions::new(&discovery.modules, options.schema.clone());
    discovery
}

/// The directories that `--module-path` names.
pub(crate) fn module_paths(
    fs: &dyn FileSystem,
    root: &Path,
    options: &LoadOptions,
    problems: &mut Vec<Problem>,
) -> Vec<(String, Option<PathBuf>)> {
    let named = options.module_paths.iter().map(|(key, given)| {
        let path = directory(fs, given);
        if path.is_none() {
            let shown = relative(root, given);
            let message = format!("`--module-path {key}={shown}` does not name a directory");
            problems.push(Problem::new(ProblemKind::Unreadable, message));
        }
        (key.clone(), path)
    });
    named.collect()
}

/// The canonical path of a directory.
fn directory(fs: &dyn FileSystem, path: &Path) -> Option<PathBuf> {
    fs.canonicalize(path).ok().filter(|path| fs.kind(path) == Some(Kind::Directory))
}

/// The manifests with the places of their records.
fn installed(loader: &mut Loader<'_>, root: &Path) -> BTreeMap<Arc<str>, Installed> {
    let manifests = std::mem::take(&mut loader.manifests);
    manifests
        .into_iter()
        .map(|(directory, manifest)| {
            let mut installed = Installed::default();
            match manifest {
                Ok(manifest) => {
                    for (key, record) in manifest {
                        let target = loader.target(below(&directory, &record.dir));
                        installed.records.insert(key, (record, Place::of(root, target)));
                    }
                }
                Err(why) => installed.unreadable = Some(why),
            }
            (relative(root, &directory).into(), installed)
        })
        .by_key()
}

/// Whether the value of a root's variable may differ from its default. Var files are not evaluated here,
/// so one that holds the name anywhere counts.
fn assigned(
    fs: &dyn FileSystem,
    root: &Path,
    options: &LoadOptions,
    search: &Search,
    directory: &str,
    name: &str,
) -> bool {
    let holds = |path: &Path| match fs.read(path, VAR_FILE_LIMIT) {
        Ok(content) => memchr::memmem::find(&content, name.as_bytes()).is_some(),
        Err(_) => true,
    };
    if options.env_vars.iter().any(|(variable, _)| variable == name) {
        return true;
    }
    let given = options.vars.iter().any(|input| match input {
        VarInput::Assign { name: variable, .. } | VarInput::Value { name: variable, .. } => variable == name,
        VarInput::File(path) => holds(path),
    });
    let path = root.join(directory);
    let path = crate::files::clean(&path);
    given
        || search
            .visited
            .get(&path)
            .is_some_and(|visited| visited.listing.var_files.iter().any(|file| holds(&path.join(&**file))))
}

/// What a directory was found to be.
#[derive(Debug)]
struct Found {
    kind: DirectoryKind,
    reason: Reason,
    var_files: Vec<Arc<str>>,
}

impl Found {
    /// Whether it is checked by itself.
    fn is_root(&self) -> bool {
        matches!(self.kind, DirectoryKind::Root | DirectoryKind::UncalledModule)
    }

    fn at(self, path: Arc<str>) -> Directory {
        Directory { path, kind: self.kind, reason: self.reason.to_string(), var_files: self.var_files }
    }
}

type Directories = BTreeMap<Arc<str>, Found>;

/// What is known of the tree when its directories are told apart.
struct Tree<'t> {
    root: &'t Path,
    options: &'t LoadOptions,
    patterns: &'t Patterns<'t>,
    search: &'t Search,
    runners: &'t Runners,
    loader: &'t Loader<'t>,
}

/// What the directories with configuration are that the search found, and which of them are roots only because they
/// were named.
fn classify(
    tree: &Tree<'_>,
    modules: &BTreeMap<Arc<str>, Arc<Module>>,
    goals: &BTreeMap<Arc<str>, Goals>,
) -> (Directories, BTreeSet<Arc<str>>) {
    let Tree { root, options, patterns, search, runners, loader } = *tree;
    let mut found: BTreeMap<Arc<str>, &search::Visited> = BTreeMap::new();
    for (path, visited) in &search.visited {
        if visited.counts && !visited.listing.config.is_empty() {
            found.insert(relative(root, path).into(), visited);
        }
    }
    // Who calls whom by a local source, among what was found and what that leads to.
    let mut callers: BTreeMap<&Arc<str>, BTreeSet<&Arc<str>>> = BTreeMap::new();
    let mut pending: Vec<&Arc<str>> = found.keys().collect();
    let mut seen: FxHashSet<&Arc<str>> = pending.iter().copied().collect();
    while let Some(caller) = pending.pop() {
        for goal in goals.get(caller).into_iter().flatten() {
            let callee = match goal {
                Goal::Directory(callee) => callee,
                Goal::Computed(_, Some(goal)) => match &**goal {
                    Goal::Directory(callee) => callee,
                    _ => continue,
                },
                _ => continue,
            };
            if callee != caller {
                callers.entry(callee).or_default().insert(caller);
            }
            if seen.insert(callee) {
                pending.push(callee);
            }
        }
    }
    let texts = Texts::of(root, modules);
    let mut directories = Directories::new();
    let mut named_only = BTreeSet::new();
    for (path, visited) in &found {
        let Some(module) = modules.get(path) else { continue };
        let (kind, reason) = if visited.named && !options.implied || options.exact {
            let is_module = callers.contains_key(path)
                || uncalled(module, &visited.listing, runners).0 == DirectoryKind::UncalledModule;
            if is_module
                && signs(module, &visited.listing).is_empty()
                && !options.exact
                && options.vars.is_empty()
                && !patterns.includes(path)
            {
                named_only.insert(path.clone());
            }
            (DirectoryKind::Root, Reason::Named)
        } else if patterns.includes(path) {
            (DirectoryKind::Root, Reason::Included)
        } else if let Some(callers) = callers.get(path) {
            (DirectoryKind::Module, Reason::called(callers.iter().copied()))
        } else if patterns.excludes(path) {
            (DirectoryKind::NotEntered, Reason::Excluded)
        } else if let Some(reason) = texts.are_all(module, &visited.listing) {
            (DirectoryKind::Neither, Reason::Known(reason))
        } else if loader.is_store(path, &visited.listing) {
            (DirectoryKind::Neither, Reason::Known("a store of files: others hold links to all of them"))
        } else {
            uncalled(module, &visited.listing, runners)
        };
        let var_files = visited.listing.var_files.clone();
        directories.insert(path.clone(), Found { kind, reason, var_files });
    }
    if !options.exact {
        break_circles(&callers, goals, &mut directories);
        neither(root, search, &mut directories);
    }
    (directories, named_only)
}

/// What in a directory says that Terraform is run there.
fn signs(module: &Module, listing: &Listing) -> Vec<String> {
    let mut signs = Vec::new();
    if module.has_backend {
        signs.push("backend".to_owned());
    }
    if module.providers.iter().any(|provider| !provider.is_proxy()) {
        signs.push("provider block".to_owned());
    }
    if let Some(file) = listing.var_files.first() {
        signs.push(format!("`{file}`"));
    }
    if listing.lock_file {
        signs.push("lock file".to_owned());
    }
    signs
}

/// Root or module: what a directory is that nobody calls.
fn uncalled(module: &Module, listing: &Listing, runners: &Runners) -> (DirectoryKind, Reason) {
    let signs = signs(module, listing);
    if !signs.is_empty() {
        return (DirectoryKind::Root, Reason::Signs(signs));
    }
    let mut required = module.variables.values().filter(|variable| variable.default_origin.is_none());
    let required = required.next().map(|variable| format!("var.{}", variable.name));
    let runner = runners.of(&module.directory, false);
    // Who calls it passes what it asks for, or writes the block before.
    let configuration = || module.required_configuration().filter(|_| runner.is_none());
    let required = required.or_else(|| Some(configuration()?.to_string()));
    let runner = runner.filter(|_| !listing.is_unit());
    let is_module = required.is_some() || runner.is_some();
    let kind = if is_module { DirectoryKind::UncalledModule } else { DirectoryKind::Root };
    (kind, Reason::NoSigns { required, proxies: !module.providers.is_empty(), runner })
}

/// Directories that only call each other in a circle have no root above them: the first of each circle
/// becomes one, so that the circle is checked and reported.
fn break_circles(
    callers: &BTreeMap<&Arc<str>, BTreeSet<&Arc<str>>>,
    goals: &BTreeMap<Arc<str>, Goals>,
    directories: &mut Directories,
) {
    let mut reached: FxHashSet<Arc<str>> = FxHashSet::default();
    let reach = |from: &Arc<str>, reached: &mut FxHashSet<Arc<str>>| {
        let mut pending = vec![from.clone()];
        while let Some(at) = pending.pop() {
            if reached.insert(at.clone()) {
                for goal in goals.get(&at).into_iter().flatten() {
                    if let Goal::Directory(callee) = goal {
                        pending.push(callee.clone());
                    }
                }
            }
        }
    };
    let is_module = |found: &Found| found.kind == DirectoryKind::Module;
    for (path, _) in directories.iter().filter(|(_, found)| !is_module(found)) {
        reach(path, &mut reached);
    }
    let modules: Vec<Arc<str>> =
        directories.iter().filter(|(_, found)| is_module(found)).map(|(path, _)| path.clone()).collect();
    for start in modules {
        if reached.contains(&start) {
            continue;
        }
        // Every caller is unreached too, so going up must come round.
        let mut trail = vec![start];
        let mut circle = Vec::new();
        while let Some(last) = trail.last() {
            let up =
                callers.get(last).into_iter().flatten().find(|caller| directories.contains_key(**caller));
            let Some(up) = up else { break };
            if let Some(at) = trail.iter().position(|seen| seen == *up) {
                circle = trail.split_off(at);
                break;
            }
            trail.push((*up).clone());
        }
        let Some(first) = circle.into_iter().min() else { continue };
        if let Some(directory) = directories.get_mut(&first) {
            directory.kind = DirectoryKind::Root;
            directory.reason = Reason::Circle;
        }
        reach(&first, &mut reached);
    }
}

/// Directories without configuration that are worth a line: those of other tools, and the topmost of those
/// below which there is nothing at all.
fn neither(root: &Path, search: &Search, directories: &mut Directories) {
    let visited: BTreeMap<String, &search::Visited> =
        search.visited.iter().map(|(path, visited)| (relative(root, path), visited)).by_key();
    let mut loud: FxHashSet<&str> = FxHashSet::default();
    let skipped: Vec<String> = search.skipped.keys().map(|path| relative(root, path)).collect();
    let parents = skipped.iter().filter_map(|path| parent(path));
    let own = visited.iter().filter(|(path, visited)| {
        visited.listing.foreign.is_some() || directories.contains_key(path.as_str())
    });
    for path in parents.chain(own.map(|(path, _)| path.as_str())) {
        let mut at = Some(path);
        while let Some(path) = at {
            if !loud.insert(path) {
                break;
            }
            at = parent(path);
        }
    }
    for (path, visited) in &visited {
        if directories.contains_key(path.as_str()) || !visited.counts {
            continue;
        }
        let top = visited.named || parent(path).is_some_and(|parent| loud.contains(parent));
        let reason = match visited.listing.foreign {
            Some(recipe) => Reason::Foreign(recipe),
            None if !loud.contains(path.as_str()) && top => {
                if !visited.listing.any_file && visited.listing.children.is_empty() {
                    Reason::Empty
                } else {
                    Reason::NothingRead
                }
            }
            None => continue,
        };
        let var_files = visited.listing.var_files.clone();
        directories.insert(path.as_str().into(), Found { kind: DirectoryKind::Neither, reason, var_files });
    }
}

/// What looked like a root and is installed as a module of another one is a module.
fn demote(
    options: &LoadOptions,
    root: &Path,
    patterns: &Patterns<'_>,
    directories: &mut Directories,
    all: &mut Vec<(Arc<str>, Resolved)>,
) {
    let named = options.paths.iter().filter(|_| !options.implied);
    let named: FxHashSet<String> = named.map(|path| relative(root, path)).collect();
    let mut called: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
    for (start, found) in all.iter() {
        for directory in found.installed.iter().filter(|directory| *directory != start) {
            called.entry(directory.clone()).or_default().insert(start.clone());
        }
    }
    for (path, callers) in &called {
        let Some(directory) = directories.get_mut(path) else { continue };
        let fixed = options.exact || named.contains(&**path) || patterns.includes(path);
        if !fixed && directory.is_root() {
            directory.kind = DirectoryKind::Module;
            directory.reason = Reason::called(callers.iter());
        }
    }
    all.retain(|(start, _)| directories.get(start).is_some_and(|d| d.kind != DirectoryKind::Module));
}

/// Adds the modules that only calls lead to.
fn name_reached(loader: &Loader<'_>, directories: &mut Directories, all: &[(Arc<str>, Resolved)]) {
    let mut reasons: BTreeMap<Arc<str>, Reason> = BTreeMap::new();
    for (start, found) in all {
        for (directory, address) in &found.reached {
            reasons.entry(directory.clone()).or_insert_with(|| Reason::Source {
                call: address.as_str().into(),
                root: start.clone(),
                installed: found.installed.contains(directory),
            });
        }
    }
    for (path, reason) in reasons {
        match directories.get_mut(&path) {
            Some(directory)
                if matches!(directory.kind, DirectoryKind::Neither | DirectoryKind::NotEntered) =>
            {
                directory.kind = DirectoryKind::Module;
                directory.reason = reason;
            }
            Some(_) => {}
            None => {
                let var_files = loader.var_files(&path);
                directories.insert(path, Found { kind: DirectoryKind::Module, reason, var_files });
            }
        }
    }
}

/// Adds the directories that were not searched. Of one that git ignores and that a call leads into, only
/// the rest was not searched.
fn skipped(fs: &dyn FileSystem, root: &Path, search: &Search, directories: &mut Directories) {
    let mut pending: Vec<(PathBuf, &search::Skipped)> =
        search.skipped.iter().map(|(path, skipped)| (path.clone(), skipped)).collect();
    while let Some((path, skipped)) = pending.pop() {
        let shown = relative(root, &path);
        if directories.contains_key(shown.as_str()) || search.visited.contains_key(&path) {
            continue;
        }
        let inside = format!("{shown}/");
        let known = directories.range::<str, _>((Bound::Included(inside.as_str()), Bound::Unbounded)).next();
        if known.is_some_and(|(path, _)| path.starts_with(&inside)) {
            if skipped.by_git {
                let children = listing::list(fs, &path).map(|listing| listing.children).unwrap_or_default();
                pending.extend(children.into_iter().map(|child| (path.join(child.name), skipped)));
            }
            continue;
        }
        let reason = Reason::Known(skipped.reason);
        let found = Found { kind: DirectoryKind::NotEntered, reason, var_files: Vec::new() };
        directories.insert(shown.into(), found);
    }
}

/// Says once for each tool what it would take to check the directories that only that tool reads. Where nothing else was
/// found either, that has been said.
fn foreign_found(directories: &Directories, problems: &mut Vec<Problem>) {
    let mut by_recipe: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, found) in directories {
        if let Reason::Foreign(recipe) = &found.reason {
            by_recipe.entry(recipe).or_default().push(path);
        }
    }
    for (recipe, paths) in by_recipe {
        if problems.iter().any(|problem| problem.message.ends_with(recipe)) {
            continue;
        }
        let Some(first) = paths.first() else { continue };
        let shown = first_of(first, paths.len());
        problems.push(Problem::new(ProblemKind::Note, format!("{shown}: {recipe}")));
    }
}

/// Reports when there is nothing to check, in all or in one of the directories that were named.
fn nothing_found(
    fs: &dyn FileSystem,
    options: &LoadOptions,
    root: &Path,
    search: &Search,
    directories: &Directories,
    problems: &mut Vec<Problem>,
) {
    let excluded = |found: &Found| matches!(found.reason, Reason::Excluded);
    let nowhere = !directories.values().any(Found::is_root);
    let is_empty = |path: &&PathBuf| {
        let Some(path) = directory(fs, path).filter(|path| search.visited.contains_key(path)) else {
            return nowhere;
        };
        let holds = |(at, found): (&Arc<str>, &Found)| {
            let counts =
                found.is_root() || !nowhere && (found.kind == DirectoryKind::Module || excluded(found));
            counts && root.join(&**at).starts_with(&path)
        };
        !directories.iter().any(holds)
    };
    // The path of the project root says nothing in the words of others.
    let name = |path: &PathBuf| match relative(root, path) {
        name if name == "." => format!("`{}`", crate::files::clean(path).display()),
        name => format!("`{name}`"),
    };
    let shown: Vec<String> = options.paths.iter().filter(is_empty).map(name).collect();
    if !search.named_any || shown.is_empty() {
        return;
    }
    let recipe = directories
        .iter()
        .find(|(at, _)| search.visited.get(&root.join(&***at)).is_some_and(|v| v.listing.foreign.is_some()))
        .map(|(at, found)| format!("; `{at}`: {}", found.reason));
    let message = if nowhere && directories.values().any(excluded) {
        format!("`[roots] exclude` leaves no root in {}", shown.join(", "))
    } else {
        format!(
            "no Terraform configuration found in {}; name a directory with `.tf` files, or a plan{}",
            shown.join(", "),
            recipe.unwrap_or_default()
        )
    };
    problems.push(Problem::new(ProblemKind::Unreadable, message));
}
