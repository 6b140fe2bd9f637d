//! The AWS account that something is made in, as far as its provider configuration says it (provider `hashicorp/aws`,
//! `docs/index.html.markdown`).

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::as_text;
use bricklint_lang::tri::{self, Tri};
use bricklint_lang::value::Value;

use super::arn::Arn;
use super::policy::is_account_id;
use crate::instance::Mode;
use crate::view::{self, Field, GraphView, Node};

/// The data source that says the account of its provider configuration.
const CALLER: &str = "aws_caller_identity";

/// The data source that says its partition.
const PARTITION: &str = "aws_partition";

/// How the regions of the commercial partition begin.
const COMMERCIAL: &[&str] = &["af-", "ap-", "ca-", "eu-", "il-", "me-", "mx-", "sa-", "us-"];

/// Compares a value, or a pattern, with one that is known to be right.
pub type Test<'t> = &'t dyn Fn(&Value, &Value) -> Tri;

/// The account that a configuration of the AWS provider leads to.
#[derive(Clone, Copy, Debug)]
pub struct Account<'w>(Node<'w>);

impl<'w> Account<'w> {
    /// The account that a resource or data source is in.
    pub fn of(node: Node<'w>) -> Option<Self> {
        node.provider().map(Self)
    }

    /// Whether an ARN is of this account, by its account and its partition.
    pub fn holds(self, arn: &Arn, test: Test<'_>) -> Tri {
        let in_partition = match self.is_partition(&arn.partition, test) {
            Tri::Unknown if self.open_region(arn).is_none() => Tri::True,
            found => found,
        };
        in_partition.and(self.is(&arn.account, test))
    }

    /// Why the partition is not known where the region has no value. An ARN of the commercial one stands beside any region.
    fn open_region(self, arn: &Arn) -> Option<Cause> {
        arn.partition.as_str().filter(|partition| *partition != "aws")?;
        self.0.field("region").value()?.cause().cloned()
    }

    /// Whether an id is that of the account.
    pub fn is(self, id: &Value, test: Test<'_>) -> Tri {
        if let Some(other) = said_by(self.0.graph(), id, CALLER, "account_id") {
            return self.equals(other);
        }
        let (forbidden, _) = self.0.field("forbidden_account_ids").items().into_parts();
        let is_it = |own: &Value| test(id, own).is_true();
        if forbidden.iter().filter_map(Field::value).any(|own| is_it(&as_text(own))) {
            return Tri::False;
        }
        decided(self.said().iter().map(|ids| alike(ids.iter().map(|own| compare(id, own, test)))))
    }

    /// Whether two configurations lead to one account.
    pub fn equals(self, other: Self) -> Tri {
        if self.0 == other.0 {
            return Tri::True;
        }
        let (ours, theirs) = (self.said(), other.said());
        let pairs = ours.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
        decided(
            pairs.map(|(a, b)| alike(a.iter().flat_map(|a| b.iter().map(|b| compare(a, b, &tri::equals))))),
        )
    }

    /// Why it is not known whether an ARN is of this account, where an argument that would say so has no value.
    pub fn open(self, arn: &Arn) -> Option<Cause> {
        let of_field = |name: &'static str| self.0.field(name).value()?.cause().cloned();
        // What may be written elsewhere says nothing.
        let is_whole = self.0.body().open.is_none();
        let assumed = ["assume_role", "assume_role_with_web_identity"].into_iter().find_map(|name| {
            let (blocks, more) = self.0.blocks(name).partial().into_parts();
            more.filter(|_| is_whole).or_else(|| blocks.last()?.field("role_arn").cause())
        });
        of_field("allowed_account_ids")
            .or_else(|| of_field("forbidden_account_ids"))
            .or(assumed)
            .or_else(|| self.open_region(arn))
    }

    /// What says the account; each is a list of ids of which it is one.
    fn said(self) -> Vec<Vec<Value>> {
        let mut said = Vec::new();
        let (allowed, more) = self.0.field("allowed_account_ids").items().into_parts();
        let ids: Option<Vec<Value>> =
            allowed.iter().map(|item| Some(as_text(item.value()?).into_owned())).collect();
        said.extend(ids.filter(|ids| more.is_none() && !ids.is_empty()));
        said.extend(self.assumed().map(|id| vec![id]));
        // What a plan has read.
        let graph = self.0.graph();
        let callers = graph.possible(Mode::Data, CALLER).filter(|node| node.provider() == Some(self.0));
        let read = callers.filter_map(|node| node.effective("account_id").value());
        said.extend(read.filter(|id| id.as_str().is_some()).map(|id| vec![id.clone()]).take(1));
        said
    }

