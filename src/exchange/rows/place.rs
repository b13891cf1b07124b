//! `import places`: bins, docks, benches and the rest of the building.

use super::{
    cells::{Cells, Column},
    reader::Row,
    writer::cell,
};

/// A place where stock can lie or work is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    pub code: String,
    pub kind: PlaceKind,
    pub zone: Option<String>,
    pub aisle: Option<String>,
    /// The middle of its front, from the building's origin.
    pub x_mm: i32,
    pub y_mm: i32,
    /// 1 is the floor.
    pub level: i32,
    /// Pick sequence, ascending along the walk; equal numbers go by code.
    pub sequence: u32,
    /// Usable volume; `None` is without limit.
    pub max_volume_ml: Option<u64>,
    pub max_weight_g: Option<u64>,
}

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    PickFace,
    Reserve,
    Dock,
    Bench,
    Staging,
    Quarantine,
    Returns,
}

impl PlaceKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("pick_face", Self::PickFace),
        ("reserve", Self::Reserve),
        ("dock", Self::Dock),
        ("bench", Self::Bench),
        ("staging", Self::Staging),
        ("quarantine", Self::Quarantine),
        ("returns", Self::Returns),
    ];

    /// The word in a file.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }
}

impl Row for PlaceRow {
    const KIND: &'static str = "places";
    const COLUMNS: &'static [Column] = &[
        Column::required("code", "the code on the bin's label, as A-07-12-1"),
        Column::required(
            "kind",
            "pick_face, reserve, dock, bench, staging, quarantine or returns",
        ),
        Column::optional("zone", "the zone's name"),
        Column::optional("aisle", "the aisle's name"),
        Column::optional("x_mm", "millimetres across the building"),
        Column::optional("y_mm", "millimetres along the building"),
        Column::optional("level", "1 is the floor"),
        Column::optional("sequence", "pick sequence along the walk"),
        Column::optional(
            "max_volume_ml",
            "usable volume in millilitres; empty is without limit",
        ),
        Column::optional("max_weight_g", "load in grams; empty is without limit"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let limit = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
        Self {
            code: cells.place_code("code"),
            kind: cells
                .choice("kind", PlaceKind::WORDS)
                .unwrap_or(PlaceKind::Reserve),
            zone: cells.optional_code("zone"),
            aisle: cells.optional_code("aisle"),
            x_mm: cells.coordinate("x_mm", 10_000_000).unwrap_or(0),
            y_mm: cells.coordinate("y_mm", 10_000_000).unwrap_or(0),
            level: cells.coordinate("level", 100).unwrap_or(1),
            sequence: cells.measure("sequence", 1_000_000_000).unwrap_or(0),
            max_volume_ml: limit(cells.number("max_volume_ml", 0, 1_000_000_000_000)),
            max_weight_g: limit(cells.number("max_weight_g", 0, 1_000_000_000_000)),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.code.clone(),
            self.kind.word().to_owned(),
            cell(&self.zone),
            cell(&self.aisle),
            self.x_mm.to_string(),
            self.y_mm.to_string(),
            self.level.to_string(),
            self.sequence.to_string(),
            cell(&self.max_volume_ml),
            cell(&self.max_weight_g),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        vec![("code", self.code.to_ascii_uppercase())]
    }
}
