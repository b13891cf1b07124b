use crate::world::*;
use pickface::domain::popularity;
use pickface::domain::relocating::{Command, Refusal};
use pickface::domain::slotting::suggest_moves;
use pickface::domain::{Event, Refusal as Any, moving};

/// Cups are picked most and lie in A-04, far from the bench; A-01 is next to it. Lamps, picked seldom, lie there.
fn changing_places() -> World {
    let mut world = World::new();
    world.stock("A-01", "CUP", 8).stock("A-04", "LAMP", 5);
    for (item, picks) in [("CUP", 80), ("LAMP", 5)] {
        let item = world.item(item);
        let units = picks * 2;
        world.when(LEA, popularity::Command::Set { item, picks, units });
    }
    // The bench stands at x = 7 m: A-04 is the nearest pick face, A-01 the farthest.
    for place in ["A-02", "A-03"] {
        world.change_place(place, |place| place.blocked = true);
    }
    world
}

fn order_all(world: &mut World) -> Vec<Event> {
    let moves = suggest_moves(&world.w, 100);
    world.when(LEA, Command::Order { moves, made_on: 0 })
}

fn moves_by(world: &mut World, worker: &str, codes: &[&str]) -> Vec<Event> {
    let mut last = Vec::new();
    for code in codes {
        let code = (*code).into();
        last = world.when(worker, moving::Command::Scan { code });
    }
    last
}

/// (item, where it goes) of what a worker does next.
fn next(world: &World, worker: &str) -> Option<(String, String)> {
    let next = world.w.relocation_of(world.worker(worker))?;
    let item = world.w.items[&next.key.item].code.to_string();
    Some((item, world.w.places[&next.to].code.to_string()))
}

#[test]
fn an_exchange_is_ordered_taken_and_carried_out_by_one_worker() {
    let mut world = changing_places();
    order_all(&mut world);
    assert_eq!(world.w.relocations.len(), 2);
    world.when(ADA, Command::Next);
    // Both fit together for the moment, so no tote is needed: what makes room goes first.
    assert_eq!(next(&world, ADA), Some(("LAMP".into(), "A-01".into())));
    moves_by(&mut world, ADA, &["A-04", "LAMP", "A-01"]);
    assert_eq!(next(&world, ADA), Some(("CUP".into(), "A-04".into())));
    moves_by(&mut world, ADA, &["A-01", "CUP", "A-04"]);
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("A-04", "CUP")),
        (5, 8)
    );
    assert!(world.w.relocations.is_empty());
    let again = suggest_moves(&world.w, 100);
    assert!(again.is_empty(), "nothing is left to gain: {again:?}");
}

#[test]
fn goods_that_would_not_lie_together_go_by_way_of_a_tote() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 8);
    world.stock_of("A-04", "LAMP", "BOLT", None, 5);
    for (item, picks) in [("CUP", 80), ("LAMP", 5)] {
        let item = world.item(item);
        let units = picks * 2;
        world.when(LEA, popularity::Command::Set { item, picks, units });
    }
    for place in ["A-02", "A-03"] {
        world.change_place(place, |place| place.blocked = true);
    }
    order_all(&mut world);
    world.when(ADA, Command::Next);
    // Two owners' goods never lie in one bin: the lamps go into a tote, the cups after them, then the lamps.
    assert_eq!(next(&world, ADA), Some(("LAMP".into(), "A-01".into())));
    moves_by(&mut world, ADA, &["A-04", "LAMP", "T-03"]);
    assert_eq!(next(&world, ADA), Some(("CUP".into(), "A-04".into())));
    moves_by(&mut world, ADA, &["A-01", "CUP", "A-04"]);
    let lamps = world.w.relocation_of(world.worker(ADA)).unwrap().key.holder;
    assert_eq!(lamps, pickface::domain::stock::Holder::Lpn(world.tote("T-03")));
    let told = world.refused(ADA, Command::GiveBack);
    assert!(matches!(told, Any::Relocating(Refusal::OnTheWay(..))), "{told:?}");
    moves_by(&mut world, ADA, &["T-03", "LAMP", "A-01"]);
    assert!(world.w.relocations.is_empty());
}

