//! Import files as typed rows: CSV with a header line, or JSON lines, checked as far as that is possible
//! without knowing the warehouse (types, ranges, what is required, duplicates within the file).
//!
//! Columns may stand in any order and case; unknown ones are warned about. A bad line never hides another:
//! every fault is reported with its physical line, field, problem and what would be right. Turning rows into
//! commands, and the checks against master data, belong to the caller.

mod cells;
mod document;
mod item;
mod order;
mod partner;
mod place;
mod printer;
mod reader;
mod receipt;
mod report;
mod source;
mod stock;
mod worker;
mod writer;

pub(super) use cells::nearest;
pub use cells::{Cells, Column};
pub use item::{BarcodeRow, ItemRow, PackagingRow};
pub use order::{OrderLine, OrderLineRow, OrderRow};
pub use partner::{CarrierRow, OwnerRow};
pub use place::{PlaceKind, PlaceRow};
pub use printer::PrinterRow;
pub use reader::{Row, read_bytes};
pub use receipt::{ReceiptLine, ReceiptLineRow, ReceiptRow};
pub(super) use report::shown;
pub use report::{Fault, ReadReport, RowError};
pub use source::{Encoding, Format, MAX_FILE_BYTES, ReadError, ReadOptions};
pub use stock::{StockRow, StockStatus};
pub use worker::{WorkerLanguage, WorkerRole, WorkerRow};
pub use writer::{write_csv, write_orders, write_receipts};

use std::path::Path;

/// The largest quantity one cell may hold, in base units.
pub const MAX_QUANTITY: i64 = 1_000_000_000;

/// Reads a file of one row a line: items, places, stock, workers, owners or carriers; `.gz` is unpacked.
pub fn read_file<R: Row>(path: &Path, options: &ReadOptions) -> Result<ReadReport<R>, ReadError> {
    let (name, bytes) = source::load(path)?;
    Ok(read_bytes(&name, &bytes, options))
}

/// Reads a file of order lines and groups them to orders; lines of one order need not be adjacent.
///
/// An order with a bad line is left out whole, never imported in part; a warning names it.
pub fn read_orders(path: &Path, options: &ReadOptions) -> Result<ReadReport<OrderRow>, ReadError> {
    let (name, bytes) = source::load(path)?;
    Ok(read_orders_bytes(&name, &bytes, options))
}

/// As [`read_orders`], from memory; `name` decides the format where its ending says so.
pub fn read_orders_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> ReadReport<OrderRow> {
    document::read_documents::<OrderLineRow>(name, bytes, options)
}

/// Reads a file of expected receipts' lines and groups them; a receipt with a bad line is left out whole.
pub fn read_receipts(path: &Path, options: &ReadOptions) -> Result<ReadReport<ReceiptRow>, ReadError> {
    let (name, bytes) = source::load(path)?;
    Ok(read_receipts_bytes(&name, &bytes, options))
}

/// As [`read_receipts`], from memory.
pub fn read_receipts_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> ReadReport<ReceiptRow> {
    document::read_documents::<ReceiptLineRow>(name, bytes, options)
}

#[cfg(test)]
mod tests;
