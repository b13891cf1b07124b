//! Batches: which orders are picked on one walk.
//!
//! A [`Task`] says what may go together: limits of a cart and of a walk, and kinds that never mix. A [`Tours`] says how
//! long the walk of a set of orders is; the search asks it hundreds of thousands of times a second and knows nothing
//! else of the building. The order batching problem is described by Henn and Waescher, "Tabu search heuristics for the
//! order batching problem in manual order picking systems", European Journal of Operational Research 222 (2012), whose
//! test sets the benchmark follows.
//!
//! The way to a plan: savings with lengths reckoned anew (C&W(ii): Clarke and Wright 1964, for batches Elsayed and
//! Unluturk 1989), then simulated annealing over moves and exchanges between two batches, with the lengths that were
//! asked for before at hand, and at its end a few batches at a time made anew in the best way. Sets of hundreds and
//! thousands of orders are cut into neighbourhoods, which are treated so one after the other, and then others that lie
//! across the cuts.

mod anew;
mod anneal;
mod known;
mod one_block;
mod savings;
mod search;
mod state;
mod task;

pub use one_block::BlockTours;
pub use savings::by_savings;
pub use search::{Search, plan, plan_beside_savings};
pub use task::{Limits, Load, Order, Task};

/// How long walks are.
pub trait Tours {
    /// Length of the walk for these orders, in a whole unit of length; 0 for none. No order is named twice. It must
    /// be the same whenever it is asked for the same orders, whatever their sequence, and should never be shorter for
    /// more orders.
    fn length(&mut self, orders: &[u32]) -> i64;

    /// Where an order lies, as one number: orders with near numbers lie near each other. Large sets are cut into
    /// neighbourhoods by it.
    fn lies(&self, order: u32) -> u64;
}

impl<T: Tours + ?Sized> Tours for &mut T {
    fn length(&mut self, orders: &[u32]) -> i64 {
        (**self).length(orders)
    }

    fn lies(&self, order: u32) -> u64 {
        (**self).lies(order)
    }
}

/// Which orders go together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Indices of orders; every order of the task is in exactly one batch.
    pub batches: Vec<Vec<u32>>,
    /// Length of all the walks.
    pub length: i64,
}

#[cfg(test)]
mod tests;
