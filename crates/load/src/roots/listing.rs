//! What lies in one directory, as Terraform sees it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::files::{Entry, EntryKind, FileSystem, Kind, ReadError};
use bricklint_findings::Sorting;

/// Tools whose directories hold configuration that Terraform itself does not read, by a file that shows
/// them (a whole name, or a suffix that starts with a dot), with what a user can do.
const FOREIGN: &[(&str, &str)] = &[
    (
        "terragrunt.hcl",
        "`terragrunt.hcl` is not read by Terraform; check the module its `source` names, or a plan: `terragrunt plan \
         -out=tfplan` in the unit, then `terragrunt show -json tfplan >plan.json`",
    ),
    (
        "terragrunt.stack.hcl",
        "`terragrunt.stack.hcl` is not read by Terraform; check the modules it names, or the plans of its units: \
         `terragrunt run --all plan --out-dir plans --json-out-dir plans`",
    ),
    ("databricks.yml", BUNDLE),
    ("databricks.yaml", BUNDLE),
    ("cdktf.json", "a CDK for Terraform project; run `cdktf synth` and name `cdktf.out/stacks/NAME`"),
    (".tfcomponent.hcl", STACK),
    (".tfcomponent.json", STACK),
    (".tfstack.hcl", STACK),
];

const BUNDLE: &str = "a Databricks bundle is not read by Terraform; after `databricks bundle deploy` name \
                      `.databricks/bundle/TARGET/terraform`, or a plan that `terraform plan -out=tfplan` makes there";

const STACK: &str =
    "a Terraform Stack is not a root; name the directories of its components, or plans of them";

/// Written by `terraform init`.
pub(super) const LOCK_FILE: &str = ".terraform.lock.hcl";

/// Files that call modules and are not read, by how their names end, and who does so with them.
const RUNNERS: &[(&str, &str)] = &[
    (".tfcomponent.hcl", "a Terraform Stack"),
    (".tfcomponent.json", "a Terraform Stack"),
    (".tfstack.hcl", "a Terraform Stack"),
    (".tftest.hcl", TEST),
    (".tftest.json", TEST),
];

/// Who calls modules in a file of tests.
pub(super) const TEST: &str = "a test";

/// Files of Terragrunt. Those that others include have any name, and this one mostly.
const TERRAGRUNT: &[&str] = &["terragrunt.hcl", "terragrunt.hcl.json", "terragrunt.stack.hcl", "root.hcl"];

/// A configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigFile {
    pub(super) name: String,
    pub(super) kind: EntryKind,
    pub(super) overrides: bool,
}

/// A directory in a directory.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) name: String,
    /// Reached through a symbolic link.
    pub(super) link: bool,
}

/// The content of a directory.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    /// In Terraform's order: primaries by name, then overrides by name.
    pub(super) config: Vec<ConfigFile>,
    pub(super) var_files: Vec<Arc<str>>,
    pub(super) lock_file: bool,
    /// Names of those of the var files and of the lock file that are symbolic links.
    pub(super) links: Vec<String>,
    pub(super) gitignore: bool,
    /// Whether there is any file at all.
    pub(super) any_file: bool,
    pub(super) children: Vec<Child>,
    /// What a user can do about files of another tool.
    pub(super) foreign: Option<&'static str>,
    /// A file of Terragrunt that is among them.
    pub(super) terragrunt: Option<&'static str>,
    /// Names of the files in the syntax of Terragrunt and other tools.
    pub(super) hcl: Vec<String>,
}

impl Listing {
    /// Whether Terraform was initialised here.
    pub(super) fn initialised(&self) -> bool {
        self.children.iter().any(|child| child.name == ".terraform")
    }

    /// Whether Terragrunt runs Terraform here or in a copy.
    pub(super) fn is_unit(&self) -> bool {
        self.hcl.iter().any(|name| name.starts_with("terragrunt.hcl"))
    }
}

