//! Requirement files that dependencies of jobs name, as far as they are in the tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bricklint_lang::functions::Files;
use bricklint_model::instance::{Body, Mode};
use bricklint_model::requirement;
use bricklint_model::stack::Stack;

use super::files::RootFiles;
use super::modules::Expander;

/// The most bytes of a requirement file that are looked at.
const LONGEST: usize = 1 << 20;

/// The texts of those files, as [`Stack::requirements`] holds them.
pub(super) fn requirements(stack: &Stack, expander: &Expander<'_>) -> BTreeMap<Arc<str>, Arc<str>> {
    let files = &expander.files;
    let project = &expander.shared.options.project_root;
    let mut out = BTreeMap::new();
    let mut any = false;
    for instance in stack.instances.iter().filter(|instance| &*instance.type_name == "databricks_job") {
        for environment in blocks(instance.body.get(), "environment") {
            for spec in blocks(environment, "spec") {
                let list = spec.attribute("dependencies").and_then(|slot| slot.value.as_items());
                for item in list.into_iter().flatten() {
                    any |= requirement::pinning(item) == requirement::Pinning::File;
                    let path = item.as_str().and_then(requirement::file);
                    let Some(path) = path.filter(|path| !path.starts_with('/')) else { continue };
                    let Some(inst) = expander.inst(instance.module) else { continue };
                    let directory = &*inst.node.directory;
                    let key = requirement::key(directory, path);
                    if out.contains_key(&*key) {
                        continue;
                    }
                    // From the root, as paths start in Terraform, otherwise beside what names it.
                    let beside = project.join(directory).join(path);
                    if let Some(text) = read(files, path).or_else(|| read(files, &beside.to_string_lossy())) {
                        out.insert(key.into(), text);
                    }
                }
            }
        }
    }
    if !any {
        return out;
    }
    for instance in &stack.instances {
        if instance.mode != Mode::Managed || !requirement::UPLOADS.contains(&&*instance.type_name) {
            continue;
        }
        let body = instance.body.get();
        let known = |name: &str| {
            let value = &body.attribute(name)?.value;
            value.as_str().filter(|_| !value.holds_secret())
        };
        let content = || {
            let bytes = STANDARD.decode(known("content_base64")?).ok()?;
            (bytes.len() <= LONGEST).then(|| String::from_utf8(bytes).ok().map(Arc::from))?
        };
        if let Some(text) = known("source").and_then(|path| read(files, path)).or_else(content) {
            out.insert(instance.address.clone(), text);
        }
    }
    out
}

fn blocks<'b>(body: &'b Body, name: &str) -> impl Iterator<Item = &'b Body> {
    body.group(name).into_iter().flat_map(|group| &group.items).map(|block| &block.body)
}

fn read(files: &RootFiles<'_>, path: &str) -> Option<Arc<str>> {
    let bytes = files.read(path).ok().filter(|bytes| bytes.len() <= LONGEST)?;
    std::str::from_utf8(&bytes).ok().map(Arc::from)
}
