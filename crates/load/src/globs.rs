//! Globs of directories.

use fast_glob::glob_match;
use serde::Deserialize;

/// Globs of directories, relative to the project root; `*` stays within a name, and `a/**` is `a` with all below it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Globs {
    texts: Vec<String>,
    /// Them as they are matched.
    patterns: Vec<String>,
}

/// What is wrong with globs, a sentence for each that is none; the user's fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct GlobError(pub Vec<String>);

impl Globs {
    /// Reads globs.
    pub fn new(texts: Vec<String>) -> Result<Self, GlobError> {
        let faults: Vec<String> = texts
            .iter()
            .filter_map(|text| Some(format!("`{text}` is not a glob: {}", fault(trimmed(text))?)))
            .collect();
        if !faults.is_empty() {
            return Err(GlobError(faults));
        }
        let patterns = texts.iter().map(|text| match trimmed(text).strip_suffix("/**") {
            // What is below a directory are its files, too.
            Some(base) => format!("{base}{{,/**}}"),
            None => trimmed(text).to_owned(),
        });
        Ok(Self { patterns: patterns.collect(), texts })
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
        self.patterns.iter().any(|pattern| glob_match(pattern, directory))
    }

    /// Whether what they narrow down is for this root: without any it is for all.
    pub fn are_for(&self, root: &str) -> bool {
        self.is_empty() || self.is_match(root)
    }

    /// Those that name none of these directories.
    pub fn idle<'d>(&self, directories: impl Iterator<Item = &'d str>) -> Vec<&str> {
        let mut idle: Vec<(&str, &str)> =
            self.texts.iter().map(|text| &**text).zip(self.patterns.iter().map(|text| &**text)).collect();
        for directory in directories {
            idle.retain(|(_, pattern)| !glob_match(pattern, directory));
        }
        idle.into_iter().map(|(text, _)| text).collect()
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

/// Why a text is no glob.
fn fault(text: &str) -> Option<&'static str> {
    let (mut braces, mut chars) = (0_u32, text.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.next().is_none() => return Some("nothing follows its last `\\`"),
            '[' if !closes(&mut chars) => return Some("a `[` is not closed"),
            '{' => braces += 1,
            '}' => match braces.checked_sub(1) {
                Some(left) => braces = left,
                None => return Some("a `}` closes nothing"),
            },
            _ => {}
        }
    }
    (braces > 0).then_some("a `{` is not closed")
}

/// Whether brackets close; a `]` that stands first in them is one of their characters.
fn closes(chars: &mut std::str::Chars<'_>) -> bool {
    let mut first = true;
    while let Some(c) = chars.next() {
        match c {
            ']' if !first => return true,
            '!' | '^' if first => continue,
            '\\' => {
                chars.next();
            }
            _ => {}
        }
        first = false;
    }
    false
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
        let texts = ["a/[", "b", "{c", "d}", "e\\", "[]", "[!]", "[]f]", r"[\]g]", r"\{h", "{i,{j,k}}"];
        let GlobError(faults) = globs(&texts).unwrap_err();
        let wanted = [
            "`a/[` is not a glob: a `[` is not closed",
            "`{c` is not a glob: a `{` is not closed",
            "`d}` is not a glob: a `}` closes nothing",
            "`e\\` is not a glob: nothing follows its last `\\`",
            "`[]` is not a glob: a `[` is not closed",
            "`[!]` is not a glob: a `[` is not closed",
        ];
        assert_eq!(faults, wanted);
    }
}
