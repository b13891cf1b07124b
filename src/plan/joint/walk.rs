//! The walk of one pick list.
//!
//! Every step from pick to pick goes by one of the three cross-aisles, so a walk is a pair of passes along them on
//! either side of the conveyor, out and back, and what it costs to pick an article depends on which cross-aisles the
//! two passes are on where it lies: there and back from one of them, or through the half of the aisle, which changes
//! a pass's cross-aisle. The dynamic programme over the picks of a side, from the farthest inwards, keeps the best
//! for each pair of cross-aisles. It is that of Ratliff and Rosenthal 1983 for three cross-aisles (Roodbergen and de
//! Koster 2001), without walks that pass the same place more than twice; of picks in one aisle it reckons with one
//! sequence only, and those in the conveyor's aisle are on one side of it.

use super::{Floor, Spot};

/// Far more than any walk.
const NEVER: i64 = i64::MAX / 4;

/// Cross-aisles.
const MIDDLE: usize = 0;
const ABOVE: usize = 1;
const BELOW: usize = 2;
/// Cross-aisles of the way out and of the way back.
type Pair = (usize, usize);

/// Costs of picking what lies at a row: there and back from the middle, there and back from the end cross-aisle,
/// through; and which one that is.
fn costs(floor: &Floor, row: i32) -> (i64, i64, i64, usize) {
    let (end, outer) = if row < 0 {
        (floor.first_row, BELOW)
    } else {
        (floor.last_row, ABOVE)
    };
    let (end, row) = (i64::from(end.unsigned_abs()), i64::from(row.unsigned_abs()));
    (2 * row, 2 * (end - row), end, outer)
}

/// Length of the walk through these spots, which are in the order of their aisles.
#[must_use]
pub fn length(floor: &Floor, spots: &[Spot]) -> i64 {
    let middle = spots.partition_point(|spot| spot.aisle < 0);
    let (left, right) = spots.split_at_checked(middle).unwrap_or((spots, &[]));
    let left = side(floor, left.iter());
    let right = side(floor, right.iter().rev());
    left.iter()
        .zip(right)
        .map(|(left, right)| left + right)
        .min()
        .unwrap_or(NEVER)
}

/// Best walks on one side, the farthest spot first, by the cross-aisles on which it passes the conveyor: twice the
/// middle one, or once the middle one and once that above or below.
fn side<'s>(floor: &Floor, spots: impl Iterator<Item = &'s Spot>) -> [i64; 3] {
    let (mut mm, mut aa, mut bb) = (0, 0, 0);
    let (mut ma, mut mb, mut ab) = (NEVER, NEVER, NEVER);
    let mut at = None;
    let mut walked = 0;
    for spot in spots {
        let reach = i64::from(spot.aisle.unsigned_abs());
        walked += at.map_or(0, |at| 2 * (at - reach));
        at = Some(reach);
        let (inner, outer, through, which) = costs(floor, spot.row);
        if which == ABOVE {
            let (was_mm, was_ma, was_mb) = (mm, ma, mb);
            mm = (mm + inner).min(ma + through);
            ma = (ma + inner.min(outer)).min(was_mm.min(aa) + through);
            aa = (aa + outer).min(was_ma + through);
            mb = (mb + inner).min(ab + through);
            ab = (ab + outer).min(was_mb + through);
            bb = NEVER;
        } else {
            let (was_mm, was_ma, was_mb) = (mm, ma, mb);
            mm = (mm + inner).min(mb + through);
            mb = (mb + inner.min(outer)).min(was_mm.min(bb) + through);
            bb = (bb + outer).min(was_mb + through);
            ma = (ma + inner).min(ab + through);
            ab = (ab + outer).min(was_ma + through);
            aa = NEVER;
        }
    }
    match at {
        None => [0, NEVER, NEVER],
        Some(at) => [mm, ma, mb].map(|cost| cost.min(NEVER) + walked + 2 * at),
    }
}

