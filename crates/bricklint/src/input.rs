//! From arguments, environment and disk to a [`Request`]: the only place that knows the working directory
//! and the environment.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use bricklint::config::Config;
use bricklint::session::{PlanFile, Request};
use bricklint_findings::Sorting;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_load::files::{FileSystem, Kind, clean};
use bricklint_load::plan::{MAX_PLAN, lean};
use bricklint_load::roots::is_configuration as is_configuration_name;
use bricklint_load::sniff::{self, sniff};
use bricklint_load::{LoadOptions, VarInput};
use bricklint_model::schema::Schema;
use bricklint_rules::{RULES, Selection};
use rustc_hash::FxHashSet;

use crate::cli::InputArgs;

/// A configuration or other file that is larger than this is refused.
const MAX_INPUT: u64 = MAX_PLAN;

/// What a command works on.
pub(crate) struct Input {
    /// What to do.
    pub(crate) request: Request,
}

/// Reads the command line's inputs, and plans as a whole if that is asked for.
pub(crate) fn read(
    fs: &dyn FileSystem,
    args: &InputArgs,
    selection: &Selection,
    whole: bool,
) -> Result<Input> {
    let cwd = current_dir()?;
    let absolute = |path: &Path| clean(&cwd.join(path));
    let mut paths: Vec<PathBuf> = args.paths.clone();
    let implied = paths.is_empty() && args.source.is_none();
    if implied {
        paths.push(PathBuf::from("."));
    }
    let anchors: Vec<PathBuf> = paths
        .iter()
        .chain(&args.source)
        .filter(|path| path.as_os_str() != "-")
        .map(|path| absolute(path))
        .collect();
    let project_root = match &args.project_root {
        Some(root) => absolute(root),
        None => project_root(fs, &anchors, &cwd),
    };
    let project_root = fs.canonicalize(&project_root).unwrap_or(project_root);
    let display = |path: &Path| {
        let path = fs.canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let inside = path.strip_prefix(&project_root).map(|rest| rest.to_string_lossy().replace('\\', "/"));
        inside.unwrap_or_else(|_| path.to_string_lossy().into_owned())
    };

    let mut load = LoadOptions { project_root: project_root.clone(), ..LoadOptions::default() };
    // Values are for a root that somebody has in mind.
    load.implied = implied && args.vars.is_empty() && args.var_files.is_empty();
    let mut plans = Vec::new();
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        bail!("standard input can be named once only");
    }
    let mut read = FxHashSet::default();
    for path in &paths {
        if path.as_os_str() == "-" {
            plans.push(PlanFile::new("-", standard_input()?));
            continue;
        }
        let full = absolute(path);
        match fs.kind(&full) {
            Some(Kind::Directory) | None => load.paths.push(full),
            Some(Kind::Other) => bail!(
                "`{}` is neither a directory nor a regular file; hand a plan over as a file, or through a pipe to `-`",
                path.display()
            ),
            // What is named twice is there once.
            Some(Kind::File(_)) if !read.insert(fs.canonicalize(&full).unwrap_or_else(|_| full.clone())) => {}
            Some(Kind::File(size))
                if !whole
                    && size >= lean::LARGE
                    && !has_name_of_configuration(&full)
                    && let Ok(Some(lean)) = lean::read(fs, &full, size) =>
            {
                plans
                    .push(PlanFile { lean: Some((lean, full.clone())), ..PlanFile::new(display(&full), []) });
            }
            Some(Kind::File(_)) => {
                let bytes = fs
                    .read(&full, MAX_INPUT)
                    .with_context(|| format!("`{}` cannot be read", path.display()))?;
                if is_configuration(&bytes, &full) {
                    load.paths.push(full.parent().map_or_else(|| full.clone(), Path::to_path_buf));
                } else {
                    plans.push(PlanFile::new(display(&full), bytes));
                }
            }
        }
    }

    let has_plan = has_plan(fs, &plans, &load);
    if args.source.is_some() && !has_plan {
        bail!("`--source` names the configuration of a plan, and no plan is given; name the plan too");
    }
    if args.root.is_some() && !has_plan {
        bail!("`--root` names the root that a plan belongs to, and no plan is given; name the plan too");
    }

    let (config, config_path) = configuration(fs, args, &project_root, &cwd)?;
    let base = config_path.as_deref().and_then(Path::parent).unwrap_or(&project_root).to_owned();
    let shown = config_path.as_deref().map(&display).unwrap_or_default();
    load.include.clone_from(&config.roots.include);
    load.exclude.clone_from(&config.roots.exclude);
    load.contains.clone_from(&config.modules.contains);
    load.vars = vars(args, &absolute)?;
    load.env_vars = env_vars();
    load.workspace = args.workspace.clone().or_else(|| env("TF_WORKSPACE"));
    load.schema = schema(fs, args.schema.as_deref(), &absolute)?;
    for pair in &args.module_paths {
        let Some((key, directory)) = pair.split_once('=') else {
            bail!("`--module-path {pair}`: expected KEY=DIR, such as `network.subnets=../subnets`");
        };
        load.module_paths.push((key.to_owned(), absolute(Path::new(directory))));
    }
    let settings = config.settings(RULES, &shown)?;
    let rules = settings.select(RULES, selection)?;
    if rules.is_empty() && !(selection.only.is_empty() && selection.skip.is_empty()) {
        bail!("no rule is left to run: `--only`, `--skip` and the configuration leave none");
    }
    tracing::info!(project_root = %load.project_root.display(), plans = plans.len(), rules = rules.len(), "input");
    for (name, _) in &load.env_vars {
        tracing::debug!(name = name.as_str(), "TF_VAR");
    }
    let unread = unread(fs, &anchors, &cwd, &project_root).filter(|_| args.config.is_none());
    let unread = unread.map(|path| {
        let shown = display(&path);
        format!("`{shown}` is not read: it does not lie in the project root; name it with `--config`")
    });
    let more = unread.as_ref().map_or_else(String::new, |unread| format!("; {unread}"));
    let mut sets = config.sets(&args.envs, &base).map_err(|error| anyhow::anyhow!("{error}{more}"))?;
    // Whoever changes the tree must not choose what is read outside it.
    for set in &mut sets {
        set.outside = args.config.is_some();
    }
    // What belongs to the environments that are left out may be everything that counts.
    let complete = config.estate.complete && sets.len() >= config.environments.len();
    let request = Request {
        load,
        plans,
        source: args.source.as_deref().map(absolute),
        root: args.root.clone(),
        sets,
        sets_named: !args.envs.is_empty(),
        rules,
        settings,
        complete,
        changed: false,
        accepted: config.suppressions(RULES)?,
        notes: unread.into_iter().map(|text| Problem::new(ProblemKind::Note, text)).collect(),
        today: Some(today()),
        stop_after: None,
        timings: false,
    };
    Ok(Input { request })
}

