//! What lies at a source, and which of it a scan means.

use crate::domain::ids::ItemId;
use crate::domain::lookup::Scan;
use crate::domain::stock::{Holder, StockKey};
use crate::domain::{Qty, Warehouse};

/// What a scan means among the goods of one holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// These, and how much of them is free.
    One(StockKey, Qty),
    /// Several lots or owners of the item.
    Several(ItemId),
    /// None of them.
    Nothing,
}

/// The goods of a holder that are there and promised to nobody.
pub fn free_lines(w: &Warehouse, holder: Holder) -> impl Iterator<Item = (StockKey, Qty)> {
    w.stock_in(holder)
        .map(|(key, stock)| (*key, stock.free()))
        .filter(|(_, free)| free.is_positive())
}

/// The goods of a holder that are this item, of the lot and expiry that the scan names if it names them. Of several
/// statuses the first is meant.
pub fn find_item(w: &Warehouse, holder: Holder, item: ItemId, scan: &Scan) -> Found {
    only(free_lines(w, holder).filter(|(key, _)| key.item == item && fits(w, key, scan)))
}

/// Whether lot and expiry that a scan names are those of the goods.
pub fn fits(w: &Warehouse, key: &StockKey, scan: &Scan) -> bool {
    let lot = key.lot.and_then(|id| w.lots.get(&id));
    let known = w.items.get(&key.item).zip(lot);
    known.is_none_or(|(item, lot)| scan.misfit(item, lot).is_none())
}

/// The goods of a holder whose lot has this code.
pub fn find_lot(w: &Warehouse, holder: Holder, code: &str) -> Found {
    let is_lot = |key: &StockKey| {
        key.lot
            .and_then(|id| w.lots.get(&id))
            .is_some_and(|lot| lot.code.eq_ignore_ascii_case(code))
    };
    only(free_lines(w, holder).filter(|(key, _)| is_lot(key)))
}

fn only(mut found: impl Iterator<Item = (StockKey, Qty)>) -> Found {
    let Some((key, free)) = found.next() else {
        return Found::Nothing;
    };
    let kind = |key: &StockKey| (key.item, key.lot, key.owner);
    if found.any(|(other, _)| kind(&other) != kind(&key)) {
        Found::Several(key.item)
    } else {
        Found::One(key, free)
    }
}
