//! What differs between the instances of an unknown `count` or `for_each`, of which one stands for all, and between
//! the blocks of a `dynamic` over an unknown collection.

use bricklint_findings::address;
use bricklint_lang::tri::Tri;
use bricklint_lang::value::{Segment, Symbol, Unknown, Value};

use crate::graph::EdgeKind;
use crate::instance::{InstanceKey, Mode};
use crate::securable::{self, Metastore, Securable};
use crate::stack::EACH_VALUE;
use crate::view::{Field, GraphView, Node};

/// Something that is repeated, not known how often.
#[derive(Clone)]
pub struct Repetition<'w> {
    graph: GraphView<'w>,
    /// How texts of symbols begin that are about one of them: `module.a[*]`, `databricks_grants.b.grant[*]`.
    text: String,
    /// The same of the others that an instance stands in.
    others: Vec<String>,
    /// How many data sources were asked on the way.
    depth: u8,
}

/// Data sources that look up what another one gives: so many are asked.
const MAX_DEPTH: u8 = 4;

/// Attributes that no two resources share.
const OWN: &[&str] = &["application_id", "full_name", "id", "name", "object_id"];

/// The same of some types.
const OWN_OF_TYPE: &[(&str, &str)] = &[
    ("databricks_account_iam_group_v2", "group_name"),
    ("databricks_group", "display_name"),
    ("databricks_mws_workspaces", "workspace_id"),
    ("databricks_user", "user_name"),
    ("databricks_workspace_iam_group_v2", "group_name"),
];

/// Whether no two resources of a type share an attribute.
fn is_own(type_name: &str, attribute: &str) -> bool {
    OWN.contains(&attribute) || OWN_OF_TYPE.contains(&(type_name, attribute))
}

/// Whether a node stands for several instances.
pub fn is_repeated(node: Node<'_>) -> bool {
    !Repetition::around(node).is_empty()
}

/// Whether a value is another one in each of the instances that a node stands for.
pub fn differs(node: Node<'_>, value: &Value) -> bool {
    Repetition::around(node).iter().all(|one| one.same(value).is_false())
}

/// Whether two fields of instances with one key hold the same expression over it or over the element that has it: what
/// stands for the instances of each goes over the same, and nothing else is repeated.
pub fn same_by_key(a: &Field<'_>, b: &Field<'_>) -> bool {
    let symbols = a.value().and_then(Value::symbol).zip(b.value().and_then(Value::symbol));
    symbols.is_some_and(|(one, other)| same_element((a.node, one), (b.node, other)))
}

/// The same of expressions, each with the node that it is written in.
fn same_element(a: (Node<'_>, &Symbol), b: (Node<'_>, &Symbol)) -> bool {
    let (one, other) = (Repetition::around(a.0), Repetition::around(b.0));
    let ([one], [other]) = (one.as_slice(), other.as_slice()) else { return false };
    one.graph.stack == other.graph.stack
        && one.element_in(a.1).is_some_and(|own| other.element_in(b.1) == Some(own))
}

/// The index by which a field takes one of the instances of a resource: that of `databricks_metastore.m[var.region].id`.
#[derive(Clone, Copy, Debug)]
pub struct Index<'w> {
    /// Where it is written.
    node: Node<'w>,
    /// The symbol of what is taken.
    whole: &'w Symbol,
    /// The index in its name, as it is seen in the module of the symbol.
    text: &'w str,
}

impl<'w> Index<'w> {
    /// The index by which a field takes this instance or another of its resource.
    pub fn of(field: Field<'w>, to: Node<'w>) -> Option<Self> {
        let whole = field.value()?.symbol()?;
        let (name, text) = whole.name.strip_suffix(']')?.split_once('[')?;
        let address = address::join(&whole.module, name);
        let is_of = to.address().strip_prefix(&*address).is_some_and(|key| key.starts_with('['));
        (is_of && text != "*").then_some(Self { node: field.node, whole, text })
    }

    /// Whether another one is the same.
    pub fn is(&self, other: &Self) -> bool {
        let place = |index: &Self| (index.whole.stack, &index.whole.module, index.text);
        place(self) == place(other)
    }