#[test]
fn two_workers_never_get_the_same_move_and_halves_of_an_exchange_stay_together() {
    let mut world = changing_places();
    order_all(&mut world);
    world.when(ADA, Command::Next);
    assert_eq!(
        world.refused(BEN, Command::Next),
        Any::Relocating(Refusal::NoneWaits)
    );
    world.when(ADA, Command::GiveBack);
    world.when(BEN, Command::Next);
    assert_eq!(world.w.relocations_of(world.worker(BEN)).count(), 2);
}

#[test]
fn a_plan_of_what_has_not_happened_here_is_stale() {
    let mut world = changing_places();
    let moves = suggest_moves(&world.w, 100);
    let made_on = world.w.seq + 1;
    let told = world.refused(LEA, Command::Order { moves, made_on });
    assert_eq!(told, Any::Relocating(Refusal::AllStale(2)));
}

#[test]
fn moves_that_do_not_fit_the_present_are_dropped_by_name() {
    let mut world = changing_places();
    let moves = suggest_moves(&world.w, 100);
    // Meanwhile somebody took the lamps elsewhere: the cups' place is free, but the exchange is none any more.
    moves_by(&mut world, BEN, &["A-04", "LAMP", "A-05"]);
    let told = world.refused(
        LEA,
        Command::Order {
            moves: moves.clone(),
            made_on: 0,
        },
    );
    assert_eq!(told, Any::Relocating(Refusal::AllStale(2)));
    let nothing = world.refused(
        LEA,
        Command::Order {
            moves: vec![],
            made_on: 0,
        },
    );
    assert_eq!(nothing, Any::Relocating(Refusal::Nothing));
    let may_not = world.refused(ADA, Command::Order { moves, made_on: 0 });
    assert!(matches!(may_not, Any::Access(_)), "{may_not:?}");
}

#[test]
fn what_is_ordered_is_not_suggested_again_and_an_undo_calls_it_off() {
    let mut world = changing_places();
    let ordered = order_all(&mut world);
    assert!(suggest_moves(&world.w, 100).is_empty());
    world.undo(LEA, &ordered).unwrap();
    assert!(world.w.relocations.is_empty());
    assert_eq!(suggest_moves(&world.w, 100).len(), 2);
}

#[test]
fn an_undone_move_is_to_be_done_again() {
    let mut world = changing_places();
    let ordered = order_all(&mut world);
    world.when(ADA, Command::Next);
    let moved = moves_by(&mut world, ADA, &["A-04", "LAMP", "A-01"]);
    world.undo(ADA, &moved).unwrap();
    assert_eq!(world.in_bin("A-04", "LAMP"), 5);
    assert_eq!(next(&world, ADA), Some(("LAMP".into(), "A-01".into())));
    let late = world.undo(LEA, &ordered).unwrap_err();
    assert!(matches!(late, Any::Relocating(Refusal::WentOn(_))), "{late:?}");
}

#[test]
fn goods_that_were_picked_meanwhile_need_no_move() {
    let mut world = changing_places();
    order_all(&mut world);
    let order = world.order("1001", &[("LAMP", 5)]);
    let task = world.picking(BEN, &[order]);
    world.scans(BEN, task, &["A-04", "LAMP"]);
    world.when(
        BEN,
        pickface::domain::picking::Command::Quantity {
            task,
            qty: pickface::domain::Qty(5),
        },
    );
    world.scans(BEN, task, &["T-01"]);
    let told = world.when(ADA, Command::Next);
    assert!(
        told.iter()
            .any(|event| matches!(event, Event::RelocationClosed(_))),
        "{told:?}"
    );
    assert_eq!(next(&world, ADA), Some(("CUP".into(), "A-04".into())));
}
