use crate::world::*;
use pickface::domain::orders::{self, Stage};
use pickface::domain::picking::{Command, LineState, Prompt, Refusal};
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Class, Explain, Qty, Refusal as Any};

fn scan(task: pickface::domain::ids::TaskId, code: &str) -> Command {
    Command::Scan {
        task,
        code: code.into(),
    }
}

#[test]
fn place_item_tote_bench_and_the_order_is_picked() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("536365", &[("CUP", 2), ("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    assert_eq!(world.stage(order), Stage::Picking);
    assert_eq!(
        world.prompt(task),
        Prompt::Place(0),
        "the walk starts at A-01, whatever the order's lines say"
    );
    world.scans(ADA, task, &["A-01", "4006381333931"]);
    assert_eq!(
        world.prompt(task),
        Prompt::Put(0, Qty(6)),
        "one scan of the item shows the whole quantity"
    );
    world.scans(ADA, task, &["T-01", "A-02", "CUP", "T-01"]);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_tote("T-01", "CUP")),
        (6, 2)
    );
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("A-02", "CUP")),
        (94, 8)
    );
    assert_eq!(world.prompt(task), Prompt::Deposit);
    world.scans(ADA, task, &["B1"]);
    assert_eq!(world.stage(order), Stage::Picked);
    assert!(world.w.task(task).is_none());
    assert!(world.w.reservations.is_empty());
    assert_eq!(world.w.lpns[&world.tote("T-01")].at, Some(world.place("B1")));
}

#[test]
fn scanning_on_accepts_the_shown_quantity() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let first = world.order("1001", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking(ADA, &[first]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let refusal = world.refused(ADA, scan(task, "A-02"));
    assert!(
        matches!(refusal, Any::Picking(Refusal::NeedTote(_, 1))),
        "no tote is known yet: {refusal:?}"
    );
    world.scans(ADA, task, &["T-01"]);
    world.scans(ADA, task, &["A-02", "CUP", "B1"]);
    assert_eq!(
        world.in_tote("T-01", "CUP"),
        2,
        "the bench took the last line as shown"
    );
    assert_eq!(world.stage(first), Stage::Picked);
}

#[test]
fn every_further_scan_of_the_item_counts_one_and_a_case_counts_its_contents() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 27)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "14006381333938"]);
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(24)));
    world.scans(ADA, task, &["LAMP", "LAMP", "LAMP"]);
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(27)));
    let refusal = world.refused(ADA, scan(task, "LAMP"));
    assert!(matches!(
        refusal,
        Any::Picking(Refusal::TooMany {
            found: Qty(28),
            wanted: Qty(27),
            ..
        })
    ));
    world.scans(ADA, task, &["T-01"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 27);
}

#[test]
fn a_typed_quantity_stands_when_the_item_is_scanned_after_it() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 20)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, Command::Quantity { task, qty: Qty(12) });
    world.scans(ADA, task, &["LAMP"]);
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(12)));
    world.scans(ADA, task, &["T-01"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 12);
    assert_eq!(
        world.prompt(task),
        Prompt::Put(0, Qty(8)),
        "the rest is still to be picked"
    );
}

