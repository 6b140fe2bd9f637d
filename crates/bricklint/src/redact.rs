//! What must not be printed: secrets that are written in source text, masked before a report shows the text,
//! and values that found their way into the words of a finding.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::finding::{Finding, Location};
use bricklint_findings::problem::Problem;
use bricklint_findings::source::{FileId, SourceFile, Sources, Span};
use bricklint_findings::words::nearest;
use bricklint_lang::syntax::{BodyId, Expr, ExprId, Part, Tree};
use bricklint_lang::value::Value;
use bricklint_load::module::{Module, VariableDef};
use bricklint_load::plan::{PlanInput, is_telling, texts_in};
use bricklint_load::roots::Resolution;
use bricklint_load::{Discovery, LoadOptions};
use bricklint_model::databricks::grants::normalize;
use bricklint_model::estate::Estate;
use bricklint_model::instance::{Body, LazyBody, Mode};
use bricklint_model::place::Owner;
use bricklint_model::schema::{BodySchema, Member, Schema, hides, names_secret};
use bricklint_model::stack::StackKind;
use bricklint_rules::Outcome;
use rustc_hash::FxHashMap;

/// What stands for a value that must not be printed.
const MASK: &str = "(sensitive)";

/// The files of a run with every literal masked that a sensitive variable or attribute holds, in the files
/// that findings and problems point into. Offsets and columns stay what they are. What stands there without quotes is
/// masked in the words of both, too.
pub fn sources(
    discovery: &Discovery,
    findings: &mut [Finding],
    problems: &mut [Problem],
    given: Option<&Schema>,
) -> Arc<Sources> {
    let of_problems = problems.iter().filter_map(|problem| problem.location.as_ref());
    let hidden = Hidden::of(discovery, findings.iter().flat_map(places).chain(of_problems), given);
    for one in findings {
        let words: Vec<String> = places(one).flat_map(|location| hidden.bare_words(location)).collect();
        if !words.is_empty() {
            finding(one, &words);
        }
    }
    hidden.take_from(problems);
    if hidden.files.is_empty() {
        return discovery.sources.clone();
    }
    let mut out = Sources::default();
    for (id, file) in discovery.sources.iter() {
        out.add(match hidden.files.get(&id) {
            Some(HiddenIn { tree, spans, .. }) => {
                Arc::new(SourceFile::new(file.path.clone(), mask(&tree.text, spans).into()))
            }
            None => file.clone(),
        });
    }
    Arc::new(out)
}

/// Masks in the words of problems what stands without quotes where a secret is written.
pub fn problems(discovery: &Discovery, problems: &mut [Problem], given: Option<&Schema>) {
    let of_problems = problems.iter().filter_map(|problem| problem.location.as_ref());
    Hidden::of(discovery, of_problems, given).take_from(problems);
}

fn places(finding: &Finding) -> impl Iterator<Item = &Location> {
    std::iter::once(&finding.location).chain(finding.related.iter().map(|related| &related.location))
}

/// Where secrets are written in files, in the order of the text.
struct Hidden<'d> {
    files: FxHashMap<FileId, HiddenIn<'d>>,
}

struct HiddenIn<'d> {
    tree: &'d Tree,
    spans: Vec<Span>,
    /// Those of them that are names without quotes.
    bare: Vec<(Span, ExprId)>,
}

