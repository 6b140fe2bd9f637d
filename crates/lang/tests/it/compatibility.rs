//! `docs/compatibility.md` says what is computed; its function table is the function table.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use bricklint_findings::cause::{CauseKind, DecidedBy};
use bricklint_lang::functions::{self, Answered, Entry, Parameter};
use bricklint_lang::syntax::parse;
use bricklint_lang::types::Type;

use crate::eval_scope::Names;

/// A language feature, what happens, when the result is unknown or the text rejected, and expressions that show it where
/// expressions can, with what they come to.
type Feature = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const FEATURES: &[Feature] = &[
    (
        "files: `.tf`, `.tf.json`, `.tofu`, `.tofu.json`",
        "read",
        "a `.tofu` file hides the `.tf` file of its name",
        &[],
    ),
    ("override files", "merged as Terraform merges them", "an override without a base is a problem", &[]),
    ("test, mock, query and stack files", "not read", "they are no part of a module", &[]),
    (
        "`variable`: type, default, `optional()`, `nullable`, `sensitive`, `ephemeral`",
        "computed",
        "unknown without a value and a default: *var.x has no value*",
        &[],
    ),
    (
        "`validation`, `precondition`, `postcondition`",
        "evaluated",
        "one that does not hold is a problem; what is unknown holds",
        &[],
    ),
    ("`check`", "evaluated", "an assertion is a problem where it is neither true nor false", &[]),
    (
        "values: `terraform.tfvars`, `*.auto.tfvars`, `.json` twins, `--var`, `--var-file`, `TF_VAR_*`",
        "Terraform's precedence",
        "values from the environment are used and never printed",
        &[],
    ),
    ("`locals`, `output`", "computed", "a circle is a problem and its members are unknown", &[]),
    ("`module`: local source", "expanded at any depth up to 64", "a missing directory is a problem", &[]),
    (
        "`module`: registry, git or another remote source",
        "expanded where `.terraform/modules` or `--module-path` has it",
        "unknown otherwise: *run terraform init*",
        &[],
    ),
    (
        "`source` and `version` with constants (Terraform 1.15)",
        "computed from defaults that nothing overrides",
        "unknown otherwise",
        &[],
    ),
    (
        "`count`, `for_each`",
        "expanded",
        "one `[*]` instance where the value is unknown; both outcomes where it hangs on a condition",
        &[],
    ),
    ("`enabled` (OpenTofu)", "expanded", "as `count`", &[]),
    (
        "`dynamic`",
        "expanded, nested, with iterator and labels",
        "an open set of blocks where the collection is unknown",
        &[],
    ),
    (
        "`provider`: alias, `configuration_aliases`, `providers = {}`, inheritance",
        "resolved as Terraform does",
        "`for_each` on a provider (OpenTofu): one configuration whose `each` is unknown",
        &[],
    ),
    (
        "`data`",
        "the pure policy documents are computed",
        "unknown otherwise, with the data source as cause",
        &[],
    ),
    ("`terraform_remote_state`", "unknown", "cause `remote-state`", &[]),
    (
        "resource attributes that only apply knows",
        "unknown, with an identity: equal references are equal",
        "cause `after-apply`",
        &[],
    ),
    ("`moved`, `removed`, `import`, `action`, `ephemeral`, `list`", "read", "they make no instance", &[]),
    (
        "`lifecycle`, `provisioner`, `connection`",
        "read",
        "`ignore_changes` and the like do not change values",
        &[],
    ),
    (
        "arithmetic, comparison, logic",
        "computed with numbers of 512 bits",
        "`&&` and `||` decide early, as since Terraform 1.12",
        &[
            ("0.1 + 0.2 == 0.3", "true"),
            ("123456789012345678901234567890 * 10", "1234567890123456789012345678900"),
            ("u.b && false", "false"),
            ("true || u.b", "true"),
        ],
    ),
    (
        "conditional",
        "computed; both branches are kept where the condition is unknown",
        "rules are tried under both outcomes",
        &[("u.b ? 1 : 1", "1"), ("u.b ? 1 : 2", "(u.b ? 1 : 2)"), ("true ? \"a\" : 1", "\"a\"")],
    ),
    (
        "templates, heredocs, `%{if}`, `%{for}`, `~`",
        "computed",
        "known parts are kept around unknown ones",
        &[
            ("\"a%{if true}b%{else}c%{endif}\"", "\"ab\""),
            ("\"%{for x in [1, 2]}${x},%{endfor}\"", "\"1,2,\""),
            ("\"a ${~ \"b\" ~} c\"", "\"abc\""),
            ("startswith(\"a-${u.s}\", \"a-\")", "true"),
        ],
    ),
    (
        "`for`, splat, index, attribute",
        "computed",
        "an unknown collection gives an unknown result",
        &[
            ("[for x in [1, 2] : x * 2 if x > 1]", "[4]"),
            ("[{ a = 1 }, { a = 2 }][*].a", "[1, 2]"),
            ("[for x in u.ls : x]", "?any"),
        ],
    ),
    (
        "`sensitive`, ephemeral marks",
        "carried as Terraform carries them",
        "never printed",
        &[("issensitive(\"${v.secret}!\")", "true"), ("issensitive(length([v.secret]))", "false")],
    ),
    (
        "`path.module`, `path.root`, `terraform.workspace`",
        "computed; the workspace is `default` where nobody names one",
        "`path.cwd` is unknown: it is a path of the machine that runs Terraform",
        &[],
    ),
    (
        "`provider::name::function`",
        "unknown",
        "cause `function`",
        &[("provider::name::function(1)", "?provider::name::function(1)")],
    ),
    ("nesting deeper than 256 levels", "rejected", "one diagnostic, the rest of the file is read", &[]),
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
    for (feature, what, otherwise, _) in FEATURES {
        let _ = writeln!(out, "| {feature} | {what} | {otherwise} |");
    }
    out.push_str("\n## Functions\n\n");
    let entries: Vec<Entry> = functions::catalogue().collect();
    let count = |test: fn(&Answered) -> bool| entries.iter().filter(|e| test(&e.answer)).count();
    let never = count(|a| matches!(a, Answered::Never(_) | Answered::Machine));
    let rejected = count(|a| matches!(a, Answered::Console | Answered::Rejected));
    let _ = writeln!(
        out,
        "{} functions: {} computed, {never} never known before apply, {rejected} rejected. Each is also known as `core::name`.\n",
        entries.len(),
        entries.len() - never - rejected
    );
    out.push_str("| function | since | result |\n|---|---|---|\n");
    for entry in &entries {
        let result = match (entry.answer, entry.except) {
            (Answered::Computed | Answered::Evaluator, None) => "computed".to_owned(),
            (Answered::Computed | Answered::Evaluator, Some(except)) => {
                format!("computed; unknown for {except}")
            }
            (Answered::Never(why), _) => format!("unknown: {why}"),
            (Answered::Machine, _) => "unknown: it is a path of the machine that runs Terraform".to_owned(),
            (Answered::Console, _) => "rejected: only `terraform console` has it".to_owned(),
            (Answered::Rejected, _) => "rejected: Terraform has it no longer".to_owned(),
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

/// What the page says of expressions comes out.
#[test]
fn features_are_as_the_page_says() {
    let names = Names::new();
    let mut wrong = String::new();
    for (expression, expected) in FEATURES.iter().flat_map(|(_, _, _, examples)| *examples) {
        let shown = names.show(expression);
        if shown != *expected {
            let _ = writeln!(wrong, "{expression}: {shown}, not {expected}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Arguments of these names and types, for functions of files and paths.
fn arguments(entry: &Entry, path: &str) -> String {
    let argument = |p: &Parameter| if p.name == "path" { format!("{path:?}") } else { "\"*\"".to_owned() };
    entry.params.iter().map(argument).collect::<Vec<_>>().join(", ")
}

/// What is said never to be known, or not for some arguments, is unknown; what is computed otherwise is not.
#[test]
fn functions_are_as_the_page_says() {
    let mut names = Names::new();
    names.files.insert("a.txt".into(), "text".into());
    for entry in functions::catalogue() {
        let call = |path: &str| match entry.name {
            "templatefile" => format!("templatefile({path:?}, {{}})"),
            name => format!("{name}({})", arguments(&entry, path)),
        };
        match (entry.answer, entry.except) {
            (Answered::Machine, _) => {
                let value = names.eval(&call("."));
                let cause = value.cause().unwrap_or_else(|| panic!("`{}` is known", entry.name));
                assert_eq!((cause.kind, cause.decided_by), (CauseKind::OutsideTree, DecidedBy::Plan));
                assert!(cause.text.contains("the machine that runs Terraform"), "{}", cause.text);
            }
            (Answered::Never(_), _) => {
                let arguments: Vec<&str> = entry
                    .params
                    .iter()
                    .map(|p| if p.ty == Type::Number { "1" } else { "\"aGk=\"" })
                    .collect();
                let text = format!("{}({})", entry.name, arguments.join(", "));
                let value = names.eval(&text);
                let cause = value.cause().unwrap_or_else(|| panic!("`{text}` is known"));
                // What Terraform itself does not know when it plans, no plan holds.
                let apply = matches!(entry.name, "bcrypt" | "timestamp" | "uuid");
                let by = if apply { DecidedBy::Apply } else { DecidedBy::Plan };
                assert_eq!((cause.kind, cause.decided_by), (CauseKind::Function, by), "{text}");
            }
            (Answered::Rejected, _) => {
                for argument in ["1", "u.s"] {
                    let text = format!("{}({argument})", entry.name);
                    assert!(names.show(&text).contains("there is no such function"), "{text}");
                }
            }
            (_, Some(except)) => {
                let path = if except.contains('~') { "~/a" } else { "/a.txt" };
                assert!(names.eval(&call(path)).is_unknown(), "{}", call(path));
                let within = if entry.name == "fileset" { "." } else { "a.txt" };
                assert!(!names.eval(&call(within)).is_unknown(), "{}", call(within));
            }
            _ => {}
        }
    }
}

/// One problem, and all that is not inside of what is too deep.
#[test]
fn what_nests_too_deep_is_as_the_page_says() {
    let after = "resource \"databricks_user\" \"x\" {\n  user_name = \"a@b.c\"\n}\n";
    for (before, end) in [
        ("a {\n".repeat(300), "}\n".repeat(300)),
        (format!("a = {}", "[".repeat(300)), format!("{}\n", "]".repeat(300))),
        (format!("a = {}1", "(".repeat(300)), format!("{}\n", ")".repeat(300))),
    ] {
        let tree = parse(format!("{before}{end}{after}").as_bytes());
        let messages: Vec<&str> = tree.errors.iter().map(|error| &*error.message).collect();
        assert_eq!(messages, ["nested more than 256 levels deep"]);
        let last = tree.blocks(tree.root).last().unwrap();
        assert_eq!((tree.slice(last.name), last.broken), ("resource", false));
    }
}
