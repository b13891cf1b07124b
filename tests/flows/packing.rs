use crate::world::*;
use pickface::domain::event::Fact;
use pickface::domain::ids::*;
use pickface::domain::orders::{self, Stage};
use pickface::domain::outbox::Kind;
use pickface::domain::packing::{self, Command, Prompt, Refusal};
use pickface::domain::stock::{Cause, Holder, Status, StockMoved};
use pickface::domain::{Class, Explain, Qty, Refusal as Any, masters, putaway};

/// Two lamps and three cups of order 1001 in tote T-01 at bench B1.
fn at_the_bench() -> (World, OrderId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 3)]);
    world.picked(order, "T-01");
    (world, order)
}

#[track_caller]
fn refused(world: &mut World, code: &str) -> Refusal {
    let command = world.at_bench(code);
    told(world.refused(MEI, command))
}

#[track_caller]
fn told(refusal: Any) -> Refusal {
    match refusal {
        Any::Packing(why) => why,
        other => panic!("{other:?}"),
    }
}

fn close(world: &World, weight_g: Option<i64>, confirm: bool) -> Command {
    Command::Close {
        parcel: world.parcel(),
        carton: world.w.scan("PFBOX1").carton(),
        weight_g,
        confirm,
    }
}

#[test]
fn tote_items_carton_and_the_order_is_packed() {
    let (mut world, order) = at_the_bench();
    assert!(packing::pack_queue(&world.w).any(|o| o.id == order));
    world.packs(&["T-01"]);
    assert_eq!(world.stage(order), Stage::Packing);
    assert_eq!(packing::prompt(&world.w, Some(order)), Prompt::Item(Qty(5)));
    world.packs(&["LAMP", "4006381333931", "CUP", "CUP"]);
    let parcel = world.parcel();
    assert_eq!(world.holds(Holder::Parcel(parcel), "LAMP"), 2);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_tote("T-01", "CUP")),
        (0, 1)
    );
    world.packs(&["CUP"]);
    assert_eq!(packing::prompt(&world.w, Some(order)), Prompt::Close(parcel));
    world.packs(&["PFBOX1"]);
    assert_eq!(world.stage(order), Stage::Packed);
    let sscc = world.sscc(parcel);
    assert_eq!(sscc.len(), 18);
    for code in [sscc.clone(), format!("00{sscc}")] {
        assert_eq!(world.w.scan(&code).parcel(), Some(parcel));
    }
    let papers: Vec<&Kind> = world.w.outbox.values().map(|e| &e.kind).collect();
    let [Kind::ParcelLabel(label), Kind::PackingSlip(slip)] = papers.as_slice() else {
        panic!("{papers:?}");
    };
    assert_eq!(
        (label.order_number.as_ref(), label.sscc.as_ref(), label.copy),
        ("1001", sscc.as_str(), 1)
    );
    assert_eq!(
        label.weight_g,
        Some(2 * 250 + 3 * 120 + 200),
        "two lamps, three cups, the box"
    );
    assert_eq!((slip.lines.len(), slip.lines[1].qty), (2, Qty(3)));
    assert!(world.w.totes_of(order).next().is_none(), "the tote is free again");
}

#[test]
fn an_orders_number_begins_it_too_and_a_case_counts_its_contents() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 26)]);
    world.picked(order, "T-01");
    world.packs(&["1001", "14006381333938", "LAMP"]);
    assert_eq!(
        world.w.parcel(world.parcel()).unwrap().holds(world.item("LAMP")),
        Qty(25)
    );
    let lamp = world.item("LAMP");
    let (found, wanted) = (Qty(49), Qty(26));
    assert_eq!(
        refused(&mut world, "14006381333938"),
        Refusal::TooMany {
            item: lamp,
            found,
            wanted
        }
    );
}

#[test]
fn an_item_scanned_first_takes_the_most_urgent_order_at_the_bench() {
    let (mut world, order) = at_the_bench();
    world.packs(&["CUP"]);
    let parcel = world.w.parcel(world.parcel()).unwrap();
    assert_eq!((parcel.order, parcel.holds(world.item("CUP"))), (order, Qty(1)));
}

