//! From bytes to plans: one pass over the input, which keeps the places of values and decodes none.

mod shape;

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_lang::value::{Marks, Value};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::json::{Json, Mask};
use super::value::plain;
use super::{PlanFile, PlanInput, binary, configuration};
use crate::snapshot::Snapshot;
use crate::sniff::{self, Kind};

/// What stands behind the address of an object that an earlier replacement left, before its key, as Terraform
/// prints it.
const DEPOSED: &str = " (deposed object ";

/// The text of a file, shared by all that is read from it.
#[derive(Clone)]
pub(super) struct Text(Arc<String>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// A stretch of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slice {
    start: usize,
    len: usize,
}

impl Text {
    /// The text of a slice; empty for the empty slice.
    pub(super) fn get(&self, slice: Slice) -> &str {
        self.0.get(slice.start..slice.start + slice.len).unwrap_or_default()
    }

    /// The value in a slice; null for the empty slice.
    pub(super) fn json(&self, slice: Slice) -> Json<'_> {
        Json::parse(self.get(slice))
    }
}

impl Slice {
    /// Whether it holds nothing.
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A change of a resource instance, as it stands in the plan.
#[derive(Clone, Debug, Default)]
pub(super) struct RawChange {
    pub(super) address: Arc<str>,
    pub(super) module: Arc<str>,
    pub(super) data: bool,
    pub(super) type_name: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) index: Option<RawIndex>,
    pub(super) index_unknown: bool,
    pub(super) provider: Arc<str>,
    pub(super) actions: Vec<Arc<str>>,
    pub(super) reason: Option<Arc<str>>,
    pub(super) previous_address: Option<Arc<str>>,
    pub(super) importing: bool,
    pub(super) replace_paths: Slice,
    pub(super) before: Slice,
    pub(super) before_sensitive: Slice,
    pub(super) after: Slice,
    pub(super) after_unknown: Slice,
    pub(super) after_sensitive: Slice,
    /// Position in `resource_changes` or `deferred_changes`; of a data source that was read already, the
    /// JSON pointer of its entry.
    pub(super) place: PlaceInPlan,
    /// Why a change is deferred.
    pub(super) deferred: Option<Arc<str>>,
}

impl RawChange {
    /// Whether the instance is gone afterwards.
    pub(super) fn is_removal(&self) -> bool {
        bricklint_model::instance::removes(&self.actions)
    }
}

/// Which instance of its resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RawIndex {
    Number(u64),
    Text(Arc<str>),
}

