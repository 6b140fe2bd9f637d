//! Pieces of a plan that are missing or have the wrong type: said, and never read as if nothing stood there.

use bricklint_findings::cause::CauseKind;
use bricklint_findings::problem::ProblemKind;
use bricklint_load::plan::{plan_stack, read_plans};
use bricklint_model::instance::Body;
use serde_json::{Value, json};

use crate::plan_input::bytes;

const AS_IT_IS: &str = "; check what `terraform show -json PLANFILE` prints as it is";

/// A plan of one job, with one change that is of no interest.
fn plan() -> Value {
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": [{"address": "x.y", "mode": "managed"}]}},
        "resource_changes": [
            {"address": "databricks_job.a", "mode": "managed", "type": "databricks_job", "name": "a",
             "provider_name": "registry.terraform.io/databricks/databricks",
             "change": {"actions": ["create"], "before": null, "after": {"name": "a", "task": []},
                        "after_unknown": {"id": true}, "before_sensitive": false, "after_sensitive": {}}},
            {"address": "data.x.y[\"k\"]", "mode": "data", "type": "x", "name": "y", "index": "k",
             "change": {"actions": ["read"], "before": null, "after": {}, "after_unknown": {}}}
        ],
        "output_changes": {"o": {"actions": ["create"], "before": null, "after": 1, "after_unknown": false}},
        "prior_state": {"values": {"root_module": {"resources": [
            {"address": "data.x.z", "mode": "data", "type": "x", "name": "z", "values": {}}]}}},
        "configuration": {"root_module": {"resources": [
            {"address": "databricks_job.a", "mode": "managed", "type": "databricks_job", "name": "a",
             "expressions": {"name": {"constant_value": "a"}}}]}}
    })
}

/// The plan with the value at a pointer replaced, or removed by `Value::Null` where `remove` says so.
fn with(pointer: &str, value: Option<Value>) -> Value {
    let mut plan = plan();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match (plan.pointer_mut(parent).unwrap(), value) {
        (Value::Object(map), Some(value)) => drop(map.insert(key.to_owned(), value)),
        (Value::Object(map), None) => drop(map.remove(key).expect(pointer)),
        (Value::Array(list), Some(value)) => list[key.parse::<usize>().unwrap()] = value,
        (Value::Array(list), None) => drop(list.remove(key.parse().unwrap())),
        other => panic!("{pointer}: {other:?}"),
    }
    plan
}

fn problems(plan: &Value) -> Vec<(ProblemKind, String)> {
    let file = read_plans(plan.to_string().into_bytes(), "plan.json");
    let stacks = file.plans.iter().map(|plan| plan_stack(plan, 0, "root", None));
    let all: Vec<_> = file.problems.iter().cloned().chain(stacks.flat_map(|stack| stack.problems)).collect();
    all.into_iter().map(|problem| (problem.kind, problem.message)).collect()
}