impl<'d> Hidden<'d> {
    /// Those of the files that locations point into.
    fn of<'l>(
        discovery: &'d Discovery,
        locations: impl Iterator<Item = &'l Location>,
        given: Option<&Schema>,
    ) -> Self {
        let mut shown: BTreeSet<FileId> =
            locations.filter_map(|location| Some(location.span?.file)).collect();
        let mut files = FxHashMap::default();
        if shown.is_empty() {
            return Self { files };
        }
        let vaults = vaults(discovery);
        for file in discovery.modules.values().flat_map(|module| &module.files) {
            if !shown.remove(&file.file) {
                continue;
            }
            let tree = &file.tree;
            let mut spans = secrets(tree, given);
            inputs(tree, &vaults, &mut spans);
            broken(tree, &mut spans);
            spans
                .extend(credentials(&tree.text).map(|found| Span::new(found.start as u32, found.end as u32)));
            if !spans.is_empty() {
                spans.put_in_order();
                let is_bare = |(span, id): &(Span, ExprId)| {
                    spans.binary_search(span).is_ok()
                        && matches!(tree.expr(*id), Expr::Variable | Expr::Attr { .. })
                };
                let mut bare: Vec<_> = tree.places().filter(is_bare).collect();
                bare.put_in_order_by_key(|(span, _)| *span);
                files.insert(file.file, HiddenIn { tree, spans, bare });
            }
        }
        Self { files }
    }

    /// Masks it in the words of problems.
    fn take_from(&self, problems: &mut [Problem]) {
        for problem in problems {
            let Some(location) = &problem.location else { continue };
            if let Cow::Owned(cleaned) = without(&problem.message, &self.bare_words(location)) {
                problem.message = cleaned;
            }
        }
    }

    /// What stands without quotes at a location where a secret is written, and what a message can name of it; the longest
    /// first.
    fn bare_words(&self, location: &Location) -> Vec<String> {
        let Some((at, HiddenIn { tree, bare, .. })) =
            location.span.and_then(|at| Some((at.span, self.files.get(&at.file)?)))
        else {
            return Vec::new();
        };
        let first = bare.partition_point(|(span, _)| span.end <= at.start);
        let mut out: Vec<String> = Vec::new();
        for (_, id) in bare.iter().skip(first).take_while(|(span, _)| span.start < at.end) {
            let text = tree.source(*id);
            out.push(text.to_owned());
            out.extend(text.match_indices('.').filter_map(|(end, _)| Some(text.get(..end)?.to_owned())));
        }
        out.put_in_order_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        out
    }
}

/// Name and value of each `TF_VAR_*` whose variable a root declares or a plan holds.
pub fn declared(options: &LoadOptions, discovery: &Discovery, plans: &[PlanInput]) -> Vec<(String, String)> {
    let declared = |name: &str| {
        discovery.roots().any(|root| {
            discovery.modules.get(&root.path).is_some_and(|module| module.variables.contains_key(name))
        })
    };
    let mut out: Vec<(String, String)> =
        options.env_vars.iter().filter(|(name, _)| declared(name)).cloned().collect();
    for at in 0..out.len() {
        let Some((name, text)) = out.get(at).cloned() else { continue };
        out.extend(texts_in(&text).into_iter().map(|text| (name.clone(), text)));
    }
    let given = plans.iter().flat_map(|plan| plan.given.iter());
    out.extend(given.filter(|(name, _)| !name.is_empty()).cloned());
    out.put_in_order();
    out.dedup();
    out
}

/// Those of the values that are looked for in words: what is a part of one can be a key, which stands in addresses.
pub fn given(declared: &[(String, String)], options: &LoadOptions) -> Vec<String> {
    let whole = declared.iter().filter(|one| options.env_vars.contains(one));
    whole.map(|(_, text)| text).filter(|text| is_telling(text)).cloned().collect()
}

