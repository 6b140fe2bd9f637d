//! Roots, modules and what lies between.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_load::files::{Entry, EntryKind, FileSystem, Kind, MemoryFiles, ReadError};
use bricklint_load::roots::Resolution;
use bricklint_load::{
    DirectoryKind, Discovery, Globs, LoadOptions, VarInput, VariableSet, discover, facts, load_root,
};
use bricklint_model::facts::FactKind;

const ROOT: &str = r#"provider "databricks" {}"#;

fn files(files: &[(&str, &str)]) -> MemoryFiles {
    files.iter().map(|(path, content)| (Path::new("/p").join(path), content.as_bytes())).collect()
}

fn options(paths: &[&str]) -> LoadOptions {
    LoadOptions {
        project_root: "/p".into(),
        paths: paths.iter().map(|path| Path::new("/p").join(path)).collect(),
        ..LoadOptions::default()
    }
}

fn found(content: &[(&str, &str)]) -> Discovery {
    discover(&files(content), &options(&[""]))
}

fn kinds(discovery: &Discovery) -> Vec<(&str, DirectoryKind)> {
    discovery.directories.iter().map(|directory| (&*directory.path, directory.kind)).collect()
}

fn reason<'d>(discovery: &'d Discovery, path: &str) -> &'d str {
    let directory = discovery.directories.iter().find(|directory| &*directory.path == path);
    directory.map_or("not found", |directory| &directory.reason)
}

fn messages(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}: {}", problem.kind.name(), problem.message)).collect()
}

fn resolution<'d>(discovery: &'d Discovery, root: &str, path: &str) -> &'d Resolution {
    discovery.resolved.get(&(root.into(), path.into())).expect("the call has an entry")
}

fn leads_to(discovery: &Discovery, root: &str, path: &str) -> String {
    match resolution(discovery, root, path) {
        Resolution::Directory(directory) => directory.to_string(),
        Resolution::Opaque { cause, .. } => cause.kind.name().to_owned(),
    }
}

use DirectoryKind::{Module, Neither, NotEntered, Root, UncalledModule};

