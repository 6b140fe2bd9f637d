//! What a plan brings, repairs and leaves, and `--changed`.

use std::path::Path;

use bricklint::session::{self, PlanFile, Run};
use bricklint::suppress::Accepted;
use bricklint_findings::finding::{Finding, Location, Summary, Verdict};
use bricklint_load::Globs;
use bricklint_report::Format;
use serde_json::{Value, json};

use crate::harness::{ROOT, memory, report, request};

/// An entry of `resource_changes`.
#[expect(clippy::needless_pass_by_value, reason = "what `json!` makes is handed over")]
pub(crate) fn change(address: &str, actions: &[&str], before: Value, after: Value) -> Value {
    let mut parts = address.rsplitn(3, '.');
    let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
    json!({"address": address, "mode": "managed", "type": kind, "name": name, "module_address": parts.next(),
           "provider_name": "registry.terraform.io/databricks/databricks",
           "change": {"actions": actions, "before": before, "after": after, "after_unknown": {},
                      "before_sensitive": {}, "after_sensitive": {}}})
}

pub(crate) fn plan(changes: &[Value], more: &Value) -> PlanFile {
    let resources: Vec<Value> = changes
        .iter()
        .filter(|change| !change["change"]["after"].is_null())
        .map(|change| {
            let values = change["change"]["after"].as_object().unwrap();
            let expressions: serde_json::Map<String, Value> = values
                .iter()
                .filter(|(name, _)| *name != "id")
                .map(|(name, value)| match value.as_array().filter(|items| items.iter().any(Value::is_object)) {
                    Some(items) => {
                        let block = |item: &Value| {
                            let fields = item.as_object().unwrap().iter();
                            let fields = fields.map(|(n, v)| (n.clone(), json!({"constant_value": v})));
                            Value::Object(fields.collect())
                        };
                        (name.clone(), Value::Array(items.iter().map(block).collect()))
                    }
                    None => (name.clone(), json!({"constant_value": value})),
                })
                .collect();
            json!({"address": change["address"], "mode": "managed", "type": change["type"], "name": change["name"],
                   "provider_config_key": "databricks", "expressions": expressions})
        })
        .collect();
    let mut plan = json!({"format_version": "1.2", "terraform_version": "1.11.4", "complete": true,
                          "resource_changes": changes,
                          "configuration": {"root_module": {"resources": resources}}});
    plan.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    PlanFile { path: "plan.json".to_owned(), bytes: plan.to_string().into_bytes(), lean: None }
}

fn user(name: &str) -> Value {
    json!({"user_name": format!("{name}@example.com")})
}

fn grants(catalog: &str, principal: &str) -> Value {
    json!({"catalog": catalog, "grant": [{"principal": principal, "privileges": ["USE_CATALOG"]}]})
}

fn check(plan: PlanFile, files: &[(&str, &str)], changed: bool) -> Run {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![plan];
    request.source = (!files.is_empty()).then(|| ROOT.into());
    request.rules.retain(|rule| matches!(rule.info.area, "identity" | "grants" | "dr"));
    request.changed = changed;
    session::run(&memory(files), request)
}

/// `rule address introduced`
fn found(run: &Run) -> Vec<String> {
    let violated = run.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
    let mut out: Vec<String> = violated
        .map(|finding| {
            let word = match finding.introduced {
                None => "",
                Some(true) => " introduced",
                Some(false) => " left",
            };
            format!("{} {}{word}", finding.rule.id, finding.address)
        })
        .collect();
    out.sort();
    out
}

fn counts(run: &Run) -> Option<[usize; 3]> {
    run.summary.change.map(|change| [change.introduced, change.fixed, change.left])
}

fn mixed() -> Vec<Value> {
    vec![
        change(
            "databricks_catalog.sales",
            &["update"],
            json!({"name": "sales", "comment": "a"}),
            json!({"name": "sales", "comment": "b"}),
        ),
        change(
            "databricks_grants.other",
            &["no-op"],
            grants("other", "eve@example.com"),
            grants("other", "eve@example.com"),
        ),
        change(
            "databricks_grants.repaired",
            &["update"],
            grants("lake", "bob@example.com"),
            grants("lake", "team"),
        ),
        change(
            "databricks_grants.sales",
            &["no-op"],
            grants("sales", "eve@example.com"),
            grants("sales", "eve@example.com"),
        ),
        change("databricks_user.came", &["create"], Value::Null, user("came")),
        change("databricks_user.stays", &["no-op"], user("stays"), user("stays")),
        change("databricks_user.went", &["delete"], user("went"), Value::Null),
    ]
}

/// A run with `--changed` over a plan of every kind of change.
pub(crate) fn judged() -> Run {
    check(plan(&mixed(), &json!({})), &[("main.tf", SOURCE)], true)
}

#[test]
fn findings_are_compared_with_the_state_before() {
    for files in [&[][..], &[("main.tf", SOURCE)]] {
        let run = check(plan(&mixed(), &json!({})), files, false);
        assert_eq!(
            found(&run),
            [
                "grants-to-groups databricks_grants.other left",
                "grants-to-groups databricks_grants.sales left",
                "users-from-idp databricks_user.came introduced",
                "users-from-idp databricks_user.stays left",
            ]
        );
        assert_eq!(counts(&run), Some([1, 1, 3]));
        let text = report(&run, Format::Text);
        let line = "this change introduces 1 finding, fixes 1 and leaves 3; 1 goes with what it removes\n";
        assert!(text.contains(line), "{text}");
        let json: Value = serde_json::from_str(&report(&run, Format::Json)).unwrap();
        assert_eq!(
            json["summary"]["change"],
            json!({"introduced": 1, "fixed": 1, "removed": 1, "left": 3, "drifted": 0})
        );
        assert_eq!(json["summary"].get("unchanged"), None);
    }
}