/// Where an instance stands in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PlaceInPlan {
    Change(usize),
    Deferred(usize),
    Prior(Arc<str>),
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
    /// Only looked into where there are no changes.
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
        let rest = whole.get(at..).unwrap_or_default();
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Document<'_>>();
        let result = stream.next();
        let used = stream.byte_offset();
        match result {
            None => break,
            Some(Ok(mut top)) => {
                // `-refresh-only` lists no resources: they stand in the state alone.
                if top.changes.is_empty() && top.deferred.is_empty() {
                    top.prior = whole_state(rest);
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
        at += used;
        let rest = whole.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
        let rest = whole.get(at..).unwrap_or_default();
        if !rest.is_empty() && !rest.starts_with('{') {
            if !file.problems.iter().any(|p| p.message == WRAPPER) {
                file.problems.push(problem(ProblemKind::Note, WRAPPER.to_owned()));
            }
            let next = sniff::plan_start(rest);
            if shape::is_part_of_a_plan(rest.get(..next.unwrap_or(rest.len())).unwrap_or_default()) {
                file.problems.push(problem(ProblemKind::Unreadable, PIECE.to_owned()));
            }
            match next {
                Some(start) => at += start,
                None => break,
            }
        }
    }
    if file.plans.len() > 1 {
        for (plan, number) in file.plans.iter_mut().zip(1..) {
            plan.number = NonZeroU32::new(number);
        }
    }
    file
}

/// The most bytes that a compressed plan may unpack to.
const MAX_UNPACKED: u64 = 4 << 30;

/// What content that is compressed with gzip starts with (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b";

/// What is compressed with gzip, or the sentence that says why it is not read.
fn unpacked(bytes: &[u8], limit: u64) -> Result<Vec<u8>, (ProblemKind, String)> {
    use std::io::Read as _;
    let mut content = Vec::new();
    let read =
        flate2::read::MultiGzDecoder::new(bytes).take(limit.saturating_add(1)).read_to_end(&mut content);
    if content.len() as u64 > limit {
        let message = format!("this unpacks to more than {} MiB, which is not read", limit >> 20);
        return Err((ProblemKind::Limit, message));
    }
    match read {
        Ok(_) => Ok(content),
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
    let declared = json.get("root_module").and_then(|root| root.get("variables"));
    let variables = top
        .variables
        .iter()
        .map(|(name, value)| {
            let secret = declared.and_then(|d| d.get(name)).and_then(|d| d.get("sensitive"))
                == Some(&Json::Bool(true));
            let value = value.value.map_or_else(Value::null, |value| plain(&Json::parse(value.get())));
            let value = if secret { value.with_marks(Marks::SENSITIVE) } else { value };
            (Arc::from(&**name), value)
        })
        .collect::<Vec<(Arc<str>, Value)>>();
    drop(json);
    Ok(PlanInput {
        path: path.into(),
        number: None,
        variables,
        schema: None,
        snapshot: snapshot.cloned(),
        raw: Arc::new(raw),
        configuration,
    })
}

/// All objects in the state of a plan's document.
fn whole_state(document: &str) -> Vec<(Arc<str>, Prior<'_>)> {
    #[derive(Deserialize)]
    struct Stated<'a> {
        #[serde(borrow, default)]
        prior_state: Option<PriorState<'a, true>>,
    }
    let mut stream = serde_json::Deserializer::from_str(document).into_iter::<Stated<'_>>();
    let state = stream.next().and_then(Result::ok).and_then(|stated| stated.prior_state);
    state.unwrap_or_default().all()
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
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    format!(
        "{which} is not what `terraform show -json` prints: {text} at line {line}; check its output as it is"
    )
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

/// A document at the top level of the input.
struct Document<'a> {
    format_version: Option<Cow<'a, str>>,
    looks_like_plan: bool,
    variables: Vec<(Cow<'a, str>, VariableEntry<'a>)>,
    changes: Vec<Entry<'a>>,
    drift: Vec<Entry<'a>>,
    deferred: Vec<Deferred<'a>>,
    outputs: Vec<(Cow<'a, str>, OutputEntry<'a>)>,
    prior: Vec<(Arc<str>, Prior<'a>)>,
    configuration: Option<&'a RawValue>,
    planned_values: Option<&'a RawValue>,
    errored: bool,
    complete: Option<bool>,
}

#[derive(Deserialize)]
struct VariableEntry<'a> {
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default)]
    address: Cow<'a, str>,
    #[serde(borrow, default)]
    previous_address: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    module_address: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    mode: Cow<'a, str>,
    #[serde(borrow, default, rename = "type")]
    type_name: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    index: Option<&'a RawValue>,
    #[serde(default)]
    index_unknown: Option<bool>,
    #[serde(borrow, default)]
    provider_name: Cow<'a, str>,
    #[serde(borrow, default)]
    deposed: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    action_reason: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    change: Change<'a>,
}

#[derive(Default, Deserialize)]
struct Change<'a> {
    #[serde(borrow, default)]
    actions: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    before: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after_unknown: Option<&'a RawValue>,
    #[serde(borrow, default)]
    before_sensitive: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after_sensitive: Option<&'a RawValue>,
    #[serde(borrow, default)]
    replace_paths: Option<&'a RawValue>,
    #[serde(default)]
    importing: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Deferred<'a> {
    #[serde(borrow, default)]
    reason: Option<Cow<'a, str>>,
    #[serde(borrow)]
    resource_change: Entry<'a>,
}

