//! `aws_iam_role`: who may assume it, what it may do, and what in Databricks uses it (provider
//! `hashicorp/aws`, `docs/r/iam_role.html.markdown`).

use std::cell::OnceCell;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Segment, Text, Value};

use super::account::{self, Account};
use super::arn::{Arn, like};
use super::iam_policy::{self, Named};
use super::partition;
use super::policy::{self, Condition, Party, Policy, Principal, Statement, is_account_id};
use super::trust::{Admission, Caller, as_arn};
use crate::attr::Attr;
use crate::databricks::mws_storage_configurations::MwsStorageConfiguration;
use crate::databricks::role_user::RoleUser;
use crate::graph::{EdgeKind, at_path};
use crate::instance::{Change, InstanceKey, Mode};
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
    /// What attaches it: the role itself, or another resource.
    by: Node<'w>,
    /// Whether it certainly is attached to this role.
    pub exact: bool,
    /// Why it may be another document, where `ignore_changes` leaves it to others.
    pub left: Option<Cause>,
}

impl Attached<'_> {
    /// Why it is not known which role it is attached to, where what names that is not, or whether it exists.
    pub fn doubt(&self) -> Option<Cause> {
        if let Some(cause) = self.by.uncertainty() {
            return Some(cause);
        }
        named_in(self.by)?.cause()
    }
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

    /// Why it may have another trust policy, where `ignore_changes` leaves it to others.
    pub fn left_trust(self) -> Option<Cause> {
        left(self.0, "assume_role_policy")
    }

    /// Path without its first slash, and name, as they stand in the ARN; `None` where AWS or the provider
    /// makes the name up.
    pub fn path_and_name(self) -> Option<Value> {
        // A condition that one of them hangs on is met by reading it.
        for part in ["name", "path"] {
            self.0.field(part);
        }
        links::key_of(self.0.body(), "role_path").filter(|key| !key.is_null() && !self.is_made_up())
    }

    /// Whether nobody wrote the name, which apply makes.
    fn is_made_up(self) -> bool {
        let is_linked = self.0.instance().is_some_and(|instance| !instance.unlinked);
        let name = self.0.block().effective("name").value();
        let is_open = name.is_none_or(|name| name.is_unknown() || name.is_null());
        is_linked && is_open && self.0.field("name").is_set().is_false()
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
        if arn.as_ref().and_then(|arn| Account::of(self.0)?.open(arn)).is_some() {
            return Tri::Unknown;
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

    /// Why it is not known whether what uses it by its ARN means one of its account.
    pub fn use_doubt(self, user: RoleUser<'w>) -> Option<Cause> {
        Account::of(self.0)?.open(&Arn::parse(user.role_arn()?.value()?)?)
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

    /// Whether what refers to the role does so by its name, which is its id too.
    fn is_by_name(self, link: &Link<'w>) -> Tri {
        let same = || Some(tri::equals(source(link)?, self.0.field("name").value()?));
        by_attribute(link, &["name", "id"], &["arn", "unique_id"]).or_else(same).unwrap_or(Tri::Unknown)
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
        self.has_arn(value, &tri::equals, false)
    }

    /// The ARNs by which Databricks certainly uses it.
    fn named_arns(self) -> Vec<Value> {
        let uses = self.uses();
        let exact = uses.iter().filter(|use_| use_.exact);
        exact.filter_map(|use_| use_.user.role_arn()?.value().cloned()).collect()
    }

    /// Whether an id, or a pattern of one, is that of its account, as far as something says it: its ARN, its provider
    /// configuration, or the ARNs by which Databricks uses it.
    fn is_in_account(self, id: &Value, fits: account::Test<'_>) -> Tri {
        let known = self.known_arn().and_then(Arn::parse);
        if let Some(own) = known {
            return account::compare(id, &own.account, fits);
        }
        match Account::of(self.0).map_or(Tri::Unknown, |own| own.is(id, fits)) {
            Tri::Unknown => {
                let named: Vec<Arn> = self.named_arns().iter().filter_map(Arn::parse).collect();
                in_one_of(&named, id, fits)
            }
            known => known,
        }
    }

    /// Why it is not known whether an id, or a pattern of one, is that of its account, where all that may use it by its ARN mean
    /// one of another account.
    fn other_account(self, id: &Value, fits: account::Test<'_>) -> Option<Cause> {
        let mut open = None;
        for use_ in self.uses() {
            let own = use_.user.role_arn()?.value().and_then(Arn::parse)?;
            if use_.exact || !account::compare(id, &own.account, fits).is_false() {
                return None;
            }
            open = open.or_else(|| self.use_doubt(use_.user));
        }
        open
    }

    /// Its ARN, where a plan knows it.
    fn known_arn(self) -> Option<&'w Value> {
        self.0.block().effective("arn").value().filter(|arn| arn.as_str().is_some())
    }

    /// Its ARN as far as it is known.
    fn own_arn(self) -> Value {
        let named = || self.named_arns().into_iter().find(|arn| Arn::parse(arn).is_some());
        if let Some(arn) = self.known_arn().cloned().or_else(named) {
            return arn;
        }
        let part =
            || Segment::Hole(unknown("the AWS account", "the AWS account of the role is not known here"));
        let mut parts = vec![Segment::Known("arn:".into()), part(), Segment::Known(":iam::".into())];
        parts.extend([part(), Segment::Known(":role/".into())]);
        let key = self.path_and_name().unwrap_or_else(|| self.made_up());
        match (key.as_str(), key.as_segments()) {
            (Some(text), _) => parts.push(Segment::Known(text.into())),
            (_, Some(own)) => parts.extend(own.iter().cloned()),
            _ => parts.push(Segment::Hole(key)),
        }
        Value::text(Text::Segmented(parts.into()))
    }

    /// Whether a pattern of `Resource` matches its ARN. What is left out at the end of one is any (IAM User Guide,
    /// "Matching incomplete ARNs").
    pub fn is_matched_by(self, pattern: &Value) -> Tri {
        let found = self.has_arn(pattern, &like, false);
        if pattern.as_str().is_some_and(|text| text.starts_with("arn:")) {
            found
        } else {
            as_arn(pattern, found)
        }
    }

    /// Whether what cannot be read as an ARN fits that of the role: a whole ARN that is not known, or text that is none.
    fn may_be_arn(self, value: &Value, fits: account::Test<'_>) -> Tri {
        if value.as_str().is_none() && value.as_segments().is_none() {
            return if value.is_unknown() { self.is_arn_of(value) } else { Tri::False };
        }
        let is_of_another =
            |part: &Segment| matches!(part, Segment::Hole(hole) if self.is_arn_of(hole).is_false());
        if value.as_segments().unwrap_or_default().iter().any(is_of_another) {
            return Tri::False;
        }
        fits(value, &self.own_arn())
    }

    /// Why it is not known whether a value is its ARN, or a pattern matches that: what stands on one side alone. The account
    /// does not leave it open where the path and the name do.
    fn doubt_of(self, value: &Value) -> Cause {
        let Some(arn) = Arn::parse(value) else {
            let own = self.own_arn();
            let of_own = || holes(&own).first().and_then(|hole| hole.cause()).cloned();
            return value.cause().cloned().or_else(of_own).unwrap_or_else(|| cause_of(value));
        };
        let own = self.path_and_name().unwrap_or_else(|| self.made_up());
        let one_sided = only_in(&arn.resource, &own).or_else(|| only_in(&own, &arn.resource));
        if one_sided.is_none() && account::is_placeholder(&arn.account) {
            return account::not_filled_in(&arn.account);
        }
        let open = one_sided.or_else(|| arn.resource.cause()).or_else(|| own.cause());
        let of_account = || self.other_account(&arn.account, &like);
        open.cloned().or_else(of_account).unwrap_or_else(|| cause_of(value))
    }

    /// Why it is not known whether a statement of a permission policy is about the role.
    pub fn resource_doubt(self, statement: &Statement) -> Option<Cause> {
        let is_open = |pattern: &Value| self.is_matched_by(pattern).is_unknown();
        statement.resource_doubt(|pattern| is_open(pattern).then(|| self.doubt_of(pattern)))
    }

    /// Whether an unknown is the ARN of this role, which another resource has too that looks it up by its name, or
    /// that of something else that is made here.
    fn is_arn_of(self, value: &Value) -> Tri {
        let graph = self.0.graph();
        let symbol = value.symbol();
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
        let (prefix, path) = (self.0.field("name_prefix"), self.0.field("path"));
        let made = || Cause::new(CauseKind::AfterApply, "name", "the name is made when the role is");
        let open = path.cause().filter(|_| !self.is_made_up());
        let rest = Value::unknown(Type::String, open.unwrap_or_else(made));
        let text = |field: &Field<'w>| field.value().and_then(Value::as_str);
        let path = text(&path).or_else(|| path.is_set().is_false().then_some(""));
        match (text(&prefix), path) {
            (Some(prefix), Some(path)) if self.is_made_up() => {
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
            // The account in a variable, as an ARN of the role names it, too.
            Party::Unknown(_) if self.is_in_account(&principal.value, &tri::equals).is_true() => {
                Some(principal.value.clone())
            }
            Party::Other | Party::Unknown(_) => {
                return match self.is_arn(&principal.value) {
                    Tri::True => SelfTrust::ByName,
                    Tri::False => SelfTrust::No(Some(principal.value.clone())),
                    Tri::Unknown => SelfTrust::Unknown(self.doubt_of(&principal.value)),
                };
            }
        };
        let answer = match statement.admits(&self) {
            Admission::No(condition) => {
                let named = condition.names_callers().then(|| condition.values.into_iter().next());
                return SelfTrust::No(named.flatten());
            }
            Admission::Unknown(cause) => SelfTrust::Unknown(cause),
            Admission::Yes => SelfTrust::InAccount,
        };
        // Without its name only the account tells whether it is meant, and an account in the conditions must be that of
        // the principal.
        let Some(id) = account else { return answer };
        let (mut conditions, _) = statement.conditions().into_parts();
        conditions.retain(Condition::names_callers);
        match self.has_account(&id, &tri::equals, false) {
            Tri::False => SelfTrust::No(Some(principal.value.clone())),
            _ if account::is_placeholder(&id) => answer.or_unknown(account::not_filled_in(&id)),
            Tri::Unknown if !conditions.iter().any(Condition::names_by_arn) => {
                answer.or_unknown(self.other_account(&id, &tri::equals).unwrap_or_else(|| cause_of(&id)))
            }
            _ if id.as_str().is_some_and(|text| !is_account_id(text)) => SelfTrust::No(Some(id)),
            Tri::Unknown | Tri::True => {
                let fits = |condition: &Condition, value: &Value| match Arn::parse(value) {
                    Some(arn) => account::compare(&arn.account, &id, &like),
                    None if condition.names_by_arn() => Tri::Unknown,
                    None => account::compare(&policy::text_of(value), &id, &like),
                };
                let agrees = |c: &Condition| c.values.iter().any(|value| !fits(c, value).is_false());
                if conditions.iter().all(agrees) {
                    answer
                } else {
                    SelfTrust::No(Some(principal.value.clone()))
                }
            }
        }
    }

    /// The `account` or the `partition` that keeps an ARN, or a pattern, from being that of the role: the account of the role
    /// is known, or the path and the name are those of the role.
    pub fn elsewhere(self, arn: &Value) -> Option<&'static str> {
        let of_another = |id: &Value| self.is_in_account(id, &like).is_false();
        let Some(parsed) = Arn::parse(arn) else {
            let is_id = arn.as_str().is_some_and(is_account_id) || policy::is_caller(arn);
            return (is_id && of_another(arn)).then_some("account");
        };
        let is_namesake = |key: Value| like(&parsed.resource, &links::prefixed("role/", &key)).is_true();
        let is_other = of_another(&parsed.account);
        let differs = || self.path_and_name().is_some_and(is_namesake) && self.is_matched_by(arn).is_false();
        match is_other || differs() {
            false => None,
            true if !is_other && self.is_in_partition(&parsed.partition).is_false() => Some("partition"),
            true => Some("account"),
        }
    }

    /// Whether a pattern is of its partition, as far as something says it: its ARN, its provider configuration and the ARNs by
    /// which Databricks uses it.
    fn is_in_partition(self, partition: &Value) -> Tri {
        if let Some(own) = self.known_arn().and_then(Arn::parse) {
            return like(partition, &own.partition);
        }
        let said = Account::of(self.0).map_or(Tri::Unknown, |own| own.is_partition(partition, &like));
        let named: Vec<Arn> = self.named_arns().iter().filter_map(Arn::parse).collect();
        said.and(account::alike(named.iter().map(|own| like(partition, &own.partition))))
    }

    /// Whether a principal surely is the account of the role, or somebody in it.
    pub fn is_beside_it(self, principal: &Principal) -> bool {
        let id = Arn::parse(&principal.value).map_or_else(|| principal.value.clone(), |arn| arn.account);
        principal.aws && self.has_account(&id, &tri::equals, true).is_true()
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
            known.push(Attached { document, by: node, exact: true, left: left(node, "inline_policy") });
        }
        push_each(node, "managed_policy_arns", true, &mut known, &mut more);
        for (link, named) in self.named_by(true) {
            let beside = self.is_beside(&link).and(self.is_by_name(&link));
            if beside.is_false() {
                continue;
            }
            let whole = matches!(link.edge.kind, EdgeKind::Reference | EdgeKind::NaturalKey);
            let exact = named && whole && beside.is_true() && is_certain(&link);
            let at = link.edge.from_path.0.first();
            let starts = |name: &str| matches!(at, Some(Step::Name(step)) if **step == *name);
            if ATTACHING.iter().any(|(of, field)| *of == link.node.type_name() && starts(field)) {
                push_policies(link.node, exact, &mut known, &mut more);
            }
        }
        for (type_name, _) in ATTACHING {
            more = more.or_else(|| node.graph().graph.may_hide(type_name).cloned());
        }
        Partial::new(known, more)
    }

    /// The policy that bounds what the others allow it, where it is here.
    pub fn boundary(self) -> Option<Attached<'w>> {
        let argument = "permissions_boundary";
        let field = self.0.field(argument);
        // A policy of another configuration can be one of another account that has the same name.
        let is_near = |(named, _): &(Named<'w>, bool)| match named {
            Named::Policy(policy) => policy.0.provider() == self.0.provider(),
            Named::Aws(_) => true,
            // One that is not here is taken to allow everything.
            Named::Elsewhere => false,
        };
        let named = iam_policy::named(&field);
        if !named.iter().all(is_near) {
            return None;
        }
        let mut found: Vec<Attached<'w>> =
            named.into_iter().map(|one| attached_as(one, &field, (self.0, argument), true)).collect();
        found.retain(|policy| !matches!(policy.document, Document::Policy(Attr::Absent)));
        if found.len() == 1 { found.pop().filter(|policy| policy.exact) } else { None }
    }

    /// What of Databricks certainly names it as a role.
    pub fn named_by_databricks(self) -> Option<Node<'w>> {
        let is_name = |(link, certain): &(Link<'w>, bool)| {
            let path = &link.edge.from_path;
            *certain
                && is_certain(link)
                && link.node.is_managed()
                && link.node.type_name().starts_with("databricks_")
                && (ends_in(path, "role_arn") || ends_in(path, "iam_role_arn"))
        };
        let found = self.named_by(false).into_iter().filter(is_name).map(|(link, _)| link.node);
        found.min_by_key(|node| node.address())
    }

    /// Whether it is that of a storage configuration of workspaces, for the catalog that Databricks makes with the workspace
    /// (provider `docs/resources/mws_storage_configurations.md`).
    pub fn is_of_workspace_storage(self) -> bool {
        self.named_by(true).iter().any(|(link, _)| {
            link.node.type_name() == MwsStorageConfiguration::TYPE
                && ends_in(&link.edge.from_path, "role_arn")
        })
    }

    /// Whether it is that of a storage configuration of another root, and the argument that leaves it open.
    pub fn is_of_workspace_storage_elsewhere(self) -> (Tri, Option<Cause>) {
        let world = self.0.world();
        let own = self.0.graph().stack;
        let is_elsewhere =
            |node: &Node<'w>| node.graph().stack != own && world.estate().comparable(own, node.graph().stack);
        let all = world.estate().elsewhere().storage(world).filter(is_elsewhere);
        let name = self.0.field("name");
        let name = name.value().and_then(Value::as_str);
        all.fold((Tri::False, None), |(found, open), node| {
            let field = node.field("role_arn");
            if field.is_set().is_false() {
                return (found, open);
            }
            let arn = field.value().and_then(Value::as_str);
            let is_own = match (arn, name) {
                (Some(arn), Some(name)) => Tri::from(arn.rsplit('/').next() == Some(name)),
                _ => Tri::Unknown,
            };
            let open = open.or_else(|| field.value().and_then(Value::cause).cloned());
            (found.or(is_own), open)
        })
    }

    /// The permission policies that other roots give it by its name; with `vague` also what may do so, because it names a
    /// role that is not known.
    pub fn permissions_elsewhere(self, vague: bool) -> Partial<Attached<'w>> {
        let world = self.0.world();
        let own = self.0.graph().stack;
        let elsewhere = world.estate().elsewhere();
        let comparable = |stack: u32| world.estate().comparable(own, stack);
        let is_rival = |node: Node<'w>| {
            node.provider() != self.0.provider()
                && comparable(node.graph().stack)
                && !node.field("name").equals(&self.0.field("name")).is_false()
        };
        let alone = OnceCell::new();
        let alone =
            || *alone.get_or_init(|| Tri::from(!elsewhere.roles(world).any(is_rival)).or(Tri::Unknown));
        let mut known = Vec::new();
        let mut more = None;
        let name = self.0.field("name");
        let name = name.value().and_then(Value::as_str);
        for node in elsewhere.attaching(world, name, vague) {
            let stack = node.graph().stack;
            if stack == own || !comparable(stack) {
                continue;
            }
            let Some(field) = named_in(node) else { continue };
            let named = self.is_named_by(&field);
            if named.is_false() || named.is_unknown() && !vague {
                continue;
            }
            let account = Account::of(self.0).zip(Account::of(node));
            let account = account.map_or(Tri::Unknown, |(own, theirs)| own.equals(theirs));
            if account.is_false() {
                continue;
            }
            let exact = named.and(node.exists()).is_true() && (account.is_true() || alone().is_true());
            push_policies(node, exact, &mut known, &mut more);
        }
        if !vague {
            return Partial::new(known, None);
        }
        let others = world.graphs().filter(|graph| graph.stack != own && comparable(graph.stack));
        for graph in others {
            for (type_name, _) in ATTACHING {
                more = more.or_else(|| graph.graph.may_hide(type_name).cloned());
            }
        }
        Partial::new(known, more)
    }

    /// The role of its own root that an argument names.
    pub(super) fn in_root(field: &Field<'w>) -> Option<Link<'w>> {
        field.links().find(|link| link.node.type_name() == Self::TYPE && !link.node.is_external())
    }

    /// Whether an argument of another root names this role. What that root makes itself is another one.
    fn is_named_by(self, field: &Field<'w>) -> Tri {
        let name = self.0.field("name");
        let is_list = |value: &Value| {
            value.as_items().is_some() || value.as_unknown().is_some_and(|unknown| unknown.ty != Type::String)
        };
        match Self::in_root(field) {
            Some(link) if link.node.is_managed() => Tri::from(!link.is_exact()).and(Tri::Unknown),
            Some(link) => link.node.field("name").equals(&name),
            None if field.value().is_some_and(is_list) => field.items().any(|item| item.equals(&name)),
            None => field.equals(&name),
        }
    }
}

