//! What was done and found.

use super::Drill;
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everything that was acknowledged is there.
    Whole,
    /// What is damaged was found and named; everything that was acknowledged is there.
    Told,
    /// Opening was refused, with the file's name and the way out.
    Refused,
    /// Something acknowledged is missing, or something is wrong and nobody said so.
    Wrong,
}

/// One round.
#[derive(Clone, Debug, Serialize)]
pub struct Round {
    /// What was done.
    pub done: String,
    /// Commands that were acknowledged before.
    pub acknowledged: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, in words.
    pub found: String,
}

impl Round {
    /// As it is printed while the drill goes on.
    pub fn line(&self, drill: Drill, turn: u32) -> String {
        let drill = format!("{drill:?}").to_lowercase();
        format!(
            "{drill} {}: {}; {} acknowledged; {}: {}",
            turn + 1,
            self.done,
            self.acknowledged,
            format!("{:?}", self.outcome).to_lowercase(),
            self.found
        )
    }
}

#[derive(Debug, Serialize)]
struct Finding {
    drill: Drill,
    turn: u32,
    #[serde(flatten)]
    round: Round,
}

/// All rounds.
#[derive(Debug, Serialize)]
pub struct Answer {
    ok: bool,
    seed: u64,
    rounds: usize,
    acknowledged: u64,
    whole: usize,
    told: usize,
    refused: usize,
    wrong: usize,
    /// Where what is wrong is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<PathBuf>,
    findings: Vec<Finding>,
}

impl Answer {
    /// Nothing done yet.
    pub fn new(seed: u64) -> Answer {
        Answer {
            ok: true,
            seed,
            rounds: 0,
            acknowledged: 0,
            whole: 0,
            told: 0,
            refused: 0,
            wrong: 0,
            kept: None,
            findings: Vec::new(),
        }
    }

    /// Takes a round.
    pub fn add(&mut self, drill: Drill, turn: u32, round: Round) {
        self.rounds += 1;
        self.acknowledged += round.acknowledged;
        let count = match round.outcome {
            Outcome::Whole => &mut self.whole,
            Outcome::Told => &mut self.told,
            Outcome::Refused => &mut self.refused,
            Outcome::Wrong => &mut self.wrong,
        };
        *count += 1;
        self.ok = self.wrong == 0;
        self.findings.push(Finding { drill, turn, round });
    }

    /// Rounds that went wrong.
    pub fn wrong(&self) -> usize {
        self.wrong
    }

    /// Where what is wrong is kept.
    pub fn keep(&mut self, folder: PathBuf) {
        self.kept = Some(folder);
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rounds, {} commands acknowledged: {} whole, {} told, {} refused, {} wrong",
            self.rounds, self.acknowledged, self.whole, self.told, self.refused, self.wrong
        )?;
        if let Some(kept) = &self.kept {
            writeln!(f, "what is wrong is kept in {}", kept.display())?;
        }
        f.write_str(if self.ok { "ok" } else { "NOT OK" })
    }
}
