//! What is counted about the work itself: for a monitor that fetches it and a lead who looks at it.
//!
//! Counting takes a short lock and never waits for whoever reads: a reader copies what was counted.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What was committed since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Groups, each with one sync.
    pub groups: u64,
    /// Records in them.
    pub records: u64,
    /// Bytes in them.
    pub bytes: u64,
}

/// Upper bounds of the buckets of [`Times`], in microseconds: 1, 2 and 5 of every decade. Longer times have a bucket of
/// their own.
pub const BOUNDS_US: [u64; 16] = [
    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    2_000_000, 5_000_000, 10_000_000,
];
const BUCKETS: usize = BOUNDS_US.len() + 1;
/// How long the newer half of what counts as recent grows.
const HALF: Duration = Duration::from_secs(5 * 60);

/// How long something took, many times over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// How many there were in each bucket of [`BOUNDS_US`], and beyond the last.
    pub buckets: [u64; BUCKETS],
    /// All of them together, in microseconds.
    pub sum_us: u64,
}

impl Times {
    fn add(&mut self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let at = BOUNDS_US.partition_point(|bound| *bound < us);
        if let Some(bucket) = self.buckets.get_mut(at) {
            *bucket += 1;
        }
        self.sum_us = self.sum_us.saturating_add(us);
    }

    fn with(mut self, other: &Times) -> Times {
        for (mine, theirs) in self.buckets.iter_mut().zip(other.buckets) {
            *mine += theirs;
        }
        self.sum_us = self.sum_us.saturating_add(other.sum_us);
        self
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// The bound under which so many of a thousand lay: 500 for the median. None without any, and where it is beyond
    /// the last bound.
    pub fn within(&self, of_a_thousand: u64) -> Option<Duration> {
        let wanted = self.count().saturating_mul(of_a_thousand).div_ceil(1000);
        let mut seen = 0;
        let at = self.buckets.iter().position(|count| {
            seen += count;
            wanted > 0 && seen >= wanted
        });
        at.and_then(|at| BOUNDS_US.get(at))
            .map(|us| Duration::from_micros(*us))
    }
}

/// Times since the start, and those of the last five to ten minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// Since the start.
    pub all: Times,
    /// Lately.
    pub recent: Times,
}

#[derive(Clone, Copy, Debug)]
struct Halves {
    all: Times,
    newer: Times,
    older: Times,
    since: Instant,
}

impl Default for Halves {
    fn default() -> Halves {
        let none = Times::default();
        Halves {
            all: none,
            newer: none,
            older: none,
            since: Instant::now(),
        }
    }
}

impl Halves {
    fn turn(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.since);
        if passed >= HALF {
            self.older = if passed >= HALF * 2 {
                Times::default()
            } else {
                self.newer
            };
            self.newer = Times::default();
            self.since = now;
        }
    }

    fn add(&mut self, took: Duration, now: Instant) {
        self.turn(now);
        self.all.add(took);
        self.newer.add(took);
    }

    fn read(&mut self, now: Instant) -> Took {
        self.turn(now);
        Took {
            all: self.all,
            recent: self.newer.with(&self.older),
        }
    }
}

/// What became of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is in the journal.
    Accepted,
    /// It was asked before, and got its first answer again.
    Repeated,
    /// There was nothing to change.
    Unchanged,
    /// The rules say no.
    Refused,
}

impl Outcome {
    /// Its name for a monitor.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::Repeated => "repeated",
            Outcome::Unchanged => "unchanged",
            Outcome::Refused => "refused",
        }
    }
}

/// Everything that was counted, as it was at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// What was committed.
    pub stats: Stats,
    /// Commands by workflow and outcome.
    pub commands: BTreeMap<(&'static str, Outcome), u64>,
    /// Refusals by the name of the sentence that tells them.
    pub refusals: BTreeMap<&'static str, u64>,
    /// Log-ins over the network, by means and by what came of them.
    pub log_ins: BTreeMap<(&'static str, &'static str), u64>,
    /// From a command's place in line to its durable answer.
    pub answers: Took,
    /// Writing a group and syncing it.
    pub syncs: Took,
    /// From what was scanned or typed to the frame that answers it, given to the client.
    pub frames: Took,
}

impl Figures {
    /// Commands with this outcome.
    pub fn commands(&self, outcome: Outcome) -> u64 {
        let of = self.commands.iter().filter(|((_, came), _)| *came == outcome);
        of.map(|(_, count)| count).sum()
    }
}

