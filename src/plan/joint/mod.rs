//! Which orders to pick now, from which of the places where their articles lie, together with which others, and on
//! which walks: all of it at once, in a large warehouse with zones.
//!
//! The problem is Zalando's: Khan, Maurer, Pätzold, Pszona and Salchow, "Joint order selection, allocation, batching
//! and picking for large scale warehouses" (2024, arXiv 2401.04563). Orders are chosen until they come to a number of
//! articles. They are put into batches of so many orders at most; what a batch needs from one zone is walked in one
//! or more pick lists of a limited volume. Every article lies in several places, each of which holds one piece. The
//! whole building has three cross-aisles, and each walk begins and ends at the conveyor in the middle of the middle
//! one (see [`Floor`]).
//!
//! The search is simulated annealing by removal and cheapest insertion of orders (ruin and recreate: Schrimpf and
//! others 2000), which settles choice, places, batches and lists together; every list is as long as its best walk.

mod floor;
mod plan;
mod search;
mod state;
mod walk;

pub use floor::{Floor, Spot};
pub use plan::{Batch, List, Plan};
pub use search::plan;
pub use walk::{length, walk};

/// One piece of an article, where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the article.
    pub article: u32,
    /// The zone's number, from 0.
    pub zone: u32,
    /// Where in the building.
    pub spot: Spot,
}

/// A task: what could be picked, and the limits. Everything is named by its index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// The building.
    pub floor: Floor,
    /// Volumes of the articles.
    pub volumes: Vec<i64>,
    /// Where they lie.
    pub places: Vec<Place>,
    /// Articles of each order, one entry a piece.
    pub orders: Vec<Vec<u32>>,
    /// Articles that the chosen orders have to come to.
    pub least_articles: usize,
    /// Most orders in a batch.
    pub most_orders: usize,
    /// Largest volume of a pick list.
    pub most_volume: i64,
}

#[cfg(test)]
mod tests;
