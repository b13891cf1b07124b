use crate::world::*;
use pickface::domain::ids::{ReceiptId, WorkerId};
use pickface::domain::receiving::{Command, Doubt, Prompt, Receipt, ReceiptLine, Refusal};
use pickface::domain::settings::Settings;
use pickface::domain::stock::{Holder, Status};
use pickface::domain::time::DAY_MS;
use pickface::domain::{Actor, Class, Explain, Qty, Refusal as Any, masters};

/// The supplier announces goods for ACME at dock D1.
fn announced(world: &mut World, number: &str, lines: &[(&str, i64)]) -> ReceiptId {
    let lines = lines
        .iter()
        .map(|(item, qty)| ReceiptLine::new(world.item(item), Qty(*qty)))
        .collect();
    let receipt = paper(world, number, lines);
    world
        .ask(Actor::System, Command::Save(Box::new(receipt)))
        .unwrap();
    *world.w.receipts.keys().next_back().unwrap()
}

fn paper(world: &World, number: &str, lines: Vec<ReceiptLine>) -> Receipt {
    Receipt {
        id: ReceiptId(0),
        number: number.into(),
        supplier: "Lantern Works".into(),
        owner: world.w.owner_by_code("ACME").unwrap().id,
        expected_at: world.now + DAY_MS,
        dock: Some(world.place("D1")),
        blind: false,
        lines,
    }
}

fn blind(world: &mut World) -> ReceiptId {
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, Command::OpenBlind { owner, dock });
    *world.w.receipts.keys().next_back().unwrap()
}

fn scan(receipt: ReceiptId, code: &str) -> Command {
    Command::Scan {
        receipt,
        code: code.into(),
    }
}

fn scans(world: &mut World, receipt: ReceiptId, codes: &[&str]) {
    for code in codes {
        world.when(BEN, scan(receipt, code));
    }
}

fn ben(world: &World) -> WorkerId {
    world.w.worker_by_number(BEN).unwrap().id
}

fn prompt(world: &World) -> Prompt {
    world.w.receiving_of(ben(world)).unwrap().prompt(&world.w)
}

fn close(receipt: ReceiptId, reason: &str) -> Command {
    Command::Close {
        receipt,
        reason: reason.into(),
    }
}

#[test]
fn item_dock_item_dock_and_the_receipt_is_complete() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48), ("CUP", 10)]);
    world.when(BEN, Command::Start { receipt });
    assert_eq!(prompt(&world), Prompt::Item(Some(world.item("LAMP"))));
    scans(&mut world, receipt, &["4006381333931"]);
    assert_eq!(
        prompt(&world),
        Prompt::Put(world.item("LAMP"), Qty(48)),
        "one piece shows what is outstanding"
    );
    scans(&mut world, receipt, &["D1", "CUP", "D1"]);
    assert_eq!((world.in_bin("D1", "LAMP"), world.in_bin("D1", "CUP")), (48, 10));
    assert_eq!(prompt(&world), Prompt::Finish);
    world.when(BEN, close(receipt, ""));
    assert!(world.w.receipt(receipt).is_none());
    assert!(world.w.receiving_of(ben(&world)).is_none());
}

#[test]
fn blind_goods_are_counted_scan_by_scan() {
    let mut world = World::new();
    let receipt = blind(&mut world);
    scans(&mut world, receipt, &["14006381333938", "14006381333938", "LAMP"]);
    assert_eq!(
        prompt(&world),
        Prompt::Put(world.item("LAMP"), Qty(49)),
        "two cases and a piece"
    );
    scans(&mut world, receipt, &["T-01"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 49);
    assert_eq!(world.w.lpns[&world.tote("T-01")].at, Some(world.place("D1")));
    world.when(BEN, close(receipt, ""));
}

#[test]
fn scanning_on_puts_what_is_in_hand_where_the_goods_before_went() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48), ("CUP", 10)]);
    scans(&mut world, receipt, &["LAMP"]);
    let told = world.refused(BEN, scan(receipt, "CUP"));
    assert_eq!(told, Refusal::PutFirst(world.item("LAMP")).into());
    scans(&mut world, receipt, &["D1", "LAMP", "LAMP", "CUP"]);
    let (lamp, dock) = (world.item("LAMP"), Holder::Place(world.place("D1")));
    assert_eq!(
        prompt(&world),
        Prompt::Confirm(Doubt::Over(lamp, Qty(48), Qty(50), dock)),
        "two more than announced"
    );
    scans(&mut world, receipt, &["CUP"]);
    assert_eq!(world.in_bin("D1", "LAMP"), 50);
    assert_eq!(prompt(&world), Prompt::Put(world.item("CUP"), Qty(10)));
}

