//! A few batches at a time, put together anew in the best way there is.

use super::known::Known;
use super::task::{Load, Task};
use super::{Plan, Tours};
use fastrand::Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most orders that are looked at together: every set of them that may go together is.
const ORDERS: usize = 17;
/// Most sets, beyond which a choice of batches is left alone.
const SETS: usize = 60_000;
/// Walks that are reckoned in one round, about.
const RECKONED: u64 = 128;
/// Steps of the search for the best partition, after which the best so far is taken.
const STEPS: u32 = 200_000;

/// Improves a plan by dissolving a few batches, and making the best batches of their orders (fix and optimise;
/// POPMUSIC: Taillard and Voss 2002). What annealing leaves is nearly always the best for any two orders that change
/// places, and often not for more.
#[derive(Debug)]
pub(super) struct Anew {
    task: Arc<Task>,
    batches: Vec<Batch>,
    length: i64,
    /// What was looked at already: batches by their names.
    seen: BTreeSet<Vec<u64>>,
    /// Draws since there was anything new.
    idle: usize,
    trial: Option<Trial>,
}

#[derive(Clone, Debug, Default)]
struct Batch {
    orders: Vec<u32>,
    name: u64,
    length: i64,
}

impl Anew {
    /// From a plan whose orders are of one kind. `None` where hardly more than two of its batches can be looked at
    /// together.
    pub(super) fn new<T: Tours>(task: &Arc<Task>, plan: &Plan, known: &mut Known<T>) -> Option<Anew> {
        let count = plan.batches.len();
        let orders: usize = plan.batches.iter().map(Vec::len).sum();
        let few = count >= 2 && 5 * orders <= 2 * ORDERS * count;
        few.then(|| Anew {
            task: Arc::clone(task),
            batches: plan
                .batches
                .iter()
                .map(|orders| Batch::of(orders.clone(), known))
                .collect(),
            length: plan.length,
            seen: BTreeSet::new(),
            idle: 0,
            trial: None,
        })
    }

    /// One round. False when nothing new is found to look at any longer.
    pub(super) fn round<T: Tours>(&mut self, dice: &mut Rng, known: &mut Known<T>) -> bool {
        let Some(mut trial) = self.trial.take().or_else(|| self.draw(dice)) else {
            return self.idle < 100 * self.batches.len();
        };
        if trial.grow(&self.task, known) {
            self.settle(trial, known);
        } else {
            self.trial = Some(trial);
        }
        true
    }

    /// The plan as it is now.
    pub(super) fn plan(&self) -> Plan {
        let batches = self.batches.iter().map(|batch| batch.orders.clone()).collect();
        let length = self.length;
        Plan { batches, length }
    }

    pub(super) fn length(&self) -> i64 {
        self.length
    }

    fn draw(&mut self, dice: &mut Rng) -> Option<Trial> {
        self.idle += 1;
        let mut indices: Vec<usize> = (0..self.batches.len()).collect();
        dice.shuffle(&mut indices);
        let (mut taken, mut names, mut orders) = (Vec::new(), Vec::new(), Vec::new());
        let mut length = 0;
        for index in indices {
            let Some(batch) = self.batches.get(index) else {
                continue;
            };
            if orders.len() + batch.orders.len() > ORDERS {
                break;
            }
            length += batch.length;
            names.push(batch.name);
            orders.extend(&batch.orders);
            taken.push(index);
        }
        names.sort_unstable();
        if taken.len() < 2 || !self.seen.insert(names) {
            return None;
        }
        self.idle = 0;
        Some(Trial::new(taken, orders, length))
    }

    fn settle<T: Tours>(&mut self, trial: Trial, known: &mut Known<T>) {
        let Some(parts) = trial.part() else { return };
        let mut parts = parts.into_iter();
        let batch = |part: Option<u32>, known: &mut Known<T>| {
            Batch::of(
                members(part.unwrap_or(0), &trial.orders).copied().collect(),
                known,
            )
        };
        for index in &trial.taken {
            if let Some(old) = self.batches.get_mut(*index) {
                let new = batch(parts.next(), known);
                self.length += new.length - old.length;
                *old = new;
            }
        }
        for part in parts {
            let new = batch(Some(part), known);
            self.length += new.length;
            self.batches.push(new);
        }
        self.batches.retain(|batch| !batch.orders.is_empty());
    }
}

impl Batch {
    fn of<T: Tours>(orders: Vec<u32>, known: &mut Known<T>) -> Batch {
        Batch {
            name: orders.iter().fold(0, |name, order| name ^ known.name(*order)),
            length: known.of(&orders),
            orders,
        }
    }
}

/// Batches that are looked at.
#[derive(Debug)]
struct Trial {
    /// Their indices, their orders, and how long their walks are.
    taken: Vec<usize>,
    orders: Vec<u32>,
    length: i64,
    /// Every set of orders that may go together, as far as they are found; each grew out of one before it by an order
    /// beyond its last.
    sets: Vec<Set>,
    /// The set that grows next.
    at: usize,
}

#[derive(Clone, Copy, Debug)]
struct Set {
    /// A bit for each order.
    members: u32,
    load: Load,
    zones: u64,
    name: u64,
    length: i64,
}

impl Trial {
    fn new(taken: Vec<usize>, orders: Vec<u32>, length: i64) -> Trial {
        let none = Set {
            members: 0,
            load: Load::default(),
            zones: 0,
            name: 0,
            length: 0,
        };
        Trial {
            taken,
            orders,
            length,
            sets: vec![none],
            at: 0,
        }
    }