#[test]
fn wrong_place_item_tote_and_unknown_code_are_told_apart() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("1001", &[("LAMP", 6)]);
    let other = world.order("1002", &[("CUP", 1)]);
    let task = world.picking(ADA, &[order]);
    let bens = world.picking(BEN, &[other]);
    world.scans(BEN, bens, &["A-02", "CUP", "T-02"]);

    let (a1, a2) = (world.place("A-01"), world.place("A-02"));
    let (lamp, cup) = (world.item("LAMP"), world.item("CUP"));
    let told = world.refused(ADA, scan(task, "A-02"));
    assert_eq!(
        told,
        Refusal::WrongPlace {
            expected: a1,
            found: a2
        }
        .into()
    );
    assert_eq!(
        world.refused(ADA, scan(task, "LAMP")),
        Refusal::PlaceFirst(a1).into()
    );
    let told = world.refused(ADA, scan(task, "NOPE"));
    assert!(matches!(&told, Any::Picking(Refusal::UnknownCode(code, _)) if code.as_ref() == "NOPE"));
    world.scans(ADA, task, &["A-01"]);
    let told = world.refused(ADA, scan(task, "CUP"));
    assert_eq!(
        told,
        Refusal::WrongItem {
            expected: lamp,
            found: cup,
            home: Some(a2)
        }
        .into()
    );
    world.scans(ADA, task, &["LAMP"]);
    assert_eq!(
        world.refused(ADA, scan(task, "T-02")),
        Refusal::ToteTaken(world.tote("T-02"), other).into()
    );
    world.when(ADA, Command::Quantity { task, qty: Qty(2) });
    world.scans(ADA, task, &["T-01"]);
    let told = world.refused(ADA, scan(task, "T-03"));
    assert_eq!(
        told,
        Refusal::WrongTote {
            expected: world.tote("T-01"),
            found: world.tote("T-03")
        }
        .into()
    );
    assert_eq!(world.in_bin("A-01", "LAMP"), 98, "no refusal moved anything");
}

#[test]
fn a_cluster_binds_each_order_to_its_own_tote() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let orders = [
        world.order("1001", &[("LAMP", 6)]),
        world.order("1002", &[("LAMP", 4)]),
    ];
    let task = world.picking(ADA, &orders);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    assert_eq!(
        world.prompt(task),
        Prompt::Put(1, Qty(4)),
        "the same goods for the next order: no second item scan"
    );
    let told = world.refused(ADA, scan(task, "T-01"));
    assert_eq!(told, Refusal::ToteTaken(world.tote("T-01"), orders[0]).into());
    world.scans(ADA, task, &["T-02", "S1"]);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_tote("T-02", "LAMP")),
        (6, 4)
    );
    assert_eq!(world.stage(orders[1]), Stage::Picked);
}

#[test]
fn going_on_never_guesses_between_totes() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let orders = [
        world.order("1001", &[("LAMP", 6)]),
        world.order("1002", &[("LAMP", 4), ("CUP", 2)]),
    ];
    let task = world.picking(ADA, &orders);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "T-02", "A-02", "CUP"]);
    let told = world.refused(ADA, scan(task, "S1"));
    assert_eq!(told, Refusal::ToteFirst(world.tote("T-02")).into());
    assert_eq!(world.in_tote("T-02", "CUP"), 0, "nothing was booked");
    world.scans(ADA, task, &["T-02", "S1"]);
    assert_eq!(world.in_tote("T-02", "CUP"), 2);
}

#[test]
fn a_skipped_line_comes_back_at_the_end() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("1001", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    world.when(ADA, Command::Skip { task });
    world.scans(ADA, task, &["A-02", "CUP", "T-01"]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "B1"]);
    assert_eq!(world.stage(order), Stage::Picked);
}

#[test]
fn a_full_tote_asks_for_another_for_the_same_order() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, Command::Quantity { task, qty: Qty(5) });
    world.scans(ADA, task, &["T-01"]);
    world.when(ADA, Command::FullTote { task });
    world.scans(ADA, task, &["T-02", "B1"]);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_tote("T-02", "LAMP")),
        (5, 1)
    );
    assert_eq!(world.w.totes_of(order).count(), 2);
}