#[test]
fn what_leads_to_a_module_is_there_before_anything_is_planned() {
    const REST: &str = r#"
variable "where" { default = "./near" }
locals {
  late  = terraform_data.near.id
  exact = "${var.where}/far"
}
resource "terraform_data" "near" {}
"#;
    let cases = [
        ("source = var.where", ""),
        ("source = local.exact", ""),
        (r#"source = "${path.module}/near""#, ""),
        ("source = var.were", "var.were"),
        (r#"source = "./${local.near}""#, "local.near"),
        (
            "source = terraform_data.near.id",
            "`module.m`: `source` is read before there is `terraform_data.near.id`",
        ),
        ("source = local.late", "`module.m`: `source` is read before there is `terraform_data.near.id`"),
        ("for_each = {}\nsource = each.key", "`module.m`: `source` is read before there is `each.key`"),
        ("source = \"a/b/c\"\nversion = local.exact", ""),
        ("source = \"a/b/c\"\nversion = local.near", "local.near"),
        (
            "source = \"a/b/c\"\nversion = data.terraform_data.gone.id",
            "`module.m`: `version` is read before there is `data.terraform_data.gone.id`",
        ),
    ];
    for (arguments, wanted) in cases {
        let main = format!("module \"m\" {{\n{arguments}\n}}\n{REST}");
        let memory = files(&[("main.tf", &main), ("near/main.tf", ""), ("near/far/main.tf", "")]);
        let options = options(&[""]);
        let found = facts(&memory, &discover(&memory, &options), &options);
        let texts: Vec<&str> = found
            .iter()
            .flat_map(|module| &module.facts)
            .map(|fact| match &fact.kind {
                FactKind::Undeclared { name, .. } => &**name,
                FactKind::Refused { reason } => &**reason,
                _ => "something else",
            })
            .collect();
        assert_eq!(texts, Vec::from_iter(Some(wanted).filter(|wanted| !wanted.is_empty())), "{arguments}");
    }
    // What is written as a number is an address as much as the same in quotes.
    let found = found(&[("main.tf", "module \"m\" {\n  source = 1\n}\n")]);
    let problems = found.call_problems.values().flatten().map(|problem| problem.kind);
    assert_eq!(problems.collect::<Vec<_>>(), [ProblemKind::ModuleMissing]);
}

/// The directories in `testdata`, read into memory.
fn monorepo() -> MemoryFiles {
    fn add(from: &Path, to: &Path, memory: &mut MemoryFiles) {
        for entry in std::fs::read_dir(from).expect("the directory is there") {
            let entry = entry.expect("its entries can be read");
            let (path, target) = (entry.path(), to.join(entry.file_name()));
            if path.is_dir() {
                add(&path, &target, memory);
            } else {
                memory.insert(target, std::fs::read(path).expect("the file can be read"));
            }
        }
    }
    let mut memory = MemoryFiles::default();
    let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/monorepo");
    add(&from, Path::new("/p"), &mut memory);
    memory
}

#[test]
fn every_kind_of_directory_in_the_monorepo_is_what_it_must_be() {
    let discovery = discover(&monorepo(), &options(&[""]));
    assert_eq!(
        kinds(&discovery),
        [
            (".hidden", NotEntered),
            ("broken-syntax", Root),
            ("bundle", Neither),
            ("bundle/.databricks", NotEntered),
            ("cdk", Neither),
            ("cdk/cdktf.out", NotEntered),
            ("docs", Neither),
            ("generated/labels", Module),
            ("generated/stack", NotEntered),
            ("live", Neither),
            ("live/prod/jobs", Neither),
            ("live/prod/jobs/.terragrunt-cache", NotEntered),
            ("modules/domain", Module),
            ("modules/domain-schema", Module),
            ("modules/python-job", Module),
            ("modules/python-job/examples/nightly", Root),
            ("modules/retired", UncalledModule),
            ("modules/retired-part", Module),
            ("policies", Neither),
            ("roots/legacy-json", Root),
            ("roots/marketing", Root),
            ("roots/platform", Root),
            ("roots/sales", Root),
            ("roots/vendored", Root),
            ("roots/vendored/.terraform/modules/naming", Module),
            ("roots/vendored/.terraform/modules/naming/modules/labels", Module),
            ("scratch", Root),
        ]
    );
    assert_eq!(leads_to(&discovery, "roots/platform", "domain"), "modules/domain");
    assert_eq!(leads_to(&discovery, "roots/vendored", "naming"), "roots/vendored/.terraform/modules/naming");
    let naming = "roots/vendored/.terraform/modules/naming/modules/labels";
    assert_eq!(leads_to(&discovery, "roots/vendored", "naming.labels"), naming);
    let notes = messages(&discovery.problems);
    let of: Vec<&str> = notes.iter().filter_map(|note| note.split(": ").nth(1)).collect();
    assert_eq!(of, ["`live` and 1 more", "`cdk`", "`bundle`"]);
    assert!(discovery.call_problems.is_empty(), "{:?}", discovery.call_problems);
    let sales = discovery.directories.iter().find(|d| &*d.path == "roots/sales").expect("found");
    assert_eq!(sales.var_files.iter().map(|f| &**f).collect::<Vec<_>>(), ["terraform.tfvars"]);
    let broken: Vec<_> =
        discovery.modules.values().filter(|module| module.incomplete).map(|m| &*m.directory).collect();
    assert_eq!(broken, ["broken-syntax"]);
}

#[test]
fn a_directory_is_a_module_where_another_calls_it() {
    let discovery = found(&[
        ("a/main.tf", "module \"m\" {\n  source = \"../m\"\n}"),
        ("b/main.tf", "module \"n\" {\n  source = \"../m\"\n}"),
        ("m/main.tf", ""),
        ("self/main.tf", "module \"me\" {\n  source = \"./\"\n}"),
        ("lone/main.tf", "variable \"x\" {}"),
        ("locked/main.tf", "variable \"x\" {}"),
        ("locked/.terraform.lock.hcl", ""),
    ]);
    assert_eq!(
        kinds(&discovery),
        [("a", Root), ("b", Root), ("locked", Root), ("lone", UncalledModule), ("m", Module), ("self", Root)]
    );
    assert_eq!(reason(&discovery, "m"), "called by `a`, `b`");
    assert_eq!(reason(&discovery, "locked"), "nobody calls it; lock file");
    assert_eq!(leads_to(&discovery, "self", "me"), "limit");
}

#[test]
fn a_provider_block_that_holds_an_alias_alone_shows_no_root() {
    let discovery = found(&[
        ("configured/main.tf", "provider \"p\" {\n  alias = \"a\"\n  host = \"h\"\n}\nvariable \"x\" {}"),
        ("default/main.tf", "provider \"p\" {\n}\nvariable \"x\" {}"),
        ("passed/main.tf", "provider \"p\" {\n  alias = \"a\"\n}\nvariable \"x\" {}"),
        ("nothing/main.tf", "provider \"p\" {\n  alias = \"a\"\n}"),
        ("locked/main.tf", "provider \"p\" {\n  alias = \"a\"\n}\nvariable \"x\" {}"),
        ("locked/.terraform.lock.hcl", ""),
    ]);
    assert_eq!(
        kinds(&discovery),
        [
            ("configured", Root),
            ("default", Root),
            ("locked", Root),
            ("nothing", Root),
            ("passed", UncalledModule)
        ]
    );
    assert_eq!(
        reason(&discovery, "passed"),
        "nobody calls it, it requires `var.x`, and it has no backend, provider block with arguments, tfvars or lock file"
    );
}

#[test]
fn what_asks_callers_for_a_provider_configuration_is_no_root() {
    let asks = |aliases: &str, rest: &str| {
        format!(
            "terraform {{\n  required_providers {{\n    p = {{\n      source = \"a/p\"\n      configuration_aliases = [{aliases}]\n    }}\n  }}\n}}\n{rest}"
        )
    };
    let discovery = found(&[
        ("asks/main.tf", &asks("p.a", "variable \"x\" {\n  default = 1\n}")),
        ("both/main.tf", &asks("p.a, p.b", "provider \"p\" {\n  alias = \"a\"\n}")),
        ("has/main.tf", &asks("p.a", "provider \"p\" {\n  alias = \"a\"\n}")),
        ("locked/main.tf", &asks("p.a", "")),
        ("locked/.terraform.lock.hcl", ""),
        ("main/main.tf", &asks("p", "")),
        // The block may be in what was not read.
        ("broken/main.tf", &asks("p.a", "")),
        ("broken/more.tf", "provider \"p\" {"),
        ("unit/main.tf", &asks("p.a", "")),
        ("unit/terragrunt.hcl", "generate \"wire\" {\n  path = \"wire.tf\"\n}\n"),
    ]);
    assert_eq!(
        kinds(&discovery),
        [
            ("asks", UncalledModule),
            ("both", UncalledModule),
            ("broken", Root),
            ("has", Root),
            ("locked", Root),
            ("main", Root),
            ("unit", Root)
        ]
    );
    assert_eq!(
        reason(&discovery, "asks"),
        "nobody calls it, it requires `p.a`, and it has no backend, provider block, tfvars or lock file"
    );
}

#[test]
fn a_lock_file_that_terraform_refuses_is_said_of_its_root() {
    let block = |rest: &str| format!("provider \"example.com/a/b\" {{\n{rest}\n}}\n");
    for (lock, wanted) in [
        (block("  version = \"1.0.0\""), None),
        (block("  version = (\"1.${0}.0\")"), None),
        (format!("\u{feff}{}", block("  version = \"1.0.0\"")), None),
        (String::new(), None),
        (block("  version = \"1.0.0"), Some(2)),
        (block("  version = 1.2"), Some(1)),
        (block("  constraints = \">= 1.0.0\""), Some(1)),
        ("provider {\n}\n".to_owned(), Some(1)),
        (block("  version = \"1.0.0\"").repeat(2), Some(4)),
    ] {
        let discovery = found(&[
            ("a/main.tf", "module \"m\" {\n  source = \"../m\"\n}"),
            ("a/.terraform.lock.hcl", &lock),
            ("m/main.tf", ""),
            // Nobody runs Terraform there.
            ("m/.terraform.lock.hcl", "}"),
        ]);
        let first = discovery.call_problems.get("a").and_then(|problems| problems.first());
        let line = first.map(|problem| {
            assert_eq!(problem.kind, ProblemKind::Syntax, "{lock}");
            assert!(problem.message.starts_with("Terraform refuses this lock file"), "{}", problem.message);
            let location = problem.location.as_ref().unwrap();
            assert_eq!(location.path, "a/.terraform.lock.hcl");
            location.start.unwrap().line
        });
        assert_eq!(line, wanted, "{lock}");
        assert_eq!(discovery.locks["a"].len(), usize::from(wanted.is_none() && !lock.is_empty()), "{lock}");
        assert!(!discovery.call_problems.contains_key("m"));
    }
}

#[test]
fn a_named_directory_is_a_root_whatever_calls_it() {
    let content =
        [("a/main.tf", "module \"m\" {\n  source = \"../m\"\n}"), ("m/main.tf", "variable \"x\" {}")];
    let discovery = discover(&files(&content), &options(&["a", "m"]));
    assert_eq!(kinds(&discovery), [("a", Root), ("m", Root)]);
    let discovery = discover(&files(&content), &options(&["a"]));
    assert_eq!(kinds(&discovery), [("a", Root), ("m", Module)]);
    let discovery = discover(&files(&content), &options(&["a/main.tf"]));
    assert_eq!(kinds(&discovery), [("a", Root), ("m", Module)]);
}

#[test]
fn directories_that_only_call_each_other_get_a_root() {
    let discovery = found(&[
        ("b/main.tf", "module \"c\" {\n  source = \"../c\"\n}"),
        ("c/main.tf", "module \"b\" {\n  source = \"../b\"\n}\nmodule \"a\" {\n  source = \"../a\"\n}"),
        ("a/main.tf", ""),
    ]);
    assert_eq!(kinds(&discovery), [("a", Module), ("b", Root), ("c", Module)]);
    assert_eq!(leads_to(&discovery, "b", "c.b"), "limit");
    assert_eq!(
        messages(&discovery.call_problems["b"]),
        [
            "invalid: `module.c.module.b` calls `b`, which it is itself a part of; a module cannot contain itself"
        ]
    );
}

#[test]
fn what_git_ignores_is_not_searched_unless_it_is_named_or_called() {
    let content = [
        (".gitignore", "out/\n*.tf\n/nested/*\n!/nested/kept\n"),
        ("a/main.tf", ROOT),
        ("a/out/main.tf", ROOT),
        ("out/main.tf", ROOT),
        ("nested/kept/main.tf", ROOT),
        ("nested/dropped/main.tf", ROOT),
        ("deep/.gitignore", "x\n"),
        ("deep/x/main.tf", ROOT),
        ("deep/y/main.tf", ROOT),
        ("x/main.tf", ROOT),
    ];
    assert_eq!(
        kinds(&found(&content)),
        [
            ("a", Root),
            ("a/out", NotEntered),
            ("deep/x", NotEntered),
            ("deep/y", Root),
            ("nested/dropped", NotEntered),
            ("nested/kept", Root),
            ("out", NotEntered),
            ("x", Root),
        ]
    );
    assert_eq!(kinds(&discover(&files(&content), &options(&["out"]))), [("out", Root)]);
    // The files above a named directory still decide about those in it.
    let discovery = discover(&files(&content), &options(&["a"]));
    assert_eq!(kinds(&discovery), [("a", Root), ("a/out", NotEntered)]);
}

#[test]
fn directories_of_tools_are_not_searched_unless_they_are_named() {
    let content = [
        ("main.tf", ROOT),
        (".terraform/modules/x/main.tf", ROOT),
        (".terragrunt-cache/x/main.tf", ROOT),
        (".databricks/bundle/main.tf", ROOT),
        ("cdktf.out/stacks/a/cdk.tf.json", "{}"),
        (".git/config", ""),
        (".github/main.tf", ROOT),
    ];
    let discovery = found(&content);
    assert_eq!(
        kinds(&discovery),
        [
            (".", Root),
            (".databricks", NotEntered),
            (".github", NotEntered),
            (".terraform", NotEntered),
            (".terragrunt-cache", NotEntered),
            ("cdktf.out", NotEntered),
        ]
    );
    let discovery = discover(&files(&content), &options(&["cdktf.out", ".databricks"]));
    assert_eq!(kinds(&discovery), [(".databricks/bundle", Root), ("cdktf.out/stacks/a", Root)]);
}

#[test]
fn include_and_exclude_override() {
    let content = [
        (".gitignore", "gen/\n"),
        ("gen/a/main.tf", ROOT),
        ("gen/b/main.tf", ROOT),
        ("m/main.tf", ""),
        ("old/one/main.tf", ROOT),
        ("r/main.tf", "module \"m\" {\n  source = \"../m\"\n}"),
    ];
    let mut options = options(&[""]);
    options.include = Globs::new(vec!["gen/a".into(), "m".into()]).unwrap();
    options.exclude = Globs::new(vec!["old/**".into()]).unwrap();
    let discovery = discover(&files(&content), &options);
    assert_eq!(
        kinds(&discovery),
        [("gen/a", Root), ("gen/b", NotEntered), ("m", Root), ("old/one", NotEntered), ("r", Root)]
    );
    assert!(!discovery.modules.contains_key("old/one"));
}

#[test]
fn exact_paths_are_not_searched() {
    let mut options = options(&["a"]);
    options.exact = true;
    let content = [("a/main.tf", "variable \"x\" {}"), ("a/b/main.tf", ROOT)];
    assert_eq!(kinds(&discover(&files(&content), &options)), [("a", Root)]);
}

#[test]
fn only_files_that_terraform_reads_count() {
    let discovery = found(&[
        ("main.tf", "locals {\n  a = 1\n}"),
        (".hidden.tf", "locals {\n  b = 1\n}"),
        ("backup.tf~", "locals {\n  c = 1\n}"),
        ("#lock.tf#", "locals {\n  d = 1\n}"),
        ("notes.hcl", "locals {\n  e = 1\n}"),
        ("json.tf.json", "{\"locals\": {\"f\": 1}}"),
        ("both.tf", "locals {\n  g = 1\n}"),
        ("both.tofu", "locals {\n  h = 1\n}"),
        ("both.tf.json", "{\"locals\": {\"i\": 1}}"),
        ("a_override.tf", "locals {\n  a = 2\n}"),
        ("override.tf", "locals {\n  a = 3\n}"),
        ("x.tftest.hcl", ""),
        ("dir.tf/readme.txt", ""),
    ]);
    let module = &discovery.modules["."];
    let mut names: Vec<&str> = module.locals.keys().map(|name| &**name).collect();
    names.sort_unstable();
    assert_eq!(names, ["a", "f", "h", "i"]);
    let order: Vec<&str> = module
        .files
        .iter()
        .map(|file| discovery.sources.get(file.file).map_or("", |source| source.path.as_str()))
        .collect();
    assert_eq!(
        order,
        ["both.tf.json", "both.tofu", "json.tf.json", "main.tf", "a_override.tf", "override.tf"]
    );
    let value = module.locals["a"].value;
    assert_eq!(module.tree(value.file).map(|tree| tree.source(value.id)), Some("3"));
    assert_eq!(messages(&module.problems), [""; 0]);
}

#[test]
fn encodings_are_read_or_refused_as_terraform_does() {
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain("locals {}".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, &[u8], Option<&str>); 5] = [
        ("main.tf", b"\xef\xbb\xbflocals {\n  a = 1\n}\n", None),
        ("main.tf.json", b"\xef\xbb\xbf{}", Some("byte order mark")),
        ("main.tf", &utf16, Some("UTF-16")),
        ("main.tf", b"locals {\n  a = \"\xff\"\n}\n", Some("not UTF-8")),
        ("main.tf", b"locals {\r\n  a = 1\r\n}\r\n", None),
    ];
    for (name, content, wanted) in cases {
        let memory: MemoryFiles = [(format!("/p/{name}"), content.to_vec())].into_iter().collect();
        let discovery = discover(&memory, &options(&[""]));
        let module = &discovery.modules["."];
        match wanted {
            None => assert_eq!(messages(&module.problems), [""; 0], "{name}"),
            Some(words) => {
                let problem = module.problems.first().expect("a problem");
                assert!(
                    problem.kind == ProblemKind::Syntax && problem.message.contains(words),
                    "{problem:?}"
                );
                assert_eq!(problem.location.as_ref().map(|location| location.path.as_str()), Some(name));
                assert!(module.incomplete);
            }
        }
    }
}

#[test]
fn sources_are_sorted_and_shared() {
    let discovery = found(&[
        ("z/main.tf", "module \"m\" {\n  source = \"../m\"\n}"),
        ("a/main.tf", "module \"m\" {\n  source = \"../m\"\n}"),
        ("m/b.tf", ""),
        ("m/a.tf", ""),
    ]);
    let paths: Vec<&str> = discovery.sources.iter().map(|(_, source)| source.path.as_str()).collect();
    assert_eq!(paths, ["a/main.tf", "m/a.tf", "m/b.tf", "z/main.tf"]);
}

#[test]
fn calls_lead_where_terraform_goes() {
    let manifest = r#"{"Modules":[
        {"Key":"","Source":"","Dir":"."},
        {"Key":"ok","Source":"registry.terraform.io/acme/ok/databricks","Version":"1.4.0","Dir":".terraform/modules/ok"},
        {"Key":"ok.inner","Source":"./inner","Dir":".terraform/modules/ok/inner"},
        {"Key":"git","Source":"git::https://github.com/acme/git.git?ref=v1","Dir":".terraform/modules/git"},
        {"Key":"old","Source":"registry.terraform.io/acme/old/aws","Version":"1.4.0","Dir":".terraform/modules/old"},
        {"Key":"moved","Source":"registry.terraform.io/acme/before/aws","Version":"1.4.0","Dir":".terraform/modules/ok"},
        {"Key":"gone","Source":"registry.terraform.io/acme/gone/aws","Version":"1.4.0","Dir":".terraform/modules/gone"},
        {"Key":"far","Source":"registry.terraform.io/acme/far/aws","Version":"1.4.0","Dir":"../../elsewhere"}]}"#;
    let discovery = found(&[
        (
            "r/main.tf",
            r#"
module "ok" {
  source  = "acme/ok/databricks"
  version = "~> 1.2"
}
module "git" {
  source = "github.com/acme/git?ref=v1"
}
module "old" {
  source  = "acme/old/aws"
  version = ">= 2.0"
}
module "moved" {
  source = "acme/moved/aws"
}
module "gone" {
  source = "acme/gone/aws"
}
module "far" {
  source = "acme/far/aws"
}
module "absent" {
  source = "acme/absent/databricks"
}
module "missing" {
  source = "../nowhere"
}
module "outside" {
  source = "../../outside"
}
"#,
        ),
        ("r/.terraform/modules/modules.json", manifest),
        ("r/.terraform/modules/ok/main.tf", "module \"inner\" {\n  source = \"./inner\"\n}"),
        ("r/.terraform/modules/ok/inner/main.tf", ""),
        ("r/.terraform/modules/git/main.tf", ""),
        ("r/.terraform/modules/old/main.tf", ""),
    ]);
    let expected = [
        ("ok", "r/.terraform/modules/ok"),
        ("ok.inner", "r/.terraform/modules/ok/inner"),
        ("git", "r/.terraform/modules/git"),
        ("old", "module-source"),
        ("moved", "module-source"),
        ("gone", "module-source"),
        ("far", "outside-tree"),
        ("absent", "module-source"),
        ("missing", "module-source"),
        ("outside", "outside-tree"),
    ];
    for (path, wanted) in expected {
        assert_eq!(leads_to(&discovery, "r", path), wanted, "{path}");
    }
    assert_eq!(discovery.resolved.len(), expected.len());
    let Resolution::Opaque { providers, .. } = resolution(&discovery, "r", "absent") else {
        panic!("opaque")
    };
    assert_eq!(
        providers.as_ref().map(|names| names.iter().map(|name| &**name).collect::<Vec<_>>()),
        Some(vec!["databricks"])
    );
    assert_eq!(
        messages(&discovery.call_problems["r"]),
        [
            "module-stale: `module.old` is installed in version 1.4.0, but the call asks for `>= 2.0`; run `terraform init` in `r`",
            "module-stale: `module.moved` was installed from `registry.terraform.io/acme/before/aws`, but its source is `acme/moved/aws`; run `terraform init` in `r`",
            "module-stale: `module.gone` was installed in `.terraform/modules/gone`, which does not exist any more; run `terraform init` in `r`",
            "module-not-installed: `module.far` is installed outside the project root; set `--project-root` to a directory that holds both",
            "module-not-installed: `module.absent` (`acme/absent/databricks`) is not installed; run `terraform init` in `r` or pass `--module-path absent=DIR`",
            "module-missing: the directory of `module.missing` does not exist: `../nowhere`, seen from `r`",
            "module-not-installed: `module.outside` leads outside the project root: `../../outside`; set `--project-root` to a directory that holds both",
        ]
    );
    // What is installed and not used is not a module of this run.
    assert!(!discovery.modules.contains_key("r/.terraform/modules/old"));
}

