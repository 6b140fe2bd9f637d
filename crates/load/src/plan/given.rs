//! What the environment gave the variables of a plan, and what is sensitive. It is used and never printed, and a plan does
//! not say where a value comes from: a text counts as made of one that stands in it.

use std::path::Path;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::syntax::parse_expression;
use bricklint_lang::value::{Marks, Value};
use bricklint_model::schema::{BodySchema, Schema};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::PlanInput;
use super::json::Json;
use super::mask::Mask;
use crate::files::FileSystem;
use crate::variables::{constant, of_set, written};
use crate::{LoadOptions, VariableSet};

/// Shorter texts are not looked for: they would be found by chance.
const SHORTEST: usize = 4;

/// So many digits are found by chance no more often than words are.
const LONG: usize = 8;

/// Whether a text is long and particular enough to be told from ordinary words.
pub fn is_telling(text: &str) -> bool {
    let length = text.chars().count();
    length >= SHORTEST
        && !matches!(text, "true" | "false" | "null")
        && (length >= LONG || text.parse::<f64>().is_err())
}

impl PlanInput {
    /// Marks what the environment gave, as name and text of each `TF_VAR_*`: variables that hold it, and from then on all
    /// that is read of the plan and not written out in its configuration.
    pub fn hush(&mut self, environment: &[(String, String)]) {
        let mut found = Vec::new();
        for (name, text) in environment {
            let Some((_, value)) = self.variables.iter_mut().find(|(own, _)| **own == **name) else {
                continue;
            };
            let mut own = Vec::new();
            texts(value, &mut own);
            let mut given = if value.as_items().is_some() || value.as_map().is_some() {
                texts_in(text)
            } else {
                vec![text.nfc().collect()]
            };
            // Another source can have given it something else.
            given.retain(|text| own.contains(text));
            if !given.is_empty() {
                *value = value.clone().with_marks(Marks::SECRET_SOURCE);
            }
            found.extend(given.into_iter().filter(|text| is_telling(text)).map(|text| (name.clone(), text)));
        }
        found.extend(self.secrets().into_iter().map(|text| (String::new(), text)));
        let folded = |(name, text): &(String, String)| {
            [text.to_uppercase(), text.to_lowercase()].map(|text| (name.clone(), text))
        };
        let cases: Vec<_> = found.iter().flat_map(folded).collect();
        found.extend(cases);
        let written: Vec<_> =
            found.iter().flat_map(|(name, text)| in_json(text).map(|text| (name.clone(), text))).collect();
        found.extend(written);
        found.put_in_order();
        found.dedup();
        self.given = found.into();
    }

    /// The texts that are sensitive where Terraform forgets it: a provider makes another value of what it is handed, such as
    /// the JSON of a policy. Those that stand in others by chance are left out.
    fn secrets(&self) -> Vec<String> {
        let secret = |value: &&Value| value.marks().contains(Marks::SENSITIVE);
        let mut out = Vec::new();
        self.variables.iter().map(|(_, value)| value).filter(secret).for_each(|value| texts(value, &mut out));
        let raw = &self.raw;
        for change in &raw.changes {
            let schema = || Schema::embedded().find(change.mode(), &change.type_name).map(|found| found.body);
            for (values, mask) in
                [(change.before, change.before_sensitive), (change.after, change.after_sensitive)]
            {
                if !values.is_empty() && !mask.is_empty() && raw.text.covers(mask) {
                    marked(&raw.text.json(values), Mask::of(&raw.text.json(mask)), schema(), &mut out);
                }
            }
        }
        out.retain(|text| text.chars().count() >= LONG && is_telling(text));
        out
    }

    /// Whether this plan has the values that the var files of a directory give its variables; `None` where these give none.
    pub fn agrees(&self, fs: &dyn FileSystem, options: &LoadOptions, directory: &Path) -> Option<bool> {
        self.compared(written(fs, options, directory)).map(|(_, same)| same).reduce(|all, same| all && same)
    }

    /// The first variable that the var files of a directory give another value.
    pub fn disagrees(&self, fs: &dyn FileSystem, options: &LoadOptions, directory: &Path) -> Option<&str> {
        self.other(written(fs, options, directory))
    }

    /// The first variable that an environment gives another value, or why it is not known what that gives.
    pub fn is_not_of(
        &self,
        fs: &dyn FileSystem,
        options: &LoadOptions,
        set: &VariableSet,
    ) -> Result<Option<Arc<str>>, String> {
        let own = |name: &str| self.variables.iter().find(|(own, _)| **own == *name);
        let is_literal = |name: &str| own(name).is_none_or(|(_, value)| scalar(value).is_some());
        let written = of_set(fs, options, set, is_literal)?;
        // A plan file does not have what nobody set.
        let is_unset = |name: &str| {
            own(name).is_none() && self.snapshot.as_ref().is_some_and(|snapshot| snapshot.declares(name))
        };
        let unset = written.iter().map(|(name, _)| name).find(|name| is_unset(name)).cloned();
        Ok(unset.or_else(|| self.other(written).map(Into::into)))
    }

    fn other(&self, written: Vec<(Arc<str>, Value)>) -> Option<&str> {
        self.compared(written).find(|(_, same)| !same).map(|(name, _)| name)
    }

    /// The variables that are given a value, and whether it is that of this plan. Of a name that stands twice the last counts.
    fn compared(&self, written: Vec<(Arc<str>, Value)>) -> impl Iterator<Item = (&str, bool)> {
        let written: FxHashMap<Arc<str>, Value> = written.into_iter().collect();
        let own = self.variables.iter();
        own.filter_map(move |(name, value)| Some((&**name, same(written.get(name)?, value))))
    }
}

