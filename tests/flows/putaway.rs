use crate::world::*;
use pickface::domain::ids::{OrderId, PlaceId, WorkerId};
use pickface::domain::orders::{self, Stage};
use pickface::domain::putaway::{BadBin, Command, Prompt, Refusal, Why, load_of, suggest_bin};
use pickface::domain::receiving;
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Class, Explain, Qty};

fn scan(code: &str) -> Command {
    Command::Scan { code: code.into() }
}

fn scans(world: &mut World, codes: &[&str]) {
    for code in codes {
        world.when(BEN, scan(code));
    }
}

fn ben(world: &World) -> WorkerId {
    world.w.worker_by_number(BEN).unwrap().id
}

fn suggested(world: &World) -> Option<(PlaceId, Why)> {
    world.w.putaway_of(ben(world)).unwrap().suggested
}

#[test]
fn received_blind_and_put_away() {
    let mut world = World::new();
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    for code in ["14006381333938", "D1"] {
        let code = code.into();
        world.when(BEN, receiving::Command::Scan { receipt, code });
    }
    world.when(BEN, Command::Start { code: "LAMP".into() });
    assert_eq!(suggested(&world), Some((world.place("A-01"), Why::FreeFace)));
    scans(&mut world, &["A-01"]);
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("D1", "LAMP")),
        (24, 0)
    );
    assert!(world.w.putaway_of(ben(&world)).is_none(), "nothing is left there");
}

/// So much of an item of ACME's waits somewhere.
fn best(world: &World, place: &str, item: &str) -> Option<(PlaceId, Why)> {
    let key = world.key(Holder::Place(world.place(place)), item);
    let qty = world.w.stock_at(&key).on_hand;
    suggest_bin(&world.w, &key, qty)
}

#[test]
fn the_best_bin_holds_the_same_goods_then_is_free_near_the_face() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 24);
    assert_eq!(
        best(&world, "D1", "LAMP"),
        Some((world.place("A-01"), Why::FreeFace))
    );
    world.stock("A-03", "LAMP", 1);
    assert_eq!(
        best(&world, "D1", "LAMP"),
        Some((world.place("A-03"), Why::SameGoods))
    );
    world.change_place("A-03", |place| place.max_weight_g = 250 * 10);
    assert_eq!(
        best(&world, "D1", "LAMP"),
        Some((world.place("A-05"), Why::NearFace)),
        "24 lamps are too heavy for the face; A-05 is the nearest reserve"
    );
    world.change_place("A-05", |place| place.blocked = true);
    assert_eq!(
        best(&world, "D1", "LAMP"),
        Some((world.place("A-06"), Why::NearFace))
    );
    world.stock("A-06", "CUP", 1);
    assert_eq!(
        best(&world, "D1", "LAMP"),
        Some((world.place("A-02"), Why::FreeBin)),
        "no reserve is free: the nearest face"
    );
    for (bin, item) in [("A-01", "CUP"), ("A-02", "CUP"), ("A-04", "CUP")] {
        world.stock(bin, item, 1);
    }
    assert_eq!(
        best(&world, "D1", "LAMP"),
        Some((world.place("A-03"), Why::SameGoods)),
        "where nothing takes all of it, what takes some"
    );
}

#[test]
fn another_lot_gets_a_bin_of_its_own_and_damaged_goods_wait_apart() {
    let mut world = World::new();
    world
        .stock_of("A-01", "SOUP", "ACME", Some(("L1", day(90))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L2", day(120))), 5);
    assert_eq!(
        best(&world, "D1", "SOUP"),
        Some((world.place("A-05"), Why::NearFace))
    );
    let key = world.key(Holder::Place(world.place("D1")), "SOUP");
    let broken = key.with_status(Status::Damaged);
    assert_eq!(
        suggest_bin(&world.w, &broken, Qty(1)),
        Some((world.place("Q1"), Why::Quarantine))
    );
}

#[test]
fn two_workers_are_not_sent_to_one_free_bin() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 24).stock("D1", "CUP", 5);
    world.when(BEN, Command::Start { code: "LAMP".into() });
    world.when(ADA, Command::Start { code: "CUP".into() });
    let of = |number| {
        world
            .w
            .putaway_of(world.worker(number))
            .unwrap()
            .suggested
            .unwrap()
            .0
    };
    assert_eq!((of(BEN), of(ADA)), (world.place("A-01"), world.place("A-02")));
}

