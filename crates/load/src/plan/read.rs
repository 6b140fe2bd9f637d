//! From bytes to plans: one pass over the input, which keeps the places of values and decodes none.

mod document;
mod quick;
mod shape;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

use bricklint_findings::address::DEPOSED;
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_lang::value::{Marks, Value};
use bricklint_model::instance::{InstanceKey, Mode};
use memchr::memmem;

use super::json::Json;
use super::lean::Lean;
use super::mask::Mask;
use super::value::plain;
use super::{PlanFile, PlanInput, binary, configuration};
use crate::snapshot::Snapshot;
use crate::sniff::{self, Kind};

use document::Document;
pub(super) use quick::Once;

/// The text of a file, shared by all that is read from it.
#[derive(Clone, Default)]
pub(super) struct Text(Arc<String>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A stretch of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slice {
    start: u32,
    len: u32,
}

/// The most bytes of a text that a [`Slice`] can tell.
const MAX_TEXT: usize = u32::MAX as usize;

impl Text {
    /// The text of a slice; empty for the empty slice.
    pub(super) fn get(&self, slice: Slice) -> &str {
        let start = slice.start as usize;
        self.0.get(start..start + slice.len as usize).unwrap_or_default()
    }

    /// Where this part of the text stands; empty for what is no part of it.
    pub(super) fn slice_of(&self, part: &str) -> Slice {
        let start = (part.as_ptr() as usize).wrapping_sub(self.0.as_ptr() as usize);
        let slice = Slice { start: start as u32, len: part.len() as u32 };
        if start.saturating_add(part.len()) <= self.0.len() { slice } else { Slice::default() }
    }

    /// The value in a slice; null for the empty slice.
    pub(super) fn json(&self, slice: Slice) -> Json<'_> {
        Json::parse(self.get(slice))
    }

    /// The mask in a slice, `false` if it covers nothing. Most do not, and are not read.
    pub(super) fn mask(&self, slice: Slice) -> Json<'_> {
        if self.covers(slice) { self.json(slice) } else { Json::Bool(false) }
    }

    /// Whether a mask can cover anything; one that is not there can.
    pub(super) fn covers(&self, slice: Slice) -> bool {
        let text = self.get(slice);
        matches!(text, "" | "null") || memmem::find(text.as_bytes(), b"true").is_some()
    }
}

impl Slice {
    /// Whether it holds nothing.
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A change of a resource instance, as it stands in the plan.
#[derive(Clone, Debug)]
pub(super) struct RawChange {
    pub(super) address: Arc<str>,
    pub(super) module: Arc<str>,
    pub(super) data: bool,
    pub(super) type_name: Arc<str>,
    pub(super) name: Arc<str>,
    /// Which instance of its resource.
    pub(super) key: InstanceKey,
    pub(super) provider: Arc<str>,
    pub(super) actions: Arc<[Arc<str>]>,
    pub(super) before: Slice,
    pub(super) before_sensitive: Slice,
    pub(super) after: Slice,
    pub(super) after_unknown: Slice,
    pub(super) after_sensitive: Slice,
    /// Position in `resource_changes` or `deferred_changes`; of a data source that was read already, and of what
    /// they leave out, the JSON pointer of its entry.
    pub(super) place: PlaceInPlan,
    /// What most changes have nothing of.
    pub(super) rare: Option<Box<Rare>>,
}

impl Default for RawChange {
    fn default() -> Self {
        Self {
            address: Arc::default(),
            module: Arc::default(),
            data: false,
            type_name: Arc::default(),
            name: Arc::default(),
            key: InstanceKey::None,
            provider: Arc::default(),
            actions: Arc::default(),
            before: Slice::default(),
            before_sensitive: Slice::default(),
            after: Slice::default(),
            after_unknown: Slice::default(),
            after_sensitive: Slice::default(),
            place: PlaceInPlan::default(),
            rare: None,
        }
    }
}

/// What few changes have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rare {
    pub(super) reason: Option<Arc<str>>,
    pub(super) previous_address: Option<Arc<str>>,
    pub(super) importing: bool,
    pub(super) replace_paths: Slice,
    /// Why a change is deferred.
    pub(super) deferred: Option<Arc<str>>,
}

