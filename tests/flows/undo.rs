use crate::world::*;
use pickface::domain::ids::{DeviceId, TaskId};
use pickface::domain::orders::{self, Stage};
use pickface::domain::picking::{self, Prompt};
use pickface::domain::places::Place;
use pickface::domain::stock::{Holder, Status};
use pickface::domain::time::HOUR_MS;
use pickface::domain::undo::{Command, Refusal, undoable};
use pickface::domain::*;
use proptest::prelude::*;

/// What a command did, as the journal keeps it.
fn record(world: &World, worker: &str, events: Vec<Event>) -> Record {
    Record {
        seq: u64::try_from(world.told.len()).unwrap(),
        id: CommandId::default(),
        actor: world.actor(worker),
        device: DeviceId(1),
        via: Via::Scanned,
        at: world.now,
        input: "".into(),
        events,
    }
}

#[track_caller]
fn does(world: &mut World, worker: &str, command: impl Into<pickface::domain::Command>) -> Record {
    let events = world.when(worker, command);
    record(world, worker, events)
}

#[track_caller]
fn scan(world: &mut World, worker: &str, task: TaskId, code: &str) -> Record {
    let code = code.into();
    does(world, worker, picking::Command::Scan { task, code })
}

#[track_caller]
fn undo(world: &mut World, worker: &str, record: &Record) -> Result<Vec<Event>, pickface::domain::Refusal> {
    let actor = world.actor(worker);
    world.ask_about(actor, Command { seq: record.seq }, Some(record.clone()))
}

#[track_caller]
fn no_undo(world: &mut World, worker: &str, record: &Record) -> Refusal {
    match undo(world, worker, record) {
        Err(pickface::domain::Refusal::Undo(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn offered(world: &World, worker: &str, record: &Record) -> bool {
    let id = world.w.worker_by_number(worker).unwrap().id;
    undoable(&world.w, record, id, world.now)
}

/// Ada picks an order of 6 lamps at A-01 and 2 cups at A-02.
fn story() -> (World, TaskId) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("536365", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    (world, task)
}

#[test]
fn a_pick_goes_back_into_its_bin_and_is_fetched_again() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    assert!(offered(&world, ADA, &pick));
    undo(&mut world, ADA, &pick).unwrap();
    assert_eq!(
        (world.in_bin("A-01", "LAMP"), world.in_tote("T-01", "LAMP")),
        (100, 0)
    );
    assert_eq!(world.prompt(task), Prompt::Place(0));
    assert!(!offered(&world, ADA, &pick));
    let told = no_undo(&mut world, ADA, &pick);
    assert!(matches!(told, Refusal::Already(_)), "{told:?}");
    world.scans(ADA, task, &["A-01", "LAMP", "T-02", "A-02", "CUP", "T-02", "B1"]);
    assert_eq!(
        world.in_tote("T-02", "LAMP"),
        6,
        "the wrong tote was freed, another took its slot"
    );
    assert!(world.w.reservations.is_empty());
}

#[test]
fn the_first_of_two_part_picks_goes_back_alone() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, picking::Command::Quantity { task, qty: Qty(4) });
    let first = scan(&mut world, ADA, task, "T-01");
    undo(&mut world, ADA, &first).unwrap();
    assert_eq!(
        world.w.reservations.len(),
        2,
        "one promise a line: {:?}",
        world.w.reservations
    );
    world.scans(ADA, task, &["A-01", "LAMP"]);
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(6)));
    world.when(ADA, picking::Command::Quantity { task, qty: Qty(4) });
    let first = scan(&mut world, ADA, task, "T-01");
    world.scans(ADA, task, &["T-01"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 6);
    undo(&mut world, ADA, &first).unwrap();
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_bin("A-01", "LAMP")),
        (2, 98)
    );
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    assert_eq!(world.in_tote("T-01", "LAMP"), 6);
}

#[test]
fn each_confirmation_goes_one_step_back() {
    let (mut world, task) = story();
    let place = scan(&mut world, ADA, task, "A-01");
    let item = scan(&mut world, ADA, task, "LAMP");
    let counted = scan(&mut world, ADA, task, "LAMP");
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(2)));
    assert_eq!(no_undo(&mut world, ADA, &place), Refusal::WentOn);
    assert!(!offered(&world, ADA, &place));
    undo(&mut world, ADA, &counted).unwrap();
    assert_eq!(world.prompt(task), Prompt::Put(0, Qty(6)));
    undo(&mut world, ADA, &item).unwrap();
    assert_eq!(world.prompt(task), Prompt::Item(0));
    undo(&mut world, ADA, &place).unwrap();
    assert_eq!(world.prompt(task), Prompt::Place(0));
}

