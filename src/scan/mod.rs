//! From bytes and their arrival times to finished scans. Floor 1: uses `codes` and the keys of `keymap`.
//!
//! [`Detector`] is the one door: it is fed what a terminal sent and when, and gives keys, scans and pastes. Inside it
//! the [`decoder`] frames bytes into keys, a burst collects what might be a scan, and [`evidence`] says which it was.
//! Nothing here reads a clock.

pub mod calibration;
pub mod decoder;
pub mod detector;
pub mod evidence;
pub mod layout;
pub mod profile;
pub mod scanners;

mod burst;
mod escape;
mod payload;
#[cfg(test)]
mod tests;

pub use burst::{Typing, WhyTyping};
pub use detector::{Detector, Event, Note, RawScan, Via};
pub use profile::Profile;
pub use scanners::{Scanners, SettingProblem};

/// Milliseconds on a monotonic clock of the caller's own; only differences matter.
pub type Millis = u64;
