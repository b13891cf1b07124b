//! What is asked about codes before any screen gets them.

use crate::desk::{Desk, SIZES};
use crate::world::{BEN, LEA, MEI, World};
use pickface::domain::items::{Barcode, Item};
use pickface::domain::{Class, Qty, counting, masters, receiving};
use pickface::scan::{Note, RawScan, Via};
use pickface::ui::input::Input;
use pickface::ui::locale::Lang;

const LOST: &str = "010501234567890010ABC17270131";

/// The soup has a trade item number; the lamp has one of eight digits, which are also the short form of the cup's.
fn shelves() -> World {
    let mut world = World::new();
    for (item, code) in [
        ("SOUP", "5012345678900"),
        ("LAMP", "01234565"),
        ("CUP", "012345000065"),
    ] {
        let item = world.w.items.get(&world.item(item)).unwrap();
        let item = Item {
            barcodes: vec![Barcode {
                code: code.into(),
                contents: Qty(1),
            }],
            ..Item::clone(item)
        };
        world.when_system(masters::Command::SaveItem(Box::new(item)));
    }
    // What century a label's date is of is seen from now.
    world.w.clock = world.now;
    world
}

/// Somebody receives goods that nobody announced.
fn dock(size: (u16, u16), lang: Lang) -> Desk {
    let mut world = shelves();
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    let mut desk = Desk::of(world, BEN, size, lang);
    desk.scan("PFTORECV");
    desk
}

#[test]
fn questions_fit_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = dock(size, lang);
            desk.scan("4000-NEW");
            assert!(desk.screen().contains("4000-NEW"), "{size:?}\n{}", desk.screen());
            desk.survives_every_size();
            desk.press("esc").scan("(01)15012345678907").scan("SOUP");
            desk.survives_every_size();
            desk.press("esc esc").scan(LOST);
            assert!(desk.screen().contains("1 ABC"), "{size:?}\n{}", desk.screen());
            desk.survives_every_size();
            desk.press("esc").scan("01234565");
            for item in ["LAMP", "CUP"] {
                assert!(desk.screen().contains(item), "{size:?}\n{}", desk.screen());
            }
        }
    }
}

/// The digit before the answer that holds this text.
fn digit_of(screen: &str, answer: &str) -> String {
    let line = screen.lines().find(|line| line.contains(answer));
    let line = line.unwrap_or_else(|| panic!("no {answer} in\n{screen}"));
    line.chars().find(char::is_ascii_digit).unwrap().to_string()
}

#[test]
fn a_lost_separator_is_asked_about_and_scans_wait_behind_the_question() {
    let mut desk = dock((80, 24), Lang::En);
    desk.scans(&[LOST, "D1"]);
    let shown = desk.screen();
    assert!(
        shown.contains("What is this?") && shown.contains("1 waiting"),
        "{shown}"
    );
    desk.type_text(&digit_of(&shown, "ABC  "));
    let w = desk.w();
    let soup = w.scan("SOUP").item().unwrap().0;
    assert!(w.lot_by_code(soup, "ABC").is_some(), "{}", desk.screen());
    assert!(w.lot_by_code(soup, "ABC17270131").is_none());
    assert_eq!(w.proposals.len(), 1, "the reading may be remembered");
    // The lot is known now: its next label is not asked about.
    desk.scan(LOST);
    assert!(!desk.screen().contains("What is this?"), "{}", desk.screen());
}

#[test]
fn what_a_lead_approved_is_not_asked_again() {
    let mut desk = dock((80, 24), Lang::En);
    desk.scan(LOST);
    let digit = digit_of(&desk.screen(), "ABC  ");
    desk.type_text(&digit).scan("D1");
    let mut lead = desk.beside(LEA);
    lead.scans(&["PFTOSTOCK", "PFOK", "PFONE"]);
    assert!(desk.w().proposals.is_empty(), "{}", lead.screen());
    desk.look_up().scan("010501234567890010XYZ17280229");
    assert!(!desk.screen().contains("What is this?"), "{}", desk.screen());
    desk.scan("D1");
    let w = desk.w();
    let soup = w.scan("SOUP").item().unwrap().0;
    assert!(w.lot_by_code(soup, "XYZ").is_some(), "{}", desk.screen());
}

