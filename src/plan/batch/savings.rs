//! Savings: the batches that save most by going together go together.

use super::known::Known;
use super::{Load, Plan, Task, Tours};
use std::collections::BinaryHeap;
use std::sync::Arc;

/// Neighbours of an order, each way, among which savings are looked for in a large set.
const NEAR: usize = 24;
/// Orders up to which every pair is looked at.
const SMALL: usize = 400;
/// Walks that are reckoned in one step, about.
const STEP: u64 = 128;

/// The plan by savings alone, a standard to compare with.
pub fn by_savings<T: Tours>(task: &Task, tours: &mut T) -> Plan {
    let mut search = super::Search::new(task.clone(), tours, 0);
    while search.joins() {
        search.round(None);
    }
    search.plan()
}

/// C&W(ii) (Clarke and Wright 1964; for batches Elsayed and Unluturk 1989), a step at a time: joins the two batches
/// that save most, with savings reckoned anew for what has been joined, until no two fit together any longer. In large
/// sets only batches of orders that lie near each other are compared. There is a plan after every step.
#[derive(Debug)]
pub(super) struct Join {
    task: Arc<Task>,
    sets: Vec<Set>,
    /// Sets of one order each, and how many of them have been compared with their neighbours.
    single: usize,
    compared: usize,
    /// Saving, and the two sets; sets that are joined get a new index, so no entry is ever out of date.
    heap: BinaryHeap<(i64, usize, usize)>,
}

#[derive(Debug, Default)]
struct Set {
    orders: Vec<u32>,
    kind: u32,
    load: Load,
    zones: u64,
    length: i64,
    /// Sets that it may be joined with; names of sets that are gone stay behind.
    near: Vec<usize>,
}

impl Join {
    /// Every order in a batch of its own.
    pub(super) fn new<T: Tours>(task: &Arc<Task>, known: &Known<T>) -> Join {
        let mut sorted: Vec<(u32, u64, u32)> = (0..)
            .zip(&task.orders)
            .map(|(index, order)| (order.kind, known.lies(index), index))
            .collect();
        sorted.sort_unstable();
        let mut sets: Vec<Set> = Vec::with_capacity(2 * sorted.len());
        for kind in sorted.chunk_by(|a, b| a.0 == b.0) {
            let near = if kind.len() <= SMALL { kind.len() } else { NEAR };
            let (first, end) = (sets.len(), sets.len() + kind.len());
            for (at, (.., order)) in (first..).zip(kind) {
                let window = at.saturating_sub(near).max(first)..(at + near + 1).min(end);
                let asks = task.order(*order);
                sets.push(Set {
                    orders: vec![*order],
                    kind: asks.kind,
                    load: asks.load,
                    zones: asks.zones,
                    length: 0,
                    near: window.filter(|other| *other != at).collect(),
                });
            }
        }
        Join {
            task: Arc::clone(task),
            single: sets.len(),
            sets,
            compared: 0,
            heap: BinaryHeap::new(),
        }
    }

    /// Some milliseconds of work at most, where walks are reckoned fast. False when nothing is left to join.
    pub(super) fn step<T: Tours>(&mut self, known: &mut Known<T>) -> bool {
        let enough = known.reckoned() + STEP;
        while known.reckoned() < enough {
            if self.compared < self.single {
                self.compare(self.compared, known);
                self.compared += 1;
            } else if let Some((_, a, b)) = self.heap.pop() {
                self.join(a, b, known);
            } else {
                return false;
            }
        }
        true
    }

    /// The batches so far; their length is that of all walks when nothing is left to join.
    pub(super) fn batches(&self) -> Vec<Vec<u32>> {
        let kept = self.sets.iter().filter(|set| !set.orders.is_empty());
        kept.map(|set| set.orders.clone()).collect()
    }

    /// Puts the pairs of a single order with the neighbours before it on the heap: their lengths are known.
    fn compare<T: Tours>(&mut self, index: usize, known: &mut Known<T>) {
        let Some(set) = self.sets.get_mut(index) else {
            return;
        };
        set.length = known.of(&set.orders);
        let before: Vec<usize> = set.near.iter().copied().filter(|other| *other < index).collect();
        for other in before {
            self.offer(other, index, known);
        }
    }

    /// Puts a pair on the heap when it fits together and saves something.
    fn offer<T: Tours>(&mut self, a: usize, b: usize, known: &mut Known<T>) {
        let (Some(one), Some(two)) = (self.sets.get(a), self.sets.get(b)) else {
            return;
        };
        let limits = &self.task.limits;
        let fits = one.kind == two.kind
            && (one.load + two.load).within(&limits.load)
            && (one.zones | two.zones).count_ones() <= limits.zones;
        if fits {
            let both: Vec<u32> = one.orders.iter().chain(&two.orders).copied().collect();
            let saved = one.length + two.length - known.of(&both);
            if saved > 0 {
                self.heap.push((saved, a, b));
            }
        }
    }

    fn join<T: Tours>(&mut self, a: usize, b: usize, known: &mut Known<T>) {
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
