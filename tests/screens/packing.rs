use crate::desk::{Desk, SIZES};
use crate::world::{MEI, World};
use pickface::domain::ids::OrderId;
use pickface::domain::orders::Stage;
use pickface::domain::stock::Holder;
use pickface::domain::{Class, Qty, orders, outbox};
use pickface::ui::locale::Lang;

/// Two lamps and three cups of order 1001 in tote T-01 at bench B1, the cups with a gift note; one lamp of order 1002
/// in T-02.
fn floor() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let first = world.order("1001", &[("LAMP", 2), ("CUP", 3)]);
    // What the customer asked for beside, as an import brings it.
    let mut order = orders::Order::clone(&world.w.orders[&first]);
    order.lines[1].note = "gift note inside".into();
    world.w.orders.insert(first, std::sync::Arc::new(order));
    let second = world.order("1002", &[("LAMP", 1)]);
    world.picked(first, "T-01");
    world.picked(second, "T-02");
    world
}

fn with_printer() -> World {
    let mut world = floor();
    let place = world.place("B1");
    let printer = "labels".into();
    world.when_system(outbox::Command::SetPrinter { place, printer });
    world
}

fn packer(size: (u16, u16), lang: Lang) -> Desk {
    let mut desk = Desk::of(with_printer(), MEI, size, lang);
    desk.scan("PFTOBENCH").scan("B1");
    desk
}

fn stage(desk: &Desk, number: &str) -> Stage {
    let w = desk.w();
    let order: OrderId = w.scan(number).order().unwrap();
    w.order(order).unwrap().stage
}

fn packed(desk: &Desk, item: &str) -> Qty {
    let w = desk.w();
    let item = w.scan(item).item().unwrap().0;
    let parcel = *w.parcels.keys().next_back().unwrap();
    let inside = w.stock_in(Holder::Parcel(parcel));
    inside
        .filter(|(key, _)| key.item == item)
        .map(|(_, stock)| stock.on_hand)
        .sum()
}

#[test]
fn the_prompt_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("packing-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = packer(size, lang);
            insta::assert_snapshot!(format!("{name}-begin"), desk.screen());
            desk.scans(&["T-01", "LAMP", "CUP"]);
            insta::assert_snapshot!(name.clone(), desk.screen());
            desk.scan("SOUP");
            insta::assert_snapshot!(format!("{name}-refused"), desk.screen());
            desk.survives_every_size();
            desk.scans(&["LAMP", "CUP", "CUP"]);
            insta::assert_snapshot!(format!("{name}-all-in"), desk.screen());
            desk.scan("PFBOX1");
            insta::assert_snapshot!(format!("{name}-closed"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn an_order_by_scans_alone() {
    let mut desk = Desk::new(floor(), (20, 16), Lang::En);
    desk.scans(&["W3", "PFTOBENCH", "B1", "T-01", "LAMP", "4006381333931"]);
    desk.scans(&["CUP", "CUP", "CUP", "PFBOX1"]);
    assert_eq!(stage(&desk, "1001"), Stage::Packed, "{}", desk.screen());
    assert_eq!(desk.bells.last(), Some(&Class::Last));
    desk.scans(&["T-02", "LAMP", "PFCRTON", "PFOK"]);
    assert_eq!(stage(&desk, "1002"), Stage::Packed, "{}", desk.screen());
    assert!(
        desk.bells.iter().all(|class| *class <= Class::Last),
        "{:?}",
        desk.bells
    );
}

#[test]
fn an_order_by_keys_alone() {
    let mut desk = Desk::of(floor(), MEI, (80, 24), Lang::En);
    desk.press("1");
    for line in ["b1", "1001", "lamp", "2", "cup"] {
        desk.type_line(line);
    }
    desk.press("f1").type_line("3").press("f3 enter");
    assert_eq!(stage(&desk, "1001"), Stage::Packed, "{}", desk.screen());
    desk.press("f9 n").type_line("lamp").press("f9 1");
    assert_eq!(stage(&desk, "1002"), Stage::Packed, "{}", desk.screen());
}

#[test]
fn a_typed_quantity_is_absolute_and_the_item_scanned_after_it_confirms_it() {
    let mut desk = packer((40, 8), Lang::En);
    desk.scans(&["T-01", "CUP"]).type_line("3").scan("CUP");
    assert_eq!(packed(&desk, "CUP"), Qty(3), "{}", desk.screen());
    desk.press("f1").type_line("1");
    assert_eq!(packed(&desk, "CUP"), Qty(1), "{}", desk.screen());
}

#[test]
fn a_scan_while_a_number_is_asked_for_is_still_a_scan() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "CUP"])
        .press("f1")
        .type_text("2")
        .scan("LAMP");
    assert_eq!(
        (packed(&desk, "CUP"), packed(&desk, "LAMP")),
        (Qty(1), Qty(1)),
        "{}",
        desk.screen()
    );
}

