//! `bricklint check`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bricklint::disk::Disk;
use bricklint::session::{self, Phase, Run};
use bricklint_findings::outcome::{FailOn, UndecidedMode};
use bricklint_findings::rule_info::RuleInfo;
use bricklint_load::DirectoryKind;
use bricklint_load::files::FileSystem as _;
use bricklint_report::{Format, Options, Report};
use bricklint_rules::Selection;

use crate::cli::{CheckArgs, StopAfter};
use crate::input;

/// A run that takes longer than this says so at a terminal.
const PATIENCE: Duration = Duration::from_millis(500);

/// Checks and reports.
pub(super) fn run(args: &CheckArgs, quiet: bool) -> Result<u8> {
    let fail_on: FailOn = args.fail_on.parse().context("--fail-on")?;
    let undecided: UndecidedMode = args.undecided.parse().context("--undecided")?;
    let formats = formats(&args.format)?;
    let selection =
        Selection { only: args.only.clone(), skip: args.skip.clone(), profiles: args.profile.clone() };
    let whole = matches!(args.stop_after, Some(StopAfter::Read | StopAfter::Skip));
    let mut request = input::read(&Disk, &args.input, &selection, whole)?.request;
    if args.changed && !input::has_plan(&Disk, &request.plans, &request.load) {
        bail!(
            "`--changed` reports what a plan changes, and no plan is given; name the output of `terraform show -json \
             PLANFILE`, with `--source` for its configuration"
        );
    }
    request.changed = args.changed;
    request.timings = args.timings;
    request.stop_after = args.stop_after.map(|phase| match phase {
        StopAfter::Read => Phase::Read,
        StopAfter::Skip => Phase::Skip,
        StopAfter::Parse => Phase::Parse,
        StopAfter::Expand => Phase::Expand,
        StopAfter::Graph => Phase::Graph,
    });
    if args.list_roots {
        if request.load.paths.is_empty() && request.source.is_none() {
            bail!("`--list-roots` says what directories are, and none is given");
        }
        request.stop_after = Some(Phase::Parse);
    }
    let rules: Vec<&'static RuleInfo> = request.rules.iter().map(|rule| &rule.info).collect();
    let ends_early = request.stop_after.is_some();
    let run = with_progress(quiet, || session::run(&Disk, request));
    timings(&run);
    if args.list_roots {
        super::print(&list_roots(&run))?;
        return Ok(if run.problems.iter().any(|problem| problem.kind.is_fatal()) { 2 } else { 0 });
    }
    if ends_early {
        let code = super::problems(&run.problems, quiet);
        leave(run);
        return Ok(code);
    }
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        summary: run.summary,
        findings: &run.findings,
        problems: &run.problems,
        sources: &run.shown,
        rules: &rules,
        page: bricklint_rules::page,
        undecided,
        fail_on,
        allow_parse_errors: args.allow_parse_errors,
    };
    for (format, file) in formats {
        let colour = file.is_none() && super::colour(std::io::stdout().is_terminal());
        let options = Options { color: colour, ..Options::default() };
        let text = bricklint_report::write(&report, format, options);
        match file {
            None => super::print(&text)?,
            Some(path) => write_file(&path, &text)?,
        }
    }
    let code = report.exit_code();
    leave(run);
    Ok(code)
}

/// Where the time went, if it was measured: a line for each phase, and below them one for each rule.
fn timings(run: &Run) {
    let say = |name: &str, time: Duration| {
        super::say(&format!("{name:<32}{:>10.2} ms", time.as_secs_f64() * 1000.0));
    };
    for (phase, time) in &run.timings {
        say(phase.name(), *time);
    }
    for (rule, time) in &run.rule_timings {
        say(&format!("  {rule}"), *time);
    }
}

/// Freeing a large estate piece by piece takes longer than ending the process.
fn leave(run: Run) {
    std::mem::forget(run);
}

fn write_file(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("`{}` cannot be written", path.display()))
}

/// Formats with the file each goes to; at most one goes to stdout.
fn formats(given: &[String]) -> Result<Vec<(Format, Option<PathBuf>)>> {
    let mut out = Vec::new();
    for text in given {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text.as_str(), None),
        };
        if text.ends_with('=') {
            bail!("`--format {text}` names no file; write it behind the `=`");
        }
        out.push((name.parse::<Format>().context("--format")?, file));
    }
    if out.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        bail!(
            "only one format can go to standard output; give the others a file: `--format sarif=out.sarif`"
        );
    }
    let mut targets = Vec::new();
    for file in out.iter().filter_map(|(_, file)| file.as_deref()) {
        let target = target(file);
        if targets.contains(&target) {
            bail!("`--format` sends two reports to `{}`; give each a file of its own", file.display());
        }
        targets.push(target);
    }
    Ok(out)
}

/// The file that a path leads to, however it is written; it need not be there yet.
fn target(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // A link can lead to what is not there yet, either.
    let path = std::fs::read_link(&path).map_or(path.clone(), |to| path.with_file_name(to));
    let beside = || {
        Disk.canonicalize(path.parent()?).ok().zip(path.file_name()).map(|(parent, name)| parent.join(name))
    };
    Disk.canonicalize(&path).ok().or_else(beside).unwrap_or(path)
}

/// Runs `work`, and says on stderr that it takes a while if it does and somebody is looking.
fn with_progress<T: Send>(quiet: bool, work: impl FnOnce() -> T + Send) -> T {
    if quiet || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, waiting) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                super::say("checking…");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// One line for each directory: what it is, and why.
fn list_roots(run: &Run) -> String {
    let mut out = String::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let width = run.discovery.directories.iter().map(|d| d.path.chars().count()).max().unwrap_or(0);
    for directory in &run.discovery.directories {
        let kind = match directory.kind {
            DirectoryKind::Root => "root",
            DirectoryKind::Module => "module",
            DirectoryKind::UncalledModule => "uncalled module",
            DirectoryKind::Neither => "neither",
            DirectoryKind::NotEntered => "not entered",
        };
        *counts.entry(kind).or_default() += 1;
        let path = bricklint_report::escape::line(&directory.path);
        let reason = bricklint_report::escape::line(&directory.reason);
        let _ = writeln!(out, "{path:width$}  {kind:15}  {reason}");
    }
    let counts = counts.iter().map(|(kind, n)| match *kind {
        "neither" | "not entered" => format!("{n} {kind}"),
        noun => bricklint_report::words::count(*n, noun),
    });
    let counts: Vec<String> = counts.collect();
    let _ = writeln!(out, "{}", counts.join(", "));
    for problem in &run.problems {
        let message = bricklint_report::escape::line(&problem.message);
        let _ = writeln!(out, "{}: {message}", problem.kind.name());
    }
    out
}
