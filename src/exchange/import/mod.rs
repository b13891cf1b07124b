//! Import files into a running warehouse: rows become commands, and go through the hub like everybody else's.
//!
//! All lines are checked first, by deciding their commands against a copy of the warehouse that nobody else sees. A
//! file with a bad line imports nothing unless it is told to skip it. Then the commands are sent as a job, many under
//! way at once; what somebody at a screen changed meanwhile may still refuse a line, and that is reported too.
//! Importing the same file again changes nothing.

mod check;
mod explain;
mod inbound;
mod known;
mod masters;
mod orders;
mod partners;
mod report;
mod send;
mod stock;

#[cfg(test)]
mod tests;

pub(super) use known::item_by_code;
pub(super) use masters::MM3_IN_ML;
pub use orders::next_cutoff;
pub use report::{ImportError, ImportReport, Phase, Progress};
pub(super) use send::pipeline;
pub(super) use stock::date;

use super::rows::{
    CarrierRow, Encoding, Format, ItemRow, OrderLineRow, OrderRow, OwnerRow, PlaceRow, PrinterRow,
    ReadOptions, ReadReport, ReceiptLineRow, ReceiptRow, Row, StockRow, WorkerRow, read_bytes, read_file,
    read_orders, read_orders_bytes, read_receipts, read_receipts_bytes,
};
use crate::domain::{Actor, Warehouse};
use crate::hub::Site;
use check::{Check, Importable};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::str::FromStr;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What can be stocked.
    Items,
    /// Bins, docks, benches.
    Places,
    /// What lies where.
    Stock,
    /// Customers' orders, a line an order line.
    Orders,
    /// Expected receipts, a line an item.
    Inbound,
    /// Who works here.
    Workers,
    /// Whose goods.
    Owners,
    /// Who takes parcels away.
    Carriers,
    /// Which printer each place has.
    Printers,
}

impl Kind {
    /// Every kind, in an order in which a new building can be filled.
    pub const ALL: [Kind; 9] = [
        Kind::Owners,
        Kind::Carriers,
        Kind::Workers,
        Kind::Items,
        Kind::Places,
        Kind::Printers,
        Kind::Stock,
        Kind::Inbound,
        Kind::Orders,
    ];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Items => ItemRow::KIND,
            Kind::Places => PlaceRow::KIND,
            Kind::Stock => StockRow::KIND,
            Kind::Orders => OrderLineRow::KIND,
            Kind::Inbound => ReceiptLineRow::KIND,
            Kind::Workers => WorkerRow::KIND,
            Kind::Owners => OwnerRow::KIND,
            Kind::Carriers => CarrierRow::KIND,
            Kind::Printers => PrinterRow::KIND,
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Kind, String> {
        let found = Kind::ALL.into_iter().find(|kind| kind.word() == word);
        found.ok_or_else(|| {
            let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            format!("`{word}` is no kind of file: it is one of {}", words.join(", "))
        })
    }
}

/// Where the rows come from.
#[derive(Clone, Copy, Debug)]
pub enum Input<'i> {
    /// A file; `.gz` is unpacked.
    File(&'i Path),
    /// Bytes that were read already, as from standard input; the name's ending may tell the format.
    Bytes {
        /// What to call them.
        name: &'i str,
        /// What was read.
        bytes: &'i [u8],
    },
}

/// How to import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Check all lines and send none.
    pub dry_run: bool,
    /// Import the good lines although there are bad ones.
    pub skip_bad: bool,
    /// The file's encoding.
    pub encoding: Encoding,
    /// The file's format.
    pub format: Format,
}

