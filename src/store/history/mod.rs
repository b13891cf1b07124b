//! What is over, in sled: which records name an item, a place, an order, a worker..., and the orders that were closed.
//!
//! One tree with prefixed keys, written behind the commit. It is an index: the records themselves are read from the
//! journal, which never forgets them. Parcels and loads that left are found by their codes the same way. It is never a source of open state. When it cannot be opened, or is of another
//! schema, it is set aside and rebuilt from the journal.
//!
//! What a run of 4,096 records adds to one subject is one entry (`window.rs`). sled's own flush is no `fsync`, so every
//! batch ends with one of the database file; and a batch stays at [`BATCH`] entries, fewer than the 64 whole records
//! up to which no power cut was seen to harm it. The number of the last record comes with the last batch of those
//! that were taken together: after a crash between them, all are written again.

mod audit;
mod left;
mod look_back;
mod subject;
#[cfg(test)]
mod tests;
mod window;

pub use audit::Audit;
pub use left::items_that_left;
pub use look_back::{Gone, GoneKind, LookBack, Looked, first_since, gone_by_code, gone_in, look_back};
pub use subject::{Subject, subjects};

use super::codec::{CodecError, decode_record};
use super::journal::{JournalError, JournalReader};
use crate::domain::Record;
use crate::domain::ids::OwnerId;
use crate::domain::orders::Order;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use window::{
    Entry, WINDOW, Window, listed, order_prefix, read_closed_order, receipt_prefix, subject_key, window_of,
    window_of_key, without_crc,
};

