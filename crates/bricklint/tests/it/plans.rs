//! Plans, their pointers, and the directory they were made from.

use std::collections::BTreeSet;
use std::path::Path;

use bricklint::config::Config;
use bricklint::diagram;
use bricklint::disk::Disk;
use bricklint::session::{self, Phase, PlanFile};
use bricklint_findings::finding::Verdict;
use bricklint_findings::problem::ProblemKind;
use bricklint_load::VarInput;
use bricklint_model::stack::StackKind;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::harness::{ROOT, memory, plan, problems, read, repository, request, violated};
use crate::plan_files::bytes;

const PLAN: &str = r#"{
  "format_version": "1.2", "terraform_version": "1.11.4",
  "variables": {"env": {"value": "prod"}},
  "planned_values": {"root_module": {"resources": [
    {"address": "databricks_user.a", "mode": "managed", "type": "databricks_user", "name": "a",
     "values": {"user_name": "a@example.com"}}]}},
  "resource_changes": [
    {"address": "databricks_user.a", "mode": "managed", "type": "databricks_user", "name": "a",
     "provider_name": "registry.terraform.io/databricks/databricks",
     "change": {"actions": ["create"], "before": null, "after": {"user_name": "a@example.com"},
                "after_unknown": {"id": true}, "before_sensitive": false, "after_sensitive": {}}}],
  "configuration": {"root_module": {"resources": [
    {"address": "databricks_user.a", "mode": "managed", "type": "databricks_user", "name": "a",
     "provider_config_key": "databricks",
     "expressions": {"user_name": {"references": ["var.env"]}}}], "variables": {"env": {}}}}
}"#;

const SOURCE: &str = "variable \"env\" {\n  default = \"dev\"\n}\nresource \"databricks_user\" \"a\" {\n  \
                      user_name = var.env == \"prod\" ? \"a@example.com\" : \"dev@example.com\"\n}\n\
                      output \"env\" {\n  value = var.env\n}\n";

fn file(path: &str) -> PlanFile {
    PlanFile { path: path.to_owned(), bytes: PLAN.as_bytes().to_vec(), lean: None }
}

#[test]
fn a_plan_and_the_directory_it_lies_in_are_one_stack() {
    let files = memory(&[("live/main.tf", SOURCE), ("other/main.tf", "resource \"x\" \"y\" {\n}\n")]);
    let mut request = request(Path::new(ROOT), &["."]);
    request.plans = vec![file("live/plan.json")];
    let run = session::run(&files, request);
    let stacks: Vec<_> =
        run.estate.graphs.iter().map(|g| (g.stack.kind, &*g.stack.root, g.stack.index)).collect();
    assert_eq!(stacks, [(StackKind::PlanWithSource, "live", 0), (StackKind::Source, "other", 1)]);
    let stack = &run.estate.graphs[0].stack;
    let (_, env) = stack.outputs.iter().find(|(name, _)| &**name == "env").unwrap();
    assert_eq!(env.as_str(), Some("prod"), "the plan's variables are those of the source");
    let place = run.estate.locate(&bricklint_model::place::Place {
        stack: 0,
        owner: bricklint_model::place::Owner::Instance(0),
        path: bricklint_model::place::Path::root(),
        part: bricklint_model::place::Part::Header,
    });
    assert_eq!((place.path.as_str(), place.start.unwrap().line), ("live/main.tf", 4));
    assert!(problems(&run).iter().all(|p| !p.contains("comments that silence")), "{:?}", problems(&run));
}

#[test]
fn the_values_of_a_plan_win_over_those_of_the_command_line() {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![file("plan.json")];
    request.source = Some(ROOT.into());
    request.load.vars = vec![VarInput::Assign { name: "env".to_owned(), text: "test".to_owned() }];
    let run = session::run(&memory(&[("main.tf", SOURCE)]), request);
    let outputs = &run.estate.graphs[0].stack.outputs;
    assert_eq!(outputs[0].1.as_str(), Some("prod"));
}

#[test]
fn a_plan_beside_a_directory_that_it_is_not_of_stays_alone() {
    let files = memory(&[("live/main.tf", "resource \"databricks_group\" \"z\" {\n}\n")]);
    let mut request = request(Path::new(ROOT), &["."]);
    request.plans = vec![file("plan.json")];
    let run = session::run(&files, request);
    let kinds: Vec<_> = run.estate.graphs.iter().map(|graph| graph.stack.kind).collect();
    assert_eq!(kinds, [StackKind::Source, StackKind::Plan]);
}

#[test]
fn a_plan_alone_points_into_the_plan() {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![file("out/plan.json")];
    request.root = Some("live".to_owned());
    let run = session::run(&memory(&[]), request);
    let graph = &run.estate.graphs[0];
    assert_eq!(&*graph.stack.root, "live");
    let place = run.estate.locate(&bricklint_model::place::Place {
        stack: 0,
        owner: bricklint_model::place::Owner::Instance(0),
        path: bricklint_model::place::Path::root().name("user_name"),
        part: bricklint_model::place::Part::Value,
    });
    assert_eq!(place.path, "out/plan.json");
    assert_eq!(place.pointer.as_deref(), Some("/resource_changes/0/change/after/user_name"));
}

#[test]
fn a_source_that_is_not_there_is_a_problem_and_the_plan_is_checked() {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![file("plan.json")];
    request.source = Some(Path::new(ROOT).join("nowhere"));
    let run = session::run(&memory(&[("a/main.tf", "")]), request);
    assert!(run.problems.iter().any(|p| p.kind == ProblemKind::Unreadable), "{:?}", problems(&run));
    assert_eq!(run.summary.instances, 1);
}

#[test]
fn failed_and_partial_plans_say_so_with_and_without_source() {
    for (folder, kind, fatal) in
        [("errored", ProblemKind::PlanErrored, true), ("target", ProblemKind::PlanIncomplete, false)]
    {
        let root = repository().join("testdata/plans").join(folder);
        for source in [None, Some(root.clone())] {
            let mut request = request(&root, &[]);
            request.plans = vec![plan(&root.join("plan.json"))];
            request.source.clone_from(&source);
            let run = session::run(&Disk, request);
            let found = run.problems.iter().find(|problem| problem.kind == kind);
            assert_eq!(
                found.map(|p| p.kind.is_fatal()),
                Some(fatal),
                "{folder} {source:?}: {:?}",
                problems(&run)
            );
        }
    }
}

#[test]
fn phases_end_where_they_say() {
    let files = memory(&[("main.tf", SOURCE), ("broken.tf", "a = = 1\n")]);
    for (stop, modules, graphs, timings) in [
        (Phase::Read, 0, 0, 1),
        (Phase::Skip, 0, 0, 1),
        (Phase::Parse, 1, 0, 1),
        (Phase::Expand, 1, 0, 2),
        (Phase::Graph, 1, 2, 3),
    ] {
        let mut request = request(Path::new(ROOT), &["."]);
        request.plans = vec![file("elsewhere/plan.json"), file("elsewhere/other.json")];
        request.plans.truncate(1);
        request.root = Some("another".to_owned());
        request.stop_after = Some(stop);
        request.timings = true;
        let run = session::run(&files, request);
        assert_eq!(run.discovery.modules.len(), modules, "{stop:?}");
        assert!(run.estate.graphs.len() <= graphs, "{stop:?}");
        assert_eq!(run.estate.graphs.is_empty(), graphs == 0, "{stop:?}");
        assert_eq!(run.timings.len(), timings, "{stop:?}");
        assert!(run.findings.is_empty());
    }
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![PlanFile { path: "p.json".to_owned(), bytes: b"{\"a\":".to_vec(), lean: None }];
    request.stop_after = Some(Phase::Skip);
    assert_eq!(problems(&session::run(&files, request)), ["unreadable: `p.json` is not JSON"]);
}

