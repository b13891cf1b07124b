//! From rows back to CSV, in the columns that the import reads: what was exported can be imported again.

use std::io::Write;

use chrono::{DateTime, SecondsFormat};

use super::{
    document::DocumentLine,
    order::{OrderLineRow, OrderRow},
    reader::Row,
    receipt::{ReceiptLineRow, ReceiptRow},
};

/// Writes a header and one line a row: UTF-8 without BOM, `\n`, quotes where needed, times in UTC.
pub fn write_csv<'r, R: Row + 'r>(
    rows: impl IntoIterator<Item = &'r R>,
    to: impl Write,
) -> Result<(), csv::Error> {
    let mut writer = header::<R, _>(to)?;
    for row in rows {
        writer.write_record(row.cells())?;
    }
    Ok(writer.flush()?)
}

/// Writes orders as [`super::read_orders`] reads them, the head on every line.
pub fn write_orders<'r>(
    orders: impl IntoIterator<Item = &'r OrderRow>,
    to: impl Write,
) -> Result<(), csv::Error> {
    write_documents::<OrderLineRow>(orders, to)
}

/// Writes expected receipts as [`super::read_receipts`] reads them.
pub fn write_receipts<'r>(
    receipts: impl IntoIterator<Item = &'r ReceiptRow>,
    to: impl Write,
) -> Result<(), csv::Error> {
    write_documents::<ReceiptLineRow>(receipts, to)
}

fn write_documents<'r, L: DocumentLine>(
    documents: impl IntoIterator<Item = &'r L::Document>,
    to: impl Write,
) -> Result<(), csv::Error>
where
    L::Document: 'r,
{
    let mut writer = header::<L, _>(to)?;
    for line in documents.into_iter().flat_map(L::split) {
        writer.write_record(line.cells())?;
    }
    Ok(writer.flush()?)
}

fn header<R: Row, W: Write>(to: W) -> Result<csv::Writer<W>, csv::Error> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(R::COLUMNS.iter().map(|column| column.name))?;
    Ok(writer)
}

/// A moment of UTC milliseconds as ISO 8601; empty for none.
pub(super) fn moment_cell(moment: Option<i64>) -> String {
    let moment = moment.and_then(DateTime::from_timestamp_millis);
    moment
        .map(|moment| moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        .unwrap_or_default()
}

/// Anything that may be missing, as a cell.
pub(super) fn cell<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map(T::to_string).unwrap_or_default()
}

/// `yes` or `no`.
pub(super) fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
