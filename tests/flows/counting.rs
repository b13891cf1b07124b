mod differences;
mod phantom;

use crate::world::*;
use pickface::domain::counting::{
    Command, CountState, Outcome, Prompt, Reason, Refusal, RootCause, hints, review_view,
};
use pickface::domain::ids::CountId;
use pickface::domain::people::{Role, Worker};
use pickface::domain::stock::{Account, Holder, Status};
use pickface::domain::{Class, Event, Explain, Qty, Refusal as Any, people, picking};

pub(super) const LAMP_CODE: &str = "4006381333931";

pub(super) const LAMP_CASE: &str = "14006381333938";

pub(super) fn claim(count: CountId) -> Command {
    Command::Claim { count: Some(count) }
}

pub(super) fn scan(count: CountId, code: &str) -> Command {
    let code = code.into();
    Command::Scan { count, code }
}

/// Mei stands at the place and begins its count.
pub(super) fn begun(world: &mut World, place: &str) -> CountId {
    let count = world.counts(&[place]);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &[place]);
    count
}

/// Ivo, a second counter, is known from now on.
pub(super) const IVO: &str = "4";

pub(super) fn hire_ivo(world: &mut World) {
    let worker = Worker {
        number: IVO.into(),
        name: "Ivo".into(),
        badge: "W4".into(),
        roles: vec![Role::Counter],
        ..Worker::default()
    };
    world.when("9", people::Command::Save(worker));
}

pub(super) fn closed(events: &[Event]) -> Option<&pickface::domain::counting::CountClosed> {
    events.iter().find_map(|event| match event {
        Event::CountClosed(closed) => Some(closed),
        _ => None,
    })
}

#[test]
fn place_items_place_again_and_a_count_that_agrees_is_closed() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 26).stock("A-01", "CUP", 1);
    let count = world.counts(&["A-01"]);
    world.when(MEI, Command::Claim { count: None });
    let place = world.place("A-01");
    assert_eq!(world.w.count(count).unwrap().prompt(), Prompt::Place(place));
    world.count_scans(MEI, count, &["A-01"]);
    assert_eq!(world.w.count(count).unwrap().prompt(), Prompt::Items);
    world.count_scans(MEI, count, &[LAMP_CASE, LAMP_CODE, LAMP_CODE]);
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(26))
    ));
    world.count_scans(MEI, count, &["CUP"]);
    let events = world.when(MEI, scan(count, "A-01"));
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
    assert!(world.w.count(count).is_none());
    assert_eq!(world.w.last_counted.get(&place), Some(&world.now));
}

/// Ada has a list of six lanterns from A-01 and stands there with the item confirmed.
pub(super) fn ada_picks(world: &mut World) -> pickface::domain::ids::TaskId {
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    task
}

pub(super) fn pick_two(world: &mut World, task: pickface::domain::ids::TaskId) {
    world.when(ADA, picking::Command::Quantity { task, qty: Qty(2) });
    world.scans(ADA, task, &["T-01"]);
}

pub(super) fn status_of(world: &World, place: &str) -> Vec<(Status, i64)> {
    let held = world.w.stock_in(Holder::Place(world.place(place)));
    held.map(|(key, stock)| (key.status, stock.on_hand.0)).collect()
}

#[test]
fn lots_are_asked_for_and_counted_apart() {
    let mut world = World::new();
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(90))), 2);
    let soup = world.item("SOUP");
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["SOUP"]);
    assert_eq!(world.w.count(count).unwrap().prompt(), Prompt::Lot(soup));
    let told = world.refused(MEI, Command::Quantity { count, qty: Qty(2) });
    assert_eq!(told, Refusal::LotFirst(soup).into());
    assert_eq!(
        world.refused(MEI, scan(count, "A-01")),
        Refusal::LotFirst(soup).into()
    );
    world.count_scans(MEI, count, &["L1", "SOUP"]);
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(2))
    ));
    let new = |expiry| Command::Lot {
        count,
        code: "L2".into(),
        expiry,
    };
    let told = world.refused(MEI, new(None));
    assert_eq!(told, Refusal::NeedExpiry(soup, "L2".into()).into());
    world.when(MEI, new(Some(day(120))));
    world.count_scans(MEI, count, &["SOUP", "A-01"]);
    let cause = RootCause::Misplaced;
    world.when(LEA, Command::Accept { count, cause });
    assert_eq!(
        world.in_bin("A-01", "SOUP"),
        3,
        "found stock of a lot that was not on the books"
    );
    assert_eq!(world.w.stock_in(Holder::Place(world.place("A-01"))).count(), 2);
}