#[derive(Deserialize)]
struct OutputEntry<'a> {
    #[serde(borrow, default)]
    actions: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after_unknown: Option<&'a RawValue>,
    #[serde(borrow, default)]
    after_sensitive: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Prior<'a> {
    #[serde(borrow, default)]
    address: Cow<'a, str>,
    #[serde(borrow, default)]
    mode: Cow<'a, str>,
    #[serde(borrow, default, rename = "type")]
    type_name: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    index: Option<&'a RawValue>,
    #[serde(borrow, default)]
    provider_name: Cow<'a, str>,
    #[serde(borrow, default)]
    values: Option<&'a RawValue>,
    #[serde(borrow, default)]
    sensitive_values: Option<&'a RawValue>,
    #[serde(default)]
    deposed_key: Option<IgnoredAny>,
    #[serde(skip)]
    module: Cow<'a, str>,
}

/// The state with its data sources, or with all that it holds.
#[derive(Default, Deserialize)]
struct PriorState<'a, const ALL: bool> {
    #[serde(borrow, default)]
    values: Option<PriorValues<'a, ALL>>,
}

#[derive(Default, Deserialize)]
struct PriorValues<'a, const ALL: bool> {
    #[serde(borrow, default)]
    root_module: Option<PriorModule<'a, ALL>>,
}

#[derive(Default, Deserialize)]
struct PriorModule<'a, const ALL: bool> {
    #[serde(borrow, default)]
    address: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    resources: PriorData<'a, ALL>,
    #[serde(borrow, default)]
    child_modules: Vec<PriorModule<'a, ALL>>,
}

/// The data sources among the resources of a state, or all of them, with their positions.
#[derive(Default)]
struct PriorData<'a, const ALL: bool>(Vec<(usize, Prior<'a>)>);

impl<'de: 'a, 'a, const ALL: bool> Deserialize<'de> for PriorData<'a, ALL> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Data<'a, const ALL: bool>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a, const ALL: bool> Visitor<'de> for Data<'a, ALL> {
            type Value = PriorData<'a, ALL>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of resources")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(PriorData::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut data = Vec::new();
                let mut position = 0;
                while let Some(resource) = seq.next_element::<Prior<'a>>()? {
                    if resource.mode == "data" || (ALL && resource.deposed_key.is_none()) {
                        data.push((position, resource));
                    }
                    position += 1;
                }
                Ok(PriorData(data))
            }
        }
        deserializer.deserialize_any(Data::<'_, ALL>(std::marker::PhantomData))
    }
}

impl<'a, const ALL: bool> PriorState<'a, ALL> {
    /// Where each object stands, and it.
    fn all(self) -> Vec<(Arc<str>, Prior<'a>)> {
        let mut out = Vec::new();
        if let Some(root) = self.values.and_then(|values| values.root_module) {
            root.collect("/prior_state/values/root_module", &mut out);
        }
        out
    }
}

