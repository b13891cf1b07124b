use crate::desk::{Desk, SIZES};
use crate::world::{LEA, MEI, World};
use pickface::domain::masters::{self, Carrier};
use pickface::domain::orders::Stage;
use pickface::domain::{Actor, Class};
use pickface::ui::locale::Lang;

/// Three parcels of Dash's wait, and there is a carrier Snail without parcels. Their SSCCs.
fn floor() -> (World, Vec<String>) {
    let mut world = World::new();
    let snail = Carrier {
        code: "SNAIL".into(),
        name: "Snail".into(),
        ..Carrier::default()
    };
    world
        .ask(Actor::System, masters::Command::SaveCarrier(snail))
        .unwrap();
    world.stock("A-01", "LAMP", 100);
    let parcels = ["1001", "1002", "1003"].map(|number| world.packed(number, 1).1);
    let codes = parcels.map(|parcel| world.sscc(parcel));
    (world, codes.into())
}

fn at_dock(worker: &str, size: (u16, u16), lang: Lang) -> (Desk, Vec<String>) {
    let (world, codes) = floor();
    let mut desk = Desk::of(world, worker, size, lang);
    desk.scans(&["PFTODOCK", "D1", "DASH"]);
    (desk, codes)
}

#[test]
fn the_prompt_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("loading-{}-{}x{}", lang.tag(), size.0, size.1);
            let (world, codes) = floor();
            let mut desk = Desk::of(world, LEA, size, lang);
            desk.scans(&["PFTODOCK", "D1"]);
            insta::assert_snapshot!(format!("{name}-carrier"), desk.screen());
            desk.survives_every_size();
            desk.scans(&["DASH", &codes[0]]);
            insta::assert_snapshot!(name.clone(), desk.screen());
            desk.survives_every_size();
            desk.press("f1");
            insta::assert_snapshot!(format!("{name}-close"), desk.screen());
        }
    }
}

#[test]
fn a_parcel_that_left_is_refused_with_the_load_and_who_and_when_and_a_strangers_label_as_unknown() {
    let (mut desk, codes) = at_dock(LEA, (80, 24), Lang::En);
    let before = codes[0].as_str();
    desk.scans(&[before, "PFLDCLOSE", "PFLDCLOSE"]);
    desk.scans(&["D1", "DASH", before]);
    let shown = desk.screen();
    assert!(
        shown.contains(&format!("{before} left")) && shown.contains("by Lea"),
        "{shown}"
    );
    assert_eq!(desk.bells.last(), Some(&Class::No));
    // Behind its application identifier it is the same label.
    desk.scans(&[codes[1].as_str(), &format!("]C100{before}")]);
    assert!(
        desk.screen().contains(&format!("{before} left")),
        "{}",
        desk.screen()
    );
    // Example of GS1 General Specifications, section 2.2.1: somebody else's pallet.
    desk.scan("106141411234567897");
    let shown = desk.screen();
    assert!(
        shown.contains("106141411234567897") && !shown.contains("left"),
        "{shown}"
    );
}

#[test]
fn a_load_by_scans_alone() {
    let (world, codes) = floor();
    let mut desk = Desk::new(world, (20, 16), Lang::En);
    desk.scans(&["W9", "PFTODOCK", "D1", "DASH", &codes[0], &codes[1]]);
    desk.scan(&format!("]C100{}", codes[2]));
    assert_eq!(desk.bells.last(), Some(&Class::Last), "{}", desk.screen());
    desk.scans(&["PFLDCLOSE", "PFLDCLOSE"]);
    assert!(desk.w().loads.is_empty(), "{}", desk.screen());
    assert!(desk.w().parcels.is_empty());
    assert_eq!(desk.bells.last(), Some(&Class::Last));
}

#[test]
fn a_load_by_keys_alone() {
    let (world, codes) = floor();
    let mut desk = Desk::of(world, LEA, (80, 24), Lang::En);
    desk.type_line("/loading");
    desk.scan("PFTODOCK");
    for line in ["d1", "1", &codes[0], "1002", "1003"] {
        desk.type_line(line);
    }
    assert!(desk.screen().contains("3 loaded"), "{}", desk.screen());
    desk.press("f1").press("f1");
    assert!(desk.w().loads.is_empty(), "{}", desk.screen());
}