#[test]
fn module_paths_stand_in_for_what_is_not_installed() {
    let content = [
        (
            "r/main.tf",
            "module \"a\" {\n  source = \"acme/a/aws\"\n}\nmodule \"b\" {\n  source = \"acme/b/aws\"\n}",
        ),
        ("vendor/a/main.tf", "variable \"x\" {}"),
    ];
    let mut options = options(&[""]);
    options.module_paths = vec![
        ("a".into(), "/p/vendor/a".into()),
        ("acme/b/aws".into(), "/elsewhere/b".into()),
        ("c".into(), "/p/vendor/a".into()),
        ("d".into(), "/nowhere".into()),
    ];
    let mut memory = files(&content);
    memory.insert("/elsewhere/b/main.tf", "module \"inner\" {\n  source = \"./inner\"\n}");
    memory.insert("/elsewhere/b/inner/main.tf", "");
    let discovery = discover(&memory, &options);
    assert_eq!(leads_to(&discovery, "r", "a"), "vendor/a");
    assert_eq!(leads_to(&discovery, "r", "b"), "/elsewhere/b");
    assert_eq!(leads_to(&discovery, "r", "b.inner"), "/elsewhere/b/inner");
    assert_eq!(
        kinds(&discovery),
        [("/elsewhere/b", Module), ("/elsewhere/b/inner", Module), ("r", Root), ("vendor/a", Module)]
    );
    assert_eq!(
        messages(&discovery.problems),
        [
            "unreadable: `--module-path d=/nowhere` does not name a directory",
            "note: `--module-path c` matches no module call that needs it",
        ]
    );
}

