use serde_json::json;

use super::*;

const DATABRICKS: &str = "registry.terraform.io/databricks/databricks";

/// Every attribute and block can be read, and is found by its name.
fn walk(body: &BodySchema<'_>, seen: &mut usize) {
    for attribute in body.attributes() {
        *seen += 1;
        assert_eq!(body.attribute(attribute.name).map(|a| a.ty()), Some(attribute.ty()));
        assert!(attribute.is_argument() || attribute.computed, "{}", attribute.name);
        if let Some((_, body)) = &attribute.nested {
            walk(body, seen);
        }
    }
    for block in body.blocks() {
        *seen += 1;
        assert!(body.block(block.name).is_some() && body.attribute(block.name).is_none());
        walk(&block.body, seen);
    }
}

#[test]
fn the_embedded_table_is_whole() {
    let schema = Schema::embedded();
    assert_eq!(schema.provider_version("databricks"), Some("1.128.0"));
    assert_eq!(schema.provider_version(DATABRICKS), Some("1.128.0"));
    let of_databricks = |mode| schema.types(mode).filter(|t| t.provider == DATABRICKS).count();
    assert_eq!((of_databricks(Mode::Managed), of_databricks(Mode::Data)), (175, 186));
    assert!(schema.to_bytes().len() < 250_000, "{} bytes", schema.to_bytes().len());
    let mut seen = 0;
    for mode in [Mode::Managed, Mode::Data] {
        for ty in schema.types(mode) {
            assert_eq!(schema.find(mode, ty.name).map(|t| t.name), Some(ty.name));
            walk(&ty.body, &mut seen);
        }
    }
    assert!(seen > 7_000, "{seen} attributes and blocks");
}

#[test]
fn arguments_have_their_properties() {
    let schema = Schema::embedded();
    let job = schema.resource("databricks_job").unwrap();
    assert!(job.complete && !job.deprecated);
    let id = job.attribute("id").unwrap();
    assert!(id.computed && id.optional && !id.required);
    assert!(job.attribute("always_running").unwrap().deprecated);
    assert_eq!(job.attribute("tags").unwrap().ty(), Type::Map(Arc::new(Type::String)));
    assert_eq!(job.attribute("max_concurrent_runs").unwrap().ty(), Type::Number);
    assert!(!job.attribute("url").unwrap().is_argument());
    let task = job.block("task").unwrap();
    assert_eq!((task.nesting, task.min, task.max), (Nesting::List, 0, 0));
    assert!(task.body.attribute("task_key").unwrap().required);
    let notebook = task.body.block("notebook_task").unwrap();
    assert_eq!((notebook.nesting, notebook.max), (Nesting::List, 1));
    assert!(job.block("dbt_task").unwrap().deprecated);
    assert!(job.attribute("task").is_none() && job.block("name").is_none());
    assert!(matches!(job.body.member("task"), Some(Member::Block(_))));
    assert!(matches!(job.body.member("name"), Some(Member::Attribute(_))));
    let federation = schema.resource("databricks_account_federation_policy").unwrap();
    let policy = federation.attribute("oidc_policy").unwrap();
    let (nesting, body) = policy.nested.unwrap();
    assert_eq!(nesting, Nesting::Single);
    assert_eq!(body.attribute("audiences").unwrap().ty(), Type::List(Arc::new(Type::String)));
    let Type::Object(fields) = policy.ty() else { panic!("{:?}", policy.ty()) };
    assert!(fields["audiences"].optional);
    let secret = schema.resource("databricks_secret").unwrap();
    assert!(secret.attribute("string_value").unwrap().sensitive);
    assert!(schema.resource("databricks_jobb").is_none());
    assert!(schema.data("databricks_group").is_some_and(|t| t.attribute("display_name").unwrap().required));
}

#[test]
fn providers_have_arguments() {
    let provider = Schema::embedded().provider("databricks").unwrap();
    assert_eq!(provider.source, DATABRICKS);
    assert!(provider.complete && provider.body.attribute("host").unwrap().optional);
    assert!(provider.body.attribute("azure_client_secret").unwrap().sensitive);
    assert!(!Schema::embedded().provider("aws").unwrap().complete);
    assert!(Schema::embedded().provider("azurerm").is_none());
}

#[test]
fn other_providers_have_what_policies_and_networks_need() {
    let schema = Schema::embedded();
    let role = schema.resource("aws_iam_role").unwrap();
    assert!(!role.complete);
    assert!(role.attribute("arn").unwrap().computed && !role.attribute("arn").unwrap().optional);
    assert!(role.attribute("assume_role_policy").unwrap().required);
    let document = schema.data("aws_iam_policy_document").unwrap();
    let statement = document.block("statement").unwrap();
    assert_eq!(statement.body.block("condition").unwrap().nesting, Nesting::Set);
    assert_eq!(statement.body.attribute("actions").unwrap().ty(), Type::Set(Arc::new(Type::String)));
    for name in [
        "aws_iam_policy",
        "aws_iam_role_policy",
        "aws_iam_role_policy_attachment",
        "aws_s3_bucket",
        "aws_kms_key",
    ] {
        assert!(schema.resource(name).is_some_and(|t| t.attribute("id").unwrap().computed), "{name}");
    }
    let data = schema.resource("terraform_data").unwrap();
    assert!(data.complete && data.attribute("output").unwrap().computed);
    assert!(schema.data("terraform_remote_state").unwrap().attribute("outputs").unwrap().computed);
}

