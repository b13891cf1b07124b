//! A length that no tour falls below.

use super::Matrix;

/// Rounds of the bound.
const ROUNDS: u32 = 120;
/// The bound is told in whole units; this much may be lost to rounding.
const SLACK: f64 = 1e-6;

/// No walk from the start through all stops to the end is shorter: spanning trees in which every stop is made dearer
/// or cheaper until nearly all have two neighbours (Held and Karp 1970).
pub(super) fn bound(matrix: &Matrix, known: i64) -> i64 {
    let size = matrix.size;
    let wanted = |n: usize| if n == 0 || n + 1 == size { 1.0 } else { 2.0 };
    let mut dearer = vec![0.0_f64; size];
    let mut best = 0.0_f64;
    let mut stride = 1.0;
    for _ in 0..ROUNDS {
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
pub(super) fn float(length: i64) -> f64 {
    length as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "lengths in a building are far below 2^52"
)]
fn whole(bound: f64) -> i64 {
    (bound - SLACK).ceil() as i64
}
