//! `import items`: what can be stocked, with its barcodes and packagings.

use super::{
    MAX_QUANTITY,
    cells::{Cells, Column, nearest, whole},
    reader::Row,
    report::{Fault, shown},
    writer::{cell, yes_no},
};
use crate::exchange::sentence::say;

/// An item (SKU). Measures are those of one base unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemRow {
    pub code: String,
    pub name: String,
    pub barcodes: Vec<BarcodeRow>,
    /// From the smallest to the largest.
    pub packagings: Vec<PackagingRow>,
    pub length_mm: Option<u32>,
    pub width_mm: Option<u32>,
    pub height_mm: Option<u32>,
    pub weight_g: Option<u32>,
    pub lot_tracked: bool,
    pub expiry_tracked: bool,
    /// Its height stays upright in a carton.
    pub this_side_up: Option<bool>,
    /// Nothing may stand on it in a carton.
    pub fragile: Option<bool>,
    /// In the smallest unit of the building's currency.
    pub price_minor: Option<i64>,
    pub owner: Option<String>,
}

impl ItemRow {
    /// The volume of one unit, where all three dimensions are known.
    pub fn volume_mm3(&self) -> Option<u64> {
        let side = |mm: Option<u32>| mm.map(u64::from);
        Some(side(self.length_mm)? * side(self.width_mm)? * side(self.height_mm)?)
    }
}

/// A barcode and how many base units one scan of it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarcodeRow {
    pub code: String,
    pub quantity: i64,
    /// The packaging it stands on, when it was given by name.
    pub packaging: Option<String>,
}

/// A packaging: `case` of 24 base units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagingRow {
    pub name: String,
    pub quantity: i64,
}

impl Row for ItemRow {
    const KIND: &'static str = "items";
    const COLUMNS: &'static [Column] = &[
        Column::required("code", "the item's code, at most 48 characters, no spaces"),
        Column::required("name", "what people call it, at most 200 characters"),
        Column::optional(
            "barcodes",
            "codes separated by ; each may say how many it means: 299123*24 or 299123@case",
        ),
        Column::optional("packagings", "base units in each packaging: case=24;pallet=480"),
        Column::optional("length_mm", "millimetres, one base unit"),
        Column::optional("width_mm", "millimetres, one base unit"),
        Column::optional("height_mm", "millimetres, one base unit"),
        Column::optional("weight_g", "grams, one base unit"),
        Column::optional("lot_tracked", "yes or no"),
        Column::optional("expiry_tracked", "yes or no; yes asks for lot_tracked too"),
        Column::optional("price_minor", "price in the currency's smallest unit"),
        Column::optional("owner", "the owner's code; empty for the only owner"),
        Column::optional("this_side_up", "yes or no: its height stays upright in a carton"),
        Column::optional("fragile", "yes or no: nothing may stand on it in a carton"),
    ];

    fn parse(cells: &mut Cells<'_>) -> Self {
        let packagings = packagings(cells);
        let item = Self {
            code: cells.code("code"),
            name: cells.text("name", 200),
            barcodes: barcodes(cells, &packagings),
            packagings,
            length_mm: cells.measure("length_mm", 20_000),
            width_mm: cells.measure("width_mm", 20_000),
            height_mm: cells.measure("height_mm", 20_000),
            weight_g: cells.measure("weight_g", 20_000_000),
            lot_tracked: cells.yes_no("lot_tracked").unwrap_or(false),
            expiry_tracked: cells.yes_no("expiry_tracked").unwrap_or(false),
            price_minor: cells.number("price_minor", 0, 1_000_000_000_000),
            owner: cells.optional_code("owner"),
            this_side_up: cells.yes_no("this_side_up"),
            fragile: cells.yes_no("fragile"),
        };
        if item.expiry_tracked && !item.lot_tracked {
            let problem = say!("an expiry date belongs to a lot, but lot_tracked is not yes");
            let hint = say!("set lot_tracked to yes, or expiry_tracked to no");
            cells.fault("expiry_tracked", Fault::Inconsistent, "yes", problem, hint);
        }
        item
    }

    fn cells(&self) -> Vec<String> {
        let barcodes: Vec<String> = self.barcodes.iter().map(barcode_cell).collect();
        let packagings = self
            .packagings
            .iter()
            .map(|packaging| format!("{}={}", packaging.name, packaging.quantity));
        vec![
            self.code.clone(),
            self.name.clone(),
            barcodes.join(";"),
            packagings.collect::<Vec<_>>().join(";"),
            cell(&self.length_mm),
            cell(&self.width_mm),
            cell(&self.height_mm),
            cell(&self.weight_g),
            yes_no(self.lot_tracked),
            yes_no(self.expiry_tracked),
            cell(&self.price_minor),
            cell(&self.owner),
            self.this_side_up.map(yes_no).unwrap_or_default(),
            self.fragile.map(yes_no).unwrap_or_default(),
        ]
    }

    fn unique_keys(&self) -> Vec<(&'static str, String)> {
        let barcodes = self
            .barcodes
            .iter()
            .map(|barcode| ("barcodes", barcode.code.clone()));
        std::iter::once(("code", self.code.clone()))
            .chain(barcodes)
            .collect()
    }
}

