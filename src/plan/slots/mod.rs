//! Slots: which item lies in which pick face, so that orders are walked shortest.
//!
//! The trade's rule, the most popular nearest to the benches (J. L. Heskett, "Cube-per-order index", 1963; the ABC of
//! C. G. Petersen, G. R. Aase and D. R. Heiser, "Improving order-picking performance through the implementation of
//! class-based storage", IJPDLM 34, 2004), looks at one line at a time. An order has many: what counts is which aisles
//! it leads into at all, so that items bought together should lie on one way (E. A. Frazelle and G. P. Sharp,
//! "Correlated assignment strategy can improve any order-picking operation", Industrial Engineering 21, 1989), and
//! the orders themselves are the measure (R. J. Mantel, P. C. Schuur and S. S. Heragu, "Order oriented slotting",
//! European Journal of Industrial Engineering 1, 2007). [`plan`] takes that measure: it exchanges items as long as the
//! tours through the orders it learned from get shorter.
//!
//! [`by_popularity`] is the trade's rule, to be compared with.

mod ground;
mod moves;
mod search;
mod start;
mod state;
mod task;
mod trips;
mod walk;
mod warehouse;

pub use moves::{Carried, Move, carry};
pub use search::{Plan, Search, plan};
pub use start::{at_random, by_popularity};
pub use task::{EMPTY, Floor, HEAVIEST_UP_G, Item, Load, Place, Task, Trip, split};
pub use trips::TRIPS;
pub use walk::length;
pub use warehouse::{Best, Figures, Slotting};

#[cfg(test)]
mod tests;
