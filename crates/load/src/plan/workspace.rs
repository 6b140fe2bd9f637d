//! The workspace of a plan. Its JSON does not name it, but values that the plan knows can be made of the name.

use std::borrow::Cow;

use bricklint_findings::address::static_address;
use bricklint_lang::value::{Segment, SeqKind, Text, Value};
use bricklint_model::instance::{Body, Change, Instance};
use bricklint_model::schema::Nesting;
use bricklint_model::stack::Stack;
use memchr::memmem;
use rustc_hash::FxHashMap;

use super::json::Json;
use super::pairs::blocks;
use super::value::plain;
use crate::expand::WORKSPACE;
use crate::files::FileSystem;
use crate::{Directory, Discovery, LoadOptions, VariableSet, load_root};

/// The source of a plan: one root with one variable set. Where nobody names the workspace, it is the one that the values
/// of the plan are made of, otherwise that of the set, otherwise it is unknown.
pub fn source_of(
    plan: &Stack,
    fs: &dyn FileSystem,
    discovery: &Discovery,
    options: &LoadOptions,
    root: &Directory,
    set: &VariableSet,
) -> Stack {
    let mut options = options.clone();
    options.beside_plan = true;
    if options.workspace.is_some() || !is_read(discovery) {
        return load_root(fs, discovery, &options, root, set, plan.index);
    }
    let open = VariableSet { workspace: None, ..set.clone() };
    let source = load_root(fs, discovery, &options, root, &open, plan.index);
    let Some(name) = workspace(plan, &source, discovery).or_else(|| set.workspace.clone()) else {
        return source;
    };
    tracing::info!(workspace = name, "the workspace of the plan");
    options.workspace = Some(name);
    load_root(fs, discovery, &options, root, set, plan.index)
}

/// Whether anything can hang on the name of the workspace.
fn is_read(discovery: &Discovery) -> bool {
    let finders = [WORKSPACE, "tofu.workspace"].map(memmem::Finder::new);
    let mut files = discovery.modules.values().flat_map(|module| &module.files);
    files.any(|file| finders.iter().any(|finder| finder.find(file.tree.text.as_bytes()).is_some()))
}

/// The workspace that everything which the plan knows and the source makes of the name of the workspace agrees on.
fn workspace(plan: &Stack, source: &Stack, discovery: &Discovery) -> Option<String> {
    let mut planned: FxHashMap<Cow<'_, str>, Vec<&Instance>> = FxHashMap::default();
    let stays = |instance: &&Instance| !instance.change.as_deref().is_some_and(Change::is_removal);
    for instance in plan.instances.iter().filter(stays) {
        planned.entry(static_address(&instance.address)).or_default().push(instance);
    }
    let mut names = Names::default();
    for written in source.instances.iter().filter(|written| !keeps(written, source, discovery)) {
        let body = written.body.passing();
        if !holds(&body) {
            continue;
        }
        let all = planned.get(&static_address(&written.address)).map(Vec::as_slice).unwrap_or_default();
        let own = all.iter().find(|instance| instance.address == written.address);
        // How many there are can hang on the workspace as well.
        for instance in own.map_or(all, std::slice::from_ref) {
            names.of_body(&instance.body.passing(), &body);
        }
    }
    for (name, written) in &source.outputs {
        if let Some((_, planned)) = plan.outputs.iter().find(|(other, _)| other == name) {
            names.of_value(planned, written);
        }
    }
    names.agreed()
}

/// Whether an instance keeps values that it was not given now.
fn keeps(written: &Instance, source: &Stack, discovery: &Discovery) -> bool {
    let module = source.modules.get(written.module as usize);
    let module = module.and_then(|module| discovery.modules.get(&module.directory));
    let found = module.and_then(|module| module.resource(written.mode, &written.type_name, &written.name));
    found.is_none_or(|(_, def)| def.lifecycle.ignore_all || !def.lifecycle.ignore_changes.is_empty())
}

fn holds(body: &Body) -> bool {
    body.attributes.iter().any(|(_, slot)| is_made_of_it(&slot.value))
        || body.blocks.iter().flat_map(|group| &group.items).any(|block| holds(&block.body))
}

fn is_made_of_it(value: &Value) -> bool {
    is_it(value) || value.any_part(&mut is_made_of_it)
}

/// Whether a value is the name of the workspace.
fn is_it(value: &Value) -> bool {
    let symbol = value.symbol();
    symbol.is_some_and(|symbol| &*symbol.name == WORKSPACE && symbol.path.is_empty())
}

