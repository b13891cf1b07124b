//! Items, places, workers, owners and carriers.

use crate::bench::*;
use encoding_rs::GB18030;
use pickface::domain::Qty;
use pickface::domain::items::Item;
use pickface::domain::people::Role;
use pickface::exchange::import::{ImportOptions, Kind};
use pickface::exchange::rows::Encoding;
use std::sync::Arc;

fn item(bench: &Bench, code: &str) -> Arc<Item> {
    let w = bench.w();
    w.items
        .values()
        .find(|item| item.code.as_ref() == code)
        .unwrap()
        .clone()
}

#[test]
fn items_come_in_with_barcodes_and_packagings() {
    let bench = Bench::filled();
    let heart = item(&bench, "85123A");
    assert_eq!(heart.weight_g, 120);
    assert_eq!(heart.packagings[0].contents, Qty(24));
    let case = bench.w().scan("15000000851231");
    assert_eq!(case.of_item(heart.id), Some(Qty(24)));
    assert!(item(&bench, "SOUP").expiry_tracked);
    bench.prove();
}

#[test]
fn what_is_known_already_is_unchanged() {
    let bench = Bench::filled();
    let seq = bench.w().seq;
    for (kind, text, lines) in [
        (Kind::Owners, OWNERS, 2),
        (Kind::Carriers, CARRIERS, 2),
        (Kind::Items, ITEMS, 3),
        (Kind::Places, PLACES, 4),
    ] {
        assert_eq!(
            counts(&bench.import(kind, text)),
            (lines, 0, lines as u64, 0),
            "{}",
            kind.word()
        );
    }
    assert_eq!(bench.w().seq, seq, "nothing was written");
}

#[test]
fn an_empty_cell_keeps_what_is_known() {
    let bench = Bench::filled();
    let report = bench.import(Kind::Items, "code,name,price_minor\n22423,CAKESTAND,1275\n");
    assert_eq!(counts(&report), (1, 1, 0, 0));
    let stand = item(&bench, "22423");
    assert_eq!(
        (stand.weight_g, stand.price_minor, stand.barcodes.len()),
        (900, 1275, 1)
    );
    assert_eq!(stand.name.as_ref(), "CAKESTAND");
}

#[test]
fn workers_come_in_without_a_pin_and_keep_theirs() {
    let bench = Bench::new();
    let text = "number,name,badge,roles,language\n101,Mei Lin,W0101,picker;counter,zh\n102,Tom,,lead,\n";
    assert_eq!(counts(&bench.import(Kind::Workers, text)), (2, 2, 0, 0));
    let w = bench.w();
    let mei = w.worker_by_number("101").unwrap();
    assert_eq!(
        (mei.roles.as_slice(), mei.language.as_ref()),
        ([Role::Picker, Role::Counter].as_slice(), "zh-Hans")
    );
    assert!(mei.pin_hash.is_none());
    assert_eq!(counts(&bench.import(Kind::Workers, text)), (2, 0, 2, 0));
    let report = bench.import(Kind::Workers, "number,name,badge,roles\n103,Ann,W0101,picker\n");
    assert_eq!(
        problems(&report),
        ["2 badge | `W0101` is the badge of worker 101 | give each worker a badge of their own"]
    );
}

#[test]
fn a_gb18030_file_is_detected_and_selectable() {
    let text = "code,name\nDENG-1,红色灯笼\n";
    let (bytes, ..) = GB18030.encode(text);
    assert_ne!(bytes.as_ref(), text.as_bytes());
    for encoding in [Encoding::Detect, Encoding::Gb18030] {
        let bench = Bench::new();
        let options = ImportOptions {
            encoding,
            ..ImportOptions::default()
        };
        assert_eq!(
            counts(&bench.import_bytes(Kind::Items, &bytes, options)),
            (1, 1, 0, 0)
        );
        assert_eq!(item(&bench, "DENG-1").name.as_ref(), "红色灯笼");
    }
}

#[test]
fn a_barcode_of_another_item_is_refused() {
    let bench = Bench::filled();
    let report = bench.import(
        Kind::Items,
        "code,name,barcodes\nNEW,Something new,05000000224230\n",
    );
    assert_eq!(
        problems(&report),
        [
            "2 barcodes | `05000000224230` is a code of item 22423 | give another code, or take it from 22423 first"
        ]
    );
    assert_eq!(bench.w().items.len(), 3);
}
