//! Random work of five people in every workflow at once, with undos, cancels, changes, holds, shorts, counts, moves
//! and corrections. After every command the ledger balances, no real place is negative, nothing is promised twice or
//! beyond what is there, orders agree with their totes and parcels, and no order is forgotten between two stages. At
//! the end another process replays the journal and comes to the same digest.
//!
//! `PICKFACE_CASES=2000 cargo test --release --test flows random` looks longer.

mod deeds;

use crate::world::*;
use deeds::{Dice, by_itself, deed};
use pickface::domain::ids::*;
use pickface::domain::orders::Stage;
use pickface::domain::people::{self, Role, Worker};
use pickface::domain::stock::Holder;
use pickface::domain::*;
use pickface::domain::{packing, undo};
use pickface::hub::{Hub, Limits, Request};
use pickface::store::codec::encode_record;
use pickface::store::directory::{DataDirectory, DirectoryKind};
use pickface::store::journal::{Journal, JournalOptions};
use pickface::store::medium::{DiskMedium, SimulatedMedium};
use pickface::store::state::{apply, digest};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::process;
use std::sync::Arc;

/// How many of each person's last records they may take back.
const LAST: usize = 12;

/// One working day: the world, and every record since it began.
struct Workday {
    world: World,
    records: Vec<Record>,
}

impl Workday {
    /// Stock of two owners with lots, two leads so that a second person is there, a pallet, and some orders.
    fn new() -> Workday {
        let mut world = World::new();
        let leo = Worker {
            number: LEO.into(),
            name: "Leo".into(),
            badge: "W8".into(),
            roles: vec![Role::Lead],
            ..Worker::default()
        };
        world.when_system(people::Command::Save(leo));
        world.pallet("P-01");
        world
            .stock("A-01", "LAMP", 9)
            .stock("A-05", "LAMP", 24)
            .stock("A-02", "CUP", 7);
        world.stock_of("A-03", "SOUP", "ACME", Some(("L1", day(20))), 6);
        world.stock_of("A-06", "SOUP", "ACME", Some(("L2", day(90))), 12);
        world.stock_of("A-04", "LAMP", "BOLT", None, 5);
        for number in ["O-1", "O-2", "O-3"] {
            world.order(number, &[("LAMP", 2), ("CUP", 1), ("SOUP", 1)]);
        }
        // All that was told so far is one record: the journal begins with it.
        let at = world.now;
        let first = world.told.clone();
        let mut day = Workday {
            world,
            records: Vec::new(),
        };
        day.note(CommandId::default(), Actor::System, at, first);
        day
    }

    fn note(&mut self, id: CommandId, actor: Actor, at: Timestamp, events: Vec<Event>) {
        let seq = u64::try_from(self.records.len()).unwrap() + 1;
        self.world.w.accept(id, seq, at);
        self.records.push(Record {
            seq,
            id,
            actor,
            device: DeviceId(1),
            via: Via::Scanned,
            at,
            input: "".into(),
            events,
        });
    }

    /// Somebody asks; a broken invariant is our mistake and no refusal.
    fn ask(&mut self, actor: Actor, command: Command, about: Option<Record>) {
        let told = format!("{command:?}");
        match self.world.ask_about(actor, command, about) {
            Ok(events) if events.is_empty() => {}
            Ok(events) => {
                assert!(events.len() <= 500, "{told}: {} events", events.len());
                let counter = u64::try_from(self.records.len()).unwrap();
                let id = CommandId { client: 7, counter };
                self.note(id, actor, self.world.now, events);
            }
            Err(Refusal::Broken(what)) => panic!("{told}: {what}"),
            Err(_) => {}
        }
        sound(&self.world);
    }

    fn step(&mut self, seed: u64) {
        let mut dice = Dice(seed);
        match dice.below(12) {
            0 => {
                let nth = self.records.len().saturating_sub(1 + dice.below(LAST));
                let record = self.records[nth].clone();
                let actor = match record.actor {
                    Actor::Worker(id) => Actor::Worker(id),
                    _ => self.world.actor(LEA),
                };
                let command = undo::Command { seq: record.seq }.into();
                self.ask(actor, command, Some(record));
            }
            1 => {
                if let Some(command) = by_itself(&self.world) {
                    self.ask(Actor::System, command, None);
                }
            }
            _ => {
                if let Some((who, command)) = deed(&self.world, &mut dice) {
                    self.ask(self.world.actor(who), command, None);
                }
            }
        }
    }
}

