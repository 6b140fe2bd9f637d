//! Which attribute names which type by which key, where only text is left of a reference.
//!
//! Sources: provider docs `docs/resources/*.md`; ids that are plain names: `catalog/resource_*.go`.

use bricklint_lang::convert::as_text;
use bricklint_lang::value::{Segment, Text, Value};

use crate::databricks::principal;
use crate::instance::{Body, Mode};

/// An attribute whose text names another resource.
#[derive(Debug)]
pub struct NaturalKey {
    /// The type that refers.
    pub type_name: &'static str,
    /// The attribute, through blocks.
    pub path: &'static [&'static str],
    /// How the key stands in the text.
    pub form: KeyForm,
    /// What it can name, the most usual first.
    pub to: &'static [Target],
}

/// What a key can name.
#[derive(Debug)]
pub struct Target {
    /// Managed or data.
    pub mode: Mode,
    /// The type.
    pub type_name: &'static str,
    /// The attribute that holds the key; see [`key_of`] for computed ones.
    pub attribute: &'static str,
}

/// How a key stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// The text is the key.
    Text,
    /// The text is the key by which a data source looks something up. One that nothing here has names nothing here.
    LookedUp,
    /// The text or number is an id that apply gives. One that is not there names nothing here, and one that is not
    /// known is a reference.
    Id,
    /// `arn:aws:iam::123456789012:role/PATH/NAME`: what follows `:role/`.
    RoleArn,
    /// `arn:aws:iam::123456789012:policy/PATH/NAME`: what follows `:policy/`.
    PolicyArn,
    /// `s3://BUCKET/…`: the bucket.
    S3Url,
    /// `gs://BUCKET/…`: the bucket.
    GcsUrl,
    /// `abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/…`: the storage account.
    AbfssUrl,
    /// `groups/NAME`: the name, as rule sets write principals (provider `docs/resources/access_control_rule_set.md`).
    GroupPrincipal,
}

impl KeyForm {
    /// The key in a value; `None` where the text has another form.
    pub fn extract(self, value: &Value) -> Option<Value> {
        match self {
            Self::Text | Self::LookedUp => Some(value.clone()),
            Self::Id => Some(as_text(value).into_owned()).filter(|id| id.as_str().is_some()),
            Self::RoleArn => after(value, ":role/"),
            Self::PolicyArn => after(value, ":policy/"),
            Self::S3Url => {
                let rest = after(value, "s3://")
                    .or_else(|| after(value, "s3a://"))
                    .or_else(|| after(value, "s3n://"))?;
                Some(before(&rest, '/'))
            }
            Self::GcsUrl => Some(before(&after(value, "gs://")?, '/')),
            Self::AbfssUrl => Some(before(&after(&after(value, "abfss://")?, "@")?, '.')),
            Self::GroupPrincipal => {
                after(value, "/").filter(|_| before(value, '/').as_str() == Some("groups"))
            }
        }
    }

    /// What the text says of the key with what the form puts around it: the URL before a path, the host.
    pub fn extract_whole(self, value: &Value) -> Option<Value> {
        value.as_segments()?;
        match self {
            Self::GcsUrl => Some(before(value, '/')),
            Self::AbfssUrl => Some(before(&after(value, "@")?, '/')),
            _ => None,
        }
    }

    /// The attribute that holds the same (Google provider `docs/r/storage_bucket.html.markdown`: `gs://<bucket-name>`;
    /// Azure provider `docs/r/storage_account.html.markdown`: the hostname for Data Lake storage).
    pub fn attribute_of_whole(self) -> Option<&'static str> {
        match self {
            Self::GcsUrl => Some("url"),
            Self::AbfssUrl => Some("primary_dfs_host"),
            _ => None,
        }
    }
}