/// Texts that must not appear in what is said about this outcome: those `given`, and the secrets that its
/// node and the nodes beside it hold.
pub fn secrets_of(outcome: &Outcome, estate: &Estate, given: &[String]) -> Vec<String> {
    let mut out: Vec<String> = given.to_vec();
    let places = std::iter::once(&outcome.place).chain(outcome.related.iter().map(|related| &related.place));
    for place in places {
        let Some(stack) = estate.stack(place.stack) else { continue };
        if let Owner::Instance(at) = place.owner
            && let Some(change) = stack.instances.get(at as usize).and_then(|one| one.change.as_ref())
        {
            let drift = change.drift.as_deref();
            let drifted = drift.into_iter().flat_map(|drift| drift.before.iter().chain(&drift.after));
            let bodies = change.before.iter().chain(drifted).filter_map(LazyBody::with_secrets);
            let mut earlier = Vec::new();
            bodies.for_each(|body| of_body(&body, false, &mut earlier));
            // A plan marks a whole set of blocks; what the source says of one holds before too.
            if !earlier.is_empty() && stack.kind == StackKind::PlanWithSource {
                let mut open = Vec::new();
                if let Some(one) = stack.instances.get(at as usize) {
                    of_body(&one.body.passing(), true, &mut open);
                }
                open.put_in_order();
                earlier.retain(|text| open.binary_search(text).is_err());
            }
            out.append(&mut earlier);
        }
        let body: Option<&Body> = match place.owner {
            Owner::Instance(at) => {
                if let Some(body) = stack.instances.get(at as usize).and_then(|one| one.body.with_secrets()) {
                    of_body(&body, false, &mut out);
                }
                None
            }
            Owner::Provider(at) => stack.providers.get(at as usize).map(|provider| &provider.body),
            Owner::Module(at) => stack.opaque.get(at as usize).map(|module| &module.body),
            Owner::External(at) => {
                let external =
                    estate.graphs.get(place.stack as usize).and_then(|g| g.externals.get(at as usize));
                out.extend(external.filter(|e| e.secret && is_telling(&e.key)).map(|e| e.key.to_string()));
                None
            }
            Owner::Root | Owner::Definition { .. } => None,
        };
        if let Some(body) = body {
            of_body(body, false, &mut out);
        }
    }
    // The longest first: one can be a part of another.
    out.put_in_order_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    out.dedup();
    out
}

/// Where text holds a name and a password, or a token, before the host of a URL: `https://user:TOKEN@example.com`.
fn credentials(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b':', text.as_bytes()).filter_map(|at| {
        let rest = text.get(at..)?.strip_prefix("://")?;
        let start = at + "://".len();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '@' | '/' | '"' | '`' | '?' | '#'))?;
        let user = rest.get(..end)?;
        // A container of an account and the user of SSH are no secret; what is put in is masked where it comes from.
        let scheme = text.get(..at)?;
        let telling = user.contains(':') || scheme.ends_with("http") || scheme.ends_with("https");
        let is_secret = rest.get(end..)?.starts_with('@') && telling && !user.contains("${");
        is_secret.then_some(start..start + end)
    })
}

/// The finding without these texts in its words, and without credentials in URLs.
pub fn finding(finding: &mut Finding, secrets: &[String]) {
    let clean = |text: &mut String| {
        if let Cow::Owned(cleaned) = without(text, secrets) {
            *text = cleaned;
        }
        let found: Vec<Range<usize>> = credentials(text).collect();
        found.into_iter().rev().for_each(|range| text.replace_range(range, MASK));
    };
    clean(&mut finding.message);
    clean(&mut finding.template);
    clean(&mut finding.help);
    clean(&mut finding.label);
    for related in &mut finding.related {
        clean(&mut related.label);
    }
    for cause in &mut finding.causes {
        let parts = cause.parts_mut();
        for text in [&mut parts.subject, &mut parts.text] {
            if let Cow::Owned(cleaned) = without(text, secrets) {
                *text = cleaned.into();
            }
        }
    }
    for fix in &mut finding.fixes {
        clean(&mut fix.title);
        // An edit that would write a secret is none to offer.
        fix.edits.retain(|edit| matches!(without(&edit.text, secrets), Cow::Borrowed(_)));
    }
    finding.fixes.retain(|fix| !fix.edits.is_empty());
}

/// The text with every whole word that is one of `secrets` masked.
fn without<'t>(text: &'t str, secrets: &[String]) -> Cow<'t, str> {
    let mut out = Cow::Borrowed(text);
    for secret in secrets {
        if !out.contains(secret.as_str()) {
            continue;
        }
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let mut cleaned = String::with_capacity(out.len());
        let mut rest = &*out;
        while let Some(at) = rest.find(secret.as_str()) {
            let (before, found) = rest.split_at(at);
            let after = found.get(secret.len()..).unwrap_or_default();
            // The `prod` of `databricks_job.prod` is another word.
            let mut next = after.chars();
            let previous = before.chars().next_back().or_else(|| cleaned.chars().next_back());
            let inside = previous.is_some_and(|c| is_word(c) || c == '.')
                || match next.next() {
                    Some('.') => next.next().is_some_and(is_word),
                    Some(c) => is_word(c),
                    None => false,
                };
            cleaned.push_str(before);
            cleaned.push_str(if inside { secret } else { MASK });
            rest = after;
        }
        cleaned.push_str(rest);
        if cleaned != *out {
            out = Cow::Owned(cleaned);
        }
    }
    out
}

