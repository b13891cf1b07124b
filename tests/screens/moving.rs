use crate::desk::{Desk, SIZES};
use crate::world::{BEN, World, day};
use pickface::domain::Class;
use pickface::domain::stock::Holder;
use pickface::ui::locale::Lang;

/// Lamps and cups share A-05.
fn aisle() -> World {
    let mut world = World::new();
    world.stock("A-05", "LAMP", 48).stock("A-05", "CUP", 6);
    world
}

fn worker(world: World, size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(world, BEN, size, lang);
    desk.scan("PFTOSHIFT");
    desk
}

fn at(desk: &Desk, holder: &str, item: &str) -> i64 {
    let w = desk.w();
    let scan = w.scan(holder);
    let holder = scan
        .lpn()
        .map_or_else(|| Holder::Place(scan.place().unwrap()), Holder::Lpn);
    let (item, _) = w.scan(item).item().unwrap();
    let lines = w.stock_in(holder).filter(|(key, _)| key.item == item);
    lines.map(|(_, stock)| stock.on_hand.0).sum()
}

#[test]
fn the_prompts_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = worker(aisle(), size, lang);
            let name = |what: &str| format!("moving-{what}-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name("idle"), desk.screen());
            desk.scan("A-05");
            insta::assert_snapshot!(name("what"), desk.screen());
            desk.scan("LAMP");
            insta::assert_snapshot!(name("to"), desk.screen());
            desk.scan("NOWHERE");
            insta::assert_snapshot!(name("refused"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn goods_by_scans_alone() {
    let mut desk = Desk::new(aisle(), (20, 16), Lang::En);
    desk.scans(&["W2", "PFTOSHIFT", "A-05", "LAMP", "LAMP", "A-01"]);
    assert_eq!(at(&desk, "A-01", "LAMP"), 2, "{}", desk.screen());
    desk.scans(&["CUP", "T-01"]);
    assert_eq!(at(&desk, "T-01", "CUP"), 6, "{}", desk.screen());
}

#[test]
fn goods_by_keys_alone() {
    let mut desk = Desk::new(aisle(), (80, 24), Lang::En);
    desk.type_line("2").press("4").type_line("a-05");
    desk.type_line("1").press("f1").type_line("40").type_line("a-01");
    assert_eq!(at(&desk, "A-01", "LAMP"), 40, "{}", desk.screen());
    desk.press("f3").type_line("a-02");
    assert_eq!(at(&desk, "A-02", "CUP"), 6, "{}", desk.screen());
    assert_eq!(at(&desk, "A-02", "LAMP"), 8);
    assert_eq!(desk.bells.last(), Some(&Class::Last));
}

#[test]
fn an_entire_place_by_scans_alone() {
    let mut desk = worker(aisle(), (20, 16), Lang::En);
    desk.scans(&["A-05", "PFENTIRE", "A-06"]);
    assert_eq!(at(&desk, "A-06", "LAMP"), 48, "{}", desk.screen());
    assert_eq!(at(&desk, "A-06", "CUP"), 6);
}

#[test]
fn a_tote_is_set_down_as_it_stands() {
    let mut desk = worker(aisle(), (20, 16), Lang::En);
    desk.scans(&["A-05", "CUP", "T-01"]).press("esc");
    desk.scans(&["T-01", "S1"]);
    let w = desk.w();
    let tote = w.scan("T-01").lpn().unwrap();
    assert_eq!(w.lpns[&tote].at, w.scan("S1").place(), "{}", desk.screen());
    assert!(desk.screen().contains("T-01 stands on S1"), "{}", desk.screen());
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
    desk.type_line("2").scan("A-01");
    assert_eq!(at(&desk, "A-01", "SOUP"), 7, "{}", desk.screen());
}

#[test]
fn refusals_say_what_is_wanted() {
    let mut desk = worker(aisle(), (80, 24), Lang::En);
    for (code, told) in [
        ("LAMP", "Scan where the goods are first"),
        ("A-01", "A-01 is empty"),
        ("NOWHERE", "NOWHERE is unknown. Scan where the goods are."),
        ("A-05", "Scan an item"),
        ("SOUP", "SOUP is not in A-05"),
        ("CUP", "Scan where it goes"),
        ("A-05", "It is in A-05 already"),
    ] {
        desk.scan(code);
        assert!(desk.screen().contains(told), "{code}: {}", desk.screen());
    }
}

#[test]
fn a_move_is_undone_and_why_tells_what_is_free() {
    let mut desk = worker(aisle(), (80, 24), Lang::En);
    desk.scans(&["A-05", "LAMP"]).press("f5");
    assert!(
        desk.screen().contains("2 cases of 2 cases free"),
        "{}",
        desk.screen()
    );
    desk.scan("A-01").press("f4");
    assert_eq!(at(&desk, "A-05", "LAMP"), 48, "{}", desk.screen());
}

#[test]
fn another_terminal_shows_what_is_in_hand() {
    let mut desk = worker(aisle(), (20, 16), Lang::En);
    desk.scans(&["A-05", "CUP"]);
    let mut other = desk.beside(BEN);
    other.press("4");
    assert!(
        other.screen().contains("Scan where it goes"),
        "{}",
        other.screen()
    );
    other.press("esc");
    assert!(
        other.screen().contains("Scan where the goods"),
        "{}",
        other.screen()
    );
}
