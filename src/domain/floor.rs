//! The floor, as far as the places' coordinates do not tell it: aisles that are one-way or closed, a map of a building
//! that is no blocks of aisles, and what is fetched before what.
//!
//! The core keeps it and does not reckon with it: planners do.

use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::{ItemId, PlaceId};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::picking::PickLine;
use super::refusal::{Class, Explain};
use super::{Text, Warehouse};
use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Most characters of a map: its event stays a bounded part of a group of the journal.
pub const MAX_MAP: usize = 120_000;
/// Sides of a map's squares, in millimetres.
pub const SQUARES_MM: std::ops::RangeInclusive<u32> = 100..=5_000;
/// Most zones whose goods are fetched last.
const MAX_ZONES: usize = 32;

/// How a stretch of aisle between two of its places is walked, other than both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Passage {
    /// From the first place to the second one only.
    OneWay,
    /// Not at all: something stands or lies there.
    Closed,
}

/// A map of the building in characters, its south-west corner at the corner from which places are measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorMap {
    /// Side of a square, in millimetres.
    pub square_mm: u32,
    /// The squares, the northernmost line first. `#` stands in the way; `^`, `v`, `<` and `>` are left only in that
    /// direction; everything else is floor.
    pub squares: Text,
}

impl FloorMap {
    /// Whether it is one: of squares that can be, with floor on it, and not too large.
    pub fn is_one(&self) -> bool {
        let floor = |line: &str| line.chars().any(|square| square != '#');
        SQUARES_MM.contains(&self.square_mm)
            && self.squares.chars().count() <= MAX_MAP
            && self.squares.lines().any(floor)
    }
}

/// What is fetched before what, whatever the way. By default nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turns {
    /// Goods of which a piece weighs as much come first, so that nothing lies under them; 0 makes no difference.
    pub heavy_first_g: u32,
    /// Goods from these zones come last: cold ones.
    pub last_zones: Vec<Text>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// Stretches of aisles, by their two ends.
    pub stretches: OrdMap<(PlaceId, PlaceId), Passage>,
    /// The map, where the floor is drawn.
    pub map: Option<Arc<FloorMap>>,
    /// What is fetched before what.
    pub turns: Arc<Turns>,
}

/// What somebody asks about the floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Say how the stretch of aisle between two places is walked: both ways again, with none.
    SetPassage {
        /// One end.
        from: PlaceId,
        /// The other, in the same aisle.
        to: PlaceId,
        /// How.
        passage: Option<Passage>,
    },
    /// Walk by this map from now on, or by the aisles again.
    Draw(Option<FloorMap>),
    /// Say what is fetched before what.
    SetTurns(Turns),
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such place.
    Unknown,
    /// A stretch has two ends.
    SamePlace(PlaceId),
    /// A map has squares of 100 mm to 5 m, and so many characters at most.
    BadMap,
    /// More zones than can be.
    TooManyZones(usize),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        let number = |n: usize| Value::Number(i64::try_from(n).unwrap_or(i64::MAX));
        match self {
            Refusal::Unknown => Phrase::new("no-master-unknown"),
            Refusal::SamePlace(place) => {
                Phrase::new("no-floor-same-place").with("place", Value::Place(*place))
            }
            Refusal::BadMap => Phrase::new("no-floor-map").with("most", number(MAX_MAP)),
            Refusal::TooManyZones(count) => Phrase::new("no-floor-zones").with("count", number(*count)),
        }
    }
}

/// A stretch of aisle is walked otherwise from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageSet {
    /// One end.
    pub from: PlaceId,
    /// The other.
    pub to: PlaceId,
    /// How; none for both ways.
    pub passage: Option<Passage>,
}

impl Fact for PassageSet {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.floor.stretches.remove(&(self.from, self.to));
        w.floor.stretches.remove(&(self.to, self.from));
        if let Some(passage) = self.passage {
            w.floor.stretches.insert((self.from, self.to), passage);
        }
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = match self.passage {
            Some(Passage::OneWay) => "event-passage-one-way",
            Some(Passage::Closed) => "event-passage-closed",
            None => "event-passage-open",
        };
        let (from, to) = (Value::Place(self.from), Value::Place(self.to));
        Some(Phrase::new(key).with("from", from).with("to", to))
    }
}

/// The floor was drawn, or the drawing taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorDrawn {
    /// As it is from now on.
    pub map: Option<Arc<FloorMap>>,
}

impl Fact for FloorDrawn {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.floor.map.clone_from(&self.map);
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = match self.map {
            Some(_) => "event-floor-drawn",
            None => "event-floor-undrawn",
        };
        Some(Phrase::new(key))
    }
}

/// It was said what is fetched before what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnsSet {
    /// As it is from now on.
    pub turns: Arc<Turns>,
}

impl Fact for TurnsSet {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.floor.turns.clone_from(&self.turns);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-turns-set"))
    }
}

/// Decides one command about the floor. What is so already is no event.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    match command {
        Command::SetPassage { from, to, passage } => {
            d.require(Right::Plan)?;
            set_passage(d, *from, *to, *passage)?;
        }
        Command::Draw(map) => {
            d.require(Right::ChangeSettings)?;
            if map.as_ref().is_some_and(|map| !map.is_one()) {
                return Err(Refusal::BadMap.into());
            }
            if d.w.floor.map.as_deref() != map.as_ref() {
                d.emit(FloorDrawn {
                    map: map.clone().map(Arc::new),
                });
            }
        }
        Command::SetTurns(turns) => {
            d.require(Right::ChangeSettings)?;
            if turns.last_zones.len() > MAX_ZONES {
                return Err(Refusal::TooManyZones(turns.last_zones.len()).into());
            }
            if *d.w.floor.turns != *turns {
                d.emit(TurnsSet {
                    turns: Arc::new(turns.clone()),
                });
            }
        }
    }
    Ok(())
}

fn set_passage(
    d: &mut Draft<'_>,
    from: PlaceId,
    to: PlaceId,
    passage: Option<Passage>,
) -> Result<(), Refusal> {
    if [from, to].iter().any(|place| !d.w.places.contains_key(place)) {
        return Err(Refusal::Unknown);
    }
    if from == to {
        return Err(Refusal::SamePlace(from));
    }
    let stretches = &d.w.floor.stretches;
    let is_so = stretches.get(&(from, to)).copied() == passage && !stretches.contains_key(&(to, from));
    if !is_so {
        d.emit(PassageSet { from, to, passage });
    }
    Ok(())
}

/// In which turn a line is fetched: see [`turn_of`].
pub fn turn(w: &Warehouse, line: &PickLine) -> u8 {
    turn_of(w, line.place(), line.key.item)
}

/// In which turn an item is fetched from a place: 0 for heavy goods, 2 for those from the last zones, 1 for all others.
pub fn turn_of(w: &Warehouse, place: PlaceId, item: ItemId) -> u8 {
    let turns = &w.floor.turns;
    let zone = || w.places.get(&place).map(|place| &place.zone);
    let weight = || w.items.get(&item).map_or(0, |item| item.weight_g);
    if !turns.last_zones.is_empty() && zone().is_some_and(|zone| turns.last_zones.contains(zone)) {
        2
    } else if turns.heavy_first_g > 0 && weight() >= turns.heavy_first_g {
        0
    } else {
        1
    }
}
