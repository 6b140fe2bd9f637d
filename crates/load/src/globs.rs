//! Globs of directories.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

/// Globs of directories, relative to the project root; `*` stays within a name, and `a/**` is `a` with all below it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Globs {
    texts: Vec<String>,
    set: GlobSet,
}

/// What is wrong with globs, a sentence for each that is none; the user's fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct GlobError(pub Vec<String>);

impl Globs {
    /// Reads globs.
    pub fn new(texts: Vec<String>) -> Result<Self, GlobError> {
        let mut builder = GlobSetBuilder::new();
        let mut faults = Vec::new();
        for text in &texts {
            // What is below a directory are its files, too.
            let below = trimmed(text).strip_suffix("/**").map(|base| format!("{base}{{,/**}}"));
            let mut glob = GlobBuilder::new(below.as_deref().unwrap_or(trimmed(text)));
            match glob.literal_separator(true).empty_alternates(below.is_some()).build() {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(error) => faults.push(format!("`{text}` is not a glob: {}", error.kind())),
            }
        }
        if !faults.is_empty() {
            return Err(GlobError(faults));
        }
        let set = builder.build().map_err(|error| GlobError(vec![error.to_string()]))?;
        Ok(Self { texts, set })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Them as they were written.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Whether one of them names this directory.
    pub fn is_match(&self, directory: &str) -> bool {
        self.set.is_match(directory)
    }

    /// Whether what they narrow down is for this root: without any it is for all.
    pub fn are_for(&self, root: &str) -> bool {
        self.is_empty() || self.is_match(root)
    }

    /// Those that name none of these directories.
    pub fn idle<'d>(&self, directories: impl Iterator<Item = &'d str>) -> Vec<&str> {
        let mut idle: Vec<Option<&str>> = self.texts.iter().map(|text| Some(&**text)).collect();
        for at in directories.flat_map(|directory| self.set.matches(directory)) {
            if let Some(text) = idle.get_mut(at) {
                *text = None;
            }
        }
        idle.into_iter().flatten().collect()
    }

    /// The directories that they name before their first wildcard.
    pub(crate) fn bases(&self) -> Vec<String> {
        let base = |text: &String| {
            let parts = trimmed(text).split('/');
            parts.take_while(|part| !part.contains(['*', '?', '[', '{'])).collect::<Vec<_>>().join("/")
        };
        self.texts.iter().map(base).filter(|base| !base.is_empty()).collect()
    }
}

impl TryFrom<Vec<String>> for Globs {
    type Error = GlobError;

    fn try_from(texts: Vec<String>) -> Result<Self, GlobError> {
        Self::new(texts)
    }
}

/// The glob as directories are named: `.` for the project root.
fn trimmed(text: &str) -> &str {
    match text.trim_start_matches("./").trim_end_matches('/') {
        "" => ".",
        text => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(texts: &[&str]) -> Result<Globs, GlobError> {
        Globs::new(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn directories_are_matched_whole() {
        let cases = [
            ("live/*", "live/a", true),
            ("live/*", "live/a/b", false),
            ("live/**", "live/a/b", true),
            ("live/**", "live", true),
            ("live/**/", "live", true),
            ("live/**", "lives", false),
            ("live/**/b", "live", false),
            ("{a,b}/**", "b", true),
            ("{a,b}/**", "b/c", true),
            ("**", "a/b", true),
            ("./live/a/", "live/a", true),
            ("live/a", "live/ab", false),
            (".", ".", true),
            ("./", ".", true),
            ("{a,b}", "b", true),
        ];
        for (glob, directory, wanted) in cases {
            assert_eq!(globs(&[glob]).unwrap().is_match(directory), wanted, "{glob} {directory}");
        }
        assert!(globs(&[]).unwrap().are_for("a") && !globs(&[]).unwrap().is_match("a"));
        assert!(!globs(&["b"]).unwrap().are_for("a"));
    }

    #[test]
    fn what_names_nothing_is_told_and_so_is_each_that_is_no_glob() {
        let some = globs(&["a", "b/*", "c"]).unwrap();
        assert_eq!(some.idle(["b/d", "c"].into_iter()), ["a"]);
        let GlobError(faults) = globs(&["a/[", "b", "{c"]).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert!(
            faults[0].starts_with("`a/[` is not a glob: ") && faults[1].starts_with("`{c` "),
            "{faults:?}"
        );
    }
}
