//! Files that are named like configuration and are none.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bricklint_lang::syntax::{Expr, ExprId, Part, Tree};
use memchr::memmem;
use rustc_hash::FxHashSet;

use super::listing::{Listing, below};
use crate::files::relative;
use crate::module::{Module, ModuleFile};

/// What renders a file. What reads one as it is may read the configuration of a root, to hash it.
const RENDERS: &str = "templatefile";

/// Stands for a name that is put together.
const ANY: &str = "*";

/// The files that expressions read as text, relative to the project root.
pub(super) struct Texts(FxHashSet<String>);

impl Texts {
    pub(super) fn of(root: &Path, modules: &BTreeMap<Arc<str>, Arc<Module>>) -> Self {
        let mut found = FxHashSet::default();
        for (directory, module) in modules {
            let base = crate::files::clean(&root.join(&**directory));
            for ModuleFile { tree, .. } in &module.files {
                let renders = memmem::find(tree.text.as_bytes(), RENDERS.as_bytes()).is_some();
                for id in (0..tree.expr_count() as u32).map(ExprId).filter(|_| renders) {
                    // What stands beside who reads it is configuration of the same module.
                    if let Some(path) = path_read(tree, id).map(|path| below(&base, &path))
                        && path.parent() != Some(&base)
                    {
                        found.insert(relative(root, &path));
                    }
                }
            }
        }
        Self(found)
    }

    /// Why what is named like configuration in a directory is none, where that is so of all of it.
    pub(super) fn are_all(&self, module: &Module, listing: &Listing) -> Option<&'static str> {
        let has_values = |ModuleFile { tree, .. }: &ModuleFile| {
            let is_bare = !tree.json && tree.errors.is_empty() && tree.blocks(tree.root).is_empty();
            is_bare && !tree.attributes(tree.root).is_empty()
        };
        if module.files.len() == listing.config.len() && module.files.iter().all(has_values) {
            return Some("values and no block: the configuration of a backend, or values of variables");
        }
        let directory = Path::new(&*module.directory);
        let is_read = |name: &str| self.0.contains(&relative(Path::new("."), &directory.join(name)));
        let is_run = listing.lock_file || !listing.var_files.is_empty();
        let is_text = !is_run && (is_read(ANY) || listing.config.iter().all(|file| is_read(&file.name)));
        is_text.then_some("a template that `templatefile` renders")
    }
}

/// The path of a file that an expression reads, from the directory of its module.
fn path_read(tree: &Tree, id: ExprId) -> Option<String> {
    let Expr::Call { name, args, .. } = tree.expr(id) else { return None };
    let path = *tree.list(args).first().filter(|_| tree.slice(name) == RENDERS)?;
    let run = match tree.expr(path) {
        Expr::String(index) => return Some(tree.string(index).to_owned()),
        Expr::Template(run) => run,
        _ => return None,
    };
    let mut out = String::new();
    for part in tree.parts(run) {
        match part {
            Part::Literal(text) => out.push_str(tree.string(*text)),
            Part::Interpolation(id) if matches!(tree.source(*id), "path.module" | "path.root") => {
                out.push('.');
            }
            _ => out.push_str(ANY),
        }
    }
    let Some((known, rest)) = out.split_once(ANY) else { return Some(out) };
    // Any of the files that are named like configuration.
    let names_configuration = !rest.contains('/') && rest.strip_suffix(".tf").is_some();
    let (directory, _) = known.rsplit_once('/').filter(|_| names_configuration)?;
    Some(format!("{directory}/{ANY}"))
}
