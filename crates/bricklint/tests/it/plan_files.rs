//! Plan files: what `check tfplan` says is what `check plan.json --source DIR` says.

use std::path::{Path, PathBuf};
use std::process::Command;

use bricklint::disk::Disk;
use bricklint::inspect;
use bricklint::session::{self, PlanFile, Run};
use bricklint_findings::finding::Verdict;
use bricklint_findings::problem::ProblemKind;
use bricklint_load::files::MemoryFiles;
use bricklint_model::stack::StackKind;

use crate::harness::{ROOT, memory, plan, problems, repository, request, violated};

#[expect(clippy::disallowed_methods, reason = "the tests look at the project's own files")]
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A run over bytes alone: no file of the disk is there.
pub(crate) fn alone(path: &str, bytes: Vec<u8>) -> Run {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![PlanFile { path: path.to_owned(), bytes, lean: None }];
    session::run(&MemoryFiles::default(), request)
}

fn with_source(root: &Path) -> Run {
    let mut request = request(root, &[]);
    request.plans = vec![plan(&root.join("plan.json"))];
    request.source = Some(root.to_path_buf());
    session::run(&Disk, request)
}

/// The folders of the repository that hold a plan file, relative to it.
pub(crate) fn folders() -> Vec<PathBuf> {
    let mut out = Vec::new();
    for parent in ["examples/enterprise-platform", "examples/serverless-jobs", "testdata/plans"] {
        let folders = std::fs::read_dir(repository().join(parent)).unwrap();
        out.extend(folders.map(|entry| entry.unwrap().path()).filter(|path| path.join("tfplan").exists()));
    }
    out.sort();
    assert!(out.len() >= 12, "{out:?}");
    out
}

/// Everything that is found, but for where the plan lies.
fn said(run: &Run) -> Vec<String> {
    let findings = serde_json::to_string(&run.findings).unwrap().replace("plan.json", "tfplan");
    let findings: Vec<serde_json::Value> = serde_json::from_str(&findings).unwrap();
    let problems = problems(run).into_iter().map(|text| text.replace("plan.json", "tfplan"));
    findings.iter().map(ToString::to_string).chain(problems).collect()
}

/// The instances as `inspect` shows them, without the ids that are new in every plan.
fn instances(run: &Run) -> Vec<serde_json::Value> {
    let document: serde_json::Value = serde_json::from_str(&inspect::of(run)).unwrap();
    let mut all = document.pointer("/roots/0/instances").unwrap().as_array().unwrap().clone();
    for instance in &mut all {
        let type_name = instance["type"].as_str().unwrap().to_owned();
        if type_name == "terraform_data" {
            instance["values"].as_object_mut().unwrap().remove("id");
        }
    }
    all
}

#[test]
fn a_plan_file_says_what_its_json_says_with_its_source() {
    for folder in folders() {
        let name = folder.strip_prefix(repository()).unwrap().display().to_string();
        let file = alone("tfplan", bytes(&folder.join("tfplan")));
        let both = with_source(&folder);
        assert_eq!(said(&file), said(&both), "{name}");
        let stack = &file.estate.graphs[0].stack;
        assert_eq!((stack.kind, &*stack.root), (StackKind::PlanWithSource, "."), "{name}");
        let (file, both) = (instances(&file), instances(&both));
        assert_eq!(file.len(), both.len(), "{name}");
        for (a, b) in file.iter().zip(&both) {
            assert_eq!(a, b, "{name}");
        }
    }
}

#[test]
fn the_configuration_lies_where_the_plan_does_or_where_its_root_is_named() {
    let file = bytes(&repository().join("testdata/plans/modules-aliases/tfplan"));
    let rows = [
        ("tfplan", None, "."),
        ("live/prod/tfplan", None, "live/prod"),
        ("/elsewhere/tfplan", None, "."),
        ("-", None, "."),
        ("out/tfplan", Some("live/eu"), "live/eu"),
    ];
    for (path, root, want) in rows {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile { path: path.to_owned(), bytes: file.clone(), lean: None }];
        request.root = root.map(str::to_owned);
        let run = session::run(&MemoryFiles::default(), request);
        assert_eq!(problems(&run), [""; 0], "{path}");
        assert_eq!(&*run.estate.graphs[0].stack.root, want, "{path}");
        let sources: Vec<&str> = run.discovery.sources.iter().map(|(_, file)| file.path.as_str()).collect();
        let prefix = if want == "." { String::new() } else { format!("{want}/") };
        assert!(sources.contains(&&*format!("{prefix}team/schema/main.tf")), "{path}: {sources:?}");
    }
}

