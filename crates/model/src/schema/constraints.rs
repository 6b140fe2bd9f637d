//! What the Databricks provider asks of arguments beside its schema: which of them exclude each other, which go
//! together, and which values they take. `terraform validate` checks these, and `terraform providers schema` does not
//! print them.
//!
//! The table is of `databricks/databricks` 1.128.0; `tools/make-constraints` makes it. Its head says how it is written.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::instance::Mode;

/// The table that `tools/make-constraints` made.
static TABLE: &str = include_str!("../../data/constraints.txt");

/// Something that is asked of the arguments and blocks of one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The blocks that the body is in: `condition.threshold`; empty for the top.
    pub path: &'static str,
    /// What is asked.
    pub kind: ConstraintKind,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Which of these are set.
    Set {
        /// Arguments and blocks.
        names: Vec<&'static str>,
        /// Whether one has to be.
        any: bool,
        /// Whether two may be.
        several: bool,
    },
    /// Where the first is set, the other is too.
    Needs {
        /// An argument or block.
        name: &'static str,
        /// What it needs.
        other: &'static str,
    },
    /// What the value of an argument has to be.
    Value {
        /// The argument.
        name: &'static str,
        /// Its values.
        takes: Takes,
    },
}

/// The values that an argument takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// These texts.
    OneOf {
        /// In the provider's order.
        values: Vec<&'static str>,
        /// Whether upper and lower case are the same.
        any_case: bool,
    },
    /// Numbers in these bounds, which belong to it.
    Range(Option<i64>, Option<i64>),
    /// Texts of so many bytes.
    Length(usize, usize),
    /// ARNs of resources that start with this.
    Arn(&'static str),
}

/// By type.
type ByType = FxHashMap<&'static str, Vec<Constraint>>;

#[derive(Default)]
struct Table {
    managed: ByType,
    data: ByType,
}

impl Table {
    fn of(&mut self, mode: Mode) -> &mut ByType {
        match mode {
            Mode::Managed => &mut self.managed,
            Mode::Data => &mut self.data,
        }
    }
}

/// What the provider asks of a type.
pub fn constraints(mode: Mode, type_name: &str) -> &'static [Constraint] {
    static PARSED: LazyLock<Table> = LazyLock::new(parse);
    let table = match mode {
        Mode::Managed => &PARSED.managed,
        Mode::Data => &PARSED.data,
    };
    table.get(type_name).map_or(&[], Vec::as_slice)
}

fn parse() -> Table {
    let mut table = Table::default();
    let mut of = None;
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.split_once(' ') {
            Some(("resource", name)) => of = Some((Mode::Managed, name)),
            Some(("data", name)) => of = Some((Mode::Data, name)),
            _ => {
                if let (Some((mode, name)), Some(constraint)) = (of, constraint(line)) {
                    table.of(mode).entry(name).or_default().push(constraint);
                }
            }
        }
    }
    table
}

fn constraint(line: &'static str) -> Option<Constraint> {
    let mut words = line.split(' ');
    let path = words.next()?;
    let word = words.next()?;
    let kind = match word {
        "one" | "any" | "apart" => {
            ConstraintKind::Set { names: words.collect(), any: word != "apart", several: word == "any" }
        }
        "needs" => ConstraintKind::Needs { name: words.next()?, other: words.next()? },
        _ => {
            let name = words.next()?;
            let takes = match word {
                "values" | "values-in-any-case" => {
                    Takes::OneOf { values: words.collect(), any_case: word == "values-in-any-case" }
                }
                "range" => {
                    let bound = |text: &str| text.parse().ok();
                    Takes::Range(bound(words.next()?), bound(words.next()?))
                }
                "length" => Takes::Length(words.next()?.parse().ok()?, words.next()?.parse().ok()?),
                "arn" => Takes::Arn(words.next()?),
                _ => return None,
            };
            ConstraintKind::Value { name, takes }
        }
    };
    Some(Constraint { path: if path == "." { "" } else { path }, kind })
}

#[cfg(test)]
mod tests {
    use super::{ConstraintKind, TABLE, parse};
    use crate::instance::Mode;
    use crate::schema::{BodySchema, Schema};

    #[test]
    fn each_line_is_read_and_names_what_the_schema_has() {
        let table = parse();
        let is_entry = |line: &&str| {
            !line.is_empty() && !["#", "resource ", "data "].iter().any(|start| line.starts_with(start))
        };
        let managed = table.managed.iter().map(|(name, found)| (Mode::Managed, name, found));
        let all: Vec<_> =
            managed.chain(table.data.iter().map(|(name, found)| (Mode::Data, name, found))).collect();
        let entries: usize = all.iter().map(|(.., found)| found.len()).sum();
        assert_eq!(entries, TABLE.lines().filter(is_entry).count());
        for (mode, name, constraints) in all {
            let found = Schema::embedded().find(mode, name).unwrap_or_else(|| panic!("no type {name}"));
            for constraint in constraints {
                let mut body: BodySchema<'_> = found.body;
                for block in constraint.path.split('.').filter(|name| !name.is_empty()) {
                    body = body.block(block).unwrap_or_else(|| panic!("{name} has no block {block}")).body;
                }
                let names = match &constraint.kind {
                    ConstraintKind::Set { names, .. } => names.clone(),
                    ConstraintKind::Needs { name, other } => vec![*name, *other],
                    ConstraintKind::Value { name, .. } => vec![*name],
                };
                for member in names {
                    assert!(body.member(member).is_some(), "{name} {}: no {member}", constraint.path);
                }
            }
        }
    }
}
