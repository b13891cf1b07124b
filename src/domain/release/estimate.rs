//! What a release would come to, before anything is promised.

use super::Warehouse;
use crate::domain::Qty;
use crate::domain::allocation::candidates;
use crate::domain::floor::turn_of;
use crate::domain::ids::{OrderId, PlaceId};
use crate::domain::stock::{Holder, StockKey};
use crate::domain::time::Day;
use std::collections::BTreeMap;

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
}

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
        let mut left = orders.max(1);
        while left > 0
            && let Some(group) = self.groups.get(self.done).cloned()
        {
            self.done += 1;
            left = left.saturating_sub(group.len());
            for order in group {
                self.take(w, order);
            }
        }
        self.is_done()
    }

    /// Takes an order's goods from what is free, and tells where, with the first [turn](turn_of) of what is fetched
    /// there: nowhere when it has to wait.
    pub fn take(&mut self, w: &Warehouse, id: OrderId) -> BTreeMap<PlaceId, u8> {
        let mut stops = BTreeMap::new();
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
            if let Holder::Place(place) = key.holder {
                let turn = turn_of(w, place, key.item);
                let first = stops.entry(place).or_insert(turn);
                *first = turn.min(*first);
            }
        }
        stops
    }
}
