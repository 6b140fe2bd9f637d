//! What follows from memberships of groups in groups, found for all groups at once: asking each of them anew takes time
//! that grows with the square of their number.

use bricklint_findings::cause::Cause;
use bricklint_lang::tri::Tri;
use bricklint_lang::value::{Symbol, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use super::group::{Access, Group, Holds};
use super::group_member::{GroupMember, Written, first, inner};
use crate::estate::Estate;
use crate::graph::NodeId;
use crate::instance::{InstanceKey, Mode};
use crate::stack::StackKind;
use crate::view::{GraphView, Node, World};

/// The groups of an estate, without those of stacks where it is not known what refers to what.
#[derive(Debug, Default)]
pub(crate) struct Nests {
    /// By stack and node; [`NONE`] for what is no group.
    numbers: Vec<Vec<u32>>,
    /// What each is given, certain and possible.
    given: Vec<(Option<Access>, Option<Access>)>,
    /// Whom each holds.
    held: Vec<Holds>,
    /// The nearest group, by the ways of [`WAYS`], of which each of these holds.
    nearest: Vec<Vec<u32>>,
    /// The same number for groups that are in each other.
    rings: Vec<u32>,
    /// Memberships that may put a group into another, by stacks that are plans alone.
    doubtful: Vec<(u32, NodeId)>,
    /// Memberships on circles of what the others may put into each other.
    circling: FxHashSet<(u32, NodeId)>,
    /// Memberships by what they are written with.
    written: FxHashMap<Written, Vec<NodeId>>,
}

/// For each group others, by number.
type Ways = Vec<Vec<u32>>;

const NONE: u32 = u32::MAX;

// What is asked of groups.
const EXACT: usize = 0;
const POSSIBLE: usize = 1;
const OTHERS: usize = 2;
const MACHINES: usize = 3;
const UNKNOWN: usize = 4;
/// Whether it hangs on a condition what it is given, whom it holds, and which groups certainly are in it.
const OPEN: [usize; 3] = [5, 6, 7];

/// Along which ways each of these is looked for: to the groups that it is in, to those in it, to those certainly in it.
const WAYS: [usize; 8] = [0, 0, 1, 1, 1, 0, 1, 2];

impl Nests {
    pub(crate) fn build(estate: &Estate) -> Self {
        let world = World::new(estate);
        let mut this = Self::default();
        let mut nodes: Vec<Node<'_>> = Vec::new();
        for graph in world.graphs() {
            let all = || GroupMember::TYPES.iter().flat_map(|name| graph.possible(Mode::Managed, name));
            for node in all() {
                if let Some(key) = GroupMember(node).written() {
                    this.written.entry(key).or_default().push(node.id);
                }
            }
            if graph.graph.stack.kind == StackKind::Plan {
                let doubtful = all().filter(|node| GroupMember(*node).is_doubtful());
                this.doubtful.extend(doubtful.map(|node| (graph.stack, node.id)));
            } else {
                this.circling.extend(circling(graph).into_iter().map(|id| (graph.stack, id)));
            }
            let mut numbers = Vec::new();
            if graph.graph.unlinked().is_none() {
                numbers.resize(graph.graph.stack.instances.len(), NONE);
                for (mode, name) in [Mode::Managed, Mode::Data]
                    .iter()
                    .flat_map(|mode| Group::TYPES.iter().map(move |name| (*mode, *name)))
                {
                    for id in graph.graph.instances_of(mode, name) {
                        if let Some(number) = numbers.get_mut(id.0 as usize) {
                            *number = nodes.len() as u32;
                            nodes.push(graph.node(*id));
                        }
                    }
                }
            }
            this.numbers.push(numbers);
        }
        let mut ways: [Ways; 3] = Default::default();
        let mut some: [Vec<u32>; 8] = Default::default();
        for (at, group) in (0..).zip(nodes) {
            let mut found: [Vec<Group<'_>>; 3] = Default::default();
            let [around, inside, certainly] = &mut found;
            let mut open = [false; 3];
            let is_open = || {
                let open = !world.seen().is_empty();
                world.forget();
                open
            };
            world.forget();
            let given = Group(group).around(around);
            open[0] = is_open();
            let held = Group(group).inside(inside);
            open[1] = is_open();
            if first(group) == group {
                certainly.extend(inner(group).into_iter().map(|(_, inner)| Group(inner)));
            }
            open[2] = is_open();
            let is =
                [given.0.is_some(), given.1.is_some(), held.others, held.machines, held.unknown.is_some()];
            for (some, is) in some.iter_mut().zip(is.into_iter().chain(open)) {
                if is {
                    some.push(at);
                }
            }
            for (ways, found) in ways.iter_mut().zip(found) {
                ways.push(found.into_iter().filter_map(|group| this.number(group.0)).collect());
            }
            this.given.push(given);
            this.held.push(held);
        }
        for (some, way) in some.into_iter().zip(WAYS) {
            this.nearest.push(ways.get(way).map(|ways| nearest(ways, some)).unwrap_or_default());
        }
        this.rings = circles(&ways[2]);
        this
    }

    fn number(&self, group: Node<'_>) -> Option<u32> {
        let number = self.numbers.get(group.graph().stack as usize)?.get(group.id.0 as usize)?;
        Some(*number).filter(|number| *number != NONE)
    }

    /// Memberships of a stack that may put a group into another without being seen to.
    pub(super) fn doubtful(&self, stack: u32) -> impl Iterator<Item = NodeId> {
        self.doubtful.iter().filter(move |(of, _)| *of == stack).map(|(_, id)| *id)
    }

    /// Another membership that puts the group of this one into its member, by the same values.
    pub(super) fn returning<'w>(&self, membership: GroupMember<'w>) -> Option<GroupMember<'w>> {
        let (stack, provider, group, member) = membership.written()?;
        let graph = membership.0.graph();
        let found = self.written.get(&(stack, provider, member, group))?;
        let others = found.iter().map(|id| graph.node(*id)).filter(|node| *node != membership.0);
        others.filter(|node| node.exists_beside(membership.0).is_true()).map(GroupMember).next()
    }

    /// Whether what memberships may put into each other leads from the member of this one back to its group.
    pub(super) fn may_circle(&self, membership: Node<'_>) -> bool {
        self.circling.contains(&(membership.graph().stack, membership.id))
    }

    fn nearest(&self, what: usize, to: u32) -> Option<usize> {
        let found = self.nearest.get(what)?.get(to as usize)?;
        (*found != NONE).then_some(*found as usize)
    }

    /// What is known of a group, unless this hangs on a condition.
    fn settled(&self, group: Node<'_>, open: usize) -> Option<u32> {
        self.number(group).filter(|at| self.nearest(open, *at).is_none())
    }

    /// Where a group is given access, if this is known: see [`Group::access`].
    pub(super) fn access(&self, group: Node<'_>) -> (bool, Option<Access>) {
        let Some(at) = self.settled(group, OPEN[0]) else { return (false, None) };
        let exact = self.nearest(EXACT, at).and_then(|from| self.given.get(from)?.0.clone());
        (true, exact.or_else(|| self.given.get(self.nearest(POSSIBLE, at)?)?.1.clone()))
    }

    /// Whom a group holds: see [`Group::holds_service_principals_only`].
    pub(super) fn holds_machines_only(&self, group: Node<'_>) -> Option<(Tri, Option<Cause>)> {
        let at = self.settled(group, OPEN[1])?;
        let all = Holds {
            others: self.nearest(OTHERS, at).is_some(),
            machines: self.nearest(MACHINES, at).is_some(),
            unknown: self.nearest(UNKNOWN, at).and_then(|from| self.held.get(from)?.unknown.clone()),
        };
        Some(all.answer())
    }

    /// What groups that are in each other share.
    pub(super) fn ring(&self, group: Node<'_>) -> Option<u32> {
        self.rings.get(self.settled(group, OPEN[2])? as usize).copied()
    }
}

