//! For how long the long tests go on.

use std::time::{Duration, Instant};

/// `PICKFACE_SOAK_SECONDS` from now, an hour by default.
pub(crate) fn until() -> Instant {
    let seconds = std::env::var("PICKFACE_SOAK_SECONDS");
    let seconds = seconds.ok().and_then(|text| text.parse().ok()).unwrap_or(3_600);
    Instant::now() + Duration::from_secs(seconds)
}