impl Caller for IamRole<'_> {
    fn has_account(&self, id: &Value, fits: account::Test<'_>, sure: bool) -> Tri {
        match self.is_in_account(id, fits) {
            // Nothing speaks against what is written out.
            Tri::Unknown if !sure && is_account(id) && self.other_account(id, fits).is_none() => Tri::True,
            found => found,
        }
    }

    fn has_arn(&self, value: &Value, fits: account::Test<'_>, sure: bool) -> Tri {
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
        if let Some(arn) = self.known_arn() {
            return fits(value, arn);
        }
        // What Databricks uses is the role by its ARN, however that was put together.
        let named = self.named_arns();
        if named.iter().any(|arn| tri::equals(arn, value).is_true()) {
            return Tri::True;
        }
        let Some(arn) = Arn::parse(value) else { return self.may_be_arn(value, fits) };
        let accounts: Vec<Arn> = named.iter().filter_map(Arn::parse).collect();
        let in_partition = account::alike(accounts.iter().map(|own| fits(&arn.partition, &own.partition)));
        let in_account = match Account::of(self.0).map_or(Tri::Unknown, |own| own.holds(&arn, fits)) {
            Tri::Unknown => in_one_of(&accounts, &arn.account, fits),
            known => known,
        };
        if in_account.is_false() || in_partition.is_false() {
            return Tri::False;
        }
        let in_account = match in_account {
            _ if account::is_placeholder(&arn.account) => Tri::Unknown,
            Tri::Unknown if sure => fits(&arn.account, &unknown("the AWS account", "")),
            Tri::Unknown if self.other_account(&arn.account, fits).is_some() => Tri::Unknown,
            _ => Tri::True,
        };
        let fixed = |part: &Value, text: &str| fits(part, &Value::string(text));
        let service = fixed(&arn.service, "iam").and(fixed(&arn.region, ""));
        // A name that is made up can be any.
        let key = self.path_and_name().unwrap_or_else(|| self.made_up());
        in_account.and(service).and(fits(&arn.resource, &links::prefixed("role/", &key)))
    }

    fn doubt(&self, value: &Value) -> Option<Cause> {
        Some(self.doubt_of(value))
    }
}

