//! One scan that carries item, lot, expiry, count and serial: each workflow takes what it needs of it, and refuses what
//! is not so.

use crate::world::*;
use pickface::domain::counting::{self, Outcome};
use pickface::domain::ids::{LotId, ReceiptId, TaskId};
use pickface::domain::items::{Barcode, Item};
use pickface::domain::receiving::{self, Prompt};
use pickface::domain::stock::Holder;
use pickface::domain::time::Day;
use pickface::domain::{Event, Qty, Refusal, Text, masters, moving, packing, picking, putaway};

const PIECE: &str = "5012345678900";
const CASE: &str = "15012345678907";

/// A warehouse whose soup carries a trade item number, and its case of six another.
fn kitchen() -> World {
    let mut world = World::new();
    let soup = world.w.items.get(&world.item("SOUP")).unwrap();
    let barcode = |code: &str, contents| Barcode {
        code: code.into(),
        contents: Qty(contents),
    };
    let soup = Item {
        barcodes: vec![barcode(PIECE, 1), barcode(CASE, 6)],
        ..Item::clone(soup)
    };
    world.when_system(masters::Command::SaveItem(Box::new(soup)));
    // What century a label's date is of is seen from now.
    world.w.clock = world.now;
    world
}

/// A label's data: the trade item number, and this behind it.
fn label(gtin: &str, rest: &str) -> String {
    format!("(01){gtin:0>14}{rest}")
}

fn date(day: Day) -> String {
    day.date().format("%y%m%d").to_string()
}

fn lot(world: &World, code: &str) -> LotId {
    world.w.lot_by_code(world.item("SOUP"), code).unwrap().id
}

fn text(code: &str) -> Text {
    code.into()
}

fn dock(world: &mut World) -> ReceiptId {
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    *world.w.receipts.keys().next_back().unwrap()
}

fn receive(receipt: ReceiptId, code: &str) -> receiving::Command {
    let code = code.into();
    receiving::Command::Scan { receipt, code }
}

#[test]
fn one_scan_receives_item_quantity_lot_and_expiry() {
    let mut world = kitchen();
    let receipt = dock(&mut world);
    let code = label(CASE, &format!("(17){}(30)2(10)L1(21)S77", date(day(400))));
    world.when(BEN, receive(receipt, &code));
    let prompt = world.w.receiving_of(world.worker(BEN)).unwrap().prompt(&world.w);
    assert_eq!(
        prompt,
        Prompt::Put(world.item("SOUP"), Qty(12)),
        "two cases of six"
    );
    world.when(BEN, receive(receipt, "D1"));
    let key = world.key(Holder::Place(world.place("D1")), "SOUP");
    let booked = &world.w.lots[&key.lot.unwrap()];
    assert_eq!((booked.code.as_ref(), booked.expiry), ("L1", Some(day(400))));
    assert_eq!(world.in_bin("D1", "SOUP"), 12);
}

#[test]
fn a_pallet_label_receives_what_it_says_is_on_it() {
    let mut world = kitchen();
    let receipt = dock(&mut world);
    let code = format!(
        "(00)376104250021234569(02){CASE}(37)10(10)L2(17){}",
        date(day(400))
    );
    for code in [code.as_str(), "D1"] {
        world.when(BEN, receive(receipt, code));
    }
    assert_eq!(world.in_bin("D1", "SOUP"), 60, "ten cases of six");
    assert_eq!(
        world.key(Holder::Place(world.place("D1")), "SOUP").lot,
        Some(lot(&world, "L2"))
    );
}

#[test]
fn another_lot_or_date_than_in_hand_is_another_hand() {
    let mut world = kitchen();
    let receipt = dock(&mut world);
    let of = |lot: &str, days| label(PIECE, &format!("(17){}(10){lot}", date(day(days))));
    world.when(BEN, receive(receipt, &of("L1", 400)));
    let item = world.item("SOUP");
    let told = world.refused(BEN, receive(receipt, &of("L2", 400)));
    let expected = receiving::Refusal::OtherLotInHand(item, text("L1"), text("L2"));
    assert_eq!(told, expected.into());
    let told = world.refused(BEN, receive(receipt, &of("L1", 401)));
    let expected = receiving::Refusal::OtherExpiry(text("L1"), day(400), day(401));
    assert_eq!(told, expected.into());
    world.when(BEN, receive(receipt, &of("L1", 400)));
    world.when(BEN, receive(receipt, "D1"));
    assert_eq!(world.in_bin("D1", "SOUP"), 2);
}

