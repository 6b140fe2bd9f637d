//! Rewritings of a configuration that mean the same to Terraform: neither what the instances are nor what the
//! rules find changes. They run over the cases of the rules, the examples and random modules.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;
use std::sync::LazyLock;

use bricklint_lang::print::to_json;
use bricklint_model::estate::Estate;
use bricklint_model::instance::Body;
use bricklint_rules::{RULES, Settings};

use crate::harness;

#[path = "../../../load/tests/it/oracle/generate.rs"]
#[allow(dead_code, reason = "the generator serves the tests of another crate too")]
mod generate;
mod rewrite;

type Files = Vec<(String, String)>;

/// What becomes of a configuration.
struct Rewritten {
    files: Files,
    /// Texts in results that the rewriting changes, and what they are made in both to compare them.
    names: Vec<(String, String)>,
}

/// A relation: its name and what it does.
struct Relation {
    name: &'static str,
    rewrite: fn(&Files) -> Option<Rewritten>,
    /// Whether instances keep their attributes and blocks, each in its form.
    instances: bool,
    /// Whether findings keep their file and line.
    lines: bool,
    /// Rules that name the first or the last of several resources; only their worst verdict is kept.
    one_of_many: &'static [&'static str],
    /// Rules about what the relation changes.
    without: &'static [&'static str],
    /// Cases that may differ, and why.
    except: &'static [(&'static str, &'static str)],
}

/// The configurations: names and files.
fn configurations() -> Vec<(String, Files)> {
    let mut out: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in harness::folder("testdata/rules") {
        let mut parts = path.splitn(3, '/');
        if let (Some(rule), Some(case), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
            out.entry(format!("{rule}/{case}")).or_default().push((rest.to_owned(), text));
        }
    }
    for example in ["serverless-jobs", "enterprise-platform"] {
        for state in ["broken", "clean"] {
            let mut files = harness::folder(&format!("examples/{example}/{state}"));
            files.retain(|(path, _)| path != "plan.json");
            out.insert(format!("examples/{example}/{state}"), files);
        }
    }
    for seed in 0..24 {
        let generated = generate::module(&mut generate::Random::new(seed), usize::from(seed % 3 == 0));
        out.insert(format!("random/{seed}"), generated.files);
    }
    // With a plan the source is not all there is.
    let source = |files: &Files| {
        files.iter().any(|(p, _)| p.ends_with(".tf")) && files.iter().all(|(p, _)| p != "plan.json")
    };
    out.into_iter().filter(|(_, files)| source(files)).collect()
}

/// What comes of a configuration.
#[derive(Clone)]
struct Results {
    /// Findings, each with its place.
    findings: Vec<(String, String)>,
    problems: Vec<String>,
    instances: Vec<String>,
}

impl Results {
    fn of(files: &Files) -> Results {
        let (estate, problems) = harness::estate(files);
        let mut findings = Vec::new();
        for finding in harness::check(&estate, RULES, &Settings::default()) {
            let mut line = format!(
                "{} {} {} `{}` `{}` {}",
                finding.rule.id,
                finding.verdict.name(),
                finding.severity.name(),
                finding.address,
                finding.attribute,
                finding.message
            );
            for cause in &finding.causes {
                write!(line, " because {}", cause.text).unwrap();
            }
            let at = finding.location.start.map_or(0, |start| start.line);
            findings.push((line, format!(" at {}:{at}", finding.location.path)));
        }
        let problems = problems.into_iter().map(|problem| format!("problem {problem}")).collect();
        Results { findings, problems, instances: instances(&estate) }
    }

    /// What the relation keeps.
    fn kept(&self, relation: &Relation, names: &[(String, String)]) -> Vec<String> {
        let findings =
            self.findings.iter().map(|(line, at)| line.clone() + if relation.lines { at } else { "" });
        let mut out: Vec<String> = findings.chain(self.problems.iter().cloned()).collect();
        for rule in relation.one_of_many {
            let of = |verdict: &str| format!("{rule} {verdict} ");
            let worst = ["violated", "undecided"]
                .map(of)
                .into_iter()
                .find(|start| out.iter().any(|l| l.starts_with(start)));
            out.retain(|line| !line.starts_with(&format!("{rule} ")));
            out.extend(worst);
        }
        if relation.instances {
            out.extend(self.instances.iter().cloned());
        }
        out.retain(|line| !relation.without.iter().any(|rule| line.starts_with(&format!("{rule} "))));
        for line in &mut out {
            for (from, to) in names {
                *line = line.replace(from, to);
            }
        }
        out.sort();
        out
    }
}

