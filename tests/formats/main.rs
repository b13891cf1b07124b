//! What was ever written must be read for ever: the bytes of every event and every snapshot row, and whole data
//! directories of every format, kept beside this file and compared with what the program makes of them.
//!
//! A line in `events.txt` or `rows.txt` is never changed: a layout that changes needs a new number in the table of
//! `domain/event.rs` or `domain/warehouse.rs`. `PICKFACE_NEW_FORMATS=1 cargo test --test formats` adds lines for new
//! numbers, and a data directory where this version has none yet; it changes nothing that is there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that goes wrong should say so loudly"
)]

mod directory;
mod golden;
mod sampler;

use std::path::PathBuf;

/// Whether new lines and directories are to be written.
fn is_adding() -> bool {
    std::env::var_os("PICKFACE_NEW_FORMATS").is_some_and(|wanted| !wanted.is_empty())
}

/// Where what was written lies.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}
