//! The clock that ends a planner.

use crate::plan::{Progress, Watch};
use std::time::{Duration, Instant};

/// Ends a search when its time is over.
#[derive(Clone, Copy, Debug)]
pub struct Until {
    start: Instant,
    time: Duration,
}

impl Until {
    /// So many seconds from now.
    pub fn seconds(seconds: f64) -> Until {
        Until {
            start: Instant::now(),
            time: Duration::try_from_secs_f64(seconds).unwrap_or_default(),
        }
    }

    /// Seconds since then, to the millisecond.
    pub fn elapsed(&self) -> f64 {
        (self.start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
    }
}

impl Watch for Until {
    fn go_on(&mut self, _: Progress) -> bool {
        self.start.elapsed() < self.time
    }

    fn spent(&self, _: Progress) -> Option<f64> {
        let all = self.time.as_secs_f64().max(f64::MIN_POSITIVE);
        Some((self.start.elapsed().as_secs_f64() / all).min(1.0))
    }
}
