use crate::desk::{Desk, SIZES};
use crate::world::{BEN, World};
use pickface::domain::ids::ReceiptId;
use pickface::domain::receiving::{Command, Receipt, ReceiptLine};
use pickface::domain::stock::{Holder, Status};
use pickface::domain::time::HOUR_MS;
use pickface::domain::{Actor, Class, Qty};
use pickface::ui::locale::Lang;

/// The supplier announces goods for ACME at dock D1.
fn announce(world: &mut World, number: &str, lines: &[(&str, i64)]) {
    let lines = lines
        .iter()
        .map(|(item, qty)| ReceiptLine::new(world.item(item), Qty(*qty)));
    let receipt = Receipt {
        id: ReceiptId(0),
        number: number.into(),
        supplier: "Lantern Works".into(),
        owner: world.w.owner_by_code("ACME").unwrap().id,
        expected_at: world.now + HOUR_MS,
        dock: Some(world.place("D1")),
        blind: false,
        lines: lines.collect(),
    };
    world
        .ask(Actor::System, Command::Save(Box::new(receipt)))
        .unwrap();
}

/// 48 lamps and 20 tins of soup are announced as PO-77.
fn dock() -> World {
    let mut world = World::new();
    announce(&mut world, "PO-77", &[("LAMP", 48), ("SOUP", 20)]);
    world
}

fn receiver(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(dock(), BEN, size, lang);
    desk.scan("PFTORECV");
    desk
}

/// So much of an item, in a status, was booked onto a place.
fn at(desk: &Desk, place: &str, item: &str, status: Status) -> i64 {
    let w = desk.w();
    let holder = Holder::Place(w.scan(place).place().unwrap());
    let (item, _) = w.scan(item).item().unwrap();
    let lines = w.stock_in(holder);
    lines
        .filter(|(key, _)| key.item == item && key.status == status)
        .map(|(_, stock)| stock.on_hand.0)
        .sum()
}

#[test]
fn the_prompts_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = receiver(size, lang);
            let name = |what: &str| format!("receiving-{what}-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name("list"), desk.screen());
            desk.scan("PO-77");
            insta::assert_snapshot!(name("next"), desk.screen());
            desk.scans(&["SOUP", "L12", "270131"]);
            insta::assert_snapshot!(name("put"), desk.screen());
            desk.type_line("21").scan("D1");
            insta::assert_snapshot!(name("over"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_receipt_by_scans_alone() {
    let mut desk = Desk::new(dock(), (20, 16), Lang::En);
    desk.scans(&[
        "W2",
        "PFTORECV",
        "PO-77",
        "14006381333938",
        "14006381333938",
        "D1",
    ]);
    desk.scans(&["SOUP", "L12", "2027-01-31", "D1", "PFRCCLOSE"]);
    let w = desk.w();
    assert!(w.receipts.is_empty(), "{}", desk.screen());
    assert_eq!(at(&desk, "D1", "LAMP", Status::Available), 48);
    assert_eq!(at(&desk, "D1", "SOUP", Status::Available), 20);
    assert!(
        desk.bells.iter().all(|class| *class <= Class::Last),
        "{:?}",
        desk.bells
    );
    assert!(desk.screen().contains("No receipt is open"), "{}", desk.screen());
}

#[test]
fn a_receipt_by_keys_alone() {
    let mut desk = Desk::new(dock(), (80, 24), Lang::En);
    desk.type_line("2").press("2").type_line("1");
    desk.type_line("lamp").type_line("40").type_line("d1");
    // Where the goods before went is known: Enter alone puts the next there.
    desk.type_line("soup")
        .type_line("l12")
        .type_line("2027-01-31")
        .press("enter");
    assert_eq!(
        at(&desk, "D1", "SOUP", Status::Available),
        20,
        "{}",
        desk.screen()
    );
    desk.press("f9 1");
    assert!(desk.screen().contains("1 lines are short"), "{}", desk.screen());
    desk.type_line("eight are missing");
    assert!(desk.w().receipts.is_empty(), "{}", desk.screen());
    assert_eq!(at(&desk, "D1", "LAMP", Status::Available), 40);
}

#[test]
fn a_short_receipt_is_closed_by_scans_alone() {
    let mut desk = receiver((20, 16), Lang::En);
    desk.scans(&["PO-77", "LAMP", "D1", "PFRCCLOSE", "PFOK"]);
    assert!(desk.w().receipts.is_empty(), "{}", desk.screen());
}

#[test]
fn damaged_goods_are_told_apart() {
    let mut desk = receiver((40, 8), Lang::En);
    desk.scans(&["PO-77", "LAMP"]).press("f9 3").type_line("3");
    desk.scan("D1");
    assert_eq!(
        at(&desk, "D1", "LAMP", Status::Available),
        45,
        "{}",
        desk.screen()
    );
    assert_eq!(at(&desk, "D1", "LAMP", Status::Damaged), 3);
}

#[test]
fn more_than_announced_is_asked_about_and_escape_keeps_what_is_in_hand() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "LAMP"]).type_line("50").scan("D1");
    assert_eq!(desk.bells.last(), Some(&Class::Check), "{}", desk.screen());
    assert_eq!(at(&desk, "D1", "LAMP", Status::Available), 0);
    desk.press("esc");
    assert!(
        desk.screen().contains("Put 2 cases + 2 onto"),
        "{}",
        desk.screen()
    );
    // A number typed at the question is the quantity put right.
    desk.scan("D1").type_line("49");
    assert!(
        desk.screen().contains("Put 2 cases + 1 onto"),
        "{}",
        desk.screen()
    );
    desk.type_line("50").scans(&["D1", "D1"]);
    assert_eq!(
        at(&desk, "D1", "LAMP", Status::Available),
        50,
        "{}",
        desk.screen()
    );
}

