//! Plans: routes, batches, cartons, slots. Floor 2.
//!
//! A planner is pure and seeded: it works on a snapshot, knows no clock, and asks its [`Watch`] whether to go on, so
//! that whoever runs it decides when it ends, sees how far it is, and has the best plan so far at any moment. A plan
//! enters the warehouse as a command that carries its result and the sequence number it was made on.

pub mod batch;
pub mod carton;
pub mod day;
pub mod joint;
pub mod late;
pub mod route;
pub mod slots;
pub mod travel;
pub mod watch;

pub use watch::{Progress, Watch};
