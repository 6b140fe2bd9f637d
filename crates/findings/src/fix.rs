//! Edits that repair a finding.

use serde::Serialize;

use crate::source::Span;

/// Whether an edit may be applied without a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Means the same to Terraform, or what the author evidently meant.
    Safe,
    /// Needs a person's eye.
    Unsafe,
}

/// Replaces a stretch of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edit {
    /// Relative to the project root.
    pub path: String,
    /// First byte replaced.
    pub start: u32,
    /// One past the last byte replaced.
    pub end: u32,
    /// The new text.
    pub text: String,
}

impl Edit {
    /// Replaces `span` of `path` by `text`.
    pub fn new(path: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { path: path.into(), start: span.start, end: span.end, text: text.into() }
    }
}

/// One repair: edits that belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// The edits.
    pub edits: Vec<Edit>,
}
