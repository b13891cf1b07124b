use crate::world::*;
use pickface::domain::ids::*;
use pickface::domain::orders;
use pickface::domain::outbox::{Command, Kind, Labelled, MAX_ATTEMPTS, Refusal, State};
use pickface::domain::{Event, Refusal as Any};

/// A parcel of order 1001 was closed; its label and packing slip wait.
fn closed() -> (World, OrderId, ParcelId, [OutboxId; 2]) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let (order, parcel) = world.packed("1001", 1);
    let ids: Vec<OutboxId> = world.w.outbox.keys().copied().collect();
    let ids = ids.try_into().unwrap();
    (world, order, parcel, ids)
}

#[track_caller]
fn told(refusal: Any) -> Refusal {
    match refusal {
        Any::Outbox(why) => why,
        other => panic!("{other:?}"),
    }
}

fn state(world: &World, id: OutboxId) -> Option<State> {
    world.w.outbox.get(&id).map(|e| e.state)
}

fn labels(world: &World) -> Vec<u16> {
    let labels = world.w.outbox.values().filter_map(|e| match &e.kind {
        Kind::ParcelLabel(label) => Some(label.copy),
        _ => None,
    });
    labels.collect()
}

#[test]
fn what_is_sent_leaves_the_open_state() {
    let (mut world, _, _, ids) = closed();
    for id in ids {
        assert_eq!(state(&world, id), Some(State::Pending));
        world.when_system(Command::BeginSend { id });
        assert_eq!(state(&world, id), Some(State::Sending));
        assert!(!world.w.outbox_pending().any(|e| e.id == id));
        let events = world.when_system(Command::MarkSent { id });
        assert!(matches!(&events[..], [Event::OutboxChanged(e)] if e.state == State::Sent));
    }
    assert!(world.w.outbox.is_empty());
    let [id, _] = ids;
    let ask = Any::Outbox(Refusal::Unknown(id));
    assert_eq!(world.refused(LEA, Command::BeginSend { id }), ask);
}

#[test]
fn nothing_is_handed_to_the_printer_twice() {
    let (mut world, _, _, [id, _]) = closed();
    world.when_system(Command::BeginSend { id });
    let why = told(world.refused(LEA, Command::BeginSend { id }));
    assert_eq!(why, Refusal::WrongState(id, State::Sending));
}

#[test]
fn a_certain_failure_is_tried_again_a_few_times_and_then_waits_for_somebody() {
    let (mut world, _, _, [id, _]) = closed();
    let failed = Command::MarkFailed {
        id,
        reason: "no paper".into(),
        retry: true,
    };
    for attempt in 1..=MAX_ATTEMPTS {
        world.when_system(Command::BeginSend { id });
        world.when_system(failed.clone());
        let last = attempt == MAX_ATTEMPTS;
        let expected = if last { State::Failed } else { State::Pending };
        assert_eq!(state(&world, id), Some(expected));
    }
    let printer = Some("lp2:9100".into());
    world.when(MEI, Command::Retry { id, printer });
    let entry = &world.w.outbox[&id];
    assert_eq!((entry.state, entry.attempts), (State::Pending, 0));
    assert_eq!(world.w.printer_of(entry).as_deref(), Some("lp2:9100"));
}

#[test]
fn after_a_crash_what_was_being_sent_is_unknown_and_a_worker_says_which() {
    let (mut world, _, parcel, [label, slip]) = closed();
    world.when_system(Command::BeginSend { id: label });
    world.when_system(Command::Recover);
    assert_eq!(
        (state(&world, label), state(&world, slip)),
        (Some(State::Unknown), Some(State::Pending))
    );
    let why = told(world.refused(LEA, Command::BeginSend { id: label }));
    assert_eq!(
        why,
        Refusal::WrongState(label, State::Unknown),
        "never sent again on its own"
    );
    assert!(world.when_system(Command::Recover).is_empty());
    let mut other = World {
        w: world.w.clone(),
        told: Vec::new(),
        ..world
    };
    other.when(
        MEI,
        Command::Answer {
            id: label,
            printed: true,
        },
    );
    assert_eq!(state(&other, label), None);
    assert_eq!(labels(&other), Vec::<u16>::new());
    other.w = world.w;
    other.when(
        MEI,
        Command::Answer {
            id: label,
            printed: false,
        },
    );
    assert_eq!(labels(&other), [2], "the first copy is void, wherever it lies");
    assert_eq!(other.w.parcel(parcel).unwrap().seal.as_ref().unwrap().copy, 2);
}

