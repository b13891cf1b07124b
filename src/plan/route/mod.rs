//! One picker's tour: in which order to visit the places of a pick list.

pub mod one_block;

pub use one_block::{AisleNeed, OneBlock};
