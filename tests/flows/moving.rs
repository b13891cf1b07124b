use crate::world::*;
use pickface::domain::moving::{Command, Prompt, Refusal};
use pickface::domain::putaway::BadBin;
use pickface::domain::stock::Holder;
use pickface::domain::{Class, Explain, Qty, Refusal as Any, orders};

fn scan(code: &str) -> Command {
    Command::Scan { code: code.into() }
}

fn scans(world: &mut World, codes: &[&str]) {
    for code in codes {
        world.when(ADA, scan(code));
    }
}

fn bin(world: &World, code: &str) -> Holder {
    Holder::Place(world.place(code))
}

fn prompt(world: &World) -> Option<Prompt> {
    world
        .w
        .moving_of(world.worker(ADA))
        .map(|mine| mine.prompt(&world.w))
}

#[test]
fn from_item_quantity_to() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 30);
    scans(&mut world, &["A-01"]);
    assert_eq!(prompt(&world), Some(Prompt::What(bin(&world, "A-01"))));
    scans(&mut world, &["LAMP"]);
    let key = world.key(bin(&world, "A-01"), "LAMP");
    assert_eq!(prompt(&world), Some(Prompt::To(key, Qty(30))));
    world.when(ADA, Command::Quantity { qty: Qty(12) });
    scans(&mut world, &["LAMP", "A-02"]);
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("A-02", "LAMP")),
        (18, 12)
    );
    assert_eq!(
        prompt(&world),
        Some(Prompt::What(bin(&world, "A-01"))),
        "more may go from there"
    );
    scans(&mut world, &["LAMP", "A-02"]);
    assert_eq!((world.in_bin("A-02", "LAMP"), prompt(&world)), (30, None));
}

#[test]
fn further_scans_count_up_to_what_is_there() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 26);
    scans(&mut world, &["A-01", "LAMP", "14006381333938", "LAMP"]);
    let told = world.refused(ADA, scan("LAMP"));
    let (item, found, there) = (world.item("LAMP"), Qty(27), Qty(26));
    assert_eq!(told, Refusal::TooMany { item, found, there }.into());
}

#[test]
fn all_of_a_place_goes_by_scans_or_in_one_command() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 30).stock("A-01", "CUP", 4);
    scans(&mut world, &["A-01"]);
    world.when(ADA, Command::All);
    scans(&mut world, &["A-02"]);
    assert_eq!(
        (world.in_bin("A-02", "LAMP"), world.in_bin("A-02", "CUP")),
        (30, 4)
    );
    let (from, to) = (bin(&world, "A-02"), bin(&world, "A-03"));
    world.when(ADA, Command::MoveAll { from, to });
    assert_eq!(
        (world.in_bin("A-03", "LAMP"), world.in_bin("A-03", "CUP")),
        (30, 4)
    );
    assert_eq!(
        world.refused(ADA, Command::MoveAll { from, to }),
        Refusal::Empty(from).into()
    );
}

#[test]
fn into_a_pallet_carried_away_and_out_of_it() {
    let mut world = World::new();
    let pallet = world.pallet("PAL-1");
    world.stock("A-01", "LAMP", 30);
    scans(&mut world, &["A-01", "LAMP", "PAL-1", "PAL-1", "S1"]);
    assert_eq!(world.w.lpns[&pallet].at, Some(world.place("S1")));
    assert_eq!(world.w.lpns_at(world.place("S1")).collect::<Vec<_>>(), [pallet]);
    assert_eq!(prompt(&world), None);
    let same = world.refused(
        ADA,
        Command::SetDown {
            lpn: pallet,
            place: world.place("S1"),
        },
    );
    assert_eq!(same, Refusal::SameHolder(bin(&world, "S1")).into());
    let told = world.refused(
        ADA,
        Command::SetDown {
            lpn: pallet,
            place: world.place("A-02"),
        },
    );
    assert_eq!(told, Refusal::NotForLpns(pallet, world.place("A-02")).into());
    scans(&mut world, &["PAL-1", "LAMP", "A-02"]);
    assert_eq!(world.in_bin("A-02", "LAMP"), 30);
}

#[test]
fn what_is_promised_stays_and_the_order_is_named() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    let order = world.order("1001", &[("LAMP", 6)]);
    world.picking(BEN, &[order]);
    let (from, to) = (bin(&world, "A-01"), bin(&world, "A-02"));
    let key = world.key(from, "LAMP");
    let held = Refusal::Held(world.item("LAMP"), order, Qty(6));
    assert_eq!(
        world.refused(ADA, Command::MoveAll { from, to }),
        held.clone().into()
    );
    let qty = Qty(5);
    assert_eq!(world.refused(ADA, Command::Move { key, qty, to }), held.into());
    scans(&mut world, &["A-01", "LAMP"]);
    assert_eq!(
        prompt(&world),
        Some(Prompt::To(key, Qty(4))),
        "only what is free is offered"
    );
    scans(&mut world, &["A-02"]);
    assert_eq!(world.in_bin("A-02", "LAMP"), 4);
}

#[test]
fn picked_goods_are_not_moved_out_of_their_tote_but_the_tote_is() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    let order = world.order("1001", &[("LAMP", 6)]);
    let task = world.picking(BEN, &[order]);
    world.scans(BEN, task, &["A-01", "LAMP", "T-01", "B1"]);
    let tote = world.tote("T-01");
    scans(&mut world, &["T-01"]);
    assert_eq!(
        world.refused(ADA, scan("LAMP")),
        Refusal::Picked(tote, order).into()
    );
    scans(&mut world, &["S1"]);
    assert_eq!(world.w.lpns[&tote].at, Some(world.place("S1")));
    world.when(LEA, orders::Command::Cancel { order });
    let (from, to) = (Holder::Lpn(tote), bin(&world, "A-01"));
    assert_eq!(
        world.refused(ADA, Command::MoveAll { from, to }),
        Refusal::Picked(tote, order).into()
    );
}

