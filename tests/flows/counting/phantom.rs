//! Counts after short picks, and the stock that these keep back.

use super::*;

/// Ada wants six lanterns of the ten in A-01 and finds none.
fn short_pick(world: &mut World) -> CountId {
    world.stock("A-01", "LAMP", 10);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, picking::Command::Short { task, found: Qty(0) });
    world.w.count_at(world.place("A-01")).unwrap()
}

#[test]
fn a_short_pick_has_its_place_counted_before_anything_chosen() {
    let mut world = World::new();
    let chosen = world.counts(&["A-02"]);
    let short = short_pick(&mut world);
    assert_eq!(world.w.count(short).unwrap().reason, Reason::ShortPick);
    assert_eq!(world.w.open_counts().collect::<Vec<_>>(), [short, chosen]);
    let more = Command::MakeCounts {
        places: vec![world.place("A-01")],
        reason: Reason::Chosen,
    };
    assert_eq!(
        world.refused(LEA, more),
        Refusal::AlreadyOpen.into(),
        "a place has one count"
    );
}

#[test]
fn stock_kept_back_that_is_there_after_all_is_freed() {
    let mut world = World::new();
    let count = short_pick(&mut world);
    assert_eq!(status_of(&world, "A-01"), [(Status::Hold, 10)]);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &["A-01", LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(10) });
    world.when(MEI, Command::Finish { count });
    assert_eq!(status_of(&world, "A-01"), [(Status::Available, 10)]);
}

#[test]
fn stock_kept_back_that_is_missing_is_booked_off_and_the_rest_freed() {
    let mut world = World::new();
    let count = short_pick(&mut world);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &["A-01", LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(7) });
    world.when(MEI, Command::Finish { count });
    let cause = RootCause::Unknown;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(status_of(&world, "A-01"), [(Status::Available, 7)]);
    // Ten came from the account at the opening, and three went back to it.
    let lost = world.holds(Holder::Account(Account::Difference), "LAMP");
    assert_eq!(lost, -7);
}

#[test]
fn a_short_pick_while_a_lead_judges_has_the_place_counted_again() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &[LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(8) });
    world.when(MEI, Command::Finish { count });
    assert_eq!(world.w.count(count).unwrap().state, CountState::Review);
    let same = short_pick(&mut world);
    assert_eq!(same, count);
    let reopened = world.w.count(count).unwrap();
    assert_eq!(
        (reopened.state, reopened.priority),
        (CountState::Open, Reason::ShortPick.priority())
    );
}

#[test]
fn a_difference_that_cuts_promised_stock_finds_it_elsewhere() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10).stock("A-05", "LAMP", 50);
    let order = world.order("1001", &[("LAMP", 8)]);
    let task = world.picking(ADA, &[order]);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &[LAMP_CODE]);
    world.when(MEI, Command::Quantity { count, qty: Qty(5) });
    world.when(MEI, Command::Finish { count });
    let cause = RootCause::Loss;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(world.in_bin("A-01", "LAMP"), 5);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-05", "LAMP", "T-01", "B1"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 8);
    assert_eq!(world.in_bin("A-05", "LAMP"), 47);
}
