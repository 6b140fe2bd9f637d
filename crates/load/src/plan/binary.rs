//! Plan files as `terraform plan -out` writes them: a zip of the plan itself (`tfplan`, Protocol Buffers), the
//! state it was made against (`tfstate`), the configuration (`tfconfig/`) and the lock file. No provider is
//! needed to read one.
//!
//! The plan is rewritten as what `terraform show -json` prints, but for `configuration`: the configuration
//! itself is there. So whatever holds for the JSON of a plan holds for its file.

mod document;
mod proto;
mod state;
mod value;
mod zip;

use std::sync::Arc;

use serde::Deserialize;

use self::proto::Malformed;
use self::zip::{Archive, Broken};
use crate::snapshot::{Record, Snapshot};

/// The most bytes that a plan file may unpack to.
const MAX_UNPACKED: u64 = 1 << 30;

/// The version of the file's own format (`internal/plans/planfile`), in all releases from 0.13 on.
const FORMAT: u64 = 3;

/// The releases of Terraform and OpenTofu whose plan files are known: from 1.1, where addresses became text,
/// to the newest whose `planfile.proto` was compared.
const MINORS: std::ops::RangeInclusive<u64> = 1..=17;

/// A plan file that was unpacked.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// As `terraform show -json` prints it, without `configuration`.
    pub(super) json: String,
    /// The configuration.
    pub(super) snapshot: Snapshot,
}

/// Why a plan file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Its archive is not as it was written.
    Broken(Broken),
    /// It holds no plan.
    NoPlan,
    /// It holds no configuration or no state.
    Incomplete(&'static str),
    /// The version of its format is not known.
    Format(u64),
    /// The release that made it is not known.
    Release(String),
    /// Something in it is not what its version says.
    Malformed,
    /// It holds something that is not known, as the end of a sentence.
    Unknown(String),
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Malformed> for Fault {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl Fault {
    /// One sentence that says what is wrong and what to do; `file` is the name to put into commands.
    pub(super) fn sentence(&self, file: &str, length: usize) -> String {
        let file = if file == "-" || file.is_empty() { "FILE" } else { file };
        let show = format!("run `terraform show -json {file} > plan.json`");
        match self {
            Self::Broken(Broken::Truncated) => format!(
                "this plan file ends early, after {length} bytes: the step that wrote it was stopped, or its copy \
                 was cut; make it again with `terraform plan -out={file}`"
            ),
            Self::Broken(Broken::Damaged) => format!(
                "this plan file is damaged: its content does not agree with its checksums; copy it again as a \
                 binary file, or make it again with `terraform plan -out={file}`"
            ),
            Self::Broken(Broken::Unusual) => {
                format!(
                    "this plan file is packed in a way that Terraform does not use; {show} and check `plan.json`"
                )
            }
            Self::Broken(Broken::TooLarge) => format!(
                "this plan file unpacks to more than {} MiB, which is not read; {show} and check `plan.json`",
                MAX_UNPACKED >> 20
            ),
            Self::NoPlan => format!(
                "this is a zip archive that holds no plan; give the plan file to `terraform show -json` and check \
                 what that prints instead of {file}"
            ),
            Self::Incomplete(part) => {
                format!("this plan file has no {part}; {show} where it was made and check `plan.json`")
            }
            Self::Format(version) => format!(
                "this plan file has format {version}, and only format {FORMAT} is known; {show} with the Terraform \
                 that made it and check `plan.json`, or update the tool"
            ),
            Self::Release(release) => format!(
                "this plan file was made by version {release}, and plan files are known of 1.{} to 1.{} only; {show} \
                 with the version that made it and check `plan.json`, or update the tool",
                MINORS.start(),
                MINORS.end()
            ),
            Self::Malformed => format!(
                "what is in this plan file is not what its version says; {show} with the Terraform that made it and \
                 check `plan.json`"
            ),
            Self::Unknown(what) => format!(
                "this plan file holds {what}, which this tool does not know; {show} with the Terraform that made it \
                 and check `plan.json`, or update the tool"
            ),
        }
    }

    /// Whether a limit of the tool is the reason.
    pub(super) fn is_limit(&self) -> bool {
        *self == Self::Broken(Broken::TooLarge)
    }
}

/// Unpacks a plan file.
pub(super) fn read(bytes: &[u8]) -> Result<Unpacked, Fault> {
    unpack(bytes, MAX_UNPACKED)
}

fn unpack(bytes: &[u8], limit: u64) -> Result<Unpacked, Fault> {
    let archive = Archive::open(bytes)?;
    let mut budget = limit;
    let plan = archive.find("tfplan").ok_or(Fault::NoPlan)?;
    let plan = archive.read(plan, &mut budget)?;
    // An archive of another version may lack the rest, so the version comes first.
    document::is_known(&plan)?;
    let mut parts = |name: &str, what| {
        let entry = archive.find(name).ok_or(Fault::Incomplete(what))?;
        Ok::<_, Fault>(archive.read(entry, &mut budget)?)
    };
    let state = parts("tfstate", "state in it")?;
    let manifest = parts("tfconfig/modules.json", "configuration in it")?;
    let lock =
        archive.find(".terraform.lock.hcl").map(|entry| archive.read(entry, &mut budget)).transpose()?;
    let planned = document::rewrite(&plan, &state, lock.as_deref())?;
    let mut snapshot = Snapshot {
        records: serde_json::from_slice::<Vec<Module>>(&manifest)
            .map_err(|_| Fault::Malformed)?
            .into_iter()
            .map(|module| Record {
                key: module.key,
                source: module.source,
                version: module.version,
                directory: module.directory,
                files: Vec::new(),
            })
            .collect(),
        lock,
        workspace: planned.workspace,
    };
    for entry in &archive.entries {
        // `tfconfig/m-KEY/FILE`
        let Some(place) = entry.name.strip_prefix("tfconfig/m-") else { continue };
        let (key, name) = place.split_once('/').ok_or(Fault::Malformed)?;
        if name.is_empty() || name.contains(['/', '\\']) || matches!(name, "." | "..") {
            return Err(Fault::Malformed);
        }
        let record = snapshot.records.iter_mut().find(|record| record.key == key).ok_or(Fault::Malformed)?;
        let content: Arc<[u8]> = archive.read(entry, &mut budget)?.into();
        record.files.push((name.to_owned(), content));
    }
    if !snapshot.records.iter().any(|record| record.key.is_empty() && !record.files.is_empty()) {
        return Err(Fault::Incomplete("configuration in it"));
    }
    Ok(Unpacked { json: planned.json, snapshot })
}

/// An entry of `tfconfig/modules.json` (`internal/plans/planfile/config_snapshot.go`).
#[derive(Deserialize)]
struct Module {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Source", default)]
    source: String,
    #[serde(rename = "Version", default)]
    version: Option<String>,
    #[serde(rename = "Dir", default)]
    directory: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_that_unpacks_to_more_than_the_limit_is_refused() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/plans/moved/tfplan");
        #[expect(clippy::disallowed_methods, reason = "the tests read the project's own files")]
        let bytes = std::fs::read(path).unwrap();
        assert!(unpack(&bytes, MAX_UNPACKED).is_ok());
        let fault = unpack(&bytes, 1_000).unwrap_err();
        assert!(fault.is_limit(), "{fault:?}");
        assert_eq!(
            fault.sentence("-", 0),
            "this plan file unpacks to more than 1024 MiB, which is not read; run `terraform show -json FILE > \
             plan.json` and check `plan.json`"
        );
    }
}
