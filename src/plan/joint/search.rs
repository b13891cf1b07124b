//! The search: a cheap beginning, then annealing by removal and insertion.

use super::state::State;
use super::{Plan, Task};
use crate::plan::{Progress, Watch};
use fastrand::Rng;

/// Changes that are tried between two looks at the clock.
const ROUND: u32 = 8;
/// Temperatures at the beginning and at the end, as shares of the length that an article costs at first.
const HOT: f64 = 0.5;
const COLD: f64 = 0.02;
/// Rounds of the first cooling when it is not known how long the search may take; each one takes twice as many.
const FIRST: u64 = 4_000;
/// Orders that are looked at for each one that the first plan takes.
const SAMPLE: usize = 12;
/// Samples of which nothing can be taken, after which the first plan begins anew, and how often it does.
const FAILURES: u32 = 200;
const ATTEMPTS: u32 = 30;

/// The best plan found while `watch` lets it go on; `None` when the orders cannot come to as many articles as are
/// wanted, or not before it ends. The same seed and rounds give the same plan.
pub fn plan(task: &Task, seed: u64, watch: &mut dyn Watch) -> Option<Plan> {
    let mut search = Search::new(task, seed);
    search.begin(watch).then(|| search.anneal(watch))
}

struct Search<'t> {
    task: &'t Task,
    state: State<'t>,
    dice: Rng,
    chosen: Vec<u32>,
    open: Vec<u32>,
    rounds: u64,
}

