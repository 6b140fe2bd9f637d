//! `bricklint rules`.

use anyhow::Result;
use bricklint_findings::rule_info::RuleInfo;
use bricklint_report::{RulesFormat, rules_table};
use bricklint_rules::{RULES, Selection, Settings};

use crate::cli::RulesFormatArg;

/// Lists the rules.
pub(super) fn run(format: RulesFormatArg, profiles: &[String]) -> Result<u8> {
    let rules = if profiles.is_empty() {
        RULES.to_vec()
    } else {
        let selection = Selection { profiles: profiles.to_vec(), ..Selection::default() };
        Settings::default().select(RULES, &selection)?
    };
    let infos: Vec<&'static RuleInfo> = rules.iter().map(|rule| &rule.info).collect();
    let format = match format {
        RulesFormatArg::Text => RulesFormat::Text,
        RulesFormatArg::Json => RulesFormat::Json,
        RulesFormatArg::Markdown => RulesFormat::Markdown,
    };
    super::print(&rules_table(&infos, format))?;
    Ok(0)
}
