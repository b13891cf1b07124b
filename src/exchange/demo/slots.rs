//! The demo's floor as a task for the slotting planner: learn from the orders up to a day, judge on those after it.
//!
//! Nothing is known of an item before it is ordered first, so that one first ordered after the day of learning stays
//! where it lies, whoever plans.

use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;
use std::sync::Arc;

use super::building::{BULK_FACE, FACE, places, ways};
use super::goods::{case_quantity, fitting, line_limit};
use super::retail::{Retail, RetailItem, RetailOrder};
use super::stocking::{FACE_WEEKS, FILL};
use crate::exchange::rows::{PlaceKind, PlaceRow};
use crate::plan::route::{Grid, Spot};
use crate::plan::slots::{Floor, HEAVIEST_UP_G, Item, Load, Place, Task, Trip, at_random, split};

/// Lines of one walk at most.
const LINES: usize = 30;
/// Pieces that lie in a pick face at least, as far as they fit.
const LEAST: i64 = 6;

/// What a trip of the last day counts.
const WEIGHT: f64 = 64.0;
/// After so many weeks, a trip counts half.
const HALF_LIFE_WEEKS: f64 = 13.0;
/// What a trip of the same season a year before counts besides, and after how many days' distance half of it.
const SEASON: f64 = 1.0;
const SEASON_DAYS: f64 = 28.0;
const YEAR: u64 = 365;

/// What to make a case of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotsSettings {
    /// The last day to learn from; the next day is the first to be judged on.
    pub learn_until: NaiveDate,
    /// The last day to be judged on.
    pub judge_until: NaiveDate,
    /// Where everything lies before is thrown with it.
    pub seed: u64,
    /// Moves at most; as many as anybody may want where it is `None`.
    pub moves: Option<usize>,
}

/// The floor, everything on it by chance, what was learned, and the walks to be judged on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotsCase {
    pub task: Arc<Task>,
    /// Codes of the task's places.
    pub places: Vec<String>,
    /// Pieces of each item that lie in its pick face.
    pub pieces: Vec<i64>,
    /// Lines of each item up to the last day of learning.
    pub lines: Vec<u64>,
    /// Walks to be judged on.
    pub judged: Vec<Trip>,
    /// Days on which these were ordered.
    pub days: usize,
    /// Where walks start and end, in millimetres from the building's corner.
    pub depot: (i32, i32),
}

/// Why there is no such case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlotsError {
    #[error("there is no order up to {0} to learn from")]
    NothingToLearn(NaiveDate),
    #[error("there is no order from after {0} up to {1} to be judged on")]
    NothingToJudge(NaiveDate, NaiveDate),
    #[error("the goods do not all fit into the pick faces")]
    NoRoom,
}

impl SlotsCase {
    /// Makes a case of real orders.
    ///
    /// # Errors
    /// When there are no orders in one of the spans, or too many bulky goods.
    pub fn new(retail: &Retail, settings: SlotsSettings) -> Result<SlotsCase, SlotsError> {
        let SlotsSettings {
            learn_until,
            judge_until,
            seed,
            moves,
        } = settings;
        let day = |order: &&RetailOrder| order.placed_at.date();
        let past = || retail.orders.iter().filter(|order| day(order) <= learn_until);
        let coming = |order: &&RetailOrder| day(order) > learn_until && day(order) <= judge_until;
        let demand = Demand::of(retail.items.len(), past(), &retail.items);
        let rows = places(retail.items.len());
        let (floor, depot) = floor(&rows, retail.items.len());
        let (aisles, _) = ways(retail.items.len());
        let faces: Vec<&PlaceRow> = rows
            .iter()
            .filter(|row| row.kind == PlaceKind::PickFace)
            .collect();
        let pieces: Vec<i64> = retail
            .items
            .iter()
            .zip(&demand.weekly)
            .map(|(item, weekly)| pieces(item, *weekly))
            .collect();
        let mut task = Task {
            places: faces.iter().map(|row| place(row, &aisles, &floor.grid)).collect(),
            items: retail
                .items
                .iter()
                .zip(&pieces)
                .zip(&demand.lines)
                .map(|((item, pieces), lines)| goods(item, *pieces, *lines == 0))
                .collect(),
            start: Vec::new(),
            trips: past()
                .flat_map(|order| trips(order, weight(order.placed_at.date(), learn_until, judge_until)))
                .collect(),
            moves: moves.unwrap_or(usize::MAX),
            pairs: false,
            floor,
        };
        let judged: Vec<Trip> = retail
            .orders
            .iter()
            .filter(coming)
            .flat_map(|order| trips(order, 1))
            .collect();
        if task.trips.is_empty() {
            return Err(SlotsError::NothingToLearn(learn_until));
        }
        if judged.is_empty() {
            return Err(SlotsError::NothingToJudge(learn_until, judge_until));
        }
        task.start = at_random(&task, seed).ok_or(SlotsError::NoRoom)?;
        let days: BTreeSet<NaiveDate> = retail
            .orders
            .iter()
            .filter(coming)
            .map(|order| day(&order))
            .collect();
        Ok(SlotsCase {
            places: faces.iter().map(|row| row.code.clone()).collect(),
            pieces,
            lines: demand.lines,
            judged,
            days: days.len(),
            depot,
            task: Arc::new(task),
        })
    }
}