/// Types that give a policy to a role, and the argument that names it.
pub(super) const ATTACHING: &[(&str, &str)] = &[
    ("aws_iam_role_policy", "role"),
    ("aws_iam_role_policy_attachment", "role"),
    ("aws_iam_role_policy_attachments_exclusive", "role_name"),
    ("aws_iam_policy_attachment", "roles"),
];

/// The argument of one of [`ATTACHING`] that names the role.
fn named_in(node: Node<'_>) -> Option<Field<'_>> {
    ATTACHING.iter().find(|(of, _)| *of == node.type_name()).map(|(_, argument)| node.field(argument))
}

/// What one of [`ATTACHING`] gives.
fn push_policies<'w>(node: Node<'w>, exact: bool, known: &mut Vec<Attached<'w>>, more: &mut Option<Cause>) {
    match node.type_name() {
        "aws_iam_role_policy" => {
            let document = Document::Policy(iam_policy::read(&node.field("policy")));
            known.push(Attached { document, by: node, exact, left: left(node, "policy") });
        }
        "aws_iam_role_policy_attachments_exclusive" => push_each(node, "policy_arns", exact, known, more),
        _ => push_named(&node.field("policy_arn"), (node, "policy_arn"), exact, known),
    }
}

/// Why an argument with a policy is not what is written, where `ignore_changes` leaves it to others. A plan of an object that
/// exists shows what they made of it.
fn left(node: Node<'_>, argument: &str) -> Option<Cause> {
    let instance = node.instance().filter(|i| i.lifecycle.ignored_policies.contains(argument))?;
    instance.change.as_deref().is_none_or(Change::creates).then(|| {
        let text = format!("`ignore_changes` leaves `{argument}` of `{}` to others", node.address());
        Cause::new(CauseKind::NotVisibleHere, node.address(), text)
    })
}

