//! How long a trip is: exactly, and as the search reckons it.

use super::task::{Floor, Place, Trip};
use crate::plan::route::one_block::{AisleNeed, Classes, OneBlock};
use crate::plan::route::{Grid, Spot, Tours};

/// Spots along one stretch of aisle that are told apart, as bits of a word.
const SPOTS: usize = 64;
/// Aisles of a block are bits of words of this many.
const WORD: usize = 64;
/// How long a dead end is for one who would pass through it.
const ENDLESS: i32 = 10_000_000;

/// Length of the shortest tours through trips, in millimetres, when each item lies in the place given; `None` on a
/// floor with more cross-aisles than tours are planned exactly on. Weights are left aside.
#[must_use]
pub fn length(floor: &Floor, places: &[Place], lies: &[u32], trips: &[Trip]) -> Option<i64> {
    let mut tours = Tours::new(floor.grid.clone())?;
    let mut spots: Vec<Spot> = Vec::new();
    let mut sum = 0;
    for trip in trips {
        spots.clear();
        let place = |item: &u32| places.get(*lies.get(*item as usize)? as usize);
        spots.extend(trip.items.iter().filter_map(place).map(|place| place.spot));
        spots.sort_unstable();
        spots.dedup();
        sum += i64::from(tours.length(&spots, floor.depot, floor.depot));
    }
    Some(sum)
}

/// Where a place lies, as the search sees it: a stretch of aisle between two cross-aisles, and a bit for how far along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) cell: u32,
    /// Of the columns in which a block is used: a word, and a bit in it.
    word: u16,
    column: u8,
    bit: u8,
}

/// One stretch of aisle: how far from its front end its spots lie, by their bits.
#[derive(Clone, Copy, Debug)]
struct Cell {
    positions: [i32; SPOTS],
}

/// Reckons the length of tours.
///
/// Each block is a tour of its own, exact after Ratliff and Rosenthal, that starts where the block's aisle nearest to
/// the depot meets its front cross-aisle; the block before has to come there too. With one block that is exact; with
/// more it is some per cent too long, in nearly the same proportion, and takes a twentieth of the exact tour's time.
#[derive(Clone, Debug)]
pub(super) struct Reckoner {
    xs: Vec<i32>,
    depot_x: i32,
    depot: usize,
    to_depot_and_back: i32,
    depths: Vec<i32>,
    cells: Vec<Cell>,
    slots: Vec<Slot>,
    /// By cell, the spots to stop at; by word, the columns in which there are any.
    masks: Vec<u64>,
    used: Vec<u64>,
}

/// The bits that are set, the lowest first.
fn bits(mask: u64) -> impl Iterator<Item = usize> {
    let rests = std::iter::successors(Some(mask), |rest| Some(rest & rest.wrapping_sub(1)));
    rests
        .take_while(|rest| *rest != 0)
        .map(|rest| rest.trailing_zeros() as usize)
}

