//! What a run of records puts into the store: for every subject one entry that lists the records which name it.
//!
//! Records fall into windows of [`WINDOW`] by their numbers, whenever they were taken in: so what the store must hold
//! follows from the journal alone, and taking a window in twice changes nothing. A busy item, worker or pick list
//! costs one entry a window instead of one a record.

use super::subject::{Subject, subjects};
use crate::domain::event::PayloadCodec;
use crate::domain::ids::OwnerId;
use crate::domain::orders::Order;
use crate::domain::receiving::Receipt;
use crate::domain::{Event, Record};
use crate::store::codec::{Bincode, CodecError};
use std::collections::{BTreeMap, BTreeSet};

/// Records in one window; a power of two.
pub(super) const WINDOW: u64 = 4096;

/// The window that a record falls into.
pub(super) fn window_of(seq: u64) -> u64 {
    seq / WINDOW
}

/// A key and its value.
pub(super) type Entry = (Vec<u8>, Vec<u8>);

/// The entries of one window, as far as its records were taken.
#[derive(Debug, Default)]
pub(super) struct Window {
    number: u64,
    /// For every subject its records, as distances from the window's first number, ascending.
    named: BTreeMap<Subject, Vec<u16>>,
    /// Subjects whose entry is not written yet.
    fresh: BTreeSet<Subject>,
    /// Closed orders and receipts, and parcels and loads that left, that are not written yet.
    closed: Vec<Entry>,
}

impl Window {
    /// The window of this number, with nothing in it.
    pub(super) fn new(number: u64) -> Window {
        Window {
            number,
            ..Window::default()
        }
    }

    /// Its number.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Its first record.
    pub(super) fn first_seq(&self) -> u64 {
        self.number * WINDOW
    }

    /// Takes a record in; records come in order.
    pub(super) fn take(&mut self, record: &Record) -> Result<(), CodecError> {
        let distance = u16::try_from(record.seq % WINDOW).unwrap_or(u16::MAX);
        for subject in subjects(record) {
            self.named.entry(subject).or_default().push(distance);
            self.fresh.insert(subject);
        }
        for event in &record.events {
            match event {
                Event::OrderClosed(closed) => self.closed.push(closed_order(record.seq, &closed.order)?),
                Event::ParcelShipped(shipped) => self.closed.push(closed_code(record.seq, &shipped.sscc)),
                Event::ReceiptClosed(closed) => self.closed.push(closed_receipt(record.seq, &closed.receipt)),
                Event::LoadClosed(closed) => self.closed.push(closed_code(record.seq, &closed.number)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The entries that changed since the last call, in the order of their keys but for the closed orders behind them.
    pub(super) fn changed(&mut self) -> Vec<Entry> {
        let fresh = std::mem::take(&mut self.fresh);
        let entries = fresh.iter().filter_map(|subject| {
            let distances = self.named.get(subject)?;
            Some((subject_key(*subject, self.number), list(distances)))
        });
        let mut entries: Vec<Entry> = entries.collect();
        entries.append(&mut self.closed);
        entries
    }
}

/// Where a subject's entry of a window lies.
pub(super) fn subject_key(subject: Subject, window: u64) -> Vec<u8> {
    [subject.key().as_slice(), &window.to_be_bytes()].concat()
}

/// The window of a subject's entry.
pub(super) fn window_of_key(key: &[u8]) -> u64 {
    key.last_chunk().map(|n| u64::from_be_bytes(*n)).unwrap_or(0)
}

/// Where an owner's closed orders of this number lie.
pub(super) fn order_prefix(owner: OwnerId, number: &str) -> Vec<u8> {
    [b"o/".as_slice(), &owner.0.to_be_bytes(), number.as_bytes(), &[0]].concat()
}

/// A closed order's entry: the record that closed it, and the order.
fn closed_order(seq: u64, order: &Order) -> Result<Entry, CodecError> {
    let mut key = order_prefix(order.owner, &order.number);
    key.extend(order.id.0.to_be_bytes());
    let value = [seq.to_le_bytes().as_slice(), &Bincode.encode(order)?].concat();
    Ok((key, with_crc(value)))
}

/// Where the records lie with which an owner's receipts of this number were closed.
pub(super) fn receipt_prefix(owner: OwnerId, number: &str) -> Vec<u8> {
    [b"r/".as_slice(), &owner.0.to_be_bytes(), number.as_bytes(), &[0]].concat()
}

/// A closed receipt's entry: the record that closed it.
fn closed_receipt(seq: u64, receipt: &Receipt) -> Entry {
    let prefix = receipt_prefix(receipt.owner, &receipt.number);
    let key = [prefix.as_slice(), &seq.to_be_bytes()].concat();
    (key, with_crc(seq.to_le_bytes().to_vec()))
}

/// Where the records lie with which a parcel or load of this code left.
pub(super) fn closed_prefix(code: &str) -> Vec<u8> {
    [b"c/".as_slice(), code.as_bytes(), &[0]].concat()
}

/// The entry of a parcel or load that left: the record with which it did.
fn closed_code(seq: u64, code: &str) -> Entry {
    let key = [closed_prefix(code).as_slice(), &seq.to_be_bytes()].concat();
    (key, with_crc(seq.to_le_bytes().to_vec()))
}

/// The record that closed an order, and the order, from its entry.
pub(super) fn read_closed_order(payload: &[u8]) -> Option<(u64, Result<Order, CodecError>)> {
    let (seq, order) = payload.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*seq), Bincode.decode(order)))
}

fn list(distances: &[u16]) -> Vec<u8> {
    with_crc(
        distances
            .iter()
            .flat_map(|distance| distance.to_le_bytes())
            .collect(),
    )
}

/// The numbers of the records that an entry of `window` lists, ascending.
pub(super) fn listed(window: u64, payload: &[u8]) -> impl DoubleEndedIterator<Item = u64> {
    let first = window * WINDOW;
    let pairs = payload.chunks_exact(2).filter_map(|pair| pair.first_chunk::<2>());
    pairs.map(move |pair| first + u64::from(u16::from_le_bytes(*pair)))
}

fn with_crc(payload: Vec<u8>) -> Vec<u8> {
    [crc32fast::hash(&payload).to_le_bytes().as_slice(), &payload].concat()
}

/// A value's payload, if its checksum fits.
pub(super) fn without_crc(value: &[u8]) -> Option<&[u8]> {
    let (crc, payload) = value.split_first_chunk::<4>()?;
    (u32::from_le_bytes(*crc) == crc32fast::hash(payload)).then_some(payload)
}
