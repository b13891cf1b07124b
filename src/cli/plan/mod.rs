//! `pickface plan`: planners on files of published instances, and on the warehouse itself. One file a planner.
//!
//! With `--json` each prints its solution and the solution's value, so that anyone can check it.

mod batch;
mod batch_file;
mod bins;
mod clock;
mod container;
mod day;
mod joint;
mod joint_folder;
mod layout;
mod numbers;
mod route;
mod scattered;
mod slots;
mod tour_file;

use super::{Failure, Shell, Status};
pub use clock::Until;

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    planner: Planner,
}

#[derive(Debug, clap::Subcommand)]
enum Planner {
    /// What the waiting orders come to in metres, walked in the old ways and as planned. Nothing is released.
    Day(day::Args),
    /// Aisles and cross-aisles as walks are planned on them, and the places that no walk reaches.
    Layout(layout::Args),
    /// The shortest tour through all places of an order: files of Hessler and Irnich's format.
    Route(route::Args),
    /// Orders into tours of a cart: files of Henn and Waescher's design.
    Batch(batch::Args),
    /// Choose orders and places, batch and route, all together: folders of Zalando's benchmark.
    Joint(joint::Args),
    /// Fill one container as full as possible, for each problem of a file in the OR-Library's format.
    Container(container::Args),
    /// Pack boxes that may not be turned into as few equal bins as possible, for each file.
    Bins(bins::Args),
    /// The shortest tour where articles lie in several places, and which of them to visit: the same format.
    RouteScattered(scattered::Args),
    /// Where each item should lie: a folder of real orders, on the demo's floor.
    Slots(slots::Args),
}

impl Args {
    /// Whether it works on files alone, and needs no data directory.
    pub fn stands_alone(&self) -> bool {
        match self.planner {
            Planner::Route(_)
            | Planner::Batch(_)
            | Planner::Joint(_)
            | Planner::RouteScattered(_)
            | Planner::Container(_)
            | Planner::Bins(_)
            | Planner::Slots(_) => true,
            Planner::Day(_) | Planner::Layout(_) => false,
        }
    }
}

/// Runs a planner.
///
/// # Errors
/// What went wrong, and the way out.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    match &args.planner {
        Planner::Day(args) => day::run(args, shell),
        Planner::Layout(args) => layout::run(args, shell),
        Planner::Route(args) => route::run(args, shell),
        Planner::Batch(args) => batch::run(args, shell),
        Planner::Joint(args) => joint::run(args, shell),
        Planner::Container(args) => container::run(args, shell),
        Planner::Bins(args) => bins::run(args, shell),
        Planner::RouteScattered(args) => scattered::run(args, shell),
        Planner::Slots(args) => slots::run(args, shell),
    }
}
