//! What is over, in sled: every record, found by whatever its sentences name, and the orders that were closed.
//!
//! One tree with prefixed keys, written behind the commit in small groups, each with the number of the last record in
//! it. It is never a source of open state. When it cannot be opened, or is of another schema, it is set aside and
//! rebuilt from the journal.
//!
//! sled's own flush is no `fsync`, so every group ends with one of the database file; and groups stay at 64 records,
//! up to which no power cut was seen to harm it.

use super::codec::{Bincode, CodecError, decode_record, encode_record};
use super::journal::{JournalError, JournalReader};
use crate::domain::event::PayloadCodec;
use crate::domain::ids::OwnerId;
use crate::domain::orders::Order;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::Holder;
use crate::domain::{Event, Record};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Records in one group.
pub const GROUP: usize = 64;
/// Number of the layout of keys and values; another one is rebuilt.
const SCHEMA: u64 = 1;
const SCHEMA_KEY: &[u8] = b"m/schema";
const APPLIED_KEY: &[u8] = b"m/applied";
/// sled takes about twice this.
const CACHE_BYTES: u64 = 32 << 20;

/// What a record can be looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An item's id.
    Item(u64),
    /// A place's id.
    Place(u64),
    /// A tote's, cart's or pallet's id.
    Lpn(u64),
    /// An order's id.
    Order(u64),
    /// A worker's id.
    Worker(u64),
    /// A parcel's id.
    Parcel(u64),
    /// A load's id.
    Load(u64),
    /// A receipt's id.
    Receipt(u64),
    /// A pick list's id.
    Task(u64),
}

impl Subject {
    fn key(self) -> [u8; 11] {
        let (kind, id) = match self {
            Subject::Item(id) => (b'i', id),
            Subject::Place(id) => (b'p', id),
            Subject::Lpn(id) => (b't', id),
            Subject::Order(id) => (b'o', id),
            Subject::Worker(id) => (b'w', id),
            Subject::Parcel(id) => (b'c', id),
            Subject::Load(id) => (b'l', id),
            Subject::Receipt(id) => (b'r', id),
            Subject::Task(id) => (b'k', id),
        };
        let mut key = [b's', b'/', kind, 0, 0, 0, 0, 0, 0, 0, 0];
        for (to, from) in key.iter_mut().skip(3).zip(id.to_be_bytes()) {
            *to = from;
        }
        key
    }
}

