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

mod access;
mod codes;
mod counting;
mod devices;
mod elsewhere;
mod find;
mod journal;
mod keys;
mod loading;
mod moving;
mod orders;
mod packing;
mod picking;
mod printing;
mod putaway;
mod questions;
mod queues;
mod receiving;
mod reviews;
mod scanner;
mod scans_alone;
mod sessions;
mod slotting;
mod stock;
mod workers;
