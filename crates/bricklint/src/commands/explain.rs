//! `bricklint explain NAME`.

use anyhow::{Result, bail};
use bricklint_findings::ProblemKind;
use bricklint_rules::RULES;

/// Prints the page of a rule, or what is to be said of a kind of problem.
pub(super) fn run(id: &str) -> Result<u8> {
    if let Some(kind) = ProblemKind::ALL.into_iter().find(|kind| kind.name() == id) {
        super::print(&kind.page())?;
        return Ok(0);
    }
    let Some(rule) = RULES.iter().find(|rule| rule.info.id == id) else {
        let selection = bricklint_rules::Selection { only: vec![id.to_owned()], ..Default::default() };
        let hint = bricklint_rules::Settings::default().select(RULES, &selection);
        match hint {
            Err(error) => bail!("{error}; `bricklint rules` lists them"),
            Ok(_) => bail!("`{id}` is an area; `bricklint rules` lists its rules"),
        }
    };
    super::print(bricklint_rules::page(rule.info.id))?;
    Ok(0)
}
