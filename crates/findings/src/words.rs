//! Words that sentences are made of, and names that are close to one that does not exist.

/// `a, b and c`.
pub fn series(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// The first of so many names: `` `a` and 2 more ``.
pub fn first_of(name: &str, count: usize) -> String {
    match count {
        0 | 1 => format!("`{name}`"),
        _ => format!("`{name}` and {} more", count - 1),
    }
}

/// A number with a comma every three digits: `1,000,000`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The question whether another name was meant.
pub fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The same at the end of a sentence; nothing where no name is close.
pub fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; {}", did_you_mean(name)))
}

/// The candidate with the fewest edits to `name`: a third of its length at most. Of equal ones the first.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count().div_ceil(3).min(4);
    candidates
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions and replacements that lead from one text to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, left) in a.chars().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(&b) {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = *cell;
            before = replaced.min(*cell + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")];
        for (number, expected) in cases {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn the_first_of_several_is_named() {
        assert_eq!(
            [1, 2, 12].map(|count| first_of("a", count)),
            ["`a`", "`a` and 1 more", "`a` and 11 more"]
        );
    }

    #[test]
    fn the_nearest_name_is_a_third_away_at_most() {
        let cases = [
            ("lenght", &["log", "length"][..], Some("length")),
            ("abz", &["abs"], Some("abs")),
            ("abz", &["max"], None),
            ("tasks", &["talks", "task"], Some("talks")),
            ("grün", &["grun"], Some("grun")),
            ("", &["a"], None),
        ];
        for (name, candidates, expected) in cases {
            assert_eq!(nearest(name, candidates.iter().copied()), expected, "{name}");
        }
        assert_eq!(hint(Some("a")), "; did you mean `a`?");
        assert_eq!(hint(None), "");
    }
}
