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
}

/// Types that hold state, what of it is lost with them, and the words for that; sorted.
pub const TYPES: &[(&str, Loss, &str)] = &[
    ("aws_s3_bucket", Loss::Forced, "its objects"),
    ("azurerm_databricks_workspace", Loss::All, "its notebooks, jobs, secrets and files"),
    ("azurerm_storage_account", Loss::All, "its containers and all that they hold"),
    ("databricks_catalog", Loss::Forced, "its schemas, tables and volumes"),
    ("databricks_credential", Loss::Access, "the access of all that uses it"),
    ("databricks_external_location", Loss::Access, "the access to everything below its URL"),
    ("databricks_metastore", Loss::Forced, "its catalogs, credentials, locations and grants"),
    ("databricks_metastore_assignment", Loss::Access, "the access of the workspace to the metastore"),
    ("databricks_metastore_data_access", Loss::Access, "the access to the storage of the metastore"),
    ("databricks_mws_workspaces", Loss::All, "its notebooks, jobs, secrets and files"),
    ("databricks_schema", Loss::Forced, "its tables and volumes"),
    ("databricks_sql_table", Loss::Managed, "its rows"),
    ("databricks_storage_credential", Loss::Access, "the access of every location that uses it"),
    ("databricks_table", Loss::Managed, "its rows"),
    ("databricks_volume", Loss::Managed, "its files"),
    ("google_storage_bucket", Loss::Forced, "its objects"),
];

/// The names of [`TYPES`].
pub const NAMES: &[&str] = &[
    "aws_s3_bucket",
    "azurerm_databricks_workspace",
    "azurerm_storage_account",
    "databricks_catalog",
    "databricks_credential",
    "databricks_external_location",
    "databricks_metastore",
    "databricks_metastore_assignment",
    "databricks_metastore_data_access",
    "databricks_mws_workspaces",
    "databricks_schema",
    "databricks_sql_table",
    "databricks_storage_credential",
    "databricks_table",
    "databricks_volume",
    "google_storage_bucket",
];

/// What happens to the state in an object that is destroyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is lost.
    Lost,
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
    fn the_tables_are_sorted_and_agree() {
        assert!(TYPES.is_sorted_by_key(|(name, ..)| *name));
        let names: Vec<&str> = TYPES.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, NAMES);
    }
}
