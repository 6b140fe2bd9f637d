//! What the Databricks provider asks of arguments beside its schema: which of them exclude each other, which go
//! together, and which values they take. `terraform validate` checks these, and `terraform providers schema` does not
//! print them.
//!
//! The table is of `databricks/databricks` 1.128.0; `tools/make-constraints` makes it. Its head says how it is written.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::instance::Mode;
use crate::packed::unpack;

/// The table that `tools/make-constraints` made.
static TABLE: LazyLock<String> =
    LazyLock::new(|| unpack(include_bytes!(concat!(env!("OUT_DIR"), "/constraints.deflate"))));

/// What is asked of the arguments and blocks of a body, and of the bodies in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Of this one.
    pub here: Vec<ConstraintKind>,
    /// Of the blocks in it, and of what is described like one, that something is asked of, by name.
    blocks: Vec<(&'static str, Constraints)>,
}

impl Constraints {
    /// What is asked of the blocks of a type, or of an attribute that is described like one.
    pub fn block(&self, name: &str) -> Option<&Self> {
        self.blocks.iter().find(|(other, _)| *other == name).map(|(_, inner)| inner)
    }

    /// Those of the body that a path of blocks leads to (`.` to this one), made where there are none.
    fn at(&mut self, path: &'static str) -> &mut Self {
        let mut at = self;
        for name in path.split('.').filter(|name| !name.is_empty()) {
            let found = at.blocks.iter().position(|(other, _)| *other == name);
            let index = found.unwrap_or_else(|| {
                at.blocks.push((name, Self::default()));
                at.blocks.len() - 1
            });
            #[expect(clippy::indexing_slicing, reason = "it was found or pushed just now")]
            {
                at = &mut at.blocks[index].1;
            }
        }
        at
    }
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
    /// How many blocks of a type there may be.
    Most {
        /// The block type.
        name: &'static str,
        /// So many.
        max: u32,
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
    /// All but these texts.
    NoneOf(Vec<&'static str>),
    /// Numbers in these bounds, which belong to it.
    Range(Option<i64>, Option<i64>),
    /// Texts of so many bytes or lists of so many elements, or of at least so many.
    Length(usize, Option<usize>),
    /// Texts of so many letters and digits of ASCII, and of these characters.
    Letters(usize, usize, &'static str),
    /// Texts of a form that has a name in [`FORMS`].
    Form(&'static str),
    /// ARNs of resources that start with this.
    Arn(&'static str),
}

/// The forms of texts, and what is of them, in words.
pub const FORMS: &[(&str, &str)] = &[
    ("base64", "a text in base64, as `base64encode` and `filebase64` make it"),
    ("https-url", "a URL with `https://` and a host"),
    ("ip-or-cidr", "an IPv4 address, or addresses as `10.0.0.0/8`"),
    ("not-blank", "a text that is not blank"),
    ("repo-path", "`/Repos/directory/name` where it begins with `/Repos/`"),
    ("url", "a URL with `http://` or `https://` and a host"),
];

/// By type.
type ByType = FxHashMap<&'static str, Constraints>;

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
pub fn constraints(mode: Mode, type_name: &str) -> Option<&'static Constraints> {
    static PARSED: LazyLock<Table> = LazyLock::new(parse);
    let table = match mode {
        Mode::Managed => &PARSED.managed,
        Mode::Data => &PARSED.data,
    };
    table.get(type_name)
}

fn parse() -> Table {
    let mut table = Table::default();
    let mut of = None;
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.split_once(' ') {
            Some(("resource", names)) => of = Some((Mode::Managed, names)),
            Some(("data", names)) => of = Some((Mode::Data, names)),
            Some((path, asked)) => {
                if let (Some((mode, names)), Some(kind)) = (of, kind(asked)) {
                    for name in names.split(' ') {
                        table.of(mode).entry(name).or_default().at(path).here.push(kind.clone());
                    }
                }
            }
            None => {}
        }
    }
    table
}

fn kind(text: &'static str) -> Option<ConstraintKind> {
    let mut words = text.split(' ');
    let word = words.next()?;
    Some(match word {
        "one" | "any" | "apart" => {
            ConstraintKind::Set { names: words.collect(), any: word != "apart", several: word == "any" }
        }
        "needs" => ConstraintKind::Needs { name: words.next()?, other: words.next()? },
        "most" => ConstraintKind::Most { name: words.next()?, max: words.next()?.parse().ok()? },
        _ => {
            let name = words.next()?;
            let takes = match word {
                "values" | "values-in-any-case" => {
                    Takes::OneOf { values: words.collect(), any_case: word == "values-in-any-case" }
                }
                "not" => Takes::NoneOf(words.collect()),
                "range" => {
                    let bound = |text: &str| text.parse().ok();
                    Takes::Range(bound(words.next()?), bound(words.next()?))
                }
                "length" => Takes::Length(words.next()?.parse().ok()?, words.next()?.parse().ok()),
                "arn" => Takes::Arn(words.next()?),
                "letters" => {
                    let (_, characters) = text.split_once('"')?;
                    let (low, high) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
                    Takes::Letters(low, high, characters.strip_suffix('"')?)
                }
                "form" => Takes::Form(words.next()?),
                _ => return None,
            };
            ConstraintKind::Value { name, takes }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{ConstraintKind, Constraints, FORMS, TABLE, Takes, parse};
    use crate::instance::Mode;
    use crate::schema::{BodySchema, Member, Schema};

    /// How many there are; each names what the schema has.
    fn check(of: &str, constraints: &Constraints, body: BodySchema<'_>) -> usize {
        for kind in &constraints.here {
            let names = match kind {
                ConstraintKind::Set { names, .. } => names.clone(),
                ConstraintKind::Needs { name, other } => vec![*name, *other],
                ConstraintKind::Most { name, .. } | ConstraintKind::Value { name, .. } => vec![*name],
            };
            if let ConstraintKind::Value { takes: Takes::Form(form), .. } = kind {
                assert!(FORMS.iter().any(|(name, _)| name == form), "{of}: nothing has the form {form}");
            }
            for name in names {
                assert!(body.member(name).is_some(), "{of} has no {name}");
            }
        }
        let inner = constraints.blocks.iter().map(|(name, inner)| {
            let nested = match body.member(name) {
                Some(Member::Block(block)) => Some(block.body),
                Some(Member::Attribute(attribute)) => attribute.nested.map(|(_, body)| body),
                None => None,
            };
            let nested = nested.unwrap_or_else(|| panic!("{of} has no body {name}"));
            check(&format!("{of}.{name}"), inner, nested)
        });
        constraints.here.len() + inner.sum::<usize>()
    }

    #[test]
    fn each_line_is_read_and_names_what_the_schema_has() {
        let table = parse();
        let (mut types, mut lines) = (0, 0);
        for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("resource" | "data", names)) => types = names.split(' ').count(),
                _ => lines += types,
            }
        }
        let managed = table.managed.iter().map(|(name, found)| (Mode::Managed, name, found));
        let all = managed.chain(table.data.iter().map(|(name, found)| (Mode::Data, name, found)));
        let entries = all.map(|(mode, name, found)| {
            let schema = Schema::embedded().find(mode, name).unwrap_or_else(|| panic!("no type {name}"));
            check(name, found, schema.body)
        });
        assert_eq!(entries.sum::<usize>(), lines);
    }
}
