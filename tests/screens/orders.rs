use crate::desk::{Desk, SIZES};
use crate::world::{ADA, LEA, World};
use pickface::domain::masters::{self, OpeningStock};
use pickface::domain::orders::Stage;
use pickface::domain::stock::{Holder, Status};
use pickface::domain::{Class, Qty, Via};
use pickface::hub::Request;
use pickface::ui::locale::Lang;
use std::collections::BTreeMap;

/// Lamps and cups, four orders: one to pick, one picked, one that cannot be filled, one more that waits.
fn floor() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let now = world.now;
    let orders: [(&str, &[(&str, i64)]); 4] = [
        ("536365", &[("LAMP", 6), ("CUP", 2)]),
        ("536366", &[("LAMP", 24)]),
        ("536367", &[("CUP", 50)]),
        ("536368", &[("CUP", 1)]),
    ];
    for (number, lines) in orders {
        // All leave at one cut-off.
        world.now = now;
        world.order(number, lines);
    }
    world
}

fn lead(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(floor(), LEA, size, lang);
    desk.scan("PFTOORDERS");
    desk
}

/// How many open orders are in each stage, by its message key.
fn stages(desk: &Desk) -> BTreeMap<&'static str, usize> {
    let mut stages = BTreeMap::new();
    for order in desk.w().orders.values() {
        *stages.entry(order.stage.key()).or_insert(0) += 1;
    }
    stages
}

#[test]
fn list_preview_and_order_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("orders-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = lead(size, lang);
            insta::assert_snapshot!(name.clone(), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.press("f1");
            insta::assert_snapshot!(format!("{name}-preview"), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
            desk.press("esc enter");
            insta::assert_snapshot!(format!("{name}-detail"), desk.screen());
            if size == SIZES[2] {
                desk.survives_every_size();
            }
        }
    }
}

#[test]
fn all_that_wait_are_released_by_keys_alone_and_the_short_one_says_why() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("f2 enter").look_until("3 orders released, 1 short");
    assert_eq!(
        stages(&desk),
        BTreeMap::from([("stage-released", 3), ("stage-short", 1)])
    );
    // Eight fit on a cart: one list for the three.
    assert_eq!(desk.w().tasks.len(), 1);
    desk.scan("536367").press("enter");
    let screen = desk.screen();
    assert!(screen.contains("CUP: 50 missing"), "{screen}");
    assert!(screen.contains("are held by order 536365"), "{screen}");
}

#[test]
fn marked_orders_alone_are_released_by_command_barcodes() {
    let mut desk = lead((20, 16), Lang::En);
    desk.scans(&["536366", "PFSELECT", "PFGO"]).look_until("LAST");
    assert_eq!(
        stages(&desk),
        BTreeMap::from([("stage-released", 1), ("stage-waiting", 3)])
    );
}

#[test]
fn orders_can_be_released_singly() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("f1 2").look_until("released");
    assert_eq!(desk.w().tasks.len(), 3);
}

#[test]
fn the_preview_reckons_walks_and_shortages_as_the_release_then_makes_them() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("f1");
    let screen = desk.screen();
    // Lamps at 1 m and cups at 2 m from the corner, the bench at 7 m. On one walk: 6 m there, 1 m on, 5 m back.
    assert!(screen.contains("12 m"), "{screen}");
    // Singly: lamps and cups 12 m, lamps 12 m, cups 10 m.
    assert!(screen.contains("34 m"), "{screen}");
    assert!(screen.contains("4 lines to pick"), "{screen}");
    assert!(screen.contains("1 would be short"), "{screen}");
}

