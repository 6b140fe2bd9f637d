//! Files in memory to findings.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use bricklint_findings::finding::Finding;
use bricklint_load::files::MemoryFiles;
use bricklint_load::plan::{merge, place_removed, plan_stack, read_plans, source_of};
use bricklint_load::{LoadOptions, VarInput, VariableSet, discover, load_all};
use bricklint_model::estate::Estate;
use bricklint_model::graph::Graph;
use bricklint_rules::{RULES, Rule, Settings, Twice, check_definitions, check_nodes, take_said};

/// Where the files of a case lie.
pub(crate) const ROOT: &str = "/case";

/// The estate of a tree of files, and what is wrong with them beyond what rules about definitions find. A
/// `plan.json` at the top is the plan of the configuration beside it, or of one that is not there, and a `bricklint.toml` can
/// say that the estate is complete.
pub(crate) fn estate(files: &[(String, String)]) -> (Estate, Vec<String>) {
    let mut fs = MemoryFiles::default();
    for (path, text) in files {
        fs.insert(PathBuf::from(ROOT).join(path), text.as_bytes().to_vec());
    }
    let mut options =
        LoadOptions { project_root: ROOT.into(), paths: vec![ROOT.into()], ..LoadOptions::default() };
    let mut problems = Vec::new();
    let mut planned = None;
    if let Some((path, text)) = files.iter().find(|(path, _)| path == "plan.json") {
        let mut file = read_plans(text.clone().into_bytes(), path);
        problems.append(&mut file.problems);
        planned = file.plans.pop();
        if !files.iter().any(|(path, _)| path.contains(".tf")) {
            options.paths.clear();
        }
    }
    for (name, value) in planned.iter().flat_map(|plan| &plan.variables) {
        options.vars.push(VarInput::Value { name: name.to_string(), value: value.clone() });
    }
    let discovery = discover(&fs, &options);
    let set = VariableSet::default();
    let stacks = match planned {
        Some(plan) => {
            let alone = plan_stack(&plan, 0, "root", None);
            match discovery.roots().last() {
                Some(root) => {
                    let source = source_of(&alone, &fs, &discovery, &options, root, &set);
                    let mut stack = merge(alone, source);
                    place_removed(&mut stack, &discovery, &plan);
                    vec![stack]
                }
                None => vec![alone],
            }
        }
        None => load_all(&fs, &discovery, &options, &[set], 0),
    };
    problems
        .extend(discovery.problems.iter().chain(stacks.iter().flat_map(|stack| &stack.problems)).cloned());
    let sources = discovery.sources.clone();
    let modules = bricklint_load::Facts::of(&fs, &discovery, &options).with_mistakes(&stacks);
    let graphs = stacks.into_iter().map(Graph::build).collect();
    let complete =
        files.iter().any(|(path, text)| path == "bricklint.toml" && text.contains("complete = true"));
    let mut estate = Estate::new(graphs, complete, sources);
    estate.modules = modules;
    let said = check_definitions(RULES, &estate, &Settings::default());
    take_said(&mut problems, &said, &estate);
    let problems = problems.iter().map(|p| format!("{}: {}", p.kind.name(), p.message)).collect();
    (estate, problems)
}

/// What the rules find, grouped and sorted.
pub(crate) fn check(estate: &Estate, rules: &[&'static Rule], settings: &Settings) -> Vec<Finding> {
    let mut definitions = check_definitions(rules, estate, settings);
    let mut twice = Twice::of(&definitions, estate);
    let mut findings: Vec<Finding> = Vec::new();
    for (stack, graph) in (0..).zip(&estate.graphs) {
        let all = 0..graph.nodes().count() as u32;
        let mut outcomes = check_nodes(rules, estate, settings, stack, all);
        twice.take_unsure(&mut outcomes, estate);
        findings.extend(outcomes.into_iter().map(|outcome| outcome.into_finding(estate)));
    }
    twice.take_said(&mut definitions, estate);
    findings.extend(definitions.into_iter().map(|outcome| outcome.into_finding(estate)));
    bricklint_findings::group(findings)
}

/// A finding in a few lines: `violated error main.tf:7 databricks_job.a task[0]: message`.
pub(crate) fn show(finding: &Finding) -> String {
    let line = finding.location.start.map_or(0, |start| start.line);
    let mut text = format!(
        "{} {} {}:{line} {} {}: {}\n",
        finding.verdict.name(),
        finding.severity.name(),
        finding.location.path,
        finding.address,
        finding.attribute,
        finding.message
    );
    for related in &finding.related {
        let line = related.location.start.map_or(0, |start| start.line);
        let _ = writeln!(text, "  {}:{line} {}: {}", related.location.path, related.address, related.label);
    }
    for cause in &finding.causes {
        let _ = writeln!(text, "  because {}: {}", cause.kind.name(), cause.text);
    }
    if !finding.help.is_empty() {
        let _ = writeln!(text, "  help: {}", finding.help);
    }
    if finding.count > 1 {
        let _ = writeln!(text, "  in {} instances", finding.count);
    }
    text
}

/// The files below a folder of the repository, as (relative path, text), sorted.
pub(crate) fn folder(path: &str) -> Vec<(String, String)> {
    let base = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let mut out = Vec::new();
    let mut open = vec![base.clone()];
    while let Some(dir) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&dir) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = read(&path) {
                let name = path.strip_prefix(&base).unwrap_or(&path).to_string_lossy().into_owned();
                out.push((name, text));
            }
        }
    }
    out.sort();
    out
}

#[expect(clippy::disallowed_methods, reason = "test data is on the disk")]
fn read(path: &std::path::Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

/// A list as an `Arc` of texts, for assertions.
pub(crate) fn texts(findings: &[Finding]) -> Arc<str> {
    findings.iter().map(show).collect::<String>().into()
}