    /// Whether what a field holds is the same; `near` where that is of an instance with the key of what it is written in.
    pub fn is_value_of(&self, field: &Field<'_>, near: bool) -> bool {
        let Some(symbol) = field.value().and_then(Value::symbol) else { return false };
        let module = if symbol.module == self.whole.module { "" } else { &*symbol.module };
        let own = || Symbol { name: self.text.into(), path: "".into(), ..self.whole.clone() };
        symbol.stack == self.whole.stack
            && (*address::join(module, &symbol.to_string()) == *self.text
                || near && same_element((self.node, &own()), (field.node, symbol)))
    }
}

/// Whether a field holds the key of its own instance.
pub fn holds_key(field: &Field<'_>) -> bool {
    let (Some(value), Some(instance)) = (field.value(), field.node.instance()) else { return false };
    match &instance.key {
        InstanceKey::Key(key) => value.as_str() == Some(&**key),
        InstanceKey::Any => Repetition::around(field.node).last().is_some_and(|own| {
            value.symbol().is_some_and(|symbol| {
                let (text, name) = own.within(symbol);
                text.strip_prefix(name) == Some(".each.key")
            })
        }),
        InstanceKey::None | InstanceKey::Index(_) => false,
    }
}

impl<'w> Repetition<'w> {
    /// Those that an instance stands for all of: of its module calls, outermost first, and its own.
    pub fn around(node: Node<'w>) -> Vec<Self> {
        let Some(instance) = node.instance() else { return Vec::new() };
        let graph = node.graph();
        let texts = graph.graph.stack.repetitions_of(instance);
        let one = |text: &&str| Self {
            graph,
            text: (*text).to_owned(),
            others: texts.iter().filter(|other| *other != text).map(|other| (*other).to_owned()).collect(),
            depth: 0,
        };
        texts.iter().map(one).collect()
    }

    /// The blocks of one type that a `dynamic` block makes.
    pub fn of_blocks(node: Node<'w>, name: &str) -> Option<Self> {
        let instance = node.instance()?;
        let graph = node.graph();
        let module = graph.graph.stack.modules.get(instance.module as usize).map_or("", |m| &*m.address);
        let block = format!("{}.{}.{name}[*]", instance.type_name, instance.name);
        let text = address::join(module, &block).into_owned();
        let around = Self::around(node).into_iter();
        Some(Self { graph, text, others: around.map(|one| one.text).collect(), depth: 0 })
    }

    /// Whether a value is the same in each: False where no two are equal.
    pub fn same(&self, value: &Value) -> Tri {
        if let Value::Unknown { value: unknown, .. } = value {
            return self.same_unknown(unknown);
        }
        match value.as_segments() {
            Some(parts) => {
                let holes = parts.iter().filter_map(|part| match part {
                    Segment::Hole(hole) => Some(self.same(hole)),
                    Segment::Known(_) => None,
                });
                together(holes)
            }
            None if value.is_wholly_known() => Tri::True,
            None => {
                let items = value.as_items().unwrap_or_default();
                Tri::from(!items.is_empty() && items.iter().all(|item| self.same(item).is_true()))
                    .or(Tri::Unknown)
            }
        }
    }

    /// Whether a field whose name is `name` is the same in each. Of another repetition each is taken to name another
    /// element.
    pub fn same_field(&self, name: &Value, field: &Field<'w>) -> Tri {
        let same = self.same(name);
        let element = || {
            field.links().any(|link| {
                link.edge.kind == EdgeKind::Reference
                    && link.node.is_managed()
                    && link.node.instance().is_some_and(|instance| instance.key == InstanceKey::Any)
                    && is_own(link.node.type_name(), &link.edge.to_path.to_string())
            })
        };
        if same.is_unknown() && element() { Tri::False } else { same }
    }

    /// Whether the metastore of a securable is the same in each.
    pub fn same_metastore(&self, securable: &Securable<'_>) -> Tri {
        match &securable.metastore {
            Metastore::Anywhere | Metastore::Provider(..) | Metastore::Unsaid(..) => Tri::True,
            Metastore::Id(text) | Metastore::Symbol(text) | Metastore::Workspace(text) => {
                if text.contains("[*]") { Tri::Unknown } else { Tri::True }
            }
        }
    }

    /// Whether a node is the same object in each.
    pub fn same_node(&self, node: Node<'w>) -> Tri {
        let Some(instance) = node.instance() else { return Tri::True };
        let within = is_about(&instance.address, &self.text);
        match instance.mode {
            Mode::Managed if within || instance.key == InstanceKey::Any => Tri::False,
            Mode::Data if within && self.depth < MAX_DEPTH => {
                let inner = Self { depth: self.depth + 1, ..self.clone() };
                let written = node.body().attributes.iter().filter(|(_, slot)| slot.written);
                together(written.map(|(_, slot)| inner.same(&slot.value)))
            }
            _ if instance.key == InstanceKey::Any => Tri::Unknown,
            _ => Tri::True,
        }
    }

