//! Comments that silence findings, applied to outcomes before they are grouped.

use std::collections::BTreeSet;

use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileId, FileSpan, Sources, Span};
use bricklint_findings::suppression::{Reach, Suppression, parse_directive};
use bricklint_lang::syntax::{BodyId, Tree};
use bricklint_model::estate::Estate;
use bricklint_model::instance::Origin;
use bricklint_model::place::Owner;
use bricklint_rules::{Outcome, Rule};
use rustc_hash::FxHashMap;

/// All suppressions of a run, and which of them silenced something.
#[derive(Debug, Default)]
pub struct Suppressions {
    all: Vec<Comment>,
    /// By rule or area: the comment, and the position of the name in it.
    by_name: FxHashMap<String, Vec<(usize, usize)>>,
    /// Comments that speak to the tool and silence nothing, with the reason.
    problems: Vec<(FileId, Span, String)>,
}

#[derive(Debug)]
struct Comment {
    suppression: Suppression,
    /// Whether each of its names silenced something, or would have if it had not expired.
    used: Vec<bool>,
    expired: bool,
}

impl Suppressions {
    /// Reads the comments of these files. `today` is `YYYY-MM-DD`; without it nothing is expired.
    pub fn read<'t>(files: impl Iterator<Item = (FileId, &'t Tree)>, today: Option<&str>) -> Self {
        let mut out = Self::default();
        let mut seen: BTreeSet<FileId> = BTreeSet::new();
        for (file, tree) in files {
            // Several directories can hold one file through links.
            if tree.text.contains("bricklint:") && seen.insert(file) {
                out.read_file(file, tree, today);
            }
        }
        out.all.sort_by_key(|comment| (comment.suppression.file, comment.suppression.span));
        for (at, comment) in out.all.iter().enumerate() {
            for (position, name) in comment.suppression.rules.iter().enumerate() {
                out.by_name.entry(name.clone()).or_default().push((at, position));
            }
        }
        out
    }

    fn read_file(&mut self, file: FileId, tree: &Tree, today: Option<&str>) {
        for comment in &tree.comments {
            let place = tree.place(*comment);
            let text = tree.slice(*comment);
            let text = if tree.json { text.trim_matches('"') } else { text };
            let directive = match parse_directive(text) {
                None => continue,
                Some(Err(text)) => {
                    self.problems.push((file, place, text));
                    continue;
                }
                Some(Ok(directive)) => directive,
            };
            let reach = if directive.whole_file {
                if !is_at_top(tree, place) {
                    let text = "`ignore-file` stands at the top of the file, before the first block";
                    self.problems.push((file, place, text.to_owned()));
                    continue;
                }
                Reach::File
            } else if tree.json {
                Reach::Span(enclosing(tree, tree.root, place).unwrap_or(place))
            } else {
                Reach::Span(covered(tree, place).unwrap_or(place))
            };
            let expired = match (&directive.until, today) {
                (Some(until), Some(today)) => until.as_str() < today,
                _ => false,
            };
            self.all.push(Comment {
                used: vec![false; directive.rules.len()],
                expired,
                suppression: Suppression {
                    file,
                    span: place,
                    reach,
                    rules: directive.rules,
                    until: directive.until,
                    reason: directive.reason,
                },
            });
        }
    }

    /// Takes out the outcomes that a comment covers and returns how many there were.
    pub fn apply(&mut self, outcomes: &mut Vec<Outcome>, estate: &Estate) -> usize {
        if self.all.is_empty() {
            return 0;
        }
        let before = outcomes.len();
        outcomes.retain(|outcome| {
            let names = [outcome.rule.id, outcome.rule.area];
            let candidates: Vec<(usize, usize)> =
                names.iter().filter_map(|name| self.by_name.get(*name)).flatten().copied().collect();
            if candidates.is_empty() {
                return true;
            }
            let spans = spans(outcome, estate);
            let mut covered = false;
            for (at, position) in candidates {
                let Some(comment) = self.all.get_mut(at) else { continue };
                if !spans.iter().any(|span| reaches(&comment.suppression, *span)) {
                    continue;
                }
                if let Some(used) = comment.used.get_mut(position) {
                    *used = true;
                }
                covered |= !comment.expired;
            }
            !covered
        });
        before - outcomes.len()
    }

    /// What is wrong with the comments themselves: malformed, expired, for rules that do not exist, or
    /// silencing nothing. Only rules that `ran` can be called unused.
    pub fn report(&self, sources: &Sources, ran: &[&'static Rule], all: &[&'static Rule]) -> Vec<Problem> {
        let note = |file: FileId, span: Span, text: String| {
            Problem::new(ProblemKind::Note, text).at(location(sources, file, span))
        };
        let names = |rules: &[&'static Rule], name: &str| {
            rules.iter().any(|rule| rule.info.id == name || rule.info.area == name)
        };
        let mut out: Vec<Problem> = self
            .problems
            .iter()
            .map(|(file, span, text)| note(*file, *span, format!("this comment silences nothing: {text}")))
            .collect();
        for comment in &self.all {
            let suppression = &comment.suppression;
            let mut unused = Vec::new();
            for (name, used) in suppression.rules.iter().zip(&comment.used) {
                if !names(all, name) {
                    let text = format!(
                        "this comment silences nothing: there is no rule or area named `{name}`; \
                         `bricklint rules` lists them"
                    );
                    out.push(note(suppression.file, suppression.span, text));
                } else if !used && names(ran, name) {
                    unused.push(format!("`{name}`"));
                }
            }
            if comment.expired {
                let until = suppression.until.as_deref().unwrap_or_default();
                let text = format!(
                    "this suppression of {} expired on {until}; repair what it silenced, or set a later date",
                    list(&suppression.rules)
                );
                out.push(note(suppression.file, suppression.span, text));
            } else if !unused.is_empty() {
                let text = format!("this suppression of {} silences nothing; remove it", unused.join(", "));
                out.push(note(suppression.file, suppression.span, text));
            }
        }
        out
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn location(sources: &Sources, file: FileId, span: Span) -> Location {
    let Some(source) = sources.get(file) else { return Location::default() };
    Location {
        path: source.path.clone(),
        start: Some(source.position(span.start)),
        end: Some(source.position(span.end)),
        pointer: None,
        span: Some(FileSpan { file, span }),
    }
}

fn reaches(suppression: &Suppression, at: FileSpan) -> bool {
    if suppression.file != at.file {
        return false;
    }
    match suppression.reach {
        Reach::File => true,
        Reach::Span(span) => span.start <= at.span.start && at.span.start < span.end.max(span.start + 1),
    }
}

/// Where an outcome stands: its own place and the module calls that lead to it.
fn spans(outcome: &Outcome, estate: &Estate) -> Vec<FileSpan> {
    let mut out: Vec<FileSpan> = estate.locate(&outcome.place).span.into_iter().collect();
    let Some(stack) = estate.stack(outcome.place.stack) else { return out };
    let mut module = match outcome.place.owner {
        Owner::Instance(at) => stack.instances.get(at as usize).map(|instance| instance.module),
        Owner::Provider(at) => stack.providers.get(at as usize).map(|provider| provider.module),
        Owner::Module(at) => stack.opaque.get(at as usize).map(|module| module.module),
        Owner::External(_) | Owner::Root | Owner::Definition { .. } => None,
    };
    while let Some(at) = module {
        let Some(instance) = stack.modules.get(at as usize) else { break };
        if let Some(Origin::Source { file, key, .. }) = instance.call {
            out.push(FileSpan { file, span: key });
        }
        module = instance.parent;
    }
    out
}

/// Whether nothing but comments stands before this place.
fn is_at_top(tree: &Tree, place: Span) -> bool {
    if tree.json {
        return enclosing(tree, tree.root, place).is_none();
    }
    let attributes = tree.attributes(tree.root).iter().map(|attribute| attribute.name.start);
    let blocks = tree.blocks(tree.root).iter().map(|block| block.span.start);
    attributes.chain(blocks).all(|start| place.start < start)
}

/// The innermost block or attribute around a place, in JSON: a `"//"` key speaks for the object it is in.
fn enclosing(tree: &Tree, body: BodyId, place: Span) -> Option<Span> {
    let holds = |span: Span| span.start <= place.start && place.end <= span.end;
    for block in tree.blocks(body) {
        if holds(block.span) {
            return enclosing(tree, block.body, place).or(Some(block.span));
        }
    }
    let attribute = tree.attributes(body).iter().find(|attribute| holds(tree.span(attribute.value)))?;
    // What a provider calls blocks is one attribute in JSON.
    Some(attribute.name.to(tree.span(attribute.value)))
}

/// What a comment covers: the attribute or block that starts on its line or, where it stands alone, on the
/// line after it; where none starts there (an element of a list), that line.
fn covered(tree: &Tree, comment: Span) -> Option<Span> {
    let text = &*tree.text;
    let start = text.get(..comment.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(start..comment.start as usize)?;
    let after = text.get(comment.end as usize..)?.lines().next().unwrap_or_default();
    let to_its_end = comment.end > 0 && text.as_bytes().get(comment.end as usize - 1) == Some(&b'\n');
    let alone = before.trim().is_empty() && (to_its_end || after.trim().is_empty());
    let line = if alone { next_line(tree, comment)? } else { line_at(text, start) };
    Some(find(tree, tree.root, line).unwrap_or(line))
}

/// The line after a comment that stands alone; further comments in between are passed over.
fn next_line(tree: &Tree, comment: Span) -> Option<Span> {
    let text = &*tree.text;
    let mut comments = tree.comments.iter().skip_while(|other| other.start <= comment.start).peekable();
    let mut end = comment.end;
    loop {
        let rest = text.get(end as usize..)?;
        // A comment to the end of the line may hold its line feed or stop before it.
        let held = end > 0 && text.as_bytes().get(end as usize - 1) == Some(&b'\n');
        let start = if held { end as usize } else { end as usize + rest.find('\n')? + 1 };
        let line = line_at(text, start);
        let indented = start + text.get(start..)?.len() - text.get(start..)?.trim_start().len();
        match comments.next_if(|other| other.start as usize == indented && indented < line.end as usize) {
            Some(other) => end = other.end,
            None => return Some(line),
        }
    }
}

/// The line that starts at `start`.
fn line_at(text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find('\n').unwrap_or(rest.len());
    Span::new(start as u32, (start + length) as u32)
}

fn find(tree: &Tree, body: BodyId, line: Span) -> Option<Span> {
    let starts = |span: Span| line.start <= span.start && span.start < line.end.max(line.start + 1);
    for attribute in tree.attributes(body) {
        if starts(attribute.name) {
            return Some(attribute.name.to(tree.span(attribute.value)));
        }
    }
    for block in tree.blocks(body) {
        if starts(block.span) {
            return Some(block.span);
        }
        if block.span.start <= line.start && line.start < block.span.end {
            return find(tree, block.body, line);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that the only directive of a file covers.
    fn covers(text: &str) -> String {
        let tree = bricklint_lang::syntax::parse(text.as_bytes());
        let read = Suppressions::read(std::iter::once((FileId(0), &tree)), None);
        assert_eq!(read.all.len(), 1, "{text}: {:?}", read.problems);
        match read.all[0].suppression.reach {
            Reach::File => "the file".to_owned(),
            Reach::Span(span) => tree.slice(span).trim().to_owned(),
        }
    }

    #[test]
    fn a_comment_covers_what_starts_on_its_line_or_the_next() {
        let c = "# bricklint: ignore[a] why";
        let cases = [
            (format!("{c}\nx \"y\" {{\n  a = 1\n}}\n"), "x \"y\" {\n  a = 1\n}"),
            (format!("x \"y\" {{ {c}\n  a = 1\n}}\n"), "x \"y\" {\n  a = 1\n}"),
            (format!("x {{\n  a = 1 {c}\n  b = 2\n}}\n"), "a = 1"),
            (format!("x {{\n  {c}\n  a = 1\n  b = 2\n}}\n"), "a = 1"),
            (format!("x {{\n  {c}\n  y {{\n    a = 1\n  }}\n  b = 2\n}}\n"), "y {\n    a = 1\n  }"),
            (format!("x {{\n  a = [\n    1, {c}\n    2,\n  ]\n}}\n"), "1, # bricklint: ignore[a] why"),
            (format!("x {{\n  a = [\n    {c}\n    1,\n    2,\n  ]\n}}\n"), "1,"),
            (format!("{c}\n# another\n/* and\n   more */\nx {{\n}}\n"), "x {\n}"),
            ("// bricklint: ignore[a] why\r\nx {\r\n}\r\n".to_owned(), "x {\r\n}"),
            ("/* bricklint: ignore[a] why */ x {\n}\n".to_owned(), "x {\n}"),
            ("# bricklint: ignore-file[a] why\nx {\n}\n".to_owned(), "the file"),
            (format!("{c}\n\nx {{\n}}\n"), ""),
            (format!("x {{\n}}\n{c}"), "# bricklint: ignore[a] why"),
        ];
        for (text, expected) in cases {
            let got = covers(&text);
            let got = got.replace(" # bricklint: ignore[a] why\n  a", "\n  a");
            assert_eq!(got, expected, "{text}");
        }
    }

    #[test]
    fn in_json_the_object_around_the_key_is_covered() {
        let text = r#"{"resource":{"t":{"n":{"//":"bricklint: ignore[a] why","k":1}}}}"#;
        let tree = bricklint_lang::syntax::parse_json(text.as_bytes());
        let read = Suppressions::read(std::iter::once((FileId(0), &tree)), None);
        let Reach::Span(span) = read.all[0].suppression.reach else { panic!("{:?}", read.all) };
        assert!(tree.slice(span).contains("\"k\":1"), "{}", tree.slice(span));
        let text = r#"{"resource":{"t":{"n":{"task":[{"//":"bricklint: ignore[a] why"}],"k":1}}}}"#;
        let tree = bricklint_lang::syntax::parse_json(text.as_bytes());
        let read = Suppressions::read(std::iter::once((FileId(0), &tree)), None);
        let Reach::Span(span) = read.all[0].suppression.reach else { panic!("{:?}", read.all) };
        assert_eq!(tree.slice(span), r#"task":[{"//":"bricklint: ignore[a] why"}]"#);
        let text = r#"{"//":"bricklint: ignore-file[a] why","resource":{}}"#;
        let tree = bricklint_lang::syntax::parse_json(text.as_bytes());
        let read = Suppressions::read(std::iter::once((FileId(0), &tree)), None);
        assert_eq!(read.all[0].suppression.reach, Reach::File);
    }

    #[test]
    fn a_file_directive_further_down_is_refused() {
        let text = "x {\n}\n# bricklint: ignore-file[a] why\n";
        let tree = bricklint_lang::syntax::parse(text.as_bytes());
        let read = Suppressions::read(std::iter::once((FileId(0), &tree)), None);
        assert!(read.all.is_empty());
        assert_eq!(read.problems.len(), 1);
    }
}
