//! `bricklint explain RULE`.

use anyhow::{Result, bail};
use bricklint_rules::RULES;

/// Prints the page of a rule.
pub(super) fn run(id: &str) -> Result<u8> {
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
