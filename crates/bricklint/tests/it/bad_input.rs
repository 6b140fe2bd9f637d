//! What people hand over: each gets one sentence and its exit code, and what can be read is read.

use std::path::Path;
use std::process::Stdio;

use assert_cmd::cargo::CommandCargoExt as _;
use bricklint_findings::finding::Severity;

use crate::harness::{JOB, read, repository, run};
use crate::plan_files::bytes;

/// The exit code, and the problems as `concise` prints them.
fn check(directory: &Path, path: &str) -> (i32, Vec<String>) {
    let mut command = std::process::Command::cargo_bin("bricklint").unwrap();
    command.current_dir(directory).args(["check", path, "--format", "concise"]).env_clear();
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    let lines = stdout
        .lines()
        .chain(stderr.lines())
        .filter(|line| line.contains("error[") || line.contains("error: "));
    (output.status.code().unwrap(), lines.map(str::to_owned).collect())
}

fn project(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    directory
}

const NO_PLAN: &str = "this is JSON, but not a plan; check what `terraform show -json PLANFILE` prints";
const TEXT: &str = "this is text, but neither a plan nor a directory; check what `terraform show -json PLANFILE` prints, \
                    or the directory of the configuration";
const STATE: &str = "this is a state, not a plan; run `terraform plan -out=plan.bin` and then `terraform show -json \
                     plan.bin > plan.json`";
const STACK: &str =
    "a Terraform Stack is not a root; name the directories of its components, or plans of them";
const BUNDLE: &str = "a Databricks bundle is not read by Terraform; after `databricks bundle deploy` name \
                      `.databricks/bundle/TARGET/terraform`, or a plan that `terraform plan -out=tfplan` makes there";
const VALUES: &str = "this holds values of variables and is no plan; give it to `--var-file`";

#[test]
fn each_file_that_is_no_input_gets_one_sentence_and_2() {
    let inputs = |name: &str| bytes(&repository().join("testdata/bad-input").join(name));
    let plan = read(repository().join("testdata/plans/no-changes/plan.json"));
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("terraform.tfstate", inputs("state.json"), STATE),
        ("state.tf.json", inputs("state.json"), STATE),
        ("plan.json", inputs("state-shown.json"), STATE),
        (
            "plan.json",
            inputs("plan-log.ndjson"),
            "this is the streaming log of `terraform plan -json`, which holds no values; run `terraform plan \
             -out=plan.bin` and then `terraform show -json plan.bin > plan.json`",
        ),
        ("prod.tfvars", b"region = \"eu-west-1\"\n".to_vec(), VALUES),
        ("prod.auto.tfvars.json", b"{\"region\": \"eu-west-1\"}".to_vec(), VALUES),
        ("package.json", inputs("package.json"), NO_PLAN),
        ("notes.txt", b"to do\n".to_vec(), TEXT),
        (
            "plan.json",
            Vec::new(),
            "there is nothing in it: the step that should have written the plan failed; look at the output of `terraform \
             show -json` there",
        ),
        (
            "terragrunt.hcl",
            b"terraform {\n  source = \"../m\"\n}\n".to_vec(),
            "`terragrunt.hcl` is not read by Terraform; check the module its `source` names, or a plan: `terragrunt plan \
             -out=tfplan` in the unit, then `terragrunt show -json tfplan >plan.json`",
        ),
        ("databricks.yml", b"bundle:\n  name: x\n".to_vec(), BUNDLE),
        ("network.tfstack.hcl", b"component \"a\" {\n}\n".to_vec(), STACK),
        ("network.tfcomponent.hcl", b"component \"a\" {\n}\n".to_vec(), STACK),
        (
            "cdktf.json",
            b"{\"language\": \"python\"}".to_vec(),
            "a CDK for Terraform project; run `cdktf synth` and name `cdktf.out/stacks/NAME`",
        ),
        (
            ".terraform.lock.hcl",
            b"provider \"a/b/c\" {\n}\n".to_vec(),
            "`.terraform.lock.hcl` belongs to the directory that it lies in; check that directory",
        ),
        (
            "bricklint.toml",
            b"[rules]\n".to_vec(),
            "this is a configuration of this tool and no plan; give it to `--config`",
        ),
        (
            "plan.json",
            plan.replace("\"format_version\": \"1.2\"", "\"format_version\": \"3.0\"").into_bytes(),
            "this plan has `format_version` \"3.0\", and only versions 0 and 1 are known; make it with a Terraform that \
             this tool knows, or update the tool",
        ),
        (
            "plan.json",
            bytes(&repository().join("testdata/plans/errored/plan.json")),
            "this plan records a failed run and holds only what was planned before the error; repair the error and plan \
             again",
        ),
        (
            "tfplan",
            bytes(&repository().join("testdata/plans/errored/tfplan")),
            "this plan records a failed run and holds only what was planned before the error; repair the error and plan \
             again",
        ),
        (
            "tfplan",
            bytes(&repository().join("testdata/plans/moved/tfplan"))[..2000].to_vec(),
            "this plan file ends early, after 2000 bytes: the step that wrote it was stopped, or its copy was cut; make \
             it again with `terraform plan -out=tfplan`",
        ),
        (
            "tfplan",
            br#"{"meta":{},"encrypted_data":"x","encryption_version":"v0"}"#.to_vec(),
            "this is an encrypted plan file of OpenTofu; run `tofu show -json tfplan > plan.json` where its key is \
             configured and check `plan.json`",
        ),
    ];
    for (name, content, sentence) in rows {
        let directory = project(&[(name, &content), (".git/HEAD", b"")]);
        let (code, lines) = check(directory.path(), name);
        assert_eq!((code, lines.len()), (2, 1), "{name}: {lines:?}");
        assert!(lines[0].contains(sentence), "{name}: {lines:?}\nwant {sentence}");
    }
}

