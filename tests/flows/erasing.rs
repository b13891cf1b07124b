use crate::world::*;
use pickface::domain::ids::OrderId;
use pickface::domain::orders::{Command, ConsigneeErased, Order, OrderSaved, Refusal, Sealed};
use pickface::domain::{Event, people};
use std::sync::Arc;

/// An open order whose consignee is sealed under key 7.
fn sealed() -> (World, OrderId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    let id = world.order("1001", &[("LAMP", 2)]);
    let mut order = Order::clone(&world.w.orders[&id]);
    order.consignee = Some(Sealed {
        key: 7,
        bytes: vec![1, 2, 3],
    });
    world.w.evolve(&Event::OrderSaved(OrderSaved {
        order: Arc::new(order),
    }));
    (world, id)
}

#[test]
fn whom_an_order_goes_to_is_forgotten_and_the_order_goes_on() {
    let (mut world, order) = sealed();
    let keys = vec![7];
    let events = world
        .ask(world.actor(LEA), Command::Erase { order, keys })
        .unwrap();
    assert_eq!(events, [ConsigneeErased { order, key: 7 }.into()]);
    assert_eq!(world.w.orders[&order].consignee, None);
    world.picking(ADA, &[order]);
}

#[test]
fn another_key_leaves_the_consignee_as_it_is() {
    let (mut world, order) = sealed();
    let keys = vec![6];
    world
        .ask(world.actor(LEA), Command::Erase { order, keys })
        .unwrap();
    assert!(world.w.orders[&order].consignee.is_some());
}

#[test]
fn a_picker_erases_nobody_and_an_erasure_without_keys_is_none() {
    let (mut world, order) = sealed();
    let refused = world.refused(ADA, Command::Erase { order, keys: vec![7] });
    assert_eq!(refused, people::Refusal::NotAllowed(world.worker(ADA)).into());
    let nothing = Command::Erase { order, keys: vec![] };
    assert_eq!(world.refused(LEA, nothing), Refusal::Unknown.into());
}
