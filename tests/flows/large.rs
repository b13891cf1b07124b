//! Orders of hundreds and thousands of lines: released, called off and kept back in parts, so that no command is large.

use crate::jobs::{go_on, release};
use crate::world::*;
use pickface::domain::ids::OrderId;
use pickface::domain::jobs::next_job;
use pickface::domain::orders::{self, HoldReason, Stage};
use pickface::domain::picking::{self, LineState, Prompt};
use pickface::domain::{Actor, shipping};

/// An order of so many lines of one lamp each.
fn large_order(world: &mut World, split: bool, lines: usize) -> OrderId {
    let lines: Vec<(&str, i64)> = (0..lines).map(|_| ("LAMP", 1)).collect();
    world.order_of("ACME", "LARGE", split, &lines)
}

fn released(world: &mut World, groups: &[Vec<OrderId>]) {
    world.when(LEA, release(groups));
    done(world);
}

/// Whatever goes on in parts goes on to its end, each part bounded.
fn done(world: &mut World) {
    while let Some(job) = next_job(&world.w) {
        let events = go_on(world, job);
        assert!(events.len() <= 500, "{}", events.len());
        world.check_invariants();
    }
}

/// The lead asks, and it begins with one bounded command.
fn begins(world: &mut World, command: orders::Command) {
    let events = world.when(LEA, command);
    assert!(events.len() <= 500, "{}", events.len());
    assert!(next_job(&world.w).is_some(), "there is more to do");
}

#[test]
fn an_order_of_thousands_of_lines_is_released_in_several_pick_lists() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 2000).stock("A-02", "LAMP", 2000);
    let order = large_order(&mut world, false, 2_950);
    let small = world.order("SMALL", &[("LAMP", 1)]);
    let told = world.refused(
        LEA,
        pickface::domain::release::Command::Release {
            groups: vec![vec![order]],
        },
    );
    assert_eq!(
        told,
        pickface::domain::release::Refusal::TooManyLines(order, 2_950).into()
    );
    released(&mut world, &[vec![order, small]]);
    let of_large: Vec<usize> = world
        .w
        .tasks_with(order)
        .map(|id| world.w.task(id).unwrap().lines.len())
        .collect();
    assert_eq!(of_large.len(), 30);
    assert!(of_large.iter().all(|lines| *lines <= 100), "{of_large:?}");
    assert_eq!(of_large.iter().sum::<usize>(), 2_950, "every line is on one list");
    assert_eq!(world.w.tasks_with(small).count(), 1);
    assert_eq!(
        (world.stage(order), world.stage(small)),
        (Stage::Released, Stage::Released)
    );
}

#[test]
fn a_large_order_that_leaves_whole_waits_where_a_piece_is_missing_and_one_that_may_be_split_takes_what_is_there()
 {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 249);
    let order = large_order(&mut world, false, 250);
    released(&mut world, &[vec![order]]);
    assert_eq!(world.stage(order), Stage::Short);
    assert!(world.w.reservations.is_empty() && world.w.tasks.is_empty());

    let mut world = World::new();
    world.stock("A-01", "LAMP", 249);
    let order = large_order(&mut world, true, 250);
    released(&mut world, &[vec![order]]);
    assert_eq!(world.stage(order), Stage::Released);
    assert_eq!(world.w.reservations.len(), 249);
}

#[test]
fn a_large_order_that_may_be_split_takes_what_is_there_of_every_line() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 5);
    let lines: Vec<(&str, i64)> = (0..101).map(|_| ("LAMP", 10)).collect();
    let order = world.order_of("ACME", "LARGE", true, &lines);
    released(&mut world, &[vec![order]]);
    assert_eq!(world.stage(order), Stage::Released);
    let promised: i64 = world.w.reservations.values().map(|r| r.qty.0).sum();
    assert_eq!(promised, 5);
}

/// 950 lines of one lamp each on ten lists.
fn given() -> (World, OrderId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 2000);
    let order = large_order(&mut world, true, 950);
    released(&mut world, &[vec![order]]);
    assert_eq!(world.w.tasks_with(order).count(), 10);
    (world, order)
}

fn hold(order: OrderId) -> orders::Command {
    let (reason, note) = (HoldReason::Payment, "".into());
    orders::Command::Hold { order, reason, note }
}

#[test]
fn a_large_order_is_called_off_in_parts_and_stopped_at_once() {
    let (mut world, order) = given();
    begins(&mut world, orders::Command::Cancel { order });
    assert_eq!(world.stage(order), Stage::Cancelled, "the next scan stops it");
    assert!(matches!(
        world.refused(LEA, orders::Command::Cancel { order }),
        pickface::domain::Refusal::Orders(orders::Refusal::Over(..))
    ));
    done(&mut world);
    assert!(world.w.reservations.is_empty() && world.w.tasks.is_empty());
    assert!(world.w.order(order).is_none(), "it left the open work");
    assert_eq!(world.in_bin("A-01", "LAMP"), 2000);
}

