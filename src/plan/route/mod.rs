//! One picker's tour: in which order to visit the places of a pick list.
//!
//! [`OneBlock`] tells the length of the shortest tour in one block, for searches that ask often; [`Tours`] plans
//! tours on any number of blocks, exactly, and tells the walking order; [`scattered`] chooses the places as well.

pub mod blocks;
mod classes;
pub mod local;
pub mod one_block;
mod passage;
pub mod scattered;
mod walk;

pub use blocks::{Grid, Spot, Tours};
pub use classes::MAX_CROSSES;
pub use one_block::{AisleNeed, OneBlock};
