//! `bricklint inspect`.

use anyhow::Result;
use bricklint::disk::Disk;
use bricklint::session::{self, Phase};
use bricklint_rules::Selection;

use crate::cli::InspectArgs;
use crate::input;

/// Prints the evaluated instances.
pub(super) fn run(args: &InspectArgs) -> Result<u8> {
    let mut request = input::read(&Disk, &args.input, &Selection::default())?.request;
    request.stop_after = Some(Phase::Graph);
    let run = session::run(&Disk, request);
    super::print(&bricklint::inspect::of(&run))?;
    Ok(super::problems(&run.problems))
}