#[test]
fn what_is_in_a_tote_of_a_large_order_that_is_called_off_is_set_aside() {
    let (mut world, order) = given();
    let task = world.w.tasks_with(order).next().unwrap();
    world.when(ADA, picking::Command::Claim { task: Some(task) });
    world.scans(ADA, task, &["A-01", "LAMP", "T-08"]);
    begins(&mut world, orders::Command::Cancel { order });
    assert_eq!(world.prompt(task), Prompt::SetAside(order));
    done(&mut world);
    assert_eq!(world.prompt(task), Prompt::SetAside(order));
    assert_eq!(world.w.tasks_with(order).collect::<Vec<_>>(), [task]);
    assert!(world.w.reservations.is_empty());
}

#[test]
fn a_large_order_is_kept_back_in_parts_and_waits_again() {
    let (mut world, order) = given();
    begins(&mut world, hold(order));
    // Let go before it is off its lists: it comes off them all the same, and waits for its next release.
    world.when(LEA, orders::Command::LetGo { order });
    done(&mut world);
    assert_eq!(world.stage(order), Stage::Waiting);
    assert!(world.w.reservations.is_empty() && world.w.tasks.is_empty());
    released(&mut world, &[vec![order]]);
    assert_eq!(world.w.reservations.len(), 950);
}

#[test]
fn a_picker_who_is_faster_than_the_hold_of_a_large_order_goes_on() {
    let (mut world, order) = given();
    begins(&mut world, hold(order));
    // The latest promises are taken back first: the first list is whole.
    let task = world.w.tasks_with(order).next().unwrap();
    world.when(ADA, picking::Command::Claim { task: Some(task) });
    world.scans(ADA, task, &["A-01", "LAMP", "T-08", "T-08"]);
    done(&mut world);
    assert!(world.in_tote("T-08", "LAMP") > 0);
    assert!(world.w.tasks_with(order).any(|list| list == task));
    assert!(!world.w.reservations.is_empty());
}

#[test]
fn of_a_large_order_that_has_left_in_part_the_rest_is_called_off_in_parts() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1);
    let order = large_order(&mut world, true, 250);
    released(&mut world, &[vec![order]]);
    let task = world.w.tasks_with(order).next().unwrap();
    world.when(ADA, picking::Command::Claim { task: Some(task) });
    world.picks(task, "T-08");
    world.packs(&["T-08", "LAMP", "PFBOX2"]);
    let (load, parcel) = (world.load_for("DASH"), world.parcel());
    let code = world.sscc(parcel).as_str().into();
    world.when(MEI, shipping::Command::Scan { load, code });
    world.when(LEA, shipping::Command::CloseLoad { load });
    world.stock("A-01", "LAMP", 249);
    world
        .ask(
            Actor::System,
            pickface::domain::jobs::Command::Start(pickface::domain::jobs::Work::Release {
                groups: vec![vec![order]].into(),
            }),
        )
        .unwrap();
    done(&mut world);
    assert_eq!(world.w.reservations.len(), 249);
    begins(&mut world, orders::Command::Cancel { order });
    done(&mut world);
    assert!(world.w.reservations.is_empty() && world.w.tasks.is_empty());
    assert!(world.w.order(order).is_none(), "what left is all of it");
}

#[test]
fn what_is_short_on_one_of_several_lists_is_found_elsewhere_by_the_same_picker() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 150).stock("A-02", "LAMP", 150);
    let order = large_order(&mut world, true, 200);
    released(&mut world, &[vec![order]]);
    let lists: Vec<_> = world.w.tasks_with(order).collect();
    let own = *lists.last().unwrap();
    assert!(lists.len() > 1);
    world.when(ADA, picking::Command::Claim { task: Some(own) });
    let Prompt::Place(line) = world.prompt(own) else {
        panic!()
    };
    let place = world.w.task(own).unwrap().lines[line].place();
    let place = world.w.places[&place].code.clone();
    world.scans(ADA, own, &[&place]);
    let before = |world: &World, list| world.w.task(list).unwrap().lines.len();
    let (first, mine) = (before(&world, lists[0]), before(&world, own));
    world.when(
        ADA,
        picking::Command::Short {
            task: own,
            found: pickface::domain::Qty(0),
        },
    );
    assert!(before(&world, own) > mine, "it is on Ada's own list");
    assert_eq!(before(&world, lists[0]), first);
    let open = world
        .w
        .task(own)
        .unwrap()
        .lines
        .iter()
        .filter(|l| l.state == LineState::Open);
    assert!(open.count() > 0);
}
