//! What a report tells beside the sentence of a finding: what led there, who shares it, and how much is undecided.

use std::path::Path;

use bricklint::session::{self, Run};
use bricklint_findings::finding::{Finding, Verdict};
use bricklint_load::{VarInput, VariableSet};
use bricklint_report::Format;

use crate::harness::{JOB, ROOT, memory, report, request, run};

const KEYED: &str = r#"
variable "key" {
  type    = string
  default = "absent"
}
locals {
  key = var.key
}
resource "databricks_job" "j" {
  name = "j"
  environment {
    environment_key = "e"
    spec {
      environment_version = "2"
    }
  }
  task {
    task_key        = "a"
    environment_key = local.key
    spark_python_task {
      python_file = "/x"
    }
  }
}
"#;

fn of<'r>(run: &'r Run, rule: &str) -> &'r Finding {
    let found = run.findings.iter().find(|finding| finding.rule.id == rule);
    found.unwrap_or_else(|| panic!("no {rule}: {:?}", crate::harness::lines(run)))
}

/// `label path:line`
fn shown(finding: &Finding) -> Vec<String> {
    let all = finding.related.iter();
    all.map(|r| format!("{} {}:{}", r.label, r.location.path, r.location.start.map_or(0, |s| s.line)))
        .collect()
}

/// What a run proves of a definition is wrong in one of its calls, and perhaps not in the others.
#[test]
fn the_call_that_proves_a_definition_wrong_is_shown() {
    let main = |first: &str| {
        format!(
            "module \"bakery\" {{\n  source = \"./shop\"\n  shop   = {{ {first} = \"Basel\" }}\n}}\n\
             module \"dairy\" {{\n  source = \"./shop\"\n  shop   = {{ twon = \"Bern\" }}\n}}\n"
        )
    };
    let run_of = |first: &str, shop: &str| run(&[("main.tf", &*main(first)), ("shop/main.tf", shop)]);
    let shop = "variable \"shop\" {}\noutput \"town\" {\n  value = var.shop.town\n}\n";
    let dairy = run_of("town", shop);
    let finding = of(&dairy, "reference-resolves");
    assert_eq!(shown(finding), ["`shop` is set here main.tf:7", "`module.dairy` is called here main.tf:5"]);
    assert_eq!((&*finding.address, &*finding.root), ("output.town", "shop"));
    let both = run_of("twn", shop);
    assert_eq!(shown(of(&both, "reference-resolves"))[1], "`module.bakery` is called here main.tf:1");
    // What the text says alone hangs on no call.
    let text = run_of("town", "output \"town\" {\n  value = local.town\n}\nvariable \"shop\" {}\n");
    assert_eq!(shown(of(&text, "reference-resolves")), [""; 0]);
}

#[test]
fn the_calls_and_the_value_that_led_to_a_finding_are_shown() {
    let outer = "module \"inner\" {\n  source = \"../m\"\n  key    = var.name\n}\nvariable \"name\" {}\n";
    let main = "module \"outer\" {\n  source = \"./o\"\n  name   = \"nope\"\n}\n";
    let run_of =
        |main: &str, outer: &str| run(&[("main.tf", main), ("o/main.tf", outer), ("m/main.tf", KEYED)]);
    let given = run_of(main, outer);
    let finding = of(&given, "task-key-resolves");
    assert_eq!(
        shown(finding),
        [
            "`name` is set here main.tf:3",
            "`module.outer.module.inner` is called here o/main.tf:1",
            "`module.outer` is called here main.tf:1"
        ]
    );
    for format in [Format::Text, Format::Sarif, Format::Github, Format::Markdown, Format::Html, Format::Junit]
    {
        let text = report(&given, format);
        assert!(text.contains("`name` is set here") || text.contains("name</code> is set here"), "{text}");
    }
    let defaulted = run_of(main, &outer.replace("  key    = var.name\n", ""));
    assert_eq!(shown(of(&defaulted, "task-key-resolves"))[0], "the default of `key` m/main.tf:4");
    // Of what a root is given nothing is said, and a value that is made of several has no single place.
    let alone = run(&[("main.tf", KEYED)]);
    assert_eq!(shown(of(&alone, "task-key-resolves")), ["`key` is set here main.tf:7"]);
    let mixed = run(&[("main.tf", &KEYED.replace("= local.key", "= \"${local.key}${var.key}\""))]);
    assert_eq!(shown(of(&mixed, "task-key-resolves")), [""; 0]);
}

#[test]
fn the_roots_that_share_a_finding_are_named() {
    let call =
        "terraform {\n  backend \"local\" {\n  }\n}\nmodule \"j\" {\n  source = \"../../modules/job\"\n}\n";
    let files = [
        ("modules/job/main.tf", JOB),
        ("live/sales/main.tf", call),
        ("live/hr/main.tf", call),
        ("live/finance/main.tf", call),
    ];
    let all = run(&files);
    let finding = of(&all, "serverless-task-environment");
    assert_eq!(finding.roots, ["live/finance", "live/hr", "live/sales"]);
    assert_eq!((finding.count, finding.instances.len()), (3, 1));
    for format in
        [Format::Text, Format::Concise, Format::Github, Format::Gitlab, Format::Markdown, Format::Html]
    {
        let text = report(&all, format);
        assert!(text.contains("in roots live/finance, live/hr, live/sales"), "{}:\n{text}", format.name());
        assert!(!text.contains("and 2 more"), "{}:\n{text}", format.name());
    }
    for format in [Format::Json, Format::Sarif] {
        assert!(report(&all, format).contains("\"roots\": ["), "{}", format.name());
    }
    let one = run(&files[..2]);
    assert!(of(&one, "serverless-task-environment").roots.is_empty());
}

