//! For people at a terminal: the source with both ends of a broken relation marked.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use bricklint_findings::fix::Safety;
use bricklint_findings::source::{Position, SourceFile, Span};
use bricklint_findings::{Finding, Location, Severity, UndecidedMode, Verdict};

use crate::{Options, Report, escape, words};

/// Marked places further apart than this many lines get a snippet each, so that what a finding costs does
/// not depend on the length of its file.
const NEAR_LINES: u32 = 200;
/// A marked stretch of more lines is marked on its first line only.
const MAX_MARKED_LINES: u32 = 3;
/// Source windows larger than this are not shown: generated files with everything on one line.
const MAX_WINDOW: usize = 16 * 1024;
/// Widths the renderer can work with.
const MIN_WIDTH: usize = 20;
const MAX_WIDTH: usize = 10_000;

/// Problems first, since they are about the input; then findings, undecided checks where asked for, and the
/// summary.
pub(crate) fn render(report: &Report<'_>, options: Options) -> String {
    let width =
        if options.width == 0 { DEFAULT_TERM_WIDTH } else { options.width.clamp(MIN_WIDTH, MAX_WIDTH) };
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut out = String::new();
    let mut block = |group: Group<'_>| {
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    };
    for problem in report.problems {
        let title = level(report.severity_of(problem))
            .primary_title(escape::line(&problem.message).into_owned())
            .id(problem.kind.name());
        let mut places = Places::default();
        if let Some(location) = &problem.location {
            places.add(report, location, AnnotationKind::Primary, "");
        }
        block(title.elements(places.elements()));
    }
    for finding in report.listed() {
        block(finding_group(report, finding));
    }
    for undecided in report.grouped_undecided() {
        let title = Level::NOTE.primary_title(undecided.sentence()).id(undecided.rule);
        let mut group = title.element(Origin::path(undecided.places()));
        if let Some(cause) = undecided.cause {
            group = group.element(note("decided by", words::remedy(cause)));
        }
        block(group);
    }
    for line in words::summary_lines(report) {
        out.push_str(&line);
        out.push('\n');
    }
    if report.undecided == UndecidedMode::Ignore && report.summary.undecided > words::unlisted(report) {
        out.push_str("`--undecided warn` lists the undecided checks\n");
    } else if report.summary.undecided > 0 && report.summary.undecided == words::unlisted(report) {
        out.push_str("name the directory of a module to list the checks that are undecided in it\n");
    }
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

fn finding_group<'a>(report: &Report<'a>, finding: &'a Finding) -> Group<'a> {
    let title = level(finding.severity).primary_title(words::message(finding)).id(finding.rule.id);
    let mut places = Places::default();
    places.add(report, &finding.location, AnnotationKind::Primary, &finding.label);
    for related in &finding.related {
        places.add(report, &related.location, AnnotationKind::Context, &related.label);
    }
    let mut elements = places.elements();
    if elements.is_empty() {
        elements.push(Origin::path(words::finding_place(finding)).into());
    }
    if let Some((how_many, names)) = words::instances(finding) {
        elements.push(note(how_many, names));
    }
    let holds_in = words::holds_in(report, finding);
    if !holds_in.is_empty() {
        elements.push(Level::NOTE.no_name().message(holds_in).into());
    }
    for cause in &finding.causes {
        let text = escape::line(&cause.text);
        elements.push(match finding.verdict {
            Verdict::Violated => note("note", text.into_owned()),
            Verdict::Undecided => note("because", format!("{text}; decided by {}", words::remedy(cause))),
        });
    }
    if !finding.help.is_empty() {
        elements.push(Level::HELP.message(escape::line(&finding.help).into_owned()).into());
    }
    for fix in &finding.fixes {
        let safety = match fix.safety {
            Safety::Safe => "fix",
            Safety::Unsafe => "unsafe fix",
        };
        elements.push(note(safety, escape::line(&fix.title).into_owned()));
    }
    title.elements(elements)
}

/// `= name: text` below the source.
fn note<'a>(name: impl Into<String>, text: String) -> Element<'a> {
    Level::NOTE.with_name(Some(name.into())).message(text).into()
}

