use crate::desk::{Desk, SIZES};
use crate::world::{LEA, World};
use pickface::domain::Timestamp;
use pickface::domain::floor::Passage;
use pickface::domain::ids::PlaceId;
use pickface::domain::places::PlaceKind;
use pickface::domain::popularity::Command;
use pickface::ui::locale::Lang;
use std::time::{SystemTime, UNIX_EPOCH};

/// Cups are picked most and lie far from the bench; A-01 is over full by volume.
fn floor() -> World {
    let mut world = World::new();
    // Figures fade by the hub's clock, which is the machine's: these are of now.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    world.now = Timestamp(i64::try_from(since.as_millis()).unwrap());
    world.stock("A-01", "CUP", 10).stock("A-04", "LAMP", 12);
    for (item, picks) in [("CUP", 80), ("LAMP", 5)] {
        let item = world.item(item);
        let units = picks * 2;
        world.when(LEA, Command::Set { item, picks, units });
    }
    world.change_place("A-01", |place| place.max_volume_mm3 = 2_000_000);
    world.change_place("A-02", |place| place.y_mm = 3000);
    world.change_place("A-04", |place| place.max_volume_mm3 = 20_000_000);
    world
}

#[test]
fn places_plan_and_map_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            desk.scan("PFTOSLOTS");
            let name = format!("slotting-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name.clone(), desk.screen());
            desk.survives_every_size();
            desk.press("f3");
            insta::assert_snapshot!(format!("{name}-load"), desk.screen());
            desk.survives_every_size();
            desk.press("f3");
            insta::assert_snapshot!(format!("{name}-popularity"), desk.screen());
            desk.survives_every_size();
            desk.press("f1").survives_every_size();
        }
    }
}

#[test]
fn the_plan_takes_what_is_picked_most_nearest_to_the_bench_where_there_is_room() {
    let mut desk = Desk::of(floor(), LEA, (40, 8), Lang::En);
    desk.scan("PFTOSLOTS").press("f1");
    // A-04 is nearer to bench B1 than A-03, but its lamps would not fit into A-01.
    let shown = desk.screen();
    let row = shown.lines().find(|line| line.contains("CUP")).unwrap();
    assert!(row.find("A-01").unwrap() < row.find("A-03").unwrap(), "{shown}");
}

#[test]
fn the_cursor_walks_bay_by_bay_and_shows_the_place() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOSLOTS").press("f3");
    // Ten cups are 2.88 of 2 litres.
    assert!(desk.screen().contains("A-01  144 %  CUP"), "{}", desk.screen());
    desk.press("right");
    assert!(desk.screen().contains("A-03"), "{}", desk.screen());
    desk.press("up");
    assert!(desk.screen().contains("A-02"), "{}", desk.screen());
    desk.scan("A-04");
    assert!(desk.screen().contains("A-04  60 %  LAMP"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.screen().contains("WHITE METAL LANTERN"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("A-04  60 %"), "{}", desk.screen());
}

/// Everything by keys and scans: the lead orders the moves, a picker finds and does them.
#[test]
fn the_plan_is_ordered_and_carried_out() {
    let mut lead = Desk::of(floor(), LEA, (80, 24), Lang::En);
    lead.scan("PFTOSLOTS").press("f1");
    let suggested = lead.screen();
    assert!(suggested.contains("A-03"), "{suggested}");
    lead.scan("PFDOIT");
    let ordered = lead.screen();
    assert!(
        ordered.contains("1 ordered") && ordered.contains("Moves ordered: 1"),
        "{ordered}"
    );
    let mut picker = lead.beside(crate::world::ADA);
    picker.scan("PFTOSHIFT");
    assert!(
        picker.screen().contains("Ordered moves: 1"),
        "{}",
        picker.screen()
    );
    picker.scan("PFNEXT");
    assert!(picker.screen().contains("Scan A-01"), "{}", picker.screen());
    picker.scan("A-01");
    assert!(picker.screen().contains("Scan item CUP"), "{}", picker.screen());
    picker.scan("CUP");
    assert!(picker.screen().contains("scan A-03"), "{}", picker.screen());
    picker.scan("A-03");
    assert!(picker.w().relocations.is_empty(), "{}", picker.screen());
}

#[test]
fn an_ordered_move_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            desk.scans(&["PFTOSLOTS", "PFSLOTS", "PFDOIT", "PFTOSHIFT", "PFNEXT"]);
            let name = |what: &str| format!("moving-ordered-{what}-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name("go"), desk.screen());
            desk.survives_every_size();
            desk.scans(&["A-01", "CUP"]);
            insta::assert_snapshot!(name("to"), desk.screen());
        }
    }
}

