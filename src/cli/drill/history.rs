//! The power goes while the history is written.
//!
//! sled writes its files itself, so nothing stands between it and the disk. What a cut may leave is made of two copies
//! of its folder: one taken when a sync had just returned, which is certain, and one taken some batches later, of which
//! each page of 4 KiB, each length and each name may have arrived or not.

use super::cannot;
use super::report::{Outcome, Round};
use crate::cli::Failure;
use crate::domain::ids::{DeviceId, ItemId, OwnerId, PlaceId, WorkerId};
use crate::domain::stock::{Cause, Holder, Status, StockKey, StockMoved};
use crate::domain::{Actor, CommandId, Qty, Record, Timestamp, Via};
use crate::store::codec::{decode_record, encode_record};
use crate::store::history::History;
use crate::store::journal::{Journal, JournalOptions, JournalReader};
use crate::store::medium::SimulatedMedium;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const PAGE: usize = 4096;
/// Records that are taken in before what is certain, between, and behind.
const RECORDS: std::ops::Range<u64> = 50..6_000;

/// Follows a journal, cuts the power, opens again, catches up, and compares every entry with the journal.
///
/// # Errors
/// When the drill itself goes wrong.
pub fn round(folder: &Path, dice: &mut Rng) -> Result<Round, Failure> {
    let medium = Arc::new(SimulatedMedium::new());
    let (mut journal, _) = Journal::open(medium, Path::new("/drill"), JournalOptions::default(), None)?;
    let reader = journal.reader();
    let (sled, before, after) = (folder.join("sled"), folder.join("before"), folder.join("after"));
    let history = History::open(&sled)?.history;
    append(&mut journal, dice.u64(RECORDS))?;
    catch_up(&history, &reader)?;
    let certain = history.applied();
    copy(&sled, &before)?;
    append(&mut journal, dice.u64(RECORDS))?;
    catch_up(&history, &reader)?;
    let later = history.applied();
    copy(&sled, &after)?;
    drop(history);
    let found = folder.join("found");
    mix(&before, &after, &found, dice)?;

    let done = format!("records {certain} to {later} were being taken in when the power went");
    let opened = History::open(&found)?;
    let (history, at) = (opened.history, opened.set_aside);
    let recovered = history.applied();
    append(&mut journal, 100)?;
    let caught_up = catch_up(&history, &reader).and_then(|()| differences(&history, &reader));
    let (outcome, found) = match (caught_up, at) {
        (Ok(0), None) => (
            Outcome::Whole,
            format!("it came back with record {recovered} and caught up"),
        ),
        (Ok(0), Some((_, why))) => (Outcome::Told, format!("set aside and made again: {why}")),
        (Ok(n), _) => (
            Outcome::Wrong,
            format!("{n} entries differ, and nobody said so; it came back with record {recovered}"),
        ),
        (Err(why), _) => (Outcome::Refused, why.to_string()),
    };
    Ok(Round {
        done,
        acknowledged: later,
        outcome,
        found,
    })
}

/// Goods are moved about by many people: every record names an item, two places and a worker.
fn append(journal: &mut Journal, records: u64) -> Result<(), Failure> {
    let first = journal.last_seq() + 1;
    let key = |item: u64, place: u64| StockKey {
        holder: Holder::Place(PlaceId(place)),
        item: ItemId(item),
        owner: OwnerId(1),
        lot: None,
        status: Status::Available,
    };
    let record = |seq: u64| {
        let moved = StockMoved {
            from: key(seq % 503, seq % 307),
            to: key(seq % 503, seq * 7 % 311),
            qty: Qty(1),
            since: Timestamp(0),
            cause: Cause::Moved,
        };
        encode_record(&Record {
            seq,
            id: CommandId::default(),
            actor: Actor::Worker(WorkerId(seq % 53)),
            device: DeviceId(0),
            via: Via::Scanned,
            at: Timestamp(0),
            input: "".into(),
            events: vec![moved.into()],
        })
    };
    let records: Result<Vec<_>, _> = (first..first + records).map(record).collect();
    journal.append(first, &records.map_err(Failure::new)?)?;
    Ok(())
}

fn catch_up(history: &History, reader: &JournalReader) -> Result<(), Failure> {
    while history.follow(reader)? > 0 {}
    Ok(())
}

fn differences(history: &History, reader: &JournalReader) -> Result<u64, Failure> {
    let mut audit = history.audit();
    let mut records = reader.read_from(1);
    while let Some((_, bytes)) = records.next_record()? {
        audit.take(&decode_record(bytes).map_err(Failure::new)?)?;
    }
    Ok(audit.finish()?)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to).map_err(|error| cannot("make", to, &error))?;
    for name in names(from)? {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_file() {
            fs::copy(&from, &to).map_err(|error| cannot("copy to", &to, &error))?;
        }
    }
    Ok(())
}

fn names(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| cannot("list", folder, &error))?;
    let name = |entry: Result<fs::DirEntry, std::io::Error>| {
        Some(entry.ok()?.file_name().to_string_lossy().into_owned())
    };
    Ok(entries.filter_map(name).collect())
}

/// A folder as the power may have left it.
fn mix(before: &Path, after: &Path, found: &Path, dice: &mut Rng) -> Result<(), Failure> {
    fs::create_dir_all(found).map_err(|error| cannot("make", found, &error))?;
    let (old_names, new_names) = (names(before)?, names(after)?);
    for name in old_names.union(&new_names) {
        let read = |folder: &Path, names: &BTreeSet<String>| {
            let path = folder.join(name);
            names
                .contains(name)
                .then(|| fs::read(&path).map_err(|error| cannot("read", &path, &error)))
                .transpose()
        };
        let (old, new) = (read(before, &old_names)?, read(after, &new_names)?);
        let bytes = match (old, new) {
            // A name that came or went since may be there or not.
            (None, Some(new)) if dice.bool() => mix_pages(&[], &new, dice),
            (Some(old), None) if dice.bool() => old,
            (Some(old), Some(new)) => mix_pages(&old, &new, dice),
            _ => continue,
        };
        let path = found.join(name);
        fs::write(&path, bytes).map_err(|error| cannot("write", &path, &error))?;
    }
    Ok(())
}

fn mix_pages(old: &[u8], new: &[u8], dice: &mut Rng) -> Vec<u8> {
    let len = if dice.bool() { old.len() } else { new.len() };
    let mut bytes = old.to_vec();
    bytes.resize(len.max(old.len().min(new.len())), 0);
    for (page, arrived) in bytes.chunks_mut(PAGE).zip(new.chunks(PAGE)) {
        if dice.bool() {
            let len = page.len().min(arrived.len());
            if let (Some(page), Some(arrived)) = (page.get_mut(..len), arrived.get(..len)) {
                page.copy_from_slice(arrived);
            }
        }
    }
    bytes
}