impl NaturalKey {
    /// What a text names that nothing here has: of several types of principal the one that its form tells.
    pub fn names(&self, text: &str) -> Option<&'static Target> {
        let is_it = |target: &&Target| {
            principal::kind_of_type(target.type_name)
                .is_some_and(|kind| kind == principal::kind_of_name(text))
        };
        self.to.iter().find(is_it).or_else(|| self.to.first())
    }

    /// The key as it is compared.
    pub fn fold(&self, text: &str) -> String {
        if self.to.iter().any(|target| folds(target.type_name)) {
            text.trim().to_lowercase()
        } else {
            text.to_owned()
        }
    }
}

/// Whether names of the type fold case: those of securables and of principals.
pub fn folds(type_name: &str) -> bool {
    is_in_metastore(type_name)
        || matches!(type_name, "databricks_group" | "databricks_user" | "databricks_service_principal")
}

/// Whether names of the type are unique within a metastore.
pub fn is_in_metastore(type_name: &str) -> bool {
    matches!(
        type_name,
        "databricks_catalog"
            | "databricks_schema"
            | "databricks_storage_credential"
            | "databricks_credential"
            | "databricks_external_location"
            | "databricks_connection"
            | "databricks_share"
            | "databricks_recipient"
    )
}

/// The key of an instance. `role_path` and `policy_path` are the path without its first slash, and the
/// name, as they stand in an ARN; `full_name` is that of a schema.
pub fn key_of(body: &Body, attribute: &str) -> Option<Value> {
    match attribute {
        "role_path" | "policy_path" => {
            let name = &body.attribute("name")?.value;
            let path = body.attribute("path").map(|slot| &slot.value).filter(|path| !path.is_null());
            let Some(path) = path else { return Some(name.clone()) };
            if let Some(path) = path.as_str() {
                let path = path.trim_start_matches('/');
                return if path.is_empty() { Some(name.clone()) } else { Some(prefixed(path, name)) };
            }
            let (Segment::Known(first), rest) = path.as_segments()?.split_first()? else { return None };
            let first = Segment::Known(first.strip_prefix('/')?.into());
            let parts = std::iter::once(first).chain(rest.iter().cloned());
            Some(string_of(parts.chain(parts_of_text(name)).filter(|part| !is_empty(part)).collect()))
        }
        "full_name" => {
            let catalog = body.attribute("catalog_name")?.value.as_str()?;
            let name = &body.attribute("name")?.value;
            Some(prefixed(&format!("{catalog}."), name))
        }
        _ => body.attribute(attribute).map(|slot| slot.value.clone()),
    }
}

/// The attributes that [`key_of`] reads.
pub fn parts_of<'a>(attribute: &'a &'a str) -> &'a [&'a str] {
    match *attribute {
        "role_path" | "policy_path" => &["name", "path"],
        "full_name" => &["catalog_name", "name"],
        _ => std::slice::from_ref(attribute),
    }
}

/// The value with text before it.
pub(crate) fn prefixed(prefix: &str, value: &Value) -> Value {
    if let Some(text) = value.as_str() {
        return Value::string(format!("{prefix}{text}"));
    }
    let mut parts = vec![Segment::Known(prefix.into())];
    parts.extend(parts_of_text(value));
    Value::text(Text::Segmented(merge(parts)))
}

fn parts_of_text(value: &Value) -> Vec<Segment> {
    match (value.as_str(), value.as_segments()) {
        (Some(text), _) => vec![Segment::Known(text.into())],
        (None, Some(segments)) => segments.to_vec(),
        (None, None) => vec![Segment::Hole(value.clone())],
    }
}

fn is_empty(part: &Segment) -> bool {
    matches!(part, Segment::Known(text) if text.is_empty())
}

/// What follows the first `marker` in the known parts of a string.
pub fn after(value: &Value, marker: &str) -> Option<Value> {
    if let Some(text) = value.as_str() {
        return text.split_once(marker).map(|(_, rest)| Value::string(rest));
    }
    let parts = value.as_segments()?;
    for (at, part) in parts.iter().enumerate() {
        if let Segment::Known(text) = part
            && let Some((_, rest)) = text.split_once(marker)
        {
            let mut out = Vec::new();
            if !rest.is_empty() {
                out.push(Segment::Known(rest.into()));
            }
            out.extend(parts.iter().skip(at + 1).cloned());
            return Some(string_of(out));
        }
    }
    None
}

