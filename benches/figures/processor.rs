//! Processor time of this thread.

use std::time::{Duration, Instant};

/// A moment by the time that this thread was on a processor, or by the clock where the system does not tell.
pub struct Time {
    on_processor: Option<u64>,
    at: Instant,
}

impl Time {
    /// This moment.
    pub fn now() -> Time {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanos = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
        Time {
            on_processor: nanos,
            at: Instant::now(),
        }
    }

    /// What went by since then.
    pub fn elapsed(&self) -> Duration {
        let now = Time::now();
        match now.on_processor.zip(self.on_processor) {
            Some((now, then)) => Duration::from_nanos(now.saturating_sub(then)),
            None => self.at.elapsed(),
        }
    }
}
