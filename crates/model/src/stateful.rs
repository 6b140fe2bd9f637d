//! Resources whose end is the end of something that Terraform cannot make again: data, access to it, or a
//! workspace with all that people made in it (provider `docs/resources/*.md`, `force_destroy`; Unity Catalog:
//! managed tables and volumes are deleted with their files, external ones are not).

use bricklint_findings::cause::Cause;

use crate::attr::Attr;
use crate::instance::Mode;
use crate::view::{Block, Node};

/// What is lost with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The object and everything in it, at once.
    All,
    /// Everything in it where `force_destroy` is set; without it the API refuses while something is in it.
    Forced,
    /// The files of a managed object; those of an external one stay.
    Managed,
    /// No data, but every access that goes through it.
    Access,
    /// The tables that it made, where they are in Unity Catalog.
    Tables,
    /// The secrets that Databricks keeps; those in a vault stay.
    Secrets,
    /// What was written to it, unless it is made from a table.
    Direct,
    /// Everything in it, at once with `purge_on_delete`, otherwise after a while.
    Purged,
    /// Everything in it, after a while.
    Trashed,
    /// Everything in it where `delete_recursive` is set; without it nothing, since the API refuses while something is in
    /// it, and what is empty can be made again.
    Recursive,
}

/// Types that hold state, what of it is lost with them, and the words for that; sorted.
///
/// A Lakebase instance is deleted for good (`docs/resources/database_instance.md`, `purge_on_delete`), a project and a
/// branch only with `purge_on_delete` (`postgres_project.md`, `postgres_branch.md`), a database with its data
/// (`postgres_database.md`); a registered model goes with all its versions, an experiment to the trash with its runs, a
/// pipeline of Unity Catalog with its tables unless the request says otherwise, which the provider does not (Databricks API:
/// registered models, experiments, pipelines); an index with direct access holds what was written to it, another one is made
/// from its table (API: vector search). What is left out can be made again or leaves its results behind: monitors, online
/// tables and stores, synced tables, endpoints, apps, dashboards, and configurations that a workspace holds on to.
pub const TYPES: &[(&str, Loss, &str)] = &[
    ("aws_kms_external_key", Loss::Access, ENCRYPTED),
    ("aws_kms_key", Loss::Access, ENCRYPTED),
    ("aws_kms_replica_external_key", Loss::Access, ENCRYPTED),
    ("aws_kms_replica_key", Loss::Access, ENCRYPTED),
    ("aws_s3_bucket", Loss::Forced, "its objects"),
    ("azurerm_databricks_access_connector", Loss::Access, "the access of every credential that uses it"),
    ("azurerm_databricks_workspace", Loss::All, "its notebooks, jobs, secrets and files"),
    ("azurerm_key_vault_key", Loss::Access, ENCRYPTED),
    ("azurerm_key_vault_managed_hardware_security_module_key", Loss::Access, ENCRYPTED),
    ("azurerm_storage_account", Loss::All, "its containers and all that they hold"),
    ("azurerm_storage_container", Loss::All, "its blobs"),
    ("azurerm_storage_data_lake_gen2_filesystem", Loss::All, "its files"),
    ("databricks_ai_search_index", Loss::Direct, "its vectors"),
    ("databricks_catalog", Loss::Forced, "its schemas, tables and volumes"),
    ("databricks_connection", Loss::Access, "the access of all that goes through it"),
    ("databricks_credential", Loss::Access, "the access of all that uses it"),
    (
        "databricks_database_database_catalog",
        Loss::Access,
        "the access to its database through Unity Catalog",
    ),
    ("databricks_database_instance", Loss::All, "its databases"),
    ("databricks_directory", Loss::Recursive, "the notebooks and files in it"),
    ("databricks_external_location", Loss::Access, "the access to everything below its URL"),
    ("databricks_metastore", Loss::Forced, "its catalogs, credentials, locations and grants"),
    ("databricks_metastore_assignment", Loss::Access, "the access of the workspace to the metastore"),
    ("databricks_metastore_data_access", Loss::Access, "the access to the storage of the metastore"),
    ("databricks_mlflow_experiment", Loss::Trashed, "its runs"),
    ("databricks_mlflow_model", Loss::All, "all its versions"),
    ("databricks_mws_workspaces", Loss::All, "its notebooks, jobs, secrets and files"),
    ("databricks_pipeline", Loss::Tables, "its streaming tables and materialized views"),
    ("databricks_postgres_branch", Loss::Purged, "its databases"),
    ("databricks_postgres_catalog", Loss::Access, "the access to its database through Unity Catalog"),
    ("databricks_postgres_database", Loss::All, "its tables"),
    ("databricks_postgres_project", Loss::Purged, "its databases"),
    ("databricks_provider", Loss::Access, "the access to all that it shares"),
    ("databricks_recipient", Loss::Access, "the access of the recipient"),
    ("databricks_registered_model", Loss::All, "all its versions"),
    ("databricks_schema", Loss::Forced, "its tables and volumes"),
    ("databricks_secret_scope", Loss::Secrets, "the secrets in it"),
    ("databricks_share", Loss::Access, "the access of all its recipients"),
    ("databricks_sql_table", Loss::Managed, "its rows"),
    ("databricks_storage_credential", Loss::Access, "the access of every location that uses it"),
    ("databricks_table", Loss::Managed, "its rows"),
    ("databricks_vector_search_index", Loss::Direct, "its vectors"),
    ("databricks_volume", Loss::Managed, "its files"),
    ("google_kms_crypto_key", Loss::Access, ENCRYPTED),
    ("google_kms_crypto_key_version", Loss::Access, ENCRYPTED),
    ("google_storage_bucket", Loss::Forced, "its objects"),
];