impl RawChange {
    /// Whether it is a resource or a data source.
    pub(super) fn mode(&self) -> Mode {
        if self.data { Mode::Data } else { Mode::Managed }
    }

    /// Whether it is not planned yet.
    pub(super) fn is_deferred(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.deferred.is_some())
    }

    /// Whether the instance is gone afterwards.
    pub(super) fn is_removal(&self) -> bool {
        bricklint_model::instance::removes(&self.actions)
    }

    /// Whether it is an object that another one replaced and that is still to be destroyed.
    pub(super) fn is_deposed(&self) -> bool {
        self.address.ends_with(')') && self.address.contains(DEPOSED)
    }
}

/// Where an instance stands in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PlaceInPlan {
    Change(u32),
    Deferred(u32),
    Prior(Box<Arc<str>>),
}

impl Default for PlaceInPlan {
    fn default() -> Self {
        Self::Change(0)
    }
}

/// A change of a root output.
#[derive(Clone, Debug, Default)]
pub(super) struct RawOutput {
    pub(super) name: Arc<str>,
    pub(super) after: Slice,
    pub(super) after_unknown: Slice,
    pub(super) after_sensitive: Slice,
}

/// A plan with its values still in the text.
#[derive(Debug)]
pub(super) struct RawPlan {
    pub(super) text: Text,
    pub(super) changes: Vec<RawChange>,
    /// What was changed outside, sorted by address.
    pub(super) drift: Vec<RawChange>,
    pub(super) outputs: Vec<RawOutput>,
    pub(super) configuration: Slice,
    /// Looked into where it lists more than `resource_changes`.
    pub(super) planned_values: Slice,
    pub(super) errored: bool,
    pub(super) complete: Option<bool>,
    /// Whether it lists no resources, and its changes are those of the state after refresh.
    pub(super) refresh_only: bool,
    /// Whether its masks leave out what is sensitive by the provider's schema.
    pub(super) unsealed: bool,
}

