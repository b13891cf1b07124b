//! The index against the journal it follows: whatever way the records were taken in, and wherever it was cut off.

use super::*;
use crate::domain::Warehouse;
use crate::domain::ids::{CarrierId, DeviceId, ItemId, LoadId, OrderId, WorkerId};
use crate::domain::masters::Owner;
use crate::domain::orders::{OrderClosed, OrderLine, Stage};
use crate::domain::shipping::LoadClosed;
use crate::domain::{Actor, CommandId, Event, Qty, Timestamp, Via};
use crate::store::codec::encode_record;
use crate::store::journal::{Journal, JournalOptions};
use crate::store::medium::SimulatedMedium;

/// Worker `seq % 7` asked for record `seq`; worker 99 for the records in `rare`. Every thousandth closes an order, of which
/// one of two lines left, and of every third order nothing.
fn record(seq: u64, rare: &[u64]) -> Record {
    let worker = if rare.contains(&seq) { 99 } else { seq % 7 };
    let order = || {
        let order = Order {
            id: OrderId(seq),
            number: format!("N{}", seq % 3000).as_str().into(),
            owner: OwnerId::default(),
            channel: "".into(),
            carrier: CarrierId::default(),
            priority: 5,
            placed_at: Timestamp(0),
            promise: Timestamp(0),
            cutoff: Timestamp(0),
            split: false,
            country: "".into(),
            consignee: None,
            stage: Stage::Shipped,
            staged_at: Timestamp(0),
            lines: vec![
                OrderLine {
                    shipped: Qty(i64::from(!seq.is_multiple_of(3000))),
                    ..OrderLine::new(ItemId(seq), Qty(1))
                },
                OrderLine::new(ItemId(1), Qty(1)),
            ],
        };
        Event::OrderClosed(OrderClosed {
            order: Arc::new(order),
        })
    };
    let load = || {
        Event::LoadClosed(LoadClosed {
            load: LoadId(7),
            number: "L-000007".into(),
            carrier: CarrierId::default(),
            parcels: 3,
            weight_g: 900,
            by: None,
            at: Timestamp(2500),
        })
    };
    Record {
        seq,
        id: CommandId {
            client: 1,
            counter: seq,
        },
        actor: Actor::Worker(WorkerId(worker)),
        device: DeviceId(0),
        via: Via::CommandLine,
        at: Timestamp(i64::try_from(seq).unwrap()),
        input: "".into(),
        events: if seq.is_multiple_of(1000) {
            vec![order()]
        } else if seq == 2500 {
            vec![load()]
        } else {
            Vec::new()
        },
    }
}

struct Followed {
    journal: Journal,
    folder: tempfile::TempDir,
    rare: Vec<u64>,
}

impl Followed {
    fn new(rare: &[u64]) -> Followed {
        let medium = Arc::new(SimulatedMedium::new());
        let opened = Journal::open(medium, Path::new("/d"), JournalOptions::default(), None);
        Followed {
            journal: opened.unwrap().0,
            folder: tempfile::tempdir().unwrap(),
            rare: rare.to_vec(),
        }
    }

    fn append(&mut self, records: u64) {
        let first = self.journal.last_seq() + 1;
        let records = (first..first + records).map(|seq| encode_record(&record(seq, &self.rare)).unwrap());
        self.journal.append(first, &records.collect::<Vec<_>>()).unwrap();
    }

    /// As after a start of the program.
    fn history(&self) -> History {
        let opened = History::open(&self.folder.path().join("sled")).unwrap();
        assert!(opened.set_aside.is_none(), "{:?}", opened.set_aside);
        opened.history
    }

    fn catch_up(&self, history: &History) {
        while history.follow(&self.journal.reader()).unwrap() > 0 {}
    }

    fn differences(&self, history: &History) -> u64 {
        let mut audit = history.audit();
        for found in self.journal.reader().read_from(1) {
            audit.take(&decode_record(&found.unwrap().1).unwrap()).unwrap();
        }
        audit.finish().unwrap()
    }

