use crate::world::*;
use pickface::domain::ids::*;
use pickface::domain::masters::{self, Carrier};
use pickface::domain::orders::{self, Stage};
use pickface::domain::packing;
use pickface::domain::shipping::{self, Command, LoadState, Refusal};
use pickface::domain::stock::{Account, Holder};
use pickface::domain::{Class, Event, Explain, Refusal as Any, jobs};

/// Lamps in A-01 and cups in A-02; a second carrier, Rail.
fn world() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1000).stock("A-02", "CUP", 50);
    world.when_system(masters::Command::SaveCarrier(Carrier {
        code: "RAIL".into(),
        name: "Rail".into(),
        cutoffs: vec![12 * 60],
        ..Carrier::default()
    }));
    world
}

fn scan(load: LoadId, code: &str) -> Command {
    let code = code.into();
    Command::Scan { load, code }
}

#[track_caller]
fn told(refusal: Any) -> Refusal {
    match refusal {
        Any::Shipping(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_parcel_is_loaded_and_leaves_when_the_load_is_closed() {
    let mut world = world();
    let (order, parcel) = world.packed("1001", 2);
    assert_eq!(shipping::ship_queue(&world.w).count(), 1);
    let load = world.load_for("DASH");
    let code = world.sscc(parcel);
    world.when(MEI, scan(load, &format!("00{code}")));
    assert_eq!(world.stage(order), Stage::Loaded);
    assert_eq!(shipping::ship_queue(&world.w).count(), 0);
    let manifest = shipping::manifest(&world.w, load);
    assert_eq!((manifest.len(), manifest[0].order_number.as_ref()), (1, "1001"));
    assert_eq!(manifest[0].weight_g, Some(2 * 250 + 400));
    assert_eq!(world.w.load(load).unwrap().weight_g, 900);
    let events = world.when(LEA, Command::CloseLoad { load });
    assert!(world.w.load(load).is_none() && world.w.parcel(parcel).is_none());
    assert!(world.w.order(order).is_none(), "the order left the open work");
    assert_eq!(world.holds(Holder::Account(Account::Customer), "LAMP"), 2);
    assert_eq!(world.in_bin("A-01", "LAMP"), 998);
    let shipped = events.iter().find_map(|e| match e {
        Event::ParcelShipped(shipped) => Some(shipped),
        _ => None,
    });
    let shipped = shipped.unwrap();
    assert_eq!(
        (
            shipped.order_number.as_ref(),
            shipped.sscc.as_ref(),
            shipped.country.as_ref()
        ),
        ("1001", code.as_str(), "United Kingdom")
    );
    let closed = events
        .iter()
        .any(|e| matches!(e, Event::LoadClosed(c) if c.parcels == 1 && c.weight_g == 900));
    assert!(closed, "{events:?}");
}

#[test]
fn a_loads_number_is_a_code_and_a_second_opening_is_the_same_load() {
    let mut world = world();
    let load = world.load_for("DASH");
    let number = world.w.load(load).unwrap().number.clone();
    assert_eq!(number.as_ref(), "L-000001");
    let targets = world.w.scan("l-000001").targets;
    assert_eq!(targets, [pickface::domain::lookup::Target::Load(load)]);
    assert_eq!(world.load_for("DASH"), load);
    assert_ne!(world.load_for("RAIL"), load);
}

#[test]
fn the_same_parcel_twice_is_refused_with_who_and_when() {
    let mut world = world();
    let (_, parcel) = world.packed("1001", 2);
    let load = world.load_for("DASH");
    let code = world.sscc(parcel);
    world.when(MEI, scan(load, &code));
    let (by, at) = (world.w.worker_by_number(MEI).unwrap().id, world.now);
    let why = told(world.refused(LEA, scan(load, &code)));
    assert_eq!(why, Refusal::AlreadyLoaded { parcel, load, by, at });
    world.when(LEA, Command::CloseLoad { load });
    let next = world.load_for("DASH");
    for code in [code.clone(), format!("00{code}")] {
        let why = told(world.refused(MEI, scan(next, &code)));
        assert_eq!(
            why,
            Refusal::AlreadyGone(code.as_str().into()),
            "known again after it left"
        );
    }
}

#[test]
fn another_carriers_parcel_is_refused_with_both_names() {
    let mut world = world();
    let (_, parcel) = world.packed("1001", 2);
    let load = world.load_for("RAIL");
    let code = world.sscc(parcel);
    let why = told(world.refused(MEI, scan(load, &code)));
    let id = |code: &str| world.w.carrier_by_code(code).unwrap().id;
    let (expected, found) = (id("RAIL"), id("DASH"));
    assert_eq!(
        (why.class(), why),
        (Class::Check, Refusal::WrongCarrier { expected, found })
    );
}

#[test]
fn open_void_called_off_and_unknown_parcels_are_told_apart() {
    let mut world = world();
    let load = world.load_for("DASH");
    let bench = world.place("B1");
    let open = world.order("1001", &[("CUP", 2)]);
    world.picked(open, "T-01");
    world.packs(&["T-01", "CUP"]);
    let not_closed = told(world.refused(MEI, scan(load, "1001")));
    assert_eq!(not_closed, Refusal::NotClosed(open, bench));
    world.packs(&["CUP", "PFBOX1"]);
    let parcel = world.parcel();
    let first = world.sscc(parcel);
    world.when(MEI, packing::Command::Reopen { parcel, bench });
    let void = told(world.refused(MEI, scan(load, &first)));
    assert_eq!(void, Refusal::LabelVoid(first.as_str().into()));
    world.packs(&["PFBOX1"]);
    world.when(LEA, orders::Command::Cancel { order: open });
    let code = world.sscc(parcel);
    let called_off = told(world.refused(MEI, scan(load, &code)));
    assert_eq!(called_off, Refusal::CalledOff(open, parcel));
    assert_eq!(shipping::to_take_apart(&world.w).count(), 1);
    assert_eq!(shipping::ship_queue(&world.w).count(), 0);
    let unknown = told(world.refused(MEI, scan(load, "NOPE")));
    let place = told(world.refused(MEI, scan(load, "A-01")));

    let all = [not_closed, void, called_off, unknown, place];
    let keys: std::collections::BTreeSet<_> = all.iter().map(|why| why.phrase().key).collect();
    assert_eq!(keys.len(), all.len(), "each has a text of its own: {keys:?}");
    let classes: Vec<Class> = all.iter().map(Explain::class).collect();
    assert_eq!(
        classes,
        [Class::Stop, Class::Stop, Class::Stop, Class::No, Class::No]
    );
}

#[test]
fn an_orders_number_stands_for_its_one_parcel() {
    let mut world = world();
    let (order, _) = world.packed("1001", 2);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    assert_eq!(world.stage(order), Stage::Loaded);
    let why = told(world.refused(MEI, scan(load, "1001")));
    assert!(matches!(why, Refusal::AlreadyLoaded { .. }), "{why:?}");
}

/// Order 1001 in two parcels, one with lamps and one with cups.
fn two_parcels(world: &mut World, split: bool) -> (OrderId, [ParcelId; 2]) {
    let order = world.order_of("ACME", "1001", split, &[("LAMP", 1), ("CUP", 1)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP", "PFBOX1"]);
    let first = world.parcel();
    world.packs(&["T-01", "CUP"]);
    (order, [first, world.parcel()])
}

#[test]
fn a_whole_order_is_loaded_only_when_all_is_packed_and_leaves_only_together() {
    let mut world = world();
    let (order, [first, second]) = two_parcels(&mut world, false);
    let load = world.load_for("DASH");
    let code = world.sscc(first);
    assert_eq!(
        told(world.refused(MEI, scan(load, &code))),
        Refusal::NotWhole(order)
    );
    world.packs(&["PFBOX1"]);
    let why = told(world.refused(MEI, scan(load, "1001")));
    assert_eq!(why, Refusal::WhichParcel(order, 2));
    world.when(MEI, scan(load, &code));
    assert_eq!(
        world.stage(order),
        Stage::Packed,
        "its other parcel is not loaded"
    );
    let why = told(world.refused(LEA, Command::CloseLoad { load }));
    assert_eq!((why.class(), why), (Class::Check, Refusal::Torn(order, 1)));
    let code = world.sscc(second);
    world.when(MEI, scan(load, &code));
    assert_eq!(world.stage(order), Stage::Loaded);
    world.when(LEA, Command::CloseLoad { load });
    assert!(world.w.order(order).is_none());
}

#[test]
fn a_split_order_leaves_in_parts_and_waits_for_what_is_missing() {
    let mut world = world();
    let order = world.order_of("ACME", "1001", true, &[("LAMP", 1), ("SOUP", 2)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP", "PFBOX1"]);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    world.when(LEA, Command::CloseLoad { load });
    assert_eq!(world.stage(order), Stage::Short, "two soups are still wanted");
    let line = &world.w.order(order).unwrap().lines;
    assert_eq!((line[0].shipped.0, line[1].outstanding().0), (1, 2));
}

#[test]
fn one_parcel_of_a_split_order_may_leave_while_the_other_is_packed() {
    let mut world = world();
    let (order, [first, _]) = two_parcels(&mut world, true);
    let load = world.load_for("DASH");
    let code = world.sscc(first);
    world.when(MEI, scan(load, &code));
    world.when(LEA, Command::CloseLoad { load });
    assert_eq!(world.stage(order), Stage::Packing);
    world.packs(&["PFBOX1"]);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    world.when(LEA, Command::CloseLoad { load });
    assert!(world.w.order(order).is_none());
}

#[test]
fn an_unloaded_parcel_waits_again_and_can_be_packed_anew() {
    let mut world = world();
    let (order, parcel) = world.packed("1001", 2);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    let bench = world.place("B1");
    let reopen = packing::Command::Reopen { parcel, bench };
    let why = world.refused(MEI, reopen.clone());
    assert!(
        matches!(why, Any::Packing(packing::Refusal::Loaded { .. })),
        "{why:?}"
    );
    world.when(MEI, Command::Unload { parcel });
    assert_eq!(world.stage(order), Stage::Packed);
    assert_eq!(world.w.load(load).map(|l| (l.parcels, l.weight_g)), Some((0, 0)));
    let why = told(world.refused(MEI, Command::Unload { parcel }));
    assert_eq!(why, Refusal::NotLoaded(parcel));
    world.when(MEI, reopen);
}

#[test]
fn a_void_load_gives_all_its_parcels_back() {
    let mut world = world();
    let (order, _) = world.packed("1001", 2);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    world.when(MEI, Command::VoidLoad { load });
    assert!(world.w.load(load).is_none());
    assert_eq!(
        (world.stage(order), shipping::ship_queue(&world.w).count()),
        (Stage::Packed, 1)
    );
    let why = told(world.refused(MEI, scan(load, "1001")));
    assert_eq!(why, Refusal::UnknownLoad(load));
}

#[test]
fn an_order_called_off_after_loading_stops_the_load() {
    let mut world = world();
    let (order, parcel) = world.packed("1001", 2);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    world.when(LEA, orders::Command::Cancel { order });
    let why = told(world.refused(LEA, Command::CloseLoad { load }));
    assert_eq!(
        (why.class(), why),
        (Class::Stop, Refusal::CalledOff(order, parcel))
    );
    world.when(MEI, Command::Unload { parcel });
    let why = told(world.refused(LEA, Command::CloseLoad { load }));
    assert_eq!(why, Refusal::Empty(load));
    let tote = Some("T-03".into());
    world.when(MEI, packing::Command::Void { parcel, tote });
    assert_eq!(world.in_tote("T-03", "LAMP"), 2);
}

#[test]
fn a_large_load_leaves_in_bounded_commands() {
    let mut world = world();
    let load = world.load_for("DASH");
    for n in 0..120 {
        let number = format!("{}", 2000 + n);
        world.packed(&number, 1);
        world.when(MEI, scan(load, &number));
    }
    let first = world.when(LEA, Command::CloseLoad { load });
    assert!(first.len() <= 500, "{}", first.len());
    assert_eq!(world.w.load(load).unwrap().state, LoadState::Closing);
    let last = world.w.parcels_in(load).last().unwrap();
    let (parcel, order) = (last.id, last.order);
    assert!(shipping::is_leaving(&world.w, order));
    let why = told(world.refused(MEI, Command::Unload { parcel }));
    assert_eq!(why, Refusal::Leaving(load));
    let why = world.refused(LEA, orders::Command::Cancel { order });
    assert_eq!(why, orders::Refusal::Gone(order).into());
    let why = told(world.refused(LEA, Command::CloseLoad { load }));
    assert_eq!(why, Refusal::Leaving(load), "once is enough");
    let job = jobs::next_job(&world.w).unwrap();
    let reason = "".into();
    let why = world.refused(LEA, jobs::Command::Cancel { job, reason });
    assert_eq!(
        why,
        Any::Jobs(jobs::Refusal::NotByHand),
        "a load does not leave by halves"
    );
    let mut commands = 1;
    while world.w.load(load).is_some() {
        let job = jobs::next_job(&world.w).unwrap();
        let events = world.when_system(jobs::Command::Continue(job));
        assert!(!events.is_empty() && events.len() <= 500, "{}", events.len());
        commands += 1;
    }
    assert!(commands > 1);
    assert_eq!(world.holds(Holder::Account(Account::Customer), "LAMP"), 120);
    assert!(world.w.orders.is_empty() && world.w.parcels.is_empty());
}

#[test]
fn only_a_lead_closes_loads_and_only_a_dock_takes_them() {
    let mut world = world();
    world.packed("1001", 1);
    let load = world.load_for("DASH");
    world.when(MEI, scan(load, "1001"));
    assert!(matches!(
        world.refused(MEI, Command::CloseLoad { load }),
        Any::Access(_)
    ));
    assert!(matches!(world.refused(ADA, scan(load, "1001")), Any::Access(_)));
    let (carrier, dock) = (world.w.carrier_by_code("DASH").unwrap().id, world.place("A-01"));
    let why = told(world.refused(MEI, Command::OpenLoad { carrier, dock }));
    assert_eq!(why, Refusal::NotADock(dock));
    let (carrier, dock) = (CarrierId(99), world.place("D1"));
    let why = told(world.refused(MEI, Command::OpenLoad { carrier, dock }));
    assert_eq!(why, Refusal::UnknownCarrier(carrier));
}

#[test]
fn an_undone_loading_takes_the_parcel_out_until_the_load_has_left() {
    let mut world = world();
    let (order, parcel) = world.packed("1001", 1);
    let load = world.load_for("DASH");
    let events = world.when(MEI, scan(load, "1001"));
    world.undo(MEI, &events).unwrap();
    assert_eq!(world.stage(order), Stage::Packed);
    assert_eq!(
        told(world.undo(MEI, &events).unwrap_err()),
        Refusal::NotLoaded(parcel)
    );
    let events = world.when(MEI, scan(load, "1001"));
    let sscc = world.sscc(parcel);
    world.when(LEA, Command::CloseLoad { load });
    let why = told(world.undo(MEI, &events).unwrap_err());
    assert_eq!(why, Refusal::AlreadyGone(sscc.as_str().into()));
}

#[test]
fn the_ship_queue_is_by_carrier_and_cut_off() {
    let mut world = world();
    let (_, first) = world.packed("1001", 1);
    world.now = world.now + pickface::domain::time::HOUR_MS;
    let (_, second) = world.packed("1002", 1);
    let dash = world.w.carrier_by_code("DASH").unwrap().id;
    let queue: Vec<ParcelId> = shipping::ship_queue_of(&world.w, dash).map(|p| p.id).collect();
    assert_eq!(queue, [first, second]);
    let rail = world.w.carrier_by_code("RAIL").unwrap().id;
    assert_eq!(shipping::ship_queue_of(&world.w, rail).count(), 0);
}
