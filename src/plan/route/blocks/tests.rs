use super::{Grid, Spot, Tours};
use crate::plan::route::{AisleNeed, OneBlock};
use proptest::prelude::*;

/// The shortest walk by trying sets of stops: Held and Karp 1962.
fn by_subsets(grid: &Grid, stops: &[Spot], start: Spot, end: Spot) -> i32 {
    let n = stops.len();
    let mut best = vec![vec![i32::MAX / 4; n]; 1 << n];
    for (i, stop) in stops.iter().enumerate() {
        best[1 << i][i] = grid.distance(start, *stop);
    }
    for set in 1..1_usize << n {
        for last in (0..n).filter(|i| set & (1 << i) != 0) {
            for next in (0..n).filter(|i| set & (1 << i) == 0) {
                let length = best[set][last] + grid.distance(stops[last], stops[next]);
                let slot = &mut best[set | 1 << next][next];
                *slot = (*slot).min(length);
            }
        }
    }
    (0..n)
        .map(|i| best[(1 << n) - 1][i] + grid.distance(stops[i], end))
        .min()
        .unwrap_or_else(|| grid.distance(start, end))
}

fn walked(grid: &Grid, stops: &[Spot], order: &[u32], start: Spot, end: Spot) -> i32 {
    let mut at = start;
    let mut length = 0;
    for number in order {
        let stop = stops[*number as usize];
        length += grid.distance(at, stop);
        at = stop;
    }
    length + grid.distance(at, end)
}

/// Up to six aisles with uneven pitches, and up to four cross-aisles.
fn grids() -> impl Strategy<Value = Grid> {
    let steps = |max, counts| proptest::collection::vec(1..max, counts);
    (steps(6_i32, 1..7_usize), steps(9_i32, 1..5_usize)).prop_map(|(aisles, crosses)| {
        let summed = |steps: Vec<i32>| {
            let sum = |at: &mut i32, step: i32| {
                *at += step;
                Some(*at)
            };
            steps.into_iter().scan(0, sum).collect()
        };
        Grid {
            aisles: summed(aisles),
            crosses: summed(crosses),
            dead_ends: Vec::new(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn no_order_is_shorter_and_the_order_told_is_that_long(
        grid in grids(),
        stops in proptest::collection::vec((0..6_usize, -3..40_i32), 0..9),
        ends in ((0..6_usize, -3..40_i32), (0..6_usize, -3..40_i32)),
        closed in proptest::bool::ANY,
    ) {
        let depth = grid.crosses.last().unwrap() + 4;
        let spot = |(aisle, position): (usize, i32)| {
            Spot { aisle: aisle % grid.aisles.len(), position: position % depth }
        };
        let mut stops: Vec<Spot> = stops.into_iter().map(spot).collect();
        stops.sort_unstable();
        let start = spot(ends.0);
        let end = if closed { start } else { spot(ends.1) };
        let mut tours = Tours::new(grid.clone()).unwrap();
        let length = tours.plan(&stops, start, end);
        prop_assert_eq!(length, by_subsets(&grid, &stops, start, end));
        prop_assert_eq!(walked(&grid, &stops, tours.order(), start, end), length);
        let mut visited = tours.order().to_vec();
        visited.sort_unstable();
        prop_assert_eq!(visited, (0..u32::try_from(stops.len()).unwrap()).collect::<Vec<_>>());
    }

    #[test]
    fn one_block_is_as_long_either_way(
        aisles in 1..40_usize,
        depot in 0..40_usize,
        stops in proptest::collection::vec((0..40_usize, 0..45_usize), 0..60),
    ) {
        let block = OneBlock {
            aisles,
            aisle_pitch: 10,
            cells: 45,
            cell_pitch: 2,
            front_to_cell: 3,
            back_to_cell: 3,
            depot_aisle: depot % aisles,
        };
        let mut stops: Vec<Spot> = stops
            .into_iter()
            .map(|(aisle, cell)| Spot { aisle: aisle % aisles, position: block.position(cell) })
            .collect();
        stops.sort_unstable();
        let need = |aisle| {
            let inside = stops.iter().filter(move |stop| stop.aisle == aisle);
            AisleNeed::of(inside.map(|stop| stop.position))
        };
        let needs: Vec<AisleNeed> = (0..aisles).map(need).collect();
        let depot = Spot { aisle: block.depot_aisle, position: 0 };
        let mut tours = Tours::new(Grid::from(&block)).unwrap();
        prop_assert_eq!(tours.plan(&stops, depot, depot), block.length(&needs));
    }
}
