//! The plan in a plan file (`planfile.proto`) to the JSON of a plan.

use bricklint_findings::Sorting;
use bricklint_findings::address::{Key, Resource};
use bricklint_model::instance::Mode;

use super::proto::{Field, Malformed, fields};
use super::value::{Hint, Parts, step, text, write};
use super::{FORMAT, Fault, MINORS, state};
use crate::expand::schema;

/// A plan as `terraform show -json` prints it, without `configuration`.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) json: String,
    /// The workspace it was made in.
    pub(super) workspace: Option<String>,
}

/// The numbers of the fields of `Plan`.
mod field {
    pub(super) const VERSION: u64 = 1;
    pub(super) const VARIABLES: u64 = 2;
    pub(super) const RESOURCE_CHANGES: u64 = 3;
    pub(super) const OUTPUT_CHANGES: u64 = 4;
    pub(super) const TARGETS: u64 = 5;
    pub(super) const BACKEND: u64 = 13;
    pub(super) const TERRAFORM_VERSION: u64 = 14;
    pub(super) const MODE: u64 = 17;
    pub(super) const RESOURCE_DRIFT: u64 = 18;
    pub(super) const ERRORED: u64 = 20;
    pub(super) const COMPLETE: u64 = 26;
    pub(super) const DEFERRED_CHANGES: u64 = 27;
}

/// By the number of `Action`: how a plan writes it.
fn actions(action: u64) -> Option<&'static [&'static str]> {
    Some(match action {
        0 => &["no-op"],
        1 => &["create"],
        2 => &["read"],
        3 => &["update"],
        5 => &["delete"],
        6 => &["delete", "create"],
        7 => &["create", "delete"],
        8 => &["forget"],
        9 => &["create", "forget"],
        _ => return None,
    })
}

/// By the number of `ResourceInstanceActionReason`.
const REASONS: &[&str] = &[
    "",
    "replace_because_tainted",
    "replace_by_request",
    "replace_because_cannot_update",
    "delete_because_no_resource_config",
    "delete_because_wrong_repetition",
    "delete_because_count_index",
    "delete_because_each_key",
    "delete_because_no_module",
    "replace_by_triggers",
    "read_because_config_unknown",
    "read_because_dependency_pending",
    "delete_because_no_move_target",
    "read_because_check_nested",
];

/// By the number of `DeferredReason`.
const DEFERRED: &[&str] = &[
    "unknown",
    "instance_count_unknown",
    "resource_config_unknown",
    "provider_config_unknown",
    "absent_prereq",
    "deferred_prereq",
];

/// Whether a plan's versions are known.
pub(super) fn is_known(plan: &[u8]) -> Result<(), Fault> {
    let (mut format, mut release) = (0, "");
    for next in fields(plan) {
        match next? {
            (field::VERSION, value) => format = value.number()?,
            (field::TERRAFORM_VERSION, value) => release = value.text()?,
            _ => {}
        }
    }
    if format != FORMAT {
        return Err(Fault::Format(format));
    }
    let mut numbers = release.split(['.', '-', '+']);
    let known = numbers.next() == Some("1")
        && numbers.next().and_then(|minor| minor.parse().ok()).is_some_and(|minor| MINORS.contains(&minor));
    if known { Ok(()) } else { Err(Fault::Release(release.to_owned())) }
}

