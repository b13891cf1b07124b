use super::moves::count;
use super::walk::Reckoner;
use super::*;
use crate::plan::route::{Grid, Spot};
use crate::plan::watch::Rounds;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

const DEPOT: Spot = Spot {
    aisle: 1,
    position: -2_000,
};

fn ordinary(spot: Spot) -> Place {
    Place {
        spot,
        room: Load {
            volume_mm3: 100,
            weight_g: 100,
        },
        heaviest_g: 50,
        reach: 0,
    }
}

/// Four aisles, the second of them only the depot's way, and as many blocks as wanted, six bays each of two places.
fn floor(blocks: i32) -> (Floor, Vec<Place>) {
    let floor = Floor {
        grid: Grid {
            aisles: vec![0, 2_000, 3_000, 6_000],
            crosses: (0..=blocks).map(|cross| cross * 8_000).collect(),
            dead_ends: Vec::new(),
        },
        depot: DEPOT,
    };
    let mut places = Vec::new();
    for aisle in [0, 2, 3] {
        for block in 0..blocks {
            for bay in 0..6 {
                let position = block * 8_000 + 1_000 + bay * 1_200;
                places.extend([ordinary(Spot { aisle, position }); 2]);
            }
        }
    }
    (floor, places)
}

/// Items by chance on a floor of two blocks, with orders in which some items come together.
fn task(seed: u64) -> Task {
    let mut rng = Rng::with_seed(seed);
    let (floor, mut places) = floor(2);
    // One aisle bears more, and every second place is too high for what is heavy.
    for (number, place) in places.iter_mut().enumerate() {
        if place.spot.aisle == 3 {
            place.room.volume_mm3 = 300;
        }
        place.heaviest_g = if number % 2 == 0 { 50 } else { 10 };
        place.reach = u32::from(number % 2 == 0);
    }
    let item = |number: u32| Item {
        load: Load {
            volume_mm3: if number.is_multiple_of(9) { 200 } else { 80 },
            weight_g: 40,
        },
        piece_g: if number.is_multiple_of(5) { 30 } else { 5 },
        stays: number % 11 == 3,
    };
    let trips = (0..120).map(|_| {
        let theme = rng.u32(0..8) * 8;
        let items: BTreeSet<u32> = (0..rng.u32(1..9))
            .map(|_| theme + rng.u32(0..8))
            .filter(|item| *item < 60)
            .collect();
        Trip {
            items: items.into_iter().collect(),
            weight: 1 + rng.u32(0..3),
        }
    });
    let mut task = Task {
        trips: trips.filter(|trip| !trip.items.is_empty()).collect(),
        floor,
        places,
        items: (0..60).map(item).collect(),
        start: Vec::new(),
        moves: usize::MAX,
        pairs: false,
    };
    task.start = at_random(&task, seed).unwrap();
    task
}

/// Every move leads from where the item lies into a free place that takes it; nothing that stays is touched.
fn check(task: &Task, moves: &[Move], lies: &[u32]) {
    let mut now = task.start.clone();
    for one in moves {
        assert_eq!(now[one.item as usize], one.from);
        assert!(!now.contains(&one.to), "place {} is not free", one.to);
        assert!(task.may_move(one.item) && task.fits(one.item, one.to));
        now[one.item as usize] = one.to;
    }
    assert_eq!(now, lies);
    assert!(moves.len() <= task.moves);
}

#[test]
fn with_one_block_the_search_reckons_exactly() {
    let (floor, places) = floor(1);
    let mut reckoner = Reckoner::new(&floor, &places);
    let mut rng = Rng::with_seed(7);
    for _ in 0..500 {
        let lies: Vec<u32> = (0..36).collect();
        let items: BTreeSet<u32> = (0..rng.usize(1..9)).map(|_| rng.u32(0..36)).collect();
        let slots: Vec<_> = items.iter().map(|place| reckoner.slot(*place)).collect();
        let trip = Trip {
            items: items.into_iter().collect(),
            weight: 1,
        };
        let exact = length(&floor, &places, &lies, std::slice::from_ref(&trip)).unwrap();
        assert_eq!(i64::from(reckoner.length(slots.into_iter())), exact, "{trip:?}");
    }
}

