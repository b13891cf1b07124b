//! From savings to a good plan, as long as there is time.

use super::anew::Anew;
use super::anneal::{Annealing, Cooling};
use super::known::Known;
use super::savings::Join;
use super::{Plan, Task, Tours};
use crate::plan::{Progress, Watch};
use fastrand::Rng;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

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

/// Share of a neighbourhood's time that is annealed; what is left is for making a few batches anew.
const ANNEALS: f64 = 0.9;
/// Rounds of an annealing, for each pair of orders, after which no better plan is to be expected.
const ENOUGH: u64 = 1_000;

/// The best batches that are found while `watch` lets it go on. A plan is there from the first moment: a walk for each
/// order, some milliseconds later the plan by savings. The same seed and rounds give the same plan.
pub fn plan<T: Tours>(task: &Task, tours: &mut T, seed: u64, watch: &mut dyn Watch) -> Plan {
    let mut search = Search::new(task.clone(), tours, seed);
    while watch.go_on(search.progress()) && search.round(watch.spent(search.progress())) {}
    search.plan()
}

/// The same, and beside it the plan by savings alone that it goes on from, which is sought to its end whatever the watch
/// says: to be compared with, at no cost.
pub fn plan_beside_savings<T: Tours>(
    task: &Task,
    tours: &mut T,
    seed: u64,
    watch: &mut dyn Watch,
) -> (Plan, Plan) {
    let mut search = Search::new(task.clone(), tours, seed);
    while search.joins() {
        search.round(watch.spent(Progress::default()));
    }
    let savings = search.plan();
    while watch.go_on(search.progress()) && search.round(watch.spent(search.progress())) {}
    (search.plan(), savings)
}

/// A search under way, a round at a time: for whoever has other things to do in between.
#[derive(Debug)]
pub struct Search<T> {
    task: Arc<Task>,
    known: Known<T>,
    dice: Rng,
    rounds: u64,
    /// The savings, until all is joined.
    join: Option<Join>,
    best: Plan,
    /// Share of the time that was gone when all was joined.
    joined: f64,
    pass: u32,
    /// Neighbourhoods of this pass that are still to come, as indices of batches.
    windows: VecDeque<Vec<usize>>,
    /// Orders in all neighbourhoods of this pass, and in those that have been.
    orders: (usize, usize),
    going: Option<Going>,
}

/// What is done with a neighbourhood.
#[derive(Debug)]
enum Stage {
    Anneal(Annealing),
    Anew(Anew),
}

/// A neighbourhood that is at work.
#[derive(Debug)]
struct Going {
    stage: Stage,
    window: Vec<usize>,
    /// Length of its walks before, and of all others.
    length: (i64, i64),
    /// Rounds so far, and after how many it ends at the latest.
    rounds: (u64, u64),
    /// Its part of the whole time, 0 to 1.
    stretch: Range<f64>,
    share: f64,
}

impl<T: Tours> Search<T> {
    /// With a walk for each order.
    pub fn new(task: Task, tours: T, seed: u64) -> Search<T> {
        let known = Known::new(tours, task.orders.len(), seed);
        let task = Arc::new(task);
        Search {
            join: Some(Join::new(&task, &known)),
            task,
            known,
            dice: Rng::with_seed(seed),
            rounds: 0,
            best: Plan::default(),
            joined: 0.0,
            pass: 0,
            windows: VecDeque::new(),
            orders: (0, 0),
            going: None,
        }
    }

    /// Whether it is still at the savings.
    pub(super) fn joins(&self) -> bool {
        self.join.is_some()
    }

    fn join(&mut self, spent: Option<f64>) {
        let Some(join) = &mut self.join else { return };
        if !join.step(&mut self.known) {
            self.best = self.savings();
            self.join = None;
            self.joined = spent.unwrap_or(0.0).clamp(0.0, 1.0);
            self.begin_pass();
        }
    }

    fn savings(&mut self) -> Plan {
        let batches = self.join.as_ref().map_or_else(Vec::new, Join::batches);
        let length = batches.iter().map(|batch| self.known.of(batch)).sum();
        Plan { batches, length }
    }

    /// How far it is: no length while savings are sought, whose steps are not counted as rounds.
    pub fn progress(&self) -> Progress {
        if self.joins() {
            return Progress::default();
        }
        let going = self.going.as_ref();
        let length = going.map_or(self.best.length, |going| going.length.1 + going.stage.length());
        Progress {
            rounds: self.rounds,
            best: Some(length),
        }
    }

    /// The best plan so far, its orders in ascending order.
    pub fn plan(&mut self) -> Plan {
        let mut plan = if self.joins() {
            self.savings()
        } else {
            self.best.clone()
        };
        if let Some(going) = &self.going {
            going.settle(&mut plan);
        }
        plan.batches.retain(|batch| !batch.is_empty());
        for batch in &mut plan.batches {
            batch.sort_unstable();
        }
        plan
    }