#[test]
fn a_directory_that_is_named_wins_over_the_configuration_in_the_file() {
    let folder = repository().join("testdata/plans/first-plan");
    let file =
        || PlanFile { path: "live/tfplan".to_owned(), bytes: bytes(&folder.join("tfplan")), lean: None };
    let text = crate::harness::read(folder.join("main.tf"));
    let disk = format!("# a comment that only the directory has\n{text}");
    // Where its directory is named, and where another one is: lines are those of the directory that it lies in.
    for (paths, other, roots) in [("live", "x", 1), ("other", "x", 2), (".", "x", 2)] {
        let files = memory(&[("live/main.tf", &disk), ("other/main.tf", other)]);
        let files = if paths == "." { memory(&[("other/main.tf", "locals {\n}\n")]) } else { files };
        let mut request = request(Path::new(ROOT), &[paths]);
        request.plans = vec![file()];
        let run = session::run(&files, request);
        let stacks = &run.estate.graphs;
        assert_eq!(stacks.len(), roots, "{paths}: {:?}", problems(&run));
        let kinds: Vec<StackKind> = stacks.iter().map(|graph| graph.stack.kind).collect();
        assert!(kinds.contains(&StackKind::PlanWithSource), "{paths}: {kinds:?}");
        let shown =
            run.discovery.sources.iter().any(|(_, file)| file.text.contains("only the directory has"));
        assert_eq!(shown, paths != ".", "{paths}");
    }
}

#[test]
fn a_plan_file_beside_another_version_of_its_configuration_says_so() {
    let folder = repository().join("testdata/plans/first-plan");
    let text = crate::harness::read(folder.join("main.tf"));
    let run = |path: &str, text: &str| {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans =
            vec![PlanFile { path: path.to_owned(), bytes: bytes(&folder.join("tfplan")), lean: None }];
        session::run(&memory(&[("live/main.tf", text)]), request)
    };
    let notes = |run: &Run| {
        problems(run).iter().filter(|line| line.contains("`main.tf` in `live` is not what this plan")).count()
    };
    let lines = |run: &Run| -> Vec<u32> {
        run.findings.iter().map(|finding| finding.location.start.unwrap().line).collect()
    };
    let same = run("live/tfplan", &text);
    let rows = [
        ("live/tfplan", text.clone(), 0, 0),
        ("live/tfplan", format!("# a comment\n{text}"), 0, 1),
        ("live/tfplan", format!("locals {{}}\n{text}"), 1, 0),
        ("elsewhere/tfplan", format!("locals {{}}\n{text}"), 0, 0),
    ];
    for (path, text, count, moved) in rows {
        let other = run(path, &text);
        assert_eq!(notes(&other), count, "{path}: {:?}", problems(&other));
        let want: Vec<u32> = lines(&same).iter().map(|line| line + moved).collect();
        assert!(!want.is_empty());
        assert_eq!(lines(&other), want, "{path}");
    }
}

