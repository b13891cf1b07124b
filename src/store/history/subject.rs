//! What a record can be looked up by: whatever its sentences name.

use crate::domain::lookup::Target;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::stock::Holder;
use crate::domain::{Event, Record};

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
    /// What the journal keeps records of a thing by; none for what no record names.
    pub fn of(target: Target) -> Option<Subject> {
        Some(match target {
            Target::Place(id) => Subject::Place(id.0),
            Target::Lpn(id) => Subject::Lpn(id.0),
            Target::Item(id, _) => Subject::Item(id.0),
            Target::Parcel(id) => Subject::Parcel(id.0),
            Target::Order(id) => Subject::Order(id.0),
            Target::Worker(id) => Subject::Worker(id.0),
            Target::Load(id) => Subject::Load(id.0),
            Target::Receipt(id) => Subject::Receipt(id.0),
            Target::Task(id) => Subject::Task(id.0),
            Target::Carton(_) | Target::Carrier(_) => return None,
        })
    }

    /// Where its windows lie in the store: `s/`, a letter, the id.
    pub(super) fn key(self) -> [u8; 11] {
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
