//! `terraform fmt` as judge of syntax.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

/// Whether Terraform accepts each input, asked for in one call. `None`, said loudly, where Terraform is
/// not installed.
pub fn accepts<T: AsRef<[u8]>>(inputs: &[T]) -> Option<Vec<bool>> {
    let directory = tempfile::tempdir().unwrap();
    for (index, input) in inputs.iter().enumerate() {
        std::fs::write(directory.path().join(format!("c{index}.tf")), input).unwrap();
    }
    let output = run(directory.path(), &["fmt", "-no-color", "-list=false", "-write=false"], inputs.len())?;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("panic:"), "{text}");
    let rejected: BTreeSet<usize> = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("on c")?.split_once(".tf line")?.0.parse().ok())
        .collect();
    assert_eq!(output.status.success(), rejected.is_empty(), "{text}");
    Some((0..inputs.len()).map(|index| !rejected.contains(&index)).collect())
}

/// Runs Terraform in a directory; `cases` is how many comparisons are left out without it.
pub fn run(directory: &Path, arguments: &[&str], cases: usize) -> Option<Output> {
    let output = Command::new("terraform")
        .args(arguments)
        .current_dir(directory)
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("CHECKPOINT_DISABLE", "1")
        .output();
    if output.is_err() {
        eprintln!("terraform is not installed: {cases} inputs were NOT compared");
    }
    output.ok()
}