#[test]
fn a_skipped_line_comes_back_in_its_turn() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 9).stock("A-02", "CUP", 9).stock_of(
        "A-03",
        "SOUP",
        "ACME",
        Some(("L1", day(90))),
        9,
    );
    let order = world.order("1001", &[("LAMP", 1), ("CUP", 1), ("SOUP", 1)]);
    let task = world.picking(ADA, &[order]);
    let first = does(&mut world, ADA, picking::Command::Skip { task });
    let second = does(&mut world, ADA, picking::Command::Skip { task });
    let walk = |world: &World| {
        let lines = &world.w.task(task).unwrap().lines;
        lines.iter().map(|line| line.place()).collect::<Vec<_>>()
    };
    let [a1, a2, a3] = ["A-01", "A-02", "A-03"].map(|code| world.place(code));
    assert_eq!(walk(&world), [a3, a1, a2]);
    undo(&mut world, ADA, &first).unwrap();
    assert_eq!(
        walk(&world),
        [a1, a3, a2],
        "the one that was skipped first, and not the last one"
    );
    assert_eq!(world.prompt(task), Prompt::Place(0));
    undo(&mut world, ADA, &second).unwrap();
    assert_eq!(world.w.task(task).unwrap().progress(), (0, 3));
    assert!(
        world
            .w
            .task(task)
            .unwrap()
            .lines
            .iter()
            .all(|l| l.state == picking::LineState::Open)
    );
}

#[test]
fn a_full_tote_is_used_on_until_another_is_in_its_slot() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    let full = does(&mut world, ADA, picking::Command::FullTote { task });
    undo(&mut world, ADA, &full).unwrap();
    world.scans(ADA, task, &["A-02", "CUP", "T-01"]);
    assert_eq!(world.in_tote("T-01", "CUP"), 2);

    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP", "T-01"]);
    let full = does(&mut world, ADA, picking::Command::FullTote { task });
    world.scans(ADA, task, &["A-02", "CUP", "T-02"]);
    assert_eq!(
        no_undo(&mut world, ADA, &full),
        Refusal::OtherTote(world.tote("T-02"))
    );
}

#[test]
fn what_was_brought_to_the_bench_tells_where_it_is_and_the_way_back() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    world.scans(ADA, task, &["A-02", "CUP", "T-01"]);
    let deposit = scan(&mut world, ADA, task, "B1");
    let since = world.now;
    let order = *world.w.orders.keys().next().unwrap();
    let told = no_undo(&mut world, ADA, &pick);
    let gone = Refusal::GoneOn {
        order,
        stage: Stage::Picked,
        since: Some(since),
    };
    assert_eq!(told, gone);
    assert_eq!(
        (told.class(), told.phrase().key),
        (Class::Check, "no-undo-gone-on")
    );
    assert!(offered(&world, ADA, &pick), "the answer tells the way back");
    assert!(offered(&world, ADA, &deposit));
}

#[test]
fn totes_set_down_at_the_wrong_bench_are_taken_up_again() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP", "T-01"]);
    let deposit = scan(&mut world, ADA, task, "B1");
    let order = *world.w.orders.keys().next().unwrap();
    undo(&mut world, ADA, &deposit).unwrap();
    let ada = world.worker(ADA);
    let again = world.w.task_of(ada).unwrap();
    assert_eq!(world.prompt(again), Prompt::Deposit);
    assert_eq!(world.stage(order), Stage::Picking);
    let tote = world.tote("T-01");
    assert_eq!(world.w.lpns[&tote].at, None, "it is in her hands");
    let told = no_undo(&mut world, ADA, &deposit);
    assert!(matches!(told, Refusal::Already(_)), "{told:?}");
    world.scans(ADA, again, &["B1"]);
    assert_eq!(world.stage(order), Stage::Picked);
    assert_eq!(world.in_tote("T-01", "LAMP"), 6);
    world.packs(&["T-01", "LAMP"]);
}

