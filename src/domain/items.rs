//! Items: what the stock is of, under which codes it is scanned, and how it comes packed.

use super::event::{Fact, Topics};
use super::ids::{ItemId, LotId};
use super::lookup::Target;
use super::quantity::Packaging;
use super::time::Day;
use super::{Qty, Text, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A code that is printed on an item or on a packaging of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barcode {
    /// As scanned.
    pub code: Text,
    /// Base units that one scan of it stands for: 1 on the piece, the contents on a case.
    pub contents: Qty,
}

/// A stock keeping unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number, set when it is saved first.
    pub id: ItemId,
    /// The code people call it by; unique in the building.
    pub code: Text,
    /// What it is.
    pub name: Text,
    /// Every code it is scanned by, beside its own.
    pub barcodes: Vec<Barcode>,
    /// How it comes packed, above the piece.
    pub packagings: Vec<Packaging>,
    /// Outer measures of one piece.
    pub length_mm: u32,
    /// See `length_mm`.
    pub width_mm: u32,
    /// See `length_mm`.
    pub height_mm: u32,
    /// Weight of one piece by the master data.
    pub weight_g: u32,
    /// Value of one piece in minor units of the building's money.
    pub price_minor: i64,
    /// Stock is kept apart by lot.
    pub lot_tracked: bool,
    /// Every lot has an expiry date, and the one that expires first leaves first.
    pub expiry_tracked: bool,
    /// No longer bought; still shown while stock is left.
    pub retired: bool,
    /// Its height stays upright in a carton.
    pub this_side_up: bool,
    /// Nothing may stand on it in a carton.
    pub fragile: bool,
}

impl Item {
    /// Volume of one piece in cubic millimetres.
    pub fn volume_mm3(&self) -> i64 {
        i64::from(self.length_mm) * i64::from(self.width_mm) * i64::from(self.height_mm)
    }
}

/// An item as it was written before cartons were laid out: without how it may stand. Frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemV1 {
    id: ItemId,
    code: Text,
    name: Text,
    barcodes: Vec<Barcode>,
    packagings: Vec<Packaging>,
    length_mm: u32,
    width_mm: u32,
    height_mm: u32,
    weight_g: u32,
    price_minor: i64,
    lot_tracked: bool,
    expiry_tracked: bool,
    retired: bool,
}

impl From<&ItemV1> for Item {
    fn from(old: &ItemV1) -> Item {
        Item {
            id: old.id,
            code: old.code.clone(),
            name: old.name.clone(),
            barcodes: old.barcodes.clone(),
            packagings: old.packagings.clone(),
            length_mm: old.length_mm,
            width_mm: old.width_mm,
            height_mm: old.height_mm,
            weight_g: old.weight_g,
            price_minor: old.price_minor,
            lot_tracked: old.lot_tracked,
            expiry_tracked: old.expiry_tracked,
            retired: old.retired,
            this_side_up: false,
            fragile: false,
        }
    }
}

/// A production lot of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its number.
    pub id: LotId,
    /// Of which item.
    pub item: ItemId,
    /// As printed on the goods.
    pub code: Text,
    /// The last day it may be sold.
    pub expiry: Option<Day>,
}

/// An item was made known, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSaved {
    /// As it is from now on.
    pub item: Arc<Item>,
}

impl Fact for ItemSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_item(self.item.clone());
    }
}

/// An item was made known, or changed, as it was written before [`ItemSaved`] told how it may stand. Frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSavedV1 {
    item: Arc<ItemV1>,
}

impl Fact for ItemSavedV1 {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_item(Arc::new(Item::from(self.item.as_ref())));
    }
}

/// A lot was met for the first time, or its expiry was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotSaved {
    /// As it is from now on.
    pub lot: Arc<Lot>,
}

impl Fact for LotSaved {
    const TOPICS: Topics = Topics::MASTER;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_lot(self.lot.clone());
    }
}

impl Warehouse {
    /// The lot of an item by the code printed on the goods.
    pub fn lot_by_code(&self, item: ItemId, code: &str) -> Option<&Lot> {
        let id = self.lots_by_code.get(&(item, Text::from(code)))?;
        self.lots.get(id).map(Arc::as_ref)
    }

    pub(super) fn put_item(&mut self, item: Arc<Item>) {
        self.counters.used(item.id);
        if let Some(old) = self.items.get(&item.id).cloned() {
            for (code, contents) in scan_codes(&old) {
                self.codes.forget(&code, Target::Item(old.id, contents));
            }
        }
        for (code, contents) in scan_codes(&item) {
            self.codes.learn(&code, Target::Item(item.id, contents));
        }
        self.items.insert(item.id, item);
    }

    pub(super) fn put_lot(&mut self, lot: Arc<Lot>) {
        self.counters.used(lot.id);
        self.lots_by_code.insert((lot.item, lot.code.clone()), lot.id);
        self.lots.insert(lot.id, lot);
    }
}

/// Every code an item answers to, with the base units each stands for.
fn scan_codes(item: &Item) -> Vec<(Text, Qty)> {
    let own = std::iter::once((item.code.clone(), Qty(1)));
    own.chain(item.barcodes.iter().map(|b| (b.code.clone(), b.contents)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::warehouse::Row;

    #[test]
    fn an_item_of_an_earlier_release_may_stand_any_way() {
        let old = ItemV1 {
            id: ItemId(7),
            code: "LAMP".into(),
            name: "Lamp".into(),
            barcodes: vec![Barcode {
                code: "4006381333931".into(),
                contents: Qty(1),
            }],
            packagings: Vec::new(),
            length_mm: 100,
            width_mm: 90,
            height_mm: 80,
            weight_g: 250,
            price_minor: 1_295,
            lot_tracked: true,
            expiry_tracked: true,
            retired: true,
        };
        let item = Arc::new(Item {
            id: ItemId(7),
            code: "LAMP".into(),
            name: "Lamp".into(),
            barcodes: old.barcodes.clone(),
            packagings: Vec::new(),
            length_mm: 100,
            width_mm: 90,
            height_mm: 80,
            weight_g: 250,
            price_minor: 1_295,
            lot_tracked: true,
            expiry_tracked: true,
            retired: true,
            this_side_up: false,
            fragile: false,
        });
        let mut by_event = Warehouse::default();
        ItemSavedV1 {
            item: Arc::new(old.clone()),
        }
        .evolve(&mut by_event);
        assert_eq!(by_event.items.get(&ItemId(7)), Some(&item));
        let mut by_row = Warehouse::default();
        by_row.put_row(Row::ItemV1(Arc::new(old)));
        assert_eq!(by_row.items.get(&ItemId(7)), Some(&item));
    }
}