#[test]
fn an_item_that_nobody_waits_for_is_sent_home() {
    let mut world = World::new();
    world.stock("A-03", "CUP", 5);
    let (cup, home) = (world.item("CUP"), world.place("A-03"));
    assert_eq!(refused(&mut world, "CUP"), Refusal::NobodyWants(cup, Some(home)));
}

#[test]
fn a_typed_quantity_is_absolute_and_the_next_scan_confirms_it() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 20)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP"]);
    let parcel = world.parcel();
    let here = |world: &World| world.holds(Holder::Parcel(parcel), "LAMP");
    world.when(MEI, Command::Quantity { parcel, qty: Qty(12) });
    assert_eq!(here(&world), 12);
    world.packs(&["LAMP"]);
    assert_eq!(
        here(&world),
        12,
        "twelve were typed, and the scan after it confirms them"
    );
    world.packs(&["LAMP"]);
    assert_eq!(here(&world), 13);
    world.when(MEI, Command::Quantity { parcel, qty: Qty(5) });
    assert_eq!((here(&world), world.in_tote("T-01", "LAMP")), (5, 15));
    let lamp = world.item("LAMP");
    let (found, wanted) = (Qty(21), Qty(20));
    let refusal = world.refused(MEI, Command::Quantity { parcel, qty: Qty(21) });
    assert_eq!(
        told(refusal),
        Refusal::TooMany {
            item: lamp,
            found,
            wanted
        }
    );
    let refusal = world.refused(MEI, Command::Quantity { parcel, qty: Qty(-1) });
    assert_eq!(told(refusal), Refusal::NoQuantity);
}

#[test]
fn a_quantity_before_any_item_is_meant_for_nothing() {
    let (mut world, _) = at_the_bench();
    world.packs(&["T-01"]);
    let parcel = world.parcel();
    let refusal = world.refused(MEI, Command::Quantity { parcel, qty: Qty(2) });
    assert_eq!(told(refusal), Refusal::ItemFirst);
}

#[test]
fn wrong_item_too_many_other_owner_and_unknown_code_are_told_apart() {
    let (mut world, order) = at_the_bench();
    let lot = Some(("L1", day(30)));
    world.stock_of("A-03", "SOUP", "BOLT", lot, 10);
    world.packs(&["T-01", "LAMP", "LAMP"]);
    let owner = |world: &World, code: &str| world.w.owner_by_code(code).unwrap().id;
    let (lamp, soup) = (world.item("LAMP"), world.item("SOUP"));

    let too_many = refused(&mut world, "LAMP");
    let (found, wanted) = (Qty(3), Qty(2));
    assert_eq!(
        too_many,
        Refusal::TooMany {
            item: lamp,
            found,
            wanted
        }
    );
    let other_owner = refused(&mut world, "SOUP");
    let (found, expected) = (owner(&world, "BOLT"), owner(&world, "ACME"));
    assert_eq!(
        other_owner,
        Refusal::OtherOwner {
            item: soup,
            found,
            expected
        }
    );
    world.stock_of("A-04", "SOUP", "ACME", lot, 10);
    let not_in_order = refused(&mut world, "SOUP");
    let home = Some(world.place("A-03"));
    assert_eq!(
        not_in_order,
        Refusal::NotInOrder {
            order,
            item: soup,
            home
        }
    );
    let unknown = refused(&mut world, "NOPE");
    assert!(matches!(&unknown, Refusal::UnknownCode(code, _) if code.as_ref() == "NOPE"));
    let place = refused(&mut world, "A-01");
    assert!(matches!(place, Refusal::Unexpected(..)));

    let all = [too_many, other_owner, not_in_order, unknown, place];
    let keys: std::collections::BTreeSet<_> = all.iter().map(|why| why.phrase().key).collect();
    assert_eq!(keys.len(), all.len(), "each has a text of its own: {keys:?}");
    let classes: Vec<Class> = all.iter().map(Explain::class).collect();
    assert_eq!(classes, [Class::No, Class::Stop, Class::No, Class::No, Class::No]);
}

