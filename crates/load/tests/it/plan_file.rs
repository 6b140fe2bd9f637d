//! Plan files and compressed plans that are not read: one sentence each.

use std::io::Write as _;

use bricklint_findings::problem::ProblemKind;
use bricklint_load::plan::read_plans;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::plan_input::bytes;

/// An archive of these files, stored as they are.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        common.extend(crc.sum().to_le_bytes());
        common.extend(length);
        common.extend(length);
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        let start = u32::try_from(out.len()).unwrap().to_le_bytes();
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(*content);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(start);
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let start = u32::try_from(out.len()).unwrap().to_le_bytes();
    let length = u32::try_from(directory.len()).unwrap().to_le_bytes();
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(length);
    out.extend(start);
    out.extend([0, 0]);
    out
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A plan with the numbers of its format and of the release that made it.
fn plan(format: u8, release: &str) -> Vec<u8> {
    let mut out = vec![0x08, format, 0x72, u8::try_from(release.len()).unwrap()];
    out.extend(release.as_bytes());
    out
}

const STATE: &[u8] = br#"{"version":4,"resources":[]}"#;
const MODULES: &[u8] = br#"[{"Key":"","Dir":"."}]"#;

fn message(bytes: Vec<u8>) -> (ProblemKind, String) {
    let file = read_plans(bytes, "tfplan");
    assert_eq!((file.plans.len(), file.problems.len()), (0, 1), "{:?}", file.problems);
    (file.problems[0].kind, file.problems[0].message.clone())
}