#[test]
fn close_names_are_suggested() {
    let schema = Schema::embedded();
    assert_eq!(schema.nearest(Mode::Managed, "databricks_jbo"), Some("databricks_job"));
    assert_eq!(
        schema.nearest(Mode::Managed, "databricks_service_principle"),
        Some("databricks_service_principal")
    );
    assert_eq!(schema.nearest(Mode::Managed, "google_storage_bucket"), None);
    let job = schema.resource("databricks_job").unwrap();
    assert_eq!(job.body.nearest("max_concurent_runs"), Some("max_concurrent_runs"));
    assert_eq!(job.body.nearest("tasks"), Some("task"));
    assert_eq!(job.body.nearest("q"), None);
    assert_eq!(nearest("", ["a"].into_iter()), None);
}

#[test]
fn what_terraform_prints_is_read() {
    let text = json!({
        "format_version": "1.0",
        "provider_schemas": { "registry.terraform.io/acme/thing": {
            "provider": { "version": 0, "block": { "attributes": { "token": { "type": "string", "optional": true, "sensitive": true } } } },
            "resource_schemas": { "thing_box": { "version": 1, "block": {
                "description_kind": "plain",
                "deprecated": true,
                "attributes": {
                    "lid": { "type": ["object", { "w": "number", "x": ["set", "bool"] }, ["w"]], "optional": true },
                    "rows": { "type": ["list", ["object", { "a": "string" }]], "optional": true, "computed": true },
                    "any": { "type": "dynamic", "optional": true, "write_only": true },
                    "parts": { "nested_type": { "nesting_mode": "map", "attributes": { "n": { "type": "number", "required": true } } }, "optional": true },
                },
                "block_types": {
                    "side": { "nesting_mode": "set", "min_items": 1, "max_items": 4, "block": { "attributes": { "c": { "type": ["tuple", ["string", "number"]], "required": true } } } },
                    "one": { "nesting_mode": "group", "block": { "deprecated": true } },
                },
            } } },
            "data_source_schemas": {},
        } },
    });
    let schema = Schema::from_json(&text.to_string()).unwrap();
    let ty = schema.resource("thing_box").unwrap();
    assert!(ty.deprecated && ty.complete);
    assert_eq!(ty.provider, "registry.terraform.io/acme/thing");
    let shown = |name: &str| ty.attribute(name).unwrap().ty().to_string();
    assert_eq!(shown("lid"), "object({w=optional(number),x=set(bool)})");
    assert_eq!(shown("rows"), "list(object({a=string}))");
    assert_eq!(shown("any"), "any");
    assert_eq!(shown("parts"), "map(object({n=number}))");
    assert!(ty.attribute("rows").unwrap().takes_blocks() && !ty.attribute("parts").unwrap().takes_blocks());
    assert!(ty.attribute("any").unwrap().write_only);
    let side = ty.block("side").unwrap();
    assert_eq!((side.nesting, side.min, side.max), (Nesting::Set, 1, 4));
    assert_eq!(side.ty().to_string(), "set(object({c=tuple([string,number])}))");
    assert!(ty.block("one").unwrap().deprecated && ty.block("one").unwrap().nesting == Nesting::Group);
    assert_eq!(schema.provider("thing").unwrap().version, None);
    assert!(schema.provider("thing").unwrap().body.attribute("token").unwrap().sensitive);
    let again = Schema::from_bytes(Cow::Owned(schema.to_bytes().to_vec())).unwrap();
    assert_eq!(again.types(Mode::Managed).count(), 1);
}

#[test]
fn what_is_no_schema_is_refused() {
    for (text, word) in [
        ("", "EOF"),
        ("[]", "terraform providers schema"),
        ("{}", "terraform init"),
        (r#"{"format_version":"1.0"}"#, "terraform init"),
    ] {
        let error = Schema::from_json(text).unwrap_err().to_string();
        assert!(error.contains(word), "{text}: {error}");
    }
}

/// Whatever the bytes are, reading ends and does not panic.
#[test]
fn damaged_tables_do_no_harm() {
    let whole = Schema::embedded().to_bytes();
    for at in (0..whole.len()).step_by(997).chain(0..64) {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 0xff;
        let Some(schema) = Schema::from_bytes(Cow::Owned(bytes)) else { continue };
        let _ = schema.resource("databricks_job").map(|t| t.body.attributes().take(100).count());
        let _ = schema.provider("databricks").map(|p| p.version.map(str::len));
    }
    for length in [0, 7, 8, 40, 48, 1000] {
        if let Some(schema) = Schema::from_bytes(Cow::Owned(whole[..length].to_vec())) {
            assert!(schema.resource("databricks_job").is_none());
        }
    }
}
