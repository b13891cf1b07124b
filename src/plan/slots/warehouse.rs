//! Slots of the warehouse itself: a task made of a snapshot, searched part by part, and its moves as the floor gets them.

use super::drawing::Drawing;
use super::search::Search;
use super::task::{EMPTY, Floor, HEAVIEST_UP_G, Item, Load, Place, Task, Trip, split};
use super::walk::length;
use crate::domain::Warehouse;
use crate::domain::ids::{ItemId, PlaceId};
use crate::domain::slotting::{FaceContent, PickFace, SlotMove, pick_faces, planned_move};
use crate::plan::route::Spot;
use crate::plan::watch::{Progress, Watch};
use fastrand::Rng;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lines of one walk at most.
const LINES: usize = 30;
/// Rounds of the whole search: so many for each item, within limits; and its parts, a second or less each.
const ROUNDS_AN_ITEM: u64 = 200;
const ROUNDS: (u64, u64) = (2_000, 400_000);
const PARTS: u64 = 40;
/// Trips to learn from. Where fewer orders are known, the rest are drawn by popularity.
const TRIPS: usize = 2_000;
/// Of the trips, every so manieth is held out to tell what the plan saves.
const HELD_OUT: usize = 5;

/// Walking in figures, in millimetres a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// As everything lies.
    pub before_mm: i64,
    /// As it would lie.
    pub after_mm: i64,
}

/// A search for better slots in a warehouse as it stood at one record.
#[derive(Clone, Debug)]
pub struct Slotting {
    /// The last record it knows.
    pub seq: u64,
    search: Search,
    task: Arc<Task>,
    held_out: Vec<Trip>,
    /// Lines picked a day, in tenths.
    lines_a_day: i64,
    faces: Vec<PickFace>,
    /// By item of the task: the face that it lies in.
    lies_in: Vec<usize>,
    /// By place of the task: the face; places of what stays are copies.
    face_of: Vec<usize>,
    picks: Vec<i64>,
    rounds: u64,
    /// Rounds of the whole search.
    all: u64,
}

/// Runs one part of a search of known length.
struct Part {
    until: u64,
    all: u64,
}

impl Watch for Part {
    fn go_on(&mut self, progress: Progress) -> bool {
        progress.rounds < self.until
    }

    fn spent(&self, progress: Progress) -> Option<f64> {
        Some((progress.rounds as f64 / self.all as f64).min(1.0))
    }
}

/// A task being put together: what lies where, and which face each item and place of the task is.
#[derive(Default)]
struct Draft {
    places: Vec<Place>,
    items: Vec<Item>,
    start: Vec<u32>,
    lies_in: Vec<usize>,
    face_of: Vec<usize>,
    /// Items of the warehouse; one that lies in several faces is picked from the first.
    known: BTreeMap<ItemId, u32>,
}

impl Draft {
    fn of(w: &Warehouse, spots: &BTreeMap<PlaceId, Spot>, faces: &[PickFace]) -> Draft {
        let mut draft = Draft::default();
        for (number, face) in faces.iter().enumerate() {
            let Some(spot) = spots.get(&face.place) else {
                continue;
            };
            let place = place(w, face, *spot);
            match &face.content {
                FaceContent::Empty => draft.add(number, place, None),
                FaceContent::Alone { item, qty, .. } => {
                    draft.add(number, place, Some((*item, goods(w, *item, qty.0, false))));
                }
                // What may not move is still walked to; nothing else gets into its place.
                FaceContent::Stays(all) => {
                    let room = Load::default();
                    let full = Place { room, ..place };
                    for item in all {
                        draft.add(number, full, Some((*item, goods(w, *item, 1, true))));
                    }
                }
            }
        }
        draft
    }

    fn add(&mut self, face: usize, place: Place, item: Option<(ItemId, Item)>) {
        if let Some((id, item)) = item {
            let index = u32::try_from(self.items.len()).unwrap_or(EMPTY);
            self.known.entry(id).or_insert(index);
            self.items.push(item);
            self.start.push(u32::try_from(self.places.len()).unwrap_or(EMPTY));
            self.lies_in.push(face);
        }
        self.places.push(place);
        self.face_of.push(face);
    }
}

