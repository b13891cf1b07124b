//! As few equal bins as possible for boxes that may not be turned.
//!
//! First-fit over maximal residual spaces gives a packing; then one bin after another is dissolved. What it held lies
//! loose, and a few bins at a time are emptied together with something loose and packed anew in another order; what
//! stays over is loose again. Such a step is kept when the loose volume does not grow much (annealing). The idea of
//! packing for one bin less with a cost for what is outside is that of the guided local search of Faroe, Pisinger and
//! Zachariasen (2003, INFORMS Journal on Computing 15(3)); emptying and refilling bins follows the space
//! defragmentation of Zhu, Zhang, Oon and Lim (2012, Information Sciences 214). The search ends early at the lower
//! bound.

use super::bound::bins_needed;
use super::cuboid::{Cuboid, Triple, fits, volume};
use super::room::Room;
use crate::plan::{Progress, Watch};
use fastrand::Rng;

/// Equal bins, and what is to go into them as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Inner sides of a bin.
    pub bin: Triple,
    /// Sides of each item.
    pub items: Vec<Triple>,
}

/// Where an item lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the item.
    pub item: usize,
    /// Its lowest corner in the bin.
    pub at: Triple,
}

/// A packing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packing {
    /// The items of each bin.
    pub bins: Vec<Vec<Place>>,
    /// No packing has fewer bins than this.
    pub bound: usize,
}

/// Packs everything until the watch ends it or the bound is reached. `None` where an item does not fit into a bin.
pub fn pack(problem: &Problem, seed: u64, watch: &mut dyn Watch) -> Option<Packing> {
    let wrong = |i: &Triple| !fits(i, &problem.bin) || i.iter().any(|side| *side <= 0);
    if problem.items.iter().any(wrong) {
        return None;
    }
    let bound = usize::try_from(bins_needed(&problem.bin, &problem.items)).unwrap_or(0);
    let mut search = Search::new(problem, seed);
    let mut best = search.first();
    let mut going = true;
    while going && best.len() > bound && best.len() > 1 {
        going = search.with_one_less(&best, watch);
        if search.loose.is_empty() {
            best = search.bins.clone();
            best.retain(|bin| !bin.is_empty());
        }
    }
    Some(Packing { bins: best, bound })
}

/// How a space is chosen for an item.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// The lowest corner: first the one axis, then the next.
    Corner([usize; 3]),
    /// Farthest from the opposite corner of the bin when placed (DFTRC, Goncalves and Resende 2013, International
    /// Journal of Production Economics 145(2)).
    Far,
    /// The tightest space.
    Tight,
}

