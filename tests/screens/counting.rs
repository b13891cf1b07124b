use crate::desk::{Desk, SIZES};
use crate::world::{LEA, MEI, World, day};
use pickface::domain::counting::CountState;
use pickface::domain::{Class, Qty};
use pickface::ui::locale::Lang;

/// 37 lamps by the book at A-01, which is to be counted.
fn floor() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 37);
    world.counts(&["A-01"]);
    world
}

fn counter(world: World, size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(world, MEI, size, lang);
    desk.scan("PFTOCOUNT");
    desk
}

fn open(desk: &Desk) -> usize {
    desk.w().counts.len()
}

#[test]
fn the_prompts_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = counter(floor(), size, lang);
            let name = |what: &str| format!("counting-{what}-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name("place"), desk.screen());
            desk.scan("A-01");
            insta::assert_snapshot!(name("items"), desk.screen());
            desk.scans(&["LAMP", "14006381333938"]);
            insta::assert_snapshot!(name("more"), desk.screen());
            desk.scan("A-02");
            insta::assert_snapshot!(name("refused"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_place_by_scans_alone_agrees() {
    let mut desk = Desk::new(floor(), (20, 16), Lang::En);
    desk.scans(&["W3", "PFTOCOUNT", "A-01", "14006381333938"]);
    for _ in 0..13 {
        desk.scan("LAMP");
    }
    desk.scan("A-01");
    assert_eq!(open(&desk), 0, "{}", desk.screen());
    assert_eq!(desk.bells.last(), Some(&Class::Last), "{}", desk.screen());
    assert!(desk.screen().contains("A-01 agrees"), "{}", desk.screen());
}

#[test]
fn a_place_by_keys_alone_agrees() {
    let mut desk = Desk::new(floor(), (80, 24), Lang::En);
    desk.type_line("3");
    let home = desk.screen();
    let line = home.lines().find(|line| line.contains(" Count ")).unwrap();
    desk.type_text(&line.trim()[..1]).type_line("a-01");
    desk.type_line("lamp").type_line("37").press("f9 2");
    assert_eq!(open(&desk), 0, "{}", desk.screen());
}

#[test]
fn the_book_is_never_shown_to_the_counter() {
    for size in SIZES {
        for lang in Lang::ALL {
            let mut desk = counter(floor(), size, lang);
            let mut seen = vec![desk.screen()];
            for code in ["A-01", "LAMP", "A-02", "CUP", "PFTELL", "PFBCK", "LAMP"] {
                desk.scan(code);
                seen.push(desk.screen());
            }
            assert!(
                seen.iter().all(|screen| !screen.contains("37")),
                "{}",
                seen.join("\n")
            );
        }
    }
}

#[test]
fn a_difference_is_recounted_by_somebody_else() {
    let mut desk = counter(floor(), (80, 24), Lang::En);
    desk.scans(&["A-01", "LAMP"]).type_line("20").scan("A-01");
    assert!(
        desk.screen().contains("somebody else recounts"),
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains("No count waits"), "{}", desk.screen());
    desk.scan("A-01");
    assert!(desk.screen().contains("You counted A-01"), "{}", desk.screen());
    let mut lea = desk.beside(LEA);
    lea.scan("PFTOCOUNT");
    assert!(lea.screen().contains("second count"), "{}", lea.screen());
    assert!(!lea.screen().contains("20"), "{}", lea.screen());
    lea.scans(&["A-01", "LAMP"]).type_line("20").scan("A-01");
    let w = lea.w();
    assert_eq!(
        w.counts.values().next().unwrap().state,
        CountState::Review,
        "{}",
        lea.screen()
    );
}

#[test]
fn an_empty_place_is_said_so_and_confirmed() {
    let mut world = World::new();
    world.counts(&["A-03"]);
    let mut desk = counter(world, (20, 16), Lang::En);
    desk.scans(&["A-03", "PFNONE", "PFOK"]);
    assert_eq!(open(&desk), 0, "{}", desk.screen());
    let mut desk = counter(floor(), (20, 16), Lang::En);
    desk.scan("A-01").press("f1 esc");
    assert!(desk.screen().contains("Scan an item"), "{}", desk.screen());
    desk.scan("LAMP").press("f1");
    assert!(desk.screen().contains("not empty"), "{}", desk.screen());
}

#[test]
fn a_known_lot_is_scanned_and_a_new_one_needs_its_date() {
    let mut world = World::new();
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(100))), 5);
    world.counts(&["A-01"]);
    let mut desk = counter(world, (80, 24), Lang::En);
    desk.scans(&["A-01", "SOUP", "L1", "SOUP"]);
    assert!(desk.screen().contains("lot L1"), "{}", desk.screen());
    assert!(desk.screen().contains("2 ea"), "{}", desk.screen());
    desk.scan("A-01");
    let mut world = World::new();
    world.stock_of("A-01", "SOUP", "ACME", Some(("L1", day(100))), 5);
    world.counts(&["A-01"]);
    let mut desk = counter(world, (80, 24), Lang::En);
    desk.scans(&["A-01", "SOUP", "L9"]);
    assert!(desk.screen().contains("New lot L9"), "{}", desk.screen());
    desk.scan("soon");
    assert_eq!(desk.bells.last(), Some(&Class::No));
    desk.scan("270131");
    assert!(desk.screen().contains("lot L9"), "{}", desk.screen());
    let w = desk.w();
    let (soup, _) = w.scan("SOUP").item().unwrap();
    assert!(w.lot_by_code(soup, "L9").is_some_and(|lot| lot.expiry.is_some()));
}

