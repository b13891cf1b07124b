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
    *world.w.receipts.keys().last().unwrap()
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
    *world.w.receipts.keys().last().unwrap()
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