/// Ada stands at A-01 with a list of so many tins of lot L1, which expires in 400 days; L2 lies at A-02.
fn picks(world: &mut World, qty: i64) -> TaskId {
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(400))), 20);
    world.stock_of("A-02", "SOUP", "ACME", Some(("L2", day(500))), 20);
    let order = world.order("1001", &[("SOUP", qty)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01"]);
    task
}

fn pick(task: TaskId, code: &str) -> picking::Command {
    let code = code.into();
    picking::Command::Scan { task, code }
}

#[test]
fn a_pick_of_another_lot_or_date_is_refused_with_both() {
    let mut world = kitchen();
    let task = picks(&mut world, 3);
    let right = label(PIECE, &format!("(17){}(10)L1", date(day(400))));
    let others = [
        (
            label(PIECE, &format!("(17){}(10)L2", date(day(500)))),
            picking::Refusal::WrongLot {
                expected: lot(&world, "L1"),
                found: text("L2"),
                home: Some(world.place("A-02")),
            },
        ),
        (
            label(PIECE, &format!("(17){}(10)L1", date(day(401)))),
            picking::Refusal::WrongExpiry {
                lot: lot(&world, "L1"),
                expected: day(400),
                found: day(401),
            },
        ),
        (
            label(PIECE, &format!("(17){}", date(day(500)))),
            picking::Refusal::WrongExpiry {
                lot: lot(&world, "L1"),
                expected: day(400),
                found: day(500),
            },
        ),
    ];
    // The first piece, and every further one.
    for _ in 0..2 {
        for (code, refusal) in &others {
            assert_eq!(
                world.refused(ADA, pick(task, code)),
                refusal.clone().into(),
                "{code}"
            );
        }
        world.scans(ADA, task, &[&right]);
    }
    world.scans(ADA, task, &["T-01"]);
    assert_eq!(world.in_tote("T-01", "SOUP"), 2);
}

#[test]
fn a_packagings_number_counts_its_contents_wherever_it_is_scanned() {
    let mut world = kitchen();
    let task = picks(&mut world, 12);
    let case = label(CASE, "(10)L1");
    world.scans(ADA, task, &[&case, &case, "T-01", "B1"]);
    assert_eq!(world.in_tote("T-01", "SOUP"), 12);
    world.packs(&["T-01", &case, &case]);
    let soup = world.item("SOUP");
    assert_eq!(world.w.parcel(world.parcel()).unwrap().holds(soup), Qty(12));
    let count = world.counts(&["A-01"]);
    world.when(MEI, counting::Command::Claim { count: Some(count) });
    world.count_scans(MEI, count, &["A-01", &case, &label(PIECE, "(10)L1")]);
    assert_eq!(world.w.count(count).unwrap().lines[0].counted, Qty(7));
}

#[test]
fn a_parcel_takes_no_other_lot_or_date_than_was_picked() {
    let mut world = kitchen();
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(400))), 20);
    world.stock_of("A-02", "SOUP", "ACME", Some(("L2", day(500))), 20);
    let order = world.order("1001", &[("SOUP", 2)]);
    world.picked(order, "T-01");
    world.packs(&["T-01"]);
    let (item, picked) = (world.item("SOUP"), lot(&world, "L1"));
    let wrong = [
        (
            label(PIECE, "(10)L2"),
            packing::Refusal::WrongLot {
                item,
                expected: picked,
                found: text("L2"),
            },
        ),
        (
            label(PIECE, &format!("(17){}", date(day(500)))),
            packing::Refusal::WrongExpiry {
                item,
                lot: picked,
                expected: day(400),
                found: day(500),
            },
        ),
    ];
    for (code, refusal) in wrong {
        let command = world.at_bench(&code);
        assert_eq!(world.refused(MEI, command), refusal.into(), "{code}");
    }
    world.packs(&[&label(PIECE, &format!("(17){}(10)L1", date(day(400))))]);
    assert_eq!(world.w.parcel(world.parcel()).unwrap().holds(item), Qty(1));
}

#[test]
fn a_count_takes_lot_and_date_from_the_label() {
    let mut world = kitchen();
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(400))), 1);
    let count = world.counts(&["A-01"]);
    world.when(MEI, counting::Command::Claim { count: Some(count) });
    world.count_scans(MEI, count, &["A-01"]);
    let wrong = label(PIECE, &format!("(17){}(10)L1", date(day(401))));
    let code = text(&wrong);
    let told = world.refused(MEI, counting::Command::Scan { count, code });
    let refusal = counting::Refusal::OtherExpiry(text("L1"), day(400), day(401));
    assert_eq!(told, refusal.into());
    // A lot that nobody knew is known from its label.
    let new = label(PIECE, &format!("(17){}(10)L9", date(day(300))));
    world.count_scans(MEI, count, &[&label(PIECE, "(10)L1"), &new]);
    let events = world.when(
        MEI,
        counting::Command::Scan {
            count,
            code: text("A-01"),
        },
    );
    let differs = events.iter().any(|event| matches!(event, Event::CountClosed(_)));
    assert!(!differs, "one tin of L9 too much: somebody looks again");
    assert_eq!(world.w.lots[&lot(&world, "L9")].expiry, Some(day(300)));
}

