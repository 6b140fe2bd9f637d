//! Addresses and references as Terraform prints them.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::address::{self, Key};
use bricklint_model::instance::InstanceKey;
use bricklint_model::place::{Path, Step};
use rustc_hash::FxHashMap;

pub(super) use crate::expand::address::join;
use crate::expand::address::push_key;

/// The steps of an address or reference: `module.a["x"].b[0]`.
pub(crate) fn steps(text: &str) -> Vec<Step> {
    let steps = address::steps(text).map(|step| match step {
        address::Step::Name(name) | address::Step::Object(name) => Step::Name(name.into()),
        address::Step::Key(key) => match Key::of(key) {
            Key::Index(index) => Step::Index(index as usize),
            Key::Text(text) => Step::Key(text.into()),
            Key::Any => Step::Key(key.into()),
        },
    });
    steps.collect()
}

/// A key as it stands in an address, such as `[0]` and `["a"]`; empty for none.
pub(super) fn key_text(key: &InstanceKey) -> String {
    let mut out = String::new();
    push_key(&mut out, key);
    out
}

/// One step of a module path: the call and which of its instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ModuleStep {
    /// Name of the call.
    pub(super) call: Arc<str>,
    /// Which instance.
    pub(super) key: InstanceKey,
    /// Address of the module instance up to here.
    pub(super) address: Arc<str>,
}

/// The steps of a module address.
pub(super) fn module_steps(address: &str) -> Vec<ModuleStep> {
    let mut out = Vec::new();
    let mut steps = address::steps(address);
    while let (Some(address::Step::Name("module")), Some(address::Step::Name(call))) =
        (steps.next(), steps.next())
    {
        let mut after = steps.clone();
        let key = match after.next() {
            Some(address::Step::Key(key)) => {
                steps = after;
                instance_key(key)
            }
            _ => InstanceKey::None,
        };
        let so_far = address.get(..address.len() - steps.rest().len()).unwrap_or(address);
        out.push(ModuleStep { call: call.into(), key, address: so_far.into() });
    }
    out
}

/// The key that is printed between brackets.
pub(super) fn instance_key(text: &str) -> InstanceKey {
    match Key::of(text) {
        Key::Index(index) => InstanceKey::Index(index),
        Key::Text(text) => InstanceKey::Key(text.into()),
        Key::Any => InstanceKey::Any,
    }
}

/// Keys of instances, by addresses without the last one.
pub(super) type Keys = FxHashMap<Box<str>, Vec<InstanceKey>>;

