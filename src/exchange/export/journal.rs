//! The journal as a table: who did what, when and how, one line a record.

use super::history::{moment, worker};
use super::table::Table;
use super::{ExportError, ExportFormat, ExportReport};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::Holder;
use crate::domain::{Actor, Event, Record, Via, Warehouse};
use crate::store::codec::decode_record;
use crate::store::history::{LookBack, first_since};
use crate::store::journal::JournalReader;
use std::io::Write;

/// Columns of `export journal`: one line a record of the journal. `actor` is `worker`, `program` or `nobody`; the last
/// five hold the codes of all that the record names, separated by `;`.
const JOURNAL: [&str; 12] = [
    "seq", "time", "actor", "worker", "device", "via", "input", "events", "items", "places", "orders",
    "parcels",
];

/// Writes the records that `asked` wants, the oldest first.
///
/// # Errors
/// When the file cannot be written or the journal not read.
pub fn export_journal(
    w: &Warehouse,
    journal: &JournalReader,
    asked: &LookBack,
    format: ExportFormat,
    to: &mut dyn Write,
) -> Result<ExportReport, ExportError> {
    let mut table = Table::new(format, to);
    write_journal(w, journal, asked, &mut table)?;
    let written = table.finish()?;
    Ok(ExportReport { written, left_out: 0 })
}

pub(super) fn write_journal(
    w: &Warehouse,
    journal: &JournalReader,
    asked: &LookBack,
    table: &mut Table<'_>,
) -> Result<u64, ExportError> {
    table.columns(JOURNAL)?;
    let first = match asked.since {
        Some(since) => first_since(journal, since).map_err(Box::new)?,
        None => 1,
    };
    let mut records = journal.read_from(first);
    while let Some((seq, bytes)) = records.next_record()? {
        let record = decode_record(bytes).map_err(|source| ExportError::Record { seq, source })?;
        if asked.until.is_some_and(|until| record.at >= until) {
            break;
        }
        if asked.wants(&record) {
            table.line(line(w, &record))?;
        }
    }
    Ok(0)
}

fn line(w: &Warehouse, record: &Record) -> Vec<String> {
    let (actor, by) = match record.actor {
        Actor::Worker(id) => ("worker", Some(id)),
        Actor::System => ("program", None),
        Actor::Nobody => ("nobody", None),
    };
    let device = w.devices.get(&record.device);
    let device = device.map_or_else(|| record.device.to_string(), |device| device.code.to_string());
    let mut named = Named::default();
    for phrase in record.events.iter().filter_map(Event::phrase) {
        named.take(w, &phrase);
    }
    let events: Vec<&str> = record.events.iter().map(Event::name).collect();
    vec![
        record.seq.to_string(),
        moment(record.at),
        actor.to_owned(),
        worker(w, by),
        device,
        via(record.via).to_owned(),
        record.input.to_string(),
        events.join(";"),
        named.items.join(";"),
        named.places.join(";"),
        named.orders.join(";"),
        named.parcels.join(";"),
    ]
}

fn via(via: Via) -> &'static str {
    match via {
        Via::Scanned => "scanned",
        Via::Typed => "typed",
        Via::CommandLine => "command_line",
        Via::Job => "job",
    }
}

/// Codes of what a record's sentences name, each once.
#[derive(Default)]
struct Named {
    items: Vec<String>,
    places: Vec<String>,
    orders: Vec<String>,
    parcels: Vec<String>,
}

impl Named {
    fn take(&mut self, w: &Warehouse, phrase: &Phrase) {
        for (_, value) in &phrase.args {
            match value {
                Value::Item(id) | Value::Qty(id, _) => add(&mut self.items, super::rows::item_code(w, *id)),
                Value::Place(id) | Value::Holder(Holder::Place(id)) => {
                    let place = w.places.get(id);
                    add(
                        &mut self.places,
                        place.map_or_else(|| id.to_string(), |p| p.code.to_string()),
                    );
                }
                Value::Lpn(id) | Value::Holder(Holder::Lpn(id)) => {
                    let lpn = w.lpns.get(id);
                    add(
                        &mut self.places,
                        lpn.map_or_else(|| id.to_string(), |lpn| lpn.code.to_string()),
                    );
                }
                Value::Order(id) => {
                    let order = w.order(*id);
                    add(
                        &mut self.orders,
                        order.map_or_else(|| format!("#{id}"), |o| o.number.to_string()),
                    );
                }
                Value::Parcel(id) | Value::Holder(Holder::Parcel(id)) => {
                    let seal = w.parcel(*id).and_then(|parcel| parcel.seal.as_ref());
                    add(
                        &mut self.parcels,
                        seal.map_or_else(|| format!("#{id}"), |s| s.sscc.to_string()),
                    );
                }
                Value::Phrase(inner) => self.take(w, inner),
                _ => {}
            }
        }
    }
}

fn add(to: &mut Vec<String>, code: String) {
    if !to.contains(&code) {
        to.push(code);
    }
}
