//! Where module calls lead: directly for local sources, otherwise through the manifest that
//! `terraform init` wrote and through `--module-path`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileSpan, Sources};
use bricklint_lang::syntax::Expr;
use bricklint_model::instance::Origin;

use super::Resolution;
use super::listing::below;
use super::loading::{Loader, Target};
use super::manifest::{self, Record};
use super::source::{Source, classify, same};
use crate::LoadOptions;
use crate::files::relative;
use crate::module::{ExprRef, Module, ModuleCall};
use crate::version::meets;

/// Deepest chain of module calls.
const MAX_DEPTH: usize = 64;

/// Most module calls below one root.
const MAX_CALLS: usize = 50_000;

/// Where a call leads as far as its own directory says.
#[derive(Clone, Debug)]
pub(super) enum Goal {
    Directory(Arc<str>),
    Missing(Arc<str>),
    Outside(Arc<str>),
    /// What `source` is, where it is not local.
    Remote(Arc<str>),
    /// `source` has to be evaluated; where it leads when variables have their defaults.
    Computed(ExprRef, Option<Box<Goal>>),
    /// There is no `source`.
    Nothing,
}

/// The calls of one directory, in the order of [`Module::calls`].
pub(super) type Goals = Vec<Goal>;

/// Where the calls of a module lead.
pub(super) fn goals(loader: &mut Loader<'_>, root: &Path, module: &Module) -> Goals {
    let directory = root.join(&*module.directory);
    module
        .calls
        .values()
        .map(|call| {
            let Some(source) = call.source else { return Goal::Nothing };
            let Some(tree) = module.tree(source.file) else { return Goal::Nothing };
            match tree.expr(source.id) {
                Expr::String(index) => goal(loader, root, &directory, tree.string(index)),
                Expr::Error => Goal::Nothing,
                _ => {
                    let text = module.static_text(source, &|_| false).ok();
                    let goal = text.map(|text| Box::new(goal(loader, root, &directory, &text)));
                    Goal::Computed(source, goal)
                }
            }
        })
        .collect()
}

fn goal(loader: &mut Loader<'_>, root: &Path, directory: &Path, source: &str) -> Goal {
    let Source::Local(local) = classify(source) else { return Goal::Remote(source.into()) };
    match loader.target(below(&crate::files::clean(directory), local)) {
        Target::Directory(path) => Goal::Directory(relative(root, &path).into()),
        Target::Missing => Goal::Missing(source.into()),
        Target::Outside => Goal::Outside(source.into()),
    }
}

/// A directory that a manifest or `--module-path` names, or why there is none.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Directory(Arc<str>),
    Missing,
    Outside,
}

impl Place {
    pub(super) fn of(root: &Path, target: Target) -> Self {
        match target {
            Target::Directory(path) => Self::Directory(relative(root, &path).into()),
            Target::Missing => Self::Missing,
            Target::Outside => Self::Outside,
        }
    }
}

/// A manifest with the places of its records.
#[derive(Debug, Default)]
pub(super) struct Installed {
    pub(super) records: BTreeMap<String, (Record, Place)>,
    /// Why it could not be read.
    pub(super) unreadable: Option<String>,
}

/// What all roots share.
pub(super) struct Calls<'c> {
    pub(super) modules: &'c BTreeMap<Arc<str>, Arc<Module>>,
    pub(super) goals: &'c BTreeMap<Arc<str>, Goals>,
    pub(super) installed: &'c BTreeMap<Arc<str>, Installed>,
    pub(super) module_paths: &'c [(String, Place)],
    pub(super) options: &'c LoadOptions,
    pub(super) sources: &'c Sources,
    /// Whether the value of a variable of this root may differ from its default.
    pub(super) assigned: &'c (dyn Fn(&str, &str) -> bool + Sync),
}

/// Where the calls below one root lead.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) calls: Vec<(Arc<str>, Resolution)>,
    pub(super) problems: Vec<Problem>,
    /// Every directory that is called, with the address of the first call.
    pub(super) reached: BTreeMap<Arc<str>, String>,
    /// Those of them that only a manifest or `--module-path` leads to.
    pub(super) installed: BTreeSet<Arc<str>>,
    /// Indexes of the `--module-path` entries that were used.
    pub(super) used: BTreeSet<usize>,
}