#[test]
fn owners_are_not_mixed_in_bins_or_on_pallets() {
    let mut world = World::new();
    let pallet = world.pallet("PAL-1");
    world
        .stock("A-01", "LAMP", 10)
        .stock_of("A-02", "CUP", "BOLT", None, 5)
        .stock_of("A-03", "CUP", "BOLT", None, 5);
    let key = world.key(bin(&world, "A-03"), "CUP");
    let (qty, to) = (Qty(5), Holder::Lpn(pallet));
    world.when(ADA, Command::Move { key, qty, to });
    let bolt = world.w.owner_by_code("BOLT").unwrap().id;
    scans(&mut world, &["A-01", "LAMP"]);
    let told = world.refused(ADA, scan("A-02"));
    let why = BadBin::OtherOwner(world.place("A-02"), bolt);
    assert_eq!((told.class(), told), (Class::Stop, Refusal::Bin(why).into()));
    let told = world.refused(ADA, scan("PAL-1"));
    assert_eq!(
        (told.class(), told),
        (Class::Stop, Refusal::OtherOwner(pallet, bolt).into())
    );
}

#[test]
fn a_blocked_place_gives_nothing_except_to_who_may_correct_it() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10);
    world.change_place("A-01", |place| place.blocked = true);
    assert_eq!(
        world.refused(ADA, scan("A-01")),
        Refusal::Blocked(world.place("A-01")).into()
    );
    let (from, to) = (bin(&world, "A-01"), bin(&world, "A-02"));
    world.when(LEA, Command::MoveAll { from, to });
    world.change_place("S1", |place| place.blocked = true);
    scans(&mut world, &["A-02", "LAMP"]);
    assert_eq!(
        world.refused(ADA, scan("S1")),
        Refusal::Blocked(world.place("S1")).into()
    );
}

#[test]
fn every_wrong_scan_has_its_own_answer() {
    let mut world = World::new();
    world
        .stock("A-01", "LAMP", 10)
        .stock_of("A-03", "SOUP", "ACME", Some(("L1", day(90))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L1", day(90))), 5)
        .stock_of("D1", "SOUP", "ACME", Some(("L2", day(91))), 5);
    assert!(matches!(
        world.refused(ADA, scan("4711")),
        Any::Moving(Refusal::UnknownCode(..))
    ));
    assert_eq!(world.refused(ADA, scan("LAMP")), Refusal::SourceFirst.into());
    assert_eq!(
        world.refused(ADA, scan("A-02")),
        Refusal::Empty(bin(&world, "A-02")).into()
    );
    scans(&mut world, &["A-01"]);
    let (item, from, lies) = (world.item("SOUP"), bin(&world, "A-01"), Some(world.place("A-03")));
    assert_eq!(
        world.refused(ADA, scan("SOUP")),
        Refusal::NotThere { item, from, lies }.into()
    );
    assert_eq!(
        world.refused(ADA, Command::Quantity { qty: Qty(1) }),
        Refusal::ItemFirst(from).into()
    );
    scans(&mut world, &["LAMP"]);
    assert_eq!(
        world.refused(ADA, Command::Quantity { qty: Qty(0) }),
        Refusal::NoQuantity.into()
    );
    assert_eq!(world.refused(ADA, scan("A-01")), Refusal::SameHolder(from).into());
    world.when(ADA, Command::Leave);
    scans(&mut world, &["D1"]);
    assert_eq!(world.refused(ADA, scan("SOUP")), Refusal::WhichOne(item).into());
    scans(&mut world, &["L2"]);
    let told = world.refused(ADA, scan("A-03"));
    assert!(matches!(told, Any::Moving(Refusal::Bin(BadBin::OtherLot(..)))));
}

#[test]
fn a_move_is_undone_until_the_goods_go_on() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 10).stock("A-01", "CUP", 1);
    scans(&mut world, &["A-01", "LAMP"]);
    let moved = world.when(ADA, scan("A-02"));
    world.undo(ADA, &moved).unwrap();
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("A-02", "LAMP")),
        (10, 0)
    );
    let moved = world.when(ADA, scan("A-02"));
    let (from, to) = (bin(&world, "A-02"), bin(&world, "A-03"));
    world.when(BEN, Command::MoveAll { from, to });
    assert_eq!(
        world.undo(ADA, &moved).unwrap_err(),
        Refusal::GoneOn(world.item("LAMP"), from).into()
    );
}

#[test]
fn a_pallet_set_down_is_taken_up_again_until_it_goes_on() {
    let mut world = World::new();
    let lpn = world.pallet("PAL-1");
    let (s1, d1) = (world.place("S1"), world.place("D1"));
    let set = world.when(ADA, Command::SetDown { lpn, place: s1 });
    world.undo(ADA, &set).unwrap();
    assert_eq!(world.w.lpns[&lpn].at, None);
    let set = world.when(ADA, Command::SetDown { lpn, place: s1 });
    world.when(BEN, Command::SetDown { lpn, place: d1 });
    assert_eq!(
        world.undo(ADA, &set).unwrap_err(),
        Refusal::LpnGoneOn(lpn, Some(d1)).into()
    );
}