/// The keys of modules and managed resources in the addresses of instances, in order.
pub(super) fn keys<'a>(addresses: impl Iterator<Item = &'a Arc<str>>) -> Keys {
    let mut out = Keys::default();
    let is_managed = |at: &&Arc<str>| address::Resource::of(at).is_some_and(|parts| !parts.data);
    for address in addresses.filter(is_managed) {
        let mut steps = address::steps(address);
        let mut end = 0;
        while let Some(step) = steps.next() {
            if let (address::Step::Key(key), Some(owner)) = (step, address.get(..end)) {
                out.entry(owner.into()).or_default().push(instance_key(key));
            }
            end = address.len() - steps.rest().len();
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each is put in order by itself")]
    for keys in out.values_mut() {
        keys.put_in_order();
        keys.dedup();
    }
    out
}

fn as_key(step: &Step) -> InstanceKey {
    match step {
        Step::Name(name) | Step::Key(name) => InstanceKey::Key(name.clone()),
        Step::Index(index) => InstanceKey::Index(*index as u64),
    }
}

/// What a reference in a plan's `configuration` leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A resource or data source.
    Resource {
        /// Whether it is a data source.
        data: bool,
        /// Terraform type.
        type_name: Arc<str>,
        /// Block name.
        name: Arc<str>,
        /// The instance, where it is written.
        key: Option<InstanceKey>,
        /// The attribute.
        path: Path,
    },
    /// `var.name`
    Variable {
        /// The variable.
        name: Arc<str>,
        /// What follows.
        path: Path,
    },
    /// `module.call.output`
    Output {
        /// The call.
        call: Arc<str>,
        /// The instance, where it is written.
        key: Option<InstanceKey>,
        /// The output; all of them without.
        output: Option<Arc<str>>,
        /// What follows.
        path: Path,
    },
    /// `each.key`, `count.index`
    OwnKey,
    /// `each.value`
    EachValue(Path),
    /// A local value: a plan does not hold what it is.
    Local,
    /// `path`, `terraform`, `self` and whatever else comes from no resource.
    Nothing,
}

/// Where the reference leads.
pub(super) fn target(text: &str) -> Target {
    let steps = steps(text);
    let (data, at) = match steps.first() {
        Some(Step::Name(name)) if &**name == "data" => (true, 1),
        _ => (false, 0),
    };
    let (Some(Step::Name(root)), second) = (steps.get(at), steps.get(at + 1)) else { return Target::Nothing };
    let name = match second {
        Some(Step::Name(name)) => Some(name.clone()),
        _ => None,
    };
    let rest = |from: usize| Path(steps.get(from..).unwrap_or_default().to_vec());
    if !data {
        match (&**root, &name) {
            ("var", Some(name)) => return Target::Variable { name: name.clone(), path: rest(2) },
            ("local", _) => return Target::Local,
            ("each", Some(name)) if &**name == "value" => return Target::EachValue(rest(2)),
            ("each" | "count", _) => return Target::OwnKey,
            ("module", Some(call)) => {
                let (key, at) = key_at(&steps, 2);
                let output = match steps.get(at) {
                    Some(Step::Name(output)) => Some(output.clone()),
                    _ => None,
                };
                return Target::Output { call: call.clone(), key, output, path: rest(at + 1) };
            }
            ("path" | "terraform" | "self" | "var" | "module" | "ephemeral", _) => return Target::Nothing,
            _ => {}
        }
    }
    let Some(name) = name else { return Target::Nothing };
    let (key, from) = key_at(&steps, at + 2);
    Target::Resource { data, type_name: root.clone(), name, key, path: rest(from) }
}

fn key_at(steps: &[Step], at: usize) -> (Option<InstanceKey>, usize) {
    match steps.get(at) {
        Some(step @ (Step::Index(_) | Step::Key(_))) => (Some(as_key(step)), at + 1),
        _ => (None, at),
    }
}

/// The references that are not a prefix of the one before them: what was written, without the shorter
/// forms that Terraform lists after each.
pub(super) fn maximal<'a>(references: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept: Vec<&str> = Vec::new();
    for reference in references {
        let shorter = kept.last().is_some_and(|last| {
            last.strip_prefix(reference).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        if !shorter && !kept.contains(&reference) {
            kept.push(reference);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_addresses_round_trip() {
        for address in [
            "module.a",
            "module.a[0].module.b",
            "module.us[\"a.b\"].module.schema[1]",
            "module.x[\"q\\\"]\\\\ $${y}\"]",
            "module.x[\"\\u0001\"].module.y[*]",
        ] {
            let steps = module_steps(address);
            assert_eq!(&*steps.last().unwrap().address, address);
        }
        let steps = module_steps("module.us[\"a.b\"].module.schema[1]");
        assert_eq!(steps[0].key, InstanceKey::Key("a.b".into()));
        assert_eq!((&*steps[1].call, &steps[1].key), ("schema", &InstanceKey::Index(1)));
        assert!(module_steps("").is_empty());
    }

    #[test]
    fn only_what_was_written_is_left_of_references() {
        let rows: [(&[&str], &[&str]); 3] = [
            (
                &["module.t[\"eng\"].g[\"S\"]", "module.t[\"eng\"].g", "module.t[\"eng\"]"],
                &["module.t[\"eng\"].g[\"S\"]"],
            ),
            (&["a_b.c[0].id", "a_b.c[0]", "a_b.c"], &["a_b.c[0].id"]),
            (&["a_b.c.id", "a_b.c", "a_b.cd.id", "a_b.cd", "var.x"], &["a_b.c.id", "a_b.cd.id", "var.x"]),
        ];
        for (given, want) in rows {
            assert_eq!(maximal(given.iter().copied()), want);
        }
    }

    #[test]
    fn references_are_told_apart() {
        let named = |text: &str| format!("{:?}", target(text));
        assert!(named("data.aws_region.here.name").contains("data: true"));
        assert!(named("databricks_group.eng[\"a\"].id").contains("Key(\"a\")"));
        assert_eq!(target("each.key"), Target::OwnKey);
        assert_eq!(target("each.value.id"), Target::EachValue(Path::root().name("id")));
        assert_eq!(target("local.x.y"), Target::Local);
        assert_eq!(target("path.module"), Target::Nothing);
        assert_eq!(target(""), Target::Nothing);
        assert!(named("module.c[0].o.x").contains("output: Some(\"o\")"));
    }
}
