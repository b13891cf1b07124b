//! Screens through the real session, one file a workflow: press, type, scan, and read what is there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that goes wrong should say so loudly"
)]

mod desk;
#[allow(
    dead_code,
    reason = "the small warehouse is shared with the stories of the core"
)]
#[path = "../flows/world.rs"]
mod world;

mod picking;