/// What one of the [`Ways`] between groups that memberships may make stands for.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Stop {
    Membership(NodeId),
    Group(NodeId),
    /// Any instance of a repetition that is not known: on the way to it, and on the way from it.
    AnyInto(NodeId),
    AnyFrom(NodeId),
    /// The one with a key that is written out.
    Keyed(NodeId, String),
}

/// The memberships of a stack on circles of what memberships may put into each other, if any hangs on something unknown.
fn circling(graph: GraphView<'_>) -> Vec<NodeId> {
    let all = || {
        let all = GroupMember::TYPES.iter().flat_map(|name| graph.possible(Mode::Managed, name));
        all.map(GroupMember)
    };
    if !all().any(GroupMember::is_open) {
        return Vec::new();
    }
    let mut stops: FxHashMap<Stop, u32> = FxHashMap::default();
    let mut to = Ways::new();
    let mut at = |to: &mut Ways, stop: Stop| {
        let next = to.len() as u32;
        *stops.entry(stop).or_insert_with(|| {
            to.push(Vec::new());
            next
        })
    };
    let way = |to: &mut Ways, from: u32, next: u32| {
        if let Some(from) = to.get_mut(from as usize) {
            from.push(next);
        }
    };
    let mut memberships: Vec<(NodeId, u32)> = Vec::new();
    for member in all() {
        let own = at(&mut to, Stop::Membership(member.0.id));
        memberships.push((member.0.id, own));
        for (field, is_group) in [(member.group_id(), true), (member.member_id(), false)] {
            let symbol = field.value().and_then(Value::symbol);
            let keyed = symbol.filter(|symbol| symbol.name.ends_with("\"]")).map(Symbol::to_string);
            for link in field.links().filter(|link| Group::of(link.node).is_some()) {
                let group = first(link.node);
                let any = group.instance().is_some_and(|instance| instance.key == InstanceKey::Any);
                let stop = if any {
                    let into = at(&mut to, Stop::AnyInto(group.id));
                    let from = at(&mut to, Stop::AnyFrom(group.id));
                    match &keyed {
                        None => {
                            way(&mut to, into, from);
                            if is_group { from } else { into }
                        }
                        Some(key) => {
                            let stop = at(&mut to, Stop::Keyed(group.id, key.clone()));
                            way(&mut to, into, stop);
                            way(&mut to, stop, from);
                            stop
                        }
                    }
                } else {
                    at(&mut to, Stop::Group(group.id))
                };
                let (from, next) = if is_group { (stop, own) } else { (own, stop) };
                way(&mut to, from, next);
            }
        }
    }
    let rings = circles(&to);
    let mut sizes: FxHashMap<u32, u32> = FxHashMap::default();
    for ring in &rings {
        *sizes.entry(*ring).or_default() += 1;
    }
    let size = |at: u32| rings.get(at as usize).and_then(|ring| sizes.get(ring)).copied();
    memberships.into_iter().filter(|(_, at)| size(*at) > Some(1)).map(|(id, _)| id).collect()
}

