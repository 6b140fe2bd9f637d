//! A plan in one pass over its bytes, its large parts side by side on all threads.
//!
//! Where a part starts is guessed by its key, and the guess holds only if the pass over the whole document
//! comes to that very byte. Whatever is unusual is left to [`super::document`], which says what is wrong.

use std::sync::Arc;

use memchr::memmem;

use super::document::{Change, Entry, OutputEntry, Piece, Placing, Prior, add_left_out};
use super::{PlaceInPlan, RawChange, RawOutput, RawPlan, Text, is_supported, shape};
use crate::plan::configuration::{self, Configuration};
use crate::plan::json::Json;
use crate::plan::scan::{Read, Scan, Unusual};

/// A list of so many bytes is worth two threads.
const LONG: usize = if cfg!(test) { 1 << 10 } else { 1 << 20 };

/// How deep modules of a state are followed here.
const MAX_DEPTH: u32 = 24;

/// Keys that may stand once only.
#[derive(Default)]
pub(crate) struct Once(u32);

impl Once {
    /// Notes the key with this number; a second one is unusual.
    pub(crate) fn meet(&mut self, number: u32) -> Read<()> {
        let bit = 1 << number;
        if self.0 & bit != 0 {
            return Err(Unusual);
        }
        self.0 |= bit;
        Ok(())
    }
}

/// A plan that was read.
pub(super) struct Quick {
    pub(super) raw: RawPlan,
    pub(super) configuration: Configuration,
    /// Name and value of the root variables, and whether they are secret.
    pub(super) variables: Vec<(Arc<str>, bool, super::Slice)>,
    /// The byte behind it.
    pub(super) end: usize,
}

/// A part of a plan, the byte it starts at and the one behind it.
struct Part<T> {
    start: usize,
    end: usize,
    content: T,
}

/// Reads the value at `start`.
fn part<'t, T>(
    text: &'t Text,
    start: Option<usize>,
    read: impl FnOnce(&mut Scan<'t>) -> Read<T>,
) -> Option<Part<T>> {
    let start = start?;
    let mut scan = Scan::new(&text.0, start);
    let content = read(&mut scan).ok()?;
    Some(Part { start, end: scan.at(), content })
}

/// The value that comes next: from a part that starts here, or read now.
fn next<'t, T>(
    scan: &mut Scan<'t>,
    ahead: &mut Option<Part<T>>,
    read: impl FnOnce(&mut Scan<'t>) -> Read<T>,
) -> Read<T> {
    scan.peek();
    if ahead.as_ref().is_some_and(|part| part.start == scan.at())
        && let Some(part) = ahead.take()
    {
        scan.jump(part.end);
        return Ok(part.content);
    }
    read(scan)
}

/// What a plan's configuration is read into, and the text of the root's variables.
type Configured<'t> = Option<(Configuration, Option<&'t str>)>;