/// The plans in a file. See [`super::read_plans`].
pub(super) fn read(bytes: Vec<u8>, path: &str) -> PlanFile {
    let mut file = PlanFile { plans: Vec::new(), problems: Vec::new() };
    let location = Location { path: path.to_owned(), ..Location::default() };
    let problem = |kind: ProblemKind, message: String| Problem::new(kind, message).at(location.clone());
    let bytes = if bytes.starts_with(GZIP) {
        match unpacked(&bytes, MAX_UNPACKED) {
            Ok(content) if content.starts_with(GZIP) => {
                let file_name = if path == "-" || path.is_empty() { "FILE" } else { path };
                let message = format!(
                    "this is compressed with gzip twice; run `gunzip -c {file_name} | gunzip -c > plan.json` and check \
                     `plan.json`"
                );
                file.problems.push(problem(ProblemKind::Unreadable, message));
                return file;
            }
            Ok(content) => content,
            Err((kind, message)) => {
                file.problems.push(problem(kind, message));
                return file;
            }
        }
    } else {
        bytes
    };
    let mut snapshot = None;
    let bytes = if bytes.starts_with(b"PK") && sniff::sniff(&bytes) == Kind::BinaryPlan {
        match binary::read(&bytes) {
            Ok(unpacked) => {
                snapshot = Some(Arc::new(unpacked.snapshot));
                unpacked.json.into_bytes()
            }
            Err(fault) => {
                let kind = if fault.is_limit() { ProblemKind::Limit } else { ProblemKind::Unreadable };
                file.problems.push(problem(kind, fault.sentence(path, bytes.len())));
                return file;
            }
        }
    } else {
        bytes
    };
    let text = match sniff::utf16(&bytes) {
        Some(text) => {
            drop(bytes);
            if !text.trim_start_matches('\u{feff}').trim().is_empty() {
                file.problems.push(problem(
                    ProblemKind::Note,
                    "this is in UTF-16, as PowerShell writes it, and is read all the same".into(),
                ));
            }
            text
        }
        None => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let kind = sniff::sniff(error.as_bytes());
                file.problems.push(problem(ProblemKind::Unreadable, not_utf8(kind, path)));
                return file;
            }
        },
    };
    if text.len() > MAX_TEXT {
        let message = "this is larger than 4 GiB, which is not read".to_owned();
        file.problems.push(problem(ProblemKind::Limit, message));
        return file;
    }
    let text = Text(Arc::new(text));
    let whole = text.0.as_str();
    let mut at = whole.len() - whole.trim_start_matches('\u{feff}').trim_start().len();
    if !whole.get(at..).unwrap_or_default().starts_with('{') {
        let kind = sniff::sniff(whole.as_bytes());
        let start = sniff::plan_start(whole);
        match (kind.refusal(path), start) {
            (None, Some(start)) => {
                if shape::is_part_of_a_plan(whole.get(..start).unwrap_or_default()) {
                    file.problems.push(problem(ProblemKind::Unreadable, PIECE.to_owned()));
                    return file;
                }
                file.problems.push(problem(ProblemKind::Note, WRAPPER.to_owned()));
                at = start;
            }
            (refusal, _) => {
                file.problems.push(problem(
                    ProblemKind::Unreadable,
                    refusal.or_else(|| Kind::OtherText.refusal(path)).unwrap_or_default(),
                ));
                return file;
            }
        }
    }
    let mut document = 0;
    while at < whole.len() {
        document += 1;
        if let Some(plan) = quick::read(&text, at) {
            at = plan.end;
            file.plans.push(PlanInput::of(plan, &text, path, snapshot.as_ref()));
            at = between(whole, at, &mut file, &problem);
            continue;
        }
        let rest = whole.get(at..).unwrap_or_default();
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Document<'_>>();
        let result = stream.next();
        let used = stream.byte_offset();
        match result {
            None => break,
            Some(Ok(mut top)) => {
                // `-refresh-only` lists no resources: they stand in the state alone.
                if top.changes.is_empty() && top.deferred.is_empty() {
                    top.prior = document::whole_state(rest);
                }
                match accept(&text, &top, rest, path, snapshot.as_ref()) {
                    Ok(plan) => file.plans.push(plan),
                    Err(sentence) => {
                        file.problems.push(problem(ProblemKind::Unreadable, sentence));
                        // One sentence is enough for a log of a thousand lines.
                        if file.plans.is_empty() {
                            return file;
                        }
                    }
                }
            }
            Some(Err(error)) => {
                file.problems
                    .push(problem(ProblemKind::Unreadable, broken(rest, at, whole, &error, document, path)));
                break;
            }
        }
        at = between(whole, at + used, &mut file, &problem);
    }
    if file.plans.len() > 1 {
        for (plan, number) in file.plans.iter_mut().zip(1..) {
            plan.number = NonZeroU32::new(number);
        }
    }
    file
}

/// See [`super::read_lean`].
pub(super) fn read_lean(lean: Lean, path: &str) -> Option<PlanFile> {
    let text = Text(Arc::new(String::from_utf8(lean.bytes).ok()?));
    if text.0.len() > MAX_TEXT {
        return None;
    }
    let plan = quick::read(&text, 0)?;
    // What was left out wrongly leaves something behind the plan, or no plan.
    let is_all = text.0.get(plan.end..).is_some_and(|rest| rest.trim_ascii().is_empty());
    if !is_all || lean.planned > document::listed(&plan.raw) {
        return None;
    }
    Some(PlanFile { plans: vec![PlanInput::of(plan, &text, path, None)], problems: Vec::new() })
}