#[test]
fn by_scans_alone_a_question_is_answered_or_left() {
    let mut desk = dock((80, 24), Lang::En);
    desk.scans(&[LOST, "PFOK"]);
    assert!(!desk.screen().contains("What is this?"), "{}", desk.screen());
    assert_eq!(desk.w().proposals.len(), 1);
    let mut desk = dock((80, 24), Lang::En);
    desk.scans(&[LOST, "PFBCK"]);
    assert!(desk.screen().contains("Scan an item"), "{}", desk.screen());
    assert!(desk.w().proposals.is_empty());
    // A command for the screen below drops the question as well.
    desk.scans(&[LOST, "PFTOP"]);
    assert!(!desk.screen().contains("What is this?"), "{}", desk.screen());
}

#[test]
fn of_two_items_with_one_code_it_is_asked_which() {
    let mut desk = dock((20, 16), Lang::En);
    desk.scan("01234565");
    let digit = digit_of(&desk.screen(), "CUP");
    desk.type_text(&digit).scan("D1");
    let w = desk.w();
    let cup = w.scan("CUP").item().unwrap().0;
    let received = w.stock_of(cup).any(|(key, _)| key.holder.is_real());
    assert!(received, "{}", desk.screen());
    assert_eq!(w.proposals.len(), 1, "the choice may be remembered");
}

/// Two receive at one dock: a label is asked about once, a lead approves the answer, and it is asked about no more;
/// until the lead has it forgotten.
#[test]
fn a_choice_between_items_is_remembered_from_a_leads_approval_on() {
    let asks = |desk: &Desk| desk.screen().contains("What is this?");
    let mut desk = dock((80, 24), Lang::En);
    desk.scan("01234565");
    let digit = digit_of(&desk.screen(), "CUP");
    desk.type_text(&digit).scan("D1");
    desk.scan("01234565");
    assert!(asks(&desk), "not yet: {}", desk.screen());
    desk.scan("PFBCK");
    let mut lead = desk.beside(LEA);
    lead.scans(&["PFTOSTOCK", "PFOK"]);
    assert!(
        lead.screen().contains("01234565 means CUP of several items"),
        "{}",
        lead.screen()
    );
    lead.scan("PFONE");
    desk.look_up().scan("01234565");
    assert!(!asks(&desk) && desk.screen().contains("CUP"), "{}", desk.screen());
    desk.scan("D1");
    // By keys alone the lead takes it back.
    lead.look_up();
    assert!(lead.screen().contains("Kept"), "{}", lead.screen());
    lead.press("enter");
    lead.survives_every_size();
    lead.type_text("2");
    assert!(lead.screen().contains("Forgotten"), "{}", lead.screen());
    desk.look_up().scan("01234565");
    assert!(asks(&desk), "{}", desk.screen());
}

#[test]
fn a_lead_may_want_a_choice_asked_each_time() {
    let mut desk = dock((20, 16), Lang::ZhHans);
    desk.scan("01234565");
    let digit = digit_of(&desk.screen(), "LAMP");
    desk.type_text(&digit).scan("D1");
    let mut lead = desk.beside(LEA);
    lead.scans(&["PFTOSTOCK", "PFOK", "PFTHREE"]);
    assert!(desk.w().proposals.is_empty(), "{}", lead.screen());
    desk.look_up().scan("01234565");
    let digit = digit_of(&desk.screen(), "LAMP");
    desk.type_text(&digit).scan("D1");
    assert!(desk.w().proposals.is_empty(), "nobody proposes it any more");
}

#[test]
fn an_unknown_code_is_proposed_by_scanning_its_item_and_approved_on_the_leads_list() {
    let mut desk = dock((80, 24), Lang::En);
    desk.scans(&["4000-NEW", "SOUP"]);
    assert!(
        desk.screen().contains("type the lot of SOUP"),
        "the soup is in hand: {}",
        desk.screen()
    );
    assert_eq!(desk.w().proposals.len(), 1);
    let mut lead = desk.beside(LEA);
    lead.scan("PFTOSTOCK");
    assert!(lead.screen().contains("4000-NEW"), "{}", lead.screen());
    lead.press("enter");
    assert!(lead.screen().contains("4000-NEW is SOUP"), "{}", lead.screen());
    lead.type_text("1");
    let w = desk.w();
    assert!(w.proposals.is_empty(), "{}", lead.screen());
    assert_eq!(w.scan("4000-NEW").item(), w.scan("SOUP").item());
}

