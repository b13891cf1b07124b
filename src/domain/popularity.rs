//! How often each item is picked, for slotting.
//!
//! Every pick adds to its item's figures, and a week that passes takes an eighth of them away: what was picked twelve
//! weeks ago weighs a fifth of what was picked now. Two whole numbers an item, however long the history is.

use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::ItemId;
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::refusal::{Class, Explain};
use super::time::DAY_MS;
use super::{Qty, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};

/// How often one item is picked. Figures are kept in 256ths, so that single picks fade instead of being cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Popularity {
    /// The week, counted from 1970, to which the figures are brought forward.
    week: i32,
    /// Faded picks.
    picks: i64,
    /// Faded base units.
    units: i64,
}

const ONE: i64 = 256;
/// A steady item's figures come to this many weeks of picks, since each week takes an eighth.
const WEEKS: i64 = 8;
/// After so many weeks without a pick nothing is left.
const FORGOTTEN: i32 = 260;

impl Popularity {
    /// Picks a week in tenths, as they look at a moment.
    pub fn picks_a_week_tenths(self, at: Timestamp) -> i64 {
        let faded = self.faded(week_of(at));
        faded.picks.saturating_mul(10) / (ONE * WEEKS)
    }

    /// Base units a week, as they look at a moment.
    pub fn units_a_week(self, at: Timestamp) -> i64 {
        self.faded(week_of(at)).units / (ONE * WEEKS)
    }

    /// By what items are ranked: comparable among items, at one moment.
    pub(super) fn weight(self, at: Timestamp) -> i64 {
        self.faded(week_of(at)).picks
    }

    fn steady(picks: i64, units: i64, at: Timestamp) -> Popularity {
        let sum = |a_week: i64| a_week.saturating_mul(ONE * WEEKS);
        Popularity {
            week: week_of(at),
            picks: sum(picks),
            units: sum(units),
        }
    }

    fn with(self, picks: i64, units: i64, at: Timestamp) -> Popularity {
        self.faded(week_of(at)).plus(picks, units)
    }

    fn plus(self, picks: i64, units: i64) -> Popularity {
        let add = |to: i64, n: i64| to.saturating_add(n.saturating_mul(ONE)).max(0);
        Popularity {
            picks: add(self.picks, picks),
            units: add(self.units, units),
            ..self
        }
    }

    fn faded(self, week: i32) -> Popularity {
        let passed = week.saturating_sub(self.week);
        if passed <= 0 {
            return self;
        }
        if passed > FORGOTTEN {
            return Popularity {
                week,
                ..Popularity::default()
            };
        }
        // Rounded up, so that it ends at nothing.
        let fade = |figure: i64| (0..passed).fold(figure, |figure, _| figure - (figure + WEEKS - 1) / WEEKS);
        Popularity {
            week,
            picks: fade(self.picks),
            units: fade(self.units),
        }
    }
}

fn week_of(at: Timestamp) -> i32 {
    i32::try_from(at.0.div_euclid(7 * DAY_MS)).unwrap_or(i32::MAX)
}

/// What somebody asks about popularity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take over how often an item was picked, from another system's history.
    Set {
        /// Which.
        item: ItemId,
        /// Picks a week.
        picks: i64,
        /// Base units a week.
        units: i64,
    },
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such item.
    UnknownItem,
    /// A figure is below zero or beyond all measure.
    BadFigure(ItemId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::UnknownItem => Phrase::new("no-popularity-unknown-item"),
            Refusal::BadFigure(item) => {
                Phrase::new("no-popularity-bad-figure").with("item", Value::Item(*item))
            }
        }
    }
}

/// Decides one command about popularity.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    d.require(Right::ImportData)?;
    let Command::Set { item, picks, units } = *command;
    if !d.w.items.contains_key(&item) {
        return Err(Refusal::UnknownItem.into());
    }
    let good = |figure: i64| (0..=Qty::MAX.0).contains(&figure);
    if !good(picks) || !good(units) {
        return Err(Refusal::BadFigure(item).into());
    }
    let popularity = Popularity::steady(picks, units, d.ctx.now);
    if d.w.popularity_of(item) != popularity {
        d.emit(PopularitySet { item, popularity });
    }
    Ok(())
}

/// How often an item was picked was taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopularitySet {
    /// Which.
    pub item: ItemId,
    /// As it is from now on.
    pub popularity: Popularity,
}

impl Fact for PopularitySet {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.popularity.insert(self.item, self.popularity);
    }
}

impl Warehouse {
    /// How often an item is picked.
    pub fn popularity_of(&self, item: ItemId) -> Popularity {
        self.popularity.get(&item).copied().unwrap_or_default()
    }

    /// Notes a pick of an item.
    pub(super) fn note_pick(&mut self, item: ItemId, qty: Qty, at: Timestamp) {
        let popularity = self.popularity_of(item).with(1, qty.0, at);
        self.popularity.insert(item, popularity);
    }

    /// Notes that a pick of an item was taken back, soon after it was made.
    pub(super) fn note_unpick(&mut self, item: ItemId, qty: Qty) {
        let popularity = self.popularity_of(item).plus(-1, -qty.0);
        self.popularity.insert(item, popularity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: i64 = 7 * DAY_MS;

    #[test]
    fn a_steady_item_stays_at_its_rate() {
        let start = Timestamp(2_900 * WEEK);
        let mut popularity = Popularity::steady(40, 120, start);
        for week in 1..=100 {
            popularity = popularity.with(40, 120, start + week * WEEK);
        }
        let now = start + 100 * WEEK;
        assert!((390..=460).contains(&popularity.picks_a_week_tenths(now)));
        assert!((117..=138).contains(&popularity.units_a_week(now)));
    }

    #[test]
    fn what_is_no_longer_picked_fades_to_nothing() {
        let start = Timestamp(2_900 * WEEK);
        let once_hot = Popularity::steady(1_000, 1_000, start);
        let half = once_hot.picks_a_week_tenths(start + 5 * WEEK);
        // 0.875 to the fifth is 0.513.
        assert!((5_100..=5_150).contains(&half), "{half}");
        assert_eq!(once_hot.picks_a_week_tenths(start + 300 * WEEK), 0);
    }

    #[test]
    fn a_pick_taken_back_leaves_nothing_and_never_less() {
        let at = Timestamp(2_900 * WEEK);
        let none = Popularity::default().with(1, 6, at).plus(-1, -6);
        assert_eq!(none.weight(at), 0);
        assert_eq!(none.plus(-1, -6).weight(at), 0);
    }
}
