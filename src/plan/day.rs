//! The warehouse's own waiting orders: which of them are picked on one walk, and what it comes to in metres.

use super::Watch;
use super::batch::{self, Limits, Load, Order, Task, Tours, by_savings};
use super::travel::Walker;
use crate::domain::ids::{CarrierId, OrderId, PlaceId};
use crate::domain::release::{Estimate, MAX_ORDERS_A_TASK, plain_groups};
use crate::domain::{Timestamp, Warehouse};
use std::collections::{BTreeMap, BTreeSet};

/// What some walks come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walks {
    /// Pick lists.
    pub lists: usize,
    /// Millimetres, each walk from the depot that lies best for it and back.
    pub mm: i64,
}

/// Orders to be released, and where their goods lie.
#[derive(Clone, Debug)]
pub struct Day {
    walker: Walker,
    /// Orders with something to pick.
    picked: Vec<OrderId>,
    /// Orders for which nothing can be promised now.
    empty: Vec<OrderId>,
    /// By number of the picked ones: the places to stop at, with the turn of what is fetched there.
    stops: Vec<BTreeMap<PlaceId, u8>>,
    /// The same as standpoints of the walker, ascending.
    stands: Vec<Vec<u32>>,
    /// Where each order lies, as one number.
    lies: Vec<u64>,
    together: Vec<u32>,
}

/// Groups of orders, each for one walk, and the two ways that they are compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Release {
    /// The record that it was planned on.
    pub made_on: u64,
    /// As planned. Orders for which there is nothing to pick are in groups of their own.
    pub groups: Vec<Vec<OrderId>>,
    /// The groups' walks.
    pub planned: Walks,
    /// Carts filled by savings alone.
    pub savings: Walks,
    /// Each order on a walk of its own.
    pub single: Walks,
}

impl Day {
    /// These orders, which take stock as allocation would in this order.
    #[must_use]
    pub fn of(w: &Warehouse, orders: &[OrderId]) -> Day {
        let mut day = Day {
            walker: Walker::of(w),
            picked: Vec::new(),
            empty: Vec::new(),
            stops: Vec::new(),
            stands: Vec::new(),
            lies: Vec::new(),
            together: Vec::new(),
        };
        let mut estimate = Estimate::new(Vec::new(), w.clock.day());
        for order in orders {
            let stops = estimate.take(w, *order);
            if stops.is_empty() {
                day.empty.push(*order);
                continue;
            }
            let stands: BTreeSet<u32> = stops
                .keys()
                .filter_map(|place| day.walker.stand(*place))
                .collect();
            day.lies.push(day.aisle(stops.keys()));
            day.picked.push(*order);
            day.stops.push(stops);
            day.stands.push(stands.into_iter().collect());
        }
        day
    }