    /// One round, a fraction of a millisecond where walks are reckoned fast. `spent` is the share of the time that is
    /// gone, where it is known how long the search may take. False when there is no more to be expected.
    pub fn round(&mut self, spent: Option<f64>) -> bool {
        if self.joins() {
            self.join(spent);
            return true;
        }
        let Some(mut going) = self.going.take().or_else(|| self.next(spent)) else {
            return false;
        };
        self.rounds += 1;
        going.rounds.0 += 1;
        let (dice, known) = (&mut self.dice, &mut self.known);
        let goes_on = match &mut going.stage {
            Stage::Anneal(annealing) => {
                annealing.round(going.share / ANNEALS, dice, known);
                true
            }
            Stage::Anew(anew) => anew.round(dice, known),
        };
        going.share = going.rounds.0 as f64 / going.rounds.1.max(1) as f64;
        if let Some(spent) = spent {
            let stretch = going.stretch.end - going.stretch.start;
            going.share = going.share.max((spent - going.stretch.start) / stretch);
        }
        if let Stage::Anneal(annealing) = &going.stage
            && going.share >= ANNEALS
            && let Some(anew) = Anew::new(&self.task, annealing.best(), &mut self.known)
        {
            going.stage = Stage::Anew(anew);
        }
        if goes_on && going.share < 1.0 {
            self.going = Some(going);
        } else {
            going.settle(&mut self.best);
        }
        true
    }

    /// The next neighbourhood, of this pass or the one after.
    fn next(&mut self, spent: Option<f64>) -> Option<Going> {
        if self.windows.is_empty() {
            if spent.is_some() && self.pass + 1 >= self.passes() {
                return None;
            }
            self.pass += 1;
            self.begin_pass();
        }
        let window = self.windows.pop_front()?;
        let count = self.orders_in(&window);
        let at = |orders: usize| {
            let pass = f64::from(self.pass) + orders as f64 / self.orders.0.max(1) as f64;
            self.joined + (1.0 - self.joined) * pass / f64::from(self.passes())
        };
        let stretch = at(self.orders.1)..at(self.orders.1 + count);
        self.orders.1 += count;
        let enough = match spent {
            Some(_) => ENOUGH.saturating_mul((count as u64).pow(2)),
            None => FIRST << self.pass.min(40),
        };
        let batches: Vec<Vec<u32>> = window
            .iter()
            .filter_map(|index| self.best.batches.get(*index).cloned())
            .collect();
        let annealing = Annealing::new(&self.task, &batches, COOLING, &mut self.known);
        let length = annealing.best().length;
        Some(Going {
            stage: Stage::Anneal(annealing),
            window,
            length: (length, self.best.length - length),
            rounds: (0, enough),
            stretch,
            share: 0.0,
        })
    }

    fn passes(&self) -> u32 {
        let orders: usize = self.task.orders.len();
        if orders <= TOGETHER { 1 } else { PASSES }
    }

    fn begin_pass(&mut self) {
        self.best.batches.retain(|batch| !batch.is_empty());
        self.windows = self.neighbourhoods().into();
        let orders = self.windows.iter().map(|window| self.orders_in(window)).sum();
        self.orders = (orders, 0);
    }

    fn orders_in(&self, window: &[usize]) -> usize {
        let batches = window.iter().filter_map(|index| self.best.batches.get(*index));
        batches.map(Vec::len).sum()
    }

    /// Batches of one kind that lie near each other, as indices, in lists of at most [`TOGETHER`] orders. Odd passes
    /// cut in the middle of what even ones have together.
    fn neighbourhoods(&self) -> Vec<Vec<usize>> {
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
            let cut = self.pass.is_multiple_of(2) || self.passes() == 1;
            let mut room = if cut { TOGETHER } else { TOGETHER / 2 };
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
}

impl Stage {
    fn length(&self) -> i64 {
        match self {
            Stage::Anneal(annealing) => annealing.best().length,
            Stage::Anew(anew) => anew.length(),
        }
    }

    fn plan(&self) -> Plan {
        match self {
            Stage::Anneal(annealing) => annealing.best().clone(),
            Stage::Anew(anew) => anew.plan(),
        }
    }
}

impl Going {
    /// Puts what was found into the plan, when it is better. Indices of other batches stay as they are.
    fn settle(&self, plan: &mut Plan) {
        let found = self.stage.plan();
        if found.length >= self.length.0 {
            return;
        }
        let mut batches = found.batches.into_iter();
        for index in &self.window {
            if let Some(batch) = plan.batches.get_mut(*index) {
                *batch = batches.next().unwrap_or_default();
            }
        }
        plan.batches.extend(batches);
        plan.length = self.length.1 + found.length;
    }
}