fn packagings(cells: &mut Cells<'_>) -> Vec<PackagingRow> {
    let mut found: Vec<PackagingRow> = Vec::new();
    for part in cells.list("packagings") {
        let pair = part
            .split_once('=')
            .map(|(name, quantity)| (name.trim().to_lowercase(), quantity.trim()));
        let Some((name, quantity)) = pair.filter(|(name, _)| !name.is_empty() && name.chars().count() <= 20)
        else {
            let problem = say!("`{}` is not a packaging", shown(part));
            let hint = say!("write name=units, as case=24;pallet=480");
            cells.fault("packagings", Fault::BadForm, part, problem, hint);
            continue;
        };
        if found.iter().any(|other| other.name == name) {
            let problem = say!("`{}` stands there twice", shown(&name));
            cells.fault(
                "packagings",
                Fault::Duplicate,
                part,
                problem,
                say!("keep one of them"),
            );
            continue;
        }
        if let Some(quantity) = units(cells, "packagings", quantity, 2) {
            found.push(PackagingRow { name, quantity });
        }
    }
    found.sort_by_key(|packaging| packaging.quantity);
    found
}

fn barcodes(cells: &mut Cells<'_>, packagings: &[PackagingRow]) -> Vec<BarcodeRow> {
    let mut found: Vec<BarcodeRow> = Vec::new();
    for part in cells.list("barcodes") {
        let Some(barcode) = barcode(cells, part, packagings) else {
            continue;
        };
        let good = |c: char| c.is_ascii_graphic();
        if barcode.code.is_empty() || barcode.code.len() > 90 || !barcode.code.chars().all(good) {
            let problem = say!("`{}` is not a barcode", shown(part));
            let hint = say!("a barcode is 1 to 90 ASCII characters without spaces; separate several by ;");
            cells.fault("barcodes", Fault::BadForm, part, problem, hint);
        } else if found.iter().any(|other| other.code == barcode.code) {
            let problem = say!("`{}` stands there twice", shown(&barcode.code));
            cells.fault(
                "barcodes",
                Fault::Duplicate,
                part,
                problem,
                say!("keep one of them"),
            );
        } else {
            found.push(barcode);
        }
    }
    found
}

fn barcode(cells: &mut Cells<'_>, part: &str, packagings: &[PackagingRow]) -> Option<BarcodeRow> {
    let counted = part.rsplit_once('*');
    let counted =
        counted.filter(|(_, count)| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some((code, count)) = counted {
        let quantity = units(cells, "barcodes", count, 1)?;
        return Some(BarcodeRow {
            code: code.trim().to_owned(),
            quantity,
            packaging: None,
        });
    }
    if let Some((code, name)) = part.rsplit_once('@') {
        let name = name.trim().to_lowercase();
        if let Some(packaging) = packagings.iter().find(|packaging| packaging.name == name) {
            let packaging_name = Some(packaging.name.clone());
            return Some(BarcodeRow {
                code: code.trim().to_owned(),
                quantity: packaging.quantity,
                packaging: packaging_name,
            });
        }
        let hint = match nearest(&name, packagings.iter().map(|packaging| packaging.name.as_str())) {
            Some(near) => say!("did you mean `@{}`?", near),
            None => say!("name it in packagings, as case=24, or write code*24"),
        };
        let problem = say!("`{}` is not a packaging of this item", shown(&name));
        cells.fault("barcodes", Fault::UnknownPackaging, part, problem, hint);
        return None;
    }
    let Some((code, quantity)) = part.rsplit_once('*') else {
        return Some(BarcodeRow {
            code: part.to_owned(),
            quantity: 1,
            packaging: None,
        });
    };
    let quantity = units(cells, "barcodes", quantity.trim(), 1)?;
    Some(BarcodeRow {
        code: code.trim().to_owned(),
        quantity,
        packaging: None,
    })
}

/// As [`barcode`] reads it; the count is written out where the code itself holds one of its signs.
fn barcode_cell(barcode: &BarcodeRow) -> String {
    match &barcode.packaging {
        Some(packaging) => format!("{}@{packaging}", barcode.code),
        None if barcode.quantity == 1 && !barcode.code.contains(['*', '@']) => barcode.code.clone(),
        None => format!("{}*{}", barcode.code, barcode.quantity),
    }
}

/// A number of base units inside a list cell.
fn units(cells: &mut Cells<'_>, field: &'static str, value: &str, least: i64) -> Option<i64> {
    match whole(value) {
        Ok(number) if (least..=MAX_QUANTITY).contains(&number) => Some(number),
        Ok(number) => {
            let hint = say!("give a whole number from {} to {}", least, MAX_QUANTITY);
            cells.fault(
                field,
                Fault::OutOfRange,
                value,
                say!("{} is out of range", number),
                hint,
            );
            None
        }
        Err((problem, hint)) => {
            cells.fault(field, Fault::NotANumber, value, problem, hint);
            None
        }
    }
}