/// The configurations with what comes of them.
static BEFORE: LazyLock<Vec<(String, Files, Results)>> = LazyLock::new(|| {
    let all = configurations().into_iter();
    all.map(|(name, files)| {
        let results = Results::of(&files);
        (name, files, results)
    })
    .collect()
});

fn instances(estate: &Estate) -> Vec<String> {
    let mut out = Vec::new();
    for graph in &estate.graphs {
        for instance in graph.nodes().filter_map(|(id, _)| graph.instance(id)) {
            let mut line = format!("instance {}", instance.address);
            show(instance.body.get(), &mut line);
            out.push(line);
        }
    }
    out
}

fn show(body: &Body, out: &mut String) {
    let mut parts: Vec<String> = Vec::new();
    for (name, slot) in &body.attributes {
        let printed = to_json(&slot.value);
        parts.push(format!(
            "{name}={} unknown {} secret {}",
            printed.value, printed.unknown, printed.sensitive
        ));
    }
    for group in &body.blocks {
        for (index, block) in group.items.iter().enumerate() {
            let mut inner = format!("{}[{index}]{{", group.name);
            show(&block.body, &mut inner);
            parts.push(inner + "}");
        }
        if group.more.is_some() {
            parts.push(format!("{}[…]", group.name));
        }
    }
    parts.sort();
    write!(out, " {}", parts.join("; ")).unwrap();
}

fn holds(relation: &Relation) {
    let (mut wrong, mut applied) = (String::new(), 0);
    let mut excepted: Vec<&str> = Vec::new();
    for (name, files, results) in &*BEFORE {
        let Some(rewritten) = (relation.rewrite)(files) else { continue };
        applied += 1;
        let before = results.kept(relation, &rewritten.names);
        let after = Results::of(&rewritten.files).kept(relation, &rewritten.names);
        let gone: Vec<&String> = before.iter().filter(|line| !after.contains(line)).collect();
        let new: Vec<&String> = after.iter().filter(|line| !before.contains(line)).collect();
        if gone.is_empty() && new.is_empty() && before.len() == after.len() {
            continue;
        }
        if let Some((case, _)) = relation.except.iter().find(|(case, _)| case == name) {
            excepted.push(case);
            continue;
        }
        writeln!(wrong, "{name}: {} before, {} after", before.len(), after.len()).unwrap();
        for line in gone {
            writeln!(wrong, "  - {line}").unwrap();
        }
        for line in new {
            writeln!(wrong, "  + {line}").unwrap();
        }
    }
    eprintln!("{}: {applied} configurations, {} excepted", relation.name, excepted.len());
    assert!(applied > 60, "{} applies to {applied} configurations only", relation.name);
    assert!(wrong.is_empty(), "{}:\n{wrong}", relation.name);
    for (case, reason) in relation.except {
        assert!(excepted.contains(case), "{case} does not differ: {reason}");
    }
}

const RELATION: Relation = Relation {
    name: "",
    rewrite: |_| None,
    instances: true,
    lines: false,
    one_of_many: &[],
    without: &[],
    except: &[],
};

#[test]
fn the_order_of_blocks_says_nothing() {
    holds(&Relation {
        name: "blocks in reverse order",
        rewrite: rewrite::reversed,
        one_of_many: &["provider-wiring-explicit"],
        except: &[
            ("reference-resolves/fail_twice_and_in_a_circle", "of two declarations the later one is wrong"),
            ("reference-resolves/fail_circles", "a circle starts with what is declared first"),
        ],
        ..RELATION
    });
}

#[test]
fn files_may_be_split() {
    holds(&Relation { name: "a file for each block", rewrite: rewrite::split, ..RELATION });
}