/// Entries in one batch.
const BATCH: usize = 256;
/// Number of the layout of keys and values; another one is rebuilt.
const SCHEMA: u64 = 4;
const SCHEMA_KEY: &[u8] = b"m/schema";
const APPLIED_KEY: &[u8] = b"m/applied";
/// What sled keeps of its pages, as they stand in its file: in memory they take about four times as much. More than
/// this saves no time, since records come in order and the system keeps the file's pages as well.
const CACHE_BYTES: u64 = 4 << 20;

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
    /// The window that is being filled; none before the first call of [`History::follow`].
    filling: Arc<Mutex<Option<Window>>>,
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
            filling: Arc::default(),
        })
    }

    /// The last record that is in it.
    pub fn applied(&self) -> u64 {
        self.applied.load(Ordering::Acquire)
    }

    /// Takes in the journal's next records, at most to the end of their window, and returns how many.
    ///
    /// # Errors
    /// When they cannot be read, or written here.
    pub fn follow(&self, reader: &JournalReader) -> Result<u64, HistoryError> {
        // What was archived and removed is not looked up any more.
        let applied = self.applied().max(reader.base().seq);
        if reader.last_seq() <= applied {
            return Ok(0);
        }
        let mut filling = self.filling.lock().unwrap_or_else(PoisonError::into_inner);
        let number = window_of(applied + 1);
        let mut window = match filling.take().filter(|window| window.number() == number) {
            Some(window) => window,
            None => self.begun(reader, number)?,
        };
        let mut last = applied;
        let mut records = reader.read_from(applied + 1);
        while last + 1 < window.first_seq() + WINDOW
            && let Some((seq, bytes)) = records.next_record()?
        {
            window.take(&decode_record(bytes)?)?;
            last = seq;
        }
        self.write(window.changed(), last)?;
        *filling = Some(window);
        Ok(last - applied)
    }

    /// A window with the records that an earlier run took into it.
    fn begun(&self, reader: &JournalReader, number: u64) -> Result<Window, HistoryError> {
        let mut window = Window::new(number);
        let mut records = reader.read_from(window.first_seq());
        while let Some((seq, bytes)) = records.next_record()?
            && seq <= self.applied()
        {
            window.take(&decode_record(bytes)?)?;
        }
        window.changed();
        Ok(window)
    }

    /// Writes entries, and with the last of them that everything up to record `last` is here.
    fn write(&self, entries: Vec<Entry>, last: u64) -> Result<(), HistoryError> {
        let mut entries = entries.into_iter();
        loop {
            let mut batch = sled::Batch::default();
            for (key, value) in entries.by_ref().take(BATCH) {
                batch.insert(key, value);
            }
            let done = entries.len() == 0;
            if done {
                batch.insert(APPLIED_KEY, &last.to_le_bytes());
            }
            self.db.apply_batch(batch).map_err(|e| self.sled(e))?;
            self.db.flush().map_err(|e| self.sled(e))?;
            self.file.sync_data().map_err(|source| HistoryError::Io {
                path: self.path.clone(),
                source,
            })?;
            if done {
                self.applied.store(last, Ordering::Release);
                return Ok(());
            }
        }
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
        let applied = self.applied();
        let mut found = behind(reader, applied, before, |record| {
            subjects(record).contains(&subject)
        })?;
        let until = before.min(applied + 1);
        let keys = subject_key(subject, 0)..=subject_key(subject, window_of(until));
        for entry in self.db.range(keys).rev() {
            if found.len() >= limit {
                break;
            }
            let (key, value) = entry.map_err(|e| self.sled(e))?;
            let seqs = listed(window_of_key(&key), self.checked(&key, &value)?);
            for seq in seqs.rev().filter(|seq| *seq < until).take(limit - found.len()) {
                if let Some(bytes) = reader.read_one(seq)? {
                    found.push(decode_record(&bytes)?);
                }
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The orders with this number that were closed, latest first.
    ///
    /// # Errors
    /// When a value cannot be read.
    pub fn closed_orders(&self, owner: OwnerId, number: &str) -> Result<Vec<Order>, HistoryError> {
        let orders = self.closed_orders_at(owner, number)?;
        Ok(orders.into_iter().map(|(_, order)| order).collect())
    }

    /// The same, each with the record that closed it.
    fn closed_orders_at(&self, owner: OwnerId, number: &str) -> Result<Vec<(u64, Order)>, HistoryError> {
        let entries = self.db.scan_prefix(order_prefix(owner, number)).rev();
        let order = |entry: Result<(sled::IVec, sled::IVec), sled::Error>| {
            let (key, value) = entry.map_err(|e| self.sled(e))?;
            let payload = self.checked(&key, &value)?;
            let (seq, order) = read_closed_order(payload).ok_or_else(|| self.damaged(&key))?;
            Ok((seq, order?))
        };
        entries.map(order).collect()
    }

    /// Whether an order with this number was closed, however long ago.
    ///
    /// # Errors
    /// When sled cannot read.
    pub fn knows_order(&self, owner: OwnerId, number: &str) -> Result<bool, HistoryError> {
        self.holds(order_prefix(owner, number))
    }

    /// Whether a receipt with this number was closed, however long ago.
    ///
    /// # Errors
    /// When sled cannot read.
    pub fn knows_receipt(&self, owner: OwnerId, number: &str) -> Result<bool, HistoryError> {
        self.holds(receipt_prefix(owner, number))
    }

    fn holds(&self, prefix: Vec<u8>) -> Result<bool, HistoryError> {
        let first = self.db.scan_prefix(prefix).keys().next();
        Ok(first.transpose().map_err(|e| self.sled(e))?.is_some())
    }

    /// Begins to compare what is here with the journal.
    pub fn audit(&self) -> Audit<'_> {
        Audit::new(self)
    }

    fn get(&self, key: &[u8]) -> Result<Option<sled::IVec>, HistoryError> {
        self.db.get(key).map_err(|e| self.sled(e))
    }

    /// All that is here, its own notes included.
    fn entries(&self) -> impl Iterator<Item = Result<Entry, HistoryError>> {
        let entry = |(key, value): (sled::IVec, sled::IVec)| (key.to_vec(), value.to_vec());
        self.db
            .iter()
            .map(move |found| found.map(entry).map_err(|e| self.sled(e)))
    }

    fn sled(&self, source: sled::Error) -> HistoryError {
        HistoryError::Sled {
            path: self.path.clone(),
            source,
        }
    }

    fn checked<'v>(&self, key: &[u8], value: &'v [u8]) -> Result<&'v [u8], HistoryError> {
        without_crc(value).ok_or_else(|| self.damaged(key))
    }

    fn damaged(&self, key: &[u8]) -> HistoryError {
        HistoryError::Damaged {
            key: String::from_utf8_lossy(key).escape_debug().to_string(),
            folder: self.path.display().to_string(),
        }
    }
}

/// The latest records before this one, latest first, at most `limit`: straight from the journal.
///
/// # Errors
/// When one cannot be read.
pub fn latest(reader: &JournalReader, before: u64, limit: usize) -> Result<Vec<Record>, HistoryError> {
    let before = before.min(reader.last_seq() + 1);
    let first = before
        .saturating_sub(u64::try_from(limit).unwrap_or(u64::MAX))
        .max(1);
    behind(reader, first - 1, before, |_| true)
}

/// The wanted records behind record `after` and before `before`, latest first.
fn behind(
    reader: &JournalReader,
    after: u64,
    before: u64,
    wanted: impl Fn(&Record) -> bool,
) -> Result<Vec<Record>, HistoryError> {
    let mut found = Vec::new();
    let mut records = reader.read_from(after + 1);
    while let Some((seq, bytes)) = records.next_record()? {
        if seq >= before {
            break;
        }
        let record = decode_record(bytes)?;
        if wanted(&record) {
            found.push(record);
        }
    }
    found.reverse();
    Ok(found)
}

/// A name beside the folder that nothing has yet.
fn free_name(folder: &Path) -> PathBuf {
    let name = |n: u32| folder.with_file_name(format!("sled.damaged-{n}"));
    (1..)
        .map(name)
        .find(|path| !path.exists())
        .unwrap_or_else(|| name(0))
}