#[test]
fn goods_of_two_owners_in_one_place_are_told_apart_by_the_counter() {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 1)
        .stock_of("A-01", "LAMP", "BOLT", None, 1);
    let count = begun(&mut world, "A-01");
    let told = world.refused(MEI, scan(count, LAMP_CODE));
    assert_eq!(told, Refusal::WhichOwner(world.item("LAMP")).into());
    for code in ["ACME", "BOLT"] {
        let owner = world.w.owner_by_code(code).unwrap().id;
        world.when(MEI, Command::Owner { count, owner });
        world.count_scans(MEI, count, &[LAMP_CODE]);
    }
    let nobody = pickface::domain::ids::OwnerId(77);
    let told = world.refused(MEI, Command::Owner { count, owner: nobody });
    assert_eq!(told, Refusal::UnknownOwner.into());
    let events = world.when(MEI, Command::Finish { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
}

#[test]
fn a_typed_quantity_stands_and_an_empty_place_wants_to_be_called_empty() {
    let mut world = World::new();
    let place = world.place("A-01");
    world.stock("A-02", "LAMP", 1);
    let count = begun(&mut world, "A-01");
    let told = world.refused(MEI, scan(count, "A-01"));
    assert_eq!(told, Refusal::NothingCounted(place).into());
    assert_eq!(told.class(), Class::Check);
    let told = world.refused(MEI, Command::Quantity { count, qty: Qty(12) });
    assert_eq!(told, Refusal::NoItem.into());
    world.count_scans(MEI, count, &[LAMP_CODE]);
    let told = world.refused(MEI, Command::Quantity { count, qty: Qty(-1) });
    assert_eq!(told, Refusal::BadQuantity.into());
    world.when(MEI, Command::Quantity { count, qty: Qty(12) });
    world.count_scans(MEI, count, &[LAMP_CODE]);
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(12))
    ));
    let told = world.refused(MEI, Command::Empty { count });
    assert_eq!(told, Refusal::NotEmpty(place).into());
    world.when(MEI, Command::Quantity { count, qty: Qty(0) });
    let events = world.when(MEI, Command::Empty { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
}

#[test]
fn wrong_codes_are_told_apart() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1);
    let count = world.counts(&["A-01"]);
    let (expected, found) = (world.place("A-01"), world.place("A-02"));
    assert_eq!(
        world.refused(MEI, scan(count, "A-01")),
        Refusal::NotYours(expected).into()
    );
    world.when(MEI, claim(count));
    assert_eq!(
        world.refused(MEI, scan(count, "A-02")),
        Refusal::WrongPlace { expected, found }.into()
    );
    assert_eq!(
        world.refused(MEI, scan(count, "LAMP")),
        Refusal::PlaceFirst(expected).into()
    );
    assert_eq!(
        world.refused(MEI, Command::Empty { count }),
        Refusal::PlaceFirst(expected).into()
    );
    world.count_scans(MEI, count, &["A-01"]);
    assert_eq!(
        world.refused(MEI, scan(count, "A-02")),
        Refusal::WrongPlace { expected, found }.into()
    );
    assert_eq!(
        world.refused(MEI, scan(count, "T-01")),
        Refusal::ItemsOnly(expected).into()
    );
    let told = world.refused(MEI, scan(count, "NOPE"));
    assert!(matches!(&told, Any::Counting(Refusal::UnknownCode(code, _)) if code.as_ref() == "NOPE"));
}

#[test]
fn one_counter_a_count_and_a_parked_one_begins_anew() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "CUP", 2);
    let other = world.counts(&["A-02"]);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["CUP"]);
    let place = world.place("A-01");
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    for taken in [claim(count), scan(count, "CUP"), Command::Park { count }] {
        assert_eq!(world.refused(IVO, taken), Refusal::Taken(place, mei).into());
    }
    assert_eq!(
        world.refused(MEI, claim(other)),
        Refusal::HasCount(mei, place).into()
    );
    assert!(
        world.when(MEI, Command::Claim { count: None }).is_empty(),
        "she keeps the one she has"
    );
    world.when(LEA, Command::Park { count });
    assert_eq!(world.w.count_of(mei), None);
    world.when(IVO, claim(count));
    world.count_scans(IVO, count, &["A-01", "CUP", "CUP"]);
    let events = world.when(IVO, Command::Finish { count });
    assert_eq!(closed(&events).unwrap().outcome, Outcome::Agreed);
    let told = world.refused(IVO, Command::Finish { count });
    assert_eq!(told, Refusal::Unknown(count).into());
}

#[test]
fn bin_empty_agrees_with_the_book_or_has_the_bin_counted() {
    let mut world = World::new();
    world.stock("A-02", "CUP", 2);
    let (bare, full) = (world.place("A-01"), world.place("A-02"));
    assert!(world.w.zero_check(bare) && !world.w.zero_check(full));
    assert!(
        !world.w.zero_check(world.place("A-05")),
        "asked at pick faces alone"
    );
    let answer = |place, empty| Command::BinEmpty { place, empty };
    world.when(ADA, answer(bare, true));
    assert_eq!(world.w.last_counted.get(&bare), Some(&world.now));
    assert_eq!(world.w.count_at(bare), None);
    world.when(ADA, answer(bare, false));
    let raised = world.w.count_at(bare).unwrap();
    assert_eq!(world.w.count(raised).unwrap().reason, Reason::BinEmpty);
    assert!(!world.w.zero_check(bare), "it is counted anyway");
    world.when(ADA, answer(full, true));
    assert!(world.w.count_at(full).is_some());
    let nowhere = pickface::domain::ids::PlaceId(99);
    let told = world.refused(ADA, answer(nowhere, true));
    assert_eq!(told, Refusal::UnknownPlace(nowhere).into());
}

