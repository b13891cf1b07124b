//! Slots of the warehouse itself: a task made of a snapshot, searched part by part, and its moves as the floor gets them.

use super::ground::Ground;
use super::search::Search;
use super::task::{EMPTY, HEAVIEST_UP_G, Item, Load, Place, Task, Trip};
use super::trips::parted;
use super::walk::length;
use crate::domain::Warehouse;
use crate::domain::ids::{ItemId, PlaceId};
use crate::domain::slotting::{FaceContent, PickFace, SlotMove, pick_faces, planned_move};
use crate::plan::route::Spot;
use crate::plan::watch::{Progress, Watch};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rounds of the whole search: so many for each item, within limits; and its parts, a second or less each.
const ROUNDS_AN_ITEM: u64 = 200;
const ROUNDS: (u64, u64) = (2_000, 400_000);
const PARTS: u64 = 40;

/// Walking in figures, in millimetres a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// As everything lies.
    pub before_mm: i64,
    /// As it would lie.
    pub after_mm: i64,
}

/// The best plan so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Best {
    /// The two of an exchange one behind the other, what pays most first.
    pub moves: Vec<SlotMove>,
    /// What a day's walking comes to, by the shortest tours through the walks that were held out.
    pub figures: Figures,
    /// Picks a week at each pick face in tenths: as everything lies, and as it would lie.
    pub heat: [BTreeMap<PlaceId, i64>; 2],
}

/// A search for better slots in a warehouse as it stood at one record.
#[derive(Clone, Debug)]
pub struct Slotting {
    /// The last record it knows.
    pub seq: u64,
    /// Walks of orders that it learns from, and those held out to judge it by.
    pub walks: (usize, usize),
    search: Search,
    task: Arc<Task>,
    held_out: Vec<Trip>,
    /// A day's walking as everything lies, in millimetres.
    before_mm: i64,
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
    ///
    /// It learns from the orders that are open and from `left`, the items of those that left, the latest first, in the
    /// order of their lines; of all these at most [`TRIPS`](super::TRIPS) walks, open orders before others.
    #[must_use]
    pub fn of(w: &Warehouse, left: &[Vec<ItemId>], moves: usize) -> Option<Slotting> {
        let Ground { floor, spots } = Ground::of(w)?;
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
        let (learned, held_out) = parted(w, left, &draft.known, &weekly);
        let walks = (learned.known, held_out.len());
        let count = u64::try_from(draft.items.len()).unwrap_or(u64::MAX);
        let all = (count.saturating_mul(ROUNDS_AN_ITEM)).clamp(ROUNDS.0, ROUNDS.1);
        let task = Arc::new(Task {
            floor,
            places: draft.places,
            items: draft.items,
            start: draft.start,
            trips: learned.trips,
            moves,
            pairs: true,
        });
        let mut slotting = Slotting {
            seq: w.seq,
            walks,
            search: Search::new(&task, w.seq),
            held_out,
            before_mm: 0,
            lines_a_day: weekly.iter().map(|(_, picks)| picks).sum::<i64>() / 7,
            faces,
            lies_in: draft.lies_in,
            face_of: draft.face_of,
            picks,
            rounds: 0,
            all,
            task: Arc::clone(&task),
        };
        slotting.before_mm = slotting.a_day(&task.start);
        Some(slotting)
    }

    /// Searches on for a while, and tells the best plan so far.
    pub fn step(&mut self) -> Best {
        self.rounds = (self.rounds + self.all.div_ceil(PARTS)).min(self.all);
        let (until, all) = (self.rounds, self.all);
        self.search.run(&mut Part { until, all });
        let lies = self.search.plan().lies;
        Best {
            moves: self.moves(&lies),
            figures: Figures {
                before_mm: self.before_mm,
                after_mm: self.a_day(&lies),
            },
            heat: [self.heat(&self.task.start), self.heat(&lies)],
        }
    }

    /// How much of the search is done, in per cent.
    #[must_use]
    pub fn percent(&self) -> u64 {
        self.rounds * 100 / self.all.max(1)
    }

    /// The moves after which everything lies so.
    fn moves(&self, lies: &[u32]) -> Vec<SlotMove> {
        let items = (0_u32..).zip(self.task.start.iter().zip(lies));
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

    /// A day's walking where everything lies so, by the walks that were held out, in millimetres.
    fn a_day(&self, lies: &[u32]) -> i64 {
        let task = &self.task;
        let lines: usize = self.held_out.iter().map(|trip| trip.items.len()).sum();
        let lines = i64::try_from(lines).unwrap_or(i64::MAX).max(1);
        let mm = length(&task.floor, &task.places, lies, &self.held_out).unwrap_or(0);
        mm / lines * self.lines_a_day / 10
    }

    /// Picks a week at each pick face, in tenths, where everything lies so.
    fn heat(&self, lies: &[u32]) -> BTreeMap<PlaceId, i64> {
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