#[test]
fn another_orders_tote_begins_that_order_only_when_nothing_is_in_hand() {
    let (mut world, first) = at_the_bench();
    let second = world.order("1002", &[("LAMP", 1)]);
    world.picked(second, "T-02");
    world.packs(&["T-01", "T-02"]);
    assert_eq!(world.w.parcel(world.parcel()).unwrap().order, second);
    assert_eq!(world.stage(first), Stage::Picked, "nothing of it was packed");
    world.packs(&["LAMP"]);
    let tote = world.tote("T-01");
    let (found, expected) = (first, second);
    assert_eq!(
        refused(&mut world, "T-01"),
        Refusal::WrongTote {
            tote,
            found,
            expected
        }
    );
    assert_eq!(refused(&mut world, "1001"), Refusal::InHand(second));
    let empty = world.tote("T-05");
    assert_eq!(refused(&mut world, "T-05"), Refusal::EmptyTote(empty));
}

#[test]
fn another_owners_tote_stops_the_packer() {
    let (mut world, _) = at_the_bench();
    world.stock_of("A-04", "LAMP", "BOLT", None, 5);
    let bolts = world.order_of("BOLT", "77", false, &[("LAMP", 1)]);
    world.picked(bolts, "T-02");
    world.packs(&["T-01", "LAMP"]);
    let why = refused(&mut world, "T-02");
    assert!(matches!(why, Refusal::OtherOwnersTote { .. }), "{why:?}");
    assert_eq!(why.class(), Class::Stop);
}

#[test]
fn an_order_in_several_totes_is_packed_from_all_of_them() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 1)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    world.scans(ADA, task, &["A-02", "CUP"]);
    world.when(ADA, pickface::domain::picking::Command::FullTote { task });
    world.scans(ADA, task, &["T-02", "B1"]);
    world.packs(&["T-02", "LAMP", "LAMP", "CUP", "PFBOX1"]);
    assert_eq!(world.stage(order), Stage::Packed);
    assert_eq!(world.w.totes_of(order).count(), 0);
}

#[test]
fn what_is_not_picked_yet_is_not_packed() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 2)]);
    assert_eq!(
        refused(&mut world, "1001"),
        Refusal::NotReady(order, Stage::Waiting)
    );
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP", "LAMP", "PFBOX1"]);
    assert_eq!(refused(&mut world, "1001"), Refusal::AlreadyPacked(order));
}

#[test]
fn the_second_parcel_of_an_order_begins_with_the_next_scan() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP", "LAMP", "PFBOX1"]);
    assert_eq!(world.stage(order), Stage::Packing);
    let command = |world: &World, code: &str| Command::Scan {
        bench: world.place("B1"),
        order: Some(order),
        code: code.into(),
    };
    for code in ["CUP", "CUP", "CUP", "PFBOX1"] {
        let scan = command(&world, code);
        world.when(MEI, scan);
    }
    assert_eq!(world.stage(order), Stage::Packed);
    let numbers: Vec<u16> = world.w.parcels_of(order).map(|p| p.number).collect();
    assert_eq!(numbers, [1, 2]);
    let codes: std::collections::BTreeSet<_> = world.w.parcels.keys().map(|p| world.sscc(*p)).collect();
    assert_eq!(codes.len(), 2);
}

#[test]
fn an_order_called_off_after_the_pick_is_stopped_before_its_label() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP"]);
    world.when(LEA, orders::Command::Cancel { order });
    for code in ["LAMP", "PFBOX1"] {
        let why = refused(&mut world, code);
        assert_eq!((why.class(), why), (Class::Stop, Refusal::CalledOff(order)));
    }
    let closing = close(&world, Some(450), true);
    assert_eq!(told(world.refused(MEI, closing)), Refusal::CalledOff(order));
    assert!(world.w.outbox.is_empty(), "no label was made");
    assert_eq!(packing::prompt(&world.w, Some(order)), Prompt::CalledOff(order));
    world.packs(&["T-01"]);
    assert_eq!((world.in_tote("T-01", "LAMP"), world.w.parcels.len()), (2, 0));
    assert_eq!(
        refused(&mut world, "T-01"),
        Refusal::CalledOff(order),
        "it waits to be put back"
    );
}

