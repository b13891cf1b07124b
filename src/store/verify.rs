//! Proving a data directory: the whole journal replayed, and everything else compared with what it leads to.

use super::closed_numbers::ClosedNumbers;
use super::codec::decode_record;
use super::history::{History, HistoryError};
use super::journal::{JournalError, JournalReader};
use super::medium::Medium;
use super::snapshot::{SnapshotError, newest_verified, verified_snapshots};
use super::state::{StateError, apply, digest, load, replay};
use crate::domain::ids::{ItemId, LotId, OwnerId};
use crate::domain::orders::Sealed;
use crate::domain::stock::StockKey;
use crate::domain::{CommandId, Event, Qty, Record, Warehouse};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

/// What a proof found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// True when nothing below is wrong.
    pub ok: bool,
    /// Records of the journal.
    pub journal_records: u64,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// Keys of item, owner and lot whose sum over all holders is not zero.
    pub ledger_imbalance: u64,
    /// Real stock lines below zero.
    pub negative_places: u64,
    /// Stock lines that promise more than they hold, or another sum than their reservations.
    pub broken_promises: u64,
    /// Entries of the store behind that are missing, wrong or too many.
    pub store_differences: u64,
    /// Records that the store behind has not taken in yet.
    pub store_lag: u64,
    /// Acknowledged commands that are not in the journal.
    pub missing_acks: u64,
    /// Orders of the journal whose consignee cannot be read although the key was not forgotten.
    pub damaged_keys: u64,
    /// The newest snapshot and the journal behind it lead elsewhere than the journal from its start.
    pub snapshot_differs: bool,
    /// Fingerprint of the warehouse.
    pub digest: String,
    /// What is wrong, in words.
    pub problems: Vec<String>,
}

/// Why a proof could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The journal or a snapshot.
    #[error(transparent)]
    State(#[from] StateError),
    /// The store behind.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl From<JournalError> for VerifyError {
    fn from(error: JournalError) -> Self {
        VerifyError::State(error.into())
    }
}

impl From<SnapshotError> for VerifyError {
    fn from(error: SnapshotError) -> Self {
        VerifyError::State(error.into())
    }
}

/// What the first records of the journal follow: nothing, or the oldest snapshot where they were archived and removed.
///
/// # Errors
/// When there is none.
pub fn start(medium: &dyn Medium, root: &Path, reader: &JournalReader) -> Result<Warehouse, VerifyError> {
    let base = reader.base().seq;
    if base == 0 {
        return Ok(Warehouse::default());
    }
    let snapshots = verified_snapshots(medium, root)?;
    let oldest = snapshots.into_iter().find(|s| s.info().header.seq >= base);
    match oldest {
        Some(snapshot) => Ok(load(snapshot)?),
        None => Err(StateError::NoStart {
            path: root.to_owned(),
            base,
        }
        .into()),
    }
}

/// What the journal is compared with, beside the snapshots.
#[derive(Default)]
pub struct Against<'a> {
    /// The store behind.
    pub history: Option<&'a History>,
    /// Commands that a client says were acknowledged.
    pub acks: BTreeSet<CommandId>,
    /// Whether a consignee can be read, or was forgotten.
    pub is_sound: Option<&'a dyn Fn(&Sealed) -> bool>,
}

