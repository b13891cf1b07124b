//! What an import has to tell.

use super::check::Step;
use crate::domain::people;
use crate::exchange::rows::{ReadError, RowError};
use crate::hub::seal::SealError;
use crate::store::closed_numbers::ClosedNumbersError;
use crate::store::history::HistoryError;
use serde::Serialize;
use std::sync::Arc;

/// What came of an import. All counts are of lines in the file: `read` is `imported`, `unchanged` and the bad ones.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// Data lines read, good and bad.
    pub read: usize,
    /// Lines that changed something; with `dry_run`, that would.
    pub imported: u64,
    /// Lines that the warehouse knew already.
    pub unchanged: u64,
    /// Lines that were refused, and why.
    pub errors: Vec<RowError>,
    /// What was noticed and did not stop anything.
    pub warnings: Vec<RowError>,
    /// Nothing was sent.
    pub dry_run: bool,
    /// It was stopped on the way.
    pub cancelled: bool,
}

impl ImportReport {
    pub(super) fn count_dry(&mut self, steps: &[Step]) {
        for step in steps {
            self.count(step.command.is_some(), step.lines);
        }
    }

    pub(super) fn count(&mut self, changed: bool, lines: u64) {
        if changed {
            self.imported += lines;
        } else {
            self.unchanged += lines;
        }
    }
}

/// Why an import could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Who asks may not import this.
    #[error("{}", access(.0))]
    Access(people::Refusal),
    /// The warehouse takes nothing any more.
    #[error("{why} ({imported} lines were imported; import the file again for the rest)")]
    Stopped {
        /// Its reason.
        why: Arc<str>,
        /// Lines that were imported before.
        imported: u64,
    },
    /// Names and addresses cannot be kept.
    #[error(transparent)]
    Keys(#[from] SealError),
    /// Whether numbers were closed long ago cannot be looked up.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Numbers that were closed in what was archived and removed cannot be looked up.
    #[error(transparent)]
    Numbers(#[from] ClosedNumbersError),
    /// The past is not whole at the moment.
    #[error(
        "whether orders and receipts like these were closed long ago cannot be looked up now ({0}). Nothing was imported: restart pickface, which makes the history anew where it is damaged, and import the file again"
    )]
    PastUnknown(String),
    /// The machine gave no runtime to wait in.
    #[error("cannot wait for answers: {0}")]
    Runtime(#[from] std::io::Error),
}

fn access(refusal: &people::Refusal) -> &'static str {
    match refusal {
        people::Refusal::NotSignedIn => "sign in first, or name the worker in whose name this is imported",
        people::Refusal::Inactive(_) => "this worker may no longer work here",
        _ => "this worker may not import such a file: ask a lead or an admin",
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Rows or documents done.
    pub done: usize,
    /// Of so many.
    pub total: usize,
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Checking the lines; nothing is changed yet.
    Checking,
    /// Sending them.
    Sending,
}
