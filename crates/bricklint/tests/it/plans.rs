//! Plans, their pointers, and the directory they were made from.

use std::path::Path;

use bricklint::disk::Disk;
use bricklint::session::{self, Phase, PlanFile};
use bricklint_findings::problem::ProblemKind;
use bricklint_load::VarInput;
use bricklint_model::stack::StackKind;

use crate::harness::{ROOT, memory, plan, problems, repository, request};

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
    PlanFile { path: path.to_owned(), bytes: PLAN.as_bytes().to_vec() }
}

#[test]
fn a_plan_and_the_directory_it_lies_in_are_one_stack() {
    let files = memory(&[("live/main.tf", SOURCE), ("other/main.tf", "resource \"x\" \"y\" {\n}\n")]);
    let mut request = request(Path::new(ROOT), &["."]);
    request.plans = vec![file("live/plan.json")];
    let run = session::run(&files, request);
    let stacks: Vec<_> =
        run.estate.graphs.iter().map(|g| (g.stack.kind, &*g.stack.root, g.stack.index)).collect();
    assert_eq!(stacks, [(StackKind::Source, "other", 0), (StackKind::PlanWithSource, "live", 1)]);
    let stack = &run.estate.graphs[1].stack;
    let (_, env) = stack.outputs.iter().find(|(name, _)| &**name == "env").unwrap();
    assert_eq!(env.as_str(), Some("prod"), "the plan's variables are those of the source");
    let place = run.estate.locate(&bricklint_model::place::Place {
        stack: 1,
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
        let run = session::run(&files, request);
        assert_eq!(run.discovery.modules.len(), modules, "{stop:?}");
        assert!(run.estate.graphs.len() <= graphs, "{stop:?}");
        assert_eq!(run.estate.graphs.is_empty(), graphs == 0, "{stop:?}");
        assert_eq!(run.timings.len(), timings, "{stop:?}");
        assert!(run.findings.is_empty());
    }
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![PlanFile { path: "p.json".to_owned(), bytes: b"{\"a\":".to_vec() }];
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
    for more in
        ["", "    existing_cluster_id = \"c\"\n", "    new_cluster {\n      spark_version = \"x\"\n    }\n"]
    {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![PlanFile { path: "plan.json".to_owned(), bytes: plan.as_bytes().to_vec() }];
        request.source = Some(ROOT.into());
        request.rules.retain(|rule| rule.info.id == "serverless-task-environment");
        let run = session::run(&memory(&[("main.tf", &task(more))]), request);
        assert_eq!(
            crate::harness::violated(&run),
            ["violated serverless-task-environment main.tf:3"],
            "{more}"
        );
    }
}