#[test]
fn with_two_blocks_the_search_reckons_nearly_in_proportion() {
    let (floor, places) = floor(2);
    let mut reckoner = Reckoner::new(&floor, &places);
    let mut rng = Rng::with_seed(8);
    let (mut reckoned, mut exact) = (0, 0);
    for _ in 0..500 {
        let lies: Vec<u32> = (0..72).collect();
        let items: BTreeSet<u32> = (0..rng.usize(1..15)).map(|_| rng.u32(0..72)).collect();
        let slots: Vec<_> = items.iter().map(|place| reckoner.slot(*place)).collect();
        let trip = Trip {
            items: items.into_iter().collect(),
            weight: 1,
        };
        let length = length(&floor, &places, &lies, &[trip]).unwrap();
        let off = i64::from(reckoner.length(slots.into_iter())) - length;
        assert!(off.abs() * 3 <= length, "{off} of {length}");
        (reckoned, exact) = (reckoned + length + off, exact + length);
    }
    assert!((reckoned - exact).abs() * 8 < exact, "{reckoned} for {exact}");
}

#[test]
fn a_plan_is_carried_out_move_by_move_and_walks_less() {
    for seed in 0..6 {
        let task = Arc::new(task(seed));
        let plan = plan(&task, seed, &mut Rounds(4_000));
        check(&task, &plan.moves, &plan.lies);
        let metres = |lies: &[u32]| length(&task.floor, &task.places, lies, &task.trips).unwrap();
        let rival = by_popularity(&task, &task.popularity());
        check(&task, &rival.moves, &rival.lies);
        let (after, abc, before) = (metres(&plan.lies), metres(&rival.lies), metres(&task.start));
        assert!(
            after < abc && after < before,
            "seed {seed}: {before} to {after}, by popularity {abc}"
        );
    }
}

#[test]
fn a_budget_of_moves_is_kept() {
    for moves in [0, 1, 2, 3, 7, 20, 50] {
        let mut task = task(3);
        task.moves = moves;
        let task = Arc::new(task);
        let plan = plan(&task, 1, &mut Rounds(2_000));
        check(&task, &plan.moves, &plan.lies);
        let rival = by_popularity(&task, &task.popularity());
        check(&task, &rival.moves, &rival.lies);
    }
}

#[test]
fn where_nothing_may_wait_for_another_items_only_exchange_or_go_to_free_places() {
    let mut task = task(4);
    (task.moves, task.pairs) = (30, true);
    let task = Arc::new(task);
    let plan = plan(&task, 1, &mut Rounds(4_000));
    check(&task, &plan.moves, &plan.lies);
    assert!(plan.saved > 0);
    for (item, (from, to)) in task.start.iter().zip(&plan.lies).enumerate() {
        let other = task.start.iter().position(|place| place == to);
        let back = other.is_none_or(|other| other == item || plan.lies[other] == *from);
        assert!(back, "item {item} waits for another");
    }
}

#[test]
fn a_search_that_was_ended_goes_on_where_it_was() {
    let task = Arc::new(task(5));
    let whole = plan(&task, 9, &mut Rounds(3_000));
    let mut search = Search::new(&task, 9);
    for part in [640, 1_280, 3_000] {
        // How much is spent counts from the same end.
        struct Part(u64);
        impl crate::plan::Watch for Part {
            fn go_on(&mut self, progress: crate::plan::Progress) -> bool {
                progress.rounds < self.0
            }
            fn spent(&self, progress: crate::plan::Progress) -> Option<f64> {
                Rounds(3_000).spent(progress)
            }
        }
        search.run(&mut Part(part));
    }
    assert_eq!(search.plan(), whole);
}

#[test]
fn moves_are_counted_as_they_are_carried_out() {
    let mut rng = Rng::with_seed(2);
    let (floor, places) = floor(1);
    let item = Item {
        load: Load::default(),
        piece_g: 1,
        stays: false,
    };
    let task = Task {
        floor,
        places,
        items: vec![item; 20],
        start: (0..20).collect(),
        trips: Vec::new(),
        moves: usize::MAX,
        pairs: false,
    };
    for _ in 0..200 {
        let mut wanted: Vec<u32> = (0..24).collect();
        let mixed = rng.usize(2..24);
        rng.shuffle(&mut wanted[..mixed]);
        wanted.truncate(20);
        let carried = carry(&task, &task.start, &wanted);
        assert_eq!(carried.lies, wanted);
        let holds = super::moves::contents(36, &task.start);
        assert_eq!(count(&task.start, &wanted, &holds), carried.moves.len());
    }
}

#[test]
fn an_order_is_split_and_an_item_counts_once_on_a_trip() {
    let trips: Vec<Trip> = split(&[3, 1, 3, 2, 1], 3, 2).collect();
    let trip = |items: &[u32]| Trip {
        items: items.to_vec(),
        weight: 2,
    };
    assert_eq!(trips, [trip(&[1, 3]), trip(&[1, 2])]);
}
