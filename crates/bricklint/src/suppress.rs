//! Comments and entries of the configuration that silence findings, applied to outcomes before they are grouped.

use std::collections::BTreeSet;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::address;
use bricklint_findings::finding::Location;
use bricklint_findings::problem::{Problem, ProblemKind};
use bricklint_findings::rule_info::Scope;
use bricklint_findings::source::{FileId, FileSpan, Sources, Span};
use bricklint_findings::suppression::{Reach, Suppression, parse_directive};
use bricklint_lang::syntax::{BodyId, Expr, ExprId, Tree};
use bricklint_load::roots::Resolution;
use bricklint_load::{Discovery, Globs};
use bricklint_model::estate::Estate;
use bricklint_model::instance::Origin;
use bricklint_model::place::Owner;
use bricklint_model::stack::StackKind;
use bricklint_rules::engine::Of;
use bricklint_rules::{Outcome, RULES, Rule};
use rustc_hash::{FxHashMap, FxHashSet};

/// All suppressions of a run, and which of them silenced something.
#[derive(Clone, Debug, Default)]
pub struct Suppressions {
    all: Vec<Comment>,
    /// By rule or area: the comment, and the position of the name in it.
    by_name: FxHashMap<String, Vec<(usize, usize)>>,
    /// Comments that speak to the tool and silence nothing, with the reason.
    problems: Vec<(FileId, Span, String)>,
    entries: Vec<Entry>,
    /// By directory, where the definitions with something wrong are used.
    uses: FxHashMap<Arc<str>, Vec<Standing>>,
}

/// Where something stands that can be silenced.
#[derive(Clone, Debug, Default)]
struct Standing {
    root: String,
    /// Empty where nothing has one.
    address: String,
    /// Its own place and the module calls that lead to it.
    spans: Vec<FileSpan>,
}

/// How much of a project a run has judged: what silences nothing in a part of it may do so in the rest.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Whether every root was looked for.
    pub whole: bool,
    /// Whether every root there is was judged with all that is known of it.
    pub settled: bool,
}

/// A finding that the configuration accepts, by its address: what a plan destroys may have no block any more that a
/// comment could stand at.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Rule id or area.
    pub rule: String,
    /// An instance, a resource or a module; without instance keys all of them.
    pub address: String,
    /// Globs of the roots it is for; empty for all.
    pub roots: Globs,
    /// The last day it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Where it stands.
    pub location: Location,
}

#[derive(Clone, Debug)]
struct Entry {
    accepted: Accepted,
    used: bool,
    expired: bool,
}

