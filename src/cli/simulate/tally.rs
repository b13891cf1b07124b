//! What one worker, or all of them, got done.

use super::kind::Kind;
use hdrhistogram::Histogram;
use std::collections::BTreeMap;

/// Accepted commands, refusals, and how long the answers took.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Accepted commands with at least one event, by kind.
    pub accepted: BTreeMap<Kind, u64>,
    /// Accepted commands that changed nothing.
    pub unchanged: u64,
    /// Refused commands, by what refused them.
    pub refused: BTreeMap<String, u64>,
    /// Order lines that were picked.
    pub lines: u64,
    /// Times from asking to the durable answer, in microseconds.
    pub times: Histogram<u32>,
    /// The same, of what was asked while other work was done beside.
    pub times_beside: Histogram<u32>,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            accepted: BTreeMap::new(),
            unchanged: 0,
            refused: BTreeMap::new(),
            lines: 0,
            times: times(),
            times_beside: times(),
        }
    }
}

impl Tally {
    /// Adds another one's counts to these.
    pub fn add(&mut self, other: &Tally) {
        for (kind, n) in &other.accepted {
            *self.accepted.entry(*kind).or_default() += n;
        }
        for (why, n) in &other.refused {
            *self.refused.entry(why.clone()).or_default() += n;
        }
        self.unchanged += other.unchanged;
        self.lines += other.lines;
        // Both have the same bounds, so this cannot fail.
        let _ = self.times.add(&other.times);
        let _ = self.times_beside.add(&other.times_beside);
    }

    /// Accepted commands with at least one event.
    pub fn commands(&self) -> u64 {
        self.accepted.values().sum()
    }

    /// How far a kind is behind the mix: its accepted commands for each per cent of its share, in thousandths.
    pub fn load(&self, kind: Kind, share: u64) -> u64 {
        self.accepted
            .get(&kind)
            .copied()
            .unwrap_or(0)
            .saturating_mul(1000)
            / share.max(1)
    }
}

/// A histogram of microseconds up to one minute, to two digits.
pub fn times() -> Histogram<u32> {
    // Constant bounds that the crate takes; the smallest histogram it has would do otherwise.
    Histogram::new_with_bounds(1, 60_000_000, 2).unwrap_or_else(|_| smallest())
}

fn smallest() -> Histogram<u32> {
    let mut bounds = 2;
    loop {
        match Histogram::new_with_max(bounds, 1) {
            Ok(histogram) => return histogram,
            Err(_) => bounds += 1,
        }
    }
}
