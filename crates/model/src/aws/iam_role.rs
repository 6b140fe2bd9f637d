//! `aws_iam_role`: who may assume it, what it may do, and what in Databricks uses it (provider
//! `hashicorp/aws`, `docs/r/iam_role.html.markdown`).

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::{Segment, Value};

use super::account::{self, Account};
use super::arn::{Arn, like};
use super::iam_policy::{self, Named};
use super::partition;
use super::policy::{self, Party, Policy, Principal, Statement, Test, is_account_id};
use crate::attr::Attr;
use crate::databricks::role_user::RoleUser;
use crate::graph::{EdgeKind, at_path};
use crate::instance::{InstanceKey, Mode};
use crate::links;
use crate::partial::Partial;
use crate::place::{Path, Step};
use crate::view::{Field, Link, Node};

/// A role.
#[derive(Clone, Copy, Debug)]
pub struct IamRole<'w>(pub Node<'w>);

/// A use of a role by Databricks.
#[derive(Clone, Copy, Debug)]
pub struct RoleUse<'w> {
    /// What uses it.
    pub user: RoleUser<'w>,
    /// Whether it certainly is this role.
    pub exact: bool,
}

/// A policy that a role has.
#[derive(Clone, Debug)]
pub struct Attached<'w> {
    /// The document.
    pub document: Document,
    /// What declares it.
    pub node: Node<'w>,
    /// Whether it certainly is attached to this role.
    pub exact: bool,
}

/// How a trust statement is about the role that has it.
#[derive(Clone, Debug)]
pub enum SelfTrust {
    /// By the role's ARN as a principal.
    ByName,
    /// By the account of the role, under conditions that the role fulfils.
    InAccount,
    /// It is not; with what it names instead, where that is a role or an account.
    No(Option<Value>),
    /// Not to be told.
    Unknown(Cause),
}

impl SelfTrust {
    fn or_unknown(self, cause: Cause) -> Self {
        match self {
            Self::InAccount => Self::Unknown(cause),
            other => other,
        }
    }
}

/// The content of an attached policy.
#[derive(Clone, Debug)]
pub enum Document {
    /// Read, as far as it is known.
    Policy(Attr<Policy>),
    /// A policy of AWS, by name.
    Aws(String),
}