/// The texts in a body that must not be printed, or the others.
fn of_body(body: &Body, open: bool, out: &mut Vec<String>) {
    for (_, slot) in &body.attributes {
        of_value(&slot.value, slot.value.marks().printable(), open, out);
    }
    for block in body.blocks.iter().flat_map(|group| &group.items) {
        of_body(&block.body, open, out);
    }
}

fn of_value(value: &Value, printable: bool, open: bool, out: &mut Vec<String>) {
    let printable = printable && value.marks().printable();
    match value {
        Value::Seq { value, .. } => value.items.iter().for_each(|item| of_value(item, printable, open, out)),
        Value::Map { value, .. } => {
            value.entries.iter().for_each(|(_, item)| of_value(item, printable, open, out));
        }
        Value::String { .. } if (printable && !value.holds_secret()) == open => {
            if let Some(text) = value.as_str().filter(|text| is_telling(text)) {
                out.push(text.to_owned());
                // Privileges are compared and named in one spelling.
                let spelled = normalize(text);
                if spelled != *text {
                    out.push(spelled);
                }
            }
        }
        _ => {}
    }
}

/// Where literals of secrets stand in a file.
fn secrets(tree: &Tree, given: Option<&Schema>) -> Vec<Span> {
    let mut out = Vec::new();
    for block in tree.blocks(tree.root) {
        let labels: Vec<&str> = tree.labels(block).collect();
        let find = |mode: Mode| {
            let name = labels.first()?;
            let ty = given.and_then(|schema| schema.find(mode, name));
            ty.or_else(|| Schema::embedded().find(mode, name)).map(|ty| ty.body)
        };
        let named = || labels.first().is_some_and(|name| names_secret(name));
        match tree.slice(block.name) {
            "variable" => {
                let is = |name| tree.may_be_true(block.body, name);
                if (is("sensitive") || is("ephemeral") || named())
                    && let Some(default) = tree.attribute(block.body, "default")
                {
                    literals(tree, default.value, true, &mut out);
                }
            }
            "provider" => {
                let name = labels.first().copied().unwrap_or_default();
                let schema = Schema::embedded()
                    .providers()
                    .find(|provider| provider.source.rsplit('/').next() == Some(name))
                    .map(|provider| provider.body);
                body(tree, block.body, schema, schema, &mut out);
            }
            "resource" | "data" => {
                let is_data = tree.slice(block.name) == "data";
                let schema = find(if is_data { Mode::Data } else { Mode::Managed });
                body(tree, block.body, schema, schema, &mut out);
            }
            "output" if named() => {
                if let Some(value) = tree.attribute(block.body, "value") {
                    literals(tree, value.value, true, &mut out);
                }
            }
            _ => body(tree, block.body, None, None, &mut out),
        }
    }
    out
}

/// The secrets in a body, where the schema has the whole type and the body.
fn body(
    tree: &Tree,
    id: BodyId,
    whole: Option<BodySchema<'_>>,
    here: Option<BodySchema<'_>>,
    out: &mut Vec<Span>,
) {
    for attribute in tree.attributes(id) {
        argument(tree, tree.slice(attribute.name), attribute.value, whole, here, out);
    }
    for block in tree.blocks(id) {
        let mut name = tree.slice(block.name);
        let mut inner = block.body;
        if name == "dynamic"
            && let Some(label) = tree.labels(block).next()
        {
            name = label;
            if let Some(content) = tree.blocks(block.body).iter().find(|b| tree.slice(b.name) == "content") {
                inner = content.body;
            }
        }
        let nested = here.and_then(|here| here.block(name)).map(|block| block.body);
        body(tree, inner, whole, nested, out);
    }
}

