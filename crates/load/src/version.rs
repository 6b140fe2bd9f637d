//! Versions and version constraints, as Terraform compares them.

use std::cmp::Ordering;

/// A version: numbers, then what stands behind `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    numbers: Vec<u64>,
    prerelease: Option<String>,
}

fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let text = text.split('+').next().unwrap_or(text);
    let (core, prerelease) = match text.split_once('-') {
        Some((core, rest)) => (core, Some(rest.to_owned())),
        None => (text, None),
    };
    let numbers: Option<Vec<u64>> = core.split('.').map(|number| number.parse().ok()).collect();
    numbers.map(|numbers| Version { numbers, prerelease })
}

fn number(version: &Version, index: usize) -> u64 {
    version.numbers.get(index).copied().unwrap_or(0)
}

fn compare(a: &Version, b: &Version) -> Ordering {
    let longest = a.numbers.len().max(b.numbers.len());
    (0..longest)
        .map(|index| number(a, index).cmp(&number(b, index)))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| match (&a.prerelease, &b.prerelease) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => compare_prerelease(a, b),
        })
}

fn compare_prerelease(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Which of two versions is newer, a prerelease before its release; `None` when either is not understood.
pub(crate) fn order(a: &str, b: &str) -> Option<Ordering> {
    Some(compare(&version(a)?, &version(b)?))
}

/// The first number of a version.
pub(crate) fn major(text: &str) -> Option<u64> {
    version(text).map(|version| number(&version, 0))
}

/// Whether the text is a version constraint such as `>= 1.2, < 2.0`.
pub(crate) fn is_constraint(text: &str) -> bool {
    text.split(',').all(|part| version(split(part).1).is_some())
}

/// The operator and the version of one part of a constraint.
fn split(part: &str) -> (&str, &str) {
    let part = part.trim();
    ["!=", ">=", "<=", "~>", "=", ">", "<"]
        .iter()
        .find_map(|operator| Some((*operator, part.strip_prefix(operator)?)))
        .unwrap_or(("=", part))
}

/// Whether a version meets a constraint such as `>= 1.2, < 2.0` or `~> 1.4`; `None` when either is not
/// understood.
pub(crate) fn meets(text: &str, constraint: &str) -> Option<bool> {
    let found = version(text)?;
    for part in constraint.split(',') {
        let (operator, wanted) = split(part);
        let wanted = version(wanted)?;
        let order = compare(&found, &wanted);
        // A prerelease is taken only where it is asked for by name.
        let named = found.prerelease.is_none()
            || (wanted.prerelease.is_some()
                && (0..3).all(|index| number(&found, index) == number(&wanted, index)));
        let holds = match operator {
            "=" => order.is_eq(),
            "!=" => order.is_ne(),
            ">" => order.is_gt() && named,
            ">=" => order.is_ge() && named,
            "<" => order.is_lt() && named,
            "<=" => order.is_le() && named,
            _ => {
                let fixed = wanted.numbers.len().saturating_sub(1).max(1);
                order.is_ge()
                    && named
                    && (0..fixed).all(|index| number(&found, index) == number(&wanted, index))
            }
        };
        if !holds {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether a constraint asks for versions before one that does not meet it, of which the newest is no older than `floor`.
pub(crate) fn asks_between(constraint: &str, floor: &str, text: &str) -> bool {
    let excluding = constraint.split(',').filter(|part| meets(text, part) != Some(true));
    excluding.map(split).all(|(operator, wanted)| {
        let (low, high) = (order(wanted, floor), order(wanted, text));
        match operator {
            "=" | "<=" | "~>" => low.is_some_and(Ordering::is_ge) && high == Some(Ordering::Less),
            "<" => low == Some(Ordering::Greater),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_decide_versions() {
        for (version, constraint, wanted) in [
            ("1.2.0", "1.2.0", Some(true)),
            ("1.2", "= 1.2.0", Some(true)),
            ("1.2.3", ">= 1.0, < 2.0", Some(true)),
            ("2.0.0", ">= 1.0, < 2.0", Some(false)),
            ("1.9.0", "~> 1.4", Some(true)),
            ("2.0.0", "~> 1.4", Some(false)),
            ("1.4.9", "~> 1.4.2", Some(true)),
            ("1.5.0", "~> 1.4.2", Some(false)),
            ("1.4.1", "~> 1.4.2", Some(false)),
            ("1.0.0", "!= 1.0.0", Some(false)),
            ("1.0.0-beta", ">= 0.9", Some(false)),
            ("1.0.0-beta.2", ">= 1.0.0-beta.1", Some(true)),
            ("1.0.0-beta", "1.0.0-beta", Some(true)),
            ("x", ">= 1", None),
            ("1.0", "latest", None),
        ] {
            assert_eq!(meets(version, constraint), wanted, "{version} {constraint}");
        }
    }

    #[test]
    fn versions_are_ordered() {
        use Ordering::{Equal, Greater, Less};
        for (a, b, wanted) in [
            ("1.200.0", "1.128.0", Some(Greater)),
            ("1.9.0", "1.128.0", Some(Less)),
            ("1.128", "1.128.0", Some(Equal)),
            ("1.200.0-beta1", "1.128.0", Some(Greater)),
            ("1.128.0-beta1", "1.128.0", Some(Less)),
            ("1.128.0+meta", "1.128.0", Some(Equal)),
            ("one", "1.128.0", None),
        ] {
            assert_eq!(order(a, b), wanted, "{a} {b}");
        }
    }

    #[test]
    fn constraints_ask_for_versions_between_two() {
        for (constraint, wanted) in [
            ("1.126.0", true),
            ("= 1.90", true),
            ("~> 1.126.0", true),
            ("~> 1.99.0", true),
            (">= 1.126, < 1.127", true),
            ("< 1.128", true),
            ("< 1.128.1, 1.127.0", true),
            ("<= 1.60", true),
            ("1.60.0", true),
            ("1.59.9", false),
            ("< 1.60", false),
            ("< 1.127, 1.20.0", false),
            ("~> 1.129.0", false),
            ("~> 0.5", false),
            ("1.129.0", false),
            ("> 1.128", false),
            ("!= 1.128.0", false),
            ("!= 1.128.0, < 1.129", false),
            ("> 1.128, < 1.100", false),
            ("latest", false),
        ] {
            assert_eq!(asks_between(constraint, "1.60.0", "1.128.0"), wanted, "{constraint}");
        }
    }

    #[test]
    fn constraints_are_told_from_other_text() {
        for (text, wanted) in [
            (">= 1.0, < 2.0", true),
            ("1", true),
            ("~>1.2.3-beta", true),
            ("v1.2", true),
            ("abc", false),
            ("", false),
            (">=", false),
            (">= 1.0,", false),
            ("=> 1.0", false),
            ("1.x", false),
        ] {
            assert_eq!(is_constraint(text), wanted, "{text}");
        }
    }
}
