//! `.terraform.lock.hcl`: the provider versions that `terraform init` chose.

use std::collections::BTreeMap;
use std::path::Path;

use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{SourceFile, Span};
use bricklint_lang::syntax::{Tree, parse};
use bricklint_lang::value::Value;

use crate::files::{FileSystem, ReadError, relative};
use crate::variables::constant;

/// Name of the file.
const NAME: &str = ".terraform.lock.hcl";

/// The largest lock file that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// Versions by source address: `registry.terraform.io/databricks/databricks`.
pub type Lock = BTreeMap<String, String>;

/// The lock file of a root, and what is wrong with it; empty where there is none that can be read.
pub(super) fn read(fs: &dyn FileSystem, root: &Path, directory: &Path) -> (Lock, Vec<Problem>) {
    let path = directory.join(NAME);
    let shown = relative(root, &path);
    match fs.read(&path, LIMIT) {
        Ok(bytes) => {
            let tree = parse(&bytes);
            match versions(&tree) {
                Ok(lock) => (lock, Vec::new()),
                Err(faults) => (Lock::new(), problems(&tree, &shown, faults)),
            }
        }
        Err(ReadError::Missing) => (Lock::new(), Vec::new()),
        Err(error) => {
            let text =
                format!("the lock file cannot be read, so the versions of providers are not known: {error}");
            let location = Location { path: shown, ..Location::default() };
            (Lock::new(), vec![Problem::new(ProblemKind::Note, text).at(location)])
        }
    }
}
/// The versions in a lock file, or what Terraform refuses in it.
fn versions(tree: &Tree) -> Result<Lock, Vec<(Span, String)>> {
    let mut faults: Vec<(Span, String)> =
        tree.errors.iter().map(|error| (error.span, error.message.clone())).collect();
    let mut lock = Lock::new();
    for block in tree.blocks(tree.root).iter().filter(|block| tree.slice(block.name) == "provider") {
        let labels: Vec<&str> = tree.labels(block).collect();
        let [source] = labels.as_slice() else {
            faults.push((block.header, "a `provider` block has one label, the provider's source".to_owned()));
            continue;
        };
        let version = tree.attribute(block.body, "version").map(|version| constant(tree, version.value));
        match version.as_ref().map(|value| value.as_ref().map(Value::as_str)) {
            Some(Ok(Some(version))) => {
                if lock.insert(source.to_lowercase(), version.to_owned()).is_some() {
                    faults.push((block.header, format!("`{source}` stands twice")));
                }
            }
            _ => faults.push((block.header, format!("`{source}` has no `version` that is text"))),
        }
    }
    if faults.is_empty() { Ok(lock) } else { Err(faults) }
}

fn problems(tree: &Tree, path: &str, faults: Vec<(Span, String)>) -> Vec<Problem> {
    let source = SourceFile::new(path, tree.text.clone());
    let problem = |(span, message): (Span, String)| {
        let text =
            format!("Terraform refuses this lock file, and the versions in it are not used: {message}");
        Problem::new(ProblemKind::Syntax, text).at(Location {
            path: path.to_owned(),
            start: Some(source.position(span.start)),
            end: Some(source.position(span.end)),
            ..Location::default()
        })
    };
    faults.into_iter().map(problem).collect()
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
provider "example.com/a/b" {
  version = "1.0.0-beta12"
}
"#;
        let cases = [
            (databricks.to_owned(), 1),
            (others.to_owned(), 2),
            (format!("{databricks}{others}"), 3),
            (format!("module \"later\" {{\n}}\n{others}"), 2),
            (databricks.replace('\n', "\r\n"), 1),
            (String::new(), 0),
            (format!("{databricks}}}"), 0),
            (databricks.replace("1.128.0\"", "1.128.0"), 0),
            ("version = \"1.0.0\"\n".to_owned(), 0),
        ];
        for (text, count) in cases {
            let found = versions(&parse(text.as_bytes())).unwrap_or_default();
            assert_eq!((found.len(), &found), (count, &oracle(&text)), "{text}");
        }
    }
}
