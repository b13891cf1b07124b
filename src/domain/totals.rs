//! Sums that screens show, kept up to date as orders change instead of counted at every look.

use super::Timestamp;
use super::ids::CarrierId;
use super::orders::Stage;
use imbl::OrdMap;

/// Open orders by carrier, cut-off and stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderTotals(OrdMap<(Timestamp, CarrierId, Stage), i64>);

impl OrderTotals {
    pub(super) fn add(&mut self, carrier: CarrierId, cutoff: Timestamp, stage: Stage, n: i64) {
        let key = (cutoff, carrier, stage);
        let count = self.0.get(&key).copied().unwrap_or(0) + n;
        if count == 0 {
            self.0.remove(&key);
        } else {
            self.0.insert(key, count);
        }
    }

    /// Every sum that is not zero: (cut-off, carrier, stage) and how many orders, by cut-off.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, CarrierId, Stage, i64)> {
        self.0
            .iter()
            .map(|((cutoff, carrier, stage), n)| (*cutoff, *carrier, *stage, *n))
    }

    /// Open orders of one stage.
    pub fn in_stage(&self, stage: Stage) -> i64 {
        self.iter()
            .filter(|(_, _, of, _)| *of == stage)
            .map(|(.., n)| n)
            .sum()
    }
}