#[test]
fn goods_told_apart_by_date_alone_are_counted_and_picked_by_it() {
    let mut world = kitchen();
    let milk = Item {
        code: "MILK".into(),
        name: "MILK".into(),
        barcodes: vec![Barcode {
            code: "4006381333948".into(),
            contents: Qty(1),
        }],
        expiry_tracked: true,
        ..Item::default()
    };
    world.when_system(masters::Command::SaveItem(Box::new(milk)));
    let gtin = "4006381333948";
    let of = |days, lot: &str| label(gtin, &format!("(17){}{lot}", date(day(days))));
    let receipt = dock(&mut world);
    for code in [of(60, "").as_str(), "D1"] {
        world.when(BEN, receive(receipt, code));
    }
    let dock = world.place("D1");
    let name = day(60).date().to_string();
    let key = world.key(Holder::Place(dock), "MILK");
    assert_eq!(world.w.lots[&key.lot.unwrap()].code.as_ref(), name);
    let count = world.counts(&["D1"]);
    world.when(MEI, counting::Command::Claim { count: Some(count) });
    world.count_scans(MEI, count, &["D1", &of(60, "")]);
    let events = world.when(
        MEI,
        counting::Command::Scan {
            count,
            code: text("D1"),
        },
    );
    let outcome = events.iter().find_map(|event| match event {
        Event::CountClosed(closed) => Some(closed.outcome),
        _ => None,
    });
    assert_eq!(outcome, Some(Outcome::Agreed));
    // A lot on the label is not what these goods are kept apart by.
    // Where another bin is suggested, scanning this one again confirms it.
    for code in ["D1", of(60, "(10)CHURN7").as_str(), "A-03", "A-03"] {
        if world.in_bin("A-03", "MILK") == 0 {
            world.when(BEN, putaway::Command::Scan { code: code.into() });
        }
    }
    assert_eq!(world.in_bin("A-03", "MILK"), 1);
    let order = world.order("1002", &[("MILK", 1)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-03"]);
    let told = world.refused(ADA, pick(task, &of(61, "(10)CHURN7")));
    assert!(
        matches!(told, Refusal::Picking(picking::Refusal::WrongExpiry { expected, found, .. })
            if (expected, found) == (day(60), day(61))),
        "{told:?}"
    );
    world.scans(ADA, task, &[&of(60, "(10)CHURN7"), "T-01"]);
}

#[test]
fn a_move_takes_the_lot_that_the_label_names() {
    let mut world = kitchen();
    world
        .stock_of("D1", "SOUP", "ACME", Some(("L1", day(400))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L2", day(500))), 5);
    let scan = |code: &str| moving::Command::Scan { code: code.into() };
    world.when(ADA, scan("D1"));
    world.when(ADA, scan(&label(PIECE, "(10)L2")));
    // A tin of the other lot is no second one of these: it is what is moved from now on.
    world.when(ADA, scan(&label(PIECE, "(10)L1")));
    world.when(ADA, scan("S1"));
    let moved = world.key(Holder::Place(world.place("S1")), "SOUP");
    assert_eq!(moved.lot, Some(lot(&world, "L1")));
}

#[test]
fn what_an_unknown_label_says_is_kept_for_when_its_item_is_named() {
    let world = kitchen();
    let cup = world.item("CUP");
    let said = world
        .w
        .scan_as("]C10109506000134352\u{1d}10L1\u{1d}21S9", cup, Qty(4));
    assert_eq!(said.item(), Some((cup, Qty(4))));
    assert_eq!(
        (said.lot.as_deref(), said.serial.as_deref()),
        (Some("L1"), Some("S9"))
    );
    // A lot is not guessed for an item that is not known either.
    let soup = world.item("SOUP");
    let lost = world.w.scan_as("010950600013435210ABC17270131", soup, Qty(1));
    assert_eq!((lost.lot, lost.expiry), (None, None));
    assert!(lost.readings.len() > 1, "{:?}", lost.readings);
}

#[test]
fn a_text_that_is_no_label_as_it_stands_is_read_in_the_ways_that_are_left() {
    let world = kitchen();
    // A lot has twenty characters at most: only one place is left where it can end.
    let one = world
        .w
        .scan("]C1010501234567890010ABCDEFGHIJKLMNOPQR1727013121SERIAL77");
    assert_eq!(one.item(), Some((world.item("SOUP"), Qty(1))));
    assert_eq!(one.lot.as_deref(), Some("ABCDEFGHIJKLMNOPQR"), "{one:?}");
    assert_eq!(one.serial.as_deref(), Some("SERIAL77"));
    // Two places are left: the 30 inside may be a count.
    let two = world
        .w
        .scan("]C1010501234567890010ABCDEFGH30121727013121SERIAL77");
    assert_eq!((two.lot, two.count), (None, None));
    assert!(two.readings.len() > 1, "{:?}", two.readings);
}