#[test]
fn what_was_repaired_after_the_plan_was_made_is_still_what_the_plan_says() {
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.4",
      "resource_changes": [
        {"address": "databricks_job.a", "mode": "managed", "type": "databricks_job", "name": "a",
         "provider_name": "registry.terraform.io/databricks/databricks",
         "change": {"actions": ["create"], "before": null,
           "after": {"name": "a", "task": [{"task_key": "t", "existing_cluster_id": null, "new_cluster": [],
                     "spark_python_task": [{"python_file": "/x.py"}]}]},
           "after_unknown": {"id": true}, "before_sensitive": false, "after_sensitive": {}}}],
      "configuration": {"root_module": {"resources": [
        {"address": "databricks_job.a", "mode": "managed", "type": "databricks_job", "name": "a",
         "provider_config_key": "databricks",
         "expressions": {"name": {"constant_value": "a"}, "task": [{"task_key": {"constant_value": "t"},
           "spark_python_task": [{"python_file": {"constant_value": "/x.py"}}]}]}}]}}}"#;
    let task = |more: &str| {
        format!(
            "resource \"databricks_job\" \"a\" {{\n  name = \"a\"\n  task {{\n    task_key = \"t\"\n{more}    \
             spark_python_task {{\n      python_file = \"/x.py\"\n    }}\n  }}\n}}\n"
        )
    };
    let repaired = plan.replace("\"existing_cluster_id\": null", "\"existing_cluster_id\": \"c\"").replace(
        "{\"task_key\": {",
        "{\"existing_cluster_id\": {\"constant_value\": \"c\"}, \"task_key\": {",
    );
    for (plan, more, place) in [
        (plan, "", Some("main.tf:3")),
        (plan, "    existing_cluster_id = \"c\"\n", Some("plan.json:0")),
        (plan, "    new_cluster {\n      spark_version = \"x\"\n    }\n", Some("plan.json:0")),
        (&repaired, "", None),
        (&repaired, "    existing_cluster_id = \"c\"\n", None),
    ] {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans =
            vec![PlanFile { path: "plan.json".to_owned(), bytes: plan.as_bytes().to_vec(), lean: None }];
        request.source = Some(ROOT.into());
        request.rules.retain(|rule| rule.info.id == "serverless-task-environment");
        let run = session::run(&memory(&[("main.tf", &task(more))]), request);
        let expected: Vec<String> =
            place.iter().map(|place| format!("violated serverless-task-environment {place}")).collect();
        assert_eq!(crate::harness::violated(&run), expected, "{more}");
    }
}

/// The rules and instances that a run violates, and those that it leaves undecided.
fn verdicts(run: &session::Run) -> [BTreeSet<(String, String)>; 2] {
    [Verdict::Violated, Verdict::Undecided].map(|verdict| {
        let findings = run.findings.iter().filter(|finding| finding.verdict == verdict);
        findings
            .flat_map(|f| f.instances.iter().map(|address| (f.rule.id.to_owned(), address.clone())))
            .collect()
    })
}

fn over(bytes: Vec<u8>) -> session::Run {
    crate::plan_files::alone("plan.json", bytes)
}

fn refused(run: &session::Run) -> bool {
    assert!(
        run.problems.iter().all(|problem| problem.kind != ProblemKind::InternalError),
        "{:?}",
        problems(run)
    );
    run.problems.iter().any(|problem| problem.kind.is_fatal())
}

/// Pointers to everything in a plan that is no value of an instance.
fn pointers(at: &Value, pointer: &str, out: &mut Vec<String>) {
    let mut below = |key: &str, value: &Value| {
        let pointer = format!("{pointer}/{key}");
        out.push(pointer.clone());
        let is_value = matches!(key, "before" | "after" | "values" | "value" | "constant_value")
            || ["after_", "before_", "sensitive_values"].iter().any(|start| key.starts_with(start));
        if !is_value {
            pointers(value, &pointer, out);
        }
    };
    match at {
        Value::Object(map) => map.iter().for_each(|(key, value)| below(key, value)),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| below(&at.to_string(), value)),
        _ => {}
    }
}

/// What says the same elsewhere, what no rule asks for, and what only names something.
const FREE: &[&str] = &["/planned_values", "/relevant_attributes", "/resource_drift", "/checks"];

#[test]
fn no_piece_of_a_plan_can_be_lost_without_a_word() {
    let mut lost = Vec::new();
    for name in ["data-sources", "locals-dynamic", "no-changes", "sensitive"] {
        let text = crate::harness::read(repository().join(format!("testdata/plans/{name}/plan.json")));
        let whole: Value = serde_json::from_str(&text).unwrap();
        let [violated, _] = verdicts(&over(text.clone().into_bytes()));
        assert!(!violated.is_empty(), "{name}");
        let mut all = Vec::new();
        pointers(&whole, "", &mut all);
        for place in all.iter().filter(|p| !FREE.iter().any(|free| p.starts_with(free))) {
            let (parent, key) = place.rsplit_once('/').unwrap();
            for value in [None, Some(json!("x")), Some(json!(7)), Some(json!({})), Some(json!([]))] {
                // A mask that is emptied as a whole says nothing wrong by itself.
                if key == "after_unknown" && value == Some(json!({})) {
                    continue;
                }
                let mut plan = whole.clone();
                match (plan.pointer_mut(parent).unwrap(), &value) {
                    (Value::Object(map), None) => drop(map.remove(key)),
                    (Value::Object(map), Some(value)) => drop(map.insert(key.to_owned(), value.clone())),
                    (Value::Array(items), Some(value)) => {
                        items[key.parse::<usize>().unwrap()] = value.clone();
                    }
                    _ => continue,
                }
                let run = over(plan.to_string().into_bytes());
                let [now, undecided] = verdicts(&run);
                // That the instance cannot be judged is said by one rule at least.
                let said = |one: &(String, String)| undecided.iter().any(|other| other.1 == one.1);
                let missing = violated.iter().find(|one| !now.contains(one) && !said(one));
                if let (false, Some(missing)) = (refused(&run), missing) {
                    lost.push(format!("{name} {place} = {value:?}: {missing:?}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} are lost:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn a_plan_cut_or_compressed_and_cut_is_refused() {
    let text = crate::harness::read(repository().join("testdata/plans/no-changes/plan.json"));
    let whole = text.trim_end().as_bytes();
    for end in (0..whole.len()).step_by(29) {
        assert!(refused(&over(whole[..end].to_vec())), "cut at {end}");
    }
    let packed = bytes(&repository().join("testdata/plans/corpus/plan.json.gz"));
    let want = verdicts(&over(packed.clone()));
    assert!(!want[0].is_empty());
    for end in (0..packed.len()).step_by(5) {
        assert!(refused(&over(packed[..end].to_vec())), "cut at {end}");
        let mut changed = packed.clone();
        changed[end] ^= 0x21;
        let run = over(changed);
        assert!(refused(&run) || verdicts(&run) == want, "changed at {end}");
    }
}

#[test]
fn the_corpus_is_read_or_refused() {
    let folder = repository().join("testdata/plans/corpus");
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in names.iter().filter(|name| *name != "README.md") {
        let run = over(bytes(&folder.join(name)));
        assert_eq!(refused(&run), name.starts_with("refused-"), "{name}: {:?}", problems(&run));
    }
    assert!(names.len() > 8, "{names:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_plan_never_breaks_the_check(
        which in 0..5usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let name = ["first-plan", "data-deferred", "moved", "sensitive/tfplan", "target/tfplan"][which];
        let path = if name.contains('/') { name.to_owned() } else { format!("{name}/plan.json") };
        let mut content = bytes(&repository().join("testdata/plans").join(path));
        for (at, byte) in changes {
            let at = at.index(content.len());
            content[at] = byte;
        }
        crate::fuzz::entry::plan::check(&content);
    }
}

#[test]
fn findings_say_which_of_the_plans_in_a_file_they_are_from() {
    use bricklint_report::Format;
    let user = |count: usize| {
        let one = r#"{"address": "databricks_user.a", "mode": "managed", "type": "databricks_user", "name": "a",
            "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {"actions": ["create"], "before": null, "after": {"user_name": "a@example.com"},
                "after_unknown": {}, "before_sensitive": false, "after_sensitive": {}}}"#;
        let plan = format!(r#"{{"format_version": "1.2", "complete": false, "resource_changes": [{one}]}}"#);
        [&*plan].repeat(count).join("\n")
    };
    let over = |count: usize| {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans =
            vec![PlanFile { path: "plans.json".to_owned(), bytes: user(count).into_bytes(), lean: None }];
        request.rules.retain(|rule| rule.info.id == "users-from-idp");
        session::run(&memory(&[]), request)
    };
    let run = over(2);
    assert_eq!(run.findings.len(), 2, "one of each plan");
    for (format, each) in [
        (Format::Text, "plans.json#N/resource_changes/0"),
        (Format::Concise, "plans.json#N/resource_changes/0"),
        (Format::Json, "\"plan\": N,"),
        (Format::Sarif, "\"N/resource_changes/0"),
        (Format::Github, "at plans.json#N/resource_changes/0"),
        (Format::Gitlab, "(plans.json#N/resource_changes/0"),
        (Format::Junit, "plans.json#N/resource_changes/0"),
        (Format::Markdown, "plans.json#N/resource_changes/0"),
        (Format::Html, "plans.json#N/resource_changes/0"),
    ] {
        let text = crate::harness::report(&run, format);
        for number in ["1", "2"] {
            assert!(text.contains(&each.replace('N', number)), "{format:?} {number}: {text}");
        }
    }
    // That each is partial is said of each.
    assert_eq!(run.problems.iter().filter(|p| p.kind == ProblemKind::PlanIncomplete).count(), 2);
    assert!(crate::harness::report(&run, Format::Text).contains("plans.json#2\n"));
    // The only plan of a file has no number.
    let run = over(1);
    let text = crate::harness::report(&run, Format::Text);
    assert!(text.contains("plans.json#/resource_changes/0"), "{text}");
    assert!(!crate::harness::report(&run, Format::Json).contains("\"plan\""));
}

#[test]
fn the_workspace_of_a_plan_is_its_own_or_the_one_that_is_named() {
    let schema = r#"{"catalog_name": "main", "name": "a", "force_destroy": true}"#;
    let text = format!(
        r#"{{"format_version": "1.2", "resource_changes": [{{"address": "databricks_schema.a", "mode": "managed",
            "type": "databricks_schema", "name": "a", "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {{"actions": ["delete"], "before": {schema}, "after": null, "after_unknown": {{}},
                "before_sensitive": {{}}, "after_sensitive": false}}}}]}}"#
    );
    let set = |workspace: &str| bricklint_load::VariableSet {
        name: Some("west".into()),
        workspace: Some(workspace.to_owned()),
        ..bricklint_load::VariableSet::default()
    };
    for (asked, sets, workspace, severity) in [
        (None, vec![], "default", "error"),
        (Some("dev"), vec![], "dev", "info"),
        (Some("prod"), vec![], "prod", "error"),
        (None, vec![set("dev")], "dev", "info"),
        (Some("prod"), vec![set("dev")], "prod", "error"),
        // Of two nobody says which one it is.
        (None, vec![set("dev"), set("dev")], "default", "error"),
    ] {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans =
            vec![PlanFile { path: "plan.json".to_owned(), bytes: text.clone().into_bytes(), lean: None }];
        request.rules.retain(|rule| rule.info.id == "state-not-destroyed");
        request.load.workspace = asked.map(str::to_owned);
        request.sets = sets;
        let run = session::run(&memory(&[]), request);
        assert_eq!(&*run.estate.graphs[0].stack.workspace, workspace, "{asked:?}");
        assert_eq!(run.findings[0].severity.name(), severity, "{asked:?}");
    }
    let whole = bytes(&repository().join("testdata/plans/first-plan/tfplan"));
    for (asked, named) in [(None, false), (Some("default"), false), (Some("dev"), true)] {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile { path: "tfplan".to_owned(), bytes: whole.clone(), lean: None }];
        request.load.workspace = asked.map(str::to_owned);
        let run = session::run(&memory(&[]), request);
        assert_eq!(&*run.estate.graphs[0].stack.workspace, "default", "{asked:?}");
        let said =
            problems(&run).iter().any(|p| p.contains("made in the workspace `default`, which counts; `dev`"));
        assert_eq!(said, named, "{asked:?} {:?}", problems(&run));
    }
}