    /// The account of the role that the configuration assumes in the end.
    fn assumed(self) -> Option<Value> {
        for name in ["assume_role", "assume_role_with_web_identity"] {
            let (blocks, more) = self.0.blocks(name).partial().into_parts();
            if more.is_some() {
                return None;
            }
            let Some(arn) = blocks.last().map(|block| block.field("role_arn")) else { continue };
            if !arn.is_set().is_false() {
                return Arn::parse(arn.value()?).map(|arn| arn.account);
            }
        }
        None
    }

    pub(super) fn is_partition(self, partition: &Value, test: Test<'_>) -> Tri {
        if let Some(other) = said_by(self.0.graph(), partition, PARTITION, "partition") {
            return match (self.partition(), other.partition()) {
                (Some(own), Some(theirs)) => Tri::from(own == theirs),
                _ if other.0 == self.0 => Tri::True,
                _ => Tri::Unknown,
            };
        }
        self.partition().map_or(Tri::Unknown, |own| test(partition, &Value::string(own)))
    }

    /// The partition of the region that it works in.
    fn partition(self) -> Option<&'static str> {
        let region = self.0.field("region").value()?.as_str()?;
        match region {
            _ if region.starts_with("us-gov-") => Some("aws-us-gov"),
            _ if region.starts_with("cn-") => Some("aws-cn"),
            _ if region.contains("-iso") => None,
            _ => COMMERCIAL.iter().any(|begin| region.starts_with(begin)).then_some("aws"),
        }
    }
}

/// Whether a value is text that is no account id and no pattern for one: empty, or a word that stands for an id which nobody
/// has filled in.
pub fn is_placeholder(id: &Value) -> bool {
    id.as_str().is_some_and(|text| !is_account_id(text) && !text.contains(['*', '?', '$']))
}

/// Why a placeholder says nothing of the account.
pub fn not_filled_in(id: &Value) -> Cause {
    let text = match id.as_str() {
        Some("") => "the id of the AWS account is empty".to_owned(),
        _ => format!("{} is no id of an AWS account", view::shown(id)),
    };
    Cause::new(CauseKind::Variable, "the AWS account", text)
}

/// Whether an account id, or a pattern, is that of another value. A placeholder can be any id.
pub fn compare(id: &Value, own: &Value, test: Test<'_>) -> Tri {
    let same = test(id, own);
    if same.is_false() && (is_placeholder(id) || is_placeholder(own)) { Tri::Unknown } else { same }
}

/// Whether an ARN is of the account that something is made in: by its own ARN, where a plan knows that, or by its provider
/// configuration.
pub fn holds(node: Node<'_>, arn: &Arn) -> Tri {
    let own = node.effective("arn").value().filter(|own| own.as_str().is_some()).and_then(Arn::parse);
    match own {
        Some(own) => same(node.graph(), &own, arn),
        None => Account::of(node).map_or(Tri::Unknown, |account| account.holds(arn, &tri::equals)),
    }
}

/// Whether two ARNs are of one account and partition.
pub fn same(graph: GraphView<'_>, a: &Arn, b: &Arn) -> Tri {
    let of_partition = |value| said_by(graph, value, PARTITION, "partition");
    let partitions = match (of_partition(&a.partition), of_partition(&b.partition)) {
        (Some(by), _) => by.is_partition(&b.partition, &tri::equals),
        (None, Some(by)) => by.is_partition(&a.partition, &tri::equals),
        (None, None) => tri::equals(&a.partition, &b.partition),
    };
    let of_account = |value| said_by(graph, value, CALLER, "account_id");
    let accounts = match (of_account(&a.account), of_account(&b.account)) {
        (Some(by), _) => by.is(&b.account, &tri::equals),
        (None, Some(by)) => by.is(&a.account, &tri::equals),
        (None, None) => compare(&a.account, &b.account, &tri::equals),
    };
    if partitions.is_false() { Tri::False } else { accounts }
}

/// The configuration of which a data source says something, where a value is that.
fn said_by<'w>(graph: GraphView<'w>, value: &Value, type_name: &str, attribute: &str) -> Option<Account<'w>> {
    let symbol = value.symbol()?;
    if *symbol.path != *attribute && *symbol.path != *"id" {
        return None;
    }
    let node = graph.node(graph.graph.instance_of_symbol(symbol)?);
    if node.is_managed() || node.type_name() != type_name { None } else { Account::of(node) }
}

/// What all say, where they say the same.
pub(super) fn alike(mut found: impl Iterator<Item = Tri>) -> Tri {
    let first = found.next().unwrap_or(Tri::Unknown);
    if found.all(|other| other == first) { first } else { Tri::Unknown }
}

/// What one of them decides, and that it is not rather than that it is.
fn decided(found: impl Iterator<Item = Tri>) -> Tri {
    let known = found.filter(|found| !found.is_unknown());
    known.min().unwrap_or(Tri::Unknown)
}
