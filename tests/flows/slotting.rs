use crate::world::*;
use pickface::domain::counting;
use pickface::domain::masters;
use pickface::domain::popularity::{Command, Refusal};
use pickface::domain::slotting::{AbcClass, Ranks, suggest_moves, view};
use pickface::domain::{Qty, Refusal as Any};

fn popular(world: &mut World, item: &str, picks: i64) {
    let item = world.item(item);
    let units = picks * 3;
    world.when(LEA, Command::Set { item, picks, units });
}

/// (item, from, to) of the moves suggested.
fn moves(world: &World, limit: usize) -> Vec<(String, String, String)> {
    let place = |id| world.w.places[&id].code.to_string();
    suggest_moves(&world.w, limit)
        .iter()
        .map(|m| {
            (
                world.w.items[&m.item].code.to_string(),
                place(m.from),
                place(m.to),
            )
        })
        .collect()
}

fn told(moves: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    let all = moves.iter();
    all.map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into()))
        .collect()
}

#[test]
fn every_pick_counts_towards_its_items_popularity() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 8)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    let lamp = world.w.popularity_of(world.item("LAMP"));
    assert_eq!(lamp.units_a_week(world.now), 1, "eight units over eight weeks");
    assert_eq!(
        lamp.picks_a_week_tenths(world.now),
        1,
        "one pick over eight weeks"
    );
    assert_eq!(Ranks::of(&world.w).rank(world.item("LAMP")), Some(1));
    assert_eq!(Ranks::of(&world.w).rank(world.item("CUP")), None);
}

#[test]
fn history_taken_over_ranks_items_and_the_same_again_changes_nothing() {
    let mut world = World::new();
    for (item, picks) in [("CUP", 80), ("LAMP", 15), ("SOUP", 5)] {
        popular(&mut world, item, picks);
    }
    let ranks = Ranks::of(&world.w);
    let class = |item: &str| ranks.class(world.item(item));
    assert_eq!(
        (class("CUP"), class("LAMP"), class("SOUP")),
        (AbcClass::A, AbcClass::B, AbcClass::C)
    );
    let cup = world.w.popularity_of(world.item("CUP"));
    assert_eq!(cup.picks_a_week_tenths(world.now), 800);
    let item = world.item("CUP");
    let again = Command::Set {
        item,
        picks: 80,
        units: 240,
    };
    assert!(world.when(LEA, again).is_empty());
}

#[test]
fn popularity_of_nothing_known_or_below_zero_is_refused() {
    let mut world = World::new();
    let unknown = Command::Set {
        item: pickface::domain::ids::ItemId(99),
        picks: 1,
        units: 1,
    };
    assert_eq!(world.refused(LEA, unknown), Refusal::UnknownItem.into());
    let item = world.item("CUP");
    let below = Command::Set {
        item,
        picks: -1,
        units: 0,
    };
    assert_eq!(world.refused(LEA, below.clone()), Refusal::BadFigure(item).into());
    assert!(matches!(world.refused(ADA, below), Any::Access(_)));
}

#[test]
fn the_view_shows_load_by_volume_and_weight_and_the_way_to_the_bench() {
    let mut world = World::new();
    let mut place = (*world.w.places[&world.place("A-01")]).clone();
    // Ten lanterns of a litre fit, and forty of 250 g are borne.
    (place.max_volume_mm3, place.max_weight_g) = (10_000_000, 10_000);
    world.when(LEA, masters::Command::SavePlace(place));
    world.stock("A-01", "LAMP", 5);
    popular(&mut world, "LAMP", 7);
    let rows = view(&world.w);
    assert_eq!(rows.len(), 6, "benches, lanes and docks are no slots");
    let first = &rows[0];
    assert_eq!(first.place, world.place("A-01"));
    assert_eq!((first.volume_percent, first.weight_percent), (Some(50), Some(12)));
    assert_eq!(first.distance_mm, Some(6_000));
    let lamp = &first.items[0];
    assert_eq!(
        (lamp.qty, lamp.rank, lamp.picks_a_week_tenths),
        (Qty(5), Some(1), 70)
    );
    assert_eq!(rows[1].volume_percent, None, "nobody measured A-02");
}

#[test]
fn the_most_popular_item_goes_to_the_empty_face_nearest_the_bench() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 5).stock("A-02", "CUP", 5);
    popular(&mut world, "LAMP", 10);
    popular(&mut world, "CUP", 90);
    assert_eq!(
        moves(&world, 9),
        told(&[("CUP", "A-02", "A-04"), ("LAMP", "A-01", "A-03")])
    );
    assert_eq!(moves(&world, 1), told(&[("CUP", "A-02", "A-04")]));
}

#[test]
fn a_slow_item_makes_room_for_one_twice_as_popular() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 5).stock("A-04", "LAMP", 5);
    world.stock_of("A-03", "SOUP", "ACME", Some(("L1", day(90))), 5);
    popular(&mut world, "CUP", 90);
    popular(&mut world, "LAMP", 46);
    popular(&mut world, "SOUP", 45);
    assert_eq!(
        moves(&world, 9),
        told(&[("SOUP", "A-03", "A-01"), ("CUP", "A-01", "A-03")]),
        "the lantern is more than half as popular and stays"
    );
}

#[test]
fn what_does_not_fit_is_promised_mixed_or_being_counted_stays() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 5);
    popular(&mut world, "CUP", 90);
    assert_eq!(moves(&world, 9), told(&[("CUP", "A-01", "A-04")]));

    let mut small = (*world.w.places[&world.place("A-04")]).clone();
    small.max_volume_mm3 = 60 * 60 * 80 * 4;
    world.when(LEA, masters::Command::SavePlace(small));
    assert_eq!(
        moves(&world, 9),
        told(&[("CUP", "A-01", "A-03")]),
        "four cups fit A-04"
    );
    world.stock_of("A-03", "CUP", "BOLT", None, 1);
    world.stock("A-03", "LAMP", 1);
    assert_eq!(
        moves(&world, 9),
        told(&[("CUP", "A-01", "A-02")]),
        "two owners' goods lie in A-03"
    );
    let places = vec![world.place("A-02")];
    let reason = counting::Reason::Chosen;
    world.when(LEA, counting::Command::MakeCounts { places, reason });
    assert_eq!(moves(&world, 9), told(&[]), "A-02 is about to be counted");
}

#[test]
fn promised_stock_stays_where_its_picker_looks_for_it() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 5);
    popular(&mut world, "CUP", 90);
    let order = world.order("1001", &[("CUP", 1)]);
    world.picking(ADA, &[order]);
    assert_eq!(moves(&world, 9), told(&[]));
}