/// Imports a file in the name of `actor`. `on_progress` is told now and then how far it is; when it breaks, the import
/// stops where it is, and what was sent stays.
///
/// It blocks: call it on a thread that may wait.
///
/// # Errors
/// When nothing could be read, nobody may import, or the warehouse stopped. Bad lines are in the report.
pub fn import(
    site: &Site,
    actor: Actor,
    kind: Kind,
    input: Input<'_>,
    options: ImportOptions,
    on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ImportReport, ImportError> {
    let w = site.warehouse();
    let read = ReadOptions {
        zone: zone_of(&w),
        encoding: options.encoding,
        format: options.format,
    };
    let mut job = Job {
        site,
        actor,
        options,
        name: input.name(),
        on_progress,
    };
    match kind {
        Kind::Items => job.run(input.rows::<ItemRow>(&read)?),
        Kind::Places => job.run(input.rows::<PlaceRow>(&read)?),
        Kind::Stock => job.run(input.rows::<StockRow>(&read)?),
        Kind::Workers => job.run(input.rows::<WorkerRow>(&read)?),
        Kind::Owners => job.run(input.rows::<OwnerRow>(&read)?),
        Kind::Carriers => job.run(input.rows::<CarrierRow>(&read)?),
        Kind::Printers => job.run(input.rows::<PrinterRow>(&read)?),
        Kind::Orders => job.run_documents(input.orders(&read)?, || {
            input.numbers(&read, |row: &OrderLineRow| row.head.order.clone())
        }),
        Kind::Inbound => job.run_documents(input.receipts(&read)?, || {
            input.numbers(&read, |row: &ReceiptLineRow| row.head.receipt.clone())
        }),
    }
}

/// Imports rows that are at hand, as a demo's are. Lines are counted from 1.
///
/// # Errors
/// See [`import`].
pub(super) fn import_rows<R: Importable + Clone>(
    site: &Site,
    name: &str,
    rows: &[R],
) -> Result<ImportReport, ImportError> {
    let numbered: Vec<(u64, R)> = (1..).zip(rows.iter().cloned()).collect();
    let mut job = Job {
        site,
        actor: Actor::System,
        options: ImportOptions {
            skip_bad: true,
            ..ImportOptions::default()
        },
        name: name.to_owned(),
        on_progress: &mut |_| ControlFlow::Continue(()),
    };
    let read = usize::try_from(rows.iter().map(Importable::lines).sum::<u64>()).unwrap_or(usize::MAX);
    job.run(ReadReport {
        rows: numbered,
        read,
        ..ReadReport::default()
    })
}

/// The building's time zone; UTC where the settings name none that is known.
pub fn zone_of(w: &Warehouse) -> Tz {
    w.settings.time_zone.parse().unwrap_or(Tz::UTC)
}

/// One import under way.
struct Job<'j> {
    site: &'j Site,
    actor: Actor,
    options: ImportOptions,
    name: String,
    on_progress: &'j mut dyn FnMut(Progress) -> ControlFlow<()>,
}

/// For each document's number, the line in the file of each of its lines.
type LineNumbers = BTreeMap<String, Vec<u64>>;

impl Job<'_> {
    fn run<R: Importable>(&mut self, rows: ReadReport<R>) -> Result<ImportReport, ImportError> {
        self.run_documents(rows, || Ok(LineNumbers::new()))
    }

    /// Checks and sends. `numbers` is asked for only when a document's line is at fault.
    fn run_documents<R: Importable>(
        &mut self,
        rows: ReadReport<R>,
        numbers: impl FnOnce() -> Result<LineNumbers, ImportError>,
    ) -> Result<ImportReport, ImportError> {
        let mut report = ImportReport {
            read: rows.read,
            errors: rows.errors,
            warnings: rows.warnings,
            dry_run: self.options.dry_run,
            ..ImportReport::default()
        };
        let mut check = Check::new(self.site, self.actor);
        let mut checked = check.all(&rows.rows, self.on_progress)?;
        if checked.needs_numbers() {
            checked.set_lines(&numbers()?);
        }
        report.errors.append(&mut checked.errors);
        report.errors.sort_by_key(|error| error.line);
        report.cancelled = checked.cancelled;
        if report.cancelled || (!report.errors.is_empty() && !self.options.skip_bad) {
            return Ok(report);
        }
        if self.options.dry_run {
            report.count_dry(&checked.steps);
            return Ok(report);
        }
        self.send(&rows.rows, &mut check, checked, &mut report)?;
        report.errors.sort_by_key(|error| error.line);
        Ok(report)
    }
}

impl Input<'_> {
    fn name(&self) -> String {
        match self {
            Input::File(path) => path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            Input::Bytes { name, .. } => (*name).to_owned(),
        }
    }

    fn rows<R: Row>(&self, options: &ReadOptions) -> Result<ReadReport<R>, ImportError> {
        Ok(match self {
            Input::File(path) => read_file(path, options)?,
            Input::Bytes { name, bytes } => read_bytes(name, bytes, options),
        })
    }

    fn orders(&self, options: &ReadOptions) -> Result<ReadReport<OrderRow>, ImportError> {
        Ok(match self {
            Input::File(path) => read_orders(path, options)?,
            Input::Bytes { name, bytes } => read_orders_bytes(name, bytes, options),
        })
    }

    fn receipts(&self, options: &ReadOptions) -> Result<ReadReport<ReceiptRow>, ImportError> {
        Ok(match self {
            Input::File(path) => read_receipts(path, options)?,
            Input::Bytes { name, bytes } => read_receipts_bytes(name, bytes, options),
        })
    }

    /// Where each line of each document stands: the file is read again, since only a bad one asks for it.
    fn numbers<R: Row>(
        &self,
        options: &ReadOptions,
        document: impl Fn(&R) -> String,
    ) -> Result<LineNumbers, ImportError> {
        let mut numbers = LineNumbers::new();
        for (line, row) in self.rows::<R>(options)?.rows {
            numbers.entry(document(&row)).or_default().push(line);
        }
        Ok(numbers)
    }
}