fn argument(
    tree: &Tree,
    name: &str,
    value: ExprId,
    whole: Option<BodySchema<'_>>,
    here: Option<BodySchema<'_>>,
    out: &mut Vec<Span>,
) {
    let may_hide = || TELLING.iter().any(|word| name.to_ascii_lowercase().contains(word));
    if hides(whole, here, name) || tree.expr(value) == Expr::Error && may_hide() {
        literals(tree, value, true, out);
        return;
    }
    let inside = here.and_then(|here| match here.member(name)? {
        Member::Attribute(attribute) => attribute.nested.map(|(_, body)| body),
        Member::Block(block) => Some(block.body),
    });
    match tree.expr(value) {
        // So blocks look in JSON.
        Expr::Object(items) if inside.is_some() => {
            for item in tree.items(items) {
                argument(tree, key(tree, item.key), item.value, whole, inside, out);
            }
        }
        Expr::Tuple(items) if inside.is_some() => {
            for item in tree.list(items) {
                argument(tree, name, *item, whole, here, out);
            }
        }
        _ => literals(tree, value, false, out),
    }
}

/// The text of a key, where it is one.
fn key(tree: &Tree, id: ExprId) -> &str {
    match tree.expr(id) {
        Expr::String(text) => tree.string(text),
        _ => "",
    }
}

/// The modules with a sensitive variable, by the name of a call that leads there.
fn vaults(discovery: &Discovery) -> FxHashMap<&str, Vec<&Module>> {
    let mut out: FxHashMap<&str, Vec<&Module>> = FxHashMap::default();
    for ((_, path), resolution) in &discovery.resolved {
        let Resolution::Directory(directory) = resolution else { continue };
        let Some(module) = discovery.modules.get(directory) else { continue };
        let called = out.entry(path.rsplit('.').next().unwrap_or(path)).or_default();
        let is_new = !called.iter().any(|other| other.directory == module.directory);
        if is_new && module.variables.values().any(is_secret) {
            called.push(module);
        }
    }
    out
}

fn is_secret(variable: &VariableDef) -> bool {
    variable.sensitive || variable.ephemeral
}

/// Literals that calls pass to sensitive variables of their modules. Whoever calls: a call of a name may lead to any
/// of the modules that calls of this name lead to.
fn inputs(tree: &Tree, vaults: &FxHashMap<&str, Vec<&Module>>, out: &mut Vec<Span>) {
    for block in tree.blocks(tree.root).iter().filter(|block| tree.slice(block.name) == "module") {
        let Some(label) = tree.labels(block).next() else { continue };
        for module in vaults.get(label).into_iter().flatten() {
            for attribute in tree.attributes(block.body) {
                // A misspelt name most likely means what it is close to.
                let (name, all) = (tree.slice(attribute.name), &module.variables);
                let near = || all.get(nearest(name, all.keys().map(|name| &**name))?);
                if all.get(name).or_else(near).is_some_and(is_secret) {
                    literals(tree, attribute.value, true, out);
                }
            }
        }
    }
}

/// Words in the names of arguments that hold secrets.
const TELLING: &[&str] = &[
    "password",
    "secret",
    "token",
    "string_value",
    "private_key",
    "access_key",
    "api_key",
    "credential",
    "passphrase",
    "passwd",
    "plaintext",
    "pwd",
];

/// The rest of lines that do not parse, behind a name that may be of a secret.
fn broken(tree: &Tree, out: &mut Vec<Span>) {
    let text = &*tree.text;
    let mut done = 0;
    for error in &tree.errors {
        let at = text.floor_char_boundary(error.span.start as usize);
        let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { continue };
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = after.find('\n').map_or(text.len(), |newline| at + newline);
        if end <= done {
            continue;
        }
        done = end;
        if let Some(behind) = text.get(start..end).and_then(behind_name) {
            out.push(Span::new((start + behind) as u32, end as u32));
        }
    }
}