#[test]
fn comments_and_spaces_say_nothing() {
    holds(&Relation { name: "comments and spaces", rewrite: rewrite::spaced, lines: true, ..RELATION });
}

#[test]
fn a_resource_may_have_another_name() {
    holds(&Relation {
        name: "other names of resources",
        rewrite: rewrite::renamed,
        lines: true,
        except: &[
            (
                "uc-role-self-assume/pass_imported_in_module",
                "the import names a resource of a module, which has another name then",
            ),
            (
                "known-schema/fail_addresses",
                "addresses name resources of a module, which have other names then",
            ),
            (
                "known-schema/pass_addresses",
                "addresses name resources of a module, which have other names then",
            ),
            (
                "known-schema/fail_imports",
                "addresses name resources of a module, which have other names then",
            ),
        ],
        ..RELATION
    });
}

#[test]
fn count_of_one_is_none() {
    holds(&Relation {
        name: "count = 1",
        rewrite: rewrite::counted,
        except: &[
            ("reference-resolves/fail_names_of_nothing", "it has references that `count` makes right"),
            ("known-schema/fail_addresses", "addresses name other instances then"),
            ("known-schema/pass_addresses", "addresses name no instance then"),
            ("known-schema/fail_imports", "addresses name no instance then"),
            ("known-schema/pass_imports", "addresses name no instance then"),
            ("reference-resolves/fail_where_a_run_evaluates", "the import names no instance then"),
            ("known-schema/fail_depends_on", "what is named in part is repeated then"),
            ("reference-resolves/fail_triggers", "a resource has an instance with a number then"),
            ("grant-chain-complete/undecided_members_elsewhere", "the import names no instance then"),
            ("reference-resolves/pass_triggers", "what is named without a number has one then"),
            ("uc-role-self-assume/pass_imported", "the import names no instance then"),
            ("uc-role-self-assume/pass_imported_in_module", "the import names no instance then"),
        ],
        ..RELATION
    });
}

#[test]
fn a_value_may_come_from_a_local() {
    holds(&Relation {
        name: "values in locals",
        rewrite: rewrite::local,
        except: &[
            ("reference-resolves/fail_names_of_nothing", "the local value holds the wrong reference then"),
            ("reference-resolves/fail_no_value", "the local value has no value then"),
            ("reference-resolves/fail_values_of_runs", "the local value has no value then"),
            ("reference-resolves/fail_instances", "the local value holds the wrong reference then"),
            ("reference-resolves/fail_what_files_hold", "the local value has no value then"),
            ("reference-resolves/fail_words", "the local value holds the wrong reference then"),
            (
                "reference-resolves/pass_instances",
                "a local value has a value also where its resource has no instance",
            ),
            ("reference-resolves/fail_circles", "the local value is part of the circle then"),
            ("reference-resolves/pass_dropped", "Terraform looks at the local value"),
            ("reference-resolves/undecided_terragrunt", "the local value holds the reference then"),
            ("reference-resolves/fail_beside_terragrunt", "the local value holds the reference then"),
            ("known-schema/fail_dropped_choices", "objects are looked into where they are written out"),
            ("known-schema/fail_more_constraints", "objects are looked into where they are written out"),
            ("known-schema/fail_nested_constraints", "objects are looked into where they are written out"),
            (
                "reference-resolves/fail_twice_and_in_a_circle",
                "the local value holds the wrong reference then",
            ),
        ],
        ..RELATION
    });
}