/// Where the next plan starts, of the text from `at` on; its end where there is none. Says what is passed over.
fn between(
    whole: &str,
    at: usize,
    file: &mut PlanFile,
    problem: &impl Fn(ProblemKind, String) -> Problem,
) -> usize {
    let rest = whole.get(at..).unwrap_or_default().trim_start();
    let at = whole.len() - rest.len();
    if rest.is_empty() || rest.starts_with('{') {
        return at;
    }
    if !file.problems.iter().any(|p| p.message == WRAPPER) {
        file.problems.push(problem(ProblemKind::Note, WRAPPER.to_owned()));
    }
    let next = sniff::plan_start(rest);
    if shape::is_part_of_a_plan(rest.get(..next.unwrap_or(rest.len())).unwrap_or_default()) {
        file.problems.push(problem(ProblemKind::Unreadable, PIECE.to_owned()));
    }
    next.map_or(whole.len(), |start| at + start)
}

impl PlanInput {
    fn of(plan: quick::Quick, text: &Text, path: &str, snapshot: Option<&Arc<Snapshot>>) -> Self {
        let mut raw = plan.raw;
        raw.unsealed = snapshot.is_some();
        let variables = plan.variables.into_iter().map(|(name, secret, value)| {
            let value = plain(&text.json(value));
            (name, if secret { value.with_marks(Marks::SENSITIVE) } else { value })
        });
        Self {
            path: path.into(),
            number: None,
            variables: sealed(variables.collect(), snapshot),
            given: Arc::default(),
            schema: None,
            snapshot: snapshot.cloned(),
            raw: Arc::new(raw),
            configuration: Arc::new(plan.configuration),
        }
    }
}

/// Variables as the JSON of a plan has them: which are sensitive, and what nobody set, says the configuration in a plan file.
fn sealed(mut variables: Vec<(Arc<str>, Value)>, snapshot: Option<&Arc<Snapshot>>) -> Vec<(Arc<str>, Value)> {
    for (name, default) in snapshot.map(|snapshot| snapshot.sensitive()).unwrap_or_default() {
        if let Some((_, value)) = variables.iter_mut().find(|(known, _)| **known == *name) {
            *value = value.clone().with_marks(Marks::SENSITIVE);
        } else if let Some(default) = default {
            variables.push((name.into(), default.with_marks(Marks::SENSITIVE)));
        }
    }
    variables
}

/// The most bytes that a compressed plan may unpack to.
const MAX_UNPACKED: u64 = 4 << 30;

/// What content that is compressed with gzip starts with (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b";

/// What is compressed with gzip, or the sentence that says why it is not read.
fn unpacked(bytes: &[u8], limit: u64) -> Result<Vec<u8>, (ProblemKind, String)> {
    use std::io::Read as _;
    let unpack = || flate2::read::MultiGzDecoder::new(bytes).take(limit.saturating_add(1));
    // Room that grows as it fills takes twice as much, so how much it is comes first.
    let read = std::io::copy(&mut unpack(), &mut std::io::sink()).and_then(|size| {
        let mut content = Vec::new();
        if size <= limit {
            content.reserve_exact(usize::try_from(size).unwrap_or_default());
            unpack().read_to_end(&mut content)?;
        }
        Ok((size <= limit).then_some(content))
    });
    match read {
        Ok(Some(content)) => Ok(content),
        Ok(None) => {
            let message = format!("this unpacks to more than {} MiB, which is not read", limit >> 20);
            Err((ProblemKind::Limit, message))
        }
        Err(error) => {
            let what = if error.kind() == std::io::ErrorKind::UnexpectedEof {
                format!("ends early, after {} bytes", bytes.len())
            } else {
                "is damaged".to_owned()
            };
            let message = format!(
                "this is compressed with gzip and {what}: the step that wrote it was stopped, or its copy was \
                 changed; write it again"
            );
            Err((ProblemKind::Unreadable, message))
        }
    }
}

