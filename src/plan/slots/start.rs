//! Assignments without search: by chance, by the trade's rule, and what the search begins with.

use super::moves::{Carried, carry, contents};
use super::task::{EMPTY, Place, Task};
use fastrand::Rng;

/// Everything by chance, the items that fit into few places first. `None` when an item finds no place.
#[must_use]
pub fn at_random(task: &Task, seed: u64) -> Option<Vec<u32>> {
    let mut rng = Rng::with_seed(seed);
    let mut places: Vec<u32> = (0_u32..).take(task.places.len()).collect();
    rng.shuffle(&mut places);
    let free = vec![true; task.places.len()];
    let items: Vec<u32> = (0_u32..).take(task.items.len()).collect();
    let lies = fill(
        task,
        &picky_first(task, items),
        &places,
        free,
        vec![EMPTY; task.items.len()],
    );
    lies.iter().all(|place| *place != EMPTY).then_some(lies)
}

/// The trade's rule, within the task's moves: the most popular item nearest to the depot, the next one next to it, and
/// so on, as far as the moves suffice. `lines` tells how often each item is picked.
///
/// Items that fit into few places choose before the others; those that stay, stay.
#[must_use]
pub fn by_popularity(task: &Task, lines: &[u64]) -> Carried {
    let mut ranked = movable(task);
    ranked.sort_by_key(|item| (std::cmp::Reverse(lines.get(*item as usize)), *item));
    let floor = &task.floor;
    let places = nearest_first(task, |place| {
        i64::from(floor.grid.distance(floor.depot, place.spot))
    });
    let wanted = assign(task, &ranked, &places);
    let whole = carry(task, &task.start, &wanted);
    if whole.moves.len() <= task.moves {
        return whole;
    }
    // As many of the ranking as the moves suffice for.
    let (mut enough, mut too_many) = (0, ranked.len());
    let mut best = carry(task, &task.start, &task.start);
    while too_many - enough > 1 {
        let middle = enough.midpoint(too_many);
        let first = ranked.get(..middle).unwrap_or_default();
        let carried = carry(task, &task.start, &exchanged(task, first, &wanted));
        if carried.moves.len() <= task.moves {
            (enough, best) = (middle, carried);
        } else {
            too_many = middle;
        }
    }
    best
}

/// Popular items side by side, aisle after aisle (C. G. Petersen and R. W. Schmenner, "An evaluation of routing and
/// volume-based storage policies in an order picking operation", Decision Sciences 30, 1999): `depth` tells how much a
/// millimetre along an aisle counts, in hundredths of one along the cross-aisles.
pub(super) fn by_aisle(task: &Task, lines: &[u64], depth: i64) -> Vec<u32> {
    let mut ranked = movable(task);
    ranked.sort_by_key(|item| (std::cmp::Reverse(lines.get(*item as usize)), *item));
    let grid = &task.floor.grid;
    let depot = grid.aisles.get(task.floor.depot.aisle).copied().unwrap_or(0);
    let far = |place: &Place| {
        let x = grid.aisles.get(place.spot.aisle).copied().unwrap_or(0);
        let along = i64::from((place.spot.position - task.floor.depot.position).abs());
        i64::from((x - depot).abs()) * 100 + along * depth
    };
    assign(task, &ranked, &nearest_first(task, far))
}

fn movable(task: &Task) -> Vec<u32> {
    let items = (0_u32..).take(task.items.len());
    items.filter(|item| task.may_move(*item)).collect()
}

fn nearest_first(task: &Task, far: impl Fn(&Place) -> i64) -> Vec<u32> {
    let mut places: Vec<(i64, u32, u32)> = (0_u32..)
        .zip(&task.places)
        .map(|(number, place)| (far(place), place.reach, number))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(_, _, place)| place).collect()
}

/// Each item of the ranking into the first place that takes it; whoever finds none stays.
fn assign(task: &Task, ranked: &[u32], places: &[u32]) -> Vec<u32> {
    let stay = |item: u32| !task.may_move(item);
    let mut free = vec![true; task.places.len()];
    let mut lies = vec![EMPTY; task.items.len()];
    for ((item, place), lies) in (0_u32..).zip(&task.start).zip(&mut lies) {
        if stay(item) {
            *lies = *place;
            if let Some(free) = free.get_mut(*place as usize) {
                *free = false;
            }
        }
    }
    let lies = fill(task, &picky_first(task, ranked.to_vec()), places, free, lies);
    if lies.contains(&EMPTY) {
        task.start.clone()
    } else {
        lies
    }
}

/// Items that fit into less than half of the places before the others, else as they come.
fn picky_first(task: &Task, items: Vec<u32>) -> Vec<u32> {
    let picky = |item: &u32| {
        let places = (0_u32..).take(task.places.len());
        places.filter(|place| task.fits(*item, *place)).count() * 2 < task.places.len()
    };
    let (mut picky, rest): (Vec<u32>, Vec<u32>) = items.into_iter().partition(picky);
    picky.extend(rest);
    picky
}

fn fill(task: &Task, items: &[u32], places: &[u32], mut free: Vec<bool>, mut lies: Vec<u32>) -> Vec<u32> {
    // Places before this one are taken.
    let mut first = 0;
    for item in items {
        while let Some(place) = places.get(first)
            && free.get(*place as usize) != Some(&true)
        {
            first += 1;
        }
        let open = places.get(first..).unwrap_or_default().iter();
        let good = |place: &&u32| free.get(**place as usize) == Some(&true) && task.fits(*item, **place);
        let found = { open }.find(good).copied();
        if let (Some(place), Some(lies)) = (found, lies.get_mut(*item as usize)) {
            *lies = place;
            if let Some(free) = free.get_mut(place as usize) {
                *free = false;
            }
        }
    }
    lies
}

/// The first of a ranking where they are wanted; what lay there goes where they lay, or into any free place.
fn exchanged(task: &Task, first: &[u32], wanted: &[u32]) -> Vec<u32> {
    let mut lies = task.start.clone();
    let mut holds = contents(task.places.len(), &lies);
    for item in first {
        let (Some(from), Some(to)) = (
            lies.get(*item as usize).copied(),
            wanted.get(*item as usize).copied(),
        ) else {
            continue;
        };
        let other = holds.get(to as usize).copied().unwrap_or(EMPTY);
        if from == to || (other != EMPTY && !task.may_move(other)) {
            continue;
        }
        let way = if other == EMPTY || task.fits(other, from) {
            Some(from)
        } else {
            let mut free = (0_u32..).zip(&holds).filter(|(_, content)| **content == EMPTY);
            free.find(|(place, _)| task.fits(other, *place))
                .map(|(place, _)| place)
        };
        let Some(way) = way else { continue };
        for (item, place) in [(*item, to), (other, way)] {
            if let Some(lies) = lies.get_mut(item as usize) {
                *lies = place;
            }
        }
        let mut hold = |place: u32, item: u32| {
            if let Some(holds) = holds.get_mut(place as usize) {
                *holds = item;
            }
        };
        hold(from, EMPTY);
        hold(way, other);
        hold(to, *item);
    }
    lies
}
