//! Out of the warehouse into files: in the columns that the import reads, and what happened, for other systems.

mod history;
mod journal;
mod rows;
mod table;

pub use journal::export_journal;
pub use table::ExportFormat;

use super::import::Kind;
use crate::hub::Site;
use crate::store::codec::CodecError;
use crate::store::history::{HistoryError, LookBack};
use crate::store::journal::JournalError;
use serde::Serialize;
use std::io::{self, Write};
use std::str::FromStr;
use table::Table;

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// As the import of the same kind reads it.
    Of(Kind),
    /// Every movement of stock, from the journal.
    Movements,
    /// Every parcel that left, and what stands in open loads.
    Manifests,
    /// Every record of the journal: who did what.
    Journal,
}

impl ExportKind {
    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            ExportKind::Of(kind) => kind.word(),
            ExportKind::Movements => "movements",
            ExportKind::Manifests => "manifests",
            ExportKind::Journal => "journal",
        }
    }
}

impl FromStr for ExportKind {
    type Err = String;

    fn from_str(word: &str) -> Result<ExportKind, String> {
        match word {
            "movements" => Ok(ExportKind::Movements),
            "manifests" => Ok(ExportKind::Manifests),
            "journal" => Ok(ExportKind::Journal),
            _ => word
                .parse()
                .map(ExportKind::Of)
                .map_err(|told| format!("{told}, movements, manifests, journal")),
        }
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExportReport {
    /// Lines written, without the header.
    pub written: u64,
    /// Records that the file's columns cannot tell: stock in totes and parcels under way, orders that are called off,
    /// workers who left, blind receipts.
    pub left_out: u64,
}

/// Why an export could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file.
    #[error("the file cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The file, told by the CSV writer.
    #[error("the file cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The way to the first record.
    #[error(transparent)]
    History(#[from] Box<HistoryError>),
    /// A record of the journal.
    #[error("record {seq} cannot be read: {source}")]
    Record {
        /// Which.
        seq: u64,
        /// What is wrong.
        source: CodecError,
    },
}

/// Writes all of a kind as the warehouse is now, UTF-8, times in UTC.
///
/// # Errors
/// When the file cannot be written or the journal not read.
pub fn export(
    site: &Site,
    kind: ExportKind,
    format: ExportFormat,
    to: &mut dyn Write,
) -> Result<ExportReport, ExportError> {
    let w = site.warehouse();
    let mut table = Table::new(format, to);
    let left_out = match kind {
        ExportKind::Of(Kind::Items) => rows::items(&w, &mut table)?,
        ExportKind::Of(Kind::Places) => rows::places(&w, &mut table)?,
        ExportKind::Of(Kind::Stock) => rows::stock(&w, &mut table)?,
        ExportKind::Of(Kind::Orders) => rows::orders(&w, site.keys(), &mut table)?,
        ExportKind::Of(Kind::Inbound) => rows::inbound(&w, &mut table)?,
        ExportKind::Of(Kind::Workers) => rows::workers(&w, &mut table)?,
        ExportKind::Of(Kind::Owners) => rows::owners(&w, &mut table)?,
        ExportKind::Of(Kind::Carriers) => rows::carriers(&w, &mut table)?,
        ExportKind::Of(Kind::Printers) => rows::printers(&w, &mut table)?,
        ExportKind::Movements => history::movements(&w, site.journal(), &mut table)?,
        ExportKind::Manifests => history::manifests(&w, site.journal(), &mut table)?,
        ExportKind::Journal => journal::write_journal(&w, site.journal(), &LookBack::default(), &mut table)?,
    };
    let written = table.finish()?;
    Ok(ExportReport { written, left_out })
}
