//! One list of findings that has everything a format must cope with.

use std::sync::Arc;

use bricklint_findings::fix::{Edit, Fix, Safety};
use bricklint_findings::source::{FileId, FileSpan, Position, SourceFile, Sources, Span};
use bricklint_findings::{
    Cause, CauseKind, FailOn, Finding, Level, Location, Problem, ProblemKind, Related, RuleInfo, Scope,
    Severity, Totals, UndecidedMode, Verdict, summarize,
};
use bricklint_report::Report;

/// What must not reach any output as it is: an escape sequence, a bidi override, line breaks, markup, a
/// workflow command and a mention.
pub(crate) const NASTY: &str =
    "\u{1b}[31m\u{202e}a\r\n::error::b%,c]]> <script>&\"'`|@team [l](http://x) \\ ##[error] é日本";

pub(crate) static ENVIRONMENT: RuleInfo = RuleInfo {
    id: "serverless-task-environment",
    area: "jobs",
    severity: Severity::Error,
    summary: "A serverless task names an environment that its job declares.",
    level: Level::Default,
    scope: Scope::Instance,
    since: Some("1.50.0"),
};

pub(crate) static GROUPS: RuleInfo = RuleInfo {
    id: "group-grants-only",
    area: "identity",
    severity: Severity::Warning,
    summary: "Grants go to groups.",
    level: Level::Profile(&["strict", "zero-trust"]),
    scope: Scope::Root,
    since: None,
};

pub(crate) static METASTORE: RuleInfo = RuleInfo {
    id: "one-metastore-per-region",
    area: "metastore",
    severity: Severity::Info,
    summary: "A region has one metastore.",
    level: Level::OptIn,
    scope: Scope::Estate,
    since: None,
};

/// The page of a rule.
fn page(id: &str) -> &'static str {
    match id {
        "serverless-task-environment" => {
            "# serverless-task-environment\n\nA serverless task names an environment that its job declares.\n"
        }
        "group-grants-only" => "# group-grants-only\n",
        "one-metastore-per-region" => "# one-metastore-per-region\n",
        "bucket-blocks-public-access" => "# bucket-blocks-public-access\n",
        _ => panic!("no rule {id}"),
    }
}

/// A rule without a finding.
pub(crate) static QUIET: RuleInfo = RuleInfo {
    id: "bucket-blocks-public-access",
    area: "storage",
    severity: Severity::Error,
    summary: "A bucket blocks public access; `block_public_acls | block_public_policy` are set.",
    level: Level::Default,
    scope: Scope::Instance,
    since: None,
};

const JOBS: &str = r#"resource "databricks_job" "etl" {
  for_each = var.regions
  name     = "etl ${each.key}"

  environment {
    environment_key = "default"
  }

  task {
    task_key        = "größe"
	environment_key = "defalt" # a tab before, a typo after
  }
}
"#;

const GRANTS: &str = r#"resource "databricks_grants" "main" {
  catalog = "main"
  grant {
    principal  = "someone@example.com"
    privileges = ["USE_CATALOG"]
  }
}
"#;

const GROUP: &str = "resource \"databricks_group\" \"analysts\" {\r\n  display_name = \"analysts\"\r\n}\r\n";

/// Findings, problems and the files they point into.
pub(crate) struct Fixture {
    sources: Sources,
    pub(crate) findings: Vec<Finding>,
    pub(crate) problems: Vec<Problem>,
    rules: Vec<&'static RuleInfo>,
    totals: Totals,
}

