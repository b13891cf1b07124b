use crate::world::*;
use pickface::domain::floor::{self, FloorMap, Passage, Turns};
use pickface::domain::ids::TaskId;
use pickface::domain::picking::{self, LineState, Prompt};
use pickface::domain::walks::{Command, MAX_WALKS, Refusal, Walk};
use pickface::domain::{Actor, Event, Refusal as Any};

/// A list of one order with four places, in the pick sequence.
fn list(world: &mut World) -> TaskId {
    for (place, item) in [
        ("A-01", "LAMP"),
        ("A-02", "CUP"),
        ("A-03", "SOUP"),
        ("A-05", "LAMP"),
    ] {
        let lot = (item == "SOUP").then_some(("L1", day(90)));
        world.stock_of(place, item, "ACME", lot, 3);
    }
    let order = world.order("1001", &[("LAMP", 5), ("CUP", 2), ("SOUP", 1)]);
    world.picking(ADA, &[order])
}

fn follow(world: &World, task: TaskId, places: &[&str]) -> Command {
    let places = places.iter().map(|code| world.place(code)).collect();
    Command::Follow {
        made_on: world.w.seq,
        walks: vec![Walk { task, places }],
    }
}

fn order(world: &World, task: TaskId) -> Vec<String> {
    let lines = &world.w.task(task).unwrap().lines;
    lines
        .iter()
        .map(|line| world.w.places[&line.place()].code.to_string())
        .collect()
}

#[test]
fn the_list_is_gone_through_as_planned() {
    let mut world = World::new();
    let task = list(&mut world);
    assert_eq!(order(&world, task), ["A-01", "A-02", "A-03", "A-05"]);
    world.when(LEA, follow(&world, task, &["A-05", "A-03", "A-01", "A-02"]));
    assert_eq!(order(&world, task), ["A-05", "A-03", "A-01", "A-02"]);
    assert_eq!(world.prompt(task), Prompt::Place(0));
}

#[test]
fn a_plan_that_changes_nothing_is_no_event() {
    let mut world = World::new();
    let task = list(&mut world);
    assert!(
        world
            .when(LEA, follow(&world, task, &["A-01", "A-02", "A-03", "A-05"]))
            .is_empty()
    );
}