#[test]
fn a_printer_that_falls_silent_leaves_it_unknown_too() {
    let (mut world, _, _, [_, slip]) = closed();
    world.when_system(Command::BeginSend { id: slip });
    world.when_system(Command::MarkUnknown { id: slip });
    assert_eq!(state(&world, slip), Some(State::Unknown));
    world.when(
        MEI,
        Command::Answer {
            id: slip,
            printed: false,
        },
    );
    assert_eq!(
        state(&world, slip),
        Some(State::Pending),
        "a slip has no copies to void"
    );
}

#[test]
fn a_reprint_voids_the_first_label() {
    let (mut world, _, parcel, [first, slip]) = closed();
    let reprint = |slip| Command::Reprint {
        parcel,
        slip,
        place: None,
    };
    let events = world.when(MEI, reprint(false));
    let voided =
        |e: &Event| matches!(e, Event::OutboxChanged(e) if e.id == first && e.state == State::Voided);
    assert!(events.iter().any(voided), "{events:?}");
    assert_eq!(
        (labels(&world), state(&world, slip)),
        (vec![2], Some(State::Pending))
    );
    world.when(MEI, reprint(true));
    assert_eq!(
        (labels(&world), state(&world, slip), world.w.outbox.len()),
        (vec![3], None, 2)
    );
}

#[test]
fn an_order_called_off_gets_no_label_even_when_it_waits_for_the_printer() {
    let (mut world, order, parcel, [label, slip]) = closed();
    world.when(LEA, orders::Command::Cancel { order });
    for id in [label, slip] {
        world.when_system(Command::BeginSend { id });
        assert_eq!(state(&world, id), None);
    }
    let reprint = Command::Reprint {
        parcel,
        slip: false,
        place: None,
    };
    assert_eq!(told(world.refused(MEI, reprint)), Refusal::CalledOff(order));
}

#[test]
fn a_bench_prints_at_its_own_printer() {
    let (mut world, _, _, [id, _]) = closed();
    let place = world.place("B1");
    assert_eq!(world.w.printer_of(&world.w.outbox[&id]), None);
    let printer = "file:b1.zpl".into();
    world.when(LEA, Command::SetPrinter { place, printer });
    assert_eq!(
        world.w.printer_of(&world.w.outbox[&id]).as_deref(),
        Some("file:b1.zpl")
    );
    let refusal = world.refused(
        MEI,
        Command::SetPrinter {
            place,
            printer: "x".into(),
        },
    );
    assert!(matches!(refusal, Any::Access(_)));
}

#[test]
fn labels_of_places_items_totes_and_badges_are_printed_too() {
    let (mut world, ..) = closed();
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    let labels = vec![
        Labelled::Place(world.place("A-01")),
        Labelled::Item(world.item("LAMP")),
        Labelled::Lpn(world.tote("T-01")),
        Labelled::Worker(mei),
    ];
    let place = Some(world.place("B1"));
    let print = |labels| Command::Print {
        labels,
        place,
        printer: "".into(),
    };
    world.when(LEA, print(labels));
    let kinds: Vec<&Kind> = world.w.outbox.values().skip(2).map(|e| &e.kind).collect();
    let [
        Kind::PlaceLabel { code, .. },
        Kind::ItemLabel { barcode, .. },
        Kind::LpnLabel { .. },
        Kind::Badge { badge, .. },
    ] = kinds.as_slice()
    else {
        panic!("{kinds:?}");
    };
    assert_eq!(
        (code.as_ref(), barcode.as_ref(), badge.as_ref()),
        ("A-01", "4006381333931", "W3")
    );
    assert_eq!(told(world.refused(LEA, print(Vec::new()))), Refusal::TooMany(0));
    let unknown = print(vec![Labelled::Place(PlaceId(999))]);
    assert_eq!(told(world.refused(LEA, unknown)), Refusal::NothingToLabel);
}

#[test]
fn what_is_no_longer_wanted_is_voided_by_who_sees_to_printers() {
    let (mut world, _, _, [id, _]) = closed();
    assert!(matches!(world.refused(MEI, Command::Void { id }), Any::Access(_)));
    world.when(LEA, Command::Void { id });
    assert_eq!(state(&world, id), None);
}

#[test]
fn an_open_parcel_has_no_label_to_reprint() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 2)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP"]);
    let parcel = world.parcel();
    let reprint = |parcel| Command::Reprint {
        parcel,
        slip: false,
        place: None,
    };
    assert_eq!(
        told(world.refused(MEI, reprint(parcel))),
        Refusal::NoLabel(parcel)
    );
    let gone = ParcelId(99);
    assert_eq!(told(world.refused(MEI, reprint(gone))), Refusal::NoParcel(gone));
}