/// What a plan that destroys a schema is taken to be of, how bad that is, and what is said of it.
fn taken(
    config: &str,
    name: &str,
    change: impl FnOnce(&mut session::Request),
) -> (Option<String>, String, String) {
    let schema = json!({"catalog_name": "cargo", "name": "quays", "force_destroy": true});
    let variables = json!({
        "catalog": {"value": "cargo"}, "berths": {"value": 12}, "cranes": {"value": ["north", "south"]},
        "depot": {"value": {"name": "quay", "open": true}},
    });
    let plan = json!({
        "format_version": "1.2", "variables": variables,
        "resource_changes": [{
            "address": "databricks_schema.quays", "mode": "managed", "type": "databricks_schema", "name": "quays",
            "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {"actions": ["delete"], "before": schema, "after": null, "after_unknown": {},
                "before_sensitive": {}, "after_sensitive": false},
        }],
    });
    let files = memory(&[
        ("vars/trial.tfvars", "catalog = \"trial_cargo\"\nberths = 12\n"),
        ("vars/live.tfvars", "catalog = \"cargo\"\nberths = \"12\"\ncranes = [\"north\", \"south\"]\n"),
        ("port/east/main.tf", "resource \"databricks_catalog\" \"c\" {\n  name = \"cargo\"\n}\n"),
    ]);
    let config = Config::parse(config, "bricklint.toml").unwrap();
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![PlanFile::new(name, plan.to_string())];
    request.rules.retain(|rule| rule.info.id == "state-not-destroyed");
    request.sets = config.sets(&[], Path::new(ROOT)).unwrap();
    change(&mut request);
    let run = session::run(&files, request);
    let stack = &run.estate.graphs[0].stack;
    let severity = run.findings[0].severity.name().to_owned();
    let mut notes = problems(&run);
    notes.retain(|note| note.contains("environment"));
    (stack.environment.as_deref().map(str::to_owned), severity, notes.concat())
}

#[test]
fn a_plan_is_of_an_environment_that_nothing_speaks_against() {
    let named = |request: &mut session::Request| {
        request.sets.retain(|set| set.name.as_deref() == Some("dev"));
        request.sets_named = true;
    };
    let everywhere = "[environments.dev]\nvar-files = [\"vars/live.tfvars\"]\n";
    let elsewhere = "[environments.dev]\n[environments.live]\nroots = [\"port/*\"]\n";
    let (dev, info, error) = (Some("dev".to_owned()), "info".to_owned(), "error".to_owned());
    let is_dev = (dev, info, String::new());
    let note = "note: nothing tells the root of this plan, and environments are for some roots only, so that it is not taken \
                to be of any; name its root with `--root`";
    let is_open = (None, error.clone(), note.to_owned());
    assert_eq!(taken(everywhere, "plan.json", |_| {}), is_dev);
    // Whoever makes a plan of the other roots need not put it there.
    for name in ["plan.json", "-", "build/plan.json", "port/east/plan.json"] {
        assert_eq!(taken(elsewhere, name, |_| {}), is_open, "{name}");
        assert_eq!(taken(elsewhere, name, named), is_dev, "{name}");
    }
    let root =
        |name: &'static str| move |request: &mut session::Request| request.root = Some(name.to_owned());
    assert_eq!(taken(elsewhere, "plan.json", root("port/east")), (None, error.clone(), String::new()));
    assert_eq!(taken(elsewhere, "plan.json", root("yard")), is_dev);
    // The name of a file is no root.
    let only = elsewhere.replace("[environments.dev]\n", "");
    assert_eq!(taken(&only, "plan.json", |_| {}), is_open);
    for glob in ["*", "**"] {
        let only = format!("[environments.dev]\nroots = [\"{glob}\"]\n");
        let both = only.clone() + "[environments.live]\nroots = [\"port/*\"]\n";
        for (config, name) in [(&only, "plan.json"), (&only, "-"), (&both, "plan.json"), (&both, "-")] {
            assert_eq!(taken(config, name, |_| {}), is_open, "{config}");
            assert_eq!(taken(config, name, named), is_dev, "{config}");
        }
    }
    let yards = "[environments.dev]\nroots = [\"yard*\"]\n";
    assert_eq!(taken(yards, "plan.json", root("yard")), is_dev);
    // A value is of this plan or not, however it is written and given.
    for (said, other) in [
        ("vars = { catalog = \"cargo\" }", None),
        ("vars = { catalog = \"trial\" }", Some("catalog")),
        ("vars = { berths = \"12\" }", None),
        ("vars = { berths = \"3\" }", Some("berths")),
        ("vars = { harbour = \"north\" }", None),
        ("vars = { cranes = '[\"north\", \"south\"]' }", None),
        ("vars = { cranes = '[\"north\"]' }", Some("cranes")),
        ("vars = { cranes = \"north\" }", Some("cranes")),
        ("vars = { depot = '{ name = \"quay\", open = true }' }", None),
        ("vars = { depot = '{ name = \"yard\", open = true }' }", Some("depot")),
        ("var-files = [\"vars/trial.tfvars\"]", Some("catalog")),
        ("var-files = [\"vars/trial.tfvars\"]\nvars = { catalog = \"cargo\" }", None),
        ("var-files = [\"vars/live.tfvars\", \"vars/trial.tfvars\"]", Some("catalog")),
    ] {
        let config = format!("[environments.dev]\n{said}\n");
        let (environment, severity, notes) = taken(&config, "plan.json", |_| {});
        let expected = if other.is_some() { "error" } else { "info" };
        assert_eq!((environment.is_none(), &*severity), (other.is_some(), expected), "{said}");
        let want = other.map(|name| format!("`var.{name}` is something else in the environment `dev`"));
        assert!(notes.contains(want.as_deref().unwrap_or_default()), "{said}: {notes}");
        assert_eq!(notes.is_empty(), other.is_none(), "{said}: {notes}");
        assert_eq!(taken(&config, "plan.json", named), is_dev, "{said}");
    }
    // What is typed says nothing of the environment.
    let trial = "[environments.dev]\nvar-files = [\"vars/trial.tfvars\"]\n";
    let typed = |input: VarInput| move |request: &mut session::Request| request.load.vars.push(input);
    let (name, text) = ("catalog".to_owned(), "cargo".to_owned());
    for input in [
        VarInput::Assign { name, text },
        VarInput::File(Path::new(ROOT).join("vars/live.tfvars")),
        VarInput::File(Path::new(ROOT).join("vars/none.tfvars")),
    ] {
        let (environment, severity, notes) = taken(trial, "plan.json", typed(input.clone()));
        assert_eq!((environment, &*severity), (None, "error"), "{input:?}");
        assert!(notes.contains("`var.catalog` is something else in the environment `dev`"), "{notes}");
        assert_eq!(taken(everywhere, "plan.json", typed(input)), is_dev);
    }
    // Nor is anything known of what cannot be read.
    let lost = trial.replace("trial", "lost");
    let (environment, severity, notes) = taken(&lost, "plan.json", |_| {});
    assert_eq!((environment, &*severity), (None, "error"));
    assert!(notes.contains("what the environment `dev` gives is not known (the var file"), "{notes}");
    assert_eq!(taken(&lost, "plan.json", named), is_dev);
    let harbour = "[environments.dev]\nworkspace = \"harbour\"\n";
    let asked = |name: &'static str| {
        move |request: &mut session::Request| request.load.workspace = Some(name.to_owned())
    };
    assert_eq!(taken(harbour, "plan.json", asked("harbour")), is_dev);
    let (environment, severity, notes) = taken(harbour, "plan.json", asked("yard"));
    assert_eq!((environment, severity), (None, error));
    assert!(notes.contains("is `yard` and that of the environment `dev` is `harbour`"), "{notes}");
}

