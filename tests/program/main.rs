//! The whole program: a real pseudo-terminal, a real owner process, a real data directory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that goes wrong should say so loudly"
)]

mod terminal;