#[test]
fn counts_are_made_by_leads_for_known_places_in_bounded_numbers() {
    let mut world = World::new();
    let make = |places| Command::MakeCounts {
        places,
        reason: Reason::Interval,
    };
    let place = world.place("A-01");
    assert!(matches!(world.refused(MEI, make(vec![place])), Any::Access(_)));
    assert!(matches!(
        world.refused(ADA, Command::Claim { count: None }),
        Any::Access(_)
    ));
    assert_eq!(world.refused(LEA, make(vec![])), Refusal::TooManyPlaces(0).into());
    let many = vec![place; 201];
    assert_eq!(world.refused(LEA, make(many)), Refusal::TooManyPlaces(201).into());
    let nowhere = pickface::domain::ids::PlaceId(99);
    assert_eq!(
        world.refused(LEA, make(vec![place, nowhere])),
        Refusal::UnknownPlace(nowhere).into()
    );
    let due = world.w.not_counted_since(world.now, 3);
    assert_eq!(due, ["A-01", "A-02", "A-03"].map(|code| world.place(code)));
    world.when(LEA, make(due));
    let due = world.w.not_counted_since(world.now, 9);
    assert_eq!(due, ["A-04", "A-05", "A-06"].map(|code| world.place(code)));
}

#[test]
fn hints_name_the_opposite_difference_then_neighbours() {
    let mut world = World::new();
    world
        .stock("A-01", "CUP", 4)
        .stock("A-02", "CUP", 4)
        .stock("A-06", "CUP", 4);
    for (place, cups) in [("A-01", 2), ("A-06", 6)] {
        let count = begun(&mut world, place);
        world.count_scans(MEI, count, &["CUP"]);
        world.when(
            MEI,
            Command::Quantity {
                count,
                qty: Qty(cups),
            },
        );
        world.when(MEI, Command::Finish { count });
    }
    let short = world.w.count_at(world.place("A-01")).unwrap();
    let told: Vec<&str> = hints(&world.w, short).iter().map(|hint| hint.key).collect();
    assert_eq!(told, ["hint-opposite", "hint-neighbour", "hint-same-item"]);
}

/// What undo does with the last event of its kind.
fn undone(world: &mut World, events: &[Event]) -> Option<Result<(), Any>> {
    let ctx = pickface::domain::Context {
        now: world.now,
        actor: world.actor(MEI),
        device: pickface::domain::ids::DeviceId(1),
        via: pickface::domain::Via::Typed,
        record: None,
    };
    let mut draft = pickface::domain::Draft {
        w: &mut world.w,
        events: Vec::new(),
        ctx: &ctx,
    };
    pickface::domain::counting::undo(&mut draft, events.last().unwrap())
}

#[test]
fn the_last_scan_of_some_goods_can_be_taken_back() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 24).stock("A-01", "CUP", 1);
    let count = begun(&mut world, "A-01");
    let case = world.when(MEI, scan(count, LAMP_CASE));
    let piece = world.when(MEI, scan(count, LAMP_CODE));
    let place = world.place("A-01");
    assert_eq!(
        undone(&mut world, &case),
        Some(Err(Refusal::CannotUndo(place).into())),
        "a later scan stands on it"
    );
    assert_eq!(undone(&mut world, &piece), Some(Ok(())));
    assert!(matches!(
        world.w.count(count).unwrap().prompt(),
        Prompt::More(_, Qty(24))
    ));
    let cup = world.when(MEI, scan(count, "CUP"));
    assert_eq!(undone(&mut world, &cup), Some(Ok(())));
    assert_eq!(world.w.count(count).unwrap().lines.len(), 1);
    let begin = vec![world.told.first().unwrap().clone()];
    assert_eq!(undone(&mut world, &begin), None);
    world.count_scans(MEI, count, &["CUP"]);
    let done = world.when(MEI, scan(count, "A-01"));
    assert_eq!(closed(&done).unwrap().outcome, Outcome::Agreed);
    assert_eq!(
        undone(&mut world, &case),
        Some(Err(Refusal::Unknown(count).into()))
    );
}

#[test]
fn the_lists_of_counts_are_made_again_from_a_snapshots_rows() {
    let mut world = World::new();
    hire_ivo(&mut world);
    world.stock("A-01", "CUP", 2);
    let count = begun(&mut world, "A-01");
    world.count_scans(MEI, count, &["CUP", "A-01"]);
    let mine = begun(&mut world, "A-02");
    let open = world.counts(&["A-03"]);
    let mut again = pickface::domain::Warehouse::default();
    world.w.rows().for_each(|row| again.put_row(row));
    let mei = world.w.worker_by_number(MEI).unwrap().id;
    for w in [&world.w, &again] {
        assert_eq!(w.counts_to_review().collect::<Vec<_>>(), [count]);
        assert_eq!(w.open_counts().collect::<Vec<_>>(), [open]);
        assert_eq!(w.count_of(mei), Some(mine));
        assert_eq!(w.count_at(world.place("A-03")), Some(open));
    }
}