#[derive(Debug, Default)]
struct Counted {
    stats: Stats,
    commands: BTreeMap<(&'static str, Outcome), u64>,
    refusals: BTreeMap<&'static str, u64>,
    log_ins: BTreeMap<(&'static str, &'static str), u64>,
}

/// Counts.
#[derive(Debug, Default)]
pub struct Meter {
    counted: Mutex<Counted>,
    answers: Mutex<Halves>,
    syncs: Mutex<Halves>,
    frames: Mutex<Halves>,
}

impl Meter {
    pub(super) fn committed(&self, records: usize, bytes: usize, took: Duration) {
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        {
            let stats = &mut lock(&self.counted).stats;
            stats.groups += 1;
            stats.records += number(records);
            stats.bytes += number(bytes);
        }
        lock(&self.syncs).add(took, Instant::now());
    }

    pub(super) fn decided(&self, workflow: &'static str, outcome: Outcome) {
        *lock(&self.counted)
            .commands
            .entry((workflow, outcome))
            .or_default() += 1;
    }

    pub(super) fn refused(&self, sentence: &'static str) {
        *lock(&self.counted).refusals.entry(sentence).or_default() += 1;
    }

    /// Answers that go out now, by when their commands came in.
    pub(super) fn answered(&self, since: impl Iterator<Item = Instant>) {
        let now = Instant::now();
        let mut answers = lock(&self.answers);
        for since in since {
            answers.add(now.saturating_duration_since(since), now);
        }
    }

    /// Somebody came in over the network, or could not: by which means, and the word for what came of it.
    pub fn log_in(&self, means: &'static str, outcome: &'static str) {
        *lock(&self.counted).log_ins.entry((means, outcome)).or_default() += 1;
    }

    /// A frame answered what was scanned or typed so long ago.
    pub fn frame(&self, took: Duration) {
        lock(&self.frames).add(took, Instant::now());
    }

    /// What was committed.
    pub fn stats(&self) -> Stats {
        lock(&self.counted).stats
    }

    /// Everything.
    pub fn figures(&self) -> Figures {
        let now = Instant::now();
        let (answers, syncs, frames) = (
            lock(&self.answers).read(now),
            lock(&self.syncs).read(now),
            lock(&self.frames).read(now),
        );
        let counted = lock(&self.counted);
        Figures {
            stats: counted.stats,
            commands: counted.commands.clone(),
            refusals: counted.refusals.clone(),
            log_ins: counted.log_ins.clone(),
            answers,
            syncs,
            frames,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(all: &[(u64, usize)]) -> Times {
        let mut times = Times::default();
        for (us, many) in all {
            for _ in 0..*many {
                times.add(Duration::from_micros(*us));
            }
        }
        times
    }

    #[test]
    fn a_time_counts_in_the_first_bucket_that_holds_it() {
        let times = times(&[(0, 1), (100, 1), (101, 1), (10_000_000, 1), (10_000_001, 1)]);
        assert_eq!((times.buckets[0], times.buckets[1]), (2, 1));
        assert_eq!((times.buckets[15], times.buckets[16]), (1, 1));
        assert_eq!((times.count(), times.sum_us), (5, 20_000_202));
    }

    #[test]
    fn so_many_of_a_thousand_lie_under_their_bound() {
        let times = times(&[(900, 989), (7_000, 10), (60_000_000, 1)]);
        let ms = |n| Some(Duration::from_millis(n));
        assert_eq!((times.within(500), times.within(989)), (ms(1), ms(1)));
        assert_eq!((times.within(990), times.within(999)), (ms(10), ms(10)));
        assert_eq!(times.within(1000), None, "the longest is beyond all bounds");
        assert_eq!(Times::default().within(500), None);
    }

    #[test]
    fn what_is_older_than_ten_minutes_is_not_recent() {
        let began = Instant::now();
        let mut halves = Halves {
            since: began,
            ..Halves::default()
        };
        let minute = |n: u32| began + Duration::from_secs(60) * n;
        halves.add(Duration::from_millis(1), minute(1));
        halves.add(Duration::from_millis(1), minute(6));
        assert_eq!(halves.read(minute(7)).recent.count(), 2);
        halves.add(Duration::from_millis(1), minute(12));
        assert_eq!(
            halves.read(minute(12)).recent.count(),
            2,
            "the first is old by now"
        );
        let took = halves.read(minute(40));
        assert_eq!((took.recent.count(), took.all.count()), (0, 3));
    }
}
