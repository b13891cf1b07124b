//! What users of other systems report, so that it does not happen here: one named test for each report that belongs to
//! receiving, picking, packing, loading, counting and moving.
//!
//! | report | test |
//! |---|---|
//! | a typed quantity 12, then the item scanned: 12 | `picking::a_typed_quantity_stands_when_the_item_is_scanned_after_it`, `receiving::a_typed_quantity_stands_and_is_never_added_to`, `packing::a_typed_quantity_is_absolute_and_the_next_scan_confirms_it`, `counting::a_typed_quantity_stands_and_an_empty_place_wants_to_be_called_empty` |
//! | two workers on the same 40 lines: none done twice, no error page | [`two_pickers_on_forty_lines_do_none_twice`]; the other's work is seen at once: `screens`, `orders::what_others_do_shows_and_the_cursor_stays_on_its_order` |
//! | a document of 5,000 lines stays as quick as a short one | [`a_receipt_of_five_thousand_lines_is_worked_in_steps_as_small_as_a_short_ones`] (steps; times are the benchmarks') |
//! | wrong item, bin, lot, owner, cancelled, unknown: different texts | [`six_wrong_scans_have_six_texts`] |
//! | count of a bin while three picks pass: variance 0 | `counting::three_picks_during_a_count_leave_no_difference_whenever_they_pass` |
//! | second scan of a tracking number at load: refused, with who and when | `shipping::the_same_parcel_twice_is_refused_with_who_and_when` |
//! | order cancelled after the pick: stopped before the label | `packing::an_order_called_off_after_the_pick_is_stopped_before_its_label` |
//! | order changed after the pick: caught, with the bin to put it back | `orders::a_change_below_what_is_picked_is_caught_at_the_bench_with_the_bin_to_go_back_to`, `orders::a_change_after_the_packing_is_caught_at_the_dock_before_and_after_the_loading` |
//! | a reservation never takes another owner's stock | `allocation::a_reservation_never_takes_another_owners_stock` |
//! | stock never negative; two pickers, one unit: one gets it, the other is told who | [`two_pickers_and_one_unit`], `random` |
//! | an undo for every step | [`every_step_of_the_day_is_taken_back`], `undo` |
//!
//! Reports about scanners, terminators and input methods are tested in `scan`, `codes` and `screens`.

use crate::world::*;
use pickface::domain::ids::*;
use pickface::domain::orders;
use pickface::domain::picking::{self, Prompt};
use pickface::domain::receiving::{self, Receipt, ReceiptLine};
use pickface::domain::stock::{Holder, Stock, StockKey};
use pickface::domain::*;
use pickface::domain::{adjusting, counting, masters, moving, putaway, shipping, undo};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn two_pickers_on_forty_lines_do_none_twice() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 100);
    let orders: Vec<OrderId> = (0..20)
        .map(|n| world.order(&format!("{}", 1000 + n), &[("LAMP", 1), ("CUP", 1)]))
        .collect();
    let task = world.picking(ADA, &orders[..8]);
    let groups = vec![orders[8..16].to_vec(), orders[16..].to_vec()];
    world.when(LEA, release::Command::Release { groups });
    world.when(BEN, picking::Command::Claim { task: None });
    let bens = world.w.task_of(world.worker(BEN)).unwrap();
    assert_ne!(task, bens);
    // Ben hands his list to nobody, scans at Ada's, and is told that it is hers; then both pick at the same bins.
    let hers = picking::Command::Scan {
        task,
        code: "A-01".into(),
    };
    let ada = world.worker(ADA);
    assert_eq!(
        world.refused(BEN, hers),
        picking::Refusal::Taken(task, ada).into()
    );
    let mut picked: BTreeSet<ReservationId> = BTreeSet::new();
    let mut free = 0;
    loop {
        let mut done = 0;
        for (who, task) in [(ADA, task), (BEN, bens)] {
            let Some(list) = world.w.task(task).cloned() else {
                done += 1;
                continue;
            };
            let line = |index: usize| list.lines[index].clone();
            let code = match list.prompt(&world.w) {
                Prompt::Place(index) => world.w.places[&line(index).place()].code.to_string(),
                Prompt::Item(index) => world.w.items[&line(index).key.item].code.to_string(),
                Prompt::Put(index, _) => {
                    assert!(picked.insert(line(index).reservation), "picked twice");
                    match list.tote(line(index).order).and_then(|slot| slot.lpn) {
                        Some(tote) => world.w.lpns[&tote].code.to_string(),
                        None => {
                            free += 1;
                            let code = format!("X-{free}");
                            world.when_system(masters::Command::SaveLpn(places::Lpn {
                                code: code.as_str().into(),
                                ..places::Lpn::default()
                            }));
                            code
                        }
                    }
                }
                _ => "B1".to_owned(),
            };
            world.scans(who, task, &[&code]);
        }
        if done == 2 {
            break;
        }
    }
    assert_eq!(picked.len(), 32, "two lines of each of sixteen orders");
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_bin("A-02", "CUP")),
        (84, 84)
    );
}

