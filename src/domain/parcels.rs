//! Parcels: cartons being packed or waiting to leave, and the codes on them.

use super::ids::{CarrierId, CartonId, ItemId, LoadId, LpnId, OrderId, ParcelId, PlaceId, WorkerId};
use super::lookup::Target;
use super::stock::StockKey;
use super::{Qty, Text, Timestamp, Warehouse};
use crate::codes::check_digit;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// So much of one order line, taken from one line of a tote's stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelLine {
    /// For which of the order's lines, from 0.
    pub line: u16,
    /// What, and the tote it came from: there it goes back.
    pub from: StockKey,
    /// How much.
    pub qty: Qty,
}

/// What the packer did last. Kept in the parcel, so that it outlives the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackStep {
    /// The item scanned last: a typed quantity is meant for it.
    pub item: Option<ItemId>,
    /// The tote scanned last: goods are taken from it first.
    pub tote: Option<LpnId>,
    /// The quantity was typed: the next scan of the item confirms it and adds nothing.
    pub typed: bool,
}

/// What is on the label of a closed parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Serial shipping container code, 18 digits (GS1 General Specifications, 2.2.1).
    pub sscc: Text,
    /// What it is packed in; none for the goods' own packaging.
    pub carton: Option<CartonId>,
    /// As weighed.
    pub weight_g: Option<i64>,
    /// By items and carton, where all their weights are known.
    pub expected_g: Option<i64>,
    /// Who closed it.
    pub by: WorkerId,
    /// When.
    pub at: Timestamp,
    /// Which copy of the label is the valid one, from 1.
    pub copy: u16,
}

impl Seal {
    /// The weighed weight or, where nobody weighed, the expected one.
    pub fn best_weight_g(&self) -> Option<i64> {
        self.weight_g.or(self.expected_g)
    }
}

/// In which load a parcel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// Which load.
    pub load: LoadId,
    /// Who scanned it in.
    pub by: WorkerId,
    /// When.
    pub at: Timestamp,
}

/// A carton of one order's goods, from the first item in it until it leaves the building.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its number.
    pub id: ParcelId,
    /// Whose goods.
    pub order: OrderId,
    /// Which parcel of its order, from 1.
    pub number: u16,
    /// Who takes it away.
    pub carrier: CarrierId,
    /// When that carrier leaves.
    pub cutoff: Timestamp,
    /// Where it is, or was, packed.
    pub bench: PlaceId,
    /// Who packs it; none while it is set aside.
    pub packer: Option<WorkerId>,
    /// Since when.
    pub opened_at: Timestamp,
    /// What is in it.
    pub lines: Vec<ParcelLine>,
    /// What the packer did last.
    pub step: PackStep,
    /// Its label, once it is closed.
    pub seal: Option<Seal>,
    /// Its load, once it is loaded.
    pub loaded: Option<Loaded>,
}

impl Parcel {
    /// Still being packed.
    pub fn is_open(&self) -> bool {
        self.seal.is_none()
    }

    /// How much of an item is in it.
    pub fn holds(&self, item: ItemId) -> Qty {
        let of_item = self.lines.iter().filter(|l| l.from.item == item);
        of_item.map(|l| l.qty).sum()
    }

    /// What is in it by item, each item once.
    pub fn contents(&self) -> Vec<(ItemId, Qty)> {
        let mut sums = std::collections::BTreeMap::new();
        for line in &self.lines {
            *sums.entry(line.from.item).or_insert(Qty::ZERO) += line.qty;
        }
        sums.into_iter().collect()
    }

    /// What is in it by order line, each line once.
    pub fn by_order_line(&self) -> Vec<(u16, Qty)> {
        let mut sums = std::collections::BTreeMap::new();
        for line in &self.lines {
            *sums.entry(line.line).or_insert(Qty::ZERO) += line.qty;
        }
        sums.into_iter().collect()
    }
}

/// Under which compact key a parcel that left is remembered by its SSCC.
pub fn parcel_key(sscc: &str) -> u128 {
    compact_key(b"parcel", sscc)
}

/// Under which compact key a label that is no longer valid is remembered by its SSCC.
pub fn voided_key(sscc: &str) -> u128 {
    compact_key(b"voided", sscc)
}

fn compact_key(kind: &[u8], sscc: &str) -> u128 {
    let mut hash = blake3::Hasher::new();
    hash.update(kind);
    hash.update(sscc.as_bytes());
    let mut key = [0; 16];
    hash.finalize_xof().fill(&mut key);
    u128::from_le_bytes(key)
}

/// The SSCC in a scanned code: bare, or behind a symbology identifier and the application identifier 00, with or
/// without its brackets. Other codes come back as they are.
pub fn bare_sscc(code: &str) -> &str {
    let data = code.strip_prefix("]C1").unwrap_or(code);
    let bare = data.strip_prefix("(00)").or_else(|| data.strip_prefix("00"));
    bare.map(str::trim)
        .filter(|bare| bare.len() == 18)
        .unwrap_or(code)
}

/// Days for which no other parcel may have an SSCC again: a year after its parcel left, of 366 days at most (GS1 General
/// Specifications, section 2.2.1).
pub const KEPT_APART_DAYS: u16 = 366;

/// How many SSCCs there are with a company prefix (4 to 12 digits): ten for every serial reference beside it, one an
/// extension digit; none for a prefix of another form.
pub fn serials(prefix: &str) -> Option<u64> {
    let is_prefix = (4..=12).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit());
    let digits = u32::try_from(17_usize.checked_sub(prefix.len())?).ok()?;
    10_u64.checked_pow(digits).filter(|_| is_prefix)
}