/// What the policies in a list give.
fn push_each<'w>(
    by: Node<'w>,
    argument: &'static str,
    exact: bool,
    known: &mut Vec<Attached<'w>>,
    more: &mut Option<Cause>,
) {
    let (arns, open) = by.field(argument).items().into_parts();
    *more = more.take().or(open);
    for arn in arns {
        push_named(&arn, (by, argument), exact, known);
    }
}

fn push_named<'w>(field: &Field<'w>, by: (Node<'w>, &str), exact: bool, out: &mut Vec<Attached<'w>>) {
    out.extend(iam_policy::named(field).into_iter().map(|named| attached_as(named, field, by, exact)));
}

/// What a policy that an argument names gives; `argument` is that of the resource that attaches it.
fn attached_as<'w>(
    (named, certain): (Named<'w>, bool),
    field: &Field<'w>,
    (by, argument): (Node<'w>, &str),
    exact: bool,
) -> Attached<'w> {
    let mut open = left(by, argument);
    let document = match named {
        Named::Policy(policy) => {
            open = open.or_else(|| left(policy.0, "policy"));
            Document::Policy(policy.document())
        }
        Named::Aws(name) => Document::Aws(name),
        Named::Elsewhere => Document::Policy(Attr::Unknown(iam_policy::not_here(field))),
    };
    Attached { document, by, exact: exact && certain, left: open }
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

/// Whether an edge reaches what it refers to by one of these attributes, where others surely name nothing; `None` where
/// that hangs on the value.
pub(super) fn by_attribute(link: &Link<'_>, names: &[&str], others: &[&str]) -> Option<Tri> {
    let [Step::Name(read)] = link.edge.to_path.0.as_slice() else {
        return (link.edge.kind != EdgeKind::Reference || link.edge.to_path.0.is_empty())
            .then_some(Tri::True);
    };
    match link.edge.kind {
        EdgeKind::Reference if others.contains(&&**read) && link.is_exact() => Some(Tri::False),
        EdgeKind::Reference if !names.contains(&&**read) => None,
        _ => Some(Tri::True),
    }
}

/// Whether an id, or a pattern of one, is of the account of these ARNs, as far as they are of one. That of Databricks is
/// nobody else's.
fn in_one_of(arns: &[Arn], id: &Value, fits: account::Test<'_>) -> Tri {
    if id.as_str().is_some_and(partition::is_databricks_account) {
        return Tri::False;
    }
    account::alike(arns.iter().map(|own| account::compare(id, &own.account, fits)))
}

/// Whether an account is written out, or that which Terraform works in.
fn is_account(id: &Value) -> bool {
    if id.is_unknown() { policy::is_ours(id) } else { !account::is_placeholder(id) }
}

fn unknown(name: &str, why: &str) -> Value {
    Value::unknown(Type::String, Cause::new(CauseKind::AfterApply, name, why))
}

/// The value that an arriving edge comes from.
fn source<'w>(link: &Link<'w>) -> Option<&'w Value> {
    at_path(link.node.body(), &link.edge.from_path)
}

