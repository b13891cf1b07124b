//! Simulated annealing over moves and exchanges between two batches.

use super::known::Known;
use super::state::{Exchange, State};
use super::{Plan, Task, Tours};
use fastrand::Rng;
use std::sync::Arc;

/// Exchanges that are tried in one round, between two looks at the clock, and walks that are reckoned in it at most:
/// where they take long, the clock is looked at more often.
const ROUND: u32 = 256;
pub(super) const RECKONED: u64 = 128;

/// Temperatures at the beginning and at the end, as shares of the plan's length an order. The first one lets most
/// exchanges of neighbours pass; below the last one hardly any that makes the plan longer does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cooling {
    pub(super) hot: f64,
    pub(super) cold: f64,
}

/// One annealing, a round at a time (Kirkpatrick, Gelatt and Vecchi 1983). A round tries moves of an order to another
/// batch, exchanges of one order for one, and of two for one, which matter where carts are nearly full.
#[derive(Debug)]
pub(super) struct Annealing {
    state: State,
    orders: Vec<u32>,
    hot: f64,
    cold: f64,
    trial: Exchange,
    best: Plan,
}

impl Annealing {
    /// From these batches, over their orders alone.
    pub(super) fn new<T: Tours>(
        task: &Arc<Task>,
        start: &[Vec<u32>],
        cooling: Cooling,
        known: &mut Known<T>,
    ) -> Annealing {
        let state = State::new(task, start, known);
        let orders: Vec<u32> = start.iter().flatten().copied().collect();
        let each = state.length() as f64 / orders.len().max(1) as f64;
        let mut best = Plan::default();
        state.store(&mut best);
        Annealing {
            state,
            orders,
            hot: cooling.hot * each,
            cold: cooling.cold * each,
            trial: Exchange::default(),
            best,
        }
    }

    /// The best plan so far, its batches in no sequence.
    pub(super) fn best(&self) -> &Plan {
        &self.best
    }

    /// One round at this share of the way, 0 to 1.
    pub(super) fn round<T: Tours>(&mut self, share: f64, dice: &mut Rng, known: &mut Known<T>) {
        let heat = self.hot * (self.cold / self.hot).powf(share.clamp(0.0, 1.0));
        let enough = known.reckoned() + RECKONED;
        for _ in 0..ROUND {
            if known.reckoned() >= enough {
                return;
            }
            if !self.draw(dice) || !self.state.allows(&self.trial) {
                continue;
            }
            // Metropolis' rule, turned round: the threshold is drawn first, so that a walk need not be reckoned to
            // its end once it is too long.
            let bound = -(1.0 - dice.f64()).ln() * heat;
            if self.state.exchange(&self.trial, bound, known) && self.state.length() < self.best.length {
                self.state.store(&mut self.best);
            }
        }
    }

    /// Draws what to try: false when it is nothing.
    fn draw(&mut self, dice: &mut Rng) -> bool {
        let Some(order) = dice.choice(&self.orders).copied() else {
            return false;
        };
        let trial = &mut self.trial;
        trial.from = self.state.batch_of(order);
        trial.out.clear();
        trial.back.clear();
        trial.out.push(order);
        let kind = dice.u32(..10);
        if kind < 3 {
            trial.to = dice.usize(..=self.state.len());
            let alone = self.state.orders(trial.from).len() == 1;
            return trial.to != trial.from && !(alone && trial.to == self.state.len());
        }
        let Some(other) = dice.choice(&self.orders).copied() else {
            return false;
        };
        trial.to = self.state.batch_of(other);
        trial.back.push(other);
        if kind >= 7 {
            let (batch, side) = if dice.bool() {
                (trial.from, &mut trial.out)
            } else {
                (trial.to, &mut trial.back)
            };
            if let Some(second) = dice.choice(self.state.orders(batch))
                && !side.contains(second)
            {
                side.push(*second);
            }
        }
        trial.from != trial.to
    }
}
