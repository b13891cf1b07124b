//! `pickface drill`: what may happen to a data directory, done on purpose to one that nobody needs.
//!
//! The rule for all of it: whatever was acknowledged is there afterwards, or opening is refused with a message that
//! names the file. Never anything in between. `kill`, `damage` and `history` happen to real files; `power`, `full`
//! and `fsync` to the simulated medium ([`crate::store::medium::SimulatedMedium`]), which is harsher than the usual file systems
//! and can be cut anywhere.

mod damage;
mod fsync;
mod full;
mod history;
mod kill;
mod power;
mod program;
mod report;
mod yard;

use super::{Failure, Shell, Status};
use fastrand::Rng;
use report::{Answer, Outcome};
use std::fs;
use std::path::{Path, PathBuf};

/// Arguments of `drill`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which; all of them where none is named.
    drills: Vec<Drill>,
    /// How often each.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// What chance is made of: the same number, the same drills (where the clock of the machine has no part).
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Drill {
    /// A busy program is killed (`kill -9`).
    Kill,
    /// The power goes at any call of the file layer, over group sizes from 1 to 4,096.
    Power,
    /// The disk fills up at any moment.
    Full,
    /// A bit flips, a file loses its end, or a page becomes zeros: in journal, snapshot, history or keys.
    Damage,
    /// A write or a sync fails once.
    Fsync,
    /// The power goes while the history is written.
    History,
}

const ALL: [Drill; 6] = [
    Drill::Kill,
    Drill::Power,
    Drill::Full,
    Drill::Damage,
    Drill::Fsync,
    Drill::History,
];

/// Runs them in a scratch folder, which is removed where all went well.
///
/// # Errors
/// When a drill cannot be carried out. What it found is in the answer, with status 1 where something was lost.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let folder = scratch(shell.global.data.as_deref())?;
    let drills = if args.drills.is_empty() {
        &ALL[..]
    } else {
        &args.drills
    };
    let mut answer = Answer::new(args.seed);
    for drill in drills {
        let mut damage = None;
        for turn in 0..args.rounds {
            // Every round has dice of its own, so that one can be repeated alone.
            let mut dice = Rng::with_seed(args.seed.wrapping_mul(1_000_003).wrapping_add(u64::from(turn)));
            let (place, turn_of) = (folder.join("round"), turn);
            let round = match drill {
                Drill::Kill => kill::round(&place, &mut dice)?,
                Drill::Power => power::round(turn_of, &mut dice)?,
                Drill::Full => full::round(&mut dice)?,
                Drill::Fsync => fsync::round(&mut dice)?,
                Drill::History => history::round(&place, &mut dice)?,
                Drill::Damage => {
                    let intact = match &damage {
                        Some(intact) => intact,
                        None => damage.insert(damage::Intact::make(&folder.join("intact"))?),
                    };
                    intact.round(turn_of, &place, &mut dice)?
                }
            };
            if !shell.global.json {
                writeln!(shell.out, "{}", round.line(*drill, turn))?;
                shell.out.flush()?;
            }
            let wrong = round.outcome == Outcome::Wrong;
            answer.add(*drill, turn, round);
            if wrong {
                // What is wrong is kept for examination.
                let kept = folder.join(format!("wrong-{}", answer.wrong()));
                let _ = fs::rename(&place, kept);
            } else {
                remove(&place)?;
            }
        }
    }
    if answer.wrong() == 0 {
        remove(&folder)?;
    } else {
        answer.keep(folder);
    }
    let status = if answer.wrong() == 0 {
        Status::Done
    } else {
        Status::Wrong
    };
    let said = answer.to_string();
    shell.answer(&answer, said)?;
    Ok(status)
}

/// A folder that is not there yet: the one named by `--data`, or one in the system's folder for such things.
fn scratch(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = match named {
        Some(folder) => folder.to_owned(),
        None => std::env::temp_dir().join(format!("pickface-drill-{}", std::process::id())),
    };
    if folder.exists() {
        return Err(Failure::refused(format!("{} is there already", folder.display()))
            .hint("a drill makes its own folder: name one with --data that is not there yet"));
    }
    fs::create_dir_all(&folder).map_err(|error| cannot("make", &folder, &error))?;
    Ok(folder)
}

fn remove(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(cannot("remove", folder, &error)),
        _ => Ok(()),
    }
}

/// A file or folder of the drill's own that cannot be had.
fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot {what} {}: {error}", path.display()))
}