/// Where the value begins in a line that may set a secret, however it is written: `token: x`, `"token" = x`, `token x`.
fn behind_name(line: &str) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let starts = TELLING.iter().flat_map(|word| {
        lower.match_indices(word).filter_map(|(at, _)| {
            let (before, after) = line.split_at_checked(at)?;
            let before = before.trim_end_matches(is_word);
            let after = after.trim_start_matches(is_word);
            let value = after.trim_start_matches(['"', '\'', ' ', '\t', '=', ':']);
            let between = after.get(..after.len() - value.len())?;
            let is_set = between.contains(['=', ':']);
            let is_bare = after.starts_with([' ', '\t']) && !before.ends_with('"');
            let follows = !value.starts_with(['{', '}', ')', ']', ',']) && !value.starts_with("in ");
            let is_name = !before.ends_with('.') && (is_set || is_bare && follows);
            (is_name && !value.is_empty()).then(|| line.len() - value.len())
        })
    });
    starts.min()
}

/// The first two names of a traversal by dots alone.
fn dotted(tree: &Tree, mut id: ExprId) -> Option<(&str, &str)> {
    while let Expr::Attr { base, name } = tree.expr(id) {
        if tree.expr(base) == Expr::Variable {
            return Some((tree.source(base), tree.slice(name)));
        }
        id = base;
    }
    None
}

/// Whether a name that something is read of, or that stands alone, refers to nothing: a text without quotes.
fn is_bare(tree: &Tree, name: &str) -> bool {
    let is_iterated = |id: ExprId| match tree.expr(id) {
        Expr::For(index) => {
            let each = tree.for_expr(index);
            each.key_name.into_iter().chain([each.value_name]).any(|own| tree.slice(own) == name)
        }
        _ => false,
    };
    !ROOTS.contains(&name) && !tree.places().any(|(_, id)| is_iterated(id))
}

/// What references begin with that are not to a resource.
const ROOTS: &[&str] = &[
    "count",
    "data",
    "each",
    "ephemeral",
    "local",
    "module",
    "path",
    "provider",
    "resource",
    "self",
    "terraform",
    "tofu",
    "var",
];

/// Literals of an expression: all of them where it is secret, otherwise those inside `sensitive(…)`.
fn literals(tree: &Tree, id: ExprId, secret: bool, out: &mut Vec<Span>) {
    match tree.expr(id) {
        Expr::String(_) | Expr::Number | Expr::Error if secret => out.push(tree.place(tree.span(id))),
        Expr::Variable if secret && is_bare(tree, tree.source(id)) => out.push(tree.place(tree.span(id))),
        // Not the names in it: who reads it wants to know where it comes from.
        Expr::Template(parts) => {
            let span = tree.span(id);
            let mut at = span.start;
            for part in tree.parts(parts) {
                if let Part::If { cond, .. } = part {
                    literals(tree, *cond, secret, out);
                }
                if let Part::Interpolation(inner) = part {
                    literals(tree, *inner, secret, out);
                    let inner = tree.span(*inner);
                    if secret {
                        out.push(tree.place(Span::new(at, inner.start)));
                    }
                    at = inner.end;
                }
            }
            if secret {
                out.push(tree.place(Span::new(at, span.end)));
            }
        }
        Expr::Wrapped(inner) | Expr::Paren(inner) => literals(tree, inner, secret, out),
        Expr::Call { name, args, .. } => {
            let secret = secret || matches!(tree.slice(name), "sensitive" | "core::sensitive");
            for argument in tree.list(args) {
                literals(tree, *argument, secret, out);
            }
        }
        Expr::Tuple(items) => {
            for item in tree.list(items) {
                literals(tree, *item, secret, out);
            }
        }
        Expr::Object(items) => {
            for item in tree.items(items) {
                literals(tree, item.value, secret || names_secret(key(tree, item.key)), out);
            }
        }
        Expr::Conditional { yes, no, .. } => {
            literals(tree, yes, secret, out);
            literals(tree, no, secret, out);
        }
        Expr::Binary { left, right, .. } => {
            literals(tree, left, secret, out);
            literals(tree, right, secret, out);
        }
        Expr::Unary { operand, .. } => literals(tree, operand, secret, out),
        // What chooses one says nothing of it.
        Expr::Index { base, key } => {
            literals(tree, base, secret, out);
            literals(tree, key, false, out);
        }
        Expr::Attr { base, .. } => match dotted(tree, id) {
            Some((root, next)) => {
                let refers = root.contains('_') || matches!(next, "key" | "value") || !is_bare(tree, root);
                if secret && !refers {
                    out.push(tree.place(tree.span(id)));
                }
            }
            None => literals(tree, base, secret, out),
        },
        Expr::Splat { base, each, .. } => {
            literals(tree, base, secret, out);
            literals(tree, each, secret, out);
        }
        Expr::For(index) => {
            let each = tree.for_expr(index);
            literals(tree, each.collection, secret, out);
            literals(tree, each.value, secret, out);
        }
        _ => {}
    }
}

