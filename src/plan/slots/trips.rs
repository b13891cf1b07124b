//! The walks that a search for slots learns from and is judged by: those of the orders that are here, of those that left,
//! and drawn ones where few are known.

use super::task::{Trip, split};
use crate::domain::Warehouse;
use crate::domain::ids::ItemId;
use crate::domain::orders::Stage;
use fastrand::Rng;
use std::collections::BTreeMap;

/// Lines of one walk at most.
const LINES: usize = 30;
/// Walks that are known of at most, the newest: a search for a building's slots takes some 30 MB with as many.
pub const TRIPS: usize = 8_000;
/// Where fewer are known than this, the rest is drawn by popularity.
const ENOUGH: usize = 2_000;
/// Of the walks known, every so manieth is held out to tell what the plan saves.
const HELD_OUT: usize = 5;

/// What the search learns from.
pub(super) struct Learned {
    pub(super) trips: Vec<Trip>,
    /// How many of them are walks of orders, not drawn ones.
    pub(super) known: usize,
}

/// Walks to learn from, and others to judge by: those of orders, every [`HELD_OUT`]th of them held out; where there are
/// few, drawn ones besides to learn from. Only where no order is known at all, drawn ones judge.
pub(super) fn parted(
    w: &Warehouse,
    left: &[Vec<ItemId>],
    known: &BTreeMap<ItemId, u32>,
    weekly: &[(u32, i64)],
) -> (Learned, Vec<Trip>) {
    let hold_out = |trips: Vec<Trip>| -> (Vec<Trip>, Vec<Trip>) {
        let (mut learned, mut held_out) = (Vec::new(), Vec::new());
        for (number, trip) in (1_usize..).zip(trips) {
            if number.is_multiple_of(HELD_OUT) {
                held_out.push(trip);
            } else {
                learned.push(trip);
            }
        }
        (learned, held_out)
    };
    let walked = walked(w, left, known);
    let sizes: Vec<usize> = walked.iter().map(|trip| trip.items.len()).collect();
    let drawn = drawn(ENOUGH.saturating_sub(walked.len()), &sizes, weekly);
    let (mut trips, mut held_out) = hold_out(walked);
    let known = trips.len();
    if held_out.is_empty() {
        let (learned, judging) = hold_out(drawn);
        trips.extend(learned);
        held_out = judging;
    } else {
        trips.extend(drawn);
    }
    (Learned { trips, known }, held_out)
}

/// The walks of open orders, the newest first, and then of those that left: [`TRIPS`] at most.
fn walked(w: &Warehouse, left: &[Vec<ItemId>], known: &BTreeMap<ItemId, u32>) -> Vec<Trip> {
    let open = w.orders.values().rev();
    let wanted = open.filter(|order| order.stage != Stage::Cancelled);
    let open = wanted.map(|order| order.lines.iter().map(|line| line.item).collect::<Vec<ItemId>>());
    let orders = open.chain(left.iter().cloned());
    let trips = orders.flat_map(|items| {
        let items: Vec<u32> = items.iter().filter_map(|item| known.get(item).copied()).collect();
        split(&items, LINES, 1).collect::<Vec<Trip>>()
    });
    trips.take(TRIPS).collect()
}

/// Walks drawn by popularity, as long as known ones are.
fn drawn(count: usize, sizes: &[usize], weekly: &[(u32, i64)]) -> Vec<Trip> {
    let sums: Vec<i64> = weekly
        .iter()
        .scan(0, |sum, (_, picks)| {
            *sum += picks;
            Some(*sum)
        })
        .collect();
    let all = sums.last().copied().unwrap_or(0);
    let mut rng = Rng::with_seed(1);
    let mut trips: Vec<Trip> = Vec::new();
    while all > 0 && trips.len() < count {
        let size = sizes.get(rng.usize(..sizes.len().max(1))).copied().unwrap_or(3);
        let drawn = (0..size).filter_map(|_| {
            let ticket = rng.i64(0..all);
            weekly
                .get(sums.partition_point(|sum| *sum <= ticket))
                .map(|(item, _)| *item)
        });
        trips.extend(split(&drawn.collect::<Vec<u32>>(), LINES, 1));
    }
    trips
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(items: u64) -> BTreeMap<ItemId, u32> {
        (0..items).map(ItemId).zip(0..).collect()
    }

    fn left(orders: u64) -> Vec<Vec<ItemId>> {
        (0..orders).map(|n| vec![ItemId(n % 7), ItemId(n % 3)]).collect()
    }

    #[test]
    fn of_orders_that_left_every_fifth_is_judged_by_and_never_learned_from() {
        let w = Warehouse::default();
        let (learned, judged) = parted(&w, &left(3_000), &known(7), &[(0, 10)]);
        assert_eq!(
            (learned.known, learned.trips.len(), judged.len()),
            (2_400, 2_400, 600)
        );
        let all: Vec<Trip> = walked(&w, &left(3_000), &known(7));
        let fifth = all.iter().skip(4).step_by(5);
        assert!(judged.iter().eq(fifth));
    }

    #[test]
    fn however_many_orders_left_the_walks_are_bounded() {
        let long: Vec<Vec<ItemId>> = (0..40_000).map(|n| (n..n + 70).map(ItemId).collect()).collect();
        let (learned, judged) = parted(&Warehouse::default(), &long, &known(50_000), &[]);
        assert_eq!(learned.trips.len() + judged.len(), TRIPS);
        assert!(learned.trips.iter().all(|trip| trip.items.len() <= LINES));
    }

    #[test]
    fn where_few_orders_are_known_drawn_walks_are_learned_from_and_known_ones_judge() {
        let weekly = [(0, 30), (5, 10)];
        let (learned, judged) = parted(&Warehouse::default(), &left(50), &known(7), &weekly);
        assert_eq!((learned.known, judged.len()), (40, 10));
        assert_eq!(learned.trips.len(), ENOUGH - 10);
        let drawn = learned.trips.iter().skip(40);
        assert!(
            drawn
                .flat_map(|trip| &trip.items)
                .all(|item| [0, 5].contains(item))
        );
    }

    #[test]
    fn where_no_order_is_known_drawn_walks_judge() {
        let (learned, judged) = parted(&Warehouse::default(), &[], &known(7), &[(2, 5)]);
        assert_eq!(
            (learned.known, learned.trips.len(), judged.len()),
            (0, 1_600, 400)
        );
        let (learned, judged) = parted(&Warehouse::default(), &[], &known(7), &[]);
        assert!(learned.trips.is_empty() && judged.is_empty());
    }
}
