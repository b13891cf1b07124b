//! Files into a warehouse on a real disk, and out of it again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that goes wrong should say so loudly"
)]

mod bench;

mod bad_files;
mod command_line;
mod demo;
mod export;
mod masters;
mod orders;
mod random;
mod stock;