#[test]
fn whose_goods_they_are_is_typed_where_there_are_two_owners() {
    let mut world = World::new();
    world
        .stock("A-01", "CUP", 5)
        .stock_of("A-01", "LAMP", "BOLT", None, 3)
        .stock_of("A-02", "CUP", "BOLT", None, 3);
    world.counts(&["A-03"]);
    let mut desk = counter(world, (80, 24), Lang::En);
    desk.scans(&["A-03", "CUP"]);
    assert!(desk.screen().contains("Whose is CUP"), "{}", desk.screen());
    desk.type_line("bolt").scan("CUP");
    let w = desk.w();
    let count = w.counts.values().next().unwrap();
    let bolt = w.owner_by_code("BOLT").unwrap().id;
    assert_eq!(
        (count.lines[0].goods.owner, count.lines[0].counted),
        (bolt, Qty(1))
    );
}

#[test]
fn what_was_counted_is_put_back_only_after_a_question() {
    let mut desk = counter(floor(), (80, 24), Lang::En);
    desk.scans(&["A-01", "LAMP"]).press("f9 8");
    assert!(desk.screen().contains("is forgotten"), "{}", desk.screen());
    desk.scan("LAMP");
    assert!(desk.screen().contains("2 ea"), "{}", desk.screen());
    desk.press("f9 8 enter");
    assert_eq!(desk.w().open_counts().count(), 1, "{}", desk.screen());
}

#[test]
fn refusals_say_what_is_wanted_and_undo_takes_a_scan_back() {
    let mut desk = counter(floor(), (80, 24), Lang::En);
    for (code, told) in [
        ("LAMP", "Scan A-01 first"),
        ("A-02", "Expected A-01. This is A-02"),
        ("A-01", "Scan an item"),
        ("A-01", "Nothing counted at A-01"),
        ("NOWHERE", "Which item is it?"),
        ("T-01", "Only items are counted at A-01"),
    ] {
        desk.scan(code);
        assert!(desk.screen().contains(told), "{code}: {}", desk.screen());
    }
    desk.scans(&["LAMP", "LAMP"]).press("f4");
    assert!(desk.screen().contains("1 ea"), "{}", desk.screen());
}

#[test]
fn another_terminal_shows_what_was_counted() {
    let mut desk = counter(floor(), (20, 16), Lang::En);
    desk.scans(&["A-01", "LAMP", "LAMP"]);
    let mut other = desk.beside(MEI);
    other.scan("PFTOCOUNT");
    assert!(other.screen().contains("2 ea"), "{}", other.screen());
}
