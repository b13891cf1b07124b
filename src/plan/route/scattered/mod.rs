//! Scattered storage: an article lies in several places, and the tour may choose.
//!
//! Choosing is NP-hard (F. Weidinger, "Picker routing in rectangular mixed shelves warehouses", European Journal of
//! Operational Research 268, 2018). Here: branch and bound. The bound is Lagrangian (M. Held and R. M. Karp, "The
//! traveling-salesman problem and minimum spanning trees: part II", Mathematical Programming 1, 1971): every article
//! has a price, a place visited takes its part of the price off, and the cheapest tour is exact by the dynamic
//! programme of Ratliff and Rosenthal; prices go up where too little is fetched and down where too much is. Each such
//! tour, completed by the cheapest places that it lacks, is also a choice.

mod cover;
mod priced;
mod tree;

use super::one_block::OneBlock;
use crate::plan::Watch;
use cover::Cover;
use tree::Tree;

/// Some of an article in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Supply {
    /// Which aisle, from 0.
    pub aisle: usize,
    /// How far along it, from the front cross-aisle.
    pub position: i32,
    /// Which of the articles wanted, from 0.
    pub article: usize,
    /// How much of it lies there.
    pub quantity: u64,
}

/// Which places to visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Length of the shortest tour through them.
    pub length: i32,
    /// Their numbers among the supplies, ascending.
    pub chosen: Vec<usize>,
    /// Whether no choice has a shorter tour.
    pub proved: bool,
}

/// Chooses places that together hold what is wanted of each article, for the shortest tour.
///
/// `wanted` has one quantity an article. `None` when there is not enough of something. The search ends when its choice
/// is proved to be the best, or when `watch` ends it.
pub fn choose(
    block: &OneBlock,
    supplies: &[Supply],
    wanted: &[u64],
    watch: &mut impl Watch,
) -> Option<Choice> {
    let cover = Cover::new(block, supplies, wanted)?;
    Some(Tree::new(block, cover, wanted).search(watch))
}

#[cfg(test)]
mod tests;