/// The text with these spans masked, character by character and in as many bytes. Line breaks and quotes at
/// both ends stay.
fn mask(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let (start, end) = ((span.start as usize).max(at), span.end as usize);
        let (Some(before), Some(secret)) = (text.get(at..start), text.get(start..end)) else { continue };
        out.push_str(before);
        let last = secret.chars().count().saturating_sub(1);
        for (index, c) in secret.chars().enumerate() {
            let edge = (index == 0 || index == last) && c == '"';
            out.push(match c.len_utf8() {
                _ if edge || c == '\n' || c == '\r' => c,
                1 => '*',
                2 => '·',
                3 => '•',
                _ => '𝄩',
            });
        }
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_bytes_columns_and_lines() {
        let text = "a = \"ké€y\"\nb = 1";
        let start = text.find('"').unwrap() as u32;
        let end = text.rfind('"').unwrap() as u32 + 1;
        let got = mask(text, &[Span::new(start, end)]);
        assert_eq!(got, "a = \"*·•*\"\nb = 1");
        assert_eq!(got.len(), text.len());
    }

    #[test]
    fn credentials_are_found_in_urls() {
        for (text, expected) in [
            ("pip install git+https://user:t0ken@example.com/a b", "user:t0ken"),
            ("\"https://t0ken@example.com\"", "t0ken"),
            ("jdbc:postgresql://ann:pw@db/x", "ann:pw"),
            ("https://example.com/a@b", ""),
            ("abfss://data@account.dfs.core.windows.net/x", ""),
            ("git+ssh://git@example.com/a", ""),
            ("https://${var.token}@example.com", ""),
            ("://", ""),
        ] {
            let found: Vec<&str> = credentials(text).filter_map(|range| text.get(range)).collect();
            assert_eq!(found.concat(), expected, "{text}");
        }
    }

    #[test]
    fn whole_words_are_masked() {
        let secrets = ["team-alpha-x".to_owned(), "alpha".to_owned()];
        for (text, expected) in [
            ("`alpha` and alpha.", "`(sensitive)` and (sensitive)."),
            ("`team-alpha-x`", "`(sensitive)`"),
            ("alphabet, my_alpha, a.alpha, alpha.b", "alphabet, my_alpha, a.alpha, alpha.b"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(without(text, &secrets), expected);
        }
        assert!(!is_telling("dev") && !is_telling("false") && !is_telling("10000") && is_telling("prod"));
        assert!(!is_telling("1234.56") && is_telling("123456789012"));
    }

    #[test]
    fn only_literals_of_secrets_are_masked() {
        let text = r#"
variable "open" {
  default = "visible"
}
variable "pin" {
  sensitive = true
  default   = { a = ["hidden-1"] }
}
variable "shown" {
  sensitive = false
  default   = "visible"
}
resource "databricks_secret" "a" {
  key          = "visible"
  string_value = "hidden-2-${var.visible}-hidden-3"
  string_valu  = "hidden-7"
}
locals {
  x = sensitive("hidden-4")
  z = { a = sensitive("hidden-8") }[sensitive("hidden-9")]
  w = sensitive([for s in ["hidden-10"] : "hidden-11"])[0]
  y = upper("visible")
}
provider "databricks" {
  host  = "visible"
  token = var.t ? "hidden-5" : "hidden-6"
}
"#;
        let tree = bricklint_lang::syntax::parse(text.as_bytes());
        let mut spans = secrets(&tree, None);
        spans.sort();
        let got = mask(text, &spans);
        assert!(!got.contains("hidden"), "{got}");
        assert_eq!(got.matches("visible").count(), 6, "{got}");
    }
}