    /// Finds some more sets. True when all are there.
    fn grow<T: Tours>(&mut self, task: &Task, known: &mut Known<T>) -> bool {
        let enough = known.reckoned() + RECKONED;
        while let Some(set) = self.sets.get(self.at).copied() {
            if known.reckoned() >= enough {
                return false;
            }
            if self.sets.len() > SETS {
                self.sets.clear();
                return true;
            }
            self.at += 1;
            let next = u32::BITS - set.members.leading_zeros();
            for (bit, order) in (0..).zip(&self.orders).skip(next as usize) {
                let asks = task.order(*order);
                let mut larger = Set {
                    members: set.members | 1 << bit,
                    load: set.load + asks.load,
                    zones: set.zones | asks.zones,
                    name: set.name ^ known.name(*order),
                    length: 0,
                };
                let fits =
                    larger.load.within(&task.limits.load) && larger.zones.count_ones() <= task.limits.zones;
                if fits || set.members == 0 {
                    larger.length = known.length(larger.name, members(larger.members, &self.orders).copied());
                    self.sets.push(larger);
                }
            }
        }
        true
    }

    /// The best partition, where it is shorter than the batches as they are.
    fn part(&self) -> Option<Vec<u32>> {
        let all = (0..)
            .zip(&self.orders)
            .fold(0_u32, |all, (bit, _)| all | 1 << bit);
        let parts = Parts::new(&self.sets, self.orders.len());
        let mut search = Partition {
            parts: &parts,
            least: self.length,
            best: Vec::new(),
            chosen: Vec::new(),
            steps: 0,
        };
        let bound: f64 = parts.prices.iter().sum();
        search.go(all, 0, bound);
        (!search.best.is_empty()).then_some(search.best)
    }
}

/// Sets as parts of a partition.
struct Parts {
    /// Of each order, so that no set costs less than its orders together: a feasible dual of set partitioning, and so
    /// no partition costs less than all orders together.
    prices: Vec<f64>,
    /// Sets by their first order: how much longer they are than their orders' prices, the least first.
    by_first: Vec<Vec<(f64, u32, i64)>>,
}

impl Parts {
    fn new(sets: &[Set], orders: usize) -> Parts {
        let sets = sets.get(1..).unwrap_or_default();
        let single = sets.iter().filter(|set| set.members.is_power_of_two());
        let mut weights = vec![1.0; orders];
        for set in single {
            if let Some(weight) = weights.get_mut(set.members.trailing_zeros() as usize) {
                *weight = set.length.max(1) as f64;
            }
        }
        let rate = |set: &Set| set.length as f64 / members(set.members, &weights).sum::<f64>();
        let cheapest = sets.iter().map(rate).fold(f64::INFINITY, f64::min);
        let mut prices: Vec<f64> = weights.iter().map(|weight| weight * cheapest).collect();
        let slack = |set: &Set| set.length as f64 - members(set.members, &prices).sum::<f64>();
        let mut slacks: Vec<f64> = sets.iter().map(slack).collect();
        // Each price is raised as far as the sets let it, one after the other.
        for (bit, price) in prices.iter_mut().enumerate() {
            let with = |set: &Set| set.members >> bit & 1 == 1;
            let pairs = || sets.iter().zip(&slacks).filter(|(set, _)| with(set));
            let least = pairs().map(|(_, slack)| *slack).fold(f64::INFINITY, f64::min);
            if least.is_finite() {
                *price += least;
                let raised = sets.iter().zip(&mut slacks).filter(|(set, _)| with(set));
                raised.for_each(|(_, slack)| *slack -= least);
            }
        }
        let mut by_first = vec![Vec::new(); orders];
        for (set, slack) in sets.iter().zip(slacks) {
            if let Some(list) = by_first.get_mut(set.members.trailing_zeros() as usize) {
                list.push((slack, set.members, set.length));
            }
        }
        for list in &mut by_first {
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Parts { prices, by_first }
    }
}

/// Branch and bound: the first order that is left goes into every set there is, the cheapest first.
struct Partition<'p> {
    parts: &'p Parts,
    least: i64,
    best: Vec<u32>,
    chosen: Vec<u32>,
    steps: u32,
}

impl Partition<'_> {
    /// Parts what is left. `bound` is the length so far and the prices of what is left.
    fn go(&mut self, left: u32, length: i64, bound: f64) {
        if left == 0 {
            if length < self.least {
                self.least = length;
                self.best.clone_from(&self.chosen);
            }
            return;
        }
        let parts = self.parts;
        let Some(sets) = parts.by_first.get(left.trailing_zeros() as usize) else {
            return;
        };
        for (more, members, set) in sets {
            // Lengths are whole: what is not shorter by one is not shorter.
            if bound + more > self.least as f64 - 1.0 + 1e-6 || self.steps >= STEPS {
                return;
            }
            self.steps += 1;
            if members & !left == 0 {
                self.chosen.push(*members);
                self.go(left & !members, length + set, bound + more);
                self.chosen.pop();
            }
        }
    }
}

/// Those of a list that a set names.
fn members<T>(set: u32, of: &[T]) -> impl Iterator<Item = &T> {
    let named = (0..).zip(of).filter(move |(bit, _)| set >> bit & 1 == 1);
    named.map(|(_, one)| one)
}