#[test]
fn totes_that_are_being_packed_or_moved_stay_where_they_are() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP", "T-01"]);
    let deposit = scan(&mut world, ADA, task, "B1");
    let order = *world.w.orders.keys().next().unwrap();
    world.packs(&["T-01", "LAMP"]);
    let told = no_undo(&mut world, ADA, &deposit);
    assert!(
        matches!(told, Refusal::GoneOn { order: of, stage: Stage::Packing, .. } if of == order),
        "{told:?}"
    );

    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP", "T-01"]);
    let deposit = scan(&mut world, ADA, task, "B1");
    let other = world.order("536366", &[("LAMP", 1)]);
    let next = world.picking(ADA, &[other]);
    let ada = world.worker(ADA);
    let told = undo(&mut world, ADA, &deposit).unwrap_err();
    assert_eq!(told, picking::Refusal::HasTask(ada, next).into());
}

/// Ada misses all 6 lamps at A-01; the rest of the lamps lies at A-03.
fn short_story() -> (World, TaskId, Record) {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 6).stock("A-03", "LAMP", 50);
    let order = world.order("536365", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01"]);
    let short = does(&mut world, ADA, picking::Command::Short { task, found: Qty(0) });
    (world, task, short)
}

#[test]
fn goods_that_were_missed_and_found_are_picked_where_they_lie() {
    let (mut world, task, short) = short_story();
    let (bin, elsewhere) = (world.place("A-01"), world.place("A-03"));
    let key = world
        .key(Holder::Place(bin), "LAMP")
        .with_status(Status::Available);
    let free = |world: &World| world.w.stock_at(&key).on_hand;
    assert_eq!(free(&world), Qty(0), "kept back until it is counted");
    assert_eq!(
        world.w.reservations.values().next().unwrap().key.holder,
        Holder::Place(elsewhere)
    );
    assert!(offered(&world, ADA, &short));
    undo(&mut world, ADA, &short).unwrap();
    assert_eq!(free(&world), Qty(6));
    let promises: Vec<_> = world
        .w
        .reservations
        .values()
        .map(|r| (r.key.holder, r.qty))
        .collect();
    assert_eq!(promises, [(Holder::Place(bin), Qty(6))]);
    let current = world.w.task(task).unwrap().current().unwrap();
    assert_eq!(world.prompt(task), Prompt::Item(current), "she stands there");
    world.scans(ADA, task, &["LAMP", "T-01"]);
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.prompt(task)),
        (6, Prompt::Deposit)
    );
    // The place is still counted; nothing is kept back for that any more.
    assert!(world.w.count_at(bin).is_some());
    assert!(world.w.stock_in(Holder::Place(bin)).next().is_none());
}

#[test]
fn a_part_that_was_found_goes_back_with_the_short_pick() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 6).stock("A-03", "LAMP", 50);
    let order = world.order("536365", &[("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP"]);
    world.when(ADA, picking::Command::Quantity { task, qty: Qty(1) });
    world.scans(ADA, task, &["T-01", "LAMP"]);
    let short = does(&mut world, ADA, picking::Command::Short { task, found: Qty(2) });
    assert_eq!(world.in_tote("T-01", "LAMP"), 3);
    undo(&mut world, ADA, &short).unwrap();
    assert_eq!(
        (world.in_tote("T-01", "LAMP"), world.in_bin("A-01", "LAMP")),
        (1, 5)
    );
    let promised: Qty = world.w.reservations.values().map(|r| r.qty).sum();
    assert_eq!(promised, Qty(5), "{:?}", world.w.reservations);
}

#[test]
fn what_was_counted_or_picked_elsewhere_since_stays() {
    let (mut world, _, short) = short_story();
    let count = world.w.count_at(world.place("A-01")).unwrap();
    world.when(MEI, counting::Command::Claim { count: Some(count) });
    world.count_scans(MEI, count, &["A-01", "LAMP"]);
    world.when(MEI, counting::Command::Quantity { count, qty: Qty(6) });
    world.count_scans(MEI, count, &["A-01"]);
    assert_eq!(world.in_bin("A-01", "LAMP"), 6, "all are there, and free again");
    let place = world.place("A-01");
    assert_eq!(no_undo(&mut world, ADA, &short), Refusal::Counted(place));

    let (mut world, task, short) = short_story();
    world.scans(ADA, task, &["A-03", "LAMP", "T-01"]);
    assert_eq!(no_undo(&mut world, ADA, &short), Refusal::WentOn);
    assert_eq!(world.in_tote("T-01", "LAMP"), 6);
}

