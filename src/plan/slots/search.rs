//! The search: exchanges of two items, or of an item and a free place, by simulated annealing (S. Kirkpatrick,
//! C. D. Gelatt and M. P. Vecchi, "Optimization by simulated annealing", Science 220, 1983) on the length of the
//! trips learned from.

use super::moves::{Carried, Move, carry};
use super::start::{by_aisle, by_popularity};
use super::state::{Exchange, State};
use super::task::{EMPTY, Task};
use crate::plan::watch::{Progress, Watch};
use fastrand::Rng;
use std::sync::Arc;

/// How much a millimetre along an aisle counts in the assignments that the search begins with, in hundredths.
const DEPTHS: [i64; 5] = [10, 25, 50, 100, 200];
/// Rounds between two looks at how far the search is.
const STRIDE: u64 = 64;
/// Rounds of a search of which nobody knows how long it may take.
const ROUNDS: f64 = 4_000_000.0;
/// Exchanges tried to find the temperature to begin with.
const SAMPLE: usize = 300;
/// The temperatures at the beginning and at the end, in parts of the mean worsening of an exchange.
const HOT: f64 = 0.01;
const COLD: f64 = 0.001;

/// Where items are to lie, and how they come there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In an order in which they can be carried out.
    pub moves: Vec<Move>,
    /// Where each item lies afterwards.
    pub lies: Vec<u32>,
    /// How many weighted millimetres shorter the trips learned from are then, as the search reckons them.
    pub saved: i64,
}

/// Plans where items are to lie, within the task's moves. The best so far when the watch ends it; on trips it did not
/// see, it is as good as these are like those it learned from.
pub fn plan(task: &Arc<Task>, seed: u64, watch: &mut impl Watch) -> Plan {
    let mut search = Search::new(task, seed);
    search.run(watch);
    search.plan()
}

/// A search that may be run on after it was ended.
#[derive(Clone, Debug)]
pub struct Search {
    task: Arc<Task>,
    state: State,
    rng: Rng,
    lines: Vec<u64>,
    /// Weighted millimetres where everything lies now.
    before: i64,
    best: (i64, Vec<u32>),
    /// Items that may be moved and are picked.
    items: Vec<u32>,
    /// The places of each stretch of aisle.
    cells: Vec<Vec<u32>>,
    places: u32,
    /// The mean worsening of an exchange by chance.
    scale: f64,
    rounds: u64,
}

impl Search {
    /// A search that begins with the best of some assignments without search.
    #[must_use]
    pub fn new(task: &Arc<Task>, seed: u64) -> Search {
        let lines = task.popularity();
        let mut state = State::new(task, &task.start);
        let before = state.cost();
        let mut best = (before, task.start.clone());
        let first = DEPTHS.map(|depth| carry(task, &task.start, &by_aisle(task, &lines, depth)));
        for carried in first.into_iter().chain([by_popularity(task, &lines)]) {
            if carried.moves.len() <= task.moves && !task.pairs {
                state.reset(&carried.lies);
                if state.cost() < best.0 {
                    best = (state.cost(), carried.lies);
                }
            }
        }
        state.reset(&best.1);
        let places = u32::try_from(task.places.len()).unwrap_or(u32::MAX);
        let mut cells: Vec<Vec<u32>> = Vec::new();
        for place in 0..places {
            let cell = state.slot(place).cell as usize;
            if cells.len() <= cell {
                cells.resize(cell + 1, Vec::new());
            }
            if let Some(cell) = cells.get_mut(cell) {
                cell.push(place);
            }
        }
        let items = (0_u32..).take(task.items.len());
        let items = items.filter(|item| task.may_move(*item) && !state.on(*item).is_empty());
        let mut search = Search {
            items: items.collect(),
            task: Arc::clone(task),
            state,
            rng: Rng::with_seed(seed),
            lines,
            before,
            best,
            cells,
            places,
            scale: 0.0,
            rounds: 0,
        };
        search.scale = search.worsening();
        search
    }

