//! Batches: every order once, within the capacity, and each tour as long as the shortest walk on the grid.

use super::{instances, plan};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const DEPTH: i64 = 94;
const AISLE: i64 = 10;

/// Aisle and position of the articles of each order, in half units.
fn read(path: &Path) -> BTreeMap<u64, Vec<(usize, i64)>> {
    let mut orders: BTreeMap<u64, Vec<(usize, i64)>> = BTreeMap::new();
    let mut order = 0;
    for line in fs::read_to_string(path).unwrap().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["Order", number, ..] => order = number.parse().unwrap(),
            [_, "Aisle", side, "Location", cell] => {
                let (side, cell): (usize, i64) = (side.parse().unwrap(), cell.parse().unwrap());
                orders.entry(order).or_default().push((side / 2, 2 * cell + 3));
            }
            _ => {}
        }
    }
    orders
}

/// The shortest walk through these places, from the front of aisle 0 and back, by choosing for each stretch of the
/// building how often it is walked: a walk is a connected choice in which every crossing is met an even number of
/// times. Front and back of the stretch to the next aisle are walked 0, 1 or 2 times each; an aisle is walked through
/// once or twice, or entered from both ends and one stretch between two places left out.
fn shortest(places: &[(usize, i64)]) -> i64 {
    let last = places.iter().map(|place| place.0).max().unwrap_or(0);
    // After an aisle: how often front and back of the next stretch are walked, and whether all so far is connected.
    let mut reached: BTreeMap<(i64, i64, bool), i64> = BTreeMap::new();
    for aisle in 0..=last {
        let mut cells: Vec<i64> = places.iter().filter(|p| p.0 == aisle).map(|p| p.1).collect();
        cells.sort_unstable();
        let mut next = BTreeMap::new();
        let start = BTreeMap::from([((0, 0, true), 0)]);
        for ((front, back, joined), so_far) in if aisle == 0 { &start } else { &reached } {
            for (walked, at_front, at_back, through) in ways(&cells) {
                for (f, b) in [(0, 0), (1, 1), (0, 2), (2, 0), (2, 2)] {
                    let (degree_f, degree_b) = (front + at_front + f, back + at_back + b);
                    if degree_f % 2 != 0 || degree_b % 2 != 0 {
                        continue;
                    }
                    // Both ends of the aisle carry something that hangs together only through this aisle or before.
                    let two =
                        degree_f > 0 && degree_b > 0 && !through && !(*joined && *front > 0 && *back > 0);
                    // The depot belongs to the front of aisle 0.
                    let depot_left = aisle == 0 && degree_f == 0 && degree_b > 0;
                    // A part that does not go on can never be joined.
                    let stranded = (two && (f == 0 || b == 0)) || depot_left;
                    let ended = (f, b) == (0, 0) && aisle != last;
                    if stranded || ended {
                        continue;
                    }
                    let cost = so_far + walked + (f + b) * AISLE;
                    let entry = next.entry((f, b, !two)).or_insert(cost);
                    *entry = cost.min(*entry);
                }
            }
        }
        reached = next;
    }
    reached.get(&(0, 0, true)).copied().unwrap_or(0)
}

/// Ways through an aisle: length, times that its front and its back end are met, whether it joins them.
fn ways(cells: &[i64]) -> Vec<(i64, i64, i64, bool)> {
    let mut ways = vec![(DEPTH, 1, 1, true), (2 * DEPTH, 2, 2, true)];
    if cells.is_empty() {
        ways.push((0, 0, 0, false));
        return ways;
    }
    for left_out in 0..=cells.len() {
        let front = left_out.checked_sub(1).map(|index| cells[index]);
        let back = cells.get(left_out).map(|cell| DEPTH - cell);
        let walked = 2 * (front.unwrap_or(0) + back.unwrap_or(0));
        ways.push((
            walked,
            2 * i64::from(front.is_some()),
            2 * i64::from(back.is_some()),
            false,
        ));
    }
    ways
}

#[test]
fn a_walk_is_as_short_as_it_can_be_seen_to_be() {
    assert_eq!(shortest(&[(0, 3), (0, 11)]), 22, "there and back");
    assert_eq!(shortest(&[(2, 91)]), 2 * 91 + 4 * AISLE);
    assert_eq!(
        shortest(&[(0, 91), (1, 91)]),
        2 * DEPTH + 2 * AISLE,
        "up one and down the other"
    );
}

#[test]
fn batches_hold_every_order_once_and_their_length_is_that_of_the_shortest_walks() {
    let Some(folder) = instances("batching/instances") else {
        return;
    };
    for (name, capacity) in [("ran-20-45-0", 45), ("abc-60-75-0", 75)] {
        let file = folder.join(format!("{name}.txt"));
        let arguments = ["batch", "--seconds", "1", "--capacity", &capacity.to_string()];
        let told = plan(&arguments, std::slice::from_ref(&file));
        assert_eq!(told.len(), 1);
        let told = &told[0];
        assert_eq!(told["file"].as_str().unwrap(), file.to_str().unwrap());
        assert!(told["seconds"].as_f64().unwrap() > 0.0);
        let orders = read(&file);
        let mut seen = BTreeSet::new();
        let mut length = 0;
        for batch in told["batches"].as_array().unwrap() {
            let numbers: Vec<u64> = batch
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_u64().unwrap())
                .collect();
            let places: Vec<(usize, i64)> = numbers.iter().flat_map(|n| orders[n].clone()).collect();
            assert!(places.len() <= capacity);
            length += shortest(&places);
            assert!(
                numbers.iter().all(|number| seen.insert(*number)),
                "an order twice"
            );
        }
        assert_eq!(seen.len(), orders.len(), "an order is missing");
        assert!((told["length"].as_f64().unwrap() * 2.0 - length as f64).abs() < 1e-6);
    }
}