#[test]
fn the_shown_quantity_goes_where_the_goods_before_went() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48), ("CUP", 10)]);
    scans(
        &mut world,
        receipt,
        &["14006381333938", "D1", "14006381333938", "CUP", "S1"],
    );
    assert_eq!((world.in_bin("D1", "LAMP"), world.in_bin("S1", "CUP")), (48, 10));
}

#[test]
fn a_typed_quantity_stands_and_is_never_added_to() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    let quantity = |qty| Command::Quantity {
        receipt,
        qty: Qty(qty),
    };
    assert_eq!(world.refused(BEN, quantity(12)), Refusal::ItemFirst.into());
    scans(&mut world, receipt, &["LAMP"]);
    assert_eq!(world.refused(BEN, quantity(0)), Refusal::NoQuantity.into());
    world.when(BEN, quantity(12));
    scans(&mut world, receipt, &["LAMP", "D1"]);
    assert_eq!(world.in_bin("D1", "LAMP"), 12);
    assert_eq!(
        world.w.receipt(receipt).unwrap().outstanding(world.item("LAMP")),
        Qty(36)
    );
}

#[test]
fn lot_and_expiry_are_asked_where_the_item_has_them() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("SOUP", 24)]);
    let soup = world.item("SOUP");
    scans(&mut world, receipt, &["SOUP"]);
    assert_eq!(prompt(&world), Prompt::Lot(soup));
    assert_eq!(
        world.refused(BEN, scan(receipt, "D1")),
        Refusal::LotFirst(soup).into()
    );
    scans(&mut world, receipt, &["L77"]);
    assert_eq!(prompt(&world), Prompt::Expiry(soup));
    let told = world.refused(BEN, scan(receipt, "soon"));
    assert_eq!(told, Refusal::BadDate("soon".into()).into());
    scans(&mut world, receipt, &["2027-01-31"]);
    assert_eq!(prompt(&world), Prompt::Put(soup, Qty(24)));
    scans(&mut world, receipt, &["D1"]);
    let lot = world.w.lot_by_code(soup, "L77").unwrap();
    assert_eq!(lot.expiry.unwrap().date().to_string(), "2027-01-31");
    let key = world.key(Holder::Place(world.place("D1")), "SOUP");
    assert_eq!((key.lot, key.status), (Some(lot.id), Status::Available));
}

#[test]
fn a_known_lot_knows_its_expiry_and_another_date_is_refused() {
    let mut world = World::new();
    world.stock_of("A-05", "SOUP", "ACME", Some(("L77", day(90))), 5);
    let receipt = announced(&mut world, "PO-1", &[("SOUP", 24)]);
    scans(&mut world, receipt, &["SOUP"]);
    let wrong = Command::Lot {
        receipt,
        code: "L77".into(),
        expiry: Some(day(91)),
    };
    let told = world.refused(BEN, wrong);
    assert_eq!(told, Refusal::OtherExpiry("L77".into(), day(90), day(91)).into());
    scans(&mut world, receipt, &["L77", "D1"]);
    assert_eq!(world.in_bin("D1", "SOUP"), 24);
}