#[test]
fn collections_of_an_environment_are_compared_with_those_of_a_plan() {
    for (written, is_same) in [
        ("cranes = [\"north\", \"south\"]", true),
        ("cranes = [\"north\"]", false),
        ("cranes = [\"north\", \"west\"]", false),
        ("cranes = []", false),
        ("depot = { name = \"quay\", open = \"true\" }", true),
        ("depot = { name = \"quay\" }", false),
        ("depot = { name = \"quay\", open = true, size = 3 }", false),
        ("depot = { name = \"quay\", shut = true }", false),
        ("depot = { name = \"yard\", open = true }", false),
        ("depot = \"quay\"", false),
        ("cranes = null", false),
        ("berths = null", true),
        ("berths = 3", false),
        ("piers = {}", true),
        ("piers = { north = {} }", false),
    ] {
        let config = "[environments.dev]\nvar-files = [\"vars/trial.tfvars\"]\n";
        let given = json!({
            "cranes": {"value": ["north", "south"]}, "depot": {"value": {"name": "quay", "open": true}},
            "berths": {"value": null}, "piers": {"value": {}},
        });
        let plan = json!({"format_version": "1.2", "variables": given, "resource_changes": []});
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile::new("plan.json", plan.to_string())];
        request.sets = Config::parse(config, "c.toml").unwrap().sets(&[], Path::new(ROOT)).unwrap();
        let run = session::run(&memory(&[("vars/trial.tfvars", written)]), request);
        assert_eq!(run.estate.graphs[0].stack.environment.is_some(), is_same, "{written}");
    }
}

#[test]
fn a_plan_file_is_not_of_an_environment_that_sets_what_it_leaves_to_its_default() {
    // Its only variable is `catalog`.
    let file = bytes(&repository().join("testdata/plans/errored/tfplan"));
    for (said, is_of_it) in [("catalog = \"harbour\"", false), ("berths = \"3\"", true)] {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile::new("tfplan", file.clone())];
        let config = format!("[environments.dev]\nvars = {{ {said} }}\n");
        request.sets = Config::parse(&config, "c.toml").unwrap().sets(&[], Path::new(ROOT)).unwrap();
        let run = session::run(&memory(&[]), request);
        assert_eq!(run.estate.graphs[0].stack.environment.is_some(), is_of_it, "{said}");
    }
}

#[test]
fn a_plan_is_not_of_an_environment_with_another_workspace() {
    let set = |workspace: &str| bricklint_load::VariableSet {
        name: Some("west".into()),
        workspace: Some(workspace.to_owned()),
        ..bricklint_load::VariableSet::default()
    };
    let whole = bytes(&repository().join("testdata/plans/first-plan/tfplan"));
    let folder = repository().join("testdata/rules/uc-role-self-assume/pass_plan_in_a_workspace");
    let main = read(folder.join("main.tf"));
    // A plan file says its workspace, and the values of a plan in JSON do where nobody names the environment.
    for (is_file, workspace, named, is_of_it, expected) in [
        (true, "default", false, true, "default"),
        (true, "yard", false, false, "default"),
        (true, "yard", true, false, "default"),
        (false, "prod", false, true, "prod"),
        (false, "yard", false, false, "prod"),
        (false, "yard", true, true, "yard"),
    ] {
        let mut request = request(Path::new(ROOT), &[]);
        let file = if is_file { whole.clone() } else { bytes(&folder.join("plan.json")) };
        request.plans = vec![PlanFile::new("plan", file)];
        request.source = (!is_file).then(|| Path::new(ROOT).to_path_buf());
        request.sets = vec![set(workspace)];
        request.sets_named = named;
        let run = session::run(&memory(&[("main.tf", &main)]), request);
        let stack = &run.estate.graphs[0].stack;
        let row = format!("{is_file} {workspace} {named}");
        assert_eq!((stack.environment.is_some(), &*stack.workspace), (is_of_it, expected), "{row}");
        let note = format!(
            "the workspace of this plan is `{expected}` and that of the environment `west` is `yard`"
        );
        assert_eq!(problems(&run).iter().any(|said| said.contains(&note)), !is_of_it, "{row}");
    }
}

#[test]
fn the_source_beside_a_plan_is_not_in_a_workspace_that_somebody_chose_later() {
    let folder = repository().join("testdata/rules/uc-role-self-assume");
    for (case, asked, workspace, undecided) in [
        ("pass_plan_in_a_workspace", None, "prod", 0),
        ("undecided_plan_in_a_workspace", None, "default", 1),
        ("undecided_plan_in_a_workspace", Some("prod"), "prod", 0),
    ] {
        let main = crate::harness::read(folder.join(case).join("main.tf"));
        let files = memory(&[("main.tf", &main), (".terraform/environment", "dev")]);
        let mut request = request(Path::new(ROOT), &[]);
        let plan = folder.join(case).join("plan.json");
        request.plans = vec![PlanFile { path: "plan.json".to_owned(), bytes: bytes(&plan), lean: None }];
        request.source = Some(Path::new(ROOT).to_path_buf());
        request.rules.retain(|rule| rule.info.id == "uc-role-self-assume");
        request.load.workspace = asked.map(str::to_owned);
        let run = session::run(&files, request);
        assert_eq!(&*run.estate.graphs[0].stack.workspace, workspace, "{case}");
        assert_eq!((run.summary.errors, run.summary.undecided), (0, undecided), "{case}");
        assert!(
            run.estate.graphs[0]
                .stack
                .instances
                .iter()
                .any(|i| &*i.address == "databricks_catalog.only_here[0]")
        );
    }
}

