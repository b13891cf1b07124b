//! The demo's items: the source's, with an owner, a case packaging with a barcode of its own, and for some a lot
//! and an expiry date.

use crate::exchange::rows::{BarcodeRow, ItemRow, PackagingRow};

use super::{
    dice::Dice,
    retail::{Retail, RetailItem},
    staff::{OWNER, SEASONAL_OWNER},
};

/// No case is larger or heavier than this: one person lifts it.
const CASE_MM3: u64 = 150_000_000;
const CASE_G: u64 = 30_000;

/// What a picker carries for one order line: a tote's volume and a decent weight, and no more than a gross.
const LINE_PIECES: i64 = 144;
const LINE_MM3: u64 = 60_000_000;
const LINE_G: u64 = 20_000;

/// Words of goods whose scent or flavour fades: those have lots that expire. Their holders do not.
const PERISHABLE: [&str; 7] = [
    "INCENSE",
    "LIP GLOSS",
    "BATH SALT",
    "FRAGRANCE OIL",
    "BOTANICAL",
    "CITRONELLA",
    "VANILLA",
];
const LASTING: [&str; 2] = ["HOLDER", "BURNER"];
const SEASONAL: [&str; 9] = [
    "CHRISTMAS",
    "XMAS",
    "SANTA",
    "ADVENT",
    "EASTER",
    "NOEL",
    "SNOWFLAKE",
    "REINDEER",
    "HALLOWEEN",
];

/// Whose goods these are: seasonal ones, by their names, belong to the second owner.
pub(super) fn owner_of(item: &RetailItem) -> &'static str {
    let seasonal = SEASONAL
        .iter()
        .any(|word| item.description.to_uppercase().contains(word));
    if seasonal { SEASONAL_OWNER } else { OWNER }
}

/// The most pieces of an item on one demo order line. The source's customers are wholesalers who order up to tens
/// of thousands; such a line is cut to what one pick can carry, never dropped.
pub(super) fn line_limit(item: &RetailItem) -> i64 {
    let limit = fitting(item, LINE_MM3, LINE_G);
    limit.clamp(1, LINE_PIECES)
}

/// Pieces that a volume and a weight hold.
pub(super) fn fitting(item: &RetailItem, mm3: u64, grams: u64) -> i64 {
    let pieces = (mm3 / item.volume_mm3()).min(grams / u64::from(item.weight_g.max(1)));
    i64::try_from(pieces).unwrap_or(i64::MAX)
}

/// The items as rows, in the source's order.
pub(super) fn items(retail: &Retail, dice: Dice) -> Vec<ItemRow> {
    retail.items.iter().map(|item| row(item, dice)).collect()
}

fn row(item: &RetailItem, dice: Dice) -> ItemRow {
    let name = item.description.to_uppercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let by_chance = dice.below(50, "lots", &item.item) == 0;
    let perishable = by_chance || (says(&PERISHABLE) && !says(&LASTING));
    let mut barcodes = vec![BarcodeRow {
        code: item.barcode.clone(),
        quantity: 1,
        packaging: None,
    }];
    let mut packagings = Vec::new();
    if let Some(quantity) = case_quantity(item) {
        let case = "case".to_owned();
        let code = case_barcode(&item.barcode);
        barcodes.extend(code.map(|code| BarcodeRow {
            code,
            quantity,
            packaging: Some(case.clone()),
        }));
        packagings.push(PackagingRow { name: case, quantity });
    }
    ItemRow {
        code: item.item.clone(),
        name: item.description.clone(),
        barcodes,
        packagings,
        length_mm: Some(item.length_mm),
        width_mm: Some(item.width_mm),
        height_mm: Some(item.height_mm),
        weight_g: Some(item.weight_g),
        lot_tracked: perishable,
        expiry_tracked: perishable,
        price_minor: Some(item.price_minor),
        owner: Some(owner_of(item).to_owned()),
        this_side_up: None,
        fragile: Some(is_fragile(&item.description)),
    }
}

/// The source does not say what breaks; its descriptions do.
fn is_fragile(description: &str) -> bool {
    let breaks = [
        "GLASS",
        "CERAMIC",
        "PORCELAIN",
        "MIRROR",
        "LANTERN",
        "TEACUP",
        "VASE",
    ];
    description.split_whitespace().any(|word| breaks.contains(&word))
}

/// The source's case quantity, or the largest usual one below it that a person can lift; `None` for goods that
/// come one by one.
pub(super) fn case_quantity(item: &RetailItem) -> Option<i64> {
    let most = fitting(item, CASE_MM3, CASE_G);
    [item.case_quantity, 24, 12, 6, 4, 2].into_iter().find(|pieces| {
        let within = *pieces <= most && *pieces <= item.case_quantity;
        within && *pieces > 1
    })
}

/// The GTIN-14 of a case: indicator digit 1, the piece's twelve digits, and the check digit of the GS1 General
/// Specifications (weights 3 and 1 from the left); `None` where the piece has no thirteen digits.
fn case_barcode(piece: &str) -> Option<String> {
    if piece.len() != 13 || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits: String = std::iter::once('1').chain(piece.chars().take(12)).collect();
    let weighted = digits.bytes().zip([3u32, 1].into_iter().cycle());
    let sum: u32 = weighted
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    Some(format!("{digits}{}", (10 - sum % 10) % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_barcode_is_a_gtin_14() {
        // The example of the GS1 check digit calculator: 1061414100041 has check digit 5.
        assert_eq!(case_barcode("0614141000418").as_deref(), Some("10614141000415"));
        assert_eq!(case_barcode("061414100041"), None);
    }
}