/// What stands before the first `end`, as far as it can be told.
pub fn before(value: &Value, end: char) -> Value {
    if let Some(text) = value.as_str() {
        return Value::string(text.split(end).next().unwrap_or_default());
    }
    let Some(parts) = value.as_segments() else { return value.clone() };
    let mut out = Vec::new();
    for part in parts {
        if let Segment::Known(text) = part
            && let Some((head, _)) = text.split_once(end)
        {
            if !head.is_empty() {
                out.push(Segment::Known(head.into()));
            }
            break;
        }
        out.push(part.clone());
    }
    string_of(out)
}

fn string_of(parts: Vec<Segment>) -> Value {
    let parts = merge(parts);
    match &*parts {
        [] => Value::string(""),
        [Segment::Known(text)] => Value::string(text.clone()),
        [Segment::Hole(hole)] => hole.clone(),
        _ => Value::text(Text::Segmented(parts)),
    }
}

fn merge(parts: Vec<Segment>) -> Box<[Segment]> {
    let mut out: Vec<Segment> = Vec::with_capacity(parts.len());
    for part in parts {
        if let (Some(Segment::Known(last)), Segment::Known(text)) = (out.last_mut(), &part) {
            *last = format!("{last}{text}").into();
        } else {
            out.push(part);
        }
    }
    out.into()
}

/// The keys of a type.
pub fn of_type(type_name: &str) -> &'static [NaturalKey] {
    let start = KEYS.partition_point(|key| key.type_name < type_name);
    let end = KEYS.partition_point(|key| key.type_name <= type_name);
    KEYS.get(start..end).unwrap_or_default()
}

const fn resource(type_name: &'static str, attribute: &'static str) -> Target {
    Target { mode: Mode::Managed, type_name, attribute }
}

const fn data(type_name: &'static str, attribute: &'static str) -> Target {
    Target { mode: Mode::Data, type_name, attribute }
}

const ROLE_ARN: &[Target] = &[resource("aws_iam_role", "role_path")];
const ROLE_NAME: &[Target] = &[resource("aws_iam_role", "name"), data("aws_iam_role", "name")];
const POLICY_ARN: &[Target] = &[resource("aws_iam_policy", "policy_path")];
const BUCKET: &[Target] = &[resource("aws_s3_bucket", "bucket"), data("aws_s3_bucket", "bucket")];
const BUCKET_OF_GOOGLE: &[Target] = &[resource("google_storage_bucket", "name")];
const STORAGE_ACCOUNT: &[Target] =
    &[resource("azurerm_storage_account", "name"), data("azurerm_storage_account", "name")];
const CATALOG: &[Target] = &[resource("databricks_catalog", "name"), data("databricks_catalog", "name")];
const CREDENTIAL: &[Target] =
    &[resource("databricks_storage_credential", "name"), data("databricks_storage_credential", "name")];
const LOCATION: &[Target] =
    &[resource("databricks_external_location", "name"), data("databricks_external_location", "name")];
const SCHEMA: &[Target] = &[resource("databricks_schema", "full_name"), data("databricks_schema", "name")];
const GROUP_MADE: &[Target] = &[resource("databricks_group", "display_name")];
const GROUP: &[Target] =
    &[resource("databricks_group", "display_name"), data("databricks_group", "display_name")];
const PRINCIPAL: &[Target] = &[
    resource("databricks_group", "display_name"),
    data("databricks_group", "display_name"),
    resource("databricks_user", "user_name"),
    data("databricks_user", "user_name"),
    resource("databricks_service_principal", "application_id"),
    data("databricks_service_principal", "application_id"),
];

