//! Requirement files that dependencies of jobs name, as far as they are in the tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use bricklint_lang::functions::Files;
use bricklint_lang::value::Value;
use bricklint_model::instance::{Body, Mode};
use bricklint_model::requirement::{self, LONGEST, Pinning, file, has_lines, pinning};
use bricklint_model::stack::Stack;

use super::files::RootFiles;
use super::modules::Expander;

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
                let lines = |item| Value::as_str(item).unwrap_or_default().lines();
                let items = || list.into_iter().flatten();
                any |= items().any(|item| pinning(item) == Pinning::File || has_lines(item));
                let mut named: Vec<String> =
                    items().flat_map(lines).filter_map(file).map(str::to_owned).collect();
                let Some(inst) = expander.inst(instance.module) else { continue };
                let directory = &*inst.node.directory;
                while let Some(path) = named.pop() {
                    let key = requirement::key(directory, &path);
                    if path.starts_with('/') || out.contains_key(&*key) {
                        continue;
                    }
                    // From the root, as paths start in Terraform, otherwise beside what names it.
                    let beside = project.join(directory).join(&path);
                    if let Some(text) = read(files, &path).or_else(|| read(files, &beside.to_string_lossy()))
                    {
                        named.extend(
                            text.lines().filter_map(file).map(|file| requirement::beside(&path, file)),
                        );
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
        if instance.mode != Mode::Managed || !requirement::uploads(&instance.type_name) {
            continue;
        }
        let source = instance.body.get().attribute("source").map(|slot| &slot.value);
        let source = source.filter(|value| !value.holds_secret()).and_then(Value::as_str);
        if let Some(text) = source.and_then(|path| read(files, path)) {
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