#[test]
fn chains_of_calls_end() {
    let mut memory = MemoryFiles::default();
    for depth in 0..80 {
        let content = format!("module \"m\" {{\n  source = \"../m{}\"\n}}", depth + 1);
        memory.insert(format!("/p/m{depth}/main.tf"), content);
    }
    memory.insert("/p/m80/main.tf", "");
    let discovery = discover(&memory, &options(&[""]));
    assert_eq!(messages(&discovery.call_problems["m0"]).len(), 1);
    assert_eq!(discovery.call_problems["m0"].first().map(|problem| problem.kind), Some(ProblemKind::Limit));
    // Each directory calls the next one twice: 2^30 module paths.
    let mut memory = MemoryFiles::default();
    for depth in 0..30 {
        let call = |name: &str| format!("module \"{name}\" {{\n  source = \"../m{}\"\n}}\n", depth + 1);
        memory.insert(format!("/p/m{depth}/main.tf"), call("a") + &call("b"));
    }
    memory.insert("/p/m30/main.tf", "");
    let discovery = discover(&memory, &options(&[""]));
    assert!(discovery.call_problems["m0"].iter().any(|problem| problem.kind == ProblemKind::Limit));
}

#[test]
fn nothing_to_check_is_said_in_one_sentence() {
    let discovery = found(&[("live/terragrunt.hcl", "")]);
    let problems = messages(&discovery.problems);
    assert_eq!(problems.len(), 1);
    let message = problems.first().expect("one");
    assert!(message.starts_with("unreadable: no Terraform configuration found in `/p`"), "{message}");
    assert!(message.contains("`terragrunt.hcl` is not read by Terraform"), "{message}");
    let mut memory = files(&[("a/main.tf", ""), ("m/x/main.tf", ""), ("docs/x.md", ""), ("empty/y/z", "")]);
    memory.insert("/p/a/call.tf", "module \"m\" {\n  source = \"../m/x\"\n}\n");
    let said = |paths: &[&str]| messages(&discover(&memory, &options(paths)).problems);
    assert_eq!(said(&["a", "m"]), [""; 0]);
    assert_eq!(
        said(&["empty", "a", "docs"]),
        [
            "unreadable: no Terraform configuration found in `empty`, `docs`; name a directory with `.tf` files, or a plan"
        ]
    );
    for (path, wanted) in [
        ("nowhere", "`nowhere` cannot be read: there is no such file"),
        ("notes.txt", "`notes.txt` is not a directory and not a `.tf` file"),
        ("../q", "`/q` lies outside the project root"),
    ] {
        let mut memory = files(&[("notes.txt", ""), ("a/main.tf", "")]);
        memory.insert("/q/main.tf", "");
        let discovery = discover(&memory, &options(&[path]));
        let problem = discovery.problems.first().expect("a problem");
        assert!(problem.message.starts_with(wanted) && problem.kind.is_fatal(), "{problem:?}");
        assert_eq!(discovery.problems.len(), 1, "{:?}", discovery.problems);
    }
}

