//! Tours where no dynamic programme is at hand: one-way aisles, obstacles, an order of precedence.
//!
//! Iterated local search with 2-opt (G. A. Croes 1958) and moves of short segments (Or-opt, I. Or 1976); distances may
//! differ there and back. How far from the shortest tour it may be is told by the bound of Held and Karp 1970 ("The
//! traveling-salesman problem and minimum spanning trees", Operations Research 18), for a path between two ends.

use crate::plan::{Progress, Watch};
use fastrand::Rng;

/// Longest segment that is moved as a whole.
const SEGMENT: usize = 3;
/// Rounds of the bound.
const BOUND_ROUNDS: u32 = 120;
/// The bound is told in whole units; this much may be lost to rounding.
const SLACK: f64 = 1e-6;

/// Distances between the start, the stops and the end of a tour: number 0 is the start, the last one the end.
#[derive(Clone, Debug)]
pub struct Matrix {
    size: usize,
    lengths: Vec<i64>,
}

impl Matrix {
    /// Of that many stops. `length` tells the way from one number to another: 0 is the start, stops follow from 1 on,
    /// then comes the end.
    pub fn of(stops: usize, mut length: impl FnMut(usize, usize) -> i64) -> Matrix {
        let size = stops + 2;
        let pairs = (0..size).flat_map(|a| (0..size).map(move |b| (a, b)));
        let lengths = pairs
            .map(|(a, b)| if a == b { 0 } else { length(a, b) })
            .collect();
        Matrix { size, lengths }
    }

    fn at(&self, a: usize, b: usize) -> i64 {
        self.lengths
            .get(a * self.size + b)
            .copied()
            .unwrap_or(i64::MAX / 4)
    }

    fn stops(&self) -> usize {
        self.size.saturating_sub(2)
    }
}

/// A tour found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its length.
    pub length: i64,
    /// The stops in walking order, from 0.
    pub order: Vec<usize>,
    /// No tour is shorter than this.
    pub bound: i64,
}

/// Searches a short tour until `watch` ends it, or it is proved to be the shortest.
///
/// `ranks`: one a stop; a stop with a lower rank comes before every one with a higher rank (heavy before light, cold
/// last). None, or equal ones, leave the order free. The same seed and rounds give the same tour.
pub fn search(matrix: &Matrix, ranks: &[u8], seed: u64, watch: &mut impl Watch) -> Found {
    let mut dice = Rng::with_seed(seed);
    let mut tour = Tour::nearest(matrix, ranks);
    tour.improve();
    let bound = bound(matrix, tour.length());
    let mut best = (tour.length(), tour.path.clone());
    let mut rounds = 0;
    while best.0 > bound
        && watch.go_on(Progress {
            rounds,
            best: Some(best.0),
        })
    {
        rounds += 1;
        tour.kick(&mut dice);
        tour.improve();
        let length = tour.length();
        if length <= best.0 {
            best = (length, tour.path.clone());
        } else {
            tour.path.clone_from(&best.1);
            tour.sum();
        }
    }
    let stops = best.1.iter().filter(|n| (1..=matrix.stops()).contains(*n));
    Found {
        length: best.0,
        order: stops.map(|n| n - 1).collect(),
        bound,
    }
}

/// A tour being improved.
struct Tour<'a> {
    matrix: &'a Matrix,
    /// By number: its rank. The start has the lowest and the end the highest.
    ranks: Vec<u16>,
    path: Vec<usize>,
    /// Length from the start up to each place of the path, and of the same steps walked backwards.
    there: Vec<i64>,
    back: Vec<i64>,
}