#[test]
fn what_a_plan_leaves_open_is_decided_by_its_configuration_or_apply() {
    use bricklint_report::Format;
    // The catalog's name is known after apply.
    let unknown = r#"{"address": "databricks_grants.a", "mode": "managed", "type": "databricks_grants", "name": "a",
        "provider_name": "registry.terraform.io/databricks/databricks",
        "change": {"actions": ["create"], "before": null,
            "after_unknown": {"catalog": true, "grant": [{"principal": true}]},
            "after": {"grant": [{"privileges": ["USE_CATALOG"]}]},
            "before_sensitive": false, "after_sensitive": {}}}"#;
    let source = r#"resource "random_pet" "a" {
}
resource "databricks_grants" "a" {
  catalog = random_pet.a.id
  grant {
    principal  = upper(random_pet.a.id)
    privileges = ["USE_CATALOG"]
  }
}
"#;
    let over = |plan: bool, with_source: bool| {
        let mut request = request(Path::new(ROOT), if plan { &[] } else { &["."] });
        if plan {
            let text = format!(r#"{{"format_version": "1.2", "resource_changes": [{unknown}]}}"#);
            request.plans =
                vec![PlanFile { path: "plan.json".to_owned(), bytes: text.into_bytes(), lean: None }];
            request.source = with_source.then(|| ROOT.into());
        }
        request.rules.retain(|rule| rule.info.id == "grants-to-groups");
        let files = [("main.tf", source)];
        session::run(&memory(if plan && !with_source { &[] } else { &files }), request)
    };
    for (plan, with_source, words, json) in [
        (false, true, "1 by a plan", "plan"),
        (true, false, "1 by the configuration (--source) or apply", "source"),
        (true, true, "1 by apply", "apply"),
    ] {
        let run = over(plan, with_source);
        let text = crate::harness::report(&run, Format::Text);
        assert!(text.contains(&format!("1 check undecided: {words}\n")), "{words}: {text}");
        let json = format!(r#""decided_by": "{json}""#);
        let report = crate::harness::report(&run, Format::Json);
        assert!(report.contains(&json), "{json}: {report}");
    }
}

/// Folders whose configuration marks what is violated; a plan alone decides some of it and nothing else.
const ALIKE: &[&str] = &["calculated-keys", "calculated-keys-kept", "wrapped-references"];

#[test]
fn what_refers_in_other_words_is_judged_alike_from_source_and_plan() {
    for name in ALIKE {
        let root = repository().join("testdata/plans").join(name);
        let source = session::run(&Disk, request(&root, &["."]));
        let expected = violated(&source);
        let marks = read(root.join("main.tf")).matches("# expect:").count();
        assert_eq!(expected.len(), marks, "{name}: {expected:?}");
        let mut request = request(&root, &[]);
        request.plans = vec![plan(&root.join("plan.json"))];
        request.source = Some(root.clone());
        let both = session::run(&Disk, request);
        assert_eq!(violated(&both), expected, "{name}");
        let undecided = |run: &session::Run| -> BTreeSet<(&'static str, String)> {
            let open = run.findings.iter().filter(|finding| finding.verdict == Verdict::Undecided);
            open.flat_map(|f| f.instances.iter().map(|address| (f.rule.id, address.clone()))).collect()
        };
        assert!(undecided(&both).is_subset(&undecided(&source)), "{name}: {:?}", undecided(&both));
        let alone = alone(&root.join("plan.json"));
        let addresses = |run: &session::Run| -> BTreeSet<(&'static str, String)> {
            let violated = run.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
            violated.flat_map(|f| f.instances.iter().map(|address| (f.rule.id, address.clone()))).collect()
        };
        assert!(addresses(&alone).is_subset(&addresses(&source)), "{name}: {:?}", addresses(&alone));
    }
}

fn alone(path: &Path) -> session::Run {
    let mut request = request(path.parent().unwrap(), &[]);
    request.plans = vec![plan(path)];
    session::run(&Disk, request)
}

#[test]
fn pointers_lead_to_something_in_the_plan() {
    let mut paths = Vec::new();
    for folder in ["testdata/plans", "examples/enterprise-platform", "examples/serverless-jobs"] {
        for entry in std::fs::read_dir(repository().join(folder)).unwrap() {
            paths.push(entry.unwrap().path().join("plan.json"));
        }
    }
    paths.retain(|path| path.is_file());
    let mut checked = 0;
    for path in paths {
        let text = read(&path);
        let Ok(document) = serde_json::from_str::<Value>(&text) else { continue };
        for finding in &alone(&path).findings {
            let places = finding.related.iter().map(|related| &related.location).chain([&finding.location]);
            for pointer in places.filter_map(|location| location.pointer.as_deref()) {
                assert!(document.pointer(pointer).is_some(), "{} has no {pointer}", path.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "{checked}");
}

/// A workspace in one region and a metastore in another, joined by an assignment that hangs on what apply gives.
const JOINED: &str = r#"
resource "databricks_mws_workspaces" "w" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "w"
  aws_region     = "eu-west-1"
}
resource "databricks_metastore" "us" {
  name   = "us"
  region = "us-east-1"
}
resource "databricks_metastore" "eu" {
  name   = "eu"
  region = "eu-west-1"
}
resource "databricks_metastore_assignment" "a" {
  metastore_id = databricks_metastore.us.id
  workspace_id = databricks_mws_workspaces.w.workspace_id
}
"#;

fn joined() -> Value {
    let entry = |ty: &str, name: &str, after: Value, unknown: Value| {
        json!({
            "address": format!("{ty}.{name}"), "mode": "managed", "type": ty, "name": name,
            "provider_name": "registry.terraform.io/databricks/databricks",
            "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown,
                        "before_sensitive": false, "after_sensitive": {} },
        })
    };
    let written = |ty: &str, name: &str, expressions: Value| {
        json!({ "address": format!("{ty}.{name}"), "mode": "managed", "type": ty, "name": name,
                "provider_config_key": "databricks", "expressions": expressions })
    };
    let constant = |text: &str| json!({ "constant_value": text });
    let account = "00000000-0000-0000-0000-000000000001";
    let metastore = |name: &str, region: &str| {
        entry("databricks_metastore", name, json!({ "name": name, "region": region }), json!({ "id": true }))
    };
    let metastore_written = |name: &str, region: &str| {
        written("databricks_metastore", name, json!({ "name": constant(name), "region": constant(region) }))
    };
    json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "complete": true,
        "planned_values": { "root_module": {} },
        "resource_changes": [
            entry(
                "databricks_mws_workspaces", "w",
                json!({ "account_id": account, "workspace_name": "w", "aws_region": "eu-west-1" }),
                json!({ "id": true, "workspace_id": true }),
            ),
            metastore("us", "us-east-1"),
            metastore("eu", "eu-west-1"),
            entry(
                "databricks_metastore_assignment", "a", json!({}),
                json!({ "id": true, "metastore_id": true, "workspace_id": true }),
            ),
        ],
        "configuration": { "root_module": { "resources": [
            written("databricks_mws_workspaces", "w", json!({
                "account_id": constant(account), "workspace_name": constant("w"), "aws_region": constant("eu-west-1"),
            })),
            metastore_written("us", "us-east-1"),
            metastore_written("eu", "eu-west-1"),
            written("databricks_metastore_assignment", "a", json!({
                "metastore_id": { "references": ["databricks_metastore.us.id", "databricks_metastore.us"] },
                "workspace_id": { "references":
                    ["databricks_mws_workspaces.w.workspace_id", "databricks_mws_workspaces.w"] },
            })),
        ] } },
    })
}

/// What `regions-agree` says of a plan and this source, and the notes that say the two do not belong together.
fn regions(plan: &Value, source: Option<&str>) -> (Vec<Verdict>, Vec<String>) {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans =
        vec![PlanFile { path: "plan.json".to_owned(), bytes: plan.to_string().into_bytes(), lean: None }];
    request.source = source.map(|_| ROOT.into());
    request.rules.retain(|rule| rule.info.id == "regions-agree");
    let run = session::run(&memory(&[("main.tf", source.unwrap_or_default())]), request);
    let notes =
        problems(&run).into_iter().filter(|line| line.contains("another version") || line.contains("fatal"));
    (run.findings.iter().map(|finding| finding.verdict).collect(), notes.collect())
}

#[test]
fn a_source_of_another_version_is_said_and_does_not_hide_what_the_plan_says() {
    let plan = joined();
    assert_eq!(regions(&plan, None), (vec![Verdict::Violated], Vec::new()));
    assert_eq!(regions(&plan, Some(JOINED)), (vec![Verdict::Violated], Vec::new()));
    let rows = [
        ("metastore.us.id", "metastore.eu.id", "`metastore_id` of `databricks_metastore_assignment.a`"),
        (
            "databricks_metastore.us.id",
            "var.metastore",
            "`metastore_id` of `databricks_metastore_assignment.a`",
        ),
        ("\"us-east-1\"", "\"eu-west-1\"", "`region` of `databricks_metastore.us`"),
    ];
    for (from, to, named) in rows {
        let (verdicts, notes) = regions(&plan, Some(&JOINED.replace(from, to)));
        assert_eq!(verdicts, [Verdict::Violated], "{to}");
        assert!(notes.len() == 1 && notes[0].contains(named), "{to}: {notes:?}");
    }
    let (_, notes) =
        regions(&plan, JOINED.split_once("resource \"databricks_metastore\" \"eu\"").map(|(head, _)| head));
    assert!(
        notes.len() == 1
            && notes[0]
                .contains("the plan has `databricks_metastore.eu`, which the source does not (and 1 more)"),
        "{notes:?}"
    );
}

