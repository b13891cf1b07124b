//! Urgent orders that go along with a walk under way.

use crate::world::*;
use pickface::domain::ids::{OrderId, TaskId};
use pickface::domain::masters;
use pickface::domain::orders::{self, Stage};
use pickface::domain::picking::{self, Prompt};
use pickface::domain::release::Command;

/// Ada walks for two orders, and is on the way to A-02.
fn under_way() -> (World, TaskId) {
    let mut world = World::new();
    for place in ["A-01", "A-03"] {
        world.stock(place, "LAMP", 10);
    }
    for place in ["A-02", "A-04"] {
        world.stock(place, "CUP", 10);
    }
    let orders = [
        world.order("1001", &[("LAMP", 10)]),
        world.order("1002", &[("CUP", 12)]),
    ];
    let task = world.picking(ADA, &orders);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    (world, task)
}

/// An order that is released by itself.
fn released(world: &mut World, number: &str, lines: &[(&str, i64)], priority: u8) -> OrderId {
    let order = world.order(number, lines);
    world.when(LEA, orders::Command::SetPriority { order, priority });
    let groups = vec![vec![order]];
    world.when(LEA, Command::Release { groups });
    order
}

/// The pick list that fetches an order.
fn list(world: &World, order: OrderId) -> TaskId {
    world.w.tasks_with(order).next().unwrap()
}

#[test]
fn an_urgent_order_ahead_comes_onto_the_cart_in_its_turn() {
    let (mut world, task) = under_way();
    let order = released(&mut world, "URGENT", &[("LAMP", 1)], 1);
    assert_eq!((list(&world, order), world.w.tasks.len()), (task, 1));
    assert_eq!(world.stage(order), Stage::Picking);
    let now = world.w.task(task).unwrap();
    assert_eq!((now.priority, now.tote(order).unwrap().slot), (1, 3));
    world.scans(ADA, task, &["A-02", "CUP", "T-02", "A-03", "LAMP"]);
    let code = "T-01".into();
    let refusal = world.refused(ADA, picking::Command::Scan { task, code });
    assert!(format!("{refusal:?}").contains("ToteTaken"), "{refusal:?}");
    world.scans(ADA, task, &["T-03", "A-04", "CUP", "T-02", "B1"]);
    assert_eq!(world.in_tote("T-03", "LAMP"), 1);
    assert_eq!(world.stage(order), Stage::Picked);
    assert!(world.w.reservations.is_empty());
}

#[test]
fn what_is_confirmed_already_stays_the_next() {
    let (mut world, task) = under_way();
    world.scans(ADA, task, &["A-02", "CUP"]);
    let before = world.prompt(task);
    let order = released(&mut world, "URGENT", &[("LAMP", 1)], 1);
    assert_eq!(list(&world, order), task);
    assert_eq!(world.prompt(task), before);
}

#[test]
fn what_lies_behind_goes_on_a_walk_of_its_own() {
    let (mut world, task) = under_way();
    world.scans(ADA, task, &["A-02", "CUP", "T-02"]);
    world.stock("A-01", "LAMP", 5);
    let order = released(&mut world, "URGENT", &[("LAMP", 12)], 1);
    let own = list(&world, order);
    assert_ne!(own, task);
    let mut lines = world.w.task(own).unwrap().lines.iter();
    assert!(lines.any(|line| line.place() == world.place("A-01")));
    assert_eq!(world.stage(order), Stage::Released);
}

#[test]
fn plain_orders_wait_for_a_walk_of_their_own() {
    let (mut world, task) = under_way();
    let order = released(&mut world, "PLAIN", &[("LAMP", 1)], 2);
    assert_ne!(list(&world, order), task);
}

#[test]
fn a_full_cart_a_single_order_and_a_list_that_nobody_walks_take_nothing_along() {
    let (mut world, task) = under_way();
    let mut settings = world.w.settings.clone();
    settings.cluster_size = 2;
    world.when_system(masters::Command::SaveSettings(settings.clone()));
    let full = released(&mut world, "FULL", &[("LAMP", 1)], 1);
    assert_ne!(list(&world, full), task);
    let single = list(&world, full);
    world.when(BEN, picking::Command::Claim { task: Some(single) });
    settings.cluster_size = 8;
    world.when_system(masters::Command::SaveSettings(settings));
    world.when(ADA, picking::Command::Park { task });
    let order = released(&mut world, "URGENT", &[("LAMP", 1)], 1);
    assert!(![single, task].contains(&list(&world, order)));
    assert_eq!(world.prompt(task), Prompt::Place(1));
}