/// The plan that starts at a byte; none where something about it is unusual.
pub(super) fn read(text: &Text, at: usize) -> Option<Quick> {
    let bytes = text.0.as_bytes();
    // Where the value of a key starts. In a string its quotes would be escaped.
    let value_of = |key: &str, from: usize| {
        let found = from + memmem::find(bytes.get(from..)?, key.as_bytes())? + key.len();
        let mut scan = Scan::new(&text.0, found);
        (scan.peek() == Some(b':')).then(|| {
            scan.jump(scan.at() + 1);
            scan.peek();
            scan.at()
        })
    };
    let planned = value_of("\"planned_values\"", at);
    let changes = value_of("\"resource_changes\"", planned.unwrap_or(at));
    let prior = value_of("\"prior_state\"", changes.unwrap_or(at));
    let configured = value_of("\"configuration\"", prior.or(changes).unwrap_or(at));
    let end = prior.or(configured).unwrap_or(bytes.len());
    let (mut changes, (mut configured, (mut planned, mut prior))) = rayon::join(
        || part(text, changes, |scan| list_of_changes(scan, text, end)),
        || {
            rayon::join(
                || part(text, configured, |scan| configuration(scan, text)),
                || {
                    rayon::join(
                        || part(text, planned, Scan::value),
                        || part(text, prior, |scan| prior_state(scan, text)),
                    )
                },
            )
        },
    );

    let mut scan = Scan::new(&text.0, at);
    let mut once = Once::default();
    let mut version = None;
    let mut top = Top::default();
    let mut placing = Placing::new(text);
    let mut variables = None;
    let mut declared: Configured<'_> = None;
    scan.object(|scan, key| {
        match key {
            "format_version" => {
                once.meet(0)?;
                version = scan.string_or_null()?;
            }
            "terraform_version" => {
                once.meet(1)?;
                scan.skip()?;
            }
            "variables" => {
                once.meet(2)?;
                variables = scan.value()?;
            }
            "resource_changes" => {
                once.meet(3)?;
                top.changes = next(scan, &mut changes, |scan| list_of_changes(scan, text, end))?;
            }
            "resource_drift" => {
                once.meet(4)?;
                drift(scan, &mut placing, &mut top.drift)?;
            }
            "deferred_changes" => {
                once.meet(5)?;
                deferred(scan, &mut placing, &mut top.deferred)?;
            }
            "output_changes" => {
                once.meet(6)?;
                outputs(scan, &placing, &mut top.outputs)?;
            }
            "planned_values" => {
                once.meet(7)?;
                top.planned = next(scan, &mut planned, Scan::value)?.map(Piece);
            }
            "prior_state" => {
                once.meet(8)?;
                top.prior = next(scan, &mut prior, |scan| prior_state(scan, text))?;
            }
            "configuration" => {
                once.meet(9)?;
                declared = next(scan, &mut configured, |scan| configuration(scan, text))?;
            }
            "errored" => {
                once.meet(10)?;
                top.errored = truth(scan)?.unwrap_or_default();
            }
            "complete" => {
                once.meet(11)?;
                top.complete = truth(scan)?;
            }
            _ => scan.skip()?,
        }
        Ok(())
    })
    .ok()?;
    // A plan has one of these; without a configuration it takes more to tell what is wrong.
    if !is_supported(&version?) || top.changes.is_empty() {
        return None;
    }
    let (configuration, declared) = declared?;
    let Top { mut changes, drift, deferred, prior, .. } = top;
    changes.extend(deferred);
    changes.extend(prior);
    let mut raw = RawPlan {
        text: text.clone(),
        changes,
        drift,
        outputs: top.outputs,
        configuration: super::Slice::default(),
        planned_values: top.planned.map(|piece| text.slice_of(piece.0)).unwrap_or_default(),
        errored: top.errored,
        complete: top.complete,
        refresh_only: false,
        unsealed: false,
    };
    Placing::sort_drift(&mut raw.drift);
    add_left_out(&mut raw);
    if shape::fault(&raw).is_some() {
        return None;
    }
    let variables = root_variables(text, variables, declared).ok()?;
    Some(Quick { raw, configuration, variables, end: scan.at() })
}

/// The parts of a plan as they are met.
#[derive(Default)]
struct Top<'t> {
    changes: Vec<RawChange>,
    drift: Vec<RawChange>,
    deferred: Vec<RawChange>,
    prior: Vec<RawChange>,
    outputs: Vec<RawOutput>,
    planned: Option<Piece<'t>>,
    errored: bool,
    complete: Option<bool>,
}

fn truth(scan: &mut Scan<'_>) -> Read<Option<bool>> {
    if scan.null()? { Ok(None) } else { scan.truth().map(Some) }
}

fn configuration<'t>(scan: &mut Scan<'t>, text: &Text) -> Read<Configured<'t>> {
    if scan.null()? { Ok(None) } else { configuration::quick::read(scan, text).map(Some) }
}

