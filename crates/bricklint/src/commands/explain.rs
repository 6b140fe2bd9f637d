//! `bricklint explain NAME`.

use anyhow::{Result, bail};
use bricklint_findings::ProblemKind;
use bricklint_findings::words::{did_you_mean, nearest};
use bricklint_rules::RULES;

/// Prints the page of a rule, or what is to be said of a kind of problem.
pub(super) fn run(id: &str) -> Result<u8> {
    if let Some(kind) = ProblemKind::ALL.into_iter().find(|kind| kind.name() == id) {
        super::print(&kind.page())?;
        return Ok(0);
    }
    let ids = || RULES.iter().map(|rule| rule.info.id);
    let Some(rule) = ids().find(|rule| *rule == id) else {
        if RULES.iter().any(|rule| rule.info.area == id) {
            bail!("`{id}` is an area; `bricklint rules` lists its rules");
        }
        let near = nearest(id, ids().chain(ProblemKind::ALL.map(ProblemKind::name)));
        let next = near.map_or_else(|| "`bricklint rules` lists the rules".to_owned(), did_you_mean);
        bail!("`{id}` is neither a rule nor a kind of problem; {next}");
    };
    super::print(bricklint_rules::page(rule))?;
    Ok(0)
}
