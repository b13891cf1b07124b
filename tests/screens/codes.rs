//! Everything by scans alone: goods, places and badges by their own codes, all the rest by command barcodes and the
//! sheet of digits.

use crate::desk::{Desk, with_a_pick_list};
use crate::world::{ADA, BEN, World};
use pickface::domain::orders::Stage;
use pickface::domain::outbox::{self, State};
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Class, Qty};
use pickface::ui::locale::Lang;

/// A handheld where somebody signed in by their badge.
fn gun(world: World, badge: &str) -> Desk {
    let mut desk = Desk::new(world, (20, 16), Lang::En);
    desk.scan(badge);
    assert!(desk.session.who().is_some(), "{}", desk.screen());
    desk
}

fn in_tote(desk: &Desk, tote: &str) -> i64 {
    let w = desk.w();
    let tote = w.scan(tote).lpn().unwrap();
    w.stock_in(Holder::Lpn(tote))
        .map(|(_, stock)| stock.on_hand.0)
        .sum()
}

fn held(desk: &Desk, place: &str, status: Status) -> Qty {
    let w = desk.w();
    let holder = Holder::Place(w.scan(place).place().unwrap());
    let there = w.stock_in(holder).filter(|(key, _)| key.status == status);
    there.map(|(_, stock)| stock.on_hand).sum()
}

#[test]
fn a_quantity_from_the_sheet_of_digits() {
    let mut desk = gun(with_a_pick_list(), "W1");
    // The first entry of the home menu, by its digit.
    desk.scans(&["PFONE", "A-01", "LAMP", "PFFOUR", "PFOK", "LAMP", "T-01"]);
    assert_eq!(in_tote(&desk, "T-01"), 4, "{}", desk.screen());
    // Ten in place of a thousand: the last digit is rubbed out before it is entered.
    let mut desk = gun(with_a_pick_list(), "W1");
    desk.scans(&["PFTOPICK", "A-01", "LAMP", "PFONE", "PFFIVE", "PFINBCK"]);
    assert!(
        desk.screen().contains("> 1") || desk.screen().contains(">1"),
        "{}",
        desk.screen()
    );
    desk.scans(&["PFINCLR", "PFTHREE", "PFOK", "LAMP", "T-01"]);
    assert_eq!(in_tote(&desk, "T-01"), 3, "{}", desk.screen());
}

#[test]
fn an_order_with_an_undo_and_a_look_up() {
    let mut desk = gun(with_a_pick_list(), "W1");
    desk.scans(&["PFTOPICK", "A-01", "LAMP", "T-01"]);
    assert_eq!(in_tote(&desk, "T-01"), 6, "{}", desk.screen());
    desk.scan("PFUNDO");
    assert_eq!(in_tote(&desk, "T-01"), 0, "{}", desk.screen());
    desk.scans(&["A-01", "LAMP", "T-01", "A-02", "CUP", "T-01"]);
    // The look-up opens over the work, which waits below as it is.
    desk.scans(&["PFFIND", "CUP", "PFBCK", "B1"]);
    let stage = desk.w().orders.values().next().unwrap().stage;
    assert_eq!(stage, Stage::Picked, "{}", desk.screen());
    assert!(
        desk.bells.iter().all(|class| *class <= Class::Check),
        "{:?}",
        desk.bells
    );
}