#[test]
fn a_short_pick_looks_elsewhere_and_keeps_the_phantom_stock_back() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10).stock("A-05", "LAMP", 50);
    let order = world.order("1001", &[("LAMP", 8)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, Command::Quantity { task, qty: Qty(3) });
    world.scans(ADA, task, &["T-01"]);
    world.when(ADA, Command::Short { task, found: Qty(0) });
    assert_eq!(world.w.task(task).unwrap().lines[0].state, LineState::Short);
    let held = world
        .w
        .stock_in(Holder::Place(world.place("A-01")))
        .next()
        .unwrap();
    assert_eq!(
        (held.0.status, held.1.on_hand),
        (Status::Hold, Qty(7)),
        "seven the book has and nobody sees"
    );
    assert_eq!(world.prompt(task), Prompt::Place(1));
    world.scans(ADA, task, &["A-05", "LAMP", "T-01", "B1"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 8);
    assert_eq!(world.stage(order), Stage::Picked);
}

#[test]
fn a_short_pick_takes_the_phantom_stock_from_other_orders_too() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10).stock("A-05", "LAMP", 3);
    let mine = world.order_of("ACME", "1001", true, &[("LAMP", 4)]);
    let other = world.order("1002", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[mine]);
    let bens = world.picking(BEN, &[other]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, Command::Short { task, found: Qty(0) });
    world.scans(ADA, task, &["A-05", "LAMP", "T-01", "B1"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 3);
    assert_eq!(world.stage(mine), Stage::Picked, "it may be split");
    assert_eq!(world.w.order(mine).unwrap().lines[0].outstanding(), Qty(1));
    assert_eq!(
        world.prompt(bens),
        Prompt::Deposit,
        "nothing is left for Ben to fetch"
    );
    world.scans(BEN, bens, &["B1"]);
    assert_eq!(world.stage(other), Stage::Short);
}

#[test]
fn two_workers_never_get_the_same_list() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    let ada = world.w.worker_by_number(ADA).unwrap().id;
    assert_eq!(
        world.refused(BEN, Command::Claim { task: Some(task) }),
        Refusal::Taken(task, ada).into()
    );
    assert_eq!(
        world.refused(BEN, Command::Claim { task: None }),
        Refusal::NoWork.into()
    );
    assert_eq!(
        world.refused(BEN, scan(task, "A-01")),
        Refusal::Taken(task, ada).into()
    );
}

#[test]
fn a_parked_list_is_taken_up_where_it_was() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("1001", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP"]);
    world.when(ADA, Command::Park { task });
    world.when(BEN, Command::Claim { task: None });
    assert_eq!(
        world.prompt(task),
        Prompt::Place(1),
        "done lines stay done; the place is confirmed anew"
    );
    world.scans(BEN, task, &["A-02", "CUP", "T-01", "B1"]);
    assert_eq!(world.stage(order), Stage::Picked);
}

#[test]
fn taking_over_wants_a_reason_and_moves_the_list() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    let ben = world.w.worker_by_number(BEN).unwrap().id;
    let take = |reason: &str| Command::HandOver {
        task,
        to: ben,
        reason: reason.into(),
    };
    assert_eq!(world.refused(BEN, take(" ")), Refusal::NeedReason.into());
    world.when(BEN, take("gun 7 is broken"));
    world.scans(BEN, task, &["A-01", "LAMP", "T-01"]);
    let told = world.refused(ADA, scan(task, "B1"));
    assert_eq!(told, Refusal::Taken(task, ben).into());
}

#[test]
fn an_order_called_off_is_caught_at_the_next_scan() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let off = world.order("1001", &[("LAMP", 6), ("CUP", 2)]);
    let on = world.order("1002", &[("CUP", 1)]);
    let task = world.picking(ADA, &[off, on]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    world.when(LEA, orders::Command::Cancel { order: off });
    let told = world.refused(ADA, scan(task, "A-02"));
    assert_eq!(told.class(), Class::Stop);
    assert_eq!(told, Refusal::CalledOff(off, Some(world.tote("T-01"))).into());
    world.scans(ADA, task, &["T-01", "A-02", "CUP", "T-02", "B1"]);
    assert_eq!(world.stage(on), Stage::Picked);
    assert_eq!(world.stage(off), Stage::Cancelled);
    assert_eq!(world.in_bin("A-02", "CUP"), 9, "nothing more was fetched for it");
}

#[test]
fn an_order_called_off_before_anything_is_picked_leaves_no_trace() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.when(LEA, orders::Command::Cancel { order });
    assert!(world.w.task(task).is_none());
    assert!(
        world.w.order(order).is_none(),
        "nothing of it is left to put back"
    );
    assert_eq!(
        world.refused(ADA, scan(task, "A-01")),
        Refusal::Unknown(task).into()
    );
}

