//! The warehouse's own waiting orders: which of them are picked on one walk, in which sequence the walks are offered, and
//! what it comes to in metres and in orders that miss their cut-off.

mod ease;
mod hands;

use super::batch::{self, Limits, Load, Order, Task, Tours};
use super::late::{Lateness, List};
use super::travel::Walker;
use super::{Progress, Watch};
use crate::domain::ids::{CarrierId, OrderId, PlaceId};
use crate::domain::release::{Estimate, MAX_ORDERS_A_TASK, plain_groups};
use crate::domain::{Timestamp, Warehouse};
use ease::ease;
use hands::Hands;
use std::collections::{BTreeMap, BTreeSet};

/// By so many thousandths longer walks are nearly as long: of two such plans the one that is less late is taken.
const NEARLY: i64 = 5;

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
    /// By number of the picked ones: lines to fetch.
    lines: Vec<usize>,
    /// What never mixes.
    kinds: Vec<Kind>,
    /// Who picks, and what they have to do before.
    hands: Hands,
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
    /// Who picks: workers who are signed in as pickers, or have a list.
    pub pickers: usize,
    /// How late the orders of the planned walks are with as many pickers, after what they have to do before.
    pub late: Lateness,
}

impl Release {
    /// Whether it is to be preferred: less late where both walk nearly as far, else the one that walks less.
    #[must_use]
    pub fn is_better_than(&self, other: &Release) -> bool {
        is_better((self.planned.mm, self.late.ms), (other.planned.mm, other.late.ms))
    }
}

/// The same, of lengths and lateness.
fn is_better((mm, late): (i64, i64), (other_mm, other_late): (i64, i64)) -> bool {
    let nearly = |mm: i64, other: i64| mm.saturating_mul(1000) <= other.saturating_mul(1000 + NEARLY);
    if nearly(mm, other_mm) && nearly(other_mm, mm) {
        (late, mm) < (other_late, other_mm)
    } else {
        mm < other_mm
    }
}

/// Batches, how long each one's walk is, and how late they are in the sequence in which they are offered.
#[derive(Clone, Debug, Default)]
struct Choice {
    batches: Vec<Vec<u32>>,
    mm: Vec<i64>,
    late: Lateness,
}

impl Choice {
    fn walks(&self) -> Walks {
        Walks {
            lists: self.batches.len(),
            mm: self.mm.iter().sum(),
        }
    }
}

impl Day {
    /// These orders, which take stock as allocation would in this order.
    #[must_use]
    pub fn of(w: &Warehouse, orders: &[OrderId]) -> Day {
        let mut walker = Walker::of(w);
        let mut day = Day {
            hands: Hands::of(w, &mut walker),
            walker,
            picked: Vec::new(),
            empty: Vec::new(),
            lines: Vec::new(),
            kinds: Vec::new(),
            stops: Vec::new(),
            stands: Vec::new(),
            lies: Vec::new(),
            together: Vec::new(),
        };
        let mut estimate = Estimate::new(Vec::new(), w.clock.day());
        for order in orders {
            let before = estimate.lines;
            let stops = estimate.take(w, *order);
            let Some(kind) = kind(w, *order).filter(|_| !stops.is_empty()) else {
                day.empty.push(*order);
                continue;
            };
            let stands: BTreeSet<u32> = stops
                .keys()
                .filter_map(|place| day.walker.stand(*place))
                .collect();
            day.lies.push(day.aisle(stops.keys()));
            day.picked.push(*order);
            day.lines.push(estimate.lines - before);
            day.kinds.push(kind);
            day.stops.push(stops);
            day.stands.push(stands.into_iter().collect());
        }
        day
    }

    /// With so many pickers, whoever is here now.
    #[must_use]
    pub fn with_pickers(mut self, pickers: usize) -> Day {
        self.hands.set(pickers);
        self
    }

    /// Who picks.
    #[must_use]
    pub fn pickers(&self) -> usize {
        self.hands.pickers()
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
        let mut keys: Vec<_> = self.kinds.iter().zip(&self.picked).collect();
        keys.sort_unstable();
        let groups = plain_groups(w, keys.into_iter().map(|(_, id)| *id), cart(w));
        let number = |id: &OrderId| numbers.get(id).copied();
        groups
            .iter()
            .map(|group| group.iter().filter_map(number).collect())
            .collect()
    }

    /// What may go together: as many orders as a cart has room for, of one carrier, cut-off and priority.
    #[must_use]
    pub fn task(&self, w: &Warehouse) -> Task {
        let kinds: BTreeSet<Kind> = self.kinds.iter().copied().collect();
        let numbers: BTreeMap<Kind, u32> = kinds.into_iter().zip(0..).collect();
        let order = |kind: &Kind| Order {
            load: Load {
                totes: 1,
                ..Load::default()
            },
            kind: numbers.get(kind).copied().unwrap_or(u32::MAX),
            ..Order::default()
        };
        Task {
            orders: self.kinds.iter().map(order).collect(),
            limits: Limits {
                load: Load {
                    totes: i64::try_from(cart(w)).unwrap_or(i64::MAX),
                    ..Load::UNLIMITED
                },
                ..Limits::default()
            },
        }
    }

