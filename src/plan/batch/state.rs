//! A plan while it is being changed.

use super::known::Known;
use super::task::{Load, Task};
use super::{Plan, Tours};
use std::sync::Arc;

/// Limits that a load is checked against.
const LIMITS: usize = 4;
/// Loads and limits are cut here, so that sums of them cannot overflow.
const HEAVY: i64 = 1 << 40;

/// A load as the search adds it up.
type Sum = [i64; LIMITS];

fn sum_of(load: Load) -> Sum {
    [load.articles, load.totes, load.volume_mm3, load.weight_g].map(|part| part.clamp(0, HEAVY))
}

/// A batch with what the search needs to know of it at once.
#[derive(Clone, Debug, Default)]
struct Batch {
    orders: Vec<u32>,
    load: Sum,
    name: u64,
    length: i64,
}

/// A plan while it is being changed: batches by index, orders by the index of theirs.
#[derive(Debug)]
pub(super) struct State {
    task: Arc<Task>,
    loads: Vec<Sum>,
    limits: Sum,
    /// Limits that all the orders together would break: the others need no check.
    tight: usize,
    batches: Vec<Batch>,
    of: Vec<u32>,
    /// By order: length of its batch without it, [`UNKNOWN`] where the batch has changed since that was asked for.
    without: Vec<i64>,
    length: i64,
}

const UNKNOWN: i64 = -1;

/// What becomes of one of the batches of an exchange.
struct Side<'e> {
    batch: usize,
    leave: &'e [u32],
    come: &'e [u32],
}

/// Some orders of one batch for some of another.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// Batch that gives `out` and takes `back`.
    pub(super) from: usize,
    /// Batch that gives `back` and takes `out`; one beyond the last is a new batch.
    pub(super) to: usize,
    pub(super) out: Vec<u32>,
    pub(super) back: Vec<u32>,
}

impl State {
    /// Of batches that name every order among them once. Orders of the task that are in none do not take part.
    pub(super) fn new<T: Tours>(task: &Arc<Task>, batches: &[Vec<u32>], known: &mut Known<T>) -> State {
        let (loads, limits, tight) = tight(task, batches);
        let mut state = State {
            task: Arc::clone(task),
            loads,
            limits,
            tight,
            batches: Vec::with_capacity(batches.len()),
            of: vec![u32::MAX; task.orders.len()],
            without: vec![UNKNOWN; task.orders.len()],
            length: 0,
        };
        for orders in batches.iter().filter(|orders| !orders.is_empty()) {
            let batch = Batch {
                load: state.sum(orders),
                name: orders.iter().fold(0, |name, order| name ^ known.name(*order)),
                length: known.of(orders),
                orders: orders.clone(),
            };
            let index = u32::try_from(state.batches.len()).unwrap_or(u32::MAX);
            state.settle(orders, index);
            state.length += batch.length;
            state.batches.push(batch);
        }
        state
    }

    fn settle(&mut self, orders: &[u32], batch: u32) {
        for order in orders {
            if let Some(of) = self.of.get_mut(*order as usize) {
                *of = batch;
            }
        }
    }

    pub(super) fn length(&self) -> i64 {
        self.length
    }

    /// Batches that are there.
    pub(super) fn len(&self) -> usize {
        self.batches.len()
    }

    /// The batch that an order is in.
    pub(super) fn batch_of(&self, order: u32) -> usize {
        self.of
            .get(order as usize)
            .map_or(usize::MAX, |batch| *batch as usize)
    }

    /// Orders of a batch.
    pub(super) fn orders(&self, batch: usize) -> &[u32] {
        self.batches.get(batch).map_or(&[], |batch| &batch.orders)
    }

    /// Name and length of a batch.
    pub(super) fn named(&self, batch: usize) -> (u64, i64) {
        self.batches
            .get(batch)
            .map_or((0, 0), |batch| (batch.name, batch.length))
    }

    fn sum(&self, orders: &[u32]) -> Sum {
        let mut sum = Sum::default();
        for load in orders.iter().filter_map(|order| self.loads.get(*order as usize)) {
            for (all, one) in sum.iter_mut().zip(load).take(self.tight) {
                *all += one;
            }
        }
        sum
    }

    /// Whether both batches stay within the limits. Kinds are the caller's business: all orders are of one.
    pub(super) fn allows(&self, exchange: &Exchange) -> bool {
        let (out, back) = (self.sum(&exchange.out), self.sum(&exchange.back));
        let fits = |index: usize, given: &Sum, taken: &Sum, count: (usize, usize)| {
            let Some(batch) = self.batches.get(index) else {
                return true;
            };
            let mut parts = batch
                .load
                .iter()
                .zip(given)
                .zip(taken)
                .zip(&self.limits)
                .take(self.tight);
            parts.all(|(((load, given), taken), most)| load - given + taken <= *most)
                || batch.orders.len() + count.1 == count.0 + 1
        };
        let count = (exchange.out.len(), exchange.back.len());
        fits(exchange.from, &out, &back, count)
            && fits(exchange.to, &back, &out, (count.1, count.0))
            && (self.task.limits.zones >= u64::BITS || self.zones_allow(exchange))
    }

    fn zones_allow(&self, exchange: &Exchange) -> bool {
        let fits = |batch: usize, out: &[u32], back: &[u32]| {
            let kept = self.orders(batch).iter().filter(|order| !out.contains(order));
            let all = || kept.clone().chain(back);
            let zones = all().fold(0, |zones, order| zones | self.task.order(*order).zones);
            zones.count_ones() <= self.task.limits.zones || all().count() == 1
        };
        fits(exchange.from, &exchange.out, &exchange.back) && fits(exchange.to, &exchange.back, &exchange.out)
    }

