//! The binary: exit codes, streams and flags.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Output, Stdio};

use assert_cmd::cargo::CommandCargoExt as _;
use bricklint_findings::ProblemKind;
use bricklint_report::Format;
use bricklint_rules::RULES;

use crate::harness::{JOB, repository};

fn bricklint(directory: &Path, arguments: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::cargo_bin("bricklint").unwrap();
    command.current_dir(directory).args(arguments).env_clear().stdin(Stdio::null());
    command
}

fn run(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = bricklint(directory, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    directory
}

#[test]
fn exit_codes_follow_findings_and_problems() {
    let good = "resource \"databricks_group\" \"g\" {\n  display_name = \"g\"\n}\n";
    let cases: &[(&str, &str, &[&str], i32)] = &[
        ("nothing", good, &[], 0),
        ("a finding", JOB, &[], 1),
        ("a finding that does not count", JOB, &["--fail-on", "never"], 0),
        ("a rule that does not run", JOB, &["--skip", "jobs"], 0),
        ("text that does not parse", "a = = 1\n", &["--fail-on", "never"], 2),
        ("text that may be broken", "a = = 1\n", &["--allow-parse-errors"], 0),
        ("a missing module", "module \"m\" {\n  source = \"./gone\"\n}\n", &[], 2),
        ("a module to install", "module \"m\" {\n  source = \"a/b/c\"\n}\n", &[], 0),
        ("a variable nobody declares", good, &["--var", "x=1"], 2),
        ("a var file that is missing", good, &["--var-file", "gone.tfvars"], 2),
        ("a path that is missing", good, &["gone"], 2),
        ("a directory without configuration", good, &["docs"], 2),
        ("a format nobody knows", good, &["--format", "yaml"], 2),
        ("two formats on one stream", good, &["--format", "json", "--format", "text"], 2),
        ("a selector that matches nothing", good, &["--only", "nope"], 2),
        ("selectors that leave nothing", good, &["--only", "jobs", "--skip", "jobs"], 2),
        ("a value without a name", good, &["--var", "=1"], 2),
        ("a report without a file", good, &["--format", "json="], 2),
        ("a list of roots as a report", good, &["--list-roots", "--format", "json=r"], 2),
        ("a list of roots of no directory", good, &["--list-roots", "-"], 2),
        ("a profile nobody knows", good, &["--profile", "nope"], 2),
        ("a flag nobody knows", good, &["--nope"], 2),
        ("an environment nobody knows", good, &["--env", "prod"], 2),
        ("a configuration that is missing", good, &["--config", "gone.toml"], 2),
        ("a source without a plan", good, &["--source", "."], 2),
        ("a root without a plan", good, &["--root", "x"], 2),
        ("two reports in one file", good, &["--format", "json=r", "--format", "sarif=r"], 2),
        (
            "two reports in one file by two names",
            good,
            &["--format", "json=docs/../r", "--format", "sarif=./r"],
            2,
        ),
        ("a directory without configuration beside another", good, &[".", "docs"], 2),
        ("a source that says the root, and another", good, &["--source", ".", "--root", "x"], 2),
        ("what changed without a plan", good, &["--changed"], 2),
        ("schemas that are none", good, &["--schema", "main.tf"], 2),
    ];
    for (name, source, arguments, expected) in cases {
        let directory = project(&[("main.tf", source), ("docs/readme.md", "")]);
        let arguments: Vec<&str> = std::iter::once("check").chain(arguments.iter().copied()).collect();
        let (code, stdout, stderr) = run(directory.path(), &arguments);
        assert_eq!(code, *expected, "{name}: {stdout}{stderr}");
        let usage = arguments.iter().any(|a| matches!(*a, "yaml" | "text" | "nope" | "--nope" | "--env"));
        if usage || arguments.contains(&"--config") || arguments.contains(&"--source") {
            assert_eq!(stdout, "", "{name}: the report is the only thing on stdout");
            assert!(stderr.starts_with("error: "), "{name}: {stderr}");
        } else {
            assert!(!stdout.contains('\u{1b}'), "{name}: colours in a pipe");
        }
    }
}

#[test]
fn bad_plans_are_named_and_end_with_2() {
    let inputs = repository().join("testdata/bad-input");
    let readable = [
        "plan.bin",
        "plan-bom.json",
        "plan-format-1.99.json",
        "plans-concatenated.json",
        "plan-wrapper-noise.txt",
    ];
    let mut seen = 0;
    for entry in std::fs::read_dir(&inputs).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let fine = readable.contains(&name.as_str()) || name.starts_with("plan-utf16");
        let (code, stdout, stderr) =
            run(&inputs, &["check", &name, "--fail-on", "never", "--format", "concise"]);
        assert_eq!(code, if fine { 0 } else { 2 }, "{name}: {stdout}{stderr}");
        if !fine {
            let lines: Vec<&str> = stdout.lines().filter(|line| line.contains("error[")).collect();
            assert_eq!(lines.len(), 1, "{name}: {stdout}");
            assert!(lines[0].contains("; ") || lines[0].contains(": "), "{name}: says what to do: {stdout}");
        }
        seen += 1;
    }
    assert!(seen > 20);
}