#[test]
fn an_order_lessened_after_the_pick_says_what_to_leave_and_what_to_take_out() {
    let (mut world, order) = at_the_bench();
    let cup = world.item("CUP");
    world.packs(&["T-01", "LAMP", "LAMP", "CUP"]);
    let home = Some(world.place("A-02"));
    let lessened = |qty| orders::Command::Change {
        order,
        line: 1,
        qty: Qty(qty),
    };
    world.when(LEA, lessened(1));
    let why = refused(&mut world, "CUP");
    assert_eq!(
        (why.class(), why),
        (Class::Check, Refusal::LeaveOut(cup, Qty(2), home))
    );
    world.when(LEA, lessened(0));
    let why = refused(&mut world, "PFBOX1");
    assert_eq!(
        (why.class(), why),
        (Class::Stop, Refusal::TakeOut(cup, Qty(1), home))
    );
    assert_eq!(
        packing::prompt(&world.w, Some(order)),
        Prompt::TakeOut(cup, Qty(1))
    );
    // The same scan takes it out; then the parcel closes, and the cups go from the tote to where they belong.
    world.packs(&["CUP"]);
    assert_eq!(
        (world.in_tote("T-01", "CUP"), world.stage(order)),
        (3, Stage::Packing)
    );
    world.packs(&["PFBOX1"]);
    assert_eq!(world.stage(order), Stage::Packed);
    for code in ["T-01", "A-02"] {
        world.when(BEN, putaway::Command::Scan { code: code.into() });
    }
    assert_eq!(
        (world.in_tote("T-01", "CUP"), world.in_bin("A-02", "CUP")),
        (0, 50)
    );
    assert_eq!(world.w.order(order).unwrap().lines[1].picked, Qty::ZERO);
}

#[test]
fn a_weight_out_of_tolerance_is_asked_about_once() {
    let (mut world, _) = at_the_bench();
    world.packs(&["T-01", "LAMP", "LAMP", "CUP", "CUP", "CUP"]);
    let command = close(&world, Some(800), false);
    let why = told(world.refused(MEI, command));
    let (found, expected) = (800, 1060);
    assert_eq!(
        (why.class(), why),
        (Class::Check, Refusal::WrongWeight { found, expected })
    );
    let command = close(&world, Some(800), true);
    world.when(MEI, command);
    let parcel = world.parcel();
    let seal = world.w.parcel(parcel).unwrap().seal.clone().unwrap();
    assert_eq!((seal.weight_g, seal.expected_g), (Some(800), Some(1060)));
}

#[test]
fn a_weight_within_tolerance_is_taken_at_once() {
    let (mut world, _) = at_the_bench();
    world.packs(&["T-01", "LAMP", "LAMP", "CUP", "CUP", "CUP"]);
    let command = close(&world, Some(1060 * 110 / 100), false);
    world.when(MEI, command);
}

