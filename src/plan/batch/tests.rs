use super::anew::Anew;
use super::known::Known;
use super::*;
use crate::plan::route::OneBlock;
use crate::plan::watch::Rounds;
use proptest::prelude::*;
use std::sync::Arc;

/// Walks along a line: there and back to the farthest order.
struct Line(Vec<i64>);

impl Tours for Line {
    fn length(&mut self, orders: &[u32]) -> i64 {
        let far = orders.iter().map(|order| self.0[*order as usize]).max();
        2 * far.unwrap_or(0)
    }

    fn lies(&self, order: u32) -> u64 {
        self.0[order as usize].unsigned_abs()
    }
}

fn block() -> OneBlock {
    OneBlock {
        aisles: 5,
        aisle_pitch: 5,
        cells: 10,
        cell_pitch: 1,
        front_to_cell: 1,
        back_to_cell: 1,
        depot_aisle: 0,
    }
}

fn order(articles: i64, weight_g: i64, zones: u64, kind: u32) -> Order {
    let load = Load {
        totes: 1,
        articles,
        weight_g,
        ..Load::default()
    };
    Order { load, zones, kind }
}

/// Every partition of the orders into so many batches or fewer, by what batch each goes to; the shortest allowed one.
fn brute_force<T: Tours>(task: &Task, tours: &mut T, most: usize) -> i64 {
    fn go<T: Tours>(task: &Task, tours: &mut T, most: usize, next: u32, batches: &mut Vec<Vec<u32>>) -> i64 {
        if next as usize == task.orders.len() {
            if !batches.iter().all(|batch| task.allows(batch)) {
                return i64::MAX;
            }
            return batches.iter().map(|batch| tours.length(batch)).sum();
        }
        let mut best = i64::MAX;
        for index in 0..=batches.len().min(most - 1) {
            if index == batches.len() {
                batches.push(Vec::new());
            }
            batches[index].push(next);
            best = best.min(go(task, tours, most, next + 1, batches));
            batches[index].pop();
            batches.retain(|batch| !batch.is_empty());
        }
        best
    }
    go(task, tours, most, 0, &mut Vec::new())
}

fn check(task: &Task, plan: &Plan, tours: &mut impl Tours) {
    let mut all: Vec<u32> = plan.batches.iter().flatten().copied().collect();
    all.sort_unstable();
    let named: Vec<u32> = (0..).take(task.orders.len()).collect();
    assert_eq!(all, named, "every order once");
    assert!(plan.batches.iter().all(|batch| task.allows(batch)));
    let length: i64 = plan.batches.iter().map(|batch| tours.length(batch)).sum();
    assert_eq!(plan.length, length);
}

/// Orders with what they ask for, and where their articles lie.
type Asked = (i64, i64, u64, u32, Vec<(usize, i32)>);

fn asked(most: usize) -> impl Strategy<Value = Vec<Asked>> {
    let places = prop::collection::vec((0..5_usize, 1..11_i32), 1..5);
    prop::collection::vec((1..9_i64, 0..9_i64, 1..8_u64, 0..2_u32, places), 1..most)
}

fn limits() -> impl Strategy<Value = Limits> {
    let limits = (6..20_i64, 8..20_i64, 2..5_i64, 30..90_i64, 1..4_u32);
    limits.prop_map(|(articles, weight_g, totes, volume_mm3, zones)| Limits {
        load: Load {
            articles,
            weight_g,
            totes,
            volume_mm3,
        },
        zones,
    })
}

