//! How many, and how often.

use crate::domain::access::{AccessRules, Principal};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Failures of an address that cost it nothing.
const FREE_FAILURES: u32 = 10;
/// How long the first failure beyond keeps an address out; each further one doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// Addresses that are remembered.
const MOST_SOURCES: usize = 4096;

/// Addresses from which somebody could not come in, and until when they are not answered.
#[derive(Debug, Default)]
pub struct Sources {
    known: Mutex<BTreeMap<IpAddr, Source>>,
}

#[derive(Clone, Copy, Debug)]
struct Source {
    failures: u32,
    until: Instant,
}

impl Sources {
    /// Whether somebody from there is answered now.
    pub fn may_knock(&self, from: IpAddr, now: Instant) -> bool {
        lock(&self.known)
            .get(&from)
            .is_none_or(|source| source.until <= now)
    }

    /// Somebody from there could not come in.
    pub fn failed(&self, from: IpAddr, now: Instant) {
        let mut known = lock(&self.known);
        if known.len() >= MOST_SOURCES && !known.contains_key(&from) {
            // Whoever waits longest has tried most: they stay.
            let least = known
                .iter()
                .min_by_key(|(_, source)| source.until)
                .map(|(address, _)| *address);
            least.and_then(|address| known.remove(&address));
        }
        let source = known.entry(from).or_insert(Source {
            failures: 0,
            until: now,
        });
        source.failures = source.failures.saturating_add(1);
        if let Some(beyond) = source.failures.checked_sub(FREE_FAILURES + 1) {
            source.until = now + FIRST_WAIT.saturating_mul(1 << beyond.min(16)).min(LONGEST_WAIT);
        }
    }

    /// Somebody from there came in.
    pub fn opened(&self, from: IpAddr) {
        lock(&self.known).remove(&from);
    }
}

/// Sessions that are there, by whose they are.
#[derive(Clone, Debug, Default)]
pub struct Seats {
    taken: Arc<Mutex<BTreeMap<Principal, u32>>>,
}

/// Why there is no seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSeat {
    /// They have as many as anybody may have.
    #[error("you have {0} sessions open already; close one first")]
    Each(u16),
    /// The house is full.
    #[error("all {0} sessions are taken; try again later, or ask a lead")]
    All(u16),
}

impl Seats {
    /// Takes a seat; it is free again when the answer is dropped.
    ///
    /// # Errors
    /// There is none.
    pub fn take(&self, principal: Principal, rules: AccessRules) -> Result<Seat, NoSeat> {
        let mut taken = lock(&self.taken);
        let own = taken.get(&principal).copied().unwrap_or_default();
        if own >= u32::from(rules.sessions_each) {
            return Err(NoSeat::Each(rules.sessions_each));
        }
        if taken.values().sum::<u32>() >= u32::from(rules.sessions_all) {
            return Err(NoSeat::All(rules.sessions_all));
        }
        taken.insert(principal, own + 1);
        Ok(Seat {
            principal,
            seats: self.clone(),
        })
    }

    /// How many are taken.
    pub fn taken(&self) -> u32 {
        lock(&self.taken).values().sum()
    }
}

/// One session's seat.
#[derive(Debug)]
pub struct Seat {
    principal: Principal,
    seats: Seats,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = lock(&self.seats.taken);
        let left = taken
            .get(&self.principal)
            .copied()
            .unwrap_or_default()
            .saturating_sub(1);
        if left == 0 {
            taken.remove(&self.principal);
        } else {
            taken.insert(self.principal, left);
        }
    }
}

/// Bytes that may come: a bucket of four seconds' worth, filled as time goes by.
#[derive(Debug)]
pub(super) struct Pace {
    a_second: u32,
    left: u64,
    filled: Instant,
}

impl Pace {
    pub(super) fn new(a_second: u32, now: Instant) -> Pace {
        Pace {
            a_second,
            left: u64::from(a_second) * 4,
            filled: now,
        }
    }