#[test]
fn a_confirmed_parcel_of_one_item_teaches_its_weight() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let lamp = world.item("LAMP");
    let order = world.order("1001", &[("LAMP", 2)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP", "LAMP"]);
    let command = close(&world, Some(200 + 2 * 400), true);
    world.when(MEI, command);
    assert_eq!(world.w.piece_weight_g(lamp), Some(400), "the master data say 250");
    let next = world.order("1002", &[("LAMP", 1)]);
    world.picked(next, "T-01");
    world.packs(&["T-01", "LAMP"]);
    let command = close(&world, Some(600), false);
    world.when(MEI, command);
}

#[test]
fn the_smallest_carton_that_takes_the_goods_is_suggested_with_its_reason() {
    let world = World::new();
    let lamp = world.item("LAMP");
    let carton = |code: &str| world.w.scan(code).carton().unwrap();
    let suggest = |lamps| packing::suggest_carton(&world.w, &[(lamp, Qty(lamps))]).unwrap();
    // A lamp is a litre; the cartons hold 8 and 64 litres, of which 85 per cent are filled; 80 lamps weigh 20 kg.
    assert_eq!(
        (suggest(6).0, suggest(6).1.key),
        (carton("PFBOX1"), "carton-fits")
    );
    assert_eq!(suggest(7).0, carton("PFBOX2"));
    assert_eq!(
        (suggest(54).0, suggest(54).1.key),
        (carton("PFBOX2"), "carton-fits")
    );
    assert_eq!(
        (suggest(55).0, suggest(55).1.key),
        (carton("PFBOX2"), "carton-several")
    );
}

#[test]
fn a_long_piece_wants_a_long_carton_and_a_heavy_one_a_strong_one() {
    let mut world = World::new();
    let make = |code: &str, length_mm, weight_g| {
        masters::Command::SaveItem(Box::new(pickface::domain::items::Item {
            code: code.into(),
            length_mm,
            width_mm: 20,
            height_mm: 20,
            weight_g,
            ..Default::default()
        }))
    };
    world.when_system(make("ROD", 390, 100));
    world.when_system(make("LEAD", 50, 11_000));
    let first = |world: &World, code: &str, qty| {
        packing::suggest_carton(&world.w, &[(world.item(code), Qty(qty))]).unwrap()
    };
    assert_eq!(Some(first(&world, "ROD", 1).0), world.w.scan("PFBOX2").carton());
    assert_eq!(Some(first(&world, "LEAD", 1).0), world.w.scan("PFBOX1").carton());
    assert_eq!(
        first(&world, "LEAD", 2).1.key,
        "carton-several",
        "no carton bears 22 kg"
    );
}

#[test]
fn a_carton_that_does_not_bear_the_goods_is_refused() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 96)]);
    world.picked(order, "T-01");
    world.packs(&[
        "T-01",
        "14006381333938",
        "14006381333938",
        "14006381333938",
        "14006381333938",
    ]);
    let why = refused(&mut world, "PFBOX2");
    assert!(
        matches!(
            why,
            Refusal::TooHeavy {
                found: 24_000,
                bears: 20_000,
                ..
            }
        ),
        "{why:?}"
    );
}

#[test]
fn an_empty_parcel_gets_no_label() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01"]);
    assert_eq!(refused(&mut world, "PFBOX1"), Refusal::Empty(order));
}

#[test]
fn a_reopened_parcel_loses_its_label_and_gets_another() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP", "LAMP", "CUP", "CUP", "CUP", "PFBOX1"]);
    let parcel = world.parcel();
    let first = world.sscc(parcel);
    let bench = world.place("B1");
    world.when(MEI, Command::Reopen { parcel, bench });
    assert_eq!(world.stage(order), Stage::Packing);
    assert!(world.w.outbox.is_empty(), "what was not printed yet is void");
    assert_eq!(world.w.scan(&first).parcel(), None);
    world.packs(&["CUP"].map(|_| "1001"));
    world.packs(&["PFBOX2"]);
    assert_ne!(world.sscc(parcel), first);
    assert_eq!(world.stage(order), Stage::Packed);
}

#[test]
fn a_void_parcel_goes_back_into_the_tote_it_came_from_if_that_is_free() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP", "LAMP", "CUP", "CUP", "CUP", "PFBOX1"]);
    let parcel = world.parcel();
    world.when(MEI, Command::Void { parcel, tote: None });
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_tote("T-01", "CUP")),
        (2, 3)
    );
    assert_eq!(world.stage(order), Stage::Picked);
    assert!(world.w.parcels.is_empty());
}

#[test]
fn a_void_parcel_wants_a_tote_when_its_own_is_in_use() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP", "LAMP", "CUP", "CUP", "CUP", "PFBOX1"]);
    let parcel = world.parcel();
    let other = world.order("1002", &[("LAMP", 1)]);
    world.picked(other, "T-01");
    let refusal = world.refused(MEI, Command::Void { parcel, tote: None });
    assert_eq!(told(refusal), Refusal::NeedTote(order));
    let into = |code: &str| Command::Void {
        parcel,
        tote: Some(code.into()),
    };
    assert!(matches!(
        told(world.refused(MEI, into("T-01"))),
        Refusal::WrongTote { .. }
    ));
    world.when(MEI, into("T-03"));
    assert_eq!(world.in_tote("T-03", "CUP"), 3);
}