impl<'a, const ALL: bool> PriorModule<'a, ALL> {
    fn collect(self, pointer: &str, out: &mut Vec<(Arc<str>, Prior<'a>)>) {
        let module = self.address.unwrap_or_default();
        for (position, mut resource) in self.resources.0 {
            resource.module.clone_from(&module);
            out.push((format!("{pointer}/resources/{position}/values").into(), resource));
        }
        for (position, child) in self.child_modules.into_iter().enumerate() {
            child.collect(&format!("{pointer}/child_modules/{position}"), out);
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Document<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Top<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Top<'a> {
            type Value = Document<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut top = Document {
                    format_version: None,
                    looks_like_plan: false,
                    variables: Vec::new(),
                    changes: Vec::new(),
                    drift: Vec::new(),
                    deferred: Vec::new(),
                    outputs: Vec::new(),
                    prior: Vec::new(),
                    configuration: None,
                    planned_values: None,
                    errored: false,
                    complete: None,
                };
                let mut seen: Vec<Cow<'a, str>> = Vec::new();
                while let Some(key) = map.next_key::<Cow<'a, str>>()? {
                    if seen.contains(&key) {
                        return Err(serde::de::Error::custom(format_args!("the key `{key}` stands twice")));
                    }
                    if SHAPES.iter().any(|(known, _)| *known == key) {
                        seen.push(key.clone());
                    }
                    let mut is_plan = true;
                    match &*key {
                        "format_version" => {
                            is_plan = false;
                            top.format_version = map.next_value()?;
                        }
                        "variables" => {
                            top.variables = map.next_value_seed(Pairs(std::marker::PhantomData))?;
                        }
                        "resource_changes" => {
                            top.changes = map.next_value::<Option<Vec<Entry<'a>>>>()?.unwrap_or_default();
                        }
                        "resource_drift" => {
                            top.drift = map.next_value::<Option<Vec<Entry<'a>>>>()?.unwrap_or_default();
                        }
                        "deferred_changes" => {
                            top.deferred = map.next_value::<Option<Vec<Deferred<'a>>>>()?.unwrap_or_default();
                        }
                        "output_changes" => {
                            top.outputs = map.next_value_seed(Pairs(std::marker::PhantomData))?;
                        }
                        "prior_state" => {
                            let state = map.next_value::<Option<PriorState<'a, false>>>()?;
                            top.prior = state.unwrap_or_default().all();
                        }
                        "configuration" => top.configuration = map.next_value()?,
                        "planned_values" => top.planned_values = map.next_value()?,
                        "errored" => top.errored = map.next_value::<Option<bool>>()?.unwrap_or_default(),
                        "complete" => top.complete = map.next_value()?,
                        _ => {
                            is_plan = false;
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                    top.looks_like_plan |= is_plan;
                }
                Ok(top)
            }
        }
        deserializer.deserialize_map(Top(std::marker::PhantomData))
    }
}

/// The entries of an object, in the order they are written; null is none.
struct Pairs<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Pairs<T> {
    type Value = Vec<(Cow<'de, str>, T)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
    type Value = Vec<(Cow<'de, str>, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = Vec::new();
        while let Some(entry) = map.next_entry()? {
            out.push(entry);
        }
        Ok(out)
    }
}

/// Equal strings share one allocation.
#[derive(Default)]
struct Names(rustc_hash::FxHashSet<Arc<str>>);

impl Names {
    fn get(&mut self, text: &str) -> Arc<str> {
        if let Some(name) = self.0.get(text) {
            return name.clone();
        }
        let name: Arc<str> = text.into();
        self.0.insert(name.clone());
        name
    }
}

impl Document<'_> {
    /// The same by places in the text instead of borrowed values.
    fn place(&self, text: &Text) -> RawPlan {
        let base = text.0.as_ptr() as usize;
        let slice = |raw: Option<&RawValue>| {
            raw.map_or(Slice::default(), |raw| {
                let Range { start, end } = raw.get().as_bytes().as_ptr_range();
                Slice { start: (start as usize).wrapping_sub(base), len: end as usize - start as usize }
            })
        };
        let mut names = Names::default();
        let index = |raw: Option<&RawValue>| {
            raw.and_then(|raw| match Json::parse(raw.get()) {
                Json::Number(text) => text.parse().ok().map(RawIndex::Number),
                Json::String(text) => Some(RawIndex::Text((&*text).into())),
                _ => None,
            })
        };
        let mut change = |entry: &Entry<'_>, place, deferred| RawChange {
            address: (&*entry.address).into(),
            module: names.get(entry.module_address.as_deref().unwrap_or_default()),
            data: entry.mode == "data",
            type_name: names.get(&entry.type_name),
            name: names.get(&entry.name),
            index: index(entry.index),
            index_unknown: entry.index_unknown.unwrap_or_default(),
            provider: names.get(&entry.provider_name),
            actions: entry.change.actions.iter().map(|action| names.get(action)).collect(),
            reason: entry.action_reason.as_deref().map(|reason| names.get(reason)),
            previous_address: entry.previous_address.as_deref().map(Arc::from),
            importing: entry.change.importing.is_some(),
            replace_paths: slice(entry.change.replace_paths),
            before: slice(entry.change.before),
            before_sensitive: slice(entry.change.before_sensitive),
            after: slice(entry.change.after),
            after_unknown: slice(entry.change.after_unknown),
            after_sensitive: slice(entry.change.after_sensitive),
            place,
            deferred,
        };
        let mut changes = Vec::with_capacity(self.changes.len() + self.prior.len());
        for (at, entry) in self.changes.iter().enumerate() {
            let mut change = change(entry, PlaceInPlan::Change(at), None);
            // What is left of an earlier replacement is only ever deleted, and stands at the address of its
            // successor.
            if let Some(key) = &entry.deposed {
                change.address = format!("{}{DEPOSED}{key})", change.address).into();
            }
            changes.push(change);
        }
        for (at, entry) in self.deferred.iter().enumerate() {
            let reason = entry.reason.as_deref().unwrap_or("unknown").into();
            changes.push(change(&entry.resource_change, PlaceInPlan::Deferred(at), Some(reason)));
        }
        let drift = self.drift.iter().enumerate().filter(|(_, entry)| entry.deposed.is_none());
        let mut drift: Vec<RawChange> =
            drift.map(|(at, entry)| change(entry, PlaceInPlan::Change(at), None)).collect();
        drift.sort_by(|a, b| a.address.cmp(&b.address));
        for (pointer, data) in &self.prior {
            let values = slice(data.values);
            let sensitive = slice(data.sensitive_values);
            // Only a plan that lists no resources has others than data sources here.
            let managed = data.mode != "data";
            changes.push(RawChange {
                address: (&*data.address).into(),
                module: names.get(&data.module),
                data: !managed,
                type_name: names.get(&data.type_name),
                name: names.get(&data.name),
                index: index(data.index),
                provider: names.get(&data.provider_name),
                actions: if managed { vec![names.get("no-op")] } else { Vec::new() },
                before: if managed { values } else { Slice::default() },
                before_sensitive: if managed { sensitive } else { Slice::default() },
                after: values,
                after_sensitive: sensitive,
                place: PlaceInPlan::Prior(pointer.clone()),
                ..RawChange::default()
            });
        }
        let refresh_only = self.changes.is_empty()
            && self.deferred.is_empty()
            && (!drift.is_empty() || changes.iter().any(|change| !change.data));
        if refresh_only {
            // What was deleted outside leaves the state.
            changes.extend(drift.iter().filter(|gone| gone.is_removal()).map(|gone| {
                let at = if let PlaceInPlan::Change(at) = gone.place { at } else { 0 };
                RawChange {
                    actions: vec![names.get("forget")],
                    before: Slice::default(),
                    before_sensitive: Slice::default(),
                    place: PlaceInPlan::Prior(format!("/resource_drift/{at}/change/before").into()),
                    ..gone.clone()
                }
            }));
        }
        let outputs = self
            .outputs
            .iter()
            .filter(|(_, output)| {
                !output.actions.iter().any(|action| action == "delete") || output.after.is_some()
            })
            .map(|(name, output)| RawOutput {
                name: (&**name).into(),
                after: slice(output.after),
                after_unknown: slice(output.after_unknown),
                after_sensitive: slice(output.after_sensitive),
            })
            .collect();
        RawPlan {
            text: text.clone(),
            changes,
            drift,
            outputs,
            configuration: slice(self.configuration),
            planned_values: slice(self.planned_values),
            errored: self.errored,
            complete: self.complete,
            refresh_only,
            unsealed: false,
        }
    }
}

/// The masks of a value in the text.
pub(super) struct Masks<'t> {
    unknown: Json<'t>,
    sensitive: Json<'t>,
}

impl<'t> Masks<'t> {
    /// The masks in these slices.
    pub(super) fn read(text: &'t Text, unknown: Slice, sensitive: Slice) -> Self {
        Self { unknown: text.json(unknown), sensitive: text.json(sensitive) }
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
