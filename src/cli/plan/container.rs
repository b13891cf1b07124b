//! `pickface plan container`: one container as full as possible.

use super::clock::Until;
use super::numbers::{Numbers, read};
use crate::cli::{Failure, Shell, Status};
use crate::plan::carton::blocks::Kind;
use crate::plan::carton::container::{LIMITS, LONGEST, Load, Problem, fill};
use crate::plan::carton::cuboid::volume;
use serde::Serialize;
use std::path::PathBuf;

/// Arguments of `plan container`.
///
/// The file is in the OR-Library's format (Bischoff and Ratcliff 1995): the number of problems; for each its number
/// and seed, length, width and height of the container, how many types there are, and for each type its number, three
/// sides with 1 behind those that may stand upright, and how many there are. Nothing needs to be supported from below.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The problems.
    file: PathBuf,
    /// Only this one, by its number; all of them one after another otherwise.
    #[arg(long, value_name = "P")]
    problem: Option<u64>,
    /// Time for each problem. One thread is used.
    #[arg(long, value_name = "S", default_value_t = 30.0)]
    seconds: f64,
}

#[derive(Serialize)]
struct Answer<'a> {
    file: &'a str,
    problem: u64,
    /// Of the pieces packed, in the file's unit.
    volume: i64,
    /// Its share of the container, 0 to 1.
    fill: f64,
    seconds: f64,
    placements: Vec<Placement>,
}

/// A piece: its type as numbered in the file, its lowest corner, and how long it is along each axis as it stands.
#[derive(Serialize)]
struct Placement {
    r#type: u64,
    x: i32,
    y: i32,
    z: i32,
    dx: i32,
    dy: i32,
    dz: i32,
}

/// A problem of a file.
struct Numbered {
    number: u64,
    problem: Problem,
    /// Numbers of the types.
    types: Vec<u64>,
}

/// Fills the containers.
///
/// # Errors
/// A file that cannot be read or is refused, or has no problem of this number.
pub(super) fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let path = shell.path(&args.file)?;
    let file = args.file.display().to_string();
    let problems = problems(&file, &read(&path)?)?;
    let wanted = |p: &&Numbered| args.problem.is_none_or(|number| p.number == number);
    let chosen: Vec<&Numbered> = problems.iter().filter(wanted).collect();
    if chosen.is_empty() {
        let asked = args
            .problem
            .map_or_else(String::new, |number| format!(" number {number}"));
        return Err(Failure::refused(format!("{file} has no problem{asked}")));
    }
    for numbered in chosen {
        let mut until = Until::seconds(args.seconds);
        let load = fill(&numbered.problem, LIMITS, &mut until);
        let answer = answer(&file, numbered, &load, until.elapsed());
        let said = format!(
            "{file} {}: {:.3} % full, volume {}, {} pieces, {:.1} s",
            answer.problem,
            answer.fill * 100.0,
            answer.volume,
            answer.placements.len(),
            answer.seconds
        );
        shell.answer(&answer, said)?;
    }
    Ok(Status::Done)
}

fn answer<'a>(file: &'a str, numbered: &Numbered, load: &Load, seconds: f64) -> Answer<'a> {
    let placement = |piece: &crate::plan::carton::blocks::Piece| {
        let ([x, y, z], [dx, dy, dz]) = (piece.place.lo, piece.place.sides());
        let r#type = numbered.types.get(piece.kind).copied().unwrap_or_default();
        Placement {
            r#type,
            x,
            y,
            z,
            dx,
            dy,
            dz,
        }
    };
    Answer {
        file,
        problem: numbered.number,
        volume: load.volume,
        fill: load.volume as f64 / volume(&numbered.problem.container) as f64,
        seconds,
        placements: load.pieces.iter().map(placement).collect(),
    }
}

fn problems(file: &str, text: &str) -> Result<Vec<Numbered>, Failure> {
    let mut numbers = Numbers::of(file, text);
    let count: usize = numbers.next("number of problems", 1, 1_000_000)?;
    let mut problems = Vec::new();
    for _ in 0..count {
        problems.push(problem(&mut numbers)?);
    }
    numbers.end()?;
    Ok(problems)
}

fn problem(numbers: &mut Numbers<'_>) -> Result<Numbered, Failure> {
    let number = numbers.next("problem number", 0, u64::MAX)?;
    numbers.next("seed", 0, u64::MAX)?;
    let mut side = |what: &str| numbers.next(what, 1, LONGEST);
    let container = [
        side("container length")?,
        side("container width")?,
        side("container height")?,
    ];
    let mut types = Vec::new();
    let mut kinds = Vec::new();
    for _ in 0..numbers.next("number of types", 1_usize, 10_000)? {
        types.push(numbers.next("type", 0, u64::MAX)?);
        let (mut sides, mut upright) = ([0; 3], [false; 3]);
        for (side, upright) in sides.iter_mut().zip(&mut upright) {
            *side = numbers.next("side", 1, LONGEST)?;
            *upright = numbers.next("mark for standing upright", 0, 1)? == 1;
        }
        let count = numbers.next("number of pieces", 0, u32::from(u16::MAX))?;
        if !upright.contains(&true) {
            return Err(numbers.refuse(numbers.line(), "no side of this type may stand upright"));
        }
        kinds.push(Kind {
            sides,
            upright,
            count,
        });
    }
    let problem = Problem { container, kinds };
    Ok(Numbered {
        number,
        problem,
        types,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_orlibrary_s_format_is_read() {
        let read = problems("f", "1\n 7 2502505\n 587 233 220\n 1\n 4 108 0 76 0 30 1 40\n").unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].number, 7);
        assert_eq!(read[0].types, [4]);
        assert_eq!(read[0].problem.container, [587, 233, 220]);
        let kind = Kind {
            sides: [108, 76, 30],
            upright: [false, false, true],
            count: 40,
        };
        assert_eq!(read[0].problem.kinds, [kind]);
    }

    #[test]
    fn a_bad_file_is_refused_with_its_line() {
        let refused = |text| problems("f.txt", text).err().unwrap().to_string();
        assert!(refused("1\n1 1\n587 233\n").contains("f.txt:3: the file ends where container height"));
        assert!(refused("1\n1 1\n587 233 220\n1\n1 10 2 5 1 5 1 9").contains("f.txt:5: \"2\" is no mark"));
        assert!(refused("1\n1 1\n587 233 220\n1\n1 10 0 5 0 5 0 9").contains("f.txt:5: no side"));
        assert!(
            refused("1\n1 1\n5 5 5\n1\n1 1 0 5 0 5 1 9\n8").contains("f.txt:6: \"8\" comes after the end")
        );
    }
}