#[test]
fn two_packers_never_pack_one_order_and_taking_over_wants_a_reason() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP"]);
    let (mei, bench, parcel) = (
        world.w.worker_by_number(MEI).unwrap().id,
        world.place("B1"),
        world.parcel(),
    );
    let scan = world.at_bench("T-01");
    assert_eq!(told(world.refused(LEA, scan)), Refusal::Taken(order, mei, bench));
    let take = |reason: &str| Command::TakeOver {
        parcel,
        bench,
        reason: reason.into(),
    };
    assert_eq!(told(world.refused(LEA, take(""))), Refusal::NeedReason);
    world.when(LEA, take("Mei went home"));
    let scan = world.at_bench("LAMP");
    world.when(LEA, scan);
    assert_eq!(world.holds(Holder::Parcel(parcel), "LAMP"), 2);
    let quantity = Command::Quantity { parcel, qty: Qty(1) };
    assert!(matches!(told(world.refused(MEI, quantity)), Refusal::Taken(..)));
}

#[test]
fn a_parked_parcel_is_taken_up_by_whoever_scans_its_tote() {
    let (mut world, _) = at_the_bench();
    world.packs(&["T-01", "LAMP"]);
    let parcel = world.parcel();
    world.when(MEI, Command::Park { parcel });
    let scan = world.at_bench("T-01");
    world.when(LEA, scan);
    let lea = world.w.worker_by_number(LEA).unwrap().id;
    assert_eq!(world.w.parcel_in_hand(lea).map(|p| p.id), Some(parcel));
}

#[test]
fn a_dropped_terminal_goes_on_with_the_parcel_in_hand() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "LAMP"]);
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    assert_eq!(world.w.parcel_in_hand(mei).map(|p| p.order), Some(order));
}

#[test]
fn goods_put_on_hold_after_the_pick_are_stopped() {
    let (mut world, _) = at_the_bench();
    let tote = Holder::Lpn(world.tote("T-01"));
    let lamp = world.item("LAMP");
    let (key, stock) = world
        .w
        .stock_in(tote)
        .find(|(key, _)| key.item == lamp)
        .map(|(k, s)| (*k, *s))
        .unwrap();
    let recalled = StockMoved {
        from: key,
        to: key.with_status(Status::Hold),
        qty: stock.on_hand,
        since: stock.since,
        cause: Cause::StatusChanged,
    };
    recalled.evolve(&mut world.w);
    world.packs(&["T-01"]);
    assert_eq!(refused(&mut world, "LAMP"), Refusal::Held(lamp, Status::Hold));
}

#[test]
fn the_view_says_what_is_wanted_picked_and_packed_with_its_note() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01", "CUP", "CUP"]);
    let view = packing::to_pack(&world.w, order);
    let told: Vec<_> = view
        .iter()
        .map(|l| (l.wanted.0, l.picked.0, l.packed.0, l.here.0))
        .collect();
    assert_eq!(told, [(2, 2, 0, 0), (3, 1, 2, 2)]);
}

#[test]
fn a_short_whole_order_waits_and_a_split_one_is_packed() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 3);
    let split = world.order_of("ACME", "1001", true, &[("LAMP", 5)]);
    world.picked(split, "T-01");
    world.packs(&["T-01", "LAMP", "LAMP", "LAMP", "PFBOX1"]);
    assert_eq!(world.stage(split), Stage::Packed);
    world.stock("A-02", "CUP", 2);
    let whole = world.order("1002", &[("CUP", 2)]);
    world.picked(whole, "T-02");
    world.when(
        LEA,
        orders::Command::Change {
            order: whole,
            line: 0,
            qty: Qty(4),
        },
    );
    world.packs(&["T-02", "CUP", "CUP", "PFBOX1"]);
    assert_eq!(
        world.stage(whole),
        Stage::Short,
        "two cups more were ordered meanwhile"
    );
}

#[test]
fn a_prefix_that_makes_no_sscc_is_said_to_be_wrong() {
    let (mut world, _) = at_the_bench();
    let mut settings = world.w.settings.clone();
    settings.company_prefix = "40".into();
    world.when_system(masters::Command::SaveSettings(settings));
    world.packs(&["T-01", "LAMP"]);
    assert_eq!(refused(&mut world, "PFBOX1"), Refusal::BadPrefix("40".into()));
}

#[test]
fn only_a_bench_is_a_bench_and_a_picker_may_not_pack() {
    let (mut world, _) = at_the_bench();
    let dock = world.place("D1");
    let scan = Command::Scan {
        bench: dock,
        order: None,
        code: "T-01".into(),
    };
    assert_eq!(told(world.refused(MEI, scan)), Refusal::NotABench(dock));
    let scan = world.at_bench("T-01");
    assert!(matches!(world.refused(ADA, scan), Any::Access(_)));
}