#[test]
fn a_called_off_orders_goods_are_not_unpicked() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    let order = *world.w.orders.keys().next().unwrap();
    world.when(LEA, orders::Command::Cancel { order });
    let told = no_undo(&mut world, ADA, &pick);
    assert!(
        matches!(
            told,
            Refusal::GoneOn {
                stage: Stage::Cancelled,
                ..
            }
        ),
        "{told:?}"
    );
}

#[test]
fn ones_own_within_twelve_hours_or_a_leads() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    let ada = world.w.worker_by_number(ADA).unwrap().id;
    assert_eq!(no_undo(&mut world, BEN, &pick), Refusal::NotYours(Some(ada)));
    let by_a_job = Record {
        actor: Actor::System,
        ..pick.clone()
    };
    assert_eq!(no_undo(&mut world, LEA, &by_a_job), Refusal::NotYours(None));
    let other = Record {
        seq: pick.seq + 1,
        ..pick.clone()
    };
    let ada_asks = world.actor(ADA);
    let told = world
        .ask_about(ada_asks, Command { seq: pick.seq }, Some(other))
        .unwrap_err();
    assert_eq!(told, Refusal::Unknown(pick.seq).into());
    let told = world
        .ask_about(ada_asks, Command { seq: pick.seq }, None)
        .unwrap_err();
    assert_eq!(told, Refusal::Unknown(pick.seq).into());
    world.now = pick.at + (12 * HOUR_MS - 2000);
    undo(&mut world, LEA, &pick).unwrap();

    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    world.now = pick.at + 12 * HOUR_MS;
    assert_eq!(no_undo(&mut world, ADA, &pick), Refusal::TooOld(pick.at));
}

#[test]
fn a_pick_list_in_other_hands_stays_theirs() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    let to = world.w.worker_by_number(BEN).unwrap().id;
    let reason = "lunch".into();
    world.when(ADA, picking::Command::HandOver { task, to, reason });
    let since = world.now;
    assert_eq!(no_undo(&mut world, ADA, &pick), Refusal::InHands(task, to, since));
    undo(&mut world, LEA, &pick).unwrap();
}

#[test]
fn nothing_goes_back_into_a_blocked_place() {
    let (mut world, task) = story();
    world.scans(ADA, task, &["A-01", "LAMP"]);
    let pick = scan(&mut world, ADA, task, "T-01");
    let place = world.place("A-01");
    let blocked = Place {
        blocked: true,
        ..Place::clone(&world.w.places[&place])
    };
    world
        .ask(Actor::System, masters::Command::SavePlace(blocked))
        .unwrap();
    assert_eq!(no_undo(&mut world, ADA, &pick), Refusal::PlaceBlocked(place));
}

#[test]
fn what_has_no_inverse_says_so() {
    let (mut world, task) = story();
    let park = does(&mut world, ADA, picking::Command::Park { task });
    assert_eq!(no_undo(&mut world, ADA, &park), Refusal::CannotUndo);
}

