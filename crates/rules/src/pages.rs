//! The pages of the rules, which lie deflated in the binary (`build.rs`) and are unpacked when the first is asked for.

use std::sync::LazyLock;

use bricklint_model::packed::unpack;

/// Page behind page, each with a zero byte at its end.
static PAGES: LazyLock<String> =
    LazyLock::new(|| unpack(include_bytes!(concat!(env!("OUT_DIR"), "/pages.deflate"))));

/// The page of a rule, Markdown: the file beside its code, which has its id as the title; empty where there is none.
pub fn page(id: &str) -> &'static str {
    let is_titled = |page: &&str| page.strip_prefix("# ").and_then(|rest| rest.lines().next()) == Some(id);
    PAGES.split('\0').find(is_titled).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{PAGES, page};
    use crate::RULES;

    #[test]
    fn each_rule_has_a_page_and_each_page_a_rule() {
        let without: Vec<&str> =
            RULES.iter().map(|rule| rule.info.id).filter(|id| page(id).is_empty()).collect();
        assert!(without.is_empty(), "no page has the title of {without:?}");
        let pages = PAGES.split_terminator('\0').count();
        assert_eq!(pages, RULES.len(), "there is a page that no rule of the catalogue has");
        assert_eq!(page("no-such-rule"), "");
    }
}