#[test]
fn expired_goods_are_asked_about_and_come_in_under_quarantine() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("SOUP", 24)]);
    let soup = world.item("SOUP");
    scans(&mut world, receipt, &["SOUP", "L77", &day(-1).date().to_string()]);
    let doubt = Doubt::Expired(soup, "L77".into(), day(-1));
    assert_eq!(prompt(&world), Prompt::Confirm(doubt));
    let told = world.refused(BEN, scan(receipt, "D1"));
    assert_eq!(
        told,
        Refusal::BadDate("D1".into()).into(),
        "the date is still open"
    );
    scans(&mut world, receipt, &[&day(-1).date().to_string(), "D1"]);
    let key = world.key(Holder::Place(world.place("D1")), "SOUP");
    assert_eq!(key.status, Status::Quarantine);
}

#[test]
fn short_dated_goods_are_confirmed_by_key_too() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("SOUP", 24)]);
    let soup = world.item("SOUP");
    scans(&mut world, receipt, &["SOUP"]);
    let lot = Command::Lot {
        receipt,
        code: "L77".into(),
        expiry: Some(day(10)),
    };
    world.when(BEN, lot);
    assert_eq!(
        prompt(&world),
        Prompt::Confirm(Doubt::ShortDated(soup, "L77".into(), day(10)))
    );
    let yes = Command::Confirm {
        receipt,
        reason: "".into(),
    };
    world.when(BEN, yes.clone());
    assert_eq!(prompt(&world), Prompt::Put(soup, Qty(24)));
    assert_eq!(world.refused(BEN, yes), Refusal::NothingAsked.into());
}

#[test]
fn another_lot_than_the_announced_one_is_asked_about() {
    let mut world = World::new();
    let line = ReceiptLine {
        lot: Some("L1".into()),
        ..ReceiptLine::new(world.item("SOUP"), Qty(24))
    };
    let receipt = paper(&world, "PO-1", vec![line]);
    world
        .ask(Actor::System, Command::Save(Box::new(receipt)))
        .unwrap();
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    scans(&mut world, receipt, &["SOUP", "L2"]);
    let doubt = Doubt::OtherLot(world.item("SOUP"), "L1".into(), "L2".into());
    assert_eq!(prompt(&world), Prompt::Confirm(doubt));
    scans(&mut world, receipt, &["L1", &day(90).date().to_string(), "D1"]);
    assert_eq!(
        world.in_bin("D1", "SOUP"),
        24,
        "the right lot needs no second scan"
    );
}

#[test]
fn an_item_that_was_not_announced_is_taken_in_when_it_is_scanned_twice() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    let cup = world.item("CUP");
    scans(&mut world, receipt, &["CUP"]);
    assert_eq!(prompt(&world), Prompt::Confirm(Doubt::NotExpected(cup)));
    scans(&mut world, receipt, &["CUP", "D1"]);
    let lines = &world.w.receipt(receipt).unwrap().lines;
    assert_eq!((lines.len(), lines[1].item, lines[1].received), (2, cup, Qty(1)));
    scans(&mut world, receipt, &["LAMP"]);
    assert_eq!(
        prompt(&world),
        Prompt::Put(world.item("LAMP"), Qty(48)),
        "another item answers no question and needs none"
    );
}