const SOURCE: &str = r#"
resource "databricks_catalog" "sales" {
  name    = "sales"
  comment = "b"
}
resource "databricks_grants" "other" {
  catalog = "other"
  grant {
    principal  = "eve@example.com"
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_grants" "repaired" {
  catalog = "lake"
  grant {
    principal  = "team"
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name
  grant {
    principal  = "eve@example.com"
    privileges = ["USE_CATALOG"]
  }
}
resource "databricks_user" "came" {
  user_name = "came@example.com"
}
resource "databricks_user" "stays" {
  user_name = "stays@example.com"
}
"#;

#[test]
fn changed_reports_what_the_plan_touches_and_its_neighbours() {
    for files in [&[][..], &[("main.tf", SOURCE)]] {
        let run = check(plan(&mixed(), &json!({})), files, true);
        // The catalog of `databricks_grants.sales` is changed; nothing near the others is.
        assert_eq!(
            found(&run),
            [
                "grants-to-groups databricks_grants.sales left",
                "users-from-idp databricks_user.came introduced",
            ]
        );
        assert_eq!(run.summary.unchanged, Some(2));
        assert_eq!(counts(&run), Some([1, 1, 3]), "what the change comes to is the same");
        let text = report(&run, Format::Text);
        assert!(text.contains("2 findings left out: on what no plan changes"), "{text}");
    }
}

#[test]
fn the_neighbours_of_what_is_removed_are_those_it_had() {
    let changes = [
        change("databricks_catalog.sales", &["delete"], json!({"name": "sales"}), Value::Null),
        change(
            "databricks_grants.sales",
            &["no-op"],
            grants("sales", "eve@example.com"),
            grants("sales", "eve@example.com"),
        ),
    ];
    let run = check(plan(&changes, &json!({})), &[], true);
    let found = found(&run);
    assert!(found.contains(&"grants-to-groups databricks_grants.sales left".to_owned()), "{found:?}");
    assert!(
        found.contains(&"state-not-destroyed databricks_catalog.sales introduced".to_owned()),
        "{found:?}"
    );
}

/// Users of one definition: 20 that stay, 25 that come, and 5 that go.
fn users_of_one_definition() -> Vec<Value> {
    let one = |at: usize| {
        let (actions, before, after) = match at {
            0..20 => ("no-op", user(&format!("u{at}")), user(&format!("u{at}"))),
            20..45 => ("create", Value::Null, user(&format!("u{at}"))),
            _ => ("delete", user(&format!("u{at}")), Value::Null),
        };
        let mut change = change(&format!("databricks_user.u[{at}]"), &[actions], before, after);
        change["name"] = json!("u");
        change["index"] = json!(at);
        change
    };
    (0..50).map(one).collect()
}

#[test]
fn instances_of_one_definition_are_one_finding_with_and_without_its_line() {
    let source = "resource \"databricks_user\" \"u\" {\n  count = 45\n  user_name = \"u${count.index}@example.com\"\n}\n";
    let accept = |address: &str| Accepted {
        rule: "users-from-idp".to_owned(),
        address: address.to_owned(),
        roots: Globs::default(),
        until: None,
        location: Location::default(),
    };
    let run = |files: &[(&str, &str)], changed: bool, accepted: &[Accepted]| {
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![plan(&users_of_one_definition(), &json!({}))];
        request.root = Some(".".to_owned());
        request.source = (!files.is_empty()).then(|| ROOT.into());
        request.rules.retain(|rule| rule.info.area == "identity");
        request.changed = changed;
        request.accepted = accepted.to_vec();
        session::run(&memory(files), request)
    };
    let shown = |run: &Run| {
        let of = |f: &Finding| {
            let said = (f.rule.id, f.verdict, f.severity, f.message.clone(), f.attribute.clone());
            (said, f.count, f.instances.clone(), f.introduced, f.fingerprint.clone())
        };
        let findings: Vec<_> = run.findings.iter().map(of).collect();
        format!("{findings:?} {:?}", Summary { files: 0, ..run.summary })
    };
    let first = accept("databricks_user.u[20]");
    // Accepted, and what is found: how many share it, the first address, and how many there are in the summary.
    let table = [
        (vec![], false, 45, "databricks_user.u[0]", [1, 0, 1, 0, 45]),
        (vec![], true, 25, "databricks_user.u[20]", [1, 0, 1, 0, 25]),
        (vec![first.clone()], true, 24, "databricks_user.u[21]", [1, 0, 1, 0, 24]),
        (vec![first, accept("databricks_user.u[0]")], false, 43, "databricks_user.u[10]", [1, 0, 1, 0, 43]),
        (vec![accept("databricks_user.u")], false, 0, "", [0, 0, 0, 0, 0]),
    ];
    for (accepted, changed, count, address, counts) in table {
        let accepted = accepted.as_slice();
        let alone = run(&[], changed, accepted);
        assert_eq!(shown(&alone), shown(&run(&[("main.tf", source)], changed, accepted)), "{count}");
        let change = alone.summary.change.unwrap();
        let summary =
            [change.introduced, change.fixed, change.removed, change.left, alone.summary.instances_affected];
        assert_eq!(summary, counts, "{count}");
        let got: Vec<_> = alone.findings.iter().map(|f| (f.count, f.address.as_str())).collect();
        assert_eq!(got, if count == 0 { vec![] } else { vec![(count, address)] });
        assert!(alone.findings.iter().all(|f| f.instances.len() == 20 && f.instances[0] == f.address));
    }
}

#[test]
fn an_instance_is_compared_with_itself() {
    /// Key, action, and whether it is wrong before and after; `None` where it is not there.
    type One<'c> = (&'c str, &'c str, Option<bool>, Option<bool>);
    let of = |(key, action, before, after): &One<'_>| {
        let values = |wrong: &Option<bool>| {
            wrong.map_or(Value::Null, |wrong| {
                json!({"catalog": "sales", "grant": [{"privileges": ["USE_CATALOG"],
                       "principal": if wrong { "eve@example.com" } else { "team" }}]})
            })
        };
        let mut change =
            change(&format!("databricks_grants.g[{key}]"), &[action], values(before), values(after));
        change["name"] = json!("g");
        change["index"] =
            key.trim_matches('"').parse::<u32>().map_or(json!(key.trim_matches('"')), Value::from);
        change
    };
    let (wrong, right) = (Some(true), Some(false));
    // What is found, and what is introduced, fixed, removed and left.
    let table: [(&[One<'_>], &str, [usize; 4]); 6] = [
        (
            &[("\"a\"", "update", wrong, wrong), ("\"b\"", "create", None, wrong)],
            "\"a\"] introduced",
            [1, 0, 0, 0],
        ),
        (
            &[("\"a\"", "update", wrong, right), ("\"b\"", "create", None, wrong)],
            "\"b\"] introduced",
            [1, 1, 0, 0],
        ),
        (
            &[("\"a\"", "update", wrong, right), ("\"b\"", "update", right, wrong)],
            "\"b\"] introduced",
            [1, 1, 0, 0],
        ),
        (&[("\"a\"", "delete", wrong, None), ("\"b\"", "create", None, wrong)], "\"b\"] left", [0, 0, 0, 1]),
        (&[("0", "update", right, wrong), ("1", "delete", wrong, None)], "0] left", [0, 0, 0, 1]),
        (
            &[
                ("\"a\"", "delete", wrong, None),
                ("\"b\"", "delete", wrong, None),
                ("\"c\"", "create", None, wrong),
            ],
            "\"c\"] left",
            [0, 0, 1, 1],
        ),
    ];
    for (changes, expected, counts) in table {
        let changes: Vec<Value> = changes.iter().map(of).collect();
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![plan(&changes, &json!({}))];
        request.rules.retain(|rule| rule.info.id == "grants-to-groups");
        let run = session::run(&memory(&[]), request);
        assert_eq!(found(&run), [format!("grants-to-groups databricks_grants.g[{expected}")], "{changes:?}");
        let [introduced, fixed, removed, left, _] = all_counts(&run);
        assert_eq!([introduced, fixed, removed, left], counts, "{changes:?}");
    }
}

#[test]
fn what_a_plan_of_another_root_left_is_not_what_this_one_has() {
    let of = |path: &str, action: &str, before: Value| PlanFile {
        path: path.to_owned(),
        ..plan(&[change("databricks_user.u", &[action], before, user("u"))], &json!({}))
    };
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![of("dev.json", "no-op", user("u")), of("prod.json", "create", Value::Null)];
    request.source = Some(ROOT.into());
    request.rules.retain(|rule| rule.info.area == "identity");
    let source = "resource \"databricks_user\" \"u\" {\n  user_name = \"u@example.com\"\n}\n";
    let run = session::run(&memory(&[("main.tf", source)]), request);
    assert_eq!(found(&run), ["users-from-idp databricks_user.u introduced"]);
}

#[test]
fn each_iteration_of_a_dynamic_block_is_said() {
    const SOURCE: &str = r#"
resource "databricks_grants" "g" {
  catalog = "sales"
  dynamic "grant" {
    for_each = toset(["ann@example.com", "bob@example.com"])
    content {
      principal  = grant.value
      privileges = ["USE_CATALOG"]
    }
  }
}
"#;
    let granted = |names: &[&str]| {
        let grant =
            |name: &&str| json!({"principal": format!("{name}@example.com"), "privileges": ["USE_CATALOG"]});
        json!({"catalog": "sales", "grant": names.iter().map(grant).collect::<Vec<_>>()})
    };
    let all = granted(&["ann", "bob"]);
    for (before, changes) in [(&["ann"][..], [1, 0, 1]), (&["ann", "bob", "cid", "dan"], [0, 2, 2])] {
        let changed = [change("databricks_grants.g", &["update"], granted(before), all.clone())];
        let alone = check(plan(&changed, &json!({})), &[], false);
        let both = check(plan(&changed, &json!({})), &[("main.tf", SOURCE)], false);
        let said = |run: &Run| -> Vec<(String, Option<bool>)> {
            let of = |f: &Finding| (f.message.clone(), f.introduced);
            run.findings.iter().filter(|f| f.rule.id == "grants-to-groups").map(of).collect()
        };
        assert_eq!(said(&both), said(&alone));
        assert_eq!((counts(&both), counts(&alone)), (Some(changes), Some(changes)), "{before:?}");
    }
}

#[test]
fn a_first_plan_brings_everything_and_one_without_changes_nothing() {
    let first = [change("databricks_user.a", &["create"], Value::Null, user("a"))];
    assert_eq!(counts(&check(plan(&first, &json!({})), &[], false)), Some([1, 0, 0]));
    let last = [change("databricks_user.a", &["no-op"], user("a"), user("a"))];
    assert_eq!(counts(&check(plan(&last, &json!({})), &[], false)), Some([0, 0, 1]));
    let run = check(plan(&last, &json!({})), &[], true);
    assert_eq!((found(&run), run.summary.unchanged), (Vec::new(), Some(1)));
}

#[test]
fn moved_and_imported_objects() {
    let mut moved = change("databricks_user.b", &["no-op"], user("a"), user("a"));
    moved["previous_address"] = json!("databricks_user.a");
    let mut imported = change("databricks_user.c", &["no-op"], user("c"), user("c"));
    imported["change"]["importing"] = json!({"id": "1"});
    let run = check(plan(&[moved, imported], &json!({})), &[], false);
    assert_eq!(
        found(&run),
        ["users-from-idp databricks_user.b left", "users-from-idp databricks_user.c introduced"]
    );
}

#[test]
fn what_is_put_together_with_a_key_is_the_same_after_a_move_to_another_key() {
    let readers = |catalog: &str, who: &str| json!({"schema": format!("{catalog}.gold"), "grant": [{"principal": who, "privileges": ["SELECT"]}]});
    // The catalog and the principal before and after, and what is introduced, fixed and left.
    for (before, after, expected) in [
        (["prod_hr", "analysts"], ["prod_people", "analysts"], [0, 0, 1]),
        (["prod_hr", "analysts"], ["prod_hr", "analysts"], [0, 0, 1]),
        (["prod_hr", "analysts"], ["prod_other", "analysts"], [1, 1, 0]),
        (["prod_hr", "analysts"], ["prod_people", "stewards"], [1, 1, 0]),
        (["prod_hrm", "analysts"], ["prod_people", "analysts"], [1, 1, 0]),
    ] {
        for [earlier, later] in [
            ["databricks_grants.g[\"hr\"]", "databricks_grants.g[\"people\"]"],
            ["module.m[\"hr\"].databricks_grants.g", "module.m[\"people\"].databricks_grants.g"],
        ] {
            let [old, new] = [before, after].map(|[catalog, who]| readers(catalog, who));
            let mut moved = change(later, &["update"], old, new);
            moved["previous_address"] = json!(earlier);
            moved["name"] = json!("g");
            if !later.starts_with("module") {
                moved["index"] = json!("people");
            }
            let mut planned = plan(&[moved], &json!({}));
            let mut json: Value = serde_json::from_slice(&planned.bytes).unwrap();
            let mut resources = json["configuration"]["root_module"]["resources"].take();
            resources[0]["address"] = json!("databricks_grants.g");
            resources[0]["expressions"]["schema"] = json!({"references": ["var.name"]});
            let module = json!({"resources": resources});
            json["configuration"]["root_module"] = if later.starts_with("module") {
                json!({"module_calls": {"m": {"source": "./m", "module": module}}})
            } else {
                module
            };
            planned.bytes = json.to_string().into_bytes();
            let mut request = request(Path::new(ROOT), &[]);
            request.plans = vec![planned];
            request.rules.retain(|rule| rule.info.id == "grant-chain-complete");
            let run = session::run(&memory(&[]), request);
            assert_eq!(counts(&run), Some(expected), "{later} {before:?} to {after:?}: {:?}", found(&run));
        }
    }
}

#[test]
fn a_block_with_another_label_has_what_the_one_with_its_name_had() {
    let filled = json!({"user_name": "z@example.com", "display_name": "z@example.com"});
    for (address, values, counts) in [
        ("databricks_user.renamed", user("z"), [0, 0, 0, 1]),
        ("module.m.databricks_user.u", user("z"), [0, 0, 0, 1]),
        ("databricks_user.renamed", user("y"), [1, 0, 1, 0]),
    ] {
        let mut changes = vec![
            change(address, &["create"], Value::Null, values),
            change("databricks_user.u", &["delete"], filled.clone(), Value::Null),
        ];
        changes.sort_by_key(|change| change["address"].to_string());
        let mut planned = plan(&changes, &json!({}));
        if address.starts_with("module") {
            let mut json: Value = serde_json::from_slice(&planned.bytes).unwrap();
            let mut module = json["configuration"]["root_module"].take();
            module["resources"][0]["address"] = json!("databricks_user.u");
            json["configuration"]["root_module"] =
                json!({"module_calls": {"m": {"source": "./m", "module": module}}});
            planned.bytes = json.to_string().into_bytes();
        }
        let run = check(planned, &[], false);
        let [introduced, fixed, removed, left, _] = all_counts(&run);
        assert_eq!([introduced, fixed, removed, left], counts, "{address}: {:?}", found(&run));
    }
}

#[test]
fn an_object_that_gets_another_name_in_place_has_what_it_had() {
    let group = |name: &str| json!({"display_name": name});
    let moved = |mut one: Value| {
        one["previous_address"] = json!("databricks_group.crew");
        one
    };
    for (what, changes, expected) in [
        (
            "renamed",
            vec![change("databricks_group.g", &["update"], group("crew"), group("dockers"))],
            [0, 0, 0, 1],
        ),
        (
            "renamed and moved",
            vec![moved(change("databricks_group.g", &["update"], group("crew"), group("dockers")))],
            [0, 0, 0, 1],
        ),
        (
            "renamed, and a new one with the old name",
            vec![
                change("databricks_group.g", &["update"], group("crew"), group("dockers")),
                change("databricks_group.h", &["create"], Value::Null, group("crew")),
            ],
            [1, 0, 0, 1],
        ),
        (
            "with the names of each other",
            vec![
                change("databricks_group.g", &["update"], group("crew"), group("dockers")),
                change("databricks_group.h", &["update"], group("dockers"), group("crew")),
            ],
            [0, 0, 0, 2],
        ),
        (
            "another object",
            vec![change("databricks_user.u", &["delete", "create"], user("ines"), user("joao"))],
            [1, 1, 0, 0],
        ),
    ] {
        let run = check(plan(&changes, &json!({})), &[], false);
        let [introduced, fixed, removed, left, _] = all_counts(&run);
        assert_eq!([introduced, fixed, removed, left], expected, "{what}: {:?}", found(&run));
    }
}

#[test]
fn a_policy_of_which_another_part_changes_refers_to_what_it_did() {
    let (own, other) = ("b82614ad-2423-47ba-8b9d-513c4e021ee6", "c82614ad-2423-47ba-8b9d-513c4e021ee6");
    let role = |sid: &str, id: &str| {
        let statement = json!({"Sid": sid, "Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"},
            "Condition": {"StringEquals": {"sts:ExternalId": id}}});
        let policy = json!({"Version": "2012-10-17", "Statement": [statement]});
        json!({"name": "acme-uc", "arn": "arn:aws:iam::111122223333:role/acme-uc",
               "assume_role_policy": policy.to_string()})
    };
    let credential = json!({"name": "cred", "aws_iam_role": [
        {"external_id": own, "role_arn": "arn:aws:iam::111122223333:role/other"}]});
    let expressions = json!({"name": {"constant_value": "cred"},
        "aws_iam_role": [{"role_arn": {"constant_value": "arn:aws:iam::111122223333:role/other"}}]});
    for (before, expected) in [(role("Old", own), [0, 0, 1]), (role("Old", other), [1, 0, 0])] {
        let changes = [
            change("aws_iam_role.uc", &["update"], before, role("New", own)),
            change("databricks_storage_credential.this", &["no-op"], credential.clone(), credential.clone()),
        ];
        let mut planned = plan(&changes, &json!({}));
        let mut json: Value = serde_json::from_slice(&planned.bytes).unwrap();
        json["resource_changes"][0]["provider_name"] = json!("registry.terraform.io/hashicorp/aws");
        let resources = &mut json["configuration"]["root_module"]["resources"];
        resources[0]["provider_config_key"] = json!("aws");
        resources[0]["expressions"]["assume_role_policy"] = json!({"references": [
            "databricks_storage_credential.this.aws_iam_role[0].external_id", "databricks_storage_credential.this"]});
        resources[1]["expressions"] = expressions.clone();
        planned.bytes = json.to_string().into_bytes();
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![planned];
        request.rules.retain(|rule| rule.info.id == "trust-external-id");
        let run = session::run(&memory(&[]), request);
        assert_eq!(counts(&run), Some(expected), "{:?}", found(&run));
    }
}

#[test]
fn a_partial_plan_does_not_say_what_changes() {
    let run = check(plan(&mixed(), &json!({"complete": false})), &[], true);
    assert_eq!(counts(&run), None);
    assert!(run.findings.iter().all(|finding| finding.introduced.is_none()));
    assert!(!report(&run, Format::Text).contains("this change"));
    // Without a plan there is nothing to compare either.
    let run = crate::harness::run(&[("main.tf", SOURCE)]);
    assert_eq!((run.summary.change, run.summary.unchanged), (None, None));
}

#[test]
fn what_a_plan_of_a_part_leaves_out_is_as_it_was() {
    let user_of = |name: &str| {
        format!("resource \"databricks_user\" \"{name}\" {{\n  user_name = \"{name}@example.com\"\n}}\n")
    };
    let source = user_of("new") + &user_of("old");
    let made = [change("databricks_user.new", &["create"], Value::Null, user("new"))];
    let (new, old) =
        ("users-from-idp databricks_user.new introduced", "users-from-idp databricks_user.old left");
    for (changed, expected) in [(false, vec![new, old]), (true, vec![new])] {
        let part = plan(&made, &json!({"complete": false}));
        let run = check(part, &[("main.tf", &source)], changed);
        assert_eq!(
            (found(&run), counts(&run)),
            (expected.into_iter().map(str::to_owned).collect(), Some([1, 0, 1]))
        );
    }
}

#[test]
fn what_a_change_brings_is_reported_however_far_it_is_from_it() {
    // The grants on the catalog go; what does without them are the grants on a schema, two steps away.
    let schema = json!({"schema": "main.raw", "grant": [{"principal": "team", "privileges": ["SELECT"]}]});
    let gone = json!({"catalog": "main", "grant": [{"principal": "team", "privileges": ["USE_CATALOG", "USE_SCHEMA"]}]});
    let changes = [
        change("databricks_grants.catalog", &["delete"], gone, Value::Null),
        change("databricks_grants.schema", &["no-op"], schema.clone(), schema),
    ];
    for changed in [false, true] {
        let run = check(plan(&changes, &json!({})), &[], changed);
        let lost = "grant-chain-complete databricks_grants.schema introduced";
        assert!(found(&run).iter().any(|finding| finding == lost), "{changed}: {:?}", found(&run));
    }
}

#[test]
fn what_cannot_be_told_any_more_is_reported_however_far_it_is_from_the_change() {
    // Whether the team is in the group that the catalog is open to now is not known.
    let on_schema = json!({"schema": "main.raw", "grant": [{"principal": "team", "privileges": ["SELECT"]}]});
    let on_catalog = |who: &str| json!({"catalog": "main", "grant": [{"principal": who, "privileges": ["USE_CATALOG", "USE_SCHEMA"]}]});
    for (who, reported) in [("others", 1), ("team", 0)] {
        let changes = [
            change("databricks_grants.catalog", &["update"], on_catalog("team"), on_catalog(who)),
            change("databricks_grants.schema", &["no-op"], on_schema.clone(), on_schema.clone()),
        ];
        for changed in [false, true] {
            let run = check(plan(&changes, &json!({})), &[], changed);
            let open = run.findings.iter().filter(|finding| {
                finding.rule.id == "grant-chain-complete" && finding.verdict == Verdict::Undecided
            });
            assert_eq!(open.count(), reported, "{who} {changed}: {:?}", found(&run));
        }
    }
}

#[test]
fn another_fault_at_the_same_place_is_another_finding() {
    let readers = |names: &[&str]| {
        let grant = |name: &&str| json!({"principal": name, "privileges": ["SELECT"]});
        json!({"schema": "lake.raw", "grant": names.iter().map(grant).collect::<Vec<_>>()})
    };
    let on = |schema: &str| json!({"schema": schema, "principal": "one", "privileges": ["SELECT"]});
    let job = |tasks: &[(&str, &str)]| {
        let task = |(key, waits): &(&str, &str)| {
            let waits: Vec<Value> = waits.split_whitespace().map(|on| json!({"task_key": on})).collect();
            json!({"task_key": key, "notebook_task": [{"notebook_path": "/a"}], "depends_on": waits})
        };
        json!({"name": "j", "task": tasks.iter().map(task).collect::<Vec<_>>()})
    };
    let twice = |key: &str| job(&[("x", ""), (key, ""), (key, "")]);
    let (chain, keys) = ("grant-chain-complete", "task-key-resolves");
    let (grants, grant) = ("databricks_grants.g", "databricks_grant.g");
    let cases = [
        (chain, grants, readers(&["one"]), readers(&["one", "two"]), [1, 0, 1]),
        (chain, grants, readers(&["one"]), readers(&["two"]), [1, 1, 0]),
        (chain, grants, readers(&["one", "two"]), readers(&["Two"]), [0, 1, 1]),
        (chain, grant, on("lake.raw"), on("lake.fine"), [1, 1, 0]),
        (chain, grant, on("lake.raw"), on("LAKE.raw"), [0, 0, 1]),
        (keys, "databricks_job.j", twice("a"), twice("b"), [1, 1, 0]),
        (keys, "databricks_job.j", twice("a"), job(&[("a", ""), ("x", ""), ("a", "")]), [0, 0, 1]),
        (
            keys,
            "databricks_job.j",
            job(&[("a", "b"), ("b", "a"), ("c", ""), ("d", "")]),
            job(&[("a", ""), ("b", ""), ("c", "d"), ("d", "c")]),
            [1, 1, 0],
        ),
        (
            keys,
            "databricks_job.j",
            job(&[("a", "b"), ("b", "c"), ("c", "a")]),
            job(&[("c", "a"), ("b", "c"), ("a", "b")]),
            [0, 0, 1],
        ),
    ];
    for (rule, address, before, after, expected) in cases {
        let said = format!("{before} to {after}");
        let mut request = request(Path::new(ROOT), &[]);
        request.plans = vec![plan(&[change(address, &["update"], before, after)], &json!({}))];
        request.rules.retain(|other| other.info.id == rule);
        let run = session::run(&memory(&[]), request);
        assert_eq!(counts(&run), Some(expected), "{said}: {:?}", found(&run));
    }
}

#[test]
fn a_fingerprint_is_the_same_from_the_source_and_from_a_plan() {
    const SOURCE: &str = r#"
resource "databricks_service_principal" "loader" {
  display_name = "loader"
}
resource "databricks_grants" "raw" {
  schema = "lake.raw"
  grant {
    principal  = databricks_service_principal.loader.application_id
    privileges = ["MODIFY"]
  }
}
"#;
    let loader = |id: Value| json!({"display_name": "loader", "application_id": id});
    let raw =
        |id: Value| json!({"schema": "lake.raw", "grant": [{"principal": id, "privileges": ["MODIFY"]}]});
    let id = json!("7d6f1e1c-0f7c-4a55-9d1c-6b1f0a3f7a11");
    let mut planned =
        change("databricks_service_principal.loader", &["create"], Value::Null, loader(Value::Null));
    planned["change"]["after_unknown"] = json!({"application_id": true});
    let mut granted = change("databricks_grants.raw", &["create"], Value::Null, raw(Value::Null));
    granted["change"]["after_unknown"] = json!({"grant": [{"principal": true}]});
    let first = plan(&[planned, granted], &json!({}));
    let second = plan(
        &[
            change("databricks_service_principal.loader", &["no-op"], loader(id.clone()), loader(id.clone())),
            change("databricks_grants.raw", &["no-op"], raw(id.clone()), raw(id)),
        ],
        &json!({}),
    );
    let of = |run: &Run| -> Vec<String> {
        let chain = run.findings.iter().filter(|f| f.rule.id == "grant-chain-complete");
        chain.map(|finding| finding.fingerprint.clone()).collect()
    };
    let source = of(&crate::harness::run(&[("main.tf", SOURCE)]));
    assert_eq!(source.len(), 1);
    for mut planned in [first, second] {
        let mut json: Value = serde_json::from_slice(&planned.bytes).unwrap();
        let principal = "/configuration/root_module/resources/1/expressions/grant/0/principal";
        *json.pointer_mut(principal).unwrap() = json!({"references": ["databricks_service_principal.loader.application_id", "databricks_service_principal.loader"]});
        planned.bytes = json.to_string().into_bytes();
        assert_eq!(of(&check(planned, &[("main.tf", SOURCE)], false)), source);
    }
}

/// An entry of `resource_drift`.
fn drift(address: &str, action: &str, before: Value, after: Value) -> Value {
    change(address, &[action], before, after)
}

/// Introduced, fixed, removed, left and drifted.
fn all_counts(run: &Run) -> [usize; 5] {
    let change = run.summary.change.unwrap();
    [change.introduced, change.fixed, change.removed, change.left, change.drifted]
}

#[test]
fn what_was_changed_outside_is_not_what_the_change_brings() {
    /// Its name; the state after refresh, the state after, what the last apply left, what the refresh found; findings,
    /// counts and the line of the summary.
    type Case<'c> = (&'c str, Value, Value, Value, Value, &'c [&'c str], [usize; 5], &'c str);
    let (by_hand, written) = (grants("sales", "eve@example.com"), grants("sales", "team"));
    let cases: [Case<'_>; 5] = [
        (
            "taken back by the plan",
            by_hand.clone(),
            written.clone(),
            written.clone(),
            by_hand.clone(),
            &["grants-not-drifted databricks_grants.g left"],
            [0, 1, 0, 0, 1],
            "introduces 0 findings, fixes 1 and leaves 0; 1 comes from outside Terraform",
        ),
        (
            "left by the plan",
            by_hand.clone(),
            by_hand.clone(),
            written.clone(),
            by_hand.clone(),
            &["grants-not-drifted databricks_grants.g left", "grants-to-groups databricks_grants.g left"],
            [0, 0, 0, 1, 1],
            "introduces 0 findings, fixes 0 and leaves 1; 1 comes from outside Terraform",
        ),
        (
            "repaired by hand and broken again by what was applied before",
            written.clone(),
            by_hand.clone(),
            by_hand.clone(),
            written.clone(),
            &["grants-not-drifted databricks_grants.g left", "grants-to-groups databricks_grants.g left"],
            [0, 0, 0, 1, 1],
            "introduces 0 findings, fixes 0 and leaves 1; 1 comes from outside Terraform",
        ),
        (
            "deleted by hand and made again",
            Value::Null,
            by_hand.clone(),
            by_hand.clone(),
            Value::Null,
            &["grants-not-drifted databricks_grants.g left", "grants-to-groups databricks_grants.g left"],
            [0, 0, 0, 1, 1],
            "introduces 0 findings, fixes 0 and leaves 1; 1 comes from outside Terraform",
        ),
        (
            "changed by hand and destroyed",
            by_hand.clone(),
            Value::Null,
            written.clone(),
            by_hand.clone(),
            &[],
            [0, 0, 1, 0, 0],
            "introduces 0 findings, fixes 0 and leaves 0; 1 goes with what it removes",
        ),
    ];
    for (what, refreshed, after, applied, found_there, expected, counts, line) in cases {
        let actions: &[&str] = match (refreshed.is_null(), after.is_null()) {
            (true, _) => &["create"],
            (_, true) => &["delete"],
            _ if refreshed == after => &["no-op"],
            _ => &["update"],
        };
        let action = if found_there.is_null() { "delete" } else { "update" };
        let drifted = json!({"resource_drift": [drift("databricks_grants.g", action, applied, found_there)]});
        let run =
            check(plan(&[change("databricks_grants.g", actions, refreshed, after)], &drifted), &[], false);
        let found: Vec<String> =
            found(&run).into_iter().filter(|f| !f.starts_with("grants-keep-others")).collect();
        assert_eq!(found, expected, "{what}");
        let destroyed = run
            .findings
            .iter()
            .any(|finding| finding.rule.id == "grants-keep-others" && finding.verdict == Verdict::Violated);
        let mut counts = counts;
        counts[0] += usize::from(destroyed);
        assert_eq!(all_counts(&run), counts, "{what}");
        let text = report(&run, Format::Text);
        let line = line.replace(
            "introduces 0 findings",
            if destroyed { "introduces 1 finding" } else { "introduces 0 findings" },
        );
        assert!(text.contains(&line), "{what}: {text}");
    }
}

#[test]
fn what_was_changed_outside_is_said_of_each_instance() {
    let of = |key: &str, names: &[&str]| {
        let grant = |name: &&str| json!({"principal": name, "privileges": ["USE_CATALOG"]});
        (key.to_owned(), json!({"catalog": key, "grant": names.iter().map(grant).collect::<Vec<_>>()}))
    };
    let at = |(key, values): &(String, Value), action: &str, before: &Value| {
        let mut one =
            change(&format!("databricks_grants.g[\"{key}\"]"), &[action], before.clone(), values.clone());
        one["name"] = json!("g");
        one["index"] = json!(key);
        one
    };
    let applied = ["a", "b", "c"].map(|key| of(key, &["team"]));
    let by_hand = [of("a", &["team", "eve"]), of("b", &[]), of("c", &["team", "eve"])];
    let changes = applied.iter().zip(&by_hand).map(|(after, before)| at(after, "update", &before.1));
    let drifted: Vec<Value> =
        by_hand.iter().zip(&applied).map(|(after, before)| at(after, "update", &before.1)).collect();
    let planned = plan(&changes.collect::<Vec<_>>(), &json!({"resource_drift": drifted}));
    let run = check(planned, &[], false);
    let said = run.findings.iter().filter(|finding| finding.rule.id == "grants-not-drifted");
    let said: Vec<(usize, bool, bool)> = said
        .map(|f| (f.count, f.message.contains("of `eve` came"), f.message.contains("of `team` went")))
        .collect();
    assert_eq!(said, [(2, true, false), (1, false, true)]);
    let mut prints: Vec<&str> = run.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), run.findings.len());
}

