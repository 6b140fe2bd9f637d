//! The backend of a root, and that which a `terraform_remote_state` reads.

use bricklint_lang::syntax::{Block, BodyId};
use bricklint_lang::types::Type;
use bricklint_lang::value::Value;
use bricklint_model::facts::FactKind;

use super::types::{Parts, Written};
use super::{Checker, Owner, Place};
use crate::module::{BACKENDS, ExprRef};

/// What a backend takes, of what all releases agree on.
struct Backend {
    name: &'static str,
    /// Texts that must be there.
    required: &'static [&'static str],
    /// All that it takes, where the releases agree on it.
    all: Option<&'static [&'static str]>,
}

/// `ConfigSchema` of the backends in the sources of Terraform 1.3 to 1.15.
const KNOWN: &[Backend] = &[
    Backend { name: "azurerm", required: &["storage_account_name", "container_name", "key"], all: None },
    Backend { name: "gcs", required: &["bucket"], all: None },
    Backend { name: "local", required: &[], all: Some(&["path", "workspace_dir"]) },
    Backend {
        name: "remote",
        required: &["organization"],
        all: Some(&["hostname", "organization", "token", "workspaces"]),
    },
    Backend { name: "s3", required: &["bucket", "key"], all: None },
];

impl<'c> Checker<'c> {
    /// The type of the backend of a root, and what it names: OpenTofu takes variables and local values there. In a module
    /// that is called Terraform does not look at it.
    pub(super) fn backend(&mut self) {
        let module = self.module;
        if self.home.is_none_or(|home| *home != module.directory) {
            return;
        }
        for file in 0..module.files.len() as u32 {
            let Some(tree) = module.tree(file).filter(|_| self.parses(file)) else { continue };
            let is_settings = |block: &&Block| tree.slice(block.name) == "terraform";
            let settings = tree.blocks(tree.root).iter().filter(is_settings);
            for block in settings.flat_map(|block| tree.blocks(block.body)) {
                let kind = tree.slice(block.name);
                if !matches!(kind, "backend" | "cloud") {
                    continue;
                }
                let is_unknown = |name: &&str| kind == "backend" && !BACKENDS.contains(name);
                if let Some(name) = tree.labels(block).next().filter(is_unknown) {
                    let reason = format!("Terraform has no backend `{name}`").into();
                    self.note(Owner::Module, file, block.header, FactKind::Refused { reason });
                }
                self.early_body(file, block.body);
            }
        }
    }

    fn early_body(&mut self, file: u32, body: BodyId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for attribute in tree.attributes(body) {
            let argument = tree.slice(attribute.name);
            self.early(&Place::default(), argument, ExprRef { file, id: attribute.value });
        }
        for nested in tree.blocks(body) {
            self.early_body(file, nested.body);
        }
    }

    /// The backend and its configuration, as far as they are known.
    pub(super) fn remote_state(&mut self, owner: Owner<'_>, parts: &Parts<'c>) {
        let argument = |name: &str| parts.attributes.iter().find(|attribute| attribute.name == name);
        let value = |argument: &Written<'_>| self.value(argument.file, argument.value);
        let Some(backend) = argument("backend") else { return };
        let Some(named) = value(backend) else { return };
        let Some(name) = named.as_str() else { return };
        let (argument, reason) = if BACKENDS.contains(&name) || name == "_local" {
            let Some(known) = KNOWN.iter().find(|known| known.name == name) else { return };
            let Some(config) = argument("config") else { return };
            let Some(reason) = value(config).and_then(|config| wrong(known, &config)) else { return };
            (config, reason)
        } else {
            (backend, format!("Terraform has no backend `{name}`"))
        };
        let Some(tree) = self.module.tree(argument.file) else { return };
        let reason = format!("`{}`: {reason}", self.text(owner)).into();
        self.note(owner, argument.file, tree.span(argument.value), FactKind::Refused { reason });
    }
}

/// Why a backend does not take a configuration.
fn wrong(backend: &Backend, config: &Value) -> Option<String> {
    let entries = &config.as_map()?.entries;
    let name = backend.name;
    for required in backend.required {
        match entries.iter().find(|(key, _)| **key == **required) {
            None => return Some(format!("the backend `{name}` needs `{required}`")),
            Some((_, value)) if Checker::misfit(value, &Type::String).is_some() => {
                return Some(format!("`{required}` of the backend `{name}` is text"));
            }
            Some(_) => {}
        }
    }
    let text = |value: &Value, name: &str| {
        let found = value.as_map()?.entries.iter().find(|(key, _)| **key == *name)?;
        found.1.as_str().map(|text| !text.is_empty())
    };
    let workspaces = entries.iter().find(|(key, _)| name == "remote" && **key == *"workspaces");
    if workspaces.is_some_and(|(_, of)| text(of, "name") == Some(true) && text(of, "prefix") == Some(true)) {
        return Some(
            "`workspaces` of the backend `remote` takes `name` or `prefix`, and not both".to_owned(),
        );
    }
    let unknown = entries.iter().find(|(key, _)| backend.all.is_some_and(|all| !all.contains(&&**key)));
    unknown.map(|(key, _)| format!("the backend `{name}` has no `{key}`"))
}