#[test]
fn directories_of_other_tools_are_said_once() {
    for (name, content, sentence) in [
        ("terragrunt.hcl", "terraform {\n}\n", "`terragrunt.hcl` is not read by Terraform"),
        ("databricks.yml", "bundle:\n", "a Databricks bundle is not read by Terraform"),
        ("a.tfstack.hcl", "", "a Terraform Stack is not a root"),
        ("a.tfcomponent.hcl", "", "a Terraform Stack is not a root"),
    ] {
        let directory = project(&[(name, content.as_bytes()), ("zz.tfstack.hcl", b""), (".git/HEAD", b"")]);
        let (code, lines) = check(directory.path(), ".");
        assert_eq!((code, lines.len()), (2, 1), "{name}: {lines:?}");
        assert_eq!(lines[0].matches(sentence).count(), 1, "{name}: {lines:?}");
    }
}

#[test]
fn directories_of_other_tools_beside_roots_are_said_once() {
    let directory = project(&[
        ("live/main.tf", b"terraform {\n  backend \"local\" {\n  }\n}\n"),
        ("units/a/terragrunt.hcl", b"terraform {\n}\n"),
        ("units/b/terragrunt.hcl", b"terraform {\n}\n"),
        ("bundle/databricks.yml", b"bundle:\n"),
        // Where Terraform finds something to read, it is read.
        ("live/terragrunt.hcl", b"terraform {\n}\n"),
        (".git/HEAD", b""),
    ]);
    let mut command = std::process::Command::cargo_bin("bricklint").unwrap();
    command.current_dir(directory.path()).args(["check", "--format", "concise"]).env_clear();
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("[note]")).collect();
    assert_eq!((output.status.code(), lines.len()), (Some(0), 2), "{lines:?}");
    assert!(lines[0].contains("`bundle`: ") && lines[0].contains(BUNDLE), "{lines:?}");
    assert!(lines[1].contains("`units/a` and 1 more: `terragrunt.hcl` is not read"), "{lines:?}");
    assert!(lines[1].contains("`terragrunt show -json tfplan >plan.json`"), "{lines:?}");
}