/// Everything that a record's sentences name, and who asked.
pub fn subjects(record: &Record) -> Vec<Subject> {
    let mut found = Vec::new();
    if let crate::domain::Actor::Worker(id) = record.actor {
        found.push(Subject::Worker(id.0));
    }
    for phrase in record.events.iter().filter_map(Event::phrase) {
        name_subjects(&phrase, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn name_subjects(phrase: &Phrase, found: &mut Vec<Subject>) {
    for (_, value) in &phrase.args {
        found.extend(match value {
            Value::Item(id) | Value::Qty(id, _) => Some(Subject::Item(id.0)),
            Value::Place(id) | Value::Holder(Holder::Place(id)) => Some(Subject::Place(id.0)),
            Value::Lpn(id) | Value::Holder(Holder::Lpn(id)) => Some(Subject::Lpn(id.0)),
            Value::Parcel(id) | Value::Holder(Holder::Parcel(id)) => Some(Subject::Parcel(id.0)),
            Value::Order(id) => Some(Subject::Order(id.0)),
            Value::Worker(id) => Some(Subject::Worker(id.0)),
            Value::Load(id) => Some(Subject::Load(id.0)),
            Value::Receipt(id) => Some(Subject::Receipt(id.0)),
            Value::Task(id) => Some(Subject::Task(id.0)),
            _ => None,
        });
        if let Value::Phrase(inner) = value {
            name_subjects(inner, found);
        }
    }
}

/// Why the store could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// sled says so.
    #[error("the history in {}: {source}", path.display())]
    Sled {
        /// The folder.
        path: PathBuf,
        /// What it says.
        source: sled::Error,
    },
    /// The file layer.
    #[error("the history in {}: {source}", path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A value is not as it was written.
    #[error(
        "the history is damaged at {key}: it will be rebuilt at the next start if {folder} is moved away"
    )]
    Damaged {
        /// Its key, printable.
        key: String,
        /// The folder.
        folder: String,
    },
    /// A record could not be read back from the journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A record could not be written or understood.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

/// The store of what is over. Clones share it.
#[derive(Clone, Debug)]
pub struct History {
    db: sled::Db,
    file: Arc<File>,
    path: PathBuf,
    applied: Arc<AtomicU64>,
}

/// How opening went.
#[derive(Debug)]
pub struct HistoryOpened {
    /// The store.
    pub history: History,
    /// Where the former one was set aside, and why, when it could not be used.
    pub set_aside: Option<(PathBuf, String)>,
}

impl History {
    /// Opens the store in this folder, setting aside what cannot be used.
    ///
    /// # Errors
    /// When not even an empty one can be made.
    pub fn open(folder: &Path) -> Result<HistoryOpened, HistoryError> {
        match Self::try_open(folder) {
            Ok(history) => Ok(HistoryOpened {
                history,
                set_aside: None,
            }),
            Err(why) => {
                let aside = free_name(folder);
                let io = |source| HistoryError::Io {
                    path: folder.to_owned(),
                    source,
                };
                fs::rename(folder, &aside).map_err(io)?;
                let history = Self::try_open(folder)?;
                Ok(HistoryOpened {
                    history,
                    set_aside: Some((aside, why.to_string())),
                })
            }
        }
    }

    fn try_open(folder: &Path) -> Result<History, HistoryError> {
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE_BYTES)
            .flush_every_ms(None);
        // sled may panic on a damaged database.
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| config.open()));
        let sled_error = |source| HistoryError::Sled {
            path: folder.to_owned(),
            source,
        };
        let unusable = || HistoryError::Damaged {
            key: "opening".into(),
            folder: folder.display().to_string(),
        };
        let db = opened.map_err(|_| unusable())?.map_err(sled_error)?;
        let number = |key: &[u8]| -> Result<Option<u64>, HistoryError> {
            let value = db.get(key).map_err(sled_error)?;
            value
                .map(|v| {
                    v.as_ref()
                        .try_into()
                        .map(u64::from_le_bytes)
                        .map_err(|_| unusable())
                })
                .transpose()
        };
        let applied = number(APPLIED_KEY)?.unwrap_or(0);
        match number(SCHEMA_KEY)? {
            Some(SCHEMA) => {}
            None if db.is_empty() => {
                db.insert(SCHEMA_KEY, &SCHEMA.to_le_bytes()).map_err(sled_error)?;
            }
            _ => return Err(unusable()),
        }
        db.flush().map_err(sled_error)?;
        let file = File::open(folder.join("db"));
        let file = file.map_err(|source| HistoryError::Io {
            path: folder.to_owned(),
            source,
        })?;
        let applied = Arc::new(AtomicU64::new(applied));
        Ok(History {
            db,
            file: Arc::new(file),
            path: folder.to_owned(),
            applied,
        })
    }

    /// The last record that is in it.
    pub fn applied(&self) -> u64 {
        self.applied.load(Ordering::Acquire)
    }

    /// Takes in the journal's next records, at most [`GROUP`], and returns how many.
    ///
    /// # Errors
    /// When they cannot be read, or written here.
    pub fn follow(&self, reader: &JournalReader) -> Result<usize, HistoryError> {
        let mut batch = sled::Batch::default();
        let mut last = self.applied();
        let mut taken = 0;
        let mut records = reader.read_from(last + 1);
        while taken < GROUP
            && let Some((seq, bytes)) = records.next_record()?
        {
            for (key, value) in entries(&decode_record(bytes)?)? {
                batch.insert(key, value);
            }
            (last, taken) = (seq, taken + 1);
        }
        if taken > 0 {
            batch.insert(APPLIED_KEY, &last.to_le_bytes());
            self.db.apply_batch(batch).map_err(|e| self.sled(e))?;
            self.db.flush().map_err(|e| self.sled(e))?;
            self.file.sync_data().map_err(|source| HistoryError::Io {
                path: self.path.clone(),
                source,
            })?;
            self.applied.store(last, Ordering::Release);
        }
        Ok(taken)
    }

    /// The records about a subject before this one, latest first, at most `limit`. Records that are in the journal
    /// and not here yet come first.
    ///
    /// # Errors
    /// When a value cannot be read.
    pub fn about(
        &self,
        reader: &JournalReader,
        subject: Subject,
        before: u64,
        limit: usize,
    ) -> Result<Vec<Record>, HistoryError> {
        let mut found = self.not_yet_applied(reader, before, |record| subjects(record).contains(&subject))?;
        let prefix = subject.key();
        let until = [prefix.as_slice(), &before.to_be_bytes()].concat();
        for entry in self.db.range(prefix.to_vec()..until).rev() {
            if found.len() >= limit {
                break;
            }
            let (key, _) = entry.map_err(|e| self.sled(e))?;
            let seq = key.last_chunk().map(|seq| u64::from_be_bytes(*seq)).unwrap_or(0);
            found.extend(self.record(seq)?);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The latest records before this one, latest first, at most `limit`.
    ///
    /// # Errors
    /// When a value cannot be read.
    pub fn latest(
        &self,
        reader: &JournalReader,
        before: u64,
        limit: usize,
    ) -> Result<Vec<Record>, HistoryError> {
        let mut found = self.not_yet_applied(reader, before, |_| true)?;
        for entry in self.db.range(record_key(0)..record_key(before)).rev() {
            if found.len() >= limit {
                break;
            }
            let (key, value) = entry.map_err(|e| self.sled(e))?;
            found.push(
                self.checked(&key, &value)
                    .and_then(|bytes| Ok(decode_record(bytes)?))?,
            );
        }
        found.truncate(limit);
        Ok(found)
    }

    fn not_yet_applied(
        &self,
        reader: &JournalReader,
        before: u64,
        wanted: impl Fn(&Record) -> bool,
    ) -> Result<Vec<Record>, HistoryError> {
        let mut found = Vec::new();
        let mut records = reader.read_from(self.applied() + 1);
        while let Some((seq, bytes)) = records.next_record()? {
            if seq >= before {
                break;
            }
            found.push(decode_record(bytes)?);
        }
        found.retain(wanted);
        found.reverse();
        Ok(found)
    }

    /// One record.
    ///
    /// # Errors
    /// When its value cannot be read.
    pub fn record(&self, seq: u64) -> Result<Option<Record>, HistoryError> {
        let key = record_key(seq);
        let value = self.db.get(&key).map_err(|e| self.sled(e))?;
        value
            .map(|value| Ok(decode_record(self.checked(&key, &value)?)?))
            .transpose()
    }

    /// The orders with this number that were closed, latest first.
    ///
    /// # Errors
    /// When a value cannot be read.
    pub fn closed_orders(&self, owner: OwnerId, number: &str) -> Result<Vec<Order>, HistoryError> {
        let entries = self.db.scan_prefix(order_prefix(owner, number)).rev();
        let order = |entry: Result<(sled::IVec, sled::IVec), sled::Error>| {
            let (key, value) = entry.map_err(|e| self.sled(e))?;
            Ok(Bincode.decode(self.checked(&key, &value)?)?)
        };
        entries.map(order).collect()
    }

    /// How many entries it holds, without its own notes. Reads through all of it.
    pub fn len(&self) -> u64 {
        let notes = [SCHEMA_KEY, APPLIED_KEY]
            .iter()
            .filter(|key| matches!(self.db.contains_key(key), Ok(true)));
        let all = u64::try_from(self.db.len()).unwrap_or(u64::MAX);
        all.saturating_sub(notes.fold(0, |n, _| n + 1))
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of a record's entries are missing or other than they should be, and how many there should be.
    ///
    /// # Errors
    /// When sled cannot read.
    pub fn differences(&self, record: &Record) -> Result<(u64, u64), HistoryError> {
        let (mut wrong, mut all) = (0, 0);
        for (key, value) in entries(record)? {
            let found = self.db.get(&key).map_err(|e| self.sled(e))?;
            wrong += u64::from(found.is_none_or(|found| found.as_ref() != value.as_slice()));
            all += 1;
        }
        Ok((wrong, all))
    }

    fn sled(&self, source: sled::Error) -> HistoryError {
        HistoryError::Sled {
            path: self.path.clone(),
            source,
        }
    }

    /// A value's payload, if its checksum fits.
    fn checked<'v>(&self, key: &[u8], value: &'v [u8]) -> Result<&'v [u8], HistoryError> {
        let parts = value
            .split_first_chunk::<4>()
            .filter(|(crc, rest)| u32::from_le_bytes(**crc) == crc32fast::hash(rest));
        let damaged = || HistoryError::Damaged {
            key: String::from_utf8_lossy(key).escape_debug().to_string(),
            folder: self.path.display().to_string(),
        };
        parts.map(|(_, rest)| rest).ok_or_else(damaged)
    }
}