#[test]
fn an_order_lessened_on_the_way_is_picked_for_what_is_wanted_now() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.when(
        LEA,
        orders::Command::Change {
            order,
            line: 0,
            qty: Qty(4),
        },
    );
    world.scans(ADA, task, &["A-01", "LAMP"]);
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(4)));
    world.scans(ADA, task, &["T-01", "B1"]);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.stage(order)),
        (4, Stage::Picked)
    );
}

#[test]
fn a_packer_may_not_pick() {
    let mut world = World::new();
    let told = world.refused(MEI, Command::Claim { task: None });
    assert!(matches!(told, Any::Access(_)));
}

/// Two lamps of A-01 and two cups of A-02: the last of each.
fn last_of_both() -> (World, pickface::domain::ids::TaskId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 2).stock("A-02", "CUP", 2);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    (world, task)
}

#[test]
fn a_pick_that_empties_a_bin_asks_and_the_next_scan_says_yes() {
    let (mut world, task) = last_of_both();
    let (lamps, cups) = (world.place("A-01"), world.place("A-02"));
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    assert_eq!(world.w.zero_asked.get(&task), Some(&lamps));
    assert_eq!(world.w.last_counted.get(&lamps), None, "nobody answered yet");
    // Nothing is scanned for the sake of the question.
    world.scans(ADA, task, &["A-02"]);
    assert_eq!(world.w.zero_asked.get(&task), None);
    assert_eq!(world.w.last_counted.get(&lamps), Some(&world.now));
    world.scans(ADA, task, &["CUP", "T-01"]);
    assert_eq!(world.w.zero_asked.get(&task), Some(&cups));
    world.scans(ADA, task, &["B1"]);
    assert!(world.w.last_counted.contains_key(&cups) && world.w.zero_asked.is_empty());
    assert!(world.w.counts.is_empty(), "all is as the book says");
}

#[test]
fn a_bin_that_is_not_empty_after_all_is_counted_and_the_walk_goes_on() {
    let (mut world, task) = last_of_both();
    let not_empty = Command::NotEmpty { task };
    assert_eq!(world.refused(ADA, not_empty.clone()), Refusal::NotAsked.into());
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    let prompt = world.prompt(task);
    world.when(ADA, not_empty);
    assert_eq!(world.prompt(task), prompt, "the prompt is the same");
    let count = world.w.count_at(world.place("A-01")).unwrap();
    assert_eq!(
        world.w.count(count).unwrap().reason,
        pickface::domain::counting::Reason::BinEmpty
    );
    world.scans(ADA, task, &["A-02", "CUP", "T-01", "B1"]);
}

#[test]
fn no_bin_is_asked_about_that_holds_more_or_where_the_settings_do_not_want_it() {
    use pickface::domain::masters;
    use pickface::domain::settings::ZeroCheck;
    let (mut world, task) = last_of_both();
    world.stock("A-01", "LAMP", 3);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    assert!(world.w.zero_asked.is_empty(), "a lamp is left");
    world.when_system(masters::Command::SetZeroCheck(ZeroCheck::Never));
    world.scans(ADA, task, &["A-02", "CUP", "T-01"]);
    assert!(world.w.zero_asked.is_empty());
}

#[test]
fn a_bin_that_was_filled_meanwhile_is_neither_confirmed_nor_counted() {
    let (mut world, task) = last_of_both();
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    world.stock("A-01", "LAMP", 9);
    world.scans(ADA, task, &["A-02"]);
    assert!(world.w.zero_asked.is_empty() && world.w.counts.is_empty() && world.w.last_counted.is_empty());
}

#[test]
fn a_short_line_leaves_the_next_item_of_the_same_bin_to_be_confirmed() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 2).stock("A-01", "CUP", 2);
    let order = world.order_of("ACME", "1001", true, &[("LAMP", 2), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, Command::Short { task, found: Qty(0) });
    assert!(
        matches!(world.prompt(task), Prompt::Item(_)),
        "{:?}",
        world.prompt(task)
    );
}