#[test]
fn constants_and_what_stands_where_a_constant_stood_tell_versions_apart() {
    let resource = |type_name: &str, expressions: Value| {
        json!({ "address": format!("{type_name}.a"), "mode": "managed", "type": type_name, "name": "a",
                "provider_config_key": "databricks", "expressions": expressions, "schema_version": 0 })
    };
    let constant = |value: Value| json!({ "constant_value": value });
    let block = |principal: &str, privileges: Value| json!({ "principal": constant(json!(principal)), "privileges": constant(privileges) });
    let local = json!({ "references": ["local.own.name", "local.own"] });
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "complete": true,
        "planned_values": { "root_module": {} }, "resource_changes": [],
        "configuration": { "root_module": { "resources": [
            resource("databricks_grant", json!({
                "catalog": local, "principal": constant(json!("a")),
                "privileges": constant(json!(["SELECT", "MODIFY"])),
            })),
            resource("databricks_grants", json!({
                "schema": constant(json!("a.b")),
                "grant": [block("x", json!(["SELECT"])), block("y", json!(["MODIFY"]))],
            })),
            resource("databricks_job", json!({
                "max_concurrent_runs": constant(json!(2)), "tags": constant(json!({ "a": "b" })),
                "timeout_seconds": constant(json!(60)), "description": constant(Value::Null),
                "task": [
                    { "task_key": constant(json!("load")), "environment_key": constant(json!("e")) },
                    { "task_key": constant(json!("sum")),
                      "depends_on": [{ "task_key": constant(json!("load")) }] },
                ],
            })),
        ] } },
    });
    let source = r#"
        locals {
          own = { name = "c" }
        }
        resource "databricks_grant" "a" {
          catalog    = local.own.name
          principal  = "a"
          privileges = ["SELECT", "MODIFY"]
        }
        resource "databricks_grants" "a" {
          schema = "a.b"
          grant {
            principal  = "x"
            privileges = ["SELECT"]
          }
          grant {
            principal  = "y"
            privileges = ["MODIFY"]
          }
        }
        resource "databricks_job" "a" {
          max_concurrent_runs = 2
          tags                = { a = "b" }
          timeout_seconds     = 60
          task {
            task_key        = "load"
            environment_key = "e"
          }
          task {
            task_key = "sum"
            depends_on {
              task_key = "load"
            }
          }
          dynamic "parameter" {
            for_each = []
            content {}
          }
        }
    "#;
    let sum = "task {\n            task_key = \"sum\"";
    let same = [
        ("= 2", "= 2.0"),
        ("= 60", "= \"60\""),
        ("= 60", "= 30 + 30"),
        ("[\"SELECT\", \"MODIFY\"]", "[\"MODIFY\", \"SELECT\"]"),
        ("{ a = \"b\" }", "{ a = \"b\", c = null }"),
        ("timeout_seconds ", "description = null\n          timeout_seconds "),
        ("parameter", "trigger"),
        ("= \"c\"", "= \"d\""),
        ("local.own.name", "local.own[\"name\"]"),
    ];
    for (from, to) in same {
        let (_, notes) = regions(&plan, Some(&source.replacen(from, to, 1)));
        assert!(source.contains(from) && notes.is_empty(), "{to}: {notes:?}");
    }
    let other = [
        ("= 2", "= 3", "max_concurrent_runs"),
        ("= 60", "= 30 + 31", "timeout_seconds"),
        ("= 60", "= local.own", "timeout_seconds"),
        ("[\"SELECT\", \"MODIFY\"]", "[\"SELECT\"]", "privileges"),
        ("[\"SELECT\", \"MODIFY\"]", "[\"SELECT\", \"EXECUTE\"]", "privileges"),
        ("{ a = \"b\" }", "{ a = \"c\" }", "tags"),
        ("{ a = \"b\" }", "{ a = \"b\", c = \"d\" }", "tags"),
        ("= local.own.name", "= \"c\"", "catalog"),
        ("= \"x\"", "= \"z\"", "grant"),
        ("= \"x\"", "= local.own.name", "grant"),
        (
            "\"x\"\n            privileges = [\"SELECT\"]",
            "\"y\"\n            privileges = [\"MODIFY\"]",
            "grant",
        ),
        ("timeout_seconds     = 60", "", "timeout_seconds"),
        ("timeout_seconds ", "format = \"MULTI_TASK\"\n          timeout_seconds ", "format"),
        ("timeout_seconds ", "provider = databricks.account\n          timeout_seconds ", "provider"),
        ("environment_key = \"e\"", "", "task"),
        ("environment_key = \"e\"", "environment_key = \"e\"\n            run_if = \"ALL_DONE\"", "task"),
        ("depends_on {\n              task_key = \"load\"\n            }", "", "task"),
        ("depends_on {", "health {}\n            depends_on {", "task"),
        (
            sum,
            "queue {\n            enabled = true\n          }\n          task {\n            task_key = \"sum\"",
            "queue",
        ),
        (
            sum,
            "task {\n            task_key = \"more\"\n          }\n          task {\n            task_key = \"sum\"",
            "task",
        ),
    ];
    let [first, second] =
        ["\"x\"\n            privileges = [\"SELECT\"]", "\"y\"\n            privileges = [\"MODIFY\"]"];
    let turned = source.replace(first, "first").replace(second, first).replace("first", second);
    assert_eq!(regions(&plan, Some(&turned)).1, Vec::<String>::new());
    for (from, to, argument) in other {
        assert!(source.contains(from), "{from}");
        let (_, notes) = regions(&plan, Some(&source.replacen(from, to, 1)));
        let named = format!("`{argument}` of `databricks_");
        assert!(notes.len() == 1 && notes[0].contains(&named), "{to}: {notes:?}");
    }
}

#[test]
fn a_plan_without_its_configuration_is_undecided_where_something_refers() {
    for without in ["configuration", "/configuration/root_module/resources", "entry"] {
        let mut plan = joined();
        match without {
            "configuration" => drop(plan.as_object_mut().unwrap().remove(without)),
            "entry" => {
                let listed = plan.pointer_mut("/configuration/root_module/resources").unwrap();
                listed.as_array_mut().unwrap().pop();
            }
            path => *plan.pointer_mut(path).unwrap() = json!([]),
        }
        assert_eq!(regions(&plan, None).0, [Verdict::Undecided], "{without}");
        assert_eq!(regions(&plan, Some(JOINED)).0, [Verdict::Violated], "{without}");
    }
}

#[test]
fn a_mask_with_anything_but_truth_values_in_it_is_refused() {
    for wrong in [json!("true"), json!(1), json!(null), json!([[1]]), json!({ "a": "x" })] {
        for mask in ["after_unknown", "after_sensitive"] {
            let mut plan = joined();
            let path = format!("/resource_changes/3/change/{mask}");
            plan.pointer_mut(&path).unwrap()["metastore_id"] = wrong.clone();
            let run = over(plan.to_string().into_bytes());
            assert!(refused(&run), "{mask}: {wrong}");
        }
    }
}

#[test]
fn what_was_changed_outside_must_stand_in_the_state_of_a_refresh_only_plan() {
    let folder = repository().join("testdata/plans/refresh-only-drift");
    let mut plan: Value = serde_json::from_str(&read(folder.join("plan.json"))).unwrap();
    assert!(!refused(&over(plan.to_string().into_bytes())));
    plan.as_object_mut().unwrap().remove("prior_state");
    assert!(refused(&over(plan.to_string().into_bytes())));
}

#[test]
fn a_plan_file_is_judged_by_its_own_configuration_where_the_source_is_another() {
    let folder = repository().join("testdata/plans/sensitive");
    let source = read(folder.join("main.tf"));
    let run = |source: &str| {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile {
            path: "plans/tfplan".to_owned(),
            bytes: bytes(&folder.join("tfplan")),
            lean: None,
        }];
        request.source = Some(Path::new(ROOT).join("live"));
        session::run(&memory(&[("live/main.tf", source)]), request)
    };
    let said = |run: &session::Run| {
        problems(run).iter().filter(|line| line.contains("is not what this plan")).count()
    };
    let (same, other) = (run(&source), run(&source.replace("resource", "locals {}\nresource")));
    assert_eq!((said(&same), said(&other)), (0, 1), "{:?} {:?}", problems(&same), problems(&other));
    assert!(!same.findings.is_empty());
    assert_eq!(verdicts(&same), verdicts(&other));
    assert!(same.findings.iter().all(|finding| finding.location.path == "live/main.tf"));
}

#[test]
fn a_deposed_object_that_was_deleted_outside_is_nothing() {
    let mut plan = joined();
    let gone = json!({
        "address": "databricks_metastore.us", "mode": "managed", "type": "databricks_metastore", "name": "us",
        "provider_name": "registry.terraform.io/databricks/databricks", "deposed": "deadbeef",
        "change": { "actions": ["no-op"], "before": null, "after": null, "after_unknown": {},
                    "before_sensitive": false, "after_sensitive": false },
    });
    let before = over(plan.to_string().into_bytes());
    plan["resource_changes"].as_array_mut().unwrap().push(gone);
    let after = over(plan.to_string().into_bytes());
    assert!(!refused(&after), "{:?}", problems(&after));
    assert_eq!(verdicts(&after), verdicts(&before));
}