const PIECE: &str = "there is a piece of a plan outside of any whole one: the file was cut, or put together from \
                     pieces; run `terraform show -json PLANFILE` again";

pub(super) const AS_IT_IS: &str = "check what `terraform show -json PLANFILE` prints as it is";

const WRAPPER: &str = "there is other text around the plan, as CI wrappers print it, and it is skipped; \
                       set `terraform_wrapper: false` for hashicorp/setup-terraform";

fn not_utf8(kind: Kind, path: &str) -> String {
    match kind {
        Kind::Plan | Kind::OtherText | Kind::OtherJson | Kind::Empty => {
            "this is not text in UTF-8; check what `terraform show -json PLANFILE` prints as it is".to_owned()
        }
        other => other.refusal(path).unwrap_or_default(),
    }
}

/// The plan of a document, or the sentence that says why it is none.
fn accept(
    text: &Text,
    top: &Document<'_>,
    rest: &str,
    path: &str,
    snapshot: Option<&Arc<Snapshot>>,
) -> Result<PlanInput, String> {
    let kind = if top.looks_like_plan { Kind::Plan } else { sniff::sniff_text(rest) };
    let version = match (&top.format_version, kind) {
        (Some(version), Kind::Plan) => version,
        (None, Kind::Plan) => return Err(Kind::PlanWithoutFormat.refusal(path).unwrap_or_default()),
        (_, other) => return Err(other.refusal(path).unwrap_or_default()),
    };
    if !is_supported(version) {
        return Err(unsupported(version));
    }
    if !top.looks_like_plan {
        return Err(format!("this has the `format_version` of a plan and nothing else of one; {AS_IT_IS}"));
    }
    let mut raw = top.place(text);
    raw.unsealed = snapshot.is_some();
    if let Some(fault) = shape::fault(&raw) {
        return Err(format!("{fault}; {AS_IT_IS}"));
    }
    let json = text.json(raw.configuration);
    let configuration = Arc::new(configuration::read(&json));
    if let Some(fault) = &configuration.fault {
        return Err(format!("{fault} in this plan; {AS_IT_IS}"));
    }
    if let Some(fault) = shape::lost(&raw, configuration.managed()) {
        return Err(format!("{fault}; {AS_IT_IS}"));
    }
    let declared = json.get("root_module").and_then(|root| root.get("variables"));
    let variables = top
        .variables
        .iter()
        .map(|(name, value)| {
            let secret = declared.and_then(|d| d.get(name)).and_then(|d| d.get("sensitive"))
                == Some(&Json::Bool(true));
            let value = value.value.map_or_else(Value::null, |value| plain(&Json::parse(value.0)));
            let value = if secret { value.with_marks(Marks::SENSITIVE) } else { value };
            (Arc::from(&**name), value)
        })
        .collect::<Vec<(Arc<str>, Value)>>();
    drop(json);
    Ok(PlanInput {
        path: path.into(),
        number: None,
        variables: sealed(variables, snapshot),
        given: Arc::default(),
        schema: None,
        snapshot: snapshot.cloned(),
        raw: Arc::new(raw),
        configuration,
    })
}

fn is_supported(version: &str) -> bool {
    matches!(version.split('.').next(), Some("0" | "1"))
}

fn unsupported(version: &str) -> String {
    format!(
        "this plan has `format_version` {version:?}, and only versions 0 and 1 are known; make it with a \
         Terraform that this tool knows, or update the tool"
    )
}

