//! What may happen to a data directory, done to a real one: killed writers, torn and flipped files, a full disk.
//!
//! The rule for all of it: whatever was acknowledged is there afterwards, or opening is refused with a message that
//! names the file. Never anything in between.
//!
//! `PICKFACE_CRASH_ROUNDS=20 cargo test --test crashes` kills more often than the two times of a plain run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that goes wrong should say so loudly"
)]

mod program;

mod archive;
mod damage;
mod drill;
mod erasing;
mod full_disk;
mod journal;
mod killed;
mod restart;
mod rotation;
