//! `pickface plan route-scattered`: the shortest tour where articles lie in several places.

use super::route::Answer;
use super::tour_file::{Floor, Stored, TourFile};
use crate::cli::{Failure, Shell, Status};
use crate::plan::Progress;
use crate::plan::route::scattered::{Supply, choose};
use crate::plan::route::{OneBlock, Spot, Tours};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Arguments of `plan route-scattered`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Instances of Hessler and Irnich's format, one order each.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// At most so long for each file; less where a choice is proved to be the best.
    #[arg(long, default_value_t = 45, value_name = "MILLISECONDS")]
    millis: u64,
}

/// Chooses places and plans a tour for each file, and prints one line a file.
///
/// # Errors
/// When a file cannot be read or is none of the format.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    for file in &args.files {
        let read = TourFile::read(&shell.path(file)?)?;
        tour(file, &read, Duration::from_millis(args.millis))?.say(shell)?;
    }
    Ok(Status::Done)
}

fn tour(file: &Path, read: &TourFile, limit: Duration) -> Result<Answer, Failure> {
    let floor = read.floor(false);
    let block = read.block();
    let articles: Vec<u32> = read.ordered.keys().copied().collect();
    let wanted: Vec<u64> = read.ordered.values().copied().collect();
    let supply = |stored: &Stored| {
        let spot = read.spot(stored, false);
        let article = articles.binary_search(&stored.article).ok()?;
        let (aisle, position) = (spot.aisle, spot.position);
        Some(Supply {
            aisle,
            position,
            article,
            quantity: stored.quantity,
        })
    };
    let supplies: Vec<Supply> = read.stored.iter().filter_map(supply).collect();
    let started = Instant::now();
    let mut in_time = |_: Progress| started.elapsed() < limit;
    let choice = choose(&block, &supplies, &wanted, &mut in_time);
    let choice =
        choice.ok_or_else(|| Failure::refused(format!("{}: too little is stored", file.display())))?;
    let chosen = choice.chosen.iter().filter_map(|number| read.stored.get(*number));
    let mut stops: Vec<(Spot, (usize, usize))> = chosen
        .map(|stored| (read.spot(stored, false), (stored.aisle, stored.cell)))
        .collect();
    stops.sort_unstable();
    let (length, order) = walk(&block, &floor, &stops)?;
    let micros = started.elapsed().as_secs_f64() * 1e6;
    let mut visits: Vec<(usize, usize)> = order
        .iter()
        .filter_map(|number| stops.get(usize::try_from(*number).ok()?))
        .map(|(_, cell)| *cell)
        .collect();
    visits.dedup();
    Ok(Answer {
        file: file.to_owned(),
        length: length + floor.to_depot_and_back,
        micros,
        visits,
    })
}

fn walk(
    block: &OneBlock,
    floor: &Floor,
    stops: &[(Spot, (usize, usize))],
) -> Result<(i32, Vec<u32>), Failure> {
    let grid = block.into();
    let mut tours = Tours::new(grid).ok_or_else(|| Failure::new("one block is always planned exactly"))?;
    let spots: Vec<Spot> = stops.iter().map(|(spot, _)| *spot).collect();
    let length = tours.plan(&spots, floor.depot, floor.depot);
    Ok((length, tours.order().to_vec()))
}