/// Follows the calls of a root.
pub(super) fn resolve(calls: &Calls<'_>, root: &Arc<str>) -> Resolved {
    let mut walk = Walk { calls, root, out: Resolved::default(), chain: Vec::new(), full: false };
    if let Some(why) = calls.installed.get(root).and_then(|installed| installed.unreadable.as_ref()) {
        let path =
            if &**root == "." { manifest::PATH.to_owned() } else { format!("{root}/{}", manifest::PATH) };
        let message = format!("`{path}` cannot be understood: {why}; run `terraform init` in `{root}`");
        let location = Location { path, ..Location::default() };
        walk.out.problems.push(Problem::new(ProblemKind::ModuleStale, message).at(location));
    }
    walk.directory(root, "", None);
    walk.out
}

struct Walk<'c> {
    calls: &'c Calls<'c>,
    root: &'c Arc<str>,
    out: Resolved,
    /// The directories above, from the root.
    chain: Vec<Arc<str>>,
    /// Whether [`MAX_CALLS`] is reached.
    full: bool,
}

/// A call with what is said about it.
struct At<'c> {
    module: &'c Module,
    call: &'c ModuleCall,
    /// Dotted static module path.
    path: &'c str,
}

impl Walk<'_> {
    fn directory(&mut self, directory: &Arc<str>, prefix: &str, caller: Option<&ModuleCall>) {
        let shared = self.calls;
        let (Some(module), Some(goals)) = (shared.modules.get(directory), shared.goals.get(directory)) else {
            return;
        };
        self.chain.push(directory.clone());
        for (call, goal) in module.calls.values().zip(goals) {
            if self.out.calls.len() >= MAX_CALLS {
                if !std::mem::replace(&mut self.full, true) {
                    let root = self.root;
                    let message = format!(
                        "`{root}` has more than {MAX_CALLS} module calls below it; the rest is not read"
                    );
                    self.out.problems.push(Problem::new(ProblemKind::Limit, message));
                }
                break;
            }
            let path =
                if prefix.is_empty() { call.name.to_string() } else { format!("{prefix}.{}", call.name) };
            let at = At { module, call, path: &path };
            let resolution = self.goal(&at, goal, caller);
            let next = match &resolution {
                Resolution::Directory(next) => Some(next.clone()),
                Resolution::Opaque { .. } => None,
            };
            self.out.calls.push((path.as_str().into(), resolution));
            if let Some(next) = next {
                self.out.reached.entry(next.clone()).or_insert_with(|| address(&path));
                self.directory(&next, &path, Some(call));
            }
        }
        self.chain.pop();
    }

    fn goal(&mut self, at: &At<'_>, goal: &Goal, caller: Option<&ModuleCall>) -> Resolution {
        let what = address(at.path);
        match goal {
            Goal::Directory(directory) => self.enter(at, directory),
            Goal::Missing(source) => {
                let message = format!(
                    "the directory of `{what}` does not exist: `{source}`, seen from `{}`",
                    at.module.directory
                );
                self.report(at, ProblemKind::ModuleMissing, message);
                opaque(
                    Some(source),
                    CauseKind::ModuleSource,
                    what.clone(),
                    format!("the directory of `{what}` does not exist"),
                    None,
                )
            }
            Goal::Outside(source) => {
                let message = format!(
                    "`{what}` leads outside the project root: `{source}`; set `--project-root` to a directory that holds both"
                );
                self.report(at, ProblemKind::ModuleNotInstalled, message);
                opaque(
                    Some(source),
                    CauseKind::OutsideTree,
                    what.clone(),
                    format!("the source of `{what}` lies outside the project root"),
                    None,
                )
            }
            Goal::Remote(source) => self.remote(at, source),
            Goal::Nothing => opaque(
                None,
                CauseKind::ParseError,
                what.clone(),
                format!("`{what}` has no readable `source`"),
                None,
            ),
            Goal::Computed(source, goal) => {
                let root = self.root;
                let assigned = |name: &str| match caller {
                    Some(caller) => {
                        caller.body.broken || caller.body.attributes.iter().any(|input| &*input.name == name)
                    }
                    None => (self.calls.assigned)(root, name),
                };
                match (at.module.static_text(*source, &assigned), goal) {
                    (Ok(_), Some(goal)) => self.goal(at, goal, caller),
                    (Ok(text), None) => self.remote(at, &text),
                    (Err(why), _) => {
                        let message = format!(
                            "where `{what}` leads cannot be told: {why}; pass `--module-path {}=DIR`",
                            at.path
                        );
                        if let Some(place) = self.module_path(at.path, None) {
                            return self.place(at, &place, None);
                        }
                        self.report(at, ProblemKind::ModuleNotInstalled, message);
                        opaque(
                            None,
                            CauseKind::ModuleSource,
                            what.clone(),
                            format!("the source of `{what}` cannot be told: {why}"),
                            None,
                        )
                    }
                }
            }
        }
    }

    /// Goes into a directory, unless the chain of calls is circular or too long.
    fn enter(&mut self, at: &At<'_>, directory: &Arc<str>) -> Resolution {
        let what = address(at.path);
        if self.chain.contains(directory) {
            let message = format!(
                "`{what}` calls `{directory}`, which it is itself a part of; a module cannot contain itself"
            );
            self.report(at, ProblemKind::Invalid, message);
            let text = format!("`{what}` contains itself");
            return opaque(None, CauseKind::Limit, what, text, None);
        }
        // The chain begins with the root.
        if self.chain.len() > MAX_DEPTH {
            let message = format!("`{what}` is nested more than {MAX_DEPTH} modules deep; it is not read");
            self.report(at, ProblemKind::Limit, message);
            let text = format!("`{what}` is nested more than {MAX_DEPTH} modules deep");
            return opaque(None, CauseKind::Limit, what, text, None);
        }
        Resolution::Directory(directory.clone())
    }

    fn module_path(&mut self, path: &str, source: Option<&str>) -> Option<Place> {
        let all = self.calls.module_paths;
        let index = all
            .iter()
            .position(|(key, _)| key == path)
            .or_else(|| all.iter().position(|(key, _)| Some(key.as_str()) == source))?;
        self.out.used.insert(index);
        all.get(index).map(|(_, place)| place.clone())
    }

    fn place(&mut self, at: &At<'_>, place: &Place, source: Option<&Arc<str>>) -> Resolution {
        let what = address(at.path);
        match place {
            Place::Directory(directory) => {
                self.out.installed.insert(directory.clone());
                self.enter(at, directory)
            }
            // The option itself is reported once, not at every call.
            Place::Missing | Place::Outside => {
                let text = format!("`--module-path` names no directory for `{what}`");
                opaque(source, CauseKind::ModuleSource, what, text, None)
            }
        }
    }

    fn remote(&mut self, at: &At<'_>, source: &Arc<str>) -> Resolution {
        let what = address(at.path);
        let root = self.root;
        let providers = match (self.calls.options.contained(at.path, Some(source)), classify(source)) {
            (Some(contained), _) => Some(contained.clone()),
            (None, Source::Registry { provider }) => Some(vec![provider.into()]),
            (None, Source::Local(_) | Source::Remote) => None,
        };
        let record = self.calls.installed.get(root).and_then(|installed| installed.records.get(at.path));
        let version = at.call.version.and_then(|version| {
            let tree = at.module.tree(version.file)?;
            match tree.expr(version.id) {
                Expr::String(index) => Some(tree.string(index)),
                _ => None,
            }
        });
        let stale = match record {
            Some((record, _)) if !same(&record.source, source) => {
                Some(format!("`{what}` was installed from `{}`, but its source is `{source}`", record.source))
            }
            Some((record, _))
                if version.is_some_and(|version| {
                    record.version.as_ref().is_some_and(|found| meets(found, version) == Some(false))
                }) =>
            {
                let found = record.version.as_deref().unwrap_or_default();
                let wanted = version.unwrap_or_default();
                Some(format!("`{what}` is installed in version {found}, but the call asks for `{wanted}`"))
            }
            Some((_, Place::Directory(directory))) => {
                self.out.installed.insert(directory.clone());
                return self.enter(at, directory);
            }
            Some((record, Place::Missing)) => {
                Some(format!("`{what}` was installed in `{}`, which does not exist any more", record.dir))
            }
            Some((_, Place::Outside)) => {
                let message = format!(
                    "`{what}` is installed outside the project root; set `--project-root` to a directory that holds both"
                );
                self.report(at, ProblemKind::ModuleNotInstalled, message);
                let text = format!("`{what}` is installed outside the project root");
                return opaque(Some(source), CauseKind::OutsideTree, what, text, providers);
            }
            None => None,
        };
        if let Some(place) = self.module_path(at.path, Some(source)) {
            return self.place(at, &place, Some(source));
        }
        if stale.is_none() && !is_remote(source) {
            let instead = if source.contains(['.', '@']) && !source.starts_with('.') {
                "a registry has `namespace/name/provider`, and a repository a URL".to_owned()
            } else {
                format!("a directory beside this one is written `./{source}`")
            };
            let message = format!("`{what}`: `{source}` is no address of a module; {instead}");
            self.report_at(source_of(at), ProblemKind::ModuleMissing, message);
            let text = format!("the source of `{what}` is no address of a module");
            return opaque(Some(source), CauseKind::ModuleSource, what, text, providers);
        }
        let (kind, message) = match stale {
            Some(stale) => (ProblemKind::ModuleStale, format!("{stale}; run `terraform init` in `{root}`")),
            None => (
                ProblemKind::ModuleNotInstalled,
                format!(
                    "`{what}` (`{source}`) is not installed; run `terraform init` in `{root}` or pass `--module-path {}=DIR`",
                    at.path
                ),
            ),
        };
        self.report(at, kind, message);
        let text = match kind {
            ProblemKind::ModuleStale => format!("what is installed for `{what}` does not match the call"),
            _ => format!("the source of `{what}` is not on disk"),
        };
        opaque(Some(source), CauseKind::ModuleSource, what, text, providers)
    }

    fn report(&mut self, at: &At<'_>, kind: ProblemKind, message: String) {
        self.report_at(at.call.origin, kind, message);
    }

    fn report_at(&mut self, origin: Origin, kind: ProblemKind, message: String) {
        let mut problem = Problem::new(kind, message);
        if let Some(location) = location(self.calls.sources, origin) {
            problem = problem.at(location);
        }
        self.out.problems.push(problem);
    }
}

