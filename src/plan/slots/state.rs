//! An assignment while it is being changed.

use super::moves::{contents, count};
use super::task::{EMPTY, Task};
use super::walk::{Reckoner, Slot};
use std::sync::Arc;

/// Trips that are reckoned before it is decided whether the others are worth it, and how often that is asked.
const SAMPLE: usize = 24;
const SAMPLES: usize = 3;
/// Standard errors that a sample may be off.
const DOUBT: f64 = 2.0;

/// Lists by index, one behind the other in one piece of memory.
#[derive(Clone, Debug, Default)]
struct Lists {
    ends: Vec<u32>,
    all: Vec<u32>,
}

impl Lists {
    fn of(lists: impl Iterator<Item = impl IntoIterator<Item = u32>>) -> Lists {
        let mut made = Lists::default();
        for list in lists {
            made.all.extend(list);
            made.ends.push(u32::try_from(made.all.len()).unwrap_or(u32::MAX));
        }
        made
    }

    fn get(&self, index: u32) -> &[u32] {
        let index = index as usize;
        let from = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied();
        let to = self.ends.get(index).copied().unwrap_or(0);
        self.all
            .get(from.unwrap_or(0) as usize..to as usize)
            .unwrap_or_default()
    }
}

/// Items and places that exchange: what lies in `to` goes where the item lay.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchange {
    pub(super) item: u32,
    pub(super) to: u32,
}

/// An assignment, and how long each trip is under it.
#[derive(Clone, Debug)]
pub(super) struct State {
    task: Arc<Task>,
    reckoner: Reckoner,
    trips: Lists,
    /// By item, the trips it is on, ascending.
    on: Lists,
    lies: Vec<u32>,
    slots: Vec<Slot>,
    holds: Vec<u32>,
    start_holds: Vec<u32>,
    lengths: Vec<i32>,
    cost: i64,
    changed: Vec<(u32, i32)>,
}

impl State {
    pub(super) fn new(task: &Arc<Task>, lies: &[u32]) -> State {
        let reckoner = Reckoner::new(&task.floor, &task.places);
        let mut on = vec![Vec::new(); task.items.len()];
        for (number, trip) in (0_u32..).zip(&task.trips) {
            for item in &trip.items {
                if let Some(on) = on.get_mut(*item as usize) {
                    on.push(number);
                }
            }
        }
        let mut state = State {
            task: Arc::clone(task),
            trips: Lists::of(task.trips.iter().map(|trip| trip.items.iter().copied())),
            on: Lists::of(on.into_iter()),
            lies: Vec::new(),
            slots: Vec::new(),
            holds: Vec::new(),
            start_holds: contents(task.places.len(), &task.start),
            lengths: Vec::new(),
            cost: 0,
            changed: Vec::new(),
            reckoner,
        };
        state.reset(lies);
        state
    }

    /// Takes another assignment over.
    pub(super) fn reset(&mut self, lies: &[u32]) {
        self.lies = lies.to_vec();
        self.slots = lies.iter().map(|place| self.reckoner.slot(*place)).collect();
        self.holds = contents(self.task.places.len(), lies);
        self.lengths.clear();
        self.cost = 0;
        let task = Arc::clone(&self.task);
        for (number, trip) in (0_u32..).zip(&task.trips) {
            let length = self.reckon(number);
            self.lengths.push(length);
            self.cost += i64::from(trip.weight) * i64::from(length);
        }
    }

    fn reckon(&mut self, trip: u32) -> i32 {
        let slots = &self.slots;
        let on = self.trips.get(trip).iter();
        self.reckoner
            .length(on.filter_map(|item| slots.get(*item as usize)).copied())
    }

    /// Weighted millimetres of all trips.
    pub(super) fn cost(&self) -> i64 {
        self.cost
    }

    pub(super) fn lies(&self) -> &[u32] {
        &self.lies
    }

    pub(super) fn place(&self, item: u32) -> u32 {
        self.lies.get(item as usize).copied().unwrap_or(EMPTY)
    }

    pub(super) fn holds(&self, place: u32) -> u32 {
        self.holds.get(place as usize).copied().unwrap_or(EMPTY)
    }

    pub(super) fn slot(&self, place: u32) -> Slot {
        self.reckoner.slot(place)
    }

    /// The trips that an item is on.
    pub(super) fn on(&self, item: u32) -> &[u32] {
        self.on.get(item)
    }

