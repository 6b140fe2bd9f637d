//! The text of a heredoc is what Terraform makes of it.

use std::fmt::Write;

use base64::Engine;

use super::generate::{Random, amount, first_seed};
use super::terraform;
use crate::eval_scope::Names;

const LINES: &[&str] = &["", " ", "  ", "    ", "\t", "      "];
const WORDS: &[&str] = &[
    "a", "b c", " ", "é", "e\u{301}", "\\n", "\"", "$${x}", "%%{y}", "$", "%", "#", "}", "\t", "🧱", "\u{a0}",
];
const SEQUENCES: &[&str] = &[
    "${1}",
    "${~ 1 }",
    "${ 1 ~}",
    "${~1~}",
    "${\"x y\"}",
    "${\"  \"}",
    "%{ if true }",
    "%{ if false ~}",
    "%{~ if true ~}",
];

/// A heredoc of a few lines with the marker `E`.
fn heredoc(seed: u64) -> String {
    let mut random = Random(seed);
    let end = if random.one_in(6) { "\r\n" } else { "\n" };
    let mut out = format!("{}{end}", random.pick(&["<<E", "<<-E", "<<-E"]));
    let mut open = 0;
    for _ in 0..random.below(6) {
        out.push_str(random.pick(LINES));
        for _ in 0..random.below(4) {
            if random.one_in(3) {
                let sequence = random.pick(SEQUENCES);
                open += usize::from(sequence.contains("if"));
                if out.ends_with(['$', '%']) {
                    // It would escape the sequence.
                    out.push(' ');
                }
                out.push_str(sequence);
            } else {
                out.push_str(random.pick(WORDS));
            }
        }
        if open > 0 && random.one_in(2) && !out.ends_with(['$', '%']) {
            out.push_str(random.pick(&["%{ endif }", "%{~ endif ~}", "%{ else }z%{ endif ~}"]));
            open -= 1;
        }
        out.push_str(end);
    }
    for _ in 0..open {
        out.push_str("%{ endif ~}");
        out.push_str(end);
    }
    out.push_str(random.pick(&["", "  ", "\t"]));
    out.push('E');
    out.push_str(end);
    out
}

/// What Terraform makes of each, in calls that its console can take.
fn theirs(heredocs: &[String]) -> Option<Vec<String>> {
    let directory = tempfile::tempdir().unwrap();
    let mut file = String::from("locals {\n  all = base64encode(jsonencode([");
    for index in 0..heredocs.len() {
        write!(file, "local.h{index}, ").unwrap();
    }
    file.push_str("]))\n");
    for (index, text) in heredocs.iter().enumerate() {
        writeln!(file, "  h{index} = {text}").unwrap();
    }
    file.push_str("}\noutput \"all\" {\n  value = local.all\n}\n");
    std::fs::write(directory.path().join("main.tf"), file).unwrap();
    let output = terraform::run(directory.path(), &["apply", "-auto-approve", "-no-color"], heredocs.len())?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = terraform::run(directory.path(), &["output", "-raw", "all"], heredocs.len())?;
    let json = base64::engine::general_purpose::STANDARD.decode(&output.stdout).unwrap();
    Some(serde_json::from_slice(&json).unwrap())
}

#[test]
fn heredocs_are_read_as_terraform_reads_them() {
    let names = Names::new();
    let seeds: Vec<u64> = (first_seed()..).take(amount(500) as usize).collect();
    let heredocs: Vec<String> = seeds.iter().map(|seed| heredoc(*seed)).collect();
    let mut wrong = Vec::new();
    for (seeds, heredocs) in seeds.chunks(1000).zip(heredocs.chunks(1000)) {
        let Some(theirs) = theirs(heredocs) else { return };
        for ((seed, text), theirs) in seeds.iter().zip(heredocs).zip(theirs) {
            let value = names.try_eval(text);
            let ours = value.as_ref().ok().and_then(|value| value.as_str());
            if ours != Some(&theirs) {
                wrong.push(format!("seed {seed} {text:?}\n  Terraform {theirs:?}\n         we {value:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), heredocs.len(), wrong.join("\n"));
}