fn root_variables(
    text: &Text,
    variables: Option<&str>,
    declared: Option<&str>,
) -> Read<Vec<(Arc<str>, bool, super::Slice)>> {
    let Some(variables) = variables else { return Ok(Vec::new()) };
    let declared = declared.map_or(Json::Null, Json::parse);
    let mut out = Vec::new();
    let start = text.slice_of(variables).start as usize;
    Scan::new(&text.0, start).object(|scan, name| {
        let mut once = Once::default();
        let mut value = None;
        scan.object(|scan, key| {
            if key == "value" {
                once.meet(0)?;
                value = scan.value()?;
            } else {
                scan.skip()?;
            }
            Ok(())
        })?;
        let secret = declared.get(name).and_then(|one| one.get("sensitive")) == Some(&Json::Bool(true));
        out.push((name.into(), secret, value.map(|value| text.slice_of(value)).unwrap_or_default()));
        Ok(())
    })?;
    Ok(out)
}

/// A list of changes, of which the byte behind it is guessed. A long one is read in two halves.
fn list_of_changes(scan: &mut Scan<'_>, text: &Text, end: usize) -> Read<Vec<RawChange>> {
    if scan.null()? {
        return Ok(Vec::new());
    }
    let start = scan.at();
    // Where an element may start; it does only if the first half comes to that very byte.
    let middle = || {
        let half = start + end.checked_sub(start).filter(|length| *length > LONG)? / 2;
        let between = b"},{\"address\":";
        Some(half + memmem::find(text.0.as_bytes().get(half..)?, between)? + "},".len())
    };
    let middle = middle().unwrap_or(usize::MAX);
    let half = |start: usize, read: &dyn Fn(&mut Scan<'_>, &mut Each<'_>) -> Read<bool>| {
        let mut out = Vec::new();
        let mut placing = Placing::new(text);
        let mut scan = Scan::new(&text.0, start);
        let goes_on = read(&mut scan, &mut |scan| {
            let entry = entry(scan)?;
            out.push(placing.change(&entry, PlaceInPlan::Change(out.len() as u32), None));
            Ok(())
        })?;
        Ok((out, goes_on, scan.at()))
    };
    let (first, second) = rayon::join(
        || half(start, &|scan, each| scan.list_until(middle, each)),
        || half(middle, &|scan, each| scan.rest_of_list(each).map(|()| false)),
    );
    let (mut out, goes_on, mut end) = first?;
    if goes_on {
        let (mut rest, _, behind) = second?;
        for change in &mut rest {
            if let PlaceInPlan::Change(at) = &mut change.place {
                *at += out.len() as u32;
            }
        }
        out.append(&mut rest);
        end = behind;
    }
    scan.jump(end);
    out.shrink_to_fit();
    Ok(out)
}

/// Reads an element.
type Each<'e> = dyn FnMut(&mut Scan<'_>) -> Read<()> + 'e;

fn drift(scan: &mut Scan<'_>, placing: &mut Placing<'_>, out: &mut Vec<RawChange>) -> Read<()> {
    if scan.null()? {
        return Ok(());
    }
    let mut at = 0;
    scan.list(|scan| {
        let entry = entry(scan)?;
        if entry.deposed.is_none() {
            out.push(placing.change(&entry, PlaceInPlan::Change(at), None));
        }
        at += 1;
        Ok(())
    })
}

fn deferred(scan: &mut Scan<'_>, placing: &mut Placing<'_>, out: &mut Vec<RawChange>) -> Read<()> {
    if scan.null()? {
        return Ok(());
    }
    scan.list(|scan| {
        let mut once = Once::default();
        let (mut reason, mut change) = (None, None);
        scan.object(|scan, key| {
            match key {
                "reason" => {
                    once.meet(0)?;
                    reason = scan.string_or_null()?;
                }
                "resource_change" => {
                    once.meet(1)?;
                    change = Some(entry(scan)?);
                }
                _ => scan.skip()?,
            }
            Ok(())
        })?;
        let change = change.ok_or(Unusual)?;
        let place = PlaceInPlan::Deferred(out.len() as u32);
        out.push(placing.change(&change, place, Some(reason.as_deref().unwrap_or("unknown"))));
        Ok(())
    })
}

