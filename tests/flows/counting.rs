use crate::world::*;
use pickface::domain::counting::{
    Command, CountState, Outcome, Prompt, Reason, Refusal, RootCause, hints, review_view,
};
use pickface::domain::ids::CountId;
use pickface::domain::people::{Role, Worker};
use pickface::domain::stock::{Account, Holder, Status};
use pickface::domain::{Class, Event, Explain, Qty, Refusal as Any, people, picking};

const LAMP_CODE: &str = "4006381333931";
const LAMP_CASE: &str = "14006381333938";

fn claim(count: CountId) -> Command {
    Command::Claim { count: Some(count) }
}

fn scan(count: CountId, code: &str) -> Command {
    let code = code.into();
    Command::Scan { count, code }
}

/// Mei stands at the place and begins its count.
fn begun(world: &mut World, place: &str) -> CountId {
    let count = world.counts(&[place]);
    world.when(MEI, claim(count));
    world.count_scans(MEI, count, &[place]);
    count
}

/// Ivo, a second counter, is known from now on.
const IVO: &str = "4";
fn hire_ivo(world: &mut World) {
    let worker = Worker {
        number: IVO.into(),
        name: "Ivo".into(),
        badge: "W4".into(),
        roles: vec![Role::Counter],
        ..Worker::default()
    };
    world.when("9", people::Command::Save(worker));
}

fn closed(events: &[Event]) -> Option<&pickface::domain::counting::CountClosed> {
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
