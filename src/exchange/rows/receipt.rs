//! `import inbound`: expected receipts, one line an item, grouped to receipts.

use chrono::NaiveDate;

use super::{
    cells::{Cells, Column},
    document::DocumentLine,
    reader::Row,
    writer::{cell, moment_cell},
};

/// A delivery that is expected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceiptRow {
    pub receipt: String,
    pub supplier: Option<String>,
    pub owner: Option<String>,
    /// UTC milliseconds.
    pub expected_at: Option<i64>,
    pub lines: Vec<ReceiptLine>,
}

/// What is expected of one item; lot and expiry where the supplier told them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLine {
    pub item: String,
    pub quantity: i64,
    pub lot: Option<String>,
    pub expiry: Option<NaiveDate>,
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLineRow {
    /// The head, without lines.
    pub head: ReceiptRow,
    pub line: ReceiptLine,
}

impl Row for ReceiptLineRow {
    const KIND: &'static str = "inbound";
    const COLUMNS: &'static [Column] = &[
        Column::required("receipt", "the receipt's or purchase order's number"),
        Column::optional("supplier", "who sends it, at most 120 characters"),
        Column::optional("owner", "the owner's code; empty for the only owner"),
        Column::optional(
            "expected_at",
            "when it is expected, as 2026-11-22 or 2026-11-22 08:26",
        ),
        Column::required("item", "the item's code"),
        Column::required("quantity", "whole base units, 1 or more"),
        Column::optional("lot", "lot number"),
        Column::optional("expiry", "expiry date, as 2026-11-22"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let head = ReceiptRow {
            receipt: cells.code("receipt"),
            supplier: Some(cells.text("supplier", 120)).filter(|text| !text.is_empty()),
            owner: cells.optional_code("owner"),
            expected_at: cells.moment_or_day("expected_at"),
            lines: Vec::new(),
        };
        let line = ReceiptLine {
            item: cells.code("item"),
            quantity: cells.quantity("quantity"),
            lot: cells.optional_code("lot"),
            expiry: cells.date("expiry"),
        };
        Self { head, line }
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.head.receipt.clone(),
            cell(&self.head.supplier),
            cell(&self.head.owner),
            moment_cell(self.head.expected_at),
            self.line.item.clone(),
            self.line.quantity.to_string(),
            cell(&self.line.lot),
            cell(&self.line.expiry),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl DocumentLine for ReceiptLineRow {
    type Document = ReceiptRow;

    fn number(&self) -> &str {
        &self.head.receipt
    }

    fn head(&self) -> Vec<(&'static str, String)> {
        vec![
            ("supplier", cell(&self.head.supplier)),
            ("owner", cell(&self.head.owner)),
            ("expected_at", moment_cell(self.head.expected_at)),
        ]
    }

    fn open(self) -> ReceiptRow {
        let mut receipt = self.head;
        receipt.lines.push(self.line);
        receipt
    }

    fn split(receipt: &ReceiptRow) -> Vec<Self> {
        let head = ReceiptRow {
            lines: Vec::new(),
            ..receipt.clone()
        };
        receipt
            .lines
            .iter()
            .map(|line| Self {
                head: head.clone(),
                line: line.clone(),
            })
            .collect()
    }

    fn join(self, receipt: &mut ReceiptRow) {
        receipt.supplier = receipt.supplier.take().or(self.head.supplier);
        receipt.owner = receipt.owner.take().or(self.head.owner);
        receipt.expected_at = receipt.expected_at.or(self.head.expected_at);
        receipt.lines.push(self.line);
    }
}