/// What Terragrunt runs Terraform in gets files that nobody sees here.
#[test]
fn terragrunt_writes_into_its_units_and_the_modules_that_they_name() {
    let unit = |source: &str| format!("terraform {{\n  source = \"{source}\"\n}}\n");
    let base = "locals {\n  base = \"git::git@github.com:acme/infra.git//modules/named\"\n}\n".to_owned();
    let by_local = unit("${local.base}?ref=v1.2.0") + &base;
    for (file, text, written) in [
        ("live/dev/x/terragrunt.hcl", unit("${get_repo_root()}/modules/named"), "modules/named"),
        ("live/dev/x/terragrunt.hcl", unit("../../../modules//named"), "modules/named"),
        (
            "live/dev/x/terragrunt.hcl",
            unit("git::https://example.com/infra.git//modules/named?ref=v1"),
            "modules/named",
        ),
        ("live/dev/x/terragrunt.hcl", unit("${path_relative_from_include()}//named"), "modules/named"),
        ("live/dev/x/terragrunt.hcl", by_local, "free modules/named"),
        ("live/_shared/root.hcl", unit("../../other"), "other"),
        ("live/terragrunt.hcl", unit("../"), "."),
        ("other/terragrunt.hcl", String::new(), "other"),
        ("other/terragrunt.hcl", unit("tfr:///acme/named/aws?version=1.0.0"), "other"),
        ("live/terragrunt.stack.hcl", unit("names/modules"), ""),
        ("live/settings.hcl", unit("../modules/named"), ""),
        ("modules/terragrunt.hcl", unit("./named"), "modules/named"),
        ("live/x/terragrunt.hcl", unit("../named"), ""),
        ("live/x/terragrunt.hcl", unit("git::${local.url}//modules/named?ref=${local.tag}"), "modules/named"),
        ("live/x/terragrunt.hcl", unit("${local.host}/infra.git//modules/named"), "modules/named"),
        ("other/live/terragrunt.hcl", unit(".."), "other"),
        // Any module that nobody calls.
        ("live/x/terragrunt.hcl", unit("${local.source}?ref=v1"), "free"),
        ("live/x/terragrunt.hcl", unit("${get_repo_root()}/modules/${local.name}"), "free"),
        ("live/x/terragrunt.hcl", unit("named"), "free"),
        ("live/x/terragrunt.hcl", "terraform {\n  source = local.source\n}\n".to_owned(), "free"),
        ("live/x/terragrunt.hcl.json", "{\"terraform\": {\"source\": \"${local.x}\"}}".to_owned(), "free"),
        ("live/x/terragrunt.hcl", "# source = local.source\n".to_owned(), ""),
        ("live/x/terragrunt.hcl", "locals {\n  base_source = local.source\n}\n".to_owned(), ""),
    ] {
        let configuration = "terraform {\n  backend \"local\" {}\n}\n";
        let discovery = found(&[
            (file, &text),
            ("main.tf", configuration),
            ("modules/named/main.tf", configuration),
            ("other/main.tf", configuration),
            ("free/main.tf", "variable \"name\" {}\n"),
        ]);
        let modules = discovery.modules.iter().filter(|(_, module)| module.generated.is_some());
        let found: Vec<&str> = modules.map(|(path, _)| &**path).collect();
        assert_eq!(found.join(" "), written, "{file}: {text}");
    }
    // A run over a part of the project knows the units of the rest.
    let unit = unit("../../modules/named");
    let memory =
        files(&[("live/x/terragrunt.hcl", &unit), ("modules/named/main.tf", ""), ("other/main.tf", "")]);
    for (path, written) in [("modules/named", true), ("other", false)] {
        let discovery = discover(&memory, &options(&[path]));
        let found = discovery.modules.iter().map(|(path, module)| (&**path, module.generated.is_some()));
        let found: Vec<(&str, bool)> = found.collect();
        assert_eq!(found, [(path, written)]);
    }
}