/// For each group the nearest of some that its ways lead to, itself included.
#[expect(clippy::indexing_slicing, reason = "all are groups, and each list has one entry for each")]
fn nearest(ways: &Ways, some: Vec<u32>) -> Vec<u32> {
    let mut found = vec![NONE; ways.len()];
    if some.is_empty() {
        return found;
    }
    let mut back = vec![Vec::new(); ways.len()];
    for (from, to) in (0..).zip(ways) {
        for to in to {
            back[*to as usize].push(from);
        }
    }
    let mut queue = some;
    for one in &queue {
        found[*one as usize] = *one;
    }
    let mut at = 0;
    while let Some(next) = queue.get(at).copied() {
        at += 1;
        for from in &back[next as usize] {
            if found[*from as usize] == NONE {
                found[*from as usize] = found[next as usize];
                queue.push(*from);
            }
        }
    }
    found
}

/// For each group a number that it shares with those that its ways lead to and that lead back (Tarjan's algorithm,
/// without recursion).
#[expect(clippy::indexing_slicing, reason = "all are groups, and each list has one entry for each")]
fn circles(ways: &Ways) -> Vec<u32> {
    let (mut order, mut low) = (vec![NONE; ways.len()], vec![NONE; ways.len()]);
    let mut ring = vec![NONE; ways.len()];
    let (mut open, mut count) = (Vec::new(), 0);
    for start in 0..ways.len() {
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((at, step)) = way.last_mut() {
            let (this, next) = (*at, *step);
            *step += 1;
            if next == 0 {
                if order[this] != NONE {
                    way.pop();
                    continue;
                }
                (order[this], low[this]) = (count, count);
                count += 1;
                open.push(this);
            }
            if let Some(to) = ways[this].get(next).map(|to| *to as usize) {
                if order[to] == NONE {
                    way.push((to, 0));
                } else if ring[to] == NONE {
                    low[this] = low[this].min(order[to]);
                }
                continue;
            }
            way.pop();
            if let Some((before, _)) = way.last() {
                low[*before] = low[*before].min(low[this]);
            }
            if low[this] == order[this] {
                while let Some(last) = open.pop() {
                    ring[last] = order[this];
                    if last == this {
                        break;
                    }
                }
            }
        }
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_back_is_on_one_circle() {
        // 0 → 1 → 2 → 0, 2 → 3 → 4 → 3, 5 → 5, 6 → 0.
        let ways: Ways = vec![vec![1], vec![2], vec![0, 3], vec![4], vec![3], vec![5], vec![0]];
        let rings = circles(&ways);
        let same = |a: usize, b: usize| rings[a] == rings[b];
        assert!(same(0, 1) && same(0, 2) && same(3, 4));
        assert!(!same(0, 3) && !same(0, 5) && !same(0, 6) && !same(3, 6));
        let long: Ways = (0..100_000).map(|at| vec![(at + 1) % 100_000]).collect();
        assert!(circles(&long).iter().all(|ring| *ring == 0));
    }

    #[test]
    fn the_nearest_is_found_along_the_ways() {
        let ways: Ways = vec![vec![1, 2], vec![3], vec![4], vec![4], vec![]];
        assert_eq!(nearest(&ways, vec![3, 4]), [3, 3, 4, 3, 4]);
        assert_eq!(nearest(&ways, vec![1]), [1, 1, NONE, NONE, NONE]);
    }
}
