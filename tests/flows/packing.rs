use crate::world::*;
use pickface::domain::event::Fact;
use pickface::domain::ids::*;
use pickface::domain::orders::{self, OrderLineChanged, Stage};
use pickface::domain::outbox::{Kind, State};
use pickface::domain::packing::{self, Command, Prompt, Refusal};
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Class, Command as AnyCommand, Explain, Qty, Refusal as Any};

/// Two lamps and three cups of order 1001 in tote T-01 at bench B1.
fn at_the_bench() -> (World, OrderId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 3)]);
    world.picked(order, "T-01");
    (world, order)
}

fn refused(world: &mut World, code: &str) -> Any {
    let command = world.at_bench(code);
    world.refused(MEI, command)
}

#[test]
fn tote_items_carton_and_the_order_is_packed() {
    let (mut world, order) = at_the_bench();
    assert!(packing::pack_queue(&world.w).any(|o| o.id == order));
    world.packs(&["T-01"]);
    assert_eq!(world.stage(order), Stage::Packing);
    assert_eq!(packing::prompt(&world.w, Some(order)), Prompt::Item(Qty(5)));
    world.packs(&["LAMP", "4006381333931", "CUP", "CUP"]);
    let parcel = world.parcel();
    assert_eq!(world.holds(Holder::Parcel(parcel), "LAMP"), 2);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_tote("T-01", "CUP")),
        (0, 1)
    );
    world.packs(&["CUP"]);
    assert_eq!(packing::prompt(&world.w, Some(order)), Prompt::Close(parcel));
    world.packs(&["PFBOX1"]);
    assert_eq!(world.stage(order), Stage::Packed);
    let sscc = world.sscc(parcel);
    assert_eq!(sscc.len(), 18);
    for code in [sscc.clone(), format!("00{sscc}")] {
        assert_eq!(world.w.scan(&code).parcel(), Some(parcel));
    }
    let papers: Vec<&Kind> = world.w.outbox.values().map(|e| &e.kind).collect();
    let [Kind::ParcelLabel(label), Kind::PackingSlip(slip)] = papers.as_slice() else {
        panic!("{papers:?}");
    };
    assert_eq!(
        (label.order_number.as_ref(), label.sscc.as_ref(), label.copy),
        ("1001", sscc.as_str(), 1)
    );
    assert_eq!(
        label.weight_g,
        Some(2 * 250 + 3 * 120 + 200),
        "two lamps, three cups, the box"
    );
    assert_eq!((slip.lines.len(), slip.lines[1].qty), (2, Qty(3)));
    assert!(world.w.totes_of(order).next().is_none(), "the tote is free again");
}