/// A file of values for a backend and the text of a template may be called what configuration is called.
#[test]
fn what_is_no_configuration_is_not_taken_for_one() {
    let values = "values and no block: the configuration of a backend, or values of variables";
    let text = "a template that `templatefile` renders";
    let reads = |path: &str| format!("locals {{\n  x = templatefile(\"{path}\", {{ env = \"dev\" }})\n}}\n");
    let settings = "key = \"dev\"\nuse_oidc = true\n";
    let template = "provider \"x\" {\n  host = \"${host}\"\n}\n";
    for (main, file, content, more, reason_) in [
        (String::new(), "env/dev/backend.tf", settings, "env/dev/terraform.tfvars", values),
        (String::new(), "env/dev/backend.tf", template, "env/dev/terraform.tfvars", ""),
        (String::new(), "env/dev/backend.tf", "", "env/dev/x.txt", ""),
        (reads("${path.module}/t/p.tf"), "t/p.tf", template, "t/x.txt", text),
        (reads("./t/p.tf"), "t/p.tf", template, "t/x.txt", text),
        (reads("t/${local.name}.tf"), "t/p.tf", template, "t/x.txt", text),
        (reads("${local.directory}/p.tf"), "t/p.tf", template, "t/x.txt", ""),
        (reads("t/${local.name}"), "t/p.tf", template, "t/x.json", ""),
        ("locals {\n  x = file(\"t/p.tf\")\n}\n".to_owned(), "t/p.tf", template, "t/x.txt", ""),
        ("provider \"x\" {}\n".to_owned(), "t/p.tf", &reads("./${local.name}.tf"), "t/x.txt", ""),
        (reads("t/p.tf"), "t/p.tf", template, "t/other.tf", ""),
        (reads("t/p.tf"), "t/p.tf", template, "t/terraform.tfvars", ""),
        (reads("t/p.tf") + "module \"t\" {\n  source = \"./t\"\n}\n", "t/p.tf", template, "t/x.txt", ""),
    ] {
        let memory = [("main.tf", &*main), (file, content), (more, "")];
        let discovery = found(&memory);
        let directory = file.rsplit_once('/').map_or(".", |(directory, _)| directory);
        let kind = kinds(&discovery).into_iter().find(|(path, _)| *path == directory).map(|(_, kind)| kind);
        assert_eq!(kind == Some(Neither), !reason_.is_empty(), "{main} {file} {more}: {kind:?}");
        assert_eq!(discovery.modules.contains_key(directory), reason_.is_empty(), "{main} {file} {more}");
        if !reason_.is_empty() {
            assert_eq!(reason(&discovery, directory), reason_, "{file}");
        }
        // Who names it wants it.
        let named = discover(&files(&memory), &options(&[directory]));
        assert_eq!(kinds(&named).first(), Some(&(directory, Root)), "{file}");
    }
}