impl Fixture {
    pub(crate) fn report(&self, undecided: UndecidedMode) -> Report<'_> {
        Report {
            version: "1.2.3",
            summary: summarize(&self.findings, self.totals),
            findings: &self.findings,
            problems: &self.problems,
            sources: &self.sources,
            rules: &self.rules,
            page,
            undecided,
            fail_on: FailOn::Error,
            allow_parse_errors: false,
        }
    }

    /// A location that covers `needle` in the file.
    pub(crate) fn at(&self, file: u32, needle: &str) -> Location {
        let source = self.sources.get(FileId(file)).unwrap();
        let start = source.text.find(needle).unwrap() as u32;
        let span = Span::new(start, start + needle.len() as u32);
        Location {
            path: source.path.clone(),
            start: Some(source.position(span.start)),
            end: Some(source.position(span.end)),
            span: Some(FileSpan { file: FileId(file), span }),
            ..Location::default()
        }
    }

    pub(crate) fn add_file(&mut self, path: &str, text: &str) -> u32 {
        self.sources.add(Arc::new(SourceFile::new(path, Arc::from(text)))).0
    }

    pub(crate) fn empty() -> Self {
        Self {
            sources: Sources::default(),
            findings: Vec::new(),
            problems: Vec::new(),
            rules: vec![&QUIET, &ENVIRONMENT, &GROUPS, &METASTORE],
            totals: Totals { files: 3, roots: 2, instances: 1204, ..Totals::default() },
        }
    }

    pub(crate) fn full() -> Self {
        let mut fixture = Self::empty();
        fixture.totals = Totals { suppressed: 1, baselined: 2, instances_affected: 14, ..fixture.totals };
        let jobs = fixture.add_file("live/jobs.tf", JOBS);
        let grants = fixture.add_file("live/grants.tf", GRANTS);
        let group = fixture.add_file("identity/groups.tf", GROUP);
        let nasty = fixture.add_file(&format!("live/{NASTY}.tf"), &format!("# {NASTY}\nlocals {{}}\n"));
        let typo = fixture.at(jobs, "\"defalt\"");
        fixture.problems = vec![
            Problem::new(ProblemKind::Syntax, "expected `}` before the end of the file")
                .at(fixture.at(grants, "grant {")),
            Problem::new(
                ProblemKind::ModuleNotInstalled,
                "module `vpc` is not installed; run `terraform init`",
            ),
            Problem::new(ProblemKind::Note, NASTY),
        ];
        let keys = ["eu", "us", "ap", "sa", "af", "me", "ca", "cn", "uk", "de", "fr", "it"];
        let mut instances: Vec<String> =
            keys.iter().map(|key| format!("databricks_job.etl[\"{key}\"]")).collect();
        instances.sort();
        let first = instances.first().unwrap().clone();
        fixture.findings = vec![
            Finding {
                message: format!(
                    "task `größe` of `{first}` names environment `defalt`, which the job does not declare"
                ),
                help: "declare it in an `environment` block, or name `default`".to_owned(),
                label: "not declared in this job".to_owned(),
                environments: vec!["dev".to_owned(), "prod".to_owned()],
                attribute: "task[0].environment_key".to_owned(),
                count: 12,
                instances,
                related: vec![Related {
                    label: "the only environment".to_owned(),
                    address: first.clone(),
                    location: fixture.at(jobs, "\"default\""),
                }],
                fixes: vec![Fix {
                    title: "replace `defalt` by `default`".to_owned(),
                    safety: Safety::Safe,
                    edits: vec![Edit::new("live/jobs.tf", typo.span.unwrap().span, "\"default\"")],
                }],
                introduced: None,
                ..finding(&ENVIRONMENT, &first, typo)
            },
            Finding {
                message:
                    "`databricks_grants.main` grants `USE_CATALOG` to `someone@example.com`, a single user"
                        .to_owned(),
                help: "grant it to a group".to_owned(),
                label: "a user".to_owned(),
                attribute: "grant[0].principal".to_owned(),
                related: vec![Related {
                    label: "a group that could hold it".to_owned(),
                    address: "databricks_group.analysts".to_owned(),
                    location: fixture.at(group, "resource \"databricks_group\" \"analysts\""),
                }],
                ..finding(&GROUPS, "databricks_grants.main", fixture.at(grants, "\"someone@example.com\""))
            },
            Finding {
                message: "region `eu-west-1` has two metastores".to_owned(),
                root: "account".to_owned(),
                related: vec![Related {
                    label: "the other one".to_owned(),
                    address: "databricks_metastore.b".to_owned(),
                    location: plan("/planned_values/root_module/resources/1"),
                }],
                causes: vec![Cause::new(
                    CauseKind::NotVisibleHere,
                    "databricks_metastore",
                    "another root may declare more",
                )],
                ..finding(
                    &METASTORE,
                    "databricks_metastore.a",
                    plan("/planned_values/root_module/resources/0/values/region"),
                )
            },
            Finding {
                message: NASTY.to_owned(),
                help: NASTY.to_owned(),
                label: NASTY.to_owned(),
                root: format!("live/{NASTY}"),
                environments: vec![NASTY.to_owned()],
                attribute: NASTY.to_owned(),
                count: 2,
                instances: vec![NASTY.to_owned(), format!("{NASTY}2")],
                related: vec![Related {
                    label: NASTY.to_owned(),
                    address: NASTY.to_owned(),
                    location: Location { path: NASTY.to_owned(), ..plan(NASTY) },
                }],
                causes: vec![Cause::new(CauseKind::Limit, NASTY, NASTY)],
                fixes: vec![Fix {
                    title: NASTY.to_owned(),
                    safety: Safety::Unsafe,
                    edits: vec![Edit::new("elsewhere.tf", Span::new(3, 5), NASTY)],
                }],
                introduced: None,
                ..finding(&GROUPS, NASTY, fixture.at(nasty, NASTY))
            },
            undecided(
                "databricks_job.a",
                9,
                Cause::new(
                    CauseKind::AfterApply,
                    "databricks_cluster.c.id",
                    "`databricks_cluster.c.id` is known after apply",
                ),
                fixture.at(jobs, "task {"),
            ),
            undecided(
                "databricks_job.b",
                2,
                Cause::new(CauseKind::Variable, "var.env", "`var.env` has no value"),
                fixture.at(jobs, "for_each"),
            ),
            undecided(
                "databricks_job.c",
                1,
                Cause::new(CauseKind::Variable, "var.env", "`var.env` has no value"),
                plan("/resource_changes/7"),
            ),
            Finding {
                rule: &METASTORE,
                ..undecided(
                    "",
                    1,
                    Cause::new(
                        CauseKind::ModuleSource,
                        "module.vpc",
                        "the source of `module.vpc` is not on disk",
                    ),
                    Location::default(),
                )
            },
        ];
        fixture
    }
}

