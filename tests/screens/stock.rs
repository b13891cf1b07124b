use crate::desk::{Desk, SIZES};
use crate::world::{ADA, LEA, World, day};
use pickface::domain::people::{self, Role, Worker};
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Actor, Qty};
use pickface::ui::locale::Lang;

const ZOE: &str = "8";

/// A hundred lamps (339 each) and a lot of soup; two leads.
fn floor() -> World {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 100)
        .stock("A-05", "LAMP", 48)
        .stock_of("A-01", "SOUP", "BOLT", Some(("L7", day(90))), 12);
    let zoe = Worker {
        number: ZOE.into(),
        name: "Zoe".into(),
        badge: "W8".into(),
        roles: vec![Role::Lead],
        ..Worker::default()
    };
    world.ask(Actor::System, people::Command::Save(zoe)).unwrap();
    world
}

fn held(desk: &Desk, place: &str, item: &str, status: Status) -> i64 {
    let w = desk.w();
    let holder = Holder::Place(w.scan(place).place().unwrap());
    let item = w.scan(item).item().unwrap().0;
    w.stock_in(holder)
        .filter(|(key, _)| key.item == item && key.status == status)
        .map(|(_, stock)| stock.on_hand.0)
        .sum()
}

#[test]
fn lines_and_deeds_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            desk.scan("PFTOSTOCK");
            let name = |what: &str| format!("stock-{}-{}x{}-{what}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name("nothing"), desk.screen());
            desk.survives_every_size();
            desk.scan("A-01");
            insta::assert_snapshot!(name("place"), desk.screen());
            desk.survives_every_size();
            desk.press("enter");
            insta::assert_snapshot!(name("deeds"), desk.screen());
            desk.survives_every_size();
            desk.press("2").survives_every_size();
            desk.press("6");
            insta::assert_snapshot!(name("quantity"), desk.screen());
            desk.survives_every_size();
            desk.scan("LAMP");
            insta::assert_snapshot!(name("item"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_line_is_corrected_by_typed_codes_and_keys() {
    let mut desk = Desk::new(floor(), (80, 24), Lang::En);
    desk.type_line("9")
        .scan("PFTOSTOCK")
        .type_line("a-01")
        .press("f1 1")
        .type_line("98");
    assert_eq!(
        held(&desk, "A-01", "LAMP", Status::Available),
        98,
        "{}",
        desk.screen()
    );
}

#[test]
fn enter_alone_holds_all_that_is_free_and_scans_alone_release_it() {
    let mut desk = Desk::of(floor(), LEA, (20, 16), Lang::En);
    desk.scans(&["PFTOSTOCK", "A-05", "PFHOLD", "PFOK", "PFOK"]);
    assert_eq!(held(&desk, "A-05", "LAMP", Status::Hold), 48, "{}", desk.screen());
    // 48 lamps are worth more than one person may release.
    desk.scan("PFUNHOLD").press("7").type_line("2");
    assert_eq!(
        held(&desk, "A-05", "LAMP", Status::Available),
        2,
        "{}",
        desk.screen()
    );
}

#[test]
fn a_dear_correction_waits_for_a_second_person() {
    let mut lea = Desk::of(floor(), LEA, (80, 24), Lang::En);
    lea.scan("PFTOSTOCK")
        .scan("A-01")
        .press("f9 3")
        .press("4")
        .type_line("40");
    assert_eq!(lea.w().approvals.len(), 1, "{}", lea.screen());
    assert_eq!(held(&lea, "A-01", "LAMP", Status::Available), 100);
    let mut zoe = lea.beside(ZOE);
    zoe.scan("PFTOSTOCK");
    assert!(zoe.screen().contains("Lea"), "{}", zoe.screen());
    zoe.press("enter");
    assert!(zoe.screen().contains("1 Agree"), "{}", zoe.screen());
    zoe.survives_every_size();
    zoe.press("1");
    assert_eq!(
        held(&zoe, "A-01", "LAMP", Status::Available),
        60,
        "{}",
        zoe.screen()
    );
    assert!(zoe.w().approvals.is_empty());
}

#[test]
fn who_asked_cannot_agree_and_a_second_person_may_say_no() {
    let mut lea = Desk::of(floor(), LEA, (80, 24), Lang::En);
    lea.scan("PFTOSTOCK")
        .scan("A-01")
        .press("f9 3")
        .press("4")
        .type_line("40");
    lea.press("esc").press("enter 1");
    assert_eq!(lea.w().approvals.len(), 1, "{}", lea.screen());
    let mut zoe = lea.beside(ZOE);
    zoe.scan("PFTOSTOCK").press("enter 2");
    assert!(zoe.w().approvals.is_empty(), "{}", zoe.screen());
    assert_eq!(held(&zoe, "A-01", "LAMP", Status::Available), 100);
}

#[test]
fn a_reason_of_ones_own_is_asked_for_in_words() {
    let mut desk = Desk::of(floor(), LEA, (40, 8), Lang::En);
    desk.scan("PFTOSTOCK").scan("A-01").press("f3 9").type_line("5");
    assert!(desk.screen().contains("Type why"), "{}", desk.screen());
    assert_eq!(held(&desk, "A-01", "LAMP", Status::Hold), 0);
    desk.type_line("smells of soap");
    assert_eq!(held(&desk, "A-01", "LAMP", Status::Hold), 5, "{}", desk.screen());
}

#[test]
fn a_place_is_blocked_with_a_reason_unblocked_and_counted() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOSTOCK")
        .scan("A-02")
        .press("f2")
        .type_line("beam bent");
    assert!(desk.screen().contains("BLOCKED"), "{}", desk.screen());
    desk.press("f9 1");
    assert!(!desk.screen().contains("BLOCKED"), "{}", desk.screen());
    desk.press("f9 4");
    let w = desk.w();
    assert!(
        w.count_at(w.scan("A-02").place().unwrap()).is_some(),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_scan_at_the_quantity_shows_the_thing_and_books_nothing() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOSTOCK").scan("A-01").press("f3 6").type_text("7");
    desk.scan("A-05");
    assert_eq!(held(&desk, "A-01", "LAMP", Status::Hold), 0);
    assert!(
        desk.screen().contains("Stock") || desk.screen().contains("A-05"),
        "{}",
        desk.screen()
    );
    let total: Qty = desk
        .w()
        .stock_of(desk.w().scan("LAMP").item().unwrap().0)
        .filter(|(k, _)| k.holder.is_real())
        .map(|(_, s)| s.on_hand)
        .sum();
    assert_eq!(total, Qty(148));
}

#[test]
fn movements_of_a_place_are_one_key_away() {
    let mut desk = Desk::of(floor(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOSTOCK")
        .scan("A-01")
        .press("f1 1")
        .type_line("99")
        .press("f9 5");
    assert!(desk.screen().contains("Journal"), "{}", desk.screen());
    assert!(desk.screen().contains("A-01"), "{}", desk.screen());
    desk.press("esc esc");
    assert!(desk.screen().contains("A-01"), "{}", desk.screen());
}

#[test]
fn pickers_do_not_correct_the_book() {
    let mut desk = Desk::of(floor(), ADA, (80, 24), Lang::En);
    desk.scan("PFTOSTOCK");
    assert!(desk.screen().contains("may not"), "{}", desk.screen());
}
