//! `.terraform.lock.hcl`: the provider versions that `terraform init` chose.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::files::FileSystem;

/// Name of the file.
const NAME: &str = ".terraform.lock.hcl";

/// The largest lock file that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// Versions by source address: `registry.terraform.io/databricks/databricks`.
pub type Lock = BTreeMap<String, String>;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    provider: BTreeMap<String, Provider>,
}

#[derive(Deserialize)]
struct Provider {
    #[serde(default)]
    version: Option<String>,
}

/// The lock file of a root; empty where there is none that can be read.
pub(super) fn read(fs: &dyn FileSystem, directory: &Path) -> Lock {
    let text = fs.read(&directory.join(NAME), LIMIT).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let file: Option<File> = text.and_then(|text| hcl::from_str(&text).ok());
    let providers = file.map(|file| file.provider).unwrap_or_default();
    providers
        .into_iter()
        .filter_map(|(source, provider)| Some((source.to_lowercase(), provider.version?)))
        .collect()
}
