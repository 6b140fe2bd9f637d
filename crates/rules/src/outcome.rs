//! What a rule says about one place, before it becomes a finding.

use bricklint_findings::cause::Cause;
use bricklint_findings::finding::{Finding, Related, Severity, Verdict};
use bricklint_findings::fix::Fix;
use bricklint_findings::rule_info::RuleInfo;
use bricklint_findings::static_address;
use bricklint_model::estate::Estate;
use bricklint_model::instance::{Instance, Mode, NAMES};
use bricklint_model::place::{Owner, Place, Step};
use bricklint_model::stack::StackKind;
use bricklint_model::view::Node;

/// The other end of a broken relation.
#[derive(Clone, Debug, PartialEq)]
pub struct RelatedPlace {
    /// What it is: "the group is declared here".
    pub label: String,
    /// Where.
    pub place: Place,
}

/// One verdict that is no pass.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rule.
    pub rule: &'static RuleInfo,
    /// Violated or undecided.
    pub verdict: Verdict,
    /// At most that of the rule.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// One sentence that states the fact.
    pub message: String,
    /// See [`Finding::template`].
    pub template: String,
    /// What to do.
    pub help: String,
    /// A few words beside the place.
    pub label: String,
    /// Other places.
    pub related: Vec<RelatedPlace>,
    /// Why it is undecided, or what limits it.
    pub causes: Vec<Cause>,
    /// The offending value, for the fingerprint; never a sensitive one.
    pub value: String,
    /// Edits that repair it.
    pub fixes: Vec<Fix>,
}

impl Outcome {
    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = text.into();
        self
    }

    /// Puts a few words beside the place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = text.into();
        self
    }

    /// Shows another place.
    pub fn related(&mut self, label: impl Into<String>, place: Place) -> &mut Self {
        self.related.push(RelatedPlace { label: label.into(), place });
        self
    }

    /// Shows another node.
    pub fn related_node(&mut self, label: impl Into<String>, node: Node<'_>) -> &mut Self {
        self.related(label, node.place())
    }

    /// Lowers the severity; a rule's own severity is the highest.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity.min(self.rule.severity);
        self
    }

    /// Adds a cause.
    pub fn because(&mut self, cause: Cause) -> &mut Self {
        if !self.causes.contains(&cause) {
            self.causes.push(cause);
        }
        self
    }

    /// Names the offending value for the fingerprint. Never call it with a sensitive value.
    pub fn value(&mut self, value: impl Into<String>) -> &mut Self {
        self.value = value.into();
        self
    }

    /// Says what findings of one group have in common, where the message alone does not.
    pub fn template(&mut self, template: impl Into<String>) -> &mut Self {
        self.template = template.into();
        self
    }

    /// Offers a repair.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fixes.push(fix);
        self
    }

    /// What is the same for the same finding in another run: see `docs/fingerprints.md`.
    pub fn fingerprint(&self, estate: &Estate) -> u128 {
        self.fingerprint_as(estate, None)
    }

    /// The same, with the natural key of another state of the instance that it is about.
    pub fn fingerprint_as(&self, estate: &Estate, named: Option<&Instance>) -> u128 {
        let root = match (estate.stack(self.place.stack), estate.fact(&self.place)) {
            (Some(stack), _) => &*stack.root,
            (None, Some((module, _))) => &*module.directory,
            (None, None) => "",
        };
        fingerprint(estate, self, root, named)
    }

    /// The finding, with places turned into locations. The root of one about a module definition is the
    /// directory of the module.
    pub fn into_finding(self, estate: &Estate) -> Finding {
        let fingerprint = self.fingerprint(estate);
        self.with_fingerprint(fingerprint, estate)
    }

    /// The finding, of an outcome whose fingerprint is known.
    pub fn with_fingerprint(self, fingerprint: u128, estate: &Estate) -> Finding {
        let (root, environment) = match (estate.stack(self.place.stack), estate.fact(&self.place)) {
            (Some(stack), _) => (stack.root.to_string(), stack.environment.as_ref().map(ToString::to_string)),
            (None, Some((module, _))) => (module.directory.to_string(), None),
            (None, None) => (String::new(), None),
        };
        let kind = estate.stack(self.place.stack).map_or(StackKind::Source, |stack| stack.kind);
        let cause = |cause: Cause| match kind {
            StackKind::Source => cause,
            StackKind::Plan => cause.under_a_plan(false),
            StackKind::PlanWithSource => cause.under_a_plan(true),
        };
        let address = address(estate, &self.place);
        let template = if self.template.is_empty() { &self.message } else { &self.template };
        let template = without_modules(&bricklint_findings::message_template(template));
        let related = self.related.iter().map(|related| Related {
            label: related.label.clone(),
            address: self::address(estate, &related.place),
            location: estate.locate(&related.place),
        });
        let location = estate.locate(&self.place);
        let shares = location.pointer.is_some() && matches!(self.place.owner, Owner::Instance(_));
        Finding {
            related: related.collect(),
            definition: if shares { static_address(&address).into_owned() } else { String::new() },
            location,
            attribute: self.place.path.to_string(),
            fingerprint: format!("{fingerprint:032x}"),
            rule: self.rule,
            severity: self.severity,
            verdict: self.verdict,
            message: self.message,
            template,
            help: self.help,
            label: self.label,
            root,
            roots: Vec::new(),
            numbers: Vec::new(),
            module: module(estate, &self.place),
            environments: environment.into_iter().collect(),
            instances: if address.is_empty() { Vec::new() } else { vec![address.clone()] },
            address,
            count: 1,
            causes: self.causes.into_iter().map(cause).collect(),
            fixes: self.fixes,
            introduced: None,
        }
    }
}

