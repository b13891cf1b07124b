//! Weights, cartons and labels: what closing, reopening and voiding a parcel ask for.

use super::*;

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