#[test]
fn what_still_waits_is_said_before_a_load_closes() {
    let (mut desk, codes) = at_dock(LEA, (80, 24), Lang::En);
    desk.scan(&codes[0]).press("f1");
    assert!(
        desk.screen().contains("2 parcels still wait for Dash"),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.bells.last(), Some(&Class::Check));
    // Anything between the two askings takes the first one back.
    desk.scan(&codes[1]).press("f1");
    assert_eq!(desk.w().loads.len(), 1, "{}", desk.screen());
    desk.press("f1");
    assert!(desk.w().loads.is_empty(), "{}", desk.screen());
    assert_eq!(desk.w().parcels.len(), 1, "the third waits for the next load");
}

#[test]
fn a_parcel_scanned_twice_is_refused_with_who_and_when() {
    let (mut desk, codes) = at_dock(MEI, (80, 24), Lang::En);
    desk.scan(&codes[0]).scan(&codes[0]);
    assert!(
        desk.screen().contains("In Load 1 already, by Mei "),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.bells.last(), Some(&Class::No));
}

#[test]
fn parcels_are_taken_off_until_escape() {
    let (mut desk, codes) = at_dock(MEI, (80, 24), Lang::En);
    desk.scans(&[&codes[0], &codes[1], &codes[2]]).press("f2");
    desk.scans(&[&codes[0], &codes[1]]);
    assert!(desk.screen().contains("1 loaded"), "{}", desk.screen());
    desk.press("esc").scan(&codes[0]);
    assert!(desk.screen().contains("2 loaded"), "{}", desk.screen());
}

#[test]
fn a_packer_may_load_but_not_close() {
    let (mut desk, codes) = at_dock(MEI, (80, 24), Lang::En);
    desk.scan(&codes[0]).press("f1").press("f1");
    assert!(desk.screen().contains("Mei may not do this"), "{}", desk.screen());
    assert_eq!(desk.w().loads.len(), 1);
}

#[test]
fn a_void_load_gives_its_parcels_back() {
    let (mut desk, codes) = at_dock(MEI, (80, 24), Lang::En);
    desk.scans(&[&codes[0], &codes[1], "PFLDVOID"]);
    assert!(desk.screen().contains("2 parcels come off"), "{}", desk.screen());
    desk.scan("PFLDVOID");
    assert!(desk.w().loads.is_empty(), "{}", desk.screen());
    assert!(desk.w().parcels.values().all(|p| p.loaded.is_none()));
}

#[test]
fn a_load_or_parcel_scanned_at_another_terminal_goes_on_with_it() {
    let (mut desk, codes) = at_dock(MEI, (80, 24), Lang::En);
    desk.scan(&codes[0]);
    let mut other = desk.beside(LEA);
    other.scans(&["PFTODOCK", "D1", &codes[1]]);
    assert!(other.screen().contains("2 loaded"), "{}", other.screen());
    let mut third = desk.beside(MEI);
    third.scans(&["PFTODOCK", "L-000001"]);
    assert!(third.screen().contains("2 loaded"), "{}", third.screen());
    // The first sees what came in meanwhile.
    desk.look_up();
    assert!(desk.screen().contains("2 loaded"), "{}", desk.screen());
}

#[test]
fn a_wrong_carriers_parcel_and_no_parcel_at_all_are_told_apart() {
    let (mut desk, codes) = at_dock(MEI, (80, 24), Lang::En);
    desk.press("f3").scan("SNAIL").scan(&codes[0]);
    assert!(
        desk.screen().contains("Dash takes it; this load is Snail"),
        "{}",
        desk.screen()
    );
    desk.scan("LAMP");
    assert!(desk.screen().contains("LAMP is no parcel"), "{}", desk.screen());
    desk.scan("A-01");
    assert!(
        desk.screen().contains("A-01 is no dock or lane"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_large_load_leaves_in_one_go() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1000);
    let mut codes = Vec::new();
    for n in 0..140 {
        let (_, parcel) = world.packed(&format!("{}", 5000 + n), 1);
        codes.push(world.sscc(parcel));
    }
    let load = world.load_for("DASH");
    for code in &codes {
        let code = code.as_str().into();
        let command = pickface::domain::shipping::Command::Scan { load, code };
        world.when(MEI, command);
    }
    let mut desk = Desk::of(world, LEA, (80, 24), Lang::En);
    desk.scans(&["PFTODOCK", "L-000001", "PFLDCLOSE", "PFLDCLOSE"]);
    // One act of the worker's: the rest goes by itself.
    desk.look_until("Load L-000001 is done");
    let w = desk.w();
    assert!(w.loads.is_empty() && w.parcels.is_empty(), "{}", desk.screen());
    assert!(w.orders.values().all(|order| order.stage == Stage::Shipped));
}
