//! Looking back: records by what they are about and when they were made, page by page; and what left the building, by
//! the code that stood on it.

use super::window::{closed_prefix, without_crc};
use super::{History, HistoryError, Subject, latest, subjects};
use crate::domain::orders::Order;
use crate::domain::{Event, Record, Timestamp, Warehouse};
use crate::store::codec::decode_record;
use crate::store::journal::JournalReader;

/// Most pages that one answer reads through: where few records fit, the caller asks again from where it came to, and
/// may stop asking.
const PAGES: usize = 16;

/// Which records somebody wants to see, latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookBack {
    /// Of all of these; of everything when there is none.
    pub about: Vec<Subject>,
    /// Not made before this moment.
    pub since: Option<Timestamp>,
    /// Made before this moment.
    pub until: Option<Timestamp>,
    /// Only those before this record.
    pub before: u64,
}

impl Default for LookBack {
    fn default() -> LookBack {
        LookBack {
            about: Vec::new(),
            since: None,
            until: None,
            before: u64::MAX,
        }
    }
}

/// A page of records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Those that fit, latest first.
    pub records: Vec<Record>,
    /// Everything from this record on was looked through; zero when nothing is left to look through.
    pub reached: u64,
}

impl LookBack {
    /// The records about one thing.
    pub fn of(subject: Subject) -> LookBack {
        LookBack {
            about: vec![subject],
            ..LookBack::default()
        }
    }

    /// Whether a record is wanted.
    pub fn wants(&self, record: &Record) -> bool {
        let timely = self.since.is_none_or(|since| record.at >= since)
            && self.until.is_none_or(|until| record.at < until);
        timely && record.seq < self.before && {
            let named = subjects(record);
            self.about.iter().all(|subject| named.contains(subject))
        }
    }
}

/// Looks back, at most `limit` records in one answer.
///
/// # Errors
/// When a record cannot be read.
pub fn look_back(
    history: &History,
    reader: &JournalReader,
    asked: &LookBack,
    limit: usize,
) -> Result<Looked, HistoryError> {
    let mut before = asked.before;
    if let Some(until) = asked.until {
        before = before.min(first_since(reader, until)?);
    }
    let floor = match asked.since {
        Some(since) => first_since(reader, since)?,
        None => 0,
    };
    let mut looked = Looked::default();
    for _ in 0..PAGES {
        let page = match asked.about.first() {
            Some(subject) => history.about(reader, *subject, before, limit)?,
            None => latest(reader, before, limit)?,
        };
        if page.is_empty() {
            looked.reached = 0;
            return Ok(looked);
        }
        for record in page {
            if record.seq < floor {
                looked.reached = 0;
                return Ok(looked);
            }
            before = record.seq;
            if asked.wants(&record) {
                looked.records.push(record);
            }
            if looked.records.len() == limit {
                looked.reached = before;
                return Ok(looked);
            }
        }
    }
    looked.reached = before;
    Ok(looked)
}

/// The number of the first record that was not made before this moment; one above the last when there is none. Found
/// by halves: the clock of the journal never runs backwards.
///
/// # Errors
/// When a record cannot be read.
pub fn first_since(reader: &JournalReader, at: Timestamp) -> Result<u64, HistoryError> {
    let (mut low, mut high) = (1, reader.last_seq() + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let record = reader.read_one(middle)?.map(|bytes| decode_record(&bytes));
        match record.transpose()? {
            Some(record) if record.at >= at => high = middle,
            // What lies before the journal's base is earlier than anything in it.
            _ => low = middle + 1,
        }
    }
    Ok(low)
}

/// Something that is no longer here, and the record that tells how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Which it was.
    pub what: GoneKind,
    /// The record of its going.
    pub record: Record,
}

/// What is no longer here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoneKind {
    /// An order, as it was in the end.
    Order(Box<Order>),
    /// A parcel that left; its `ParcelShipped` is in the record.
    Parcel,
    /// A load that left; its `LoadClosed` is in the record.
    Load,
}

/// What left the building and was called so: orders of every owner by number, parcels by SSCC, loads by number.
///
/// # Errors
/// When a value cannot be read.
pub fn gone_by_code(
    history: &History,
    reader: &JournalReader,
    w: &Warehouse,
    code: &str,
) -> Result<Vec<Gone>, HistoryError> {
    let mut found = Vec::new();
    for owner in w.owners.keys() {
        for (seq, order) in history.closed_orders_at(*owner, code)? {
            if let Some(record) = read(reader, seq)? {
                let what = GoneKind::Order(Box::new(order));
                found.push(Gone { what, record });
            }
        }
    }
    for entry in history.db.scan_prefix(closed_prefix(code)) {
        let (key, value) = entry.map_err(|e| history.sled(e))?;
        let payload = without_crc(&value).ok_or_else(|| history.damaged(&key))?;
        let seq = payload.first_chunk().map(|seq| u64::from_le_bytes(*seq));
        let seq = seq.ok_or_else(|| history.damaged(&key))?;
        if let Some(record) = read(reader, seq)? {
            found.extend(gone_in(code, record));
        }
    }
    Ok(found)
}

fn read(reader: &JournalReader, seq: u64) -> Result<Option<Record>, HistoryError> {
    let record = reader.read_one(seq)?.map(|bytes| decode_record(&bytes));
    Ok(record.transpose()?)
}

/// The parcel or load of this code that left with a record.
pub fn gone_in(code: &str, record: Record) -> Option<Gone> {
    let what = record.events.iter().find_map(|event| match event {
        Event::ParcelShipped(shipped) if shipped.sscc.as_ref() == code => Some(GoneKind::Parcel),
        Event::LoadClosed(closed) if closed.number.as_ref() == code => Some(GoneKind::Load),
        _ => None,
    });
    what.map(|what| Gone { what, record })
}
