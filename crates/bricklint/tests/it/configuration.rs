use std::path::Path;

use bricklint::config::Config;
use bricklint::session;
use bricklint_findings::finding::{Severity, Verdict};
use bricklint_load::{VarInput, VariableSet};
use bricklint_rules::{RULES, Selection};

use crate::harness::{ROOT, memory, problems, read, repository, request};

#[test]
fn the_documented_example_is_read_whole() {
    let page = read(repository().join("docs/configuration.md"));
    let examples: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .map(|(text, _)| text)
        .collect();
    assert!(!examples.is_empty());
    for example in &examples {
        let config = Config::parse(example, "bricklint.toml").unwrap();
        config.settings(RULES, "bricklint.toml").unwrap();
        config.suppressions(RULES).unwrap();
    }
    let config = Config::parse(examples[0], "bricklint.toml").unwrap();
    assert!(!config.roots.include.is_empty() && !config.roots.exclude.is_empty());
    let sets = config.sets(&["prod".to_owned()], Path::new("/p")).unwrap();
    assert_eq!(sets.len(), 1);
    assert!(matches!(&sets[0].vars[0], VarInput::File(path) if path.starts_with("/p")));
    assert_eq!(config.sets(&[], Path::new("/p")).unwrap().len(), config.environments.len());
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        ("[roots]\nincluded = []\n", "c.toml:2:1: unknown field `included`"),
        ("estate = 1\n", "c.toml:1:10: invalid type"),
        ("[environments.prod]\nvar_files = []\n", "c.toml:2:1: unknown field `var_files`"),
        ("[roots\n", "c.toml:1:"),
        ("[roots]\ninclude = [\"a/[\", \"b\", \"{c\"]\n", "c.toml:2:11: `a/[` is not a glob: "),
        ("[environments.dev]\nroots = [\"a/[\"]\n", "c.toml:2:9: `a/[` is not a glob: "),
        ("[[suppress]]\nroots = [\"a/[\"]\n", "c.toml:2:9: `a/[` is not a glob: "),
        ("[estate]\ncomplete = \"yes\"\n", "c.toml:2:12: invalid type"),
        ("[suppress]\n", "c.toml:1:1: invalid type: map, expected a sequence"),
        ("[environments.dev]\nvars = { day = 2031-05-01 }\n", "c.toml:2:16: this is a date"),
        ("[[suppress]]\nuntil = 5\n", "c.toml:2:9: expected a date of the form YYYY-MM-DD, found integer"),
    ];
    for (text, expected) in cases {
        let error = Config::parse(text, "c.toml").unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
    let settings = |text: &str| {
        let config = Config::parse(text, "c.toml").unwrap();
        config.settings(RULES, "c.toml").unwrap_err().to_string()
    };
    assert!(settings("[rules]\nno-such = \"off\"\n").starts_with("c.toml: `no-such` is neither"));
    assert!(settings("[rules.users-from-idp]\nlevel = 3\n").contains("`level` is one of"));
    assert!(settings("[rules.users-from-idp]\nlevl = \"off\"\n").contains("`levl` is neither `level` nor"));
    assert!(settings("[rules.users-from-idp]\ngroups = []\n").contains("`groups` is neither `level` nor"));
    let list = "`break_glass_users` is a list of texts";
    for value in ["true", "5", "[5]", "{ a = 1 }"] {
        let text = format!("[rules.users-from-idp]\nbreak_glass_users = {value}\n");
        assert!(settings(&text).contains(list), "{text}");
    }
    let of_area = "an area takes `level` only; `break_glass_users` belongs to `[rules.";
    assert!(settings("[rules.identity]\nbreak_glass_users = []\n").contains(of_area));
    assert!(settings("[rules.state-not-destroyed]\nnames = []\n").contains("`names` is neither `level` nor"));
    let documented = "[rules.groups-from-idp]\ngroups = []\nbreak_glass_users = []\n";
    assert!(Config::parse(documented, "c.toml").unwrap().settings(RULES, "c.toml").is_ok());
    let accepted = [
        (
            "rule = \"no-such\"\naddress = \"a.b\"\nreason = \"x\"",
            "c.toml:1:1: in [[suppress]]: `no-such` is neither",
        ),
        (
            "rule = \"dr\"\naddress = \" \"\nreason = \"x\"",
            "c.toml:1:1: in [[suppress]]: ` ` is not the address",
        ),
        (
            "rule = \"dr\"\naddress = \"a.b\"\nreason = \"\"",
            "c.toml:1:1: in [[suppress]]: the reason is empty",
        ),
        (
            "rule = \"dr\"\naddress = \"a.b\"\nreason = \"x\"\nuntil = \"soon\"",
            "c.toml:1:1: in [[suppress]]: `soon` is not a date",
        ),
        (
            "rule = \"dr\"\naddress = \"a.b\"\nreason = \"x\"\nuntil = 2031-05-01T08:00:00",
            "c.toml:1:1: in [[suppress]]: `2031-05-01T08:00:00` is not a date",
        ),
    ];
    for (text, expected) in accepted {
        let config = Config::parse(&format!("[[suppress]]\n{text}\n"), "c.toml").unwrap();
        let error = config.suppressions(RULES).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    for (address, good) in [
        ("databricks_schema.a", true),
        ("databricks_schema.a[\"x.y]\"]", true),
        ("data.aws_region.here", true),
        ("module.m", true),
        ("module.m[0].module.n", true),
        ("module.m[\"a\"].databricks_schema.a[0]", true),
        ("databricks_schema", false),
        ("module", false),
        ("module.m.databricks_schema", false),
        ("databricks_schema.a.name", false),
        ("databricks_schema.", false),
        ("databricks_schema.a[0]x", false),
    ] {
        let text = format!("[[suppress]]\nrule = \"dr\"\naddress = '{address}'\nreason = \"x\"\n");
        let read = Config::parse(&text, "c.toml").unwrap().suppressions(RULES);
        assert_eq!(read.is_ok(), good, "{address}");
    }
    let error = Config::parse("[[suppress]]\nrule = \"dr\"\naddress = \"a.b\"\n", "c.toml").unwrap_err();
    assert!(error.to_string().contains("missing field `reason`"), "{error}");
    let config = Config::parse("[environments.dev]\n", "c.toml").unwrap();
    let error = config.sets(&["prod".to_owned()], Path::new("/")).unwrap_err().to_string();
    assert_eq!(error, "there is no environment named `prod`; the configuration has dev");
}

/// Rule and severity of what is found with a configuration.
fn severities(source: &str, config: &str) -> Vec<(&'static str, Severity)> {
    let config = Config::parse(config, "c.toml").unwrap();
    let mut request = request(Path::new(ROOT), &["."]);
    request.settings = config.settings(RULES, "c.toml").unwrap();
    request.rules = request.settings.select(RULES, &Selection::default()).unwrap();
    request.rules.retain(|rule| ["identity", "grants"].contains(&rule.info.area));
    let run = session::run(&memory(&[("main.tf", source)]), request);
    let violated = run.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
    violated.map(|finding| (finding.rule.id, finding.severity)).collect()
}

#[test]
fn a_level_lowers_and_never_raises() {
    use Severity::{Info, Warning};
    let source = r#"
        resource "databricks_grants" "g" {
          schema = "main.sales"
          grant {
            principal  = "analysts"
            privileges = ["USE_SCHEMA", "SELECT"]
          }
        }
        resource "databricks_user" "made" {
          user_name = "Break-Glass@example.com"
        }
        resource "databricks_group" "made" {
          display_name = "Bootstrap-Admins"
        }
    "#;
    let (chain, user, group) = ("grant-chain-complete", "users-from-idp", "groups-from-idp");
    let all = [(chain, Info), (user, Warning), (group, Info)];
    let cases: [(&str, &[(&str, Severity)]); 9] = [
        ("", &all),
        ("[rules]\ngrant-chain-complete = \"error\"\n", &all),
        ("[rules]\ngrant-chain-complete = \"on\"\ngroups-from-idp = \"warning\"\n", &all),
        ("[rules]\nusers-from-idp = \"info\"\n", &[(chain, Info), (user, Info), (group, Info)]),
        ("[rules]\nidentity = \"info\"\n", &[(chain, Info), (user, Info), (group, Info)]),
        ("[rules]\nidentity = \"info\"\nusers-from-idp = \"error\"\n", &all),
        ("[rules]\nidentity = \"off\"\n", &[(chain, Info)]),
        ("[rules]\nidentity = \"off\"\nusers-from-idp = \"on\"\n", &[(chain, Info), (user, Warning)]),
        (
            "[rules.groups-from-idp]\ngroups = [\"bootstrap-admins\"]\n[rules.users-from-idp]\n\
             break_glass_users = \"break-glass@example.com\"\n",
            &[(chain, Info)],
        ),
    ];
    for (config, expected) in cases {
        let mut got = severities(source, config);
        let mut expected = expected.to_vec();
        got.sort_unstable();
        expected.sort_unstable();
        assert_eq!(got, expected, "{config}");
    }
}

#[test]
fn what_an_environment_gives_can_be_for_a_root_that_is_not_looked_at() {
    let files = memory(&[
        ("a/main.tf", "locals {}\n"),
        ("b/main.tf", "variable \"team\" {}\n"),
        ("dev.tfvars", "group = 1\n"),
    ]);
    let assign = |name: &str| VarInput::Assign { name: name.to_owned(), text: "x".to_owned() };
    let file = || VarInput::File(Path::new(ROOT).join("dev.tfvars"));
    let team = "variable-undeclared: a value is given for the variable `team`";
    let other = "variable-undeclared: a value is given for the variable `other`";
    let group = "tfvars-undeclared: `group` is set here";
    // The paths, what the environment gives, what the command line gives, and what is said.
    let rows = [
        (".", vec![assign("team")], vec![], vec![]),
        (".", vec![assign("other"), file()], vec![], vec![other, group]),
        ("a", vec![assign("team"), file()], vec![], vec![]),
        ("a", vec![], vec![assign("team"), file()], vec![team, group]),
    ];
    for (path, of_set, given, expected) in rows {
        let mut request = request(Path::new(ROOT), &[path]);
        request.sets = vec![VariableSet { name: Some("dev".into()), vars: of_set, ..VariableSet::default() }];
        request.load.vars = given;
        let mut said = problems(&session::run(&files, request));
        said.retain(|text| text.contains("-undeclared"));
        assert_eq!(said.len(), expected.len(), "{path}: {said:?}");
        let is_said = |start: &&str| said.iter().any(|text| text.starts_with(start));
        assert!(expected.iter().all(is_said), "{path}: {said:?}");
    }
}

/// What is wrong with values in some of the roots and environments says in which.
#[test]
fn a_problem_of_values_names_where_it_holds() {
    let module = "variable \"env\" {\n  validation {\n    condition     = var.env != \"stg\"\n    error_message = \"not stg\"\n  }\n}\n";
    let root = |env: &str| {
        format!(
            "variable \"env\" {{}}\nmodule \"w\" {{\n  source = \"../../m\"\n  env = {env}\n}}\nprovider \"databricks\" {{}}\n"
        )
    };
    let stg = "var.env == \"\" ? \"dev\" : \"stg\"";
    let failed = "the value of `var.env` in `module.w` fails its validation: not stg";
    for (a, b, wanted) in [
        ("var.env", "\"dev\"", format!("{failed}, in stg, in root `live/a`")),
        ("var.env", "var.env", format!("{failed}, in stg")),
        (stg, "\"dev\"", format!("{failed}, in root `live/a`")),
        (stg, stg, failed.to_owned()),
    ] {
        let files = [("m/main.tf", module), ("live/a/main.tf", &root(a)), ("live/b/main.tf", &root(b))];
        let mut request = request(Path::new(ROOT), &["."]);
        for env in ["dev", "stg"] {
            let vars = vec![VarInput::Assign { name: "env".into(), text: env.into() }];
            request.sets.push(VariableSet { name: Some(env.into()), vars, ..VariableSet::default() });
        }
        let run = session::run(&memory(&files), request);
        let found: Vec<_> = run.problems.iter().map(|problem| &*problem.message).collect();
        assert_eq!(found, [wanted], "{a} {b}");
    }
}

#[test]
fn what_is_production_is_said_by_a_directory_that_a_root_lies_in() {
    let bucket =
        "resource \"aws_s3_bucket\" \"grain\" {\n  bucket        = \"grain\"\n  force_destroy = true\n}\n";
    let config = "[rules.lifecycle-protects-state]\nproduction = [\"harbour\"]\nother = [\"quays/shed\", \"harbour/pier\"]\n";
    for (root, verdict) in [
        ("harbour", Some(Verdict::Violated)),
        ("harbour/north", Some(Verdict::Violated)),
        ("towns/harbour/north", Some(Verdict::Violated)),
        ("harbours/north", Some(Verdict::Undecided)),
        ("quays/shed/a", None),
        ("shed", Some(Verdict::Undecided)),
        // One of each says nothing, unless one lies in the other.
        ("harbour/quays/shed", Some(Verdict::Undecided)),
        ("harbour/pier", None),
        ("harbour/pier/a", None),
    ] {
        let mut request = request(Path::new(ROOT), &["."]);
        request.rules.retain(|rule| rule.info.id == "lifecycle-protects-state");
        request.settings = Config::parse(config, "c.toml").unwrap().settings(RULES, "c.toml").unwrap();
        let run = session::run(&memory(&[(&format!("{root}/main.tf"), bucket)]), request);
        let found: Vec<Verdict> = run.findings.iter().map(|finding| finding.verdict).collect();
        assert_eq!(found, Vec::from_iter(verdict), "{root}");
    }
}
