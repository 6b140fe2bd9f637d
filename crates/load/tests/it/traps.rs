//! The places where tools that read Terraform go wrong, most harmful first, one test each.
//!
//! What Terraform does there was measured; rules are in it where a verdict depends on it (`crates/rules`).

use bricklint_findings::problem::ProblemKind;
use bricklint_lang::value::{Marks, Value};
use bricklint_load::plan::{merge, plan_stack, read_plans};
use bricklint_load::{LoadOptions, VarInput, VariableSet};
use bricklint_model::instance::{Body, Change, Instance, Origin};
use bricklint_model::stack::Stack;

use crate::plan_input::{plan, stack as planned, stack_of};
use crate::support::{dump, files, load, load_files, options, show, shows, stack, unindent};

/// The outputs of a root, one line each.
#[track_caller]
fn outputs(text: &str, expected: &str) {
    let stack = stack(&unindent(text));
    let lines: Vec<String> =
        stack.outputs.iter().map(|(name, value)| format!("{name} = {}", show(value))).collect();
    assert_eq!(lines.join("\n") + "\n", unindent(expected), "\nfor:\n{text}");
    assert!(stack.problems.is_empty(), "{:?}", stack.problems);
}

fn instance<'s>(stack: &'s Stack, address: &str) -> &'s Instance {
    let found = stack.instances.iter().find(|instance| &*instance.address == address);
    found.unwrap_or_else(|| panic!("{address} is in {:?}", addresses(stack)))
}

fn addresses(stack: &Stack) -> Vec<&str> {
    stack.instances.iter().map(|instance| &*instance.address).collect()
}

fn body<'s>(stack: &'s Stack, address: &str) -> &'s Body {
    instance(stack, address).body.get()
}

/// A plan of one job.
fn job(after: &str, unknown: &str, sensitive: &str, rest: &str) -> Stack {
    stack_of(&format!(
        r#"{{"format_version":"1.2"{rest},"resource_changes":[{{"address":"databricks_job.a","mode":"managed",
        "type":"databricks_job","name":"a","provider_name":"registry.terraform.io/databricks/databricks",
        "change":{{"actions":["create"],"after":{after},"after_unknown":{unknown},"after_sensitive":{sensitive}}}}}]}}"#
    ))
}

#[test]
fn trap_01_a_resource_with_count_zero_does_not_exist() {
    shows(
        r#"
        variable "size" { default = 0 }
        resource "databricks_cluster" "gone" {
          count        = var.size > 0 ? 1 : 0
          cluster_name = "must not be seen"
        }
        module "gone" {
          source   = "./m"
          for_each = { for k in ["a"] : k => k if var.size > 0 }
        }
        --- m/main.tf
        resource "databricks_cluster" "inner" {}
        "#,
        "",
    );
}

#[test]
fn trap_02_for_each_runs_over_a_filtered_local_with_optional_defaults() {
    shows(
        r#"
        variable "teams" {
          type = map(object({ active = optional(bool, true), roles = optional(list(string), ["USE_CATALOG"]) }))
          default = {
            data  = {}
            legal = { active = false }
            sales = { roles = ["SELECT", "MODIFY"] }
          }
        }
        locals { active = { for name, team in var.teams : name => team if team.active } }
        resource "terraform_data" "grant" {
          for_each = local.active
          input    = "${each.key}: ${join("+", each.value.roles)}"
        }
        "#,
        r#"
        terraform_data.grant["data"]
          input = "data: USE_CATALOG"
        terraform_data.grant["sales"]
          input = "sales: SELECT+MODIFY"
        "#,
    );
}

#[test]
fn trap_03_an_unknown_value_says_what_would_decide_it() {
    let stack = stack(
        r#"
        variable "host" {}
        resource "terraform_data" "made" {}
        resource "terraform_data" "x" { input = { of_variable = var.host, of_apply = terraform_data.made.id } }
        "#,
    );
    let input = &body(&stack, "terraform_data.x").attribute("input").unwrap().value;
    let Value::Map { value, .. } = input else { panic!("{input:?}") };
    let causes: Vec<_> = value.entries.iter().map(|(_, v)| v.cause().unwrap().kind.name()).collect();
    assert_eq!(causes, ["after-apply", "variable"]);
}

