use super::*;
use crate::plan::watch::Rounds;
use proptest::prelude::*;

const FLOOR: Floor = Floor {
    first_row: -5,
    last_row: 6,
};

/// The shortest of all sequences.
fn brute_force(spots: &[Spot]) -> i64 {
    fn go(at: Spot, left: &mut Vec<Spot>) -> i64 {
        if left.is_empty() {
            return FLOOR.distance(at, Spot::default());
        }
        let mut best = i64::MAX;
        for index in 0..left.len() {
            let next = left.remove(index);
            best = best.min(FLOOR.distance(at, next) + go(next, left));
            left.insert(index, next);
        }
        best
    }
    if spots.is_empty() {
        0
    } else {
        go(Spot::default(), &mut spots.to_vec())
    }
}

fn spots() -> impl Strategy<Value = Vec<Spot>> {
    prop::collection::vec((-6..7_i32, prop_oneof![-4..0_i32, 1..6_i32]), 0..7).prop_map(|spots| {
        let mut spots: Vec<Spot> = spots
            .into_iter()
            .map(|(aisle, row)| Spot { aisle, row })
            .collect();
        spots.sort_unstable();
        spots
    })
}

/// Every plan of a tiny task in which each order is alone in nothing: choices of orders, batches, places; one list a
/// batch and zone, so that the volume must not be tight.
fn least(task: &Task, batches: usize) -> i64 {
    fn go(
        task: &Task,
        order: usize,
        lists: &mut Vec<Vec<Vec<u32>>>,
        used: &mut Vec<bool>,
        count: usize,
    ) -> i64 {
        if order == task.orders.len() {
            if count < task.least_articles {
                return i64::MAX;
            }
            let spots = |list: &Vec<u32>| -> Vec<Spot> {
                list.iter()
                    .map(|place| task.places[*place as usize].spot)
                    .collect()
            };
            return lists.iter().flatten().map(|list| brute_force(&spots(list))).sum();
        }
        let mut best = go(task, order + 1, lists, used, count);
        for batch in 0..lists.len() {
            best = best.min(pick(task, order, 0, batch, lists, used, count));
        }
        best
    }
    fn pick(
        task: &Task,
        order: usize,
        index: usize,
        batch: usize,
        lists: &mut Vec<Vec<Vec<u32>>>,
        used: &mut Vec<bool>,
        count: usize,
    ) -> i64 {
        let Some(article) = task.orders[order].get(index) else {
            return go(task, order + 1, lists, used, count + index);
        };
        let mut best = i64::MAX;
        for (name, stored) in (0..).zip(&task.places) {
            let place = name as usize;
            if stored.article == *article && !used[place] {
                used[place] = true;
                lists[batch][stored.zone as usize].push(name);
                best = best.min(pick(task, order, index + 1, batch, lists, used, count));
                lists[batch][stored.zone as usize].pop();
                used[place] = false;
            }
        }
        best
    }
    go(
        task,
        0,
        &mut vec![vec![Vec::new(); 2]; batches],
        &mut vec![false; task.places.len()],
        0,
    )
}

fn check(task: &Task, plan: &Plan) {
    let mut used = std::collections::BTreeSet::new();
    let mut chosen = std::collections::BTreeSet::new();
    let (mut length, mut count) = (0, 0);
    for batch in &plan.batches {
        assert!(batch.orders.len() <= task.most_orders);
        let mut wanted: Vec<u32> = batch
            .orders
            .iter()
            .flat_map(|o| task.orders[*o as usize].clone())
            .collect();
        let mut got = Vec::new();
        for list in &batch.lists {
            let places: Vec<Place> = list
                .places
                .iter()
                .map(|place| task.places[*place as usize])
                .collect();
            assert!(list.places.iter().all(|place| used.insert(*place)));
            assert!(places.iter().all(|place| place.zone == list.zone));
            let volume: i64 = places
                .iter()
                .map(|place| task.volumes[place.article as usize])
                .sum();
            assert!(volume <= task.most_volume);
            got.extend(places.iter().map(|place| place.article));
            length += FLOOR.length(&places.iter().map(|place| place.spot).collect::<Vec<_>>());
        }
        wanted.sort_unstable();
        got.sort_unstable();
        assert_eq!(wanted, got);
        count += got.len();
        assert!(batch.orders.iter().all(|order| chosen.insert(*order)));
    }
    assert!(count >= task.least_articles);
    assert_eq!(plan.length, length);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_walk_is_hardly_longer_than_the_best_sequence_and_as_long_as_its_length_says(spots in spots()) {
        let walk = walk(&FLOOR, &spots);
        let mut seen = walk.clone();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..).take(spots.len()).collect::<Vec<u32>>(), "every spot once");
        let walked: Vec<Spot> = walk.iter().map(|index| spots[*index as usize]).collect();
        let best = brute_force(&spots);
        let told = length(&FLOOR, &spots);
        prop_assert!(best <= FLOOR.length(&walked) && FLOOR.length(&walked) <= told);
        // Two passes are not always all that the best walk takes.
        prop_assert!(told <= best + best / 4, "{} against {}", told, best);
    }

    #[test]
    fn tiny_tasks_come_near_the_best_of_all_plans(
        places in prop::collection::vec((0..4_u32, 0..2_u32, -6..7_i32, prop_oneof![-4..0_i32, 1..6_i32]), 4..7),
        orders in prop::collection::vec(prop::collection::vec(0..4_u32, 1..3), 2..4),
    ) {
        let place = |(article, zone, aisle, row)| Place { article, zone, spot: Spot { aisle, row } };
        let task = Task {
            floor: FLOOR,
            volumes: vec![1; 4],
            places: places.into_iter().map(place).collect(),
            orders,
            least_articles: 2,
            most_orders: 2,
            most_volume: 100,
        };
        let best = least(&task, 3);
        match plan(&task, 1, &mut Rounds(400)) {
            None => prop_assert_eq!(best, i64::MAX),
            Some(plan) => {
                check(&task, &plan);
                prop_assert!(plan.length >= best);
                prop_assert!(plan.length <= best + best / 4, "{} against {}", plan.length, best);
            }
        }
    }
}

#[test]
fn lists_keep_to_their_volume_and_nothing_wanted_is_an_empty_plan() {
    let spot = |aisle| Spot { aisle, row: 2 };
    let mut task = Task {
        floor: FLOOR,
        volumes: vec![60, 60],
        places: vec![
            Place {
                article: 0,
                zone: 0,
                spot: spot(1),
            },
            Place {
                article: 1,
                zone: 0,
                spot: spot(2),
            },
        ],
        orders: vec![vec![0, 1]],
        least_articles: 2,
        most_orders: 5,
        most_volume: 100,
    };
    let found = plan(&task, 1, &mut Rounds(5)).unwrap();
    check(&task, &found);
    assert_eq!(
        found.batches[0].lists.len(),
        2,
        "one for each, since both together are too large"
    );
    task.least_articles = 3;
    assert_eq!(plan(&task, 1, &mut Rounds(5)), None);
    task.least_articles = 0;
    assert_eq!(plan(&task, 1, &mut Rounds(5)), Some(Plan::default()));
}
