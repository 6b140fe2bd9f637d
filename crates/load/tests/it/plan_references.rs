//! What plan expressions refer to: modules, keys, providers.

use std::fmt::Write as _;

use bricklint_lang::value::Value;
use bricklint_model::stack::Stack;

use crate::plan_input::stack_of;
use crate::plan_stack::show;

/// An entry of `resource_changes`.
fn change(address: &str, index: &str, after: &str, unknown: &str) -> String {
    let module_end = address.rfind("module.").map_or(0, |at| {
        let rest = &address[at + 7..];
        let end = rest.char_indices().scan(false, |quoted, (at, c)| {
            if c == '"' {
                *quoted = !*quoted;
            }
            Some((at, c, *quoted))
        });
        at + 7 + end.filter(|(_, c, quoted)| *c == '.' && !quoted).map(|(at, ..)| at).next().unwrap() + 1
    });
    let (module, local) = address.split_at(module_end);
    let mut out = String::from("{");
    write!(out, "\"address\":{}", serde_json::to_string(address).unwrap()).unwrap();
    if !module.is_empty() {
        write!(out, ",\"module_address\":{}", serde_json::to_string(module.trim_end_matches('.')).unwrap())
            .unwrap();
    }
    let (data, local) = local.strip_prefix("data.").map_or((false, local), |local| (true, local));
    let (type_name, name) = local.split_once('.').unwrap();
    let name = name.split('[').next().unwrap();
    let mode = if data { "data" } else { "managed" };
    write!(out, ",\"mode\":\"{mode}\",\"type\":\"{type_name}\",\"name\":\"{name}\"").unwrap();
    if !index.is_empty() {
        write!(out, ",\"index\":{index}").unwrap();
    }
    write!(
        out,
        ",\"provider_name\":\"registry.terraform.io/databricks/databricks\",\"change\":{{\"actions\":[\"create\"],\
         \"before\":null,\"after\":{after},\"after_unknown\":{unknown}}}}}"
    )
    .unwrap();
    out
}

/// A resource of `configuration`.
fn resource(address: &str, provider: &str, expressions: &str, rest: &str) -> String {
    let (type_name, name) = address.split_once('.').unwrap();
    format!(
        r#"{{"address":"{address}","mode":"managed","type":"{type_name}","name":"{name}",
        "provider_config_key":"{provider}","expressions":{expressions}{rest}}}"#
    )
}

fn plan(changes: &[String], configuration: &str) -> Stack {
    stack_of(&format!(
        r#"{{"format_version":"1.2","resource_changes":[{}],"configuration":{configuration}}}"#,
        changes.join(",")
    ))
}

fn attribute<'s>(stack: &'s Stack, address: &str, name: &str) -> &'s Value {
    let instance = stack.instances.iter().find(|i| &*i.address == address).unwrap();
    &instance.body.get().attribute(name).unwrap().value
}

#[test]
fn a_reference_through_variables_and_outputs_is_the_attribute() {
    let stack = plan(
        &[
            change("module.groups.databricks_group.eng", "", "{}", r#"{"id":true}"#),
            change(
                "module.a[0].module.b.databricks_group_member.m",
                "",
                "{}",
                r#"{"group_id":true,"id":true}"#,
            ),
            change("databricks_group_member.direct", "", "{}", r#"{"group_id":true}"#),
        ],
        &format!(
            r#"{{"root_module":{{
                "resources":[{direct}],
                "module_calls":{{
                    "groups":{{"source":"./g","module":{{"resources":[{group}],
                        "outputs":{{"group_id":{{"expression":{{"references":["databricks_group.eng.id","databricks_group.eng"]}}}}}}}}}},
                    "a":{{"source":"./a","count_expression":{{"constant_value":1}},
                        "expressions":{{"group":{{"references":["module.groups.group_id","module.groups"]}}}},
                        "module":{{"module_calls":{{"b":{{"source":"./b",
                            "expressions":{{"g":{{"references":["var.group"]}}}},
                            "module":{{"resources":[{member}]}}}}}}}}}}
                }}}}}}"#,
            direct = resource(
                "databricks_group_member.direct",
                "databricks",
                r#"{"group_id":{"references":["module.groups.group_id","module.groups"]}}"#,
                ""
            ),
            group = resource("databricks_group.eng", "databricks", "{}", ""),
            member = resource(
                "databricks_group_member.m",
                "databricks",
                r#"{"group_id":{"references":["var.g"]}}"#,
                ""
            ),
        ),
    );
    let want = "?module.groups|databricks_group.eng|id <- module.groups/Managed databricks_group.eng None id";
    for address in ["module.a[0].module.b.databricks_group_member.m", "databricks_group_member.direct"] {
        assert_eq!(show(&stack, attribute(&stack, address, "group_id")), want, "{address}");
    }
    assert_eq!(
        attribute(&stack, "databricks_group_member.direct", "group_id").as_unknown().unwrap().symbol,
        attribute(&stack, "module.groups.databricks_group.eng", "id").as_unknown().unwrap().symbol,
    );
}