    /// Whether what an attribute of a node names is the same object in each. One that is taken by a key which hangs on no
    /// repetition is, and one that a data source looks up by the key is not.
    pub fn same_object(&self, node: Node<'w>, value: Option<&Value>) -> Tri {
        let symbol = value.and_then(Value::symbol);
        let is_fixed = |symbol: &Symbol| {
            symbol.name.ends_with(']')
                && ![&symbol.module, &symbol.name].iter().any(|part| part.contains("[*]"))
        };
        let repeated = node.instance().is_some_and(|instance| instance.key == InstanceKey::Any);
        match self.same_node(node) {
            _ if repeated && symbol.is_some_and(is_fixed) => Tri::True,
            Tri::Unknown if value.is_some_and(|value| self.same(value).is_false()) => Tri::False,
            same => same,
        }
    }

    /// The text of an expression over the key or the element alone, without the name of what is repeated, and what that
    /// goes over.
    fn element_in(&self, symbol: &Symbol) -> Option<(String, &str)> {
        let (text, name) = self.within(symbol);
        let stack = &self.graph.graph.stack;
        let over = if is_key(&text, name) {
            stack.keys_of(&self.text)?
        } else {
            let of_element = text.strip_prefix(name)?.strip_prefix(EACH_VALUE)?;
            let is_part = of_element.is_empty() || of_element.starts_with(['.', '[']);
            let elements = [&*self.text, EACH_VALUE].concat();
            stack.repetitions.get(&*elements).filter(|_| is_part && !of_element.contains("[*]"))?
        };
        Some((text.replace(name, ""), over))
    }

    fn same_unknown(&self, unknown: &Unknown) -> Tri {
        if let Some(cases) = &unknown.cases {
            let (text, name) = self.within(&cases.condition);
            if is_about(&text, name) {
                return Tri::Unknown;
            }
            let (yes, no) = (self.same(&cases.yes), self.same(&cases.no));
            return if yes == no { yes } else { Tri::Unknown };
        }
        let Some(symbol) = unknown.symbol.as_deref() else { return Tri::Unknown };
        if symbol.stack != self.graph.stack {
            return Tri::True;
        }
        let (text, name) = self.within(symbol);
        if is_key(&text, name)
            || self.is_own_by_key(&text, name, &symbol.module)
            || self.is_workspace_by_name(&text, name)
        {
            return Tri::False;
        }
        if !is_about(&text, name) {
            return self.same_elsewhere(&text, &symbol.module);
        }
        // The iterator of a `dynamic` block and an element are no attributes of the resource.
        if symbol.path.contains("[*]") || symbol.path.starts_with("each.") {
            return Tri::Unknown;
        }
        let Some((id, _)) = securable::symbol_instance(self.graph, symbol) else { return Tri::Unknown };
        match self.same_node(self.graph.node(id)) {
            // Two objects may have the same there.
            Tri::False if !is_own(self.graph.node(id).type_name(), &symbol.path) => Tri::Unknown,
            same => same,
        }
    }

    /// The same of what is not about this repetition: it can be about an element of another.
    fn same_elsewhere(&self, text: &str, module: &str) -> Tri {
        let element = [".each.", ".count."].iter().find_map(|of| text.find(&format!("[*]{of}")));
        let Some(end) = element else { return Tri::True };
        let owner = text.get(..end).unwrap_or_default();
        // The text is that of its module, or the whole.
        let is_owner = |other: &str| {
            let inside = other.strip_prefix(module).and_then(|rest| rest.strip_prefix('.'));
            owner.ends_with(other) || inside.is_some_and(|inside| owner.ends_with(inside))
        };
        if self.others.iter().any(|other| other.strip_suffix("[*]").is_some_and(is_owner)) {
            return Tri::True;
        }
        if is_key(text, &format!("{owner}[*]")) { Tri::False } else { Tri::Unknown }
    }