#[test]
fn sources_may_be_evaluated() {
    let discovery = found(&[
        (
            "r/main.tf",
            r#"
variable "where" {
  type    = string
  default = "m"
}
variable "set" {
  type    = string
  default = "m"
}
variable "open" {
  type = string
}
locals {
  base = "../${var.where}"
}
module "a" {
  source = local.base
}
module "b" {
  source = "../${var.set}"
}
module "c" {
  source = "../${var.open}"
}
"#,
        ),
        ("r/terraform.tfvars", "set = \"other\"\nopen = \"x\""),
        ("m/main.tf", ""),
    ]);
    assert_eq!(leads_to(&discovery, "r", "a"), "m");
    assert_eq!(leads_to(&discovery, "r", "b"), "module-source");
    assert_eq!(leads_to(&discovery, "r", "c"), "module-source");
}

/// Files in memory, some of which are links to others.
struct Linked {
    files: MemoryFiles,
    links: BTreeMap<PathBuf, PathBuf>,
}

impl FileSystem for Linked {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        let mut entries = self.files.read_dir(path)?;
        for entry in &mut entries {
            if self.links.contains_key(&path.join(&entry.name)) {
                entry.kind = EntryKind::Link;
            }
        }
        Ok(entries)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.files.read(path, limit)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        self.files.kind(path)
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        self.links.get(path).cloned().map_or_else(|| self.files.canonicalize(path), Ok)
    }
}

/// Links with what they lead to.
type Links = [(&'static str, &'static str)];

