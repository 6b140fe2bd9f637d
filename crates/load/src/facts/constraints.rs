//! What the Databricks provider asks of arguments beside its schema, as far as the text tells whether they are set.

use bricklint_findings::source::Span;
use bricklint_lang::eval::definitely_not_null;
use bricklint_model::facts::FactKind;
use bricklint_model::schema::{BodySchema, ConstraintKind, Schema, Takes};
use rustc_hash::FxHashMap;

use super::types::{Around, Count, Parts};
use super::{Checker, Owner};
use crate::constraints::{Broken, broken};

/// Whether an argument or block is set, with where it is written.
type Setting = crate::constraints::Setting<(u32, Span)>;

impl<'c> Checker<'c> {
    /// A body against what is asked of it. `counts` are its blocks, `written` the names of all that is in it.
    pub(super) fn constrained(
        &mut self,
        around: Around<'_>,
        parts: &Parts<'c>,
        counts: &FxHashMap<&str, Count>,
        written: &[&str],
    ) {
        for kind in around.constraints.map_or(&[][..], |constraints| &constraints.here) {
            let is_written = |name: &&str| written.contains(name) || counts.contains_key(name);
            match kind {
                ConstraintKind::Set { .. } | ConstraintKind::Needs { .. } => {
                    // One alone excludes nothing.
                    if let ConstraintKind::Set { names, any: false, .. } = kind
                        && names.iter().copied().filter(is_written).count() < 2
                    {
                        continue;
                    }
                    let setting = |name: &str| {
                        if is_written(&name) { self.setting(name, parts, counts) } else { Setting::Absent }
                    };
                    let rank = |(file, span): (u32, Span)| (file, span.start);
                    for broken in broken(kind, &|| around.of.text(), &setting, &rank) {
                        self.broken(around, broken, written);
                    }
                }
                ConstraintKind::Most { name, max } => {
                    if let Some(count) = counts.get(name).filter(|count| count.written > *max)
                        && let Some((file, span)) = count.last
                    {
                        let of = around.of.text();
                        let kind = FactKind::TooMany { name: (*name).into(), of, max: *max };
                        self.note(around.owner, file, span, kind);
                    }
                }
                ConstraintKind::Value { name, takes } if is_written(name) => {
                    self.taken(around, parts, name, takes);
                }
                ConstraintKind::Value { .. } => {}
            }
        }
    }

    fn setting(&self, name: &str, parts: &Parts<'c>, counts: &FxHashMap<&str, Count>) -> Setting {
        if let Some(count) = counts.get(name) {
            return match count.last {
                Some((file, span)) if count.written > 0 => Setting::Set((file, span)),
                _ if count.open => Setting::Open,
                _ => Setting::Absent,
            };
        }
        let Some(attribute) = parts.attributes.iter().find(|attribute| attribute.name == name) else {
            return Setting::Absent;
        };
        if self.is_null(attribute) {
            return Setting::Absent;
        }
        match self.value(attribute.file, attribute.value) {
            Some(value) if !value.is_unknown() => Setting::Set((attribute.file, attribute.key)),
            Some(value) if definitely_not_null(&value) || self.is_open(attribute.file, attribute.value) => {
                Setting::Filled((attribute.file, attribute.key))
            }
            _ => Setting::Open,
        }
    }

    fn broken(&mut self, around: Around<'_>, broken: Broken<(u32, Span)>, written: &[&str]) {
        let Some((file, span)) = broken.at else {
            // What the table does not know can be one more of those of which one has to be set.
            let Some(known) = self.described(around) else { return };
            if written.iter().all(|name| *name == "//" || known.member(name).is_some()) {
                let (file, span) = around.header;
                self.note(around.owner, file, span, broken.kind);
            }
            return;
        };
        let first = broken.first.and_then(|(file, span)| self.at(file, span));
        self.add_with(&self.text(around.owner), file, span, broken.kind, first);
    }

    /// The body as the table that the constraints are of describes it.
    pub(super) fn described(&self, around: Around<'_>) -> Option<BodySchema<'static>> {
        let Owner::Resource(at) = around.owner else { return None };
        let def = self.module.resources.get(at as usize)?;
        around.of.body_in(Schema::embedded().find(def.mode, &def.type_name)?.body)
    }

    /// A value that is known against those that the provider takes.
    fn taken(&mut self, around: Around<'_>, parts: &Parts<'c>, name: &str, takes: &Takes) {
        let Some(written) = parts.attributes.iter().find(|attribute| attribute.name == name) else { return };
        let Some(tree) = self.module.tree(written.file) else { return };
        let Some(value) = self.value(written.file, written.value) else { return };
        if takes.admits(&value) == Some(false) {
            let kind =
                FactKind::NotTakenValue { name: name.into(), of: around.of.text(), takes: takes.clone() };
            self.note(around.owner, written.file, tree.span(written.value), kind);
        }
    }
}
