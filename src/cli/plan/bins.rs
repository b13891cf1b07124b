//! `pickface plan bins`: everything into as few equal bins as possible.

use super::clock::Until;
use super::numbers::{Numbers, read};
use crate::cli::{Failure, Shell, Status};
use crate::plan::carton::bins::{Packing, Problem, pack};
use crate::plan::carton::container::LONGEST;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `plan bins`.
///
/// A file holds the number of items and the three sides of a bin, then three sides an item (Martello, Pisinger and
/// Vigo 2000). Items may not be turned.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One problem each.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Time for each file; it ends earlier where no packing can be better. One thread is used.
    #[arg(long, value_name = "S", default_value_t = 20.0)]
    seconds: f64,
    /// Seed of the search's dice.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Serialize)]
struct Answer<'a> {
    file: &'a str,
    bins: usize,
    /// No packing has fewer.
    bound: usize,
    seconds: f64,
    placements: Vec<Placement>,
}

/// An item, counted from 0 in the order of the file, its bin, counted from 0, and its lowest corner there.
#[derive(Serialize)]
struct Placement {
    item: usize,
    bin: usize,
    x: i32,
    y: i32,
    z: i32,
}

/// Packs the files' items.
///
/// # Errors
/// A file that cannot be read or is refused.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    for file in &args.files {
        let name = file.display().to_string();
        let problem = problem(&name, &read(&shell.path(file)?)?)?;
        let mut until = Until::seconds(args.seconds);
        let packing = pack(&problem, args.seed, &mut until)
            .ok_or_else(|| Failure::refused(format!("{name}: an item is larger than a bin")))?;
        let answer = answer(&name, &packing, until.elapsed());
        let said = format!(
            "{name}: {} bins (at least {}), {} items, {:.1} s",
            answer.bins,
            answer.bound,
            answer.placements.len(),
            answer.seconds
        );
        shell.answer(&answer, said)?;
    }
    Ok(Status::Done)
}

fn answer<'a>(file: &'a str, packing: &Packing, seconds: f64) -> Answer<'a> {
    let mut placements = Vec::new();
    for (bin, places) in packing.bins.iter().enumerate() {
        placements.extend(places.iter().map(|place| {
            let [x, y, z] = place.at;
            Placement {
                item: place.item,
                bin,
                x,
                y,
                z,
            }
        }));
    }
    placements.sort_by_key(|p| p.item);
    Answer {
        file,
        bins: packing.bins.len(),
        bound: packing.bound,
        seconds,
        placements,
    }
}

fn problem(file: &str, text: &str) -> Result<Problem, Failure> {
    let mut numbers = Numbers::of(file, text);
    let count: usize = numbers.next("number of items", 0, 1_000_000)?;
    let mut bin = [0; 3];
    for side in &mut bin {
        *side = numbers.next("side of the bin", 1, LONGEST)?;
    }
    let mut items = Vec::new();
    for _ in 0..count {
        let mut item = [0; 3];
        for (side, most) in item.iter_mut().zip(bin) {
            *side = numbers.next("side of an item that fits into the bin", 1, most)?;
        }
        items.push(item);
    }
    numbers.end()?;
    Ok(Problem { bin, items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_a_bad_one_refused_with_its_line() {
        let read = problem("f", "2 10 20 30\n1 2 3\n10 20 30\n").unwrap();
        assert_eq!(read.bin, [10, 20, 30]);
        assert_eq!(read.items, [[1, 2, 3], [10, 20, 30]]);
        let refused = |text| problem("f", text).err().unwrap().to_string();
        assert!(refused("2 10 20 30\n1 2 3\n10 21 30\n").contains("f:3: \"21\" is no side"));
        assert!(refused("2 10 20 30\n1 2 3\n").contains("f:2: the file ends"));
        assert!(refused("1 10 20 30\n1 2 3\n4").contains("f:3: \"4\" comes after"));
    }
}
