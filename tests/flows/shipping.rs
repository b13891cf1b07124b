use crate::world::*;
use pickface::domain::orders::Stage;
use pickface::domain::shipping::{self, Command};
use pickface::domain::stock::{Account, Holder};

#[test]
fn a_parcel_is_loaded_and_leaves_when_the_load_is_closed() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let (order, parcel) = world.packed("1001", 2);
    assert_eq!(shipping::ship_queue(&world.w).count(), 1);
    let load = world.load_for("DASH");
    let code = world.sscc(parcel).into();
    world.when(MEI, Command::Scan { load, code });
    assert_eq!(world.stage(order), Stage::Loaded);
    assert_eq!(shipping::ship_queue(&world.w).count(), 0);
    assert_eq!(
        shipping::manifest(&world.w, load)[0].order_number.as_ref(),
        "1001"
    );
    world.when(LEA, Command::CloseLoad { load });
    assert!(world.w.load(load).is_none() && world.w.parcel(parcel).is_none());
    assert!(world.w.order(order).is_none(), "the order left the open work");
    assert_eq!(world.holds(Holder::Account(Account::Customer), "LAMP"), 2);
    assert_eq!(world.in_bin("A-01", "LAMP"), 98);
}