#[test]
fn what_terraform_lets_go_of_is_not_repaired() {
    for (action, removed) in [("delete", 1), ("forget", 1), ("update", 0)] {
        let after = if action == "update" { json!({"user_name": "team"}) } else { Value::Null };
        let run =
            check(plan(&[change("databricks_user.a", &[action], user("a"), after)], &json!({})), &[], false);
        let counts = all_counts(&run);
        assert_eq!((counts[1] + counts[3], counts[2]), (1 - removed, removed), "{action}");
    }
}

#[test]
fn a_refresh_only_plan_is_judged_on_what_the_refresh_found() {
    let object = |name: &str, values: Value| {
        json!({"address": format!("databricks_grants.{name}"), "mode": "managed", "type": "databricks_grants", "name": name,
               "provider_name": "registry.terraform.io/databricks/databricks", "values": values, "sensitive_values": {}})
    };
    let state = json!({"resource_drift": [
        drift("databricks_grants.gone", "delete", grants("old", "team"), Value::Null),
        drift("databricks_grants.sales", "update", grants("sales", "team"), grants("sales", "eve@example.com")),
    ],
    "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
        object("other", grants("other", "bob@example.com")),
        object("sales", grants("sales", "eve@example.com")),
    ]}}}});
    // With the source, which has grants that nobody applied yet.
    for files in [&[][..], &[("main.tf", SOURCE)]] {
        let run = check(plan(&[], &state), files, false);
        assert_eq!(
            found(&run),
            [
                "grants-not-drifted databricks_grants.gone",
                "grants-not-drifted databricks_grants.sales",
                "grants-to-groups databricks_grants.other",
                "grants-to-groups databricks_grants.sales",
            ]
        );
        assert_eq!(run.summary.change, None, "nothing is said of a change");
        let text = report(&run, Format::Text);
        assert!(
            text.contains("`USE_CATALOG` of `team` went, and this refresh-only plan takes nothing back"),
            "{text}"
        );
        assert!(text.contains("this is a refresh-only plan"), "{text}");
    }
}