#[test]
fn an_unknown_label_keeps_its_lot_and_a_packaging_is_asked_for_its_contents() {
    let mut desk = dock((80, 24), Lang::En);
    desk.scan("(01)15012345678907(17)280131(10)L7(21)S1");
    desk.scan("SOUP");
    assert!(desk.screen().contains("How many pieces"), "{}", desk.screen());
    desk.scans(&["PFSIX", "PFOK"]);
    assert!(
        desk.screen().contains("Serial S1 is in the journal"),
        "{}",
        desk.screen()
    );
    desk.scan("D1");
    let w = desk.w();
    let soup = w.scan("SOUP").item().unwrap().0;
    let lot = w.lot_by_code(soup, "L7").unwrap().id;
    let here = w.stock_of(soup).find(|(key, _)| key.holder.is_real()).unwrap();
    assert_eq!(
        (here.0.lot, here.1.on_hand),
        (Some(lot), Qty(6)),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_code_is_named_by_a_part_of_a_name_where_nothing_can_be_scanned() {
    let mut desk = dock((20, 16), Lang::En);
    desk.scan("4000-NEW").type_line("hearts");
    assert!(desk.screen().contains("1 CUP"), "{}", desk.screen());
    desk.type_line("1");
    let w = desk.w();
    let proposed = w.proposals.values().next().unwrap();
    let words = format!("{:?}", proposed.lesson);
    let cup = w.scan("CUP").item().unwrap().0;
    assert!(words.contains(&format!("{cup:?}")), "{words}");
}

#[test]
fn counting_and_the_look_up_ask_too() {
    let mut world = shelves();
    world.stock("A-01", "LAMP", 3);
    let count = world.counts(&["A-01"]);
    world.when(MEI, counting::Command::Claim { count: Some(count) });
    let mut desk = Desk::of(world, MEI, (80, 24), Lang::En);
    desk.scans(&["PFTOCOUNT", "A-01", "4000-NEW", "LAMP"]);
    let counted = desk.w().count(count).unwrap().lines[0].counted;
    assert_eq!(counted, Qty(1), "{}", desk.screen());
    assert_eq!(desk.w().proposals.len(), 1);
    desk.scans(&["PFFIND", "5000-NEW"]);
    assert!(desk.screen().contains("Enter asks which"), "{}", desk.screen());
    desk.scans(&["PFOK", "LAMP"]);
    assert_eq!(desk.w().proposals.len(), 2, "{}", desk.screen());
    assert!(desk.screen().contains("WHITE METAL LANTERN"), "{}", desk.screen());
}

#[test]
fn a_proposal_is_taken_back_like_any_step() {
    let mut desk = dock((80, 24), Lang::En);
    // The lamp in hand first, then the proposal: an undo is no step of its own.
    desk.scans(&["4000-NEW", "LAMP", "PFUNDO", "PFUNDO"]);
    assert!(desk.w().proposals.is_empty(), "{}", desk.screen());
}

fn raw(data: &str, canonical: Option<&str>, notes: Vec<Note>) -> Input {
    Input::Scan(RawScan {
        data: data.to_owned(),
        canonical: canonical.map(str::to_owned),
        raw: data.as_bytes().to_vec(),
        aim: None,
        via: Via::Burst,
        started: 1,
        at: 2,
        repeat: false,
        notes,
    })
}

#[test]
fn full_width_digits_are_read_and_told() {
    let mut desk = dock((80, 24), Lang::En);
    let wide = "５０１２３４５６７８９００";
    desk.input(raw(wide, Some("5012345678900"), vec![Note::FullWidth]));
    assert!(desk.screen().contains("SOUP"), "{}", desk.screen());
    desk.scan("PFUNDOLIST");
    assert!(desk.screen().contains("Full-width"), "{}", desk.screen());
}

#[test]
fn a_garbled_trade_item_number_names_the_layouts() {
    let mut desk = dock((80, 24), Lang::En);
    // 4006381333931 as a gun set to a US keyboard types it on a French one.
    desk.input(raw("'àà-\"_&\"\"\"ç\"&", None, vec![]));
    assert!(
        desk.screen().contains("keyboard layout") && desk.screen().contains("fr"),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.bells.last(), Some(&Class::No));
}