#[test]
fn a_plan_belongs_to_the_root_that_is_written_as_it_says() {
    let root = |host: &str, name: &str| {
        format!(
            "provider \"databricks\" {{\n  host = \"{host}\"\n}}\nresource \"databricks_catalog\" \"c\" {{\n  name = {name}\n}}\n"
        )
    };
    let plan = |path: &str, host: &str, name: &Value| {
        let provider = "registry.terraform.io/databricks/databricks";
        let expression = if name.is_string() {
            json!({"constant_value": name})
        } else {
            json!({"references": ["var.name"]})
        };
        let plan = json!({
            "format_version": "1.2", "terraform_version": "1.11.4",
            "resource_changes": [
                {"address": "databricks_catalog.c", "mode": "managed", "type": "databricks_catalog", "name": "c",
                 "provider_name": provider,
                 "change": {"actions": ["create"], "before": null, "after": {"name": "main"}, "after_unknown": {},
                            "before_sensitive": false, "after_sensitive": {}}}],
            "configuration": {
                "provider_config": {"databricks": {"name": "databricks", "full_name": provider,
                                                   "expressions": {"host": {"constant_value": host}}}},
                "root_module": {"resources": [
                    {"address": "databricks_catalog.c", "mode": "managed", "type": "databricks_catalog", "name": "c",
                     "provider_config_key": "databricks", "expressions": {"name": expression}}]}}});
        PlanFile { path: path.to_owned(), bytes: plan.to_string().into_bytes(), lean: None }
    };
    let (a, b) = ("https://a.cloud.databricks.com", "https://b.cloud.databricks.com");
    let (main, var) = (json!("main"), Value::Null);
    let variable = "\"${var.name}\"\n}\nvariable \"name\" {\n  default = \"main\"";
    // The roots, the plans, the roots of the stacks, and whether something is said about a plan.
    let [in_a, in_b, x, open] =
        [root(a, "\"main\""), root(b, "\"main\""), root(a, "\"x\""), root(a, variable)];
    let one = |host: &str, name: &Value| vec![plan("plans/1.json", host, name)];
    let two = vec![plan("plans/1.json", b, &main), plan("plans/2.json", b, &main)];
    let cases = [
        ([&in_a, &in_b], one(b, &main), vec!["a", "b"], false),
        ([&in_a, &in_b], two, vec!["a", "b", "b"], false),
        ([&x, &open], one(a, &var), vec!["a", "b"], false),
        ([&in_a, &in_a], one(a, &main), vec!["a", "b", "plans/1.json"], true),
    ];
    for ([first, second], plans, expected, said) in cases {
        let files = memory(&[("a/main.tf", first), ("b/main.tf", second)]);
        let mut request = request(Path::new(ROOT), &["."]);
        request.plans = plans;
        let run = session::run(&files, request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        assert_eq!(roots, expected, "{first}{second}");
        let note = "note: this plan can be of the roots `a` and `b`, with which it is not compared";
        assert_eq!(
            problems(&run).iter().any(|problem| problem.starts_with(note)),
            said,
            "{:?}",
            problems(&run)
        );
        let [plan, alone] = [run.estate.graphs.len() - 1, 0].map(|at| at as u32);
        assert_eq!(run.estate.comparable(plan, alone), !said);
    }
}

#[test]
fn a_plan_that_lies_in_another_root_is_not_of_the_only_one_that_was_named() {
    let root = |name: &str| format!("resource \"databricks_catalog\" \"c\" {{\n  name = \"{name}\"\n}}\n");
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.11.4",
        "resource_changes": [{
            "address": "databricks_catalog.c", "mode": "managed", "type": "databricks_catalog", "name": "c",
            "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {"actions": ["create"], "before": null, "after": {"name": "dev"}, "after_unknown": {},
                       "before_sensitive": false, "after_sensitive": {}}}],
        "configuration": {"root_module": {"resources": [{
            "address": "databricks_catalog.c", "mode": "managed", "type": "databricks_catalog", "name": "c",
            "provider_config_key": "databricks", "expressions": {"name": {"constant_value": "dev"}}}]}}});
    let (dev, prod) = (root("dev"), root("prod"));
    for (path, named, expected) in [
        ("live/dev/plan.json", "live/prod", vec!["live/dev", "live/prod"]),
        ("live/dev/plan.json", "live/dev", vec!["live/dev"]),
        ("live/dev/plan.json", "live/same", vec!["live/same"]),
        // Where there is no configuration, plans are kept.
        ("live/plan.json", "live/same", vec!["live/same"]),
        ("live/plan.json", "live/prod", vec!["live/plan.json", "live/prod"]),
    ] {
        let files =
            memory(&[("live/dev/main.tf", &dev), ("live/prod/main.tf", &prod), ("live/same/main.tf", &dev)]);
        let mut request = request(Path::new(ROOT), &[named]);
        request.plans =
            vec![PlanFile { path: path.to_owned(), bytes: plan.to_string().into_bytes(), lean: None }];
        let run = session::run(&files, request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        assert_eq!(roots, expected, "{path} {named}: {:?}", problems(&run));
    }
}

#[test]
fn plans_that_lie_beside_their_configuration_are_of_one_root() {
    let text = "variable \"town\" {}\nprovider \"databricks\" {\n  host = \"https://accounts.cloud.databricks.com\"\n  \
                account_id = \"00000000-0000-0000-0000-000000000009\"\n}\nresource \"databricks_metastore\" \"bakery\" {\n  \
                name   = var.town\n  region = \"eu-west-1\"\n}\n";
    let other = "resource \"databricks_group\" \"bakers\" {\n  display_name = \"bakers\"\n}\n";
    let provider = "registry.terraform.io/databricks/databricks";
    let plan = |path: &str| {
        let town = path.trim_end_matches(".json");
        let bytes = json!({
            "format_version": "1.2", "terraform_version": "1.11.4", "variables": {"town": {"value": town}},
            "resource_changes": [{
                "address": "databricks_metastore.bakery", "mode": "managed", "type": "databricks_metastore",
                "name": "bakery", "provider_name": provider,
                "change": {"actions": ["create"], "before": null, "after": {"name": town, "region": "eu-west-1"},
                           "after_unknown": {"id": true}, "before_sensitive": false, "after_sensitive": {}}}],
            "configuration": {
                "provider_config": {"databricks": {"name": "databricks", "full_name": provider, "expressions": {
                    "host": {"constant_value": "https://accounts.cloud.databricks.com"},
                    "account_id": {"constant_value": "00000000-0000-0000-0000-000000000009"}}}},
                "root_module": {"resources": [{
                    "address": "databricks_metastore.bakery", "mode": "managed", "type": "databricks_metastore",
                    "name": "bakery", "provider_config_key": "databricks",
                    "expressions": {"name": {"references": ["var.town"]},
                                    "region": {"constant_value": "eu-west-1"}}}]}}});
        PlanFile::new(path, bytes.to_string())
    };
    // Where the plans and configuration lie, which directory is named, the roots, and whether two metastores collide.
    let rows = [
        (["a/york.json", "a/hull.json"], ("a/main.tf", text), None, vec!["a", "a"], false),
        (["a/york.json", "a/hull.json"], ("a/main.tf", text), Some("a"), vec!["a", "a"], false),
        (["york.json", "hull.json"], ("main.tf", text), None, vec![".", "."], false),
        (["a/york.json", "b/hull.json"], ("a/main.tf", text), None, vec!["a", "b/hull.json"], true),
        // What lies there is something else, or nothing.
        (
            ["a/york.json", "a/hull.json"],
            ("a/main.tf", other),
            None,
            vec!["a/hull.json", "a/york.json"],
            true,
        ),
        (["a/york.json", "a/hull.json"], ("b/main.tf", text), None, vec!["a/hull.json", "a/york.json"], true),
        (["-", "hull.json"], ("main.tf", text), None, vec!["-", "."], true),
        // Nothing outside the project is looked at.
        (
            ["/q/york.json", "/q/hull.json"],
            ("/q/main.tf", text),
            None,
            vec!["/q/hull.json", "/q/york.json"],
            true,
        ),
    ];
    for (plans, file, named, expected, collide) in rows {
        let mut request = request(Path::new(ROOT), named.as_slice());
        request.plans = plans.map(plan).into();
        let run = session::run(&memory(&[file]), request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        assert_eq!(roots, expected, "{plans:?} {file:?}: {:?}", problems(&run));
        let found = violated(&run).iter().any(|line| line.contains("one-metastore-per-region"));
        assert_eq!(found, collide, "{plans:?} {file:?}: {:?}", violated(&run));
        let drawn = diagram::of(&run.estate);
        let ids: BTreeSet<&str> = drawn.nodes.iter().map(|node| &*node.id).collect();
        assert_eq!(ids.len(), drawn.nodes.len(), "{plans:?} {file:?}: {ids:?}");
    }
}

#[test]
fn of_roots_that_are_written_alike_a_plan_belongs_to_the_one_with_its_values() {
    let text = "variable \"name\" {}\nresource \"databricks_catalog\" \"c\" {\n  name = var.name\n}\n";
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "variables": {"name": {"value": "main"}},
        "resource_changes": [{
            "address": "databricks_catalog.c", "mode": "managed", "type": "databricks_catalog", "name": "c",
            "provider_name": "registry.terraform.io/databricks/databricks",
            "change": {"actions": ["create"], "before": null, "after": {"name": "main"}, "after_unknown": {},
                       "before_sensitive": false, "after_sensitive": {}}}],
        "configuration": {"root_module": {"resources": [{
            "address": "databricks_catalog.c", "mode": "managed", "type": "databricks_catalog", "name": "c",
            "provider_config_key": "databricks", "expressions": {"name": {"references": ["var.name"]}}}]}}});
    for (first, second, expected) in [
        ("name = \"x\"", "name = \"main\"", vec!["a", "b"]),
        ("name = \"x\"", "name = \"y\"", vec!["a", "b", "plans/1.json"]),
        ("name = \"main\"", "name = \"main\"", vec!["a", "b", "plans/1.json"]),
        ("name = \"main\"", "", vec!["a", "b", "plans/1.json"]),
        ("name = \"x\"", "", vec!["a", "b", "plans/1.json"]),
    ] {
        let files = [
            ("a/main.tf", text),
            ("b/main.tf", text),
            ("a/x.auto.tfvars", first),
            ("b/terraform.tfvars", second),
        ];
        let mut request = request(Path::new(ROOT), &["."]);
        request.plans = vec![PlanFile {
            path: "plans/1.json".to_owned(),
            bytes: plan.to_string().into_bytes(),
            lean: None,
        }];
        let run = session::run(&memory(&files), request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        assert_eq!(roots, expected, "{first} {second}: {:?}", problems(&run));
    }
}