impl Slotting {
    /// Makes the task, within that many moves. `None` where there is no bench to walk from, or nothing that may move.
    #[must_use]
    pub fn of(w: &Warehouse, moves: usize) -> Option<Slotting> {
        let Drawing { grid, depot, spots } = Drawing::of(w)?;
        let faces: Vec<PickFace> = pick_faces(w);
        let draft = Draft::of(w, &spots, &faces);
        if draft.items.iter().all(|item| item.stays) {
            return None;
        }
        let picked = |item: ItemId| w.popularity_of(item).picks_a_week_tenths(w.clock).max(0);
        let weekly: Vec<(u32, i64)> = draft
            .known
            .iter()
            .map(|(id, index)| (*index, picked(*id)))
            .collect();
        let mut picks = vec![0; draft.items.len()];
        for (index, picked) in &weekly {
            if let Some(slot) = picks.get_mut(*index as usize) {
                *slot = *picked;
            }
        }
        let all = trips(w, &draft.known, &weekly);
        let (held_out, learned): (Vec<_>, Vec<_>) = (1_usize..)
            .zip(all)
            .partition(|(number, _)| number.is_multiple_of(HELD_OUT));
        let trips = |numbered: Vec<(usize, Trip)>| numbered.into_iter().map(|(_, trip)| trip).collect();
        let count = u64::try_from(draft.items.len()).unwrap_or(u64::MAX);
        let all = (count.saturating_mul(ROUNDS_AN_ITEM)).clamp(ROUNDS.0, ROUNDS.1);
        let task = Arc::new(Task {
            floor: Floor { depot, grid },
            places: draft.places,
            items: draft.items,
            start: draft.start,
            trips: trips(learned),
            moves,
            pairs: true,
        });
        Some(Slotting {
            seq: w.seq,
            search: Search::new(&task, w.seq),
            task,
            held_out: trips(held_out),
            lines_a_day: weekly.iter().map(|(_, picks)| picks).sum::<i64>() / 7,
            faces,
            lies_in: draft.lies_in,
            face_of: draft.face_of,
            picks,
            rounds: 0,
            all,
        })
    }

    /// Searches on for a while.
    pub fn step(&mut self) {
        self.rounds = (self.rounds + self.all.div_ceil(PARTS)).min(self.all);
        let (until, all) = (self.rounds, self.all);
        self.search.run(&mut Part { until, all });
    }

    /// How much of the search is done, in per cent.
    #[must_use]
    pub fn percent(&self) -> u64 {
        self.rounds * 100 / self.all.max(1)
    }

    /// The moves of the best plan so far, the two of an exchange one behind the other, what pays most first.
    #[must_use]
    pub fn moves(&self) -> Vec<SlotMove> {
        let lies = self.search.plan().lies;
        let items = (0_u32..).zip(self.task.start.iter().zip(&lies));
        let moved: Vec<(u32, u32, u32)> = items
            .filter(|(_, (from, to))| from != to)
            .map(|(item, (from, to))| (item, *from, *to))
            .collect();
        let picks = |item: u32| self.picks.get(item as usize).copied().unwrap_or(0);
        let mut found: Vec<(i64, Vec<SlotMove>)> = Vec::new();
        for (item, from, to) in &moved {
            let back = |(_, other_from, other_to): &&(u32, u32, u32)| other_from == to && other_to == from;
            let other = moved.iter().find(back).map(|(other, ..)| *other);
            // An exchange is told once, by the item that is picked more.
            if other.is_some_and(|other| (picks(*item), other) < (picks(other), *item)) {
                continue;
            }
            let makes_room = other.and_then(|other| self.told(other, *to, *from, Some(*item)));
            let one = self.told(*item, *from, *to, None);
            let worth =
                picks(*item) * self.nearer(*from, *to) + other.map_or(0, picks) * self.nearer(*to, *from);
            found.push((worth, makes_room.into_iter().chain(one).collect()));
        }
        found.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        found.into_iter().flat_map(|(_, moves)| moves).collect()
    }

    /// By how much a place lies nearer to where walks start than another.
    fn nearer(&self, from: u32, to: u32) -> i64 {
        let floor = &self.task.floor;
        let far = |place: u32| {
            let place = self.task.places.get(place as usize);
            place.map_or(0, |place| i64::from(floor.grid.distance(floor.depot, place.spot)))
        };
        far(from) - far(to)
    }