#[test]
fn what_was_not_announced_comes_in_when_it_is_scanned_twice() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "CUP"]);
    assert_eq!(desk.bells.last(), Some(&Class::Check), "{}", desk.screen());
    assert!(desk.screen().contains("CHECK"), "{}", desk.screen());
    desk.scans(&["CUP", "D1"]);
    assert_eq!(at(&desk, "D1", "CUP", Status::Available), 1, "{}", desk.screen());
}

#[test]
fn expired_goods_go_to_quarantine_after_a_question() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "SOUP", "L1", "2026-01-31"]);
    assert_eq!(desk.bells.last(), Some(&Class::Check), "{}", desk.screen());
    desk.press("enter").scan("D1");
    assert_eq!(
        at(&desk, "D1", "SOUP", Status::Quarantine),
        20,
        "{}",
        desk.screen()
    );
}

#[test]
fn lot_and_date_are_typed_in_one_line() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "SOUP"])
        .press("f2")
        .type_line("L 12 2027-01-31");
    assert!(desk.screen().contains("lot L 12"), "{}", desk.screen());
    assert!(desk.screen().contains("expires 2027-01-31"), "{}", desk.screen());
}

#[test]
fn goods_that_nobody_announced_by_keys_and_by_scans() {
    let mut desk = Desk::of(World::new(), BEN, (80, 24), Lang::En);
    desk.press("2 f9 2").type_line("2").type_line("d1");
    desk.type_line("lamp").type_line("7").type_line("d1");
    assert_eq!(at(&desk, "D1", "LAMP", Status::Available), 7, "{}", desk.screen());
    let w = desk.w();
    assert_eq!(
        w.receipts.values().next().unwrap().owner,
        w.owner_by_code("BOLT").unwrap().id
    );

    let mut desk = Desk::of(World::new(), BEN, (20, 16), Lang::En);
    desk.scans(&[
        "PFTORECV",
        "PFEXTRE",
        "ACME",
        "D1",
        "LAMP",
        "LAMP",
        "T-01",
        "PFRCCLOSE",
    ]);
    assert!(desk.w().receipts.is_empty(), "{}", desk.screen());
}

#[test]
fn refusals_say_what_is_wanted() {
    let mut desk = receiver((80, 24), Lang::En);
    for (code, told) in [
        ("NOWHERE", "This is no open receipt"),
        ("PO-77", "Scan an item"),
        ("D1", "Scan the item first"),
        ("NOWHERE", "Which item is it?"),
        ("LAMP", "Put 2 cases onto"),
        ("A-01", "A-01 is no dock or lane"),
        ("SOUP", "Put LAMP down first"),
        ("PFRCCLOSE", "Ben still has goods of it in hand"),
    ] {
        desk.scan(code);
        assert!(desk.screen().contains(told), "{code}: {}", desk.screen());
    }
}

#[test]
fn escape_puts_down_leaves_and_goes_home() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "LAMP"]).press("esc");
    assert!(desk.screen().contains("Scan an item"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("1 PO-77"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("2 Receive"), "{}", desk.screen());
}

#[test]
fn the_last_booking_is_undone() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "LAMP", "D1"]).press("f4");
    assert_eq!(at(&desk, "D1", "LAMP", Status::Available), 0, "{}", desk.screen());
}

#[test]
fn another_terminal_shows_what_is_in_hand() {
    let mut desk = receiver((20, 16), Lang::En);
    desk.scans(&["PO-77", "LAMP"]);
    let mut other = desk.beside(BEN);
    other.press("2");
    assert!(other.screen().contains("Put 2 cases"), "{}", other.screen());
}

#[test]
fn why_tells_what_was_announced() {
    let mut desk = receiver((80, 24), Lang::En);
    desk.scans(&["PO-77", "SOUP"]).press("f5");
    let screen = desk.screen();
    assert!(screen.contains("From Lantern Works for ACME"), "{screen}");
    assert!(screen.contains("SOUP: 20 announced, 0 came"), "{screen}");
}