/// What a side's programme did at a spot to come to a pair of cross-aisles: the pair before, and whether the spot is
/// picked on the way out.
#[derive(Clone, Copy)]
struct Step {
    before: Pair,
    out: bool,
}

/// Costs and steps by pair, for one spot.
type Row = [[(i64, Option<Step>); 3]; 3];

/// The walk through these spots, which are in the order of their aisles: their indices in the sequence in which they
/// are visited. It is as long as [`length`] says, or shorter where steps between neighbours are.
#[must_use]
pub fn walk(floor: &Floor, spots: &[Spot]) -> Vec<u32> {
    let numbered: Vec<(u32, Spot)> = (0..).zip(spots.iter().copied()).collect();
    let middle = spots.partition_point(|spot| spot.aisle < 0);
    let (left, right) = numbered.split_at_checked(middle).unwrap_or((&numbered, &[]));
    let left: Vec<(u32, Spot)> = left.to_vec();
    let right: Vec<(u32, Spot)> = right.iter().rev().copied().collect();
    let (left_rows, right_rows) = (rows(floor, &left), rows(floor, &right));
    let cost = |rows: &[Row], pair: Pair| {
        rows.last()
            .map_or(if pair == (MIDDLE, MIDDLE) { 0 } else { NEVER }, |row| {
                at(row, pair).0
            })
    };
    let joint = [MIDDLE, ABOVE, BELOW].into_iter().min_by_key(|joint| {
        cost(&right_rows, (MIDDLE, *joint)).saturating_add(cost(&left_rows, (*joint, MIDDLE)))
    });
    let joint = joint.unwrap_or(MIDDLE);
    let mut walk = passes(&right, &right_rows, (MIDDLE, joint));
    walk.extend(passes(&left, &left_rows, (joint, MIDDLE)));
    walk
}

fn at(row: &Row, pair: Pair) -> (i64, Option<Step>) {
    let cell = row.get(pair.0).and_then(|row| row.get(pair.1));
    cell.copied().unwrap_or((NEVER, None))
}

fn rows(floor: &Floor, spots: &[(u32, Spot)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(spots.len());
    for (_, spot) in spots {
        let (inner, outer, through, which) = costs(floor, spot.row);
        let mut row: Row = [[(NEVER, None); 3]; 3];
        for (out_level, row) in row.iter_mut().enumerate() {
            for (back_level, cell) in row.iter_mut().enumerate() {
                let ways = |level: usize| {
                    [
                        (MIDDLE, MIDDLE, inner),
                        (which, which, outer),
                        (MIDDLE, which, through),
                        (which, MIDDLE, through),
                    ]
                    .into_iter()
                    .filter(move |(_, to, _)| *to == level)
                };
                let on_out = ways(out_level).map(|(from, _, cost)| ((from, back_level), true, cost));
                let on_back = ways(back_level).map(|(from, _, cost)| ((out_level, from), false, cost));
                for (before, out, cost) in on_out.chain(on_back) {
                    let so_far = match rows.last() {
                        Some(row) => at(row, before).0,
                        None if before.0 == before.1 => 0,
                        None => NEVER,
                    };
                    if so_far + cost < cell.0 {
                        *cell = (so_far + cost, Some(Step { before, out }));
                    }
                }
            }
        }
        rows.push(row);
    }
    rows
}

/// Indices on the way out, then on the way back.
fn passes(spots: &[(u32, Spot)], rows: &[Row], end: Pair) -> Vec<u32> {
    let (mut out, mut back) = (Vec::new(), Vec::new());
    let mut pair = end;
    for ((index, _), row) in spots.iter().zip(rows).rev() {
        let Some(step) = at(row, pair).1 else { break };
        if step.out {
            out.push(*index)
        } else {
            back.push(*index)
        }
        pair = step.before;
    }
    back.reverse();
    out.extend(back);
    out
}