    /// The items of a trip.
    pub(super) fn trip(&self, trip: u32) -> &[u32] {
        self.trips.get(trip)
    }

    /// Whether both may lie where the other lay, and the moves suffice for it.
    pub(super) fn allows(&mut self, Exchange { item, to }: Exchange) -> bool {
        let (from, other) = (self.place(item), self.holds(to));
        if from == to || !self.task.may_move(item) || !self.task.fits(item, to) {
            return false;
        }
        if other != EMPTY && !(self.task.may_move(other) && self.task.fits(other, from)) {
            return false;
        }
        if self.task.pairs {
            let begun = (self.start_holds(from), self.start_holds(to));
            if begun != (item, other) && begun != (other, item) {
                return false;
            }
        }
        // Every item that is moved is a move, and every circle, of two items at least, one more.
        if self.task.moves >= self.task.items.len() * 3 / 2 {
            return true;
        }
        self.put(item, to, other, from);
        let enough = count(&self.task.start, &self.lies, &self.start_holds) <= self.task.moves;
        self.put(item, from, other, to);
        enough
    }

    fn start_holds(&self, place: u32) -> u32 {
        self.start_holds.get(place as usize).copied().unwrap_or(EMPTY)
    }

    fn put(&mut self, item: u32, to: u32, other: u32, from: u32) {
        for (item, place) in [(item, to), (other, from)] {
            if let Some(lies) = self.lies.get_mut(item as usize) {
                *lies = place;
            }
            if let Some(slot) = self.slots.get_mut(item as usize) {
                *slot = self.reckoner.slot(place);
            }
        }
        for (place, item) in [(to, item), (from, other)] {
            if let Some(holds) = self.holds.get_mut(place as usize) {
                *holds = item;
            }
        }
    }

    /// Exchanges if that changes the cost by no more than `most`. How much it changed, if it was done.
    ///
    /// Trips that both are on stay as they are, and are passed over.
    pub(super) fn exchange(&mut self, Exchange { item, to }: Exchange, most: i64) -> Option<i64> {
        let (from, other) = (self.place(item), self.holds(to));
        self.put(item, to, other, from);
        self.changed.clear();
        if self.slot(from) != self.slot(to) {
            self.note(item, other);
            self.note(other, item);
        }
        let Some(delta) = self.change(most) else {
            self.put(item, from, other, to);
            return None;
        };
        for (trip, length) in &self.changed {
            if let Some(known) = self.lengths.get_mut(*trip as usize) {
                *known = *length;
            }
        }
        self.cost += delta;
        Some(delta)
    }

    /// How much the trips noted change the cost together, if by no more than `most`.
    ///
    /// Where there are many, a sample of them is reckoned first: when that leaves hardly a doubt, the rest is not.
    fn change(&mut self, most: i64) -> Option<i64> {
        let all = self.changed.len();
        // Every stride-th first, then the others, so that the sample is spread over both items' trips.
        let stride = all.div_ceil(SAMPLE).max(1);
        let (mut delta, mut squares, mut count) = (0_i64, 0.0_f64, 0);
        for first in 0..stride {
            for at in (first..all).step_by(stride) {
                let trip = self.changed.get(at).map_or(0, |(trip, _)| *trip);
                let length = self.reckon(trip);
                if let Some(changed) = self.changed.get_mut(at) {
                    changed.1 = length;
                }
                let before = self.lengths.get(trip as usize).copied().unwrap_or(0);
                let weight = self.task.trips.get(trip as usize).map_or(0, |trip| trip.weight);
                let change = i64::from(weight) * i64::from(length - before);
                delta += change;
                squares += change as f64 * change as f64;
                count += 1;
            }
            if first + 1 < stride && first < SAMPLES && most < i64::MAX {
                let (seen, all) = (f64::from(count), all as f64);
                let mean = delta as f64 / seen;
                let spread = (squares / seen - mean * mean).max(0.0);
                let error = all * (spread / seen * (1.0 - seen / all)).sqrt();
                if all * mean - DOUBT * error > most as f64 {
                    return None;
                }
            }
        }
        (delta <= most).then_some(delta)
    }

    /// Notes the trips that an item is on and another is not.
    fn note(&mut self, item: u32, but: u32) {
        let mut but = self.on.get(but).iter().peekable();
        for trip in self.on.get(item) {
            while but.next_if(|other| *other < trip).is_some() {}
            if but.peek() != Some(&trip) {
                self.changed.push((*trip, 0));
            }
        }
    }
}
