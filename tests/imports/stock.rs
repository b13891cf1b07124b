//! Opening stock.

use crate::bench::*;
use pickface::domain::stock::Holder;
use pickface::domain::{Actor, Qty};
use pickface::exchange::import::{ImportOptions, Input, Kind, Progress, import};
use std::ops::ControlFlow;

const STOCK: &str = "place,item,owner,lot,expiry,status,quantity,lpn\n\
    A-01-01-1,85123A,ACME,,,,48,\n\
    a-01-02-1,22423,BOLT,,,hold,7,\n\
    A-01-02-1,SOUP,ACME,L1,2027-05-31,,12,\n\
    A-01-01-3,22423,ACME,,,,30,PAL-1\n\
    A-01-01-3,85123A,ACME,,,,20,PAL-1\n";

#[test]
fn stock_lies_where_the_file_says_and_the_books_balance() {
    let bench = Bench::filled();
    assert_eq!(counts(&bench.import(Kind::Stock, STOCK)), (5, 5, 0, 0));
    let w = bench.w();
    let pallet = w.scan("PAL-1").lpn().unwrap();
    assert_eq!(w.lpns[&pallet].at, w.scan("A-01-01-3").place());
    let on_pallet: Vec<Qty> = w
        .stock_in(Holder::Lpn(pallet))
        .map(|(_, stock)| stock.on_hand)
        .collect();
    assert_eq!(on_pallet.iter().copied().sum::<Qty>(), Qty(50));
    let lot = w.lots.values().next().unwrap();
    assert_eq!((lot.code.as_ref(), lot.expiry.unwrap().0), ("L1", 20_969));
    assert_eq!(bench.prove().ledger_imbalance, 0);
    assert_eq!(counts(&bench.import(Kind::Stock, STOCK)), (5, 0, 5, 0));
}

#[test]
fn a_changed_quantity_books_the_difference() {
    let bench = Bench::filled();
    bench.import(Kind::Stock, STOCK);
    let text = "place,item,owner,quantity\nA-01-01-1,85123A,ACME,40\n";
    assert_eq!(counts(&bench.import(Kind::Stock, text)), (1, 1, 0, 0));
    let w = bench.w();
    let place = w.scan("A-01-01-1").place().unwrap();
    let (_, stock) = w.stock_in(Holder::Place(place)).next().unwrap();
    assert_eq!(stock.on_hand, Qty(40));
    bench.prove();
}

#[test]
fn lots_are_asked_for_where_the_item_has_them_and_nowhere_else() {
    let bench = Bench::filled();
    bench.import(Kind::Stock, STOCK);
    let text = "place,item,owner,lot,expiry,quantity\n\
        A-01-01-1,SOUP,ACME,,,1\n\
        A-01-01-1,SOUP,ACME,L2,,1\n\
        A-01-01-1,SOUP,ACME,L1,2027-06-01,1\n\
        A-01-01-1,22423,ACME,L1,,1\n";
    assert_eq!(
        problems(&bench.import(Kind::Stock, text)),
        [
            "2 lot | SOUP is kept by lot, and none is named | fill in the lot printed on the goods",
            "3 expiry | SOUP wants an expiry date for each lot | write it as 2026-11-22",
            "4 expiry | lot `L1` of SOUP expires on 2027-05-31 | write that date, or leave it empty",
            "5 lot | 22423 is not kept by lot | leave lot and expiry empty, or set lot_tracked on the item",
        ]
    );
    let report = bench.import(Kind::Items, "code,name\nSOUP,TOMATO SOUP\n");
    assert_eq!(report.errors[0].field, "lot_tracked");
}

#[test]
fn a_pallet_stands_in_one_place() {
    let bench = Bench::filled();
    bench.import(Kind::Stock, STOCK);
    let text = "place,item,owner,quantity,lpn\nA-01-01-1,22423,ACME,1,PAL-1\n";
    assert_eq!(
        problems(&bench.import(Kind::Stock, text)),
        ["2 lpn | `PAL-1` stands at A-01-01-3 | name the place where it stands, or move it on a screen"]
    );
}

#[test]
fn a_stopped_import_says_so() {
    let bench = Bench::filled();
    let bytes = STOCK.as_bytes();
    let seq = bench.w().seq;
    let stop = &mut |_: Progress| ControlFlow::Break(());
    let input = Input::Bytes {
        name: "stock.csv",
        bytes,
    };
    let report = import(
        &bench.site,
        Actor::System,
        Kind::Stock,
        input,
        ImportOptions::default(),
        stop,
    )
    .unwrap();
    assert!(report.cancelled);
    assert_eq!((report.imported, bench.w().seq), (0, seq));
}