struct Search<'a> {
    problem: &'a Problem,
    rng: Rng,
    bins: Vec<Vec<Place>>,
    loose: Vec<usize>,
    cost: Vec<f64>,
    rounds: u64,
    found: usize,
    // Memory to work in.
    pool: Vec<(f64, usize)>,
    rooms: Vec<Room>,
    fresh: Vec<Cuboid>,
    trial: Vec<Vec<Place>>,
    over: Vec<usize>,
    chosen: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, seed: u64) -> Search<'a> {
        let whole = volume(&problem.bin) as f64;
        Search {
            problem,
            rng: Rng::with_seed(seed),
            bins: Vec::new(),
            loose: Vec::new(),
            cost: problem.items.iter().map(|i| volume(i) as f64 / whole).collect(),
            rounds: 0,
            found: 0,
            pool: Vec::new(),
            rooms: Vec::new(),
            fresh: Vec::new(),
            trial: Vec::new(),
            over: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// The best first-fit packing over a few orders and rules.
    fn first(&mut self) -> Vec<Vec<Place>> {
        let mut best: Vec<Vec<Place>> = Vec::new();
        let keys: [fn(&Triple) -> i64; 4] = [
            volume,
            |i| i64::from(i[0]) * i64::from(i[1]),
            |i| i64::from(i[2]),
            |i| i64::from(i[0].max(i[1]).max(i[2])),
        ];
        for key in keys {
            for rule in [Rule::Corner([0, 1, 2]), Rule::Far, Rule::Tight] {
                self.pool.clear();
                let keyed = self
                    .problem
                    .items
                    .iter()
                    .enumerate()
                    .map(|(i, sides)| (key(sides) as f64, i));
                self.pool.extend(keyed);
                self.fill(self.problem.items.len(), rule);
                let used: Vec<Vec<Place>> = self.trial.iter().filter(|b| !b.is_empty()).cloned().collect();
                if best.is_empty() || used.len() < best.len() {
                    best = used;
                }
            }
        }
        self.found = best.len();
        best
    }

    /// Searches for a packing with one bin less than this one. `false` when the watch ended it.
    fn with_one_less(&mut self, packing: &[Vec<Place>], watch: &mut dyn Watch) -> bool {
        self.bins = packing.to_vec();
        self.found = packing.len();
        let held = |bin: &[Place]| -> i64 {
            bin.iter()
                .filter_map(|p| self.problem.items.get(p.item))
                .map(volume)
                .sum()
        };
        let lightest = self
            .bins
            .iter()
            .enumerate()
            .min_by_key(|(_, bin)| held(bin))
            .map(|(i, _)| i);
        let Some(lightest) = lightest else { return true };
        self.loose = self
            .bins
            .swap_remove(lightest)
            .into_iter()
            .map(|p| p.item)
            .collect();
        let mut heat = 0.03;
        while !self.loose.is_empty() {
            self.rounds += 1;
            let best = i64::try_from(self.found).ok();
            if !watch.go_on(Progress {
                rounds: self.rounds,
                best,
            }) {
                return false;
            }
            self.step(heat);
            heat = if heat < 0.0005 { 0.03 } else { heat * HEAT };
        }
        true
    }

    /// Empties a few bins together with something loose and packs them anew.
    fn step(&mut self, heat: f64) {
        let few = match self.rng.u32(0..100) {
            0..40 => 1,
            40..80 => 2,
            _ => 3,
        };
        self.chosen.clear();
        while self.chosen.len() < few.min(self.bins.len()) {
            let bin = self.rng.usize(0..self.bins.len());
            if !self.chosen.contains(&bin) {
                self.chosen.push(bin);
            }
        }
        self.pool.clear();
        for bin in &self.chosen {
            let items = self.bins.get(*bin).into_iter().flatten();
            self.pool.extend(items.map(|p| (0.0, p.item)));
        }
        let mut before = 0.0;
        let taken = self.rng.usize(1..=self.loose.len().min(3));
        for _ in 0..taken {
            let index = self.rng.usize(0..self.loose.len());
            let item = self.loose.swap_remove(index);
            before += self.cost_of(item);
            self.pool.push((0.0, item));
        }
        let spread = self.rng.f64() * 0.8;
        for (key, item) in &mut self.pool {
            let size = self.cost.get(*item).copied().unwrap_or(0.0);
            *key = size.powf(1.0 / 3.0) * (1.0 + spread * (self.rng.f64() - 0.5));
        }
        let rule = match self.rng.u32(0..8) {
            0 => Rule::Corner([0, 1, 2]),
            1 => Rule::Corner([1, 2, 0]),
            2 => Rule::Corner([2, 0, 1]),
            3 => Rule::Corner([2, 1, 0]),
            4 | 5 => Rule::Far,
            _ => Rule::Tight,
        };
        let kept: Vec<usize> = self.pool.iter().rev().take(taken).map(|(_, i)| *i).collect();
        self.fill(self.chosen.len(), rule);
        let after: f64 = self.over.iter().map(|i| self.cost_of(*i)).sum();
        if after <= before - heat * (1.0 - self.rng.f64()).ln() {
            for (bin, packed) in self.chosen.iter().zip(&mut self.trial) {
                if let Some(slot) = self.bins.get_mut(*bin) {
                    std::mem::swap(slot, packed);
                }
            }
            self.loose.append(&mut self.over);
        } else {
            self.loose.extend(kept);
        }
    }

    fn cost_of(&self, item: usize) -> f64 {
        self.cost.get(item).copied().unwrap_or(0.0)
    }

    /// Packs the pool, highest key first, into so many bins, first fit; the rest is over.
    fn fill(&mut self, bins: usize, rule: Rule) {
        self.pool.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        self.over.clear();
        self.trial.resize_with(bins.max(self.trial.len()), Vec::new);
        self.trial.truncate(bins);
        self.trial.iter_mut().for_each(Vec::clear);
        let mut open = 0;
        for (_, item) in &self.pool {
            let Some(sides) = self.problem.items.get(*item) else {
                continue;
            };
            let mut placed = false;
            for (b, bin) in self.trial.iter_mut().enumerate() {
                if b == open {
                    if self.rooms.len() <= b {
                        self.rooms.push(Room::default());
                    }
                    if let Some(room) = self.rooms.get_mut(b) {
                        room.spaces.clear();
                        room.spaces.push(Cuboid::new([0; 3], &self.problem.bin));
                    }
                    open += 1;
                }
                let Some(room) = self.rooms.get_mut(b) else { break };
                if let Some(at) = choose(room, sides, &self.problem.bin, rule) {
                    room.take(&Cuboid::new(at, sides), &[1; 3], &mut self.fresh);
                    bin.push(Place { item: *item, at });
                    placed = true;
                    break;
                }
            }
            if !placed {
                self.over.push(*item);
            }
        }
    }
}

/// The lowest corner of the space that the rule likes best.
fn choose(room: &Room, sides: &Triple, bin: &Triple, rule: Rule) -> Option<Triple> {
    let spaces = room.spaces.iter().filter(|s| fits(sides, &s.sides()));
    let key = |s: &&Cuboid| -> [i64; 3] {
        let [x, y, z] = s.lo.map(i64::from);
        match rule {
            Rule::Corner([0, 1, _]) => [x, y, z],
            Rule::Corner([1, ..]) => [y, z, x],
            Rule::Corner([2, 0, _]) => [z, x, y],
            Rule::Corner(_) => [z, y, x],
            Rule::Far => {
                let gap = |lo: i64, side: i32, whole: i32| i64::from(whole) - lo - i64::from(side);
                let (a, b, c) = (
                    gap(x, sides[0], bin[0]),
                    gap(y, sides[1], bin[1]),
                    gap(z, sides[2], bin[2]),
                );
                [-(a * a + b * b + c * c), x, y]
            }
            Rule::Tight => {
                let gaps = s
                    .sides()
                    .iter()
                    .zip(sides)
                    .map(|(space, side)| space - side)
                    .min()
                    .unwrap_or(0);
                [i64::from(gaps), volume(&s.sides()), x]
            }
        }
    };
    spaces.min_by_key(key).map(|s| s.lo)
}

/// Cooling a step.
const HEAT: f64 = 0.999_99;