fn made(orders: &[Asked], limits: Limits) -> (Task, BlockTours) {
    let places: Vec<_> = orders.iter().map(|order| order.4.clone()).collect();
    let task = Task {
        orders: orders
            .iter()
            .map(|asked| {
                let mut order = order(asked.0, asked.1, asked.2, asked.3);
                order.load.volume_mm3 = 3 * asked.0 + 4 * asked.1;
                order
            })
            .collect(),
        limits,
    };
    (task, BlockTours::new(block(), &places))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn small_sets_come_to_the_best_of_all_partitions(orders in asked(8), limits in limits()) {
        let (task, mut tours) = made(&orders, limits);
        let least = brute_force(&task, &mut tours, orders.len());
        let plan = plan(&task, &mut tours, 1, &mut Rounds(60));
        check(&task, &plan, &mut tours);
        prop_assert_eq!(plan.length, least);
    }

    #[test]
    fn three_batches_made_anew_are_the_best_of_three(orders in asked(8), limits in limits(), seed in 0..9_u64) {
        let (mut task, mut tours) = made(&orders, limits);
        task.orders.iter_mut().for_each(|order| order.kind = 0);
        let task = Arc::new(task);
        let start = by_savings(&task, &mut tours);
        let mut known = Known::new(&mut tours, orders.len(), seed);
        let mut dice = fastrand::Rng::with_seed(seed);
        let count = start.batches.len();
        if let Some(mut anew) = Anew::new(&task, &start, &mut known) {
            while anew.round(&mut dice, &mut known) {}
            let plan = anew.plan();
            drop(known);
            check(&task, &plan, &mut tours);
            prop_assert!(plan.length <= start.length);
            if count <= 3 {
                prop_assert_eq!(plan.length, brute_force(&task, &mut tours, 3));
            }
        } else {
            prop_assert!(count < 2);
        }
    }

    #[test]
    fn the_union_of_places_is_as_long_as_one_walk_for_all_of_them(
        orders in prop::collection::vec(prop::collection::vec((0..5_usize, 1..11_i32), 1..30), 1..5),
    ) {
        let all = BlockTours::new(block(), &[orders.concat()]).length(&[0]);
        let mut apart = BlockTours::new(block(), &orders);
        let names: Vec<u32> = (0..).take(orders.len()).collect();
        prop_assert_eq!(apart.length(&names), all);
    }
}

#[test]
fn a_large_set_is_cut_and_comes_to_few_walks() {
    let count = 1_200;
    let mut dice = fastrand::Rng::with_seed(3);
    let mut tours = Line((0..count).map(|_| dice.i64(1..1_000)).collect());
    let task = Task {
        orders: (0..count).map(|n| order(1, 1, 1, n % 2)).collect(),
        limits: Limits {
            load: Load {
                totes: 10,
                ..Load::UNLIMITED
            },
            ..Limits::default()
        },
    };
    let plan = plan(&task, &mut tours, 1, &mut Rounds(400));
    check(&task, &plan, &mut tours);
    // On a line the best is known: the ten farthest together, then the next ten.
    let mut least = 0;
    for kind in 0..2 {
        let mut far: Vec<i64> = tours.0.iter().copied().skip(kind).step_by(2).collect();
        far.sort_unstable_by(|a, b| b.cmp(a));
        least += far.chunks(10).map(|ten| 2 * ten[0]).sum::<i64>();
    }
    assert!(plan.length >= least);
    assert!(
        plan.length <= least + least / 20,
        "{} against {least}",
        plan.length
    );
}

#[test]
fn ended_at_once_each_order_has_its_walk_and_more_rounds_are_never_worse() {
    let mut dice = fastrand::Rng::with_seed(5);
    let places: Vec<Vec<(usize, i32)>> = (0..30)
        .map(|_| (0..6).map(|_| (dice.usize(..5), dice.i32(1..11))).collect())
        .collect();
    let task = Task {
        orders: vec![order(1, 1, 1, 0); 30],
        limits: Limits {
            load: Load {
                totes: 4,
                ..Load::UNLIMITED
            },
            ..Limits::default()
        },
    };
    let mut tours = BlockTours::new(block(), &places);
    let saved = by_savings(&task, &mut tours);
    check(&task, &saved, &mut tours);
    let at_once = plan(&task, &mut tours, 9, &mut Rounds(0));
    check(&task, &at_once, &mut tours);
    assert_eq!(at_once.batches.len(), 30);
    let better = plan(&task, &mut tours, 9, &mut Rounds(500));
    assert!(
        better.length < saved.length,
        "{} against {}",
        better.length,
        saved.length
    );
    assert_eq!(
        plan(&task, &mut tours, 9, &mut Rounds(500)),
        better,
        "the same seed, the same plan"
    );
}

#[test]
fn no_orders_and_an_order_beyond_the_limits() {
    let mut tours = Line(vec![5, 6]);
    assert_eq!(
        plan(&Task::default(), &mut tours, 1, &mut Rounds(9)),
        Plan::default()
    );
    let task = Task {
        orders: vec![order(50, 1, 1, 0), order(1, 1, 1, 0)],
        limits: Limits {
            load: Load {
                articles: 10,
                ..Load::UNLIMITED
            },
            ..Limits::default()
        },
    };
    let apart = plan(&task, &mut tours, 1, &mut Rounds(9));
    assert_eq!(apart.batches, [vec![0], vec![1]]);
}
