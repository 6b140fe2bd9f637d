use bricklint_report::{RulesFormat, rules_table};

use crate::fixture::{ENVIRONMENT, GROUPS, METASTORE, QUIET};

#[test]
fn the_catalogue_in_every_format() {
    for (name, format) in RulesFormat::NAMES.iter().zip(["text", "json", "markdown"]) {
        let table = rules_table(&[&QUIET, &ENVIRONMENT, &GROUPS, &METASTORE], format.parse().unwrap());
        insta::assert_snapshot!(format!("rules_{name}"), table);
    }
    assert!("xml".parse::<RulesFormat>().is_err());
}