impl<'w> IamRole<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "aws_iam_role";

    /// `assume_role_policy`
    pub fn trust_policy(self) -> Field<'w> {
        self.0.field("assume_role_policy")
    }

    /// Who may assume it.
    pub fn trust(self) -> Attr<Policy> {
        iam_policy::read(&self.trust_policy())
    }

    /// Path without its first slash, and name, as they stand in the ARN; `None` where AWS or the provider
    /// makes the name up.
    pub fn path_and_name(self) -> Option<Value> {
        links::key_of(self.0.body(), "role_path").filter(|key| !key.is_null())
    }

    /// What in Databricks uses it.
    pub fn uses(self) -> Vec<RoleUse<'w>> {
        let mut found: Vec<RoleUse<'w>> = Vec::new();
        let is_use = |link: &Link<'w>| ends_in(&link.edge.from_path, "role_arn");
        let links: Vec<(Link<'w>, bool)> =
            self.named_by(false).into_iter().filter(|(link, _)| is_use(link)).collect();
        let is_named = |(link, _): &&(Link<'w>, bool)| {
            link.edge.kind == EdgeKind::NaturalKey && link.is_exact() && RoleUser::of(link.node).is_some()
        };
        let arns: Vec<&Value> = links.iter().filter(is_named).filter_map(|(link, _)| source(link)).collect();
        for (link, certain) in &links {
            let Some(user) = RoleUser::of(link.node) else { continue };
            let whole = match link.edge.kind {
                EdgeKind::NaturalKey => self.is_of_account(link, &arns),
                EdgeKind::Reference => Tri::from(ends_in(&link.edge.to_path, "arn")).or(Tri::Unknown),
                _ => Tri::Unknown,
            };
            if whole.is_false() {
                continue;
            }
            let exact = *certain && whole.is_true() && is_certain(link);
            match found.iter_mut().find(|known| known.user == user) {
                Some(known) => known.exact |= exact,
                None => found.push(RoleUse { user, exact }),
            }
        }
        found
    }

    /// Whether an ARN with the path and name of the role is of its account. Where the account of the role is not said, it
    /// is if no other configuration makes such a role and all such ARNs are of one account.
    fn is_of_account(self, link: &Link<'w>, arns: &[&Value]) -> Tri {
        let Some(value) = source(link) else { return Tri::Unknown };
        let graph = self.0.graph();
        let arn = Arn::parse(value);
        let holds = |node: Node<'w>| arn.as_ref().map_or(Tri::Unknown, |arn| account::holds(node, arn));
        let own = holds(self.0);
        if !own.is_unknown() {
            return own;
        }
        let rivals = self.alone(link, holds);
        if !rivals.is_true() {
            return rivals;
        }
        let same = |other: &&Value| {
            let of_one_account = |a: &Arn| Some(account::same(graph, a, &Arn::parse(other)?).is_true());
            tri::equals(value, other).is_true() || arn.as_ref().and_then(of_one_account) == Some(true)
        };
        if arns.iter().all(same) { Tri::True } else { Tri::Unknown }
    }

    /// Whether what names the role by its name is in its account.
    fn is_beside(self, link: &Link<'w>) -> Tri {
        let of = |node: Node<'w>| match (Account::of(node), Account::of(link.node)) {
            (Some(a), Some(b)) => a.equals(b),
            _ => Tri::Unknown,
        };
        let own = of(self.0);
        if own.is_unknown() { self.alone(link, of) } else { own }
    }

    /// Whether a name means this role, as far as other configurations make roles of that name: `holds` says which of them
    /// is in the right account.
    fn alone(self, link: &Link<'w>, holds: impl Fn(Node<'w>) -> Tri) -> Tri {
        let own = self.0.provider();
        let rivals = link.node.outgoing().filter(|other| {
            other.edge.kind == EdgeKind::NaturalKey
                && other.edge.from_path == link.edge.from_path
                && other.node.type_name() == Self::TYPE
                && !other.node.is_external()
                && other.node.provider() != own
        });
        rivals.fold(Tri::True, |alone, other| match holds(other.node) {
            Tri::False => alone,
            Tri::True if other.is_exact() => Tri::False,
            Tri::True | Tri::Unknown => alone.and(Tri::Unknown),
        })
    }

    /// What refers to the role, or to one that is looked up by its name, and whether that is surely this one; with
    /// `vague` also what refers to one whose name is not known.
    fn named_by(self, vague: bool) -> Vec<(Link<'w>, bool)> {
        let mut out: Vec<(Link<'w>, bool)> = self.0.incoming().map(|link| (link, true)).collect();
        for node in self.0.graph().possible(Mode::Data, Self::TYPE) {
            let same = self.is_looked_up_by(node);
            if same.is_true() || vague && same.is_unknown() {
                out.extend(node.incoming().map(|link| (link, same.is_true())));
            }
        }
        out
    }

    /// Whether a data source looks this role up, by its name.
    fn is_looked_up_by(self, node: Node<'w>) -> Tri {
        let same_name = node.field("name").equals(&self.0.field("name"));
        if node.provider() == self.0.provider() {
            return same_name;
        }
        // Another configuration can be that of another account.
        let accounts = Account::of(node).zip(Account::of(self.0));
        same_name.and(accounts.map_or(Tri::Unknown, |(theirs, own)| theirs.equals(own)))
    }

    /// Whether a value is its ARN.
    pub fn is_arn(self, value: &Value) -> Tri {
        self.matches(value, &|resource, own| tri::equals(resource, own))
    }

    /// The ARNs by which Databricks certainly uses it.
    fn named_arns(self) -> Vec<Value> {
        let uses = self.uses();
        let exact = uses.iter().filter(|use_| use_.exact);
        exact.filter_map(|use_| use_.user.role_arn()?.value().cloned()).collect()
    }

    /// Whether the ARNs by which Databricks uses it are all of this account, known or not.
    fn is_used_from(self, id: &Value) -> bool {
        let arns = self.named_arns();
        let is_of = |arn: &Value| Arn::parse(arn).is_some_and(|arn| tri::equals(&arn.account, id).is_true());
        !arns.is_empty() && arns.iter().all(is_of)
    }

    /// Whether a pattern, as in `Resource` or under `ArnLike`, matches its ARN.
    pub fn is_matched_by(self, pattern: &Value) -> Tri {
        if pattern.as_str() == Some("*") {
            return Tri::True;
        }
        self.matches(pattern, &like)
    }

    fn matches(self, value: &Value, fits: &dyn Fn(&Value, &Value) -> Tri) -> Tri {
        let graph = self.0.graph().graph;
        let is_own = |value: &Value| graph.is_attribute(value, self.0.id, &Path::root().name("arn"));
        if is_own(value).is_true() {
            return Tri::True;
        }
        // Text around its ARN.
        for part in value.as_segments().unwrap_or_default() {
            if let Segment::Hole(own) = part
                && is_own(own).is_true()
            {
                return fits(value, own);
            }
        }
        let known = self.0.block().effective("arn");
        if let Some(arn) = known.value().filter(|arn| arn.as_str().is_some()) {
            return fits(value, arn);
        }
        // What Databricks uses is the role by its ARN, however that was put together.
        let named = self.named_arns();
        if named.iter().any(|arn| tri::equals(arn, value).is_true()) {
            return Tri::True;
        }
        let Some(arn) = Arn::parse(value) else { return self.may_be_arn(value) };
        let fixed = |part: &Value, text: &str| fits(part, &Value::string(text));
        let accounts: Vec<Arn> = named.iter().filter_map(Arn::parse).collect();
        let known_to_differ = |part: &Value, of: fn(&Arn) -> &Value| {
            !accounts.is_empty() && accounts.iter().all(|own| fits(part, of(own)).is_false())
        };
        let differs = match Account::of(self.0).map_or(Tri::Unknown, |own| own.holds(&arn, fits)) {
            Tri::Unknown => known_to_differ(&arn.account, |own| &own.account),
            known => known.is_false(),
        };
        let account = match arn.account.as_str() {
            Some(text) if is_account_id(text) => !partition::is_databricks_account(text),
            Some(text) => text.contains(['*', '?', '$']),
            None => true,
        };
        if !account || differs || known_to_differ(&arn.partition, |own| &own.partition) {
            return Tri::False;
        }
        let service = fixed(&arn.service, "iam").and(fixed(&arn.region, ""));
        let resource = match self.path_and_name() {
            Some(key) => fits(&arn.resource, &links::prefixed("role/", &key)),
            // A name that is made up can be any.
            None => fits(&arn.resource, &links::prefixed("role/", &self.made_up())),
        };
        service.and(resource)
    }

    /// Whether what cannot be read as an ARN is that of the role: a whole ARN that is not known, or text that is none.
    fn may_be_arn(self, value: &Value) -> Tri {
        if let Some(parts) = value.as_segments() {
            let begins_otherwise = match parts.first() {
                Some(Segment::Known(text)) => !text.starts_with(['*', '?']) && !text.starts_with("arn:"),
                _ => false,
            };
            let is_of_another =
                |part: &Segment| matches!(part, Segment::Hole(hole) if self.is_arn_of(hole).is_false());
            let is_none = begins_otherwise || parts.iter().any(is_of_another);
            return if is_none { Tri::False } else { Tri::Unknown };
        }
        match value.as_str() {
            Some(text) => {
                if text.contains('*') {
                    Tri::Unknown
                } else {
                    Tri::False
                }
            }
            None if value.is_unknown() => self.is_arn_of(value),
            None => Tri::False,
        }
    }

    /// Whether an unknown is the ARN of this role, which another resource has too that looks it up by its name, or
    /// that of something else that is made here.
    fn is_arn_of(self, value: &Value) -> Tri {
        let graph = self.0.graph();
        let symbol = value.as_unknown().and_then(|unknown| unknown.symbol.as_deref());
        let Some(symbol) = symbol.filter(|symbol| &*symbol.path == "arn") else { return Tri::Unknown };
        let Some(id) = graph.graph.instance_of_symbol(symbol) else { return Tri::Unknown };
        let node = graph.node(id);
        if node.is_managed() {
            let any =
                [node, self.0].iter().any(|node| node.instance().is_some_and(|i| i.key == InstanceKey::Any));
            return if any && id != self.0.id { Tri::Unknown } else { Tri::from(id == self.0.id) };
        }
        if node.type_name() != Self::TYPE {
            return Tri::Unknown;
        }
        self.is_looked_up_by(node)
    }

    /// Path and name where the name is made when the role is: its prefix is known at most.
    fn made_up(self) -> Value {
        let cause = Cause::new(CauseKind::AfterApply, "name", "the name is made when the role is");
        let rest = Value::unknown(bricklint_lang::types::Type::String, cause);
        let (prefix, path) = (self.0.field("name_prefix"), self.0.field("path"));
        let text = |field: &Field<'w>| field.value().and_then(Value::as_str);
        let path = text(&path).or_else(|| path.is_set().is_false().then_some(""));
        match (text(&prefix), path) {
            (Some(prefix), Some(path)) if self.0.field("name").is_set().is_false() => {
                links::prefixed(&[path.trim_start_matches('/'), prefix].concat(), &rest)
            }
            _ => rest,
        }
    }

    /// Whether and how a trust statement is about the role itself when it names this principal.
    pub fn self_trust(self, statement: &Statement, principal: &Principal) -> SelfTrust {
        if !principal.aws {
            return SelfTrust::No(None);
        }
        let account = match principal.party() {
            Party::Anyone => None,
            Party::Account(id) => Some(id),
            Party::Databricks(_) => return SelfTrust::No(None),
            Party::Other | Party::Unknown(_) => {
                return match self.is_arn(&principal.value) {
                    Tri::True => SelfTrust::ByName,
                    Tri::False => SelfTrust::No(Some(principal.value.clone())),
                    Tri::Unknown => SelfTrust::Unknown(cause_of(&principal.value)),
                };
            }
        };
        let (conditions, more) = statement.conditions().into_parts();
        let mut answer = more.map_or(SelfTrust::InAccount, SelfTrust::Unknown);
        let mut named = false;
        for condition in &conditions {
            if condition.is_about("sts:ExternalId") || condition.is_about("aws:PrincipalAccount") {
                continue;
            }
            if !condition.is_about("aws:PrincipalArn") {
                let key = condition.shown_key();
                let text = format!("the condition on `{key}` is not evaluated");
                answer = answer.or_unknown(Cause::new(CauseKind::Limit, key, text));
                continue;
            }
            let matched = |value: &Value| match condition.operator.test {
                Test::Equals => self.is_arn(value),
                _ => self.is_matched_by(value),
            };
            let found = condition.values.iter().fold(Tri::False, |found, value| found.or(matched(value)));
            let holds = if condition.operator.test == Test::Not { found.negate() } else { found };
            match holds {
                Tri::False => return SelfTrust::No(condition.values.first().cloned()),
                Tri::Unknown => {
                    let cause = condition.values.iter().find_map(|value| value.cause().cloned());
                    answer = answer.or_unknown(cause.unwrap_or_else(|| cause_of(&principal.value)));
                }
                Tri::True => named = true,
            }
        }
        // Without its name only the account tells whether it is meant, and an account in the ARN must be
        // that of the principal.
        match account {
            Some(id) if !named && id.is_unknown() && !policy::is_ours(&id) && !self.is_used_from(&id) => {
                answer.or_unknown(cause_of(&id))
            }
            Some(id) if id.as_str().is_some_and(|text| !is_account_id(text)) => SelfTrust::No(Some(id)),
            Some(id) if Account::of(self.0).is_some_and(|own| own.is(&id, &tri::equals).is_false()) => {
                SelfTrust::No(Some(principal.value.clone()))
            }
            Some(id) if named => {
                let of_account =
                    |arn: &Value| Arn::parse(arn).map_or(Tri::Unknown, |arn| like(&arn.account, &id));
                let arns = conditions.iter().filter(|c| c.is_about("aws:PrincipalArn"));
                let fits = arns.flat_map(|c| &c.values).any(|arn| !of_account(arn).is_false());
                if fits { answer } else { SelfTrust::No(Some(principal.value.clone())) }
            }
            _ => answer,
        }
    }

    /// Whether an ARN, or a pattern, is of another account: that of the role is known, or nothing else differs.
    pub fn is_elsewhere(self, arn: &Value) -> bool {
        let of_another = |id: &Value| Account::of(self.0).is_some_and(|own| own.is(id, &like).is_false());
        let Some(parsed) = Arn::parse(arn) else {
            return arn.as_str().is_some_and(is_account_id) && of_another(arn);
        };
        let is_namesake = |key: Value| like(&parsed.resource, &links::prefixed("role/", &key)).is_true();
        of_another(&parsed.account)
            || self.path_and_name().is_some_and(is_namesake) && self.is_matched_by(arn).is_false()
    }

    /// The permission policies that it has: its own blocks and what is attached to it.
    pub fn permissions(self) -> Partial<Attached<'w>> {
        let node = self.0;
        let mut known = Vec::new();
        let mut more = None;
        let (inline, open) = node.blocks("inline_policy").partial().into_parts();
        more = more.or(open);
        for block in inline {
            let document = Document::Policy(iam_policy::read(&block.field("policy")));
            known.push(Attached { document, node, exact: true });
        }
        let (managed, open) = node.field("managed_policy_arns").items().into_parts();
        more = more.or(open);
        for item in managed {
            push_named(&item, node, true, &mut known);
        }
        for (link, named) in self.named_by(true) {
            let beside = self.is_beside(&link);
            if beside.is_false() {
                continue;
            }
            let whole = matches!(link.edge.kind, EdgeKind::Reference | EdgeKind::NaturalKey);
            let exact = named && whole && beside.is_true() && is_certain(&link);
            let at = link.edge.from_path.0.first();
            let starts = |name: &str| matches!(at, Some(Step::Name(step)) if **step == *name);
            match link.node.type_name() {
                "aws_iam_role_policy" if starts("role") => {
                    let document = Document::Policy(iam_policy::read(&link.node.field("policy")));
                    known.push(Attached { document, node: link.node, exact });
                }
                "aws_iam_role_policy_attachment" if starts("role") => {
                    push_named(&link.node.field("policy_arn"), link.node, exact, &mut known);
                }
                "aws_iam_role_policy_attachments_exclusive" if starts("role_name") => {
                    let (arns, open) = link.node.field("policy_arns").items().into_parts();
                    more = more.or(open);
                    for arn in arns {
                        push_named(&arn, link.node, exact, &mut known);
                    }
                }
                "aws_iam_policy_attachment" if starts("roles") => {
                    push_named(&link.node.field("policy_arn"), link.node, exact, &mut known);
                }
                _ => {}
            }
        }
        for type_name in ATTACHING {
            more = more.or_else(|| node.graph().graph.may_hold(Mode::Managed, type_name).cloned());
        }
        Partial::new(known, more)
    }
}

