//! What the search gives.

use super::{Floor, Spot, Task, walk};

/// A pick list: one zone, one walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The zone.
    pub zone: u32,
    /// Places in the sequence in which they are visited.
    pub places: Vec<u32>,
}

/// Orders that are picked together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The orders.
    pub orders: Vec<u32>,
    /// What they need, by zone and walk.
    pub lists: Vec<List>,
}

/// The chosen orders, their places, batches and walks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The batches.
    pub batches: Vec<Batch>,
    /// Length of all walks.
    pub length: i64,
}

/// The best sequence for places that are in the order of their aisles: the programme's, made shorter where turning a
/// stretch round or taking a place elsewhere helps. Steps between neighbours can be shorter than the passes that the
/// programme reckons with.
pub(super) fn sequence(task: &Task, places: &[u32]) -> Vec<u32> {
    let spot = |place: &u32| task.places.get(*place as usize).map(|place| place.spot);
    let spots: Vec<Spot> = places.iter().filter_map(spot).collect();
    let mut tour: Vec<(u32, Spot)> = walk(&task.floor, &spots)
        .into_iter()
        .filter_map(|index| Some((*places.get(index as usize)?, *spots.get(index as usize)?)))
        .collect();
    while turn(&task.floor, &mut tour) || shift(&task.floor, &mut tour) {}
    tour.into_iter().map(|(place, _)| place).collect()
}

fn tour_length(floor: &Floor, tour: &[(u32, Spot)]) -> i64 {
    let spots: Vec<Spot> = tour.iter().map(|(_, spot)| *spot).collect();
    floor.length(&spots)
}

/// Turns one stretch round, if that is shorter (2-opt).
fn turn(floor: &Floor, tour: &mut [(u32, Spot)]) -> bool {
    let before = tour_length(floor, tour);
    for from in 0..tour.len() {
        for to in from + 2..=tour.len() {
            let reverse = |tour: &mut [(u32, Spot)]| {
                if let Some(stretch) = tour.get_mut(from..to) {
                    stretch.reverse();
                }
            };
            reverse(tour);
            if tour_length(floor, tour) < before {
                return true;
            }
            reverse(tour);
        }
    }
    false
}

/// Takes one place elsewhere, if that is shorter.
fn shift(floor: &Floor, tour: &mut Vec<(u32, Spot)>) -> bool {
    let before = tour_length(floor, tour);
    for from in 0..tour.len() {
        let moved = tour.remove(from);
        for to in (0..=tour.len()).filter(|to| *to != from) {
            tour.insert(to, moved);
            if tour_length(floor, tour) < before {
                return true;
            }
            tour.remove(to);
        }
        tour.insert(from, moved);
    }
    false
}