/// Whether a plan was named, which need not be there: that it cannot be read is another thing to say.
pub(crate) fn has_plan(fs: &dyn FileSystem, plans: &[PlanFile], load: &LoadOptions) -> bool {
    !plans.is_empty() || load.paths.iter().any(|path| fs.kind(path).is_none())
}

/// Provider schemas that were named.
fn schema(
    fs: &dyn FileSystem,
    path: Option<&Path>,
    absolute: &dyn Fn(&Path) -> PathBuf,
) -> Result<Option<Arc<Schema>>> {
    let Some(path) = path else { return Ok(None) };
    let shown = path.display();
    let bytes = fs
        .read(&absolute(path), MAX_INPUT)
        .with_context(|| format!("the provider schemas `{shown}` cannot be read"))?;
    let what = "name the output of `terraform providers schema -json`";
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow::anyhow!("`--schema {shown}` is not UTF-8 text; {what}"))?;
    match Schema::from_json(&text) {
        Ok(schema) => Ok(Some(Arc::new(schema))),
        Err(error) => bail!("`--schema {shown}` cannot be used: {error}"),
    }
}

/// All of standard input.
fn standard_input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_INPUT + 1).read_to_end(&mut bytes);
    read.context("standard input cannot be read")?;
    if bytes.len() as u64 > MAX_INPUT {
        bail!("standard input has more than the limit of {MAX_INPUT} bytes");
    }
    Ok(bytes)
}

/// The text of a file of expressions, or of standard input.
pub(crate) fn expressions(fs: &dyn FileSystem, path: &Path) -> Result<String> {
    let bytes = if path.as_os_str() == "-" {
        standard_input()?
    } else {
        fs.read(&clean(&current_dir()?.join(path)), MAX_INPUT)
            .with_context(|| format!("the expressions `{}` cannot be read", path.display()))?
    };
    String::from_utf8(bytes)
        .map_err(|_| anyhow::anyhow!("the expressions `{}` are not UTF-8 text", path.display()))
}

/// Whether a file is configuration, which its directory then stands for: text that is no other kind of
/// input, under a name that Terraform reads.
fn is_configuration(bytes: &[u8], path: &Path) -> bool {
    has_name_of_configuration(path) && !matches!(sniff(bytes), sniff::Kind::Plan | sniff::Kind::State)
}

fn has_name_of_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_configuration_name(&name.to_string_lossy()))
}