pub(crate) fn finding(rule: &'static RuleInfo, address: &str, location: Location) -> Finding {
    Finding {
        rule,
        severity: rule.severity,
        verdict: Verdict::Violated,
        message: String::new(),
        template: String::new(),
        help: String::new(),
        label: String::new(),
        root: "live".to_owned(),
        roots: Vec::new(),
        numbers: Vec::new(),
        module: None,
        definition: String::new(),
        environments: Vec::new(),
        address: address.to_owned(),
        attribute: String::new(),
        count: 1,
        instances: vec![address.to_owned()],
        location,
        related: Vec::new(),
        causes: Vec::new(),
        fingerprint: format!("{:016x}", rule.id.len() * 31 + address.len()),
        fixes: Vec::new(),
        introduced: None,
    }
}

fn undecided(address: &str, count: usize, cause: Cause, location: Location) -> Finding {
    Finding {
        verdict: Verdict::Undecided,
        message: format!("cannot tell whether the tasks of `{address}` name a declared environment"),
        count,
        causes: vec![cause],
        ..finding(&ENVIRONMENT, address, location)
    }
}

fn plan(pointer: &str) -> Location {
    Location { path: "plan.json".to_owned(), pointer: Some(pointer.to_owned()), ..Location::default() }
}

/// Line and column from 1.
pub(crate) fn position(line: u32, column: u32) -> Position {
    Position { line, column }
}