#[test]
fn what_a_plan_defers_is_not_sure() {
    let schema = |name: &str| json!({"catalog_name": "main", "name": name, "force_destroy": true});
    let entries = [
        change("databricks_schema.gone", &["delete"], schema("gone"), Value::Null),
        change("databricks_schema.replaced", &["delete", "create"], schema("old"), schema("new")),
        change("databricks_user.made", &["create"], Value::Null, user("made")),
    ];
    let sure = check(plan(&entries, &json!({})), &[], false);
    let all = [
        "state-not-destroyed databricks_schema.gone",
        "state-not-destroyed databricks_schema.replaced",
        "users-from-idp databricks_user.made",
    ];
    assert_eq!(found(&sure), all.map(|one| format!("{one} introduced")));
    let deferred: Vec<Value> = entries
        .iter()
        .map(|entry| json!({"reason": "resource_config_unknown", "resource_change": entry}))
        .collect();
    let kept =
        change("databricks_catalog.kept", &["no-op"], json!({"name": "kept"}), json!({"name": "kept"}));
    // Whether the plan says that it is not complete, or leaves it to be seen.
    for complete in [json!(false), json!(true), Value::Null] {
        let more = json!({"deferred_changes": deferred, "complete": complete});
        let run = check(plan(std::slice::from_ref(&kept), &more), &[], false);
        assert_eq!(found(&run), [""; 0]);
        let undecided: Vec<String> =
            run.findings.iter().map(|finding| format!("{} {}", finding.rule.id, finding.address)).collect();
        for one in all {
            assert!(undecided.iter().any(|other| other == one), "{one}: {undecided:?}");
        }
        let text = report(&run, Format::Text);
        assert!(text.contains("the plan defers `databricks_schema.gone`: resource_config_unknown"), "{text}");
        assert_eq!(counts(&run), None);
    }
}