/// `--var` and `--var-file` keep their order only within their kind: clap hands each over by itself, so the
/// order is taken from the command line itself.
fn vars(args: &InputArgs, absolute: &dyn Fn(&Path) -> PathBuf) -> Result<Vec<VarInput>> {
    let mut assigns = args.vars.iter();
    let mut files = args.var_files.iter();
    let mut out = Vec::new();
    let words: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut push_assign = |out: &mut Vec<VarInput>| -> Result<()> {
        if let Some(pair) = assigns.next() {
            let Some((name, text)) = pair.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
                bail!("`--var {pair}`: expected NAME=VALUE, such as `region=eu-west-1`")
            };
            out.push(VarInput::Assign { name: name.trim().to_owned(), text: text.to_owned() });
        }
        Ok(())
    };
    for word in &words {
        let is =
            |flag: &str| word == flag || word.strip_prefix(flag).is_some_and(|rest| rest.starts_with('='));
        if is("--var") {
            push_assign(&mut out)?;
        } else if is("--var-file")
            && let Some(file) = files.next()
        {
            out.push(VarInput::File(absolute(file)));
        }
    }
    for _ in 0..args.vars.len() {
        push_assign(&mut out)?;
    }
    out.extend(files.map(|file| VarInput::File(absolute(file))));
    Ok(out)
}

/// The repository that the configuration lies in, since a plan can lie anywhere; otherwise the nearest ancestor of all paths
/// with `.git`, otherwise their common ancestor.
fn project_root(fs: &dyn FileSystem, paths: &[PathBuf], cwd: &Path) -> PathBuf {
    let configurations = paths.iter().filter(|path| match fs.kind(path) {
        Some(Kind::File(_)) => has_name_of_configuration(path),
        kind => kind == Some(Kind::Directory),
    });
    let repository = |at: &PathBuf| {
        let root = at.ancestors().find(|at| fs.kind(&at.join(".git")).is_some());
        root.map(Path::to_owned)
    };
    let of_configurations = common(fs, configurations).as_ref().and_then(repository);
    of_configurations.unwrap_or_else(|| {
        let all = common(fs, paths.iter()).unwrap_or_else(|| cwd.to_owned());
        repository(&all).unwrap_or(all)
    })
}

/// The common ancestor of the directories that paths lie in.
fn common<'p>(fs: &dyn FileSystem, paths: impl Iterator<Item = &'p PathBuf>) -> Option<PathBuf> {
    let mut common: Option<PathBuf> = None;
    for path in paths {
        let directory = match fs.kind(path) {
            Some(Kind::Directory) => path.clone(),
            _ => path.parent().unwrap_or(path).to_owned(),
        };
        common = Some(match common {
            None => directory,
            Some(other) => {
                let mut shared = other;
                while !directory.starts_with(&shared) && shared.pop() {}
                shared
            }
        });
    }
    common
}

/// The configuration file that lies nearest below the project root, above what was named or where this runs.
fn unread(fs: &dyn FileSystem, named: &[PathBuf], cwd: &Path, project_root: &Path) -> Option<PathBuf> {
    named.iter().map(|path| &**path).chain([cwd]).find_map(|path| {
        let path = fs.canonicalize(path).ok()?;
        let above = path.ancestors().take_while(|at| at.starts_with(project_root) && *at != project_root);
        above.map(|at| at.join("bricklint.toml")).find(|file| fs.kind(file).is_some())
    })
}

fn configuration(
    fs: &dyn FileSystem,
    args: &InputArgs,
    project_root: &Path,
    cwd: &Path,
) -> Result<(Config, Option<PathBuf>)> {
    let unread = |path: &Path| format!("the configuration `{}` cannot be read", path.display());
    let path = if let Some(path) = &args.config {
        clean(&cwd.join(path))
    } else {
        let path = project_root.join("bricklint.toml");
        // A link that leads nowhere is there, too.
        let is_listed = || {
            let entries = fs.read_dir(project_root).unwrap_or_default();
            entries.iter().any(|entry| entry.name == "bricklint.toml")
        };
        if fs.kind(&path).is_none() && !is_listed() {
            return Ok((Config::default(), None));
        }
        // Whoever changes the tree must not choose a configuration outside it.
        let found = fs.canonicalize(&path).with_context(|| unread(&path))?;
        if !fs.canonicalize(project_root).is_ok_and(|root| found.starts_with(root)) {
            bail!("`bricklint.toml` leads outside the project root; name the file with `--config`");
        }
        path
    };
    let bytes = fs.read(&path, 16 << 20).with_context(|| unread(&path))?;
    let shown = path.strip_prefix(project_root).unwrap_or(&path).to_string_lossy().into_owned();
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow::anyhow!("the configuration `{shown}` is not UTF-8; save it as UTF-8"))?;
    tracing::info!(config = shown.as_str(), "configuration");
    Ok((Config::parse(&text, &shown)?, Some(path)))
}

#[expect(clippy::disallowed_methods, reason = "the binary is where the working directory is known")]
fn current_dir() -> Result<PathBuf> {
    std::env::current_dir().context("the working directory is not known")
}

#[expect(clippy::disallowed_methods, reason = "the binary is where the environment is read")]
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// `TF_VAR_name`, sorted by name.
fn env_vars() -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| {
            let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
            Some((name, value.to_string_lossy().into_owned()))
        })
        .collect();
    out.put_in_order();
    out
}

/// `YYYY-MM-DD` in UTC.
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}
