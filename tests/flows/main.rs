//! Given / when / then on the pure core, one file a workflow.

mod world;

mod allocation;
mod bench_to_dock;
mod outbox;
mod packing;
mod picking;
mod shipping;
