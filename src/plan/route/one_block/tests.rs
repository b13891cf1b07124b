use super::{AisleNeed, OneBlock};
use proptest::prelude::*;

/// A small warehouse: an aisle's places lie at 1 to 5, its ends at 0 and 6 (or 7).
fn block(aisles: usize, back_to_cell: i32, depot_aisle: usize) -> OneBlock {
    OneBlock {
        aisles,
        aisle_pitch: 3,
        cells: 5,
        cell_pitch: 1,
        front_to_cell: 1,
        back_to_cell,
        depot_aisle,
    }
}

/// Walking from a place to another, each (aisle, position).
fn walk(block: &OneBlock, a: (i32, i32), b: (i32, i32)) -> i32 {
    if a.0 == b.0 {
        return (a.1 - b.1).abs();
    }
    let front = a.1 + b.1;
    let back = 2 * block.depth() - front;
    front.min(back) + (a.0 - b.0).abs() * block.aisle_pitch
}

/// The shortest tour by trying sets of places: Held and Karp 1962.
fn by_subsets(block: &OneBlock, places: &[(i32, i32)]) -> i32 {
    let n = places.len();
    let depot = (i32::try_from(block.depot_aisle).unwrap(), 0);
    let mut best = vec![vec![i32::MAX / 4; n]; 1 << n];
    for (i, place) in places.iter().enumerate() {
        best[1 << i][i] = walk(block, depot, *place);
    }
    for set in 1..1_usize << n {
        for last in (0..n).filter(|i| set & (1 << i) != 0) {
            for next in (0..n).filter(|i| set & (1 << i) == 0) {
                let length = best[set][last] + walk(block, places[last], places[next]);
                let slot = &mut best[set | 1 << next][next];
                *slot = (*slot).min(length);
            }
        }
    }
    (0..n)
        .map(|i| best[(1 << n) - 1][i] + walk(block, places[i], depot))
        .min()
        .unwrap_or(0)
}

fn needs(aisles: usize, places: &[(i32, i32)]) -> Vec<AisleNeed> {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    (0..aisles)
        .map(|aisle| {
            let aisle = i32::try_from(aisle).unwrap();
            AisleNeed::of(sorted.iter().filter(|p| p.0 == aisle).map(|p| p.1))
        })
        .collect()
}

#[test]
fn nothing_to_fetch_is_no_tour() {
    assert_eq!(block(4, 1, 2).length(&[AisleNeed::NONE; 4]), 0);
}

#[test]
fn a_single_place_is_there_and_back() {
    let block = block(4, 1, 0);
    assert_eq!(block.length(&needs(4, &[(0, 4)])), 8);
    assert_eq!(block.length(&needs(4, &[(3, 4)])), 2 * 9 + 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn no_order_of_visits_is_shorter_or_needs_more(
        aisles in 1..6_usize,
        back in 1..3_i32,
        depot in 0..6_usize,
        places in proptest::collection::vec((0..6_i32, 1..6_i32), 1..9),
    ) {
        let block = block(aisles, back, depot % aisles);
        let last = i32::try_from(aisles).unwrap();
        let places: Vec<_> = places.into_iter().map(|(a, p)| (a % last, p)).collect();
        prop_assert_eq!(block.length(&needs(aisles, &places)), by_subsets(&block, &places));
    }
}
