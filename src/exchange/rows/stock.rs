//! `import stock`: what lies where on the day of opening.

use chrono::NaiveDate;

use super::{
    cells::{Cells, Column},
    reader::Row,
    writer::cell,
};

/// A quantity of one item, owner, lot and status in one place (or on one load unit there).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    pub place: String,
    pub item: String,
    pub owner: Option<String>,
    pub lot: Option<String>,
    pub expiry: Option<NaiveDate>,
    pub status: StockStatus,
    /// Base units.
    pub quantity: i64,
    /// The pallet, carton or tote it stands on.
    pub lpn: Option<String>,
}

/// Whether stock may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum StockStatus {
    #[default]
    Available,
    Hold,
    Damaged,
    Quarantine,
}

impl StockStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("available", Self::Available),
        ("hold", Self::Hold),
        ("damaged", Self::Damaged),
        ("quarantine", Self::Quarantine),
    ];

    /// The word in a file.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, status)| *status == self)
            .map_or("", |(word, _)| word)
    }
}

impl Row for StockRow {
    const KIND: &'static str = "stock";
    const COLUMNS: &'static [Column] = &[
        Column::required("place", "the place's code"),
        Column::required("item", "the item's code"),
        Column::optional("owner", "the owner's code; empty for the item's"),
        Column::optional("lot", "lot number"),
        Column::optional("expiry", "expiry date, as 2026-11-22"),
        Column::optional("status", "available (when empty), hold, damaged or quarantine"),
        Column::required("quantity", "whole base units, 1 or more"),
        Column::optional("lpn", "the pallet's, carton's or tote's number"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        Self {
            place: cells.place_code("place"),
            item: cells.code("item"),
            owner: cells.optional_code("owner"),
            lot: cells.optional_code("lot"),
            expiry: cells.date("expiry"),
            status: cells.choice("status", StockStatus::WORDS).unwrap_or_default(),
            quantity: cells.quantity("quantity"),
            lpn: cells.optional_code("lpn"),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.place.clone(),
            self.item.clone(),
            cell(&self.owner),
            cell(&self.lot),
            cell(&self.expiry),
            self.status.word().to_owned(),
            self.quantity.to_string(),
            cell(&self.lpn),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        let mut cells = self.cells();
        // All but the quantity.
        cells.remove(6);
        // Tabs cannot stand in a code, so two different keys never look alike.
        vec![("place", cells.join("\t"))]
    }
}
