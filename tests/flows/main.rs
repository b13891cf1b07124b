//! Given / when / then on the pure core, one file a workflow.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that goes wrong should say so loudly"
)]

mod world;

mod access;
mod adjusting;
mod aliases;
mod allocation;
mod along;
mod bench_to_dock;
mod counting;
mod erasing;
mod floor;
mod jobs;
mod keymaps;
mod labels;
mod large;
mod moving;
mod orders;
mod outbox;
mod packing;
mod people;
mod picking;
mod putaway;
mod random;
mod receiving;
mod relocating;
mod reported;
mod serials;
mod shipping;
mod slotting;
mod undo;
mod walks;
