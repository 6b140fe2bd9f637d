//! One stable sort for all types, and maps made without one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What `sort`, `sort_by` and `sort_by_key` do. The standard library makes a copy of its sort for each type, of some six
/// kilobytes; here what is sorted are positions, and only the swaps are made for each type.
pub trait Sorting<T> {
    /// Smallest first; equal elements stay as they are.
    fn put_in_order(&mut self)
    where
        T: Ord;
    /// By this order; equal elements stay as they are.
    fn put_in_order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);
    /// By this key, which is asked at each comparison; equal elements stay as they are.
    fn put_in_order_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
}

impl<T> Sorting<T> for [T] {
    fn put_in_order(&mut self)
    where
        T: Ord,
    {
        self.put_in_order_by(T::cmp);
    }

    fn put_in_order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        if self.len() < 2 {
            return;
        }
        let mut order = positions(self.len(), &mut |a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        swap_into(&mut order, &mut |a, b| self.swap(a, b));
    }

    fn put_in_order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.put_in_order_by(|a, b| key(a).cmp(&key(b)));
    }
}

/// Where each element of the sorted slice stands now.
#[inline(never)]
fn positions(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Follows each cycle of the order with swaps.
#[inline(never)]
fn swap_into(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(from) = order.get_mut(at).map(|from| std::mem::replace(from, at)) {
            if from == start || from == at {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

/// What `collect` does for a map in the order of its keys. The standard library sorts all entries first, with a copy of its
/// sort for each type; here they are inserted one by one.
pub trait ByKey<K, V> {
    /// The map; of entries with the same key the last counts.
    fn by_key(self) -> BTreeMap<K, V>;
}

impl<K: Ord, V, I: Iterator<Item = (K, V)>> ByKey<K, V> for I {
    fn by_key(self) -> BTreeMap<K, V> {
        let mut map = BTreeMap::new();
        for (key, value) in self {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::Sorting;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut state = 1u32;
        for len in 0..200 {
            let items: Vec<(u32, usize)> = (0..len)
                .map(|at| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    ((state >> 16) % 20, at)
                })
                .collect();
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            ours.put_in_order_by_key(|(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
            ours.put_in_order_by(|a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            assert_eq!(ours, theirs);
            ours.put_in_order();
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
        }
    }
}
