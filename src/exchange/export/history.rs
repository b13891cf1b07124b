//! What happened, from the journal: movements of stock, and parcels that left.

use super::ExportError;
use super::rows::{carrier_code, item_code, owner_code};
use super::table::Table;
use crate::domain::ids::WorkerId;
use crate::domain::shipping::{ParcelShipped, manifest};
use crate::domain::stock::{Account, Cause, Holder, Status, StockMoved};
use crate::domain::{Actor, Event, Record, Timestamp, Warehouse};
use crate::store::codec::decode_record;
use crate::store::journal::JournalReader;
use chrono::{DateTime, SecondsFormat};

/// Every record of the journal, in order.
fn each_record(
    journal: &JournalReader,
    mut take: impl FnMut(&Record) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut records = journal.read_from(1);
    while let Some((seq, bytes)) = records.next_record()? {
        let record = decode_record(bytes).map_err(|source| ExportError::Record { seq, source })?;
        take(&record)?;
    }
    Ok(())
}

/// Columns of `export movements`: one line a movement of one item from a holder to another.
const MOVEMENTS: [&str; 12] = [
    "seq",
    "time",
    "worker",
    "item",
    "lot",
    "owner",
    "qty",
    "from",
    "to",
    "cause",
    "from_status",
    "to_status",
];

pub(super) fn movements(
    w: &Warehouse,
    journal: &JournalReader,
    table: &mut Table<'_>,
) -> Result<u64, ExportError> {
    table.columns(MOVEMENTS)?;
    each_record(journal, |record| {
        for event in &record.events {
            if let Event::StockMoved(moved) = event {
                table.line(movement(w, record, moved))?;
            }
        }
        Ok(())
    })?;
    Ok(0)
}

fn movement(w: &Warehouse, record: &Record, moved: &StockMoved) -> Vec<String> {
    let key = moved.from;
    let worker = match record.actor {
        Actor::Worker(id) => worker(w, Some(id)),
        Actor::System | Actor::Nobody => String::new(),
    };
    let lot = key.lot.and_then(|lot| w.lots.get(&lot));
    vec![
        record.seq.to_string(),
        moment(record.at),
        worker,
        item_code(w, key.item),
        lot.map(|lot| lot.code.to_string()).unwrap_or_default(),
        owner_code(w, key.owner),
        moved.qty.to_string(),
        holder(w, key.holder),
        holder(w, moved.to.holder),
        cause(moved.cause).to_owned(),
        status(key.status).to_owned(),
        status(moved.to.status).to_owned(),
    ]
}

/// Columns of `export manifests`: one line a parcel. `left_at` is empty while its load stands at the dock.
const MANIFESTS: [&str; 8] = [
    "load", "carrier", "sscc", "order", "country", "weight_g", "pieces", "left_at",
];

pub(super) fn manifests(
    w: &Warehouse,
    journal: &JournalReader,
    table: &mut Table<'_>,
) -> Result<u64, ExportError> {
    table.columns(MANIFESTS)?;
    each_record(journal, |record| {
        for event in &record.events {
            if let Event::ParcelShipped(shipped) = event {
                table.line(left(w, shipped))?;
            }
        }
        Ok(())
    })?;
    for load in w.loads.values() {
        for row in manifest(w, load.id) {
            table.line(vec![
                load.number.to_string(),
                carrier_code(w, load.carrier),
                row.sscc.to_string(),
                row.order_number.to_string(),
                row.country.to_string(),
                weight(row.weight_g),
                row.pieces.to_string(),
                String::new(),
            ])?;
        }
    }
    Ok(0)
}

fn left(w: &Warehouse, shipped: &ParcelShipped) -> Vec<String> {
    let pieces: crate::domain::Qty = shipped.lines.iter().map(|(_, qty)| *qty).sum();
    vec![
        shipped.load_number.to_string(),
        carrier_code(w, shipped.carrier),
        shipped.sscc.to_string(),
        shipped.order_number.to_string(),
        shipped.country.to_string(),
        weight(shipped.weight_g),
        pieces.to_string(),
        moment(shipped.at),
    ]
}

fn weight(grams: Option<i64>) -> String {
    grams.map(|grams| grams.to_string()).unwrap_or_default()
}

pub(super) fn worker(w: &Warehouse, id: Option<WorkerId>) -> String {
    let worker = id.and_then(|id| w.workers.get(&id));
    worker.map(|worker| worker.number.to_string()).unwrap_or_default()
}

pub(super) fn moment(at: Timestamp) -> String {
    let at = DateTime::from_timestamp_millis(at.0);
    at.map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true))
        .unwrap_or_default()
}

/// A place's or tote's code, a parcel's SSCC where it is still here, an account's name in brackets.
fn holder(w: &Warehouse, holder: Holder) -> String {
    match holder {
        Holder::Place(id) => w
            .places
            .get(&id)
            .map(|place| place.code.to_string())
            .unwrap_or_default(),
        Holder::Lpn(id) => w
            .lpns
            .get(&id)
            .map(|lpn| lpn.code.to_string())
            .unwrap_or_default(),
        Holder::Parcel(id) => {
            let seal = w.parcels.get(&id).and_then(|parcel| parcel.seal.as_ref());
            seal.map_or_else(|| format!("parcel {id}"), |seal| seal.sscc.to_string())
        }
        Holder::Account(Account::Supplier) => "(supplier)".to_owned(),
        Holder::Account(Account::Customer) => "(customer)".to_owned(),
        Holder::Account(Account::Scrap) => "(scrap)".to_owned(),
        Holder::Account(Account::Difference) => "(difference)".to_owned(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Available => "available",
        Status::Hold => "hold",
        Status::Damaged => "damaged",
        Status::Quarantine => "quarantine",
    }
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Received => "received",
        Cause::PutAway => "put_away",
        Cause::Picked => "picked",
        Cause::Packed => "packed",
        Cause::Shipped => "shipped",
        Cause::Moved => "moved",
        Cause::Counted => "counted",
        Cause::Adjusted => "adjusted",
        Cause::Scrapped => "scrapped",
        Cause::StatusChanged => "status_changed",
        Cause::Missing => "missing",
        Cause::Undone => "undone",
        Cause::Opening => "opening",
        Cause::Replenished => "replenished",
    }
}