    fn told(&self, item: u32, from: u32, to: u32, makes_room_for: Option<u32>) -> Option<SlotMove> {
        let goal = self.faces.get(*self.face_of.get(to as usize)?)?;
        let other = makes_room_for.and_then(|other| match self.face(other)?.content {
            FaceContent::Alone { item, .. } => Some(item),
            _ => None,
        });
        planned_move(self.face(item)?, goal.place, self.nearer(from, to), other)
    }

    fn face(&self, item: u32) -> Option<&PickFace> {
        self.faces.get(*self.lies_in.get(item as usize)?)
    }

    /// What a day's walking comes to before and after, by the shortest tours through the orders that were held out.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let task = &self.task;
        let lines: usize = self.held_out.iter().map(|trip| trip.items.len()).sum();
        let lines = i64::try_from(lines).unwrap_or(i64::MAX).max(1);
        let a_day = |lies: &[u32]| {
            let mm = length(&task.floor, &task.places, lies, &self.held_out).unwrap_or(0);
            mm / lines * self.lines_a_day / 10
        };
        Figures {
            before_mm: a_day(&task.start),
            after_mm: a_day(&self.search.plan().lies),
        }
    }

    /// Picks a week at each pick face, in tenths: as everything lies, and as it would lie.
    #[must_use]
    pub fn heat(&self) -> [BTreeMap<PlaceId, i64>; 2] {
        let planned = self.search.plan().lies;
        [&self.task.start, &planned].map(|lies| {
            let mut heat = BTreeMap::new();
            for (place, picks) in lies.iter().zip(&self.picks) {
                let face = self
                    .face_of
                    .get(*place as usize)
                    .and_then(|face| self.faces.get(*face));
                if let Some(face) = face {
                    *heat.entry(face.place).or_insert(0) += picks;
                }
            }
            heat
        })
    }
}

fn place(w: &Warehouse, face: &PickFace, spot: Spot) -> Place {
    let known = w.places.get(&face.place);
    let (volume_mm3, weight_g) = known.map_or((0, 0), |place| (place.max_volume_mm3, place.max_weight_g));
    let level = known.map_or(1, |place| place.level);
    // Nobody measured it: whatever lies anywhere fits.
    let room = |most: i64| if most == 0 { i64::MAX } else { most };
    Place {
        spot,
        room: Load {
            volume_mm3: room(volume_mm3),
            weight_g: room(weight_g),
        },
        heaviest_g: if level > 1 { HEAVIEST_UP_G } else { i64::MAX },
        reach: match level {
            2 => 0,
            0 | 1 => 1,
            _ => 2,
        },
    }
}

fn goods(w: &Warehouse, item: ItemId, pieces: i64, stays: bool) -> Item {
    let known = w.items.get(&item);
    let piece_g = known.map_or(0, |item| i64::from(item.weight_g));
    let load = Load {
        volume_mm3: known.map_or(0, |item| item.volume_mm3()).saturating_mul(pieces),
        weight_g: piece_g.saturating_mul(pieces),
    };
    Item { load, piece_g, stays }
}

/// The orders that the warehouse knows, and drawn ones besides: as long as known ones are, of items by their popularity.
fn trips(w: &Warehouse, known: &BTreeMap<ItemId, u32>, weekly: &[(u32, i64)]) -> Vec<Trip> {
    let mut trips: Vec<Trip> = Vec::new();
    for order in w.orders.values() {
        let lines = order
            .lines
            .iter()
            .filter_map(|line| known.get(&line.item).copied());
        trips.extend(split(&lines.collect::<Vec<u32>>(), LINES, 1));
    }
    let sizes: Vec<usize> = trips.iter().map(|trip| trip.items.len()).collect();
    let sums: Vec<i64> = weekly
        .iter()
        .scan(0, |sum, (_, picks)| {
            *sum += picks;
            Some(*sum)
        })
        .collect();
    let all = sums.last().copied().unwrap_or(0);
    let mut rng = Rng::with_seed(1);
    while all > 0 && trips.len() < TRIPS {
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
