//! What the Databricks provider asks of arguments beside its schema, as far as the text tells whether they are set.

use bricklint_findings::Sorting;
use bricklint_findings::source::Span;
use bricklint_lang::eval::definitely_not_null;
use bricklint_model::facts::FactKind;
use bricklint_model::schema::{BodySchema, ConstraintKind, Schema, Takes};
use rustc_hash::FxHashMap;

use super::types::{Around, Count, Parts};
use super::{Checker, Owner};

/// Whether an argument or block is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// Not, or to null.
    Absent,
    /// Here.
    Set(u32, Span),
    /// Here, to a value that is not known. It excludes nothing, and needs what it would need.
    Filled(u32, Span),
    /// That hangs on what is not known.
    Open,
}

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
            let setting = |name| self.setting(name, parts, counts);
            match kind {
                ConstraintKind::Set { names, any, several } => {
                    let present: Vec<&str> = names.iter().copied().filter(is_written).collect();
                    if present.len() < 2 && !any {
                        continue;
                    }
                    let settings: Vec<_> = present.iter().map(|name| (*name, setting(name))).collect();
                    if *any && settings.iter().all(|(_, setting)| *setting == Setting::Absent) {
                        self.none_of(around, names, written);
                    }
                    if !several {
                        self.exclusive(around, &settings);
                    }
                }
                ConstraintKind::Needs { name, other } => {
                    if is_written(name)
                        && let Setting::Set(file, span) | Setting::Filled(file, span) = setting(name)
                        && setting(other) == Setting::Absent
                    {
                        let kind = FactKind::Needs {
                            name: (*name).into(),
                            other: (*other).into(),
                            of: around.of.text(),
                        };
                        self.note(around.owner, file, span, kind);
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
                Some((file, span)) if count.written > 0 => Setting::Set(file, span),
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
            Some(value) if !value.is_unknown() => Setting::Set(attribute.file, attribute.key),
            Some(value) if definitely_not_null(&value) || self.is_open(attribute.file, attribute.value) => {
                Setting::Filled(attribute.file, attribute.key)
            }
            _ => Setting::Open,
        }
    }

    /// None of some is set, of which one has to be. What the table does not know can be one more of them.
    fn none_of(&mut self, around: Around<'_>, names: &[&str], written: &[&str]) {
        let Some(known) = self.described(around) else { return };
        if written.iter().any(|name| *name != "//" && known.member(name).is_none()) {
            return;
        }
        let kind = FactKind::NoneOf {
            names: names.iter().map(|name| (*name).into()).collect(),
            of: around.of.text(),
        };
        let (file, span) = around.header;
        self.note(around.owner, file, span, kind);
    }

    /// The body as the table that the constraints are of describes it.
    pub(super) fn described(&self, around: Around<'_>) -> Option<BodySchema<'static>> {
        let Owner::Resource(at) = around.owner else { return None };
        let def = self.module.resources.get(at as usize)?;
        around.of.body_in(Schema::embedded().find(def.mode, &def.type_name)?.body)
    }

    /// Of those that are set each one after the first is one too many.
    fn exclusive(&mut self, around: Around<'_>, settings: &[(&str, Setting)]) {
        let mut set: Vec<(u32, Span, &str)> = settings
            .iter()
            .filter_map(|(name, setting)| match setting {
                Setting::Set(file, span) => Some((*file, *span, *name)),
                _ => None,
            })
            .collect();
        set.put_in_order_by(|(a, at, _), (b, other, _)| (a, at.start).cmp(&(b, other.start)));
        let Some(((first_file, first_span, first), rest)) = set.split_first() else { return };
        let other = self.at(*first_file, *first_span);
        for (file, span, name) in rest {
            let kind =
                FactKind::Exclusive { name: (*name).into(), first: (*first).into(), of: around.of.text() };
            self.add_with(&self.text(around.owner), *file, *span, kind, other);
        }
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