/// Lists a directory.
pub(super) fn list(fs: &dyn FileSystem, path: &Path) -> Result<Listing, ReadError> {
    let mut listing = Listing::default();
    let mut found = Vec::new();
    for Entry { name, kind } in fs.read_dir(path)? {
        let target = if kind == EntryKind::Link { fs.kind(&path.join(&name)) } else { None };
        if kind == EntryKind::Directory || target == Some(Kind::Directory) {
            listing.children.push(Child { name, link: kind == EntryKind::Link });
            continue;
        }
        listing.any_file = true;
        listing.terragrunt = listing.terragrunt.or(TERRAGRUNT.iter().copied().find(|mark| *mark == name));
        let is_hcl = Path::new(&name).extension().is_some_and(|extension| extension == "hcl");
        if is_hcl && !name.starts_with('.') || name == "terragrunt.hcl.json" || runner(&name).is_some() {
            listing.hcl.push(name.clone());
        }
        if is_var_file(&name) || name == LOCK_FILE {
            if kind == EntryKind::Link {
                listing.links.push(name.clone());
            }
            if name == LOCK_FILE {
                listing.lock_file = true;
            } else {
                listing.var_files.push(name.as_str().into());
            }
        } else if name == ".gitignore" {
            listing.gitignore = true;
        } else if let Some(config) = config_name(&name) {
            found.push((config.opentofu, config.stem.len(), config.json, kind, name));
        } else if listing.foreign.is_none() {
            listing.foreign = foreign(&name);
        }
    }
    // A file of OpenTofu hides the file of Terraform with the same stem and syntax.
    let hidden: FxHashSet<(&str, bool)> = found
        .iter()
        .filter(|(opentofu, ..)| *opentofu)
        .filter_map(|(_, stem, json, _, name)| Some((name.get(..*stem)?, *json)))
        .collect();
    for (opentofu, stem, json, kind, name) in &found {
        let stem = name.get(..*stem).unwrap_or(name);
        if *opentofu || !hidden.contains(&(stem, *json)) {
            let overrides = overrides(stem);
            listing.config.push(ConfigFile { name: name.clone(), kind: *kind, overrides });
        }
    }
    listing.config.put_in_order_by(|a, b| (a.overrides, &a.name).cmp(&(b.overrides, &b.name)));
    Ok(listing)
}

fn is_var_file(name: &str) -> bool {
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}

/// What a user can do about a file of this name, which belongs to another tool.
pub(crate) fn foreign(name: &str) -> Option<&'static str> {
    FOREIGN
        .iter()
        .find(|(mark, _)| if mark.starts_with('.') { name.ends_with(mark) } else { name == *mark })
        .map(|(_, what)| *what)
}

/// Who calls modules with a file of this name, which is not read.
pub(super) fn runner(name: &str) -> Option<&'static str> {
    RUNNERS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, who)| *who)
}

/// A name that Terraform or OpenTofu takes for a configuration file.
pub(super) struct ConfigName<'n> {
    pub(super) stem: &'n str,
    pub(super) json: bool,
    pub(super) opentofu: bool,
}

/// Whether Terraform or OpenTofu reads files of this name.
pub fn is_configuration(name: &str) -> bool {
    config_name(name).is_some()
}

/// Whether a configuration file of this name changes what others declare.
pub(crate) fn is_override(name: &str) -> bool {
    config_name(name).is_some_and(|name| overrides(name.stem))
}

fn overrides(stem: &str) -> bool {
    stem == "override" || stem.ends_with("_override")
}

pub(super) fn config_name(name: &str) -> Option<ConfigName<'_>> {
    let editor =
        name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
    if editor {
        return None;
    }
    let suffixes = [
        (".tf", false, false),
        (".tf.json", true, false),
        (".tofu", false, true),
        (".tofu.json", true, true),
    ];
    suffixes.into_iter().find_map(|(suffix, json, opentofu)| {
        Some(ConfigName { stem: name.strip_suffix(suffix)?, json, opentofu })
    })
}

/// The parent of a path as [`crate::files::relative`] gives it.
pub(super) fn parent(relative: &str) -> Option<&str> {
    if relative == "." || relative == "/" {
        return None;
    }
    Some(relative.rsplit_once('/').map_or(".", |(parent, _)| parent))
}

/// A path below `base` in the words of this system.
pub(super) fn below(base: &Path, text: &str) -> PathBuf {
    crate::files::clean(&base.join(text.replace('\\', "/")))
}