#[test]
fn no_bench_no_packing_and_only_a_bench_is_one() {
    let mut desk = Desk::of(floor(), MEI, (80, 24), Lang::En);
    desk.scan("PFTOBENCH");
    assert!(desk.screen().contains("Scan your bench"), "{}", desk.screen());
    desk.scan("T-01");
    assert!(
        desk.screen().contains("Scan your bench first."),
        "{}",
        desk.screen()
    );
    desk.scan("A-01");
    assert!(
        desk.screen().contains("A-01 is no packing bench"),
        "{}",
        desk.screen()
    );
    desk.scan("B1");
    assert!(desk.screen().contains("2 orders wait."), "{}", desk.screen());
}

#[test]
fn wrong_items_and_unknown_codes_say_what_is_wanted() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "SOUP"]);
    assert!(
        desk.screen().contains("SOUP is not in order 1001"),
        "{}",
        desk.screen()
    );
    desk.scan("ZZZ");
    assert!(desk.screen().contains("ZZZ is unknown."), "{}", desk.screen());
    desk.scan("LAMP").scan("T-02");
    assert!(
        desk.screen().contains("Tote T-02 is order 1002; you pack 1001"),
        "{}",
        desk.screen()
    );
    desk.scan("LAMP").scan("LAMP");
    assert!(
        desk.screen().contains("2 wanted, this makes 3"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_doubted_weight_is_asked_about_once() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-02", "LAMP"]).press("f9 3").type_line("1.90");
    assert!(desk.screen().contains("1.90 kg"), "{}", desk.screen());
    desk.scan("PFBOX1");
    assert!(
        desk.screen().contains("Check; close again if right"),
        "{}",
        desk.screen()
    );
    assert_eq!(stage(&desk, "1002"), Stage::Packing);
    desk.scan("PFBOX1");
    let w = desk.w();
    let seal = w.parcels.values().next_back().unwrap().seal.clone().unwrap();
    assert_eq!(seal.weight_g, Some(1900), "{}", desk.screen());
}

#[test]
fn another_scan_between_two_closings_asks_about_the_weight_anew() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "LAMP", "LAMP"])
        .press("f9 3")
        .type_line("9kg");
    desk.scans(&["PFBOX1", "CUP", "PFBOX1"]);
    assert_eq!(stage(&desk, "1001"), Stage::Packing, "{}", desk.screen());
}

#[test]
fn the_second_parcel_begins_with_the_next_item() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "LAMP", "LAMP", "PFBOX1"]);
    assert_eq!(desk.bells.last(), Some(&Class::Ok), "{}", desk.screen());
    assert!(desk.screen().contains("3 to pack"), "{}", desk.screen());
    desk.scans(&["CUP", "CUP", "CUP", "PFBOX1"]);
    assert_eq!(desk.w().parcels.len(), 2);
    assert_eq!(stage(&desk, "1001"), Stage::Packed, "{}", desk.screen());
    assert!(
        desk.screen().contains("1001 packed, 2 parcels. Label at B1"),
        "{}",
        desk.screen()
    );
}