    /// The aisle in whose middle these places lie, in thousandths.
    fn aisle<'p>(&self, places: impl Iterator<Item = &'p PlaceId>) -> u64 {
        let spots = &self.walker.layout().spots;
        let aisles = places.filter_map(|place| u64::try_from(spots.get(place)?.aisle).ok());
        let (count, sum) = aisles.fold((0, 0), |(count, sum), aisle| (count + 1, sum + aisle * 1000));
        sum / u64::max(count, 1)
    }

    /// How many orders have something to pick, and the places to stop at, summed over them.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.picked.len(), self.stops.iter().map(BTreeMap::len).sum())
    }

    /// Each order by itself, as the planner's numbers.
    #[must_use]
    pub fn singly(&self) -> Vec<Vec<u32>> {
        (0..self.count()).map(|number| vec![number]).collect()
    }

    fn count(&self) -> u32 {
        u32::try_from(self.picked.len()).unwrap_or(u32::MAX)
    }

    /// Carts filled in the order of the queue, as the planner's numbers.
    #[must_use]
    pub fn by_queue(&self, w: &Warehouse) -> Vec<Vec<u32>> {
        let numbers: BTreeMap<OrderId, u32> = self.picked.iter().copied().zip(0..).collect();
        let mut keys: Vec<_> = self
            .picked
            .iter()
            .filter_map(|id| Some((kind(w, *id)?, *id)))
            .collect();
        keys.sort_unstable();
        let groups = plain_groups(w, keys.into_iter().map(|(_, id)| id), cart(w));
        let number = |id: &OrderId| numbers.get(id).copied();
        groups
            .iter()
            .map(|group| group.iter().filter_map(number).collect())
            .collect()
    }

    /// What may go together: as many orders as a cart has room for, of one carrier, cut-off and priority.
    #[must_use]
    pub fn task(&self, w: &Warehouse) -> Task {
        let kinds: BTreeSet<_> = self.picked.iter().filter_map(|id| kind(w, *id)).collect();
        let numbers: BTreeMap<_, u32> = kinds.into_iter().zip(0..).collect();
        let order = |id: &OrderId| Order {
            load: Load {
                totes: 1,
                ..Load::default()
            },
            kind: kind(w, *id)
                .and_then(|kind| numbers.get(&kind).copied())
                .unwrap_or(u32::MAX),
            ..Order::default()
        };
        Task {
            orders: self.picked.iter().map(order).collect(),
            limits: Limits {
                load: Load {
                    totes: i64::try_from(cart(w)).unwrap_or(i64::MAX),
                    ..Load::UNLIMITED
                },
                ..Limits::default()
            },
        }
    }

    /// The groups that walk least, as far as `watch` lets it search.
    pub fn plan(&mut self, w: &Warehouse, watch: &mut dyn Watch) -> Release {
        let task = self.task(w);
        let savings = by_savings(&task, self).batches;
        let planned = batch::plan(&task, self, 1, watch).batches;
        let single = self.singly();
        let (of_planned, of_savings) = (self.as_planned(&planned), self.as_planned(&savings));
        // The search goes by quick walks; what is released is what is shorter in the end.
        let (planned, of_planned) = if of_planned.mm <= of_savings.mm {
            (planned, of_planned)
        } else {
            (savings, of_savings)
        };
        Release {
            made_on: w.seq,
            groups: self.groups(w, &planned),
            planned: of_planned,
            savings: of_savings,
            single: self.as_planned(&single),
        }
    }

    /// Batches as groups of orders, and groups of the orders for which there is nothing to pick.
    fn groups(&self, w: &Warehouse, batches: &[Vec<u32>]) -> Vec<Vec<OrderId>> {
        let id = |number: &u32| self.picked.get(usize::try_from(*number).ok()?).copied();
        let mut groups: Vec<Vec<OrderId>> = batches
            .iter()
            .map(|batch| batch.iter().filter_map(id).collect())
            .collect();
        // Lists are made in the order of the queue.
        groups.sort_by_key(|group: &Vec<OrderId>| {
            group.iter().filter_map(|id| Some((kind(w, *id)?, *id))).min()
        });
        groups.extend(plain_groups(w, self.empty.iter().copied(), cart(w)));
        groups
    }

    /// What batches come to when every walk is the shortest.
    pub fn as_planned(&mut self, batches: &[Vec<u32>]) -> Walks {
        let mut walks = Walks::default();
        for batch in batches {
            let stops = self.stops_of(batch);
            walks.lists += 1;
            walks.mm += self.walker.round_in_turns(stops).mm;
        }
        walks
    }

    /// What batches come to when every walk follows the pick sequence.
    pub fn by_sequence(&mut self, w: &Warehouse, batches: &[Vec<u32>]) -> Walks {
        let mut walks = Walks::default();
        for batch in batches {
            let stops = self.stops_of(batch);
            let turn = |id: &PlaceId| {
                (
                    stops.get(id).copied(),
                    w.places.get(id).map(|place| place.sequence),
                    *id,
                )
            };
            let mut places: Vec<PlaceId> = stops.keys().copied().collect();
            places.sort_by_key(turn);
            walks.lists += 1;
            walks.mm += self.walker.length(&places);
        }
        walks
    }

    /// The places of some orders together, each with the first turn that it has.
    fn stops_of(&self, batch: &[u32]) -> BTreeMap<PlaceId, u8> {
        let mut all: BTreeMap<PlaceId, u8> = BTreeMap::new();
        let of = |number: &u32| self.stops.get(usize::try_from(*number).ok()?);
        for (place, turn) in batch.iter().filter_map(of).flatten() {
            let first = all.entry(*place).or_insert(*turn);
            *first = (*turn).min(*first);
        }
        all
    }
}

/// Orders on one cart.
fn cart(w: &Warehouse) -> usize {
    usize::from(w.settings.cluster_size).clamp(1, MAX_ORDERS_A_TASK)
}

/// What never mixes on one walk: cut-off, carrier, priority.
fn kind(w: &Warehouse, id: OrderId) -> Option<(Timestamp, CarrierId, u8)> {
    w.order(id)
        .map(|order| (order.cutoff, order.carrier, order.priority))
}

impl Tours for Day {
    fn length(&mut self, orders: &[u32]) -> i64 {
        let mut together = std::mem::take(&mut self.together);
        together.clear();
        for order in orders {
            let stands = usize::try_from(*order).ok().and_then(|n| self.stands.get(n));
            together.extend(stands.into_iter().flatten());
        }
        together.sort_unstable();
        together.dedup();
        let length = self.walker.quick(&together);
        self.together = together;
        length
    }

    fn lies(&self, order: u32) -> u64 {
        let number = usize::try_from(order).unwrap_or(usize::MAX);
        self.lies.get(number).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