#[test]
fn a_closed_parcel_and_each_item_in_it_goes_back_though_stage_totes_and_label_moved_with_it() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let order = world.order("1001", &[("LAMP", 2)]);
    world.picked(order, "T-01");
    world.packs(&["T-01", "LAMP"]);
    let command = world.at_bench("LAMP");
    let last = does(&mut world, MEI, command);
    let command = world.at_bench("PFBOX1");
    let closed = does(&mut world, MEI, command);
    assert_eq!(world.stage(order), Stage::Packed);
    undo(&mut world, MEI, &closed).unwrap();
    assert_eq!(world.stage(order), Stage::Packing);
    undo(&mut world, MEI, &last).unwrap();
    assert_eq!(world.in_tote("T-01", "LAMP"), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Two pickers scan whatever they like and undo what they like, in any order: the ledger holds after each
    /// command (the world checks it), and no rule is found broken only at its end.
    #[test]
    fn any_mix_of_picks_and_undos_keeps_the_ledger(steps in proptest::collection::vec((0..2usize, 0..14usize, 0..40usize), 1..60)) {
        let mut world = World::new();
        world.stock("A-01", "LAMP", 30).stock("A-02", "CUP", 9).stock("A-03", "CUP", 9);
        let orders = [
            world.order("1", &[("LAMP", 5), ("CUP", 3)]),
            world.order("2", &[("LAMP", 7), ("CUP", 8)]),
            world.order("3", &[("CUP", 2), ("LAMP", 1)]),
        ];
        let tasks = [world.picking(ADA, &orders[..2]), world.picking(BEN, &orders[2..])];
        let codes = ["A-01", "LAMP", "T-01", "A-02", "CUP", "T-02", "A-03", "T-03", "B1"];
        let people = [ADA, BEN];
        let mut done: Vec<Record> = Vec::new();
        for (who, what, which) in steps {
            let (name, task) = (people[who], tasks[who]);
            let actor = world.actor(name);
            let asked = match what {
                0..9 => world.ask(actor, picking::Command::Scan { task, code: codes[what].into() }),
                9 => world.ask(actor, picking::Command::Skip { task }),
                10 => world.ask(actor, picking::Command::FullTote { task }),
                11 => world.ask(actor, picking::Command::Quantity { task, qty: Qty(2) }),
                _ => match done.iter().rev().nth(which).cloned() {
                    Some(record) => undo(&mut world, name, &record),
                    None => continue,
                },
            };
            match asked {
                Ok(events) if !events.is_empty() => {
                    let record = record(&world, name, events);
                    done.push(record);
                }
                Ok(_) => {}
                Err(pickface::domain::Refusal::Broken(why)) => panic!("{why}"),
                Err(_) => {}
            }
        }
    }

    /// Whoever undoes all they did, last first, leaves the bins as they were.
    #[test]
    fn undoing_all_of_it_leaves_the_bins_as_they_were(steps in proptest::collection::vec(0..11usize, 1..40)) {
        let (mut world, task) = story();
        let codes = ["A-01", "LAMP", "T-01", "A-02", "CUP", "T-02", "LAMP", "4006381333931"];
        let mut done: Vec<Record> = Vec::new();
        for what in steps {
            let ada = world.actor(ADA);
            let asked = match what {
                0..8 => world.ask(ada, picking::Command::Scan { task, code: codes[what].into() }),
                8 => world.ask(ada, picking::Command::Skip { task }),
                9 => world.ask(ada, picking::Command::FullTote { task }),
                _ => world.ask(ada, picking::Command::Quantity { task, qty: Qty(2) }),
            };
            if let Ok(events) = asked && !events.is_empty() {
                let record = record(&world, ADA, events);
                done.push(record);
            }
        }
        for record in done.iter().rev() {
            // A confirmation may stand for nothing any more; everything else goes back.
            if let Err(why) = undo(&mut world, ADA, record) {
                prop_assert_eq!(why, pickface::domain::Refusal::Undo(Refusal::WentOn));
            }
        }
        prop_assert_eq!((world.in_bin("A-01", "LAMP"), world.in_bin("A-02", "CUP")), (100, 10));
        let promised: i64 = world.w.reservations.values().map(|r| r.qty.0).sum();
        prop_assert_eq!(promised, 8);
        prop_assert_eq!(world.w.task(task).unwrap().progress(), (0, 2));
    }
}

#[test]
fn nothing_is_promised_again_to_an_order_that_was_called_off() {
    let mut world = World::new();
    world.stock("A-01", "CUP", 2).stock("A-03", "LAMP", 6);
    let order = world.order("536365", &[("CUP", 2), ("LAMP", 6)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "CUP", "T-01", "A-03"]);
    let short = does(&mut world, ADA, picking::Command::Short { task, found: Qty(0) });
    world.when(LEA, orders::Command::Cancel { order });
    undo(&mut world, ADA, &short).unwrap_err();
    assert!(world.w.reservations.is_empty());
}

#[test]
fn a_deposit_that_took_the_last_goods_is_undone() {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 6).stock("A-02", "CUP", 2);
    let order = world.order("536365", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking(ADA, &[order]);
    world.scans(ADA, task, &["A-01", "LAMP", "T-01", "A-02", "CUP"]);
    let deposit = scan(&mut world, ADA, task, "B1");
    assert_eq!(world.stage(order), Stage::Picked);
    undo(&mut world, ADA, &deposit).unwrap();
    assert_eq!(world.w.lpns[&world.tote("T-01")].at, None, "in hand again");
    assert_eq!(world.in_tote("T-01", "CUP"), 2, "with all that was picked");
}
