//! `kill -9` of a busy program.

use super::cannot;
use super::program::{answer, pickface};
use super::report::{Outcome, Round};
use crate::cli::Failure;
use fastrand::Rng;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may take to come to its moment.
const PATIENCE: Duration = Duration::from_secs(300);

/// A program that does not outlive the drill, whatever comes.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Lets virtual workers work, kills them after a number of acknowledged commands that the dice choose, and proves the
/// directory with every one of them.
///
/// # Errors
/// When the drill itself goes wrong.
pub fn round(folder: &Path, dice: &mut Rng) -> Result<Round, Failure> {
    fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))?;
    let (data, acks) = (folder.join("data"), folder.join("acks"));
    let acks_name = acks.display().to_string();
    let arguments = [
        "simulate",
        "--workers",
        "32",
        "--seconds",
        "600",
        "--acks",
        &acks_name,
    ];
    let mut command = pickface(&data, &arguments)?;
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = command
        .spawn()
        .map_err(|error| cannot("run the program on", &data, &error))?;
    let mut running = Running(child);
    let wanted = dice.usize(1..1500);
    let began = Instant::now();
    while lines(&acks) < wanted {
        let ended = running.0.try_wait().is_ok_and(|status| status.is_some());
        if ended || began.elapsed() > PATIENCE {
            return Err(Failure::new("the program did not work until it was to be killed"));
        }
        thread::sleep(Duration::from_millis(1));
    }
    drop(running);
    let acknowledged = u64::try_from(lines(&acks)).unwrap_or(0);
    let (outcome, found) = match answer(&data, &["verify", "--acks", &acks_name])? {
        Ok(proof) if proof.get("ok") == Some(&true.into()) => {
            let notes = proof.get("notes").map(ToString::to_string).unwrap_or_default();
            (Outcome::Whole, format!("everything is there {notes}"))
        }
        Ok(proof) => (Outcome::Wrong, proof.to_string()),
        Err(why) => (Outcome::Refused, why),
    };
    Ok(Round {
        done: format!("killed after {wanted} acknowledged commands"),
        acknowledged,
        outcome,
        found,
    })
}

fn lines(path: &Path) -> usize {
    fs::read(path).map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count())
}