impl<'a> Tour<'a> {
    /// Always on to the nearest stop of those whose turn it is.
    fn nearest(matrix: &'a Matrix, ranks: &[u8]) -> Tour<'a> {
        let rank = |stop: usize| ranks.get(stop).map_or(1, |rank| u16::from(*rank) + 1);
        let mut all: Vec<u16> = vec![0];
        all.extend((0..matrix.stops()).map(rank));
        all.push(u16::MAX);
        let mut left: Vec<usize> = (1..=matrix.stops()).collect();
        let mut path = vec![0];
        let mut at = 0;
        let turn = |n: usize| all.get(n).copied().unwrap_or(0);
        while let Some(place) =
            (0..left.len()).min_by_key(|i| left.get(*i).map(|n| (turn(*n), matrix.at(at, *n), *n)))
        {
            at = left.swap_remove(place);
            path.push(at);
        }
        path.push(matrix.size - 1);
        let mut tour = Tour {
            matrix,
            ranks: all,
            path,
            there: Vec::new(),
            back: Vec::new(),
        };
        tour.sum();
        tour
    }

    fn sum(&mut self) {
        self.there.clear();
        self.back.clear();
        let (mut there, mut back) = (0, 0);
        let mut before = None;
        for n in &self.path {
            if let Some(before) = before {
                there += self.matrix.at(before, *n);
                back += self.matrix.at(*n, before);
            }
            before = Some(*n);
            self.there.push(there);
            self.back.push(back);
        }
    }

    fn length(&self) -> i64 {
        self.there.last().copied().unwrap_or(0)
    }

    fn at(&self, place: usize) -> usize {
        self.path.get(place).copied().unwrap_or(0)
    }

    fn rank(&self, place: usize) -> u16 {
        self.ranks.get(self.at(place)).copied().unwrap_or(0)
    }

    fn step(&self, from: usize, to: usize) -> i64 {
        self.matrix.at(self.at(from), self.at(to))
    }

    /// Length of a part of the path, walked as it is or backwards.
    fn part(&self, from: usize, to: usize, backwards: bool) -> i64 {
        let sums = if backwards { &self.back } else { &self.there };
        sums.get(to).copied().unwrap_or(0) - sums.get(from).copied().unwrap_or(0)
    }

    fn improve(&mut self) {
        while self.turn_some() || self.move_some() {}
    }

    /// 2-opt: turns a part of the path round, if that is shorter.
    fn turn_some(&mut self) -> bool {
        for from in 1..self.path.len().saturating_sub(2) {
            for to in from + 1..self.path.len() - 1 {
                if self.rank(to) != self.rank(from) {
                    break;
                }
                let now = self.step(from - 1, from) + self.part(from, to, false) + self.step(to, to + 1);
                let then = self.step(from - 1, to) + self.part(from, to, true) + self.step(from, to + 1);
                if then < now {
                    self.path.get_mut(from..=to).unwrap_or_default().reverse();
                    self.sum();
                    return true;
                }
            }
        }
        false
    }

    /// Or-opt: moves a short part of the path elsewhere, as it is or turned round.
    fn move_some(&mut self) -> bool {
        let inner = self.path.len().saturating_sub(1);
        for from in 1..inner {
            for to in from..(from + SEGMENT).min(inner) {
                if self.rank(to) != self.rank(from) {
                    break;
                }
                let off = self.step(from - 1, from) + self.step(to, to + 1) - self.step(from - 1, to + 1);
                for after in (0..inner).filter(|after| *after + 1 < from || *after > to) {
                    if self.rank(after) > self.rank(from) || self.rank(after + 1) < self.rank(from) {
                        continue;
                    }
                    let gap = self.step(after, after + 1);
                    for backwards in [false, true] {
                        let (first, last) = if backwards { (to, from) } else { (from, to) };
                        let on = self.step(after, first) + self.step(last, after + 1) - gap;
                        let turned = self.part(from, to, backwards) - self.part(from, to, false);
                        if on + turned < off {
                            self.carry((from, to), after, backwards);
                            return true;
                        }
                    }
                }
            }
        }
        false
    }

    fn carry(&mut self, (from, to): (usize, usize), after: usize, backwards: bool) {
        let mut part: Vec<usize> = self.path.drain(from..=to).collect();
        if backwards {
            part.reverse();
        }
        let at = if after > to {
            after + 1 - part.len()
        } else {
            after + 1
        };
        self.path.splice(at..at, part);
        self.sum();
    }

    /// Changes the path at random: neighbouring parts of one rank change places, one of them turned
    /// round now and then.
    fn kick(&mut self, dice: &mut Rng) {
        let stops = self.matrix.stops();
        if stops < 3 {
            return;
        }
        let longest = (stops / 2).clamp(1, 12);
        for _ in 0..dice.u8(1..=3) {
            let from = dice.usize(1..=stops);
            let middle = from + dice.usize(1..=longest);
            let to = middle + dice.usize(1..=longest);
            if to <= stops + 1 && self.rank(from) == self.rank(to - 1) {
                let parts = self.path.get_mut(from..to).unwrap_or_default();
                parts.rotate_left(middle - from);
                if dice.bool() {
                    parts.get_mut(..to - middle).unwrap_or_default().reverse();
                }
            }
        }
        self.sum();
    }
}

/// No walk from the start through all stops to the end is shorter: spanning trees in which every stop is made dearer or
/// cheaper until nearly all have two neighbours.
fn bound(matrix: &Matrix, known: i64) -> i64 {
    let size = matrix.size;
    let wanted = |n: usize| if n == 0 || n + 1 == size { 1.0 } else { 2.0 };
    let mut dearer = vec![0.0_f64; size];
    let mut best = 0.0_f64;
    let mut stride = 1.0;
    for _ in 0..BOUND_ROUNDS {
        let (tree, degrees) = spanning_tree(matrix, &dearer);
        let paid: f64 = dearer
            .iter()
            .enumerate()
            .map(|(n, dearer)| dearer * wanted(n))
            .sum();
        let value = tree - paid;
        if value > best {
            best = value;
        } else {
            stride *= 0.93;
        }
        let off = |(n, degree): (usize, &f64)| degree - wanted(n);
        let square: f64 = degrees.iter().enumerate().map(|at| off(at).powi(2)).sum();
        if square < SLACK {
            break;
        }
        let way = stride * (float(known) - value).max(0.0) / square;
        for (dearer, at) in dearer.iter_mut().zip(degrees.iter().enumerate()) {
            *dearer += way * off(at);
        }
    }
    whole(best)
}

/// Length and degrees of the shortest spanning tree, after Prim 1957. Of two ways between stops the shorter counts.
fn spanning_tree(matrix: &Matrix, dearer: &[f64]) -> (f64, Vec<f64>) {
    let size = matrix.size;
    let mut degrees = vec![0.0; size];
    let mut nearest = vec![(f64::INFINITY, 0_usize); size];
    let mut open: Vec<usize> = (1..size).collect();
    let mut at = 0;
    let mut length = 0.0;
    let price = |n: usize| dearer.get(n).copied().unwrap_or(0.0);
    while !open.is_empty() {
        for n in &open {
            let way = float(matrix.at(at, *n).min(matrix.at(*n, at))) + price(at) + price(*n);
            if let Some(slot) = nearest.get_mut(*n).filter(|slot| way < slot.0) {
                *slot = (way, at);
            }
        }
        let cost = |n: &usize| nearest.get(*n).copied().unwrap_or((f64::INFINITY, 0));
        let next = (0..open.len()).min_by(|a, b| {
            let of = |i: &usize| open.get(*i).map_or(f64::INFINITY, |n| cost(n).0);
            of(a).total_cmp(&of(b))
        });
        let Some(next) = next else { break };
        let node = open.swap_remove(next);
        let (way, from) = cost(&node);
        length += way;
        for end in [node, from] {
            if let Some(degree) = degrees.get_mut(end) {
                *degree += 1.0;
            }
        }
        at = node;
    }
    (length, degrees)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lengths in a building are far below 2^52"
)]
fn float(length: i64) -> f64 {
    length as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "lengths in a building are far below 2^52"
)]
fn whole(bound: f64) -> i64 {
    (bound - SLACK).ceil() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::watch::Rounds;
    use proptest::prelude::*;

    /// The shortest walk that keeps the ranks, by trying sets of stops: Held and Karp 1962.
    fn by_subsets(matrix: &Matrix, ranks: &[u8]) -> i64 {
        let n = matrix.stops();
        let mut best = vec![vec![i64::MAX / 4; n]; 1 << n];
        let may = |set: usize, next: usize| (0..n).all(|i| set & (1 << i) != 0 || ranks[i] >= ranks[next]);
        for stop in (0..n).filter(|stop| may(0, *stop)) {
            best[1 << stop][stop] = matrix.at(0, stop + 1);
        }
        for set in 1..1_usize << n {
            for last in (0..n).filter(|i| set & (1 << i) != 0) {
                for next in (0..n).filter(|i| set & (1 << i) == 0 && may(set, *i)) {
                    let length = best[set][last] + matrix.at(last + 1, next + 1);
                    let slot = &mut best[set | 1 << next][next];
                    *slot = (*slot).min(length);
                }
            }
        }
        (0..n)
            .map(|i| best[(1 << n) - 1][i] + matrix.at(i + 1, n + 1))
            .min()
            .unwrap_or(matrix.at(0, n + 1))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn small_tours_are_the_shortest_and_the_bound_holds(
            spots in proptest::collection::vec((0..40_i64, 0..40_i64), 2..10),
            ranks in proptest::collection::vec(0..3_u8, 8),
            uphill in 0..4_i64,
            ranked in proptest::bool::ANY,
        ) {
            let stops = spots.len() - 2;
            // Dearer one way than the other, as with one-way aisles.
            let length = |a: usize, b: usize| {
                let ((ax, ay), (bx, by)) = (spots[a], spots[b]);
                (ax - bx).abs() + (ay - by).abs() + uphill * (by - ay).max(0)
            };
            let matrix = Matrix::of(stops, length);
            let ranks: Vec<u8> = if ranked { ranks[..stops].to_vec() } else { vec![0; stops] };
            let best = by_subsets(&matrix, &ranks);
            let found = search(&matrix, &ranks, 1, &mut Rounds(300));
            prop_assert!(found.bound <= best, "{} {best}", found.bound);
            prop_assert_eq!(found.length, best);
            let turns: Vec<u8> = found.order.iter().map(|stop| ranks[*stop]).collect();
            prop_assert!(turns.is_sorted());
            let mut path = vec![0];
            path.extend(found.order.iter().map(|stop| stop + 1));
            path.push(stops + 1);
            let walked: i64 = path.windows(2).map(|pair| length(pair[0], pair[1])).sum();
            prop_assert_eq!(walked, found.length);
        }
    }
}
