//! What is handed over instead of a plan: one clear sentence for each file of `testdata/bad-input`.

use bricklint_findings::problem::ProblemKind::{self, Note, Unreadable};
use bricklint_load::plan::read_plans;
use bricklint_load::sniff::{self, Kind};

use crate::plan_input::bytes;

/// File, number of plans, problem.
type Row = (&'static str, usize, Option<(ProblemKind, &'static str)>);

const STATE: &str = "this is a state, not a plan; run `terraform plan -out=plan.bin` and then `terraform show -json \
                     plan.bin > plan.json`";
const HUMAN: &str = "this is what `terraform plan` prints for people; run `terraform plan -out=plan.bin` and then \
                     `terraform show -json plan.bin > plan.json`";
const JSON: &str = "this is JSON, but not a plan; check what `terraform show -json PLANFILE` prints";
const EMPTY: &str = "there is nothing in it: the step that should have written the plan failed; look at the output \
                     of `terraform show -json` there";
const UTF16: &str = "this is in UTF-16, as PowerShell writes it, and is read all the same";

const ROWS: &[Row] = &[
    ("plan.bin", 1, None),
    (
        "plan-ancient.bin",
        0,
        Some((
            Unreadable,
            "this is a plan file of Terraform before 0.12, which has no JSON form; make the plan with a newer \
             Terraform and run `terraform show -json` on it",
        )),
    ),
    ("state.json", 0, Some((Unreadable, STATE))),
    ("state-shown.json", 0, Some((Unreadable, STATE))),
    (
        "plan-log.ndjson",
        0,
        Some((
            Unreadable,
            "this is the streaming log of `terraform plan -json`, which holds no values; run `terraform plan \
             -out=plan.bin` and then `terraform show -json plan.bin > plan.json`",
        )),
    ),
    ("human-plan.txt", 0, Some((Unreadable, HUMAN))),
    ("human-plan-coloured.txt", 0, Some((Unreadable, HUMAN))),
    (
        "bookmark.json",
        0,
        Some((
            Unreadable,
            "this only points to a plan that HCP Terraform keeps; run `terraform show -json bookmark.json > \
             plan.json` while logged in and check `plan.json`",
        )),
    ),
    (
        "validate.json",
        0,
        Some((
            Unreadable,
            "this is the output of `terraform validate -json`, not a plan; check what `terraform show -json \
             PLANFILE` prints",
        )),
    ),
    (
        "provider-schemas.json",
        0,
        Some((
            Unreadable,
            "this is the output of `terraform providers schema -json`, not a plan; give it to `--schema`",
        )),
    ),
    ("package.json", 0, Some((Unreadable, JSON))),
    ("array.json", 0, Some((Unreadable, JSON))),
    ("text.json", 0, Some((Unreadable, JSON))),
    (
        "picture.png",
        0,
        Some((
            Unreadable,
            "this is a picture, not a plan; check what `terraform show -json PLANFILE` prints",
        )),
    ),
    ("empty.json", 0, Some((Unreadable, EMPTY))),
    ("blank.json", 0, Some((Unreadable, EMPTY))),
    (
        "plan-truncated.json",
        0,
        Some((
            Unreadable,
            "this plan ends early, after 3000 bytes: the step that wrote it was stopped, or its output was cut; run \
             `terraform show -json PLANFILE` again",
        )),
    ),
    (
        "plan-wrong-types.json",
        0,
        Some((
            Unreadable,
            "`resource_changes` in this plan is a number where a list belongs; check what `terraform show -json \
             PLANFILE` prints as it is",
        )),
    ),
    (
        "plan-no-format.json",
        0,
        Some((
            Unreadable,
            "this plan has no `format_version`, so its meaning is not certain; check what `terraform show -json` \
             prints as it is",
        )),
    ),
    (
        "plan-format-2.json",
        0,
        Some((
            Unreadable,
            "this plan has `format_version` \"2.0\", and only versions 0 and 1 are known; make it with a Terraform \
             that this tool knows, or update the tool",
        )),
    ),
    ("plan-format-1.99.json", 1, None),
    ("plan-utf16le.json", 1, Some((Note, UTF16))),
    ("plan-utf16be.json", 1, Some((Note, UTF16))),
    ("plan-utf16le-no-bom.json", 1, Some((Note, UTF16))),
    ("plan-bom.json", 1, None),
    (
        "plan-wrapper-noise.txt",
        1,
        Some((
            Note,
            "there is other text around the plan, as CI wrappers print it, and it is skipped; set \
             `terraform_wrapper: false` for hashicorp/setup-terraform",
        )),
    ),
    ("plans-concatenated.json", 2, None),
];

