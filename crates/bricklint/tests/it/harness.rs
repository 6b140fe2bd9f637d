//! Runs in this process, over files in memory or those of the repository.

use std::path::{Path, PathBuf};

use bricklint::disk::Disk;
use bricklint::session::{self, PlanFile, Request, Run};
use bricklint_findings::finding::{Finding, Verdict};
use bricklint_findings::rule_info::RuleInfo;
use bricklint_findings::{FailOn, UndecidedMode};
use bricklint_load::LoadOptions;
use bricklint_load::files::MemoryFiles;
use bricklint_report::{Format, Options, Report};
use bricklint_rules::RULES;

/// Where files in memory lie.
pub(crate) const ROOT: &str = "/p";

/// The repository.
pub(crate) fn repository() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    path.canonicalize().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the tests look at the project's own files")]
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn memory(files: &[(&str, &str)]) -> MemoryFiles {
    files.iter().map(|(path, text)| (Path::new(ROOT).join(path), text.as_bytes().to_vec())).collect()
}

/// All rules over the directories at `paths` below the root.
pub(crate) fn request(root: &Path, paths: &[&str]) -> Request {
    let load = LoadOptions {
        project_root: root.to_path_buf(),
        paths: paths.iter().map(|path| root.join(path)).collect(),
        ..LoadOptions::default()
    };
    Request { load, rules: RULES.to_vec(), ..Request::default() }
}

/// A run over files in memory.
pub(crate) fn run(files: &[(&str, &str)]) -> Run {
    session::run(&memory(files), request(Path::new(ROOT), &["."]))
}

/// A run over a directory of the repository, as if it were a project of its own.
pub(crate) fn on_disk(directory: &str) -> Run {
    session::run(&Disk, request(&repository().join(directory), &["."]))
}

/// A plan of the repository.
pub(crate) fn plan(path: &Path) -> PlanFile {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    PlanFile { path: name, bytes: read(path).into_bytes(), lean: None }
}

/// `violated RULE path:line`, sorted.
pub(crate) fn lines(run: &Run) -> Vec<String> {
    let show = |finding: &Finding| {
        let line = finding.location.start.map_or(0, |start| start.line);
        format!("{} {} {}:{line}", finding.verdict.name(), finding.rule.id, finding.location.path)
    };
    let mut out: Vec<String> = run.findings.iter().map(show).collect();
    out.sort();
    out
}

/// Only what is violated.
pub(crate) fn violated(run: &Run) -> Vec<String> {
    lines(run).into_iter().filter(|line| line.starts_with(Verdict::Violated.name())).collect()
}

/// `kind: message`, in order.
pub(crate) fn problems(run: &Run) -> Vec<String> {
    run.problems.iter().map(|p| format!("{}: {}", p.kind.name(), p.message)).collect()
}

/// The run as `check` reports it.
pub(crate) fn report(run: &Run, format: Format) -> String {
    let rules: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let report = Report {
        version: "0.0.0",
        summary: run.summary,
        findings: &run.findings,
        problems: &run.problems,
        sources: &run.shown,
        rules: &rules,
        page: bricklint_rules::page,
        undecided: UndecidedMode::Fail,
        fail_on: FailOn::Error,
        allow_parse_errors: false,
    };
    bricklint_report::write(&report, format, Options::default())
}

/// A job whose only task runs a Python file without an environment: the rule
/// `serverless-task-environment` reports the line of `task`.
pub(crate) const JOB: &str = r#"resource "databricks_job" "a" {
  name = "a"
  environment {
    environment_key = "default"
    spec {
      environment_version = "3"
    }
  }
  task {
    task_key = "run"
    spark_python_task {
      python_file = "/Workspace/a.py"
    }
  }
}
"#;