#[test]
fn the_other_root_of_a_collision_is_named() {
    let grants = "terraform {\n  backend \"local\" {\n  }\n}\nprovider \"databricks\" {\n  host = \
                  \"https://x.cloud.databricks.com\"\n}\nresource \"databricks_grants\" \"main\" {\n  catalog = \
                  \"main\"\n  grant {\n    principal  = \"team\"\n    privileges = [\"USE_CATALOG\"]\n  }\n}\n";
    let both = run(&[("a/main.tf", grants), ("b/main.tf", grants)]);
    let said = &of(&both, "grants-single-authority").message;
    assert!(
        said.contains("`databricks_grants.main` and `databricks_grants.main` in root `a` both"),
        "{said}"
    );
}

#[test]
fn an_instance_that_a_rule_cannot_judge_is_one_check() {
    let source = KEYED.replace("  default = \"absent\"\n", "").replace(
        "  task {\n",
        "  task {\n    task_key        = \"b\"\n    environment_key = local.key\n    spark_python_task {\n      python_file \
         = \"/x\"\n    }\n  }\n  task {\n",
    );
    let source = format!("terraform {{\n  backend \"local\" {{\n  }}\n}}\n{source}");
    let only = |files: &[(&str, &str)]| {
        let mut request = request(Path::new(ROOT), &["."]);
        request.rules.retain(|rule| rule.info.id == "task-key-resolves");
        session::run(&memory(files), request)
    };
    let undecided = only(&[("main.tf", &source)]);
    assert!(undecided.findings.iter().all(|finding| finding.verdict == Verdict::Undecided));
    assert_eq!((undecided.findings.len(), undecided.summary.undecided), (2, 1));
    let text = report(&undecided, Format::Text);
    assert!(text.contains("1 check undecided: 1 by a value for var.key"), "{text}");
    // The same in a module that nobody calls.
    let uncalled = only(&[("m/main.tf", &KEYED.replace("  default = \"absent\"\n", ""))]);
    assert_eq!((uncalled.findings.len(), uncalled.summary.undecided), (0, 1));
    let text = report(&uncalled, Format::Text);
    assert!(text.contains("name the directory of a module"), "{text}");
}

#[test]
fn an_instance_in_three_environments_is_three() {
    let user = "resource \"databricks_user\" \"bot\" {\n  user_name = \"bot@example.com\"\n}\n";
    let mut request = request(Path::new(ROOT), &["."]);
    let set = |name: &str| VariableSet { name: Some(name.into()), ..VariableSet::default() };
    request.rules.retain(|rule| rule.info.area == "identity");
    request.sets = ["acc", "dev", "prod"].map(set).into();
    let run = session::run(&memory(&[("main.tf", user)]), request);
    let summary = run.summary;
    assert_eq!((summary.warnings, summary.instances, summary.instances_affected), (1, 3, 3));
}

#[test]
fn var_files_are_counted() {
    let mut request = request(Path::new(ROOT), &["."]);
    request.load.vars = vec![VarInput::File("/p/x.tfvars".into()), VarInput::File("/p/x.tfvars".into())];
    let files = [
        ("main.tf", "variable \"a\" {}\n"),
        ("terraform.tfvars", "a = 1\n"),
        ("b.auto.tfvars", "a = 2\n"),
        ("other.tfvars", "a = 3\n"),
        ("x.tfvars", "a = 4\n"),
    ];
    assert_eq!(session::run(&memory(&files), request).summary.files, 4);
}

#[test]
fn the_variable_of_a_value_that_is_not_printed_is_named() {
    let source = "variable \"owner\" {}\nvariable \"kept\" {\n  sensitive = true\n}\nresource \"databricks_user\" \"a\" {\n  \
                  user_name = var.owner\n}\nresource \"databricks_user\" \"b\" {\n  user_name = \
                  \"x-${var.owner}\"\n}\nresource \"databricks_user\" \"c\" {\n  user_name = var.kept\n}\n";
    let mut request = request(Path::new(ROOT), &["."]);
    request.rules.retain(|rule| rule.info.area == "identity");
    let given = [("kept", "hushhush-pin"), ("owner", "hushhush@example.com")];
    request.load.env_vars = given.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let run = session::run(&memory(&[("main.tf", source)]), request);
    let mut said: Vec<&str> = run.findings.iter().map(|finding| finding.message.as_str()).collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            "`databricks_user.a` makes the user the value of `TF_VAR_owner` by hand",
            "`databricks_user.b` makes the user a value made of `TF_VAR_owner` by hand",
            "`databricks_user.c` makes the user a sensitive value by hand",
        ]
    );
}

#[test]
fn a_user_without_a_name_is_said_to_have_none() {
    let run = run(&[("main.tf", "resource \"databricks_user\" \"a\" {\n}\n")]);
    let said = &of(&run, "users-from-idp").message;
    assert_eq!(said, "`databricks_user.a` makes a user without a `user_name` by hand");
}