#[test]
fn trap_04_references_in_a_plan_go_on_through_modules_and_locals() {
    // The plan names `local.catalog` and never says what it is.
    let alone = planned("locals-dynamic");
    assert!(alone.instances.iter().any(|i| &*i.address == "databricks_schema.orders"));
    let source =
        std::fs::read_to_string(crate::plan_input::repository("testdata/plans/locals-dynamic/main.tf"));
    let written = load_files(&[("main.tf".into(), source.unwrap())], &options(), &[]).remove(0);
    let both = merge(planned("locals-dynamic"), written);
    let catalog = &body(&both, "databricks_grants.sales").attribute("catalog").unwrap().value;
    assert_eq!(show(catalog), "<databricks_catalog.sales id>");
    let name = &body(&both, "databricks_schema.orders").attribute("catalog_name").unwrap().value;
    let from = &both.provenance[name.provenance().0 as usize];
    assert!(!from.is_empty(), "the name of the schema's catalog comes from the catalog");
}

#[test]
fn trap_05_dynamic_blocks_are_not_in_the_configuration_of_a_plan() {
    let stack = planned("locals-dynamic");
    let grants = body(&stack, "databricks_grants.sales").group("grant").unwrap();
    assert_eq!(grants.items.len(), 1);
    let principal = grants.items[0].body.attribute("principal").unwrap();
    assert_eq!((show(&principal.value).as_str(), principal.written), ("\"team\"", true));
}

#[test]
fn trap_06_an_alias_decides_between_account_and_workspace() {
    shows(
        r#"
        terraform {
          required_providers {
            databricks = { source = "databricks/databricks" }
          }
        }
        provider "databricks" { alias = "account" }
        provider "databricks" {}
        resource "databricks_group" "workspace" {}
        resource "databricks_group" "account" { provider = databricks.account }
        module "swapped" {
          source = "./m"
          providers = {
            databricks       = databricks.account
            databricks.other = databricks
          }
        }
        module "inherits" { source = "./n" }
        --- m/main.tf
        terraform {
          required_providers {
            databricks = {
              source                = "databricks/databricks"
              configuration_aliases = [databricks.other]
            }
          }
        }
        resource "databricks_group" "plain" {}
        resource "databricks_group" "other" { provider = databricks.other }
        --- n/main.tf
        terraform {
          required_providers {
            dbx = { source = "databricks/databricks" }
          }
        }
        resource "databricks_group" "by_address" { provider = dbx }
        "#,
        r#"
        databricks_group.account (provider["registry.terraform.io/databricks/databricks"].account)
        databricks_group.workspace (provider["registry.terraform.io/databricks/databricks"])
        module.inherits.databricks_group.by_address (provider["registry.terraform.io/databricks/databricks"])
        module.swapped.databricks_group.other (provider["registry.terraform.io/databricks/databricks"])
        module.swapped.databricks_group.plain (provider["registry.terraform.io/databricks/databricks"].account)
        "#,
    );
}

#[test]
fn trap_07_a_module_that_requires_no_provider_gets_one_of_hashicorp() {
    shows(
        r#"
        terraform {
          required_providers {
            databricks = { source = "databricks/databricks" }
          }
        }
        module "m" { source = "./m" }
        --- m/main.tf
        resource "databricks_group" "g" {}
        "#,
        r#"
        module.m.databricks_group.g (provider["registry.terraform.io/hashicorp/databricks"])
        "#,
    );
}

#[test]
fn trap_08_an_override_file_changes_a_resource_and_adds_none() {
    shows(
        r#"
        resource "databricks_job" "j" {
          name        = "base"
          description = "kept"
          task { task_key = "base-1" }
          task { task_key = "base-2" }
          parameter { name = "kept" }
        }
        --- z_override.tf
        resource "databricks_job" "j" {
          name = "overridden"
          task { task_key = "only" }
        }
        "#,
        r#"
        databricks_job.j (provider["registry.terraform.io/hashicorp/databricks"])
          description = "kept"
          name = "overridden"
          parameter
            name = "kept"
          task
            task_key = "only"
        "#,
    );
}