/// A directory whose files are all linked into others is where they are kept.
#[test]
fn a_store_of_linked_files_is_no_root() {
    let backend = "terraform {\n  backend \"local\" {}\n}\nprovider \"databricks\" {}\n";
    let main = ("live/a/main.tf", "s/main.tf");
    let cases: &[(&Links, &[&str], bool)] = &[
        (&[main], &["s/main.tf"], true),
        (&[main, ("live/a/terraform.tfvars", "s/a.tfvars")], &["s/main.tf", "s/a.tfvars"], true),
        (&[main, ("s/versions.tf", "live/a/v.tf")], &["s/main.tf", "live/a/v.tf"], true),
        (
            &[main, ("live/a/.terraform.lock.hcl", "s/.terraform.lock.hcl")],
            &["s/main.tf", "s/.terraform.lock.hcl"],
            true,
        ),
        (&[], &["s/main.tf"], false),
        (&[main], &["s/main.tf", "s/more.tf"], false),
        (&[main], &["s/main.tf", "s/terraform.tfvars"], false),
        (&[main], &["s/main.tf", "s/.terraform.lock.hcl"], false),
        (&[("s/other.tf", "s/main.tf")], &["s/main.tf"], false),
        (&[("s/main.tf", "live/a/main.tf")], &["live/a/main.tf"], false),
    ];
    for (links, real, is_store) in cases {
        let at = |path: &str| Path::new("/p").join(path);
        let names = real.iter().copied().chain(links.iter().map(|(from, _)| *from));
        let files = names.map(|path| (at(path), backend)).collect();
        let fs = Linked { files, links: links.iter().map(|(from, to)| (at(from), at(to))).collect() };
        let kinds = |path: &str| {
            let discovery = discover(&fs, &options(&[path]));
            let found = discovery.directories.iter().find(|found| &*found.path == "s");
            (found.map(|found| found.kind), discovery.modules.contains_key("s"))
        };
        let wanted = if *is_store { (Some(Neither), false) } else { (Some(Root), true) };
        assert_eq!(kinds(""), wanted, "{links:?} {real:?}");
        // Who names it wants it.
        assert_eq!(kinds("s"), (Some(Root), true), "{links:?} {real:?}");
    }
}

/// What Terragrunt, a Terraform Stack or a test calls may have other values than its defaults.
#[test]
fn what_is_called_in_files_that_are_not_read_has_no_defaults() {
    let unit = "terraform {\n  source = \"../../m\"\n}\n";
    let stack = "component \"m\" {\n  source = \"../m\"\n}\n";
    let test = |source: &str| {
        format!(
            "run \"m\" {{\n  module {{\n    source = \"{source}\"\n  }}\n  variables {{\n    x = 2\n  }}\n}}\n"
        )
    };
    let with_provider = format!("{ROOT}\n");
    let open = UncalledModule;
    for (file, text, more, kind, who) in [
        ("live/x/terragrunt.hcl", unit, "", open, "Terragrunt"),
        ("live/x/terragrunt.hcl", unit, &*with_provider, Root, "Terragrunt"),
        ("live/x/terragrunt.hcl", "terraform {\n  source = local.x\n}\n", "", open, "Terragrunt"),
        ("live/x/terragrunt.hcl", "terraform {\n  source = local.x\n}\n", &*with_provider, Root, ""),
        ("live/x/terragrunt.hcl", "terraform {\n  source = \"../../n\"\n}\n", "", Root, ""),
        ("m/terragrunt.hcl", "inputs = {\n  x = 2\n}\n", "", Root, "Terragrunt"),
        ("deploy/a.tfcomponent.hcl", stack, "", open, "a Terraform Stack"),
        ("deploy/a.tfstack.hcl", stack, "", open, "a Terraform Stack"),
        (
            "deploy/a.tfcomponent.json",
            "{\"component\": {\"m\": {\n\"source\": \"../m\"}}}",
            "",
            open,
            "a Terraform Stack",
        ),
        ("deploy/a.tfcomponent.hcl", "component \"m\" {\n  source = \"../n\"\n}\n", "", Root, ""),
        ("tests/a.tftest.hcl", &test("./m"), "", open, "a test"),
        ("a.tftest.hcl", &test("./m"), "", open, "a test"),
        ("tests/a.tftest.hcl", &test("./m").replace("variables", "assert"), "", Root, ""),
        ("tests/a.tftest.hcl", &test("./m"), &*with_provider, Root, ""),
        ("tests/a.tftest.hcl", &test("acme/m/aws"), "", Root, ""),
    ] {
        let content =
            format!("{more}variable \"x\" {{\n  default = 1\n}}\noutput \"x\" {{\n  value = var.x\n}}\n");
        let memory = files(&[(file, text), ("m/main.tf", &content), ("main.tf", ROOT)]);
        for path in ["", "m"] {
            let discovery = discover(&memory, &options(&[path]));
            let found = discovery.directories.iter().find(|found| &*found.path == "m").expect("found");
            assert_eq!(found.kind, if path.is_empty() { kind } else { Root }, "{file} {text} {more}");
            let stack = load_root(&memory, &discovery, &options(&[path]), found, &VariableSet::default(), 0);
            let cause = stack.outputs[0].1.cause().map_or("", |cause| &cause.text);
            let wanted =
                if who.is_empty() { String::new() } else { format!("{who} may give `var.x` a value") };
            assert_eq!(cause, wanted, "{file} {text} {more}");
            let vars = vec![VarInput::Assign { name: "x".into(), text: "3".into() }];
            let set = VariableSet { vars, ..VariableSet::default() };
            let stack = load_root(&memory, &discovery, &options(&[path]), found, &set, 0);
            assert!(!stack.outputs[0].1.is_unknown(), "{file}: what is given is known");
        }
    }
}