#[test]
fn every_file_gets_its_sentence() {
    for (name, plans, problem) in ROWS {
        let file = read_plans(bytes(&format!("testdata/bad-input/{name}")), name);
        assert_eq!(file.plans.len(), *plans, "{name}: {:?}", file.problems);
        let found: Vec<_> = file.problems.iter().map(|p| (p.kind, &*p.message)).collect();
        assert_eq!(found, problem.iter().copied().collect::<Vec<_>>(), "{name}");
        for problem in &file.problems {
            assert_eq!(problem.location.as_ref().unwrap().path, *name);
        }
    }
}

#[test]
fn every_file_of_the_folder_is_tested() {
    let listed: Vec<&str> = ROWS.iter().map(|row| row.0).collect();
    for name in crate::plan_input::names("testdata/bad-input") {
        if name != "README.md" && !name.starts_with('.') {
            assert!(listed.contains(&&*name), "{name}");
        }
    }
}

#[test]
fn other_inputs_are_told_by_their_first_bytes() {
    let rows: [(&[u8], Kind); 16] = [
        (b"\x1f\x8b\x08\x00", Kind::Gzip),
        (b"PK\x03\x04\x00\x00readme.txt", Kind::Zip),
        (b"\xff\xd8\xff\xe0", Kind::Picture),
        (b"\x00\x01\x02\x03", Kind::Binary),
        (b"resource \"a\" \"b\" {}", Kind::OtherText),
        (b"42", Kind::OtherJson),
        (b"{}", Kind::OtherJson),
        (b"{\"format_version\":\"1.0\",\"function_signatures\":{}}", Kind::Functions),
        (b"{\"terraform_version\":\"1.11.4\",\"provider_selections\":{}}", Kind::Version),
        (b"{\"a\":{\"sensitive\":false,\"type\":\"string\",\"value\":\"x\"}}", Kind::Outputs),
        (b"{\"meta\":{},\"encrypted_data\":\"x\",\"encryption_version\":\"v0\"}", Kind::EncryptedPlan),
        (b"noise\n{ \"format_version\" : \"1.2\", \"resource_changes\": [] }", Kind::Plan),
        (b"{\"format_version\":\"1.2\"", Kind::Plan),
        (b"No changes. Your infrastructure matches the configuration.", Kind::HumanPlan),
        (b"Running\n{\"@level\":\"info\",\"@module\":\"terraform.ui\"}", Kind::Log),
        (b"\n \t", Kind::Empty),
    ];
    for (bytes, kind) in rows {
        assert_eq!(sniff::sniff(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        let plans = read_plans(bytes.to_vec(), "-").plans.len();
        assert_eq!(plans, usize::from(kind == Kind::Plan && bytes.ends_with(b"}")), "{kind:?}");
    }
}

#[test]
fn a_plan_after_one_that_ends_early_is_not_hidden() {
    let good = r#"{"format_version":"1.2","resource_changes":[]}"#;
    let file =
        read_plans(format!("{good}\n{{\"format_version\":\"1.2\",\"resource_").into_bytes(), "plans.json");
    assert_eq!(file.plans.len(), 1);
    assert!(file.problems[0].message.starts_with("plan 2 in this file ends early"), "{:?}", file.problems);
}
