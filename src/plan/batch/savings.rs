//! Savings: the batches that save most by going together go together.

use super::known::Known;
use super::{Load, Plan, Task, Tours};
use std::collections::BinaryHeap;

/// Neighbours of an order, each way, among which savings are looked for in a large set.
const NEAR: usize = 24;
/// Orders up to which every pair is looked at.
const SMALL: usize = 400;

/// The plan by savings alone, as a standard to compare with.
pub fn by_savings<T: Tours>(task: &Task, tours: &mut T) -> Plan {
    super::plan(task, tours, 0, &mut |_| false)
}

/// C&W(ii) (Clarke and Wright 1964; for batches Elsayed and Unluturk 1989): joins the two batches that save most,
/// with savings reckoned anew for what has been joined, until no two fit together any longer. In large sets only
/// batches of orders that lie near each other are compared.
pub(super) fn savings<T: Tours>(task: &Task, orders: &[u32], known: &mut Known<'_, T>) -> Vec<Vec<u32>> {
    let mut sorted: Vec<(u64, u32)> = orders.iter().map(|order| (known.lies(*order), *order)).collect();
    sorted.sort_unstable();
    let near = if sorted.len() <= SMALL { sorted.len() } else { NEAR };
    let mut join = Join::new(task, sorted.iter().map(|(_, order)| *order), near, known);
    while let Some((_, a, b)) = join.heap.pop() {
        join.join(a, b, known);
    }
    join.sets
        .into_iter()
        .filter(|set| !set.orders.is_empty())
        .map(|set| set.orders)
        .collect()
}

#[derive(Debug, Default)]
struct Set {
    orders: Vec<u32>,
    load: Load,
    zones: u64,
    length: i64,
    /// Sets that it may be joined with; names of sets that are gone stay behind.
    near: Vec<usize>,
}

#[derive(Debug)]
struct Join<'t> {
    task: &'t Task,
    sets: Vec<Set>,
    /// Saving, and the two sets; sets that are joined get a new index, so no entry is ever out of date.
    heap: BinaryHeap<(i64, usize, usize)>,
}

impl<'t> Join<'t> {
    fn new<T: Tours>(
        task: &'t Task,
        orders: impl Iterator<Item = u32>,
        near: usize,
        known: &mut Known<'_, T>,
    ) -> Join<'t> {
        let mut sets: Vec<Set> = orders
            .map(|order| Set {
                orders: vec![order],
                load: task.order(order).load,
                zones: task.order(order).zones,
                length: known.of(&[order]),
                near: Vec::new(),
            })
            .collect();
        let count = sets.len();
        for (index, set) in sets.iter_mut().enumerate() {
            let window = index.saturating_sub(near)..(index + near + 1).min(count);
            set.near = window.filter(|other| *other != index).collect();
        }
        let mut join = Join {
            task,
            sets,
            heap: BinaryHeap::new(),
        };
        for a in 0..count {
            for b in a + 1..(a + near + 1).min(count) {
                join.offer(a, b, known);
            }
        }
        join
    }

    /// Puts a pair on the heap when it fits together and saves something.
    fn offer<T: Tours>(&mut self, a: usize, b: usize, known: &mut Known<'_, T>) {
        let (Some(one), Some(two)) = (self.sets.get(a), self.sets.get(b)) else {
            return;
        };
        let limits = &self.task.limits;
        let fits = (one.load + two.load).within(&limits.load)
            && (one.zones | two.zones).count_ones() <= limits.zones;
        if fits {
            let both: Vec<u32> = one.orders.iter().chain(&two.orders).copied().collect();
            let saved = one.length + two.length - known.of(&both);
            if saved > 0 {
                self.heap.push((saved, a, b));
            }
        }
    }

    fn join<T: Tours>(&mut self, a: usize, b: usize, known: &mut Known<'_, T>) {
        let gone = |set: Option<&Set>| set.is_none_or(|set| set.orders.is_empty());
        if gone(self.sets.get(a)) || gone(self.sets.get(b)) {
            return;
        }
        let mut take = |index: usize| self.sets.get_mut(index).map(std::mem::take).unwrap_or_default();
        let (mut one, two) = (take(a), take(b));
        one.orders.extend(two.orders);
        one.near.extend(two.near);
        one.near.retain(|other| !gone(self.sets.get(*other)));
        one.near.sort_unstable();
        one.near.dedup();
        one.load = one.load + two.load;
        one.zones |= two.zones;
        one.length = known.of(&one.orders);
        let index = self.sets.len();
        for near in &one.near {
            if let Some(set) = self.sets.get_mut(*near) {
                set.near.push(index);
            }
        }
        let near = one.near.clone();
        self.sets.push(one);
        for other in near {
            self.offer(other, index, known);
        }
    }
}