/// Where the source of a call is written, otherwise the call.
fn source_of(at: &At<'_>) -> Origin {
    let written = at.call.source.and_then(|source| {
        let file = at.module.files.get(source.file as usize)?;
        let span = file.tree.place(file.tree.span(source.id));
        Some(Origin::Source { file: file.file, key: span, value: span })
    });
    written.unwrap_or(at.call.origin)
}

/// Whether a source that is no path can be an address that Terraform fetches modules from: one of a registry, which has three
/// parts or a host and three, an absolute path, or one with a scheme, a getter or a host in front that it knows.
fn is_remote(source: &str) -> bool {
    let package = source.split("//").next().unwrap_or(source);
    if let Some(repository) = package.strip_prefix("github.com/") {
        return repository.contains('/');
    }
    let hosts = ["bitbucket.org/", "gitlab.com/", "amazonaws.com/", "googleapis.com/"];
    source.starts_with('/')
        || source.contains([':', '\\'])
        || hosts.iter().any(|host| package.contains(host))
        || matches!(classify(source), Source::Registry { .. })
}

fn opaque(
    source: Option<&Arc<str>>,
    kind: CauseKind,
    subject: String,
    text: String,
    providers: Option<Vec<Arc<str>>>,
) -> Resolution {
    Resolution::Opaque { source: source.cloned(), cause: Cause::new(kind, subject, text), providers }
}

