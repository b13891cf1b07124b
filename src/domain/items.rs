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
}

impl Item {
    /// Volume of one piece in cubic millimetres.
    pub fn volume_mm3(&self) -> i64 {
        i64::from(self.length_mm) * i64::from(self.width_mm) * i64::from(self.height_mm)
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
