//! What is valid: exactly what `terraform fmt` accepts.
//!
//! `verdicts.cases` holds inputs with Terraform's verdicts; `UPDATE=1` records them again.

use std::fmt::Write;

use bricklint_lang::syntax::{Tree, parse};

use super::generate::{self, Random, amount, damage, first_seed};
use super::{files, terraform};

const CASES: &str = include_str!("verdicts.cases");
const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/syntax/verdicts.cases");

/// The inputs of a record and whether Terraform accepts them.
pub fn cases(record: &str) -> Vec<(String, bool)> {
    record
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (verdict, input) = line.split_once(' ').unwrap();
            (serde_json::from_str(input).unwrap(), verdict == "+")
        })
        .collect()
}

/// Panics with every input that `parse` judges differently.
pub fn check(cases: &[(String, bool)], parse: fn(&str) -> Tree) {
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let tree = parse(text);
        if tree.errors.is_empty() != *expected {
            let verb = if *expected { "accepts" } else { "rejects" };
            wrong.push(format!("Terraform {verb} {text:?}\n  we: {:?}", tree.errors.first()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Compares a record with the verdicts that Terraform gives now, or writes it with them.
pub fn compare_record(record: &str, path: &str, theirs: &[bool]) {
    if std::env::var_os("UPDATE").is_some() {
        let mut verdicts = theirs.iter();
        let mut text = String::new();
        for line in record.lines() {
            if let Some((_, input)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
                writeln!(text, "{} {input}", if *verdicts.next().unwrap() { '+' } else { '-' }).unwrap();
            } else {
                writeln!(text, "{line}").unwrap();
            }
        }
        std::fs::write(path, text).unwrap();
        return;
    }
    for ((text, recorded), theirs) in cases(record).iter().zip(theirs) {
        assert_eq!(recorded, theirs, "{text:?}");
    }
}

fn accepts(bytes: &[u8]) -> bool {
    parse(bytes).errors.is_empty()
}

/// Panics with every input that is judged differently.
fn compare(inputs: &[(String, Vec<u8>)]) {
    for part in inputs.chunks(2500) {
        let texts: Vec<&[u8]> = part.iter().map(|(_, text)| text.as_slice()).collect();
        let Some(theirs) = terraform::accepts(&texts) else { return };
        let mut wrong = Vec::new();
        for ((name, text), theirs) in part.iter().zip(theirs) {
            let tree = parse(text);
            if tree.errors.is_empty() != theirs {
                let verb = if theirs { "accepts" } else { "rejects" };
                let text = String::from_utf8_lossy(text);
                wrong.push(format!("{name}: Terraform {verb} {text:?}\n  we: {:?}", tree.errors.first()));
            }
        }
        assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), part.len(), wrong.join("\n"));
    }
}

#[test]
fn recorded_inputs_are_judged_as_recorded() {
    let cases = cases(CASES);
    assert!(cases.len() > 850, "{}", cases.len());
    check(&cases, |text| parse(text.as_bytes()));
}

#[test]
fn the_record_is_what_terraform_says() {
    let cases = cases(CASES);
    let texts: Vec<&str> = cases.iter().map(|(text, _)| text.as_str()).collect();
    let Some(theirs) = terraform::accepts(&texts) else { return };
    compare_record(CASES, RECORD, &theirs);
}

#[test]
fn real_files_are_judged_as_terraform_judges_them() {
    compare(&files::all());
}

#[test]
fn damaged_files_are_judged_as_terraform_judges_them() {
    let files = files::valid();
    let mut inputs = Vec::new();
    for seed in (first_seed()..).take(amount(300) as usize) {
        let mut random = Random(seed);
        let (path, text) = &files[random.below(files.len())];
        // A stretch of a long file keeps what Terraform prints short.
        let start = text[..generate::place(text, &mut random)].rfind("\n\n").map_or(0, |at| at + 2);
        let mut end = (start + 1500).min(text.len());
        end = text[..end].rfind("\n}\n").map_or(text.len(), |at| at + 3).max(start);
        inputs.push((format!("seed {seed} {path}"), damage(&text[start..end], &mut random).into_bytes()));
    }
    compare(&inputs);
}

#[test]
fn generated_files_are_judged_as_terraform_judges_them() {
    let mut inputs = Vec::new();
    let mut accepted = 0;
    for seed in (first_seed()..).take(amount(300) as usize) {
        let text = generate::file(seed);
        accepted += usize::from(accepts(text.as_bytes()));
        if seed % 2 == 0 {
            inputs.push((format!("seed {seed}, damaged"), damage(&text, &mut Random(seed)).into_bytes()));
        } else {
            inputs.push((format!("seed {seed}"), text.into_bytes()));
        }
    }
    assert!(accepted * 2 > inputs.len(), "only {accepted} of {} generated files are valid", inputs.len());
    compare(&inputs);
}