/// The places of one finding, in the order they are shown.
#[derive(Default)]
struct Places<'a> {
    windows: Vec<Window<'a>>,
    /// Places without source text.
    bare: Vec<Element<'a>>,
}

/// Lines of one file with what is marked in them.
struct Window<'a> {
    file: &'a SourceFile,
    first: u32,
    last: u32,
    /// Where the first mark starts.
    start: Option<Position>,
    marks: Vec<(Span, AnnotationKind, String)>,
}

impl<'a> Places<'a> {
    fn add(&mut self, report: &Report<'a>, location: &Location, kind: AnnotationKind, label: &str) {
        let label = escape::line(label).into_owned();
        let mark = location.span.and_then(|at| {
            let file = report.source_of(location)?;
            let (span, first, last) = marked(file, at.span)?;
            Some((file, span, first, last))
        });
        let Some((file, span, first, last)) = mark else {
            let Some(place) = words::place(location) else { return };
            self.bare.push(if matches!(kind, AnnotationKind::Primary) {
                Origin::path(place).into()
            } else {
                note("see", if label.is_empty() { place } else { format!("{place}: {label}") })
            });
            return;
        };
        let near = self.windows.iter_mut().find(|window| {
            std::ptr::eq(window.file, file)
                && first <= window.last.saturating_add(NEAR_LINES)
                && window.first <= last.saturating_add(NEAR_LINES)
        });
        match near {
            Some(window) => {
                window.first = window.first.min(first);
                window.last = window.last.max(last);
                window.marks.push((span, kind, label));
            }
            None => self.windows.push(Window {
                file,
                first,
                last,
                start: location.start,
                marks: vec![(span, kind, label)],
            }),
        }
    }

    fn elements(self) -> Vec<Element<'a>> {
        let (origins, notes): (Vec<_>, Vec<_>) =
            self.bare.into_iter().partition(|element| matches!(element, Element::Origin(_)));
        origins.into_iter().chain(self.windows.into_iter().map(Window::element)).chain(notes).collect()
    }
}

impl<'a> Window<'a> {
    fn element(self) -> Element<'a> {
        let text: &'a str = &self.file.text;
        let path = escape::line(&self.file.path).into_owned();
        let start = self.file.line_start(self.first).unwrap_or(0) as usize;
        let end = self.file.line_start(self.last + 1).map_or(text.len(), |next| next as usize);
        // A byte order mark is no text.
        let start = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
        let window = text.get(start..end).unwrap_or_default();
        if window.len() > MAX_WINDOW {
            let origin = Origin::path(path);
            return match self.start {
                Some(at) => origin.line(at.line as usize).char_column(at.column as usize).into(),
                None => origin.line(self.first as usize).into(),
            };
        }
        let offset = |byte: u32| (byte as usize).saturating_sub(start).min(window.len());
        let marks = self.marks.into_iter().map(|(span, kind, label)| {
            let label = (!label.is_empty()).then_some(label);
            kind.span(offset(span.start)..offset(span.end)).label(label)
        });
        let marks: Vec<Annotation<'a>> = marks.collect();
        Snippet::source(escape::source(window))
            .line_start(self.first as usize)
            .path(path)
            .annotations(marks)
            .into()
    }
}

/// What is marked of a span, with its first and last line: long stretches on their first line only.
fn marked(file: &SourceFile, span: Span) -> Option<(Span, u32, u32)> {
    let text: &str = &file.text;
    let len = u32::try_from(text.len()).ok()?;
    let start = boundary(text, span.start.min(len));
    let end = boundary(text, span.end.clamp(start, len));
    let within = text.get(start as usize..end as usize)?;
    let end = start + within.trim_end().len() as u32;
    let (first, last) = (file.line(start), file.line(end));
    if last - first < MAX_MARKED_LINES {
        return Some((Span::new(start, end), first, last));
    }
    let line_end = within.find('\n').map_or(end, |at| start + at as u32);
    let line = text.get(start as usize..line_end as usize)?;
    Some((Span::new(start, start + line.trim_end().len() as u32), first, first))
}

/// The last character boundary at or before a byte.
fn boundary(text: &str, byte: u32) -> u32 {
    text.floor_char_boundary(byte as usize) as u32
}