const METASTORE_ID: &[Target] = &[resource("databricks_metastore", "id")];
const WORKSPACE_ID: &[Target] = &[resource("databricks_mws_workspaces", "workspace_id")];
const NETWORK_ID: &[Target] = &[resource("databricks_mws_networks", "network_id")];
const ENDPOINT_ID: &[Target] = &[resource("databricks_mws_vpc_endpoint", "vpc_endpoint_id")];
const AWS_ENDPOINT_ID: &[Target] = &[resource("aws_vpc_endpoint", "id"), data("aws_vpc_endpoint", "id")];
const STORAGE_ID: &[Target] =
    &[resource("databricks_mws_storage_configurations", "storage_configuration_id")];
const PRIVATE_ACCESS_ID: &[Target] =
    &[resource("databricks_mws_private_access_settings", "private_access_settings_id")];
const CONNECTIVITY_ID: &[Target] =
    &[resource("databricks_mws_network_connectivity_config", "network_connectivity_config_id")];
const GROUP_ID: &[Target] = &[resource("databricks_group", "id"), data("databricks_group", "id")];
const PRINCIPAL_ID: &[Target] = &[
    resource("databricks_group", "id"),
    data("databricks_group", "id"),
    resource("databricks_service_principal", "id"),
    data("databricks_service_principal", "id"),
    resource("databricks_user", "id"),
    data("databricks_user", "id"),
];

