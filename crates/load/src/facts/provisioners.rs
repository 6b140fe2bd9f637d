//! Provisioners and connections, whose arguments Terraform itself defines.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::words::nearest;
use bricklint_lang::syntax::{Attribute, Block};
use bricklint_lang::types::Type;
use bricklint_model::facts::FactKind;
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

/// Arguments of which exactly one is set.
const ONE_OF: &[(&str, &[&str])] =
    &[("file", &["source", "content"]), ("remote-exec", &["inline", "script", "scripts"])];

/// The type of an argument of a provisioner or connection.
fn type_of(name: &str) -> Type {
    match name {
        "port" | "proxy_port" | "bastion_port" => Type::Number,
        "agent" | "https" | "insecure" | "quiet" | "use_ntlm" => Type::Bool,
        "inline" | "interpreter" | "scripts" => Type::List(Type::String.into()),
        "environment" => Type::Map(Type::String.into()),
        _ => Type::String,
    }
}

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
                    self.blocks(owner, *file, block, "connection", &[]);
                    self.argument_types(owner, *file, block, "connection", CONNECTION);
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
            self.blocks(owner, file, block, &of, &["connection", "_"]);
            self.argument_types(owner, file, block, &of, all);
            // A block `_` can hold any argument.
            let open = block.broken || of_kind("_").is_some();
            if let Some((_, names)) = ONE_OF.iter().find(|known| known.0 == name && !open) {
                self.one_of(owner, file, block, &of, names);
            }
            for name in *required {
                if !open && tree.attribute(block.body, name).is_none() {
                    self.lacks(owner, file, block, &of, (name, false));
                }
            }
        }
    }

    /// The values of arguments of a block of Terraform's own against their types.
    fn argument_types(&mut self, owner: Owner<'_>, file: u32, block: &Block, of: &str, all: &[&str]) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        let known = tree.attributes(block.body).iter().filter(|own| all.contains(&tree.slice(own.name)));
        for attribute in known {
            let name = tree.slice(attribute.name);
            let Some(value) = self.value(file, attribute.value) else { continue };
            if let Some(reason) = Self::misfit(&value, &type_of(name)) {
                let expected = type_of(name).to_string().into();
                let kind =
                    FactKind::WrongType { name: name.into(), of: of.into(), expected, reason: reason.into() };
                self.add(&self.text(owner), file, tree.span(attribute.value), kind);
            }
        }
    }

    /// Notes where not exactly one of some arguments is set. What Terraform does not know yet, it takes for set.
    fn one_of(&mut self, owner: Owner<'_>, file: u32, block: &Block, of: &str, names: &[&str]) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        let written: Vec<&Attribute> =
            names.iter().filter_map(|name| tree.attribute(block.body, name)).collect();
        let value = |attribute: &Attribute| self.value(file, attribute.value);
        let is_null = |attribute: &Attribute| value(attribute).is_some_and(|value| value.is_null());
        let is_set = |attribute: &Attribute| {
            value(attribute).is_some_and(|value| !value.is_null() && !value.is_unknown())
                || self.is_open(file, attribute.value)
        };
        if written.iter().all(|attribute| is_null(attribute)) {
            let names = names.iter().map(|name| (*name).into()).collect();
            let kind = FactKind::NoneOf { names, of: of.into(), misspelt: None };
            return self.add(&self.text(owner), file, block.header, kind);
        }
        let mut set: Vec<&Attribute> = written.into_iter().filter(|attribute| is_set(attribute)).collect();
        set.put_in_order_by_key(|attribute| attribute.name.start);
        let Some((first, rest)) = set.split_first() else { return };
        let other = self.at(file, first.name);
        for attribute in rest {
            let (name, first) = (tree.slice(attribute.name).into(), tree.slice(first.name).into());
            let kind = FactKind::Exclusive { name, first, of: of.into() };
            self.add_with(&self.text(owner), file, attribute.name, kind, other);
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

    /// Notes each block in a block of Terraform's own whose type is not among `all`.
    pub(super) fn blocks(&mut self, owner: Owner<'_>, file: u32, block: &Block, of: &str, all: &[&str]) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for inner in tree.blocks(block.body) {
            let is_known = all.contains(&tree.slice(inner.name));
            let name = match tree.slice(inner.name) {
                "dynamic" => tree.labels(inner).next().unwrap_or("dynamic"),
                name => name,
            };
            if !is_known {
                let nearest = nearest(name, all.iter().copied()).map(Arc::from);
                let kind = FactKind::NoArgument { name: name.into(), of: of.into(), nearest, block: true };
                self.add(&self.text(owner), file, inner.header, kind);
            }
        }
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