#[test]
fn without_a_printer_the_packer_is_told() {
    let mut desk = Desk::of(floor(), MEI, (80, 24), Lang::En);
    desk.scans(&["PFTOBENCH", "B1", "T-02", "LAMP", "PFBOX1"]);
    assert!(desk.screen().contains("No printer at B1"), "{}", desk.screen());
}

#[test]
fn a_parcel_is_parked_taken_up_reopened_and_taken_apart() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "LAMP"]).press("f9 8");
    assert!(desk.screen().contains("set aside"), "{}", desk.screen());
    desk.scans(&["T-02", "LAMP", "PFBOX1"]);
    desk.press("f9 2 enter");
    assert_eq!(stage(&desk, "1002"), Stage::Packing, "{}", desk.screen());
    desk.press("f9 5 enter");
    assert_eq!(stage(&desk, "1002"), Stage::Picked, "{}", desk.screen());
    desk.scan("T-01");
    assert_eq!(packed(&desk, "LAMP"), Qty(1), "{}", desk.screen());
}

#[test]
fn somebody_elses_parcel_is_taken_over() {
    let mut world = with_printer();
    let lead = world.w.worker_by_number("9").unwrap().id;
    let mut mei = {
        world.packs(&["T-01", "LAMP"]);
        Desk::of(world, "9", (80, 24), Lang::En)
    };
    mei.scans(&["PFTOBENCH", "B1", "T-01"]);
    assert!(mei.screen().contains("Mei packs 1001"), "{}", mei.screen());
    mei.press("f9 0").scan("T-01");
    assert_eq!(
        mei.w().parcel_in_hand(lead).map(|p| p.lines.len()),
        Some(1),
        "{}",
        mei.screen()
    );
}

#[test]
fn an_order_called_off_stops_the_packer_and_its_goods_go_back() {
    let mut world = with_printer();
    world.packs(&["T-01", "LAMP"]);
    let order = world.w.scan("1001").order().unwrap();
    world.when("9", orders::Command::Cancel { order });
    let mut desk = Desk::of(world, MEI, (80, 24), Lang::En);
    desk.scans(&["PFTOBENCH"]);
    assert!(desk.screen().contains("CALLED OFF"), "{}", desk.screen());
    desk.scan("LAMP");
    assert_eq!(desk.bells.last(), Some(&Class::Stop));
    desk.scan("T-03").scan("PFOK");
    assert!(desk.w().parcels.is_empty(), "{}", desk.screen());
}

#[test]
fn a_new_label_voids_the_one_before() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-02", "LAMP", "PFBOX1"]).press("f6 enter");
    let w = desk.w();
    let seal = w.parcels.values().next_back().unwrap().seal.clone().unwrap();
    assert_eq!(seal.copy, 2, "{}", desk.screen());
}

#[test]
fn a_dropped_terminal_finds_the_parcel_at_another() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "LAMP"]);
    let mut other = desk.beside(MEI);
    other.scan("PFTOBENCH");
    assert!(other.screen().contains("Pack 1001"), "{}", other.screen());
    other.scan("LAMP");
    assert_eq!(packed(&other, "LAMP"), Qty(2), "{}", other.screen());
}

#[test]
fn the_last_item_is_undone() {
    let mut desk = packer((80, 24), Lang::En);
    desk.scans(&["T-01", "LAMP", "LAMP"]).press("f4");
    assert_eq!(packed(&desk, "LAMP"), Qty(1), "{}", desk.screen());
}

#[test]
fn a_parcel_half_packed_is_handed_over_by_scans() {
    let mut desk = packer((20, 16), Lang::En);
    desk.scans(&["T-01", "LAMP", "PFGIVE"]);
    assert!(desk.screen().contains("who goes on"), "{}", desk.screen());
    desk.survives_every_size();
    desk.scan("CUP");
    assert!(desk.screen().contains("no worker"), "{}", desk.screen());
    desk.scan("W9");
    let w = desk.w();
    let lea = w.worker_by_number("9").unwrap().id;
    let parcel = w.parcel_in_hand(lea).unwrap();
    assert_eq!(
        w.order(parcel.order).unwrap().number.as_ref(),
        "1001",
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains("Scan a tote"), "{}", desk.screen());
}