#[test]
fn what_is_missing_or_has_the_wrong_type_is_said() {
    assert_eq!(problems(&plan()), []);
    let job = "`databricks_job.a` of `resource_changes[0]` in this plan";
    let data = "`data.x.y[\"k\"]` of `resource_changes[1]` in this plan";
    let a = "/resource_changes/0";
    let rows: Vec<(String, Option<Value>, String)> = [
        ("", "address", None, "an entry of `resource_changes[0]` in this plan has no `address`"),
        ("", "address", Some(json!("databricks_job.b")), "`databricks_job.b` of `resource_changes[0]` in this plan does not fit its own module, mode, type, name and index"),
        ("", "type", None, "JOB has no `type`"),
        ("", "type", Some(json!("databricks_jobs")), "JOB does not fit its own module, mode, type, name and index"),
        ("", "name", Some(json!("")), "JOB has no `name`"),
        ("", "mode", Some(json!("data")), "JOB does not fit its own module, mode, type, name and index"),
        ("", "index", Some(json!(0)), "JOB does not fit its own module, mode, type, name and index"),
        ("", "module_address", Some(json!("module.m")), "JOB does not fit its own module, mode, type, name and index"),
        ("", "change", None, "JOB has no `actions`"),
        ("", "change", Some(json!({})), "JOB has no `actions`"),
        ("/change", "actions", Some(json!([])), "JOB has no `actions`"),
        ("/change", "after", None, "JOB has no `after`"),
        ("/change", "after", Some(json!(null)), "JOB has no `after`"),
        ("/change", "after", Some(json!("x")), "JOB has a string as `after` where an object belongs"),
        ("/change", "after", Some(json!([])), "JOB has a list as `after` where an object belongs"),
        ("/change", "before", Some(json!(1)), "JOB has a number as `before` where an object belongs"),
        ("/change", "after_unknown", None, "JOB has no `after_unknown`"),
        ("/change", "after_unknown", Some(json!("id")), "JOB has a string as `after_unknown` where an object or a truth value belongs"),
        ("/change", "after_unknown", Some(json!([])), "JOB has a list as `after_unknown` where an object or a truth value belongs"),
        ("/change", "after_sensitive", Some(json!("x")), "JOB has a string as `after_sensitive` where an object or a truth value belongs"),
        ("/change", "actions", Some(json!(["update"])), "JOB is planned to `update` and has no `before`"),
    ]
    .into_iter()
    .map(|(below, key, value, want)| (format!("{a}{below}/{key}"), value, want.replace("JOB", job)))
    .chain([
        ("/resource_changes/1/index".to_owned(), None, format!("{data} does not fit its own module, mode, type, name and index")),
        ("/resource_changes/1/index".to_owned(), Some(json!(true)), format!("{data} does not fit its own module, mode, type, name and index")),
        ("/output_changes/o/after_unknown".to_owned(), None, "`output_changes.o` in this plan has no `after_unknown`".to_owned()),
        (
            "/prior_state/values/root_module/resources/0/values".to_owned(),
            None,
            "`data.x.z` of `prior_state` in this plan has no `values`".to_owned(),
        ),
        ("/configuration".to_owned(), Some(json!("x")), "`configuration` is no object in this plan".to_owned()),
        ("/configuration/root_module".to_owned(), Some(json!([])), "`configuration.root_module` is no object in this plan".to_owned()),
        ("/configuration/root_module/resources".to_owned(), Some(json!({})), "`resources` is no list in this plan".to_owned()),
        ("/configuration/root_module/resources/0/type".to_owned(), None, "a resource in `configuration` has no type or no name in this plan".to_owned()),
        ("/configuration/root_module/resources/0/expressions".to_owned(), Some(json!("x")), "`expressions` is no object in this plan".to_owned()),
        (
            "/resource_changes".to_owned(),
            None,
            "this plan lists 1 resource in `planned_values` and no `resource_changes`, which alone tell null from unknown".to_owned(),
        ),
        ("/resource_changes".to_owned(), Some(json!({})), "`resource_changes` in this plan is an object where a list belongs".to_owned()),
        ("/errored".to_owned(), Some(json!("true")), "`errored` in this plan is a string where a truth value belongs".to_owned()),
    ])
    .collect();
    for (pointer, value, want) in rows {
        let found = problems(&with(&pointer, value.clone()));
        assert_eq!(found, [(ProblemKind::Unreadable, format!("{want}{AS_IT_IS}"))], "{pointer} = {value:?}");
    }
}

#[test]
fn a_plan_that_lost_its_resources_is_refused() {
    let mut plan = with("/resource_changes", None);
    plan.as_object_mut().unwrap().remove("planned_values");
    let want = format!(
        "this plan lists 1 resource in `configuration`, and neither `resource_changes` nor `planned_values`\
         {AS_IT_IS}"
    );
    assert_eq!(problems(&plan), [(ProblemKind::Unreadable, want)]);
    // Destroying what was never made changes nothing, and says so.
    plan["planned_values"] = json!({"root_module": {}});
    assert_eq!(problems(&plan), []);
    plan.as_object_mut().unwrap().remove("planned_values");
    plan["configuration"] = json!({"root_module": {}});
    assert_eq!(problems(&plan), []);
}

#[test]
fn what_can_be_read_otherwise_is() {
    // Wholly unknown, and removed.
    let mut plan = with("/resource_changes/0/change/after", Some(json!(null)));
    plan["resource_changes"][0]["change"]["after_unknown"] = json!(true);
    assert_eq!(problems(&plan), []);
    let mut plan = with("/resource_changes/0/change/actions", Some(json!(["delete"])));
    plan["resource_changes"][0]["change"]["before"] = json!({"name": "a"});
    plan["resource_changes"][0]["change"]["after"] = json!(null);
    plan["planned_values"] = json!({"root_module": {}});
    assert_eq!(problems(&plan), []);
    // A word that is not known yet.
    let note = "`databricks_job.a` is planned to `rebuild`, which this tool does not know: what becomes of such \
                objects is not judged; update the tool";
    assert_eq!(
        problems(&with("/resource_changes/0/change/actions", Some(json!(["rebuild"])))),
        [(ProblemKind::Note, note.to_owned())]
    );
    assert_eq!(problems(&with("/resource_changes/0/mode", None)), []);
}

