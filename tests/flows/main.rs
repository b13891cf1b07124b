//! Given / when / then on the pure core, one file a workflow.

mod world;

mod adjusting;
mod allocation;
mod moving;
mod picking;
mod putaway;
mod receiving;
