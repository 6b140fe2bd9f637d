//! How a finding came about: where its value was given, and the calls of the modules that it lies in.

use bricklint_findings::address;
use bricklint_findings::finding::{Finding, Location, Related};
use bricklint_findings::source::{FileId, FileSpan, Span};
use bricklint_lang::eval::{StaticStep, references};
use bricklint_lang::syntax::{ExprId, Tree};
use bricklint_load::Discovery;
use bricklint_load::module::{Module, ModuleFile};
use bricklint_model::estate::Estate;
use bricklint_model::instance::Origin;
use bricklint_model::locate::in_file;
use bricklint_model::stack::{ModuleInstance, Stack};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many inputs and local values a value is followed through.
const MAX_HOPS: usize = 16;

/// Adds what led to findings to what they show. In a plan alone nothing says it.
pub(crate) fn add(findings: &mut [Finding], estate: &Estate, discovery: &Discovery) {
    let expressions = expressions(findings, discovery);
    for finding in findings {
        let Some((stack, module)) = finding.module else { continue };
        let Some(stack) = estate.stack(stack) else { continue };
        let trace = Trace { stack, discovery };
        let at = finding.location.span.and_then(|at| Some((at, *expressions.get(&at)?)));
        let value = at.and_then(|(at, expr)| trace.value(module, at, expr));
        let calls = trace.calls(module);
        let shown = |place: &Location| {
            let related = finding.related.iter().map(|related| &related.location);
            std::iter::once(&finding.location).chain(related).any(|known| known == place)
        };
        let added = value.into_iter().chain(calls);
        let added: Vec<Related> = added.filter(|related| !shown(&related.location)).collect();
        finding.related.extend(added);
    }
}

/// The expressions that findings stand at, found in one pass over each file.
fn expressions(findings: &[Finding], discovery: &Discovery) -> FxHashMap<FileSpan, ExprId> {
    let mut wanted: FxHashSet<FileSpan> = FxHashSet::default();
    wanted.extend(findings.iter().filter_map(|finding| finding.location.span));
    let files: FxHashSet<FileId> = wanted.iter().map(|at| at.file).collect();
    let all = discovery.modules.values().flat_map(|module| &module.files);
    let mut found = FxHashMap::default();
    for ModuleFile { file, tree, .. } in all.filter(|file| files.contains(&file.file)) {
        for (span, expr) in tree.places() {
            let at = FileSpan { file: *file, span };
            if wanted.contains(&at) {
                found.insert(at, expr);
            }
        }
    }
    found
}

struct Trace<'a> {
    stack: &'a Stack,
    discovery: &'a Discovery,
}

impl<'a> Trace<'a> {
    fn instance(&self, at: u32) -> Option<&'a ModuleInstance> {
        self.stack.modules.get(at as usize)
    }

    fn module(&self, at: u32) -> Option<&'a Module> {
        self.discovery.modules.get(&self.instance(at)?.directory).map(|module| &**module)
    }

    /// The calls that lead to a module instance, the innermost first.
    fn calls(&self, module: u32) -> impl Iterator<Item = Related> + use<'a> {
        let (modules, sources) = (&self.stack.modules, &self.stack.sources);
        let all =
            std::iter::successors(modules.get(module as usize), |one| modules.get(one.parent? as usize));
        all.filter_map(move |one| {
            let Some(Origin::Source { file, key, .. }) = one.call else { return None };
            let location = in_file(sources, FileSpan { file, span: key });
            let label = format!("`{}` is called here", one.address);
            Some(Related { label, address: one.address.to_string(), location })
        })
    }

    /// Where the value that stands at a place was given: followed through inputs of modules and local values as long as
    /// it is one of them.
    fn value(&self, mut module: u32, at: FileSpan, mut expr: ExprId) -> Option<Related> {
        let files = &self.module(module)?.files;
        let ModuleFile { tree, .. } = files.iter().find(|file| file.file == at.file)?;
        let mut tree: &Tree = tree;
        let mut found = None;
        for _ in 0..MAX_HOPS {
            let Some((kind, name)) = only_reference(tree, expr) else { break };
            let definition = self.module(module)?;
            let next = if kind == "local" {
                let value = definition.locals.get(name)?.value;
                (module, definition.files.get(value.file as usize)?, value.id)
            } else {
                let Some((parent, file, value)) = self.input(module, name) else {
                    // What the root is given is the first place where it is written.
                    let origin = definition.variables.get(name)?.default_origin;
                    if let (Some(Origin::Source { file, value, .. }), Some(_)) =
                        (origin, self.instance(module)?.parent)
                    {
                        let label = format!("the default of `{name}`");
                        found = Some((label, FileSpan { file, span: value }, module));
                    }
                    break;
                };
                (parent, file, value)
            };
            let file;
            (module, file, expr) = next;
            tree = &file.tree;
            let span: Span = tree.place(tree.span(expr));
            found = Some((format!("`{name}` is set here"), FileSpan { file: file.file, span }, module));
        }
        let (label, at, module) = found?;
        let address = self.instance(module)?.address.to_string();
        Some(Related { label, address, location: in_file(&self.stack.sources, at) })
    }

    /// The argument of the call of a module instance that sets a variable, with the calling instance.
    fn input(&self, module: u32, name: &str) -> Option<(u32, &'a ModuleFile, ExprId)> {
        let instance = self.instance(module)?;
        let parent = instance.parent?;
        let caller = self.module(parent)?;
        let names = address::steps(&instance.address).filter_map(|step| match step {
            address::Step::Name(name) => Some(name),
            _ => None,
        });
        let call = caller.calls.get(names.last()?)?;
        let argument = call.body.attributes.iter().find(|argument| &*argument.name == name)?;
        Some((parent, caller.files.get(argument.file as usize)?, argument.attribute.value))
    }
}

/// The input or local value that an expression is made of, if it is a single one.
fn only_reference(tree: &Tree, expr: ExprId) -> Option<(&str, &str)> {
    let all = references(tree, expr);
    let [reference] = all.as_slice() else { return None };
    match reference.steps.first() {
        Some(StaticStep::Attr(name)) if matches!(reference.root, "var" | "local") => {
            Some((reference.root, name))
        }
        _ => None,
    }
}
