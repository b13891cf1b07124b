//! Orders that change, are held, hurried or called off while they are under way.

use crate::world::*;
use pickface::domain::ids::*;
use pickface::domain::orders::{self, Command, HoldReason, Refusal, Stage};
use pickface::domain::packing::{self, Refusal as AtBench};
use pickface::domain::picking::{self, Prompt};
use pickface::domain::shipping::{self, Refusal as AtDock};
use pickface::domain::{Class, Event, Explain, Qty, Refusal as Any, putaway, release};

fn world() -> World {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 50)
        .stock("A-02", "CUP", 50)
        .stock("A-05", "LAMP", 10);
    world
}

fn change(order: OrderId, line: u16, qty: i64) -> Command {
    let qty = Qty(qty);
    Command::Change { order, line, qty }
}

fn hold(order: OrderId) -> Command {
    let (reason, note) = (HoldReason::Payment, "".into());
    Command::Hold { order, reason, note }
}

#[track_caller]
fn told(why: Any) -> Refusal {
    match why {
        Any::Orders(why) => why,
        other => panic!("{other:?}"),
    }
}

fn line(world: &World, order: OrderId, line: usize) -> orders::OrderLine {
    world.w.order(order).unwrap().lines[line].clone()
}

#[test]
fn what_is_promised_follows_a_change_before_the_walk() {
    let mut world = world();
    let order = world.order("1001", &[("LAMP", 5), ("CUP", 2)]);
    world.when(LEA, change(order, 0, 3));
    assert_eq!(world.stage(order), Stage::Waiting);
    world.when(
        LEA,
        release::Command::Release {
            groups: vec![vec![order]],
        },
    );
    assert_eq!(line(&world, order, 0).reserved, Qty(3));
    world.when(LEA, change(order, 0, 1));
    assert_eq!(line(&world, order, 0).reserved, Qty(1));
    world.when(LEA, change(order, 0, 4));
    assert_eq!(
        line(&world, order, 0).reserved,
        Qty(4),
        "more is promised at once"
    );
    let task = world.w.tasks.values().next().unwrap();
    let lamps: i64 = task
        .lines
        .iter()
        .filter(|l| l.line == 0)
        .map(|l| l.left().0)
        .sum();
    assert_eq!(lamps, 4, "and on the list");
}

#[test]
fn the_last_line_taken_out_calls_the_order_off() {
    let mut world = world();
    let order = world.order("1001", &[("LAMP", 1)]);
    world.picking(ADA, &[order]);
    world.when(LEA, change(order, 0, 0));
    assert!(world.w.order(order).is_none(), "nothing of it is in the building");
    assert!(world.w.tasks.is_empty(), "and nobody walks for it");
}