/// Names that the workspace can have.
#[derive(Debug, Default)]
struct Names(Vec<String>);

impl Names {
    fn agreed(mut self) -> Option<String> {
        self.0.dedup();
        let name = self.0.pop()?;
        let is_name = !name.is_empty() && !name.contains(|c: char| c == '/' || c.is_whitespace());
        (self.0.is_empty() && is_name).then_some(name)
    }

    fn of_body(&mut self, planned: &Body, written: &Body) {
        for (name, slot) in &written.attributes {
            if let Some(planned) = planned.attribute(name) {
                self.of_value(&planned.value, &slot.value);
            }
        }
        for group in &written.blocks {
            let Some(planned) = planned.group(&group.name) else { continue };
            let partners = blocks(&planned.items, group, Some(Nesting::Set), |_, _| false);
            for (block, partner) in planned.items.iter().zip(partners) {
                if let Some(partner) = partner {
                    self.of_body(&block.body, &partner.body);
                }
            }
        }
    }

    fn of_value(&mut self, planned: &Value, written: &Value) {
        match (planned, written) {
            (Value::String { value: text, .. }, written) if is_it(written) => {
                self.0.extend(text.as_known().map(str::to_owned));
            }
            (Value::String { value: planned, .. }, Value::String { value: written, .. }) => {
                match (planned.as_known(), &**written) {
                    (Some(text), Text::Segmented(parts)) => self.0.extend(solved(text, parts)),
                    (Some(text), Text::Encoded { text: None, value })
                        if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() =>
                    {
                        self.of_value(&plain(&Json::parse(text)), value);
                    }
                    _ => {}
                }
            }
            (Value::Seq { value: planned, .. }, Value::Seq { value: written, .. })
                if planned.items.len() == written.items.len()
                    && (planned.items.len() == 1 || !matches!(written.kind, SeqKind::Set(_))) =>
            {
                planned.items.iter().zip(&written.items).for_each(|(a, b)| self.of_value(a, b));
            }
            (Value::Map { value: planned, .. }, Value::Map { value: written, .. }) => {
                for (key, written) in &written.entries {
                    if let Some(planned) = planned.get(key) {
                        self.of_value(planned, written);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What stands in a text for the name of the workspace, where nothing else in it is unknown.
fn solved(text: &str, parts: &[Segment]) -> Option<String> {
    let mut known = 0;
    let mut holes = 0;
    let mut before = None;
    for part in parts {
        match part {
            Segment::Known(part) => known += part.len(),
            Segment::Hole(hole) if is_it(hole) => {
                before.get_or_insert(known);
                holes += 1;
            }
            Segment::Hole(_) => return None,
        }
    }
    let start = before?;
    let length = text.len().checked_sub(known)?.checked_div(holes)?;
    let name = text.get(start..start + length)?;
    let again: String = parts
        .iter()
        .map(|part| match part {
            Segment::Known(part) => &**part,
            Segment::Hole(_) => name,
        })
        .collect();
    (again == text).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use bricklint_findings::cause::{Cause, CauseKind};
    use bricklint_lang::types::Type;
    use bricklint_lang::value::{Blank, Symbol, Unknown};

    #[test]
    fn a_text_is_solved_for_the_workspace_alone() {
        let unknown = |name: &str| {
            let symbol =
                Symbol { stack: 0, module: "".into(), name: name.into(), path: "".into(), free: false };
            Segment::Hole(Value::from_unknown(Unknown {
                ty: Type::String,
                refinements: bricklint_lang::value::Refinements::default(),
                cause: Cause::new(CauseKind::Variable, name, "nobody names it"),
                symbol: Some(Arc::new(symbol)),
                may_be: Blank::NONE,
                cases: None,
            }))
        };
        let known = |text: &str| Segment::Known(text.into());
        let one = || unknown(WORKSPACE);
        for (text, parts, name) in [
            ("uc-prod", vec![known("uc-"), one()], Some("prod")),
            ("prod-uc-prod", vec![one(), known("-uc-"), one()], Some("prod")),
            ("prod-uc-live", vec![one(), known("-uc-"), one()], None),
            ("uc", vec![known("uc-"), one()], None),
            ("UC-prod", vec![known("uc-"), one()], None),
            ("uc-prod", vec![known("uc-"), unknown("var.env")], None),
        ] {
            assert_eq!(solved(text, &parts).as_deref(), name, "{text}");
        }
    }
}
