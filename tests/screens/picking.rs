use crate::desk::{Desk, SIZES, with_a_pick_list};
use crate::world::{ADA, BEN, LEA, World};
use pickface::domain::orders::Stage;
use pickface::domain::release;
use pickface::domain::stock::Holder;
use pickface::domain::{Class, Qty};
use pickface::ui::locale::Lang;

fn picker(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(with_a_pick_list(), ADA, size, lang);
    desk.press("1");
    desk
}

#[test]
fn the_prompt_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut desk = picker(size, lang);
            // The worker's record names no language: the terminal's stands.
            desk.scans(&["A-01", "LAMP"]);
            let name = format!("picking-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(name.clone(), desk.screen());
            desk.scan("A-02");
            insta::assert_snapshot!(format!("{name}-refused"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn an_order_by_scans_alone() {
    let mut desk = Desk::new(with_a_pick_list(), (20, 16), Lang::En);
    desk.scan("W1").scan("PFTOPICK");
    desk.scans(&["A-01", "4006381333931", "T-01", "A-02", "CUP", "T-01", "B1"]);
    let w = desk.w();
    assert_eq!(
        w.orders.values().next().unwrap().stage,
        Stage::Picked,
        "{}",
        desk.screen()
    );
    assert!(
        desk.bells.iter().all(|class| *class <= Class::Last),
        "{:?}",
        desk.bells
    );
}

#[test]
fn an_order_by_keys_alone() {
    let mut desk = Desk::new(with_a_pick_list(), (80, 24), Lang::En);
    desk.type_line("1").press("1");
    for line in ["a-01", "lamp", "t-01", "a-02", "cup"] {
        desk.type_line(line);
    }
    // The tote in the slot is known: Enter alone puts the shown quantity into it.
    desk.press("enter").type_line("b1");
    assert_eq!(
        desk.w().orders.values().next().unwrap().stage,
        Stage::Picked,
        "{}",
        desk.screen()
    );
}

#[test]
fn a_typed_quantity_then_the_item_scanned_is_that_quantity() {
    let mut desk = picker((40, 8), Lang::En);
    desk.scans(&["A-01", "LAMP"])
        .type_line("4")
        .scan("LAMP")
        .scan("T-01");
    let w = desk.w();
    let tote = w.scan("T-01").lpn().unwrap();
    let held: Qty = w
        .stock_in(Holder::Lpn(tote))
        .map(|(_, stock)| stock.on_hand)
        .sum();
    assert_eq!(held, Qty(4), "{}", desk.screen());
}

#[test]
fn a_scan_while_help_or_the_palette_is_open_goes_to_the_prompt() {
    let mut desk = picker((80, 24), Lang::En);
    desk.press("f10").scan("A-01");
    assert!(desk.screen().contains("Scan item LAMP"), "{}", desk.screen());
    desk.press("ctrl-k").type_text("quit").scan("LAMP");
    assert!(desk.bye.is_none());
    assert!(desk.screen().contains("Put 6"), "{}", desk.screen());
}

#[test]
fn half_typed_text_is_never_glued_to_a_scan() {
    let mut desk = picker((80, 24), Lang::En);
    desk.type_text("xyz").scan("A-01");
    assert!(desk.screen().contains("Scan item LAMP"), "{}", desk.screen());
}

#[test]
fn a_short_pick_by_keys_and_by_command_barcode() {
    let mut desk = picker((20, 16), Lang::En);
    desk.scan("A-01").press("f1").type_line("0");
    assert!(desk.screen().contains("A-02"), "{}", desk.screen());
    let mut desk = picker((20, 16), Lang::En);
    desk.scans(&["A-01", "PFSHORT", "PFOK"]);
    assert!(desk.screen().contains("A-02"), "{}", desk.screen());
}

#[test]
fn the_last_step_is_undone_and_the_list_of_steps_shows_it() {
    let mut desk = picker((80, 24), Lang::En);
    desk.scans(&["A-01", "LAMP", "T-01"]);
    desk.press("f4");
    let w = desk.w();
    let tote = w.scan("T-01").lpn().unwrap();
    assert_eq!(w.stock_in(Holder::Lpn(tote)).count(), 0, "{}", desk.screen());
    assert!(desk.screen().contains("Scan place A-01"), "{}", desk.screen());
}

#[test]
fn a_dropped_terminal_finds_the_same_prompt_at_another() {
    let mut desk = picker((20, 16), Lang::En);
    desk.scans(&["A-01", "LAMP"]);
    let mut other = desk.beside(ADA);
    other.press("1");
    assert!(other.screen().contains("Put 6"), "{}", other.screen());
}

#[test]
fn two_pickers_see_each_others_work() {
    let mut ada = picker((80, 24), Lang::En);
    let mut ben = ada.beside(BEN);
    ben.press("1");
    assert!(ben.screen().contains("No pick list waits"), "{}", ben.screen());
    ada.press("f9 8");
    ben.look_up();
    assert!(ben.screen().contains("1 pick lists wait"), "{}", ben.screen());
}

#[test]
fn two_hundred_scans_in_one_go_are_taken_in_order() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1000);
    let order = world.order("1", &[("LAMP", 300)]);
    world.when(
        LEA,
        release::Command::Release {
            groups: vec![vec![order]],
        },
    );
    let mut desk = Desk::of(world, ADA, (80, 24), Lang::En);
    desk.press("1").scan("A-01");
    for _ in 0..200 {
        desk.scan("LAMP");
    }
    desk.scan("T-01");
    let w = desk.w();
    let tote = w.scan("T-01").lpn().unwrap();
    let held: Qty = w
        .stock_in(Holder::Lpn(tote))
        .map(|(_, stock)| stock.on_hand)
        .sum();
    assert_eq!(held, Qty(200));
}

#[test]
fn languages_and_themes_switch_at_run_time() {
    let mut desk = picker((80, 24), Lang::En);
    desk.press("alt-l");
    assert!(desk.screen().contains("扫描库位 A-01"), "{}", desk.screen());
    desk.press("alt-l").press("alt-t");
    assert!(desk.screen().contains("Scan place A-01"), "{}", desk.screen());
}

#[test]
fn the_emptied_bin_is_asked_about_beside_the_next_prompt_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let mut world = World::new();
            world.stock("A-01", "LAMP", 6).stock("A-02", "CUP", 2);
            let order = world.order("536365", &[("LAMP", 6), ("CUP", 2)]);
            world.picking(ADA, &[order]);
            let mut desk = Desk::of(world, ADA, size, lang);
            desk.press("1").scans(&["A-01", "LAMP", "T-01"]);
            let name = format!("picking-{}-{}x{}", lang.tag(), size.0, size.1);
            insta::assert_snapshot!(format!("{name}-zero"), desk.screen());
            desk.scan("PFLEFTOVER");
            let place = desk.w().scan("A-01").place().unwrap();
            assert!(desk.w().count_at(place).is_some(), "{}", desk.screen());
            desk.scans(&["A-02", "CUP", "T-01", "B1"]);
            assert!(desk.w().tasks.is_empty(), "{}", desk.screen());
        }
    }
}