#[test]
fn the_filter_narrows_by_words_of_the_order_and_its_items() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("/").type_text("lamp");
    let screen = desk.screen();
    assert!(screen.contains("1 of 2 (4 in all)"), "{screen}");
    assert!(
        screen.contains("536366") && !screen.contains("536367"),
        "{screen}"
    );
    desk.type_text(" 366");
    assert!(desk.screen().contains("1 of 1 (4 in all)"), "{}", desk.screen());
    // Enter keeps what was found and gives the keys back to the list; Esc drops the filter, then leaves.
    desk.press("enter space");
    assert!(desk.screen().contains("1 marked"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("of 4"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains("Orders"), "{}", desk.screen());
}

#[test]
fn a_command_code_typed_into_the_filter_is_the_command() {
    let mut desk = lead((80, 24), Lang::En);
    desk.press("/").type_line("pfprevu");
    assert!(desk.screen().contains("4 orders"), "{}", desk.screen());
}

#[test]
fn a_scan_goes_to_the_order_of_a_number_or_tote_and_an_unknown_one_is_refused() {
    let mut world = floor();
    let order = world.order("536399", &[("LAMP", 1)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-03"]);
    let mut desk = Desk::of(world, LEA, (80, 24), Lang::En);
    desk.scans(&["PFTOORDERS", "T-03", "PFOK"]);
    assert!(desk.screen().starts_with("536399"), "{}", desk.screen());
    desk.scan("536365");
    assert!(desk.screen().starts_with("536365"), "{}", desk.screen());
    desk.scan("NO-SUCH");
    assert_eq!(desk.bells.last(), Some(&Class::No));
}

#[test]
fn cancelling_asks_once_more_and_no_is_the_answer_of_haste() {
    let mut desk = lead((40, 8), Lang::En);
    desk.scan("536366").press("f9 4 enter");
    assert!(
        desk.w()
            .orders
            .values()
            .all(|order| order.stage == Stage::Waiting)
    );
    desk.press("f9 4 2");
    assert!(
        !desk.w().orders.values().any(|o| o.number.as_ref() == "536366"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_picker_may_not_see_them() {
    let mut desk = Desk::of(floor(), ADA, (80, 24), Lang::En);
    desk.scan("PFTOORDERS");
    assert!(desk.screen().contains("may not do this"), "{}", desk.screen());
}

#[test]
fn what_others_do_shows_and_the_cursor_stays_on_its_order() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("536368");
    let mut other = desk.beside(LEA);
    other.scans(&["PFTOORDERS", "536365", "PFCNCEL"]).press("2");
    desk.look_up();
    assert!(!desk.screen().contains("536365"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.screen().starts_with("536368"), "{}", desk.screen());
}

/// The order of this number.
fn order(desk: &Desk, number: &str) -> pickface::domain::orders::Order {
    let w = desk.w();
    let found = w.orders.values().find(|order| order.number.as_ref() == number);
    found.unwrap().as_ref().clone()
}

#[test]
fn an_order_is_held_hurried_changed_and_let_go_by_scans_alone_on_a_handheld() {
    let mut desk = lead((20, 16), Lang::En);
    desk.scans(&["536366", "PFORDSTOP", "PFDN", "PFOK"]);
    let id = order(&desk, "536366").id;
    let hold = desk.w().hold_of(id).cloned().unwrap();
    assert_eq!(hold.reason, pickface::domain::orders::HoldReason::Address);
    desk.scans(&["PFURGENT", "PFFIRST", "PFOK"]);
    assert_eq!(order(&desk, "536366").priority, 1);
    desk.scans(&["PFORDLINE", "LAMP"]).type_line("10");
    assert_eq!(order(&desk, "536366").lines[0].qty.0, 10, "{}", desk.screen());
    desk.scan("PFORDFREE");
    assert!(desk.w().hold_of(id).is_none());
    desk.scans(&["PFORDLINE"]);
    desk.type_line("7");
    assert_eq!(desk.bells.last(), Some(&Class::No), "it has one line");
}

#[test]
fn another_reason_is_told_in_words_by_keys_alone_and_stands_on_the_orders_page() {
    let mut desk = lead((80, 24), Lang::En);
    desk.scan("536366").press("f3 6").type_line("gift box is missing");
    desk.press("enter");
    let screen = desk.screen();
    assert!(screen.contains("gift box is missing"), "{screen}");
    assert!(screen.contains("HELD by Lea"), "{screen}");
    desk.press("f9 1");
    assert!(!desk.screen().contains("HELD"), "{}", desk.screen());
}

#[test]
fn what_an_amendment_asks_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("orders-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = lead(size, lang);
            desk.scans(&["536365", "PFORDSTOP"]);
            insta::assert_snapshot!(format!("{name}-hold"), desk.screen());
            desk.survives_every_size();
            desk.scans(&["PFBCK", "PFURGENT"]);
            insta::assert_snapshot!(format!("{name}-priority"), desk.screen());
            desk.scans(&["PFBCK", "PFORDLINE"]);
            insta::assert_snapshot!(format!("{name}-line"), desk.screen());
            desk.scan("CUP");
            insta::assert_snapshot!(format!("{name}-quantity"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn stock_is_reserved_again_for_a_short_order_once_it_has_come_by_scans_or_by_keys() {
    for by_keys in [false, true] {
        let mut desk = lead((80, 24), Lang::En);
        desk.scans(&["536367", "PFSELECT", "PFGO"]).look_until("1 short");
        let came = OpeningStock {
            holder: Holder::Place(desk.w().scan("A-03").place().unwrap()),
            item: desk.w().scan("CUP").item().unwrap().0,
            owner: order(&desk, "536367").owner,
            lot: None,
            status: Status::Available,
            qty: Qty(40),
        };
        let came = Request::by_system(masters::Command::SetStock(came), Via::CommandLine);
        desk.hub.ask_blocking(came).unwrap();
        desk.scans(&["PFTOORDERS", "536367"]);
        if by_keys {
            desk.press("f9 2");
        } else {
            desk.scan("PFRESERVE");
        }
        desk.look_until("1 orders released");
        assert_eq!(order(&desk, "536367").stage, Stage::Released);
    }
}