    /// Whether a text names what no two resources share, of the resource or data source that has the key of a repetition:
    /// `databricks_mws_workspaces.a[databricks_grants.b[*].each.key].workspace_id`.
    fn is_own_by_key(&self, text: &str, name: &str, module: &str) -> bool {
        let Some((object, attribute)) = unconverted(text).rsplit_once("].") else { return false };
        let (data, of) = object.strip_prefix("data.").map_or((false, object), |of| (true, of));
        let own = is_own(of.split('.').next().unwrap_or_default(), attribute);
        let mut keys = object.match_indices('[').filter_map(|(at, _)| object.get(at + 1..));
        own && !of.starts_with("module.")
            && keys.any(|key| is_key(key, name))
            && (!data || self.looks_up_others(object, module))
    }

    /// Whether a text names the workspace that a list of all of them has by the key of a repetition, or each of them.
    fn is_workspace_by_name(&self, text: &str, name: &str) -> bool {
        let text = unconverted(text);
        let listed = text.strip_suffix(']').and_then(|text| text.split_once(".ids["));
        if let Some((list, key)) = listed {
            return is_list_of_workspaces(list) && is_key(key, name);
        }
        let elements = [&*self.text, EACH_VALUE].concat();
        let over = self.graph.graph.stack.repetitions.get(&*elements);
        let list = over.and_then(|over| over.strip_suffix(".ids"));
        text.strip_prefix(name) == Some(EACH_VALUE) && list.is_some_and(is_list_of_workspaces)
    }

    /// Whether a repeated data source of which an expression takes one by its key looks up another object by each.
    fn looks_up_others(&self, object: &str, module: &str) -> bool {
        let name = object.split('[').next().unwrap_or_default();
        let all = format!("{name}[*]");
        let address = address::join(module, &all);
        let mut all = self.graph.possible(Mode::Data, name.split('.').nth(1).unwrap_or_default());
        let Some(node) = all.find(|node| *node.address() == *address) else { return false };
        let depth = self.depth + 1;
        let mut around = Self::around(node).into_iter().map(|one| Self { depth, ..one });
        depth <= MAX_DEPTH && around.any(|one| one.same_node(node).is_false())
    }

    /// The text of a symbol, and the name of the repetition in it: what is made of a symbol by a function keeps the
    /// module beside it.
    fn within(&self, symbol: &Symbol) -> (String, &str) {
        let text = symbol.to_string();
        if symbol.module.is_empty() {
            return (text, &self.text);
        }
        let inside = self.text.strip_prefix(&*symbol.module).and_then(|rest| rest.strip_prefix('.'));
        match inside {
            Some(name) => (text, name),
            None => (format!("{}.{text}", symbol.module), &self.text),
        }
    }
}

/// Whether a text names something of a repetition.
fn is_about(text: &str, name: &str) -> bool {
    let goes_on =
        |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    text.match_indices(name).any(|(at, _)| !text.get(..at).is_some_and(goes_on))
}

/// The text of what is converted to another type.
fn unconverted(mut text: &str) -> &str {
    while let Some((inside, _)) = text.strip_prefix("convert(").and_then(|text| text.rsplit_once(", ")) {
        text = inside;
    }
    text
}

/// Whether a text is the address of a data source that lists the workspaces of an account by their names.
fn is_list_of_workspaces(text: &str) -> bool {
    text.rsplit_once("data.").is_some_and(|(_, of)| of.starts_with("databricks_mws_workspaces."))
}

/// Whether the text of an expression is the key of a repetition, or what is another for every other key. Names are
/// compared without regard to case.
fn is_key(text: &str, name: &str) -> bool {
    let mut text = text;
    while let Some(inside) = ["convert(", "lower(", "upper(", "("].iter().find_map(|f| text.strip_prefix(f)) {
        let Some(inside) = inside.strip_suffix(')') else { return false };
        text = inside.split_once(", ").map_or(inside, |(value, _)| value);
    }
    let Some(rest) = text.strip_prefix(name) else { return false };
    let (key, shift) = rest.split_once(' ').unwrap_or((rest, ""));
    let by = shift.strip_prefix("+ ").or_else(|| shift.strip_prefix("- ")).unwrap_or(shift);
    matches!(key, ".each.key" | ".count.index" | ".key") && by.bytes().all(|byte| byte.is_ascii_digit())
}

/// Of parts that are the same in each or not.
fn together(parts: impl Iterator<Item = Tri>) -> Tri {
    let mut all = Tri::True;
    for same in parts {
        if same.is_false() {
            return Tri::False;
        }
        all = all.and(same);
    }
    all
}