#[test]
fn trap_09_a_value_comes_from_the_last_of_its_sources() {
    let mut given = options();
    given.env_vars = vec![("by_env".into(), "env".into())];
    given.vars = vec![VarInput::Assign { name: "by_flag".into(), text: "flag".into() }];
    let text = r#"
        variable "by_default" { default = "default" }
        variable "by_env" { default = "default" }
        variable "by_tfvars" { default = "default" }
        variable "by_json" { default = "default" }
        variable "by_auto" { default = "default" }
        variable "by_flag" { default = "default" }
        output "all" {
          value = [var.by_default, nonsensitive(var.by_env), var.by_tfvars, var.by_json, var.by_auto, var.by_flag]
        }
        --- terraform.tfvars
        by_tfvars = "tfvars"
        by_json   = "tfvars"
        by_auto   = "tfvars"
        by_flag   = "tfvars"
        --- terraform.tfvars.json
        {"by_json": "json", "by_auto": "json"}
        --- a.auto.tfvars
        by_auto = "a.auto"
        --- Z.auto.tfvars
        by_auto = "upper case sorts first"
        "#;
    let stack = load(text, &given, &[]).remove(0);
    let Value::Seq { value, .. } = &stack.outputs[0].1 else { panic!() };
    let shown: Vec<_> = value.items.iter().map(|v| show(&v.clone().set_marks(Marks::NONE))).collect();
    assert_eq!(shown.join(" "), r#""default" "env" "tfvars" "json" "a.auto" "flag""#);
}

#[test]
fn trap_10_a_data_source_that_was_read_is_only_in_the_prior_state() {
    let stack = planned("data-sources");
    let group = body(&stack, "data.databricks_group.analysts").attribute("display_name").unwrap();
    assert_eq!(show(&group.value), "\"data-analysts\"");
    assert!(instance(&stack, "data.databricks_group.analysts").change.is_none());
}

#[test]
fn trap_11_elements_of_a_set_are_found_by_content_and_not_by_position() {
    let source =
        std::fs::read_to_string(crate::plan_input::repository("testdata/plans/sets-and-nulls/main.tf"));
    let source = source.unwrap();
    let written = load_files(&[("main.tf".into(), source.clone())], &options(), &[]).remove(0);
    let sources = written.sources.clone();
    let both = merge(planned("sets-and-nulls"), written);
    let grants = body(&both, "databricks_grants.sales").group("grant").unwrap();
    let mut seen = 0;
    for block in &grants.items {
        let principal = block.body.attribute("principal").unwrap();
        let Some(name) = principal.value.as_str() else { continue };
        let Origin::Source { file, value, .. } = principal.origin else { panic!("{name} has no place") };
        let text = &sources.get(file).unwrap().text;
        assert_eq!(&text[value.start as usize..value.end as usize], format!("\"{name}\""));
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn trap_12_a_null_in_a_plan_is_unknown_or_not_set() {
    let stack = planned("sets-and-nulls");
    let input = &body(&stack, "terraform_data.list").attribute("input").unwrap().value;
    let Value::Seq { value, .. } = input else { panic!("{input:?}") };
    let kinds: Vec<_> = value.items.iter().map(|v| (v.is_null(), v.is_unknown())).collect();
    assert_eq!(kinds, [(false, false), (true, false), (false, true)]);
    assert!(body(&stack, "databricks_cluster_policy.nulls").attribute("description").is_none());
}

#[test]
fn trap_13_true_in_a_mask_covers_everything_below() {
    let stack = job(
        r#"{"name":"n","tags":{"a":"hunter2"}}"#,
        r#"{"task":true,"parameter":[{"default":true}]}"#,
        r#"{"tags":true}"#,
        "",
    );
    let body = body(&stack, "databricks_job.a");
    let tags = &body.attribute("tags").unwrap().value;
    assert!(tags.holds_secret());
    let open = body.attribute("task").map(|slot| slot.value.is_unknown());
    assert!(open == Some(true) || body.group("task").is_some_and(|group| group.more.is_some()));
}

#[test]
fn trap_14_sensitive_values_stand_in_a_plan_in_clear_text() {
    let stack = planned("sensitive");
    let password = &body(&stack, "databricks_secret.password").attribute("string_value").unwrap().value;
    assert!(password.holds_secret());
    let mixed = &body(&stack, "terraform_data.mixed").attribute("input").unwrap().value;
    assert!(mixed.holds_secret());
    for provider in &stack.providers {
        assert!(provider.body.attribute("token").is_none_or(|token| token.value.holds_secret()));
    }
    assert!(stack.outputs.iter().all(|(_, value)| value.holds_secret()));
}

#[test]
fn trap_15_a_plan_that_failed_or_is_partial_says_so() {
    let failed = job("{}", "{}", "{}", r#","errored":true,"complete":false,"applyable":false"#);
    assert!(failed.problems.iter().any(|p| p.kind == ProblemKind::PlanErrored && p.kind.is_fatal()));
    let partial = job("{}", "{}", "{}", r#","errored":false,"complete":false,"applyable":true"#);
    assert!(partial.incomplete.is_some());
    assert!(partial.problems.iter().all(|p| !p.kind.is_fatal()));
    // Versions that do not say it are not partial.
    assert!(job("{}", "{}", "{}", "").incomplete.is_none());
}

#[test]
fn trap_16_what_is_forgotten_or_moved_is_told_from_what_is_destroyed() {
    let gone = |actions: &str| {
        let stack = stack_of(&format!(
            r#"{{"format_version":"1.2","resource_changes":[{{"address":"databricks_job.a","mode":"managed",
            "type":"databricks_job","name":"a","provider_name":"p/p/databricks","previous_address":"databricks_job.b",
            "change":{{"actions":{actions},"before":{{"name":"n"}},"after":{{"name":"n"}},"after_unknown":{{}}}}}}]}}"#
        ));
        stack.instances.iter().find_map(|i| i.change.as_deref()).is_some_and(Change::is_removal)
    };
    for (actions, removal) in [
        (r#"["no-op"]"#, false),
        (r#"["update"]"#, false),
        (r#"["delete","create"]"#, false),
        (r#"["create","delete"]"#, false),
        (r#"["create","forget"]"#, false),
        (r#"["forget","create"]"#, false),
        (r#"["delete"]"#, true),
        (r#"["forget"]"#, true),
    ] {
        assert_eq!(gone(actions), removal, "{actions}");
    }
}

#[test]
fn trap_17_equality_never_converts_and_conditionals_do() {
    outputs(
        r#"
        output "equal" { value = [1 == "1", true == "true", ["a"] == tolist(["a"]), "1" == tostring(1)] }
        output "text" { value = true ? 1 : "a" }
        output "tuple" { value = true ? [1] : ["a"] }
        "#,
        r#"
        equal = [false, false, false, true]
        text = "1"
        tuple = ["1"]
        "#,
    );
}

#[test]
fn trap_18_try_does_not_fall_back_because_of_an_unknown() {
    outputs(
        r#"
        resource "terraform_data" "u" {}
        output "unknown" { value = try(terraform_data.u.id, "fallback") == "fallback" }
        output "missing" { value = try({}.nope, "fallback") }
        output "can" { value = [can({}.nope), can(1)] }
        "#,
        r#"
        can = [false, true]
        missing = "fallback"
        unknown = <terraform_data.u.id == "fallback">
        "#,
    );
}

#[test]
fn trap_19_null_is_not_the_same_as_nothing() {
    outputs(
        r#"
        module "null" {
          source = "./m"
          plain  = null
          strict = null
          object = { a = null }
        }
        module "none" { source = "./m" }
        output "null" { value = module.null.all }
        output "none" { value = module.none.all }
        --- m/main.tf
        variable "plain" { default = "default" }
        variable "strict" {
          default  = "default"
          nullable = false
        }
        variable "object" {
          type    = object({ a = optional(string, "A"), b = optional(string) })
          default = {}
        }
        output "all" { value = [var.plain, var.strict, var.object] }
        "#,
        r#"
        none = ["default", "default", {a="A", b=null}]
        null = [null, "default", {a="A", b=null}]
        "#,
    );
}

#[test]
fn trap_20_coalesce_skips_empty_text_and_merge_is_shallow() {
    outputs(
        r#"
        output "coalesce" { value = [coalesce("", "second"), coalesce(null, "x")] }
        output "merge" { value = merge({ a = { x = 1 } }, { a = { y = 2 } }) }
        output "lookup" { value = [lookup({ a = 1 }, "b", 2), element(["a", "b", "c"], 4)] }
        output "split" { value = [split(",", ""), length(split(",", ""))] }
        output "concat" { value = distinct(concat(["b", "a"], ["b"])) }
        "#,
        r#"
        coalesce = ["second", "x"]
        concat = ["b", "a"]
        lookup = [2, "b"]
        merge = {a={y=2}}
        split = [[""], 1]
        "#,
    );
}

#[test]
fn trap_21_functions_are_evaluated() {
    outputs(
        r#"
        output "cidr" { value = cidrsubnet("10.4.0.0/16", 8, 3) }
        output "format" { value = format("%03d-%s", 7, upper("x")) }
        output "json" { value = jsondecode(jsonencode({ Statement = [{ Effect = "Allow" }] })).Statement[0].Effect }
        output "template" { value = templatefile("${path.module}/t.tftpl", { names = ["a", "b"] }) }
        --- t.tftpl
        %{ for n in names ~}
        ${n};
        %{~ endfor }
        "#,
        r#"
        cidr = "10.4.3.0/24"
        format = "007-X"
        json = "Allow"
        template = "a;b;\n"
        "#,
    );
}

#[test]
fn trap_22_the_known_parts_of_an_identifier_stay_known() {
    outputs(
        r#"
        variable "account" { type = string }
        output "arn" { value = "arn:aws:iam::${var.account}:role/loader" }
        output "starts" { value = startswith("arn:aws:iam::${var.account}:role/loader", "arn:aws:iam::") }
        output "other" { value = "arn:aws:iam::${var.account}:role/loader" == "arn:aws:s3:::bucket" }
        "#,
        r#"
        arn = "arn:aws:iam::<var.account>:role/loader"
        other = false
        starts = true
        "#,
    );
}

#[test]
fn trap_23_many_instances_are_a_tuple_or_an_object() {
    outputs(
        r#"
        resource "terraform_data" "c" {
          count = 2
          input = "c${count.index}"
        }
        resource "terraform_data" "e" {
          for_each = toset(["x", "y"])
          input    = each.key
        }
        output "counted" { value = terraform_data.c[*].input }
        output "wrapped" { value = length(terraform_data.e[*]) }
        output "values" { value = values(terraform_data.e)[*].input }
        output "index" { value = [terraform_data.c[1].input, terraform_data.e["y"].input] }
        "#,
        r#"
        counted = ["c0", "c1"]
        index = ["c1", "y"]
        values = ["x", "y"]
        wrapped = 1
        "#,
    );
}

#[test]
fn trap_24_each_call_of_a_module_has_instances_of_its_own() {
    shows(
        r#"
        terraform {
          required_providers {
            databricks = { source = "databricks/databricks" }
          }
        }
        provider "databricks" {}
        provider "databricks" { alias = "us" }
        module "eu" {
          source   = "./m"
          for_each = { a = ["x"], b = ["x", "y"] }
          names    = each.value
        }
        module "us" {
          source    = "./m"
          names     = ["z"]
          providers = { databricks = databricks.us }
        }
        --- m/main.tf
        terraform {
          required_providers {
            databricks = { source = "databricks/databricks" }
          }
        }
        variable "names" { type = set(string) }
        resource "databricks_group" "g" {
          for_each     = var.names
          display_name = each.key
        }
        "#,
        r#"
        module.eu["a"].databricks_group.g["x"] (provider["registry.terraform.io/databricks/databricks"])
          display_name = "x"
        module.eu["b"].databricks_group.g["x"] (provider["registry.terraform.io/databricks/databricks"])
          display_name = "x"
        module.eu["b"].databricks_group.g["y"] (provider["registry.terraform.io/databricks/databricks"])
          display_name = "y"
        module.us.databricks_group.g["z"] (provider["registry.terraform.io/databricks/databricks"].us)
          display_name = "z"
        "#,
    );
}

#[test]
fn trap_25_a_module_that_is_not_installed_is_unknown_and_said() {
    let stack = stack(
        r#"
        module "remote" { source = "acme/workspace/databricks" }
        output "id" { value = module.remote.id }
        "#,
    );
    assert_eq!(stack.opaque.len(), 1);
    assert!(stack.outputs[0].1.is_unknown());
    assert_eq!(stack.outputs[0].1.cause().unwrap().kind.name(), "module-source");
    assert!(stack.problems.iter().any(|p| p.kind == ProblemKind::ModuleNotInstalled), "{:?}", stack.problems);
}

#[test]
fn trap_26_files_are_found_from_the_root_and_path_module_is_relative() {
    outputs(
        r#"
        module "m" { source = "./modules/m" }
        output "paths" { value = [path.module, path.root, module.m.path] }
        output "texts" { value = [file("note.txt"), module.m.own, module.m.of_root] }
        --- note.txt
        root
        --- modules/m/note.txt
        module
        --- modules/m/main.tf
        output "path" { value = path.module }
        output "own" { value = file("${path.module}/note.txt") }
        output "of_root" { value = file("note.txt") }
        "#,
        r#"
        paths = [".", ".", "modules/m"]
        texts = ["root\n", "module\n", "root\n"]
        "#,
    );
}

#[test]
fn trap_27_heredocs_escapes_and_numbers_keep_their_text() {
    outputs(
        r#"
        output "doc" {
          value = <<-EOT
            a
              b
          EOT
        }
        output "escape" { value = "$${kept} %%{kept}" }
        output "number" { value = ["v${1.50}", 9223372036854775807, "id ${98765432109876543210}"] }
        "#,
        r#"
        doc = "a\n  b\n"
        escape = "${kept} %{kept}"
        number = ["v1.5", 9223372036854775807, "id 98765432109876543210"]
        "#,
    );
}

#[test]
fn trap_28_json_leaves_open_whether_something_is_an_argument_or_blocks() {
    let native = stack(
        "resource \"aws_security_group\" \"s\" {\n  ingress { from_port = 22 }\n  ingress { from_port = 80 }\n}\n",
    );
    let attribute = stack(
        "resource \"aws_security_group\" \"s\" {\n  ingress = [{ from_port = 22 }, { from_port = 80 }]\n}\n",
    );
    let json = stack(
        "--- main.tf.json\n{\"resource\": {\"aws_security_group\": {\"s\": {\"ingress\": [{\"from_port\": 22}, {\"from_port\": 80}]}}}}\n",
    );
    for (stack, form) in [(native, "blocks"), (attribute, "argument"), (json, "json")] {
        let body = body(&stack, "aws_security_group.s");
        let ports: Vec<String> =
            match (body.group("ingress"), body.attribute("ingress").map(|slot| &slot.value)) {
                (Some(group), _) => {
                    group.items.iter().map(|b| show(&b.body.attribute("from_port").unwrap().value)).collect()
                }
                (None, Some(Value::Seq { value, .. })) => value.items.iter().map(show).collect(),
                _ => Vec::new(),
            };
        assert_eq!(ports.len(), 2, "{form}: {ports:?}");
        assert!(ports[0].contains("22") && ports[1].contains("80"), "{form}: {ports:?}");
    }
}

#[test]
fn trap_29_the_workspace_chooses_values() {
    let text = r#"
        locals { size = { default = 1, prod = 3 } }
        output "size" { value = lookup(local.size, terraform.workspace, 0) }
        output "name" { value = terraform.workspace }
        "#;
    for (name, expected) in [
        (None, "output.name = \"default\"\noutput.size = 1\n"),
        (Some("prod"), "output.name = \"prod\"\noutput.size = 3\n"),
        (Some("x"), "output.name = \"x\"\noutput.size = 0\n"),
    ] {
        let set = VariableSet { workspace: name.map(Into::into), ..VariableSet::default() };
        let stack = load(text, &options(), &[set]).remove(0);
        assert_eq!(dump(&stack), expected);
        assert_eq!(&*stack.workspace, name.unwrap_or("default"));
    }
}

#[test]
fn only_conditions_that_hang_on_a_guessed_workspace_are_left_alone() {
    let failing = |name: &str| {
        format!("lifecycle {{\n precondition {{\n condition = {name}\n error_message = \"m\"\n }}\n }}\n")
    };
    let text = format!(
        "variable \"k\" {{ default = 3 }}\n\
         locals {{ dev = terraform.workspace != \"default\" }}\n\
         resource \"terraform_data\" \"always\" {{\n {always} input = terraform.workspace\n}}\n\
         resource \"terraform_data\" \"hangs\" {{\n {hangs} }}\n\
         resource \"terraform_data\" \"caught\" {{\n {caught} }}\n\
         resource \"terraform_data\" \"default\" {{\n count = local.dev ? 0 : 1\n {always} }}\n\
         resource \"terraform_data\" \"null\" {{\n {null} }}\n\
         module \"m\" {{\n source = \"./m\"\n name = terraform.workspace\n number = var.k\n}}\n\
         --- m/main.tf\n\
         variable \"name\" {{\n validation {{\n condition = var.name != \"default\"\n error_message = \"n\"\n }}\n}}\n\
         variable \"number\" {{\n validation {{\n condition = var.number == 4\n error_message = \"n\"\n }}\n}}\n\
         output \"o\" {{\n value = 1\n precondition {{\n condition = var.name == null\n error_message = \"m\"\n }}\n}}",
        always = failing("var.k == 4"),
        hangs = failing("local.dev"),
        caught = failing("try({ dev = true }[terraform.workspace], false)"),
        null = failing("local.dev ? true : null"),
    );
    let always = ["terraform_data.always", "var.number", "module.m.o"];
    let here = [
        "terraform_data.hangs",
        "terraform_data.caught",
        "terraform_data.default[0]",
        "terraform_data.null",
        "var.name",
    ];
    for (option, set, in_default) in
        [(None, None, false), (Some("default"), None, true), (None, Some("default"), true)]
    {
        let set = VariableSet { workspace: set.map(Into::into), ..VariableSet::default() };
        let options = LoadOptions { workspace: option.map(Into::into), ..options() };
        let stack = load(&text, &options, &[set]).remove(0);
        let messages: Vec<&str> = stack.problems.iter().map(|p| &*p.message).collect();
        let said = |name: &&str| messages.iter().any(|m| m.contains(&format!("`{name}`")));
        assert!(always.iter().all(said), "{messages:#?}");
        assert!(here.iter().all(|name| said(name) == in_default), "{messages:#?}");
        assert_eq!(messages.len(), if in_default { 8 } else { 3 }, "{messages:#?}");
    }
}

#[test]
fn a_value_that_the_run_gives_and_that_fails_its_validation_ends_it() {
    let text = "variable \"region\" {\n  default = \"us-east-1\"\n  validation {\n    \
                condition = startswith(var.region, \"eu-\")\n    error_message = \"In Europe.\"\n  }\n}";
    for (given, fatal) in [(None, Some(false)), (Some("us-east-2"), Some(true)), (Some("eu-west-1"), None)] {
        let vars = given.map(|value| VarInput::Value { name: "region".into(), value: Value::string(value) });
        let options = LoadOptions { vars: vars.into_iter().collect(), ..options() };
        let stack = load(text, &options, &[]).remove(0);
        let said = stack.problems.iter().find(|p| p.message.contains("fails its validation"));
        assert_eq!(said.map(|p| p.kind.is_fatal()), fatal, "{given:?}");
    }
}

#[test]
fn trap_30_an_input_that_is_no_plan_is_named() {
    // Each kind has its sentence in `sniff.rs`; here none may pass for a plan without changes.
    for name in crate::plan_input::names("testdata/bad-input") {
        let bytes = crate::plan_input::bytes(&format!("testdata/bad-input/{name}"));
        let file = read_plans(bytes, &name);
        assert!(!file.plans.is_empty() || file.problems.iter().any(|p| p.kind.is_fatal()), "{name}");
    }
    let read = plan("testdata/plans/first-plan/plan.json");
    assert!(!plan_stack(&read, 0, "first-plan", None).instances.is_empty());
}

#[test]
fn further_modules_take_depends_on_and_keys_win_last() {
    outputs(
        r#"
        output "last" { value = { a = 1, a = 2 } }
        "#,
        "last = {a=2}\n",
    );
    let stack = stack(
        r#"
        resource "terraform_data" "first" {}
        module "m" {
          source     = "./m"
          depends_on = [terraform_data.first]
        }
        moved {
          from = terraform_data.a
          to   = terraform_data.b
        }
        moved {
          from = terraform_data.b
          to   = terraform_data.first
        }
        removed {
          from = terraform_data.gone
          lifecycle { destroy = false }
        }
        --- m/main.tf
        resource "terraform_data" "t" {}
        "#,
    );
    assert_eq!(addresses(&stack), ["module.m.terraform_data.t", "terraform_data.first"]);
    let inner = instance(&stack, "module.m.terraform_data.t");
    assert_eq!(inner.depends_on.iter().map(|a| &**a).collect::<Vec<_>>(), ["terraform_data.first"]);
    assert!(stack.problems.is_empty(), "{:?}", stack.problems);
}

#[test]
fn further_files_of_opentofu_hide_those_of_terraform() {
    let tree = "--- x.tf\nresource \"terraform_data\" \"tf\" {}\n--- x.tofu\nresource \"terraform_data\" \"tofu\" {}\n";
    let found = load_files(&files(tree), &options(), &[]).remove(0);
    assert_eq!(addresses(&found), ["terraform_data.tofu"]);
}
