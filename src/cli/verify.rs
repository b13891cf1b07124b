//! `pickface verify`: proves a data directory.

use super::shell::must_be_there;
use super::{Failure, Shell, Status};
use crate::domain::CommandId;
use crate::domain::orders::Sealed;
use crate::hub::seal::KeyFile;
use crate::store::directory::DataDirectory;
use crate::store::history::History;
use crate::store::medium::{DiskMedium, Medium};
use crate::store::state;
use crate::store::verify::{Against, Proof, prove};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file with the ids of acknowledged commands, one `client:counter` a line, as `simulate --acks` writes it:
    /// each must be in the journal.
    #[arg(long, value_name = "FILE")]
    acks: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    proof: Proof,
    /// Ids in the file of acknowledged commands.
    acks: u64,
    /// What opening found that somebody should know, in words.
    notes: Vec<String>,
}

/// Opens the directory, replays the whole journal and compares everything with it.
///
/// # Errors
/// When something cannot be read at all. Differences are no error: they are in the answer, with status 1.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let acks = args
        .acks
        .as_deref()
        .map(read_acks)
        .transpose()?
        .unwrap_or_default();
    let given = u64::try_from(acks.len()).unwrap_or(u64::MAX);
    let (proof, notes) = match shell.owner() {
        Some(site) => {
            site.settle();
            let root = site.directory().root();
            let against = Against {
                history: Some(site.history()),
                acks,
                is_sound: Some(&|sealed| is_sound(site.keys(), sealed)),
            };
            let proof = prove(&DiskMedium, root, site.journal(), against)?;
            (proof, site.findings().notes.clone())
        }
        None => prove_closed(&shell.root()?, acks)?,
    };
    let status = if proof.ok { Status::Done } else { Status::Wrong };
    let answer = Answer {
        proof,
        acks: given,
        notes,
    };
    shell.answer(&answer, &answer)?;
    Ok(status)
}

/// Proves a directory that nobody else has open.
fn prove_closed(root: &Path, acks: BTreeSet<CommandId>) -> Result<(Proof, Vec<String>), Failure> {
    must_be_there(root)?;
    let directory = DataDirectory::open(root, None)?;
    let mut notes = Vec::new();
    let opened = History::open(&directory.sled_folder())?;
    if let Some((aside, why)) = opened.set_aside {
        notes.push(format!(
            "the history could not be used ({why}); it was set aside as {} and is rebuilt at the next start",
            aside.display()
        ));
    }
    let history = opened.history;
    let medium: Arc<dyn Medium> = Arc::new(DiskMedium);
    let state = state::open(Arc::clone(&medium), directory.root(), Some(history.applied()))?;
    notes.extend(state.skipped);
    if let Some(torn) = &state.report.torn {
        notes.push(format!(
            "an unfinished write at byte {} was cut from the journal and kept in {}",
            torn.offset,
            torn.saved_to.display()
        ));
    }
    // Two replays are compared; a third one need not stay in memory beside them.
    drop(state.warehouse);
    let reader = state.journal.reader();
    let keys = KeyFile::open(medium.as_ref(), directory.root()).map_err(Failure::new)?;
    let against = Against {
        history: Some(&history),
        acks,
        is_sound: Some(&|sealed| is_sound(&keys, sealed)),
    };
    let proof = prove(medium.as_ref(), directory.root(), &reader, against)?;
    Ok((proof, notes))
}

/// Whether a consignee can be read, or was forgotten.
fn is_sound(keys: &KeyFile, sealed: &Sealed) -> bool {
    keys.open_sealed(sealed).is_ok()
}

/// Reads ids of acknowledged commands. A last line without its end was being written when its writer died.
fn read_acks(path: &Path) -> Result<BTreeSet<CommandId>, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))?;
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let id = |line: &str| {
        let (client, counter) = line.split_once(':')?;
        Some(CommandId {
            client: client.parse().ok()?,
            counter: counter.parse().ok()?,
        })
    };
    let ids = whole.lines().enumerate().map(|(at, line)| {
        let bad = || {
            let what = format!(
                "{} line {}: {line:?} is no id of a command",
                path.display(),
                at + 1
            );
            Failure::refused(what).hint("each line is CLIENT:COUNTER, two numbers")
        };
        id(line).ok_or_else(bad)
    });
    ids.collect()
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proof = &self.proof;
        writeln!(f, "journal records      {}", proof.journal_records)?;
        writeln!(f, "journal bytes        {}", proof.journal_bytes)?;
        writeln!(f, "ledger imbalance     {}", proof.ledger_imbalance)?;
        writeln!(f, "negative places      {}", proof.negative_places)?;
        writeln!(f, "broken promises      {}", proof.broken_promises)?;
        writeln!(f, "history differences  {}", proof.store_differences)?;
        writeln!(f, "history lag          {}", proof.store_lag)?;
        writeln!(f, "damaged keys         {}", proof.damaged_keys)?;
        if self.acks > 0 {
            writeln!(
                f,
                "acknowledged         {}, {} missing",
                self.acks, proof.missing_acks
            )?;
        }
        writeln!(f, "digest               {}", proof.digest)?;
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for problem in &proof.problems {
            writeln!(f, "wrong: {problem}")?;
        }
        f.write_str(if proof.ok { "ok" } else { "NOT OK" })
    }
}
