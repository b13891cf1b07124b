mod closing;
mod hands;

use crate::world::*;
use pickface::domain::event::Fact;
use pickface::domain::ids::*;
use pickface::domain::orders::{self, Stage};
use pickface::domain::outbox::Kind;
use pickface::domain::packing::{self, Command, Prompt, Refusal};
use pickface::domain::stock::{Cause, Holder, Status, StockMoved};
use pickface::domain::{Class, Explain, Qty, Refusal as Any, masters, putaway};

/// Two lamps and three cups of order 1001 in tote T-01 at bench B1.
pub(super) fn at_the_bench() -> (World, OrderId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 3)]);
    world.picked(order, "T-01");
    (world, order)
}

#[track_caller]
pub(super) fn refused(world: &mut World, code: &str) -> Refusal {
    let command = world.at_bench(code);
    told(world.refused(MEI, command))
}

#[track_caller]
pub(super) fn told(refusal: Any) -> Refusal {
    match refusal {
        Any::Packing(why) => why,
        other => panic!("{other:?}"),
    }
}

pub(super) fn close(world: &World, weight_g: Option<i64>, confirm: bool) -> Command {
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
