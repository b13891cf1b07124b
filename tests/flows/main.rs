//! Given / when / then on the pure core, one file a workflow.

mod world;

mod allocation;
mod outbox;
mod packing;
mod picking;
mod shipping;