#[test]
fn an_undone_scan_goes_back_to_its_tote_until_the_parcel_is_closed() {
    let (mut world, order) = at_the_bench();
    world.packs(&["T-01"]);
    let scan = world.at_bench("LAMP");
    let events = world.when(MEI, scan);
    world.undo(MEI, &events).unwrap();
    assert_eq!(
        (
            world.in_tote("T-01", "LAMP"),
            world.w.parcel(world.parcel()).unwrap().lines.len()
        ),
        (2, 0)
    );
    let scan = world.at_bench("LAMP");
    let events = world.when(MEI, scan);
    let closing = close(&world, None, false);
    let closed = world.when(MEI, closing);
    let why = told(world.undo(MEI, &events).unwrap_err());
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    assert!(matches!(why, Refusal::Closed { by, .. } if by == mei), "{why:?}");
    world.undo(MEI, &closed).unwrap();
    assert_eq!(world.stage(order), Stage::Packing);
    world.undo(MEI, &events).unwrap();
    assert_eq!(world.in_tote("T-01", "LAMP"), 2);
    let why = told(world.undo(MEI, &closed).unwrap_err());
    assert_eq!(why, Refusal::Gone(order), "it was reopened before");
}

#[test]
fn a_quantity_that_was_lowered_by_mistake_goes_back_in() {
    let (mut world, _) = at_the_bench();
    world.packs(&["T-01", "CUP", "CUP", "CUP"]);
    let parcel = world.parcel();
    let lowered = world.when(MEI, Command::Quantity { parcel, qty: Qty(0) });
    assert_eq!(world.in_tote("T-01", "CUP"), 3);
    world.undo(MEI, &lowered).unwrap();
    assert_eq!(
        (
            world.in_tote("T-01", "CUP"),
            world.holds(Holder::Parcel(parcel), "CUP")
        ),
        (0, 3)
    );
}

#[test]
fn a_finished_order_on_the_screen_is_no_reason_to_refuse_the_next_ones_item() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let orders = ["1001", "1002"].map(|number| world.order(number, &[("LAMP", 1)]));
    world.picked(orders[0], "T-01");
    world.picked(orders[1], "T-02");
    world.packs(&["LAMP", "PFBOX1"]);
    let bench = world.place("B1");
    let done = *orders.iter().find(|o| world.stage(**o) == Stage::Packed).unwrap();
    world.when(
        MEI,
        Command::Scan {
            bench,
            order: Some(done),
            code: "LAMP".into(),
        },
    );
    assert_ne!(world.w.parcel(world.parcel()).unwrap().order, done);
}

#[test]
fn a_parcel_half_packed_goes_to_another_packer_or_another_bench() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 6)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP"]);
    let parcel = world.parcel();
    let give = |to, bench| Command::HandOver {
        parcel,
        to,
        bench,
        reason: "end of shift".into(),
    };
    let ada = world.worker(ADA);
    let told = world.refused(MEI, give(Some(ada), None));
    assert_eq!(told, Refusal::NoSuchPacker(ada).into());
    let lea = world.worker(LEA);
    world.when(MEI, give(Some(lea), None));
    assert_eq!(world.w.parcel_in_hand(lea).map(|p| p.id), Some(parcel));
    assert!(world.w.parcel_in_hand(world.worker(MEI)).is_none());
    // Mei may not give away what she has no more; Lea sets it aside for whoever scans its tote.
    let told = world.refused(MEI, give(None, None));
    assert!(matches!(told, Any::Packing(Refusal::Taken(..))), "{told:?}");
    let bench = world.place("B1");
    world.when(LEA, give(None, Some(bench)));
    let dock = world.place("D1");
    world.packs(&["T-01"]);
    assert_eq!(
        world.w.parcel_in_hand(world.worker(MEI)).map(|p| p.id),
        Some(parcel)
    );
    let told = world.refused(MEI, give(None, Some(dock)));
    assert_eq!(told, Refusal::NotABench(dock).into());
}
