//! What somebody may have meant who wrote a name that does not exist.

/// Most edits between a name and what was meant.
const MOST_EDITS: usize = 3;

/// The candidate that is nearest to a name, where one is near.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let (edits, candidate) =
        candidates.map(|candidate| (distance(candidate, name), candidate)).min_by_key(|(edits, _)| *edits)?;
    // Of a short name little would be left.
    (edits <= MOST_EDITS && edits * 2 < name.chars().count().max(2)).then_some(candidate)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut last = row.first().copied().unwrap_or(0);
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(0);
            let left = row.get(j).copied().unwrap_or(0);
            let cost = (last + usize::from(x != *y)).min(above + 1).min(left + 1);
            last = above;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = cost;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_meant() {
        let names = || ["default", "serverless", "jvm"].into_iter();
        assert_eq!(nearest("defualt", names()), Some("default"));
        assert_eq!(nearest("Default", names()), Some("default"));
        assert_eq!(nearest("jvn", names()), Some("jvm"));
        assert_eq!(nearest("xyz", names()), None);
        assert_eq!(nearest("training", names()), None);
        assert_eq!(nearest("x", std::iter::empty()), None);
    }
}