#[test]
fn what_stands_where_something_else_belongs_is_not_printed() {
    let cases = [
        ("/variables", json!({"token": "dapi-secret"}), "a string where an object belongs"),
        ("/resource_changes/0/change", json!("dapi-secret, expected x"), "a string where an object belongs"),
        ("/resource_changes/0/change/actions", json!("dapi-secret"), "a string where a list belongs"),
        ("/resource_changes/0/address", json!(40_614), "a number where a string belongs"),
        ("/output_changes", json!({"token": ["dapi-secret"]}), "a string where a list belongs"),
        ("/resource_changes/0/type", json!(["dapi-secret"]), "a list where a string belongs"),
    ];
    for (pointer, value, wanted) in cases {
        let found = problems(&with(pointer, Some(value.clone())));
        let wanted = format!(
            "this plan is not what `terraform show -json` prints: {wanted} at line 1; check its output as it is"
        );
        assert_eq!(found, [(ProblemKind::Unreadable, wanted)], "{pointer} {value}");
    }
}

#[test]
fn an_address_that_stands_twice_is_said() {
    let mut plan = plan();
    let again = plan["resource_changes"][0].clone();
    plan["resource_changes"].as_array_mut().unwrap().push(again);
    let want = format!(
        "`databricks_job.a` stands twice in `resource_changes`, and only one of the two can be what happens{AS_IT_IS}"
    );
    assert_eq!(problems(&plan), [(ProblemKind::Unreadable, want)]);
    // What is left of an earlier replacement has the address of its successor.
    plan["resource_changes"][2]["deposed"] = json!("0123abcd");
    assert_eq!(problems(&plan), []);
    let twice = r#"{"format_version":"1.2","resource_changes":[],"resource_changes":[]}"#;
    let file = read_plans(twice.as_bytes().to_vec(), "plan.json");
    assert_eq!(
        file.problems[0].message,
        "this plan is not what `terraform show -json` prints: the key `resource_changes` stands twice at line 1; \
         check its output as it is"
    );
}

fn more(body: &Body, name: &str) -> Option<(CauseKind, String)> {
    let group = body.group(name)?;
    let open = group.items.iter().find_map(|block| block.body.open.as_ref());
    group.more.as_ref().or(open).map(|cause| (cause.kind, cause.subject.to_string()))
}

#[test]
fn blocks_that_are_something_else_are_not_known() {
    for (value, subject) in [
        (json!("x"), "databricks_job.a.task"),
        (json!(true), "databricks_job.a.task"),
        (json!(["x"]), "databricks_job.a.task[0]"),
        (json!([null]), "databricks_job.a.task[0]"),
        (json!([{}, 1]), "databricks_job.a.task[1]"),
    ] {
        for configured in [true, false] {
            let mut plan = with("/resource_changes/0/change/after/task", Some(value.clone()));
            if configured {
                plan["configuration"]["root_module"]["resources"][0]["expressions"]["task"] =
                    json!([{"task_key": {"constant_value": "t"}}]);
            }
            let file = read_plans(plan.to_string().into_bytes(), "plan.json");
            let stack = plan_stack(&file.plans[0], 0, "root", None);
            let job =
                stack.instances.iter().find(|instance| &*instance.type_name == "databricks_job").unwrap();
            let found = more(job.body.get(), "task");
            // In a list of one only the element is not known.
            let want = Some((CauseKind::Schema, subject.to_owned()));
            assert_eq!(found, want, "{value} {configured}");
        }
    }
}

#[test]
fn a_piece_of_a_plan_outside_of_any_is_said() {
    let whole = String::from_utf8(bytes("testdata/plans/no-changes/plan.json")).unwrap();
    let (start, rest) = whole.split_at(whole.find("\"planned_values\"").unwrap());
    let early = format!("{}}}{rest}", start.trim_end().trim_end_matches(','));
    let headless = format!("{}\n{whole}", &whole[1..]);
    for (name, text) in [("ends early", early), ("has no start", headless)] {
        let file = read_plans(text.into_bytes(), "plan.json");
        let fatal: Vec<&str> =
            file.problems.iter().filter(|p| p.kind.is_fatal()).map(|p| p.message.as_str()).collect();
        assert!(!fatal.is_empty(), "{name}: {:?}", file.problems);
    }
    let bare = read_plans(b"{\"format_version\":\"1.2\"}".to_vec(), "plan.json");
    assert_eq!(
        bare.problems[0].message,
        format!("this has the `format_version` of a plan and nothing else of one{AS_IT_IS}")
    );
}