#[test]
fn a_partial_plan_does_not_say_what_is_absent() {
    // The grants on a schema do without those on its catalog, which the plan may have left out.
    let schema = json!({"schema": "main.raw", "grant": [{"principal": "team", "privileges": ["SELECT"]}]});
    let entries = [change("databricks_grants.schema", &["no-op"], schema.clone(), schema)];
    let id = "grant-chain-complete databricks_grants.schema";
    for (complete, verdict) in [(true, Verdict::Violated), (false, Verdict::Undecided)] {
        let run = check(plan(&entries, &json!({"complete": complete})), &[], false);
        let of =
            |finding: &&bricklint_findings::Finding| format!("{} {}", finding.rule.id, finding.address) == id;
        let one = run.findings.iter().find(of).unwrap();
        assert_eq!(one.verdict, verdict, "{complete}");
    }
}

/// What the real provider planned after somebody changed things by hand; `testdata/plans/*/main.tf` says what is true.
#[test]
fn what_is_said_of_real_plans_is_true() {
    /// Folder, findings (a star before what is not of `--changed`), counts, and pieces of messages.
    type Case<'c> = (&'c str, &'c [&'c str], Option<[usize; 5]>, &'c [&'c str]);
    let cases: &[Case<'_>] = &[
        (
            "drift",
            &[
                "grants-not-drifted databricks_grant.raw_analysts left",
                "grants-not-drifted databricks_grant.returns left",
                "grants-not-drifted databricks_grant.staging left",
                "grants-not-drifted databricks_grants.orders left",
                "grants-not-drifted databricks_grants.sales left",
                "*grants-to-groups databricks_grants.ops left",
                "grants-to-groups databricks_grants.orders left",
                "groups-from-idp databricks_group.etl left",
                "state-not-destroyed databricks_catalog.scratch introduced",
                "state-not-destroyed databricks_schema.staging introduced",
                "state-not-destroyed databricks_volume.raw introduced",
            ],
            Some([3, 0, 1, 3, 5]),
            &[
                "`WRITE_VOLUME` of `analysts` came, and the plan takes it back",
                "`USE_SCHEMA` of `analysts` went, and the plan takes it back",
                "`MODIFY` of `loaders`, `USE_SCHEMA` of `loaders` went, and the plan takes it back",
                "`USE_SCHEMA` of `analyst@example.com` came, and the plan leaves it so",
                "`CREATE_SCHEMA` of `analysts` came and `USE_CATALOG` of `stewards` went, and the plan takes it back",
                "with its files: `volume_type` and `storage_location` change",
            ],
        ),
        (
            "takeover",
            &[
                "grants-keep-others databricks_grants.archive introduced",
                "grants-keep-others databricks_grants.sales introduced",
                "grants-not-drifted databricks_grants.orders[\"all\"] left",
                "grants-single-authority databricks_grants.sales introduced",
                "state-not-destroyed databricks_schema.raw introduced",
            ],
            Some([4, 0, 0, 0, 1]),
            &[
                "and revokes it: `BROWSE` of `analysts`",
                "`SELECT` of `interns` came, and the plan takes it back",
                "which revokes every grant on schema `sales.archive`, also those that it does not list",
            ],
        ),
        (
            "refresh-only-drift",
            &[
                "grants-not-drifted databricks_grant.analysts",
                "grants-not-drifted databricks_grants.orders",
                "*grants-to-groups databricks_grant.user",
            ],
            None,
            &[
                "`USE_CATALOG` of `analysts` went, and this refresh-only plan takes nothing back",
                "`SELECT` of `interns` came, and this refresh-only plan takes nothing back",
            ],
        ),
        (
            "destroy",
            &[
                "state-not-destroyed databricks_catalog.sales introduced",
                "state-not-destroyed databricks_schema.orders introduced",
            ],
            Some([2, 0, 1, 0, 0]),
            &["with its schemas, tables and volumes", "which fails while it is not empty"],
        ),
    ];
    for (folder, expected, counts, messages) in cases {
        let folder = crate::harness::repository().join("testdata/plans").join(folder);
        let source = crate::harness::read(folder.join("main.tf"));
        let plan = || crate::harness::plan(&folder.join("plan.json"));
        let all: Vec<&str> = expected.iter().map(|line| line.trim_start_matches('*')).collect();
        for files in [&[][..], &[("main.tf", source.as_str())]] {
            let run = check(plan(), files, false);
            let name = format!("{} with {} files", folder.display(), files.len());
            assert_eq!(found(&run), all, "{name}");
            assert_eq!(run.summary.change.map(|_| all_counts(&run)), *counts, "{name}");
            let text = report(&run, Format::Text);
            for message in *messages {
                assert!(text.contains(message), "{name}: no {message:?} in {text}");
            }
            assert!(!text.contains("older than the source"), "{name}: {text}");
            let touched: Vec<&str> = expected.iter().filter(|line| !line.starts_with('*')).copied().collect();
            assert_eq!(found(&check(plan(), files, true)), touched, "{name} --changed");
        }
    }
}