    /// Makes an exchange if the plan grows by less than `bound`, and says whether it did. One of the two walks is
    /// reckoned first; the other cannot become shorter than without those who leave it, so that most exchanges are
    /// known to be bad before the second walk is reckoned.
    pub(super) fn exchange<T: Tours>(
        &mut self,
        exchange: &Exchange,
        bound: f64,
        known: &mut Known<T>,
    ) -> bool {
        let flip = |orders: &[u32]| orders.iter().fold(0, |name, order| name ^ known.name(*order));
        let flip = flip(&exchange.out) ^ flip(&exchange.back);
        let from = Side {
            batch: exchange.from,
            leave: &exchange.out,
            come: &exchange.back,
        };
        let to = Side {
            batch: exchange.to,
            leave: &exchange.back,
            come: &exchange.out,
        };
        // What a walk is without two orders is not at hand.
        let (one, other) = if to.leave.len() < 2 {
            (from, to)
        } else {
            (to, from)
        };
        let (one_was, other_was) = (self.named(one.batch), self.named(other.batch));
        let before = one_was.1 + other_was.1;
        let least = self.least(&other, known);
        let one_now = known.length(one_was.0 ^ flip, self.after(&one));
        if (one_now + least - before) as f64 >= bound {
            return false;
        }
        let other_now = known.length(other_was.0 ^ flip, self.after(&other));
        let grown = one_now + other_now - before;
        if grown as f64 >= bound {
            return false;
        }
        self.length += grown;
        if exchange.to == self.batches.len() {
            self.batches.push(Batch::default());
        }
        self.put(&one, (one_was.0 ^ flip, one_now));
        self.put(&other, (other_was.0 ^ flip, other_now));
        self.drop_empty(exchange.from);
        true
    }

    /// Length that a walk keeps at least, whatever comes to it: that without those who leave it.
    fn least<T: Tours>(&mut self, side: &Side<'_>, known: &mut Known<T>) -> i64 {
        let (name, length) = self.named(side.batch);
        let order = match side.leave {
            [] => return length,
            [order] => *order,
            _ => return 0,
        };
        let at_hand = self.without.get(order as usize).copied().unwrap_or(0);
        if at_hand != UNKNOWN {
            return at_hand;
        }
        let alone = Side { come: &[], ..*side };
        let length = known.length(name ^ known.name(order), self.after(&alone));
        if let Some(without) = self.without.get_mut(order as usize) {
            *without = length;
        }
        length
    }

    /// Orders of a batch when some have left it and others have come.
    fn after<'s>(&'s self, side: &Side<'s>) -> impl Iterator<Item = u32> + use<'s> {
        let (leave, come) = (side.leave, side.come);
        let kept = self
            .orders(side.batch)
            .iter()
            .filter(move |order| !leave.contains(order));
        kept.chain(come).copied()
    }

    fn put(&mut self, side: &Side<'_>, (name, length): (u64, i64)) {
        let (given, taken) = (self.sum(side.leave), self.sum(side.come));
        if let Some(batch) = self.batches.get_mut(side.batch) {
            batch.orders.retain(|order| !side.leave.contains(order));
            batch.orders.extend(side.come);
            for ((load, given), taken) in batch.load.iter_mut().zip(given).zip(taken) {
                *load += taken - given;
            }
            batch.name = name;
            batch.length = length;
            for order in &batch.orders {
                if let Some(without) = self.without.get_mut(*order as usize) {
                    *without = UNKNOWN;
                }
            }
        }
        self.settle(side.come, u32::try_from(side.batch).unwrap_or(u32::MAX));
    }

    fn drop_empty(&mut self, index: usize) {
        if self
            .batches
            .get(index)
            .is_some_and(|batch| batch.orders.is_empty())
        {
            self.batches.swap_remove(index);
            let moved = self.orders(index).to_vec();
            self.settle(&moved, u32::try_from(index).unwrap_or(u32::MAX));
        }
    }

    /// Writes the batches into a plan, using its memory again.
    pub(super) fn store(&self, plan: &mut Plan) {
        plan.length = self.length;
        plan.batches.resize_with(self.batches.len(), Vec::new);
        for (kept, batch) in plan.batches.iter_mut().zip(&self.batches) {
            kept.clone_from(&batch.orders);
        }
    }
}

/// Loads of the orders and the limits, those first that all the orders together would break, and how many these are.
fn tight(task: &Task, batches: &[Vec<u32>]) -> (Vec<Sum>, Sum, usize) {
    let limits = sum_of(task.limits.load);
    let mut all = Sum::default();
    for order in batches.iter().flatten() {
        let load = sum_of(task.order(*order).load);
        all.iter_mut()
            .zip(load)
            .for_each(|(all, one)| *all = all.saturating_add(one));
    }
    let mut kept: Vec<usize> = Vec::new();
    for (index, (all, most)) in all.iter().zip(&limits).enumerate() {
        if all > most {
            kept.push(index);
        }
    }
    let pick = |from: Sum| {
        let mut to = Sum::default();
        for (to, index) in to.iter_mut().zip(&kept) {
            *to = from.get(*index).copied().unwrap_or(0);
        }
        to
    };
    let loads = task.orders.iter().map(|order| pick(sum_of(order.load))).collect();
    (loads, pick(limits), kept.len())
}