#[test]
fn a_receipt_of_five_thousand_lines_is_worked_in_steps_as_small_as_a_short_ones() {
    let mut world = World::new();
    let lines = (0..5000).map(|n| {
        let code = format!("I-{n:04}");
        // As if they had been imported: deciding each would look through all of them.
        let id: ItemId = world.w.counters.next();
        let item = std::sync::Arc::new(items::Item {
            id,
            code: code.as_str().into(),
            ..items::Item::default()
        });
        world.w.evolve(&items::ItemSaved { item }.into());
        ReceiptLine::new(id, Qty(2))
    });
    let lines: Vec<ReceiptLine> = lines.collect();
    let receipt = Receipt {
        id: ReceiptId(0),
        number: "PO-1".into(),
        supplier: "Lantern Works".into(),
        owner: world.w.owner_by_code("ACME").unwrap().id,
        expected_at: world.now,
        dock: Some(world.place("D1")),
        blind: false,
        lines,
    };
    world.when_system(receiving::Command::Save(Box::new(receipt)));
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    world.when(BEN, receiving::Command::Start { receipt });
    for code in ["I-4999", "D1", "I-0000", "D1", "I-2500", "D1"] {
        let code = code.into();
        let events = world.when(BEN, receiving::Command::Scan { receipt, code });
        assert!(events.len() <= 4, "{} events", events.len());
    }
    let reason = "the rest comes tomorrow".into();
    let events = world.when(BEN, receiving::Command::Close { receipt, reason });
    assert!(events.len() <= 500, "{} events", events.len());
    assert_eq!(world.in_bin("D1", "I-4999"), 2);
}

#[test]
fn six_wrong_scans_have_six_texts() {
    let mut world = World::new();
    world
        .stock_of("A-01", "SOUP", "ACME", Some(("L1", day(20))), 10)
        .stock_of("A-02", "SOUP", "ACME", Some(("L2", day(90))), 10)
        .stock("A-03", "CUP", 10)
        .stock_of("A-04", "LAMP", "BOLT", None, 10);
    let order = world.order("1001", &[("SOUP", 1)]);
    let others = world.order_of("BOLT", "2001", false, &[("LAMP", 1)]);
    world.picked(others, "T-08");
    let task = world.picking(ADA, &[order]);
    let scan = |code: &str| picking::Command::Scan {
        task,
        code: code.into(),
    };
    let mut texts: Vec<(&'static str, &'static str)> = Vec::new();
    texts.push(("unknown", world.refused(ADA, scan("nonsense")).phrase().key));
    texts.push(("bin", world.refused(ADA, scan("A-02")).phrase().key));
    world.scans(ADA, task, &["A-01"]);
    texts.push(("item", world.refused(ADA, scan("CUP")).phrase().key));
    let barcode = items::Barcode {
        code: "05012345678900".into(),
        contents: Qty(1),
    };
    let mut soup = items::Item::clone(&world.w.items[&world.item("SOUP")]);
    soup.barcodes.push(barcode);
    world.when_system(masters::Command::SaveItem(Box::new(soup)));
    texts.push((
        "lot",
        world.refused(ADA, scan("(01)05012345678900(10)L2")).phrase().key,
    ));
    world.scans(ADA, task, &["SOUP", "T-01", "B1"]);
    world.packs(&["T-01", "SOUP"]);
    let command = world.at_bench("T-08");
    texts.push(("owner", world.refused(MEI, command).phrase().key));
    world.when(LEA, orders::Command::Cancel { order });
    let command = world.at_bench("SOUP");
    texts.push(("cancelled", world.refused(MEI, command).phrase().key));
    let different: BTreeSet<&str> = texts.iter().map(|(_, key)| *key).collect();
    assert_eq!(different.len(), 6, "{texts:?}");
}

