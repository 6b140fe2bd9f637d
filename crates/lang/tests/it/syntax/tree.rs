//! What is understood: the same as hcl-edit understands, wherever both accept.

use bricklint_lang::syntax::parse;

use super::generate::{self, amount, first_seed};
use super::{edit, files, neutral};

/// Panics with every text that is understood differently; returns how many could be compared.
fn compare(texts: &[(String, String)]) -> usize {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (name, text) in texts {
        let tree = parse(text.as_bytes());
        let text = text.trim_start_matches('\u{feff}');
        if !tree.errors.is_empty() {
            continue;
        }
        // In `<<-`, hcl-edit takes the indentation off lines of blanks, too.
        let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
        if text.contains("<<-") && text.lines().any(blank) {
            continue;
        }
        let Some(theirs) = edit::file(text) else { continue };
        compared += 1;
        // hcl-edit has no negative zero, nor the negative of it.
        let unsigned = |text: &str| text.replace("(neg #0)", "#0").replace("(neg #0)", "#0");
        let (ours, theirs) = (unsigned(&neutral::file(&tree)), unsigned(&theirs));
        if ours != theirs {
            let at = ours.bytes().zip(theirs.bytes()).take_while(|(a, b)| a == b).count();
            let from = at.saturating_sub(80);
            let cut = |text: &str| {
                String::from_utf8_lossy(&text.as_bytes()[from..(at + 120).min(text.len())]).into_owned()
            };
            wrong.push(format!("{name}\n    we: {}\n  they: {}", cut(&ours), cut(&theirs)));
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    compared
}

#[test]
fn real_files_are_understood_as_hcl_edit_does() {
    let files = files::valid();
    let compared = compare(&files);
    assert!(compared + 3 >= files.len(), "{compared} of {}", files.len());
}

#[test]
fn generated_files_are_understood_as_hcl_edit_does() {
    let texts: Vec<_> = (first_seed()..)
        .take(amount(1000) as usize)
        .map(|seed| (format!("seed {seed}"), generate::file(seed)))
        .collect();
    let compared = compare(&texts);
    assert!(compared * 3 > texts.len(), "only {compared} of {}", texts.len());
}
