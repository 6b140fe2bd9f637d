//! `.gitignore` files, as far as they decide about directories.

use std::path::{Path, PathBuf};

use fast_glob::glob_match;

use crate::files::relative;

/// What one `.gitignore` says.
#[derive(Debug)]
pub(crate) struct Gitignore {
    directory: PathBuf,
    /// The last line first, since it counts.
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    /// Of the path from the directory that the file lies in.
    glob: String,
    /// Whether it takes back what lines before it say.
    keeps: bool,
}

impl Gitignore {
    /// Reads the file of a directory.
    pub(crate) fn new(directory: &Path, content: &[u8]) -> Self {
        let content = String::from_utf8_lossy(content);
        let lines = content.trim_start_matches('\u{feff}').lines().rev().filter_map(line).collect();
        Self { directory: directory.to_owned(), lines }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether it excludes this directory below its own, where it says anything of it.
    pub(crate) fn excludes(&self, directory: &Path) -> Option<bool> {
        let path = relative(&self.directory, directory);
        self.lines.iter().find(|line| glob_match(&line.glob, &path)).map(|line| !line.keeps)
    }
}

/// One line, where it is not a comment.
fn line(text: &str) -> Option<Line> {
    let text = without_trailing_spaces(text);
    if text.starts_with('#') {
        return None;
    }
    let (keeps, text) = match text.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    // What is asked about are directories.
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    // A name stands for itself in any directory, a path starts here.
    let (start, text) = match text.strip_prefix('/') {
        Some(rest) => ("", rest),
        None if text.contains('/') => ("", text),
        None => ("**/", text),
    };
    let mut glob = start.to_owned();
    if start.is_empty() && text.starts_with('!') {
        glob.push('\\');
    }
    let mut escaped = false;
    for c in text.chars() {
        // Git knows no alternatives.
        if matches!(c, '{' | '}') && !escaped {
            glob.push('\\');
        }
        escaped = c == '\\' && !escaped;
        glob.push(c);
    }
    Some(Line { glob, keeps })
}

/// Git takes spaces at the end only where a `\` stands before them.
fn without_trailing_spaces(line: &str) -> &str {
    let text = line.trim_end_matches(' ');
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    let kept = backslashes % 2;
    line.get(..(text.len() + kept).min(line.len())).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each verdict is what `git check-ignore` says of the directory, with files below it.
    #[test]
    fn lines_are_read_as_git_reads_them() {
        let cases: &[(&str, &str, Option<bool>)] = &[
            ("out", "a/out", Some(true)),
            ("out/", "a/out", Some(true)),
            ("/out", "a/out", None),
            ("/out", "out", Some(true)),
            ("a/out", "a/out", Some(true)),
            ("a/out", "b/a/out", None),
            ("**/a/out", "b/a/out", Some(true)),
            ("a/**", "a", None),
            ("a/**", "a/b", Some(true)),
            ("a/**/c", "a/c", Some(true)),
            ("a/*", "a/b/c", None),
            ("*\n!keep", "a/keep", Some(false)),
            ("!keep\n*", "keep", Some(true)),
            ("# out", "# out", None),
            ("\\# out", "# out", Some(true)),
            ("\\!out", "!out", Some(true)),
            ("/!out", "!out", Some(true)),
            ("out  \r\n", "out", Some(true)),
            ("out\\ ", "out ", Some(true)),
            ("{a,b}", "a", None),
            ("{a,b}", "{a,b}", Some(true)),
            ("\\{a}", "{a}", Some(true)),
            ("[a-c]x", "bx", Some(true)),
            ("[!a-c]x", "bx", None),
            ("a?c", "abc", Some(true)),
            ("\n  \n/\n", "a", None),
            ("\u{feff}out", "out", Some(true)),
        ];
        for (file, directory, wanted) in cases {
            let read = Gitignore::new(Path::new("/p"), file.as_bytes());
            assert_eq!(read.excludes(&Path::new("/p").join(directory)), *wanted, "{file:?} {directory}");
        }
        assert!(Gitignore::new(Path::new("/p"), b"# nothing\n\n").is_empty());
    }
}