/// Whether two values are the same text, number or truth value, however it is typed, or hold the same ones: a plan has what
/// was given, without what an object has by default.
fn same(written: &Value, planned: &Value) -> bool {
    if let (Some(written), Some(planned)) = (scalar(written), scalar(planned)) {
        return written == planned;
    }
    if let (Some(written), Some(planned)) = (written.as_items(), planned.as_items()) {
        return written.len() == planned.len() && written.iter().zip(planned).all(|(a, b)| same(a, b));
    }
    match (written.as_map(), planned.as_map()) {
        (Some(written), Some(planned)) => {
            let is_there =
                |(key, value): &(Arc<str>, Value)| planned.get(key).is_some_and(|own| same(value, own));
            written.entries.len() == planned.entries.len() && written.entries.iter().all(is_there)
        }
        _ => written.is_null() && planned.is_null(),
    }
}

/// The texts that a mask covers one by one: where all of a collection is covered, as all blocks of a set are for one of
/// them, it also holds ordinary words. What the provider alone calls sensitive can be open elsewhere, such as the name of a
/// user that is kept in a secret.
fn marked(json: &Json<'_>, mask: Mask<'_>, schema: Option<BodySchema<'_>>, out: &mut Vec<String>) {
    match (json, mask) {
        (Json::String(text), Mask::All) => out.push(text.to_string()),
        (Json::Array(items), Mask::Parts(_)) => {
            (0..).zip(items).for_each(|(at, item)| marked(item, mask.item(at), schema, out));
        }
        (Json::Object(entries), Mask::Parts(_)) => {
            for (name, value) in entries {
                let attribute = schema.and_then(|schema| schema.attribute(name));
                if !attribute.is_some_and(|attribute| attribute.sensitive) {
                    let inner = schema.and_then(|schema| schema.block(name)).map(|block| block.body);
                    marked(value, mask.field(name), inner, out);
                }
            }
        }
        _ => {}
    }
}

/// A text as it stands in JSON: as Terraform writes it, and with no more escaped than has to be.
fn in_json(text: &str) -> [String; 2] {
    let plain = serde_json::to_string(text).unwrap_or_default();
    let plain = plain.get(1..plain.len().saturating_sub(1)).unwrap_or_default();
    let escaped = plain.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e");
    [escaped, plain.to_owned()]
}

/// A text, number or truth value as it is typed.
fn scalar(value: &Value) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    text.or_else(|| Some(value.as_number()?.to_string())).or_else(|| Some(value.as_bool()?.to_string()))
}

/// What stands in a collection that is given as an expression; nothing of what is none.
pub fn texts_in(text: &str) -> Vec<String> {
    let (tree, id) = parse_expression(text);
    let mut out = Vec::new();
    if let Some(value) = id.and_then(|id| constant(&tree, id).ok()) {
        value.any_part(&mut |part| {
            texts(part, &mut out);
            false
        });
    }
    out
}

/// What stands in a value.
fn texts(value: &Value, out: &mut Vec<String>) {
    if let Some(text) = scalar(value) {
        out.push(text);
        return;
    }
    value.any_part(&mut |part| {
        texts(part, out);
        false
    });
}

/// The value with a mark on each text that holds one of those that the environment gave.
pub(super) fn hushed(value: Value, given: &[(String, String)]) -> Value {
    if !holds(&value, given) {
        return value;
    }
    let each = |part: &Value| hushed(part.clone(), given);
    let inner = match &value {
        Value::Seq { value: seq, .. } => Value::seq(seq.kind.clone(), seq.items.iter().map(each).collect()),
        Value::Map { value: map, .. } => {
            Value::map(map.kind.clone(), map.entries.iter().map(|(key, item)| (key.clone(), each(item))))
        }
        _ => return value.with_marks(Marks::SECRET_SOURCE),
    };
    inner.set_marks(value.marks()).with_provenance(value.provenance())
}

fn holds(value: &Value, given: &[(String, String)]) -> bool {
    match value.as_str() {
        Some(text) => {
            let (secrets, named) = given.split_at(given.partition_point(|(name, _)| name.is_empty()));
            named.iter().any(|(_, secret)| text.contains(&**secret)) || stands_in(text, secrets)
        }
        None => !given.is_empty() && value.any_part(&mut |part| holds(part, given)),
    }
}

/// How many texts are looked for one by one.
const FEW: usize = 32;

/// Whether any of these texts, which are sorted and of [`LONG`] or more bytes each, stands in another.
fn stands_in(text: &str, secrets: &[(String, String)]) -> bool {
    if secrets.len() <= FEW {
        return secrets.iter().any(|(_, secret)| text.contains(&**secret));
    }
    let text = text.as_bytes();
    (0..text.len()).filter_map(|at| text.get(at..)).any(|rest| {
        let Some(start) = rest.get(..LONG) else { return false };
        let first = secrets.partition_point(|(_, secret)| secret.as_bytes() < start);
        let near = secrets.iter().skip(first).map(|(_, secret)| secret.as_bytes());
        near.take_while(|secret| secret.starts_with(start)).any(|secret| rest.starts_with(secret))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_texts_are_found_like_few() {
        let all: Vec<_> =
            (100_000..100_000 + 3 * FEW).map(|at| (String::new(), format!("secret-{at}"))).collect();
        let few = all.get(..FEW).unwrap();
        for (text, expected) in [
            ("secret-100000", true),
            ("a secret-100031 b", true),
            ("ü secret-secret-100007", true),
            ("secret-10000", false),
            ("secret", false),
            ("", false),
        ] {
            assert_eq!([stands_in(text, few), stands_in(text, &all)], [expected; 2], "{text}");
        }
        assert!(stands_in("secret-100095", &all) && !stands_in("secret-100096", &all));
    }
}