fn outputs(scan: &mut Scan<'_>, placing: &Placing<'_>, out: &mut Vec<RawOutput>) -> Read<()> {
    if scan.null()? {
        return Ok(());
    }
    scan.object(|scan, name| {
        let mut once = Once::default();
        let mut output = OutputEntry::default();
        scan.object(|scan, key| {
            match key {
                "actions" => {
                    once.meet(0)?;
                    words(scan, &mut output.actions)?;
                }
                "after" => {
                    once.meet(1)?;
                    output.after = scan.value()?.map(Piece);
                }
                "after_unknown" => {
                    once.meet(2)?;
                    output.after_unknown = scan.value()?.map(Piece);
                }
                "after_sensitive" => {
                    once.meet(3)?;
                    output.after_sensitive = scan.value()?.map(Piece);
                }
                _ => scan.skip()?,
            }
            Ok(())
        })?;
        out.extend(placing.output(name, &output));
        Ok(())
    })
}

fn words<'t>(scan: &mut Scan<'t>, out: &mut Vec<std::borrow::Cow<'t, str>>) -> Read<()> {
    scan.list(|scan| {
        out.push(scan.string()?);
        Ok(())
    })
}

/// An element of `resource_changes`, or of what has its form.
fn entry<'t>(scan: &mut Scan<'t>) -> Read<Entry<'t>> {
    let mut once = Once::default();
    let mut out = Entry::default();
    scan.object(|scan, key| {
        match key {
            "address" => {
                once.meet(0)?;
                out.address = scan.string()?;
            }
            "previous_address" => {
                once.meet(1)?;
                out.previous_address = scan.string_or_null()?;
            }
            "module_address" => {
                once.meet(2)?;
                out.module_address = scan.string_or_null()?;
            }
            "mode" => {
                once.meet(3)?;
                out.mode = scan.string()?;
            }
            "type" => {
                once.meet(4)?;
                out.type_name = scan.string()?;
            }
            "name" => {
                once.meet(5)?;
                out.name = scan.string()?;
            }
            "index" => {
                once.meet(6)?;
                out.index = scan.value()?.map(Piece);
            }
            "index_unknown" => {
                once.meet(7)?;
                out.index_unknown = truth(scan)?;
            }
            "provider_name" => {
                once.meet(8)?;
                out.provider_name = scan.string()?;
            }
            "deposed" => {
                once.meet(9)?;
                out.deposed = scan.string_or_null()?;
            }
            "action_reason" => {
                once.meet(10)?;
                out.action_reason = scan.string_or_null()?;
            }
            "change" => {
                once.meet(11)?;
                out.change = change(scan)?;
            }
            _ => scan.skip()?,
        }
        Ok(())
    })?;
    Ok(out)
}

fn change<'t>(scan: &mut Scan<'t>) -> Read<Change<'t>> {
    let mut once = Once::default();
    let mut out = Change::default();
    scan.object(|scan, key| {
        match key {
            "actions" => {
                once.meet(0)?;
                words(scan, &mut out.actions)?;
            }
            "before" => {
                once.meet(1)?;
                out.before = scan.value()?.map(Piece);
            }
            "after" => {
                once.meet(2)?;
                out.after = scan.value()?.map(Piece);
            }
            "after_unknown" => {
                once.meet(3)?;
                out.after_unknown = scan.value()?.map(Piece);
            }
            "before_sensitive" => {
                once.meet(4)?;
                out.before_sensitive = scan.value()?.map(Piece);
            }
            "after_sensitive" => {
                once.meet(5)?;
                out.after_sensitive = scan.value()?.map(Piece);
            }
            "replace_paths" => {
                once.meet(6)?;
                out.replace_paths = scan.value()?.map(Piece);
            }
            "importing" => {
                once.meet(7)?;
                out.importing = scan.value()?.map(|_| serde::de::IgnoredAny);
            }
            _ => scan.skip()?,
        }
        Ok(())
    })?;
    Ok(out)
}