/// What must hold beside the ledger's own invariants, which every `ask` checks.
fn sound(world: &World) {
    let w = &world.w;
    for order in w.orders.values() {
        // What an order says is picked and packed lies in its totes and parcels.
        let mut totes: BTreeMap<ItemId, i64> = BTreeMap::new();
        let mut parcels: BTreeMap<ItemId, i64> = BTreeMap::new();
        for line in &order.lines {
            *totes.entry(line.item).or_default() -= line.picked.0;
            *parcels.entry(line.item).or_default() -= line.packed.0;
        }
        for (key, stock) in w
            .totes_of(order.id)
            .flat_map(|tote| w.stock_in(Holder::Lpn(tote)))
        {
            *totes.entry(key.item).or_default() += stock.on_hand.0;
            assert_eq!(
                key.owner, order.owner,
                "order {} holds another owner's goods",
                order.number
            );
        }
        for (key, stock) in w
            .parcels_of(order.id)
            .flat_map(|p| w.stock_in(Holder::Parcel(p.id)))
        {
            *parcels.entry(key.item).or_default() += stock.on_hand.0;
        }
        assert!(
            totes.values().all(|n| *n == 0),
            "order {} and its totes: {totes:?}",
            order.number
        );
        assert!(
            parcels.values().all(|n| *n == 0),
            "order {} and its parcels: {parcels:?}",
            order.number
        );
        not_forgotten(w, order);
    }
    for reservation in w.reservations.values() {
        let order = w
            .order(reservation.order)
            .unwrap_or_else(|| panic!("{reservation:?} is nobody's"));
        assert_eq!(reservation.key.owner, order.owner, "{reservation:?}");
        let task = reservation.task.and_then(|id| w.task(id));
        let task = task.unwrap_or_else(|| panic!("{reservation:?} is on no list"));
        let open = task.lines.iter().filter(|l| l.reservation == reservation.id);
        let left: i64 = open.map(|l| l.left().0).sum();
        assert_eq!(
            left, reservation.qty.0,
            "{reservation:?} and its line of the list"
        );
    }
}

/// An order is where its stage says, so that somebody comes upon it.
fn not_forgotten(w: &Warehouse, order: &orders::Order) {
    let id = order.id;
    let on_list = w.tasks_with(id).next().is_some();
    let at_bench = packing_left(order) || w.open_parcel_of(id).is_some();
    let told = format!("{order:?}");
    match order.stage {
        Stage::Released | Stage::Picking => assert!(on_list, "on no list: {told}"),
        Stage::Picked => assert!(at_bench, "nothing to pack: {told}"),
        Stage::Packing => assert!(at_bench, "nothing to pack: {told}"),
        Stage::Packed => assert!(w.parcels_of(id).next().is_some(), "no parcel: {told}"),
        Stage::Loaded => assert!(w.parcels_of(id).all(|p| p.loaded.is_some()), "not loaded: {told}"),
        // Goods that nobody wants any more may still lie in its tote, on their way back.
        Stage::Waiting => assert!(
            !order.total(|l| l.reserved + l.taken() - l.excess()).is_positive(),
            "begun: {told}"
        ),
        Stage::Short | Stage::Shipped | Stage::Cancelled => {}
    }
}

fn packing_left(order: &orders::Order) -> bool {
    order
        .lines
        .iter()
        .any(|l| l.picked.is_positive() && l.qty > l.packed + l.shipped)
}

fn cases(few: u32) -> u32 {
    let asked = std::env::var("PICKFACE_CASES").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(few)
}

fn steps(most: usize) -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(any::<u64>(), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), max_shrink_iters: 2000,
        failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_are_sound_whatever_five_people_do(steps in steps(400)) {
        let mut day = Workday::new();
        for seed in steps {
            day.step(seed);
        }
        // A snapshot's rows lead to the same value and the same lists.
        let mut again = Warehouse::default();
        for row in day.world.w.rows() {
            again.put_row(row);
        }
        prop_assert!(day.world.w.rows().eq(again.rows()));
        prop_assert_eq!(lists(&day.world.w), lists(&again));
    }
}

