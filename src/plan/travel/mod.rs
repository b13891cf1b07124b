//! How far it is from one of the warehouse's places to another, and the shortest walk through some of them.
//!
//! A [`Layout`] is drawn from what the warehouse knows of its places; [`Walker`] plans walks on it.

mod drawing;
mod walker;

pub use drawing::{Layout, Problem, Site};
pub use walker::{Walk, Walker};
