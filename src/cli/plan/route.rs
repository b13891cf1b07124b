//! `pickface plan route`: the shortest tour through all places of an order.

use super::tour_file::TourFile;
use crate::cli::{Failure, Shell, Status};
use crate::plan::route::{Spot, Tours};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// Arguments of `plan route`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Instances of Hessler and Irnich's format, one order each.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One block, or two with a cross-aisle between the middle cells.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    blocks: u8,
}

/// One file's tour.
#[derive(Serialize)]
pub(super) struct Answer {
    /// As it was named.
    pub(super) file: PathBuf,
    /// Of the whole tour, from the depot to the depot.
    pub(super) length: i32,
    /// Time of planning, length and order, in microseconds.
    pub(super) micros: f64,
    /// Aisle and cell, in walking order.
    pub(super) visits: Vec<(usize, usize)>,
}

impl Answer {
    pub(super) fn say(&self, shell: &mut Shell<'_>) -> Result<(), Failure> {
        let sentence = format!(
            "{}: {} long, {} places, planned in {:.1} us",
            self.file.display(),
            self.length,
            self.visits.len(),
            self.micros
        );
        shell.answer(self, sentence)
    }
}

/// Plans a tour for each file, and prints one line a file.
///
/// # Errors
/// When a file cannot be read or is none of the format.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let middle = args.blocks == 2;
    let mut tours: Option<Tours> = None;
    for file in &args.files {
        let read = TourFile::read(&shell.path(file)?)?;
        let mut articles: Vec<u32> = read.stored.iter().map(|stored| stored.article).collect();
        articles.sort_unstable();
        articles.dedup();
        if articles.len() < read.stored.len() {
            let problem = format!("{}: an article lies in several places", file.display());
            return Err(Failure::refused(problem).hint("`plan route-scattered` chooses among them"));
        }
        let floor = read.floor(middle);
        let mut stops: Vec<(Spot, (usize, usize))> = read
            .stored
            .iter()
            .map(|stored| (read.spot(stored, middle), (stored.aisle, stored.cell)))
            .collect();
        stops.sort_unstable();
        let spots: Vec<Spot> = stops.iter().map(|(spot, _)| *spot).collect();
        let planner = match &mut tours {
            Some(planner) => {
                planner.move_to(floor.grid);
                planner
            }
            None => tours.insert(Tours::new(floor.grid).ok_or_else(too_many)?),
        };
        let started = Instant::now();
        let length = planner.plan(&spots, floor.depot, floor.depot);
        let micros = started.elapsed().as_secs_f64() * 1e6;
        let visit = |number: &u32| stops.get(usize::try_from(*number).ok()?).map(|(_, cell)| *cell);
        let mut visits: Vec<(usize, usize)> = planner.order().iter().filter_map(visit).collect();
        visits.dedup();
        let length = length + floor.to_depot_and_back;
        Answer {
            file: file.clone(),
            length,
            micros,
            visits,
        }
        .say(shell)?;
    }
    Ok(Status::Done)
}

fn too_many() -> Failure {
    Failure::new("there are more cross-aisles than can be planned exactly")
}
