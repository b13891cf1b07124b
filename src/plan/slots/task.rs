//! What there is to decide.

use crate::plan::route::{Grid, Spot};

/// Nothing lies there, or it lies nowhere.
pub const EMPTY: u32 = u32::MAX;

/// The heaviest piece that lies above the lowest level, at the height of a shoulder: the smaller figure of the lifting
/// filter in "Manual handling, guidance on regulations" (L23, Health and Safety Executive, 2016).
pub const HEAVIEST_UP_G: i64 = 13_000;

/// Aisles, and where every walk starts and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// In millimetres. The depot's own way may be one of its aisles.
    pub grid: Grid,
    /// In front of the first cross-aisle, or near it.
    pub depot: Spot,
}

/// Room that goods take, or that a place has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// In cubic millimetres.
    pub volume_mm3: i64,
    /// In grams.
    pub weight_g: i64,
}

/// A pick face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where the picker stands before it.
    pub spot: Spot,
    /// What it holds at most.
    pub room: Load,
    /// The heaviest piece, in grams, that is lifted from so high.
    pub heaviest_g: i64,
    /// How much it takes to reach into it: 0 between knee and shoulder.
    pub reach: u32,
}

/// An item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is to lie in its pick face; the rest of its stock stays in reserve.
    pub load: Load,
    /// Weight of a piece, in grams.
    pub piece_g: i64,
    /// It stays where it is: nothing is known of it, or it may not be touched.
    pub stays: bool,
}

/// An order that was walked, or a part of one: its items, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// By index.
    pub items: Vec<u32>,
    /// How much it is to count.
    pub weight: u32,
}

/// Items, pick faces, and orders to learn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Where the pick faces lie.
    pub floor: Floor,
    /// All pick faces that take part.
    pub places: Vec<Place>,
    /// All items that lie in them.
    pub items: Vec<Item>,
    /// Where each item lies now, by the place's index. No two in one place.
    pub start: Vec<u32>,
    /// Orders to learn from.
    pub trips: Vec<Trip>,
    /// Moves at most.
    pub moves: usize,
    /// Only exchanges of two items and moves to free places, none of which waits for another.
    pub pairs: bool,
}

impl Task {
    /// Whether an item may lie in a place.
    #[must_use]
    pub fn fits(&self, item: u32, place: u32) -> bool {
        let (Some(item), Some(place)) = (self.items.get(item as usize), self.places.get(place as usize))
        else {
            return false;
        };
        item.load.volume_mm3 <= place.room.volume_mm3
            && item.load.weight_g <= place.room.weight_g
            && item.piece_g <= place.heaviest_g
    }

    /// Whether an item may be moved.
    #[must_use]
    pub fn may_move(&self, item: u32) -> bool {
        self.items.get(item as usize).is_some_and(|item| !item.stays)
    }

    /// Weighted lines of each item among the trips.
    #[must_use]
    pub fn popularity(&self) -> Vec<u64> {
        let mut lines = vec![0_u64; self.items.len()];
        for trip in &self.trips {
            for item in &trip.items {
                if let Some(lines) = lines.get_mut(*item as usize) {
                    *lines += u64::from(trip.weight);
                }
            }
        }
        lines
    }
}

/// The trips of an order: as many lines on each as a picker takes, in the order of the lines. An item of several lines
/// counts once on a trip.
pub fn split(lines: &[u32], most: usize, weight: u32) -> impl Iterator<Item = Trip> + '_ {
    lines.chunks(most.max(1)).map(move |part| {
        let mut items = part.to_vec();
        items.sort_unstable();
        items.dedup();
        Trip { items, weight }
    })
}