/// The stack and the module instance that a place lies in.
fn module(estate: &Estate, place: &Place) -> Option<(u32, u32)> {
    if let Some((_, fact)) = estate.fact(place) {
        return fact?.run;
    }
    let stack = estate.stack(place.stack)?;
    let module = match place.owner {
        Owner::Instance(at) => stack.instances.get(at as usize)?.module,
        Owner::Provider(at) => stack.providers.get(at as usize)?.module,
        Owner::Module(at) => stack.opaque.get(at as usize)?.module,
        Owner::External(_) | Owner::Root | Owner::Definition { .. } => return None,
    };
    Some((place.stack, module))
}

/// The address of what a place belongs to.
pub(crate) fn address(estate: &Estate, place: &Place) -> String {
    if let Some((_, fact)) = estate.fact(place) {
        return fact.map(|fact| fact.owner.to_string()).unwrap_or_default();
    }
    let Some(graph) = estate.graphs.get(place.stack as usize) else { return String::new() };
    let stack = &graph.stack;
    let at = |at: u32| at as usize;
    match place.owner {
        Owner::Instance(i) => stack.instances.get(at(i)).map(|n| n.address.to_string()),
        Owner::Provider(i) => stack.providers.get(at(i)).map(|n| n.text.to_string()),
        Owner::Module(i) => stack.opaque.get(at(i)).map(|n| n.address.to_string()),
        Owner::External(i) => graph.externals.get(at(i)).map(|n| n.key.to_string()),
        Owner::Root | Owner::Definition { .. } => None,
    }
    .unwrap_or_default()
}

/// A hash that survives moved lines, renamed instance keys and other environments: see
/// `docs/fingerprints.md`.
fn fingerprint(estate: &Estate, outcome: &Outcome, root: &str, named: Option<&Instance>) -> u128 {
    let graph = estate.graphs.get(outcome.place.stack as usize);
    let instance = match outcome.place.owner {
        Owner::Instance(at) => graph.and_then(|graph| graph.stack.instances.get(at as usize)),
        _ => None,
    };
    let fact = estate.fact(&outcome.place).and_then(|(_, fact)| fact);
    let (type_name, key) = match (instance, fact) {
        (Some(instance), _) => (&*instance.type_name, natural_key(named.unwrap_or(instance))),
        (None, Some(fact)) => (&*fact.type_name, Some(fact.key.to_string()).filter(|key| !key.is_empty())),
        (None, None) => ("", None),
    };
    let key = key.unwrap_or_else(|| static_address(&address(estate, &outcome.place)).into_owned());
    let mut path = String::new();
    for step in &outcome.place.path.0 {
        if let Step::Name(name) = step {
            path.push_str(name);
            path.push('.');
        }
    }
    let parts = [outcome.rule.id, root, type_name, &key, &path, &outcome.value];
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash
}

/// The first name-like attribute of a resource that is written out. A name that is put together hangs on an instance
/// key, a variable or the environment, and no plan says on which.
fn natural_key(instance: &Instance) -> Option<String> {
    if instance.mode == Mode::Data {
        return None;
    }
    let body = instance.body.part(NAMES, false);
    let slot = NAMES.iter().find_map(|name| body.attribute(name).filter(|slot| slot.literal))?;
    if slot.value.holds_secret() {
        return None;
    }
    slot.value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A message without the module paths of the addresses in it: what the callers of one module have in
/// common.
fn without_modules(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find("module.") {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let after = tail.get("module.".len()..).unwrap_or_default();
        let begins = head.ends_with(['`', '.']) || head.is_empty();
        match after.split_once('.') {
            Some((name, next))
                if begins && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) =>
            {
                rest = next;
            }
            _ => {
                out.push_str("module.");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