/// A key and its value.
type Entry = (Vec<u8>, Vec<u8>);

/// Every key and value that a record puts into the store. Pure, so that what is there can be checked.
fn entries(record: &Record) -> Result<Vec<Entry>, CodecError> {
    let mut found = vec![(record_key(record.seq), with_crc(encode_record(record)?))];
    for subject in subjects(record) {
        found.push((
            [subject.key().as_slice(), &record.seq.to_be_bytes()].concat(),
            Vec::new(),
        ));
    }
    for event in &record.events {
        if let Event::OrderClosed(closed) = event {
            let mut key = order_prefix(closed.order.owner, &closed.order.number);
            key.extend(closed.order.id.0.to_be_bytes());
            found.push((key, with_crc(Bincode.encode(&closed.order)?)));
        }
    }
    Ok(found)
}

fn record_key(seq: u64) -> Vec<u8> {
    [b"r/".as_slice(), &seq.to_be_bytes()].concat()
}

fn order_prefix(owner: OwnerId, number: &str) -> Vec<u8> {
    [b"o/".as_slice(), &owner.0.to_be_bytes(), number.as_bytes(), &[0]].concat()
}

fn with_crc(payload: Vec<u8>) -> Vec<u8> {
    [crc32fast::hash(&payload).to_le_bytes().as_slice(), &payload].concat()
}

/// A name beside the folder that nothing has yet.
fn free_name(folder: &Path) -> PathBuf {
    let name = |n: u32| folder.with_file_name(format!("sled.damaged-{n}"));
    (1..)
        .map(name)
        .find(|path| !path.exists())
        .unwrap_or_else(|| name(0))
}
