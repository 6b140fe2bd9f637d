//! Provisioners and connections, whose arguments Terraform itself defines.

use std::sync::Arc;

use bricklint_lang::syntax::Block;
use bricklint_model::facts::FactKind;
use bricklint_model::schema::nearest;
use rustc_hash::FxHashSet;

use super::{Checker, Owner};
use crate::module::{BlockDef, ResourceDef};

/// The arguments of a provisioner of Terraform: name, all, those that must be written.
type Arguments = (&'static str, &'static [&'static str], &'static [&'static str]);

const PROVISIONERS: &[Arguments] = &[
    ("file", &["source", "content", "destination"], &["destination"]),
    ("local-exec", &["command", "interpreter", "working_dir", "environment", "quiet"], &["command"]),
    ("remote-exec", &["inline", "script", "scripts"], &[]),
];

/// Those that Terraform 0.15 removed.
const REMOVED: &[&str] = &["chef", "habitat", "puppet", "salt-masterless"];

/// Arguments of every provisioner, whose values are words of the language.
pub(super) const META: &[&str] = &["when", "on_failure"];

/// Arguments of a connection, which needs a host.
const CONNECTION: &[&str] = &[
    "type",
    "user",
    "password",
    "host",
    "port",
    "timeout",
    "script_path",
    "target_platform",
    "private_key",
    "certificate",
    "host_key",
    "agent",
    "agent_identity",
    "proxy_scheme",
    "proxy_host",
    "proxy_port",
    "proxy_user_name",
    "proxy_user_password",
    "bastion_host",
    "bastion_host_key",
    "bastion_port",
    "bastion_user",
    "bastion_password",
    "bastion_private_key",
    "bastion_certificate",
    "https",
    "insecure",
    "cacert",
    "use_ntlm",
];

impl Checker<'_> {
    /// The provisioners of a resource with their connections against what Terraform takes in them. The connection of
    /// the resource is read only where a provisioner runs.
    pub(super) fn provisioners(&mut self, owner: Owner<'_>, resource: &ResourceDef) {
        let module = self.module;
        let tree_of = |def: &BlockDef| module.tree(def.file).filter(|tree| tree.errors.is_empty());
        let outer = resource.connection.as_ref();
        if resource.provisioners.is_empty()
            || outer.into_iter().chain(&resource.provisioners).any(|def| tree_of(def).is_none())
        {
            return;
        }
        let mut said = FxHashSet::default();
        for def in &resource.provisioners {
            let (file, block) = (def.file, &def.block);
            let Some(tree) = tree_of(def) else { continue };
            let of_kind = |kind| tree.blocks(block.body).iter().find(|inner| tree.slice(inner.name) == kind);
            let inner = of_kind("connection").map(|block| BlockDef { file, block: *block });
            // Of two, Terraform asks the outer one for the host, and neither for its other arguments.
            let both = outer.is_some() && inner.is_some();
            if let Some(def @ BlockDef { file, block }) = outer.or(inner.as_ref())
                && let Some(tree) = tree_of(def)
            {
                let at = (*file, block.header.start);
                if !both && said.insert((at, true)) {
                    self.arguments(owner, *file, block, "connection", CONNECTION);
                }
                if !block.broken && tree.attribute(block.body, "host").is_none() && said.insert((at, false)) {
                    self.lacks(owner, *file, block, "connection", ("host", false));
                }
            }
            let Some(name) = tree.labels(block).next() else { continue };
            if tree.labels(block).nth(1).is_some() {
                let owner = self.text(owner);
                let reason = format!("`{owner}`: a provisioner has one label, its type").into();
                self.add(&owner, file, block.header, FactKind::Refused { reason });
            }
            if REMOVED.contains(&name) {
                let kind = FactKind::NoProvisioner { name: name.into() };
                self.add(&self.text(owner), file, block.header, kind);
            }
            let Some((_, all, required)) = PROVISIONERS.iter().find(|known| known.0 == name) else {
                continue;
            };
            let of = format!("provisioner {name}");
            self.arguments(owner, file, block, &of, &[*all, META].concat());
            // A block `_` can hold any argument.
            let open = block.broken || of_kind("_").is_some();
            for name in *required {
                if !open && tree.attribute(block.body, name).is_none() {
                    self.lacks(owner, file, block, &of, (name, false));
                }
            }
        }
    }

    /// Notes an argument, or a block, that a block of Terraform's own must have.
    pub(super) fn lacks(
        &mut self,
        owner: Owner<'_>,
        file: u32,
        around: &Block,
        of: &str,
        (name, block): (&str, bool),
    ) {
        let kind = FactKind::ArgumentMissing { name: name.into(), of: of.into(), block };
        self.add(&self.text(owner), file, around.header, kind);
    }

    /// Notes each argument of a block of Terraform's own that is not among `all`.
    pub(super) fn arguments(&mut self, owner: Owner<'_>, file: u32, block: &Block, of: &str, all: &[&str]) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for attribute in tree.attributes(block.body) {
            let name = tree.slice(attribute.name);
            if !all.contains(&name) {
                let nearest = nearest(name, all.iter().copied()).map(Arc::from);
                let kind = FactKind::NoArgument { name: name.into(), of: of.into(), nearest, block: false };
                self.add(&self.text(owner), file, attribute.name, kind);
            }
        }
    }
}
