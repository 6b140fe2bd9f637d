//! SARIF 2.1.0, with the properties that code scanning services read.
//!
//! A violation has the kind `fail` and its severity as level, an undecided check the kind `open` and the
//! level `none`. Fingerprints carry no line, so a moved finding is the same one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bricklint_findings::fix::{Edit, Fix};
use bricklint_findings::source::{Position, SourceFile};
use bricklint_findings::{Cause, Finding, Location, Problem, RuleInfo, Severity, Verdict};
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::{Report, TOOL_NAME, escape, words};

/// The base of all relative paths: the project root.
const BASE: &str = "%SRCROOT%";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation<'a>; 1],
    original_uri_base_ids: Bases,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Bases {
    /// [`BASE`].
    #[serde(rename = "%SRCROOT%")]
    project_root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Text<'static>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    version: &'a str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
struct Notification<'a> {
    descriptor: Descriptor,
    level: &'static str,
    message: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<SarifLocation<'a>>,
}

#[derive(Serialize)]
struct Descriptor {
    id: &'static str,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "bricklint/v1")]
    v1: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    kind: &'static str,
    level: &'static str,
    message: Text<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<SarifLocation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    occurrence_count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    severity: &'static str,
    root: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    roots: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    attribute: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    environments: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    instances: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<Cause>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: Cow<'a, str>,
    kind: &'static str,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_offset: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_length: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Text<'a>,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

/// The report as one run.
pub(crate) fn render<'a>(report: &Report<'a>) -> String {
    let rules = crate::rules::ran(report);
    let index: FxHashMap<&str, usize> = rules.iter().enumerate().map(|(i, rule)| (rule.id, i)).collect();
    let files: FxHashMap<&str, &SourceFile> =
        report.sources.iter().map(|(_, file)| (file.path.as_str(), file.as_ref())).collect();
    let exit_code = report.exit_code();
    let result = |finding: &'a Finding| {
        let rule_index = index.get(finding.rule.id).copied().unwrap_or_default();
        result(finding, rule_index, &files)
    };
    escape::json(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: TOOL_NAME,
                    version: report.version,
                    rules: rules.iter().map(|info| rule(info, (report.page)(info.id))).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: exit_code < 2,
                exit_code,
                tool_execution_notifications: report
                    .problems
                    .iter()
                    .map(|problem| notification(problem, level(report.severity_of(problem))))
                    .collect(),
            }],
            original_uri_base_ids: Bases {
                project_root: Base { description: Text { text: "the project root".into() } },
            },
            column_kind: "unicodeCodePoints",
            results: report.findings.iter().map(result).collect(),
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(info: &'static RuleInfo, page: &'static str) -> Rule {
    Rule {
        id: info.id,
        short_description: Text { text: info.summary.into() },
        full_description: Text { text: info.summary.into() },
        help: Help { text: info.summary, markdown: page },
        default_configuration: Configuration { level: level(info.severity) },
        properties: RuleProperties { tags: [info.area] },
    }
}

fn notification<'a>(problem: &'a Problem, level: &'static str) -> Notification<'a> {
    Notification {
        descriptor: Descriptor { id: problem.kind.name() },
        level,
        message: Text { text: escape::line(&problem.message) },
        locations: problem.location.iter().filter_map(|at| location(at, "", None)).collect(),
    }
}

fn result<'a>(
    finding: &'a Finding,
    rule_index: usize,
    files: &FxHashMap<&str, &SourceFile>,
) -> SarifResult<'a> {
    let (kind, level) = match finding.verdict {
        Verdict::Violated => ("fail", level(finding.severity)),
        Verdict::Undecided => ("open", "none"),
    };
    let mut message = escape::line(&finding.message).into_owned();
    if !finding.help.is_empty() {
        message = format!("{message}\n{}", escape::line(&finding.help));
    }
    let related = finding.related.iter().enumerate().filter_map(|(i, related)| {
        let mut place = location(&related.location, &related.address, Some(escape::line(&related.label)))?;
        place.id = Some(i);
        Some(place)
    });
    SarifResult {
        rule_id: finding.rule.id,
        rule_index,
        kind,
        level,
        message: Text { text: message.into() },
        locations: location(&finding.location, &finding.address, None).into_iter().collect(),
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { v1: &finding.fingerprint },
        occurrence_count: finding.count.max(1),
        fixes: finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|f| fix(f, files)).collect(),
        properties: ResultProperties {
            severity: finding.severity.name(),
            root: &finding.root,
            roots: &finding.roots,
            attribute: &finding.attribute,
            environments: &finding.environments,
            instances: &finding.instances,
            causes: finding.causes.iter().map(cause).collect(),
        },
    }
}

fn cause(cause: &Cause) -> Cause {
    cause.clone().worded(escape::line(&cause.text).as_ref())
}

/// `None` where there is nothing to point at.
fn location<'a>(
    at: &'a Location,
    address: &'a str,
    message: Option<Cow<'a, str>>,
) -> Option<SarifLocation<'a>> {
    let physical_location = (!at.path.is_empty()).then(|| Physical {
        artifact_location: artifact(&at.path),
        region: at.start.map(|s| region(s, at.end)),
    });
    let mut logical_locations = Vec::new();
    if !address.is_empty() {
        logical_locations.push(Logical { fully_qualified_name: address.into(), kind: "resource" });
    }
    if let Some(within) = words::within(at).filter(|_| at.start.is_none()) {
        logical_locations.push(Logical { fully_qualified_name: within.into(), kind: "value" });
    }
    (physical_location.is_some() || !logical_locations.is_empty()).then(|| SarifLocation {
        id: None,
        physical_location,
        logical_locations,
        message: message.filter(|text| !text.is_empty()).map(|text| Text { text }),
    })
}

fn artifact(path: &str) -> Artifact {
    Artifact { uri: escape::uri(path), uri_base_id: BASE }
}

fn region(start: Position, end: Option<Position>) -> Region {
    Region {
        start_line: Some(start.line),
        start_column: Some(start.column),
        end_line: end.map(|end| end.line),
        end_column: end.map(|end| end.column),
        ..Region::default()
    }
}

fn fix<'a>(fix: &'a Fix, files: &FxHashMap<&str, &SourceFile>) -> SarifFix<'a> {
    let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_path.entry(&edit.path).or_default().push(edit);
    }
    let changes = by_path.into_iter().map(|(path, edits)| Change {
        artifact_location: artifact(path),
        replacements: edits
            .into_iter()
            .map(|edit| Replacement {
                deleted_region: deleted(edit, files.get(path).copied()),
                inserted_content: Text { text: edit.text.as_str().into() },
            })
            .collect(),
    });
    SarifFix { description: Text { text: escape::line(&fix.title) }, artifact_changes: changes.collect() }
}

/// Lines and columns where the file is known, bytes otherwise.
fn deleted(edit: &Edit, file: Option<&SourceFile>) -> Region {
    match file {
        Some(file) => region(file.position(edit.start), Some(file.position(edit.end))),
        None => Region {
            byte_offset: Some(edit.start),
            byte_length: Some(edit.end.saturating_sub(edit.start)),
            ..Region::default()
        },
    }
}