/// What a change fixes and removes of the rules about providers and regions, where the provider configurations have these
/// arguments; the first is the default one.
fn repaired(changes: &[Value], provider: &str, configurations: &[Value]) -> [usize; 4] {
    let stays = changes.iter().filter(|change| !change["change"]["after"].is_null());
    let resources: Vec<Value> = stays
        .map(|change| {
            json!({"address": change["address"], "mode": "managed", "type": change["type"], "name": change["name"],
                   "provider_config_key": change["provider_config_key"], "expressions": {}})
        })
        .collect();
    let mut all = json!({});
    for (at, arguments) in configurations.iter().enumerate() {
        let constants = arguments.as_object().unwrap().iter();
        let constants = constants.map(|(name, value)| (name.clone(), json!({"constant_value": value})));
        let expressions = Value::Object(constants.collect());
        let full_name = format!(
            "registry.terraform.io/{}/{provider}",
            if provider == "aws" { "hashicorp" } else { provider }
        );
        let mut one = json!({"name": provider, "full_name": full_name, "expressions": expressions});
        if at > 0 {
            one["alias"] = json!("other");
        }
        all[if at > 0 { format!("{provider}.other") } else { provider.to_owned() }] = one;
    }
    let configuration = json!({"provider_config": all, "root_module": {"resources": resources}});
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![plan(changes, &json!({"configuration": configuration}))];
    request.rules.retain(|rule| ["resource-on-right-provider", "regions-agree"].contains(&rule.info.id));
    let [introduced, fixed, removed, left, _] = all_counts(&session::run(&memory(&[]), request));
    [introduced, fixed, removed, left]
}

