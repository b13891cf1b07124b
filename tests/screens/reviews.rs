use crate::desk::{Desk, SIZES};
use crate::world::{LEA, MEI, World};
use pickface::domain::Qty;
use pickface::domain::counting::{Command, CountState};
use pickface::ui::locale::Lang;

/// The book has 48 lamps in A-05; Mei and then Lea counted 46.
fn floor() -> World {
    let mut world = World::new();
    world.stock("A-05", "LAMP", 48).stock("A-05", "CUP", 3);
    let count = world.counts(&["A-05"]);
    for worker in [MEI, LEA] {
        if world.w.count(count).unwrap().state == CountState::Review {
            break;
        }
        world.when(worker, Command::Claim { count: Some(count) });
        world.count_scans(worker, count, &["A-05", "CUP"]);
        world.when(worker, Command::Quantity { count, qty: Qty(3) });
        world.count_scans(worker, count, &["LAMP"]);
        world.when(worker, Command::Quantity { count, qty: Qty(46) });
        world.count_scans(worker, count, &["A-05"]);
    }
    assert_eq!(world.w.count(count).unwrap().state, CountState::Review);
    world
}

#[test]
fn counts_that_wait_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            desk.scan("PFTODIFFS");
            let name = format!("reviews-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name, desk.screen());
            desk.survives_every_size();
            desk.press("enter").survives_every_size();
            desk.press("f1").survives_every_size();
        }
    }
}

#[test]
fn a_lead_sees_both_sides_and_books_the_difference_by_keys() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTODIFFS").press("enter");
    let shown = desk.screen();
    assert!(shown.contains("LAMP -2") && shown.contains("6.78"), "{shown}");
    assert!(
        shown.contains("1 case + 22") && shown.contains("2 cases"),
        "{shown}"
    );
    desk.press("f1").press("2");
    let w = desk.w();
    let place = w.scan("A-05").place().unwrap();
    let lamp = w.scan("LAMP").item().unwrap().0;
    let holder = pickface::domain::stock::Holder::Place(place);
    let held: Qty = w
        .stock_in(holder)
        .filter(|(key, _)| key.item == lamp)
        .map(|(_, stock)| stock.on_hand)
        .sum();
    assert_eq!(held, Qty(46), "{}", desk.screen());
    assert_eq!(w.counts_to_review().count(), 0);
    assert!(desk.screen().contains("No count waits"), "{}", desk.screen());
}

#[test]
fn by_scans_alone_a_count_is_opened_and_counted_again() {
    let mut desk = Desk::of(floor(), LEA, (20, 16), Lang::En);
    desk.scan("PFTODIFFS").scan("A-05").scan("PFREJECT");
    let w = desk.w();
    let count = w.count_at(w.scan("A-05").place().unwrap()).unwrap();
    assert_eq!(
        w.count(count).unwrap().state,
        CountState::Open,
        "{}",
        desk.screen()
    );
}

#[test]
fn a_count_that_another_lead_judged_leaves_the_screen() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTODIFFS").press("enter");
    let mut other = desk.beside(LEA);
    other.scans(&["PFTODIFFS", "A-05", "PFTRUE", "PFOK"]);
    desk.look_up();
    assert!(desk.screen().contains("No count waits"), "{}", desk.screen());
}

#[test]
fn other_scans_are_looked_up() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTODIFFS").scan("CUP");
    assert!(desk.screen().contains("CREAM CUPID"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("Count reviews"), "{}", desk.screen());
}
