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
    assert_eq!(Day::of(&w, &[]).plan(&w, &mut Rounds(0)), Release::default());
}