/// Types that give a policy to a role.
const ATTACHING: &[&str] = &[
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
    "aws_iam_policy_attachment",
];

fn push_named<'w>(field: &Field<'w>, by: Node<'w>, exact: bool, out: &mut Vec<Attached<'w>>) {
    for (named, certain) in iam_policy::named(field) {
        let (document, node) = match named {
            Named::Policy(policy) => (Document::Policy(policy.document()), policy.0),
            Named::Aws(name) => (Document::Aws(name), by),
            Named::Elsewhere => (Document::Policy(Attr::Unknown(iam_policy::not_here(field))), by),
        };
        out.push(Attached { document, node, exact: exact && certain });
    }
}

/// Whether an edge that arrives at a role, or leaves for a policy, is certain. A plan tells only what an
/// unknown argument refers to; where that is one resource, an argument that names one names this.
pub(super) fn is_certain(link: &Link<'_>) -> bool {
    if link.is_exact() {
        return true;
    }
    let graph = link.node.graph();
    let (from, to) = (graph.node(link.edge.from), graph.node(link.edge.to));
    let value = at_path(from.body(), &link.edge.from_path);
    let unnamed = value.and_then(Value::as_unknown).is_some_and(|unknown| {
        // In a plan an unknown is at most itself.
        unknown.symbol.as_deref().is_none_or(|s| graph.graph.instance_of_symbol(s) == Some(from.id))
    });
    unnamed
        && link.edge.kind == EdgeKind::Reference
        && link.edge.when.is_empty()
        && from.exists().is_true()
        && to.exists().is_true()
        && from.outgoing().filter(|other| other.edge.from_path == link.edge.from_path).count() == 1
}

/// The value that an arriving edge comes from.
fn source<'w>(link: &Link<'w>) -> Option<&'w Value> {
    at_path(link.node.body(), &link.edge.from_path)
}

fn cause_of(value: &Value) -> Cause {
    value.cause().cloned().unwrap_or_else(|| {
        Cause::new(CauseKind::AfterApply, "name", "the name of the role is not known before apply")
    })
}

fn ends_in(path: &Path, name: &str) -> bool {
    let last = path.0.iter().rev().find_map(|step| match step {
        Step::Name(name) => Some(&**name),
        Step::Index(_) | Step::Key(_) => None,
    });
    last == Some(name)
}