#[test]
fn a_plan_comes_from_standard_input() {
    let root = repository();
    let plan = std::fs::File::open(root.join("examples/serverless-jobs/broken/plan.json")).unwrap();
    let mut command = bricklint(&root, &["check", "-", "--format", "concise"]);
    let output = command.stdin(plan).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stdout}");
    assert!(stdout.contains("-#/resource_changes/"), "{stdout}");
}

#[test]
fn reports_go_where_they_are_sent() {
    let directory = project(&[("main.tf", JOB)]);
    let (code, stdout, stderr) =
        run(directory.path(), &["check", "--format", "sarif=out.sarif", "--format", "json=out.json"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (1, "", ""));
    for name in ["out.sarif", "out.json"] {
        let text = crate::harness::read(directory.path().join(name));
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{name}");
    }
    let (code, _, stderr) = run(directory.path(), &["check", "--format", "json=no/such/out.json"]);
    assert!(code == 2 && stderr.contains("cannot be written"), "{stderr}");
}

#[test]
fn verbosity_goes_to_stderr_and_tells_no_value() {
    let source = "variable \"a\" {}\nresource \"databricks_group\" \"g\" {\n  display_name = var.a\n}\n";
    let directory =
        project(&[("main.tf", source), ("terraform.tfvars", "a = \"tell-nobody\"\n"), (".git/HEAD", "")]);
    let (code, quiet, stderr) = run(directory.path(), &["check"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let (_, verbose, stderr) = run(directory.path(), &["check", "-vv"]);
    assert_eq!(quiet, verbose);
    for part in ["terraform.tfvars", "main.tf", "expanded", "directory", "instances=1"] {
        let part = if part == "main.tf" { "files=1" } else { part };
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    assert!(!stderr.contains("tell-nobody"), "{stderr}");
    let output = bricklint(directory.path(), &["check"]).env("BRICKLINT_LOG", "info").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("expanded"));
    let output = bricklint(directory.path(), &["check", "-q"]).env("BRICKLINT_LOG", "info").output().unwrap();
    assert_eq!(output.stderr, b"");
}

#[test]
fn timings_are_of_phases_and_of_the_rules_that_ran() {
    let directory = project(&[("main.tf", JOB)]);
    let (_, report, stderr) = run(directory.path(), &["check", "--timings", "--only", "jobs,known-schema"]);
    let mut names: Vec<&str> = stderr.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let rules = names.split_off(4);
    assert_eq!(names, ["parse", "expand", "graph", "check"], "{stderr}");
    let ran: BTreeSet<&str> = rules.into_iter().collect();
    let jobs = RULES.iter().map(|rule| &rule.info).filter(|info| info.area == "jobs").map(|info| info.id);
    assert_eq!(ran, jobs.chain(["known-schema"]).collect(), "{stderr}");
    let (_, plain, stderr) = run(directory.path(), &["check", "--only", "jobs,known-schema"]);
    assert_eq!((plain, stderr.as_str()), (report, ""));
}

#[test]
fn help_names_the_formats() {
    let (_, help, _) = run(&repository(), &["check", "--help"]);
    let (_, after) = help.split_once("--format").unwrap();
    let (text, _) = after.split_once("--fail-on").unwrap();
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    for name in Format::NAMES {
        assert!(words.contains(&name), "{name}: {help}");
    }
}

#[test]
fn colours_are_forced_and_refused() {
    let directory = project(&[("main.tf", JOB)]);
    let coloured = |name: &str, value: &str| {
        let output = bricklint(directory.path(), &["check"])
            .env("CLICOLOR_FORCE", "1")
            .env(name, value)
            .output()
            .unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(coloured("UNRELATED", "1"));
    assert!(!coloured("NO_COLOR", "1"));
}

#[test]
fn help_has_colours_where_reports_have_them() {
    let directory = project(&[]);
    for argument in ["--help", "--nope"] {
        for (forced, expected) in [("0", false), ("1", true)] {
            let output = bricklint(directory.path(), &["check", argument])
                .env("CLICOLOR_FORCE", forced)
                .output()
                .unwrap();
            let coloured = output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b);
            assert_eq!(coloured, expected, "{argument} with CLICOLOR_FORCE={forced}");
        }
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut command = bricklint(&repository(), &["inspect", "examples/enterprise-platform/broken"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.lines().count() == 1 && stderr.contains("attribute values are known"), "{stderr}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_other_commands_answer() {
    let directory = project(&[("main.tf", JOB), ("lines", "1 + 1\nvar.nope\n"), (".git/HEAD", "")]);
    let path = directory.path();
    let (code, stdout, _) = run(path, &["explain", "serverless-task-environment"]);
    assert!(code == 0 && stdout.starts_with("# serverless-task-environment\n"), "{stdout}");
    for kind in ProblemKind::ALL {
        assert_eq!(run(path, &["explain", kind.name()]), (0, kind.page(), String::new()));
    }
    for (name, said) in [
        ("serverless-task-environmen", "; did you mean `serverless-task-environment`?"),
        ("tfvar-undeclared", "neither a rule nor a kind of problem; did you mean `tfvars-undeclared`?"),
        ("harbour", "`harbour` is neither a rule nor a kind of problem; `bricklint rules` lists the rules"),
        ("jobs", "`jobs` is an area; `bricklint rules` lists its rules"),
    ] {
        let (code, _, stderr) = run(path, &["explain", name]);
        assert!(code == 2 && stderr.contains(said), "{stderr}");
    }
    let (code, stdout, _) = run(path, &["rules", "--format", "json"]);
    assert!(code == 0 && stdout.contains("bricklint.rules/1"), "{stdout}");
    let (code, stdout, _) = run(path, &["inspect", "--eval", "lines"]);
    assert_eq!(code, 0);
    assert_eq!(stdout.lines().count(), 2, "{stdout}");
    assert!(stdout.lines().nth(1).unwrap().starts_with("{\"error\":"), "{stdout}");
    let (code, stdout, _) = run(path, &["graph", "--around", "databricks_job.a", "--depth", "0"]);
    assert!(code == 0 && stdout.starts_with("digraph"), "{stdout}");
    assert!(!stdout.contains("->"), "{stdout}");
    let around = ["graph", "--around", "databricks_job.a", "--depth"];
    let at = |depth: &'static str| run(path, &[&around[..], &[depth]].concat()).1;
    assert_eq!(at("9"), at("999999999999"));
    let (code, _, stderr) = run(path, &["graph", "--around", "databricks_job.b"]);
    assert!(code == 2 && stderr.contains("did you mean `databricks_job.a`?"), "{stderr}");
    let (code, stdout, _) = run(path, &["check", "--list-roots"]);
    assert!(code == 0 && stdout.contains("\n1 root\n"), "{stdout}");
    let several = project(&[("a/main.tf", JOB), ("b/main.tf", JOB), (".git/HEAD", "")]);
    let (_, stdout, _) = run(several.path(), &["check", "--list-roots"]);
    assert!(stdout.contains("2 roots"), "{stdout}");
    assert_eq!(run(path, &["--version"]).0, 0);
    assert_eq!(run(path, &[]).0, 2);
}

#[test]
fn later_values_win_in_the_order_they_are_typed() {
    let directory = project(&[
        ("main.tf", "variable \"a\" {}\noutput \"a\" {\n  value = var.a\n}\n"),
        ("x.tfvars", "a = \"file\"\n"),
        ("e", "var.a\n"),
        (".git/HEAD", ""),
    ]);
    for (arguments, expected) in [
        (vec!["--var", "a=typed", "--var-file", "x.tfvars"], "file"),
        (vec!["--var-file", "x.tfvars", "--var", "a=typed"], "typed"),
        (vec!["--var-file=x.tfvars", "--var=a=typed", "--var", "a=last"], "last"),
    ] {
        let all: Vec<&str> =
            ["inspect", "--eval", "e"].into_iter().chain(arguments.iter().copied()).collect();
        let (code, stdout, stderr) = run(directory.path(), &all);
        assert_eq!(code, 0, "{stderr}");
        assert!(stdout.contains(&format!("\"value\":\"{expected}\"")), "{arguments:?}: {stdout}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_that_leads_out_of_the_project_has_to_be_named() {
    let outside = project(&[("c.toml", "[rules]\ntask-key-resolves = \"off\"\n")]);
    let inside = project(&[("main.tf", "")]);
    let target = outside.path().join("c.toml");
    std::os::unix::fs::symlink(&target, inside.path().join("bricklint.toml")).unwrap();
    let (code, _, err) = run(inside.path(), &["check", ".", "--project-root", "."]);
    assert_eq!((code, err.contains("leads outside the project root")), (2, true), "{err}");
    let named = ["check", ".", "--project-root", ".", "--config", target.to_str().unwrap()];
    assert_eq!(run(inside.path(), &named).0, 0);
}

#[test]
fn var_files_of_a_configuration_in_the_tree_lie_in_the_project() {
    let config = "[environments.p]\nvar-files = [\"../x.tfvars\"]\n";
    let directory = project(&[
        ("p/main.tf", "variable \"x\" {}\nresource \"databricks_user\" \"u\" {\n  user_name = var.x\n}\n"),
        ("p/bricklint.toml", config),
        ("p/.git/HEAD", ""),
        ("p/in/x.tfvars", "x = \"inside\"\n"),
        ("x.tfvars", "x = \"outside\"\n"),
    ]);
    let path = directory.path().join("p");
    let (code, stdout, _) = run(&path, &["check"]);
    assert!(
        code == 2 && stdout.contains("x.tfvars` cannot be read: it lies outside the project root"),
        "{stdout}"
    );
    assert!(!stdout.contains("`outside`"), "{stdout}");
    let (code, stdout, _) = run(&path, &["check", "--config", "bricklint.toml"]);
    assert!(code == 0 && stdout.contains("`outside`"), "{stdout}");
    std::fs::write(path.join("bricklint.toml"), config.replace("..", "in")).unwrap();
    let (code, stdout, _) = run(&path, &["check"]);
    assert!(code == 0 && stdout.contains("`inside`"), "{stdout}");
    let (code, stdout, _) = run(&path, &["check", "--var-file", "../x.tfvars"]);
    assert!(code == 0 && stdout.contains("`outside`"), "{stdout}");
    #[cfg(unix)]
    {
        std::fs::remove_file(path.join("in/x.tfvars")).unwrap();
        std::os::unix::fs::symlink("../../x.tfvars", path.join("in/x.tfvars")).unwrap();
        assert_eq!(run(&path, &["check"]).0, 2);
    }
}

#[test]
fn a_var_file_that_cannot_be_read_is_named() {
    let directory = project(&[("main.tf", ""), ("in/x.tfvars", "")]);
    for (file, shown) in [(".", "."), ("in", "in"), ("in/..", "."), ("in/y.tfvars", "in/y.tfvars")] {
        let (code, stdout, _) =
            run(directory.path(), &["check", ".", "--project-root", ".", "--var-file", file]);
        let text = format!("the var file `{shown}` cannot be read");
        assert!(code == 2 && stdout.contains(&text), "{file}: {stdout}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_that_cannot_be_read_is_not_passed_over() {
    for (target, why) in [
        (Some("../moved/bricklint.toml"), "there is no such file"),
        (Some("bricklint.toml"), "symbolic links"),
        (None, "it is not a regular file"),
    ] {
        let directory = project(&[("main.tf", "")]);
        let path = directory.path().join("bricklint.toml");
        match target {
            Some(target) => std::os::unix::fs::symlink(target, path).unwrap(),
            None => std::fs::create_dir(path).unwrap(),
        }
        let (code, _, err) = run(directory.path(), &["check", ".", "--project-root", "."]);
        assert!(code == 2 && err.contains("bricklint.toml` cannot be read: ") && err.contains(why), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn two_reports_do_not_meet_behind_links() {
    let directory = project(&[("main.tf", ""), ("out/old.json", "old")]);
    let at = |name: &str| directory.path().join(name);
    std::os::unix::fs::symlink("out", at("linked")).unwrap();
    std::os::unix::fs::symlink("out/new.json", at("new.json")).unwrap();
    for (first, second, code) in [
        ("out/old.json", "linked/old.json", 2),
        ("out/other.json", "linked/other.json", 2),
        ("new.json", "out/new.json", 2),
        ("new.json", "linked/old.json", 0),
    ] {
        let (first, second) = (format!("json={first}"), format!("sarif={second}"));
        let found = run(directory.path(), &["check", "--format", &first, "--format", &second]);
        assert_eq!(found.0, code, "{first} {second}: {}", found.2);
    }
}

#[test]
fn environments_are_of_roots_that_are_there() {
    let config = "[roots]\ninclude = [\"live/*\", \"lvie/dev\"]\nexclude = [\"live/**\", \"sandbx\"]\n[environments.dev]\nroots = [\"live/dev\"]\n\
                  [environments.prod]\nroots = [\"life/*\"]\n[environments.any]\n";
    let directory = project(&[
        ("bricklint.toml", config),
        ("live/dev/main.tf", "variable \"x\" {}\n"),
        ("live/test/main.tf", ""),
        ("e", "1\n"),
        (".git/HEAD", ""),
    ]);
    let said = |arguments: &[&str]| {
        let all: Vec<&str> = ["check", "--format", "concise"].iter().chain(arguments).copied().collect();
        let (code, stdout, _) = run(directory.path(), &all);
        let words = |line: &str| line.split("; ").next().unwrap_or_default().to_owned();
        (code, stdout.lines().map(words).collect::<Vec<_>>())
    };
    let prod = "the environment `prod` is for the roots `life/*`, and this run has none of them";
    let include = "info[note] `[roots] include`: `lvie/dev` names no directory with configuration".to_owned();
    let exclude = "info[note] `[roots] exclude`: `sandbx` names no directory with configuration".to_owned();
    assert_eq!(said(&[]), (0, vec![exclude.clone(), include.clone(), format!("info[note] {prod}")]));
    assert_eq!(said(&["--env", "dev", "--env", "any"]), (0, vec![exclude.clone(), include.clone()]));
    assert_eq!(said(&["--env", "prod"]), (2, vec![format!("error[config] {prod}"), exclude, include]));
    // Of a part of the project nothing follows but for what is asked for.
    assert_eq!(said(&["live/test"]), (0, vec![]));
    assert_eq!(said(&["live/test", "--env", "dev"]).0, 2);
    let (code, _, stderr) = run(directory.path(), &["inspect", "live/test", "--env", "dev", "--eval", "e"]);
    assert!(
        code == 2 && stderr.contains("no environment that was named is for the root `live/test`"),
        "{stderr}"
    );
}

#[test]
fn each_environment_has_the_metastore_that_its_account_root_assigns() {
    let account = "provider \"databricks\" {\n  host = \"https://accounts.cloud.databricks.com\"\n}\n\
                   resource \"databricks_metastore\" \"m\" {\n  region = \"eu-west-1\"\n}\n\
                   resource \"databricks_metastore_assignment\" \"a\" {\n  for_each = toset([\"111\", \"222\"])\n  \
                   workspace_id = each.key\n  metastore_id = databricks_metastore.m.id\n}\n";
    let workspace = |id: u32| {
        format!(
            "provider \"databricks\" {{\n  host = \"https://w{id}.cloud.databricks.com\"\n  workspace_id = {id}\n}}\n\
             resource \"databricks_grants\" \"g\" {{\n  catalog = \"shared\"\n}}\n"
        )
    };
    for (config, said) in [
        ("[environments.dev]\n[environments.prod]\n", true),
        ("[environments.hub]\nroots = [\"account\"]\n[environments.prod]\nroots = [\"ws/*\"]\n", true),
        (
            "[environments.dev]\nroots = [\"account\", \"ws/a\"]\n[environments.prod]\nroots = [\"account\", \"ws/b\"]\n",
            false,
        ),
    ] {
        let directory = project(&[
            ("bricklint.toml", config),
            ("account/main.tf", account),
            ("ws/a/main.tf", &workspace(111)),
            ("ws/b/main.tf", &workspace(222)),
            (".git/HEAD", ""),
        ]);
        let all = ["check", "--format", "concise", "--only", "grants-single-authority"];
        let (_, stdout, _) = run(directory.path(), &all);
        assert_eq!(stdout.contains("both manage all grants on catalog `shared`"), said, "{config}{stdout}");
    }
}

#[test]
fn an_estate_is_complete_with_all_its_environments() {
    let config = "[estate]\ncomplete = true\n[environments.hub]\nroots = [\"hub\"]\nvars = { readers = \"{ sales = 1 }\" }\n\
                  [environments.prod]\nroots = [\"sales\"]\n";
    let provider = "provider \"databricks\" {\n  host = \"https://prod.cloud.databricks.com\"\n}\n";
    let grants = |header: &str, on: &str, privileges: &str| {
        let who = "12345678-1234-1234-1234-123456789012";
        let grant = format!("  grant {{\n    principal = \"{who}\"\n    privileges = [{privileges}]\n  }}\n");
        format!("{provider}resource \"databricks_grants\" \"g\" {{\n{header}  {on}\n{grant}}}\n")
    };
    let readers = "variable \"readers\" {\n  type    = map(number)\n  default = {}\n}\n";
    let hub = grants("  for_each = var.readers\n", "catalog = each.key", "\"USE_CATALOG\"");
    let sales = grants("", "schema = \"sales.raw\"", "\"USE_SCHEMA\", \"SELECT\"");
    let directory = project(&[
        ("bricklint.toml", config),
        ("hub/main.tf", &format!("{readers}{hub}")),
        ("sales/main.tf", &sales),
        (".git/HEAD", ""),
    ]);
    let severity = |arguments: &[&str]| {
        let all: Vec<&str> = ["check", "--format", "concise", "--only", "grant-chain-complete"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let (_, stdout, _) = run(directory.path(), &all);
        let rule = stdout.find("[grant-chain-complete]");
        rule.and_then(|at| stdout[..at].rsplit(' ').next().map(str::to_owned))
    };
    assert_eq!(severity(&[]), None);
    assert_eq!(severity(&["--env", "hub", "--env", "prod"]), None);
    // What the environment that is left out grants is not here.
    assert_eq!(severity(&["--env", "prod"]).as_deref(), Some("info"));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_no_terraform_tfvars() {
    let code = |name: &str| {
        let directory = project(&[("main.tf", "variable \"x\" {\n  default = 1\n}\n")]);
        std::os::unix::fs::symlink("../nowhere", directory.path().join(name)).unwrap();
        run(directory.path(), &["check", ".", "--project-root", "."]).0
    };
    assert_eq!(["terraform.tfvars", "terraform.tfvars.json"].map(code), [0, 0]);
    // Those of other names Terraform lists and then reads.
    assert_eq!(["x.auto.tfvars", "x.auto.tfvars.json"].map(code), [2, 2]);
}

#[test]
fn what_is_given_beside_a_plan_alone_is_looked_at() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[],
        "variables":{"region":{"value":"eu"}},"configuration":{"root_module":{"variables":{"region":{}}}}}"#;
    let directory = project(&[("plan.json", plan), (".git/HEAD", "")]);
    let cases: [(&[&str], &str); 4] = [
        (&["--var", "region=us"], ""),
        (&["--var", "nope=1"], "variable `nope`, which no root declares"),
        (&["--var-file", "gone.tfvars"], "`gone.tfvars` cannot be read"),
        (&["--module-path", "vpc=gone"], "`--module-path vpc=gone` does not name a directory"),
    ];
    for (arguments, expected) in cases {
        let all: Vec<&str> = ["check", "plan.json"].iter().chain(arguments).copied().collect();
        let (code, stdout, _) = run(directory.path(), &all);
        assert_eq!(code, if expected.is_empty() { 0 } else { 2 }, "{arguments:?}: {stdout}");
        assert!(stdout.contains(expected), "{arguments:?}: {stdout}");
    }
}

#[test]
fn a_value_that_does_not_parse_is_said_once() {
    for (name, text) in [
        ("dev.auto.tfvars", "a = \nb = [1,\n"),
        ("terraform.tfvars", "a = 1 +\n"),
        ("terraform.tfvars.json", "{\"a\": }"),
    ] {
        let directory = project(&[("main.tf", "variable \"a\" {}\nvariable \"b\" {}\n"), (name, text)]);
        let check = |more: &str| run(directory.path(), &["check", "--format", "concise", more]);
        let (code, stdout, _) = check("--allow-parse-errors");
        assert_eq!(code, 0, "{stdout}");
        assert!(stdout.contains("[syntax]") && !stdout.contains("variable-invalid"), "{stdout}");
        assert_eq!(check("-q").0, 2);
    }
}

#[test]
fn a_configuration_below_the_project_root_is_told() {
    let config = "[rules]\njobs = \"off\"\n[environments.prod]\n";
    let directory = project(&[
        ("team/bricklint.toml", config),
        ("team/live/main.tf", JOB),
        ("other/main.tf", JOB),
        (".git/HEAD", ""),
    ]);
    let told =
        "`team/bricklint.toml` is not read: it does not lie in the project root; name it with `--config`";
    for (from, arguments, code, is_told) in [
        ("team", &["check"][..], 1, true),
        ("team/live", &["check"], 1, true),
        (".", &["check", "team/live"], 1, true),
        (".", &["check", "other"], 1, false),
        ("team", &["check", "--env", "prod"], 2, true),
        ("team", &["check", "--config", "bricklint.toml"], 0, false),
        ("team", &["check", "--project-root", "."], 0, false),
    ] {
        let (found, stdout, stderr) = run(&directory.path().join(from), arguments);
        let text = stdout + &stderr;
        assert_eq!((found, text.contains(told)), (code, is_told), "{from} {arguments:?}: {text}");
    }
}

#[test]
fn the_repository_is_that_of_the_configuration_wherever_the_plan_lies() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[],
        "configuration":{"root_module":{}}}"#;
    let directory = project(&[
        ("plan.json", plan),
        ("repo/live/plan.json", plan),
        ("repo/live/main.tf", JOB),
        ("repo/bricklint.toml", "[rules]\njobs = \"off\"\n"),
        ("repo/.git/HEAD", ""),
        ("loose/live/main.tf", "module \"m\" {\n  source = \"../m\"\n}\n"),
        ("loose/m/main.tf", JOB),
        ("loose/plan.json", plan),
    ]);
    // The configuration of the repository counts.
    for (from, arguments) in [
        ("repo", &["live/plan.json", "--source", "live"][..]),
        ("repo", &["../plan.json", "--source", "live"]),
        ("repo/live", &["../../plan.json", "--source", "."]),
        ("repo", &["../plan.json", "live"]),
        ("repo", &["../plan.json", "live/main.tf"]),
        // Without a repository it is what all of them lie in.
        ("loose", &["plan.json", "--source", "live"]),
    ] {
        let all: Vec<&str> = ["check", "--format", "concise"].iter().chain(arguments).copied().collect();
        let (found, stdout, stderr) = run(&directory.path().join(from), &all);
        assert_eq!(found, 0, "{from} {arguments:?}: {stdout}{stderr}");
        assert!(!stdout.contains("repo/") && !stdout.contains("leads outside"), "{arguments:?}: {stdout}");
    }
}

#[test]
fn a_plan_that_is_not_there_cannot_be_read_whatever_stands_beside_it() {
    let directory = project(&[("main.tf", JOB), (".git/HEAD", "")]);
    for more in [&[][..], &["--source", "."], &["--root", "live"], &["--changed"]] {
        let all: Vec<&str> = ["check", "gone.json", "--format", "json"].iter().chain(more).copied().collect();
        let (code, stdout, stderr) = run(directory.path(), &all);
        assert_eq!(code, 2, "{more:?}: {stderr}");
        assert!(
            stdout.contains("`gone.json` cannot be read: there is no such file"),
            "{more:?}: {stdout}{stderr}"
        );
    }
}

#[test]
fn where_one_stands_is_no_root_for_that() {
    let module =
        "variable \"name\" {}\nresource \"databricks_group\" \"g\" {\n  display_name = var.name\n}\n";
    let example = "provider \"databricks\" {}\nmodule \"m\" {\n  source = \"../..\"\n  name   = \"x\"\n}\n";
    let directory =
        project(&[("main.tf", module), ("examples/basic/main.tf", example), (".git/HEAD", ""), ("e", "1\n")]);
    let list = |more: &[&str]| {
        let all: Vec<&str> = ["check", "--list-roots"].iter().chain(more).copied().collect();
        let (code, stdout, stderr) = run(directory.path(), &all);
        assert_eq!(code, 0, "{stderr}");
        stdout
    };
    assert!(list(&[]).contains("called by `examples/basic`"), "{}", list(&[]));
    assert!(list(&["."]).contains("named on the command line"), "{}", list(&["."]));
    std::fs::remove_dir_all(directory.path().join("examples")).unwrap();
    assert!(list(&[]).contains("uncalled module"), "{}", list(&[]));
}