/// The data sources that were read before the plan was made.
fn prior_state(scan: &mut Scan<'_>, text: &Text) -> Read<Vec<RawChange>> {
    let mut out = Vec::new();
    let mut placing = Placing::new(text);
    if scan.null()? {
        return Ok(out);
    }
    let mut once = Once::default();
    scan.object(|scan, key| {
        if key != "values" {
            return scan.skip();
        }
        once.meet(0)?;
        if scan.null()? {
            return Ok(());
        }
        scan.object(|scan, key| {
            if key != "root_module" {
                return scan.skip();
            }
            once.meet(1)?;
            if scan.null()? {
                return Ok(());
            }
            prior_module(scan, "/prior_state/values/root_module", 0, &mut placing, &mut out)
        })
    })?;
    Ok(out)
}

fn prior_module(
    scan: &mut Scan<'_>,
    pointer: &str,
    depth: u32,
    placing: &mut Placing<'_>,
    out: &mut Vec<RawChange>,
) -> Read<()> {
    if depth > MAX_DEPTH {
        return Err(Unusual);
    }
    let mut once = Once::default();
    let mut address = None;
    let mut own: Vec<(usize, Prior<'_>)> = Vec::new();
    let mut below = Vec::new();
    scan.object(|scan, key| {
        match key {
            "address" => {
                once.meet(0)?;
                address = scan.string_or_null()?;
            }
            "resources" => {
                once.meet(1)?;
                if scan.null()? {
                    return Ok(());
                }
                let mut position = 0;
                scan.list(|scan| {
                    let resource = prior(scan)?;
                    if resource.mode == "data" {
                        own.push((position, resource));
                    }
                    position += 1;
                    Ok(())
                })?;
            }
            "child_modules" => {
                once.meet(2)?;
                let mut position = 0;
                scan.list(|scan| {
                    let pointer = format!("{pointer}/child_modules/{position}");
                    position += 1;
                    prior_module(scan, &pointer, depth + 1, placing, &mut below)
                })?;
            }
            _ => scan.skip()?,
        }
        Ok(())
    })?;
    let address = address.unwrap_or_default();
    for (position, mut resource) in own {
        resource.module.clone_from(&address);
        out.push(placing.prior(format!("{pointer}/resources/{position}/values").into(), &resource));
    }
    out.append(&mut below);
    Ok(())
}

fn prior<'t>(scan: &mut Scan<'t>) -> Read<Prior<'t>> {
    let mut once = Once::default();
    let mut out = Prior::default();
    scan.object(|scan, key| {
        match key {
            "address" => {
                once.meet(0)?;
                out.address = scan.string()?;
            }
            "mode" => {
                once.meet(1)?;
                out.mode = scan.string()?;
            }
            "type" => {
                once.meet(2)?;
                out.type_name = scan.string()?;
            }
            "name" => {
                once.meet(3)?;
                out.name = scan.string()?;
            }
            "index" => {
                once.meet(4)?;
                out.index = scan.value()?.map(Piece);
            }
            "provider_name" => {
                once.meet(5)?;
                out.provider_name = scan.string()?;
            }
            "values" => {
                once.meet(6)?;
                out.values = scan.value()?.map(Piece);
            }
            "sensitive_values" => {
                once.meet(7)?;
                out.sensitive_values = scan.value()?.map(Piece);
            }
            "deposed_key" => {
                once.meet(8)?;
                scan.skip()?;
            }
            _ => scan.skip()?,
        }
        Ok(())
    })?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::document::Document;
    use super::super::{PlanInput, accept};
    use super::*;

    const PLANS: [&str; 4] = [
        include_str!("../../../../../testdata/plans/sets-and-nulls/plan.json"),
        include_str!("../../../../../testdata/plans/data-deferred/plan.json"),
        include_str!("../../../../../testdata/plans/modules-aliases/plan.json"),
        include_str!("../../../../../testdata/plans/sensitive/plan.json"),
    ];

    /// Everything that stacks are made from. The numbers of leaves only tell them apart.
    fn shown(plan: &PlanInput) -> String {
        let PlanInput { raw, configuration, variables, .. } = plan;
        let mut resources: Vec<String> = configuration
            .resources
            .iter()
            .map(|resource| {
                let fields = configuration.written(resource, true);
                unnumbered(&format!(
                    "{} {:?} {:?} {fields:?}",
                    resource.provider,
                    resource.depends_on(),
                    resource.repetition()
                ))
            })
            .collect();
        resources.sort();
        let mut modules: Vec<String> = configuration
            .modules
            .iter()
            .map(|module| {
                let mut calls: Vec<String> =
                    module.calls.iter().map(|(name, call)| format!("{name} {:?}", call.arguments)).collect();
                calls.sort();
                unnumbered(&format!("{calls:?} {:?}", module.outputs))
            })
            .collect();
        modules.sort();
        let text = format!(
            "{:#?} {:#?} {:#?} {:?} {:?} {variables:#?} {modules:#?} {resources:#?} {:#?}",
            raw.changes, raw.drift, raw.outputs, raw.errored, raw.complete, configuration.providers
        );
        unnumbered(&text)
    }

    /// Without the numbers of leaves, before anything is put in order by its text.
    fn unnumbered(text: &str) -> String {
        let mut parts = text.split("number: ");
        let head = parts.next().unwrap_or_default().to_owned();
        parts.fold(head, |text, part| text + part.trim_start_matches(|c: char| c.is_ascii_digit()))
    }

    /// Whether the quick way reads it; then it is what the other reads.
    fn agrees(content: &str) -> bool {
        let text = Text(Arc::new(content.to_owned()));
        let Some(quick) = read(&text, 0) else { return false };
        let end = quick.end;
        let quick = PlanInput::of(quick, &text, "plan.json", None);
        let mut stream = serde_json::Deserializer::from_str(&text.0).into_iter::<Document<'_>>();
        let document = stream.next().unwrap().unwrap();
        assert_eq!(end, stream.byte_offset());
        let slow = accept(&text, &document, &text.0, "plan.json", None).unwrap();
        let (quick, slow) = (shown(&quick), shown(&slow));
        let difference = quick.lines().zip(slow.lines()).find(|(a, b)| a != b);
        assert_eq!(difference, None);
        assert_eq!(quick, slow);
        true
    }

    #[test]
    fn plans_are_read_the_quick_way() {
        for plan in PLANS {
            assert!(agrees(plan));
        }
    }

    #[test]
    fn names_in_another_order_are_read_alike() {
        let plan = PLANS[2];
        for (at, _) in plan.match_indices("catalog_name") {
            assert!(agrees(&format!("{}n{}", &plan[..at], &plan[at + 1..])));
        }
    }

    #[test]
    fn what_is_lost_twice_or_of_another_type_is_left_to_serde() {
        let plan = PLANS[2];
        assert!(agrees(plan));
        for (from, to) in [
            ("\"resource_changes\":", "\"resource_change\":"),
            ("\"configuration\":", "\"configurations\":"),
            ("\"format_version\":\"1.2\"", "\"format_version\":\"3.0\""),
            ("\"resource_changes\":[{\"address\":\"", "\"resource_changes\":[{\"address\":1,\"x\":\""),
            ("\"after_unknown\":", "\"after_unknowns\":"),
            ("\"references\":[", "\"references\":[1,"),
            ("\"actions\":[", "\"actions\":null,\"x\":["),
        ] {
            let changed = plan.replacen(from, to, 1);
            assert_ne!(changed, plan, "{from}");
            assert!(!agrees(&changed), "{to}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_changed_byte_is_read_alike_or_left_to_serde(which in 0..PLANS.len(), at: prop::sample::Index, byte in 32..127_u8) {
            let mut bytes = PLANS[which].as_bytes().to_vec();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(content) = String::from_utf8(bytes) {
                agrees(&content);
            }
        }

        #[test]
        fn a_piece_that_is_lost_is_read_alike_or_left_to_serde(
            which in 0..PLANS.len(), from: prop::sample::Index, length in 1..40_usize
        ) {
            let plan = PLANS[which];
            let from = from.index(plan.len());
            if let (Some(head), Some(tail)) = (plan.get(..from), plan.get((from + length).min(plan.len())..)) {
                agrees(&format!("{head}{tail}"));
            }
        }
    }
}
