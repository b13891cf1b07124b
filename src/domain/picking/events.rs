//! What happens while picking.

mod lines;
mod tasks;
mod totes;

pub use lines::*;
pub use tasks::*;
pub use totes::*;