    fn about(&self, history: &History, before: u64, limit: usize) -> Vec<u64> {
        let reader = self.journal.reader();
        let found = history
            .about(&reader, Subject::Worker(99), before, limit)
            .unwrap();
        found.iter().map(|record| record.seq).collect()
    }
}

#[test]
fn records_are_found_latest_first_across_windows_and_in_the_tail_that_is_not_taken_in_yet() {
    let rare = [5, 4000, 4095, 4096, 4097, 9000, 9100];
    let mut given = Followed::new(&rare);
    given.append(9050);
    let history = given.history();
    given.catch_up(&history);
    given.append(100);
    assert_eq!(history.applied(), 9050);
    assert_eq!(
        given.about(&history, u64::MAX, 50),
        [9100, 9000, 4097, 4096, 4095, 4000, 5]
    );
    assert_eq!(given.about(&history, 4097, 2), [4096, 4095]);
    assert_eq!(given.about(&history, 5, 50), [0_u64; 0]);
    let latest = latest(&given.journal.reader(), 4097, 3).unwrap();
    assert_eq!(
        latest.iter().map(|record| record.seq).collect::<Vec<_>>(),
        [4096, 4095, 4094]
    );
}

#[test]
fn what_is_held_depends_on_the_journal_and_not_on_how_it_came() {
    let mut given = Followed::new(&[4096]);
    let mut history = given.history();
    for (records, restart) in [
        (1, false),
        (3, true),
        (4000, false),
        (91, true),
        (1, true),
        (1, false),
        (5000, true),
    ] {
        given.append(records);
        given.catch_up(&history);
        assert_eq!(
            given.differences(&history),
            0,
            "after {} records",
            given.journal.last_seq()
        );
        if restart {
            drop(history);
            history = given.history();
            assert_eq!(history.applied(), given.journal.last_seq());
        }
    }
    let held: Vec<_> = history.entries().map(Result::unwrap).collect();
    drop(history);
    let at_once = History::open(&given.folder.path().join("again")).unwrap().history;
    given.catch_up(&at_once);
    assert_eq!(held, at_once.entries().map(Result::unwrap).collect::<Vec<_>>());
}

#[test]
fn a_window_that_was_cut_off_between_two_batches_is_no_difference_and_is_written_again() {
    let mut given = Followed::new(&[10, 4100]);
    given.append(4200);
    let history = given.history();
    assert_eq!(history.follow(&given.journal.reader()).unwrap(), 4095);
    // The entries of the next window are there, the number of the last record is not.
    let mut cut_off = history.begun(&given.journal.reader(), 1).unwrap();
    for seq in 4096..=4200 {
        cut_off.take(&record(seq, &given.rare)).unwrap();
    }
    for (key, value) in cut_off.changed() {
        history.db.insert(key, value).unwrap();
    }
    assert_eq!(given.differences(&history), 0);
    assert_eq!(given.about(&history, u64::MAX, 9), [4100, 10]);
    given.catch_up(&history);
    assert_eq!((history.applied(), given.differences(&history)), (4200, 0));
    assert_eq!(given.about(&history, u64::MAX, 9), [4100, 10]);
}

#[test]
fn an_entry_that_is_missing_spoilt_or_too_many_is_a_difference() {
    let mut given = Followed::new(&[10]);
    given.append(4200);
    let history = given.history();
    given.catch_up(&history);
    let key = subject_key(Subject::Worker(99), 0);
    let whole = history.db.remove(&key).unwrap().unwrap();
    assert_eq!(
        given.differences(&history),
        2,
        "it is missed, and there is one fewer than there should be"
    );
    let mut spoilt = whole.to_vec();
    spoilt[4] ^= 1;
    history.db.insert(&key, spoilt).unwrap();
    assert_eq!(given.differences(&history), 1);
    let told = history.about(&given.journal.reader(), Subject::Worker(99), u64::MAX, 9);
    assert!(matches!(told, Err(HistoryError::Damaged { .. })), "{told:?}");
    history.db.insert(&key, &whole).unwrap();
    history
        .db
        .insert(subject_key(Subject::Worker(98), 0), &whole)
        .unwrap();
    assert_eq!(given.differences(&history), 1);
}

