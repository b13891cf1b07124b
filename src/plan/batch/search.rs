//! From savings to a good plan, as long as there is time.

use super::anneal::{Annealing, Cooling};
use super::known::Known;
use super::savings::savings;
use super::{Plan, Task, Tours};
use crate::plan::{Progress, Watch};
use fastrand::Rng;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most orders that are annealed together.
const TOGETHER: usize = 160;
/// Passes over the neighbourhoods of a large set, when it is known how long the search may take.
const PASSES: u32 = 2;
/// Rounds of the first annealing when that is not known; each pass takes twice as many as the one before.
const FIRST: u64 = 2_000;
/// Where an annealing begins and ends, as shares of a walk's length an order. Tried on generated sets of
/// 60 to 100 orders, where half or twice as much made no difference beyond that between two seeds.
const COOLING: Cooling = Cooling {
    hot: 0.35,
    cold: 0.017,
};

/// The best batches that are found while `watch` lets it go on. A plan is there from the first moment, so ending it
/// at once gives the one by savings. The same seed and rounds give the same plan.
pub fn plan<T: Tours>(task: &Task, tours: &mut T, seed: u64, watch: &mut dyn Watch) -> Plan {
    let mut known = Known::new(tours, task.orders.len(), seed);
    let mut kinds: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (index, order) in (0..).zip(&task.orders) {
        kinds.entry(order.kind).or_default().push(index);
    }
    let mut best = Plan::default();
    for orders in kinds.values() {
        best.batches.extend(savings(task, orders, &mut known));
    }
    best.length = best.batches.iter().map(|batch| known.of(batch)).sum();
    let mut search = Search {
        task,
        known,
        dice: Rng::with_seed(seed),
        watch,
        rounds: 0,
        best,
    };
    search.run();
    search.best.batches.retain(|batch| !batch.is_empty());
    for batch in &mut search.best.batches {
        batch.sort_unstable();
    }
    search.best
}

struct Search<'s, 't, T> {
    task: &'s Task,
    known: Known<'t, T>,
    dice: Rng,
    watch: &'s mut dyn Watch,
    rounds: u64,
    best: Plan,
}

impl<T: Tours> Search<'_, '_, T> {
    fn progress(&self) -> Progress {
        Progress {
            rounds: self.rounds,
            best: Some(self.best.length),
        }
    }

    /// Passes over all neighbourhoods until there is no more time, or no more to be expected.
    fn run(&mut self) {
        let one = |search: &Search<'_, '_, T>| search.neighbourhoods(0).len() <= 1;
        let passes = if one(self) { 1 } else { PASSES };
        for pass in 0_u32.. {
            self.best.batches.retain(|batch| !batch.is_empty());
            let windows = self.neighbourhoods(pass);
            let all: usize = windows.iter().map(|window| self.orders_in(window)).sum();
            if all == 0 {
                return;
            }
            let limited = self.watch.spent(self.progress()).is_some();
            let mut before = 0;
            for window in windows {
                let count = self.orders_in(&window);
                let at = |orders: usize| (f64::from(pass) + orders as f64 / all as f64) / f64::from(passes);
                let enough = if limited {
                    100 * (count as u64).pow(2)
                } else {
                    FIRST << pass.min(40)
                };
                if !self.anneal(&window, at(before)..at(before + count), enough) {
                    return;
                }
                before += count;
            }
            if limited && pass + 1 == passes {
                return;
            }
        }
    }

    fn orders_in(&self, window: &[usize]) -> usize {
        let batches = window.iter().filter_map(|index| self.best.batches.get(*index));
        batches.map(Vec::len).sum()
    }

    /// Batches of one kind that lie near each other, as indices, in lists of at most [`TOGETHER`] orders. Odd passes
    /// cut in the middle of what even ones have together.
    fn neighbourhoods(&self, pass: u32) -> Vec<Vec<usize>> {
        let mut sorted: Vec<(u32, u64, usize)> = Vec::new();
        for (index, batch) in self.best.batches.iter().enumerate() {
            let kind = batch.first().map_or(0, |order| self.task.order(*order).kind);
            let lies = batch.iter().map(|order| self.known.lies(*order)).max();
            sorted.push((kind, lies.unwrap_or(0), index));
        }
        sorted.sort_unstable();
        let mut windows = Vec::new();
        for kind in sorted.chunk_by(|a, b| a.0 == b.0) {
            let mut window = Vec::new();
            let mut room = if pass.is_multiple_of(2) {
                TOGETHER
            } else {
                TOGETHER / 2
            };
            for (.., index) in kind {
                let count = self.best.batches.get(*index).map_or(0, Vec::len);
                if count > room && !window.is_empty() {
                    windows.push(std::mem::take(&mut window));
                    room = TOGETHER;
                }
                window.push(*index);
                room = room.saturating_sub(count);
            }
            windows.push(window);
        }
        windows.retain(|window| window.len() > 1);
        windows
    }

    /// Anneals these batches through the stretch of the time that is theirs, or for so many rounds when those are over
    /// sooner. False when the search is to end.
    fn anneal(&mut self, window: &[usize], stretch: Range<f64>, enough: u64) -> bool {
        let batches: Vec<Vec<u32>> = window
            .iter()
            .filter_map(|index| self.best.batches.get(*index).cloned())
            .collect();
        let mut annealing = Annealing::new(self.task, &batches, COOLING, &mut self.known);
        let before = annealing.best().length;
        let others = self.best.length - before;
        let mut share = 0.0;
        let mut done = 0;
        let mut on = self.watch.go_on(self.progress());
        while on && share < 1.0 {
            annealing.round(share, &mut self.dice, &mut self.known);
            done += 1;
            self.rounds += 1;
            self.best.length = others + annealing.best().length;
            let progress = self.progress();
            share = done as f64 / enough as f64;
            if let Some(spent) = self.watch.spent(progress) {
                share = share.max((spent - stretch.start) / (stretch.end - stretch.start));
            }
            on = self.watch.go_on(progress);
        }
        if annealing.best().length < before {
            let mut found = annealing.best().batches.iter().cloned();
            for index in window {
                if let Some(batch) = self.best.batches.get_mut(*index) {
                    *batch = found.next().unwrap_or_default();
                }
            }
            self.best.batches.extend(found);
        }
        on
    }
}
