use crate::world::*;
use pickface::domain::allocation::{candidates, explain_shortage};
use pickface::domain::orders::Stage;
use pickface::domain::release::{Command, Refusal};
use pickface::domain::{Qty, Warehouse};

fn bins(world: &World, item: &str) -> Vec<String> {
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let today = world.now.day();
    let name = |w: &Warehouse, holder| match holder {
        pickface::domain::stock::Holder::Place(id) => w.places[&id].code.to_string(),
        other => format!("{other:?}"),
    };
    candidates(&world.w, world.item(item), owner, today)
        .iter()
        .map(|c| name(&world.w, c.key.holder))
        .collect()
}

#[test]
fn pick_faces_come_before_reserve_and_the_walk_decides_among_equals() {
    let mut world = World::new();
    world
        .stock("A-05", "LAMP", 10)
        .stock("A-03", "LAMP", 10)
        .stock("A-01", "LAMP", 10);
    assert_eq!(bins(&world, "LAMP"), ["A-01", "A-03", "A-05"]);
}

#[test]
fn what_came_first_leaves_first() {
    let mut world = World::new();
    world.stock("A-03", "LAMP", 10);
    world.now = world.now + 2 * pickface::domain::time::DAY_MS;
    world.stock("A-01", "LAMP", 10);
    assert_eq!(bins(&world, "LAMP"), ["A-03", "A-01"]);
}

#[test]
fn what_expires_first_leaves_first_even_from_reserve_and_expired_stock_never() {
    let mut world = World::new();
    world
        .stock_of("A-01", "SOUP", "ACME", Some(("L3", day(90))), 10)
        .stock_of("A-05", "SOUP", "ACME", Some(("L1", day(10))), 10)
        .stock_of("A-02", "SOUP", "ACME", Some(("L0", day(-1))), 10);
    assert_eq!(bins(&world, "SOUP"), ["A-05", "A-01"]);
}

#[test]
fn a_reservation_never_takes_another_owners_stock() {
    let mut world = World::new();
    world
        .stock_of("A-01", "LAMP", "BOLT", None, 100)
        .stock("A-02", "LAMP", 3);
    let order = world.order("1001", &[("LAMP", 5)]);
    world.when(
        LEA,
        Command::Release {
            groups: vec![vec![order]],
        },
    );
    assert_eq!(world.stage(order), Stage::Short);
    assert!(
        world.w.reservations.is_empty(),
        "an order to be sent whole holds nothing while it waits"
    );
}

#[test]
fn an_order_that_may_be_split_goes_with_what_is_there() {
    let mut world = World::new();
    world.stock("A-02", "LAMP", 3);
    let order = world.order_of("ACME", "1001", true, &[("LAMP", 5), ("CUP", 1)]);
    world.when(
        LEA,
        Command::Release {
            groups: vec![vec![order]],
        },
    );
    assert_eq!(world.stage(order), Stage::Released);
    assert_eq!(world.w.order(order).unwrap().lines[0].reserved, Qty(3));
}

#[test]
fn a_unit_is_promised_once_and_the_shortage_names_who_holds_it() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 12);
    let first = world.order("536412", &[("LAMP", 12)]);
    let second = world.order("536413", &[("LAMP", 1)]);
    world.when(
        LEA,
        Command::Release {
            groups: vec![vec![first], vec![second]],
        },
    );
    assert_eq!(
        (world.stage(first), world.stage(second)),
        (Stage::Released, Stage::Short)
    );
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let why = explain_shortage(&world.w, world.item("LAMP"), owner);
    assert_eq!(why[0].key, "short-held");
    assert!(
        why[0]
            .args
            .contains(&("order", pickface::domain::phrase::Value::Order(first)))
    );
}

#[test]
fn releasing_what_no_longer_waits_is_refused() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 12);
    let order = world.order("536412", &[("LAMP", 12)]);
    world.when(
        LEA,
        Command::Release {
            groups: vec![vec![order]],
        },
    );
    assert_eq!(
        world.refused(
            LEA,
            Command::Release {
                groups: vec![vec![order]]
            }
        ),
        Refusal::NothingWaits.into()
    );
    assert_eq!(
        world.refused(LEA, Command::Release { groups: vec![vec![]] }),
        Refusal::BadGroup(0).into()
    );
}