#[test]
fn over_receipt_is_allowed_asked_about_or_refused_by_two_percentages() {
    let mut world = World::new();
    let settings = Settings {
        over_receipt_warn_percent: 5,
        over_receipt_refuse_percent: 10,
        ..Settings::default()
    };
    world
        .ask(Actor::System, masters::Command::SaveSettings(settings))
        .unwrap();
    let (lamp, dock) = (world.item("LAMP"), Holder::Place(world.place("D1")));
    let mut receive = |number: &str, qty: i64| {
        let receipt = announced(&mut world, number, &[("LAMP", 100)]);
        scans(&mut world, receipt, &["LAMP"]);
        let qty = Qty(qty);
        world.when(BEN, Command::Quantity { receipt, qty });
        let outcome = world.ask(world.actor(BEN), scan(receipt, "D1")).map(|_| ());
        let asked = prompt(&world);
        if matches!(asked, Prompt::Confirm(_)) {
            scans(&mut world, receipt, &["D1"]);
        }
        let came = world.w.receipt(receipt).unwrap().of_item(lamp).1;
        world.when(BEN, Command::Clear { receipt });
        (outcome, asked, came)
    };
    assert_eq!(receive("allowed", 105), (Ok(()), Prompt::Finish, Qty(105)));
    let doubt = Doubt::Over(lamp, Qty(100), Qty(110), dock);
    assert_eq!(receive("asked", 110), (Ok(()), Prompt::Confirm(doubt), Qty(110)));
    let (outcome, _, came) = receive("refused", 111);
    let told = Refusal::TooMany {
        item: lamp,
        expected: Qty(100),
        found: Qty(111),
        most: Qty(110),
    };
    assert_eq!((outcome, came), (Err(told.into()), Qty(0)));
}

#[test]
fn an_over_receipt_is_taken_in_with_a_reason() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 100)]);
    scans(&mut world, receipt, &["LAMP"]);
    world.when(
        BEN,
        Command::Quantity {
            receipt,
            qty: Qty(104),
        },
    );
    scans(&mut world, receipt, &["D1"]);
    assert_eq!(world.in_bin("D1", "LAMP"), 0, "asked, not booked");
    let reason = "supplier rounds up".into();
    world.when(BEN, Command::Confirm { receipt, reason });
    assert_eq!(world.in_bin("D1", "LAMP"), 104);
}

#[test]
fn damaged_goods_come_in_apart_from_the_good_ones() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 10)]);
    let damaged = |qty| Command::Damaged {
        receipt,
        qty: Qty(qty),
    };
    scans(&mut world, receipt, &["LAMP"]);
    let told = world.refused(BEN, damaged(11));
    assert_eq!(
        told,
        Refusal::TooManyDamaged(world.item("LAMP"), Qty(11), Qty(10)).into()
    );
    world.when(BEN, damaged(3));
    scans(&mut world, receipt, &["D1"]);
    let line = world.w.receipt(receipt).unwrap().lines[0].clone();
    assert_eq!(
        (line.received, line.damaged, line.outstanding()),
        (Qty(7), Qty(3), Qty(0))
    );
    let by_status: Vec<_> = world
        .w
        .stock_in(Holder::Place(world.place("D1")))
        .map(|(key, stock)| (key.status, stock.on_hand))
        .collect();
    assert_eq!(
        by_status,
        [(Status::Available, Qty(7)), (Status::Damaged, Qty(3))]
    );
}

#[test]
fn two_workers_receive_one_receipt_side_by_side() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48), ("CUP", 10)]);
    scans(&mut world, receipt, &["LAMP"]);
    world.when(LEA, scan(receipt, "CUP"));
    world.when(LEA, scan(receipt, "S1"));
    assert_eq!(
        prompt(&world),
        Prompt::Put(world.item("LAMP"), Qty(48)),
        "Ben's hand is his own"
    );
    assert_eq!(
        world.refused(LEA, close(receipt, "late")),
        Refusal::InHand(world.worker(BEN)).into()
    );
    scans(&mut world, receipt, &["D1"]);
    world.when(LEA, close(receipt, ""));
    assert_eq!(
        world.refused(BEN, scan(receipt, "LAMP")),
        Refusal::Unknown(receipt).into()
    );
}

#[test]
fn short_lines_want_a_reason_and_the_outcome_is_told() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48), ("CUP", 10)]);
    scans(&mut world, receipt, &["LAMP", "D1"]);
    let told = world.refused(BEN, close(receipt, " "));
    assert_eq!(
        (told.class(), told),
        (Class::Check, Refusal::NeedReason(1).into())
    );
    let events = world.when(BEN, close(receipt, "back-ordered"));
    let [pickface::domain::Event::ReceiptClosed(closed)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(closed.receipt.lines[1].outstanding(), Qty(10));
    assert_eq!(closed.reason.as_ref(), "back-ordered");
}