    /// Takes so many bytes, and returns how long to wait before the next are read.
    pub(super) fn take(&mut self, bytes: usize, now: Instant) -> Duration {
        let most = u64::from(self.a_second) * 4;
        let passed =
            u64::try_from(now.saturating_duration_since(self.filled).as_millis()).unwrap_or(u64::MAX);
        let filled = passed.saturating_mul(u64::from(self.a_second)) / 1000;
        if filled > 0 {
            self.left = self.left.saturating_add(filled).min(most);
            self.filled = now;
        }
        let wanted = u64::try_from(bytes).unwrap_or(u64::MAX);
        let missing = wanted.saturating_sub(self.left);
        self.left = self.left.saturating_sub(wanted);
        Duration::from_millis(missing.saturating_mul(1000) / u64::from(self.a_second.max(1)))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{DeviceId, WorkerId};

    fn address(n: u8) -> IpAddr {
        IpAddr::from([127, 0, 0, n])
    }

    #[test]
    fn an_address_that_fails_again_and_again_waits_longer_and_longer_and_success_clears_it() {
        let (sources, mut now) = (Sources::default(), Instant::now());
        for _ in 0..FREE_FAILURES {
            sources.failed(address(1), now);
            assert!(sources.may_knock(address(1), now));
        }
        let mut last = Duration::ZERO;
        for _ in 0..12 {
            sources.failed(address(1), now);
            assert!(!sources.may_knock(address(1), now));
            assert!(sources.may_knock(address(2), now), "others are not kept out");
            let mut wait = Duration::ZERO;
            while !sources.may_knock(address(1), now + wait) {
                wait += Duration::from_secs(1);
            }
            assert!(wait > last || wait == LONGEST_WAIT, "{wait:?} after {last:?}");
            last = wait;
            now += wait;
        }
        assert_eq!(last, LONGEST_WAIT);
        sources.opened(address(1));
        sources.failed(address(1), now);
        assert!(sources.may_knock(address(1), now));
    }

    #[test]
    fn memory_of_addresses_is_bounded_and_forgets_the_harmless_first() {
        let (sources, now) = (Sources::default(), Instant::now());
        for _ in 0..FREE_FAILURES + 5 {
            sources.failed(address(9), now);
        }
        for n in 0..2 * MOST_SOURCES {
            let [_, _, c, d] = u32::try_from(n).unwrap().to_be_bytes();
            sources.failed(IpAddr::from([10, 0, c, d]), now);
        }
        assert_eq!(lock(&sources.known).len(), MOST_SOURCES);
        assert!(!sources.may_knock(address(9), now));
    }

    #[test]
    fn seats_are_counted_each_and_in_all_and_free_again_when_dropped() {
        let rules = AccessRules {
            idle_minutes: 0,
            sessions_each: 2,
            sessions_all: 3,
        };
        let seats = Seats::default();
        let (mei, gun) = (Principal::Worker(WorkerId(1)), Principal::Device(DeviceId(1)));
        let first = seats.take(mei, rules).unwrap();
        let _second = seats.take(mei, rules).unwrap();
        assert_eq!(seats.take(mei, rules).unwrap_err(), NoSeat::Each(2));
        let _third = seats.take(gun, rules).unwrap();
        assert_eq!(seats.take(gun, rules).unwrap_err(), NoSeat::All(3));
        drop(first);
        assert_eq!(seats.taken(), 2);
        assert!(seats.take(gun, rules).is_ok());
    }

    #[test]
    fn a_burst_passes_and_a_flood_waits_for_as_long_as_it_is_large() {
        let mut now = Instant::now();
        let mut pace = Pace::new(1000, now);
        assert_eq!(pace.take(4000, now), Duration::ZERO);
        assert_eq!(pace.take(500, now), Duration::from_millis(500));
        now += Duration::from_secs(2);
        assert_eq!(pace.take(2000, now), Duration::ZERO);
        assert_eq!(pace.take(10, now), Duration::from_millis(10));
    }
}