/// Why a part of a value is unknown that another value does not have.
fn only_in<'v>(value: &'v Value, other: &Value) -> Option<&'v Cause> {
    let theirs = holes(other);
    let is_theirs = |hole: &Value| theirs.iter().any(|other| tri::equals(hole, other).is_true());
    holes(value).into_iter().find(|hole| !is_theirs(hole))?.cause()
}

/// The unknown parts of a text.
fn holes(value: &Value) -> Vec<&Value> {
    let parts = value.as_segments().unwrap_or_default().iter();
    let in_parts = parts.filter_map(|part| match part {
        Segment::Hole(hole) => Some(hole),
        Segment::Known(_) => None,
    });
    in_parts.chain(Some(value).filter(|value| value.as_unknown().is_some())).collect()
}

fn cause_of(value: &Value) -> Cause {
    let other = || {
        if value.as_str().is_some_and(|text| text.contains("${")) {
            let text = "a variable of a policy gets its value when a request is made";
            return Cause::new(CauseKind::Limit, "policy variable", text);
        }
        Cause::new(CauseKind::AfterApply, "name", "the name of the role is not known before apply")
    };
    value.cause().cloned().unwrap_or_else(other)
}

fn ends_in(path: &Path, name: &str) -> bool {
    let last = path.0.iter().rev().find_map(|step| match step {
        Step::Name(name) => Some(&**name),
        Step::Index(_) | Step::Key(_) => None,
    });
    last == Some(name)
}
