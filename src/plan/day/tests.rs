use super::*;
use crate::domain::ids::{ItemId, OwnerId};
use crate::domain::orders::{Order as Ordered, OrderLine, Stage};
use crate::domain::places::{Place, PlaceKind};
use crate::domain::stock::{Holder, Status, Stock, StockKey};
use crate::domain::warehouse::Row;
use crate::domain::{Qty, items};
use crate::plan::watch::Rounds;
use std::sync::Arc;

/// One aisle of bins, 1 m apart, one item each, the bench at its end; and orders of one piece of each named item.
fn warehouse(orders: &[&[u64]]) -> Warehouse {
    let mut w = Warehouse::default();
    let owner = OwnerId(1);
    for n in 1..=9_u64 {
        let is_bench = n == 9;
        w.put_row(Row::Place(Arc::new(Place {
            id: PlaceId(n),
            code: format!("P-{n}").as_str().into(),
            kind: if is_bench {
                PlaceKind::Bench
            } else {
                PlaceKind::PickFace
            },
            x_mm: i32::try_from(n).unwrap() * 1000,
            sequence: u32::try_from(n).unwrap(),
            ..Place::default()
        })));
        if is_bench {
            continue;
        }
        let item = ItemId(n);
        w.put_row(Row::Item(Arc::new(items::Item {
            id: item,
            code: format!("I-{n}").as_str().into(),
            ..items::Item::default()
        })));
        let key = StockKey {
            holder: Holder::Place(PlaceId(n)),
            item,
            owner,
            lot: None,
            status: Status::Available,
        };
        let stock = Stock {
            on_hand: Qty(100),
            ..Stock::default()
        };
        w.put_row(Row::Stock((key, stock)));
    }
    for (items, n) in orders.iter().zip(1..) {
        let lines = items.iter().map(|item| OrderLine::new(ItemId(*item), Qty(1)));
        w.put_row(Row::Order(Arc::new(Ordered {
            id: OrderId(n),
            number: n.to_string().as_str().into(),
            owner,
            channel: "shop".into(),
            carrier: CarrierId(1),
            priority: 5,
            placed_at: Timestamp(0),
            promise: Timestamp(0),
            cutoff: Timestamp(0),
            split: false,
            country: "".into(),
            consignee: None,
            stage: Stage::Waiting,
            staged_at: Timestamp(0),
            lines: lines.collect(),
        })));
    }
    w
}

fn ids(count: u64) -> Vec<OrderId> {
    (1..=count).map(OrderId).collect()
}

#[test]
fn neighbours_go_on_one_cart_and_the_figures_are_those_of_the_walks() {
    // Two orders at the far end, 8 m from the bench, two near it, 1 m from it.
    let mut w = warehouse(&[&[1], &[8], &[1], &[8]]);
    w.settings.cluster_size = 2;
    let release = Day::of(&w, &ids(4)).plan(&w, &mut Rounds(50));
    assert_eq!(
        release.single,
        Walks {
            lists: 4,
            mm: 2 * (8 + 1 + 8 + 1) * 1000
        }
    );
    assert_eq!(
        release.planned,
        Walks {
            lists: 2,
            mm: 2 * (8 + 1) * 1000
        }
    );
    assert_eq!(release.savings, release.planned);
    let mut groups = release.groups;
    groups.sort();
    assert_eq!(groups, [[OrderId(1), OrderId(3)], [OrderId(2), OrderId(4)]]);
}

#[test]
fn orders_without_goods_are_released_too_and_walk_nowhere() {
    let w = warehouse(&[&[1], &[99]]);
    let release = Day::of(&w, &ids(2)).plan(&w, &mut Rounds(0));
    assert_eq!(release.groups, [[OrderId(1)], [OrderId(2)]]);
    assert_eq!(release.planned, Walks { lists: 1, mm: 16_000 });
}

#[test]
fn no_orders_are_no_walks() {
    let w = warehouse(&[]);
    let none = Release {
        pickers: 1,
        ..Release::default()
    };
    assert_eq!(Day::of(&w, &[]).plan(&w, &mut Rounds(0)), none);
}

/// Cut-offs of the orders, in seconds from now.
fn due(w: &mut Warehouse, seconds: &[i64]) {
    for (n, seconds) in (1..).zip(seconds) {
        let mut order = w.order(OrderId(n)).unwrap().clone();
        order.cutoff = Timestamp(w.clock.0 + seconds * 1000);
        w.put_row(Row::Order(Arc::new(order)));
    }
}

/// A list takes 90 s, each of its lines 12 s, each metre a second.
#[test]
fn orders_are_late_that_are_picked_after_their_cut_off() {
    let mut w = warehouse(&[&[1]]);
    for (seconds, late) in [(90 + 12 + 16, 0), (90 + 12 + 15, 1)] {
        due(&mut w, &[seconds]);
        let release = Day::of(&w, &ids(1)).plan(&w, &mut Rounds(5));
        assert_eq!((release.pickers, release.late.orders), (1, late));
        assert_eq!(release.late.ms, i64::from(late) * 1000);
    }
}

#[test]
fn the_nearest_cut_off_is_released_first_and_never_mixed_with_another() {
    let mut w = warehouse(&[&[8], &[8], &[8], &[8]]);
    w.settings.cluster_size = 4;
    due(&mut w, &[9_000, 5_000, 9_000, 5_000]);
    let release = Day::of(&w, &ids(4)).plan(&w, &mut Rounds(20));
    assert_eq!(
        release.groups,
        [[OrderId(2), OrderId(4)], [OrderId(1), OrderId(3)]]
    );
    assert_eq!(release.late, Lateness::default());
}

#[test]
fn of_one_cut_off_the_lists_are_released_so_that_least_is_late() {
    let mut w = warehouse(&[&[1], &[8]]);
    w.settings.cluster_size = 1;
    // 118 s for the far one, 104 s for the near one.
    due(&mut w, &[110, 110]);
    let release = Day::of(&w, &ids(2)).plan(&w, &mut Rounds(20));
    assert_eq!(release.groups, [[OrderId(2)], [OrderId(1)]]);
    assert_eq!(
        release.late,
        Lateness {
            ms: (104 + 118 - 110) * 1000,
            orders: 1
        }
    );
    let two = Day::of(&w, &ids(2)).with_pickers(2).plan(&w, &mut Rounds(20));
    assert_eq!(two.late, Lateness { ms: 8_000, orders: 1 });
}

#[test]
fn of_batches_that_walk_alike_the_less_late_ones_are_released() {
    // All at one bay, so that every way of batching walks alike; two orders of nine lines and two of one.
    let (long, short): (&[u64], &[u64]) = (&[8; 9], &[8]);
    let mut w = warehouse(&[long, long, short, short]);
    w.settings.cluster_size = 2;
    // A long and a short one take 90 + 120 + 2 s together, both long ones 90 + 216 + 2 s.
    due(&mut w, &[220; 4]);
    let release = Day::of(&w, &ids(4)).with_pickers(2).plan(&w, &mut Rounds(50));
    assert_eq!((release.planned.lists, release.planned.mm), (2, 4_000));
    assert_eq!(release.late, Lateness::default());
}

#[test]
fn less_late_counts_only_among_walks_that_are_nearly_as_long() {
    assert!(is_better((1_000, 9), (1_006, 0)));
    assert!(is_better((1_004, 0), (1_000, 9)));
    assert!(!is_better((1_000, 9), (1_004, 0)));
    assert!(is_better((1_000, 5), (1_001, 5)));
}