#[test]
fn the_same_announcement_again_changes_nothing() {
    let mut world = World::new();
    let lines = |world: &World, qty| vec![ReceiptLine::new(world.item("LAMP"), Qty(qty))];
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    let save = |world: &mut World, qty| {
        let paper = paper(world, "PO-1", lines(world, qty));
        world.ask(Actor::System, Command::Save(Box::new(paper)))
    };
    assert_eq!(save(&mut world, 48), Ok(vec![]));
    assert_eq!(save(&mut world, 50), Err(Refusal::NumberTaken(receipt).into()));
    world.when(BEN, close(receipt, "never came"));
    assert_eq!(
        save(&mut world, 48),
        Err(Refusal::NumberClosed("PO-1".into()).into())
    );
}

#[test]
fn what_goods_are_put_onto_is_checked() {
    let mut world = World::new();
    world.stock_of("A-01", "LAMP", "BOLT", None, 5);
    let pallet = world.pallet("PAL-1");
    let bolts = world.key(Holder::Place(world.place("A-01")), "LAMP");
    let to = Holder::Lpn(pallet);
    world.when(
        LEA,
        pickface::domain::moving::Command::Move {
            key: bolts,
            qty: Qty(5),
            to,
        },
    );
    world.change_place("S1", |place| place.blocked = true);
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    assert_eq!(world.refused(BEN, scan(receipt, "D1")), Refusal::ItemFirst.into());
    let told = world.refused(BEN, scan(receipt, "4711"));
    assert!(matches!(told, Any::Receiving(Refusal::UnknownCode(..))));
    scans(&mut world, receipt, &["LAMP"]);
    let told = world.refused(BEN, scan(receipt, "PAL-1"));
    let bolt = world.w.owner_by_code("BOLT").unwrap().id;
    assert_eq!(
        (told.class(), told),
        (Class::Stop, Refusal::OtherOwner(pallet, bolt).into())
    );
    let told = world.refused(BEN, scan(receipt, "A-02"));
    assert_eq!(told, Refusal::NotADock(world.place("A-02")).into());
    let told = world.refused(BEN, scan(receipt, "S1"));
    assert_eq!(told, Refusal::Blocked(world.place("S1")).into());
}

#[test]
fn a_receive_is_undone_until_the_goods_go_on() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    scans(&mut world, receipt, &["LAMP"]);
    let booked = world.when(BEN, scan(receipt, "D1"));
    world.undo(BEN, &booked).unwrap();
    assert_eq!(world.in_bin("D1", "LAMP"), 0);
    assert_eq!(
        prompt(&world),
        Prompt::Put(world.item("LAMP"), Qty(48)),
        "in hand again"
    );
    let booked = world.when(BEN, scan(receipt, "D1"));
    for code in ["LAMP", "A-01"] {
        world.when(
            BEN,
            pickface::domain::putaway::Command::Scan { code: code.into() },
        );
    }
    let told = world.undo(BEN, &booked).unwrap_err();
    assert_eq!(told, Refusal::GoneOn(world.item("LAMP"), Qty(48)).into());
}

#[test]
fn a_step_is_undone_until_the_next_one() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    world.when(BEN, Command::Start { receipt });
    let item = world.when(BEN, scan(receipt, "LAMP"));
    world.undo(BEN, &item).unwrap();
    assert_eq!(prompt(&world), Prompt::Item(Some(world.item("LAMP"))));
    assert_eq!(world.undo(BEN, &item).unwrap_err(), Refusal::SteppedOn.into());
}

#[test]
fn a_picker_may_not_receive() {
    let mut world = World::new();
    let receipt = announced(&mut world, "PO-1", &[("LAMP", 48)]);
    assert!(matches!(
        world.refused(ADA, scan(receipt, "LAMP")),
        Any::Access(_)
    ));
}