#[test]
fn closed_orders_of_a_number_come_latest_first() {
    let mut given = Followed::new(&[]);
    given.append(6100);
    let history = given.history();
    given.catch_up(&history);
    let closed = history.closed_orders(OwnerId::default(), "N0").unwrap();
    assert_eq!(
        closed.iter().map(|order| order.id).collect::<Vec<_>>(),
        [OrderId(6000), OrderId(3000)]
    );
    assert!(history.closed_orders(OwnerId::default(), "N").unwrap().is_empty());
}

#[test]
fn looking_back_is_narrowed_by_hours_and_paged_to_its_end() {
    let rare = [5, 4000, 4095, 4096, 4097, 9000];
    let mut given = Followed::new(&rare);
    given.append(9050);
    let history = given.history();
    given.catch_up(&history);
    let reader = given.journal.reader();
    let seqs = |looked: &Looked| looked.records.iter().map(|r| r.seq).collect::<Vec<_>>();
    let asked = LookBack {
        since: Some(Timestamp(4000)),
        until: Some(Timestamp(4097)),
        ..LookBack::of(Subject::Worker(99))
    };
    let first = look_back(&history, &reader, &asked, 2).unwrap();
    assert_eq!((seqs(&first), first.reached), (vec![4096, 4095], 4095));
    let next = LookBack {
        before: first.reached,
        ..asked.clone()
    };
    let second = look_back(&history, &reader, &next, 2).unwrap();
    assert_eq!((seqs(&second), second.reached), (vec![4000], 0));
    // Both at once: nobody else asked for any of them.
    let both = LookBack {
        about: vec![Subject::Worker(99), Subject::Worker(1)],
        ..LookBack::default()
    };
    assert_eq!(look_back(&history, &reader, &both, 9).unwrap(), Looked::default());
    for (at, first) in [(0, 1), (1, 1), (4000, 4000), (9050, 9050), (9051, 9051)] {
        assert_eq!(first_since(&reader, Timestamp(at)).unwrap(), first);
    }
}

#[test]
fn what_has_left_is_found_by_its_code() {
    let mut given = Followed::new(&[]);
    given.append(6100);
    let history = given.history();
    given.catch_up(&history);
    let mut w = Warehouse::default();
    w.owners.insert(OwnerId::default(), Arc::new(Owner::default()));
    let reader = given.journal.reader();
    let found = |code: &str| gone_by_code(&history, &reader, &w, code).unwrap();
    let orders: Vec<u64> = found("N0").iter().map(|gone| gone.record.seq).collect();
    assert_eq!(orders, [6000, 3000]);
    let load = found("L-000007");
    assert_eq!(
        load.iter()
            .map(|gone| (&gone.what, gone.record.seq))
            .collect::<Vec<_>>(),
        [(&GoneKind::Load, 2500)]
    );
    assert!(found("L-00000").is_empty() && found("N").is_empty());
}

#[test]
fn what_left_is_told_latest_first_and_only_what_left() {
    let mut followed = Followed::new(&[]);
    let none: Vec<Vec<ItemId>> = Vec::new();
    assert_eq!(items_that_left(&followed.journal.reader(), 10).unwrap(), none);
    followed.append(7_500);
    let left = |most: usize| items_that_left(&followed.journal.reader(), most).unwrap();
    // Of the third and the sixth order nothing left.
    assert_eq!(
        left(10),
        [[7_000], [5_000], [4_000], [2_000], [1_000]].map(|ids| ids.map(ItemId).to_vec())
    );
    assert_eq!(left(2), [[7_000], [5_000]].map(|ids| ids.map(ItemId).to_vec()));
}
