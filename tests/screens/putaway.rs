use crate::desk::{Desk, SIZES};
use crate::world::{BEN, World, day};
use pickface::domain::Class;
use pickface::domain::stock::Holder;
use pickface::ui::locale::Lang;

/// 48 lamps stand at the dock; lamps also lie in A-01, so that is where they belong.
fn dock() -> World {
    let mut world = World::new();
    world.stock("D1", "LAMP", 48).stock("A-01", "LAMP", 10);
    world
}

fn worker(world: World, size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(world, BEN, size, lang);
    desk.scan("PFTOPUT");
    desk
}

fn at(desk: &Desk, place: &str, item: &str) -> i64 {
    let w = desk.w();
    let holder = Holder::Place(w.scan(place).place().unwrap());
    let (item, _) = w.scan(item).item().unwrap();
    let lines = w.stock_in(holder).filter(|(key, _)| key.item == item);
    lines.map(|(_, stock)| stock.on_hand.0).sum()
}

#[test]
fn the_prompts_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut world = dock();
            world.stock("D1", "CUP", 6);
            let mut desk = worker(world, size, lang);
            let name = |what: &str| format!("putaway-{what}-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name("sources"), desk.screen());
            desk.scan("D1");
            insta::assert_snapshot!(name("goods"), desk.screen());
            desk.scan("LAMP");
            insta::assert_snapshot!(name("bin"), desk.screen());
            desk.scan("A-03");
            insta::assert_snapshot!(name("other"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_dock_is_cleared_by_scans_alone() {
    let mut world = dock();
    world.stock("D1", "CUP", 6);
    let mut desk = Desk::new(world, (20, 16), Lang::En);
    desk.scans(&["W2", "PFTOPUT", "D1", "LAMP", "A-01"]);
    assert_eq!(at(&desk, "A-01", "LAMP"), 58, "{}", desk.screen());
    // One kind of goods is left: it is in hand at once, with its bin on the screen.
    desk.scan("A-02");
    assert_eq!(at(&desk, "A-02", "CUP"), 6, "{}", desk.screen());
    assert_eq!(desk.bells.last(), Some(&Class::Last));
    assert!(desk.screen().contains("Nothing waits"), "{}", desk.screen());
}

#[test]
fn a_dock_is_cleared_by_keys_alone() {
    let mut world = dock();
    world.stock("D1", "CUP", 6);
    let mut desk = Desk::new(world, (80, 24), Lang::En);
    desk.type_line("2").press("3").type_line("1");
    // The first line of the list, of which a part goes to another bin: Enter says yes to the question.
    desk.type_line("1").type_line("20").type_line("a-05");
    assert_eq!(desk.bells.last(), Some(&Class::Check), "{}", desk.screen());
    desk.press("enter");
    assert_eq!(at(&desk, "A-05", "LAMP"), 20, "{}", desk.screen());
    desk.type_line("a-01").type_line("a-02");
    assert_eq!(at(&desk, "A-01", "LAMP"), 38, "{}", desk.screen());
    assert_eq!(at(&desk, "A-02", "CUP"), 6, "{}", desk.screen());
}

#[test]
fn another_bin_is_scanned_twice_or_declined() {
    let mut desk = worker(dock(), (80, 24), Lang::En);
    desk.scans(&["D1", "A-03"]);
    assert_eq!(desk.bells.last(), Some(&Class::Check), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("Bring it to A-01"), "{}", desk.screen());
    desk.scans(&["A-03", "A-03"]);
    assert_eq!(at(&desk, "A-03", "LAMP"), 48, "{}", desk.screen());
}

#[test]
fn all_goes_into_one_bin() {
    let mut world = dock();
    world.stock("D1", "CUP", 6);
    let mut desk = worker(world, (40, 8), Lang::En);
    desk.scans(&["D1", "PFENTIRE", "A-06", "A-06"]);
    assert_eq!(at(&desk, "A-06", "LAMP"), 48, "{}", desk.screen());
    assert_eq!(at(&desk, "A-06", "CUP"), 6);
    let mut world = dock();
    world.stock("D1", "CUP", 6);
    let mut desk = worker(world, (80, 24), Lang::En);
    desk.type_line("d1").press("f3");
    assert!(desk.screen().contains("all 2 lines of D1"), "{}", desk.screen());
}

#[test]
fn one_of_several_lots_is_chosen_by_its_line() {
    let mut world = World::new();
    world
        .stock_of("D1", "SOUP", "ACME", Some(("L1", day(100))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L2", day(200))), 7);
    let mut desk = worker(world, (80, 24), Lang::En);
    desk.scans(&["D1", "SOUP"]);
    assert!(
        desk.screen().contains("Several lots or owners"),
        "{}",
        desk.screen()
    );
    desk.type_line("2");
    assert!(desk.screen().contains("lot L2"), "{}", desk.screen());
    assert!(desk.screen().contains("7 ea"), "{}", desk.screen());
}

#[test]
fn refusals_say_what_is_wanted() {
    let mut desk = worker(dock(), (80, 24), Lang::En);
    for (code, told) in [
        ("A-01", "A-01 is a bin"),
        ("NOWHERE", "NOWHERE is unknown. Scan a pallet, dock or goods."),
        ("CUP", "No CUP waits"),
        ("D1", "Bring it to A-01"),
        ("B1", "B1 is no bin"),
        ("NOWHERE", "NOWHERE is unknown. Scan a bin."),
    ] {
        desk.scan(code);
        assert!(desk.screen().contains(told), "{code}: {}", desk.screen());
    }
    desk.type_line("4000");
    assert_eq!(desk.bells.last(), Some(&Class::No), "{}", desk.screen());
}

#[test]
fn why_names_the_reason_of_the_bin_and_undo_brings_the_goods_back() {
    let mut desk = worker(dock(), (80, 24), Lang::En);
    desk.scan("D1").press("f5");
    assert!(
        desk.screen().contains("A-01: The same goods lie there"),
        "{}",
        desk.screen()
    );
    desk.scan("A-01").press("f4");
    assert_eq!(at(&desk, "D1", "LAMP"), 48, "{}", desk.screen());
}

#[test]
fn another_terminal_shows_what_is_in_hand() {
    let mut desk = worker(dock(), (20, 16), Lang::En);
    desk.scan("D1").type_line("20");
    let mut other = desk.beside(BEN);
    other.press("3");
    assert!(other.screen().contains("20 ea"), "{}", other.screen());
}
