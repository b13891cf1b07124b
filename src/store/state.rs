//! The warehouse in files: snapshots of it, its digest, and opening it as the newest snapshot plus the journal.

use super::codec::{CodecError, decode_record, decode_row, encode_row};
use super::journal::{
    ChainHash, Journal, JournalError, JournalOptions, JournalReader, OpenReport, read_base,
};
use super::medium::Medium;
use super::snapshot::{
    SNAPSHOT_FOLDER, SnapshotError, SnapshotHeader, SnapshotInfo, SnapshotWriter, VerifiedSnapshot,
    newest_verified,
};
use crate::domain::{Record, Warehouse};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a warehouse could not be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A snapshot.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A record that stands whole in the journal cannot be understood.
    #[error("record {seq} of the journal: {source}")]
    Record {
        /// Which.
        seq: u64,
        /// What is wrong.
        source: CodecError,
    },
    /// A row that stands whole in a snapshot cannot be understood.
    #[error("{}: {source}", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: CodecError,
    },
    /// The journal's first segments were archived and removed, and no snapshot tells what they led to.
    #[error(
        "no whole snapshot in {} reaches record {base}, behind which the journal begins. Way out: bring a snapshot \
         back from a backup, or the archived segments into the journal's folder and remove .base there",
        path.display()
    )]
    NoStart {
        /// The folder of snapshots.
        path: PathBuf,
        /// The record behind which the journal begins.
        base: u64,
    },
    /// A snapshot was taken of another journal.
    #[error("{} does not belong to this journal: move it away to open from the journal alone", path.display())]
    ForeignSnapshot {
        /// The file.
        path: PathBuf,
    },
}

/// What opening a warehouse found.
#[derive(Debug)]
pub struct Opened {
    /// The journal, ready to append.
    pub journal: Journal,
    /// The warehouse as all its records lead to it.
    pub warehouse: Warehouse,
    /// What opening the journal found and did.
    pub report: OpenReport,
    /// The snapshot that was the short cut, when there was one.
    pub snapshot: Option<SnapshotInfo>,
    /// Snapshots that were passed over, and why.
    pub skipped: Vec<String>,
    /// Records applied behind the snapshot.
    pub replayed: u64,
}

/// Opens the warehouse of a data directory whose lock the caller holds. `known_seq` is the last record that the store
/// behind has applied: the journal must reach it.
///
/// # Errors
/// See [`StateError`]; nothing is changed then.
pub fn open(medium: Arc<dyn Medium>, root: &Path, known_seq: Option<u64>) -> Result<Opened, StateError> {
    let newest = newest_verified(medium.as_ref(), root)?;
    let skipped = newest.skipped.iter().map(|s| s.reason.to_string()).collect();
    let header = newest.snapshot.as_ref().map(|s| s.info().header);
    let in_snapshot = header.map(|h| h.seq);
    let base = read_base(medium.as_ref(), root)?;
    if in_snapshot.unwrap_or(0) < base.seq {
        let path = root.join(SNAPSHOT_FOLDER);
        return Err(StateError::NoStart { path, base: base.seq });
    }
    let options = JournalOptions {
        trust_up_to: in_snapshot.unwrap_or(0),
        base,
        ..JournalOptions::default()
    };
    let (journal, report) = Journal::open(medium, root, options, known_seq.max(in_snapshot))?;
    let reader = journal.reader();
    let (mut warehouse, snapshot) = match newest.snapshot {
        None => (Warehouse::default(), None),
        Some(snapshot) => {
            let info = snapshot.info().clone();
            if reader
                .hash_at(info.header.seq)?
                .is_some_and(|hash| hash != info.header.chain_hash)
            {
                return Err(StateError::ForeignSnapshot { path: info.path });
            }
            (load(snapshot)?, Some(info))
        }
    };
    let before = warehouse.seq;
    replay(&reader, &mut warehouse, u64::MAX)?;
    let replayed = warehouse.seq - before;
    Ok(Opened {
        journal,
        warehouse,
        report,
        snapshot,
        skipped,
        replayed,
    })
}

/// Applies the journal's records behind the warehouse's last one, up to `until`.
///
/// # Errors
/// When a record cannot be read or understood.
pub fn replay(reader: &JournalReader, warehouse: &mut Warehouse, until: u64) -> Result<(), StateError> {
    let mut records = reader.read_from(warehouse.seq + 1);
    while let Some((seq, bytes)) = records.next_record()? {
        if seq > until {
            break;
        }
        let record = decode_record(bytes).map_err(|source| StateError::Record { seq, source })?;
        apply(warehouse, &record);
    }
    Ok(())
}

/// Applies one record: its events, and that its command was accepted.
pub fn apply(warehouse: &mut Warehouse, record: &Record) {
    for event in &record.events {
        warehouse.evolve(event);
    }
    warehouse.accept(record.id, record.seq, record.at);
}

/// The warehouse of a snapshot.
///
/// # Errors
/// When a row cannot be read or understood.
pub fn load(mut snapshot: VerifiedSnapshot) -> Result<Warehouse, StateError> {
    let path = snapshot.info().path.clone();
    let mut warehouse = Warehouse::default();
    let mut rows = snapshot.records();
    let mut second = Vec::with_capacity(BLOCK / 2);
    let (mut kind, mut number) = (0, 0);
    while let Some((tag, bytes)) = rows.next_record()? {
        let row = decode_row(tag, bytes).map_err(|source| StateError::Row {
            path: path.clone(),
            source,
        })?;
        // A kind may look at those before it, which are all there then.
        if tag != kind || number == BLOCK {
            second.drain(..).for_each(|row| warehouse.put_row(row));
            (kind, number) = (tag, 0);
        }
        if number % 2 == 0 {
            warehouse.put_row(row);
        } else {
            second.push(row);
        }
        number += 1;
    }
    second.drain(..).for_each(|row| warehouse.put_row(row));
    Ok(warehouse)
}

/// Rows of a snapshot that are put into the warehouse in two rounds, every other one first. Rows come in the order of
/// their keys, and a B-tree into which keys are put in order keeps its nodes half full, since each node is split when
/// it is full and never met again. So the first round makes nodes that are half full and the second one fills them:
/// a million items and their stock take a third less memory.
const BLOCK: usize = 4096;

/// Writes a snapshot of a warehouse whose last record has this chain hash, and reads it through.
///
/// # Errors
/// When it cannot be written; no earlier snapshot is touched.
pub fn save(
    medium: Arc<dyn Medium>,
    root: &Path,
    warehouse: &Warehouse,
    chain_hash: ChainHash,
) -> Result<SnapshotInfo, StateError> {
    let header = SnapshotHeader {
        seq: warehouse.seq,
        chain_hash,
        time_ms: warehouse.clock.0,
    };
    let mut writer = SnapshotWriter::create(medium, root, header)?;
    for row in warehouse.rows() {
        let path = || root.to_owned();
        let (tag, bytes) = encode_row(&row).map_err(|source| StateError::Row { path: path(), source })?;
        writer.push(tag, &bytes)?;
    }
    Ok(writer.finish()?)
}

/// A fingerprint of every record of a warehouse. Equal warehouses have equal ones, in every process.
///
/// # Errors
/// When a row is too large to be written.
pub fn digest(warehouse: &Warehouse) -> Result<blake3::Hash, CodecError> {
    let mut hasher = blake3::Hasher::new();
    for row in warehouse.rows() {
        let (tag, bytes) = encode_row(&row)?;
        hasher.update(&tag.to_le_bytes());
        hasher.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(&bytes);
    }
    Ok(hasher.finalize())
}