/// The SSCC for a company prefix (4 to 12 digits) and a serial number, which runs on into the extension digit and then
/// begins anew; none for a prefix of another form.
pub fn sscc(prefix: &str, serial: u64) -> Option<Text> {
    let room = serials(prefix)? / 10;
    let width = 16 - prefix.len();
    let extension = (serial / room) % 10;
    let body = format!("{extension}{prefix}{:0width$}", serial % room);
    let check = check_digit::mod10(&body)?;
    Some(format!("{body}{check}").into())
}

impl Warehouse {
    /// A parcel that is in the building.
    pub fn parcel(&self, id: ParcelId) -> Option<&Parcel> {
        self.parcels.get(&id).map(Arc::as_ref)
    }

    /// An order's parcels in the building.
    pub fn parcels_of(&self, order: OrderId) -> impl Iterator<Item = &Parcel> {
        self.parcels_by_order
            .range((order, ParcelId(0))..)
            .take_while(move |(of, _)| *of == order)
            .filter_map(|(_, id)| self.parcel(*id))
    }

    /// The parcel of an order that is being packed.
    pub fn open_parcel_of(&self, order: OrderId) -> Option<&Parcel> {
        self.parcels_of(order).find(|p| p.is_open())
    }

    /// The parcel that a worker packs: where a dropped terminal goes on.
    pub fn parcel_in_hand(&self, worker: WorkerId) -> Option<&Parcel> {
        let first = self.parcels_by_packer.range((worker, ParcelId(0))..).next();
        first
            .filter(|(of, _)| *of == worker)
            .and_then(|(_, id)| self.parcel(*id))
    }

    /// The parcels of a load.
    pub fn parcels_in(&self, load: LoadId) -> impl Iterator<Item = &Parcel> {
        self.parcels_by_load
            .range((load, ParcelId(0))..)
            .take_while(move |(of, _)| *of == load)
            .filter_map(|(_, id)| self.parcel(*id))
    }

    /// What one piece of an item weighs in grams: as learned at the bench, else by the master data; none where nobody
    /// knows.
    pub fn piece_weight_g(&self, item: ItemId) -> Option<i64> {
        let learned = self.learned_weights.get(&item).copied();
        learned
            .or_else(|| self.items.get(&item).map(|i| i64::from(i.weight_g)))
            .filter(|g| *g > 0)
    }

    pub(super) fn put_parcel(&mut self, parcel: Arc<Parcel>) {
        self.counters.used(parcel.id);
        if let Some(old) = self.parcels.get(&parcel.id).cloned() {
            self.unlist_parcel(&old);
        }
        let id = parcel.id;
        self.parcels_by_order.insert((parcel.order, id));
        match (&parcel.seal, parcel.loaded) {
            (None, _) => {
                if let Some(packer) = parcel.packer {
                    self.parcels_by_packer.insert((packer, id));
                }
            }
            (Some(seal), loaded) => {
                self.codes.learn(&seal.sscc, Target::Parcel(id));
                self.codes
                    .learn(&format!("00{}", seal.sscc).into(), Target::Parcel(id));
                match loaded {
                    Some(loaded) => self.parcels_by_load.insert((loaded.load, id)).is_some(),
                    None => self
                        .parcels_to_ship
                        .insert((parcel.carrier, parcel.cutoff, id))
                        .is_some(),
                };
            }
        }
        self.parcels.insert(id, parcel);
    }

    /// Changes who has a parcel, its seal or its load, and keeps the indexes.
    pub(super) fn change_parcel(&mut self, id: ParcelId, change: impl FnOnce(&mut Parcel)) {
        if let Some(parcel) = self.parcels.get(&id) {
            let mut parcel = Parcel::clone(parcel);
            change(&mut parcel);
            self.put_parcel(Arc::new(parcel));
        }
    }

    /// Changes what is in a parcel, on which no index depends.
    pub(super) fn fill_parcel(&mut self, id: ParcelId, change: impl FnOnce(&mut Parcel)) {
        if let Some(parcel) = self.parcels.get_mut(&id) {
            change(Arc::make_mut(parcel));
        }
    }

    pub(super) fn remove_parcel(&mut self, id: ParcelId) {
        if let Some(parcel) = self.parcels.remove(&id) {
            self.unlist_parcel(&parcel);
        }
    }

    fn unlist_parcel(&mut self, parcel: &Parcel) {
        let id = parcel.id;
        self.parcels_by_order.remove(&(parcel.order, id));
        if let Some(packer) = parcel.packer {
            self.parcels_by_packer.remove(&(packer, id));
        }
        if let Some(loaded) = parcel.loaded {
            self.parcels_by_load.remove(&(loaded.load, id));
        }
        if let Some(seal) = &parcel.seal {
            self.parcels_to_ship.remove(&(parcel.carrier, parcel.cutoff, id));
            self.codes.forget(&seal.sscc, Target::Parcel(id));
            self.codes.forget(&format!("00{}", seal.sscc), Target::Parcel(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sscc_of_the_gs1_general_specifications_has_their_check_digit() {
        // The worked example of the GS1 check digit page: 3 7610425 002123456 and check digit 9.
        assert_eq!(
            sscc("7610425", 3_002_123_456).as_deref(),
            Some("376104250021234569")
        );
    }

    #[test]
    fn a_prefix_of_any_allowed_length_gives_eighteen_digits() {
        for prefix in ["4006", "400638133", "400638133393"] {
            let made = sscc(prefix, 42).unwrap();
            assert_eq!(made.len(), 18);
            for scanned in ["", "00", "(00)", "]C100"].map(|ai| format!("{ai}{made}")) {
                assert_eq!(bare_sscc(&scanned), made.as_ref());
            }
        }
        assert_eq!(sscc("400", 1), None);
        assert_eq!(sscc("40063813x", 1), None);
    }
}