/// Sorted by type.
static KEYS: &[NaturalKey] = &[
    NaturalKey {
        type_name: "aws_iam_policy_attachment",
        path: &["policy_arn"],
        form: KeyForm::PolicyArn,
        to: POLICY_ARN,
    },
    NaturalKey {
        type_name: "aws_iam_policy_attachment",
        path: &["roles"],
        form: KeyForm::Text,
        to: ROLE_NAME,
    },
    NaturalKey {
        type_name: "aws_iam_role",
        path: &["managed_policy_arns"],
        form: KeyForm::PolicyArn,
        to: POLICY_ARN,
    },
    NaturalKey {
        type_name: "aws_iam_role",
        path: &["permissions_boundary"],
        form: KeyForm::PolicyArn,
        to: POLICY_ARN,
    },
    NaturalKey { type_name: "aws_iam_role_policy", path: &["role"], form: KeyForm::Text, to: ROLE_NAME },
    NaturalKey {
        type_name: "aws_iam_role_policy_attachment",
        path: &["policy_arn"],
        form: KeyForm::PolicyArn,
        to: POLICY_ARN,
    },
    NaturalKey {
        type_name: "aws_iam_role_policy_attachment",
        path: &["role"],
        form: KeyForm::Text,
        to: ROLE_NAME,
    },
    NaturalKey {
        type_name: "aws_iam_role_policy_attachments_exclusive",
        path: &["policy_arns"],
        form: KeyForm::PolicyArn,
        to: POLICY_ARN,
    },
    NaturalKey {
        type_name: "aws_iam_role_policy_attachments_exclusive",
        path: &["role_name"],
        form: KeyForm::Text,
        to: ROLE_NAME,
    },
    NaturalKey {
        type_name: "databricks_access_control_rule_set",
        path: &["grant_rules", "principals"],
        form: KeyForm::GroupPrincipal,
        to: GROUP,
    },
    NaturalKey {
        type_name: "databricks_ai_gateway_mcp_service",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey {
        type_name: "databricks_ai_gateway_model_provider_service",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey {
        type_name: "databricks_ai_gateway_model_service",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_catalog", path: &["storage_root"], form: KeyForm::S3Url, to: BUCKET },
    NaturalKey { type_name: "databricks_catalog", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey { type_name: "databricks_connection", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey {
        type_name: "databricks_credential",
        path: &["aws_iam_role", "role_arn"],
        form: KeyForm::RoleArn,
        to: ROLE_ARN,
    },
    NaturalKey { type_name: "databricks_credential", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey { type_name: "databricks_entitlements", path: &["group_id"], form: KeyForm::Id, to: GROUP_ID },
    NaturalKey {
        type_name: "databricks_external_location",
        path: &["credential_name"],
        form: KeyForm::Text,
        to: CREDENTIAL,
    },
    NaturalKey {
        type_name: "databricks_external_location",
        path: &["url"],
        form: KeyForm::S3Url,
        to: BUCKET,
    },
    NaturalKey {
        type_name: "databricks_external_location",
        path: &["url"],
        form: KeyForm::GcsUrl,
        to: BUCKET_OF_GOOGLE,
    },
    NaturalKey {
        type_name: "databricks_external_location",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey {
        type_name: "databricks_external_metadata",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_grant", path: &["principal"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey { type_name: "databricks_grant", path: &["catalog"], form: KeyForm::Text, to: CATALOG },
    NaturalKey {
        type_name: "databricks_grant",
        path: &["external_location"],
        form: KeyForm::Text,
        to: LOCATION,
    },
    NaturalKey { type_name: "databricks_grant", path: &["schema"], form: KeyForm::Text, to: SCHEMA },
    NaturalKey {
        type_name: "databricks_grant",
        path: &["storage_credential"],
        form: KeyForm::Text,
        to: CREDENTIAL,
    },
    NaturalKey {
        type_name: "databricks_grants",
        path: &["grant", "principal"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_grants", path: &["catalog"], form: KeyForm::Text, to: CATALOG },
    NaturalKey {
        type_name: "databricks_grants",
        path: &["external_location"],
        form: KeyForm::Text,
        to: LOCATION,
    },
    NaturalKey { type_name: "databricks_grants", path: &["schema"], form: KeyForm::Text, to: SCHEMA },
    NaturalKey {
        type_name: "databricks_grants",
        path: &["storage_credential"],
        form: KeyForm::Text,
        to: CREDENTIAL,
    },
    NaturalKey {
        type_name: "databricks_group",
        path: &["display_name"],
        form: KeyForm::LookedUp,
        to: GROUP_MADE,
    },
    NaturalKey {
        type_name: "databricks_group_instance_profile",
        path: &["group_id"],
        form: KeyForm::Id,
        to: GROUP_ID,
    },
    NaturalKey { type_name: "databricks_group_member", path: &["group_id"], form: KeyForm::Id, to: GROUP_ID },
    NaturalKey {
        type_name: "databricks_group_member",
        path: &["member_id"],
        form: KeyForm::Id,
        to: PRINCIPAL_ID,
    },
    NaturalKey { type_name: "databricks_group_role", path: &["group_id"], form: KeyForm::Id, to: GROUP_ID },
    NaturalKey {
        type_name: "databricks_metastore",
        path: &["storage_root"],
        form: KeyForm::S3Url,
        to: BUCKET,
    },
    NaturalKey {
        type_name: "databricks_metastore",
        path: &["storage_root"],
        form: KeyForm::GcsUrl,
        to: BUCKET_OF_GOOGLE,
    },
    NaturalKey {
        type_name: "databricks_metastore",
        path: &["storage_root"],
        form: KeyForm::AbfssUrl,
        to: STORAGE_ACCOUNT,
    },
    NaturalKey { type_name: "databricks_metastore", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey {
        type_name: "databricks_metastore_assignment",
        path: &["metastore_id"],
        form: KeyForm::Id,
        to: METASTORE_ID,
    },
    NaturalKey {
        type_name: "databricks_metastore_assignment",
        path: &["workspace_id"],
        form: KeyForm::Id,
        to: WORKSPACE_ID,
    },
    NaturalKey {
        type_name: "databricks_metastore_data_access",
        path: &["aws_iam_role", "role_arn"],
        form: KeyForm::RoleArn,
        to: ROLE_ARN,
    },
    NaturalKey {
        type_name: "databricks_metastore_data_access",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey {
        type_name: "databricks_mws_credentials",
        path: &["role_arn"],
        form: KeyForm::RoleArn,
        to: ROLE_ARN,
    },
    NaturalKey {
        type_name: "databricks_mws_ncc_binding",
        path: &["network_connectivity_config_id"],
        form: KeyForm::Id,
        to: CONNECTIVITY_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_ncc_binding",
        path: &["workspace_id"],
        form: KeyForm::Id,
        to: WORKSPACE_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_networks",
        path: &["vpc_endpoints", "dataplane_relay"],
        form: KeyForm::Id,
        to: ENDPOINT_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_networks",
        path: &["vpc_endpoints", "rest_api"],
        form: KeyForm::Id,
        to: ENDPOINT_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_permission_assignment",
        path: &["principal_id"],
        form: KeyForm::Id,
        to: PRINCIPAL_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_storage_configurations",
        path: &["bucket_name"],
        form: KeyForm::Text,
        to: BUCKET,
    },
    NaturalKey {
        type_name: "databricks_mws_storage_configurations",
        path: &["role_arn"],
        form: KeyForm::RoleArn,
        to: ROLE_ARN,
    },
    NaturalKey {
        type_name: "databricks_mws_vpc_endpoint",
        path: &["aws_vpc_endpoint_id"],
        form: KeyForm::Id,
        to: AWS_ENDPOINT_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_workspaces",
        path: &["network_connectivity_config_id"],
        form: KeyForm::Id,
        to: CONNECTIVITY_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_workspaces",
        path: &["network_id"],
        form: KeyForm::Id,
        to: NETWORK_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_workspaces",
        path: &["private_access_settings_id"],
        form: KeyForm::Id,
        to: PRIVATE_ACCESS_ID,
    },
    NaturalKey {
        type_name: "databricks_mws_workspaces",
        path: &["storage_configuration_id"],
        form: KeyForm::Id,
        to: STORAGE_ID,
    },
    NaturalKey {
        type_name: "databricks_permission_assignment",
        path: &["group_name"],
        form: KeyForm::Text,
        to: GROUP,
    },
    NaturalKey {
        type_name: "databricks_permission_assignment",
        path: &["principal_id"],
        form: KeyForm::Id,
        to: PRINCIPAL_ID,
    },
    NaturalKey {
        type_name: "databricks_permissions",
        path: &["access_control", "group_name"],
        form: KeyForm::Text,
        to: GROUP,
    },
    NaturalKey { type_name: "databricks_recipient", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey {
        type_name: "databricks_registered_model",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_schema", path: &["catalog_name"], form: KeyForm::Text, to: CATALOG },
    NaturalKey { type_name: "databricks_schema", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey {
        type_name: "databricks_secret_acl",
        path: &["principal"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_secret_uc", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey { type_name: "databricks_share", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey {
        type_name: "databricks_sql_permissions",
        path: &["privilege_assignments", "principal"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_sql_table", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey {
        type_name: "databricks_storage_credential",
        path: &["aws_iam_role", "role_arn"],
        form: KeyForm::RoleArn,
        to: ROLE_ARN,
    },
    NaturalKey {
        type_name: "databricks_storage_credential",
        path: &["owner"],
        form: KeyForm::Text,
        to: PRINCIPAL,
    },
    NaturalKey { type_name: "databricks_table", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
    NaturalKey { type_name: "databricks_volume", path: &["owner"], form: KeyForm::Text, to: PRINCIPAL },
];

#[cfg(test)]
mod tests {
    use bricklint_findings::cause::{Cause, CauseKind};
    use bricklint_lang::types::Type;

    use super::*;
    use crate::schema::Schema;

    #[test]
    fn the_table_is_sorted_by_type() {
        assert!(KEYS.is_sorted_by_key(|key| key.type_name));
        assert_eq!(of_type("databricks_external_location").len(), 4);
        assert_eq!(of_type("aws_nothing").len(), 0);
    }

    #[test]
    fn a_principal_is_named_by_its_form() {
        for (type_name, text, expected) in [
            ("databricks_grants", "ines@quay.example", "databricks_user"),
            ("databricks_grants", "7d1f2c66-90ab-4cde-8f01-23456789abcd", "databricks_service_principal"),
            ("databricks_grants", "dockers", "databricks_group"),
            ("databricks_grants", "account users", "databricks_group"),
            // It names a group, whatever it is called.
            ("databricks_permission_assignment", "ines@quay.example", "databricks_group"),
        ] {
            let key = of_type(type_name)
                .iter()
                .find(|key| key.to.first().is_some_and(|target| target.type_name == "databricks_group"));
            let named = key.and_then(|key| key.names(text)).map(|target| (target.mode, target.type_name));
            assert_eq!(named, Some((Mode::Managed, expected)), "{type_name} {text}");
        }
    }

    #[test]
    fn every_owner_names_a_principal() {
        let types = Schema::embedded().types(Mode::Managed);
        let owned = types.filter(|of| {
            let owner = of.body.attribute("owner");
            of.name.starts_with("databricks_") && owner.is_some_and(|owner| owner.is_argument())
        });
        let is_named = |type_name: &str| of_type(type_name).iter().any(|key| *key.path == ["owner"]);
        let missing: Vec<&str> = owned.map(|of| of.name).filter(|name| !is_named(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn what_holds_a_key_is_cut_out_of_text() {
        let hole = |name: &str| {
            let cause = Cause::new(CauseKind::AfterApply, name, "known after apply");
            Segment::Hole(Value::unknown(Type::String, cause))
        };
        let text = |parts: &[Segment]| Value::text(Text::Segmented(parts.into()));
        let known = |part: &str| Segment::Known(part.into());
        let Segment::Hole(url) = hole("url") else { return };
        for (form, parts, expected) in [
            (KeyForm::GcsUrl, vec![hole("url"), known("/a/b")], Some(url.clone())),
            (KeyForm::GcsUrl, vec![hole("url"), known("-b/a")], Some(text(&[hole("url"), known("-b")]))),
            (KeyForm::AbfssUrl, vec![known("abfss://c@"), hole("url"), known("/a.b")], Some(url.clone())),
            (KeyForm::AbfssUrl, vec![known("https://"), hole("url"), known("/a")], None),
            (KeyForm::S3Url, vec![hole("url"), known("/a")], None),
        ] {
            assert_eq!(form.extract_whole(&text(&parts)), expected, "{form:?} {parts:?}");
        }
        // A reference says it by itself.
        assert_eq!(KeyForm::GcsUrl.extract_whole(&url), None);
    }

    #[test]
    fn keys_are_cut_out_of_text() {
        let arn = Value::string("arn:aws:iam::123456789012:role/team/uc");
        assert_eq!(KeyForm::RoleArn.extract(&arn), Some(Value::string("team/uc")));
        let url = Value::string("s3://bucket/a/b");
        assert_eq!(KeyForm::S3Url.extract(&url), Some(Value::string("bucket")));
        assert_eq!(KeyForm::S3Url.extract(&Value::string("abfss://c@a/b")), None);
        let url = Value::string("gs://bucket/a/b");
        assert_eq!(KeyForm::GcsUrl.extract(&url), Some(Value::string("bucket")));
        assert_eq!(KeyForm::S3Url.extract(&url), None);
        let url = Value::string("abfss://lake@quaystore.dfs.core.windows.net/a@b");
        assert_eq!(KeyForm::AbfssUrl.extract(&url), Some(Value::string("quaystore")));
        assert_eq!(KeyForm::AbfssUrl.extract(&Value::string("s3://lake@b/a")), None);
        let principal = |text: &str| KeyForm::GroupPrincipal.extract(&Value::string(text));
        assert_eq!(principal("groups/a/b"), Some(Value::string("a/b")));
        assert_eq!(principal("users/groups/a"), None);
    }
}
