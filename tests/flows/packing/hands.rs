//! One parcel and several hands: who packs, who takes over, who takes back.

use super::*;

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