impl<'t> Search<'t> {
    fn new(task: &'t Task, seed: u64) -> Search<'t> {
        let open: Vec<u32> = (0..).take(task.orders.len()).collect();
        Search {
            task,
            state: State::new(task, batches(task)),
            dice: Rng::with_seed(seed),
            chosen: Vec::new(),
            open,
            rounds: 0,
        }
    }

    fn progress(&self, best: i64) -> Progress {
        Progress {
            rounds: self.rounds,
            best: Some(best),
        }
    }

    /// A first plan. Where articles are scarce an order may take what others need: then it begins anew.
    fn begin(&mut self, watch: &mut dyn Watch) -> bool {
        let all: usize = self.task.orders.iter().map(Vec::len).sum();
        if all < self.task.least_articles {
            return false;
        }
        for _ in 0..ATTEMPTS {
            if self.fill(watch) {
                return true;
            }
            for order in std::mem::take(&mut self.chosen) {
                self.state.drop(order);
                self.open.push(order);
            }
            self.state.keep();
        }
        false
    }

    /// Fills one batch after the other, each time with the order of a sample that adds the least an article. Out of
    /// time it takes what comes. False when it comes to an end before there are articles enough.
    fn fill(&mut self, watch: &mut dyn Watch) -> bool {
        let mut batch = 0;
        let mut failed = 0;
        while self.state.articles() < self.task.least_articles {
            if !self.state.has_room(batch) {
                batch += 1;
                if batch >= self.state.batches() {
                    return false;
                }
            }
            let sample = if watch.go_on(Progress::default()) {
                SAMPLE
            } else {
                1
            };
            let mut best: Option<(f64, usize)> = None;
            for _ in 0..sample.min(self.open.len()) {
                let index = self.dice.usize(..self.open.len());
                let Some(order) = self.open.get(index).copied() else {
                    continue;
                };
                let (length, articles) = (self.state.length(), self.state.articles());
                let whole = self.state.choose(order, batch, &mut self.dice, f64::INFINITY);
                let more = (self.state.articles() - articles).max(1);
                let each = (self.state.length() - length) as f64 / more as f64;
                self.state.take_back();
                if whole && best.is_none_or(|(least, _)| each < least) {
                    best = Some((each, index));
                }
            }
            let Some((_, index)) = best else {
                failed += 1;
                if failed > FAILURES {
                    return false;
                }
                continue;
            };
            let order = self.open.swap_remove(index);
            if self.state.choose(order, batch, &mut self.dice, f64::INFINITY) {
                self.state.keep();
                self.chosen.push(order);
            } else {
                self.state.take_back();
                self.open.push(order);
            }
        }
        true
    }

    fn anneal(&mut self, watch: &mut dyn Watch) -> Plan {
        let each = self.state.length() as f64 / self.state.articles().max(1) as f64;
        let mut best = self.state.length();
        let mut snapshot = self.state.snapshot(&self.chosen);
        let mut kept = best;
        let mut from = 0;
        let mut cooling = FIRST;
        loop {
            let progress = self.progress(best);
            if !watch.go_on(progress) {
                break;
            }
            let share = watch.spent(progress).unwrap_or_else(|| {
                if self.rounds - from >= cooling {
                    from = self.rounds;
                    cooling *= 2;
                }
                (self.rounds - from) as f64 / cooling as f64
            });
            let heat = each * HOT * (COLD / HOT).powf(share.clamp(0.0, 1.0));
            for _ in 0..ROUND {
                let most = self.state.length() as f64 - (1.0 - self.dice.f64()).ln() * heat;
                self.change(most);
                best = best.min(self.state.length());
            }
            self.rounds += 1;
            // Writing down costs more than a change, so it is done once a round, where one was better.
            if self.state.length() < kept {
                kept = self.state.length();
                snapshot = self.state.snapshot(&self.chosen);
            }
        }
        self.state.plan(snapshot)
    }

    /// Tries one change, and keeps it if all walks stay below `most`.
    fn change(&mut self, most: f64) {
        let kind = self.dice.u32(..100);
        let removed = if kind < 60 { 1 } else { 2 };
        let mut out: Vec<usize> = Vec::with_capacity(2);
        for _ in 0..removed.min(self.chosen.len()) {
            let index = self.dice.usize(..self.chosen.len());
            if !out.contains(&index) {
                out.push(index);
            }
        }
        let mut homes = Vec::with_capacity(2);
        let mut gone = Vec::with_capacity(2);
        for index in &out {
            let Some(order) = self.chosen.get(*index).copied() else {
                continue;
            };
            homes.extend(self.state.batch_of(order));
            self.state.drop(order);
            gone.push(order);
        }
        let ok = if kind < 15 || (60..75).contains(&kind) {
            // The same orders again, elsewhere or otherwise.
            let mut orders = gone.clone();
            if self.dice.bool() {
                homes.reverse();
            }
            orders.reverse();
            orders.iter().zip(homes.iter()).all(|(order, home)| {
                let batch = if removed == 1 {
                    self.dice.usize(..self.state.batches())
                } else {
                    *home
                };
                self.state.has_room(batch) && self.state.choose(*order, batch, &mut self.dice, most)
            })
        } else {
            self.insert_others(&homes, &gone, most)
        };
        if !ok || self.state.length() as f64 >= most || self.state.articles() < self.task.least_articles {
            self.state.take_back();
            return;
        }
        self.state.keep();
        self.settle();
    }

    /// Inserts orders that were not chosen until there are articles enough again.
    fn insert_others(&mut self, homes: &[usize], gone: &[u32], most: f64) -> bool {
        let mut tried = 0;
        while self.state.articles() < self.task.least_articles {
            tried += 1;
            let Some(order) = self.dice.choice(&self.open).copied() else {
                return false;
            };
            if tried > 3 || gone.contains(&order) || self.state.batch_of(order).is_some() {
                return false;
            }
            let batch = match homes.get(self.dice.usize(..homes.len().max(1))) {
                Some(home) if self.dice.u32(..4) > 0 => *home,
                _ => self.dice.usize(..self.state.batches()),
            };
            if !self.state.has_room(batch) || !self.state.choose(order, batch, &mut self.dice, most) {
                return false;
            }
        }
        true
    }

    /// Puts right which orders are chosen and which are open.
    fn settle(&mut self) {
        let state = &self.state;
        let mut left = Vec::new();
        self.chosen.retain(|order| {
            let stays = state.batch_of(*order).is_some();
            if !stays {
                left.push(*order);
            }
            stays
        });
        let chosen = &mut self.chosen;
        self.open.retain(|order| {
            let comes = state.batch_of(*order).is_some();
            if comes {
                chosen.push(*order);
            }
            !comes
        });
        self.open.extend(left);
    }
}

/// Batches that there is room for: those that the wanted articles need in orders of mean size, and then half as many
/// again and one, so that the search may keep batches to few zones.
fn batches(task: &Task) -> usize {
    let articles: usize = task.orders.iter().map(Vec::len).sum();
    let orders = (task.least_articles * task.orders.len()).div_ceil(articles.max(1));
    let least = orders.div_ceil(task.most_orders.max(1)).max(1);
    least + least.div_ceil(2) + 1
}
