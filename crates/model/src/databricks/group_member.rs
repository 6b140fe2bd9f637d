//! `databricks_group_member` and its newer forms: one principal in one group (provider
//! `docs/resources/group_member.md`).

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::convert::as_text;
use bricklint_lang::tri;
use rustc_hash::FxHashSet;

use super::group::Group;
use super::principal::{Principal, PrincipalKind};
use crate::graph::NodeId;
use crate::instance::InstanceKey;
use crate::lookup;
use crate::place::Step;
use crate::placeholder::is_placeholder;
use crate::securable::{self, NameKey};
use crate::stack::StackKind;
use crate::view::{self, Field, Node};

/// A membership.
#[derive(Clone, Copy, Debug)]
pub struct GroupMember<'w>(pub Node<'w>);

impl<'w> GroupMember<'w> {
    /// The Terraform type.
    pub const TYPE: &'static str = "databricks_group_member";

    /// All types that put a principal into a group.
    pub const TYPES: &'static [&'static str] = &[
        Self::TYPE,
        "databricks_account_iam_direct_group_member_v2",
        "databricks_workspace_iam_direct_group_member_v2",
    ];

    /// The membership, if the node is one.
    pub fn of(node: Node<'w>) -> Option<Self> {
        Self::TYPES.contains(&node.type_name()).then_some(Self(node))
    }

    /// `group_id`: the group that receives the member.
    pub fn group_id(self) -> Field<'w> {
        self.0.field("group_id")
    }

    /// `member_id`: a user, a service principal or another group; `principal_id` in the newer forms.
    pub fn member_id(self) -> Field<'w> {
        let member = self.0.field("member_id");
        let newer = self.0.field("principal_id");
        if member.value().is_none() && newer.value().is_some() { newer } else { member }
    }

    /// The group.
    pub fn group(self) -> Principal<'w> {
        Principal::with_id(self.group_id())
    }

    /// The member.
    pub fn member(self) -> Principal<'w> {
        Principal::with_id(self.member_id())
    }

    /// First step of the path of [`Self::group_id`].
    pub(super) fn group_step() -> Step {
        Step::Name("group_id".into())
    }

    /// The memberships that lead from its member back to its group: a circle.
    pub fn circle(self) -> Option<Vec<Self>> {
        if self.is_of_itself() {
            return Some(Vec::new());
        }
        let nests = self.0.world().estate().nests();
        let (Some(group), Some(member)) = (self.exact_group(), self.exact_member_group()) else {
            return nests.returning(self).map(|other| vec![other]);
        };
        let (goal, start) = (first(group), first(member));
        // What is on no circle with the start does not lead back.
        let ring = nests.ring(start);
        let apart = |group: Node<'w>| ring.is_some() && nests.ring(group) != ring;
        if apart(goal) {
            return None;
        }
        // Each group with the membership that leads to it and where the group before it stands.
        let mut found: Vec<(Node<'w>, Option<(Self, usize)>)> = vec![(start, None)];
        let mut known: FxHashSet<(u32, NodeId)> = FxHashSet::default();
        known.insert((start.graph().stack, start.id));
        let mut at = 0;
        while let Some((group, _)) = found.get(at).copied() {
            if group == goal {
                let mut way = Vec::new();
                let mut next = at;
                while let Some((_, Some((member, before)))) = found.get(next) {
                    way.push(*member);
                    next = *before;
                }
                way.reverse();
                return Some(way);
            }
            for (member, next) in inner(group) {
                if !apart(next) && known.insert((next.graph().stack, next.id)) {
                    found.push((next, Some((member, at))));
                }
            }
            if let Some((_, Some((next, _)))) =
                found.get(1).filter(|_| ring.is_some() && found.len() > LONGEST)
            {
                return Some(vec![*next]);
            }
            at += 1;
        }
        None
    }

    /// Why its member can hold its group without being seen to: what another membership puts into which group is not known,
    /// and that can be what leads back.
    pub fn may_return(self) -> Option<Cause> {
        let graph = self.0.graph();
        if graph.graph.stack.kind != StackKind::Plan {
            let open = self.is_open() && graph.world().estate().nests().may_circle(self.0);
            return open.then(|| self.doubt());
        }
        let start = first(self.exact_member_group()?);
        let mut below = vec![start];
        let mut at = 0;
        let doubtful = graph.world().estate().nests().doubtful(graph.stack);
        for other in doubtful.map(|id| Self(graph.node(id))).filter(|other| other.0 != self.0) {
            let group = other.exact_group().map(first);
            // What leads to its group is looked for as far as it takes.
            while let Some(next) =
                below.get(at).copied().filter(|_| group.is_some_and(|group| !below.contains(&group)))
            {
                at += 1;
                for (_, inner) in inner(next) {
                    if !below.contains(&inner) {
                        below.push(inner);
                    }
                }
            }
            if group.is_none_or(|group| below.contains(&group)) {
                return Some(
                    other.group_id().cause().unwrap_or_else(|| other.member_id().cause_or("member_id")),
                );
            }
        }
        None
    }

    /// Whether it may put a group into another without being seen to.
    pub(super) fn is_doubtful(self) -> bool {
        matches!(self.member().kind, PrincipalKind::Group | PrincipalKind::Unknown(_))
            && (self.exact_group().is_none() || self.exact_member_group().is_none())
    }

    /// Why it is not known which group it puts into which.
    fn doubt(self) -> Cause {
        let fields = [self.group_id(), self.member_id()];
        let said = fields.iter().filter_map(Field::cause).find(|cause| cause.kind != CauseKind::AfterApply);
        let uncertain = || fields.iter().flat_map(Field::links).find_map(|link| link.node.uncertainty());
        let cause = self.0.uncertainty().or(said).or_else(uncertain);
        cause.unwrap_or_else(|| self.member_id().cause_or("member_id"))
    }

    /// Whether it is not known which of some groups it puts into which, or how often.
    pub(super) fn is_open(self) -> bool {
        self.is_doubtful() || self.0.exists().is_unknown()
    }

    /// Whether its member is its group by one value on both sides, whatever that names.
    fn is_of_itself(self) -> bool {
        match (self.group_id().value(), self.member_id().value()) {
            (Some(group), Some(member)) => {
                view::is_set(group).is_true() && tri::equals(group, member).is_true()
            }
            _ => false,
        }
    }

    /// Its group and its member as they are written, with the stack and the provider configuration: equal ones are the
    /// same, whatever they are called.
    pub(super) fn written(self) -> Option<Written> {
        let instance = self.0.instance().filter(|instance| instance.key != InstanceKey::Any)?;
        let id = |field: Field<'w>| {
            let text = as_text(field.value()?);
            if text.as_str().is_some_and(is_placeholder) { None } else { securable::name_key(&text) }
        };
        let stack = self.0.graph().stack;
        let estate = self.0.world().estate();
        let provider = instance.provider.map(|index| estate.first_provider(stack, index));
        let (group, member) = (id(self.group_id())?, id(self.member_id())?);
        (!group.is_empty() && !member.is_empty()).then_some((stack, provider, group, member))
    }

    fn exact_group(self) -> Option<Node<'w>> {
        exactly(&self.group_id(), self.group().node?)
    }

    /// The group that is the member.
    fn exact_member_group(self) -> Option<Node<'w>> {
        let node = self.member().node?;
        Group::of(node)?;
        exactly(&self.member_id(), node)
    }
}

/// See [`GroupMember::written`].
pub(super) type Written = (u32, Option<u32>, NameKey, NameKey);

/// Groups on a circle among which all the way back is looked for; of a longer one the next membership is enough.
const LONGEST: usize = 64;

/// The groups that certainly are in a group, or in what is the same one, by the memberships that say so.
pub(super) fn inner(group: Node<'_>) -> Vec<(GroupMember<'_>, Node<'_>)> {
    let mut found = Vec::new();
    for member in
        lookup::twins(group).into_iter().flat_map(|group| Group(group).named_members().into_parts().0)
    {
        if let Some(group) = member.exact_member_group() {
            found.push((member, first(group)));
        }
    }
    found
}

/// The node that stands for all that are the same group.
pub(super) fn first(group: Node<'_>) -> Node<'_> {
    lookup::twins(group).first().copied().unwrap_or(group)
}

fn exactly<'w>(field: &Field<'w>, node: Node<'w>) -> Option<Node<'w>> {
    field.links().any(|link| link.node == node && link.is_exact()).then_some(node)
}