#[test]
fn instances_whose_keys_come_from_another_file_are_those_that_the_plan_has() {
    let said = |run: &Run, rule: &str| -> Vec<(Verdict, Vec<String>)> {
        let found = run.findings.iter().filter(|finding| finding.rule.id == rule);
        found.map(|finding| (finding.verdict, finding.instances.clone())).collect()
    };
    let twice =
        ["dev", "prod"].map(|key| format!("module.ws[\"{key}\"].databricks_metastore_assignment.first"));
    for (name, rule, want) in [
        ("keys-from-a-file", "groups-from-idp", vec![]),
        ("fleet", "workspace-metastore-assigned", vec![(Verdict::Violated, twice.to_vec())]),
    ] {
        let folder = repository().join("testdata/plan-files").join(name);
        let file = bytes(&folder.join("tfplan"));
        // A plan file does not hold the YAML that says which there are.
        assert_eq!(said(&alone("tfplan", file.clone()), rule), want, "{name}");
        let mut request = request(&folder, &[]);
        request.plans = vec![PlanFile { path: "tfplan".to_owned(), bytes: file, lean: None }];
        assert_eq!(said(&session::run(&Disk, request), rule), want, "{name}");
    }
}

#[test]
fn two_plan_files_share_their_directory_only_where_it_is_the_same() {
    let read = |name: &str| bytes(&repository().join("testdata/plans").join(name).join("tfplan"));
    for (first, second, want) in [
        ("first-plan", "first-plan", ["live", "live"]),
        ("first-plan", "sensitive", ["live", "live/b.tfplan"]),
    ] {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![
            PlanFile { path: "live/a.tfplan".to_owned(), bytes: read(first), lean: None },
            PlanFile { path: "live/b.tfplan".to_owned(), bytes: read(second), lean: None },
        ];
        let run = session::run(&MemoryFiles::default(), request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        assert_eq!(roots, want, "{:?}", problems(&run));
    }
}

#[test]
fn plan_files_of_one_text_are_of_the_roots_that_their_values_say() {
    let folder = repository().join("testdata/plan-files/one-text");
    let text = crate::harness::read(folder.join("main.tf"));
    let (dev, prod) = ("plans/dev.tfplan", "plans/prod.tfplan");
    let (a, b) = ("live/a/main.tf", "live/b/main.tf");
    let of = |path: &'static str, env: &'static str| (path, format!("env = \"{env}\"\n"));
    let told = [of("live/a/terraform.tfvars", "dev"), of("live/b/x.auto.tfvars", "prod")];
    let half = [of("live/a/terraform.tfvars", "dev")];
    let alike = [of("live/a/terraform.tfvars", "dev"), of("live/b/terraform.tfvars", "dev")];
    let none = || Vec::<(&str, String)>::new();
    // Which plans, where the text lies and what values beside it, `--root`, the roots, and whether their metastores are
    // compared.
    let rows = [
        ([dev, prod], vec![], none(), None, vec![dev, prod], true),
        ([prod, dev], vec![], none(), None, vec![dev, prod], true),
        ([dev, dev], vec![], none(), None, vec!["plans", "plans"], false),
        ([dev, prod], vec!["live/main.tf"], none(), None, vec!["live", "live"], false),
        ([dev, prod], vec!["plans/main.tf"], none(), None, vec!["plans", "plans"], false),
        ([dev, prod], vec!["live/main.tf"], none(), Some("live"), vec!["live", "live"], false),
        ([dev, prod], vec![a, b], none(), None, vec![dev, prod], true),
        ([dev, prod], vec![a, b], told.to_vec(), None, vec!["live/a", "live/b"], true),
        ([dev, dev], vec![a, b], told.to_vec(), None, vec!["live/a", "live/a"], false),
        // What is not told by all is told by none.
        ([dev, prod], vec![a, b], half.to_vec(), None, vec![dev, prod], true),
        ([dev, prod], vec![a, b], alike.to_vec(), None, vec![dev, prod], true),
    ];
    for (plans, disk, values, root, expected, compared) in rows {
        let mut request = request(Path::new(ROOT), &[]);
        let read = |path: &str| bytes(&folder.join(path.trim_start_matches("plans/")));
        request.plans =
            plans.map(|path| PlanFile { path: path.to_owned(), bytes: read(path), lean: None }).into();
        request.root = root.map(str::to_owned);
        request.complete = true;
        let disk = disk.iter().map(|path| (*path, &*text));
        let files: Vec<(&str, &str)> =
            disk.chain(values.iter().map(|(path, text)| (*path, &**text))).collect();
        let run = session::run(&memory(&files), request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        assert_eq!(roots, expected, "{files:?}: {:?}", problems(&run));
        let found = violated(&run).iter().any(|line| line.contains("one-metastore-per-region"));
        assert_eq!(found, compared, "{files:?}: {:?}", violated(&run));
    }
}

#[test]
fn a_plan_file_that_lies_elsewhere_is_located_in_the_directory_that_it_was_made_from() {
    let folder = repository().join("testdata/plans/first-plan");
    let text = crate::harness::read(folder.join("main.tf"));
    let other = format!("locals {{}}\n{text}");
    let unrelated = "resource \"databricks_group\" \"g\" {\n}\n".to_owned();
    for (path, files, root) in [
        // What has nothing in common with it is not where it was made.
        ("tfplan", [("live/a/main.tf", &text), ("main.tf", &unrelated)], "live/a"),
        ("plans/tfplan", [("live/a/main.tf", &text), ("live/b/main.tf", &other)], "live/a"),
        ("plans/tfplan", [("live/a/main.tf", &other), ("live/b/main.tf", &other)], "plans"),
        // What lies beside it is another version of it.
        ("live/b/tfplan", [("live/a/main.tf", &text), ("live/b/main.tf", &other)], "live/b"),
    ] {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans =
            vec![PlanFile { path: path.to_owned(), bytes: bytes(&folder.join("tfplan")), lean: None }];
        let run = session::run(&memory(&files.map(|(path, text)| (path, &**text))), request);
        assert_eq!(&*run.estate.graphs[0].stack.root, root, "{path}: {:?}", problems(&run));
        let file = format!("{root}/main.tf");
        assert!(!run.findings.is_empty() && run.findings.iter().all(|finding| finding.location.path == file));
    }
}

#[test]
fn a_plan_file_is_not_compared_with_the_roots_that_may_have_made_it() {
    let folder = repository().join("testdata/plans/first-plan");
    let text = crate::harness::read(folder.join("main.tf"));
    let changed = format!("locals {{}}\n{text}");
    let said = "note: this plan can be of the roots `a` and `b`, with which it is not compared";
    let stale = "note: `main.tf` in `a` is not what this plan was made from";
    // What the roots hold, where the plan lies, how many stacks there are, what is said, and what the plan is compared with.
    let rows = [
        ([&text, &text], "plans/tfplan", 3, Some(said), vec![]),
        ([&text, &changed], "plans/tfplan", 2, None, vec!["b"]),
        ([&text, &text], "a/tfplan", 2, None, vec!["b"]),
        ([&changed, &text], "a/tfplan", 3, Some(stale), vec!["b"]),
        ([&changed, &changed], "plans/tfplan", 3, None, vec!["a", "b"]),
    ];
    for ([a, b], path, count, note, others) in rows {
        let mut request = request(Path::new(ROOT), &["."]);
        request.plans =
            vec![PlanFile { path: path.to_owned(), bytes: bytes(&folder.join("tfplan")), lean: None }];
        let run = session::run(&memory(&[("a/main.tf", a), ("b/main.tf", b)]), request);
        let stacks: Vec<_> = run.estate.graphs.iter().map(|graph| &graph.stack).collect();
        assert_eq!(stacks.len(), count, "{path}: {:?}", problems(&run));
        let notes: Vec<String> =
            problems(&run).into_iter().filter(|text| text.contains("this plan")).collect();
        assert_eq!(notes.len(), usize::from(note.is_some()), "{path}: {notes:?}");
        assert!(note.is_none_or(|note| notes[0].starts_with(note)), "{path}: {notes:?}");
        let plan = stacks.iter().position(|stack| stack.plan_path.is_some()).unwrap();
        let compared: Vec<&str> = (0..count)
            .filter(|at| *at != plan && run.estate.comparable(plan as u32, *at as u32))
            .map(|at| &*stacks[at].root)
            .collect();
        assert_eq!(compared, others, "{path}: {notes:?}");
    }
}

/// Runs `terraform` in a directory; whether it went well, and what it printed.
fn terraform(directory: &Path, arguments: &[&str], configuration: &str) -> Option<(bool, Vec<u8>)> {
    let output = Command::new("terraform")
        .args(arguments)
        .current_dir(directory)
        .env("TF_CLI_CONFIG_FILE", configuration)
        .env("CHECKPOINT_DISABLE", "1")
        .env("DATABRICKS_TOKEN", "made-up")
        .output()
        .ok()?;
    let ok = output.status.success();
    if !ok {
        eprintln!("terraform {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Some((ok, output.stdout))
}

/// Plans a directory with the real Terraform; the plan file and its JSON.
fn planned(directory: &Path, configuration: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let (ok, _) = terraform(directory, &["init", "-input=false", "-backend=false"], configuration)?;
    if !ok {
        return None;
    }
    let arguments = ["plan", "-input=false", "-refresh=false", "-lock=false", "-out=tfplan"];
    if !terraform(directory, &arguments, configuration)?.0 {
        return None;
    }
    let (ok, json) = terraform(directory, &["show", "-json", "tfplan"], configuration)?;
    ok.then(|| (bytes(&directory.join("tfplan")), json))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else if path.extension().is_some_and(|e| e == "tf" || e == "tfvars") {
            std::fs::copy(&path, target).unwrap();
        }
    }
}

fn agree(directory: &Path, name: &str, file: Vec<u8>, json: Vec<u8>) {
    let file = alone("tfplan", file);
    let mut request = request(directory, &[]);
    request.plans = vec![PlanFile { path: "plan.json".to_owned(), bytes: json, lean: None }];
    request.source = Some(directory.to_path_buf());
    let both = session::run(&Disk, request);
    assert_eq!(said(&file), said(&both), "{name}");
    assert_eq!(instances(&file), instances(&both), "{name}");
}

#[test]
fn plan_files_of_the_real_terraform_are_read() {
    let main = r#"
variable "names" {
  type    = set(string)
  default = ["a", "b \"quoted\" ${"$"}{x}"]
}
variable "pin" {
  type      = string
  default   = "1234"
  sensitive = true
}
resource "terraform_data" "each" {
  for_each = var.names
  input    = { name = each.key, half = 0.5, tenth = 0.1, big = 123456789012345678901234567890, none = null }
}
resource "terraform_data" "secret" {
  input = { pin = var.pin, open = [1, true, "x"], unknown = terraform_data.each["a"].id }
}
module "m" {
  source = "../shared"
  count  = 2
  at     = count.index
}
output "o" {
  value     = [var.pin, terraform_data.secret.id]
  sensitive = true
}
"#;
    let shared = "variable \"at\" {}\nresource \"terraform_data\" \"in\" {\n  input = \"${path.module} ${var.at}\"\n}\n";
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("root");
    std::fs::create_dir_all(temp.path().join("shared")).unwrap();
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("main.tf"), main).unwrap();
    std::fs::write(temp.path().join("shared/main.tf"), shared).unwrap();
    if Command::new("terraform").arg("version").output().is_err() {
        eprintln!("SKIPPED: terraform is not on PATH");
        return;
    }
    let (file, json) = planned(&root, "/dev/null").expect("a plan of built-in resources only");
    // The module lies above the root, so that the root is shown below its own name.
    let mut request = request(temp.path(), &[]);
    request.plans = vec![PlanFile { path: "root/plan.json".to_owned(), bytes: json, lean: None }];
    request.source = Some(root.clone());
    let both = session::run(&Disk, request);
    // At the top of the project, and where the name is not known, nothing is made up for where the root lies.
    let shown = |run: &Run| {
        run.discovery
            .sources
            .iter()
            .map(|(_, file)| file.path.clone())
            .collect::<std::collections::BTreeSet<_>>()
    };
    for (path, root, at) in
        [("root/tfplan", "root", "root/main.tf"), ("tfplan", ".", "main.tf"), ("-", ".", "main.tf")]
    {
        let run = alone(path, file.clone());
        assert_eq!(&*run.estate.graphs[0].stack.root, root, "{path}");
        assert_eq!(instances(&run), instances(&both), "{path}");
        assert_eq!(shown(&run), [at, "shared/main.tf"].map(str::to_owned).into(), "{path}");
        assert!(run.problems.is_empty() && both.problems.is_empty(), "{:?}", problems(&run));
    }
    // The one directory that holds the configuration is where it comes from; of two nobody knows which.
    let from = |roots: &[&str]| {
        let mut files = memory(&[("live/shared/main.tf", shared)]);
        for root in roots {
            files.insert(Path::new(ROOT).join(root).join("main.tf"), main);
        }
        let mut request = crate::harness::request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile { path: "tfplan".to_owned(), bytes: file.clone(), lean: None }];
        session::run(&files, request)
    };
    for (roots, root, at) in [
        (&["live/a"][..], "live/a", ["live/a/main.tf", "live/shared/main.tf"]),
        (&["live/a", "live/b"][..], ".", ["main.tf", "shared/main.tf"]),
    ] {
        let run = from(roots);
        assert_eq!(&*run.estate.graphs[0].stack.root, root);
        assert_eq!(shown(&run), at.map(str::to_owned).into());
        assert_eq!(instances(&run), instances(&both));
    }
}

#[test]
fn plan_files_of_the_real_provider_are_read() {
    let cache = std::env::var("BRICKLINT_ORACLE_DIR")
        .ok()
        .or_else(|| std::env::var("HOME").ok().map(|home| format!("{home}/.cache/bricklint-oracle")));
    let configuration = std::env::var("TF_CLI_CONFIG_FILE").ok().filter(|path| path != "/dev/null");
    let configuration = configuration.or_else(|| cache.map(|cache| format!("{cache}/terraformrc")));
    let Some(configuration) = configuration.filter(|path| Path::new(path).exists()) else {
        eprintln!("SKIPPED: the Databricks provider is not at hand (TF_CLI_CONFIG_FILE)");
        return;
    };
    for name in ["broken", "clean"] {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().join("root");
        copy(&repository().join("examples/serverless-jobs").join(name), &root);
        std::fs::write(root.join("zz_override.tf"), "terraform {\n  backend \"local\" {}\n}\n").unwrap();
        let Some((file, json)) = planned(&root, &configuration) else {
            eprintln!("SKIPPED: terraform does not plan examples/serverless-jobs/{name} here");
            return;
        };
        agree(&root, name, file, json);
    }
}

#[test]
fn a_plan_file_that_is_cut_or_changed_is_refused_or_says_the_same() {
    for name in ["sensitive", "first-plan"] {
        let whole = bytes(&repository().join("testdata/plans").join(name).join("tfplan"));
        let want = said(&alone("tfplan", whole.clone()));
        let is_fatal = |run: &Run| run.problems.iter().any(|problem| problem.kind.is_fatal());
        for end in (0..whole.len()).step_by(13).chain([whole.len() - 1]) {
            let run = alone("tfplan", whole[..end].to_vec());
            assert!(is_fatal(&run), "{name} cut at {end}");
        }
        for at in (0..whole.len()).step_by(11) {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            let run = alone("tfplan", changed);
            assert!(is_fatal(&run) || said(&run) == want, "{name} changed at {at}: {:?}", problems(&run));
        }
    }
}

#[test]
fn a_plan_file_that_failed_or_is_partial_says_so() {
    for (name, kind) in [("errored", ProblemKind::PlanErrored), ("target", ProblemKind::PlanIncomplete)] {
        let run = alone("tfplan", bytes(&repository().join("testdata/plans").join(name).join("tfplan")));
        assert!(run.problems.iter().any(|problem| problem.kind == kind), "{name}: {:?}", problems(&run));
    }
    for folder in folders() {
        let run = alone("tfplan", bytes(&folder.join("tfplan")));
        let partial =
            ["errored", "refresh-only", "refresh-only-drift"].iter().any(|name| folder.ends_with(name));
        assert_eq!(run.estate.graphs[0].stack.incomplete.is_some(), partial, "{}", folder.display());
    }
}
