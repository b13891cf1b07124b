//! Tours where no dynamic programme over aisles is at hand: one-way aisles, obstacles, an order of precedence.
//!
//! Up to [`EXACT`] stops the tour is the shortest (dynamic programming over sets of stops: M. Held and R. M. Karp, "A
//! dynamic programming approach to sequencing problems", Journal of SIAM 10, 1962). Beyond that it is searched for, and
//! how far from the shortest it may be is told by a bound from spanning trees (M. Held and R. M. Karp, "The
//! traveling-salesman problem and minimum spanning trees", Operations Research 18, 1970), here for a path between two
//! ends. Distances may differ there and back.

mod bound;
mod exact;
mod tour;

use crate::plan::{Progress, Watch};
use bound::bound;
use exact::shortest;
use fastrand::Rng;
use tour::Tour;

/// Most stops up to which tours are exact.
pub const EXACT: usize = 12;

/// Distances between the start, the stops and the end of a tour: number 0 is the start, the last one the end.
#[derive(Clone, Debug)]
pub struct Matrix {
    size: usize,
    lengths: Vec<i64>,
}

/// Longer than any tour: the length of a way that is not there.
pub const NO_WAY: i64 = 1 << 40;

impl Matrix {
    /// Of that many stops. `length` tells the way from one number to another: 0 is the start, stops follow from 1 on,
    /// then comes the end. It is not negative, and [`NO_WAY`] where there is none.
    pub fn of(stops: usize, mut length: impl FnMut(usize, usize) -> i64) -> Matrix {
        let size = stops + 2;
        let pairs = (0..size).flat_map(|a| (0..size).map(move |b| (a, b)));
        let lengths = pairs
            .map(|(a, b)| if a == b { 0 } else { length(a, b) })
            .collect();
        Matrix { size, lengths }
    }

    fn at(&self, a: usize, b: usize) -> i64 {
        self.lengths.get(a * self.size + b).copied().unwrap_or(NO_WAY)
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
    /// No tour is shorter than this; the length itself where the tour is proved to be the shortest.
    pub bound: i64,
}

impl Found {
    /// How much longer than the shortest tour it may be, in per cent.
    #[must_use]
    pub fn gap_percent(&self) -> f64 {
        if self.bound <= 0 {
            return if self.length > 0 { 100.0 } else { 0.0 };
        }
        100.0 * bound::float(self.length - self.bound) / bound::float(self.bound)
    }
}

/// The shortest tour of up to [`EXACT`] stops; beyond that a short one, searched for until `watch` ends it or it is
/// proved to be the shortest.
///
/// `ranks`: one a stop; a stop with a lower rank comes before every one with a higher rank (heavy before light, cold
/// last). None, or equal ones, leave the order free. The same seed and rounds give the same tour.
pub fn search(matrix: &Matrix, ranks: &[u8], seed: u64, watch: &mut impl Watch) -> Found {
    if matrix.stops() <= EXACT {
        return shortest(matrix, ranks);
    }
    let mut dice = Rng::with_seed(seed);
    let mut tour = Tour::nearest(matrix, ranks);
    tour.improve();
    let bound = bound(matrix, tour.length());
    let mut best = (tour.length(), tour.path().to_vec());
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
            best = (length, tour.path().to_vec());
        } else {
            tour.set(&best.1);
        }
    }
    let stops = best.1.iter().filter(|n| (1..=matrix.stops()).contains(*n));
    Found {
        length: best.0,
        order: stops.map(|n| n - 1).collect(),
        bound: bound.min(best.0),
    }
}

/// Length of a short tour, for searches that ask often.
#[must_use]
pub fn quick(matrix: &Matrix) -> i64 {
    let mut tour = Tour::nearest(matrix, &[]);
    tour.improve();
    tour.length()
}

#[cfg(test)]
mod tests;