#[test]
fn a_root_may_be_a_module() {
    holds(&Relation {
        name: "the root as a module",
        rewrite: rewrite::wrapped,
        lines: true,
        // It asks more of a root than of a module.
        without: &["provider-wiring-explicit"],
        except: &[
            (
                "reference-resolves/fail_names_of_nothing",
                "a variable that refers to nothing is declared twice then",
            ),
            ("reference-resolves/fail_twice_and_in_a_circle", "it has a variable twice"),
            ("known-schema/fail_language", "an output of a module may be ephemeral"),
            ("known-schema/fail_refused_of_instances", "nothing says that Terraform is run there then"),
            ("known-schema/fail_types_through_calls", "nothing says that Terraform is run there then"),
            ("reference-resolves/fail_sensitive_output", "only the outputs of a root are shown"),
            ("reference-resolves/fail_sensitive_parts", "only the outputs of a root are shown"),
            ("reference-resolves/fail_sensitive_through_objects", "only the outputs of a root are shown"),
            ("reference-resolves/fail_sensitive_in_blocks", "only the outputs of a root are shown"),
            ("reference-resolves/fail_sensitive_output_of_a_module", "only the outputs of a root are shown"),
            ("reference-resolves/fail_sensitive_output_of_a_root", "only the outputs of a root are shown"),
            ("reference-resolves/fail_assumed_provider", "a call may pass what a module does not declare"),
            (
                "module-call-valid/pass_providers_under_other_names",
                "nobody passes the module what it passes on then",
            ),
            ("module-call-valid/fail_assumed_provider", "a call may pass what a module does not declare"),
            ("environment-version-pinned/fail_requirement_files", "`path.module` is another path"),
            ("known-schema/fail_constants", "its variables and `required_providers` stand in the root, too"),
            ("known-schema/fail_imports", "only a root imports"),
            ("reference-resolves/fail_backend", "only a root has a backend"),
            ("reference-resolves/fail_imports", "only a root imports"),
            ("reference-resolves/fail_circles", "its variables stand in the root, too"),
            ("reference-resolves/pass_circles", "its variables stand in the root, too"),
            ("reference-resolves/pass_keys_by_default", "a call gives the variables values then"),
            ("reference-resolves/fail_conditions", "its variables stand in the root, too"),
        ],
        ..RELATION
    });
}

#[test]
fn json_says_what_native_syntax_says() {
    holds(&Relation {
        name: "JSON syntax",
        rewrite: rewrite::json,
        instances: false,
        except: &[
            ("known-schema/fail_lifecycle_as_an_argument", "JSON does not tell arguments from blocks"),
            ("reference-resolves/pass_prevent_destroy_of_constants", "JSON takes no calculations there"),
            (
                "environment-version-pinned/fail_versions",
                "JSON has no order between `dynamic` and other blocks",
            ),
            (
                "serverless-task-shape/fail_two_computes",
                "JSON has no order between `dynamic` and other blocks",
            ),
            ("known-schema/fail_arguments", "JSON does not tell blocks from arguments"),
            ("known-schema/fail_iterators", "a block in the content of a `dynamic` one is an object then"),
            ("known-schema/fail_what_terraform_reads", "JSON does not tell blocks from arguments"),
            ("known-schema/fail_dynamic_that_may_be_empty", "JSON does not tell blocks from arguments"),
            ("known-schema/fail_legacy_source", "JSON does not tell blocks from arguments"),
            (
                "reference-resolves/fail_sensitive_in_blocks",
                "of blocks in JSON only what is written is followed",
            ),
            ("known-schema/fail_blocks_of_terraform", "JSON does not tell blocks from arguments"),
            ("known-schema/pass_dropped", "JSON does not tell blocks from arguments"),
            ("known-schema/fail_constants", "text that is read as it is has no functions"),
            ("known-schema/pass_constants", "text that is read as it is has no expressions"),
            ("known-schema/fail_dropped", "what would be a label is a key"),
            ("known-schema/fail_labels", "what would be a label is a key"),
            ("known-schema/fail_twice_in_a_block", "what would be a label is a key"),
            ("reference-resolves/fail_backend", "what a backend holds is not looked at in JSON"),
            (
                "reference-resolves/fail_source_without_a_value",
                "text that is read as it is has no expressions",
            ),
            ("reference-resolves/pass_source_with_a_value", "text that is read as it is has no expressions"),
        ],
        ..RELATION
    });
}

#[test]
fn terraform_fmt_changes_nothing() {
    let there = Command::new("terraform").arg("version").output().is_ok_and(|out| out.status.success());
    if !there {
        eprintln!("SKIPPED: `terraform` is not on PATH, so nothing is formatted by it");
        return;
    }
    holds(&Relation { name: "terraform fmt", rewrite: rewrite::formatted, ..RELATION });
}
