use super::*;
use crate::plan::watch::Rounds;
use proptest::prelude::*;

/// Ways between spots, dearer uphill as with one-way aisles.
fn matrix(spots: &[(i64, i64)], uphill: i64) -> Matrix {
    Matrix::of(spots.len() - 2, |a, b| {
        let ((ax, ay), (bx, by)) = (spots[a], spots[b]);
        (ax - bx).abs() + (ay - by).abs() + uphill * (by - ay).max(0)
    })
}

/// The shortest walk that keeps the ranks, by trying every order.
fn by_every_order(matrix: &Matrix, ranks: &[u8]) -> i64 {
    fn on(matrix: &Matrix, ranks: &[u8], at: usize, left: &mut Vec<usize>) -> i64 {
        if left.is_empty() {
            return matrix.at(at, matrix.size - 1);
        }
        let turn = left.iter().map(|stop| ranks[*stop]).min().unwrap();
        let mut best = i64::MAX;
        for i in 0..left.len() {
            if ranks[left[i]] == turn {
                let stop = left.remove(i);
                best = best.min(matrix.at(at, stop + 1) + on(matrix, ranks, stop + 1, left));
                left.insert(i, stop);
            }
        }
        best
    }
    on(matrix, ranks, 0, &mut (0..matrix.stops()).collect())
}

fn is_sound(matrix: &Matrix, ranks: &[u8], found: &Found) {
    let mut path = vec![0];
    path.extend(found.order.iter().map(|stop| stop + 1));
    path.push(matrix.size - 1);
    let walked: i64 = path.windows(2).map(|pair| matrix.at(pair[0], pair[1])).sum();
    assert_eq!(walked, found.length);
    assert!(found.bound <= found.length);
    let turns: Vec<u8> = found.order.iter().map(|stop| ranks[*stop]).collect();
    assert!(turns.is_sorted(), "{turns:?}");
    let mut stops = found.order.clone();
    stops.sort_unstable();
    assert_eq!(stops, (0..matrix.stops()).collect::<Vec<usize>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn few_stops_are_walked_on_the_shortest_way(
        spots in proptest::collection::vec((0..40_i64, 0..40_i64), 2..9),
        ranks in proptest::collection::vec(0..3_u8, 7),
        uphill in 0..4_i64,
        ranked in proptest::bool::ANY,
    ) {
        let stops = spots.len() - 2;
        let matrix = matrix(&spots, uphill);
        let ranks: Vec<u8> = if ranked { ranks[..stops].to_vec() } else { vec![0; stops] };
        let found = search(&matrix, &ranks, 1, &mut Rounds(0));
        is_sound(&matrix, &ranks, &found);
        prop_assert_eq!(found.length, by_every_order(&matrix, &ranks));
        prop_assert_eq!(found.bound, found.length, "it is proved");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_shortest_of_more_stops_lies_between_the_bound_and_what_was_found(
        spots in proptest::collection::vec((0..40_i64, 0..40_i64), EXACT + 3..EXACT + 5),
        ranks in proptest::collection::vec(0..2_u8, EXACT + 2),
        uphill in 0..3_i64,
        ranked in proptest::bool::ANY,
    ) {
        let stops = spots.len() - 2;
        let matrix = matrix(&spots, uphill);
        let ranks: Vec<u8> = if ranked { ranks[..stops].to_vec() } else { vec![0; stops] };
        let found = search(&matrix, &ranks, 1, &mut Rounds(60));
        is_sound(&matrix, &ranks, &found);
        let shortest = shortest(&matrix, &ranks).length;
        prop_assert!(found.bound <= shortest, "{} {shortest}", found.bound);
        prop_assert!(found.length >= shortest);
        // Searched, not proved: one tour in thousands is 5 % longer after these few rounds.
        prop_assert!(found.length * 10 <= shortest * 11, "{} {shortest}", found.length);
    }
}

#[test]
fn a_tour_along_a_line_is_proved_to_be_the_shortest() {
    let spots: Vec<(i64, i64)> = [0]
        .into_iter()
        .chain((1..=40).rev())
        .chain([41])
        .map(|x| (x, 0))
        .collect();
    let matrix = matrix(&spots, 0);
    let found = search(&matrix, &[], 1, &mut Rounds(1_000));
    assert_eq!((found.length, found.bound), (41, 41));
    assert!(found.gap_percent().abs() < 1e-9);
}

#[test]
fn no_stops_are_the_way_from_start_to_end() {
    let found = search(&matrix(&[(0, 0), (3, 4)], 0), &[], 1, &mut Rounds(0));
    assert_eq!((found.length, found.order.as_slice()), (7, &[][..]));
}

#[test]
fn a_way_that_is_not_there_makes_the_tour_as_long_as_no_way() {
    let matrix = Matrix::of(2, |_, to| if to == 2 { NO_WAY } else { 1 });
    let found = search(&matrix, &[], 1, &mut Rounds(0));
    assert!(found.length >= NO_WAY);
    assert_eq!(found.order.len(), 2);
}