/// Proves the directory: hash chain, replay from the first record, ledger, snapshot, and what else there is.
///
/// # Errors
/// When something cannot be read at all; differences are in the proof.
pub fn prove(
    medium: &dyn Medium,
    root: &Path,
    reader: &JournalReader,
    against: Against<'_>,
) -> Result<Proof, VerifyError> {
    let history = against.history;
    let mut proof = Proof {
        journal_bytes: reader.verify(&mut |_, _| ControlFlow::Continue(()))?.bytes,
        ..Proof::default()
    };
    let mut warehouse = start(medium, root, reader)?;
    let mut missing = against.acks;
    let applied = history.map_or(0, History::applied);
    let mut audit = history.map(History::audit);
    let mut records = reader.read_from(1);
    while let Some((seq, bytes)) = records.next_record()? {
        let record = decode_record(bytes).map_err(|source| StateError::Record { seq, source })?;
        if seq > warehouse.seq {
            apply(&mut warehouse, &record);
        }
        missing.remove(&record.id);
        if let Some(is_sound) = against.is_sound {
            proof.damaged_keys += damaged_keys(&record, is_sound);
        }
        if let Some(audit) = &mut audit {
            audit.take(&record)?;
        }
        proof.journal_records += 1;
    }
    if let Some(audit) = audit {
        proof.store_differences = audit.finish()?;
        proof.store_lag = warehouse.seq.saturating_sub(applied);
    }
    proof.missing_acks = u64::try_from(missing.len()).unwrap_or(u64::MAX);
    let (whole_seq, mut whole) = (warehouse.seq, digest_of(&warehouse, root)?);
    proof.digest = whole.to_hex().to_string();
    if let Some(snapshot) = newest_verified(medium, root)?.snapshot {
        let mut from_snapshot = load(snapshot)?;
        if from_snapshot.seq > whole_seq {
            replay(reader, &mut warehouse, from_snapshot.seq)?;
            whole = digest_of(&warehouse, root)?;
        }
        replay(reader, &mut from_snapshot, warehouse.seq)?;
        proof.snapshot_differs = digest_of(&from_snapshot, root)? != whole;
    }
    check_ledger(&warehouse, &mut proof);
    conclude(&mut proof);
    if let Err(why) = ClosedNumbers::open(medium, root).and_then(|numbers| numbers.all()) {
        proof.problems.push(why.to_string());
        proof.ok = false;
    }
    Ok(proof)
}

fn damaged_keys(record: &Record, is_sound: &dyn Fn(&Sealed) -> bool) -> u64 {
    let consignee = |event: &Event| match event {
        Event::OrderSaved(saved) => saved.order.consignee.clone(),
        _ => None,
    };
    let sealed = record.events.iter().filter_map(consignee);
    sealed.fold(0, |damaged, sealed| damaged + u64::from(!is_sound(&sealed)))
}

fn digest_of(warehouse: &Warehouse, root: &Path) -> Result<blake3::Hash, StateError> {
    digest(warehouse).map_err(|source| StateError::Row {
        path: root.to_owned(),
        source,
    })
}

fn check_ledger(warehouse: &Warehouse, proof: &mut Proof) {
    let mut sums: BTreeMap<(ItemId, OwnerId, Option<LotId>), i64> = BTreeMap::new();
    let mut promised: BTreeMap<StockKey, Qty> = BTreeMap::new();
    for reservation in warehouse.reservations.values() {
        *promised.entry(reservation.key).or_default() += reservation.qty;
    }
    for (key, stock) in &warehouse.stock {
        *sums.entry((key.item, key.owner, key.lot)).or_default() += stock.on_hand.0;
        let real = key.holder.is_real();
        proof.negative_places += u64::from(real && stock.on_hand < Qty::ZERO);
        let said = promised.remove(key).unwrap_or_default();
        proof.broken_promises +=
            u64::from(real && (stock.reserved > stock.on_hand || stock.reserved != said));
    }
    proof.broken_promises += u64::try_from(promised.len()).unwrap_or(u64::MAX);
    proof.ledger_imbalance = sums.values().fold(0, |wrong, sum| wrong + u64::from(*sum != 0));
}

fn conclude(proof: &mut Proof) {
    let findings = [
        (proof.ledger_imbalance, "sums of the ledger are not zero"),
        (proof.negative_places, "stock lines are below zero"),
        (proof.broken_promises, "stock lines promise what they do not hold"),
        (
            proof.store_differences,
            "entries of the history differ from the journal",
        ),
        (proof.missing_acks, "acknowledged commands are not in the journal"),
        (
            proof.damaged_keys,
            "consignees cannot be read: their keys are damaged",
        ),
        (
            u64::from(proof.snapshot_differs),
            "snapshot leads elsewhere than the journal",
        ),
    ];
    proof.problems = findings
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    proof.ok = proof.problems.is_empty();
}
