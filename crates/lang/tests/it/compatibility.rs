//! `docs/compatibility.md` says what is computed; its function table is the function table.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bricklint_lang::functions::{self, Answered, Entry, Parameter};

/// A language feature, what happens, and when the result is unknown or the text rejected.
const FEATURES: &[(&str, &str, &str)] = &[
    (
        "files: `.tf`, `.tf.json`, `.tofu`, `.tofu.json`",
        "read",
        "a `.tofu` file hides the `.tf` file of its name",
    ),
    ("override files", "merged as Terraform merges them", "an override without a base is a problem"),
    ("test, mock, query and stack files", "not read", "they are no part of a module"),
    (
        "`variable`: type, default, `optional()`, `nullable`, `sensitive`, `ephemeral`",
        "computed",
        "unknown without a value and a default: *var.x has no value*",
    ),
    (
        "`validation`, `precondition`, `postcondition`, `check`",
        "read",
        "not evaluated: they decide whether Terraform goes on, not what it makes",
    ),
    (
        "values: `terraform.tfvars`, `*.auto.tfvars`, `.json` twins, `--var`, `--var-file`, `TF_VAR_*`",
        "Terraform's precedence",
        "values from the environment are used and never printed",
    ),
    ("`locals`, `output`", "computed", "a circle is a problem and its members are unknown"),
    ("`module`: local source", "expanded at any depth up to 64", "a missing directory is a problem"),
    (
        "`module`: registry, git or another remote source",
        "expanded where `.terraform/modules` or `--module-path` has it",
        "unknown otherwise: *run terraform init*",
    ),
    (
        "`source` and `version` with constants (Terraform 1.15)",
        "computed from defaults that nothing overrides",
        "unknown otherwise",
    ),
    (
        "`count`, `for_each`",
        "expanded",
        "one `[*]` instance where the value is unknown; both outcomes where it hangs on a condition",
    ),
    ("`enabled` (OpenTofu)", "expanded", "as `count`"),
    (
        "`dynamic`",
        "expanded, nested, with iterator and labels",
        "an open set of blocks where the collection is unknown",
    ),
    (
        "`provider`: alias, `configuration_aliases`, `providers = {}`, inheritance",
        "resolved as Terraform does",
        "`for_each` on a provider is resolved for known keys",
    ),
    ("`data`", "the pure policy documents are computed", "unknown otherwise, with the data source as cause"),
    ("`terraform_remote_state`", "unknown", "cause `remote-state`"),
    (
        "resource attributes that only apply knows",
        "unknown, with an identity: equal references are equal",
        "cause `after-apply`",
    ),
    ("`moved`, `removed`, `import`, `action`, `ephemeral`, `list`", "read", "they make no instance"),
    (
        "`lifecycle`, `provisioner`, `connection`",
        "read",
        "`ignore_changes` and the like do not change values",
    ),
    (
        "arithmetic, comparison, logic",
        "computed with numbers of 512 bits",
        "`&&` and `||` decide early, as since Terraform 1.12",
    ),
    (
        "conditional",
        "computed; both branches are kept where the condition is unknown",
        "rules are tried under both outcomes",
    ),
    ("templates, heredocs, `%{if}`, `%{for}`, `~`", "computed", "known parts are kept around unknown ones"),
    ("`for`, splat, index, attribute", "computed", "an unknown collection gives an unknown result"),
    ("`sensitive`, ephemeral marks", "carried as Terraform carries them", "never printed"),
    (
        "`path.module`, `path.root`, `terraform.workspace`",
        "computed",
        "`path.cwd` is unknown: it names this machine",
    ),
    ("`provider::name::function`", "unknown", "cause `function`"),
    ("nesting deeper than 256 levels", "rejected", "one diagnostic, the rest of the file is read"),
];

fn signature(entry: &Entry) -> String {
    let parameter = |p: &Parameter| format!("{}: {}", p.name, p.ty);
    let mut parts: Vec<String> = entry.params.iter().map(parameter).collect();
    parts.extend(entry.rest.as_ref().map(|p| format!("{}...", parameter(p))));
    format!("{}({})", entry.name, parts.join(", "))
}

fn page() -> String {
    let mut out = String::from(
        "# What is evaluated, and how\n\n\
         Terraform's newest release is followed. Where a value cannot be known before apply, or depends on the machine\n\
         that runs it, it is unknown for a stated reason; a rule that needs it is then *undecided*, never passed and never\n\
         violated.\n\n\
         ## Language\n\n| feature | what happens | otherwise |\n|---|---|---|\n",
    );
    for (feature, what, otherwise) in FEATURES {
        let _ = writeln!(out, "| {feature} | {what} | {otherwise} |");
    }
    out.push_str("\n## Functions\n\n");
    let entries: Vec<Entry> = functions::catalogue().collect();
    let count = |test: fn(&Answered) -> bool| entries.iter().filter(|e| test(&e.answer)).count();
    let never = count(|a| matches!(a, Answered::Never(_)));
    let _ = writeln!(
        out,
        "{} functions: {} computed, {never} never known before apply. Each is also known as `core::name`.\n",
        entries.len(),
        entries.len() - never
    );
    out.push_str("| function | since | result |\n|---|---|---|\n");
    for entry in &entries {
        let result = match entry.answer {
            Answered::Computed | Answered::Evaluator => "computed".to_owned(),
            Answered::Never(why) => format!("unknown: {why}"),
        };
        let since = match entry.since {
            None => "",
            Some("tofu") => "OpenTofu",
            Some(version) => version,
        };
        let _ = writeln!(out, "| `{}` | {since} | {result} |", signature(entry));
    }
    out
}

#[expect(clippy::disallowed_methods, reason = "the page is a file of the project")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_page_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/compatibility.md");
    let want = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &want).unwrap();
    }
    assert!(read(&path) == want, "docs/compatibility.md is out of date: run `make gen`");
}
