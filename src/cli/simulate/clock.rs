//! A clock that runs with the work: a day is over when its lines are picked, so that a year passes in an hour.

use crate::domain::Timestamp;
use crate::domain::time::DAY_MS;
use crate::hub::{Clock, now};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Clones show the same time.
#[derive(Clone)]
pub struct LineClock {
    /// UTC milliseconds since 1970, in thousandths.
    time: Arc<AtomicI64>,
    /// How far a line moves it, in thousandths of a millisecond.
    step: i64,
}

impl LineClock {
    /// From now, a day every so many lines.
    pub fn new(lines_a_day: u32) -> LineClock {
        LineClock {
            time: Arc::new(AtomicI64::new(now().0.saturating_mul(1000))),
            step: DAY_MS * 1000 / i64::from(lines_a_day.max(1)),
        }
    }

    /// As the writer takes it.
    pub fn ticking(&self) -> Clock {
        let time = Arc::clone(&self.time);
        Arc::new(move || Timestamp(time.load(Ordering::Relaxed) / 1000))
    }

    /// So many lines were done.
    pub fn pass(&self, lines: usize) {
        let lines = i64::try_from(lines).unwrap_or(0);
        self.time
            .fetch_add(self.step.saturating_mul(lines), Ordering::Relaxed);
    }
}

impl fmt::Debug for LineClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineClock").field("step", &self.step).finish()
    }
}