#[test]
fn what_has_no_block_any_more_may_have_had_another_provider() {
    let workspace = json!({"host": "https://quay.cloud.databricks.com"});
    let account = json!({"host": "https://accounts.cloud.databricks.com"});
    let gone = |address: &str, values: Value| change(address, &["delete"], values, Value::Null);
    let stays = |address: &str, values: Value, key: &str| {
        let mut one = change(address, &["no-op"], values.clone(), values);
        one["provider_config_key"] = json!(key);
        one
    };
    let network = gone("databricks_mws_networks.pier", json!({"network_name": "pier", "vpc_id": "vpc-7"}));
    let policy = gone("databricks_cluster_policy.pier", json!({"name": "pier"}));
    let job = stays("databricks_job.unload", json!({"name": "unload"}), "databricks");
    let other = stays(
        "databricks_mws_networks.quay",
        json!({"network_name": "quay", "vpc_id": "vpc-8"}),
        "databricks",
    );
    let bucket = {
        let mut one = gone("aws_s3_bucket.pier", json!({"bucket": "pier-root"}));
        one["provider_name"] = json!("registry.terraform.io/hashicorp/aws");
        one
    };
    let metastore = json!({"name": "pier", "region": "eu-west-2", "storage_root": "s3://pier-root"});
    let metastore = stays("databricks_metastore.pier", metastore, "databricks");
    let (london, ireland) = (json!({"region": "eu-west-2"}), json!({"region": "eu-west-1"}));
    let of = |provider: &'static str, one: &Value, other: &Value| (provider, one.clone(), other.clone());
    let nothing = [0, 0, 0, 0];
    for (name, changes, (provider, first, second), of_one, of_two) in [
        ("network", vec![network.clone()], of("databricks", &workspace, &account), [0, 0, 1, 0], nothing),
        ("policy", vec![policy], of("databricks", &account, &workspace), [0, 0, 1, 0], nothing),
        // Of as many of both levels all are wrong, of fewer those.
        (
            "levels",
            vec![job, other, network],
            of("databricks", &json!({}), &json!({})),
            [1, 0, 0, 1],
            [0, 0, 0, 2],
        ),
        ("bucket", vec![metastore, bucket], of("aws", &ireland, &london), [0, 1, 0, 0], nothing),
    ] {
        assert_eq!(repaired(&changes, provider, &[first.clone(), second]), of_two, "{name} of two");
        assert_eq!(repaired(&changes, provider, &[first]), of_one, "{name} of one");
    }
}