    /// The groups that walk least, as far as `watch` lets it search; of plans that walk nearly as far, the one that is
    /// less late.
    pub fn plan(&mut self, w: &Warehouse, watch: &mut dyn Watch) -> Release {
        let [planned, savings] = self.search(w, watch);
        let single = self.singly();
        Release {
            made_on: w.seq,
            groups: self.groups(w, &planned.batches),
            planned: planned.walks(),
            savings: savings.walks(),
            single: self.as_planned(&single).0,
            pickers: self.pickers(),
            late: planned.late,
        }
    }

    /// The batches to be released, and those by savings, as the planner's numbers: each in the sequence in which the
    /// walks are offered.
    pub fn batches(&mut self, w: &Warehouse, watch: &mut dyn Watch) -> [Vec<Vec<u32>>; 2] {
        self.search(w, watch).map(|choice| choice.batches)
    }

    fn search(&mut self, w: &Warehouse, watch: &mut dyn Watch) -> [Choice; 2] {
        let task = self.task(w);
        let has_time = watch.go_on(Progress::default());
        let (planned, savings) = batch::plan_beside_savings(&task, self, 1, watch);
        let savings = self.chosen(savings.batches);
        let planned = self.chosen(planned.batches);
        // The search goes by quick walks; what is released is what is better in the end.
        let value = |choice: &Choice| (choice.walks().mm, choice.late.ms);
        let best = if is_better(value(&savings), value(&planned)) {
            savings.clone()
        } else {
            planned
        };
        let eased = if has_time { ease(&task, self, &best) } else { None };
        [eased.unwrap_or(best), savings]
    }

    /// Batches in the sequence in which they are offered, with what they come to.
    fn chosen(&mut self, batches: Vec<Vec<u32>>) -> Choice {
        let mm = self.lengths(&batches);
        self.in_turn(batches, mm)
    }

    /// The same, where the walks' lengths are known.
    fn in_turn(&self, batches: Vec<Vec<u32>>, mm: Vec<i64>) -> Choice {
        let lists = self.lists(&batches, &mm);
        let (sequence, late) = self.hands.offer(&lists);
        let turn = |number: &u32| usize::try_from(*number).ok();
        let of = |number: &u32| Some((batches.get(turn(number)?)?.clone(), *mm.get(turn(number)?)?));
        let (batches, mm) = sequence.iter().filter_map(of).unzip();
        Choice { batches, mm, late }
    }

    /// Batches as work that takes time.
    fn lists(&self, batches: &[Vec<u32>], mm: &[i64]) -> Vec<List> {
        let lines = |batch: &[u32]| -> usize {
            let lines = batch
                .iter()
                .filter_map(|n| self.lines.get(usize::try_from(*n).ok()?));
            lines.sum()
        };
        let list = |(batch, mm): (&Vec<u32>, &i64)| {
            let kind = batch
                .first()
                .and_then(|n| self.kinds.get(usize::try_from(*n).ok()?));
            let (cutoff, _, priority) = kind.copied()?;
            Some(
                self.hands
                    .list((priority, cutoff), batch.len(), lines(batch), *mm),
            )
        };
        batches.iter().zip(mm).filter_map(list).collect()
    }

    /// Batches as groups of orders, and groups of the orders for which there is nothing to pick.
    fn groups(&self, w: &Warehouse, batches: &[Vec<u32>]) -> Vec<Vec<OrderId>> {
        let id = |number: &u32| self.picked.get(usize::try_from(*number).ok()?).copied();
        let kind = |batch: &Vec<u32>| {
            let first = batch
                .first()
                .and_then(|n| self.kinds.get(usize::try_from(*n).ok()?));
            first.map(|(cutoff, _, priority)| (*cutoff, *priority))
        };
        // Lists are made, and stock is promised, by the nearest cut-off and what is urgent; then as they are offered.
        let mut batches: Vec<&Vec<u32>> = batches.iter().collect();
        batches.sort_by_key(|batch| kind(batch));
        let mut groups: Vec<Vec<OrderId>> = batches
            .iter()
            .map(|batch| batch.iter().filter_map(id).collect())
            .collect();
        groups.extend(plain_groups(w, self.empty.iter().copied(), cart(w)));
        groups
    }

    /// How long the shortest walk of each batch is.
    fn lengths(&mut self, batches: &[Vec<u32>]) -> Vec<i64> {
        let mut lengths = Vec::with_capacity(batches.len());
        for batch in batches {
            let stops = self.stops_of(batch);
            lengths.push(self.walker.round_in_turns(stops).mm);
        }
        lengths
    }

    /// What batches come to when every walk is the shortest, and how late they are in the best sequence.
    pub fn as_planned(&mut self, batches: &[Vec<u32>]) -> (Walks, Lateness) {
        let mm = self.lengths(batches);
        self.come_to(batches, &mm)
    }

    /// The same when every walk follows the pick sequence.
    pub fn by_sequence(&mut self, w: &Warehouse, batches: &[Vec<u32>]) -> (Walks, Lateness) {
        let mut mm = Vec::with_capacity(batches.len());
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
            mm.push(self.walker.length(&places));
        }
        self.come_to(batches, &mm)
    }

    fn come_to(&self, batches: &[Vec<u32>], mm: &[i64]) -> (Walks, Lateness) {
        let walks = Walks {
            lists: batches.len(),
            mm: mm.iter().sum(),
        };
        (walks, self.hands.offer(&self.lists(batches, mm)).1)
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
type Kind = (Timestamp, CarrierId, u8);

fn kind(w: &Warehouse, id: OrderId) -> Option<Kind> {
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