#[test]
fn a_load_is_what_lies_there_and_what_stands_there() {
    let mut world = World::new();
    let pallet = world.pallet("PAL-1");
    world.stock("D1", "LAMP", 2).stock("S1", "CUP", 3);
    let key = world.key(Holder::Place(world.place("S1")), "CUP");
    let to = Holder::Lpn(pallet);
    world.when(
        BEN,
        pickface::domain::moving::Command::Move { key, qty: Qty(3), to },
    );
    let place = world.place("D1");
    world.when(
        BEN,
        pickface::domain::moving::Command::SetDown { lpn: pallet, place },
    );
    // Two lamps of 1,000,000 mm3 and 250 g; three cups of 288,000 mm3 and 120 g.
    assert_eq!(load_of(&world.w, place), (2_864_000, 860));
}

#[test]
fn another_bin_is_asked_about_once_and_taken_when_scanned_again() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 24);
    scans(&mut world, &["LAMP", "A-02"]);
    let (expected, found) = (world.place("A-01"), world.place("A-02"));
    let prompt = world.w.putaway_of(ben(&world)).unwrap().prompt(&world.w);
    assert_eq!(prompt, Prompt::Confirm { expected, found });
    assert_eq!(world.in_bin("A-02", "LAMP"), 0);
    let events = world.when(BEN, scan("A-02"));
    assert_eq!(world.in_bin("A-02", "LAMP"), 24);
    let told = events.iter().find_map(|event| match event {
        pickface::domain::Event::PutAway(put) => Some(put.instead_of),
        _ => None,
    });
    assert_eq!(told, Some(Some(expected)), "the override is on record");
}

#[test]
fn a_third_bin_is_another_question() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 24);
    scans(&mut world, &["LAMP", "A-02", "A-03"]);
    assert_eq!(world.in_bin("D1", "LAMP"), 24);
    scans(&mut world, &["A-01"]);
    assert_eq!(
        world.in_bin("A-01", "LAMP"),
        24,
        "the suggested one needs no second scan"
    );
}

#[test]
fn what_a_bin_cannot_take_is_refused_however_often_it_is_scanned() {
    let mut world = World::new();
    world
        .stock("D1", "LAMP", 24)
        .stock_of("A-02", "CUP", "BOLT", None, 1);
    world.change_place("A-03", |place| place.max_volume_mm3 = 5_000_000);
    world.change_place("A-04", |place| place.blocked = true);
    scans(&mut world, &["LAMP"]);
    let expected = Some(world.place("A-01"));
    let bolt = world.w.owner_by_code("BOLT").unwrap().id;
    let bad = [
        ("A-02", BadBin::OtherOwner(world.place("A-02"), bolt), Class::Stop),
        (
            "A-03",
            BadBin::Full(world.place("A-03"), world.item("LAMP"), Qty(5)),
            Class::No,
        ),
        ("A-04", BadBin::Blocked(world.place("A-04")), Class::No),
        ("B1", BadBin::NotABin(world.place("B1")), Class::No),
    ];
    for (bin, why, class) in bad {
        // A bench is a source too; with goods in hand it is no bin.
        for _ in 0..2 {
            let told = world.refused(BEN, scan(bin));
            assert_eq!((told.class(), told), (class, Refusal::Bin(why, expected).into()));
        }
    }
}