/// What was ordered up to the last day of learning.
struct Demand {
    lines: Vec<u64>,
    /// Pieces a week of five and a half days, lines cut as the demo cuts them.
    weekly: Vec<i64>,
}

impl Demand {
    fn of<'r>(count: usize, orders: impl Iterator<Item = &'r RetailOrder>, items: &[RetailItem]) -> Demand {
        let (mut lines, mut weekly) = (vec![0; count], vec![0; count]);
        let mut days = BTreeSet::new();
        for order in orders {
            days.insert(order.placed_at.date());
            for (item, quantity) in &order.lines {
                if let (Some(lines), Some(pieces), Some(known)) =
                    (lines.get_mut(*item), weekly.get_mut(*item), items.get(*item))
                {
                    *lines += 1;
                    *pieces += (*quantity).min(line_limit(known));
                }
            }
        }
        let worked = i64::try_from(days.len()).unwrap_or(i64::MAX).max(1);
        for pieces in &mut weekly {
            *pieces = (*pieces * 11 + worked * 2 - 1) / (worked * 2);
        }
        Demand { lines, weekly }
    }
}

/// Pieces that are to lie in a pick face: some weeks' demand, a case at least, and no more than an ordinary one holds;
/// where that holds no case, as much as a bulk one does.
fn pieces(item: &RetailItem, weekly: i64) -> i64 {
    let holds = |(ml, grams): (u64, u64)| fitting(item, ml * 10 * FILL, grams * FILL / 100);
    let least = case_quantity(item).unwrap_or(1).max(LEAST);
    let wanted = (FACE_WEEKS * weekly).max(least);
    let face = if holds(FACE) >= least { FACE } else { BULK_FACE };
    wanted.min(holds(face)).max(1)
}

fn goods(item: &RetailItem, pieces: i64, stays: bool) -> Item {
    let volume = i64::try_from(item.volume_mm3()).unwrap_or(i64::MAX);
    let piece_g = i64::from(item.weight_g);
    let load = Load {
        volume_mm3: pieces.saturating_mul(volume),
        weight_g: pieces.saturating_mul(piece_g),
    };
    Item { load, piece_g, stays }
}

/// Aisles, cross-aisles and the way to the bench in the middle, where every walk starts and ends.
fn floor(rows: &[PlaceRow], items: usize) -> (Floor, (i32, i32)) {
    let (mut aisles, crosses) = ways(items);
    let benches: Vec<(i32, i32)> = rows
        .iter()
        .filter(|row| row.kind == PlaceKind::Bench)
        .map(|row| (row.x_mm, row.y_mm))
        .collect();
    let depot = benches
        .get(benches.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or_default();
    let aisle = aisles.partition_point(|x| *x < depot.0);
    if aisles.get(aisle) != Some(&depot.0) {
        aisles.insert(aisle, depot.0);
    }
    let depot_spot = Spot {
        aisle,
        position: depot.1,
    };
    let floor = Floor {
        grid: Grid {
            aisles,
            crosses,
            dead_ends: Vec::new(),
        },
        depot: depot_spot,
    };
    (floor, depot)
}

/// A pick face; `aisles` are the centre lines of the building's aisles, from the first.
fn place(row: &PlaceRow, aisles: &[i32], grid: &Grid) -> Place {
    let most = |most: Option<u64>| i64::try_from(most.unwrap_or(0)).unwrap_or(i64::MAX);
    let number: Option<usize> = row.aisle.as_deref().and_then(|aisle| aisle.parse().ok());
    let centre = number.and_then(|number| aisles.get(number.checked_sub(1)?));
    let x = centre.copied().unwrap_or(row.x_mm);
    let up = row.level > 1;
    Place {
        spot: Spot {
            aisle: grid.aisles.partition_point(|aisle| *aisle < x),
            position: row.y_mm,
        },
        room: Load {
            volume_mm3: most(row.max_volume_ml).saturating_mul(1_000),
            weight_g: most(row.max_weight_g),
        },
        heaviest_g: if up { HEAVIEST_UP_G } else { i64::MAX },
        // The second level lies between knee and shoulder, the first on the floor.
        reach: u32::from(!up),
    }
}

/// What a trip of the past counts for those to come: the younger the more, and more if the same season comes again.
fn weight(day: NaiveDate, learn_until: NaiveDate, judge_until: NaiveDate) -> u32 {
    let age = (learn_until - day).num_days() as f64;
    let recent = 0.5_f64.powf(age / (7.0 * HALF_LIFE_WEEKS));
    // A year on, how far outside of the span to come it falls.
    let again = day.checked_add_days(Days::new(YEAR)).unwrap_or(day);
    let before = (learn_until - again).num_days();
    let after = (again - judge_until).num_days();
    let season = 0.5_f64.powf(before.max(after).max(0) as f64 / SEASON_DAYS);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and a few hundred"
    )]
    let weight = (WEIGHT * (recent + SEASON * season)).round() as u32;
    weight.max(1)
}

fn trips(order: &RetailOrder, weight: u32) -> Vec<Trip> {
    let items = order
        .lines
        .iter()
        .filter_map(|(item, _)| u32::try_from(*item).ok());
    split(&items.collect::<Vec<u32>>(), LINES, weight).collect()
}