#[test]
fn the_floor_now_and_then_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            desk.scans(&["PFTOSLOTS", "PFDIFF"]);
            let name = format!("slotting-{}-{}x{}-compare", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name, desk.screen());
            desk.survives_every_size();
            desk.press("f2").survives_every_size();
        }
    }
}

/// By scans alone: the search, its moves, their order; then by keys back to the list.
#[test]
fn what_a_search_found_is_ordered() {
    let mut lead = Desk::of(floor(), LEA, (80, 24), Lang::En);
    lead.scans(&["PFTOSLOTS", "PFDIFF"]);
    assert!(lead.screen().contains("m less"), "{}", lead.screen());
    lead.scan("PFSLOTS");
    let row = lead.screen();
    let row = row.lines().find(|line| line.contains("CUP"));
    assert!(row.is_some_and(|row| row.contains("A-01")), "{}", lead.screen());
    lead.scan("PFDOIT");
    assert!(lead.screen().contains("ordered"), "{}", lead.screen());
    assert!(!lead.w().relocations.is_empty());
    lead.press("esc");
    assert!(lead.screen().contains("Slotting"), "{}", lead.screen());
}

#[test]
fn without_a_bench_the_search_says_what_it_takes() {
    let mut world = floor();
    let benches: Vec<_> = world
        .w
        .places
        .iter()
        .filter(|(_, p)| p.kind == PlaceKind::Bench)
        .map(|(id, _)| *id)
        .collect();
    for bench in benches {
        let mut place = (*world.w.places[&bench]).clone();
        place.kind = PlaceKind::Staging;
        world.when(LEA, pickface::domain::masters::Command::SavePlace(place));
    }
    let mut desk = Desk::of(world, LEA, (40, 8), Lang::En);
    desk.scans(&["PFTOSLOTS", "PFDIFF"]);
    assert!(desk.screen().contains("Nothing to plan"), "{}", desk.screen());
}

#[test]
fn aisles_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            desk.scans(&["PFTOSLOTS", "PFFLOOR", "PFSHUT"]);
            let name = format!("slotting-{}-{}x{}-aisles", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name, desk.screen());
            desk.survives_every_size();
        }
    }
}

/// By scans alone: the aisle of a scanned place is closed, and opened again; then the same by keys.
#[test]
fn an_aisle_is_closed_by_scanning_a_place_in_it_and_opened_again() {
    let mut lead = Desk::of(floor(), LEA, (80, 24), Lang::En);
    lead.scans(&["PFTOSLOTS", "PFFLOOR", "A-04", "PFSHUT"]);
    assert!(lead.screen().contains("CLOSED"), "{}", lead.screen());
    let ends = |desk: &Desk| {
        let w = desk.w();
        let told = w.floor.stretches.iter();
        let code = |place: &PlaceId| w.places[place].code.to_string();
        told.map(|((from, to), passage)| (code(from), code(to), *passage))
            .collect::<Vec<_>>()
    };
    let closed = [("A-01".into(), "A-06".into(), Passage::Closed)];
    assert_eq!(ends(&lead), closed);
    lead.scan("PFSHUT");
    assert!(lead.screen().contains("closed already"), "{}", lead.screen());
    lead.scan("PFNOTSHUT");
    assert_eq!(ends(&lead), []);
    lead.scan("B1");
    assert!(lead.screen().contains("no place along"), "{}", lead.screen());
    lead.press("f1");
    assert_eq!(ends(&lead), closed);
    lead.press("f2");
    assert_eq!(ends(&lead), []);
    lead.press("esc");
    assert!(lead.screen().contains("Slotting"), "{}", lead.screen());
}