#[test]
fn an_instance_with_another_key_has_what_the_one_that_goes_had() {
    let one = |key: &str, actions: &[&str], before: Value, after: Value| {
        let mut one = change(&format!("databricks_user.u[\"{key}\"]"), actions, before, after);
        one["name"] = json!("u");
        one["index"] = json!(key);
        one
    };
    for (later, counts) in [("z", [0, 0, 0, 1]), ("y", [1, 0, 1, 0])] {
        for written in [json!({"constant_value": "z@example.com"}), json!({"references": ["each.value"]})] {
            let changes = [
                one("new", &["create"], Value::Null, user(later)),
                one("old", &["delete"], user("z"), Value::Null),
            ];
            let resource = json!({
                "address": "databricks_user.u", "mode": "managed", "type": "databricks_user", "name": "u",
                "provider_config_key": "databricks", "expressions": {"user_name": written},
                "for_each_expression": {"references": ["var.users"]}});
            let more = json!({"configuration": {"root_module": {"resources": [resource]}}});
            let run = check(plan(&changes, &more), &[], false);
            let is_name = written["references"].is_null();
            // What is put together with the key has no name of its own.
            let expected = if is_name { counts } else { [0, 0, 0, 1] };
            let [introduced, fixed, removed, left, _] = all_counts(&run);
            assert_eq!([introduced, fixed, removed, left], expected, "{later} {written}: {:?}", found(&run));
        }
    }
}

#[test]
fn a_plan_without_its_configuration_has_the_blocks_that_its_source_has() {
    let changes = [
        change("databricks_user.renamed", &["create"], Value::Null, user("z")),
        change("databricks_user.u", &["delete"], user("z"), Value::Null),
    ];
    let source = "resource \"databricks_user\" \"renamed\" {\n  user_name = \"z@example.com\"\n}\n";
    let run = check(plan(&changes, &json!({"configuration": null})), &[("main.tf", source)], false);
    let [introduced, fixed, removed, left, _] = all_counts(&run);
    assert_eq!([introduced, fixed, removed, left], [0, 0, 0, 1], "{:?}", found(&run));
}
