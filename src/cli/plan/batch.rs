//! `pickface plan batch`: orders into tours.

use super::batch_file::{BLOCK, Ordered, read};
use super::clock::Until;
use crate::cli::{Failure, Shell, Status};
use crate::plan::batch::{BlockTours, Limits, Load, Order, Plan, Task, by_savings, plan};
use serde::Serialize;
use std::path::PathBuf;
use std::thread;

/// Arguments of `plan batch`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Orders, one file for each problem.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Articles that go on one tour at most.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    capacity: u32,
    /// Time for each file.
    #[arg(long, value_name = "S", default_value_t = 20.0)]
    seconds: f64,
    /// The plan by the savings heuristic alone, to compare with.
    #[arg(long)]
    savings: bool,
    /// Searches side by side, each with another seed; the best of their plans is printed.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=64))]
    threads: u64,
    /// Seed of the first search.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// One file's plan.
#[derive(Serialize)]
struct Answer {
    /// As it was named.
    file: PathBuf,
    /// Of all tours together, in the unit of the file.
    length: f64,
    /// Time of planning.
    seconds: f64,
    /// Numbers of the orders on each tour.
    batches: Vec<Vec<u64>>,
}

/// Plans the tours of each file, and prints one line a file.
///
/// # Errors
/// When a file cannot be read or is none of the format, or an order is too large for the capacity.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    for file in &args.files {
        let until = Until::seconds(args.seconds);
        let orders = read(&shell.path(file)?)?;
        let large = orders
            .iter()
            .find(|order| order.places.len() > args.capacity as usize);
        if let Some(order) = large {
            let (number, count) = (order.number, order.places.len());
            let problem = format!("{}: order {number} has {count} articles", file.display());
            return Err(Failure::refused(problem).hint(format!("--capacity {count} would do")));
        }
        let plan = search(&orders, args, until);
        let numbers = |batch: &Vec<u32>| -> Vec<u64> {
            let orders = batch.iter().filter_map(|index| orders.get(*index as usize));
            orders.map(|order| order.number).collect()
        };
        let answer = Answer {
            file: file.clone(),
            length: plan.length as f64 / 2.0,
            seconds: until.elapsed(),
            batches: plan.batches.iter().map(numbers).collect(),
        };
        let said = format!(
            "{}: {} long, {} tours, {:.1} s",
            file.display(),
            answer.length,
            answer.batches.len(),
            answer.seconds
        );
        shell.answer(&answer, said)?;
    }
    Ok(Status::Done)
}

fn search(orders: &[Ordered], args: &Args, until: Until) -> Plan {
    let places: Vec<_> = orders.iter().map(|order| order.places.clone()).collect();
    let articles = |count: usize| Load {
        articles: i64::try_from(count).unwrap_or(i64::MAX),
        ..Load::default()
    };
    let order = |order: &Ordered| Order {
        load: articles(order.places.len()),
        ..Order::default()
    };
    let task = Task {
        orders: orders.iter().map(order).collect(),
        limits: Limits {
            load: Load {
                articles: i64::from(args.capacity),
                ..Load::UNLIMITED
            },
            ..Limits::default()
        },
    };
    let tours = BlockTours::new(BLOCK, &places);
    if args.savings {
        return by_savings(&task, &mut { tours });
    }
    let one = |seed| plan(&task, &mut tours.clone(), seed, &mut { until });
    thread::scope(|scope| {
        let more: Vec<_> = (1..args.threads)
            .map(|n| scope.spawn(move || one(args.seed.wrapping_add(n))))
            .collect();
        let first = one(args.seed);
        let plans = more.into_iter().filter_map(|thread| thread.join().ok());
        plans.fold(
            first,
            |best, plan| if plan.length < best.length { plan } else { best },
        )
    })
}
