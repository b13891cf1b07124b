//! How a label is read whose separators may be lost: by a lot that is known, by what was learned of the supplier, or by
//! asking. Never by guessing a lot.

use super::items::{Item, Lot};
use super::lookup::Target;
use super::time::Day;
use super::{Qty, Text, Warehouse};
use crate::codes::gs1::ai_table::{find, predefined_length};
use crate::codes::gs1::{GS, Message, to_bracketed};
use crate::codes::{Evidence, Reading};

/// Readings that are offered: one digit each.
const OFFERED: usize = 9;
/// Readings that are looked at.
const LOOKED_AT: usize = 40;

/// What a label says: one reading where that is certain; else several, which differ in something that would be booked.
pub(super) struct Readings(Vec<Message>);

/// What a label says beside the item: only what all its readings agree on.
#[derive(Default)]
pub(super) struct Said {
    pub lot: Option<Text>,
    pub expiry: Option<Day>,
    pub count: Option<Qty>,
    pub serial: Option<Text>,
    /// Each reading as a code that says just this; none where there is but one.
    pub readings: Vec<Text>,
}

impl Readings {
    pub(super) fn said(&self, today: Day) -> Said {
        let today = today.date();
        let several = self.0.iter().filter(|_| self.0.len() > 1);
        Said {
            lot: self.agreed(|m| m.lot().map(Text::from)),
            expiry: self.agreed(|m| m.expiry(today).or_else(|| m.best_before(today)).map(Day::from)),
            count: self.agreed(|m| m.count().map(|n| Qty(i64::from(n)))),
            serial: self.agreed(|m| m.serial().map(Text::from)),
            readings: several.map(|m| to_bracketed(&m.elements).into()).collect(),
        }
    }

    fn agreed<T: PartialEq>(&self, part: impl Fn(&Message) -> Option<T>) -> Option<T> {
        let mut parts = self.0.iter().map(part);
        let first = parts.next()?;
        parts.all(|other| other == first).then_some(first)?
    }
}

/// The GS1 data of a text as it stands, or as it may have been before it lost its separators: its key is the same in
/// every reading.
pub(super) fn message(reading: &Reading) -> Option<Message> {
    let as_it_stands = reading.message.clone();
    as_it_stands.or_else(|| reading.possible_splits(1).pop())
}

/// Settles how a label is read that stands for this.
pub(super) fn settle(w: &Warehouse, reading: &Reading, message: Message, targets: &[Target]) -> Readings {
    if !matters(w, targets) || !may_have_lost(reading, &message) {
        return Readings(vec![message]);
    }
    let mut readings: Vec<Message> = Vec::new();
    for split in reading.possible_splits(LOOKED_AT) {
        if !readings.iter().any(|other| booked(other) == booked(&split)) {
            readings.push(split);
        }
    }
    if readings.len() < 2 {
        return Readings(vec![readings.pop().unwrap_or(message)]);
    }
    let known = |split: &&Message| items(targets).any(|item| names_known_lot(w, item, split));
    let learned = |split: &&Message| {
        supplier(split).is_some_and(|supplier| w.readings.contains(&(supplier.into(), pattern(split).into())))
    };
    match only(readings.iter().filter(known)).or_else(|| only(readings.iter().filter(learned))) {
        Some(settled) => Readings(vec![settled.clone()]),
        None => {
            readings.truncate(OFFERED);
            Readings(readings)
        }
    }
}

/// Whether lot or expiry would be booked of what the label is on: of an item that has them, and of one that nobody knows
/// yet.
fn matters(w: &Warehouse, targets: &[Target]) -> bool {
    let has_lots = |item: &Item| item.lot_tracked || item.expiry_tracked;
    targets.is_empty() || items(targets).any(|id| w.items.get(&id).is_some_and(|item| has_lots(item)))
}

fn items(targets: &[Target]) -> impl Iterator<Item = super::ids::ItemId> {
    targets.iter().filter_map(|target| match target {
        Target::Item(id, _) => Some(*id),
        _ => None,
    })
}

/// A reading that names a lot which is here, and does not contradict its date.
fn names_known_lot(w: &Warehouse, item: super::ids::ItemId, split: &Message) -> bool {
    let today = w.clock.day().date();
    let expiry = split.expiry(today).or_else(|| split.best_before(today));
    let fits = |lot: &Lot| match (lot.expiry, expiry.map(Day::from)) {
        (Some(known), Some(said)) => known == said,
        _ => true,
    };
    split
        .lot()
        .and_then(|lot| w.lot_by_code(item, lot))
        .is_some_and(fits)
}

fn only<'m>(mut found: impl Iterator<Item = &'m Message>) -> Option<&'m Message> {
    found.next().filter(|_| found.next().is_none())
}

/// What a workflow would book of a reading.
fn booked(message: &Message) -> [Option<&str>; 6] {
    ["10", "17", "15", "37", "30", "21"].map(|ai| message.get(ai))
}

/// Where a separator was sent none is lost; and only a value of open length can have swallowed what follows.
fn may_have_lost(reading: &Reading, message: &Message) -> bool {
    if reading.message.is_none() {
        return true;
    }
    let in_doubt = matches!(reading.evidence, Some(Evidence::Aim | Evidence::CheckDigit));
    let is_open = |ai: &str| predefined_length(ai).is_none();
    let swallowed = message
        .elements
        .iter()
        .any(|element| is_open(element.ai.as_str()) && element.value.len() > 3);
    in_doubt && swallowed && !reading.text.contains(GS) && reading.replaced_separators.is_empty()
}

/// Whose labels they are, as far as a trade item number tells: its first seven digits after the indicator. Company
/// prefixes have 4 to 12 digits; seven are the commonest.
pub fn supplier(message: &Message) -> Option<String> {
    let gtin = message.any_gtin()?;
    gtin.as_str().get(1..8).map(str::to_owned)
}

/// The shape of a label: its AIs in order, with the lengths of the values that may be of any: `01 10:7 17`.
pub fn pattern(message: &Message) -> String {
    let shapes = message.elements.iter().map(|element| {
        let is_open = find(element.ai).is_some_and(|entry| entry.min_length() != entry.max_length());
        if is_open {
            format!("{}:{}", element.ai, element.value.len())
        } else {
            element.ai.as_str().to_owned()
        }
    });
    shapes.collect::<Vec<_>>().join(" ")
}