#[test]
fn what_was_fetched_meanwhile_stays_and_is_dropped_by_name() {
    let mut world = World::new();
    let task = list(&mut world);
    let plan = follow(&world, task, &["A-05", "A-02", "A-03", "A-01"]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02"]);
    let events = world.when(LEA, plan);
    assert_eq!(
        order(&world, task),
        ["A-01", "A-02", "A-05", "A-03"],
        "the first is done, at the second the picker stands"
    );
    assert_eq!(world.prompt(task), Prompt::Item(1));
    let [Event::WalkPlanned(planned)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(planned.dropped, [world.place("A-02"), world.place("A-01")]);
}

#[test]
fn a_place_that_the_plan_does_not_know_comes_last_and_what_was_passed_over_after_it() {
    let mut world = World::new();
    let task = list(&mut world);
    world.when(ADA, picking::Command::Skip { task });
    world.when(LEA, follow(&world, task, &["A-05", "A-03", "A-01"]));
    assert_eq!(order(&world, task), ["A-05", "A-03", "A-02", "A-01"]);
    let lines = &world.w.task(task).unwrap().lines;
    assert_eq!(lines[3].state, LineState::Skipped);
}

#[test]
fn what_was_picked_before_can_still_be_taken_back() {
    let mut world = World::new();
    let task = list(&mut world);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    world.when(LEA, follow(&world, task, &["A-05", "A-03", "A-02"]));
    let first = &world.w.task(task).unwrap().lines[0];
    assert_eq!(
        (first.state, first.place()),
        (LineState::Done, world.place("A-01"))
    );
}

#[test]
fn a_list_that_is_gone_is_left_out() {
    let mut world = World::new();
    let task = list(&mut world);
    let gone = TaskId(task.0 + 1);
    assert!(world.when(LEA, follow(&world, gone, &["A-01"])).is_empty());
}

#[test]
fn a_plan_of_another_warehouse_or_too_large_is_refused() {
    let mut world = World::new();
    let task = list(&mut world);
    let elsewhere = Command::Follow {
        made_on: world.w.seq + 1,
        walks: Vec::new(),
    };
    assert_eq!(
        world.refused(LEA, elsewhere),
        Any::Walks(Refusal::FromElsewhere(world.w.seq + 1))
    );
    let walk = Walk {
        task,
        places: Vec::new(),
    };
    let many = Command::Follow {
        made_on: 0,
        walks: vec![walk; MAX_WALKS + 1],
    };
    assert_eq!(
        world.refused(LEA, many),
        Any::Walks(Refusal::TooMany(MAX_WALKS + 1))
    );
}

#[test]
fn a_picker_does_not_plan() {
    let mut world = World::new();
    let task = list(&mut world);
    let plan = follow(&world, task, &["A-05"]);
    assert!(matches!(world.refused(ADA, plan), Any::Access(_)));
}

#[test]
fn a_picker_who_goes_to_another_place_of_the_list_fetches_there_first() {
    let mut world = World::new();
    let task = list(&mut world);
    world.scans(ADA, task, &["A-03"]);
    assert_eq!(order(&world, task), ["A-03", "A-01", "A-02", "A-05"]);
    assert_eq!(world.prompt(task), Prompt::Item(0));
    world.scans(ADA, task, &["SOUP", "T-01", "A-01"]);
    assert_eq!(world.prompt(task), Prompt::Item(1));
}

#[test]
fn scanning_on_to_another_place_than_the_next_takes_the_quantity_as_shown() {
    let mut world = World::new();
    let task = list(&mut world);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP", "A-05"]);
    assert_eq!(order(&world, task), ["A-01", "A-02", "A-05", "A-03"]);
    assert_eq!(world.in_tote("T-01", "CUP"), 2);
}

#[test]
fn a_place_that_was_passed_over_can_be_gone_to_at_any_time() {
    let mut world = World::new();
    let task = list(&mut world);
    world.when(ADA, picking::Command::Skip { task });
    assert_eq!(order(&world, task), ["A-02", "A-03", "A-05", "A-01"]);
    world.scans(ADA, task, &["A-01"]);
    assert_eq!(order(&world, task), ["A-01", "A-02", "A-03", "A-05"]);
    assert_eq!(world.prompt(task), Prompt::Item(0));
}

#[test]
fn a_place_where_nothing_is_wanted_is_still_wrong() {
    let mut world = World::new();
    let task = list(&mut world);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    let scan = picking::Command::Scan {
        task,
        code: "A-01".into(),
    };
    assert!(matches!(
        world.refused(ADA, scan),
        Any::Picking(picking::Refusal::WrongPlace { .. })
    ));
}

fn turns(heavy_first_g: u32, last_zones: &[&str]) -> floor::Command {
    floor::Command::SetTurns(Turns {
        heavy_first_g,
        last_zones: last_zones.iter().map(|zone| (*zone).into()).collect(),
    })
}

#[test]
fn heavy_goods_are_fetched_first_and_those_of_a_cold_zone_last() {
    let mut world = World::new();
    // A lamp weighs 250 g, a cup 120 g, a tin of soup 400 g.
    world.ask(Actor::System, turns(300, &["COLD"])).unwrap();
    world.change_place("A-01", |place| place.zone = "COLD".into());
    let task = list(&mut world);
    assert_eq!(order(&world, task), ["A-03", "A-02", "A-05", "A-01"]);
}

#[test]
fn what_is_said_of_the_floor_stands_once_and_only_between_two_places() {
    let mut world = World::new();
    let (from, to) = (world.place("A-01"), world.place("A-03"));
    let set = |from, to, passage| floor::Command::SetPassage { from, to, passage };
    assert_eq!(world.when(LEA, set(from, to, Some(Passage::OneWay))).len(), 1);
    assert!(world.when(LEA, set(from, to, Some(Passage::OneWay))).is_empty());
    world.when(LEA, set(to, from, Some(Passage::Closed)));
    assert_eq!(world.w.floor.stretches.len(), 1, "the last word counts");
    world.when(LEA, set(from, to, None));
    assert!(world.w.floor.stretches.is_empty());
    assert_eq!(
        world.refused(LEA, set(from, from, None)),
        Any::Floor(floor::Refusal::SamePlace(from))
    );
    let empty = FloorMap {
        square_mm: 500,
        squares: "###".into(),
    };
    let drawn = floor::Command::Draw(Some(empty));
    assert!(
        matches!(world.refused(LEA, drawn), Any::Access(_)),
        "a lead does not draw"
    );
    assert!(matches!(world.refused(ADA, set(from, to, None)), Any::Access(_)));
}
