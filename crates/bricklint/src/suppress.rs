//! Comments that silence findings, applied to outcomes before they are grouped.

use std::sync::Arc;

use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::source::{FileId, FileSpan, Span};
use bricklint_findings::suppression::{Reach, Suppression, parse_directive};
use bricklint_lang::syntax::{BodyId, Tree};
use bricklint_model::estate::Estate;
use bricklint_model::instance::Origin;
use bricklint_model::locate;
use bricklint_model::place::Owner;
use bricklint_model::stack::Stack;
use bricklint_rules::{Outcome, Rule};

/// All suppressions of a run, and which of them silenced something.
#[derive(Debug, Default)]
pub struct Suppressions {
    all: Vec<Suppression>,
    used: Vec<bool>,
    expired: Vec<bool>,
    /// Comments that speak to the tool and are malformed.
    pub problems: Vec<(FileId, Span, String)>,
}

impl Suppressions {
    /// Reads the comments of these files. `today` is `YYYY-MM-DD`; without it nothing is expired.
    pub fn read<'t>(files: impl Iterator<Item = (FileId, &'t Arc<Tree>)>, today: Option<&str>) -> Self {
        let mut out = Self::default();
        for (file, tree) in files {
            if tree.text.contains("bricklint:") {
                out.read_file(file, tree, today);
            }
        }
        out
    }

    fn read_file(&mut self, file: FileId, tree: &Tree, today: Option<&str>) {
        for comment in &tree.comments {
            let place = tree.place(*comment);
            match parse_directive(tree.slice(*comment)) {
                None => {}
                Some(Err(text)) => self.problems.push((file, place, text)),
                Some(Ok(directive)) => {
                    let reach = if directive.whole_file {
                        Reach::File
                    } else {
                        match covered(tree, place) {
                            Some(span) => Reach::Span(span),
                            None => Reach::Span(place),
                        }
                    };
                    let expired = match (&directive.until, today) {
                        (Some(until), Some(today)) => until.as_str() < today,
                        _ => false,
                    };
                    self.used.push(false);
                    self.expired.push(expired);
                    self.all.push(Suppression {
                        file,
                        span: place,
                        reach,
                        rules: directive.rules,
                        until: directive.until,
                        reason: directive.reason,
                    });
                }
            }
        }
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes out the outcomes that a comment covers and returns how many there were.
    pub fn apply(&mut self, outcomes: &mut Vec<Outcome>, estate: &Estate) -> usize {
        if self.all.is_empty() {
            return 0;
        }
        let before = outcomes.len();
        outcomes.retain(|outcome| {
            let spans = spans(outcome, estate);
            let mut covered = false;
            for (at, suppression) in self.all.iter().enumerate() {
                let names = |rule: &String| rule == outcome.rule.id || rule == outcome.rule.area;
                if !suppression.rules.iter().any(names) || !spans.iter().any(|s| reaches(suppression, *s)) {
                    continue;
                }
                if let Some(used) = self.used.get_mut(at) {
                    *used = true;
                }
                covered |= self.expired.get(at) == Some(&false);
            }
            !covered
        });
        before - outcomes.len()
    }

    /// What is wrong with the comments themselves: malformed, expired, for rules that do not exist, or
    /// silencing nothing. Only rules that ran can be called unused.
    pub fn report(
        &self,
        stack: Option<&Stack>,
        ran: &[&'static Rule],
        all: &[&'static Rule],
    ) -> Vec<Problem> {
        let at = |file: FileId, span: Span, text: String| {
            let problem = Problem::new(ProblemKind::Note, text);
            match stack {
                Some(stack) => problem.at(locate::location(stack, file, span)),
                None => problem,
            }
        };
        let mut out: Vec<Problem> = self
            .problems
            .iter()
            .map(|(file, span, text)| at(*file, *span, format!("this comment silences nothing: {text}")))
            .collect();
        for (i, suppression) in self.all.iter().enumerate() {
            let used = self.used.get(i) == Some(&true);
            let expired = self.expired.get(i) == Some(&true);
            let known = |rule: &String| all.iter().any(|r| r.info.id == rule || r.info.area == rule);
            let names = |rule: &String| ran.iter().any(|r| r.info.id == rule || r.info.area == rule);
            if let Some(unknown) = suppression.rules.iter().find(|rule| !known(rule)) {
                let text = format!("there is no rule or area named `{unknown}`, so it is not silenced here");
                out.push(at(suppression.file, suppression.span, text));
            } else if expired {
                let until = suppression.until.as_deref().unwrap_or_default();
                let text = format!("this suppression of {} expired on {until}", suppression.rules.join(", "));
                out.push(at(suppression.file, suppression.span, text));
            } else if !used && suppression.rules.iter().any(names) {
                let text = format!(
                    "this suppression of {} silences nothing; remove it",
                    suppression.rules.join(", ")
                );
                out.push(at(suppression.file, suppression.span, text));
            }
        }
        out
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
        Owner::External(_) | Owner::Root => None,
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

/// The attribute or block that starts on the comment's line, or on the line after it.
fn covered(tree: &Tree, comment: Span) -> Option<Span> {
    let text = &*tree.text;
    let start = text.get(..comment.start as usize)?.rfind('\n').map_or(0, |at| at + 1) as u32;
    let alone = text.get(start as usize..comment.start as usize)?.trim().is_empty();
    let line = if alone {
        let end = text.get(comment.end as usize..)?.find('\n')? as u32 + comment.end + 1;
        next_line(text, end)
    } else {
        next_line(text, start)
    };
    find(tree, tree.root, line)
}

/// The line that starts at `start`, without what is blank before its text.
fn next_line(text: &str, start: u32) -> Span {
    let rest = text.get(start as usize..).unwrap_or_default();
    let length = rest.find('\n').unwrap_or(rest.len()) as u32;
    Span::new(start, start + length)
}

fn find(tree: &Tree, body: BodyId, line: Span) -> Option<Span> {
    let starts = |span: Span| line.start <= span.start && span.start < line.end.max(line.start + 1);
    for attribute in tree.attributes(body) {
        if starts(attribute.name) {
            return Some(attribute.name.to(tree.span(attribute.value)));
        }
    }
    for block in tree.blocks(body) {
        if starts(block.header) {
            return Some(block.span);
        }
        if block.span.start <= line.start && line.start < block.span.end {
            return find(tree, block.body, line);
        }
    }
    None
}