#[test]
fn panels_are_read_and_closed() {
    let mut desk = gun(with_a_pick_list(), "W1");
    desk.scans(&["PFTOPICK", "A-01", "PFHELP"]);
    let first = desk.screen();
    desk.scan("PFPGDN");
    assert_ne!(desk.screen(), first, "the page turns");
    desk.scan("PFPGUP");
    assert_eq!(desk.screen(), first);
    desk.scan("PFBCK");
    assert!(desk.screen().contains("Scan item LAMP"), "{}", desk.screen());
    // The list of last steps: the one before the last is undone.
    desk.scans(&["LAMP", "T-01", "PFUNDOLIST"]);
    let steps = desk.screen();
    desk.scan("PFDN");
    assert!(
        desk.screen().contains("Last steps") || desk.screen() == steps,
        "{}",
        desk.screen()
    );
    desk.scans(&["PFUP", "PFOK"]);
    assert_eq!(in_tote(&desk, "T-01"), 0, "{}", desk.screen());
    // A code that a panel has no use for goes to the screen below, and the panel gives way.
    desk.scans(&["PFHELP", "PFSHORT"]);
    assert!(desk.screen().contains("How many are"), "{}", desk.screen());
    // The palette by its cursor.
    desk.scans(&["PFINCLR", "PFBCK", "PFCHOOSE", "PFOK"]);
    assert!(!desk.screen().contains("Type a part"), "{}", desk.screen());
}

#[test]
fn menus_with_reasons_and_quantities() {
    let mut desk = gun(with_a_pick_list(), "W9");
    // Hold seven lamps, for the second of the reasons.
    desk.scans(&["PFTOSTOCK", "A-01", "PFHOLD", "PFDUO", "PFSEVEN", "PFOK"]);
    assert_eq!(held(&desk, "A-01", Status::Hold), Qty(7), "{}", desk.screen());
    // The same by the cursor: down to the second reason, Enter for all that is free.
    desk.scans(&["A-02", "PFHOLD", "PFDN", "PFOK", "PFOK"]);
    assert!(held(&desk, "A-02", Status::Hold) > Qty::ZERO, "{}", desk.screen());
}

#[test]
fn lists_selections_and_dialogs() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    for number in ["1", "2", "3"] {
        world.order(number, &[("LAMP", 1)]);
    }
    let mut desk = gun(world, "W9");
    desk.scans(&["PFTOORDERS", "PFSELECT", "PFDN", "PFSELECT", "PFPREVU", "PFONE"]);
    // Pick lists are made by a job beside.
    desk.look_until("released");
    // A worker is taken off the list: first the question, then its second answer, yes.
    desk.scan("PFTOPEOPLE");
    let inactive = |desk: &Desk| {
        let w = desk.w();
        [ADA, BEN].map(|number| w.worker_by_number(number).unwrap().inactive)
    };
    desk.scans(&["PFFIRST", "PFDN", "PFOUT"]);
    assert_eq!(inactive(&desk), [false, false], "asked first\n{}", desk.screen());
    // Goods answer no question.
    desk.scan("LAMP");
    assert_eq!(inactive(&desk), [false, false], "{}", desk.screen());
    desk.scan("PFDUO");
    assert_eq!(inactive(&desk), [false, true], "{}", desk.screen());
}

#[test]
fn a_roles_sheet_is_printed_from_the_queues_screen() {
    let mut desk = gun(with_a_pick_list(), "W9");
    desk.scans(&["PFTOPRINT", "PFSHEET", "PFONE"]);
    let w = desk.w();
    let entry = w
        .outbox
        .values()
        .next()
        .unwrap_or_else(|| panic!("{}", desk.screen()));
    assert_eq!(entry.state, State::Pending);
    let outbox::Kind::CommandSheet(sheet) = &entry.kind else {
        panic!("{:?}", entry.kind)
    };
    let codes: Vec<&str> = sheet
        .sections
        .iter()
        .flat_map(|section| &section.commands)
        .map(|command| command.code.as_ref())
        .collect();
    for code in ["PFSHORT", "PFOK", "PFNINE", "PFTOPICK"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    assert!(!codes.contains(&"PFGO"), "releasing orders is no picker's work");
    // From the workers, where badges are printed, too.
    desk.scans(&["PFTOPEOPLE", "PFSHEET", "PFDN", "PFOK"]);
    assert_eq!(desk.w().outbox.len(), 2, "{}", desk.screen());
}