#[derive(Clone, Debug)]
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
        out.all.put_in_order_by_key(|comment| (comment.suppression.file, comment.suppression.span));
        for (at, comment) in out.all.iter().enumerate() {
            for (position, name) in comment.suppression.rules.iter().enumerate() {
                out.by_name.entry(name.clone()).or_default().push((at, position));
            }
        }
        out
    }

    /// Adds what the configuration accepts.
    pub fn accept(&mut self, accepted: &[Accepted], today: Option<&str>) {
        self.entries.extend(accepted.iter().map(|accepted| Entry {
            accepted: accepted.clone(),
            used: false,
            expired: is_over(accepted.until.as_deref(), today),
        }));
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
            let expired = is_over(directive.until.as_deref(), today);
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

    /// Whether any of them has silenced nothing.
    pub fn any_unused(&self) -> bool {
        self.all.iter().any(|comment| comment.used.contains(&false))
            || self.entries.iter().any(|entry| !entry.used)
    }

    /// Whether there is nothing that can be used or unused.
    fn is_empty(&self) -> bool {
        self.all.is_empty() && self.entries.is_empty()
    }

    /// Takes in where the definitions with something wrong are used: what stands in them is silenced where all calls are.
    pub fn follow(&mut self, discovery: &Discovery, estate: &Estate) {
        if self.is_empty() || estate.modules.is_empty() {
            return;
        }
        let faulty: FxHashSet<&str> = estate.modules.iter().map(|module| &*module.directory).collect();
        let stacks = estate.graphs.iter().map(|graph| &graph.stack);
        let shown: FxHashMap<&str, &str> =
            stacks.filter_map(|stack| Some((&*stack.modules.first()?.directory, &*stack.root))).collect();
        let at = |root: &str| Standing {
            root: shown.get(root).copied().unwrap_or(root).to_owned(),
            ..Standing::default()
        };
        for root in discovery.roots().filter(|root| faulty.contains(&*root.path)) {
            self.uses.entry(root.path.clone()).or_default().push(at(&root.path));
        }
        for ((root, path), resolution) in &discovery.resolved {
            let Resolution::Directory(directory) = resolution else { continue };
            if !faulty.contains(&**directory) {
                continue;
            }
            let mut standing = at(root);
            let mut caller = Some(root);
            for (end, _) in path.match_indices('.').chain([(path.len(), "")]) {
                let Some(so_far) = path.get(..end) else { continue };
                let name = so_far.rsplit('.').next().unwrap_or(so_far);
                let module = caller.and_then(|caller| discovery.modules.get(caller));
                if let Some(Origin::Source { file, key, .. }) =
                    module.and_then(|module| module.calls.get(name)).map(|call| call.origin)
                {
                    standing.spans.push(FileSpan { file, span: key });
                }
                standing.address = address::join(&standing.address, &format!("module.{name}")).into_owned();
                caller = match discovery.resolved.get(&(root.clone(), so_far.into())) {
                    Some(Resolution::Directory(directory)) => Some(directory),
                    _ => None,
                };
            }
            self.uses.entry(directory.clone()).or_default().push(standing);
        }
    }

    /// Takes out the outcomes that a comment or an entry covers, and returns them.
    pub fn apply(&mut self, outcomes: &mut Vec<Outcome>, estate: &Estate) -> Vec<Outcome> {
        if self.is_empty() {
            return Vec::new();
        }
        outcomes.extract_if(.., |outcome| self.covers(outcome, estate)).collect()
    }

    fn covers(&mut self, outcome: &Outcome, estate: &Estate) -> bool {
        let names = [outcome.rule.id, outcome.rule.area];
        let comments: Vec<(usize, usize)> =
            names.iter().filter_map(|name| self.by_name.get(*name)).flatten().copied().collect();
        let speaks = |entry: &Entry| names.contains(&&*entry.accepted.rule);
        if comments.is_empty() && !self.entries.iter().any(speaks) {
            return false;
        }
        let own = standing(outcome, estate);
        if self.silences(names, &comments, &own, &own.address) {
            return true;
        }
        let Some((module, fact)) = estate.fact(&outcome.place) else { return false };
        let owner = fact.map(|fact| &*fact.owner).unwrap_or_default();
        let all = std::mem::take(&mut self.uses);
        let uses = all.get(&module.directory).map_or(&[][..], Vec::as_slice);
        // All of them are asked, so that what silences one of them counts as used.
        let silenced = uses
            .iter()
            .filter(|at| self.silences(names, &comments, at, &address::join(&at.address, owner)))
            .count();
        let covered = silenced > 0 && silenced == uses.len();
        self.uses = all;
        covered
    }

    /// Whether a comment or an entry silences what stands somewhere.
    fn silences(
        &mut self,
        names: [&str; 2],
        comments: &[(usize, usize)],
        at: &Standing,
        address: &str,
    ) -> bool {
        let mut covered = false;
        for entry in &mut self.entries {
            let accepted = &entry.accepted;
            if names.contains(&&*accepted.rule)
                && address::covers(&accepted.address, address)
                && accepted.roots.are_for(&at.root)
            {
                entry.used = true;
                covered |= !entry.expired;
            }
        }
        for (comment, position) in comments {
            let Some(comment) = self.all.get_mut(*comment) else { continue };
            if !at.spans.iter().any(|span| reaches(&comment.suppression, *span)) {
                continue;
            }
            if let Some(used) = comment.used.get_mut(*position) {
                *used = true;
            }
            covered |= !comment.expired;
        }
        covered
    }

    /// What is wrong with the entries of the configuration: expired, for roots that there are not, or silencing nothing
    /// although everything that they speak of was judged.
    pub fn report_entries(&self, ran: &[&'static Rule], estate: &Estate, extent: Extent) -> Vec<Problem> {
        let roots = || estate.graphs.iter().map(|graph| &*graph.stack.root);
        let mut out = Vec::new();
        for entry in &self.entries {
            let accepted = &entry.accepted;
            let (rule, address) = (&accepted.rule, &accepted.address);
            let here = roots().any(|root| accepted.roots.are_for(root));
            let text = if entry.expired {
                format!(
                    "the suppression of `{rule}` for `{address}` expired on {}; repair what it silenced, or set a later date",
                    accepted.until.as_deref().unwrap_or_default()
                )
            } else if !entry.used && !here && extent.whole {
                let globs = list(accepted.roots.texts());
                format!(
                    "the suppression of `{rule}` for `{address}` is for the roots {globs}, and there are none; correct `roots`"
                )
            } else if !entry.used && here && extent.settled && is_judged(rule, ran, estate) {
                format!("the suppression of `{rule}` for `{address}` silences nothing; remove it")
            } else {
                continue;
            };
            out.push(Problem::new(ProblemKind::Note, text).at(accepted.location.clone()));
        }
        out
    }

    /// What is wrong with the comments themselves: malformed, expired, for rules that do not exist, or
    /// silencing nothing. Only rules that `ran` over everything that they judge can be called unused.
    pub fn report(&self, ran: &[&'static Rule], estate: &Estate, extent: Extent) -> Vec<Problem> {
        let sources = &*estate.sources;
        let note = |file: FileId, span: Span, text: String| {
            Problem::new(ProblemKind::Note, text).at(location(sources, file, span))
        };
        let exists = |name: &str| RULES.iter().any(|rule| is_named(rule, name));
        let mut out: Vec<Problem> = self
            .problems
            .iter()
            .map(|(file, span, text)| note(*file, *span, format!("this comment silences nothing: {text}")))
            .collect();
        for comment in &self.all {
            let suppression = &comment.suppression;
            let mut unused = Vec::new();
            for (name, used) in suppression.rules.iter().zip(&comment.used) {
                if !exists(name) {
                    let text = format!(
                        "this comment silences nothing: there is no rule or area named `{name}`; \
                         `bricklint rules` lists them"
                    );
                    out.push(note(suppression.file, suppression.span, text));
                } else if !used && extent.settled && is_judged(name, ran, estate) {
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

fn is_over(until: Option<&str>, today: Option<&str>) -> bool {
    matches!((until, today), (Some(until), Some(today)) if until < today)
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
        span: Some(FileSpan { file, span }),
        ..Location::default()
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

fn is_named(rule: &Rule, name: &str) -> bool {
    rule.info.id == name || rule.info.area == name
}

/// Whether all rules of a name ran, of which one may be meant, and over what they judge: changes are in plans only, and
/// definitions in configuration.
fn is_judged(name: &str, ran: &[&'static Rule], estate: &Estate) -> bool {
    let is_no = |kind: StackKind| estate.graphs.iter().all(|graph| graph.stack.kind != kind);
    RULES.iter().filter(|rule| is_named(rule, name)).all(|rule| {
        ran.iter().any(|other| other.info.id == rule.info.id)
            && (!matches!(rule.check.of, Of::Changes(_)) || is_no(StackKind::Source))
            && (rule.info.scope != Scope::Definition || is_no(StackKind::Plan))
    })
}

/// Where an outcome stands.
fn standing(outcome: &Outcome, estate: &Estate) -> Standing {
    let mut out =
        Standing { spans: estate.locate(&outcome.place).span.into_iter().collect(), ..Standing::default() };
    if let Some((module, fact)) = estate.fact(&outcome.place) {
        out.root = module.directory.to_string();
        out.address = fact.map(|fact| fact.owner.to_string()).unwrap_or_default();
        return out;
    }
    let Some(stack) = estate.stack(outcome.place.stack) else { return out };
    out.root = stack.root.to_string();
    let (address, mut module) = match outcome.place.owner {
        Owner::Instance(at) => stack.instances.get(at as usize).map(|one| (&*one.address, one.module)),
        Owner::Provider(at) => stack.providers.get(at as usize).map(|one| ("", one.module)),
        Owner::Module(at) => stack.opaque.get(at as usize).map(|one| (&*one.address, one.module)),
        Owner::External(_) | Owner::Root | Owner::Definition { .. } => None,
    }
    .map_or(("", None), |(address, module)| (address, Some(module)));
    address.clone_into(&mut out.address);
    while let Some(at) = module {
        let Some(instance) = stack.modules.get(at as usize) else { break };
        if let Some(Origin::Source { file, key, .. }) = instance.call {
            out.spans.push(FileSpan { file, span: key });
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

/// The innermost block or attribute around a place, in JSON the innermost object: a `"//"` key speaks for the object it is in.
fn enclosing(tree: &Tree, body: BodyId, place: Span) -> Option<Span> {
    let holds = |span: Span| span.start <= place.start && place.end <= span.end;
    for block in tree.blocks(body) {
        if holds(block.span) {
            return enclosing(tree, block.body, place).or(Some(block.span));
        }
    }
    let attribute = tree.attributes(body).iter().find(|attribute| holds(tree.span(attribute.value)))?;
    // What a provider calls blocks is one attribute in JSON.
    let (mut covered, mut value) = (attribute.name.to(tree.span(attribute.value)), attribute.value);
    loop {
        let inner = match tree.expr(value) {
            Expr::Object(items) => tree
                .items(items)
                .iter()
                .map(|item| (tree.span(item.key).to(tree.span(item.value)), item.value))
                .find(|(span, value)| holds(*span) && holds(tree.span(*value))),
            Expr::Tuple(items) => {
                tree.list(items).iter().map(|item| (tree.span(*item), *item)).find(|(span, _)| holds(*span))
            }
            _ => None,
        };
        match inner {
            Some((span, id)) if holds_object(tree, id) => (covered, value) = (span, id),
            _ => return Some(covered),
        }
    }
}

/// Whether an expression in JSON is an object or a list.
fn holds_object(tree: &Tree, id: ExprId) -> bool {
    matches!(tree.expr(id), Expr::Object(_) | Expr::Tuple(_))
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
        for (task, wanted) in [
            (r#"[{"k":1},{"//":"bricklint: ignore[a] why"}]"#, r#"{"//":"bricklint: ignore[a] why"}"#),
            (r#"{"//":"bricklint: ignore[a] why"}"#, r#"task":{"//":"bricklint: ignore[a] why"}"#),
            (
                r#"[{"spec":{"//":"bricklint: ignore[a] why"}}]"#,
                r#""spec":{"//":"bricklint: ignore[a] why"}"#,
            ),
        ] {
            let text = format!(r#"{{"resource":{{"t":{{"n":{{"task":{task},"k":1}}}}}}}}"#);
            let tree = bricklint_lang::syntax::parse_json(text.as_bytes());
            let read = Suppressions::read(std::iter::once((FileId(0), &tree)), None);
            let Reach::Span(span) = read.all[0].suppression.reach else { panic!("{:?}", read.all) };
            assert_eq!(tree.slice(span), wanted);
        }
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
