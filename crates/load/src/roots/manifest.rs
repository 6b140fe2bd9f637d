//! `.terraform/modules/modules.json`: where `terraform init` put the modules.

use std::collections::BTreeMap;
use std::path::Path;

use bricklint_findings::ByKey;
use serde::Deserialize;

use crate::files::{FileSystem, MAX_CONFIGURATION, ReadError};

/// One module that was installed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Record {
    /// Dotted static module path; empty for the root.
    pub(super) key: String,
    /// In normal form.
    #[serde(default)]
    pub(super) source: String,
    /// For registry modules.
    #[serde(default)]
    pub(super) version: Option<String>,
    /// Relative to the root.
    #[serde(default)]
    pub(super) dir: String,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "Modules", default)]
    modules: Vec<Record>,
}

/// The records of a manifest by key.
pub(super) type Manifest = BTreeMap<String, Record>;

/// Path of the manifest, relative to its root.
pub(super) const PATH: &str = ".terraform/modules/modules.json";

/// The manifest of a root; empty where there is none, a message where it cannot be read.
pub(super) fn read(fs: &dyn FileSystem, root: &Path) -> Result<Manifest, String> {
    let content = match fs.read(&root.join(PATH), MAX_CONFIGURATION) {
        Ok(content) => content,
        Err(ReadError::Missing) => return Ok(Manifest::new()),
        Err(error) => return Err(error.to_string()),
    };
    let file: File = serde_json::from_slice(&content).map_err(|error| error.to_string())?;
    Ok(file.modules.into_iter().map(|record| (record.key.clone(), record)).by_key())
}