#[test]
fn keys_are_followed_only_where_they_are_the_own_ones() {
    let members = |key: &str| {
        change(&format!("databricks_m.x[\"{key}\"]"), &format!("\"{key}\""), "{}", r#"{"g_id":true}"#)
    };
    let stack = plan(
        &[
            change("databricks_group.g[\"a\"]", "\"a\"", "{}", r#"{"id":true}"#),
            change("databricks_group.g[\"b.c\"]", "\"b.c\"", "{}", r#"{"id":true}"#),
            members("a"),
            members("b.c"),
            members("other"),
            change("databricks_m.plain", "", "{}", r#"{"g_id":true,"a_id":true}"#),
            change("databricks_m.each[\"a\"]", "\"a\"", "{}", r#"{"g_id":true}"#),
        ],
        &format!(
            r#"{{"root_module":{{"resources":[{},{},{},{}]}}}}"#,
            resource(
                "databricks_group.g",
                "databricks",
                "{}",
                r#","for_each_expression":{"references":["var.x"]}"#
            ),
            resource(
                "databricks_m.x",
                "databricks",
                r#"{"g_id":{"references":["databricks_group.g","each.key"]}}"#,
                r#","for_each_expression":{"references":["var.x"]}"#
            ),
            resource(
                "databricks_m.plain",
                "databricks",
                r#"{"g_id":{"references":["databricks_group.g"]},
                    "a_id":{"references":["databricks_group.g[\"a\"].id","databricks_group.g[\"a\"]","databricks_group.g"]}}"#,
                ""
            ),
            resource(
                "databricks_m.each",
                "databricks",
                r#"{"g_id":{"references":["each.value.id","each.value"]}}"#,
                r#","for_each_expression":{"references":["databricks_group.g"]}"#
            ),
        ),
    );
    let rows = [
        ("databricks_m.x[\"a\"]", "g_id", "databricks_group.g Key(\"a\") "),
        ("databricks_m.x[\"b.c\"]", "g_id", "databricks_group.g Key(\"b.c\") "),
        ("databricks_m.x[\"other\"]", "g_id", "databricks_group.g Any "),
        ("databricks_m.plain", "g_id", "databricks_group.g Any "),
        ("databricks_m.plain", "a_id", "databricks_group.g Key(\"a\") id"),
        ("databricks_m.each[\"a\"]", "g_id", "databricks_group.g Key(\"a\") id"),
    ];
    for (address, name, want) in rows {
        let shown = show(&stack, attribute(&stack, address, name));
        assert!(shown.ends_with(want), "{address}.{name}: {shown}");
    }
}

#[test]
fn a_text_around_a_reference_is_not_the_reference() {
    let expression = r#"{"references":["databricks_group.g.id","databricks_group.g"]}"#;
    let stack = plan(
        &[
            change("databricks_group.g", "", "{}", r#"{"id":true}"#),
            change("aws_s3_bucket.a", "", "{}", r#"{"bucket":true}"#),
            change("aws_s3_bucket.b", "", "{}", r#"{"bucket":true}"#),
        ],
        &format!(
            r#"{{"root_module":{{"resources":[{},{},{}]}}}}"#,
            resource("databricks_group.g", "databricks", "{}", ""),
            resource("aws_s3_bucket.a", "aws", &format!(r#"{{"bucket":{expression}}}"#), ""),
            resource("aws_s3_bucket.b", "aws", &format!(r#"{{"bucket":{expression}}}"#), ""),
        ),
    );
    let (a, b) =
        (attribute(&stack, "aws_s3_bucket.a", "bucket"), attribute(&stack, "aws_s3_bucket.b", "bucket"));
    assert_ne!(a.as_unknown().unwrap().symbol, b.as_unknown().unwrap().symbol);
    assert_eq!(a.provenance(), b.provenance());
    assert_ne!(a.provenance(), bricklint_lang::value::Provenance::NONE);
}

#[test]
fn a_block_of_a_set_belongs_to_the_reference_whose_text_it_holds() {
    let group = |name: &str, text: &str| {
        change(
            &format!("databricks_group.{name}"),
            "",
            &format!(r#"{{"display_name":"{text}"}}"#),
            r#"{"id":true}"#,
        )
    };
    let refers =
        |target: &str| format!(r#"{{"references":["{target}","{}"]}}"#, target.rsplit_once('.').unwrap().0);
    let block = |target: &str| format!(r#"{{"principal":{}}}"#, refers(target));
    let given = |after: &str, unknown: &str| change("databricks_grants.c", "", after, unknown);
    let by_name = "databricks_group.z.display_name";
    // The order of a set in a plan is not that of its blocks.
    let rows: &[(&str, &str, Vec<String>, [&str; 2])] = &[
        (
            r#"{"catalog":"c","grant":[{"principal":"alpha"},{"principal":"zulu"}]}"#,
            "{}",
            vec![block(by_name), block("databricks_group.a.display_name")],
            ["databricks_group.a None display_name", "databricks_group.z None display_name"],
        ),
        (
            r#"{"catalog":"c","grant":[{"principal":"alpha"},{"principal":"of variable"}]}"#,
            "{}",
            vec![
                r#"{"principal":{"references":["var.team"]}}"#.to_owned(),
                block("databricks_group.a.display_name"),
            ],
            ["databricks_group.a None display_name", r#""of variable""#],
        ),
        // A text that neither holds is left to both.
        (
            r#"{"catalog":"c","grant":[{"principal":"beta"},{"principal":"yankee"}]}"#,
            "{}",
            vec![block(by_name), block("databricks_group.a.display_name")],
            ["databricks_group.z Any display_name", "databricks_group.z Any display_name"],
        ),
        // Of what is known after apply only, and alike otherwise, any is the one and the other.
        (
            r#"{"catalog":"c","grant":[{},{}]}"#,
            r#"{"grant":[{"principal":true},{"principal":true}]}"#,
            vec![block("databricks_group.z.id"), block("databricks_group.a.id")],
            ["databricks_group.z None id", "databricks_group.a None id"],
        ),
        // Where something else differs, nothing says which one it is.
        (
            r#"{"catalog":"c","grant":[{"n":1},{"n":2}]}"#,
            r#"{"grant":[{"principal":true},{"principal":true}]}"#,
            vec![block("databricks_group.z.id"), block("databricks_group.a.id")],
            ["databricks_group.z Any id", "databricks_group.z Any id"],
        ),
        // Two that hold one text.
        (
            r#"{"catalog":"c","grant":[{"principal":"alpha","n":1},{"principal":"alpha","n":2}]}"#,
            "{}",
            vec![block("databricks_group.a.display_name"), block("databricks_group.a2.display_name")],
            ["databricks_group.a2 Any display_name", "databricks_group.a2 Any display_name"],
        ),
    ];
    for (after, unknown, blocks, want) in rows {
        let stack = stack_of(&format!(
            r#"{{"format_version":"1.2","variables":{{"team":{{"value":"of variable"}}}},
                "resource_changes":[{},{},{},{}],"configuration":{{"root_module":{{
                "variables":{{"team":{{}}}},"resources":[{},{},{},{}]}}}}}}"#,
            given(after, unknown),
            group("z", "zulu"),
            group("a", "alpha"),
            group("a2", "alpha"),
            resource(
                "databricks_grants.c",
                "databricks",
                &format!(r#"{{"catalog":{{"constant_value":"c"}},"grant":[{}]}}"#, blocks.join(",")),
                ""
            ),
            resource("databricks_group.z", "databricks", "{}", ""),
            resource("databricks_group.a", "databricks", "{}", ""),
            resource("databricks_group.a2", "databricks", "{}", ""),
        ));
        let grants = stack.instances.iter().find(|i| &*i.address == "databricks_grants.c").unwrap();
        let shown: Vec<String> = grants
            .body
            .get()
            .group("grant")
            .unwrap()
            .items
            .iter()
            .map(|block| show(&stack, &block.body.attribute("principal").unwrap().value))
            .collect();
        let fits = shown.iter().zip(want).all(|(shown, want)| shown.ends_with(want));
        assert!(fits && shown.len() == 2, "{after}: {shown:?}");
    }
}

#[test]
fn a_provider_without_arguments_is_looked_for_further_up() {
    let full = "registry.terraform.io/databricks/databricks";
    let configuration = format!(
        r#"{{"provider_config":{{
            "db":{{"name":"db","full_name":"{full}","expressions":{{"host":{{"constant_value":"https://x.cloud.databricks.com"}}}}}},
            "databricks":{{"name":"databricks","full_name":"{full}"}},
            "module.w.module.i:databricks":{{"name":"databricks","full_name":"{full}","module_address":"module.w.module.i"}},
            "db.acc":{{"name":"db","full_name":"{full}","alias":"acc","expressions":{{
                "host":{{"references":["databricks_mws_workspaces.w.workspace_url","databricks_mws_workspaces.w"]}},
                "account_id":{{"references":["var.account"]}},"profile":{{"references":["var.account"]}},"token":{{}}}}}}}},
          "root_module":{{"variables":{{"account":{{"sensitive":true}}}},
            "resources":[{w}],
            "module_calls":{{"w":{{"source":"./w","module":{{"module_calls":{{"i":{{"source":"./i",
                "module":{{"resources":[{inner},{stub}]}}}}}}}}}}}}}}}}"#,
        w = resource("databricks_mws_workspaces.w", "db.acc", "{}", ""),
        inner = resource("databricks_group.g", "module.w.module.i:databricks", "{}", ""),
        stub = resource("databricks_group.s", "module.w.module.i:databricks.unknown", "{}", ""),
    );
    let changes = [
        change("databricks_mws_workspaces.w", "", "{}", r#"{"workspace_url":true}"#),
        change("module.w.module.i.databricks_group.g", "", "{}", "{}"),
        change("module.w.module.i.databricks_group.s", "", "{}", "{}"),
    ];
    let stack = stack_of(&format!(
        r#"{{"format_version":"1.2","variables":{{"account":{{"value":"0d26daa6-5e44-4c97-a497-ef015f91254a"}}}},
        "resource_changes":[{}],"configuration":{configuration}}}"#,
        changes.join(",")
    ));
    let provider = |address: &str| {
        let instance = stack.instances.iter().find(|i| &*i.address == address).unwrap();
        &stack.providers[instance.provider.unwrap() as usize]
    };
    let db = provider("module.w.module.i.databricks_group.g");
    assert_eq!(db.body.attribute("host").unwrap().value.as_str(), Some("https://x.cloud.databricks.com"));
    assert!(db.declared);

    let account = provider("databricks_mws_workspaces.w");
    assert_eq!(&*account.text, "provider[\"registry.terraform.io/databricks/databricks\"].acc");
    let shown = |name: &str| show(&stack, &account.body.attribute(name).unwrap().value);
    assert!(
        shown("host").starts_with("?|databricks_mws_workspaces.w|workspace_url <- "),
        "{}",
        shown("host")
    );
    assert_eq!(shown("account_id"), "!\"0d26daa6-5e44-4c97-a497-ef015f91254a\"");
    assert_eq!(shown("profile"), "!? (var.account)");
    assert_eq!(shown("token"), "? (token)");

    let stub = provider("module.w.module.i.databricks_group.s");
    assert!(!stub.declared && stub.body.open.is_some());
}
