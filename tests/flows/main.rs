//! Given / when / then on the pure core, one file a workflow.

mod world;

mod allocation;
mod picking;
mod putaway;
mod receiving;