/// `a.b` as `module.a.module.b`
fn address(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 16);
    for name in path.split('.') {
        if !out.is_empty() {
            out.push('.');
        }
        out.push_str("module.");
        out.push_str(name);
    }
    out
}

/// The header of a block as a location.
fn location(sources: &Sources, origin: Origin) -> Option<Location> {
    let Origin::Source { file, key, .. } = origin else { return None };
    let source = sources.get(file)?;
    Some(Location {
        path: source.path.clone(),
        start: Some(source.position(key.start)),
        end: Some(source.position(key.end)),
        span: Some(FileSpan { file, span: key }),
        ..Location::default()
    })
}

#[cfg(test)]
mod tests {
    use super::is_remote;

    #[test]
    fn what_terraform_does_not_fetch_is_no_address() {
        for (source, remote) in [
            ("terraform-aws-modules/vpc/aws", true),
            ("app.terraform.io/acme/vpc/aws", true),
            ("terraform-aws-modules/iam/aws//modules/role", true),
            ("github.com/acme/vpc", true),
            ("git::https://example.com/vpc.git?ref=v1", true),
            ("git@example.com:acme/vpc.git", true),
            ("https://example.com/vpc.zip", true),
            ("s3::https://bucket/vpc.zip", true),
            ("/net", true),
            ("/modules/net", true),
            ("C:\\modules\\net", true),
            ("github.com/acme/vpc/aws//sub", true),
            ("bitbucket.org/acme/vpc", true),
            ("s3-eu-west-1.amazonaws.com/bucket/vpc.zip", true),
            ("bücher.example/acme/vpc/aws", true),
            ("shared/modules/databricks/jobs/etl", false),
            ("host/acme/vpc/aws", false),
            ("example.com/acme/vpc", false),
            ("example.com/vpc.zip", false),
            ("git@github.com", false),
            ("git@github.com/acme", false),
            ("github.com/acme", false),
            ("github.com/acme//sub", false),
            ("github.com", false),
            (".", false),
            ("~/net", false),
            ("~/modules/net/aws", false),
            ("modules/net", false),
            ("net", false),
            ("modules/net//sub", false),
        ] {
            assert_eq!(is_remote(source), remote, "{source}");
        }
    }
}