/// The sentence for a document that is no JSON, or no plan.
fn broken(
    rest: &str,
    at: usize,
    whole: &str,
    error: &serde_json::Error,
    document: usize,
    path: &str,
) -> String {
    let kind = sniff::sniff_text(rest);
    if kind != Kind::Plan {
        return kind.refusal(path).unwrap_or_default();
    }
    let keys = sniff::top_keys(rest);
    let version = keys.iter().find(|(key, _)| *key == "format_version").map(|(_, start)| *start);
    if let Some(Json::String(version)) = version.and_then(|start| rest.get(start..)).map(Json::parse)
        && !is_supported(&version)
    {
        return unsupported(&version);
    }
    let which = if document > 1 { format!("plan {document} in this file") } else { "this plan".to_owned() };
    let before = whole.get(..at).unwrap_or_default();
    let lines_before = memchr::memchr_iter(b'\n', before.as_bytes()).count();
    let line = lines_before + error.line();
    if error.is_eof() {
        let length = whole.len();
        return format!(
            "{which} ends early, after {length} bytes: the step that wrote it was stopped, or its output was \
             cut; run `terraform show -json PLANFILE` again"
        );
    }
    if error.is_data() {
        for (key, want) in SHAPES {
            let Some((_, start)) = keys.iter().find(|(name, _)| name == key) else { continue };
            let found = rest.get(*start..).and_then(|value| value.chars().next());
            let (article, fits) = match found {
                Some('{') => ("an object", *want == '{'),
                Some('[') => ("a list", *want == '['),
                Some('"') => ("a string", *want == '"'),
                Some('t' | 'f') => ("a truth value", *want == 't'),
                Some('n') => ("null", true),
                _ => ("a number", false),
            };
            if !fits {
                let want = match want {
                    '{' => "an object",
                    '[' => "a list",
                    '"' => "a string",
                    _ => "a truth value",
                };
                return format!(
                    "`{key}` in {which} is {article} where {want} belongs; check what `terraform show -json \
                     PLANFILE` prints as it is"
                );
            }
        }
    }
    let text = error.to_string();
    let text = without_values(text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text));
    format!(
        "{which} is not what `terraform show -json` prints: {text} at line {line}; check its output as it is"
    )
}

/// What `serde` says of a value of the wrong type, without the value: it can be a secret.
fn without_values(text: &str) -> String {
    let parts = ["invalid type: ", "invalid value: "].iter().find_map(|start| text.strip_prefix(start));
    let Some((found, wanted)) = parts.and_then(|rest| rest.rsplit_once(", expected ")) else {
        return text.to_owned();
    };
    let kind = found.split(['"', '`']).next().unwrap_or_default().trim();
    let found = match kind {
        "string" => "a string",
        "integer" | "floating point" | "number" => "a number",
        "boolean" => "a truth value",
        "map" => "an object",
        "sequence" => "a list",
        "null" | "unit value" => "null",
        _ => "something",
    };
    let wanted = match wanted {
        "a sequence" => "a list",
        "a boolean" => "a truth value",
        "a map" => "an object",
        other if other.starts_with("struct ") => "an object",
        other => other,
    };
    format!("{found} where {wanted} belongs")
}

/// What the keys of a plan hold.
const SHAPES: &[(&str, char)] = &[
    ("format_version", '"'),
    ("terraform_version", '"'),
    ("variables", '{'),
    ("resource_changes", '['),
    ("resource_drift", '['),
    ("deferred_changes", '['),
    ("output_changes", '{'),
    ("planned_values", '{'),
    ("prior_state", '{'),
    ("configuration", '{'),
    ("errored", 't'),
    ("complete", 't'),
];

/// The masks of a value in the text.
pub(super) struct Masks<'t> {
    unknown: Json<'t>,
    sensitive: Json<'t>,
}

impl<'t> Masks<'t> {
    /// The masks in these slices.
    pub(super) fn read(text: &'t Text, unknown: Slice, sensitive: Slice) -> Self {
        Self::of(text.json(unknown), text.mask(sensitive))
    }

    /// These masks.
    pub(super) fn of(unknown: Json<'t>, sensitive: Json<'t>) -> Self {
        Self { unknown, sensitive }
    }

    /// What is unknown.
    pub(super) fn unknown(&self) -> Mask<'_> {
        Mask::of(&self.unknown)
    }

    /// What is sensitive.
    pub(super) fn sensitive(&self) -> Mask<'_> {
        Mask::of(&self.sensitive)
    }
}