impl Reckoner {
    pub(super) fn new(floor: &Floor, places: &[Place]) -> Reckoner {
        let Grid { aisles, crosses, .. } = &floor.grid;
        let columns = aisles.len();
        let words = columns.div_ceil(WORD);
        let front = crosses.first().copied().unwrap_or(0);
        let mut depths: Vec<i32> = crosses
            .iter()
            .zip(crosses.iter().skip(1))
            .map(|(a, b)| b - a)
            .collect();
        if depths.is_empty() {
            depths.push(ENDLESS);
        }
        let block = |place: &Place| {
            let behind = crosses.partition_point(|cross| *cross <= place.spot.position);
            behind.saturating_sub(1).min(depths.len() - 1)
        };
        let along = |place: &Place| {
            let block = block(place);
            let from = crosses.get(block).copied().unwrap_or(front);
            let depth = depths.get(block).copied().unwrap_or(ENDLESS);
            (place.spot.position - from).clamp(0, depth)
        };
        let cell = |place: &Place| block(place) * columns + place.spot.aisle;
        let mut positions: Vec<Vec<i32>> = vec![Vec::new(); columns * depths.len()];
        for place in places {
            if let Some(positions) = positions.get_mut(cell(place)) {
                positions.push(along(place));
            }
        }
        for positions in &mut positions {
            positions.sort_unstable();
            positions.dedup();
            let all = positions.len();
            if all > SPOTS {
                let kept = (0..SPOTS).filter_map(|bit| positions.get(bit * all / SPOTS).copied());
                *positions = kept.collect();
            }
        }
        let slot = |place: &Place| {
            let known = positions.get(cell(place)).map_or(&[][..], |positions| positions);
            let bit = known.partition_point(|position| *position <= along(place));
            let (aisle, word) = (place.spot.aisle, block(place) * words + place.spot.aisle / WORD);
            Slot {
                cell: u32::try_from(cell(place)).unwrap_or(0),
                word: u16::try_from(word).unwrap_or(0),
                column: u8::try_from(aisle % WORD).unwrap_or(0),
                bit: u8::try_from(bit.saturating_sub(1)).unwrap_or(0),
            }
        };
        let slots = places.iter().map(slot).collect();
        let filled = |positions: &Vec<i32>| {
            let mut cell = Cell {
                positions: [0; SPOTS],
            };
            cell.positions
                .iter_mut()
                .zip(positions)
                .for_each(|(slot, position)| *slot = *position);
            cell
        };
        Reckoner {
            depot_x: aisles.get(floor.depot.aisle).copied().unwrap_or(0),
            xs: aisles.clone(),
            depot: floor.depot.aisle,
            to_depot_and_back: 2 * (front - floor.depot.position).max(0),
            masks: vec![0; positions.len()],
            used: vec![0; words * depths.len()],
            cells: positions.iter().map(filled).collect(),
            depths,
            slots,
        }
    }

    /// Where a place lies.
    pub(super) fn slot(&self, place: u32) -> Slot {
        self.slots.get(place as usize).copied().unwrap_or_default()
    }

    /// Length of the tour through these slots, in millimetres.
    pub(super) fn length(&mut self, slots: impl Iterator<Item = Slot>) -> i32 {
        for slot in slots {
            if let (Some(mask), Some(used)) = (
                self.masks.get_mut(slot.cell as usize),
                self.used.get_mut(usize::from(slot.word)),
            ) {
                *mask |= 1_u64.wrapping_shl(u32::from(slot.bit));
                *used |= 1_u64.wrapping_shl(u32::from(slot.column));
            }
        }
        let columns = self.xs.len().max(1);
        let words = columns.div_ceil(WORD);
        let mut link = None;
        let mut sum = self.to_depot_and_back;
        let masks = self.masks.chunks_exact_mut(columns);
        let blocks = masks
            .zip(self.cells.chunks_exact(columns))
            .zip(self.used.chunks_exact_mut(words));
        for (block, (((masks, cells), used), depth)) in blocks.zip(&self.depths).enumerate().rev() {
            let mut mark = |column: usize| {
                if let Some(used) = used.get_mut(column / WORD) {
                    *used |= 1 << (column % WORD);
                }
            };
            link.into_iter().for_each(&mut mark);
            if block == 0 {
                mark(self.depot);
            }
            let touched = || {
                (0..)
                    .zip(used.iter())
                    .flat_map(|(n, word)| bits(*word).map(move |bit| n * WORD + bit))
            };
            let far = |column: &usize| (self.xs.get(*column).copied().unwrap_or(0) - self.depot_x).abs();
            let home = if block == 0 {
                Some(self.depot)
            } else {
                touched().min_by_key(far)
            };
            if let Some(home) = home {
                let mut classes: Option<Classes> = None;
                let mut before = 0;
                for column in touched() {
                    let (Some(mask), Some(cell), Some(x)) =
                        (masks.get_mut(column), cells.get(column), self.xs.get(column))
                    else {
                        break;
                    };
                    let mask = std::mem::take(mask);
                    let need = cell.need(mask, (link == Some(column)).then_some(*depth));
                    let ways = OneBlock::ways(*depth, need);
                    classes = Some(match classes {
                        None => Classes::first(ways, column == home),
                        Some(classes) => classes.along(x - before).through(ways, column == home),
                    });
                    before = *x;
                }
                sum += classes.map_or(0, Classes::closed);
                link = Some(home);
            }
            used.fill(0);
        }
        sum
    }
}

impl Cell {
    fn need(&self, mask: u64, end: Option<i32>) -> AisleNeed {
        let picks = bits(mask).filter_map(|bit| self.positions.get(bit).copied());
        AisleNeed::of(picks.chain(end))
    }
}