#[test]
fn two_pickers_and_one_unit() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 1);
    let (first, second) = (
        world.order("1001", &[("LAMP", 1)]),
        world.order("1002", &[("LAMP", 1)]),
    );
    let task = world.picking(ADA, &[first]);
    let groups = vec![vec![second]];
    world.when(LEA, release::Command::Release { groups });
    assert_eq!(world.stage(second), orders::Stage::Short);
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let told = allocation::explain_shortage(&world.w, world.item("LAMP"), owner);
    let named = |value: &phrase::Value| *value == phrase::Value::Order(first);
    assert!(told[0].args.iter().any(|(_, value)| named(value)), "{told:?}");
    // Ben takes the one lamp by hand: it is promised, and he is told to whom.
    let key = world.key(Holder::Place(world.place("A-01")), "LAMP");
    let to = Holder::Place(world.place("A-02"));
    let qty = Qty(1);
    let why = world.refused(BEN, moving::Command::Move { key, qty, to });
    assert_eq!(why, moving::Refusal::Held(key.item, first, Qty(1)).into());
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_tote("T-01", "LAMP")),
        (0, 1)
    );
}

/// The ledger as it is told: what lies where.
fn ledger(world: &World) -> BTreeMap<StockKey, Stock> {
    let lines = world.w.stock.iter();
    lines
        .filter(|(key, _)| key.holder.is_real())
        .map(|(key, stock)| (*key, *stock))
        .collect()
}

/// Somebody does something; it is taken back at once, and then done again.
#[track_caller]
fn to_and_fro(world: &mut World, who: &str, command: impl Into<Command>) {
    let command: Command = command.into();
    and_back(world, who, command.clone());
    world.when(who, command);
}

/// Somebody does something and takes it back at once: the ledger is as before.
#[track_caller]
fn and_back(world: &mut World, who: &str, command: impl Into<Command>) {
    let command: Command = command.into();
    let before = ledger(world);
    let told = format!("{command:?}");
    let events = world.when(who, command);
    let seq = u64::try_from(world.told.len()).unwrap();
    let record = Record {
        seq,
        id: CommandId::default(),
        actor: world.actor(who),
        device: DeviceId(1),
        via: Via::Scanned,
        at: world.now,
        input: "".into(),
        events,
    };
    let actor = world.actor(who);
    if let Err(why) = world.ask_about(actor, undo::Command { seq }, Some(record)) {
        panic!("{told} is not taken back: {why:?}");
    }
    assert_eq!(ledger(world), before, "{told}");
}

#[test]
fn every_step_of_the_day_is_taken_back() {
    let mut world = World::new();
    // Receive and put away.
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    world.when(BEN, receiving::Command::Start { receipt });
    for code in ["LAMP", "LAMP", "D1"] {
        let code = code.into();
        to_and_fro(&mut world, BEN, receiving::Command::Scan { receipt, code });
    }
    for code in ["D1", "A-01"] {
        to_and_fro(&mut world, BEN, putaway::Command::Scan { code: code.into() });
    }
    // Move, count, keep back and release.
    let key = world.key(Holder::Place(world.place("A-01")), "LAMP");
    let to = Holder::Place(world.place("A-02"));
    to_and_fro(&mut world, ADA, moving::Command::Move { key, qty: Qty(2), to });
    let count = world.counts(&["A-02"]);
    world.when(MEI, counting::Command::Claim { count: Some(count) });
    world.count_scans(MEI, count, &["A-02"]);
    let code: Text = "LAMP".into();
    to_and_fro(&mut world, MEI, counting::Command::Scan { count, code });
    world.when(MEI, counting::Command::Park { count });
    let key = key.at(to);
    let (qty, reason, note): (_, _, Text) = (Qty(1), adjusting::Reason::Other, "dusty".into());
    let hold = adjusting::Command::Hold {
        key,
        qty,
        reason,
        note: note.clone(),
    };
    to_and_fro(&mut world, LEA, hold);
    let key = key.with_status(stock::Status::Hold);
    let free = adjusting::Command::Release {
        key,
        qty,
        reason,
        note,
    };
    to_and_fro(&mut world, LEA, free);
    // Pick, until the bench has it; pack; load, until the load has left.
    let order = world.order("1001", &[("LAMP", 2)]);
    let task = world.picking(ADA, &[order]);
    to_and_fro(&mut world, ADA, picking::Command::Skip { task });
    let scan = |code: &str| picking::Command::Scan {
        task,
        code: code.into(),
    };
    for code in ["A-02", "LAMP"] {
        to_and_fro(&mut world, ADA, scan(code));
    }
    // Whoever takes goods back stands before the bin again, and confirms it again.
    and_back(&mut world, ADA, scan("T-01"));
    world.scans(ADA, task, &["A-02", "LAMP", "T-01", "B1"]);
    world.packs(&["T-01"]);
    for code in ["LAMP", "LAMP", "PFBOX2"] {
        let command = world.at_bench(code);
        to_and_fro(&mut world, MEI, command);
    }
    let load = world.load_for("DASH");
    let code = "1001".into();
    to_and_fro(&mut world, MEI, shipping::Command::Scan { load, code });
}