/// What is lost with a key.
const ENCRYPTED: &str = "the access to all that it encrypts";

/// The names of [`TYPES`].
pub const NAMES: &[&str] = &names();

#[expect(clippy::indexing_slicing, reason = "a wrong index does not compile")]
const fn names() -> [&'static str; TYPES.len()] {
    let mut names = [""; TYPES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = TYPES[at].0;
        at += 1;
    }
    names
}

/// What happens to the state in an object that is destroyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is lost.
    Lost,
    /// It goes too, and the plan does not say whether it can be made again.
    Perhaps,
    /// It is lost after a while, until which the API takes the deletion back.
    Later,
    /// The API refuses to delete the object while it holds any.
    Refused,
    /// Nothing in it is lost: a view, or an object whose files lie elsewhere.
    Kept,
    /// There is none: what it says can be made again.
    Nothing,
    /// It is not known.
    Unknown(Cause),
}

/// What is lost with a resource, and the words for it.
pub fn loss(node: Node<'_>) -> Option<(Loss, &'static str)> {
    if node.instance()?.mode != Mode::Managed {
        return None;
    }
    let at = TYPES.binary_search_by(|(name, ..)| (*name).cmp(node.type_name())).ok()?;
    TYPES.get(at).map(|(_, loss, words)| (*loss, *words))
}

/// What happens to the state in an object with these values when it is destroyed. The provider asks the values
/// of the last apply, not those of the configuration.
pub fn fate(loss: Loss, values: &Block<'_>) -> Fate {
    match loss {
        Loss::All => Fate::Lost,
        Loss::Access => Fate::Kept,
        Loss::Tables if values.effective("catalog").is_set().is_true() => Fate::Perhaps,
        Loss::Tables => Fate::Nothing,
        Loss::Secrets if values.effective("backend_type").str() == Attr::Known("AZURE_KEYVAULT") => {
            Fate::Kept
        }
        Loss::Secrets => Fate::Perhaps,
        Loss::Direct => {
            let kind = values.effective("index_type");
            match kind.str() {
                Attr::Known("DELTA_SYNC") => Fate::Nothing,
                Attr::Known("DIRECT_ACCESS") => Fate::Lost,
                _ => Fate::Unknown(kind.cause_or("the kind of the index")),
            }
        }
        Loss::Trashed => Fate::Later,
        Loss::Recursive => match values.effective("delete_recursive").bool() {
            Attr::Known(true) => Fate::Lost,
            Attr::Known(false) | Attr::Absent => Fate::Nothing,
            Attr::Unknown(cause) => Fate::Unknown(cause),
        },
        // The root branch of a project, which Terraform took over, stays.
        Loss::Purged if values.effective("replace_existing").bool() == Attr::Known(true) => Fate::Nothing,
        Loss::Purged => match values.effective("purge_on_delete").bool() {
            Attr::Known(true) => Fate::Lost,
            Attr::Known(false) | Attr::Absent => Fate::Later,
            Attr::Unknown(cause) => Fate::Unknown(cause),
        },
        // A catalog that mirrors another system or a share holds nothing of its own.
        Loss::Forced
            if ["connection_name", "share_name"]
                .iter()
                .any(|name| values.effective(name).is_set().is_true()) =>
        {
            Fate::Kept
        }
        Loss::Forced => match values.effective("force_destroy").bool() {
            Attr::Known(true) => Fate::Lost,
            Attr::Known(false) | Attr::Absent => Fate::Refused,
            Attr::Unknown(cause) => Fate::Unknown(cause),
        },
        Loss::Managed => {
            let kind = ["table_type", "volume_type"].map(|name| values.effective(name));
            let Some(kind) = kind.iter().find(|field| !field.is_set().is_false()) else {
                let field = values.effective("table_type");
                return Fate::Unknown(field.cause_or("the kind of the object"));
            };
            match kind.str() {
                Attr::Known("VIEW" | "MATERIALIZED_VIEW" | "METRIC_VIEW") => Fate::Nothing,
                Attr::Known("EXTERNAL" | "FOREIGN") => Fate::Kept,
                Attr::Known(_) => Fate::Lost,
                Attr::Absent | Attr::Unknown(_) => Fate::Unknown(kind.cause_or(&kind.path().to_string())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TYPES.is_sorted_by_key(|(name, ..)| *name));
        assert_eq!((NAMES.len(), NAMES.first()), (TYPES.len(), Some(&"aws_kms_external_key")));
    }
}