#[test]
fn a_lot_is_never_mixed_into_another() {
    let mut world = World::new();
    world
        .stock_of("A-01", "SOUP", "ACME", Some(("L1", day(90))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L2", day(120))), 5);
    scans(&mut world, &["SOUP"]);
    let (soup, place) = (world.item("SOUP"), world.place("A-01"));
    let lot = world.w.lot_by_code(soup, "L1").unwrap().id;
    let told = world.refused(BEN, scan("A-01"));
    let why = BadBin::OtherLot(place, soup, lot);
    assert_eq!(told, Refusal::Bin(why, Some(world.place("A-05"))).into());
}

#[test]
fn several_lots_at_the_dock_are_told_apart_by_their_label() {
    let mut world = World::new();
    world
        .stock_of("D1", "SOUP", "ACME", Some(("L1", day(90))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L2", day(120))), 7);
    scans(&mut world, &["D1"]);
    let told = world.refused(BEN, scan("SOUP"));
    assert_eq!(
        (told.class(), told),
        (Class::Check, Refusal::WhichOne(world.item("SOUP")).into())
    );
    scans(&mut world, &["L2", "A-01"]);
    assert_eq!((world.in_bin("A-01", "SOUP"), world.in_bin("D1", "SOUP")), (7, 5));
}

#[test]
fn part_of_it_goes_and_the_rest_stays_in_hand() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 30);
    scans(&mut world, &["LAMP"]);
    let too_many = Command::Quantity { qty: Qty(31) };
    assert_eq!(world.refused(BEN, too_many), Refusal::NoQuantity.into());
    world.when(BEN, Command::Quantity { qty: Qty(20) });
    scans(&mut world, &["LAMP", "A-01"]);
    assert_eq!(world.in_bin("A-01", "LAMP"), 20, "the typed quantity stands");
    let mine = world.w.putaway_of(ben(&world)).unwrap();
    assert_eq!(mine.shown(&world.w), Qty(10));
    scans(&mut world, &["A-01"]);
    assert_eq!(world.in_bin("D1", "LAMP"), 0);
}

#[test]
fn further_scans_count_and_a_case_counts_its_contents() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 100);
    scans(&mut world, &["LAMP", "14006381333938", "LAMP", "A-01"]);
    assert_eq!(world.in_bin("A-01", "LAMP"), 26);
}

#[test]
fn a_pallet_of_one_kind_goes_with_two_scans_and_a_mixed_one_line_by_line_or_whole() {
    let mut world = World::new();
    let one = world.pallet("PAL-1");
    let mixed = world.pallet("PAL-2");
    let load = [("LAMP", 24, one), ("LAMP", 5, mixed), ("CUP", 6, mixed)];
    for (item, qty, lpn) in load {
        world.stock("S1", item, qty);
        let key = world.key(Holder::Place(world.place("S1")), item);
        let (qty, to) = (Qty(qty), Holder::Lpn(lpn));
        world.when(BEN, pickface::domain::moving::Command::Move { key, qty, to });
    }
    scans(&mut world, &["PAL-1", "A-01"]);
    assert_eq!(world.in_bin("A-01", "LAMP"), 24);
    scans(&mut world, &["PAL-2"]);
    let told = world.refused(BEN, scan("A-02"));
    assert_eq!(told, Refusal::ItemFirst(Holder::Lpn(mixed)).into());
    world.when(BEN, Command::All);
    scans(&mut world, &["A-02", "A-02"]);
    assert_eq!(
        (world.in_bin("A-02", "LAMP"), world.in_bin("A-02", "CUP")),
        (5, 6)
    );
    assert!(world.w.putaway_of(ben(&world)).is_none());
}

/// An order of two lamps and a cup, picked into T-01 and called off at the bench.
fn called_off(world: &mut World) -> OrderId {
    world.stock("A-01", "LAMP", 10).stock("A-02", "CUP", 10);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 1)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP", "T-01", "B1"]);
    order
}