    /// The best plan so far.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let task = &*self.task;
        let mut wanted = if self.state.cost() < self.best.0 {
            self.state.lies().to_vec()
        } else {
            self.best.1.clone()
        };
        let mut carried = carry(task, &task.start, &wanted);
        if !task.pairs {
            settle(task, &self.lines, &mut wanted);
        }
        let settled = carry(task, &task.start, &wanted);
        if settled.moves.len() <= task.moves {
            carried = settled;
        }
        let Carried { moves, lies } = carried;
        let saved = self.before - self.state.cost().min(self.best.0);
        Plan { moves, lies, saved }
    }

    /// What the trips learned from come to where everything lies now, in weighted millimetres as the search reckons
    /// them.
    #[must_use]
    pub fn before(&self) -> i64 {
        self.before
    }

    fn in_cell_of(&mut self, place: u32) -> Option<u32> {
        let cell = self.cells.get(self.state.slot(place).cell as usize)?;
        let at = self.rng.usize(..cell.len().max(1));
        cell.get(at).copied()
    }

    /// An item and where it might go: to what is bought with it, elsewhere along its stretch of aisle, or anywhere.
    fn propose(&mut self) -> Option<Exchange> {
        let at = self.rng.usize(..self.items.len().max(1));
        let item = self.items.get(at).copied()?;
        let to = match self.rng.u8(..8) {
            0..=3 => {
                let on = self.state.on(item);
                let trip = on.get(self.rng.usize(..on.len().max(1))).copied()?;
                let with = self.state.trip(trip);
                let with = with.get(self.rng.usize(..with.len().max(1))).copied()?;
                self.in_cell_of(self.state.place(with))?
            }
            4 => self.in_cell_of(self.state.place(item))?,
            _ => self.rng.u32(..self.places.max(1)),
        };
        Some(Exchange { item, to })
    }

    /// The mean worsening of exchanges by chance.
    fn worsening(&mut self) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for _ in 0..SAMPLE {
            let Some(exchange) = self.propose() else { continue };
            if !self.state.allows(exchange) {
                continue;
            }
            let from = self.state.place(exchange.item);
            let delta = self.state.exchange(exchange, i64::MAX).unwrap_or(0);
            if delta > 0 {
                sum += delta as f64;
                count += 1.0;
            }
            let back = Exchange {
                item: exchange.item,
                to: from,
            };
            self.state.exchange(back, i64::MAX);
        }
        sum / count.max(1.0)
    }

    /// Searches until the watch ends it.
    pub fn run(&mut self, watch: &mut impl Watch) {
        if self.items.is_empty() {
            return;
        }
        let mut temperature = self.scale * HOT;
        loop {
            if self.rounds.is_multiple_of(STRIDE) {
                let progress = Progress {
                    rounds: self.rounds,
                    best: Some(self.state.cost()),
                };
                if !watch.go_on(progress) {
                    return;
                }
                let spent = watch
                    .spent(progress)
                    .unwrap_or((self.rounds as f64 / ROUNDS).min(1.0));
                temperature = self.scale * HOT * (COLD / HOT).powf(spent);
            }
            self.rounds += 1;
            let Some(exchange) = self.propose() else { continue };
            if self.state.allows(exchange) {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a threshold: cut to whole millimetres"
                )]
                let most = (-temperature * (1.0 - self.rng.f64()).ln()) as i64;
                self.state.exchange(exchange, most);
            }
        }
    }
}

/// Of the moved items before one spot, the most picked where they are reached most easily.
fn settle(task: &Task, lines: &[u64], lies: &mut [u32]) {
    let moved = |item: u32, lies: &[u32]| lies.get(item as usize) != task.start.get(item as usize);
    let mut by_spot: Vec<(crate::plan::route::Spot, u32)> = (0_u32..)
        .zip(lies.iter())
        .filter(|(item, _)| moved(*item, lies))
        .filter_map(|(item, place)| Some((task.places.get(*place as usize)?.spot, item)))
        .collect();
    by_spot.sort_unstable();
    let picked = |item: u32| lines.get(item as usize).copied().unwrap_or(0);
    let reach = |place: u32| task.places.get(place as usize).map_or(0, |place| place.reach);
    for group in by_spot.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, a)) in group.iter().enumerate() {
            for (_, b) in group.iter().skip(n + 1) {
                let at = |item: u32, lies: &[u32]| lies.get(item as usize).copied().unwrap_or(EMPTY);
                let (here, there) = (at(*a, lies), at(*b, lies));
                let better = (picked(*a) > picked(*b) && reach(here) > reach(there))
                    || (picked(*a) < picked(*b) && reach(here) < reach(there));
                if better && task.fits(*a, there) && task.fits(*b, here) {
                    if let Some(lies) = lies.get_mut(*a as usize) {
                        *lies = there;
                    }
                    if let Some(lies) = lies.get_mut(*b as usize) {
                        *lies = here;
                    }
                }
            }
        }
    }
}
