//! `.terraform.lock.hcl`: the provider versions that `terraform init` chose.

use std::collections::BTreeMap;
use std::path::Path;

use bricklint_lang::syntax::{Expr, Tree, parse};

use crate::files::FileSystem;

/// Name of the file.
const NAME: &str = ".terraform.lock.hcl";

/// The largest lock file that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// Versions by source address: `registry.terraform.io/databricks/databricks`.
pub type Lock = BTreeMap<String, String>;

/// The lock file of a root; empty where there is none that can be read.
pub(super) fn read(fs: &dyn FileSystem, directory: &Path) -> Lock {
    let bytes = fs.read(&directory.join(NAME), LIMIT);
    bytes.map(|bytes| versions(&parse(&bytes))).unwrap_or_default()
}

/// The versions in a lock file that is valid.
fn versions(tree: &Tree) -> Lock {
    if !tree.errors.is_empty() {
        return Lock::new();
    }
    let providers = tree.blocks(tree.root).iter().filter(|block| tree.slice(block.name) == "provider");
    let version = |block| {
        let source = tree.labels(block).next()?;
        match tree.expr(tree.attribute(block.body, "version")?.value) {
            Expr::String(version) => Some((source.to_lowercase(), tree.string(version).to_owned())),
            _ => None,
        }
    };
    providers.filter_map(version).collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        provider: BTreeMap<String, Provider>,
    }

    #[derive(Deserialize)]
    struct Provider {
        version: Option<String>,
    }

    /// What hcl-rs reads.
    fn oracle(text: &str) -> Lock {
        let providers = hcl::from_str(text).map(|file: File| file.provider).unwrap_or_default();
        let version =
            |(source, provider): (String, Provider)| Some((source.to_lowercase(), provider.version?));
        providers.into_iter().filter_map(version).collect()
    }

    #[test]
    fn versions_are_those_that_another_parser_reads() {
        let databricks = r#"
# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/databricks/databricks" {
  version     = "1.128.0"
  constraints = ">= 1.50.0, ~> 1.100"
  hashes = [
    "h1:0M1kG1wQbZ8=",
    "zh:0b1c",
  ]
}
"#;
        let others = r#"
provider "registry.terraform.io/Hashicorp/AWS" {
  version = "6.1.0"
}
provider "registry.terraform.io/hashicorp/null" {
  constraints = "3.2.4"
}
provider "example.com/a/b" {
  version = "1.0.0-beta12"
}
"#;
        let cases = [
            (databricks.to_owned(), 1),
            (others.to_owned(), 2),
            (format!("{databricks}{others}"), 3),
            (databricks.replace('\n', "\r\n"), 1),
            (String::new(), 0),
            (format!("{databricks}}}"), 0),
            (databricks.replace("1.128.0\"", "1.128.0"), 0),
            ("version = \"1.0.0\"\n".to_owned(), 0),
        ];
        for (text, count) in cases {
            let found = versions(&parse(text.as_bytes()));
            assert_eq!((found.len(), &found), (count, &oracle(&text)), "{text}");
        }
    }
}