#[test]
fn the_tote_of_an_order_that_was_called_off_goes_back_to_its_bins() {
    let mut world = World::new();
    let order = called_off(&mut world);
    let tote = world.tote("T-01");
    assert_eq!(
        world.refused(BEN, scan("T-01")),
        Refusal::OrderGoesOn(tote, order).into()
    );
    world.when(LEA, orders::Command::Cancel { order });
    assert_eq!(world.stage(order), Stage::Cancelled);
    scans(&mut world, &["T-01", "LAMP"]);
    assert_eq!(suggested(&world), Some((world.place("A-01"), Why::SameGoods)));
    scans(&mut world, &["A-01"]);
    assert_eq!(world.w.order(order).unwrap().lines[0].picked, Qty(0));
    assert_eq!(
        suggested(&world),
        Some((world.place("A-02"), Why::SameGoods)),
        "the last one is in hand"
    );
    scans(&mut world, &["A-02"]);
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("A-02", "CUP")),
        (10, 10)
    );
    assert!(world.w.order(order).is_none(), "nothing of it is left");
    assert_eq!(world.w.lpns[&tote].order, None, "the tote is free");
}

#[test]
fn a_putaway_is_undone_until_the_goods_go_on() {
    let mut world = World::new();
    world.stock("D1", "LAMP", 24);
    scans(&mut world, &["LAMP"]);
    let put = world.when(BEN, scan("A-01"));
    world.undo(BEN, &put).unwrap();
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("D1", "LAMP")),
        (0, 24)
    );
    assert!(
        world.w.putaway_of(ben(&world)).unwrap().key.is_some(),
        "in hand again"
    );
    let put = world.when(BEN, scan("A-01"));
    let order = world.order("1001", &[("LAMP", 2)]);
    world.picking(ADA, &[order]);
    let told = world.undo(BEN, &put).unwrap_err();
    let gone = Refusal::GoneOn(world.item("LAMP"), world.place("A-01"));
    assert_eq!(told, gone.into(), "two of them are promised");
}

#[test]
fn goods_put_back_are_undone_into_their_tote_until_the_order_closes() {
    let mut world = World::new();
    let order = called_off(&mut world);
    world.when(LEA, orders::Command::Cancel { order });
    scans(&mut world, &["T-01", "LAMP"]);
    let put = world.when(BEN, scan("A-01"));
    world.undo(BEN, &put).unwrap();
    assert_eq!(world.in_tote("T-01", "LAMP"), 2);
    assert_eq!(world.w.order(order).unwrap().lines[0].picked, Qty(2));
    scans(&mut world, &["A-01"]);
    let last = world.when(BEN, scan("A-02"));
    assert_eq!(world.undo(BEN, &last).unwrap_err(), Refusal::OrderClosed.into());
}

#[test]
fn every_wrong_scan_has_its_own_answer() {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 3)
        .stock("D1", "CUP", 3)
        .stock("D1", "LAMP", 1);
    let told = world.refused(BEN, scan("4711"));
    assert!(matches!(
        told,
        pickface::domain::Refusal::Putaway(Refusal::UnknownCode(..))
    ));
    assert_eq!(
        world.refused(BEN, scan("A-01")),
        Refusal::IsABin(world.place("A-01")).into()
    );
    let empty = Holder::Place(world.place("S1"));
    assert_eq!(world.refused(BEN, scan("S1")), Refusal::Empty(empty).into());
    assert_eq!(
        world.refused(BEN, scan("SOUP")),
        Refusal::NothingWaits(world.item("SOUP")).into()
    );
    assert_eq!(world.refused(BEN, Command::All), Refusal::SourceFirst.into());
    scans(&mut world, &["D1"]);
    let from = Holder::Place(world.place("D1"));
    assert_eq!(world.refused(BEN, scan("A-01")), Refusal::ItemFirst(from).into());
    let (item, lies) = (world.item("SOUP"), None);
    assert_eq!(
        world.refused(BEN, scan("SOUP")),
        Refusal::NotThere { item, from, lies }.into()
    );
    assert!(matches!(
        world.refused(MEI, scan("D1")),
        pickface::domain::Refusal::Access(_)
    ));
}
