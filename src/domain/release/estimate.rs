//! What a release would come to: lists, lines and a plain estimate of the walk, before anything is promised.

use super::Warehouse;
use crate::domain::Qty;
use crate::domain::allocation::candidates;
use crate::domain::ids::OrderId;
use crate::domain::places::PlaceKind;
use crate::domain::stock::{Holder, StockKey};
use crate::domain::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What one way of walking comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walks {
    /// Pick lists.
    pub lists: usize,
    /// Millimetres along the aisles' grid: from the nearest bench to the first place, on from place to place in the
    /// order of the walk, and to the nearest bench.
    pub mm: i64,
}

/// A release being reckoned, a few orders at a time. It takes stock as allocation would, in the groups' order.
#[derive(Clone, Debug)]
pub struct Estimate {
    groups: Vec<Vec<OrderId>>,
    today: Day,
    done: usize,
    taken: BTreeMap<StockKey, Qty>,
    /// Order lines to be picked.
    pub lines: usize,
    /// Pieces to be picked.
    pub units: Qty,
    /// Orders that would come to be short.
    pub short: usize,
    /// Each order on a walk of its own.
    pub single: Walks,
    /// The groups as they are.
    pub cluster: Walks,
}

/// A place on a walk: its turn, then where it stands.
type Stop = (u32, i64, i64);

impl Estimate {
    /// An estimate of these groups, of which nothing is reckoned yet.
    pub fn new(groups: Vec<Vec<OrderId>>, today: Day) -> Estimate {
        Estimate {
            groups,
            today,
            done: 0,
            taken: BTreeMap::new(),
            lines: 0,
            units: Qty::ZERO,
            short: 0,
            single: Walks::default(),
            cluster: Walks::default(),
        }
    }

    /// The groups.
    pub fn groups(&self) -> &[Vec<OrderId>] {
        &self.groups
    }

    /// Groups reckoned, and all.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.groups.len())
    }

    /// Whether all is reckoned.
    pub fn is_done(&self) -> bool {
        self.done >= self.groups.len()
    }

    /// Reckons groups until that many orders are done. True when all is.
    pub fn step(&mut self, w: &Warehouse, orders: usize) -> bool {
        let benches: Vec<(i64, i64)> = w
            .places
            .values()
            .filter(|place| place.kind == PlaceKind::Bench)
            .map(|place| (i64::from(place.x_mm), i64::from(place.y_mm)))
            .collect();
        let mut left = orders.max(1);
        while left > 0
            && let Some(group) = self.groups.get(self.done).cloned()
        {
            self.done += 1;
            left = left.saturating_sub(group.len());
            let mut together = BTreeSet::new();
            for order in group {
                let stops = self.take(w, order);
                add(&mut self.single, &stops, &benches);
                together.extend(stops);
            }
            add(&mut self.cluster, &together, &benches);
        }
        self.is_done()
    }

    /// Takes an order's goods from what is free, and tells where: nowhere when it has to wait.
    fn take(&mut self, w: &Warehouse, id: OrderId) -> BTreeSet<Stop> {
        let mut stops = BTreeSet::new();
        let Some(order) = w.order(id) else { return stops };
        let mut takes: Vec<(StockKey, Qty)> = Vec::new();
        let mut missing = false;
        for line in &order.lines {
            let mut wanted = line.outstanding();
            for candidate in candidates(w, line.item, order.owner, self.today) {
                let earlier = takes.iter().filter(|(key, _)| *key == candidate.key);
                let gone: Qty = earlier.map(|(_, qty)| *qty).sum();
                let before = self.taken.get(&candidate.key).copied().unwrap_or(Qty::ZERO);
                let qty = wanted.min(candidate.free - before - gone);
                if qty.is_positive() {
                    takes.push((candidate.key, qty));
                    wanted -= qty;
                }
                if !wanted.is_positive() {
                    break;
                }
            }
            missing |= wanted.is_positive();
        }
        if missing {
            self.short += usize::from(takes.is_empty() || !order.split);
        }
        if missing && !order.split {
            return stops;
        }
        for (key, qty) in takes {
            self.lines += 1;
            self.units += qty;
            *self.taken.entry(key).or_insert(Qty::ZERO) += qty;
            if let Holder::Place(place) = key.holder
                && let Some(place) = w.places.get(&place)
            {
                stops.insert((place.sequence, i64::from(place.x_mm), i64::from(place.y_mm)));
            }
        }
        stops
    }
}

fn add(walks: &mut Walks, stops: &BTreeSet<Stop>, benches: &[(i64, i64)]) {
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return;
    };
    let apart = |(ax, ay): (i64, i64), (bx, by): (i64, i64)| (ax - bx).abs() + (ay - by).abs();
    let from_bench = |stop: &Stop| {
        let all = benches.iter().map(|bench| apart(*bench, (stop.1, stop.2)));
        all.min().unwrap_or(0)
    };
    let between: i64 = stops
        .iter()
        .zip(stops.iter().skip(1))
        .map(|(a, b)| apart((a.1, a.2), (b.1, b.2)))
        .sum();
    walks.lists += 1;
    walks.mm += from_bench(first) + between + from_bench(last);
}
