//! `bricklint inspect`.

use std::path::Path;

use anyhow::{Result, bail};
use bricklint::disk::Disk;
use bricklint::session::{self, Phase};
use bricklint_rules::Selection;

use crate::cli::InspectArgs;
use crate::input;

/// Prints the evaluated instances, or the values of expressions.
pub(super) fn run(args: &InspectArgs, quiet: bool) -> Result<u8> {
    if let Some(path) = &args.eval {
        return evaluate(args, path, quiet);
    }
    let mut request = input::read(&Disk, &args.input, &Selection::default(), false)?.request;
    request.stop_after = Some(Phase::Graph);
    let run = session::run(&Disk, request);
    super::print(&bricklint::inspect::of(&run))?;
    if !quiet {
        super::say(&bricklint::inspect::known(&run).to_string());
    }
    Ok(super::problems(&run.problems, quiet))
}

/// Prints one line of JSON for each line of a file of expressions.
fn evaluate(args: &InspectArgs, path: &Path, quiet: bool) -> Result<u8> {
    let request = input::read(&Disk, &args.input, &Selection::default(), false)?.request;
    if !request.plans.is_empty() {
        bail!("`--eval` works on a configuration, not on a plan; name its directory");
    }
    let text = input::expressions(&Disk, path)?;
    let lines: Vec<&str> = text.lines().collect();
    match session::evaluate(&Disk, &request, &lines) {
        Ok((values, problems)) => {
            let lines: String = values.iter().map(bricklint::inspect::line).collect();
            super::print(&lines)?;
            Ok(super::problems(&problems, quiet))
        }
        Err(text) => bail!("{text}"),
    }
}