#[test]
fn what_other_tools_generate_is_read_when_it_is_named() {
    let json = br#"{"resource": {"databricks_job": {"a": {"name": "a", "task": [{"task_key": "run",
        "spark_python_task": [{"python_file": "/Workspace/a.py"}]}]}}}}"#;
    for (file, named) in [
        ("cdktf.out/stacks/prod/cdk.tf.json", "cdktf.out/stacks/prod"),
        ("cdktf.out/stacks/prod/cdk.tf.json", "cdktf.out/stacks/prod/cdk.tf.json"),
        (".databricks/bundle/dev/terraform/bundle.tf.json", ".databricks/bundle/dev/terraform"),
        (
            ".databricks/bundle/dev/terraform/bundle.tf.json",
            ".databricks/bundle/dev/terraform/bundle.tf.json",
        ),
        ("bundle.tf.json", "bundle.tf.json"),
    ] {
        let directory = project(&[(file, json), (".git/HEAD", b"")]);
        let (code, lines) = check(directory.path(), named);
        assert_eq!(code, 1, "{named}: {lines:?}");
        assert!(lines.iter().any(|line| line.contains("serverless-task-environment")), "{named}: {lines:?}");
    }
    let directory = project(&[("main.tf", JOB.as_bytes()), (".git/HEAD", b"")]);
    assert_eq!(check(directory.path(), "main.tf").0, 1);
}

/// Programs write `.tf.json` on one line, where what is wrong stands beside what else is said.
#[test]
fn errors_do_not_hang_on_line_breaks() {
    let said = |name: &str, text: &str| -> Vec<String> {
        let run = run(&[(name, text)]);
        let errors = run.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let mut said: Vec<String> =
            errors.map(|finding| format!("{}: {}", finding.rule.id, finding.message)).collect();
        said.sort();
        said
    };
    for (text, expected) in [
        (
            r#"{"variable":{"v":{"type":"strng"},"w":{"bogus":1}},"output":{"o":{"value":1,"bogus":2}},
                "resource":{"databricks_group":{"x":{"display_name":"a"}}}}"#,
            &[
                "known-schema: `output.o` has no argument `bogus`",
                "known-schema: `var.w` has no argument `bogus`",
                "known-schema: the type of `var.v`: `strng` is not a type",
            ][..],
        ),
        (
            r#"{"resource":{"databricks_group":{"x":[{"display_name":"a"},{"display_name":"b"}]}}}"#,
            &["reference-resolves: `databricks_group.x` is declared twice in this module"],
        ),
        (
            r#"{"provider":{"databricks":[{"host":"https://a.b"},{"host":"https://a.c"}]}}"#,
            &["reference-resolves: `provider.databricks` is declared twice in this module"],
        ),
    ] {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            assert_eq!(said("main.tf.json", &text), expected, "{text}");
        }
    }
    let named = said("main.tf", "resource \"databricks_group\" \"1x\" { display_name = \"a\" }\n");
    assert!(named.len() == 1 && named[0].starts_with("known-schema: `1x` is not a name"), "{named:?}");
}

/// What a call passes is said of the call, and of a variable only where no call is at fault.
#[test]
fn a_value_that_a_module_refuses_is_said_once() {
    let module = "variable \"name\" {\n  type = string\n  validation {\n    condition     = can(regex(\"^[a-z]+$\", \
                  var.name))\n    error_message = \"bad\"\n  }\n}\n";
    for (given, others, left) in [
        ("\"Bad1\"", "", 0),
        ("each.value", "  for_each = toset([\"Bad1\", \"good\"])\n", 0),
        // What only a run gives is seen in the module alone.
        ("var.given", "", 1),
    ] {
        let main = format!(
            "variable \"given\" {{\n  default = \"Bad2\"\n}}\nmodule \"s\" {{\n  source = \"./m\"\n  name = \
             {given}\n{others}}}\n"
        );
        let run = run(&[("main.tf", &main), ("m/main.tf", module)]);
        let found = run.findings.iter().filter(|finding| finding.rule.id == "module-call-valid").count();
        assert_eq!((found, run.problems.len()), (1 - left, left), "{given}: {:?}", run.problems);
    }
}
