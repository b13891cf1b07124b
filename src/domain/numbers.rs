//! Numbers of what is closed, so that they are known again: an order or a receipt that comes in twice, a parcel that
//! has left, a label that is void.
//!
//! They are all that would grow for ever, so they are kept in generations and forgotten a generation at a time: those
//! of the present one, and those of the earlier ones under the day on which each ended. None is looked through for
//! that, and what is kept beyond the wanted days is one generation at most. The history still knows a number that is
//! forgotten here; whoever takes orders and receipts in asks it, see `exchange/import`.

use super::Warehouse;
use super::event::{Fact, Topics};
use super::time::Day;
use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

/// Generations that the wanted days are parted into.
const GENERATIONS: u16 = 8;

/// For how long numbers are kept, and how far forgetting has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// Days for which a number is kept at least.
    pub days: u16,
    /// When the last generation ended.
    pub turned: Option<Day>,
    /// Numbers closed up to this day are not here any more.
    pub forgotten: Option<Day>,
}

impl Default for Keeping {
    fn default() -> Keeping {
        Keeping {
            days: 92,
            turned: None,
            forgotten: None,
        }
    }
}

/// The numbers, as compact keys.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Closed since the last generation ended.
    pub present: OrdSet<u128>,
    /// Those of earlier generations, by the day on which each ended.
    pub earlier: OrdMap<Day, OrdSet<u128>>,
    /// For how long.
    pub keeping: Keeping,
}

impl Numbers {
    /// Whether something with this number is closed, as far as that is remembered.
    pub fn knows(&self, key: &u128) -> bool {
        self.present.contains(key) || self.earlier.values().any(|numbers| numbers.contains(key))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.present.len() + self.earlier.values().map(OrdSet::len).sum::<usize>()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Something with this number was closed.
    pub(super) fn note(&mut self, key: u128) {
        self.present.insert(key);
    }

    /// What there is to do today: a generation ends, or is forgotten.
    pub(super) fn due(&self, today: Day) -> Option<NumbersTurned> {
        let days = self.keeping.days;
        let since = |day: Day| today.0.saturating_sub(day.0);
        let forgotten = self.earlier.keys().copied();
        let forgotten: Vec<Day> = forgotten.filter(|day| since(*day) >= i32::from(days)).collect();
        let span = i32::from(days.div_ceil(GENERATIONS));
        let ends = !self.present.is_empty() && self.keeping.turned.is_none_or(|day| since(day) >= span);
        (ends || !forgotten.is_empty()).then_some(NumbersTurned {
            day: today,
            forgotten,
        })
    }

    /// A number of the generation that ended on this day.
    pub(super) fn put_earlier(&mut self, day: Day, key: u128) {
        self.earlier.entry(day).or_default().insert(key);
    }
}

/// A generation of numbers ended, and earlier ones were forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersTurned {
    /// On which day.
    pub day: Day,
    /// Which earlier ones: the days on which they ended.
    pub forgotten: Vec<Day>,
}

impl Fact for NumbersTurned {
    const TOPICS: Topics = Topics::NONE;

    fn evolve(&self, w: &mut Warehouse) {
        let numbers = &mut w.numbers;
        let present = std::mem::take(&mut numbers.present);
        if !present.is_empty() {
            let of_today = numbers.earlier.remove(&self.day).unwrap_or_default();
            numbers.earlier.insert(self.day, of_today.union(present));
        }
        for day in &self.forgotten {
            numbers.earlier.remove(day);
        }
        let last = self.forgotten.iter().max().copied();
        numbers.keeping.turned = Some(self.day);
        numbers.keeping.forgotten = numbers.keeping.forgotten.max(last);
    }
}

/// It was set for how many days numbers of what is closed are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersKeptSet {
    /// For so many, from now on.
    pub days: u16,
}

impl Fact for NumbersKeptSet {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.numbers.keeping.days = self.days;
    }
}
