use crate::desk::{Desk, SIZES};
use crate::world::{ADA, BEN, LEA, MEI, World, day};
use pickface::domain::release;
use pickface::ui::locale::Lang;

/// Stock in three bins, one lot, an order that Ada picks and one that is short.
fn floor() -> World {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 100)
        .stock("A-02", "CUP", 10)
        .stock("A-05", "LAMP", 48)
        .stock_of("A-03", "SOUP", "BOLT", Some(("L7", day(90))), 12);
    let order = world.order("536365", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    let short = world.order("536366", &[("CUP", 90)]);
    world.when(
        LEA,
        release::Command::Release {
            groups: vec![vec![short]],
        },
    );
    world
}

#[test]
fn cards_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = Desk::of(floor(), LEA, size, lang);
            let name = |what: &str| format!("find-{}-{}x{}-{what}", lang.tag(), size.0, size.1);
            desk.press("f7");
            insta::assert_snapshot!(name("asks"), desk.screen());
            for (what, code) in [
                ("item", "LAMP"),
                ("place", "A-03"),
                ("tote", "T-01"),
                ("order", "536365"),
                ("short", "536366"),
                ("worker", "W1"),
            ] {
                desk.scan(code);
                insta::assert_snapshot!(name(what), desk.screen());
                desk.survives_every_size();
            }
            desk.type_line("te");
            insta::assert_snapshot!(name("names"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn a_scan_at_home_looks_it_up_and_back_is_home() {
    let mut desk = Desk::new(floor(), (20, 16), Lang::En);
    desk.scan("W2").scan("A-02");
    assert!(desk.screen().contains("CUP"), "{}", desk.screen());
    desk.scan("PFBCK");
    assert!(desk.screen().contains("1 Pick"), "{}", desk.screen());
}

#[test]
fn a_look_up_over_a_prompt_leaves_the_work_as_it_was() {
    let mut desk = Desk::of(floor(), ADA, (80, 24), Lang::En);
    desk.press("1");
    let before = desk.screen();
    assert!(before.contains("Scan place A-02"), "{before}");
    let seq = desk.w().seq;
    desk.scan("PFFIND").scan("T-01").press("esc");
    assert_eq!(desk.screen(), before);
    desk.press("f7").type_line("A-02").press("esc");
    assert_eq!(desk.screen(), before);
    assert_eq!(desk.w().seq, seq, "a look-up writes nothing");
}

#[test]
fn nobody_looks_anything_up_before_they_sign_in() {
    let mut desk = Desk::new(floor(), (80, 24), Lang::En);
    desk.press("f7");
    assert!(desk.screen().contains("Scan your badge"), "{}", desk.screen());
}

#[test]
fn one_code_for_two_things_is_a_numbered_choice() {
    let mut world = floor();
    world.order_of("BOLT", "536365", false, &[("SOUP", 1)]);
    let mut desk = Desk::of(world, ADA, (20, 16), Lang::En);
    desk.press("f7").type_line("536365");
    assert!(desk.screen().contains("2 Order 536365 BOLT"), "{}", desk.screen());
    desk.type_line("2");
    assert!(desk.screen().contains("SOUP"), "{}", desk.screen());
    // Back is the choice, then the screen below.
    desk.press("esc");
    assert!(desk.screen().contains("1 Order 536365 ACME"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.screen().contains("SOUP"), "{}", desk.screen());
    desk.press("esc esc");
    assert!(desk.screen().contains("1 Pick"), "{}", desk.screen());
}

#[test]
fn a_part_of_a_name_finds_items_and_nothing_is_said_to_be_nothing() {
    let mut desk = Desk::of(floor(), ADA, (20, 16), Lang::En);
    desk.press("f7").type_line("metal white");
    assert!(
        desk.screen().contains("4006381333931") || desk.screen().contains("A-05"),
        "{}",
        desk.screen()
    );
    desk.type_line("zebra");
    assert!(desk.screen().contains("called zebra"), "{}", desk.screen());
    desk.scan("A-05");
    assert!(desk.screen().contains("2 cases"), "{}", desk.screen());
}

#[test]
fn a_long_card_is_read_to_its_end_by_keys_and_by_barcodes() {
    let mut desk = Desk::of(floor(), LEA, (20, 16), Lang::En);
    desk.press("f7").scan("LAMP");
    assert!(!desk.screen().contains("14006381333938"), "{}", desk.screen());
    desk.press("end");
    let end = desk.screen();
    assert!(end.contains("0.25 kg"), "{end}");
    desk.press("pageup up home");
    assert!(desk.screen().contains("WHITE METAL"), "{}", desk.screen());
    desk.scan("PFLTST");
    assert_eq!(desk.screen(), end);
}

#[test]
fn who_counts_a_place_cannot_look_up_what_the_book_says() {
    let mut world = floor();
    let count = world.counts(&["A-05"]);
    world.when(
        MEI,
        pickface::domain::counting::Command::Claim { count: Some(count) },
    );
    let mut mei = Desk::of(world, MEI, (80, 24), Lang::En);
    for code in ["A-05", "LAMP"] {
        mei.press("f7").scan(code);
        let shown = mei.screen();
        assert!(shown.contains("being counted"), "{shown}");
        assert!(!shown.contains("2 cases") && !shown.contains("48"), "{shown}");
    }
    // A picker learns no more, a lead does.
    let mut ben = mei.beside(BEN);
    ben.press("f7").scan("A-05");
    assert!(ben.screen().contains("being counted"), "{}", ben.screen());
    let mut lea = mei.beside(LEA);
    lea.press("f7").scan("A-05");
    assert!(lea.screen().contains("2 cases"), "{}", lea.screen());
}

#[test]
fn a_card_follows_the_warehouse() {
    let mut ada = Desk::of(floor(), ADA, (80, 24), Lang::En);
    let mut lea = ada.beside(LEA);
    lea.press("f7").scan("536365");
    assert!(lea.screen().contains("1/2"), "{}", lea.screen());
    ada.press("1").scan("A-02").scan("CUP").scan("T-01");
    lea.look_up();
    assert!(lea.screen().contains("2/2"), "{}", lea.screen());
}

#[test]
fn a_parcel_tells_its_seal_and_load() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    let (_, parcel) = world.packed("77", 2);
    let sscc = world.sscc(parcel);
    let mut desk = Desk::of(world, MEI, (80, 24), Lang::En);
    desk.scan(&sscc);
    let shown = desk.screen();
    assert!(shown.contains(&sscc) && shown.contains("Order 77"), "{shown}");
    assert!(shown.contains("LAMP"), "{shown}");
    desk.survives_every_size();
}

/// Order 1001 was packed, loaded and has left.
fn left() -> (World, String) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let (_, parcel) = world.packed("1001", 2);
    let sscc = world.sscc(parcel);
    (world, sscc)
}

#[test]
fn what_has_left_is_found_by_number_with_its_life() {
    let (world, sscc) = left();
    let mut lead = Desk::of(world, LEA, (120, 40), Lang::En);
    lead.scan("PFTODOCK").scans(&["D1", "DASH", &sscc]);
    lead.scan("PFLDCLOSE").scan("PFLDCLOSE").look_until("left: 1");
    lead.press("f7");
    assert!(lead.w().orders.is_empty(), "{}", lead.screen());
    lead.type_line("1001");
    let order = lead.screen();
    assert!(
        order.contains("LAMP") && order.contains("Life") && order.contains("[shipped]"),
        "{order}"
    );
    lead.scan(&sscc);
    let parcel = lead.screen();
    assert!(
        parcel.contains("Left ") && parcel.contains("Order 1001"),
        "{parcel}"
    );
    lead.survives_every_size();
    lead.type_line("nobody-knows");
    assert!(
        lead.screen().contains("Nothing that left was called so"),
        "{}",
        lead.screen()
    );
}