#[test]
fn what_is_no_plan_file_that_can_be_read_gets_its_sentence() {
    let show = "run `terraform show -json tfplan > plan.json`";
    let again = format!("{show} with the Terraform that made it and check `plan.json`");
    let good = plan(3, "1.11.4");
    let file = |plan: &[u8], state: &[u8], modules: &[u8], extra: &str| {
        zip(&[
            ("tfplan", plan),
            ("tfstate", state),
            ("tfconfig/modules.json", modules),
            (extra, b"locals {\n}\n"),
        ])
    };
    let main = "tfconfig/m-/main.tf";
    let mut unknown_action = good.clone();
    unknown_action.extend(b"\x1a\x0e\x6a\x03a.b\x4a\x07\x08\x63\x12\x03\x0a\x01\xc0");
    let rows: Vec<(Vec<u8>, String)> = vec![
        (
            file(&plan(4, "1.11.4"), STATE, MODULES, main),
            format!("this plan file has format 4, and only format 3 is known; {again}, or update the tool"),
        ),
        (
            file(&plan(3, "2.0.0"), STATE, MODULES, main),
            format!(
                "this plan file was made by version 2.0.0, and plan files are known of 1.1 to 1.17 only; {show} with \
                 the version that made it and check `plan.json`, or update the tool"
            ),
        ),
        (
            file(&plan(3, "0.13.7"), STATE, MODULES, main),
            format!(
                "this plan file was made by version 0.13.7, and plan files are known of 1.1 to 1.17 only; {show} with \
                 the version that made it and check `plan.json`, or update the tool"
            ),
        ),
        (
            zip(&[("tfplan", &good)]),
            format!("this plan file has no state in it; {show} where it was made and check `plan.json`"),
        ),
        (
            zip(&[("tfplan", &good), ("tfstate", STATE)]),
            format!("this plan file has no configuration in it; {show} where it was made and check `plan.json`"),
        ),
        (
            file(&good, STATE, MODULES, "tfconfig/other"),
            format!("this plan file has no configuration in it; {show} where it was made and check `plan.json`"),
        ),
        (
            file(&good, STATE, MODULES, "tfconfig/m-gone/main.tf"),
            format!("what is in this plan file is not what its version says; {again}"),
        ),
        (
            file(&good, STATE, MODULES, "tfconfig/m-/../main.tf"),
            format!("what is in this plan file is not what its version says; {again}"),
        ),
        (
            file(&good, br#"{"version":5}"#, MODULES, main),
            format!("this plan file holds a state of format 5, which this tool does not know; {again}, or update the tool"),
        ),
        (
            file(&[&good[..], &[0xff]].concat(), STATE, MODULES, main),
            format!("what is in this plan file is not what its version says; {again}"),
        ),
        (
            file(&unknown_action, STATE, MODULES, main),
            format!("this plan file holds the action 99, which this tool does not know; {again}, or update the tool"),
        ),
        (
            zip(&[("readme.txt", b"about tfplan")]),
            "this is a zip archive that holds no plan; give the plan file to `terraform show -json` and check what that \
             prints instead of tfplan"
                .to_owned(),
        ),
        (
            zip(&[("tfplan", &good), ("tfplan", &good)]),
            "this plan file is damaged: its content does not agree with its checksums; copy it again as a binary file, \
             or make it again with `terraform plan -out=tfplan`"
                .to_owned(),
        ),
    ];
    for (bytes, want) in rows {
        assert_eq!(message(bytes), (ProblemKind::Unreadable, want));
    }
    let whole = file(&good, STATE, MODULES, main);
    assert_eq!(read_plans(whole.clone(), "tfplan").problems, []);
    let mut changed = whole.clone();
    let at = memchr::memmem::find(&changed, b"locals").unwrap();
    changed[at] = b'L';
    assert!(message(changed).1.starts_with("this plan file is damaged: its content"));
    let cut = whole[..whole.len() - 30].to_vec();
    let length = cut.len();
    assert_eq!(
        message(cut).1,
        format!(
            "this plan file ends early, after {length} bytes: the step that wrote it was stopped, or its copy was cut; \
             make it again with `terraform plan -out=tfplan`"
        )
    );
}

#[test]
fn gzip_is_taken_off_and_what_is_in_it_is_told_by_its_content() {
    let json = bytes("testdata/plans/no-changes/plan.json");
    for (name, content, plans) in [
        ("JSON", json.clone(), 1),
        ("a plan file", bytes("testdata/plans/moved/tfplan"), 1),
        ("UTF-16", bytes("testdata/bad-input/plan-utf16le.json"), 1),
        ("two plans", bytes("testdata/bad-input/plans-concatenated.json"), 2),
    ] {
        let file = read_plans(gzip(&content), "plan.json.gz");
        assert_eq!(file.plans.len(), plans, "{name}: {:?}", file.problems);
    }
    // Two members are one content.
    let members = [gzip(&json[..100]), gzip(&json[100..])].concat();
    assert_eq!(read_plans(members, "plan.json.gz").plans.len(), 1);
    let state = message(gzip(&bytes("testdata/bad-input/state.json"))).1;
    assert!(state.starts_with("this is a state, not a plan"), "{state}");
    let twice = message(gzip(&gzip(&json))).1;
    let want = "this is compressed with gzip twice; run `gunzip -c tfplan | gunzip -c > plan.json`";
    assert!(twice.starts_with(want), "{twice}");
    let packed = gzip(&json);
    for end in (2..packed.len()).step_by(7) {
        let cut = message(packed[..end].to_vec()).1;
        assert!(cut.starts_with("this is compressed with gzip and "), "{end}: {cut}");
    }
    assert_eq!(
        message(packed[..packed.len() - 1].to_vec()).1,
        format!(
            "this is compressed with gzip and ends early, after {} bytes: the step that wrote it was stopped, or its \
             copy was changed; write it again",
            packed.len() - 1
        )
    );
}

#[test]
fn the_configuration_in_a_plan_file_says_which_variables_are_sensitive() {
    let of = |file: &str| {
        let plan = crate::plan_input::plan(&format!("testdata/plans/sensitive/{file}"));
        let mut marks: Vec<_> = plan
            .variables
            .iter()
            .map(|(name, value)| (name.to_string(), value.marks().printable()))
            .collect();
        marks.sort();
        marks
    };
    assert_eq!(of("tfplan"), of("plan.json"));
    assert!(of("tfplan").len() == 3 && of("tfplan").iter().all(|(_, printable)| !printable));
    let open = crate::plan_input::plan("testdata/plans/calculated-keys/tfplan");
    assert!(open.variables.iter().all(|(_, value)| value.marks().printable()));
}
