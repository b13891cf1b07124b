//! How far it is from one of the warehouse's places to another, and the shortest walk through some of them.
//!
//! A [`Layout`] is drawn from what the warehouse knows of its places; [`Walker`] plans walks on it. Floors of any other
//! kind, with one-way or closed aisles and obstacles, are a [`Network`], which a [`FloorMap`] draws from characters.

mod aisles;
mod drawing;
mod network;
mod walker;
mod ways;

pub use aisles::{Aisle, aisles};
pub use drawing::{Layout, Problem, Site};
pub use network::{FloorMap, Network};
pub use walker::{Walk, Walker};