/// What screens list: each index made again from the rows must list the same.
fn lists(w: &Warehouse) -> String {
    let stages: Vec<Vec<OrderId>> = Stage::ALL
        .iter()
        .map(|stage| w.orders_in(*stage).collect())
        .collect();
    let tasks: Vec<TaskId> = w.open_tasks().collect();
    let counts: Vec<CountId> = w.open_counts().chain(w.counts_to_review()).collect();
    let queue: Vec<OrderId> = packing::pack_queue(w).map(|o| o.id).collect();
    format!("{stages:?} {tasks:?} {counts:?} {queue:?}")
}

#[test]
fn another_process_replays_the_day_to_the_same_digest() {
    for case in 0..u64::from(cases(3)) {
        let mut day = Workday::new();
        let mut dice = Dice(case);
        for _ in 0..600 {
            let seed = u64::try_from(dice.below(usize::MAX)).unwrap();
            day.step(seed);
        }
        let mut live = Warehouse::default();
        for record in &day.records {
            apply(&mut live, record);
        }
        assert!(
            live.rows().eq(day.world.w.rows()),
            "the records lead elsewhere than the decisions"
        );
        let live = digest(&live).unwrap().to_hex().to_string();

        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let directory = DataDirectory::open(&data, Some(DirectoryKind::Scratch)).unwrap();
        let (mut journal, _) = Journal::open(
            Arc::new(DiskMedium),
            directory.root(),
            JournalOptions::default(),
            None,
        )
        .unwrap();
        for group in day.records.chunks(200) {
            let bytes: Vec<Vec<u8>> = group
                .iter()
                .map(|record| encode_record(record).unwrap())
                .collect();
            journal.append(group[0].seq, &bytes).unwrap();
        }
        drop((journal, directory));

        let mut verify = process::Command::new(env!("CARGO_BIN_EXE_pickface"));
        verify.arg("--data").arg(&data).args(["--json", "verify"]);
        let output = verify.output().unwrap();
        let proof: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(proof["digest"], live.as_str(), "case {case}: {proof}");
        assert_eq!(proof["journal_records"], day.records.len(), "{proof}");
        for wrong in ["ledger_imbalance", "negative_places", "broken_promises"] {
            assert_eq!(proof[wrong], 0, "{proof}");
        }
    }
}

#[test]
fn a_command_that_arrives_twice_is_applied_once() {
    let medium = Arc::new(SimulatedMedium::new());
    let (journal, _) = Journal::open(medium, Path::new("/d"), JournalOptions::default(), None).unwrap();
    let mut before = Workday::new().world.w;
    // This journal begins here: its first record is the hub's first.
    before.seq = 0;
    let hub = Hub::start(journal, before, Limits::default()).unwrap();
    let (mut dice, mut counter, mut applied) = (Dice(1), 0, 0);
    for _ in 0..300 {
        let view = hub.view();
        let world = World {
            w: view.warehouse.clone(),
            now: view.warehouse.clock,
            told: Vec::new(),
        };
        let Some((who, command)) = deed(&world, &mut dice) else {
            continue;
        };
        counter += 1;
        let request = || Request {
            id: CommandId { client: 9, counter },
            actor: world.actor(who),
            device: DeviceId(1),
            via: Via::Scanned,
            input: "".into(),
            command: command.clone(),
            record: None,
            lane: pickface::hub::Lane::Interactive,
        };
        let Ok(first) = hub.ask_blocking(request()) else {
            continue;
        };
        applied += usize::from(first.seq.is_some());
        let before = hub.view().warehouse.clone();
        for _ in 0..=dice.below(2) {
            let again = hub.ask_blocking(request()).unwrap();
            if first.seq.is_some() {
                assert_eq!((again.seq, again.events.len()), (first.seq, 0), "{command:?}");
            }
        }
        assert!(
            hub.view().warehouse.rows().eq(before.rows()),
            "{command:?} was applied again"
        );
    }
    assert!(applied > 50, "{applied}");
    hub.close();
}
