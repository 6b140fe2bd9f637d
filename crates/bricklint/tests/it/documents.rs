//! Pages that are made from the program. `UPDATE=1` writes them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bricklint::session::{self, PlanFile, Request};
use bricklint_findings::ProblemKind;
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_load::{Globs, VarInput, VariableSet};
use bricklint_report::{Format, RulesFormat, rules_table};
use bricklint_rules::{Check, Of, RULES, Rule};

use crate::harness::{ROOT, memory, on_disk, read, report, repository, request};

/// Compares a page with what it has to be, or writes it.
pub(crate) fn is_written(path: &Path, expected: &str) {
    let mut text = if path.exists() { read(path) } else { String::new() };
    // Other tests read it at the same time.
    if text != expected && std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, expected).unwrap();
        text = read(path);
    }
    assert!(text == expected, "{} is old; `make gen` writes it", path.display());
}

#[test]
fn the_readme_lists_the_rules() {
    let path = repository().join("README.md");
    let text = read(&path);
    let mut rules: Vec<&RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    rules.sort_by_key(|rule| (rule.area, rule.id));
    let (head, rest) = text.split_once("<!-- rules -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- /rules -->").unwrap();
    let table = rules_table(&rules, RulesFormat::Markdown);
    let expected = format!("{head}<!-- rules -->\n{table}<!-- /rules -->{tail}");
    is_written(&path, &expected);
}

#[test]
fn the_readme_shows_a_finding_as_it_is_printed() {
    let path = repository().join("README.md");
    let text = read(&path);
    let run = on_disk("examples/enterprise-platform/broken");
    let report = report(&run, Format::Text);
    let shown = report.split("\n\n").find(|shown| shown.contains("[regions-agree]")).unwrap();
    let (head, rest) = text.split_once("<!-- finding -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- /finding -->").unwrap();
    let expected = format!("{head}<!-- finding -->\n```text\n{shown}\n```\n<!-- /finding -->{tail}");
    is_written(&path, &expected);
}

#[test]
fn the_page_of_problems_has_every_kind() {
    let mut expected = String::from(
        "# What can be wrong with the input\n\n\
         What is wrong with configuration, values and plans is reported beside the findings, as a *problem* of one of these\n\
         kinds: in JSON under `problems`, in the other formats in their own way. What else there is is checked all the same.\n\
         `bricklint explain KIND` prints the part of a kind.\n",
    );
    for kind in ProblemKind::ALL {
        let _ = write!(expected, "\n#{}", kind.page());
    }
    is_written(&repository().join("docs/problems.md"), &expected);
}

/// A rule that fails, under the name of another.
static FAILING: Rule = Rule {
    info: RuleInfo {
        id: "grant-chain-complete",
        area: "grants",
        severity: Severity::Error,
        summary: "",
        level: Level::Default,
        scope: Scope::Root,
        since: None,
    },
    check: Check { of: Of::Root, run: |_, _| panic!("as it should"), near: false },
};

/// Files, and what else is asked.
type Input = (&'static [(&'static str, &'static str)], fn(&mut Request));

/// What has a problem of this kind.
fn with_a_problem(kind: ProblemKind) -> Input {
    fn plan(request: &mut Request, says: &str) {
        let text = format!(
            r#"{{"format_version":"1.2",{says},"planned_values":{{"root_module":{{}}}},"resource_changes":[],"configuration":{{"root_module":{{}}}}}}"#
        );
        request.plans.push(PlanFile { path: "plan.json".to_owned(), bytes: text.into_bytes(), lean: None });
        request.load.paths.clear();
    }
    match kind {
        ProblemKind::Syntax => (&[("main.tf", "a = = 1\n")], |_| {}),
        ProblemKind::Unreadable => (&[("main.tf", "")], |request| {
            request.load.vars.push(VarInput::File(PathBuf::from(ROOT).join("gone.tfvars")));
        }),
        ProblemKind::ModuleMissing => (&[("main.tf", "module \"m\" {\n  source = \"./gone\"\n}\n")], |_| {}),
        ProblemKind::ModuleNotInstalled => {
            (&[("main.tf", "module \"m\" {\n  source = \"hashicorp/dir/template\"\n}\n")], |_| {})
        }
        ProblemKind::ModuleStale => (
            &[
                (
                    "main.tf",
                    "module \"m\" {\n  source  = \"hashicorp/dir/template\"\n  version = \"2.0.0\"\n}\n",
                ),
                (".terraform/modules/m/main.tf", ""),
                (
                    ".terraform/modules/modules.json",
                    r#"{"Modules":[{"Key":"m","Source":"registry.terraform.io/hashicorp/dir/template",
                        "Version":"1.0.0","Dir":".terraform/modules/m"}]}"#,
                ),
            ],
            |_| {},
        ),
        ProblemKind::VariableUndeclared => (&[("main.tf", "")], |request| {
            request.load.vars.push(VarInput::Assign { name: "x".to_owned(), text: "1".to_owned() });
        }),
        ProblemKind::VariableInvalid => (
            &[
                ("main.tf", "variable \"workers\" {\n  type = number\n}\n"),
                ("terraform.tfvars", "workers = \"many\"\n"),
            ],
            |_| {},
        ),
        ProblemKind::TfvarsUndeclared => (&[("main.tf", ""), ("terraform.tfvars", "aa = 1\n")], |_| {}),
        ProblemKind::PlanErrored => (&[], |request| plan(request, r#""errored":true"#)),
        ProblemKind::PlanIncomplete => (&[], |request| plan(request, r#""complete":false"#)),
        ProblemKind::Invalid => (
            &[(
                "main.tf",
                "variable \"n\" {\n  default = 3\n  validation {\n    condition     = var.n < 2\n    \
                 error_message = \"at most one\"\n  }\n}\n",
            )],
            |_| {},
        ),
        ProblemKind::Limit => (
            &[(
                "main.tf",
                "resource \"databricks_group\" \"g\" {\n  count        = 900000000\n  display_name = \"g\"\n}\n",
            )],
            |_| {},
        ),
        ProblemKind::Config => (&[("main.tf", "")], |request| {
            let roots = Globs::new(vec!["live/*".to_owned()]).unwrap();
            request.sets.push(VariableSet { name: Some("prod".into()), roots, ..VariableSet::default() });
            request.sets_named = true;
        }),
        ProblemKind::InternalError => (&[("main.tf", "")], |request| request.rules = vec![&FAILING]),
        ProblemKind::Note => (
            &[("main.tf", "# bricklint: ignore[users-from-idp] break-glass account\nlocals {\n  a = 1\n}\n")],
            |_| {},
        ),
    }
}

/// The example of each kind is what a run says.
#[test]
fn the_page_of_problems_is_true() {
    for kind in ProblemKind::ALL {
        let (files, asked) = with_a_problem(kind);
        let mut request = request(Path::new(ROOT), &["."]);
        asked(&mut request);
        let run = session::run(&memory(files), request);
        let (said, other): (Vec<_>, Vec<_>) = run.problems.iter().partition(|problem| problem.kind == kind);
        let page = kind.page();
        let is_told = said.iter().any(|problem| page.contains(&format!("\n> {}\n", problem.message)));
        assert!(is_told, "{}: {said:?} {other:?}", kind.name());
        let fatal = page.contains("The exit code is 2");
        assert_eq!(fatal, run.problems.iter().any(|problem| problem.kind.is_fatal()), "{}", kind.name());
    }
}