/// Rewrites a plan and the state it was made against.
pub(super) fn rewrite(plan: &[u8], state: &[u8], lock: Option<&[u8]>) -> Result<Planned, Fault> {
    let mut release = "";
    let mut workspace = None;
    let (mut errored, mut complete, mut targeted) = (false, None, false);
    let mut variables = Vec::new();
    let mut changes: Vec<(&str, String)> = Vec::new();
    let mut deferred: Vec<(&str, String)> = Vec::new();
    let mut drift: Vec<(&str, String)> = Vec::new();
    let refresh_only = fields(plan).any(|next| next == Ok((field::MODE, Field::Number(2))));
    let mut outputs = Vec::new();
    for next in fields(plan) {
        match next? {
            (field::TERRAFORM_VERSION, value) => release = value.text()?,
            (field::ERRORED, value) => errored = value.number()? != 0,
            (field::COMPLETE, value) => complete = Some(value.number()? != 0),
            (field::TARGETS, _) => targeted = true,
            (field::BACKEND, value) => {
                for part in fields(value.bytes()?) {
                    if let (3, value) = part? {
                        workspace = Some(value.text()?.to_owned());
                    }
                }
            }
            (field::VARIABLES, value) => variables.push(variable(value.bytes()?)?),
            (field::RESOURCE_CHANGES, value) => changes.extend(resource(value.bytes()?)?),
            (field::RESOURCE_DRIFT, value) => {
                // What only moved has not drifted.
                let moved = |change: &(&str, String)| change.1.contains(r#""actions":["no-op"]"#);
                drift.extend(resource(value.bytes()?)?.filter(|change| refresh_only || !moved(change)));
            }
            (field::DEFERRED_CHANGES, value) => {
                let mut reason = 0;
                let mut inner = None;
                for part in fields(value.bytes()?) {
                    match part? {
                        (1, value) => {
                            for part in fields(value.bytes()?) {
                                if let (1, value) = part? {
                                    reason = value.number()?;
                                }
                            }
                        }
                        (2, value) => inner = Some(value.bytes()?),
                        _ => {}
                    }
                }
                let Some((address, change)) = resource(inner.ok_or(Malformed)?)? else { continue };
                let reason = by_number(DEFERRED, reason).unwrap_or("unknown");
                deferred.push((address, format!(r#"{{"reason":"{reason}","resource_change":{change}}}"#)));
            }
            (field::OUTPUT_CHANGES, value) => outputs.push(output(value.bytes()?)?),
            _ => {}
        }
    }
    changes.put_in_order();
    deferred.put_in_order();
    drift.put_in_order();
    variables.put_in_order();
    outputs.put_in_order();
    let complete = match complete {
        Some(complete) => complete && !targeted,
        // What is false is not written. Terraform before 1.8 and OpenTofu do not know the field.
        None => !targeted && (before_complete(release) || is_opentofu(lock)),
    };
    let mut json = String::from(r#"{"format_version":"1.2","terraform_version":"#);
    text(release, &mut json);
    json.push_str(r#","variables":"#);
    join('{', variables.iter(), '}', &mut json);
    json.push_str(r#","resource_changes":"#);
    join('[', changes.iter().map(|(_, change)| change), ']', &mut json);
    json.push_str(r#","resource_drift":"#);
    join('[', drift.iter().map(|(_, change)| change), ']', &mut json);
    json.push_str(r#","deferred_changes":"#);
    join('[', deferred.iter().map(|(_, change)| change), ']', &mut json);
    json.push_str(r#","output_changes":"#);
    join('{', outputs.iter(), '}', &mut json);
    json.push_str(r#","prior_state":"#);
    json.push_str(&state::prior_state(state, changes.is_empty() && deferred.is_empty())?);
    json.push_str(if errored { r#","errored":true"# } else { r#","errored":false"# });
    json.push_str(if complete { r#","complete":true}"# } else { r#","complete":false}"# });
    Ok(Planned { json, workspace })
}

fn join<'p>(open: char, parts: impl Iterator<Item = &'p String>, close: char, out: &mut String) {
    out.push(open);
    for (at, part) in parts.enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(part);
    }
    out.push(close);
}

/// Whether a release of Terraform does not say whether a plan is complete.
fn before_complete(release: &str) -> bool {
    release.split('.').nth(1).and_then(|minor| minor.parse().ok()).is_some_and(|minor: u64| minor < 8)
}

/// Whether `tofu` wrote the lock file: its head says so, and its registry is another one.
fn is_opentofu(lock: Option<&[u8]>) -> bool {
    let signs: [&[u8]; 2] = [b"\"tofu init\"", b"\"registry.opentofu.org/"];
    lock.is_some_and(|lock| signs.iter().any(|sign| memchr::memmem::find(lock, sign).is_some()))
}

/// `"name":{"value":…}`
fn variable(message: &[u8]) -> Result<String, Fault> {
    let mut out = String::new();
    let mut value = None;
    for part in fields(message) {
        match part? {
            (1, name) => text(name.text()?, &mut out),
            (2, dynamic) => value = Some(dynamic_value(dynamic)?),
            _ => {}
        }
    }
    if out.is_empty() {
        return Err(Fault::Malformed);
    }
    out.push_str(r#":{"value":"#);
    match value {
        Some(value) => {
            write(value, Hint::None, &mut out)?;
        }
        None => out.push_str("null"),
    }
    out.push('}');
    Ok(out)
}

/// The bytes of a `DynamicValue`.
fn dynamic_value(field: Field<'_>) -> Result<&[u8], Malformed> {
    for part in fields(field.bytes()?) {
        if let (1, value) = part? {
            return value.bytes();
        }
    }
    Err(Malformed)
}

/// The values before and after, where there are any.
type Sides<'a> = (Option<&'a [u8]>, Option<&'a [u8]>);

/// `Change`
#[derive(Default)]
struct Change<'a> {
    action: u64,
    values: Vec<&'a [u8]>,
    before_sensitive: Parts,
    after_sensitive: Parts,
    importing: bool,
}

impl<'a> Change<'a> {
    fn read(message: &'a [u8]) -> Result<Self, Malformed> {
        let mut change = Self::default();
        for part in fields(message) {
            match part? {
                (1, value) => change.action = value.number()?,
                (2, value) => change.values.push(dynamic_value(value)?),
                (3, value) => change.before_sensitive.add(&path(value.bytes()?)?),
                (4, value) => change.after_sensitive.add(&path(value.bytes()?)?),
                (5, _) => change.importing = true,
                _ => {}
            }
        }
        Ok(change)
    }

    fn actions(&self) -> Result<&'static [&'static str], Fault> {
        actions(self.action).ok_or_else(|| Fault::Unknown(format!("the action {}", self.action)))
    }

    /// The values before and after: a change that has one writes one.
    fn sides(&self) -> Result<Sides<'a>, Fault> {
        match (self.values.as_slice(), self.actions()?) {
            ([value], ["no-op"]) => Ok((Some(value), Some(value))),
            ([value], ["create"]) => Ok((None, Some(value))),
            ([value], ["delete" | "forget"]) => Ok((Some(value), None)),
            ([before, after], _) => Ok((Some(before), Some(after))),
            _ => Err(Fault::Malformed),
        }
    }

    /// The members of a `change`, `hint` being the type of its values.
    fn write(&self, hint: &Hint<'_>, secrets: bool, out: &mut String) -> Result<(), Fault> {
        out.push_str(r#""actions":["#);
        for (at, action) in self.actions()?.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            text(action, out);
        }
        let (before, after) = self.sides()?;
        out.push_str(r#"],"before":"#);
        let start = out.len();
        match before {
            Some(value) => {
                write(value, hint.clone(), out)?;
            }
            None => out.push_str("null"),
        }
        let mut before_sensitive = self.before_sensitive.clone();
        if secrets {
            by_name(out.get(start..).unwrap_or_default(), &mut before_sensitive);
        }
        out.push_str(r#","after":"#);
        let start = out.len();
        let unknown = if let Some(value) = after {
            write(value, hint.clone(), out)?
        } else {
            out.push_str("null");
            Parts::None
        };
        let mut after_sensitive = self.after_sensitive.clone();
        if matches!((before, after, self.action), (Some(_), Some(_), 0)) && after_sensitive == Parts::None {
            after_sensitive.clone_from(&self.before_sensitive);
        }
        if secrets {
            by_name(out.get(start..).unwrap_or_default(), &mut after_sensitive);
        }
        for (key, parts) in [
            (r#","after_unknown":"#, &unknown),
            (r#","before_sensitive":"#, &before_sensitive),
            (r#","after_sensitive":"#, &after_sensitive),
        ] {
            out.push_str(key);
            parts.write(out);
        }
        if self.importing {
            out.push_str(r#","importing":{}"#);
        }
        Ok(())
    }
}

/// Marks what has the name of a secret at the top of an object.
fn by_name(json: &str, parts: &mut Parts) {
    if json.starts_with('{') {
        for (key, _) in crate::sniff::top_keys(json).iter().filter(|(key, _)| is_secret_name(key)) {
            parts.add(&[super::value::Step::Field((*key).into())]);
        }
    }
}

/// Whether an attribute of this name is taken for a secret where no schema tells.
pub(super) fn is_secret_name(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "access_key",
        "api_key",
        "connection_string",
        "password",
        "private_key",
        "secret",
        "secret_binary",
        "secret_key",
        "secret_string",
        "shared_key",
        "token",
    ];
    let pem = name.strip_suffix("_pem").unwrap_or(name);
    NAMES
        .iter()
        .any(|secret| pem.strip_suffix(secret).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

/// `Path`
fn path(message: &[u8]) -> Result<Vec<super::value::Step>, Malformed> {
    let mut out = Vec::new();
    for part in fields(message) {
        let (1, value) = part? else { continue };
        for selector in fields(value.bytes()?) {
            match selector? {
                (1, name) => out.push(super::value::Step::Field(name.text()?.into())),
                (2, key) => out.push(step(dynamic_value(key)?)?),
                _ => {}
            }
        }
    }
    Ok(out)
}

/// An entry of `resource_changes` with its address; none for the deletion of a data source, which a plan does
/// not show.
fn resource(message: &[u8]) -> Result<Option<(&str, String)>, Fault> {
    let (mut address, mut previous, mut deposed, mut provider) = ("", "", "", "");
    let mut change = None;
    let mut reason = 0;
    let mut replaces = Vec::new();
    for part in fields(message) {
        match part? {
            (11, value) => replaces.push(path(value.bytes()?)?),
            (7, value) => deposed = value.text()?,
            (8, value) => provider = value.text()?,
            (9, value) => change = Some(Change::read(value.bytes()?)?),
            (12, value) => reason = value.number()?,
            (13, value) => address = value.text()?,
            (14, value) => previous = value.text()?,
            _ => {}
        }
    }
    let change = change.ok_or(Malformed)?;
    let parts = Resource::of(address).ok_or(Malformed)?;
    let mode = if parts.data { Mode::Data } else { Mode::Managed };
    if parts.data && change.actions()? == ["delete"] {
        return Ok(None);
    }
    let mut out = String::from(r#"{"address":"#);
    text(address, &mut out);
    for (key, value) in [
        ("previous_address", if previous == address { "" } else { previous }),
        ("module_address", parts.module),
        ("mode", if parts.data { "data" } else { "managed" }),
        ("type", parts.type_name),
        ("name", parts.name),
        ("provider_name", provider_name(provider)),
        ("deposed", deposed),
        ("action_reason", by_number(REASONS, reason).unwrap_or("unknown")),
    ] {
        if !value.is_empty() {
            out.push_str(",\"");
            out.push_str(key);
            out.push_str("\":");
            text(value, &mut out);
        }
    }
    match parts.key.map(Key::of) {
        None => {}
        Some(Key::Index(index)) => {
            out.push_str(r#","index":"#);
            out.push_str(&index.to_string());
        }
        Some(Key::Any) => out.push_str(r#","index_unknown":true"#),
        Some(Key::Text(key)) => {
            out.push_str(r#","index":"#);
            text(&key, &mut out);
        }
    }
    out.push_str(r#","change":{"#);
    let found = schema::find(None, mode, parts.type_name);
    let hint = found.map_or(Hint::None, |schema| Hint::Body(schema.body));
    change.write(&hint, found.is_none_or(|schema| !schema.complete), &mut out)?;
    if !replaces.is_empty() {
        out.push_str(r#","replace_paths":"#);
        let paths = replaces.iter().map(|steps| step_list(steps)).collect::<Vec<String>>();
        join('[', paths.iter(), ']', &mut out);
    }
    out.push_str("}}");
    Ok(Some((address, out)))
}

/// A path as a plan writes it, up to the element of a set, which no step names.
fn step_list(steps: &[super::value::Step]) -> String {
    use super::value::Step;
    let mut out = String::from("[");
    for (at, step) in steps.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        match step {
            Step::Field(name) => {
                out.push_str(comma);
                text(name, &mut out);
            }
            Step::Item(index) => {
                out.push_str(comma);
                out.push_str(&index.to_string());
            }
            Step::Other => break,
        }
    }
    out.push(']');
    out
}

/// `"name":{…}` of `output_changes`.
fn output(message: &[u8]) -> Result<String, Fault> {
    let mut name = None;
    let mut change = None;
    let mut sensitive = false;
    for part in fields(message) {
        match part? {
            (1, value) => name = Some(value.text()?),
            (2, value) => change = Some(Change::read(value.bytes()?)?),
            (3, value) => sensitive = value.number()? != 0,
            _ => {}
        }
    }
    let mut change = change.ok_or(Malformed)?;
    if sensitive {
        change.before_sensitive = Parts::All;
        change.after_sensitive = Parts::All;
    }
    let mut out = String::new();
    text(name.ok_or(Malformed)?, &mut out);
    out.push_str(":{");
    change.write(&Hint::None, false, &mut out)?;
    out.push('}');
    Ok(out)
}

fn by_number(names: &'static [&'static str], number: u64) -> Option<&'static str> {
    usize::try_from(number).ok().and_then(|number| names.get(number)).copied()
}

/// The source address in the address of a provider configuration:
/// `module.a.provider["registry.terraform.io/databricks/databricks"].account`.
pub(super) fn provider_name(address: &str) -> &str {
    let quoted = address.split_once("provider[\"").map_or("", |(_, rest)| rest);
    quoted.split_once("\"]").map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names_where_no_schema_does() {
        for name in
            ["password", "admin_password", "private_key_pem", "token", "secret_string", "primary_access_key"]
        {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["name", "secretary", "key", "token_lifetime", "secret_name", "passwords"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
