//! Output formats: one file each over one type.
//!
//! A [`Report`] holds what a run found; [`write()`] turns it into text. Nothing here reads a file, a clock or
//! the environment, and the same report gives the same bytes. Text that came from the input is cleaned and
//! escaped in [`escape`], and nowhere else.

mod concise;
pub mod diagram;
pub mod escape;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
pub mod rules;
mod sarif;
mod text;
pub mod words;

use std::str::FromStr;

use bricklint_findings::outcome::{self, UnknownName};
use bricklint_findings::source::{SourceFile, Sources};
use bricklint_findings::{
    FailOn, Finding, Location, Problem, RuleInfo, Severity, Summary, UndecidedMode, Verdict,
};

pub use diagram::{GraphFormat, graph};
pub use rules::{RulesFormat, rules_table};

/// The name of the tool as every format prints it.
pub const TOOL_NAME: &str = "bricklint";

/// What a run found, and the options that decide how it is told.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The tool's version.
    pub version: &'a str,
    /// The counts.
    pub summary: Summary,
    /// Grouped, located and in report order.
    pub findings: &'a [Finding],
    /// What is wrong with the input.
    pub problems: &'a [Problem],
    /// The files that locations point into.
    pub sources: &'a Sources,
    /// All rules that ran.
    pub rules: &'a [&'static RuleInfo],
    /// The page of a rule, Markdown, by its id.
    pub page: fn(&str) -> &'static str,
    /// What becomes of undecided checks.
    pub undecided: UndecidedMode,
    /// The lowest severity that fails the run.
    pub fail_on: FailOn,
    /// Whether files that do not parse leave the exit code alone.
    pub allow_parse_errors: bool,
}

impl<'a> Report<'a> {
    /// The exit code that goes with this report.
    pub fn exit_code(&self) -> u8 {
        outcome::exit_code(
            self.findings,
            self.problems,
            self.fail_on,
            self.undecided,
            self.allow_parse_errors,
        )
    }

    /// The findings that a format for people lists one by one: violations, and undecided checks where they
    /// count like violations.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &'a Finding> {
        let all = self.undecided == UndecidedMode::Fail;
        self.findings.iter().filter(move |finding| all || finding.verdict == Verdict::Violated)
    }

    /// The undecided findings that are listed by rule and cause; none unless they are asked for.
    pub(crate) fn grouped_undecided(&self) -> Vec<words::UndecidedGroup<'a>> {
        if self.undecided == UndecidedMode::Warn {
            words::undecided_groups(self.findings)
        } else {
            Vec::new()
        }
    }

    /// Whether this finding makes the exit code 1.
    pub(crate) fn fails(&self, finding: &Finding) -> bool {
        let counts = finding.verdict == Verdict::Violated || self.undecided == UndecidedMode::Fail;
        counts && self.fail_on.counts(finding.severity)
    }

    /// How bad a problem is: fatal ones are errors, notes are advice, the rest are warnings.
    pub(crate) fn severity_of(&self, problem: &Problem) -> Severity {
        if outcome::is_fatal(problem, self.allow_parse_errors) {
            Severity::Error
        } else if problem.kind == bricklint_findings::ProblemKind::Note {
            Severity::Info
        } else {
            Severity::Warning
        }
    }

    /// The file that a location points into, with its text.
    pub(crate) fn source_of(&self, location: &Location) -> Option<&'a SourceFile> {
        let file = self.sources.get(location.span?.file)?;
        (!file.text.is_empty()).then_some(file.as_ref())
    }
}

/// The output formats of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Source snippets for a terminal.
    #[default]
    Text,
    /// One line a finding.
    Concise,
    /// `bricklint.check/1`.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// XML as `JUnit` writes it.
    Junit,
    /// A comment for a pull request.
    Markdown,
    /// One self-contained page.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Concise,
        Self::Json,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Markdown,
        Self::Html,
    ];

    /// The names that `--format` takes, in the order of [`Format::ALL`].
    pub const NAMES: [&'static str; 9] =
        ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"];

    /// The name that `--format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

impl FromStr for Format {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownName { given: name.to_owned(), allowed: &Self::NAMES })
    }
}

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// ANSI colours; only the text format has any.
    pub color: bool,
    /// Columns of the terminal; longer source lines are trimmed around what is marked. 0 stands for 140.
    pub width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, width: 140 }
    }
}

/// The report in one format; ends in a line feed unless it is empty.
pub fn write(report: &Report<'_>, format: Format, options: Options) -> String {
    match format {
        Format::Text => text::render(report, options),
        Format::Concise => concise::render(report),
        Format::Json => json::render(report),
        Format::Sarif => sarif::render(report),
        Format::Github => github::render(report),
        Format::Gitlab => gitlab::render(report),
        Format::Junit => junit::render(report),
        Format::Markdown => markdown::render(report),
        Format::Html => html::render(report),
    }
}