#[test]
fn a_plan_does_not_stand_for_the_only_root_where_that_says_something_else() {
    // Terraform writes the default as its type has it.
    let text = "variable \"dock\" {\n  type    = object({ name = string, town = optional(string, \"Hull\") })\n  \
                default = { name = \"east\" }\n}\nvariable \"shop\" {\n  default = \"north\"\n}\nprovider \"databricks\" {\n  host = \
                \"https://accounts.cloud.databricks.com\"\n  account_id = \
                \"00000000-0000-0000-0000-000000000001\"\n}\nresource \"databricks_metastore\" \"m\" {\n  name   = \
                var.shop\n  region = \"eu-west-1\"\n}\nmodule \"jobs\" {\n  source = \"../jobs\"\n  team   = \
                \"bakers\"\n}\n";
    let provider = "registry.terraform.io/databricks/databricks";
    let constant = |text: &str| json!({"constant_value": text});
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "variables": {"shop": {"value": "north"}},
        "resource_changes": [{
            "address": "databricks_metastore.m", "mode": "managed", "type": "databricks_metastore", "name": "m",
            "provider_name": provider,
            "change": {"actions": ["create"], "before": null, "after": {"name": "north", "region": "eu-west-1"},
                       "after_unknown": {"id": true}, "before_sensitive": false, "after_sensitive": {}}}],
        "configuration": {
            "provider_config": {"databricks": {"name": "databricks", "full_name": provider, "expressions": {
                "host": constant("https://accounts.cloud.databricks.com"),
                "account_id": constant("00000000-0000-0000-0000-000000000001")}}},
            "root_module": {
                "resources": [{
                    "address": "databricks_metastore.m", "mode": "managed", "type": "databricks_metastore",
                    "name": "m", "provider_config_key": "databricks",
                    "expressions": {"name": {"references": ["var.shop"]}, "region": constant("eu-west-1")}}],
                "module_calls": {"jobs": {"source": "../jobs", "expressions": {"team": constant("bakers")},
                                          "module": {"variables": {"team": {}}}}},
                "variables": {"dock": {"default": {"name": "east", "town": "Hull"}}, "shop": {"default": "north"}}}}});
    let of = |names: &[&str]| names.iter().map(|name| format!("live/{name}")).collect::<Vec<_>>();
    // What is written instead, the var file, `--var`, `--root`, and what differs.
    let rows = [
        (("", ""), "", None, None, None),
        (("", ""), "shop = \"north\"", None, None, None),
        (("", ""), "shop = \"south\"", None, None, Some("`var.shop`")),
        (("", ""), "shop = \"south\"", Some("north"), None, None),
        (("", ""), "shop = \"south\"", None, Some("live/a"), None),
        (
            ("000001", "000002"),
            "",
            None,
            None,
            Some("`account_id` of the provider configuration `databricks`"),
        ),
        (("eu-west-1", "eu-north-1"), "", None, None, Some("`region` of `databricks_metastore.m`")),
        (("bakers", "millers"), "", None, None, Some("`team` of `module.jobs`")),
        (("north", "south"), "", None, None, Some("the default of `var.shop`")),
        (("east", "west"), "", None, None, Some("the default of `var.dock`")),
    ];
    for ((from, to), values, var, root, differs) in rows {
        let main = if from.is_empty() { text.to_owned() } else { text.replacen(from, to, 1) };
        let jobs = "variable \"team\" {}\n";
        let files =
            [("live/a/main.tf", &*main), ("live/a/x.auto.tfvars", values), ("live/jobs/main.tf", jobs)];
        let mut request = request(Path::new(ROOT), &["live/a"]);
        let bytes = plan.to_string().into_bytes();
        request.plans = vec![PlanFile { path: "live/plan.json".to_owned(), bytes, lean: None }];
        request.root = root.map(str::to_owned);
        let var = var.map(|text: &str| VarInput::Assign { name: "shop".to_owned(), text: text.to_owned() });
        request.load.vars = var.into_iter().collect();
        request.rules.retain(|rule| rule.info.id == "one-metastore-per-region");
        let run = session::run(&memory(&files), request);
        let roots: Vec<&str> = run.estate.graphs.iter().map(|graph| &*graph.stack.root).collect();
        let notes: Vec<String> =
            problems(&run).into_iter().filter(|text| text.contains("something else")).collect();
        match differs {
            None => {
                assert_eq!(roots, of(&["a"]), "{to} {values}: {:?}", problems(&run));
                assert!(notes.is_empty() && run.findings.is_empty(), "{to} {values}: {notes:?}");
            }
            Some(differs) => {
                assert_eq!(roots, of(&["a", "plan.json"]), "{to} {values}: {:?}", problems(&run));
                let note =
                    format!("note: {differs} is something else in the root `live/a` than in this plan");
                assert!(notes.len() == 1 && notes[0].starts_with(&note), "{to} {values}: {notes:?}");
                // Two metastores of one region, if the plan is not of this root.
                let verdicts: Vec<Verdict> = run.findings.iter().map(|finding| finding.verdict).collect();
                let is_one = !matches!(from, "000001" | "eu-west-1");
                assert_eq!(verdicts, vec![Verdict::Undecided; usize::from(is_one)], "{to} {values}");
            }
        }
    }
}

#[test]
fn what_is_assumed_of_a_module_that_is_not_installed_is_said_once_and_can_be_said_otherwise() {
    let call = |name: &str| {
        format!("module \"{name}\" {{\n  source  = \"acme/vpc/aws\"\n  version = \"5.0.0\"\n}}\n")
    };
    let grants = "resource \"databricks_grants\" \"x\" {\n  schema = \"c.s\"\n  grant {\n    principal  = \"g\"\n    \
                  privileges = [\"SELECT\"]\n  }\n}\n";
    let source = call("a") + &call("b") + grants;
    let assumed = "note: `module.a` and 1 more: a module of a registry";
    let contains = |key: &str, held: &str| (key.to_owned(), vec![held.into()]);
    for (given, said, verdict) in [
        (vec![], Some(assumed), Verdict::Violated),
        (vec![contains("a", "aws")], Some("note: `module.b`: a module"), Verdict::Violated),
        (vec![contains("acme/vpc/aws", "aws")], None, Verdict::Violated),
        (vec![contains("acme/vpc/aws", "databricks")], None, Verdict::Undecided),
        (vec![contains("acme/vpc/aws", "databricks_grants")], None, Verdict::Undecided),
        (
            vec![contains("acme/vpc/aws", "aws"), contains("vpc", "aws")],
            Some("note: `[modules.contains]`: `vpc` is neither"),
            Verdict::Violated,
        ),
    ] {
        let mut request = request(Path::new(ROOT), &["."]);
        request.rules.retain(|rule| rule.info.id == "grant-chain-complete");
        request.load.contains = given.into_iter().collect();
        let run = session::run(&memory(&[("main.tf", &source)]), request);
        let notes: Vec<String> = problems(&run).into_iter().filter(|p| p.starts_with("note")).collect();
        assert_eq!(notes.len(), usize::from(said.is_some()), "{notes:?}");
        assert!(said.is_none_or(|said| notes[0].starts_with(said)), "{notes:?}");
        assert_eq!(run.findings.iter().map(|f| f.verdict).collect::<Vec<_>>(), [verdict], "{notes:?}");
    }
}
