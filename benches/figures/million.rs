//! A warehouse of a million items and as many stock records: how long it takes to open, and how much memory it holds.

use pickface::domain::ids::{ItemId, OwnerId, PlaceId};
use pickface::domain::items::{Barcode, Item, ItemSaved};
use pickface::domain::masters::{Owner, OwnerSaved};
use pickface::domain::places::{Place, PlaceKind, PlaceSaved};
use pickface::domain::stock::{Account, Cause, Holder, Status, StockKey, StockMoved};
use pickface::domain::{Actor, CommandId, Event, Qty, Record, Timestamp, Via, Warehouse};
use pickface::hub::{Site, SiteOptions};
use pickface::store::codec::encode_record;
use pickface::store::directory::{DataDirectory, DirectoryKind};
use pickface::store::journal::{Journal, JournalOptions};
use pickface::store::medium::DiskMedium;
use pickface::store::state;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// Events of one record, as a command has at most.
const EVENTS: usize = 500;
/// Records of one group.
const GROUP: usize = 64;
/// Items that lie in one place.
const TOGETHER: u64 = 4;

/// Builds the directory, and opens it in a process of its own.
pub fn run(items: u64, folder: Option<PathBuf>) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = folder.unwrap_or_else(|| scratch.path().join("million"));
    if !folder.exists() {
        build(items, &folder);
    }
    let itself = std::env::current_exe().unwrap();
    let status = Command::new(itself)
        .args(["open", "--data"])
        .arg(&folder)
        .status()
        .unwrap();
    assert!(status.success());
}

/// Opens it, and says how long it took and what it holds.
pub fn open(folder: &Path) {
    let began = Instant::now();
    let site = Site::open(folder, SiteOptions::default()).unwrap();
    let took = began.elapsed();
    let w = site.warehouse();
    let in_places = w.stock.keys().filter(|key| key.holder.is_real()).count();
    println!(
        "{} items, {in_places} stock records in places and as many against accounts: opened in {:.2} s, {} MB resident, \
         {} MB at most",
        w.items.len(),
        took.as_secs_f64(),
        memory("VmRSS:"),
        memory("VmHWM:")
    );
}

fn build(items: u64, folder: &Path) {
    let began = Instant::now();
    let directory = DataDirectory::open(folder, Some(DirectoryKind::Scratch)).unwrap();
    let medium = Arc::new(DiskMedium);
    let (journal, _) = Journal::open(medium.clone(), folder, JournalOptions::default(), None).unwrap();
    let mut builder = Builder {
        journal,
        warehouse: Warehouse::default(),
        events: Vec::new(),
        records: Vec::new(),
    };
    builder.add(OwnerSaved {
        owner: Arc::new(Owner {
            id: OwnerId(1),
            code: "ACME".into(),
            ..Owner::default()
        }),
    });
    for id in 1..=items.div_ceil(TOGETHER) {
        builder.add(place(id));
    }
    for id in 1..=items {
        builder.add(item(id));
        builder.add(opening(id));
    }
    builder.record();
    builder.commit();
    let hash = builder.journal.head_hash();
    let snapshot = state::save(medium, folder, &builder.warehouse, hash).unwrap();
    println!(
        "{items} items built in {:.1} s: {} records, snapshot of {} MB",
        began.elapsed().as_secs_f64(),
        builder.warehouse.seq,
        snapshot.bytes >> 20
    );
    drop(builder);
    drop(directory);
    // The store behind takes in what is there, so that opening is measured without it.
    let site = Site::open(folder, SiteOptions::default()).unwrap();
    site.settle();
    site.close();
}

struct Builder {
    journal: Journal,
    warehouse: Warehouse,
    events: Vec<Event>,
    records: Vec<Vec<u8>>,
}

impl Builder {
    fn add(&mut self, event: impl Into<Event>) {
        let event = event.into();
        self.warehouse.evolve(&event);
        self.events.push(event);
        if self.events.len() == EVENTS {
            self.record();
        }
    }

    fn record(&mut self) {
        let record = Record {
            seq: self.warehouse.seq + 1,
            id: CommandId::default(),
            actor: Actor::System,
            device: Default::default(),
            via: Via::Job,
            at: Timestamp(1_772_431_200_000),
            input: "".into(),
            events: std::mem::take(&mut self.events),
        };
        self.records.push(encode_record(&record).unwrap());
        self.warehouse.accept(record.id, record.seq, record.at);
        if self.records.len() == GROUP {
            self.commit();
        }
    }

    fn commit(&mut self) {
        let first = self.journal.last_seq() + 1;
        self.journal.append(first, &self.records).unwrap();
        self.records.clear();
    }
}

fn place(id: u64) -> PlaceSaved {
    let number = u32::try_from(id).unwrap();
    PlaceSaved {
        place: Arc::new(Place {
            id: PlaceId(id),
            code: format!("A-{id:07}").into(),
            kind: PlaceKind::PickFace,
            x_mm: i32::try_from(id % 200_000).unwrap(),
            level: 1,
            sequence: number,
            ..Place::default()
        }),
    }
}

fn item(id: u64) -> ItemSaved {
    let barcode = Barcode {
        code: format!("{:013}", 4_000_000_000_000 + id).into(),
        contents: Qty(1),
    };
    ItemSaved {
        item: Arc::new(Item {
            id: ItemId(id),
            code: format!("SKU-{id:08}").into(),
            name: format!("Enamel mug number {id}, blue rim").into(),
            barcodes: vec![barcode],
            length_mm: 90,
            width_mm: 90,
            height_mm: 80,
            weight_g: 120,
            price_minor: 450,
            ..Item::default()
        }),
    }
}

fn opening(id: u64) -> StockMoved {
    let key = |holder| StockKey {
        item: ItemId(id),
        owner: OwnerId(1),
        lot: None,
        status: Status::Available,
        holder,
    };
    StockMoved {
        from: key(Holder::Account(Account::Difference)),
        to: key(Holder::Place(PlaceId(id.div_ceil(TOGETHER)))),
        qty: Qty(24),
        since: Timestamp(1_772_431_200_000),
        cause: Cause::Opening,
    }
}

/// A line of what the system says of this process, in megabytes.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
