//! `aws_iam_policy` and the attachments that name a policy by ARN (provider `hashicorp/aws`,
//! `docs/r/iam_policy.html.markdown`).

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::tri::Tri;
use bricklint_lang::value::Value;

use super::account;
use super::arn::Arn;
use super::iam_role::{by_attribute, is_certain};
use super::policy::Policy;
use crate::attr::Attr;
use crate::graph::EdgeKind;
use crate::view::{Field, Link, Node};

/// A managed policy of the customer.
#[derive(Clone, Copy, Debug)]
pub struct IamPolicy<'w>(pub Node<'w>);

impl IamPolicy<'_> {
    /// The Terraform type.
    pub const TYPE: &'static str = "aws_iam_policy";

    /// `policy`
    pub fn document(self) -> Attr<Policy> {
        let field = self.0.field("policy");
        match read(&field) {
            // One that is looked up has a policy, which nobody wrote here.
            Attr::Absent if !self.0.is_managed() => Attr::Unknown(not_here(&field)),
            found => found,
        }
    }
}

/// A policy document in an attribute.
pub fn read(field: &Field<'_>) -> Attr<Policy> {
    match field.value() {
        Some(value) => Policy::read(value),
        None => field.cause().map_or(Attr::Absent, Attr::Unknown),
    }
}

/// What an attribute that holds the ARN of a policy stands for.
#[derive(Clone, Debug)]
pub enum Named<'w> {
    /// A policy of this stack.
    Policy(IamPolicy<'w>),
    /// A policy of AWS, by its name without path.
    Aws(String),
    /// A policy that is not here.
    Elsewhere,
}

/// The policies that an ARN can name, each with whether it is certain. Never empty.
pub fn named<'w>(field: &Field<'w>) -> Vec<(Named<'w>, bool)> {
    let mut found: Vec<(Named<'w>, bool)> = Vec::new();
    for link in field.links() {
        // One that is looked up by its ARN is what that names.
        let looked_up =
            Some(link.node).filter(|node| node.type_name() == IamPolicy::TYPE && !node.is_managed());
        let of_aws = looked_up.and_then(|node| aws_policy(node.field("arn").value()?));
        if let Some(name) = of_aws.filter(|_| is_by_arn(&link).is_true() && is_certain(&link)) {
            return vec![(Named::Aws(name), true)];
        }
        let whole = matches!(link.edge.kind, EdgeKind::Reference | EdgeKind::NaturalKey);
        if link.node.type_name() == IamPolicy::TYPE && link.node.instance().is_some() {
            let named = link.edge.kind == EdgeKind::NaturalKey;
            let own = if named { is_in_its_account(field, link.node) } else { is_by_arn(&link) };
            if !own.is_false() {
                found
                    .push((Named::Policy(IamPolicy(link.node)), whole && own.is_true() && is_certain(&link)));
            }
        }
    }
    if !found.iter().any(|(_, certain)| *certain) {
        let other = field.value().and_then(aws_policy).map_or(Named::Elsewhere, Named::Aws);
        found.push((other, found.is_empty()));
    }
    found
}

/// Whether what refers to a policy does so by its ARN, which is its id too.
fn is_by_arn(link: &Link<'_>) -> Tri {
    by_attribute(link, &["arn", "id"], &["name", "policy", "policy_id"]).unwrap_or(Tri::Unknown)
}

/// Whether an ARN with the path and name of a policy is of the account that the policy is made in. Where nothing says it,
/// it is if there is one policy that it can be.
fn is_in_its_account(field: &Field<'_>, policy: Node<'_>) -> Tri {
    let arn = field.value().and_then(Arn::parse);
    let holds = |node: Node<'_>| arn.as_ref().map_or(Tri::Unknown, |arn| account::holds(node, arn));
    let own = holds(policy);
    if !own.is_unknown() {
        return own;
    }
    let mut others = field.links().filter(|other| {
        let node = other.node;
        node.type_name() == IamPolicy::TYPE && !node.is_external() && node.provider() != policy.provider()
    });
    if others.any(|other| !holds(other.node).is_false()) { Tri::Unknown } else { Tri::True }
}

/// The name of an AWS managed policy: `arn:aws:iam::aws:policy/service-role/NAME`.
fn aws_policy(arn: &Value) -> Option<String> {
    let parts = Arn::parse(arn)?;
    if parts.account.as_str() != Some("aws") {
        return None;
    }
    parts.resource.as_str()?.rsplit('/').next().map(str::to_owned)
}

/// The cause that a policy is not in the configuration.
pub fn not_here(field: &Field<'_>) -> Cause {
    field.cause().unwrap_or_else(|| {
        Cause::new(CauseKind::NotVisibleHere, "policy", "the policy is not part of this configuration")
    })
}
