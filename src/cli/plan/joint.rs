//! `pickface plan joint`: choose, batch and route together.

use super::clock::Until;
use super::joint_folder::Folder;
use crate::cli::{Failure, Shell, Status};
use crate::plan::joint::{Plan, plan};
use serde::Serialize;
use std::path::PathBuf;
use std::thread;

/// Arguments of `plan joint`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder of Zalando's benchmark: parameters, articles, orders and warehouse items.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Time for planning.
    #[arg(long, value_name = "S", default_value_t = 60.0)]
    seconds: f64,
    /// Searches side by side, each with another seed; the best of their plans is printed.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=64))]
    threads: u64,
    /// Seed of the first search.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// A folder's plan.
#[derive(Serialize)]
struct Answer<'f> {
    /// As it was named.
    dir: PathBuf,
    /// Length of all walks.
    objective: i64,
    /// Time of planning.
    seconds: f64,
    batches: Vec<Batch<'f>>,
}

/// A batch, as the benchmark's own solutions have it, and the zones besides.
#[derive(Serialize)]
struct Batch<'f> {
    /// Identifiers of the orders.
    orders: Vec<&'f str>,
    /// For each pick list the identifiers of the warehouse items, in the sequence of the walk. An item stands for the
    /// article, the zone and the place that the folder gives it.
    picklists: Vec<Vec<&'f str>>,
    /// The zone of each pick list.
    zones: Vec<&'f str>,
}

/// Plans a folder, and prints the plan.
///
/// # Errors
/// When a file cannot be read or is none of the format, or the orders cannot come to what is wanted.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let until = Until::seconds(args.seconds);
    let folder = Folder::read(&shell.path(&args.dir)?)?;
    let plan = search(&folder, args, until).ok_or_else(|| {
        Failure::new(format!(
            "{}: the orders that can be filled do not come to {} articles",
            args.dir.display(),
            folder.task.least_articles
        ))
    })?;
    let batches = plan.batches.iter().map(|batch| Batch {
        orders: batch
            .orders
            .iter()
            .map(|order| name(&folder.orders, *order))
            .collect(),
        picklists: batch
            .lists
            .iter()
            .map(|list| {
                list.places
                    .iter()
                    .map(|place| name(&folder.places, *place))
                    .collect()
            })
            .collect(),
        zones: batch
            .lists
            .iter()
            .map(|list| name(&folder.zones, list.zone))
            .collect(),
    });
    let answer = Answer {
        dir: args.dir.clone(),
        objective: plan.length,
        batches: batches.collect(),
        seconds: until.elapsed(),
    };
    let said = format!(
        "{}: {} long, {} batches, {} pick lists, {:.1} s",
        args.dir.display(),
        answer.objective,
        answer.batches.len(),
        answer
            .batches
            .iter()
            .map(|batch| batch.picklists.len())
            .sum::<usize>(),
        answer.seconds
    );
    shell.answer(&answer, said)?;
    Ok(Status::Done)
}

fn search(folder: &Folder, args: &Args, until: Until) -> Option<Plan> {
    let one = |seed| plan(&folder.task, seed, &mut { until });
    thread::scope(|scope| {
        let more: Vec<_> = (1..args.threads)
            .map(|n| scope.spawn(move || one(args.seed.wrapping_add(n))))
            .collect();
        let first = one(args.seed);
        let plans = more.into_iter().filter_map(|thread| thread.join().ok().flatten());
        first.into_iter().chain(plans).min_by_key(|plan| plan.length)
    })
}

fn name(names: &[String], index: u32) -> &str {
    names.get(index as usize).map_or("", String::as_str)
}