#[test]
fn the_item_is_confirmed_anew_where_a_change_puts_another_in_the_same_bin_first() {
    let mut world = world();
    world.stock("A-01", "CUP", 5);
    let (lamps, cups) = (
        world.order("1001", &[("LAMP", 1)]),
        world.order("1002", &[("CUP", 1)]),
    );
    let task = world.picking(ADA, &[lamps, cups]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    assert!(matches!(world.prompt(task), Prompt::Put(..)));
    world.when(LEA, Command::Cancel { order: lamps });
    assert!(
        matches!(world.prompt(task), Prompt::Item(_)),
        "{:?}",
        world.prompt(task)
    );
}

#[test]
fn a_change_below_what_is_picked_is_caught_at_the_bench_with_the_bin_to_go_back_to() {
    let mut world = world();
    let order = world.order("1001", &[("LAMP", 3), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    world.when(LEA, change(order, 0, 1));
    assert_eq!(line(&world, order, 0).excess(), Qty(2));
    world.scans(ADA, task, &["A-02", "CUP", "T-01", "B1"]);
    assert_eq!(world.stage(order), Stage::Picked);
    world.packs(&["T-01", "LAMP"]);
    let command = world.at_bench("LAMP");
    let why = world.refused(MEI, command);
    let (lamp, home) = (world.item("LAMP"), world.place("A-01"));
    assert_eq!(why, AtBench::LeaveOut(lamp, Qty(2), Some(home)).into());
    world.packs(&["CUP", "CUP", "PFBOX2"]);
    assert_eq!(world.stage(order), Stage::Packed);
    for code in ["T-01", "A-01"] {
        world.when(BEN, putaway::Command::Scan { code: code.into() });
    }
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_tote("T-01", "LAMP")),
        (49, 0)
    );
    assert_eq!(
        world.w.lpns[&world.tote("T-01")].order,
        None,
        "the tote is free again"
    );
}

#[test]
fn a_change_after_the_packing_is_caught_at_the_dock_before_and_after_the_loading() {
    let mut world = world();
    let (order, parcel) = world.packed("1001", 3);
    let load = world.load_for("DASH");
    world.when(LEA, change(order, 0, 2));
    assert_eq!(world.stage(order), Stage::Packed);
    let scan = |code: &str| shipping::Command::Scan {
        load,
        code: code.into(),
    };
    let why = world.refused(MEI, scan("1001"));
    let take_out = AtDock::TakeOut {
        order,
        parcel,
        item: world.item("LAMP"),
        qty: Qty(1),
        home: Some(world.place("A-01")),
    };
    assert_eq!((why.class(), why), (Class::Stop, take_out.clone().into()));
    // Reopened, taken out by the same scan, closed: it may leave.
    let bench = world.place("B1");
    world.when(MEI, packing::Command::Reopen { parcel, bench });
    world.packs(&["T-08"]);
    world.packs(&["LAMP", "PFBOX2"]);
    world.when(MEI, scan("1001"));
    assert_eq!(world.stage(order), Stage::Loaded);
    world.when(LEA, change(order, 0, 1));
    let why = world.refused(LEA, shipping::Command::CloseLoad { load });
    assert_eq!(why, take_out.into(), "the load does not leave with it");
    world.when(LEA, change(order, 0, 2));
    world.when(LEA, shipping::Command::CloseLoad { load });
}

#[test]
fn more_of_a_packed_order_that_leaves_whole_waits_for_the_rest() {
    let mut world = world();
    let (order, _) = world.packed("1001", 2);
    let load = world.load_for("DASH");
    let scan = shipping::Command::Scan {
        load,
        code: "1001".into(),
    };
    world.when(MEI, scan.clone());
    world.when(LEA, change(order, 0, 3));
    assert_eq!(world.stage(order), Stage::Short, "a lead releases the rest");
    let why = world.refused(LEA, shipping::Command::CloseLoad { load });
    assert_eq!(why, AtDock::NotWhole(order).into());
    world.when(LEA, change(order, 0, 2));
    assert_eq!(world.stage(order), Stage::Loaded, "nothing is missing any more");
}

#[test]
fn what_has_left_cannot_be_less_and_the_rest_can_be_called_off() {
    let mut world = world();
    let order = world.order_of("ACME", "1001", true, &[("LAMP", 60)]);
    world.stock("A-05", "LAMP", 0);
    world.picked(order, "T-01");
    world.packs(&[
        "T-01",
        "14006381333938",
        "14006381333938",
        "LAMP",
        "LAMP",
        "PFBOX2",
    ]);
    let load = world.load_for("DASH");
    let code = "1001".into();
    world.when(MEI, shipping::Command::Scan { load, code });
    world.when(LEA, shipping::Command::CloseLoad { load });
    assert_eq!(world.stage(order), Stage::Short);
    let why = told(world.refused(LEA, change(order, 0, 10)));
    assert_eq!(why, Refusal::LeftAlready(order, world.item("LAMP"), Qty(50)));
    world.when(LEA, Command::Cancel { order });
    assert!(world.w.order(order).is_none(), "shipped in part, and closed");
}

#[test]
fn priority_moves_the_pick_list_and_is_refused_once_it_changes_nothing() {
    let mut world = world();
    let (first, second) = (
        world.order("1001", &[("LAMP", 1)]),
        world.order("1002", &[("CUP", 1)]),
    );
    let groups = vec![vec![first], vec![second]];
    world.when(LEA, release::Command::Release { groups });
    let set = |order, priority| Command::SetPriority { order, priority };
    world.when(LEA, set(second, 1));
    let next = world.w.open_tasks().next().unwrap();
    assert_eq!(world.w.task(next).unwrap().totes[0].order, second);
    assert_eq!(told(world.refused(LEA, set(first, 0))), Refusal::BadPriority(0));
    assert!(matches!(world.refused(ADA, set(first, 1)), Any::Access(_)));
    let (packed, _) = world.packed("1003", 1);
    let why = told(world.refused(LEA, set(packed, 1)));
    assert_eq!(why, Refusal::TooLate(packed, Stage::Packed));
}

#[test]
fn a_held_order_comes_off_its_list_and_goes_on_when_it_is_let_go() {
    let mut world = world();
    let (held, other) = (
        world.order("1001", &[("LAMP", 1)]),
        world.order("1002", &[("CUP", 1)]),
    );
    let task = world.picking(ADA, &[held, other]);
    world.when(LEA, hold(held));
    assert_eq!(world.stage(held), Stage::Waiting);
    assert_eq!(world.w.task(task).unwrap().totes.len(), 1);
    let groups = vec![vec![held]];
    let why = world.refused(
        LEA,
        release::Command::Release {
            groups: groups.clone(),
        },
    );
    assert_eq!(why, release::Refusal::NothingWaits.into());
    assert!(release::waiting(&world.w).next().is_none());
    world.scans(ADA, task, &["A-02", "CUP", "T-01", "B1"]);
    assert_eq!(
        (world.stage(held), world.stage(other)),
        (Stage::Waiting, Stage::Picked)
    );

    let why = told(world.refused(LEA, hold(held)));
    assert!(matches!(why, Refusal::Held(..)));
    world.when(LEA, Command::LetGo { order: held });
    assert_eq!(
        told(world.refused(LEA, Command::LetGo { order: held })),
        Refusal::NotHeld(held)
    );
    world.when(LEA, release::Command::Release { groups });
    assert_eq!(world.stage(held), Stage::Released);
}

#[test]
fn a_hold_after_the_pick_stops_the_order_at_the_bench_and_at_the_dock() {
    let mut world = world();
    let order = world.order("1001", &[("LAMP", 1), ("CUP", 1)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    world.when(LEA, hold(order));
    world.scans(ADA, task, &["A-02", "CUP", "T-01", "B1"]);
    assert!(packing::pack_queue(&world.w).next().is_none());
    let begin = world.at_bench("T-01");
    let why = world.refused(MEI, begin);
    assert!(
        matches!(why, Any::Packing(AtBench::OnHold(id, HoldReason::Payment, _)) if id == order),
        "{why:?}"
    );
    assert_eq!(why.class(), Class::Stop);
    world.when(LEA, Command::LetGo { order });
    world.packs(&["T-01", "LAMP", "CUP"]);
    world.when(LEA, hold(order));
    let close = world.at_bench("PFBOX2");
    assert!(matches!(
        world.refused(MEI, close),
        Any::Packing(AtBench::OnHold(..))
    ));
    assert!(world.w.outbox.is_empty(), "no label");
    world.when(LEA, Command::LetGo { order });
    world.packs(&["PFBOX2"]);
    let load = world.load_for("DASH");
    world.when(LEA, hold(order));
    let code = "1001".into();
    let why = world.refused(MEI, shipping::Command::Scan { load, code });
    assert!(matches!(why, Any::Shipping(AtDock::OnHold(..))), "{why:?}");
    assert!(shipping::ship_queue(&world.w).next().is_none());
}

#[test]
fn a_hold_for_another_reason_wants_words_and_what_leaves_cannot_be_held() {
    let mut world = world();
    let order = world.order("1001", &[("LAMP", 1)]);
    let other = |note: &str| Command::Hold {
        order,
        reason: HoldReason::Other,
        note: note.into(),
    };
    assert_eq!(told(world.refused(LEA, other(" "))), Refusal::NeedReason);
    world.when(LEA, other("wrong label stock"));
    world.when(LEA, Command::Cancel { order });
    assert!(world.w.held_orders.is_empty(), "nothing is left of the hold");
    assert_eq!(
        told(world.refused(LEA, hold(order))),
        Refusal::Unknown,
        "it is over"
    );
}

#[test]
fn a_picker_with_an_empty_list_is_done_when_its_last_order_is_lessened_away() {
    let mut world = world();
    let (gone, stays) = (
        world.order("1001", &[("LAMP", 1)]),
        world.order_of("ACME", "1002", false, &[("CUP", 99)]),
    );
    let _ = stays;
    let task = world.picking(ADA, &[gone]);
    let events = world.when(LEA, Command::Cancel { order: gone });
    assert!(events.iter().any(|e| matches!(e, Event::TaskClosed(_))));
    assert_eq!(world.w.task(task), None);
    let claim = picking::Command::Claim { task: None };
    assert_eq!(world.refused(ADA, claim), picking::Refusal::NoWork.into());
}

#[test]
fn a_parcel_reopened_while_the_rest_is_fetched_is_packed_on_when_the_list_ends() {
    let mut world = world();
    let (order, parcel) = world.packed("1001", 3);
    world.when(LEA, change(order, 0, 4));
    assert_eq!(world.stage(order), Stage::Short);
    let task = world.picking(ADA, &[order]);
    let bench = world.place("B1");
    world.when(MEI, packing::Command::Reopen { parcel, bench });
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "B1"]);
    assert_eq!(world.stage(order), Stage::Packing);
    world.packs(&["T-01", "LAMP", "PFBOX2"]);
    assert_eq!(world.stage(order), Stage::Packed);
}
